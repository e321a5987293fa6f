/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The played use cases.
 */
#include "tests/screens/finto.h"

#include "tests/screens/fixture.h"
#include "ui/screens/scheda.h"

#include <stdio.h>
#include <string.h>

/* ── The open bozza: copied whole at each accepted field, as the real one is ────────────── */

static struct bozza copy_bozza(const struct bozza *b, struct arena *a)
{
	struct bozza c = *b;

	c.id = arena_strdup(a, b->id);
	c.codice_rapporto_lavoro = arena_strdup(a, b->codice_rapporto_lavoro);
	c.datore = arena_strdup(a, b->datore);
	c.punto = arena_strdup(a, b->punto);
	c.punto_denominazione = arena_strdup(a, b->punto_denominazione);
	c.nota = arena_strdup(a, b->nota);
	c.chiave = arena_strdup(a, b->chiave);
	c.quesiti = arena_array(a, b->n_quesiti + 1, sizeof(*c.quesiti));
	for (size_t i = 0; i < b->n_quesiti; i++)
		c.quesiti[i] = arena_strdup(a, b->quesiti[i]);
	for (size_t i = 0; i < b->n_allegati; i++) {
		c.allegati[i].percorso = arena_strdup(a, b->allegati[i].percorso);
		c.allegati[i].nome = arena_strdup(a, b->allegati[i].nome);
	}
	return c;
}

static void put_bozza(struct model *m, struct arena *a, const struct bozza *b)
{
	slice_replace(&m->bozza.s, a, m->adesso, true);
	m->bozza.bozza = *b;
	m->bozza.salvata_il = m->adesso;
	err_clear(&m->bozza.rifiuto);
}

static bool refuse(struct model *m, int code, const char *field, const char *text)
{
	err_set(&m->bozza.rifiuto, code, "finto");
	err_field(&m->bozza.rifiuto, field);
	if (text)
		err_say(&m->bozza.rifiuto, "%s", text);
	m->bozza.s.generation++;
	return false;
}

static bool set_rapporto(
	struct model *m, const struct intent *i, struct arena *a, struct bozza *b)
{
	fixture_rapporto(m, i->codice);
	fixture_quesiti(m, i->codice);
	fixture_punti(m, i->codice);
	fixture_recapiti(m, i->codice);
	b->codice_rapporto_lavoro = arena_strdup(a, i->codice);
	b->datore = persona_phrase(a, &m->rapporto.rapporto.datore);
	b->n_quesiti = 0;
	b->punto = NULL;
	b->inizio = INSTANT_NONE;
	return true;
}

static void month_of(instant t, giorno from, giorno *dal, giorno *al)
{
	int anno, mese, g;

	giorno_to_civil(giorno_of(t), &anno, &mese, &g);
	*dal = giorno_from_civil(anno, mese, 1);
	*al = giorno_from_civil(anno, mese, mese_length(anno, mese));
	if (*dal < from)
		*dal = from;
}

static bool set_punto(
	struct model *m, const struct intent *i, struct arena *a, struct bozza *b)
{
	giorno dal, al;

	for (size_t k = 0; k < m->punti.punti.n; k++) {
		const struct punto *p = &m->punti.punti.items[k];
		if (strcmp(p->id, i->id) != 0)
			continue;
		b->punto = arena_strdup(a, p->id);
		b->punto_denominazione = arena_strdup(a, p->denominazione);
		b->inizio = INSTANT_NONE;
		month_of(p->primo_libero, giorno_of(m->adesso), &dal, &al);
		fixture_disponibilita(m, p->id, dal, al);
	}
	return b->punto != NULL;
}

static bool set_quesiti(const struct intent *i, struct arena *a, struct bozza *b)
{
	b->quesiti = arena_array(a, i->n_ids + 1, sizeof(*b->quesiti));
	b->n_quesiti = i->n_ids;
	for (size_t k = 0; k < i->n_ids; k++)
		b->quesiti[k] = arena_strdup(a, i->ids[k]);
	return true;
}

static bool attach(
	struct model *m, const struct intent *i, struct arena *a, struct bozza *b)
{
	int64_t sum = 0;

	for (size_t k = 0; k < b->n_allegati; k++)
		sum += b->allegati[k].byte;
	for (size_t k = 0; k < m->cartella.n_voci; k++) {
		const struct voce_cartella *x = &m->cartella.voci[k];
		if (strcmp(x->percorso, i->percorso) != 0)
			continue;
		if (sum + x->byte > ALLEGATI_BYTES_MAX || b->n_allegati == ALLEGATI_MAX)
			return refuse(
				m, PROBLEM_ALLEGATI_TROPPO_GRANDI, "allegati", NULL);
		m->bozza.caricamenti[b->n_allegati] = (struct caricamento_stato){
			.fase = CARICAMENTO_FATTO,
			.inviati = x->byte,
		};
		b->allegati[b->n_allegati++] = (struct bozza_allegato){
			.percorso = arena_strdup(a, x->percorso),
			.nome = arena_strdup(a, x->nome),
			.byte = x->byte,
			.tipo = x->tipo,
		};
		return true;
	}
	return refuse(m, PROBLEM_ALLEGATO_NON_AMMESSO, "allegati", NULL);
}

