/* Values and arithmetic of expressions, with the figures of a unit put in: (10 + 8 + 8) ÷ 3. */
#include "report/ledger.h"

enum { MOST_OPERANDS = 40, MOST_RECORDS = 12 };

kh_cell kh_expr_cell(const kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row)
{
    kh_col col = kh_plan_column(run->p, e);
    if (!kh_result_kept(run->r, col))
        return e->op == KH_X_NUMBER ? (kh_cell){KH_MAY_VALUE, e->number, e->number}
                                    : (kh_cell){KH_MAY_NA, KH_ZERO, KH_ZERO};
    bool record = run->p->columns[col].domain.tag == KH_DOMAIN_RECORD;
    return kh_result(run->r, col, record ? row : unit);
}

static int places_of(const kh_report_run *run, const kh_expr *e)
{
    return kh_column_places(run, kh_plan_column(run->p, e));
}

void kh_expr_value(kh_report_run *run, kh_strbuf *out, const kh_expr *e, uint32_t unit,
                   uint32_t row)
{
    kh_col col = kh_plan_column(run->p, e);
    kh_type type = e->type;
    if (col != KH_NONE)
        type.tag = run->p->columns[col].type.tag;
    kh_show_value(run, out, type, kh_expr_cell(run, e, unit, row), places_of(run, e));
}

/* ---- names ------------------------------------------------------------------------------- */

/* What of a node it is; KH_P_END: none of these. */
static kh_phrase attribute_of(const kh_expr *e)
{
    return e->op == KH_X_NODE_MAX      ? KH_P_MAX_OF
           : e->op == KH_X_NODE_BASE   ? KH_P_BASE_OF
           : e->op == KH_X_NODE_RAW    ? KH_P_RAW_OF
           : e->op == KH_X_NODE_CAP    ? KH_P_CAP_OF
           : e->op == KH_X_NODE_FLOOR  ? KH_P_FLOOR_OF
           : e->op == KH_X_NODE_WEIGHT ? KH_P_WEIGHT_OF
                                       : KH_P_END;
}

/* 0: it has no name of its own. */
static kh_id name_of(const kh_report_run *run, const kh_expr *e)
{
    const kh_model *m = run->m;
    return e->op == KH_X_FACT                                  ? m->facts[e->index].name
           : e->op == KH_X_PARAM                               ? m->params[e->index].name
           : e->op == KH_X_LET                                 ? m->lets[e->index].name
           : e->op == KH_X_NODE || attribute_of(e) != KH_P_END ? m->nodes[e->index].name
           : e->op == KH_X_VETO                                ? m->vetoes[e->index].name
           : e->op == KH_X_SELECTED                            ? m->selects[e->index].name
                                                               : 0;
}

static void add_field_label(kh_report_run *run, kh_strbuf *out, const kh_expr *e)
{
    kh_phrase p = kh_phrase_of_field(&run->m->records[e->domain.record], e->index);
    if (p != KH_P_END)
        kh_strbuf_add(out, kh_phrase_text(p, run->lang));
    else
        kh_text_escape(out,
                       kh_name_of(run, run->m->records[e->domain.record].fields[e->index].name));
}

void kh_expr_label(kh_report_run *run, kh_strbuf *out, const kh_expr *e)
{
    size_t mark = kh_report_mark(run);
    kh_id id = name_of(run, e);
    if (e->op == KH_X_SUBTOTAL) {
        kh_strbuf_add(out, kh_phrase_text(KH_P_SUBTOTAL, run->lang));
    } else if (e->op == KH_X_TOTAL) {
        kh_strbuf_add(out, kh_phrase_text(KH_P_TOTAL, run->lang));
    } else if (e->op == KH_X_KIND) {
        kh_strbuf_add(out, kh_phrase_text(KH_P_KIND, run->lang));
    } else if (e->op == KH_X_FIELD) {
        add_field_label(run, out, e);
    } else if (attribute_of(e) != KH_P_END) {
        kh_text_escape(&run->text, kh_name_of(run, id));
        kh_slice name = kh_report_take(run, mark);
        KH_PHRASE(out, run->lang, attribute_of(e), name);
    } else if (id) {
        kh_text_escape(out, kh_name_of(run, id));
    } else {
        kh_show_source(run, out, e->place);
    }
}

/* ---- arithmetic -------------------------------------------------------------------------- */

static bool leans(const kh_expr *e)
{
    return e->op == KH_X_ADD || e->op == KH_X_SUB || e->op == KH_X_MUL || e->op == KH_X_DIV;
}

