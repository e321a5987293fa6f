/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading rapporti, one or a page of those that somebody may see. */
#include "server/store/sqlite_engine.h"

#include <string.h>

#define RAPPORTO_COLONNE \
	"SELECT r.codice, r.stato, r.mansione, r.contratto, p.codice_fiscale, p.nome_proprio," \
	" p.cognome, r.lavoratore_codice_fiscale, r.lavoratore_nome_proprio," \
	" r.lavoratore_cognome, r.sede, s.denominazione, r.inizio, r.fine "
#define RAPPORTO_ALTRE \
	" CROSS JOIN persona p ON p.id = r.datore CROSS JOIN sede s ON s.codice = r.sede "

static struct persona persona_from_row(struct vista *v, struct query *q, int column)
{
	return (struct persona){
		.codice_fiscale = row_text(q, column, v->arena),
		.nome_proprio = row_text(q, column + 1, v->arena),
		.cognome = row_text(q, column + 2, v->arena),
	};
}

/* The columns of a row; its quesiti are counted apart. */
static struct rapporto rapporto_from_row(struct vista *v, struct query *q)
{
	return (struct rapporto){
		.codice_rapporto_lavoro = row_text(q, 0, v->arena),
		.stato = (enum rapporto_stato)row_word(q, 1, &rapporto_stato_words),
		.mansione = (enum mansione)row_word(q, 2, &mansione_words),
		.contratto = (enum contratto)row_word(q, 3, &contratto_words),
		.datore = persona_from_row(v, q, 4),
		.lavoratore = persona_from_row(v, q, 7),
		.codice_sede_inps = row_text(q, 10, v->arena),
		.denominazione_sede_inps = row_text(q, 11, v->arena),
		.inizio = row_giorno(q, 12),
		.fine = row_giorno(q, 13),
	};
}

static bool rapporto_count(struct vista *v, struct rapporto *to, struct err *err)
{
	struct quesiti all;

	if (!quesiti_idonei(
		    v, QUESITI_DEL_RAPPORTO, to->codice_rapporto_lavoro, &all, err))
		return false;
	to->quesiti = (int64_t)all.n;
	to->quesiti_prenotabili = 0;
	for (size_t i = 0; i < all.n; i++)
		to->quesiti_prenotabili += all.items[i].prenotabile;
	return true;
}

bool rapporto_read(
	struct vista *v, const char *codice, struct rapporto *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		RAPPORTO_COLONNE "FROM rapporto r" RAPPORTO_ALTRE "WHERE r.codice = ?1",
		"t", codice);
	bool found = query_step(q);

	if (found)
		*to = rapporto_from_row(v, q);
	if (!query_end(q, err))
		return false;
	return found ? rapporto_count(v, to, err) : vista_absent(err, "rapporto");
}

bool store_rapporto(struct store_reader *r, const struct domanda *d, const char *codice,
	struct rapporto *to, struct err *err)
{
	struct vista v;

	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& vista_vede_rapporto(&v, codice, err)
				&& rapporto_read(&v, codice, to, err));
}

/* Cittadino and intermediario walk the index of what is visible to them, operators that of
 * their sede: both in the order of the codice. ?4 after which, ?5 digits, ?6 how many. */
static const char visibili_sql[] = RAPPORTO_COLONNE
	"FROM visibile x CROSS JOIN rapporto r ON r.codice = x.id" RAPPORTO_ALTRE
	"WHERE x.chi = ?7 AND x.risorsa = 'RAPPORTO' AND x.id > ?4 AND x.rimosso = 0"
	" AND (?5 IS NULL OR instr(x.id, ?5) > 0) AND" VEDE(
		"r.datore", "r.sede") "ORDER BY x.id LIMIT ?6";
static const char di_sede_sql[] = RAPPORTO_COLONNE
	"FROM rapporto r" RAPPORTO_ALTRE
	"WHERE r.sede = ?3 AND r.codice > ?4 AND (?5 IS NULL OR instr(r.codice, ?5) > 0)"
	" AND (?7 OR 1) AND" VEDE("r.datore", "r.sede") "ORDER BY r.codice LIMIT ?6";

static bool rapporti_page(struct vista *v, const char *q, const struct pagina *p,
	struct rapporti *to, struct err *err)
{
	int limit = pagina_limit(p);
	struct query *rows = sql_ask(v->db, v->sede ? di_sede_sql : visibili_sql,
		"tttttdi", CHI(v), p->cursor ? p->cursor : "", q && *q ? q : NULL,
		limit + 1, v->numero);

	while (query_step(rows)) {
		if (to->n == (size_t)limit) {
			to->next_cursor = to->items[to->n - 1].codice_rapporto_lavoro;
			break;
		}
		to->items = sql_grow(v->arena, to->items, to->n, sizeof *to->items);
		to->items[to->n++] = rapporto_from_row(v, rows);
	}
	if (!query_end(rows, err))
		return false;
	for (size_t i = 0; i < to->n; i++) {
		if (!rapporto_count(v, &to->items[i], err))
			return false;
	}
	return true;
}

bool store_rapporti(struct store_reader *r, const struct domanda *d, const char *q,
	const struct pagina *p, struct rapporti *to, struct err *err)
{
	struct vista v;

	*to = (struct rapporti){ 0 };
	if (p->cursor
		&& (strlen(p->cursor) != 10 || strspn(p->cursor, "0123456789") != 10))
		return pagina_refuse(err);
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& rapporti_page(&v, q, p, to, err));
}
