/* SPDX-License-Identifier: EUPL-1.2
 *
 * Filling in a struct err. What does not fit is cut between characters, never inside one. */
#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t character_bytes(char lead)
{
	unsigned char c = (unsigned char)lead;

	return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Formats into `to`; a cut never leaves the beginning of a character behind. */
static void format_cut(char *to, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));

static void format_cut(char *to, size_t size, const char *fmt, va_list ap)
{
	int n = vsnprintf(to, size, fmt, ap);
	size_t start = size - 1;

	if (n < 0)
		to[0] = '\0';
	if (n < 0 || (size_t)n < size)
		return;
	while (start > 0 && ((unsigned char)to[start - 1] & 0xC0) == 0x80)
		start--;
	if (start > 0 && start - 1 + character_bytes(to[start - 1]) > size - 1)
		to[start - 1] = '\0';
}

bool err_set(struct err *e, int code, const char *cause_fmt, ...)
{
	va_list ap;

	if (!e)
		return false;
	err_clear(e);
	e->code = code;
	va_start(ap, cause_fmt);
	format_cut(e->cause, sizeof(e->cause), cause_fmt, ap);
	va_end(ap);
	return false;
}

bool err_say(struct err *e, const char *text_fmt, ...)
{
	va_list ap;

	if (!e)
		return false;
	va_start(ap, text_fmt);
	format_cut(e->text, sizeof(e->text), text_fmt, ap);
	va_end(ap);
	return false;
}

bool err_field(struct err *e, const char *field)
{
	if (e)
		snprintf(e->field, sizeof(e->field), "%s", field ? field : "");
	return false;
}

bool err_errno(struct err *e, const char *doing)
{
	int number = errno;
	int code = ERR_IO;
	char buffer[128];

	if (number == ENOSPC || number == EDQUOT)
		code = ERR_FULL;
	if (number == ENOENT)
		code = ERR_ABSENT;
	return err_set(
		e, code, "%s: %s", doing, strerror_r(number, buffer, sizeof(buffer)));
}

void err_clear(struct err *e)
{
	if (e)
		*e = (struct err){ 0 };
}
