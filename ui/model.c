/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The model's own words: how old a slice is, what an error says, what may be done and
 * why not.
 */
#include "ui/model.h"

#include "base/text.h"

#include <string.h>

void slice_replace(struct slice *s, struct arena *arena_take, instant letto_il, bool viva)
{
	arena_release(&s->arena);
	s->arena = *arena_take;
	*arena_take = (struct arena){ 0 };
	s->generation++;
	s->fase = FASE_FATTA;
	s->letto_il = letto_il;
	s->viva = viva;
	s->parziale = false;
	err_clear(&s->err);
}

struct slices {
	struct slice *all[24];
	size_t n;
};

static struct slices slices_of(struct model *m)
{
	return (struct slices){
		.all = { &m->accesso.s, &m->profilo.s, &m->home.s, &m->rapporti.f.s,
			&m->rapporto.s, &m->quesiti.s, &m->punti.s, &m->disponibilita.s,
			&m->recapiti.s, &m->cartella.s, &m->bozza.s, &m->novita.s, &m->invio.s,
			&m->risultati.f.s, &m->dettaglio.s, &m->scarico.s,
			&m->cancellazione.s, &m->manuali.s, &m->manuale.s },
		.n = 19,
	};
}

void model_init(struct model *m)
{
	memset(m, 0, sizeof(*m));
	struct slices s = slices_of(m);
	for (size_t i = 0; i < s.n; i++)
		s.all[i]->letto_il = INSTANT_NONE;
	m->adesso = INSTANT_NONE;
	m->connessione.ultimo_contatto = INSTANT_NONE;
	m->connessione.sincronizzati = -1;
	m->accesso.scade_il = INSTANT_NONE;
	m->bozza.bozza.inizio = INSTANT_NONE;
	m->bozza.salvata_il = INSTANT_NONE;
	m->invio.ultimo_tentativo = INSTANT_NONE;
	m->risultati.ricerca.dal = GIORNO_NONE;
	m->risultati.ricerca.al = GIORNO_NONE;
	m->disponibilita.dal = GIORNO_NONE;
	m->disponibilita.al = GIORNO_NONE;
}

void model_release(struct model *m)
{
	struct slices s = slices_of(m);
	for (size_t i = 0; i < s.n; i++)
		arena_release(&s.all[i]->arena);
	memset(m, 0, sizeof(*m));
}

bool accesso_expired(const struct model *m)
{
	return accesso_locked(m)
		|| (m->accesso.fase != ACCESSO_FATTO
			&& m->accesso.motivo == ACCESSO_SCADUTO);
}

bool accesso_locked(const struct model *m)
{
	return m->accesso.fase != ACCESSO_FATTO && m->accesso.motivo == ACCESSO_BLOCCO;
}

static const char *sync_phrase(struct arena *a, int64_t n)
{
	/* TRANSLATORS: %s is "12.400" */
	return arena_printf(a, n_("sincronizzazione: %s appuntamento",
		"sincronizzazione: %s appuntamenti", (unsigned long)n), text_count(a, n));
}

const char *linea_phrase(const struct model *m, struct arena *a)
{
	const struct connessione *c = &m->connessione;

	if (accesso_locked(m) && c->linea == LINEA_ATTIVA)
		return _("schermo bloccato");
	if (accesso_expired(m) && c->linea == LINEA_ATTIVA)
		return _("accesso scaduto");

	switch (c->linea) {
	case LINEA_ATTIVA:
		return c->sincronizzati < 0 ? _("in linea") : sync_phrase(a, c->sincronizzati);
	case LINEA_TENTATIVO:
		return _("collegamento in corso");
	case LINEA_MAI:
		return _("non ancora collegato");
	case LINEA_CADUTA:
		break;
	}
	if (c->ultimo_contatto == INSTANT_NONE)
		return m->senza_rete ? "--offline" : _("non in linea");
	if (m->senza_rete)
		return arena_printf(a, "--offline, %s", age_phrase(a, c->ultimo_contatto));
	/* TRANSLATORS: %s is "dati al 23/11 09:41" */
	return arena_printf(a, _("non in linea, %s"), age_phrase(a, c->ultimo_contatto));
}

