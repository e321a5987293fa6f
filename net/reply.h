/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The head of an answer, line by line. Private to net/.
 */
#ifndef AGENDA_NET_REPLY_H
#define AGENDA_NET_REPLY_H

#include "net/net.h"

void reply_init(struct net_reply *r); /* nothing said yet */
void reply_release(struct net_reply *r);

/* One line of the head, as libcurl gives it: a status line begins a new head. */
void reply_line(struct net_reply *r, const char *line, size_t n);

/* The head is whole: a Retry-After said as a date becomes seconds. */
void reply_settle(struct net_reply *r, instant now);

#endif
