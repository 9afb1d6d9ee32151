/* Functions whose names others may bear as well (指数 of a fact, 占比 of a field): roots, powers,
 * logarithms; aggregates of that sort are passed on. */
#include "model/resolve.h"

static kh_expr *say_shape(kh_resolver *r, const kh_node *call, const char *shape)
{
    KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
           kh_slice_of(shape));
    return kh_expr_error(r, call->place);
}

static const kh_node *value_of(kh_resolver *r, const kh_node *arg)
{
    if (arg->kind != KH_NODE_ARG)
        return arg;
    const struct kh_node_arg *a = KH_AS(arg, arg);
    if (!a->of && !a->quals)
        return a->value;
    KH_SAY(r, KH_E1036, arg->place, kh_resolve_text(r, arg->place));
    return NULL;
}

/* `n` numbers in brackets; NULL: reported. */
static kh_expr *numbers(kh_resolver *r, const kh_node *call, kh_expr_op op, uint32_t n,
                        const kh_scope *scope, const char *shape)
{
    kh_expr *e = kh_expr_new(r, op, KH_TYPE_NUMBER, call->place, n);
    const kh_node *arg = KH_AS(call, call)->args;
    bool fine = true;
    for (uint32_t i = 0; i < n; i++, arg = arg->next) {
        if (!arg) {
            say_shape(r, call, shape);
            return NULL;
        }
        const kh_node *v = value_of(r, arg);
        e->args[i] =
            v ? kh_expr_resolve(r, v, scope, KH_WANT_NUMBER) : kh_expr_error(r, arg->place);
        fine = fine && !kh_types_is_error(e->args[i]);
    }
    if (arg) {
        say_shape(r, call, shape);
        return NULL;
    }
    return fine ? kh_expr_join(e) : NULL;
}

/* The degree of a root is written down: 2, 3 … */
static bool is_degree(kh_resolver *r, const kh_expr *n)
{
    kh_num x;
    int64_t degree;
    if (kh_expr_constant(r->work, r->model, n, &x) && kh_num_to_int(x, &degree) && degree >= 1 &&
        degree <= 1000)
        return true;
    KH_SAY(r, KH_E1042, n->place, kh_resolve_text(r, n->place));
    return false;
}

static kh_expr *root(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    kh_expr *e = numbers(r, call, KH_X_ROOT, 2, scope, "root(x, 3) 方根(x, 3)");
    return e && is_degree(r, e->args[1]) ? e : kh_expr_error(r, call->place);
}

/* ln of what is certainly not above 0 has no value for any unit. */
static kh_expr *logarithm(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    kh_expr *e = numbers(r, call, KH_X_LN, 1, scope, "ln(x) 自然对数(x)");
    kh_num x;
    if (e && kh_expr_constant(r->work, r->model, e->args[0], &x) && kh_num_sign(x) <= 0) {
        KH_SAY(r, KH_E1043, e->args[0]->place, kh_resolve_text(r, e->args[0]->place));
        return kh_expr_error(r, call->place);
    }
    return e ? e : kh_expr_error(r, call->place);
}

static kh_expr *one_of(kh_resolver *r, const kh_node *call, kh_expr *e)
{
    return e ? e : kh_expr_error(r, call->place);
}

kh_expr *kh_expr_called(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope,
                        kh_want want)
{
    r->has_reals =
        r->has_reals || b == KH_B_ROOT || b == KH_B_LN || b == KH_B_EXP || b == KH_B_POWER;
    if (b == KH_B_ROOT)
        return root(r, call, scope);
    if (b == KH_B_LN)
        return logarithm(r, call, scope);
    if (b == KH_B_EXP)
        return one_of(r, call, numbers(r, call, KH_X_EXP, 1, scope, "exp(x) 指数(x)"));
    if (b == KH_B_NEXT_WORKING_DAY)
        return kh_expr_next_working_day(r, call, scope);
    if (b == KH_B_POWER)
        return one_of(r, call, numbers(r, call, KH_X_POWER, 2, scope, "power(x, 2) 幂(x, 2)"));
    return kh_expr_aggregate(r, call, b, scope, want);
}
