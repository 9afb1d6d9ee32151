/* Code points, normal forms, widths, escapes. Expected normal forms were recorded from Python's
 * unicodedata. */
#include "base/text.h"

#include <criterion/criterion.h>

typedef struct pair {
    const char *in, *out;
} pair;
#define COUNT(a) (sizeof(a) / sizeof *(a))

static void assert_slice(kh_slice s, const char *expected)
{
    cr_assert(kh_slice_is(s, expected), "got \"%.*s\", wanted \"%s\"", (int)s.n, s.p, expected);
}

Test(text, invalid_utf8_is_found_at_its_first_byte)
{
    static const struct {
        const char *text;
        size_t at;
    } rows[] = {
        {"", 0},
        {"考核 abc", 10},
        {"\x7F", 1},
        {"a\x80", 1},               /* a tail by itself */
        {"\xC1\xBF", 0},            /* overlong */
        {"\xE0\x9F\xBF", 0},        /* overlong */
        {"\xE0\xA0\x80", 3},        /* U+0800 */
        {"\xED\x9F\xBF", 3},        /* U+D7FF */
        {"\xED\xA0\x80", 0},        /* a surrogate */
        {"\xF0\x8F\xBF\xBF", 0},    /* overlong */
        {"\xF0\x90\x80\x80", 4},    /* U+10000 */
        {"\xF4\x8F\xBF\xBF", 4},    /* U+10FFFF */
        {"\xF4\x90\x80\x80", 0},    /* beyond Unicode */
        {"12345678考\xE6\xB5", 11}, /* cut */
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        cr_assert_eq(kh_text_invalid(kh_slice_of(rows[i].text)), rows[i].at, "row %zu", i);
}

Test(text, every_code_point_is_written_and_read_back)
{
    kh_strbuf b = {0};
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        if (cp >= 0xD800 && cp <= 0xDFFF)
            continue;
        uint32_t back = 0;
        kh_strbuf_clear(&b);
        kh_text_put(&b, cp);
        cr_assert_eq(kh_text_next(kh_strbuf_slice(&b), 0, &back), b.n);
        cr_assert_eq(back, cp);
        cr_assert_eq(b.n, cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4);
    }
    kh_strbuf_free(&b);
}

Test(text, a_byte_that_is_not_utf8_reads_as_replacement)
{
    uint32_t cp = 0;
    cr_assert_eq(kh_text_next(KH_LIT("\xB2\xE2"), 0, &cp), 1);
    cr_assert_eq(cp, 0xFFFD);
}

Test(text, nfc)
{
    static const pair rows[] = {
        {"e\xCC\x81", "\xC3\xA9"},
        {"a\xCC\x81\xCC\xA3", "\xE1\xBA\xA1\xCC\x81"}, /* marks change order */
        {"\xCD\x84", "\xCC\x88\xCC\x81"},
        {"\xEF\xAC\xAC", "\xD7\xA9\xD6\xBC\xD7\x81"}, /* excluded from composition */
        {"\xE2\x84\xAB", "\xC3\x85"},
        {"\xE0\xA7\x87\xE0\xA6\xBE", "\xE0\xA7\x8B"}, /* a vowel of class 0 joins */
        {"\xEF\xA4\x80", "\xE8\xB1\x88"},             /* a compatibility ideograph */
        {"\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8", "\xEA\xB0\x81"},
        {"か\xE3\x82\x99", "が"},
        {"x\xFF\xCC\x81y", "x\xFF\xCC\x81y"}, /* what is not UTF-8 stays */
        {"考核 e\xCC\x81 结果", "考核 \xC3\xA9 结果"},
    };
    kh_arena *a = kh_arena_new();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_slice(kh_text_nfc(a, kh_slice_of(rows[i].in)), rows[i].out);
    static const char *const same[] = {"",         "abc", "察访核验 １０ ⼯",
                                       "\xC3\xA9", "йц",  "\xEA\xB0\x81"};
    for (size_t i = 0; i < COUNT(same); i++)
        cr_assert_eq(kh_text_nfc(a, kh_slice_of(same[i])).p, same[i]);
    kh_arena_free(a);
}

