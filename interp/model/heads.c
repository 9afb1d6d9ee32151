/* Heads: of items and sections, of the scheme, of facts, params and lets, and what all of them
 * share: documents, rounding, parts that may stand once. */
#include "model/resolve.h"

bool kh_resolve_is_doc(kh_word w)
{
    return w == KH_W_CITE || w == KH_W_OWNER || w == KH_W_ASSESSOR || w == KH_W_ID ||
           w == KH_W_TITLE || w == KH_W_BECAUSE;
}

bool kh_resolve_is_period(kh_word w)
{
    return w == KH_W_YEARLY || w == KH_W_HALF_YEARLY || w == KH_W_QUARTERLY || w == KH_W_MONTHLY ||
           w == KH_W_WEEKLY || w == KH_W_DAILY || w == KH_W_FOR_EACH;
}

const struct kh_node_part *kh_resolve_part(kh_resolver *r, const kh_node *parts, kh_word word)
{
    const struct kh_node_part *found = NULL;
    for (const kh_node *p = parts; p; p = p->next) {
        if (p->kind != KH_NODE_PART || KH_AS(part, p)->word != word)
            continue;
        if (found) {
            kh_diag *d =
                KH_SAY(r, KH_E0415, p->place, kh_word_chinese(word), kh_word_english(word));
            kh_resolve_related(r, d, KH_R_first_here, found->base.place, KH_LIT(""));
            break;
        }
        found = KH_AS(part, p);
    }
    return found;
}

/* ---- documents ---- */

static void add_bodies(kh_resolver *r, const kh_node *names, const kh_slice **out, uint32_t *count)
{
    uint32_t n = 0;
    for (const kh_node *b = names; b; b = b->next)
        n++;
    kh_slice *all = KH_NEW_ARRAY(r->work, kh_slice, n + 1u);
    n = 0;
    for (const kh_node *b = names; b; b = b->next)
        if (b->kind == KH_NODE_NAME || b->kind == KH_NODE_TEXT)
            all[n++] = kh_resolve_string(b);
    *out = all;
    *count = n;
}

void kh_resolve_docs(kh_resolver *r, const kh_node *parts, kh_docs *out)
{
    static const kh_word words[] = {KH_W_CITE, KH_W_ID, KH_W_TITLE, KH_W_BECAUSE};
    kh_slice *into[] = {&out->cite, &out->id, &out->title, &out->because};
    for (int i = 0; i < 4; i++) {
        const struct kh_node_part *p = kh_resolve_part(r, parts, words[i]);
        if (p)
            *into[i] = kh_resolve_string(p->args);
    }
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_OWNER);
    if (p)
        add_bodies(r, p->args, &out->owners, &out->owner_count);
    p = kh_resolve_part(r, parts, KH_W_ASSESSOR);
    if (p)
        add_bodies(r, p->args, &out->assessors, &out->assessor_count);
}

kh_rounding kh_resolve_rounding(kh_resolver *r, const kh_node *parts)
{
    kh_rounding out = {.places = -1};
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_ROUND);
    if (p && p->args && p->args->next) {
        kh_expr_rounding(r, p->args, p->args->next, &out);
        out.place = p->base.place;
    }
    return out;
}

/* ---- items and sections ---- */

static const struct kh_node_part *head_part(kh_resolver *r, uint32_t node, kh_word word)
{
    const kh_node_info *info = &r->node_info.at[node];
    const struct kh_node_part *p = kh_resolve_part(r, info->tree->head, word);
    if (!p && info->shared)
        p = kh_resolve_part(r, info->shared->head, word);
    return p;
}

static bool is_none(const kh_resolver *r, const kh_node *n)
{
    n = kh_expr_bare(n);
    if (!n || n->kind != KH_NODE_NAME)
        return false;
    kh_id id = kh_intern_find(r->model->names, KH_AS(name, n)->text);
    return id && kh_names_builtin(r, id, KH_BC_VALUE) == KH_B_NONE;
}

/* A weight is a share or a plain number, never points. */
static bool is_points_literal(const kh_node *n)
{
    const struct kh_node_number *x = kh_expr_literal(n);
    return x && x->unit == KH_OP_PLAIN && x->measure.n;
}

static kh_expr *weight(kh_resolver *r, const struct kh_node_part *p, const kh_scope *scope)
{
    if (is_points_literal(p->args)) {
        kh_slice text = kh_resolve_text(r, p->args->place);
        KH_SAY(r, KH_E0460, p->args->place, text, kh_expr_literal(p->args)->digits);
        return kh_expr_error(r, p->args->place);
    }
    return kh_expr_resolve(r, p->args, scope, KH_WANT_NUMBER);
}

