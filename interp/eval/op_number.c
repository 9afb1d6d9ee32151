/* Kernels of arithmetic. Rows of settled values take the exact path; a row with an open side does
 * interval arithmetic; n/a on one side is n/a. */
#include <assert.h>

#include "eval/batch.h"
#include "eval/interval.h"

typedef kh_num exact_two(kh_arena *a, kh_num x, kh_num y);
typedef void interval_two(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out);

/* Rows that are not all settled. */
static void two_open(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n, exact_two *exact,
                     interval_two *interval)
{
    const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell p = kh_at(x, i), q = kh_at(y, i), c = kh_not_applicable();
        uint8_t either = p.state | q.state;
        if (either == KH_MAY_VALUE) {
            c = kh_value(exact(b->arena, p.low, q.low));
        } else if (p.state & q.state & KH_MAY_VALUE) {
            c.state = (uint8_t)(KH_MAY_VALUE | (either & (KH_MAY_NA | KH_LACKS)));
            interval(b->arena, &p, &q, &c);
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

/* Both sides settled in all rows: the exact operation alone, put in line. */
#define BOTH_PLAIN(exact)                                                                          \
    do {                                                                                           \
        const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);                                 \
        for (uint32_t i = 0; i < n; i++)                                                           \
            d->low[i] = exact(b->arena, x->low[i * x->step], y->low[i * y->step]);                 \
        kh_all_values(b, d);                                                                       \
    } while (0)

static bool both_plain(const kh_batch *b, const kh_operation *op)
{
    return kh_arg(b, op, 0)->plain && kh_arg(b, op, 1)->plain;
}

#define TWO(ID, exact, interval)                                                                   \
    void kh_eval_##ID(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)                  \
    {                                                                                              \
        if (both_plain(b, op))                                                                     \
            BOTH_PLAIN(exact);                                                                     \
        else                                                                                       \
            two_open(b, op, d, n, exact, interval);                                                \
    }

static kh_num smaller(kh_arena *a, kh_num x, kh_num y)
{
    (void)a;
    return kh_num_cmp(x, y) <= 0 ? x : y;
}

static kh_num larger(kh_arena *a, kh_num x, kh_num y)
{
    (void)a;
    return kh_num_cmp(x, y) >= 0 ? x : y;
}

TWO(ADD, kh_num_add, kh_interval_add)
TWO(SUB, kh_num_sub, kh_interval_sub)
TWO(MUL, kh_num_mul, kh_interval_mul)
TWO(MIN, smaller, kh_interval_min)
TWO(MAX, larger, kh_interval_max)

/* A limit that does not apply is none: where it may not, both are possible. */
static void limit_open(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n,
                       interval_two *interval)
{
    const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell p = kh_at(x, i), q = kh_at(y, i), c = p;
        if (p.state & q.state & KH_MAY_VALUE) {
            interval(b->arena, &p, &q, &c);
            c.state |= q.state & KH_LACKS;
            if (q.state & KH_MAY_NA)
                c = kh_interval_hull(&c, &p);
        }
        kh_put(b, d, i, kh_settle(c));
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_AT_MOST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    if (both_plain(b, op))
        BOTH_PLAIN(smaller);
    else
        limit_open(b, op, d, n, kh_interval_min);
}

void kh_eval_AT_LEAST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    if (both_plain(b, op))
        BOTH_PLAIN(larger);
    else
        limit_open(b, op, d, n, kh_interval_max);
}

/* ---- division and steps: there may be no value ---- */

/* Steps of size y in x: grows with x, falls with y, never below 0. */
static kh_num steps(kh_arena *a, kh_opcode code, kh_num x, kh_num y)
{
    if (kh_num_sign(x) <= 0 || !kh_num_is_finite(y))
        return KH_ZERO;
    if (!kh_num_is_finite(x))
        return x;
    kh_num q = kh_num_div(a, x, y);
    if (code == KH_DO_STEPS_WHOLE)
        return kh_num_floor(a, q);
    return code == KH_DO_STEPS_STARTED ? kh_num_ceil(a, q) : q;
}

