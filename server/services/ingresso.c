/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The door: before anything is read of a body. In this order: is somebody asking too much, who is
 * it, may they come in, is the request written as it should be. A token that is not good is always
 * the same 401, whatever is wrong with it.
 */
#include "server/services/call.h"

#include "api/codec.h"
#include "api/pattern.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool count(struct call *c, struct limiter *l, const char *key)
{
	c->counted = true;
	return limiter_take(l, key, c->s->o.now_ms(), &c->allowance);
}

void ingresso_count(struct call *c)
{
	if (!c->counted)
		count(c, c->s->addresses, c->rq->address);
}

static const char *bearer(const char *authorization)
{
	if (!authorization || strncasecmp(authorization, "Bearer ", 7) != 0)
		return NULL;
	return authorization + 7 + strspn(authorization + 7, " ");
}

static bool refuse_token(struct call *c, struct err *err)
{
	if (!count(c, c->s->addresses, c->rq->address))
		return err_set(err, PROBLEM_TROPPE_RICHIESTE, "address");
	return err_set(err, PROBLEM_NON_AUTENTICATO, "token");
}

/* A good token is charged to its person alone: the neighbours behind the same address do not
 * pay for it, nor it for them. */
static bool identify(struct call *c, struct err *err)
{
	struct token_claims claims;
	const char *token = bearer(c->rq->authorization);

	if (!token
		|| !verifier_check(
			c->s->o.verifier, token, c->d.adesso, c->d.arena, &claims, NULL))
		return refuse_token(c, err);
	c->d.chi = (struct soggetto){ claims.persona, claims.profilo };
	c->scade_il = claims.scade_il;
	if (!count(c, c->s->persons, claims.persona))
		return err_set(err, PROBLEM_TROPPE_RICHIESTE, "person");
	return true;
}

/* Reading /profilo and the manuals is for an intermediario who is not abilitato too. */
static bool anyone(enum route_id id)
{
	return id == ROUTE_PROFILO || id == ROUTE_MANUALI || id == ROUTE_MANUALE;
}

static bool admit(struct call *c, struct err *err)
{
	struct store_reader *r = call_reader(c->s, err);

	if (!r)
		return false;
	if (!store_ammesso(r, &c->d, &c->numero, err)
		&& !(err->code == PROBLEM_INTERMEDIARIO_NON_ABILITATO
			&& anyone(c->route->id)))
		return false;
	err_clear(err);
	if (c->d.chi.profilo <= PROFILO_INTERMEDIARIO || anyone(c->route->id))
		return true;
	return err_set(
		err, PROBLEM_PROFILO_NON_AMMESSO, "not for the Struttura's profiles");
}

static bool bad(struct err *err, int code, const char *field, const char *sentence)
{
	err_set(err, code, "header");
	err_say(err, "%s", sentence);
	return err_field(err, field);
}

static bool check_key(struct call *c, struct err *err)
{
	if (!(c->route->needs & ROUTE_NEEDS_KEY))
		return true;
	if (!c->rq->idempotency_key)
		return err_set(err, PROBLEM_CHIAVE_MANCANTE, "no Idempotency-Key");
	if (pattern_match(PATTERN_UUID, c->rq->idempotency_key))
		return true;
	return bad(err, PROBLEM_RICHIESTA_NON_VALIDA, "Idempotency-Key",
		"Idempotency-Key è un UUID versione 4 in minuscolo.");
}

/* "\"3\"": the number of a version in quotes, and nothing else. */
static bool read_version(const char *s, int64_t *to)
{
	size_t digits = 0;

	if (*s++ != '"')
		return false;
	digits = strspn(s, "0123456789");
	if (digits == 0 || digits > 15 || strcmp(s + digits, "\"") != 0)
		return false;
	*to = strtoll(s, NULL, 10);
	return true;
}

static bool check_if_match(struct call *c, struct err *err)
{
	if (!(c->route->needs & ROUTE_NEEDS_IF_MATCH))
		return true;
	if (!c->rq->if_match)
		return err_set(err, PROBLEM_VERSIONE_MANCANTE, "no If-Match");
	if (read_version(c->rq->if_match, &c->versione))
		return true;
	return bad(err, PROBLEM_RICHIESTA_NON_VALIDA, "If-Match",
		"If-Match è la versione tra virgolette, come in ETag.");
}

static bool is_media_type(const char *given, const char *wanted)
{
	size_t n = strlen(wanted);

	return given && strncasecmp(given, wanted, n) == 0
		&& (given[n] == '\0' || given[n] == ';' || given[n] == ' ');
}

static bool check_content_type(struct call *c, struct err *err)
{
	const char *wanted = NULL;

	if (c->route->needs & ROUTE_TAKES_FILE)
		wanted = "multipart/form-data";
	else if (c->route->request)
		wanted = JSON_CONTENT_TYPE;
	if (!wanted || is_media_type(c->rq->content_type, wanted))
		return true;
	err_set(err, PROBLEM_TIPO_NON_AMMESSO, "content type");
	return err_say(err, "Qui serve il tipo di contenuto %s.", wanted);
}

/* Named, so that a typing error is found at once. */
static bool check_query_names(struct call *c, struct err *err)
{
	const struct target *t = &c->rq->target;

	for (size_t i = 0; i < t->n_params; i++) {
		const char *name = t->params[i].name;

		if (c->route->query && fields_find(c->route->query, name))
			continue;
		err_set(err, PROBLEM_RICHIESTA_NON_VALIDA, "query");
		if (!target_name_plain(name))
			return err_say(err, "C'è un parametro che non è previsto.");
		err_field(err, name);
		return err_say(err, "Il parametro «%s» non è previsto.", name);
	}
	return true;
}

bool ingresso(struct call *c, struct err *err)
{
	if (c->route->needs & ROUTE_NEEDS_TOKEN) {
		if (!identify(c, err) || !admit(c, err))
			return false;
	} else if (!count(c, c->s->addresses, c->rq->address)) {
		return err_set(err, PROBLEM_TROPPE_RICHIESTE, "address");
	}
	return check_query_names(c, err) && check_key(c, err) && check_if_match(c, err)
		&& check_content_type(c, err);
}

bool call_query(struct call *c, void *to, struct err *err)
{
	const struct target *t = &c->rq->target;
	struct api_pair pairs[TARGET_PARAMS_MAX];

	for (size_t i = 0; i < t->n_params; i++)
		pairs[i] = (struct api_pair){ t->params[i].name, t->params[i].value };
	return api_decode_query(c->route->query, pairs, t->n_params, c->d.arena, to, err);
}
