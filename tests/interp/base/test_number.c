/* Exact numbers: the small path, reading, rounding, infinities. */
#include "base/number.h"

#include <criterion/criterion.h>
#include <stdio.h>

static kh_arena *a;

static void setup(void)
{
    a = kh_arena_new();
}

static void teardown(void)
{
    kh_num_force_big(false);
    kh_arena_free(a);
}

TestSuite(number, .init = setup, .fini = teardown);

static kh_num ratio(int64_t n, int64_t d)
{
    return kh_num_ratio(a, n, d);
}

static void assert_exact(kh_num x, const char *expected)
{
    kh_strbuf b = {0};
    kh_num_show_exact(&b, x);
    cr_assert_str_eq(b.at, expected, "%s, not %s", b.at, expected);
    kh_strbuf_free(&b);
}

Test(number, ratios_are_in_lowest_terms)
{
    kh_num x = ratio(6, -4);
    cr_assert(x.n == -3 && x.d == 2);
    x = ratio(0, -5);
    cr_assert(x.n == 0 && x.d == 1);
    x = ratio(INT64_MIN, INT64_MIN);
    cr_assert(x.n == 1 && x.d == 1);
    x = ratio(INT64_MIN, 2);
    cr_assert(x.n == INT64_MIN / 2 && x.d == 1);
    x = ratio(INT64_MIN, 1);
    cr_assert(x.n == INT64_MIN && x.d == 1);
    assert_exact(ratio(INT64_MIN, -1), "9223372036854775808");
    assert_exact(ratio(1, INT64_MIN), "-1/9223372036854775808");
    assert_exact(ratio(-3, INT64_MIN), "3/9223372036854775808");
    assert_exact(ratio(177, 2), "177/2");
    assert_exact(ratio(7, 1), "7");
}

Test(number, reads_digits_and_a_point)
{
    static const struct {
        const char *text, *exact; /* NULL: refused */
    } rows[] = {
        {"0", "0"},
        {"00", "0"},
        {"88.5", "177/2"},
        {"0.10", "1/10"},
        {"007.50", "15/2"},
        {"69.995", "13999/200"},
        {"999999999999999999", "999999999999999999"},
        {"9223372036854775807", "9223372036854775807"},
        {"9223372036854775808", "9223372036854775808"},
        {"123456789012345678901234567890", "123456789012345678901234567890"},
        {"0.00000000000000000000000000005", "1/20000000000000000000000000000"},
        {"1.00000000000000000000000000000", "1"},
        {"1234567890123456789012345678901", NULL}, /* 31 digits */
        {"0.000000000000000000000000000000", NULL},
        {"", NULL},
        {".", NULL},
        {".5", NULL},
        {"5.", NULL},
        {"+5", NULL},
        {"-5", NULL},
        {"1e5", NULL},
        {"1.2.3", NULL},
        {"1..2", NULL},
        {" 1", NULL},
        {"1 ", NULL},
        {"1,000", NULL},
        {"0x10", NULL},
        {"５", NULL},
        {"inf", NULL},
    };
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            kh_num x = KH_ZERO;
            bool ok = kh_num_parse(a, kh_slice_of(rows[i].text), &x);
            cr_assert_eq(ok, rows[i].exact != NULL, "\"%s\"", rows[i].text);
            if (ok)
                assert_exact(x, rows[i].exact);
        }
        kh_num x;
        cr_assert_not(kh_num_parse(a, (kh_slice){"1\0002", 3}, &x));
        cr_assert(kh_num_parse(a, (kh_slice){"12345", 2}, &x), "no further than the slice");
        assert_exact(x, "12");
    }
}

