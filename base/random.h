/* SPDX-License-Identifier: EUPL-1.2
 *
 * Randomness from the kernel; a seed for tests and sample data that must repeat. */
#ifndef AGENDA_BASE_RANDOM_H
#define AGENDA_BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define UUID_SIZE 37 /* 36 characters and the NUL */

void random_bytes(void *to, size_t n);      /* getrandom(2); ends the program if the kernel has none */
void random_uuid(char uuid[UUID_SIZE]);     /* RFC 9562 version 4, lower case */

struct random_sequence { uint64_t state; }; /* splitmix64: repeatable, not secret */
void random_seed(struct random_sequence *r, uint64_t seed);
uint64_t random_next(struct random_sequence *r);
uint64_t random_below(struct random_sequence *r, uint64_t n); /* 0..n-1, n > 0 */

#endif
