/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading the change feed. It begins with a listing of what can be seen: the rapporti, from which
 * a person begins, then all the rest, the latest change first: the appointments that are coming are
 * the last ones made, and nobody waits for years of others. What changes while it lasts is told
 * before it goes on, so that what was listed first does not grow old meanwhile; afterwards the
 * changes alone, in their order. A cursor is "epoch:told", and while the listing lasts
 * "epoch:told~codice" or "epoch:told.seq": what was removed before it began is never sent, and what
 * is forgotten since need not be known. Each thing is looked at again before it is sent: if it
 * cannot be seen now, it goes out as removed.
 */
#include "server/store/sqlite_engine.h"

#include <stdlib.h>
#include <string.h>

enum phase { PHASE_RAPPORTI, PHASE_REST, PHASE_CHANGES };

struct cursore {
	enum phase phase;
	int64_t told; /* all changes up to this one have been, but for what is still to be listed */
	const char *rapporto; /* the last one listed, its codice; "": none yet */
	int64_t listed; /* of the rest: down to this one */
};

static bool counter(struct vista *v, const char *name, int64_t *to, struct err *err)
{
	return query_number(
		sql_ask(v->db, "SELECT valore FROM contatore WHERE nome = ?1", "t", name),
		0, to, err);
}

static bool epoch_read(struct vista *v, const char **to, struct err *err)
{
	struct query *q = query_begin(v->db, "SELECT valore FROM epoca");

	*to = query_step(q) ? row_text(q, 0, v->arena) : "";
	return query_end(q, err);
}

/* The number at *text, which goes on after it. */
static bool number_take(const char **text, int64_t *to)
{
	char *end = NULL;

	if (**text < '0' || **text > '9')
		return false;
	*to = strtoll(*text, &end, 10);
	*text = end;
	return true;
}

static bool cursore_parse(const char *text, const char *epoch, struct cursore *to)
{
	size_t n = strlen(epoch);

	if (strncmp(text, epoch, n) != 0 || text[n] != ':')
		return false;
	text += n + 1;
	if (!number_take(&text, &to->told))
		return false;
	to->rapporto = text + 1;
	to->phase = *text == '~' ? PHASE_RAPPORTI : *text == '.' ? PHASE_REST : PHASE_CHANGES;
	if (to->phase == PHASE_RAPPORTI)
		return true;
	if (to->phase == PHASE_REST)
		text++;
	return (to->phase == PHASE_CHANGES || number_take(&text, &to->listed)) && *text == '\0';
}

static const char *cursore_text(struct arena *a, const char *epoch, const struct cursore *at)
{
	long long told = at->told, listed = at->listed;

	if (at->phase == PHASE_RAPPORTI)
		return arena_printf(a, "%s:%lld~%s", epoch, told, at->rapporto);
	return at->phase == PHASE_REST ? arena_printf(a, "%s:%lld.%lld", epoch, told, listed)
				       : arena_printf(a, "%s:%lld", epoch, told);
}

/* Where the page begins: known to us, and nothing forgotten since. */
static bool cursore_of(struct vista *v, const char *text, const char *epoch,
	struct cursore *to, struct err *err)
{
	int64_t seq = 0, floor = 0;

	if (!counter(v, "seq", &seq, err) || !counter(v, "seq_minimo", &floor, err))
		return false;
	*to = (struct cursore){ .phase = PHASE_RAPPORTI, .told = seq, .rapporto = "" };
	if (!text)
		return true;
	if (!cursore_parse(text, epoch, to) || to->told > seq || to->told < floor)
		return pagina_refuse(err);
	return true;
}

/* ---- one change --------------------------------------------------------------------------- */

static bool load_rapporto(struct vista *v, struct variazione *to, struct err *err)
{
	to->rapporto = arena_alloc(v->arena, sizeof *to->rapporto);
	return vista_vede_rapporto(v, to->id, err)
		&& rapporto_read(v, to->id, to->rapporto, err);
}

static bool load_quesito(struct vista *v, struct variazione *to, struct err *err)
{
	struct quesiti one;

	if (!quesiti_read(v, QUESITO_SOLO, to->id, &one, err))
		return false;
	if (one.n == 0)
		return vista_absent(err, "quesito");
	to->quesito = one.items;
	return vista_vede_rapporto(v, one.items->codice_rapporto_lavoro, err);
}

static bool load_appuntamento(struct vista *v, struct variazione *to, struct err *err)
{
	to->appuntamento = arena_alloc(v->arena, sizeof *to->appuntamento);
	return appuntamento_visible(v, to->id, to->appuntamento, err);
}

/* One that is closed, or of an office where this profile has no rapporto, is out of sight. */
static const char punto_in_vista[] =
	"SELECT 1 FROM punto p WHERE p.id = ?3 AND p.attivo = 1 AND CASE ?2"
	" WHEN 'CITTADINO' THEN EXISTS (SELECT 1 FROM rapporto r"
	"  WHERE r.datore = ?1 AND +r.sede = p.sede)"
	" ELSE EXISTS (SELECT 1 FROM delega d CROSS JOIN rapporto r ON r.datore = d.datore"
	"  AND +r.sede = p.sede WHERE d.intermediario = ?1 AND d.stato = 'ATTIVA') END";

