/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/luoghi.h"

#include <assert.h>
#include <ctype.h>
#include <string.h>

#define DURATA 20 /* minutes */

static const struct {
	const char *codice, *citta;
} sedi[] = {
	{ "0100", "Agrigento" }, { "0300", "Ancona" }, { "0400", "Aosta" }, { "0900", "Bari" },
	{ "1200", "Bergamo" }, { "1300", "Bologna" }, { "1400", "Bolzano" }, { "1500", "Brescia" },
	{ "1700", "Cagliari" }, { "2100", "Catania" }, { "3000", "Firenze" }, { "3400", "Genova" },
	{ "3500", "Gorizia" }, { "4900", "Milano" }, { "5100", "Napoli" }, { "5500", "Palermo" },
	{ "7000", "Roma" }, { "8100", "Torino" }, { "8500", "Trieste" }, { "8600", "Udine" },
	{ "8800", "Venezia" },
};

const struct luogo luoghi[] = {
	{ "P0100-01", "0100", "Lavoro domestico, Agrigento", "Via dei Mandorli Immaginari 4",
	  "Agrigento", "0922 000 101", 'B', 2 },
	{ "P0300-01", "0300", "Lavoro domestico, Ancona", "Via del Faro Inventato 12", "Ancona",
	  "071 000 0101", 'A', 2 },
	{ "P0400-01", "0400", "Lavoro domestico, Aosta", "Via della Neve Finta 3", "Aosta",
	  "0165 000 101", 'C', 1 },
	{ "P0900-01", "0900", "Lavoro domestico, Bari Centro", "Corso delle Orecchiette 21",
	  "Bari", "080 000 0101", 'A', 2 },
	{ "P0900-02", "0900", "Lavoro domestico, Bari Sud", "Via del Molo Perduto 7", "Bari",
	  "080 000 0102", 'E', 1 },
	{ "P1200-01", "1200", "Lavoro domestico, Bergamo", "Via della Funicolare Verde 9",
	  "Bergamo", "035 000 101", 'B', 2 },
	{ "P1300-01", "1300", "Lavoro domestico, Bologna Centro", "Via dei Portici Nuovi 33",
	  "Bologna", "051 000 0101", 'A', 3 },
	{ "P1300-02", "1300", "Lavoro domestico, Bologna Ovest", "Viale del Reno Vecchio 2",
	  "Bologna", "051 000 0102", 'C', 1 },
	{ "P1400-01", "1400", "Lavoro domestico, Bolzano", "Via delle Mele Rosse 5", "Bolzano",
	  "0471 000 101", 'A', 2 },
	{ "P1400-02", "1400", "Lavoro domestico, Merano", "Via delle Terme Piccole 1", "Merano",
	  "0473 000 101", 'E', 1 },
	{ "P1500-01", "1500", "Lavoro domestico, Brescia", "Via della Leonessa Dormiente 18",
	  "Brescia", "030 000 0101", 'B', 2 },
	{ "P1700-01", "1700", "Lavoro domestico, Cagliari", "Via dei Fenicotteri 44", "Cagliari",
	  "070 000 101", 'A', 2 },
	{ "P1700-02", "1700", "Lavoro domestico, Quartu", "Via dello Stagno Salato 6",
	  "Quartu Sant'Elena", "070 000 102", 'C', 1 },
	{ "P2100-01", "2100", "Lavoro domestico, Catania Centro", "Via della Lava Fredda 10",
	  "Catania", "095 000 101", 'B', 2 },
	{ "P2100-02", "2100", "Lavoro domestico, Catania Porto", "Via delle Reti 27", "Catania",
	  "095 000 102", 'E', 2 },
	{ "P3000-01", "3000", "Lavoro domestico, Firenze Centro", "Via del Giglio Azzurro 15",
	  "Firenze", "055 000 0101", 'A', 2 },
	{ "P3000-02", "3000", "Lavoro domestico, Firenze Nord", "Via dei Cipressi Alti 8",
	  "Firenze", "055 000 0102", 'D', 2 },
	{ "P3400-01", "3400", "Lavoro domestico, Genova Porto", "Salita del Basilico 11",
	  "Genova", "010 000 0101", 'A', 2 },
	{ "P3400-02", "3400", "Lavoro domestico, Genova Levante", "Via degli Scogli Lisci 30",
	  "Genova", "010 000 0102", 'C', 1 },
	{ "P3500-01", "3500", "Lavoro domestico, Gorizia", "Via del Confine Gentile 2", "Gorizia",
	  "0481 000 101", 'B', 1 },
	{ "P4900-01", "4900", "Lavoro domestico, Milano Centro", "Via della Nebbia Chiara 50",
	  "Milano", "02 0000 0101", 'D', 4 },
	{ "P4900-02", "4900", "Lavoro domestico, Milano Nord", "Viale dei Tram Gialli 120",
	  "Milano", "02 0000 0102", 'A', 2 },
	{ "P4900-03", "4900", "Lavoro domestico, Milano Sud", "Via delle Risaie 14", "Milano",
	  "02 0000 0103", 'B', 2 },
	{ "P4900-04", "4900", "Lavoro domestico, Milano Est", "Via dell'Idroscalo Asciutto 9",
	  "Milano", "02 0000 0104", 'C', 1 },
	{ "P5100-01", "5100", "Lavoro domestico, Napoli Centro", "Via del Limone d'Oro 66",
	  "Napoli", "081 000 0101", 'A', 3 },
	{ "P5100-02", "5100", "Lavoro domestico, Napoli Vomero", "Scalinata delle Ginestre 5",
	  "Napoli", "081 000 0102", 'B', 2 },
	{ "P5100-03", "5100", "Lavoro domestico, Pozzuoli", "Via dei Vapori Lenti 13", "Pozzuoli",
	  "081 000 0103", 'E', 1 },
	{ "P5500-01", "5500", "Lavoro domestico, Palermo Centro", "Via della Cassata 28",
	  "Palermo", "091 000 0101", 'A', 2 },
	{ "P5500-02", "5500", "Lavoro domestico, Palermo Mare", "Via delle Tonnare 3", "Palermo",
	  "091 000 0102", 'B', 1 },
	{ "P7000-01", "7000", "Lavoro domestico, Roma Centro", "Via dei Sette Gatti 7", "Roma",
	  "06 0000 0101", 'A', 3 },
	{ "P7000-02", "7000", "Lavoro domestico, Roma Nord", "Via della Lupa Gentile 21", "Roma",
	  "06 0000 0102", 'B', 2 },
	{ "P7000-03", "7000", "Lavoro domestico, Roma Sud", "Viale dei Pini Storti 88", "Roma",
	  "06 0000 0103", 'D', 2 },
	{ "P7000-04", "7000", "Lavoro domestico, Roma Est", "Via dell'Acquedotto Breve 4", "Roma",
	  "06 0000 0104", 'C', 1 },
	{ "P7000-05", "7000", "Lavoro domestico, Ostia", "Lungomare degli Ombrelloni 101", "Ostia",
	  "06 0000 0105", 'E', 1 },
	{ "P8100-01", "8100", "Lavoro domestico, Torino Centro", "Via del Gianduiotto 16",
	  "Torino", "011 000 0101", 'A', 3 },
	{ "P8100-02", "8100", "Lavoro domestico, Torino Nord", "Corso delle Officine Quiete 40",
	  "Torino", "011 000 0102", 'B', 1 },
	{ "P8500-01", "8500", "Lavoro domestico, Trieste", "Via della Bora Leggera 19", "Trieste",
	  "040 000 101", 'A', 2 },
	{ "P8600-01", "8600", "Lavoro domestico, Udine", "Via delle Rogge 22", "Udine",
	  "0432 000 101", 'B', 2 },
	{ "P8800-01", "8800", "Lavoro domestico, Venezia", "Fondamenta delle Gondole Ferme 300",
	  "Venezia", "041 000 0101", 'C', 2 },
	{ "P8800-02", "8800", "Lavoro domestico, Mestre", "Via della Terraferma 17", "Mestre",
	  "041 000 0102", 'A', 2 },
};
const size_t n_luoghi = sizeof luoghi / sizeof luoghi[0];

