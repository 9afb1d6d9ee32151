/* A chosen amount in a table: what the record carries, between the ends of its row. */
#include "eval/batch.h"
#include "eval/interval.h"

static void note_outside(kh_batch *b, const kh_operation *op, uint32_t i, kh_num x, kh_num low,
                         kh_num high)
{
    kh_arena *a = b->run->arena;
    kh_event e = kh_event_of(b, op, i);
    *kh_push(a, &b->run->negatives) = (kh_negative){.operation = op->dst,
                                                    .unit = e.unit,
                                                    .value = kh_num_keep(a, x),
                                                    .row = e.row,
                                                    .low = kh_num_keep(a, low),
                                                    .high = kh_num_keep(a, high)};
}

static kh_cell chosen(kh_batch *b, const kh_operation *op, uint32_t i)
{
    uint8_t acts = kh_state_at(kh_arg(b, op, 0), i);
    kh_cell filed = kh_at(kh_arg(b, op, 1), i);
    kh_cell low = kh_at(kh_arg(b, op, 2), i), high = kh_at(kh_arg(b, op, 3), i);
    kh_cell row = kh_interval_hull(&low, &high);
    if (!(acts & KH_MAY_YES))
        return kh_value(KH_ZERO); /* nobody counts it */
    if (!(row.state & KH_MAY_VALUE) || (row.state & KH_NO_VALUE))
        return row;
    if (filed.state == KH_MAY_VALUE) {
        bool outside = kh_num_cmp(filed.low, row.low) < 0 || kh_num_cmp(filed.low, row.high) > 0;
        if (outside && acts == KH_MAY_YES)
            note_outside(b, op, i, filed.low, row.low, row.high);
        if (!kh_num_eq(row.low, row.high))
            row.low = row.high = filed.low;
        return kh_settle(row);
    }
    /* Where the row says one amount, nothing is to be chosen. */
    if (!kh_num_eq(row.low, row.high))
        row.state |= filed.state & KH_MAY_NA;
    return kh_settle(row);
}

void kh_eval_CHOSEN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        kh_put(b, d, i, chosen(b, op, i));
    kh_vec_finish(d, n, false);
}
