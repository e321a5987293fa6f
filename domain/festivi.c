/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Holidays: L. 260/1949 and later, 4 October by L. 151/2025; patrons of the cities of the
 * offices; Whit Monday in the province of Bolzano.
 */
#include "base/i18n.h"
#include "domain/calendario.h"

#include <assert.h>
#include <string.h>

struct fisso {
	int mese;
	int giorno_del_mese;
	int da_anno;
	const char *nome;
};

static const struct fisso nazionali[] = {
	{ 1, 1, 0, N_("Capodanno") },
	{ 1, 6, 0, N_("Epifania") },
	{ 4, 25, 0, N_("Festa della Liberazione") },
	{ 5, 1, 0, N_("Festa del Lavoro") },
	{ 6, 2, 2001, N_("Festa della Repubblica") },
	{ 8, 15, 0, N_("Ferragosto") },
	{ 10, 4, 2026, N_("San Francesco d'Assisi") },
	{ 11, 1, 0, N_("Ognissanti") },
	{ 12, 8, 0, N_("Immacolata Concezione") },
	{ 12, 25, 0, N_("Natale") },
	{ 12, 26, 0, N_("Santo Stefano") },
};

/* DOMAIN.md, Formats; Gorizia, Trieste and Udine from their calendars. */
static const struct patrono {
	const char *codice_sede;
	int mese;
	int giorno_del_mese;
	const char *nome;
} patroni[] = {
	{ "0100", 2, 25, N_("San Gerlando, patrono di Agrigento") },
	{ "0300", 5, 4, N_("San Ciriaco, patrono di Ancona") },
	{ "0400", 9, 7, N_("San Grato, patrono di Aosta") },
	{ "0900", 12, 6, N_("San Nicola, patrono di Bari") },
	{ "1200", 8, 26, N_("Sant'Alessandro, patrono di Bergamo") },
	{ "1300", 10, 4, N_("San Petronio, patrono di Bologna") },
	{ "1500", 2, 15, N_("Santi Faustino e Giovita, patroni di Brescia") },
	{ "3000", 6, 24, N_("San Giovanni Battista, patrono di Firenze") },
	{ "3400", 6, 24, N_("San Giovanni Battista, patrono di Genova") },
	{ "3500", 3, 16, N_("Santi Ilario e Taziano, patroni di Gorizia") },
	{ "4900", 12, 7, N_("Sant'Ambrogio, patrono di Milano") },
	{ "5100", 9, 19, N_("San Gennaro, patrono di Napoli") },
	{ "5500", 7, 15, N_("Santa Rosalia, patrona di Palermo") },
	{ "7000", 6, 29, N_("Santi Pietro e Paolo, patroni di Roma") },
	{ "8100", 6, 24, N_("San Giovanni Battista, patrono di Torino") },
	{ "8500", 11, 3, N_("San Giusto, patrono di Trieste") },
	{ "8600", 7, 12, N_("Santi Ermacora e Fortunato, patroni di Udine") },
	{ "8800", 4, 25, N_("San Marco, patrono di Venezia") },
	{ "8800", 11, 21, N_("Madonna della Salute, a Venezia") },
};

#define LUNEDI_DI_PENTECOSTE 50 /* days after Easter */
#define SEDE_BOLZANO         "1400"

giorno pasqua(int anno)
{
	/* The anonymous Gregorian computus (Nature, 20 April 1876). */
	int a = anno % 19;
	int b = anno / 100;
	int c = anno % 100;
	int g = (b - (b + 8) / 25 + 1) / 3;
	int h = (19 * a + b - b / 4 - g + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return giorno_from_civil(anno, n / 31, n % 31 + 1);
}

static const char *nazionale(giorno g, int anno, int mese, int giorno_del_mese)
{
	giorno easter = pasqua(anno);

	for (size_t i = 0; i < sizeof(nazionali) / sizeof(*nazionali); i++) {
		const struct fisso *f = &nazionali[i];

		if (f->mese == mese && f->giorno_del_mese == giorno_del_mese
			&& anno >= f->da_anno)
			return _(f->nome);
	}
	if (g == easter)
		return _("Pasqua");
	return g == easter + 1 ? _("Lunedì dell'Angelo") : NULL;
}

static const char *del_patrono(const char *codice_sede, int mese, int giorno_del_mese)
{
	for (size_t i = 0; i < sizeof(patroni) / sizeof(*patroni); i++) {
		const struct patrono *p = &patroni[i];

		if (p->mese == mese && p->giorno_del_mese == giorno_del_mese
			&& strcmp(p->codice_sede, codice_sede) == 0)
			return _(p->nome);
	}
	return NULL;
}

const char *festivo(const char *codice_sede, giorno g)
{
	const char *nome;
	int anno;
	int mese;
	int giorno_del_mese;

	giorno_to_civil(g, &anno, &mese, &giorno_del_mese);
	nome = nazionale(g, anno, mese, giorno_del_mese);
	if (nome || !codice_sede)
		return nome;
	if (strcmp(codice_sede, SEDE_BOLZANO) == 0
		&& g == pasqua(anno) + LUNEDI_DI_PENTECOSTE)
		return _("Lunedì di Pentecoste");
	return del_patrono(codice_sede, mese, giorno_del_mese);
}

static bool chiuso(const struct chiusure *c, giorno g)
{
	size_t low = 0;
	size_t high = c->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (c->giorni[middle] == g)
			return true;
		if (c->giorni[middle] < g)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool giorno_lavorativo(giorno g, const struct chiusure *c)
{
	if (giorno_della_settimana(g) > 5 || festivo(c ? c->codice_sede : NULL, g))
		return false;
	return !c || !chiuso(c, g);
}

giorno giorno_lavorativo_dopo(giorno da, int n, const struct chiusure *c)
{
	assert(n >= 1);
	while (n > 0)
		n -= giorno_lavorativo(++da, c);
	return da;
}