/* The usual weeks: mornings 8:30-12:30 and an afternoon or two. */
static const struct apertura {
	char orario;
	const char *giorni; /* digits, 1 is lunedì */
	int dalle, alle;
} aperture[] = {
	{ 'A', "12345", 510, 750 }, { 'A', "4", 900, 1080 },
	{ 'B', "12345", 510, 750 }, { 'B', "2", 900, 1080 },
	{ 'C', "135", 510, 750 },
	{ 'D', "12345", 540, 780 }, { 'D', "24", 870, 1020 },
	{ 'E', "24", 510, 750 }, { 'E', "4", 900, 1080 },
};
static const size_t n_aperture = sizeof aperture / sizeof aperture[0];

/* Closed beyond holidays. Counted from the day on which the data stand; a day that falls on a
 * Sunday or on a holiday is closed twice, and nobody minds. */
static const struct chiusura {
	const char *sede, *punto; /* `punto` NULL: all those of the sede */
	int from, to;             /* days from oggi, inclusive */
	const char *motivo;
} chiusure[] = {
	{ "7000", NULL, 9, 9, "sciopero" },
	{ "7000", NULL, -20, -20, "sciopero" },
	{ "4900", NULL, 6, 6, "assemblea del personale" },
	{ "8100", NULL, -34, -34, "assemblea del personale" },
	{ NULL, "P5100-02", -3, 12, "locali inagibili" },
	{ NULL, "P7000-05", 2, 5, "locali inagibili" },
};
static const size_t n_chiusure = sizeof chiusure / sizeof chiusure[0];

const char *sede_name(const char *codice)
{
	for (size_t i = 0; i < sizeof sedi / sizeof sedi[0]; i++) {
		if (strcmp(sedi[i].codice, codice) == 0)
			return sedi[i].citta;
	}
	return NULL;
}

size_t sedi_count(void)
{
	return sizeof sedi / sizeof sedi[0];
}

