/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Drafts, saved whole at every change: a handful of small rows and one fsync.
 */
#include "cache/journal_private.h"

#include <string.h>

/* --- writing -------------------------------------------------------------------- */

static void bind_columns(struct query *q, const struct bozza *b)
{
	query_text(q, 1, b->id);
	query_int_or_null(q, 2, b->creata_il, INSTANT_NONE);
	query_int_or_null(q, 3, b->aggiornata_il, INSTANT_NONE);
	query_text(q, 4, b->codice_rapporto_lavoro);
	query_text(q, 5, b->datore);
	query_text(q, 6, b->punto);
	query_text(q, 7, b->punto_denominazione);
	query_int_or_null(q, 8, b->inizio, INSTANT_NONE);
	query_text(q, 9, b->nota);
	query_text(q, 10, b->chiave);
	query_int(q, 11, b->revisione);
}

/* Nothing is written over what another program has written since `b` was read. */
static bool write_bozza(struct journal *j, const struct bozza *b, struct err *err)
{
	struct query *q = query_begin(j->db,
		"INSERT INTO bozza (id, creata_il, aggiornata_il, rapporto, datore, punto,"
		" punto_denominazione, inizio, nota, chiave, revisione)"
		" SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 1"
		" WHERE ?11 = 0 OR EXISTS (SELECT 1 FROM bozza WHERE id = ?1)"
		" ON CONFLICT (id) DO UPDATE SET creata_il = excluded.creata_il,"
		" aggiornata_il = excluded.aggiornata_il, rapporto = excluded.rapporto,"
		" datore = excluded.datore, punto = excluded.punto,"
		" punto_denominazione = excluded.punto_denominazione,"
		" inizio = excluded.inizio, nota = excluded.nota,"
		" chiave = coalesce(excluded.chiave, chiave), revisione = revisione + 1"
		" WHERE ?11 IN (0, revisione)");

	bind_columns(q, b);
	if (!query_run(q, err))
		return false;
	if (sqlite_changes(j->db) == 1)
		return true;
	err_set(err, ERR_CONSTRAINT, "the bozza was changed or taken away meanwhile");
	return err_field(err, "revisione");
}

static bool clear_lists(struct journal *j, const char *id, struct err *err)
{
	return journal_run(j, "DELETE FROM bozza_quesito WHERE bozza = ?1", id, err)
		&& journal_run(j, "DELETE FROM bozza_allegato WHERE bozza = ?1", id, err)
		&& journal_run(j, "DELETE FROM bozza_canale WHERE bozza = ?1", id, err);
}

static bool write_names(struct journal *j, const struct bozza *b, struct err *err)
{
	for (size_t i = 0; i < b->n_quesiti; i++) {
		struct query *q = query_begin(
			j->db, "INSERT INTO bozza_quesito VALUES (?1, ?2, ?3)");

		query_text(q, 1, b->id);
		query_int(q, 2, (int64_t)i);
		query_text(q, 3, b->quesiti[i]);
		if (!query_run(q, err))
			return false;
	}
	for (size_t i = 0; i < b->n_canali; i++) {
		struct query *q = query_begin(
			j->db, "INSERT INTO bozza_canale VALUES (?1, ?2, ?3)");

		query_text(q, 1, b->id);
		query_int(q, 2, (int64_t)i);
		query_text(q, 3, words_code(&canale_words, (int)b->canali[i]));
		if (!query_run(q, err))
			return false;
	}
	return true;
}

