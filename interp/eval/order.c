/* The order in which units are printed: kinds as the scheme lists them, best first inside, equal
 * ones by name. */
#include "eval/cross.h"

typedef struct order {
    const kh_run *run;
    const kh_keys *keys;     /* per rank statement, the last one: the total */
    const uint32_t *keys_of; /* [units] which of them */
} order;

static int compare_units(const void *context, uint32_t a, uint32_t b)
{
    const order *o = context;
    const kh_unit *x = &o->run->facts->units[a], *y = &o->run->facts->units[b];
    if (x->kind != y->kind) /* KH_NONE, no kind, is the largest */
        return x->kind < y->kind ? -1 : 1;
    const kh_keys *k = &o->keys[o->keys_of[a]];
    bool there = k->presence[a] != KH_ABSENT, other = k->presence[b] != KH_ABSENT;
    if (there != other)
        return there ? -1 : 1;
    int better = kh_keys_compare(k, kh_keys_worst(k, b), kh_keys_worst(k, a));
    if (better == 0)
        better = kh_keys_compare(k, kh_keys_best(k, b), kh_keys_best(k, a));
    if (better == 0) {
        const kh_intern *names = o->run->plan->model->names;
        better = kh_slice_cmp(kh_intern_text(names, x->name), kh_intern_text(names, y->name));
    }
    return better ? better : (a > b) - (a < b);
}

void kh_run_order(kh_run *run)
{
    const kh_model *m = run->plan->model;
    uint32_t n = run->facts->unit_count;
    kh_arena *a = run->arena;
    kh_keys *keys = KH_NEW_ARRAY(a, kh_keys, m->ranks_count + 1u);
    for (uint32_t i = 0; i < m->ranks_count; i++)
        keys[i] =
            kh_keys_make(run, a, m->ranks[i].keys, run->plan->rank_keys[i], m->ranks[i].key_count);
    kh_order_key by_total = {NULL, false};
    keys[m->ranks_count] = kh_keys_make(run, a, &by_total, &run->plan->total, 1);
    uint32_t *keys_of = KH_NEW_ARRAY(a, uint32_t, n + 1u);
    run->results->order = KH_NEW_ARRAY(a, uint32_t, n + 1u);
    for (uint32_t u = 0; u < n; u++) {
        run->results->order[u] = u;
        while (keys_of[u] < m->ranks_count && !kh_for_unit(run, m->ranks[keys_of[u]].for_kinds, u))
            keys_of[u]++;
    }
    order o = {run, keys, keys_of};
    kh_sort(a, run->results->order, n, compare_units, &o);
}
