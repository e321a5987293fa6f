/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/storie.h"

#include "io/digest.h"
#include "server/sample/documenti.h"
#include "server/sample/persone.h"
#include "server/sample/quesiti.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum seguito { TENUTO, CANCELLATO, DISDETTO, DEFINITO, NON_PRESENTATO };

/* Days are relative to oggi. The visit is on the first open day from `visita` on. */
static const struct storia {
	const char *persona;
	enum tipo_profilo profilo;
	const char *rapporto;
	unsigned quesito;
	const char *punto;
	int chiesto, visita;
	enum seguito seguito;
	int quando;        /* of what followed */
	const char *testo; /* of what followed; who cancels need not say why */
	const char *nota;
	bool allegato;
} storie[] = {
	{ "p-anna-bianchi", PROFILO_CITTADINO, "0000123456", 8, "P7000-01", -10, 6, TENUTO, 0, NULL,
	  "Vorrei capire come regolarizzare il periodo scoperto e quanto costa.", true },
	{ "p-anna-bianchi", PROFILO_CITTADINO, "0000123456", 9, "P7000-02", -60, -45, TENUTO, 0,
	  NULL, "Chiedo perché l'indirizzo non è stato aggiornato.", false },
	{ "p-anna-bianchi", PROFILO_CITTADINO, "0000123456", 2, "P7000-01", -20, 3, CANCELLATO, -12,
	  NULL, "Bollettini MAV non pervenuti: chiedo come pagare senza sanzioni.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 1, "P5100-01", -15, 4, TENUTO, 0,
	  NULL, "Mancano due trimestri nell'estratto della lavoratrice.", true },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 2, "P5100-01", -30, -14, TENUTO, 0,
	  NULL, "Gli importi dei bollettini non corrispondono alle ore.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 3, "P5100-01", -60, -40,
	  NON_PRESENTATO, -40, NULL, "Chiarimenti sull'avviso bonario.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 4, "P5100-01", -12, 9, CANCELLATO,
	  -6, "Ho già avuto le informazioni che cercavo.",
	  "Informazioni sulla regolarizzazione.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 5, "P5100-01", -25, 2, DISDETTO, -8,
	  "Lo sportello è chiuso per la formazione del personale: si può prenotare un altro giorno.",
	  "Aggiornamento dell'indirizzo di residenza.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 6, "P5100-01", -40, -10, DEFINITO,
	  -20, "La verifica è conclusa: il rapporto di lavoro è attivo e l'istanza è accolta.",
	  "Il rapporto è ancora in verifica dopo tre mesi.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 7, "P5100-03", -5, 12, TENUTO, 0,
	  NULL, "Versamento doppio: vorrei usarlo per il prossimo trimestre.", false },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345678", 3, "P5100-01", -6, 20, DEFINITO, -2,
	  "L'avviso bonario è stato annullato in autotutela: la visita non è più necessaria.",
	  "Avviso bonario per un trimestre già pagato.", true },
	{ "p-teresa-esposito", PROFILO_CITTADINO, "0000345679", 1, "P5100-01", -100, -85, TENUTO, 0,
	  NULL, "La cessazione non risulta registrata.", false },
	{ "p-studio-verdi", PROFILO_INTERMEDIARIO, "0000456789", 1, "P4900-01", -9, 8, TENUTO, 0,
	  NULL, "Per conto della datrice di lavoro: abbinamento dei versamenti.", true },
	{ "p-giulia-ferrari", PROFILO_CITTADINO, "0000456789", 2, "P4900-02", -6, 10, TENUTO, 0,
	  NULL, "Bollettino con importo errato.", false },
	{ "p-studio-verdi", PROFILO_INTERMEDIARIO, "0000456790", 1, "P4900-01", -50, -30, TENUTO, 0,
	  NULL, "Documenti mancanti per l'attivazione del rapporto.", false },
	{ "p-studio-verdi", PROFILO_INTERMEDIARIO, "0000456789", 3, "P4900-03", -11, 13, CANCELLATO,
	  -4, "La datrice ha risolto da sola.", "Correzione del cognome della lavoratrice.", false },
	{ "p-caf-aurora", PROFILO_INTERMEDIARIO, "0000789012", 1, "P1300-01", -20, 8, TENUTO, 0,
	  NULL, "Contributi non risultanti nell'estratto.", false },
	{ "p-giovanni-greco", PROFILO_CITTADINO, "0000923456", 1, "P8800-01", -15, 5, DISDETTO, -2,
	  "Assemblea del personale: il punto di consulenza resta chiuso.",
	  "Regolarizzazione di due mesi non denunciati.", false },
	{ "p-rosa-lombardi", PROFILO_CITTADINO, "0000678901", 1, "P3000-01", -35, -20, TENUTO, 0,
	  NULL, "Accertamento su ore non denunciate: porto il contratto e le buste paga.", true },
	{ "p-elena-ricci", PROFILO_CITTADINO, "0000567002", 1, "P8100-01", -50, -25, DEFINITO, -30,
	  "La rateazione è stata concessa.", "Rateazione dell'avviso bonario.", false },
	{ "p-luca-conti", PROFILO_CITTADINO, "0000945678", 1, "P7000-03", -4, 7, TENUTO, 0, NULL,
	  "Il bollettino non si stampa dal Portale.", false },
};