/* Without a value steps are still none below 0. */
static kh_cell no_steps(void)
{
    kh_cell c = kh_no_value();
    c.low = KH_ZERO;
    return c;
}

/* A quotient of settled numbers. */
static kh_cell divide(kh_batch *b, const kh_operation *op, uint32_t i, kh_num x, kh_num y)
{
    bool division = op->code == KH_DO_DIV;
    int sign = kh_num_sign(y);
    if (division ? sign == 0 : sign <= 0) {
        kh_event_at(b, op, i);
        return division ? kh_no_value() : no_steps();
    }
    return kh_value(division ? kh_num_div(b->arena, x, y) : steps(b->arena, op->code, x, y));
}

static kh_cell divide_open(kh_arena *a, kh_opcode code, const kh_cell *x, const kh_cell *y)
{
    uint8_t either = x->state | y->state;
    kh_cell c = kh_no_value();
    c.state = (uint8_t)(KH_MAY_VALUE | (either & (KH_MAY_NA | KH_LACKS)));
    if (code == KH_DO_DIV) {
        kh_cell q;
        if (kh_interval_div(a, x, y, &q)) {
            c.low = q.low;
            c.high = q.high;
        } else {
            c.state |= KH_MAY_NONE;
        }
    } else if (kh_num_sign(y->low) > 0) {
        c.low = steps(a, code, x->low, y->high);
        c.high = steps(a, code, x->high, y->low);
    } else {
        c.low = KH_ZERO;
        c.state |= KH_MAY_NONE;
    }
    return kh_settle(c);
}

/* By one settled number above 0, which is the rule. */
static void quotient_plain(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    kh_num y = kh_arg(b, op, 1)->low[0];
    for (uint32_t i = 0; i < n; i++) {
        kh_num p = x->low[i * x->step];
        d->low[i] =
            op->code == KH_DO_DIV ? kh_num_div(b->arena, p, y) : steps(b->arena, op->code, p, y);
    }
    kh_all_values(b, d);
}

static void quotient(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);
    if (x->plain && y->plain && y->step == 0 && kh_num_sign(y->low[0]) > 0) {
        quotient_plain(b, op, d, n);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        kh_cell p = kh_at(x, i), q = kh_at(y, i), c = kh_not_applicable();
        if ((p.state | q.state) == KH_MAY_VALUE)
            c = divide(b, op, i, p.low, q.low);
        else if (p.state & q.state & KH_MAY_VALUE)
            c = divide_open(b->arena, op->code, &p, &q);
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_DIV(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    quotient(b, op, d, n);
}

void kh_eval_STEPS_WHOLE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    quotient(b, op, d, n);
}

void kh_eval_STEPS_STARTED(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    quotient(b, op, d, n);
}

void kh_eval_STEPS_PRO_RATA(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    quotient(b, op, d, n);
}

/* ---- one operand ---- */

void kh_eval_NEGATE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell p = kh_at(x, i), c = p;
        if (p.state & KH_MAY_VALUE) {
            c.low = kh_num_neg(b->arena, p.high);
            c.high = p.state & KH_OPEN ? kh_num_neg(b->arena, p.low) : c.low;
        }
        kh_put(b, d, i, c);
    }
    d->plain = x->plain;
}

