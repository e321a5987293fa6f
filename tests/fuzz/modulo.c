/* SPDX-License-Identifier: EUPL-1.2
 *
 * Forms with a file, through libmicrohttpd as they really come: what is taken is one part "file"
 * within its ceiling, what is refused has a status, and the server goes on. The first
 * byte says where the sending is cut in two. */
#include "server/http/http.h"
#include "tests/fuzz/fuzz.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define FILE_MAX ((size_t)2048)
#define BOUNDARY "fine"

static struct http *server;
static struct sockaddr_in address;

static void begin(void *ctx, struct request *rq)
{
	(void)ctx;
	buf_init(&rq->response.body, 64);
	rq->body_kind = BODY_FILE;
	rq->body_max = FILE_MAX + HTTP_FORM_OVERHEAD_BYTES;
}

static void handle(void *ctx, struct request *rq)
{
	(void)ctx;
	HOLDS(rq->file_name != NULL);
	HOLDS(rq->body.len <= FILE_MAX);
	response_set(rq, 200, NULL);
}

static void refuse(void *ctx, struct request *rq, enum http_refusal why, const char *what)
{
	static const int statuses[] = { [HTTP_BAD_REQUEST] = 400,
		[HTTP_BODY_TOO_LARGE] = 413,
		[HTTP_BAD_FORM] = 400,
		[HTTP_FILE_TOO_LARGE] = 413,
		[HTTP_OVERLOADED] = 503 };

	(void)ctx;
	(void)what;
	if (rq->body_kind == BODY_NONE)
		buf_init(&rq->response.body, 64);
	response_set(rq, statuses[why], NULL);
}

/* The fuzzer looks at the clock by an alarm, which would interrupt connect() and recv(). */
static void go_on_after_alarms(void)
{
	struct sigaction act;

	sigaction(SIGALRM, NULL, &act);
	act.sa_flags |= SA_RESTART;
	sigaction(SIGALRM, &act, NULL);
}

static void start(void)
{
	static const struct http_site site = {
		.begin = begin, .handle = handle, .refuse = refuse
	};
	struct err err = { 0 };
	int port = 0;

	go_on_after_alarms();
	server = http_new(
		&(struct http_options){ .listen = "127.0.0.1:0", .threads = 1 }, &site,
		&err);
	HOLDS(server != NULL);
	HOLDS(sscanf(http_address(server), "http://127.0.0.1:%d", &port) == 1);
	address = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void put(int fd, const void *bytes, size_t n)
{
	/* The server may have answered and gone: that is one of its rights. */
	if (n > 0 && send(fd, bytes, n, MSG_NOSIGNAL) < 0)
		return;
}

static int answer_of(int fd)
{
	char text[1024] = "";
	size_t n = 0;
	ssize_t got = 1;
	int status = 0;

	while (got > 0 && n + 1 < sizeof text) {
		got = recv(fd, text + n, sizeof text - 1 - n, 0);
		n += got > 0 ? (size_t)got : 0;
	}
	sscanf(text, "HTTP/1.1 %d", &status);
	return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	char head[256];
	size_t cut;
	int fd, status;

	if (n == 0)
		return 0;
	pthread_once(&once, start);
	cut = data[0] % n;
	data++;
	n--;
	cut = cut < n ? cut : n;
	snprintf(head, sizeof head,
		"POST /f HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %zu\r\n"
		"Content-Type: multipart/form-data; boundary=" BOUNDARY "\r\n\r\n",
		n);
	fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	HOLDS(fd >= 0);
	if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
		HOLDS(errno == EADDRNOTAVAIL); /* so many runs that no port is left */
		close(fd);
		return 0;
	}
	put(fd, head, strlen(head));
	put(fd, data, cut);
	put(fd, data + cut, n - cut);
	status = answer_of(fd);
	/* 0: what was still being sent made a reset, which overtook the answer. */
	HOLDS(status == 0 || status == 200 || status == 400 || status == 413);
	close(fd);
	return 0;
}
