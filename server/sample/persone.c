/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/persone.h"

#include "domain/codice_fiscale.h"
#include "server/sample/esempio.h"
#include "server/sample/luoghi.h"

#include <assert.h>
#include <string.h>

#define BELFIORE "Z999" /* no such place */

/* Who can sign in, once for each profile. */
static const struct esempio_persona elenco[] = {
	{ "p-anna-bianchi", "Anna Bianchi", PROFILO_CITTADINO, NULL,
	  "Roma: quesiti prenotabili e no, ciascuno con il suo motivo; un appuntamento fissato",
	  true },
	{ "p-mario-rossi", "Mario Rossi", PROFILO_CITTADINO, NULL,
	  "Milano: nessun quesito ancora prenotabile, e da quando lo sarà", false },
	{ "p-teresa-esposito", "Teresa Esposito", PROFILO_CITTADINO, NULL,
	  "Napoli: appuntamenti passati e futuri in tutti e tre gli stati", false },
	{ "p-giulia-ferrari", "Giulia Ferrari", PROFILO_CITTADINO, NULL,
	  "Milano: in parte seguita da un intermediario, da includere o escludere nelle ricerche",
	  false },
	{ "p-studio-verdi", "Paola Verdi", PROFILO_INTERMEDIARIO, "Studio Verdi",
	  "200 rapporti di lavoro in delega, deleghe in ogni stato", false },
	{ "p-caf-aurora", "Sara Colombo", PROFILO_INTERMEDIARIO, "CAF Aurora",
	  "una delega revocata: quel datore di lavoro non è più visibile", false },
	{ "p-rag-neri", "Bruno Neri", PROFILO_INTERMEDIARIO, "Rag. Bruno Neri",
	  "non abilitato (circolare 49/2011): ogni accesso è rifiutato", false },
	{ "p-luca-conti", "Luca Conti", PROFILO_CITTADINO, NULL,
	  "Roma: la stessa persona ha anche il profilo di intermediario", false },
	{ "p-luca-conti", "Luca Conti", PROFILO_INTERMEDIARIO, "Conti Consulenza del Lavoro",
	  "tre deleganti a Roma, Udine e Cagliari; ha anche il profilo di cittadino", false },
	{ "p-elena-ricci", "Elena Ricci", PROFILO_CITTADINO, NULL,
	  "Torino: sei rapporti di lavoro in stati diversi, tra cui scegliere", false },
	{ "p-rosa-lombardi", "Rosa Lombardi", PROFILO_CITTADINO, NULL,
	  "Firenze: una lunga corrispondenza, con allegati di tutti i tipi", false },
	{ "p-silvia-gallo", "Silvia Gallo", PROFILO_CITTADINO, NULL,
	  "Bologna: delega revocata, l'appuntamento preso dal CAF ora è suo", false },
	{ "p-karl-hofer", "Karl Hofer", PROFILO_CITTADINO, NULL,
	  "Bolzano: due punti di consulenza, Bolzano e Merano; solo PEC", false },
	{ "p-marta-kosic", "Marta Kosic", PROFILO_CITTADINO, NULL,
	  "Trieste: codice fiscale con omocodia", false },
	{ "p-carmela-russo", "Carmela Russo", PROFILO_CITTADINO, NULL,
	  "Palermo: protocollazione in corso accanto a un esito negativo", false },
	{ "p-giovanni-greco", "Giovanni Greco", PROFILO_CITTADINO, NULL,
	  "Venezia: un solo appuntamento, disdetto dalla Struttura, da riprenotare", false },
	{ "p-paolo-marino", "Paolo Marino", PROFILO_CITTADINO, NULL,
	  "Genova: nessun recapito presso INPS", false },
	{ "p-aldo-fontana", "Aldo Fontana", PROFILO_CITTADINO, NULL,
	  "Bari: nessun rapporto di lavoro", false },
};

const struct esempio_persona *esempio_persone(size_t *n)
{
	*n = sizeof elenco / sizeof elenco[0];
	return elenco;
}

