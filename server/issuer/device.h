/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The device grant (RFC 8628) and refresh tokens with rotation, as a machine without network:
 * codes are asked for, approved by a person elsewhere, and polled. A refresh token works once;
 * one that comes back a second time was stolen or lost, and its whole family dies. Everything is
 * in memory, bounded: the oldest give way. Safe from any thread. Times are milliseconds.
 */
#ifndef AGENDA_SERVER_ISSUER_DEVICE_H
#define AGENDA_SERVER_ISSUER_DEVICE_H

#include "domain/words.h"

#include <stdbool.h>
#include <stdint.h>

#define DEVICE_CODE_SIZE    44 /* 43 characters of base64url and the NUL */
#define USER_CODE_SIZE      10 /* XXXX-XXXX and the NUL */
#define DEVICE_PERSONA_SIZE 128

#define DEVICE_EXPIRES_S  600
#define DEVICE_INTERVAL_S 1 /* the demo's client should not be kept waiting */
#define REFRESH_EXPIRES_S (12 * 3600)

struct devices;

enum grant {
	GRANT_OK,
	GRANT_PENDING,   /* authorization_pending */
	GRANT_SLOW_DOWN, /* slow_down: from now on the interval is 5 seconds longer */
	GRANT_EXPIRED,   /* expired_token */
	GRANT_DENIED,    /* access_denied */
	GRANT_INVALID,   /* invalid_grant: unknown, used already, revoked */
};

struct granted {
	char persona[DEVICE_PERSONA_SIZE];
	enum tipo_profilo profilo;
	char refresh[DEVICE_CODE_SIZE];
};

struct devices *devices_new(void);
void devices_free(struct devices *d); /* takes NULL */

void devices_start(struct devices *d, int64_t now_ms, char device_code[DEVICE_CODE_SIZE],
	char user_code[USER_CODE_SIZE]);

/* The code as a person types it: any case, with or without the hyphen. A NULL persona says no.
 * False when nobody waits with that code. */
bool devices_approve(struct devices *d, const char *user_code, const char *persona,
	enum tipo_profilo profilo, int64_t now_ms);

enum grant devices_poll(
	struct devices *d, const char *device_code, int64_t now_ms, struct granted *to);
enum grant devices_refresh(
	struct devices *d, const char *refresh, int64_t now_ms, struct granted *to);

#endif
