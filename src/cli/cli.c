/* SPDX-License-Identifier: EUPL-1.2 */
#include "src/cli/cli.h"

#include "base/i18n.h"

#include <stdio.h>

int cli_run(struct app *app, const struct options *o)
{
	struct arena a = { 0 };

	(void)app;
	if (o->versione)
		printf("agenda %s\n", AGENDA_VERSION);
	else
		printf("%s\n\n%s", _("Uso: agenda [OPZIONI] [COMANDO]"), options_help(&a));
	arena_release(&a);
	return 0;
}
