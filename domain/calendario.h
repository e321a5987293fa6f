/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Days, hours and holidays as an INPS office counts them. Europe/Rome is the EU rule
 * (directive 2000/84/EC: last Sunday of March and October at 01:00 UTC) as arithmetic;
 * nobody sets TZ. Valid for the years 1996..2199.
 */
#ifndef AGENDA_DOMAIN_CALENDARIO_H
#define AGENDA_DOMAIN_CALENDARIO_H

#include "base/arena.h"
#include "base/clock.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t giorno; /* a civil day in Italy: days since 1970-01-01 */
#define GIORNO_NONE INT32_MIN

giorno giorno_from_civil(int anno, int mese, int giorno_del_mese);
bool giorno_exists(int anno, int mese, int giorno_del_mese);
void giorno_to_civil(giorno g, int *anno, int *mese, int *giorno_del_mese);
int giorno_della_settimana(giorno g); /* 1 lunedì .. 7 domenica */
int mese_length(int anno, int mese);

giorno giorno_of(instant t);                      /* the civil day in Rome */
int minuto_of(instant t);                         /* minutes since midnight in Rome, 0..1439 */
int rome_offset(instant t);                       /* seconds east of UTC: 3600 or 7200 */
instant instant_at(giorno g, int minuto);         /* an hour that does not exist moves forward by
                                                     one; of one that exists twice, the first */

/* On the wire: RFC 3339 with offset and whole seconds, dates as aaaa-mm-gg. Parsing is strict
 * and takes the years 1900..2199 only. */
#define INSTANT_TEXT_SIZE 26
#define GIORNO_TEXT_SIZE 11
bool instant_parse(const char *s, instant *to);
void instant_format(instant t, char to[INSTANT_TEXT_SIZE]); /* with Rome's offset */
void instant_format_utc(instant t, char to[INSTANT_TEXT_SIZE]); /* …Z, for logs */
bool giorno_parse(const char *s, giorno *to);
void giorno_format(giorno g, char to[GIORNO_TEXT_SIZE]);

/* On screen: gg/mm/aaaa and HH:MM. Parsing takes g/m, g/m/aa, g/m/aaaa (also with "." or "-"),
 * ggmmaaaa, "oggi", "domani", and aaaa-mm-gg; a missing year is the nearest one not before
 * `oggi`. */
bool giorno_parse_screen(const char *s, giorno oggi, giorno *to);
void giorno_format_screen(giorno g, char to[GIORNO_TEXT_SIZE]); /* gg/mm/aaaa */
char *giorno_screen(struct arena *a, giorno g);                 /* the same, in `a` */
bool minuto_parse(const char *s, int *minuto);                  /* "9:30", "09:30", "0930", "9.30", "930" */
char *minuto_format(struct arena *a, int minuto);               /* "09:30" */
char *giorno_phrase(struct arena *a, giorno g);   /* "giovedì 26 novembre 2026", "1° novembre" */
char *instant_phrase(struct arena *a, instant t); /* "26/11/2026 09:30" */
char *age_phrase(struct arena *a, instant t);     /* "dati al 23/11 09:41" */
const char *mese_name(int mese);                       /* "gennaio": our catalog, not libc's */
const char *giorno_name(int giorno_della_settimana);   /* "lunedì" */
const char *giorno_short(int giorno_della_settimana);  /* "lu" */

giorno pasqua(int anno); /* Gregorian computus */

/* Name of the national or patron's holiday of that office, NULL when there is none.
 * `codice_sede` may be NULL: national only. 4 October from 2026 (L. 151/2025). Two on the same
 * day (25 April in Venezia) give the national one. */
const char *festivo(const char *codice_sede, giorno g);

/* Extra days on which an office is closed: strikes, assemblies, unusable premises. */
struct chiusure {
	const char *codice_sede;
	const giorno *giorni; /* ascending */
	size_t n;
};

bool giorno_lavorativo(giorno g, const struct chiusure *c); /* Monday to Friday, no holiday, open */

/* The n-th working day after `da`, `da` itself never counted; n >= 1. */
giorno giorno_lavorativo_dopo(giorno da, int n, const struct chiusure *c);

#endif
