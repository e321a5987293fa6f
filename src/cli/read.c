/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Commands that only read: rapporti, quesiti, punti, disponibilita, cerca, manuali.
 */
#include "api/messages.h"
#include "api/table.h"
#include "api/tables.h"
#include "base/file.h"
#include "base/i18n.h"
#include "domain/identificativo.h"
#include "domain/idoneita.h"
#include "src/cli/command.h"
#include "ui/righe.h"

#include <stdio.h>
#include <string.h>

#define PAGE 100 /* rows read from the cache at a time: memory does not follow the list */

static bool codice_of(struct command *c, const char *word, const char **to)
{
	char *codice = arena_alloc(&c->arena, CODICE_RAPPORTO_SIZE);

	*to = codice;
	return codice_rapporto_parse(word, codice, &c->err);
}

/* One answer is one object: for --json the pages are put together first. */
static void *append(struct command *c, void *all, size_t *n, const void *page, size_t more,
	size_t size)
{
	char *grown = arena_array(&c->arena, *n + more + 1, size);

	if (*n)
		memcpy(grown, all, *n * size);
	if (more)
		memcpy(grown + *n * size, page, more * size);
	*n += more;
	return grown;
}

static void list_age(struct command *c)
{
	command_age(c, &c->app->model.home.s);
}

/* ── rapporti ───────────────────────────────────────────────────────────────────────────── */

static bool rapporti_page(struct command *c, const char *filter, const char *after,
	struct rapporti *to, struct cache_window *w)
{
	struct anchor at = { .at = after ? ANCHOR_ID : ANCHOR_FIRST, .id = after,
		.inizio = INSTANT_NONE, .after = PAGE };

	*w = (struct cache_window){ 0 };
	*to = (struct rapporti){ 0 };
	if (!cache_rapporti_window(c->app->cache, &c->arena, filter, &at, &to->items, w, &c->err))
		return false;
	to->n = w->n;
	if (after && w->anchor_found && to->n) { /* it closed the page before */
		to->items++;
		to->n--;
	}
	return true;
}

static void rapporto_line(struct command *c, const struct rapporto *r)
{
	struct riga row = { 0 };

	riga_rapporto(&c->arena, c->app->model.nomi, r, &row);
	command_line(c, "%s  %s  %s  %s  %s", row.celle[CELLA_R_CODICE], row.celle[CELLA_R_DATORE],
		row.celle[CELLA_R_LAVORATORE], row.celle[CELLA_R_STATO], row.celle[CELLA_R_QUESITI]);
}

bool cli_rapporti(struct command *c)
{
	const char *filter = c->args.n_words ? c->args.words[0] : NULL;
	const char *after = NULL;
	struct cache_window w;
	struct rapporti page, all = { 0 };

	list_age(c);
	do {
		if (!rapporti_page(c, filter, after, &page, &w))
			return false;
		if (c->json)
			all.items = append(c, all.items, &all.n, page.items, page.n,
				sizeof(*page.items));
		for (size_t i = 0; !c->json && i < page.n; i++)
			rapporto_line(c, &page.items[i]);
		after = page.n ? page.items[page.n - 1].codice_rapporto_lavoro : NULL;
	} while (w.more_after && after);
	return !c->json || command_json(c, "rapporti", &rapporti_fields, &all);
}

/* ── quesiti, punti, disponibilita ──────────────────────────────────────────────────────── */

bool cli_quesiti(struct command *c)
{
	const struct quesiti_slice *slice = &c->app->model.quesiti;
	struct intent i = { .kind = INTENT_QUESITI };

	if (!codice_of(c, c->args.words[0], &i.codice))
		return false;
	app_do(c->app, &i);
	command_settle(c);
	if (!command_slice(c, &slice->s))
		return false;
	if (c->json)
		return command_json(c, "quesiti", &quesiti_fields, &slice->quesiti);
	for (size_t k = 0; k < slice->quesiti.n; k++) {
		const struct quesito *q = &slice->quesiti.items[k];
		command_line(c, "%s  %s  %s: %s\n    %s: %s", q->id, quesito_protocollo_phrase(q),
			words_label(&argomento_words, (int)q->argomento),
			q->oggetto ? q->oggetto : "",
			q->prenotabile ? _("prenotabile") : _("non prenotabile"),
			idoneita_phrase(&c->arena, q));
	}
	return true;
}

bool cli_punti(struct command *c)
{
	const struct punti_slice *slice = &c->app->model.punti;
	struct intent i = { .kind = INTENT_PUNTI };

	if (!codice_of(c, c->args.words[0], &i.codice))
		return false;
	app_do(c->app, &i);
	command_settle(c);
	if (!command_slice(c, &slice->s))
		return false;
	if (c->json)
		return command_json(c, "punti", &punti_fields, &slice->punti);
	for (size_t k = 0; k < slice->punti.n; k++) {
		const struct punto *p = &slice->punti.items[k];
		command_line(c, _("%s  %s, %s, %s\n    primo orario libero: %s"), p->id,
			p->denominazione, p->indirizzo, p->citta,
			p->primo_libero == INSTANT_NONE ? _("nessuno")
				: instant_phrase(&c->arena, p->primo_libero));
	}
	return true;
}

