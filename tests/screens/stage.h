/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Model, interface and played use cases on one stage, and the comparison with a golden.
 */
#ifndef AGENDA_TESTS_SCREENS_STAGE_H
#define AGENDA_TESTS_SCREENS_STAGE_H

#include "tests/screens/finto.h"
#include "tests/screens/fixture.h"

#define GOLDEN_MAX ((size_t)1 << 18)

struct stage {
	struct model model;
	struct shell shell;
	struct finto finto;
	struct canvas canvas;
	struct buf heard; /* linear mode: all that was said */
};

void stage_raise(struct stage *s, void (*fill)(struct model *m), int columns, int rows,
	bool ascii, bool linear);
void stage_strike(struct stage *s);
void stage_carry_out(struct stage *s, struct intent i);
void stage_draw(struct stage *s);
/* Keys as the goldens write them: "F10 Down 'perché' @persa". */
void stage_play(struct stage *s, const char *keys);
/* With tests/screens/golden/NAME.txt; UPDATE=1 rewrites it instead. */
void stage_compare(const char *name, const struct buf *got);

#endif
