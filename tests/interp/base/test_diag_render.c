/* Diagnostics as people read them. Expected underlines are counted by hand: Chinese takes two
 * columns. */
#include "base/diag.h"

#include <criterion/criterion.h>

#include "base/text.h"

static kh_arena *arena;
static kh_sources *sources;
static kh_diags diags;
static kh_strbuf out;

static void set_up(void)
{
    arena = kh_arena_new();
    sources = kh_sources_new(arena);
    kh_diags_init(&diags, arena, sources);
    out = (kh_strbuf){0};
}

static void tear_down(void)
{
    kh_strbuf_free(&out);
    kh_arena_free(arena);
}

TestSuite(diag_render, .init = set_up, .fini = tear_down);

static kh_source_id source(const char *bytes)
{
    return kh_source_add(sources, KH_LIT("a.rules"), kh_slice_of(bytes));
}

static kh_diag *report(kh_source_id id, uint64_t at, uint32_t len)
{
    kh_diag *d = KH_REPORT(&diags, KH_E0106, ((kh_place){id, len, at}), KH_LIT("U+200B"));
    d->no_hint = true;
    return d;
}

static const char *render(kh_lang lang, uint32_t max_errors)
{
    kh_strbuf_clear(&out);
    kh_diags_render(&out, &diags, (kh_diag_style){.lang = lang, .max_errors = max_errors});
    return out.at ? out.at : "";
}

#define HEAD(place) place ": error: there is an invisible character U+200B here [E0106]\n"

/* The excerpt alone: the second and third lines. */
static void assert_excerpt(const char *bytes, uint64_t at, uint32_t len, const char *expected)
{
    diags.list.n = 0;
    report(source(bytes), at, len);
    const char *excerpt = strchr(render(KH_EN, 0), '\n') + 1;
    cr_assert_str_eq(excerpt, expected);
}

Test(diag_render, underlines_by_display_width)
{
    assert_excerpt("item abc\n", 5, 3, "item abc\n     ^~~\n");
    assert_excerpt("项目 察访核验 满分\n", 7, 12, "项目 察访核验 满分\n     ^~~~~~~~\n");
    assert_excerpt("\t项\ta b\n", 5, 1, "\t项\ta b\n\t  \t^\n");
    assert_excerpt("a\tb\tc\n", 2, 3, "a\tb\tc\n \t^\t~\n");
    assert_excerpt("cafe\xCC\x81 x\n", 7, 1, "cafe\xCC\x81 x\n     ^\n");
    assert_excerpt("ab\n", 2, 0, "ab\n  ^\n");    /* at the end of the line */
    assert_excerpt("ab\ncd\n", 1, 4, "ab\n ^\n"); /* to another line */
    assert_excerpt("ab\r\ncd\r\n", 0, 2, "ab\n^~\n");
    assert_excerpt("ab\n", 3, 0, "ab\n  ^\n"); /* the end of the file */
    assert_excerpt("", 0, 0, "\n^\n");
}

Test(diag_render, dangerous_text_is_shown_escaped)
{
    assert_excerpt("a\x1b[2Jb\xE2\x80\xAE"
                   "c\xB2 d\n",
                   10, 1, "a\\x1b[2Jb\\u{202e}c\\xb2 d\n                  ^~~~\n");
    assert_excerpt("a\rb\n", 2, 1, "a\\x0db\n     ^\n");
    kh_source_id id = kh_source_add(sources, KH_LIT("a\nb\x1b.rules"), KH_LIT("x\n"));
    diags.list.n = 0;
    report(id, 0, 1);
    cr_assert_str_eq(render(KH_EN, 0), HEAD("a\\x0ab\\x1b.rules:1:1") "x\n^\n");
}

