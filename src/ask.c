/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "src/ask.h"

#include "api/codec.h"
#include "api/problem.h"
#include "base/alloc.h"
#include "base/i18n.h"
#include "src/app.h"
#include "src/usecases/usecases.h"

#include <string.h>

/* What has come, being read; `answer.arena` is `arena`. */
struct answering {
	struct net_ending ending;
	struct answer answer;
	struct arena arena;
	struct api_decoding decoding;
	bool read;
};

struct pending {
	struct pending *next;
	struct answering *answering; /* NULL: no answer yet */
	struct arena arena; /* owns the strings of `ask` and `url` */
	struct ask ask;
	const char *url;
	uint64_t net_id;    /* 0: held, there is no token to send it with */
	bool renewed;       /* was refused once already: a new token did not help */
};

static void answering_free(struct answering *w)
{
	if (!w)
		return;
	api_decode_stop(&w->decoding);
	net_ending_release(&w->ending);
	arena_release(&w->arena);
	alloc_free(w);
}

static void pending_free(struct pending *p)
{
	answering_free(p->answering);
	arena_release(&p->arena);
	alloc_free(p);
}

static void pending_unlink(struct app *app, struct pending *p)
{
	struct pending **at = &app->pending;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	p->next = NULL;
	app->keys_asked += p->ask.chiave != NULL;
}

static bool needs_token(const struct ask *ask)
{
	return ask->route != ROUTE_NONE && (route_of(ask->route)->needs & ROUTE_NEEDS_TOKEN);
}

static bool url_build(struct app *app, struct pending *p, struct err *err)
{
	const struct ask *ask = &p->ask;
	struct buf url = { 0 };
	bool ok = true;

	if (ask->url) {
		p->url = ask->url;
		return true;
	}
	buf_adds(&url, app->options->server);
	if (ask->path)
		ok = buf_adds(&url, ask->path);
	else
		ok = route_url(route_of(ask->route), &ask->params, ask->query, &url, err);
	if (ok)
		p->url = arena_strdup(&p->arena, buf_str(&url));
	buf_release(&url);
	return ok;
}

static struct pending *pending_new(const struct ask *what)
{
	struct pending *p = xalloc(sizeof(*p));
	struct arena *a = &p->arena;
	struct ask *ask = &p->ask;

	*ask = *what;
	ask->params.codice_rapporto_lavoro = arena_strdup(a, what->params.codice_rapporto_lavoro);
	ask->params.id = arena_strdup(a, what->params.id);
	ask->params.chiave = arena_strdup(a, what->params.chiave);
	ask->url = arena_strdup(a, what->url);
	ask->path = arena_strdup(a, what->path);
	ask->content_type = arena_strdup(a, what->content_type);
	ask->chiave = arena_strdup(a, what->chiave);
	ask->if_match = arena_strdup(a, what->if_match);
	ask->subject = arena_strdup(a, what->subject);
	if (what->body_n) {
		void *body = arena_alloc(a, what->body_n);
		memcpy(body, what->body, what->body_n);
		ask->body = body;
	}
	return p;
}

static void in_flight(struct app *app, const struct pending *p, int more)
{
	if (!p->ask.quiet)
		app->model.connessione.richieste += more;
}

/* False: it could not leave, and *err says why. */
static bool pending_send(struct app *app, struct pending *p, struct err *err)
{
	const struct ask *ask = &p->ask;
	struct net_request r = {
		.lane = ask->lane,
		.method = ask->route ? route_of(ask->route)->method : ask->body ? "POST" : "GET",
		.url = p->url,
		.authorised = needs_token(ask),
		.changing = ask->chiave != NULL,
		.content_type = ask->content_type,
		.idempotency_key = ask->chiave,
		.if_match = ask->if_match,
		.body = ask->body,
		.body_n = ask->body_n,
		.ceiling = ask->ceiling ? ask->ceiling : API_REPLY_BYTES_MAX,
		.accept = ask->route && (route_of(ask->route)->needs & ROUTE_GIVES_FILE)
			? "*/*" : NULL,
		.tries = ask->quiet ? 1 : 0,
	};

	/* Offline nobody will ever sign in: what waits for a token would wait for ever. */
	if (needs_token(ask) && !net_authorised(app->net) && !app->options->offline)
		return true;
	p->net_id = net_send(app->net, &r, err);
	in_flight(app, p, p->net_id != 0);
	return p->net_id != 0;
}

/* Takes `p` out of the list before `done`, which may ask again. */
static void pending_end(struct app *app, struct pending *p, const struct answer *answer)
{
	pending_unlink(app, p);
	if (p->ask.done)
		p->ask.done(app, &p->ask, answer);
	pending_free(p);
}

static void pending_fail(struct app *app, struct pending *p, const struct err *err)
{
	struct arena a = { 0 };
	struct answer answer = { .kind = ANSWER_FAILED, .err = *err, .arena = &a };

	if (err->code == ERR_NETWORK)
		answer.err.code = PROBLEM_OFFLINE;
	pending_end(app, p, &answer);
	arena_release(&a);
}

void ask_send(struct app *app, const struct ask *what)
{
	struct pending *p = pending_new(what);
	struct err err = { 0 };

	if (what->question)
		ask_forget(app, what->question);
	p->next = app->pending;
	app->pending = p;
	app->keys_asked += p->ask.chiave != NULL;
	if (!url_build(app, p, &err) || !pending_send(app, p, &err))
		pending_fail(app, p, &err);
}

static void forget(struct app *app, struct pending *p)
{
	uint64_t id = p->answering ? 0 : p->net_id;

	if (p->net_id)
		in_flight(app, p, -1);
	pending_unlink(app, p);
	pending_free(p);
	if (id)
		net_cancel(app->net, id);
}

