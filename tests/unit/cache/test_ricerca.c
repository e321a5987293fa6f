/* SPDX-License-Identifier: EUPL-1.2
 *
 * Searching against the same question asked of plain arrays: after any changes, in any
 * combination of filters and words, in windows both ways. And the words as a thing that is
 * there or not. */
#include "base/random.h"
#include "base/text.h"
#include "cache/private.h"
#include "domain/identificativo.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 1500

static struct cache *c;
static struct arena a;
static struct random_sequence rnd;
static uint64_t seed;

/* What should be in the cache: slot i is "AG-i", at its own minute. */
static struct row {
	bool there;
	bool detail; /* with note and quesito */
	struct appuntamento ap;
	struct quesito q;
	struct comunicazione com[2];
} rows[ROWS];
static size_t order[ROWS]; /* of slots, by start */
static char ids[ROWS][12];

static void begin(const char *folder, const char *identity)
{
	struct file_report report;
	struct err err = { 0 };
	const char *given = getenv("AGENDA_SEME");

	random_bytes(&seed, sizeof seed);
	if (given)
		seed = strtoull(given, NULL, 10);
	random_seed(&rnd, seed);
	c = cache_open(folder, identity ? identity : "x", &report, &err);
	cr_assert(c != NULL, "%s", err.cause);
}

static void set_up(void)
{
	begin(NULL, NULL);
}

static void tear_down(void)
{
	cache_close(c);
	c = NULL;
	arena_release(&a);
}

TestSuite(ricerca, .init = set_up, .fini = tear_down);

/* --- random rows ---------------------------------------------------------------- */

static size_t below(size_t n)
{
	return (size_t)random_below(&rnd, n);
}

static const char *const codici[] = { "0000000001", "0000000002", "0000000003",
	"0000000044", "0000123456" };
static const char *const names[] = { "Anna", "Niccolò", "José", "Zoë", "Ştefan", "Anita",
	"D'Àngelo", "Rossi", "Rossini", "Bianchi" };
static const char *const words[] = { "perché", "Richiesta", "richieste", "richiesto",
	"RICHIAMO", "contributi", "Contributo", "estratto", "MAV", "bollettino", "più",
	"2026/000123", "0000000001", "è", "città", "cittadinanza", "al", "all'ufficio",
	"ricevuta", "ricevuto", "rapporto" };
#define PICK(list) (list)[below(sizeof(list) / sizeof *(list))]

static char *sentence(void)
{
	struct buf b = { 0 };
	size_t n = 1 + below(8);
	char *s;

	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s", i ? (below(4) ? " " : ", ") : "", PICK(words));
	s = arena_strdup(&a, buf_str(&b));
	buf_release(&b);
	return s;
}

static void fill(struct row *r, const char *id, instant inizio, int64_t versione)
{
	r->com[0] = (struct comunicazione){ .id = "c1", .testo = sentence() };
	r->com[1] = (struct comunicazione){ .id = "c2", .testo = sentence() };
	r->q = a_quesito("q", PICK(codici), 20000);
	r->q.argomento = (enum argomento)(1 + below(ARGOMENTO_COUNT - 1));
	r->q.oggetto = sentence();
	r->q.comunicazioni = r->com;
	r->q.n_comunicazioni = below(3);
	r->ap = an_appuntamento(id, inizio);
	r->ap.codice_rapporto_lavoro = r->q.codice_rapporto_lavoro;
	r->ap.datore.nome_proprio = PICK(names);
	r->ap.datore.cognome = PICK(names);
	r->ap.lavoratore.nome_proprio = PICK(names);
	r->ap.stato = (enum appuntamento_stato)(1 + below(APPUNTAMENTO_STATO_COUNT - 1));
	r->ap.gestore.tipo = below(3) ? PROFILO_CITTADINO : PROFILO_INTERMEDIARIO;
	r->ap.quesiti = &r->q;
	r->ap.n_quesiti = 1;
	r->ap.nota = sentence();
	r->ap.versione = versione;
	r->there = true;
}

