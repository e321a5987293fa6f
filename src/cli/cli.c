/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/cli/cli.h"

#include "api/codec.h"
#include "base/alloc.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "src/cli/command.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct command_row command_rows[] = {
	{ "accedi", "[--persona ID --profilo P]", N_("entra; nella demo come persona di esempio"),
		"persona= profilo=", 0, 0, NEEDS_NOTHING, cli_accedi },
	{ "esci", "[--elimina-bozze]", N_("esce e cancella da questo computer i dati della persona"),
		"elimina-bozze", 0, 0, NEEDS_NOTHING, cli_esci },
	{ "profilo", "[--deleghe]", N_("chi è entrato, con quale profilo e quali deleghe"), "deleghe",
		0, 0, NEEDS_READING, cli_profilo },
	{ "rapporti", "[TESTO]", N_("i rapporti di lavoro, per codice, datore o lavoratore"), "", 0, 1,
		NEEDS_READING, cli_rapporti },
	{ "quesiti", "CODICE", N_("i quesiti di un rapporto e se si possono prenotare"), "", 1, 1, NEEDS_READING,
		cli_quesiti },
	{ "punti", "CODICE", N_("i punti di consulenza competenti e il primo orario libero"), "", 1, 1,
		NEEDS_READING, cli_punti },
	{ "disponibilita", "PUNTO [--dal G] [--al G]", N_("gli orari liberi di un punto"),
		"dal= al=", 1, 1, NEEDS_READING, cli_disponibilita },
	{ "nuovo", "--rapporto C --quesito ID… --punto P --quando G|primo --nota-da FILE "
		"[--allegato FILE]… [--canale C]… [--bozza ID]",
		N_("prenota; giorno e ora sono bloccati solo dalla conferma"),
		"rapporto= quesito=* punto= quando= nota-da= allegato=* canale=* bozza= solo-bozza",
		0, 0, NEEDS_READING, cli_nuovo },
	{ "cerca", "[--testo-da FILE] [--rapporto C] [--stato S] [--dal G] [--al G] "
		"[--escludi-intermediario]",
		N_("cerca gli appuntamenti"),
		"testo-da= rapporto= stato= dal= al= escludi-intermediario", 0, 0,
		NEEDS_READING, cli_cerca },
	{ "mostra", "ID", N_("un appuntamento, tutto"), "", 1, 1, NEEDS_READING, cli_mostra },
	{ "scarica", "ID ALLEGATO [--in FILE]", N_("salva un allegato; - lo scrive in uscita"),
		"in=", 2, 2, NEEDS_READING, cli_scarica },
	{ "cancella", "ID [--motivo-da FILE]", N_("cancella un appuntamento"), "motivo-da=", 1, 1,
		NEEDS_SERVER, cli_cancella },
	{ "manuali", "[ID] [--in FILE]", N_("i manuali del profilo"), "in=", 0, 1, NEEDS_READING,
		cli_manuali },
	{ "bozze", "[--mostra ID] [--elimina ID]",
		N_("gli appuntamenti iniziati e non confermati"), "mostra= elimina=",
		0, 0, NEEDS_READING, cli_bozze },
	{ "operazioni", "[--verifica] [--rinuncia CHIAVE]",
		N_("che cosa è stato inviato e che cosa ne è stato"), "verifica rinuncia=", 0, 0, NEEDS_FILES,
		cli_operazioni },
	{ "sincronizza", "[--allegati]",
		N_("porta qui tutto quello che si può vedere"), "allegati", 0, 0, NEEDS_NOTHING,
		cli_sincronizza },
	{ "cache", "stato|svuota|verifica", N_("la copia locale dei dati del servizio"), "", 1, 1,
		NEEDS_FILES, cli_cache },
};
const size_t n_command_rows = sizeof(command_rows) / sizeof(command_rows[0]);

/* What --json says of a failure, on standard error. */
struct errore {
	const char *tipo; /* of the problem; "locale" for what this machine refused */
	const char *campo;
	const char *frase;
};

static const struct field errore_list[] = {
	{ .name = "tipo", .kind = FIELD_STRING, .required = true, .offset = offsetof(struct errore, tipo),
		.max = 64 },
	{ .name = "campo", .kind = FIELD_STRING, .offset = offsetof(struct errore, campo),
		.max = 64 },
	{ .name = "frase", .kind = FIELD_STRING, .required = true,
		.offset = offsetof(struct errore, frase), .max = 1024 },
};

/* What is said beside the answer. */
struct nota {
	const char *avviso;
};

static const struct field nota_list[] = {
	{ .name = "avviso", .kind = FIELD_STRING, .required = true,
		.offset = offsetof(struct nota, avviso), .max = 1024 },
};

static const struct fields nota_fields = {
	.name = "Nota", .size = sizeof(struct nota), .list = nota_list, .n = 1,
};

static const struct fields errore_fields = {
	.name = "Errore", .size = sizeof(struct errore), .list = errore_list,
	.n = sizeof(errore_list) / sizeof(errore_list[0]),
};

/* ── answering ──────────────────────────────────────────────────────────────────────────── */

