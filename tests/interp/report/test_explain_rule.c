/* Rules: what they counted, what they left out, their arithmetic. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_rule, .fini = teardown);

static const kh_part *rule_part(uint32_t node, uint32_t unit, size_t i)
{
    static kh_ledger_node l;
    l = kh_explain_node(&c.run, node, unit);
    for (size_t k = 0; k < l.parts.n; k++)
        if (l.parts.at[k].rule && i-- == 0)
            return &l.parts.at[k];
    cr_assert(false, "no such rule");
    return NULL;
}

static void expect_text(kh_slice s, const char *text)
{
    cr_expect(kh_slice_is(s, text), "%.*s", (int)s.n, s.p);
}

/* per 发现问题 where 属实: the row that is not proven is told apart. */
Test(explain_rule, records_left_out)
{
    o = office_new(false);
    build *b = o.b;
    kh_fact_column *proven = row_field(b, o.record, KH_FIELD_PROVEN);
    kh_fact_column *dates = row_field(b, o.record, KH_FIELD_DATE);
    kh_fact_column *notes = row_field(b, o.record, KH_FIELD_NOTE);
    cell_code(proven, 0, 1);
    cell_code(proven, 1, 0);
    cell_code(dates, 0, 15859); /* 2013-06-03 */
    cell_code(notes, 0, (int32_t)build_name(b, "台账不全"));
    uint32_t n = build_item(b, "督办", KH_NONE, 4, true);
    build_per(b, n, KH_DEDUCT, x_num(b, 1), o.record)->set.where =
        x_field(b, o.record, KH_FIELD_PROVEN);
    run_case_begin(&c, &o, KH_ZH);
    const kh_part *part = rule_part(n, ZHANG, 0);
    expect_text(part->text, "1次 × 1分 = 1分");
    cr_assert_eq(part->facts.n, 1);
    expect_text(part->facts.at[0].value, "2013-06-03 属实 是 台账不全");
    cr_assert_eq(part->left_out.n, 1);
    expect_text(part->left_out.at[0].value, "属实 否");
    cr_expect_eq(part->left_out.at[0].count, 2);
    /* All of them count without `where`. */
    part = rule_part(o.visits, ZHANG, 0);
    cr_expect_eq(part->facts.n, 2);
    cr_expect_eq(part->left_out.n, 0);
    cr_expect_eq(part->facts.at[1].count, 2);
}

/* Amounts that differ by record: 2, and 0.5 twice. */
Test(explain_rule, amounts_of_records)
{
    o = office_new(false);
    build *b = o.b;
    kh_fact_column *amount = row_field(b, o.record, KH_FIELD_AMOUNT);
    for (uint32_t row = 0; row < b->f.records[o.record].row_count; row++)
        cell_number(amount, row, row == 0 ? kh_num_int(2) : kh_num_ratio(b->a, 1, 2));
    uint32_t n = build_item(b, "督办", KH_NONE, 4, true);
    kh_rule *r = build_per(b, n, KH_DEDUCT, x_ratio(b, 1, 2), o.record);
    r->amount_high = x_num(b, 2);
    run_case_begin(&c, &o, KH_ZH);
    const kh_part *part = rule_part(n, ZHANG, 0);
    expect_text(part->text, "2 + 0.5 × 2 = 3分");
    expect_text(part->facts.at[0].value, "分值 2");
}

Test(explain_rule, steps)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t n = build_item(b, "迟到", KH_NONE, 10, true);
    kh_rule *r = build_rule(b, n, KH_DEDUCT, x_num(b, 1));
    r->counting = KH_COUNT_STEPS;
    r->measured = x_fact(b, o.first); /* 9, 8 */
    r->size = x_num(b, 4);
    uint32_t m = build_item(b, "早退", KH_NONE, 10, true);
    kh_rule *started = build_rule(b, m, KH_DEDUCT, x_num(b, 1));
    *started = *r;
    started->step_rule = KH_STEP_STARTED;
    run_case_begin(&c, &o, KH_ZH);
    const kh_part *part = rule_part(n, ZHANG, 0);
    expect_text(part->text, "9 ÷ 4，满 2 步；2步 × 1分 = 2分");
    expect_text(part->facts.at[0].name, "甲评");
    expect_text(rule_part(m, ZHANG, 0)->text, "9 ÷ 4，不足一步算一步，共 3 步；3步 × 1分 = 3分");
    expect_text(rule_part(m, LI, 0)->text, "8 ÷ 4，不足一步算一步，共 2 步；2步 × 1分 = 2分");
}

