/* Inside of eval: what follows from all units together. Not for other layers. */
#ifndef KH_EVAL_CROSS_H
#define KH_EVAL_CROSS_H

#include "eval/batch.h"

/* Sorts indices; compare gives a total order (never 0 for two of them). Merge sort: same order
 * everywhere, stable, no surprise with any input. */
typedef int kh_compare(const void *context, uint32_t a, uint32_t b);
void kh_sort(kh_arena *scratch, uint32_t *at, uint32_t n, kh_compare *compare, const void *context);

/* The keys of all units, turned so that larger is better: per unit the worst and the best that each
 * key can be. Lexicographic order of such rows is the order of the units. */
typedef enum kh_presence { KH_ABSENT, KH_MAYBE_PRESENT, KH_PRESENT } kh_presence;
typedef struct kh_keys {
    uint32_t count;       /* keys per unit */
    kh_num *worst, *best; /* [units * count] */
    uint8_t *presence;    /* [units] kh_presence: whether the first key applies */
    bool *open;           /* [units] worst and best differ */
} kh_keys;
kh_keys kh_keys_make(const kh_run *run, kh_arena *a, const kh_order_key *keys, const kh_col *cols,
                     uint32_t count);
/* Lexicographic: > 0 when a is better. */
int kh_keys_compare(const kh_keys *k, const kh_num *a, const kh_num *b);
static inline const kh_num *kh_keys_worst(const kh_keys *k, uint32_t unit)
{
    return k->worst + (size_t)unit * k->count;
}
static inline const kh_num *kh_keys_best(const kh_keys *k, uint32_t unit)
{
    return k->best + (size_t)unit * k->count;
}

/* Units that are compared with each other, sorted best first by their worst or by their best keys;
 * counting those before some keys is a binary search. */
typedef struct kh_ladder {
    const kh_keys *keys;
    bool by_best;
    uint32_t *units;
    uint32_t n;
} kh_ladder;
kh_ladder kh_ladder_make(kh_arena *a, const kh_keys *keys, bool by_best, const uint32_t *units,
                         uint32_t n);
/* How many of them are better than `than`; with `or_equal` also those as good. */
uint32_t kh_ladder_before(const kh_ladder *l, const kh_num *than, bool or_equal);

/* Calls one(context, units, n) for each kind's units of those for which in[] is set, or once for
 * all of them. */
typedef void kh_group(void *context, const uint32_t *units, uint32_t n);
void kh_groups(const kh_run *run, kh_arena *a, const bool *in, bool within_kind, kh_group *one,
               void *context);
/* Whether `for` kinds (0: all) includes the unit. */
bool kh_for_unit(const kh_run *run, uint64_t kinds, uint32_t unit);

/* grades.c: sets of possible grades, vetoes taken in. */
void kh_run_grades(kh_run *run);
/* rank.c */
void kh_run_ranks(kh_run *run);
/* select.c: the selections of a stratum. */
void kh_run_selects(kh_run *run, uint32_t stratum);
/* order.c: the order of printing. */
void kh_run_order(kh_run *run);
/* gaps.c: what is missing, and what was assumed. */
void kh_run_gaps(kh_run *run);
/* checks.c: failed assertions, negative points; what is provisional. */
void kh_run_checks(kh_run *run);
/* checks_gather.c */
void kh_run_gathered(kh_run *run);
void kh_run_provisional(kh_run *run);

#endif