/* An hour of that day at which somebody was at work; never the same one twice in a row. */
static instant working_hour(giorno g, unsigned which, bool office)
{
	while (office && (giorno_della_settimana(g) > 5 || festivo(NULL, g)))
		g--;
	return instant_at(g, 9 * 60 + (int)(which * 37 % 180));
}

struct store_job *conferma_job(struct soggetto chi, const char *codice, unsigned quesito,
	const struct luogo *where, instant inizio, instant adesso)
{
	struct store_job *job = store_job_new(STORE_CONFERMA);
	struct richiesta_appuntamento *r = &job->in.conferma;

	job->chi = (struct soggetto){ arena_strdup(&job->arena, chi.persona), chi.profilo };
	job->adesso = adesso;
	r->codice_rapporto_lavoro = arena_strdup(&job->arena, codice);
	r->quesiti = arena_array(&job->arena, 1, sizeof *r->quesiti);
	r->quesiti[0] = quesito_id(&job->arena, codice, quesito);
	r->n_quesiti = 1;
	r->punto = where->id;
	r->inizio = inizio;
	r->nota = "Chiarimenti sul quesito.";
	return job;
}

/* Uploads a small PDF as that person; its id is copied to `id`. */
static bool upload(struct store *store, struct soggetto chi, instant adesso, char id[64],
	struct err *err)
{
	struct store_job *job = store_job_new(STORE_CARICA_ALLEGATO);
	struct buf bytes = { 0 };
	char sha256[DIGEST_TEXT_SIZE];
	bool ok;

	documento_pdf(&bytes, "Ricevute di pagamento",
		"Documento di esempio: i dati sono inventati.");
	digest_of(bytes.data, bytes.len, sha256);
	job->chi = chi;
	job->adesso = adesso;
	job->in.caricamento = (struct chiedi_caricamento){ "ricevute.pdf", TIPO_FILE_PDF,
		bytes.data, bytes.len, sha256 };
	ok = store_run(store, job);
	if (ok)
		(void)snprintf(id, 64, "%s", job->allegato->id);
	else
		*err = job->err;
	store_job_free(job);
	buf_release(&bytes);
	return ok;
}

/* The outcome, by who may decide it. */
static bool follow(struct store *store, giorno oggi, const struct storia *s, const char *id,
	int64_t versione, struct err *err)
{
	static const enum store_lavoro lavori[] = { [CANCELLATO] = STORE_CANCELLA,
		[DISDETTO] = STORE_DISDETTA, [DEFINITO] = STORE_DEFINIZIONE,
		[NON_PRESENTATO] = STORE_MODIFICA };
	struct store_job *job = store_job_new(lavori[s->seguito]);
	bool office = s->seguito != CANCELLATO, ok;

	job->adesso = working_hour(oggi + s->quando, 5, office);
	if (office)
		job->chi = (struct soggetto){
			operatore_of(&job->arena, luogo_find(s->punto)->sede), PROFILO_OPERATORE };
	else
		job->chi = (struct soggetto){ s->persona, s->profilo };
	if (s->seguito == NON_PRESENTATO) {
		job->adesso = instant_at(oggi + s->quando + 6, 18 * 60);
		job->in.modifica = (struct chiedi_modifica){ id, versione, NULL, INSTANT_NONE,
			ANNOTAZIONE_NON_PRESENTATO, NULL };
	} else {
		job->in.cambio = (struct chiedi_cambio){ id, versione, s->testo };
	}
	ok = store_run(store, job);
	if (!ok)
		*err = job->err;
	store_job_free(job);
	return ok;
}

