/* Lowering nodes. The stages in their order (language-sketch §5.3): start, rules and what is inside
 * → floor, cap → extras → forfeit, becomes → rounding → weight → the node above. */
#include "model/lower.h"

static kh_col kinds_of(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_col above = n->parent == KH_NONE ? KH_NONE : l->plan->nodes[n->parent].applies;
    return kh_lower_both(l, above, kh_lower_kind_in(l, n->for_kinds));
}

kh_col kh_lower_where_it_applies(kh_lowering *l, kh_col applies, kh_col value)
{
    if (applies == KH_NONE || value == KH_NONE)
        return value;
    return kh_lower_map(l, (kh_operation){.code = KH_DO_NA_UNLESS}, (kh_col[]){applies, value}, 2,
                        l->columns.at[value].type);
}

void kh_lower_applies(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    if (n->only_when)
        p->gate = kh_lower_holds(l, kh_lower_expr(l, n->only_when));
    p->applies = kh_lower_both(l, kinds_of(l, node), p->gate);
}

/* The kinds that have the node and all that it stands in; gates apart. */
static kh_col all_kinds_of(kh_lowering *l, uint32_t node)
{
    kh_col kinds = KH_NONE;
    for (; node != KH_NONE; node = l->m->nodes[node].parent)
        kinds = kh_lower_both(l, kinds, kh_lower_kind_in(l, l->m->nodes[node].for_kinds));
    return kinds;
}

/* What is inside adds up to so much; `full`: also where gates are shut. */
static kh_col sum_of_maxima(kh_lowering *l, uint32_t node, bool full)
{
    const kh_score *n = &l->m->nodes[node];
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, n->child_count + 1u);
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->child_count; i++) {
        const kh_score *child = &l->m->nodes[n->children[i]];
        kh_col max = full ? l->plan->nodes[n->children[i]].full
                          : kh_lower_marks(l, n->children[i]);
        if (child->type == KH_EXTRA || max == KH_NONE)
            continue;
        if (child->weight)
            max =
                kh_lower_two(l, KH_DO_MUL, KH_TYPE_NUMBER, max, kh_lower_number(l, child->weight));
        args[count++] = max;
    }
    return count ? kh_lower_sum(l, args, count) : KH_NONE;
}

void kh_lower_max(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    kh_col max = n->max ? kh_lower_number(l, n->max) : sum_of_maxima(l, node, false);
    kh_col full = n->max ? max : sum_of_maxima(l, node, true);
    p->full = kh_lower_where_it_applies(l, all_kinds_of(l, node), full);
    p->max = kh_lower_where_it_applies(l, p->applies, max);
    if (n->base)
        p->base = kh_lower_number(l, n->base);
}

static kh_col unless_none(kh_lowering *l, kh_col value)
{
    if (l->missing_as == KH_NONE || !kh_lower_might(l, value, KH_MIGHT_NONE))
        return value;
    kh_col instead = l->missing_as;
    kh_type_tag tag = l->columns.at[instead].type.tag;
    if (tag == KH_TYPE_LEVEL)
        instead = kh_lower_points(l, instead);
    else if (tag != KH_TYPE_NUMBER)
        return value;
    value = kh_lower_two(l, KH_DO_IF_NONE, KH_TYPE_NUMBER, value, instead);
    kh_lower_read(l, value, l->m->nodes[l->node].place);
    return value;
}

kh_col kh_lower_limits(kh_lowering *l, kh_col raw, kh_col floor, kh_col cap)
{
    if (floor != KH_NONE)
        raw = kh_lower_two(l, KH_DO_AT_LEAST, KH_TYPE_NUMBER, raw, floor);
    if (cap != KH_NONE)
        raw = kh_lower_two(l, KH_DO_AT_MOST, KH_TYPE_NUMBER, raw, cap);
    return raw;
}

/* A constant end of the node's own range. */
static kh_num own_end(const kh_lowering *l, kh_col col, kh_num none)
{
    if (col == KH_NONE || l->operations.at[col].code != KH_DO_NUMBER)
        return none;
    return l->operations.at[col].number;
}

/* A node without a value lies in its own range; from here on it is open like any other. */
static kh_col within(kh_lowering *l, const kh_plan_node *p, kh_col value)
{
    if (!kh_lower_might(l, value, KH_MIGHT_NONE))
        return value;
    kh_operation op = {.code = KH_DO_WITHIN,
                       .low = own_end(l, p->floor, KH_MINUS_INF),
                       .high = own_end(l, p->cap, KH_PLUS_INF)};
    return kh_lower_map(l, op, &value, 1, kh_lower_type(KH_TYPE_NUMBER));
}

