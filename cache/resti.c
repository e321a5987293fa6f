/* SPDX-License-Identifier: EUPL-1.2 */
#include "cache/resti.h"

#include "cache/private.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART ((off_t)4 << 20)

/* Where SQLite keeps its locks: whoever has the file open shares these bytes. */
#define SHARED_FROM  (0x40000000 + 2)
#define SHARED_BYTES 510

int cache_take_resti(struct cache *c)
{
	int fd = c->resti;

	c->resti = -1;
	return fd;
}

static bool is_read(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SHARED_FROM,
		.l_len = SHARED_BYTES };

	return fcntl(fd, F_OFD_SETLK, &lock) != 0;
}

bool resti_step(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == 0 && st.st_size > PART && !is_read(fd)
		&& ftruncate(fd, st.st_size - PART) == 0)
		return true;
	close(fd);
	return false;
}
