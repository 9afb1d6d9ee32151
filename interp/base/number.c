/* Exact rational numbers: the small path. Two small operands never need more than 128 bits here, so
 * every result is computed exactly and only then asked whether it fits. */
#include "base/number.h"

#include <assert.h>

#include "base/number_inside.h"

_Thread_local bool kh_num_forced_big;

void kh_num_force_big(bool on)
{
    kh_num_forced_big = on;
}

static bool goes_big(kh_num x)
{
    return kh_num_is_big(x) || kh_num_forced_big;
}

static bool is_infinite(kh_num x)
{
    return x.d == KH_NUM_INF;
}

static kh_num infinity(int sign)
{
    return sign < 0 ? KH_MINUS_INF : KH_PLUS_INF;
}

uint64_t kh_num_ten_to(int places)
{
    static const uint64_t powers[] = {
        1u,
        10u,
        100u,
        1000u,
        10000u,
        100000u,
        1000000u,
        10000000u,
        100000000u,
        1000000000u,
        10000000000u,
        100000000000u,
        1000000000000u,
        10000000000000u,
        100000000000000u,
        1000000000000000u,
        10000000000000000u,
        100000000000000000u,
        1000000000000000000u,
    };
    assert(places >= 0 && places <= 18);
    return powers[places];
}

/* Binary, after one division that brings both to one size. */
static uint64_t gcd(uint64_t a, uint64_t b)
{
    if (a == 1 || b == 1)
        return 1;
    if (a == 0 || b == 0)
        return a | b;
    if (a > b)
        a %= b;
    else
        b %= a;
    if (a == 0 || b == 0)
        return a | b;
    int twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    do {
        b >>= __builtin_ctzll(b);
        if (a > b) {
            uint64_t t = a;
            a = b;
            b = t;
        }
        b -= a;
    } while (b);
    return a << twos;
}

/* The common divisor of a wide and a narrow number; narrow > 0. Dividing wide numbers is slow. */
static uint64_t gcd_wide(kh_u128 a, uint64_t b)
{
    if (b == 1)
        return 1;
    return a <= UINT64_MAX ? gcd((uint64_t)a, b) : gcd((uint64_t)(a % b), b);
}

static kh_u128 divide_wide(kh_u128 a, uint64_t b)
{
    if (b == 1)
        return a;
    return a <= UINT64_MAX ? (kh_u128)((uint64_t)a / b) : a / b;
}

kh_num kh_num_pack(kh_arena *a, bool negative, kh_u128 num, kh_u128 den)
{
    uint64_t most = (uint64_t)INT64_MAX + negative;
    if (num > most || den > INT64_MAX)
        return kh_num_big_pack(a, negative, num, den);
    uint64_t n = (uint64_t)num;
    /* -n in two steps, for INT64_MIN. */
    return (kh_num){negative && n ? -(int64_t)(n - 1) - 1 : (int64_t)n, (int64_t)den};
}

kh_num kh_num_ratio(kh_arena *a, int64_t n, int64_t d)
{
    assert(d != 0);
    if (kh_num_forced_big)
        return kh_num_big_ratio(a, n, d);
    uint64_t num = kh_magnitude(n), den = kh_magnitude(d);
    uint64_t g = gcd(num, den);
    return kh_num_pack(a, (n < 0) != (d < 0), num / g, den / g);
}

bool kh_num_parse(kh_arena *a, kh_slice s, kh_num *out)
{
    char digits[KH_NUM_MAX_DIGITS];
    size_t n = 0, whole = 0;
    bool point = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '.' && !point && n > 0) {
            point = true;
            whole = n;
        } else if (c >= '0' && c <= '9' && n < KH_NUM_MAX_DIGITS) {
            digits[n++] = c;
        } else {
            return false;
        }
    }
    if (n == 0 || (point && whole == n))
        return false;
    int places = point ? (int)(n - whole) : 0;
    if (n > 18 || kh_num_forced_big) {
        *out = kh_num_big_digits(a, digits, n, places);
        return true;
    }
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value * 10 + (uint64_t)(digits[i] - '0');
    uint64_t ten = kh_num_ten_to(places), g = gcd(value, ten);
    *out = (kh_num){(int64_t)(value / g), (int64_t)(ten / g)};
    return true;
}

