/* Exact numbers: both paths agree, with each other and with the laws of arithmetic. */
#include "base/number.h"

#include <criterion/criterion.h>

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

TestSuite(number_big, .init = setup, .fini = teardown);

static kh_num operate(char op, kh_num x, kh_num y)
{
    return op == '+'   ? kh_num_add(a, x, y)
           : op == '-' ? kh_num_sub(a, x, y)
           : op == '*' ? kh_num_mul(a, x, y)
                       : kh_num_div(a, x, y);
}

/* Computed with Python's fractions: Fraction(n1, d1) op Fraction(n2, d2). */
static const struct {
    int64_t n1, d1;
    char op;
    int64_t n2, d2;
    const char *exact;
} recorded[] = {
    {INT64_MIN, 1, '-', 1, 1, "-9223372036854775809"},
    {INT64_MIN, 1, '*', -1, 1, "9223372036854775808"},
    {INT64_MIN, 1, '/', -1, 1, "9223372036854775808"},
    {INT64_MIN, 1, '+', INT64_MIN, 1, "-18446744073709551616"},
    {INT64_MIN, 9223372036854775807, '-', 9223372036854775807, 9223372036854775806,
     "-170141183460469231694793815568465002497/85070591730234615838173535747377725442"},
    {INT64_MIN, 9223372036854775807, '*', INT64_MIN, 9223372036854775807,
     "85070591730234615865843651857942052864/85070591730234615847396907784232501249"},
    {1, 9223372036854775807, '+', 1, 9223372036854775806,
     "18446744073709551613/85070591730234615838173535747377725442"},
    {INT64_MIN, 3, '/', INT64_MIN, 1, "1/3"},
    {3, 1, '/', INT64_MIN, 1, "-3/9223372036854775808"},
    {9223372036854775807, 2, '+', 1, 2, "4611686018427387904"},
    {-9223372036854775807, 2, '-', 1, 2, "-4611686018427387904"},
    {INT64_MIN, 1, '/', INT64_MIN, 1, "1"},
    {9223372036854775806, 9223372036854775807, '*', 9007199254740992, 2,
     "41538374868278621019236771379019776/9223372036854775807"},
    {3, 9223372036854775806, '+', 3, 9007199254740993,
     "3077459745369838933/9230749970728583473538397734757262"},
    {3037000500, 2147483648, '*', 1, 9007199254740992, "759250125/4835703278458516698824704"},
    {2147483648, 3037000500, '/', 9223372036854775806, 9007199254740993,
     "805950546409752872615936/1167141061983915522925412625"},
    {3037000500, 1000000000000000000, '-', -9007199254740993, 4611686018427387904,
     "274878334363822534392891789/140737488355328000000000000000"},
    {10, 7, '-', 4611686018427387904, 2147483649, "-32281802107516878838/15032385543"},
    {INT64_MIN, 9007199254740993, '+', -3037000499, 9007199254740993,
     "-9223372039891776307/9007199254740993"},
    {-1, 9223372036854775807, '+', 3, 9223372036854775807, "2/9223372036854775807"},
    {3, 9007199254740992, '+', 9007199254740993, 9007199254740992,
     "2251799813685249/2251799813685248"},
    {9223372036854775807, 2, '/', 1000000000000000000, 1000000000000000000,
     "9223372036854775807/2"},
    {9007199254740993, 3037000499, '/', -1, 1, "-9007199254740993/3037000499"},
    {4611686018427387904, 2147483647, '*', INT64_MIN, 9007199254740992,
     "-4722366482869645213696/2147483647"},
    {-3037000499, 4611686018427387904, '/', 1000000000000000000, 3,
     "-9111001497/4611686018427387904000000000000000000"},
    {4611686018427387904, 3, '-', 9223372036854775806, 2147483649, "4611686005542486022/3"},
    {3037000500, 9223372036854775807, '-', 1, 3037000500,
     "145474193/28011385487613972553246903500"},
    {3, 9223372036854775807, '/', 7, 3, "9/64563604257983430649"},
    {-2147483649, 9007199254740993, '+', 9223372036854775807, 9223372036854775807,
     "3002399035752448/3002399751580331"},
    {9223372036854775807, 4611686018427387904, '/', 4611686018427387904, 2147483649,
     "19807040637789456433093279743/21267647932558653966460912964485513216"},
    {2147483647, 9007199254740993, '-', 9007199254740992, 9007199254740993,
     "-9007197107257345/9007199254740993"},
    {9223372036854775807, 1000000000000000000, '+', INT64_MIN, 2,
     "-4611686018427387894776627963145224193/1000000000000000000"},
    {INT64_MIN, 9223372036854775806, '+', 3037000500, 9007199254740993,
     "-13846120287528627277647904652065724/13846124956092875210307596602135893"},
    {2, 1000000000000000000, '-', 9223372036854775806, 9223372036854775806,
     "-499999999999999999/500000000000000000"},
    {-9007199254740993, 9007199254740993, '/', -1, 3, "3"},
    {9223372036854775807, 9007199254740993, '-', -2147483649, 2147483647,
     "19826383432465553627581251586/19342813104826869688041471"},
    {1, 3037000499, '/', -1, 1, "-1/3037000499"},
    {-2147483649, 7, '+', -2147483649, 9007199254740993,
     "-6447604374280427743303000/21016798261062317"},
    {-1, 2, '+', 2, 9223372036854775807, "-9223372036854775803/18446744073709551614"},
    {9007199254740992, 10, '+', 9007199254740993, 7, "76561193665298437/35"},
};

