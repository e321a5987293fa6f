/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading the change feed. A cursor is "epoch:seq", and while the first listing lasts
 * "epoch:seq:start": what was removed before the start was never sent, and what is forgotten
 * since need not be known. Each thing is looked at again before it is sent: if it cannot be seen
 * now, it goes out as removed.
 */
#include "server/store/sqlite_engine.h"

#include <stdlib.h>
#include <string.h>

struct cursore {
	int64_t seq;
	int64_t inizio; /* the feed's number when the listing began; 0: the listing is over */
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

static bool cursore_parse(const char *text, const char *epoch, struct cursore *to)
{
	size_t n = strlen(epoch);
	char *end = NULL;

	if (strncmp(text, epoch, n) != 0 || text[n] != ':'
		|| strspn(text + n, ":0123456789") != strlen(text + n))
		return false;
	to->seq = strtoll(text + n + 1, &end, 10);
	if (end == text + n + 1)
		return false;
	if (*end == ':')
		to->inizio = strtoll(end + 1, &end, 10);
	return *end == '\0';
}

/* Where the page begins: known to us, and nothing forgotten since. */
static bool cursore_of(struct vista *v, const char *text, const char *epoch,
	struct cursore *to, struct err *err)
{
	int64_t seq = 0, floor = 0;

	*to = (struct cursore){ 0 };
	if (!counter(v, "seq", &seq, err) || !counter(v, "seq_minimo", &floor, err))
		return false;
	if (!text) {
		to->inizio = seq;
		return true;
	}
	if (!cursore_parse(text, epoch, to))
		return pagina_refuse(err);
	if (to->seq > seq || to->inizio > seq
		|| (to->seq > to->inizio ? to->seq : to->inizio) < floor)
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
	return punto_read(v, to->id, true, to->punto, err);
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

static bool variazioni_rows(struct vista *v, struct cursore *at, int limit,
	struct variazioni *to, struct err *err)
{
	/* Two walks of one index, merged: what is there, and what has gone since the beginning. */
	struct query *q = sql_ask(v->db,
		"SELECT risorsa, id, rimosso, seq FROM visibile"
		" WHERE chi = ?1 AND rimosso = 0 AND seq > ?2 UNION ALL"
		" SELECT risorsa, id, rimosso, seq FROM visibile"
		" WHERE chi = ?1 AND rimosso = 1 AND seq > max(?2, ?3) ORDER BY 4 LIMIT ?4",
		"iiid", v->numero, at->seq, at->inizio, limit + 1);

	to->items = arena_array(v->arena, (size_t)limit, sizeof *to->items);
	while (query_step(q)) {
		if (to->n == (size_t)limit) {
			to->altre = true;
			break;
		}
		to->items[to->n++] = (struct variazione){
			.risorsa = (enum risorsa)row_word(q, 0, &risorsa_words),
			.id = row_text(q, 1, v->arena),
			.rimosso = row_int(q, 2) != 0,
		};
		at->seq = row_int(q, 3);
	}
	return query_end(q, err);
}

static bool variazioni_page(
	struct vista *v, const struct pagina *p, struct variazioni *to, struct err *err)
{
	struct cursore at;
	const char *epoch;

	if (!epoch_read(v, &epoch, err) || !cursore_of(v, p->cursor, epoch, &at, err)
		|| !variazioni_rows(v, &at, pagina_limit(p), to, err))
		return false;
	for (size_t i = 0; i < to->n; i++) {
		if (!variazione_load(v, &to->items[i], err))
			return false;
	}
	if (!to->altre && at.seq < at.inizio) /* all of the past is told */
		at.seq = at.inizio;
	to->next_cursor = at.seq < at.inizio
		? arena_printf(v->arena, "%s:%lld:%lld", epoch, (long long)at.seq,
			(long long)at.inizio)
		: arena_printf(v->arena, "%s:%lld", epoch, (long long)at.seq);
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
