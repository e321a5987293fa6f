/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * bozze: the appointments begun and not confirmed, from this machine's journal.
 */
#include "api/table.h"
#include "base/i18n.h"
#include "src/cli/command.h"
#include "ui/righe.h"

/* ── as JSON ────────────────────────────────────────────────────────────────────────────── */

struct file_detto {
	const char *nome;
	const char *percorso;
	enum tipo_file tipo;
	int64_t byte;
	const char *sha256;
	const char *id; /* with the service; absent: not there yet */
	instant scade_il;
};

static const struct field file_detto_rows[] = {
	{ LINE(file_detto, nome, 4096) },
	{ LINE(file_detto, percorso, 4096) },
	{ ENUM(file_detto, tipo, tipo_file) },
	{ INT64(file_detto, byte, 0, CONTEGGIO_MAX), REQUIRED },
	{ LINE(file_detto, sha256, 64) },
	{ ID(file_detto, id) },
	{ INSTANT(file_detto, scade_il) },
};
static const struct fields file_detto_fields = TABLE("FileDiBozza", file_detto, file_detto_rows);

struct bozza_detta {
	const char *id;
	const char *stato; /* "da-completare", "pronta", "da-verificare" */
	const char *a_che_punto;
	instant creata_il, aggiornata_il;
	const char *codice_rapporto_lavoro, *datore;
	const char **quesiti;
	size_t n_quesiti;
	const char *punto, *punto_denominazione;
	instant inizio;
	const char *nota;
	struct file_detto *allegati;
	size_t n_allegati;
	enum canale *canali;
	size_t n_canali;
	const char *chiave;
};

static const struct field bozza_detta_rows[] = {
	{ ID(bozza_detta, id), REQUIRED },
	{ LINE(bozza_detta, stato, 32), REQUIRED },
	{ LINE(bozza_detta, a_che_punto, 200), REQUIRED },
	{ INSTANT(bozza_detta, creata_il) },
	{ INSTANT(bozza_detta, aggiornata_il) },
	{ LINE(bozza_detta, codice_rapporto_lavoro, 10) },
	{ LINE(bozza_detta, datore, 200) },
	{ STRINGS(bozza_detta, quesiti, 0, QUESITI_PER_APPUNTAMENTO_MAX, 1, 64, PATTERN_ID),
		REQUIRED },
	{ ID(bozza_detta, punto) },
	{ LINE(bozza_detta, punto_denominazione, 200) },
	{ INSTANT(bozza_detta, inizio) },
	{ TEXT(bozza_detta, nota, NOTA_MAX * 2) },
	{ OBJECTS(bozza_detta, allegati, file_detto, 0, ALLEGATI_MAX), REQUIRED },
	{ ENUMS(bozza_detta, canali, canale, 0, CANALE_COUNT), REQUIRED },
	{ ID(bozza_detta, chiave) },
};
static const struct fields bozza_detta_fields = TABLE("Bozza", bozza_detta, bozza_detta_rows);

struct bozze_dette {
	struct bozza_detta *items;
	size_t n;
};

static const struct field bozze_dette_rows[] = {
	{ ITEMS(bozze_dette, bozza_detta, CONTEGGIO_MAX) },
};
static const struct fields bozze_dette_fields = TABLE("Bozze", bozze_dette, bozze_dette_rows);

static struct file_detto *files_of(struct command *c, const struct bozza *b)
{
	struct file_detto *all = arena_array(&c->arena, b->n_allegati + 1, sizeof(*all));

	for (size_t i = 0; i < b->n_allegati; i++)
		all[i] = (struct file_detto){
			.nome = b->allegati[i].nome,
			.percorso = b->allegati[i].percorso,
			.tipo = b->allegati[i].tipo,
			.byte = b->allegati[i].byte,
			.sha256 = b->allegati[i].sha256,
			.id = b->allegati[i].id,
			.scade_il = b->allegati[i].scade_il,
		};
	return all;
}

static struct bozza_detta said_of(struct command *c, const struct bozza *b)
{
	enum canale *canali = arena_array(&c->arena, CANALE_COUNT, sizeof(*canali));

	for (size_t i = 0; i < b->n_canali; i++)
		canali[i] = b->canali[i];
	return (struct bozza_detta){
		.id = b->id,
		.stato = b->chiave ? "da-verificare" : bozza_manca(b) ? "da-completare" : "pronta",
		.a_che_punto = bozza_a_che_punto(b),
		.creata_il = b->creata_il,
		.aggiornata_il = b->aggiornata_il,
		.codice_rapporto_lavoro = b->codice_rapporto_lavoro,
		.datore = b->datore,
		.quesiti = b->quesiti,
		.n_quesiti = b->n_quesiti,
		.punto = b->punto,
		.punto_denominazione = b->punto_denominazione,
		.inizio = b->inizio,
		.nota = b->nota && b->nota[0] ? b->nota : NULL,
		.allegati = files_of(c, b),
		.n_allegati = b->n_allegati,
		.canali = canali,
		.n_canali = b->n_canali,
		.chiave = b->chiave,
	};
}

