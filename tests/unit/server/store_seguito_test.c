/* SPDX-License-Identifier: EUPL-1.2
 *
 * Those who follow the feed while everybody writes: threads that book, cancel, call off, move,
 * import, revoke and rename, and readers with cursors of their own that take every page as it
 * comes, some of them twice. When the writing is over each copy is, byte by byte, what a new
 * listing says: nothing was skipped, nothing lost from sight was kept. A failure prints the seed
 * (SEME). */
#include "store_support.h"

#include "api/codec.h"
#include "api/tables.h"
#include "base/alloc.h"
#include "base/random.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WRITERS   8
#define DEEDS     60 /* of each writer */
#define FOLLOWERS 10
#define RAPPORTI  12 /* of Anna and of Mario, in turn, with two quesiti each */
#define ROSSO     "p-rosso"
#define CF_ROSSO  "RSSGNN70D55F205X"

static struct world w;
static atomic_int writing;
static atomic_int changed; /* deeds that were not refused */

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_seguito, .init = setup, .fini = teardown, .timeout = 240);

/* ---- what the writers do ------------------------------------------------------------------ */

struct writer {
	pthread_t thread;
	struct random_sequence random;
	char ids[DEEDS][32];
	size_t n_ids;
};

static size_t any(struct writer *x, size_t n)
{
	return (size_t)random_below(&x->random, n);
}

static const char *codice_of(struct arena *a, size_t i)
{
	return arena_printf(a, "00007%05zu", i);
}

static const char *const people[][2] = { { ANNA, CF_ANNA }, { MARIO, CF_MARIO } };
static const char *const studios[] = { VERDI, AURORA };

static bool run_and_free(struct store_job *job)
{
	bool ok = store_run(w.store, job);

	store_job_free(job);
	return ok;
}

static bool import_one(const struct record_importazione *r)
{
	struct store_job *job = job_as(&w, STORE_IMPORTA, NULL, PROFILO_NONE);
	struct err esito = { 0 };
	bool ok;

	job->in.importa = (struct chiedi_importa){ .records = r, .n = 1, .esiti = &esito };
	ok = store_run(w.store, job) && esito.code == ERR_NONE;
	store_job_free(job);
	return ok;
}

static bool do_confirm(struct writer *x, struct arena *a)
{
	size_t i = any(x, RAPPORTI);
	bool delegate = any(x, 2);
	struct store_job *job = confirm_job(&w,
		delegate ? studios[any(x, 2)] : people[any(x, 2)][0],
		delegate ? PROFILO_INTERMEDIARIO : PROFILO_CITTADINO, codice_of(a, i),
		arena_printf(a, "q-%zu-%zu", i, any(x, 2)),
		at(11, 25, 8, 30) + (instant)(1200 * any(x, 12)), NULL);
	bool ok = store_run(w.store, job);

	if (ok && x->n_ids < DEEDS)
		snprintf(x->ids[x->n_ids++], sizeof x->ids[0], "%s",
			job->appuntamento->id);
	store_job_free(job);
	return ok;
}

static bool change_any(struct writer *x, struct arena *a, enum store_lavoro lavoro,
	const char *persona, enum tipo_profilo profilo)
{
	const char *id = x->n_ids ? x->ids[any(x, x->n_ids)] : "AG-2026-0000000-0";

	(void)a;
	for (int64_t versione = 1; versione <= 4; versione++)
		if (change(&w, lavoro, persona, profilo, id, versione, "motivo")
			== PROBLEM_NONE)
			return true;
	return false;
}

static bool do_cancel(struct writer *x, struct arena *a)
{
	return change_any(x, a, STORE_CANCELLA, people[any(x, 2)][0], PROFILO_CITTADINO);
}

static bool do_call_off(struct writer *x, struct arena *a)
{
	return change_any(x, a, STORE_DISDETTA, OPERATORE, PROFILO_OPERATORE);
}

static bool do_define(struct writer *x, struct arena *a)
{
	return any(x, 4) == 0
		&& change_any(x, a, STORE_DEFINIZIONE, OPERATORE, PROFILO_OPERATORE);
}

