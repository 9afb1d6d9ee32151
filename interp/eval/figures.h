/* The figures that a failed assertion names: the two sides of its comparisons. */
#ifndef KH_EVAL_FIGURES_H
#define KH_EVAL_FIGURES_H

#include "eval/eval.h"

/* Marks the columns that will be asked for. */
void kh_figures_keep(const kh_plan *p, bool *keep);
/* "察访核验 = 12, 满分 = 10": of the comparisons of assertion `index` that decide it for the unit;
 * nothing when it has none. */
void kh_figures_show(kh_strbuf *out, const kh_results *r, uint32_t index, uint32_t unit);

#endif
