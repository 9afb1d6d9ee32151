/* Exact rational numbers: the path by GMP. A big number's limbs lie in an arena and are read where
 * they lie; what GMP allocates in between is scratch memory, cleared here or by the guard that
 * unwinds. */
#include "base/number_gmp.h"

#include <assert.h>

_Static_assert(GMP_NUMB_BITS == 64, "the small form of a number is one limb by one limb");
_Static_assert(sizeof(uintptr_t) <= sizeof(int64_t), "an address fits in a numerator");

/* A quotient in lowest terms that does not fit in 64 by 64 bits. */
typedef struct big {
    int32_t num_size; /* limbs of the numerator, with its sign */
    int32_t den_size;
    mp_limb_t limbs[]; /* the numerator's, then the denominator's; the lowest first */
} big;

static const big *big_of(kh_num x)
{
    return (const big *)(uintptr_t)x.n;
}

static int32_t size_of(int32_t signed_size)
{
    return signed_size < 0 ? -signed_size : signed_size;
}

static big *big_new(kh_arena *a, size_t num_size, size_t den_size)
{
    /* No number that the language can write comes near this; a chain of products could. */
    if (num_size > INT32_MAX || den_size > INT32_MAX)
        kh_out_of_memory();
    big *b = kh_arena_alloc(a, sizeof *b + (num_size + den_size) * sizeof(mp_limb_t));
    b->num_size = (int32_t)num_size;
    b->den_size = (int32_t)den_size;
    return b;
}

static kh_num from_big(const big *b)
{
    return (kh_num){(int64_t)(uintptr_t)b, KH_NUM_BIG};
}

kh_num kh_num_big_pack(kh_arena *a, bool negative, kh_u128 num, kh_u128 den)
{
    size_t num_size = num > UINT64_MAX ? 2 : 1, den_size = den > UINT64_MAX ? 2 : 1;
    big *b = big_new(a, num_size, den_size);
    b->limbs[0] = (mp_limb_t)num;
    if (num_size == 2)
        b->limbs[1] = (mp_limb_t)(num >> 64);
    b->limbs[num_size] = (mp_limb_t)den;
    if (den_size == 2)
        b->limbs[num_size + 1] = (mp_limb_t)(den >> 64);
    if (negative)
        b->num_size = -b->num_size;
    return from_big(b);
}

typedef kh_num_view view;

static void look(view *v, kh_num x)
{
    if (kh_num_is_big(x)) {
        const big *b = big_of(x);
        mpz_roinit_n(mpq_numref(v->q), b->limbs, b->num_size);
        mpz_roinit_n(mpq_denref(v->q), b->limbs + size_of(b->num_size), b->den_size);
        return;
    }
    v->small[0] = kh_magnitude(x.n);
    v->small[1] = (mp_limb_t)x.d;
    mpz_roinit_n(mpq_numref(v->q), &v->small[0], x.n == 0 ? 0 : x.n < 0 ? -1 : 1);
    mpz_roinit_n(mpq_denref(v->q), &v->small[1], 1);
}

/* The number of a quotient in lowest terms, in its one representation. */
static kh_num take(kh_arena *a, const mpz_t num, const mpz_t den)
{
    size_t num_size = mpz_size(num), den_size = mpz_size(den);
    bool negative = mpz_sgn(num) < 0;
    if (num_size <= 1 && den_size == 1) {
        mp_limb_t n = num_size ? mpz_getlimbn(num, 0) : 0;
        return kh_num_pack(a, negative, n, mpz_getlimbn(den, 0));
    }
    big *b = big_new(a, num_size, den_size);
    memcpy(b->limbs, mpz_limbs_read(num), num_size * sizeof(mp_limb_t));
    memcpy(b->limbs + num_size, mpz_limbs_read(den), den_size * sizeof(mp_limb_t));
    if (negative)
        b->num_size = -b->num_size;
    return from_big(b);
}

void kh_num_look(kh_num_view *v, kh_num x)
{
    look(v, x);
}

kh_num kh_num_take(kh_arena *a, const mpz_t num, const mpz_t den)
{
    return take(a, num, den);
}