void command_line(struct command *c, const char *fmt, ...)
{
	va_list ap;
	char *line;

	va_start(ap, fmt);
	line = arena_vprintf(&c->arena, fmt, ap);
	va_end(ap);
	puts(text_sanitise(&c->arena, line, strlen(line), true));
}

bool command_json(struct command *c, const char *name, const struct fields *table,
	const void *value)
{
	char when[INSTANT_TEXT_SIZE];
	struct buf out = { 0 };
	bool ok;

	buf_init(&out, API_REPLY_BYTES_MAX);
	buf_addf(&out, "{\"schema\":%d,", CLI_SCHEMA);
	if (c->dati_al != INSTANT_NONE) {
		instant_format(c->dati_al, when);
		buf_addf(&out, "\"dati_al\":\"%s\",", when);
	}
	buf_addf(&out, "\"%s\":", name);
	ok = api_encode(table, value, &out, &c->err) && buf_adds(&out, "}\n");
	if (ok)
		fwrite(out.data, 1, out.len, stdout);
	buf_release(&out);
	return ok;
}

struct fields command_fields_with(struct command *c, const struct fields *table,
	const struct field *more)
{
	struct field *list = arena_array(&c->arena, table->n + 1, sizeof(*list));
	struct fields all = *table;

	memcpy(list, table->list, table->n * sizeof(*list));
	list[table->n] = *more;
	all.list = list;
	all.n = table->n + 1;
	return all;
}

bool command_fail(struct command *c, int code, const char *field, const char *fmt, ...)
{
	va_list ap;

	err_set(&c->err, code, "%s", field ? field : "command");
	err_field(&c->err, field ? field : "");
	va_start(ap, fmt);
	vsnprintf(c->err.text, sizeof(c->err.text), fmt, ap);
	va_end(ap);
	return false;
}

char *command_text_from(struct command *c, const char *path, size_t ceiling)
{
	struct buf bytes = { 0 };
	char *text = NULL;

	buf_init(&bytes, ceiling);
	if (file_read(path, &bytes, &c->err)) {
		if (!text_valid(bytes.data ? bytes.data : "", bytes.len))
			command_fail(c, ERR_FORMAT, path, _("%s non è testo UTF-8."), path);
		else
			text = text_trim(&c->arena, text_sanitise(&c->arena, buf_str(&bytes), bytes.len,
				true));
	} else if (!c->err.text[0]) {
		err_say(&c->err, c->err.code == ERR_LIMIT ? _("%s è troppo lungo.")
			: _("%s non si può leggere."), path);
	}
	buf_release(&bytes);
	return text;
}

/* ── waiting ────────────────────────────────────────────────────────────────────────────── */

bool command_settled(const struct app *app)
{
	enum signin_state s = app->signin ? signin_state(app->signin) : SIGNIN_OUT;

	if (s == SIGNIN_DISCOVERING || s == SIGNIN_ASKING || s == SIGNIN_REFRESHING)
		return false;
	return app->model.connessione.richieste == 0 && !app->feed.page_due;
}

void command_settle(struct command *c)
{
	app_wait_until(c->app, command_settled);
}

/* One object a line with --json, so that a script can read what is said beside the answer. */
void command_remark(const struct command *c, const char *sentence)
{
	struct nota said = { .avviso = sentence };
	struct buf out = { 0 };
	struct err err = { 0 };

	buf_addf(&out, "{\"schema\":%d,\"nota\":", CLI_SCHEMA);
	if (c->json && api_encode(&nota_fields, &said, &out, &err))
		fprintf(stderr, "%s}\n", buf_str(&out));
	else
		fprintf(stderr, "agenda: %s\n", sentence);
	buf_release(&out);
}

void command_age(struct command *c, const struct slice *s)
{
	const char *age = slice_age(&c->app->model, s, &c->arena);

	if (!age)
		return;
	if (c->dati_al == INSTANT_NONE || s->letto_il < c->dati_al)
		c->dati_al = s->letto_il;
	if (!c->aged)
		command_remark(c, age);
	c->aged = true;
}

bool command_online(struct command *c)
{
	if (!c->app->options->offline)
		return true;
	return command_fail(c, PROBLEM_OFFLINE, "offline",
		_("Questo comando vuole il servizio: va scritto senza --offline."));
}

static bool never_read(struct command *c)
{
	return command_fail(c, PROBLEM_OFFLINE, NULL,
		_("Il servizio non è raggiungibile, e questo non è mai stato letto su questo computer."));
}

bool command_slice(struct command *c, const struct slice *s)
{
	bool off = s->err.code == PROBLEM_OFFLINE || s->err.code == ERR_NONE;

	if (s->fase == FASE_FALLITA && !off &&
		(s->letto_il == INSTANT_NONE || s->err.code >= ERR_DOMAIN)) {
		c->err = s->err;
		return false;
	}
	if (s->letto_il == INSTANT_NONE && off)
		return never_read(c);
	if (s->letto_il == INSTANT_NONE) {
		c->err = s->err;
		return false;
	}
	command_age(c, s);
	return true;
}

/* ── running one ────────────────────────────────────────────────────────────────────────── */

