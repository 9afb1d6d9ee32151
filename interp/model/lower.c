/* From the resolved tree to the plan: the driver. What is lowered when is decided in lower_order.c,
 * how in lower_expr.c (expressions), lower_rules.c, lower_nodes.c and lower_results.c. */
#include "model/lower.h"

#include <string.h>

static kh_col *columns_of(kh_arena *a, uint32_t n)
{
    kh_col *cols = KH_NEW_ARRAY(a, kh_col, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        cols[i] = KH_NONE;
    return cols;
}

static kh_plan *new_plan(kh_arena *a, const kh_model *m)
{
    kh_plan *p = KH_NEW(a, kh_plan);
    p->model = m;
    p->arena = a;
    p->of_expr = kh_map_new(a);
    p->nodes = KH_NEW_ARRAY(a, kh_plan_node, m->nodes_count + 1u);
    for (uint32_t i = 0; i < m->nodes_count; i++) {
        /* KH_NONE is all bits set. */
        memset(&p->nodes[i], 0xff, sizeof p->nodes[i]);
        p->nodes[i].rules = KH_NEW_ARRAY(a, kh_plan_rule, m->nodes[i].rule_count + 1u);
        memset(p->nodes[i].rules, 0xff, m->nodes[i].rule_count * sizeof(kh_plan_rule));
        p->nodes[i].groups = KH_NEW_ARRAY(a, kh_plan_group, m->nodes[i].group_count + 1u);
        memset(p->nodes[i].groups, 0xff, m->nodes[i].group_count * sizeof(kh_plan_group));
    }
    p->subtotal = p->extras = p->raw_total = p->limited_total = p->total = p->max_total = KH_NONE;
    p->grade_when = columns_of(a, m->grades_count);
    p->veto_holds = columns_of(a, m->vetoes_count);
    p->veto_when = columns_of(a, m->vetoes_count);
    p->veto_unless = columns_of(a, m->vetoes_count);
    p->rank_keys = KH_NEW_ARRAY(a, kh_col *, m->ranks_count + 1u);
    p->select_keys = KH_NEW_ARRAY(a, kh_col *, m->selects_count + 1u);
    p->select_when = columns_of(a, m->selects_count);
    p->select_top = columns_of(a, m->selects_count);
    p->select_stratum = KH_NEW_ARRAY(a, uint32_t, m->selects_count + 1u);
    p->shows = columns_of(a, m->shows_count);
    p->asserts = columns_of(a, m->asserts_count);
    p->lets = columns_of(a, m->lets_count);
    p->fact_cols = columns_of(a, m->facts_count);
    return p;
}

static int compare_reads(const kh_plan_read *x, const kh_plan_read *y)
{
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

/* Reads come in by node; few are out of order, and their number is small: a merge sort. */
static void sort_reads(kh_arena *a, kh_plan_read *reads, uint32_t n)
{
    kh_plan_read *from = reads, *to = KH_NEW_ARRAY(a, kh_plan_read, n + 1u);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = start + 2 * width < n ? start + 2 * width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                bool left = i < middle && (j == end || compare_reads(&from[i], &from[j]) <= 0);
                to[k] = left ? from[i++] : from[j++];
            }
        }
        kh_plan_read *t = from;
        from = to;
        to = t;
    }
    if (from != reads)
        memcpy(reads, from, n * sizeof *reads);
}

static void finish(kh_lowering *l)
{
    kh_plan *p = l->plan;
    p->operations = l->operations.at;
    p->operations_count = (uint32_t)l->operations.n;
    p->columns = l->columns.at;
    p->columns_count = (uint32_t)l->columns.n;
    p->reads = l->reads.at;
    p->reads_count = (uint32_t)l->reads.n;
    sort_reads(l->arena, p->reads, p->reads_count);
    uint32_t last = p->grade_stratum;
    for (uint32_t i = 0; i < p->operations_count; i++)
        last = p->operations[i].stratum > last ? p->operations[i].stratum : last;
    for (uint32_t i = 0; i < p->model->selects_count; i++)
        last = p->select_stratum[i] > last ? p->select_stratum[i] : last;
    p->strata = last + 1;
}

kh_plan *kh_lower(kh_arena *a, const kh_model *m, kh_diags *diags)
{
    kh_lowering l = {.arena = a, .m = m, .diags = diags, .node = KH_NONE, .missing_as = KH_NONE};
    l.plan = new_plan(a, m);
    l.by_hash = kh_map_new(a);
    l.read_at = kh_map_new(a);
    l.lowered_at = kh_map_new(a);
    if (!kh_lower_in_order(&l))
        return NULL;
    finish(&l);
    return l.plan;
}

kh_col kh_plan_column(const kh_plan *p, const kh_expr *e)
{
    return e ? kh_map_get(p->of_expr, (uint64_t)(uintptr_t)e) : KH_NONE;
}
