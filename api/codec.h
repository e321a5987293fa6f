/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Structs to JSON and back, by their field tables. What was refused is said in Italian in
 * err->text and where in err->field, as a JSON path: "quesiti[1].id".
 */
#ifndef AGENDA_API_CODEC_H
#define AGENDA_API_CODEC_H

#include "api/fields.h"
#include "base/arena.h"
#include "base/buf.h"

struct cJSON;

enum api_reading {
	/* The server reads a body: members that are not in the table are refused by
	 * name. err->code is a problem: 413 past the ceiling, 400 for what is not
	 * written as it should (JSON, types, missing and unknown members), 422 for
	 * values beyond their limits. */
	API_REQUEST,
	/* The client reads a reply: unknown members are ignored, unknown words are the
	 * enum's 0 (in arrays they are left out). err->code is
	 * PROBLEM_RISPOSTA_NON_VALIDA. */
	API_REPLY,
	/* A line of `agendad importa`: as strict as a request; err->code is
	 * ERR_FORMAT. */
	API_RECORD,
};

#define API_REQUEST_BYTES_MAX ((size_t)64 << 10)
#define API_REPLY_BYTES_MAX   ((size_t)8 << 20)
#define API_RECORD_BYTES_MAX  ((size_t)16 << 20)

/* Fills the whole of `out` (table->size bytes); its strings and arrays live in `a`. */
bool api_decode(const struct fields *table, enum api_reading how, const char *json,
	size_t n, struct arena *a, void *out, struct err *err);

/*
 * The same in parts, for whoever may not wait for the whole of a long text: zeroed but for its
 * first members, api_decode_part() until it answers that there is no more. Then `ok`, or *err
 * as above; given up before, api_decode_stop().
 */
struct api_decoding {
	const struct fields *table;
	enum api_reading how;
	const char *json;
	size_t n;
	struct arena *arena;
	void *out;
	struct cJSON *tree;
	int part;
	bool ok;
};
bool api_decode_part(struct api_decoding *d, struct err *err);
void api_decode_stop(struct api_decoding *d); /* takes one that is over, or zeroed */

bool api_decode_tree(const struct fields *table, enum api_reading how,
	const struct cJSON *object, struct arena *a, void *out, struct err *err);

/* Appends one JSON object. Refused (ERR_INTERNAL) when a required member is not there,
 * an enum is outside its vocabulary or a string is not UTF-8; ERR_LIMIT past the
 * buffer's ceiling. */
bool api_encode(
	const struct fields *table, const void *in, struct buf *to, struct err *err);

/* Query parameters, already percent-decoded, in any order. Unknown and repeated names
 * are refused as a bad request; absent ones take their fallback. Codes as for
 * API_REQUEST, but everything is 400. */
struct api_pair {
	const char *name;
	const char *value;
};
bool api_decode_query(const struct fields *table, const struct api_pair *pairs, size_t n,
	struct arena *a, void *out, struct err *err);

/* Appends "?name=value&…", percent-encoded, or nothing when there is nothing to say. */
bool api_encode_query(
	const struct fields *table, const void *in, struct buf *to, struct err *err);

/* Appends `s` with everything but RFC 3986's unreserved characters percent-encoded. */
void api_percent(struct buf *to, const char *s);

#endif
