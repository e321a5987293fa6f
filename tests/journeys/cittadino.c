/* SPDX-License-Identifier: EUPL-1.2
 *
 * Anna Bianchi books, finds, reads and cancels one appointment; SQL on the server's database
 * says each time whether the screen told the truth. */
#include "base/file.h"
#include "tests/journeys/journey.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char nota[] = "Perché l'estratto è così? Così com'è non torna: è già la terza volta.";
static const char pasted[] = "Riga incollata con ù e €\nn c F10 :esci";

static void choose_profile(struct pty *p)
{
	SEE(p, "Scegli il profilo");
	SEE(p, "▸ Anna Bianchi");
	pty_keys(p, "Enter");
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "Anna Bianchi · cittadino");
	SEE(p, "● in linea");
}

/* Two eligible ones are taken, an ineligible one is refused with its reason. */
static void choose_quesiti(struct pty *p)
{
	SEE(p, "Non possono esserlo, e perché");
	pty_keys(p, "Down Down Down Down Down");
	SEE(p, "▸  -  Data di inizio");
	pty_keys(p, "Space");
	SEE(p, "In attesa di risposta: prenotabile dal 08/12/2026 ──");
	SEE_NOT(p, "[x]");
	pty_keys(p, "Home Space");
	SEE(p, "[x] Versamento doppio");
	pty_keys(p, "Down Space");
	SEE(p, "[x] Impossibile stampare");
	pty_keys(p, "Enter");
}

/* Friday the 27th, its first time, by the calendar. */
static void choose_time(struct pty *p)
{
	SEE(p, "▸ Giorno e ora");
	SEE(p, "lunedì 23 novembre 2026");
	SEE(p, "posti liberi");
	SEE(p, "Giorno e ora saranno bloccati solo dopo la conferma.");
	pty_keys(p, "Right Right Right Right");
	SEE(p, "venerdì 27 novembre 2026");
	pty_keys(p, "Enter");
	IDLE(p);
	pty_keys(p, "Enter");
}

static void write_note(struct pty *p)
{
	SEE(p, "▸ Nota");
	pty_keys(p, "F10");
	SEE(p, "▸ Nota"); /* it is obligatory */
	pty_send(p, nota);
	SEE(p, "69 di 2000 caratteri");
	pty_keys(p, "Enter");
	pty_paste(p, pasted);
	SEE(p, "Riga incollata con ù e €");
	SEE(p, "n c F10 :esci"); /* typed, not done */
	pty_keys(p, "F10");
}

/* A true PDF goes up; one that is so by name alone is refused for what is in it. */
static void attach(struct pty *p)
{
	SEE(p, "▸ Allegati");
	SEE(p, "file/");
	pty_keys(p, "Down Enter");
	SEE(p, "ricevute-di-pagamento");
	pty_keys(p, "Down Down Down");
	SEE(p, "▸ falso.pdf");
	pty_keys(p, "Enter");
	SEE(p, "non è un PDF, JPEG, PNG o TIFF ───");
	SEE(p, "Allegati alla bozza: 0 di 3");
	pty_keys(p, "Down Down Down");
	SEE(p, "▸ ricevute-di-pagamento");
	pty_keys(p, "Enter");
	SEE(p, "Allegati alla bozza: 1 di 3");
	SEE(p, "caricato");
	pty_keys(p, "F10");
}

static void choose_channels(struct pty *p)
{
	SEE(p, "▸ Recapiti");
	SEE(p, "recapito non disponibile");
	pty_keys(p, "Down Space");
	SEE(p, "[x] Email");
	pty_keys(p, "F10");
}

static void check_summary(struct pty *p)
{
	SEE(p, "▸ Riepilogo");
	SEE(p, "Giorno e ora    venerdì 27 novembre 2026, ore 08:50");
	SEE(p, "0000123456 · Anna Bianchi");
	SEE(p, "Contributi · Versamento doppio nel secondo trimestre");
	SEE(p, "MAV · Impossibile stampare il bollettino");
	SEE(p, "Perché l'estratto è così? Così com'è non torna:");
	SEE(p, "Riga incollata con ù e €");
	SEE(p, "ricevute-di-pagamento.pdf");
	SEE(p, "Email a***@p***.example");
}

