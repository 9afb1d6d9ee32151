/* Arithmetic of settled, open and inapplicable cells. Facts a, b: unit 0 both filed (7, 2), 1: a
 * missing in 0 … 10, b 2; 2: a n/a; 3: a 7, b missing in 0 … 10; 4: a 7, b 0; 5: a -7, b 2. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t fa, fb;

static void setup(void)
{
    b = build_new(8, 0);
    fa = build_fact(b, "a", build_type(KH_TYPE_NUMBER));
    fb = build_fact(b, "b", build_type(KH_TYPE_NUMBER));
    build_bounds(b, fa, 0, 10);
    build_bounds(b, fb, 0, 10);
    for (int u = 0; u < 6; u++) {
        build_unit(b, "u", KH_NONE);
        fact_int(b, fb, (uint32_t)u, 2);
        fact_int(b, fa, (uint32_t)u, 7);
    }
    b->f.facts[fa].state[1] = KH_FILED_MISSING;
    fact_na(b, fa, 2);
    b->f.facts[fb].state[3] = KH_FILED_MISSING;
    fact_int(b, fb, 4, 0);
    fact_int(b, fa, 5, -7);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_number, .init = setup, .fini = teardown);

/* The cells of a show for the six units, against texts. */
static void expect(kh_expr *e, const char *const texts[6])
{
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < 6; u++)
        cr_expect_str_eq(cell_text(b, shown(r, s, u)), texts[u], "unit %u: %s, not %s", u,
                         cell_text(b, shown(r, s, u)), texts[u]);
}
#define EXPECT(e, ...) expect((e), (const char *const[6]){__VA_ARGS__})

static kh_expr *a_and_b(kh_expr_op op)
{
    return x_math(b, op, x_fact(b, fa), x_fact(b, fb));
}

Test(op_number, add)
{
    EXPECT(a_and_b(KH_X_ADD), "9", "[2,12]", "n/a", "[7,17]", "7", "-5");
}

Test(op_number, subtract)
{
    EXPECT(a_and_b(KH_X_SUB), "5", "[-2,8]", "n/a", "[-3,7]", "7", "-9");
}

Test(op_number, multiply)
{
    EXPECT(a_and_b(KH_X_MUL), "14", "[0,20]", "n/a", "[0,70]", "0", "-14");
}

Test(op_number, divide)
{
    /* b missing may be 0: nothing is known; b = 0: no value. */
    EXPECT(a_and_b(KH_X_DIV), "7/2", "[0,5]", "n/a", "[-inf,inf]", "?[-inf,inf]", "-7/2");
}

Test(op_number, divide_away_from_zero)
{
    build_bounds(b, fb, 2, 14);
    EXPECT(a_and_b(KH_X_DIV), "7/2", "[0,5]", "n/a", "[1/2,7/2]", "?[-inf,inf]", "-7/2");
}

Test(op_number, smaller_and_larger)
{
    EXPECT(a_and_b(KH_X_SMALLER), "2", "[0,2]", "n/a", "[0,7]", "0", "-7");
    EXPECT(a_and_b(KH_X_LARGER), "7", "[2,10]", "n/a", "[7,10]", "7", "2");
}

Test(op_number, limit)
{
    kh_expr *args[] = {x_fact(b, fa), x_num(b, 3), x_num(b, 6)};
    EXPECT(x_list(b, KH_X_LIMIT, KH_TYPE_NUMBER, 3, args), "6", "[3,6]", "n/a", "6", "6", "3");
}

Test(op_number, what_a_limit_settles_is_settled)
{
    kh_expr *args[] = {x_fact(b, fa), x_num(b, 12), x_num(b, 15)};
    EXPECT(x_list(b, KH_X_LIMIT, KH_TYPE_NUMBER, 3, args), "12", "12", "n/a", "12", "12", "12");
}

Test(op_number, negate_and_absolute)
{
    EXPECT(x_one(b, KH_X_NEGATE, KH_TYPE_NUMBER, x_fact(b, fa)), "-7", "[-10,0]", "n/a", "-7", "-7",
           "7");
    kh_expr *shifted = x_math(b, KH_X_SUB, x_fact(b, fa), x_num(b, 4));
    EXPECT(x_one(b, KH_X_ABS, KH_TYPE_NUMBER, shifted), "3", "[0,6]", "n/a", "3", "3", "11");
}

Test(op_number, round)
{
    kh_expr *third = x_math(b, KH_X_DIV, x_fact(b, fa), x_num(b, 3));
    /* 7/3 = 2.33…; 0 … 3.33…; -2.33… by its absolute value */
    EXPECT(x_round(b, third, 1, KH_ROUND_UP), "12/5", "[0,17/5]", "n/a", "12/5", "12/5", "-12/5");
    EXPECT(x_round(b, third, 0, KH_ROUND_HALF_UP), "2", "[0,3]", "n/a", "2", "2", "-2");
}

Test(op_number, rounding_columns_remember_places)
{
    uint32_t s = build_show(b, x_round(b, x_fact(b, fa), 2, KH_ROUND_DOWN));
    kh_results *r = build_run(b);
    cr_expect_eq(r->plan->columns[r->plan->shows[s]].places, 2);
    cr_expect_eq(r->plan->columns[r->plan->fact_cols[fa]].places, -1);
}