/* The same people as INPS knows them; `contatti` holds c, e, p for what it has. */
static const struct anagrafe {
	const char *id, *nome, *cognome;
	bool donna;
	int anno, mese, giorno;
	const char *contatti;
	const char *tipo_delegato; /* intermediari */
} anagrafi[] = {
	{ "p-anna-bianchi", "Anna", "Bianchi", true, 1968, 3, 12, "ce", NULL },
	{ "p-mario-rossi", "Mario", "Rossi", false, 1955, 11, 2, "e", NULL },
	{ "p-teresa-esposito", "Teresa", "Esposito", true, 1949, 6, 24, "cep", NULL },
	{ "p-giulia-ferrari", "Giulia", "Ferrari", true, 1974, 1, 30, "ce", NULL },
	{ "p-studio-verdi", "Paola", "Verdi", true, 1969, 2, 11, "cep", "03" },
	{ "p-caf-aurora", "Sara", "Colombo", true, 1983, 9, 29, "ep", "07" },
	{ "p-rag-neri", "Bruno", "Neri", false, 1960, 1, 9, "ep", "03" },
	{ "p-luca-conti", "Luca", "Conti", false, 1977, 5, 26, "cep", "03" },
	{ "p-elena-ricci", "Elena", "Ricci", true, 1961, 9, 8, "ce", NULL },
	{ "p-rosa-lombardi", "Rosa", "Lombardi", true, 1952, 4, 17, "ce", NULL },
	{ "p-silvia-gallo", "Silvia", "Gallo", true, 1980, 12, 5, "cep", NULL },
	{ "p-karl-hofer", "Karl", "Hofer", false, 1958, 2, 28, "p", NULL },
	{ "p-marta-kosic", "Marta", "Kosic", true, 1965, 7, 19, "ce", NULL },
	{ "p-carmela-russo", "Carmela", "Russo", true, 1947, 5, 3, "c", NULL },
	{ "p-giovanni-greco", "Giovanni", "Greco", false, 1951, 10, 21, "ce", NULL },
	{ "p-paolo-marino", "Paolo", "Marino", false, 1944, 8, 14, "", NULL },
	{ "p-aldo-fontana", "Aldo", "Fontana", false, 1970, 3, 3, "e", NULL },
};
#define N_ANAGRAFI (sizeof anagrafi / sizeof anagrafi[0])

static char *codice_of(struct arena *a, const struct anagrafe *p)
{
	char codice[CODICE_FISCALE_SIZE];

	codice_fiscale_make(p->cognome, p->nome, p->anno, p->mese, p->giorno, p->donna, BELFIORE,
		codice);
	if (strcmp(p->id, "p-marta-kosic") == 0) {
		codice[14] = 'V'; /* 9, by omocodia */
		codice[15] = codice_fiscale_check(codice);
	}
	return arena_strdup(a, codice);
}

static const struct anagrafe *anagrafe_find(const char *id)
{
	for (size_t i = 0; i < N_ANAGRAFI; i++) {
		if (strcmp(anagrafi[i].id, id) == 0)
			return &anagrafi[i];
	}
	return NULL;
}

static struct persona persona_of(struct arena *a, const char *id)
{
	const struct anagrafe *p = anagrafe_find(id);

	assert(p);
	return (struct persona){ codice_of(a, p), p->nome, p->cognome };
}

static void profili_tell(struct fascio *f, struct persona_importata *to,
	const struct anagrafe *p)
{
	to->profili = arena_array(f->arena, 2, sizeof *to->profili);
	for (size_t i = 0; i < sizeof elenco / sizeof elenco[0]; i++) {
		const struct esempio_persona *e = &elenco[i];
		struct profilo_importato *profilo;

		if (strcmp(e->id, p->id) != 0)
			continue;
		profilo = &to->profili[to->n_profili++];
		profilo->tipo = e->profilo;
		profilo->denominazione = e->denominazione;
		profilo->descrizione = e->descrizione;
		profilo->predefinita = e->predefinita;
		if (e->profilo == PROFILO_INTERMEDIARIO) {
			profilo->tipo_delegato = p->tipo_delegato;
			profilo->abilitato = strcmp(p->id, "p-rag-neri") != 0;
		}
	}
}

static void recapiti_tell(struct fascio *f, struct persona_importata *to,
	const struct anagrafe *p)
{
	const char *name = p->id + 2; /* without "p-" */

	to->recapiti = arena_array(f->arena, 3, sizeof *to->recapiti);
	for (const char *c = p->contatti; *c; c++) {
		struct recapito_importato *r = &to->recapiti[to->n_recapiti++];

		r->canale = *c == 'c' ? CANALE_CELLULARE : *c == 'e' ? CANALE_EMAIL : CANALE_PEC;
		if (*c == 'c')
			r->valore = arena_printf(f->arena, "+39 399 0000%03d",
				100 + (int)(p - anagrafi));
		else
			r->valore = arena_printf(f->arena, "%s@%s.example", name,
				*c == 'e' ? "posta" : "pec");
	}
}

