/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "cache/stato.h"

#include "base/i18n.h"
#include "cache/journal_private.h"
#include "cache/private.h"

#include <string.h>
#include <sys/stat.h>

#define PAGE 500 /* rows at a time: memory does not follow the file */

/* ── how large, whose ───────────────────────────────────────────────────────────────────── */

static bool count(struct sqlite *db, const char *sql, int64_t *to, struct err *err)
{
	return query_number(query_begin(db, sql), 0, to, err);
}

static int64_t size_with_log(const char *path)
{
	int64_t all = 0;

	for (size_t i = 0; i < FILE_PARTS; i++) {
		struct buf name = { 0 };
		struct stat st;

		buf_addf(&name, "%s%s", path, file_parts[i]);
		if (stat(buf_str(&name), &st) == 0)
			all += st.st_size;
		buf_release(&name);
	}
	return all;
}

bool cache_stato(
	struct cache *c, struct arena *a, struct cache_stato *to, struct err *err)
{
	bool on_disk = strcmp(c->file.path, ":memory:") != 0;

	*to = (struct cache_stato){ .scrivibile = c->writable,
		.contatto = cache_contact(c),
		.sincronizzata = INSTANT_NONE };
	cache_synced(c, &to->sincronizzata);
	if (on_disk) {
		to->percorso = arena_strdup(a, c->file.path);
		to->byte = size_with_log(c->file.path);
		to->scrittore = c->writable ? 0 : file_lock_owner(&c->file);
		to->scartato = file_aside(&c->file, a);
		to->scartato_byte = to->scartato ? size_with_log(to->scartato) : 0;
	}
	return count(c->db, "SELECT count(*) FROM appuntamento", &to->appuntamenti, err)
		&& count(c->db, "SELECT count(*) FROM rapporto", &to->rapporti, err)
		&& count(c->db, "SELECT count(*) FROM quesito", &to->quesiti, err);
}

/* ── sound ──────────────────────────────────────────────────────────────────────────────── */

/* The first row of `sql` is what is wrong; "ok" and no row are well. */
static bool ask(struct sqlite *db, struct arena *a, const char *sql, const char **trovato,
	struct err *err)
{
	struct query *q;
	char *word = NULL;

	if (*trovato)
		return true;
	q = query_begin(db, sql);
	if (query_step(q))
		word = row_text(q, 0, a);
	if (word && strcmp(word, "ok") != 0)
		*trovato = word;
	return query_end(q, err);
}

static bool ask_all(struct sqlite *db, struct arena *a, const char *const *sql, size_t n,
	const char **trovato, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (!ask(db, a, sql[i], trovato, err))
			return false;
	return true;
}

/* A damaged value is what is being looked for, not a reason to give up. */
static bool found(const struct err *why, const char *sentence, const char **trovato,
	struct err *err)
{
	if (why->code == ERR_NONE || why->code == ERR_ABSENT)
		return true;
	if (why->code == ERR_CORRUPT) {
		*trovato = sentence;
		return true;
	}
	*err = *why;
	return false;
}

static bool check_detail(struct cache *c, const struct appuntamento_sintesi *s,
	const char **trovato, struct err *err)
{
	struct appuntamento ap = { 0 };
	struct arena a = { 0 };
	struct err why = { 0 };
	bool read = cache_appuntamento(c, &a, s->id, &ap, NULL, &why);

	if (read && (ap.inizio != s->inizio || ap.stato != s->stato))
		*trovato = _("un appuntamento è diverso nell'elenco e nel dettaglio");
	arena_release(&a);
	return read || found(&why, _("un dettaglio non si legge"), trovato, err);
}

