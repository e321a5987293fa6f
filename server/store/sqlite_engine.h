/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the files of the SQLite engine share. A `vista` is one look at the data by one subject
 * at one instant, inside one transaction; a `scrittura` is a vista that may also change things.
 */
#ifndef AGENDA_SERVER_STORE_SQLITE_ENGINE_H
#define AGENDA_SERVER_STORE_SQLITE_ENGINE_H

#include "base/text.h"
#include "domain/idoneita.h"
#include "io/query.h"
#include "server/store/store.h"

struct vista {
	struct sqlite *db;
	struct soggetto chi;
	instant adesso;
	struct arena *arena;
	int64_t numero; /* profilo.numero; 0 for the service itself */
	bool abilitato;
	const char *sede;         /* operatore and responsabile */
	const int *termini;       /* the connection's, by argomento */
	struct chiusure chiusure; /* of the sede last asked for */
	struct rapporto_visto {
		const char *codice;
		const char *datore, *sede; /* NULL: there is none with that codice */
		bool vede;
	} rapporto; /* last asked for */
};

/* ---- sqlite_query.c: values into statements and out of them --------------------------- */

/*
 * A statement with its values bound, by a letter each: t text, i int64_t, d int, g giorno and
 * n instant (their NONE is NULL), w a vocabulary and its value (0 is NULL), b bytes and size.
 */
struct query *sql_ask(struct sqlite *db, const char *sql, const char *types, ...);

/* The same, run to its end. *changed rows when it is not NULL. */
bool sql_tell(struct sqlite *db, int64_t *changed, struct err *err, const char *sql,
	const char *types, ...);

int row_word(struct query *q, int column, const struct words *w);
giorno row_giorno(struct query *q, int column);
instant row_instant(struct query *q, int column);

/* Growing arrays in the arena of a call: room for one more, doubling. */
void *sql_grow(struct arena *a, void *items, size_t n, size_t size);

/* ---- sqlite_vista.c: who asks, and what they may see ----------------------------------- */

/* True when the person of ?1 in the profile ?2 (of the sede ?3) may see a rapporto, from the
 * names of its datore and sede columns. */
#define VEDE(datore, sede) \
	" CASE ?2 WHEN 'CITTADINO' THEN " datore " = ?1" \
	" WHEN 'INTERMEDIARIO' THEN EXISTS (SELECT 1 FROM delega dd WHERE dd.datore = " datore \
	"  AND dd.intermediario = ?1 AND dd.stato = 'ATTIVA')" \
	" ELSE " sede " = ?3 END "
#define CHI(v) \
	(v)->chi.persona, words_code(&tipo_profilo_words, (int)(v)->chi.profilo), \
		(v)->sede

/* Finds the subject; `anche_non_abilitato` lets an intermediario in who is not. */
bool vista_soggetto(struct vista *v, bool anche_non_abilitato, struct err *err);
/* Into v->rapporto. */
bool vista_rapporto(struct vista *v, const char *codice, struct err *err);
bool vista_vede_rapporto(struct vista *v, const char *codice, struct err *err);
bool vista_absent(struct err *err, const char *what); /* PROBLEM_NON_TROVATO */

/* Working days of the sede, as idoneita_of() wants them. */
bool vista_chiusure(struct vista *v, const char *sede, struct err *err);

/* One reading call: the transaction, the vista, the subject. */
struct store_reader {
	struct sqlite *db;
	struct store *store; /* whose queue knows the keys in flight */
	int termini
		[ARGOMENTO_COUNT]; /* working days for a reply; read when it was opened */
};
bool termini_read(struct sqlite *db, int termini[ARGOMENTO_COUNT], struct err *err);
bool vista_begin(struct vista *v, struct store_reader *r, const struct domanda *d,
	struct err *err);
bool vista_end(struct vista *v, bool ok);

int pagina_limit(const struct pagina *p); /* within its bounds */
/* "123.rest": a number and what follows it, at most 40 characters. */
bool pagina_cursor(const char *cursor, int64_t *number, const char **rest);
bool pagina_refuse(struct err *err);

