/* absent rescale: resolved, refused, lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(rescale, resolved)
{
    static const meant rows[] = {
        {"fact w: yes_no\nitem x max 9 only when w absent rescale score a",
         "(item \"x\" max 9 floor 0 cap 9 only_when (fact \"w\") absent rescale\n"
         "  (score (fact \"a\")))"},
    };
    EXPECT_MEANT(rows);
}

Test(rescale, refused)
{
    static const said rows[] = {
        {"extra x only when w absent rescale award 1 when a", "E1018"},
        {"item x max 9 absent rescale score a", "E0444"},
    };
    EXPECT_SAID(rows);
}

/* Sets of: present, what it counts, its full marks by its weight. */
Test(rescale, lowered)
{
    build *b = build_new(2, 0);
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_YES_NO));
    uint32_t items[] = {build_item(b, "a", KH_NONE, 25, true),
                        build_item(b, "b", KH_NONE, 75, true)};
    for (int i = 0; i < 2; i++)
        build_rule(b, items[i], KH_DEDUCT, x_num(b, 1))->condition = x_fact(b, f);
    b->m.nodes[items[0]].only_when = x_fact(b, f);
    b->m.nodes[items[0]].rescale = true;
    b->m.nodes[items[0]].weight = x_ratio(b, 1, 2);
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_operation *sum = &p->operations[p->subtotal];
    cr_expect_eq(sum->code, KH_DO_RESCALED);
    cr_assert_eq(sum->n, 6);
    cr_expect_eq(sum->args[0], p->nodes[items[0]].gate);
    cr_expect_eq(sum->args[1], p->nodes[items[0]].counted);
    cr_expect_eq(p->operations[sum->args[2]].code, KH_DO_MUL);
    cr_expect_eq(p->operations[sum->args[3]].code, KH_DO_YES_NO);
    cr_expect_eq(sum->args[5], p->nodes[items[1]].full);
    build_free(b);
}
