/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The screens of the program, by name. Each lives in its own file with its own state;
 * only ui/shell.c makes them.
 */
#ifndef AGENDA_UI_SCREENS_SCREENS_H
#define AGENDA_UI_SCREENS_SCREENS_H

#include "ui/intent.h"
#include "ui/model.h"
#include "ui/screen.h"

#define SCREEN_ACCESSO_NAME "accesso"

/* The screen that `open` asks for: ops NULL when there is none. `live` and `below` are
 * those of the screen that will lie under it: help and palette are about them. */
struct screen screen_make(const struct intent *open, const struct live *live,
	const char *below);

struct screen accesso_make(void);
struct screen home_make(void);
struct screen nuovo_make(const struct intent *open);
struct screen cerca_make(void);
struct screen dettaglio_make(const struct intent *open);
struct screen manuali_make(void);
struct screen manuale_make(const struct intent *open);
struct screen bozze_make(void);
struct screen deleganti_make(const struct intent *open);
struct screen fine_utente_make(void);
struct screen help_make(const struct live *live, const char *below);
struct screen palette_make(const struct live *live);

/* What the help says about a screen, above the keys; NULL: nothing. */
const char *help_text(const char *screen);

#endif
