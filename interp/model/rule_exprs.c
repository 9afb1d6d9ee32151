/* The expressions of a rule, for all that asks what a rule reads. */
#include "model/model.h"

void kh_rule_each_expr(const kh_rule *r, void (*one)(void *context, const kh_expr *e),
                       void *context)
{
    const kh_expr *exprs[] = {r->condition, r->unless,   r->amount, r->amount_high,
                              r->set.where, r->measured, r->size,   r->limit};
    for (size_t i = 0; i < sizeof exprs / sizeof *exprs; i++)
        if (exprs[i])
            one(context, exprs[i]);
    for (uint32_t i = 0; i < r->mod_count; i++) {
        one(context, r->mods[i].value);
        one(context, r->mods[i].when);
    }
}