/* ---- reading one thing, for every caller ------------------------------------------------ */

bool rapporto_read(
	struct vista *v, const char *codice, struct rapporto *to, struct err *err);
/* Of the rapporto, or the one `id`, or (appuntamento) all that it is about. */
enum quesiti_di { QUESITI_DEL_RAPPORTO, QUESITO_SOLO, QUESITI_DELL_APPUNTAMENTO };
bool quesiti_read(struct vista *v, enum quesiti_di di, const char *chiave,
	struct quesiti *to, struct err *err);
/* Just what decides: no comunicazioni. */
bool quesiti_idonei(struct vista *v, enum quesiti_di di, const char *chiave,
	struct quesiti *to, struct err *err);
enum allegati_di { ALLEGATI_DELLA_COMUNICAZIONE, ALLEGATI_DELL_APPUNTAMENTO };
bool allegati_read(struct vista *v, enum allegati_di di, const char *chiave,
	struct allegato **items, size_t *n, struct err *err);
bool recapiti_read(
	struct vista *v, const char *codice, struct recapiti *to, struct err *err);
bool punto_read(struct vista *v, const char *id, struct punto *to, struct err *err);
/* Its columns, from the names of punto and sede, and the punto without its times from them. */
#define PUNTO_COLONNE(p, s) \
	" " p ".id, " p ".denominazione, " p ".sede, " s ".denominazione, " p \
	".indirizzo, " p ".citta, " p ".telefono, " p ".email, " p ".apertura, " p \
	".portare "
void punto_from_row(struct vista *v, struct query *q, int column, struct punto *to);
bool appuntamento_read(
	struct vista *v, const char *id, struct appuntamento *to, struct err *err);
bool appuntamento_visible(
	struct vista *v, const char *id, struct appuntamento *to, struct err *err);
enum annotazione annotazione_of(enum appuntamento_stato stato, enum annotazione kept,
	instant fine, instant adesso);

/* The nearest free times to `inizio` of that punto, then those after them. */
bool orari_vicini(struct vista *v, const char *punto, instant inizio,
	struct orario **items, size_t *n, struct err *err);
/* The first instant that cannot be booked any more: midnight after the horizon's last day. */
instant orizzonte_fine(const struct vista *v, int orizzonte);

/* ---- writing ----------------------------------------------------------------------------- */

struct scrittura {
	struct vista v;
	struct store_job *job;
	int64_t seq;      /* of the feed: the last one given */
	struct annuncio *annuncio; /* whom it concerns */
	int64_t cambiate; /* rows, of an import */
};

bool scrivi_conferma(struct scrittura *s);
bool scrivi_cancella(struct scrittura *s);
bool scrivi_disdetta(struct scrittura *s);
bool scrivi_definizione(struct scrittura *s);
bool scrivi_modifica(struct scrittura *s);
bool scrivi_allegato(struct scrittura *s);
bool scrivi_chiusura(struct scrittura *s);
bool scrivi_importa(struct scrittura *s);
bool scrivi_orari(struct scrittura *s);
bool scrivi_presa(struct scrittura *s);
bool scrivi_manutenzione(struct scrittura *s);

/* sqlite_operazione.c: has this key an answer already? True: go on (or *answered). */
bool chiave_find(struct scrittura *s, bool *answered);
bool chiave_keep(struct scrittura *s, const char *risorsa);

/* sqlite_problema.c */
bool job_refuse(struct store_job *job, enum problem_type type, const char *campo);
void job_name_problem(
	struct store_job *job); /* a rule of the schema to the problem it means */
enum problem_type problem_of_rule(const char *rule); /* NONE: not one of ours */

/* sqlite_conferma.c */
struct posto { /* a place at a time */
	int64_t numero;
	instant fine;
};
/* The free one with the lowest number; else a refusal with the nearest free times. */
bool posto_find(struct scrittura *s, const char *punto, instant inizio, int64_t orizzonte,
	struct posto *to);
/* Is the punto competent for the rapporto, and open to bookings? */
bool punto_check(
	struct scrittura *s, const char *punto, const char *codice, int64_t *orizzonte);