static bool check_appuntamenti(struct cache *c, const char **trovato, struct err *err)
{
	struct ricerca all = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct arena pages[2] = { 0 };
	struct anchor at = { .at = ANCHOR_FIRST, .inizio = INSTANT_NONE, .after = PAGE };
	struct cache_window w = { .more_after = true };
	bool ok = true;

	for (int turn = 0; ok && w.more_after && !*trovato; turn = !turn) {
		struct appuntamento_sintesi *items = NULL;
		struct err why = { 0 };

		arena_reset(&pages[turn]); /* the anchor lies in the other one */
		if (!cache_appuntamenti_window(
			    c, &pages[turn], &all, &at, &items, &w, &why)) {
			ok = found(&why, _("l'elenco degli appuntamenti non si legge"),
				trovato, err);
			break;
		}
		for (size_t i = 0; ok && i < w.n && !*trovato; i++) {
			ok = check_detail(c, &items[i], trovato, err);
			if (items[i].inizio < at.inizio)
				*trovato = _("gli appuntamenti non sono in ordine");
			at = (struct anchor){ .at = ANCHOR_ID, .id = items[i].id,
				.inizio = items[i].inizio, .after = PAGE };
		}
		if (w.n < 2)
			break;
	}
	arena_release(&pages[0]);
	arena_release(&pages[1]);
	return ok;
}

static bool check_quesiti(
	struct cache *c, const char *codice, const char **trovato, struct err *err)
{
	struct quesiti all = { 0 };
	struct arena a = { 0 };
	struct err why = { 0 };
	bool read = cache_quesiti(c, &a, codice, &all, NULL, &why);

	arena_release(&a);
	return read || found(&why, _("i quesiti di un rapporto non si leggono"), trovato, err);
}

static bool check_rapporti(struct cache *c, const char **trovato, struct err *err)
{
	struct arena pages[2] = { 0 };
	struct anchor at = { .at = ANCHOR_FIRST, .inizio = INSTANT_NONE, .after = PAGE };
	struct cache_window w = { .more_after = true };
	bool ok = true;

	for (int turn = 0; ok && w.more_after && !*trovato; turn = !turn) {
		struct rapporto *items = NULL;
		struct err why = { 0 };

		arena_reset(&pages[turn]);
		if (!cache_rapporti_window(c, &pages[turn], NULL, &at, &items, &w, &why)) {
			ok = found(&why, _("l'elenco dei rapporti non si legge"), trovato, err);
			break;
		}
		for (size_t i = 0; ok && i < w.n && !*trovato; i++)
			ok = check_quesiti(
				c, items[i].codice_rapporto_lavoro, trovato, err);
		if (w.n < 2)
			break;
		at = (struct anchor){ .at = ANCHOR_ID,
			.id = items[w.n - 1].codice_rapporto_lavoro,
			.inizio = INSTANT_NONE, .after = PAGE };
	}
	arena_release(&pages[0]);
	arena_release(&pages[1]);
	return ok;
}

bool cache_verifica(
	struct cache *c, struct arena *a, const char **trovato, struct err *err)
{
	static const char *const questions[] = {
		"PRAGMA integrity_check(1)",
		"SELECT 'foreign_key_check: ' || \"table\" FROM pragma_foreign_key_check",
	};

	*trovato = NULL;
	if (c->empty)
		return err_set(err, ERR_BUSY, "nothing to look into yet");
	return ask_all(c->db, a, questions, sizeof questions / sizeof *questions, trovato, err)
		&& (*trovato || check_appuntamenti(c, trovato, err))
		&& (*trovato || check_rapporti(c, trovato, err));
}

bool journal_verifica(
	struct journal *j, struct arena *a, const char **trovato, struct err *err)
{
	static const char *const questions[] = {
		"PRAGMA integrity_check(1)",
		"SELECT 'foreign_key_check: ' || \"table\" FROM pragma_foreign_key_check",
		"SELECT 'una bozza inviata senza la sua richiesta' FROM bozza WHERE chiave IS NOT"
		" NULL AND NOT EXISTS (SELECT 1 FROM invio WHERE invio.chiave = bozza.chiave"
		" AND stato <> 'RISOLTO')",
		"SELECT 'una richiesta senza risposta e senza i suoi byte' FROM invio"
		" WHERE stato <> 'RISOLTO' AND corpo IS NULL",
		"SELECT 'una richiesta risolta senza esito' FROM invio WHERE stato = 'RISOLTO'"
		" AND esito = 'NESSUNO'",
	};

	*trovato = NULL;
	return ask_all(j->db, a, questions, sizeof questions / sizeof *questions, trovato, err);
}
