/*
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "src/app.h"

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "src/aperti.h"
#include "src/usecases/usecases.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define AVVISO_SECONDS 8
#define ENDINGS_MS     2 /* of a frame's 16: the last one taken may be long */

static bool server_check(const struct options *o, struct err *err)
{
	if (o->server)
		return true;
	err_set(err, ERR_USAGE, "no server");
	err_field(err, "server");
	return err_say(err, _("Manca l'indirizzo del servizio: «agenda --server https://…», oppure "
		"«server = https://…» in %s."),
		o->configurazione ? o->configurazione : "agenda.conf");
}

bool app_open(struct app *app, const struct options *o, struct err *err)
{
	struct net_config config = { .ca_file = o->ca_file, .offline = o->offline };

	memset(app, 0, sizeof(*app));
	for (int i = 0; i < ALARM_COUNT; i++)
		app->alarms[i] = -1;
	app->feed.gemello.fd = app->clock_watch = app->resti = -1;
	app->options = o;
	app->asked.ricerca.dal = app->asked.ricerca.al = GIORNO_NONE;
	model_init(&app->model);
	app->model.adesso = clock_now();
	app->model.ascii = o->ascii;
	app->model.senza_rete = o->offline;
	app->model.conserva = o->conserva;
	app->model.maschera = o->maschera == SCELTA_SI;
	app->model.nomi = app->model.maschera ? NOMI_MASCHERATI : NOMI_CHIARI;
	app->model.server = o->server;
	app->model.visore = o->visore;
	app->model.cartella_scaricati = o->scaricati;
	if (!server_check(o, err))
		return false;
	app->net = net_new(&config);
	return true;
}

void app_close(struct app *app)
{
	if (app->journal)
		usecase_save_nota(app);
	if (app->net)
		ask_forget_all(app);
	usecase_close_files(app);
	if (app->options && app->resti >= 0)
		close(app->resti);
	if (app->options)
		aperti_close(app->options);
	signin_free(app->signin);
	net_free(app->net);
	model_release(&app->model);
	arena_release(&app->recalled);
	arena_release(&app->asked.arena);
	FREE(&app->asked.filtro);
	FREE(&app->nota);
	FREE(&app->file_viewed);
	FREE(&app->download.path);
	arena_release(&app->raccolta.arena);
}

void app_alarm(struct app *app, enum alarm which, int64_t in_ms)
{
	app->alarms[which] = in_ms < 0 ? -1 : clock_monotonic_ms() + in_ms;
}

void app_say(struct app *app, enum tono tono, const char *fmt, ...)
{
	struct avviso *a = &app->model.avviso;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a->testo, sizeof(a->testo), fmt, ap);
	va_end(ap);
	/* Cut on a whole character. */
	size_t n = strlen(a->testo);
	while (n && !text_valid(a->testo, n))
		a->testo[--n] = '\0';
	a->tono = tono;
	a->fino_a = clock_now() + AVVISO_SECONDS;
	a->numero++;
	app_alarm(app, ALARM_AVVISO, AVVISO_SECONDS * 1000);
}

void app_ended(struct app *app, enum intent_kind to, enum reply_ending ending)
{
	if (app->n_replies < APP_REPLIES_MAX)
		app->replies[app->n_replies++] = (struct reply){ .to = to, .ending = ending };
}

bool app_next_reply(struct app *app, struct reply *to)
{
	if (app->n_replies == 0)
		return false;
	*to = app->replies[0];
	app->n_replies--;
	memmove(app->replies, app->replies + 1, app->n_replies * sizeof(*to));
	return true;
}

/* ── time ───────────────────────────────────────────────────────────────────────────────── */

static int64_t next_deadline(const struct app *app)
{
	int64_t next = app->signin ? signin_deadline(app->signin) : -1;

	for (int i = 0; i < ALARM_COUNT; i++)
		if (app->alarms[i] >= 0 && (next < 0 || app->alarms[i] < next))
			next = app->alarms[i];
	return next;
}

int app_wait_ms(const struct app *app)
{
	int64_t next = next_deadline(app);
	int64_t wait;

	if (app->endings_left)
		return 0;
	if (next < 0)
		return -1;
	wait = next - clock_monotonic_ms();
	return wait < 0 ? 0 : wait > 3600000 ? 3600000 : (int)wait;
}

static bool due(struct app *app, enum alarm which, int64_t now)
{
	if (app->alarms[which] < 0 || app->alarms[which] > now)
		return false;
	app->alarms[which] = -1;
	return true;
}

