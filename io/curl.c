/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The only place where the options of a libcurl handle that keep us safe are set.
 */
#include "io/curl.h"

#include "base/i18n.h"

#include <arpa/inet.h>
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define CONNECT_TIMEOUT_MS 5000L

bool curl_ready(struct err *err)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		return true;
	return err_set(err, ERR_INTERNAL, "curl_global_init failed");
}

static bool is_loopback(const char *host)
{
	struct in_addr four;

	if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &four) == 1 && (ntohl(four.s_addr) >> 24) == 127;
}

bool curl_url_check(const char *url, struct err *err)
{
	CURLU *parts = curl_url();
	char *scheme = NULL;
	char *host = NULL;
	bool ok = false;

	if (!parts
		|| curl_url_set(parts, CURLUPART_URL, url, CURLU_DISALLOW_USER)
			!= CURLUE_OK
		|| curl_url_get(parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK
		|| curl_url_get(parts, CURLUPART_HOST, &host, 0) != CURLUE_OK) {
		err_set(err, ERR_USAGE, "not an address");
		err_say(err,
			_("L'indirizzo del servizio non è valido: deve essere come "
			  "https://nome/percorso."));
		goto out;
	}
	ok = strcmp(scheme, "https") == 0
		|| (strcmp(scheme, "http") == 0 && is_loopback(host));
	if (!ok) {
		err_set(err, ERR_USAGE, "neither https nor this machine");
		err_say(err,
			_("L'indirizzo del servizio deve cominciare con https://; "
			  "http:// è ammesso solo verso questa macchina."));
	}
out:
	curl_free(scheme);
	curl_free(host);
	curl_url_cleanup(parts);
	return ok;
}

static size_t take_body(char *bytes, size_t size, size_t n, void *userdata)
{
	struct transfer *t = userdata;

	n *= size;
	if (n > t->body_max || t->received > t->body_max - n) {
		t->too_long = true;
		return CURL_WRITEFUNC_ERROR;
	}
	t->received += n;
	if (t->sink)
		return t->sink(t->ctx, bytes, n) ? n : CURL_WRITEFUNC_ERROR;
	return buf_add(&t->body, bytes, n) ? n : CURL_WRITEFUNC_ERROR;
}

static CURLcode set_limits(
	CURL *easy, const struct transfer *t, const struct transfer_options *o)
{
	long connect_ms = o->connect_timeout_ms ? o->connect_timeout_ms
						: CONNECT_TIMEOUT_MS;
	CURLcode rc = CURLE_OK;

	rc |= curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
	rc |= curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, o->timeout_ms);
	rc |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	rc |= curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	/* Refused at the header already, when the length is announced. */
	rc |= curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)t->body_max);
	return rc;
}

/* What is said to this machine never leaves it through a proxy; nor does what the person's
 * environment exempts, which libcurl forgets as soon as it is given a list of ours. */
static CURLcode set_no_proxy(CURL *easy)
{
	const char *theirs = getenv("no_proxy");
	struct buf list = { 0 };
	CURLcode rc;

	if (!theirs)
		theirs = getenv("NO_PROXY");
	if (theirs && strcmp(theirs, "*") == 0)
		return curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
	buf_adds(&list, "127.0.0.1,localhost,::1");
	if (theirs && *theirs)
		buf_addf(&list, ",%s", theirs);
	rc = buf_ok(&list) ? curl_easy_setopt(easy, CURLOPT_NOPROXY, buf_str(&list))
			   : CURLE_OUT_OF_MEMORY;
	buf_release(&list);
	return rc;
}

static CURLcode set_safety(CURL *easy, const struct transfer_options *o)
{
	CURLcode rc = CURLE_OK;

	rc |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	rc |= curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
	rc |= curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	rc |= curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	rc |= curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	rc |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	rc |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	if (o->ca_file)
		rc |= curl_easy_setopt(easy, CURLOPT_CAINFO, o->ca_file);
	rc |= set_no_proxy(easy);
	rc |= curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	rc |= curl_easy_setopt(easy, CURLOPT_USERAGENT,
		o->user_agent ? o->user_agent : "agenda/" AGENDA_VERSION);
	return rc;
}

static bool prepare(struct transfer *t, const char *url, const struct transfer_options *o,
	struct err *err)
{
	CURLcode rc = curl_easy_setopt(t->easy, CURLOPT_URL, url);

	t->body_max = o->body_max ? o->body_max : BUF_CEILING_DEFAULT;
	t->received = 0;
	t->too_long = false;
	t->sink = o->sink;
	t->ctx = o->ctx;
	t->message[0] = '\0';
	buf_reset(&t->body);
	t->body.ceiling = t->body_max;
	rc |= set_limits(t->easy, t, o);
	rc |= set_safety(t->easy, o);
	rc |= curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take_body);
	rc |= curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	rc |= curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	rc |= curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->message);
	if (rc == CURLE_OK)
		return true;
	return err_set(err, ERR_INTERNAL, "libcurl refused an option");
}

bool transfer_init(struct transfer *t, const char *url, const struct transfer_options *o,
	struct err *err)
{
	*t = (struct transfer){ .easy = curl_easy_init() };
	if (!t->easy)
		return err_set(err, ERR_INTERNAL, "curl_easy_init failed");
	if (prepare(t, url, o, err))
		return true;
	transfer_release(t);
	return false;
}

bool transfer_reuse(struct transfer *t, const char *url, const struct transfer_options *o,
	struct err *err)
{
	assert(t->easy);
	curl_easy_reset(t->easy); /* options go, connections stay */
	return prepare(t, url, o, err);
}

void transfer_release(struct transfer *t)
{
	if (!t)
		return;
	curl_easy_cleanup(t->easy);
	buf_release(&t->body);
	*t = (struct transfer){ 0 };
}

bool transfer_run(struct transfer *t, struct err *err)
{
	return transfer_result(t, curl_easy_perform(t->easy), err);
}

long transfer_status(const struct transfer *t)
{
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

void transfer_bytes(const struct transfer *t, int64_t *sent, int64_t *received)
{
	curl_off_t body_sent = 0;
	curl_off_t body_received = 0;
	long request = 0;
	long headers = 0;

	curl_easy_getinfo(t->easy, CURLINFO_SIZE_UPLOAD_T, &body_sent);
	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &body_received);
	curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &request);
	curl_easy_getinfo(t->easy, CURLINFO_HEADER_SIZE, &headers);
	*sent = body_sent + request;
	*received = body_received + headers;
}
