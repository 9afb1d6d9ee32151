/* What conditions ask more than once is noted beside a table and beside the grades. */
#include <criterion/criterion.h>

#include "support/build.h"

static build *b;
static uint32_t fa, fc;

static void setup(void)
{
    b = build_new(1, 1);
    fa = build_fact(b, "a", build_type(KH_TYPE_NUMBER));
    fc = build_fact(b, "c", build_type(KH_TYPE_YES_NO));
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(lower_split, .init = setup, .fini = teardown);

static kh_expr *a_is(kh_expr_op op, int x)
{
    return x_is(b, op, x_fact(b, fa), x_num(b, x));
}

/* The table of these conditions, lowered. */
static const kh_operation *lower(uint32_t n, kh_expr *const *conditions, kh_plan **plan)
{
    kh_expr *args[16];
    for (uint32_t i = 0; i < n; i++) {
        args[2 * i] = conditions[i];
        args[2 * i + 1] = x_num(b, (int)i);
    }
    build_show(b, x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2 * n, args));
    *plan = kh_lower(b->a, &b->m, &b->d);
    cr_assert(*plan != NULL);
    const kh_operation *op = &(*plan)->operations[(*plan)->shows[b->m.shows_count - 1]];
    cr_assert_eq(op->code, KH_DO_TABLE);
    cr_assert_eq(op->n, 2 * n + op->index);
    return op;
}

Test(lower_split, what_is_asked_once_needs_nothing)
{
    kh_plan *p;
    const kh_operation *op = lower(2, (kh_expr *[]){a_is(KH_X_LT, 6), x_fact(b, fc)}, &p);
    cr_expect_null(op->split);
    cr_expect_eq(op->index, 0);
}

Test(lower_split, what_is_asked_twice_is_a_subject_and_an_argument)
{
    kh_plan *p;
    kh_expr *turned = x_is(b, KH_X_LE, x_num(b, 6), x_fact(b, fa));
    const kh_operation *op = lower(2, (kh_expr *[]){a_is(KH_X_LT, 6), turned}, &p);
    cr_assert_not_null(op->split);
    cr_expect_eq(op->split->subjects, 1);
    cr_expect_eq(op->index, 1);
    cr_expect_eq(op->args[4], p->fact_cols[fa]);
    cr_expect_eq(op->split->conditions[1]->code, KH_DO_GE, "6 <= a is a >= 6");
}

Test(lower_split, what_else_is_asked_stands_behind_the_subjects)
{
    kh_plan *p;
    kh_expr *first = x_is(b, KH_X_AND, x_fact(b, fc), a_is(KH_X_LT, 6));
    const kh_operation *op = lower(2, (kh_expr *[]){first, a_is(KH_X_GE, 6)}, &p);
    cr_assert_not_null(op->split);
    cr_expect_eq(op->split->subjects, 1);
    cr_assert_eq(op->split->n, 2);
    cr_expect_eq(op->split->columns[0], p->fact_cols[fa]);
    cr_expect_eq(op->split->columns[1], p->fact_cols[fc]);
}

Test(lower_split, an_end_that_is_not_reached_is_worth_trying)
{
    kh_plan *p;
    b->m.facts[fa].bounds = (kh_bounds){KH_ZERO, kh_num_int(10), false, true};
    cr_expect_not_null(lower(1, (kh_expr *[]){a_is(KH_X_LT, 10)}, &p)->split);
}

Test(lower_split, conditions_made_of_each_other_take_no_time)
{
    kh_plan *p;
    kh_expr *c = a_is(KH_X_LT, 6); /* 2^60 comparisons, if they were written out */
    for (int i = 0; i < 60; i++)
        c = x_is(b, KH_X_AND, c, x_is(b, KH_X_OR, c, x_fact(b, fc)));
    cr_expect_null(lower(1, &c, &p)->split);
}

Test(lower_split, grades)
{
    build_value(b, "x", x_fact(b, fa));
    build_grade(b, "A", x_is(b, KH_X_GE, x_total(b), x_num(b, 90)));
    build_grade(b, "B", NULL);
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    cr_expect_null(p->grade_split, "asked once");
    b->m.grades[1].when = x_is(b, KH_X_LT, x_total(b), x_num(b, 90));
    p = kh_lower(b->a, &b->m, &b->d);
    cr_assert_not_null(p->grade_split);
    cr_expect_eq(p->grade_split->columns[0], p->total);
    cr_expect_eq(p->grade_split->count, 2);
}
