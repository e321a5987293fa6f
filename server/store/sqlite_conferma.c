/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The confirmation: every check of the form once more, inside the transaction, then the
 * appuntamento with its place, its quesiti, its files and its records, or nothing. The checks
 * here give the refusal its name and its data; the rules of the schema are what makes a second
 * booking impossible.
 */
#include "server/store/sqlite_engine.h"

#include "base/random.h"
#include "domain/identificativo.h"

#include <stdio.h>
#include <string.h>

static bool refuse_at(
	struct store_job *job, enum problem_type type, const char *list, size_t index)
{
	char field[48];

	snprintf(field, sizeof field, "%s[%zu]", list, index);
	return job_refuse(job, type, field);
}

/* ---- the quesiti ------------------------------------------------------------------------- */

static const struct quesito *find_quesito(const struct quesiti *all, const char *id)
{
	for (size_t i = 0; i < all->n; i++) {
		if (strcmp(all->items[i].id, id) == 0)
			return &all->items[i];
	}
	return NULL;
}

static bool quesito_check(struct store_job *job, const struct quesiti *all, size_t index)
{
	const char *id = job->in.conferma.quesiti[index];
	const struct quesito *q = find_quesito(all, id);

	job->problem.quesito = id;
	if (!q)
		return refuse_at(job, PROBLEM_QUESITO_NON_AMMESSO, "quesiti", index);
	if (q->prenotabile)
		return true;
	job->problem.motivo = q->motivo;
	job->problem.prenotabile_dal = q->prenotabile_dal;
	job->problem.appuntamento = q->appuntamento;
	return refuse_at(job,
		q->motivo == MOTIVO_GIA_IN_APPUNTAMENTO
			? PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO
			: PROBLEM_QUESITO_NON_AMMESSO,
		"quesiti", index);
}

static bool quesiti_check(struct scrittura *s)
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;
	struct quesiti all;

	if (!quesiti_idonei(&s->v, QUESITI_DEL_RAPPORTO, r->codice_rapporto_lavoro, &all,
		    &s->job->err))
		return false;
	for (size_t i = 0; i < r->n_quesiti; i++) {
		if (!quesito_check(s->job, &all, i))
			return false;
	}
	s->job->problem.quesito = NULL;
	return true;
}

/* ---- punto and time ----------------------------------------------------------------------- */

static bool refuse_time(
	struct scrittura *s, enum problem_type type, const char *punto, instant inizio)
{
	struct problem *p = &s->job->problem;

	if (!orari_vicini(&s->v, punto, inizio, &p->orari_vicini, &p->n_orari_vicini,
		    &s->job->err))
		return false;
	return job_refuse(s->job, type, "inizio");
}

bool punto_check(
	struct scrittura *s, const char *punto, const char *codice, int64_t *orizzonte)
{
	if (!vista_rapporto(&s->v, codice, &s->job->err)
		|| !query_number(sql_ask(s->v.db,
					 "SELECT orizzonte FROM punto WHERE id = ?1"
					 " AND sede = ?2 AND attivo = 1",
					 "tt", punto, s->v.rapporto.sede),
			0, orizzonte, &s->job->err))
		return false;
	return *orizzonte > 0
		|| job_refuse(s->job, PROBLEM_PUNTO_NON_COMPETENTE, "punto");
}

bool posto_find(struct scrittura *s, const char *punto, instant inizio, int64_t orizzonte,
	struct posto *to)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT o.posto, o.fine, a.id IS NULL FROM orario o LEFT JOIN appuntamento a"
		" ON a.punto = o.punto AND a.inizio = o.inizio AND a.posto = o.posto"
		" AND a.stato = 'CONFERMATO'"
		" WHERE o.punto = ?1 AND o.inizio = ?2 AND o.chiuso IS NULL ORDER BY o.posto",
		"tn", punto, inizio);
	bool exists = false, free = false;

	while (!free && query_step(q)) {
		exists = true;
		free = row_int(q, 2) != 0;
		*to = (struct posto){ row_int(q, 0), row_int(q, 1) };
	}
	if (!query_end(q, &s->job->err))
		return false;
	if (!exists || inizio <= s->v.adesso
		|| inizio >= orizzonte_fine(&s->v, (int)orizzonte))
		return refuse_time(s, PROBLEM_DATA_NON_PRENOTABILE, punto, inizio);
	return free || refuse_time(s, PROBLEM_ORARIO_OCCUPATO, punto, inizio);
}

