/* SPDX-License-Identifier: EUPL-1.2
 *
 * The rest of what crosses two floors: outcomes by key, the change feed, manuals, drafts. */
#ifndef AGENDA_DOMAIN_OPERAZIONE_H
#define AGENDA_DOMAIN_OPERAZIONE_H

#include "domain/appuntamento.h"

/* GET /operazioni/{chiave}, POST /operazioni/{chiave}/chiusura */
struct operazione {
	const char *chiave;
	enum operazione_stato stato;
	const char *risorsa; /* what it made or changed: an appuntamento's or an allegato's id; NULL */
	int64_t status;      /* HTTP status that it was answered with; 0 unless ESEGUITA */
	instant quando;      /* INSTANT_NONE unless ESEGUITA or CHIUSA */
};

/* One change, in commit order. With `rimosso` only risorsa and id are set: it is gone, or no
 * longer visible to who asks. Otherwise exactly one of the four is set, per `risorsa`. */
struct variazione {
	enum risorsa risorsa;
	const char *id; /* of an appuntamento, a quesito, a punto, or a codice rapporto */
	bool rimosso;
	struct appuntamento *appuntamento; /* whole */
	struct rapporto *rapporto;
	struct quesito *quesito;
	struct punto *punto;
};

/* GET /variazioni?cursor= : without cursor the whole of what is visible, from the beginning. */
struct variazioni {
	struct variazione *items;
	size_t n;
	const char *next_cursor; /* always there: "epoch:seq", opaque */
	bool altre;              /* more is waiting: ask again at once */
};

struct manuale {
	const char *id;
	const char *titolo;
	enum tipo_profilo profilo;
	const char *versione;
	int64_t byte;
	const char *sha256;
	const char *testo; /* Markdown; NULL in lists */
};

struct manuali {
	struct manuale *items;
	size_t n;
};

/* A file chosen for a bozza: where it lies here and, once uploaded, what the server called it. */
struct bozza_allegato {
	const char *percorso;
	const char *nome;
	int64_t byte;
	const char *sha256;
	enum tipo_file tipo;
	const char *id; /* the upload's; NULL until it is there */
	instant scade_il;
	instant modificato_il; /* of the file on disk when it was chosen */
};

/* One appointment being filled in. A bozza with a `chiave` has been sent at least once: it is
 * settled by replaying that key with the same bytes, never by a new one. */
struct bozza {
	const char *id;
	instant creata_il;
	instant aggiornata_il;
	const char *codice_rapporto_lavoro;
	const char *datore;     /* name, to recognise it in a list */
	const char **quesiti;
	size_t n_quesiti;
	const char *punto;
	const char *punto_denominazione;
	instant inizio;         /* INSTANT_NONE until chosen: chosen is not held */
	const char *nota;
	struct bozza_allegato allegati[ALLEGATI_MAX];
	size_t n_allegati;
	enum canale canali[CANALE_COUNT];
	size_t n_canali;
	const char *chiave;     /* NULL until sent */
	int64_t revisione;      /* grows with each save; 0: never read from the journal */
};

struct bozze {
	struct bozza *items;
	size_t n;
};

#endif
