/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What home says without looking at everything: appuntamenti with news, found by a column of
 * their row, and how many quesiti can be booked, a sum that triggers keep. Both cost the same
 * whatever the copy's size, and no more than what there is to say.
 */
#include "cache/ricerca.h"

/* The event is news only while the stato is still what it made. */
enum evento novita_of(const struct appuntamento *ap)
{
	static const enum appuntamento_stato made[EVENTO_COUNT] = {
		[EVENTO_MODIFICA] = APPUNTAMENTO_STATO_CONFERMATO,
		[EVENTO_DISDETTA] = APPUNTAMENTO_STATO_CANCELLATO,
		[EVENTO_DEFINIZIONE] = APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO,
	};
	enum evento last = ap->n_storia ? ap->storia[ap->n_storia - 1].evento : EVENTO_NONE;

	return last < EVENTO_COUNT && made[last] && made[last] == ap->stato ? last : EVENTO_NONE;
}

static bool read_one(struct cache *c, struct query *q, struct arena *a, struct novita *to,
	struct err *err)
{
	struct pack p = unpack_column(q, 0, a);
	struct appuntamento ap = { 0 };

	pack_appuntamento(&p, &ap);
	if (!unpacked(c, &p, err))
		return false;
	*to = (struct novita){ .id = ap.id, .inizio = ap.inizio };
	if (ap.n_storia)
		to->testo = ap.storia[ap.n_storia - 1].testo;
	return true;
}

/* The first condition is what lets the small index be used: it must be there word for word. */
#define OF_NOVITA \
	"SELECT d.dati FROM appuntamento AS a JOIN dettaglio AS d ON d.riga = a.riga" \
	" WHERE a.novita > 0 AND a.novita = ?1 AND a.riga >= ?2 ORDER BY a.riga LIMIT ?3"

bool cache_novita(struct cache *c, struct arena *a, enum evento evento, instant dal,
	size_t most, struct novita **items, size_t *n, struct err *err)
{
	struct query *q;
	bool ok = true;

	*n = 0;
	*items = arena_array(a, most, sizeof **items);
	if (cache_is_hidden(c, err))
		return false;
	q = query_begin(c->db, OF_NOVITA);
	query_int(q, 1, evento);
	query_int(q, 2, riga_first(dal));
	query_int(q, 3, (int64_t)most);
	while (ok && *n < most && query_step(q))
		ok = read_one(c, q, a, &(*items)[(*n)++], err);
	return query_end(q, ok ? err : NULL) && ok;
}

static bool the_only_one(struct cache *c, struct arena *a, const char **codice, struct err *err)
{
	struct query *q = query_begin(
		c->db, "SELECT codice FROM rapporto WHERE prenotabili > 0 LIMIT 1");

	if (query_step(q))
		*codice = row_text(q, 0, a);
	return query_end(q, err);
}

bool cache_prenotabili(
	struct cache *c, struct arena *a, struct prenotabili *to, struct err *err)
{
	struct query *q;
	int64_t rapporti = 0;

	*to = (struct prenotabili){ 0 };
	if (cache_is_hidden(c, err))
		return false;
	q = query_begin(c->db, "SELECT quesiti, rapporti FROM prenotabili WHERE unica = 1");
	if (query_step(q)) {
		to->quesiti = row_int(q, 0);
		rapporti = row_int(q, 1);
	}
	if (!query_end(q, err))
		return false;
	return rapporti != 1 || the_only_one(c, a, &to->codice, err);
}
