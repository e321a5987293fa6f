/* SPDX-License-Identifier: EUPL-1.2 */
#include "tests/support/world.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"
#include <sqlite3.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define SERVER_DEADLINE_MS 60000
#define ARGUMENTS_MAX 32

static void die(const char *what)
{
	perror(what);
	abort();
}

static void set_env(struct world *w, size_t i, const char *name, const char *rest)
{
	char folder[FOLDER_SIZE];

	memcpy(folder, w->folder, sizeof(folder));
	snprintf(w->env_text[i], sizeof(w->env_text[i]), "%s=%s%s", name, folder, rest);
	w->env[i] = w->env_text[i];
}

static void environment(struct world *w)
{
	set_env(w, 0, "HOME", "/casa");
	set_env(w, 1, "XDG_RUNTIME_DIR", "/run");
	set_env(w, 2, "XDG_STATE_HOME", "/state");
	set_env(w, 3, "XDG_CACHE_HOME", "/cache");
	set_env(w, 4, "XDG_CONFIG_HOME", "/config");
	snprintf(w->env_text[5], sizeof(w->env_text[5]), "AGENDA_SERVER=%s", w->api);
	snprintf(w->env_text[6], sizeof(w->env_text[6]), "AGENDA_OROLOGIO=%s", WORLD_NOW);
	w->env[5] = w->env_text[5];
	w->env[6] = w->env_text[6];
	w->env[7] = NULL;
}

void world_set(struct world *w, const char *name, const char *value)
{
	size_t n = strlen(name), i = 0;

	while (w->env[i] && (strncmp(w->env[i], name, n) != 0 || w->env[i][n] != '='))
		i++;
	if (i >= sizeof(w->env_text) / sizeof(w->env_text[0]))
		die("environment");
	snprintf(w->env_text[i], sizeof(w->env_text[i]), "%s=%s", name, value);
	if (!w->env[i])
		w->env[i + 1] = NULL;
	w->env[i] = w->env_text[i];
}

void world_point_at(struct world *w, const char *api)
{
	snprintf(w->env_text[5], sizeof(w->env_text[5]), "AGENDA_SERVER=%s", api);
}

/* ── the server ─────────────────────────────────────────────────────────────────────────── */

static void address(const char *json, const char *name, char to[64])
{
	char quoted[32];
	const char *at;

	snprintf(quoted, sizeof(quoted), "\"%s\"", name);
	at = strstr(json, quoted);
	at = at ? strchr(at + strlen(quoted), '"') : NULL;
	if (!at || sscanf(at + 1, "%63[^\"]", to) != 1)
		die("indirizzi");
}

static void print_log(const struct world *w)
{
	char path[FOLDER_SIZE + 32];
	struct buf text = { 0 };
	struct err err = { 0 };

	snprintf(path, sizeof(path), "%s/agendad.log", w->folder);
	buf_init(&text, (size_t)16 << 20);
	if (file_read(path, &text, &err))
		fputs(text.len > 4000 ? text.data + text.len - 4000 : buf_str(&text), stderr);
	buf_release(&text);
}

/* Waits until the server has renamed its file of addresses into place, or has ended. */
static void wait_addresses(struct world *w, const char *path)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	int waited = 0;
	struct pollfd none = { .fd = -1 };

	while (!file_read(path, &text, &err) || !text.len) {
		if (waitpid(w->server, NULL, WNOHANG) != 0 || waited > SERVER_DEADLINE_MS) {
			print_log(w);
			die("agendad did not start");
		}
		poll(&none, 1, 10);
		waited += 10;
		buf_reset(&text);
		err_clear(&err);
	}
	address(text.data, "api", w->api);
	address(text.data, "emittente", w->issuer);
	buf_release(&text);
}

static const char *bare(const char *address)
{
	const char *host = strstr(address, "://");

	return host ? host + 3 : address;
}

void world_start_server(struct world *w, const char *const *extra)
{
	char addresses[FOLDER_SIZE + 32], log[FOLDER_SIZE + 32];
	const char *argv[ARGUMENTS_MAX] = { TEST_BINARY_DIR "/agendad", "--demo", "--dati", w->store,
		"--indirizzi", addresses, "--seme", "1", "--data-esempio", WORLD_DAY, "--orologio",
		WORLD_NOW, "--ascolta", *w->api ? bare(w->api) : "127.0.0.1:0", "--emittente-ascolta",
		*w->issuer ? bare(w->issuer) : "127.0.0.1:0" };
	size_t n = 16;

	snprintf(addresses, sizeof(addresses), "%s/indirizzi", w->folder);
	snprintf(log, sizeof(log), "%s/agendad.log", w->folder);
	for (size_t i = 0; extra && extra[i] && n < ARGUMENTS_MAX - 1; i++)
		argv[n++] = extra[i];
	unlink(addresses);
	w->server = fork();
	if (w->server == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nobody behind */
		int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
		dup2(fd, 1);
		dup2(fd, 2);
		execv(argv[0], (char **)argv);
		_exit(127);
	}
	if (w->server < 0)
		die("fork");
	wait_addresses(w, addresses);
}

