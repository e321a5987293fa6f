/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/allegato.h"
#include "domain/problem.h"

#include <criterion/criterion.h>
#include <string.h>

#define COUNT(x) (sizeof(x) / sizeof(*(x)))
#define BYTES(s) (s), sizeof(s) - 1

#define PDF  "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n0\n%%EOF\n"
#define JPEG "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" \
	     "\xFF\xC0\0\x0B\x08\0\1\0\1\1\1\x11\0" \
	     "\xFF\xDA\0\x08\1\1\0\0\x3F\0\x12\xFF\xD9"
#define PNG  "\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xDE" \
	     "\0\0\0\0IEND\xAE" "B`\x82"
#define ENTRY_II "\0\1\3\0\1\0\0\0\1\0\0\0"
#define ENTRY_MM "\1\0\0\3\0\0\0\1\0\1\0\0"

Test(allegato, is_what_its_bytes_say)
{
	static const struct {
		const char *what;
		const char *bytes;
		size_t n;
		enum tipo_file tipo;
	} facts[] = {
		{ "pdf", BYTES(PDF), TIPO_FILE_PDF },
		{ "pdf with blanks after the end", BYTES(PDF "\r\n\r\n  "), TIPO_FILE_PDF },
		{ "pdf without its end", BYTES("%PDF-1.7\n1 0 obj<<>>endobj\n"), TIPO_FILE_NONE },
		{ "pdf behind something else", BYTES("\n" PDF), TIPO_FILE_NONE },
		{ "text that is called .pdf", BYTES("Gentile INPS,\n%%EOF\n"), TIPO_FILE_NONE },
		{ "html that is called .pdf", BYTES("<html>%PDF-1.7 %%EOF</html>"), TIPO_FILE_NONE },
		{ "a program that is called .pdf", BYTES("MZ\x90\0\3\0\0\0\4\0%%EOF"),
		  TIPO_FILE_NONE },
		{ "pdf of no version", BYTES("%PDF-x.y %%EOF"), TIPO_FILE_NONE },
		{ "jpeg", BYTES(JPEG), TIPO_FILE_JPEG },
		{ "jpeg cut short", JPEG, sizeof(JPEG) - 2, TIPO_FILE_NONE },
		{ "jpeg with something behind it", BYTES(JPEG "PK\3\4"), TIPO_FILE_NONE },
		{ "jpeg of two ends and nothing between", BYTES("\xFF\xD8\xFF\xD9"), TIPO_FILE_NONE },
		{ "jpeg without a frame",
		  BYTES("\xFF\xD8\xFF\xDA\0\x08\1\1\0\0\x3F\0\x12\xFF\xD9"), TIPO_FILE_NONE },
		{ "jpeg whose segment leaves the file",
		  BYTES("\xFF\xD8\xFF\xE0\xFF\xFFJFIF\xFF\xD9"), TIPO_FILE_NONE },
		{ "jpeg whose segment is shorter than its length",
		  BYTES("\xFF\xD8\xFF\xE0\0\1JFIF\xFF\xD9"), TIPO_FILE_NONE },
		{ "png", BYTES(PNG), TIPO_FILE_PNG },
		{ "png cut short", PNG, sizeof(PNG) - 2, TIPO_FILE_NONE },
		{ "png with something behind it", BYTES(PNG "<html>"), TIPO_FILE_NONE },
		{ "png signature alone", BYTES("\x89PNG\r\n\x1A\n"), TIPO_FILE_NONE },
		{ "tiff, little-endian", BYTES("II*\0\x08\0\0\0\1\0" ENTRY_II "\0\0\0\0"),
		  TIPO_FILE_TIFF },
		{ "tiff, big-endian", BYTES("MM\0*\0\0\0\x08\0\1" ENTRY_MM "\0\0\0\0"),
		  TIPO_FILE_TIFF },
		{ "tiff of two pages",
		  BYTES("II*\0\x08\0\0\0\1\0" ENTRY_II "\x1A\0\0\0\1\0" ENTRY_II "\0\0\0\0"),
		  TIPO_FILE_TIFF },
		{ "tiff whose pages are a loop",
		  BYTES("II*\0\x08\0\0\0\1\0" ENTRY_II "\x08\0\0\0"), TIPO_FILE_NONE },
		{ "tiff whose directory leaves the file",
		  BYTES("II*\0\xFF\xFF\xFF\xFF\1\0" ENTRY_II "\0\0\0\0"), TIPO_FILE_NONE },
		{ "tiff whose entries leave the file",
		  BYTES("MM\0*\0\0\0\x08\0\2" ENTRY_MM "\0\0\0\0"), TIPO_FILE_NONE },
		{ "tiff of no entries", BYTES("II*\0\x08\0\0\0\0\0\0\0\0\0\0\0"), TIPO_FILE_NONE },
		{ "mixed byte orders", BYTES("II\0*\x08\0\0\0\1\0" ENTRY_II "\0\0\0\0"),
		  TIPO_FILE_NONE },
		{ "bigtiff", BYTES("II+\0\x08\0\0\0\x10\0\0\0\0\0\0\0\1\0" ENTRY_II "\0\0\0\0"),
		  TIPO_FILE_NONE },
		{ "gif", BYTES("GIF89a\1\0\1\0\0\0\0;"), TIPO_FILE_NONE },
		{ "nothing", BYTES(""), TIPO_FILE_NONE },
	};

	for (size_t i = 0; i < COUNT(facts); i++)
		cr_expect_eq((int)allegato_sniff(facts[i].bytes, facts[i].n), (int)facts[i].tipo,
			"%s", facts[i].what);
}

