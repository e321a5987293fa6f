/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Records from the institute's own systems: each an upsert in a savepoint of its own. A row that
 * would stay as it is is not written, so that saying the same again wakes nobody.
 */
#include "server/store/sqlite_engine.h"

#include <string.h>

bool persona_find(struct scrittura *s, const char *codice_fiscale, const char **id)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT id FROM persona WHERE codice_fiscale = ?1", "t", codice_fiscale);

	*id = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;
	return query_end(q, &s->job->err);
}

bool profilo_find(
	struct scrittura *s, const char *persona, enum tipo_profilo tipo, int64_t *numero)
{
	return query_number(
		sql_ask(s->v.db,
			"SELECT numero FROM profilo WHERE persona = ?1 AND tipo = ?2",
			"tw", persona, &tipo_profilo_words, (int)tipo),
		0, numero, &s->job->err);
}

bool importa_chiusure(struct scrittura *s, const char *sede, const char *punto,
	const struct chiusura_importata *items, size_t n)
{
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		int64_t gone = 0, made = 0;

		if (!importa_tell(s, &gone,
			    "DELETE FROM chiusura WHERE sede = ?1 AND punto IS ?2"
			    " AND giorno = ?3 AND (?4 IS NULL OR motivo <> ?4)",
			    "ttgt", sede, punto, items[i].data,
			    items[i].revocata ? NULL : items[i].motivo))
			return false;
		if (!items[i].revocata
			&& !importa_tell(s, &made,
				"INSERT INTO chiusura VALUES (?1, ?2, ?3, ?4)"
				" ON CONFLICT DO NOTHING",
				"ttgt", sede, punto, items[i].data, items[i].motivo))
			return false;
		if ((gone || made) && !orari_close(s, sede, punto, items[i].data))
			return false;
		any = any || gone || made;
	}
	/* The office's closed days are not working days: terms end on other ones. */
	return punto || !any || feed_termini(s, sede);
}

static bool importa_sede(struct scrittura *s, const struct sede_importata *r)
{
	int64_t changed = 0;

	return importa_tell(s, &changed,
		       "INSERT INTO sede VALUES (?1, ?2, ?3) ON CONFLICT (codice)"
		       " DO UPDATE SET denominazione = excluded.denominazione, citta = excluded.citta"
		       " WHERE (denominazione, citta) IS NOT (excluded.denominazione, excluded.citta)",
		       "ttt", r->codice_sede_inps, r->denominazione_sede_inps, r->citta)
		&& (!changed || feed_sede(s, r->codice_sede_inps))
		&& importa_chiusure(
			s, r->codice_sede_inps, NULL, r->chiusure, r->n_chiusure);
}

/* ---- persone --------------------------------------------------------------------------------- */

static const char *recapito_of(const struct persona_importata *p, enum canale c)
{
	for (size_t i = 0; i < p->n_recapiti; i++) {
		if (p->recapiti[i].canale == c)
			return p->recapiti[i].valore;
	}
	return NULL;
}

/* A new profile sees at once what was there before it. */
static bool profilo_opens(
	struct scrittura *s, const char *persona, enum tipo_profilo tipo, int64_t numero)
{
	struct query *q;
	bool ok = true;

	if (tipo == PROFILO_CITTADINO)
		return feed_apri(s, numero, persona);
	if (tipo != PROFILO_INTERMEDIARIO)
		return true;
	q = sql_ask(s->v.db,
		"SELECT datore FROM delega WHERE intermediario = ?1 AND stato = 'ATTIVA'",
		"t", persona);
	while (ok && query_step(q))
		ok = feed_apri(s, numero, row_text(q, 0, s->v.arena));
	return query_end(q, ok ? &s->job->err : NULL) && ok;
}

static bool importa_profilo(
	struct scrittura *s, const char *persona, const struct profilo_importato *p)
{
	bool intermediario = p->tipo == PROFILO_INTERMEDIARIO;
	int64_t before = 0, after = 0, changed = 0;

