/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What was sent and what became of it. A settled one gives its bytes back to the disk and
 * never changes again.
 */
#include "cache/journal_private.h"

#include <assert.h>
#include <string.h>

static const char *const kinds[] = { "", "CONFERMA", "CANCELLAZIONE", "CARICAMENTO" };
static const char *const states[] = { "", "INVIATO", "DA_VERIFICARE", "RISOLTO" };
/* Not "other than RISOLTO", for which no index helps: home asks at every change, and what is
 * settled only grows. */
#define IS_OPEN "stato IN ('INVIATO', 'DA_VERIFICARE')"
static const char *const outcomes[] = { "NESSUNO", "ESEGUITO", "RIFIUTATO", "BRUCIATO" };

/* Position of `code` among `n` codes; `unknown` when a newer version wrote it. */
static int find_code(const char *const *codes, int n, const char *code, int unknown)
{
	for (int i = 0; code && i < n; i++)
		if (strcmp(codes[i], code) == 0)
			return i;
	return unknown;
}

/* --- reading -------------------------------------------------------------------- */

#define COLUMNS \
	"chiave, genere, metodo, percorso, content_type, if_match, bozza, riguarda," \
	" descrizione, stato, esito, status, risorsa, problema, creato_il, inviato_il," \
	" tentativi, risolto_il, rinunciato"
#define BODY_COLUMN 19

static void read_row(struct query *q, struct arena *a, struct sending *v)
{
	*v = (struct sending){ .chiave = row_text(q, 0, a),
		.genere = (enum sending_kind)find_code(kinds, 4, row_peek(q, 1), 0),
		.metodo = row_text(q, 2, a),
		.percorso = row_text(q, 3, a),
		.content_type = row_text(q, 4, a),
		.if_match = row_text(q, 5, a),
		.bozza = row_text(q, 6, a),
		.riguarda = row_text(q, 7, a),
		.descrizione = row_text(q, 8, a),
		.stato = (enum sending_state)find_code(
			states, 4, row_peek(q, 9), SENDING_UNKNOWN),
		.esito = (enum sending_outcome)find_code(outcomes, 4, row_peek(q, 10), 0),
		.status = row_int(q, 11),
		.risorsa = row_text(q, 12, a),
		.problema = row_text(q, 13, a),
		.creato_il = row_int(q, 14),
		.inviato_il = row_int(q, 15),
		.tentativi = row_int(q, 16),
		.risolto_il = row_int_or(q, 17, INSTANT_NONE),
		.rinunciato = row_int(q, 18) != 0 };
}

bool journal_load_sending(struct journal *j, struct arena *a, const char *chiave,
	struct sending *to, struct err *err)
{
	struct query *q = query_begin(
		j->db, "SELECT " COLUMNS ", corpo FROM invio WHERE chiave = ?1");
	bool there;

	*to = (struct sending){ 0 };
	query_text(q, 1, chiave);
	there = query_step(q);
	if (there) {
		read_row(q, a, to);
		to->corpo = row_blob(q, BODY_COLUMN, a, &to->corpo_n);
	}
	return query_end(q, err) && (there || err_set(err, ERR_ABSENT, "no such key"));
}

static bool read_all(
	struct query *q, struct arena *a, struct sendings *to, struct err *err)
{
	*to = (struct sendings){ 0 };
	while (query_step(q)) {
		if (!to->items)
			to->items = arena_array(
				a, (size_t)row_int(q, BODY_COLUMN), sizeof *to->items);
		read_row(q, a, &to->items[to->n++]);
	}
	return query_end(q, err);
}

bool journal_unresolved(
	struct journal *j, struct arena *a, struct sendings *to, struct err *err)
{
	return read_all(query_begin(j->db,
				"SELECT " COLUMNS ", count(*) OVER () FROM invio"
				" WHERE " IS_OPEN " ORDER BY numero"),
		a, to, err);
}

bool journal_sendings(struct journal *j, struct arena *a, int limit, struct sendings *to,
	struct err *err)
{
	/* Counted within the limit: a window over all of them would read all of them. */
	struct query *q = query_begin(j->db,
		"SELECT " COLUMNS ", count(*) OVER () FROM (SELECT numero, " COLUMNS
		" FROM invio ORDER BY numero DESC LIMIT ?1) ORDER BY numero DESC");

	query_int(q, 1, limit);
	return read_all(q, a, to, err);
}

bool journal_upload_of(struct journal *j, struct arena *a, const char *bozza,
	const char *sha256, struct sending *to, struct err *err)
{
	struct query *q = query_begin(j->db,
		"SELECT " COLUMNS " FROM invio WHERE " IS_OPEN
		" AND genere = 'CARICAMENTO' AND bozza = ?1 AND riguarda = ?2"
		" AND rinunciato = 0 ORDER BY numero LIMIT 1");
	bool there;

	*to = (struct sending){ 0 };
	query_text(q, 1, bozza);
	query_text(q, 2, sha256);
	there = query_step(q);
	if (there)
		read_row(q, a, to);
	return query_end(q, err)
		&& (there || err_set(err, ERR_ABSENT, "no upload on its way"));
}

