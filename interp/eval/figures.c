/* Figures of a failed assertion. */
#include "eval/figures.h"

static bool compares(const kh_expr *e)
{
    return e->op >= KH_X_LT && e->op <= KH_X_NE;
}

/* Calls visit for every comparison under and, or, not. Lists are loops; nesting is bounded. */
typedef void visit_comparison(void *context, const kh_expr *e);
static void each_comparison(const kh_expr *e, visit_comparison *visit, void *context)
{
    if (compares(e)) {
        visit(context, e);
        return;
    }
    bool logic = e->op == KH_X_AND || e->op == KH_X_OR || e->op == KH_X_NOT;
    for (uint32_t i = 0; logic && i < e->n; i++)
        each_comparison(e->args[i], visit, context);
}

typedef struct keeping {
    const kh_plan *plan;
    bool *keep;
} keeping;

static void keep_sides(void *context, const kh_expr *e)
{
    const keeping *k = context;
    kh_col whole = kh_plan_column(k->plan, e);
    if (whole != KH_NONE)
        k->keep[whole] = true;
    for (uint32_t i = 0; i < e->n; i++) {
        kh_col col = kh_plan_column(k->plan, e->args[i]);
        if (col != KH_NONE)
            k->keep[col] = true;
    }
}

void kh_figures_keep(const kh_plan *p, bool *keep)
{
    keeping k = {p, keep};
    for (uint32_t i = 0; i < p->model->asserts_count; i++)
        each_comparison(p->model->asserts[i].condition, keep_sides, &k);
}

typedef struct showing {
    kh_strbuf *out;
    const kh_results *r;
    uint32_t unit;
} showing;

static void show_value(const showing *s, kh_col col)
{
    const kh_plan *p = s->r->plan;
    kh_cell c = kh_result(s->r, col, s->unit);
    kh_type type = p->columns[col].type;
    if (c.state & KH_MAY_NA)
        kh_strbuf_adds(s->out, "n/a");
    else if (type.tag == KH_TYPE_DATE)
        kh_date_show(s->out, (kh_date)c.low.n);
    else if (type.tag == KH_TYPE_LEVEL)
        kh_strbuf_add(s->out, kh_intern_text(p->model->names,
                                             p->model->scales[type.scale].levels[c.low.n].name));
    else if (type.tag == KH_TYPE_TEXT)
        kh_strbuf_add(s->out, kh_intern_text(p->model->names, (kh_id)c.low.n));
    else if (type.tag == KH_TYPE_NUMBER)
        kh_num_show(s->out, c.low, p->columns[col].places);
    else
        kh_strbuf_adds(s->out, "?");
}

static bool constant(const kh_expr *e)
{
    return e->op <= KH_X_KIND_IS;
}

/* The text that the scheme has there. */
static kh_slice written(const kh_model *m, kh_place place)
{
    if (place.source == 0 || !m->sources)
        return (kh_slice){NULL, 0};
    kh_slice text = kh_sources_at(m->sources, place.source)->text;
    if (place.at > text.n || place.len > text.n - place.at)
        return (kh_slice){NULL, 0};
    return (kh_slice){text.p + place.at, place.len};
}

static void show_sides(void *context, const kh_expr *e)
{
    const showing *s = context;
    kh_col whole = kh_plan_column(s->r->plan, e);
    if (!kh_result_kept(s->r, whole) || kh_result(s->r, whole, s->unit).state != KH_MAY_NO)
        return;
    for (uint32_t i = 0; i < e->n; i++) {
        kh_col col = kh_plan_column(s->r->plan, e->args[i]);
        if (constant(e->args[i]) || !kh_result_kept(s->r, col))
            continue;
        if (kh_result(s->r, col, s->unit).state & (KH_MAY_YES | KH_MAY_NO))
            continue;
        kh_slice name = written(s->r->plan->model, e->args[i]->place);
        kh_strbuf_adds(s->out, s->out->n ? ", " : "");
        kh_strbuf_add(s->out, name);
        kh_strbuf_adds(s->out, name.n ? " = " : "");
        show_value(s, col);
    }
}

void kh_figures_show(kh_strbuf *out, const kh_results *r, uint32_t index, uint32_t unit)
{
    showing s = {out, r, unit};
    each_comparison(r->plan->model->asserts[index].condition, show_sides, &s);
}
