/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Integers are zigzag varints, a text is its length plus one (0: NULL) and its bytes,
 * an array its length and its items. Reading never believes a length that its bytes
 * could not hold.
 */
#include "cache/pack.h"

#include "io/digest.h"

#include <string.h>

/* Raise it when a struct below gains, loses or moves a member. */
#define PACK_VERSION "1"

#define SHAPE_WORDS(tag, PREFIX, LIST, name) &tag##_words,

void pack_shape(char shape[PACK_SHAPE_SIZE])
{
	static const struct words *const all[] = { WORDS_VOCABULARIES(SHAPE_WORDS) };
	struct digest d;

	digest_init(&d);
	digest_add(&d, PACK_VERSION, sizeof PACK_VERSION);
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		for (size_t k = 0; k < all[i]->n; k++)
			digest_add(&d, all[i]->codes[k], strlen(all[i]->codes[k]) + 1);
	digest_end(&d, shape);
}

/* --- atoms ---------------------------------------------------------------------- */

static void pack_size(struct pack *p, uint64_t *v)
{
	unsigned shift = 0;
	uint64_t rest = *v;

	if (p->to) {
		for (; rest > 0x7f; rest >>= 7)
			buf_addc(p->to, (char)(rest | 0x80));
		buf_addc(p->to, (char)rest);
		return;
	}
	*v = 0;
	for (; p->at < p->end && shift < 64; shift += 7) {
		*v |= (uint64_t)(*p->at & 0x7f) << shift;
		if (!(*p->at++ & 0x80))
			return;
	}
	p->bad = true;
	*v = 0;
}

static void pack_int(struct pack *p, int64_t *v)
{
	uint64_t zigzag = p->to ? (uint64_t)*v << 1 ^ (*v < 0 ? UINT64_MAX : 0) : 0;

	pack_size(p, &zigzag);
	if (!p->to)
		*v = (int64_t)(zigzag >> 1 ^ (zigzag & 1 ? UINT64_MAX : 0));
}

static void pack_day(struct pack *p, giorno *v)
{
	int64_t wide = p->to ? *v : 0;

	pack_int(p, &wide);
	if (!p->to)
		*v = (giorno)wide;
}

static void pack_bool(struct pack *p, bool *v)
{
	int64_t wide = p->to ? *v : 0;

	pack_int(p, &wide);
	if (!p->to)
		*v = wide != 0;
}

/* Any enum member: vocabularies are guarded by the shape. */
#define PACK_ENUM(p, member) \
	do { \
		int64_t wide_ = (p)->to ? (int64_t)(member) : 0; \
		pack_int((p), &wide_); \
		if (!(p)->to) \
			(member) = (__typeof__(member))wide_; \
	} while (0)

static void pack_text(struct pack *p, const char **v)
{
	uint64_t n = p->to && *v ? strlen(*v) + 1 : 0;

	pack_size(p, &n);
	if (p->to) {
		if (n)
			buf_add(p->to, *v, (size_t)n - 1);
		return;
	}
	*v = NULL;
	if (n == 0)
		return;
	if (n - 1 > (uint64_t)(p->end - p->at)) {
		p->bad = true;
		return;
	}
	*v = arena_strndup(p->a, (const char *)p->at, (size_t)n - 1);
	p->at += n - 1;
}

/* Length of an array, and when reading its room. Every item takes at least a byte. */
static void *pack_room(struct pack *p, void *items, size_t *n, size_t size)
{
	uint64_t wide = p->to ? *n : 0;

	pack_size(p, &wide);
	if (p->to)
		return items;
	if (wide > (uint64_t)(p->end - p->at)) {
		p->bad = true;
		wide = 0;
	}
	*n = (size_t)wide;
	return wide ? arena_array(p->a, (size_t)wide, size) : NULL;
}

#define PACK_ARRAY(p, items, n, one) \
	do { \
		void *room_ = pack_room((p), (items), &(n), sizeof *(items)); \
		if (!(p)->to) \
			(items) = room_; \
		for (size_t i_ = 0; i_ < (n) && !(p)->bad; i_++) \
			one((p), &(items)[i_]); \
	} while (0)

/* --- people --------------------------------------------------------------------- */

