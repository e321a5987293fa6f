/* SPDX-License-Identifier: EUPL-1.2
 *
 * The only file that includes libintl.h and calls setlocale. Numbers and times are never
 * formatted by the locale: LC_NUMERIC stays "C", so that JSON and SQL are not touched. */
#include "base/i18n.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <string.h>

#ifndef AGENDA_LOCALEDIR
#define AGENDA_LOCALEDIR "/usr/share/locale"
#endif

static bool codeset_is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool force_utf8(void)
{
	static const char *const locales[] = { "", "C.UTF-8", "C.utf8", "it_IT.UTF-8",
		"en_US.UTF-8" };

	for (size_t i = 0; i < sizeof(locales) / sizeof(*locales); i++) {
		if (setlocale(LC_ALL, locales[i]) && codeset_is_utf8())
			return true;
	}
	return false;
}

/* Nothing is looked up where there is no catalog: each look costs thousands of instructions,
 * and a screen asks for dozens of texts at every key. */
static bool has_catalog;

bool i18n_init(void)
{
	bool utf8 = force_utf8();

	setlocale(LC_NUMERIC, "C");
	bindtextdomain("agenda", AGENDA_LOCALEDIR);
	bind_textdomain_codeset("agenda", "UTF-8");
	textdomain("agenda");
	has_catalog = *gettext("") != '\0'; /* the header of a catalog, "" without one */
	return utf8;
}

const char *i18n_text(const char *msgid)
{
	/* gettext answers the catalog's header to an empty msgid. */
	return has_catalog && *msgid ? gettext(msgid) : msgid;
}

const char *i18n_plural(const char *one, const char *many, unsigned long n)
{
	if (!has_catalog)
		return n == 1 ? one : many;
	return ngettext(one, many, n);
}
