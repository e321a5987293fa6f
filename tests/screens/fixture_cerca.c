/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Appointments to find and to read, and the manuals.
 */
#include "tests/screens/fixture.h"

#include "base/text.h"
#include "ui/righe.h"

#include <string.h>

#define G(y, mo, d) giorno_from_civil(y, mo, d)

static const struct found {
	const char *id;
	enum appuntamento_stato stato;
	enum annotazione annotazione;
	int64_t giorno_offset;
	int minuto;
	const char *gestore;
} found[] = {
	{ "AG-2026-3PT0KQ8-W", APPUNTAMENTO_STATO_CONFERMATO, ANNOTAZIONE_SVOLTO, -201,
		590, NULL },
	{ "AG-2026-5MW2ZB1-4", APPUNTAMENTO_STATO_CANCELLATO, ANNOTAZIONE_NONE, -96, 550,
		NULL },
	{ "AG-2026-C0YH6RN-9", APPUNTAMENTO_STATO_CONFERMATO, ANNOTAZIONE_NON_PRESENTATO,
		-54, 610, "Studio Verdi" },
	{ "AG-2026-7K3M9QX-C", APPUNTAMENTO_STATO_CONFERMATO, ANNOTAZIONE_NONE, 3, 570,
		NULL },
	{ "AG-2026-R4D1J0Z-2", APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO, ANNOTAZIONE_NONE, 8,
		660, NULL },
	{ "AG-2026-0V8RBT2-M", APPUNTAMENTO_STATO_CONFERMATO, ANNOTAZIONE_NONE, 16, 610,
		"Studio Verdi" },
};
#define N_FOUND (sizeof(found) / sizeof(found[0]))

static struct appuntamento_sintesi sintesi(const struct found *f)
{
	giorno day = giorno_of(FIXTURE_NOW) + (giorno)f->giorno_offset;

	return (struct appuntamento_sintesi){
		.id = f->id,
		.stato = f->stato,
		.annotazione = f->annotazione,
		.codice_rapporto_lavoro = RAPPORTO_PIENO,
		.datore = { NULL, "Anna", "Bianchi" },
		.lavoratore = { NULL, "Maria", "Popescu" },
		.punto = "P7000-01",
		.punto_denominazione = "Lavoro domestico, Roma",
		.inizio = instant_at(day, f->minuto),
		.fine = instant_at(day, f->minuto + 20),
		.quesiti = 1,
		.gestore = { f->gestore ? PROFILO_INTERMEDIARIO : PROFILO_CITTADINO,
			f->gestore },
		.versione = 3,
	};
}

#define NOTA \
	"Vorrei capire a quale rapporto è stato abbinato il versamento e come farlo " \
	"spostare su quello giusto."

/* Enough of what the cache does for a picture: the typed text, in one piece. */
static bool has_text(const char *typed, const struct appuntamento_sintesi *s)
{
	struct arena a = { 0 };
	const char *all = arena_printf(&a, "%s %s %s %s %s", s->id, s->datore.cognome,
		s->lavoratore.cognome,
		s->gestore.denominazione ? s->gestore.denominazione : "", NOTA);
	bool has = !typed || strstr(text_fold(&a, all), text_fold(&a, typed));

	arena_release(&a);
	return has;
}

static bool wanted(const struct ricerca *r, const struct appuntamento_sintesi *s)
{
	giorno day = giorno_of(s->inizio);

	if (r->codice_rapporto_lavoro
		&& strcmp(r->codice_rapporto_lavoro, s->codice_rapporto_lavoro) != 0)
		return false;
	if (r->stato != APPUNTAMENTO_STATO_NONE && r->stato != s->stato)
		return false;
	if (r->escludi_intermediario && s->gestore.denominazione)
		return false;
	if (!has_text(r->testo, s))
		return false;
	return (r->dal == GIORNO_NONE || day >= r->dal)
		&& (r->al == GIORNO_NONE || day <= r->al);
}

