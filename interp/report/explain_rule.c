/* A rule's part of the ledger: what it counted, its arithmetic, its own limit. */
#include "report/ledger.h"

kh_slice kh_number_text(kh_report_run *run, kh_num x, int places)
{
    return kh_cell_text(run, (kh_cell){KH_MAY_VALUE, x, x}, places);
}

kh_slice kh_cell_text(kh_report_run *run, kh_cell c, int places)
{
    size_t mark = kh_report_mark(run);
    kh_show_cell(run, &run->text, c, places, false);
    return kh_report_take(run, mark);
}

kh_slice kh_escaped_name(kh_report_run *run, kh_id id)
{
    size_t mark = kh_report_mark(run);
    kh_text_escape(&run->text, kh_name_of(run, id));
    return kh_report_take(run, mark);
}

kh_cell kh_cell_minus(kh_report_run *run, kh_cell x, kh_cell y)
{
    if (!kh_cell_settled(x) || !kh_cell_settled(y))
        return (kh_cell){KH_OPEN | KH_MAY_VALUE, KH_MINUS_INF, KH_PLUS_INF};
    kh_num d = kh_num_sub(run->unit, x.low, y.low);
    return (kh_cell){KH_MAY_VALUE, d, d};
}

static kh_cell negative(kh_report_run *run, kh_cell c)
{
    kh_num low = kh_num_neg(run->unit, c.high);
    c.high = kh_num_neg(run->unit, c.low);
    c.low = low;
    return c;
}

static const kh_cell nothing = {KH_MAY_VALUE, {0, 1}, {0, 1}};

/* One rule while it is told. */
typedef struct telling {
    kh_report_run *run;
    const kh_rule *rule;
    const kh_plan_rule *plan;
    kh_part *part;
    uint32_t unit, node;
} telling;

static kh_cell cell(const telling *t, kh_col col)
{
    return kh_result(t->run->r, col, t->unit);
}

static kh_slice text_of(const telling *t, kh_col col)
{
    return kh_cell_text(t->run, cell(t, col), kh_column_places(t->run, col));
}

static bool over_records(const telling *t, kh_col col)
{
    return col != KH_NONE && t->run->p->columns[col].domain.tag == KH_DOMAIN_RECORD;
}

/* ---- conditions -------------------------------------------------------------------------- */

static void tell_conditions(telling *t)
{
    kh_report_run *run = t->run;
    uint32_t group = t->rule->group;
    if (group) {
        const kh_rule_group *g = &run->m->nodes[t->node].groups[group - 1];
        kh_rule_atoms(run, &t->part->conditions, g->condition, t->unit, KH_ATOM_WHEN);
        kh_rule_atoms(run, &t->part->conditions, g->unless, t->unit, KH_ATOM_UNLESS);
    }
    if (!over_records(t, t->plan->condition))
        kh_rule_atoms(run, &t->part->conditions, t->rule->condition, t->unit, KH_ATOM_WHEN);
    if (!over_records(t, t->plan->unless))
        kh_rule_atoms(run, &t->part->conditions, t->rule->unless, t->unit, KH_ATOM_UNLESS);
}

/* ---- records ----------------------------------------------------------------------------- */

static bool chooses(const telling *t)
{
    bool conditions = over_records(t, t->plan->condition) || over_records(t, t->plan->unless);
    return t->rule->set.where || t->rule->set.by_count || conditions;
}

/* Records that a rule looks at without counting them are worth a word, those of other items not;
 * nor the due dates that were kept. */
static bool is_left_out(const telling *t, const kh_record_table *table, uint32_t row)
{
    bool duty = t->run->m->records[t->rule->set.record].duty != KH_NONE;
    bool here = t->rule->set.item == KH_NONE || table->item[row] == t->node;
    return chooses(t) && here && !duty;
}

/* A record that counts, but another of its matter is worth more. */
static void tell_overtaken(telling *t, uint32_t row)
{
    kh_report_run *run = t->run;
    if (!over_records(t, t->plan->taken) ||
        kh_result(run->r, t->plan->taken, row).state != KH_MAY_NO)
        return;
    kh_ledger_fact *fact = &t->part->facts.at[t->part->facts.n - 1];
    size_t mark = kh_report_mark(run);
    KH_PHRASE(&run->text, run->lang, KH_P_OVERTAKEN, fact->value);
    fact->value = kh_report_take(run, mark);
}

static void tell_records(telling *t)
{
    uint32_t record = t->rule->set.record;
    const kh_record_table *table = &t->run->f->records[record];
    for (uint32_t row = table->start[t->unit]; row < table->start[t->unit + 1]; row++) {
        if (kh_row_counts(t->run, t->plan->counted, row)) {
            kh_record_facts(t->run, &t->part->facts, record, row);
            tell_overtaken(t, row);
        } else if (is_left_out(t, table, row))
            kh_record_facts(t->run, &t->part->left_out, record, row);
    }
}

