/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Every action of the program: name, words, keys, where it exists and why it may not be
 * done. Nothing else knows a key. Contexts are bits of the screen in front
 * (screen_ops.where).
 */
#ifndef AGENDA_UI_ACTION_TABLE_H
#define AGENDA_UI_ACTION_TABLE_H

#include "ui/actions.h"
#include "ui/model.h"

enum context {
	IN_HOME = 1 << 0,
	IN_NUOVO = 1 << 1,     /* any step of the form */
	IN_GIORNO = 1 << 2,
	IN_ALLEGATI = 1 << 3,
	IN_RIEPILOGO = 1 << 4,
	IN_PASSO = 1 << 5,     /* a step that goes forward by F10 */
	IN_VERIFICA = 1 << 6,  /* something here is "da verificare" */
	IN_CERCA = 1 << 7,
	IN_DETTAGLIO = 1 << 8,
	IN_FILE = 1 << 9,      /* the cursor is on a file to save or open */
	IN_MANUALI = 1 << 10,
	IN_BOZZE = 1 << 11,
	IN_ACCESSO = 1 << 12,
	IN_DEMO = 1 << 13,     /* with the demo's server: set by the shell */
	IN_FIRMATO = 1 << 14,  /* somebody is signed in: set by the shell */
	IN_ESITO = 1 << 15,    /* the confirmation is settled: nothing more to fill in */
	IN_DELEGHE = 1 << 16,  /* home of an intermediario */
	IN_MODULO_APERTO = 1 << 17, /* steps may be jumped to */
	IN_ALLEGATO = 1 << 18, /* the cursor is on a file of the bozza */
	IN_OVERLAY = 1 << 19,  /* help and palette: set by the shell */
	IN_SCREEN = 1 << 20,   /* anything else: set by the shell */
	IN_BLOCCO = 1 << 21,   /* the screen is locked: set by the shell */
	IN_NOMI_COPERTI = 1 << 22,  /* names are masked: set by the shell */
	IN_NOMI_SCOPERTI = 1 << 23, /* they would be, and were asked for: set by the shell */
	/* What F5 is for depends on the line; one of these three at most, set by the shell. */
	IN_LINEA = 1 << 24,     /* what is shown may be read again */
	IN_SENZA_LINEA = 1 << 25, /* the service does not answer */
	IN_SCADUTO = 1 << 26,   /* the access has expired and its screen was sent away */
};