static bool do_move(struct writer *x, struct arena *a)
{
	struct store_job *job = job_as(&w, STORE_MODIFICA, OPERATORE, PROFILO_OPERATORE);

	(void)a;
	job->in.modifica = (struct chiedi_modifica){
		.id = x->n_ids ? x->ids[any(x, x->n_ids)] : "AG-2026-0000000-0",
		.versione = 1 + (int64_t)any(x, 2),
		.punto = any(x, 2) ? PUNTO2 : NULL,
		.inizio = at(11, 26, 8, 30) + (instant)(1200 * any(x, 12)),
	};
	return run_and_free(job);
}

static bool do_quesito(struct writer *x, struct arena *a)
{
	size_t i = any(x, RAPPORTI);
	struct comunicazione_importata told = { arena_printf(a, "c-%zu", any(x, 40)),
		AUTORE_STRUTTURA, at(11, 20, 10, 0), arena_printf(a, "testo %zu", any(x, 9)),
		false, NULL, 0 };
	struct quesito_importato q = { .id = arena_printf(a, "q-%zu-%zu", i, any(x, 4)),
		.codice_rapporto_lavoro = codice_of(a, i),
		.argomento = ARGOMENTO_CONTRIBUTI,
		.oggetto = arena_printf(a, "oggetto %zu", any(x, 9)),
		.aperto_il = on(10, 1),
		.stato = QUESITO_STATO_CHIUSO,
		.esito = QUESITO_ESITO_RESPINTO,
		.chiuso_il = on(11, 20),
		.comunicazioni = &told,
		.n_comunicazioni = any(x, 2) };

	return import_one(&(struct record_importazione){
		.tipo = TIPO_RECORD_QUESITO, .quesito = &q });
}

/* Another worker's name, another employer, another office. */
static bool do_rapporto(struct writer *x, struct arena *a)
{
	size_t who = any(x, 2);
	struct rapporto_importato r = { .codice_rapporto_lavoro = codice_of(a, any(x, RAPPORTI)),
		.stato = RAPPORTO_STATO_ATTIVO,
		.mansione = MANSIONE_COLF,
		.contratto = CONTRATTO_TIN,
		.datore = { people[who][1], "Nome", "Cognome" },
		.lavoratore = { "PPSLNE78C45Z129E", "Elena",
			arena_printf(a, "Popescu %c", (char)('A' + any(x, 9))) },
		.codice_sede_inps = any(x, 6) ? "7000" : "8100",
		.inizio = on(1, 7),
		.fine = GIORNO_NONE };

	return import_one(&(struct record_importazione){
		.tipo = TIPO_RECORD_RAPPORTO, .rapporto = &r });
}

static bool do_delega(struct writer *x, struct arena *a)
{
	static const enum delega_stato states[] = { DELEGA_STATO_ATTIVA, DELEGA_STATO_ATTIVA,
		DELEGA_STATO_REVOCATA, DELEGA_STATO_ANNULLATA };
	struct delega_importata d = { .datore = people[any(x, 2)][1],
		.intermediario = studios[any(x, 2)],
		.stato = states[any(x, 4)],
		.dal = on(3, 2) + (giorno)any(x, 60),
		.al = any(x, 2) ? on(11, 22) + (giorno)any(x, 3) : GIORNO_NONE };

	(void)a;
	if (d.al != GIORNO_NONE && d.al < d.dal)
		d.al = d.dal;
	return import_one(
		&(struct record_importazione){ .tipo = TIPO_RECORD_DELEGA, .delega = &d });
}