static struct appuntamento_sintesi sintesi_of(const struct appuntamento *ap)
{
	struct appuntamento_sintesi s = a_sintesi(ap->id, ap->inizio);

	s.codice_rapporto_lavoro = ap->codice_rapporto_lavoro;
	s.stato = ap->stato;
	s.datore = ap->datore;
	s.lavoratore = ap->lavoratore;
	s.gestore = ap->gestore;
	s.versione = ap->versione;
	return s;
}

/* Each start is of one slot alone: slots move by swapping free minutes of their own. */
static instant start_of(size_t i, size_t shift)
{
	return NOW + (instant)((i * 7919) % ROWS) * 3600 + (instant)shift * MINUTE;
}

static void store(size_t i)
{
	struct row *r = &rows[i];
	int64_t versione = r->ap.versione + 1;

	fill(r, ids[i], start_of(i, below(60)), versione);
	r->detail = below(4) != 0;
	if (r->detail)
		ok(cache_put_appuntamento(c, &r->ap, NOW, &err));
	else
		put_sintesi(c, sintesi_of(&r->ap));
}

static void forget_rapporto(const char *codice)
{
	struct variazione v = {
		.risorsa = RISORSA_RAPPORTO, .id = codice, .rimosso = true
	};
	struct variazioni page = { &v, 1, "1:1", true };

	ok(cache_apply_variazioni(c, &page, NOW, &err));
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].there
			&& strcmp(rows[i].ap.codice_rapporto_lavoro, codice) == 0)
			rows[i].there = false;
}

/* A whole resync brings half of what there is, a third of it as it was. */
static void resync(void)
{
	struct variazione *items = arena_array(&a, ROWS, sizeof *items);
	struct variazioni page = { items, 0, "2:1", false };

	ok(cache_resync(c, &err));
	for (size_t i = 0; i < ROWS; i++) {
		struct row *r = &rows[i];

		if (r->there && below(2))
			r->there = false;
		if (!r->there)
			continue;
		if (!r->detail || below(3))
			fill(r, ids[i], start_of(i, below(60)), r->ap.versione);
		r->detail = true;
		items[page.n++] = (struct variazione){ .risorsa = RISORSA_APPUNTAMENTO,
			.id = ids[i],
			.appuntamento = &r->ap };
	}
	apply_page(c, &page, NOW);
}

static int by_start(const void *x, const void *y)
{
	instant p = rows[*(const size_t *)x].ap.inizio;
	instant q = rows[*(const size_t *)y].ap.inizio;

	return p < q ? -1 : p > q;
}

static void sort_rows(void)
{
	for (size_t i = 0; i < ROWS; i++)
		order[i] = i;
	qsort(order, ROWS, sizeof *order, by_start);
}

static void first_rows(void)
{
	memset(rows, 0, sizeof rows);
	for (size_t i = 0; i < ROWS; i++) {
		snprintf(ids[i], sizeof ids[i], "AG-%zu", i);
		store(i);
	}
	sort_rows();
}

/* --- the same question asked of the arrays -------------------------------------- */

/* Folded, and every byte that is neither letter nor digit a blank. */
static char *flat(const char *s)
{
	char *f = text_fold(&a, s ? s : "");

	for (char *p = f; *p; p++)
		if ((unsigned char)*p < 0x80
			&& !strchr("abcdefghijklmnopqrstuvwxyz0123456789", *p))
			*p = ' ';
	return f;
}

static char *all_text(const struct row *r)
{
	struct buf b = { 0 };
	char *s;

	buf_addf(&b, " %s %s %s %s %s %s %s", flat(r->ap.id),
		flat(r->ap.codice_rapporto_lavoro), flat(r->ap.datore.nome_proprio),
		flat(r->ap.datore.cognome), flat(r->ap.lavoratore.nome_proprio),
		flat(r->ap.lavoratore.cognome), flat(r->ap.punto.denominazione));
	if (r->detail) {
		buf_addf(&b, " %s %s %s", flat(r->ap.nota), flat(r->q.oggetto),
			flat(words_code(&argomento_words, r->q.argomento)));
		for (size_t i = 0; i < r->q.n_comunicazioni; i++)
			buf_addf(&b, " %s", flat(r->com[i].testo));
	}
	buf_adds(&b, " ");
	s = arena_strdup(&a, buf_str(&b));
	buf_release(&b);
	return s;
}

