/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "src/options.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/text.h"
#include "domain/calendario.h"

#include <stdlib.h>
#include <string.h>

enum setting_kind {
	SETTING_TEXT,
	SETTING_FLAG,
	SETTING_INSTANT,
	SETTING_POSTAZIONE,
	SETTING_CHOICE,   /* yes or no, or nothing said */
	SETTING_DURATION, /* "10" minutes, or "90s" */
	SETTING_DAYS,
};

struct setting {
	const char *name;      /* "--name" and "name = …" */
	const char *env;       /* NULL: not from the environment */
	enum setting_kind kind;
	size_t offset;
	bool in_file;          /* may stand in agenda.conf */
	const char *argument;  /* what the help calls the value */
	const char *sentence;
};

#define AT(member) offsetof(struct options, member)

static const struct setting settings[] = {
	{ "server", "AGENDA_SERVER", SETTING_TEXT, AT(server), true, "URL",
		N_("indirizzo del servizio, https://…") },
	{ "emittente", "AGENDA_EMITTENTE", SETTING_TEXT, AT(emittente), true, "URL",
		N_("chi rilascia gli accessi (di solito lo dice il servizio)") },
	{ "ca", "AGENDA_CA", SETTING_TEXT, AT(ca_file), true, "FILE",
		N_("autorità di certificazione di cui fidarsi (PEM)") },
	{ "visore", "AGENDA_VISORE", SETTING_TEXT, AT(visore), true, "PROGRAMMA",
		N_("programma con cui aprire i file") },
	{ "scaricati", "AGENDA_SCARICATI", SETTING_TEXT, AT(scaricati), true, "CARTELLA",
		N_("cartella in cui salvare i file") },
	{ "lineare", "AGENDA_LINEARE", SETTING_FLAG, AT(lineare), true, NULL,
		N_("una riga alla volta, per lettori di schermo e terminali semplici") },
	{ "ascii", "AGENDA_ASCII", SETTING_FLAG, AT(ascii), true, NULL,
		N_("solo segni ASCII") },
	{ "senza-cache", "AGENDA_SENZA_CACHE", SETTING_FLAG, AT(senza_cache), true, NULL,
		N_("tiene tutto in memoria: non resta nulla su questo computer") },
	{ "offline", "AGENDA_OFFLINE", SETTING_FLAG, AT(offline), false, NULL,
		N_("legge solo ciò che è su questo computer: non si collega mai") },
	{ "postazione", "AGENDA_POSTAZIONE", SETTING_POSTAZIONE, AT(postazione), true, "DI_CHI",
		N_("«personale», o «condivisa» dove le persone si alternano: maschera, blocco e dati "
			"che non restano") },
	{ "maschera", "AGENDA_MASCHERA", SETTING_CHOICE, AT(maschera), true, NULL,
		N_("nomi mascherati finché non si chiede di vederli (sì su una postazione condivisa)") },
	{ "blocco", "AGENDA_BLOCCO", SETTING_DURATION, AT(blocco), true, "MINUTI",
		N_("minuti senza tasti dopo i quali lo schermo si blocca, o «90s»; 0 mai (5 su una "
			"postazione condivisa)") },
	{ "conserva", "AGENDA_CONSERVA", SETTING_DAYS, AT(conserva), true, "GIORNI",
		N_("giorni per cui gli appuntamenti passati restano su questo computer; 0 sempre (90 su "
			"una postazione condivisa)") },
	{ "orologio", "AGENDA_OROLOGIO", SETTING_INSTANT, AT(orologio), false, "ISTANTE",
		N_("ferma l'orologio (prove e immagini), aaaa-mm-ggThh:mm:ss+01:00") },
	{ "aiuto", NULL, SETTING_FLAG, AT(aiuto), false, NULL, N_("mostra questo aiuto") },
	{ "versione", NULL, SETTING_FLAG, AT(versione), false, NULL, N_("mostra la versione") },
};

#define N_SETTINGS (sizeof(settings) / sizeof(settings[0]))

static const struct setting *setting_find(const char *name, size_t n)
{
	for (size_t i = 0; i < N_SETTINGS; i++)
		if (strlen(settings[i].name) == n && strncmp(settings[i].name, name, n) == 0)
			return &settings[i];
	return NULL;
}

static bool flag_parse(const char *value, bool *to)
{
	if (!value || !strcmp(value, "sì") || !strcmp(value, "si") || !strcmp(value, "1"))
		*to = true;
	else if (!strcmp(value, "no") || !strcmp(value, "0") || !*value)
		*to = false;
	else
		return false;
	return true;
}

#define BLOCCO_MAX (24 * 3600)
#define CONSERVA_MAX 3650
#define NOT_SAID (-1)

static bool postazione_parse(const char *value, int *to)
{
	static const char *const words[] = { "personale", "condivisa" };

	for (int i = 0; value && i < 2; i++)
		if (!strcmp(value, words[i])) {
			*to = i;
			return true;
		}
	return false;
}

