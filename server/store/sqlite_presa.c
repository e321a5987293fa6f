/* SPDX-License-Identifier: EUPL-1.2
 *
 * Demo: somebody else takes every place that is left at a time, by the same door as everybody:
 * an invented employer, a rapporto with a quesito that was refused, a confirmation. */
#include "server/store/sqlite_engine.h"

#include "base/random.h"
#include "domain/codice_fiscale.h"

static uint64_t below(uint64_t n)
{
	uint64_t bits;

	random_bytes(&bits, sizeof bits);
	return bits % n;
}

static const char *cf_invented(struct arena *a)
{
	char cf[CODICE_FISCALE_SIZE];
	const char *comune = arena_printf(
		a, "%c%03d", (char)('A' + below(12)), (int)below(900));

	codice_fiscale_make("Esempio", "Altra", 1930 + (int)below(70), 1 + (int)below(12),
		1 + (int)below(28), true, comune, cf);
	return arena_strdup(a, cf);
}

/* A code beginning with 99 that nobody has. */
static bool codice_invented(struct scrittura *s, const char **codice)
{
	int64_t taken = 1;

	while (taken) {
		*codice = arena_printf(s->v.arena, "99%08d", (int)below(100000000));
		if (!query_number(
			    sql_ask(s->v.db,
				    "SELECT count(*) FROM rapporto WHERE codice = ?1",
				    "t", *codice),
			    0, &taken, &s->job->err))
			return false;
	}
	return true;
}

static bool somebody_make(struct scrittura *s, const char *punto, const char **codice,
	const char **quesito, const char **datore)
{
	giorno oggi = giorno_of(s->v.adesso);
	struct rapporto_importato r = {
		.stato = RAPPORTO_STATO_ATTIVO,
		.mansione = MANSIONE_COLF,
		.contratto = CONTRATTO_TIN,
		.datore = { cf_invented(s->v.arena), "Altra", "Esempio" },
		.lavoratore = { cf_invented(s->v.arena), "Altra", "Esempio" },
		.inizio = oggi - 400,
		.fine = GIORNO_NONE,
	};
	struct query *q = sql_ask(
		s->v.db, "SELECT sede FROM punto WHERE id = ?1", "t", punto);

	r.codice_sede_inps = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;
	if (!query_end(q, &s->job->err))
		return false;
	if (!r.codice_sede_inps)
		return job_refuse(s->job, PROBLEM_NON_TROVATO, "punto");
	if (!codice_invented(s, codice))
		return false;
	r.codice_rapporto_lavoro = *codice;
	*quesito = arena_printf(s->v.arena, "Q-%s", *codice);
	return importa_rapporto(s, &r)
		&& importa_quesito(s,
			&(struct quesito_importato){
				.id = *quesito,
				.codice_rapporto_lavoro = *codice,
				.argomento = ARGOMENTO_CONTRIBUTI,
				.oggetto = "Contributi versati e non risultanti",
				.aperto_il = oggi - 40,
				.stato = QUESITO_STATO_CHIUSO,
				.esito = QUESITO_ESITO_RESPINTO,
				.chiuso_il = oggi - 10,
			})
		&& persona_find(s, r.datore.codice_fiscale, datore);
}

static bool place_take(struct scrittura *s, const struct posto *posto)
{
	const struct chiedi_orari *in = &s->job->in.orari;
	const char *codice = NULL, *quesito = NULL, *datore = NULL, *id;
	struct richiesta_appuntamento r;

	if (!somebody_make(s, in->punto, &codice, &quesito, &datore))
		return false;
	r = (struct richiesta_appuntamento){
		.codice_rapporto_lavoro = codice,
		.quesiti = &quesito,
		.n_quesiti = 1,
		.punto = in->punto,
		.inizio = in->inizio,
		.nota = "Appuntamento di esempio",
	};
	s->v.chi = (struct soggetto){ datore, PROFILO_CITTADINO };
	return appuntamento_insert(s,
		&(struct nuovo_appuntamento){ .richiesta = &r,
			.datore = datore,
			.gestore_tipo = PROFILO_CITTADINO,
			.posto = *posto },
		&id);
}

bool scrivi_presa(struct scrittura *s)
{
	struct chiedi_orari *in = &s->job->in.orari;
	struct posto posto;
	int64_t orizzonte = 0;

	in->fatti = 0;
	if (!query_number(sql_ask(s->v.db, "SELECT orizzonte FROM punto WHERE id = ?1",
				  "t", in->punto),
		    0, &orizzonte, &s->job->err))
		return false;
	while (posto_find(s, in->punto, in->inizio, orizzonte, &posto)) {
		if (!place_take(s, &posto))
			return false;
		in->fatti++;
	}
	if (s->job->err.code != PROBLEM_ORARIO_OCCUPATO || in->fatti == 0)
		return false;
	err_clear(&s->job->err); /* taken, by us */
	s->job->problem = (struct problem){ .prenotabile_dal = GIORNO_NONE };
	return true;
}
