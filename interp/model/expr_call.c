/* Calls of functions over values. Aggregates over records have a file of their own. */
#include "model/resolve.h"

static uint32_t count_args(const kh_node *args)
{
    uint32_t n = 0;
    for (; args; args = args->next)
        n++;
    return n;
}

/* The plain value of an argument; NULL and a report when it is a set. */
static const kh_node *plain(kh_resolver *r, const kh_node *arg)
{
    if (arg->kind != KH_NODE_ARG)
        return arg;
    const struct kh_node_arg *a = KH_AS(arg, arg);
    if (!a->of && !a->quals)
        return a->value;
    KH_SAY(r, KH_E0467, arg->place);
    return NULL;
}

static kh_expr *say_arguments(kh_resolver *r, const kh_node *call, const char *shape)
{
    KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
           kh_slice_of(shape));
    return kh_expr_error(r, call->place);
}

static kh_expr *over_numbers(kh_resolver *r, const kh_node *call, kh_expr_op op,
                             const kh_scope *scope)
{
    const kh_node *args = KH_AS(call, call)->args;
    kh_expr *e = kh_expr_new(r, op, KH_TYPE_NUMBER, call->place, count_args(args));
    uint32_t i = 0;
    bool fine = true;
    for (; args; args = args->next, i++) {
        const kh_node *v = plain(r, args);
        e->args[i] =
            v ? kh_expr_resolve(r, v, scope, KH_WANT_NUMBER) : kh_expr_error(r, args->place);
        fine = fine && !kh_types_is_error(e->args[i]);
        if (fine && e->args[i]->type.measure)
            e->type.measure = e->args[i]->type.measure;
    }
    return fine ? kh_expr_join(e) : kh_expr_error(r, call->place);
}

static bool rounding_mode(kh_resolver *r, const kh_node *n, kh_round_mode *out)
{
    n = kh_expr_bare(n);
    kh_builtin b = n && n->kind == KH_NODE_NAME ? kh_names_builtin(r, kh_names_id(r, n), KH_BC_MODE)
                                                : KH_B_END;
    if (b == KH_B_END) {
        if (n && n->kind != KH_NODE_ERROR)
            KH_SAY(r, KH_E0437, n->place, kh_resolve_text(r, n->place));
        return false;
    }
    *out = (kh_round_mode)(b - KH_B_HALF_UP);
    return true;
}

static bool rounding_places(kh_resolver *r, const kh_node *n, int *out)
{
    n = kh_expr_bare(n);
    kh_num x;
    int64_t places;
    bool whole = n && n->kind == KH_NODE_NUMBER && KH_AS(number, n)->unit == KH_OP_PLAIN &&
                 kh_num_parse(r->work, KH_AS(number, n)->digits, &x) && kh_num_to_int(x, &places) &&
                 places <= 12;
    if (!whole) {
        if (n && n->kind != KH_NODE_ERROR)
            KH_SAY(r, KH_E0441, n->place, kh_resolve_text(r, n->place));
        return false;
    }
    *out = (int)places;
    return true;
}

bool kh_expr_rounding(kh_resolver *r, const kh_node *places, const kh_node *mode, kh_rounding *out)
{
    kh_rounding found = {.places = -1};
    bool fine = rounding_places(r, places, &found.places);
    fine = rounding_mode(r, mode, &found.mode) && fine;
    found.place = places->place;
    if (fine)
        *out = found;
    return fine;
}

static kh_expr *rounded(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    const kh_node *args = KH_AS(call, call)->args;
    if (count_args(args) != 3)
        return say_arguments(r, call, "round(x, 2, half_up) 保留(x, 2, 四舍五入)");
    const kh_node *x = plain(r, args), *places = plain(r, args->next),
                  *mode = plain(r, args->next->next);
    kh_expr *e = kh_expr_new(r, KH_X_ROUND, KH_TYPE_NUMBER, call->place, 1);
    if (!x || !places || !mode)
        return kh_expr_error(r, call->place);
    e->args[0] = kh_expr_resolve(r, x, scope, KH_WANT_NUMBER);
    if (!kh_expr_rounding(r, places, mode, &e->rounding) || kh_types_is_error(e->args[0]))
        return kh_expr_error(r, call->place);
    e->type.measure = e->args[0]->type.measure;
    return kh_expr_join(e);
}

