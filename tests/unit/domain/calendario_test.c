/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/calendario.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))

static giorno day(const char *s)
{
	giorno g;

	cr_assert(giorno_parse(s, &g), "%s", s);
	return g;
}

static instant at(const char *s)
{
	instant t;

	cr_assert(instant_parse(s, &t), "%s", s);
	return t;
}

Test(calendario, civil_days_there_and_back)
{
	giorno expected = giorno_from_civil(1900, 1, 1);

	cr_assert_eq(giorno_from_civil(1970, 1, 1), 0);
	for (int y = 1900; y <= 2199; y++) {
		for (int m = 1; m <= 12; m++) {
			for (int d = 1; d <= mese_length(y, m); d++) {
				int y2;
				int m2;
				int d2;
				giorno g = giorno_from_civil(y, m, d);

				cr_assert_eq(g, expected++, "%d-%d-%d", y, m, d);
				giorno_to_civil(g, &y2, &m2, &d2);
				cr_assert(y2 == y && m2 == m && d2 == d, "%d-%d-%d", y, m, d);
			}
		}
	}
}

Test(calendario, days_that_exist)
{
	static const struct {
		int y, m, d;
		bool exists;
	} facts[] = {
		{ 2024, 2, 29, true }, { 2026, 2, 29, false }, { 2000, 2, 29, true },
		{ 2100, 2, 29, false }, { 2026, 4, 31, false }, { 2026, 0, 1, false },
		{ 2026, 13, 1, false }, { 2026, 1, 0, false }, { 0, 1, 1, false },
		{ 10000, 1, 1, false }, { 2026, 12, 31, true },
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		cr_expect_eq(giorno_exists(facts[i].y, facts[i].m, facts[i].d), facts[i].exists,
			"%zu", i);
}

Test(calendario, weeks_start_on_lunedi)
{
	cr_assert_eq(giorno_della_settimana(day("2026-11-23")), 1);
	cr_assert_eq(giorno_della_settimana(day("2026-11-29")), 7);
	cr_assert_eq(giorno_della_settimana(0), 4);
	cr_assert_eq(giorno_della_settimana(-1), 3);
	cr_assert_eq(giorno_della_settimana(-5), 6);
}

/* Every two hours of every year that the rule holds for, against the machine's own tables. */
Test(calendario, rome_is_what_tzdata_says)
{
	struct tm tm;

	cr_assert_eq(access("/usr/share/zoneinfo/Europe/Rome", R_OK), 0, "tzdata is missing");
	setenv("TZ", "Europe/Rome", 1);
	tzset();
	for (instant t = at("1996-01-01T00:00:00Z"); t < at("2199-12-31T22:00:00Z"); t += 7199) {
		time_t seconds = t;

		localtime_r(&seconds, &tm);
		cr_assert_eq(rome_offset(t), (int)tm.tm_gmtoff, "%lld", (long long)t);
	}
}

/* Directive 2000/84/EC: the Sundays themselves, for some years. */
Test(calendario, the_sundays_when_the_clock_changes)
{
	static const char *const changes[][2] = {
		{ "1996-03-31T01:00:00Z", "1996-10-27T01:00:00Z" },
		{ "2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z" },
		{ "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z" },
		{ "2027-03-28T01:00:00Z", "2027-10-31T01:00:00Z" },
		{ "2199-03-31T01:00:00Z", "2199-10-27T01:00:00Z" },
	};

	for (size_t i = 0; i < COUNT(changes); i++) {
		instant spring = at(changes[i][0]);
		instant autumn = at(changes[i][1]);

		cr_expect_eq(rome_offset(spring - 1), 3600);
		cr_expect_eq(rome_offset(spring), 7200);
		cr_expect_eq(rome_offset(autumn - 1), 7200);
		cr_expect_eq(rome_offset(autumn), 3600);
	}
}

Test(calendario, hours_on_those_sundays)
{
	static const struct {
		const char *day;
		int minuto;
		const char *instant;
	} facts[] = {
		{ "2026-03-29", 1 * 60 + 59, "2026-03-29T00:59:00Z" },
		{ "2026-03-29", 2 * 60 + 30, "2026-03-29T01:30:00Z" }, /* is not: 03:30 */
		{ "2026-03-29", 3 * 60, "2026-03-29T01:00:00Z" },
		{ "2026-10-25", 2 * 60 + 30, "2026-10-25T00:30:00Z" }, /* is twice: the first */
		{ "2026-10-25", 3 * 60, "2026-10-25T02:00:00Z" },
		{ "2026-11-26", 9 * 60 + 30, "2026-11-26T08:30:00Z" },
		{ "2026-07-01", 0, "2026-06-30T22:00:00Z" },
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		cr_expect_eq(instant_at(day(facts[i].day), facts[i].minuto), at(facts[i].instant),
			"%zu", i);
	cr_expect_eq(minuto_of(instant_at(day("2026-03-29"), 150)), 210);
}

Test(calendario, an_instant_falls_on_a_day_in_rome)
{
	cr_expect_eq(giorno_of(at("2026-11-25T23:00:00Z")), day("2026-11-26"));
	cr_expect_eq(giorno_of(at("2026-11-25T22:59:59Z")), day("2026-11-25"));
	cr_expect_eq(giorno_of(at("2026-06-30T22:00:00Z")), day("2026-07-01"));
	cr_expect_eq(minuto_of(at("2026-06-30T22:00:00Z")), 0);
	cr_expect_eq(minuto_of(at("2026-06-30T21:59:59Z")), 1439);
	cr_expect_eq(minuto_of(at("1969-12-31T22:30:00Z")), 23 * 60 + 30);
}

Test(calendario, wire_instants)
{
	static const char *const bad[] = { "", "2026-11-26", "2026-11-26T09:30:00",
		"2026-11-26T09:30Z", "2026-11-26T24:00:00Z", "2026-11-26T09:60:00Z",
		"2026-11-26T09:30:60Z", "2026-02-30T09:30:00Z", "2026-11-26 09:30:00Z",
		"2026-11-26T09:30:00z", "2026-11-26T09:30:00+0100", "2026-11-26T09:30:00+24:00",
		"2026-11-26T09:30:00+01:60", "2026-11-26T09:30:00Z ", " 2026-11-26T09:30:00Z",
		"2026-11-26T09:30:00.5Z", "02026-11-26T09:30:00Z", "1899-12-31T09:30:00Z",
		"2200-01-01T00:00:00Z", "+026-11-26T09:30:00Z" };
	char text[INSTANT_TEXT_SIZE];
	instant t = 7;

	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(instant_parse(bad[i], &t), "%s", bad[i]);
	cr_expect_not(instant_parse(NULL, &t));
	cr_expect_eq(t, 7);
	cr_expect_eq(at("2026-11-26T09:30:00+01:00"), at("2026-11-26T08:30:00Z"));
	cr_expect_eq(at("2026-11-26T03:30:00-05:00"), at("2026-11-26T08:30:00Z"));
	instant_format(at("2026-11-26T08:30:00Z"), text);
	cr_expect_str_eq(text, "2026-11-26T09:30:00+01:00");
	instant_format(at("2026-07-01T08:30:05Z"), text);
	cr_expect_str_eq(text, "2026-07-01T10:30:05+02:00");
	instant_format_utc(at("2026-07-01T10:30:05+02:00"), text);
	cr_expect_str_eq(text, "2026-07-01T08:30:05Z");
	instant_format_utc(-1, text);
	cr_expect_str_eq(text, "1969-12-31T23:59:59Z");
}

Test(calendario, wire_days)
{
	static const char *const bad[] = { "", "2026-2-1", "2026-02-29", "26/11/2026",
		"2026-11-26T", "2026/11/26", "20261126", "1899-12-31", "2200-01-01", "oggi" };
	char text[GIORNO_TEXT_SIZE];
	giorno g;

	for (size_t i = 0; i < COUNT(bad); i++)
		cr_expect_not(giorno_parse(bad[i], &g), "%s", bad[i]);
	cr_expect_not(giorno_parse(NULL, &g));
	giorno_format(giorno_from_civil(2026, 1, 9), text);
	cr_expect_str_eq(text, "2026-01-09");
}

Test(calendario, typed_days)
{
	static const struct {
		const char *typed;
		const char *day; /* NULL: refused */
	} facts[] = {
		{ "26/11", "2026-11-26" },
		{ "23/11", "2026-11-23" },         /* today */
		{ "22/11", "2027-11-22" },         /* yesterday: next year */
		{ "1/1", "2027-01-01" },
		{ "29/2", "2028-02-29" },
		{ "26/11/26", "2026-11-26" },
		{ "6/1/2027", "2027-01-06" },
		{ "26112026", "2026-11-26" },
		{ "26.11.2026", "2026-11-26" },
		{ "26-11-2026", "2026-11-26" },
		{ " 26/11/2026 ", "2026-11-26" },
		{ "2026-11-26", "2026-11-26" },
		{ "oggi", "2026-11-23" },
		{ "Domani", "2026-11-24" },
		{ "", NULL },
		{ "   ", NULL },
		{ "31/11", NULL },
		{ "29/2/2026", NULL },
		{ "0/1", NULL },
		{ "26", NULL },
		{ "26/", NULL },
		{ "26/11/", NULL },
		{ "26/11/2", NULL },
		{ "26/11/202", NULL },
		{ "26/11/20266", NULL },
		{ "26/11/1066", NULL },
		{ "126/11", NULL },
		{ "2611", NULL },
		{ "ieri l'altro", NULL },
		{ "26/11/2026 e poi qualcosa di lungo", NULL },
		{ "-1/11", NULL },
	};
	giorno today = day("2026-11-23");

	for (size_t i = 0; i < COUNT(facts); i++) {
		giorno g = GIORNO_NONE;
		bool ok = giorno_parse_screen(facts[i].typed, today, &g);

		cr_expect_eq(ok, facts[i].day != NULL, "%s", facts[i].typed);
		cr_expect_eq(g, facts[i].day ? day(facts[i].day) : GIORNO_NONE, "%s",
			facts[i].typed);
	}
}

Test(calendario, typed_hours)
{
	static const struct {
		const char *typed;
		int minuto; /* -1: refused */
	} facts[] = {
		{ "9:30", 570 }, { "09:30", 570 }, { "0930", 570 }, { "930", 570 }, { "9.30", 570 },
		{ "0:00", 0 }, { "23:59", 1439 }, { " 8:05 ", 485 }, { "24:00", -1 },
		{ "9:60", -1 }, { "9", -1 }, { "9:3", -1 }, { "", -1 }, { "9:300", -1 },
		{ "12345", -1 }, { ":30", -1 }, { "9h30", -1 }, { "-9:30", -1 },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		int minuto = -1;

		minuto_parse(facts[i].typed, &minuto);
		cr_expect_eq(minuto, facts[i].minuto, "%s", facts[i].typed);
	}
}

Test(calendario, phrases)
{
	struct arena a = { 0 };
	char text[GIORNO_TEXT_SIZE];

	cr_expect_str_eq(giorno_phrase(&a, day("2026-11-26")), "giovedì 26 novembre 2026");
	cr_expect_str_eq(giorno_phrase(&a, day("2026-11-01")), "domenica 1° novembre 2026");
	cr_expect_str_eq(instant_phrase(&a, at("2026-11-26T08:30:00Z")), "26/11/2026 09:30");
	cr_expect_str_eq(age_phrase(&a, at("2026-11-23T08:41:59Z")), "dati al 23/11 09:41");
	cr_expect_str_eq(minuto_format(&a, 570), "09:30");
	giorno_format_screen(day("2026-01-06"), text);
	cr_expect_str_eq(text, "06/01/2026");
	cr_expect_str_eq(mese_name(1), "gennaio");
	cr_expect_str_eq(mese_name(12), "dicembre");
	cr_expect_str_eq(giorno_short(1), "lu");
	cr_expect_str_eq(giorno_short(7), "do");
	arena_release(&a);
}

Test(calendario, easter)
{
	static const char *const sundays[] = { "1961-04-02", "1996-04-07", "2000-04-23",
		"2008-03-23", "2011-04-24", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
		"2038-04-25", "2076-04-19", "2199-04-14" };

	for (size_t i = 0; i < COUNT(sundays); i++) {
		giorno g = day(sundays[i]);
		int y;
		int m;
		int d;

		giorno_to_civil(g, &y, &m, &d);
		cr_expect_eq(pasqua(y), g, "%s", sundays[i]);
	}
	for (int y = 1996; y <= 2199; y++)
		cr_expect_eq(giorno_della_settimana(pasqua(y)), 7);
}

Test(calendario, holidays)
{
	static const struct {
		const char *sede;
		const char *day;
		const char *nome; /* NULL: none */
	} facts[] = {
		{ NULL, "2026-01-01", "Capodanno" },
		{ NULL, "2026-01-06", "Epifania" },
		{ NULL, "2026-04-05", "Pasqua" },
		{ NULL, "2026-04-06", "Lunedì dell'Angelo" },
		{ NULL, "2026-04-07", NULL },
		{ NULL, "2026-04-25", "Festa della Liberazione" },
		{ NULL, "2026-05-01", "Festa del Lavoro" },
		{ NULL, "2026-06-02", "Festa della Repubblica" },
		{ NULL, "2000-06-02", NULL }, /* moved to Sunday from 1977 to 2000 */
		{ NULL, "2026-08-15", "Ferragosto" },
		{ NULL, "2025-10-04", NULL },
		{ NULL, "2026-10-04", "San Francesco d'Assisi" },
		{ NULL, "2027-10-04", "San Francesco d'Assisi" },
		{ NULL, "2026-11-01", "Ognissanti" },
		{ NULL, "2026-12-08", "Immacolata Concezione" },
		{ NULL, "2026-12-25", "Natale" },
		{ NULL, "2026-12-26", "Santo Stefano" },
		{ NULL, "2026-06-29", NULL },
		{ "7000", "2026-06-29", "Santi Pietro e Paolo, patroni di Roma" },
		{ "8100", "2026-06-29", NULL },
		{ "8100", "2026-06-24", "San Giovanni Battista, patrono di Torino" },
		{ "4900", "2026-12-07", "Sant'Ambrogio, patrono di Milano" },
		{ "5100", "2026-09-19", "San Gennaro, patrono di Napoli" },
		{ "1300", "2025-10-04", "San Petronio, patrono di Bologna" },
		{ "1300", "2026-10-04", "San Francesco d'Assisi" }, /* national wins */
		{ "5500", "2026-07-15", "Santa Rosalia, patrona di Palermo" },
		{ "8800", "2026-04-25", "Festa della Liberazione" },  /* national wins */
		{ "8800", "2026-11-21", "Madonna della Salute, a Venezia" },
		{ "0900", "2026-12-06", "San Nicola, patrono di Bari" },
		{ "0100", "2026-02-25", "San Gerlando, patrono di Agrigento" },
		{ "0300", "2026-05-04", "San Ciriaco, patrono di Ancona" },
		{ "0400", "2026-09-07", "San Grato, patrono di Aosta" },
		{ "1200", "2026-08-26", "Sant'Alessandro, patrono di Bergamo" },
		{ "1500", "2026-02-15", "Santi Faustino e Giovita, patroni di Brescia" },
		{ "1400", "2026-05-25", "Lunedì di Pentecoste" },
		{ "7000", "2026-05-25", NULL },
		{ "9999", "2026-06-29", NULL },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		const char *nome = festivo(facts[i].sede, day(facts[i].day));

		if (facts[i].nome)
			cr_expect_str_eq(nome ? nome : "(none)", facts[i].nome, "%s", facts[i].day);
		else
			cr_expect_null(nome, "%s: %s", facts[i].day, nome);
	}
}

Test(calendario, working_days)
{
	giorno closed[] = { day("2026-11-27"), day("2026-12-09"), day("2026-12-10") };
	struct chiusure roma = { "7000", closed, COUNT(closed) };
	struct chiusure milano = { .codice_sede = "4900" };

	cr_expect(giorno_lavorativo(day("2026-11-26"), NULL));
	cr_expect(giorno_lavorativo(day("2026-11-27"), NULL));
	cr_expect_not(giorno_lavorativo(day("2026-11-27"), &roma));
	cr_expect_not(giorno_lavorativo(day("2026-12-09"), &roma));
	cr_expect_not(giorno_lavorativo(day("2026-12-10"), &roma));
	cr_expect(giorno_lavorativo(day("2026-12-11"), &roma));
	cr_expect_not(giorno_lavorativo(day("2026-11-28"), NULL)); /* Saturday */
	cr_expect_not(giorno_lavorativo(day("2026-12-07"), &milano));
	cr_expect(giorno_lavorativo(day("2026-12-07"), &roma));
}

Test(calendario, counting_working_days)
{
	giorno strike[] = { day("2026-12-28") };
	struct chiusure roma = { "7000", strike, 1 };
	static const struct {
		const char *from;
		int n;
		const char *to;
	} facts[] = {
		{ "2026-11-23", 1, "2026-11-24" },
		{ "2026-11-27", 1, "2026-11-30" },            /* over a weekend */
		{ "2026-11-28", 1, "2026-11-30" },            /* from a Saturday */
		{ "2026-12-04", 5, "2026-12-14" },            /* over 8 December */
		{ "2026-12-23", 5, "2027-01-04" },            /* 24, 29, 30, 31, then after Capodanno */
		{ "2026-12-30", 5, "2027-01-08" },            /* over Epifania */
		{ "2026-03-27", 5, "2026-04-03" },            /* the clock changes meanwhile */
		{ "2026-04-02", 2, "2026-04-07" },            /* over Easter */
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		char text[GIORNO_TEXT_SIZE];

		giorno_format(giorno_lavorativo_dopo(day(facts[i].from), facts[i].n, &roma), text);
		cr_expect_str_eq(text, facts[i].to, "from %s", facts[i].from);
	}
}
