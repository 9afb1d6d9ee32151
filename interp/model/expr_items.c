/* Aggregates over what is inside a node: any(items_of(X) where raw below base), sum(result of
 * items_of(X)). The items are known from the scheme, so each of them is a term of its own; one that
 * does not apply to the unit is none of them. */
#include "model/resolve.h"

/* items_of(X) as the value or behind `of`: its arguments, else NULL. */
static const kh_node *inside_of(kh_resolver *r, const kh_node *set)
{
    const kh_node *name = NULL, *args = NULL;
    if (set && set->kind == KH_NODE_CALL) {
        name = KH_AS(call, set)->name;
        args = KH_AS(call, set)->args;
    } else if (set && set->kind == KH_NODE_SET) {
        name = KH_AS(set, set)->name;
        args = KH_AS(set, set)->args;
    }
    bool items = name && kh_names_builtin(r, kh_names_id(r, name), KH_BC_SET_OF) != KH_B_END;
    return items ? args : NULL;
}

static const kh_node *set_of(const kh_node *arg)
{
    if (arg->kind != KH_NODE_ARG)
        return NULL;
    const struct kh_node_arg *a = KH_AS(arg, arg);
    return a->of ? a->of : kh_expr_bare(a->value);
}

bool kh_expr_is_items(kh_resolver *r, const kh_node *arg)
{
    return inside_of(r, set_of(arg)) != NULL;
}

/* The node that is named; KH_NONE: reported. */
static uint32_t node_of(kh_resolver *r, const kh_node *args)
{
    const struct kh_node_arg *a = args->kind == KH_NODE_ARG ? KH_AS(arg, args) : NULL;
    const kh_node *name = kh_expr_bare(a ? a->value : args);
    if (args->next || (a && (a->of || a->quals)) || !name || name->kind != KH_NODE_NAME) {
        KH_SAY(r, KH_E1054, args->place);
        return KH_NONE;
    }
    kh_id id = kh_names_id(r, name);
    kh_symbol *s = kh_names_find(r, id, KH_SYMBOL_NODE);
    if (!s)
        return kh_names_require(r, name, KH_SYMBOL_NODE);
    for (uint32_t i = s->next; i != KH_NONE; i = r->symbols.at[i].next)
        if (r->symbols.at[i].tag == KH_SYMBOL_NODE) {
            kh_diag *d = KH_SAY(r, KH_E0305, name->place, kh_resolve_name(r, id));
            kh_resolve_related(r, d, KH_R_name_first, r->symbols.at[i].place,
                               kh_resolve_name(r, id));
            kh_resolve_related(r, d, KH_R_name_second, s->place, kh_resolve_name(r, id));
            return KH_NONE;
        }
    return s->index;
}

/* ---- what is read of a member ---- */

static kh_expr *figure(kh_resolver *r, kh_expr_op op, kh_type_tag type, kh_place place,
                       uint32_t node)
{
    kh_expr *e = kh_expr_new(r, op, type, place, 0);
    e->index = node;
    e->domain.tag = KH_DOMAIN_UNIT;
    return e;
}

/* Its title, without one its name. */
static kh_expr *title(kh_resolver *r, kh_place place, uint32_t node)
{
    const kh_score *n = &r->nodes.at[node];
    kh_expr *e = kh_expr_new(r, KH_X_TEXT, KH_TYPE_TEXT, place, 0);
    const struct kh_node_part *t = kh_resolve_part(r, r->node_info.at[node].tree->head, KH_W_TITLE);
    kh_slice text = t ? kh_resolve_string(t->args) : KH_LIT("");
    e->index = text.n ? kh_intern_id(r->model->names, text) : n->name;
    return e;
}

kh_expr *kh_expr_member(kh_resolver *r, const kh_node *n, kh_id name, const kh_scope *scope)
{
    uint32_t node = *scope->member;
    kh_builtin b = kh_names_builtin(r, name, KH_BC_MEMBER);
    if (b == KH_B_END || KH_AS(name, n)->quoted)
        return NULL;
    if (b == KH_B_MEMBER_TITLE)
        return title(r, n->place, node);
    if (b == KH_B_MEMBER_BASE && !r->quiet && !r->nodes.at[node].stated_base) {
        kh_diag *d = KH_SAY(r, KH_E1050, n->place, kh_resolve_name(r, r->nodes.at[node].name));
        kh_resolve_related(r, d, KH_R_name_declared, r->nodes.at[node].name_place,
                           kh_resolve_name(r, r->nodes.at[node].name));
        return kh_expr_error(r, n->place);
    }
    kh_expr_op op = b == KH_B_MEMBER_RAW    ? KH_X_NODE_RAW
                    : b == KH_B_MEMBER_MAX  ? KH_X_NODE_MAX
                    : b == KH_B_MEMBER_BASE ? KH_X_NODE_BASE
                                            : KH_X_NODE;
    return figure(r, op, KH_TYPE_NUMBER, n->place, node);
}

