/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What may be done with the model as it is, and why not.
 */
#include "ui/model.h"

#include "ui/righe.h"

#include <criterion/criterion.h>
#include <string.h>

#define NOW 1795423260 /* Monday 23 November 2026, 09:41 in Rome */

static struct model model;
static struct orario orari[2];
static struct giorno_disponibile day;

/* A form filled in to the end, in line, with times read a moment ago. */
static void fill(void)
{
	struct arena none = { 0 };
	struct bozza *b = &model.bozza.bozza;

	model_init(&model);
	model.adesso = NOW;
	model.connessione.linea = LINEA_ATTIVA;
	model.connessione.ultimo_contatto = NOW;
	model.accesso.fase = ACCESSO_FATTO;
	model.profilo.profilo.in_uso = PROFILO_CITTADINO;
	model.profilo.profilo.abilitato = true;
	*b = (struct bozza){
		.id = "b",
		.codice_rapporto_lavoro = "0000123456",
		.n_quesiti = 1,
		.punto = "P",
		.inizio = NOW + 86400,
		.nota = "perché",
	};
	orari[0] = (struct orario){ NOW + 86400, NOW + 87600, 2, 1 };
	day = (struct giorno_disponibile){
		.data = giorno_of(NOW + 86400),
		.orari = orari,
		.n_orari = 1,
	};
	slice_replace(&model.disponibilita.s, &none, NOW, true);
	model.disponibilita.disponibilita = (struct disponibilita){
		.punto = "P",
		.as_of = NOW,
		.giorni = &day,
		.n_giorni = 1,
	};
}

static void drop(void)
{
	model_release(&model);
}

static void no_rapporto(void) { model.bozza.bozza.codice_rapporto_lavoro = NULL; }
static void no_quesiti(void) { model.bozza.bozza.n_quesiti = 0; }
static void no_punto(void) { model.bozza.bozza.punto = NULL; }
static void no_inizio(void) { model.bozza.bozza.inizio = INSTANT_NONE; }
static void no_nota(void) { model.bozza.bozza.nota = "  \n "; }
static void line_down(void) { model.connessione.linea = LINEA_CADUTA; }
static void sent(void) { model.bozza.bozza.chiave = "k"; }
static void sending(void) { model.invio.fase = INVIO_IN_CORSO; }
static void taken(void) { orari[0].posti_liberi = 0; }
static void gone(void) { day.n_orari = 0; }
static void passed(void) { model.adesso = model.bozza.bozza.inizio; }

static void upload_failed(void)
{
	model.bozza.bozza.n_allegati = 1;
	model.bozza.caricamenti[0].fase = CARICAMENTO_FALLITO;
}

static void expired(void)
{
	model.accesso.fase = ACCESSO_ATTESA;
	model.accesso.motivo = ACCESSO_SCADUTO;
}

Test(model, confirming_is_allowed_only_with_everything_there, .init = fill, .fini = drop)
{
	static const struct {
		void (*change)(void);
		const char *reason;
	} table[] = {
		{ no_rapporto, "rapporto" },
		{ no_quesiti, "quesito" },
		{ no_punto, "punto" },
		{ no_inizio, "giorno e ora" },
		{ no_nota, "nota" },
		{ upload_failed, "allegato" },
		{ line_down, "in linea" },
		{ expired, "accesso" },
		{ sent, "da verificare" },
		{ sending, "già partita" },
		{ taken, "non è più libero" },
		{ gone, "non è più libero" },
		{ passed, "passato" },
	};

	cr_expect_null(may_conferma(&model));
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const char *why;

		drop();
		fill();
		table[i].change();
		why = may_conferma(&model);
		cr_expect(why && strstr(why, table[i].reason), "%zu: %s", i, why ? why : "allowed");
	}
}

Test(model, old_times_confirm_nothing, .init = fill, .fini = drop)
{
	cr_expect(disponibilita_fresca(&model));
	model.adesso += DISPONIBILITA_FRESCA + 1;
	cr_expect_not(disponibilita_fresca(&model), "read too long ago");
	model.adesso = NOW;
	model.connessione.linea = LINEA_CADUTA;
	cr_expect_not(disponibilita_fresca(&model), "the line is down");
	model.connessione.linea = LINEA_ATTIVA;
	model.disponibilita.s.viva = false;
	cr_expect_not(disponibilita_fresca(&model), "from the cache");
	model.disponibilita.s.viva = true;
	model.bozza.bozza.punto = "Q";
	cr_expect_not(disponibilita_fresca(&model), "of another punto");
}

Test(model, a_wrong_clock_here_forbids_nothing, .init = fill, .fini = drop)
{
	/* This machine is three days ahead; the times were read just now. */
	model.adesso += 3 * 86400;
	model.disponibilita.s.letto_il = model.adesso;
	cr_expect_eq(disponibilita_now(&model), NOW);
	cr_expect_null(may_conferma(&model));
	model.adesso += 60;
	cr_expect_eq(disponibilita_now(&model), NOW + 60);
	model.dettaglio.appuntamento = (struct appuntamento){
		.id = "AG",
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.inizio = NOW + 3600,
		.cancellabile = true,
	};
	model.dettaglio.s.viva = true;
	cr_expect_null(may_cancella(&model), "the server has just said that it may be");
}

