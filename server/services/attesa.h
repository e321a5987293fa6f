/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The waiting room of the long polls: parked requests, one thread and one clock for all of them.
 * A bell wakes those whose listings have changed, at most every WAITING_ROOM_PAUSE_MS so that a
 * burst of commits does not become a burst of queries; a deadline wakes one.
 */
#ifndef AGENDA_SERVER_SERVICES_ATTESA_H
#define AGENDA_SERVER_SERVICES_ATTESA_H

#include "server/http/request.h"
#include "server/store/store.h"

#include <stdint.h>

#define WAITING_ROOM_PAUSE_MS 25

struct waiting_room;

/* How many may sit, and how many of those for one. */
struct waiting_room *waiting_room_new(size_t seats, size_t seats_each);
void waiting_room_free(struct waiting_room *w); /* nobody is in it any more; takes NULL */

/* How often the bell has rung: read it before looking at what one would wait for. */
uint64_t waiting_room_rung(struct waiting_room *w);

struct seat_wanted {
	int64_t chi;  /* for whom it waits (store_ammesso) */
	uint64_t rung;
	int64_t deadline_ms; /* monotonic */
};

enum seat_given {
	SEAT_TAKEN,   /* parked; otherwise it is not */
	SEAT_NONE,    /* closed: nobody waits any more */
	SEAT_FULL,    /* others have them all */
	SEAT_TOO_MANY /* `chi` has all that one may have */
};

/* Parks the request until the bell rings for `chi`, or has rung at all since `rung`, or the
 * deadline comes, or the room closes. */
enum seat_given waiting_room_enter(struct waiting_room *w, struct request *rq,
	const struct seat_wanted *wanted, request_after *after);

/* Never blocks for long. */
void waiting_room_ring(struct waiting_room *w, const struct annuncio *a);
void waiting_room_close(struct waiting_room *w); /* everybody out, nobody in */

#endif
