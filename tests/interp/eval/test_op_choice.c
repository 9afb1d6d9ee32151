/* Tables, gates, lines, levels, dates, and what stands in for what is missing. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t fa, fc;

/* a: 5 | missing in 0 … 10 | n/a | 12; c: yes | missing | n/a | no. A unit per pair. */
static void setup(void)
{
    b = build_new(16, 0);
    fa = build_fact(b, "a", build_type(KH_TYPE_NUMBER));
    fc = build_fact(b, "c", build_type(KH_TYPE_YES_NO));
    build_bounds(b, fa, 0, 10);
    for (uint32_t u = 0; u < 16; u++) {
        build_unit(b, "u", KH_NONE);
        if (u / 4 == 0 || u / 4 == 3)
            fact_int(b, fa, u, u / 4 ? 12 : 5);
        else if (u / 4 == 2)
            fact_na(b, fa, u);
        if (u % 4 == 0 || u % 4 == 3)
            fact_code(b, fc, u, u % 4 == 0);
        else if (u % 4 == 2)
            fact_na(b, fc, u);
    }
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_choice, .init = setup, .fini = teardown);

static void expect(kh_expr *e, const char *const texts[16])
{
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < 16; u++)
        cr_expect_str_eq(cell_text(b, shown(r, s, u)), texts[u], "a%u c%u: %s", u / 4, u % 4,
                         cell_text(b, shown(r, s, u)));
}
#define EXPECT(e, ...) expect((e), (const char *const[16]){__VA_ARGS__})

static kh_expr *table(uint32_t n, kh_expr *const *args)
{
    return x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, n, args);
}

Test(op_choice, table_with_otherwise)
{
    /* c: a; otherwise 2 */
    kh_expr *e = table(3, (kh_expr *[]){x_fact(b, fc), x_fact(b, fa), x_num(b, 2)});
    EXPECT(e, "5", "[2,5]", "2", "2", "[0,10]", "[0,10]", "2", "2", "n/a", "2|n/a", "2", "2", "12",
           "[2,12]", "2", "2");
}

Test(op_choice, table_without_a_row)
{
    /* c: a; nothing else: no value */
    kh_expr *e = table(2, (kh_expr *[]){x_fact(b, fc), x_fact(b, fa)});
    static const char none[] = "?[-inf,inf]", perhaps[] = "[-inf,inf]";
    EXPECT(e, "5", perhaps, none, none, "[0,10]", perhaps, none, none, "n/a", "?[-inf,inf]|n/a",
           none, none, "12", perhaps, none, none);
}

Test(op_choice, table_of_bands)
{
    /* a < 3: 1; a < 6: 2; a < 20: 3 — a in 0 … 10 leaves no other row. */
    kh_expr *args[] = {x_is(b, KH_X_LT, x_fact(b, fa), x_num(b, 3)),  x_num(b, 1),
                       x_is(b, KH_X_LT, x_fact(b, fa), x_num(b, 6)),  x_num(b, 2),
                       x_is(b, KH_X_LT, x_fact(b, fa), x_num(b, 20)), x_num(b, 3)};
    static const char none[] = "?[-inf,inf]";
    EXPECT(table(6, args), "2", "2", "2", "2", "[1,3]", "[1,3]", "[1,3]", "[1,3]", none, none, none,
           none, "3", "3", "3", "3");
}

/* An item that starts at 0 and awards a when c. */
Test(op_choice, a_rule_acts_when_its_condition_holds)
{
    build_node(b, KH_ITEM, "x", KH_NONE);
    b->m.nodes[0].start = x_num(b, 0);
    build_rule(b, 0, KH_AWARD, x_fact(b, fa))->condition = x_fact(b, fc);
    kh_results *r = build_run(b);
    static const char *const texts[] = {"5", "[0,5]", "0", "0", "[0,10]", "[0,10]", "0", "0",
                                        "0", "0",     "0", "0", "12",     "[0,12]", "0", "0"};
    for (uint32_t u = 0; u < 16; u++)
        cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), texts[u], "case %u", u);
    cr_expect_eq(b->d.errors, 0);
}

Test(op_choice, unless_is_the_other_way_round)
{
    build_node(b, KH_ITEM, "x", KH_NONE);
    b->m.nodes[0].start = x_num(b, 0);
    build_rule(b, 0, KH_AWARD, x_num(b, 1))->unless = x_fact(b, fc);
    kh_results *r = build_run(b);
    static const char *const texts[] = {"0", "[0,1]", "0", "1"};
    for (uint32_t u = 0; u < 4; u++)
        cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), texts[u], "case %u", u);
}