static bool is_function(const kh_expr *e)
{
    return e->op == KH_X_SMALLER || e->op == KH_X_LARGER || e->op == KH_X_LIMIT ||
           e->op == KH_X_ABS || e->op == KH_X_ROUND || e->op == KH_X_OF_LIST ||
           e->op == KH_X_FIRST || e->op == KH_X_HOW_MANY ||
           (e->op >= KH_X_LN && e->op <= KH_X_POWER);
}

/* How many operands are written; stops counting above MOST_OPERANDS. */
static size_t operands(const kh_expr *e)
{
    size_t n = 0;
    for (; leans(e) && n <= MOST_OPERANDS; e = e->args[0])
        for (uint32_t i = 1; i < e->n; i++)
            n += operands(e->args[i]);
    if (leans(e))
        return n;
    if (is_function(e) || e->op == KH_X_NEGATE) {
        for (uint32_t i = 0; i < e->n && n <= MOST_OPERANDS; i++)
            n += operands(e->args[i]);
        return n;
    }
    return n + 1;
}

typedef struct rows {
    uint32_t record, unit;
    kh_col counted, value;
    kh_col times;        /* KH_NONE: each as often as its 次数 says */
    const kh_rule *rule; /* whose amounts these are, when it has modifiers */
    const kh_plan_rule *plan;
} rows;

static kh_num value_at(const kh_report_run *run, const rows *r, uint32_t row, bool *settled)
{
    bool record = run->p->columns[r->value].domain.tag == KH_DOMAIN_RECORD;
    kh_cell c = kh_result(run->r, r->value, record ? row : r->unit);
    *settled = *settled && kh_cell_settled(c);
    return c.low;
}

/* How often a row stands for one. */
static int64_t times_at(const kh_report_run *run, const rows *r, uint32_t row)
{
    int64_t times = run->f->records[r->record].count[row];
    if (r->times != KH_NONE)
        kh_num_to_int(kh_result(run->r, r->times, row).low, &times);
    return times;
}

/* "10 + 8 × 2"; the number of occurrences. False: too many, or some are open. */
static bool add_rows(kh_report_run *run, const rows *r, const char *separator, kh_num *sum,
                     int64_t *count)
{
    const kh_record_table *t = &run->f->records[r->record];
    size_t written = 0, mark = kh_report_mark(run);
    bool settled = true;
    *count = 0;
    *sum = KH_ZERO;
    for (uint32_t row = t->start[r->unit]; row < t->start[r->unit + 1] && settled; row++) {
        int64_t times = times_at(run, r, row);
        if (!kh_row_counts(run, r->counted, row) || times == 0)
            continue;
        kh_num x = value_at(run, r, row, &settled);
        *count += times;
        *sum = kh_num_add(run->unit, *sum, kh_num_mul(run->unit, x, kh_num_int(times)));
        if (written++)
            kh_strbuf_adds(&run->text, separator);
        if (r->rule)
            kh_modified_text(run, &run->text, r->rule, r->plan, r->unit, row, times != 1);
        else
            kh_show_number(&run->text, run->lang, x, -1);
        if (times != 1)
            kh_strbuf_addf(&run->text, " × %lld", (long long)times);
    }
    if (settled && written && written <= MOST_RECORDS)
        return true;
    kh_report_take(run, mark);
    return false;
}

static bool add_mean(kh_report_run *run, const rows *r)
{
    kh_num sum;
    int64_t count;
    size_t mark = kh_report_mark(run);
    bool listed = add_rows(run, r, " + ", &sum, &count);
    kh_slice list = kh_report_take(run, mark);
    if (count == 0 || (!listed && count <= MOST_RECORDS))
        return false;
    if (listed) {
        kh_strbuf_addc(&run->text, '(');
        kh_strbuf_add(&run->text, list);
        kh_strbuf_addc(&run->text, ')');
    } else {
        kh_show_exactly(run, &run->text, sum);
    }
    kh_strbuf_addf(&run->text, " ÷ %lld", (long long)count);
    return true;
}

static kh_phrase gathered_name(kh_expr_op op)
{
    return op == KH_X_SUM          ? KH_P_SUM_OF
           : op == KH_X_MEAN       ? KH_P_MEAN_OF
           : op == KH_X_HIGHEST    ? KH_P_HIGHEST
           : op == KH_X_LOWEST     ? KH_P_LOWEST
           : op == KH_X_SHARE      ? KH_P_SHARE_OF
           : op == KH_X_PERCENTILE ? KH_P_PERCENTILE_OF
                                   : KH_P_MEDIAN_OF;
}

