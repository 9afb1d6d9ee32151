/* Reading files, and what a scheme's text becomes. */
#include "base/source.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

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

TestSuite(source, .init = set_up, .fini = tear_down);

static kh_source_id load(kh_slice bytes)
{
    kh_source_id id = kh_source_add(sources, KH_LIT("a.rules"), bytes);
    kh_source_normalise(sources, id, &diags);
    return id;
}

static void assert_text(const char *bytes, const char *expected)
{
    kh_slice text = kh_sources_at(sources, load(kh_slice_of(bytes)))->text;
    cr_assert(kh_slice_is(text, expected), "%s became %.*s, not %s", bytes, (int)text.n, text.p,
              expected);
}

Test(source, folds_outside_quotes_and_comments)
{
    static const char *const rows[][2] = {
        {"（１０．５％）：Ａｂ，；～－＋＝\n", "(10.5%):Ab,;~-+=\n"},
        {"a、b。c；d　e\xC2\xA0"
         "f×g÷h\n",
         "a,b;c;d e f*g/h\n"},
        {"≥ ≤ ≠ — “ \n", "≥ ≤ ≠ — “ \n"},
        {"“（全）” （ 「，」 ， \"；\" ；\n", "“（全）” ( 「，」 , \"；\" ;\n"},
        {"x # （注）\n（\n", "x # （注）\n(\n"},
        {"x ＃ （注）\n（\n", "x # （注）\n(\n"},
        {"＂（甲）＂（ ＂乙\"（\n", "\"（甲）\"( \"乙\"(\n"},
        {"“未完（\n（“#”（\n", "“未完（\n(“#”(\n"}, /* a quote ends with its line */
        {"3＃楼「#（」（\"#\"（\n", "3#楼「#（」（\"#\"（\n"},
        {"“\"”（\n", "“\"”(\n"},
        {"（\r\n「（\r\n（\r\n", "(\r\n「（\r\n(\r\n"},
        {"甲Ⅱ〇\n", "甲Ⅱ〇\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_text(rows[i][0], rows[i][1]);
    cr_assert_eq(diags.list.n, 0);
}

Test(source, is_in_nfc_everywhere)
{
    assert_text("cafe\xCC\x81 「e\xCC\x81」 # e\xCC\x81\n",
                "caf\xC3\xA9 「\xC3\xA9」 # \xC3\xA9\n");
    assert_text("Ａ\xCC\x81 ＝\xCC\xB8\n", "\xC3\x81 \xE2\x89\xA0\n"); /* a mark joins the twin */
    assert_text("\xEF\xA4\x80\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8\n", "\xE8\xB1\x88\xEA\xB0\x81\n");
    assert_text("\xCC\x81\n", "\xCC\x81\n");
    cr_assert_eq(diags.list.n, 0);
}

Test(source, a_clean_text_is_not_copied)
{
    kh_slice bytes = KH_LIT("方案 测试 { item abc } # ok\n");
    const kh_source *s = kh_sources_at(sources, load(bytes));
    cr_assert_eq(s->text.p, bytes.p);
    cr_assert_null(s->map);
}

Test(source, byte_order_mark_is_left_out)
{
    const kh_source *s = kh_sources_at(sources, load(KH_LIT("\xEF\xBB\xBF甲\n")));
    cr_assert(s->had_bom);
    cr_assert(kh_slice_is(s->text, "甲\n"));
    cr_assert_eq(diags.list.n, 0);
    load(KH_LIT("甲\xEF\xBB\xBF\n")); /* not at the start */
    cr_assert_eq(diags.list.at[0].code, KH_E0106);
}

/* What a text is refused for, where, and what the scanner reads instead. */
typedef struct refusal {
    kh_slice bytes;
    kh_code code;
    unsigned line, column, end_column;
    const char *text;
} refusal;

Test(source, refusals)
{
    static const refusal rows[] = {
        {{"a\0", 2}, KH_E0101, 1, 2, 3, "a \n"},
        {{"甲\n「乙\0\0丙」\n", 19}, KH_E0101, 2, 3, 5, "甲\n「乙  丙」\n"},
        {{"甲乙丙\x80丁\n", 14}, KH_E0102, 1, 4, 5, "甲乙丙 丁\n"},
        {{"a\xC3\xA9\xE9 b\n", 7}, KH_E0102, 1, 3, 4, "a\xC3\xA9  b\n"},
        {{"\xFF\xFEk\0", 4}, KH_E0103, 1, 1, 2, ""},
        {{"\xFE\xFF\0k", 4}, KH_E0103, 1, 1, 2, ""},
        {{"k\0a\0", 4}, KH_E0103, 1, 1, 2, ""},
        {{"\0k\0a", 4}, KH_E0103, 1, 1, 2, ""},
        {{"\xFF\xFE\0\0k\0\0\0", 8}, KH_E0103, 1, 1, 2, ""},
        {{"\0\0\0k", 4}, KH_E0103, 1, 1, 2, ""},
        {{"# x\n\xB7\xBD\xB0\xB8 y\n", 11}, KH_E0104, 2, 1, 2, ""}, /* 方案 in GBK */
        {{"# \xE2\x80\xAE\n", 6}, KH_E0105, 1, 3, 4, "#    \n"},
        {{"甲\xE2\x80\x8B乙\n", 10}, KH_E0106, 1, 2, 3, "甲   乙\n"},
        {{"「甲\x1b」\n", 11}, KH_E0106, 1, 3, 4, "「甲 」\n"},
        {{"甲\xEF\xB8\x8F\n", 7}, KH_E0106, 1, 2, 3, "甲   \n"},
        {{"甲\xEF\xBF\xBD\n", 7}, KH_E0107, 1, 2, 3, "甲   \n"},
        {{"a # x\rb（\n", 11}, KH_E0108, 1, 6, 7, "a # x\nb(\n"},
        {{"甲 ⼯作\n", 11}, KH_E0109, 1, 3, 4, "甲 工作\n"},
        {{"（½\n", 6}, KH_E0109, 1, 2, 3, "(1⁄2\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const refusal *r = &rows[i];
        kh_source_id id = kh_source_add(sources, KH_LIT("a"), r->bytes);
        diags.list.n = 0;
        cr_assert_not(kh_source_normalise(sources, id, &diags), "row %zu", i);
        const kh_diag *d = &diags.list.at[0];
        cr_assert_eq(d->code, r->code, "row %zu: %s", i, kh_code_name(d->code));
        kh_linecol from = kh_source_linecol(sources, id, d->place.at);
        kh_linecol to = kh_source_linecol(sources, id, d->place.at + d->place.len);
        cr_assert_eq(from.line, r->line, "row %zu", i);
        cr_assert_eq(from.column, r->column, "row %zu: %zu", i, (size_t)from.column);
        cr_assert_eq(to.column, r->end_column, "row %zu: %zu", i, (size_t)to.column);
        cr_assert(kh_slice_is(kh_sources_at(sources, id)->text, r->text), "row %zu", i);
    }
    cr_assert_eq(diags.status, 1);
}

Test(source, accepted_though_unusual)
{
    load(KH_LIT("# ⚠\xEF\xB8\x8F ⼯ ½\n「⼯½」 \"①\" “㎡”\na\r\r\nb\t\n"));
    cr_assert_eq(diags.list.n, 0);
}

Test(source, damaged_utf8_is_not_taken_for_gbk)
{
    /* All of this decodes as GBK, as two bytes each, but most of it is good UTF-8. */
    load(KH_LIT("方案考核\xB7\xBD\n"));
    cr_assert_eq(diags.list.at[0].code, KH_E0102);
}

Test(source, all_findings_are_reported_and_counted_beyond_a_thousand)
{
    load(KH_LIT("\0 \xE2\x80\xAE\0\n⼯\xE2\x80\x8B\n"));
    cr_assert_eq(diags.errors, 5);
    diags.list.n = 0;
    kh_strbuf b = {0};
    for (int i = 0; i < 1500; i++)
        kh_strbuf_adds(&b, "\xE2\x80\x8B");
    kh_strbuf_addc(&b, '\n');
    load(kh_strbuf_slice(&b));
    cr_assert_eq(diags.list.n, 1001);
    const kh_diag *last = &diags.list.at[1000];
    cr_assert_eq(last->code, KH_E0111);
    cr_assert(kh_slice_is(last->args[0], "500"));
    cr_assert_eq(last->place.at, 3000);
    kh_strbuf_free(&b);
}

Test(source, a_missing_last_line_end_is_a_warning)
{
    kh_source_id id = load(KH_LIT("甲\n（"));
    cr_assert_eq(diags.list.n, 1);
    cr_assert_eq(diags.list.at[0].code, KH_E0110);
    cr_assert_eq(diags.errors, 0);
    cr_assert_eq(diags.status, 0);
    cr_assert(kh_slice_is(kh_sources_at(sources, id)->text, "甲\n(\n"));
    load(KH_LIT(""));
    cr_assert_eq(diags.list.n, 1);
}

/* reliability.md P12: every prefix is judged like the same bytes plus a line end, but for the
 * warning. */
static size_t render(kh_slice bytes, kh_strbuf *out, kh_slice *text)
{
    kh_diags own;
    kh_diags_init(&own, arena, sources);
    kh_source_id id = kh_source_add(sources, KH_LIT("a"), bytes);
    kh_source_normalise(sources, id, &own);
    *text = kh_sources_at(sources, id)->text;
    size_t warnings = 0;
    for (size_t i = 0; i < own.list.n; i++) {
        warnings += own.list.at[i].code == KH_E0110;
        if (own.list.at[i].code == KH_E0110)
            own.list.at[i] = own.list.at[--own.list.n];
    }
    kh_diags_json(out, &own, KH_ZH);
    kh_linecol end = kh_source_linecol(sources, id, text->n);
    kh_strbuf_addf(out, "%zu:%zu", (size_t)end.line, (size_t)end.column);
    return warnings;
}

Test(source, a_cut_file_is_judged_like_one_with_a_line_end)
{
    static const char whole[] =
        "\xEF\xBB\xBF方案　测试（２０１３）\r\n「⼯\0甲」⼯e\xCC\x81 \xE2\x80\xAE“ \r\n"
        "# \xB7\xBD\xB0 x\n\nＡ\xCC\x81\xEA\xB0\x80\r\r\n";
    static const char wide[] = "\xFF\xFE\0\0k\0\0\0";
    static const char gbk[] = "item \xB7\xBD\xB0\xB8\xB7\xBD";
    static const kh_slice texts[] = {
        {whole, sizeof whole - 1}, {wide, sizeof wide - 1}, {gbk, sizeof gbk - 1}};
    for (size_t t = 0; t < COUNT(texts); t++)
        for (size_t n = 1; n <= texts[t].n; n++) {
            char ended[200];
            memcpy(ended, texts[t].p, n);
            ended[n] = '\n';
            kh_strbuf cut_out = {0}, ended_out = {0};
            kh_slice cut_text, ended_text;
            size_t warned = render((kh_slice){texts[t].p, n}, &cut_out, &cut_text);
            cr_assert_eq(render((kh_slice){ended, n + 1}, &ended_out, &ended_text), 0);
            cr_assert_str_eq(cut_out.at, ended_out.at, "text %zu, %zu bytes", t, n);
            if (warned)
                cr_assert(kh_slice_eq(cut_text, ended_text), "text %zu, %zu bytes", t, n);
            kh_strbuf_free(&cut_out);
            kh_strbuf_free(&ended_out);
        }
}

Test(source, read_failures)
{
    static const struct {
        const char *path;
        kh_code code;
        int status;
    } rows[] = {
        {"no/such/file", KH_E0804, 3},
        {"", KH_E0804, 3},
        {"/", KH_E0803, 3},
        {"/dev/null", KH_E0802, 3},
        {"/dev/null/x", KH_E0801, 3},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        diags.list.n = 0;
        cr_assert_eq(kh_source_read(sources, kh_slice_of(rows[i].path), 100, &diags), 0);
        cr_assert_eq(diags.list.n, 1);
        cr_assert_eq(diags.list.at[0].code, rows[i].code, "%s", rows[i].path);
        cr_assert_eq(diags.status, rows[i].status);
    }
    cr_assert_eq(kh_source_read(sources, (kh_slice){"a\0b", 3}, 100, &diags), 0);
    cr_assert_eq(kh_sources_count(sources), 0);
}

static void write_file(const char *path, kh_slice bytes)
{
    FILE *f = fopen(path, "wb");
    cr_assert(f && fwrite(bytes.p, 1, bytes.n, f) == bytes.n);
    cr_assert_eq(fclose(f), 0);
}

Test(source, reads_a_file_up_to_the_limit, .timeout = 10)
{
    char folder[] = "/tmp/kaohe-test-XXXXXX";
    cr_assert_not_null(mkdtemp(folder));
    char path[64], fifo[64];
    snprintf(path, sizeof path, "%s/a.rules", folder);
    snprintf(fifo, sizeof fifo, "%s/fifo", folder);
    write_file(path, KH_LIT("\xEF\xBB\xBF甲\n"));
    kh_source_id id = kh_source_read(sources, kh_slice_of(path), 7, &diags);
    cr_assert_eq(id, 1);
    cr_assert(kh_slice_is(kh_sources_at(sources, id)->bytes, "甲\n"));
    cr_assert(kh_slice_is(kh_sources_at(sources, id)->name, path));
    cr_assert_eq(kh_source_read(sources, kh_slice_of(path), 6, &diags), 0);
    cr_assert_eq(diags.list.at[0].code, KH_E0806);
    cr_assert(kh_slice_is(diags.list.at[0].args[1], "6 B"));
    cr_assert_eq(diags.status, 4);
    cr_assert_eq(mkfifo(fifo, 0600), 0);
    cr_assert_eq(kh_source_read(sources, kh_slice_of(fifo), 7, &diags), 0); /* does not wait */
    cr_assert_eq(diags.list.at[1].code, KH_E0802);
    cr_assert_eq(diags.status, 3);
    unlink(path);
    unlink(fifo);
    rmdir(folder);
}

Test(source, reads_standard_input, .timeout = 10)
{
    int ends[2];
    cr_assert_eq(pipe(ends), 0);
    kh_strbuf b = {0};
    kh_strbuf_pad(&b, 'x', 9000); /* more than one buffer */
    cr_assert_eq(write(ends[1], b.at, b.n), 9000);
    close(ends[1]);
    int old = dup(0);
    dup2(ends[0], 0);
    kh_source_id id = kh_source_read(sources, KH_LIT("-"), 9000, &diags);
    dup2(old, 0);
    cr_assert_eq(id, 1);
    cr_assert(kh_slice_eq(kh_sources_at(sources, id)->bytes, kh_strbuf_slice(&b)));
    kh_strbuf_free(&b);
}

Test(source, replaced_bytes_have_lines_of_their_own)
{
    kh_source_id id = kh_source_add(sources, KH_LIT("a.csv"), KH_LIT("\xBC\xD7\nx"));
    cr_assert_eq(kh_source_linecol(sources, id, 3).line, 2);
    kh_source_replace(sources, id, KH_LIT("甲乙,x"), true);
    cr_assert(kh_sources_at(sources, id)->gb18030);
    cr_assert(kh_slice_is(kh_sources_at(sources, id)->text, "甲乙,x"));
    kh_linecol at = kh_source_linecol(sources, id, 7);
    cr_assert_eq(at.line, 1);
    cr_assert_eq(at.column, 4);
}

Test(source, join)
{
    kh_place a = {1, 3, 10}, b = {1, 4, 20};
    kh_place joined = kh_place_join(a, b);
    cr_assert_eq(joined.at, 10);
    cr_assert_eq(joined.len, 14);
    cr_assert_eq(kh_place_join(KH_NOWHERE, b).at, 20);
    cr_assert_eq(kh_place_join(a, KH_NOWHERE).len, 3);
}