/* What stands in where the node's gate is shut: `absent`, in an extra without one 0. */
static kh_col stands_in(kh_lowering *l, const kh_score *n)
{
    if (n->absent)
        return kh_lower_number(l, n->absent);
    return n->type == KH_EXTRA ? kh_lower_constant(l, KH_ZERO) : KH_NONE;
}

/* The value that the node above adds, times its weight. Whether the node above applies is asked
 * there: asked here too, a gate whose facts are missing would count as two. */
static void lower_counted(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    p->counted = p->inner;
    if (n->only_when) {
        kh_col open = kh_lower_holds(l, kh_lower_expr(l, n->only_when)), absent = stands_in(l, n);
        kh_col args[] = {open, p->inner, absent};
        p->counted = absent == KH_NONE ? kh_lower_where_it_applies(l, open, p->inner)
                                       : kh_lower_map(l, (kh_operation){.code = KH_DO_TABLE}, args,
                                                      3, kh_lower_type(KH_TYPE_NUMBER));
    }
    p->counted = kh_lower_where_it_applies(l, kh_lower_kind_in(l, n->for_kinds), p->counted);
    if (n->weight) {
        p->weight = kh_lower_number(l, n->weight);
        p->counted = kh_lower_two(l, KH_DO_MUL, KH_TYPE_NUMBER, p->counted, p->weight);
    }
}

static void lower_start(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    p->subtotal = kh_lower_inside(l, node, false);
    if (n->start) {
        p->start = kh_lower_number(l, n->start);
        p->value = p->start;
    } else if (p->value == KH_NONE) {
        /* Nothing at all inside: it adds nothing and does not apply. */
        p->value = p->subtotal != KH_NONE ? p->subtotal : kh_lower_sum(l, NULL, 0);
    }
    p->value = unless_none(l, p->value);
}

/* What is lowered from here on stands in the node. */
static void enter(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    l->node = node;
    l->missing_as = KH_NONE;
    if (n->missing_as)
        l->missing_as = kh_lower_expr(l, n->missing_as);
}

static void leave(kh_lowering *l)
{
    l->missing_as = KH_NONE;
    l->node = KH_NONE;
}

static void limits_of(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    if (n->floor)
        p->floor = kh_lower_number(l, n->floor);
    if (n->cap)
        p->cap = kh_lower_number(l, n->cap);
}

void kh_lower_ends(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    enter(l, node);
    limits_of(l, node);
    l->missing_as = KH_NONE;
    if (n->weight)
        l->plan->nodes[node].weight = kh_lower_number(l, n->weight);
    leave(l);
}

void kh_lower_earned(kh_lowering *l, uint32_t node)
{
    kh_plan_node *p = &l->plan->nodes[node];
    enter(l, node);
    kh_lower_rules(l, node);
    lower_start(l, node);
    p->raw = p->value;
    kh_col award = kh_lower_changes(l, node, KH_AWARD);
    kh_col deduct = kh_lower_changes(l, node, KH_DEDUCT);
    if (award != KH_NONE)
        p->raw = kh_lower_two(l, KH_DO_ADD, KH_TYPE_NUMBER, p->raw, award);
    if (deduct != KH_NONE)
        p->raw = kh_lower_two(l, KH_DO_SUB, KH_TYPE_NUMBER, p->raw, deduct);
    p->raw = kh_lower_mixed(l, node, p->raw);
    p->raw = unless_none(l, p->raw);
    limits_of(l, node);
    p->limited = within(l, p, kh_lower_limits(l, p->raw, p->floor, p->cap));
    p->extras = kh_lower_inside(l, node, true);
    p->earned = p->limited;
    if (p->extras != KH_NONE)
        p->earned = kh_lower_sum(l, (kh_col[]){p->limited, p->extras}, 2);
    leave(l);
}

void kh_lower_node(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_plan_node *p = &l->plan->nodes[node];
    enter(l, node);
    kh_col value = kh_lower_corrected(l, node, p->earned);
    p->inner = kh_lower_round(l, value, &n->rounding);
    p->result = kh_lower_where_it_applies(l, p->applies, p->inner);
    l->missing_as = KH_NONE;
    lower_counted(l, node);
    leave(l);
}
