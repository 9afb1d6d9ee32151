/* What the files of base/number share: 128-bit arithmetic of the small path, and the GMP path that
 * number.c falls over to. Not for others. */
#ifndef KH_BASE_NUMBER_INSIDE_H
#define KH_BASE_NUMBER_INSIDE_H

#include "base/number.h"

__extension__ typedef __int128 kh_i128;
__extension__ typedef unsigned __int128 kh_u128;

#define KH_MAX_PLACES 12

static inline bool kh_num_is_big(kh_num x)
{
    return x.d == KH_NUM_BIG;
}

/* |n|, also of INT64_MIN. */
static inline uint64_t kh_magnitude(int64_t n)
{
    return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

static inline kh_u128 kh_magnitude_wide(kh_i128 n)
{
    return n < 0 ? 0 - (kh_u128)n : (kh_u128)n;
}

/* The number of a quotient in lowest terms, den > 0: small if it fits, otherwise big. */
kh_num kh_num_pack(kh_arena *a, bool negative, kh_u128 num, kh_u128 den);
/* 10^places as a 64-bit integer, places 0 to 18. */
uint64_t kh_num_ten_to(int places);

/* number_big.c. Operands are finite, small or big. */
kh_num kh_num_big_pack(kh_arena *a, bool negative, kh_u128 num, kh_u128 den);
kh_num kh_num_big_ratio(kh_arena *a, int64_t n, int64_t d);
/* The integer that n digits write, divided by 10^places. */
kh_num kh_num_big_digits(kh_arena *a, const char *digits, size_t n, int places);
kh_num kh_num_big_add(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_big_sub(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_big_mul(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_big_div(kh_arena *a, kh_num x, kh_num y);
kh_num kh_num_big_neg(kh_arena *a, kh_num x);
int kh_num_big_cmp(kh_num x, kh_num y);
bool kh_num_big_eq(kh_num x, kh_num y);
int kh_num_big_sign(kh_num x);
bool kh_num_big_is_integer(kh_num x);
kh_num kh_num_big_floor(kh_arena *a, kh_num x);
kh_num kh_num_big_ceil(kh_arena *a, kh_num x);
kh_num kh_num_big_round(kh_arena *a, kh_num x, int places, kh_round_mode mode);
kh_num kh_num_big_keep(kh_arena *a, kh_num x);
void kh_num_big_show(kh_strbuf *out, kh_num x, int places);
void kh_num_big_show_exact(kh_strbuf *out, kh_num x);

#endif
