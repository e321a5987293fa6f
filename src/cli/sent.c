/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * operazioni: what was sent and what became of it; replayed, or given up.
 */
#include "api/table.h"
#include "base/i18n.h"
#include "src/cli/command.h"

#include <string.h>

#define SHOWN 100 /* the latest; what has no answer is shown whatever its age */

struct inviata {
	const char *chiave;
	const char *genere; /* "conferma", "cancellazione", "caricamento" */
	const char *stato;  /* "da-verificare", "eseguita", "rifiutata", "annullata" */
	const char *descrizione, *bozza, *risorsa, *problema;
	instant creato_il, inviato_il, risolto_il;
	int64_t tentativi;
	bool rinunciata;
};

static const struct field inviata_rows[] = {
	{ ID(inviata, chiave), REQUIRED },
	{ LINE(inviata, genere, 32), REQUIRED },
	{ LINE(inviata, stato, 32), REQUIRED },
	{ LINE(inviata, descrizione, 400) },
	{ ID(inviata, bozza) },
	{ ID(inviata, risorsa) },
	{ LINE(inviata, problema, 64) },
	{ INSTANT(inviata, creato_il), REQUIRED },
	{ INSTANT(inviata, inviato_il), REQUIRED },
	{ INSTANT(inviata, risolto_il) },
	{ INT64(inviata, tentativi, 1, CONTEGGIO_MAX), REQUIRED },
	{ BOOL(inviata, rinunciata) },
};
static const struct fields inviata_fields = TABLE("Operazione", inviata, inviata_rows);

struct inviate {
	struct inviata *items;
	size_t n;
};

static const struct field inviate_rows[] = {
	{ ITEMS(inviate, inviata, CONTEGGIO_MAX) },
};
static const struct fields inviate_fields = TABLE("Operazioni", inviate, inviate_rows);

static const struct {
	const char *code;
	const char *open; /* as long as there is no answer */
} kinds[] = {
	[0] = { "sconosciuta", N_("richiesta da verificare") },
	[SENDING_CONFERMA] = { "conferma", N_("conferma da verificare") },
	[SENDING_CANCELLAZIONE] = { "cancellazione", N_("cancellazione da verificare") },
	[SENDING_CARICAMENTO] = { "caricamento", N_("caricamento da verificare") },
};

static const struct {
	const char *code;
	const char *word;
} outcomes[] = {
	[SENDING_NONE] = { "da-verificare", "" },
	[SENDING_DONE] = { "eseguita", N_("eseguita") },
	[SENDING_REFUSED] = { "rifiutata", N_("rifiutata") },
	[SENDING_BURNT] = { "annullata", N_("annullata prima che arrivasse") },
};

static bool is_open(const struct sending *s)
{
	return s->stato != SENDING_SETTLED;
}

static void show(struct command *c, const struct sending *s)
{
	command_line(c, "%s  %s  %s  %s%s%s", s->chiave, instant_phrase(&c->arena, s->creato_il),
		s->descrizione ? s->descrizione : _("file"),
		is_open(s) ? _(kinds[s->genere].open) : _(outcomes[s->esito].word),
		s->risorsa ? arena_printf(&c->arena, " (%s)", s->risorsa) : "",
		is_open(s) && s->rinunciato ? _(", rinuncia chiesta") : "");
}

static struct inviata said_of(const struct sending *s)
{
	return (struct inviata){
		.chiave = s->chiave,
		.genere = kinds[s->genere].code,
		.stato = outcomes[is_open(s) ? SENDING_NONE : s->esito].code,
		.descrizione = s->descrizione,
		.bozza = s->bozza,
		.risorsa = s->risorsa,
		.problema = s->problema,
		.creato_il = s->creato_il,
		.inviato_il = s->inviato_il,
		.risolto_il = s->risolto_il,
		.tentativi = s->tentativi,
		.rinunciata = s->rinunciato,
	};
}

static bool show_all(struct command *c, const struct sendings *all)
{
	struct inviate said = { .n = all->n };

	if (!c->json) {
		for (size_t i = 0; i < all->n; i++)
			show(c, &all->items[i]);
		return true;
	}
	said.items = arena_array(&c->arena, all->n + 1, sizeof(*said.items));
	for (size_t i = 0; i < all->n; i++)
		said.items[i] = said_of(&all->items[i]);
	return command_json(c, "operazioni", &inviate_fields, &said);
}

/* The latest, and before them whatever is open and older than those. */
static bool read_all(struct command *c, struct sendings *to, bool *open)
{
	struct sendings latest = { 0 }, unresolved = { 0 };
	size_t older = 0;

	if (!journal_sendings(c->app->journal, &c->arena, SHOWN, &latest, &c->err) ||
		!journal_unresolved(c->app->journal, &c->arena, &unresolved, &c->err))
		return false;
	*open = unresolved.n > 0;
	to->items = arena_array(&c->arena, latest.n + unresolved.n + 1, sizeof(*to->items));
	for (size_t i = 0; i < unresolved.n; i++) {
		bool among = false;
		for (size_t k = 0; k < latest.n && !among; k++)
			among = !strcmp(latest.items[k].chiave, unresolved.items[i].chiave);
		if (!among)
			to->items[older++] = unresolved.items[i];
	}
	if (latest.n)
		memcpy(to->items + older, latest.items, latest.n * sizeof(*to->items));
	to->n = older + latest.n;
	return true;
}

/* Before there is any contact: at contact what has no answer is sent again. */
static bool renounce(struct command *c, const char *chiave)
{
	if (!command_online(c))
		return false;
	if (journal_renounce(c->app->journal, chiave, &c->err))
		return true;
	if (c->err.code != ERR_ABSENT)
		return false;
	return command_fail(c, PROBLEM_NON_TROVATO, "rinuncia", "%s",
		_("Nessuna richiesta da verificare ha quella chiave."));
}

/* At contact everything that is open is replayed, or burnt where somebody gave it up. */
static bool contact(struct command *c, bool must)
{
	if (must && !command_online(c))
		return false;
	return command_sign_in(c, must ? NEEDS_SERVER : NEEDS_READING);
}

bool cli_operazioni(struct command *c)
{
	const char *burnt = args_value(&c->args, "rinuncia");
	struct sendings all = { 0 };
	bool open = false;

	if (burnt && !renounce(c, burnt))
		return false;
	if (!contact(c, burnt || args_has(&c->args, "verifica")))
		return false;
	usecase_verify_all(c->app);
	command_settle(c);
	if (!read_all(c, &all, &open) || !show_all(c, &all))
		return false;
	if (open)
		return command_fail(c, PROBLEM_DA_VERIFICARE, NULL, "%s",
			problem_sentence(PROBLEM_DA_VERIFICARE));
	return true;
}
