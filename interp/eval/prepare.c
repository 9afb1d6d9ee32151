/* Before a run: which columns anybody reads, which are kept for the results, and which memory each
 * uses. */
#include "eval/batch.h"
#include "eval/figures.h"

static void keep(kh_run *run, kh_col col)
{
    if (col != KH_NONE)
        run->keep[col] = true;
}

static void keep_nodes(kh_run *run)
{
    const kh_plan *p = run->plan;
    for (uint32_t i = 0; i < p->model->nodes_count; i++) {
        keep(run, p->nodes[i].result);
        keep(run, p->nodes[i].max);
    }
}

static void keep_results(kh_run *run)
{
    const kh_plan *p = run->plan;
    const kh_model *m = p->model;
    keep(run, p->total);
    keep(run, p->subtotal);
    keep(run, p->raw_total);
    keep(run, p->max_total);
    for (uint32_t i = 0; i < m->grades_count; i++)
        keep(run, p->grade_when[i]);
    for (uint32_t i = 0; p->grade_split && i < p->grade_split->n; i++)
        keep(run, p->grade_split->columns[i]);
    for (uint32_t i = 0; i < m->vetoes_count; i++)
        keep(run, p->veto_holds[i]);
    for (uint32_t i = 0; i < m->ranks_count; i++)
        for (uint32_t k = 0; k < m->ranks[i].key_count; k++)
            keep(run, p->rank_keys[i][k]);
    for (uint32_t i = 0; i < m->selects_count; i++) {
        keep(run, p->select_when[i]);
        keep(run, p->select_top[i]);
        for (uint32_t k = 0; k < m->selects[i].key_count; k++)
            keep(run, p->select_keys[i][k]);
    }
    for (uint32_t i = 0; i < m->shows_count; i++)
        keep(run, p->shows[i]);
    for (uint32_t i = 0; i < m->asserts_count; i++)
        keep(run, p->asserts[i]);
    kh_figures_keep(p, run->keep);
}

/* Whatever is kept lives, and what that reads; with the trace on, all. */
static void find_live(kh_run *run)
{
    const kh_plan *p = run->plan;
    for (uint32_t i = p->operations_count; i-- > 0;) {
        const kh_operation *op = &p->operations[i];
        run->live[i] = run->live[i] || run->keep[i] || run->trace;
        if (!run->live[i])
            continue;
        for (uint32_t k = 0; k < op->n; k++)
            run->live[op->args[k]] = true;
    }
    for (uint32_t i = 0; i < p->operations_count; i++) {
        const kh_operation *op = &p->operations[i];
        run->keep[i] = run->live[i] &&
                       (run->keep[i] || run->trace || p->columns[i].domain.tag == KH_DOMAIN_RUN);
        for (uint32_t k = 0; run->live[i] && k < op->n; k++)
            if (p->columns[op->args[k]].stratum < op->stratum)
                run->keep[op->args[k]] = true;
    }
}

/* The most rows that a batch has in each domain: 0 the run, 1 units, then the kinds of record. */
static uint32_t *most_rows(kh_run *run)
{
    uint32_t records = run->plan->model->records_count;
    uint32_t *most = KH_NEW_ARRAY(run->arena, uint32_t, records + 2u);
    most[0] = 1;
    for (uint32_t first = 0, end; first < run->facts->unit_count; first = end) {
        end = kh_run_batch_end(run, first);
        most[1] = end - first > most[1] ? end - first : most[1];
        for (uint32_t r = 0; r < records; r++) {
            const uint32_t *start = run->facts->records[r].start;
            uint32_t n = start ? start[end] - start[first] : 0;
            most[2 + r] = n > most[2 + r] ? n : most[2 + r];
        }
    }
    run->most_rows = 1;
    for (uint32_t i = 0; i < records + 2; i++)
        run->most_rows = most[i] > run->most_rows ? most[i] : run->most_rows;
    return most;
}

static uint32_t domain_index(kh_domain d)
{
    return d.tag == KH_DOMAIN_RECORD ? 2 + d.record : d.tag == KH_DOMAIN_UNIT;
}

/* A slot goes to the next column of its domain as soon as the last operation that reads the column
 * has run. Columns of the run keep theirs: every pass reads them. */
static void assign_slots(kh_run *run, const uint32_t *most)
{
    const kh_plan *p = run->plan;
    uint32_t n = p->operations_count, domains = p->model->records_count + 2;
    uint32_t *last = KH_NEW_ARRAY(run->arena, uint32_t, n + 1u);
    typedef KH_VEC(uint32_t) slots;
    slots *spare = KH_NEW_ARRAY(run->arena, slots, domains);
    run->slot_of = KH_NEW_ARRAY(run->arena, uint32_t, n + 1u);
    run->slot_rows = KH_NEW_ARRAY(run->arena, uint32_t, n + 1u);
    for (uint32_t i = 0; i < n; i++) {
        last[i] = i;
        for (uint32_t k = 0; run->live[i] && k < p->operations[i].n; k++)
            last[p->operations[i].args[k]] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (!run->live[i])
            continue;
        uint32_t d = domain_index(p->columns[i].domain);
        if (spare[d].n) {
            run->slot_of[i] = spare[d].at[--spare[d].n];
        } else {
            run->slot_rows[run->slot_count] = most[d];
            run->slot_of[i] = run->slot_count++;
        }
        for (uint32_t k = 0; k <= p->operations[i].n; k++) {
            kh_col done = k < p->operations[i].n ? p->operations[i].args[k] : i;
            uint32_t of = domain_index(p->columns[done].domain);
            if (last[done] != i || of == 0)
                continue;
            last[done] = KH_NONE; /* an argument may stand twice */
            *kh_push(run->arena, &spare[of]) = run->slot_of[done];
        }
    }
}

void kh_run_prepare(kh_run *run)
{
    uint32_t n = run->plan->operations_count;
    run->live = KH_NEW_ARRAY(run->arena, bool, n + 1u);
    run->keep = KH_NEW_ARRAY(run->arena, bool, n + 1u);
    run->results->columns = KH_NEW_ARRAY(run->arena, kh_kept, n + 1u);
    keep_nodes(run);
    keep_results(run);
    find_live(run);
    assign_slots(run, most_rows(run));
    run->splittings = KH_NEW_ARRAY(run->arena, struct kh_splitting *, n + 1u);
    run->values = kh_arena_alloc(run->arena, run->most_rows + 1u);
    for (uint32_t i = 0; i <= run->most_rows; i++)
        run->values[i] = KH_MAY_VALUE;
}
