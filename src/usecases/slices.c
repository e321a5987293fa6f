/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/usecases/usecases.h"

void slice_asked(struct slice *s)
{
	s->fase = FASE_IN_CORSO;
}

void slice_failed(struct slice *s, const struct err *err)
{
	s->fase = FASE_FALLITA;
	s->viva = false;
	s->err = *err;
}
