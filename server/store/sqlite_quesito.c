/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Reading quesiti. Whether one may be booked is never a column: it is asked of domain/idoneita
 * at each reading, because it changes with the day.
 */
#include "server/store/sqlite_engine.h"

/* ?1 is the instant; what follows names the quesiti. */
#define QUESITO_COLONNE \
	"SELECT q.id, q.rapporto, q.argomento, q.oggetto, q.protocollo, q.aperto_il, q.stato," \
	" q.esito, q.chiuso_il, i.appuntamento, i.fine," \
	" EXISTS (SELECT 1 FROM comunicazione c WHERE c.quesito = q.id" \
	"  AND c.autore = 'STRUTTURA' AND c.interlocutoria = 0)"
#define QUESITO_ALTRE " LEFT JOIN impegno i ON i.quesito = q.id AND i.fine > ?1 "

static const char *const quesiti_sql[] = {
	[QUESITI_DEL_RAPPORTO] = QUESITO_COLONNE
	" FROM quesito q" QUESITO_ALTRE
	"WHERE q.rapporto = ?2 ORDER BY q.aperto_il DESC, q.id",
	[QUESITO_SOLO] = QUESITO_COLONNE " FROM quesito q" QUESITO_ALTRE
					 "WHERE q.id = ?2",
	[QUESITI_DELL_APPUNTAMENTO] = QUESITO_COLONNE
	" FROM appuntamento_quesito aq CROSS JOIN quesito q ON q.id = aq.quesito" QUESITO_ALTRE
	"WHERE aq.appuntamento = ?2",
};

/* The columns of a row, and what the server decides about it. */
static bool quesito_from_row(
	struct vista *v, struct query *q, struct quesito *to, struct err *err)
{
	instant fine = row_instant(q, 10);
	bool risposto = row_int(q, 11) != 0;
	struct idoneita idoneita;

	*to = (struct quesito){
		.id = row_text(q, 0, v->arena),
		.codice_rapporto_lavoro = row_text(q, 1, v->arena),
		.argomento = (enum argomento)row_word(q, 2, &argomento_words),
		.oggetto = row_text(q, 3, v->arena),
		.protocollo = row_text(q, 4, v->arena),
		.aperto_il = row_giorno(q, 5),
		.stato = (enum quesito_stato)row_word(q, 6, &quesito_stato_words),
		.esito = (enum quesito_esito)row_word(q, 7, &quesito_esito_words),
		.chiuso_il = row_giorno(q, 8),
		.appuntamento = row_text(q, 9, v->arena),
	};
	if (!vista_rapporto(v, to->codice_rapporto_lavoro, err)
		|| !vista_chiusure(v, v->rapporto.sede, err))
		return false;
	idoneita = idoneita_of(to, risposto, fine, v->termini, &v->chiusure, v->adesso);
	to->prenotabile = idoneita.prenotabile;
	to->motivo = idoneita.motivo;
	to->prenotabile_dal = idoneita.dal;
	return true;
}

bool quesiti_idonei(struct vista *v, enum quesiti_di di, const char *chiave,
	struct quesiti *to, struct err *err)
{
	bool ok = true;
	struct query *q = sql_ask(v->db, quesiti_sql[di], "nt", v->adesso, chiave);

	*to = (struct quesiti){ 0 };
	while (ok && query_step(q)) {
		to->items = sql_grow(v->arena, to->items, to->n, sizeof *to->items);
		ok = quesito_from_row(v, q, &to->items[to->n++], err);
	}
	return query_end(q, ok ? err : NULL) && ok;
}

static bool comunicazioni_read(struct vista *v, struct quesito *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT id, autore, inviata_il, testo, interlocutoria FROM comunicazione"
		" WHERE quesito = ?1 ORDER BY inviata_il, id",
		"t", to->id);
	struct comunicazione *items = NULL;
	size_t n = 0;
	bool ok = true;

	while (ok && query_step(q)) {
		items = sql_grow(v->arena, items, n, sizeof *items);
		items[n] = (struct comunicazione){
			.id = row_text(q, 0, v->arena),
			.autore = (enum autore)row_word(q, 1, &autore_words),
			.inviata_il = row_int(q, 2),
			.testo = row_text(q, 3, v->arena),
			.interlocutoria = row_int(q, 4) != 0,
		};
		ok = allegati_read(v, ALLEGATI_DELLA_COMUNICAZIONE, items[n].id,
			&items[n].allegati, &items[n].n_allegati, err);
		n++;
	}
	to->comunicazioni = items;
	to->n_comunicazioni = n;
	return query_end(q, ok ? err : NULL) && ok;
}

bool quesiti_read(struct vista *v, enum quesiti_di di, const char *chiave,
	struct quesiti *to, struct err *err)
{
	if (!quesiti_idonei(v, di, chiave, to, err))
		return false;
	for (size_t i = 0; i < to->n; i++) {
		if (!comunicazioni_read(v, &to->items[i], err))
			return false;
	}
	return true;
}

bool store_quesiti(struct store_reader *r, const struct domanda *d, const char *codice,
	struct quesiti *to, struct err *err)
{
	struct vista v;

	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& vista_vede_rapporto(&v, codice, err)
				&& quesiti_read(
					&v, QUESITI_DEL_RAPPORTO, codice, to, err));
}
