/* Enclosures of values that are no fractions, against digits from tables of constants. */
#include <criterion/criterion.h>

#include "base/real.h"

static kh_arena *a;

static void setup(void)
{
    a = kh_arena_new();
}

static void teardown(void)
{
    kh_arena_free(a);
}

TestSuite(real, .init = setup, .fini = teardown);

static kh_num decimal(const char *s)
{
    kh_num x;
    bool minus = *s == '-';
    cr_assert(kh_num_parse(a, kh_slice_of(s + minus), &x));
    return minus ? kh_num_neg(a, x) : x;
}

/* 2^-n */
static kh_num tiny(int n)
{
    kh_num x = KH_ONE;
    for (int i = 0; i < n; i++)
        x = kh_num_div(a, x, kh_num_int(2));
    return x;
}

/* The digits are cut off: the value lies above them by less than one of the last place. */
static void expect_digits(kh_enclosure e, const char *digits, int places)
{
    kh_num below = decimal(digits), unit = KH_ONE;
    for (int i = 0; i < places; i++)
        unit = kh_num_div(a, unit, kh_num_int(10));
    cr_expect(kh_num_cmp(e.low, below) > 0, "%s", digits);
    cr_expect(kh_num_cmp(e.high, kh_num_add(a, below, unit)) < 0, "%s", digits);
    cr_expect(kh_num_cmp(e.low, e.high) < 0);
    cr_expect(kh_num_cmp(kh_num_sub(a, e.high, e.low), tiny(120)) < 0, "too wide");
}

static void expect_exact(kh_enclosure e, kh_num x)
{
    cr_expect(kh_num_eq(e.low, x) && kh_num_eq(e.high, x));
}

Test(real, logarithms)
{
    expect_digits(kh_real_ln(a, kh_num_int(2), 128), "0.69314718055994530941723212145", 29);
    expect_digits(kh_real_ln(a, kh_num_int(10), 128), "2.3025850929940456840179914546", 28);
    expect_digits(kh_real_ln(a, kh_num_int(75000), 128), "11.225243392518447", 15);
    kh_enclosure half = kh_real_ln(a, kh_num_ratio(a, 1, 2), 128);
    kh_enclosure minus = {kh_num_neg(a, half.high), kh_num_neg(a, half.low)};
    expect_digits(minus, "0.69314718055994530941723212145", 29);
    expect_exact(kh_real_ln(a, KH_ONE, 128), KH_ZERO);
}

Test(real, exponentials)
{
    expect_digits(kh_real_exp(a, KH_ONE, 128), "2.7182818284590452353602874713", 28);
    expect_digits(kh_real_exp(a, kh_num_int(-1), 128), "0.36787944117144232159552377016", 29);
    kh_enclosure ten = kh_real_exp(a, kh_num_int(10), 128);
    cr_expect(kh_num_cmp(ten.low, decimal("22026.465794806716516957900645")) > 0);
    cr_expect(kh_num_cmp(ten.high, decimal("22026.465794806716516957900646")) < 0);
    expect_exact(kh_real_exp(a, KH_ZERO, 128), KH_ONE);
}

Test(real, roots)
{
    expect_digits(kh_real_root(a, kh_num_int(2), 2, 128), "1.4142135623730950488016887242", 28);
    expect_digits(kh_real_root(a, kh_num_ratio(a, 1, 2), 3, 128), "0.79370052598409973737585281963",
                  29);
    expect_exact(kh_real_root(a, kh_num_ratio(a, 8, 27), 3, 128), kh_num_ratio(a, 2, 3));
    expect_exact(kh_real_root(a, kh_num_int(-8), 3, 128), kh_num_int(-2));
    expect_exact(kh_real_root(a, KH_ZERO, 2, 128), KH_ZERO);
    expect_exact(kh_real_root(a, kh_num_int(7), 1, 128), kh_num_int(7));
}

Test(real, powers)
{
    kh_enclosure e;
    kh_num x;
    cr_assert(kh_real_power(a, kh_num_int(2), kh_num_ratio(a, 1, 2), 128, &e));
    expect_digits(e, "1.4142135623730950488016887242", 28);
    cr_assert(kh_real_power(a, kh_num_int(4), kh_num_ratio(a, -3, 2), 128, &e));
    expect_exact(e, kh_num_ratio(a, 1, 8));
    cr_assert(kh_real_power(a, kh_num_int(2), decimal("0.12345678901"), 128, &e));
    expect_digits(e, "1.0893418703562338872430243439", 28);
    cr_expect_not(kh_real_power(a, kh_num_int(1000000), kh_num_int(1000000), 128, &e));
    cr_assert(kh_real_whole_power(a, kh_num_ratio(a, 3, 2), -3, &x));
    cr_expect(kh_num_eq(x, kh_num_ratio(a, 8, 27)));
    cr_assert(kh_real_whole_power(a, kh_num_int(-2), 5, &x));
    cr_expect(kh_num_eq(x, kh_num_int(-32)));
    cr_expect_not(kh_real_whole_power(a, kh_num_int(10), 10000000, &x));
}

/* With more bits the ends come together and stay inside the wider ones. */
Test(real, more_bits_lie_inside)
{
    kh_num x = decimal("1335.205733");
    kh_enclosure wide = kh_real_ln(a, x, 128);
    for (unsigned bits = 256; bits <= 4096; bits *= 2) {
        kh_enclosure e = kh_real_ln(a, x, bits);
        cr_expect(kh_num_cmp(e.low, wide.low) >= 0 && kh_num_cmp(e.high, wide.high) <= 0);
        kh_enclosure p = kh_real_exp(a, e.low, bits), q = kh_real_exp(a, e.high, bits);
        cr_expect(kh_num_cmp(p.low, x) < 0 && kh_num_cmp(q.high, x) > 0);
        cr_expect(kh_num_cmp(kh_num_sub(a, q.high, p.low), tiny((int)bits - 20)) < 0);
        kh_enclosure r = kh_real_root(a, x, 3, bits);
        kh_num cube;
        kh_real_whole_power(a, r.low, 3, &cube);
        cr_expect(kh_num_cmp(cube, x) < 0);
        kh_real_whole_power(a, r.high, 3, &cube);
        cr_expect(kh_num_cmp(cube, x) > 0);
        wide = e;
    }
}
