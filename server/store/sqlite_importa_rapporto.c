/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Deleghe, rapporti and quesiti as the institute tells them. A delega that ends takes the
 * employer's things out of the intermediario's sight in the same transaction, and gives the
 * management of their appuntamenti back to the employer.
 */
#include "server/store/sqlite_engine.h"

#include "base/random.h"
#include "io/digest.h"

#include <nettle/base64.h>
#include <string.h>

/* ---- deleghe ----------------------------------------------------------------------------------- */

static bool passa_gestione(
	struct scrittura *s, const char *datore, const char *id, bool viva)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		       "UPDATE appuntamento SET gestore_tipo = 'CITTADINO', gestore = NULL,"
		       " versione = versione + 1, aggiornato_il = ?2 WHERE id = ?1",
		       "tn", id, s->v.adesso)
		&& (!viva
			|| (storia_add(s, id, EVENTO_PASSAGGIO_GESTIONE, NULL)
				&& audit_add(s, "PASSAGGIO_GESTIONE", id, NULL)))
		&& feed_appuntamento(s, id, datore);
}

/* What `q` finds (id, whether it is still to come) the employer manages from now on. */
static bool passa_tutte(struct scrittura *s, const char *datore, struct query *q)
{
	struct soggetto chi = s->v.chi;
	const char **ids = NULL;
	bool *vive = NULL;
	size_t n = 0;

	for (; query_step(q); n++) {
		ids = sql_grow(s->v.arena, ids, n, sizeof *ids);
		vive = sql_grow(s->v.arena, vive, n, sizeof *vive);
		ids[n] = row_text(q, 0, s->v.arena);
		vive[n] = row_int(q, 1) != 0;
	}
	if (!query_end(q, &s->job->err))
		return false;
	/* It is the employer's doing, although the institute tells us. */
	s->v.chi = (struct soggetto){ datore, PROFILO_CITTADINO };
	for (size_t i = 0; i < n; i++) {
		if (!passa_gestione(s, datore, ids[i], vive[i]))
			return false;
	}
	s->v.chi = chi;
	return true;
}

static bool delega_ends(
	struct scrittura *s, const char *datore, const char *intermediario)
{
	int64_t numero = 0;

	return profilo_find(s, intermediario, PROFILO_INTERMEDIARIO, &numero)
		&& passa_tutte(s, datore,
			sql_ask(s->v.db,
				"SELECT a.id, a.stato = 'CONFERMATO' AND a.fine > ?3"
				" FROM rapporto r JOIN appuntamento a ON a.rapporto = r.codice"
				" WHERE r.datore = ?1 AND a.gestore = ?2",
				"ttn", datore, intermediario, s->v.adesso))
		&& audit_add(s, "DELEGA_FINITA", intermediario, datore)
		&& (numero == 0 || feed_togli(s, numero, datore));
}

bool deleghe_scadute(struct scrittura *s)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT datore, intermediario FROM delega WHERE stato = 'ATTIVA' AND al < ?1",
		"g", giorno_of(s->v.adesso));
	const char **pairs = NULL;
	size_t n = 0;

	while (query_step(q)) {
		for (int i = 0; i < 2; i++) {
			pairs = sql_grow(s->v.arena, pairs, n, sizeof *pairs);
			pairs[n++] = row_text(q, i, s->v.arena);
		}
	}
	if (!query_end(q, &s->job->err))
		return false;
	for (size_t i = 0; i < n; i += 2) {
		if (!sql_tell(s->v.db, NULL, &s->job->err,
			    "UPDATE delega SET stato = 'REVOCATA' WHERE datore = ?1"
			    " AND stato = 'ATTIVA'",
			    "t", pairs[i])
			|| !delega_ends(s, pairs[i], pairs[i + 1]))
			return false;
	}
	return true;
}

static bool delega_begins(
	struct scrittura *s, const char *datore, const char *intermediario)
{
	int64_t numero = 0;

	return profilo_find(s, intermediario, PROFILO_INTERMEDIARIO, &numero)
		&& audit_add(s, "DELEGA_ATTIVA", intermediario, datore)
		&& (numero == 0 || feed_apri(s, numero, datore));
}

static bool attiva_of(struct scrittura *s, const char *datore, const char **intermediario)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT intermediario FROM delega WHERE datore = ?1 AND stato = 'ATTIVA'",
		"t", datore);

	*intermediario = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;
	return query_end(q, &s->job->err);
}

