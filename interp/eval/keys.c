/* Keys by which units are compared, and ladders of units. */
#include "eval/cross.h"

/* A key that does not apply stands behind every one that does. */
static void key_range(const kh_run *run, const kh_order_key *key, kh_col col, uint32_t unit,
                      kh_num *worst, kh_num *best)
{
    kh_cell c = kh_result(run->results, col, unit);
    kh_type type = run->plan->columns[col].type;
    kh_num low = c.low, high = c.high;
    if (type.tag == KH_TYPE_YES_NO) {
        low = c.state & KH_MAY_NO ? KH_ZERO : KH_ONE;
        high = c.state & KH_MAY_YES ? KH_ONE : KH_ZERO;
    } else if (kh_is_code(type) && (c.state & KH_OPEN)) {
        low = KH_MINUS_INF;
        high = KH_PLUS_INF;
    }
    /* Of levels without points the first named is the best. */
    bool turn = key->lowest_first != (type.tag == KH_TYPE_LEVEL);
    *worst = turn ? kh_num_neg(run->arena, high) : low;
    *best = turn ? kh_num_neg(run->arena, low) : high;
    if (c.state & KH_MAY_NA)
        *worst = KH_MINUS_INF;
    if (!(c.state & (KH_MAY_VALUE | KH_MAY_YES | KH_MAY_NO)))
        *best = KH_MINUS_INF;
}

kh_keys kh_keys_make(const kh_run *run, kh_arena *a, const kh_order_key *keys, const kh_col *cols,
                     uint32_t count)
{
    uint32_t units = run->facts->unit_count;
    kh_keys k = {.count = count,
                 .worst = KH_NEW_ARRAY(a, kh_num, (size_t)units * count + 1u),
                 .best = KH_NEW_ARRAY(a, kh_num, (size_t)units * count + 1u),
                 .presence = kh_arena_alloc(a, units + 1u),
                 .open = KH_NEW_ARRAY(a, bool, units + 1u)};
    for (uint32_t u = 0; u < units; u++) {
        kh_num *worst = k.worst + (size_t)u * count, *best = k.best + (size_t)u * count;
        for (uint32_t i = 0; i < count; i++) {
            key_range(run, &keys[i], cols[i], u, &worst[i], &best[i]);
            k.open[u] = k.open[u] || !kh_num_eq(worst[i], best[i]);
        }
        uint8_t first = count ? kh_result(run->results, cols[0], u).state : KH_MAY_VALUE;
        k.presence[u] = first == KH_MAY_NA  ? KH_ABSENT
                        : first & KH_MAY_NA ? KH_MAYBE_PRESENT
                                            : KH_PRESENT;
    }
    return k;
}

int kh_keys_compare(const kh_keys *k, const kh_num *a, const kh_num *b)
{
    for (uint32_t i = 0; i < k->count; i++) {
        int order = kh_num_cmp(a[i], b[i]);
        if (order)
            return order;
    }
    return 0;
}

static const kh_num *rung(const kh_ladder *l, uint32_t unit)
{
    return l->by_best ? kh_keys_best(l->keys, unit) : kh_keys_worst(l->keys, unit);
}

static int compare_rungs(const void *context, uint32_t a, uint32_t b)
{
    const kh_ladder *l = context;
    int order = kh_keys_compare(l->keys, rung(l, b), rung(l, a));
    return order ? order : (a > b) - (a < b);
}

kh_ladder kh_ladder_make(kh_arena *a, const kh_keys *keys, bool by_best, const uint32_t *units,
                         uint32_t n)
{
    kh_ladder l = {keys, by_best, KH_NEW_ARRAY(a, uint32_t, n + 1u), n};
    for (uint32_t i = 0; i < n; i++)
        l.units[i] = units[i];
    kh_sort(a, l.units, n, compare_rungs, &l);
    return l;
}

uint32_t kh_ladder_before(const kh_ladder *l, const kh_num *than, bool or_equal)
{
    uint32_t low = 0, high = l->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = kh_keys_compare(l->keys, rung(l, l->units[middle]), than);
        if (order > 0 || (or_equal && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool kh_for_unit(const kh_run *run, uint64_t kinds, uint32_t unit)
{
    uint32_t kind = run->facts->units[unit].kind;
    return kinds == 0 || (kind < KH_MAX_KINDS && (kinds >> kind & 1));
}

void kh_groups(const kh_run *run, kh_arena *a, const bool *in, bool within_kind, kh_group *one,
               void *context)
{
    uint32_t n = run->facts->unit_count, kinds = run->plan->model->kinds_count;
    uint32_t *units = KH_NEW_ARRAY(a, uint32_t, n + 1u);
    /* The last round takes the units without a kind. */
    for (uint32_t k = 0; k <= (within_kind ? kinds : 0); k++) {
        uint32_t count = 0;
        for (uint32_t u = 0; u < n; u++) {
            uint32_t kind = run->facts->units[u].kind;
            if (in[u] && (!within_kind || (kind < kinds ? kind : kinds) == k))
                units[count++] = u;
        }
        if (count)
            one(context, units, count);
    }
}
