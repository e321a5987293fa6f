/* SPDX-License-Identifier: EUPL-1.2
 *
 * The page that the sample pictures show: one cell is 8 pixels square. */
#ifndef AGENDA_SERVER_SAMPLE_IMMAGINI_H
#define AGENDA_SERVER_SAMPLE_IMMAGINI_H

#include <stdint.h>

#define PAGINA_LARGHEZZA 28
#define PAGINA_ALTEZZA 40
#define PAGINA_CELLA 8 /* pixels; also JPEG's block */

struct pagina_disegnata {
	uint8_t grigio[PAGINA_ALTEZZA][PAGINA_LARGHEZZA]; /* 0 black, 255 white */
};

void pagina_draw(struct pagina_disegnata *p, uint64_t seme);

#endif
