/* Constant expressions: numbers, params and arithmetic over them; for one kind of unit also a table
 * by kind. */
#include "model/resolve.h"

static bool is_arithmetic(const kh_expr *e)
{
    return e->op == KH_X_ADD || e->op == KH_X_SUB || e->op == KH_X_MUL || e->op == KH_X_DIV;
}

static bool apply(kh_arena *a, kh_expr_op op, kh_num y, kh_num *x)
{
    if (op == KH_X_DIV && kh_num_sign(y) == 0)
        return false;
    *x = op == KH_X_ADD   ? kh_num_add(a, *x, y)
         : op == KH_X_SUB ? kh_num_sub(a, *x, y)
         : op == KH_X_MUL ? kh_num_mul(a, *x, y)
                          : kh_num_div(a, *x, y);
    return true;
}

/* Chains lean to the left and may be ten thousand terms long: walked in a loop. */
static bool arithmetic(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind, kh_num *out)
{
    size_t depth = 0;
    const kh_expr *x = e;
    for (; is_arithmetic(x); x = x->args[0])
        depth++;
    if (!kh_expr_constant_for(a, m, x, kind, out))
        return false;
    const kh_expr **spine = KH_NEW_ARRAY(a, const kh_expr *, depth);
    x = e;
    for (size_t i = depth; i-- > 0; x = x->args[0])
        spine[i] = x;
    for (size_t i = 0; i < depth; i++) {
        kh_num y;
        if (!kh_expr_constant_for(a, m, spine[i]->args[1], kind, &y) ||
            !apply(a, spine[i]->op, y, out))
            return false;
    }
    return true;
}

/* -1: not known without facts. */
static int holds(kh_arena *a, const kh_model *m, const kh_expr *c, uint32_t kind)
{
    if (c->op == KH_X_YES_NO)
        return (int)c->index;
    if (c->op == KH_X_OR || c->op == KH_X_AND) {
        int stop = c->op == KH_X_OR, known = !stop;
        for (uint32_t i = 0; i < c->n; i++) {
            int one = holds(a, m, c->args[i], kind);
            if (one == stop)
                return stop;
            if (one < 0)
                known = -1;
        }
        return known;
    }
    bool about_kind = (c->op == KH_X_EQ || c->op == KH_X_NE) && c->args[0]->op == KH_X_KIND &&
                      c->args[1]->op == KH_X_KIND_IS && kind != KH_NONE;
    if (!about_kind)
        return -1;
    return (c->args[1]->index == kind) == (c->op == KH_X_EQ);
}

static bool table(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind, kh_num *out)
{
    for (uint32_t i = 0; i + 1 < e->n; i += 2) {
        int c = holds(a, m, e->args[i], kind);
        if (c < 0)
            return false;
        if (c)
            return kh_expr_constant_for(a, m, e->args[i + 1], kind, out);
    }
    return e->n % 2 && kh_expr_constant_for(a, m, e->args[e->n - 1], kind, out);
}

static bool extreme(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind, kh_num *out)
{
    for (uint32_t i = 0; i < e->n; i++) {
        kh_num x;
        if (!kh_expr_constant_for(a, m, e->args[i], kind, &x))
            return false;
        *out = i == 0 ? x : e->op == KH_X_LARGER ? kh_num_max(*out, x) : kh_num_min(*out, x);
    }
    return e->n > 0;
}

static bool limited(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind, kh_num *out)
{
    kh_num x, low, high;
    if (!kh_expr_constant_for(a, m, e->args[0], kind, &x) ||
        !kh_expr_constant_for(a, m, e->args[1], kind, &low) ||
        !kh_expr_constant_for(a, m, e->args[2], kind, &high))
        return false;
    *out = kh_num_min(kh_num_max(x, low), high);
    return true;
}

static bool param(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind, kh_num *out)
{
    const kh_param *p = &m->params[e->index];
    return p->has_value && p->value && kh_expr_constant_for(a, m, p->value, kind, out);
}

bool kh_expr_constant_for(kh_arena *a, const kh_model *m, const kh_expr *e, uint32_t kind,
                          kh_num *out)
{
    if (!e || e->type.tag != KH_TYPE_NUMBER)
        return false;
    /* Not a switch: most of the operations are never constant. */
    if (e->op == KH_X_NUMBER) {
        *out = e->number;
        return true;
    }
    if (e->op == KH_X_PARAM)
        return param(a, m, e, kind, out);
    if (is_arithmetic(e))
        return arithmetic(a, m, e, kind, out);
    if (e->op == KH_X_TABLE)
        return table(a, m, e, kind, out);
    if (e->op == KH_X_LARGER || e->op == KH_X_SMALLER)
        return extreme(a, m, e, kind, out);
    if (e->op == KH_X_LIMIT)
        return limited(a, m, e, kind, out);
    if (e->op == KH_X_NODE_MAX || e->op == KH_X_NODE_BASE) {
        const kh_score *n = m->nodes ? &m->nodes[e->index] : NULL;
        const kh_expr *of = !n ? NULL : e->op == KH_X_NODE_MAX ? n->max : n->base;
        return of && of != e && kh_expr_constant_for(a, m, of, kind, out);
    }
    if (e->op != KH_X_NEGATE && e->op != KH_X_ABS && e->op != KH_X_ROUND)
        return false;
    if (!kh_expr_constant_for(a, m, e->args[0], kind, out))
        return false;
    *out = e->op == KH_X_NEGATE ? kh_num_neg(a, *out)
           : e->op == KH_X_ABS  ? kh_num_abs(a, *out)
                                : kh_num_round(a, *out, e->rounding.places, e->rounding.mode);
    return true;
}

bool kh_expr_constant(kh_arena *a, const kh_model *m, const kh_expr *e, kh_num *out)
{
    return kh_expr_constant_for(a, m, e, KH_NONE, out);
}
