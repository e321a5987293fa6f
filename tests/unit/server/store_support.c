/* SPDX-License-Identifier: EUPL-1.2 */
#include "store_support.h"

#include "base/clock.h"
#include "base/file.h"
#include "server/store/sqlite_engine.h"
#include "server/store/sqlite_schema.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

instant at(int mese, int day, int ora, int minuto)
{
	return instant_at(giorno_from_civil(2026, mese, day), 60 * ora + minuto);
}

giorno on(int mese, int day)
{
	return giorno_from_civil(2026, mese, day);
}

static void report(void *user, const char *line)
{
	(void)user;
	fprintf(stderr, "%s\n", line);
}

void world_import(struct world *w, const struct record_importazione *r)
{
	struct store_job *job = store_job_new(STORE_IMPORTA);
	struct err esito;

	job->adesso = w->adesso;
	job->in.importa = (struct chiedi_importa){
		.records = r, .n = 1, .esiti = &esito
	};
	cr_assert(store_run(w->store, job), "%s %s", job->err.cause, job->err.field);
	cr_assert_eq(esito.code, ERR_NONE, "%s: %s (%s)",
		words_code(&tipo_record_words, r->tipo), esito.cause, esito.field);
	store_job_free(job);
}

static void import_sede(struct world *w, const char *codice, const char *nome)
{
	struct sede_importata s = {
		.codice_sede_inps = codice, .denominazione_sede_inps = nome, .citta = nome
	};

	world_import(
		w, &(struct record_importazione){ .tipo = TIPO_RECORD_SEDE, .sede = &s });
}

static void import_punto(struct world *w, const char *id, const char *sede, int posti)
{
	struct apertura_importata aperture[5];
	struct punto_importato p = { .id = id,
		.codice_sede_inps = sede,
		.denominazione = "Lavoro domestico",
		.indirizzo = "Via Inventata 1",
		.citta = "Roma",
		.attivo = true,
		.durata_minuti = 20,
		.postazioni = posti,
		.orizzonte_giorni = 30,
		.aperture = aperture,
		.n_aperture = 5 };

	for (int i = 0; i < 5; i++)
		aperture[i] = (struct apertura_importata){ i + 1, 510, 750 };
	world_import(w,
		&(struct record_importazione){ .tipo = TIPO_RECORD_PUNTO, .punto = &p });
}

static void import_persona(struct world *w, const char *id, const char *cf,
	const char *nome, const char *cognome, struct profilo_importato *profilo)
{
	struct recapito_importato recapiti[] = { { CANALE_EMAIL,
		"qualcuno@example.org" } };
	struct persona_importata p = { .id = id,
		.codice_fiscale = cf,
		.nome_proprio = nome,
		.cognome = cognome,
		.profili = profilo,
		.n_profili = 1,
		.recapiti = recapiti,
		.n_recapiti = 1 };

	world_import(w,
		&(struct record_importazione){
			.tipo = TIPO_RECORD_PERSONA, .persona = &p });
}

void world_rapporto(struct world *w, const char *codice, const char *cf, const char *nome,
	const char *sede)
{
	struct rapporto_importato r = { .codice_rapporto_lavoro = codice,
		.stato = RAPPORTO_STATO_ATTIVO,
		.mansione = MANSIONE_COLF,
		.contratto = CONTRATTO_TIN,
		.datore = { cf, nome, nome },
		.lavoratore = { "PPSLNE78C45Z129E", "Elena", "Popescu" },
		.codice_sede_inps = sede,
		.inizio = on(1, 7),
		.fine = GIORNO_NONE };

	world_import(w,
		&(struct record_importazione){
			.tipo = TIPO_RECORD_RAPPORTO, .rapporto = &r });
}

static void import_quesito(struct world *w, const char *id, const char *codice,
	enum quesito_stato stato, enum quesito_esito esito, giorno aperto,
	struct comunicazione_importata *c)
{
	struct quesito_importato q = { .id = id,
		.codice_rapporto_lavoro = codice,
		.argomento = ARGOMENTO_CONTRIBUTI,
		.oggetto = "Contributi",
		.aperto_il = aperto,
		.stato = stato,
		.esito = esito,
		.chiuso_il = stato == QUESITO_STATO_CHIUSO ? on(11, 20) : GIORNO_NONE,
		.comunicazioni = c,
		.n_comunicazioni = c ? 1 : 0 };