static kh_num take_and_clear(kh_arena *a, mpq_t q)
{
    kh_num x = take(a, mpq_numref(q), mpq_denref(q));
    mpq_clear(q);
    return x;
}

static kh_num operate(kh_arena *a, kh_num x, kh_num y, void (*op)(mpq_ptr, mpq_srcptr, mpq_srcptr))
{
    kh_memory_init();
    view vx, vy;
    look(&vx, x);
    look(&vy, y);
    mpq_t r;
    mpq_init(r);
    op(r, vx.q, vy.q);
    return take_and_clear(a, r);
}

kh_num kh_num_big_add(kh_arena *a, kh_num x, kh_num y)
{
    return operate(a, x, y, mpq_add);
}

kh_num kh_num_big_sub(kh_arena *a, kh_num x, kh_num y)
{
    return operate(a, x, y, mpq_sub);
}

kh_num kh_num_big_mul(kh_arena *a, kh_num x, kh_num y)
{
    return operate(a, x, y, mpq_mul);
}

kh_num kh_num_big_div(kh_arena *a, kh_num x, kh_num y)
{
    return operate(a, x, y, mpq_div);
}

kh_num kh_num_big_neg(kh_arena *a, kh_num x)
{
    kh_memory_init();
    view v;
    look(&v, x);
    mpq_t r;
    mpq_init(r);
    mpq_neg(r, v.q);
    return take_and_clear(a, r);
}

kh_num kh_num_big_ratio(kh_arena *a, int64_t n, int64_t d)
{
    return kh_num_big_div(a, kh_num_int(n), kh_num_int(d));
}

kh_num kh_num_big_digits(kh_arena *a, const char *digits, size_t n, int places)
{
    kh_memory_init();
    assert(n <= KH_NUM_MAX_DIGITS);
    char text[KH_NUM_MAX_DIGITS + 1];
    memcpy(text, digits, n);
    text[n] = '\0';
    mpq_t r;
    mpq_init(r);
    mpz_set_str(mpq_numref(r), text, 10);
    mpz_ui_pow_ui(mpq_denref(r), 10, (unsigned long)places);
    mpq_canonicalize(r);
    return take_and_clear(a, r);
}

int kh_num_big_cmp(kh_num x, kh_num y)
{
    kh_memory_init();
    view vx, vy;
    look(&vx, x);
    look(&vy, y);
    int c = mpq_cmp(vx.q, vy.q);
    return (c > 0) - (c < 0);
}

bool kh_num_big_eq(kh_num x, kh_num y)
{
    view vx, vy;
    look(&vx, x);
    look(&vy, y);
    return mpq_equal(vx.q, vy.q) != 0;
}

int kh_num_big_sign(kh_num x)
{
    return big_of(x)->num_size < 0 ? -1 : 1;
}

bool kh_num_big_is_integer(kh_num x)
{
    const big *b = big_of(x);
    return b->den_size == 1 && b->limbs[size_of(b->num_size)] == 1;
}

static kh_num divide(kh_arena *a, kh_num x, void (*op)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
    kh_memory_init();
    view v;
    look(&v, x);
    mpq_t r;
    mpq_init(r);
    op(mpq_numref(r), mpq_numref(v.q), mpq_denref(v.q));
    return take_and_clear(a, r);
}

kh_num kh_num_big_floor(kh_arena *a, kh_num x)
{
    return divide(a, x, mpz_fdiv_q);
}

kh_num kh_num_big_ceil(kh_arena *a, kh_num x)
{
    return divide(a, x, mpz_cdiv_q);
}

/* Whether the magnitude q, with `rest` of `den` left over, is followed by the next one. */
static bool rounds_up(const mpz_t q, const mpz_t rest, const mpz_t den, kh_round_mode mode)
{
    if (mode == KH_ROUND_UP || mode == KH_ROUND_DOWN)
        return mode == KH_ROUND_UP && mpz_sgn(rest) != 0;
    mpz_t twice;
    mpz_init(twice);
    mpz_mul_2exp(twice, rest, 1);
    int c = mpz_cmp(twice, den);
    mpz_clear(twice);
    return c > 0 || (c == 0 && (mode == KH_ROUND_HALF_UP || mpz_odd_p(q)));
}

