/* SPDX-License-Identifier: EUPL-1.2
 *
 *	bench_cache FOLDER N
 *
 * Makes a cache of N appointments there (0: takes the one of the last time), and asks of it
 * what is asked while somebody types, filters and pages: CPU of the median of many, each beside
 * the barest SQL for the same rows where there is one. Lines as bench_server:
 * name|unit|floor|ours|goal. */
#include "bench/cache/genera.h"
#include "cache/private.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIMES 41
#define ROWS  60 /* that a screen asks for */

static struct cache *c;
static struct arena a;

static double now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *x, const void *y)
{
	double p = *(const double *)x, q = *(const double *)y;

	return p < q ? -1 : p > q;
}

struct question {
	const char *name;
	struct ricerca r;
	struct anchor at;
};

static double ask_once(
	const struct question *q, struct cache_window *w, bool new_question)
{
	struct appuntamento_sintesi *items;
	struct err err = { 0 };
	double before;

	if (new_question) /* as a letter makes it: nothing is known of it */
		buf_reset(&c->last.what);
	before = now_us();
	if (!cache_appuntamenti_window(c, &a, &q->r, &q->at, &items, w, &err)) {
		fprintf(stderr, "%s: %s\n", q->name, err.cause);
		exit(1);
	}
	before = now_us() - before;
	arena_reset(&a);
	return before;
}

static double ask(const struct question *q, struct cache_window *w, bool new_question)
{
	double took[TIMES];

	for (int i = 0; i < TIMES; i++)
		took[i] = ask_once(q, w, new_question);
	qsort(took, TIMES, sizeof *took, by_size);
	return took[TIMES / 2];
}

/* The same rows by SQL alone, and their bytes as values: no list can be shown without. */
static double bare(const struct question *q)
{
	sqlite3_stmt *s;
	double took[TIMES];

	if (sqlite3_prepare_v2(sqlite_handle(c->db),
		    "SELECT letto_il, dati FROM appuntamento WHERE riga >= ?1 ORDER BY riga"
		    " LIMIT ?2",
		    -1, &s, NULL)
		!= SQLITE_OK)
		exit(1);
	for (int i = 0; i < TIMES; i++) {
		double before = now_us();
		int n = 0;

		sqlite3_reset(s);
		sqlite3_bind_int64(s, 1, q->at.inizio / 60 * 4096);
		sqlite3_bind_int(s, 2, ROWS);
		while (sqlite3_step(s) == SQLITE_ROW) {
			struct appuntamento_sintesi row;
			struct pack p = { .a = &a, .at = sqlite3_column_blob(s, 1) };

			p.end = p.at + sqlite3_column_bytes(s, 1);
			pack_sintesi(&p, &row);
			n += sqlite3_column_int64(s, 0) > 0;
		}
		if (n != ROWS)
			fprintf(stderr, "bare query: %d rows\n", n);
		took[i] = now_us() - before;
		arena_reset(&a);
	}
	sqlite3_finalize(s);
	qsort(took, TIMES, sizeof *took, by_size);
	return took[TIMES / 2];
}

#define MIDDLE (GENERA_FROM + (instant)546 * 86400)
#define OPEN   .dal = GIORNO_NONE, .al = GIORNO_NONE
#define AROUND \
	{ \
		ANCHOR_INSTANT, NULL, MIDDLE, ROWS / 3, ROWS - ROWS / 3 \
	}

static char common[24], usual[64], rare[24], part[24];

static void letters(void)
{
	const struct question asked[] = {
		{ "parola comune", { OPEN, .testo = common }, AROUND },
		{ "una lettera", { OPEN, .testo = "c" }, AROUND },
		{ "prefisso di due lettere", { OPEN, .testo = "co" }, AROUND },
		{ "prefisso di cinque lettere", { OPEN, .testo = part }, AROUND },
		{ "due parole", { OPEN, .testo = usual }, AROUND },
		{ "parola rara", { OPEN, .testo = rare }, AROUND },
		{ "parola che non c'è", { OPEN, .testo = "qwertyuiop" }, AROUND },
		{ "nome e una lettera", { OPEN, .testo = "anna b" }, AROUND },
		{ "cognome e nome", { OPEN, .testo = "anna bucon" }, AROUND },
		{ "protocollo", { OPEN, .testo = "0000777" }, AROUND },
	};

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		struct cache_window w;
		double took = ask(&asked[i], &w, true);

		fprintf(stderr, "%s «%s»: %zu rows, %lld\n", asked[i].name,
			asked[i].r.testo, w.n, (long long)w.count);
		printf("ricerca, %s|µs||%.0f|<2000\n", asked[i].name, took);
	}
}

/* Every combination, the worst of them: where filters exclude one another is the worst. */
static void filters(void)
{
	struct question worst = { .name = "" };
	double most = 0;

	for (int bits = 0; bits < 64; bits++) {
		struct question q = { "", { OPEN }, AROUND };
		struct cache_window w;
		double took;

		if (bits & 1)
			q.r.codice_rapporto_lavoro = "0000000038";
		if (bits & 2)
			q.r.stato = APPUNTAMENTO_STATO_CANCELLATO;
		if (bits & 4)
			q.r.dal = giorno_of(MIDDLE) - 100;
		if (bits & 8)
			q.r.al = giorno_of(MIDDLE) + 100;
		q.r.escludi_intermediario = bits & 16;
		q.r.testo = bits & 32 ? usual : NULL;
		took = ask(&q, &w, true);
		if (took > most) {
			most = took;
			worst = q;
		}
	}
	fprintf(stderr, "worst: rapporto %d stato %d dal %d al %d escludi %d testo %d\n",
		worst.r.codice_rapporto_lavoro != NULL, worst.r.stato != 0,
		worst.r.dal != GIORNO_NONE, worst.r.al != GIORNO_NONE,
		worst.r.escludi_intermediario, worst.r.testo != NULL);
	printf("ricerca, la peggiore di 64 combinazioni di filtri|µs||%.0f|<16000\n",
		most);
}

static void pages(void)
{
	struct question q = { "pagina", { OPEN }, AROUND };
	struct cache_window w;
	double floor, took;

	ask(&q, &w, false);
	floor = bare(&q);
	took = ask(&q, &w, false);
	printf("pagina di un elenco (la query e i suoi valori)|µs|%.0f|%.0f|<1.3\n",
		floor, took);
}

int main(int argc, char **argv)
{
	struct genera_times times;
	struct file_report report;
	struct err err = { 0 };

	if (argc < 3)
		return 64;
	if (strcmp(argv[2], "0") == 0
		|| genera(argv[1], "bench", strtoull(argv[2], NULL, 10), 1, &times, &err))
		c = cache_open(argv[1], "bench", &report, &err);
	if (!c) {
		fprintf(stderr, "%s\n", err.cause);
		return 1;
	}
	genera_word(0, common);
	genera_word(1500, part);
	part[5] = '\0';
	genera_word(2, usual);
	genera_word(7, usual + strlen(usual) + 1);
	usual[strlen(usual)] = ' '; /* two words in one */
	genera_word(GENERA_WORDS - 7, rare);
	letters();
	filters();
	pages();
	cache_close(c);
	arena_release(&a);
	return 0;
}
