/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * https: only to who shows a certificate that our authority signed, and not below TLS
 * 1.2. The keys below are this test's: they open nothing.
 */
#include "net/net.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char certificate[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBnjCCAUWgAwIBAgIUTsGOrEmOveG5CMRVmpB8n3pgoyswCgYIKoZIzj0EAwIw\n"
	"FjEUMBIGA1UEAwwLYWdlbmRhIHRlc3QwIBcNMjYxMTIzMDk0MzM4WhgPMjEyNjEw\n"
	"MzAwOTQzMzhaMBYxFDASBgNVBAMMC2FnZW5kYSB0ZXN0MFkwEwYHKoZIzj0CAQYI\n"
	"KoZIzj0DAQcDQgAENHi/fGilEZdeWvOhmmy+ih8kUPodKmBeIqJgHeH0DrSnIyeL\n"
	"nK9T+H0Bcl7k5b5pPrpx1Z9HxOiSiGKEVdPJWqNvMG0wHQYDVR0OBBYEFAHyjUhj\n"
	"Eq0Gksb9LAv99wkTNSVwMB8GA1UdIwQYMBaAFAHyjUhjEq0Gksb9LAv99wkTNSVw\n"
	"MBoGA1UdEQQTMBGHBH8AAAGCCWxvY2FsaG9zdDAPBgNVHRMBAf8EBTADAQH/MAoG\n"
	"CCqGSM49BAMCA0cAMEQCIA2Yh1CDc1CNQarfWKIiSI9UFIDpBxu0COu5s5N8RhSP\n"
	"AiByUWZO6aR4P2LdxDXQ82kiEgeaOGkP+xwxx+cdb+WGrQ==\n"
	"-----END CERTIFICATE-----\n";
static const char key[] =
	"-----BEGIN PRIVATE KEY-----\n"
	"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWK+E22RbmsfAo3cS\n"
	"OiRddgNqhnjA9lIqEqZN6PqWvDKhRANCAAQ0eL98aKURl15a86GabL6KHyRQ+h0q\n"
	"YF4iomAd4fQOtKcjJ4ucr1P4fQFyXuTlvmk+unHVn0fE6JKIYoRV08la\n"
	"-----END PRIVATE KEY-----\n";
static const char other_authority[] =
	"-----BEGIN CERTIFICATE-----\n"
	"MIIBdzCCAR2gAwIBAgIUEbdWYvYjKwIRhYFb/oRDaesHmzAwCgYIKoZIzj0EAwIw\n"
	"EDEOMAwGA1UEAwwFYWx0cm8wIBcNMjYxMTIzMDk0MzM4WhgPMjEyNjEwMzAwOTQz\n"
	"MzhaMBAxDjAMBgNVBAMMBWFsdHJvMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n"
	"NTgf8uNTOP5cdVpzh2PFXqTKhfnxPoZXdh65txPX3LIeNkZhjfBL4tb3rxfWbd9B\n"
	"rUk1hlrdEeb5K+u0PvOBTqNTMFEwHQYDVR0OBBYEFEVUlVeZQp27fqv388m/2zgt\n"
	"MmL9MB8GA1UdIwQYMBaAFEVUlVeZQp27fqv388m/2zgtMmL9MA8GA1UdEwEB/wQF\n"
	"MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIhALhgM/zeB+b3CWZ1Vn/XpcJCOcERqwYl\n"
	"H+5JvNKMixdfAiAU/b1sscC07bphlx3dkWJIE5T84QOFg0KIpKHfM9rKAA==\n"
	"-----END CERTIFICATE-----\n";

static enum MHD_Result answer(void *ctx, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *body, size_t *n,
	void **state)
{
	static char text[] = "{}";
	struct MHD_Response *r = MHD_create_response_from_buffer(
		2, text, MHD_RESPMEM_PERSISTENT);
	enum MHD_Result queued = MHD_queue_response(c, 200, r);

	(void)ctx, (void)url, (void)method, (void)version, (void)body, (void)n,
		(void)state;
	MHD_destroy_response(r);
	return queued;
}