kh_num kh_num_big_round(kh_arena *a, kh_num x, int places, kh_round_mode mode)
{
    kh_memory_init();
    view v;
    look(&v, x);
    bool negative = mpq_sgn(v.q) < 0;
    mpz_t rest;
    mpq_t r;
    mpz_init(rest);
    mpq_init(r);
    mpz_ptr q = mpq_numref(r), ten = mpq_denref(r);
    mpz_set_ui(ten, kh_num_ten_to(places));
    mpz_mul(rest, mpq_numref(v.q), ten);
    mpz_abs(rest, rest);
    mpz_tdiv_qr(q, rest, rest, mpq_denref(v.q));
    if (rounds_up(q, rest, mpq_denref(v.q), mode))
        mpz_add_ui(q, q, 1);
    if (negative)
        mpz_neg(q, q);
    mpz_clear(rest);
    mpq_canonicalize(r);
    return take_and_clear(a, r);
}

kh_num kh_num_big_keep(kh_arena *a, kh_num x)
{
    const big *from = big_of(x);
    size_t num_size = (size_t)size_of(from->num_size), den_size = (size_t)from->den_size;
    big *b = big_new(a, num_size, den_size);
    b->num_size = from->num_size;
    memcpy(b->limbs, from->limbs, (num_size + den_size) * sizeof(mp_limb_t));
    return from_big(b);
}

/* Appends z, written in decimal. */
static void put(kh_strbuf *out, const mpz_t z)
{
    size_t start = out->n;
    kh_strbuf_pad(out, '0', mpz_sizeinbase(z, 10) + 2);
    mpz_get_str(out->at + start, 10, z);
    out->n = start + strlen(out->at + start);
}

/* How many places write 1/den in full; -1 when it does not end. */
static int places_of(const mpz_t den)
{
    mpz_t rest, five;
    mpz_init(rest);
    mpz_init_set_ui(five, 5);
    mp_bitcnt_t twos = mpz_scan1(den, 0);
    mpz_tdiv_q_2exp(rest, den, twos);
    mp_bitcnt_t fives = mpz_remove(rest, rest, five);
    bool ends = mpz_cmp_ui(rest, 1) == 0;
    mpz_clear(five);
    mpz_clear(rest);
    return ends ? (int)(twos > fives ? twos : fives) : -1;
}

void kh_num_big_show(kh_strbuf *out, kh_num x, int places)
{
    kh_memory_init();
    view v;
    look(&v, x);
    mpz_srcptr den = mpq_denref(v.q);
    mpz_t whole, rest, ten;
    mpz_init(whole);
    mpz_init(rest);
    mpz_init(ten);
    if (mpq_sgn(v.q) < 0)
        kh_strbuf_addc(out, '-');
    mpz_abs(rest, mpq_numref(v.q));
    mpz_tdiv_qr(whole, rest, rest, den);
    put(out, whole);
    if (places < 0)
        places = places_of(den);
    bool cut = places < 0;
    if (cut)
        places = 6;
    /* 10^places + the digits keeps the zeros in front; the point takes the place of its 1. */
    mpz_ui_pow_ui(ten, 10, (unsigned long)places);
    mpz_mul(rest, rest, ten);
    mpz_tdiv_qr(whole, rest, rest, den);
    assert(cut || mpz_sgn(rest) == 0);
    if (places > 0) {
        size_t point = out->n;
        mpz_add(whole, whole, ten);
        put(out, whole);
        out->at[point] = '.';
    }
    if (cut)
        kh_strbuf_adds(out, "…");
    mpz_clear(ten);
    mpz_clear(rest);
    mpz_clear(whole);
}

void kh_num_big_show_exact(kh_strbuf *out, kh_num x)
{
    kh_memory_init();
    view v;
    look(&v, x);
    put(out, mpq_numref(v.q));
    if (mpz_cmp_ui(mpq_denref(v.q), 1) != 0) {
        kh_strbuf_addc(out, '/');
        put(out, mpq_denref(v.q));
    }
}
