/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * An error is a value: a code, a sentence for the person and a cause for the log.
 * A library fills it and returns; only the top of a program prints or exits.
 * Codes below ERR_DOMAIN are the machine's; the domain's problems start there
 * (domain/problem.h), so that one struct carries both through every floor.
 */
#ifndef AGENDA_BASE_ERR_H
#define AGENDA_BASE_ERR_H

#include <stdbool.h>

enum err_code {
	ERR_NONE,
	ERR_IO,       /* the operating system refused a read or a write */
	ERR_FULL,     /* no space left, quota reached */
	ERR_LIMIT,    /* longer, deeper or more than the ceiling allows */
	ERR_FORMAT,   /* bytes that are not what they should be */
	ERR_CORRUPT,  /* a file of ours that is damaged */
	ERR_FOREIGN,  /* a file that is not ours, newer than us, or another person's */
	ERR_BUSY,     /* somebody else holds it; later may work */
	ERR_ABSENT,   /* what was asked for is not there */
	ERR_CONSTRAINT, /* the database refused it; err.field is what the rule is called */
	ERR_NETWORK,  /* no answer: unreachable, cut, too slow */
	ERR_USAGE,    /* the person's words on the command line or in a file */
	ERR_INTERNAL, /* ours: should not happen, said rather than hidden */
	ERR_DOMAIN = 100,
};

struct err {
	int code;         /* enum err_code, or enum problem_type from ERR_DOMAIN up */
	char field[64];   /* name of the field at fault, "" when there is none */
	char text[384];   /* whole sentence for the person, "" when the code says it all */
	char cause[256];  /* for the log: never personal data */
};

/* Fill `e` (which may be NULL) and return false, so that `return err_set(…)` reads well. */
bool err_set(struct err *e, int code, const char *cause_fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* The sentence for the person, added to an error that is already set. Returns false. */
bool err_say(struct err *e, const char *text_fmt, ...) __attribute__((format(printf, 2, 3)));

/* The field at fault, added to an error that is already set. Returns false. */
bool err_field(struct err *e, const char *field);

/* The same from errno: ENOSPC and EDQUOT become ERR_FULL, ENOENT ERR_ABSENT, the rest ERR_IO. */
bool err_errno(struct err *e, const char *doing);

void err_clear(struct err *e);

#endif
