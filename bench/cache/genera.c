/* SPDX-License-Identifier: EUPL-1.2 */
#include "bench/cache/genera.h"

#include "base/buf.h"
#include "base/random.h"
#include "domain/identificativo.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PAGE         500
#define PER_RAPPORTO 5
#define DAYS         780 /* of Monday to Friday: three years */
#define SLOTS        12  /* of a day, twenty minutes each */

static const char *const syllables[] = { "con", "tri", "bu", "ti", "ri", "chie", "sta", "ver",
	"sa", "men", "to", "la", "vo", "ro", "rap", "por", "es", "trat", "av", "vi", "so", "pa",
	"ga", "re", "do", "me", "sti", "co", "li", "na", "fe", "zi" };
#define SYLLABLES (sizeof syllables / sizeof *syllables)

static const char *const nomi[] = { "Anna", "Bruno", "Carla", "Dario", "Elena", "Fabio",
	"Giulia", "Irina", "Luca", "Marta", "Niccolò", "Olga", "Paolo", "Rosa", "Zoë" };
#define NOMI (sizeof nomi / sizeof *nomi)

/* Two to five syllables, by the digits of its number: all are different. */
void genera_word(size_t which, char to[24])
{
	size_t n = which + SYLLABLES; /* at least two digits */

	to[0] = '\0';
	for (; n; n /= SYLLABLES)
		strncat(to, syllables[n % SYLLABLES], 23 - strlen(to));
}

struct genera {
	struct cache *c;
	struct arena a; /* of a page */
	struct random_sequence r;
	size_t n;
	instant now;
};

/* Zipf: the most common word is in half of the texts, most are in one of thousands. */
static size_t some_word(struct genera *g)
{
	double u = (double)random_below(&g->r, 1 << 30) / (double)(1 << 30);
	size_t w = (size_t)pow((double)GENERA_WORDS, u) - 1;

	return w < GENERA_WORDS ? w : GENERA_WORDS - 1;
}

static char *sentence(struct genera *g, size_t words)
{
	struct buf b = { 0 };
	char word[24];
	char *s;

	for (size_t i = 0; i < words; i++) {
		genera_word(some_word(g), word);
		buf_addf(&b, "%s%s", i ? " " : "", word);
	}
	s = arena_strdup(&g->a, buf_str(&b));
	buf_release(&b);
	return s;
}

static struct persona persona(struct genera *g, size_t of)
{
	char surname[24];

	genera_word(of % GENERA_WORDS, surname);
	return (struct persona){ NULL, nomi[of % NOMI], arena_strdup(&g->a, surname) };
}

static instant start_of(const struct genera *g, size_t i)
{
	size_t slots = DAYS * SLOTS;
	/* Few ones stand close together at the end, so that what comes next fills a screen. */
	size_t slot = g->n < slots ? slots - g->n + i : i * slots / g->n;
	size_t day = slot / SLOTS;

	return GENERA_FROM + (instant)(day / 5 * 7 + day % 5) * 86400
		+ (instant)(slot % SLOTS) * 1200;
}

static char *codice_of(struct genera *g, size_t rapporto)
{
	return arena_printf(&g->a, "%010zu", rapporto * 37 + 1);
}

static void make_rapporto(struct genera *g, size_t which, struct rapporto *to)
{
	*to = (struct rapporto){ .codice_rapporto_lavoro = codice_of(g, which),
		.stato = RAPPORTO_STATO_ATTIVO,
		.mansione = MANSIONE_COLF,
		.contratto = CONTRATTO_TIN,
		.datore = persona(g, which),
		.lavoratore = persona(g, which * 7 + 3),
		.codice_sede_inps = "7000",
		.denominazione_sede_inps = "Roma",
		.inizio = 19000,
		.fine = GIORNO_NONE,
		.quesiti = PER_RAPPORTO };
}

static void make_quesito(struct genera *g, size_t i, const char *codice, struct quesito *to)
{
	struct comunicazione *com = arena_array(&g->a, 2, sizeof *com);
	char *id = arena_printf(&g->a, "Q-%08zu", i);

	for (size_t k = 0; k < 2; k++)
		com[k] = (struct comunicazione){ .id = arena_printf(&g->a, "C-%08zu-%zu", i, k),
			.autore = k ? AUTORE_STRUTTURA : AUTORE_DATORE,
			.inviata_il = start_of(g, i) - 86400 * 20,
			.testo = sentence(g, 12) };
	*to = (struct quesito){ .id = id,
		.codice_rapporto_lavoro = codice,
		.argomento = (enum argomento)(1 + random_below(&g->r, ARGOMENTO_COUNT - 1)),
		.oggetto = sentence(g, 4),
		.protocollo = arena_printf(&g->a, "INPS.7000.%02zu/%02zu/2025.%07zu",
			1 + i % 28, 1 + i / 28 % 12, i),
		.aperto_il = giorno_of(start_of(g, i)) - 20,
		.stato = QUESITO_STATO_CHIUSO,
		.esito = QUESITO_ESITO_RESPINTO,
		.chiuso_il = giorno_of(start_of(g, i)) - 10,
		.prenotabile_dal = GIORNO_NONE,
		.comunicazioni = com,
		.n_comunicazioni = 2 };
}

