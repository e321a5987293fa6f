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

static bool chosen_read(
	struct scrittura *s, const char *appuntamento, bool chosen[CANALE_COUNT])
{
	struct query *q = sql_ask(s->v.db,
		"SELECT cellulare, email, pec FROM appuntamento WHERE id = ?1", "t",
		appuntamento);
	bool found = query_step(q);

	for (int c = CANALE_CELLULARE; found && c < CANALE_COUNT; c++)
		chosen[c] = row_int(q, c - CANALE_CELLULARE) != 0;
	return query_end(q, &s->job->err);
}

bool outbox_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *persona, bool anche_canali)
{
	bool chosen[CANALE_COUNT] = { false };

	if (!notice_add(s, appuntamento, evento, persona, "CASSETTO")
		|| (anche_canali && !chosen_read(s, appuntamento, chosen)))
		return false;
	for (int c = CANALE_CELLULARE; c < CANALE_COUNT; c++) {
		if (chosen[c]
			&& !notice_add(s, appuntamento, evento, persona,
				words_code(&canale_words, c)))
			return false;
	}
	return true;
}
