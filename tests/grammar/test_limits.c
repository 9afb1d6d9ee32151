/* Limits: one below, at, one above; and texts that would take a careless parser hours or its stack.
 */
#include <criterion/criterion.h>
#include <string.h>
#include <time.h>

#include "parsed.h"

typedef struct made {
    kh_strbuf text;
} made;

static void add(made *m, const char *part, size_t times)
{
    for (size_t i = 0; i < times; i++)
        kh_strbuf_adds(&m->text, part);
}

/* What a text made of a beginning, a repeated part and an end comes to: the exit status that its
 * errors ask for and the code of the first. */
static void expect_status(const char *before, const char *part, size_t times, const char *behind,
                          int status, const char *code)
{
    made m = {0};
    add(&m, before, 1);
    add(&m, part, times);
    add(&m, behind, 1);
    parsed p = parse_slice(kh_strbuf_slice(&m.text));
    cr_expect_eq(p.diags.status, status, "%zu times %s", times, part);
    if (code) {
        cr_assert_gt(p.diags.errors, 0u, "%zu times %s", times, part);
        cr_expect_str_eq(kh_code_name(p.diags.list.at[0].code), code, "%zu times %s", times, part);
    } else {
        cr_expect_eq(p.diags.errors, 0u, "%zu times %s", times, part);
    }
    parsed_free(&p);
    kh_strbuf_free(&m.text);
}

static void expect_brackets(size_t n, int status)
{
    made m = {0};
    add(&m, "let a = ", 1);
    add(&m, "(", n);
    add(&m, "1", 1);
    add(&m, ")", n);
    add(&m, "\n", 1);
    parsed p = parse_slice(kh_strbuf_slice(&m.text));
    cr_expect_eq(p.diags.status, status, "%zu brackets", n);
    parsed_free(&p);
    kh_strbuf_clear(&m.text);
    add(&m, "section a {\n", n);
    add(&m, "}", n);
    p = parse_slice(kh_strbuf_slice(&m.text));
    cr_expect_eq(p.diags.status, status, "%zu braces", n);
    parsed_free(&p);
    kh_strbuf_free(&m.text);
}

Test(limits, nesting)
{
    expect_brackets(KH_MAX_NESTING - 1, 0);
    expect_brackets(KH_MAX_NESTING, 0);
    expect_brackets(KH_MAX_NESTING + 1, 4);
}

Test(limits, chains)
{
    expect_status("let a = ", "- ", KH_MAX_NESTING, "1\n", 0, NULL);
    expect_status("let a = ", "- ", KH_MAX_NESTING + 1, "1\n", 4, "E0260");
    expect_status("let a = ", "not ", KH_MAX_NESTING, "b\n", 0, NULL);
    expect_status("let a = ", "not ", KH_MAX_NESTING + 1, "b\n", 4, "E0260");
    expect_status("let a = b", "'s c", KH_MAX_NESTING, "\n", 0, NULL);
    expect_status("let a = b", "'s c", KH_MAX_NESTING + 1, "\n", 4, "E0260");
    expect_status("let a = ", "1% of ", KH_MAX_NESTING, "b\n", 0, NULL);
    expect_status("let a = ", "1% of ", KH_MAX_NESTING + 1, "b\n", 4, "E0260");
}

Test(limits, terms)
{
    expect_status("let a = 1", "+1", KH_MAX_TERMS - 2, "\n", 0, NULL);
    expect_status("let a = 1", "+1", KH_MAX_TERMS - 1, "\n", 0, NULL);
    expect_status("let a = 1", "+1", KH_MAX_TERMS, "\n", 4, "E0261");
    expect_status("let a = 1", "*1", KH_MAX_TERMS, "\n", 4, "E0261");
    /* In brackets of their own they are other expressions. */
    expect_status("let a = f(1", "+1, 1", KH_MAX_TERMS - 1, ")\n", 0, NULL);
}