	world_import(w,
		&(struct record_importazione){
			.tipo = TIPO_RECORD_QUESITO, .quesito = &q });
}

void world_quesito(struct world *w, const char *id, const char *codice)
{
	import_quesito(w, id, codice, QUESITO_STATO_CHIUSO, QUESITO_ESITO_RESPINTO,
		on(10, 1), NULL);
}

void world_delega(struct world *w, const char *cf, const char *intermediario,
	enum delega_stato stato, giorno dal)
{
	struct delega_importata d = { .datore = cf,
		.intermediario = intermediario,
		.stato = stato,
		.dal = dal,
		.al = GIORNO_NONE };

	if (stato == DELEGA_STATO_REVOCATA)
		d.al = giorno_of(w->adesso);
	world_import(w,
		&(struct record_importazione){
			.tipo = TIPO_RECORD_DELEGA, .delega = &d });
}

static void world_people(struct world *w)
{
	struct profilo_importato cittadino = { .tipo = PROFILO_CITTADINO,
		.abilitato = true,
		.descrizione = "datore di lavoro" };
	struct profilo_importato studio = { .tipo = PROFILO_INTERMEDIARIO,
		.denominazione = "Studio Verdi",
		.tipo_delegato = "03",
		.abilitato = true };
	struct profilo_importato non_abilitato = { .tipo = PROFILO_INTERMEDIARIO,
		.denominazione = "Rag. Neri",
		.tipo_delegato = "03" };
	struct profilo_importato operatore = {
		.tipo = PROFILO_OPERATORE, .codice_sede_inps = "7000", .abilitato = true
	};

	import_persona(w, ANNA, CF_ANNA, "Anna", "Bianchi", &cittadino);
	import_persona(w, MARIO, CF_MARIO, "Mario", "Rossi", &cittadino);
	import_persona(w, VERDI, "RSSMRA85T10A562S", "Paola", "Verdi", &studio);
	import_persona(w, AURORA, "FOXIOX60B29F205Z", "Aurora", "Fox", &studio);
	import_persona(w, NERI, "RSSMRA80A01H50MM", "Rino", "Neri", &non_abilitato);
	import_persona(w, OPERATORE, "PPSLNE78C45Z129E", "Elena", "Popa", &operatore);
}

static void world_quesiti(struct world *w)
{
	struct allegato_importato file = { "a-risposta", "risposta.pdf",
		"JVBERi0xLjQKMSAwIG9iago8PD4+CmVuZG9iagolJUVPRgo=" };
	struct comunicazione_importata reply = { "c-risposta", AUTORE_STRUTTURA,
		at(11, 2, 10, 0), "Abbiamo risposto.", false, &file, 1 };
	struct comunicazione_importata interim = { "c-interim", AUTORE_STRUTTURA,
		at(11, 3, 10, 0), "Stiamo verificando.", true, NULL, 0 };

	world_quesito(w, "q-resp", R_ANNA);
	import_quesito(w, "q-scaduto", R_ANNA, QUESITO_STATO_APERTO, QUESITO_ESITO_NONE,
		on(10, 5), &interim);
	import_quesito(w, "q-attesa", R_ANNA, QUESITO_STATO_APERTO, QUESITO_ESITO_NONE,
		on(11, 20), NULL);
	import_quesito(w, "q-accolto", R_ANNA, QUESITO_STATO_CHIUSO,
		QUESITO_ESITO_ACCOLTO, on(10, 5), NULL);
	import_quesito(w, "q-risposto", R_ANNA, QUESITO_STATO_APERTO, QUESITO_ESITO_NONE,
		on(10, 5), &reply);
	world_quesito(w, "q-resp2", R_ANNA);
	world_quesito(w, "q-anna2", R_ANNA2);
	world_quesito(w, "q-mario", R_MARIO);
	world_quesito(w, "q-mario2", R_MARIO);
}

