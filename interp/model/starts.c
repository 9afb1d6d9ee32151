/* Where a node starts and what its limits are (language-sketch §5.2): base if given; else what
 * score or rate gives; else the sum of what is inside; else max when it only deducts, 0 when it
 * only awards. */
#include "model/resolve.h"

typedef struct verbs {
    const kh_rule *score, *rate, *deduct, *award; /* the first of each */
} verbs;

static verbs verbs_of(const kh_score *n)
{
    verbs v = {0};
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *rule = &n->rules[i];
        if (kh_verb_corrects(rule->verb))
            continue;
        const kh_rule **into = rule->verb == KH_SCORE    ? &v.score
                               : rule->verb == KH_RATE   ? &v.rate
                               : rule->verb == KH_DEDUCT ? &v.deduct
                                                         : &v.award;
        if (!*into)
            *into = rule;
    }
    return v;
}

static kh_expr *zero(kh_resolver *r, kh_place place)
{
    return kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, place, 0);
}

static kh_slice name_of(kh_resolver *r, const kh_score *n)
{
    return kh_resolve_name(r, n->name);
}

static kh_expr *max_above(const kh_resolver *r, const kh_score *n)
{
    return n->parent == KH_NONE ? r->model->max : r->nodes.at[n->parent].max;
}

/* An item without max: that of the node above (with weight), else its base, else its cap. */
static bool default_max(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    if (n->type != KH_ITEM || n->stated_max)
        return true;
    n->max = n->weight && max_above(r, n) ? max_above(r, n) : n->base ? n->base : n->cap;
    if (n->max || n->weight)
        return true;
    kh_diag *d = KH_SAY(r, KH_E0486, n->name_place, name_of(r, n));
    kh_slice text = kh_resolve_text(r, n->name_place);
    kh_resolve_fix(r, d, n->name_place, "%.*s 满分 10", (int)text.n, text.p);
    return false;
}

static bool two_values(kh_resolver *r, const kh_score *n)
{
    const kh_rule *before = NULL;
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *rule = &n->rules[i];
        if (rule->verb != KH_SCORE && rule->verb != KH_RATE)
            continue;
        bool mixed = before && before->verb != rule->verb;
        if (before && (mixed || (!before->condition && !before->unless))) {
            kh_diag *d = KH_SAY(r, KH_E0430, rule->place, name_of(r, n));
            kh_resolve_related(r, d, KH_R_first_here, before->place, KH_LIT(""));
            return true;
        }
        before = rule;
    }
    return false;
}

/* `becomes E` without a condition: those behind it never act. */
static bool becomes_always(kh_resolver *r, const kh_score *n)
{
    const kh_rule *before = NULL;
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *rule = &n->rules[i];
        if (!kh_verb_corrects(rule->verb))
            continue;
        if (before) {
            kh_diag *d = KH_SAY(r, KH_E1015, rule->place);
            kh_resolve_related(r, d, KH_R_first_here, before->place, KH_LIT(""));
            return true;
        }
        before = rule->condition || rule->unless ? NULL : rule;
    }
    return false;
}

static bool base_beside_value(kh_resolver *r, const kh_score *n, const verbs *v)
{
    if (!n->stated_base)
        return false;
    kh_place other = v->score ? v->score->place : v->rate ? v->rate->place : KH_NOWHERE;
    bool value = other.source != 0;
    if (!value && n->child_count)
        other = r->nodes.at[n->children[0]].name_place;
    if (!other.source)
        return false;
    kh_diag *d = KH_SAY(r, value ? KH_E0488 : KH_E0489, n->base ? n->base->place : n->name_place,
                        name_of(r, n));
    kh_resolve_related(r, d, KH_R_value_here, other, KH_LIT(""));
    return true;
}

static bool start(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    const kh_node_info *info = &r->node_info.at[node];
    verbs v = verbs_of(n);
    n->start = NULL;
    if (two_values(r, n) || becomes_always(r, n) || base_beside_value(r, n, &v))
        return false;
    if (n->base)
        n->start = n->base;
    else if (v.score || v.rate || n->child_count || info->tree->block)
        return true;
    else if (n->type == KH_EXTRA)
        n->start = zero(r, n->name_place);
    else if (v.deduct && v.award) {
        kh_diag *d = KH_SAY(r, KH_E0490, n->name_place, name_of(r, n));
        kh_resolve_related(r, d, KH_R_deducts_here, v.deduct->place, KH_LIT(""));
        kh_resolve_related(r, d, KH_R_awards_here, v.award->place, KH_LIT(""));
        return false;
    } else if (v.deduct) {
        n->start = n->max;
        if (n->start || n->type == KH_ITEM)
            return n->start != NULL;
        KH_SAY(r, KH_E0486, n->name_place, name_of(r, n));
        return false;
    } else
        n->start = zero(r, n->name_place);
    return true;
}

