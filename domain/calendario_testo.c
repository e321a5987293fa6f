/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Days and hours as text: strict on the wire, tolerant of what a person types on the screen.
 * Names come from our own catalogs, never from the C locale.
 */
#include "base/i18n.h"
#include "domain/calendario.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DAY 86400
#define ANNO_MIN \
	1900 /* what is read stays where every sum with it can be written again */
#define ANNO_MAX 2199

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Exactly `n` digits at *s, which moves past them. */
static bool take_digits(const char **s, int n, int *value)
{
	*value = 0;
	for (; n > 0; n--, (*s)++) {
		if (!is_digit(**s))
			return false;
		*value = *value * 10 + (**s - '0');
	}
	return true;
}

static bool take_char(const char **s, char c)
{
	if (**s != c)
		return false;
	(*s)++;
	return true;
}

static bool in_range(int anno, int mese, int day, giorno *to)
{
	if (anno < ANNO_MIN || anno > ANNO_MAX || !giorno_exists(anno, mese, day))
		return false;
	*to = giorno_from_civil(anno, mese, day);
	return true;
}

static bool take_giorno(const char **s, giorno *to)
{
	int anno;
	int mese;
	int day;

	if (!take_digits(s, 4, &anno) || !take_char(s, '-') || !take_digits(s, 2, &mese)
		|| !take_char(s, '-') || !take_digits(s, 2, &day))
		return false;
	return in_range(anno, mese, day, to);
}

static bool take_offset(const char **s, int *seconds)
{
	int sign = **s == '-' ? -1 : 1;
	int hours;
	int minutes;

	*seconds = 0;
	if (take_char(s, 'Z'))
		return true;
	if (**s != '+' && **s != '-')
		return false;
	(*s)++;
	if (!take_digits(s, 2, &hours) || !take_char(s, ':')
		|| !take_digits(s, 2, &minutes))
		return false;
	*seconds = sign * (hours * 3600 + minutes * 60);
	return hours <= 23 && minutes <= 59;
}

bool instant_parse(const char *s, instant *to)
{
	giorno g;
	int hours;
	int minutes;
	int seconds;
	int offset;

	if (!s || !take_giorno(&s, &g) || !take_char(&s, 'T')
		|| !take_digits(&s, 2, &hours) || !take_char(&s, ':')
		|| !take_digits(&s, 2, &minutes) || !take_char(&s, ':')
		|| !take_digits(&s, 2, &seconds) || !take_offset(&s, &offset) || *s)
		return false;
	if (hours > 23 || minutes > 59 || seconds > 59)
		return false;
	*to = (instant)g * DAY + hours * 3600 + minutes * 60 + seconds - offset;
	return true;
}

bool giorno_parse(const char *s, giorno *to)
{
	giorno g;

	if (!s || !take_giorno(&s, &g) || *s)
		return false;
	*to = g;
	return true;
}

/* `n` digits of `value`, zero-padded; the type of `value` allows more, the calendar does not. */
static char *put_digits(char *to, int n, int value)
{
	for (int i = n; i > 0; i--, value /= 10)
		to[i - 1] = (char)('0' + value % 10);
	return to + n;
}

static char *put_giorno(char *to, giorno g)
{
	int anno;
	int mese;
	int day;

	giorno_to_civil(g, &anno, &mese, &day);
	assert(anno >= 1 && anno <= 9999);
	to = put_digits(to, 4, anno);
	*to++ = '-';
	to = put_digits(to, 2, mese);
	*to++ = '-';
	return put_digits(to, 2, day);
}

/* `local`: seconds since the epoch as the wall clock shows them. */
static char *put_local(char *to, int64_t local)
{
	int64_t g = local / DAY - (local % DAY < 0);
	int second = (int)(local - g * DAY);

	to = put_giorno(to, (giorno)g);
	*to++ = 'T';
	to = put_digits(to, 2, second / 3600);
	*to++ = ':';
	to = put_digits(to, 2, second / 60 % 60);
	*to++ = ':';
	return put_digits(to, 2, second % 60);
}

void instant_format(instant t, char to[INSTANT_TEXT_SIZE])
{
	int offset;

	assert(t != INSTANT_NONE);
	offset = rome_offset(t);
	to = put_local(to, t + offset);
	*to++ = '+';
	to = put_digits(to, 2, offset / 3600);
	memcpy(to, ":00", sizeof(":00"));
}

void instant_format_utc(instant t, char to[INSTANT_TEXT_SIZE])
{
	assert(t != INSTANT_NONE);
	to = put_local(to, t);
	memcpy(to, "Z", sizeof("Z"));
}

void giorno_format(giorno g, char to[GIORNO_TEXT_SIZE])
{
	*put_giorno(to, g) = '\0';
}

/* The nearest one not before `oggi`; 29 February waits for a leap year, at most 8 away. */
static bool next_such_day(int mese, int day, giorno oggi, giorno *to)
{
	int anno;
	int ignored;

	giorno_to_civil(oggi, &anno, &ignored, &ignored);
	for (int i = 0; i <= 8; i++) {
		if (in_range(anno + i, mese, day, to) && *to >= oggi)
			return true;
	}
	return false;
}

/* One to `max` digits; their number in *n. */
static bool take_number(const char **s, int max, int *n, int *value)
{
	*n = 0;
	while (*n <= max && is_digit((*s)[*n]))
		(*n)++;
	return *n >= 1 && *n <= max && take_digits(s, *n, value);
}

static bool take_separator(const char **s)
{
	return take_char(s, '/') || take_char(s, '.') || take_char(s, '-');
}