static void persona_tell(struct fascio *f, const struct anagrafe *p)
{
	struct persona_importata *to = fascio_persona(f);

	to->id = p->id;
	to->codice_fiscale = codice_of(f->arena, p);
	to->nome_proprio = p->nome;
	to->cognome = p->cognome;
	profili_tell(f, to, p);
	recapiti_tell(f, to, p);
}

const char *operatore_of(struct arena *a, const char *sede)
{
	return arena_printf(a, "o-%s", sede);
}

/* One operatore for each sede: who calls off and defines in the told stories. */
static void operatore_tell(struct fascio *f, size_t which)
{
	struct persona_importata *to = fascio_persona(f);
	struct persona who = inventato(f->arena, 19000 + (unsigned)which);
	struct profilo_importato *profilo = arena_alloc(f->arena, sizeof *profilo);

	to->id = operatore_of(f->arena, sede_code(which));
	to->codice_fiscale = who.codice_fiscale;
	to->nome_proprio = who.nome_proprio;
	to->cognome = who.cognome;
	profilo->tipo = PROFILO_OPERATORE;
	profilo->codice_sede_inps = sede_code(which);
	profilo->denominazione = arena_printf(f->arena, "Direzione provinciale di %s",
		sede_name(sede_code(which)));
	to->profili = profilo;
	to->n_profili = 1;
}

static const char *const donne[] = { "Adele", "Bruna", "Carla", "Diana", "Emma", "Franca",
	"Gemma", "Ines", "Lidia", "Mirella", "Nives", "Olga", "Piera", "Rita", "Stella", "Vera" };
static const char *const uomini[] = { "Achille", "Beppe", "Carlo", "Dario", "Ettore", "Fabio",
	"Guido", "Ivo", "Livio", "Marco", "Nino", "Orlando", "Piero", "Renzo", "Silvio", "Ugo" };
static const char *const cognomi[] = { "Abete", "Bosco", "Cedro", "Dattero", "Erba", "Faggio",
	"Ginestra", "Lauro", "Mirto", "Noce", "Olmo", "Pioppo", "Quercia", "Rovere", "Salice",
	"Tiglio", "Ulivo", "Verbena", "Zucca", "Melograno", "Nespolo", "Carrubo", "Corbezzolo" };
static const char *const da_lontano[][2] = { { "Oksana", "Verchenko" }, { "Marisol", "Quispez" },
	{ "Ionela", "Dumitrache" }, { "Rosalinda", "Macaraig" }, { "Nadifa", "Warsamo" },
	{ "Liudmyla", "Bondarko" }, { "Teodora", "Marinkova" }, { "Shanika", "Peiriso" },
	{ "Esperanza", "Villacortez" }, { "Daniela", "Popescanu" }, { "Jomar", "Batongbacal" },
	{ "Fatou", "Ndiayek" } };

#define PICK(list, i) (list)[(i) % (sizeof(list) / sizeof(list)[0])]

/* The birthday alone tells one number from another, up to 20160 of them. */
static char *codice_of_number(struct arena *a, const char *cognome, const char *nome,
	unsigned number, int anno, bool donna)
{
	char codice[CODICE_FISCALE_SIZE];

	codice_fiscale_make(cognome, nome, anno + (int)(number / 336) % 60,
		1 + (int)(number / 28 % 12), 1 + (int)(number % 28), donna, BELFIORE, codice);
	return arena_strdup(a, codice);
}

struct persona inventato(struct arena *a, unsigned number)
{
	bool donna = number % 2 == 0;
	struct persona p = { NULL, donna ? PICK(donne, number / 2) : PICK(uomini, number / 2),
		PICK(cognomi, number / 3) };

	p.codice_fiscale = codice_of_number(a, p.cognome, p.nome_proprio, number, 1931, donna);
	return p;
}

struct persona lavoratore_inventato(struct arena *a, unsigned number)
{
	const char *const *name = PICK(da_lontano, number);
	struct persona p = { NULL, name[0], name[1] };

	p.codice_fiscale = codice_of_number(a, name[1], name[0], number, 1940,
		strcmp(name[0], "Jomar") != 0);
	return p;
}