Test(number_big, agrees_with_recorded_results)
{
    for (int forced = 0; forced < 2; forced++) {
        kh_num_force_big(forced);
        for (size_t i = 0; i < sizeof recorded / sizeof *recorded; i++) {
            kh_strbuf b = {0};
            kh_num_show_exact(&b, operate(recorded[i].op,
                                          kh_num_ratio(a, recorded[i].n1, recorded[i].d1),
                                          kh_num_ratio(a, recorded[i].n2, recorded[i].d2)));
            cr_assert_str_eq(b.at, recorded[i].exact, "row %zu: %s", i, b.at);
            kh_strbuf_free(&b);
        }
    }
}

static uint64_t state = 0x9e3779b97f4a7c15u; /* xorshift; the same numbers in every run */

static uint64_t random_below(uint64_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state % n;
}

/* Small integers, numbers next to the powers where machines change their mind, and any. */
static int64_t random_int(void)
{
    static const uint64_t edges[] = {(uint64_t)1 << 31,   (uint64_t)1 << 32, (uint64_t)1 << 53,
                                     (uint64_t)1 << 62,   (uint64_t)1 << 63, 3037000500u,
                                     1000000000000000000u};
    uint64_t n;
    switch (random_below(4)) {
    case 0:
        n = random_below(2001) - 1000;
        break;
    case 1:
    case 2:
        n = edges[random_below(sizeof edges / sizeof *edges)] + random_below(7) - 3;
        n = random_below(2) ? n : 0 - n;
        break;
    default:
        n = state * 0x2545f4914f6cdd1du;
        break;
    }
    int64_t out;
    memcpy(&out, &n, sizeof out);
    return out;
}

static kh_num random_num(void)
{
    static const int64_t decimals[] = {1, 1, 2, 5, 10, 100, 200, 1000, 3, 7, 60};
    int64_t d =
        random_below(2) ? decimals[random_below(sizeof decimals / sizeof *decimals)] : random_int();
    return kh_num_ratio(a, random_int(), d ? d : 1);
}

/* The same value and the same form: a big number never stands for one that fits. */
static void assert_same(kh_num x, kh_num y, const char *what, int i)
{
    if ((x.d == KH_NUM_BIG) != (y.d == KH_NUM_BIG) || !kh_num_eq(x, y) || kh_num_cmp(x, y) != 0 ||
        (x.d != KH_NUM_BIG && (x.n != y.n || x.d != y.d))) {
        kh_strbuf b = {0};
        kh_num_show_exact(&b, x);
        kh_strbuf_adds(&b, " and ");
        kh_num_show_exact(&b, y);
        cr_assert_fail("%s differs in round %d: %s", what, i, b.at);
    }
}

static kh_num one_of_all(int which, kh_num x, kh_num y)
{
    static const kh_round_mode modes[] = {KH_ROUND_HALF_UP, KH_ROUND_HALF_EVEN, KH_ROUND_UP,
                                          KH_ROUND_DOWN};
    switch (which) {
    case 0:
    case 1:
    case 2:
        return operate("+-*"[which], x, y);
    case 3:
        return kh_num_sign(y) ? kh_num_div(a, x, y) : x;
    case 4:
        return kh_num_neg(a, x);
    case 5:
        return kh_num_abs(a, x);
    case 6:
        return kh_num_floor(a, x);
    case 7:
        return kh_num_ceil(a, x);
    case 8:
        return kh_num_int(kh_num_cmp(x, y));
    case 9:
        return kh_num_int(kh_num_eq(x, y));
    case 10:
        return kh_num_min(x, y);
    case 11:
        return kh_num_max(x, y);
    default:
        return kh_num_round(a, x, (which - 12) / 4, modes[(which - 12) % 4]);
    }
}