/* Asks for a time on the first open day from `visita`, the next one when it is taken. */
static struct store_job *ask(struct store *store, giorno oggi, const struct storia *s,
	unsigned which, const char *allegato, struct err *err)
{
	const struct luogo *where = luogo_find(s->punto);
	struct soggetto chi = { s->persona, s->profilo };
	instant asked = working_hour(oggi + s->chiesto, which, false);
	giorno day = oggi + s->visita;
	enum canale canali[] = { CANALE_EMAIL };

	for (int days = 0, start = (int)(which * 5 % 11); days < 60; start++) {
		struct store_job *job;
		int starts = luogo_starts(where, oggi, day);

		if (start >= starts) {
			day++, days++, start = -1;
			continue;
		}
		job = conferma_job(chi, s->rapporto, s->quesito, where,
			luogo_start(where, day, start), asked);
		job->in.conferma.nota = s->nota;
		job->in.conferma.canali = canali;
		job->in.conferma.n_canali = 1;
		job->in.conferma.allegati = &allegato;
		job->in.conferma.n_allegati = allegato != NULL;
		if (store_run(store, job))
			return job;
		*err = job->err;
		store_job_free(job);
		if (err->code != PROBLEM_ORARIO_OCCUPATO && err->code != PROBLEM_DATA_NON_PRENOTABILE)
			return NULL;
	}
	return NULL;
}

static bool tell(struct store *store, giorno oggi, const struct storia *s, unsigned which,
	struct err *err)
{
	char allegato[64];
	struct soggetto chi = { s->persona, s->profilo };
	giorno visit = oggi + s->visita;
	struct store_job *job;
	bool ok = true;

	if (s->visita < 0 && !orari_prepare(store, s->punto, visit, visit + 7, err))
		return false;
	if (s->allegato &&
		!upload(store, chi, working_hour(oggi + s->chiesto, which, false), allegato, err))
		return false;
	job = ask(store, oggi, s, which, s->allegato ? allegato : NULL, err);
	if (!job)
		return false;
	if (s->seguito != TENUTO)
		ok = follow(store, oggi, s, job->appuntamento->id, job->appuntamento->versione, err);
	store_job_free(job);
	return ok;
}

/* Studio Verdi's: every sixth rapporto has a coming one, every other sixth a past one. */
static bool tell_studio(struct store *store, giorno oggi, struct err *err)
{
	for (unsigned i = 0; i < STUDIO_VERDI_RAPPORTI - 2; i += 2) {
		struct arena a = { 0 };
		struct storia s = { .persona = "p-studio-verdi",
			.profilo = PROFILO_INTERMEDIARIO,
			.rapporto = studio_rapporto(&a, i), .quesito = 1,
			.punto = luogo_of_sede(studio_sede(i), i / 6)->id,
			.chiesto = -2 - (int)(i % 7), .visita = 2 + (int)(i % 24),
			.nota = "Per conto del datore di lavoro: esame del quesito e dei documenti." };
		bool ok = true;

		if (i % 6 == 2) {
			s.visita = -12 - (int)(i % 9);
			s.chiesto = s.visita - 4;
		} else if (i % 36 == 18) {
			s.seguito = CANCELLATO;
			s.quando = -1;
		}
		if (i % 6 != 4)
			ok = tell(store, oggi, &s, i, err);
		arena_release(&a);
		if (!ok)
			return false;
	}
	return true;
}

bool storie_tell(struct store *store, giorno oggi, struct err *err)
{
	for (unsigned i = 0; i < sizeof storie / sizeof storie[0]; i++) {
		if (!tell(store, oggi, &storie[i], i, err))
			return false;
	}
	return tell_studio(store, oggi, err);
}
