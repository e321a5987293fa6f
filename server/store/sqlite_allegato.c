/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files: reading them, and taking in an upload that no appuntamento has yet. */
#include "server/store/sqlite_engine.h"

#include "base/random.h"

#include <string.h>

static struct allegato allegato_from_row(struct vista *v, struct query *q)
{
	return (struct allegato){
		.id = row_text(q, 0, v->arena),
		.nome = row_text(q, 1, v->arena),
		.tipo = (enum tipo_file)row_word(q, 2, &tipo_file_words),
		.byte = row_int(q, 3),
		.sha256 = row_text(q, 4, v->arena),
		.caricato_il = row_int(q, 5),
		.scade_il = row_instant(q, 6),
	};
}

#define ALLEGATO_COLONNE \
	"SELECT l.id, l.nome, l.tipo, l.byte, l.sha256, l.caricato_il, l.scade_il"

bool allegati_read(struct vista *v, enum allegati_di di, const char *chiave,
	struct allegato **items, size_t *n, struct err *err)
{
	struct query *q = sql_ask(v->db,
		di == ALLEGATI_DELLA_COMUNICAZIONE ? ALLEGATO_COLONNE
			" FROM allegato l WHERE l.comunicazione = ?1 ORDER BY l.posizione"
						   : ALLEGATO_COLONNE
			" FROM allegato l WHERE l.appuntamento = ?1 ORDER BY l.posizione",
		"t", chiave);

	*items = NULL;
	*n = 0;
	while (query_step(q)) {
		*items = sql_grow(v->arena, *items, *n, sizeof **items);
		(*items)[(*n)++] = allegato_from_row(v, q);
	}
	return query_end(q, err);
}

/* One's own upload, or of a rapporto that one may see. ?4 the id, ?5 who, ?6 now. */
static const char contenuto_sql[] = ALLEGATO_COLONNE
	", b.dati"
	" FROM allegato l CROSS JOIN contenuto b ON b.sha256 = l.sha256 WHERE l.id = ?4"
	" AND CASE WHEN l.scade_il IS NOT NULL THEN l.chi = ?5 AND l.scade_il > ?6"
	" ELSE EXISTS (SELECT 1 FROM rapporto r WHERE r.codice = coalesce("
	"  (SELECT a.rapporto FROM appuntamento a WHERE a.id = l.appuntamento),"
	"  (SELECT k.rapporto FROM comunicazione c JOIN quesito k ON k.id = c.quesito"
	"   WHERE c.id = l.comunicazione)) AND" VEDE("r.datore", "r.sede") ") END";

static bool contenuto_read(
	struct vista *v, const char *id, struct allegato_contenuto *to, struct err *err)
{
	struct query *q = sql_ask(
		v->db, contenuto_sql, "ttttin", CHI(v), id, v->numero, v->adesso);
	bool found = query_step(q);
	size_t n = 0;

	if (found) {
		to->allegato = allegato_from_row(v, q);
		to->bytes = row_blob(q, 7, v->arena, &n);
	}
	if (!query_end(q, err))
		return false;
	return found || vista_absent(err, "allegato");
}

bool store_allegato(struct store_reader *r, const struct domanda *d, const char *id,
	struct allegato_contenuto *to, struct err *err)
{
	struct vista v;

	*to = (struct allegato_contenuto){ 0 };
	return vista_begin(&v, r, d, err)
		&& vista_end(&v,
			vista_soggetto(&v, false, err)
				&& contenuto_read(&v, id, to, err));
}

/* ---- an upload --------------------------------------------------------------------------- */

static bool quota_check(struct scrittura *s)
{
	struct store_job *job = s->job;
	struct query *q = sql_ask(s->v.db,
		"SELECT count(*), coalesce(sum(byte), 0) FROM allegato"
		" WHERE chi = ?1 AND scade_il > ?2",
		"in", s->v.numero, s->v.adesso);
	int64_t files = 0, bytes = 0;

	if (query_step(q)) {
		files = row_int(q, 0);
		bytes = row_int(q, 1) + (int64_t)job->in.caricamento.n;
	}
	if (!query_end(q, &job->err))
		return false;
	if (files < STORE_QUOTA_FILE && bytes <= STORE_QUOTA_BYTE)
		return true;
	job->problem.limite = files < STORE_QUOTA_FILE ? STORE_QUOTA_BYTE
						       : STORE_QUOTA_FILE;
	job->problem.attuale = files < STORE_QUOTA_FILE ? bytes : files + 1;
	return job_refuse(job, PROBLEM_QUOTA_SUPERATA, NULL);
}

static bool caricamento_check(struct scrittura *s)
{
	const struct chiedi_caricamento *in = &s->job->in.caricamento;

	if (in->tipo == TIPO_FILE_NONE || in->n == 0)
		return job_refuse(s->job, PROBLEM_ALLEGATO_NON_AMMESSO, "file");
	if (in->n > ALLEGATI_BYTES_MAX) {
		s->job->problem.limite = ALLEGATI_BYTES_MAX;
		s->job->problem.attuale = (int64_t)in->n;
		return job_refuse(s->job, PROBLEM_ALLEGATI_TROPPO_GRANDI, "file");
	}
	return quota_check(s);
}

bool scrivi_allegato(struct scrittura *s)
{
	const struct chiedi_caricamento *in = &s->job->in.caricamento;
	struct err *err = &s->job->err;
	char id[UUID_SIZE];
	struct allegato *made;

	if (!vista_soggetto(&s->v, false, err) || !caricamento_check(s))
		return false;
	random_uuid(id);
	made = arena_alloc(s->v.arena, sizeof *made);
	*made = (struct allegato){
		.id = arena_strdup(s->v.arena, id),
		.nome = in->nome,
		.tipo = in->tipo,
		.byte = (int64_t)in->n,
		.sha256 = in->sha256,
		.caricato_il = s->v.adesso,
		.scade_il = s->v.adesso + STORE_UPLOAD_SECONDS,
	};
	s->job->allegato = made;
	return sql_tell(s->v.db, NULL, err,
		       "INSERT INTO contenuto VALUES (?1, ?2) ON CONFLICT DO NOTHING",
		       "tb", in->sha256, in->bytes, in->n)
		&& sql_tell(s->v.db, NULL, err,
			"INSERT INTO allegato (id, nome, tipo, byte, sha256, caricato_il, scade_il, chi,"
			" posizione) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
			"ttwitnni", id, in->nome, &tipo_file_words, (int)in->tipo,
			made->byte, in->sha256, made->caricato_il, made->scade_il,
			s->v.numero)
		&& audit_add(s, "CARICA_ALLEGATO", id, NULL);
}
