/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/importa/importa.h"

#include "base/file.h"
#include "server/importa/socket.h"
#include "server/store/store.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define SEDE "{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"7000\"," \
	"\"denominazione_sede_inps\":\"Roma\",\"citta\":\"Roma\"}}\n"
#define PUNTO "{\"tipo\":\"PUNTO\",\"punto\":{\"id\":\"P7000-01\",\"codice_sede_inps\":\"7000\"," \
	"\"denominazione\":\"Roma\",\"indirizzo\":\"Via Inventata 1\",\"citta\":\"Roma\"," \
	"\"attivo\":true,\"durata_minuti\":20,\"postazioni\":1,\"aperture\":[" \
	"{\"giorno_settimana\":1,\"dalle\":\"08:30\",\"alle\":\"12:30\"}]}}\n"
#define ROSSI "RSSMRA80A01H501U"
#define DATORE "{\"tipo\":\"PERSONA\",\"persona\":{\"id\":\"p-rossi\",\"codice_fiscale\":\"" ROSSI \
	"\",\"nome_proprio\":\"Mario\",\"cognome\":\"Rossi\",\"profili\":[{\"tipo\":\"CITTADINO\"}]}}\n"
#define STUDIO "{\"tipo\":\"PERSONA\",\"persona\":{\"id\":\"p-studio\",\"codice_fiscale\":" \
	"\"BNCNNA52M64L219H\",\"nome_proprio\":\"Anna\",\"cognome\":\"Bianchi\",\"profili\":[{" \
	"\"tipo\":\"INTERMEDIARIO\",\"denominazione\":\"Studio\",\"tipo_delegato\":\"03\"," \
	"\"abilitato\":true}]}}\n"
#define DELEGA(stato) "{\"tipo\":\"DELEGA\",\"delega\":{\"datore\":\"" ROSSI "\"," \
	"\"intermediario\":\"p-studio\",\"stato\":\"" stato "\",\"dal\":\"2026-01-01\"}}\n"
#define RAPPORTO "{\"tipo\":\"RAPPORTO\",\"rapporto\":{\"codice_rapporto_lavoro\":\"0000000042\"," \
	"\"stato\":\"ATTIVO\",\"mansione\":\"COLF\",\"contratto\":\"TIN\",\"datore\":{" \
	"\"codice_fiscale\":\"" ROSSI "\",\"nome_proprio\":\"Mario\",\"cognome\":\"Rossi\"}," \
	"\"lavoratore\":{\"codice_fiscale\":\"PPSLNE78C45Z129E\",\"nome_proprio\":\"Elena\"," \
	"\"cognome\":\"Popescu\"},\"codice_sede_inps\":\"7000\",\"inizio\":\"2024-05-01\"}}\n"
#define QUESITO(rapporto, stato) "{\"tipo\":\"QUESITO\",\"quesito\":{\"id\":\"Q1\"," \
	"\"codice_rapporto_lavoro\":\"" rapporto "\",\"argomento\":\"MAV\",\"oggetto\":\"MAV\"," \
	"\"aperto_il\":\"2026-10-01\"," stato ",\"comunicazioni\":[{\"id\":\"C1\"," \
	"\"autore\":\"DATORE\",\"inviata_il\":\"2026-10-01T10:00:00+02:00\",\"testo\":\"Testo\"}]}}\n"
#define APERTO "\"stato\":\"APERTO\""
#define RESPINTO "\"stato\":\"CHIUSO\",\"esito\":\"RESPINTO\",\"chiuso_il\":\"2026-10-20\""
#define ALL SEDE PUNTO DATORE STUDIO DELEGA("ATTIVA") RAPPORTO "\n" QUESITO("0000000042", APERTO)

struct world {
	char folder[FOLDER_SIZE];
	char path[FOLDER_SIZE + 16];
	struct store *store;
	struct store_reader *reader;
	struct arena arena;
	char *report;
	size_t report_size;
	struct importa_outcome outcome;
	struct err err;
};

static void world_open(struct world *w)
{
	*w = (struct world){ 0 };
	clock_freeze(instant_at(giorno_from_civil(2026, 11, 23), 9 * 60));
	folder_make(w->folder);
	(void)snprintf(w->path, sizeof w->path, "%s/prova.db", w->folder);
	w->store = store_open(&(struct store_config){ .path = w->path }, &w->err);
	cr_assert(w->store, "%s", w->err.cause);
	w->reader = store_reader_open(w->store, &w->err);
	cr_assert(w->reader, "%s", w->err.cause);
}