static bool choice_parse(const char *value, int *to)
{
	bool yes = false;

	if (!flag_parse(value, &yes))
		return false;
	*to = yes ? SCELTA_SI : SCELTA_NO;
	return true;
}

/* Digits, times `unit`, at most `max`. */
static bool number_parse(const char *value, long unit, long max, int *to)
{
	char *end = NULL;
	long n;

	if (!value || *value < '0' || *value > '9')
		return false;
	n = strtol(value, &end, 10);
	if (*end || n > max / unit)
		return false;
	*to = (int)(n * unit);
	return true;
}

static bool duration_parse(struct arena *a, const char *value, int *to)
{
	size_t n = value ? strlen(value) : 0;

	if (n > 1 && value[n - 1] == 's')
		return number_parse(arena_strndup(a, value, n - 1), 1, BLOCCO_MAX, to);
	return number_parse(value, 60, BLOCCO_MAX, to);
}

static bool setting_set(struct options *o, const struct setting *s, const char *value,
	struct err *err)
{
	void *at = (char *)o + s->offset;
	bool ok = true;

	switch (s->kind) {
	case SETTING_TEXT:
		ok = value && *value && text_valid(value, strlen(value));
		if (ok)
			*(const char **)at = arena_strdup(&o->arena, value);
		break;
	case SETTING_FLAG:
		ok = flag_parse(value, at);
		break;
	case SETTING_INSTANT:
		ok = value && instant_parse(value, at);
		break;
	case SETTING_POSTAZIONE:
		ok = postazione_parse(value, at);
		break;
	case SETTING_CHOICE:
		ok = choice_parse(value, at);
		break;
	case SETTING_DURATION:
		ok = duration_parse(&o->arena, value, at);
		break;
	case SETTING_DAYS:
		ok = number_parse(value, 1, CONSERVA_MAX, at);
		break;
	}
	if (ok)
		return true;
	err_set(err, ERR_USAGE, "setting %s", s->name);
	err_field(err, s->name);
	return err_say(err, _("«%s» vuole un valore valido: %s."), s->name, _(s->sentence));
}

static const char *join(struct options *o, const char *folder, const char *rest)
{
	return folder && *folder == '/' ? arena_printf(&o->arena, "%s/%s", folder, rest) : NULL;
}

/* XDG Base Directory: only absolute paths count. */
static const char *xdg(struct options *o, const char *variable, const char *fallback,
	const char *rest)
{
	const char *folder = getenv(variable);

	if (folder && *folder == '/')
		return join(o, folder, rest);
	if (!fallback)
		return NULL;
	folder = join(o, getenv("HOME"), fallback);
	return join(o, folder, rest);
}

static void folders_read(struct options *o)
{
	o->configurazione = xdg(o, "XDG_CONFIG_HOME", ".config", "agenda/agenda.conf");
	o->cartella_stato = xdg(o, "XDG_STATE_HOME", ".local/state", "agenda");
	o->cartella_cache = xdg(o, "XDG_CACHE_HOME", ".cache", "agenda");
	o->cartella_sessione = xdg(o, "XDG_RUNTIME_DIR", NULL, "agenda");
	o->scaricati = xdg(o, "XDG_DOWNLOAD_DIR", "Scaricati", ".");
	if (o->scaricati)
		o->scaricati = arena_strndup(&o->arena, o->scaricati, strlen(o->scaricati) - 2);
}

static void warn(struct options *o, const char **warnings, unsigned line, const char *why)
{
	const char *before = *warnings ? *warnings : "";

	*warnings = arena_printf(&o->arena, "%s%s:%u: %s\n", before, o->configurazione, line, why);
}

static void conf_line(struct options *o, char *line, unsigned number, const char **warnings)
{
	struct err err = { 0 };
	char *name = text_trim(&o->arena, line);

	if (!*name || *name == '#')
		return;
	char *equals = strchr(name, '=');
	if (!equals) {
		warn(o, warnings, number, _("manca «=»: si scrive «nome = valore»."));
		return;
	}
	*equals = '\0';
	char *value = text_trim(&o->arena, equals + 1);
	name = text_trim(&o->arena, name);
	const struct setting *s = setting_find(name, strlen(name));
	if (!s || !s->in_file)
		warn(o, warnings, number, _("nome sconosciuto."));
	else if (!setting_set(o, s, value, &err))
		warn(o, warnings, number, err.text);
}

#define CONF_MAX ((size_t)64 << 10)

static void conf_read(struct options *o, const char **warnings)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	unsigned number = 0;
	char *rest, *line;

	buf_init(&text, CONF_MAX);
	if (!o->configurazione || !file_read(o->configurazione, &text, &err)) {
		if (o->configurazione && err.code != ERR_ABSENT)
			warn(o, warnings, 0, _("il file non si può leggere."));
		goto out;
	}
	rest = text_sanitise(&o->arena, text.data, text.len, true);
	while ((line = strsep(&rest, "\n")))
		conf_line(o, line, ++number, warnings);
