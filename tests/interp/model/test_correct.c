/* forfeit, becomes, raw and what an item has: resolved, refused, lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(correct, resolved)
{
    static const meant rows[] = {
        {"项目 x 满分 9 每次 发现问题 扣 1分 不得分 当 a 改计 较小值(原分, 3) 除非 b",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 1 per \"发现问题\")\n"
         "  (forfeit when (fact \"a\"))\n"
         "  (becomes (smaller (raw \"x\") 3) unless (fact \"b\")))"},
        {"item y max 9 cap 12 floor none weight 2 score a\nshow s = y's cap * y's weight + y's raw",
         "(show \"s\" (+ (* (cap \"y\") (weight \"y\")) (raw \"y\")))"},
        {"item y max 9 score a\nitem z max 9 title \"Z\" score a\n"
         "show s = table { y's title = \"q\": 1; z's title = \"q\": 2; otherwise: 0 }",
         "(show \"s\" (table (= \"y\" \"q\") 1 (= \"Z\" \"q\") 2 0))"},
    };
    EXPECT_MEANT(rows);
}

Test(correct, refused)
{
    static const said rows[] = {
        {"item x max 9 score a forfeit", "E1014"},
        {"item x max 9 forfeit when a", "E0491"},
        {"item x max 9 score a becomes 3 forfeit when b", "E1015"},
        {"item x max 9 score raw + a", "E0480"},
        {"item x max 9 score a becomes x when b", ""},
        {"item x max 9 score a\nshow s = raw", "E0330"},
        {"item x max 9 cap none score a\nshow s = x's cap", "E1016"},
        {"section x { item y max 9 score a }\nshow s = x's floor", "E1016"},
        {"item x max 9 score a\nshow s = x's weight", "E1016"},
        {"item x max 9 cap x's cap score a", "E0480"},
    };
    EXPECT_SAID(rows);
}

/* forfeit when a; becomes 3 when b: a table over what was earned. */
Test(correct, lowered)
{
    build *b = build_new(2, 0);
    uint32_t fa = build_fact(b, "a", build_type(KH_TYPE_YES_NO));
    uint32_t fb = build_fact(b, "b", build_type(KH_TYPE_YES_NO));
    uint32_t item = build_item(b, "x", KH_NONE, 10, true);
    build_rule(b, item, KH_DEDUCT, x_num(b, 1))->condition = x_fact(b, fb);
    build_rule(b, item, KH_FORFEIT, x_num(b, 0))->condition = x_fact(b, fa);
    build_rule(b, item, KH_BECOMES, x_number_of(b, KH_X_NODE_RAW, item))->condition = x_fact(b, fb);
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_plan_node *n = &p->nodes[item];
    const kh_operation *table = &p->operations[n->corrected];
    cr_expect_eq(table->code, KH_DO_TABLE);
    cr_assert_eq(table->n, 5);
    cr_expect_eq(table->args[3], n->earned);
    cr_expect_eq(table->args[4], n->earned);
    cr_expect_eq(n->earned, n->limited);
    cr_expect_eq(n->result, n->corrected);
    build_free(b);
}
