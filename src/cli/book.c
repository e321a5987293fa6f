/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * nuovo: a booking without the interface, field by field through the same
 * draft, so that what is refused or lost can be taken up again, here or there.
 */
#include "api/tables.h"
#include "base/file.h"
#include "base/i18n.h"
#include "domain/identificativo.h"
#include "base/random.h"
#include "src/cli/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define NOTA_BYTES_MAX (NOTA_MAX * 4 + 4096)
#define VERIFY_TRIES 5 /* about half a minute */

static bool step(struct command *c, const struct intent *i)
{
	if (!app_do(c->app, i)) {
		c->err = c->app->model.bozza.rifiuto;
		return false;
	}
	command_settle(c);
	return true;
}

/* ── the fields ─────────────────────────────────────────────────────────────────────────── */

static bool set_rapporto(struct command *c)
{
	char *codice = arena_alloc(&c->arena, CODICE_RAPPORTO_SIZE);
	const char *word = args_value(&c->args, "rapporto");
	struct intent i = { .kind = INTENT_BOZZA_RAPPORTO, .codice = codice };

	if (!word)
		return true;
	return codice_rapporto_parse(word, codice, &c->err) && step(c, &i) &&
		command_slice(c, &c->app->model.quesiti.s);
}

static bool set_quesiti(struct command *c)
{
	const char *ids[QUESITI_PER_APPUNTAMENTO_MAX + 1];
	struct intent i = { .kind = INTENT_BOZZA_QUESITI, .ids = ids };

	i.n_ids = args_values(&c->args, "quesito", ids, QUESITI_PER_APPUNTAMENTO_MAX + 1);
	return i.n_ids == 0 || step(c, &i);
}

static bool set_punto(struct command *c)
{
	const char *id = args_value(&c->args, "punto");
	struct intent i = { .kind = INTENT_BOZZA_PUNTO, .id = id };

	if (!id)
		return true;
	if (!command_slice(c, &c->app->model.punti.s) || !step(c, &i))
		return false;
	if (c->app->model.bozza.bozza.punto && !strcmp(c->app->model.bozza.bozza.punto, id))
		return true;
	return command_fail(c, PROBLEM_PUNTO_NON_COMPETENTE, "punto", "%s",
		problem_sentence(PROBLEM_PUNTO_NON_COMPETENTE));
}

static bool first_free(struct command *c, instant *to)
{
	const struct punti *all = &c->app->model.punti.punti;
	const char *punto = c->app->model.bozza.bozza.punto;

	for (size_t i = 0; punto && i < all->n; i++)
		if (!strcmp(all->items[i].id, punto) && all->items[i].primo_libero != INSTANT_NONE) {
			*to = all->items[i].primo_libero;
			return true;
		}
	return command_fail(c, PROBLEM_DATA_NON_PRENOTABILE, "quando",
		_("In quel punto di consulenza non c'è nessun orario libero."));
}

/* "primo", RFC 3339, or "gg/mm/aaaa HH:MM". */
static bool when(struct command *c, const char *word, instant *to)
{
	giorno day;
	int minute;
	const char *space = strchr(word, ' ');

	if (!strcmp(word, "primo"))
		return first_free(c, to);
	if (instant_parse(word, to))
		return true;
	if (space && giorno_parse_screen(arena_strndup(&c->arena, word, (size_t)(space - word)),
			     giorno_of(clock_now()), &day) && minuto_parse(space + 1, &minute)) {
		*to = instant_at(day, minute);
		return true;
	}
	return command_fail(c, ERR_USAGE, "quando", _("--quando vuole «gg/mm/aaaa HH:MM» o «primo»: "
		"«%s» non lo è."), word);
}

/* Fresh times of that month: a confirmation never rests on old ones. */
static bool set_quando(struct command *c)
{
	const char *word = args_value(&c->args, "quando");
	struct intent i = { .kind = INTENT_BOZZA_ORARIO };
	struct intent times = { .kind = INTENT_DISPONIBILITA,
		.id = c->app->model.bozza.bozza.punto };

	if (!word)
		return true;
	if (!times.id)
		return command_fail(c, ERR_USAGE, "punto", _("Prima dell'ora serve il punto di "
			"consulenza: --punto."));
	if (!when(c, word, &i.inizio))
		return false;
	times.dal = times.al = giorno_of(i.inizio);
	times.id = arena_strdup(&c->arena, times.id);
	return step(c, &times) && step(c, &i);
}

static bool set_nota(struct command *c)
{
	const char *from = args_value(&c->args, "nota-da");
	struct intent i = { .kind = INTENT_BOZZA_NOTA };

	if (!from)
		return true;
	i.testo = command_text_from(c, from, NOTA_BYTES_MAX);
	if (!i.testo || !nota_check(i.testo, &c->err))
		return false;
	return step(c, &i) && usecase_save_nota(c->app);
}

