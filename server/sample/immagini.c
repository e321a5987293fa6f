/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * The sample page as PNG (stored deflate), TIFF (uncompressed, both byte orders) and baseline
 * JPEG (each 8x8 block flat: its DC coefficient and nothing else).
 */
#include "server/sample/immagini.h"

#include "server/sample/documenti.h"

#include <string.h>

#define WIDTH (PAGINA_LARGHEZZA * PAGINA_CELLA)
#define HEIGHT (PAGINA_ALTEZZA * PAGINA_CELLA)
#define ROW_BYTES (WIDTH / 8)

static void add8(struct buf *b, unsigned v)
{
	buf_addc(b, (char)(unsigned char)v);
}

static void add_number(struct buf *b, unsigned bytes, bool big, uint32_t v)
{
	for (unsigned i = 0; i < bytes; i++)
		add8(b, (v >> 8 * (big ? bytes - 1 - i : i)) & 0xff);
}

/* One row of pixels, a bit each, 1 is white: the rows between the lines of type stay white. */
static void bilevel_row(const struct pagina_disegnata *p, int y, uint8_t to[ROW_BYTES])
{
	int within = y % PAGINA_CELLA;

	for (int i = 0; i < ROW_BYTES; i++) {
		bool dark = p->grigio[y / PAGINA_CELLA][i] < 0x80;

		to[i] = dark && within > 0 && within < 7 ? 0x01 : 0xff;
	}
}

static uint32_t crc32_of(const char *bytes, size_t n)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < n; i++) {
		crc ^= (unsigned char)bytes[i];
		for (int k = 0; k < 8; k++)
			crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1)));
	}
	return ~crc;
}

static void png_chunk(struct buf *to, const char *type, const struct buf *data)
{
	add_number(to, 4, true, (uint32_t)data->len);
	size_t start = to->len;

	buf_adds(to, type);
	buf_add(to, data->data ? data->data : "", data->len);
	add_number(to, 4, true, crc32_of(to->data + start, to->len - start));
}

static void png_pixels(struct buf *to, const struct pagina_disegnata *p)
{
	uint32_t a = 1, b = 0; /* Adler-32 */
	uint16_t length = 1 + ROW_BYTES;
	uint8_t row[1 + ROW_BYTES] = { 0 }; /* filter 0 first */

	add8(to, 0x78);
	add8(to, 0x01);
	for (int y = 0; y < HEIGHT; y++) {
		bilevel_row(p, y, row + 1);
		add8(to, y == HEIGHT - 1); /* the last stored block */
		add_number(to, 2, false, length);
		add_number(to, 2, false, (uint16_t)~length);
		buf_add(to, row, sizeof row);
		for (size_t i = 0; i < sizeof row; i++) {
			a = (a + row[i]) % 65521;
			b = (b + a) % 65521;
		}
	}
	add_number(to, 4, true, b << 16 | a);
}

void documento_png(struct buf *to, uint64_t seme)
{
	struct pagina_disegnata page;
	struct buf data = { 0 };

	pagina_draw(&page, seme);
	buf_add(to, "\x89PNG\r\n\x1a\n", 8);
	add_number(&data, 4, true, WIDTH);
	add_number(&data, 4, true, HEIGHT);
	buf_add(&data, "\x01\x00\x00\x00\x00", 5); /* one bit of grey */
	png_chunk(to, "IHDR", &data);
	buf_reset(&data);
	png_pixels(&data, &page);
	png_chunk(to, "IDAT", &data);
	buf_reset(&data);
	png_chunk(to, "IEND", &data);
	buf_release(&data);
}

static void tiff_entry(struct buf *to, bool big, unsigned tag, uint32_t value)
{
	bool wide = tag == 273 || tag == 279; /* LONG; the others are SHORT */

	add_number(to, 2, big, tag);
	add_number(to, 2, big, wide ? 4 : 3);
	add_number(to, 4, big, 1);
	add_number(to, wide ? 4 : 2, big, value);
	if (!wide)
		add_number(to, 2, big, 0);
}

