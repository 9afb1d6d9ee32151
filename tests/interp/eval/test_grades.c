/* Grades with vetoes, what is an error at evaluation, what is provisional and why. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t fx, fbad, ftold;

enum { GOOD = 1, PASS = 2, FAIL = 4 };

/* 优秀 from 90, 合格 from 70, 不合格 otherwise; x in 0 … 100 is the total. */
static void setup(void)
{
    b = build_new(8, 8);
    fx = build_fact(b, "x", build_type(KH_TYPE_NUMBER));
    fbad = build_fact(b, "腐败案件", build_type(KH_TYPE_YES_NO));
    ftold = build_fact(b, "主动报告", build_type(KH_TYPE_YES_NO));
    build_bounds(b, fx, 0, 100);
    build_value(b, "x", x_fact(b, fx));
    build_grade(b, "优秀", x_is(b, KH_X_GE, x_total(b), x_num(b, 90)));
    build_grade(b, "合格", x_is(b, KH_X_GE, x_total(b), x_num(b, 70)));
    build_grade(b, "不合格", NULL);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(grades, .init = setup, .fini = teardown);

/* x -1: missing; bad, told: 0 no, 1 yes, 2 missing. */
static void unit(int x, int bad, int told)
{
    uint32_t u = build_unit(b, "某所", KH_NONE);
    if (x >= 0)
        fact_int(b, fx, u, x);
    if (bad < 2)
        fact_code(b, fbad, u, bad);
    if (told < 2)
        fact_code(b, ftold, u, told);
}

static void veto(kh_effect_type type, uint32_t grade)
{
    kh_veto *v = build_veto(b, "重大腐败案件", x_fact(b, fbad), x_fact(b, ftold));
    build_effect(v, type, grade);
}

Test(grades, first_that_holds)
{
    unit(90, 0, 0);
    unit(89, 0, 0);
    unit(70, 0, 0);
    unit(69, 0, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD);
    cr_expect_eq(r->grades[1], PASS);
    cr_expect_eq(r->grades[2], PASS);
    cr_expect_eq(r->grades[3], FAIL);
    cr_expect_not(r->any_provisional);
}

Test(grades, open_totals_leave_several)
{
    unit(-1, 0, 0);
    build_bounds(b, fx, 75, 95);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | PASS);
    cr_expect(r->provisional[0]);
}

/* 优秀 from 90, 合格 from 70 to below 90, 不合格 below 70; behind them one that is never left. */
Test(grades, bands_that_cover_the_total_leave_no_other)
{
    kh_expr *low = x_is(b, KH_X_GE, x_total(b), x_num(b, 70));
    kh_expr *high = x_is(b, KH_X_LT, x_total(b), x_num(b, 90));
    b->m.grades[1].when = x_is(b, KH_X_AND, low, high);
    b->m.grades[2].when = x_is(b, KH_X_LT, x_total(b), x_num(b, 70));
    b->m.grades[2].otherwise = false;
    build_grade(b, "其他", NULL);
    unit(-1, 0, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | PASS | FAIL);
    build_bounds(b, fx, 80, 100);
    r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | PASS);
}

Test(grades, a_rounded_total_has_nothing_between_its_steps)
{
    /* To whole points: above 89 or not is at least 90 or at most 89. */
    b->m.rounding = (kh_rounding){.places = 0, .mode = KH_ROUND_HALF_UP};
    b->m.grades[1].when = x_is(b, KH_X_LE, x_total(b), x_num(b, 89));
    unit(-1, 0, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | PASS);
    b->m.rounding.places = 1;
    r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | PASS | FAIL, "89.5 is neither");
}

Test(grades, bands_of_other_kinds_are_not_asked)
{
    build_kind(b, "k0");
    build_kind(b, "k1");
    b->m.grades[0].for_kinds = 2;
    b->m.grades[1].when = x_is(b, KH_X_LT, x_total(b), x_num(b, 90));
    build_unit(b, "u", 0);
    build_unit(b, "v", 1);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], PASS | FAIL, "from 90 on the first is for others");
    cr_expect_eq(r->grades[1], GOOD | PASS);
}