struct nuovo_appuntamento {
	const struct richiesta_appuntamento *richiesta;
	const char *datore; /* persona */
	enum tipo_profilo gestore_tipo;
	const char *gestore; /* persona; NULL unless an intermediario */
	struct posto posto;
};
/* Writes what has been checked, with its records. */
bool appuntamento_insert(
	struct scrittura *s, const struct nuovo_appuntamento *n, const char **id);

/* sqlite_registri.c: history, audit, notices */
struct canali {
	const enum canale *items;
	size_t n;
};
bool storia_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *testo);
bool audit_add(struct scrittura *s, const char *azione, const char *oggetto,
	const char *dettaglio);
/* A notice to the Cassetto of `persona`, and to their channels. */
bool outbox_add(struct scrittura *s, const char *appuntamento, enum evento evento,
	const char *persona, const struct canali *canali);

/* sqlite_cambia.c: to whom `evento` is told; `gestore` NULL: the employer manages it */
bool avvisa(struct scrittura *s, const char *id, enum evento evento, const char *datore,
	const char *gestore, const struct canali *canali);

/* sqlite_feed.c: who sees the thing is told that it, or what shows its data, has changed */
bool feed_rapporto(struct scrittura *s, const char *codice); /* with its appuntamenti */
bool feed_quesito(struct scrittura *s, const char *id);      /* …and those about it */
/* …with its quesiti and rapporto; `datore` is its employer */
bool feed_appuntamento(struct scrittura *s, const char *id, const char *datore);
bool feed_punto(struct scrittura *s, const char *id); /* with the appuntamenti there */
bool feed_punto_di(struct scrittura *s, const char *id, const char *sede);
bool feed_sede(struct scrittura *s, const char *codice); /* all that shows its name */
bool feed_termini(struct scrittura *s, const char *sede); /* its working days: open quesiti */
bool feed_persona(struct scrittura *s, const char *persona); /* an employer's name */
bool feed_intermediario(struct scrittura *s, const char *persona); /* who manages */
/* Everything of that employer comes into, or goes out of, the sight of profilo.numero. */
bool feed_apri(struct scrittura *s, int64_t numero, const char *datore);
bool feed_togli(struct scrittura *s, int64_t numero, const char *datore);
bool feed_apri_rapporto(
	struct scrittura *s, const char *codice); /* for all who may see it */
bool feed_togli_a_tutti(struct scrittura *s, const char *codice);
/* The rapporto is not of that sede any more: its punti go where nothing else is there. */
bool feed_lascia_sede(struct scrittura *s, const char *codice, const char *sede);

/* sqlite_orari.c */
bool orari_make(
	struct scrittura *s, const char *punto, giorno dal, giorno al, int64_t *fatti);
bool orari_remake(
	struct scrittura *s, const char *punto, giorno dal); /* rules have changed */
/* What the closures say of that day, to its times. `punto` NULL: the whole sede. */
bool orari_close(struct scrittura *s, const char *sede, const char *punto, giorno g);

/* sqlite_importa*.c: one record each. s->cambiate counts the rows that said something new. */
bool importa_chiusure(struct scrittura *s, const char *sede, const char *punto,
	const struct chiusura_importata *items, size_t n);
bool importa_punto(struct scrittura *s, const struct punto_importato *p);
bool importa_delega(struct scrittura *s, const struct delega_importata *d);
bool deleghe_scadute(struct scrittura *s); /* those whose last day has passed end */
bool importa_rapporto(struct scrittura *s, const struct rapporto_importato *r);
bool importa_quesito(struct scrittura *s, const struct quesito_importato *q);
/* A statement of an import: what it changes is counted. */
bool importa_tell(
	struct scrittura *s, int64_t *changed, const char *sql, const char *types, ...);
/* Who somebody is by codice fiscale: persona.id, NULL when nobody. */
bool persona_find(struct scrittura *s, const char *codice_fiscale, const char **id);
bool profilo_find(struct scrittura *s, const char *persona, enum tipo_profilo tipo,
	int64_t *numero); /* 0: none */

#endif
