/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * agenda: the terminal interface, or one command of the command line.
 */
#include "base/i18n.h"
#include "domain/problem.h"
#include "src/app.h"
#include "src/cli/cli.h"
#include "src/loop.h"
#include "src/rimasti.h"
#include "src/usecases/usecases.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static int say_err(const struct err *err)
{
	fprintf(stderr, "agenda: %s\n", err->text[0] ? err->text : err->cause);
	return problem_exit(err->code);
}

static int interface(struct app *app, const struct options *o)
{
	struct err err = { 0 };
	int status = app_open(app, o, &err) ? 0 : say_err(&err);
	int mark = rimasti_begin(o);

	if (status == 0 && !loop_run(app, o->lineare || !isatty(STDOUT_FILENO), &err))
		status = say_err(&err);
	if (o->postazione == POSTAZIONE_CONDIVISA && app->net)
		usecase_leave_shared(app);
	app_close(app);
	rimasti_end(o, mark);
	return status;
}

int main(int argc, char **argv)
{
	static struct app app;
	struct options o = { 0 };
	const char *warnings = NULL;
	struct err err = { 0 };
	int status;

	/* Nothing of a person in a core file (a limit does not stop one that goes to a pipe), to a
	 * debugger, nor in files that others may read. */
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	umask(077);
	bool utf8 = i18n_init();
	if (argc == 3 && strcmp(argv[1], GEMELLO_WORD) == 0)
		return gemello_main(argv[2]);
	if (!options_read(&o, argc, argv, &warnings, &err)) {
		status = say_err(&err);
		options_release(&o);
		return status;
	}
	if (warnings)
		fputs(warnings, stderr);
	o.ascii = o.ascii || !utf8;
	if (o.orologio != INSTANT_NONE)
		clock_freeze(o.orologio);
	rimasti_clear(&o);
	status = o.aiuto || o.versione || o.argc > 0 ? cli_run(&app, &o) : interface(&app, &o);
	options_release(&o);
	return status;
}
