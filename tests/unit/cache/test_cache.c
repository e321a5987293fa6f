/* SPDX-License-Identifier: EUPL-1.2
 *
 * What goes in comes out, with its age; windows, lists read page by page, the feed. */
#include "cache/private.h"
#include "cache/resti.h"
#include "plans.h"
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct cache *c;
static struct arena a;

static void set_up(void)
{
	c = open_cache(NULL);
}

static void tear_down(void)
{
	cache_close(c);
	arena_release(&a);
}

TestSuite(cache, .init = set_up, .fini = tear_down);

/* --- values --------------------------------------------------------------------- */

Test(cache, what_was_never_stored_is_absent)
{
	struct profilo p;
	struct quesiti q;
	struct punti pu;
	struct disponibilita d;
	struct appuntamento ap;
	struct err err = { 0 };

	cr_expect(not(cache_profilo(c, &a, &p, NULL, &err)));
	cr_expect(eq(int, err.code, ERR_ABSENT));
	cr_expect(not(cache_quesiti(c, &a, "1", &q, NULL, &err)));
	cr_expect(not(cache_punti(c, &a, "1", &pu, NULL, &err)));
	cr_expect(not(cache_disponibilita(c, &a, "P", 1, 2, &d, NULL, &err)));
	cr_expect(not(cache_appuntamento(c, &a, "AG", &ap, NULL, &err)));
	cr_expect(eq(int, err.code, ERR_ABSENT));
}

Test(cache, profilo_comes_back_whole)
{
	struct profilo_disponibile profili[] = {
		{ PROFILO_CITTADINO, NULL, NULL },
		{ PROFILO_INTERMEDIARIO, "Studio Verdi", NULL },
	};
	struct delegante deleganti[] = { { { "A", "B", NULL }, DELEGA_STATO_REVOCATA, 100,
		GIORNO_NONE, 7 } };
	struct profilo in = { "p-1", { "CF", "Anna", "Bianchi" }, PROFILO_INTERMEDIARIO,
		profili, 2, true, "03", deleganti, 1 };
	struct profilo out;
	instant when;

	ok(cache_put_profilo(c, &in, NOW, &err));
	ok(cache_profilo(c, &a, &out, &when, &err));
	cr_expect(when == NOW);
	cr_expect(eq(str, (char *)out.persona.cognome, "Bianchi"));
	cr_expect(out.n_profili == 2 && out.profili[0].denominazione == NULL);
	cr_expect(eq(str, (char *)out.profili[1].denominazione, "Studio Verdi"));
	cr_expect(out.deleganti[0].stato == DELEGA_STATO_REVOCATA
		&& out.deleganti[0].al == GIORNO_NONE && out.deleganti[0].rapporti == 7);
}

Test(cache, detail_comes_back_whole)
{
	struct appuntamento in = an_appuntamento("AG-1", NOW + DAY), out;
	struct appuntamento_sintesi s;
	instant when;

	ok(cache_put_appuntamento(c, &in, NOW, &err));
	ok(cache_appuntamento(c, &a, "AG-1", &out, &when, &err));
	cr_expect(when == NOW && out.inizio == in.inizio && out.cancellabile);
	cr_expect(eq(str, (char *)out.nota, (char *)in.nota));
	cr_expect(out.n_canali == 2 && out.canali[1] == CANALE_PEC);
	cr_expect(out.n_quesiti == 1 && out.quesiti[0].n_comunicazioni == 2);
	cr_expect(eq(str, (char *)out.quesiti[0].comunicazioni[0].allegati[0].nome,
		"ricevuta.pdf"));
	cr_expect(out.quesiti[0].protocollo == NULL);
	cr_expect(out.punto.primo_libero == INSTANT_NONE);
	cr_expect(out.storia[0].testo == NULL && out.storia[0].chi == PROFILO_CITTADINO);
	ok(cache_appuntamento_sintesi(c, &a, "AG-1", &s, NULL, &err));
	cr_expect(s.quesiti == 1 && s.versione == 1);
	ok(cache_drop_appuntamento(c, "AG-1", &err));
	cr_expect(not(cache_appuntamento(c, &a, "AG-1", &out, NULL, NULL)));
}

Test(cache, a_newer_row_drops_the_older_detail_and_never_the_reverse)
{
	struct appuntamento in = an_appuntamento("AG-1", NOW + DAY), out;
	struct appuntamento_sintesi s = a_sintesi("AG-1", NOW + DAY);

	in.versione = 2;
	ok(cache_put_appuntamento(c, &in, NOW, &err));
	put_sintesi(c, s); /* versione 1: an older page that arrives late */
	ok(cache_appuntamento(c, &a, "AG-1", &out, NULL, &err));
	cr_expect(eq(i64, out.versione, 2));
	s.versione = 2;
	put_sintesi(c, s);
	ok(cache_appuntamento(c, &a, "AG-1", &out, NULL, &err));
	s.versione = 3;
	s.stato = APPUNTAMENTO_STATO_CANCELLATO;
	put_sintesi(c, s);
	cr_expect(not(cache_appuntamento(c, &a, "AG-1", &out, NULL, NULL)));
	ok(cache_appuntamento_sintesi(c, &a, "AG-1", &s, NULL, &err));
	cr_expect(s.stato == APPUNTAMENTO_STATO_CANCELLATO);
}

Test(cache, quesiti_of_a_rapporto_are_replaced_newest_first)
{
	struct quesito list[] = { a_quesito("q-1", "1", 100),
		a_quesito("q-2", "1", 200) };
	struct quesiti in = { list, 2 }, out;
	struct quesito one;

	ok(cache_put_quesiti(c, "1", &in, NOW, &err));
	ok(cache_quesiti(c, &a, "1", &out, NULL, &err));
	cr_expect(out.n == 2);
	cr_expect(eq(str, (char *)out.items[0].id, "q-2"));
	ok(cache_quesito(c, &a, "q-1", &one, NULL, &err));
	cr_expect(one.prenotabile && one.motivo == MOTIVO_ESITO_NEGATIVO);
	in.n = 0;
	ok(cache_put_quesiti(c, "1", &in, NOW + 5, &err));
	instant when;
	ok(cache_quesiti(c, &a, "1", &out, &when, &err));
	cr_expect(out.n == 0 && when == NOW + 5, "empty is known, not absent");
	cr_expect(not(cache_quesito(c, &a, "q-1", &one, NULL, NULL)));
}