/* The rapporti of those who can sign in. Days are counted back from oggi; `fine` 0: it lasts. */
static const struct {
	const char *codice, *datore, *sede;
	enum rapporto_stato stato;
	enum mansione mansione;
	enum contratto contratto;
	int inizio, fine;
} rapporti[] = {
	{ "0000123456", "p-anna-bianchi", "7000", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 1460, 0 },
	{ "0000234567", "p-mario-rossi", "4900", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TDE, 90, 0 },
	{ "0000345678", "p-teresa-esposito", "5100", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 2900, 0 },
	{ "0000345679", "p-teresa-esposito", "5100", RAPPORTO_STATO_CESSATO,
	  MANSIONE_COLF, CONTRATTO_TDS, 1200, 300 },
	{ "0000456789", "p-giulia-ferrari", "4900", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TIN, 700, 0 },
	{ "0000456790", "p-giulia-ferrari", "4900", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TDE, 200, 0 },
	{ "0000567001", "p-elena-ricci", "8100", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TIN, 800, 0 },
	{ "0000567002", "p-elena-ricci", "8100", RAPPORTO_STATO_CESSATO,
	  MANSIONE_BADANTE, CONTRATTO_TDE, 1500, 820 },
	{ "0000567003", "p-elena-ricci", "8100", RAPPORTO_STATO_IN_VERIFICA,
	  MANSIONE_BADANTE, CONTRATTO_TDE, 12, 0 },
	{ "0000567004", "p-elena-ricci", "8100", RAPPORTO_STATO_ANNULLATO,
	  MANSIONE_COLF, CONTRATTO_ND, 400, 399 },
	{ "0000567005", "p-elena-ricci", "8100", RAPPORTO_STATO_RESPINTO,
	  MANSIONE_COLF, CONTRATTO_TDS, 60, 58 },
	{ "0000567006", "p-elena-ricci", "8100", RAPPORTO_STATO_ISCRITTO,
	  MANSIONE_COLF, CONTRATTO_TIN, 3, 0 },
	{ "0000678901", "p-rosa-lombardi", "3000", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 3300, 0 },
	{ "0000789012", "p-silvia-gallo", "1300", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TIN, 1000, 0 },
	{ "0000890123", "p-karl-hofer", "1400", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 950, 0 },
	{ "0000901234", "p-marta-kosic", "8500", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TDE, 150, 0 },
	{ "0000912345", "p-carmela-russo", "5500", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 2000, 0 },
	{ "0000923456", "p-giovanni-greco", "8800", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 600, 0 },
	{ "0000934567", "p-paolo-marino", "3400", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_BADANTE, CONTRATTO_TIN, 1800, 0 },
	{ "0000945678", "p-luca-conti", "7000", RAPPORTO_STATO_ATTIVO,
	  MANSIONE_COLF, CONTRATTO_TIN, 500, 0 },
};

static void rapporti_tell(struct fascio *f)
{
	for (size_t i = 0; i < sizeof rapporti / sizeof rapporti[0]; i++) {
		struct rapporto_importato *r = fascio_rapporto(f);

		r->codice_rapporto_lavoro = rapporti[i].codice;
		r->stato = rapporti[i].stato;
		r->mansione = rapporti[i].mansione;
		r->contratto = rapporti[i].contratto;
		r->datore = persona_of(f->arena, rapporti[i].datore);
		r->lavoratore = lavoratore_inventato(f->arena, 7 * (unsigned)i + 3);
		r->codice_sede_inps = rapporti[i].sede;
		r->inizio = f->oggi - rapporti[i].inizio;
		if (rapporti[i].fine)
			r->fine = f->oggi - rapporti[i].fine;
	}
}

void rapporto_tell(struct fascio *f, const char *codice, struct persona datore,
	struct persona lavoratore, const char *sede)
{
	struct rapporto_importato *r = fascio_rapporto(f);

	r->codice_rapporto_lavoro = codice;
	r->stato = RAPPORTO_STATO_ATTIVO;
	r->mansione = lavoratore.codice_fiscale[9] % 2 ? MANSIONE_COLF : MANSIONE_BADANTE;
	r->contratto = CONTRATTO_TIN;
	r->datore = datore;
	r->lavoratore = lavoratore;
	r->codice_sede_inps = sede;
	r->inizio = f->oggi - 900 + (giorno)random_below(&f->caso, 300);
}

static void delega_tell(struct fascio *f, const char *datore, const char *intermediario,
	enum delega_stato stato, int dal, int al)
{
	struct delega_importata *d = fascio_delega(f);

