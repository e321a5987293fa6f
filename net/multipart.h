/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A multipart/form-data body (RFC 7578) as bytes of our own making, boundary included,
 * so that the journal can keep them and send the very same ones again.
 */
#ifndef AGENDA_NET_MULTIPART_H
#define AGENDA_NET_MULTIPART_H

#include "base/buf.h"

#define MULTIPART_TYPE_SIZE 96

/* One part with a file name. `type` receives the Content-Type with its boundary. False
 * when `to` could not hold it (its ceiling). */
bool multipart_file(struct buf *to, char type[MULTIPART_TYPE_SIZE], const char *field,
	const char *file_name, const char *mime, const void *bytes, size_t n);

#endif