static bool tempo_check(struct scrittura *s, struct posto *to)
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;
	int64_t orizzonte = 0;

	return punto_check(s, r->punto, r->codice_rapporto_lavoro, &orizzonte)
		&& posto_find(s, r->punto, r->inizio, orizzonte, to);
}

/* ---- channels and files --------------------------------------------------------------------- */

static bool canali_check(struct scrittura *s)
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;
	struct recapiti held = { 0 };

	if (r->n_canali == 0)
		return true;
	if (!recapiti_read(&s->v, r->codice_rapporto_lavoro, &held, &s->job->err))
		return false;
	for (size_t i = 0; i < r->n_canali; i++) {
		size_t at = (size_t)r->canali[i] - CANALE_CELLULARE;

		if (at >= held.n || !held.items[at].disponibile)
			return refuse_at(
				s->job, PROBLEM_RECAPITO_NON_DISPONIBILE, "canali", i);
	}
	return true;
}

static bool allegati_of(struct scrittura *s, int64_t bytes[ALLEGATI_MAX])
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;

	for (size_t i = 0; i < r->n_allegati; i++) {
		if (!query_number(
			    sql_ask(s->v.db,
				    "SELECT byte FROM allegato WHERE id = ?1 AND chi = ?2"
				    " AND scade_il > ?3",
				    "tin", r->allegati[i], s->v.numero, s->v.adesso),
			    0, &bytes[i], &s->job->err))
			return false;
		if (bytes[i] == 0)
			return refuse_at(
				s->job, PROBLEM_ALLEGATO_NON_AMMESSO, "allegati", i);
	}
	return true;
}

static bool allegati_admitted(struct scrittura *s)
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;
	int64_t bytes[ALLEGATI_MAX] = { 0 };
	int64_t sum = 0;

	if (!allegati_of(s, bytes))
		return false;
	for (size_t i = 0; i < r->n_allegati; i++)
		sum += bytes[i];
	s->job->problem.limite = sum > ALLEGATI_BYTES_MAX ? ALLEGATI_BYTES_MAX : 0;
	s->job->problem.attuale = sum > ALLEGATI_BYTES_MAX ? sum : 0;
	return allegati_check(bytes, r->n_allegati, &s->job->err);
}

/* ---- writing it down -------------------------------------------------------------------------- */

static bool has_canale(const struct richiesta_appuntamento *r, enum canale c)
{
	for (size_t i = 0; i < r->n_canali; i++) {
		if (r->canali[i] == c)
			return true;
	}
	return false;
}

/* *made is 0 when somebody has that name. */
static bool row_insert(struct scrittura *s, const struct nuovo_appuntamento *n,
	const char *id, int64_t *made)
{
	const struct richiesta_appuntamento *r = n->richiesta;

	return sql_tell(s->v.db, made, &s->job->err,
		"INSERT INTO appuntamento VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'CONFERMATO', NULL, ?7, ?8,"
		" ?9, ?10, ?11, ?12, 1, ?13, ?13) ON CONFLICT (id) DO NOTHING",
		"tttnnitwtdddn", id, r->codice_rapporto_lavoro, r->punto, r->inizio,
		n->posto.fine, n->posto.numero, text_trim(s->v.arena, r->nota),
		&tipo_profilo_words, (int)n->gestore_tipo, n->gestore,
		(int)has_canale(r, CANALE_CELLULARE), (int)has_canale(r, CANALE_EMAIL),
		(int)has_canale(r, CANALE_PEC), s->v.adesso);
}

