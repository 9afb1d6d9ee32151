/* Lowering what follows from the scores: total, vetoes, grades, ranks, selections, columns to show,
 * assertions; and the values that are named by `let`. */
#include "model/lower.h"

static kh_col top_maxima(kh_lowering *l)
{
    const kh_model *m = l->m;
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, m->nodes_count + 1u);
    uint32_t count = 0;
    for (uint32_t i = 0; i < m->nodes_count; i++) {
        const kh_score *n = &m->nodes[i];
        if (n->parent != KH_NONE || n->type == KH_EXTRA)
            continue;
        kh_col col = kh_lower_marks(l, i);
        if (col != KH_NONE && n->weight)
            col = kh_lower_two(l, KH_DO_MUL, KH_TYPE_NUMBER, col, kh_lower_number(l, n->weight));
        if (col != KH_NONE)
            args[count++] = col;
    }
    if (count == 0)
        return KH_NONE;
    return kh_lower_map(l, (kh_operation){.code = KH_DO_SUM}, args, count,
                        kh_lower_type(KH_TYPE_NUMBER));
}

void kh_lower_total(kh_lowering *l)
{
    const kh_model *m = l->m;
    kh_plan *p = l->plan;
    p->subtotal = kh_lower_inside(l, KH_NONE, false);
    p->extras = kh_lower_inside(l, KH_NONE, true);
    kh_col parts[2];
    uint32_t count = 0;
    if (p->subtotal != KH_NONE)
        parts[count++] = p->subtotal;
    if (p->extras != KH_NONE)
        parts[count++] = p->extras;
    p->raw_total = kh_lower_sum(l, parts, count);
    p->limited_total =
        kh_lower_limits(l, p->raw_total, m->floor ? kh_lower_number(l, m->floor) : KH_NONE,
                        m->cap ? kh_lower_number(l, m->cap) : KH_NONE);
    p->total = kh_lower_round(l, p->limited_total, &m->rounding);
    p->max_total = m->max ? kh_lower_number(l, m->max) : top_maxima(l);
}

void kh_lower_veto(kh_lowering *l, uint32_t veto)
{
    const kh_veto *v = &l->m->vetoes[veto];
    kh_plan *p = l->plan;
    if (v->when)
        p->veto_when[veto] = kh_lower_expr(l, v->when);
    if (v->unless)
        p->veto_unless[veto] = kh_lower_expr(l, v->unless);
    kh_col holds = kh_lower_condition(l, p->veto_when[veto], p->veto_unless[veto]);
    holds = kh_lower_both(l, kh_lower_kind_in(l, v->for_kinds), holds);
    p->veto_holds[veto] = holds == KH_NONE ? kh_lower_yes_no(l, true) : kh_lower_holds(l, holds);
}

static void at_least(uint32_t *stratum, const kh_lowering *l, kh_col col)
{
    if (col != KH_NONE && l->columns.at[col].stratum > *stratum)
        *stratum = l->columns.at[col].stratum;
}

void kh_lower_grades(kh_lowering *l)
{
    const kh_model *m = l->m;
    kh_plan *p = l->plan;
    for (uint32_t i = 0; i < m->grades_count; i++) {
        const kh_grade *g = &m->grades[i];
        if (!g->when && !g->unless)
            continue;
        kh_col when = g->when ? kh_lower_expr(l, g->when) : KH_NONE;
        kh_col unless = g->unless ? kh_lower_expr(l, g->unless) : KH_NONE;
        p->grade_when[i] = kh_lower_holds(l, kh_lower_condition(l, when, unless));
        at_least(&p->grade_stratum, l, p->grade_when[i]);
    }
    p->grade_split = kh_lower_split(l, p->grade_when, m->grades_count);
    for (uint32_t i = 0; i < m->vetoes_count; i++)
        at_least(&p->grade_stratum, l, p->veto_holds[i]);
}

