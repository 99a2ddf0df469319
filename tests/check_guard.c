/* The byte guard: what it lets through, what it says of the rest, and that
   neither depends on how many bytes are read at a time. */

#include <config.h>

#include "input/guard.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct qp_session run;
static char folder[] = "/tmp/check_guard.XXXXXX";

static void
set_up(void)
{
    run.arena = qp_arena_new();
    run.diag = qp_diag_new(run.arena);
}

static void
tear_down(void)
{
    qp_arena_free(run.arena);
}

static void
write_file(const char *bytes, size_t length)
{
    FILE *file = fopen("f.xml", "w");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, length, file), length);
    ck_assert_int_eq(fclose(file), 0);
}

/* The problems since number FROM, without the file's name. */
static const char *
said(size_t from)
{
    const char *text = "";

    for (size_t i = from; i < qp_diag_length(run.diag); i++)
        text = qp_arena_printf(run.arena, "%s%s%s", text, *text ? "\n" : "",
                               qp_diag_text(run.arena, run.diag, i) +
                                   strlen("f.xml:"));
    return text;
}

/* What came through, the length of it, and what was said. */
struct passed {
    char *bytes;
    size_t n;
    const char *said;
    bool is_whole;
    struct qp_file file;
};

static struct passed
pass(size_t chunk)
{
    struct passed passed = { .bytes = qp_arena_alloc(run.arena, 1 << 22, 1) };
    size_t from = qp_diag_length(run.diag), n;
    struct qp_guard *guard = qp_guard_open(&run, run.arena, "f.xml", chunk);
    enum qp_guard_step step = QP_GUARD_FAULT;
    const char *bytes;

    while (guard &&
           (step = qp_guard_next(guard, &bytes, &n)) == QP_GUARD_BYTES) {
        ck_assert_uint_gt(n, 0);
        memcpy(passed.bytes + passed.n, bytes, n);
        passed.n += n;
    }
    passed.is_whole = step == QP_GUARD_END;
    if (passed.is_whole)
        qp_guard_identify(guard, &passed.file);
    if (guard)
        qp_guard_close(guard);
    passed.said = said(from);
    return passed;
}

static const size_t chunks[] = { 1, 2, 3, 7, 1023, 4096, QP_GUARD_CHUNK };

/* ---- short files ---- */

#define BYTES(text) text, sizeof text - 1
#define GB "<?xml version=\"1.0\" encoding=\"GB18030\"?>"
#define NOT_UTF8                                                              \
    " is not UTF-8; save the file as UTF-8, or declare "                      \
    "encoding=\"GB18030\" if that is what it is [encoding]"
#define BAD_DECLARATION                                                       \
    "1: error: the XML declaration cannot be read; write <?xml "              \
    "version=\"1.0\" encoding=\"UTF-8\"?> [xml]"

/* What comes through, without blanks in front, is WANT; null: what is there.
   SAID is "" for a sound file. */
