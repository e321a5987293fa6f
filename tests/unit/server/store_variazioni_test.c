/* SPDX-License-Identifier: EUPL-1.2
 *
 * The change feed: a client that follows it holds what a fresh listing would give, whatever
 * happens in between; what it may not see any more is taken away from it. */
#include "store_support.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct world w;

#define ORA at(11, 25, 9, 10)

static void setup(void)
{
	world_open(&w);
}

static void teardown(void)
{
	world_close(&w);
}

TestSuite(store_variazioni, .init = setup, .fini = teardown);

/* ---- a client's copy ------------------------------------------------------------------------------ */

struct copy {
	char things[400][80]; /* "RISORSA id versione" */
	size_t n;
	char cursor[64];
	size_t told, removed;
};

static void copy_drop(struct copy *c, const char *prefix)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strncmp(c->things[i], prefix, strlen(prefix)) == 0) {
			memmove(c->things[i], c->things[--c->n], sizeof c->things[0]);
			return;
		}
	}
}

static void copy_apply(struct copy *c, const struct variazione *v)
{
	char prefix[64];

	snprintf(prefix, sizeof prefix, "%s %s ", words_code(&risorsa_words, v->risorsa),
		v->id);
	copy_drop(c, prefix);
	c->told++;
	c->removed += v->rimosso;
	if (v->rimosso)
		return;
	cr_assert_lt(c->n, 400);
	snprintf(c->things[c->n++], sizeof c->things[0], "%s%d", prefix,
		v->appuntamento      ? (int)v->appuntamento->versione
			: v->quesito ? (int)v->quesito->motivo
				     : 0);
}

/* One page; true when more is waiting. */
static bool copy_page(
	struct copy *c, const char *persona, enum tipo_profilo profilo, int limit)
{
	struct domanda d = ask_as(&w, persona, profilo);
	struct pagina p = { limit, c->cursor[0] ? c->cursor : NULL };
	struct variazioni v;

	cr_assert(store_variazioni(w.reader, &d, &p, &v, &w.err), "%s", w.err.cause);
	for (size_t i = 0; i < v.n; i++)
		copy_apply(c, &v.items[i]);
	snprintf(c->cursor, sizeof c->cursor, "%s", v.next_cursor);
	return v.altre;
}