static void store_begin(struct world *w)
{
	struct store_config config = { .log = report, .path = w->path };

	w->store = store_open(&config, &w->err);
	cr_assert(w->store, "%s", w->err.cause);
	w->reader = store_reader_open(w->store, &w->err);
	cr_assert(w->reader, "%s", w->err.cause);
}

void world_open(struct world *w)
{
	*w = (struct world){ .adesso = at(11, 23, 9, 0) };
	snprintf(w->dir, sizeof w->dir, "/tmp/store-test-XXXXXX");
	cr_assert(mkdtemp(w->dir));
	snprintf(w->path, sizeof w->path, "%s/agendad.db", w->dir);
	store_begin(w);
	import_sede(w, "7000", "Roma");
	import_sede(w, "8100", "Torino");
	import_punto(w, PUNTO, "7000", 3);
	import_punto(w, PUNTO2, "7000", 1);
	import_punto(w, PUNTO_TO, "8100", 1);
	world_people(w);
	world_rapporto(w, R_ANNA, CF_ANNA, "Anna", "7000");
	world_rapporto(w, R_ANNA2, CF_ANNA, "Anna", "7000");
	world_rapporto(w, R_MARIO, CF_MARIO, "Mario", "7000");
	world_quesiti(w);
	world_delega(w, CF_MARIO, VERDI, DELEGA_STATO_ATTIVA, on(3, 2));
}

