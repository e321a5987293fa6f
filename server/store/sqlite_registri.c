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

static bool notice_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *persona, const char *canale)
{
	return sql_tell(s->v.db, NULL, &s->job->err,
		"INSERT INTO outbox (quando, appuntamento, evento, destinatario, canale)"
		" VALUES (?1, ?2, ?3, ?4, ?5)",
		"ntwtt", s->v.adesso, appuntamento, &evento_words, (int)evento, persona,
		canale);
}

bool outbox_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *persona, const struct canali *canali)
{
	bool ok = notice_add(s, appuntamento, evento, persona, "CASSETTO");

	for (size_t i = 0; ok && i < canali->n; i++)
		ok = notice_add(s, appuntamento, evento, persona,
			words_code(&canale_words, (int)canali->items[i]));
	return ok;
}