/* award 1 per b of a: whole, started, by part; the sum of an item that starts at 0. */
static void expect_steps(kh_step_rule rule, const char *const texts[6])
{
    build_node(b, KH_ITEM, "x", KH_NONE);
    b->m.nodes[0].start = x_num(b, 0);
    kh_rule *r = build_rule(b, 0, KH_AWARD, x_num(b, 1));
    r->counting = KH_COUNT_STEPS;
    r->measured = x_fact(b, fa);
    r->size = x_fact(b, fb);
    r->step_rule = rule;
    kh_results *results = build_run(b);
    for (uint32_t u = 0; u < 6; u++)
        cr_expect_str_eq(cell_text(b, node_result(results, 0, u)), texts[u], "unit %u: %s", u,
                         cell_text(b, node_result(results, 0, u)));
}
#define EXPECT_STEPS(rule, ...) expect_steps((rule), (const char *const[6]){__VA_ARGS__})

/* n/a measured: the rule does not act; a size that may be 0: none below 0, no upper end. */
Test(op_number, whole_steps)
{
    EXPECT_STEPS(KH_STEP_WHOLE, "3", "[0,5]", "0", "[0,inf]", "[0,inf]", "0");
}

Test(op_number, started_steps)
{
    EXPECT_STEPS(KH_STEP_STARTED, "4", "[0,5]", "0", "[0,inf]", "[0,inf]", "0");
}

Test(op_number, steps_by_part)
{
    build_bounds(b, fb, 1, 14);
    EXPECT_STEPS(KH_STEP_PRO_RATA, "7/2", "[0,5]", "0", "[1/2,7]", "[0,inf]", "0");
}

Test(op_number, unbounded_facts_are_unbounded)
{
    b->m.facts[fa].bounds = (kh_bounds){.low = KH_MINUS_INF, .high = KH_PLUS_INF};
    kh_expr *product = x_math(b, KH_X_MUL, x_fact(b, fa), x_num(b, 0));
    EXPECT(product, "0", "0", "n/a", "0", "0", "0");
    EXPECT(a_and_b(KH_X_SUB), "5", "[-inf,inf]", "n/a", "[-3,7]", "7", "-9");
}

Test(op_number, large_numbers_survive_their_batch)
{
    /* 7 * 10^18 * 10^18 needs more than 64 bits; two batches follow. */
    kh_expr *ten = x_num(b, 1000000000000000000);
    kh_expr *e = x_math(b, KH_X_MUL, x_math(b, KH_X_MUL, x_fact(b, fa), ten), ten);
    uint32_t s = build_show(b, e);
    kh_results *r = build_run_with(b, (kh_eval_options){.batch = 2});
    cr_expect_str_eq(cell_text(b, shown(r, s, 0)), "7000000000000000000000000000000000000");
    cr_expect_str_eq(cell_text(b, shown(r, s, 1)), "[0,10000000000000000000000000000000000000]");
    cr_expect_str_eq(cell_text(b, shown(r, s, 5)), "-7000000000000000000000000000000000000");
}

/* A section over items: n/a is skipped, the sum of nothing is n/a. */
Test(op_number, sum_of_those_that_apply)
{
    build_node(b, KH_SECTION, "s", KH_NONE);
    build_node(b, KH_ITEM, "x", 0);
    build_rule(b, 1, KH_SCORE, x_fact(b, fa));
    build_node(b, KH_ITEM, "y", 0);
    build_rule(b, 2, KH_SCORE, x_fact(b, fb));
    fact_na(b, fb, 2);
    fact_na(b, fb, 4);
    kh_results *r = build_run(b);
    static const char *const texts[] = {"9", "[2,12]", "n/a", "[7,17]", "7", "-5"};
    for (uint32_t u = 0; u < 6; u++)
        cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), texts[u]);
}

/* y applies only when a fact c says so, which is missing: 7 + (0 or 2 or 3 …). */
Test(op_number, sum_of_what_may_not_apply)
{
    uint32_t fc = build_fact(b, "c", build_type(KH_TYPE_YES_NO));
    build_node(b, KH_SECTION, "s", KH_NONE);
    build_node(b, KH_ITEM, "x", 0);
    build_rule(b, 1, KH_SCORE, x_fact(b, fa));
    build_node(b, KH_ITEM, "y", 0);
    build_rule(b, 2, KH_SCORE, x_math(b, KH_X_ADD, x_fact(b, fb), x_num(b, 3)));
    b->m.nodes[2].only_when = x_fact(b, fc);
    kh_results *r = build_run(b);
    static const char *const sums[] = {"[7,12]", "[0,15]", "[5,5]", "[7,20]", "[7,10]", "[-7,-2]"};
    cr_expect_str_eq(cell_text(b, node_result(r, 2, 0)), "5|n/a");
    cr_expect_str_eq(cell_text(b, node_result(r, 0, 2)), "5|n/a");
    for (uint32_t u = 0; u < 6; u++)
        if (u != 2)
            cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), sums[u]);
}