static void remove_dir(const char *dir)
{
	const char *const names[] = { "", "-wal", "-shm", ".lock" };
	char path[128];

	for (size_t i = 0; i < 4; i++) {
		snprintf(path, sizeof path, "%s/agendad.db%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

void world_close(struct world *w)
{
	cr_expect_str_eq(invariants(w->path, &w->arena), "");
	store_reader_close(w->reader);
	store_close(w->store);
	arena_release(&w->arena);
	remove_dir(w->dir);
}

/* ---- raw SQL --------------------------------------------------------------------------------- */

static sqlite3 *raw_open(const char *path)
{
	sqlite3 *db = NULL;

	cr_assert_eq(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	sqlite3_exec(db, "PRAGMA foreign_keys=ON", NULL, NULL, NULL);
	return db;
}

void world_sql(struct world *w, const char *sql)
{
	sqlite3 *db = raw_open(w->path);
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	cr_assert_eq(rc, SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_close(db);
}

int64_t world_number(struct world *w, const char *sql)
{
	sqlite3 *db = raw_open(w->path);
	sqlite3_stmt *st = NULL;
	int64_t n = -1;

	cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &st, NULL), SQLITE_OK, "%s",
		sqlite3_errmsg(db));
	if (sqlite3_step(st) == SQLITE_ROW)
		n = sqlite3_column_int64(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return n;
}

static const char *rows_as_lines(sqlite3_stmt *st, const char *lines, struct arena *a)
{
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *cell = (const char *)sqlite3_column_text(st, i);

			lines = arena_printf(a, "%s%s ", lines, cell ? cell : "NULL");
		}
		lines = arena_printf(a, "%s\n", lines);
	}
	return lines;
}

const char *invariants(const char *path, struct arena *a)
{
	struct buf text = { 0 };
	sqlite3 *db = raw_open(path);
	const char *sql, *lines = "";

	cr_assert(file_read(TEST_SOURCE_DIR "/tests/faults/invariants.sql", &text, NULL));
	for (sql = buf_str(&text); *sql;) {
		sqlite3_stmt *st = NULL;

		cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &st, &sql), SQLITE_OK, "%s",
			sqlite3_errmsg(db));
		if (!st)
			break;
		lines = rows_as_lines(st, lines, a);
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
	buf_release(&text);
	return lines;
}

/* ---- asking and doing --------------------------------------------------------------------------- */

struct domanda ask_as(struct world *w, const char *persona, enum tipo_profilo profilo)
{
	err_clear(&w->err);
	return (struct domanda){ { persona, profilo }, w->adesso, &w->arena };
}

struct store_job *job_as(struct world *w, enum store_lavoro lavoro, const char *persona,
	enum tipo_profilo profilo)
{
	struct store_job *job = store_job_new(lavoro);

	job->chi = (struct soggetto){ persona, profilo };
	job->adesso = w->adesso;
	return job;
}

static bool render(struct store_job *job)
{
	job->risposta.status = 201;
	snprintf(job->risposta.etag, sizeof job->risposta.etag, "\"%d\"",
		(int)job->appuntamento->versione);
	return buf_addf(&job->risposta.body, "{\"id\":\"%s\"}", job->appuntamento->id);
}

struct store_job *confirm_job(struct world *w, const char *persona,
	enum tipo_profilo profilo, const char *codice, const char *quesito,
	instant inizio, const char *chiave)
{
	struct store_job *job = job_as(w, STORE_CONFERMA, persona, profilo);
	const char **quesiti = arena_array(&job->arena, 1, sizeof *quesiti);

	quesiti[0] = quesito;
	job->in.conferma = (struct richiesta_appuntamento){
		.codice_rapporto_lavoro = codice,
		.quesiti = quesiti,
		.n_quesiti = 1,
		.punto = PUNTO,
		.inizio = inizio,
		.nota = "Vorrei capire il motivo del rifiuto."
	};
	job->chiave = (struct chiave){ .chiave = chiave,
		.operazione = "POST /appuntamenti" };
	job->render = chiave ? render : NULL;
	return job;
}

static enum problem_type end_of(struct store_job *job, char id[32])
{
	enum problem_type type = (enum problem_type)job->err.code;

	if (type == PROBLEM_NONE && id)
		snprintf(id, 32, "%s", job->appuntamento->id);
	store_job_free(job);
	return type;
}

enum problem_type confirm(struct world *w, const char *persona, enum tipo_profilo profilo,
	const char *codice, const char *quesito, instant inizio, char id[32])
{
	struct store_job *job = confirm_job(
		w, persona, profilo, codice, quesito, inizio, NULL);

	store_run(w->store, job);
	return end_of(job, id);
}

enum problem_type change(struct world *w, enum store_lavoro lavoro, const char *persona,
	enum tipo_profilo profilo, const char *id, int64_t versione, const char *testo)
{
	struct store_job *job = job_as(w, lavoro, persona, profilo);

	job->in.cambio = (struct chiedi_cambio){ id, versione, testo };
	store_run(w->store, job);
	return end_of(job, NULL);
}

/* ---- an older schema ------------------------------------------------------------------------- */

/* What undoes the last step: a new step brings its own. */
static const char undo[] = "DROP INDEX appuntamento_punto;";

static const char *schema_of(sqlite3 *db, struct arena *a)
{
	sqlite3_stmt *st = NULL;
	const char *lines;

	cr_assert_eq(sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema ORDER BY type, name",
			     -1, &st, NULL),
		SQLITE_OK, "%s", sqlite3_errmsg(db));
	lines = rows_as_lines(st, "", a);
	sqlite3_finalize(st);
	return lines;
}

static const char *schema_of_steps(size_t n, struct arena *a)
{
	struct sqlite_options o = { .application_id = SQLITE_SCHEMA_APPLICATION,
		.migrations = sqlite_schema,
		.n_migrations = n };
	struct err err = { 0 };
	struct sqlite *db = sqlite_open(":memory:", &o, &err);
	const char *lines;

	cr_assert(db, "%s", err.cause);
	lines = schema_of(sqlite_handle(db), a);
	sqlite_close(db);
	return lines;
}

void world_before_last_step(struct world *w)
{
	char version[64];
	sqlite3 *db;

	store_reader_close(w->reader);
	store_close(w->store);
	w->reader = NULL;
	w->store = NULL;
	snprintf(version, sizeof version, "PRAGMA user_version=%d", SQLITE_SCHEMA_STEPS - 1);
	world_sql(w, undo);
	world_sql(w, version);
	db = raw_open(w->path);
	cr_assert_str_eq(schema_of(db, &w->arena),
		schema_of_steps(SQLITE_SCHEMA_STEPS - 1, &w->arena));
	sqlite3_close(db);
}

void world_reopen(struct world *w)
{
	store_begin(w);
	cr_assert_eq(world_number(w, "PRAGMA user_version"), SQLITE_SCHEMA_STEPS);
}
