/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What was sent and has no answer. Only one thing gives one truth: the same bytes once more
 * with the same key. A question "did it arrive?" could be overtaken by the delayed original.
 * Somebody who no longer wants it has the key burnt.
 */
#include "api/problem.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#include <stdlib.h>
#include <string.h>

#define AGAIN_FIRST_MS 1000
#define AGAIN_MAX_MS 60000

void usecase_verify_later(struct app *app)
{
	int64_t wait = AGAIN_FIRST_MS << (app->verify_tries < 6 ? app->verify_tries : 6);

	app->verify_tries++;
	app->verify_rest = clock_monotonic_ms() + AGAIN_FIRST_MS;
	app_alarm(app, ALARM_VERIFICA, wait > AGAIN_MAX_MS ? AGAIN_MAX_MS : wait);
}

static void leave(struct app *app, const struct sending *s)
{
	ask_send(app, &(struct ask){
		.route = s->genere == SENDING_CONFERMA ? ROUTE_APPUNTAMENTO_CONFERMA
			: s->genere == SENDING_CANCELLAZIONE ? ROUTE_CANCELLAZIONE
			: ROUTE_ALLEGATO_CARICAMENTO,
		.path = s->percorso,
		.lane = s->genere == SENDING_CARICAMENTO ? NET_BULK : NET_CHANGE,
		.body = s->corpo,
		.body_n = s->corpo_n,
		.content_type = s->content_type,
		.chiave = s->chiave,
		.if_match = s->if_match,
		.done = usecase_sent_answer,
	});
}

bool usecase_send_journalled(struct app *app, const struct sending *s, struct err *err)
{
	if (!journal_record(app->journal, s, clock_now(), err)) {
		if (!strcmp(err->field, "chiave"))
			err_say(err, _("La bozza è stata cambiata, inviata o eliminata da un'altra "
				"agenda aperta: da qui non è stato inviato nulla. Riaprila e rileggila."));
		else if (err->code == ERR_FULL)
			err_say(err, _("Il disco è pieno: non è stato inviato nulla. Libera spazio e "
				"riprova."));
		else if (!err->text[0])
			err_say(err, _("Non si è potuto scrivere su questo computer: non è stato "
				"inviato nulla."));
		return false;
	}
	leave(app, s);
	return true;
}

/* ── the answer ─────────────────────────────────────────────────────────────────────────── */

static const char *id_in(const struct sending *s, const struct answer *r)
{
	if (!r->value)
		return NULL;
	if (s->genere == SENDING_CARICAMENTO)
		return ((const struct allegato *)r->value)->id;
	return ((const struct appuntamento *)r->value)->id;
}

/*
 * Does this answer settle it? What a server says when it is full, restarting or still at work
 * on the same key leaves everything open, and so does a failure after a first attempt of which
 * nothing is known.
 */
static bool is_open(const struct sending *s, const struct answer *r)
{
	if (r->kind == ANSWER_UNKNOWN)
		return true;
	if (r->kind == ANSWER_FAILED)
		return s->tentativi > 1;
	if (r->kind != ANSWER_PROBLEM)
		return false;
	if (r->status == 429)
		return s->tentativi > 1;
	return r->status >= 500 || r->status == 401 ||
		r->problem.type == PROBLEM_OPERAZIONE_IN_CORSO;
}

static bool settle(struct app *app, struct sending *s, const struct answer *r, struct err *err)
{
	struct settlement how = { .status = r->status, .scade_il = INSTANT_NONE };

	if (r->kind == ANSWER_FAILED || r->status == 429)
		return journal_withdraw(app->journal, s->chiave, err);
	if (r->kind == ANSWER_OK) {
		how.esito = SENDING_DONE;
		how.risorsa = s->risorsa = id_in(s, r);
		if (s->genere == SENDING_CARICAMENTO && r->value)
			how.scade_il = ((const struct allegato *)r->value)->scade_il;
	} else {
		how.esito = r->problem.type == PROBLEM_CHIAVE_CHIUSA ? SENDING_BURNT : SENDING_REFUSED;
		how.problema = problem_type_name(r->problem.type);
	}
	return journal_settle(app->journal, s->chiave, &how, clock_now(), err);
}

