/* Three-valued logic over sets of possible answers, one byte each: NO, YES, n/a. */
#ifndef KH_EVAL_ANSWERS_H
#define KH_EVAL_ANSWERS_H

#include "eval/eval.h"

static inline uint8_t kh_answer(bool yes)
{
    return yes ? KH_MAY_YES : KH_MAY_NO;
}

/* Whether a comparison holds for this order of its sides. */
static inline bool kh_order_holds(kh_opcode code, int order)
{
    switch ((int)code) {
    case KH_DO_LT:
        return order < 0;
    case KH_DO_LE:
        return order <= 0;
    case KH_DO_GT:
        return order > 0;
    case KH_DO_GE:
        return order >= 0;
    case KH_DO_EQ:
        return order == 0;
    }
    return order != 0;
}

/* A set of answers with n/a in it is n/a where the other side does not decide. Shifts: no (2) to
 * n/a (8) is 2 places, yes (4) to n/a 1. */
static inline uint8_t kh_answers_and(uint8_t x, uint8_t y)
{
    uint8_t yes = x & y & KH_MAY_YES, no = (x | y) & KH_MAY_NO;
    uint8_t na = (uint8_t)(((x & (y | y << 1)) | (y & (x | x << 1))) & KH_MAY_NA);
    return (uint8_t)(yes | no | na);
}

static inline uint8_t kh_answers_or(uint8_t x, uint8_t y)
{
    uint8_t no = x & y & KH_MAY_NO, yes = (x | y) & KH_MAY_YES;
    uint8_t na = (uint8_t)(((x & (y | y << 2)) | (y & (x | x << 2))) & KH_MAY_NA);
    return (uint8_t)(yes | no | na);
}

static inline uint8_t kh_answers_not(uint8_t x)
{
    return (uint8_t)((x & (KH_MAY_NA | KH_OPEN)) | (x & KH_MAY_NO) << 1 | (x & KH_MAY_YES) >> 1);
}

/* n/a is no. */
static inline uint8_t kh_answers_hold(uint8_t x)
{
    return (uint8_t)((x & (KH_MAY_YES | KH_MAY_NO)) | (x & KH_MAY_NA) >> 2);
}

#endif
