/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Who is there, and what home shows.
 */
#include "tests/screens/fixture.h"

#include "ui/righe.h"

#include <string.h>

void fixture_empty(struct model *m)
{
	model_init(m);
	m->adesso = FIXTURE_NOW;
	m->server = "agenda.example";
	m->cartella_scaricati = "/home/anna/Scaricati";
	m->visore = "zathura";
}

void fixture_accesso(struct model *m)
{
	struct arena a = { 0 };

	fixture_empty(m);
	m->connessione.linea = LINEA_ATTIVA;
	m->connessione.ultimo_contatto = FIXTURE_NOW;
	slice_replace(&m->accesso.s, &a, FIXTURE_NOW, true);
	m->accesso.fase = ACCESSO_ATTESA;
	m->accesso.user_code = "WDJB-MJHT";
	m->accesso.indirizzo = "https://accesso.example/dispositivo";
	m->accesso.indirizzo_completo =
		"https://accesso.example/dispositivo?codice=WDJB-MJHT";
	m->accesso.scade_il = FIXTURE_NOW + 600;
}

void fixture_accesso_lungo(struct model *m)
{
	fixture_accesso(m);
	m->accesso.motivo = ACCESSO_SCADUTO;
	m->accesso.indirizzo = "https://accesso.agenda-appuntamenti.example/dispositivo";
	m->accesso.indirizzo_completo = "https://accesso.agenda-appuntamenti.example/"
		"dispositivo?user_code=WDJB-MJHT";
}

static const struct persona_esempio persone[] = {
	{ "p-anna-bianchi", "Anna Bianchi", PROFILO_CITTADINO, NULL,
		"Roma: quesiti prenotabili e no, ciascuno con il suo motivo; un "
		"appuntamento fissato",
		true },
	{ "p-mario-rossi", "Mario Rossi", PROFILO_CITTADINO, NULL,
		"Milano: nessun quesito ancora prenotabile, e da quando lo sarà", false },
	{ "p-giulia-ferrari", "Giulia Ferrari", PROFILO_CITTADINO, NULL,
		"Milano: in parte seguita da un intermediario, da includere o "
		"escludere nelle "
		"ricerche",
		false },
	{ "p-karl-hofer", "Karl Hofer", PROFILO_CITTADINO, NULL,
		"Bolzano: due punti di consulenza, Bolzano e Merano; solo PEC", false },
	{ "p-luca-conti", "Luca Conti", PROFILO_CITTADINO, NULL,
		"Roma: la stessa persona ha anche il profilo di intermediario", false },
	{ "p-luca-conti", "Luca Conti", PROFILO_INTERMEDIARIO,
		"Conti Consulenza del Lavoro",
		"tre deleganti a Roma, Udine e Cagliari; ha anche il profilo di "
		"cittadino",
		false },
	{ "p-studio-verdi", "Giulia Verdi", PROFILO_INTERMEDIARIO, "Studio Verdi",
		"200 rapporti di lavoro in delega, deleghe in ogni stato", false },
	{ "p-rag-neri", "Bruno Neri", PROFILO_INTERMEDIARIO, "Rag. Bruno Neri",
		"non abilitato (circolare 49/2011): ogni accesso è rifiutato", false },
};

void fixture_persone(struct model *m)
{
	struct arena a = { 0 };

	fixture_accesso(m);
	m->demo = true;
	m->server = "127.0.0.1";
	m->accesso.fase = ACCESSO_SCELTA;
	m->accesso.n_persone = sizeof(persone) / sizeof(persone[0]);
	m->accesso.persone = arena_array(&a, m->accesso.n_persone, sizeof(persone[0]));
	memcpy(m->accesso.persone, persone, sizeof(persone));
	slice_replace(&m->accesso.s, &a, FIXTURE_NOW, true);
}