static void copy_follow(struct copy *c, const char *persona, enum tipo_profilo profilo)
{
	c->told = c->removed = 0;
	while (copy_page(c, persona, profilo, 3))
		continue;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void expect_like_fresh(
	struct copy *c, const char *persona, enum tipo_profilo profilo)
{
	struct copy fresh = { .n = 0 };

	copy_follow(&fresh, persona, profilo);
	qsort(fresh.things, fresh.n, sizeof fresh.things[0], by_text);
	qsort(c->things, c->n, sizeof c->things[0], by_text);
	cr_expect_eq(c->n, fresh.n);
	for (size_t i = 0; i < c->n && i < fresh.n; i++)
		cr_expect_str_eq(c->things[i], fresh.things[i]);
}

static bool holds(const struct copy *c, const char *prefix)
{
	for (size_t i = 0; i < c->n; i++) {
		if (strncmp(c->things[i], prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

/* ---- facts ----------------------------------------------------------------------------------------- */

Test(store_variazioni, the_first_listing_is_everything_visible)
{
	struct copy c = { .n = 0 };

	copy_follow(&c, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(c.n, 2 + 7 + 2, "rapporti, quesiti, punti: %zu", c.n);
	cr_expect(holds(&c, "RAPPORTO " R_ANNA));
	cr_expect(holds(&c, "PUNTO " PUNTO2));
	cr_expect_not(holds(&c, "RAPPORTO " R_MARIO));
	cr_expect_not(holds(&c, "PUNTO " PUNTO_TO));
	copy_follow(&c, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(c.told, 0, "nothing new");
}

/* Who books begins from a rapporto; the appointments that are coming are the last ones made. */
Test(store_variazioni, the_first_listing_begins_with_rapporti_and_the_latest)
{
	struct copy c = { .n = 0 }, whole = { .n = 0 };
	char id[32], name[64];

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
	snprintf(name, sizeof name, "APPUNTAMENTO %s 1", id);
	cr_expect(copy_page(&c, ANNA, PROFILO_CITTADINO, 1), "there is more");
	for (int i = 0; i < 2; i++)
		cr_expect(copy_page(&c, ANNA, PROFILO_CITTADINO, 2), "there is more");
	cr_expect_eq(c.n, 5);
	cr_expect(holds(&c, "RAPPORTO " R_ANNA));
	cr_expect(holds(&c, name));
	cr_expect(holds(&c, "QUESITO q-resp "), "it changed with the booking");
	copy_follow(&whole, ANNA, PROFILO_CITTADINO);
	copy_follow(&c, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(c.n, whole.n);
	cr_expect_eq(c.told, whole.told - 5, "nothing twice");
}

/* Years of others may still have to come: what was listed must not grow old meanwhile. */
Test(store_variazioni, what_changes_while_a_listing_lasts_is_told_before_it_goes_on)
{
	struct copy c = { .n = 0 };
	char id[32], name[64];

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
	cr_assert(copy_page(&c, ANNA, PROFILO_CITTADINO, 5));
	snprintf(name, sizeof name, "APPUNTAMENTO %s 1", id);
	cr_assert(holds(&c, name));
	cr_assert_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_NONE);
	cr_assert(copy_page(&c, ANNA, PROFILO_CITTADINO, 3), "the rest");
	snprintf(name, sizeof name, "APPUNTAMENTO %s 2", id);
	cr_expect(holds(&c, name));
	copy_follow(&c, ANNA, PROFILO_CITTADINO);
	expect_like_fresh(&c, ANNA, PROFILO_CITTADINO);
}

Test(store_variazioni, what_changes_before_the_last_page_of_a_listing_is_told_after_it)
{
	struct copy c = { .n = 0 }, whole = { .n = 0 };

	copy_follow(&whole, ANNA, PROFILO_CITTADINO);
	cr_assert(copy_page(&c, ANNA, PROFILO_CITTADINO, (int)whole.n - 1));
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_NONE);
	/* the one that is left may be what the booking has changed */
	while (copy_page(&c, ANNA, PROFILO_CITTADINO, 200))
		cr_assert_gt(c.told, 0);
	expect_like_fresh(&c, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(c.n, whole.n + 1);
}

Test(store_variazioni, a_booking_tells_appointment_quesito_and_rapporto)
{
	struct copy anna = { .n = 0 }, mario = { .n = 0 };
	char id[32], name[64];

	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(anna.told, 3);
	snprintf(name, sizeof name, "APPUNTAMENTO %s 1", id);
	cr_expect(holds(&anna, name));
	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	cr_expect_eq(mario.told, 0);
	cr_assert_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, id, 1, NULL),
		PROBLEM_NONE);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	snprintf(name, sizeof name, "APPUNTAMENTO %s 2", id);
	cr_expect(holds(&anna, name));
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_NONE);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(anna.told, 3, "however often it was booked before");
	expect_like_fresh(&anna, ANNA, PROFILO_CITTADINO);
}

Test(store_variazioni, a_refused_job_tells_nothing)
{
	struct copy anna = { .n = 0 };

	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_assert_neq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-attesa", ORA, NULL),
		PROBLEM_NONE);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(anna.told, 0);
}

Test(store_variazioni, a_revoked_delega_takes_everything_away_and_gives_it_back)
{
	struct copy verdi = { .n = 0 }, mario = { .n = 0 };
	struct domanda d;
	struct appuntamento a;
	char id[32];

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, id),
		PROBLEM_NONE);
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	cr_expect_eq(verdi.n, 1 + 2 + 2 + 1);
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0, "the punti too: %zu", verdi.n);
	cr_expect_eq(verdi.removed, 6);
	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	cr_expect_eq(mario.told, 3, "management has passed");
	d = ask_as(&w, MARIO, PROFILO_CITTADINO);
	cr_assert(store_appuntamento(w.reader, &d, id, &a, &w.err));
	cr_expect_eq(a.gestore.tipo, PROFILO_CITTADINO);
	cr_expect_eq(a.stato, APPUNTAMENTO_STATO_CONFERMATO, "it stays");
	cr_expect_eq(a.storia[1].evento, EVENTO_PASSAGGIO_GESTIONE);
	/* a new delegate sees it, managed by the employer */
	world_delega(&w, CF_MARIO, AURORA, DELEGA_STATO_ATTIVA, on(11, 23));
	d = ask_as(&w, AURORA, PROFILO_INTERMEDIARIO);
	cr_expect(store_appuntamento(w.reader, &d, id, &a, &w.err));
	expect_like_fresh(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	expect_like_fresh(&mario, MARIO, PROFILO_CITTADINO);
}

Test(store_variazioni, a_new_delega_replaces_the_old_one)
{
	struct copy verdi = { .n = 0 }, aurora = { .n = 0 };

	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&aurora, AURORA, PROFILO_INTERMEDIARIO);
	world_delega(&w, CF_MARIO, AURORA, DELEGA_STATO_ATTIVA, on(11, 23));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&aurora, AURORA, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0);
	cr_expect_eq(aurora.n, 1 + 2 + 2);
	cr_expect_eq(
		world_number(&w, "SELECT count(*) FROM delega WHERE stato = 'ATTIVA'"),
		1);
	/* the old file once more: nobody is woken */
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_ATTIVA, on(3, 2));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&aurora, AURORA, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.told + aurora.told, 0);
}

