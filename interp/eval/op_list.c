/* Aggregates over a list of values of one row: those that do not apply are left out; the first that
 * is known. */
#include "eval/gather.h"
#include "eval/interval.h"

enum { MOST_TRIED = 8 }; /* values that may not apply: 256 ways */

typedef struct list {
    kh_cell *at; /* those that may apply */
    uint32_t n, maybes;
    uint8_t none;
    bool open;
} list;

static list list_of(kh_batch *b, const kh_operation *op, uint32_t i)
{
    list l = {.at = KH_NEW_ARRAY(b->arena, kh_cell, op->n + 1u)};
    for (uint32_t k = 0; k < op->n; k++) {
        kh_cell c = kh_at(kh_arg(b, op, k), i);
        if (!(c.state & KH_MAY_VALUE))
            continue;
        l.maybes += (c.state & KH_MAY_NA) != 0;
        l.none |= c.state & KH_LACKS;
        l.open = l.open || c.state != KH_MAY_VALUE;
        l.at[l.n++] = c;
    }
    return l;
}

/* Those of the list that apply one way; false: none. */
static bool value_of(kh_batch *b, const kh_operation *op, const list *l, uint32_t ways, bool high,
                     kh_num *out)
{
    kh_sample *at = KH_NEW_ARRAY(b->arena, kh_sample, l->n + 1u);
    size_t n = 0;
    for (uint32_t k = 0; k < l->n; k++) {
        bool maybe = l->at[k].state & KH_MAY_NA, in = !maybe || (ways & 1);
        ways = maybe ? ways >> 1 : ways;
        if (in)
            at[n++] = (kh_sample){
                .value = high ? l->at[k].high : l->at[k].low, .weight = KH_ONE, .times = 1};
    }
    if (op->index == KH_GATHER_RANKED)
        kh_samples_sort(b->arena, at, n);
    return kh_samples_value(b->arena, (kh_gathered)op->index, op->number, at, n, out);
}

/* Too many ways: between the lowest and the highest of them. */
static kh_cell by_range(const list *l)
{
    kh_cell c = {KH_MAY_VALUE | KH_MAY_NA | l->none, KH_PLUS_INF, KH_MINUS_INF};
    for (uint32_t k = 0; k < l->n; k++) {
        c.low = kh_num_min(c.low, l->at[k].low);
        c.high = kh_num_max(c.high, l->at[k].high);
    }
    return kh_settle(c);
}

static kh_cell list_value(kh_batch *b, const kh_operation *op, uint32_t i)
{
    list l = list_of(b, op, i);
    if (l.n == 0)
        return kh_not_applicable();
    if (l.maybes > MOST_TRIED)
        return by_range(&l);
    kh_cell all = {KH_MAY_VALUE | l.none, KH_PLUS_INF, KH_MINUS_INF};
    for (uint32_t ways = 0; ways < 1u << l.maybes; ways++) {
        kh_num low, high;
        if (!value_of(b, op, &l, ways, false, &low)) {
            all.state |= KH_MAY_NA;
            continue;
        }
        high = low;
        if (l.open)
            value_of(b, op, &l, ways, true, &high);
        all.low = kh_num_min(all.low, low);
        all.high = kh_num_max(all.high, high);
    }
    return kh_settle(all);
}

void kh_eval_OF_LIST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        kh_put(b, d, i, list_value(b, op, i));
    kh_vec_finish(d, n, false);
}

/* The first that is known; when none is, any of them may come to be. */
static kh_cell first(kh_batch *b, const kh_operation *op, const kh_vec *d, uint32_t i)
{
    kh_cell all = kh_not_applicable();
    bool any = false;
    for (uint32_t k = 0; k < op->n; k++) {
        kh_cell c = kh_any_at(kh_arg(b, op, k), i);
        if (c.state == KH_MAY_NA)
            continue;
        if (!(c.state & (KH_OPEN | KH_MAY_NA))) {
            if (k + 1 == op->n && op->index)
                kh_event_at(b, op, i);
            return c;
        }
        all = any ? kh_any_hull(d, &all, &c) : c;
        any = true;
    }
    return all;
}

void kh_eval_FIRST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        kh_put_any(b, d, i, first(b, op, d, i));
    kh_vec_finish(d, n, !d->low && !d->codes);
}

void kh_eval_ONE_IF(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t s = kh_state_at(x, i);
        kh_cell c = kh_not_applicable();
        if (s & (KH_MAY_YES | KH_MAY_NO)) {
            c = (kh_cell){(uint8_t)(KH_MAY_VALUE | (s & KH_MAY_NA)),
                          s & KH_MAY_NO ? KH_ZERO : KH_ONE, s & KH_MAY_YES ? KH_ONE : KH_ZERO};
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}