static kh_col *lower_keys(kh_lowering *l, const kh_order_key *keys, uint32_t n)
{
    kh_col *cols = KH_NEW_ARRAY(l->arena, kh_col, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        kh_col col = kh_lower_expr(l, keys[i].key);
        kh_type type = l->columns.at[col].type;
        bool points = type.tag == KH_TYPE_LEVEL;
        for (uint32_t k = 0; points && k < l->m->scales[type.scale].level_count; k++)
            points = l->m->scales[type.scale].levels[k].has_points;
        cols[i] = points ? kh_lower_points(l, col) : col;
    }
    return cols;
}

void kh_lower_rank(kh_lowering *l, uint32_t rank)
{
    const kh_rank *r = &l->m->ranks[rank];
    l->plan->rank_keys[rank] = lower_keys(l, r->keys, r->key_count);
}

void kh_lower_select(kh_lowering *l, uint32_t select)
{
    const kh_select *s = &l->m->selects[select];
    kh_plan *p = l->plan;
    uint32_t stratum = s->from_count ? p->grade_stratum : 0;
    if (s->top) {
        p->select_top[select] = kh_lower_number(l, s->top);
        at_least(&stratum, l, p->select_top[select]);
    }
    if (s->when) {
        p->select_when[select] = kh_lower_holds(l, kh_lower_expr(l, s->when));
        at_least(&stratum, l, p->select_when[select]);
    }
    p->select_keys[select] = lower_keys(l, s->keys, s->key_count);
    for (uint32_t i = 0; i < s->key_count; i++)
        at_least(&stratum, l, p->select_keys[select][i]);
    for (uint32_t v = 0; v < l->m->vetoes_count; v++)
        for (uint32_t i = 0; i < l->m->vetoes[v].effect_count; i++)
            if (l->m->vetoes[v].effects[i].type == KH_EFFECT_BARS &&
                l->m->vetoes[v].effects[i].target == select)
                at_least(&stratum, l, p->veto_holds[v]);
    p->select_stratum[select] = stratum;
}

void kh_lower_show(kh_lowering *l, uint32_t show)
{
    const kh_show *s = &l->m->shows[show];
    kh_col col = kh_lower_expr(l, s->value);
    /* What is no fraction cannot be kept until it is printed. */
    if (kh_lower_might(l, col, KH_MIGHT_ENCLOSE))
        col = kh_lower_round(l, col, &s->rounding);
    l->plan->shows[show] = col;
}

void kh_lower_assert(kh_lowering *l, uint32_t index)
{
    l->plan->asserts[index] = kh_lower_expr(l, l->m->asserts[index].condition);
}

/* Where it has no value (a mean of none, a division by zero) `missing as` stands in as well. */
static kh_col let_value(kh_lowering *l, const kh_let *t)
{
    kh_col value = kh_lower_expr(l, t->value);
    bool numbers = l->missing_as != KH_NONE && l->columns.at[value].type.tag == KH_TYPE_NUMBER &&
                   l->columns.at[l->missing_as].type.tag == KH_TYPE_NUMBER;
    if (!numbers || !kh_lower_might(l, value, KH_MIGHT_NONE))
        return value;
    value = kh_lower_two(l, KH_DO_IF_NONE, KH_TYPE_NUMBER, value, l->missing_as);
    kh_lower_read(l, value, t->place);
    return value;
}

void kh_lower_let(kh_lowering *l, uint32_t let)
{
    const kh_let *t = &l->m->lets[let];
    if (t->missing_as)
        l->missing_as = kh_lower_expr(l, t->missing_as);
    kh_col value = let_value(l, t);
    l->missing_as = KH_NONE;
    if (t->rounding.places >= 0 && l->columns.at[value].type.tag == KH_TYPE_NUMBER)
        value = kh_lower_round(l, value, &t->rounding);
    kh_col kinds = kh_lower_kind_in(l, t->for_kinds);
    if (t->only_when)
        kinds = kh_lower_both(l, kinds, kh_lower_expr(l, t->only_when));
    if (kinds != KH_NONE)
        value = kh_lower_map(l, (kh_operation){.code = KH_DO_NA_UNLESS}, (kh_col[]){kinds, value},
                             2, l->columns.at[value].type);
    l->plan->lets[let] = value;
}