Test(store_variazioni, changes_between_two_pages_of_the_first_listing_are_not_lost)
{
	struct copy verdi = { .n = 0 };

	cr_expect(copy_page(&verdi, VERDI, PROFILO_INTERMEDIARIO, 2));
	cr_assert_eq(confirm(&w, MARIO, PROFILO_CITTADINO, R_MARIO, "q-mario", ORA, NULL),
		PROBLEM_NONE);
	copy_page(&verdi, VERDI, PROFILO_INTERMEDIARIO, 2);
	world_quesito(&w, "q-nuovo", R_MARIO);
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	expect_like_fresh(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0);
}

Test(store_variazioni, what_was_removed_before_is_not_in_a_first_listing)
{
	struct copy verdi = { .n = 0 };

	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.told, 0);
}

static enum problem_type with_cursor(const char *cursor)
{
	struct domanda d = ask_as(&w, VERDI, PROFILO_INTERMEDIARIO);
	struct pagina p = { 3, cursor };
	struct variazioni v;

	return store_variazioni(w.reader, &d, &p, &v, &w.err)
		? PROBLEM_NONE
		: (enum problem_type)w.err.code;
}

Test(store_variazioni, foreign_and_forgotten_cursors_begin_again)
{
	struct store_job *job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);
	struct copy verdi = { .n = 0 }, half = { .n = 0 };
	char epoch[16], future[64];

	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	copy_page(&half, VERDI, PROFILO_INTERMEDIARIO, 2);
	snprintf(epoch, sizeof epoch, "%.12s", verdi.cursor);
	snprintf(future, sizeof future, "%s:999999", epoch);
	cr_expect_eq(with_cursor(future), PROBLEM_CURSORE_NON_VALIDO);
	cr_expect_eq(with_cursor("000000000000:1"), PROBLEM_CURSORE_NON_VALIDO);
	snprintf(future, sizeof future, "%s:1:1", epoch); /* a listing in the order of before */
	cr_expect_eq(with_cursor(future), PROBLEM_CURSORE_NON_VALIDO);
	snprintf(future, sizeof future, "%s:1.", epoch);
	cr_expect_eq(with_cursor(future), PROBLEM_CURSORE_NON_VALIDO);
	cr_expect_eq(with_cursor(""), PROBLEM_CURSORE_NON_VALIDO);
	cr_expect_eq(with_cursor(epoch), PROBLEM_CURSORE_NON_VALIDO);
	cr_expect_eq(with_cursor(verdi.cursor), PROBLEM_NONE);
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	job->adesso = w.adesso + 31 * 86400; /* the removals are forgotten */
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	store_job_free(job);
	cr_expect_eq(with_cursor(verdi.cursor), PROBLEM_CURSORE_NON_VALIDO);
	cr_expect_eq(with_cursor(half.cursor), PROBLEM_CURSORE_NON_VALIDO);
	memset(&half, 0, sizeof half);
	copy_follow(&half, VERDI,
		PROFILO_INTERMEDIARIO); /* and a new listing gets to its end */
	cr_expect_eq(half.n, 0);
}

Test(store_variazioni, time_alone_tells_of_the_terms_that_passed)
{
	struct store_job *job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);
	struct copy anna = { .n = 0 };

	cr_assert(store_run(w.store, job));
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	w.adesso = at(12, 7, 3, 0);
	job->adesso = w.adesso;
	cr_assert(store_run(w.store, job));
	store_job_free(job);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_expect_eq(anna.told, 2, "q-attesa and its rapporto: %zu", anna.told);
	expect_like_fresh(&anna, ANNA, PROFILO_CITTADINO);
}

