/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What a screen may wish for. A screen returns at most one intent per event; the loop
 * hands it to the use case in the same turn, before the next event. Strings are
 * borrowed from the screen (or its turn) until then: a use case copies what it keeps.
 *
 * A use case answers from the cache at once where it can (the slice is replaced in the
 * same turn, with its age), then may start a request (fase IN_CORSO over the old
 * values) and replace the slice again when the answer comes. Screens never wait: they
 * show whatever the slice says.
 *
 * Moving between screens is a wish too (INTENT_OPEN … INTENT_DO), but those are carried
 * out by ui/shell.c and never reach a use case.
 */
#ifndef AGENDA_UI_INTENT_H
#define AGENDA_UI_INTENT_H

#include "domain/operazione.h"

enum intent_kind {
	INTENT_NONE,

	/* ── for ui/shell.c ── */
	INTENT_OPEN,  /* `.screen` in front, on `.id` or `.chiave` where it needs one */
	INTENT_CLOSE, /* the screen in front */
	INTENT_HOME,  /* every screen but home */
	INTENT_DO,    /* close, then do action `.azione` in the screen below: the palette */

	/* ── for the loop ── */
	/* End of the program. Nothing is asked any more: bozze are on disk. */
	INTENT_EXIT,
	INTENT_REDRAW,  /* paint everything anew: Ctrl-L */
	INTENT_SUSPEND, /* Ctrl-Z */

	/* Read again what the screen shows. `.elenco` says which; the screen expects
	 * fase IN_CORSO now, FATTA or FALLITA later. ELENCO_NESSUNO: everything, and
	 * try the line. */
	INTENT_REFRESH,

	/* ── accesso ── */
	/* Ask for a device code (or begin again after ACCESSO_FALLITO). Expects
	 * model.accesso RICHIESTA, then ATTESA (or SCELTA in the demo), then FATTO. */
	INTENT_ACCEDI,
	/* Demo: approve as the sample person `.id` with `.profilo`. Expects accesso
	 * FATTO, the profilo slice and home. */
	INTENT_ACCEDI_COME,
	/* "Fine utente": token, cache and model wiped; expects ACCESSO_NESSUNO/CAMBIO
	 * and then the same as INTENT_ACCEDI. */
	INTENT_FINE_UTENTE, /* `.elimina`: the drafts too, but those 'da verificare' */

	INTENT_NOMI, /* `.nomi`: show the names for a while, or hide them now */
	/* Lock the screen now. Expects ACCESSO_NESSUNO/BLOCCO; all stays as it is below. */
	INTENT_BLOCCA,
	/* Try the line now; a status line says so if there is still no answer. */
	INTENT_RIPROVA,

	/* ── lists ── */
	/* Rows of `.elenco` around an anchor: `.id` (NULL: the beginning), `.verso`,
	 * `.quante`. Filled from the cache in the same turn. The anchor stays in the
	 * window whenever it still exists; where it does not, the nearest row in the
	 * same order takes its place. */
	INTENT_RIGHE,
	/* The rapporti whose codice, employer or worker match `.testo` (folded, every
	 * word). Expects model.rapporti from its first row, filtro = testo. */
	INTENT_RAPPORTI,
	/* Search: `.ricerca`. Expects model.risultati from the first row on or after
	 * today when both dates are open, else from the first; refused filters: fase
	 * FALLITA. */
	INTENT_CERCA,

	/* ── nuovo appuntamento ── */
	/* A new bozza, empty, or on the rapporto `.codice` when it is not NULL. Expects
	 * model.bozza open, model.invio NESSUNO, model.rapporti from the top without
	 * filter. */
	INTENT_BOZZA_NUOVA,
	/* Open bozza `.id`: expects model.bozza, and the slices of what it names
	 * (rapporto, quesiti, punti, disponibilita of the month of `inizio`, recapiti),
	 * from the cache now and from the server after. */
	INTENT_BOZZA_APRI,
	INTENT_BOZZA_ELIMINA, /* `.id`: home.bozze without it. Refused while `chiave` is set */
	/* Each of the next: the field is checked (domain rules), saved in journal.db,
	 * model.bozza replaced; or model.bozza.rifiuto set and nothing changed. */
	INTENT_BOZZA_RAPPORTO, /* `.codice`: another one empties quesiti, punto, inizio. Expects
	                          model.rapporto, quesiti, punti and recapiti of it (asked at once:
	                          the next steps are then already there) */
	INTENT_BOZZA_QUESITI,  /* `.ids`, `.n_ids`: all that are chosen */
	INTENT_BOZZA_PUNTO,    /* `.id`: another one empties inizio. Expects disponibilita of the
	                          month of its primo_libero */
	INTENT_BOZZA_ORARIO,   /* `.inizio`; INSTANT_NONE takes it back. Never holds anything */
	INTENT_BOZZA_NOTA,     /* `.testo`: as typed, at every change. In model.bozza at once; on
	                          disk within a second, and before any sending. An empty one too */
	INTENT_BOZZA_ALLEGA,   /* `.percorso`: sniffed, summed, hashed, its upload started. Refused:
	                          rifiuto with the rule */
	INTENT_BOZZA_STACCA,   /* `.indice` of bozza.allegati */
	INTENT_BOZZA_RICARICA, /* `.indice`: a failed upload, once more */
	INTENT_BOZZA_CANALI,   /* `.canali`: a bit per enum canale (1u << CANALE_EMAIL …) */
	/* Send it. Key and bytes are in journal.db before the first byte leaves.
	 * Expects model.invio FILE or IN_CORSO now; CONFERMATO, DA_VERIFICARE or
	 * RIFIUTATO later. After RIFIUTATO the bozza is editable again, with no key.
	 * After CONFERMATO it is gone from home.bozze; model.bozza stays open until the
	 * next BOZZA_NUOVA or BOZZA_APRI. */
	INTENT_CONFERMA,
	/* Back to the form after RIFIUTATO or CONFERMATO: model.invio NESSUNO. */
	INTENT_INVIO_VISTO,
	/* Slices that the steps show; each is also asked by itself where said above. */
	INTENT_QUESITI,       /* `.codice` */
	INTENT_PUNTI,         /* `.codice` */
	INTENT_DISPONIBILITA, /* `.id` of the punto, `.dal`, `.al` (at most 62 days) */
	INTENT_RECAPITI,      /* `.codice` */
	INTENT_CARTELLA,      /* `.percorso`; NULL: the last used, or where the program was started */