static const struct {
    const char *bytes;
    size_t n;
    const char *want, *said;
} files[] = {
    { BYTES("<a/>"), NULL, "" },
    { BYTES("\xef\xbb\xbf<a/>"), "<a/>", "" },
    { BYTES(" \n<a/>"), NULL, "" },
    { BYTES("<a>服务 \xf0\x9f\x8f\x99 \xf4\x8f\xbf\xbf</a>"), NULL, "" },
    /* declarations */
    { BYTES("<?xml version=\"1.0\"?><a/>"), "<a/>", "" },
    { BYTES("<?xml version='1.0'\nencoding = 'utf-8'?>\n<a/>"),
      "\n                    \n<a/>", "" },
    { BYTES("<?xml version=\"1.0\" standalone=\"yes\" ?><a/>"), "<a/>", "" },
    { BYTES("<?xml version='1.0' standalone='no'?><a/>"), "<a/>", "" },
    { BYTES("<?xml version=\"1.0\" standalone=\"maybe\"?><a/>"), "",
      BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0\" standalone=\"\"?><a/>"), "",
      BAD_DECLARATION },
    { BYTES("<?xml-stylesheet href=\"a\"?><a/>"), NULL, "" },
    { BYTES("<?xml encoding=\"UTF-8\"?><a/>"), "", BAD_DECLARATION },
    { BYTES("<?xml version=\"1.1\"?><a/>"), "", BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0\" encoding=\"UTF-8\" "
            "encoding=\"GBK\"?><a/>"),
      "", BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0\"encoding=\"UTF-8\"?><a/>"), "",
      BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0\" encoding=\"UTF-8?><a/>"), "",
      BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0"), "", BAD_DECLARATION },
    { BYTES("<?xml version=\"1.0\" encoding=\"UTF-7\"?><a/>"), "",
      "1: error: the encoding \"UTF-7\" is not read; save the file as UTF-8 "
      "(GB18030, GBK and GB2312 are read too) [encoding]" },
    { BYTES("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>"), "",
      "1: error: the encoding \"ISO-8859-1\" is not read; save the file as "
      "UTF-8 (GB18030, GBK and GB2312 are read too) [encoding]" },
    { BYTES("\xef\xbb\xbf" GB "<a/>"), "",
      "1: error: the file begins with the mark of UTF-8 but declares GB18030 "
      "[encoding]" },
    { BYTES("\n <?xml version=\"1.0\"?><a/>"), "",
      "2: error: <?xml ...?> must stand at the very beginning of the file "
      "[xml]" },
    /* what is not XML */
    { BYTES(""), "", " error: the file is empty [xml]" },
    { BYTES("\xef\xbb\xbf"), "", " error: the file is empty [xml]" },
    { BYTES(" \r\n\t"), "", " error: the file is empty [xml]" },
    { BYTES("\xff\xfe<\0a\0"), "",
      " error: the file is in UTF-16; save it as UTF-8 [encoding]" },
    { BYTES("\xfe\xff\0<\0a"), "",
      " error: the file is in UTF-16; save it as UTF-8 [encoding]" },
    { BYTES("<\0a\0"), "",
      " error: the file is in UTF-16; save it as UTF-8 [encoding]" },
    { BYTES("\0<\0a"), "",
      " error: the file is in UTF-16; save it as UTF-8 [encoding]" },
    { BYTES("\xff\xfe\0\0<\0\0\0"), "",
      " error: the file is in UTF-32; save it as UTF-8 [encoding]" },
    { BYTES("<\0\0\0a\0\0\0"), "",
      " error: the file is in UTF-32; save it as UTF-8 [encoding]" },
    { BYTES("\x1f\x8b\x08\0"), "",
      " error: this is a gzip archive, not XML; unpack it [xml]" },
    { BYTES("PK\3\4..."), "",
      " error: this is a workbook (.xlsx), a document (.docx) or a ZIP "
      "archive, not XML; send the XML file itself [xml]" },
    { BYTES("\xd0\xcf\x11\xe0"), "",
      " error: this is a workbook (.xls) or a document (.doc), not XML; send "
      "the XML file itself [xml]" },
    { BYTES("%PDF-1.4"), "",
      " error: this is a PDF, not XML; send the XML file itself [xml]" },
    { BYTES("区,值\n甲,1"), "",
      "1: error: this is not XML, which begins with \"<\" [xml]" },
    { BYTES("\r \r\nroot:x:0:0:root:/root:/bin/sh"), "",
      "3: error: this is not XML, which begins with \"<\" [xml]" },
    { BYTES("\n{\"a\": 1}"), "",
      "2: error: this looks like JSON, not XML [xml]" },
    /* bytes; whole tags before them come through */
    { BYTES("<a>\n\xb7\xfe</a>"), "<a>", "2: error: byte 0xb7" NOT_UTF8 },
    { BYTES("<a>\xc0\xaf</a>"), "<a>", "1: error: byte 0xc0" NOT_UTF8 },
    { BYTES("<a>\xe0\x80\xaf</a>"), "<a>", "1: error: byte 0xe0" NOT_UTF8 },
    { BYTES("<a>\xed\xa0\x80</a>"), "<a>", "1: error: byte 0xed" NOT_UTF8 },
    { BYTES("<a>\xf4\x90\x80\x80</a>"), "<a>",
      "1: error: byte 0xf4" NOT_UTF8 },
    { BYTES("<a>\xf8\x88\x80\x80\x80</a>"), "<a>",
      "1: error: byte 0xf8" NOT_UTF8 },
    { BYTES("<a>\x80</a>"), "<a>", "1: error: byte 0x80" NOT_UTF8 },
    { BYTES("<a>\n\n\xe6\x9c"), "<a>",
      "3: error: the file ends within a character: it is cut off "
      "[encoding]" },
    { BYTES("<a>\n1\0</a>"), "<a>",
      "2: error: the control character U+0000 is no text [encoding]" },
    { BYTES("<a>\x1b[2J</a>"), "<a>",
      "1: error: the control character U+001B is no text [encoding]" },
    { BYTES("<a>\xef\xbf\xbf</a>"), "<a>",
      "1: error: the control character U+FFFF is no text [encoding]" },
    { BYTES("<a><!--\1"), "<a>",
      "1: error: the control character U+0001 is no text [encoding]" },
    { BYTES("<a b='>\1"), "",
      "1: error: the control character U+0001 is no text [encoding]" },
    { BYTES("<a b='>'>text\1"), "<a b='>'>",
      "1: error: the control character U+0001 is no text [encoding]" },
    { BYTES("<a><!-->\1"), "<a>",
      "1: error: the control character U+0001 is no text [encoding]" },
    { BYTES("<a><!---->\1"), "<a><!---->",
      "1: error: the control character U+0001 is no text [encoding]" },
    { BYTES("<a><![CDATA[>]]]>\1"), "<a><![CDATA[>]]]>",
      "1: error: the control character U+0001 is no text [encoding]" },
    /* line ends */
    { BYTES("<a>\r<b\r>\r\r\n \r\n</b></a>\r"),
      "<a>\n<b\n>\n\r\n \r\n</b></a>\n", "" },
    { BYTES("<a>\r\r\1</a>"), "<a>",
      "3: error: the control character U+0001 is no text [encoding]" },
    { BYTES(GB "\r<a>\r\r\n\r\1</a>"), "\n<a>",
      "5: error: the control character U+0001 is no text [encoding]" },
    /* 服务 in GBK; 𠮷 and ǹ in the four and two bytes of GB18030 */
    { BYTES(GB "<a>\xb7\xfe\xce\xf1</a>"), "<a>服务</a>", "" },
    { BYTES(GB "\n<a>\x95\x34\xb2\x35 \xa8\xbf</a>"), "\n<a>𠮷 ǹ</a>", "" },
    { BYTES("<?xml version=\"1.0\" encoding=\"gbk\"?><a>\xe9\x46</a>"),
      "<a>镕</a>", "" },
    { BYTES("<?xml version=\"1.0\" encoding=\"GB2312\"?><a>\xe9\x46</a>"),
      "<a>",
      "1: error: byte 0xe9 does not fit the declared encoding GB2312; save "
      "the file as UTF-8 [encoding]" },
    { BYTES(GB "\n<a>\xb7\xfe\n\xff\xff</a>"), "\n<a>",
      "3: error: byte 0xff does not fit the declared encoding GB18030; save "
      "the file as UTF-8 [encoding]" },
    { BYTES(GB "\n<a>\xb7\xfe\xce"), "\n<a>",
      "2: error: the file ends within a character: it is cut off "
      "[encoding]" },
    /* a control character hidden in another encoding */
    { BYTES(GB "<a>\x1b</a>"), "<a>",
      "1: error: the control character U+001B is no text [encoding]" },
};