/* Standard input has no path to come back to: it is kept beside the drafts. */
static const char *kept_input(struct command *c)
{
	char name[UUID_SIZE];
	struct buf bytes = { 0 };
	char *path = NULL;

	buf_init(&bytes, ALLEGATI_BYTES_MAX);
	random_uuid(name);
	if (file_read("-", &bytes, &c->err)) {
		path = arena_printf(&c->arena, "%s/allegato-%.8s", c->app->options->cartella_stato,
			name);
		if (!file_write(path, bytes.data, bytes.len, &c->err))
			path = NULL;
	} else if (c->err.code == ERR_LIMIT) {
		command_fail(c, PROBLEM_ALLEGATI_TROPPO_GRANDI, "allegato", "%s",
			problem_sentence(PROBLEM_ALLEGATI_TROPPO_GRANDI));
	}
	buf_release(&bytes);
	return path;
}

static bool set_allegati(struct command *c)
{
	const char *paths[ALLEGATI_MAX + 1];
	size_t n = args_values(&c->args, "allegato", paths, ALLEGATI_MAX + 1);

	for (size_t k = 0; k < n; k++) {
		struct intent i = { .kind = INTENT_BOZZA_ALLEGA, .percorso = paths[k] };
		if (!strcmp(paths[k], "-") && !(i.percorso = kept_input(c)))
			return false;
		if (!step(c, &i))
			return false;
	}
	return true;
}

static bool set_canali(struct command *c)
{
	const char *words[CANALE_COUNT];
	size_t n = args_values(&c->args, "canale", words, CANALE_COUNT);
	struct intent i = { .kind = INTENT_BOZZA_CANALI };

	for (size_t k = 0; k < n; k++) {
		int canale = words_find(&canale_words, words[k]);
		if (!canale)
			return command_fail(c, ERR_USAGE, "canale",
				_("Il canale è CELLULARE, EMAIL o PEC: «%s» non lo è."), words[k]);
		i.canali |= 1u << canale;
	}
	return n == 0 || step(c, &i);
}

/* ── sent ───────────────────────────────────────────────────────────────────────────────── */

static bool invio_settled(const struct app *app)
{
	switch (app->model.invio.fase) {
	case INVIO_FILE:
	case INVIO_IN_CORSO:
		return false;
	case INVIO_DA_VERIFICARE:
		return app->verify_tries >= VERIFY_TRIES;
	default:
		return app->model.connessione.richieste == 0;
	}
}

static void nearest(struct command *c, const struct problem *p)
{
	for (size_t i = 0; i < p->n_orari_vicini; i++)
		fprintf(stderr, _("agenda: orario libero: %s\n"),
			instant_phrase(&c->arena, p->orari_vicini[i].inizio));
}

static bool tell_invio(struct command *c)
{
	const struct invio *invio = &c->app->model.invio;

	switch (invio->fase) {
	case INVIO_CONFERMATO:
		if (c->json)
			return command_json(c, "appuntamento", &appuntamento_fields,
				&invio->appuntamento);
		command_line(c, _("Confermato: %s, %s, %s"), invio->appuntamento.id,
			instant_phrase(&c->arena, invio->appuntamento.inizio),
			invio->appuntamento.punto.denominazione);
		return true;
	case INVIO_DA_VERIFICARE:
		return command_fail(c, PROBLEM_DA_VERIFICARE, NULL, _("Conferma da verificare: "
			"«agenda operazioni --verifica» chiede che cosa è successo."));
	default:
		c->err = invio->err;
		nearest(c, &invio->problem);
		fprintf(stderr, _("agenda: la bozza è conservata: --bozza %s\n"),
			c->app->model.bozza.bozza.id);
		return false;
	}
}

static bool keep_draft(struct command *c)
{
	const struct bozza *b = &c->app->model.bozza.bozza;

	if (!b->revisione && !b->codice_rapporto_lavoro)
		return command_fail(c, PROBLEM_CAMPO_NON_VALIDO, NULL,
			_("Non c'è ancora nulla da salvare: serve almeno il rapporto."));
	if (!usecase_bozza_keep(c->app)) {
		c->err = c->app->model.bozza.rifiuto;
		return false;
	}
	command_line(c, "%s", c->app->model.bozza.bozza.id);
	return true;
}

bool cli_nuovo(struct command *c)
{
	const char *id = args_value(&c->args, "bozza");
	struct intent open = { .kind = id ? INTENT_BOZZA_APRI : INTENT_BOZZA_NUOVA, .id = id };

	if (!step(c, &open))
		return false;
	for (size_t i = 0; i < c->app->model.novita.n; i++)
		command_remark(c, c->app->model.novita.voci[i].frase);
	if (!set_rapporto(c) || !set_quesiti(c) || !set_punto(c) ||
		!set_quando(c) || !set_nota(c) || !set_allegati(c) || !set_canali(c))
		return false;
	if (args_has(&c->args, "solo-bozza"))
		return keep_draft(c);
	app_do(c->app, &(struct intent){ .kind = INTENT_CONFERMA });
	app_wait_until(c->app, invio_settled);
	return tell_invio(c);
}