Test(cache, punti_recapiti_manuali_operazioni)
{
	struct punto punti[] = { { .id = "P1", .denominazione = "Uno" },
		{ .id = "P2", .denominazione = "Due" } };
	struct recapito contacts[] = { { CANALE_PEC, false, NULL } };
	struct manuale manuals[] = { { "m1", "Titolo", PROFILO_CITTADINO, "1", 5, "00",
		"# Testo" } };
	struct punti pu;
	struct recapiti re;
	struct manuali ma;
	struct manuale m;
	struct operazione o = { "k", OPERAZIONE_STATO_ESEGUITA, "AG-1", 201, NOW }, oo;

	ok(cache_put_punti(c, "1", &(struct punti){ punti, 2 }, NOW, &err));
	ok(cache_punti(c, &a, "1", &pu, NULL, &err));
	cr_expect(pu.n == 2);
	cr_expect(eq(str, (char *)pu.items[1].denominazione, "Due"));
	ok(cache_put_recapiti(c, "1", &(struct recapiti){ contacts, 1 }, NOW, &err));
	ok(cache_recapiti(c, &a, "1", &re, NULL, &err));
	cr_expect(re.n == 1 && re.items[0].canale == CANALE_PEC);
	ok(cache_put_manuali(c, &(struct manuali){ manuals, 1 }, NOW, &err));
	ok(cache_manuali(c, &a, &ma, NULL, &err));
	cr_expect(ma.n == 1 && ma.items[0].testo == NULL);
	cr_expect(not(cache_manuale(c, &a, "m1", &m, NULL, NULL)));
	ok(cache_put_manuale(c, manuals, NOW, &err));
	ok(cache_manuale(c, &a, "m1", &m, NULL, &err));
	cr_expect(eq(str, (char *)m.testo, "# Testo"));
	ok(cache_put_operazione(c, &o, NOW, &err));
	ok(cache_operazione(c, &a, "k", &oo, NULL, &err));
	cr_expect(oo.status == 201 && oo.stato == OPERAZIONE_STATO_ESEGUITA);
}

Test(cache, disponibilita_day_by_day)
{
	giorno today = giorno_of(NOW);
	struct orario times[] = { { NOW, NOW + 1200, 3, 1 } };
	struct giorno_disponibile days[] = {
		{ today - 1, "domenica", 0, 0, NULL, 0 },
		{ today, NULL, 3, 1, times, 1 },
		{ today + 1, NULL, 3, 0, NULL, 0 },
	};
	struct disponibilita in = { "P1", NOW, today + 28, days, 3 }, out;
	instant when;

	ok(cache_put_disponibilita(c, &in, NOW - DAY, &err));
	in.giorni = &days[2];
	in.n_giorni = 1;
	in.as_of = NOW + 60;
	ok(cache_put_disponibilita(c, &in, NOW + 60, &err));
	ok(cache_disponibilita(c, &a, "P1", today - 5, today + 60, &out, &when, &err));
	cr_expect(out.n_giorni == 2, "yesterday was dropped: %zu", out.n_giorni);
	cr_expect(out.as_of == NOW && when == NOW - DAY, "as old as the oldest");
	cr_expect(out.giorni[0].orari[0].posti_liberi == 1);
	cr_expect(out.ultimo_giorno == today + 28);
	ok(cache_disponibilita(c, &a, "P1", today + 1, today + 1, &out, &when, &err));
	cr_expect(out.as_of == NOW + 60);
	cr_expect(not(cache_disponibilita(c, &a, "P2", today, today, &out, NULL, NULL)));
	cr_expect(not(cache_disponibilita(c, &a, "P1", 5, 4, &out, NULL, NULL)));
}

/* --- windows -------------------------------------------------------------------- */

static struct appuntamento_sintesi *rows;
static struct cache_window w;

static void window(const struct ricerca *r, struct anchor where)
{
	ok(cache_appuntamenti_window(c, &a, r, &where, &rows, &w, &err));
}

static void ids_are(const char *expected)
{
	char got[256] = "";

	for (size_t i = 0; i < w.n; i++) {
		strncat(got, i ? " " : "", sizeof got - strlen(got) - 1);
		strncat(got, rows[i].id, sizeof got - strlen(got) - 1);
	}
	cr_expect(eq(str, got, (char *)expected));
}

/* Ten of them, twenty minutes apart, stored in no order: a0 … a9. */
static void ten(void)
{
	static const int order[] = { 5, 0, 9, 3, 7, 1, 8, 2, 6, 4 };
	static char ids[10][3];

	for (int i = 0; i < 10; i++) {
		struct appuntamento_sintesi s;

		snprintf(ids[order[i]], 3, "a%d", order[i]);
		s = a_sintesi(ids[order[i]], NOW + order[i] * 20 * MINUTE);
		if (order[i] % 2)
			s.stato = APPUNTAMENTO_STATO_CANCELLATO;
		if (order[i] % 3 == 0)
			s.codice_rapporto_lavoro = "0000000003";
		if (order[i] == 4)
			s.gestore.tipo = PROFILO_INTERMEDIARIO;
		put_sintesi(c, s);
	}
}

Test(cache, windows_both_ways)
{
	ten();
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 2, 2 });
	ids_are("a0 a1 a2 a3");
	cr_expect(not(w.more_before));
	cr_expect(w.more_after);
	cr_expect(w.count == 10 && w.anchor == 0);
	window(NULL, (struct anchor){ ANCHOR_LAST, NULL, INSTANT_NONE, 2, 2 });
	ids_are("a6 a7 a8 a9");
	cr_expect(w.more_before);
	cr_expect(not(w.more_after));
	cr_expect(w.anchor == 3);
	window(NULL, (struct anchor){ ANCHOR_ID, "a5", INSTANT_NONE, 2, 3 });
	ids_are("a3 a4 a5 a6 a7");
	cr_expect(w.anchor == 2 && w.anchor_found && w.more_before && w.more_after);
	window(NULL, (struct anchor){ ANCHOR_ID, "a9", INSTANT_NONE, 100, 100 });
	cr_expect(w.n == 10 && w.anchor == 9 && w.anchor_found);
	cr_expect(not(w.more_before));
	cr_expect(not(w.more_after));
	window(NULL, (struct anchor){ ANCHOR_INSTANT, NULL, NOW + 61 * MINUTE, 0, 2 });
	ids_are("a4 a5");
	cr_expect(w.anchor == 0 && w.more_before);
	window(NULL, (struct anchor){ ANCHOR_INSTANT, NULL, NOW + 10 * DAY, 2, 2 });
	ids_are("a8 a9");
	cr_expect(w.anchor == w.n, "past the end");
}

