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

static kh_cell taken_back(kh_report_run *run, bool deducts, kh_cell before, kh_cell after)
{
    return deducts ? kh_cell_minus(run, before, after) : kh_cell_minus(run, after, before);
}

void kh_explain_highest(kh_report_run *run, kh_ledger_node *ledger, const kh_rule *rule,
                        const kh_rule_group *group, kh_cell raw, kh_cell kept)
{
    const kh_score *n = &run->m->nodes[ledger->node];
    bool deducts = (rule ? rule->verb : n->rules[group->first].verb) == KH_DEDUCT;
    bool keys = (rule ? rule->key_count : group->key_count) > 0;
    if (!differ(raw, kept))
        return;
    size_t mark = kh_report_mark(run);
    kh_slice before = kh_cell_text(run, raw, -1), after = kh_cell_text(run, kept, -1);
    KH_PHRASE(&run->text, run->lang, keys ? KH_P_PART_HIGHEST_BY : KH_P_PART_HIGHEST, before,
              after);
    kh_slice text = kh_report_take(run, mark);
    *kh_push(run->unit, &ledger->parts) = (kh_part){.type = KH_PART_HIGHEST,
                                                    .amount = taken_back(run, deducts, raw, kept),
                                                    .places = -1,
                                                    .rule = rule,
                                                    .group = group,
                                                    .taken = true,
                                                    .text = text};
}

void kh_explain_group(kh_report_run *run, kh_ledger_node *ledger, uint32_t group)
{
    const kh_score *n = &run->m->nodes[ledger->node];
    const kh_rule_group *g = &n->groups[group];
    telling t = {run, &run->p->nodes[ledger->node].groups[group], ledger->unit};
    kh_col kept = t.plan->kept == KH_NONE ? t.plan->raw : t.plan->kept;
    kh_cell raw = cell(&t, kept), points = cell(&t, t.plan->points);
    if (g->highest)
        kh_explain_highest(run, ledger, NULL, g, cell(&t, t.plan->raw), raw);
    if (t.plan->limit == KH_NONE || !differ(raw, points))
        return;
    size_t mark = kh_report_mark(run);
    kh_slice limit = text_of(&t, t.plan->limit), before = text_of(&t, kept);
    KH_PHRASE(&run->text, run->lang, KH_P_PART_TOGETHER, limit, before,
              text_of(&t, t.plan->points));
    kh_slice text = kh_report_take(run, mark);
    bool deducts = n->rules[g->first].verb == KH_DEDUCT;
    *kh_push(run->unit, &ledger->parts) = (kh_part){.type = KH_PART_TOGETHER,
                                                    .amount = taken_back(run, deducts, raw, points),
                                                    .places = -1,
                                                    .group = g,
                                                    .taken = true,
                                                    .text = text};
}