static void world_close(struct world *w)
{
	store_reader_close(w->reader);
	store_close(w->store);
	free(w->report);
	arena_release(&w->arena);
	folder_remove(w->folder);
}

static bool importa(struct world *w, const char *lines)
{
	FILE *to;
	bool ok;

	free(w->report);
	w->report = NULL;
	to = open_memstream(&w->report, &w->report_size);
	ok = importa_bytes(w->store, lines, strlen(lines), to, &w->outcome, &w->err);
	fclose(to);
	return ok;
}

static size_t rapporti_of(struct world *w, const char *persona, enum tipo_profilo profilo)
{
	struct domanda d = { { persona, profilo }, clock_now(), &w->arena };
	struct rapporti r = { 0 };
	struct err err = { 0 };

	return store_rapporti(w->reader, &d, NULL, &(struct pagina){ 0 }, &r, &err) ? r.n : 99;
}

Test(importa, a_file_loads_and_the_same_again_changes_nothing)
{
	struct world w;

	world_open(&w);
	cr_assert(importa(&w, ALL), "%s%s", w.report, w.err.cause);
	cr_expect_eq(w.outcome.righe, 7);
	cr_expect_eq(w.outcome.cambiate, 7);
	cr_expect_eq(rapporti_of(&w, "p-rossi", PROFILO_CITTADINO), 1);
	cr_assert(importa(&w, ALL), "%s%s", w.report, w.err.cause);
	cr_expect_eq(w.outcome.righe, 7);
	cr_expect_eq(w.outcome.cambiate, 0);
	world_close(&w);
}

static void expect_quesito(struct world *w, enum motivo motivo, bool prenotabile)
{
	struct domanda d = { { "p-rossi", PROFILO_CITTADINO }, clock_now(), &w->arena };
	struct quesiti q = { 0 };
	struct err err = { 0 };

	cr_assert(store_quesiti(w->reader, &d, "0000000042", &q, &err), "%s", err.cause);
	cr_assert_eq(q.n, 1);
	cr_expect_eq(q.items[0].motivo, motivo);
	cr_expect_eq(q.items[0].prenotabile, prenotabile);
}

Test(importa, an_outcome_replaces_what_stood_there_and_enters_the_feed)
{
	struct world w;
	struct domanda d = { { "p-rossi", PROFILO_CITTADINO }, 0, NULL };
	struct variazioni before = { 0 }, after = { 0 };

	world_open(&w);
	d.adesso = clock_now();
	d.arena = &w.arena;
	cr_assert(importa(&w, ALL));
	expect_quesito(&w, MOTIVO_TERMINE_SCADUTO, true);
	cr_assert(store_variazioni(w.reader, &d, &(struct pagina){ 200, NULL }, &before, &w.err));
	cr_assert(importa(&w, QUESITO("0000000042", RESPINTO)), "%s", w.report);
	cr_expect_eq(w.outcome.cambiate, 1);
	expect_quesito(&w, MOTIVO_ESITO_NEGATIVO, true);
	cr_assert(store_variazioni(w.reader, &d, &(struct pagina){ 200, before.next_cursor },
		&after, &w.err));
	cr_assert_geq(after.n, 1);
	bool there = false;
	for (size_t i = 0; i < after.n; i++)
		there |= after.items[i].risorsa == RISORSA_QUESITO &&
			 strcmp(after.items[i].id, "Q1") == 0;
	cr_expect(there);
	world_close(&w);
}

Test(importa, a_revoked_delega_ends_what_the_intermediario_sees)
{
	struct world w;

	world_open(&w);
	cr_assert(importa(&w, ALL));
	cr_expect_eq(rapporti_of(&w, "p-studio", PROFILO_INTERMEDIARIO), 1);
	cr_assert(importa(&w, DELEGA("REVOCATA")), "%s", w.report);
	cr_expect_eq(rapporti_of(&w, "p-studio", PROFILO_INTERMEDIARIO), 0);
	world_close(&w);
}

