/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/server/records.h"

#include "domain/codice_fiscale.h"

#define TIMES_A_DAY 30
#define MINUTES     20

static void add_place(struct buf *b)
{
	buf_adds(b,
		"{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"9001\","
		"\"denominazione_sede_inps\":\"Gara\",\"citta\":\"Gara\"}}\n"
		"{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"" PUNTO
		"\",\"codice_sede_inps\":\"9001\","
		"\"denominazione\":\"Gara\",\"indirizzo\":\"Via 1\",\"citta\":\"Gara\","
		"\"attivo\":true,\"durata_minuti\":20,\"postazioni\":3,\"orizzonte_giorni\":20,"
		"\"aperture\":[");
	for (int day = 1; day <= 5; day++)
		buf_addf(b,
			"%s{\"giorno_settimana\":%d,\"dalle\":\"08:00\",\"alle\":\"18:00\"}",
			day > 1 ? "," : "", day);
	buf_adds(b, "]}}\n");
}

static void add_employer(struct buf *b, unsigned n)
{
	char cf[CODICE_FISCALE_SIZE];

	codice_fiscale_make("Gara", "Elio", 1940 + (int)n % 60, 1 + (int)n / 60,
		1 + (int)n % 28, false, "H501", cf);
	buf_addf(b,
		"{\"tipo\":\"PERSONA\",\"persona\":{\"id\":\"p-gara-%u\",\"codice_fiscale\":\"%s\","
		"\"nome_proprio\":\"Elio\",\"cognome\":\"Gara\",\"profili\":[{\"tipo\":"
		"\"CITTADINO\",\"descrizione\":\"in gara\"}]}}\n"
		"{\"tipo\":\"RAPPORTO\",\"rapporto\":{\"codice_rapporto_lavoro\":\"%010u\","
		"\"stato\":\"ATTIVO\",\"mansione\":\"COLF\",\"contratto\":\"TIN\",\"datore\":{"
		"\"codice_fiscale\":\"%s\",\"nome_proprio\":\"Elio\",\"cognome\":\"Gara\"},"
		"\"lavoratore\":{\"codice_fiscale\":\"RSSMRA80A01H50MM\",\"nome_proprio\":\"Mara\","
		"\"cognome\":\"Rossi\"},\"codice_sede_inps\":\"9001\",\"inizio\":\"2020-01-07\"}}\n",
		n, cf, 900000 + n, cf);
	for (unsigned q = 0; q < QUESITI; q++)
		buf_addf(b,
			"{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"gara-%u-%u\","
			"\"codice_rapporto_lavoro\":\"%010u\",\"argomento\":\"MAV\",\"oggetto\":"
			"\"x\",\"aperto_il\":\"2026-09-01\",\"stato\":\"CHIUSO\",\"esito\":"
			"\"RESPINTO\",\"chiuso_il\":\"2026-10-01\"}}\n",
			n, q, 900000 + n);
}

void records_add(struct buf *b)
{
	add_place(b);
	for (unsigned n = 0; n < EMPLOYERS; n++)
		add_employer(b, n);
}

/* Working days without a holiday among them; at most two ask for the same time. */
instant records_time(unsigned n, unsigned q)
{
	static const int days[] = { 0, 1, 2, 5, 6, 7, 8, 9 };
	unsigned slot = (q * EMPLOYERS + n) % (8 * TIMES_A_DAY);
	instant first = 0;

	instant_parse("2026-11-25T08:00:00+01:00", &first);
	return first + days[slot / TIMES_A_DAY] * 86400
		+ (instant)(slot % TIMES_A_DAY) * MINUTES * 60;
}