/* A rating without `by`: its level is told, its points are the part. */
Test(explain_rule, single_rating)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t scale = build_scale(b, "五档", 2, (const int[]){10, 8});
    b->m.scales[scale].levels[1].name = build_name(b, "较满意");
    uint32_t rated = build_record(b, "领导评价");
    b->m.records[rated].rated = scale;
    b->m.records[rated].single_rating = true;
    b->m.records[rated].fields[KH_FIELD_LEVEL].type = build_level_type(scale);
    kh_record_table *t = &b->f.records[rated];
    t->row_count = 1;
    t->count[0] = 1;
    for (uint32_t u = ZHANG + 1; u <= b->f.unit_count; u++)
        t->start[u] = 1;
    cell_code(row_field(b, rated, KH_FIELD_LEVEL), 0, 1);
    cell_code(row_field(b, rated, KH_FIELD_BY), 0, (int32_t)build_name(b, "王局长"));
    uint32_t n = (build_node(b, KH_ITEM, "领导", KH_NONE), b->m.nodes_count - 1);
    kh_rule *r = build_rule(b, n, KH_RATE, NULL);
    r->rated = rated;
    r->scale = scale;
    run_case_begin(&c, &o, KH_ZH);
    const kh_part *part = rule_part(n, ZHANG, 0);
    cr_expect_eq(part->type, KH_PART_RATE);
    cr_expect(kh_num_eq(part->amount.low, kh_num_int(8)));
    cr_assert_eq(part->facts.n, 1);
    expect_text(part->facts.at[0].value, "较满意 王局长");
}

/* A due date tells its period, the day it was due, when it was filed and how late. */
Test(explain_rule, due_dates)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t duty = build_record(b, "季度填报");
    b->m.records[duty].duty = 0;
    const kh_type_tag tags[] = {KH_TYPE_DATE, KH_TYPE_DATE, KH_TYPE_YES_NO, KH_TYPE_YES_NO,
                                KH_TYPE_NUMBER};
    for (size_t i = 0; i < 5; i++)
        build_field(b, duty, "f", build_type(tags[i]));
    kh_record_table *t = &b->f.records[duty];
    t->row_count = 2;
    for (uint32_t u = ZHANG + 1; u <= b->f.unit_count; u++)
        t->start[u] = 2;
    for (uint32_t row = 0; row < 2; row++) {
        t->count[row] = 1;
        cell_code(row_field(b, duty, KH_FIELD_PERIOD), row, (int32_t)build_name(b, "2013Q3"));
        cell_code(row_field(b, duty, KH_FIELD_DUE_DATE), row, 15993); /* 2013-10-15 */
        cell_code(row_field(b, duty, KH_FIELD_LATE), row, row == 0);
        cell_code(row_field(b, duty, KH_FIELD_NOT_FILED), row, row == 1);
        cell_number(row_field(b, duty, KH_FIELD_DAYS_LATE), row, kh_num_int(row == 0 ? 2 : 0));
    }
    cell_code(row_field(b, duty, KH_FIELD_FILED_ON), 0, 15995);
    uint32_t n = build_item(b, "填报", KH_NONE, 4, true);
    build_per(b, n, KH_DEDUCT, x_num(b, 1), duty)->set.where = x_field(b, duty, KH_FIELD_LATE);
    build_per(b, n, KH_DEDUCT, x_num(b, 2), duty)->set.where = x_field(b, duty, KH_FIELD_NOT_FILED);
    run_case_begin(&c, &o, KH_ZH);
    const kh_part *part = rule_part(n, ZHANG, 0);
    cr_assert_eq(part->facts.n, 1);
    cr_expect_eq(part->left_out.n, 0); /* due dates that do not count are not worth a word */
    expect_text(part->facts.at[0].value, "2013Q3 期限 2013-10-15 完成日期 2013-10-17 迟报 2 天");
    part = rule_part(n, ZHANG, 1);
    expect_text(part->facts.at[0].value, "2013Q3 期限 2013-10-15 未报");
    expect_text(part->text, "1次 × 2分 = 2分");
}
