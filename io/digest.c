/* SPDX-License-Identifier: EUPL-1.2 */
#include "io/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdalign.h>
#include <sys/stat.h>
#include <unistd.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(struct digest), "digest too small");
_Static_assert(alignof(struct sha256_ctx) <= alignof(struct digest), "digest misaligned");

static struct sha256_ctx *context(struct digest *d)
{
	return (struct sha256_ctx *)(void *)d->state;
}

void digest_init(struct digest *d)
{
	sha256_init(context(d));
}

void digest_add(struct digest *d, const void *bytes, size_t n)
{
	sha256_update(context(d), n, bytes);
}

void digest_end(struct digest *d, char hex[DIGEST_TEXT_SIZE])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[SHA256_DIGEST_SIZE];

	sha256_digest(context(d), sizeof(sum), sum); /* also starts it anew */
	for (size_t i = 0; i < sizeof(sum); i++) {
		hex[2 * i] = digits[sum[i] >> 4];
		hex[2 * i + 1] = digits[sum[i] & 0x0F];
	}
	hex[DIGEST_TEXT_SIZE - 1] = '\0';
}

void digest_of(const void *bytes, size_t n, char hex[DIGEST_TEXT_SIZE])
{
	struct digest d;

	digest_init(&d);
	digest_add(&d, bytes, n);
	digest_end(&d, hex);
}

static bool add_all(int fd, struct digest *d, struct err *err)
{
	char chunk[16 * 1024];
	ssize_t n;

	for (;;) {
		n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return true;
		if (n > 0)
			digest_add(d, chunk, (size_t)n);
		else if (errno != EINTR)
			return err_errno(err, "read");
	}
}

bool digest_file(const char *path, char hex[DIGEST_TEXT_SIZE], struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct digest d;
	struct stat st;
	bool ok = false;

	if (fd < 0)
		return err_errno(err, "open");
	digest_init(&d);
	if (fstat(fd, &st) != 0)
		err_errno(err, "fstat");
	else if (!S_ISREG(st.st_mode))
		err_set(err, ERR_IO, "not a regular file");
	else
		ok = add_all(fd, &d, err);
	digest_end(&d, hex);
	close(fd);
	return ok;
}
