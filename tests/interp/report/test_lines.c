/* Which lines a scheme's results have, and when a figure lies between its two sides. */
#include "run_case.h"

static office o;
static run_case c;
static const kh_line *lines;
static uint32_t n;

static void setup(void)
{
    o = office_new(false);
    /* A further grade: total < 90 the other way round, and a product that is no figure. */
    o.b->m.grades[1].unless = x_is(o.b, KH_X_GT, x_num(o.b, 3), x_total(o.b));
    run_case_begin(&c, &o, KH_ZH);
    lines = kh_report_lines(&c.run, &n);
}

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}

TestSuite(lines, .init = setup, .fini = teardown);

Test(lines, are_comparisons_with_constants)
{
    cr_assert_eq(n, 3);
    cr_expect_eq(lines[0].op, KH_X_GE);
    cr_expect(kh_num_eq(lines[0].bound, kh_num_int(18)));
    cr_expect_eq(lines[2].op, KH_X_LT); /* 3 > total */
    cr_expect_eq(lines[2].figure, o.r->plan->total);
}

Test(lines, between)
{
    bool holds = true;
    kh_col total = o.r->plan->total;
    kh_num exact = kh_num_ratio(o.b->a, 1795, 100), shown = kh_num_int(18);
    const kh_line *line = kh_report_line_between(lines, n, total, exact, shown, &holds);
    cr_assert(line == &lines[0]);
    cr_expect_not(holds);
    cr_expect(kh_report_line_between(lines, n, total, shown, shown, &holds) == NULL);
    cr_expect(kh_report_line_between(lines, n, total, kh_num_int(17), exact, &holds) == NULL);
    kh_col other = o.r->plan->nodes[o.visits].result;
    cr_expect(kh_report_line_between(lines, n, other, exact, shown, &holds) == NULL);
}