static void make_appuntamento(
	struct genera *g, size_t i, struct quesito *q, struct appuntamento *to)
{
	size_t rapporto = i % (g->n / PER_RAPPORTO + 1);
	char id[IDENTIFICATIVO_SIZE];

	identificativo_make(2025, i * 7919 % ((uint64_t)1 << 35), id);
	*to = (struct appuntamento){ .id = arena_strdup(&g->a, id),
		.stato = (enum appuntamento_stato)(1 + random_below(&g->r, 10) / 4),
		.codice_rapporto_lavoro = q->codice_rapporto_lavoro,
		.datore = persona(g, rapporto),
		.lavoratore = persona(g, rapporto * 7 + 3),
		.punto = { .id = "P7000-01",
			.denominazione = i % 2 ? "LD Roma Centro" : "LD Roma Flaminio",
			.primo_libero = INSTANT_NONE,
			.ultimo_giorno = GIORNO_NONE },
		.inizio = start_of(g, i),
		.fine = start_of(g, i) + 1200,
		.quesiti = q,
		.n_quesiti = 1,
		.nota = sentence(g, 10),
		.gestore = { random_below(&g->r, 3) ? PROFILO_INTERMEDIARIO : PROFILO_CITTADINO,
			NULL },
		.versione = 1,
		.aggiornato_il = g->now };
}

/* The variazioni of appuntamenti from..to; rapporti come with the first of theirs. */
static struct variazioni make_page(struct genera *g, size_t from, size_t to)
{
	size_t rapporti = g->n / PER_RAPPORTO + 1;
	struct variazioni page = { arena_array(&g->a, 3 * (to - from), sizeof *page.items), 0,
		"1:1", to < g->n };

	for (size_t i = from; i < to; i++) {
		struct quesito *q = arena_alloc(&g->a, sizeof *q);
		struct appuntamento *ap = arena_alloc(&g->a, sizeof *ap);
		char *codice = codice_of(g, i % rapporti);

		if (i < rapporti) {
			struct rapporto *r = arena_alloc(&g->a, sizeof *r);

			make_rapporto(g, i, r);
			page.items[page.n++] = (struct variazione){
				.risorsa = RISORSA_RAPPORTO, .id = codice, .rapporto = r
			};
		}
		make_quesito(g, i, codice, q);
		make_appuntamento(g, i, q, ap);
		page.items[page.n++] = (struct variazione){
			.risorsa = RISORSA_QUESITO, .id = q->id, .quesito = q
		};
		page.items[page.n++] = (struct variazione){
			.risorsa = RISORSA_APPUNTAMENTO, .id = ap->id, .appuntamento = ap
		};
	}
	return page;
}

static double cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool store(struct genera *g, double *seconds, struct err *err)
{
	bool ok = true;

	for (size_t i = 0; i < g->n && ok; i += PAGE) {
		struct variazioni page = make_page(g, i, i + PAGE < g->n ? i + PAGE : g->n);
		double before = cpu(); /* making the words is not storing them */

		ok = cache_apply_variazioni(g->c, &page, g->now, err);
		*seconds += cpu() - before;
		arena_reset(&g->a);
	}
	return ok;
}

bool genera(const char *folder, const char *identity, size_t n, uint64_t seed,
	struct genera_times *times, struct err *err)
{
	struct genera g = { .n = n, .now = GENERA_FROM + (instant)DAYS * 86400 };
	struct file_report report;
	bool ok;

	*times = (struct genera_times){ 0 };
	random_seed(&g.r, seed);
	g.c = cache_open(folder, identity, &report, err);
	if (!g.c)
		return false;
	ok = cache_words_leave(g.c, err) && store(&g, &times->store_s, err);
	times->make_s = -cpu();
	ok = ok && cache_words_make(g.c, NULL, err);
	times->make_s += cpu();
	cache_close(g.c);
	arena_release(&g.a);
	return ok;
}