/* ID, name, label, sentence, keys, where, rank, why_not */
#define ACTION_LIST(_) \
	_(HELP, "aiuto", N_("Aiuto"), \
		N_("Che cosa si può fare qui e con quali tasti"), \
		"F1 ?", ACTION_EVERYWHERE, 1, may_always) \
	_(BACK, "indietro", N_("Indietro"), \
		N_("Torna indietro senza perdere nulla"), \
		"F12 Esc", ACTION_EVERYWHERE, 1, may_always) \
	_(CONFIRM, "conferma", N_("Conferma"), \
		N_("Conferma l'appuntamento"), \
		"F10 c", IN_RIEPILOGO, 1, may_conferma) \
	_(FORWARD, "avanti", N_("Avanti"), \
		N_("Va al passo successivo"), \
		"F10", IN_PASSO, 2, may_always) \
	_(NEW, "nuovo", N_("Nuovo"), \
		N_("Nuovo appuntamento"), \
		"n F6", IN_HOME, 2, may_nuovo) \
	_(SEARCH, "cerca", N_("Cerca"), \
		N_("Cerca un appuntamento"), \
		"c F7", IN_HOME, 2, may_always) \
	_(MANUALS, "manuali", N_("Manuali"), \
		N_("Manuali e funzioni di utilità"), \
		"m F8", IN_HOME, 4, may_always) \
	_(DRAFTS, "bozze", N_("Bozze"), \
		N_("Appuntamenti iniziati e non ancora confermati"), \
		"b", IN_HOME, 4, may_always) \
	_(MANDATES, "deleghe", N_("Deleghe"), \
		N_("I datori di lavoro deleganti e lo stato delle deleghe"), \
		"d", IN_DELEGHE, 4, may_always) \
	_(FIRST_FREE, "primo-libero", N_("Primo libero"), \
		N_("Va al primo orario libero"), \
		"n", IN_GIORNO, 2, may_always) \
	_(DETACH, "togli", N_("Togli"), \
		N_("Toglie l'allegato dalla bozza"), \
		"Del x", IN_ALLEGATO, 2, may_always) \
	_(UPLOAD_AGAIN, "ricarica", N_("Ricarica"), \
		N_("Manda di nuovo un allegato non arrivato"), \
		"r", IN_ALLEGATO, 2, may_when_online) \
	_(VERIFY, "verifica", N_("Verifica adesso"), \
		N_("Chiede adesso al servizio che cosa è successo, ripetendo la " \
			"stessa richiesta"), \
		"v", IN_VERIFICA, 1, may_when_online) \
	_(BURN, "non-inviare", N_("Non inviarla più"), \
		N_("Rinuncia: se la richiesta non è mai arrivata non varrà più"), \
		"k", IN_VERIFICA, 2, may_when_online) \
	_(SHOW, "dettaglio", N_("Dettaglio"), \
		N_("Apre l'appuntamento"), \
		"d", IN_ESITO, 2, may_always) \
	_(FILTERS, "filtri", N_("Filtri"), \
		N_("Torna ai filtri della ricerca"), \
		"f", IN_CERCA, 3, may_always) \
	_(CLEAR, "azzera", N_("Azzera"), \
		N_("Toglie tutti i filtri"), \
		"F6", IN_CERCA, 5, may_always) \
	_(CANCEL, "cancella", N_("Cancella appuntamento"), \
		N_("Cancella l'appuntamento"), \
		"F6 x", IN_DETTAGLIO, 1, may_cancella) \
	_(OPEN_FILE, "apri", N_("Apri"), \
		N_("Apre il file con il visore configurato"), \
		"o", IN_FILE, 3, may_apri_file) \
	_(SAVE_FILE, "salva", N_("Salva"), \
		N_("Salva il file in una cartella"), \
		"s", IN_FILE | IN_MANUALI, 1, may_always) \
	_(DELETE_DRAFT, "elimina", N_("Elimina"), \
		N_("Elimina la bozza"), \
		"Del x", IN_BOZZE, 2, may_always) \
	_(BEGIN_AGAIN, "ricomincia", N_("Nuovo codice"), \
		N_("Chiede un nuovo codice di accesso"), \
		"r", IN_ACCESSO, 2, may_always) \
	_(STEP_1, "passo-rapporto", N_("Rapporto"), \
		N_("Va al rapporto di lavoro"), \
		"1", IN_MODULO_APERTO, 0, may_always) \
	_(STEP_2, "passo-quesiti", N_("Quesiti"), \
		N_("Va ai quesiti"), \
		"2", IN_MODULO_APERTO, 0, may_passo_quesiti) \
	_(STEP_3, "passo-punto", N_("Punto"), \
		N_("Va al punto di consulenza"), \
		"3", IN_MODULO_APERTO, 0, may_passo_punto) \
	_(STEP_4, "passo-giorno", N_("Giorno e ora"), \
		N_("Va al giorno e all'ora"), \
		"4", IN_MODULO_APERTO, 0, may_passo_giorno) \
	_(STEP_5, "passo-nota", N_("Nota"), \
		N_("Va alla nota"), \
		"5", IN_MODULO_APERTO, 0, may_passo_nota) \
	_(STEP_6, "passo-allegati", N_("Allegati"), \
		N_("Va agli allegati"), \
		"6", IN_MODULO_APERTO, 0, may_passo_nota) \
	_(STEP_7, "passo-recapiti", N_("Recapiti"), \
		N_("Va ai recapiti per gli avvisi"), \
		"7", IN_MODULO_APERTO, 0, may_passo_nota) \
	_(REFRESH, "aggiorna", N_("Aggiorna"), \
		N_("Rilegge i dati dal servizio"), \
		"F5 C-r", IN_LINEA, 6, may_always) \
	_(RETRY, "riprova", N_("Riprova"), \
		N_("Prova adesso a collegarsi: il servizio non risponde"), \
		"F5 C-r", IN_SENZA_LINEA, 2, may_always) \
	_(SIGN_IN, "accedi", N_("Accedi"), \
		N_("Chiede un nuovo accesso: quello di prima è scaduto"), \
		"F5 C-r", IN_SCADUTO, 2, may_always) \
	_(PALETTE, "comandi", N_("Tutti"), \
		N_("Tutti i comandi, da cercare scrivendo"), \
		": F9", IN_SCREEN, 2, may_always) \
	_(EXIT, "esci", N_("Esci"), \
		N_("Esce dal programma; le bozze restano"), \
		"F3", ACTION_EVERYWHERE, 5, may_always) \
	_(SIGN_OUT, "fine-utente", N_("Fine utente"), \
		N_("Chiude l'accesso e toglie i dati letti da questo computer"), \
		"M-q", IN_FIRMATO | IN_BLOCCO, 0, may_always) \
	_(LOCK, "blocca", N_("Blocca"), \
		N_("Blocca lo schermo: per riaprirlo serve un nuovo accesso"), \
		"M-s", IN_FIRMATO, 7, may_always) \
	_(SHOW_NAMES, "mostra-nomi", N_("Nomi"), \
		N_("Mostra i nomi per qualche minuto"), \
		"M-n", IN_NOMI_COPERTI, 3, may_always) \
	_(HIDE_NAMES, "nascondi-nomi", N_("Nascondi"), \
		N_("Nasconde di nuovo i nomi"), \
		"M-n", IN_NOMI_SCOPERTI, 5, may_always) \
	_(DEMO_LINE, "taglia-la-linea", N_("Taglia la linea"), \
		N_("Dimostrazione: taglia la linea per 15 secondi"), \
		"M-l", IN_DEMO, 0, may_demo) \
	_(DEMO_TIME, "qualcuno-prende-l-orario", N_("Orario preso"), \
		N_("Dimostrazione: qualcuno prende l'orario scelto"), \
		"M-o", IN_DEMO, 0, may_demo_orario) \
	_(DEMO_REPLY, "perdi-la-prossima-risposta", N_("Risposta persa"), \
		N_("Dimostrazione: va persa la prossima risposta"), \
		"M-p", IN_DEMO, 0, may_demo) \
	_(REDRAW, "ridisegna", N_("Ridisegna"), \
		N_("Ridisegna lo schermo"), \
		"C-l", ACTION_EVERYWHERE, 0, may_always) \
	_(SUSPEND, "sospendi", N_("Sospendi"), \
		N_("Torna alla shell; fg riprende"), \
		"C-z", ACTION_EVERYWHERE, 0, may_always)

enum action_id { ACTION_NONE, ACTION_LIST(ACTION_ENUM) ACTION_COUNT };

#endif