/* The safe answer is the one that Enter gives. */
static void confirm(struct world *w, struct pty *p, char id[18])
{
	pty_keys(p, "F10");
	SEE(p, "Fissi un appuntamento per 2 quesiti");
	SEE(p, "[ Torna al modulo ]");
	pty_keys(p, "Enter");
	SEE_GONE(p, "[ Torna al modulo ]");
	check_summary(p);
	SQL_IS(w, 0, "SELECT count(*) FROM appuntamento WHERE nota LIKE '%%incollata%%'");
	form_confirm(p);
	SEE(p, "✓ Appuntamento confermato: AG-2026-");
	read_identificativo(p, "Appuntamento confermato:", id);
}

static void check_store(struct world *w, const char *id)
{
	SQL_IS(w, 1, "SELECT count(*) FROM appuntamento WHERE rapporto = '0000123456' AND id = '%s'"
		" AND stato = 'CONFERMATO' AND inizio = unixepoch('2026-11-27T07:50:00')"
		" AND punto = 'P7000-01' AND email = 1 AND cellulare = 0", id);
	SQL_IS(w, 1, "SELECT nota = '%s' || char(10) || replace('%s', '|', char(10))"
		" FROM appuntamento WHERE id = '%s'",
		"Perché l''estratto è così? Così com''è non torna: è già la terza volta.",
		"Riga incollata con ù e €|n c F10 :esci", id);
	SQL_IS(w, 2, "SELECT count(*) FROM appuntamento_quesito WHERE appuntamento = '%s' AND"
		" quesito IN ('Q0000123456-01', 'Q0000123456-02')", id);
	SQL_IS(w, 2, "SELECT count(*) FROM impegno WHERE appuntamento = '%s'", id);
	SQL_IS(w, 1, "SELECT count(*) FROM allegato WHERE appuntamento = '%s'", id);
}

/* Home, search, and there it is: in its detail everything that was written. */
static void find(struct pty *p, const char *id)
{
	pty_keys(p, "Esc");
	SEE(p, "Prossimi appuntamenti");
	SEE(p, "ven 27/11/2026 08:50");
	pty_keys(p, "c");
	SEE(p, "Appuntamenti trovati");
	SEE(p, "ven 27/11/2026 08:50");
	for (int i = 0; i < 12 && pty_find(p, "▸ ven 27/11/2026 08:50", NULL) < 0; i++) {
		pty_keys(p, pty_find(p, "▸ ", NULL) < 0 ? "Tab" : "Down");
		IDLE(p);
	}
	pty_keys(p, "Enter");
	SEE(p, id);
	SEE(p, "Stato           Confermato");
}

static void save_file(struct world *w, struct pty *p)
{
	char path[200], sha[65];

	walk_to(p, "ricevute-di-pagamento.pdf · PDF");
	pty_keys(p, "s");
	SEE(p, "Percorso *");
	snprintf(path, sizeof(path), "%s/casa/ricevuta salvata.pdf", w->folder);
	pty_keys(p, "C-u");
	pty_send(p, path);
	pty_keys(p, "Enter");
	SEE_GONE(p, "Percorso *");
	SEE(p, "ricevuta salvata.pdf");
	IDLE(p);
	sha256_of(path, sha);
	SQL_IS(w, 1, "SELECT count(*) FROM allegato WHERE sha256 = '%s' AND nome ="
		" 'ricevute-di-pagamento.pdf' AND appuntamento IS NOT NULL", sha);
}

static void cancel(struct world *w, struct pty *p, const char *id)
{
	pty_keys(p, "F6");
	SEE(p, "[ No, mantieni ]");
	pty_keys(p, "Enter");
	SEE_GONE(p, "[ No, mantieni ]");
	SQL_IS(w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CONFERMATO'",
		id);
	pty_keys(p, "F6");
	SEE(p, "[ No, mantieni ]");
	pty_keys(p, "Right");
	SEE(p, "[ Sì, cancella appuntamento ]");
	pty_keys(p, "Enter");
	SEE(p, "Appuntamento cancellato: giorno e ora sono di nuovo liberi.");
	SQL_IS(w, 1, "SELECT count(*) FROM appuntamento WHERE id = '%s' AND stato = 'CANCELLATO'",
		id);
	SQL_IS(w, 0, "SELECT count(*) FROM impegno WHERE appuntamento = '%s'", id);
}