Test(grades, that_none_holds_may_be_certain_though_each_is_open)
{
    /* x missing in 0 … 100, rounded to whole points: between 70 and 71 there is none. */
    b->m.grades_count = 1;
    b->m.rounding = (kh_rounding){.places = 0, .mode = KH_ROUND_HALF_UP};
    b->m.grades[0].when = x_is(b, KH_X_AND, x_is(b, KH_X_GT, x_total(b), x_num(b, 70)),
                               x_is(b, KH_X_LT, x_total(b), x_num(b, 71)));
    unit(-1, 0, 0);
    build_run(b);
    cr_assert_eq(b->d.errors, 1);
    cr_expect_eq(b->d.list.at[0].code, KH_E0702);
}

Test(grades, a_veto_gives_the_worse_of_its_grade_and_the_score)
{
    veto(KH_EFFECT_TO, 1);
    unit(95, 1, 0);
    unit(60, 1, 0);
    unit(95, 1, 1); /* the exception holds */
    unit(95, 0, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], PASS);
    cr_expect_eq(r->grades[1], FAIL, "never better than the score's");
    cr_expect_eq(r->grades[2], GOOD);
    cr_expect_eq(r->grades[3], GOOD);
    cr_expect_str_eq(cell_text(b, total_of(r, 0)), "95", "the score is still there");
    cr_expect_eq(kh_result(r, r->plan->veto_holds[0], 0).state, KH_MAY_YES);
    cr_expect_eq(kh_result(r, r->plan->veto_holds[0], 2).state, KH_MAY_NO);
}

Test(grades, the_worst_of_several_vetoes)
{
    veto(KH_EFFECT_AT_MOST, 1);
    build_effect(build_veto(b, "二", x_fact(b, ftold), NULL), KH_EFFECT_TO, 2);
    unit(95, 1, 1); /* the first is excused, the second holds */
    unit(95, 1, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], FAIL);
    cr_expect_eq(r->grades[1], PASS);
}

Test(grades, a_veto_that_may_hold_adds_its_grade)
{
    veto(KH_EFFECT_TO, 2);
    unit(95, 2, 0);
    unit(95, 1, 2);
    unit(95, 0, 2);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], GOOD | FAIL);
    cr_expect_eq(r->grades[1], GOOD | FAIL);
    cr_expect_eq(r->grades[2], GOOD, "no case, whatever was told");
    cr_expect(r->provisional[0] && r->provisional[1]);
    cr_expect_not(r->provisional[2]);
}

Test(grades, a_grade_that_only_a_veto_gives)
{
    b->m.grades[2].otherwise = false;
    b->m.grades[2].by_veto = true;
    b->m.grades[1].when = NULL;
    b->m.grades[1].otherwise = true;
    veto(KH_EFFECT_TO, 2);
    unit(10, 0, 0);
    unit(10, 1, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], PASS);
    cr_expect_eq(r->grades[1], FAIL);
}

Test(grades, none_that_holds_is_an_error_that_names_the_unit)
{
    b->m.grades_count = 2;
    unit(69, 0, 0);
    unit(70, 0, 0);
    build_run(b);
    cr_assert_eq(b->d.errors, 1);
    kh_strbuf text = {0};
    kh_diag_message(&text, &b->d.list.at[0], KH_ZH);
    cr_expect(strstr(text.at, "某所") && strstr(text.at, "69"), "%s", text.at);
    kh_strbuf_free(&text);
}

