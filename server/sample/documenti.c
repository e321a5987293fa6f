/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * PDF 1.4 by hand, and the page that the three picture formats carry. No compression anywhere:
 * the files are small because the page is.
 */
#include "server/sample/documenti.h"

#include "base/random.h"
#include "server/sample/immagini.h"

#include <string.h>

void pagina_draw(struct pagina_disegnata *p, uint64_t seme)
{
	struct random_sequence r;

	memset(p->grigio, 0xff, sizeof p->grigio);
	random_seed(&r, seme);
	for (int row = 3; row < PAGINA_ALTEZZA - 3; row++) {
		bool title = row == 3, blank = row == 4 || random_below(&r, 6) == 0;
		int end = PAGINA_LARGHEZZA - 3 - (int)random_below(&r, title ? 10 : 6);

		for (int column = 3; !blank && row % 2 && column < end; column++) {
			bool between_words = random_below(&r, 5) == 0;

			p->grigio[row][column] = between_words ? 0xf0 : title ? 0x20 : 0x70;
		}
	}
}

/* One text character of a PDF string in WinAnsi; bytes eaten from `s`. */
static size_t pdf_char(struct buf *to, const char *s)
{
	unsigned char c = (unsigned char)s[0];

	if (c == '(' || c == ')' || c == '\\') {
		buf_addf(to, "\\%c", c);
		return 1;
	}
	if (c < 0x80) {
		buf_addc(to, (char)c);
		return 1;
	}
	if ((c == 0xc2 || c == 0xc3) && s[1]) {
		buf_addf(to, "\\%03o",
			(unsigned)(((c & 3) << 6) | ((unsigned char)s[1] & 0x3f)));
		return 2;
	}
	buf_addc(to, '?');
	return 1;
}

static void pdf_lines(struct buf *to, const char *s)
{
	buf_adds(to, "(");
	while (*s) {
		if (*s == '\n') {
			buf_adds(to, ") Tj T*\n(");
			s++;
		} else {
			s += pdf_char(to, s);
		}
	}
	buf_adds(to, ") Tj T*\n");
}

void documento_pdf(struct buf *to, const char *titolo, const char *testo)
{
	static const char *const fixed[] = {
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
		"/Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
		"/Encoding /WinAnsiEncoding >>",
	};
	struct buf content = { 0 };
	size_t start = to->len, at[5];

	buf_adds(&content, "BT /F1 16 Tf 20 TL 60 770 Td\n");
	pdf_lines(&content, titolo);
	buf_adds(&content, "/F1 11 Tf 16 TL 0 -12 Td\n");
	pdf_lines(&content, testo);
	buf_adds(&content, "ET\n");
	buf_adds(to, "%PDF-1.4\n%\xc3\xa0\xc3\xa8\n");
	for (size_t i = 0; i < 4; i++) {
		at[i] = to->len - start;
		buf_addf(to, "%zu 0 obj\n%s\nendobj\n", i + 1, fixed[i]);
	}
	at[4] = to->len - start;
	buf_addf(to, "5 0 obj\n<< /Length %zu >>\nstream\n%sendstream\nendobj\n", content.len,
		buf_str(&content));
	size_t xref = to->len - start;
	buf_adds(to, "xref\n0 6\n0000000000 65535 f \n");
	for (size_t i = 0; i < 5; i++)
		buf_addf(to, "%010zu 00000 n \n", at[i]);
	buf_addf(to, "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", xref);
	buf_release(&content);
}

void documento_make(struct buf *to, enum tipo_file tipo, uint64_t seme, const char *titolo,
	const char *testo)
{
	switch (tipo) {
	case TIPO_FILE_JPEG:
		documento_jpeg(to, seme);
		break;
	case TIPO_FILE_PNG:
		documento_png(to, seme);
		break;
	case TIPO_FILE_TIFF:
		documento_tiff(to, seme, seme & 1);
		break;
	default:
		documento_pdf(to, titolo, testo);
		break;
	}
}
