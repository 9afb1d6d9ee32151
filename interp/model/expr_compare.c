/* Comparisons: chains, ranges, lists, and words that are levels, kinds or texts. */
#include "model/resolve.h"

#include <assert.h>

static bool is_ordered(kh_operator op)
{
    return op != KH_OP_EQ && op != KH_OP_NE;
}

static kh_expr_op code_of(kh_operator op)
{
    return op == KH_OP_LT   ? KH_X_LT
           : op == KH_OP_LE ? KH_X_LE
           : op == KH_OP_GT ? KH_X_GT
           : op == KH_OP_GE ? KH_X_GE
           : op == KH_OP_EQ ? KH_X_EQ
                            : KH_X_NE;
}

/* ---- a word on the right ---- */

/* Whether the name means a value of the scheme at this place. */
static bool is_value(kh_resolver *r, kh_id name, const kh_scope *scope)
{
    if (kh_function_parameter(r, name, scope))
        return true;
    for (int tag = KH_SYMBOL_FACT; tag <= KH_SYMBOL_SELECT; tag++)
        if (kh_names_find(r, name, (kh_symbol_tag)tag))
            return true;
    if (scope->record != KH_NONE && kh_records_field(r, scope->record, name) != KH_NONE)
        return true;
    return kh_names_builtin(r, name, KH_BC_VALUE) != KH_B_END;
}

static kh_expr *word(kh_resolver *r, kh_expr_op op, kh_type type, kh_place place, uint32_t index)
{
    kh_expr *e = kh_expr_new(r, op, type.tag, place, 0);
    e->type = type;
    e->index = index;
    return e;
}

/* The level of that name: of this scale, or (KH_NONE) of any; *scales counts those that have it. */
static kh_symbol *level(kh_resolver *r, kh_id name, uint32_t scale, uint32_t *scales)
{
    kh_symbol *found = NULL;
    *scales = 0;
    for (uint32_t i = kh_names_first(r, name); i != KH_NONE; i = r->symbols.at[i].next) {
        kh_symbol *s = &r->symbols.at[i];
        if (s->tag != KH_SYMBOL_LEVEL || (scale != KH_NONE && s->index != scale))
            continue;
        ++*scales;
        found = s;
    }
    return found;
}

static kh_expr *say_level_missing(kh_resolver *r, const kh_node *n, kh_id name, uint32_t scale)
{
    const kh_scale *s = &r->scales.at[scale];
    kh_nearest near = kh_nearest_to(kh_resolve_name(r, name));
    kh_strbuf zh = {0}, en = {0};
    for (uint32_t i = 0; i < s->level_count; i++) {
        kh_slice text = kh_resolve_name(r, s->levels[i].name);
        kh_nearest_offer(&near, text);
        kh_strbuf_adds(&zh, i ? "、" : "");
        kh_strbuf_add(&zh, text);
        kh_strbuf_adds(&en, i ? ", " : "");
        kh_strbuf_add(&en, text);
    }
    kh_diag *d =
        KH_SAY(r, KH_E0316, n->place, kh_resolve_name(r, name), kh_resolve_name(r, s->name),
               kh_strbuf_slice(&zh), kh_strbuf_slice(&en), near.best);
    kh_resolve_related(r, d, KH_R_name_declared, s->place, kh_resolve_name(r, s->name));
    if (near.best.n)
        kh_resolve_fix(r, d, n->place, "%.*s", (int)near.best.n, near.best.p);
    else
        kh_resolve_no_hint(d);
    kh_strbuf_free(&zh);
    kh_strbuf_free(&en);
    return kh_expr_error(r, n->place);
}

static kh_expr *say_quote(kh_resolver *r, const kh_node *n, kh_id name)
{
    kh_slice text = kh_resolve_name(r, name);
    kh_diag *d = KH_SAY(r, KH_E0315, n->place, text);
    kh_resolve_fix(r, d, n->place, "\"%.*s\"", (int)text.n, text.p);
    return kh_expr_error(r, n->place);
}

