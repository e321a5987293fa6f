/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Who asks and what they may see, looked up in every transaction anew: a token says who
 * somebody is, never what they may do.
 */
#include "server/store/sqlite_engine.h"

#include <stdlib.h>
#include <string.h>

bool vista_absent(struct err *err, const char *what)
{
	return err_set(err, PROBLEM_NON_TROVATO, "%s is not there, or not theirs", what);
}

static bool soggetto_read(struct vista *v, struct err *err)
{
	struct query *q = sql_ask(v->db,
		"SELECT numero, abilitato, sede FROM profilo WHERE persona = ?1 AND tipo = ?2",
		"tw", v->chi.persona, &tipo_profilo_words, (int)v->chi.profilo);

	v->numero = 0;
	if (query_step(q)) {
		v->numero = row_int(q, 0);
		v->abilitato = row_int(q, 1) != 0;
		v->sede = row_text(q, 2, v->arena);
	}
	return query_end(q, err);
}

bool vista_soggetto(struct vista *v, bool anche_non_abilitato, struct err *err)
{
	if (v->numero == 0 && !soggetto_read(v, err)) /* once in a transaction */
		return false;
	if (v->numero == 0)
		return err_set(err, PROBLEM_PROFILO_NON_AMMESSO,
			"no such person in that profile");
	if (!v->abilitato && !anche_non_abilitato)
		return err_set(err, PROBLEM_INTERMEDIARIO_NON_ABILITATO, "not abilitato");
	return true;
}

/* They were once this employer's delegate: they know that the rapporto exists. */
static bool once_delegated(
	struct vista *v, const char *codice, bool *was, struct err *err)
{
	int64_t n = 0;
	bool ok = query_number(
		sql_ask(v->db,
			"SELECT count(*) FROM rapporto r JOIN delega d ON d.datore = r.datore"
			" WHERE r.codice = ?1 AND d.intermediario = ?2 AND d.stato = 'REVOCATA'",
			"tt", codice, v->chi.persona),
		0, &n, err);

	*was = n > 0;
	return ok;
}

/* Who reads asks many times in a row about the same one: of its quesiti, of its appuntamenti. */
bool vista_rapporto(struct vista *v, const char *codice, struct err *err)
{
	struct rapporto_visto r = { .codice = v->rapporto.codice };
	struct query *q;

	if (r.codice && strcmp(r.codice, codice) == 0)
		return true;
	q = sql_ask(v->db,
		"SELECT r.datore, r.sede," VEDE(
			"r.datore", "r.sede") "FROM rapporto r WHERE r.codice = ?4",
		"tttt", CHI(v), codice);
	r.codice = arena_strdup(v->arena, codice);
	if (query_step(q)) {
		r.datore = row_text(q, 0, v->arena);
		r.sede = row_text(q, 1, v->arena);
		r.vede = row_int(q, 2) != 0;
	}
	if (!query_end(q, err))
		return false;
	v->rapporto = r;
	return true;
}

bool vista_vede_rapporto(struct vista *v, const char *codice, struct err *err)
{
	bool was = false;

	if (!vista_rapporto(v, codice, err))
		return false;
	if (v->rapporto.vede)
		return true;
	if (v->chi.profilo == PROFILO_INTERMEDIARIO
		&& !once_delegated(v, codice, &was, err))
		return false;
	if (was)
		return err_set(err, PROBLEM_DELEGA_NON_ATTIVA, "delega revocata");
	return vista_absent(err, "rapporto");
}

bool vista_begin(
	struct vista *v, struct store_reader *r, const struct domanda *d, struct err *err)
{
	*v = (struct vista){
		.db = r->db,
		.chi = d->chi,
		.adesso = d->adesso,
		.arena = d->arena,
		.termini = r->termini,
	};
	return sqlite_begin_read(v->db, err);
}

bool vista_end(struct vista *v, bool ok)
{
	sqlite_rollback(v->db); /* nothing was written: this only lets the snapshot go */
	return ok;
}

bool termini_read(struct sqlite *db, int termini[ARGOMENTO_COUNT], struct err *err)
{
	struct query *q = query_begin(db, "SELECT argomento, giorni FROM termine");

	memcpy(termini, termini_default, sizeof termini_default);
	while (query_step(q))
		termini[row_word(q, 0, &argomento_words)] = (int)row_int(q, 1);
	return query_end(q, err);
}

bool vista_chiusure(struct vista *v, const char *sede, struct err *err)
{
	giorno *days = NULL;
	size_t n = 0;
	struct query *q;

	if (v->chiusure.codice_sede && strcmp(v->chiusure.codice_sede, sede) == 0)
		return true;
	q = sql_ask(v->db,
		"SELECT giorno FROM chiusura WHERE sede = ?1 AND punto IS NULL"
		" ORDER BY giorno",
		"t", sede);
	while (query_step(q)) {
		days = sql_grow(v->arena, days, n, sizeof *days);
		days[n++] = (giorno)row_int(q, 0);
	}
	v->chiusure = (struct chiusure){ arena_strdup(v->arena, sede), days, n };
	return query_end(q, err);
}

int pagina_limit(const struct pagina *p)
{
	if (p->limit <= 0)
		return PAGINA_DEFAULT;
	return p->limit < PAGINA_MAX ? p->limit : PAGINA_MAX;
}

bool pagina_refuse(struct err *err)
{
	return err_set(err, PROBLEM_CURSORE_NON_VALIDO, "cursor is not one of ours");
}

bool pagina_cursor(const char *cursor, int64_t *number, const char **rest)
{
	char *end = NULL;

	*number = strtoll(cursor, &end, 10);
	if (end == cursor || *end != '.' || strlen(end + 1) == 0 || strlen(end + 1) > 40)
		return false;
	*rest = end + 1;
	return true;
}