/* Sets *into from a part; false when it holds an error. */
static bool limit(kh_resolver *r, uint32_t node, kh_word word, kh_expr **into, bool *stated)
{
    const struct kh_node_part *p = head_part(r, node, word);
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE, .declared_only = true};
    *stated = p != NULL;
    if (!p || ((word == KH_W_CAP || word == KH_W_FLOOR) && is_none(r, p->args))) {
        *into = NULL;
        return true;
    }
    /* Until it is known there is what the last round made: it may name itself. */
    kh_expr *e = word == KH_W_WEIGHT ? weight(r, p, &scope)
                                     : kh_expr_resolve(r, p->args, &scope, KH_WANT_POINTS);
    *into = e;
    return !kh_types_is_error(e);
}

static bool refuse_part(kh_resolver *r, const struct kh_node_part *p)
{
    if (p->word == KH_W_FOR_EACH)
        kh_resolve_refuse(r, KH_E0903, &p->base);
    else if (kh_resolve_is_period(p->word))
        kh_resolve_refuse(r, KH_E0902, &p->base);
    else
        return false;
    return true;
}

/* What stands in when the gate is shut: a value, or (折算) the others. */
static bool gate(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE};
    const struct kh_node_part *when = head_part(r, node, KH_W_ONLY_WHEN);
    const struct kh_node_part *absent = head_part(r, node, KH_W_ABSENT);
    bool fine = true;
    n->only_when = n->absent = NULL;
    n->rescale = false;
    if (when) {
        n->only_when = kh_expr_resolve(r, when->args, &scope, KH_WANT_CONDITION);
        fine = !kh_types_is_error(n->only_when);
    }
    if (absent) {
        const kh_node *v = kh_expr_bare(absent->args);
        kh_id id = v && v->kind == KH_NODE_NAME ? kh_names_id(r, v) : 0;
        if (id && kh_names_builtin(r, id, KH_BC_WORD) == KH_B_RESCALE) {
            n->rescale = true;
            if (n->type == KH_EXTRA)
                KH_SAY(r, KH_E1018, absent->base.place, kh_resolve_name(r, n->name));
            fine = fine && n->type != KH_EXTRA;
        } else {
            scope.declared_only = true;
            n->absent = kh_expr_resolve(r, absent->args, &scope, KH_WANT_POINTS);
            fine = fine && !kh_types_is_error(n->absent);
        }
    }
    if (when && !absent && n->type != KH_EXTRA) {
        KH_SAY(r, KH_E0418, when->base.place);
        fine = false;
    }
    if (absent && !when) {
        KH_SAY(r, KH_E0444, absent->base.place);
        fine = false;
    }
    return fine;
}

static bool missing_as(kh_resolver *r, uint32_t node)
{
    const struct kh_node_part *p = head_part(r, node, KH_W_MISSING_AS);
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE, .declared_only = true};
    kh_score *n = &r->nodes.at[node];
    n->missing_as = p ? kh_expr_resolve(r, p->args, &scope, KH_WANT_ANY) : NULL;
    return !n->missing_as || !kh_types_is_error(n->missing_as);
}

void kh_resolve_head(kh_resolver *r, uint32_t node)
{
    kh_score *n = &r->nodes.at[node];
    kh_node_info *info = &r->node_info.at[node];
    bool fine = true;
    info->troubled = info->scored = false;
    for (const kh_node *p = info->tree->head; p; p = p->next)
        if (p->kind == KH_NODE_PART && refuse_part(r, KH_AS(part, p)))
            fine = false;
    fine = limit(r, node, KH_W_MAX, &n->max, &n->stated_max) && fine;
    fine = limit(r, node, KH_W_BASE, &n->base, &n->stated_base) && fine;
    fine = limit(r, node, KH_W_CAP, &n->cap, &n->stated_cap) && fine;
    fine = limit(r, node, KH_W_FLOOR, &n->floor, &n->stated_floor) && fine;
    bool stated;
    fine = limit(r, node, KH_W_WEIGHT, &n->weight, &stated) && fine;
    n->down_to_zero = head_part(r, node, KH_W_DOWN_TO_ZERO) != NULL;
    const struct kh_node_part *kinds = head_part(r, node, KH_W_FOR);
    n->for_kinds = kinds ? kh_names_kinds(r, kinds->args) : 0;
    fine = gate(r, node) && fine;
    fine = missing_as(r, node) && fine;
    n->rounding = kh_resolve_rounding(r, info->tree->head);
    if (n->rounding.places < 0 && info->shared)
        n->rounding = kh_resolve_rounding(r, info->shared->head);
    n->docs = (kh_docs){0};
    if (info->shared)
        kh_resolve_docs(r, info->shared->head, &n->docs);
    kh_resolve_docs(r, info->tree->head, &n->docs);
    if (!fine)
        info->troubled = true;
}