/* What is looked for, each between blanks; the last one without its end. */
static struct wanted {
	char *items[16];
	int n;
} wanted;

static void want(const char *text)
{
	char *t = flat(text);
	size_t len = strlen(t);
	bool open = len && t[len - 1] != ' ';

	wanted.n = 0;
	for (char *save = NULL, *w = strtok_r(t, " ", &save); w;) {
		char *next = strtok_r(NULL, " ", &save);
		bool prefix = open && !next;

		wanted.items[wanted.n++] = arena_printf(&a, prefix ? " %s" : " %s ", w);
		w = next;
	}
}

static bool has_words(const char *text)
{
	for (int i = 0; i < wanted.n; i++)
		if (!strstr(text, wanted.items[i]))
			return false;
	return true;
}

static char *texts[ROWS];

static bool matches(size_t i, const struct ricerca *q)
{
	const struct row *r = &rows[i];
	giorno day = giorno_of(r->ap.inizio);

	return r->there
		&& (!q->codice_rapporto_lavoro
			|| strcmp(q->codice_rapporto_lavoro, r->ap.codice_rapporto_lavoro)
				== 0)
		&& (!q->stato || q->stato == r->ap.stato)
		&& (q->dal == GIORNO_NONE || day >= q->dal)
		&& (q->al == GIORNO_NONE || day <= q->al)
		&& (!q->escludi_intermediario
			|| r->ap.gestore.tipo != PROFILO_INTERMEDIARIO)
		&& has_words(texts[i]);
}

/* --- comparing ------------------------------------------------------------------ */

static char *question_said(const struct ricerca *q)
{
	return arena_printf(&a,
		"AGENDA_SEME=%llu rapporto %s stato %d %d..%d escludi %d «%s»",
		(unsigned long long)seed,
		q->codice_rapporto_lavoro ? q->codice_rapporto_lavoro : "-",
		(int)q->stato, (int)q->dal, (int)q->al, (int)q->escludi_intermediario,
		q->testo ? q->testo : "");
}

/* Rows from..to of those that match, where `at` would be row `anchor` of them. */
static void expect_window(const struct ricerca *q, struct anchor where,
	const size_t *found, size_t from, size_t to, size_t n)
{
	struct appuntamento_sintesi *got = NULL;
	struct cache_window w;
	size_t cap = wanted.n ? CACHE_COUNT_CAP_WORDS : CACHE_COUNT_CAP;
	size_t count = n > cap ? cap : n;

	ok(cache_appuntamenti_window(c, &a, q, &where, &got, &w, &err));
	cr_assert(w.n == to - from, "%s: %zu rows, not %zu", question_said(q), w.n,
		to - from);
	for (size_t i = 0; i < w.n; i++)
		cr_assert(strcmp(got[i].id, ids[found[from + i]]) == 0,
			"%s: row %zu is %s, not %s", question_said(q), i, got[i].id,
			ids[found[from + i]]);
	cr_assert(w.more_before == (from > 0) && w.more_after == (to < n), "%s: %d %d",
		question_said(q), w.more_before, w.more_after);
	cr_assert(w.more_than_cap == (n > cap), "%s", question_said(q));
	cr_assert(w.count == (int64_t)count, "%s: count %lld, not %zu", question_said(q),
		(long long)w.count, count);
}

static size_t least(size_t x, size_t y)
{
	return x < y ? x : y;
}

