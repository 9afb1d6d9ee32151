/* Which facts and records an expression read, and how a record is told in one line. */
#include "report/ledger.h"

/* ---- records ----------------------------------------------------------------------------- */

static bool has_value(const kh_record_table *t, uint32_t field, uint32_t row)
{
    return t->fields[field].state[row] == KH_FILED_VALUE;
}

static void pause(kh_report_run *run, size_t mark)
{
    if (run->text.n > mark)
        kh_strbuf_addc(&run->text, ' ');
}

static void add_field(kh_report_run *run, uint32_t record, uint32_t row, uint32_t field,
                      size_t mark, bool named)
{
    const kh_record_table *t = &run->f->records[record];
    const kh_field *f = &run->m->records[record].fields[field];
    if (f->value ? !kh_result_kept(run->r, kh_plan_column(run->p, f->value))
                 : !has_value(t, field, row))
        return;
    pause(run, mark);
    kh_phrase name = kh_phrase_of_field(&run->m->records[record], field);
    if (named && name != KH_P_END)
        kh_strbuf_add(&run->text, kh_phrase_text(name, run->lang));
    else if (named)
        kh_text_escape(&run->text, kh_name_of(run, f->name));
    if (named)
        kh_strbuf_addc(&run->text, ' ');
    if (f->value)
        kh_expr_value(run, &run->text, f->value, t->unit[row], row);
    else
        kh_show_filed(run, &run->text, f->type, &t->fields[field], row);
}

static bool is_yes(const kh_record_table *t, uint32_t field, uint32_t row)
{
    return has_value(t, field, row) && t->fields[field].codes[row] != 0;
}

/* 2013Q3 期限 2013-10-15 完成日期 2013-10-17 迟报 2 天 */
static void add_due_date(kh_report_run *run, uint32_t record, uint32_t row, size_t mark)
{
    const kh_record_table *t = &run->f->records[record];
    add_field(run, record, row, KH_FIELD_PERIOD, mark, false);
    add_field(run, record, row, KH_FIELD_DUE_DATE, mark, true);
    add_field(run, record, row, KH_FIELD_FILED_ON, mark, true);
    pause(run, mark);
    if (is_yes(t, KH_FIELD_NOT_FILED, row)) {
        kh_strbuf_add(&run->text, kh_phrase_text(KH_P_NOT_FILED, run->lang));
    } else if (is_yes(t, KH_FIELD_LATE, row)) {
        size_t at = kh_report_mark(run);
        kh_num_show(&run->text, t->fields[KH_FIELD_DAYS_LATE].numbers[row], -1);
        kh_slice days = kh_report_take(run, at);
        KH_PHRASE(&run->text, run->lang, KH_P_DAYS_LATE, days);
    } else {
        kh_strbuf_add(&run->text, kh_phrase_text(KH_P_IN_TIME, run->lang));
    }
}

static void add_record(kh_report_run *run, uint32_t record, uint32_t row, size_t mark)
{
    const kh_record *r = &run->m->records[record];
    add_field(run, record, row, KH_FIELD_DATE, mark, false);
    add_field(run, record, row, KH_FIELD_PERIOD, mark, false);
    add_field(run, record, row, KH_FIELD_LEVEL, mark, false);
    add_field(run, record, row, KH_FIELD_BY, mark, false);
    add_field(run, record, row, KH_FIELD_AMOUNT, mark, true);
    add_field(run, record, row, KH_FIELD_PROVEN, mark, true);
    for (uint32_t f = KH_FIELD_BUILTIN_COUNT; f < r->field_count; f++)
        add_field(run, record, row, f, mark, true);
    add_field(run, record, row, KH_FIELD_NOTE, mark, false);
    add_field(run, record, row, KH_FIELD_EVIDENCE, mark, true);
}

void kh_record_facts(kh_report_run *run, kh_ledger_facts *facts, uint32_t record, uint32_t row)
{
    const kh_record_table *t = &run->f->records[record];
    const kh_record *r = &run->m->records[record];
    size_t mark = kh_report_mark(run);
    if (r->duty != KH_NONE)
        add_due_date(run, record, row, mark);
    else
        add_record(run, record, row, mark);
    *kh_push(run->unit, facts) = (kh_ledger_fact){
        .name = kh_name_of(run, r->name),
        .value = kh_report_take(run, mark),
        .count = t->count[row],
        .place = t->places[row],
    };
}

/* ---- what an expression reads ------------------------------------------------------------ */

static bool is_reduction(kh_opcode code)
{
    return code == KH_DO_COUNT_ALL || code == KH_DO_COUNT || code == KH_DO_ANY ||
           code == KH_DO_TOTAL || code == KH_DO_MEAN || code == KH_DO_HIGHEST ||
           code == KH_DO_LOWEST || code == KH_DO_ONLY || code == KH_DO_GATHER ||
           code == KH_DO_LATEST;
}

