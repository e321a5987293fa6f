/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "cache/testo.h"

#include "base/alloc.h"
#include "base/text.h"
#include "domain/parole.h"

#include <stdlib.h>
#include <string.h>

#define INDEXED   4  /* characters: the longest prefixes that are indexed */
#define ENDINGS   160 /* words that are looked for by name, for a longer prefix: 25 us each */

/* --- words ---------------------------------------------------------------------- */

#define MARK_STATO  0xE000 /* plus the stato */
#define MARK_DIRECT 0xE040 /* not managed by an intermediario */

/* A character of private use is three bytes long. */
static void add_mark(struct buf *to, int mark)
{
	const char bytes[] = { (char)(0xE0 | mark >> 12),
		(char)(0x80 | (mark >> 6 & 0x3F)), (char)(0x80 | (mark & 0x3F)) };

	buf_addc(to, ' ');
	buf_add(to, bytes, sizeof bytes);
}

static void add_words(struct buf *to, const char *text)
{
	if (text)
		text_words(to, text);
}

static void add_persona(struct buf *to, const struct persona *p)
{
	add_words(to, p->nome_proprio);
	add_words(to, p->cognome);
}

static void add_quesito(struct buf *to, const struct quesito *q)
{
	add_words(to, words_code(&argomento_words, (int)q->argomento));
	add_words(to, q->oggetto);
	add_words(to, q->protocollo);
	for (size_t i = 0; i < q->n_comunicazioni; i++)
		add_words(to, q->comunicazioni[i].testo);
}

void testo_write(struct buf *to, const struct appuntamento_sintesi *s,
	const struct appuntamento *detail)
{
	add_mark(to, MARK_STATO + (int)s->stato);
	if (s->gestore.tipo != PROFILO_INTERMEDIARIO)
		add_mark(to, MARK_DIRECT);
	add_words(to, s->id);
	add_words(to, s->codice_rapporto_lavoro);
	add_persona(to, &s->datore);
	add_persona(to, &s->lavoratore);
	add_words(to, s->punto_denominazione);
	add_words(to, s->gestore.denominazione);
	if (!detail)
		return;
	add_words(to, detail->nota);
	for (size_t i = 0; i < detail->n_quesiti; i++)
		add_quesito(to, &detail->quesiti[i]);
}

/* --- what is stored ------------------------------------------------------------- */

/* Columns `at` and the next are the packed row and its detail, which may be NULL. */
bool testo_of_columns(struct cache *c, struct query *q, int at, struct arena *a,
	struct buf *to, struct err *err)
{
	struct appuntamento_sintesi s = { 0 };
	struct appuntamento detail = { 0 };
	bool has_detail = !row_is_null(q, at + 1);
	struct pack p = unpack_column(q, at, a);

	pack_sintesi(&p, &s);
	if (!unpacked(c, &p, err))
		return false;
	if (has_detail) {
		p = unpack_column(q, at + 1, a);
		pack_appuntamento(&p, &detail);
		if (!unpacked(c, &p, err))
			return false;
	}
	testo_write(to, &s, has_detail ? &detail : NULL);
	return true; /* past the buffer's ceiling words are not indexed: the same each time */
}

bool testo_stored(struct cache *c, int64_t riga, struct buf *to, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT a.dati, d.dati FROM appuntamento AS a LEFT JOIN dettaglio AS d"
		" ON d.riga = a.riga WHERE a.riga = ?1");
	struct arena a = { 0 };
	bool ok = true;

	query_int(q, 1, riga);
	if (query_step(q))
		ok = testo_of_columns(c, q, 0, &a, to, err);
	ok = query_end(q, ok ? err : NULL) && ok;
	arena_release(&a);
	return ok;
}

static bool put(struct cache *c, const char *sql, int64_t riga, const char *words,
	struct err *err)
{
	struct query *q = query_begin(c->db, sql);

	query_int(q, 1, riga);
	query_text(q, 2, words);
	return query_run(q, err);
}

bool testo_insert(struct cache *c, int64_t riga, const char *words, struct err *err)
{
	return put(
		c, "INSERT INTO testo (rowid, parole) VALUES (?1, ?2)", riga, words, err);
}

bool testo_delete(struct cache *c, int64_t riga, const char *words, struct err *err)
{
	return put(c,
		"INSERT INTO testo (testo, rowid, parole) VALUES ('delete', ?1, ?2)",
		riga, words, err);
}

/* --- at the end of a transaction ------------------------------------------------ */

/*
 * FTS5 writes out what it has gathered whenever a statement on another table opens a savepoint,
 * and whenever a rowid is less than the one before: a piece of index for each row, merged again
 * and again. Side by side and in order it gathers all of them.
 */
#define DUE_MOST ((size_t)1 << 20)

struct words_due {
	int64_t riga;
	const char *at; /* in c->words_due: 'i' or 'd', riga, words, NUL */
};

static bool due(struct cache *c, char what, int64_t riga, const char *words, struct err *err)
{
	struct buf *to = &c->words_due;

	if (to->len + strlen(words) > DUE_MOST && !testo_settle(c, err))
		return false;
	c->n_words_due++;
	return (buf_addc(to, what) && buf_add(to, &riga, sizeof riga)
		       && buf_add(to, words, strlen(words) + 1))
		|| err_set(err, ERR_LIMIT, "words of one transaction");
}

bool testo_insert_due(struct cache *c, int64_t riga, const char *words, struct err *err)
{
	return due(c, 'i', riga, words, err);
}

bool testo_delete_due(struct cache *c, int64_t riga, const char *words, struct err *err)
{
	return due(c, 'd', riga, words, err);
}

