/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"
#include "domain/allegato.h"
#include "server/sample/documenti.h"
#include "server/sample/esempio.h"
#include "server/sample/fascio.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <magic.h>
#include <string.h>
#include <stdio.h>
#include <sys/stat.h>

static void check_kind(magic_t magic, enum tipo_file tipo, const struct buf *b)
{
	const char *mime = magic_buffer(magic, b->data, b->len);

	cr_assert_eq(allegato_sniff(b->data, b->len), tipo, "sniffed as %d, not %d",
		(int)allegato_sniff(b->data, b->len), (int)tipo);
	cr_assert_str_eq(mime, tipo_file_mime(tipo));
}

Test(sample_documenti, every_file_is_what_it_says_for_libmagic_and_for_us)
{
	magic_t magic = magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS);

	cr_assert_eq(magic_load(magic, NULL), 0);
	for (uint64_t seme = 0; seme < 50; seme++) {
		for (int tipo = 1; tipo < TIPO_FILE_COUNT; tipo++) {
			struct buf b = { 0 };

			documento_make(&b, (enum tipo_file)tipo, seme, "Perché (prova)", "città\n\\");
			cr_assert(buf_ok(&b));
			cr_assert_lt(b.len, 20000);
			check_kind(magic, (enum tipo_file)tipo, &b);
			buf_release(&b);
		}
	}
	magic_close(magic);
}

Test(sample_documenti, the_same_seed_draws_the_same_file)
{
	struct buf a = { 0 }, b = { 0 }, c = { 0 };

	documento_jpeg(&a, 7);
	documento_jpeg(&b, 7);
	documento_jpeg(&c, 8);
	cr_assert(a.len == b.len && memcmp(a.data, b.data, a.len) == 0);
	cr_assert(a.len != c.len || memcmp(a.data, c.data, a.len) != 0);
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}

static off_t size_of(const char *folder, const char *name)
{
	char path[256];
	struct stat st;

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	cr_assert_eq(stat(path, &st), 0, "%s", name);
	return st.st_size;
}

static enum tipo_file kind_of(const char *folder, const char *name)
{
	char path[256];
	struct buf b;
	struct err err = { 0 };
	enum tipo_file tipo;

	buf_init(&b, (size_t)8 << 20);
	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	cr_assert(file_read(path, &b, &err), "%s", err.cause);
	tipo = allegato_sniff(b.data, b.len);
	buf_release(&b);
	return tipo;
}

Test(sample_documenti, the_files_to_attach_are_good_and_bad_as_their_names_say)
{
	char folder[FOLDER_SIZE];
	struct err err = { 0 };

	folder_make(folder);
	cr_assert(esempio_files(folder, &err), "%s", err.cause);
	cr_expect_eq(kind_of(folder, "ricevute-di-pagamento.pdf"), TIPO_FILE_PDF);
	cr_expect_eq(kind_of(folder, "carta-d-identita.jpg"), TIPO_FILE_JPEG);
	cr_expect_eq(kind_of(folder, "schermata-errore.png"), TIPO_FILE_PNG);
	cr_expect_eq(kind_of(folder, "contratto-firmato.tif"), TIPO_FILE_TIFF);
	cr_expect_eq(kind_of(folder, "contratto-firmato-motorola.tif"), TIPO_FILE_TIFF);
	cr_expect_eq(kind_of(folder, "falso.pdf"), TIPO_FILE_NONE);
	cr_expect_eq(kind_of(folder, "immagine-troncata.png"), TIPO_FILE_NONE);
	cr_expect_eq(kind_of(folder, "giusto-al-limite.pdf"), TIPO_FILE_PDF);
	cr_expect_eq(size_of(folder, "giusto-al-limite.pdf"), ALLEGATI_BYTES_MAX);
	cr_expect_eq(size_of(folder, "un-byte-di-troppo.pdf"), ALLEGATI_BYTES_MAX + 1);
	cr_expect_gt(size_of(folder, "troppo-grande.pdf"), ALLEGATI_BYTES_MAX);
	folder_remove(folder);
}

Test(sample_documenti, base64_is_that_of_rfc_4648)
{
	static const char *const known[][2] = { { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" } };
	struct arena a = { 0 };

	for (size_t i = 0; i < 6; i++)
		cr_expect_str_eq(base64_of(&a, known[i][0], strlen(known[i][0])), known[i][1]);
	arena_release(&a);
}
