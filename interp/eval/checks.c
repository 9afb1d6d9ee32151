/* What makes the results unusable (failed assertions, negative points), and what makes a unit's
 * provisional. */
#include "eval/cross.h"
#include "eval/figures.h"

static kh_slice unit_name(const kh_run *run, uint32_t unit)
{
    return kh_intern_text(run->plan->model->names, run->facts->units[unit].name);
}

static void check_asserts(kh_run *run)
{
    const kh_plan *p = run->plan;
    for (uint32_t i = 0; i < p->model->asserts_count; i++) {
        const kh_assert_rule *rule = &p->model->asserts[i];
        for (uint32_t u = 0; u < run->facts->unit_count; u++) {
            if (kh_result(run->results, p->asserts[i], u).state != KH_MAY_NO)
                continue;
            kh_strbuf figures = {0};
            kh_figures_show(&figures, run->results, i, u);
            if (figures.n == 0)
                kh_strbuf_adds(&figures, "—");
            KH_REPORT(run->diags, KH_E0703, rule->place, unit_name(run, u), rule->message,
                      kh_strbuf_slice(&figures));
            kh_strbuf_free(&figures);
        }
    }
}

static kh_place read_place(const kh_plan *p, kh_col col)
{
    for (uint32_t i = 0; i < p->reads_count; i++)
        if (p->reads[i].column == col)
            return p->reads[i].place;
    return KH_NOWHERE;
}

/* Points of a node that does not apply to the unit do not matter. */
static void report_negative(kh_run *run, const kh_negative *n, uint32_t unit)
{
    const kh_plan *p = run->plan;
    uint32_t node = p->operations[n->operation].index;
    if (kh_result(run->results, p->nodes[node].result, unit).state == KH_MAY_NA)
        return;
    kh_strbuf value = {0};
    kh_num_show(&value, n->value, -1);
    KH_REPORT(run->diags, KH_E0704, read_place(p, n->operation), unit_name(run, unit),
              kh_intern_text(p->model->names, p->model->nodes[node].name), kh_strbuf_slice(&value));
    kh_strbuf_free(&value);
}

/* A record carries an amount that its row does not allow. */
static void report_outside(kh_run *run, const kh_negative *n)
{
    const kh_plan *p = run->plan;
    uint32_t record = p->columns[n->operation].domain.record;
    const kh_num numbers[] = {n->value, n->low, n->high};
    kh_strbuf texts[3] = {{0}};
    for (int i = 0; i < 3; i++)
        kh_num_show(&texts[i], numbers[i], -1);
    KH_REPORT(run->diags, KH_E1022, run->facts->records[record].places[n->row],
              unit_name(run, n->unit),
              kh_intern_text(p->model->names, p->model->records[record].name),
              kh_strbuf_slice(&texts[0]), kh_strbuf_slice(&texts[1]), kh_strbuf_slice(&texts[2]));
    for (int i = 0; i < 3; i++)
        kh_strbuf_free(&texts[i]);
}

/* A unit is named once per rule, not once per record. */
static void check_negatives(kh_run *run)
{
    const kh_negative *before = NULL;
    for (size_t i = 0; i < run->negatives.n; i++) {
        const kh_negative *n = &run->negatives.at[i];
        if (n->row != KH_NONE) {
            report_outside(run, n);
        } else if (n->unit == KH_NONE) { /* the same for all: the first stands for them */
            if (run->facts->unit_count)
                report_negative(run, n, 0);
        } else if (!before || before->operation != n->operation || before->unit != n->unit) {
            report_negative(run, n, n->unit);
        }
        before = n;
    }
}

void kh_run_checks(kh_run *run)
{
    kh_run_gathered(run);
    check_asserts(run);
    check_negatives(run);
}

/* ---- provisional ---- */

static bool open_at(const kh_run *run, kh_col col, uint32_t unit)
{
    return kh_result_kept(run->results, col) &&
           (kh_result(run->results, col, unit).state & KH_OPEN);
}

/* The columns that are results of the scheme. */
static kh_col *result_columns(const kh_run *run, uint32_t *count)
{
    const kh_plan *p = run->plan;
    const kh_model *m = p->model;
    size_t most = (size_t)m->nodes_count + m->vetoes_count + m->shows_count + 1;
    kh_col *cols = KH_NEW_ARRAY(run->arena, kh_col, most);
    *count = 0;
    cols[(*count)++] = p->total;
    for (uint32_t i = 0; i < m->nodes_count; i++)
        cols[(*count)++] = p->nodes[i].result;
    for (uint32_t i = 0; i < m->vetoes_count; i++)
        cols[(*count)++] = p->veto_holds[i];
    for (uint32_t i = 0; i < m->shows_count; i++)
        cols[(*count)++] = p->shows[i];
    return cols;
}

static bool choices_open(const kh_run *run, uint32_t u)
{
    const kh_results *r = run->results;
    uint32_t selects = run->plan->model->selects_count;
    if (r->grades[u] & (r->grades[u] - 1))
        return true;
    if (r->ranks[u].best != r->ranks[u].worst)
        return true;
    for (uint32_t s = 0; s < selects; s++)
        if (r->selected[(size_t)u * selects + s] == KH_POSSIBLE)
            return true;
    return false;
}

/* A key that may not apply leaves it open whether the unit is ranked at all. */
static bool may_be_unranked(const kh_run *run, uint32_t u)
{
    const kh_model *m = run->plan->model;
    for (uint32_t i = 0; i < m->ranks_count; i++)
        if (kh_for_unit(run, m->ranks[i].for_kinds, u))
            return m->ranks[i].key_count && open_at(run, run->plan->rank_keys[i][0], u) &&
                   (kh_result(run->results, run->plan->rank_keys[i][0], u).state & KH_MAY_NA);
    return false;
}

void kh_run_provisional(kh_run *run)
{
    uint32_t count, units = run->facts->unit_count;
    const kh_col *cols = result_columns(run, &count);
    bool *provisional = KH_NEW_ARRAY(run->arena, bool, units + 1u);
    for (uint32_t i = 0; i < count; i++) {
        bool run_wide = run->plan->columns[cols[i]].domain.tag == KH_DOMAIN_RUN;
        for (uint32_t u = 0; u < units; u++) {
            if (run_wide && u > 0 && !(run->results->columns[cols[i]].state[0] & KH_OPEN))
                break;
            provisional[u] = provisional[u] || open_at(run, cols[i], u);
        }
    }
    for (uint32_t u = 0; u < units; u++) {
        provisional[u] = provisional[u] || choices_open(run, u) || may_be_unranked(run, u);
        run->results->any_provisional = run->results->any_provisional || provisional[u];
    }
    run->results->provisional = provisional;
}
