/* Logarithm, exponential, roots and powers by integers: fixed-point numbers, the errors of all
 * steps added up in units of the last place and put around the result. */
#include "base/real.h"

#include <assert.h>
#include <stdlib.h>

#include "base/number_gmp.h"

enum {
    GUARD = 96,         /* bits beyond those asked for: more than any error below */
    HALVINGS = 8,       /* of the argument of exp */
    MOST_BITS = 1 << 20 /* of an exact power */
};

/* (m - error) / 2^places and (m + error) / 2^places. Clears m. */
static kh_enclosure around(kh_arena *a, mpz_t m, unsigned long error, long places)
{
    kh_enclosure e;
    mpq_t q;
    mpq_init(q);
    for (int high = 0; high < 2; high++) {
        mpz_set(mpq_numref(q), m);
        if (high)
            mpz_add_ui(mpq_numref(q), mpq_numref(q), error);
        else
            mpz_sub_ui(mpq_numref(q), mpq_numref(q), error);
        mpz_set_ui(mpq_denref(q), 1);
        if (places >= 0)
            mpq_div_2exp(q, q, (mp_bitcnt_t)places);
        else
            mpq_mul_2exp(q, q, (mp_bitcnt_t)-places);
        *(high ? &e.high : &e.low) = kh_num_take(a, mpq_numref(q), mpq_denref(q));
    }
    mpq_clear(q);
    mpz_clear(m);
    return e;
}

static kh_enclosure exactly(kh_num x)
{
    return (kh_enclosure){x, x};
}

/* log2 |x|, rounded down or up; x != 0. */
static long magnitude_of(const mpq_t q)
{
    return (long)mpz_sizeinbase(mpq_numref(q), 2) - (long)mpz_sizeinbase(mpq_denref(q), 2);
}

/* ---- logarithm ---- */

/* 2 atanh(t / 2^w) with |t / 2^w| <= 1/3 and t at most 2 units off; gives the error, which the
 * terms bound: each is at most 7 units off, the rest of the series below 2. */
static unsigned long twice_atanh(mpz_t out, const mpz_t t, unsigned w)
{
    mpz_t square, power, term;
    mpz_inits(square, power, term, NULL);
    mpz_mul(square, t, t);
    mpz_tdiv_q_2exp(square, square, w);
    mpz_set(power, t);
    mpz_set_ui(out, 0);
    unsigned long terms = 0;
    while (mpz_sgn(power) != 0) {
        mpz_tdiv_q_ui(term, power, 2 * terms + 1);
        mpz_add(out, out, term);
        mpz_mul(power, power, square);
        mpz_tdiv_q_2exp(power, power, w);
        terms++;
    }
    mpz_mul_2exp(out, out, 1);
    mpz_clears(square, power, term, NULL);
    return 16 * terms + 16;
}

/* ln 2 = 2 atanh(1/3), in 2^-w. */
static unsigned long ln_two(mpz_t out, unsigned w)
{
    mpz_t third;
    mpz_init(third);
    mpz_setbit(third, w);
    mpz_tdiv_q_ui(third, third, 3);
    unsigned long error = twice_atanh(out, third, w);
    mpz_clear(third);
    return error;
}

/* x / 2^k in 2^-w, rounded down. */
static void scaled(mpz_t out, const mpq_t x, long k, unsigned w)
{
    long shift = (long)w - k;
    if (shift >= 0) {
        mpz_mul_2exp(out, mpq_numref(x), (mp_bitcnt_t)shift);
        mpz_fdiv_q(out, out, mpq_denref(x));
    } else {
        mpz_t den;
        mpz_init(den);
        mpz_mul_2exp(den, mpq_denref(x), (mp_bitcnt_t)-shift);
        mpz_fdiv_q(out, mpq_numref(x), den);
        mpz_clear(den);
    }
}

/* x = 2^k y with y between 1/2 and 2: ln x = k ln 2 + 2 atanh((y - 1) / (y + 1)). */
kh_enclosure kh_real_ln(kh_arena *a, kh_num x, unsigned bits)
{
    if (kh_num_eq(x, KH_ONE))
        return exactly(KH_ZERO);
    kh_memory_init();
    unsigned w = bits + GUARD;
    kh_num_view v;
    kh_num_look(&v, x);
    long k = magnitude_of(v.q);
    mpz_t y, one, below, ln2;
    mpz_inits(y, one, below, ln2, NULL);
    scaled(y, v.q, k, w);
    mpz_setbit(one, w);
    mpz_add(below, y, one);
    mpz_sub(y, y, one);
    mpz_mul_2exp(y, y, w);
    mpz_tdiv_q(y, y, below);
    unsigned long error = twice_atanh(below, y, w);
    error += (unsigned long)labs(k) * ln_two(ln2, w);
    mpz_mul_si(ln2, ln2, k);
    mpz_add(below, below, ln2);
    mpz_clears(y, one, ln2, NULL);
    return around(a, below, error, (long)w);
}

/* ---- exponential ---- */

/* e^(r / 2^w) for |r / 2^w| < 2^-HALVINGS: each term at most 2 units off. Counts the terms. */
static unsigned long taylor(mpz_t out, const mpz_t r, unsigned w)
{
    mpz_t term;
    mpz_init(term);
    mpz_setbit(term, w);
    mpz_set(out, term);
    unsigned long terms = 0;
    do {
        terms++;
        mpz_mul(term, term, r);
        mpz_tdiv_q_2exp(term, term, w);
        mpz_tdiv_q_ui(term, term, terms);
        mpz_add(out, out, term);
    } while (mpz_sgn(term) != 0);
    mpz_clear(term);
    return terms;
}