/* The hook comes after the commit: what it announces can be read. */
struct heard {
	pthread_mutex_t lock;
	int64_t seq;
	int times;
	size_t n;
};

static void on_commit(void *user, const struct annuncio *a)
{
	struct heard *h = user;

	pthread_mutex_lock(&h->lock);
	h->seq = a->seq;
	h->n = a->n;
	h->times++;
	pthread_mutex_unlock(&h->lock);
}

Test(store_variazioni, commits_are_announced)
{
	struct heard h = { .lock = PTHREAD_MUTEX_INITIALIZER };

	/* A job that changes nothing: after it nothing of what filled the store is still being
	 * announced. */
	confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-attesa", ORA, NULL);
	store_on_commit(w.store, on_commit, &h);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, NULL),
		PROBLEM_NONE);
	/* the next job ends only after the hook of the one before it */
	confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-attesa", ORA, NULL);
	pthread_mutex_lock(&h.lock);
	cr_expect_eq(h.times, 1);
	cr_expect_eq(h.n, 1, "Anna has no delegate: it concerns her alone");
	cr_expect_eq(h.seq,
		world_number(&w, "SELECT valore FROM contatore WHERE nome = 'seq'"));
	pthread_mutex_unlock(&h.lock);
	store_on_commit(w.store, NULL, NULL);
}

/* ---- what one thing shows of another ----------------------------------------------------------- */

static void rename_persona(void)
{
	struct persona_importata p = { .id = MARIO,
		.codice_fiscale = CF_MARIO,
		.nome_proprio = "Mario",
		.cognome = "Russo" };

	world_import(&w, &(struct record_importazione){
				 .tipo = TIPO_RECORD_PERSONA, .persona = &p });
}

static void rename_studio(void)
{
	struct profilo_importato profilo = { .tipo = PROFILO_INTERMEDIARIO,
		.denominazione = "Studio Verdi e Figli",
		.tipo_delegato = "03",
		.abilitato = true };
	struct persona_importata p = { .id = VERDI,
		.codice_fiscale = "RSSMRA85T10A562S",
		.nome_proprio = "Paola",
		.cognome = "Verdi",
		.profili = &profilo,
		.n_profili = 1 };

	world_import(&w, &(struct record_importazione){
				 .tipo = TIPO_RECORD_PERSONA, .persona = &p });
}

static void rename_sede(void)
{
	struct sede_importata s = { .codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma Centro",
		.citta = "Roma" };

	world_import(
		&w, &(struct record_importazione){ .tipo = TIPO_RECORD_SEDE, .sede = &s });
}

static void close_sede(void)
{
	struct chiusura_importata day = { on(11, 24), "sciopero", false };
	struct sede_importata s = { .codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma",
		.citta = "Roma",
		.chiusure = &day,
		.n_chiusure = 1 };

	world_import(
		&w, &(struct record_importazione){ .tipo = TIPO_RECORD_SEDE, .sede = &s });
}

static void put_punto(const char *sede, bool attivo)
{
	struct apertura_importata aperture[5];
	struct punto_importato p = { .id = PUNTO,
		.codice_sede_inps = sede,
		.denominazione = "Lavoro domestico",
		.indirizzo = "Via Nuova 2",
		.citta = "Roma",
		.attivo = attivo,
		.durata_minuti = 20,
		.postazioni = 3,
		.orizzonte_giorni = 30,
		.aperture = aperture,
		.n_aperture = 5 };

	for (int i = 0; i < 5; i++)
		aperture[i] = (struct apertura_importata){ i + 1, 510, 750 };
	world_import(
		&w, &(struct record_importazione){ .tipo = TIPO_RECORD_PUNTO, .punto = &p });
}

static void move_punto(void)
{
	put_punto("7000", true);
}

/* Its former quesito loses it. */
static void move_comunicazione(void)
{
	struct comunicazione_importata told = { "c-mobile", AUTORE_STRUTTURA,
		at(11, 2, 10, 0), "Abbiamo risposto.", false, NULL, 0 };
	struct quesito_importato q = { .id = "q-mario2",
		.codice_rapporto_lavoro = R_MARIO,
		.argomento = ARGOMENTO_CONTRIBUTI,
		.oggetto = "Contributi",
		.aperto_il = on(10, 1),
		.stato = QUESITO_STATO_CHIUSO,
		.esito = QUESITO_ESITO_RESPINTO,
		.chiuso_il = on(11, 20),
		.comunicazioni = &told,
		.n_comunicazioni = 1 };

	world_import(&w, &(struct record_importazione){
				 .tipo = TIPO_RECORD_QUESITO, .quesito = &q });
	q.id = "q-mario";
	world_import(&w, &(struct record_importazione){
				 .tipo = TIPO_RECORD_QUESITO, .quesito = &q });
}

