/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The search for appuntamenti, in pages. It walks an index that is already in the order of the
 * answer: of what is visible to who asks (by date, or by stato and date), or of one rapporto.
 */
#include "server/store/sqlite_engine.h"

#define RICERCA_COLONNE \
	"SELECT a.id, a.stato, a.annotazione, a.rapporto, p.codice_fiscale, p.nome_proprio," \
	" p.cognome, r.lavoratore_codice_fiscale, r.lavoratore_nome_proprio," \
	" r.lavoratore_cognome, a.punto, u.denominazione, a.inizio, a.fine," \
	" (SELECT count(*) FROM appuntamento_quesito n WHERE n.appuntamento = a.id)," \
	" a.gestore_tipo, CASE a.gestore_tipo WHEN 'INTERMEDIARIO' THEN g.denominazione" \
	"  WHEN 'CITTADINO' THEN NULL ELSE s.denominazione END, a.versione "
#define RICERCA_ALTRE \
	" CROSS JOIN rapporto r ON r.codice = a.rapporto CROSS JOIN persona p ON p.id = r.datore" \
	" CROSS JOIN punto u ON u.id = a.punto CROSS JOIN sede s ON s.codice = u.sede" \
	" LEFT JOIN profilo g ON g.persona = a.gestore AND g.tipo = 'INTERMEDIARIO' "
/* ?4 and ?5 the interval, ?6 the last id of the page before (whose inizio bounds ?5), ?7 how
 * many, ?8 whether what an intermediario manages is left out. */
#define RICERCA_LIMITI(x, id) \
	" AND " x ".inizio >= ?4 AND " x ".inizio <= ?5 AND (" x ".inizio < ?5 OR " id \
	" > ?6)" \
	" AND (?8 = 0 OR a.gestore_tipo <> 'INTERMEDIARIO') AND" VEDE( \
		"r.datore", "r.sede")
#define RICERCA_ORDINE(x, id) "ORDER BY " x ".inizio DESC, " id " LIMIT ?7"

#define VISIBILI \
	" FROM visibile x CROSS JOIN appuntamento a ON a.id = x.id" RICERCA_ALTRE \
	"WHERE x.chi = ?9 AND x.risorsa = 'APPUNTAMENTO' AND x.rimosso = 0"

static const char per_data[] = RICERCA_COLONNE VISIBILI RICERCA_LIMITI(
	"x", "x.id") " AND ?10 IS NULL AND ?11 IS NULL " RICERCA_ORDINE("x", "x.id");
static const char per_stato[] = RICERCA_COLONNE VISIBILI
	" AND x.stato = ?10" RICERCA_LIMITI(
		"x", "x.id") " AND ?11 IS NULL " RICERCA_ORDINE("x", "x.id");
static const char per_rapporto[] = RICERCA_COLONNE
	" FROM appuntamento a" RICERCA_ALTRE "WHERE a.rapporto = ?11"
	" AND (?10 IS NULL OR a.stato = ?10) AND ?9 = ?9" RICERCA_LIMITI("a", "a.id")
		RICERCA_ORDINE("a", "a.id");

static void sintesi_from_row(
	struct vista *v, struct query *q, struct appuntamento_sintesi *to)
{
	to->id = row_text(q, 0, v->arena);
	to->stato = (enum appuntamento_stato)row_word(q, 1, &appuntamento_stato_words);
	to->codice_rapporto_lavoro = row_text(q, 3, v->arena);
	to->datore = (struct persona){ row_text(q, 4, v->arena), row_text(q, 5, v->arena),
		row_text(q, 6, v->arena) };
	to->lavoratore = (struct persona){ row_text(q, 7, v->arena),
		row_text(q, 8, v->arena), row_text(q, 9, v->arena) };
	to->punto = row_text(q, 10, v->arena);
	to->punto_denominazione = row_text(q, 11, v->arena);
	to->inizio = row_int(q, 12);
	to->fine = row_int(q, 13);
	to->annotazione = annotazione_of(to->stato,
		(enum annotazione)row_word(q, 2, &annotazione_words), to->fine,
		v->adesso);
	to->quesiti = row_int(q, 14);
	to->gestore.tipo = (enum tipo_profilo)row_word(q, 15, &tipo_profilo_words);
	to->gestore.denominazione = row_text(q, 16, v->arena);
	to->versione = row_int(q, 17);
}

struct intervallo {
	instant da, fino; /* both inclusive */
	const char *dopo; /* of those at `fino`, only ids after this one */
};

static bool intervallo_of(
	const struct ricerca *w, const struct pagina *p, struct intervallo *to)
{
	int64_t at;

	to->da = w->dal == GIORNO_NONE ? 0 : instant_at(w->dal, 0);
	to->fino = w->al == GIORNO_NONE ? INT64_MAX : instant_at(w->al + 1, 0) - 1;
	to->dopo = "";
	if (!p->cursor)
		return true;
	if (!pagina_cursor(p->cursor, &at, &to->dopo))
		return false;
	if (at < to->fino)
		to->fino = at;
	return true;
}

static bool ricerca_page(struct vista *v, const struct ricerca *w, const struct pagina *p,
	const struct intervallo *when, struct appuntamenti *to, struct err *err)
{
	int limit = pagina_limit(p);
	const char *sql = w->codice_rapporto_lavoro ? per_rapporto
		: w->stato                          ? per_stato
						    : per_data;
	struct query *q = sql_ask(v->db, sql, "tttnntddiwt", CHI(v), when->da, when->fino,
		when->dopo, limit + 1, (int)w->escludi_intermediario, v->numero,
		&appuntamento_stato_words, (int)w->stato, w->codice_rapporto_lavoro);

	while (query_step(q)) {
		if (to->n == (size_t)limit) {
			const struct appuntamento_sintesi *last = &to->items[to->n - 1];

			to->next_cursor = arena_printf(
				v->arena, "%lld.%s", (long long)last->inizio, last->id);
			break;
		}
		to->items = sql_grow(v->arena, to->items, to->n, sizeof *to->items);
		sintesi_from_row(v, q, &to->items[to->n++]);
	}
	return query_end(q, err);
}

static bool ricerca_admitted(struct vista *v, const struct ricerca *w, struct err *err)
{
	if (v->chi.profilo != PROFILO_CITTADINO
		&& v->chi.profilo != PROFILO_INTERMEDIARIO)
		return err_set(
			err, PROBLEM_PROFILO_NON_AMMESSO, "the search of a Struttura");
	if (w->escludi_intermediario && v->chi.profilo != PROFILO_CITTADINO) {
		err_set(err, PROBLEM_FILTRO_NON_AMMESSO, "escludi_intermediario");
		return err_field(err, "escludi_intermediario");
	}
	return !w->codice_rapporto_lavoro
		|| vista_vede_rapporto(v, w->codice_rapporto_lavoro, err);
}

bool store_appuntamenti(struct store_reader *r, const struct domanda *d,
	const struct ricerca *ricerca, const struct pagina *p, struct appuntamenti *to,
	struct err *err)
{
	struct intervallo when;
	struct vista v;

	*to = (struct appuntamenti){ 0 };
	if (!intervallo_of(ricerca, p, &when))
		return pagina_refuse(err);
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& ricerca_admitted(&v, ricerca, err)
				&& ricerca_page(&v, ricerca, p, &when, to, err));
}
