/* Kernels that choose between cells: tables, gates, what stands in for what is missing. They work
 * for cells of any type: numbers, codes, answers. */
#include <string.h>

#include "eval/batch.h"
#include "eval/interval.h"
#include "eval/split.h"

/* A cell of any type: a code stands in low. */
static kh_cell any_at(const kh_vec *v, uint32_t i)
{
    if (v->low)
        return kh_at(v, i);
    kh_num code = v->codes ? kh_num_int(v->codes[i * v->step]) : KH_ZERO;
    return (kh_cell){kh_state_at(v, i), code, code};
}

static void put_any(kh_batch *b, kh_vec *d, uint32_t i, kh_cell c)
{
    if (d->low) {
        kh_put(b, d, i, kh_settle(c));
        return;
    }
    if (!d->codes) {
        d->state[i] = kh_answers(c.state);
        return;
    }
    /* Two codes: open, and which one is not said. */
    bool open = (c.state & KH_MAY_VALUE) &&
                ((c.state & (KH_MAY_NA | KH_LACKS | KH_OPEN)) || kh_num_cmp(c.low, c.high) != 0);
    if (open)
        d->state[i] = c.state | KH_OPEN;
    else
        d->state[i] = c.state & KH_MAY_VALUE ? KH_MAY_VALUE : KH_MAY_NA;
    d->codes[i] = d->state[i] & KH_MAY_VALUE ? (int32_t)c.low.n : 0;
}

/* No value, of the type that d holds. */
static kh_cell nothing(const kh_vec *d)
{
    if (d->low)
        return kh_no_value();
    if (d->codes)
        return (kh_cell){KH_MAY_VALUE | KH_OPEN | KH_NO_VALUE, KH_ZERO, KH_ZERO};
    return (kh_cell){KH_MAY_YES | KH_MAY_NO | KH_OPEN | KH_NO_VALUE, KH_ZERO, KH_ZERO};
}

static kh_cell hull_any(const kh_vec *d, const kh_cell *x, const kh_cell *y)
{
    if (d->low || d->codes)
        return kh_interval_hull(x, y);
    return (kh_cell){x->state | y->state, KH_ZERO, KH_ZERO};
}

static void finish(kh_vec *d, uint32_t n)
{
    kh_vec_finish(d, n, !d->low && !d->codes);
}

/* ---- tables ---- */

static void add_choice(const kh_vec *d, kh_cell *all, bool *any, kh_cell c)
{
    *all = *any ? hull_any(d, all, &c) : c;
    *any = true;
}

/* The arguments without the columns of the split. */
static uint32_t conditions_and_values(const kh_operation *op)
{
    return op->n - op->index;
}

/* `otherwise`, or no value: `any` other row may hold as well. */
static void add_otherwise(kh_batch *b, const kh_operation *op, const kh_vec *d, uint32_t i,
                          kh_cell *all, bool *any)
{
    uint32_t n = conditions_and_values(op);
    if (n % 2) {
        add_choice(d, all, any, any_at(kh_arg(b, op, n - 1), i));
        return;
    }
    if (!*any)
        kh_event_at(b, op, i);
    add_choice(d, all, any, nothing(d));
}

/* A row of which a condition is open, where the conditions ask the same: exactly the rows that can
 * be the first to hold. */
static bool split_row(kh_batch *b, const kh_operation *op, const kh_vec *d, uint32_t i,
                      kh_cell *all)
{
    kh_splitting **s = &b->run->splittings[op->dst];
    if (!*s)
        *s = kh_splitting_new(b->run, op->split);
    uint32_t n = conditions_and_values(op), rows = op->split->count;
    kh_cell *cells = kh_splitting_cells(*s);
    for (uint32_t k = 0; k < op->index; k++)
        cells[k] = any_at(kh_arg(b, op, n + k), i);
    bool *first = kh_splitting_room(*s), any = false;
    if (!kh_splitting_first(*s, cells, NULL, first))
        return false;
    for (uint32_t k = 0; k < rows; k++)
        if (first[k])
            add_choice(d, all, &any, any_at(kh_arg(b, op, 2 * k + 1), i));
    if (first[rows])
        add_otherwise(b, op, d, i, all, &any);
    return true;
}

/* Everything that the first row that holds can be. */
static kh_cell table_row(kh_batch *b, const kh_operation *op, const kh_vec *d, uint32_t i)
{
    kh_cell all = kh_not_applicable();
    bool any = false, tried = !op->split;
    for (uint32_t k = 0; k + 1 < conditions_and_values(op); k += 2) {
        uint8_t c = kh_state_at(kh_arg(b, op, k), i);
        if (!(c & KH_MAY_YES))
            continue;
        if (c != KH_MAY_YES && !tried) {
            if (split_row(b, op, d, i, &all))
                return all;
            tried = true;
        }
        add_choice(d, &all, &any, any_at(kh_arg(b, op, k + 1), i));
        if (c == KH_MAY_YES)
            return all;
    }
    add_otherwise(b, op, d, i, &all, &any);
    return all;
}

