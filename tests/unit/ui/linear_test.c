/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/unit/ui/fixture.h"
#include "ui/widgets/choice.h"
#include "ui/widgets/field.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *why(const struct model *m)
{
	(void)m;
	return "manca la nota";
}

static const struct action rows[] = {
	{ 1, "conferma", "Conferma", "Conferma l'appuntamento", "F10", 1, 1, why },
	{ 2, "indietro", "Indietro", "Torna indietro", "F12 Esc", 1, 1, NULL },
};

static const struct option options[] = { { "Cellulare", NULL, NULL }, { "PEC", NULL, NULL } };

static struct stage stage;
static struct linear linear;
static struct choice choice;
static struct field field;
static struct buf out;

static void setup(void)
{
	stage_open(&stage, 80, 24);
	linear_init(&linear, false);
	choice_init(&choice, "Recapiti", true);
	choice_show(&choice, options, 2);
	field_init(&field, "Nota", 100);
	stage_put(&stage, &choice.widget, (struct rect){ 0 });
	stage_put(&stage, &field.widget, (struct rect){ 0 });
	stage.title = "Recapiti e nota";
	stage.live = (struct live){ .rows = rows, .n = 2, .where = 1 };
}

static void teardown(void)
{
	linear_release(&linear);
	field_release(&field);
	buf_release(&out);
	stage_close(&stage);
}

TestSuite(linear, .init = setup, .fini = teardown);

static const char *say(bool whole)
{
	stage_compose(&stage);
	buf_reset(&out);
	linear_say(&linear, &stage.view, &stage.live, NULL, whole, &out);
	return buf_str(&out);
}

static struct routed hear(const char *line)
{
	stage_compose(&stage);
	buf_reset(&out);
	return linear_hear(&linear, &stage.view, &stage.live, NULL, line, &out);
}

Test(linear, a_screen_in_lines)
{
	cr_expect_str_eq(say(false),
		"== Recapiti e nota ==\n"
		"-- Recapiti --\n"
		"1. [ ] Cellulare\n"
		"2. [ ] PEC\n"
		"I numeri mettono e tolgono la spunta.\n"
		"Nota: vuoto\n"
		"[Recapiti] (? per i comandi) > ");
}

Test(linear, only_news_is_said_again)
{
	say(false);
	cr_expect_eq(hear("2").news, NEWS_CHANGED);
	cr_expect_str_eq(say(false), "2. [x] PEC\n[Recapiti] (? per i comandi) > ");
	hear("");
	cr_expect(strstr(say(false), "== Recapiti e nota =="), "an empty line repeats the screen");
}

Test(linear, actions_by_name)
{
	struct routed r = hear("indietro");

	cr_expect_eq(r.kind, ROUTED_ACTION);
	cr_expect_eq(r.action->id, 2);
	r = hear(":conferma");
	cr_expect_eq(r.kind, ROUTED_REFUSED);
	cr_expect_str_eq(r.reason, "manca la nota");
	hear("?");
	cr_expect(strstr(buf_str(&out), ":indietro  Torna indietro\n"));
	cr_expect(strstr(buf_str(&out), ":conferma  Conferma l'appuntamento (non adesso: manca la nota)"));
}

Test(linear, while_typing_only_a_colon_makes_an_action)
{
	cr_expect_eq(hear("dopo").news, NEWS_MOVED);
	cr_expect_eq(hear("indietro").news, NEWS_CHOSEN);
	cr_expect_str_eq(field_value(&field), "indietro");
	cr_expect_eq(hear(":indietro").kind, ROUTED_ACTION);
	hear("-");
	cr_expect_str_eq(field_value(&field), "");
}

Test(linear, nonsense_is_answered)
{
	cr_expect_eq(hear("9").kind, ROUTED_NOTHING);
	cr_expect(strstr(buf_str(&out), "\"9\" qui non vuol dire nulla"));
}

Test(linear, no_escape_ever_leaves)
{
	hear("dopo");
	hear("a\033[31mb\xE2\x80\xAE" "c");
	for (const char *s = say(true); *s; s++)
		cr_expect(*s == '\n' || (unsigned char)*s >= 0x20);
	cr_expect_str_eq(field_value(&field), "a[31mbc");
}

Test(linear, ascii_where_there_is_nothing_else)
{
	linear.ascii = true;
	field_set(&field, "perché – sì");
	for (const char *s = say(true); *s; s++)
		cr_expect((unsigned char)*s < 0x80);
	cr_expect(strstr(buf_str(&out), "perche - si"), "%s", buf_str(&out));
}

Test(linear, a_standing_prompt_is_not_said_again)
{
	cr_assert(*say(false));
	cr_assert_str_eq(say(false), "");
	cr_assert_str_eq(say(false), "");
	hear("");
	cr_assert(*say(false), "an answer to the prompt asks again");
}

Test(linear, long_lines_go_on_between_words)
{
	static const struct {
		int columns;
		const char *line;
	} table[] = {
		{ 0, "\"uno due tre quattro\" qui non vuol dire nulla; \"?\" dice che cosa si può fare.\n" },
		{ 80, "\"uno due tre quattro\" qui non vuol dire nulla; \"?\" dice che cosa si può fare.\n" },
		{ 40, "\"uno due tre quattro\" qui non vuol dire\nnulla; \"?\" dice che cosa si può fare.\n" },
		{ 20, "\"uno due tre\nquattro\" qui non\nvuol dire nulla; \"?\"\ndice che cosa si può\nfare.\n" },
		{ 6, "\"uno\ndue\ntre\nquattro\"\nqui\nnon\nvuol\ndire\nnulla;\n\"?\"\ndice\nche\ncosa\nsi può\nfare.\n" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		linear.columns = table[i].columns;
		buf_reset(&out);
		hear("uno due tre quattro");
		cr_expect_str_eq(buf_str(&out), table[i].line, "%d", table[i].columns);
	}
}

Test(linear, the_prompt_stays_in_one_line_and_news_are_still_known)
{
	linear.columns = 20;
	say(true);
	cr_expect(strstr(buf_str(&out), "\n[Recapiti] (? per i comandi) > "), "%s", buf_str(&out));
	linear.prompted = false;
	cr_expect_null(strstr(say(false), "Cellulare"), "said before: %s", buf_str(&out));
}
