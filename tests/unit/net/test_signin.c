/* SPDX-License-Identifier: EUPL-1.2
 *
 * Signing in against an issuer that behaves, and against those that do not. */
#include "net/signin.h"

#include "server.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What the issuer of this test answers, by path; NULL cuts the line. */
struct issuer {
	const char *metadata; /* "%s" becomes its own address, each time */
	const char *code;
	const char *polls[8]; /* one after the other; the last one stays */
	const char *renewal;
	atomic_int n_polls;
	atomic_int n_renewals;
	char last_form[1024];
};

#define METADATA \
	"{\"issuer\":\"%s\",\"device_authorization_endpoint\":\"%s/d\"," \
	"\"token_endpoint\":\"%s/t\",\"agenda_demo\":{\"persone\":\"%s/persone\"}}"
#define CODE \
	"{\"device_code\":\"DC\",\"user_code\":\"ABCD-EFGH\",\"interval\":1," \
	"\"verification_uri\":\"https://spid.test/d\",\"expires_in\":600}"
#define PENDING "{\"error\":\"authorization_pending\"}"
#define TOKEN \
	"{\"access_token\":\"segretissimo\",\"refresh_token\":\"rinnovo-1\"," \
	"\"token_type\":\"Bearer\",\"expires_in\":300}"
#define RENEWED \
	"{\"access_token\":\"secondo\",\"refresh_token\":\"rinnovo-2\",\"expires_in\":300}"

static bool say_or_cut(struct seen *s, const char *body)
{
	if (!body)
		return false;
	return say_json(s, strstr(body, "\"error\"") ? 400 : 200, NULL, body);
}

/* `text` with every "%s" replaced by `me`. */
static void fill_in(const char *text, const char *me, char *to, size_t size)
{
	size_t n = 0;

	while (*text && n < size - 1) {
		if (strncmp(text, "%s", 2) == 0) {
			n += (size_t)snprintf(to + n, size - n, "%s", me);
			text += 2;
		} else {
			to[n++] = *text++;
		}
	}
	to[n < size ? n : size - 1] = '\0';
}

static bool answer(struct server *srv, struct seen *s)
{
	struct issuer *i = server_ctx(srv);
	const char *me = server_url(srv);
	char text[1024];
	int n;

	if (strncmp(s->path, "/.well-known/oauth-authorization-server", 39) == 0) {
		fill_in(i->metadata, me, text, sizeof text);
		return say_or_cut(s, text);
	}
	snprintf(i->last_form, sizeof i->last_form, "%s", s->body);
	if (strcmp(s->path, "/d") == 0)
		return say_or_cut(s, i->code);
	if (strstr(s->body, "grant_type=refresh_token")) {
		atomic_fetch_add(&i->n_renewals, 1);
		return say_or_cut(s, i->renewal);
	}
	n = atomic_fetch_add(&i->n_polls, 1);
	while (n > 0 && (n >= 8 || !i->polls[n]))
		n--;
	return say_or_cut(s, i->polls[n]);
}

/* Enough JSON for this file: "name":"text" and "name":number. */
static const char *text_of(const char *json, const char *name, struct arena *a)
{
	char key[64];
	const char *at;

	snprintf(key, sizeof key, "\"%s\":\"", name);
	at = strstr(json, key);
	return at ? arena_strndup(a, at + strlen(key), strcspn(at + strlen(key), "\""))
		  : NULL;
}

static int64_t number_of(const char *json, const char *name)
{
	char key[64];
	const char *at;

	snprintf(key, sizeof key, "\"%s\":", name);
	at = strstr(json, key);
	return at ? atoll(at + strlen(key)) : 0;
}

static bool read_members(const char *json, size_t n, struct arena *a,
	struct signin_members *m, struct err *err)
{
	char *copy = arena_strndup(a, json, n);

	if (copy[0] != '{')
		return err_set(err, ERR_FORMAT, "no object");
	m->issuer = text_of(copy, "issuer", a);
	m->device_authorization_endpoint = text_of(
		copy, "device_authorization_endpoint", a);
	m->token_endpoint = text_of(copy, "token_endpoint", a);
	m->demo_persone = text_of(copy, "persone", a);
	m->device_code = text_of(copy, "device_code", a);
	m->user_code = text_of(copy, "user_code", a);
	m->verification_uri = text_of(copy, "verification_uri", a);
	m->access_token = text_of(copy, "access_token", a);
	m->refresh_token = text_of(copy, "refresh_token", a);
	m->token_type = text_of(copy, "token_type", a);
	m->error = text_of(copy, "error", a);
	m->expires_in = number_of(copy, "expires_in");
	m->interval = number_of(copy, "interval");
	return true;
}