static bool detach(struct model *m, size_t indice, struct bozza *b)
{
	if (indice >= b->n_allegati)
		return false;
	for (size_t k = indice; k + 1 < b->n_allegati; k++) {
		b->allegati[k] = b->allegati[k + 1];
		m->bozza.caricamenti[k] = m->bozza.caricamenti[k + 1];
	}
	b->n_allegati--;
	return true;
}

static bool change_bozza(struct model *m, const struct intent *i)
{
	struct arena a = { 0 };
	struct bozza b = copy_bozza(&m->bozza.bozza, &a);
	bool ok = true;

	if (i->kind == INTENT_BOZZA_RAPPORTO)
		ok = set_rapporto(m, i, &a, &b);
	else if (i->kind == INTENT_BOZZA_QUESITI)
		ok = set_quesiti(i, &a, &b);
	else if (i->kind == INTENT_BOZZA_PUNTO)
		ok = set_punto(m, i, &a, &b);
	else if (i->kind == INTENT_BOZZA_ORARIO)
		b.inizio = i->inizio;
	else if (i->kind == INTENT_BOZZA_NOTA)
		b.nota = arena_strdup(&a, i->testo);
	else if (i->kind == INTENT_BOZZA_ALLEGA)
		ok = attach(m, i, &a, &b);
	else if (i->kind == INTENT_BOZZA_STACCA)
		ok = detach(m, i->indice, &b);
	else if (i->kind == INTENT_BOZZA_CANALI) {
		b.n_canali = 0;
		for (int c = CANALE_NONE + 1; c < CANALE_COUNT; c++)
			if (i->canali & 1u << c)
				b.canali[b.n_canali++] = (enum canale)c;
	}
	if (ok)
		put_bozza(m, &a, &b);
	arena_release(&a);
	return ok;
}

static bool open_bozza(struct model *m, const struct intent *i)
{
	struct arena a = { 0 };
	struct bozza b = { .id = "b-9", .inizio = INSTANT_NONE };
	struct intent sub = *i;

	m->invio.fase = INVIO_NESSUNO;
	put_bozza(m, &a, &b);
	fixture_rapporti(m, "", NULL, 60);
	if (i->codice) {
		sub.kind = INTENT_BOZZA_RAPPORTO;
		change_bozza(m, &sub);
	}
	if (i->kind == INTENT_BOZZA_NUOVA || !i->id || strcmp(i->id, "b-1") != 0)
		return true;
	sub.kind = INTENT_BOZZA_RAPPORTO;
	sub.codice = RAPPORTO_PIENO;
	change_bozza(m, &sub);
	sub.kind = INTENT_BOZZA_QUESITI;
	sub.ids = (const char *const[]){ "Q-1" };
	sub.n_ids = 1;
	change_bozza(m, &sub);
	sub.kind = INTENT_BOZZA_PUNTO;
	sub.id = "P7000-02";
	change_bozza(m, &sub);
	sub.kind = INTENT_BOZZA_ORARIO;
	sub.inizio = instant_at(giorno_of(m->adesso) + 4, 550);
	return change_bozza(m, &sub);
}

/* ── The confirmation ───────────────────────────────────────────────────────────────────── */

static void confirmed(struct model *m)
{
	const struct bozza *b = &m->bozza.bozza;
	struct appuntamento *x = &m->invio.appuntamento;

	m->invio.fase = INVIO_CONFERMATO;
	fixture_dettaglio(m, "AG-2026-7K3M9QX-C");
	*x = m->dettaglio.appuntamento;
	x->inizio = b->inizio;
	x->nota = b->nota;
	for (size_t k = 0; k < m->punti.punti.n; k++)
		if (!strcmp(m->punti.punti.items[k].id, b->punto))
			x->punto = m->punti.punti.items[k];
}

static void taken(struct model *m, struct arena *a)
{
	struct problem *p = &m->invio.problem;
	instant at = m->bozza.bozza.inizio;

	m->invio.fase = INVIO_RIFIUTATO;
	*p = (struct problem){
		.type = PROBLEM_ORARIO_OCCUPATO,
		.status = 409,
		.prenotabile_dal = GIORNO_NONE,
		.n_orari_vicini = 3,
	};
	p->orari_vicini = arena_array(a, 3, sizeof(*p->orari_vicini));
	p->orari_vicini[0] = (struct orario){ at - 1200, at, 2, 1 };
	p->orari_vicini[1] = (struct orario){ at + 2400, at + 3600, 2, 2 };
	p->orari_vicini[2] = (struct orario){ at + 86400, at + 87600, 2, 1 };
}

static struct reply confirm(struct finto *f, struct model *m)
{
	struct arena a = { 0 };
	struct reply r = { INTENT_CONFERMA, REPLY_ACCEPTED };

