/* SPDX-License-Identifier: EUPL-1.2
 *
 * The routes that read. Each is one call of the store on the reader of this thread. */
#include "server/services/call.h"

#include "api/codec.h"

#include <string.h>

/* The reader as `r`, or the refusal. */
#define READER(r) \
	struct store_reader *r = call_reader(c->s, err); \
	if (!r) \
	return false

static struct pagina page(int64_t limit, const char *cursor)
{
	return (struct pagina){ (int)limit, cursor };
}

bool get_status(struct call *c, struct err *err)
{
	struct servizio x = { SERVIZIO_STATO_ATTIVO, AGENDA_VERSION, c->d.adesso,
		c->s->o.emittente };
	struct err why = { 0 };
	struct store_reader *r = call_reader(c->s, &why);

	if (r && store_vivo(r, &why))
		return call_reply(c, &x, err);
	return err_set(err, PROBLEM_SERVIZIO_NON_DISPONIBILE, "store: %s", why.cause);
}

bool get_profilo(struct call *c, struct err *err)
{
	struct profilo x;
	READER(r);

	return store_profilo(r, &c->d, &x, err) && call_reply(c, &x, err);
}

bool get_rapporti(struct call *c, struct err *err)
{
	struct query_rapporti q;
	struct rapporti x;
	struct pagina p;
	READER(r);

	if (!call_query(c, &q, err))
		return false;
	p = page(q.limit, q.cursor);
	return store_rapporti(r, &c->d, q.q, &p, &x, err) && call_reply(c, &x, err);
}

bool get_rapporto(struct call *c, struct err *err)
{
	struct rapporto x;
	READER(r);

	return store_rapporto(r, &c->d, c->params.codice_rapporto_lavoro, &x, err)
		&& call_reply(c, &x, err);
}

bool get_quesiti(struct call *c, struct err *err)
{
	struct quesiti x;
	READER(r);

	return store_quesiti(r, &c->d, c->params.codice_rapporto_lavoro, &x, err)
		&& call_reply(c, &x, err);
}

bool get_punti(struct call *c, struct err *err)
{
	struct punti x;
	READER(r);

	return store_punti(r, &c->d, c->params.codice_rapporto_lavoro, &x, err)
		&& call_reply(c, &x, err);
}

bool get_recapiti(struct call *c, struct err *err)
{
	struct recapiti x;
	READER(r);

	return store_recapiti(r, &c->d, c->params.codice_rapporto_lavoro, &x, err)
		&& call_reply(c, &x, err);
}

bool get_disponibilita(struct call *c, struct err *err)
{
	struct query_disponibilita q;
	struct disponibilita x;
	READER(r);

	return call_query(c, &q, err)
		&& store_disponibilita(r, &c->d, c->params.id, q.dal, q.al, &x, err)
		&& call_reply(c, &x, err);
}

/* RFC 6266: an ASCII name for old clients, the true one in UTF-8. */
static const char *disposition(struct arena *a, const char *name)
{
	struct buf ascii = { 0 }, utf8 = { 0 };
	const char *text = NULL;

	for (const char *s = name; *s; s++) {
		bool plain = *s > 0x1f && *s < 0x7f && *s != '"' && *s != '\\'
			&& *s != '%';

		if (((unsigned char)*s & 0xc0) != 0x80)
			buf_addc(&ascii, plain ? *s : '_');
	}
	api_percent(&utf8, name);
	text = arena_printf(a, "attachment; filename=\"%s\"; filename*=UTF-8''%s",
		buf_str(&ascii), buf_str(&utf8));
	buf_release(&ascii);
	buf_release(&utf8);
	return text;
}

bool get_allegato(struct call *c, struct err *err)
{
	struct allegato_contenuto x;
	READER(r);

	if (!store_allegato(r, &c->d, c->params.id, &x, err))
		return false;
	response_set(c->rq, c->route->status, tipo_file_mime(x.allegato.tipo));
	if (!buf_add(&c->rq->response.body, x.bytes, (size_t)x.allegato.byte))
		return err_set(err, ERR_LIMIT, "allegato of %lld bytes",
			(long long)x.allegato.byte);
	response_header(
		c->rq, "Content-Disposition", disposition(c->d.arena, x.allegato.nome));
	return true;
}