/* Everything that is shown of the line, without "…". */
static void assert_cut(size_t before, size_t after, size_t left, size_t right)
{
    kh_strbuf line = {0}, expected = {0};
    kh_strbuf_pad(&line, 'l', before);
    kh_strbuf_adds(&line, "工");
    kh_strbuf_pad(&line, 'r', after);
    kh_strbuf_adds(&expected, left < before ? "…" : "");
    kh_strbuf_pad(&expected, 'l', left);
    kh_strbuf_adds(&expected, "工");
    kh_strbuf_pad(&expected, 'r', right);
    kh_strbuf_adds(&expected, right < after ? "…\n" : "\n");
    kh_strbuf_pad(&expected, ' ', left + (left < before));
    kh_strbuf_adds(&expected, "^~\n");
    assert_excerpt(line.at, before, 3, expected.at);
    kh_strbuf_free(&line);
    kh_strbuf_free(&expected);
}

Test(diag_render, a_long_line_is_cut_to_100_columns_around_the_place)
{
    assert_cut(49, 49, 49, 49); /* just fits: 49 + 2 + 49 */
    assert_cut(49, 50, 49, 48); /* 49 + 2 + 48 + … */
    assert_cut(0, 500, 0, 97);
    assert_cut(500, 0, 97, 0);
    assert_cut(500, 10, 87, 10);  /* … 87 2 10 */
    assert_cut(500, 500, 49, 47); /* … 49 2 47 … */
    assert_cut(30, 500, 30, 67);
    assert_cut(1000000, 1000000, 49, 47);
}

Test(diag_render, a_place_longer_than_the_line_shown)
{
    kh_strbuf line = {0}, expected = {0};
    kh_strbuf_pad(&line, 'x', 300);
    kh_strbuf_pad(&expected, 'x', 99);
    kh_strbuf_adds(&expected, "…\n^");
    kh_strbuf_pad(&expected, '~', 98);
    kh_strbuf_adds(&expected, "\n");
    assert_excerpt(line.at, 0, 300, expected.at);
    kh_strbuf_free(&line);
    kh_strbuf_free(&expected);
}

Test(diag_render, marks_without_width_do_not_make_it_long)
{
    kh_strbuf line = {0};
    kh_strbuf_addc(&line, 'a');
    for (int i = 0; i < 100000; i++)
        kh_strbuf_adds(&line, "\xCC\x81");
    diags.list.n = 0;
    report(source(line.at), 100001, 2);
    cr_assert_lt(strlen(render(KH_ZH, 0)), 1024);
    kh_strbuf_free(&line);
}

Test(diag_render, columns_are_those_of_the_file)
{
    kh_source_id id = source("（方案）⼯作\n");
    kh_source_normalise(sources, id, &diags);
    cr_assert_str_eq(
        render(KH_ZH, 20),
        "a.rules:1:5: error: 「⼯」（U+2F2F）只是样子像「工」，不是同一个字符 [E0109]\n"
        "（方案）⼯作\n"
        "        ^~\n"
        "  提示：请写「工」\n");
}

Test(diag_render, related_places_hint_and_fix)
{
    kh_source_id id = source("甲 1\n乙 2\n");
    kh_diag *d = KH_REPORT(&diags, KH_E0105, ((kh_place){id, 3, 6}), KH_LIT("U+202E"));
    kh_diag_related(&diags, d, KH_R_first_here, (kh_place){id, 1, 4}, KH_LIT(""));
    kh_diag_fix(&diags, d, KH_LIT("乙\x1b 2\n丙"));
    cr_assert_str_eq(render(KH_ZH, 20),
                     "a.rules:2:1: error: 这里有改变文字方向的不可见字符 U+202E，"
                     "看到的次序可能与实际不同 [E0105]\n"
                     "乙 2\n"
                     "^~\n"
                     "a.rules:1:3: note: 第一次写在这里\n"
                     "甲 1\n"
                     "   ^\n"
                     "  提示：请删去这个字符\n"
                     "    乙\\x1b 2\n"
                     "    丙\n");
    d->no_hint = true;
    cr_assert_not_null(strstr(render(KH_EN, 20), "\n   ^\n  hint: write\n    乙\\x1b 2\n    丙\n"));
}

Test(diag_render, without_a_place)
{
    KH_REPORT(&diags, KH_E0801, KH_NOWHERE, KH_LIT("x.rules"), KH_LIT("Is a pipe"));
    cr_assert_str_eq(render(KH_EN, 20),
                     "kaohe: error: cannot read \"x.rules\": Is a pipe [E0801]\n");
    cr_assert_str_eq(render(KH_ZH, 20), "kaohe: error: 读不了「x.rules」：Is a pipe [E0801]\n");
}