static bool read_words(struct command *c, const struct command_row *row,
	const struct options *o)
{
	char *names = arena_printf(&c->arena, "json offline aiuto %s", row->options);

	if (!args_read(&c->args, names, o->argc - 1, o->argv + 1, &c->arena, &c->err))
		return false;
	if (args_has(&c->args, "aiuto"))
		return true;
	if (c->args.n_words < row->words_min || c->args.n_words > row->words_max)
		return command_fail(c, ERR_USAGE, row->name, _("Si scrive: agenda %s %s"), row->name,
			row->usage);
	return true;
}

static bool nobody_is_in(struct command *c)
{
	return command_fail(c, PROBLEM_NON_AUTENTICATO, NULL,
		_("Nessuno è entrato, o l'accesso è scaduto: «agenda accedi»."));
}

static bool offline_refused(struct command *c)
{
	err_set(&c->err, PROBLEM_OFFLINE, "status");
	return false;
}

bool command_signed_in(struct command *c)
{
	const struct app *app = c->app;

	if (app->identity && app->model.accesso.fase == ACCESSO_FATTO)
		return true;
	return app->model.connessione.linea == LINEA_CADUTA ? offline_refused(c) : nobody_is_in(c);
}

/* Without a line whoever was in last still reads what is on this machine, with its age: the
 * token, which may have expired meanwhile, opens the service, not the files. */
bool command_sign_in(struct command *c, enum needs needs)
{
	struct app *app = c->app;
	bool down;

	usecase_begin(app);
	command_settle(c);
	if (app->identity && app->model.accesso.fase == ACCESSO_FATTO)
		return true;
	down = app->model.connessione.linea == LINEA_CADUTA && !app->options->offline;
	if (down && needs == NEEDS_READING && usecase_recall(app))
		return true;
	return down ? offline_refused(c) : nobody_is_in(c);
}

static bool have_what_it_needs(struct command *c, enum needs needs)
{
	switch (needs) {
	case NEEDS_NOTHING:
		return true;
	case NEEDS_FILES:
		return usecase_recall(c->app) || nobody_is_in(c);
	case NEEDS_READING:
		return command_sign_in(c, needs);
	case NEEDS_SERVER:
		return command_online(c) && command_sign_in(c, needs);
	}
	return false;
}

/* What the files had to say when they were opened. */
static void tell_notice(const struct command *c)
{
	if (c->app->model.avviso.tono == TONO_AVVISO && c->app->model.avviso.testo[0])
		command_remark(c, c->app->model.avviso.testo);
}

static void report(struct command *c)
{
	const char *text = err_phrase(&c->arena, &c->err);
	struct errore said = { .campo = c->err.field[0] ? c->err.field : NULL };
	struct buf out = { 0 };
	struct err err = { 0 };

	said.frase = text_sanitise(&c->arena, text, strlen(text), false);
	said.tipo = c->err.code >= ERR_DOMAIN ? problem_type_name((enum problem_type)c->err.code)
		: "locale";
	buf_addf(&out, "{\"schema\":%d,\"errore\":", CLI_SCHEMA);
	if (c->json && api_encode(&errore_fields, &said, &out, &err))
		fprintf(stderr, "%s}\n", buf_str(&out));
	else
		fprintf(stderr, "agenda: %s\n", said.frase);
	buf_release(&out);
}

/* Also when the words are wrong: whoever asked for JSON gets the refusal as JSON. */
static bool wants_json(const struct options *o)
{
	for (int i = 1; i < o->argc && strcmp(o->argv[i], "--") != 0; i++)
		if (!strcmp(o->argv[i], "--json"))
			return true;
	return false;
}

static bool run(struct command *c, const struct command_row *row, struct options *o)
{
	bool ok;

	if (!read_words(c, row, o))
		return false;
	if (args_has(&c->args, "aiuto"))
		return cli_help_of(row);
	o->offline = o->offline || args_has(&c->args, "offline");
	ok = app_open(c->app, o, &c->err) && have_what_it_needs(c, row->needs);
	tell_notice(c);
	return ok && row->run(c);
}

int cli_run(struct app *app, const struct options *o)
{
	struct command c = { .app = app, .dati_al = INSTANT_NONE, .json = wants_json(o) };
	struct options own = *o; /* a command may add to them */
	const struct command_row *row;
	bool ok;

	row = o->argc ? command_row_of(o->argv[0]) : NULL;
	if (o->argc == 0 || o->versione || (o->aiuto && row))
		return cli_help(o);
	if (!row)
		ok = command_fail(&c, ERR_USAGE, o->argv[0],
			_("Comando sconosciuto: %s. «agenda --aiuto» li elenca."), o->argv[0]);
	else
		ok = run(&c, row, &own);
	if (app->stopped.code != ERR_NONE) { /* whatever else it says follows from that */
		c.err = app->stopped;
		ok = false;
	}
	if (ok && fflush(stdout) != 0)
		ok = err_errno(&c.err, "stdout");
	if (!ok)
		report(&c);
	app_close(app);
	arena_release(&c.arena);
	return ok ? 0 : problem_exit(c.err.code);
}
