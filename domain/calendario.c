/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Civil days as a number (the days_from_civil arithmetic: years that begin in March, so that
 * the odd day of leap years comes last) and Rome's distance from UTC.
 */
#include "domain/calendario.h"

#include <assert.h>

#define DAY            86400
#define DAYS_400_YEARS 146097
#define EPOCH_SHIFT    719468 /* from 1 March of year 0 to 1970-01-01 */

static bool is_leap(int anno)
{
	return anno % 4 == 0 && (anno % 100 != 0 || anno % 400 == 0);
}

int mese_length(int anno, int mese)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	assert(mese >= 1 && mese <= 12);
	return length[mese - 1] + (mese == 2 && is_leap(anno));
}

bool giorno_exists(int anno, int mese, int giorno_del_mese)
{
	return anno >= 1 && anno <= 9999 && mese >= 1 && mese <= 12
		&& giorno_del_mese >= 1 && giorno_del_mese <= mese_length(anno, mese);
}

giorno giorno_from_civil(int anno, int mese, int giorno_del_mese)
{
	int year;
	int era;
	int of_era;
	int of_year;

	assert(giorno_exists(anno, mese, giorno_del_mese));
	year = anno - (mese <= 2);
	era = year / 400;
	of_era = year % 400;
	of_year = (153 * (mese + (mese > 2 ? -3 : 9)) + 2) / 5 + giorno_del_mese - 1;
	return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + of_year
		- EPOCH_SHIFT;
}

void giorno_to_civil(giorno g, int *anno, int *mese, int *giorno_del_mese)
{
	int days = g + EPOCH_SHIFT;
	int era;
	int of_era;
	int year;
	int of_year;
	int month;

	assert(days >= 0);
	era = days / DAYS_400_YEARS;
	of_era = days % DAYS_400_YEARS;
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	*giorno_del_mese = of_year - (153 * month + 2) / 5 + 1;
	*mese = month < 10 ? month + 3 : month - 9;
	*anno = era * 400 + year + (*mese <= 2);
}

int giorno_della_settimana(giorno g)
{
	int days = (int)(((int64_t)g + 3) % 7); /* 1970-01-01 was a Thursday */

	return (days < 0 ? days + 7 : days) + 1;
}

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* 01:00 UTC of the last Sunday of a month with 31 days. */
static instant change_in(int anno, int mese)
{
	giorno last = giorno_from_civil(anno, mese, 31);

	return (instant)(last - giorno_della_settimana(last) % 7) * DAY + 3600;
}

int rome_offset(instant t)
{
	int anno;
	int mese;
	int day;

	giorno_to_civil((giorno)floor_div(t, DAY), &anno, &mese, &day);
	return t >= change_in(anno, 3) && t < change_in(anno, 10) ? 7200 : 3600;
}

giorno giorno_of(instant t)
{
	return (giorno)floor_div(t + rome_offset(t), DAY);
}

int minuto_of(instant t)
{
	instant local = t + rome_offset(t);

	return (int)((local - floor_div(local, DAY) * DAY) / 60);
}

instant instant_at(giorno g, int minuto)
{
	instant summer = (instant)g * DAY + (instant)minuto * 60 - 7200;

	/* Tried first: of an hour that exists twice the first is the summer one. What is in
	 * neither, the hour skipped in March, read as winter time lies one hour further on. */
	return rome_offset(summer) == 7200 ? summer : summer + 3600;
}
