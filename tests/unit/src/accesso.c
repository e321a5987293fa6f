/* SPDX-License-Identifier: EUPL-1.2
 *
 * A new code is asked for, and what was under way before it. */
#include "net/signin_private.h"
#include "src/app.h"
#include "src/usecases/usecases.h"

#include "base/alloc.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <string.h>

static char folder[FOLDER_SIZE];
static struct options options;
static struct app app;

static bool a_token(const char *json, size_t n, struct arena *a, struct signin_members *to,
	struct err *err)
{
	(void)json, (void)n, (void)err;
	to->access_token = arena_strdup(a, "nuovo"); /* it is wiped */
	to->token_type = "Bearer";
	return true;
}

static void begin(void)
{
	struct signin_config config = { .issuer = "http://127.0.0.1:9", .read = a_token };
	struct err err = { 0 };

	folder_make(folder);
	options = (struct options){ .server = "http://127.0.0.1:9", .cartella_cache = folder,
		.cartella_stato = folder };
	cr_assert(app_open(&app, &options, &err), "%s", err.cause);
	app.signin = signin_new(&config, &err);
	cr_assert(app.signin, "%s", err.cause);
}

static void end(void)
{
	app_close(&app);
	folder_remove(folder);
}

TestSuite(accesso, .init = begin, .fini = end);

static void ask_code(void)
{
	app_do(&app, &(struct intent){ .kind = INTENT_ACCEDI });
	cr_assert(app.wants_signin && ask_open(&app, QUESTION_STATUS), "or it proves nothing");
}

static void wait_for_approval(void)
{
	app.signin->state = SIGNIN_WAITING;
	app.signin->device_code = xstrdup("d");
	app.signin->user_code = xstrdup("ABCD-EFGH");
	app.signin->uri = xstrdup("http://127.0.0.1:9/attiva");
	app.signin->expires_ms = clock_monotonic_ms() + 600000;
	usecase_signin_show(&app);
	cr_assert(app.model.accesso.fase == ACCESSO_ATTESA && app.model.accesso.user_code);
}

/* A token of the issuer's, for what had expired. */
static void renewed(void)
{
	struct net_ending e = { .id = 77, .outcome = NET_DONE, .reply = { .status = 200 } };

	cr_assert(usecase_signin_ending(&app, &e));
	cr_assert(signin_state(app.signin) == SIGNIN_IN);
}

static void renew(void)
{
	app.signin->state = SIGNIN_REFRESHING;
	app.signin->token.access = xstrdup("vecchio");
	app.signin->token.refresh = xstrdup("r");
	app.signin->request = 77;
	app.signin->asked = ASKED_RENEWAL;
}

Test(accesso, whoever_asks_for_a_new_code_has_the_old_one_no_more)
{
	wait_for_approval();
	ask_code();
	cr_expect(signin_state(app.signin) == SIGNIN_OUT);
	cr_expect(signin_deadline(app.signin) == -1, "nobody asks about it any more");
	usecase_signin_show(&app);
	cr_expect(!app.model.accesso.user_code);
	cr_expect(app.wants_signin);
}

/* The token that comes may be of the person who asks, and is good. */
Test(accesso, a_token_that_comes_meanwhile_is_the_sign_in_that_was_asked_for)
{
	renew();
	ask_code();
	cr_expect(signin_state(app.signin) == SIGNIN_REFRESHING);
	renewed();
	cr_expect(!app.wants_signin, "no code is asked for after it");
	cr_expect(ask_open(&app, QUESTION_PROFILO), "and it comes in");
}

Test(accesso, whoever_leaves_asks_for_no_code)
{
	ask_code();
	app_do(&app, &(struct intent){ .kind = INTENT_FINE_UTENTE });
	cr_expect(!app.wants_signin);
}
