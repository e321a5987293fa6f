/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Out of memory ends the program once, in one place: drafts are already on disk.
 * Every allocation is zeroed. Sizes are multiplied with a check.
 */
#ifndef AGENDA_BASE_ALLOC_H
#define AGENDA_BASE_ALLOC_H

#include <stddef.h>

void *xalloc(size_t size);                            /* never NULL; free with FREE */
void *xalloc_array(size_t n, size_t size);
void *xrealloc_array(void *p, size_t n, size_t size); /* the new part is not zeroed */
char *xstrdup(const char *s);                         /* NULL stays NULL */
char *xstrndup(const char *s, size_t n);

/* Called once before the program ends for want of memory: put the terminal back. */
void alloc_on_exhaustion(void (*last_words)(void));

void alloc_free(void *p); /* what FREE calls */

/* FREE(&p) frees what `p` points to and sets `p` to NULL. */
#define FREE(pp) (alloc_free(*(pp)), *(pp) = NULL)

#endif
