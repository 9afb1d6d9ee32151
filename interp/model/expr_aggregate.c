/* Aggregates: count(投诉 其中 属实), mean(分数 于 评分). Over a list of values: expr_list.c. */
#include "model/resolve.h"

static kh_expr *over_set(kh_resolver *r, const kh_node *call, kh_expr_op op, kh_type_tag type,
                         uint32_t n)
{
    kh_expr *e = kh_expr_new(r, op, type, call->place, n);
    e->set = KH_NEW(r->work, kh_set);
    e->domain.tag = KH_DOMAIN_UNIT;
    return e;
}

static bool is_record_name(const kh_node *n)
{
    n = kh_expr_bare(n);
    return n && n->kind == KH_NODE_NAME;
}

/* 次数(会议 其中 参加，有记录): the comma was meant as 且. */
static void say_comma(kh_resolver *r, const kh_node *arg)
{
    kh_place gap = arg->place;
    gap.at += arg->place.len;
    gap.len = (uint32_t)(arg->next->place.at - gap.at);
    kh_diag *d = KH_SAY(r, KH_E0339, gap);
    kh_resolve_fix(r, d, gap, " 且 ");
}

/* count(SET), any(SET): one argument, the set itself. */
static kh_expr *count(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope)
{
    const kh_node *arg = KH_AS(call, call)->args;
    if (arg && arg->next && arg->kind == KH_NODE_ARG && KH_AS(arg, arg)->quals) {
        say_comma(r, arg);
        return kh_expr_error(r, call->place);
    }
    if (arg && arg->next)
        return kh_expr_list_of_conditions(r, call, b == KH_B_ANY, scope);
    if (!arg || arg->kind != KH_NODE_ARG) {
        KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
               KH_LIT("count(finding) 次数(发现问题)"));
        return kh_expr_error(r, call->place);
    }
    const struct kh_node_arg *a = KH_AS(arg, arg);
    const kh_node *set = kh_expr_bare(a->value);
    if (set && set->kind == KH_NODE_CALL && !a->of) /* items_of(X), past(3 years) */
        return kh_expr_call(r, set, scope, KH_WANT_ANY);
    if (!is_record_name(set)) {
        if (set && set->kind != KH_NODE_ERROR)
            KH_SAY(r, KH_E0442, set->place, kh_resolve_text(r, set->place));
        return kh_expr_error(r, call->place);
    }
    bool any = b == KH_B_ANY;
    kh_expr *e =
        over_set(r, call, any ? KH_X_ANY_OF : KH_X_COUNT, any ? KH_TYPE_YES_NO : KH_TYPE_NUMBER, 0);
    if (!kh_records_set(r, set, a->of, a->quals, scope, e->set))
        return kh_expr_error(r, call->place);
    if (e->set->where && kh_types_is_error(e->set->where))
        return kh_expr_error(r, call->place);
    return e;
}

/* What stands behind `of`: a SET, or the name alone. */
static bool set_of(kh_resolver *r, const struct kh_node_arg *a, const kh_scope *scope, kh_set *out)
{
    const kh_node *of = a->of, *name = of, *inner = NULL;
    const kh_node *quals = a->quals;
    if (of->kind == KH_NODE_SET) {
        name = KH_AS(set, of)->name;
        inner = KH_AS(set, of)->of;
        if (KH_AS(set, of)->args) {
            kh_resolve_refuse(r, KH_E0911, of);
            return false;
        }
        if (!quals)
            quals = KH_AS(set, of)->quals;
    }
    if (!name || name->kind != KH_NODE_NAME) {
        if (name && name->kind != KH_NODE_ERROR)
            kh_resolve_refuse(r, KH_E0911, of);
        return false;
    }
    const kh_symbol *grade = kh_names_find(r, kh_names_id(r, name), KH_SYMBOL_GRADE);
    if (grade && kh_records_find(r, grade->name) == KH_NONE) {
        kh_diag *d = KH_SAY(r, KH_E0327, name->place, kh_resolve_name(r, grade->name));
        kh_resolve_related(r, d, KH_R_name_declared, grade->place, kh_resolve_name(r, grade->name));
        return false;
    }
    return kh_records_set(r, name, inner, quals, scope, out);
}

/* The qualifiers, which may stand behind the set or be its own. */
static const kh_node *quals_of(const struct kh_node_arg *a)
{
    if (a->quals || a->of->kind != KH_NODE_SET)
        return a->quals;
    return KH_AS(set, a->of)->quals;
}

static kh_want wanted(kh_expr_op op)
{
    return op == KH_X_SHARE ? KH_WANT_CONDITION : op == KH_X_LATEST ? KH_WANT_ANY : KH_WANT_NUMBER;
}

