/* Lowering aggregates over a list of values. */
#include "model/lower.h"

/* Whether the last stands in for what is missing: then it is listed as an assumption. */
static bool ends_in_a_constant(kh_lowering *l, const kh_expr *e)
{
    const kh_expr *last = e->args[e->n - 1];
    kh_num value;
    return last->op == KH_X_YES_NO || last->op == KH_X_DATE || last->op == KH_X_LEVEL ||
           last->op == KH_X_TEXT || kh_expr_constant(l->arena, l->m, last, &value);
}

static kh_operation operation(kh_lowering *l, const kh_expr *e)
{
    if (e->op == KH_X_FIRST)
        return (kh_operation){.code = KH_DO_FIRST, .index = ends_in_a_constant(l, e)};
    if (e->op == KH_X_HOW_MANY || e->index == KH_X_SUM)
        return (kh_operation){.code = KH_DO_SUM};
    kh_operation op = {.code = KH_DO_OF_LIST, .index = kh_lower_gathered((kh_expr_op)e->index)};
    op.number = e->index == KH_X_MEDIAN ? kh_num_ratio(l->arena, 1, 2) : KH_ZERO;
    return op;
}

kh_col kh_lower_list(kh_lowering *l, const kh_expr *e)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, e->n);
    for (uint32_t i = 0; i < e->n; i++) {
        args[i] = e->type.tag == KH_TYPE_NUMBER && e->op != KH_X_HOW_MANY
                      ? kh_lower_number(l, e->args[i])
                      : kh_lower_expr(l, e->args[i]);
        if (e->op == KH_X_HOW_MANY)
            args[i] = kh_lower_one(l, KH_DO_ONE_IF, KH_TYPE_NUMBER, args[i]);
    }
    return kh_lower_map(l, operation(l, e), args, e->n, e->type);
}
