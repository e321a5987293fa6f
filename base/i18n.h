/* SPDX-License-Identifier: EUPL-1.2
 *
 * The only door to gettext and to setlocale. Italian is the source language. */
#ifndef AGENDA_BASE_I18N_H
#define AGENDA_BASE_I18N_H

#include <stdbool.h>

/* Forces a UTF-8 locale (the environment's, else C.UTF-8). False when the system has none:
 * then only ASCII can be drawn. Call once, first thing in main. */
bool i18n_init(void);

/* format_arg: a translated format is checked like the one it translates. */
const char *i18n_text(const char *msgid) __attribute__((format_arg(1)));
const char *i18n_plural(const char *one, const char *many, unsigned long n)
	__attribute__((format_arg(1), format_arg(2)));

#define _(s) i18n_text(s)
#define N_(s) (s)
#define n_(one, many, n) i18n_plural(one, many, n)

#endif
