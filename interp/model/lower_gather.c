/* Lowering aggregates that do more than add up: the median, a share, the latest; keys, quorum,
 * trim, top and weights. */
#include "model/lower.h"

kh_gathered kh_lower_gathered(kh_expr_op op)
{
    return op == KH_X_SUM                               ? KH_GATHER_SUM
           : op == KH_X_HIGHEST                         ? KH_GATHER_HIGHEST
           : op == KH_X_LOWEST                          ? KH_GATHER_LOWEST
           : op == KH_X_MEDIAN || op == KH_X_PERCENTILE ? KH_GATHER_RANKED
                                                        : KH_GATHER_MEAN;
}

/* A share is the mean of ones and noughts. */
static kh_col value_of(kh_lowering *l, const kh_expr *e)
{
    if (e->op != KH_X_SHARE)
        return kh_lower_number(l, e->args[0]);
    return kh_lower_one(l, KH_DO_ONE_IF, KH_TYPE_NUMBER, kh_lower_expr(l, e->args[0]));
}

/* What acts behind the rows: of the unit. */
static uint32_t numbers_of(kh_lowering *l, const kh_expr *e, kh_operation *op, kh_col *args,
                           uint32_t n)
{
    const kh_gather *g = e->gather;
    const uint32_t from[] = {g->quorum, g->trim, g->top};
    static const uint64_t bits[] = {KH_GATHER_QUORUM, KH_GATHER_TRIM, KH_GATHER_TOP};
    for (int i = 0; i < 3; i++)
        if (from[i]) {
            op->mask |= bits[i];
            args[n++] = kh_lower_number(l, e->args[from[i]]);
        }
    return n;
}

static kh_col gather(kh_lowering *l, const kh_expr *e, kh_col counted)
{
    static const kh_gather nothing = {0};
    const kh_gather *g = e->gather ? e->gather : &nothing;
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, e->n + 2u);
    kh_operation op = {.code = KH_DO_GATHER, .index = kh_lower_gathered(e->op), .number = KH_ZERO};
    if (op.index == KH_GATHER_RANKED)
        op.number = e->op == KH_X_MEDIAN ? kh_num_ratio(l->arena, 1, 2) : e->number;
    uint32_t n = 0;
    args[n++] = counted;
    args[n++] = value_of(l, e);
    if (g->weight) {
        op.mask |= KH_GATHER_WEIGHT;
        args[n++] = kh_lower_number(l, e->args[g->weight]);
    }
    op.mask |= (uint64_t)g->by_count << KH_GATHER_KEYS;
    for (uint32_t i = 0; i < g->by_count; i++)
        args[n++] = kh_lower_expr(l, e->args[g->by + i]);
    uint32_t own = n;
    if (e->gather) {
        op.mask |= g->lowest_first ? KH_GATHER_LOWEST_FIRST : 0;
        n = numbers_of(l, e, &op, args, n);
    }
    return kh_lower_reduce_with(l, op, e->set->record, args, own, n, kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_gather(kh_lowering *l, const kh_expr *e)
{
    kh_col counted = kh_lower_set(l, e->set), col;
    if (counted == KH_NONE)
        counted = kh_lower_yes_no(l, true);
    if (e->op == KH_X_LATEST) {
        kh_col args[] = {counted, kh_lower_expr(l, e->args[0])};
        kh_operation op = {.code = KH_DO_LATEST};
        col = kh_lower_reduce(l, op, e->set->record, args, 2, e->type);
    } else if (e->op == KH_X_SHARE && !e->gather) {
        kh_col args[] = {counted, value_of(l, e)};
        col = kh_lower_reduce(l, (kh_operation){.code = KH_DO_MEAN}, e->set->record, args, 2,
                              (kh_type){.tag = KH_TYPE_NUMBER, .scale = KH_NONE, .share = true});
    } else {
        col = gather(l, e, counted);
    }
    kh_lower_read(l, col, e->place);
    return col;
}