static bool delega_write(
	struct scrittura *s, const char *datore, const struct delega_importata *d)
{
	return (d->stato != DELEGA_STATO_ATTIVA
		       || importa_tell(s, NULL,
			       "UPDATE delega SET stato = 'REVOCATA',"
			       " al = max(dal, ?3) WHERE datore = ?1 AND stato = 'ATTIVA'"
			       " AND (intermediario, dal) IS NOT (?2, ?3)",
			       "ttg", datore, d->intermediario, d->dal))
		&& importa_tell(s, NULL,
			"INSERT INTO delega VALUES (?1, ?2, ?3, ?4, ?5)"
			" ON CONFLICT (datore, intermediario, dal) DO UPDATE SET stato = excluded.stato,"
			" al = excluded.al WHERE (stato, al) IS NOT (excluded.stato, excluded.al)",
			"ttwgg", datore, d->intermediario, &delega_stato_words,
			(int)d->stato, d->dal, d->al);
}

/* An ATTIVA whose last day has passed is over. One that is older than the one in force was revoked
 * by it, whatever the file still says: so a file can be loaded again without waking anybody. */
static bool delega_date(
	struct scrittura *s, const char *datore, struct delega_importata *d)
{
	int64_t newer = GIORNO_NONE;

	if (d->stato == DELEGA_STATO_ATTIVA && d->al != GIORNO_NONE
		&& d->al < giorno_of(s->v.adesso))
		d->stato = DELEGA_STATO_REVOCATA;
	if (d->stato != DELEGA_STATO_ATTIVA)
		return true;
	if (!query_number(sql_ask(s->v.db,
				  "SELECT dal FROM delega WHERE datore = ?1"
				  " AND stato = 'ATTIVA' AND dal > ?2",
				  "tg", datore, d->dal),
		    GIORNO_NONE, &newer, &s->job->err))
		return false;
	if (newer != GIORNO_NONE) {
		d->stato = DELEGA_STATO_REVOCATA;
		d->al = (giorno)newer;
	}
	return true;
}

bool importa_delega(struct scrittura *s, const struct delega_importata *told)
{
	struct delega_importata d = *told;
	const char *datore, *before, *after;
	bool same;

	if (!persona_find(s, d.datore, &datore))
		return false;
	if (!datore)
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "datore");
	if (!attiva_of(s, datore, &before) || !delega_date(s, datore, &d)
		|| !delega_write(s, datore, &d) || !attiva_of(s, datore, &after))
		return false;
	same = (!before && !after) || (before && after && strcmp(before, after) == 0);
	return same
		|| ((!before || delega_ends(s, datore, before))
			&& (!after || delega_begins(s, datore, after)));
}

/* ---- rapporti ----------------------------------------------------------------------------------- */

static bool datore_make(struct scrittura *s, const struct persona *p, const char **id)
{
	char uuid[UUID_SIZE];

	if (!persona_find(s, p->codice_fiscale, id))
		return false;
	if (*id)
		return true;
	random_uuid(uuid);
	*id = arena_printf(s->v.arena, "p-%s", uuid);
	return importa_tell(s, NULL,
		"INSERT INTO persona (id, codice_fiscale, nome_proprio,"
		" cognome) VALUES (?1, ?2, ?3, ?4)",
		"tttt", *id, p->codice_fiscale, p->nome_proprio, p->cognome);
}

static const char rapporto_sql[] =
	"INSERT INTO rapporto VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
	" ON CONFLICT (codice) DO UPDATE SET stato = excluded.stato,"
	" mansione = excluded.mansione, contratto = excluded.contratto,"
	" datore = excluded.datore,"
	" lavoratore_codice_fiscale = excluded.lavoratore_codice_fiscale,"
	" lavoratore_nome_proprio = excluded.lavoratore_nome_proprio,"
	" lavoratore_cognome = excluded.lavoratore_cognome, sede = excluded.sede,"
	" inizio = excluded.inizio, fine = excluded.fine"
	" WHERE (stato, mansione, contratto, datore, lavoratore_codice_fiscale,"
	"  lavoratore_nome_proprio, lavoratore_cognome, sede, inizio, fine) IS NOT"
	"  (excluded.stato, excluded.mansione, excluded.contratto, excluded.datore,"
	"  excluded.lavoratore_codice_fiscale, excluded.lavoratore_nome_proprio,"
	"  excluded.lavoratore_cognome, excluded.sede, excluded.inizio, excluded.fine)";

