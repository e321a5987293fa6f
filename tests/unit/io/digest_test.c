/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"
#include "io/digest.h"

#include <criterion/criterion.h>
#include <string.h>
#include <unistd.h>

/* FIPS 180-2, and the empty message. */
Test(digest, known_values)
{
	static const struct {
		const char *message;
		const char *hex;
	} facts[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[DIGEST_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++) {
		digest_of(facts[i].message, strlen(facts[i].message), hex);
		cr_expect_str_eq(hex, facts[i].hex);
	}
}

Test(digest, piece_by_piece_and_from_a_file)
{
	char whole[DIGEST_TEXT_SIZE];
	char pieces[DIGEST_TEXT_SIZE];
	char name[] = "/tmp/agenda-digest-XXXXXX";
	char bytes[50000];
	struct digest d;
	struct err e = { 0 };
	int fd = mkstemp(name);

	close(fd);
	memset(bytes, 'x', sizeof(bytes));
	digest_of(bytes, sizeof(bytes), whole);
	digest_init(&d);
	for (int round = 0; round < 2; round++) { /* digest_end starts it anew */
		for (size_t i = 0; i < sizeof(bytes); i += 1000)
			digest_add(&d, bytes + i, 1000);
		digest_end(&d, pieces);
		cr_expect_str_eq(pieces, whole);
	}
	cr_assert(file_write(name, bytes, sizeof(bytes), &e));
	cr_assert(digest_file(name, pieces, &e));
	cr_expect_str_eq(pieces, whole);
	unlink(name);
	cr_assert_not(digest_file(name, pieces, &e));
	cr_expect_eq(e.code, ERR_ABSENT);
	cr_assert_not(digest_file("/tmp", pieces, &e));
	cr_expect_eq(e.code, ERR_IO);
}