Test(op_choice, first_score_that_holds_else_none)
{
    /* score a when c; score 3 when a > 100 (never): 0 */
    build_node(b, KH_ITEM, "x", KH_NONE);
    build_rule(b, 0, KH_SCORE, x_fact(b, fa))->condition = x_fact(b, fc);
    build_rule(b, 0, KH_SCORE, x_num(b, 3))->condition =
        x_is(b, KH_X_GT, x_fact(b, fa), x_num(b, 100));
    kh_results *r = build_run(b);
    static const char *const texts[] = {"5", "[0,5]", "0", "0", "[0,10]", "[0,10]", "0", "0"};
    for (uint32_t u = 0; u < 8; u++)
        cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), texts[u], "case %u", u);
    const kh_plan_rule *rules = r->plan->nodes[0].rules;
    cr_expect_eq(kh_result(r, rules[0].applies, 0).state, KH_MAY_YES);
    cr_expect_eq(kh_result(r, rules[1].applies, 0).state, KH_MAY_NO);
}

Test(op_choice, missing_as)
{
    /* a missing counts as 4, c missing as no. */
    b->m.facts[fa].missing_as = x_num(b, 4);
    b->m.facts[fc].missing_as = x_yes(b, false);
    kh_expr *e = table(3, (kh_expr *[]){x_fact(b, fc), x_fact(b, fa), x_num(b, 2)});
    EXPECT(e, "5", "2", "2", "2", "4", "2", "2", "2", "n/a", "2", "2", "2", "12", "2", "2", "2");
}

Test(op_choice, missing_as_of_a_node_is_for_its_type)
{
    /* score a when c, missing as 4: c stays open. A table without a row counts 4 too. */
    build_node(b, KH_ITEM, "x", KH_NONE);
    kh_expr *one_row =
        table(2, (kh_expr *[]){x_is(b, KH_X_LT, x_fact(b, fa), x_num(b, 6)), x_fact(b, fa)});
    build_rule(b, 0, KH_SCORE, one_row);
    b->m.nodes[0].missing_as = x_num(b, 4);
    kh_results *r = build_run(b);
    /* a 5: 5; missing: 4; n/a: no row holds, so 4; 12: no row, 4 */
    static const char *const texts[] = {"5", "4", "4", "4"};
    for (uint32_t u = 0; u < 16; u += 4)
        cr_expect_str_eq(cell_text(b, node_result(r, 0, u)), texts[u / 4], "case %u: %s", u,
                         cell_text(b, node_result(r, 0, u)));
    cr_expect_eq(r->assumed_count, 12, "four units with a missing, eight without a row");
}

Test(op_choice, a_node_without_a_value_lies_in_its_range)
{
    uint32_t x = build_item(b, "x", KH_NONE, 10, false);
    b->m.nodes[x].start = NULL;
    build_rule(b, x, KH_SCORE, x_math(b, KH_X_DIV, x_fact(b, fa), x_num(b, 0)));
    kh_results *r = build_run(b);
    kh_cell c = node_result(r, x, 0);
    cr_expect_str_eq(cell_text(b, c), "[0,10]");
    cr_expect(r->provisional[0]);
    cr_expect_not(r->provisional[8], "a is n/a: the item does not apply");
}

Test(op_choice, line)
{
    /* 0: 10, 4: 6, 10: 0 — straight between, level outside */
    kh_expr *args[] = {x_fact(b, fa), x_num(b, 0),  x_num(b, 10), x_num(b, 4),
                       x_num(b, 6),   x_num(b, 10), x_num(b, 0)};
    EXPECT(x_list(b, KH_X_LINE, KH_TYPE_NUMBER, 7, args), "5", "5", "5", "5", "[0,10]", "[0,10]",
           "[0,10]", "[0,10]", "n/a", "n/a", "n/a", "n/a", "0", "0", "0", "0");
}

Test(op_choice, a_line_turns_at_its_corners)
{
    /* 0: 0, 5: 10, 10: 2: open over 0 … 10 it reaches 10. */
    kh_expr *args[] = {x_fact(b, fa), x_num(b, 0),  x_num(b, 0), x_num(b, 5),
                       x_num(b, 10),  x_num(b, 10), x_num(b, 2)};
    EXPECT(x_list(b, KH_X_LINE, KH_TYPE_NUMBER, 7, args), "10", "10", "10", "10", "[0,10]",
           "[0,10]", "[0,10]", "[0,10]", "n/a", "n/a", "n/a", "n/a", "2", "2", "2", "2");
}

