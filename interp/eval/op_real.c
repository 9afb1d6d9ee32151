/* Logarithms, exponentials, roots and powers: cells that enclose their value; and the rounding that
 * ends it. An enclosure is a cell like any that is open, so everything in between is done by the
 * operations that are there; all of these functions grow with x, so the ends come from the ends. */
#include "base/real.h"
#include "eval/batch.h"
#include "eval/interval.h"

/* ---- one number ---- */

typedef enum found { FOUND, NO_SUCH_VALUE, TOO_LARGE } found;

static found ln_of(const kh_batch *b, kh_num x, kh_enclosure *out)
{
    if (kh_num_sign(x) <= 0)
        return NO_SUCH_VALUE;
    *out = kh_num_is_finite(x) ? kh_real_ln(b->arena, x, b->run->bits) : (kh_enclosure){x, x};
    return FOUND;
}

static found exp_of(const kh_batch *b, kh_num x, kh_enclosure *out)
{
    kh_num most = kh_num_int(KH_REAL_MAX_EXP);
    if (!kh_num_is_finite(x)) {
        kh_num end = kh_num_sign(x) < 0 ? KH_ZERO : KH_PLUS_INF;
        *out = (kh_enclosure){end, end};
        return FOUND;
    }
    if (kh_num_cmp(kh_num_abs(b->arena, x), most) > 0)
        return TOO_LARGE;
    *out = kh_real_exp(b->arena, x, b->run->bits);
    return FOUND;
}

static found root_of(const kh_batch *b, kh_num x, kh_num degree, kh_enclosure *out)
{
    if (degree.n % 2 == 0 && kh_num_sign(x) < 0)
        return NO_SUCH_VALUE;
    *out = kh_num_is_finite(x) ? kh_real_root(b->arena, x, (unsigned)degree.n, b->run->bits)
                               : (kh_enclosure){x, x};
    return FOUND;
}

static found power_of(const kh_batch *b, kh_num x, kh_num y, kh_enclosure *out)
{
    int64_t n;
    if (kh_num_to_int(y, &n)) {
        if (n < 0 && kh_num_sign(x) == 0)
            return NO_SUCH_VALUE;
        if (!kh_real_whole_power(b->arena, x, n, &out->low))
            return TOO_LARGE;
        out->high = out->low;
        return FOUND;
    }
    if (kh_num_sign(x) < 0 || (kh_num_sign(x) == 0 && kh_num_sign(y) < 0))
        return NO_SUCH_VALUE;
    if (kh_num_sign(x) == 0) {
        *out = (kh_enclosure){KH_ZERO, KH_ZERO};
        return FOUND;
    }
    return kh_real_power(b->arena, x, y, b->run->bits, out) ? FOUND : TOO_LARGE;
}

/* y: of a root or power. */
static found value_of(const kh_batch *b, kh_opcode code, kh_num x, kh_num y, kh_enclosure *out)
{
    return code == KH_DO_LN     ? ln_of(b, x, out)
           : code == KH_DO_EXP  ? exp_of(b, x, out)
           : code == KH_DO_ROOT ? root_of(b, x, y, out)
                                : power_of(b, x, y, out);
}

/* ---- cells ---- */

static kh_cell unknown(uint8_t either)
{
    return (kh_cell){(uint8_t)(KH_MAY_VALUE | KH_OPEN | KH_MAY_NONE |
                               (either & (KH_MAY_NA | KH_LACKS))),
                     KH_MINUS_INF, KH_PLUS_INF};
}

static bool is_even(kh_num y)
{
    int64_t n;
    return kh_num_to_int(y, &n) && n % 2 == 0;
}

/* Whether the ends of the value lie at corners of x and y. A whole power of either sign has its
 * least at 0 when it is even, and no value there when it is below 0. */
static bool has_corners(kh_opcode code, const kh_cell *x, const kh_cell *y)
{
    if (code != KH_DO_POWER)
        return true;
    if (!kh_num_is_finite(x->low) || !kh_num_is_finite(x->high) || !kh_num_is_finite(y->low) ||
        !kh_num_is_finite(y->high))
        return false;
    bool above = kh_num_sign(x->low) > 0;
    bool whole = kh_num_eq(y->low, y->high) && kh_num_is_integer(y->low);
    return above || (whole && kh_num_sign(y->low) >= 0);
}

