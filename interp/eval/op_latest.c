/* The value of the latest record: rows stand by date, then by their own values, so it is the last
 * one that counts. */
#include "eval/batch.h"

/* A record without a day has no place in the order; due dates have theirs by themselves. */
static void ask_for_day(kh_batch *b, const kh_operation *op, const kh_record_table *t, uint32_t row)
{
    uint32_t record = op->domain.record;
    if (b->plan->model->records[record].duty == KH_NONE &&
        t->fields[KH_FIELD_DATE].state[row] != KH_FILED_VALUE)
        *kh_push(b->run->arena, &b->run->undated) = (kh_event){op->dst, t->unit[row], row};
}

/* From the last row back to one that certainly counts: everything that the latest can be. */
static kh_cell latest(kh_batch *b, const kh_operation *op, const kh_vec *d, uint32_t unit)
{
    const kh_record_table *t = &b->facts->records[op->domain.record];
    const kh_vec *counts = kh_arg(b, op, 0), *values = kh_arg(b, op, 1);
    uint32_t first = kh_first_row(b, op->domain.record), begin = t->start[b->first + unit];
    kh_cell all = kh_any_nothing(d);
    bool any = false, sure = false;
    for (uint32_t row = t->start[b->first + unit + 1]; row-- > begin;) {
        uint8_t s = kh_state_at(counts, row - first);
        kh_cell v = kh_any_at(values, row - first);
        if (!(s & KH_MAY_YES) || t->count[row] == 0 || v.state == KH_MAY_NA)
            continue;
        ask_for_day(b, op, t, row);
        if (sure)
            continue;
        bool na = v.state & KH_MAY_NA;
        v.state &= (uint8_t)~KH_MAY_NA;
        all = any ? kh_any_hull(d, &all, &v) : v;
        any = true;
        sure = s == KH_MAY_YES && !na;
    }
    if (!any)
        kh_event_at(b, op, unit);
    if (any && !sure) { /* perhaps none of them */
        all = kh_any_nothing(d);
        all.state &= (uint8_t)~KH_NO_VALUE;
    }
    return all;
}

void kh_eval_LATEST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t u = 0; u < n; u++)
        kh_put_any(b, d, u, latest(b, op, d, u));
    kh_vec_finish(d, n, !d->low && !d->codes);
}
