/* Conditions of which the first that holds is taken, where what they ask of is open: the subjects
 * are tried value by value (plan.h, kh_split), so that `otherwise` is left only where something is.
 * A number falls into pieces: the constants that it is compared with, and what lies between. */
#ifndef KH_EVAL_SPLIT_H
#define KH_EVAL_SPLIT_H

#include "eval/batch.h"

typedef struct kh_splitting kh_splitting;

/* For conditions of a run whose columns of the run are done. */
kh_splitting *kh_splitting_new(kh_run *run, const kh_split *split);
/* cells: one per column of the split; a code stands in low. skip: conditions that are not asked, or
 * NULL. Sets first[i] for each condition that can be the first that holds, first[count] when
 * perhaps none does. False: it would take too long, or a constant has no value; nothing is set. */
bool kh_splitting_first(kh_splitting *s, const kh_cell *cells, const bool *skip, bool *first);
/* Room for a row: the cells and first[] (all false), to be used by the caller. */
kh_cell *kh_splitting_cells(kh_splitting *s);
bool *kh_splitting_room(kh_splitting *s);

#endif
