/* Numbers as people read them, on both paths. */
#include "base/number.h"

#include <criterion/criterion.h>

static void assert_shows(kh_num x, int places, const char *expected)
{
    for (int forced = 0; forced < 2; forced++) {
        kh_strbuf b = {0};
        kh_strbuf_adds(&b, "=");
        kh_num_force_big(forced);
        kh_num_show(&b, x, places);
        kh_num_force_big(false);
        cr_assert_str_eq(b.at + 1, expected, "%s, not %s", b.at + 1, expected);
        cr_assert_eq(b.n, strlen(b.at));
        kh_strbuf_free(&b);
    }
}

Test(number_show, with_the_places_of_a_rounding)
{
    kh_arena *a = kh_arena_new();
    assert_shows(kh_num_int(70), 2, "70.00");
    assert_shows(kh_num_int(70), 0, "70");
    assert_shows(kh_num_ratio(a, 177, 2), 1, "88.5");
    assert_shows(kh_num_ratio(a, 177, 2), 12, "88.500000000000");
    assert_shows(kh_num_ratio(a, -1, 2), 1, "-0.5");
    assert_shows(kh_num_ratio(a, -1, 20), 2, "-0.05");
    assert_shows(kh_num_ratio(a, 1, 100), 2, "0.01");
    assert_shows(KH_ZERO, 2, "0.00");
    assert_shows(kh_num_round(a, kh_num_ratio(a, -1, 1000), 2, KH_ROUND_HALF_UP), 2, "0.00");
    assert_shows(kh_num_int(INT64_MIN), 1, "-9223372036854775808.0");
    kh_arena_free(a);
}

Test(number_show, in_full_when_the_decimal_ends)
{
    kh_arena *a = kh_arena_new();
    assert_shows(kh_num_ratio(a, 177, 2), -1, "88.5");
    assert_shows(kh_num_ratio(a, -1, 2), -1, "-0.5");
    assert_shows(KH_ZERO, -1, "0");
    assert_shows(kh_num_int(-7), -1, "-7");
    assert_shows(kh_num_ratio(a, 1, 1000000000), -1, "0.000000001");
    assert_shows(kh_num_ratio(a, 13999, 200), -1, "69.995");
    assert_shows(kh_num_ratio(a, 3, 1024), -1, "0.0029296875");
    /* 2^-62 and 5^-27, the longest that are small (Python: Decimal(1) / 2**62 with enough digits).
     */
    assert_shows(kh_num_ratio(a, 1, (int64_t)1 << 62), -1,
                 "0.00000000000000000021684043449710088680149056017398834228515625");
    assert_shows(kh_num_ratio(a, 1, 7450580596923828125), -1, "0.000000000000000000134217728");
    kh_num_force_big(false);
    kh_arena_free(a);
}

Test(number_show, cut_when_the_decimal_does_not_end)
{
    kh_arena *a = kh_arena_new();
    assert_shows(kh_num_ratio(a, 1, 3), -1, "0.333333…");
    assert_shows(kh_num_ratio(a, -1, 3), -1, "-0.333333…");
    assert_shows(kh_num_ratio(a, 2, 3), -1, "0.666666…"); /* not 0.666667 */
    assert_shows(kh_num_ratio(a, 200, 3), -1, "66.666666…");
    assert_shows(kh_num_ratio(a, 1, 7), -1, "0.142857…");
    assert_shows(kh_num_ratio(a, 1, 3000000000), -1, "0.000000…");
    assert_shows(kh_num_ratio(a, -1, 3000000000), -1, "-0.000000…");
    assert_shows(kh_num_ratio(a, 29999999, 30000000), -1, "0.999999…");
    assert_shows(kh_num_ratio(a, INT64_MAX, INT64_MAX - 1), -1, "1.000000…");
    kh_arena_free(a);
}

Test(number_show, big_numbers)
{
    kh_arena *a = kh_arena_new();
    kh_num m = kh_num_int(INT64_MAX), square = kh_num_mul(a, m, m); /* Python: (2**63 - 1)**2 */
    assert_shows(square, -1, "85070591730234615847396907784232501249");
    assert_shows(kh_num_neg(a, square), 2, "-85070591730234615847396907784232501249.00");
    assert_shows(kh_num_div(a, square, kh_num_int(8)), -1,
                 "10633823966279326980924613473029062656.125");
    assert_shows(kh_num_div(a, kh_num_neg(a, square), kh_num_int(100)), -1,
                 "-850705917302346158473969077842325012.49");
    assert_shows(kh_num_div(a, square, kh_num_int(11)), -1,
                 "7733690157294055986126991616748409204.454545…");
    assert_shows(kh_num_div(a, KH_ONE, square), -1, "0.000000…");
    kh_num tiny = kh_num_div(a, KH_ONE, kh_num_int(1000000000000000000));
    assert_shows(kh_num_mul(a, tiny, tiny), -1, "0.000000000000000000000000000000000001");
    kh_num power = KH_ONE; /* Python: Decimal(1) / 2**70 with enough digits */
    for (int i = 0; i < 70; i++)
        power = kh_num_div(a, power, kh_num_int(2));
    assert_shows(power, -1,
                 "0.0000000000000000000008470329472543003390683225006796419620513916015625");
    kh_arena_free(a);
}

Test(number_show, exact)
{
    static const struct {
        int64_t n, d;
        const char *expected;
    } rows[] = {{177, 2, "177/2"},
                {7, 1, "7"},
                {-1, 3, "-1/3"},
                {0, 1, "0"},
                {INT64_MIN, 3, "-9223372036854775808/3"}};
    kh_arena *a = kh_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (int forced = 0; forced < 2; forced++) {
            kh_strbuf b = {0};
            kh_num_force_big(forced);
            kh_num_show_exact(&b, kh_num_ratio(a, rows[i].n, rows[i].d));
            kh_num_force_big(false);
            cr_assert_str_eq(b.at, rows[i].expected);
            kh_strbuf_free(&b);
        }
    }
    kh_arena_free(a);
}

Test(number_show, infinities)
{
    kh_strbuf b = {0};
    assert_shows(KH_PLUS_INF, -1, "inf");
    assert_shows(KH_MINUS_INF, 2, "-inf");
    kh_num_show_exact(&b, KH_MINUS_INF);
    cr_assert_str_eq(b.at, "-inf");
    kh_strbuf_free(&b);
}