static bool do_persona(struct writer *x, struct arena *a)
{
	size_t who = any(x, 4);
	struct profilo_importato profilo = { .tipo = who < 2 ? PROFILO_CITTADINO
							     : PROFILO_INTERMEDIARIO,
		.denominazione = who < 2 ? NULL : arena_printf(a, "Studio %zu", any(x, 9)),
		.tipo_delegato = who < 2 ? NULL : "03",
		.abilitato = true,
		.descrizione = who < 2 ? "datore di lavoro" : NULL };
	static const char *const others[] = { "RSSMRA85T10A562S", "FOXIOX60B29F205Z" };
	struct persona_importata p = { .id = who < 2 ? people[who][0] : studios[who - 2],
		.codice_fiscale = who < 2 ? people[who][1] : others[who - 2],
		.nome_proprio = "Nome",
		.cognome = arena_printf(a, "Cognome %c", (char)('A' + any(x, 9))),
		.profili = &profilo,
		.n_profili = 1 };

	return import_one(&(struct record_importazione){
		.tipo = TIPO_RECORD_PERSONA, .persona = &p });
}

static bool do_punto(struct writer *x, struct arena *a)
{
	struct apertura_importata aperture[5];
	struct punto_importato p = { .id = any(x, 2) ? PUNTO : PUNTO2,
		.codice_sede_inps = "7000",
		.denominazione = arena_printf(a, "Lavoro domestico %zu", any(x, 9)),
		.indirizzo = "Via Inventata 1",
		.citta = "Roma",
		.attivo = true,
		.durata_minuti = 20,
		.orizzonte_giorni = 30,
		.aperture = aperture,
		.n_aperture = 5 };

	p.postazioni = strcmp(p.id, PUNTO) == 0 ? 3 : 1;
	for (int i = 0; i < 5; i++)
		aperture[i] = (struct apertura_importata){ i + 1, 510, 750 };
	return import_one(
		&(struct record_importazione){ .tipo = TIPO_RECORD_PUNTO, .punto = &p });
}

static bool do_sede(struct writer *x, struct arena *a)
{
	struct chiusura_importata closed = { on(11, 23) + (giorno)any(x, 2), "sciopero",
		any(x, 2) != 0 };
	struct sede_importata s = { .codice_sede_inps = "7000",
		.denominazione_sede_inps = arena_printf(a, "Roma %zu", any(x, 3)),
		.citta = "Roma",
		.chiusure = &closed,
		.n_chiusure = any(x, 2) };

	return import_one(
		&(struct record_importazione){ .tipo = TIPO_RECORD_SEDE, .sede = &s });
}

static bool do_maintain(struct writer *x, struct arena *a)
{
	(void)x;
	(void)a;
	return run_and_free(job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE));
}

static const struct {
	bool (*does)(struct writer *x, struct arena *a);
	size_t weight;
} deeds[] = {
	{ do_confirm, 12 },
	{ do_cancel, 3 },
	{ do_call_off, 2 },
	{ do_define, 1 },
	{ do_move, 3 },
	{ do_quesito, 4 },
	{ do_rapporto, 3 },
	{ do_delega, 3 },
	{ do_persona, 2 },
	{ do_punto, 1 },
	{ do_sede, 1 },
	{ do_maintain, 1 },
};

static size_t deed_of(struct writer *x)
{
	size_t sum = 0, at, i = 0;

	for (size_t k = 0; k < sizeof deeds / sizeof *deeds; k++)
		sum += deeds[k].weight;
	for (at = any(x, sum); at >= deeds[i].weight; i++)
		at -= deeds[i].weight;
	return i;
}

static void *write_all(void *user)
{
	struct writer *x = user;

	for (int i = 0; i < DEEDS; i++) {
		struct arena a = { 0 };

		if (deeds[deed_of(x)].does(x, &a))
			atomic_fetch_add(&changed, 1);
		arena_release(&a);
	}
	atomic_fetch_sub(&writing, 1);
	return NULL;
}

/* ---- a copy -------------------------------------------------------------------------------- */

struct thing {
	char name[80];
	char *json;
};

struct copy {
	pthread_t thread;
	const char *persona;
	enum tipo_profilo profilo;
	int limit;
	struct store_reader *reader;
	struct thing things[400];
	size_t n;
	char cursor[64], before[64]; /* the present one, and that of the page before it */
	long long seq;
	int pages, repeated, removals;
	char wrong[200];
};

static void forget(struct copy *c, const char *name)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strcmp(c->things[i].name, name) != 0)
			continue;
		FREE(&c->things[i].json);
		c->things[i] = c->things[--c->n];
		return;
	}
}