Test(cache, an_anchor_that_has_gone_keeps_its_place)
{
	ten();
	ok(cache_drop_appuntamento(c, "a5", &err));
	window(NULL, (struct anchor){ ANCHOR_ID, "a5", NOW + 100 * MINUTE, 1, 2 });
	ids_are("a4 a6 a7");
	cr_expect(w.anchor == 1);
	cr_expect(not(w.anchor_found));
	window(NULL, (struct anchor){ ANCHOR_ID, "a5", INSTANT_NONE, 1, 2 });
	ids_are("a0 a1 a2");
}

Test(cache, filters_in_any_combination)
{
	struct ricerca r = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 };

	ten();
	r.codice_rapporto_lavoro = "0000000003";
	window(&r, first);
	ids_are("a0 a3 a6 a9");
	r.stato = APPUNTAMENTO_STATO_CANCELLATO;
	window(&r, first);
	ids_are("a3 a9");
	cr_expect(eq(i64, w.count, 2));
	r.codice_rapporto_lavoro = NULL;
	window(&r, first);
	ids_are("a1 a3 a5 a7 a9");
	r.stato = APPUNTAMENTO_STATO_CONFERMATO;
	r.escludi_intermediario = true;
	window(&r, first);
	ids_are("a0 a2 a6 a8");
	window(&r, (struct anchor){ ANCHOR_ID, "a4", INSTANT_NONE, 1, 1 });
	ids_are("a2 a6");
	cr_expect(not(w.anchor_found));
	r.dal = giorno_of(NOW) + 1;
	window(&r, first);
	ids_are("");
	cr_expect(w.count == 0 && w.anchor == w.n);
}

Test(cache, dates_are_days_in_rome)
{
	struct ricerca r = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	giorno day = giorno_from_civil(2026, 10, 25); /* the clock goes back: 25 hours */
	instant midnight = instant_at(day, 0);
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 };

	put_sintesi(c, a_sintesi("prima", midnight - 60));
	put_sintesi(c, a_sintesi("inizio", midnight));
	put_sintesi(c, a_sintesi("fine", midnight + 25 * 3600 - 60));
	put_sintesi(c, a_sintesi("dopo", midnight + 25 * 3600));
	r.dal = r.al = day;
	window(&r, first);
	ids_are("inizio fine");
	r.al = GIORNO_NONE;
	window(&r, first);
	ids_are("inizio fine dopo");
	r.al = day;
	r.dal = GIORNO_NONE;
	window(&r, first);
	ids_are("prima inizio fine");
	window(&r, (struct anchor){ ANCHOR_ID, "dopo", INSTANT_NONE, 1, 1 });
	ids_are("fine");
	r.dal = day + 5;
	window(&r, first);
	ids_are("");
}

Test(cache, one_that_moves_changes_place_and_keeps_its_detail_if_it_comes_with_it)
{
	struct appuntamento in = an_appuntamento("a5", NOW + 100 * MINUTE), out;

	ten();
	in.inizio = NOW - DAY;
	in.versione = 2;
	ok(cache_put_appuntamento(c, &in, NOW, &err));
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 2 });
	ids_are("a5 a0");
	ok(cache_appuntamento(c, &a, "a5", &out, NULL, &err));
	in.inizio = NOW + DAY;
	in.versione = 3;
	ok(cache_put_appuntamento(c, &in, NOW, &err));
	ok(cache_appuntamento(c, &a, "a5", &out, NULL, &err));
	cr_expect(out.inizio == NOW + DAY);
	window(NULL, (struct anchor){ ANCHOR_LAST, NULL, INSTANT_NONE, 0, 2 });
	ids_are("a9 a5");
}

Test(cache, the_count_stops_at_a_thousand)
{
	static struct appuntamento_sintesi many[1500];
	static char ids[1500][16];
	struct appuntamenti page = { many, 1500, NULL };

	for (int i = 0; i < 1500; i++) {
		snprintf(ids[i], 16, "b%d", i);
		many[i] = a_sintesi(ids[i], NOW); /* all at the same minute */
	}
	ok(cache_put_appuntamenti(
		c, &page, NULL, (struct page_place){ true, true }, NOW, &err));
	window(NULL, (struct anchor){ ANCHOR_ID, "b700", INSTANT_NONE, 1, 2 });
	ids_are("b699 b700 b701");
	cr_expect(eq(i64, w.count, CACHE_COUNT_CAP));
	cr_expect(w.more_than_cap);
}

/* --- rapporti ------------------------------------------------------------------- */

static struct rapporto *found;

static void search(const char *filter, struct anchor where, const char *expected)
{
	char got[256] = "";

	ok(cache_rapporti_window(c, &a, filter, &where, &found, &w, &err));
	for (size_t i = 0; i < w.n; i++) {
		strncat(got, i ? " " : "", sizeof got - strlen(got) - 1);
		strncat(got, found[i].datore.cognome, sizeof got - strlen(got) - 1);
	}
	cr_expect(eq(str, got, (char *)expected), "filter '%s'", filter ? filter : "");
}

static const struct anchor whole = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 50 };

static struct rapporto four[4];

static void put_four(void)
{
	four[0] = a_rapporto("0000000001", "Niccolò", "Zanè");
	four[1] = a_rapporto("0000000002", "Anna", "Bianchi");
	four[2] = a_rapporto("0000000030", "Èlia", "Àbate");
	four[3] = a_rapporto("0000000004", "Bianca", "Rossi");
	four[3].lavoratore = (struct persona){ NULL, "Olga", "D'Amico" };
	ok(cache_put_rapporti(c, &(struct rapporti){ four, 4, NULL },
		(struct page_place){ true, true }, NOW, &err));
}