/* Every value between the ends of x and y. */
static kh_cell between(const kh_batch *b, kh_opcode code, const kh_cell *x, const kh_cell *y)
{
    uint8_t either = x->state | y->state;
    if (!has_corners(code, x, y))
        return unknown(either);
    kh_cell all = {(uint8_t)(KH_MAY_VALUE | (either & (KH_MAY_NA | KH_LACKS))), KH_PLUS_INF,
                   KH_MINUS_INF};
    for (int corner = 0; corner < 4; corner++) {
        kh_enclosure e;
        kh_num at = corner & 1 ? x->high : x->low, to = corner & 2 ? y->high : y->low;
        if (value_of(b, code, at, to, &e) != FOUND)
            return unknown(either);
        all.low = kh_num_min(all.low, e.low);
        all.high = kh_num_max(all.high, e.high);
    }
    if (code == KH_DO_POWER && is_even(y->low) && kh_num_sign(x->low) < 0 &&
        kh_num_sign(x->high) > 0)
        all.low = kh_num_min(all.low, KH_ZERO);
    return kh_settle(all);
}

static kh_cell settled(kh_batch *b, const kh_operation *op, uint32_t i, kh_num x, kh_num y)
{
    kh_enclosure e;
    switch (value_of(b, op->code, x, y, &e)) {
    case FOUND:
        return kh_settle((kh_cell){KH_MAY_VALUE, e.low, e.high});
    case NO_SUCH_VALUE:
        kh_event_at(b, op, i);
        return kh_no_value();
    case TOO_LARGE:
        *kh_push(b->run->arena, &b->run->too_large) = kh_event_of(b, op, i);
        break;
    }
    return kh_no_value();
}

static void real(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_cell one = kh_value(KH_ONE);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell x = kh_at(kh_arg(b, op, 0), i), c = kh_not_applicable();
        kh_cell y = op->n > 1 ? kh_at(kh_arg(b, op, 1), i) : one;
        if ((x.state | y.state) == KH_MAY_VALUE)
            c = settled(b, op, i, x.low, y.low);
        else if (x.state & y.state & KH_MAY_VALUE)
            c = between(b, op->code, &x, &y);
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_LN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    real(b, op, d, n);
}

void kh_eval_EXP(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    real(b, op, d, n);
}

void kh_eval_ROOT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    real(b, op, d, n);
}

void kh_eval_POWER(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    real(b, op, d, n);
}

/* ---- the rounding ---- */

/* The unit of row i of the batch in these rows; not of the run. */
static uint32_t unit_of(const kh_batch *b, kh_domain rows, uint32_t i)
{
    if (rows.tag == KH_DOMAIN_UNIT)
        return i;
    return b->facts->records[rows.record].unit[kh_first_row(b, rows.record) + i] - b->first;
}

/* Whether what row i is made of is free of these states in this column. */
static bool is_free_of(const kh_batch *b, uint8_t state, kh_domain rows, uint32_t i, kh_col col)
{
    const kh_vec *v = &b->vecs[col];
    kh_domain d = b->plan->columns[col].domain;
    if (v->plain)
        return true;
    if (d.tag == KH_DOMAIN_RUN)
        return !(v->state[0] & state);
    if (d.tag == rows.tag && d.record == rows.record)
        return !(kh_state_at(v, i) & state);
    uint32_t unit = unit_of(b, rows, i);
    if (d.tag == KH_DOMAIN_UNIT)
        return !(kh_state_at(v, unit) & state);
    const uint32_t *start = b->facts->records[d.record].start;
    uint32_t first = kh_first_row(b, d.record);
    for (uint32_t row = start[b->first + unit]; row < start[b->first + unit + 1]; row++)
        if (kh_state_at(v, row - first) & state)
            return false;
    return true;
}

static bool made_of_settled(const kh_batch *b, const kh_operation *op, uint32_t i)
{
    for (uint32_t k = 1; k < op->n; k++)
        if (!is_free_of(b, k <= op->mask ? KH_OPEN : KH_NO_VALUE, op->domain, i, op->args[k]))
            return false;
    return true;
}

static kh_num rounded(const kh_batch *b, const kh_operation *op, kh_num x)
{
    return kh_num_is_finite(x) ? kh_num_round(b->arena, x, op->places, op->mode) : x;
}

/* Where nothing is missing the ends enclose one number: when they round to two, its digit is not
 * certain yet. */
void kh_eval_ROUND_ENCLOSED(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if (c.state & KH_MAY_VALUE) {
            c.low = rounded(b, op, c.low);
            c.high = rounded(b, op, c.high);
            c = kh_settle(c);
        }
        bool open = (c.state & (KH_OPEN | KH_NO_VALUE)) == KH_OPEN;
        if (open && made_of_settled(b, op, i)) {
            b->run->again = true;
            *kh_push(b->run->arena, &b->run->undecided) = kh_event_of(b, op, i);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}