/* Free times are the store's word of the moment: a punto is not told of at each booking. Nor is an
 * appuntamento each time that one of its quesiti is booked elsewhere: the quesito is. */
static void still(struct variazione *v)
{
	for (size_t i = 0; v->appuntamento && i < v->appuntamento->n_quesiti; i++) {
		struct quesito *q = &v->appuntamento->quesiti[i];

		q->prenotabile = false;
		q->motivo = MOTIVO_GIA_IN_APPUNTAMENTO;
		q->prenotabile_dal = GIORNO_NONE;
		q->appuntamento = NULL;
	}
	if (!v->punto)
		return;
	v->punto->primo_libero = INSTANT_NONE;
	v->punto->ultimo_giorno = GIORNO_NONE;
	v->punto->orari_liberi = 0;
}

static void apply(struct copy *c, struct variazione *v)
{
	struct buf json = { 0 };
	struct err err = { 0 };
	struct thing t = { 0 };

	snprintf(t.name, sizeof t.name, "%s %s", words_code(&risorsa_words, v->risorsa), v->id);
	forget(c, t.name);
	c->removals += v->rimosso;
	if (v->rimosso)
		return;
	still(v);
	buf_init(&json, API_REPLY_BYTES_MAX);
	if (!api_encode(&variazione_fields, v, &json, &err) || c->n == 400) {
		snprintf(c->wrong, sizeof c->wrong, "%s: %.80s", t.name, err.cause);
		buf_release(&json);
		return;
	}
	t.json = buf_take(&json);
	c->things[c->n++] = t;
}

/* One page after `cursor`; how many things it told. */
static size_t page(struct copy *c, const char *cursor, char next[64], bool *more)
{
	struct arena a = { 0 };
	struct domanda d = { { c->persona, c->profilo }, w.adesso, &a };
	struct pagina p = { c->limit, *cursor ? cursor : NULL };
	struct variazioni v;
	struct err err = { 0 };

	*more = false;
	if (!store_variazioni(c->reader, &d, &p, &v, &err)) {
		snprintf(c->wrong, sizeof c->wrong, "page: %d %.80s", err.code, err.cause);
		arena_release(&a);
		return 0;
	}
	for (size_t i = 0; i < v.n; i++)
		apply(c, &v.items[i]);
	*more = v.altre;
	snprintf(next, 64, "%s", v.next_cursor);
	arena_release(&a);
	c->pages++;
	return v.n;
}

/* One step of the feed, sometimes after the page before it once more, as after a lost answer. */
static bool step(struct copy *c, bool again)
{
	char next[64], ignored[64];
	long long seq = 0;
	bool more = false;
	size_t n;

	if (again && *c->before) {
		page(c, c->before, ignored, &more);
		c->repeated++;
	}
	n = page(c, c->cursor, next, &more);
	if (*c->wrong)
		return false;
	if (sscanf(next, "%*[^:]:%lld", &seq) != 1 || seq < c->seq)
		snprintf(c->wrong, sizeof c->wrong, "cursor %s after %lld", next, c->seq);
	c->seq = seq;
	snprintf(c->before, sizeof c->before, "%s", c->cursor);
	snprintf(c->cursor, sizeof c->cursor, "%s", next);
	return n > 0 || more;
}

static void *follow(void *user)
{
	struct copy *c = user;
	struct random_sequence random;

	random_seed(&random, (uint64_t)c->limit);
	while (atomic_load(&writing) > 0 && !*c->wrong)
		step(c, random_below(&random, 3) == 0);
	while (step(c, false))
		continue;
	return NULL;
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct thing *)x)->name, ((const struct thing *)y)->name);
}

static void copy_release(struct copy *c)
{
	for (size_t i = 0; i < c->n; i++)
		FREE(&c->things[i].json);
	store_reader_close(c->reader);
	FREE(&c);
}

static struct copy *copy_new(const char *persona, enum tipo_profilo profilo, int limit)
{
	struct copy *c = xalloc(sizeof *c);