bool journal_uploads_unwanted(
	struct journal *j, struct arena *a, struct sendings *to, struct err *err)
{
	return read_all(query_begin(j->db,
				"SELECT " COLUMNS ", count(*) OVER () FROM invio"
				" WHERE " IS_OPEN " AND genere = 'CARICAMENTO'"
				" AND NOT EXISTS (SELECT 1 FROM bozza_allegato f"
				" WHERE f.bozza = invio.bozza AND f.sha256 = invio.riguarda)"
				" ORDER BY numero"),
		a, to, err);
}

/* --- writing -------------------------------------------------------------------- */

static bool insert(struct journal *j, const struct sending *v, struct err *err)
{
	struct query *q;

	assert(v->genere <= SENDING_CARICAMENTO && v->esito <= SENDING_BURNT);
	q = query_begin(j->db,
		"INSERT INTO invio (" COLUMNS
		", corpo) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
		" ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)");

	query_text(q, 1, v->chiave);
	query_text(q, 2, kinds[v->genere]);
	query_text(q, 3, v->metodo);
	query_text(q, 4, v->percorso);
	query_text(q, 5, v->content_type);
	query_text(q, 6, v->if_match);
	query_text(q, 7, v->bozza);
	query_text(q, 8, v->riguarda);
	query_text(q, 9, v->descrizione);
	query_text(q, 10, states[v->stato]);
	query_text(q, 11, outcomes[v->esito]);
	query_int(q, 12, v->status);
	query_text(q, 13, v->risorsa);
	query_text(q, 14, v->problema);
	query_int(q, 15, v->creato_il);
	query_int(q, 16, v->inviato_il);
	query_int(q, 17, v->tentativi);
	query_int_or_null(q, 18, v->risolto_il, INSTANT_NONE);
	query_int(q, 19, v->rinunciato);
	query_blob(q, 20, v->corpo, v->corpo_n);
	return query_run(q, err);
}

bool sending_carry_over(struct journal *to, const struct sending *v, struct err *err)
{
	return insert(to, v, err);
}

