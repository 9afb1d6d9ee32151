/* A group's part of the ledger, behind its rules: what its limit takes back. */
#include "report/ledger.h"

typedef struct telling {
    kh_report_run *run;
    const kh_plan_group *plan;
    uint32_t unit;
} telling;

static kh_cell cell(const telling *t, kh_col col)
{
    return kh_result(t->run->r, col, t->unit);
}

static kh_slice text_of(const telling *t, kh_col col)
{
    return kh_cell_text(t->run, cell(t, col), kh_column_places(t->run, col));
}

static bool differ(kh_cell x, kh_cell y)
{
    return kh_num_cmp(x.low, y.low) != 0 || kh_num_cmp(x.high, y.high) != 0;
}

void kh_explain_group(kh_report_run *run, kh_ledger_node *ledger, uint32_t group)
{
    const kh_score *n = &run->m->nodes[ledger->node];
    const kh_rule_group *g = &n->groups[group];
    telling t = {run, &run->p->nodes[ledger->node].groups[group], ledger->unit};
    kh_cell raw = cell(&t, t.plan->raw), points = cell(&t, t.plan->points);
    if (t.plan->limit == KH_NONE || !differ(raw, points))
        return;
    size_t mark = kh_report_mark(run);
    kh_slice limit = text_of(&t, t.plan->limit), before = text_of(&t, t.plan->raw);
    KH_PHRASE(&run->text, run->lang, KH_P_PART_TOGETHER, limit, before,
              text_of(&t, t.plan->points));
    kh_slice text = kh_report_take(run, mark);
    bool deducts = n->rules[g->first].verb == KH_DEDUCT;
    *kh_push(run->unit, &ledger->parts) = (kh_part){
        .type = KH_PART_TOGETHER,
        .amount = deducts ? kh_cell_minus(run, raw, points) : kh_cell_minus(run, points, raw),
        .places = -1,
        .group = g,
        .taken = true,
        .text = text};
}
