/* SPDX-License-Identifier: EUPL-1.2
 *
 * Drafts, and what was sent: from the first byte to the server's last word. */
#include "sample.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

static struct journal *j;
static struct arena a;

static void set_up(void)
{
	j = open_journal(NULL);
}

static void tear_down(void)
{
	journal_close(j);
	arena_release(&a);
}

TestSuite(journal, .init = set_up, .fini = tear_down);

static struct bozza load(const char *id)
{
	struct bozza b;

	ok(journal_load_bozza(j, &a, id, &b, &err));
	return b;
}

static struct sending load_sending(const char *chiave)
{
	struct sending v;

	ok(journal_load_sending(j, &a, chiave, &v, &err));
	return v;
}

static size_t unresolved(void)
{
	struct sendings all;

	ok(journal_unresolved(j, &a, &all, &err));
	return all.n;
}

Test(journal, a_bozza_comes_back_as_it_was)
{
	struct bozza in = a_bozza("b-1"), out;

	ok(journal_save_bozza(j, &in, &err));
	out = load("b-1");
	cr_expect(out.creata_il == NOW && out.inizio == NOW + DAY && out.chiave == NULL);
	cr_expect(eq(str, (char *)out.nota, (char *)in.nota));
	cr_expect(out.n_quesiti == 2);
	cr_expect(eq(str, (char *)out.quesiti[1], "q-2"));
	cr_expect(out.n_allegati == 2 && out.allegati[0].id == NULL
		&& out.allegati[1].tipo == TIPO_FILE_PNG
		&& out.allegati[1].scade_il == NOW + 60);
	cr_expect(out.n_canali == 1 && out.canali[0] == CANALE_PEC);
	in = (struct bozza){ .id = "b-1",
		.creata_il = NOW,
		.aggiornata_il = NOW + 1,
		.inizio = INSTANT_NONE };
	ok(journal_save_bozza(j, &in, &err));
	out = load("b-1");
	cr_expect(out.inizio == INSTANT_NONE && out.nota == NULL && out.n_quesiti == 0
		&& out.n_allegati == 0 && out.n_canali == 0);
}

Test(journal, bozze_the_latest_first)
{
	struct bozza b = a_bozza("b-1");
	struct bozze all;
	struct err why = { 0 };

	ok(journal_bozze(j, &a, &all, &err));
	cr_expect(eq(sz, all.n, 0));
	ok(journal_save_bozza(j, &b, &err));
	b.id = "b-2";
	b.aggiornata_il = NOW + 5;
	ok(journal_save_bozza(j, &b, &err));
	ok(journal_bozze(j, &a, &all, &err));
	cr_expect(all.n == 2 && all.items[1].n_quesiti == 2);
	cr_expect(eq(str, (char *)all.items[0].id, "b-2"));
	ok(journal_discard_bozza(j, "b-2", &err));
	cr_expect(not(journal_load_bozza(j, &a, "b-2", &b, &why)));
	cr_expect(eq(int, why.code, ERR_ABSENT));
}

Test(journal, sending_puts_the_key_on_the_bozza_and_keeps_the_bytes)
{
	struct bozza b = a_bozza("b-1");
	struct sending in = a_conferma("k-1", "b-1"), out;

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &in, NOW, &err));
	cr_expect(eq(str, (char *)load("b-1").chiave, "k-1"));
	ok(journal_save_bozza(j, &b, &err)); /* has no chiave: the stored one stays */
	cr_expect(eq(str, (char *)load("b-1").chiave, "k-1"));
	out = load_sending("k-1");
	cr_expect(
		out.stato == SENDING_SENT && out.tentativi == 1 && out.creato_il == NOW);
	cr_expect(out.corpo_n == in.corpo_n
		&& memcmp(out.corpo, in.corpo, in.corpo_n) == 0);
	cr_expect(eq(str, (char *)out.percorso, "/appuntamenti"));
	cr_expect(out.if_match == NULL && out.risolto_il == INSTANT_NONE);
	cr_expect(eq(sz, unresolved(), 1));
}

Test(journal, a_bozza_has_one_key_at_a_time)
{
	struct bozza b = a_bozza("b-1");
	struct sending one = a_conferma("k-1", "b-1"), two = a_conferma("k-2", "b-1");
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &one, NOW, &err));
	cr_expect(not(journal_record(j, &two, NOW, &why)));
	cr_expect(eq(int, why.code, ERR_CONSTRAINT));
	cr_expect(eq(str, why.field, "chiave"));
	cr_expect(eq(sz, unresolved(), 1));
	two.bozza = "b-9";
	cr_expect(not(journal_record(j, &two, NOW, &why)), "no such bozza");
}

Test(journal, the_same_key_again_must_have_the_same_bytes)
{
	struct bozza b = a_bozza("b-1");
	struct sending v = a_conferma("k-1", "b-1");
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_unknown(j, "k-1", &err));
	cr_expect(load_sending("k-1").stato == SENDING_UNKNOWN);
	ok(journal_record(j, &v, NOW + 5, &err));
	cr_expect(load_sending("k-1").tentativi == 2);
	cr_expect(load_sending("k-1").stato == SENDING_SENT);
	ok(journal_again(j, "k-1", NOW + 9, &err));
	cr_expect(load_sending("k-1").inviato_il == NOW + 9);
	v.corpo_n--;
	cr_expect(not(journal_record(j, &v, NOW, &why)));
	cr_expect(eq(int, why.code, ERR_INTERNAL));
	v.corpo_n++;
	v.percorso = "/altrove";
	cr_expect(not(journal_record(j, &v, NOW, &why)));
	cr_expect(not(journal_again(j, "k-9", NOW, &why)));
	cr_expect(eq(int, why.code, ERR_ABSENT));
}