static void tell(struct app *app, const struct sending *s, const struct answer *r)
{
	switch (s->genere) {
	case SENDING_CONFERMA:
		usecase_conferma_settled(app, s, r);
		break;
	case SENDING_CANCELLAZIONE:
		usecase_cancella_settled(app, s, r);
		break;
	case SENDING_CARICAMENTO:
		usecase_upload_settled(app, s, r);
		break;
	}
}

/* What the server had said is its last word now: `kept` is the status, a blank, the body. */
static void refused_for_good(struct app *app, struct sending *s, const char *kept,
	struct arena *a)
{
	struct net_reply reply = { 0 };
	struct answer said = { .kind = ANSWER_PROBLEM, .arena = a, .reply = &reply };
	const char *body = kept + strcspn(kept, " ") + 1;
	struct err err = { 0 };

	said.status = (int)strtol(kept, NULL, 10);
	buf_adds(&reply.body, body);
	api_problem_decode(said.status, body, strlen(body), a, &said.problem);
	err_set(&said.err, (int)said.problem.type, "status %d", said.status);
	err_say(&said.err, "%s", problem_phrase(a, &said.problem));
	if (!settle(app, s, &said, &err))
		app_say(app, TONO_ERRORE, _("L'esito non si è potuto registrare su questo computer: %s"),
			err.text);
	tell(app, s, &said);
	buf_release(&reply.body);
}

static void closed_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct operazione *op = r->value;
	struct sending s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (!app->journal ||
		!journal_load_sending(app->journal, &a, ask->params.chiave, &s, &err) ||
		s.stato == SENDING_SETTLED)
		goto out;
	if (r->kind != ANSWER_OK || op->stato == OPERAZIONE_STATO_IN_CORSO)
		usecase_verify_later(app);
	else if (op->stato == OPERAZIONE_STATO_ESEGUITA)
		usecase_replay(app, s.chiave); /* it had arrived meanwhile: this brings the whole answer */
	else
		refused_for_good(app, &s, ask->subject, r->arena);
out:
	arena_release(&a);
}

/*
 * A refused replay does not speak for the first attempt, which may still be on its way and
 * arrive when what stood against it has gone: a refused request leaves no trace of its key. So
 * the key is burnt before the refusal is believed.
 */
static bool may_still_arrive(const struct sending *s, const struct answer *r)
{
	return s->tentativi > 1 && r->kind == ANSWER_PROBLEM &&
		r->problem.type != PROBLEM_CHIAVE_CHIUSA;
}

static void close_then_believe(struct app *app, const struct sending *s,
	const struct answer *r)
{
	struct arena a = { 0 };

	ask_send(app, &(struct ask){ .route = ROUTE_OPERAZIONE_CHIUSURA,
		.params.chiave = s->chiave, .lane = NET_CHANGE, .done = closed_answer,
		.subject = arena_printf(&a, "%d %s", r->status, buf_str(&r->reply->body)) });
	arena_release(&a);
}

void usecase_sent_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct answer seen = *r;
	struct sending s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (!app->journal ||
		!journal_load_sending(app->journal, &a, ask->chiave, &s, &err)) {
		arena_release(&a);
		return; /* another person is at the screen: their journal knows nothing of it */
	}
	if (is_open(&s, r)) {
		journal_unknown(app->journal, s.chiave, &err);
		seen.kind = ANSWER_UNKNOWN;
		usecase_verify_later(app);
	} else if (may_still_arrive(&s, r)) {
		journal_unknown(app->journal, s.chiave, &err);
		seen.kind = ANSWER_UNKNOWN;
		close_then_believe(app, &s, r);
	} else if (!settle(app, &s, r, &err)) {
		/* The word could not be written: it stays open on disk and will be asked again. */
		app_say(app, TONO_ERRORE, _("L'esito non si è potuto registrare su questo computer: %s"),
			err.text);
	}
	tell(app, &s, &seen);
	arena_release(&a);
}

/* ── again ──────────────────────────────────────────────────────────────────────────────── */

