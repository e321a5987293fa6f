/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The kinds of file system that are somebody else's disk. FUSE is among them: it may be sshfs,
 * and taking a local one for a distant one costs only that the copy is not kept.
 */
#include "cache/luogo.h"

#include "base/alloc.h"

#include <errno.h>
#include <string.h>
#include <sys/vfs.h>

static const unsigned long distant[] = {
	0x6969,     /* NFS */
	0x517B,     /* SMB */
	0xFF534D42, /* CIFS */
	0xFE534D42, /* SMB2 */
	0x01021997, /* 9P */
	0x65735546, /* FUSE: sshfs and others */
	0x5346414F, /* AFS */
	0x6B414653, /* kAFS */
	0x73757245, /* Coda */
	0x564C,     /* NCP */
	0x00C36400, /* Ceph */
	0x0BD00BD0, /* Lustre */
	0x7461636F, /* OCFS2 */
	0x01161970, /* GFS2 */
	0x786F4256, /* VirtualBox's shared folders */
};

enum luogo luogo_of_type(unsigned long f_type)
{
	for (size_t i = 0; i < sizeof distant / sizeof *distant; i++)
		if ((f_type & 0xFFFFFFFFul) == distant[i])
			return LUOGO_RETE;
	return LUOGO_LOCALE;
}

enum luogo luogo_of(const char *folder)
{
	char *path = xstrdup(folder);
	struct statfs fs;
	enum luogo where = LUOGO_LOCALE;
	char *slash;

	while (statfs(path, &fs) != 0) {
		slash = strrchr(path, '/');
		if (errno != ENOENT || !slash || slash == path)
			goto out;
		*slash = '\0';
	}
	where = luogo_of_type((unsigned long)fs.f_type);
out:
	FREE(&path);
	return where;
}