Test(model, a_slice_says_its_age_unless_it_is_live, .init = fill, .fini = drop)
{
	struct arena a = { 0 };

	cr_expect_null(slice_age(&model, &model.disponibilita.s, &a));
	model.disponibilita.s.viva = false;
	cr_expect_str_eq(slice_age(&model, &model.disponibilita.s, &a), "dati al 23/11 09:41");
	model.connessione.linea = LINEA_CADUTA;
	cr_expect_str_eq(slice_age(&model, &model.disponibilita.s, &a),
		"dati al 23/11 09:41, non in linea");
	cr_expect_str_eq(linea_phrase(&model, &a), "non in linea, dati al 23/11 09:41");
	arena_release(&a);
}

Test(model, replacing_a_slice_takes_the_arena_and_forgets_the_error, .init = fill, .fini = drop)
{
	struct arena fresh = { 0 };
	unsigned before = model.home.s.generation;

	arena_strdup(&fresh, "something");
	err_set(&model.home.s.err, ERR_NETWORK, "test");
	model.home.s.fase = FASE_FALLITA;
	slice_replace(&model.home.s, &fresh, NOW, true);
	cr_expect_null(fresh.head, "the caller's arena is empty");
	cr_expect_eq(model.home.s.generation, before + 1);
	cr_expect_eq(model.home.s.fase, FASE_FATTA);
	cr_expect_eq(model.home.s.err.code, ERR_NONE);
}

Test(model, only_a_future_confirmed_one_is_cancelled, .init = fill, .fini = drop)
{
	struct appuntamento *x = &model.dettaglio.appuntamento;

	cr_expect_not_null(may_cancella(&model), "nothing is open");
	*x = (struct appuntamento){
		.id = "AG",
		.stato = APPUNTAMENTO_STATO_CONFERMATO,
		.inizio = NOW + 60,
		.cancellabile = true,
	};
	cr_expect_null(may_cancella(&model));
	x->inizio = NOW - 60;
	cr_expect_not_null(may_cancella(&model), "begun");
	x->inizio = NOW + 60;
	x->stato = APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO;
	cr_expect_not_null(may_cancella(&model), "final");
	x->stato = APPUNTAMENTO_STATO_CONFERMATO;
	model.dettaglio.sospesa = true;
	cr_expect_not_null(may_cancella(&model), "already asked");
	model.dettaglio.sospesa = false;
	model.connessione.linea = LINEA_CADUTA;
	cr_expect_not_null(may_cancella(&model), "no line");
}

Test(model, an_intermediario_who_is_not_abilitato_books_nothing, .init = fill, .fini = drop)
{
	cr_expect_null(may_nuovo(&model));
	model.profilo.profilo.in_uso = PROFILO_INTERMEDIARIO;
	cr_expect_null(may_nuovo(&model));
	cr_expect_not_null(may_filtro_intermediario(&model));
	model.profilo.profilo.abilitato = false;
	cr_expect_not_null(may_nuovo(&model));
}

Test(righe, a_masked_name_is_the_first_letter_of_each_word)
{
	static const struct {
		const char *name, *masked;
	} table[] = {
		{ "Anna Bianchi", "A••• B•••" },
		{ "Ève d'Angiò", "È••• d•••" },
		{ "Østergård", "Ø•••" },
		{ " Maria  Del   Monte ", "M••• D••• M•••" },
		{ "O", "O•••" },
		{ "", "" },
		{ NULL, "" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		cr_expect_str_eq(nome_phrase(&a, NOMI_MASCHERATI, table[i].name),
			table[i].masked);
		cr_expect_str_eq(nome_phrase(&a, NOMI_CHIARI, table[i].name),
			table[i].name ? table[i].name : "");
	}
	arena_release(&a);
}

Test(righe, a_bozza_says_what_is_missing)
{
	struct arena a = { 0 };
	struct bozza b = { .id = "b", .inizio = INSTANT_NONE, .aggiornata_il = NOW };
	struct riga r;

	riga_bozza(&a, NOMI_CHIARI, &b, &r);
	cr_expect_str_eq(r.celle[CELLA_B_DATORE], "rapporto da scegliere");
	cr_expect_str_eq(r.celle[CELLA_B_MANCA], "manca il rapporto");
	b.codice_rapporto_lavoro = "0000123456";
	b.n_quesiti = 1;
	b.punto = "P";
	b.inizio = NOW;
	riga_bozza(&a, NOMI_CHIARI, &b, &r);
	cr_expect_str_eq(r.celle[CELLA_B_MANCA], "manca la nota");
	cr_expect_str_eq(r.celle[CELLA_B_QUANDO], "lun 23/11/2026 09:41");
	b.nota = "perché";
	riga_bozza(&a, NOMI_CHIARI, &b, &r);
	cr_expect_str_eq(r.celle[CELLA_B_MANCA], "pronta da confermare");
	b.chiave = "k";
	riga_bozza(&a, NOMI_CHIARI, &b, &r);
	cr_expect_str_eq(r.celle[CELLA_B_MANCA], "inviata, da verificare");
	arena_release(&a);
}
