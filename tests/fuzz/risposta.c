/* SPDX-License-Identifier: EUPL-1.2
 *
 * The head of an answer, a line at a time: whatever a server sends, what is kept of it is
 * well formed. */
#include "net/reply.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data;
	struct net_reply r;

	reply_init(&r);
	while (size) {
		const char *end = memchr(at, '\n', size);
		size_t n = end ? (size_t)(end - at) + 1 : size;

		reply_line(&r, at, n);
		at += n;
		size -= n;
	}
	reply_settle(&r, 1795423200);
	HOLDS(r.retry_after >= -1 && r.retry_after <= 86400);
	HOLDS(r.ratelimit_limit >= -1 && r.ratelimit_reset >= -1);
	HOLDS(!r.file_name || (r.file_name[0] && strlen(r.file_name) <= 1024));
	HOLDS(!r.etag || !strpbrk(r.etag, "\r\n"));
	reply_release(&r);
	return 0;
}
