/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * Tables of cache.db. What is searched is a column, what is only shown is packed
 * (pack.h).
 *
 * appuntamento.riga is the start in minutes, times 4096, plus a number of arrival: the
 * order of rows is the order of dates, an interval of dates is an interval of rows, and
 * the words of `testo` (testo.h), whose rowid it is, come in that order without sorting.
 * `giro` and `passata` number the full sync and the reading of a list that last brought
 * the row.
 */
#include "cache/private.h"

static const char *const steps[] = {
	"CREATE TABLE meta ("
	"	nome TEXT PRIMARY KEY,"
	"	numero INTEGER,"
	"	testo TEXT"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE valore ("
	"	genere INTEGER NOT NULL,"
	"	chiave TEXT NOT NULL,"
	"	letto_il INTEGER NOT NULL,"
	"	dati BLOB NOT NULL,"
	"	PRIMARY KEY (genere, chiave)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE rapporto ("
	"	codice TEXT PRIMARY KEY,"
	"	ordine TEXT NOT NULL UNIQUE," /* employer's folded name, then codice */
	"	filtro TEXT NOT NULL,"        /* folded: codice, employer, worker */
	"	letto_il INTEGER NOT NULL,"
	"	giro INTEGER NOT NULL,"
	"	passata INTEGER NOT NULL,"
	"	dati BLOB NOT NULL"
	") STRICT;"

	"CREATE TABLE quesito ("
	"	id TEXT PRIMARY KEY,"
	"	rapporto TEXT NOT NULL,"
	"	aperto_il INTEGER NOT NULL,"
	"	letto_il INTEGER NOT NULL,"
	"	giro INTEGER NOT NULL,"
	"	dati BLOB NOT NULL"
	") STRICT;"
	"CREATE INDEX quesito_di ON quesito (rapporto, aperto_il DESC, id);"

	"CREATE TABLE disponibilita ("
	"	punto TEXT NOT NULL,"
	"	giorno INTEGER NOT NULL,"
	"	as_of INTEGER NOT NULL,"
	"	ultimo_giorno INTEGER NOT NULL,"
	"	letto_il INTEGER NOT NULL,"
	"	dati BLOB NOT NULL,"
	"	PRIMARY KEY (punto, giorno)"
	") STRICT, WITHOUT ROWID;"

	"CREATE TABLE appuntamento ("
	"	riga INTEGER PRIMARY KEY,"
	"	id TEXT NOT NULL UNIQUE,"
	"	stato INTEGER NOT NULL,"
	"	rapporto TEXT NOT NULL,"
	"	intermediario INTEGER NOT NULL," /* handled by one */
	"	versione INTEGER NOT NULL,"
	"	letto_il INTEGER NOT NULL,"
	"	giro INTEGER NOT NULL,"
	"	passata INTEGER NOT NULL,"
	"	dati BLOB NOT NULL" /* the sintesi */
	") STRICT;"
	"CREATE INDEX appuntamento_stato ON appuntamento (stato);"
	"CREATE INDEX appuntamento_di ON appuntamento (rapporto);"

	/* Apart, so that a page of a list does not step over details. */
	"CREATE TABLE dettaglio ("
	"	riga INTEGER PRIMARY KEY"
	"		REFERENCES appuntamento ON UPDATE CASCADE ON DELETE CASCADE,"
	"	letto_il INTEGER NOT NULL,"
	"	dati BLOB NOT NULL"
	") STRICT;",

	/* A later step makes them again, and more. */
	"DROP INDEX quesito_di; DROP INDEX appuntamento_stato; DROP INDEX appuntamento_di;",

	/* What home says without reading details or counting: the news of an appuntamento
	 * (novita.c), and how many quesiti can be booked, kept by the table itself. Rows that
	 * are here already get theirs from a full sync, and are shown until then. */
	"ALTER TABLE appuntamento ADD COLUMN novita INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE rapporto ADD COLUMN prenotabili INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE prenotabili ("
	"	unica INTEGER PRIMARY KEY CHECK (unica = 1),"
	"	quesiti INTEGER NOT NULL,"
	"	rapporti INTEGER NOT NULL" /* that have any */
	") STRICT;"
	"INSERT INTO prenotabili VALUES (1, 0, 0);"
	"CREATE TRIGGER prenotabili_i AFTER INSERT ON rapporto WHEN new.prenotabili > 0"
	" BEGIN UPDATE prenotabili SET quesiti = quesiti + new.prenotabili,"
	" rapporti = rapporti + 1; END;"
	"CREATE TRIGGER prenotabili_d AFTER DELETE ON rapporto WHEN old.prenotabili > 0"
	" BEGIN UPDATE prenotabili SET quesiti = quesiti - old.prenotabili,"
	" rapporti = rapporti - 1; END;"
	"CREATE TRIGGER prenotabili_u AFTER UPDATE OF prenotabili ON rapporto"
	" WHEN old.prenotabili <> new.prenotabili"
	" BEGIN UPDATE prenotabili SET quesiti = quesiti - old.prenotabili + new.prenotabili,"
	" rapporti = rapporti - (old.prenotabili > 0) + (new.prenotabili > 0); END;"
	"DELETE FROM meta WHERE nome IN ('indici', 'cursore', 'in_giro');",

	/* Each answers one combination of filters in order of riga (ricerca.c). `diretto` holds only
	 * what no intermediario manages: in an intermediario's own cache it is empty. The last two
	 * are home's (novita.c): few rows are in them. Before, they were made with the words, and
	 * until then a filter walked over all rows. */
	"CREATE INDEX IF NOT EXISTS quesito_di ON quesito (rapporto, aperto_il DESC, id);"
	"CREATE INDEX IF NOT EXISTS appuntamento_di"
	" ON appuntamento (rapporto, riga, stato, intermediario);"
	"CREATE INDEX IF NOT EXISTS appuntamento_stato ON appuntamento (stato);"
	"CREATE INDEX IF NOT EXISTS appuntamento_diretto"
	" ON appuntamento (intermediario) WHERE intermediario = 0;"
	"CREATE INDEX IF NOT EXISTS appuntamento_stato_diretto"
	" ON appuntamento (stato) WHERE intermediario = 0;"
	"CREATE INDEX IF NOT EXISTS appuntamento_novita"
	" ON appuntamento (novita) WHERE novita > 0;"
	"CREATE INDEX IF NOT EXISTS rapporto_prenotabili"
	" ON rapporto (prenotabili) WHERE prenotabili > 0;",
};

const struct sqlite_options cache_options = {
	.application_id = 0x41474361, /* "AGCa" */
	.migrations = steps,
	.n_migrations = sizeof steps / sizeof *steps,
	.wal = true,
	.disposable = true, /* "Fine utente" begins another while somebody types */
	.log_pages = 256, /* copying back 1000 takes 8 ms of the loop */
	.cache_kib = 2048,
};