Test(diag_render, the_rest_of_the_errors_is_counted)
{
    for (int i = 0; i < 3; i++)
        KH_REPORT(&diags, KH_E0803, KH_NOWHERE, KH_LIT("x"));
    KH_REPORT(&diags, KH_E0110, KH_NOWHERE)->no_hint = true;
    cr_assert_str_eq(render(KH_ZH, 2),
                     "kaohe: error: 「x」是文件夹，这里要一个文件 [E0803]\n"
                     "kaohe: error: 「x」是文件夹，这里要一个文件 [E0803]\n"
                     "kaohe: warning: 文件最后一行没有换行，文件可能不完整 [E0110]\n"
                     "还有 1 个错误未列出（--max-errors 0 列出全部）\n");
    cr_assert_not_null(strstr(render(KH_EN, 2), "\n1 more error is not listed (--max-errors 0"));
    cr_assert_not_null(strstr(render(KH_EN, 1), "\n2 more errors are not listed (--max-errors 0"));
    cr_assert_null(strstr(render(KH_EN, 3), "not listed"));
    cr_assert_null(strstr(render(KH_EN, 0), "not listed"));
}

Test(diag_render, what_was_not_kept_is_counted)
{
    diags.most = 1;
    for (int i = 0; i < 3; i++)
        KH_REPORT(&diags, KH_E0803, ((kh_place){0, 0, (uint64_t)i}), KH_LIT("x"));
    for (int i = 0; i < 2; i++)
        KH_REPORT(&diags, KH_E0110, ((kh_place){0, 0, (uint64_t)i}))->no_hint = true;
    KH_REPORT(&diags, KH_E0807, KH_NOWHERE, KH_LIT("1"), KH_LIT("2"), KH_LIT("3"))->no_hint = true;
    kh_diags_sort(&diags);
    cr_assert_str_eq(render(KH_ZH, 20),
                     "kaohe: warning: 文件最后一行没有换行，文件可能不完整 [E0110]\n"
                     "kaohe: error: 「x」是文件夹，这里要一个文件 [E0803]\n"
                     "kaohe: note: 还有 1 个错误、2 个警告、3 个说明未列出 [E0807]\n"
                     "还有 2 个错误未列出（--max-errors 0 列出全部）\n"
                     "还有 1 个警告未列出（--max-errors 0 列出全部）\n");
    cr_assert_not_null(strstr(render(KH_EN, 1), "\n2 more errors are not listed (--max-errors 0"));
    cr_assert_not_null(strstr(render(KH_EN, 1), "\n1 more warning is not listed (--max-errors 0"));
}

Test(diag_render, colours_only_when_asked)
{
    report(source("x\n"), 0, 1);
    cr_assert_null(strchr(render(KH_EN, 0), '\x1b'));
    kh_strbuf_clear(&out);
    kh_diags_render(&out, &diags, (kh_diag_style){.lang = KH_EN, .colour = true});
    cr_assert_str_eq(out.at, "\x1b[1ma.rules:1:1: \x1b[1;31merror: \x1b[0mthere is an invisible "
                             "character U+200B here [E0106]\nx\n\x1b[1;32m^\x1b[0m\n");
}

/* 100,000 errors on one line of 4 MB. */
Test(diag_render, many_diagnostics_are_linear, .timeout = 60)
{
    kh_strbuf line = {0};
    kh_strbuf_pad(&line, 'x', 4u << 20);
    kh_source_id id = source(line.at);
    for (uint64_t i = 100000; i-- > 0;)
        report(id, i * 41, 3);
    kh_diags_sort(&diags);
    cr_assert_eq(diags.list.at[7].place.at, 287);
    render(KH_ZH, 0);
    size_t lines = 0;
    for (size_t i = 0; i < out.n; i++)
        lines += out.at[i] == '\n';
    cr_assert_eq(lines, 300000);
    kh_strbuf_free(&line);
}