	/* ── lost answers ── */
	INTENT_VERIFICA,     /* replay `.chiave` now; expects sospeso.in_corso, then its ending */
	INTENT_CHIUDI_CHIAVE,/* burn `.chiave` ("Non inviarla più"): the server answers that it is
	                        closed, or what it had already done */

	/* ── dettaglio ── */
	INTENT_MOSTRA,    /* `.id`: model.dettaglio from the cache now, from the server after */
	INTENT_ANTEPRIMA, /* `.id`: from the cache only: the cursor rests on a row */
	INTENT_SCARICA,   /* allegato `.id` to `.percorso` (NULL: cartella_scaricati, its name);
	                     expects model.scarico with progress, then FATTA with percorso.
	                     Refused, nothing asked: scarico.esiste without `.sostituisci`, or
	                     a folder that takes no file (scarico.s.err) */
	INTENT_APRI_FILE, /* the same to a private place, sha256 checked, then the viewer gets the
	                     terminal and gives it back */
	INTENT_CANCELLA,  /* appuntamento `.id`, `.versione`, `.testo` = reason or NULL. Expects
	                     model.cancellazione; FATTA: dettaglio and lists show Cancellato */
	INTENT_CANCELLAZIONE_VISTA, /* model.cancellazione NESSUNA */

	/* ── manuali ── */
	INTENT_MANUALI,       /* list of the profile: cache now, server after */
	INTENT_MANUALE,       /* `.id`: its text, the same way */
	INTENT_MANUALE_SALVA, /* `.id` to `.percorso`; expects model.scarico; refused as SCARICA */

	/* ── demo ── */
	INTENT_DEMO_LINEA,   /* cut the line for `.quante` seconds */
	INTENT_DEMO_ORARIO,  /* somebody else takes the chosen time of the open bozza */
	INTENT_DEMO_RISPOSTA,/* the next changing request commits and its answer is lost */

	INTENT_COUNT
};

enum screen_name {
	SCREEN_NONE,
	SCREEN_ACCESSO,   /* sign-in, and "Scegli il profilo" in the demo */
	SCREEN_HOME,
	SCREEN_NUOVO,     /* `.id`: the bozza to go on with; NULL: a new one (`.codice` or NULL),
	                     its rapporto to be found among those with the words of `.testo` */
	SCREEN_CERCA,
	SCREEN_DETTAGLIO, /* `.id` of the appuntamento */
	SCREEN_MANUALI,
	SCREEN_MANUALE,   /* `.id` */
	SCREEN_BOZZE,
	SCREEN_DELEGANTI, /* `.testo`: those with these words; NULL: all */
	SCREEN_FINE_UTENTE,
	SCREEN_HELP,
	SCREEN_PALETTE,
};

enum elenco {
	ELENCO_NESSUNO,
	ELENCO_HOME,
	ELENCO_RAPPORTI,   /* model.rapporti */
	ELENCO_RISULTATI,  /* model.risultati */
	ELENCO_QUESITI,
	ELENCO_PUNTI,
	ELENCO_DISPONIBILITA,
	ELENCO_RECAPITI,
	ELENCO_DETTAGLIO,
	ELENCO_MANUALI,
};

enum verso {
	VERSO_INTORNO, /* the anchor in the middle third */
	VERSO_DOPO,    /* mostly what follows the anchor */
	VERSO_PRIMA,   /* mostly what comes before it */
	VERSO_INIZIO,  /* the first rows; the anchor does not count */
	VERSO_FINE,    /* the last rows; the anchor does not count */
};

struct intent {
	enum intent_kind kind;
	enum screen_name screen;
	int azione;
	enum elenco elenco;
	enum verso verso;
	const char *id;
	const char *chiave;
	const char *codice;   /* codice_rapporto_lavoro */
	const char *testo;
	const char *percorso;
	bool sostituisci;     /* what is at `percorso` already may go */
	const char *const *ids;
	size_t n_ids;
	size_t indice;
	int quante;
	enum tipo_profilo profilo;
	instant inizio;
	giorno dal, al;
	unsigned canali;
	int64_t versione;
	bool elimina;
	int nomi; /* enum nomi */
	struct ricerca ricerca;
};

/*
 * What became of an intent, told to the screens by shell_reply() after the model was
 * changed: ACCEPTED or REFUSED in the turn of the intent, always; then DONE, FAILED or
 * UNKNOWN once, when something that had to be asked of the server has ended. What
 * changed without being asked (the change feed, the line) needs no reply: screens look
 * at the model at every turn.
 */
struct reply {
	enum intent_kind to;
	enum reply_ending {
		REPLY_ACCEPTED,
		REPLY_REFUSED, /* nothing changed; the reason is in the slice, or in model.avviso */
		REPLY_DONE,
		REPLY_FAILED,
		REPLY_UNKNOWN, /* the answer was lost */
	} ending;
};

#endif