Test(op_choice, a_line_through_open_points)
{
    /* 0: 2, 4: a, 8: 6, at x: only the points beside x matter. */
    static const struct {
        int x;
        const char *open, *settled;
    } at[] = {{0, "2", "2"},
              {2, "[1,6]", "7/2"},
              {4, "[0,10]", "5"},
              {7, "[9/2,7]", "23/4"},
              {9, "6", "6"}};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        kh_expr *args[] = {x_num(b, at[i].x), x_num(b, 0), x_num(b, 2), x_num(b, 4),
                           x_fact(b, fa),     x_num(b, 8), x_num(b, 6)};
        uint32_t s = build_show(b, x_list(b, KH_X_LINE, KH_TYPE_NUMBER, 7, args));
        kh_results *r = build_run(b);
        cr_expect_str_eq(cell_text(b, shown(r, s, 4)), at[i].open, "x %d: %s", at[i].x,
                         cell_text(b, shown(r, s, 4)));
        cr_expect_str_eq(cell_text(b, shown(r, s, 0)), at[i].settled);
    }
}

Test(op_choice, a_line_through_a_point_without_ends)
{
    b->m.facts[fa].bounds = (kh_bounds){.low = KH_ZERO, .high = KH_PLUS_INF};
    /* 0: a, 4: 6: at 2 between 3 and anything, at 4 six. */
    static const char *const texts[] = {"[0,inf]", "[3,inf]", "6"};
    for (int i = 0; i < 3; i++) {
        kh_expr *args[] = {x_num(b, 2 * i), x_num(b, 0), x_fact(b, fa), x_num(b, 4), x_num(b, 6)};
        uint32_t s = build_show(b, x_list(b, KH_X_LINE, KH_TYPE_NUMBER, 5, args));
        cr_expect_str_eq(cell_text(b, shown(build_run(b), s, 4)), texts[i]);
    }
}

Test(op_choice, levels_count_as_their_points)
{
    build *own = build_new(3, 0);
    uint32_t scale = build_scale(own, "s", 3, (const int[]){10, 6, 1});
    uint32_t f = build_fact(own, "f", build_level_type(scale));
    for (int i = 0; i < 3; i++)
        build_unit(own, "u", KH_NONE);
    fact_code(own, f, 0, 1);
    fact_na(own, f, 2);
    uint32_t s = build_show(own, x_math(own, KH_X_ADD, x_fact(own, f), x_num(own, 1)));
    kh_results *r = build_run(own);
    cr_expect_str_eq(cell_text(b, shown(r, s, 0)), "7");
    cr_expect_str_eq(cell_text(b, shown(r, s, 1)), "[2,11]");
    cr_expect_str_eq(cell_text(b, shown(r, s, 2)), "n/a");
    build_free(own);
}

Test(op_choice, dates)
{
    build *own = build_new(3, 0);
    uint32_t f = build_fact(own, "f", build_type(KH_TYPE_DATE));
    for (int i = 0; i < 3; i++)
        build_unit(own, "u", KH_NONE);
    fact_code(own, f, 0, 100);
    fact_na(own, f, 2);
    kh_expr *later = x_two(own, KH_X_DAYS, KH_TYPE_DATE, x_fact(own, f), x_num(own, 10));
    uint32_t days =
        build_show(own, x_two(own, KH_X_DAYS_BETWEEN, KH_TYPE_NUMBER, later, x_fact(own, f)));
    uint32_t date = build_show(own, later);
    kh_results *r = build_run(own);
    cr_expect_str_eq(cell_text(b, shown(r, days, 0)), "10");
    cr_expect_str_eq(cell_text(b, shown(r, days, 1)), "[-inf,inf]");
    cr_expect_str_eq(cell_text(b, shown(r, days, 2)), "n/a");
    cr_expect_eq(shown(r, date, 0).low.n, 110);
    cr_expect(shown(r, date, 1).state & KH_OPEN);
    build_free(own);
}

Test(op_choice, kinds)
{
    build *own = build_new(3, 0);
    build_kind(own, "k0");
    build_kind(own, "k1");
    build_unit(own, "u", 0);
    build_unit(own, "v", 1);
    kh_expr *kind = x_new(own, KH_X_KIND, build_type(KH_TYPE_KIND));
    kind->domain.tag = KH_DOMAIN_UNIT;
    kh_expr *one = x_index(own, KH_X_KIND_IS, build_type(KH_TYPE_KIND), 1);
    uint32_t s = build_show(own, x_is(own, KH_X_EQ, kind, one));
    uint32_t x = build_item(own, "x", KH_NONE, 5, true);
    build_rule(own, x, KH_DEDUCT, x_num(own, 1));
    own->m.nodes[x].for_kinds = 2;
    kh_results *r = build_run(own);
    cr_expect_eq(shown(r, s, 0).state, KH_MAY_NO);
    cr_expect_eq(shown(r, s, 1).state, KH_MAY_YES);
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "n/a");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 1)), "4");
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "n/a", "a total of nothing");
    cr_expect_str_eq(cell_text(b, kh_result(r, r->plan->max_total, 1)), "5");
    build_free(own);
}
