/* Kernels of comparisons and three-valued logic. A yes/no is a set of possible answers in one byte,
 * so logic over it is a few bit operations per row. */
#include <assert.h>
#include <string.h>

#include "eval/answers.h"
#include "eval/batch.h"

/* ---- comparisons ---- */

/* Which answers two intervals leave. */
static uint8_t open_answers(kh_opcode code, const kh_cell *x, const kh_cell *y)
{
    int low_high = kh_num_cmp(x->low, y->high), high_low = kh_num_cmp(x->high, y->low);
    switch ((int)code) {
    case KH_DO_LT:
    case KH_DO_LE:
        /* Most of all when x is least and y most; least when the other way round. */
        return kh_answer(kh_order_holds(code, low_high)) |
               kh_answer(kh_order_holds(code, high_low));
    case KH_DO_GT:
    case KH_DO_GE:
        return kh_answer(kh_order_holds(code, high_low)) |
               kh_answer(kh_order_holds(code, low_high));
    }
    bool meet = low_high <= 0 && high_low >= 0;
    bool points = kh_num_eq(x->low, x->high) && kh_num_eq(y->low, y->high);
    uint8_t equal = meet ? (points ? KH_MAY_YES : KH_MAY_YES | KH_MAY_NO) : KH_MAY_NO;
    if (code == KH_DO_EQ)
        return equal;
    return (uint8_t)((equal & KH_MAY_YES ? KH_MAY_NO : 0) | (equal & KH_MAY_NO ? KH_MAY_YES : 0));
}

/* n/a compares as no. */
static uint8_t with_na(uint8_t p, uint8_t q, uint8_t answers)
{
    if (!(p & q & KH_MAY_VALUE))
        return KH_MAY_NO;
    return kh_answers(answers | ((p | q) & KH_MAY_NA ? KH_MAY_NO : 0));
}

static void compare_numbers(kh_opcode code, kh_vec *d, const kh_vec *x, const kh_vec *y, uint32_t n)
{
    if (x->plain && y->plain) {
        for (uint32_t i = 0; i < n; i++)
            d->state[i] = kh_answer(
                kh_order_holds(code, kh_num_cmp(x->low[i * x->step], y->low[i * y->step])));
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        kh_cell p = kh_at(x, i), q = kh_at(y, i);
        bool values = p.state & q.state & KH_MAY_VALUE;
        d->state[i] = with_na(p.state, q.state, values ? open_answers(code, &p, &q) : KH_MAY_NO);
    }
}

/* An open code may be any. */
static void compare_codes(kh_opcode code, kh_vec *d, const kh_vec *x, const kh_vec *y, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint8_t p = kh_state_at(x, i), q = kh_state_at(y, i);
        int32_t a = x->codes[i * x->step], b = y->codes[i * y->step];
        uint8_t answers = kh_answer(kh_order_holds(code, (a > b) - (a < b)));
        if ((p | q) & KH_OPEN)
            answers = KH_MAY_YES | KH_MAY_NO;
        d->state[i] = with_na(p, q, answers);
    }
}

/* Equal answers; only = and ≠ are asked of them. */
static void compare_answers(kh_opcode code, kh_vec *d, const kh_vec *x, const kh_vec *y, uint32_t n)
{
    const uint8_t both = KH_MAY_YES | KH_MAY_NO;
    for (uint32_t i = 0; i < n; i++) {
        uint8_t p = kh_state_at(x, i), q = kh_state_at(y, i), answers = 0;
        if (p & q & both)
            answers |= kh_answer(code == KH_DO_EQ);
        if (((p & KH_MAY_YES) && (q & KH_MAY_NO)) || ((p & KH_MAY_NO) && (q & KH_MAY_YES)))
            answers |= kh_answer(code != KH_DO_EQ);
        if ((p | q) & KH_MAY_NA)
            answers |= KH_MAY_NO;
        d->state[i] = kh_answers(answers);
    }
}

static void compare(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0), *y = kh_arg(b, op, 1);
    if (x->low && y->low)
        compare_numbers(op->code, d, x, y, n);
    else if (x->codes && y->codes)
        compare_codes(op->code, d, x, y, n);
    else
        compare_answers(op->code, d, x, y, n);
    kh_vec_finish(d, n, true);
}

void kh_eval_LT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

void kh_eval_LE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

void kh_eval_GT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

void kh_eval_GE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

void kh_eval_EQ(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

void kh_eval_NE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    compare(b, op, d, n);
}

/* ---- logic ---- */

static inline void fold(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n,
                        uint8_t (*of)(uint8_t, uint8_t))
{
    bool plain = true;
    for (uint32_t k = 0; k < op->n; k++) {
        const kh_vec *x = kh_arg(b, op, k);
        plain = plain && x->plain;
        if (k == 0 && x->step)
            memcpy(d->state, x->state, n);
        else if (k == 0)
            memset(d->state, x->state[0], n);
        else if (x->step)
            for (uint32_t i = 0; i < n; i++)
                d->state[i] = of(d->state[i], x->state[i]);
        else
            for (uint32_t i = 0; i < n; i++)
                d->state[i] = of(d->state[i], x->state[0]);
    }
    d->plain = plain;
    for (uint32_t i = 0; !plain && i < n; i++)
        d->state[i] = kh_answers(d->state[i]);
    if (!plain)
        kh_vec_finish(d, n, true);
}

void kh_eval_AND(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    fold(b, op, d, n, kh_answers_and);
}

void kh_eval_OR(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    fold(b, op, d, n, kh_answers_or);
}

void kh_eval_NOT(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++)
        d->state[i] = kh_answers_not(kh_state_at(x, i));
    d->plain = x->plain;
}

void kh_eval_HOLDS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++)
        d->state[i] = kh_answers(kh_answers_hold(kh_state_at(x, i)));
    kh_vec_finish(d, n, true);
}

void kh_eval_KNOWN(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++)
        d->state[i] = kh_answer(!(kh_state_at(x, i) & (KH_OPEN | KH_MAY_NA)));
    d->plain = true;
}