	c->persona = persona;
	c->profilo = profilo;
	c->limit = limit;
	c->reader = store_reader_open(w.store, &w.err);
	cr_assert(c->reader, "%s", w.err.cause);
	return c;
}

static const char *from_difference(const char *x, const char *other)
{
	size_t n = 0;

	while (x[n] && x[n] == other[n])
		n++;
	return x + (n > 30 ? n - 30 : 0);
}

static void expect_the_same(struct copy *c, uint64_t seed)
{
	struct copy *fresh = copy_new(c->persona, c->profilo, 50);
	size_t n;

	while (step(fresh, false))
		continue;
	qsort(c->things, c->n, sizeof *c->things, by_name);
	qsort(fresh->things, fresh->n, sizeof *fresh->things, by_name);
	cr_expect_str_empty(c->wrong, "SEME=%llu %s: %s", (unsigned long long)seed, c->persona,
		c->wrong);
	cr_expect_eq(c->n, fresh->n, "SEME=%llu %s holds %zu, not %zu",
		(unsigned long long)seed, c->persona, c->n, fresh->n);
	n = c->n < fresh->n ? c->n : fresh->n;
	for (size_t i = 0; i < n; i++) {
		bool same = strcmp(c->things[i].name, fresh->things[i].name) == 0
			&& strcmp(c->things[i].json, fresh->things[i].json) == 0;

		cr_expect(same, "SEME=%llu %s:\n%s …%.60s\n%s …%.60s", (unsigned long long)seed,
			c->persona, c->things[i].name,
			from_difference(c->things[i].json, fresh->things[i].json),
			fresh->things[i].name,
			from_difference(fresh->things[i].json, c->things[i].json));
		if (!same)
			break;
	}
	copy_release(fresh);
}

static uint64_t seed_of_run(void)
{
	const char *given = getenv("SEME");
	uint64_t s;

	random_bytes(&s, sizeof s);
	if (given)
		s = strtoull(given, NULL, 10);
	fprintf(stderr, "SEME=%llu\n", (unsigned long long)s);
	return s;
}

static void fill(void)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < RAPPORTI; i++) {
		world_rapporto(&w, codice_of(&a, i), people[i % 2][1], "Nome", "7000");
		for (size_t k = 0; k < 2; k++)
			world_quesito(&w, arena_printf(&a, "q-%zu-%zu", i, k), codice_of(&a, i));
	}
	arena_release(&a);
}

Test(store_seguito, every_copy_is_what_a_new_listing_says)
{
	static struct writer writers[WRITERS];
	struct copy *copies[FOLLOWERS];
	uint64_t seed = seed_of_run();
	int pages = 0, repeated = 0, removals = 0;

	fill();
	atomic_store(&writing, WRITERS);
	for (int i = 0; i < FOLLOWERS; i++) {
		copies[i] = i % 4 < 2
			? copy_new(people[i % 2][0], PROFILO_CITTADINO, 1 + 3 * i)
			: copy_new(studios[i % 2], PROFILO_INTERMEDIARIO, 1 + 3 * i);
		pthread_create(&copies[i]->thread, NULL, follow, copies[i]);
	}
	for (int i = 0; i < WRITERS; i++) {
		random_seed(&writers[i].random, seed + (uint64_t)i);
		pthread_create(&writers[i].thread, NULL, write_all, &writers[i]);
	}
	for (int i = 0; i < WRITERS; i++)
		pthread_join(writers[i].thread, NULL);
	for (int i = 0; i < FOLLOWERS; i++) {
		pthread_join(copies[i]->thread, NULL);
		expect_the_same(copies[i], seed);
		pages += copies[i]->pages;
		repeated += copies[i]->repeated;
		removals += copies[i]->removals;
		copy_release(copies[i]);
	}
	fprintf(stderr, "%d changes, %d pages, %d of them twice, %d removals\n",
		atomic_load(&changed), pages, repeated, removals);
	cr_expect_gt(removals, 0, "somebody lost sight of something");
	cr_expect_gt(repeated, 0);
}