Test(allegato, no_beginning_of_a_file_is_read_past_its_end)
{
	static const struct {
		const char *bytes;
		size_t n;
	} files[] = { { BYTES(PDF) }, { BYTES(JPEG) }, { BYTES(PNG) },
		{ BYTES("II*\0\x08\0\0\0\1\0" ENTRY_II "\0\0\0\0") } };

	for (size_t f = 0; f < COUNT(files); f++) {
		for (size_t n = 0; n < files[f].n; n++) {
			char *exact = malloc(n + 1); /* one byte more: n may be 0 */

			memcpy(exact + 1, files[f].bytes, n);
			if (f != 0 || n < files[f].n - 1)
				cr_expect_eq((int)allegato_sniff(exact + 1, n), TIPO_FILE_NONE);
			free(exact);
		}
	}
}

Test(allegati, sums_and_numbers)
{
	static const struct {
		int64_t bytes[5];
		size_t n;
		int code;
		const char *said;
	} facts[] = {
		{ { 0 }, 0, 0, "" },
		{ { ALLEGATI_BYTES_MAX }, 1, 0, "" },
		{ { 1048576, 1048576, 1048576 }, 3, 0, "" },
		{ { 1048576, 1048576, 1048577 }, 3, PROBLEM_ALLEGATI_TROPPO_GRANDI,
		  "superano di 1 byte il massimo di 3 MB" },
		{ { ALLEGATI_BYTES_MAX + 1048576 }, 1, PROBLEM_ALLEGATI_TROPPO_GRANDI,
		  "superano di 1,0 MB" },
		{ { 1, 1, 1, 1 }, 4, PROBLEM_ALLEGATI_TROPPO_GRANDI, "qui sono 4" },
		{ { 100, 0 }, 2, PROBLEM_ALLEGATO_NON_AMMESSO, "L'allegato 2 è vuoto" },
		{ { -5 }, 1, PROBLEM_ALLEGATO_NON_AMMESSO, "L'allegato 1 è vuoto" },
		{ { INT64_MAX, INT64_MAX, INT64_MAX }, 3, PROBLEM_ALLEGATI_TROPPO_GRANDI,
		  "superano di" },
	};

	for (size_t i = 0; i < COUNT(facts); i++) {
		struct err e = { 0 };

		cr_expect_eq(allegati_check(facts[i].bytes, facts[i].n, &e), facts[i].code == 0,
			"%zu", i);
		cr_expect_eq(e.code, facts[i].code, "%zu", i);
		cr_expect(strstr(e.text, facts[i].said), "%zu: %s", i, e.text);
		cr_expect_str_eq(e.field, facts[i].code ? "allegati" : "");
	}
}

Test(allegato, sizes_in_words)
{
	static const struct {
		int64_t n;
		const char *phrase;
	} facts[] = {
		{ 0, "0 byte" }, { 12, "12 byte" }, { 1023, "1023 byte" }, { 1024, "1 kB" },
		{ 655360, "640 kB" }, { 1022975, "999 kB" }, { 1023487, "999 kB" },
		{ 1023488, "1,0 MB" }, { 1048576, "1,0 MB" }, { 1258291, "1,2 MB" },
		{ ALLEGATI_BYTES_MAX, "3,0 MB" }, { INT64_MAX, "8796093022208,0 MB" },
	};
	struct arena a = { 0 };

	for (size_t i = 0; i < COUNT(facts); i++)
		cr_expect_str_eq(byte_phrase(&a, facts[i].n), facts[i].phrase);
	arena_release(&a);
}

Test(allegato, kinds)
{
	cr_expect_str_eq(tipo_file_mime(TIPO_FILE_PDF), "application/pdf");
	cr_expect_str_eq(tipo_file_mime(TIPO_FILE_TIFF), "image/tiff");
	cr_expect_null(tipo_file_mime(TIPO_FILE_NONE));
}

Test(allegato, promises_what_only_the_whole_file_keeps)
{
	static const struct {
		const char *head;
		size_t n;
		enum tipo_file tipo;
	} facts[] = {
		{ "II*\0\x10\x20\0\0", 8, TIPO_FILE_TIFF },
		{ "MM\0*\0\0\x20\x10", 8, TIPO_FILE_TIFF },
		{ "\xFF\xD8\xFF\xE1", 4, TIPO_FILE_JPEG },
		{ "%PDF-1.7", 8, TIPO_FILE_NONE }, /* its two ends are enough to know */
		{ "II+\0", 4, TIPO_FILE_NONE },
		{ "II*", 3, TIPO_FILE_NONE },
		{ "", 0, TIPO_FILE_NONE },
	};

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_eq((int)allegato_promise(facts[i].head, facts[i].n), (int)facts[i].tipo,
			"%zu", i);
}
