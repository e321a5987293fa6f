/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/sync/pages.h"

#include "base/buf.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool keep(const char *body, char ***pages, size_t n, char cursor[200])
{
	cJSON *page = cJSON_Parse(body);
	const char *next = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(page, "next_cursor"));
	bool more = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(page, "altre"));

	snprintf(cursor, 200, "%s", next ? next : "");
	*pages = realloc(*pages, (n + 1) * sizeof(**pages));
	(*pages)[n] = strdup(body);
	cJSON_Delete(page);
	return more;
}

static size_t take(char *bytes, size_t size, size_t n, void *to)
{
	return buf_add(to, bytes, size * n) ? size * n : 0;
}

static void get(CURL *easy, const char *url, struct buf *to)
{
	long status = 0;

	buf_init(to, (size_t)16 << 20);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, to);
	if (curl_easy_perform(easy) == CURLE_OK)
		curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (status != 200) {
		fprintf(stderr, "bench_sync: %ld %s\n", status, buf_str(to));
		exit(1);
	}
}

size_t pages_fetch(const char *api, const char *token, char ***pages)
{
	char url[400], cursor[200] = "";
	struct curl_slist *headers = NULL;
	CURL *easy = curl_easy_init();
	struct buf body, bearer = { 0 };
	bool more = true;
	size_t n = 0;

	buf_addf(&bearer, "Authorization: Bearer %s", token);
	headers = curl_slist_append(NULL, buf_str(&bearer));
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	while (more) {
		snprintf(url, sizeof(url), "%s/rest/lavoro-domestico/v1/agenda/variazioni?limit=200%s%s",
			api, *cursor ? "&cursor=" : "", cursor);
		get(easy, url, &body);
		more = keep(buf_str(&body), pages, n++, cursor);
		buf_release(&body);
	}
	curl_slist_free_all(headers);
	curl_easy_cleanup(easy);
	buf_release(&bearer);
	return n;
}
