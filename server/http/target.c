/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/http/target.h"

#include "base/text.h"

#include <string.h>

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* NULL when the bytes are not what they should be. */
static char *decode(struct arena *a, const char *s, size_t n)
{
	char *out = arena_alloc(a, n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '%') {
			int high = n - i > 2 ? hex(s[i + 1]) : -1;
			int low = n - i > 2 ? hex(s[i + 2]) : -1;

			if (high < 0 || low < 0)
				return NULL;
			c = (unsigned char)(high * 16 + low);
			i += 2;
		} else if (c == '+') {
			c = ' ';
		}
		if (c < 0x20 || c == 0x7f)
			return NULL;
		out[len++] = (char)c;
	}
	return text_valid(out, len) ? out : NULL;
}

/* Past "http://host" of the absolute form, which HTTP/1.1 makes every server take. */
static const char *path_start(const char *raw)
{
	if (strncmp(raw, "http://", 7) == 0 || strncmp(raw, "https://", 8) == 0) {
		const char *host = strchr(raw, ':') + 3;
		size_t skip = strcspn(host, "/?");

		return host[skip] == '/' ? host + skip : NULL;
	}
	return *raw == '/' ? raw : NULL;
}

static bool parse_param(
	struct arena *a, const char *s, size_t n, struct target *to, struct err *err)
{
	const char *equals = memchr(s, '=', n);
	size_t name_len = equals ? (size_t)(equals - s) : n;
	size_t value_len = equals ? n - name_len - 1 : 0;
	char *name = decode(a, s, name_len);
	char *value = decode(a, equals ? equals + 1 : s, value_len);

	if (!name || !*name)
		return err_set(err, ERR_FORMAT, "query parameter %zu", to->n_params);
	if (!value) {
		err_set(err, ERR_FORMAT, "value of query parameter %zu", to->n_params);
		return err_field(err, target_name_plain(name) ? name : "");
	}
	if (to->n_params == TARGET_PARAMS_MAX)
		return err_set(
			err, ERR_LIMIT, "more than %d parameters", TARGET_PARAMS_MAX);
	to->params[to->n_params++] = (struct target_param){ name, value };
	return true;
}

static bool parse_query(
	struct arena *a, const char *s, struct target *to, struct err *err)
{
	while (*s) {
		size_t n = strcspn(s, "&");

		if (n > 0 && !parse_param(a, s, n, to, err))
			return false;
		s += n;
		if (*s == '&')
			s++;
	}
	return true;
}

static bool printable(const char *s)
{
	for (; *s; s++)
		if (*s <= 0x20 || *s >= 0x7f || *s == '#')
			return false;
	return true;
}

static bool parse(struct arena *a, const char *raw, struct target *to, struct err *err)
{
	const char *path = path_start(raw);
	size_t n = strlen(raw);

	if (n > TARGET_BYTES_MAX)
		return err_set(err, ERR_LIMIT, "target of %zu bytes", n);
	if (!path || !printable(raw))
		return err_set(err, ERR_FORMAT, "not a path");
	n = strcspn(path, "?");
	to->path = arena_strndup(a, path, n);
	return path[n] != '?' || parse_query(a, path + n + 1, to, err);
}

bool target_parse(struct arena *a, const char *raw, struct target *to, struct err *err)
{
	*to = (struct target){ .path = "" };
	if (parse(a, raw, to, err))
		return true;
	*to = (struct target){ .path = "" };
	return false;
}

bool target_parse_form(
	struct arena *a, const char *form, struct target *to, struct err *err)
{
	*to = (struct target){ .path = "" };
	return parse_query(a, form, to, err);
}

bool target_name_plain(const char *name)
{
	size_t n = strspn(
		name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	return n > 0 && n <= 40 && name[n] == '\0';
}

const char *target_param(const struct target *t, const char *name)
{
	for (size_t i = 0; i < t->n_params; i++)
		if (strcmp(t->params[i].name, name) == 0)
			return t->params[i].value;
	return NULL;
}