/* "中位数(5, 7, 9)"; behind a semicolon what is done with them: "平均(5, 7, 9；去高低 1)". */
static bool add_gathered(kh_report_run *run, const kh_expr *e, const rows *r)
{
    kh_num sum;
    int64_t count;
    kh_strbuf_add(&run->text, kh_phrase_text(gathered_name(e->op), run->lang));
    kh_strbuf_addc(&run->text, '(');
    if (!add_rows(run, r, ", ", &sum, &count))
        return false;
    if (e->op == KH_X_PERCENTILE) {
        kh_strbuf_adds(&run->text, "; ");
        kh_show_cell(run, &run->text, (kh_cell){KH_MAY_VALUE, e->number, e->number}, -1, true);
    }
    if (e->gather) {
        kh_strbuf_adds(&run->text, "; ");
        kh_show_source(run, &run->text, e->gather->place);
    }
    kh_strbuf_addc(&run->text, ')');
    return true;
}

static bool add_reduction(kh_report_run *run, const kh_expr *e, const kh_operation *op,
                          uint32_t unit)
{
    if (op->n < 2)
        return false;
    rows r = {op->domain.record, unit, op->args[0], op->args[1], KH_NONE, NULL, NULL};
    kh_num sum;
    int64_t count;
    size_t mark = kh_report_mark(run);
    if (op->code == KH_DO_GATHER)
        return add_gathered(run, e, &r);
    if (op->code == KH_DO_MEAN)
        return add_mean(run, &r);
    if (op->code == KH_DO_TOTAL)
        return add_rows(run, &r, " + ", &sum, &count);
    if (op->code != KH_DO_HIGHEST && op->code != KH_DO_LOWEST)
        return false;
    kh_phrase p = op->code == KH_DO_HIGHEST ? KH_P_HIGHEST : KH_P_LOWEST;
    kh_strbuf_add(&run->text, kh_phrase_text(p, run->lang));
    kh_strbuf_addc(&run->text, '(');
    if (!add_rows(run, &r, ", ", &sum, &count)) {
        kh_report_take(run, mark);
        return false;
    }
    kh_strbuf_addc(&run->text, ')');
    return true;
}

bool kh_records_arithmetic(kh_report_run *run, kh_strbuf *out, const kh_rule *rule,
                           const kh_plan_rule *plan, uint32_t unit)
{
    rows r = {rule->set.record, unit, plan->counted, plan->amount, plan->times, NULL, NULL};
    if (rule->mod_count) {
        r.rule = rule;
        r.plan = plan;
    }
    kh_num sum;
    int64_t count;
    size_t mark = kh_report_mark(run);
    bool written = add_rows(run, &r, " + ", &sum, &count);
    kh_slice text = kh_report_take(run, mark);
    kh_strbuf_add(out, text);
    return written;
}

static int level_of(const kh_expr *e)
{
    return e->op == KH_X_ADD || e->op == KH_X_SUB   ? 1
           : e->op == KH_X_MUL || e->op == KH_X_DIV ? 2
                                                    : 3;
}

static const char *sign_of(kh_expr_op op)
{
    return op == KH_X_ADD ? " + " : op == KH_X_SUB ? " - " : op == KH_X_MUL ? " × " : " ÷ ";
}

static kh_phrase function_name(const kh_expr *e)
{
    kh_expr_op op = e->op;
    if (op == KH_X_OF_LIST)
        return gathered_name((kh_expr_op)e->index);
    return op == KH_X_LN         ? KH_P_LN
           : op == KH_X_EXP      ? KH_P_EXP
           : op == KH_X_ROOT     ? KH_P_ROOT
           : op == KH_X_POWER    ? KH_P_POWER
           : op == KH_X_FIRST    ? KH_P_FIRST_OF
           : op == KH_X_HOW_MANY ? KH_P_HOW_MANY
           : op == KH_X_SMALLER  ? KH_P_SMALLER
           : op == KH_X_LARGER   ? KH_P_LARGER
           : op == KH_X_LIMIT    ? KH_P_LIMITED
                                 : KH_P_ABS;
}

static void add_expr(kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row, int above);