static void signed_in(struct model *m, const char *id, const char *nome,
	const char *cognome, enum tipo_profilo profilo)
{
	struct arena a = { 0 };

	fixture_empty(m);
	m->connessione.linea = LINEA_ATTIVA;
	m->connessione.ultimo_contatto = FIXTURE_NOW;
	m->accesso.fase = ACCESSO_FATTO;
	m->profilo.profilo = (struct profilo){
		.id = id,
		.in_uso = profilo,
		.abilitato = true,
		.persona = { NULL, nome, cognome },
	};
	slice_replace(&m->profilo.s, &a, FIXTURE_NOW, true);
}

static struct appuntamento_sintesi next_one(giorno g, int minuto)
{
	return (struct appuntamento_sintesi){
		.id = "AG-2026-7K3M9QX-C",
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.codice_rapporto_lavoro = RAPPORTO_PIENO,
		.datore = { NULL, "Anna", "Bianchi" },
		.lavoratore = { NULL, "Maria", "Popescu" },
		.punto = "P7000-01",
		.punto_denominazione = "Lavoro domestico, Roma",
		.inizio = instant_at(g, minuto),
		.fine = instant_at(g, minuto + 20),
		.quesiti = 1,
		.gestore = { PROFILO_CITTADINO, NULL },
		.versione = 1,
	};
}

static void home_rows(struct home *h, enum nomi nomi, struct arena *a)
{
	static const int days[] = { 3, 16 };
	giorno oggi = giorno_of(FIXTURE_NOW);

	h->n_prossimi = 2;
	h->prossimi = arena_array(a, 2, sizeof(*h->prossimi));
	for (size_t i = 0; i < 2; i++) {
		struct appuntamento_sintesi s = next_one(
			oggi + days[i], 570 + (int)i * 40);
		s.id = i ? "AG-2026-0V8RBT2-M" : "AG-2026-7K3M9QX-C";
		riga_appuntamento(a, nomi, &s, &h->prossimi[i]);
	}
	h->n_attenzioni = 2;
	h->attenzioni = arena_array(a, 2, sizeof(*h->attenzioni));
	h->attenzioni[0] = (struct attenzione){
		.tipo = ATTENZIONE_DEFINITO,
		.id = "AG-2026-R4D1J0Z-2",
		.inizio = instant_at(oggi + 8, 660),
		.giorno = GIORNO_NONE,
	};
	h->attenzioni[1] = (struct attenzione){
		.tipo = ATTENZIONE_PRENOTABILI,
		.n = 2,
		.id = RAPPORTO_PIENO,
		.inizio = INSTANT_NONE,
		.giorno = GIORNO_NONE,
	};
	for (size_t i = 0; i < 2; i++)
		riga_attenzione(a, &h->attenzioni[i]);
}

static const struct persona popescu = { NULL, "Maria", "Popescu" };

static struct bozza one_draft(struct arena *a)
{
	struct bozza b = {
		.id = "b-1",
		.creata_il = FIXTURE_NOW - 3600,
		.aggiornata_il = FIXTURE_NOW - 1200,
		.codice_rapporto_lavoro = RAPPORTO_PIENO,
		.datore = "Anna Bianchi",
		.punto = "P7000-02",
		.punto_denominazione = "Lavoro domestico, Roma EUR",
		.inizio = instant_at(giorno_of(FIXTURE_NOW) + 4, 545),
	};
	b.quesiti = arena_array(a, 1, sizeof(*b.quesiti));
	b.quesiti[0] = "Q-1";
	b.n_quesiti = 1;
	return b;
}