static bool load_punto(struct vista *v, struct variazione *to, struct err *err)
{
	int64_t sees = 0;

	if (!query_number(sql_ask(v->db, punto_in_vista, "ttt", v->chi.persona,
				  words_code(&tipo_profilo_words, (int)v->chi.profilo), to->id),
		    0, &sees, err))
		return false;
	if (!sees)
		return vista_absent(err, "punto");
	to->punto = arena_alloc(v->arena, sizeof *to->punto);
	return punto_read(v, to->id, to->punto, err);
}

static bool (*const load[RISORSA_COUNT])(
	struct vista *, struct variazione *, struct err *) = {
	[RISORSA_APPUNTAMENTO] = load_appuntamento,
	[RISORSA_RAPPORTO] = load_rapporto,
	[RISORSA_QUESITO] = load_quesito,
	[RISORSA_PUNTO] = load_punto,
};

static bool variazione_load(struct vista *v, struct variazione *to, struct err *err)
{
	struct err no = { 0 };

	if (to->rimosso || load[to->risorsa](v, to, &no))
		return true;
	if (no.code != PROBLEM_NON_TROVATO && no.code != PROBLEM_DELEGA_NON_ATTIVA) {
		*err = no;
		return false;
	}
	*to = (struct variazione){
		.risorsa = to->risorsa, .id = to->id, .rimosso = true
	};
	return true;
}

/* ---- a page --------------------------------------------------------------------------------- */

/* Up to the limit; to->altre: there is one more. *last: the number of the last one taken. */
static bool rows_take(struct vista *v, struct query *q, size_t limit, struct variazioni *to,
	int64_t *last, struct err *err)
{
	while (query_step(q)) {
		if (to->n == limit) {
			to->altre = true;
			break;
		}
		to->items[to->n++] = (struct variazione){
			.risorsa = (enum risorsa)row_word(q, 0, &risorsa_words),
			.id = row_text(q, 1, v->arena),
			.rimosso = row_int(q, 2) != 0,
		};
		*last = row_int(q, 3);
	}
	return query_end(q, err);
}

#define ROWS "SELECT risorsa, id, rimosso, seq FROM visibile WHERE chi = ?1"

static bool rapporti_rows(struct vista *v, struct cursore *at, size_t limit,
	struct variazioni *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		ROWS " AND risorsa = 'RAPPORTO' AND id > ?2 AND rimosso = 0 ORDER BY id LIMIT ?3",
		"itd", v->numero, at->rapporto, (int)limit + 1);
	int64_t last;

	if (!rows_take(v, q, limit, to, &last, err))
		return false;
	if (to->altre) {
		at->rapporto = to->items[to->n - 1].id;
	} else {
		at->phase = PHASE_REST;
		at->listed = at->told + 1;
	}
	return true;
}

/* Two walks of one index, merged: what is there, and what has gone. */
static bool changes_rows(struct vista *v, struct cursore *at, size_t limit,
	struct variazioni *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		ROWS " AND rimosso = 0 AND seq > ?2 UNION ALL " ROWS
		     " AND rimosso = 1 AND seq > ?2 ORDER BY 4 LIMIT ?3",
		"iid", v->numero, at->told, (int)(limit - to->n) + 1);

	return rows_take(v, q, limit, to, &at->told, err);
}

static bool rest_rows(struct vista *v, struct cursore *at, size_t limit,
	struct variazioni *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		ROWS " AND rimosso = 0 AND seq < ?2 AND risorsa <> 'RAPPORTO'"
		     " ORDER BY seq DESC LIMIT ?3",
		"iid", v->numero, at->listed, (int)(limit - to->n) + 1);

	if (!rows_take(v, q, limit, to, &at->listed, err))
		return false;
	if (!to->altre)
		at->phase = PHASE_CHANGES;
	return true;
}

static bool variazioni_rows(struct vista *v, struct cursore *at, size_t limit,
	struct variazioni *to, struct err *err)
{
	to->items = arena_array(v->arena, limit, sizeof *to->items);
	if (at->phase == PHASE_RAPPORTI && !rapporti_rows(v, at, limit, to, err))
		return false;
	if (!to->altre && !changes_rows(v, at, limit, to, err))
		return false;
	return to->altre || at->phase == PHASE_CHANGES || rest_rows(v, at, limit, to, err);
}

static bool variazioni_page(
	struct vista *v, const struct pagina *p, struct variazioni *to, struct err *err)
{
	struct cursore at;
	const char *epoch;

	if (!epoch_read(v, &epoch, err) || !cursore_of(v, p->cursor, epoch, &at, err)
		|| !variazioni_rows(v, &at, (size_t)pagina_limit(p), to, err))
		return false;
	for (size_t i = 0; i < to->n; i++) {
		if (!variazione_load(v, &to->items[i], err))
			return false;
	}
	to->next_cursor = cursore_text(v->arena, epoch, &at);
	return true;
}

bool store_variazioni(struct store_reader *r, const struct domanda *d,
	const struct pagina *p, struct variazioni *to, struct err *err)
{
	struct vista v;

	*to = (struct variazioni){ 0 };
	if (d->chi.profilo != PROFILO_CITTADINO
		&& d->chi.profilo != PROFILO_INTERMEDIARIO)
		return err_set(
			err, PROBLEM_PROFILO_NON_AMMESSO, "the feed of a Struttura");
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& variazioni_page(&v, p, to, err));
}