void fixture_risultati(struct model *m, const struct ricerca *r)
{
	struct risultati_slice *to = &m->risultati;
	struct arena a = { 0 };
	struct riga *rows = arena_array(&a, N_FOUND, sizeof(*rows));
	size_t n = 0;

	for (size_t i = 0; i < N_FOUND; i++) {
		struct appuntamento_sintesi s = sintesi(&found[i]);
		if (wanted(r, &s))
			riga_appuntamento(&a, m->nomi, &s, &rows[n++]);
	}
	to->ricerca = *r;
	to->ricerca.codice_rapporto_lavoro = arena_strdup(&a, r->codice_rapporto_lavoro);
	to->ricerca.testo = arena_strdup(&a, r->testo);
	slice_replace(&to->f.s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	to->f.righe = rows;
	to->f.n = n;
	to->f.totale = (int)n;
}

static struct quesito *quesito_with_exchange(struct arena *a)
{
	struct quesito *q = arena_array(a, 1, sizeof(*q));
	struct allegato *f = arena_array(a, 1, sizeof(*f));

	*f = (struct allegato){
		.id = "F-9",
		.nome = "estratto conto.pdf",
		.tipo = TIPO_FILE_PDF,
		.byte = 312400,
	};
	*q = (struct quesito){
		.id = "Q-1",
		.codice_rapporto_lavoro = RAPPORTO_PIENO,
		.argomento = ARGOMENTO_CONTRIBUTI,
		.oggetto = "Versamenti del 2° trimestre 2026 non risultanti",
		.protocollo = "INPS.7000.14/09/2026.0004127",
		.aperto_il = G(2026, 9, 14),
		.stato = QUESITO_STATO_CHIUSO,
		.esito = QUESITO_ESITO_RESPINTO,
		.chiuso_il = G(2026, 10, 2),
		.prenotabile_dal = G(2026, 10, 2),
	};
	q->n_comunicazioni = 2;
	q->comunicazioni = arena_array(a, 2, sizeof(*q->comunicazioni));
	q->comunicazioni[0] = (struct comunicazione){
		.id = "C-1",
		.autore = AUTORE_DATORE,
		.inviata_il = instant_at(G(2026, 9, 14), 680),
		.testo = "Ho pagato il MAV del secondo "
			 "trimestre il 2 luglio ma nell'estratto della lavoratrice non "
			 "risulta. Allego la "
			 "ricevuta della banca.",
		.allegati = f,
		.n_allegati = 1,
	};
	q->comunicazioni[1] = (struct comunicazione){
		.id = "C-2",
		.autore = AUTORE_STRUTTURA,
		.inviata_il = instant_at(G(2026, 10, 2), 620),
		.testo = "Il versamento risulta abbinato "
			 "a un altro codice rapporto. La richiesta di variazione è "
			 "respinta.",
	};
	return q;
}

static void attach(struct appuntamento *x, struct arena *a)
{
	x->allegati = arena_array(a, 1, sizeof(*x->allegati));
	x->n_allegati = 1;
	x->allegati[0] = (struct allegato){
		.id = "F-1",
		.nome = "ricevuta bonifico.png",
		.tipo = TIPO_FILE_PNG,
		.byte = 921600,
	};
	x->canali = arena_array(a, 1, sizeof(*x->canali));
	x->canali[0] = CANALE_EMAIL;
	x->n_canali = 1;
	x->storia = arena_array(a, 2, sizeof(*x->storia));
	x->n_storia = 1;
	x->storia[0] = (struct evento_storia){ EVENTO_CONFERMA, FIXTURE_NOW - 86400 * 4,
		PROFILO_CITTADINO, NULL };
}

static const struct punto *punto_of(struct model *m)
{
	if (!m->punti.punti.n)
		fixture_punti(m, RAPPORTO_PIENO);
	return &m->punti.punti.items[0];
}

static void make_appuntamento(
	struct model *m, const struct found *f, struct arena *a, struct appuntamento *x)
{
	struct appuntamento_sintesi s = sintesi(f);

	*x = (struct appuntamento){
		.id = s.id,
		.stato = s.stato,
		.annotazione = s.annotazione,
		.codice_rapporto_lavoro = s.codice_rapporto_lavoro,
		.datore = s.datore,
		.lavoratore = s.lavoratore,
		.punto = *punto_of(m),
		.inizio = s.inizio,
		.fine = s.fine,
		.gestore = s.gestore,
		.versione = 3,
		.cancellabile = true,
		.nota = NOTA,
	};
	x->quesiti = quesito_with_exchange(a);
	x->n_quesiti = 1;
	attach(x, a);
	if (s.stato == APPUNTAMENTO_STATO_CANCELLATO)
		x->storia[x->n_storia++] = (struct evento_storia){ EVENTO_DISDETTA,
			FIXTURE_NOW - 86400 * 99, PROFILO_OPERATORE,
			"chiusura straordinaria della sede" };
}

void fixture_dettaglio(struct model *m, const char *id)
{
	struct dettaglio_slice *to = &m->dettaglio;
	struct arena a = { 0 };
	char *copy = arena_strdup(&a, id);

	memset(&to->appuntamento, 0, sizeof(to->appuntamento));
	for (size_t i = 0; i < N_FOUND; i++)
		if (!strcmp(found[i].id, id))
			make_appuntamento(m, &found[i], &a, &to->appuntamento);
	slice_replace(&to->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	to->id = copy;
}

void fixture_manuali(struct model *m)
{
	struct manuali_slice *to = &m->manuali;
	struct arena a = { 0 };
	struct manuale *items = arena_array(&a, 2, sizeof(*items));

	items[0] = (struct manuale){
		.id = "M-cittadino",
		.titolo = "Manuale del cittadino",
		.profilo = PROFILO_CITTADINO,
		.versione = "1.0",
		.byte = 9120,
	};
	items[1] = (struct manuale){
		.id = "M-tasti",
		.titolo = "I tasti, su una pagina",
		.profilo = PROFILO_CITTADINO,
		.versione = "1.0",
		.byte = 2048,
	};
	slice_replace(&to->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	to->manuali = (struct manuali){ items, 2 };
}

static const char text[] =
	"# Manuale del cittadino\n\n"
	"Qui si fissa un appuntamento con l'INPS per i quesiti sul lavoro domestico "
	"già inviati nel\n"
	"Cassetto previdenziale.\n\n"
	"## Prima di cominciare\n\n"
	"- Il quesito deve avere avuto un esito negativo, oppure nessuna risposta "
	"entro il termine.\n"
	"- I quesiti si inviano nel Cassetto, non qui.\n\n"
	"## Il primo appuntamento\n\n"
	"Dalla prima pagina si sceglie Nuovo appuntamento, poi il rapporto di lavoro, "
	"i quesiti, il\n"
	"punto di consulenza, il giorno e l'ora.\n\n"
	"Giorno e ora sono bloccati solo dopo la conferma.\n\n"
	"## Se non serve più\n\n"
	"Un appuntamento Confermato si cancella dal suo dettaglio, fino al suo inizio.\n";

void fixture_manuale(struct model *m, const char *id)
{
	struct manuale_slice *to = &m->manuale;
	struct arena a = { 0 };

	to->manuale = (struct manuale){
		.id = arena_strdup(&a, id),
		.titolo = "Manuale del cittadino",
		.profilo = PROFILO_CITTADINO,
		.versione = "1.0",
		.byte = 9120,
		.testo = text,
	};
	slice_replace(&to->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
}