Test(number_big, small_and_forced_path_agree)
{
    int big_results = 0;
    for (int i = 0; i < 40000; i++) {
        kh_num x = random_num(), y = random_num();
        /* Every fourth time an operand is itself a result, often a big one. */
        if (i % 4 == 0)
            x = kh_num_mul(a, x, random_num());
        for (int which = 0; which < 12 + 4 * 13; which += which < 12 ? 1 : 3) {
            kh_num small = one_of_all(which, x, y);
            kh_num_force_big(true);
            kh_num forced = one_of_all(which, x, y);
            assert_same(small, forced, "the forced path", i * 100 + which);
            kh_num_force_big(false);
            assert_same(small, forced, "the small path", i * 100 + which);
            big_results += small.d == KH_NUM_BIG;
        }
        kh_arena_reset(a);
    }
    cr_assert_gt(big_results, 10000, "the edge was crossed: %d", big_results);
}

Test(number_big, the_laws_of_arithmetic_hold)
{
    for (int i = 0; i < 20000; i++) {
        kh_num x = random_num(), y = random_num(), z = random_num();
        kh_num sum = kh_num_add(a, x, y), product = kh_num_mul(a, x, y);
        assert_same(sum, kh_num_add(a, y, x), "x + y = y + x", i);
        assert_same(kh_num_sub(a, sum, y), x, "x + y - y = x", i);
        assert_same(product, kh_num_mul(a, y, x), "x * y = y * x", i);
        if (kh_num_sign(y))
            assert_same(kh_num_div(a, product, y), x, "x * y / y = x", i);
        assert_same(kh_num_mul(a, sum, z), kh_num_add(a, kh_num_mul(a, x, z), kh_num_mul(a, y, z)),
                    "(x + y) * z = x * z + y * z", i);
        assert_same(kh_num_add(a, sum, z), kh_num_add(a, x, kh_num_add(a, y, z)),
                    "(x + y) + z = x + (y + z)", i);
        cr_assert_eq(kh_num_cmp(x, y), kh_num_sign(kh_num_sub(a, x, y)));
        kh_num floor = kh_num_floor(a, product), ceil = kh_num_ceil(a, product);
        cr_assert(kh_num_is_integer(floor) && kh_num_is_integer(ceil));
        cr_assert(kh_num_cmp(floor, product) <= 0 && kh_num_cmp(product, ceil) <= 0);
        kh_num gap = kh_num_sub(a, ceil, floor);
        cr_assert(gap.d == 1 && gap.n == !kh_num_is_integer(product));
        kh_arena_reset(a);
    }
}

Test(number_big, keeps_a_number_past_its_arena)
{
    kh_arena *short_lived = kh_arena_new();
    kh_num m = kh_num_int(INT64_MIN);
    kh_num x = kh_num_mul(short_lived, kh_num_mul(short_lived, m, m), kh_num_ratio(a, -1, 7));
    kh_num kept = kh_num_keep(a, x), half = kh_num_keep(a, kh_num_ratio(a, 1, 2));
    kh_arena_free(short_lived);
    kh_strbuf b = {0};
    kh_num_show_exact(&b, kept); /* Python: -2**126, which 7 does not divide */
    cr_assert_str_eq(b.at, "-85070591730234615865843651857942052864/7");
    cr_assert(half.n == 1 && half.d == 2);
    kh_strbuf_free(&b);
}

/* A sum of unlike fractions, past 64 bits and back: 1/1 + 1/2 + … + 1/60, taken away again. */
static void harmonic(kh_arena *arena, kh_strbuf *out)
{
    kh_num sum = KH_ZERO;
    for (int i = 1; i <= 60; i++)
        sum = kh_num_add(arena, sum, kh_num_ratio(arena, 1, i));
    kh_num_show_exact(out, sum);
    kh_num_show(out, kh_num_round(arena, sum, 9, KH_ROUND_HALF_UP), 9);
    for (int i = 60; i >= 1; i--)
        sum = kh_num_sub(arena, sum, kh_num_ratio(arena, 1, i));
    cr_assert(sum.n == 0 && sum.d == 1);
}

/* Python: sum(Fraction(1, i) for i in range(1, 61)) and its Decimal. */
#define HARMONIC_60 "15117092380124150817026911/32302373882590772336376004.679870413"

Test(number_big, unlike_fractions_and_memory_that_runs_out_anywhere)
{
    volatile long n = 1;
    for (volatile bool done = false; !done; n++) {
        kh_guard g;
        kh_arena *volatile arena = kh_arena_new();
        static kh_strbuf out;
        if (KH_GUARD(&g)) {
            kh_memory_fail_after(n);
            harmonic(arena, &out);
            kh_guard_leave(&g);
            done = true;
        }
        kh_memory_fail_after(-1);
        if (done) {
            cr_assert_str_eq(out.at, HARMONIC_60);
            kh_strbuf_free(&out);
        } else {
            out = (kh_strbuf){0}; /* gone with the guard */
        }
        cr_assert_eq(kh_scratch_count(), 0, "GMP's memory was given back");
        kh_arena_free(arena);
    }
    cr_assert_gt(n, 50, "the sweep went through GMP: %ld", n);
}
