/* Functions whose values are no fractions: logarithm, exponential, roots and powers. A value is
 * enclosed between two exact numbers, as close together as `bits` asks for: about 2^-bits of the
 * value, of 1 where the value of a logarithm is smaller. Where the value is a fraction and that can
 * be seen (ln 1, exp 0, roots of perfect powers, whole powers) both ends are that fraction.
 *
 * Integers of GMP alone, every error counted: the true value is never outside. */
#ifndef KH_BASE_REAL_H
#define KH_BASE_REAL_H

#include "base/number.h"

typedef struct kh_enclosure {
    kh_num low, high;
} kh_enclosure;

/* x finite, > 0. */
kh_enclosure kh_real_ln(kh_arena *a, kh_num x, unsigned bits);
/* |x| <= KH_REAL_MAX_EXP. */
kh_enclosure kh_real_exp(kh_arena *a, kh_num x, unsigned bits);
#define KH_REAL_MAX_EXP 10000
/* The n-th root, n from 1 to KH_REAL_MAX_ROOT; x finite, and >= 0 where n is even. */
kh_enclosure kh_real_root(kh_arena *a, kh_num x, unsigned n, unsigned bits);
#define KH_REAL_MAX_ROOT 1000
/* x to the power y, x > 0. False: the value is too large or too small to be written down. */
bool kh_real_power(kh_arena *a, kh_num x, kh_num y, unsigned bits, kh_enclosure *out);
/* x to a whole power, exact; x is not 0 where n < 0. False: too many digits. */
bool kh_real_whole_power(kh_arena *a, kh_num x, int64_t n, kh_num *out);

#endif
