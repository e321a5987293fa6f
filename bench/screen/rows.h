/* SPDX-License-Identifier: EUPL-1.2
 *
 * The 500 rows that both programs show: the same words in the same columns. */
#ifndef AGENDA_BENCH_SCREEN_ROWS_H
#define AGENDA_BENCH_SCREEN_ROWS_H

#include <stddef.h>
#include <stdio.h>

#define ROWS_N 500
#define ROW_CELLS 5

struct bench_row {
	char id[16];
	char cells[ROW_CELLS][32];
};

static const int bench_columns[ROW_CELLS] = { 12, 12, 24, 24, 20 };
static const char *const bench_titles[ROW_CELLS] = { "Codice", "Stato", "Datore di lavoro",
	"Lavoratore", "Ultima modifica" };

static inline void rows_fill(struct bench_row *rows)
{
	static const char *const states[] = { "Attivo", "Cessato", "Iscritto", "In verifica" };
	static const char *const names[] = { "Bianchi", "Rossi", "Verdi", "Neri", "Ferrari",
		"Esposito", "Russo", "Colombo" };
	static const char *const first[] = { "Anna", "Niccolò", "Mario", "Zoë", "Luca", "Chiara" };

	for (int i = 0; i < ROWS_N; i++) {
		struct bench_row *r = &rows[i];

		snprintf(r->id, sizeof(r->id), "%010d", 123400 + i * 37);
		snprintf(r->cells[0], 32, "%010d", 123400 + i * 37);
		snprintf(r->cells[1], 32, "%s", states[i % 4]);
		snprintf(r->cells[2], 32, "%s %s", names[i % 8], first[i % 6]);
		snprintf(r->cells[3], 32, "%s %s", names[(i + 3) % 8], first[(i + 2) % 6]);
		snprintf(r->cells[4], 32, "%02d/%02d/2026 %02d:%02d", i % 28 + 1, i % 12 + 1,
			i % 24, i % 60);
	}
}

#endif
