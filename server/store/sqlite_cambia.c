/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What may become of an appuntamento: cancelled by who booked it; called off, defined or changed
 * by the Struttura. Whoever changes it says which version they saw.
 */
#include "server/store/sqlite_engine.h"

#include <string.h>

static bool is_struttura(enum tipo_profilo p)
{
	return p == PROFILO_OPERATORE || p == PROFILO_RESPONSABILE;
}

struct cambio {
	enum evento evento;
	enum appuntamento_stato stato;
	const char *azione; /* as the audit calls it */
	bool della_struttura;
	bool serve_testo;
};

static const struct cambio cancellazione = { EVENTO_CANCELLAZIONE,
	APPUNTAMENTO_STATO_CANCELLATO, "CANCELLAZIONE", false, false };
static const struct cambio disdetta = { EVENTO_DISDETTA, APPUNTAMENTO_STATO_CANCELLATO,
	"DISDETTA", true, true };
static const struct cambio definizione = { EVENTO_DEFINIZIONE,
	APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO, "DEFINIZIONE", true, true };
static const struct cambio modifica = { EVENTO_MODIFICA, APPUNTAMENTO_STATO_CONFERMATO,
	"MODIFICA", true, false };

/* Reads it into job->appuntamento, and its rapporto into the vista; the version and then the
 * state must allow the change. */
static bool cambio_check(struct scrittura *s, const struct cambio *c, const char *id,
	int64_t versione, bool anche_dopo)
{
	struct store_job *job = s->job;
	struct appuntamento *a = arena_alloc(s->v.arena, sizeof *a);
	enum problem_type no;

	if (!vista_soggetto(&s->v, false, &job->err)
		|| !appuntamento_visible(&s->v, id, a, &job->err))
		return false;
	if (is_struttura(job->chi.profilo) != c->della_struttura)
		return job_refuse(job, PROBLEM_PROFILO_NON_AMMESSO, NULL);
	job->appuntamento = a;
	job->problem.appuntamento = a->id;
	job->problem.versione = a->versione;
	if (a->versione != versione)
		return job_refuse(job, PROBLEM_VERSIONE_SUPERATA, NULL);
	no = appuntamento_may(a->stato, c->evento, a->inizio, s->v.adesso);
	if (no == PROBLEM_GIA_INIZIATO && anche_dopo)
		no = PROBLEM_NONE;
	return no == PROBLEM_NONE || job_refuse(job, no, NULL);
}

static bool gestore_of(struct scrittura *s, const char *id, const char **gestore)
{
	struct query *q = sql_ask(
		s->v.db, "SELECT gestore FROM appuntamento WHERE id = ?1", "t", id);

	*gestore = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;
	return query_end(q, &s->job->err);
}

/* The chosen channels are those of who manages it; the employer always hears in the Cassetto. */
bool avvisa(struct scrittura *s, const char *id, enum evento evento, const char *datore,
	const char *gestore, const struct canali *canali)
{
	static const struct canali none = { 0 };
	bool to_datore = evento != EVENTO_CANCELLAZIONE
		|| s->v.chi.profilo == PROFILO_INTERMEDIARIO;
	bool to_gestore = gestore
		&& (evento != EVENTO_CANCELLAZIONE
			|| s->v.chi.profilo == PROFILO_CITTADINO);

	return (!to_datore || outbox_add(s, id, evento, datore, gestore ? &none : canali))
		&& (!to_gestore || outbox_add(s, id, evento, gestore, canali));
}

static bool cambio_records(struct scrittura *s, const struct cambio *c, const char *id,
	const char *testo, const char *dettaglio)
{
	const struct appuntamento *a = s->job->appuntamento;
	const char *datore = s->v.rapporto.datore, *gestore;

	return storia_add(s, id, c->evento, testo)
		&& audit_add(s, c->azione, id, dettaglio) && gestore_of(s, id, &gestore)
		&& avvisa(s, id, c->evento, datore, gestore,
			&(struct canali){ a->canali, a->n_canali })
		&& feed_appuntamento(s, id, datore);
}

static bool read_again(struct scrittura *s)
{
	return appuntamento_read(
		&s->v, s->job->appuntamento->id, s->job->appuntamento, &s->job->err);
}

static bool testo_check(struct scrittura *s, const struct cambio *c)
{
	const char *testo = s->job->in.cambio.testo;

	if (testo && text_codepoints(testo) > NOTA_MAX)
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "motivo");
	if (c->serve_testo && (!testo || !*text_trim(s->v.arena, testo)))
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "motivo");
	return true;
}