static int by_riga(const void *a, const void *b)
{
	const struct words_due *x = a, *y = b;

	if (x->riga != y->riga)
		return x->riga < y->riga ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static struct words_due *in_order(const struct cache *c)
{
	struct words_due *all = xalloc_array(c->n_words_due, sizeof *all);
	const char *at = c->words_due.data;

	for (size_t i = 0; i < c->n_words_due; i++) {
		all[i].at = at;
		memcpy(&all[i].riga, at + 1, sizeof all[i].riga);
		at += 1 + sizeof all[i].riga;
		at += strlen(at) + 1;
	}
	qsort(all, c->n_words_due, sizeof *all, by_riga);
	return all;
}

bool testo_settle(struct cache *c, struct err *err)
{
	struct words_due *all = c->n_words_due ? in_order(c) : NULL;
	bool ok = true;

	for (size_t i = 0; i < c->n_words_due && ok; i++) {
		const char *words = all[i].at + 1 + sizeof all[i].riga;

		ok = *all[i].at == 'i' ? testo_insert(c, all[i].riga, words, err)
				       : testo_delete(c, all[i].riga, words, err);
	}
	c->words_in_pieces |= c->n_words_due > 0;
	FREE(&all);
	testo_forget_due(c);
	return ok;
}

void testo_forget_due(struct cache *c)
{
	buf_reset(&c->words_due);
	c->n_words_due = 0;
}

/* --- between two turns ---------------------------------------------------------- */

#define GATHERED 16 /* pages of the index written in one step: three milliseconds */

/* FTS5 says by the count of changed rows whether there was anything to do. */
static bool gather_some(struct cache *c, bool *more, struct err *err)
{
	struct query *q = query_begin(
		c->db, "INSERT INTO testo (testo, rank) VALUES ('merge', ?1)");
	int64_t before = sqlite_total_changes(c->db);

	query_int(q, 1, GATHERED);
	if (!query_run(q, err))
		return false;
	*more = sqlite_total_changes(c->db) - before >= 2;
	return true;
}

bool cache_words_in_pieces(const struct cache *c)
{
	return c->writable && c->words_made && c->words_in_pieces;
}

void cache_words_gather(struct cache *c)
{
	struct err why = { 0 }; /* not told: nothing is lost */
	bool more = false;

	if (!cache_words_in_pieces(c))
		return;
	c->words_in_pieces = false; /* when it fails: until there are more */
	if (write_begin(c, &why) && write_end(c, gather_some(c, &more, &why), &why))
		c->words_in_pieces = more;
}

/* --- the question --------------------------------------------------------------- */

/* The first word after `after` that begins with `prefix`; NULL: there is none. */
static char *next_word(
	struct cache *c, struct arena *a, const char *prefix, const char *after)
{
	struct query *q = query_begin(
		c->db, "SELECT term FROM parola WHERE term >= ?1 AND term < ?2 LIMIT 1");
	/* A blank is less than whatever a word may go on with, so this is past all of
	 * the places of `after` without walking over them. */
	char *from = after ? arena_printf(a, "%s ", after) : arena_strdup(a, prefix);
	char *to = arena_printf(a, "%s\x7f", prefix);
	char *word = NULL;

	to[strlen(to) - 1] = (char)0xFF; /* more than any byte of UTF-8 */
	query_text(q, 1, from);
	query_text(q, 2, to);
	if (query_step(q))
		word = row_text(q, 0, a);
	return query_end(q, NULL) ? word : NULL;
}

/*
 * FTS5 would gather all rows of a prefix that it has not indexed before it gives the
 * first; words that are named it only walks along. A prefix with too many endings is
 * left to it: those are names and numbers, each in a few rows.
 */
static void add_long_prefix(
	struct cache *c, struct arena *a, struct buf *to, const char *prefix)
{
	struct buf named = { 0 };
	char *word = next_word(c, a, prefix, NULL);
	int n = 0;

	for (; word && n < ENDINGS; n++) {
		buf_addf(&named, "%s\"%s\"", n ? " OR " : "", word);
		word = next_word(c, a, prefix, word);
	}
	if (word || n == 0)
		buf_addf(to, "\"%s\"*", prefix);
	else
		buf_addf(to, "(%s)", buf_str(&named));
	buf_release(&named);
}

static void add_word(
	struct cache *c, struct arena *a, struct buf *to, const char *word, bool open)
{
	if (to->len)
		buf_adds(to, " AND ");
	if (open && text_codepoints(word) > INDEXED)
		add_long_prefix(c, a, to, word);
	else
		buf_addf(to, open ? "\"%s\"*" : "\"%s\"", word);
}

static void add_filter(struct buf *to, int mark)
{
	struct buf word = { 0 };

	add_mark(&word, mark);
	buf_addf(to, " AND \"%s\"", buf_str(&word) + 1);
	buf_release(&word);
}

bool testo_has_words(const char *typed)
{
	struct parole w;
	struct arena a = { 0 };

	parole_read(&a, typed, &w);
	arena_release(&a);
	return w.n > 0;
}

char *testo_question(struct cache *c, struct arena *a, const struct ricerca *r)
{
	struct parole w, codice;
	struct buf sql = { 0 };
	char *question;

	parole_read(a, r->testo, &w);
	if (!w.n)
		return NULL;
	for (int i = 0; i < w.n; i++)
		add_word(c, a, &sql, w.items[i], w.open && i == w.n - 1);
	parole_read(a, r->codice_rapporto_lavoro, &codice);
	for (int i = 0; i < codice.n; i++)
		add_word(c, a, &sql, codice.items[i], false);
	if (r->stato)
		add_filter(&sql, MARK_STATO + (int)r->stato);
	if (r->escludi_intermediario)
		add_filter(&sql, MARK_DIRECT);
	question = arena_strdup(a, buf_str(&sql));
	buf_release(&sql);
	return question;
}
