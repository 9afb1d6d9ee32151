/* Aggregates over a list of values: highest(a, b), median(a, b, c); how many conditions hold,
 * whether one does; the first value that is known. */
#include "model/resolve.h"

static uint32_t count_args(const kh_node *args)
{
    uint32_t n = 0;
    for (; args; args = args->next)
        n++;
    return n;
}

static kh_expr *one(kh_resolver *r, const kh_node *arg, const kh_scope *scope, kh_want want)
{
    const struct kh_node_arg *a = arg->kind == KH_NODE_ARG ? KH_AS(arg, arg) : NULL;
    if (a && (a->of || a->quals)) {
        KH_SAY(r, KH_E1036, arg->place, kh_resolve_text(r, arg->place));
        return kh_expr_error(r, arg->place);
    }
    return kh_expr_resolve(r, a ? a->value : arg, scope, want);
}

/* The values of the list as arguments of e; false: one is wrong. */
static bool values(kh_resolver *r, kh_expr *e, const kh_node *call, const kh_scope *scope,
                   kh_want want)
{
    bool fine = true;
    uint32_t i = 0;
    for (const kh_node *a = KH_AS(call, call)->args; a; a = a->next, i++) {
        e->args[i] = one(r, a, scope, want);
        fine = fine && !kh_types_is_error(e->args[i]);
    }
    return fine;
}

kh_expr *kh_expr_list(kh_resolver *r, const kh_node *call, kh_expr_op op, const kh_scope *scope)
{
    uint32_t n = count_args(KH_AS(call, call)->args);
    kh_expr *e = kh_expr_new(r, KH_X_OF_LIST, KH_TYPE_NUMBER, call->place, n);
    e->index = op;
    if (!values(r, e, call, scope, KH_WANT_NUMBER))
        return kh_expr_error(r, call->place);
    for (uint32_t i = 0; i < n && !e->type.measure; i++)
        e->type.measure = e->args[i]->type.measure;
    return kh_expr_join(e);
}

kh_expr *kh_expr_list_of_conditions(kh_resolver *r, const kh_node *call, bool any,
                                    const kh_scope *scope)
{
    uint32_t n = count_args(KH_AS(call, call)->args);
    kh_expr *e = kh_expr_new(r, any ? KH_X_OR : KH_X_HOW_MANY,
                             any ? KH_TYPE_YES_NO : KH_TYPE_NUMBER, call->place, n);
    return values(r, e, call, scope, KH_WANT_CONDITION) ? kh_expr_join(e)
                                                        : kh_expr_error(r, call->place);
}

static kh_want want_of(kh_type t)
{
    return t.tag == KH_TYPE_NUMBER   ? KH_WANT_NUMBER
           : t.tag == KH_TYPE_YES_NO ? KH_WANT_CONDITION
           : t.tag == KH_TYPE_DATE   ? KH_WANT_DATE
                                     : KH_WANT_ANY;
}

/* All are of the type of the first that has one, else of the one that is wanted. */
static bool agree(kh_resolver *r, kh_expr *e, kh_want want)
{
    const kh_expr *first = NULL;
    for (uint32_t i = 0; i < e->n && !first; i++)
        first = e->args[i]->type.tag != KH_TYPE_UNKNOWN ? e->args[i] : NULL;
    for (uint32_t i = 0; !first && i < e->n; i++)
        kh_types_need(r, e->args[i], want, e->args[i]->place);
    if (!first)
        e->type = e->args[0]->type;
    for (uint32_t i = 0; first && i < e->n; i++) {
        kh_expr *x = e->args[i];
        if (x->type.tag == KH_TYPE_UNKNOWN) {
            if (want_of(first->type) == KH_WANT_ANY)
                kh_types_decide(r, x, first->type, first->place);
            else
                kh_types_need(r, x, want_of(first->type), x->place);
        }
        if (x->type.tag == first->type.tag && x->type.scale == first->type.scale)
            continue;
        kh_diag *d = KH_SAY(r, KH_E0403, x->place, kh_resolve_text(r, first->place),
                            kh_types_zh(r, first->type), kh_types_zh(r, x->type),
                            kh_types_en(r, first->type), kh_types_en(r, x->type));
        kh_resolve_related(r, d, KH_R_first_value, first->place, KH_LIT(""));
        return false;
    }
    if (first)
        e->type = first->type;
    return true;
}

/* Beside a level a text is one of its scale, as in a comparison. */
static kh_expr *level_beside(kh_resolver *r, kh_expr *level, const kh_node *arg,
                             const kh_scope *scope)
{
    const struct kh_node_arg *a = arg->kind == KH_NODE_ARG ? KH_AS(arg, arg) : NULL;
    if (a && (a->of || a->quals))
        return one(r, arg, scope, KH_WANT_ANY);
    kh_expr *same = kh_expr_band(r, level, a ? a->value : arg, scope);
    return same->op == KH_X_EQ && same->n == 2 ? same->args[1] : kh_expr_error(r, arg->place);
}

kh_expr *kh_expr_first(kh_resolver *r, const kh_node *call, const kh_scope *scope, kh_want want)
{
    uint32_t n = count_args(KH_AS(call, call)->args);
    if (n < 2) {
        KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
               KH_LIT("first(a, b) 依次(a, b)"));
        return kh_expr_error(r, call->place);
    }
    kh_expr *e = kh_expr_new(r, KH_X_FIRST, KH_TYPE_UNKNOWN, call->place, n);
    const kh_node *a = KH_AS(call, call)->args;
    bool fine = true;
    for (uint32_t i = 0; a; a = a->next, i++) {
        bool level = i > 0 && e->args[0]->type.tag == KH_TYPE_LEVEL;
        e->args[i] = level ? level_beside(r, e->args[0], a, scope) : one(r, a, scope, KH_WANT_ANY);
        fine = fine && !kh_types_is_error(e->args[i]);
    }
    if (!fine || !agree(r, e, want))
        return kh_expr_error(r, call->place);
    return kh_expr_join(e);
}
