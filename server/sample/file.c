/* SPDX-License-Identifier: EUPL-1.2
 *
 * Files to attach, good and bad: what a person tries the limits with. */
#include "base/file.h"
#include "domain/allegato.h"
#include "server/sample/documenti.h"
#include "server/sample/esempio.h"

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
	pdf_of_size(&b, ALLEGATI_BYTES_MAX);
	ok = ok && put(folder, "giusto-al-limite.pdf", &b, err);
	pdf_of_size(&b, ALLEGATI_BYTES_MAX + 1);
	ok = ok && put(folder, "un-byte-di-troppo.pdf", &b, err);
	pdf_of_size(&b, 4 * 1024 * 1024);
	ok = ok && put(folder, "troppo-grande.pdf", &b, err);
	buf_release(&b);
	return ok;
}