static kh_expr *of_kind(kh_resolver *r, const kh_node *n)
{
    uint32_t kind = kh_names_require(r, n, KH_SYMBOL_KIND);
    if (kind == KH_NONE)
        return kh_expr_error(r, n->place);
    return word(r, KH_X_KIND_IS, kh_types_of(KH_TYPE_KIND), n->place, kind);
}

static kh_expr *of_level(kh_resolver *r, const kh_expr *left, const kh_node *n, kh_id name,
                         const kh_scope *scope)
{
    uint32_t scales;
    const kh_symbol *s = level(r, name, left->type.scale, &scales);
    bool bare = n->kind == KH_NODE_NAME;
    const kh_symbol *fact = bare ? kh_names_find(r, name, KH_SYMBOL_FACT) : NULL;
    if (s && fact && fact->declared)
        return say_quote(r, n, name);
    if (s)
        return word(r, KH_X_LEVEL, left->type, n->place, s->level);
    if (bare && is_value(r, name, scope))
        return kh_expr_resolve(r, n, scope, KH_WANT_ANY);
    return say_level_missing(r, n, name, left->type.scale);
}

static kh_expr *say_two_scales(kh_resolver *r, const kh_node *n, const kh_expr *left, kh_id name)
{
    kh_slice text = kh_resolve_name(r, name);
    kh_diag *d = KH_SAY(r, KH_E0337, n->place, text, kh_resolve_text(r, left->place));
    int said = 0;
    for (uint32_t i = kh_names_first(r, name); i != KH_NONE && said < 2; i = r->symbols.at[i].next)
        if (r->symbols.at[i].tag == KH_SYMBOL_LEVEL) {
            kh_resolve_related(r, d, KH_R_level_here, r->symbols.at[i].place, text);
            said++;
        }
    return kh_expr_error(r, n->place);
}

static kh_expr *of_text(kh_resolver *r, const kh_expr *left, const kh_node *n, kh_id name,
                        const kh_scope *scope)
{
    uint32_t scales;
    const kh_slot *slot = kh_types_slot(r, left);
    level(r, name, KH_NONE, &scales);
    if (slot && !slot->declared && scales > 1)
        return say_two_scales(r, n, left, name);
    if (is_value(r, name, scope))
        return say_quote(r, n, name);
    return word(r, KH_X_TEXT, kh_types_of(KH_TYPE_TEXT), n->place, name);
}

/* What left is, is not known yet: a level of the one scale that has it, a value, or a text. */
static kh_expr *of_unknown(kh_resolver *r, kh_expr *left, const kh_node *n, kh_id name,
                           const kh_scope *scope)
{
    uint32_t scales;
    const kh_symbol *s = level(r, name, KH_NONE, &scales);
    bool value = is_value(r, name, scope);
    if (scales == 1 && !value) {
        kh_type type = kh_types_of(KH_TYPE_LEVEL);
        type.scale = s->index;
        kh_types_decide(r, left, type, n->place);
        return word(r, KH_X_LEVEL, type, n->place, s->level);
    }
    if (value)
        return kh_expr_resolve(r, n, scope, KH_WANT_ANY);
    if (r->stage > 0)
        kh_types_decide(r, left, kh_types_of(KH_TYPE_TEXT), n->place);
    return word(r, KH_X_TEXT, kh_types_of(KH_TYPE_UNKNOWN), n->place, name);
}

/* The right side of a comparison with left. */
static kh_expr *right_side(kh_resolver *r, kh_expr *left, const kh_node *node,
                           const kh_scope *scope)
{
    const kh_node *n = kh_expr_bare(node);
    if (!n || (n->kind != KH_NODE_NAME && n->kind != KH_NODE_TEXT))
        return kh_expr_resolve(r, node, scope, KH_WANT_ANY);
    kh_id name = kh_names_id(r, n);
    if (left->type.tag == KH_TYPE_KIND)
        return of_kind(r, n);
    if (left->type.tag == KH_TYPE_LEVEL)
        return of_level(r, left, n, name, scope);
    if (n->kind == KH_NODE_TEXT || kh_types_is_error(left))
        return kh_expr_resolve(r, node, scope, KH_WANT_ANY);
    if (left->type.tag == KH_TYPE_TEXT)
        return of_text(r, left, n, name, scope);
    if (left->type.tag == KH_TYPE_UNKNOWN)
        return of_unknown(r, left, n, name, scope);
    return kh_expr_resolve(r, node, scope, KH_WANT_ANY);
}