out:
	buf_release(&text);
}

static bool env_read(struct options *o, struct err *err)
{
	for (size_t i = 0; i < N_SETTINGS; i++) {
		const char *value = settings[i].env ? getenv(settings[i].env) : NULL;
		if (value && *value && !setting_set(o, &settings[i], value, err))
			return false;
	}
	return true;
}

static bool unknown_option(const char *word, struct err *err)
{
	err_set(err, ERR_USAGE, "unknown option");
	err_field(err, word);
	return err_say(err, _("Opzione sconosciuta: %s. «agenda --aiuto» le elenca."), word);
}

/* Options before the command are the program's; the command reads its own. */
static bool args_read(struct options *o, int argc, char **argv, struct err *err)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		const char *word = argv[i];
		if (!strcmp(word, "--"))  {
			i++;
			break;
		}
		if (!strcmp(word, "--help") || !strcmp(word, "-h"))
			word = "--aiuto";
		if (!strcmp(word, "--version"))
			word = "--versione";
		if (strncmp(word, "--", 2) != 0)
			return unknown_option(word, err);
		const char *equals = strchr(word, '=');
		size_t n = equals ? (size_t)(equals - word) - 2 : strlen(word) - 2;
		const struct setting *s = setting_find(word + 2, n);
		if (!s)
			return unknown_option(word, err);
		const char *value = equals ? equals + 1 : NULL;
		if (!value && s->kind != SETTING_FLAG && s->kind != SETTING_CHOICE)
			value = i + 1 < argc ? argv[++i] : NULL;
		if (!setting_set(o, s, value, err))
			return false;
	}
	o->argc = argc - i;
	o->argv = argv + i;
	return true;
}

#define BLOCCO_CONDIVISA (5 * 60) /* ours; ten times as long and never may be chosen */
#define CONSERVA_CONDIVISA 90

/* What nobody said depends on whose machine it is. */
static void decide(struct options *o)
{
	bool shared = o->postazione == POSTAZIONE_CONDIVISA;

	if (o->maschera == SCELTA_NONE)
		o->maschera = shared ? SCELTA_SI : SCELTA_NO;
	if (o->blocco == NOT_SAID)
		o->blocco = shared ? BLOCCO_CONDIVISA : 0;
	if (o->conserva == NOT_SAID)
		o->conserva = shared ? CONSERVA_CONDIVISA : 0;
}

bool options_read(struct options *o, int argc, char **argv, const char **warnings,
	struct err *err)
{
	*warnings = NULL;
	o->orologio = INSTANT_NONE;
	o->blocco = o->conserva = NOT_SAID;
	folders_read(o);
	conf_read(o, warnings);
	if (!env_read(o, err) || !args_read(o, argc, argv, err))
		return false;
	decide(o);
	return true;
}

void options_release(struct options *o)
{
	arena_release(&o->arena);
}

#define NAME_COLUMNS     24
#define SENTENCE_COLUMNS (80 - NAME_COLUMNS - 4)

char *options_help(struct arena *a)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < N_SETTINGS; i++) {
		const struct setting *s = &settings[i];
		char *name = arena_printf(a, "--%s%s%s", s->name, s->argument ? " " : "",
			s->argument ? s->argument : "");
		size_t n;
		char **lines = text_wrap(a, _(s->sentence), SENTENCE_COLUMNS, &n);
		for (size_t k = 0; k < n; k++)
			buf_addf(&text, "  %s  %s\n",
				text_fit(a, k ? "" : name, NAME_COLUMNS, NULL), lines[k]);
	}
	char *all = arena_strdup(a, buf_str(&text));
	buf_release(&text);
	return all;
}

/* What a machine of one's own has when nobody says otherwise. */
static const char *const usual[] = {
	[SETTING_TEXT] = "",
	[SETTING_FLAG] = "no",
	[SETTING_INSTANT] = "",
	[SETTING_POSTAZIONE] = "personale",
	[SETTING_CHOICE] = "no",
	[SETTING_DURATION] = "0",
	[SETTING_DAYS] = "0",
};

char *options_sample(struct arena *a)
{
	struct buf text = { 0 };

	buf_adds(&text, _("# agenda.conf: nome = valore, una per riga; # comincia un commento.\n"));
	for (size_t i = 0; i < N_SETTINGS; i++) {
		const struct setting *s = &settings[i];
		if (s->in_file)
			buf_addf(&text, "\n# %s\n#%s = %s\n", _(s->sentence), s->name,
				usual[s->kind]);
	}
	char *all = arena_strdup(a, buf_str(&text));
	buf_release(&text);
	return all;
}
