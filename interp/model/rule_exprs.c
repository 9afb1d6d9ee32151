/* The expressions of a rule and of a group, for all that asks what they read. */
#include "model/model.h"

const kh_expr *kh_field_value(const kh_model *m, const kh_expr *e)
{
    return e->op == KH_X_FIELD ? m->records[e->domain.record].fields[e->index].value : NULL;
}

bool kh_group_verb(const kh_score *n, const kh_rule_group *g, kh_verb *verb)
{
    *verb = n->rules[g->first].verb;
    for (uint32_t i = 1; i < g->count; i++)
        if (n->rules[g->first + i].verb != *verb)
            return false;
    return true;
}

void kh_group_each_expr(const kh_rule_group *g, void (*one)(void *context, const kh_expr *e),
                        void *context)
{
    const kh_expr *exprs[] = {g->condition, g->unless, g->limit};
    for (size_t i = 0; i < sizeof exprs / sizeof *exprs; i++)
        if (exprs[i])
            one(context, exprs[i]);
}

void kh_rule_each_expr(const kh_rule *r, void (*one)(void *context, const kh_expr *e),
                       void *context)
{
    const kh_expr *exprs[] = {r->condition, r->unless,   r->amount, r->amount_high,
                              r->set.where, r->measured, r->size,   r->limit};
    for (size_t i = 0; i < sizeof exprs / sizeof *exprs; i++)
        if (exprs[i])
            one(context, exprs[i]);
    for (uint32_t i = 0; i < r->set.by_count; i++)
        one(context, r->set.by[i]);
    for (uint32_t i = 0; i < r->key_count; i++)
        one(context, r->keys[i]);
    for (uint32_t i = 0; i < r->mod_count; i++) {
        one(context, r->mods[i].value);
        one(context, r->mods[i].when);
    }
}
