/* Kernels that reduce the records of a unit to one cell. A row counts as often as its 次数 says; a
 * row whose condition is open may count or not; a value that does not apply is skipped. */
#include <string.h>

#include "eval/batch.h"
#include "eval/interval.h"

/* The rows of a unit, counted from the batch's first. */
typedef struct rows {
    const uint32_t *start;
    const int64_t *count; /* of the batch's first row */
    uint32_t first;
} rows;

static rows rows_of(const kh_batch *b, const kh_operation *op)
{
    const kh_record_table *t = &b->facts->records[op->domain.record];
    uint32_t first = kh_first_row(b, op->domain.record);
    return (rows){t->start + b->first, t->count + first, first};
}

void kh_eval_COUNT_ALL(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        int64_t count = 0;
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++)
            count += r.count[i];
        d->low[u] = kh_num_int(count);
    }
    kh_all_values(b, d);
}

void kh_eval_COUNT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *counts = kh_arg(b, op, 0);
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        int64_t certain = 0, possible = 0;
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++) {
            uint8_t s = kh_state_at(counts, i);
            certain += s == KH_MAY_YES ? r.count[i] : 0;
            possible += s & KH_MAY_YES ? r.count[i] : 0;
        }
        kh_put(b, d, u,
               kh_settle((kh_cell){KH_MAY_VALUE, kh_num_int(certain), kh_num_int(possible)}));
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_ANY(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *counts = kh_arg(b, op, 0);
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        uint8_t may = KH_MAY_NO;
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++) {
            uint8_t s = kh_state_at(counts, i);
            if (r.count[i] == 0 || !(s & KH_MAY_YES))
                continue;
            if (s == KH_MAY_YES) {
                may = KH_MAY_YES;
                break;
            }
            may |= KH_MAY_YES;
        }
        d->state[u] = kh_answers(may);
    }
    kh_vec_finish(d, n, true);
}

/* How often row i counts, and whether it certainly does; 0: it does not. */
static int64_t times(const kh_vec *counts, const kh_vec *values, const rows *r, uint32_t i,
                     bool *certain)
{
    uint8_t s = kh_state_at(counts, i), v = kh_state_at(values, i);
    if (!(s & KH_MAY_YES) || !(v & KH_MAY_VALUE))
        return 0;
    *certain = s == KH_MAY_YES && !(v & KH_MAY_NA);
    return r->count[i];
}

static kh_num multiple(kh_arena *a, int64_t times, kh_num x)
{
    return times == 1 ? x : kh_num_mul(a, kh_num_int(times), x);
}

/* All settled: what counts is added. */
static void total_plain(kh_batch *b, const rows *r, kh_vec *d, uint32_t n, const kh_vec *counts,
                        const kh_vec *values)
{
    for (uint32_t u = 0; u < n; u++) {
        kh_num sum = KH_ZERO;
        for (uint32_t i = r->start[u] - r->first; i < r->start[u + 1] - r->first; i++)
            if (kh_state_at(counts, i) == KH_MAY_YES)
                sum = kh_num_add(b->arena, sum,
                                 multiple(b->arena, r->count[i], values->low[i * values->step]));
        d->low[u] = sum;
    }
    kh_all_values(b, d);
}

void kh_eval_TOTAL(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *counts = kh_arg(b, op, 0), *values = kh_arg(b, op, 1);
    rows r = rows_of(b, op);
    if (counts->plain && values->plain) {
        total_plain(b, &r, d, n, counts, values);
        return;
    }
    for (uint32_t u = 0; u < n; u++) {
        kh_cell sum = kh_value(KH_ZERO);
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++) {
            bool certain = false;
            int64_t k = times(counts, values, &r, i, &certain);
            if (k == 0)
                continue;
            kh_cell v = kh_at(values, i);
            sum.state |= certain ? v.state & KH_LACKS : 0;
            v.low = certain ? v.low : kh_num_min(v.low, KH_ZERO);
            v.high = certain ? v.high : kh_num_max(v.high, KH_ZERO);
            sum.low = kh_num_add(b->arena, sum.low, multiple(b->arena, k, v.low));
            sum.high = kh_num_add(b->arena, sum.high, multiple(b->arena, k, v.high));
        }
        kh_put(b, d, u, kh_settle(sum));
    }
    kh_vec_finish(d, n, false);
}

/* ---- means ---- */

/* Rows that may count, for one end of the mean: they are taken in the order of their value as long
 * as each moves the mean further. */
typedef struct maybe {
    kh_num value;
    int64_t times;
} maybe;

static void sort_maybes(kh_arena *a, maybe *at, size_t n, bool upwards)
{
    maybe *from = at, *to = KH_NEW_ARRAY(a, maybe, n + 1);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                int order = i < middle && j < end ? kh_num_cmp(from[i].value, from[j].value) : 0;
                bool left = i < middle && (j == end || (upwards ? order <= 0 : order >= 0));
                to[k] = left ? from[i++] : from[j++];
            }
        }
        maybe *t = from;
        from = to;
        to = t;
    }
    if (from != at)
        memcpy(at, from, n * sizeof *at);
}

