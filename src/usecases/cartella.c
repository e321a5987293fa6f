/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * A folder of this machine, for the file picker.
 */
#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "src/usecases/usecases.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VOCI_MAX 2000
#define SNIFF_BYTES 4096 /* of both ends: enough for the signature and for the end mark */

static int by_kind_then_name(const void *pa, const void *pb)
{
	const struct voce_cartella *a = pa, *b = pb;

	if (a->cartella != b->cartella)
		return a->cartella ? -1 : 1;
	return strcoll(a->nome, b->nome);
}

/* Looks at the two ends only: a large file is not read whole to be listed. The picker's word;
 * attaching it looks at everything. */
static enum tipo_file sniff(int folder, const char *name, int64_t size)
{
	unsigned char ends[2 * SNIFF_BYTES];
	enum tipo_file tipo;
	ssize_t head, tail = 0;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);

	if (fd < 0)
		return TIPO_FILE_NONE;
	head = pread(fd, ends, SNIFF_BYTES, 0);
	if (head > 0 && size > head)
		tail = pread(fd, ends + head, SNIFF_BYTES, size > 2 * SNIFF_BYTES
			? size - SNIFF_BYTES : head);
	close(fd);
	if (head <= 0 || tail < 0)
		return TIPO_FILE_NONE;
	tipo = allegato_sniff(ends, (size_t)(head + tail));
	return tipo == TIPO_FILE_NONE ? allegato_promise(ends, (size_t)head) : tipo;
}

static bool entry_read(int folder, const char *path, const char *name, struct arena *a,
	struct voce_cartella *to)
{
	struct stat st;

	if (name[0] == '.' || fstatat(folder, name, &st, 0) != 0)
		return false;
	if (!S_ISDIR(st.st_mode) && !S_ISREG(st.st_mode))
		return false;
	*to = (struct voce_cartella){
		.nome = text_sanitise(a, name, strlen(name), false),
		.percorso = arena_printf(a, "%s/%s", strcmp(path, "/") ? path : "", name),
		.cartella = S_ISDIR(st.st_mode),
		.byte = st.st_size,
		.modificato_il = st.st_mtime,
	};
	if (!to->cartella)
		to->tipo = sniff(folder, name, st.st_size);
	return true;
}

static bool folder_read(struct cartella_slice *to, struct arena *a, struct err *err)
{
	DIR *folder = opendir(to->percorso);
	struct dirent *entry;

	if (!folder) {
		err_errno(err, "opendir");
		return err_say(err, _("La cartella non si può aprire: %s."), to->percorso);
	}
	to->voci = arena_array(a, VOCI_MAX, sizeof(*to->voci));
	while ((entry = readdir(folder))) {
		if (to->n_voci == VOCI_MAX) {
			to->troncata = true;
			break;
		}
		if (entry_read(dirfd(folder), to->percorso, entry->d_name, a, &to->voci[to->n_voci]))
			to->n_voci++;
	}
	closedir(folder);
	qsort(to->voci, to->n_voci, sizeof(*to->voci), by_kind_then_name);
	return true;
}

static char *parent_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!strcmp(path, "/"))
		return NULL;
	return slash == path ? arena_strdup(a, "/") : arena_strndup(a, path, (size_t)(slash - path));
}

void usecase_cartella(struct app *app, const struct intent *i)
{
	struct cartella_slice *slice = &app->model.cartella;
	struct cartella_slice fresh = { 0 };
	struct arena a = { 0 };
	struct err err = { 0 };
	char real[PATH_MAX];
	const char *wanted = i->percorso ? i->percorso : slice->percorso;

	if (!wanted)
		wanted = "."; /* where the program was started: there people have their files */
	if (!wanted || !realpath(wanted, real))
		memcpy(real, "/", 2);
	fresh.percorso = arena_strdup(&a, real);
	fresh.madre = parent_of(&a, real);
	if (!folder_read(&fresh, &a, &err)) {
		arena_release(&a);
		slice_failed(&slice->s, &err);
		return;
	}
	slice_replace(&slice->s, &a, clock_now(), true);
	fresh.s = slice->s;
	*slice = fresh;
}