/* The argument whose value row i takes when all conditions are settled; the last: `otherwise`. */
static uint32_t taken(const kh_batch *b, const kh_operation *op, uint32_t n, uint32_t i)
{
    uint32_t k = 0;
    while (k + 1 < n && kh_state_at(kh_arg(b, op, k), i) != KH_MAY_YES)
        k += 2;
    return k + 1 < n ? k + 1 : k;
}

void kh_eval_TABLE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    uint32_t args = conditions_and_values(op);
    bool plain = d->low && args % 2;
    for (uint32_t k = 0; plain && k < args; k++)
        plain = kh_arg(b, op, k)->plain;
    for (uint32_t i = 0; plain && i < n; i++) {
        const kh_vec *v = kh_arg(b, op, taken(b, op, args, i));
        d->low[i] = v->low[i * v->step];
    }
    if (plain) {
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        put_any(b, d, i, table_row(b, op, d, i));
    finish(d, n);
}

/* ---- gates ---- */

/* A cell that counts 0 where it does not apply. */
static kh_cell or_zero(kh_cell c)
{
    kh_cell zero = kh_value(KH_ZERO);
    if (!(c.state & KH_MAY_VALUE))
        return zero;
    if (c.state & KH_MAY_NA) {
        c.state &= (uint8_t)~KH_MAY_NA;
        c = kh_interval_hull(&c, &zero);
    }
    return kh_settle(c);
}

void kh_eval_GATE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *when = kh_arg(b, op, 0), *x = kh_arg(b, op, 1);
    if (when->plain && x->plain) {
        for (uint32_t i = 0; i < n; i++)
            d->low[i] = kh_state_at(when, i) == KH_MAY_YES ? x->low[i * x->step] : KH_ZERO;
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint8_t state = kh_state_at(when, i);
        kh_cell c = kh_value(KH_ZERO), zero = c;
        if (state & KH_MAY_YES)
            c = or_zero(kh_at(x, i));
        if ((state & KH_MAY_YES) && state != KH_MAY_YES)
            c = kh_settle(kh_interval_hull(&c, &zero));
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_OR_ZERO(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    if (x->plain) {
        memcpy(d->low, x->low, n * sizeof *d->low);
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        kh_put(b, d, i, or_zero(kh_at(x, i)));
    kh_vec_finish(d, n, false);
}

void kh_eval_NA_UNLESS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *when = kh_arg(b, op, 0), *x = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        uint8_t state = kh_state_at(when, i);
        kh_cell c = kh_not_applicable();
        if (state & KH_MAY_YES) {
            c = any_at(x, i);
            if (state != KH_MAY_YES)
                c.state |= KH_MAY_NA;
        }
        put_any(b, d, i, c);
    }
    finish(d, n);
}

/* ---- what is missing ---- */

void kh_eval_WITHIN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if ((c.state & KH_OPEN) && (c.state & KH_MAY_VALUE)) {
            c.state &= (uint8_t)~KH_LACKS;
            c.low = kh_num_max(c.low, op->low);
            c.high = kh_num_min(c.high, op->high);
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_IF_MISSING(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *instead = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        bool missing = kh_state_at(x, i) & KH_OPEN;
        if (missing)
            kh_event_at(b, op, i);
        put_any(b, d, i, any_at(missing ? instead : x, i));
    }
    finish(d, n);
}

void kh_eval_IF_NA(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *instead = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = any_at(x, i);
        bool na = c.state & KH_MAY_NA;
        c.state &= (uint8_t)~KH_MAY_NA;
        if (na) {
            kh_cell other = any_at(instead, i);
            c = c.state & ~KH_OPEN ? hull_any(d, &c, &other) : other;
        }
        put_any(b, d, i, c);
    }
    finish(d, n);
}

void kh_eval_IF_NONE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *instead = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if (c.state & KH_NO_VALUE) {
            uint8_t na = c.state & KH_MAY_NA;
            kh_event_at(b, op, i);
            c = kh_at(instead, i);
            c.state |= na;
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

/* ---- for other kernels ---- */

kh_cell kh_any_at(const kh_vec *v, uint32_t i)
{
    return any_at(v, i);
}

void kh_put_any(kh_batch *b, kh_vec *d, uint32_t i, kh_cell c)
{
    put_any(b, d, i, c);
}

kh_cell kh_any_nothing(const kh_vec *d)
{
    return nothing(d);
}

kh_cell kh_any_hull(const kh_vec *d, const kh_cell *x, const kh_cell *y)
{
    return hull_any(d, x, y);
}
