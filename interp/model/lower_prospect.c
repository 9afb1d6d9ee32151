/* What the cells of an operation might be, known from the operation alone: a stage that could not
 * change anything is not emitted. Too much is safe, too little is not. */
#include "model/lower.h"

enum {
    NA = KH_MIGHT_NA,
    NONE = KH_MIGHT_NONE,
    NEGATIVE = KH_MIGHT_NEGATIVE,
    ANYTHING = NA | NONE | NEGATIVE
};

/* What of its arguments an operation hands on, and what it may bring itself. */
typedef struct prospect {
    uint8_t all, first, second, own;
} prospect;

/* Operations that are not here hand on nothing: constants, conditions, counts. */
static const prospect prospects[KH_DO_END] = {
    [KH_DO_FACT] = {.own = NA},
    [KH_DO_FIELD] = {.own = NA},
    [KH_DO_KEY] = {.own = NA},
    [KH_DO_CHOSEN] = {.all = NA | NONE},
    [KH_DO_RESCALED] = {.all = NONE | NEGATIVE, .own = NA},
    [KH_DO_BESIDE] = {.first = NA | NONE},
    [KH_DO_OF_UNIT] = {.all = ANYTHING},
    [KH_DO_NEGATE] = {.all = ANYTHING, .own = NEGATIVE},
    [KH_DO_ADD] = {.all = ANYTHING},
    [KH_DO_SUB] = {.all = ANYTHING, .own = NEGATIVE},
    [KH_DO_MUL] = {.all = ANYTHING},
    [KH_DO_DIV] = {.all = ANYTHING, .own = NONE | NEGATIVE},
    [KH_DO_MIN] = {.all = ANYTHING},
    [KH_DO_MAX] = {.all = NA | NONE},
    [KH_DO_AT_MOST] = {.first = ANYTHING, .second = NONE | NEGATIVE},
    [KH_DO_AT_LEAST] = {.first = ANYTHING, .second = NONE},
    [KH_DO_ABS] = {.all = NA | NONE},
    [KH_DO_STEPS_WHOLE] = {.all = NA | NONE},
    [KH_DO_STEPS_STARTED] = {.all = NA | NONE},
    [KH_DO_STEPS_PRO_RATA] = {.all = NA | NONE},
    [KH_DO_AMOUNT] = {.all = NA | NONE},
    [KH_DO_ROUND] = {.all = ANYTHING},
    [KH_DO_SUM] = {.all = ANYTHING},
    [KH_DO_LN] = {.all = NA | NONE, .own = NONE | NEGATIVE | KH_MIGHT_ENCLOSE},
    [KH_DO_EXP] = {.all = NA | NONE, .own = KH_MIGHT_ENCLOSE},
    [KH_DO_ROOT] = {.all = ANYTHING, .own = NONE | KH_MIGHT_ENCLOSE},
    [KH_DO_POWER] = {.all = ANYTHING, .own = NONE | KH_MIGHT_ENCLOSE},
    [KH_DO_ROUND_ENCLOSED] = {.first = ANYTHING},
    [KH_DO_POINTS] = {.all = NA | NONE},
    [KH_DO_LINE] = {.all = ANYTHING},
    [KH_DO_DAYS] = {.all = ANYTHING, .own = NONE},
    [KH_DO_MONTHS] = {.all = ANYTHING, .own = NONE},
    [KH_DO_WORKING_DAYS] = {.all = ANYTHING, .own = NONE},
    [KH_DO_NEXT_WORKING_DAY] = {.all = ANYTHING, .own = NONE},
    [KH_DO_DAYS_BETWEEN] = {.all = ANYTHING, .own = NEGATIVE},
    [KH_DO_NOT] = {.all = NA},
    [KH_DO_AND] = {.all = NA},
    [KH_DO_OR] = {.all = NA},
    [KH_DO_GATE] = {.second = NONE | NEGATIVE},
    [KH_DO_OR_ZERO] = {.first = NONE | NEGATIVE},
    [KH_DO_NA_UNLESS] = {.second = ANYTHING, .own = NA},
    [KH_DO_WITHIN] = {.first = NA | NEGATIVE},
    [KH_DO_IF_MISSING] = {.all = ANYTHING},
    [KH_DO_IF_NA] = {.first = NONE | NEGATIVE, .second = ANYTHING},
    [KH_DO_OF_LIST] = {.all = ANYTHING},
    [KH_DO_FIRST] = {.all = ANYTHING},
    [KH_DO_IF_NONE] = {.first = NA | NEGATIVE, .second = ANYTHING},
    [KH_DO_TOTAL] = {.second = NONE | NEGATIVE},
    [KH_DO_MEAN] = {.second = NEGATIVE, .own = NONE},
    [KH_DO_HIGHEST] = {.second = NEGATIVE, .own = NONE},
    [KH_DO_LOWEST] = {.second = NEGATIVE, .own = NONE},
    [KH_DO_GATHER] = {.second = NEGATIVE, .own = NONE},
    [KH_DO_LATEST] = {.second = NEGATIVE, .own = NONE},
    [KH_DO_ONE_IF] = {.all = NA},
    [KH_DO_ONLY] = {.second = ANYTHING, .own = NONE},
};