static bool write_allegati(struct journal *j, const struct bozza *b, struct err *err)
{
	for (size_t i = 0; i < b->n_allegati; i++) {
		const struct bozza_allegato *f = &b->allegati[i];
		struct query *q = query_begin(j->db,
			"INSERT INTO bozza_allegato"
			" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

		query_text(q, 1, b->id);
		query_int(q, 2, (int64_t)i);
		query_text(q, 3, f->percorso);
		query_text(q, 4, f->nome);
		query_int(q, 5, f->byte);
		query_text(q, 6, f->sha256);
		query_text(q, 7, words_code(&tipo_file_words, (int)f->tipo));
		query_text(q, 8, f->id);
		query_int_or_null(q, 9, f->scade_il, INSTANT_NONE);
		query_int_or_null(q, 10, f->modificato_il, INSTANT_NONE);
		if (!query_run(q, err))
			return false;
	}
	return true;
}

bool journal_save_bozza(struct journal *j, const struct bozza *b, struct err *err)
{
	return journal_begin(j, err)
		&& journal_end(j,
			write_bozza(j, b, err) && clear_lists(j, b->id, err)
				&& write_names(j, b, err) && write_allegati(j, b, err),
			err);
}

bool journal_discard_bozza(struct journal *j, const char *id, struct err *err)
{
	return journal_begin(j, err)
		&& journal_end(j,
			journal_run(j, "DELETE FROM bozza WHERE id = ?1", id, err), err);
}

bool journal_unbind_bozza(struct journal *j, const char *id, struct err *err)
{
	return journal_begin(j, err)
		&& journal_end(j,
			journal_run(j, "UPDATE bozza SET chiave = NULL WHERE id = ?1", id,
				err),
			err);
}

/* --- reading -------------------------------------------------------------------- */

#define COLUMNS \
	"id, creata_il, aggiornata_il, rapporto, datore, punto, punto_denominazione," \
	" inizio, nota, chiave, revisione"

static void read_row(struct query *q, struct arena *a, struct bozza *b)
{
	*b = (struct bozza){ .id = row_text(q, 0, a),
		.creata_il = row_int_or(q, 1, INSTANT_NONE),
		.aggiornata_il = row_int_or(q, 2, INSTANT_NONE),
		.codice_rapporto_lavoro = row_text(q, 3, a),
		.datore = row_text(q, 4, a),
		.punto = row_text(q, 5, a),
		.punto_denominazione = row_text(q, 6, a),
		.inizio = row_int_or(q, 7, INSTANT_NONE),
		.nota = row_text(q, 8, a),
		.chiave = row_text(q, 9, a),
		.revisione = row_int(q, 10) };
}

static bool read_quesiti(
	struct journal *j, struct arena *a, struct bozza *b, struct err *err)
{
	struct query *q = query_begin(j->db,
		"SELECT quesito, count(*) OVER () FROM bozza_quesito WHERE bozza = ?1"
		" ORDER BY posizione");

	query_text(q, 1, b->id);
	while (query_step(q)) {
		if (!b->quesiti)
			b->quesiti = arena_array(
				a, (size_t)row_int(q, 1), sizeof *b->quesiti);
		b->quesiti[b->n_quesiti++] = row_text(q, 0, a);
	}
	return query_end(q, err);
}

static bool read_canali(struct journal *j, struct bozza *b, struct err *err)
{
	struct query *q = query_begin(j->db,
		"SELECT canale FROM bozza_canale WHERE bozza = ?1 ORDER BY posizione");

	query_text(q, 1, b->id);
	while (b->n_canali < CANALE_COUNT && query_step(q))
		b->canali[b->n_canali++] = (enum canale)words_find(
			&canale_words, row_peek(q, 0));
	return query_end(q, err);
}

static bool read_allegati(
	struct journal *j, struct arena *a, struct bozza *b, struct err *err)
{
	struct query *q = query_begin(j->db,
		"SELECT percorso, nome, byte, sha256, tipo, id, scade_il, modificato_il"
		" FROM bozza_allegato"
		" WHERE bozza = ?1 ORDER BY posizione");

	query_text(q, 1, b->id);
	while (b->n_allegati < ALLEGATI_MAX && query_step(q)) {
		b->allegati[b->n_allegati++] = (struct bozza_allegato){
			.percorso = row_text(q, 0, a),
			.nome = row_text(q, 1, a),
			.byte = row_int(q, 2),
			.sha256 = row_text(q, 3, a),
			.tipo = (enum tipo_file)words_find(
				&tipo_file_words, row_peek(q, 4)),
			.id = row_text(q, 5, a),
			.scade_il = row_int_or(q, 6, INSTANT_NONE),
			.modificato_il = row_int_or(q, 7, INSTANT_NONE),
		};
	}
	return query_end(q, err);
}

static bool read_lists(
	struct journal *j, struct arena *a, struct bozza *b, struct err *err)
{
	return read_quesiti(j, a, b, err) && read_canali(j, b, err)
		&& read_allegati(j, a, b, err);
}

bool journal_load_bozza(struct journal *j, struct arena *a, const char *id,
	struct bozza *to, struct err *err)
{
	struct query *q = query_begin(
		j->db, "SELECT " COLUMNS " FROM bozza WHERE id = ?1");
	bool there;

	*to = (struct bozza){ 0 };
	query_text(q, 1, id);
	there = query_step(q);
	if (there)
		read_row(q, a, to);
	if (!query_end(q, err))
		return false;
	return there ? read_lists(j, a, to, err)
		     : err_set(err, ERR_ABSENT, "no such bozza");
}

bool journal_bozze(struct journal *j, struct arena *a, struct bozze *to, struct err *err)
{
	struct query *q = query_begin(j->db,
		"SELECT " COLUMNS ", count(*) OVER () FROM bozza"
		" ORDER BY aggiornata_il DESC, id");

	*to = (struct bozze){ 0 };
	while (query_step(q)) {
		if (!to->items)
			to->items = arena_array(
				a, (size_t)row_int(q, 11), sizeof *to->items);
		read_row(q, a, &to->items[to->n++]);
	}
	if (!query_end(q, err))
		return false;
	for (size_t i = 0; i < to->n; i++)
		if (!read_lists(j, a, &to->items[i], err))
			return false;
	return true;
}