void pack_persona(struct pack *p, struct persona *v)
{
	pack_text(p, &v->codice_fiscale);
	pack_text(p, &v->nome_proprio);
	pack_text(p, &v->cognome);
}

static void pack_recapito(struct pack *p, struct recapito *v)
{
	PACK_ENUM(p, v->canale);
	pack_bool(p, &v->disponibile);
	pack_text(p, &v->valore_mascherato);
}

void pack_recapiti(struct pack *p, struct recapiti *v)
{
	PACK_ARRAY(p, v->items, v->n, pack_recapito);
}

static void pack_delegante(struct pack *p, struct delegante *v)
{
	pack_persona(p, &v->datore);
	PACK_ENUM(p, v->stato);
	pack_day(p, &v->dal);
	pack_day(p, &v->al);
	pack_int(p, &v->rapporti);
}

static void pack_profilo_disponibile(struct pack *p, struct profilo_disponibile *v)
{
	PACK_ENUM(p, v->tipo);
	pack_text(p, &v->denominazione);
	pack_text(p, &v->codice_sede_inps);
}

void pack_profilo(struct pack *p, struct profilo *v)
{
	pack_text(p, &v->id);
	pack_persona(p, &v->persona);
	PACK_ENUM(p, v->in_uso);
	PACK_ARRAY(p, v->profili, v->n_profili, pack_profilo_disponibile);
	pack_bool(p, &v->abilitato);
	pack_text(p, &v->tipo_delegato);
	PACK_ARRAY(p, v->deleganti, v->n_deleganti, pack_delegante);
}

/* --- rapporti, quesiti ---------------------------------------------------------- */

void pack_rapporto(struct pack *p, struct rapporto *v)
{
	pack_text(p, &v->codice_rapporto_lavoro);
	PACK_ENUM(p, v->stato);
	PACK_ENUM(p, v->mansione);
	PACK_ENUM(p, v->contratto);
	pack_persona(p, &v->datore);
	pack_persona(p, &v->lavoratore);
	pack_text(p, &v->codice_sede_inps);
	pack_text(p, &v->denominazione_sede_inps);
	pack_day(p, &v->inizio);
	pack_day(p, &v->fine);
	pack_int(p, &v->quesiti);
	pack_int(p, &v->quesiti_prenotabili);
}

static void pack_allegato(struct pack *p, struct allegato *v)
{
	pack_text(p, &v->id);
	pack_text(p, &v->nome);
	PACK_ENUM(p, v->tipo);
	pack_int(p, &v->byte);
	pack_text(p, &v->sha256);
	pack_int(p, &v->caricato_il);
	pack_int(p, &v->scade_il);
}

static void pack_comunicazione(struct pack *p, struct comunicazione *v)
{
	pack_text(p, &v->id);
	PACK_ENUM(p, v->autore);
	pack_int(p, &v->inviata_il);
	pack_text(p, &v->testo);
	pack_bool(p, &v->interlocutoria);
	PACK_ARRAY(p, v->allegati, v->n_allegati, pack_allegato);
}

void pack_quesito(struct pack *p, struct quesito *v)
{
	pack_text(p, &v->id);
	pack_text(p, &v->codice_rapporto_lavoro);
	PACK_ENUM(p, v->argomento);
	pack_text(p, &v->oggetto);
	pack_text(p, &v->protocollo);
	pack_day(p, &v->aperto_il);
	PACK_ENUM(p, v->stato);
	PACK_ENUM(p, v->esito);
	pack_day(p, &v->chiuso_il);
	pack_bool(p, &v->prenotabile);
	PACK_ENUM(p, v->motivo);
	pack_day(p, &v->prenotabile_dal);
	pack_text(p, &v->appuntamento);
	PACK_ARRAY(p, v->comunicazioni, v->n_comunicazioni, pack_comunicazione);
}

/* --- punti ---------------------------------------------------------------------- */

void pack_punto(struct pack *p, struct punto *v)
{
	pack_text(p, &v->id);
	pack_text(p, &v->denominazione);
	pack_text(p, &v->codice_sede_inps);
	pack_text(p, &v->denominazione_sede_inps);
	pack_text(p, &v->indirizzo);
	pack_text(p, &v->citta);
	pack_text(p, &v->telefono);
	pack_text(p, &v->email);
	pack_text(p, &v->orari_di_apertura);
	pack_text(p, &v->cosa_portare);
	pack_int(p, &v->primo_libero);
	pack_day(p, &v->ultimo_giorno);
	pack_int(p, &v->orari_liberi);
}