int world_stop_server(struct world *w, int signal_number)
{
	int status = 0;

	if (w->server <= 0)
		return 0;
	kill(w->server, signal_number);
	while (waitpid(w->server, &status, 0) < 0 && errno == EINTR)
		;
	w->server = 0;
	return status;
}

/* ── its sample data, made once a build ─────────────────────────────────────────────────── */

#define TEMPLATE TEST_BINARY_DIR "/tests/mondo"

static void run_to_end(const char *const *argv)
{
	int status = -1;
	pid_t child = fork();

	if (child == 0) {
		execv(argv[0], (char **)argv);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (status != 0)
		die(argv[0]);
}

static bool is_older(const char *path, const char *than)
{
	struct stat a, b;

	return stat(path, &a) < 0 || stat(than, &b) < 0 || a.st_mtime < b.st_mtime;
}

static void copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ssize_t n;

	if (in < 0 || out < 0)
		die(from);
	/* By the kernel, from one file system to another too: copy_file_range() may refuse that. */
	while ((n = sendfile(out, in, NULL, (size_t)1 << 30)) > 0)
		;
	if (n < 0)
		die(to);
	close(in);
	close(out);
}

/* Every world begins with a copy: telling the stories anew would take seconds each time. */
static void copy_sample(const char *to, const char *rows)
{
	char made[FOLDER_SIZE + 64], fresh[sizeof(made) + 8], lock_path[sizeof(made) + 8];
	const char *argv[] = { TEST_BINARY_DIR "/agendad", "esempio", "--dati", fresh, "--seme", "1",
		"--data-esempio", WORLD_DAY, rows ? "--appuntamenti" : NULL, rows, NULL };
	int lock;

	snprintf(made, sizeof(made), "%s%s%s.db", TEMPLATE, rows ? "-" : "", rows ? rows : "");
	snprintf(fresh, sizeof(fresh), "%s.new", made);
	snprintf(lock_path, sizeof(lock_path), "%s.lock", made);
	lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0 || flock(lock, LOCK_EX) < 0)
		die(lock_path);
	if (is_older(made, TEST_BINARY_DIR "/agendad")) {
		unlink(fresh);
		run_to_end(argv);
		if (rename(fresh, made) < 0)
			die(made);
	}
	copy_file(made, to);
	close(lock);
}

static void make_folders(struct world *w)
{
	static const char *const inside[] = { "run", "state", "cache", "config", "casa" };
	char path[FOLDER_SIZE + 32];

	folder_make(w->folder);
	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "%s/%s", w->folder, inside[i]);
		mkdir(path, 0700);
	}
}

void world_second(const struct world *w, struct world *second)
{
	*second = *w;
	second->server = 0;
	make_folders(second);
	environment(second);
}

void world_second_close(struct world *second)
{
	folder_remove(second->folder);
}

void world_open(struct world *w, const char *const *extra)
{
	world_open_large(w, NULL, extra);
}

void world_open_large(struct world *w, const char *rows, const char *const *extra)
{
	memset(w, 0, sizeof(*w));
	make_folders(w);
	snprintf(w->store, sizeof(w->store), "%s/agendad.db", w->folder);
	copy_sample(w->store, rows);
	world_start_server(w, extra);
	environment(w);
}

void world_close(struct world *w)
{
	int status = world_stop_server(w, SIGTERM);

	if (status != 0) {
		fprintf(stderr, "agendad ended with %x:\n", (unsigned)status);
		print_log(w);
	}
	folder_remove(w->folder);
	if (status != 0)
		abort();
}

/* ── agenda ─────────────────────────────────────────────────────────────────────────────── */

struct pty *world_agenda(struct world *w, int columns, int rows, const char *const *arguments)
{
	char home[FOLDER_SIZE + 8];
	struct pty_options o = { .columns = columns, .rows = rows, .env = w->env,
		.folder = home };
	const char *argv[ARGUMENTS_MAX] = { TEST_BINARY_DIR "/agenda" };
	size_t n = 1;

	snprintf(home, sizeof(home), "%s/casa", w->folder);
	for (size_t i = 0; arguments && arguments[i] && n < ARGUMENTS_MAX - 1; i++)
		argv[n++] = arguments[i];
	return pty_start(&o, argv);
}

