/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading one appuntamento whole: quesiti with their exchange, files, history, who manages it. */
#include "server/store/sqlite_engine.h"

static void persone_from_row(struct vista *v, struct query *q, int column,
	struct persona *datore, struct persona *lavoratore)
{
	struct persona *who[] = { datore, lavoratore };

	for (int i = 0; i < 2; i++, column += 3)
		*who[i] = (struct persona){ row_text(q, column, v->arena),
			row_text(q, column + 1, v->arena),
			row_text(q, column + 2, v->arena) };
}

/* "svolto" is never stored: it is a Confermato whose hour has passed. */
enum annotazione annotazione_of(enum appuntamento_stato stato, enum annotazione kept,
	instant fine, instant adesso)
{
	if (stato != APPUNTAMENTO_STATO_CONFERMATO || kept != ANNOTAZIONE_NONE)
		return kept;
	return fine <= adesso ? ANNOTAZIONE_SVOLTO : ANNOTAZIONE_NONE;
}

static void canali_from_row(
	struct vista *v, struct query *q, int column, struct appuntamento *to)
{
	to->canali = arena_array(v->arena, CANALE_COUNT, sizeof *to->canali);
	for (int c = CANALE_CELLULARE; c < CANALE_COUNT; c++) {
		if (row_int(q, column + c - CANALE_CELLULARE))
			to->canali[to->n_canali++] = (enum canale)c;
	}
}

static void appuntamento_from_row(
	struct vista *v, struct query *q, struct appuntamento *to)
{
	to->id = row_text(q, 0, v->arena);
	to->stato = (enum appuntamento_stato)row_word(q, 1, &appuntamento_stato_words);
	to->codice_rapporto_lavoro = row_text(q, 3, v->arena);
	persone_from_row(v, q, 4, &to->datore, &to->lavoratore);
	to->inizio = row_int(q, 10);
	to->fine = row_int(q, 11);
	to->annotazione = annotazione_of(to->stato,
		(enum annotazione)row_word(q, 2, &annotazione_words), to->fine,
		v->adesso);
	to->nota = row_text(q, 12, v->arena);
	to->gestore.tipo = (enum tipo_profilo)row_word(q, 13, &tipo_profilo_words);
	to->gestore.denominazione = row_text(q, 14, v->arena);
	canali_from_row(v, q, 15, to);
	to->versione = row_int(q, 18);
	to->aggiornato_il = row_int(q, 19);
	punto_from_row(v, q, 20, &to->punto);
	to->cancellabile = appuntamento_may_cancel(to->stato, to->inizio, v->adesso)
		== PROBLEM_NONE;
}

static bool storia_read(struct vista *v, struct appuntamento *to, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT evento, quando, chi, testo FROM storia"
		" WHERE appuntamento = ?1 ORDER BY n",
		"t", to->id);

	while (query_step(q)) {
		to->storia = sql_grow(
			v->arena, to->storia, to->n_storia, sizeof *to->storia);
		to->storia[to->n_storia++] = (struct evento_storia){
			.evento = (enum evento)row_word(q, 0, &evento_words),
			.quando = row_int(q, 1),
			.chi = (enum tipo_profilo)row_word(q, 2, &tipo_profilo_words),
			.testo = row_text(q, 3, v->arena),
		};
	}
	return query_end(q, err);
}

static const char appuntamento_sql[] =
	"SELECT a.id, a.stato, a.annotazione, a.rapporto, p.codice_fiscale, p.nome_proprio,"
	" p.cognome, r.lavoratore_codice_fiscale, r.lavoratore_nome_proprio,"
	" r.lavoratore_cognome, a.inizio, a.fine, a.nota, a.gestore_tipo,"
	" CASE a.gestore_tipo WHEN 'INTERMEDIARIO' THEN g.denominazione"
	"  WHEN 'CITTADINO' THEN NULL ELSE s.denominazione END,"
	" a.cellulare, a.email, a.pec, a.versione, a.aggiornato_il," PUNTO_COLONNE("u",
		"s") " FROM appuntamento a CROSS JOIN rapporto r ON r.codice = a.rapporto"
		     " CROSS JOIN persona p ON p.id = r.datore CROSS JOIN punto u ON u.id = a.punto"
		     " CROSS JOIN sede s ON s.codice = u.sede"
		     " LEFT JOIN profilo g ON g.persona = a.gestore AND g.tipo = 'INTERMEDIARIO'"
		     " WHERE a.id = ?1";

bool appuntamento_read(
	struct vista *v, const char *id, struct appuntamento *to, struct err *err)
{
	struct query *q = sql_ask(v->db, appuntamento_sql, "t", id);
	struct quesiti quesiti;

	*to = (struct appuntamento){ 0 };
	if (query_step(q))
		appuntamento_from_row(v, q, to);
	if (!query_end(q, err))
		return false;
	if (!to->id)
		return vista_absent(err, "appuntamento");
	if (!quesiti_read(v, QUESITI_DELL_APPUNTAMENTO, to->id, &quesiti, err)
		|| !allegati_read(v, ALLEGATI_DELL_APPUNTAMENTO, to->id, &to->allegati,
			&to->n_allegati, err)
		|| !storia_read(v, to, err))
		return false;
	to->quesiti = quesiti.items;
	to->n_quesiti = quesiti.n;
	return true;
}

bool appuntamento_visible(
	struct vista *v, const char *id, struct appuntamento *to, struct err *err)
{
	if (!appuntamento_read(v, id, to, err))
		return false;
	/* A lost delega hides the appuntamento too: it is absent, whatever they once knew. */
	if (!vista_vede_rapporto(v, to->codice_rapporto_lavoro, err))
		return err && err->code == PROBLEM_DELEGA_NON_ATTIVA
			? vista_absent(err, "appuntamento")
			: false;
	return true;
}

bool store_appuntamento(struct store_reader *r, const struct domanda *d, const char *id,
	struct appuntamento *to, struct err *err)
{
	struct vista v;

	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& appuntamento_visible(&v, id, to, err));
}