static void compare(const struct ricerca *q)
{
	size_t found[ROWS], n = 0, k;

	want(q->testo);
	for (size_t i = 0; i < ROWS; i++)
		if (matches(order[i], q))
			found[n++] = order[i];
	expect_window(q, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 40 },
		found, 0, least(n, 40), n);
	expect_window(q, (struct anchor){ ANCHOR_LAST, NULL, INSTANT_NONE, 30, 0 }, found,
		n - least(n, 30), n, n);
	if (!n)
		return;
	k = below(n);
	expect_window(q,
		(struct anchor){ ANCHOR_ID, ids[found[k]], INSTANT_NONE, 10, 10 }, found,
		k - least(k, 10), least(n, k + 10), n);
}

static const char *const typed[] = { NULL, "", "r", "ri", "rich", "richi", "richiest",
	"richiesta ", "perche", "PERCHÉ contr", "anna rossi", "rossi", "rossi ",
	"d'angelo", "0000000001", "ag-7", "AG 12", "citta", "citta ", "più mav", "e ",
	"contributi lavoro", "nessuna parola così", "?!", "ştefan jose", "2026/000" };

/* Filters as the bits of `bits`, their values at random. */
static void compare_with(const char *text, size_t bits)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE, .testo = text };

	if (bits & 1)
		q.codice_rapporto_lavoro = PICK(codici);
	if (bits & 2)
		q.stato = (enum appuntamento_stato)(
			1 + below(APPUNTAMENTO_STATO_COUNT - 1));
	if (bits & 4)
		q.dal = giorno_of(NOW) + (giorno)below(60);
	if (bits & 8)
		q.al = giorno_of(NOW) + (giorno)below(60);
	q.escludi_intermediario = bits & 16;
	compare(&q);
}

static void write_texts(void)
{
	for (size_t i = 0; i < ROWS; i++)
		texts[i] = rows[i].there ? all_text(&rows[i]) : NULL;
}

#define TYPED (sizeof typed / sizeof *typed)

/* Where memory alone is looked after, and each query takes thirty times as long (AGENDA_BREVE),
 * some questions are enough, others each time: answers are compared everywhere else. */
static bool is_brief(void)
{
	const char *breve = getenv("AGENDA_BREVE");

	return breve && *breve;
}

/* Each text without filters, and with some of their combinations. */
static void compare_all(void)
{
	int combinations = is_brief() ? 1 : 3;

	write_texts();
	for (size_t t = 0; t < TYPED; t++) {
		compare_with(typed[t], 0);
		for (int i = 0; i < combinations; i++)
			compare_with(typed[t], below(32));
	}
}

Test(ricerca, any_combination_is_what_a_loop_over_all_finds)
{
	first_rows();
	write_texts();
	for (size_t t = 0; t < TYPED; t++)
		for (size_t bits = 0; bits < 32; bits++)
			if (!is_brief() || below(8) == 0)
				compare_with(typed[t], bits);
}

Test(ricerca, words_follow_every_kind_of_change)
{
	first_rows();
	for (int i = 0; i < ROWS; i++) {
		size_t which = below(ROWS);

		if (below(3)) {
			store(which);
		} else if (rows[which].there) {
			ok(cache_drop_appuntamento(c, ids[which], &err));
			rows[which].there = false;
		}
	}
	sort_rows();
	compare_all();
	forget_rapporto(codici[below(5)]);
	compare_all();
	resync();
	sort_rows();
	compare_all();
}

/* The same words come from what was kept up and from what is made at once. */
Test(ricerca, words_made_at_the_end_answer_as_those_kept_up)
{
	ok(cache_words_leave(c, &err));
	cr_assert(not(cache_words_made(c)));
	first_rows();
	ok(cache_words_make(c, NULL, &err));
	cr_assert(cache_words_made(c));
	compare_all();
	for (int i = 0; i < 200; i++)
		store(below(ROWS));
	sort_rows();
	compare_all();
}

/* Nothing of what was ever indexed is left behind: FTS5 cannot check an index without its
 * text, so all rows go and the vocabulary must be empty. */
Test(ricerca, rows_that_go_leave_no_word)
{
	int64_t left;

	first_rows();
	for (int i = 0; i < 500; i++)
		store(below(ROWS));
	for (size_t i = 0; i < ROWS; i++)
		ok(cache_drop_appuntamento(c, ids[i], &err));
	ok(query_number(
		query_begin(c->db, "SELECT count(*) FROM parola"), -1, &left, &err));
	cr_expect(left == 0, "AGENDA_SEME=%llu: %lld words", (unsigned long long)seed,
		(long long)left);
}