Test(cache, rapporti_by_employer_and_any_word)
{
	put_four();
	search(NULL, whole, "Àbate Bianchi Rossi Zanè");
	search("", whole, "Àbate Bianchi Rossi Zanè");
	search("bianc", whole, "Bianchi Rossi");
	search("  ZANE niccolo ", whole, "Zanè");
	search("30", whole, "Àbate");
	search("0000000004", whole, "Rossi");
	search("popescu", whole, "Àbate Bianchi Zanè");
	search("amico", whole, "Rossi");
	search("anna rossi", whole, "");
	search("'; DROP TABLE rapporto; --", whole, "");
	search("%", whole, "");
	search(NULL, (struct anchor){ ANCHOR_ID, "0000000004", INSTANT_NONE, 1, 1 },
		"Bianchi Rossi");
	cr_expect(w.anchor == 1 && w.anchor_found && w.more_before && w.more_after);
	search(NULL, (struct anchor){ ANCHOR_LAST, NULL, INSTANT_NONE, 0, 1 }, "Zanè");
}

Test(cache, a_list_read_to_its_end_forgets_what_it_did_not_bring)
{
	struct rapporti page = { four, 2, NULL };
	struct recapiti contacts = { NULL, 0 };
	struct quesito q = a_quesito("q-4", "0000000004", 100);

	put_four();
	ok(cache_put_recapiti(c, "0000000004", &contacts, NOW, &err));
	ok(cache_put_quesiti(c, "0000000004", &(struct quesiti){ &q, 1 }, NOW, &err));
	ok(cache_put_rapporti(c, &page, (struct page_place){ false, true }, NOW, &err));
	search(NULL, whole, "Àbate Bianchi Rossi Zanè"); /* the first page was not seen */
	ok(cache_put_rapporti(c, &page, (struct page_place){ true, false }, NOW, &err));
	search(NULL, whole, "Àbate Bianchi Rossi Zanè");
	page.items = &four[2];
	page.n = 1;
	ok(cache_put_rapporti(c, &page, (struct page_place){ false, true }, NOW, &err));
	search(NULL, whole, "Àbate Bianchi Zanè");
	cr_expect(not(cache_recapiti(c, &a, "0000000004", &contacts, NULL, NULL)));
	cr_expect(not(cache_quesito(c, &a, "q-4", &q, NULL, NULL)));
}

Test(cache, a_search_read_to_its_end_forgets_only_what_it_asked_for)
{
	struct ricerca r = { .stato = APPUNTAMENTO_STATO_CANCELLATO,
		.dal = GIORNO_NONE,
		.al = GIORNO_NONE };
	struct appuntamenti none = { NULL, 0, NULL };

	ten();
	ok(cache_put_appuntamenti(
		c, &none, &r, (struct page_place){ true, true }, NOW + 9, &err));
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 });
	ids_are("a0 a2 a4 a6 a8");
	window(&r, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 });
	cr_expect(w.n == 0 && w.letto_il == NOW + 9, "nothing, and known since then");
}

/* --- the feed ------------------------------------------------------------------- */

static void apply(
	struct variazione *items, size_t n, const char *cursor, bool more, instant now)
{
	struct variazioni page = { items, n, cursor, more };

	apply_page(c, &page, now);
}

static struct variazione changed(struct appuntamento *ap)
{
	return (struct variazione){
		.risorsa = RISORSA_APPUNTAMENTO, .id = ap->id, .appuntamento = ap
	};
}

Test(cache, a_full_sync_rebuilds_and_later_pages_change)
{
	struct appuntamento x = an_appuntamento("x", NOW),
			    y = an_appuntamento("y", NOW + DAY);
	struct rapporto r = a_rapporto("0000123456", "Anna", "Bianchi");
	struct quesito q = a_quesito("q-9", "0000123456", 100);
	struct punto p = { .id = "P1" };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 };
	struct quesiti out;
	instant when;

	put_sintesi(c, a_sintesi("vecchio", NOW)); /* from before the first sync */
	cr_expect(cache_cursor(c, &a) == NULL);
	cr_expect(not(cache_synced(c, &when)));
	apply((struct variazione[]){ changed(&x),
		      { .risorsa = RISORSA_RAPPORTO,
			      .id = "0000123456",
			      .rapporto = &r } },
		2, "1:2", true, NOW);
	cr_expect(eq(str, cache_cursor(c, &a), "1:2"));
	window(NULL, first);
	ids_are("vecchio x"); /* until the last page */
	apply((struct variazione[]){ changed(&y),
		      { .risorsa = RISORSA_QUESITO, .id = "q-9", .quesito = &q },
		      { .risorsa = RISORSA_PUNTO, .id = "P1", .punto = &p } },
		3, "1:5", false, NOW + 10);
	window(NULL, first);
	ids_are("x y");
	cr_expect(w.letto_il == NOW + 10, "current as of the sync");
	cr_expect(cache_synced(c, &when) && when == NOW + 10);
	ok(cache_quesiti(c, &a, "0000123456", &out, NULL, &err));
	cr_expect(out.n == 1);
	ok(cache_quesiti(c, &a, "0000000077", &out, NULL, &err));
	cr_expect(out.n == 0, "after a whole sync nothing is unknown");
	apply(
		&(struct variazione){
			.risorsa = RISORSA_APPUNTAMENTO, .id = "x", .rimosso = true },
		1, "1:6", false, NOW + 20);
	window(NULL, first);
	ids_are("y");
	apply(NULL, 0, "1:6", false, NOW + 30);
	cr_expect(cache_synced(c, &when) && when == NOW + 30);
	apply(&(struct variazione){ .risorsa = RISORSA_RAPPORTO,
		      .id = "0000123456",
		      .rimosso = true },
		1, "1:7", false, NOW + 40);
	window(NULL, first);
	ids_are("");
	ok(cache_quesiti(c, &a, "0000123456", &out, NULL, &err));
	cr_expect(out.n == 0, "what belonged to it went with it");
}

#define OLD_ROWS 350

static int64_t rows_now(void)
{
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 1 });
	return w.count;
}