struct pty *world_agenda_as(struct world *w, const char *person, const char *profile,
	int columns, int rows)
{
	const char *in[] = { "accedi", "--persona", person, "--profilo", profile, NULL };
	char *out = NULL, *errors = NULL;

	if (world_run(w, in, NULL, &out, &errors) != 0) {
		fprintf(stderr, "accedi: %s%s\n", out, errors);
		abort();
	}
	free(out);
	free(errors);
	return world_agenda(w, columns, rows, NULL);
}

static _Noreturn void become(const struct world *w, const char *program,
	const char *const *arguments, int in, int out, int errors)
{
	const char *argv[ARGUMENTS_MAX] = { program };

	for (size_t i = 0; w->env[i]; i++)
		putenv((char *)w->env[i]);
	for (size_t i = 0; arguments[i] && i + 2 < ARGUMENTS_MAX; i++)
		argv[i + 1] = arguments[i];
	dup2(in, 0);
	dup2(out, 1);
	dup2(errors, 2);
	execv(argv[0], (char **)argv);
	_exit(127);
}

/* Both to their ends, whatever order they come in. */
static void read_both(int a, int b, struct buf *to_a, struct buf *to_b)
{
	struct pollfd fds[2] = { { .fd = a, .events = POLLIN }, { .fd = b, .events = POLLIN } };
	struct buf *to[2] = { to_a, to_b };
	char bytes[4096];

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			die("poll");
		for (int i = 0; i < 2; i++) {
			if (!fds[i].revents)
				continue;
			ssize_t n = read(fds[i].fd, bytes, sizeof(bytes));
			if (n > 0) {
				buf_add(to[i], bytes, (size_t)n);
			} else {
				close(fds[i].fd);
				fds[i].fd = -1;
			}
		}
	}
}

static char *taken(struct buf *b)
{
	char *text = strdup(buf_str(b));

	buf_release(b);
	return text;
}

static void feed(int fd, const char *input, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, input, n);

		if (done < 0 && errno != EINTR)
			break; /* it did not want all of it */
		input += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	close(fd);
}

static int run(struct world *w, const char *program, const char *const *arguments,
	const char *input, size_t input_n, char **out, char **errors)
{
	int in[2], from[2], bad[2], status = 0;
	struct buf a = { 0 }, b = { 0 };
	pid_t child;

	if (pipe2(in, O_CLOEXEC) || pipe2(from, O_CLOEXEC) || pipe2(bad, O_CLOEXEC))
		die("pipe");
	buf_init(&a, (size_t)64 << 20);
	buf_init(&b, (size_t)1 << 20);
	child = fork();
	if (child == 0)
		become(w, program, arguments, in[0], from[1], bad[1]);
	close(in[0]);
	close(from[1]);
	close(bad[1]);
	signal(SIGPIPE, SIG_IGN);
	feed(in[1], input, input_n);
	read_both(from[0], bad[0], &a, &b);
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	*out = taken(&a);
	*errors = taken(&b);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int world_run(struct world *w, const char *const *arguments, const char *input, char **out,
	char **errors)
{
	return run(w, TEST_BINARY_DIR "/agenda", arguments, input, input ? strlen(input) : 0, out,
		errors);
}

int world_run_n(struct world *w, const char *const *arguments, const void *input, size_t n,
	char **out, char **errors)
{
	return run(w, TEST_BINARY_DIR "/agenda", arguments, input, n, out, errors);
}

int world_server_command(struct world *w, const char *const *arguments, const char *input,
	char **out, char **errors)
{
	return run(w, TEST_BINARY_DIR "/agendad", arguments, input, input ? strlen(input) : 0, out,
		errors);
}

static struct sqlite3_stmt *ask_store(struct world *w, const char *sql, struct sqlite3 **db)
{
	struct sqlite3_stmt *statement = NULL;

	if (sqlite3_open_v2(w->store, db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
		sqlite3_busy_timeout(*db, 10000) != SQLITE_OK ||
		sqlite3_prepare_v2(*db, sql, -1, &statement, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(*db));
		abort();
	}
	return statement;
}

long long world_sql(struct world *w, const char *sql)
{
	struct sqlite3 *db = NULL;
	struct sqlite3_stmt *statement = ask_store(w, sql, &db);
	long long value = sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0)
		: -1;

	sqlite3_finalize(statement);
	sqlite3_close(db);
	return value;
}

char *world_sql_text(struct world *w, const char *sql)
{
	struct sqlite3 *db = NULL;
	struct sqlite3_stmt *statement = ask_store(w, sql, &db);
	const unsigned char *text = NULL;
	char *own;

	if (sqlite3_step(statement) == SQLITE_ROW)
		text = sqlite3_column_text(statement, 0);
	own = strdup(text ? (const char *)text : "");
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return own;
}
