/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Everything that the interface can show, as plain values. The type lives here; the one
 * instance is owned and changed by src/ alone, between two turns. Screens get it const,
 * keep no pointer into it across turns, and remember rows by identity, never by index.
 *
 * The model is made of slices. A slice begins with `struct slice`, which owns the arena
 * of everything the slice points to. To change a slice, build the new values in a fresh
 * arena and hand them over with slice_replace(); nothing inside a slice is ever
 * patched, except the fields of `struct slice` and the small counters said so below. A
 * reader of the model may so compare `generation` to know whether anything it formatted
 * is old.
 *
 * A failed reading keeps the old values: `fase` becomes FASE_FALLITA, `err` says why,
 * and the screen shows both the old values with their age and the sentence.
 */
#ifndef AGENDA_UI_MODEL_H
#define AGENDA_UI_MODEL_H

#include "base/arena.h"
#include "base/err.h"
#include "domain/operazione.h"
#include "domain/ripresa.h"

enum fase {
	FASE_NIENTE,   /* never asked: values are empty */
	FASE_IN_CORSO, /* asked; values are empty, or old ones being read again */
	FASE_FATTA,    /* values are the answer */
	FASE_FALLITA,  /* `err` is set; values are empty or old */
};

struct slice {
	struct arena arena;
	unsigned generation; /* grows by one at each slice_replace() */
	enum fase fase;
	instant letto_il;    /* when the server said these values; INSTANT_NONE: it never did */
	bool parziale;       /* they are from a copy whose first sync has not ended: what is not here
	                        may well exist */
	bool viva;           /* these values come from the server in this very session and no
	                        reading has failed since: set and cleared by the use case */
	struct err err;      /* why FASE_FALLITA: err.text is a whole sentence, or "" and the code
	                        says it (err_phrase() in domain/problem.h) */
};

/* The new content: `arena` is taken over (the caller's becomes empty), the old one
 * released. Sets fase FATTA, clears err, generation + 1. The caller then sets the typed
 * fields. */
void slice_replace(struct slice *s, struct arena *arena_take, instant letto_il, bool viva);

/* ── Rows of long lists ─────────────────────────────────────────────────────────────────── */

enum tono { TONO_NORMALE, TONO_BUONO, TONO_AVVISO, TONO_ERRORE, TONO_SPENTO };

#define RIGA_CELLE 7

/* One row, already text: what each cell means is said by the maker in ui/righe.h. */
struct riga {
	const char *id; /* identity: codice rapporto, id of the appuntamento, of the bozza */
	const char *celle[RIGA_CELLE]; /* never NULL up to the maker's count; "" when not there */
	enum tono tono;
	instant inizio; /* of an appuntamento; rows are by it */
};

/* A window on a list that may have 100,000 rows: at most three screenfuls around an
 * anchor. */
struct finestra {
	struct slice s;
	struct riga *righe;
	size_t n;
	bool altre_prima;  /* rows exist before righe[0] */
	bool altre_dopo;   /* rows exist after righe[n-1] */
	int totale;        /* rows in all, as far as they are counted; -1: not counted */
	bool totale_oltre; /* there are more than that */
};

/* ── Who, and how we are connected ──────────────────────────────────────────────────────── */

enum linea {
	LINEA_MAI,      /* no contact tried yet */
	LINEA_TENTATIVO,/* trying; nothing known yet */
	LINEA_ATTIVA,   /* the last exchange was answered */
	LINEA_CADUTA,   /* the last exchange was not */
};

/* Changed field by field. */
struct connessione {
	enum linea linea;
	instant ultimo_contatto;  /* last answer of the server; INSTANT_NONE: never */
	int64_t sincronizzati;    /* appuntamenti read so far while everything is read; -1 */
	int richieste;            /* in flight now: a small sign of work in the title bar */
};

enum accesso_fase {
	ACCESSO_NESSUNO,  /* nobody is signed in and nothing was asked */
	ACCESSO_RICHIESTA,/* the device code has been asked */
	ACCESSO_ATTESA,   /* code and address on screen, waiting for the browser */
	ACCESSO_SCELTA,   /* demo only: `persone` is there to choose from */
	ACCESSO_FATTO,
	ACCESSO_FALLITO,  /* s.err says why; the screen offers to begin again */
};

enum accesso_motivo {
	ACCESSO_PRIMO,    /* somebody starts the program */
	ACCESSO_SCADUTO,  /* the token expired in the middle of something: nothing is lost */
	ACCESSO_CAMBIO,   /* "Fine utente", another profile */
	ACCESSO_BLOCCO,   /* nobody typed for too long: nothing is shown, nothing is lost */
};