void fixture_bozze(struct model *m)
{
	struct home *h = &m->home;
	struct arena *a = &h->s.arena;
	struct bozza one = one_draft(a);
	struct bozza two = {
		.id = "b-2",
		.aggiornata_il = FIXTURE_NOW - 90000,
		.creata_il = FIXTURE_NOW - 90000,
		.inizio = INSTANT_NONE,
	};

	h->n_bozze = 2;
	h->bozze = arena_array(a, 2, sizeof(*h->bozze));
	riga_bozza(a, m->nomi, &one, &h->bozze[0]);
	riga_bozza(a, m->nomi, &two, &h->bozze[1]);
	for (size_t i = 0; i < 2 && m->profilo.profilo.in_uso == PROFILO_CITTADINO; i++)
		riga_bozza_propria(a, m->nomi, &popescu, &h->bozze[i]);
}

void fixture_sospeso(struct model *m)
{
	struct home *h = &m->home;

	h->n_sospesi = 1;
	h->sospesi = arena_array(&h->s.arena, 1, sizeof(*h->sospesi));
	h->sospesi[0] = (struct sospeso){
		.chiave = "6f1c2a52-0000-4000-8000-000000000001",
		.bozza = "b-1",
		.punto_denominazione = "Lavoro domestico, Roma",
		.inizio = instant_at(giorno_of(FIXTURE_NOW) + 4, 545),
		.inviata_il = FIXTURE_NOW - 60,
	};
}

void fixture_anna(struct model *m)
{
	struct arena a = { 0 };

	signed_in(m, "p-anna-bianchi", "Anna", "Bianchi", PROFILO_CITTADINO);
	home_rows(&m->home, m->nomi, &a);
	slice_replace(&m->home.s, &a, FIXTURE_NOW, true);
	fixture_bozze(m);
}

void fixture_studio(struct model *m)
{
	struct arena a = { 0 };

	signed_in(m, "p-studio-verdi", "Giulia", "Verdi", PROFILO_INTERMEDIARIO);
	m->profilo.profilo.tipo_delegato = "03";
	m->profilo.profilo.deleganti = arena_array(
		&m->profilo.s.arena, 3, sizeof(struct delegante));
	m->profilo.profilo.n_deleganti = 3;
	m->profilo.profilo.deleganti[0] = (struct delegante){ { NULL, "Anna", "Bianchi" },
		DELEGA_STATO_ATTIVA, giorno_of(FIXTURE_NOW) - 400, GIORNO_NONE, 1 };
	m->profilo.profilo.deleganti[1] = (struct delegante){ { NULL, "Bruno", "Caruso" },
		DELEGA_STATO_IN_ATTESA_VERIFICA, giorno_of(FIXTURE_NOW) - 3, GIORNO_NONE,
		0 };
	m->profilo.profilo.deleganti[2] = (struct delegante){ { NULL, "Teresa", "Ricci" },
		DELEGA_STATO_REVOCATA, giorno_of(FIXTURE_NOW) - 700,
		giorno_of(FIXTURE_NOW) - 3, 0 };
	home_rows(&m->home, m->nomi, &a);
	m->home.n_attenzioni = 3;
	m->home.attenzioni = arena_array(&a, 3, sizeof(*m->home.attenzioni));
	m->home.attenzioni[0] = (struct attenzione){
		.tipo = ATTENZIONE_DELEGA_FINITA,
		.testo = "Teresa Ricci",
		.giorno = giorno_of(FIXTURE_NOW) - 3,
		.inizio = INSTANT_NONE,
	};
	m->home.attenzioni[1] = (struct attenzione){
		.tipo = ATTENZIONE_PRENOTABILI,
		.n = 6110,
		.inizio = INSTANT_NONE,
		.giorno = GIORNO_NONE,
	};
	m->home.attenzioni[2] = (struct attenzione){
		.tipo = ATTENZIONE_DISDETTO,
		.id = "AG-2026-R4D1J0Z-2",
		.inizio = instant_at(giorno_of(FIXTURE_NOW) + 8, 660),
		.datore = nome_phrase(&a, m->nomi, "Bruno Caruso"),
		.testo = "Assemblea del personale nella mattina.",
		.giorno = GIORNO_NONE,
	};
	for (size_t i = 0; i < 3; i++)
		riga_attenzione(&a, &m->home.attenzioni[i]);
	slice_replace(&m->home.s, &a, FIXTURE_NOW, true);
}