static void add_function(kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row)
{
    if (e->op == KH_X_ROUND) {
        static const kh_phrase modes[] = {
            [KH_ROUND_HALF_UP] = KH_P_HALF_UP,
            [KH_ROUND_HALF_EVEN] = KH_P_HALF_EVEN,
            [KH_ROUND_UP] = KH_P_UP,
            [KH_ROUND_DOWN] = KH_P_DOWN,
        };
        kh_strbuf_add(&run->text, kh_phrase_text(modes[e->rounding.mode], run->lang));
    } else {
        kh_strbuf_add(&run->text, kh_phrase_text(function_name(e), run->lang));
    }
    kh_strbuf_addc(&run->text, '(');
    for (uint32_t i = 0; i < e->n; i++) {
        if (i)
            kh_strbuf_adds(&run->text, ", ");
        add_expr(run, e->args[i], unit, row, 0);
    }
    kh_strbuf_addc(&run->text, ')');
}

/* A figure; in brackets where a sign or a range would be misread. */
static void add_figure(kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row, int above)
{
    size_t mark = kh_report_mark(run);
    kh_expr_value(run, &run->text, e, unit, row);
    kh_slice text = kh_report_take(run, mark);
    kh_cell c = kh_expr_cell(run, e, unit, row);
    bool range = kh_cell_open(c) && !kh_cell_enclosed(run, c);
    bool brackets = above > 0 && text.n && (text.p[0] == '-' || range);
    if (brackets)
        kh_strbuf_addc(&run->text, '(');
    kh_strbuf_add(&run->text, text);
    if (brackets)
        kh_strbuf_addc(&run->text, ')');
}

static void add_chain(kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row, int above)
{
    int level = level_of(e);
    bool brackets = level < above;
    if (brackets)
        kh_strbuf_addc(&run->text, '(');
    add_expr(run, e->args[0], unit, row, level);
    for (uint32_t i = 1; i < e->n; i++) {
        kh_strbuf_adds(&run->text, sign_of(e->op));
        add_expr(run, e->args[i], unit, row, level + 1);
    }
    if (brackets)
        kh_strbuf_addc(&run->text, ')');
}

static void add_expr(kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row, int above)
{
    if (leans(e)) {
        add_chain(run, e, unit, row, above);
    } else if (is_function(e)) {
        add_function(run, e, unit, row);
    } else if (e->op == KH_X_NEGATE) {
        kh_strbuf_addc(&run->text, '-');
        add_expr(run, e->args[0], unit, row, 3);
    } else {
        const kh_operation *op = e->set ? kh_expr_reduction(run, kh_plan_column(run->p, e)) : NULL;
        size_t mark = kh_report_mark(run);
        bool written = op && add_reduction(run, e, op, unit);
        kh_slice text = kh_report_take(run, mark);
        bool brackets = written && above > 0;
        if (brackets)
            kh_strbuf_addc(&run->text, '(');
        if (written)
            kh_strbuf_add(&run->text, text);
        else
            add_figure(run, e, unit, row, above);
        if (brackets)
            kh_strbuf_addc(&run->text, ')');
    }
}

/* The row of a table that was taken: its condition as written. */
static bool add_table_row(kh_report_run *run, kh_strbuf *out, const kh_expr *e, uint32_t unit,
                          uint32_t row)
{
    for (uint32_t i = 0; i + 1 < e->n; i += 2) {
        if (kh_expr_cell(run, e->args[i], unit, row).state != KH_MAY_YES)
            continue;
        size_t mark = kh_report_mark(run);
        kh_show_source(run, &run->text, e->args[i]->place);
        kh_slice source = kh_report_take(run, mark);
        kh_expr_value(run, out, e, unit, row);
        KH_PHRASE(out, run->lang, KH_P_TABLE_ROW, source);
        return true;
    }
    return false;
}

bool kh_expr_arithmetic(kh_report_run *run, kh_strbuf *out, const kh_expr *e, uint32_t unit,
                        uint32_t row)
{
    if (e->op == KH_X_TABLE)
        return add_table_row(run, out, e, unit, row);
    bool composed = leans(e) || is_function(e) || e->op == KH_X_NEGATE || e->set;
    if (!composed || operands(e) > MOST_OPERANDS)
        return false;
    size_t mark = kh_report_mark(run);
    add_expr(run, e, unit, row, 0);
    kh_slice text = kh_report_take(run, mark);
    kh_expr_value(run, &run->text, e, unit, row);
    kh_slice value = kh_report_take(run, mark);
    if (kh_slice_eq(text, value))
        return false;
    kh_strbuf_add(out, text);
    kh_strbuf_adds(out, " = ");
    kh_strbuf_add(out, value);
    return true;
}