void ask_forget(struct app *app, enum question q)
{
	for (struct pending *p = app->pending, *next; p; p = next) {
		next = p->next;
		if (p->ask.question == q)
			forget(app, p);
	}
}

void ask_forget_all(struct app *app)
{
	while (app->pending)
		forget(app, app->pending);
}

bool ask_open(const struct app *app, enum question q)
{
	for (const struct pending *p = app->pending; p; p = p->next)
		if (p->ask.question == q)
			return true;
	return false;
}

bool ask_busy(const struct app *app)
{
	for (const struct pending *p = app->pending; p; p = p->next)
		if (!p->ask.quiet)
			return true;
	return false;
}

static const struct pending *by_key(const struct app *app, const char *chiave)
{
	for (const struct pending *p = app->pending; p; p = p->next)
		if (p->ask.chiave && !strcmp(p->ask.chiave, chiave))
			return p;
	return NULL;
}

bool ask_key_open(const struct app *app, const char *chiave)
{
	return by_key(app, chiave) != NULL;
}

void ask_resume(struct app *app)
{
	struct err err = { 0 };

	for (struct pending *p = app->pending, *next; p; p = next) {
		next = p->next;
		if (p->net_id || p->answering || !needs_token(&p->ask))
			continue;
		if (!pending_send(app, p, &err))
			pending_fail(app, p, &err);
	}
}

int64_t ask_sent(const struct app *app, const char *chiave)
{
	struct net_progress progress = { 0 };
	const struct pending *p = by_key(app, chiave);

	if (!p || !p->net_id)
		return 0;
	net_progress(app->net, p->net_id, &progress);
	return progress.sent;
}

void ask_received(const struct app *app, enum question q, int64_t *got, int64_t *total)
{
	struct net_progress progress = { 0 };

	for (const struct pending *p = app->pending; p; p = p->next)
		if (p->ask.question == q && p->net_id)
			net_progress(app->net, p->net_id, &progress);
	*got = progress.received;
	*total = progress.to_receive;
}

/* ── the ending ─────────────────────────────────────────────────────────────────────────── */

static const struct fields *response_of(const struct ask *ask)
{
	return ask->route ? route_of(ask->route)->response : ask->response;
}

/* Nothing to read when there is no body, or it is a file's. */
static void read_success(const struct pending *p, struct answering *w)
{
	const struct fields *table = response_of(&p->ask);
	const struct buf *body = &w->ending.reply.body;

	w->answer.kind = ANSWER_OK;
	w->read = !table || w->answer.status == 204;
	if (w->read)
		return;
	w->decoding = (struct api_decoding){ .table = table, .how = API_REPLY,
		.json = buf_str(body), .n = body->len, .arena = &w->arena,
		.out = arena_alloc(&w->arena, table->size) };
}

static void read_part(const struct pending *p, struct answering *w)
{
	struct answer *to = &w->answer;

	w->read = !api_decode_part(&w->decoding, &to->err);
	if (!w->read)
		return;
	if (w->decoding.ok)
		to->value = w->decoding.out;
	else /* It happened, whatever the answer says: a changing request is not refused. */
		to->kind = p->ask.chiave ? ANSWER_UNKNOWN : ANSWER_FAILED;
}

static void read_refusal(struct answer *to)
{
	const struct buf *body = &to->reply->body;

	to->kind = ANSWER_PROBLEM;
	api_problem_decode(to->status, buf_str(body), body->len, to->arena, &to->problem);
	err_set(&to->err, (int)to->problem.type, "status %d", to->status);
	err_say(&to->err, "%s", problem_phrase(to->arena, &to->problem));
	if (to->problem.campo)
		err_field(&to->err, to->problem.campo);
}

static void read_begin(const struct pending *p, struct answering *w)
{
	const struct net_ending *e = &w->ending;
	struct answer *to = &w->answer;

	to->arena = &w->arena;
	to->reply = &e->reply;
	to->status = e->reply.status;
	w->read = true;
	if (e->outcome == NET_DONE && to->status >= 200 && to->status < 300) {
		read_success(p, w);
	} else if (e->outcome == NET_DONE) {
		read_refusal(to);
	} else {
		to->kind = e->outcome == NET_UNKNOWN ? ANSWER_UNKNOWN : ANSWER_FAILED;
		to->err = e->err;
		if (e->err.code == ERR_NETWORK)
			to->err.code = PROBLEM_OFFLINE;
	}
}

/* Held until there is a token again; the person signs in when a renewal is not possible. */
static void hold_for_token(struct app *app, struct pending *p)
{
	p->net_id = 0;
	usecase_token_expired(app, !p->renewed);
	p->renewed = true;
}

bool ask_take(struct app *app, struct net_ending *e)
{
	struct pending *p = app->pending;

	while (p && (p->net_id != e->id || p->answering))
		p = p->next;
	if (!p)
		return false;
	if (e->outcome == NET_DONE && e->reply.status == 401 && needs_token(&p->ask)) {
		in_flight(app, p, -1);
		hold_for_token(app, p);
		return true;
	}
	p->answering = xalloc(sizeof(*p->answering));
	p->answering->ending = *e;
	*e = (struct net_ending){ 0 };
	read_begin(p, p->answering);
	return true;
}

/* The first that came: questions are put in front. */
static struct pending *to_be_read(const struct app *app)
{
	struct pending *found = NULL;

	for (struct pending *p = app->pending; p; p = p->next)
		if (p->answering)
			found = p;
	return found;
}

bool ask_read_on(struct app *app)
{
	struct pending *p = to_be_read(app);

	if (!p)
		return false;
	if (p->answering->read) {
		in_flight(app, p, -1);
		pending_end(app, p, &p->answering->answer);
	} else {
		read_part(p, p->answering);
	}
	return true;
}
