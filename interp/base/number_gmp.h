/* Numbers as GMP reads and writes them: between number_big.c and number_real.c. Not for others. */
#ifndef KH_BASE_NUMBER_GMP_H
#define KH_BASE_NUMBER_GMP_H

#include <gmp.h>

#include "base/number_inside.h"

/* Borrows the limbs of a number; nothing to clear. */
typedef struct kh_num_view {
    mp_limb_t small[2];
    mpq_t q;
} kh_num_view;

void kh_num_look(kh_num_view *v, kh_num x);
/* The number of a quotient in lowest terms. */
kh_num kh_num_take(kh_arena *a, const mpz_t num, const mpz_t den);

#endif