static bool told(const char *persona, enum tipo_profilo profilo, const char *cursor,
	const char *what)
{
	struct domanda d = ask_as(&w, persona, profilo);
	struct pagina p = { 100, cursor };
	struct variazioni v;

	cr_assert(store_variazioni(w.reader, &d, &p, &v, &w.err), "%s", w.err.cause);
	for (size_t i = 0; i < v.n; i++) {
		char name[80];

		snprintf(name, sizeof name, "%s %s",
			words_code(&risorsa_words, v.items[i].risorsa), v.items[i].id);
		if (strncmp(name, what, strlen(what)) == 0)
			return true;
	}
	return false;
}

static const struct {
	const char *what;
	void (*change)(void);
	const char *shown_by; /* "AG": the appuntamento */
	bool anna;            /* else Mario's */
} shown[] = {
	{ "an employer's name", rename_persona, "RAPPORTO " R_MARIO, false },
	{ "an employer's name", rename_persona, "APPUNTAMENTO AG", false },
	{ "who manages it", rename_studio, "APPUNTAMENTO AG", false },
	{ "an office's name", rename_sede, "RAPPORTO " R_ANNA, true },
	{ "an office's name", rename_sede, "PUNTO " PUNTO, true },
	{ "an office's name", rename_sede, "APPUNTAMENTO AG", false },
	{ "a closed day, in a term", close_sede, "QUESITO q-attesa", true },
	{ "where it is", move_punto, "PUNTO " PUNTO, true },
	{ "where it is", move_punto, "APPUNTAMENTO AG", false },
	{ "a comunicazione of another quesito", move_comunicazione, "QUESITO q-mario2", false },
};

Test(store_variazioni, what_shows_a_changed_thing_has_changed_too)
{
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		const char *persona = shown[i].anna ? ANNA : MARIO;
		struct copy c = { .n = 0 };

		if (i > 0) {
			teardown();
			setup();
		}
		cr_assert_eq(confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario",
				     ORA, NULL),
			PROBLEM_NONE);
		copy_follow(&c, persona, PROFILO_CITTADINO);
		shown[i].change();
		cr_expect(told(persona, PROFILO_CITTADINO, c.cursor, shown[i].shown_by),
			"%s: %s", shown[i].what, shown[i].shown_by);
	}
}

/* Closed and answered by a definition: whatever else was about it shows the reply. */
Test(store_variazioni, a_defined_quesito_is_told_where_it_was_booked_before)
{
	struct copy anna = { .n = 0 };
	char first[32], second[32], name[64];

	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, first),
		PROBLEM_NONE);
	cr_assert_eq(change(&w, STORE_CANCELLA, ANNA, PROFILO_CITTADINO, first, 1, NULL),
		PROBLEM_NONE);
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, second),
		PROBLEM_NONE);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	cr_assert_eq(change(&w, STORE_DEFINIZIONE, OPERATORE, PROFILO_OPERATORE, second, 1,
			     "Accolto."),
		PROBLEM_NONE);
	snprintf(name, sizeof name, "APPUNTAMENTO %s", first);
	cr_expect(told(ANNA, PROFILO_CITTADINO, anna.cursor, name));
}

static void delega_until(giorno al)
{
	struct delega_importata d = { .datore = CF_MARIO,
		.intermediario = VERDI,
		.stato = DELEGA_STATO_ATTIVA,
		.dal = on(3, 2),
		.al = al };

	world_import(&w, &(struct record_importazione){
				 .tipo = TIPO_RECORD_DELEGA, .delega = &d });
}

static void maintain(instant adesso)
{
	struct store_job *job = job_as(&w, STORE_MANUTENZIONE, NULL, PROFILO_NONE);

	w.adesso = adesso;
	job->adesso = adesso;
	cr_assert(store_run(w.store, job), "%s", job->err.cause);
	store_job_free(job);
}

