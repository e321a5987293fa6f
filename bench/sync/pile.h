/* SPDX-License-Identifier: EUPL-1.2
 *
 * Where the CPU of a long turn went: from its PILE_FROM_MS on, the stack of this thread is kept
 * at every millisecond of its CPU, and told when the turn ends. For turni.c, in its process. */
#ifndef AGENDA_BENCH_SYNC_PILE_H
#define AGENDA_BENCH_SYNC_PILE_H

#define PILE_FROM_MS 2

void pile_turn_begins(void);
/* Those of the turn that ends, written to FD as backtrace_symbols_fd does (addresses for
 * addr2line -pfie); none when fd < 0. */
void pile_turn_ends(int fd, int cpu_us);

#endif
