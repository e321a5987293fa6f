/* SPDX-License-Identifier: EUPL-1.2
 *
 * libcurl's result codes as ours, with a sentence where the person can do something. */
#include "base/i18n.h"
#include "io/curl.h"

static int code_of(const struct transfer *t, CURLcode rc)
{
	switch (rc) {
	case CURLE_FILESIZE_EXCEEDED:
		return ERR_LIMIT;
	case CURLE_WRITE_ERROR:
		return t->too_long ? ERR_LIMIT : ERR_IO;
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_SSL_CACERT_BADFILE:
		return ERR_USAGE;
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_BAD_CONTENT_ENCODING:
		return ERR_FORMAT;
	case CURLE_OUT_OF_MEMORY:
	case CURLE_FAILED_INIT:
	case CURLE_BAD_FUNCTION_ARGUMENT:
	case CURLE_UNKNOWN_OPTION:
		return ERR_INTERNAL;
	default: /* unreachable, cut, too slow, not who it should be: no answer came */
		return ERR_NETWORK;
	}
}

static void say(struct err *err, CURLcode rc)
{
	if (err->code == ERR_LIMIT)
		err_say(err, _("La risposta del servizio è troppo grande."));
	else if (rc == CURLE_PEER_FAILED_VERIFICATION)
		err_say(err,
			_("Il certificato del servizio non è valido: non mi collego."));
	else if (rc == CURLE_SSL_CACERT_BADFILE)
		err_say(err, _("Non riesco a leggere il file dei certificati (CA)."));
	else if (rc == CURLE_OPERATION_TIMEDOUT)
		err_say(err, _("Il servizio non ha risposto in tempo."));
}

bool transfer_result(const struct transfer *t, CURLcode rc, struct err *err)
{
	if (rc == CURLE_OK)
		return true;
	if (!err)
		return false;
	err_set(err, code_of(t, rc), "curl %d: %s", (int)rc,
		t->message[0] ? t->message : curl_easy_strerror(rc));
	say(err, rc);
	return false;
}
