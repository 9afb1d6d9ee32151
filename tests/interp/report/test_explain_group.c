/* Groups in the ledger: their limit as a part of its own, and rules that are not the first. */
#include "run_case.h"

static office o;
static run_case c;
static uint32_t node;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_group, .fini = teardown);

/* Two rules that hold, deducting 3 and 2, in a group. */
static kh_ledger_node ledger(bool first_only, int limit)
{
    o = office_new(false);
    build *b = o.b;
    node = build_item(b, "宣传", KH_NONE, 40, true);
    for (int points = 3; points > 1; points--)
        build_rule(b, node, KH_DEDUCT, x_num(b, points))->condition = x_yes(b, true);
    kh_rule_group *g = KH_NEW(b->a, kh_rule_group);
    *g = (kh_rule_group){.first_only = first_only, .count = 2, .place = build_place(b)};
    g->limit = limit ? x_num(b, limit) : NULL;
    kh_score *n = &b->m.nodes[node];
    n->groups = g;
    n->group_count = n->rules[0].group = n->rules[1].group = 1;
    run_case_begin(&c, &o, KH_ZH);
    return kh_explain_node(&c.run, node, ZHANG);
}

Test(explain_group, its_limit_gives_back)
{
    kh_ledger_node l = ledger(false, 4);
    const kh_part *last = &l.parts.at[l.parts.n - 1];
    cr_assert_eq(last->type, KH_PART_TOGETHER);
    cr_expect(kh_num_eq(last->amount.low, KH_ONE));
    cr_expect(kh_slice_is(last->text, "合并最多 4 分，应 5 分，计 4 分"), "%.*s", (int)last->text.n,
              last->text.p);
}

Test(explain_group, a_limit_that_is_not_reached_is_no_part)
{
    kh_ledger_node l = ledger(false, 5);
    cr_assert_eq(l.parts.n, 3); /* the start, two rules */
}

Test(explain_group, what_is_not_the_first_is_passed)
{
    kh_ledger_node l = ledger(true, 0);
    cr_assert_eq(l.parts.n, 3);
    cr_expect(l.parts.at[1].taken);
    cr_expect_not(l.parts.at[1].passed);
    cr_expect_not(l.parts.at[2].taken);
    cr_expect(l.parts.at[2].passed);
    cr_expect_eq(kh_num_sign(l.parts.at[2].amount.low), 0);
}