static struct MHD_Daemon *daemon_;
static char ca_path[] = "/tmp/agenda-ca-XXXXXX";

static void serve(const char *address, const char *priorities)
{
	struct sockaddr_in at = { .sin_family = AF_INET };

	inet_pton(AF_INET, address, &at.sin_addr);
	daemon_ = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_TLS, 0, NULL,
		NULL, answer, NULL, MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_HTTPS_MEM_CERT,
		certificate, MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_HTTPS_PRIORITIES,
		priorities, MHD_OPTION_END);
	cr_assert(daemon_ != NULL);
}

static void authority(const char *pem)
{
	int fd = mkstemp(ca_path);

	cr_assert(fd >= 0 && write(fd, pem, strlen(pem)) == (ssize_t)strlen(pem));
	close(fd);
}

static void tear_down(void)
{
	MHD_stop_daemon(daemon_);
	unlink(ca_path);
}

TestSuite(tls, .fini = tear_down);

static struct net_ending ask(const char *ca_file, const char *host, bool changing)
{
	struct net_config config = { .ca_file = ca_file };
	struct net *n = net_new(&config);
	struct net_request r = { .lane = NET_CHANGE,
		.changing = changing,
		.authorised = true,
		.method = changing ? "POST" : "GET",
		.body = changing ? "{}" : NULL,
		.body_n = 2 };
	struct net_ending e;
	char url[64];

	snprintf(url, sizeof url, "https://%s:%d/x", host,
		MHD_get_daemon_info(daemon_, MHD_DAEMON_INFO_BIND_PORT)->port);
	r.url = url;
	cr_assert(net_authorise(n, url, "segreto", NULL));
	cr_assert(net_send(n, &r, NULL) != 0);
	while (!net_next(n, &e))
		net_poll(n, NULL, 0, 100, NULL);
	net_free(n);
	return e;
}

static void expect(struct net_ending e, enum net_outcome outcome)
{
	cr_expect(
		e.outcome == outcome, "%d, not %d: %s", e.outcome, outcome, e.err.cause);
	net_ending_release(&e);
}

Test(tls, our_authority_is_believed)
{
	serve("127.0.0.1", "NORMAL");
	authority(certificate);
	expect(ask(ca_path, "127.0.0.1", false), NET_DONE);
	expect(ask(ca_path, "localhost", true), NET_DONE);
}

/* Not one byte of the request has left before the certificate was judged. */
Test(tls, nobody_else_is)
{
	struct net_ending e;

	serve("127.0.0.1", "NORMAL");
	authority(other_authority);
	e = ask(ca_path, "127.0.0.1", true);
	cr_expect(eq(int, e.err.code, ERR_NETWORK));
	cr_expect(e.err.text[0] != '\0', "the person is told that it is the certificate");
	expect(e, NET_FAILED);
	expect(ask(NULL, "127.0.0.1", true), NET_FAILED);
}

Test(tls, a_certificate_for_another_name_is_refused)
{
	struct net_ending e;

	serve("127.0.0.2", "NORMAL");
	authority(certificate);
	e = ask(ca_path, "127.0.0.2", true);
	cr_expect(strstr(e.err.cause, "SSL") != NULL, "%s", e.err.cause);
	expect(e, NET_FAILED);
}

Test(tls, older_than_1_2_is_refused)
{
	serve("127.0.0.1", "NORMAL:-VERS-ALL:+VERS-TLS1.1");
	struct net_ending e;

	authority(certificate);
	e = ask(ca_path, "127.0.0.1", true);
	cr_expect(strstr(e.err.cause, "SSL") || strstr(e.err.cause, "TLS"), "%s",
		e.err.cause);
	expect(e, NET_FAILED);
}

Test(tls, a_missing_authority_file_is_said)
{
	struct net_ending e;

	serve("127.0.0.1", "NORMAL");
	authority(certificate);
	e = ask("/non/esiste.pem", "127.0.0.1", true);
	cr_expect(eq(int, e.err.code, ERR_USAGE));
	expect(e, NET_FAILED);
}
