/* SPDX-License-Identifier: EUPL-1.2
 *
 * The days of a punto with their times, and for a day without times the reason. */
#include "server/store/sqlite_engine.h"

#include <string.h>

/* Why a closed day is closed: the office's own reason first, then the calendar's. */
static bool closed_why(struct vista *v, const char *punto, const char *sede, giorno g,
	const char **why, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT motivo FROM chiusura WHERE giorno = ?3 AND sede = ?2"
		" AND (punto IS NULL OR punto = ?1) LIMIT 1",
		"ttg", punto, sede, g);
	const char *holiday = festivo(sede, g);

	*why = query_step(q) ? row_text(q, 0, v->arena) : NULL;
	if (!query_end(q, err))
		return false;
	if (!*why)
		*why = holiday ? holiday : giorno_name(giorno_della_settimana(g));
	return true;
}

/* One time from its places; a place that is taken counts although it is closed since. */
static bool times_read(struct vista *v, const char *punto, struct giorno_disponibile *to,
	struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT o.inizio, max(o.fine), count(*),"
		" count(*) FILTER (WHERE a.id IS NULL AND o.chiuso IS NULL) FROM orario o"
		" LEFT JOIN appuntamento a ON a.punto = o.punto AND a.inizio = o.inizio"
		"  AND a.posto = o.posto AND a.stato = 'CONFERMATO'"
		" WHERE o.punto = ?1 AND o.inizio >= ?2 AND o.inizio < ?3"
		"  AND (o.chiuso IS NULL OR a.id IS NOT NULL) GROUP BY o.inizio ORDER BY o.inizio",
		"tnn", punto, instant_at(to->data, 0), instant_at(to->data + 1, 0));

	while (query_step(q)) {
		struct orario o = { row_int(q, 0), row_int(q, 1), row_int(q, 2),
			row_int(q, 3) };

		to->orari = sql_grow(v->arena, to->orari, to->n_orari, sizeof o);
		to->orari[to->n_orari++] = o;
		to->posti += o.posti;
		if (o.inizio > v->adesso)
			to->posti_liberi += o.posti_liberi;
	}
	return query_end(q, err);
}

static bool days_read(struct vista *v, const char *punto, const char *sede, giorno dal,
	giorno al, struct disponibilita *to, struct err *err)
{
	to->giorni = arena_array(v->arena, (size_t)(al - dal + 1), sizeof *to->giorni);
	for (giorno g = dal; g <= al; g++) {
		struct giorno_disponibile *day = &to->giorni[to->n_giorni++];

		day->data = g;
		if (!times_read(v, punto, day, err))
			return false;
		if (day->n_orari == 0
			&& !closed_why(v, punto, sede, g, &day->chiuso, err))
			return false;
	}
	return true;
}

/* Is there a rapporto of theirs for which this punto is competent? */
static bool vede_punto(struct vista *v, const char *sede, struct err *err)
{
	int64_t n = 0;

	if (v->sede)
		return strcmp(v->sede, sede) == 0 || vista_absent(err, "punto");
	if (!query_number(
		    sql_ask(v->db,
			    "SELECT EXISTS (SELECT 1 FROM visibile x CROSS JOIN rapporto r ON r.codice = x.id"
			    " WHERE x.chi = ?4 AND x.risorsa = 'RAPPORTO' AND x.rimosso = 0 AND r.sede = ?5"
			    " AND" VEDE("r.datore", "r.sede") ")",
			    "tttit", CHI(v), v->numero, sede),
		    0, &n, err))
		return false;
	return n > 0 || vista_absent(err, "punto");
}

static bool disponibilita_read(struct vista *v, const char *id, giorno dal, giorno al,
	struct disponibilita *to, struct err *err)
{
	struct punto punto;

	if (!punto_read(v, id, &punto, err)
		|| !vede_punto(v, punto.codice_sede_inps, err))
		return false;
	to->punto = punto.id;
	to->as_of = v->adesso;
	to->ultimo_giorno = punto.ultimo_giorno;
	return days_read(v, punto.id, punto.codice_sede_inps, dal, al, to, err);
}

bool store_disponibilita(struct store_reader *r, const struct domanda *d,
	const char *punto, giorno dal, giorno al, struct disponibilita *to,
	struct err *err)
{
	struct vista v;

	*to = (struct disponibilita){ 0 };
	if (al < dal || al - dal >= DISPONIBILITA_GIORNI_MAX) {
		err_set(err, PROBLEM_CAMPO_NON_VALIDO, "interval of days");
		return err_field(err, "al");
	}
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& disponibilita_read(&v, punto, dal, al, to, err));
}
