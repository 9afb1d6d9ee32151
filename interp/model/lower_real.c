/* Lowering logarithms, roots and powers. Their columns enclose the value between two fractions and
 * go through the same operations as any open cell, up to the rounding, which ends it: there it is
 * seen whether the last digit is certain, and the batch is run again with more bits when it is not.
 */
#include "model/lower.h"

kh_col kh_lower_real(kh_lowering *l, const kh_expr *e)
{
    kh_opcode code = e->op == KH_X_LN     ? KH_DO_LN
                     : e->op == KH_X_EXP  ? KH_DO_EXP
                     : e->op == KH_X_ROOT ? KH_DO_ROOT
                                          : KH_DO_POWER;
    kh_col args[2];
    for (uint32_t i = 0; i < e->n; i++)
        args[i] = kh_lower_number(l, e->args[i]);
    kh_operation op = {.code = code, .index = l->node};
    kh_col col = kh_lower_map(l, op, args, e->n, kh_lower_type(KH_TYPE_NUMBER));
    kh_lower_read(l, col, e->place);
    return col;
}

kh_col *kh_lower_made_of(kh_lowering *l, kh_col col, uint32_t *n, uint64_t *settled)
{
    KH_VEC(kh_col) stack = {0}, found = {0}, between = {0};
    kh_map *seen = kh_map_new(l->arena);
    *kh_push(l->arena, &found) = col;
    *kh_push(l->arena, &stack) = col;
    while (stack.n) {
        kh_col c = stack.at[--stack.n];
        if (kh_map_get(seen, c) != KH_NONE)
            continue;
        kh_map_set(seen, c, 1);
        const kh_operation *op = &l->operations.at[c];
        bool enclosed = kh_lower_might(l, c, KH_MIGHT_ENCLOSE);
        for (uint32_t i = 0; enclosed && i < op->n; i++)
            *kh_push(l->arena, &stack) = op->args[i];
        if (kh_lower_domain(l, c).tag == KH_DOMAIN_RUN && !enclosed)
            continue;
        if (!enclosed)
            *kh_push(l->arena, &found) = c;
        else if (kh_lower_might(l, c, KH_MIGHT_NONE))
            *kh_push(l->arena, &between) = c;
    }
    *settled = found.n - 1;
    for (size_t i = 0; i < between.n; i++)
        *kh_push(l->arena, &found) = between.at[i];
    *n = (uint32_t)found.n;
    return found.at;
}
