/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * struct problem to application/problem+json (RFC 9457) and back. The type is
 * "urn:agenda-appuntamenti:problema:" and the name of domain/problem.h.
 */
#ifndef AGENDA_API_PROBLEM_H
#define AGENDA_API_PROBLEM_H

#include "api/fields.h"
#include "base/arena.h"
#include "base/buf.h"
#include "domain/problem.h"

#define PROBLEM_URN          "urn:agenda-appuntamenti:problema:"
#define PROBLEM_CONTENT_TYPE "application/problem+json"
#define ORARI_VICINI_MAX     10

/* What travels: struct problem between the members that RFC 9457 gives names to. */
struct problem_wire {
	const char *type;
	const char *title;
	int64_t status;
	struct problem problem; /* its type and status are not read */
};
extern const struct fields problem_fields; /* of struct problem_wire */

/* Appends it. Where p->status is 0 it is the type's; where p->detail is NULL it is the
 * type's Italian sentence. Cannot fail but for the buffer's ceiling. */
bool api_problem_encode(const struct problem *p, struct buf *to, struct err *err);

/* Reads an answer of `status` >= 400, whatever its body: always fills *p. A type that
 * is not known, or a body that is no problem, becomes the type that fits the status. */
void api_problem_decode(
	int status, const char *body, size_t n, struct arena *a, struct problem *p);

/* The problem that says this error: type from err->code, detail from err->text, campo
 * from err->field. What is the machine's becomes errore-interno, without its text. */
void api_problem_of(const struct err *err, struct arena *a, struct problem *p);

#endif