static struct issuer good;
static struct server *srv;
static struct net *n;
static struct signin *s;
static char folder[64];
static char token_path[128];

static void set_up(void)
{
	good = (struct issuer){ .metadata = METADATA,
		.code = CODE,
		.polls = { PENDING, TOKEN },
		.renewal = RENEWED };
	srv = server_start(answer, &good);
	n = net_new(NULL);
	(void)snprintf(folder, sizeof folder, "%s", "/tmp/agenda-signin-XXXXXX");
	cr_assert(mkdtemp(folder) != NULL);
	snprintf(token_path, sizeof token_path, "%s/token", folder);
}

static void tear_down(void)
{
	signin_free(s);
	net_free(n);
	server_stop(srv);
	unlink(token_path);
	rmdir(folder);
}

TestSuite(signin, .init = set_up, .fini = tear_down);

static void make(const char *issuer, const char *path)
{
	struct signin_config config = {
		.issuer = issuer, .token_path = path, .read = read_members
	};
	struct err err = { 0 };

	s = signin_new(&config, &err);
	cr_assert(s != NULL, "%s", err.cause);
}

/* Turns the loop until the state is `wanted`, hurrying every poll. */
static void until(enum signin_state wanted)
{
	for (int turn = 0; signin_state(s) != wanted && turn < 2000; turn++) {
		struct net_ending e;

		signin_hurry(s);
		signin_tick(s, n);
		cr_assert(net_poll(n, NULL, 0, 5, NULL));
		while (net_next(n, &e)) {
			cr_expect(signin_feed(s, n, &e), "every ending is its own");
			net_ending_release(&e);
		}
	}
	cr_assert(signin_state(s) == wanted, "state %d: %s", signin_state(s),
		signin_error(s)->cause);
}

static void start(void)
{
	struct err err = { 0 };

	cr_assert(signin_start(s, n, &err), "%s", err.cause);
}

static void fails_with(int code)
{
	start();
	until(SIGNIN_OUT);
	cr_expect(signin_error(s)->code == code, "%d, not %d: %s", signin_error(s)->code,
		code, signin_error(s)->cause);
	cr_expect(signin_error(s)->text[0] != '\0');
	cr_expect(signin_token(s) == NULL);
}

Test(signin, from_nothing_to_a_token)
{
	struct signin_offer o;

	make(server_url(srv), NULL);
	cr_expect(signin_state(s) == SIGNIN_OUT && signin_deadline(s) == -1);
	start();
	cr_expect(signin_state(s) == SIGNIN_DISCOVERING);
	until(SIGNIN_WAITING);
	signin_offer(s, &o);
	cr_expect(eq(str, (char *)o.user_code, "ABCD-EFGH"));
	cr_expect(eq(str, (char *)o.verification_uri, "https://spid.test/d"));
	cr_expect(strstr(signin_demo_persone(s), "/persone") != NULL);
	cr_expect(signin_deadline(s) > 0);
	until(SIGNIN_IN);
	cr_expect(eq(str, (char *)signin_token(s), "segretissimo"));
	cr_expect(signin_token_expiry(s) > clock_now() + 200);
	cr_expect(strstr(good.last_form, "device_code=DC")
		&& strstr(good.last_form,
			"grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"));
	cr_expect(signin_deadline(s) == -1, "signed in, it wakes nobody");
	signin_offer(s, &o);
	cr_expect(o.user_code == NULL);
}