/* A run of marks is sorted by class and kept in order within a class; half of each, so many that
 * sorting by exchanging neighbours would take hours. */
Test(text, nfc_of_a_million_marks_is_linear, .timeout = 20)
{
    kh_arena *a = kh_arena_new();
    kh_strbuf in = {0};
    kh_strbuf_addc(&in, 'q');
    for (int i = 0; i < 500000; i++)
        kh_strbuf_adds(&in, "\xCC\x81\xCC\x96"); /* classes 230 and 220 */
    kh_slice out = kh_text_nfc(a, kh_strbuf_slice(&in));
    cr_assert_eq(out.n, in.n);
    for (size_t i = 0; i < 1000000; i++)
        cr_assert_eq((unsigned char)out.p[2 + 2 * i], i < 500000 ? 0x96 : 0x81);
    kh_strbuf_free(&in);
    kh_arena_free(a);
}

Test(text, skeletons_of_look_alikes_are_equal)
{
    static const pair rows[] = {
        {"⼯作", "工作"},
        {"⺠政", "民政"},
        {"ＡＢＣ（１）", "abc(1)"},
        {"甲 乙\xE3\x80\x80\xC2\xA0丙", "甲乙丙"},
        {"甲\xE2\x80\x8B乙\xEF\xB8\x8F", "甲乙"},
        {"Straße", "strasse"},
        {"Ⅳ", "iv"},
        {"\xEF\xB7\xBA", "صلىاللهعليهوسلم"}, /* one that becomes 18 */
        {" ", ""},
    };
    kh_arena *a = kh_arena_new();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_slice(kh_text_skeleton(a, kh_slice_of(rows[i].in)), rows[i].out);
    kh_arena_free(a);
}

Test(text, plain_spelling)
{
    kh_arena *a = kh_arena_new();
    assert_slice(kh_text_plain(a, 0x2F2F), "工");
    assert_slice(kh_text_plain(a, 0x2EA0), "民");
    assert_slice(kh_text_plain(a, 0x2E87), "\xF0\xA0\x98\xA8"); /* U+20628 */
    assert_slice(kh_text_plain(a, 0x33A1), "m2");
    cr_assert_eq(kh_text_plain(a, 0x5DE5).n, 0);
    cr_assert_eq(kh_text_plain(a, 'A').n, 0);
    cr_assert_eq(kh_text_plain(a, 0x2E9A).n, 0); /* no character */
    kh_arena_free(a);
}

Test(text, narrow)
{
    kh_arena *a = kh_arena_new();
    assert_slice(kh_text_narrow(a, KH_LIT("１０．５％　分～！")), "10.5% 分~!");
    assert_slice(kh_text_narrow(a, KH_LIT("a、b。")), "a、b。");
    kh_slice same = KH_LIT("察访核验 10");
    cr_assert_eq(kh_text_narrow(a, same).p, same.p);
    kh_arena_free(a);
}

Test(text, trim)
{
    static const pair rows[] = {{"", ""},           {" \t\r\n", ""}, {"　甲 乙　\xC2\xA0", "甲 乙"},
                                {"\xC2\xA0x", "x"}, {"x", "x"},      {"\x80\x80", "\x80\x80"}};
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_slice(kh_text_trim(kh_slice_of(rows[i].in)), rows[i].out);
}

Test(text, width)
{
    cr_assert_eq(kh_text_width(KH_LIT("察访 abc")), 8);
    cr_assert_eq(kh_text_width(KH_LIT("e\xCC\x81")), 1);
    cr_assert_eq(kh_text_width(KH_LIT("（Ａ）")), 6);
    cr_assert_eq(kh_text_width(KH_LIT("\t")), 1);
    cr_assert_eq(kh_text_width(KH_LIT("α“”…")), 4); /* ambiguous: narrow */
    cr_assert_eq(kh_text_char_width(0x20000), 2);
    cr_assert_eq(kh_text_code_points(KH_LIT("察访 abc\xFF")), 7);
}

