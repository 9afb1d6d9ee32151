/* Modifiers in the ledger: an amount and what became of it, in the order in which they acted. */
#include "report/ledger.h"

static bool over_records(const kh_report_run *run, kh_col col)
{
    return col != KH_NONE && run->p->columns[col].domain.tag == KH_DOMAIN_RECORD;
}

static kh_cell cell_at(const kh_report_run *run, kh_col col, uint32_t unit, uint32_t row)
{
    return kh_result(run->r, col, over_records(run, col) ? row : unit);
}

static bool holds(const kh_report_run *run, const kh_mod *m, uint32_t unit, uint32_t row)
{
    return kh_expr_cell(run, m->when, unit, row).state == KH_MAY_YES;
}

static void in_brackets(kh_report_run *run, size_t mark)
{
    kh_slice text = kh_report_take(run, mark);
    kh_strbuf_addc(&run->text, '(');
    kh_strbuf_add(&run->text, text);
    kh_strbuf_addc(&run->text, ')');
}

void kh_modified_text(kh_report_run *run, kh_strbuf *out, const kh_rule *rule,
                      const kh_plan_rule *plan, uint32_t unit, uint32_t row, bool factor)
{
    kh_col basis = plan->basis == KH_NONE ? plan->amount : plan->basis;
    size_t mark = kh_report_mark(run);
    bool sum = false;
    kh_show_cell(run, &run->text, cell_at(run, basis, unit, row), -1, false);
    for (uint32_t i = 0; i < rule->mod_count; i++) {
        const kh_mod *m = &rule->mods[i];
        if (!holds(run, m, unit, row))
            continue;
        if (sum && !m->plus)
            in_brackets(run, mark);
        kh_strbuf_adds(&run->text, m->plus ? " + " : " × ");
        kh_show_cell(run, &run->text, kh_expr_cell(run, m->value, unit, row), -1, false);
        sum = m->plus;
    }
    if (sum && factor)
        in_brackets(run, mark);
    kh_slice text = kh_report_take(run, mark);
    kh_strbuf_add(out, text);
}

bool kh_modified(const kh_report_run *run, const kh_rule *rule, uint32_t unit)
{
    for (uint32_t i = 0; i < rule->mod_count; i++)
        if (holds(run, &rule->mods[i], unit, 0))
            return true;
    return false;
}

void kh_modifier_facts(kh_report_run *run, kh_ledger_facts *facts, const kh_rule *rule,
                       uint32_t unit)
{
    for (uint32_t i = 0; i < rule->mod_count; i++) {
        const kh_expr *exprs[] = {rule->mods[i].when, rule->mods[i].value};
        for (int k = 0; k < 2; k++)
            if (!over_records(run, kh_plan_column(run->p, exprs[k])))
                kh_expr_facts(run, facts, exprs[k], unit, 0);
    }
}