Test(number, tenths_add_up)
{
    /* The sums that binary floating point gets wrong. */
    kh_num sum = KH_ZERO, tenth, three;
    cr_assert(kh_num_parse(a, KH_LIT("0.1"), &tenth));
    cr_assert(kh_num_parse(a, KH_LIT("0.3"), &three));
    for (int i = 0; i < 3; i++)
        sum = kh_num_add(a, sum, tenth);
    cr_assert(kh_num_eq(sum, three));
    for (int i = 3; i < 1000; i++)
        sum = kh_num_add(a, sum, tenth);
    cr_assert(sum.n == 100 && sum.d == 1);
}

Test(number, signs_and_wholes)
{
    int64_t n = 0;
    cr_assert_eq(kh_num_sign(ratio(-1, 3)), -1);
    cr_assert_eq(kh_num_sign(KH_ZERO), 0);
    cr_assert_eq(kh_num_sign(KH_ONE), 1);
    cr_assert(kh_num_is_integer(KH_ONE));
    cr_assert_not(kh_num_is_integer(ratio(1, 2)));
    cr_assert(kh_num_to_int(kh_num_int(INT64_MIN), &n) && n == INT64_MIN);
    cr_assert_not(kh_num_to_int(ratio(1, 2), &n));
    cr_assert_not(kh_num_to_int(ratio(INT64_MIN, -1), &n));
    cr_assert_eq(kh_num_abs(a, ratio(-1, 3)).n, 1);
    assert_exact(kh_num_abs(a, kh_num_int(INT64_MIN)), "9223372036854775808");
    assert_exact(kh_num_neg(a, kh_num_int(INT64_MIN)), "9223372036854775808");
    kh_num back = kh_num_neg(a, kh_num_neg(a, kh_num_int(INT64_MIN)));
    cr_assert(back.n == INT64_MIN && back.d == 1, "comes back to the small form");
}

Test(number, floor_and_ceil)
{
    static const struct {
        int64_t n, d, floor, ceil;
    } rows[] = {
        {7, 2, 3, 4},
        {-7, 2, -4, -3},
        {4, 1, 4, 4},
        {-4, 1, -4, -4},
        {0, 1, 0, 0},
        {1, INT64_MAX, 0, 1},
        {-1, 3, -1, 0},
        {INT64_MIN, 3, -3074457345618258603, -3074457345618258602},
        {INT64_MIN, 1, INT64_MIN, INT64_MIN},
    };
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            kh_num x = ratio(rows[i].n, rows[i].d);
            cr_assert_eq(kh_num_floor(a, x).n, rows[i].floor, "row %zu", i);
            cr_assert_eq(kh_num_ceil(a, x).n, rows[i].ceil, "row %zu", i);
        }
    }
}

static void assert_rounds(const char *text, int places, kh_round_mode mode, const char *expected)
{
    kh_num x;
    bool negative = text[0] == '-';
    cr_assert(kh_num_parse(a, kh_slice_of(text + negative), &x));
    if (negative)
        x = kh_num_neg(a, x);
    kh_strbuf b = {0};
    kh_num_show(&b, kh_num_round(a, x, places, mode), places);
    cr_assert_str_eq(b.at, expected, "%s to %d, mode %d: %s, not %s", text, places, mode, b.at,
                     expected);
    kh_strbuf_free(&b);
}