/* A sample person of the demo: one line of "Scegli il profilo". */
struct persona_esempio {
	const char *id;      /* "p-anna-bianchi" */
	const char *nome;
	enum tipo_profilo profilo;
	const char *denominazione; /* of the studio; NULL */
	const char *descrizione;   /* what one sees with it */
	bool predefinita;          /* preselected: exactly one */
};

/* The sign-in, RFC 8628. Replaced whole at each change of phase. */
struct accesso {
	struct slice s;
	enum accesso_fase fase;
	enum accesso_motivo motivo;
	const char *user_code;        /* "WDJB-MJHT" */
	const char *indirizzo;        /* verification_uri */
	const char *indirizzo_completo; /* verification_uri_complete, for the QR code; NULL */
	instant scade_il;             /* of the user code */
	struct persona_esempio *persone; /* demo; none otherwise */
	size_t n_persone;
};

struct profilo_slice {
	struct slice s;
	struct profilo profilo; /* in_uso NONE until somebody is signed in */
};

/* ── Home ───────────────────────────────────────────────────────────────────────────────── */

/* A changing request whose answer was lost: "conferma da verificare", "cancellazione da
 * verificare". It leaves the list when the replay is answered. */
struct sospeso {
	const char *chiave;
	bool cancellazione;      /* else a confirmation, or: */
	bool caricamento;        /* a file of the bozza on its way up */
	bool rinunciato;         /* given up: to be burnt, not replayed */
	const char *descrizione; /* of a caricamento: "allegato PDF, 120 KB" */
	const char *bozza;       /* id of the bozza that was sent; NULL for a cancellazione */
	const char *appuntamento;/* id of what was being cancelled; NULL for a confirmation */
	const char *datore;      /* NULL where it is always the same employer, or not known */
	const char *punto_denominazione;
	instant inizio;
	instant inviata_il;
	bool in_corso;           /* the replay is under way right now */
};

/* What home lists under "Richiede attenzione", beside the sospesi: a row of one sentence, which
 * riga_attenzione (ui/righe.h) writes from the rest. */
enum attenzione_tipo {
	ATTENZIONE_NON_ABILITATO,   /* an intermediario without abilitazione */
	ATTENZIONE_DELEGA_FINITA,   /* testo = employer, giorno = al */
	ATTENZIONE_DISDETTO,        /* id = appuntamento, testo = reason, inizio */
	ATTENZIONE_DEFINITO,        /* id = appuntamento, inizio: no need to go there */
	ATTENZIONE_MODIFICATO,      /* id = appuntamento, inizio = the new one */
	ATTENZIONE_VICINO,          /* id = appuntamento within the next 24 hours, inizio */
	ATTENZIONE_PRENOTABILI,     /* n quesiti bookable; id = codice rapporto when only one */
	ATTENZIONE_FILE_SCADUTI,    /* id = bozza whose uploads expired */
	ATTENZIONE_BOZZA_SENZA_DELEGA, /* id = bozza, testo = employer: cannot be confirmed */
};

struct attenzione {
	enum attenzione_tipo tipo;
	const char *id;
	const char *testo;
	const char *datore; /* whose appuntamento; NULL where it is always the same employer */
	instant inizio;
	giorno giorno;
	int64_t n;
	const char *riga;  /* identity of the row */
	const char *frase;
};

/* Read from the files at start and whenever they, the profile or the minute are another. */
struct home {
	struct slice s;
	struct riga *prossimi; /* riga_appuntamento, the next Confermati, at most 20 */
	size_t n_prossimi;
	bool altri_prossimi;   /* there are more than those */
	struct sospeso *sospesi;
	size_t n_sospesi;
	struct attenzione *attenzioni; /* most urgent first */
	size_t n_attenzioni;
	struct riga *bozze;    /* riga_bozza, newest first: all of them (there are few) */
	size_t n_bozze;
};

/* ── Nuovo appuntamento ─────────────────────────────────────────────────────────────────── */

/* ELENCO_RAPPORTI: those whose codice, employer or worker match the filter. */
struct rapporti_slice {
	struct finestra f;   /* riga_rapporto */
	const char *filtro;  /* the text these rows answer; "" when none */
};

struct rapporto_slice {
	struct slice s;
	struct rapporto rapporto; /* the bozza's; codice NULL when none is chosen */
};

struct quesiti_slice {
	struct slice s;
	const char *codice_rapporto_lavoro; /* whose */
	struct quesiti quesiti; /* all of them; each with prenotabile, motivo, prenotabile_dal */
};

struct punti_slice {
	struct slice s;
	const char *codice_rapporto_lavoro;
	struct punti punti; /* the competent ones, server's order */
};

/* A refresh may widen dal..al; the giorni are contiguous. */
struct disponibilita_slice {
	struct slice s; /* letto_il == disponibilita.as_of */
	giorno dal, al;
	struct disponibilita disponibilita; /* .punto NULL when none was asked */
};