/* Looking for what has gone takes many turns, a few rows each; a process may die meanwhile. */
Test(cache, what_a_resync_did_not_bring_goes_a_few_rows_at_a_time)
{
	struct appuntamento x = an_appuntamento("x", NOW);
	struct variazione only = changed(&x);
	struct variazioni page = { &only, 1, "2:1", false };
	struct folder f;
	char id[16];
	instant when;

	folder_make(&f);
	cache_close(c);
	c = open_cache(&f);
	apply(&only, 1, "1:1", false, NOW);
	for (int i = 0; i < OLD_ROWS; i++) {
		snprintf(id, sizeof id, "v%d", i);
		put_sintesi(c, a_sintesi(id, NOW + i * DAY));
	}
	ok(cache_resync(c, &err));
	ok(cache_apply_variazioni(c, &page, NOW + 10, &err));
	for (int64_t before = rows_now(), after; cache_giro_ending(c); before = after) {
		ok(cache_giro_step(c, NOW + 20, &err));
		after = rows_now();
		cr_expect(before - after <= 100, "%lld at once", (long long)(before - after));
		cr_expect(cache_synced(c, &when)
				&& when == (cache_giro_ending(c) ? NOW : NOW + 20),
			"the server's word only when it is over");
		if (after == OLD_ROWS + 1 - 200) {
			cache_close(c);
			c = open_cache(&f);
		}
	}
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 });
	ids_are("x");
	cache_close(c);
	c = NULL;
	folder_remove(&f);
}

/* A page in steps: what has come is shown, and only the last step moves the cursor. */
Test(cache, a_page_that_is_stored_in_steps_may_be_cut_short_between_them)
{
	struct appuntamento aps[5];
	struct variazione items[5];
	struct variazioni page = { items, 5, "1:6", false };
	struct folder f;
	size_t at = 0;

	folder_make(&f);
	cache_close(c);
	c = open_cache(&f);
	for (int i = 0; i < 5; i++) {
		aps[i] = an_appuntamento(arena_printf(&a, "v%d", i), NOW + i * DAY);
		items[i] = changed(&aps[i]);
	}
	apply(items, 1, "1:1", true, NOW);
	for (size_t n = 2; n < 5; n += 2) {
		ok(cache_apply_some(c, &page, "1:1", &at, 2, NOW + 1, &err));
		cr_expect(at == n && rows_now() == (int64_t)n, "%zu", at);
		cr_expect(strcmp(cache_cursor(c, &a), "1:1") == 0 && !cache_synced(c, NULL));
	}
	cr_expect(cache_giro_count(c) == 1, "a page counts once, when it is whole");
	cache_close(c); /* whoever dies here asks for the same page again */
	c = open_cache(&f);
	for (at = 0; at < 5;)
		ok(cache_apply_some(c, &page, "1:1", &at, 3, NOW + 1, &err));
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 });
	ids_are("v0 v1 v2 v3 v4");
	cr_expect(strcmp(cache_cursor(c, &a), "1:6") == 0 && cache_synced(c, NULL));
	cache_close(c);
	c = NULL;
	folder_remove(&f);
}

/* From the beginning the server names what is there, never what has gone. */
Test(cache, a_first_page_cut_short_leaves_nothing_that_has_gone_since)
{
	struct appuntamento x = an_appuntamento("x", NOW),
			    y = an_appuntamento("y", NOW + DAY);
	struct variazione items[] = { changed(&x), changed(&y) };
	struct variazioni page = { items, 2, "1:2", false };
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 };
	struct folder f;
	size_t at = 0;

	folder_make(&f);
	cache_close(c);
	c = open_cache(&f);
	ok(cache_apply_some(c, &page, NULL, &at, 1, NOW, &err));
	cache_close(c); /* whoever dies here has stored x, and no cursor */
	c = open_cache(&f);
	cr_assert(cache_cursor(c, &a) == NULL && rows_now() == 1);
	apply(&items[1], 1, "1:3", false, NOW + 10);
	window(NULL, first);
	ids_are("y");
	cr_expect(cache_synced(c, NULL));
	cache_close(c);
	c = NULL;
	folder_remove(&f);
}

/* The rest of a page, and its cursor, over an empty cache would be a hole for ever. */
Test(cache, a_page_does_not_go_on_in_a_cache_that_was_begun_anew)
{
	struct appuntamento x = an_appuntamento("x", NOW), y = an_appuntamento("y", NOW);
	struct variazione items[] = { changed(&x), changed(&y) };
	struct variazioni page = { items, 2, "1:2", false };
	struct file_report report;
	struct err why = { 0 };
	size_t at = 0;

	ok(cache_apply_some(c, &page, NULL, &at, 1, NOW, &err));
	ok(cache_purge(c, &err));
	cr_expect(not(cache_apply_some(c, &page, NULL, &at, 1, NOW, &why)));
	cr_expect(why.code == ERR_ABSENT && at == 1 && !cache_cursor(c, &a));
	at = 0;
	ok(cache_apply_some(c, &page, NULL, &at, 1, NOW, &err));
	ok(cache_mend(c, &report, &err));
	cr_expect(not(cache_apply_some(c, &page, NULL, &at, 1, NOW, NULL)));
	cr_expect(cache_cursor(c, &a) == NULL);
}

/* An empty page that came too late would even make it whole. */
Test(cache, a_page_asked_from_elsewhere_is_refused)
{
	struct appuntamento x = an_appuntamento("x", NOW);
	struct variazione only = changed(&x);
	struct variazioni page = { &only, 1, "1:3", false }, empty = { NULL, 0, "1:2", false };
	struct err why = { 0 };
	size_t at = 0;

	apply(&only, 1, "1:2", false, NOW);
	cr_expect(not(cache_apply_some(c, &page, NULL, &at, 9, NOW, &why)));
	cr_expect(not(cache_apply_some(c, &page, "1:1", &at, 9, NOW, &why)));
	cr_expect(why.code == ERR_ABSENT && at == 0 && strcmp(cache_cursor(c, &a), "1:2") == 0);
	ok(cache_purge(c, &err));
	cr_expect(not(cache_apply_some(c, &empty, "1:2", &at, 9, NOW, &why)));
	cr_expect(not(cache_apply_some(c, &page, "1:2", &at, 9, NOW, &why)));
	cr_expect(rows_now() == 0 && !cache_cursor(c, &a) && !cache_synced(c, NULL));
	ok(cache_apply_some(c, &page, NULL, &at, 9, NOW, &err));
	at = 0;
	ok(cache_apply_some(c, &page, "1:3", &at, 9, NOW, &err));
}

