/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/quesito.h"

#include "base/i18n.h"

const char *quesito_protocollo_phrase(const struct quesito *q)
{
	return q->protocollo ? q->protocollo : _("protocollazione in corso");
}