struct recapiti_slice {
	struct slice s;
	const char *codice_rapporto_lavoro;
	struct recapiti recapiti; /* one per enum canale, in that order */
};

/* A folder of this machine, for the file picker. ".." is not among the voci. */
struct voce_cartella {
	const char *nome;   /* cleaned for showing */
	const char *percorso; /* as the system knows it: goes back in INTENT_BOZZA_ALLEGA */
	bool cartella;
	int64_t byte;
	instant modificato_il;
	enum tipo_file tipo; /* by its first and last bytes; NONE: may not be attached */
};

struct cartella_slice {
	struct slice s;
	const char *percorso; /* absolute */
	const char *madre;    /* absolute path of the parent; NULL at "/" */
	struct voce_cartella *voci; /* folders first, then files by name; hidden ones left out */
	size_t n_voci;
	bool troncata;        /* more than 2,000: the rest is left out */
};

/* One file of the bozza, on its way up. Same index as bozza.allegati. Changed field by
 * field. */
enum caricamento {
	CARICAMENTO_ATTESA,
	CARICAMENTO_IN_CORSO,
	CARICAMENTO_FATTO,
	CARICAMENTO_FALLITO,
};

struct caricamento_stato {
	enum caricamento fase;
	int64_t inviati; /* bytes so far */
	struct err err;
};

enum invio_fase {
	INVIO_NESSUNO,
	INVIO_FILE,         /* waiting for an upload to end before the confirmation leaves */
	INVIO_IN_CORSO,     /* the confirmation has left; no second one may */
	INVIO_CONFERMATO,   /* `appuntamento` is the server's word */
	INVIO_DA_VERIFICARE,/* the answer was lost: it settles by itself */
	INVIO_RIFIUTATO,    /* `problem`: everything typed is still in the bozza */
};

/* What became of the confirmation of the open bozza. Replaced whole. */
struct invio {
	struct slice s;
	enum invio_fase fase;
	const char *chiave;
	struct problem problem;      /* INVIO_RIFIUTATO: type, campo, orari_vicini… */
	struct err err;              /* INVIO_RIFIUTATO without a problem from the server: it did
	                                not leave (offline, file unreadable): code and text */
	struct appuntamento appuntamento; /* INVIO_CONFERMATO: id and the rest */
	instant ultimo_tentativo;    /* INVIO_DA_VERIFICARE */
};

/* The open bozza: what the server will be asked, as far as it goes. bozza.id NULL: none
 * is open. Replaced whole after each accepted field (it is on disk by then). */
struct bozza_slice {
	struct slice s;
	struct bozza bozza;
	instant salvata_il;          /* on this machine */
	struct caricamento_stato caricamenti[ALLEGATI_MAX];
	struct err rifiuto;          /* last field that was not accepted: field, code, text; cleared
	                                by the next accepted one */
};

/* What changed since the open bozza was saved, a sentence each; what is answered by choosing
 * again leaves. Replaced whole. */
struct novita_slice {
	struct slice s;
	struct ripresa_voce *voci;
	size_t n;
};

/* ── Cerca, dettaglio ───────────────────────────────────────────────────────────────────── */

struct risultati_slice {
	struct finestra f;      /* riga_appuntamento, by start, earliest first */
	struct ricerca ricerca; /* the question these rows answer */
	bool testo_non_pronto;  /* its words could not be looked for yet: all rows are here */
};

struct dettaglio_slice {
	struct slice s;
	const char *id;                  /* of whom; NULL: nothing asked */
	struct appuntamento appuntamento;/* .id NULL while only asked */
	bool sospesa;                    /* "cancellazione da verificare" */
};

/* The one download, or "open", under way. Changed field by field; texts live in
 * s.arena. */
struct scarico {
	struct slice s;
	const char *id;       /* of the allegato or manuale; NULL: none yet */
	const char *nome;
	int64_t byte, totale;
	const char *percorso; /* FASE_FATTA: where it lies */
	bool aperto;          /* handed to the viewer */
	bool esiste;          /* refused: there is a file at the path wished for */
};

enum cancellazione_fase {
	CANCELLAZIONE_NESSUNA,
	CANCELLAZIONE_IN_CORSO,
	CANCELLAZIONE_FATTA,
	CANCELLAZIONE_DA_VERIFICARE,
	CANCELLAZIONE_RIFIUTATA,
};

struct cancellazione {
	struct slice s;
	enum cancellazione_fase fase;
	const char *id;         /* of the appuntamento */
	struct problem problem; /* RIFIUTATA: stato-non-ammesso, versione-superata… */
	struct err err;         /* RIFIUTATA without a problem: offline, … */
};

/* ── Manuali ────────────────────────────────────────────────────────────────────────────── */