/* ---- one comparison ---- */

static kh_expr *compared(kh_resolver *r, kh_operator op, kh_expr *left, kh_expr *right,
                         kh_place place)
{
    bool waits = right->op == KH_X_TEXT && right->type.tag == KH_TYPE_UNKNOWN;
    if (!waits && !kh_types_pair(r, left, right, is_ordered(op)))
        return kh_expr_error(r, place);
    if (waits && is_ordered(op) && !r->quiet)
        return kh_expr_error(r, place);
    return kh_expr_two(r, code_of(op), KH_TYPE_YES_NO, place, left, right);
}

static kh_expr *compare_with(kh_resolver *r, kh_operator op, kh_expr *left, const kh_node *node,
                             const kh_scope *scope)
{
    /* Before an ordered comparison an unknown word is no text, so it is read as a value. */
    bool text_possible = !is_ordered(op) || left->type.tag == KH_TYPE_LEVEL;
    kh_expr *right = text_possible ? right_side(r, left, node, scope)
                                   : kh_expr_resolve(r, node, scope, KH_WANT_ANY);
    kh_place place = left->place.source == node->place.source && left->place.at < node->place.at
                         ? kh_place_join(left->place, node->place)
                         : node->place;
    return compared(r, op, left, right, place);
}

static kh_expr *both(kh_resolver *r, kh_expr *x, kh_expr *y)
{
    if (!x)
        return y;
    if (kh_types_is_error(x) || kh_types_is_error(y))
        return kh_expr_error(r, y->place);
    return kh_expr_two(r, KH_X_AND, KH_TYPE_YES_NO, kh_place_join(x->place, y->place), x, y);
}

static kh_expr *subject(kh_resolver *r, const kh_node *left, const kh_scope *scope, kh_place place)
{
    if (left)
        return kh_expr_resolve(r, left, scope, KH_WANT_ANY);
    if (scope->subject)
        return scope->subject;
    KH_SAY(r, KH_E0420, place);
    return kh_expr_error(r, place);
}

kh_expr *kh_expr_compare(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    const struct kh_node_compare *c = KH_AS(compare, n);
    kh_expr *left = subject(r, c->left, scope, n->place);
    kh_expr *first = left, *all = NULL;
    for (const kh_node *s = c->steps; s; s = s->next) {
        if (s->kind != KH_NODE_STEP)
            return kh_expr_error(r, n->place);
        const struct kh_node_step *step = KH_AS(step, s);
        kh_expr *one = compare_with(r, step->op, left, step->value, scope);
        all = both(r, all, one);
        left = one->n == 2 ? one->args[1] : one;
    }
    r->last_subject = first;
    if (!all || kh_types_is_error(all))
        return kh_expr_error(r, n->place);
    all->place = n->place;
    return all;
}

kh_expr *kh_expr_in(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    const struct kh_node_in *in = KH_AS(in, n);
    kh_expr *left = subject(r, in->left, scope, n->place);
    kh_expr *e = kh_expr_band(r, left, in->band, scope);
    r->last_subject = left;
    e->place = n->place;
    return e;
}

/* ---- bands ---- */

