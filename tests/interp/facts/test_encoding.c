/* Encodings of fact files. The bytes in GB18030 were made by Python's codec. */
#include "facts/encoding.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/strbuf.h"
#include "base/text.h"
#include "rows.h"

/* 单位,领导评价 / 城关镇司法所,满意 */
#define GB_CSV                                                                                     \
    "\265\245\316\273,\301\354\265\274\306\300\274\333\n"                                          \
    "\263\307\271\330\325\362\313\276\267\250\313\371,\302\372\322\342\n"

TestSuite(encoding, .init = rows_set_up, .fini = rows_tear_down);

static void expect_found_in(const char *before, const char *behind)
{
    const char *found = rows_found();
    size_t n = strlen(before), m = strlen(behind), all = strlen(found);
    cr_expect(all >= n + m && strncmp(found, before, n) == 0 &&
                  strcmp(found + all - m, behind) == 0,
              "found: %s", found);
}

Test(encoding, csv_in_gb18030_is_decoded_with_a_note)
{
    rows_read("a.csv", GB_CSV);
    cr_expect_str_eq(rows_rows(), "W#0 单位=城关镇司法所 领导评价=满意\n");
    /* Places are those of the decoded text. */
    cr_expect_str_eq(rows_places(), "2:1+25 | 2:1+18 2:8+6\n");
    expect_found_in("E0503 1:1+0 /tmp/", "a.csv\n");
    cr_expect_eq(rows_status(), 0);
}

Test(encoding, four_byte_characters)
{
    rows_read("a.csv", "\265\245\316\273,a\n\2254\2625\313\371,1\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=𠮷所 a=1\n");
}

Test(encoding, a_header_must_name_the_unit)
{
    rows_read("a.csv", "\303\373\263\306,\265\303\267\326\n\274\327\313\371,9\n"); /* 名称,得分 */
    rows_expect_found("E0501 1:1+1 1\n");
    cr_expect_str_eq(rows_rows(), "");
    rows_options.encoding = KH_ENCODING_GB18030;
    rows_read("a.csv", "\303\373\263\306,\265\303\267\326\n\274\327\313\371,9\n");
    rows_expect_found("E0532 1:1+13 单位 名称、得分 名称, 得分\n");
    kh_slice columns[] = {KH_LIT("名称")};
    rows_options.encoding = KH_ENCODING_AUTO;
    rows_options.unit_columns = columns;
    rows_options.unit_column_count = 1;
    rows_read("a.csv", "\303\373\263\306,\265\303\267\326\n\274\327\313\371,9\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所 得分=9\n");
}

Test(encoding, all_of_it_must_decode)
{
    rows_read("a.csv", GB_CSV "\200\n"); /* 0x80 is € in GBK only */
    rows_expect_found("E0501 1:1+1 1\n");
    rows_read("a.csv", GB_CSV "\313");
    rows_expect_found("E0501 1:1+1 1\n");
    rows_options.encoding = KH_ENCODING_GB18030;
    rows_read("a.csv", GB_CSV "\377\n");
    rows_expect_found("E0504 3:1+1 33\n"); /* 14 bytes, then 18, and the next */
    rows_read("a.csv", GB_CSV "\313");
    rows_expect_found("E0504 3:1+1 33\n");
}

Test(encoding, an_option_decides_but_a_mark_is_certain)
{
    rows_options.encoding = KH_ENCODING_UTF8;
    rows_read("a.csv", GB_CSV);
    rows_expect_found("E0501 1:1+1 1\n");
    rows_options.encoding = KH_ENCODING_GB18030;
    rows_read("a.csv", GB_CSV);
    rows_expect("W#0 单位=城关镇司法所 领导评价=满意\n");
    rows_read("a.csv", "\xef\xbb\xbf单位,a\n甲所,1\n");
    rows_expect("W#0 单位=甲所 a=1\n");
    rows_read("a.json", "[{\"单位\":\"甲所\"}]");
    rows_expect("W#0 单位=甲所\n");
    rows_read("a.facts", "unit 甲所\n");
    rows_expect("W#0 单位=甲所\n");
    rows_options.encoding = KH_ENCODING_AUTO;
    rows_read("a.csv", "\xef\xbb\xbf单位,a\n\274\327\313\371,1\n");
    rows_expect_found(
        "E0501 2:1+1 13\n"); /* three bytes of the mark, nine of the header, the next */
}