/* x + y or x - y of small numbers (Knuth, The Art of Computer Programming 2, 4.5.1): with g the
 * common divisor of the denominators, only g can have something in common with the sum's numerator.
 * |t| <= 2 * 2^63 * (2^63 - 1) < 2^127. */
static kh_num add_small(kh_arena *a, kh_num x, kh_num y, bool minus)
{
    uint64_t xd = (uint64_t)x.d, yd = (uint64_t)y.d;
    uint64_t g = xd == yd ? xd : gcd(xd, yd);
    uint64_t x_rest = g == 1 ? xd : xd / g;
    kh_i128 yn = minus ? -(kh_i128)y.n : y.n;
    kh_i128 t = xd == yd ? x.n + yn : x.n * (kh_i128)(g == 1 ? yd : yd / g) + yn * (kh_i128)x_rest;
    kh_u128 num = kh_magnitude_wide(t);
    uint64_t common = gcd_wide(num, g);
    kh_u128 den = (kh_u128)x_rest * (common == 1 ? yd : yd / common);
    return kh_num_pack(a, t < 0, divide_wide(num, common), den);
}

kh_num kh_num_add_any(kh_arena *a, kh_num x, kh_num y)
{
    if (is_infinite(x) || is_infinite(y)) {
        assert(!is_infinite(x) || !is_infinite(y) || x.n == y.n);
        return is_infinite(x) ? x : y;
    }
    return goes_big(x) || kh_num_is_big(y) ? kh_num_big_add(a, x, y) : add_small(a, x, y, false);
}

kh_num kh_num_sub_any(kh_arena *a, kh_num x, kh_num y)
{
    if (is_infinite(x) || is_infinite(y)) {
        assert(!is_infinite(x) || !is_infinite(y) || x.n != y.n);
        return is_infinite(x) ? x : (kh_num){-y.n, KH_NUM_INF};
    }
    return goes_big(x) || kh_num_is_big(y) ? kh_num_big_sub(a, x, y) : add_small(a, x, y, true);
}

/* (n1 / d1) * (n2 / d2), each in lowest terms: what can be reduced stands crosswise. */
static kh_num multiply_small(kh_arena *a, bool negative, const uint64_t n[2], const uint64_t d[2])
{
    uint64_t g1 = gcd(n[0], d[1]), g2 = gcd(n[1], d[0]);
    uint64_t n1 = g1 == 1 ? n[0] : n[0] / g1, n2 = g2 == 1 ? n[1] : n[1] / g2;
    uint64_t d1 = g2 == 1 ? d[0] : d[0] / g2, d2 = g1 == 1 ? d[1] : d[1] / g1;
    return kh_num_pack(a, negative, (kh_u128)n1 * n2, (kh_u128)d1 * d2);
}

kh_num kh_num_mul_any(kh_arena *a, kh_num x, kh_num y)
{
    if (is_infinite(x) || is_infinite(y)) {
        int sign = kh_num_sign(x) * kh_num_sign(y);
        return sign == 0 ? KH_ZERO : infinity(sign);
    }
    if (goes_big(x) || kh_num_is_big(y))
        return kh_num_big_mul(a, x, y);
    return multiply_small(a, (x.n < 0) != (y.n < 0),
                          (uint64_t[]){kh_magnitude(x.n), kh_magnitude(y.n)},
                          (uint64_t[]){(uint64_t)x.d, (uint64_t)y.d});
}

kh_num kh_num_div(kh_arena *a, kh_num x, kh_num y)
{
    assert(kh_num_sign(y) != 0);
    if (is_infinite(y)) {
        assert(!is_infinite(x));
        return KH_ZERO;
    }
    if (is_infinite(x))
        return infinity(kh_num_sign(x) * kh_num_sign(y));
    if (goes_big(x) || kh_num_is_big(y))
        return kh_num_big_div(a, x, y);
    return multiply_small(a, (x.n < 0) != (y.n < 0), (uint64_t[]){kh_magnitude(x.n), (uint64_t)y.d},
                          (uint64_t[]){(uint64_t)x.d, kh_magnitude(y.n)});
}

