/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Signing in (RFC 8628) and out. The server says who its issuer is, and is asked before every
 * sign-in: it may be another by now. The token never leaves net/. A token that expires in the
 * middle of something is renewed, or the person signs in again: what was asked meanwhile waits
 * and nothing typed is lost.
 */
#include "api/codec.h"
#include "api/messages.h"
#include "api/tables.h"
#include "base/file.h"
#include "base/i18n.h"
#include "src/usecases/usecases.h"

#include <string.h>

static bool members_metadata(const struct emittente *e, struct signin_members *to)
{
	to->issuer = e->issuer;
	to->device_authorization_endpoint = e->device_authorization_endpoint;
	to->token_endpoint = e->token_endpoint;
	if (e->agenda_demo) {
		to->demo_persone = e->agenda_demo->persone;
		to->demo_approvazione = e->agenda_demo->approvazione;
		to->demo_guasti = e->agenda_demo->guasti;
	}
	return true;
}

/*
 * Which of the four objects it is, is known by its members: each table requires what the
 * others do not have.
 */
static bool read_members(const char *json, size_t n, struct arena *a,
	struct signin_members *to, struct err *err)
{
	struct emittente metadata = { 0 };
	struct device_authorization code = { 0 };
	struct token token = { 0 };
	struct token_error refused = { 0 };

	if (api_decode(&emittente_fields, API_REPLY, json, n, a, &metadata, err))
		return members_metadata(&metadata, to);
	if (api_decode(&device_authorization_fields, API_REPLY, json, n, a, &code, err)) {
		to->device_code = code.device_code;
		to->user_code = code.user_code;
		to->verification_uri = code.verification_uri;
		to->verification_uri_complete = code.verification_uri_complete;
		to->expires_in = code.expires_in;
		to->interval = code.interval;
		return true;
	}
	if (api_decode(&token_fields, API_REPLY, json, n, a, &token, err)) {
		to->access_token = token.access_token;
		to->refresh_token = token.refresh_token;
		to->token_type = token.token_type;
		to->expires_in = token.expires_in;
		return true;
	}
	if (!api_decode(&token_error_fields, API_REPLY, json, n, a, &refused, err))
		return false;
	to->error = refused.error;
	return true;
}

void usecase_accesso_set(struct app *app, enum accesso_fase fase, enum accesso_motivo motivo)
{
	app->model.accesso.fase = fase;
	app->model.accesso.motivo = motivo;
	app->model.accesso.s.generation++;
}

void usecase_token_forget(struct app *app)
{
	if (app->signin)
		signin_forget(app->signin);
	net_authorise(app->net, app->options->server, NULL, NULL);
}

static void authorise(struct app *app)
{
	struct err err = { 0 };

	if (!net_authorise(app->net, app->options->server, signin_token(app->signin), &err))
		slice_failed(&app->model.accesso.s, &err);
}

static bool signin_make(struct app *app, const char *emittente, struct err *err)
{
	struct arena a = { 0 };
	const char *folder = app->options->senza_cache ? NULL : app->options->cartella_sessione;
	char *name = cache_identity(&a, app->options->server, emittente, "token");

	/* Where the token cannot be kept it stays in memory. */
	if (folder && !file_make_folders(folder, err))
		folder = NULL;
	err_clear(err);
	struct signin_config config = {
		.issuer = emittente,
		.token_path = folder ? arena_printf(&a, "%s/token-%.32s", folder, name) : NULL,
		.read = read_members,
	};

	app->signin = signin_new(&config, err);
	app->emittente = arena_strdup(&app->recalled, emittente);
	arena_release(&a);
	return app->signin != NULL;
}

/* Whatever it asked last has no ending any more, and its token is its issuer's alone. */
static void signin_drop(struct app *app)
{
	if (!app->signin)
		return;
	signin_stop(app->signin, app->net);
	usecase_token_forget(app);
	signin_free(app->signin);
	app->signin = NULL;
}