/* x = k ln 2 + r: e^x = 2^k (e^(r / 2^HALVINGS))^(2^HALVINGS). What r is off by, and the terms,
 * grow by less than 2^(HALVINGS + 2) as the powers are taken. */
kh_enclosure kh_real_exp(kh_arena *a, kh_num x, unsigned bits)
{
    if (kh_num_sign(x) == 0)
        return exactly(KH_ONE);
    kh_memory_init();
    unsigned w = bits + GUARD;
    kh_num_view v;
    kh_num_look(&v, x);
    mpz_t r, ln2, k, e;
    mpz_inits(r, ln2, k, e, NULL);
    scaled(r, v.q, 0, w);
    unsigned long off = ln_two(ln2, w);
    mpz_fdiv_q(k, r, ln2);
    long power = mpz_get_si(k);
    mpz_submul(r, k, ln2);
    off = off * (unsigned long)labs(power) + 2;
    mpz_tdiv_q_2exp(r, r, HALVINGS);
    unsigned long terms = taylor(e, r, w);
    for (int i = 0; i < HALVINGS; i++) {
        mpz_mul(e, e, e);
        mpz_tdiv_q_2exp(e, e, w);
    }
    mpz_clears(r, ln2, k, NULL);
    return around(a, e, (off + 4 * terms + 16) << (HALVINGS + 2), (long)w - power);
}

/* ---- roots ---- */

static bool exact_root(kh_arena *a, const mpq_t q, unsigned n, kh_num *out)
{
    mpz_t num, den;
    mpz_inits(num, den, NULL);
    bool exact = mpz_root(num, mpq_numref(q), n) != 0 && mpz_root(den, mpq_denref(q), n) != 0;
    if (exact)
        *out = kh_num_take(a, num, den);
    mpz_clears(num, den, NULL);
    return exact;
}

kh_enclosure kh_real_root(kh_arena *a, kh_num x, unsigned n, unsigned bits)
{
    assert(n >= 1 && n <= KH_REAL_MAX_ROOT);
    if (kh_num_sign(x) < 0) {
        kh_enclosure e = kh_real_root(a, kh_num_neg(a, x), n, bits);
        return (kh_enclosure){kh_num_neg(a, e.high), kh_num_neg(a, e.low)};
    }
    if (kh_num_sign(x) == 0)
        return exactly(x);
    kh_memory_init();
    kh_num_view v;
    kh_num_look(&v, x);
    kh_num root;
    if (exact_root(a, v.q, n, &root))
        return exactly(root);
    long places = (long)bits + 4 + labs(magnitude_of(v.q)) / (long)n;
    mpz_t m;
    mpz_init(m);
    mpz_mul_2exp(m, mpq_numref(v.q), (mp_bitcnt_t)places * n);
    mpz_fdiv_q(m, m, mpq_denref(v.q));
    mpz_root(m, m, n); /* rounded down twice, which is once: less than 1 below */
    return around(a, m, 1, places);
}

/* ---- powers ---- */

static uint64_t bits_of(kh_num x)
{
    kh_num_view v;
    kh_num_look(&v, x);
    return mpz_sizeinbase(mpq_numref(v.q), 2) + mpz_sizeinbase(mpq_denref(v.q), 2);
}

bool kh_real_whole_power(kh_arena *a, kh_num x, int64_t n, kh_num *out)
{
    uint64_t left = kh_magnitude(n);
    if (kh_num_eq(x, KH_ONE) || n == 0) {
        *out = KH_ONE;
        return true;
    }
    if (left > MOST_BITS || left * bits_of(x) > MOST_BITS)
        return false;
    kh_num power = KH_ONE;
    for (kh_num square = x; left; left >>= 1) {
        if (left & 1)
            power = kh_num_mul(a, power, square);
        if (left > 1)
            square = kh_num_mul(a, square, square);
    }
    *out = n < 0 ? kh_num_div(a, KH_ONE, power) : power;
    return true;
}

/* p and q of a fraction p / q whose root of the power may be exact. */
static bool small_exponent(kh_num y, int64_t *p, unsigned *q)
{
    if (y.d < 1 || y.d > KH_REAL_MAX_ROOT || kh_magnitude(y.n) > KH_REAL_MAX_ROOT)
        return false;
    *p = y.n;
    *q = (unsigned)y.d;
    return true;
}

bool kh_real_power(kh_arena *a, kh_num x, kh_num y, unsigned bits, kh_enclosure *out)
{
    int64_t p;
    unsigned q;
    kh_num power;
    if (small_exponent(y, &p, &q) && kh_real_whole_power(a, x, p, &power)) {
        *out = kh_real_root(a, power, q, bits);
        return true;
    }
    kh_enclosure ln = kh_real_ln(a, x, bits + 64);
    bool turn = kh_num_sign(y) < 0;
    kh_num low = kh_num_mul(a, y, turn ? ln.high : ln.low);
    kh_num high = kh_num_mul(a, y, turn ? ln.low : ln.high);
    kh_num most = kh_num_int(KH_REAL_MAX_EXP);
    if (kh_num_cmp(high, most) > 0 || kh_num_cmp(low, kh_num_neg(a, most)) < 0)
        return false;
    *out = (kh_enclosure){kh_real_exp(a, low, bits).low, kh_real_exp(a, high, bits).high};
    return true;
}