START_TEST(file_is_guarded)
{
    write_file(files[_i].bytes, files[_i].n);
    for (size_t i = 0; i < QP_COUNT(chunks); i++) {
        struct passed passed = pass(chunks[i]);
        const char *want = files[_i].want ? files[_i].want : files[_i].bytes;

        ck_assert_str_eq(passed.said, files[_i].said);
        ck_assert_str_eq(passed.bytes + strspn(passed.bytes, " "),
                         want + strspn(want, " "));
        ck_assert_uint_eq(strlen(passed.bytes), passed.n);
        ck_assert_int_eq(passed.is_whole, !*files[_i].said);
    }
}
END_TEST

/* SplitMix64, so that every run sees the same mixtures. */
static uint64_t
draw(uint64_t *random)
{
    uint64_t z = *random += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

/* ---- long things ---- */

/* A file of HEAD, N times FILL, TAIL; the longest that passes, and one byte
   more. */
static const struct {
    const char *head, *fill, *tail;
    size_t n;
    const char *said;
} longest[] = {
    { "<a b=\"", "x", "\"/>\n", QP_GUARD_TAG - 9,
      "1: error: a tag of over 64 KiB is not read [limit]" },
    { "\n<a b='", ">", "'/>\n", QP_GUARD_TAG - 9,
      "2: error: a tag of over 64 KiB is not read [limit]" },
    { "<!DOCTYPE a [\n", " ", ">\n", QP_GUARD_TAG - 15,
      "1: error: a tag of over 64 KiB is not read [limit]" },
    { "<?a ", ">", "?>", QP_GUARD_TAG - 6,
      "1: error: a tag of over 64 KiB is not read [limit]" },
    { "<a>\n<!--", ">", "-->\n", QP_GUARD_TEXT - 7,
      "2: error: a comment of over 1024 KiB is not read [limit]" },
    { "<a><!-->", "<", "-->\n", QP_GUARD_TEXT - 8,
      "1: error: a comment of over 1024 KiB is not read [limit]" },
    { "<a><![CDATA[", "]", "]]>\n", QP_GUARD_TEXT - 12,
      "1: error: text of over 1024 KiB is not read [limit]" },
    { "<a>", "\"", "</a>", QP_GUARD_TEXT,
      "1: error: text of over 1024 KiB is not read [limit]" },
    { "<a>\n</a\n><", "x", "/>", QP_GUARD_NAME,
      "3: error: a name of over 100 bytes is not read [limit]" },
    { "<a ", "x", "='' y=''/>", QP_GUARD_NAME,
      "1: error: a name of over 100 bytes is not read [limit]" },
    { "<a b=''></", "x", ">", QP_GUARD_NAME,
      "1: error: a name of over 100 bytes is not read [limit]" },
    { "<a><b ", "x", "=\"\" y=\"\"/></a>", QP_GUARD_NAME,
      "1: error: a name of over 100 bytes is not read [limit]" },
    { "<a b=\"\" ", "x", "=\"\"/>", QP_GUARD_NAME,
      "1: error: a name of over 100 bytes is not read [limit]" },
    { "<a b=\"1\"\nc=\"", "x", "\"/>\n", QP_GUARD_TAG - 15,
      "1: error: a tag of over 64 KiB is not read [limit]" },
};

static void
write_long(size_t i, size_t n)
{
    FILE *file = fopen("f.xml", "w");

    ck_assert_ptr_nonnull(file);
    fputs(longest[i].head, file);
    while (n-- > 0)
        fputs(longest[i].fill, file);
    fputs(longest[i].tail, file);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(length_is_limited)
{
    static const size_t sizes[] = { 7, 4096, QP_GUARD_CHUNK };
    size_t n = longest[_i].n;

    for (size_t i = 0; i < QP_COUNT(sizes); i++) {
        write_long((size_t)_i, n);
        ck_assert_str_eq(pass(sizes[i]).said, "");
        write_long((size_t)_i, n + 1);
        ck_assert_str_eq(pass(sizes[i]).said, longest[_i].said);
    }
}
END_TEST

/* A text ends at a tag, so many of them are fine. */
START_TEST(length_starts_anew)
{
    FILE *file = fopen("f.xml", "w");

    ck_assert_ptr_nonnull(file);
    fputs("<a>", file);
    for (size_t i = 0; i < 100 * 1000; i++)
        fputs("<b c='d'>some text</b><!-- and -->", file);
    fputs("</a>", file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_str_eq(pass(QP_GUARD_CHUNK).said, "");
}
END_TEST

/* ---- mixtures ---- */

/* What is read a byte at a time is looked at a byte at a time.  Whatever a
   file holds, the same comes through when it is read at once. */
START_TEST(mixture_is_guarded)
{
    static const char *const pieces[] = {
        "<a>",
        "</a>",
        "<b c=\"d\" ef=\"g\"/>",
        "text",
        "\n",
        "\r\n",
        "服务外包",
        "（",
        "<b c='d'/>",
        "<b c=\"'\" d='\"'>",
        ">",
        "\"",
        "'",
        "<",
        "<b\n c=\"1\"\n d=\"2\"\n/>",
        "<!-- <a> -->",
        "<!--",
        "-->",
        "<c d=\"a long value, of more than a hundred bytes, which is no name, "
        "though there is no quote in it for so long; 服务外包合同\"/>",
        "<d a-name-that-is-rather-long-but-not-as-long-as-would-be-too-long-of"
        "-ninety-eight-bytes-and-no-more=\"\"/>",
        "<![CDATA[ > ]]>",
        "<?x > ?>",
        "<>",
        "</",
        "&amp;",
        "=",
        "<b c=\"服务>\"/>",
        "\r",
        "<b c=\"\t1\"/>",
        "\xe6\x9c",
        "\1",
    };
    uint64_t random = (uint64_t)_i;
    char bytes[3000];

    for (int k = 0; k < 40; k++) {
        /* the last ones, which end the file, in one of four */
        size_t n_pieces = QP_COUNT(pieces) - (k % 4 ? 2 : 0), n = 0;
        struct passed slow, fast;

        while (n < 2500) {
            const char *piece = pieces[draw(&random) % n_pieces];

            memcpy(bytes + n, piece, strlen(piece));
            n += strlen(piece);
        }
        memcpy(bytes, "<x>", 3);
        write_file(bytes, n);
        slow = pass(1);
        fast = pass(QP_GUARD_CHUNK);
        ck_assert_str_eq(fast.said, slow.said);
        ck_assert_uint_eq(fast.n, slow.n);
        ck_assert_mem_eq(fast.bytes, slow.bytes, slow.n);
        ck_assert_int_eq(fast.is_whole, slow.is_whole);
    }
}
END_TEST

/* ---- plain bytes ---- */

/* Writes N random PIECES of N_PIECES, and one ODD before and behind. */
static void
write_mixture(uint64_t *random, const char *const *pieces, size_t n_pieces,
              const char *odd, size_t n)
{
    FILE *file = fopen("f.xml", "w");

    ck_assert_ptr_nonnull(file);
    fprintf(file, "<a>%s", odd);
    while (n-- > 0)
        fputs(pieces[draw(random) % n_pieces], file);
    fprintf(file, "%s</a>", odd);
    ck_assert_int_eq(fclose(file), 0);
}

/* Of all that comes through, what is called plain is, to the last character.
   Without references, nothing else is than what lies near the ODD ones; they
   may be cut anywhere, which is why one is never plain as the last byte. */
START_TEST(plain_bytes_are_told)
{
    static const char *const pieces[] = {
        "<b c=\"d\"/>", "\n", "服务外包", "（", "\t", "#", "&lt;", "&amp;",
    };
    static const char *const odd[] = {
        "", "é", "\xe2\x80\x8b", "&#8203;", "&#x41;", "“", "\xf0\x9f\x8f\x99",
    };
    uint64_t random = (uint64_t)_i;
    size_t chunk = chunks[(size_t)_i % QP_COUNT(chunks)];
    bool has_references = (size_t)_i >= QP_COUNT(chunks);

    for (size_t k = 0; k < QP_COUNT(odd); k++) {
        size_t n, n_all = 0, n_plain = 0;
        struct qp_guard *guard;
        const char *bytes;

        write_mixture(&random, pieces,
                      QP_COUNT(pieces) - (has_references ? 0 : 2), odd[k],
                      chunk < 1000 ? 2000 : 40 * 1000);
        guard = qp_guard_open(&run, run.arena, "f.xml", chunk);
        ck_assert_ptr_nonnull(guard);
        for (; qp_guard_next(guard, &bytes, &n) == QP_GUARD_BYTES; n_all += n)
            if (qp_guard_is_plain(guard)) {
                n_plain += n;
                ck_assert(!*odd[k] ||
                          !memmem(bytes, n, odd[k], strlen(odd[k])));
            }
        qp_guard_close(guard);
        if (!has_references && !*odd[k])
            ck_assert_uint_eq(n_plain, n_all);
        if (!has_references)
            ck_assert_uint_ge(n_plain + 4 * QP_GUARD_CHUNK, n_all);
    }
}
END_TEST

/* ---- files ---- */

/* Hashes as sha256sum prints them: of the bytes as they lie on the disk. */
START_TEST(file_is_identified)
{
    static const struct {
        const char *bytes, *sha256;
    } hashes[] = {
        { "<a/>",
          "29114363f749a0226b6988dda3ca2492a954117ab6b5f382706c20300dabc079" },
        { "\xef\xbb\xbf"
          "<?xml version=\"1.0\"?>\n<a/>\n",
          "c363782d2491a603f21f57b35e75f8ffd2b09be5cfff23c37e5eaaefc36d226e" },
        { GB "<a>\xb7\xfe\xce\xf1</a>",
          "7005c664f0e7dc133846b61b4588fd2b3da9ee19a66f52e5a60939a22510c86c" },
    };

    for (size_t k = 0; k < QP_COUNT(hashes); k++) {
        write_file(hashes[k].bytes, strlen(hashes[k].bytes));
        for (size_t i = 0; i < QP_COUNT(chunks); i++) {
            struct passed passed = pass(chunks[i]);

            ck_assert_str_eq(passed.file.sha256, hashes[k].sha256);
            ck_assert_uint_eq(passed.file.size, strlen(hashes[k].bytes));
        }
    }
}
END_TEST

/* Each test is over in time only if nothing waits for a fifo's writer. */
START_TEST(only_regular_files_are_read)
{
    ck_assert_ptr_null(
        qp_guard_open(&run, run.arena, "none.xml", QP_GUARD_CHUNK));
    ck_assert_int_eq(mkfifo("fifo.xml", 0600), 0);
    ck_assert_ptr_null(
        qp_guard_open(&run, run.arena, "fifo.xml", QP_GUARD_CHUNK));
    ck_assert_ptr_null(
        qp_guard_open(&run, run.arena, "/dev/zero", QP_GUARD_CHUNK));
    ck_assert_ptr_null(qp_guard_open(&run, run.arena, ".", QP_GUARD_CHUNK));
    write_file("<a/>", 4);
    ck_assert_int_eq(truncate("f.xml", 8589934593), 0);
    ck_assert_ptr_null(
        qp_guard_open(&run, run.arena, "f.xml", QP_GUARD_CHUNK));
    unlink("fifo.xml");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 0),
                     "none.xml: error: No such file or directory [system]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 1),
                     "fifo.xml: error: this is not a regular file [xml]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 2),
                     "/dev/zero: error: this is not a regular file [xml]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 3),
                     ".: error: this is a folder, not a file [xml]");
    ck_assert_str_eq(qp_diag_text(run.arena, run.diag, 4),
                     "f.xml: error: the file is larger than 8 GiB [limit]");
}
END_TEST

int
main(void)
{
    Suite *suite = suite_create("guard");
    TCase *tc = tcase_create("guard");
    SRunner *runner = srunner_create(suite);
    int failed;

    if (!mkdtemp(folder) || chdir(folder) != 0)
        return EXIT_FAILURE;
    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, file_is_guarded, 0, QP_COUNT(files));
    tcase_add_loop_test(tc, length_is_limited, 0, QP_COUNT(longest));
    tcase_add_test(tc, length_starts_anew);
    tcase_add_loop_test(tc, mixture_is_guarded, 0, 25);
    tcase_add_loop_test(tc, plain_bytes_are_told, 0, 2 * QP_COUNT(chunks));
    tcase_add_test(tc, file_is_identified);
    tcase_add_test(tc, only_regular_files_are_read);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    unlink("f.xml");
    rmdir(folder);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
