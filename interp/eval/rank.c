/* Ranks. A unit's best rank counts those that are certainly before it, its worst those that can be:
 * v is certainly before u when v's worst keys are better than u's best, lexicographically. */
#include "eval/cross.h"

typedef struct ranking {
    kh_run *run;
    kh_arena *arena;
    const kh_keys *keys;
    kh_tie_policy ties;
} ranking;

/* 1-2-2-4: one more than the units before. */
static void skipping(const ranking *r, const kh_ladder *sure, const kh_ladder *may,
                     const uint32_t *units, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = units[i];
        const kh_num *best = kh_keys_best(r->keys, u), *worst = kh_keys_worst(r->keys, u);
        kh_rank_range *range = &r->run->results->ranks[u];
        range->best = 1 + kh_ladder_before(sure, best, false);
        /* An open unit's own best is better than its worst. */
        range->worst =
            1 + kh_ladder_before(may, worst, false) - (kh_keys_compare(r->keys, best, worst) > 0);
    }
}

/* least[i]: the fewest different keys that the first i units of the ladder can have together, by
 * the usual greedy choice: a unit whose range begins behind the last point needs a new one at its
 * end. */
static uint32_t *fewest(const ranking *r, const kh_ladder *sure)
{
    uint32_t *least = KH_NEW_ARRAY(r->arena, uint32_t, sure->n + 1u);
    const kh_num *point = NULL;
    for (uint32_t i = 0; i < sure->n; i++) {
        const kh_num *best = kh_keys_best(r->keys, sure->units[i]);
        bool apart = !point || kh_keys_compare(r->keys, best, point) < 0;
        if (apart)
            point = kh_keys_worst(r->keys, sure->units[i]);
        least[i + 1] = least[i] + apart;
    }
    return least;
}

/* most[i]: the most different keys that the first i units of the ladder (by their best) can have:
 * each open one a key of its own, settled ones as they are. */
static uint32_t *most_keys(const ranking *r, const kh_ladder *may)
{
    uint32_t *most = KH_NEW_ARRAY(r->arena, uint32_t, may->n + 1u);
    const kh_num *point = NULL;
    for (uint32_t i = 0; i < may->n; i++) {
        uint32_t u = may->units[i];
        const kh_num *best = kh_keys_best(r->keys, u);
        bool apart = r->keys->open[u] || !point || kh_keys_compare(r->keys, best, point) != 0;
        if (!r->keys->open[u])
            point = best;
        most[i + 1] = most[i] + apart;
    }
    return most;
}

/* 1-2-2-3: one more than the different keys before. */
static void dense(const ranking *r, const kh_ladder *sure, const kh_ladder *may,
                  const uint32_t *units, uint32_t n)
{
    const uint32_t *least = fewest(r, sure), *most = most_keys(r, may);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = units[i];
        const kh_num *best = kh_keys_best(r->keys, u), *worst = kh_keys_worst(r->keys, u);
        kh_rank_range *range = &r->run->results->ranks[u];
        range->best = 1 + least[kh_ladder_before(sure, best, false)];
        range->worst = 1 + most[kh_ladder_before(may, worst, false)] -
                       (kh_keys_compare(r->keys, best, worst) > 0);
    }
}

static void rank_group(void *context, const uint32_t *units, uint32_t n)
{
    const ranking *r = context;
    uint32_t *present = KH_NEW_ARRAY(r->arena, uint32_t, n + 1u), sure_count = 0;
    for (uint32_t i = 0; i < n; i++)
        if (r->keys->presence[units[i]] == KH_PRESENT)
            present[sure_count++] = units[i];
    kh_ladder sure = kh_ladder_make(r->arena, r->keys, false, present, sure_count);
    kh_ladder may = kh_ladder_make(r->arena, r->keys, true, units, n);
    if (r->ties == KH_TIES_DENSE)
        dense(r, &sure, &may, units, n);
    else
        skipping(r, &sure, &may, units, n);
}

/* The statement that ranks a unit: the first that is for its kind. */
static uint32_t rank_of(const kh_run *run, uint32_t unit)
{
    const kh_model *m = run->plan->model;
    for (uint32_t i = 0; i < m->ranks_count; i++)
        if (kh_for_unit(run, m->ranks[i].for_kinds, unit))
            return i;
    return KH_NONE;
}

void kh_run_ranks(kh_run *run)
{
    const kh_model *m = run->plan->model;
    uint32_t n = run->facts->unit_count;
    run->results->ranks = KH_NEW_ARRAY(run->arena, kh_rank_range, n + 1u);
    for (uint32_t i = 0; i < m->ranks_count; i++) {
        const kh_rank *rank = &m->ranks[i];
        kh_arena *a = run->arena;
        kh_keys keys = kh_keys_make(run, a, rank->keys, run->plan->rank_keys[i], rank->key_count);
        bool *in = KH_NEW_ARRAY(a, bool, n + 1u);
        for (uint32_t u = 0; u < n; u++)
            in[u] = rank_of(run, u) == i && keys.presence[u] != KH_ABSENT;
        ranking r = {run, a, &keys, rank->ties};
        kh_groups(run, a, in, rank->within_kind, rank_group, &r);
    }
}
