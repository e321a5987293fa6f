/* SPDX-License-Identifier: EUPL-1.2 */
#include "full_disk.h"

#include <sqlite3.h>
#include <stddef.h>

static sqlite3_vfs vfs;
static sqlite3_vfs *real;
/* Databases and their journals have different functions; the writing one is the same. */
static struct {
	const sqlite3_io_methods *real;
	sqlite3_io_methods ours;
} kinds[4];
static int room = -1;
static const int *held_by;
static int written;

static int write_if_room(sqlite3_file *f, const void *bytes, int n, sqlite3_int64 at)
{
	if (room == 0 || (held_by && *held_by >= 0))
		return SQLITE_FULL;
	if (room > 0)
		room--;
	written++;
	return kinds[0].real->xWrite(f, bytes, n, at);
}

static int open_wrapped(
	sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	int rc = real->xOpen(v, name, f, flags, out);

	for (int i = 0; rc == SQLITE_OK && f->pMethods && i < 4; i++) {
		if (kinds[i].real && kinds[i].real != f->pMethods)
			continue;
		kinds[i].real = f->pMethods;
		kinds[i].ours = *f->pMethods;
		kinds[i].ours.xWrite = write_if_room;
		f->pMethods = &kinds[i].ours;
		break;
	}
	return rc;
}

void full_disk_install(void)
{
	real = sqlite3_vfs_find(NULL);
	vfs = *real;
	vfs.zName = "full-disk";
	vfs.xOpen = open_wrapped;
	vfs.pNext = NULL;
	sqlite3_vfs_register(&vfs, 1);
}

void full_disk_after(int writes)
{
	room = writes;
}

void full_disk_while(const int *fd)
{
	held_by = fd;
}

int full_disk_writes(void)
{
	return written;
}