Test(encoding, facts_and_json_are_utf8_only)
{
    rows_read("a.json", "[{\"\265\245\316\273\":\"\274\327\313\371\"}]");
    rows_expect_found("E0104 1:4+1\n");
    rows_read("a.facts", "unit \274\327\313\371\n");
    rows_expect_found("E0104 1:6+1\n");
    rows_read("a.facts", "unit a\nb \377\n");
    rows_expect_found("E0501 2:3+1 10\n");
    rows_options.encoding = KH_ENCODING_GB18030;
    rows_read("a.facts", "unit \274\327\313\371\n");
    rows_expect_found("E0104 1:6+1\n");
}

Test(encoding, broken_utf8)
{
    static const char *const bytes[] = {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe4\xb8",
                                        "\x80"};
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        kh_strbuf b = {0};
        kh_strbuf_addf(&b, "unit a\nb %s\n", bytes[i]);
        rows_read_bytes("a.facts", kh_strbuf_slice(&b));
        kh_strbuf_free(&b);
        cr_expect(strncmp(rows_found(), "E0501 2:3+1 10\n", 15) == 0 ||
                      strncmp(rows_found(), "E0104 2:3+1\n", 12) == 0,
                  "%s", rows_found());
        cr_expect_eq(rows_count(), 0u);
    }
}

Test(encoding, what_is_no_text)
{
    rows_read_bytes("a.csv", KH_LIT("\xff\xfe"
                                    "U\0,\0"));
    rows_expect_found("E0103 1:1+0 UTF-16\n");
    rows_read_bytes("a.csv", KH_LIT("\xfe\xff"
                                    "\0U\0,"));
    rows_expect_found("E0103 1:1+0 UTF-16\n");
    rows_read_bytes("a.csv", KH_LIT("unit,a\nx\0y,1\n"));
    rows_expect_found("E0101 2:2+1\n");
    rows_read_bytes("a.facts", KH_LIT("a\0"));
    rows_expect_found("E0101 1:2+1\n");
    rows_read_bytes("a.csv", KH_LIT("PK\3\4\24\0"));
    expect_found_in("E0505 nowhere /tmp/", "a.csv Excel (.xlsx)\n");
    rows_read_bytes("a.csv", KH_LIT("\xd0\xcf\x11\xe0\xa1\xb1"));
    expect_found_in("E0505 nowhere /tmp/", "a.csv Excel (.xls)\n");
    cr_expect_eq(rows_status(), 1);
}

/* The table of a converter is a file of the system. */
Test(encoding, a_machine_without_the_table)
{
    struct rlimit before, none;
    kh_arena *a = kh_arena_new();
    kh_slice text;
    size_t bad;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 3;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
    cr_expect_eq(kh_gb18030_decode(a, KH_LIT("\265\245"), &text, &bad), KH_NO_TABLE);
    cr_expect_eq(text.n, 0);
    kh_arena_free(a);
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
}

/* Nothing grows more than these: two bytes, and four in UTF-8. */
Test(encoding, two_bytes_beyond_the_first_plane)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "\265\245\316\273,a\n\376\121");
    for (int i = 0; i < 2000; i++)
        kh_strbuf_adds(&b, "\376\121");
    kh_strbuf_adds(&b, ",1\n");
    rows_read_bytes("a.csv", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    cr_expect_eq(rows_count(), 1u);
    cr_expect_eq(strlen(rows_rows()),
                 strlen("W#0 单位= a=1\n") + 2001 * strlen("\xf0\xa0\x82\x87"));
}

/* All of it or nothing, and never a byte that is not UTF-8, whatever the bytes are. */
Test(encoding, random_bytes)
{
    srand(11);
    kh_arena *a = kh_arena_new();
    int decoded = 0;
    for (int round = 0; round < 20000; round++) {
        char bytes[12];
        size_t n = (size_t)(rand() % 12), bad;
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(rand() % 3 ? 0x81 + rand() % 0x7e : 0x30 + rand() % 0x4f);
        kh_slice text;
        kh_decoded got = kh_gb18030_decode(a, (kh_slice){bytes, n}, &text, &bad);
        cr_assert_neq(got, KH_NO_TABLE);
        if (got == KH_DECODED) {
            decoded++;
            cr_expect_eq(kh_text_invalid(text), text.n);
            cr_expect_leq(text.n, 2 * n);
        } else {
            cr_expect_lt(bad, n);
            cr_expect_eq(text.n, 0);
            /* What stands before the bad byte decodes. */
            size_t none;
            cr_expect_eq(kh_gb18030_decode(a, (kh_slice){bytes, bad}, &text, &none), KH_DECODED);
        }
    }
    cr_expect_gt(decoded, 1000);
    kh_arena_free(a);
}
