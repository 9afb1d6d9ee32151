/* subtotal, and what a block's nodes add: resolved and lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(inside, resolved)
{
    static const meant rows[] = {
        {"section s score subtotal * 2 { item x max 9 score a }",
         "(section \"s\"\n  (score (* (subtotal \"s\") 2)))"},
        {"section s { item x max 9 score a }\nshow t = subtotal", "(show \"t\" (subtotal scheme))"},
    };
    EXPECT_MEANT(rows);
}

Test(inside, refused)
{
    static const said rows[] = {
        {"item x max 9 score subtotal", "E1017"},
        {"let t = subtotal\nitem x max 9 score t", "E0480"},
        {"section s max subtotal { item x max 9 score a }", "E0411"},
    };
    EXPECT_SAID(rows);
}

/* score subtotal × 2 reads the column that the section's own subtotal is. */
Test(inside, lowered)
{
    build *b = build_new(2, 0);
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    build_node(b, KH_SECTION, "s", KH_NONE);
    uint32_t s = b->m.nodes_count - 1;
    kh_expr *twice = x_math(b, KH_X_MUL, x_number_of(b, KH_X_SUBTOTAL, s), x_num(b, 2));
    build_rule(b, s, KH_SCORE, twice);
    uint32_t item = build_item(b, "x", s, 9, false);
    build_rule(b, item, KH_SCORE, x_fact(b, f));
    b->m.nodes[item].start = NULL;
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    cr_expect_eq(kh_plan_column(p, twice->args[0]), p->nodes[s].subtotal);
    cr_expect_eq(p->operations[p->nodes[s].subtotal].code, KH_DO_SUM);
    cr_expect_eq(p->operations[p->nodes[s].subtotal].args[0], p->nodes[item].counted);
    build_free(b);
}
