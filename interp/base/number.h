/* Exact rational numbers. No binary floating point, no implicit rounding.
 *
 * A number is 16 bytes: a quotient of 64-bit integers in lowest terms while it fits, otherwise a
 * pointer to an immutable big quotient (GMP limbs) in the arena that the operation was given. The
 * value is the same on both paths: every operation checks for overflow and falls over to GMP, and a
 * result that fits again comes back to the small form, so equal values have one representation.
 *
 * Two infinities exist for the ends of intervals only. */
#ifndef KH_BASE_NUMBER_H
#define KH_BASE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"
#include "base/strbuf.h"

typedef struct kh_num {
    int64_t n; /* numerator; for a big number the address of its limbs; for an infinity its sign */
    int64_t d; /* denominator > 0; KH_NUM_BIG; KH_NUM_INF */
} kh_num;

#define KH_NUM_BIG 0
#define KH_NUM_INF (-1)

#define KH_ZERO      ((kh_num){0, 1})
#define KH_ONE       ((kh_num){1, 1})
#define KH_PLUS_INF  ((kh_num){1, KH_NUM_INF})
#define KH_MINUS_INF ((kh_num){-1, KH_NUM_INF})

/* 四舍五入, 四舍六入五成双, 进一, 舍去. Negative numbers round by their absolute value. */
typedef enum kh_round_mode {
    KH_ROUND_HALF_UP,
    KH_ROUND_HALF_EVEN,
    KH_ROUND_UP,
    KH_ROUND_DOWN
} kh_round_mode;

static inline kh_num kh_num_int(int64_t n)
{
    return (kh_num){n, 1};
}
/* n/d in lowest terms, d != 0. */
kh_num kh_num_ratio(kh_arena *a, int64_t n, int64_t d);

/* Reads [0-9]+(\.[0-9]+)? exactly, at most 30 digits before and after the point together.
 * False when s is anything else (signs, exponents, empty …) or too long. */
bool kh_num_parse(kh_arena *a, kh_slice s, kh_num *out);
#define KH_NUM_MAX_DIGITS 30

static inline kh_num kh_num_add(kh_arena *a, kh_num x, kh_num y);
static inline kh_num kh_num_sub(kh_arena *a, kh_num x, kh_num y);
static inline kh_num kh_num_mul(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_div(kh_arena *a, kh_num x, kh_num y); /* y != 0 */
kh_num kh_num_neg(kh_arena *a, kh_num x);
kh_num kh_num_abs(kh_arena *a, kh_num x);
/* Infinities: inf + finite, -inf, inf * nonzero are infinities; 0 * inf = 0 (an empty count times an
 * open amount); finite / inf = 0; inf - inf and inf / inf never reach these functions. */

static inline int kh_num_cmp(kh_num x, kh_num y); /* -1, 0, 1 */
static inline bool kh_num_eq(kh_num x, kh_num y);
int kh_num_sign(kh_num x);
kh_num kh_num_min(kh_num x, kh_num y);
kh_num kh_num_max(kh_num x, kh_num y);
bool kh_num_is_finite(kh_num x);
bool kh_num_is_integer(kh_num x);
/* True and *out set when x is an integer that fits. */
bool kh_num_to_int(kh_num x, int64_t *out);

/* The largest integer <= x, the smallest >= x. */
kh_num kh_num_floor(kh_arena *a, kh_num x);
kh_num kh_num_ceil(kh_arena *a, kh_num x);
/* To `places` digits behind the point, 0 to 12. */
kh_num kh_num_round(kh_arena *a, kh_num x, int places, kh_round_mode mode);

/* The copy lives in `a`: for a result that outlives the arena it was made in. */
kh_num kh_num_keep(kh_arena *a, kh_num x);

/* As language.md §4.3 shows a value: with `places` digits when places >= 0 (x must then be a
 * multiple of 10^-places); with places = -1 in full when its decimal ends, otherwise six digits cut
 * off and "…". Infinities print as "inf", "-inf"; callers that show them print their own word. */
void kh_num_show(kh_strbuf *out, kh_num x, int places);
/* "177/2", or "7" for an integer. */
void kh_num_show_exact(kh_strbuf *out, kh_num x);

/* For tests: with `on`, every operation takes the GMP path (results still come back small where
 * they fit). Per thread. */
void kh_num_force_big(bool on);

/* The rest is inside: what is asked most often, integers and equal denominators, needs no call. */
#if defined(__GNUC__)
__attribute__((tls_model("initial-exec")))
#endif
extern _Thread_local bool kh_num_forced_big;
kh_num kh_num_add_any(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_sub_any(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_mul_any(kh_arena *a, kh_num x, kh_num y);
int kh_num_cmp_any(kh_num x, kh_num y);
bool kh_num_eq_any(kh_num x, kh_num y);

static inline kh_num kh_num_add(kh_arena *a, kh_num x, kh_num y)
{
    int64_t n;
    if (x.d == 1 && y.d == 1 && !kh_num_forced_big && !__builtin_add_overflow(x.n, y.n, &n))
        return (kh_num){n, 1};
    return kh_num_add_any(a, x, y);
}

static inline kh_num kh_num_sub(kh_arena *a, kh_num x, kh_num y)
{
    int64_t n;
    if (x.d == 1 && y.d == 1 && !kh_num_forced_big && !__builtin_sub_overflow(x.n, y.n, &n))
        return (kh_num){n, 1};
    return kh_num_sub_any(a, x, y);
}

static inline kh_num kh_num_mul(kh_arena *a, kh_num x, kh_num y)
{
    int64_t n;
    if (x.d == 1 && y.d == 1 && !kh_num_forced_big && !__builtin_mul_overflow(x.n, y.n, &n))
        return (kh_num){n, 1};
    return kh_num_mul_any(a, x, y);
}

static inline int kh_num_cmp(kh_num x, kh_num y)
{
    if (x.d == y.d && x.d > 0 && !kh_num_forced_big)
        return (x.n > y.n) - (x.n < y.n);
    return kh_num_cmp_any(x, y);
}

static inline bool kh_num_eq(kh_num x, kh_num y)
{
    if (x.d != KH_NUM_BIG && !kh_num_forced_big)
        return x.n == y.n && x.d == y.d;
    return kh_num_eq_any(x, y);
}

#endif