static kh_expr *known(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    const kh_node *args = KH_AS(call, call)->args;
    if (count_args(args) != 1)
        return say_arguments(r, call, "known(x) 已知(x)");
    const kh_node *x = plain(r, args);
    kh_expr *e = kh_expr_new(r, KH_X_KNOWN, KH_TYPE_YES_NO, call->place, 1);
    e->args[0] = x ? kh_expr_resolve(r, x, scope, KH_WANT_ANY) : kh_expr_error(r, call->place);
    return kh_types_is_error(e->args[0]) ? kh_expr_error(r, call->place) : kh_expr_join(e);
}

static kh_expr *function(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope)
{
    uint32_t n = count_args(KH_AS(call, call)->args);
    if (b == KH_B_LARGER || b == KH_B_SMALLER) {
        bool larger = b == KH_B_LARGER;
        if (n < 2)
            return say_arguments(
                r, call, larger ? "larger(a, b) 较大值(a, b)" : "smaller(a, b) 较小值(a, b)");
        return over_numbers(r, call, larger ? KH_X_LARGER : KH_X_SMALLER, scope);
    }
    if (b == KH_B_LIMIT_TO)
        return n == 3 ? over_numbers(r, call, KH_X_LIMIT, scope)
                      : say_arguments(r, call, "limit(x, low, high) 限值(x, 低, 高)");
    if (b == KH_B_ABS)
        return n == 1 ? over_numbers(r, call, KH_X_ABS, scope)
                      : say_arguments(r, call, "abs(x) 绝对值(x)");
    return b == KH_B_ROUNDED ? rounded(r, call, scope) : known(r, call, scope);
}

static kh_expr *unknown(kh_resolver *r, const kh_node *n, kh_id name)
{
    const kh_node *called = KH_AS(call, n)->name;
    const kh_symbol *let = kh_names_find(r, name, KH_SYMBOL_LET);
    kh_slice text = kh_resolve_name(r, name);
    if (let) {
        kh_diag *d = KH_SAY(r, KH_E1048, n->place, text);
        kh_resolve_related(r, d, KH_R_name_declared, let->place, text);
        return kh_expr_error(r, n->place);
    }
    kh_slice best = kh_guess_function(text);
    kh_diag *d = KH_SAY(r, KH_E0311, called->place, text, best);
    if (best.n)
        kh_resolve_fix(r, d, called->place, "%.*s", (int)best.n, best.p);
    else
        kh_resolve_no_hint(d);
    return kh_expr_error(r, n->place);
}

kh_expr *kh_expr_call(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    kh_id name = kh_names_id(r, KH_AS(call, n)->name);
    if (!name)
        return kh_expr_error(r, n->place);
    const kh_symbol *let = kh_names_find(r, name, KH_SYMBOL_FUNCTION);
    if (let)
        return kh_function_call(r, n, let->index, scope, want);
    kh_builtin b = kh_names_builtin(r, name, KH_BC_AGGREGATE);
    if (b != KH_B_END)
        return kh_expr_aggregate(r, n, b, scope, want);
    b = kh_names_builtin(r, name, KH_BC_FUNCTION);
    if (b != KH_B_END)
        return function(r, n, b, scope);
    b = kh_names_builtin(r, name, KH_BC_CALLED);
    if (b != KH_B_END)
        return kh_expr_called(r, n, b, scope, want);
    if (kh_names_builtin(r, name, KH_BC_SET_OF) != KH_B_END) {
        KH_SAY(r, KH_E1054, n->place);
        return kh_expr_error(r, n->place);
    }
    b = kh_names_builtin(r, name, KH_BC_LATER);
    if (b == KH_B_END)
        b = kh_names_builtin(r, name, KH_BC_GROUP);
    if (b != KH_B_END) {
        KH_SAY(r, KH_E0920, n->place, kh_resolve_name(r, name));
        return kh_expr_error(r, n->place);
    }
    return unknown(r, n, name);
}