Test(cache, a_resync_takes_older_versions_and_forgets_what_is_not_there)
{
	struct appuntamento x = an_appuntamento("x", NOW),
			    y = an_appuntamento("y", NOW + DAY);
	struct anchor first = { ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 };

	x.versione = 7;
	apply((struct variazione[]){ changed(&x), changed(&y) }, 2, "1:2", false, NOW);
	ok(cache_resync(c, &err));
	cr_expect(cache_cursor(c, &a) == NULL);
	window(NULL, first);
	ids_are("x y"); /* still shown */
	x.versione = 1; /* the server was restored from a copy */
	apply((struct variazione[]){ changed(&x) }, 1, "2:1", true, NOW);
	apply((struct variazione[]){ changed(&x) }, 1, "2:1", true, NOW); /* twice */
	window(NULL, first);
	ids_are("x y");
	cr_expect(rows[0].versione == 1);
	apply(NULL, 0, "2:1", false, NOW);
	window(NULL, first);
	ids_are("x");
}

Test(cache, contact_and_generation)
{
	uint64_t before = cache_generation(c);

	cr_expect(cache_contact(c) == INSTANT_NONE);
	ok(cache_set_contact(c, NOW, &err));
	cr_expect(cache_contact(c) == NOW);
	cr_expect(cache_generation(c) == before, "a contact is no change");
	put_sintesi(c, a_sintesi("x", NOW));
	cr_expect(cache_generation(c) != before);
}

Test(cache, purging)
{
	struct profilo p = { .id = "p" };

	ten();
	put_four();
	ok(cache_put_profilo(c, &p, NOW, &err));
	apply(NULL, 0, "1:1", false, NOW);
	ok(cache_purge(c, &err));
	window(NULL, (struct anchor){ ANCHOR_FIRST, NULL, INSTANT_NONE, 0, 100 });
	cr_expect(w.n == 0 && w.letto_il == INSTANT_NONE);
	cr_expect(not(cache_profilo(c, &a, &p, NULL, NULL)));
	cr_expect(cache_cursor(c, &a) == NULL && cache_contact(c) == INSTANT_NONE);
	put_four();
}

/* --- what home says -------------------------------------------------------------- */

static void put_with(const char *id, instant inizio, enum appuntamento_stato stato,
	enum evento last, const char *testo)
{
	struct appuntamento ap = an_appuntamento(id, inizio);
	struct evento_storia storia[] = { { EVENTO_CONFERMA, NOW, PROFILO_CITTADINO, NULL },
		{ last, NOW, PROFILO_OPERATORE, testo } };

	ap.stato = stato;
	ap.storia = storia;
	ap.n_storia = 2;
	ok(cache_put_appuntamento(c, &ap, NOW, &err));
}

/* The ids of those with this news, in order, each followed by its words. */
static const char *news_of(enum evento evento, instant dal, size_t most)
{
	struct novita *items;
	struct buf b = { 0 };
	const char *all;
	size_t n;

	ok(cache_novita(c, &a, evento, dal, most, &items, &n, &err));
	for (size_t i = 0; i < n; i++)
		buf_addf(&b, "%s%s(%s)", i ? " " : "", items[i].id,
			items[i].testo ? items[i].testo : "");
	all = arena_strdup(&a, buf_str(&b));
	buf_release(&b);
	return all;
}

Test(cache, news_are_found_by_their_latest_event)
{
	const enum appuntamento_stato live = APPUNTAMENTO_STATO_CONFERMATO,
				      off = APPUNTAMENTO_STATO_CANCELLATO,
				      closed = APPUNTAMENTO_STATO_CHIUSO_E_DEFINITO;

	put_with("past", NOW - DAY, off, EVENTO_DISDETTA, "ieri");
	put_with("moved", NOW + 3 * DAY, live, EVENTO_MODIFICA, "alle 10");
	put_with("off2", NOW + 2 * DAY, off, EVENTO_DISDETTA, "sciopero");
	put_with("off1", NOW + DAY, off, EVENTO_DISDETTA, NULL);
	put_with("mine", NOW + DAY, off, EVENTO_CANCELLAZIONE, NULL);
	put_with("done", NOW + DAY, closed, EVENTO_DEFINIZIONE, "accolta");
	put_with("odd", NOW + DAY, live, EVENTO_DISDETTA, "not as it left it");
	cr_expect(eq(str, (char *)news_of(EVENTO_DISDETTA, NOW, 9), "off1() off2(sciopero)"));
	cr_expect(eq(str, (char *)news_of(EVENTO_DISDETTA, NOW, 1), "off1()"));
	cr_expect(eq(str, (char *)news_of(EVENTO_DEFINIZIONE, NOW, 9), "done(accolta)"));
	cr_expect(eq(str, (char *)news_of(EVENTO_MODIFICA, NOW, 9), "moved(alle 10)"));
	ok(cache_words_leave(c, &err));
	cr_expect(eq(str, (char *)news_of(EVENTO_MODIFICA, NOW, 9), "moved(alle 10)"),
		"without its index too");
}

/* A list brings rows without their history: what was known stays for the same versione only. */
Test(cache, news_go_with_the_version_they_are_of)
{
	struct appuntamento_sintesi s = a_sintesi("x", NOW + DAY);

	put_with("x", NOW + DAY, APPUNTAMENTO_STATO_CONFERMATO, EVENTO_MODIFICA, "alle 10");
	put_sintesi(c, s);
	cr_expect(eq(str, (char *)news_of(EVENTO_MODIFICA, NOW, 9), "x(alle 10)"));
	s.versione = 2;
	put_sintesi(c, s);
	cr_expect(eq(str, (char *)news_of(EVENTO_MODIFICA, NOW, 9), ""));
}

static void put_bookable(const char *codice, int64_t n)
{
	struct rapporto r = a_rapporto(codice, "Anna", "Bianchi");

	r.quesiti_prenotabili = n;
	ok(cache_put_rapporto(c, &r, NOW, &err));
}

static void bookable_are(int64_t quesiti, const char *codice)
{
	struct prenotabili all;

	ok(cache_prenotabili(c, &a, &all, &err));
	cr_expect(eq(i64, all.quesiti, quesiti));
	cr_expect(eq(str, (char *)(all.codice ? all.codice : ""), (char *)codice));
}

