/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What "nuovo appuntamento" asks the server, answered by hand.
 */
#include "tests/screens/fixture.h"

#include "base/text.h"
#include "ui/righe.h"

#include <stdio.h>
#include <string.h>

static const char *const cognomi[] = { "Bianchi", "Caruso", "De Luca", "Esposito",
	"Fontana", "Gallo", "Leone", "Marino", "Nardi", "Ricci" };
static const char *const nomi[] = { "Anna", "Bruno", "Carla", "Dario", "Elena", "Franco",
	"Gina" };
static const char *const lavoratori[] = { "Popescu", "Kovalenko", "Flores", "Diallo",
	"Perera" };
static const char *const nomi_lavoratori[] = { "Maria", "Oksana", "Rosa", "Awa",
	"Nimal" };

static void rapporto_at(struct arena *a, int i, struct rapporto *r)
{
	int code = i == 0 ? 123456 : i == 1 ? 4417802 : 5000000 + i * 7919;

	*r = (struct rapporto){
		.codice_rapporto_lavoro = arena_printf(a, "%010d", code),
		.stato = i == 1 ? RAPPORTO_STATO_CESSATO : RAPPORTO_STATO_ATTIVO,
		.mansione = i % 3 ? MANSIONE_COLF : MANSIONE_BADANTE,
		.contratto = CONTRATTO_TIN,
		.datore = { NULL, nomi[i % 7], cognomi[i % 10] },
		.lavoratore = { NULL, nomi_lavoratori[i % 5], lavoratori[i % 5] },
		.codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma",
		.inizio = giorno_from_civil(2021, 3, 1) + i,
		.fine = GIORNO_NONE,
		.quesiti = i == 0 ? 6
			: i == 1  ? 2
				  : i % 4,
		.quesiti_prenotabili = i == 0 ? 2
			: i == 1              ? 0
					      : i % 4 / 2,
	};
}

static bool matches(struct arena *a, const struct riga *r, const char *filtro)
{
	char *all = text_fold(a,
		arena_printf(a, "%s %s %s", r->celle[CELLA_R_CODICE],
			r->celle[CELLA_R_DATORE], r->celle[CELLA_R_LAVORATORE]));
	char *rest = text_fold(a, filtro), *word;

	while ((word = strsep(&rest, " ")))
		if (*word && !strstr(all, word))
			return false;
	return true;
}

