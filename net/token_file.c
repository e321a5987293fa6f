/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Five lines: what it is, whose, until when, the two tokens.
 */
#include "net/token_file.h"

#include "base/alloc.h"
#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_LINE "agenda-token 1"
#define FILE_MAX   ((size_t)64 << 10)

static void wipe(char **secret)
{
	if (*secret)
		explicit_bzero(*secret, strlen(*secret));
	FREE(secret);
}

void token_wipe(struct token *t)
{
	wipe(&t->access);
	wipe(&t->refresh);
	t->expiry = INSTANT_NONE;
}

static void wipe_buf(struct buf *b)
{
	if (b->data)
		explicit_bzero(b->data, b->len);
	buf_release(b);
}

bool token_save(
	const char *path, const char *issuer, const struct token *t, struct err *err)
{
	struct buf b = { 0 };
	bool ok;

	buf_init(&b, FILE_MAX);
	buf_addf(&b, FIRST_LINE "\n%s\n", issuer);
	if (t->expiry == INSTANT_NONE)
		buf_adds(&b, "-\n");
	else
		buf_addf(&b, "%lld\n", (long long)t->expiry);
	buf_addf(&b, "%s\n%s\n", t->access, t->refresh ? t->refresh : "-");
	ok = buf_ok(&b) ? file_write(path, b.data, b.len, err)
			: err_set(err, ERR_LIMIT, "token too long to keep");
	wipe_buf(&b);
	return ok;
}

static bool private_file(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid()
		&& (st.st_mode & 077) == 0;
}

/* The next line at *at, ended in place; NULL when there is none. */
static char *next_line(char **at)
{
	char *line = *at;
	char *end = line ? strchr(line, '\n') : NULL;

	if (!end)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line;
}

static bool parse(char *text, const char *issuer, struct token *to)
{
	const char *first = next_line(&text), *whose = next_line(&text);
	const char *expiry = next_line(&text), *access = next_line(&text);
	const char *refresh = next_line(&text);

	if (!refresh || strcmp(first, FIRST_LINE) != 0 || strcmp(whose, issuer) != 0)
		return false;
	to->expiry = strcmp(expiry, "-") == 0 ? INSTANT_NONE : strtoll(expiry, NULL, 10);
	to->access = xstrdup(access);
	to->refresh = strcmp(refresh, "-") == 0 ? NULL : xstrdup(refresh);
	return true;
}

bool token_load(const char *path, const char *issuer, struct token *to)
{
	struct buf b = { 0 };
	bool ok;

	*to = (struct token){ .expiry = INSTANT_NONE };
	if (!private_file(path))
		return false;
	buf_init(&b, FILE_MAX);
	ok = file_read(path, &b, NULL) && b.len && !memchr(b.data, 0, b.len)
		&& parse(b.data, issuer, to);
	wipe_buf(&b);
	return ok;
}

void token_remove(const char *path)
{
	unlink(path);
}