/* Of n commas or words between members there are n + 1 members. */
Test(limits, members)
{
    static const struct {
        const char *before, *part, *behind;
    } texts[] = {
        {"let a = f(1", ", 1", ")\n"},
        {"let a = b in (1", ", 1", ")\n"},
        {"let a = (b", " or b", ")\n"},
        {"item a max 1 deduct 1 when b", " or b", "\n"},
        {"item a max 1 deduct 1 when b", " and b", "\n"},
        {"item a max 1 deduct 1 when b", " 且 b", "\n"},
        {"item a max 1 score 1 owner b", ", b", "\n"},
        {"kinds b", ", b", "\n"},
        {"scale b { c 1", ", c 1", " }\n"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *before = texts[i].before, *part = texts[i].part, *behind = texts[i].behind;
        expect_status(before, part, KH_MAX_TERMS - 1, behind, 0, NULL);
        expect_status(before, part, KH_MAX_TERMS, behind, 4, "E0262");
    }
    /* The next rule, statement and bracket begin anew; rows are counted by themselves. */
    expect_status("", "item a max 1 deduct 1 when b or b\n", KH_MAX_TERMS + 1, "", 0, NULL);
    expect_status("item a max 9", " deduct 1 when b or b", KH_MAX_TERMS + 1, "\n", 0, NULL);
    expect_status("let a = (b in (1, 2)", " or b in (1, 2)", KH_MAX_TERMS - 1, ")\n", 0, NULL);
    expect_status("let a = table { b: 1", "; b or c: 1", KH_MAX_TERMS - 1, " }\n", 0, NULL);
    expect_status("let a = table b { 1: 1", "; 2: 1", KH_MAX_TERMS + 1, " }\n", 4, "E0939");
}

Test(limits, words)
{
    expect_status("let a = ", "b", KH_MAX_NAME_BYTES - 1, "\n", 0, NULL);
    expect_status("let a = ", "b", KH_MAX_NAME_BYTES, "\n", 0, NULL);
    expect_status("let a = ", "b", KH_MAX_NAME_BYTES + 1, "\n", 4, "E0136");
    expect_status("let a = 「", "b", KH_MAX_NAME_BYTES, "」\n", 0, NULL);
    expect_status("let a = 「", "b", KH_MAX_NAME_BYTES + 1, "」\n", 4, "E0136");
    expect_status("let a = \"", "b", KH_MAX_TEXT_BYTES, "\"\n", 0, NULL);
    expect_status("let a = “", "b", KH_MAX_TEXT_BYTES + 1, "”\n", 4, "E0137");
    expect_status("let a = ", "1", 29, "\n", 0, NULL);
    expect_status("let a = ", "1", 30, "\n", 0, NULL);
    expect_status("let a = ", "1", 31, "\n", 4, "E0138");
    expect_status("let a = 0.", "1", 29, "\n", 0, NULL);
    expect_status("let a = 0.", "1", 30, "\n", 4, "E0138");
}

/* The length of a message does not grow with what it quotes. */
Test(limits, messages_stay_short)
{
    made m = {0};
    add(&m, "let a = ", 1);
    add(&m, "长", 100000);
    parsed p = parse_slice(kh_strbuf_slice(&m.text));
    kh_strbuf said = {0};
    kh_diag_message(&said, &p.diags.list.at[0], KH_ZH);
    cr_expect_lt(said.n, 1024u);
    kh_strbuf_free(&said);
    parsed_free(&p);
    kh_strbuf_free(&m.text);
}

/* Seconds of processor time, in thousandths. */
static long spent(const char *before, const char *part, size_t times)
{
    made m = {0};
    add(&m, before, 1);
    add(&m, part, times);
    clock_t start = clock();
    parsed p = parse_slice(kh_strbuf_slice(&m.text));
    long ms = (long)((clock() - start) / (CLOCKS_PER_SEC / 1000));
    parsed_free(&p);
    kh_strbuf_free(&m.text);
    return ms;
}

static const struct {
    const char *before, *part;
    size_t times;
} heavy[] = {
    {"let a = ", "(", 300000},
    {"", "section a { ", 300000},
    {"", "}", 300000},
    {"let a = ", "a", 2 << 20},
    {"let a = ", "中", 1 << 20},
    {"let a = ", "≥", 1 << 18},
    {"item x cite \"", "a", 2 << 20},
    {"item x cite “", "中", 1 << 20},
    {"let a = ", "1", 2 << 20},
    {"let a = 1", "+1", 1000000},
    {"let a = ", "-", 1000000},
    {"let a = b", " 的 b", 200000},
    {"let a = b", " and b", 100000},
    {"let a = f(1", ",000", 200000},
    {"let a = ", "且甲", 200000},
    {"let a = ", "a-", 200000},
    {"", "item x max ) 10 (\n", 100000},
    {"", "项目 x 满分 10分每次扣1分\n", 30000},
    {"let a = table b { ", "c d: 1;", 100000},
    {"", "item ", 200000},
    {"", "\"", 200001},
    {"", "「", 200001},
};

/* Twice the text takes about twice the time; what is quadratic takes four times as long. A machine
 * that does something else besides makes single times unsure, so short ones are not compared. */
Test(limits, heavy_texts_are_linear, .timeout = 120)
{
    for (size_t i = 0; i < sizeof heavy / sizeof *heavy; i++) {
        long once = spent(heavy[i].before, heavy[i].part, heavy[i].times / 2);
        long twice = spent(heavy[i].before, heavy[i].part, heavy[i].times);
        cr_expect(twice < 400 || twice < once * 3 + once / 2, "%s%s…: %ld ms, then %ld ms",
                  heavy[i].before, heavy[i].part, once, twice);
        cr_expect_lt(twice, 10000, "%s%s…", heavy[i].before, heavy[i].part);
    }
}

Test(limits, many_errors_are_counted)
{
    made m = {0};
    add(&m, "item x max max 10\n", 5000);
    parsed p = parse_slice(kh_strbuf_slice(&m.text));
    /* 1,000 one by one, and one that counts the other 4,000. */
    cr_expect_eq(p.diags.list.n, 1001u);
    const kh_diag *last = &p.diags.list.at[p.diags.list.n - 1];
    cr_expect_str_eq(kh_code_name(last->code), "E0291");
    cr_expect(kh_slice_is(last->args[0], "4000"));
    cr_expect_eq(kh_source_linecol(p.sources, p.source, last->place.at).line, 1001u);
    parsed_free(&p);
    kh_strbuf_free(&m.text);
}

/* Whichever allocation fails, nothing is left behind but the arenas of the caller. */
Test(limits, out_of_memory)
{
    static const char text[] =
        "项目 x 满分 5 每次 a 扣 1分 当 b\nitem y max max\ngrade A when x 1,000\n";
    bool done = false;
    for (long n = 1; !done && n < 500; n++) {
        kh_arena *volatile a = NULL;
        kh_guard g;
        kh_memory_fail_after(n);
        if (KH_GUARD(&g)) {
            a = kh_arena_new();
            kh_sources *s = kh_sources_new(a);
            kh_diags d;
            kh_diags_init(&d, a, s);
            kh_parse(a, s, kh_source_add(s, KH_LIT("t"), kh_slice_of(text)), &d);
            cr_expect_eq(d.errors, 2u);
            kh_guard_leave(&g);
            done = true;
        }
        kh_memory_fail_after(-1);
        kh_arena_free(a);
    }
    cr_expect(done);
}