Test(importa, each_wrong_line_is_named_and_nothing_enters)
{
	static const struct {
		const char *lines, *said;
		size_t scartate;
	} wrong[] = {
		{ ALL "{\"tipo\":\"SEDE\"\n", "riga 9: ", 1 },
		{ ALL "not json\n\n[]\n", "riga 9: ", 2 },
		{ ALL QUESITO("0000000042", "\"stato\":\"APERTO\",\"esito\":\"ACCOLTO\""),
		  "riga 9: quesito.esito: ", 1 },
		{ SEDE "{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"70\","
		  "\"denominazione_sede_inps\":\"R\",\"citta\":\"R\"}}",
		  "riga 2: sede.codice_sede_inps: ", 1 },
		{ SEDE "{\"tipo\":\"SEDE\",\"sede\":{\"codice_sede_inps\":\"7000\",\"nome\":\"R\","
		  "\"denominazione_sede_inps\":\"R\",\"citta\":\"R\"}}", "riga 2: sede.nome: ", 1 },
		/* right in shape, and refused by the store: it names what is not there */
		{ ALL QUESITO("0000000043", APERTO), "riga 9: ", 1 },
		{ SEDE DATORE DELEGA("ATTIVA"), "riga 3: ", 1 },
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct world w;

		world_open(&w);
		cr_expect_not(importa(&w, wrong[i].lines), "case %zu", i);
		cr_expect(strstr(w.report, wrong[i].said) != NULL, "case %zu: %s", i, w.report);
		cr_expect_eq(w.outcome.scartate, wrong[i].scartate, "case %zu: %s", i, w.report);
		cr_expect_neq(rapporti_of(&w, "p-rossi", PROFILO_CITTADINO), 1, "case %zu", i);
		world_close(&w);
	}
}

static int command(struct world *w, const char *lines)
{
	char path[FOLDER_SIZE + 16];
	struct err err = { 0 };

	(void)snprintf(path, sizeof path, "%s/righe", w->folder);
	cr_assert(file_write(path, lines, strlen(lines), &err), "%s", err.cause);
	return importa_command(path, w->path);
}

Test(importa, the_running_server_takes_the_file, .init = cr_redirect_stderr)
{
	struct world w;
	struct importa_listener *l;
	struct stat st;
	char socket[FOLDER_SIZE + 32];

	world_open(&w);
	l = importa_listen(w.store, w.path, &w.err);
	cr_assert(l, "%s", w.err.cause);
	(void)snprintf(socket, sizeof socket, "%s.importa", w.path);
	cr_assert_eq(stat(socket, &st), 0);
	cr_expect_eq(st.st_mode & 0777, 0600);
	cr_expect_eq(command(&w, ALL), 0);
	cr_expect_eq(rapporti_of(&w, "p-rossi", PROFILO_CITTADINO), 1);
	cr_expect_eq(command(&w, "{}\n"), 65);
	cr_expect_eq(command(&w, DELEGA("REVOCATA")), 0);
	cr_expect_eq(rapporti_of(&w, "p-studio", PROFILO_INTERMEDIARIO), 0);
	importa_listener_free(l);
	cr_expect_neq(stat(socket, &st), 0);
	world_close(&w);
}

Test(importa, without_a_server_the_command_opens_the_store, .init = cr_redirect_stderr)
{
	struct world w;

	world_open(&w);
	store_reader_close(w.reader);
	store_close(w.store);
	cr_expect_eq(command(&w, ALL), 0);
	cr_expect_eq(importa_command("/nowhere/at/all", w.path), 66);
	w.store = store_open(&(struct store_config){ .path = w.path }, &w.err);
	cr_assert(w.store);
	w.reader = store_reader_open(w.store, &w.err);
	cr_expect_eq(rapporti_of(&w, "p-rossi", PROFILO_CITTADINO), 1);
	world_close(&w);
}

Test(importa, a_store_in_use_by_somebody_who_does_not_listen_is_busy, .init = cr_redirect_stderr)
{
	struct world w;

	world_open(&w);
	cr_expect_eq(command(&w, ALL), 75);
	world_close(&w);
}

Test(importa, a_file_cut_half_way_is_not_loaded)
{
	struct world w;
	struct importa_listener *l;
	char head[64];
	int fd;

	world_open(&w);
	l = importa_listen(w.store, w.path, &w.err);
	cr_assert(l);
	fd = importa_socket_connect(w.path, &w.err);
	cr_assert_geq(fd, 0);
	(void)snprintf(head, sizeof head, "IMPORTA %zu\n", strlen(ALL) + 100);
	cr_expect(importa_socket_write(fd, head, strlen(head)));
	cr_expect(importa_socket_write(fd, ALL, strlen(ALL)));
	cr_expect_eq(shutdown(fd, SHUT_WR), 0);
	cr_expect_eq(recv(fd, head, sizeof head, 0), 0, "it hangs up without a word");
	close(fd);
	importa_listener_free(l);
	cr_expect_neq(rapporti_of(&w, "p-rossi", PROFILO_CITTADINO), 1);
	world_close(&w);
}
