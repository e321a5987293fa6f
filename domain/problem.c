/* SPDX-License-Identifier: EUPL-1.2
 *
 * The table of refusals. The sentences that carry data are in problem_phrase.c. */
#include "domain/problem.h"

#include "base/i18n.h"

#include <string.h>
#include <sysexits.h>

struct row {
	const char *type;
	int status;
	int exit;
	const char *sentence;
};

#define ROW_(name, type, status, exit, sentence) \
	[PROBLEM_##name - ERR_DOMAIN] = { type, status, exit, sentence },
static const struct row rows[] = { PROBLEM_LIST(ROW_) };

static const struct row *row_of(int code)
{
	return code >= ERR_DOMAIN && code < PROBLEM_END_ ? &rows[code - ERR_DOMAIN]
							 : NULL;
}

const char *problem_type_name(enum problem_type t)
{
	const struct row *r = row_of((int)t);

	return r ? r->type : "";
}

enum problem_type problem_find(const char *type_name)
{
	for (int code = ERR_DOMAIN; type_name && code < PROBLEM_END_; code++) {
		if (strcmp(row_of(code)->type, type_name) == 0)
			return (enum problem_type)code;
	}
	return PROBLEM_NONE;
}

int problem_status(enum problem_type t)
{
	const struct row *r = row_of((int)t);

	return r ? r->status : 0;
}

static int machine_exit(int code)
{
	switch ((enum err_code)code) {
	case ERR_NONE:
		return EX_OK;
	case ERR_IO:
	case ERR_FULL:
		return EX_IOERR;
	case ERR_LIMIT:
	case ERR_FORMAT:
		return EX_DATAERR;
	case ERR_CORRUPT:
	case ERR_FOREIGN:
		return EX_CANTCREAT;
	case ERR_BUSY:
		return EX_TEMPFAIL;
	case ERR_ABSENT:
		return EX_NOINPUT;
	case ERR_NETWORK:
		return EX_UNAVAILABLE;
	case ERR_USAGE:
		return EX_USAGE;
	case ERR_CONSTRAINT:
	case ERR_INTERNAL:
	case ERR_DOMAIN:
		break;
	}
	return EX_SOFTWARE;
}

int problem_exit(int err_code)
{
	const struct row *r = row_of(err_code);

	return r ? r->exit : machine_exit(err_code);
}

const char *problem_sentence(enum problem_type t)
{
	const struct row *r = row_of((int)t);

	return r ? i18n_text(r->sentence) : "";
}
