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
		"persona= profilo=", 0, 0, false, cli_accedi },
	{ "esci", "", N_("esce e cancella da questo computer i dati della persona"), "", 0, 0, false,
		cli_esci },
	{ "profilo", "", N_("chi è entrato, con quale profilo e quali deleghe"), "", 0, 0, true,
		cli_profilo },
	{ "rapporti", "[TESTO]", N_("i rapporti di lavoro, per codice, datore o lavoratore"), "", 0, 1,
		true, cli_rapporti },
	{ "quesiti", "CODICE", N_("i quesiti di un rapporto e se si possono prenotare"), "", 1, 1, true,
		cli_quesiti },
	{ "punti", "CODICE", N_("i punti di consulenza competenti e il primo orario libero"), "", 1, 1,
		true, cli_punti },
	{ "disponibilita", "PUNTO [--dal G] [--al G]", N_("gli orari liberi di un punto"),
		"dal= al=", 1, 1, true, cli_disponibilita },
	{ "nuovo", "--rapporto C --quesito ID… --punto P --quando G|primo --nota-da FILE "
		"[--allegato FILE]… [--canale C]… [--bozza ID]",
		N_("prenota; giorno e ora sono bloccati solo dalla conferma"),
		"rapporto= quesito=* punto= quando= nota-da= allegato=* canale=* bozza= solo-bozza",
		0, 0, true, cli_nuovo },
	{ "cerca", "[--rapporto C] [--stato S] [--dal G] [--al G] [--escludi-intermediario]",
		N_("cerca gli appuntamenti"), "rapporto= stato= dal= al= escludi-intermediario", 0, 0,
		true, cli_cerca },
	{ "mostra", "ID", N_("un appuntamento, tutto"), "", 1, 1, true, cli_mostra },
	{ "scarica", "ID ALLEGATO [--in FILE]", N_("salva un allegato; - lo scrive in uscita"),
		"in=", 2, 2, true, cli_scarica },
	{ "cancella", "ID [--motivo-da FILE]", N_("cancella un appuntamento"), "motivo-da=", 1, 1,
		true, cli_cancella },
	{ "manuali", "[ID] [--in FILE]", N_("i manuali del profilo"), "in=", 0, 1, true,
		cli_manuali },
	{ "bozze", "[--elimina ID]", N_("gli appuntamenti iniziati e non confermati"), "elimina=",
		0, 0, true, cli_bozze },
	{ "operazioni", "[--verifica] [--rinuncia CHIAVE]",
		N_("che cosa è stato inviato e che cosa ne è stato"), "verifica rinuncia=", 0, 0, true,
		cli_operazioni },
};
const size_t n_command_rows = sizeof(command_rows) / sizeof(command_rows[0]);

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
	struct buf out = { 0 };
	bool ok;

	buf_init(&out, API_REPLY_BYTES_MAX);
	buf_addf(&out, "{\"schema\":%d,\"%s\":", CLI_SCHEMA, name);
	ok = api_encode(table, value, &out, &c->err) && buf_adds(&out, "}\n");
	if (ok)
		fwrite(out.data, 1, out.len, stdout);
	buf_release(&out);
	return ok;
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

static bool nothing_asked(const struct app *app)
{
	enum signin_state s = app->signin ? signin_state(app->signin) : SIGNIN_OUT;

	if (s == SIGNIN_DISCOVERING || s == SIGNIN_ASKING || s == SIGNIN_REFRESHING)
		return false;
	return app->model.connessione.richieste == 0;
}

void command_settle(struct command *c)
{
	app_wait_until(c->app, nothing_asked);
}

