/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Bytes of attachments, each in a file of its own beside the cache file, so that a page of a list
 * never steps over them and the cache can be copied without them. A name is the codice of the
 * rapporto, which says what goes when that does, and the sha256, which says what it must be.
 */
#include "cache/private.h"

#include "base/alloc.h"
#include "base/file.h"
#include "io/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FOLDER_ENDING ALLEGATI_ENDING
#define AT_ONCE       50 /* rows looked into at a time for their attachments */

static char *folder_of(const struct cache *c)
{
	size_t n = strlen(c->file.path) - strlen(".db");
	struct buf b = { 0 };

	if (c->file.lock < 0)
		return NULL;
	buf_add(&b, c->file.path, n);
	buf_adds(&b, FOLDER_ENDING);
	return buf_take(&b);
}

/* Both words come from elsewhere and become part of a path. */
static bool words_ok(const char *codice, const char *sha256)
{
	return codice && *codice && strspn(codice, "0123456789") == strlen(codice) && sha256
		&& strlen(sha256) == DIGEST_TEXT_SIZE - 1
		&& strspn(sha256, "0123456789abcdef") == DIGEST_TEXT_SIZE - 1;
}

static char *path_of(const struct cache *c, const char *codice, const char *sha256)
{
	char *folder = words_ok(codice, sha256) ? folder_of(c) : NULL;
	struct buf b = { 0 };

	if (!folder)
		return NULL;
	buf_addf(&b, "%s/%s-%s", folder, codice, sha256);
	FREE(&folder);
	return buf_take(&b);
}

bool cache_has_file(struct cache *c, const char *codice, const char *sha256)
{
	char *path = path_of(c, codice, sha256);
	bool there = path && access(path, F_OK) == 0;

	FREE(&path);
	return there;
}

static bool is_what_it_says(const struct buf *b, const char *sha256)
{
	char found[DIGEST_TEXT_SIZE];

	digest_of(b->data ? b->data : "", b->len, found);
	return strcmp(found, sha256) == 0;
}

bool cache_file(struct cache *c, const char *codice, const char *sha256, struct buf *to,
	struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	char *path = path_of(c, codice, sha256);
	bool ok = path ? file_read(path, to, err) : absent(err, "no such file");

	if (ok && !is_what_it_says(to, sha256)) {
		unlink(path);
		buf_reset(to);
		ok = err_set(err, ERR_CORRUPT, "another sha256");
	}
	FREE(&path);
	return ok;
}

/* --- the folder ----------------------------------------------------------------- */

/* Each file of ours that `which` picks is counted, and goes when `remove_it` says so. */
static int64_t each_file(struct cache *c, bool (*which)(struct cache *c, const char *name),
	bool remove_it, int64_t *n)
{
	char *folder = folder_of(c);
	DIR *d = folder ? file_open_folder(AT_FDCWD, folder) : NULL;
	struct dirent *e;
	int64_t bytes = 0;

	while (d && (e = readdir(d))) {
		struct stat st;

		if (e->d_name[0] == '.' || (which && !which(c, e->d_name)))
			continue;
		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			bytes += st.st_size;
		++*n;
		if (remove_it)
			unlinkat(dirfd(d), e->d_name, 0);
	}
	if (d)
		closedir(d);
	FREE(&folder);
	return bytes;
}

static bool of_removed(struct cache *c, const char *name)
{
	const struct buf *all = &c->files_orphaned.codici;
	size_t n = strcspn(name, "-");

	for (size_t at = 0; at < all->len; at += strlen(all->data + at) + 1)
		if (strlen(all->data + at) == n && memcmp(all->data + at, name, n) == 0)
			return true;
	return false;
}

static bool of_nobody(struct cache *c, const char *name)
{
	struct query *q = query_begin(c->db, "SELECT 1 FROM rapporto WHERE codice = ?1");
	char codice[16];
	int64_t there = 1;

	snprintf(codice, sizeof codice, "%.*s", (int)strcspn(name, "-"), name);
	query_text(q, 1, codice);
	return query_number(q, 0, &there, NULL) && !there;
}

void allegati_of_rapporto_orphan(struct cache *c, const char *codice)
{
	buf_add(&c->files_orphaned.codici, codice, strlen(codice) + 1);
}

void allegati_orphan(struct cache *c)
{
	c->files_orphaned.all = true;
}

/* One look at the folder for all of a transaction. Whoever dies before it is cleared up after by
 * the next one that opens the file to write it: its first transaction looks at all of them. */
void allegati_ended(struct cache *c, bool committed)
{
	int64_t n = 0;
	bool all = committed && c->files_orphaned.all && giro_none(c);

	if (all || (committed && c->files_orphaned.codici.len))
		each_file(c, all ? of_nobody : of_removed, true, &n);
	if (n)
		c->files_known = false;
	if (all)
		c->files_orphaned.all = false;
	buf_reset(&c->files_orphaned.codici);
}

void allegati_forget(struct cache *c)
{
	char *folder = folder_of(c);

	c->files_known = false;
	if (folder)
		file_remove_folder(AT_FDCWD, folder);
	FREE(&folder);
}

int64_t cache_files(struct cache *c, int64_t *n)
{
	*n = 0;
	return each_file(c, NULL, false, n);
}

