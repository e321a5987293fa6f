/* SPDX-License-Identifier: EUPL-1.2
 *
 * The second voice: plain lines, sanitised, in ASCII where there is nothing else. */
#include "base/text.h"
#include "ui/widget.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

void voice_text(struct voice *v, const char *text)
{
	char *clean = text_sanitise(v->scratch, text, strlen(text), true);

	buf_adds(v->to, clean);
	buf_addc(v->to, '\n');
}

void voice_line(struct voice *v, const char *fmt, ...)
{
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = arena_vprintf(v->scratch, fmt, ap);
	va_end(ap);
	voice_text(v, line);
}

int voice_numbers(const char *line, size_t max, size_t *to, size_t room)
{
	size_t n = 0;

	for (;;) {
		char *end;
		unsigned long number;

		line += strspn(line, " ,;\t");
		if (!*line)
			return (int)n;
		if (*line < '0' || *line > '9')
			return -1;
		number = strtoul(line, &end, 10);
		if (number < 1 || number > max || n == room
			|| (*end && !strchr(" ,;\t", *end)))
			return -1;
		to[n++] = number;
		line = end;
	}
}