/* Its time can be had again. */
static void check_free_again(struct world *w)
{
	struct said s = run(w, "disponibilita P7000-01 --dal 27/11/2026 --al 27/11/2026");

	cr_assert_eq(s.status, 0, "%s", s.errors);
	cr_assert(strstr(s.out, " 08:50"), "%s", s.out);
	said_release(&s);
}

Test(journeys, cittadino)
{
	struct world w;
	struct pty *p;
	struct proxy *proxy;
	char id[18];

	world_open(&w, NULL);
	proxy = through_proxy(&w);
	sample_files(&w);
	p = world_agenda(&w, 80, 24, NULL);
	choose_profile(p);
	form_rapporto(p, "123456");
	choose_quesiti(p);
	SEE(p, "▸ Lavoro domestico, Roma Ce");
	pty_keys(p, "Enter");
	choose_time(p);
	write_note(p);
	attach(p);
	choose_channels(p);
	check_summary(p);
	confirm(&w, p, id);
	check_store(&w, id);
	find(p, id);
	save_file(&w, p);
	cancel(&w, p, id);
	check_free_again(&w);
	leave(p);
	proxy_close(&w, proxy);
	world_close(&w);
}

/* A name is whatever a disk holds: what is shown is cleaned, what is opened is the real one. */
Test(journeys, files_with_odd_names_and_files_that_vanish)
{
	struct world w;
	struct pty *p;
	struct buf bytes = { 0 };
	struct err err = { 0 };
	char good[FOLDER_SIZE + 64], odd[FOLDER_SIZE + 64];

	world_open(&w, NULL);
	sample_files(&w);
	snprintf(good, sizeof(good), "%s/casa/file/ricevute-di-pagamento.pdf", w.folder);
	snprintf(odd, sizeof(odd), "%s/casa/file/0\033[31mstrana.pdf", w.folder);
	buf_init(&bytes, (size_t)1 << 20);
	cr_assert(file_read(good, &bytes, &err), "%s", err.cause);
	cr_assert(file_write(odd, bytes.data, bytes.len, &err), "%s", err.cause);
	buf_release(&bytes);
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_send(p, "Con un file.");
	pty_keys(p, "F10");
	SEE(p, "file/");
	pty_keys(p, "Down Enter");
	SEE(p, "▸ 0[31mstrana.pdf");
	pty_keys(p, "Enter");
	SEE(p, "strana.pdf · PDF · 781 byte");
	SEE(p, "caricato");
	snprintf(good, sizeof(good), "%s/casa/file/carta-d-identita.jpg", w.folder);
	unlink(good); /* gone since it was listed: said, and nothing else changes */
	pty_keys(p, "Down");
	SEE(p, "▸ carta-d-identita.jpg");
	pty_keys(p, "Enter");
	SEE(p, "Non riesco a leggere il file");
	SEE(p, "Allegati alla bozza: 1 di 3");
	leave(p);
	world_close(&w);
}

/* What is past the limit is not taken, and that is said. */
Test(journeys, note_longer_than_may_be)
{
	struct world w;
	struct pty *p;
	char text[3001];

	world_open(&w, NULL);
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = i % 9 ? 'a' : ' ';
	text[sizeof(text) - 1] = '\0';
	p = world_agenda_as(&w, ANNA, "CITTADINO", 80, 24);
	form_to_note(p, "123456");
	pty_paste(p, text);
	SEE(p, "2000 di 2000 caratteri");
	SEE(p, "La nota arriva a 2000 caratteri: il resto non è entrato.");
	pty_keys(p, "Backspace");
	SEE(p, "1999 di 2000 caratteri");
	SEE_GONE(p, "il resto non è entrato");
	leave(p);
	world_close(&w);
}