static void refuse_offline(struct app *app)
{
	struct err err = { 0 };

	err_set(&err, PROBLEM_OFFLINE, "offline by choice");
	if (accesso_locked(&app->model))
		err_say(&err, _("Lo schermo è bloccato. Con --offline non si può accedere di nuovo: si esce "
			"e si riapre il programma. Quello che è scritto resta nella bozza."));
	else
		err_say(&err, _("Con --offline non si accede: su questo computer non c'è nulla da leggere, e "
			"per accedere serve il servizio."));
	slice_failed(&app->model.accesso.s, &err);
	usecase_accesso_set(app, ACCESSO_FALLITO, app->model.accesso.motivo);
}

/* ── at start ───────────────────────────────────────────────────────────────────────────── */

static void signed_in(struct app *app)
{
	authorise(app);
	usecase_profilo(app);
}

static void restore(struct app *app)
{
	if (!signin_restore(app->signin, clock_now())) {
		usecase_signin_show(app);
		return;
	}
	if (app->identity)
		usecase_accesso_set(app, ACCESSO_FATTO, ACCESSO_PRIMO);
	signed_in(app);
}

static void signin_failed(struct app *app, const struct err *why)
{
	app->wants_signin = false;
	slice_failed(&app->model.accesso.s, why);
	usecase_accesso_set(app, ACCESSO_FALLITO, app->model.accesso.motivo);
}

static void ask_code(struct app *app)
{
	struct err err = { 0 };

	app->wants_signin = false;
	usecase_accesso_set(app, ACCESSO_RICHIESTA, app->model.accesso.motivo);
	if (!signin_start(app->signin, app->net, &err))
		signin_failed(app, &err);
}

/* With nobody known there is nothing else to do than to wait for the line, and then go on. */
static void status_missed(struct app *app, const struct answer *r)
{
	if (r->kind == ANSWER_PROBLEM)
		usecase_line_down(app, &r->err);
	if (app->wants_signin && (app->identity || app->model.connessione.linea != LINEA_CADUTA))
		signin_failed(app, &r->err);
	else if (!app->identity)
		slice_failed(&app->model.accesso.s, &r->err);
}

/* A token is good until the server refuses it, whoever is its issuer by now. */
static bool signin_is_of(const struct app *app, const char *emittente)
{
	return app->signin && (!app->wants_signin || !strcmp(app->emittente, emittente));
}

static void status_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	const struct servizio *servizio = r->value;
	struct err err = { 0 };
	const char *emittente;

	(void)ask;
	if (r->kind != ANSWER_OK) {
		status_missed(app, r);
		return;
	}
	emittente = app->options->emittente ? app->options->emittente : servizio->emittente;
	if (!signin_is_of(app, emittente)) {
		signin_drop(app);
		if (!signin_make(app, emittente, &err)) {
			signin_failed(app, &err);
			return;
		}
		restore(app);
	}
	if (app->wants_signin)
		ask_code(app);
	else if (signin_state(app->signin) != SIGNIN_REFRESHING)
		signin_discover(app->signin, app->net, &err);
}

void usecase_line_try(struct app *app)
{
	if (app->options->offline)
		return;
	if (app->model.connessione.linea != LINEA_ATTIVA)
		app->model.connessione.linea = LINEA_TENTATIVO;
	ask_send(app, &(struct ask){ .route = ROUTE_STATUS, .question = QUESTION_STATUS,
		.lane = NET_READ, .done = status_answer });
}

/* Who was in last time reads what is on this machine; nobody can come in. */
static void begin_offline(struct app *app)
{
	app->model.connessione.linea = LINEA_CADUTA;
	if (usecase_recall(app))
		usecase_accesso_set(app, ACCESSO_FATTO, ACCESSO_PRIMO);
	else
		refuse_offline(app);
}

void usecase_begin(struct app *app)
{
	struct err err = { 0 };

	if (app->options->offline) {
		begin_offline(app);
		return;
	}
	if (usecase_recall(app) && app->emittente && signin_make(app, app->emittente, &err))
		restore(app);
	if (!app->signin || signin_state(app->signin) == SIGNIN_OUT)
		usecase_close_files(app);
	usecase_line_try(app);
}

/* ── the device grant ───────────────────────────────────────────────────────────────────── */

