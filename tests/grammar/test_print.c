/* Texts printed from their trees: the same tree again, in either language and back. */
#include "grammar/print.h"

#include <criterion/criterion.h>

#include "parsed.h"

typedef struct printed {
    kh_arena *arena;
    const kh_node *tree;
    const char *text;
} printed;

static printed print(const char *text, kh_print_words words)
{
    printed p = {.arena = kh_arena_new()};
    kh_sources *sources = kh_sources_new(p.arena);
    kh_diags diags;
    kh_written written;
    kh_diags_init(&diags, p.arena, sources);
    kh_slice copy = kh_arena_copy(p.arena, kh_slice_of(text));
    kh_source_id id = kh_source_add(sources, KH_LIT("t.rules"), copy);
    p.tree = kh_parse_written(p.arena, sources, id, &diags, &written);
    cr_assert_eq(diags.errors, 0, "%s", text);
    kh_strbuf b = {0};
    kh_print(&b, &written, p.tree, words);
    p.text = kh_arena_copy(p.arena, kh_strbuf_slice(&b)).p;
    kh_strbuf_free(&b);
    return p;
}

static void expect_print(kh_print_words words, const char *text, const char *wanted)
{
    printed p = print(text, words);
    cr_expect_str_eq(p.text, wanted);
    kh_arena_free(p.arena);
}

/* What is promised of every text. */
static void expect_promises(const char *text)
{
    printed once = print(text, KH_WORDS_AS_WRITTEN);
    printed twice = print(once.text, KH_WORDS_AS_WRITTEN);
    cr_expect_str_eq(twice.text, once.text);
    cr_expect(kh_node_equal(once.tree, twice.tree), "%s", text);
    printed zh = print(text, KH_WORDS_CHINESE);
    printed en = print(zh.text, KH_WORDS_ENGLISH);
    printed back = print(en.text, KH_WORDS_CHINESE);
    cr_expect_str_eq(back.text, zh.text);
    cr_expect(kh_node_equal(back.tree, en.tree) ||
                  strcmp(print(en.text, KH_WORDS_ENGLISH).text, en.text) == 0,
              "%s", text);
    kh_arena_free(once.arena);
    kh_arena_free(twice.arena);
    kh_arena_free(zh.arena);
    kh_arena_free(en.arena);
    kh_arena_free(back.arena);
}

Test(print, every_production_in_both_orders)
{
    kh_arena *a = kh_arena_new();
    const char *at = test_file(a, "language/parse/orders.txt");
    cr_assert(at);
    size_t count = 0;
    while (*at) {
        size_t n = strcspn(at, "\n");
        if (*at != '#' && n) {
            kh_strbuf line = {0};
            kh_strbuf_add(&line, (kh_slice){at, n});
            kh_strbuf_addc(&line, '\n');
            expect_promises(line.at);
            kh_strbuf_free(&line);
            count++;
        }
        at += n + (at[n] == '\n');
    }
    cr_expect_gt(count, 100);
    kh_arena_free(a);
}

Test(print, long_sums_need_no_depth)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "show x = 1");
    for (int i = 0; i < 9000; i++)
        kh_strbuf_adds(&b, " + 1");
    kh_strbuf_adds(&b, "\n");
    expect_promises(b.at);
    kh_strbuf_free(&b);
}

Test(print, words_follow_the_place)
{
    expect_print(KH_WORDS_CHINESE, "item a max 10 deduct 1 per finding\n",
                 "项目 a 满分 10分 每次 发现问题 扣 1分\n");
    expect_print(KH_WORDS_ENGLISH, "项目 a 满分 10分 每次 发现问题 扣 1分\n",
                 "item a max 10 deduct 1 per finding\n");
    expect_print(KH_WORDS_CHINESE, "veto v to at most b when d earlier than 2013-06-01\n",
                 "否决 v 定为 不高于 b 当 d 早于 2013年6月1日\n");
}

Test(print, names_of_the_scheme_are_not_translated)
{
    expect_print(KH_WORDS_ENGLISH, "项目 平均 满分 10分 计分 平均\n",
                 "item 平均 max 10 score 平均\n");
    expect_print(KH_WORDS_ENGLISH, "列出 x = 总分\n", "show x = total\n");
    expect_print(KH_WORDS_ENGLISH, "列出 x = 「总分」\n", "show x = 「总分」\n");
}

Test(print, names_that_would_join_get_quotes)
{
    expect_print(KH_WORDS_CHINESE, "item a max 10 deduct 1 per full 10 of days\n",
                 "项目 a 满分 10分 每满 10 「days」 扣 1分\n");
    expect_print(KH_WORDS_ENGLISH, "项目 a 满分 10分 每次 full 扣 1分\n",
                 "item a max 10 deduct 1 per 「full」\n");
}
