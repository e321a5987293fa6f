/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * RFC 7578, as browsers write it: in the two names, quote and line ends are
 * percent-encoded, UTF-8 goes as it is.
 */
#include "net/multipart.h"

#include "base/random.h"

#include <stdio.h>
#include <string.h>

static void add_name(struct buf *to, const char *name)
{
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;

		if (c == '"' || c < 0x20 || c == 0x7f)
			buf_addf(to, "%%%02X", (unsigned)c);
		else
			buf_addc(to, *name);
	}
}

/* 122 random bits: that the file holds them by chance is not worth a search of 3 MB. */
static void make_boundary(char boundary[64])
{
	char uuid[UUID_SIZE];

	random_uuid(uuid);
	snprintf(boundary, 64, "agenda-%s", uuid);
}

bool multipart_file(struct buf *to, char type[MULTIPART_TYPE_SIZE], const char *field,
	const char *file_name, const char *mime, const void *bytes, size_t n)
{
	char boundary[64];

	make_boundary(boundary);
	buf_addf(to, "--%s\r\nContent-Disposition: form-data; name=\"", boundary);
	add_name(to, field);
	buf_adds(to, "\"; filename=\"");
	add_name(to, file_name);
	buf_addf(to, "\"\r\nContent-Type: %s\r\n\r\n",
		mime ? mime : "application/octet-stream");
	buf_add(to, bytes, n);
	buf_addf(to, "\r\n--%s--\r\n", boundary);
	snprintf(type, MULTIPART_TYPE_SIZE, "multipart/form-data; boundary=%s", boundary);
	return buf_ok(to);
}
