/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * From the name of a screen to the screen.
 */
#include "ui/screens/screens.h"

struct screen screen_make(
	const struct intent *open, const struct live *live, const char *below)
{
	switch (open->screen) {
	case SCREEN_ACCESSO:
		return accesso_make();
	case SCREEN_HOME:
		return home_make();
	case SCREEN_NUOVO:
		return nuovo_make(open);
	case SCREEN_CERCA:
		return cerca_make();
	case SCREEN_DETTAGLIO:
		return dettaglio_make(open);
	case SCREEN_MANUALI:
		return manuali_make();
	case SCREEN_MANUALE:
		return manuale_make(open);
	case SCREEN_BOZZE:
		return bozze_make();
	case SCREEN_DELEGANTI:
		return deleganti_make(open);
	case SCREEN_FINE_UTENTE:
		return fine_utente_make();
	case SCREEN_HELP:
		return help_make(live, below);
	case SCREEN_PALETTE:
		return palette_make(live);
	case SCREEN_NONE:
		break;
	}
	return (struct screen){ 0 };
}
