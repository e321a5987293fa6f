/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading people: who one is and in which profiles, whose delegate, at which addresses. */
#include "server/store/sqlite_engine.h"

static bool persona_read(struct vista *v, struct profilo *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT p.id, p.codice_fiscale, p.nome_proprio, p.cognome, f.tipo_delegato,"
		" f.abilitato FROM persona p JOIN profilo f ON f.persona = p.id"
		" WHERE f.numero = ?1",
		"i", v->numero);

	if (query_step(q)) {
		to->id = row_text(q, 0, v->arena);
		to->persona = (struct persona){ row_text(q, 1, v->arena),
			row_text(q, 2, v->arena), row_text(q, 3, v->arena) };
		to->tipo_delegato = row_text(q, 4, v->arena);
		to->abilitato = row_int(q, 5) != 0;
	}
	to->in_uso = v->chi.profilo;
	return query_end(q, err);
}

static bool profili_read(struct vista *v, struct profilo *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT f.tipo, CASE WHEN f.sede IS NULL THEN f.denominazione"
		" ELSE s.denominazione END, f.sede FROM profilo f LEFT JOIN sede s ON s.codice = f.sede"
		" WHERE f.persona = ?1 ORDER BY f.numero",
		"t", v->chi.persona);

	while (query_step(q)) {
		to->profili = sql_grow(
			v->arena, to->profili, to->n_profili, sizeof *to->profili);
		to->profili[to->n_profili++] = (struct profilo_disponibile){
			.tipo = (enum tipo_profilo)row_word(q, 0, &tipo_profilo_words),
			.denominazione = row_text(q, 1, v->arena),
			.codice_sede_inps = row_text(q, 2, v->arena),
		};
	}
	return query_end(q, err);
}

/* Of each employer the latest delega, the active ones first. */
static bool deleganti_read(struct vista *v, struct profilo *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT p.codice_fiscale, p.nome_proprio, p.cognome, d.stato, d.dal, d.al,"
		" CASE d.stato WHEN 'ATTIVA' THEN"
		"  (SELECT count(*) FROM rapporto r WHERE r.datore = d.datore) ELSE 0 END"
		" FROM delega d JOIN persona p ON p.id = d.datore WHERE d.intermediario = ?1"
		" AND NOT EXISTS (SELECT 1 FROM delega n WHERE n.datore = d.datore"
		"  AND n.intermediario = ?1 AND n.dal > d.dal)"
		" ORDER BY d.stato <> 'ATTIVA', p.cognome, p.nome_proprio, p.id",
		"t", v->chi.persona);

	while (query_step(q)) {
		to->deleganti = sql_grow(
			v->arena, to->deleganti, to->n_deleganti, sizeof *to->deleganti);
		to->deleganti[to->n_deleganti++] = (struct delegante){
			.datore = { row_text(q, 0, v->arena), row_text(q, 1, v->arena),
				row_text(q, 2, v->arena) },
			.stato = (enum delega_stato)row_word(q, 3, &delega_stato_words),
			.dal = row_giorno(q, 4),
			.al = row_giorno(q, 5),
			.rapporti = row_int(q, 6),
		};
	}
	return query_end(q, err);
}

bool store_profilo(struct store_reader *r, const struct domanda *d, struct profilo *to,
	struct err *err)
{
	struct vista v;

	*to = (struct profilo){ 0 };
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, true, err) && persona_read(&v, to, err)
				&& profili_read(&v, to, err)
				&& (d->chi.profilo != PROFILO_INTERMEDIARIO
					|| deleganti_read(&v, to, err)));
}

bool store_ammesso(struct store_reader *r, const struct domanda *d, int64_t *numero,
	struct err *err)
{
	struct vista v;
	bool ok = vista_begin(&v, r, d, err)
		&& vista_end(&v, vista_soggetto(&v, false, err));

	*numero = ok ? v.numero : 0;
	return ok;
}

/* An intermediario is written to at its own addresses, everybody else's at the employer's. */
bool recapiti_read(
	struct vista *v, const char *codice, struct recapiti *to, struct err *err)
{
	struct query *q = v->chi.profilo == PROFILO_INTERMEDIARIO
		? sql_ask(v->db,
			"SELECT cellulare, email, pec FROM persona WHERE id = ?1", "t",
			v->chi.persona)
		: sql_ask(v->db,
			"SELECT p.cellulare, p.email, p.pec FROM rapporto r"
			" JOIN persona p ON p.id = r.datore WHERE r.codice = ?1",
			"t", codice);

	to->items = arena_array(v->arena, CANALE_COUNT, sizeof *to->items);
	if (query_step(q)) {
		for (int c = CANALE_CELLULARE; c < CANALE_COUNT; c++) {
			const char *value = row_peek(q, c - CANALE_CELLULARE);
			struct recapito *one = &to->items[to->n++];

			one->canale = (enum canale)c;
			one->disponibile = value != NULL;
			if (value)
				one->valore_mascherato = c == CANALE_CELLULARE
					? cellulare_mask(v->arena, value)
					: email_mask(v->arena, value);
		}
	}
	return query_end(q, err);
}

bool store_recapiti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct recapiti *to, struct err *err)
{
	struct vista v;

	*to = (struct recapiti){ 0 };
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& vista_vede_rapporto(&v, codice, err)
				&& recapiti_read(&v, codice, to, err));
}

bool store_persone_demo(
	struct store_reader *r, struct arena *a, struct persone_demo *to, struct err *err)
{
	struct query *q = query_begin(r->db,
		"SELECT f.persona, p.nome_proprio || ' ' || p.cognome, f.tipo, f.denominazione,"
		" f.descrizione, f.predefinita FROM profilo f JOIN persona p ON p.id = f.persona"
		" WHERE f.descrizione IS NOT NULL ORDER BY f.numero");

	*to = (struct persone_demo){ 0 };
	while (query_step(q)) {
		to->items = sql_grow(a, to->items, to->n, sizeof *to->items);
		to->items[to->n++] = (struct persona_demo){
			.id = row_text(q, 0, a),
			.nome = row_text(q, 1, a),
			.profilo = (enum tipo_profilo)row_word(q, 2, &tipo_profilo_words),
			.denominazione = row_text(q, 3, a),
			.descrizione = row_text(q, 4, a),
			.predefinita = row_int(q, 5) != 0,
		};
	}
	return query_end(q, err);
}

bool store_vivo(struct store_reader *r, struct err *err)
{
	int64_t n;

	return query_number(
		query_begin(r->db, "SELECT count(*) FROM contatore"), 0, &n, err);
}