static uint8_t arg(const kh_lowering *l, const kh_operation *op, uint32_t i)
{
    return i < op->n ? l->might.at[op->args[i]] : 0;
}

static uint8_t sign_of(kh_num x)
{
    return kh_num_sign(x) < 0 ? NEGATIVE : 0;
}

static uint8_t of_scale(const kh_scale *s)
{
    uint8_t might = 0;
    for (uint32_t i = 0; i < s->level_count; i++)
        if (s->levels[i].has_points)
            might |= sign_of(s->levels[i].points);
    return might;
}

static uint8_t of_table(const kh_lowering *l, const kh_operation *op)
{
    uint32_t n = op->n - op->index;
    uint8_t might = n % 2 ? arg(l, op, n - 1) : NONE;
    for (uint32_t i = 1; i < n; i += 2)
        might |= arg(l, op, i);
    return might;
}

/* Of sets by key the values. */
static uint8_t of_keyed(const kh_lowering *l, const kh_operation *op)
{
    uint8_t might = 0;
    for (uint32_t i = 2; i < op->n; i += 3 + op->index)
        might |= arg(l, op, i);
    return might & (NONE | NEGATIVE);
}

static bool is_steps(kh_opcode code)
{
    return code == KH_DO_STEPS_WHOLE || code == KH_DO_STEPS_STARTED || code == KH_DO_STEPS_PRO_RATA;
}

/* What depends on more than the sort of operation. */
static uint8_t besides(const kh_lowering *l, const kh_operation *op)
{
    if (op->code == KH_DO_NUMBER)
        return sign_of(op->number);
    if (op->code == KH_DO_FACT || op->code == KH_DO_FIELD || op->code == KH_DO_ONLY)
        return sign_of(op->low);
    if (op->code == KH_DO_POINTS)
        return of_scale(&l->m->scales[op->index]);
    if (op->code == KH_DO_TABLE)
        return of_table(l, op);
    if (op->code == KH_DO_TOTAL_FIRST || op->code == KH_DO_TOTAL_HIGHEST)
        return of_keyed(l, op);
    if (op->code == KH_DO_MAX)
        return arg(l, op, 0) & arg(l, op, 1) & NEGATIVE;
    if (op->code == KH_DO_SUM)
        return op->n == 0 ? NA : 0;
    if (!is_steps(op->code))
        return 0;
    /* A size that is no number above 0 may leave no value. */
    const kh_operation *size = &l->operations.at[op->args[1]];
    return size->code == KH_DO_NUMBER && kh_num_sign(size->number) > 0 ? 0 : NONE;
}

uint8_t kh_lower_prospect(const kh_lowering *l, const kh_operation *op)
{
    const prospect *p = &prospects[op->code];
    uint8_t all = 0;
    for (uint32_t i = 0; i < op->n && p->all; i++)
        all |= arg(l, op, i);
    /* Whatever hands a value on hands on that it is enclosed; a rounding ends it. */
    uint8_t enclosed = 0;
    for (uint32_t i = 0; i < op->n && op->code != KH_DO_ROUND_ENCLOSED; i++)
        enclosed |= arg(l, op, i) & KH_MIGHT_ENCLOSE;
    return (uint8_t)(enclosed | (all & p->all) | (arg(l, op, 0) & p->first) |
                     (arg(l, op, 1) & p->second) | p->own | besides(l, op));
}
