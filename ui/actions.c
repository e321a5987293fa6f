/* SPDX-License-Identifier: EUPL-1.2
 *
 * Looking actions up by key and by name, and the reasons. How keys and bars look is in
 * actions_draw.c. */
#include "ui/actions.h"

#include <string.h>

#define MOTION_ROW_(ID, name, label, sentence, keys, where, rank) \
	{ MOTION_##ID, name, label, sentence, keys, where, rank, NULL },
const struct action motion_table[] = { MOTION_LIST(MOTION_ROW_) };
#undef MOTION_ROW_

#define MOTIONS_N ((size_t)MOTION_COUNT - 1)

/* Is `word` one of the blank-separated words of `keys`? */
static bool has_word(const char *keys, const char *word)
{
	size_t n = strlen(word);

	while (*keys) {
		size_t len = strcspn(keys, " ");

		if (len == n && memcmp(keys, word, n) == 0)
			return true;
		keys += len + (keys[len] == ' ');
	}
	return false;
}

static const struct action *find_key(
	const struct action *rows, size_t n, uint64_t where, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if ((rows[i].where & where) && has_word(rows[i].keys, name))
			return &rows[i];
	return NULL;
}

/* Alt+S is the same with the capitals locked. */
static struct key without_capital(const struct key *key)
{
	struct key k = *key;

	if (k.kind == K_CHAR && (k.modifiers & K_ALT) && k.ch >= 'A' && k.ch <= 'Z')
		k.ch += 'a' - 'A';
	return k;
}

bool actions_find(const struct live *l, const struct key *key,
	const struct action **action, const struct action **motion)
{
	char name[KEY_NAME_SIZE];
	struct key plain = without_capital(key);
	bool text = key->kind == K_CHAR && !(key->modifiers & (K_CTRL | K_ALT));

	*action = NULL;
	*motion = NULL;
	key_spell(&plain, name);
	if (!name[0]
		|| (text && l->typing
			&& !(key->ch == ' ' && (l->motions & MOTIONS_TICK))))
		return false;
	*motion = find_key(motion_table, MOTIONS_N, l->motions, name);
	if (!*motion && !(text && l->typing))
		*action = find_key(l->rows, l->n, l->where, name);
	return *motion || *action;
}

const struct action *actions_named(const struct live *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if ((l->rows[i].where & l->where) && strcmp(l->rows[i].name, name) == 0)
			return &l->rows[i];
	return NULL;
}

const struct action *actions_by_id(const struct live *l, int id)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].id == id)
			return &l->rows[i];
	return NULL;
}

const char *action_why_not(const struct action *a, const struct model *m)
{
	return a->why_not ? a->why_not(m) : NULL;
}

/* Can a terminal send a key of this name, and does it reach the table? */
static bool can_be_sent(const char *word, size_t n)
{
	static const char *const names[] = { "Enter", "Tab", "S-Tab", "Backspace",
		"M-Backspace", "Esc", "Up", "Down", "Left", "Right", "C-Left", "C-Right",
		"Home", "End", "C-Home", "C-End", "PgUp", "PgDn", "Ins", "Del", "Space",
		"C-Space" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strlen(names[i]) == n && memcmp(names[i], word, n) == 0)
			return true;
	if (word[0] == 'F' && n >= 2 && n <= 3 && word[1] >= '1' && word[1] <= '9')
		return true;
	if (n == 3 && memcmp(word, "C-", 2) == 0) /* Ctrl+H, I, J, M are other keys */
		return !strchr("hijm[", word[2]);
	if (n == 3 && memcmp(word, "M-", 2) == 0) /* Alt and a digit is a function key */
		return !(word[2] >= '0' && word[2] <= '9') && !strchr("O[]P_^X", word[2]);
	return n == 1 && word[0] > ' ';
}

static const char *check_keys(const struct action *a, struct arena *arena)
{
	const char *keys = a->keys;

	while (*keys) {
		size_t n = strcspn(keys, " ");

		if (!can_be_sent(keys, n))
			return arena_printf(arena, "%s: no terminal sends \"%.*s\"",
				a->name, (int)n, keys);
		keys += n + (keys[n] == ' ');
	}
	return NULL;
}

const char *actions_check(const struct action *rows, size_t n, struct arena *a)
{
	for (size_t i = 0; i < n; i++) {
		const char *wrong = check_keys(&rows[i], a);

		if (wrong)
			return wrong;
		if (!rows[i].name || !*rows[i].name || !rows[i].label
			|| !rows[i].sentence)
			return arena_printf(
				a, "row %zu has no name, label or sentence", i);
		for (size_t k = 0; k < i; k++)
			if (strcmp(rows[i].name, rows[k].name) == 0
				|| rows[i].id == rows[k].id)
				return arena_printf(a, "%s is there twice", rows[i].name);
	}
	return NULL;
}