/* However a page jumps among the dates, the words of its rows go in together: a piece of index for
 * each of them, merged with the others one after the other, changed eleven rows, not six. */
Test(ricerca, the_words_of_a_page_are_written_together)
{
	struct variazione items[200] = { 0 };
	struct variazioni page = { items, 0, "1:1", true };
	int before, changed;

	first_rows();
	for (size_t i = 0; i < 200; i++) {
		struct row *r = &rows[i * 7919 % ROWS];
		size_t which = (size_t)(r - rows);

		fill(r, ids[which], start_of(which, below(60)), r->ap.versione + 1);
		r->detail = true;
		items[page.n++] = (struct variazione){ .risorsa = RISORSA_APPUNTAMENTO,
			.id = ids[which], .appuntamento = &r->ap };
	}
	before = sqlite3_total_changes(sqlite_handle(c->db));
	ok(cache_apply_variazioni(c, &page, NOW, &err));
	changed = sqlite3_total_changes(sqlite_handle(c->db)) - before;
	cr_expect(changed < 8 * 200, "AGENDA_SEME=%llu: %d rows", (unsigned long long)seed,
		changed);
}

/* --- words left ----------------------------------------------------------------- */

Test(ricerca, without_words_filters_answer_right_and_none_are_asked)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct quesito x = a_quesito("q-7", "0000000001", 100);
	struct quesiti list = { &x, 1 }, out;

	ok(cache_words_leave(c, &err));
	first_rows();
	for (int i = 0; i < 32; i++) {
		q.codice_rapporto_lavoro = i & 1 ? codici[0] : NULL;
		q.stato = i & 2 ? APPUNTAMENTO_STATO_CONFERMATO : APPUNTAMENTO_STATO_NONE;
		q.dal = i & 4 ? giorno_of(NOW) + 3 : GIORNO_NONE;
		q.al = i & 8 ? giorno_of(NOW) + 20 : GIORNO_NONE;
		q.escludi_intermediario = i & 16;
		compare(&q);
	}
	forget_rapporto(codici[1]);
	compare(&q);
	ok(cache_put_quesiti(c, "0000000001", &list, NOW, &err));
	ok(cache_quesiti(c, &a, "0000000001", &out, NULL, &err));
	cr_expect(out.n == 1);
	struct cache_window w;
	struct appuntamento_sintesi *got;
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	q = (struct ricerca){
		.dal = GIORNO_NONE, .al = GIORNO_NONE, .testo = "parola mai"
	};
	ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
	cr_expect(w.n == 5 && w.words_left, "as if no text were asked for, and said so");
}

static bool stop_half_way(void *ctx, int64_t done, int64_t of)
{
	int64_t *seen = ctx;

	cr_expect(done <= of && done >= *seen);
	*seen = done;
	return false;
}

Test(ricerca, making_that_is_stopped_leaves_them_left)
{
	struct err why = { 0 };
	int64_t seen = 0;
	struct cache_progress p = { stop_half_way, &seen };

	first_rows();
	cr_expect(not(cache_words_make(c, &p, &why)));
	cr_expect(eq(int, why.code, ERR_BUSY));
	cr_expect(seen == ROWS);
	cr_expect(not(cache_words_made(c)));
	ok(cache_words_make(c, NULL, &err));
	compare_all();
}

/* --- files ---------------------------------------------------------------------- */

