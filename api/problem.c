/* SPDX-License-Identifier: EUPL-1.2
 *
 * Problems on the wire. Reading one never fails: whoever is refused must learn at
 * least the kind of refusal, also from a proxy that answers in HTML. */
#include "api/problem.h"

#include "api/codec.h"
#include "api/table.h"

#include <stdio.h>
#include <string.h>

#define HERE_(m) .name = #m, .offset = offsetof(struct problem_wire, problem.m)

static const struct field problem_rows[] = {
	{ STRING(problem_wire, type, 1, 100, PATTERN_PROBLEMA), REQUIRED },
	{ LINE(problem_wire, title, 200), REQUIRED },
	{ INT64(problem_wire, status, 400, 599), REQUIRED },
	{ HERE_(detail), .kind = FIELD_STRING, .min = 1, .max = 1000,
		.pattern = PATTERN_TEXT },
	{ HERE_(campo), .kind = FIELD_STRING, .min = 1, .max = 100,
		.pattern = PATTERN_LINE },
	{ HERE_(motivo), .kind = FIELD_ENUM, .words = &motivo_words },
	{ HERE_(prenotabile_dal), .kind = FIELD_GIORNO },
	{ HERE_(quesito), .kind = FIELD_STRING, .min = 1, .max = 64,
		.pattern = PATTERN_ID },
	{ HERE_(appuntamento), .kind = FIELD_STRING, .min = 17, .max = 17,
		.pattern = PATTERN_IDENTIFICATIVO },
	{ HERE_(versione), .kind = FIELD_INT64, .min = 1, .max = CONTEGGIO_MAX },
	{ HERE_(orari_vicini), .kind = FIELD_OBJECTS, .sub = &orario_fields,
		.count_offset = offsetof(struct problem_wire, problem.n_orari_vicini),
		.max = ORARI_VICINI_MAX },
	{ HERE_(limite), .kind = FIELD_INT64, .max = CONTEGGIO_MAX },
	{ HERE_(attuale), .kind = FIELD_INT64, .max = CONTEGGIO_MAX },
};
const struct fields problem_fields = TABLE("Problem", problem_wire, problem_rows);

bool api_problem_encode(const struct problem *p, struct buf *to, struct err *err)
{
	char type[128];
	struct problem_wire wire = { .type = type, .problem = *p };

	snprintf(type, sizeof(type), "%s%s", PROBLEM_URN, problem_type_name(p->type));
	wire.title = problem_sentence(p->type);
	wire.status = p->status ? p->status : problem_status(p->type);
	if (!wire.problem.detail)
		wire.problem.detail = wire.title;
	/* A zeroed struct problem says no date: 1 January 1970 is nobody's. */
	if (wire.problem.prenotabile_dal == 0)
		wire.problem.prenotabile_dal = GIORNO_NONE;
	return api_encode(&problem_fields, &wire, to, err);
}

static enum problem_type type_of_status(int status)
{
	switch (status) {
	case 401:
		return PROBLEM_NON_AUTENTICATO;
	case 403:
		return PROBLEM_PROFILO_NON_AMMESSO;
	case 404:
		return PROBLEM_NON_TROVATO;
	case 405:
		return PROBLEM_METODO_NON_AMMESSO;
	case 410:
		return PROBLEM_CURSORE_NON_VALIDO;
	case 412:
		return PROBLEM_VERSIONE_SUPERATA;
	case 413:
		return PROBLEM_CORPO_TROPPO_GRANDE;
	case 415:
		return PROBLEM_TIPO_NON_AMMESSO;
	case 428:
		return PROBLEM_VERSIONE_MANCANTE;
	case 429:
		return PROBLEM_TROPPE_RICHIESTE;
	case 502: /* proxies speak so of a server that is away */
	case 503:
	case 504:
		return PROBLEM_SERVIZIO_NON_DISPONIBILE;
	default:
		return status >= 500 ? PROBLEM_ERRORE_INTERNO
				     : PROBLEM_RICHIESTA_NON_VALIDA;
	}
}

void api_problem_decode(
	int status, const char *body, size_t n, struct arena *a, struct problem *p)
{
	struct problem_wire wire;
	struct err ignored;

	if (!api_decode(&problem_fields, API_REPLY, body, n, a, &wire, &ignored)) {
		*p = (struct problem){ .prenotabile_dal = GIORNO_NONE };
	} else {
		*p = wire.problem;
		p->type = problem_find(wire.type + strlen(PROBLEM_URN));
	}
	p->status = status;
	/* The client's own types, of status 0, are nobody else's to say. */
	if (p->type == PROBLEM_NONE || problem_status(p->type) == 0)
		p->type = type_of_status(status);
}

void api_problem_of(const struct err *err, struct arena *a, struct problem *p)
{
	*p = (struct problem){ .type = PROBLEM_ERRORE_INTERNO,
		.prenotabile_dal = GIORNO_NONE };
	if (err->code > PROBLEM_BASE_ && err->code < PROBLEM_END_
		&& problem_status((enum problem_type)err->code) != 0) {
		p->type = (enum problem_type)err->code;
		p->detail = err->text[0] ? arena_strdup(a, err->text) : NULL;
		p->campo = err->field[0] ? arena_strdup(a, err->field) : NULL;
	} else if (err->code == ERR_BUSY || err->code == ERR_FULL) {
		p->type = PROBLEM_SERVIZIO_NON_DISPONIBILE;
	}
	p->status = problem_status(p->type);
}