static bool quesiti_insert(
	struct scrittura *s, const struct richiesta_appuntamento *r, const char *id)
{
	for (size_t i = 0; i < r->n_quesiti; i++) {
		if (!sql_tell(s->v.db, NULL, &s->job->err,
			    "INSERT INTO appuntamento_quesito VALUES (?1, ?2, ?3)", "ttd",
			    id, r->quesiti[i], (int)i))
			return false;
	}
	return true;
}

static bool allegati_attach(
	struct scrittura *s, const struct richiesta_appuntamento *r, const char *id)
{
	for (size_t i = 0; i < r->n_allegati; i++) {
		if (!sql_tell(s->v.db, NULL, &s->job->err,
			    "UPDATE allegato SET appuntamento = ?2, scade_il = NULL, posizione = ?3"
			    " WHERE id = ?1",
			    "ttd", r->allegati[i], id, (int)i))
			return false;
	}
	return true;
}

/* Signs that a shell, a phone or an address would mangle: names that end so are not given. */
static bool is_awkward(const char *id)
{
	return strchr("*~$=", id[strlen(id) - 1]) != NULL;
}

static void name_draw(instant adesso, char id[IDENTIFICATIVO_SIZE])
{
	int anno, mese, day;
	uint64_t bits;

	giorno_to_civil(giorno_of(adesso), &anno, &mese, &day);
	do {
		random_bytes(&bits, sizeof bits);
		identificativo_make(anno, bits & ((UINT64_C(1) << 35) - 1), id);
	} while (is_awkward(id));
}

/* Under a name that nobody has: 35 random bits, drawn again in the rare case that somebody does. */
static bool row_make(struct scrittura *s, const struct nuovo_appuntamento *n,
	char id[IDENTIFICATIVO_SIZE])
{
	int64_t made = 0;
	bool ok = true;

	while (ok && !made) {
		name_draw(s->v.adesso, id);
		ok = row_insert(s, n, id, &made);
	}
	return ok;
}

bool appuntamento_insert(
	struct scrittura *s, const struct nuovo_appuntamento *n, const char **id)
{
	const struct richiesta_appuntamento *r = n->richiesta;
	char name[IDENTIFICATIVO_SIZE];
	char where[80];

	if (!row_make(s, n, name))
		return false;
	*id = arena_strdup(s->v.arena, name);
	snprintf(where, sizeof where, "%s %lld %lld", r->punto, (long long)r->inizio,
		(long long)n->posto.numero);
	return quesiti_insert(s, r, name) && allegati_attach(s, r, name)
		&& storia_add(s, name, EVENTO_CONFERMA, NULL)
		&& audit_add(s, "CONFERMA", name, where)
		&& avvisa(s, name, EVENTO_CONFERMA, n->datore, n->gestore,
			&(struct canali){ r->canali, r->n_canali })
		&& feed_appuntamento(s, name, n->datore);
}

/* ---- the use case -------------------------------------------------------------------------- */

static bool conferma_check(struct scrittura *s, struct posto *posto)
{
	const struct richiesta_appuntamento *r = &s->job->in.conferma;
	struct err *err = &s->job->err;

	return vista_soggetto(&s->v, false, err) && richiesta_check(r, err)
		&& vista_vede_rapporto(&s->v, r->codice_rapporto_lavoro, err)
		&& quesiti_check(s) && canali_check(s) && allegati_admitted(s)
		&& tempo_check(s, posto);
}

bool scrivi_conferma(struct scrittura *s)
{
	struct store_job *job = s->job;
	struct nuovo_appuntamento n = {
		.richiesta = &job->in.conferma,
		.gestore_tipo = job->chi.profilo,
		.gestore = job->chi.profilo == PROFILO_INTERMEDIARIO ? job->chi.persona
								     : NULL,
	};
	const char *id;

	if (!conferma_check(s, &n.posto))
		return false;
	n.datore = s->v.rapporto.datore;
	if (!appuntamento_insert(s, &n, &id))
		return false;
	job->appuntamento = arena_alloc(s->v.arena, sizeof *job->appuntamento);
	return appuntamento_read(&s->v, id, job->appuntamento, &job->err);
}
