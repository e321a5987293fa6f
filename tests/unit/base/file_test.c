/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/file.h"
#include "base/text.h"
#include "tests/support/folder.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[FOLDER_SIZE];

static void make(void)
{
	folder_make(folder);
}

static void remove_all(void)
{
	folder_remove(folder);
}

TestSuite(file, .init = make, .fini = remove_all);

static const char *in_folder(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

Test(file, what_is_written_is_read_back_and_private)
{
	struct buf b = { 0 };
	struct err e = { 0 };
	struct stat st;

	cr_assert(file_write(in_folder("nota"), "è\0z", 4, &e), "%s", e.cause);
	cr_assert(file_write(in_folder("nota"), "nuova", 5, &e), "%s", e.cause);
	cr_assert(file_read(in_folder("nota"), &b, &e));
	cr_assert_str_eq(buf_str(&b), "nuova");
	cr_assert_eq(stat(in_folder("nota"), &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0600);
	buf_release(&b);
}

Test(file, read_refuses_by_name)
{
	struct buf b;
	struct err e = { 0 };

	buf_init(&b, 4);
	cr_assert_not(file_read(in_folder("manca"), &b, &e));
	cr_assert_eq(e.code, ERR_ABSENT);
	cr_assert(strstr(e.text, "manca"));
	cr_assert_null(strstr(e.cause, "manca"));
	cr_assert_not(file_read(folder, &b, &e));
	cr_assert_eq(e.code, ERR_IO);
	cr_assert_eq(mkfifo(in_folder("tubo"), 0600), 0);
	cr_assert_not(file_read(in_folder("tubo"), &b, &e));
	cr_assert_eq(e.code, ERR_IO);
	cr_assert(file_write(in_folder("lungo"), "12345", 5, &e));
	cr_assert_not(file_read(in_folder("lungo"), &b, &e));
	cr_assert_eq(e.code, ERR_LIMIT);
	buf_release(&b);
}

Test(file, write_that_fails_leaves_nothing)
{
	struct err e = { 0 };

	cr_assert_not(file_write(in_folder("manca/nota"), "x", 1, &e));
	cr_assert_eq(e.code, ERR_ABSENT);
	cr_assert_eq(mkdir(in_folder("cartella"), 0700), 0);
	cr_assert_eq(mkdir(in_folder("cartella/piena"), 0700), 0);
	cr_assert_not(file_write(in_folder("cartella"), "x", 1, &e));
	cr_assert_eq(e.code, ERR_IO);
}

Test(file, folders_are_made_private)
{
	struct err e = { 0 };
	struct stat st;

	cr_assert(file_make_folders(in_folder("a/b/c"), &e));
	cr_assert(file_make_folders(in_folder("a/b/c/"), &e));
	cr_assert_eq(stat(in_folder("a/b"), &st), 0);
	cr_assert_eq(st.st_mode & 0777, 0700);
	cr_assert(file_write(in_folder("file"), "x", 1, &e));
	cr_assert_not(file_make_folders(in_folder("file/x"), &e));
	cr_assert_eq(e.code, ERR_IO);
}

Test(file, safe_names)
{
	static const struct {
		const char *name;
		const char *safe;
	} facts[] = {
		{ "ricevuta.pdf", "ricevuta.pdf" },
		{ "../../etc/passwd", "passwd" },
		{ "C:\\Documenti\\busta paga.pdf", "busta paga.pdf" },
		{ ".nascosto", "nascosto" },
		{ "-rf", "rf" },
		{ "a\033[2Jb\n.pdf", "a[2Jb.pdf" },
		{ "\u202Efdp.exe", "fdp.exe" },
		{ "\u00A0.\u3000-x", "x" },
		{ "..", "senza-nome" },
		{ "/", "senza-nome" },
		{ "", "senza-nome" },
		{ NULL, "senza-nome" },
		{ "città.png", "città.png" },
	};
	struct arena a = { 0 };
	char *name;

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		cr_expect_str_eq(file_safe_name(&a, facts[i].name), facts[i].safe, "%zu", i);
	name = arena_alloc(&a, 400);
	for (size_t i = 0; i < 300; i += 2)
		memcpy(name + i, "è", 2);
	memcpy(name + 300, ".tiff", 6);
	name = file_safe_name(&a, name);
	cr_assert(strlen(name) <= 120);
	cr_assert(text_valid(name, strlen(name)));
	cr_assert_str_eq(name + strlen(name) - 5, ".tiff");
	arena_release(&a);
}

static int next_descriptor(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	return fd;
}

/* Also when the old one is large enough for a process of its own to give it back. */
Test(file, one_takes_the_place_of_another)
{
	static const off_t sizes[] = { 3, (off_t)9 << 20 };
	struct err e = { 0 };
	struct buf b = { 0 };
	char to[FOLDER_SIZE + 16];

	snprintf(to, sizeof(to), "%s", in_folder("vecchio"));
	for (size_t i = 0; i < 2; i++) {
		int before = next_descriptor();

		cr_assert(file_write(to, "old", 3, &e));
		cr_assert_eq(truncate(to, sizes[i]), 0);
		cr_assert(file_write(in_folder("nuovo"), "new", 3, &e));
		cr_assert(file_replace(in_folder("nuovo"), to, &e), "%s", e.cause);
		buf_reset(&b);
		cr_assert(file_read(to, &b, &e));
		cr_expect_str_eq(buf_str(&b), "new");
		cr_expect_eq(next_descriptor(), before, "none is left open");
		cr_expect(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD, "no child of ours");
	}
	cr_expect_not(file_replace(in_folder("nuovo"), to, &e), "there is none");
	buf_release(&b);
}

Test(file, a_folder_goes_with_its_files_and_what_a_link_leads_to_stays)
{
	char other[300], link[300], inside[320];
	struct err e = { 0 };

	snprintf(other, sizeof(other), "%s/altro", folder);
	snprintf(link, sizeof(link), "%s/via", folder);
	snprintf(inside, sizeof(inside), "%s/nota", other);
	cr_assert(file_make_folders(other, &e));
	cr_assert(file_write(inside, "a", 1, &e));
	cr_assert_eq(symlink(other, link), 0);
	file_remove_folder(AT_FDCWD, link);
	cr_expect_eq(access(inside, F_OK), 0);
	file_remove_folder(AT_FDCWD, other);
	cr_expect_neq(access(other, F_OK), 0);
	file_remove_folder(AT_FDCWD, other); /* there is none: nothing happens */
}