static void persone_answer(struct app *app, const struct ask *ask, const struct answer *r)
{
	struct accesso *accesso = &app->model.accesso;
	const struct persone_demo *all = r->value;
	struct arena a = { 0 };
	size_t n;

	(void)ask;
	if (r->kind != ANSWER_OK) {
		slice_failed(&accesso->s, &r->err);
		return;
	}
	n = all->n;
	accesso->persone = arena_array(&a, n ? n : 1, sizeof(*accesso->persone));
	for (size_t i = 0; i < n; i++)
		accesso->persone[i] = (struct persona_esempio){
			.id = arena_strdup(&a, all->items[i].id),
			.nome = arena_strdup(&a, all->items[i].nome),
			.profilo = all->items[i].profilo,
			.denominazione = arena_strdup(&a, all->items[i].denominazione),
			.descrizione = arena_strdup(&a, all->items[i].descrizione),
			.predefinita = all->items[i].predefinita,
		};
	accesso->n_persone = n;
	accesso->user_code = arena_strdup(&a, accesso->user_code);
	accesso->indirizzo = arena_strdup(&a, accesso->indirizzo);
	accesso->indirizzo_completo = arena_strdup(&a, accesso->indirizzo_completo);
	slice_replace(&accesso->s, &a, clock_now(), true);
	usecase_accesso_set(app, ACCESSO_SCELTA, accesso->motivo);
}

static void show_code(struct app *app)
{
	struct accesso *accesso = &app->model.accesso;
	struct signin_offer offer = { 0 };
	struct arena a = { 0 };

	signin_offer(app->signin, &offer);
	if (accesso->user_code && offer.user_code && !strcmp(accesso->user_code, offer.user_code))
		return;
	accesso->user_code = arena_strdup(&a, offer.user_code);
	accesso->indirizzo = arena_strdup(&a, offer.verification_uri);
	accesso->indirizzo_completo = arena_strdup(&a, offer.verification_uri_complete);
	accesso->persone = NULL;
	accesso->n_persone = 0;
	accesso->scade_il = clock_now() + (offer.expires_ms - clock_monotonic_ms()) / 1000;
	slice_replace(&accesso->s, &a, clock_now(), true);
	usecase_accesso_set(app, ACCESSO_ATTESA, accesso->motivo);
	if (signin_demo_persone(app->signin))
		ask_send(app, &(struct ask){ .url = signin_demo_persone(app->signin),
			.response = &persone_demo_fields, .lane = NET_READ,
			.done = persone_answer });
}

static void show_failure(struct app *app)
{
	struct accesso *accesso = &app->model.accesso;
	const struct err *why = signin_error(app->signin);

	accesso->user_code = NULL;
	if (accesso->fase == ACCESSO_FATTO) {
		/* In the middle of something, a renewal was refused: not a sign-in that failed. */
		usecase_accesso_set(app, ACCESSO_NESSUNO, ACCESSO_SCADUTO);
	} else if (why->code != ERR_NONE) {
		slice_failed(&accesso->s, why);
		usecase_accesso_set(app, ACCESSO_FALLITO, accesso->motivo);
	} else if (accesso->fase != ACCESSO_NESSUNO) {
		usecase_accesso_set(app, ACCESSO_NESSUNO, accesso->motivo);
	}
}

void usecase_signin_show(struct app *app)
{
	struct accesso *accesso = &app->model.accesso;

	app->model.demo = signin_demo_guasti(app->signin) != NULL;
	switch (signin_state(app->signin)) {
	case SIGNIN_DISCOVERING:
	case SIGNIN_ASKING:
		if (accesso->fase != ACCESSO_NESSUNO)
			usecase_accesso_set(app, ACCESSO_RICHIESTA, accesso->motivo);
		break;
	case SIGNIN_WAITING:
		show_code(app);
		break;
	case SIGNIN_OUT:
		show_failure(app);
		break;
	case SIGNIN_IN:
	case SIGNIN_REFRESHING:
		break;
	}
}

/* The state before and after tells whether a token has just come. */
static void after_step(struct app *app, enum signin_state before)
{
	enum signin_state now = signin_state(app->signin);
	bool wanted = app->wants_signin;

	usecase_signin_show(app);
	if (now != SIGNIN_IN || before == SIGNIN_IN)
		return;
	app->wants_signin = false;
	authorise(app);
	if (before == SIGNIN_REFRESHING && !wanted)
		ask_resume(app);
	else
		usecase_profilo(app);
}