struct manuali_slice {
	struct slice s;
	struct manuali manuali; /* of the profile in use; testo NULL */
};

struct manuale_slice {
	struct slice s;
	struct manuale manuale; /* id NULL: none asked; testo NULL while it is being read */
};

/* ── The whole ──────────────────────────────────────────────────────────────────────────── */

/* One line under the screen that says what just happened; gone after `fino_a`. */
struct avviso {
	char testo[200];
	enum tono tono;
	instant fino_a;
	unsigned numero; /* grows: linear mode says each once */
};

/* How names of persons are written on screen, in the linear mode and by the command line. */
enum nomi { NOMI_CHIARI, NOMI_MASCHERATI };

struct model {
	instant adesso;     /* set by the loop at each turn, the only clock of the screens */
	bool demo;          /* the server says it is the demo: palette commands, "dati inventati" */
	bool senza_rete;    /* --offline: nothing is ever asked of the service */
	bool ascii;         /* no UTF-8 here (the canvas knows too) */
	bool maschera;      /* names are masked here unless somebody has just asked for them */
	int conserva;       /* days for which past appointments are kept here; 0: all */
	enum nomi nomi;     /* what rows are made with, and screens must write, now */
	const char *server; /* host, for "collegato a …"; lives as long as the program */
	const char *cartella_scaricati; /* where files are saved unless another path is typed */
	const char *visore; /* name of the configured viewer; NULL: files are saved and the path
	                       is said */
	struct connessione connessione;
	struct avviso avviso;
	struct accesso accesso;
	unsigned persona_numero; /* grows when the person goes: screens of the former go too */
	struct profilo_slice profilo;
	struct home home;
	struct rapporti_slice rapporti;
	struct rapporto_slice rapporto;
	struct quesiti_slice quesiti;
	struct punti_slice punti;
	struct disponibilita_slice disponibilita;
	struct recapiti_slice recapiti;
	struct cartella_slice cartella;
	struct bozza_slice bozza;
	struct novita_slice novita;
	struct invio invio;
	struct risultati_slice risultati;
	struct dettaglio_slice dettaglio;
	struct scarico scarico;
	struct cancellazione cancellazione;
	struct manuali_slice manuali;
	struct manuale_slice manuale;
};

void model_init(struct model *m);    /* empty, every instant NONE */
void model_release(struct model *m); /* every arena; takes a zeroed model */

/* ── Questions about the model: the words of its state ──────────────────────────────────── */

/* The access ended in the middle of something; the person is still known. */
bool accesso_expired(const struct model *m);
/* The same, by the idle lock: nothing of the person may be shown until there is a new access. */
bool accesso_locked(const struct model *m);

/* "in linea", "sincronizzazione: 12.400 appuntamenti", "accesso scaduto", "non in linea, dati al
 * 23/11 09:41", "--offline, dati al 23/11 09:41", "collegamento in corso" (after ● ○ ◌). */
const char *linea_phrase(const struct model *m, struct arena *a);

/* NULL when what the slice says is the server's word of now, or is being read; else "dati al 23/11
 * 09:41", "copia incompleta", or with ", non in linea" when the line is down. */
const char *slice_age(const struct model *m, const struct slice *s, struct arena *a);

/* Availability older than this, or read while the line fell, confirms nothing. */
#define DISPONIBILITA_FRESCA 120 /* seconds */
bool disponibilita_fresca(const struct model *m);
/* The server's now, as far as the times read say it: this machine's clock may be wrong, but
 * how much time has gone by since the reading it knows. */
instant disponibilita_now(const struct model *m);
/* What we know of the bozza's punto says that `inizio` has no free place. */
bool disponibilita_taken(const struct model *m, instant inizio);

/* "May I?": NULL when allowed, else the reason, a whole sentence (translated, static). */
const char *may_always(const struct model *m);
const char *may_when_online(const struct model *m);
const char *may_nuovo(const struct model *m);      /* abilitato, some rapporto */
const char *may_completa(const struct model *m);   /* the open bozza lacks nothing */
const char *may_conferma(const struct model *m);   /* every step filled, in line, fresh times */
const char *may_cancella(const struct model *m);   /* the open dettaglio */
const char *may_apri_file(const struct model *m);  /* a viewer is configured */
const char *may_demo(const struct model *m);       /* palette commands of the demo */
const char *may_demo_orario(const struct model *m);/* a time is chosen in the open bozza */
/* Steps of the form that may be gone to: everything before them is filled in. */
const char *may_passo_quesiti(const struct model *m);
const char *may_passo_punto(const struct model *m);
const char *may_passo_giorno(const struct model *m);
const char *may_passo_nota(const struct model *m);
const char *may_filtro_intermediario(const struct model *m); /* cittadino only */

#endif