kh_num kh_num_neg(kh_arena *a, kh_num x)
{
    if (is_infinite(x))
        return (kh_num){-x.n, KH_NUM_INF};
    if (goes_big(x))
        return kh_num_big_neg(a, x);
    return kh_num_pack(a, x.n > 0, kh_magnitude(x.n), (kh_u128)x.d);
}

kh_num kh_num_abs(kh_arena *a, kh_num x)
{
    return kh_num_sign(x) < 0 ? kh_num_neg(a, x) : x;
}

int kh_num_cmp_any(kh_num x, kh_num y)
{
    if (is_infinite(x) || is_infinite(y)) {
        int64_t xs = is_infinite(x) ? x.n : 0, ys = is_infinite(y) ? y.n : 0;
        return (xs > ys) - (xs < ys);
    }
    if (goes_big(x) || kh_num_is_big(y))
        return kh_num_big_cmp(x, y);
    kh_i128 left = (kh_i128)x.n * y.d, right = (kh_i128)y.n * x.d;
    return (left > right) - (left < right);
}

bool kh_num_eq_any(kh_num x, kh_num y)
{
    if (is_infinite(x) || is_infinite(y))
        return x.d == y.d && x.n == y.n;
    return goes_big(x) || kh_num_is_big(y) ? kh_num_big_eq(x, y) : x.n == y.n && x.d == y.d;
}

int kh_num_sign(kh_num x)
{
    if (kh_num_is_big(x))
        return kh_num_big_sign(x);
    return (x.n > 0) - (x.n < 0);
}

kh_num kh_num_min(kh_num x, kh_num y)
{
    return kh_num_cmp(y, x) < 0 ? y : x;
}

kh_num kh_num_max(kh_num x, kh_num y)
{
    return kh_num_cmp(y, x) > 0 ? y : x;
}

bool kh_num_is_finite(kh_num x)
{
    return !is_infinite(x);
}

bool kh_num_is_integer(kh_num x)
{
    return kh_num_is_big(x) ? kh_num_big_is_integer(x) : x.d == 1;
}

bool kh_num_to_int(kh_num x, int64_t *out)
{
    if (x.d != 1)
        return false;
    *out = x.n;
    return true;
}

kh_num kh_num_floor(kh_arena *a, kh_num x)
{
    if (is_infinite(x))
        return x;
    if (goes_big(x))
        return kh_num_big_floor(a, x);
    return kh_num_int(x.n / x.d - (x.n % x.d < 0));
}

kh_num kh_num_ceil(kh_arena *a, kh_num x)
{
    if (is_infinite(x))
        return x;
    if (goes_big(x))
        return kh_num_big_ceil(a, x);
    return kh_num_int(x.n / x.d + (x.n % x.d > 0));
}

/* Whether a quotient is followed by the next one, by what is left over. */
static bool rounds_up(uint64_t rest, uint64_t divisor, bool odd, kh_round_mode mode)
{
    uint64_t missing = divisor - rest;
    switch (mode) {
    case KH_ROUND_HALF_UP:
        return rest >= missing;
    case KH_ROUND_HALF_EVEN:
        return rest > missing || (rest == missing && odd);
    case KH_ROUND_UP:
        return rest > 0;
    case KH_ROUND_DOWN:
        break;
    }
    return false;
}

kh_num kh_num_round(kh_arena *a, kh_num x, int places, kh_round_mode mode)
{
    assert(places >= 0 && places <= KH_MAX_PLACES);
    if (is_infinite(x))
        return x;
    if (goes_big(x))
        return kh_num_big_round(a, x, places, mode);
    uint64_t ten = kh_num_ten_to(places), d = (uint64_t)x.d;
    if (d == 1 || (d <= ten && ten % d == 0))
        return x;
    /* < 2^63 * 10^12 < 2^103 */
    kh_u128 scaled = (kh_u128)kh_magnitude(x.n) * ten;
    kh_u128 q = divide_wide(scaled, d);
    uint64_t rest = (uint64_t)(scaled - q * d);
    if (rounds_up(rest, d, (q & 1) != 0, mode))
        q++;
    uint64_t g = gcd_wide(q, ten);
    return kh_num_pack(a, x.n < 0, divide_wide(q, g), ten / g);
}

kh_num kh_num_keep(kh_arena *a, kh_num x)
{
    return kh_num_is_big(x) ? kh_num_big_keep(a, x) : x;
}