static void sql(const char *path, const char *text)
{
	sqlite3 *db;

	cr_assert(sqlite3_open(path, &db) == SQLITE_OK);
	cr_assert(sqlite3_exec(db, text, NULL, NULL, NULL) == SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	sqlite3_close(db);
}

/* As the first version left it. */
static const char back_to_1[] =
	"DROP TABLE parola; DROP TABLE testo; DROP INDEX quesito_di; DROP INDEX appuntamento_di;"
	"DROP INDEX appuntamento_stato; DROP INDEX appuntamento_diretto;"
	"DROP INDEX appuntamento_stato_diretto; DELETE FROM meta WHERE nome = 'indici';"
	"CREATE INDEX quesito_di ON quesito (rapporto, aperto_il DESC, id);"
	"CREATE INDEX appuntamento_stato ON appuntamento (stato);"
	"CREATE INDEX appuntamento_di ON appuntamento (rapporto);"
	"DROP INDEX appuntamento_novita; DROP INDEX rapporto_prenotabili;"
	"DROP TRIGGER prenotabili_i; DROP TRIGGER prenotabili_u; DROP TRIGGER prenotabili_d;"
	"DROP TABLE prenotabili; ALTER TABLE rapporto DROP COLUMN prenotabili;"
	"ALTER TABLE appuntamento DROP COLUMN novita;"
	"PRAGMA user_version = 1;";

Test(ricerca_files, a_file_of_the_first_version_opens_and_is_searched)
{
	struct folder f;

	folder_make(&f);
	begin(f.path, f.identity);
	first_rows();
	ok(cache_apply_variazioni(c, &(struct variazioni){ .next_cursor = "e:1" }, 1, &err));
	cache_close(c);
	sql(folder_file(&f, "cache", ".db"), back_to_1);
	c = open_cache(&f);
	cr_expect(cache_words_made(c));
	cr_expect(cache_cursor(c, &a) == NULL, "what its rows do not say yet comes anew");
	compare_all();
	cache_close(c);
	folder_remove(&f);
	arena_release(&a);
}

/* What was left on purpose stays left until somebody makes it: not when it is opened. */
Test(ricerca_files, a_file_whose_words_were_left_opens_so_for_all)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct folder f;
	struct cache *writer;

	folder_make(&f);
	begin(f.path, f.identity);
	ok(cache_words_leave(c, &err));
	first_rows();
	cache_close(c);
	writer = c = open_cache(&f);
	cr_expect(not(cache_words_made(c)));
	compare(&q);
	c = open_cache(&f);
	cr_expect(not(cache_writable(c)));
	cr_expect(not(cache_words_made(c)));
	compare(&q);
	ok(cache_words_make(writer, NULL, &err));
	cr_expect(cache_words_made(c), "a reader follows");
	compare_all();
	cache_close(c);
	cache_close(writer);
	folder_remove(&f);
	arena_release(&a);
}

Test(ricerca, purged_and_begun_again)
{
	first_rows();
	ok(cache_purge(c, &err));
	cr_expect(cache_words_made(c));
	first_rows();
	compare_all();
}

/* --- hostile questions ---------------------------------------------------------- */

static const char *const hostile[] = { "\"", "a\" OR \"b", "NEAR(a b)", "parole:x",
	"* * *", "^x", "x*", "-x", "a AND", "NOT", "(",
	"{a b}:", "'; DROP TABLE testo; --", "\x01\x02", "\xff\xfe", "\xc3", "aa\xc3",
	"日本語", "日本", "日", "مرحبا", "👩‍👩‍👧 🎉", "\xee\x80\x81",
	"\xee\x80\x81 rossi", "ﷺ", "ＲＯＳＳＩ", "ﬁne", "İstanbul", "ß", "e\xcc\x80",
	"   \t\n ", "_",
	"\xe2\x80\xae" /* right to left */,
	"\xe2\x80\xae zeta" };

Test(ricerca, no_text_is_an_error)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	struct appuntamento_sintesi *got;
	struct cache_window w;
	char *huge = arena_alloc(&a, 40001);

	first_rows();
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
		for (int k = 0; k < 8; k++) {
			q.testo = hostile[i];
			q.codice_rapporto_lavoro = k & 1 ? hostile[i] : NULL;
			q.stato = k & 2 ? APPUNTAMENTO_STATO_CONFERMATO : 0;
			q.escludi_intermediario = k & 4;
			ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
		}
	q = (struct ricerca){ .dal = GIORNO_NONE, .al = GIORNO_NONE, .testo = huge };
	memset(huge, 'a', 40000);
	ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
	cr_expect(w.n == 0);
	for (int i = 0; i < 40000; i += 2)
		huge[i] = ' ';
	ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
	for (int i = 0; i < 40000; i++)
		huge[i] = "\xe6\x97\xa5"[i % 3];
	huge[39999] = '\0';
	ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
}

