/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Searching appuntamenti: whatever the combination of filters, one walk along one index in
 * order of riga, that begins at the anchor.
 */
#include "cache/ricerca.h"

#include "cache/testo.h"

#include <string.h>

const struct ricerca ricerca_everything = { .dal = GIORNO_NONE, .al = GIORNO_NONE };

int64_t ricerca_low(const struct ricerca *r)
{
	return r->dal == GIORNO_NONE ? INT64_MIN : riga_first(instant_at(r->dal, 0));
}

int64_t ricerca_high(const struct ricerca *r)
{
	return r->al == GIORNO_NONE ? INT64_MAX : riga_first(instant_at(r->al + 1, 0));
}

void ricerca_sql(const struct ricerca *r, struct buf *to)
{
	if (r->codice_rapporto_lavoro)
		buf_adds(to, " AND a.rapporto = ?4");
	if (r->stato)
		buf_adds(to, " AND a.stato = ?5");
	if (r->escludi_intermediario)
		buf_adds(to, " AND a.intermediario = 0");
}

void ricerca_bind(struct query *q, int first, const void *ricerca)
{
	const struct ricerca *r = ricerca;

	if (r->codice_rapporto_lavoro)
		query_text(q, first, r->codice_rapporto_lavoro);
	if (r->stato)
		query_int(q, first + 1, r->stato);
}

/* A rapporto with its length before it, none with -1: whatever is written as one, and whatever
 * words stand behind it (question_of()), no two questions have the same name. */
void ricerca_name(const struct ricerca *r, struct buf *to)
{
	const char *rapporto = r->codice_rapporto_lavoro;

	buf_addf(to, "appuntamenti %d %d %d %d %d %s", (int)r->stato, (int)r->dal,
		(int)r->al, (int)r->escludi_intermediario,
		rapporto ? (int)strlen(rapporto) : -1, rapporto ? rapporto : "");
}

/* --- which index ---------------------------------------------------------------- */

/* Said, not left to a planner that knows no statistics. Of one rapporto the index holds all
 * that filters ask for, so that walking over rows that do not match stays cheap. */
static const char *table_of(const struct ricerca *r)
{
	static const char *const tables[2][2] = {
		{ "appuntamento AS a NOT INDEXED",
			"appuntamento AS a INDEXED BY appuntamento_diretto" },
		{ "appuntamento AS a INDEXED BY appuntamento_stato",
			"appuntamento AS a INDEXED BY appuntamento_stato_diretto" },
	};

	if (r->codice_rapporto_lavoro)
		return "appuntamento AS a INDEXED BY appuntamento_di";
	return tables[r->stato != APPUNTAMENTO_STATO_NONE][r->escludi_intermediario];
}

/* What is bound from ?4 on: filters, or a question of words and the rapporto. */
struct asked {
	const struct ricerca *r;
	const char *question; /* NULL: no words */
};

static void bind_columns(struct query *q, int first, const void *ctx)
{
	ricerca_bind(q, first, ((const struct asked *)ctx)->r);
}

/* Stato and who manages it are words too; of the rapporto the words are its digits, which a
 * note may hold as well. */
static void bind_words(struct query *q, int first, const void *ctx)
{
	const struct asked *x = ctx;

	query_text(q, first, x->question);
	if (x->r->codice_rapporto_lavoro)
		query_text(q, first + 1, x->r->codice_rapporto_lavoro);
}

#define TESTO_JOIN "testo CROSS JOIN appuntamento AS a ON a.riga = testo.rowid"

static void by_words(struct window_source *s, const struct ricerca *r, struct buf *filter)
{
	s->table = TESTO_JOIN;
	s->counted = r->codice_rapporto_lavoro ? TESTO_JOIN : "testo";
	s->key = "testo.rowid";
	s->bind = bind_words;
	buf_adds(filter, " AND testo MATCH ?4");
	if (r->codice_rapporto_lavoro)
		buf_adds(filter, " AND a.rapporto = ?5");
}

