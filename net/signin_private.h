/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What the two files of sign-in share: signin.c asks and keeps, signin_answers.c reads.
 */
#ifndef AGENDA_NET_SIGNIN_PRIVATE_H
#define AGENDA_NET_SIGNIN_PRIVATE_H

#include "net/signin.h"
#include "net/token_file.h"

enum asked { ASKED_NOTHING, ASKED_METADATA, ASKED_CODE, ASKED_TOKEN, ASKED_RENEWAL };
enum then { THEN_NOTHING, THEN_CODE, THEN_RENEWAL }; /* after the metadata */

struct signin {
	char *issuer;
	char *client_id;
	char *scope;
	char *token_path;
	signin_read read;

	enum signin_state state;
	struct err error;
	uint64_t request; /* 0: none */
	uint64_t dropped; /* one that was cancelled: its ending is ours too */
	enum asked asked;
	enum then then;

	char *device_endpoint; /* NULL: metadata not read yet */
	char *token_endpoint;
	char *demo_persone;
	char *demo_approvazione;
	char *demo_guasti;

	char *device_code;
	char *user_code;
	char *uri;
	char *uri_complete;
	int64_t interval_ms;
	int64_t poll_ms;    /* monotonic: the next question */
	int64_t expires_ms; /* monotonic: of the code */

	struct token token;
};

void signin_wipe(char **secret);
void signin_drop_code(struct signin *s);
void signin_drop_metadata(struct signin *s);

/* Ends an attempt. Without a token nobody is signed in; with one it is kept, since the
 * line may come back. `text` may be NULL. */
void signin_give_up(struct signin *s, int code, const char *cause, const char *text);
void signin_give_up_with(struct signin *s, const struct err *err);
void signin_refused(struct signin *s, const char *code); /* by its RFC name */

bool signin_ask_code(struct signin *s, struct net *n, struct err *err);
bool signin_ask_renewal(struct signin *s, struct net *n, struct err *err);

bool signin_secret_ok(const char *s); /* printable ASCII, not empty */

#endif