/* （含80分） behind 70分以上: the number again, or a slip. */
static bool mark_agrees(kh_resolver *r, const kh_node *mark, const kh_expr *edge,
                        const kh_scope *scope)
{
    if (!mark || mark->kind != KH_NODE_MARK || !KH_AS(mark, mark)->edge)
        return true;
    const kh_node *again = KH_AS(mark, mark)->edge;
    kh_expr *e = kh_expr_resolve(r, again, scope, KH_WANT_ANY);
    if (kh_types_is_error(e) || kh_types_is_error(edge))
        return true;
    bool same = e->op == edge->op && e->type.share == edge->type.share &&
                (e->op == KH_X_NUMBER ? kh_num_eq(e->number, edge->number)
                                      : e->op != KH_X_DATE || e->date == edge->date);
    if (same)
        return true;
    kh_slice said = kh_resolve_text(r, again->place), first = kh_resolve_text(r, edge->place);
    kh_diag *d = KH_SAY(r, KH_E0408, again->place, first, said);
    kh_resolve_fix(r, d, again->place, "%.*s", (int)first.n, first.p);
    return false;
}

static bool is_reversed(kh_resolver *r, const kh_expr *low, const kh_expr *high, bool open)
{
    if (low->op == KH_X_DATE && high->op == KH_X_DATE)
        return low->date > high->date || (open && low->date == high->date);
    kh_num a, b;
    if (!kh_expr_constant(r->work, r->model, low, &a) ||
        !kh_expr_constant(r->work, r->model, high, &b))
        return false;
    int c = kh_num_cmp(a, b);
    return c > 0 || (open && c == 0);
}

static kh_expr *in_range(kh_resolver *r, kh_expr *left, const kh_node *band, const kh_scope *scope)
{
    const struct kh_node_range *n = KH_AS(range, band);
    kh_expr *low = n->low ? kh_expr_resolve(r, n->low, scope, KH_WANT_ANY) : NULL;
    kh_expr *high = n->high ? kh_expr_resolve(r, n->high, scope, KH_WANT_ANY) : NULL;
    bool fine = (!low || mark_agrees(r, n->low_mark, low, scope)) &&
                (!high || mark_agrees(r, n->high_mark, high, scope));
    if (!fine)
        return kh_expr_error(r, band->place);
    if (low && high && !kh_types_is_error(low) && !kh_types_is_error(high) &&
        is_reversed(r, low, high, n->low_open || n->high_open)) {
        KH_SAY(r, KH_E0407, band->place);
        return kh_expr_error(r, band->place);
    }
    kh_expr *all = NULL;
    if (low)
        all = compared(r, n->low_open ? KH_OP_GT : KH_OP_GE, left, low, band->place);
    if (high)
        all =
            both(r, all, compared(r, n->high_open ? KH_OP_LT : KH_OP_LE, left, high, band->place));
    return all ? all : kh_expr_error(r, band->place);
}

static kh_expr *in_list(kh_resolver *r, kh_expr *left, const kh_node *band, const kh_scope *scope)
{
    uint32_t n = 0;
    for (const kh_node *v = KH_AS(listing, band)->values; v; v = v->next)
        n++;
    kh_expr *any = kh_expr_new(r, KH_X_OR, KH_TYPE_YES_NO, band->place, n);
    bool fine = n > 0;
    uint32_t i = 0;
    for (const kh_node *v = KH_AS(listing, band)->values; v; v = v->next, i++) {
        any->args[i] = compare_with(r, KH_OP_EQ, left, v, scope);
        fine = fine && !kh_types_is_error(any->args[i]);
    }
    if (!fine)
        return kh_expr_error(r, band->place);
    return n == 1 ? any->args[0] : kh_expr_join(any);
}

kh_expr *kh_expr_band(kh_resolver *r, kh_expr *left, const kh_node *band, const kh_scope *scope)
{
    if (!band || band->kind == KH_NODE_ERROR)
        return kh_expr_error(r, left->place);
    if (band->kind == KH_NODE_ANY) {
        kh_expr *yes = kh_expr_new(r, KH_X_YES_NO, KH_TYPE_YES_NO, band->place, 0);
        yes->index = 1;
        return yes;
    }
    if (band->kind == KH_NODE_STEP)
        return compare_with(r, KH_AS(step, band)->op, left, KH_AS(step, band)->value, scope);
    if (band->kind == KH_NODE_RANGE)
        return in_range(r, left, band, scope);
    if (band->kind == KH_NODE_LISTING)
        return in_list(r, left, band, scope);
    return compare_with(r, KH_OP_EQ, left, band, scope);
}