void fixture_rapporti(struct model *m, const char *filtro, const char *ancora, int quante)
{
	struct rapporti_slice *s = &m->rapporti;
	struct arena a = { 0 };
	int many = m->profilo.profilo.in_uso == PROFILO_INTERMEDIARIO ? 200 : 2;
	struct riga *rows = arena_array(&a, (size_t)many, sizeof(*rows));
	const char *copy = arena_strdup(&a, filtro ? filtro : "");
	char *at = arena_strdup(&a, ancora);
	int n = 0, first = 0;

	for (int i = 0; i < many; i++) {
		struct rapporto r;
		rapporto_at(&a, i, &r);
		riga_rapporto(&a, NOMI_CHIARI, &r, &rows[n]); /* typed names find masked rows too */
		if (!matches(&a, &rows[n], copy))
			continue;
		riga_rapporto(&a, m->nomi, &r, &rows[n]);
		if (at && !strcmp(rows[n].id, at))
			first = n;
		n++;
	}
	first = first > quante / 2 ? first - quante / 2 : 0;
	slice_replace(&s->f.s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	s->f.righe = rows + first;
	s->f.n = (size_t)(n - first < quante ? n - first : quante);
	s->f.altre_prima = first > 0;
	s->f.altre_dopo = first + (int)s->f.n < n;
	s->f.totale = n;
	s->filtro = copy;
}

void fixture_rapporto(struct model *m, const char *codice)
{
	struct arena a = { 0 };
	struct rapporto r = { 0 };

	for (int i = 0; i < 200; i++) {
		rapporto_at(&a, i, &r);
		if (!strcmp(r.codice_rapporto_lavoro, codice))
			break;
	}
	m->rapporto.rapporto = r;
	slice_replace(&m->rapporto.s, &a, FIXTURE_NOW, true);
}

#define G(y, mo, d) giorno_from_civil(y, mo, d)

static void quesito_set(struct quesito *q, const char *id, enum argomento arg,
	const char *oggetto, giorno aperto, enum motivo motivo, giorno dal)
{
	bool si = motivo == MOTIVO_ESITO_NEGATIVO || motivo == MOTIVO_TERMINE_SCADUTO;

	*q = (struct quesito){
		.id = id,
		.codice_rapporto_lavoro = RAPPORTO_PIENO,
		.argomento = arg,
		.oggetto = oggetto,
		.aperto_il = aperto,
		.stato = QUESITO_STATO_APERTO,
		.chiuso_il = GIORNO_NONE,
		.prenotabile = si,
		.motivo = motivo,
		.prenotabile_dal = dal,
	};
}

static void quesiti_full(struct quesito *q)
{
	quesito_set(&q[0], "Q-1", ARGOMENTO_CONTRIBUTI,
		"Versamenti del 2° trimestre 2026 non risultanti", G(2026, 9, 14),
		MOTIVO_ESITO_NEGATIVO, G(2026, 10, 2));
	q[0].protocollo = "INPS.7000.14/09/2026.0004127";
	q[0].stato = QUESITO_STATO_CHIUSO;
	q[0].esito = QUESITO_ESITO_RESPINTO;
	q[0].chiuso_il = G(2026, 10, 2);
	quesito_set(&q[1], "Q-2", ARGOMENTO_MAV, "MAV del 3° trimestre mai ricevuto",
		G(2026, 11, 5), MOTIVO_TERMINE_SCADUTO, G(2026, 11, 13));
	q[1].protocollo = "INPS.7000.05/11/2026.0005090";
	quesito_set(&q[2], "Q-3", ARGOMENTO_RAPPORTI_DI_LAVORO,
		"Sospensione del rapporto per malattia", G(2026, 11, 19),
		MOTIVO_IN_ATTESA_DI_RISPOSTA, G(2026, 12, 4));
	q[2].protocollo = "INPS.7000.19/11/2026.0005331";
	quesito_set(&q[3], "Q-4", ARGOMENTO_ANAGRAFICHE,
		"Cambio di residenza della lavoratrice", G(2026, 11, 23),
		MOTIVO_IN_ATTESA_DI_RISPOSTA, G(2026, 12, 1));
	quesito_set(&q[4], "Q-5", ARGOMENTO_REGOLARIZZAZIONI, "Ricalcolo del 2019",
		G(2026, 3, 2), MOTIVO_ACCOLTO, GIORNO_NONE);
	q[4].protocollo = "INPS.7000.02/03/2026.0001033";
	q[4].stato = QUESITO_STATO_CHIUSO;
	q[4].esito = QUESITO_ESITO_ACCOLTO;
	quesito_set(&q[5], "Q-6", ARGOMENTO_AVVISO_BONARIO_ACCERTAMENTO,
		"Avviso bonario di febbraio", G(2026, 6, 8), MOTIVO_GIA_IN_APPUNTAMENTO,
		GIORNO_NONE);
	q[5].protocollo = "INPS.7000.08/06/2026.0002870";
	q[5].appuntamento = "AG-2026-7K3M9QX-C";
}

static void quesiti_none(struct quesito *q)
{
	quesito_set(&q[0], "Q-7", ARGOMENTO_CONTRIBUTI, "Contributi di ottobre",
		G(2026, 11, 16), MOTIVO_IN_ATTESA_DI_RISPOSTA, G(2026, 12, 1));
	q[0].protocollo = "INPS.7000.16/11/2026.0005211";
	quesito_set(&q[1], "Q-8", ARGOMENTO_ANAGRAFICHE, "Cognome della lavoratrice",
		G(2026, 5, 4), MOTIVO_ACCOLTO, GIORNO_NONE);
	q[1].protocollo = "INPS.7000.04/05/2026.0002201";
}

void fixture_quesiti(struct model *m, const char *codice)
{
	struct quesiti_slice *s = &m->quesiti;
	struct arena a = { 0 };
	bool none = !strcmp(codice, RAPPORTO_VUOTO);
	struct quesito *items = arena_array(&a, 6, sizeof(*items));
	const char *copy = arena_strdup(&a, codice);

	if (none)
		quesiti_none(items);
	else
		quesiti_full(items);
	slice_replace(&s->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	s->codice_rapporto_lavoro = copy;
	s->quesiti = (struct quesiti){ items, none ? 2 : 6 };
}

static struct punto punto_make(
	const char *id, const char *nome, const char *via, instant primo, int64_t liberi)
{
	return (struct punto){
		.id = id,
		.denominazione = nome,
		.codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma",
		.indirizzo = via,
		.citta = "Roma",
		.telefono = "06 5550 1234",
		.email = "direzione.provinciale.roma@postacert.inps.gov.it",
		.orari_di_apertura =
			"dal lunedì al venerdì 8:30-12:30; martedì anche 15:00-18:00",
		.cosa_portare = "Un documento di identità valido e la corrispondenza sul "
				"quesito.",
		.primo_libero = primo,
		.ultimo_giorno = G(2026, 12, 21),
		.orari_liberi = liberi,
	};
}

void fixture_punti(struct model *m, const char *codice)
{
	struct punti_slice *s = &m->punti;
	struct arena a = { 0 };
	struct punto *items = arena_array(&a, 3, sizeof(*items));
	const char *copy = arena_strdup(&a, codice);

	items[0] = punto_make("P7000-01", "Lavoro domestico, Roma", "Via delle Querce 12",
		instant_at(G(2026, 11, 24), 550), 171);
	items[1] = punto_make("P7000-02", "Lavoro domestico, Roma EUR",
		"Viale dei Tigli 40", instant_at(G(2026, 11, 23), 690), 38);
	items[2] = punto_make("P7000-03", "Sportello polifunzionale, Ostia",
		"Piazza della Marina 3", INSTANT_NONE, 0);
	slice_replace(&s->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	s->codice_rapporto_lavoro = copy;
	s->punti = (struct punti){ items, 3 };
}

/* Mornings of twelve times, the afternoon on Tuesdays; how many are free follows the
 * date. */
static void day_fill(struct arena *a, giorno g, struct giorno_disponibile *to)
{
	int wd = giorno_della_settimana(g), n = wd == 2 ? 21 : 12;

	*to = (struct giorno_disponibile){ .data = g };
	to->chiuso = wd == 7          ? "domenica"
		: wd == 6             ? "sabato"
		: g == G(2026, 12, 8) ? "Immacolata Concezione"
		: g == G(2026, 12, 4) ? "sciopero"
				      : NULL;
	if (to->chiuso)
		return;
	to->orari = arena_array(a, (size_t)n, sizeof(*to->orari));
	to->n_orari = (size_t)n;
	for (int i = 0; i < n; i++) {
		int minuto = i < 12 ? 510 + i * 20 : 900 + (i - 12) * 20;
		instant at = instant_at(g, minuto);
		int64_t liberi = (g * 7 + i * 5) % 4 == 0 || g % 5 == 0 ? 0 : (g + i) % 3;
		if (at < FIXTURE_NOW + 3600)
			liberi = 0;
		to->orari[i] = (struct orario){ at, at + 1200, 2, liberi };
		to->posti += 2;
		to->posti_liberi += liberi;
	}
}

void fixture_disponibilita(struct model *m, const char *punto, giorno dal, giorno al)
{
	struct disponibilita_slice *s = &m->disponibilita;
	struct arena a = { 0 };
	size_t n = (size_t)(al - dal + 1), k = 0;
	struct giorno_disponibile *days = arena_array(&a, n, sizeof(*days));
	const char *id = arena_strdup(&a, punto);

	for (giorno g = dal; g <= al; g++)
		day_fill(&a, g, &days[k++]);
	slice_replace(&s->s, &a, m->adesso, m->connessione.linea == LINEA_ATTIVA);
	s->dal = dal;
	s->al = al;
	s->disponibilita = (struct disponibilita){
		.punto = id,
		.as_of = m->adesso,
		.ultimo_giorno = G(2026, 12, 21),
		.giorni = days,
		.n_giorni = n,
	};
}

void fixture_recapiti(struct model *m, const char *codice)
{
	struct recapiti_slice *s = &m->recapiti;
	struct arena a = { 0 };
	struct recapito *items = arena_array(&a, 3, sizeof(*items));
	const char *copy = arena_strdup(&a, codice);

	items[0] = (struct recapito){ CANALE_CELLULARE, true, "+39 3** *** **67" };
	items[1] = (struct recapito){ CANALE_EMAIL, true, "a***@e***.it" };
	items[2] = (struct recapito){ CANALE_PEC, false, NULL };
	slice_replace(&s->s, &a, FIXTURE_NOW, m->connessione.linea == LINEA_ATTIVA);
	s->codice_rapporto_lavoro = copy;
	s->recapiti = (struct recapiti){ items, 3 };
}

void fixture_cartella(struct model *m, const char *percorso)
{
	static const struct voce_cartella voci[] = {
		{ "Scansioni", "/home/anna/Documenti/Scansioni", true, 0, FIXTURE_NOW,
			TIPO_FILE_NONE },
		{ "busta paga agosto.pdf", "/home/anna/Documenti/busta paga agosto.pdf",
			false, 184320, FIXTURE_NOW - 86400 * 40, TIPO_FILE_PDF },
		{ "foto del MAV.jpg", "/home/anna/Documenti/foto del MAV.jpg", false,
			1468006, FIXTURE_NOW - 86400 * 3, TIPO_FILE_JPEG },
		{ "lettera.docx", "/home/anna/Documenti/lettera.docx", false, 20480,
			FIXTURE_NOW - 86400, TIPO_FILE_NONE },
		{ "ricevuta bonifico.png", "/home/anna/Documenti/ricevuta bonifico.png",
			false, 921600, FIXTURE_NOW - 86400 * 2, TIPO_FILE_PNG },
		{ "scansione contratto.tif",
			"/home/anna/Documenti/scansione contratto.tif", false, 4718592,
			FIXTURE_NOW - 86400 * 9, TIPO_FILE_TIFF },
	};
	struct cartella_slice *s = &m->cartella;
	struct arena a = { 0 };
	bool sub = percorso && strstr(percorso, "Scansioni");

	s->voci = arena_array(&a, 6, sizeof(*s->voci));
	memcpy(s->voci, voci, sizeof(voci));
	s->n_voci = sub ? 0 : 6;
	s->percorso = sub ? "/home/anna/Documenti/Scansioni" : "/home/anna/Documenti";
	s->madre = sub ? "/home/anna/Documenti" : "/home/anna";
	slice_replace(&s->s, &a, INSTANT_NONE, true);
}