static bool same_text(const char *a, const char *b)
{
	return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

/* May `v` be sent under the key that `old` has used? */
static bool same_request(
	const struct sending *old, const struct sending *v, struct err *err)
{
	if (old->stato == SENDING_SETTLED)
		return err_set(err, ERR_INTERNAL, "a settled key is not sent again");
	if (!same_text(old->metodo, v->metodo) || !same_text(old->percorso, v->percorso)
		|| !same_text(old->if_match, v->if_match) || old->corpo_n != v->corpo_n
		|| (v->corpo_n && memcmp(old->corpo, v->corpo, v->corpo_n) != 0))
		return err_set(err, ERR_INTERNAL, "the same key with other bytes");
	return true;
}

/* Gives the bozza its key; false when another one is on it. */
static bool bind_bozza(struct journal *j, const struct sending *v, struct err *err)
{
	struct query *q;

	if (v->genere != SENDING_CONFERMA || !v->bozza)
		return true;
	q = query_begin(j->db,
		"UPDATE bozza SET chiave = ?2, revisione = revisione + 1"
		" WHERE id = ?1 AND (chiave IS NULL OR chiave = ?2)"
		" AND ?3 IN (0, revisione)");
	query_text(q, 1, v->bozza);
	query_text(q, 2, v->chiave);
	query_int(q, 3, v->revisione);
	if (!query_run(q, err))
		return false;
	if (sqlite_changes(j->db) == 1)
		return true;
	err_set(err, ERR_CONSTRAINT, "no such bozza, changed, or sent with another key");
	return err_field(err, "chiave");
}

static bool again(struct journal *j, const char *chiave, instant now, struct err *err)
{
	struct query *q = query_begin(j->db,
		"UPDATE invio SET tentativi = tentativi + 1, inviato_il = ?2,"
		" stato = 'INVIATO' WHERE chiave = ?1 AND stato <> 'RISOLTO'");

	query_text(q, 1, chiave);
	query_int(q, 2, now);
	return query_run(q, err)
		&& (sqlite_changes(j->db) == 1
			|| err_set(
				err, ERR_ABSENT, "no unresolved sending with that key"));
}

static bool record(
	struct journal *j, const struct sending *v, instant now, struct err *err)
{
	struct sending first = *v;
	struct arena a = { 0 };
	struct sending old;
	struct err why = { 0 };
	bool ok;

	if (journal_load_sending(j, &a, v->chiave, &old, &why)) {
		ok = same_request(&old, v, err) && again(j, v->chiave, now, err);
	} else if (why.code == ERR_ABSENT) {
		first.stato = SENDING_SENT;
		first.esito = SENDING_NONE;
		first.status = 0;
		first.risorsa = first.problema = NULL;
		first.creato_il = first.inviato_il = now;
		first.tentativi = 1;
		first.risolto_il = INSTANT_NONE;
		ok = bind_bozza(j, &first, err) && insert(j, &first, err);
	} else {
		ok = false;
		if (err)
			*err = why;
	}
	arena_release(&a);
	return ok;
}

bool journal_record(
	struct journal *j, const struct sending *v, instant now, struct err *err)
{
	return journal_begin(j, err) && journal_end(j, record(j, v, now, err), err);
}

bool journal_again(struct journal *j, const char *chiave, instant now, struct err *err)
{
	return journal_begin(j, err) && journal_end(j, again(j, chiave, now, err), err);
}

bool journal_unknown(struct journal *j, const char *chiave, struct err *err)
{
	return journal_begin(j, err)
		&& journal_end(j,
			journal_run(j,
				"UPDATE invio SET stato = 'DA_VERIFICARE'"
				" WHERE chiave = ?1 AND stato = 'INVIATO'",
				chiave, err),
			err);
}

bool journal_renounce(struct journal *j, const char *chiave, struct err *err)
{
	bool ok;

	if (!journal_begin(j, err))
		return false;
	ok = journal_run(j,
		"UPDATE invio SET rinunciato = 1 WHERE chiave = ?1 AND stato <> 'RISOLTO'",
		chiave, err);
	if (ok && sqlite_changes(j->db) == 0)
		ok = err_set(err, ERR_ABSENT, "no unresolved sending with that key");
	return journal_end(j, ok, err);
}

static bool mark_settled(struct journal *j, const char *chiave,
	const struct settlement *s, instant now, struct err *err)
{
	struct query *q = query_begin(j->db,
		"UPDATE invio SET stato = 'RISOLTO', esito = ?2, status = ?3, risorsa = ?4,"
		" problema = ?5, risolto_il = ?6, corpo = NULL"
		" WHERE chiave = ?1 AND stato <> 'RISOLTO'");

	query_text(q, 1, chiave);
	query_text(q, 2, outcomes[s->esito]);
	query_int(q, 3, s->status);
	query_text(q, 4, s->risorsa);
	query_text(q, 5, s->problema);
	query_int(q, 6, now);
	return query_run(q, err);
}

/* Only a CONFERMA ever puts its key on a bozza. */
static bool settle_bozza(struct journal *j, const char *chiave,
	enum sending_outcome esito, struct err *err)
{
	return journal_run(j,
		esito == SENDING_DONE
			? "DELETE FROM bozza WHERE chiave = ?1"
			: "UPDATE bozza SET chiave = NULL, revisione = revisione + 1"
			  " WHERE chiave = ?1",
		chiave, err);
}

/* No new revision: nothing that a person wrote has changed. */
static bool settle_file(struct journal *j, const char *chiave,
	const struct settlement *s, struct err *err)
{
	struct query *q;

	if (s->esito != SENDING_DONE || !s->risorsa)
		return true;
	q = query_begin(j->db,
		"UPDATE bozza_allegato SET id = ?2, scade_il = ?3 FROM invio"
		" WHERE invio.chiave = ?1 AND invio.genere = 'CARICAMENTO'"
		" AND bozza_allegato.bozza = invio.bozza"
		" AND bozza_allegato.sha256 = invio.riguarda");
	query_text(q, 1, chiave);
	query_text(q, 2, s->risorsa);
	query_int_or_null(q, 3, s->scade_il, INSTANT_NONE);
	return query_run(q, err);
}

bool journal_settle(struct journal *j, const char *chiave, const struct settlement *s,
	instant now, struct err *err)
{
	bool ok;

	if (s->esito == SENDING_NONE)
		return err_set(err, ERR_INTERNAL, "settled as nothing");
	if (!journal_begin(j, err))
		return false;
	ok = mark_settled(j, chiave, s, now, err);
	if (ok && sqlite_changes(j->db) == 1)
		ok = settle_bozza(j, chiave, s->esito, err)
			&& settle_file(j, chiave, s, err);
	return journal_end(j, ok, err);
}

bool journal_withdraw(struct journal *j, const char *chiave, struct err *err)
{
	bool ok;

	if (!journal_begin(j, err))
		return false;
	ok = journal_run(j,
		"DELETE FROM invio WHERE chiave = ?1 AND stato = 'INVIATO' AND tentativi = 1",
		chiave, err);
	if (ok && sqlite_changes(j->db) == 1)
		ok = settle_bozza(j, chiave, SENDING_NONE, err);
	else
		ok = ok
			&& journal_run(j,
				"UPDATE invio SET stato = 'DA_VERIFICARE'"
				" WHERE chiave = ?1 AND stato = 'INVIATO'",
				chiave, err);
	return journal_end(j, ok, err);
}

bool journal_prune(struct journal *j, instant settled_before, struct err *err)
{
	struct query *q;

	if (!journal_begin(j, err))
		return false;
	q = query_begin(
		j->db, "DELETE FROM invio WHERE stato = 'RISOLTO' AND risolto_il < ?1");
	query_int(q, 1, settled_before);
	return journal_end(j, query_run(q, err), err);
}