Test(cache, the_bookable_are_counted_as_they_come_change_and_go)
{
	struct rapporto one = a_rapporto("0000000009", "Bruno", "Caruso");

	bookable_are(0, "");
	put_bookable("0000000001", 2);
	put_bookable("0000000002", 0);
	bookable_are(2, "0000000001");
	put_bookable("0000000002", 3);
	bookable_are(5, "");
	put_bookable("0000000001", 0);
	bookable_are(3, "0000000002");
	put_bookable("0000000002", 3);
	bookable_are(3, "0000000002");
	ok(cache_put_rapporti(c, &(struct rapporti){ .items = &one, .n = 1 },
		(struct page_place){ true, true }, NOW, &err)); /* and the others are gone */
	bookable_are(1, "0000000009");
	ok(cache_purge(c, &err));
	bookable_are(0, "");
}

/* --- plans ---------------------------------------------------------------------- */

static void look(const char *sql, const char *line)
{
	cr_expect(strstr(line, "TEMP B-TREE") == NULL, "%s: %s", sql, line);
	cr_expect(strncmp(line, "SCAN ", 5) != 0 || strstr(line, "CONSTANT ROW")
			|| strstr(line, "SCAN (subquery")
			|| (strstr(line, "SCAN testo VIRTUAL") && strchr(line, 'M'))
			|| strstr(line, "SCAN SUBQUERY"),
		"%s: %s", sql, line);
}

/* Every SELECT that the readers make walks an index and sorts nothing. */
Test(cache, no_query_sorts_or_scans)
{
	struct ricerca r = { .dal = GIORNO_NONE, .al = GIORNO_NONE };
	struct quesiti q;
	struct quesito one;
	struct punti pu;
	struct disponibilita d;
	struct appuntamento ap;
	struct novita *news;
	struct prenotabili all;
	size_t n_news;
	int n;

	ten();
	put_four();
	for (int i = 0; i < 4; i++) {
		four[i].quesiti_prenotabili = i == 0;
		ok(cache_put_rapporto(c, &four[i], NOW, &err));
	}
	plans_watch(c->db);
	for (int i = 0; i < 32; i++) {
		r.codice_rapporto_lavoro = i & 1 ? "0000123456" : NULL;
		r.stato = i & 2 ? APPUNTAMENTO_STATO_CONFERMATO : APPUNTAMENTO_STATO_NONE;
		r.dal = i & 4 ? 100 : GIORNO_NONE;
		r.escludi_intermediario = i & 8;
		r.testo = i & 16 ? "anna bianchi pope" : NULL;
		window(&r, (struct anchor){ ANCHOR_ID, "a5", INSTANT_NONE, 5, 5 });
	}
	search(NULL, (struct anchor){ ANCHOR_ID, "0000000001", INSTANT_NONE, 0, 1 },
		"Zanè");
	search("z n", whole, "Zanè");
	cache_quesiti(c, &a, "1", &q, NULL, NULL);
	cache_quesito(c, &a, "1", &one, NULL, NULL);
	cache_punti(c, &a, "1", &pu, NULL, NULL);
	cache_disponibilita(c, &a, "P", 1, 9, &d, NULL, NULL);
	cache_appuntamento(c, &a, "a1", &ap, NULL, NULL);
	r = (struct ricerca){ .stato = APPUNTAMENTO_STATO_CONFERMATO, .dal = 100,
		.al = GIORNO_NONE };
	window(&r, (struct anchor){ ANCHOR_FROM, NULL, NOW, 0, 5 });
	cache_novita(c, &a, EVENTO_MODIFICA, NOW, 5, &news, &n_news, NULL);
	cache_prenotabili(c, &a, &all, NULL);
	cr_expect(all.codice != NULL, "the only one was looked for");
	n = plans_look(c->db, look);
	cr_expect(n > 20, "%d plans seen", n);
}

static bool has_appuntamento(struct cache *of, const char *id)
{
	struct appuntamento ap;

	return cache_appuntamento(of, &a, id, &ap, NULL, NULL);
}

Test(cache, a_reader_that_becomes_the_writer_does_what_the_one_before_was_asked)
{
	struct folder f;
	struct cache *writer, *reader;
	struct appuntamento ap = an_appuntamento("AG-2026-0000001", NOW);

	folder_make(&f);
	writer = open_cache(&f);
	reader = open_cache(&f);
	cr_assert(cache_watch(reader) >= 0);
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	ok(cache_purge_ask(reader, &err));
	cr_expect(not(cache_news(reader).asked), "it may not");
	cache_close(writer); /* as if killed before it heard */
	cr_assert(cache_claim(reader));
	cr_assert(cache_watch(reader) >= 0);
	cr_expect(cache_news(reader).asked);
	ok(cache_purge(reader, &err));
	cr_expect(not(has_appuntamento(reader, "AG-2026-0000001")));
	cr_expect(not(cache_purge_asked(reader)));
	cr_expect(not(cache_news(reader).asked), "once");
	cache_close(reader);
	folder_remove(&f);
}

Test(cache, a_reader_has_the_writer_empty_it)
{
	struct folder f;
	struct cache *writer, *reader;
	struct pollfd heard;
	struct cache_news news;
	struct file_report report;
	struct appuntamento ap = an_appuntamento("AG-2026-0000001", NOW);

	folder_make(&f);
	writer = open_cache(&f);
	reader = open_cache(&f);
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	heard = (struct pollfd){ .fd = cache_watch(writer), .events = POLLIN };
	cr_assert(heard.fd >= 0);
	ok(cache_put_appuntamento(writer, &ap, NOW + 1, &err));
	cr_expect(eq(int, poll(&heard, 1, 0), 0), "its own writing does not wake it");
	cr_expect(not(cache_purge_asked(reader)));
	ok(cache_purge_ask(reader, &err));
	cr_expect(eq(int, poll(&heard, 1, 5000), 1));
	news = cache_news(writer);
	cr_expect(news.asked);
	cr_expect(not(cache_news(reader).asked), "a reader is not meant");
	ok(cache_purge(writer, &err));
	cr_expect(not(cache_purge_asked(reader)), "the answer is that the request is gone");
	cr_expect(not(has_appuntamento(writer, "AG-2026-0000001")));
	cr_expect(not(cache_news(writer).asked), "once");
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	ok(cache_purge_ask(reader, &err));
	cache_close(writer); /* as if killed before it heard */
	cache_close(reader);
	writer = cache_open(f.path, f.identity, &report, NULL);
	cr_assert(writer != NULL);
	cr_expect(not(has_appuntamento(writer, "AG-2026-0000001")), "the next one does it");
	cr_expect(report.fate == FILE_EMPTIED, "and says so");
	cr_expect(not(cache_purge_asked(writer)));
	cache_close(writer);
	folder_remove(&f);
}

