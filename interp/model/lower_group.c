/* Lowering `together`: what its rules come to (all of them, or the first that applies), gated by
 * the conditions of the group, then its limit. The sum is made of what the rules give by themselves
 * and gated once, so that a condition that is open is read once; the rules' own columns are gated
 * as well, for the ledger. */
#include "model/lower.h"

static kh_col gate(kh_lowering *l, kh_col when, kh_col x)
{
    return when == KH_NONE ? x : kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, when, x);
}

/* Whether a rule applies by itself: its conditions hold and there is something to count. */
static kh_col acts(kh_lowering *l, const kh_plan_rule *p)
{
    if (p->count == KH_NONE)
        return p->applies;
    kh_col some =
        kh_lower_two(l, KH_DO_GT, KH_TYPE_YES_NO, p->count, kh_lower_constant(l, KH_ZERO));
    return kh_lower_both(l, p->applies, some);
}

static kh_col with_sign(kh_lowering *l, const kh_rule *r, kh_col points, bool mixed)
{
    if (!mixed || r->verb == KH_AWARD)
        return points;
    return kh_lower_one(l, KH_DO_NEGATE, KH_TYPE_NUMBER, points);
}

/* A rule of the group, and what the ledger says of it. Gives what it comes to by itself. */
typedef struct own {
    kh_col points, acts;
    kh_keyed events; /* of a group that takes the highest */
} own;

static own lower_one(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, const kh_rule_group *g,
                     kh_col *around)
{
    kh_col bare = kh_lower_rule(l, r, p, *around);
    own o = {.points = g->first_only ? bare : p->points, .acts = KH_NONE};
    kh_col taken = *around;
    if (g->highest)
        o.events = kh_lower_events(l, r, p, *around);
    if (g->first_only) {
        o.acts = p->acts = acts(l, p);
        taken = kh_lower_both(l, *around, o.acts);
        p->applies = taken;
        *around =
            kh_lower_both(l, *around,
                          o.acts == KH_NONE ? kh_lower_yes_no(l, false)
                                            : kh_lower_one(l, KH_DO_NOT, KH_TYPE_YES_NO, o.acts));
    } else {
        p->applies = kh_lower_both(l, *around, p->applies);
    }
    p->raw = gate(l, taken, p->raw);
    p->points = gate(l, taken, p->points);
    return o;
}

static kh_col first_of(kh_lowering *l, const kh_rule *rules, const own *o, uint32_t n, bool mixed)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, 2 * (size_t)n + 1);
    uint32_t count = 0;
    bool over = false; /* one that always applies ends it */
    for (uint32_t i = 0; i < n && !over; i++) {
        over = o[i].acts == KH_NONE;
        if (!over)
            args[count++] = o[i].acts;
        args[count++] = with_sign(l, &rules[i], o[i].points, mixed);
    }
    if (!over)
        args[count++] = kh_lower_constant(l, KH_ZERO);
    if (count == 1)
        return args[0];
    return kh_lower_map(l, (kh_operation){.code = KH_DO_TABLE}, args, count,
                        kh_lower_type(KH_TYPE_NUMBER));
}

static kh_col sum_of(kh_lowering *l, const kh_rule *rules, const own *o, uint32_t n, bool mixed)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        args[i] = with_sign(l, &rules[i], o[i].points, mixed);
    return kh_lower_sum(l, args, n);
}

/* The largest of each key of all rules; which events they are is for the ledger. */
static kh_col highest_of(kh_lowering *l, uint32_t node, const kh_rule_group *g, const own *o)
{
    kh_keyed *sets = KH_NEW_ARRAY(l->arena, kh_keyed, g->count + 1u);
    for (uint32_t i = 0; i < g->count; i++)
        sets[i] = o[i].events;
    for (uint32_t i = 0; i < g->count; i++)
        l->plan->nodes[node].rules[g->first + i].taken =
            kh_lower_keyed(l, KH_DO_IS_HIGHEST, sets, g->count, g->key_count, i);
    return kh_lower_keyed(l, KH_DO_TOTAL_HIGHEST, sets, g->count, g->key_count, 0);
}

void kh_lower_group(kh_lowering *l, uint32_t node, uint32_t group)
{
    const kh_score *n = &l->m->nodes[node];
    const kh_rule_group *g = &n->groups[group];
    kh_plan_group *p = &l->plan->nodes[node].groups[group];
    const kh_rule *rules = &n->rules[g->first];
    kh_verb verb;
    bool mixed = !kh_group_verb(n, g, &verb);
    if (g->condition)
        p->condition = kh_lower_expr(l, g->condition);
    if (g->unless)
        p->unless = kh_lower_expr(l, g->unless);
    kh_col when = kh_lower_holds(l, kh_lower_condition(l, p->condition, p->unless)), around = when;
    own *o = KH_NEW_ARRAY(l->arena, own, g->count + 1u);
    for (uint32_t i = 0; i < g->count; i++)
        o[i] = lower_one(l, &rules[i], &l->plan->nodes[node].rules[g->first + i], g, &around);
    p->raw = g->first_only ? first_of(l, rules, o, g->count, mixed)
                           : sum_of(l, rules, o, g->count, mixed);
    p->raw = p->points = gate(l, when, p->raw);
    if (g->highest)
        p->points = p->kept = gate(l, when, highest_of(l, node, g, o));
    if (g->limit) {
        p->limit = kh_lower_number(l, g->limit);
        p->points = kh_lower_two(l, KH_DO_AT_MOST, KH_TYPE_NUMBER, p->points, p->limit);
    }
}

kh_col kh_lower_changes(kh_lowering *l, uint32_t node, kh_verb verb)
{
    const kh_score *n = &l->m->nodes[node];
    const kh_plan_node *p = &l->plan->nodes[node];
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, (size_t)n->rule_count + n->group_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->rule_count; i++)
        if (n->rules[i].verb == verb && !n->rules[i].group)
            args[count++] = p->rules[i].points;
    for (uint32_t i = 0; i < n->group_count; i++) {
        kh_verb all;
        if (kh_group_verb(n, &n->groups[i], &all) && all == verb)
            args[count++] = p->groups[i].points;
    }
    return count ? kh_lower_sum(l, args, count) : KH_NONE;
}

kh_col kh_lower_mixed(kh_lowering *l, uint32_t node, kh_col raw)
{
    const kh_score *n = &l->m->nodes[node];
    for (uint32_t i = 0; i < n->group_count; i++) {
        kh_verb verb;
        if (!kh_group_verb(n, &n->groups[i], &verb))
            raw = kh_lower_two(l, KH_DO_ADD, KH_TYPE_NUMBER, raw,
                               l->plan->nodes[node].groups[i].points);
    }
    return raw;
}
