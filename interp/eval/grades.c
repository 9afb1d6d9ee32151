/* Grades: the set of grades that a unit can still have. They are listed from the best to the worst,
 * a unit takes the first whose condition holds, and a veto can only make it worse. */
#include "eval/cross.h"

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

/* By the conditions alone. *settled: one is certain. */
static uint64_t by_score(const kh_run *run, uint32_t unit, bool *settled)
{
    const kh_model *m = run->plan->model;
    uint64_t set = 0;
    *settled = false;
    for (uint32_t g = 0; g < m->grades_count && !*settled; g++) {
        const kh_grade *grade = &m->grades[g];
        kh_col when = run->plan->grade_when[g];
        if (grade->by_veto || !kh_for_unit(run, grade->for_kinds, unit))
            continue;
        uint8_t may = when == KH_NONE ? KH_MAY_YES : kh_result(run->results, when, unit).state;
        if (may & KH_MAY_YES)
            set |= UINT64_C(1) << g;
        *settled = may == KH_MAY_YES;
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
    for (uint32_t u = 0; u < units; u++) {
        bool settled;
        uint64_t set = by_score(run, u, &settled);
        if (set == 0)
            report_none(run, u);
        run->results->grades[u] = with_vetoes(run, u, set);
    }
}