	if (!profilo_find(s, persona, p->tipo, &before))
		return false;
	if (!importa_tell(s, &changed,
		    "INSERT INTO profilo (persona, tipo, denominazione, sede, tipo_delegato,"
		    " abilitato, descrizione, predefinita) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
		    " ON CONFLICT (persona, tipo) DO UPDATE SET"
		    " denominazione = excluded.denominazione, sede = excluded.sede,"
		    " tipo_delegato = excluded.tipo_delegato, abilitato = excluded.abilitato,"
		    " descrizione = excluded.descrizione, predefinita = excluded.predefinita"
		    " WHERE (denominazione, sede, tipo_delegato, abilitato, descrizione,"
		    "  predefinita) IS NOT (excluded.denominazione, excluded.sede,"
		    "  excluded.tipo_delegato, excluded.abilitato, excluded.descrizione,"
		    "  excluded.predefinita)",
		    "twtttdtd", persona, &tipo_profilo_words, (int)p->tipo,
		    p->denominazione, p->codice_sede_inps, p->tipo_delegato,
		    (int)(!intermediario || p->abilitato), p->descrizione,
		    (int)p->predefinita))
		return false;
	if (before)
		return !changed || !intermediario || feed_intermediario(s, persona);
	return profilo_find(s, persona, p->tipo, &after)
		&& profilo_opens(s, persona, p->tipo, after);
}

static bool importa_persona(struct scrittura *s, const struct persona_importata *p)
{
	int64_t changed = 0;

	if (!importa_tell(s, &changed,
		    "INSERT INTO persona VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO"
		    " UPDATE SET codice_fiscale = excluded.codice_fiscale,"
		    " nome_proprio = excluded.nome_proprio, cognome = excluded.cognome,"
		    " cellulare = excluded.cellulare, email = excluded.email, pec = excluded.pec"
		    " WHERE (codice_fiscale, nome_proprio, cognome, cellulare, email, pec) IS NOT"
		    "  (excluded.codice_fiscale, excluded.nome_proprio, excluded.cognome,"
		    "  excluded.cellulare, excluded.email, excluded.pec)",
		    "ttttttt", p->id, p->codice_fiscale, p->nome_proprio, p->cognome,
		    recapito_of(p, CANALE_CELLULARE), recapito_of(p, CANALE_EMAIL),
		    recapito_of(p, CANALE_PEC))
		|| (changed && !feed_persona(s, p->id)))
		return false;
	for (size_t i = 0; i < p->n_profili; i++) {
		if (!importa_profilo(s, p->id, &p->profili[i]))
			return false;
	}
	return true;
}

/* ---- the records ------------------------------------------------------------------------------ */

static bool importa_one(struct scrittura *s, const struct record_importazione *r)
{
	switch (r->tipo) {
	case TIPO_RECORD_SEDE:
		return importa_sede(s, r->sede);
	case TIPO_RECORD_PUNTO:
		return importa_punto(s, r->punto);
	case TIPO_RECORD_PERSONA:
		return importa_persona(s, r->persona);
	case TIPO_RECORD_DELEGA:
		return importa_delega(s, r->delega);
	case TIPO_RECORD_RAPPORTO:
		return importa_rapporto(s, r->rapporto);
	case TIPO_RECORD_QUESITO:
		return importa_quesito(s, r->quesito);
	case TIPO_RECORD_NONE:
	case TIPO_RECORD_COUNT:
		break;
	}
	return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "tipo");
}

/* One record is refused, the others go on; the machine's errors stop the job. */
static bool importa_refused(struct scrittura *s, struct err *to)
{
	sqlite_save_undo(s->v.db);
	if (s->job->err.code != ERR_CONSTRAINT && s->job->err.code < ERR_DOMAIN)
		return false;
	*to = s->job->err;
	if (to->code == ERR_CONSTRAINT)
		to->code = PROBLEM_CAMPO_NON_VALIDO;
	err_clear(&s->job->err);
	return true;
}

bool scrivi_importa(struct scrittura *s)
{
	struct chiedi_importa *in = &s->job->in.importa;
	size_t refused = 0;

	s->v.chi = (struct soggetto){ 0 }; /* the service itself */
	in->cambiati = 0;
	for (size_t i = 0; i < in->n; i++) {
		s->cambiate = 0;
		err_clear(&in->esiti[i]);
		if (!sqlite_save(s->v.db, &s->job->err))
			return false;
		if (importa_one(s, &in->records[i])) {
			if (!sqlite_save_keep(s->v.db, &s->job->err))
				return false;
			in->cambiati += s->cambiate > 0;
			continue;
		}
		if (!importa_refused(s, &in->esiti[i]))
			return false;
		refused++;
	}
	if (refused && in->insieme) {
		in->cambiati = 0;
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "records");
	}
	return in->cambiati == 0 || audit_add(s, "IMPORTA", "records", NULL);
}