/* "2 × 0.5 = 1分；" before what becomes of the amount, when a modifier of the unit held. */
static void add_modified(telling *t, bool more)
{
    kh_report_run *run = t->run;
    if (t->plan->basis == KH_NONE || !kh_modified(run, t->rule, t->unit))
        return;
    size_t mark = kh_report_mark(run);
    kh_modified_text(run, &run->text, t->rule, t->plan, t->unit, 0, false);
    kh_slice text = kh_report_take(run, mark), amount = text_of(t, t->plan->amount);
    KH_PHRASE(&run->text, run->lang, KH_P_EVENTS_SUM, text, amount);
    if (more)
        kh_strbuf_add(&run->text, kh_phrase_text(KH_P_SEMICOLON, run->lang));
}

static void records_text(telling *t)
{
    kh_report_run *run = t->run;
    size_t mark = kh_report_mark(run);
    kh_slice raw = text_of(t, t->plan->raw);
    if (!over_records(t, t->plan->amount)) {
        add_modified(t, true);
        KH_PHRASE(&run->text, run->lang, KH_P_EVENTS, text_of(t, t->plan->count),
                  text_of(t, t->plan->amount), raw);
    } else if (kh_records_arithmetic(run, &run->text, t->rule, t->plan, t->unit)) {
        kh_slice list = kh_report_take(run, mark);
        KH_PHRASE(&run->text, run->lang, KH_P_EVENTS_SUM, list, raw);
    }
    t->part->text = kh_report_take(run, mark);
}

/* ---- steps ------------------------------------------------------------------------------- */

static void steps_text(telling *t)
{
    static const kh_phrase phrases[] = {
        [KH_STEP_WHOLE] = KH_P_STEPS_WHOLE,
        [KH_STEP_STARTED] = KH_P_STEPS_STARTED,
        [KH_STEP_PRO_RATA] = KH_P_STEPS_PRO_RATA,
    };
    kh_report_run *run = t->run;
    size_t mark = kh_report_mark(run);
    kh_slice count = text_of(t, t->plan->count), measured = text_of(t, t->plan->measured);
    kh_slice size = text_of(t, t->plan->size), amount = text_of(t, t->plan->amount);
    kh_slice raw = text_of(t, t->plan->raw);
    add_modified(t, true);
    KH_PHRASE(&run->text, run->lang, phrases[t->rule->step_rule], measured, size, count);
    kh_strbuf_add(&run->text, kh_phrase_text(KH_P_SEMICOLON, run->lang));
    KH_PHRASE(&run->text, run->lang, KH_P_STEPS, count, amount, raw);
    t->part->text = kh_report_take(run, mark);
}

/* ---- the whole rule ---------------------------------------------------------------------- */

static void tell_amount(telling *t)
{
    kh_report_run *run = t->run;
    if (t->rule->amount && !over_records(t, t->plan->amount))
        kh_expr_facts(run, &t->part->facts, t->rule->amount, t->unit, 0);
    kh_modifier_facts(run, &t->part->facts, t->rule, t->unit);
    if (t->rule->measured)
        kh_expr_facts(run, &t->part->facts, t->rule->measured, t->unit, 0);
    if (t->rule->size)
        kh_expr_facts(run, &t->part->facts, t->rule->size, t->unit, 0);
    if (t->rule->limit)
        kh_expr_facts(run, &t->part->facts, t->rule->limit, t->unit, 0);
}

/* A rating without `by` has no expression: its records are those that the operation reads. */
static void tell_rating(telling *t)
{
    const kh_operation *op = kh_expr_reduction(t->run, t->plan->points);
    if (t->rule->verb != KH_RATE || !op || t->part->facts.n)
        return;
    const kh_record_table *table = &t->run->f->records[t->rule->rated];
    for (uint32_t row = table->start[t->unit]; row < table->start[t->unit + 1]; row++)
        if (kh_row_counts(t->run, op->n ? op->args[0] : KH_NONE, row))
            kh_record_facts(t->run, &t->part->facts, t->rule->rated, row);
}

static void amount_text(telling *t)
{
    kh_report_run *run = t->run;
    size_t mark = kh_report_mark(run);
    if (t->plan->basis != KH_NONE)
        add_modified(t, false);
    else if (t->rule->amount)
        kh_expr_arithmetic(run, &run->text, t->rule->amount, t->unit, 0);
    t->part->text = kh_report_take(run, mark);
}