Test(number, rounds_in_four_ways)
{
    static const struct {
        const char *text;
        int places;
        const char *half_up, *half_even, *up, *down;
    } rows[] = {
        {"0.85", 1, "0.9", "0.8", "0.9", "0.8"},
        {"-0.85", 1, "-0.9", "-0.8", "-0.9", "-0.8"},
        {"0.75", 1, "0.8", "0.8", "0.8", "0.7"},
        {"0.851", 1, "0.9", "0.9", "0.9", "0.8"},
        {"0.849", 1, "0.8", "0.8", "0.9", "0.8"},
        {"-0.849", 1, "-0.8", "-0.8", "-0.9", "-0.8"},
        {"0.5", 0, "1", "0", "1", "0"},
        {"1.5", 0, "2", "2", "2", "1"},
        {"-0.5", 0, "-1", "0", "-1", "0"},
        {"-2.5", 0, "-3", "-2", "-3", "-2"},
        {"0.0001", 0, "0", "0", "1", "0"},
        {"70", 2, "70.00", "70.00", "70.00", "70.00"},
        {"69.995", 2, "70.00", "70.00", "70.00", "69.99"},
        {"99.999", 2, "100.00", "100.00", "100.00", "99.99"},
        {"0.0000000000005", 12, "0.000000000001", "0.000000000000", "0.000000000001",
         "0.000000000000"},
        {"9223372036854775807.5", 0, "9223372036854775808", "9223372036854775808",
         "9223372036854775808", "9223372036854775807"},
    };
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            assert_rounds(rows[i].text, rows[i].places, KH_ROUND_HALF_UP, rows[i].half_up);
            assert_rounds(rows[i].text, rows[i].places, KH_ROUND_HALF_EVEN, rows[i].half_even);
            assert_rounds(rows[i].text, rows[i].places, KH_ROUND_UP, rows[i].up);
            assert_rounds(rows[i].text, rows[i].places, KH_ROUND_DOWN, rows[i].down);
        }
    }
}

/* 0.005, 0.015 … 99.995, where the tie decides: cents by integer arithmetic on thousandths. */
Test(number, all_ten_thousand_ties)
{
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (int cents = 0; cents < 10000; cents++) {
            char text[16];
            int n = snprintf(text, sizeof text, "%d.%02d5", cents / 100, cents % 100);
            kh_num x, hundred = kh_num_int(100);
            cr_assert(kh_num_parse(a, (kh_slice){text, (size_t)n}, &x));
            int up = cents + 1, even = cents % 2 == 0 ? cents : cents + 1;
            kh_num r = kh_num_mul(a, kh_num_round(a, x, 2, KH_ROUND_HALF_UP), hundred);
            cr_assert(r.n == up && r.d == 1, "%s half up", text);
            r = kh_num_mul(a, kh_num_round(a, x, 2, KH_ROUND_HALF_EVEN), hundred);
            cr_assert(r.n == even && r.d == 1, "%s half even", text);
            x = kh_num_neg(a, x);
            r = kh_num_mul(a, kh_num_round(a, x, 2, KH_ROUND_HALF_UP), hundred);
            cr_assert(r.n == -up && r.d == 1, "-%s half up", text);
            r = kh_num_mul(a, kh_num_round(a, x, 2, KH_ROUND_HALF_EVEN), hundred);
            cr_assert(r.n == -even && r.d == 1, "-%s half even", text);
            kh_arena_reset(a);
        }
    }
}

/* Every n/840, where d may be any of 32 denominators: to one place by integers alone. */
Test(number, rounds_fractions_that_do_not_end)
{
    for (int n = -3000; n <= 3000; n++) {
        kh_num x = ratio(n, 840);
        int m = n < 0 ? -n : n, sign = n < 0 ? -1 : 1;
        int tenths = m * 10 / 840, rest = m * 10 % 840;
        int up = tenths + (rest >= 420), away = tenths + (rest > 0);
        int even = tenths + (rest > 420 || (rest == 420 && tenths % 2 == 1));
        kh_num expected[] = {ratio(sign * up, 10), ratio(sign * even, 10), ratio(sign * away, 10),
                             ratio(sign * tenths, 10)};
        for (int mode = KH_ROUND_HALF_UP; mode <= KH_ROUND_DOWN; mode++)
            cr_assert(kh_num_eq(kh_num_round(a, x, 1, (kh_round_mode)mode), expected[mode]),
                      "%d/840 mode %d", n, mode);
    }
}