const char *sede_code(size_t which)
{
	assert(which < sedi_count());
	return sedi[which].codice;
}

/* Fills `to` (room for every day) with the closures of that sede or that punto. */
static size_t chiusure_tell(struct fascio *f, const char *sede, const char *punto,
	struct chiusura_importata **to)
{
	size_t n = 0, days = 0;

	for (size_t i = 0; i < n_chiusure; i++)
		days += (size_t)(chiusure[i].to - chiusure[i].from + 1);
	*to = arena_array(f->arena, days, sizeof **to);
	for (size_t i = 0; i < n_chiusure; i++) {
		const struct chiusura *c = &chiusure[i];

		if (sede ? !c->sede || strcmp(c->sede, sede) != 0
			 : !c->punto || strcmp(c->punto, punto) != 0)
			continue;
		for (int day = c->from; day <= c->to; day++)
			(*to)[n++] = (struct chiusura_importata){ f->oggi + day, c->motivo, false };
	}
	return n;
}

static char *sede_pec(struct arena *a, const char *citta)
{
	char *pec = arena_printf(a, "direzione.provinciale.%s@postacert.inps.gov.it", citta);

	for (char *p = pec; *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return pec;
}

static void punto_tell(struct fascio *f, const struct luogo *l)
{
	struct punto_importato *p = fascio_punto(f);

	p->id = l->id;
	p->codice_sede_inps = l->sede;
	p->denominazione = l->denominazione;
	p->indirizzo = l->indirizzo;
	p->citta = l->citta;
	p->telefono = l->telefono;
	p->email = sede_pec(f->arena, sede_name(l->sede));
	p->cosa_portare = "Documento d'identità valido, la ricevuta dell'appuntamento e gli "
			  "originali dei documenti allegati.";
	p->attivo = true;
	p->durata_minuti = DURATA;
	p->postazioni = l->posti;
	p->orizzonte_giorni = 60;
	p->aperture = arena_array(f->arena, 7 * n_aperture, sizeof *p->aperture);
	for (size_t i = 0; i < n_aperture; i++) {
		if (aperture[i].orario != l->orario)
			continue;
		for (const char *day = aperture[i].giorni; *day; day++)
			p->aperture[p->n_aperture++] = (struct apertura_importata){ *day - '0',
				aperture[i].dalle, aperture[i].alle };
	}
	p->n_chiusure = chiusure_tell(f, NULL, l->id, &p->chiusure);
}

void luoghi_tell(struct fascio *f)
{
	for (size_t i = 0; i < sizeof sedi / sizeof sedi[0]; i++) {
		struct sede_importata *s = fascio_sede(f);

		s->codice_sede_inps = sedi[i].codice;
		s->citta = sedi[i].citta;
		s->denominazione_sede_inps =
			arena_printf(f->arena, "Direzione provinciale di %s", sedi[i].citta);
		s->n_chiusure = chiusure_tell(f, sedi[i].codice, NULL, &s->chiusure);
	}
	for (size_t i = 0; i < n_luoghi; i++)
		punto_tell(f, &luoghi[i]);
}

const struct luogo *luogo_find(const char *id)
{
	for (size_t i = 0; i < n_luoghi; i++) {
		if (strcmp(luoghi[i].id, id) == 0)
			return &luoghi[i];
	}
	return NULL;
}

const struct luogo *luogo_of_sede(const char *sede, size_t which)
{
	const struct luogo *of[16];
	size_t n = 0;

	for (size_t i = 0; i < n_luoghi && n < 16; i++) {
		if (strcmp(luoghi[i].sede, sede) == 0)
			of[n++] = &luoghi[i];
	}
	return n ? of[which % n] : NULL;
}

static bool closed_extra(const struct luogo *l, giorno oggi, giorno g)
{
	for (size_t i = 0; i < n_chiusure; i++) {
		const struct chiusura *c = &chiusure[i];
		bool here = c->sede ? strcmp(c->sede, l->sede) == 0 : strcmp(c->punto, l->id) == 0;

		if (here && g >= oggi + c->from && g <= oggi + c->to)
			return true;
	}
	return false;
}

int luogo_starts(const struct luogo *l, giorno oggi, giorno g)
{
	int n = 0, day = '0' + giorno_della_settimana(g);

	if (festivo(l->sede, g) || closed_extra(l, oggi, g))
		return 0;
	for (size_t i = 0; i < n_aperture; i++) {
		if (aperture[i].orario == l->orario && strchr(aperture[i].giorni, day))
			n += (aperture[i].alle - aperture[i].dalle) / DURATA;
	}
	return n;
}

instant luogo_start(const struct luogo *l, giorno g, int which)
{
	int day = '0' + giorno_della_settimana(g);

	for (size_t i = 0; i < n_aperture; i++) {
		int here = (aperture[i].alle - aperture[i].dalle) / DURATA;

		if (aperture[i].orario != l->orario || !strchr(aperture[i].giorni, day))
			continue;
		if (which < here)
			return instant_at(g, aperture[i].dalle + which * DURATA);
		which -= here;
	}
	return INSTANT_NONE;
}