static void by_columns(struct window_source *s, const struct ricerca *r, struct buf *filter)
{
	s->table = table_of(r);
	s->key = "a.riga";
	s->bind = bind_columns;
	ricerca_sql(r, filter);
}

/* --- the window ----------------------------------------------------------------- */

static void unpack_row(struct pack *p, void *row)
{
	pack_sintesi(p, row);
}

/* Where the anchor is, or was; false when nothing is known of it. */
static bool anchor_key(struct cache *c, const struct anchor *where, struct key *to)
{
	if (where->at == ANCHOR_ID && where->id
		&& appuntamento_riga(c, where->id, &to->number))
		return true;
	if (where->inizio == INSTANT_NONE)
		return false;
	to->number = riga_first(where->inizio);
	return true;
}

static bool same_as_last(struct cache *c, const char *what, uint64_t generation)
{
	return c->last.generation == generation
		&& strcmp(buf_str(&c->last.what), what) == 0;
}

/* The question to MATCH; NULL: no words. A page further on it is the one of before. */
static const char *question_of(
	struct cache *c, struct arena *a, const struct ricerca *r, const char *name)
{
	struct asked_last *last = &c->last;
	uint64_t generation = cache_generation(c);
	const char *what, *question;

	what = arena_printf(
		a, "%s %d %s", name, cache_words_made(c), r->testo ? r->testo : "");
	if (!same_as_last(c, what, generation)) {
		question = cache_words_made(c) ? testo_question(c, a, r) : NULL;
		buf_reset(&last->what);
		buf_adds(&last->what, what);
		buf_reset(&last->question);
		buf_adds(&last->question, question ? question : "");
		last->generation = generation;
		last->count = -1;
	}
	return last->question.len ? buf_str(&last->question) : NULL;
}

/* By what it is read: the words' index, or the table through one of its own. */
static void choose_source(struct cache *c, struct window_source *s, const struct asked *x,
	struct buf *filter)
{
	if (x->question)
		by_words(s, x->r, filter);
	else
		by_columns(s, x->r, filter);
	s->filter = buf_str(filter);
	s->count = c->last.count;
	s->cap = x->question ? CACHE_COUNT_CAP_WORDS : CACHE_COUNT_CAP;
}

bool cache_appuntamenti_window(struct cache *c, struct arena *a, const struct ricerca *r,
	const struct anchor *where, struct appuntamento_sintesi **items,
	struct cache_window *to, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct asked asked = { .r = r ? r : &ricerca_everything };
	struct window_source s = { .ctx = &asked,
		.row_size = sizeof **items,
		.unpack = unpack_row,
		.low.number = ricerca_low(asked.r),
		.high.number = ricerca_high(asked.r) };
	struct anchor place = *where;
	struct key at = { 0 };
	struct buf filter = { 0 }, name = { 0 };
	void *rows;
	bool ok;

	ricerca_name(asked.r, &name);
	asked.question = question_of(c, a, asked.r, buf_str(&name));
	choose_source(c, &s, &asked, &filter);
	s.list = buf_str(&name);
	if ((place.at == ANCHOR_ID || place.at == ANCHOR_INSTANT || place.at == ANCHOR_FROM)
		&& !anchor_key(c, &place, &at))
		place.at = ANCHOR_FIRST;
	ok = window_read(c, a, &s, &place, &at, &rows, to, err);
	if (ok && to->count >= 0)
		c->last.count = to->count + to->more_than_cap;
	buf_release(&filter);
	buf_release(&name);
	*items = rows;
	to->words_left = !cache_words_made(c) && testo_has_words(asked.r->testo);
	to->anchor_found = ok && place.at == ANCHOR_ID && to->anchor < to->n
		&& strcmp((*items)[to->anchor].id, where->id) == 0;
	return ok;
}