/* Counted once, then kept: a folder may have thousands. */
static bool has_room(struct cache *c, size_t more)
{
	int64_t n;

	if (!c->files_known)
		c->files_bytes = cache_files(c, &n);
	c->files_known = true;
	return c->files_bytes + (int64_t)more <= CACHE_FILES_MAX;
}

static bool write_file(struct cache *c, const char *path, const struct buf *bytes,
	struct err *err)
{
	char *folder = folder_of(c);
	bool ok = file_make_folders(folder, err)
		&& file_write(path, bytes->data ? bytes->data : "", bytes->len, err);

	if (ok)
		c->files_bytes += (int64_t)bytes->len;
	FREE(&folder);
	return ok;
}

bool cache_put_file(struct cache *c, const char *codice, const char *sha256,
	const struct buf *bytes, struct err *err)
{
	char *path = c->writable ? path_of(c, codice, sha256) : NULL;
	bool ok = true;

	if (!path)
		return true; /* in memory, or another's to write: nothing is kept */
	if (!is_what_it_says(bytes, sha256))
		ok = err_set(err, ERR_CORRUPT, "another sha256");
	else if (access(path, F_OK) != 0)
		ok = has_room(c, bytes->len) ? write_file(c, path, bytes, err)
					     : err_set(err, ERR_FULL, "no more attachments");
	FREE(&path);
	return ok;
}

/* --- which there are ------------------------------------------------------------ */

static size_t count_in(const struct comunicazione *all, size_t n)
{
	size_t files = 0;

	for (size_t i = 0; i < n; i++)
		files += all[i].n_allegati;
	return files;
}

struct listing {
	struct arena *a;
	struct cache_allegato *items;
	size_t n, cap;
};

static void add(struct listing *l, const char *codice, const struct allegato *all, size_t n)
{
	if (l->n + n > l->cap) {
		size_t cap = (l->n + n) * 2;
		struct cache_allegato *grown = arena_array(l->a, cap, sizeof *grown);

		if (l->n)
			memcpy(grown, l->items, l->n * sizeof *grown);
		l->items = grown;
		l->cap = cap;
	}
	for (size_t i = 0; i < n; i++)
		l->items[l->n++] = (struct cache_allegato){ .codice = codice, .allegato = all[i] };
}

static void add_quesito(struct listing *l, const char *codice, const struct quesito *q)
{
	if (count_in(q->comunicazioni, q->n_comunicazioni) == 0)
		return;
	for (size_t i = 0; i < q->n_comunicazioni; i++)
		add(l, codice, q->comunicazioni[i].allegati, q->comunicazioni[i].n_allegati);
}

static bool of_details(struct cache *c, struct cache_allegati_place *at, struct listing *l,
	size_t *rows, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT riga, dati FROM dettaglio WHERE riga > ?1 ORDER BY riga LIMIT ?2");
	bool ok = true;

	query_int(q, 1, at->riga);
	query_int(q, 2, AT_ONCE);
	for (*rows = 0; ok && query_step(q); (*rows)++) {
		struct pack p = unpack_column(q, 1, l->a);
		struct appuntamento ap = { 0 };

		at->riga = row_int(q, 0);
		pack_appuntamento(&p, &ap);
		ok = unpacked(c, &p, err);
		if (!ok)
			break;
		add(l, ap.codice_rapporto_lavoro, ap.allegati, ap.n_allegati);
		for (size_t i = 0; i < ap.n_quesiti; i++)
			add_quesito(l, ap.codice_rapporto_lavoro, &ap.quesiti[i]);
	}
	return query_end(q, ok ? err : NULL) && ok;
}

static bool of_quesiti(struct cache *c, struct cache_allegati_place *at, struct listing *l,
	size_t *rows, struct err *err)
{
	struct query *q = query_begin(c->db,
		"SELECT id, dati FROM quesito WHERE id > ?1 ORDER BY id LIMIT ?2");
	bool ok = true;

	query_text(q, 1, at->quesito);
	query_int(q, 2, AT_ONCE);
	for (*rows = 0; ok && query_step(q); (*rows)++) {
		struct pack p = unpack_column(q, 1, l->a);
		struct quesito k = { 0 };

		snprintf(at->quesito, sizeof at->quesito, "%s", row_peek(q, 0));
		pack_quesito(&p, &k);
		ok = unpacked(c, &p, err);
		if (ok)
			add_quesito(l, k.codice_rapporto_lavoro, &k);
	}
	return query_end(q, ok ? err : NULL) && ok;
}

bool cache_allegati(struct cache *c, struct arena *a, struct cache_allegati_place *at,
	struct cache_allegato **items, size_t *n, struct err *err)
{
	if (cache_is_hidden(c, err))
		return false;
	struct listing l = { .a = a };
	size_t rows = 0;
	bool ok = true;

	if (!at->begun)
		at->riga = INT64_MIN;
	at->begun = true;
	if (!at->details_over) {
		ok = of_details(c, at, &l, &rows, err);
		at->details_over = rows < AT_ONCE;
	} else {
		ok = of_quesiti(c, at, &l, &rows, err);
		at->over = rows < AT_ONCE;
	}
	*items = l.items;
	*n = l.n;
	return ok;
}
