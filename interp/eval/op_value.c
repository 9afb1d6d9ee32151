/* Kernels that turn one sort of value into another: levels into points, points on a line, dates. */
#include "base/date.h"
#include "eval/batch.h"

void kh_eval_POINTS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    const kh_scale *s = &b->plan->model->scales[op->index];
    if (x->plain) {
        for (uint32_t i = 0; i < n; i++)
            d->low[i] = s->levels[x->codes[i * x->step]].points;
        kh_all_values(b, d);
        return;
    }
    kh_cell any = {KH_MAY_VALUE, KH_PLUS_INF, KH_MINUS_INF};
    for (uint32_t i = 0; i < s->level_count; i++) {
        any.low = kh_num_min(any.low, s->levels[i].points);
        any.high = kh_num_max(any.high, s->levels[i].points);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint8_t state = kh_state_at(x, i);
        kh_cell c = kh_not_applicable();
        if (state == KH_MAY_VALUE) {
            c = kh_value(s->levels[x->codes[i * x->step]].points);
        } else if (state & KH_MAY_VALUE) {
            c = any;
            c.state |= state & (KH_MAY_NA | KH_LACKS);
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

/* ---- line ---- */

/* Inside two points: y0 + (y1 - y0) (x - x0) / (x1 - x0). An open y may have no end. */
static kh_num between(kh_arena *a, kh_num x, kh_num x0, kh_num y0, kh_num x1, kh_num y1)
{
    if (kh_num_eq(y0, y1) || !kh_num_is_finite(y1))
        return y1;
    if (!kh_num_is_finite(y0))
        return y0;
    kh_num part = kh_num_div(a, kh_num_sub(a, x, x0), kh_num_sub(a, x1, x0));
    return kh_num_add(a, y0, kh_num_mul(a, kh_num_sub(a, y1, y0), part));
}

/* The lower or upper end of y at point k. */
static kh_num end_of(kh_batch *b, const kh_operation *op, uint32_t i, uint32_t k, bool high)
{
    kh_cell y = kh_at(kh_arg(b, op, k + 1), i);
    return high ? y.high : y.low;
}

/* The line at x through the lower or through the upper ends of the points, which bound it there,
 * since a mean of two points grows with each. x may be infinite. */
static kh_num line_at(kh_batch *b, const kh_operation *op, uint32_t i, kh_num x, bool high)
{
    kh_num before_x = KH_ZERO, before_y = KH_ZERO;
    for (uint32_t k = 1; k + 1 < op->n; k += 2) {
        kh_num px = kh_at(kh_arg(b, op, k), i).low, py = end_of(b, op, i, k, high);
        int order = kh_num_cmp(x, px);
        if (order == 0 || (order < 0 && k == 1))
            return py;
        if (order < 0)
            return between(b->arena, x, before_x, before_y, px, py);
        before_x = px;
        before_y = py;
    }
    return before_y;
}

/* The least (the most) of the line from x.low to x.high: there, or at a corner in between. */
static kh_num line_end(kh_batch *b, const kh_operation *op, uint32_t i, const kh_cell *x, bool high)
{
    kh_num end = line_at(b, op, i, x->low, high), other = line_at(b, op, i, x->high, high);
    end = high ? kh_num_max(end, other) : kh_num_min(end, other);
    for (uint32_t k = 1; k + 1 < op->n; k += 2) {
        kh_num px = kh_at(kh_arg(b, op, k), i).low, py = end_of(b, op, i, k, high);
        if (kh_num_cmp(px, x->low) > 0 && kh_num_cmp(px, x->high) < 0)
            end = high ? kh_num_max(end, py) : kh_num_min(end, py);
    }
    return end;
}

static kh_cell line_row(kh_batch *b, const kh_operation *op, uint32_t i)
{
    kh_cell x = kh_at(kh_arg(b, op, 0), i);
    uint8_t states = x.state;
    bool value = x.state & KH_MAY_VALUE;
    for (uint32_t k = 1; k < op->n; k++) {
        uint8_t state = kh_state_at(kh_arg(b, op, k), i);
        states |= state;
        value = value && (state & KH_MAY_VALUE);
    }
    if (!value)
        return kh_not_applicable();
    if (states == KH_MAY_VALUE)
        return kh_value(line_at(b, op, i, x.low, false));
    kh_cell c = {(uint8_t)(KH_MAY_VALUE | (states & (KH_MAY_NA | KH_LACKS))),
                 line_end(b, op, i, &x, false), line_end(b, op, i, &x, true)};
    return kh_settle(c);
}

void kh_eval_LINE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        kh_put(b, d, i, line_row(b, op, i));
    kh_vec_finish(d, n, false);
}

/* ---- dates ---- */

#define FARTHEST 4000000 /* days: more than from year 1 to year 9999 */

void kh_eval_DAYS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *date = kh_arg(b, op, 0), *days = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell k = kh_at(days, i);
        uint8_t s = kh_state_at(date, i), either = s | k.state;
        int64_t count = 0;
        d->codes[i] = 0;
        if (!(s & k.state & KH_MAY_VALUE)) {
            d->state[i] = KH_MAY_NA;
        } else if (either != KH_MAY_VALUE ||
                   !kh_num_to_int(kh_num_floor(b->arena, k.low), &count) || count > FARTHEST ||
                   count < -FARTHEST) {
            d->state[i] = KH_MAY_VALUE | KH_OPEN | (either & (KH_MAY_NA | KH_LACKS));
        } else {
            d->state[i] = KH_MAY_VALUE;
            d->codes[i] = (int32_t)(date->codes[i * date->step] + count);
        }
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_DAYS_BETWEEN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t p = kh_state_at(x, i), q = kh_state_at(y, i), either = p | q;
        kh_cell c = kh_not_applicable();
        if (either == KH_MAY_VALUE) {
            c = kh_value(kh_num_int((int64_t)x->codes[i * x->step] - y->codes[i * y->step]));
        } else if (p & q & KH_MAY_VALUE) {
            c = (kh_cell){(uint8_t)(KH_MAY_VALUE | (either & (KH_MAY_NA | KH_LACKS))),
                          KH_MINUS_INF, KH_PLUS_INF};
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}
