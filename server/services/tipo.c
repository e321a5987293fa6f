/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/services/tipo.h"

#include "base/alloc.h"
#include "domain/allegato.h"

#include <magic.h>
#include <pthread.h>
#include <string.h>

struct sniffer {
	pthread_mutex_t lock; /* a cookie serves one at a time */
	magic_t cookie;
};

struct sniffer *sniffer_new(struct err *err)
{
	struct sniffer *s = xalloc(sizeof *s);

	pthread_mutex_init(&s->lock, NULL);
	/* Nothing is ever unpacked: an archive is refused as what it is. */
	s->cookie = magic_open(
		MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR);
	if (s->cookie && magic_load(s->cookie, NULL) == 0)
		return s;
	err_set(err, ERR_ABSENT, "libmagic: %s",
		s->cookie ? magic_error(s->cookie) : "no memory");
	sniffer_free(s);
	return NULL;
}

void sniffer_free(struct sniffer *s)
{
	if (!s)
		return;
	if (s->cookie)
		magic_close(s->cookie);
	pthread_mutex_destroy(&s->lock);
	FREE(&s);
}

enum tipo_file sniffer_ask(struct sniffer *s, const void *bytes, size_t n)
{
	enum tipo_file ours = n > 0 ? allegato_sniff(bytes, n) : TIPO_FILE_NONE;
	const char *theirs = NULL;
	bool same = false;

	if (ours == TIPO_FILE_NONE)
		return TIPO_FILE_NONE;
	pthread_mutex_lock(&s->lock);
	theirs = magic_buffer(s->cookie, bytes, n);
	same = theirs && strcmp(theirs, tipo_file_mime(ours)) == 0;
	pthread_mutex_unlock(&s->lock);
	return same ? ours : TIPO_FILE_NONE;
}
