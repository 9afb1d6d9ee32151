/* Lines: where the scheme's results compare a figure with a constant (总分 70分以上). A figure
 * whose shown text lies on one side and its exact value on the other must not pass unmarked
 * (language.md §4.3). */
#include "report/inside.h"

typedef KH_VEC(kh_line) line_list;

static kh_expr_op turned(kh_expr_op op)
{
    return op == KH_X_LT   ? KH_X_GT
           : op == KH_X_LE ? KH_X_GE
           : op == KH_X_GT ? KH_X_LT
           : op == KH_X_GE ? KH_X_LE
                           : op;
}

static bool constant(kh_report_run *run, const kh_expr *e, kh_num *out)
{
    return e->type.tag == KH_TYPE_NUMBER && kh_expr_constant(run->arena, run->m, e, out);
}

static void add_line(kh_report_run *run, line_list *list, const kh_expr *e, kh_id owner)
{
    kh_num bound;
    const kh_expr *figure = e->args[0];
    kh_expr_op op = e->op;
    if (!constant(run, e->args[1], &bound)) {
        if (!constant(run, e->args[0], &bound))
            return;
        figure = e->args[1];
        op = turned(op);
    }
    kh_col col = kh_plan_column(run->p, figure);
    if (col != KH_NONE)
        *kh_push(run->arena, list) = (kh_line){op, col, bound, e->place, owner};
}

static void collect(kh_report_run *run, line_list *list, const kh_expr *e, kh_id owner)
{
    if (!e)
        return;
    if (e->op >= KH_X_LT && e->op <= KH_X_NE)
        add_line(run, list, e, owner);
    if (e->op == KH_X_NOT || e->op == KH_X_AND || e->op == KH_X_OR)
        for (uint32_t i = 0; i < e->n; i++)
            collect(run, list, e->args[i], owner);
}

const kh_line *kh_report_lines(kh_report_run *run, uint32_t *n)
{
    const kh_model *m = run->m;
    line_list list = {0};
    for (uint32_t i = 0; i < m->grades_count; i++) {
        collect(run, &list, m->grades[i].when, m->grades[i].name);
        collect(run, &list, m->grades[i].unless, m->grades[i].name);
    }
    for (uint32_t i = 0; i < m->vetoes_count; i++) {
        collect(run, &list, m->vetoes[i].when, m->vetoes[i].name);
        collect(run, &list, m->vetoes[i].unless, m->vetoes[i].name);
    }
    for (uint32_t i = 0; i < m->selects_count; i++)
        collect(run, &list, m->selects[i].when, m->selects[i].name);
    *n = (uint32_t)list.n;
    return list.at;
}

static bool holds(kh_expr_op op, kh_num x, kh_num bound)
{
    int c = kh_num_cmp(x, bound);
    return op == KH_X_LT   ? c < 0
           : op == KH_X_LE ? c <= 0
           : op == KH_X_GT ? c > 0
           : op == KH_X_GE ? c >= 0
           : op == KH_X_EQ ? c == 0
                           : c != 0;
}

const kh_line *kh_report_line_between(const kh_line *lines, uint32_t n, kh_col figure, kh_num exact,
                                      kh_num shown, bool *exactly)
{
    if (kh_num_eq(exact, shown))
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        if (lines[i].figure != figure)
            continue;
        *exactly = holds(lines[i].op, exact, lines[i].bound);
        if (*exactly != holds(lines[i].op, shown, lines[i].bound))
            return &lines[i];
    }
    return NULL;
}
