/* The stages of scores worked out: models made by hand, lowered and run. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;

static void setup(void)
{
    b = build_new(4, 4);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(stages, .init = setup, .fini = teardown);

/* An item that scores f, deducts, awards, rounds, weighs half and has an extra inside. f = 9/4: 9/4
 * - 1 + extra 3 = 17/4 → 4.3; * 1/2 = 2.15. f = 100: 102 → cap 10 → 13. */
Test(stages, limits_act_before_extras)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    build_kind(b, "k");
    uint32_t s = build_item(b, "s", KH_NONE, 10, true);
    kh_score *n = &b->m.nodes[s];
    n->start = NULL;
    build_rule(b, s, KH_SCORE, x_fact(b, f));
    build_rule(b, s, KH_DEDUCT, x_num(b, 1))->condition =
        x_is(b, KH_X_LT, x_fact(b, f), x_num(b, 3));
    build_rule(b, s, KH_AWARD, x_num(b, 2))->condition =
        x_is(b, KH_X_GT, x_fact(b, f), x_num(b, 3));
    n->rounding = (kh_rounding){.places = 1, .mode = KH_ROUND_HALF_UP};
    n->weight = x_ratio(b, 1, 2);
    n->for_kinds = 1;
    build_node(b, KH_EXTRA, "e", s);
    build_rule(b, 1, KH_SCORE, x_num(b, 3));
    uint32_t u = build_unit(b, "u", 0), v = build_unit(b, "v", 0);
    cell_number(&b->f.facts[0], u, kh_num_ratio(b->a, 9, 4));
    fact_int(b, 0, v, 100);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), "43/10");
    cr_expect_str_eq(cell_text(b, total_of(r, u)), "43/20");
    cr_expect_str_eq(cell_text(b, node_result(r, 0, v)), "13");
}

/* a reads b, b reads a let, which reads c: declared in this order. */
Test(stages, dependencies_not_lines_decide_the_order)
{
    build_value(b, "a", x_math(b, KH_X_ADD, x_number_of(b, KH_X_NODE, 1), x_num(b, 1)));
    build_value(b, "b", x_number_of(b, KH_X_LET, 0));
    build_value(b, "c", x_num(b, 5));
    b->m.lets[0] = (kh_let){.value = x_math(b, KH_X_MUL, x_number_of(b, KH_X_NODE, 2), x_num(b, 2)),
                            .rounding = {.places = -1}};
    b->m.lets[1] = (kh_let){.value = x_num(b, 77), .rounding = {.places = -1}};
    b->m.lets_count = 2;
    build_unit(b, "u", KH_NONE);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, 0, 0)), "11");
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "26");
}

/* A chain of 20,000 terms and a chain of lets: no recursion along them. */
Test(stages, long_chains)
{
    kh_expr *sum = x_num(b, 0);
    for (int i = 1; i <= 20000; i++)
        sum = x_math(b, i % 2 ? KH_X_ADD : KH_X_SUB, sum, x_num(b, i));
    build_value(b, "a", sum);
    build_unit(b, "u", KH_NONE);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "-10000"); /* 1 - 2 + 3 - … - 20000 */
}

/* Each table asks for its key twice: 64 inside each other are 64 columns of comparisons, not 2^64.
 */
Test(stages, shared_keys_are_lowered_once)
{
    kh_expr *key = x_fact(b, build_fact(b, "f", build_type(KH_TYPE_NUMBER)));
    for (int i = 0; i < 64; i++) {
        kh_expr *band = x_is(b, KH_X_AND, x_is(b, KH_X_GE, key, x_num(b, i)),
                             x_is(b, KH_X_LT, key, x_num(b, 100)));
        key = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3,
                     (kh_expr *[]){band, x_math(b, KH_X_ADD, key, x_num(b, 1)), x_num(b, -5)});
    }
    build_value(b, "a", key);
    build_unit(b, "u", KH_NONE);
    build_unit(b, "v", KH_NONE);
    fact_int(b, 0, 0, 0);
    fact_int(b, 0, 1, -1);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "64");
    cr_expect_str_eq(cell_text(b, total_of(r, 1)), "-5");
}

Test(stages, sections_add_up_what_is_inside)
{
    build_node(b, KH_SECTION, "s", KH_NONE);
    uint32_t x = build_item(b, "x", 0, 4, false), y = build_item(b, "y", 0, 6, false);
    b->m.nodes[y].weight = x_num(b, 2);
    build_rule(b, x, KH_AWARD, x_num(b, 1))->condition = x_yes(b, true);
    build_rule(b, y, KH_AWARD, x_num(b, 1))->condition = x_yes(b, true);
    build_unit(b, "u", KH_NONE);
    kh_results *r = build_run(b);
    const kh_plan_node *s = &r->plan->nodes[0];
    cr_expect_str_eq(cell_text(b, kh_result(r, s->subtotal, 0)), "3");
    cr_expect_str_eq(cell_text(b, kh_result(r, s->max, 0)), "16", "4 + 2 * 6");
}

Test(stages, what_stands_in_for_a_shut_gate)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_YES_NO));
    uint32_t x = build_item(b, "x", KH_NONE, 4, false);
    b->m.nodes[x].only_when = x_fact(b, f);
    b->m.nodes[x].absent = x_num(b, 3);
    build_unit(b, "open", KH_NONE);
    build_unit(b, "shut", KH_NONE);
    fact_code(b, f, 0, 1);
    fact_code(b, f, 1, 0);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "0");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 1)), "n/a");
    cr_expect_str_eq(cell_text(b, total_of(r, 1)), "3");
}