	memset(&m->invio.problem, 0, sizeof(m->invio.problem));
	m->invio.chiave = "6f1c2a52-0000-4000-8000-000000000001";
	if (f->conferma == FINTO_CONFERMA)
		confirmed(m);
	else if (f->conferma == FINTO_OCCUPATO)
		taken(m, &a);
	else
		m->invio.fase = f->conferma == FINTO_PERSA ? INVIO_DA_VERIFICARE
			: f->conferma == FINTO_FILE        ? INVIO_FILE
							   : INVIO_IN_CORSO;
	if (f->conferma == FINTO_FILE && m->bozza.bozza.n_allegati) {
		m->bozza.caricamenti[0].fase = CARICAMENTO_IN_CORSO;
		m->bozza.caricamenti[0].inviati = m->bozza.bozza.allegati[0].byte * 2 / 3;
	}
	slice_replace(&m->invio.s, &a, m->adesso, true);
	return r;
}

static void cancel(struct finto *f, struct model *m, const struct intent *i)
{
	struct cancellazione *c = &m->cancellazione;
	struct arena a = { 0 };

	c->id = arena_strdup(&a, i->id);
	c->fase = f->rifiuta_cancellazione ? CANCELLAZIONE_RIFIUTATA
					   : CANCELLAZIONE_FATTA;
	c->problem = (struct problem){
		.type = PROBLEM_VERSIONE_SUPERATA,
		.status = 412,
		.prenotabile_dal = GIORNO_NONE,
	};
	slice_replace(&c->s, &a, m->adesso, true);
	if (f->rifiuta_cancellazione)
		return;
	m->dettaglio.appuntamento.stato = APPUNTAMENTO_STATO_CANCELLATO;
	m->dettaglio.s.generation++;
}

static void saved(struct model *m, const struct intent *i)
{
	struct arena a = { 0 };

	m->scarico.id = arena_strdup(&a, i->id);
	m->scarico.percorso = arena_strdup(&a, i->percorso);
	slice_replace(&m->scarico.s, &a, m->adesso, true);
	snprintf(m->avviso.testo, sizeof(m->avviso.testo), "Salvato in %s",
		m->scarico.percorso);
	m->avviso.tono = TONO_BUONO;
	m->avviso.fino_a = m->adesso + 8;
	m->avviso.numero++;
}

static struct reply sign_in(struct model *m, const struct intent *i)
{
	model_release(m);
	if (i->profilo == PROFILO_INTERMEDIARIO)
		fixture_studio(m);
	else
		fixture_anna(m);
	m->demo = true;
	return (struct reply){ i->kind, REPLY_ACCEPTED };
}

static void read_slice(const struct finto *f, struct model *m, const struct intent *i)
{
	switch (i->kind) {
	case INTENT_RAPPORTI:
		fixture_rapporti(m, i->testo, NULL, 60);
		break;
	case INTENT_RIGHE:
		if (i->elenco == ELENCO_RAPPORTI)
			fixture_rapporti(m, m->rapporti.filtro, i->id, 60);
		break;
	case INTENT_CERCA:
		fixture_risultati(m, &i->ricerca);
		break;
	case INTENT_MOSTRA:
	case INTENT_ANTEPRIMA:
		fixture_dettaglio(m, i->id);
		break;
	case INTENT_DISPONIBILITA:
		if (!f->sorda)
			fixture_disponibilita(m, i->id, i->dal, i->al);
		break;
	case INTENT_CARTELLA:
		fixture_cartella(m, i->percorso);
		break;
	case INTENT_MANUALI:
		fixture_manuali(m);
		break;
	case INTENT_MANUALE:
		fixture_manuale(m, i->id);
		break;
	default:
		break;
	}
}

struct reply finto_do(struct finto *f, struct model *m, const struct intent *i)
{
	struct reply r = { i->kind, REPLY_ACCEPTED };

	if (i->kind >= INTENT_BOZZA_RAPPORTO && i->kind <= INTENT_BOZZA_CANALI) {
		r.ending = change_bozza(m, i) ? REPLY_ACCEPTED : REPLY_REFUSED;
		return r;
	}
	switch (i->kind) {
	case INTENT_EXIT:
		f->exited = true;
		break;
	case INTENT_FINE_UTENTE:
		m->accesso.fase = ACCESSO_NESSUNO;
		m->accesso.motivo = ACCESSO_CAMBIO;
		m->persona_numero++;
		m->accesso.s.generation++;
		break;
	case INTENT_NOMI:
		fixture_names(m, (enum nomi)i->nomi);
		break;
	case INTENT_ACCEDI:
		m->accesso.fase = ACCESSO_RICHIESTA;
		m->accesso.s.generation++;
		break;
	case INTENT_ACCEDI_COME:
		return sign_in(m, i);
	case INTENT_BOZZA_NUOVA:
	case INTENT_BOZZA_APRI:
		open_bozza(m, i);
		break;
	case INTENT_BOZZA_ELIMINA:
		m->home.n_bozze = 0;
		break;
	case INTENT_CONFERMA:
		return confirm(f, m);
	case INTENT_INVIO_VISTO:
		m->invio.fase = INVIO_NESSUNO;
		break;
	case INTENT_CANCELLA:
		cancel(f, m, i);
		break;
	case INTENT_SCARICA:
	case INTENT_MANUALE_SALVA:
		saved(m, i);
		break;
	default:
		read_slice(f, m, i);
	}
	return r;
}