Test(signin, the_interval_is_kept_and_grows)
{
	int64_t before, first;

	good.polls[0] = "{\"error\":\"slow_down\"}";
	good.polls[1] = NULL;
	make(server_url(srv), NULL);
	start();
	until(SIGNIN_WAITING);
	first = signin_deadline(s) - clock_monotonic_ms();
	cr_expect(first > 500 && first <= 1000, "%lld", (long long)first);
	signin_tick(s, n);
	cr_expect(not(net_busy(n, NET_CHANGE)), "too early: nothing is asked");
	signin_hurry(s);
	signin_tick(s, n);
	before = clock_monotonic_ms();
	while (signin_deadline(s) < 0) {
		struct net_ending e;

		net_poll(n, NULL, 0, 5, NULL);
		while (net_next(n, &e)) {
			signin_feed(s, n, &e);
			net_ending_release(&e);
		}
	}
	cr_expect(signin_deadline(s) - before >= 6000, "a second, and five more");
}

Test(signin, a_lost_answer_while_waiting_is_asked_again)
{
	good.polls[0] = NULL;
	good.polls[1] = NULL;
	make(server_url(srv), NULL);
	start();
	until(SIGNIN_WAITING);
	signin_hurry(s);
	signin_tick(s, n);
	while (atomic_load(&good.n_polls) == 0 || signin_deadline(s) < 0) {
		struct net_ending e;

		net_poll(n, NULL, 0, 5, NULL);
		while (net_next(n, &e)) {
			cr_expect(e.outcome == NET_FAILED);
			signin_feed(s, n, &e);
			net_ending_release(&e);
		}
	}
	cr_expect(signin_state(s) == SIGNIN_WAITING);
	good.polls[0] = TOKEN;
	until(SIGNIN_IN);
}

Test(signin, metadata_of_another_issuer)
{
	good.metadata =
		"{\"issuer\":\"https://altro.test\","
		"\"device_authorization_endpoint\":\"%s/d\",\"token_endpoint\":\"%s/t\"}";
	make(server_url(srv), NULL);
	fails_with(ERR_FOREIGN);
}

Test(signin, endpoints_that_would_leak_the_token)
{
	good.metadata = "{\"issuer\":\"%s\",\"device_authorization_endpoint\":\"%s/d\","
			"\"token_endpoint\":\"http://altro.test/t\"}";
	make(server_url(srv), NULL);
	fails_with(ERR_FORMAT);
}

Test(signin, an_issuer_without_a_device_grant)
{
	good.metadata = "{\"issuer\":\"%s\",\"token_endpoint\":\"%s/t\"}";
	make(server_url(srv), NULL);
	fails_with(ERR_FORMAT);
}

Test(signin, answers_that_are_not_answers)
{
	good.code = "<html>";
	make(server_url(srv), NULL);
	fails_with(ERR_FORMAT);
	good.code = "{}";
	fails_with(ERR_FORMAT);
	good.code = NULL;
	fails_with(ERR_NETWORK);
}

/* They may have moved since the last time. */
Test(signin, each_sign_in_asks_for_the_addresses)
{
	make(server_url(srv), NULL);
	start();
	until(SIGNIN_IN);
	signin_forget(s);
	good.metadata = "{\"issuer\":\"%s\",\"device_authorization_endpoint\":\"%s/altrove\","
			"\"token_endpoint\":\"%s/t\"}";
	fails_with(ERR_FORMAT); /* nothing there knows of codes */
}

Test(signin, denied_and_expired)
{
	good.polls[0] = "{\"error\":\"access_denied\"}";
	good.polls[1] = NULL;
	make(server_url(srv), NULL);
	fails_with(ERR_USAGE);
	good.polls[0] = "{\"error\":\"expired_token\"}";
	fails_with(ERR_LIMIT);
	good.polls[0] = "{\"access_token\":\"con\\nriga\",\"token_type\":\"mac\"}";
	fails_with(ERR_FORMAT);
}

Test(signin, renewing_rotates)
{
	make(server_url(srv), NULL);
	start();
	until(SIGNIN_IN);
	cr_expect(signin_renew(s, n));
	cr_expect(signin_state(s) == SIGNIN_REFRESHING && signin_token(s) != NULL);
	cr_expect(signin_renew(s, n), "once is enough");
	until(SIGNIN_IN);
	cr_expect(eq(str, (char *)signin_token(s), "secondo"));
	cr_expect(eq(int, atomic_load(&good.n_renewals), 1));
	cr_expect(signin_renew(s, n));
	until(SIGNIN_IN);
	cr_expect(strstr(good.last_form, "refresh_token=rinnovo-2") != NULL);
}