static bool rapporto_write(struct scrittura *s, const struct rapporto_importato *r,
	const char *datore, int64_t *changed)
{
	return importa_tell(s, changed, rapporto_sql, "twwwtttttgg",
		r->codice_rapporto_lavoro, &rapporto_stato_words, (int)r->stato,
		&mansione_words, (int)r->mansione, &contratto_words, (int)r->contratto,
		datore, r->lavoratore.codice_fiscale, r->lavoratore.nome_proprio,
		r->lavoratore.cognome, r->codice_sede_inps, r->inizio, r->fine);
}

/* Whom it was shown to, and of which sede it was. */
static bool rapporto_before(
	struct scrittura *s, const char *codice, const char **datore, const char **sede)
{
	struct query *q = sql_ask(s->v.db,
		"SELECT datore, sede FROM rapporto WHERE codice = ?1", "t", codice);

	*datore = *sede = NULL;
	if (query_step(q)) {
		*datore = row_text(q, 0, s->v.arena);
		*sede = row_text(q, 1, s->v.arena);
	}
	return query_end(q, &s->job->err);
}

/* A rapporto that another employer takes over: who was delegated by the former one manages
 * nothing of it any more. */
static bool nuovo_datore(struct scrittura *s, const char *codice, const char *datore)
{
	return passa_tutte(s, datore,
		sql_ask(s->v.db,
			"SELECT a.id, a.stato = 'CONFERMATO' AND a.fine > ?3"
			" FROM appuntamento a WHERE a.rapporto = ?1 AND a.gestore IS NOT NULL"
			" AND NOT EXISTS (SELECT 1 FROM delega d WHERE d.datore = ?2"
			"  AND d.intermediario = a.gestore AND d.stato = 'ATTIVA')",
			"ttn", codice, datore, s->v.adesso));
}

bool importa_rapporto(struct scrittura *s, const struct rapporto_importato *r)
{
	const char *codice = r->codice_rapporto_lavoro;
	const char *datore, *was_datore, *was_sede;
	int64_t changed = 0;
	bool moved;

	if (!rapporto_before(s, codice, &was_datore, &was_sede)
		|| !datore_make(s, &r->datore, &datore))
		return false;
	if (was_datore && strcmp(was_datore, datore) != 0
		&& !feed_togli_a_tutti(s, codice))
		return false;
	if (!rapporto_write(s, r, datore, &changed)
		|| (changed && was_datore && !nuovo_datore(s, codice, datore)))
		return false;
	if (!changed)
		return true;
	moved = was_sede && strcmp(was_sede, r->codice_sede_inps) != 0;
	if (was_datore && strcmp(was_datore, datore) == 0 && !moved)
		return feed_rapporto(s, codice);
	return feed_apri_rapporto(s, codice)
		&& (!moved || feed_lascia_sede(s, codice, was_sede));
}

/* ---- quesiti ------------------------------------------------------------------------------------ */

static bool base64_decode(
	struct scrittura *s, const char *text, unsigned char **bytes, size_t *n)
{
	struct base64_decode_ctx ctx;
	size_t length = strlen(text);

	*bytes = arena_alloc(s->v.arena, BASE64_DECODE_LENGTH(length) + 1);
	*n = BASE64_DECODE_LENGTH(length);
	base64_decode_init(&ctx);
	return base64_decode_update(&ctx, n, *bytes, length, text)
		&& base64_decode_final(&ctx);
}

/* A comunicazione or a file that comes with another quesito leaves the one it had. */
static bool quesito_loses(
	struct scrittura *s, const char *sql, const char *id, const char *quesito)
{
	struct query *q = sql_ask(s->v.db, sql, "t", id);
	const char *was = query_step(q) ? row_text(q, 0, s->v.arena) : NULL;

	return query_end(q, &s->job->err)
		&& (!was || strcmp(was, quesito) == 0 || feed_quesito(s, was));
}