static void pack_orario(struct pack *p, struct orario *v)
{
	pack_int(p, &v->inizio);
	pack_int(p, &v->fine);
	pack_int(p, &v->posti);
	pack_int(p, &v->posti_liberi);
}

void pack_giorno(struct pack *p, struct giorno_disponibile *v)
{
	pack_day(p, &v->data);
	pack_text(p, &v->chiuso);
	pack_int(p, &v->posti);
	pack_int(p, &v->posti_liberi);
	PACK_ARRAY(p, v->orari, v->n_orari, pack_orario);
}

static void pack_name(struct pack *p, const char **v)
{
	pack_text(p, v);
}

void pack_names(struct pack *p, struct pack_names *v)
{
	PACK_ARRAY(p, v->items, v->n, pack_name);
}

/* --- appuntamenti --------------------------------------------------------------- */

static void pack_gestore(struct pack *p, struct gestore *v)
{
	PACK_ENUM(p, v->tipo);
	pack_text(p, &v->denominazione);
}

void pack_sintesi(struct pack *p, struct appuntamento_sintesi *v)
{
	pack_text(p, &v->id);
	PACK_ENUM(p, v->stato);
	PACK_ENUM(p, v->annotazione);
	pack_text(p, &v->codice_rapporto_lavoro);
	pack_persona(p, &v->datore);
	pack_persona(p, &v->lavoratore);
	pack_text(p, &v->punto);
	pack_text(p, &v->punto_denominazione);
	pack_int(p, &v->inizio);
	pack_int(p, &v->fine);
	pack_int(p, &v->quesiti);
	pack_gestore(p, &v->gestore);
	pack_int(p, &v->versione);
}

static void pack_evento(struct pack *p, struct evento_storia *v)
{
	PACK_ENUM(p, v->evento);
	pack_int(p, &v->quando);
	PACK_ENUM(p, v->chi);
	pack_text(p, &v->testo);
}

static void pack_canale(struct pack *p, enum canale *v)
{
	PACK_ENUM(p, *v);
}

void pack_appuntamento(struct pack *p, struct appuntamento *v)
{
	pack_text(p, &v->id);
	PACK_ENUM(p, v->stato);
	PACK_ENUM(p, v->annotazione);
	pack_text(p, &v->codice_rapporto_lavoro);
	pack_persona(p, &v->datore);
	pack_persona(p, &v->lavoratore);
	pack_punto(p, &v->punto);
	pack_int(p, &v->inizio);
	pack_int(p, &v->fine);
	PACK_ARRAY(p, v->quesiti, v->n_quesiti, pack_quesito);
	pack_text(p, &v->nota);
	PACK_ARRAY(p, v->allegati, v->n_allegati, pack_allegato);
	PACK_ARRAY(p, v->canali, v->n_canali, pack_canale);
	pack_gestore(p, &v->gestore);
	PACK_ARRAY(p, v->storia, v->n_storia, pack_evento);
	pack_bool(p, &v->cancellabile);
	pack_int(p, &v->versione);
	pack_int(p, &v->aggiornato_il);
}

/* --- the rest ------------------------------------------------------------------- */

void pack_manuale(struct pack *p, struct manuale *v)
{
	pack_text(p, &v->id);
	pack_text(p, &v->titolo);
	PACK_ENUM(p, v->profilo);
	pack_text(p, &v->versione);
	pack_int(p, &v->byte);
	pack_text(p, &v->sha256);
	pack_text(p, &v->testo);
}

static void pack_manuale_in_list(struct pack *p, struct manuale *v)
{
	struct manuale plain = *v;

	plain.testo = NULL;
	pack_manuale(p, &plain);
	if (!p->to)
		*v = plain;
}

void pack_manuali(struct pack *p, struct manuali *v)
{
	PACK_ARRAY(p, v->items, v->n, pack_manuale_in_list);
}

void pack_operazione(struct pack *p, struct operazione *v)
{
	pack_text(p, &v->chiave);
	PACK_ENUM(p, v->stato);
	pack_text(p, &v->risorsa);
	pack_int(p, &v->status);
	pack_int(p, &v->quando);
}