static bool parse_day_month(const char *s, giorno oggi, giorno *to)
{
	int day;
	int mese;
	int anno;
	int n;

	if (!take_number(&s, 2, &n, &day) || !take_separator(&s)
		|| !take_number(&s, 2, &n, &mese))
		return false;
	if (*s == '\0')
		return next_such_day(mese, day, oggi, to);
	if (!take_separator(&s) || !take_number(&s, 4, &n, &anno) || *s
		|| (n != 2 && n != 4))
		return false;
	return in_range(n == 2 ? 2000 + anno : anno, mese, day, to);
}

static bool parse_digits(const char *s, giorno *to)
{
	int day;
	int mese;
	int anno;

	return take_digits(&s, 2, &day) && take_digits(&s, 2, &mese)
		&& take_digits(&s, 4, &anno) && *s == '\0'
		&& in_range(anno, mese, day, to);
}

/* `s` without the blanks around it; false when it is longer than a date can be. */
static bool without_blanks(const char *s, char *to, size_t size)
{
	size_t n;

	s += strspn(s, " \t");
	n = strlen(s);
	while (n > 0 && strchr(" \t", s[n - 1]))
		n--;
	if (n == 0 || n >= size)
		return false;
	memcpy(to, s, n);
	to[n] = '\0';
	return true;
}

bool giorno_parse_screen(const char *s, giorno oggi, giorno *to)
{
	char word[16];
	giorno g;

	if (!without_blanks(s, word, sizeof(word)))
		return false;
	if (strcasecmp(word, "oggi") == 0)
		g = oggi;
	else if (strcasecmp(word, "domani") == 0)
		g = oggi + 1;
	else if (!giorno_parse(word, &g) && !parse_digits(word, &g)
		&& !parse_day_month(word, oggi, &g))
		return false;
	*to = g;
	return true;
}

void giorno_format_screen(giorno g, char to[GIORNO_TEXT_SIZE])
{
	int anno;
	int mese;
	int day;

	giorno_to_civil(g, &anno, &mese, &day);
	to = put_digits(to, 2, day);
	*to++ = '/';
	to = put_digits(to, 2, mese);
	*to++ = '/';
	*put_digits(to, 4, anno) = '\0';
}

char *giorno_screen(struct arena *a, giorno g)
{
	char text[GIORNO_TEXT_SIZE];

	giorno_format_screen(g, text);
	return arena_strdup(a, text);
}

bool minuto_parse(const char *s, int *minuto)
{
	char word[8];
	const char *at = word;
	int hours;
	int minutes;
	int n;

	if (!without_blanks(s, word, sizeof(word)))
		return false;
	if (strspn(word, "0123456789") == strlen(word)) { /* "930", "0930" */
		n = (int)strlen(word) - 2;
		if (n < 1 || n > 2 || !take_digits(&at, n, &hours))
			return false;
	} else if (!take_number(&at, 2, &n, &hours)
		|| (!take_char(&at, ':') && !take_char(&at, '.'))) {
		return false;
	}
	if (!take_digits(&at, 2, &minutes) || *at || hours > 23 || minutes > 59)
		return false;
	*minuto = hours * 60 + minutes;
	return true;
}

char *minuto_format(struct arena *a, int minuto)
{
	return arena_printf(a, "%02d:%02d", minuto / 60, minuto % 60);
}

char *giorno_phrase(struct arena *a, giorno g)
{
	int anno;
	int mese;
	int day;

	giorno_to_civil(g, &anno, &mese, &day);
	/* TRANSLATORS: weekday, day of the month, "°" after the first, month, year. */
	return arena_printf(a, _("%s %d%s %s %d"), giorno_name(giorno_della_settimana(g)),
		day, day == 1 ? "°" : "", mese_name(mese), anno);
}

char *instant_phrase(struct arena *a, instant t)
{
	char date[GIORNO_TEXT_SIZE];

	giorno_format_screen(giorno_of(t), date);
	return arena_printf(
		a, "%s %02d:%02d", date, minuto_of(t) / 60, minuto_of(t) % 60);
}

char *age_phrase(struct arena *a, instant t)
{
	char date[GIORNO_TEXT_SIZE];

	giorno_format_screen(giorno_of(t), date);
	/* TRANSLATORS: day and month, hour and minute at which the data was read. */
	return arena_printf(a, _("dati al %.5s %02d:%02d"), date, minuto_of(t) / 60,
		minuto_of(t) % 60);
}

const char *mese_name(int mese)
{
	static const char *const names[] = { N_("gennaio"), N_("febbraio"), N_("marzo"),
		N_("aprile"), N_("maggio"), N_("giugno"), N_("luglio"), N_("agosto"),
		N_("settembre"), N_("ottobre"), N_("novembre"), N_("dicembre") };

	assert(mese >= 1 && mese <= 12);
	return _(names[mese - 1]);
}

const char *giorno_name(int giorno_della_settimana)
{
	static const char *const names[] = { N_("lunedì"), N_("martedì"), N_("mercoledì"),
		N_("giovedì"), N_("venerdì"), N_("sabato"), N_("domenica") };

	assert(giorno_della_settimana >= 1 && giorno_della_settimana <= 7);
	return _(names[giorno_della_settimana - 1]);
}

const char *giorno_short(int giorno_della_settimana)
{
	static const char *const names[] = { N_("lu"), N_("ma"), N_("me"), N_("gi"),
		N_("ve"), N_("sa"), N_("do") };

	assert(giorno_della_settimana >= 1 && giorno_della_settimana <= 7);
	return _(names[giorno_della_settimana - 1]);
}