bool get_appuntamenti(struct call *c, struct err *err)
{
	struct query_appuntamenti q;
	struct appuntamenti x;
	struct pagina p;
	READER(r);

	if (!call_query(c, &q, err))
		return false;
	p = page(q.limit, q.cursor);
	return store_appuntamenti(r, &c->d, &q.ricerca, &p, &x, err)
		&& call_reply(c, &x, err);
}

bool get_appuntamento(struct call *c, struct err *err)
{
	struct appuntamento x;
	READER(r);

	if (!store_appuntamento(r, &c->d, c->params.id, &x, err))
		return false;
	call_etag(c, x.versione);
	return call_reply(c, &x, err);
}

bool get_operazione(struct call *c, struct err *err)
{
	struct operazione x;
	READER(r);

	return store_operazione(r, &c->d, c->params.chiave, &x, err)
		&& call_reply(c, &x, err);
}

/* ---- the feed --------------------------------------------------------------------------- */

static bool answer_feed(struct call *c, struct err *err);

static void after_waiting(struct request *rq)
{
	struct call *c = rq->site_data;
	struct err err = { 0 };

	c->d.adesso = clock_now();
	if (c->d.adesso >= c->scade_il)
		err_set(&err, PROBLEM_NON_AUTENTICATO, "token expired while waiting");
	if (err.code != ERR_NONE || !answer_feed(c, &err))
		call_refuse(c, &err);
}

/* Nothing new, and time left: there is a next commit to wait for. */
static bool worth_waiting(const struct call *c, const struct variazioni *x)
{
	return x->n == 0 && !x->altre && c->feed.cursor
		&& clock_monotonic_ms() < c->deadline_ms;
}

/* An answer at once would bring the question back at once: who finds no seat is told when to
 * come again. *parked, or answered. */
static bool wait_for_news(struct call *c, uint64_t rung, bool *parked, struct err *err)
{
	enum seat_given given = waiting_room_enter(c->s->room, c->rq,
		&(struct seat_wanted){ c->numero, rung, c->deadline_ms }, after_waiting);

	*parked = given == SEAT_TAKEN;
	if (given == SEAT_FULL)
		return err_set(err, PROBLEM_SERVIZIO_NON_DISPONIBILE, "no seat is free");
	if (given != SEAT_TOO_MANY)
		return true;
	c->allowance.retry_s = ATTESA_MAX; /* by then one of theirs is free */
	err_set(err, PROBLEM_TROPPE_RICHIESTE, "seats of one person");
	return err_say(err, "Ci sono già troppe attese di questa persona.");
}

/* Read anew at each waking, rights too: a delega may have ended meanwhile. */
static bool answer_feed(struct call *c, struct err *err)
{
	struct pagina p = page(c->feed.limit, c->feed.cursor);
	uint64_t rung = waiting_room_rung(c->s->room);
	struct variazioni x;
	bool parked = false;
	READER(r);

	if (!store_variazioni(r, &c->d, &p, &x, err)
		|| (worth_waiting(c, &x) && !wait_for_news(c, rung, &parked, err)))
		return false;
	return parked || call_reply(c, &x, err);
}

bool get_variazioni(struct call *c, struct err *err)
{
	if (!call_query(c, &c->feed, err))
		return false;
	c->deadline_ms = clock_monotonic_ms() + c->feed.attesa * 1000;
	return answer_feed(c, err);
}

/* ---- manuals ------------------------------------------------------------------------------ */

bool get_manuali(struct call *c, struct err *err)
{
	struct manuali x;

	manuals_list(c->s->manuals, c->d.chi.profilo, c->d.arena, &x);
	return call_reply(c, &x, err);
}

bool get_manuale(struct call *c, struct err *err)
{
	const struct manuale *m = manuals_find(
		c->s->manuals, c->d.chi.profilo, c->params.id);

	if (m)
		return call_reply(c, m, err);
	return err_set(err, PROBLEM_NON_TROVATO, "manual");
}
