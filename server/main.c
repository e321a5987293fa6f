/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * agendad: reads its options, serves until it is told to stop.
 */
#include "base/clock.h"
#include "domain/problem.h"
#include "io/curl.h"
#include "server/importa/importa.h"
#include "server/options.h"
#include "server/sample/esempio.h"
#include "server/serve.h"
#include "server/store/store.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>


static int failed(const struct err *err)
{
	const char *text = *err->text ? err->text
		: err->code > ERR_DOMAIN - 1
		? problem_sentence((enum problem_type)err->code)
		: "";

	fprintf(stderr, "agendad: %s%s%s%s\n", text, *err->cause ? " (" : "", err->cause,
		*err->cause ? ")" : "");
	return problem_exit(err->code);
}

/* Every connection is a file: the default of 1024 is fewer than the connections we take. */
static void raise_files(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0 || r.rlim_cur == r.rlim_max)
		return;
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
}

/* Before any thread: they inherit the mask, and only main waits for these. */
static void block_signals(sigset_t *set)
{
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigprocmask(SIG_BLOCK, set, NULL);
}

static void wait_for_signal(struct server *s, const sigset_t *set)
{
	/* What ends with the day ends when the day does: looked at often, since this wait does not
	 * count the time that the machine sleeps, and again soon when it could not be done. */
	const struct timespec look = { .tv_sec = 60 };
	giorno done = giorno_of(clock_now());
	struct err err = { 0 };

	while (sigtimedwait(set, NULL, &look) < 0) {
		giorno today = giorno_of(clock_now());

		if (errno != EAGAIN || today == done)
			continue;
		if (server_maintain(s, &err))
			done = today;
		else
			failed(&err);
	}
}

static int serve(const struct server_options *o)
{
	struct server *s = NULL;
	struct err err = { 0 };
	sigset_t set;

	block_signals(&set);
	raise_files();
	if (!curl_ready(&err))
		return failed(&err);
	s = server_new(o, &err);
	if (!s)
		return failed(&err);
	wait_for_signal(s, &set);
	server_free(s);
	return 0;
}

static bool write_sample(const struct server_options *o, struct err *err)
{
	struct store_config config = { .path = o->dati, .fast_and_loose = true };
	struct store *store = store_open(&config, err);
	struct esempio e = {
		.seme = o->seme >= 0 ? (uint64_t)o->seme : ESEMPIO_SEME,
		.oggi = o->data_esempio != GIORNO_NONE ? o->data_esempio
						       : giorno_of(clock_now()),
		.appuntamenti = (size_t)o->appuntamenti,
	};
	bool ok = store && esempio_write(store, &e, err);

	store_close(store);
	return ok;
}

static int esempio(const struct server_options *o)
{
	struct err err = { 0 };

	if (o->orologio != INSTANT_NONE)
		clock_freeze(o->orologio);
	if (o->file_da_allegare && !esempio_files(o->file_da_allegare, &err))
		return failed(&err);
	if (o->dati && !write_sample(o, &err))
		return failed(&err);
	return 0;
}

/* Nothing of anybody in a core file (a limit does not stop one that goes to a pipe). */
static void leave_no_core(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int main(int argc, char **argv)
{
	struct server_options o;
	struct err err = { 0 };

	leave_no_core();
	if (!server_options_parse(argc, argv, &o, &err))
		return failed(&err);
	switch (o.command) {
	case SERVER_SERVE:
		return serve(&o);
	case SERVER_IMPORTA:
		return importa_command(o.file, o.dati);
	case SERVER_ESEMPIO:
		return esempio(&o);
	case SERVER_HELP:
		server_options_help(stdout);
		return 0;
	case SERVER_VERSION:
		puts("agendad " AGENDA_VERSION);
		return 0;
	}
	return 0;
}
