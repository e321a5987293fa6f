/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/cli/args.h"

#include "base/i18n.h"
#include "base/text.h"

#include <string.h>

enum declared { NOT_DECLARED, FLAG, VALUE, VALUES };

static enum declared declared_as(const char *names, const char *name, size_t n)
{
	const char *at = names;

	while (*at) {
		size_t length = strcspn(at, " =*");
		size_t whole = strcspn(at, " ");
		if (length == n && strncmp(at, name, n) == 0)
			return at[whole - 1] == '*' ? VALUES : at[whole - 1] == '=' ? VALUE : FLAG;
		at += whole;
		at += strspn(at, " ");
	}
	return NOT_DECLARED;
}

/* `rule` comes after the word at fault: "--dal: vuole un valore." */
static bool usage(struct err *err, const char *word, const char *rule)
{
	err_set(err, ERR_USAGE, "command line");
	err_field(err, word);
	return err_say(err, "%s: %s", word, rule);
}

static bool option_read(struct args *to, const char *names, const char *word,
	const char *next, bool *took_next, struct arena *a, struct err *err)
{
	const char *name = word + 2;
	size_t n = strcspn(name, "=");
	enum declared kind = declared_as(names, name, n);
	const char *value = name[n] == '=' ? name + n + 1 : NULL;
	char *own = arena_strndup(a, name, n);

	*took_next = false;
	if (kind == NOT_DECLARED)
		return usage(err, word, _("opzione sconosciuta."));
	if (kind == FLAG && value)
		return usage(err, word, _("non vuole un valore."));
	if (kind != FLAG && !value) {
		value = next;
		*took_next = true;
	}
	if (kind != FLAG && !value)
		return usage(err, word, _("vuole un valore."));
	if (kind != VALUES && args_has(to, own))
		return usage(err, word, _("è scritta due volte."));
	if (value && !text_valid(value, strlen(value)))
		return usage(err, word, _("il valore non è testo UTF-8."));
	if (to->n == ARGS_VALUES_MAX)
		return usage(err, word, _("troppe opzioni."));
	to->options[to->n].name = own;
	to->options[to->n++].value = value;
	return true;
}

bool args_read(struct args *to, const char *names, int argc, char **argv, struct arena *a,
	struct err *err)
{
	bool only_words = false;

	*to = (struct args){ 0 };
	for (int i = 0; i < argc; i++) {
		bool took_next = false;
		if (!only_words && !strcmp(argv[i], "--")) {
			only_words = true;
		} else if (!only_words && argv[i][0] == '-' && argv[i][1] == '-') {
			if (!option_read(to, names, argv[i], i + 1 < argc ? argv[i + 1] : NULL,
				    &took_next, a, err))
				return false;
			i += took_next;
		} else if (to->n_words == sizeof(to->words) / sizeof(to->words[0])) {
			return usage(err, argv[i], _("è di troppo."));
		} else {
			to->words[to->n_words++] = argv[i];
		}
	}
	return true;
}

bool args_has(const struct args *args, const char *name)
{
	for (size_t i = 0; i < args->n; i++)
		if (!strcmp(args->options[i].name, name))
			return true;
	return false;
}

const char *args_value(const struct args *args, const char *name)
{
	for (size_t i = 0; i < args->n; i++)
		if (!strcmp(args->options[i].name, name))
			return args->options[i].value;
	return NULL;
}

size_t args_values(const struct args *args, const char *name, const char **to, size_t room)
{
	size_t n = 0;

	for (size_t i = 0; i < args->n && n < room; i++)
		if (!strcmp(args->options[i].name, name))
			to[n++] = args->options[i].value;
	return n;
}
