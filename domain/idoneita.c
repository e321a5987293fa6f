/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/idoneita.h"

#include "base/i18n.h"

#include <assert.h>

#define TERMINE_LONGEST 20 /* for an argomento that is not in the table yet */

const int termini_default[ARGOMENTO_COUNT] = {
	[ARGOMENTO_NONE] = TERMINE_LONGEST,
	[ARGOMENTO_MAV] = 5,
	[ARGOMENTO_ANAGRAFICHE] = 5,
	[ARGOMENTO_CONTRIBUTI] = 10,
	[ARGOMENTO_RAPPORTI_DI_LAVORO] = 10,
	[ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO] = 20,
	[ARGOMENTO_REGOLARIZZAZIONI] = 20,
};

static struct idoneita no(enum motivo motivo)
{
	return (struct idoneita){ .motivo = motivo, .dal = GIORNO_NONE };
}

/* The term counts from the opening, also while the protocol number is still on its way. */
static struct idoneita by_term(const struct quesito *q,
	const int termini[ARGOMENTO_COUNT], const struct chiusure *sede, giorno today)
{
	int days = termini[q->argomento] >= 1 ? termini[q->argomento] : TERMINE_LONGEST;
	giorno dal = giorno_lavorativo_dopo(q->aperto_il, days, sede) + 1;

	return (struct idoneita){
		.prenotabile = today >= dal,
		.motivo = today >= dal ? MOTIVO_TERMINE_SCADUTO
				       : MOTIVO_IN_ATTESA_DI_RISPOSTA,
		.dal = dal,
	};
}

struct idoneita idoneita_of(const struct quesito *q, bool risposto, instant impegno_fine,
	const int termini[ARGOMENTO_COUNT], const struct chiusure *sede, instant now)
{
	assert(q->aperto_il != GIORNO_NONE);
	if (q->esito == QUESITO_ESITO_ACCOLTO)
		return no(MOTIVO_ACCOLTO);
	if (impegno_fine != INSTANT_NONE && impegno_fine > now)
		return no(MOTIVO_GIA_IN_APPUNTAMENTO);
	if (q->esito == QUESITO_ESITO_RESPINTO)
		return (struct idoneita){ true, MOTIVO_ESITO_NEGATIVO, q->chiuso_il };
	if (risposto || q->stato == QUESITO_STATO_CHIUSO)
		return no(MOTIVO_RISPOSTO);
	return by_term(q, termini, sede, giorno_of(now));
}

char *idoneita_phrase(struct arena *a, const struct quesito *q)
{
	bool dated = q->prenotabile_dal != GIORNO_NONE;

	if (q->motivo == MOTIVO_TERMINE_SCADUTO && dated)
		return arena_printf(a,
			_("Nessuna risposta entro il termine: prenotabile dal %s"),
			giorno_screen(a, q->prenotabile_dal));
	if (q->motivo == MOTIVO_IN_ATTESA_DI_RISPOSTA && dated)
		return arena_printf(a, _("In attesa di risposta: prenotabile dal %s"),
			giorno_screen(a, q->prenotabile_dal));
	if (q->motivo == MOTIVO_GIA_IN_APPUNTAMENTO && q->appuntamento)
		return arena_printf(a, _("Già nell'appuntamento %s"), q->appuntamento);
	if (q->motivo != MOTIVO_NONE)
		return arena_strdup(a, words_label(&motivo_words, (int)q->motivo));
	return arena_strdup(a, q->prenotabile ? _("Prenotabile") : _("Non prenotabile"));
}