Test(number, order)
{
    kh_num up[] = {KH_MINUS_INF,
                   kh_num_mul(a, kh_num_int(INT64_MIN), kh_num_int(INT64_MAX)),
                   kh_num_int(INT64_MIN),
                   kh_num_int(-1),
                   ratio(-1, 3),
                   ratio(-1, INT64_MAX),
                   KH_ZERO,
                   ratio(1, INT64_MAX),
                   ratio(1, INT64_MAX - 1),
                   ratio(INT64_MAX - 2, INT64_MAX - 1),
                   ratio(INT64_MAX - 1, INT64_MAX),
                   KH_ONE,
                   kh_num_int(INT64_MAX),
                   kh_num_neg(a, kh_num_int(INT64_MIN)),
                   KH_PLUS_INF};
    int n = sizeof up / sizeof *up;
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                cr_assert_eq(kh_num_cmp(up[i], up[k]), (i > k) - (i < k), "%d %d", i, k);
                cr_assert_eq(kh_num_eq(up[i], up[k]), i == k, "%d %d", i, k);
                cr_assert(kh_num_eq(kh_num_min(up[i], up[k]), up[i < k ? i : k]));
                cr_assert(kh_num_eq(kh_num_max(up[i], up[k]), up[i > k ? i : k]));
            }
        }
    }
}

Test(number, infinities)
{
    kh_num big = kh_num_neg(a, kh_num_mul(a, kh_num_int(INT64_MAX), kh_num_int(INT64_MAX)));
    kh_num finite[] = {KH_ZERO, kh_num_int(-7), ratio(1, 3), big};
    int signs[] = {0, -1, 1, -1};
    for (size_t i = 0; i < 4; i++) {
        kh_num x = finite[i];
        cr_assert(kh_num_is_finite(x));
        cr_assert(kh_num_eq(kh_num_add(a, x, KH_PLUS_INF), KH_PLUS_INF));
        cr_assert(kh_num_eq(kh_num_add(a, KH_MINUS_INF, x), KH_MINUS_INF));
        cr_assert(kh_num_eq(kh_num_sub(a, x, KH_PLUS_INF), KH_MINUS_INF));
        cr_assert(kh_num_eq(kh_num_sub(a, KH_PLUS_INF, x), KH_PLUS_INF));
        kh_num product = signs[i] == 0 ? KH_ZERO : signs[i] < 0 ? KH_MINUS_INF : KH_PLUS_INF;
        cr_assert(kh_num_eq(kh_num_mul(a, x, KH_PLUS_INF), product));
        cr_assert(kh_num_eq(kh_num_mul(a, KH_PLUS_INF, x), product));
        cr_assert(kh_num_eq(kh_num_div(a, x, KH_MINUS_INF), KH_ZERO));
        if (signs[i] != 0)
            cr_assert(kh_num_eq(kh_num_div(a, KH_PLUS_INF, x), product));
    }
    cr_assert(kh_num_eq(kh_num_mul(a, KH_MINUS_INF, KH_MINUS_INF), KH_PLUS_INF));
    cr_assert(kh_num_eq(kh_num_add(a, KH_PLUS_INF, KH_PLUS_INF), KH_PLUS_INF));
    cr_assert(kh_num_eq(kh_num_neg(a, KH_PLUS_INF), KH_MINUS_INF));
    cr_assert(kh_num_eq(kh_num_abs(a, KH_MINUS_INF), KH_PLUS_INF));
    cr_assert(kh_num_eq(kh_num_round(a, KH_PLUS_INF, 2, KH_ROUND_UP), KH_PLUS_INF));
    cr_assert(kh_num_eq(kh_num_floor(a, KH_MINUS_INF), KH_MINUS_INF));
    cr_assert(kh_num_eq(kh_num_ceil(a, KH_MINUS_INF), KH_MINUS_INF));
    cr_assert(kh_num_eq(kh_num_keep(a, KH_PLUS_INF), KH_PLUS_INF));
    cr_assert_not(kh_num_is_finite(KH_PLUS_INF));
    cr_assert_not(kh_num_is_integer(KH_PLUS_INF));
    cr_assert_eq(kh_num_sign(KH_MINUS_INF), -1);
    int64_t n;
    cr_assert_not(kh_num_to_int(KH_PLUS_INF, &n));
}
