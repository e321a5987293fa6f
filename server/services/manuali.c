/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/services/manuali.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "io/digest.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MANUALI_MAX       50
#define MANUALE_BYTES_MAX ((size_t)256 << 10)

struct manuals {
	struct arena arena;
	struct manuale items[MANUALI_MAX];
	size_t n;
};

static enum tipo_profilo profile_of(const char *id)
{
	for (int i = 1; i < PROFILO_COUNT; i++) {
		const char *code = words_code(&tipo_profilo_words, i);
		size_t n = strlen(code);

		if (strncasecmp(id, code, n) == 0 && (id[n] == '\0' || id[n] == '-'))
			return (enum tipo_profilo)i;
	}
	return PROFILO_NONE;
}

/* What follows `mark` to the end of its line; `otherwise` when the mark is not there. */
static const char *after_mark(
	struct arena *a, const char *text, const char *mark, const char *otherwise)
{
	const char *at = strstr(text, mark);

	if (!at)
		return otherwise;
	at += strlen(mark);
	return text_trim(a, arena_strndup(a, at, strcspn(at, "\r\n")));
}

static const char *version_of(struct arena *a, const char *text)
{
	const char *found = after_mark(a, text, "Versione ", AGENDA_VERSION);

	return arena_strndup(a, found, strspn(found, "0123456789."));
}

static bool add(struct manuals *m, const char *folder, const char *name, struct err *err)
{
	struct arena *a = &m->arena;
	struct manuale *x = &m->items[m->n];
	struct buf text;
	char sha256[DIGEST_TEXT_SIZE];
	bool ok = false;

	buf_init(&text, MANUALE_BYTES_MAX);
	if (!file_read(arena_printf(a, "%s/%s", folder, name), &text, err))
		goto out;
	ok = text_valid(buf_str(&text), text.len);
	if (!ok) {
		err_set(err, ERR_FORMAT, "manual %zu is not UTF-8", m->n);
		goto out;
	}
	digest_of(text.data, text.len, sha256);
	x->id = arena_strndup(a, name, strlen(name) - 3);
	x->profilo = profile_of(x->id);
	x->testo = arena_strndup(a, buf_str(&text), text.len);
	x->titolo = after_mark(a, x->testo, "# ", x->id);
	x->versione = version_of(a, x->testo);
	x->byte = (int64_t)text.len;
	x->sha256 = arena_strdup(a, sha256);
	m->n += text.len > 0;
out:
	buf_release(&text);
	return ok;
}

static int is_manual(const struct dirent *e)
{
	size_t n = strlen(e->d_name);
	char id[64];

	if (n < 4 || n - 3 >= sizeof id || strcmp(e->d_name + n - 3, ".md") != 0)
		return 0;
	memcpy(id, e->d_name, n - 3);
	id[n - 3] = '\0';
	return profile_of(id) != PROFILO_NONE;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

struct manuals *manuals_load(const char *folder, struct err *err)
{
	struct manuals *m = xalloc(sizeof *m);
	struct dirent **names = NULL;
	int n = folder ? scandir(folder, &names, is_manual, by_name) : 0;
	bool ok = true;

	for (int i = 0; i < n; i++) {
		if (ok && m->n < MANUALI_MAX)
			ok = add(m, folder, names[i]->d_name, err);
		free(names[i]);
	}
	free(names);
	if (ok)
		return m;
	manuals_free(m);
	return NULL;
}

void manuals_free(struct manuals *m)
{
	if (!m)
		return;
	arena_release(&m->arena);
	FREE(&m);
}

void manuals_list(const struct manuals *m, enum tipo_profilo profilo, struct arena *a,
	struct manuali *to)
{
	*to = (struct manuali){ arena_array(a, m->n + 1, sizeof *to->items), 0 };
	for (size_t i = 0; i < m->n; i++) {
		if (m->items[i].profilo != profilo)
			continue;
		to->items[to->n] = m->items[i];
		to->items[to->n++].testo = NULL;
	}
}

const struct manuale *manuals_find(
	const struct manuals *m, enum tipo_profilo profilo, const char *id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->items[i].profilo == profilo && strcmp(m->items[i].id, id) == 0)
			return &m->items[i];
	return NULL;
}
