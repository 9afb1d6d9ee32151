/* Dates moved by months, whose ends are not alike. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t when;

static void setup(void)
{
    b = build_new(2, 4);
    when = build_fact(b, "when", build_type(KH_TYPE_DATE));
    build_unit(b, "u", KH_NONE);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_date, .init = setup, .fini = teardown);

static kh_date day(int year, int month, int d)
{
    kh_date out = 0;
    cr_assert(kh_date_make(year, month, d, &out));
    return out;
}

static void expect(kh_date from, kh_expr *months, uint32_t each, kh_date to)
{
    cell_code(&b->f.facts[when], 0, from);
    kh_expr *e = x_two(b, KH_X_MONTHS, KH_TYPE_DATE, x_fact(b, when), months);
    e->index = each;
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    cr_expect_eq(shown(r, s, 0).low.n, to);
}

Test(op_date, the_end_of_a_shorter_month)
{
    expect(day(2013, 1, 31), x_num(b, 1), 1, day(2013, 2, 28));
}

Test(op_date, a_leap_day_a_year_on)
{
    expect(day(2012, 2, 29), x_num(b, 1), 12, day(2013, 2, 28));
}

Test(op_date, back_over_the_new_year)
{
    expect(day(2013, 3, 31), x_num(b, -1), 3, day(2012, 12, 31));
}

/* Half a month is none. */
Test(op_date, whole_months_only)
{
    expect(day(2013, 1, 15), x_ratio(b, 3, 2), 1, day(2013, 2, 15));
}

Test(op_date, beyond_the_calendar)
{
    cell_code(&b->f.facts[when], 0, day(2013, 1, 15));
    kh_expr *e = x_two(b, KH_X_MONTHS, KH_TYPE_DATE, x_fact(b, when), x_num(b, 99999));
    e->index = 12;
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    cr_expect(shown(r, s, 0).state & KH_OPEN);
}
