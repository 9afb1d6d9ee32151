/* Lowering forfeit and becomes: of those whose conditions hold the first says what the node's
 * result is; where none does it is what was earned. */
#include "model/lower.h"

kh_col kh_lower_corrected(kh_lowering *l, uint32_t node, kh_col value)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, 2 * (size_t)n->rule_count + 1);
    uint32_t count = 0;
    kh_col before = KH_NONE; /* none of the earlier ones was taken */
    for (uint32_t i = 0; i < n->rule_count && count % 2 == 0; i++) {
        const kh_rule *r = &n->rules[i];
        kh_plan_rule *rule = &p->rules[i];
        if (!kh_verb_corrects(r->verb))
            continue;
        if (r->condition)
            rule->condition = kh_lower_expr(l, r->condition);
        if (r->unless)
            rule->unless = kh_lower_expr(l, r->unless);
        kh_col holds = kh_lower_holds(l, kh_lower_condition(l, rule->condition, rule->unless));
        rule->amount = rule->points = kh_lower_number(l, r->amount);
        if (holds != KH_NONE)
            args[count++] = holds;
        args[count++] = rule->amount;
        rule->applies = kh_lower_both(l, before, holds);
        if (holds != KH_NONE)
            before = kh_lower_both(l, before, kh_lower_one(l, KH_DO_NOT, KH_TYPE_YES_NO, holds));
    }
    if (count == 0)
        return value;
    if (count % 2 == 0)
        args[count++] = value;
    p->corrected = count == 1 ? args[0]
                              : kh_lower_map(l, (kh_operation){.code = KH_DO_TABLE}, args, count,
                                             kh_lower_type(KH_TYPE_NUMBER));
    return p->corrected;
}