/* ---- and, or ---- */

/* `级别 = 国家 或 省`: the second word is no condition of its own. And `产值 高于 目标 且 上年值`.
 */
static bool is_dangling(kh_resolver *r, const kh_node *before, const kh_node *n,
                        const kh_scope *scope)
{
    before = kh_expr_bare(before);
    if (n->kind != KH_NODE_NAME || KH_AS(name, n)->quoted || before->kind != KH_NODE_COMPARE)
        return false;
    const kh_node *s = KH_AS(compare, before)->steps;
    if (!s || s->next || s->kind != KH_NODE_STEP)
        return false;
    const kh_node *right = kh_expr_bare(KH_AS(step, s)->value);
    if (!right || (right->kind != KH_NODE_NAME && right->kind != KH_NODE_TEXT))
        return false;
    kh_id name = kh_names_id(r, n);
    if (kh_function_parameter(r, name, scope))
        return false;
    if (scope->record != KH_NONE && kh_records_field(r, scope->record, name) != KH_NONE)
        return false;
    for (int tag = KH_SYMBOL_FACT; tag <= KH_SYMBOL_SELECT; tag++) {
        const kh_symbol *known = kh_names_find(r, name, (kh_symbol_tag)tag);
        if (known && known->declared)
            return false;
    }
    return kh_names_builtin(r, name, KH_BC_VALUE) == KH_B_END;
}

static void say_dangling(kh_resolver *r, const kh_node *before, const kh_node *n, bool either)
{
    before = kh_expr_bare(before);
    const struct kh_node_compare *c = KH_AS(compare, before);
    const struct kh_node_step *s = KH_AS(step, c->steps);
    kh_slice name = kh_resolve_text(r, n->place);
    kh_slice left = c->left ? kh_resolve_text(r, c->left->place) : KH_LIT("");
    kh_slice right = kh_resolve_text(r, s->value->place);
    if (s->op == KH_OP_EQ && either) {
        kh_diag *d = KH_SAY(r, KH_E0422, n->place, left, right, name);
        bool ascii = left.n && (unsigned char)left.p[0] < 0x80;
        kh_resolve_fix(r, d, kh_place_join(before->place, n->place),
                       ascii ? "%.*s in (%.*s, %.*s)" : "%.*s 属 (%.*s、%.*s)", (int)left.n, left.p,
                       (int)right.n, right.p, (int)name.n, name.p);
        return;
    }
    KH_SAY(r, KH_E0338, n->place, name, left);
}

kh_expr *kh_expr_logic(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    const struct kh_node_logic *l = KH_AS(logic, n);
    uint32_t count = 0;
    for (const kh_node *o = l->operands; o; o = o->next)
        count++;
    kh_expr *e =
        kh_expr_new(r, l->op == KH_OP_AND ? KH_X_AND : KH_X_OR, KH_TYPE_YES_NO, n->place, count);
    kh_scope inner = *scope;
    const kh_node *before = NULL;
    bool fine = count > 0;
    uint32_t i = 0;
    for (const kh_node *o = l->operands; o; before = o, o = o->next, i++) {
        if (before && is_dangling(r, before, kh_expr_bare(o), scope)) {
            say_dangling(r, before, o, l->op == KH_OP_OR);
            e->args[i] = kh_expr_error(r, o->place);
        } else {
            r->last_subject = NULL;
            e->args[i] = kh_expr_resolve(r, o, &inner, KH_WANT_CONDITION);
            inner.subject = r->last_subject ? r->last_subject : inner.subject;
        }
        fine = fine && !kh_types_is_error(e->args[i]);
    }
    r->last_subject = NULL;
    if (!fine)
        return kh_expr_error(r, n->place);
    return count == 1 ? e->args[0] : kh_expr_join(e);
}
