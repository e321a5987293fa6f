/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a request must hold, and what may become of an appuntamento. */
#include "domain/appuntamento.h"

#include "base/i18n.h"
#include "base/text.h"
#include "domain/identificativo.h"

#include <stdio.h>
#include <string.h>

static bool refused(struct err *err, enum problem_type problem, const char *field)
{
	err_set(err, (int)problem, "richiesta: %s", field);
	return err_field(err, field);
}

/* A field of a list, as the wire names it: "quesiti[1]". */
static bool refused_item(struct err *err, const char *list, size_t i)
{
	char field[32];

	snprintf(field, sizeof(field), "%s[%zu]", list, i);
	return refused(err, PROBLEM_CAMPO_NON_VALIDO, field);
}

bool nota_check(const char *nota, struct err *err)
{
	struct arena a = { 0 };
	const char *trimmed = text_trim(&a, nota ? nota : "");
	size_t n = text_codepoints(trimmed);
	/* What draws nothing says nothing. */
	bool blank = *text_trim(&a, text_sanitise(&a, trimmed, strlen(trimmed), true))
		== '\0';

	arena_release(&a);
	if (blank) {
		refused(err, PROBLEM_NOTA_MANCANTE, "nota");
		return err_say(err,
			_("La nota è obbligatoria: scrivi in breve il motivo "
			  "dell'appuntamento."));
	}
	if (n <= NOTA_MAX)
		return true;
	refused(err, PROBLEM_CAMPO_NON_VALIDO, "nota");
	return err_say(err, _("La nota ha %zu caratteri e il massimo è %d: accorciala."),
		n, NOTA_MAX);
}

static bool rapporto_check(const char *codice, struct err *err)
{
	char same[CODICE_RAPPORTO_SIZE];

	if (!codice_rapporto_parse(codice ? codice : "", same, err))
		return false;
	if (strcmp(same, codice) == 0)
		return true;
	refused(err, PROBLEM_CAMPO_NON_VALIDO, "codice_rapporto_lavoro");
	return err_say(err,
		_("Il codice rapporto di lavoro ha 10 cifre, zeri iniziali "
		  "compresi."));
}

/* Where the first empty or repeated id stands; `n` when there is none. */
static size_t first_repeated(const char *const *ids, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!ids[i] || !*ids[i])
			return i;
		for (size_t j = 0; j < i; j++) {
			if (strcmp(ids[i], ids[j]) == 0)
				return i;
		}
	}
	return n;
}

static bool quesiti_check(const struct richiesta_appuntamento *r, struct err *err)
{
	size_t bad;

	if (r->n_quesiti == 0) {
		refused(err, PROBLEM_CAMPO_NON_VALIDO, "quesiti");
		return err_say(err, _("Scegli almeno un quesito."));
	}
	if (r->n_quesiti > QUESITI_PER_APPUNTAMENTO_MAX) {
		refused(err, PROBLEM_CAMPO_NON_VALIDO, "quesiti");
		return err_say(err,
			_("In un appuntamento si trattano al massimo %d quesiti: "
			  "qui sono %zu."),
			QUESITI_PER_APPUNTAMENTO_MAX, r->n_quesiti);
	}
	bad = first_repeated(r->quesiti, r->n_quesiti);
	if (bad == r->n_quesiti)
		return true;
	refused_item(err, "quesiti", bad);
	return err_say(err, _("Lo stesso quesito è indicato due volte, o manca."));
}

static bool dove_e_quando_check(const struct richiesta_appuntamento *r, struct err *err)
{
	if (!r->punto || !*r->punto) {
		refused(err, PROBLEM_CAMPO_NON_VALIDO, "punto");
		return err_say(err, _("Scegli il punto di consulenza."));
	}
	if (r->inizio == INSTANT_NONE) {
		refused(err, PROBLEM_CAMPO_NON_VALIDO, "inizio");
		return err_say(err, _("Scegli il giorno e l'ora."));
	}
	return true;
}

static bool allegati_ids_check(const struct richiesta_appuntamento *r, struct err *err)
{
	size_t bad;

	if (r->n_allegati > ALLEGATI_MAX) {
		refused(err, PROBLEM_ALLEGATI_TROPPO_GRANDI, "allegati");
		return err_say(err,
			_("Gli allegati possono essere al massimo 3 e qui sono %zu: "
			  "togline qualcuno."),
			r->n_allegati);
	}
	bad = first_repeated(r->allegati, r->n_allegati);
	if (bad == r->n_allegati)
		return true;
	refused_item(err, "allegati", bad);
	return err_say(err, _("Lo stesso allegato è indicato due volte, o manca."));
}

static bool canali_check(const struct richiesta_appuntamento *r, struct err *err)
{
	bool seen[CANALE_COUNT] = { [CANALE_NONE] = true };

	for (size_t i = 0; i < r->n_canali; i++) {
		if ((int)r->canali[i] < 0 || r->canali[i] >= CANALE_COUNT
			|| seen[r->canali[i]]) {
			refused_item(err, "canali", i);
			return err_say(err,
				_("I canali di notifica sono cellulare, email e PEC, "
				  "ciascuno una volta sola."));
		}
		seen[r->canali[i]] = true;
	}
	return true;
}

bool richiesta_check(const struct richiesta_appuntamento *r, struct err *err)
{
	return rapporto_check(r->codice_rapporto_lavoro, err) && quesiti_check(r, err)
		&& dove_e_quando_check(r, err) && nota_check(r->nota, err)
		&& allegati_ids_check(r, err) && canali_check(r, err);
}

enum problem_type appuntamento_may_cancel(
	enum appuntamento_stato stato, instant inizio, instant now)
{
	return appuntamento_may(stato, EVENTO_CANCELLAZIONE, inizio, now);
}

enum problem_type appuntamento_may(
	enum appuntamento_stato stato, enum evento evento, instant inizio, instant now)
{
	if (evento == EVENTO_CONFERMA) {
		if (stato != APPUNTAMENTO_STATO_NONE)
			return PROBLEM_STATO_NON_AMMESSO;
		return inizio > now ? PROBLEM_NONE : PROBLEM_DATA_NON_PRENOTABILE;
	}
	if (evento == EVENTO_NONE || stato == APPUNTAMENTO_STATO_NONE)
		return PROBLEM_STATO_NON_AMMESSO;
	/* Who manages it is not its state: it passes on at any time. */
	if (evento == EVENTO_PASSAGGIO_GESTIONE)
		return PROBLEM_NONE;
	if (stato != APPUNTAMENTO_STATO_CONFERMATO)
		return PROBLEM_STATO_NON_AMMESSO;
	return inizio > now ? PROBLEM_NONE : PROBLEM_GIA_INIZIATO;
}

char *appuntamento_stato_phrase(
	struct arena *a, enum appuntamento_stato stato, enum annotazione annotazione)
{
	const char *label = words_label(&appuntamento_stato_words, (int)stato);

	if (annotazione == ANNOTAZIONE_NONE)
		return arena_strdup(a, label);
	return arena_printf(
		a, "%s · %s", label, words_label(&annotazione_words, (int)annotazione));
}
