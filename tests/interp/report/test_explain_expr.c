/* Names and arithmetic of expressions. */
#include "run_case.h"

static office o;
static run_case c;
static build *b;

static void setup(void)
{
    o = office_new(true);
    b = o.b;
}

static void teardown(void)
{
    run_case_end(&c);
    build_free(b);
}
TestSuite(explain_expr, .init = setup, .fini = teardown);

static kh_expr *computed(kh_expr *e)
{
    build_show(b, e);
    return e;
}

static void expect_arithmetic(const kh_expr *e, uint32_t unit, const char *text)
{
    bool said = kh_expr_arithmetic(&c.run, &c.out, e, unit, 0);
    const char *found = run_case_text(&c);
    cr_expect_str_eq(found, text);
    cr_expect_eq(said, *text != '\0');
}

static kh_expr *first(void)
{
    return x_fact(b, o.first);
}

Test(explain_expr, brackets_only_where_they_are_needed)
{
    kh_expr *sum = x_math(b, KH_X_ADD, first(), x_num(b, 2));
    kh_expr *a = computed(x_math(b, KH_X_MUL, sum, x_num(b, 3)));
    kh_expr *d = computed(x_math(b, KH_X_SUB, first(), x_math(b, KH_X_SUB, first(), x_num(b, 1))));
    kh_expr *e = computed(x_math(b, KH_X_SUB, x_math(b, KH_X_MUL, first(), x_num(b, 2)),
                                 x_math(b, KH_X_DIV, first(), x_num(b, 3))));
    kh_expr *f = computed(x_math(b, KH_X_ADD, x_num(b, 1), x_num(b, -4)));
    kh_expr *leaf = computed(first());
    run_case_begin(&c, &o, KH_ZH);
    expect_arithmetic(a, ZHANG, "(9 + 2) × 3 = 33");
    expect_arithmetic(d, ZHANG, "9 - (9 - 1) = 1");
    expect_arithmetic(e, ZHANG, "9 × 2 - 9 ÷ 3 = 15");
    expect_arithmetic(f, ZHANG, "1 + (-4) = -3");
    expect_arithmetic(leaf, ZHANG, ""); /* a figure alone says it */
}

Test(explain_expr, functions)
{
    kh_expr *larger = computed(x_math(b, KH_X_LARGER, first(), x_num(b, 12)));
    kh_expr *rounded =
        computed(x_round(b, x_math(b, KH_X_DIV, first(), x_num(b, 7)), 2, KH_ROUND_HALF_UP));
    kh_expr *opposite = computed(x_one(b, KH_X_NEGATE, KH_TYPE_NUMBER, first()));
    run_case_begin(&c, &o, KH_ZH);
    expect_arithmetic(larger, ZHANG, "较大值(9, 12) = 12");
    expect_arithmetic(rounded, ZHANG, "四舍五入(9 ÷ 7) = 1.29");
    expect_arithmetic(opposite, ZHANG, ""); /* -9 is what the value says */
}

/* 张所 has a record that counts once and one that counts twice. */
Test(explain_expr, over_records)
{
    kh_expr *count = x_field(b, o.record, KH_FIELD_COUNT);
    kh_expr *sum = computed(x_over(b, KH_X_SUM, o.record, NULL, count));
    kh_expr *highest = computed(x_over(b, KH_X_HIGHEST, o.record, NULL, count));
    kh_expr *mean = x_over(b, KH_X_MEAN, o.record, NULL, count);
    kh_expr *twice = computed(x_math(b, KH_X_MUL, mean, x_num(b, 2)));
    run_case_begin(&c, &o, KH_ZH);
    expect_arithmetic(sum, ZHANG, "1 + 2 × 2 = 5");
    expect_arithmetic(highest, ZHANG, "最高(1, 2 × 2) = 2");
    expect_arithmetic(twice, ZHANG, "((1 + 2 × 2) ÷ 3) × 2 = 3.333333…");
}

Test(explain_expr, tables_tell_their_row)
{
    kh_expr *rows[] = {x_is(b, KH_X_GE, first(), x_num(b, 9)), x_num(b, 5), x_num(b, 3)};
    kh_expr *table = computed(x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, rows));
    run_case_begin(&c, &o, KH_ZH);
    expect_arithmetic(table, ZHANG, "5（按表：r）");
    expect_arithmetic(table, LI, ""); /* `otherwise` */
}

/* A chain of ten thousand terms is not written out, nor walked by recursion. */
Test(explain_expr, long_chains)
{
    kh_expr *e = first();
    for (int i = 0; i < 10000; i++)
        e = x_math(b, KH_X_ADD, e, x_num(b, 1));
    computed(e);
    run_case_begin(&c, &o, KH_ZH);
    expect_arithmetic(e, ZHANG, "");
    kh_ledger_facts facts = {0};
    kh_expr_facts(&c.run, &facts, e, ZHANG, 0);
    cr_assert_eq(facts.n, 1);
    cr_expect(kh_slice_is(facts.at[0].value, "9"));
}

Test(explain_expr, names)
{
    kh_expr *max = x_number_of(b, KH_X_NODE_MAX, o.visits);
    run_case_begin(&c, &o, KH_ZH);
    kh_expr_label(&c.run, &c.out, max);
    cr_expect_str_eq(run_case_text(&c), "察访 的满分");
    kh_expr_label(&c.run, &c.out, x_total(b));
    cr_expect_str_eq(run_case_text(&c), "总分");
    kh_expr_label(&c.run, &c.out, x_field(b, o.record, KH_FIELD_BY));
    cr_expect_str_eq(run_case_text(&c), "评价人");
    kh_expr_label(&c.run, &c.out, first());
    cr_expect_str_eq(run_case_text(&c), "甲评");
}
