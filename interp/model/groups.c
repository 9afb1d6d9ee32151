/* `together { … }`: rules with a common limit, or of which the first that applies is taken. */
#include "model/resolve.h"

uint32_t kh_resolve_grouped(const kh_node *n)
{
    uint32_t count = 0;
    if (n->kind == KH_NODE_GROUP)
        for (const kh_node *rule = KH_AS(group, n)->rules; rule; rule = rule->next)
            count++;
    return count;
}

/* What cannot stand in a group. */
static bool refuse_inside(kh_resolver *r, const kh_node *n)
{
    if (n->kind == KH_NODE_GROUP) {
        KH_SAY(r, KH_E1000, n->place);
        return true;
    }
    if (n->kind != KH_NODE_RULE)
        return true;
    kh_word verb = KH_AS(rule, n)->verb;
    if (verb == KH_W_DEDUCT || verb == KH_W_AWARD)
        return false;
    KH_SAY(r, KH_E1004, n->place, kh_word_chinese(verb), kh_word_english(verb));
    return true;
}

static bool refuse_clauses(kh_resolver *r, const struct kh_node_group *t)
{
    if (t->each)
        kh_resolve_refuse(r, KH_E0905, t->each);
    else if (t->first && t->highest)
        KH_SAY(r, KH_E1013, t->highest->place);
    else
        return false;
    return true;
}

/* One that always applies leaves nothing to those behind it. */
static bool is_unreached(kh_resolver *r, const kh_rules *rules, const kh_rule_group *g)
{
    const kh_rule *before = g->count > 1 ? &rules->at[g->first + g->count - 2] : NULL;
    if (!g->first_only || !before || before->condition || before->unless ||
        before->counting != KH_COUNT_NOTHING)
        return false;
    kh_diag *d = KH_SAY(r, KH_E1007, rules->at[g->first + g->count - 1].place);
    kh_resolve_related(r, d, KH_R_first_rule, before->place, KH_LIT(""));
    return true;
}

static bool inside(kh_resolver *r, const struct kh_node_group *t, uint32_t node, kh_rules *out,
                   kh_rule_group *g)
{
    bool fine = true;
    kh_around around = {.conditional = t->when || t->unless};
    if (t->highest && t->highest->kind == KH_NODE_PART)
        around.highest = KH_AS(part, t->highest);
    for (const kh_node *n = t->rules; n; n = n->next) {
        kh_rule *rule = &out->at[out->count];
        /* The last degree of a fault may be what is left. */
        around.conditional = around.conditional || (g->first_only && g->count > 0);
        if (refuse_inside(r, n) || !kh_resolve_rule(r, n, node, &around, rule)) {
            fine = false;
            continue;
        }
        rule->group = out->group_count + 1;
        out->count++;
        g->count++;
        fine = !is_unreached(r, out, g) && fine;
    }
    return fine;
}

/* A limit, and what is the highest, is of deductions or of awards. */
static bool is_mixed(kh_resolver *r, const kh_rules *rules, const kh_rule_group *g, kh_place limit)
{
    for (uint32_t i = 1; i < g->count; i++) {
        const kh_rule *first = &rules->at[g->first], *rule = first + i;
        if (rule->verb == first->verb)
            continue;
        kh_diag *d = KH_SAY(r, KH_E1005, limit);
        kh_resolve_related(r, d, KH_R_deducts_here, (rule->verb == KH_DEDUCT ? rule : first)->place,
                           KH_LIT(""));
        kh_resolve_related(r, d, KH_R_awards_here, (rule->verb == KH_AWARD ? rule : first)->place,
                           KH_LIT(""));
        return true;
    }
    return false;
}

bool kh_resolve_group(kh_resolver *r, const kh_node *tree, uint32_t node, kh_rules *out)
{
    const struct kh_node_group *t = KH_AS(group, tree);
    kh_rule_group *g = &out->groups[out->group_count];
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE};
    *g = (kh_rule_group){.first = out->count, .place = tree->place};
    if (refuse_clauses(r, t))
        return false;
    bool fine = true;
    g->first_only = t->first != NULL;
    g->highest = t->highest != NULL;
    kh_resolve_docs(r, t->docs, &g->docs);
    g->condition = kh_resolve_condition(r, t->when, &scope, &fine);
    g->unless = kh_resolve_condition(r, t->unless, &scope, &fine);
    fine = kh_resolve_limit(r, t->limit, node, &g->limit) && fine;
    fine = inside(r, t, node, out, g) && fine;
    if (!t->rules)
        KH_SAY(r, KH_E1008, tree->place);
    const kh_node *one_sort = g->limit ? t->limit : t->highest;
    if (one_sort && is_mixed(r, out, g, one_sort->place))
        fine = false;
    if (g->count == 0)
        return false;
    g->key_count = out->at[g->first].key_count;
    fine = fine && kh_resolve_keys_agree(r, &out->at[g->first], g->count);
    out->group_count++;
    return fine;
}
