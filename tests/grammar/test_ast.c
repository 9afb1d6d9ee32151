/* Trees: their text, equality, walking. */
#include <criterion/criterion.h>
#include <string.h>

#include "parsed.h"

Test(ast, labels)
{
    for (int k = 0; k < KH_NODE_KIND_COUNT; k++)
        cr_expect(kh_node_label((kh_node_kind)k) && *kh_node_label((kh_node_kind)k), "kind %d", k);
    cr_expect_str_eq(kh_node_label(KH_NODE_RULE), "rule");
}

Test(ast, words)
{
    cr_expect_str_eq(kh_word_id(KH_W_DOWN_TO_ZERO), "DOWN_TO_ZERO");
    cr_expect(kh_slice_is(kh_word_english(KH_W_ABOVE), "above"));
    cr_expect(kh_slice_is(kh_word_chinese(KH_W_ABOVE), "超过"));
    cr_expect(kh_slice_is(kh_word_english(KH_W_EACH), ""));
    cr_expect(kh_slice_is(kh_word_chinese(KH_W_PER), ""));
}

static bool equal(const char *a, const char *b)
{
    parsed p = parse_text(a), q = parse_text(b);
    bool same = kh_node_equal(p.tree, q.tree);
    cr_expect_eq(same, kh_node_equal(q.tree, p.tree));
    cr_expect_eq(same, strcmp(parsed_dump(&p), parsed_dump(&q)) == 0, "%s | %s", a, b);
    parsed_free(&p);
    parsed_free(&q);
    return same;
}

Test(ast, equality)
{
    cr_expect(equal("item x max 5", "  item x\n\n max 5 # places do not count\n"));
    cr_expect(equal("item x max 5 deduct 1 per a", "项目 x 满分 5 每次 a 扣 1"));
    cr_expect_not(equal("item x max 5", "item y max 5"));
    cr_expect_not(equal("item x max 5", "item x max 6"));
    cr_expect_not(equal("item x max 5", "item x base 5"));
    cr_expect_not(equal("item x max 5", "item x max 5分"));
    cr_expect_not(equal("item x max 5", "item 「x」 max 5"));
    cr_expect_not(equal("item x max 5", "item x max 5 { }"));
    cr_expect_not(equal("item x for a", "item x for a, b"));
    cr_expect_not(equal("item x for a, b", "item x for a"));
    cr_expect_not(equal("let a = b + c", "let a = b - c"));
    cr_expect_not(equal("let a = b > c", "let a = b above c"));
    cr_expect_not(equal("item x max 1 { item y max 1 }", "item x max 1 { } item y max 1"));
    cr_expect(kh_node_equal(NULL, NULL));
}

/* Every node is seen once, parents first, in the order of the text within a list. */
static bool collect(const kh_node *n, void *context)
{
    kh_strbuf_addf(context, "%s ", kh_node_label(n->kind));
    return true;
}

static bool until_rule(const kh_node *n, void *context)
{
    ++*(int *)context;
    return n->kind != KH_NODE_RULE;
}

Test(ast, walking)
{
    parsed p = parse_text("item x max 5 deduct 1 per a\nlet b = 1");
    kh_strbuf seen = {0};
    cr_expect(kh_node_walk(p.tree, collect, &seen));
    cr_expect_str_eq(seen.at, "file node name part number rule number count set name let name "
                              "number ");
    kh_strbuf_free(&seen);
    int count = 0;
    cr_expect_not(kh_node_walk(p.tree, until_rule, &count));
    cr_expect_eq(count, 6); /* file node name part number rule */
    parsed_free(&p);
}

/* As deep as a tree can be: 10,000 terms, on a stack that a recursion per term would not fit. */
Test(ast, deep_trees)
{
    kh_strbuf text = {0};
    kh_strbuf_adds(&text, "let a = 1");
    for (int i = 1; i < KH_MAX_TERMS; i++)
        kh_strbuf_adds(&text, " + 1");
    parsed p = parse_text(text.at), q = parse_text(text.at);
    cr_expect_eq(p.diags.errors, 0u);
    cr_expect(kh_node_equal(p.tree, q.tree));
    int count = 0;
    cr_expect(kh_node_walk(p.tree, until_rule, &count));
    /* file, let, name, 10,000 numbers and 9,999 sums */
    cr_expect_eq(count, 3 + KH_MAX_TERMS + KH_MAX_TERMS - 1);
    cr_expect_gt(strlen(parsed_dump(&p)), (size_t)KH_MAX_TERMS);
    parsed_free(&p);
    parsed_free(&q);
    kh_strbuf_free(&text);
}

/* What is allocated on the way is freed when memory runs out. */
Test(ast, out_of_memory)
{
    parsed p = parse_text("item x max 5 deduct 1 per a when b > 1 and c < 2");
    bool done = false;
    for (long n = 1; !done && n < 100; n++) {
        kh_guard g;
        kh_memory_fail_after(n);
        if (KH_GUARD(&g)) {
            cr_expect(kh_node_equal(p.tree, p.tree));
            kh_guard_leave(&g);
            done = true;
        }
        kh_memory_fail_after(-1);
    }
    cr_expect(done);
    parsed_free(&p);
}
