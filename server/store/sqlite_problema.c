/* SPDX-License-Identifier: EUPL-1.2
 *
 * Refusals: ours, and those of the schema's rules, whose names are problem types here. */
#include "server/store/sqlite_engine.h"

#include <string.h>

bool job_refuse(struct store_job *job, enum problem_type type, const char *campo)
{
	err_set(&job->err, (int)type, "%s", problem_type_name(type));
	if (campo)
		err_field(&job->err, campo);
	return false;
}

static const struct {
	const char *rule;
	enum problem_type type;
} rules[] = {
	{ "appuntamento.punto, appuntamento.inizio, appuntamento.posto",
		PROBLEM_ORARIO_OCCUPATO },
	{ "impegno.quesito", PROBLEM_QUESITO_GIA_IN_APPUNTAMENTO },
	{ "orario_chiuso", PROBLEM_DATA_NON_PRENOTABILE },
	{ "appuntamento_futuro", PROBLEM_DATA_NON_PRENOTABILE },
	{ "punto_non_competente", PROBLEM_PUNTO_NON_COMPETENTE },
	{ "quesito_accolto", PROBLEM_QUESITO_NON_AMMESSO },
	{ "appuntamento_nota", PROBLEM_NOTA_MANCANTE },
	{ "stato_finale", PROBLEM_STATO_NON_AMMESSO },
	{ "appuntamento_versione", PROBLEM_VERSIONE_SUPERATA },
	{ "allegati_limite", PROBLEM_ALLEGATI_TROPPO_GRANDI },
	{ "allegato_byte", PROBLEM_ALLEGATI_TROPPO_GRANDI },
	{ "operazione.chi, operazione.chiave", PROBLEM_OPERAZIONE_IN_CORSO },
};

enum problem_type problem_of_rule(const char *rule)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		if (strcmp(rules[i].rule, rule) == 0)
			return rules[i].type;
	}
	return PROBLEM_NONE;
}

void job_name_problem(struct store_job *job)
{
	enum problem_type type = PROBLEM_NONE;

	if (job->err.code == ERR_CONSTRAINT) {
		type = problem_of_rule(job->err.field);
		if (type != PROBLEM_NONE) {
			job->err.code = (int)type;
			err_field(&job->err, "");
		}
	}
	if (job->err.code < ERR_DOMAIN)
		return;
	job->problem.type = (enum problem_type)job->err.code;
	job->problem.status = problem_status(job->problem.type);
	if (job->err.field[0])
		job->problem.campo = arena_strdup(&job->arena, job->err.field);
	if (job->err.text[0])
		job->problem.detail = arena_strdup(&job->arena, job->err.text);
}