/* ── all of them ────────────────────────────────────────────────────────────────────────── */

static bool list_json(struct command *c, const struct bozze *all)
{
	struct bozze_dette said = { .n = all->n };

	said.items = arena_array(&c->arena, all->n + 1, sizeof(*said.items));
	for (size_t i = 0; i < all->n; i++)
		said.items[i] = said_of(c, &all->items[i]);
	return command_json(c, "bozze", &bozze_dette_fields, &said);
}

static bool list(struct command *c)
{
	struct bozze all = { 0 };

	if (!journal_bozze(c->app->journal, &c->arena, &all, &c->err))
		return false;
	if (c->json)
		return list_json(c, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct riga row = { 0 };
		riga_bozza(&c->arena, c->app->model.nomi, &all.items[i], &row);
		command_line(c, "%s  %s  %s  %s  %s  %s", all.items[i].id, row.celle[CELLA_B_DATORE],
			row.celle[CELLA_B_DOVE], row.celle[CELLA_B_QUANDO], row.celle[CELLA_B_MANCA],
			row.celle[CELLA_B_AGGIORNATA]);
	}
	return true;
}

/* ── one ────────────────────────────────────────────────────────────────────────────────── */

static bool load(struct command *c, const char *id, struct bozza *to)
{
	if (journal_load_bozza(c->app->journal, &c->arena, id, to, &c->err))
		return true;
	if (c->err.code != ERR_ABSENT)
		return false;
	return command_fail(c, PROBLEM_NON_TROVATO, "bozza",
		_("Su questo computer non c'è nessuna bozza con quel nome: «agenda bozze» le elenca."));
}

static void show_files(struct command *c, const struct bozza *b)
{
	for (size_t i = 0; i < b->n_allegati; i++)
		command_line(c, _("  allegato: %s, %s"), b->allegati[i].percorso,
			b->allegati[i].id ? _("caricato") : _("da caricare"));
}

/* What the service says now of what the bozza names; nothing is changed. */
static void compare(struct command *c, const struct bozza *b)
{
	struct intent of = { .codice = b->codice_rapporto_lavoro, .id = b->punto };
	struct ripresa found = { .a = &c->arena };
	struct bozza copy = *b;

	if (!of.codice || b->chiave)
		return;
	usecase_rapporto(c->app, of.codice);
	usecase_quesiti(c->app, &of);
	usecase_punti(c->app, &of);
	usecase_recapiti(c->app, &of);
	if (b->inizio != INSTANT_NONE) {
		of.dal = of.al = giorno_of(b->inizio);
		usecase_disponibilita(c->app, &of);
	}
	command_settle(c);
	usecase_ripresa_look(c->app, &copy, &found);
	for (size_t i = 0; i < found.n; i++)
		command_remark(c, found.voci[i].frase);
}

static bool show(struct command *c, const char *id)
{
	struct bozza b = { 0 };

	if (!load(c, id, &b))
		return false;
	compare(c, &b);
	if (c->json) {
		struct bozza_detta said = said_of(c, &b);
		return command_json(c, "bozza", &bozza_detta_fields, &said);
	}
	command_line(c, "%s  %s", b.id, bozza_a_che_punto(&b));
	if (b.codice_rapporto_lavoro)
		command_line(c, _("  rapporto di lavoro %s, datore %s"), b.codice_rapporto_lavoro,
			nome_phrase(&c->arena, c->app->model.nomi, b.datore));
	for (size_t i = 0; i < b.n_quesiti; i++)
		command_line(c, _("  quesito %s"), b.quesiti[i]);
	if (b.punto)
		command_line(c, _("  dove: %s, %s"), b.punto, b.punto_denominazione);
	if (b.inizio != INSTANT_NONE)
		command_line(c, _("  quando: %s"), instant_phrase(&c->arena, b.inizio));
	if (b.nota && b.nota[0])
		command_line(c, _("  nota: %s"), b.nota);
	show_files(c, &b);
	for (size_t i = 0; i < b.n_canali; i++)
		command_line(c, _("  avvisi: %s"), words_label(&canale_words, (int)b.canali[i]));
	return true;
}

static bool drop(struct command *c, const char *id)
{
	struct bozza b = { 0 };

	if (!load(c, id, &b))
		return false;
	if (!app_do(c->app, &(struct intent){ .kind = INTENT_BOZZA_ELIMINA, .id = id }))
		return command_fail(c, b.chiave ? PROBLEM_STATO_NON_AMMESSO : ERR_IO, "elimina", "%s",
			c->app->model.avviso.testo);
	return c->json ? list(c) : (command_line(c, _("Bozza eliminata: %s"), id), true);
}

bool cli_bozze(struct command *c)
{
	const char *shown = args_value(&c->args, "mostra");
	const char *gone = args_value(&c->args, "elimina");

	if (shown && gone)
		return command_fail(c, ERR_USAGE, "elimina",
			_("--mostra ed --elimina non vanno insieme."));
	if (shown)
		return show(c, shown);
	return gone ? drop(c, gone) : list(c);
}
