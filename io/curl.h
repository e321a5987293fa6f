/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * One HTTP exchange over libcurl, prepared the safe way: http and https only, TLS 1.2 or later
 * with the certificate checked, no redirects, no signals, no waiting for a resolver at the end
 * (QUICK_EXIT), a ceiling on the answer's body. Method, headers and request body are set by who
 * uses it, on `easy`; running it too: alone (transfer_run) or in a multi handle.
 */
#ifndef AGENDA_IO_CURL_H
#define AGENDA_IO_CURL_H

#include "base/buf.h"
#include "base/err.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct transfer_options {
	const char *user_agent;   /* NULL: "agenda/" and the version */
	const char *ca_file;      /* NULL: the system's */
	size_t body_max;          /* bytes of the answer's body; 0: BUF_CEILING_DEFAULT */
	long connect_timeout_ms;  /* 0: 5000 */
	long timeout_ms;          /* for the whole; 0: none */
	/* Where the body goes, piece by piece; NULL: into `body`. False stops the exchange. */
	bool (*sink)(void *ctx, const char *bytes, size_t n);
	void *ctx;
};

struct transfer {
	CURL *easy;
	struct buf body;  /* of the answer, unless there is a sink */
	size_t body_max;
	size_t received;  /* bytes of the body so far */
	bool too_long;    /* the ceiling stopped it */
	bool (*sink)(void *ctx, const char *bytes, size_t n);
	void *ctx;
	char message[CURL_ERROR_SIZE];
};

/* Once at the start of a program, before there are threads. */
bool curl_ready(struct err *err);

/* May a token go there? https anywhere, http only to this machine; ERR_USAGE otherwise. */
bool curl_url_check(const char *url, struct err *err);

/* `t` must stay where it is: the handle points to it. Release with transfer_release(). */
bool transfer_init(struct transfer *t, const char *url, const struct transfer_options *o,
	struct err *err);
void transfer_release(struct transfer *t); /* takes NULL and a zeroed one */

/* The next exchange on the same handle and kept connection, as after transfer_init. */
bool transfer_reuse(struct transfer *t, const char *url, const struct transfer_options *o,
	struct err *err);

bool transfer_run(struct transfer *t, struct err *err); /* blocks; an HTTP error is an answer */
long transfer_status(const struct transfer *t);         /* HTTP status; 0 without an answer */
/* Bytes that went over the line, headers included. */
void transfer_bytes(const struct transfer *t, int64_t *sent, int64_t *received);

/* What a CURLcode means: true for CURLE_OK; else ERR_NETWORK, ERR_LIMIT (too long), ERR_USAGE
 * (address, CA file), ERR_FORMAT (not HTTP), ERR_INTERNAL. */
bool transfer_result(const struct transfer *t, CURLcode rc, struct err *err);

#endif