/* ---- the terms ---- */

static bool may_not_apply(const kh_resolver *r, uint32_t node)
{
    for (; node != KH_NONE; node = r->nodes.at[node].parent)
        if (r->nodes.at[node].for_kinds || r->nodes.at[node].only_when)
            return true;
    return false;
}

static kh_expr *both(kh_resolver *r, kh_expr *a, kh_expr *b)
{
    return !a ? b : !b ? a : kh_expr_two(r, KH_X_AND, KH_TYPE_YES_NO, b->place, a, b);
}

/* `where` of one member and that it applies; NULL: always. *fine: false when one is wrong. */
static kh_expr *condition(kh_resolver *r, const kh_node *quals, const kh_scope *inner,
                          kh_place place, bool applies, bool *fine)
{
    kh_expr *all = NULL;
    if (applies && may_not_apply(r, *inner->member))
        all = figure(r, KH_X_NODE_APPLIES, KH_TYPE_YES_NO, place, *inner->member);
    for (const kh_node *q = quals; q; q = q->next) {
        kh_expr *c = kh_expr_resolve(r, KH_AS(qual, q)->args, inner, KH_WANT_CONDITION);
        *fine = *fine && !kh_types_is_error(c);
        all = both(r, all, c);
    }
    return all;
}

typedef struct items {
    kh_expr_op op; /* OR, HOW_MANY or OF_LIST */
    const kh_node *call, *value, *quals;
} items;

static kh_expr *term(kh_resolver *r, const items *t, const kh_scope *inner, bool *fine)
{
    bool list = t->op == KH_X_OF_LIST;
    kh_expr *when = condition(r, t->quals, inner, t->call->place, !list, fine);
    if (!list && !when)
        return figure(r, KH_X_NODE_APPLIES, KH_TYPE_YES_NO, t->call->place, *inner->member);
    if (!list)
        return when;
    kh_expr *value = kh_expr_resolve(r, t->value, inner, KH_WANT_NUMBER);
    *fine = *fine && !kh_types_is_error(value);
    return when ? kh_expr_two(r, KH_X_ONLY_WHEN, KH_TYPE_NUMBER, value->place, when, value) : value;
}

static bool shape(kh_resolver *r, const kh_node *call, kh_builtin b, items *out)
{
    const struct kh_node_arg *a = KH_AS(arg, KH_AS(call, call)->args);
    bool set_alone = b == KH_B_COUNT || b == KH_B_ANY;
    bool numbers = b == KH_B_SUM || b == KH_B_MEAN || b == KH_B_HIGHEST || b == KH_B_LOWEST ||
                   b == KH_B_MEDIAN;
    const kh_node *quals = a->quals;
    if (!quals && a->of && a->of->kind == KH_NODE_SET)
        quals = KH_AS(set, a->of)->quals;
    *out = (items){b == KH_B_ANY ? KH_X_OR
                   : set_alone   ? KH_X_HOW_MANY
                                 : KH_X_OF_LIST,
                   call, a->value, quals};
    bool only_where = true;
    for (const kh_node *q = quals; q; q = q->next)
        only_where = only_where && KH_AS(qual, q)->word == KH_W_WHERE;
    if (only_where && !a->base.next && (set_alone ? !a->of : numbers && a->of != NULL))
        return true;
    KH_SAY(r, KH_E1054, call->place);
    return false;
}

kh_expr *kh_expr_items(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope)
{
    items t;
    const kh_node *set = set_of(KH_AS(call, call)->args);
    uint32_t node = shape(r, call, b, &t) ? node_of(r, inside_of(r, set)) : KH_NONE;
    if (node == KH_NONE)
        return kh_expr_error(r, call->place);
    const kh_score *n = &r->nodes.at[node];
    kh_expr *e = kh_expr_new(r, t.op, b == KH_B_ANY ? KH_TYPE_YES_NO : KH_TYPE_NUMBER, call->place,
                             n->child_count);
    e->index = t.op == KH_X_OF_LIST ? (uint32_t)kh_expr_operation(b) : KH_NONE;
    e->n = 0;
    bool fine = true;
    for (uint32_t i = 0; i < n->child_count; i++) {
        kh_scope inner = *scope;
        inner.member = &n->children[i];
        inner.subject = NULL;
        if (r->nodes.at[n->children[i]].type != KH_EXTRA)
            e->args[e->n++] = term(r, &t, &inner, &fine);
    }
    if (e->n == 0) {
        KH_SAY(r, KH_E1053, set->place, kh_resolve_name(r, n->name));
        fine = false;
    }
    if (!fine)
        return kh_expr_error(r, call->place);
    return e->n == 1 && t.op == KH_X_OR ? e->args[0] : kh_expr_join(e);
}