static bool stato_write(struct scrittura *s, const struct cambio *c)
{
	const struct chiedi_cambio *in = &s->job->in.cambio;

	return sql_tell(s->v.db, NULL, &s->job->err,
		"UPDATE appuntamento SET stato = ?2, annotazione = NULL, versione = versione + 1,"
		" aggiornato_il = ?3 WHERE id = ?1",
		"twn", in->id, &appuntamento_stato_words, (int)c->stato, s->v.adesso);
}

static bool cambia_stato(struct scrittura *s, const struct cambio *c)
{
	const struct chiedi_cambio *in = &s->job->in.cambio;

	return testo_check(s, c) && cambio_check(s, c, in->id, in->versione, false)
		&& stato_write(s, c) && cambio_records(s, c, in->id, in->testo, NULL);
}

bool scrivi_cancella(struct scrittura *s)
{
	return cambia_stato(s, &cancellazione) && read_again(s);
}

bool scrivi_disdetta(struct scrittura *s)
{
	return cambia_stato(s, &disdetta) && read_again(s);
}

/* The definition is the reply: its quesiti are closed and accepted with it, which concerns every
 * appuntamento that was about them. */
static bool quesiti_define(struct scrittura *s)
{
	const struct appuntamento *a = s->job->appuntamento;

	for (size_t i = 0; i < a->n_quesiti; i++) {
		const char *id = a->quesiti[i].id;

		if (!sql_tell(s->v.db, NULL, &s->job->err,
			    "INSERT INTO comunicazione VALUES (?1, ?2, 'STRUTTURA', ?3, ?4, 0)",
			    "ttnt", arena_printf(s->v.arena, "%s-%s", a->id, id), id,
			    s->v.adesso, s->job->in.cambio.testo)
			|| !sql_tell(s->v.db, NULL, &s->job->err,
				"UPDATE quesito SET stato = 'CHIUSO', esito = 'ACCOLTO',"
				" chiuso_il = max(aperto_il, ?2) WHERE id = ?1",
				"tg", id, giorno_of(s->v.adesso))
			|| !feed_quesito(s, id))
			return false;
	}
	return true;
}

bool scrivi_definizione(struct scrittura *s)
{
	return cambia_stato(s, &definizione) && quesiti_define(s) && read_again(s);
}

/* ---- modifica ------------------------------------------------------------------------------ */

static bool sposta(struct scrittura *s, const char *punto, instant inizio)
{
	const struct appuntamento *a = s->job->appuntamento;
	struct posto posto;
	int64_t orizzonte;

	return punto_check(s, punto, a->codice_rapporto_lavoro, &orizzonte)
		&& posto_find(s, punto, inizio, orizzonte, &posto)
		&& sql_tell(s->v.db, NULL, &s->job->err,
			"UPDATE appuntamento SET punto = ?2, inizio = ?3, fine = ?4, posto = ?5,"
			" annotazione = NULL, versione = versione + 1, aggiornato_il = ?6 WHERE id = ?1",
			"ttnnin", a->id, punto, inizio, posto.fine, posto.numero,
			s->v.adesso);
}

static bool annota(struct scrittura *s, enum annotazione annotazione)
{
	const struct appuntamento *a = s->job->appuntamento;

	if (annotazione == ANNOTAZIONE_SVOLTO)
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "annotazione");
	return sql_tell(s->v.db, NULL, &s->job->err,
		       "UPDATE appuntamento SET annotazione = ?2, versione = versione + 1,"
		       " aggiornato_il = ?3 WHERE id = ?1",
		       "twn", a->id, &annotazione_words, (int)annotazione, s->v.adesso)
		&& audit_add(s, "ANNOTAZIONE", a->id,
			words_code(&annotazione_words, (int)annotazione))
		&& feed_appuntamento(s, a->id, s->v.rapporto.datore) && read_again(s);
}

bool scrivi_modifica(struct scrittura *s)
{
	const struct chiedi_modifica *in = &s->job->in.modifica;
	const struct appuntamento *a;
	const char *punto;
	instant inizio;

	if (!cambio_check(s, &modifica, in->id, in->versione,
		    in->annotazione != ANNOTAZIONE_NONE))
		return false;
	a = s->job->appuntamento;
	punto = in->punto ? in->punto : a->punto.id;
	inizio = in->inizio == INSTANT_NONE ? a->inizio : in->inizio;
	if (in->annotazione != ANNOTAZIONE_NONE)
		return in->annotazione == a->annotazione || annota(s, in->annotazione);
	if (strcmp(punto, a->punto.id) == 0 && inizio == a->inizio)
		return true; /* nothing has really changed: nobody is told */
	return sposta(s, punto, inizio)
		&& cambio_records(s, &modifica, in->id, in->testo,
			arena_printf(s->v.arena, "%s %lld", punto, (long long)inizio))
		&& read_again(s);
}