void kh_eval_ABS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if (c.state & KH_MAY_VALUE) {
            kh_num low = kh_num_abs(b->arena, c.low), high = kh_num_abs(b->arena, c.high);
            bool through_zero = kh_num_sign(c.low) <= 0 && kh_num_sign(c.high) >= 0;
            c.low = through_zero ? KH_ZERO : kh_num_min(low, high);
            c.high = kh_num_max(low, high);
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

static kh_num rounded(kh_batch *b, const kh_operation *op, kh_num x)
{
    return kh_num_is_finite(x) ? kh_num_round(b->arena, x, op->places, op->mode) : x;
}

void kh_eval_ROUND(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    if (x->plain) {
        for (uint32_t i = 0; i < n; i++)
            d->low[i] = kh_num_round(b->arena, x->low[i * x->step], op->places, op->mode);
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if (c.state & KH_MAY_VALUE) {
            kh_num low = rounded(b, op, c.low);
            c.high = kh_num_eq(c.low, c.high) ? low : rounded(b, op, c.high);
            c.low = low;
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    kh_vec_finish(d, n, false);
}

/* Points are not negative: where they certainly are, the scheme is wrong for this unit; what is
 * open can only become what is allowed. */
void kh_eval_AMOUNT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell c = kh_at(x, i);
        if ((c.state & KH_MAY_VALUE) && kh_num_sign(c.high) < 0) {
            uint32_t unit = kh_event_of(b, op, i).unit;
            *kh_push(b->run->arena, &b->run->negatives) =
                (kh_negative){.operation = op->dst,
                              .unit = unit,
                              .value = kh_num_keep(b->run->arena, c.high),
                              .row = KH_NONE};
        } else if ((c.state & KH_OPEN) && (c.state & KH_MAY_VALUE)) {
            c.low = kh_num_max(c.low, KH_ZERO);
            c = kh_settle(c);
        }
        kh_put(b, d, i, c);
    }
    d->plain = x->plain;
}

/* ---- sums of those that apply ---- */

typedef struct sum {
    bool certain; /* one that certainly applies was added */
    uint8_t none;
    kh_num low, high;   /* each that may be absent counts with 0 or its value */
    kh_num least, most; /* of those that may be absent, should only one be there */
    bool below, above;  /* one of those may bring low down, high up */
    bool any;
} sum;

static void add_to_sum(kh_arena *a, sum *s, const kh_cell *c)
{
    if (!(c->state & KH_MAY_VALUE))
        return;
    s->none |= c->state & KH_LACKS;
    if (!(c->state & KH_MAY_NA)) {
        s->certain = true;
        s->low = kh_num_add(a, s->low, c->low);
        s->high = kh_num_add(a, s->high, c->high);
        return;
    }
    s->least = s->any ? kh_num_min(s->least, c->low) : c->low;
    s->most = s->any ? kh_num_max(s->most, c->high) : c->high;
    s->any = true;
    s->below = s->below || kh_num_sign(c->low) <= 0;
    s->above = s->above || kh_num_sign(c->high) >= 0;
    s->low = kh_num_add(a, s->low, kh_num_min(c->low, KH_ZERO));
    s->high = kh_num_add(a, s->high, kh_num_max(c->high, KH_ZERO));
}

/* When none is certain to apply, the sum is of one at least, or n/a. */
static kh_cell end_sum(const sum *s)
{
    if (!s->certain && !s->any)
        return kh_not_applicable();
    kh_cell c = {(uint8_t)(KH_MAY_VALUE | s->none), s->low, s->high};
    if (!s->certain) {
        c.state |= KH_MAY_NA;
        if (!s->below)
            c.low = s->least;
        if (!s->above)
            c.high = s->most;
    }
    return kh_settle(c);
}

void kh_eval_SUM(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    bool plain = op->n > 0;
    for (uint32_t k = 0; k < op->n; k++)
        plain = plain && kh_arg(b, op, k)->plain;
    for (uint32_t k = 0; plain && k < op->n; k++) {
        const kh_vec *x = kh_arg(b, op, k);
        for (uint32_t i = 0; k == 0 && i < n; i++)
            d->low[i] = x->low[i * x->step];
        for (uint32_t i = 0; k > 0 && i < n; i++)
            d->low[i] = kh_num_add(b->arena, d->low[i], x->low[i * x->step]);
    }
    if (plain) {
        kh_all_values(b, d);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        sum s = {.low = KH_ZERO, .high = KH_ZERO};
        for (uint32_t k = 0; k < op->n; k++) {
            kh_cell c = kh_at(kh_arg(b, op, k), i);
            add_to_sum(b->arena, &s, &c);
        }
        kh_put(b, d, i, end_sum(&s));
    }
    kh_vec_finish(d, n, false);
}