	d->datore = datore;
	d->intermediario = intermediario;
	d->stato = stato;
	d->dal = f->oggi - dal;
	if (al)
		d->al = f->oggi - al;
}

char *studio_rapporto(struct arena *a, unsigned number)
{
	return arena_printf(a, "%010u", 1000037 + number * 37);
}

const char *studio_sede(unsigned number)
{
	static const char *const where[] = { "7000", "4900", "7000", "8100", "5100", "7000", "1300" };

	return PICK(where, number % 10 == 9 ? number - 1 : number);
}

/* 198 here, and the two of Giulia Ferrari. Every tenth employer has two rapporti. */
static void studio_tell(struct fascio *f)
{
	unsigned employer = 0;

	delega_tell(f, persona_of(f->arena, "p-giulia-ferrari").codice_fiscale, "p-studio-verdi",
		DELEGA_STATO_ATTIVA, 180, 0);
	for (unsigned i = 0; i < STUDIO_VERDI_RAPPORTI - 2; i++) {
		struct persona datore = inventato(f->arena, employer);

		rapporto_tell(f, studio_rapporto(f->arena, i), datore,
			lavoratore_inventato(f->arena, 1000 + i), studio_sede(i));
		if (i % 10 == 8)
			continue; /* the next one is this employer's too */
		delega_tell(f, datore.codice_fiscale, "p-studio-verdi", DELEGA_STATO_ATTIVA,
			200 + (int)(i % 150), 0);
		employer++;
	}
}

/* Mandates that open nothing: one in each other state, and the few of the smaller ones. */
static void others_tell(struct fascio *f)
{
	static const enum delega_stato closed[] = { DELEGA_STATO_INSERITA, DELEGA_STATO_IN_ATTESA_VERIFICA,
		DELEGA_STATO_REVOCATA, DELEGA_STATO_ANNULLATA };
	static const char *const sedi_conti[] = { "7000", "8600", "1700" };
	static const char *const sedi_aurora[] = { "1300", "3000", "8800" };

	for (unsigned i = 0; i < 4; i++) {
		struct persona datore = inventato(f->arena, 400 + i);

		rapporto_tell(f, arena_printf(f->arena, "%010u", 1900001 + i), datore,
			lavoratore_inventato(f->arena, 1400 + i), "7000");
		delega_tell(f, datore.codice_fiscale, "p-studio-verdi", closed[i], 100 + (int)i,
			closed[i] == DELEGA_STATO_REVOCATA || closed[i] == DELEGA_STATO_ANNULLATA ? 30 : 0);
	}
	for (unsigned i = 0; i < 3; i++) {
		struct persona datore = inventato(f->arena, 410 + i);
		struct persona altro = inventato(f->arena, 420 + i);

		rapporto_tell(f, arena_printf(f->arena, "%010u", 1910001 + i), datore,
			lavoratore_inventato(f->arena, 1410 + i), sedi_conti[i]);
		delega_tell(f, datore.codice_fiscale, "p-luca-conti", DELEGA_STATO_ATTIVA, 300, 0);
		rapporto_tell(f, arena_printf(f->arena, "%010u", 1920001 + i), altro,
			lavoratore_inventato(f->arena, 1420 + i), sedi_aurora[i]);
		delega_tell(f, altro.codice_fiscale, "p-caf-aurora",
			i == 2 ? DELEGA_STATO_IN_ATTESA_VERIFICA : DELEGA_STATO_ATTIVA, 250, 0);
	}
	delega_tell(f, persona_of(f->arena, "p-paolo-marino").codice_fiscale, "p-rag-neri",
		DELEGA_STATO_ATTIVA, 120, 0);
	delega_tell(f, persona_of(f->arena, "p-silvia-gallo").codice_fiscale, "p-caf-aurora",
		DELEGA_STATO_ATTIVA, 400, 0);
}

void persone_tell(struct fascio *f)
{
	for (size_t i = 0; i < N_ANAGRAFI; i++)
		persona_tell(f, &anagrafi[i]);
	for (size_t i = 0; i < sedi_count(); i++)
		operatore_tell(f, i);
	rapporti_tell(f);
	studio_tell(f);
	others_tell(f);
}

void persone_tell_after(struct fascio *f)
{
	delega_tell(f, persona_of(f->arena, "p-silvia-gallo").codice_fiscale, "p-caf-aurora",
		DELEGA_STATO_REVOCATA, 400, 5);
}
