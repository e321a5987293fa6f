/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Another process of the same person wrote the journal: what it sent shows here as without an
 * answer, and what it settled is settled on this screen too.
 */
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#include <string.h>

#define RECENT 50 /* of what was sent: what a screen waits for is among the latest */

/* The server's words stayed with the process that heard them: the journal keeps the rule. */
void usecase_problem_elsewhere(const struct sending *s, struct answer *to)
{
	enum problem_type type = s->esito == SENDING_BURNT ? PROBLEM_CHIAVE_CHIUSA
		: problem_find(s->problema ? s->problema : "");

	to->problem.type = type ? type : PROBLEM_ERRORE_INTERNO;
	err_set(&to->err, (int)to->problem.type, "settled by another process");
	err_say(&to->err, "%s", problem_sentence(to->problem.type));
}

static bool waits_for(const struct model *m, const struct sending *s)
{
	if (s->genere == SENDING_CONFERMA)
		return m->invio.fase == INVIO_DA_VERIFICARE && m->invio.chiave &&
			!strcmp(m->invio.chiave, s->chiave);
	return s->genere == SENDING_CANCELLAZIONE && s->riguarda && m->cancellazione.id &&
		m->cancellazione.fase == CANCELLAZIONE_DA_VERIFICARE &&
		!strcmp(m->cancellazione.id, s->riguarda);
}

void usecase_settled_elsewhere(struct app *app)
{
	bool seen[SENDING_CARICAMENTO + 1] = { false };
	struct sendings all = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (!app->journal || !journal_sendings(app->journal, &a, RECENT, &all, &err))
		all.n = 0;
	for (size_t i = 0; i < all.n; i++) {
		const struct sending *s = &all.items[i];

		/* The latest one first: an older attempt speaks for itself only. */
		if (!waits_for(&app->model, s) || seen[s->genere])
			continue;
		seen[s->genere] = true;
		if (s->stato != SENDING_SETTLED)
			continue;
		if (s->genere == SENDING_CONFERMA)
			usecase_conferma_elsewhere(app, s);
		else
			usecase_cancella_elsewhere(app, s);
	}
	arena_release(&a);
}

void usecase_follow_journal(struct app *app)
{
	if (!app->journal || !journal_changed(app->journal))
		return;
	usecase_settled_elsewhere(app);
	usecase_lists_again(app);
}
