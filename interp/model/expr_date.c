/* Dates: a date and a span of time, which its measure says; the ends of the scheme's period. */
#include "model/resolve.h"

typedef struct span {
    const char *measure;
    kh_expr_op op;
    uint32_t times;
} span;

static const span spans[] = {
    {"", KH_X_DAYS, 1},
    {"天", KH_X_DAYS, 1},
    {"周", KH_X_DAYS, 7},
    {"月", KH_X_MONTHS, 1},
    {"季度", KH_X_MONTHS, 3},
    {"年", KH_X_MONTHS, 12},
    {"工作日", KH_X_WORKING_DAYS, 1},
};

static const span *span_of(const kh_resolver *r, const kh_expr *e)
{
    kh_slice measure = e->type.measure ? kh_resolve_name(r, e->type.measure) : KH_LIT("");
    for (size_t i = 0; i < sizeof spans / sizeof *spans && !e->type.share; i++)
        if (kh_slice_is(measure, spans[i].measure))
            return &spans[i];
    return NULL;
}

/* Weeks as days. */
static kh_expr *times(kh_resolver *r, kh_expr *e, uint32_t n)
{
    kh_expr *k = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, e->place, 0);
    k->number = kh_num_int(n);
    return kh_expr_two(r, KH_X_MUL, KH_TYPE_NUMBER, e->place, e, k);
}

kh_expr *kh_expr_date_plus(kh_resolver *r, kh_place place, kh_expr *date, kh_expr *span_expr)
{
    const span *s = span_of(r, span_expr);
    if (!s) {
        KH_SAY(r, KH_E0438, place);
        return kh_expr_error(r, place);
    }
    if (s->op == KH_X_DAYS && s->times > 1)
        span_expr = times(r, span_expr, s->times);
    kh_expr *e = kh_expr_two(r, s->op, KH_TYPE_DATE, place, date, span_expr);
    if (s->op == KH_X_MONTHS)
        e->index = s->times;
    if (s->op == KH_X_WORKING_DAYS)
        r->model->counts_working_days = true;
    return e;
}

kh_expr *kh_expr_next_working_day(kh_resolver *r, const kh_node *call, const kh_scope *scope)
{
    const kh_node *arg = KH_AS(call, call)->args;
    const struct kh_node_arg *a = arg && arg->kind == KH_NODE_ARG ? KH_AS(arg, arg) : NULL;
    if (!arg || arg->next || (a && (a->of || a->quals))) {
        KH_SAY(r, KH_E0440, call->place, kh_resolve_text(r, KH_AS(call, call)->name->place),
               KH_LIT("next_working_day(D) 下一工作日(D)"));
        return kh_expr_error(r, call->place);
    }
    kh_expr *e = kh_expr_new(r, KH_X_NEXT_WORKING_DAY, KH_TYPE_DATE, call->place, 1);
    e->args[0] = kh_expr_resolve(r, a ? a->value : arg, scope, KH_WANT_DATE);
    r->model->counts_working_days = true;
    return kh_types_is_error(e->args[0]) ? kh_expr_error(r, call->place) : kh_expr_join(e);
}

kh_expr *kh_expr_period_end(kh_resolver *r, const kh_node *n, bool start)
{
    kh_expr *e = kh_expr_new(r, KH_X_DATE, KH_TYPE_DATE, n->place, 0);
    const kh_model *m = r->model;
    if (m->has_period) {
        e->date = start ? m->period.first : m->period.last;
        return e;
    }
    if (r->quiet) /* the scheme's head is settled behind the types */
        return e;
    if (!r->scheme_troubled)
        KH_SAY(r, KH_E1044, n->place, kh_resolve_text(r, n->place));
    return kh_expr_error(r, n->place);
}