static bool day_of(struct command *c, const char *name, giorno fallback, giorno *to)
{
	const char *word = args_value(&c->args, name);

	*to = fallback;
	if (!word || giorno_parse_screen(word, giorno_of(clock_now()), to))
		return true;
	return command_fail(c, ERR_USAGE, name, _("--%s vuole una data, gg/mm/aaaa: «%s» non lo è."),
		name, word);
}

static void free_day(struct command *c, const struct giorno_disponibile *day)
{
	struct buf times = { 0 };

	for (size_t i = 0; i < day->n_orari; i++)
		if (day->orari[i].posti_liberi)
			buf_addf(&times, " %s", minuto_format(&c->arena, minuto_of(day->orari[i].inizio)));
	if (times.len)
		command_line(c, "%s:%s", giorno_phrase(&c->arena, day->data), times.data);
	buf_release(&times);
}

bool cli_disponibilita(struct command *c)
{
	const struct disponibilita_slice *slice = &c->app->model.disponibilita;
	giorno oggi = giorno_of(clock_now());
	struct intent i = { .kind = INTENT_DISPONIBILITA, .id = c->args.words[0] };

	if (!day_of(c, "dal", oggi, &i.dal) ||
		!day_of(c, "al", i.dal + DISPONIBILITA_GIORNI_MAX - 1, &i.al))
		return false;
	if (i.al < i.dal || i.al - i.dal >= DISPONIBILITA_GIORNI_MAX)
		return command_fail(c, ERR_USAGE, "al", _("L'intervallo va da 1 a %d giorni."),
			DISPONIBILITA_GIORNI_MAX);
	app_do(c->app, &i);
	command_settle(c);
	if (!command_slice(c, &slice->s))
		return false;
	if (c->json)
		return command_json(c, "disponibilita", &disponibilita_fields, &slice->disponibilita);
	for (size_t k = 0; k < slice->disponibilita.n_giorni; k++)
		free_day(c, &slice->disponibilita.giorni[k]);
	return true;
}

/* ── cerca ──────────────────────────────────────────────────────────────────────────────── */

#define TESTO_BYTES_MAX 1000 /* of which a dozen words count */

static bool stato_of(struct command *c, enum appuntamento_stato *to)
{
	const char *word = args_value(&c->args, "stato");
	char code[32] = "";

	*to = APPUNTAMENTO_STATO_NONE;
	if (!word)
		return true;
	for (size_t i = 0; word[i] && i + 1 < sizeof(code); i++)
		code[i] = word[i] == ' ' || word[i] == '-' ? '_'
			: word[i] >= 'a' && word[i] <= 'z' ? (char)(word[i] - 32) : word[i];
	*to = (enum appuntamento_stato)words_find(&appuntamento_stato_words, code);
	if (*to)
		return true;
	return command_fail(c, ERR_USAGE, "stato",
		_("Lo stato è confermato, chiuso-e-definito o cancellato: «%s» non lo è."), word);
}

static bool ricerca_of(struct command *c, struct ricerca *to)
{
	const char *codice = args_value(&c->args, "rapporto");
	const char *from = args_value(&c->args, "testo-da");

	*to = (struct ricerca){ .escludi_intermediario =
		args_has(&c->args, "escludi-intermediario") };
	if (codice && !codice_of(c, codice, &to->codice_rapporto_lavoro))
		return false;
	if (from) { /* words are names, more often than not: no argument list holds them */
		to->testo = command_text_from(c, from, TESTO_BYTES_MAX);
		if (!to->testo)
			return false;
	}
	return stato_of(c, &to->stato) && day_of(c, "dal", GIORNO_NONE, &to->dal) &&
		day_of(c, "al", GIORNO_NONE, &to->al);
}

static bool search_page(struct command *c, const struct ricerca *r,
	const struct appuntamento_sintesi *after, struct appuntamenti *to, bool *more)
{
	struct cache_window w = { 0 };
	struct anchor at = { .at = after ? ANCHOR_ID : ANCHOR_FIRST, .id = after ? after->id : NULL,
		.inizio = after ? after->inizio : INSTANT_NONE, .after = PAGE };

	*to = (struct appuntamenti){ 0 };
	if (!cache_appuntamenti_window(c->app->cache, &c->arena, r, &at, &to->items, &w, &c->err))
		return false;
	to->n = w.n;
	*more = w.more_after;
	if (after && w.anchor_found && to->n) {
		to->items++;
		to->n--;
	}
	return true;
}