Test(store_variazioni, a_delega_ends_with_its_last_day)
{
	struct copy verdi = { .n = 0 };
	struct domanda d;
	struct appuntamento a;
	char id[32];

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, id),
		PROBLEM_NONE);
	delega_until(on(11, 24));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	maintain(at(11, 24, 23, 59));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_gt(verdi.n, 0, "the last day is in it");
	maintain(at(11, 25, 0, 0));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0);
	d = ask_as(&w, MARIO, PROFILO_CITTADINO);
	cr_assert(store_appuntamento(w.reader, &d, id, &a, &w.err));
	cr_expect_eq(a.gestore.tipo, PROFILO_CITTADINO);
	/* the same file once more does not bring it back */
	delega_until(on(11, 24));
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0);
}

Test(store_variazioni, a_rapporto_of_another_employer_leaves_the_delegate_of_the_former)
{
	struct copy verdi = { .n = 0 }, anna = { .n = 0 };
	struct domanda d;
	struct appuntamento a;
	char id[32];

	cr_assert_eq(
		confirm(&w, VERDI, PROFILO_INTERMEDIARIO, R_MARIO, "q-mario", ORA, id),
		PROBLEM_NONE);
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	world_rapporto(&w, R_MARIO, CF_ANNA, "Anna", "7000");
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(verdi.n, 0);
	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	d = ask_as(&w, ANNA, PROFILO_CITTADINO);
	cr_assert(store_appuntamento(w.reader, &d, id, &a, &w.err));
	cr_expect_eq(a.gestore.tipo, PROFILO_CITTADINO, "the new employer manages it");
}

Test(store_variazioni, a_rapporto_of_another_office_takes_its_punti_along)
{
	struct copy mario = { .n = 0 };

	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	world_rapporto(&w, R_MARIO, CF_MARIO, "Mario", "8100");
	copy_follow(&mario, MARIO, PROFILO_CITTADINO);
	cr_expect(holds(&mario, "PUNTO " PUNTO_TO));
	cr_expect_not(holds(&mario, "PUNTO " PUNTO), "nothing else of Mario's is there");
	expect_like_fresh(&mario, MARIO, PROFILO_CITTADINO);
}

/* Who keeps on offering it meets a refusal at the confirmation. */
Test(store_variazioni, a_punto_that_closes_or_changes_its_office_goes)
{
	static const struct {
		const char *sede;
		bool attivo, there;
	} steps[] = { { "7000", false, false }, { "7000", true, true }, { "8100", true, false },
		{ "7000", true, true } };
	struct copy anna = { .n = 0 }, verdi = { .n = 0 };

	copy_follow(&anna, ANNA, PROFILO_CITTADINO);
	copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
		put_punto(steps[i].sede, steps[i].attivo);
		copy_follow(&anna, ANNA, PROFILO_CITTADINO);
		copy_follow(&verdi, VERDI, PROFILO_INTERMEDIARIO);
		cr_expect_eq(holds(&anna, "PUNTO " PUNTO " "), steps[i].there, "%zu", i);
		cr_expect_eq(holds(&verdi, "PUNTO " PUNTO " "), steps[i].there, "%zu", i);
		expect_like_fresh(&anna, ANNA, PROFILO_CITTADINO);
		expect_like_fresh(&verdi, VERDI, PROFILO_INTERMEDIARIO);
	}
}

Test(store_variazioni, a_cursor_goes_on_after_a_step_of_the_schema)
{
	struct copy whole = { .n = 0 }, begun = { .n = 0 };
	char id[32];

	copy_follow(&whole, VERDI, PROFILO_INTERMEDIARIO);
	cr_assert(copy_page(&begun, VERDI, PROFILO_INTERMEDIARIO, 2), "in the middle");
	cr_assert_eq(confirm(&w, ANNA, PROFILO_CITTADINO, R_ANNA, "q-resp", ORA, id),
		PROBLEM_NONE);
	world_delega(&w, CF_MARIO, VERDI, DELEGA_STATO_REVOCATA, on(3, 2));
	cr_assert_gt(world_number(&w, "SELECT count(*) FROM visibile WHERE rimosso = 0"), 0);
	cr_assert_gt(world_number(&w, "SELECT count(*) FROM visibile WHERE rimosso = 1"), 0);
	world_before_last_step(&w);
	world_reopen(&w);
	copy_follow(&whole, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_gt(whole.removed, 0);
	expect_like_fresh(&whole, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&begun, VERDI, PROFILO_INTERMEDIARIO);
	expect_like_fresh(&begun, VERDI, PROFILO_INTERMEDIARIO);
	copy_follow(&whole, VERDI, PROFILO_INTERMEDIARIO);
	cr_expect_eq(whole.told, 0, "nothing twice");
}
