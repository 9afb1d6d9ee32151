/* forfeit and becomes in the ledger: what they make of what the node earned. */
#include "report/ledger.h"

static kh_cell at(const kh_report_run *run, kh_col col, uint32_t unit)
{
    return kh_result(run->r, col, unit);
}

/* "改计 3 分，原得 8 分" */
static kh_slice verdict(kh_report_run *run, kh_verb verb, kh_cell earned, kh_cell value, int places)
{
    size_t mark = kh_report_mark(run);
    kh_slice before = kh_cell_text(run, earned, -1), after = kh_cell_text(run, value, places);
    KH_PHRASE(&run->text, run->lang, verb == KH_FORFEIT ? KH_P_PART_FORFEIT : KH_P_PART_BECOMES,
              before, after);
    return kh_report_take(run, mark);
}

kh_cell kh_explain_corrections(kh_report_run *run, kh_ledger_node *ledger, kh_cell earned)
{
    const kh_score *n = &run->m->nodes[ledger->node];
    const kh_plan_node *p = &run->p->nodes[ledger->node];
    const kh_cell none = {KH_MAY_VALUE, KH_ZERO, KH_ZERO};
    if (p->corrected != KH_NONE && p->earned != KH_NONE && !kh_cell_settled(earned))
        earned = at(run, p->earned, ledger->unit);
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *r = &n->rules[i];
        const kh_plan_rule *rule = &p->rules[i];
        if (!kh_verb_corrects(r->verb) || rule->amount == KH_NONE)
            continue;
        uint8_t applies = KH_MAY_YES;
        if (rule->applies != KH_NONE)
            applies = at(run, rule->applies, ledger->unit).state;
        kh_part *part = kh_push(run->unit, &ledger->parts);
        *part = (kh_part){.type = r->verb == KH_FORFEIT ? KH_PART_FORFEIT : KH_PART_BECOMES,
                          .amount = none,
                          .places = -1,
                          .rule = r,
                          .taken = (applies & KH_MAY_YES) != 0};
        kh_rule_atoms(run, &part->conditions, r->condition, ledger->unit, KH_ATOM_WHEN);
        kh_rule_atoms(run, &part->conditions, r->unless, ledger->unit, KH_ATOM_UNLESS);
        if (!part->taken)
            continue;
        kh_cell value = at(run, rule->amount, ledger->unit);
        part->amount = kh_cell_minus(run, value, earned);
        if (applies == KH_MAY_YES) {
            part->text = verdict(run, r->verb, earned, value, kh_column_places(run, rule->amount));
        } else {
            part->text = kh_phrase_text(KH_P_PART_UNDECIDED, run->lang);
            part->amount.state |= KH_OPEN;
        }
    }
    return p->corrected == KH_NONE ? earned : at(run, p->corrected, ledger->unit);
}
