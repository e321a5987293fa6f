/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/issuer/device.h"

#include "base/alloc.h"
#include "base/random.h"

#include <ctype.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define DEVICES_MAX   512
#define REFRESHES_MAX 2048
#define SLOWER_MS     5000

enum answer { WAITING, APPROVED, DENIED };

struct device {
	char device_code[DEVICE_CODE_SIZE]; /* "": free */
	char user_code[USER_CODE_SIZE];
	int64_t expires_ms;
	int64_t interval_ms;
	int64_t polled_ms; /* 0: never */
	enum answer answer;
	char persona[DEVICE_PERSONA_SIZE];
	enum tipo_profilo profilo;
};

struct refresh {
	char token[DEVICE_CODE_SIZE];
	uint64_t family;
	int64_t expires_ms;
	bool used;
	char persona[DEVICE_PERSONA_SIZE];
	enum tipo_profilo profilo;
};

struct devices {
	pthread_mutex_t lock;
	struct device devices[DEVICES_MAX];
	size_t next_device;
	struct refresh refreshes[REFRESHES_MAX];
	size_t next_refresh;
	uint64_t families;
};

struct devices *devices_new(void)
{
	struct devices *d = xalloc(sizeof *d);

	pthread_mutex_init(&d->lock, NULL);
	return d;
}

void devices_free(struct devices *d)
{
	if (!d)
		return;
	pthread_mutex_destroy(&d->lock);
	FREE(&d);
}

static void make_code(char to[DEVICE_CODE_SIZE])
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	unsigned char bytes[DEVICE_CODE_SIZE];

	random_bytes(bytes, sizeof bytes);
	for (size_t i = 0; i + 1 < DEVICE_CODE_SIZE; i++)
		to[i] = alphabet[bytes[i] % 64];
	to[DEVICE_CODE_SIZE - 1] = '\0';
}

/* Consonants only: no word comes out, no letter looks like a digit (RFC 8628, 6.1). */
static void make_user_code(char to[USER_CODE_SIZE])
{
	static const char alphabet[] = "BCDFGHJKLMNPQRSTVWXZ";
	size_t n = 0;

	while (n < USER_CODE_SIZE - 1) {
		unsigned char byte;

		random_bytes(&byte, 1);
		if (n == 4)
			to[n++] = '-';
		else if (byte < 240)
			to[n++] = alphabet[byte % 20];
	}
	to[n] = '\0';
}

void devices_start(struct devices *d, int64_t now_ms, char device_code[DEVICE_CODE_SIZE],
	char user_code[USER_CODE_SIZE])
{
	struct device *x = NULL;

	make_code(device_code);
	make_user_code(user_code);
	pthread_mutex_lock(&d->lock);
	x = &d->devices[d->next_device++ % DEVICES_MAX];
	*x = (struct device){
		.expires_ms = now_ms + DEVICE_EXPIRES_S * 1000,
		.interval_ms = DEVICE_INTERVAL_S * 1000,
	};
	snprintf(x->device_code, sizeof x->device_code, "%s", device_code);
	snprintf(x->user_code, sizeof x->user_code, "%s", user_code);
	pthread_mutex_unlock(&d->lock);
}

static bool same_user_code(const char *typed, const char *code)
{
	for (; *code; code++) {
		if (*code == '-')
			continue;
		while (*typed == '-' || *typed == ' ')
			typed++;
		if (toupper((unsigned char)*typed) != *code)
			return false;
		typed++;
	}
	return *typed == '\0';
}

bool devices_approve(struct devices *d, const char *user_code, const char *persona,
	enum tipo_profilo profilo, int64_t now_ms)
{
	bool found = false;

	pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < DEVICES_MAX && !found; i++) {
		struct device *x = &d->devices[i];

		if (!*x->device_code || x->answer != WAITING || x->expires_ms <= now_ms
			|| !same_user_code(user_code, x->user_code))
			continue;
		x->answer = persona ? APPROVED : DENIED;
		x->profilo = profilo;
		snprintf(x->persona, sizeof x->persona, "%s", persona ? persona : "");
		found = true;
	}
	pthread_mutex_unlock(&d->lock);
	return found;
}

/* The next of a family, given out with `to`. */
static void give_refresh(
	struct devices *d, uint64_t family, int64_t now_ms, struct granted *to)
{
	struct refresh *r = &d->refreshes[d->next_refresh++ % REFRESHES_MAX];

	make_code(to->refresh);
	*r = (struct refresh){
		.family = family,
		.profilo = to->profilo,
		.expires_ms = now_ms + REFRESH_EXPIRES_S * (int64_t)1000,
	};
	memcpy(r->token, to->refresh, sizeof r->token);
	memcpy(r->persona, to->persona, sizeof r->persona);
}

static enum grant poll_device(
	struct devices *d, struct device *x, int64_t now_ms, struct granted *to)
{
	bool too_soon = x->polled_ms && now_ms - x->polled_ms < x->interval_ms;

	x->polled_ms = now_ms;
	if (x->expires_ms <= now_ms)
		return GRANT_EXPIRED;
	if (x->answer == DENIED)
		return GRANT_DENIED;
	if (x->answer == WAITING) {
		if (too_soon)
			x->interval_ms += SLOWER_MS;
		return too_soon ? GRANT_SLOW_DOWN : GRANT_PENDING;
	}
	memcpy(to->persona, x->persona, sizeof to->persona);
	to->profilo = x->profilo;
	give_refresh(d, ++d->families, now_ms, to);
	*x = (struct device){ 0 };
	return GRANT_OK;
}

enum grant devices_poll(
	struct devices *d, const char *device_code, int64_t now_ms, struct granted *to)
{
	enum grant g = GRANT_INVALID;

	pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < DEVICES_MAX && *device_code; i++) {
		struct device *x = &d->devices[i];

		if (strcmp(x->device_code, device_code) != 0)
			continue;
		g = poll_device(d, x, now_ms, to);
		break;
	}
	pthread_mutex_unlock(&d->lock);
	return g;
}

static void revoke_family(struct devices *d, uint64_t family)
{
	for (size_t i = 0; i < REFRESHES_MAX; i++)
		if (d->refreshes[i].family == family)
			d->refreshes[i].expires_ms = 0;
}

static enum grant use_refresh(
	struct devices *d, struct refresh *r, int64_t now_ms, struct granted *to)
{
	uint64_t family = r->family;

	if (r->used)
		revoke_family(d, family);
	if (r->used || r->expires_ms <= now_ms)
		return GRANT_INVALID;
	r->used = true;
	memcpy(to->persona, r->persona, sizeof to->persona);
	to->profilo = r->profilo;
	give_refresh(d, family, now_ms, to);
	return GRANT_OK;
}

enum grant devices_refresh(
	struct devices *d, const char *refresh, int64_t now_ms, struct granted *to)
{
	enum grant g = GRANT_INVALID;

	pthread_mutex_lock(&d->lock);
	for (size_t i = 0; i < REFRESHES_MAX && *refresh; i++) {
		struct refresh *r = &d->refreshes[i];

		if (strcmp(r->token, refresh) != 0)
			continue;
		g = use_refresh(d, r, now_ms, to);
		break;
	}
	pthread_mutex_unlock(&d->lock);
	return g;
}