static void value_part(telling *t, bool acts, bool open)
{
    kh_part *part = t->part;
    kh_cell value = cell(t, t->plan->points);
    part->places = kh_column_places(t->run, t->plan->points);
    part->taken = acts;
    part->amount = nothing;
    if (!acts)
        return;
    part->amount = value;
    if (open)
        part->amount.state |= KH_OPEN;
    tell_amount(t);
    tell_rating(t);
    amount_text(t);
}

static void change_part(telling *t, bool acts)
{
    kh_part *part = t->part;
    kh_cell raw = cell(t, t->plan->raw);
    bool deduct = t->rule->verb == KH_DEDUCT;
    part->places = kh_column_places(t->run, t->plan->raw);
    part->amount = deduct ? negative(t->run, raw) : raw;
    part->taken = kh_cell_open(raw) || kh_num_sign(raw.low) != 0;
    if (t->rule->counting == KH_COUNT_RECORDS)
        tell_records(t);
    if (!acts)
        return;
    tell_amount(t);
    if (t->rule->counting == KH_COUNT_STEPS)
        steps_text(t);
    else if (t->rule->counting == KH_COUNT_RECORDS && part->facts.n)
        records_text(t);
    else if (t->rule->counting == KH_COUNT_NOTHING)
        amount_text(t);
}

static void limit_part(telling *t, kh_ledger_node *ledger)
{
    kh_report_run *run = t->run;
    kh_col kept = t->plan->kept == KH_NONE ? t->plan->raw : t->plan->kept;
    kh_cell raw = cell(t, kept), points = cell(t, t->plan->points);
    if (t->plan->kept != KH_NONE)
        kh_explain_highest(run, ledger, t->rule, NULL, cell(t, t->plan->raw), raw);
    if (t->plan->limit == KH_NONE)
        return;
    bool bit = kh_num_cmp(points.low, raw.low) != 0 || kh_num_cmp(points.high, raw.high) != 0;
    if (!bit)
        return;
    size_t mark = kh_report_mark(run);
    kh_slice limit = text_of(t, t->plan->limit), before = text_of(t, kept);
    KH_PHRASE(&run->text, run->lang, KH_P_PART_LIMIT, limit, before, text_of(t, t->plan->points));
    kh_slice text = kh_report_take(run, mark);
    kh_cell back = t->rule->verb == KH_DEDUCT ? kh_cell_minus(run, raw, points)
                                              : kh_cell_minus(run, points, raw);
    *kh_push(run->unit, &ledger->parts) = (kh_part){.type = KH_PART_LIMIT,
                                                    .amount = back,
                                                    .places = -1,
                                                    .rule = t->rule,
                                                    .taken = true,
                                                    .text = text};
}

/* Whether the conditions of the rule's group hold. */
static bool group_holds(const telling *t)
{
    const kh_plan_group *g = &t->run->p->nodes[t->node].groups[t->rule->group - 1];
    bool when = g->condition == KH_NONE || cell(t, g->condition).state == KH_MAY_YES;
    return when && (g->unless == KH_NONE || !(cell(t, g->unless).state & KH_MAY_YES));
}

void kh_explain_rule(kh_report_run *run, kh_ledger_node *ledger, uint32_t rule)
{
    static const kh_part_type types[] = {
        [KH_DEDUCT] = KH_PART_DEDUCT,   [KH_AWARD] = KH_PART_AWARD,
        [KH_SCORE] = KH_PART_SCORE,     [KH_RATE] = KH_PART_RATE,
        [KH_FORFEIT] = KH_PART_FORFEIT, [KH_BECOMES] = KH_PART_BECOMES,
    };
    telling t = {.run = run, .unit = ledger->unit, .node = ledger->node};
    t.rule = &run->m->nodes[ledger->node].rules[rule];
    t.plan = &run->p->nodes[ledger->node].rules[rule];
    t.part = kh_push(run->unit, &ledger->parts);
    t.part->type = types[t.rule->verb];
    t.part->rule = t.rule;
    uint8_t applies = KH_MAY_YES;
    if (t.plan->applies != KH_NONE)
        applies = cell(&t, t.plan->applies).state;
    bool acts = (applies & KH_MAY_YES) != 0;
    tell_conditions(&t);
    if (t.rule->verb == KH_SCORE || t.rule->verb == KH_RATE) {
        value_part(&t, acts, acts && applies != KH_MAY_YES);
        return;
    }
    t.part->passed = t.plan->acts != KH_NONE && !acts &&
                     cell(&t, t.plan->acts).state == KH_MAY_YES && group_holds(&t);
    change_part(&t, acts);
    limit_part(&t, ledger);
}
