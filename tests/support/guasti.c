/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/support/guasti.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PRELOADED TEST_BINARY_DIR "/tests/libguasti.so"

static void rules_path(const struct world *w, char to[FOLDER_SIZE + 16])
{
	snprintf(to, FOLDER_SIZE + 16, "%s/guasti", w->folder);
}

/* It wants to be the first library of all, and here it is not. */
static void tell_sanitizer(void)
{
	const char *before = getenv("ASAN_OPTIONS");
	char all[1024];

	snprintf(all, sizeof(all), "%s%sverify_asan_link_order=0", before ? before : "",
		before ? ":" : "");
	setenv("ASAN_OPTIONS", all, 1);
}

void guasti_in_agenda(struct world *w)
{
	char path[FOLDER_SIZE + 16];

	rules_path(w, path);
	tell_sanitizer();
	world_set(w, "LD_PRELOAD", PRELOADED);
	world_set(w, "GUASTI", path);
}

void guasti_in_server(struct world *w)
{
	char path[FOLDER_SIZE + 16];

	rules_path(w, path);
	tell_sanitizer();
	world_stop_server(w, SIGTERM);
	setenv("LD_PRELOAD", PRELOADED, 1);
	setenv("GUASTI", path, 1);
	world_start_server(w, NULL);
	unsetenv("LD_PRELOAD");
	unsetenv("GUASTI");
}

void guasti(struct world *w, const char *rules)
{
	char path[FOLDER_SIZE + 16], fresh[sizeof(path) + 8];
	FILE *f;

	rules_path(w, path);
	if (!rules) {
		unlink(path);
		return;
	}
	snprintf(fresh, sizeof(fresh), "%s.new", path);
	f = fopen(fresh, "w");
	if (!f || fputs(rules, f) < 0 || fclose(f) != 0 || rename(fresh, path) != 0) {
		perror(path);
		abort();
	}
}