Test(journal, done_ends_the_bozza)
{
	struct bozza b = a_bozza("b-1");
	struct sending v = a_conferma("k-1", "b-1");
	struct settlement done = { SENDING_DONE, 201, "AG-2026-7K3M9QX-C", NULL, INSTANT_NONE };
	struct settlement refused = { SENDING_REFUSED, 409, NULL, "orario-occupato", INSTANT_NONE };
	struct err why = { 0 };

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_settle(j, "k-1", &done, NOW + 2, &err));
	cr_expect(not(journal_load_bozza(j, &a, "b-1", &b, NULL)));
	v = load_sending("k-1");
	cr_expect(v.stato == SENDING_SETTLED && v.esito == SENDING_DONE && v.status == 201
		&& v.corpo == NULL && v.risolto_il == NOW + 2);
	cr_expect(eq(sz, unresolved(), 0));
	ok(journal_settle(j, "k-1", &refused, NOW + 3, &err));
	cr_expect(load_sending("k-1").esito == SENDING_DONE, "settled stays settled");
	cr_expect(not(journal_again(j, "k-1", NOW, &why)));
	ok(journal_unknown(j, "k-1", &err));
	cr_expect(load_sending("k-1").stato == SENDING_SETTLED);
}

Test(journal, refused_or_burnt_the_bozza_is_a_draft_again)
{
	static const enum sending_outcome outcomes[] = { SENDING_REFUSED, SENDING_BURNT };

	for (int i = 0; i < 2; i++) {
		const char *key = i ? "k-2" : "k-1";
		struct bozza b = a_bozza("b-1");
		struct sending v = a_conferma(key, "b-1");
		struct settlement s = { outcomes[i], 409, NULL, "orario-occupato", INSTANT_NONE };

		ok(journal_save_bozza(j, &b, &err));
		ok(journal_record(j, &v, NOW, &err));
		ok(journal_settle(j, key, &s, NOW, &err));
		b = load("b-1");
		cr_expect(b.chiave == NULL && b.n_allegati == 2);
		cr_expect(eq(str, (char *)b.nota, (char *)a_bozza("b-1").nota));
		cr_expect(load_sending(key).esito == outcomes[i]);
	}
}

Test(journal, what_never_left_is_withdrawn_what_may_have_is_not)
{
	struct bozza b = a_bozza("b-1");
	struct sending v = a_conferma("k-1", "b-1");

	ok(journal_save_bozza(j, &b, &err));
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_withdraw(j, "k-1", &err));
	cr_expect(not(journal_load_sending(j, &a, "k-1", &v, NULL)));
	cr_expect(load("b-1").chiave == NULL);
	v = a_conferma("k-2", "b-1");
	ok(journal_record(j, &v, NOW, &err));
	ok(journal_unknown(j, "k-2", &err));
	ok(journal_again(j, "k-2", NOW, &err));
	ok(journal_withdraw(j, "k-2", &err));
	cr_expect(load_sending("k-2").stato == SENDING_UNKNOWN,
		"the first try may have arrived");
	cr_expect(eq(str, (char *)load("b-1").chiave, "k-2"));
}

Test(journal, lists_and_pruning)
{
	struct sending v = { .chiave = "k-1",
		.genere = SENDING_CANCELLAZIONE,
		.metodo = "POST",
		.percorso = "/appuntamenti/AG/cancellazione",
		.content_type = "application/json",
		.if_match = "\"3\"",
		.corpo = "{}",
		.corpo_n = 2,
		.riguarda = "AG" };
	struct settlement done = { SENDING_DONE, 200, "AG", NULL, INSTANT_NONE };
	struct sendings all;

	ok(journal_record(j, &v, NOW, &err));
	v.chiave = "k-2";
	v.genere = SENDING_CARICAMENTO;
	ok(journal_record(j, &v, NOW + 1, &err));
	ok(journal_unresolved(j, &a, &all, &err));
	cr_expect(all.n == 2 && all.items[0].corpo == NULL);
	cr_expect(eq(str, (char *)all.items[0].chiave, "k-1"));
	cr_expect(eq(str, (char *)all.items[0].if_match, "\"3\""));
	cr_expect(all.items[0].genere == SENDING_CANCELLAZIONE);
	ok(journal_settle(j, "k-1", &done, NOW + 2, &err));
	ok(journal_sendings(j, &a, 1, &all, &err));
	cr_expect(all.n == 1);
	cr_expect(eq(str, (char *)all.items[0].chiave, "k-2"));
	ok(journal_sendings(j, &a, 50, &all, &err));
	cr_expect(eq(sz, all.n, 2));
	ok(journal_prune(j, NOW + 100 * DAY, &err));
	ok(journal_sendings(j, &a, 50, &all, &err));
	cr_expect(
		all.n == 1 && all.items[0].stato == SENDING_SENT, "what is open is kept");
}

Test(journal, two_may_have_it_open)
{
	struct folder f;
	struct journal *one, *two;
	struct bozza b = a_bozza("b-1");
	uint64_t before;

	folder_make(&f);
	one = open_journal(&f);
	two = open_journal(&f);
	before = journal_generation(two);
	for (int i = 0; i < 20; i++) {
		ok(journal_save_bozza(i % 2 ? one : two, &b, &err));
		b.aggiornata_il++;
	}
	cr_expect(journal_generation(two) != before);
	ok(journal_load_bozza(two, &a, "b-1", &b, &err));
	cr_expect(b.aggiornata_il == NOW + 19);
	journal_close(one);
	journal_close(two);
	folder_remove(&f);
}