/* Marks of our own cannot be typed; forms of one letter are one letter. */
Test(ricerca, folding_is_the_same_on_both_sides)
{
	static const struct {
		const char *stored, *typed;
		bool found;
	} cases[] = {
		{ "Perché", "PERCHE", true },
		{ "ＲＯＳＳＩ", "rossi", true },
		{ "ﬁnestra", "fine", true },
		{ "e\xcc\x80 vero", "è vero", true },
		{ "日本語", "日本", true },
		{ "日本語", "本", true },
		{ "日本語", "中", false },
		{ "مرحبا بك", "مرح", true },
		{ "straße", "STRASSE", true },
		{ "un'altra", "altra", true },
		{ "INPS.7000.23/11/2026.0001234", "0001234", true },
		{ "INPS.7000.23/11/2026.0001234", "inps.7000.23/11/2026.0001234", true },
		{ "appuntamento", "\xee\x80\x81", true },
		{ "abc", "bc", false },
		{ "zoppo", "z", true },
		{ "fattura zoppa", "fattura z", true },
		{ "fattura", "fattura z", false },
		{ "z", "z", true },
		{ "zoppo", "z ", false },
		{ "日本語", "語", true },
		{ "a\xe2\x80\x8b"
		  "b",
			"ab", true },
	};
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	struct appuntamento_sintesi *got;
	struct cache_window w;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct appuntamento ap = an_appuntamento("AG-1", NOW);

		ap.nota = cases[i].stored;
		ap.versione = (int64_t)i + 1;
		ok(cache_put_appuntamento(c, &ap, NOW, &err));
		q.testo = cases[i].typed;
		ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
		cr_expect(w.n == cases[i].found, "«%s» in «%s»", cases[i].typed,
			cases[i].stored);
	}
}

Test(ricerca, an_identificativo_is_found_however_it_is_typed)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	struct appuntamento_sintesi *got;
	struct cache_window w;
	char id[IDENTIFICATIVO_SIZE], other[IDENTIFICATIVO_SIZE];
	char *plain;

	identificativo_make(2026, 12345678901, id);
	identificativo_make(2026, 12345678902, other);
	put_sintesi(c, a_sintesi(arena_strdup(&a, id), NOW));
	put_sintesi(c, a_sintesi(arena_strdup(&a, other), NOW));
	plain = arena_strdup(&a, id);
	for (char *p = plain, *to = plain; (*to = *p); p++)
		to += *p != '-';
	const char *forms[] = { id, plain, text_fold(&a, id) };
	for (size_t i = 0; i < 3; i++) {
		q.testo = forms[i];
		ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
		cr_assert(w.n == 1, "%s: %zu", forms[i], w.n);
		cr_expect(eq(str, (char *)got[0].id, id));
	}
}

/* What a question is known by says whether there is a rapporto, whatever was typed as one. */
Test(ricerca, no_answer_is_that_of_the_question_before)
{
	struct ricerca q = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 5 };
	static const char *const none[] = { "-", "", "-1", "0 0", "0 0 0 0 0 1" };
	struct appuntamento_sintesi *got;
	struct cache_window w;

	put_sintesi(c, a_sintesi("AG-1", NOW));
	for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
		q.codice_rapporto_lavoro = NULL;
		ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
		cr_expect(w.n == 1 && w.count == 1, "before «%s»", none[i]);
		q.codice_rapporto_lavoro = none[i];
		ok(cache_appuntamenti_window(c, &a, &q, &first, &got, &w, &err));
		cr_expect(w.n == 0 && w.count == 0, "«%s»: %zu rows, count %lld", none[i],
			w.n, (long long)w.count);
	}
}
