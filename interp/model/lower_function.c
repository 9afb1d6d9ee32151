/* Lowering functions: which of the files that follow an expression belongs to. */
#include "model/lower.h"

#include <assert.h>

typedef kh_col lower_one(kh_lowering *l, const kh_expr *e);

static kh_col dates(kh_lowering *l, const kh_expr *e)
{
    kh_operation op = {.code = e->op == KH_X_MONTHS         ? KH_DO_MONTHS
                               : e->op == KH_X_WORKING_DAYS ? KH_DO_WORKING_DAYS
                                                            : KH_DO_NEXT_WORKING_DAY,
                       .index = e->op == KH_X_MONTHS ? e->index : l->node};
    kh_col args[2] = {kh_lower_expr(l, e->args[0]), KH_NONE};
    if (e->n > 1)
        args[1] = kh_lower_number(l, e->args[1]);
    return kh_lower_map(l, op, args, e->n, kh_lower_type(KH_TYPE_DATE));
}

static kh_col only_when(kh_lowering *l, const kh_expr *e)
{
    kh_col args[] = {kh_lower_expr(l, e->args[0]), kh_lower_expr(l, e->args[1])};
    return kh_lower_map(l, (kh_operation){.code = KH_DO_NA_UNLESS}, args, 2,
                        l->columns.at[args[1]].type);
}

static kh_col of_node(kh_lowering *l, const kh_expr *e)
{
    kh_col applies = l->plan->nodes[e->index].applies;
    return applies != KH_NONE ? applies : kh_lower_yes_no(l, true);
}

static lower_one *const lower[KH_X_OP_COUNT] = {
    [KH_X_MEDIAN] = kh_lower_gather, [KH_X_PERCENTILE] = kh_lower_gather,
    [KH_X_SHARE] = kh_lower_gather,  [KH_X_LATEST] = kh_lower_gather,
    [KH_X_OF_LIST] = kh_lower_list,  [KH_X_HOW_MANY] = kh_lower_list,
    [KH_X_FIRST] = kh_lower_list,    [KH_X_LN] = kh_lower_real,
    [KH_X_EXP] = kh_lower_real,      [KH_X_ROOT] = kh_lower_real,
    [KH_X_POWER] = kh_lower_real,    [KH_X_MONTHS] = dates,
    [KH_X_WORKING_DAYS] = dates,     [KH_X_NEXT_WORKING_DAY] = dates,
    [KH_X_ONLY_WHEN] = only_when,   
    [KH_X_NODE_APPLIES] = of_node,
};

kh_col kh_lower_function(kh_lowering *l, const kh_expr *e)
{
    assert(lower[e->op]);
    return lower[e->op](l, e);
}