const char *slice_age(const struct model *m, const struct slice *s, struct arena *a)
{
	bool up = m->connessione.linea == LINEA_ATTIVA;

	if (s->viva && up)
		return NULL;
	if (s->parziale && up)
		return s->fase == FASE_IN_CORSO ? NULL : _("copia incompleta");
	if (s->parziale)
		return _("copia incompleta, non in linea");
	if (s->letto_il == INSTANT_NONE)
		return up ? NULL : _("dati mai letti, non in linea");
	if (up)
		return age_phrase(a, s->letto_il);
	return arena_printf(a, _("%s, non in linea"), age_phrase(a, s->letto_il));
}

bool disponibilita_fresca(const struct model *m)
{
	const struct disponibilita_slice *d = &m->disponibilita;

	if (m->connessione.linea != LINEA_ATTIVA || !d->s.viva || d->s.fase != FASE_FATTA)
		return false;
	if (!d->disponibilita.punto || !m->bozza.bozza.punto)
		return false;
	if (strcmp(d->disponibilita.punto, m->bozza.bozza.punto) != 0)
		return false;
	return d->s.letto_il != INSTANT_NONE
		&& m->adesso - d->s.letto_il <= DISPONIBILITA_FRESCA;
}

instant disponibilita_now(const struct model *m)
{
	const struct disponibilita_slice *d = &m->disponibilita;

	if (!d->disponibilita.punto || d->disponibilita.as_of == INSTANT_NONE
		|| d->s.letto_il == INSTANT_NONE)
		return m->adesso;
	return d->disponibilita.as_of + (m->adesso - d->s.letto_il);
}

bool disponibilita_taken(const struct model *m, instant inizio)
{
	const struct disponibilita *d = &m->disponibilita.disponibilita;

	if (!d->punto || !m->bozza.bozza.punto
		|| strcmp(d->punto, m->bozza.bozza.punto) != 0)
		return false;
	for (size_t i = 0; i < d->n_giorni; i++) {
		if (d->giorni[i].data != giorno_of(inizio))
			continue;
		for (size_t k = 0; k < d->giorni[i].n_orari; k++)
			if (d->giorni[i].orari[k].inizio == inizio)
				return d->giorni[i].orari[k].posti_liberi <= 0;
		return true;
	}
	return false;
}

const char *may_always(const struct model *m)
{
	(void)m;
	return NULL;
}

const char *may_when_online(const struct model *m)
{
	if (accesso_expired(m))
		return _("L'accesso è scaduto: serve un nuovo accesso.");
	if (m->connessione.linea == LINEA_CADUTA)
		return m->senza_rete
			? _("Con --offline non si può: serve il collegamento con il servizio.")
			: _("Serve il collegamento con il servizio, che ora non risponde.");
	return NULL;
}

const char *may_nuovo(const struct model *m)
{
	const struct profilo *p = &m->profilo.profilo;

	if (p->in_uso == PROFILO_INTERMEDIARIO && !p->abilitato)
		return _("L'intermediario non è abilitato (circolare 49/2011).");
	if (p->in_uso != PROFILO_NONE && p->in_uso != PROFILO_CITTADINO
		&& p->in_uso != PROFILO_INTERMEDIARIO)
		return _("Il profilo in uso non può farlo.");
	return NULL;
}

static const char *missing_step(const struct bozza *b)
{
	struct err err = { 0 };

	if (!b->codice_rapporto_lavoro)
		return _("Manca il rapporto di lavoro.");
	if (!b->n_quesiti)
		return _("Manca almeno un quesito.");
	if (!b->punto)
		return _("Manca il punto di consulenza.");
	if (b->inizio == INSTANT_NONE)
		return _("Mancano giorno e ora.");
	if (!b->nota || !nota_check(b->nota, &err))
		return _("Manca la nota sul motivo dell'appuntamento.");
	return NULL;
}

const char *may_completa(const struct model *m)
{
	return missing_step(&m->bozza.bozza);
}