static kh_expr *of_set(kh_resolver *r, const kh_node *call, kh_expr_op op, const kh_scope *scope)
{
    const struct kh_node_arg *a = KH_AS(arg, KH_AS(call, call)->args);
    kh_expr *e = over_set(r, call, op, KH_TYPE_NUMBER, 1);
    kh_scope outer = *scope;
    outer.gathers = true;
    if (!set_of(r, a, &outer, e->set))
        return kh_expr_error(r, call->place);
    kh_scope inner = *scope;
    inner.record = e->set->record;
    inner.fields_open = true;
    inner.subject = NULL;
    e->args[0] = kh_expr_resolve(r, a->value, &inner, wanted(op));
    if (kh_types_is_error(e->args[0]) || (e->set->where && kh_types_is_error(e->set->where)) ||
        !kh_expr_gather(r, e, quals_of(a), scope, &inner))
        return kh_expr_error(r, call->place);
    e->type.measure = e->args[0]->type.measure;
    if (op == KH_X_LATEST)
        e->type = e->args[0]->type;
    e->type.share = op == KH_X_SHARE;
    return e;
}

/* percentile(E of SET, 95%) */
static kh_expr *percentile(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    const kh_node *set = KH_AS(call, call)->args, *share = set->next;
    const struct kh_node_arg *a = share && share->kind == KH_NODE_ARG ? KH_AS(arg, share) : NULL;
    bool shaped = set->kind == KH_NODE_ARG && KH_AS(arg, set)->of && share && !share->next &&
                  !(a && (a->of || a->quals));
    if (!shaped) {
        KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
               KH_LIT("percentile(value of reading, 95%) 百分位(浓度 于 监测, 95%)"));
        return kh_expr_error(r, call->place);
    }
    kh_scope constant = *scope;
    constant.constant = true;
    kh_expr *p = kh_expr_resolve(r, a ? a->value : share, &constant, KH_WANT_NUMBER);
    kh_expr *e = of_set(r, call, KH_X_PERCENTILE, scope);
    if (kh_types_is_error(e) || kh_types_is_error(p))
        return kh_expr_error(r, call->place);
    if (!kh_expr_constant(r->work, r->model, p, &e->number) || kh_num_sign(e->number) < 0 ||
        kh_num_cmp(e->number, KH_ONE) > 0) {
        KH_SAY(r, KH_E1030, p->place, kh_resolve_text(r, p->place));
        return kh_expr_error(r, call->place);
    }
    return e;
}

kh_expr_op kh_expr_operation(kh_builtin b)
{
    return b == KH_B_SUM          ? KH_X_SUM
           : b == KH_B_MEAN       ? KH_X_MEAN
           : b == KH_B_HIGHEST    ? KH_X_HIGHEST
           : b == KH_B_MEDIAN     ? KH_X_MEDIAN
           : b == KH_B_PERCENTILE ? KH_X_PERCENTILE
           : b == KH_B_SHARE      ? KH_X_SHARE
           : b == KH_B_LATEST     ? KH_X_LATEST
                                  : KH_X_LOWEST;
}

kh_expr *kh_expr_aggregate(kh_resolver *r, const kh_node *call, kh_builtin b, const kh_scope *scope,
                           kh_want want)
{
    if (b == KH_B_FIRST)
        return kh_expr_first(r, call, scope, want);
    const kh_node *first = KH_AS(call, call)->args;
    if (first && kh_expr_is_items(r, first))
        return kh_expr_items(r, call, b, scope);
    if (b == KH_B_COUNT || b == KH_B_ANY)
        return count(r, call, b, scope);
    kh_expr_op op = kh_expr_operation(b);
    const kh_node *args = KH_AS(call, call)->args;
    if (!args)
        return kh_expr_error(r, call->place);
    if (op == KH_X_PERCENTILE)
        return percentile(r, call, scope);
    if (!args->next && args->kind == KH_NODE_ARG && KH_AS(arg, args)->of)
        return of_set(r, call, op, scope);
    if (args->next && op <= KH_X_MEDIAN)
        return kh_expr_list(r, call, op, scope);
    const kh_node *value = args->kind == KH_NODE_ARG ? KH_AS(arg, args)->value : args;
    kh_slice name = kh_resolve_text(r, KH_AS(call, call)->name->place);
    if (value && value->kind != KH_NODE_ERROR)
        KH_SAY(r, KH_E0443, call->place, name, kh_resolve_text(r, value->place));
    return kh_expr_error(r, call->place);
}