/* Nothing in it gives points. */
static bool is_empty(kh_resolver *r, uint32_t node)
{
    const kh_score *n = &r->nodes.at[node];
    const kh_node_info *info = &r->node_info.at[node];
    if (info->scored || n->child_count)
        return false;
    if (n->type == KH_SECTION && !info->tree->block)
        KH_SAY(r, KH_E0492, n->name_place, name_of(r, n),
               n->max ? kh_resolve_text(r, n->max->place) : KH_LIT("?"));
    else
        KH_SAY(r, KH_E0491, n->name_place, name_of(r, n));
    return true;
}

static bool limits(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    if (n->down_to_zero) {
        kh_num x;
        bool other =
            n->stated_floor && !(n->floor && kh_expr_constant(r->arena, r->model, n->floor, &x) &&
                                 kh_num_sign(x) == 0);
        if (other || n->type == KH_EXTRA) {
            KH_SAY(r, other ? KH_E0487 : KH_E0409,
                   other && n->floor ? n->floor->place : n->name_place, name_of(r, n));
            return false;
        }
        if (!n->floor)
            n->floor = zero(r, n->name_place);
    }
    if (n->type == KH_EXTRA && n->stated_max) {
        KH_SAY(r, KH_E0410, n->max->place, name_of(r, n));
        return false;
    }
    if (n->type == KH_ITEM && !n->stated_floor && !n->down_to_zero)
        n->floor = zero(r, n->name_place);
    if (n->type == KH_ITEM && !n->stated_cap)
        n->cap = n->stated_max || !n->base ? n->max : n->base;
    return true;
}

/* Whether e reads the base of the node that it stands in, or (max) its max. */
static bool names_own(const kh_expr *e, uint32_t node, bool max)
{
    if (!e)
        return false;
    if ((e->op == KH_X_NODE_BASE || (max && e->op == KH_X_NODE_MAX)) && e->index == node)
        return true;
    for (uint32_t i = 0; i < e->n; i++)
        if (names_own(e->args[i], node, max))
            return true;
    return false;
}

static bool reads_facts(const kh_expr *e)
{
    if (e->op == KH_X_FACT || e->op == KH_X_FIELD || e->op == KH_X_NODE || e->op == KH_X_TOTAL ||
        e->op == KH_X_SUBTOTAL || e->op == KH_X_NODE_RAW || e->op == KH_X_NODE_CAP ||
        e->op == KH_X_NODE_FLOOR || e->op == KH_X_NODE_WEIGHT || e->set)
        return true;
    for (uint32_t i = 0; i < e->n; i++)
        if (reads_facts(e->args[i]))
            return true;
    return false;
}

/* Full marks follow from the scheme and the kind of unit alone, and are above zero. */
static bool maximum(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    if (!n->stated_max || !n->max)
        return true;
    if (reads_facts(n->max) || names_own(n->max, node, true)) {
        KH_SAY(r, KH_E0411, n->max->place, name_of(r, n));
        n->max = NULL; /* nobody shall work it out */
        return false;
    }
    kh_num x;
    if (kh_expr_constant(r->arena, r->model, n->max, &x) && kh_num_sign(x) <= 0) {
        KH_SAY(r, KH_E0413, n->max->place, kh_resolve_text(r, n->max->place));
        return false;
    }
    return true;
}

static bool own_base(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    /* base 60% of max is fine where a max is stated */
    if (!n->base || !names_own(n->base, node, !n->stated_max))
        return true;
    KH_SAY(r, KH_E0411, n->base->place, name_of(r, n));
    n->base = NULL;
    return false;
}

static bool ends_agree(kh_resolver *r, const kh_score *n)
{
    kh_num low, high;
    if (!n->floor || !n->cap || !kh_expr_constant(r->arena, r->model, n->floor, &low) ||
        !kh_expr_constant(r->arena, r->model, n->cap, &high) || kh_num_cmp(low, high) <= 0)
        return true;
    kh_diag *d = KH_SAY(r, KH_E0414, n->cap->place, name_of(r, n));
    kh_resolve_related(r, d, KH_R_floor_here, n->floor->place, KH_LIT(""));
    return false;
}

void kh_check_starts(kh_resolver *r, uint32_t node)
{
    kh_node_info *info = &r->node_info.at[node];
    if (is_empty(r, node))
        info->troubled = true;
    bool fine = maximum(r, node); /* also in trouble: nobody may work out what needs itself */
    fine = own_base(r, node) && fine;
    if (info->troubled || !fine) {
        info->troubled = true;
        /* keep what others may look at, say nothing more */
        kh_score *n = &r->nodes.at[node];
        if (n->type == KH_ITEM && !n->stated_max)
            n->max = n->base ? n->base : n->cap;
        return;
    }
    fine = default_max(r, node) && limits(r, node) && start(r, node) &&
           ends_agree(r, &r->nodes.at[node]);
    if (!fine)
        info->troubled = true;
}