/* One end of the mean of what certainly counts (sum, count > 0) and any of the maybes. */
static kh_num mean_end(kh_arena *a, kh_num sum, int64_t count, maybe *at, size_t n, bool lowest)
{
    sort_maybes(a, at, n, lowest);
    for (size_t i = 0; i < n; i++) {
        if (!kh_num_is_finite(sum))
            break;
        if (!kh_num_is_finite(at[i].value))
            return at[i].value;
        int order = kh_num_cmp(multiple(a, count, at[i].value), sum);
        if (lowest ? order >= 0 : order <= 0)
            break;
        sum = kh_num_add(a, sum, multiple(a, at[i].times, at[i].value));
        count += at[i].times;
    }
    return kh_num_is_finite(sum) ? kh_num_div(a, sum, kh_num_int(count)) : sum;
}

typedef struct mean {
    kh_cell sum; /* of the rows that certainly count */
    int64_t count;
    KH_VEC(maybe) lows;
    KH_VEC(maybe) highs;
} mean;

static void add_to_mean(kh_arena *a, mean *m, const kh_cell *v, int64_t k, bool certain)
{
    if (certain) {
        m->sum.state |= v->state & KH_LACKS;
        m->sum.low = kh_num_add(a, m->sum.low, multiple(a, k, v->low));
        m->sum.high = kh_num_add(a, m->sum.high, multiple(a, k, v->high));
        m->count += k;
        return;
    }
    *kh_push(a, &m->lows) = (maybe){v->low, k};
    *kh_push(a, &m->highs) = (maybe){v->high, k};
}

static kh_cell end_mean(kh_batch *b, const kh_operation *op, mean *m, uint32_t u)
{
    if (m->count == 0) {
        kh_cell c = kh_no_value();
        if (m->lows.n == 0)
            kh_event_at(b, op, u);
        else
            c.state = KH_MAY_VALUE | KH_OPEN | KH_MAY_NONE;
        return c;
    }
    kh_cell c = m->sum;
    c.low = mean_end(b->arena, m->sum.low, m->count, m->lows.at, m->lows.n, true);
    c.high = kh_num_eq(m->sum.low, m->sum.high) && m->highs.n == 0
                 ? c.low
                 : mean_end(b->arena, m->sum.high, m->count, m->highs.at, m->highs.n, false);
    return kh_settle(c);
}

void kh_eval_MEAN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *counts = kh_arg(b, op, 0), *values = kh_arg(b, op, 1);
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        mean m = {.sum = kh_value(KH_ZERO)};
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++) {
            bool certain = false;
            int64_t k = times(counts, values, &r, i, &certain);
            kh_cell v = kh_at(values, i);
            if (k)
                add_to_mean(b->arena, &m, &v, k, certain);
        }
        kh_put(b, d, u, end_mean(b, op, &m, u));
    }
    kh_vec_finish(d, n, false);
}

/* ---- the highest, the lowest, the one ---- */

static void extreme(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n, bool highest)
{
    const kh_vec *counts = kh_arg(b, op, 0), *values = kh_arg(b, op, 1);
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        kh_cell c = kh_no_value();
        kh_num sure = highest ? KH_MINUS_INF : KH_PLUS_INF, far = sure;
        bool any = false, some = false;
        uint8_t none = 0;
        for (uint32_t i = r.start[u] - r.first; i < r.start[u + 1] - r.first; i++) {
            bool certain = false;
            if (times(counts, values, &r, i, &certain) == 0)
                continue;
            kh_cell v = kh_at(values, i);
            any = true;
            far = highest ? kh_num_max(far, v.high) : kh_num_min(far, v.low);
            if (!certain)
                continue;
            some = true;
            none |= v.state & KH_LACKS;
            sure = highest ? kh_num_max(sure, v.low) : kh_num_min(sure, v.high);
        }
        if (some)
            c = kh_settle((kh_cell){(uint8_t)(KH_MAY_VALUE | none), highest ? sure : far,
                                    highest ? far : sure});
        else if (any)
            c.state = KH_MAY_VALUE | KH_OPEN | KH_MAY_NONE; /* perhaps none */
        else
            kh_event_at(b, op, u);
        kh_put(b, d, u, c);
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_HIGHEST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    extreme(b, op, d, n, true);
}

void kh_eval_LOWEST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    extreme(b, op, d, n, false);
}

void kh_eval_ONLY(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *counts = kh_arg(b, op, 0), *values = kh_arg(b, op, 1);
    rows r = rows_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        kh_cell c = {KH_MAY_VALUE | KH_OPEN | KH_NO_VALUE, op->low, op->high};
        bool found = false;
        for (uint32_t i = r.start[u] - r.first; !found && i < r.start[u + 1] - r.first; i++) {
            found = r.count[i] && kh_state_at(counts, i) == KH_MAY_YES;
            if (found)
                c = kh_at(values, i);
        }
        if (!found)
            kh_event_at(b, op, u);
        kh_put(b, d, u, c);
    }
    kh_vec_finish(d, n, false);
}
