/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * SQLite's result codes as ours, and which rule of the schema said no. SQLite's messages name
 * tables, columns and rules, never values: they may go to the log.
 */
#include "base/i18n.h"
#include "io/sqlite_private.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

static int code_of(const struct sqlite *db, int rc)
{
	int number = db->handle ? sqlite3_system_errno(db->handle) : 0;

	switch (rc & 0xFF) {
	case SQLITE_FULL:
		return ERR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return ERR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return ERR_CORRUPT;
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
		return ERR_CONSTRAINT;
	case SQLITE_TOOBIG:
	case SQLITE_INTERRUPT:
		return ERR_LIMIT;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		if (number == ENOSPC || number == EDQUOT)
			return ERR_FULL;
		return number == ENOENT ? ERR_ABSENT : ERR_IO;
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
	case SQLITE_PROTOCOL:
		return ERR_IO;
	default:
		return ERR_INTERNAL;
	}
}

/* "UNIQUE constraint failed: t.a, t.b" -> "t.a, t.b"; a RAISE's message is the name. */
static void name_constraint(int rc, const char *message, struct err *err)
{
	const char *name = message;

	if (rc == SQLITE_CONSTRAINT_FOREIGNKEY) {
		err_field(err, "FOREIGN KEY");
		return;
	}
	if (rc == SQLITE_CONSTRAINT_DATATYPE && strstr(message, " column "))
		name = strstr(message, " column ") + strlen(" column ");
	else if (rc != SQLITE_CONSTRAINT_TRIGGER && strstr(message, " failed: "))
		name = strstr(message, " failed: ") + strlen(" failed: ");
	if (strncmp(name, "index '", 7) == 0) { /* UNIQUE on an expression */
		char index[sizeof(err->field)];

		snprintf(index, sizeof(index), "%.*s", (int)strcspn(name + 7, "'"),
			name + 7);
		err_field(err, index);
		return;
	}
	err_field(err, name);
}

static void say(struct err *err)
{
	if (err->code == ERR_FULL)
		err_say(err, _("Il disco è pieno: libera spazio e riprova."));
	if (err->code == ERR_CORRUPT)
		err_say(err, _("Il file dei dati è danneggiato."));
	if (err->code == ERR_BUSY)
		err_say(err, _("Il file dei dati è in uso: riprova tra poco."));
}

bool sqlite_err(const struct sqlite *db, int rc, const char *doing, struct err *err)
{
	const char *message = db->handle ? sqlite3_errmsg(db->handle)
					 : sqlite3_errstr(rc);

	if (!err)
		return false;
	err_set(err, code_of(db, rc), "%s: %s (%d)", doing, message, rc);
	if (err->code == ERR_CONSTRAINT)
		name_constraint(rc, message, err);
	say(err);
	return false;
}
