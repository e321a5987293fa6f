/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/server/pavimento.h"

#include <fcntl.h>
#include <microhttpd.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PAGE    4096
#define THREADS 4 /* http.h */
#define ANSWER  1200

struct place {
	int fd;
	int pages;
	unsigned next;
};

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *data, size_t *n, void **seen)
{
	static char page[PAGE] = "agenda", body[ANSWER];
	struct place *to = cls;
	struct MHD_Response *r;
	enum MHD_Result done;

	(void)url;
	(void)method;
	(void)version;
	(void)data;
	if (!*seen) {
		*seen = to;
		return MHD_YES;
	}
	if (*n) {
		*n = 0;
		return MHD_YES;
	}
	if (pwrite(to->fd, page, PAGE, (off_t)(to->next++ % (unsigned)to->pages) * PAGE) != PAGE
		|| fdatasync(to->fd) != 0)
		return MHD_NO;
	r = MHD_create_response_from_buffer(ANSWER, body, MHD_RESPMEM_PERSISTENT);
	done = MHD_queue_response(c, MHD_HTTP_CREATED, r);
	MHD_destroy_response(r);
	return done;
}

/* Says its port and stays until it is killed. */
static _Noreturn void serve(struct place *to, int say)
{
	struct MHD_Daemon *d;
	uint16_t port;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_request, to,
		MHD_OPTION_THREAD_POOL_SIZE, THREADS, MHD_OPTION_END);
	port = d ? MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port : 0;
	if (write(say, &port, sizeof port) != sizeof port)
		_exit(1);
	for (;;)
		pause();
}

bool pavimento_start(struct pavimento *p, const char *file, int pages)
{
	struct place to = { .fd = open(file, O_RDWR | O_CLOEXEC), .pages = pages };
	uint16_t port = 0;
	int ends[2];

	p->pid = -1;
	if (to.fd < 0 || pipe(ends) != 0)
		return false;
	p->pid = fork();
	if (p->pid == 0)
		serve(&to, ends[1]);
	close(to.fd);
	close(ends[1]);
	if (read(ends[0], &port, sizeof port) != sizeof port)
		port = 0;
	close(ends[0]);
	snprintf(p->url, sizeof p->url, "http://127.0.0.1:%u/", (unsigned)port);
	return port != 0;
}

void pavimento_stop(struct pavimento *p)
{
	if (p->pid <= 0)
		return;
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
}
