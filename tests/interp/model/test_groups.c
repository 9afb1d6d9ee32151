/* `together`: what it resolves to, what it refuses, and what it lowers to. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(groups, resolved)
{
    static const meant rows[] = {
        {"附加 x 合并 除非 c 最多 4分 依据「二」 { 加 1分 当 a 加 2分 当 b }",
         "(extra \"x\" start 0\n  (together unless (fact \"c\") up_to 4 cite \"二\"\n"
         "    (award 1 when (fact \"a\"))\n    (award 2 when (fact \"b\"))))"},
        {"item x max 9 together first only when c { deduct 5 when a deduct 1 } deduct 1 when d",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (together first_only when (fact \"c\")\n"
         "    (deduct 5 when (fact \"a\"))\n    (deduct 1))\n  (deduct 1 when (fact \"d\")))"},
        {"item x max 9 together down to zero { deduct 5 when a }",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (together\n    (deduct 5 when (fact "
         "\"a\"))))"},
    };
    EXPECT_MEANT(rows);
}

Test(groups, refused)
{
    static const said rows[] = {
        {"item x max 9 together { deduct 1 when a together { deduct 2 when b } }", "E1000"},
        {"item x max 9 together { deduct 1 when a score 3 when b }", "E1004"},
        {"item x max 9 together { deduct 1 when a forfeit when b }", "E1004"},
        {"extra x together up to 3 { deduct 1 when a award 2 when b }", "E1005"},
        {"item x max 9 together first only { deduct 1 when c deduct 1 deduct 2 when b }", "E1007"},
        {"item x max 9 together up to 3 { }", "E1008"},
        {"item x max 9 together up to -1 { deduct 1 when a }", "E0405"},
        {"item x max 9 floor -1 together down to zero { deduct 5 when a }", "E0487"},
    };
    EXPECT_SAID(rows);
}

/* Two rules on one quantity may both hold, unless only the first is taken. */
Test(groups, degrees_do_not_overlap)
{
    static const said rows[] = {
        {"item x max 9 together first only { deduct 5 when a >= 5 deduct 2 when a >= 2 }", ""},
        {"item x max 9 together { deduct 5 when a >= 5 deduct 2 when a >= 2 }", "E0494"},
        {"item x max 9 deduct 2 when a >= 2 together first only { deduct 5 when a >= 5 }", "E0494"},
    };
    EXPECT_SAID(rows);
}

static build *b;

static kh_plan_group lowered(bool first_only)
{
    b = build_new(2, 2);
    uint32_t fa = build_fact(b, "a", build_type(KH_TYPE_YES_NO));
    uint32_t fb = build_fact(b, "b", build_type(KH_TYPE_YES_NO));
    uint32_t item = build_item(b, "x", KH_NONE, 10, true);
    build_rule(b, item, KH_DEDUCT, x_num(b, 5))->condition = x_fact(b, fa);
    build_rule(b, item, KH_DEDUCT, x_num(b, 2))->condition = x_fact(b, fb);
    kh_rule_group *g = KH_NEW(b->a, kh_rule_group);
    *g = (kh_rule_group){.first_only = first_only, .limit = x_num(b, 6), .count = 2};
    kh_score *n = &b->m.nodes[item];
    n->groups = g;
    n->group_count = n->rules[0].group = n->rules[1].group = 1;
    return kh_lower(b->a, &b->m, &b->d)->nodes[item].groups[0];
}

static kh_operation operation_of(kh_col col)
{
    return kh_lower(b->a, &b->m, &b->d)->operations[col];
}

Test(groups, lowered_to_the_sum_and_its_limit)
{
    kh_plan_group g = lowered(false);
    cr_expect_eq(operation_of(g.raw).code, KH_DO_SUM);
    cr_expect_eq(operation_of(g.points).code, KH_DO_AT_MOST);
    cr_expect_eq(operation_of(g.points).args[0], g.raw);
    cr_expect_eq(operation_of(g.points).args[1], g.limit);
    build_free(b);
}

/* A table over what each gives where it applies: a condition is read once. */
Test(groups, lowered_to_the_first)
{
    kh_plan_group g = lowered(true);
    kh_operation table = operation_of(g.raw);
    cr_expect_eq(table.code, KH_DO_TABLE);
    cr_expect_eq(table.n, 5);
    cr_expect_eq(operation_of(table.args[0]).code, KH_DO_HOLDS);
    cr_expect_eq(operation_of(table.args[1]).code, KH_DO_NUMBER);
    cr_expect_eq(operation_of(table.args[3]).code, KH_DO_NUMBER);
    build_free(b);
}