static void search_line(struct command *c, const struct sospese *pending,
	const struct appuntamento_sintesi *s)
{
	struct riga row = { 0 };

	riga_appuntamento(&c->arena, c->app->model.nomi, s, &row);
	if (s->stato == APPUNTAMENTO_STATO_CONFERMATO && sospesa(pending, s->id))
		riga_sospesa(&row);
	command_line(c, "%s  %s  %s  %s  %s  %s", s->id, row.celle[CELLA_QUANDO],
		row.celle[CELLA_STATO], row.celle[CELLA_PERSONE], row.celle[CELLA_RAPPORTO],
		row.celle[CELLA_PUNTO]);
}

/* A row of the contract, and what only this machine knows of it. */
struct trovato {
	struct appuntamento_sintesi sintesi;
	const char *da_verificare; /* "cancellazione"; NULL */
};

static const struct field da_verificare_row = { LINE(trovato, da_verificare, 32) };

struct trovati {
	struct trovato *items;
	size_t n;
};

static bool search_json(struct command *c, const struct sospese *pending,
	const struct appuntamenti *all)
{
	struct fields one = command_fields_with(c, &appuntamento_sintesi_fields, &da_verificare_row);
	struct field items = { AT_(trovati, items), .count_offset = offsetof(struct trovati, n),
		.kind = FIELD_OBJECTS, .sub = &one, .max = CONTEGGIO_MAX, .required = true };
	struct fields fields = { .name = "Trovati", .size = sizeof(struct trovati), .list = &items,
		.n = 1 };
	struct trovati said = { .n = all->n };

	one.size = sizeof(struct trovato);
	said.items = arena_array(&c->arena, all->n + 1, sizeof(*said.items));
	for (size_t i = 0; i < all->n; i++) {
		bool open = all->items[i].stato == APPUNTAMENTO_STATO_CONFERMATO &&
			sospesa(pending, all->items[i].id);
		said.items[i] = (struct trovato){ all->items[i], open ? "cancellazione" : NULL };
	}
	return command_json(c, "appuntamenti", &fields, &said);
}

/* What was sent and has no answer may be an appointment that is not among these. */
static void tell_unconfirmed(struct command *c)
{
	const struct home *h = &c->app->model.home;
	unsigned long n = 0;

	for (size_t i = 0; i < h->n_sospesi; i++)
		n += !h->sospesi[i].cancellazione && !h->sospesi[i].caricamento;
	if (n)
		command_remark(c, arena_printf(&c->arena,
			n_("%lu conferma è da verificare: «agenda operazioni --verifica» chiede che cosa è "
			"successo.", "%lu conferme sono da verificare: «agenda operazioni --verifica» chiede "
			"che cosa è successo.", n), n));
}

bool cli_cerca(struct command *c)
{
	struct intent i = { .kind = INTENT_CERCA };
	const struct appuntamento_sintesi *after = NULL;
	struct appuntamenti page, all = { 0 };
	struct sospese pending;
	bool more;

	if (!ricerca_of(c, &i.ricerca))
		return false;
	app_do(c->app, &i);
	command_settle(c);
	if (c->app->model.risultati.f.s.fase == FASE_FALLITA) {
		c->err = c->app->model.risultati.f.s.err;
		return false;
	}
	pending = usecase_sospese(c->app, &c->arena);
	list_age(c);
	tell_unconfirmed(c);
	do {
		if (!search_page(c, &i.ricerca, after, &page, &more))
			return false;
		if (c->json)
			all.items = append(c, all.items, &all.n, page.items, page.n,
				sizeof(*page.items));
		for (size_t k = 0; !c->json && k < page.n; k++)
			search_line(c, &pending, &page.items[k]);
		after = page.n ? &page.items[page.n - 1] : NULL;
	} while (more && after);
	return !c->json || search_json(c, &pending, &all);
}

/* ── manuali ────────────────────────────────────────────────────────────────────────────── */

bool cli_manuali(struct command *c)
{
	const struct manuali_slice *list = &c->app->model.manuali;
	const struct manuale_slice *one = &c->app->model.manuale;
	const char *to = args_value(&c->args, "in");
	struct intent i = { .kind = INTENT_MANUALI };

	if (c->args.n_words) {
		i.kind = INTENT_MANUALE;
		i.id = c->args.words[0];
	}
	app_do(c->app, &i);
	command_settle(c);
	if (!i.id) {
		if (!command_slice(c, &list->s))
			return false;
		if (c->json)
			return command_json(c, "manuali", &manuali_fields, &list->manuali);
		for (size_t k = 0; k < list->manuali.n; k++)
			command_line(c, "%s  %s", list->manuali.items[k].id,
				list->manuali.items[k].titolo);
		return true;
	}
	if (!command_slice(c, &one->s))
		return false;
	if (c->json)
		return command_json(c, "manuale", &manuale_fields, &one->manuale);
	if (to && strcmp(to, "-") != 0)
		return file_write(to, one->manuale.testo, strlen(one->manuale.testo), &c->err);
	command_line(c, "%s", one->manuale.testo);
	return true;
}