/* R09: all points and thresholds times k: totals times k, grades and ranks the same. */
Test(grades, scaling_changes_nothing)
{
    static const struct {
        int n, d;
    } factors[] = {{1, 1}, {2, 1}, {10, 1}, {1, 2}, {7, 1}};
    static const int x[] = {95, 90, 89, 70, 12};
    for (size_t f = 0; f < 5; f++) {
        teardown();
        b = build_new(8, 8);
        fx = build_fact(b, "x", build_type(KH_TYPE_NUMBER));
        kh_expr *k = x_ratio(b, factors[f].n, factors[f].d);
        build_value(b, "x", x_math(b, KH_X_MUL, x_fact(b, fx), k));
        build_grade(b, "A", x_is(b, KH_X_GE, x_total(b), x_math(b, KH_X_MUL, x_num(b, 90), k)));
        build_grade(b, "B", NULL);
        build_rank(b, x_total(b), KH_TIES_SKIP);
        for (uint32_t u = 0; u < 5; u++) {
            build_unit(b, "u", KH_NONE);
            fact_int(b, fx, u, x[u]);
        }
        kh_results *r = build_run(b);
        for (uint32_t u = 0; u < 5; u++) {
            kh_num wanted = kh_num_ratio(b->a, x[u] * factors[f].n, factors[f].d);
            cr_expect(kh_num_eq(total_of(r, u).low, wanted));
            cr_expect_eq(r->grades[u], x[u] >= 90 ? 1 : 2);
            cr_expect_eq(r->ranks[u].best, u + 1);
        }
    }
}

/* ---- asserts, negative points ------------------------------------------------------------ */

Test(grades, a_failed_assertion_names_unit_and_figures)
{
    kh_assert_rule *rule = &b->m.asserts[b->m.asserts_count++];
    rule->condition = x_is(b, KH_X_LE, x_fact(b, fx), x_num(b, 80));
    rule->message = KH_LIT("不得超过80");
    unit(80, 0, 0);
    unit(81, 0, 0);
    unit(-1, 0, 0); /* may be: no error */
    build_run_with(b, (kh_eval_options){.trace = false});
    cr_assert_eq(b->d.errors, 1);
    cr_expect_eq(b->d.list.at[0].code, KH_E0703);
    kh_strbuf text = {0};
    kh_diag_message(&text, &b->d.list.at[0], KH_EN);
    cr_expect(strstr(text.at, "某所") && strstr(text.at, "不得超过80") && strstr(text.at, "(81)"),
              "%s", text.at);
    kh_strbuf_free(&text);
}

Test(grades, negative_points_are_an_error_where_the_rule_acts)
{
    uint32_t y = build_item(b, "y", KH_NONE, 10, true);
    kh_expr *amount = x_math(b, KH_X_SUB, x_fact(b, fx), x_num(b, 50));
    build_rule(b, y, KH_DEDUCT, amount)->condition = x_fact(b, fbad);
    unit(40, 0, 0); /* -10, but the rule does not act */
    unit(55, 1, 0);
    unit(47, 1, 0); /* -3 */
    kh_results *r = build_run(b);
    cr_assert_eq(b->d.errors, 1);
    cr_expect_eq(b->d.list.at[0].code, KH_E0704);
    cr_expect_str_eq(cell_text(b, node_result(r, y, 1)), "5");
    kh_strbuf text = {0};
    kh_diag_message(&text, &b->d.list.at[0], KH_ZH);
    cr_expect(strstr(text.at, "-3"), "%s", text.at);
    kh_strbuf_free(&text);
}

Test(grades, open_points_are_not_negative)
{
    uint32_t y = build_item(b, "y", KH_NONE, 10, true);
    build_rule(b, y, KH_DEDUCT, x_math(b, KH_X_SUB, x_fact(b, fx), x_num(b, 95)));
    unit(-1, 0, 0);
    kh_results *r = build_run(b);
    /* x - 95 in -95 … 5, of which -95 … 0 would be an error: 10 - (0 … 5) */
    cr_expect_str_eq(cell_text(b, node_result(r, y, 0)), "[5,10]");
    cr_expect_eq(b->d.errors, 0);
}

/* ---- gaps -------------------------------------------------------------------------------- */

