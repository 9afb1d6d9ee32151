/* Arithmetic of open cells: the least and the largest that a result can be. The ends may be
 * infinite. Only low and high of the operands are read (they have a value); out gets low and high.
 */
#ifndef KH_EVAL_INTERVAL_H
#define KH_EVAL_INTERVAL_H

#include "eval/eval.h"

void kh_interval_add(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
void kh_interval_sub(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
void kh_interval_mul(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
void kh_interval_min(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
void kh_interval_max(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
/* False when y may be 0: then nothing is known. */
bool kh_interval_div(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);
/* All that either can be; OPEN is left to kh_settle. */
kh_cell kh_interval_hull(const kh_cell *x, const kh_cell *y);

#endif