Test(signin, a_renewal_that_cannot_reach_the_issuer_keeps_the_token)
{
	make(server_url(srv), NULL);
	start();
	until(SIGNIN_IN);
	good.renewal = NULL;
	cr_expect(signin_renew(s, n));
	until(SIGNIN_IN);
	cr_expect(eq(int, signin_error(s)->code, ERR_NETWORK));
	cr_expect(eq(str, (char *)signin_token(s), "segretissimo"));
}

Test(signin, a_refused_renewal_signs_out)
{
	make(server_url(srv), token_path);
	start();
	until(SIGNIN_IN);
	cr_expect(access(token_path, F_OK) == 0);
	good.renewal = "{\"error\":\"invalid_grant\"}";
	cr_expect(signin_renew(s, n));
	until(SIGNIN_OUT);
	cr_expect(signin_error(s)->text[0] != '\0');
	cr_expect(access(token_path, F_OK) != 0);
	cr_expect(not(signin_renew(s, n)));
}

Test(signin, the_token_is_kept_privately_and_found_again)
{
	struct stat st;

	make(server_url(srv), token_path);
	start();
	until(SIGNIN_IN);
	cr_assert(stat(token_path, &st) == 0);
	cr_expect(eq(int, (int)(st.st_mode & 0777), 0600));
	signin_free(s);
	make(server_url(srv), token_path);
	cr_expect(signin_restore(s, clock_now()));
	cr_expect(eq(str, (char *)signin_token(s), "segretissimo"));
	cr_expect(signin_state(s) == SIGNIN_IN);
	cr_expect(signin_renew(s, n), "the addresses are asked for first");
	until(SIGNIN_IN);
	cr_expect(eq(str, (char *)signin_token(s), "secondo"));
	signin_free(s);
	make("https://altro.test", token_path);
	cr_expect(not(signin_restore(s, clock_now())), "another issuer's");
	signin_free(s);
	chmod(token_path, 0644);
	make(server_url(srv), token_path);
	cr_expect(not(signin_restore(s, clock_now())), "others could have read it");
	chmod(token_path, 0600);
	cr_expect(signin_restore(s, clock_now()));
	signin_forget(s);
	cr_expect(access(token_path, F_OK) != 0);
	cr_expect(signin_token(s) == NULL && signin_state(s) == SIGNIN_OUT);
}

Test(signin, damaged_token_files)
{
	static const char *const files[] = { "", "\n\n\n\n\n", "agenda-token 1\n",
		"agenda-token 2\nhttp://127.0.0.1\n-\na\n-\n",
		"agenda-token 1\nx\n-\na\n-\n" };

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		FILE *f = fopen(token_path, "w");

		fchmod(fileno(f), 0600);
		fputs(files[i], f);
		fclose(f);
		make("http://127.0.0.1", token_path);
		cr_expect(not(signin_restore(s, clock_now())));
		signin_free(s);
		s = NULL;
	}
}

Test(signin, forgetting_while_something_is_under_way)
{
	struct net_ending e;

	make(server_url(srv), NULL);
	start();
	signin_forget(s);
	cr_expect(signin_state(s) == SIGNIN_OUT);
	while (!net_next(n, &e))
		net_poll(n, NULL, 0, 50, NULL);
	cr_expect(signin_feed(s, n, &e), "it is still its own");
	net_ending_release(&e);
	cr_expect(signin_state(s) == SIGNIN_OUT && signin_token(s) == NULL);
	start();
	start();
	until(SIGNIN_IN);
}

Test(signin, discovering_alone)
{
	struct err err = { 0 };

	make(server_url(srv), NULL);
	cr_expect(signin_discover(s, n, &err));
	cr_expect(signin_state(s) == SIGNIN_DISCOVERING);
	until(SIGNIN_OUT);
	cr_expect(signin_demo_persone(s) != NULL && signin_demo_guasti(s) == NULL);
	cr_expect(signin_error(s)->code == ERR_NONE);
}

Test(signin, an_issuer_over_plain_http_is_refused)
{
	struct signin_config config = { .issuer = "http://esempio.test",
		.read = read_members };
	struct err err = { 0 };

	cr_expect(signin_new(&config, &err) == NULL);
	cr_expect(eq(int, err.code, ERR_USAGE));
}