/* What hands its first argument on as it is. */
static bool hands_on(kh_opcode code)
{
    return code == KH_DO_WITHIN || code == KH_DO_IF_NONE || code == KH_DO_HOLDS;
}

const kh_operation *kh_expr_reduction(const kh_report_run *run, kh_col col)
{
    while (col != KH_NONE && hands_on(run->p->operations[col].code))
        col = run->p->operations[col].args[0];
    return col != KH_NONE && is_reduction(run->p->operations[col].code) ? &run->p->operations[col]
                                                                        : NULL;
}

bool kh_row_counts(const kh_report_run *run, kh_col counted, uint32_t row)
{
    return counted == KH_NONE || (kh_result(run->r, counted, row).state & KH_MAY_YES) != 0;
}

static bool is_listed(const kh_ledger_facts *facts, kh_slice name, kh_place place)
{
    for (size_t i = 0; i < facts->n; i++) {
        kh_place p = facts->at[i].place;
        if (kh_slice_eq(facts->at[i].name, name) && p.source == place.source && p.at == place.at)
            return true;
    }
    return false;
}

static bool is_assumed(const kh_report_run *run, kh_gap_reason reason, uint32_t index,
                       uint32_t unit)
{
    uint32_t n;
    const kh_gap *gaps = kh_report_gaps(run->r->assumed, run->r->assumed_count, unit, &n);
    for (uint32_t i = 0; i < n; i++)
        if (gaps[i].reason == reason && gaps[i].index == index)
            return true;
    return false;
}

static void add_fact(kh_report_run *run, kh_ledger_facts *facts, const kh_expr *e, uint32_t unit)
{
    const kh_fact *fact = &run->m->facts[e->index];
    const kh_fact_column *column = &run->f->facts[e->index];
    kh_slice name = kh_name_of(run, fact->name);
    kh_place place = column->places ? column->places[unit] : KH_NOWHERE;
    if (is_listed(facts, name, place))
        return;
    size_t mark = kh_report_mark(run);
    bool missing = column->state[unit] == KH_FILED_MISSING;
    kh_cell cell = kh_expr_cell(run, e, unit, 0);
    if (missing && !kh_cell_open(cell) && is_assumed(run, KH_GAP_FACT, e->index, unit)) {
        kh_show_value(run, &run->text, fact->type, cell, -1);
        kh_slice value = kh_report_take(run, mark);
        KH_PHRASE(&run->text, run->lang, KH_P_ASSUMED_FACT, value);
    } else if (column->state[unit] == KH_FILED_NA && fact->absent && !kh_cell_open(cell)) {
        kh_show_value(run, &run->text, fact->type, cell, -1);
        kh_slice value = kh_report_take(run, mark);
        KH_PHRASE(&run->text, run->lang, KH_P_ABSENT_FACT, value);
    } else {
        kh_show_filed(run, &run->text, fact->type, column, unit);
    }
    *kh_push(run->unit, facts) = (kh_ledger_fact){name, kh_report_take(run, mark), -1, place};
}

static void add_set(kh_report_run *run, kh_ledger_facts *facts, const kh_expr *e, uint32_t unit)
{
    const kh_operation *op = kh_expr_reduction(run, kh_plan_column(run->p, e));
    const kh_record_table *t = &run->f->records[e->set->record];
    kh_col counted = op && op->n ? op->args[0] : KH_NONE;
    kh_col col = kh_plan_column(run->p, e);
    if (col != KH_NONE && run->p->operations[col].code == KH_DO_TOTAL_FIRST)
        counted = run->p->operations[col].args[1];
    for (uint32_t row = t->start[unit]; row < t->start[unit + 1]; row++)
        if (kh_row_counts(run, counted, row))
            kh_record_facts(run, facts, e->set->record, row);
}

/* Long chains lean to the left (a + b + c …): the left arguments are followed by a loop, the
 * others, whose nesting is bounded by the grammar, by recursion. */
void kh_expr_facts(kh_report_run *run, kh_ledger_facts *facts, const kh_expr *e, uint32_t unit,
                   uint32_t row)
{
    size_t depth = 0;
    for (const kh_expr *x = e; x; x = x->n ? x->args[0] : NULL)
        depth++;
    const kh_expr **spine = KH_NEW_ARRAY(run->unit, const kh_expr *, depth + 1);
    const kh_expr *x = e;
    for (size_t i = depth; i-- > 0; x = x->n ? x->args[0] : NULL)
        spine[i] = x;
    for (size_t i = 0; i < depth; i++) {
        x = spine[i];
        if (x->op == KH_X_FACT)
            add_fact(run, facts, x, unit);
        if (x->set) {
            add_set(run, facts, x, unit);
            continue;
        }
        for (uint32_t k = 1; k < x->n; k++)
            kh_expr_facts(run, facts, x->args[k], unit, row);
    }
}
