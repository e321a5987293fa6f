/* SPDX-License-Identifier: EUPL-1.2 */
#include "server/sample/esempio.h"

#include "base/alloc.h"
#include "base/file.h"
#include "server/sample/documenti.h"
#include "server/sample/persone.h"
#include "server/sample/quesiti.h"
#include "server/sample/storie.h"

#include <string.h>

#define AT_ONCE 500 /* records of one import */
#define PASSATO 130 /* days back that the told stories need */

static bool load(struct store *store, const struct record_importazione *records, size_t n,
	instant adesso, struct err *err)
{
	struct store_job *job = store_job_new(STORE_IMPORTA);
	struct err *esiti = xalloc_array(n, sizeof *esiti);
	bool ok;

	job->adesso = adesso;
	job->in.importa = (struct chiedi_importa){ .records = records, .n = n, .insieme = true,
		.esiti = esiti };
	ok = store_run(store, job);
	if (!ok)
		*err = job->err;
	for (size_t i = 0; i < n && !ok; i++) {
		if (esiti[i].code != ERR_NONE) {
			*err = esiti[i];
			break;
		}
	}
	FREE(&esiti);
	store_job_free(job);
	return ok;
}

static bool load_all(struct store *store, const struct fascio *f, instant adesso,
	struct err *err)
{
	for (size_t i = 0; i < f->n; i += AT_ONCE) {
		size_t n = f->n - i < AT_ONCE ? f->n - i : AT_ONCE;

		if (!load(store, f->items + i, n, adesso, err))
			return false;
	}
	return true;
}

static bool prepare(struct store *store, giorno dal, giorno al, struct err *err)
{
	struct store_job *job = store_job_new(STORE_PREPARA_ORARI);
	bool ok;

	job->adesso = instant_at(dal, 0);
	job->in.orari = (struct chiedi_orari){ .dal = dal, .al = al, .inizio = INSTANT_NONE };
	ok = store_run(store, job);
	if (!ok)
		*err = job->err;
	store_job_free(job);
	return ok;
}

bool esempio_write(struct store *store, const struct esempio *e, struct err *err)
{
	struct arena arena = { 0 };
	struct fascio before, after;
	int days = e->appuntamenti ? MASSA_PASSATO(e->appuntamenti) + 10 : PASSATO;
	instant began = instant_at(e->oggi - days - 1, 0);
	bool ok;

	fascio_init(&before, &arena, e->seme, e->oggi);
	luoghi_tell(&before);
	persone_tell(&before);
	quesiti_tell(&before);
	folla_tell(&before);
	if (e->appuntamenti)
		massa_tell(&before, e->appuntamenti);
	fascio_init(&after, &arena, e->seme, e->oggi);
	persone_tell_after(&after);
	ok = load_all(store, &before, began, err) &&
	     prepare(store, e->oggi - days, e->oggi + 60, err) &&
	     storie_tell(store, e->oggi, err) && folla_book(store, e->oggi, err) &&
	     (!e->appuntamenti || massa_book(store, e->oggi, e->appuntamenti, err)) &&
	     load_all(store, &after, instant_at(e->oggi - 5, 12 * 60), err);
	arena_release(&arena);
	return ok;
}

/* ---- files to attach --------------------------------------------------------------------- */

static bool put(const char *folder, const char *name, struct buf *bytes, struct err *err)
{
	struct buf path = { 0 };
	bool ok;

	buf_addf(&path, "%s/%s", folder, name);
	ok = file_write(buf_str(&path), bytes->data, bytes->len, err);
	buf_release(&path);
	buf_reset(bytes);
	return ok;
}

/* A PDF grown with a comment before its end, so that it weighs exactly `size` bytes. */
static void pdf_of_size(struct buf *to, size_t size)
{
	size_t dots;

	documento_pdf(to, "Fascicolo (dati inventati)", "Un file di peso stabilito.");
	dots = size - to->len - sizeof "%\n%%EOF\n" + 1;
	buf_addc(to, '%');
	for (size_t i = 0; i < dots; i++)
		buf_addc(to, '.');
	buf_adds(to, "\n%%EOF\n");
}

bool esempio_files(const char *folder, struct err *err)
{
	struct buf b = { 0 };
	bool ok;

	buf_init(&b, (size_t)8 << 20);
	ok = file_make_folders(folder, err);
	documento_pdf(&b, "Ricevute di pagamento (dati inventati)",
		"Primo trimestre: pagato\nSecondo trimestre: pagato\nTerzo trimestre: pagato");
	ok = ok && put(folder, "ricevute-di-pagamento.pdf", &b, err);
	documento_jpeg(&b, 11);
	ok = ok && put(folder, "carta-d-identita.jpg", &b, err);
	documento_png(&b, 12);
	ok = ok && put(folder, "schermata-errore.png", &b, err);
	documento_tiff(&b, 13, false);
	ok = ok && put(folder, "contratto-firmato.tif", &b, err);
	documento_tiff(&b, 14, true);
	ok = ok && put(folder, "contratto-firmato-motorola.tif", &b, err);
	buf_adds(&b, "<html><body>Non sono un PDF, anche se il nome lo dice.</body></html>\n");
	ok = ok && put(folder, "falso.pdf", &b, err);
	documento_png(&b, 15);
	b.len /= 2;
	ok = ok && put(folder, "immagine-troncata.png", &b, err);
	pdf_of_size(&b, 3145728);
	ok = ok && put(folder, "giusto-al-limite.pdf", &b, err);
	pdf_of_size(&b, 3145729);
	ok = ok && put(folder, "un-byte-di-troppo.pdf", &b, err);
	pdf_of_size(&b, 4 * 1024 * 1024);
	ok = ok && put(folder, "troppo-grande.pdf", &b, err);
	buf_release(&b);
	return ok;
}