static bool importa_allegato(struct scrittura *s, const char *quesito,
	const struct comunicazione_importata *c, size_t posizione)
{
	const struct allegato_importato *a = &c->allegati[posizione];
	char sha256[DIGEST_TEXT_SIZE];
	unsigned char *bytes = NULL;
	enum tipo_file tipo;
	size_t n = 0;

	if (!base64_decode(s, a->contenuto, &bytes, &n))
		return job_refuse(s->job, PROBLEM_CAMPO_NON_VALIDO, "contenuto");
	tipo = allegato_sniff(bytes, n);
	if (tipo == TIPO_FILE_NONE)
		return job_refuse(s->job, PROBLEM_ALLEGATO_NON_AMMESSO, "contenuto");
	digest_of(bytes, n, sha256);
	return quesito_loses(s,
		       "SELECT c.quesito FROM allegato l JOIN comunicazione c"
		       " ON c.id = l.comunicazione WHERE l.id = ?1",
		       a->id, quesito)
		&& importa_tell(s, NULL,
		       "INSERT INTO contenuto VALUES (?1, ?2) ON CONFLICT DO NOTHING",
		       "tb", sha256, bytes, n)
		&& importa_tell(s, NULL,
			"INSERT INTO allegato (id, nome, tipo, byte, sha256, caricato_il,"
			" comunicazione, posizione) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
			" ON CONFLICT (id) DO UPDATE SET nome = excluded.nome, tipo = excluded.tipo,"
			" byte = excluded.byte, sha256 = excluded.sha256,"
			" comunicazione = excluded.comunicazione, posizione = excluded.posizione"
			" WHERE (nome, tipo, byte, sha256, comunicazione, posizione) IS NOT"
			"  (excluded.nome, excluded.tipo, excluded.byte, excluded.sha256,"
			"  excluded.comunicazione, excluded.posizione)",
			"ttwitnti", a->id, a->nome, &tipo_file_words, (int)tipo,
			(int64_t)n, sha256, c->inviata_il, c->id, (int64_t)posizione);
}

static bool importa_comunicazione(
	struct scrittura *s, const char *quesito, const struct comunicazione_importata *c)
{
	if (!quesito_loses(s, "SELECT quesito FROM comunicazione WHERE id = ?1", c->id, quesito)
		|| !importa_tell(s, NULL,
		    "INSERT INTO comunicazione VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id)"
		    " DO UPDATE SET quesito = excluded.quesito, autore = excluded.autore,"
		    " inviata_il = excluded.inviata_il, testo = excluded.testo,"
		    " interlocutoria = excluded.interlocutoria"
		    " WHERE (quesito, autore, inviata_il, testo, interlocutoria) IS NOT"
		    "  (excluded.quesito, excluded.autore, excluded.inviata_il, excluded.testo,"
		    "  excluded.interlocutoria)",
		    "ttwntd", c->id, quesito, &autore_words, (int)c->autore,
		    c->inviata_il, c->testo, (int)c->interlocutoria))
		return false;
	for (size_t i = 0; i < c->n_allegati; i++) {
		if (!importa_allegato(s, quesito, c, i))
			return false;
	}
	return true;
}

static const char quesito_sql[] =
	"INSERT INTO quesito VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id)"
	" DO UPDATE SET rapporto = excluded.rapporto, argomento = excluded.argomento,"
	" oggetto = excluded.oggetto, protocollo = excluded.protocollo,"
	" aperto_il = excluded.aperto_il, stato = excluded.stato, esito = excluded.esito,"
	" chiuso_il = excluded.chiuso_il"
	" WHERE (rapporto, argomento, oggetto, protocollo, aperto_il, stato, esito, chiuso_il)"
	"  IS NOT (excluded.rapporto, excluded.argomento, excluded.oggetto,"
	"  excluded.protocollo, excluded.aperto_il, excluded.stato, excluded.esito,"
	"  excluded.chiuso_il)";

bool importa_quesito(struct scrittura *s, const struct quesito_importato *q)
{
	if (!importa_tell(s, NULL, quesito_sql, "ttwttgwwg", q->id,
		    q->codice_rapporto_lavoro, &argomento_words, (int)q->argomento,
		    q->oggetto, q->protocollo, q->aperto_il, &quesito_stato_words,
		    (int)q->stato, &quesito_esito_words, (int)q->esito, q->chiuso_il))
		return false;
	for (size_t i = 0; i < q->n_comunicazioni; i++) {
		if (!importa_comunicazione(s, q->id, &q->comunicazioni[i]))
			return false;
	}
	return s->cambiate == 0 || feed_quesito(s, q->id);
}