void usecase_replay(struct app *app, const char *chiave)
{
	struct sending s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (journal_load_sending(app->journal, &a, chiave, &s, &err) &&
		s.stato != SENDING_SETTLED && journal_again(app->journal, chiave, clock_now(), &err))
		leave(app, &s);
	arena_release(&a);
}

static void burn(struct app *app, const char *chiave);

/* An upload that nobody waits for any more would only count against the quota. */
static void renounce_unwanted(struct app *app)
{
	struct sendings all = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };

	if (journal_uploads_unwanted(app->journal, &a, &all, &err))
		for (size_t i = 0; i < all.n; i++)
			if (!all.items[i].rinunciato)
				journal_renounce(app->journal, all.items[i].chiave, &err);
	arena_release(&a);
}

void usecase_verify_all(struct app *app)
{
	struct sendings all = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	int64_t rest = app->verify_rest - clock_monotonic_ms();

	/* The line may be back at once: what was lost may be still on its way all the same. */
	app_alarm(app, ALARM_VERIFICA, rest > 0 ? rest : -1);
	if (rest > 0 || !app->journal || !net_authorised(app->net))
		return;
	renounce_unwanted(app);
	if (!journal_unresolved(app->journal, &a, &all, &err)) {
		arena_release(&a);
		return;
	}
	if (all.n == 0)
		app->verify_tries = 0;
	for (size_t i = 0; i < all.n; i++)
		if (ask_key_open(app, all.items[i].chiave))
			continue;
		else if (all.items[i].rinunciato)
			burn(app, all.items[i].chiave);
		else
			usecase_replay(app, all.items[i].chiave);
	arena_release(&a);
	usecase_home(app);
}

void usecase_verifica(struct app *app, const struct intent *i)
{
	if (!app->journal || !i->chiave || ask_key_open(app, i->chiave))
		return;
	usecase_replay(app, i->chiave);
	usecase_home(app);
}

/* ── burnt ──────────────────────────────────────────────────────────────────────────────── */

static void burnt_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct operazione *op = r->value;
	struct settlement how = { .esito = SENDING_BURNT };
	struct sending s = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	struct answer said = { .kind = ANSWER_PROBLEM };

	if (!app->journal || !journal_load_sending(app->journal, &a, ask->params.chiave, &s, &err))
		goto out;
	if (r->kind != ANSWER_OK || op->stato == OPERAZIONE_STATO_IN_CORSO) {
		usecase_verify_later(app);
		goto out;
	}
	if (op->stato == OPERAZIONE_STATO_ESEGUITA) {
		/* It had been done: the replay brings the whole answer. */
		usecase_replay(app, s.chiave);
		goto out;
	}
	if (!journal_settle(app->journal, s.chiave, &how, clock_now(), &err))
		goto out;
	err_set(&said.err, PROBLEM_CHIAVE_CHIUSA, "burnt");
	err_say(&said.err, _("La richiesta è stata annullata prima di essere eseguita: "
		"non è stato prenotato né cancellato nulla."));
	said.problem.type = PROBLEM_CHIAVE_CHIUSA;
	said.reply = r->reply;
	said.arena = r->arena;
	tell(app, &s, &said);
	app_say(app, TONO_BUONO, "%s", said.err.text);
out:
	arena_release(&a);
	usecase_home(app);
}

static void burn(struct app *app, const char *chiave)
{
	ask_send(app, &(struct ask){ .route = ROUTE_OPERAZIONE_CHIUSURA,
		.params.chiave = chiave, .lane = NET_CHANGE, .done = burnt_answer });
}

/* The wish is on disk first: a line that falls now does not turn it into a replay. */
void usecase_chiudi_chiave(struct app *app, const struct intent *i)
{
	struct err err = { 0 };

	if (!i->chiave || !app->journal)
		return;
	if (!journal_renounce(app->journal, i->chiave, &err)) {
		app->refused = true;
		app_say(app, TONO_AVVISO, "%s", err.code == ERR_ABSENT
			? _("Nessuna richiesta da verificare ha quella chiave.")
			: _("La rinuncia non si è potuta registrare su questo computer."));
		return;
	}
	burn(app, i->chiave);
	usecase_home(app);
}
