/* Lines, columns, and the way back from the text to the file. */
#include "base/source.h"

#include <criterion/criterion.h>
#include <time.h>

#include "base/diag.h"
#include "base/text.h"

static kh_arena *arena;
static kh_sources *sources;
static kh_diags diags;

static void set_up(void)
{
    arena = kh_arena_new();
    sources = kh_sources_new(arena);
    kh_diags_init(&diags, arena, sources);
}

static void tear_down(void)
{
    kh_arena_free(arena);
}

TestSuite(source_lines, .init = set_up, .fini = tear_down);

Test(source_lines, original_offsets)
{
    /* bytes: （ 0-3, a 3, e 4, ´ 5-7, ， 7-10, 甲 10-13; text: ( 0, a 1, é 2-4, ',' 4, 甲 5-8 */
    kh_slice bytes = KH_LIT("（ae\xCC\x81，甲\n");
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), bytes);
    cr_assert(kh_source_normalise(sources, id, &diags));
    const kh_source *s = kh_sources_at(sources, id);
    cr_assert(kh_slice_is(s->text, "(a\xC3\xA9,甲\n"));
    static const uint64_t expected[] = {0, 3, 4, 4, 7, 10, 10, 10, 13, 14};
    for (uint64_t i = 0; i < 9; i++)
        cr_assert_eq(kh_source_original(s, i), i == 3 ? 5 : expected[i], "%zu", (size_t)i);
    cr_assert_eq(kh_source_original(s, 9), 14);
    cr_assert_eq(kh_source_original(s, 1000), 14);
    cr_assert_eq(kh_source_linecol(sources, id, 4).column,
                 5); /* （ a e ´ ， : columns of the file */
}

Test(source_lines, inside_what_became_longer)
{
    /* U+FB2C, 3 bytes, becomes 6 */
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), KH_LIT("#\xEF\xAC\xAC甲\n"));
    cr_assert(kh_source_normalise(sources, id, &diags));
    const kh_source *s = kh_sources_at(sources, id);
    cr_assert_eq(s->text.n, 11);
    for (uint64_t i = 1; i < 4; i++)
        cr_assert_eq(kh_source_original(s, i), 1);
    for (uint64_t i = 4; i < 7; i++)
        cr_assert_eq(kh_source_original(s, i), 4);
    cr_assert_eq(kh_source_original(s, 7), 4);
    cr_assert_eq(kh_source_original(s, 10), 7);
}

/* Counted from the start, byte by byte, for every offset of a text that crosses several KB. */
Test(source_lines, every_offset_of_a_text)
{
    kh_strbuf b = {0};
    for (int i = 0; i < 300; i++) {
        kh_strbuf_adds(&b, i % 7 ? "察访核验 a" : "\r\n");
        if (i % 11 == 0)
            kh_strbuf_pad(&b, '\n', (size_t)(i % 3));
        if (i % 50 == 0)
            kh_strbuf_adds(&b, "\xBF\x80\xE5\xAF"); /* bytes that are not UTF-8 */
        if (i == 200)
            kh_strbuf_pad(&b, 'x', 3000);
    }
    kh_strbuf_adds(&b, "终");
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), kh_strbuf_slice(&b));
    size_t line = 1, column = 1;
    for (size_t at = 0; at < b.n;) {
        kh_linecol found = kh_source_linecol(sources, id, at);
        cr_assert_eq(found.line, line, "%zu", at);
        cr_assert_eq(found.column, column, "%zu", at);
        uint32_t cp;
        at += kh_text_next(kh_strbuf_slice(&b), at, &cp);
        line += cp == '\n';
        column = cp == '\n' ? 1 : column + 1;
    }
    kh_linecol end = kh_source_linecol(sources, id, b.n);
    cr_assert_eq(end.line, line);
    cr_assert_eq(end.column, column);
    kh_strbuf_free(&b);
}

Test(source_lines, the_end_is_the_end_of_the_last_line)
{
    static const char *const texts[] = {"甲\nab", "甲\nab\n", "甲\nab\r\n", "甲\nab\n\n\r\n"};
    for (size_t i = 0; i < 4; i++) {
        kh_slice bytes = kh_slice_of(texts[i]);
        kh_source_id id = kh_source_add(sources, KH_LIT("a"), bytes);
        kh_linecol end = kh_source_linecol(sources, id, bytes.n);
        cr_assert_eq(end.line, 2);
        cr_assert_eq(end.column, 3);
        uint64_t start = 0;
        cr_assert(kh_slice_is(kh_source_line(sources, id, bytes.n, &start), "ab"));
        cr_assert_eq(start, 4);
    }
    kh_source_id empty = kh_source_add(sources, KH_LIT("a"), (kh_slice){"", 0});
    cr_assert_eq(kh_source_linecol(sources, empty, 0).column, 1);
    cr_assert_eq(kh_source_linecol(sources, empty, 99).line, 1);
}

Test(source_lines, a_line_is_given_without_its_end)
{
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), KH_LIT("甲\r\n\r\nbc\rd\ne"));
    static const struct {
        uint64_t at, start;
        const char *line;
    } rows[] = {{0, 0, "甲"},    {2, 0, "甲"},     {4, 0, "甲"},  {5, 5, ""},   {6, 5, ""},
                {7, 7, "bc\rd"}, {11, 7, "bc\rd"}, {12, 12, "e"}, {13, 12, "e"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint64_t start = 99;
        kh_slice line = kh_source_line(sources, id, rows[i].at, &start);
        cr_assert(kh_slice_is(line, rows[i].line), "%zu", i);
        cr_assert_eq(start, rows[i].start, "%zu", i);
    }
}

/* A hundred thousand places on one line of 4 MB; counting from its start each time would take
 * minutes. */
Test(source_lines, many_places_on_one_long_line, .timeout = 30)
{
    kh_strbuf b = {0};
    kh_strbuf_pad(&b, 'x', 4u << 20);
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), kh_strbuf_slice(&b));
    for (uint64_t i = 0; i < 100000; i++)
        cr_assert_eq(kh_source_linecol(sources, id, i * 41).column, i * 41 + 1);
    kh_strbuf_free(&b);
}