static void stale(struct slice *s)
{
	s->viva = false;
}

void fixture_parziale(struct model *m)
{
	struct slice *const lists[] = { &m->home.s, &m->rapporti.f.s, &m->risultati.f.s };

	fixture_offline(m);
	m->adesso = FIXTURE_NOW;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		lists[i]->parziale = true;
	m->home.n_attenzioni = m->home.n_prossimi = m->home.n_bozze = 0;
}

void fixture_offline(struct model *m)
{
	m->connessione.linea = LINEA_CADUTA;
	m->connessione.ultimo_contatto = FIXTURE_NOW;
	m->adesso = FIXTURE_NOW + 36 * 3600;
	stale(&m->home.s);
	stale(&m->profilo.s);
	stale(&m->rapporti.f.s);
	stale(&m->rapporto.s);
	stale(&m->quesiti.s);
	stale(&m->punti.s);
	stale(&m->disponibilita.s);
	stale(&m->recapiti.s);
	stale(&m->risultati.f.s);
	stale(&m->dettaglio.s);
	stale(&m->manuali.s);
	stale(&m->manuale.s);
}

void fixture_names(struct model *m, enum nomi nomi)
{
	m->maschera = true;
	m->conserva = 90;
	m->nomi = nomi;
	home_rows(&m->home, nomi, &m->home.s.arena);
	fixture_bozze(m);
	m->home.s.generation++;
}

void fixture_mascherata(struct model *m)
{
	fixture_anna(m);
	fixture_names(m, NOMI_MASCHERATI);
}

void fixture_studio_mascherato(struct model *m)
{
	fixture_studio(m);
	fixture_names(m, NOMI_MASCHERATI);
}

void fixture_demo(struct model *m)
{
	fixture_anna(m);
	m->demo = true;
}

void fixture_sospesa(struct model *m)
{
	fixture_anna(m);
	fixture_sospeso(m);
}

void fixture_ripresa(struct model *m)
{
	struct novita_slice *n = &m->novita;
	struct arena *a = &n->s.arena;
	struct bozza b;
	struct quesito q = { .id = "Q-7", .oggetto = "Sollecito del MAV di ottobre",
		.motivo = MOTIVO_GIA_IN_APPUNTAMENTO, .appuntamento = "AG-2026-7K3M9QX-C" };
	struct bozza_allegato f = { .nome = "busta paga agosto.pdf", .scade_il = INSTANT_NONE };
	struct ripresa r = { .a = a };

	fixture_anna(m);
	fixture_bozze(m);
	b = one_draft(a);
	b.quesiti[0] = "Q-7";
	ripresa_quesiti(&r, &b, &(struct quesiti){ &q, 1 });
	b.inizio = FIXTURE_NOW - 3600;
	ripresa_orario(&r, &b, NULL, FIXTURE_NOW);
	ripresa_file(&r, &f, FILE_SPARITO, FIXTURE_NOW);
	ripresa_non_controllati(&r, 1u << RIPRESA_RECAPITI);
	n->voci = arena_array(a, r.n, sizeof(*n->voci));
	memcpy(n->voci, r.voci, r.n * sizeof(*n->voci));
	n->n = r.n;
	n->s.generation++;
}

void fixture_inviata(struct model *m)
{
	struct bozza b;

	fixture_anna(m);
	fixture_bozze(m);
	b = one_draft(&m->home.s.arena);
	b.nota = "Il versamento non risulta.";
	b.chiave = "k";
	b.n_allegati = 2;
	riga_bozza(&m->home.s.arena, m->nomi, &b, &m->home.bozze[0]);
	riga_bozza_propria(&m->home.s.arena, m->nomi, &popescu, &m->home.bozze[0]);
}