bool command_slice(struct command *c, const struct slice *s)
{
	if (s->fase == FASE_FALLITA && (s->letto_il == INSTANT_NONE || s->err.code >= ERR_DOMAIN) &&
		s->err.code != PROBLEM_OFFLINE) {
		c->err = s->err;
		return false;
	}
	if (s->letto_il == INSTANT_NONE) {
		if (s->err.code != ERR_NONE)
			c->err = s->err;
		else
			err_set(&c->err, PROBLEM_OFFLINE, "never read");
		return false;
	}
	const char *age = slice_age(&c->app->model, s, &c->arena);
	if (age)
		fprintf(stderr, "agenda: %s\n", age);
	return true;
}

/* ── running one ────────────────────────────────────────────────────────────────────────── */

static int help(const struct options *o)
{
	struct arena a = { 0 };

	if (o->versione) {
		printf("agenda %s\n", AGENDA_VERSION);
		return 0;
	}
	printf("%s\n\n%s\n\n", _("Uso: agenda [OPZIONI] [COMANDO]"),
		_("Senza comando apre l'interfaccia. Comandi:"));
	for (size_t i = 0; i < n_command_rows; i++)
		printf("  %s %s\n      %s\n", command_rows[i].name, command_rows[i].usage,
			_(command_rows[i].sentence));
	printf("\n%s\n  --json        %s\n\n%s\n%s\n", _("Ogni comando vuole anche:"),
		_("risposta come un solo oggetto JSON"), _("Opzioni:"), options_help(&a));
	printf("%s\n", _("Stati di uscita: 0 fatto, 64 comando scritto male, 65 dati rifiutati, "
		"66 non trovato,\n69 servizio non raggiungibile, 70 errore interno, 75 da riprovare o "
		"da verificare,\n76 risposta incomprensibile, 77 accesso o permesso mancante."));
	arena_release(&a);
	return 0;
}

static const struct command_row *row_of(const char *name)
{
	for (size_t i = 0; i < n_command_rows; i++)
		if (!strcmp(command_rows[i].name, name))
			return &command_rows[i];
	return NULL;
}

static bool read_words(struct command *c, const struct command_row *row,
	const struct options *o)
{
	char *names = arena_printf(&c->arena, "json %s", row->options);

	if (!args_read(&c->args, names, o->argc - 1, o->argv + 1, &c->arena, &c->err))
		return false;
	c->json = args_has(&c->args, "json");
	if (c->args.n_words < row->words_min || c->args.n_words > row->words_max)
		return command_fail(c, ERR_USAGE, row->name, _("Si scrive: agenda %s %s"), row->name,
			row->usage);
	return true;
}

static bool sign_in_restored(struct command *c)
{
	usecase_begin(c->app);
	command_settle(c);
	if (c->app->identity && c->app->model.accesso.fase == ACCESSO_FATTO)
		return true;
	if (c->app->model.connessione.linea == LINEA_CADUTA) {
		err_set(&c->err, PROBLEM_OFFLINE, "status");
		return false;
	}
	return command_fail(c, PROBLEM_NON_AUTENTICATO, NULL,
		_("Nessuno è entrato, o l'accesso è scaduto: «agenda accedi»."));
}

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

static const struct fields errore_fields = {
	.name = "Errore", .size = sizeof(struct errore), .list = errore_list,
	.n = sizeof(errore_list) / sizeof(errore_list[0]),
};

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

int cli_run(struct app *app, const struct options *o)
{
	struct command c = { .app = app };
	const struct command_row *row;
	bool ok;

	if (o->argc == 0 || o->aiuto || o->versione)
		return help(o);
	row = row_of(o->argv[0]);
	if (!row)
		ok = command_fail(&c, ERR_USAGE, o->argv[0],
			_("Comando sconosciuto: %s. «agenda --aiuto» li elenca."), o->argv[0]);
	else
		ok = read_words(&c, row, o) && app_open(app, o, &c.err) &&
			(!row->signed_in || sign_in_restored(&c)) && row->run(&c);
	if (ok && fflush(stdout) != 0)
		ok = err_errno(&c.err, "stdout");
	if (!ok)
		report(&c);
	app_close(app);
	arena_release(&c.arena);
	return ok ? 0 : problem_exit(c.err.code);
}
