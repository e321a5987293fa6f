/* SPDX-License-Identifier: EUPL-1.2
 *
 * What turni.c, loaded into agenda before its libraries, tells of every turn of the loop: a turn
 * is what lies between two waits. A file of this struct, named by AGENDA_TURNI, shared by whoever
 * maps it; the child process that makes the words tells of itself in it too. */
#ifndef AGENDA_BENCH_SYNC_TURNI_H
#define AGENDA_BENCH_SYNC_TURNI_H

#include <stdint.h>

#define TURNI_VARIABLE "AGENDA_TURNI"
/* A file that gets, one after the other, the stacks of the turns that take more than half a
 * frame: for who looks for what made a turn long. Nothing is sampled without it. */
#define TURNI_STACKS_VARIABLE "AGENDA_TURNI_PILE"
#define TURNI_FRAME_MS 16

struct turni {
	int64_t n;            /* so far */
	int64_t over;         /* of those, longer than a frame */
	int64_t longest_us;   /* of CPU */
	int64_t waited_us;    /* from wait to wait by the clock: what a key can have waited */
	struct {
		int64_t cpu_us;
		int64_t resident_kb; /* at most */
	} loop, child;        /* as they ended; the last one of each */
};

#endif