Test(text, classes)
{
    static const uint32_t names[] = {'a', 'Z', '_', 0xE9, 0x5BDF, 0x3007, 0x2163, 0x301, 0x203F};
    static const uint32_t others[] = {'0', '-', ' ', '@', '[', '`', '{', 0xFF08, 0x3001, 0x2F2F};
    for (size_t i = 0; i < COUNT(names); i++)
        cr_assert(kh_text_is_name(names[i]), "U+%04X", (unsigned)names[i]);
    for (size_t i = 0; i < COUNT(others); i++)
        cr_assert_not(kh_text_is_name(others[i]), "U+%04X", (unsigned)others[i]);
    static const uint32_t cjk[] = {0x4E00, 0x9FFF, 0x3007, 0x3042, 0x30AB, 0xAC00, 0x20000};
    static const uint32_t not_cjk[] = {'a', 0xE9, 0x430, 0x3001, 0x300C, 0xFF21, 0x0E01, '1'};
    for (size_t i = 0; i < COUNT(cjk); i++)
        cr_assert(kh_text_is_cjk(cjk[i]), "U+%04X", (unsigned)cjk[i]);
    for (size_t i = 0; i < COUNT(not_cjk); i++)
        cr_assert_not(kh_text_is_cjk(not_cjk[i]), "U+%04X", (unsigned)not_cjk[i]);
}

Test(text, unsafe)
{
    static const uint32_t bidi[] = {0x061C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2066, 0x2069};
    for (size_t i = 0; i < COUNT(bidi); i++) {
        cr_assert(kh_text_is_bidi(bidi[i]), "U+%04X", (unsigned)bidi[i]);
        cr_assert(kh_text_is_unsafe(bidi[i]), "U+%04X", (unsigned)bidi[i]);
    }
    static const uint32_t unsafe[] = {0,      0x1B,   0x7F,   0x85,    0x9F,
                                      0xAD,   0x200B, 0x200D, 0x2028,  0x2060,
                                      0xFEFF, 0xFFFD, 0x3164, 0xE0041, 0xFFFF};
    for (size_t i = 0; i < COUNT(unsafe); i++) {
        cr_assert(kh_text_is_unsafe(unsafe[i]), "U+%04X", (unsigned)unsafe[i]);
        cr_assert_not(kh_text_is_bidi(unsafe[i]), "U+%04X", (unsigned)unsafe[i]);
    }
    static const uint32_t safe[] = {'\t', '\n',   '\r',   ' ',    '~',
                                    0xA0, 0x3000, 0x4E00, 0xFE0F, 0x1F600};
    for (size_t i = 0; i < COUNT(safe); i++)
        cr_assert_not(kh_text_is_unsafe(safe[i]), "U+%04X", (unsigned)safe[i]);
}

Test(text, escape)
{
    static const pair rows[] = {
        {"察访\tabc", "察访\tabc"},
        {"\x1b]52;c\a", "\\x1b]52;c\\x07"},
        {"a\nb\r", "a\\x0ab\\x0d"},
        {"\xE2\x80\xAE", "\\u{202e}"},
        {"\xC2\x85", "\\u{85}"},
        {"\xB2\xE2考", "\\xb2\\xe2考"},
        {"\xF3\xA0\x81\x81", "\\u{e0041}"},
    };
    kh_strbuf b = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        kh_strbuf_clear(&b);
        kh_text_escape(&b, kh_slice_of(rows[i].in));
        assert_slice(kh_strbuf_slice(&b), rows[i].out);
    }
    kh_strbuf_free(&b);
}