Test(grades, what_is_missing_is_listed_where_it_is_read)
{
    veto(KH_EFFECT_TO, 2);
    uint32_t y = build_item(b, "y", KH_NONE, 10, true);
    build_rule(b, y, KH_DEDUCT, x_num(b, 1))->unless = x_fact(b, ftold);
    unit(95, 2, 2);
    unit(95, 0, 0);
    kh_results *r = build_run_with(b, (kh_eval_options){.trace = false});
    /* Nodes before results; inside, in the order in which the scheme first reads them: y reads
     * 主动报告, the veto that and 腐败案件. */
    cr_assert_eq(r->gap_count, 3);
    for (uint32_t i = 0; i < 3; i++) {
        cr_expect_eq(r->gaps[i].unit, 0);
        cr_expect_eq(r->gaps[i].reason, KH_GAP_FACT);
    }
    cr_expect_eq(r->gaps[0].index, ftold);
    cr_expect_eq(r->gaps[0].node, y);
    cr_expect_eq(r->gaps[0].place.at, b->m.nodes[y].rules[0].unless->place.at);
    cr_expect_eq(r->gaps[1].index, ftold);
    cr_expect_eq(r->gaps[1].node, KH_NONE);
    cr_expect_eq(r->gaps[2].index, fbad);
}

Test(grades, what_does_not_matter_is_not_listed)
{
    unit(95, 2, 2); /* nobody reads these two */
    uint32_t y = build_item(b, "y", KH_NONE, 2, true);
    build_rule(b, y, KH_DEDUCT, x_num(b, 2));
    build_rule(b, y, KH_DEDUCT, x_num(b, 1))->condition = x_fact(b, fbad); /* 0 already */
    kh_results *r = build_run(b);
    cr_expect_eq(r->gap_count, 0);
    cr_expect_not(r->any_provisional);
}

Test(grades, values_that_are_not_there_have_their_reason)
{
    uint32_t kind = build_record(b, "评价");
    kh_expr *mean = x_over(b, KH_X_MEAN, kind, NULL, x_field(b, kind, KH_FIELD_AMOUNT));
    uint32_t m = build_item(b, "m", KH_NONE, 10, false);
    b->m.nodes[m].start = NULL;
    build_rule(b, m, KH_SCORE, mean);
    uint32_t q = build_item(b, "q", KH_NONE, 10, false);
    b->m.nodes[q].start = NULL;
    kh_rule *quotient = build_rule(b, q, KH_SCORE, NULL);
    quotient->amount = x_math(b, KH_X_DIV, x_num(b, 1), x_fact(b, fx));
    uint32_t t = build_item(b, "t", KH_NONE, 10, false);
    b->m.nodes[t].start = NULL;
    kh_expr *rows[] = {x_is(b, KH_X_GT, x_fact(b, fx), x_num(b, 5)), x_num(b, 1)};
    build_rule(b, t, KH_SCORE, x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2, rows));
    unit(0, 0, 0);
    kh_results *r = build_run(b);
    cr_assert_eq(r->gap_count, 3);
    static const kh_gap_reason reasons[] = {KH_GAP_NO_ROWS, KH_GAP_ZERO, KH_GAP_TABLE};
    for (uint32_t i = 0; i < 3; i++)
        cr_expect_eq(r->gaps[i].reason, reasons[i]);
    cr_expect_eq(r->gaps[0].index, kind);
    cr_expect_eq(r->gaps[1].place.at, quotient->amount->place.at);
    cr_expect_str_eq(cell_text(b, node_result(r, m, 0)), "[0,10]");
}

Test(grades, without_grades_there_are_none)
{
    b->m.grades_count = 0;
    unit(50, 0, 0);
    kh_results *r = build_run(b);
    cr_expect_eq(r->grades[0], 0);
    cr_expect_eq(b->d.errors, 0);
    cr_expect_eq(r->ranks[0].best, 0);
}

Test(grades, no_units_at_all)
{
    veto(KH_EFFECT_TO, 2);
    build_rank(b, x_total(b), KH_TIES_DENSE);
    build_select(b, "s", 3, x_total(b), KH_TIES_CUT);
    kh_results *r = build_run(b);
    cr_expect_not(r->any_provisional);
    cr_expect_eq(b->d.errors, 0);
}
