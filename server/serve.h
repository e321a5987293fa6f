/* SPDX-License-Identifier: EUPL-1.2
 *
 * agendad at work: everything opened in order, and closed in the opposite one. */
#ifndef AGENDA_SERVER_SERVE_H
#define AGENDA_SERVER_SERVE_H

#include "base/err.h"
#include "server/options.h"

struct server;

/* Listening when it returns; NULL and err otherwise. Free with server_free. */
struct server *server_new(const struct server_options *o, struct err *err);
/* Ends what is in course, then closes. Takes NULL. */
void server_free(struct server *s);

const char *server_api_address(const struct server *s);
const char *server_issuer_address(const struct server *s);

/* Horizon, expired keys and uploads: at start and once a day. */
bool server_maintain(struct server *s, struct err *err);

#endif