static int waits(void *n, int times)
{
	(void)times;
	return (*(int *)n)++ < 3;
}

/* In what anybody who opens them now can read. */
static bool is_in_a_file(const char *folder, const char *words)
{
	char command[512];

	snprintf(command, sizeof command, "grep -rqaF '%s' '%s'", words, folder);
	return system(command) == 0;
}

/* Between its opening, or its becoming the writer, and the first wait of its loop. */
Test(cache, what_is_asked_before_the_first_wait_is_heard_at_it)
{
	struct folder f;
	struct cache *writer, *reader, *other;
	struct pollfd heard = { .events = POLLIN };

	folder_make(&f);
	writer = open_cache(&f);
	reader = open_cache(&f);
	other = open_cache(&f);
	ok(cache_purge_ask(reader, &err));
	heard.fd = cache_watch(writer);
	cr_expect(eq(int, poll(&heard, 1, 0), 1));
	cr_expect(cache_news(writer).asked);
	cache_purge_answered(writer);
	cache_watch(reader);
	cache_close(writer);
	cr_assert(cache_claim(reader));
	ok(cache_purge_ask(other, &err));
	heard.fd = cache_watch(reader);
	cr_expect(eq(int, poll(&heard, 1, 0), 1));
	cr_expect(cache_news(reader).asked);
	cache_close(other);
	cache_close(reader);
	folder_remove(&f);
}

#define DIARY "Porterebbe le buste paga di marzo."

/* Somebody may be typing: whoever reads is not waited for, and has nothing when it is done. */
Test(cache, a_reader_in_the_midst_neither_keeps_it_from_being_emptied_nor_is_waited_for)
{
	struct folder f;
	struct cache *writer, *reader;
	struct appuntamento ap = an_appuntamento("AG-2026-0000001", NOW);
	int waited = 0;

	folder_make(&f);
	writer = open_cache(&f);
	reader = open_cache(&f);
	ap.nota = DIARY;
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	ok(cache_purge_ask(reader, &err));
	ok(sqlite_begin_read(reader->db, &err));
	cr_assert(has_appuntamento(reader, "AG-2026-0000001"));
	sqlite3_busy_handler(sqlite_handle(writer->db), waits, &waited);
	cr_assert(not(sqlite_checkpoint(writer->db, NULL)), "or it proves nothing");
	cr_assert(gt(int, waited, 0), "the same");
	cr_assert(is_in_a_file(f.path, DIARY), "or it proves nothing");
	waited = 0;
	ok(cache_purge(writer, &err));
	cr_expect(eq(int, waited, 0));
	cr_expect(not(is_in_a_file(f.path, DIARY)));
	cr_expect(not(cache_purge_asked(reader)));
	cr_expect(not(has_appuntamento(writer, "AG-2026-0000001")));
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	cr_expect(has_appuntamento(writer, "AG-2026-0000001"), "it is filled again meanwhile");
	ok(cache_purge(writer, &err));
	cr_expect(has_appuntamento(reader, "AG-2026-0000001"), "what it had begun to read is whole");
	sqlite_rollback(reader->db);
	cache_generation(reader);
	cr_expect(not(has_appuntamento(reader, "AG-2026-0000001")));
	cache_close(reader);
	cache_close(writer);
	folder_remove(&f);
}

Test(cache, what_cannot_be_emptied_goes_on_as_it_was)
{
	struct folder f;
	struct cache *writer;
	struct appuntamento ap = an_appuntamento("AG-2026-0000001", NOW);
	char aside[300], within[310];

	folder_make(&f);
	writer = open_cache(&f);
	ok(cache_put_appuntamento(writer, &ap, NOW, &err));
	snprintf(aside, sizeof aside, "%s.scartato", writer->file.path);
	snprintf(within, sizeof within, "%s/qui", aside);
	cr_assert(mkdir(aside, 0700) == 0 && mkdir(within, 0700) == 0);
	cr_expect(not(cache_purge(writer, NULL)));
	cr_expect(has_appuntamento(writer, "AG-2026-0000001"));
	ok(cache_put_appuntamento(writer, &ap, NOW + 1, &err));
	rmdir(within);
	ok(cache_purge(writer, &err));
	cr_expect(not(has_appuntamento(writer, "AG-2026-0000001")));
	cache_close(writer);
	folder_remove(&f);
}

static off_t size_of(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 ? st.st_size : -1;
}

/* The name goes at once, the room of a large file in parts, and never under somebody's eyes. */
Test(cache, the_room_of_what_was_emptied_is_given_back_in_parts)
{
	struct folder f;
	struct cache *writer, *reader;
	struct appuntamento ap = an_appuntamento("AG-2026-0000001", NOW);
	off_t before;
	int fd, parts = 0;

	folder_make(&f);
	writer = open_cache(&f);
	cr_expect(eq(int, cache_take_resti(writer), -1));
	for (int reading = 0; reading < 2; reading++) {
		ok(cache_put_appuntamento(writer, &ap, NOW, &err));
		ok(sqlite_checkpoint(writer->db, &err));
		cr_assert(truncate(writer->file.path, (off_t)12 << 20) == 0);
		reader = reading ? open_cache(&f) : NULL;
		if (reader)
			ok(sqlite_begin_read(reader->db, &err));
		cr_assert(reading == 0 || has_appuntamento(reader, "AG-2026-0000001"));
		ok(cache_purge(writer, &err));
		fd = cache_take_resti(writer);
		cr_assert(ge(int, fd, 0));
		for (before = size_of(fd); resti_step(fd); before = size_of(fd), parts++)
			cr_expect(size_of(fd) < before);
		cr_expect(eq(int, parts, 2), "none of them while somebody reads");
		cr_expect(reading == 0 || has_appuntamento(reader, "AG-2026-0000001"));
		cache_close(reader);
	}
	cache_close(writer);
	folder_remove(&f);
}