const char *may_conferma(const struct model *m)
{
	const struct bozza_slice *s = &m->bozza;
	const char *missing;

	if (!s->bozza.id)
		return _("Non c'è un appuntamento da confermare.");
	if (m->invio.fase == INVIO_DA_VERIFICARE || s->bozza.chiave)
		return _("La conferma è già partita ed è da verificare.");
	if (m->invio.fase == INVIO_FILE || m->invio.fase == INVIO_IN_CORSO)
		return _("La conferma è già partita.");
	if (m->invio.fase == INVIO_CONFERMATO)
		return _("L'appuntamento è già confermato.");
	missing = missing_step(&s->bozza);
	if (missing)
		return missing;
	for (size_t i = 0; i < s->bozza.n_allegati; i++)
		if (s->caricamenti[i].fase == CARICAMENTO_FALLITO)
			return _("Un allegato non è arrivato: va ricaricato o tolto.");
	if (accesso_expired(m))
		return _("L'accesso è scaduto: serve un nuovo accesso.");
	if (m->connessione.linea != LINEA_ATTIVA)
		return m->senza_rete
			? _("Con --offline non si conferma: la bozza resta salvata qui.")
			: _("Si conferma solo in linea: la bozza resta salvata qui.");
	if (s->bozza.inizio <= disponibilita_now(m))
		return _("L'orario scelto è già passato: scegline un altro.");
	if (disponibilita_taken(m, s->bozza.inizio))
		return _("L'orario scelto non è più libero: scegline un altro.");
	return NULL;
}

const char *may_cancella(const struct model *m)
{
	const struct appuntamento *x = &m->dettaglio.appuntamento;
	instant now = m->adesso;
	enum problem_type why;

	if (!x->id)
		return _("Nessun appuntamento è aperto.");
	if (m->dettaglio.sospesa)
		return _("La cancellazione è già partita ed è da verificare.");
	/* The server's word of now counts more than this machine's clock. */
	if (m->dettaglio.s.viva && x->cancellabile && now >= x->inizio)
		now = x->inizio - 1;
	why = appuntamento_may_cancel(x->stato, x->inizio, now);
	if (why == PROBLEM_STATO_NON_AMMESSO)
		return _("Si cancella solo un appuntamento Confermato.");
	if (why != PROBLEM_NONE)
		return problem_sentence(why);
	if (!x->cancellabile && m->dettaglio.s.viva)
		return _("Il servizio non permette di cancellare questo appuntamento.");
	if (accesso_expired(m))
		return _("L'accesso è scaduto: serve un nuovo accesso.");
	if (m->connessione.linea == LINEA_CADUTA)
		return m->senza_rete
			? _("Con --offline non si cancella: serve il servizio.")
			: _("Si cancella solo in linea: il servizio ora non risponde.");
	return NULL;
}

const char *may_apri_file(const struct model *m)
{
	if (!m->visore)
		return _("Nessun visore è configurato: il file si può salvare.");
	return NULL;
}

const char *may_demo(const struct model *m)
{
	return m->demo ? NULL : _("C'è solo nella dimostrazione.");
}

const char *may_demo_orario(const struct model *m)
{
	if (!m->bozza.bozza.id || m->bozza.bozza.inizio == INSTANT_NONE)
		return _("Prima va scelto un orario in un nuovo appuntamento.");
	return may_demo(m);
}

const char *may_passo_quesiti(const struct model *m)
{
	return m->bozza.bozza.codice_rapporto_lavoro ? NULL
						     : _("Manca il rapporto di lavoro.");
}

const char *may_passo_punto(const struct model *m)
{
	const char *no = may_passo_quesiti(m);

	if (no)
		return no;
	return m->bozza.bozza.n_quesiti ? NULL : _("Manca almeno un quesito.");
}

const char *may_passo_giorno(const struct model *m)
{
	const char *no = may_passo_punto(m);

	if (no)
		return no;
	return m->bozza.bozza.punto ? NULL : _("Manca il punto di consulenza.");
}

const char *may_passo_nota(const struct model *m)
{
	const char *no = may_passo_giorno(m);

	if (no)
		return no;
	return m->bozza.bozza.inizio != INSTANT_NONE ? NULL : _("Mancano giorno e ora.");
}

const char *may_filtro_intermediario(const struct model *m)
{
	if (m->profilo.profilo.in_uso == PROFILO_CITTADINO)
		return NULL;
	return _("Il filtro vale solo per il profilo di cittadino.");
}