void app_tick(struct app *app)
{
	int64_t now = clock_monotonic_ms();

	app->model.adesso = clock_now();
	if (due(app, ALARM_NOTA, now))
		usecase_save_nota(app);
	if (due(app, ALARM_LINEA, now))
		usecase_line_try(app);
	if (due(app, ALARM_VERIFICA, now))
		usecase_verify_all(app);
	if (due(app, ALARM_AVVISO, now))
		app->model.avviso.testo[0] = '\0';
	if (due(app, ALARM_GEMELLO, now))
		usecase_gemello_step(app);
	due(app, ALARM_GIRO, now); /* app_shown() goes on */
	if (due(app, ALARM_FEED, now))
		usecase_sync(app);
	if (due(app, ALARM_RESTI, now))
		usecase_resti(app);
	if (due(app, ALARM_PULIZIA, now))
		usecase_retain(app);
	if (due(app, ALARM_NOMI, now))
		usecase_hide_names(app);
	if (due(app, ALARM_PREBLOCCO, now))
		usecase_announce_lock(app);
	if (due(app, ALARM_BLOCCO, now))
		usecase_lock(app);
	if (app->signin && signin_deadline(app->signin) >= 0 &&
		signin_deadline(app->signin) <= now)
		usecase_signin_tick(app);
	usecase_check_age(app);
	usecase_mend_cache(app);
	usecase_uploads_progress(app);
	usecase_scarico_progress(app);
	usecase_home_settle(app);
}

void app_shown(struct app *app)
{
	usecase_sync_on(app);
}

/* ── the network ────────────────────────────────────────────────────────────────────────── */

static void line_of(struct app *app, const struct net_ending *e)
{
	if (e->outcome == NET_DONE)
		usecase_line_up(app);
	else if (e->outcome != NET_CANCELLED && e->err.code == ERR_NETWORK)
		usecase_line_down(app, &e->err);
}

static bool take_ending(struct app *app)
{
	struct net_ending e = { 0 };

	if (!net_next(app->net, &e))
		return false;
	if (!usecase_signin_ending(app, &e)) { /* the issuer's line is another */
		line_of(app, &e);
		ask_take(app, &e);
	}
	net_ending_release(&e);
	return true;
}

/* Not the clock on the wall: on a busy machine every part would be a turn of its own. */
static int64_t cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void app_take_endings(struct app *app)
{
	int64_t until = cpu_ms() + ENDINGS_MS;
	bool some = true;

	while (some && cpu_ms() < until)
		some = ask_read_on(app) || take_ending(app);
	app->endings_left = some;
}

void app_turn(struct app *app)
{
	app_take_endings(app);
	app_tick(app);
	app_shown(app);
}

void app_fds(const struct app *app, struct pollfd fds[APP_FDS])
{
	fds[0] = (struct pollfd){ .fd = cache_watch(app->cache), .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = app->feed.gemello.fd, .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = journal_watch(app->journal), .events = POLLIN };
	fds[3] = (struct pollfd){ .fd = app->clock_watch, .events = POLLIN };
}

void app_heard(struct app *app, const struct pollfd fds[APP_FDS])
{
	if (fds[0].revents)
		usecase_follow_cache(app);
	if (fds[1].revents)
		usecase_gemello_ended(app);
	if (fds[2].revents)
		usecase_follow_journal(app);
	if (fds[3].revents) {
		clock_watch_again(app->clock_watch);
		usecase_woken(app);
	}
}

bool app_poll(struct app *app, struct pollfd *fds, size_t n, int wait)
{
	if (net_poll(app->net, fds, n, wait, &app->stopped))
		return true;
	err_say(&app->stopped, _("Il sistema non lascia più attendere né tasti né risposte: il "
		"programma si chiude. Le bozze restano, e quello che è partito senza risposta si "
		"verifica al prossimo avvio."));
	usecase_save_nota(app);
	app->exiting = true;
	return false;
}

bool app_wait(struct app *app, int most_ms)
{
	struct pollfd fds[APP_FDS];
	int wait = app_wait_ms(app);

	if (most_ms >= 0 && (wait < 0 || wait > most_ms))
		wait = most_ms;
	app_fds(app, fds);
	if (!app_poll(app, fds, APP_FDS, wait))
		return false;
	app_heard(app, fds);
	return true;
}

void app_wait_until(struct app *app, bool (*done)(const struct app *app))
{
	while (!done(app)) {
		app_turn(app);
		if (done(app) || !app_wait(app, -1))
			return;
	}
}