bool usecase_signin_ending(struct app *app, const struct net_ending *e)
{
	enum signin_state before;

	if (!app->signin)
		return false;
	before = signin_state(app->signin);
	if (!signin_feed(app->signin, app->net, e))
		return false;
	after_step(app, before);
	if (before == SIGNIN_REFRESHING && signin_state(app->signin) == SIGNIN_OUT)
		usecase_token_expired(app, false);
	return true;
}

void usecase_accedi(struct app *app, const struct intent *i)
{
	struct accesso *accesso = &app->model.accesso;

	(void)i;
	if (app->options->offline) {
		refuse_offline(app);
		return;
	}
	app->wants_signin = true;
	/* A code that was shown must not be taken up again, nor approved, while the status is asked;
	 * a token that is being renewed is as good as a new one. */
	if (app->signin && signin_state(app->signin) != SIGNIN_REFRESHING)
		signin_stop(app->signin, app->net);
	/* Whoever signs in may be another: if this ends half-way, the next start shows nobody. */
	usecase_unremember(app);
	accesso->user_code = NULL;
	usecase_accesso_set(app, ACCESSO_RICHIESTA, accesso->motivo);
	if (!ask_open(app, QUESTION_STATUS))
		usecase_line_try(app);
}

static void approved(struct app *app, const struct ask *ask, const struct answer *r)
{
	(void)ask;
	if (r->kind == ANSWER_OK)
		return;
	slice_failed(&app->model.accesso.s, &r->err);
	usecase_accesso_set(app, ACCESSO_FALLITO, app->model.accesso.motivo);
}

void usecase_accedi_come(struct app *app, const struct intent *i)
{
	struct approvazione_demo wish = {
		.user_code = app->model.accesso.user_code,
		.persona = i->id,
		.profilo = i->profilo,
	};
	struct buf body = { 0 };
	struct err err = { 0 };

	if (!app->signin || !signin_demo_approvazione(app->signin) || !wish.user_code)
		return;
	if (!api_encode(&approvazione_demo_fields, &wish, &body, &err)) {
		slice_failed(&app->model.accesso.s, &err);
		buf_release(&body);
		return;
	}
	usecase_accesso_set(app, ACCESSO_RICHIESTA, app->model.accesso.motivo);
	ask_send(app, &(struct ask){ .url = signin_demo_approvazione(app->signin),
		.lane = NET_CHANGE, .body = body.data, .body_n = body.len,
		.content_type = "application/json", .done = approved });
	buf_release(&body);
}

void usecase_token_expired(struct app *app, bool may_renew)
{
	if (!app->signin)
		return;
	if (signin_state(app->signin) == SIGNIN_REFRESHING)
		return;
	if (may_renew && signin_state(app->signin) == SIGNIN_IN &&
		signin_renew(app->signin, app->net))
		return;
	if (!may_renew)
		signin_forget(app->signin);
	net_authorise(app->net, app->options->server, NULL, NULL);
	if (app->model.accesso.fase == ACCESSO_FATTO)
		usecase_accesso_set(app, ACCESSO_NESSUNO, ACCESSO_SCADUTO);
}

void usecase_fine_utente(struct app *app, const struct intent *i)
{
	struct err err = { 0 };
	bool purged;

	usecase_gemello_stop(app);
	usecase_save_nota(app);
	ask_forget_all(app);
	usecase_token_forget(app);
	app->wants_signin = false;
	if (i->elimina)
		usecase_discard_drafts(app);
	purged = usecase_purge(app, &err);
	usecase_forget_person(app);
	if (!purged)
		app_say(app, TONO_ERRORE, _("La copia locale non si è potuta svuotare: %s"), err.text);
	usecase_accesso_set(app, ACCESSO_NESSUNO, ACCESSO_CAMBIO);
}

void usecase_signin_tick(struct app *app)
{
	enum signin_state before = signin_state(app->signin);

	signin_tick(app->signin, app->net);
	after_step(app, before);
}
