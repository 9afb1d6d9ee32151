/* Grades: the set of grades that a unit can still have. They are listed from the best to the worst,
 * a unit takes the first whose condition holds, and a veto can only make it worse. */
#include "eval/cross.h"
#include "eval/split.h"

typedef struct grading {
    kh_run *run;
    kh_splitting *splitting; /* of the grades' conditions, made when first needed */
    bool *skip;              /* [grades] */
} grading;

static kh_slice total_text(const kh_run *run, uint32_t unit, kh_strbuf *buf)
{
    if (kh_result_kept(run->results, run->plan->total)) {
        kh_cell c = kh_result(run->results, run->plan->total, unit);
        if (c.state & KH_MAY_VALUE)
            kh_num_show(buf, c.low, -1);
        else
            kh_strbuf_adds(buf, "n/a");
    }
    return kh_strbuf_slice(buf);
}

static void report_none(kh_run *run, uint32_t unit)
{
    const kh_model *m = run->plan->model;
    kh_strbuf buf = {0};
    kh_slice name = kh_intern_text(m->names, run->facts->units[unit].name);
    KH_REPORT(run->diags, KH_E0702, m->grades[m->grades_count - 1].place, name,
              total_text(run, unit, &buf));
    kh_strbuf_free(&buf);
}

/* Grades that the unit's score does not give. */
static bool is_out(const kh_run *run, uint32_t grade, uint32_t unit)
{
    const kh_grade *g = &run->plan->model->grades[grade];
    return g->by_veto || !kh_for_unit(run, g->for_kinds, unit);
}

/* Seen together, the conditions leave no more than the set; false: they say nothing more. */
static bool by_split(grading *g, uint32_t unit, uint64_t *set)
{
    const kh_split *split = g->run->plan->grade_split;
    if (!split)
        return false;
    if (!g->splitting)
        g->splitting = kh_splitting_new(g->run, split);
    kh_cell *cells = kh_splitting_cells(g->splitting);
    for (uint32_t k = 0; k < split->n; k++)
        cells[k] = kh_result(g->run->results, split->columns[k], unit);
    for (uint32_t i = 0; i < split->count; i++)
        g->skip[i] = is_out(g->run, i, unit);
    bool *first = kh_splitting_room(g->splitting);
    if (!kh_splitting_first(g->splitting, cells, g->skip, first))
        return false;
    *set = 0;
    for (uint32_t i = 0; i < split->count; i++)
        if (first[i])
            *set |= UINT64_C(1) << i;
    return true;
}

/* By the conditions alone. */
static uint64_t by_score(grading *all, uint32_t unit)
{
    const kh_run *run = all->run;
    uint64_t set = 0;
    bool open = false;
    for (uint32_t g = 0; g < run->plan->model->grades_count; g++) {
        kh_col when = run->plan->grade_when[g];
        if (is_out(run, g, unit))
            continue;
        uint8_t may = when == KH_NONE ? KH_MAY_YES : kh_result(run->results, when, unit).state;
        if (may & KH_MAY_YES)
            set |= UINT64_C(1) << g;
        if (may == KH_MAY_YES)
            break;
        if ((may & KH_MAY_YES) && !open && by_split(all, unit, &set))
            return set;
        open = open || (may & KH_MAY_YES);
    }
    return set;
}

/* Every grade of the set, made no better than `grade`. */
static uint64_t no_better(uint64_t set, uint32_t grade)
{
    uint64_t better = set & ((UINT64_C(1) << grade) - 1);
    return better ? (set & ~better) | UINT64_C(1) << grade : set;
}

static uint64_t with_vetoes(const kh_run *run, uint32_t unit, uint64_t set)
{
    const kh_model *m = run->plan->model;
    for (uint32_t v = 0; v < m->vetoes_count && set; v++) {
        uint8_t may = kh_result(run->results, run->plan->veto_holds[v], unit).state;
        uint64_t vetoed = set;
        if (!(may & KH_MAY_YES))
            continue;
        for (uint32_t i = 0; i < m->vetoes[v].effect_count; i++)
            if (m->vetoes[v].effects[i].type != KH_EFFECT_BARS)
                vetoed = no_better(vetoed, m->vetoes[v].effects[i].target);
        set = may == KH_MAY_YES ? vetoed : set | vetoed;
    }
    return set;
}

void kh_run_grades(kh_run *run)
{
    uint32_t units = run->facts->unit_count;
    run->results->grades = KH_NEW_ARRAY(run->arena, uint64_t, units + 1u);
    if (run->plan->model->grades_count == 0)
        return;
    grading g = {.run = run};
    g.skip = KH_NEW_ARRAY(run->arena, bool, run->plan->model->grades_count);
    for (uint32_t u = 0; u < units; u++) {
        uint64_t set = by_score(&g, u);
        if (set == 0)
            report_none(run, u);
        run->results->grades[u] = with_vetoes(run, u, set);
    }
}
