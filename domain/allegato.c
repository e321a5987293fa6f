/*
 * SPDX-License-Identifier: EUPL-1.2
 *
 * What may be uploaded. A file is what its bytes say at both ends and in its outline; a name
 * proves nothing. The bytes are a stranger's: every offset is checked against the length.
 */
#include "domain/allegato.h"

#include "base/i18n.h"
#include "domain/problem.h"

#include <assert.h>
#include <string.h>

#define PDF_TAIL      1024 /* where readers look for %%EOF */
#define TIFF_IFDS_MAX 4096 /* pages; a chain that is longer is a loop */

#define KB 1024
#define MB (1024 * 1024)

static bool starts(const unsigned char *b, size_t n, const void *with, size_t length)
{
	return n >= length && memcmp(b, with, length) == 0;
}

static bool ends(const unsigned char *b, size_t n, const void *with, size_t length)
{
	return n >= length && memcmp(b + n - length, with, length) == 0;
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_pdf(const unsigned char *b, size_t n)
{
	size_t tail = n < PDF_TAIL ? n : PDF_TAIL;

	return starts(b, n, "%PDF-", 5) && n > 8 && is_digit(b[5]) && b[6] == '.'
		&& is_digit(b[7]) && memmem(b + n - tail, tail, "%%EOF", 5);
}

/* SOF0..SOF15 without the three markers among them that are something else. */
static bool is_frame(unsigned char marker)
{
	return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8
		&& marker != 0xCC;
}

/* Segments from the start to the scan, with a frame among them, and an end of image. */
static bool is_jpeg(const unsigned char *b, size_t n)
{
	bool frame = false;
	size_t at = 2;

	if (!starts(b, n, "\xFF\xD8\xFF", 3) || !ends(b, n, "\xFF\xD9", 2))
		return false;
	while (n - at >= 4 && b[at] == 0xFF) {
		unsigned char marker = b[at + 1];
		size_t length = (size_t)b[at + 2] << 8 | b[at + 3];

		if (marker == 0xFF) { /* a fill byte */
			at++;
			continue;
		}
		if (marker == 0xDA)
			return frame;
		if (length < 2 || length + 2 > n - at)
			return false;
		frame = frame || is_frame(marker);
		at += length + 2;
	}
	return false;
}

static bool is_png(const unsigned char *b, size_t n)
{
	static const char head[] = "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR";
	static const char tail[] = "\0\0\0\0IEND\xAE\x42\x60\x82";

	return starts(b, n, head, sizeof(head) - 1) && ends(b, n, tail, sizeof(tail) - 1)
		&& n >= 33 + sizeof(tail) - 1; /* a whole header before the end */
}

static size_t number(const unsigned char *b, size_t bytes, bool big_endian)
{
	size_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | b[big_endian ? i : bytes - 1 - i];
	return value;
}

/* The chain of directories lies in the file and ends. BigTIFF has another signature. */
static bool is_tiff(const unsigned char *b, size_t n)
{
	bool big_endian = starts(b, n, "MM\0*", 4);
	size_t at;

	if ((!big_endian && !starts(b, n, "II*\0", 4)) || n < 14)
		return false;
	at = number(b + 4, 4, big_endian);
	for (int i = 0; i < TIFF_IFDS_MAX; i++) {
		size_t entries;

		if (at < 8 || at > n - 6)
			return false;
		entries = number(b + at, 2, big_endian);
		if (entries == 0 || (n - at - 6) / 12 < entries)
			return false;
		at = number(b + at + 2 + entries * 12, 4, big_endian);
		if (at == 0)
			return true;
	}
	return false;
}

enum tipo_file allegato_sniff(const void *bytes, size_t n)
{
	if (is_pdf(bytes, n))
		return TIPO_FILE_PDF;
	if (is_jpeg(bytes, n))
		return TIPO_FILE_JPEG;
	if (is_png(bytes, n))
		return TIPO_FILE_PNG;
	return is_tiff(bytes, n) ? TIPO_FILE_TIFF : TIPO_FILE_NONE;
}

enum tipo_file allegato_promise(const void *head, size_t n)
{
	if (starts(head, n, "\xFF\xD8\xFF", 3))
		return TIPO_FILE_JPEG;
	return starts(head, n, "MM\0*", 4) || starts(head, n, "II*\0", 4) ? TIPO_FILE_TIFF
		: TIPO_FILE_NONE;
}

static bool refused(struct err *err, enum problem_type problem, const char *cause)
{
	err_set(err, (int)problem, "allegati: %s", cause);
	return err_field(err, "allegati");
}

static bool too_large(int64_t total, struct err *err)
{
	struct arena a = { 0 };

	refused(err, PROBLEM_ALLEGATI_TROPPO_GRANDI, "sum of sizes");
	err_say(err,
		_("Gli allegati superano di %s il massimo di 3 MB in totale: togli un file "
		  "o riducine le dimensioni."),
		byte_phrase(&a, total - ALLEGATI_BYTES_MAX));
	arena_release(&a);
	return false;
}

bool allegati_check(const int64_t *bytes, size_t n, struct err *err)
{
	int64_t total = 0;

	if (n > ALLEGATI_MAX) {
		refused(err, PROBLEM_ALLEGATI_TROPPO_GRANDI, "more than three");
		return err_say(err,
			_("Gli allegati possono essere al massimo 3 e qui sono %zu: "
			  "togline qualcuno."),
			n);
	}
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] <= 0) {
			refused(err, PROBLEM_ALLEGATO_NON_AMMESSO, "empty");
			return err_say(err,
				_("L'allegato %zu è vuoto: scegli un altro file."),
				i + 1);
		}
		if (bytes[i] > INT64_MAX - total)
			return too_large(INT64_MAX, err);
		total += bytes[i];
	}
	return total <= ALLEGATI_BYTES_MAX || too_large(total, err);
}

const char *tipo_file_mime(enum tipo_file t)
{
	static const char *const mime[TIPO_FILE_COUNT] = {
		[TIPO_FILE_PDF] = "application/pdf",
		[TIPO_FILE_JPEG] = "image/jpeg",
		[TIPO_FILE_PNG] = "image/png",
		[TIPO_FILE_TIFF] = "image/tiff",
	};

	assert((int)t >= 0 && t < TIPO_FILE_COUNT);
	return mime[t];
}

char *byte_phrase(struct arena *a, int64_t byte)
{
	int64_t tenths;

	if (byte < KB)
		return arena_printf(a, _("%lld byte"), (long long)byte);
	if (byte < (int64_t)1000 * KB - KB / 2) /* above, "1000 kB" would be rounded to */
		return arena_printf(a, _("%lld kB"), (long long)((byte + KB / 2) / KB));
	tenths = byte / MB * 10 + (byte % MB * 10 + MB / 2) / MB;
	/* TRANSLATORS: megabytes with one decimal; the comma is the decimal sign. */
	return arena_printf(
		a, _("%lld,%lld MB"), (long long)(tenths / 10), (long long)(tenths % 10));
}
