/* What texts are read as: both word orders, every construct. */
#include <criterion/criterion.h>
#include <string.h>

#include "parsed.h"

Test(parse, the_line_that_names_the_language)
{
    expect_tree("item 察访核验 max 10 deduct 1 per finding",
                "(file (item :name (name 察访核验) :head ((part max 10)) :rules ((rule deduct "
                ":amount 1 :count (count per :set (set :name (name finding)))))))");
    expect_tree("项目 察访核验 满分 10 每次 发现问题 扣 1分",
                "(file (item :name (name 察访核验) :head ((part max 10)) :rules ((rule deduct "
                ":amount 1分 :count (count per :set (set :name (name 发现问题)))))))");
}

Test(parse, nothing_is_an_empty_file)
{
    expect_tree("", "(file)");
    expect_tree(" \n# 注释\n\n", "(file)");
}

/* Without what only Chinese says: 每低, 每超过 … */
static void drop(char *text, const char *what)
{
    size_t n = strlen(what);
    for (char *at; (at = strstr(text, what)) != NULL;)
        memmove(at, at + n, strlen(at + n) + 1);
}

static void same_tree(const char *chinese, const char *english)
{
    parsed p = parse_text(chinese), q = parse_text(english);
    cr_expect_str_eq(parsed_reports(&p), "", "%s", chinese);
    cr_expect_str_eq(parsed_reports(&q), "", "%s", english);
    kh_strbuf a = {0}, b = {0};
    kh_strbuf_adds(&a, parsed_dump(&p));
    kh_strbuf_adds(&b, parsed_dump(&q));
    drop(a.at, " :direction each-below");
    drop(a.at, " :direction each-above");
    cr_expect_str_eq(a.at, b.at, "%s", chinese);
    kh_strbuf_free(&a);
    kh_strbuf_free(&b);
    parsed_free(&p);
    parsed_free(&q);
}

Test(parse, word_orders)
{
    kh_arena *a = kh_arena_new();
    const char *at = test_file(a, "language/parse/orders.txt");
    cr_assert(at);
    int count = 0;
    while (*at) {
        if (*at == '#' || *at == '\n') {
            at += strcspn(at, "\n") + 1;
            continue;
        }
        const char *lines[2];
        for (int i = 0; i < 2; i++) {
            size_t n = strcspn(at, "\n");
            lines[i] = kh_arena_copy(a, (kh_slice){at, n}).p;
            at += n + (at[n] == '\n');
        }
        same_tree(lines[0], lines[1]);
        count++;
    }
    cr_expect_geq(count, 54);
    kh_arena_free(a);
}

static void no_errors(const char *path)
{
    kh_arena *a = kh_arena_new();
    const char *text = test_file(a, path);
    cr_assert(text, "%s", path);
    parsed p = parse_text(text);
    cr_expect_str_eq(parsed_reports(&p), "", "%s", path);
    parsed_free(&p);
    kh_arena_free(a);
}

Test(parse, fifty_patterns)
{
    no_errors("language/parse/patterns-zh.rules");
    no_errors("language/parse/patterns-en.rules");
}

Test(parse, words_of_both_languages_mix)
{
    expect_tree("item 会议 满分 10 deduct 1 当 缺席",
                "(file (item :name (name 会议) :head ((part max 10)) :rules ((rule deduct "
                ":amount 1 :when (name 缺席)))))");
}

Test(parse, ends_of_ranges)
{
    expect_tree("grade A when x 70以上（不含70）",
                "(file (choice grade :name (name A) :parts ((part when (in :left (name x) :band "
                "(range :low_open :low_word or-more :low 70 :low_mark (mark excl :edge 70)))))))");
    expect_tree("grade A when x 100以外",
                "(file (choice grade :name (name A) :parts ((part when (in :left (name x) :band "
                "(range :low_open :low_word or-beyond :low 100))))))");
    expect_tree("grade A when x 70 or less (excl)",
                "(file (choice grade :name (name A) :parts ((part when (in :left (name x) :band "
                "(range :high_open :high_word or-less :high 70 :high_mark (mark excl)))))))");
    expect_tree("grade A when x 80%（含） 至 90%（不含）",
                "(file (choice grade :name (name A) :parts ((part when (in :left (name x) :band "
                "(range :high_open :high_word to :low 80% :high 90% :low_mark (mark incl) "
                ":high_mark (mark excl)))))))");
    expect_tree("grade A when 80 <= x < 90",
                "(file (choice grade :name (name A) :parts ((part when (compare :left 80 :steps "
                "((step <= (name x)) (step < 90)))))))");
}

Test(parse, precedence)
{
    expect_tree("let a = 1 + 2 * 3 - -4",
                "(file (let let :name (name a) :value (binary - (binary + 1 (binary * 2 3)) "
                "(unary - 4))))");
    expect_tree("let a = not b and c", "(file (let let :name (name a) :value (logic and (unary not "
                                       "(name b)) (name c))))");
    expect_tree("let a = 5% of b's c + d", "(file (let let :name (name a) :value (binary + (share "
                                           ":percent 5% :of (attribute :of (name b) :name (name "
                                           "c))) (name d))))");
}

/* Head words and words of documents are names where only a name can stand; a keyword directly
 * behind the head word that opens its statement is one as well. */
Test(parse, soft_words)
{
    expect_tree(
        "项目 加权 满分 5 责任 考评 每次 方案 扣 1分 计入 项目",
        "(file (item :name (name 加权) :head ((part max 5) (part owner (name 考评))) :rules "
        "((rule deduct :amount 1分 :count (count per :set (set :name (name 方案))) :charged "
        "(part charged-to (name 项目))))))");
    expect_tree("item when max 5\nitem \"a b\" max 1",
                "(file (item :name (name when) :head ((part max 5))) (item :name (name 「a b」) "
                ":head ((part max 1))))");
}

Test(parse, pausing_commas)
{
    expect_tree("项目 x，满分 5，责任 甲，乙，每次 丙，扣 1分，最多 3分；",
                "(file (item :name (name x) :head ((part max 5) (part owner (name 甲) (name 乙))) "
                ":rules ((rule deduct :amount 1分 :count (count per :set (set :name (name 丙))) "
                ":limit (part upto 3分)))))");
    /* Inside a list brace a comma separates. */
    expect_tree(
        "列出 a = 查表 b，c { 甲、乙: 1；其余: 0 }",
        "(file (let show :name (name a) :value (table :keys ((name b) (name c)) :rows ((row "
        ":cells ((name 甲) (name 乙)) :value 1) (row :otherwise :value 0)))))");
}

Test(parse, places_are_exact)
{
    parsed p = parse_text("项目 甲 满分 10\n  每次 乙 扣 1分\n");
    const kh_node *item = KH_AS(file, p.tree)->statements;
    const kh_node *rule = KH_AS(node, item)->rules;
    kh_slice text = kh_sources_at(p.sources, p.source)->text;
    cr_expect_eq(item->place.at, 0u);
    cr_expect_eq(item->place.len, text.n - 1);
    cr_expect(kh_slice_eq((kh_slice){text.p + rule->place.at, rule->place.len},
                          KH_LIT("每次 乙 扣 1分")));
    const kh_node *count = KH_AS(rule, rule)->count;
    cr_expect(
        kh_slice_eq((kh_slice){text.p + count->place.at, count->place.len}, KH_LIT("每次 乙")));
    parsed_free(&p);
}