void documento_tiff(struct buf *to, uint64_t seme, bool motorola)
{
	static const uint32_t entries[][2] = {
		{ 256, WIDTH }, { 257, HEIGHT }, { 258, 1 }, { 259, 1 }, { 262, 1 },
		{ 273, 8 }, { 277, 1 }, { 278, HEIGHT }, { 279, ROW_BYTES * HEIGHT },
	};
	struct pagina_disegnata page;
	uint8_t row[ROW_BYTES];

	pagina_draw(&page, seme);
	buf_adds(to, motorola ? "MM" : "II");
	add_number(to, 2, motorola, 42);
	add_number(to, 4, motorola, 8 + ROW_BYTES * HEIGHT); /* the directory comes last */
	for (int y = 0; y < HEIGHT; y++) {
		bilevel_row(&page, y, row);
		buf_add(to, row, sizeof row);
	}
	add_number(to, 2, motorola, sizeof entries / sizeof entries[0]);
	for (size_t i = 0; i < sizeof entries / sizeof entries[0]; i++)
		tiff_entry(to, motorola, entries[i][0], entries[i][1]);
	add_number(to, 4, motorola, 0);
}

struct bits {
	struct buf *to;
	uint32_t held;
	unsigned n;
};

static void bits_add(struct bits *b, uint32_t value, unsigned n)
{
	b->held = b->held << n | (value & ((1u << n) - 1));
	b->n += n;
	while (b->n >= 8) {
		unsigned byte = b->held >> (b->n - 8) & 0xff;

		add8(b->to, byte);
		if (byte == 0xff)
			add8(b->to, 0); /* or it would begin a marker */
		b->n -= 8;
	}
}

/* ITU T.81 table K.3, the categories that a difference of two grey levels needs. */
static void jpeg_difference(struct bits *b, int difference)
{
	static const struct { uint8_t code, length; } dc[] = {
		{ 0, 2 }, { 2, 3 }, { 3, 3 }, { 4, 3 }, { 5, 3 }, { 6, 3 }, { 14, 4 }, { 30, 5 },
		{ 62, 6 },
	};
	unsigned magnitude = (unsigned)(difference < 0 ? -difference : difference);
	unsigned category = 0;

	while (magnitude >> category)
		category++;
	bits_add(b, dc[category].code, dc[category].length);
	if (category)
		bits_add(b, (uint32_t)(difference < 0 ? difference - 1 : difference), category);
	bits_add(b, 0, 1); /* end of block: the only code of our AC table */
}

static void jpeg_header(struct buf *to)
{
	static const char start[] = "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01"
				    "\x00\x00\xff\xdb\x00\x43\x00";
	static const char tables[] =
		"\xff\xc4\x00\x1f\x00"
		"\x00\x01\x05\x01\x01\x01\x01\x01\x01\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b"
		"\xff\xc4\x00\x14\x10"
		"\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00"
		"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00";

	buf_add(to, start, sizeof start - 1);
	for (int i = 0; i < 64; i++)
		add8(to, 8); /* so that the DC coefficient is the grey level less 128 */
	buf_add(to, "\xff\xc0\x00\x0b\x08", 5);
	add_number(to, 2, true, HEIGHT);
	add_number(to, 2, true, WIDTH);
	buf_add(to, "\x01\x01\x11\x00", 4);
	buf_add(to, tables, sizeof tables - 1);
}

void documento_jpeg(struct buf *to, uint64_t seme)
{
	struct pagina_disegnata page;
	struct bits bits = { .to = to };
	int before = 0;

	pagina_draw(&page, seme);
	jpeg_header(to);
	for (int row = 0; row < PAGINA_ALTEZZA; row++) {
		for (int column = 0; column < PAGINA_LARGHEZZA; column++) {
			int level = page.grigio[row][column] - 128;

			jpeg_difference(&bits, level - before);
			before = level;
		}
	}
	if (bits.n)
		bits_add(&bits, 0x7f, 8 - bits.n); /* padded with ones */
	buf_add(to, "\xff\xd9", 2);
}
