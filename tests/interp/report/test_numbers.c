/* Numbers as language.md §4.3 shows them. */
#include "run_case.h"

static office o;
static run_case c;

static void setup(void)
{
    o = office_new(false);
    run_case_begin(&c, &o, KH_ZH);
}

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}

TestSuite(numbers, .init = setup, .fini = teardown);

static kh_num ratio(int64_t n, int64_t d)
{
    return kh_num_ratio(o.b->a, n, d);
}

static const char *show(uint8_t state, kh_num low, kh_num high, int places, bool share)
{
    kh_show_cell(&c.run, &c.out, (kh_cell){state, low, high}, places, share);
    return run_case_text(&c);
}

Test(numbers, cells)
{
    const uint8_t settled = KH_MAY_VALUE, open = KH_MAY_VALUE | KH_OPEN;
    cr_expect_str_eq(show(settled, ratio(177, 2), ratio(177, 2), -1, false), "88.5");
    cr_expect_str_eq(show(settled, ratio(177, 2), ratio(177, 2), 2, false), "88.50");
    cr_expect_str_eq(show(settled, ratio(26, 3), ratio(26, 3), -1, false), "8.666666…");
    cr_expect_str_eq(show(open, ratio(163, 2), ratio(177, 2), -1, false), "81.5..88.5");
    cr_expect_str_eq(show(open, ratio(3, 1), KH_PLUS_INF, 2, false), "3.00..不限");
    cr_expect_str_eq(show(open, KH_MINUS_INF, ratio(5, 1), -1, false), "不限..5");
    cr_expect_str_eq(show(open, ratio(5, 1), ratio(5, 1), -1, false), "5");
    cr_expect_str_eq(show(KH_MAY_NA, KH_ZERO, KH_ZERO, -1, false), "不适用");
    cr_expect_str_eq(show(settled, ratio(19, 20), ratio(19, 20), -1, true), "95%");
    cr_expect_str_eq(show(open, ratio(1, 3), ratio(1, 1), -1, true), "33.333333…%..100%");
}

/* An end of an interval that never went through the column's rounding is shown in full. */
Test(numbers, ends_without_the_places_of_the_column)
{
    cr_expect_str_eq(show(KH_MAY_VALUE | KH_OPEN, ratio(1, 8), ratio(7, 1), 1, false),
                     "0.125..7.0");
}

Test(numbers, the_fraction_stands_beside_what_is_cut)
{
    kh_show_beside(&c.run, &c.out, ratio(26, 3), -1);
    cr_expect_str_eq(run_case_text(&c), "8.666666…（26/3）");
    kh_show_beside(&c.run, &c.out, ratio(17, 4), -1);
    cr_expect_str_eq(run_case_text(&c), "4.25");
    kh_show_exactly(&c.run, &c.out, ratio(-26, 3));
    cr_expect_str_eq(run_case_text(&c), "-26/3");
    kh_show_exactly(&c.run, &c.out, ratio(-1, 8));
    cr_expect_str_eq(run_case_text(&c), "-0.125");
}

/* The number that the text says: 210.0000001/3 is shown as 70.000000…, so it says 70. */
Test(numbers, shown_number)
{
    kh_num x = ratio(INT64_C(2100000001), INT64_C(30000000));
    cr_expect_str_eq(show(KH_MAY_VALUE, x, x, -1, false), "70.000000…");
    cr_expect(kh_num_eq(kh_shown_number(&c.run, x, -1), kh_num_int(70)));
    cr_expect(kh_num_eq(kh_shown_number(&c.run, ratio(177, 2), -1), ratio(177, 2)));
    cr_expect(kh_num_eq(kh_shown_number(&c.run, ratio(17725, 200), 3), ratio(17725, 200)));
    /* A decimal that ends is shown in full, however long: 2^-20. */
    cr_expect(kh_num_eq(kh_shown_number(&c.run, ratio(1, 1 << 20), -1), ratio(1, 1 << 20)));
    cr_expect(kh_num_eq(kh_shown_number(&c.run, KH_PLUS_INF, -1), KH_PLUS_INF));
}
