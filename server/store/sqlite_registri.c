/* SPDX-License-Identifier: EUPL-1.2
 *
 * The three records of a change, written with it: history, audit, notices to send. */
#include "server/store/sqlite_engine.h"

bool storia_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *testo)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		"INSERT INTO storia VALUES (?1, (SELECT count(*) FROM storia WHERE appuntamento = ?1),"
		" ?2, ?3, ?4, ?5)",
		"twnwt", appuntamento, &evento_words, (int)evento, s->v.adesso,
		&tipo_profilo_words, (int)s->v.chi.profilo, testo);
}

bool audit_add(struct scrittura *s, const char *azione, const char *oggetto,
	const char *dettaglio)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		"INSERT INTO audit (quando, persona, profilo, azione, oggetto, dettaglio)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
		"ntwttt", s->v.adesso, s->v.chi.persona, &tipo_profilo_words,
		(int)s->v.chi.profilo, azione, oggetto, dettaglio);
}

bool outbox_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *persona, bool anche_canali)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		"INSERT INTO outbox (quando, appuntamento, evento, destinatario, canale)"
		" SELECT ?1, a.id, ?3, ?4, c.column1 FROM appuntamento a, (VALUES ('CASSETTO', 1),"
		"  ('CELLULARE', 2), ('EMAIL', 3), ('PEC', 4)) c WHERE a.id = ?2 AND (c.column2 = 1"
		"  OR ?5 AND (c.column2 = 2 AND a.cellulare OR c.column2 = 3 AND a.email"
		"   OR c.column2 = 4 AND a.pec))",
		"ntwtd", s->v.adesso, appuntamento, &evento_words, (int)evento, persona,
		(int)anche_canali);
}
