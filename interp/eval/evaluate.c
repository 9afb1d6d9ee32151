/* A run from plan and facts to results: strata of columns, each followed by what needs all units.
 */
#include "eval/cross.h"

#define BATCH_UNITS 1024

static kh_results *new_results(kh_arena *a, const kh_plan *p, const kh_facts *f)
{
    kh_results *r = KH_NEW(a, kh_results);
    r->plan = p;
    r->facts = f;
    r->selected = kh_arena_array(a, (size_t)f->unit_count * p->model->selects_count + 1, 1);
    return r;
}

kh_results *kh_evaluate(kh_arena *a, const kh_plan *p, const kh_facts *f,
                        const kh_eval_options *options, kh_diags *diags)
{
    kh_run run = {.plan = p,
                  .facts = f,
                  .arena = a,
                  .diags = diags,
                  .results = new_results(a, p, f),
                  .trace = options && options->trace,
                  .batch_units = options && options->batch ? options->batch : BATCH_UNITS};
    kh_run_prepare(&run);
    kh_run_columns(&run);
    for (uint32_t s = 0; s < p->strata; s++) {
        kh_run_stratum(&run, s);
        if (s == p->grade_stratum)
            kh_run_grades(&run);
        kh_run_selects(&run, s);
    }
    kh_run_ranks(&run);
    kh_run_order(&run);
    kh_run_checks(&run);
    kh_run_provisional(&run);
    kh_run_gaps(&run);
    return run.results;
}
