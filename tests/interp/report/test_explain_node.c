/* The ledger adds up (reliability R10): for every node and the total, parts and children give the
 * exact result, with limits, caps, rounding, weights and what stands in for an item. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_node, .fini = teardown);

static kh_num result_of(uint32_t node, uint32_t unit)
{
    kh_cell cell = kh_result(c.run.r, c.run.p->nodes[node].result, unit);
    cr_assert(kh_cell_settled(cell) || kh_cell_na(cell));
    return kh_cell_na(cell) ? KH_ZERO : cell.low;
}

static void expect_sum(const kh_ledger_node *l, uint32_t unit)
{
    uint32_t children[BUILD_MOST];
    uint32_t n = kh_explain_children(&c.run, l->node, children);
    kh_num sum = KH_ZERO;
    for (size_t i = 0; i < l->parts.n; i++) {
        cr_assert(kh_cell_settled(l->parts.at[i].amount), "node %u part %zu", l->node, i);
        sum = kh_num_add(o.b->a, sum, l->parts.at[i].amount.low);
    }
    for (uint32_t i = 0; i < n && !kh_cell_na(l->result); i++)
        sum = kh_num_add(o.b->a, sum, result_of(children[i], unit));
    cr_expect(kh_cell_na(l->result) || kh_num_eq(sum, l->result.low), "node %u, unit %u", l->node,
              unit);
}

static void expect_all_sums(void)
{
    for (uint32_t u = 0; u < o.b->f.unit_count; u++) {
        for (uint32_t i = 0; i < o.b->m.nodes_count; i++) {
            kh_ledger_node l = kh_explain_node(&c.run, i, u);
            expect_sum(&l, u);
        }
        kh_ledger_node total = kh_explain_total(&c.run, u);
        expect_sum(&total, u);
    }
}

static const kh_part *part_of(const kh_ledger_node *l, kh_part_type type)
{
    for (size_t i = 0; i < l->parts.n; i++)
        if (l->parts.at[i].type == type)
            return &l->parts.at[i];
    cr_assert(false, "no part of type %d", (int)type);
    return NULL;
}

static void expect_part(const kh_ledger_node *l, kh_part_type type, int64_t n, int64_t d,
                        const char *text)
{
    const kh_part *part = part_of(l, type);
    cr_expect(kh_num_eq(part->amount.low, kh_num_ratio(o.b->a, n, d)), "type %d", (int)type);
    cr_expect(kh_slice_is(part->text, text), "%.*s", (int)part->text.n, part->text.p);
}

Test(explain_node, office)
{
    o = office_new(false);
    run_case_begin(&c, &o, KH_ZH);
    expect_all_sums();
    kh_ledger_node l = kh_explain_node(&c.run, o.visits, WANG);
    cr_assert_eq(l.parts.n, 3);
    expect_part(&l, KH_PART_START, 10, 1, "");
    expect_part(&l, KH_PART_DEDUCT, -12, 1, "12次 × 1分 = 12分");
    expect_part(&l, KH_PART_FLOOR, 2, 1, "扣完为止：应扣 12 分，扣至 0 分");
    l = kh_explain_node(&c.run, o.rating, LI);
    expect_part(&l, KH_PART_SCORE, 13, 3, "(8 + 5) ÷ 3 = 4.333333…");
    cr_expect_eq(l.parts.at[0].facts.n, 2);
}

/* 10 - 3, at most 2 by the rule, half of it counts; 3 + 4 capped at 5; an extra of 1/4 rounds
 * 4 + 5 + 1/4 = 9.25 to 9.3; the total is capped at 9. */
Test(explain_node, corrections)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t s = (build_node(b, KH_SECTION, "综合", KH_NONE), b->m.nodes_count - 1);
    b->m.nodes[s].rounding = (kh_rounding){.places = 1, .mode = KH_ROUND_HALF_UP};
    uint32_t half = build_item(b, "折半", s, 10, true);
    build_per(b, half, KH_DEDUCT, x_num(b, 1), o.record)->limit = x_num(b, 2);
    b->m.nodes[half].weight = x_ratio(b, 1, 2);
    uint32_t capped = build_item(b, "封顶", s, 5, false);
    build_rule(b, capped, KH_AWARD, x_num(b, 3))->condition = x_fact(b, o.made);
    build_rule(b, capped, KH_AWARD, x_num(b, 4))->condition = x_fact(b, o.filed);
    build_node(b, KH_EXTRA, "附加", s)->start = x_num(b, 0);
    build_rule(b, b->m.nodes_count - 1, KH_AWARD, x_ratio(b, 1, 4))->condition = x_fact(b, o.filed);
    b->m.cap = x_num(b, 9);
    run_case_begin(&c, &o, KH_ZH);
    expect_all_sums();

    kh_ledger_node l = kh_explain_node(&c.run, half, ZHANG);
    expect_part(&l, KH_PART_DEDUCT, -3, 1, "3次 × 1分 = 3分");
    expect_part(&l, KH_PART_LIMIT, 1, 1, "这一条最多 2 分，应 3 分，计 2 分");
    l = kh_explain_node(&c.run, capped, ZHANG);
    expect_part(&l, KH_PART_CAP, -2, 1, "封顶 5 分：应得 7 分，计 5 分");
    l = kh_explain_node(&c.run, s, ZHANG);
    expect_part(&l, KH_PART_WEIGHT, -4, 1, "折半 按权重计入：8 × 0.5 = 4");
    expect_part(&l, KH_PART_ROUND, 1, 20, "四舍五入，保留 1 位小数：9.25 计为 9.3");
    /* 15 + 9.3 */
    l = kh_explain_total(&c.run, ZHANG);
    expect_part(&l, KH_PART_CAP, -153, 10, "封顶 9 分：应得 24.3 分，计 9 分");
}

/* What stands in where a gate is shut, and a score that takes the place of what is inside. */
Test(explain_node, absent_and_taken_back)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t s = (build_node(b, KH_SECTION, "综合", KH_NONE), b->m.nodes_count - 1);
    uint32_t gated = build_item(b, "有则评", s, 10, true);
    build_per(b, gated, KH_DEDUCT, x_num(b, 1), o.record);
    b->m.nodes[gated].only_when = x_fact(b, o.made);
    b->m.nodes[gated].absent = x_num(b, 6);
    uint32_t twice = (build_node(b, KH_ITEM, "加倍", KH_NONE), b->m.nodes_count - 1);
    uint32_t inner = build_item(b, "内项", twice, 3, true);
    build_per(b, inner, KH_DEDUCT, x_num(b, 1), o.record);
    build_rule(b, twice, KH_SCORE,
               x_math(b, KH_X_MUL, x_number_of(b, KH_X_NODE, inner), x_num(b, 2)));
    run_case_begin(&c, &o, KH_ZH);
    expect_all_sums();

    kh_ledger_node l = kh_explain_node(&c.run, gated, LI);
    cr_expect(kh_cell_na(l.result));
    cr_expect_eq(l.parts.n, 0);
    l = kh_explain_node(&c.run, s, LI);
    expect_part(&l, KH_PART_ABSENT, 6, 1, "有则评 不适用，按缺项规定计 6 分");
    l = kh_explain_node(&c.run, twice, LI);
    expect_part(&l, KH_PART_SCORE, 6, 1, "3 × 2 = 6");
    expect_part(&l, KH_PART_CHILDREN, -3, 1, "分项得分不直接相加，由上面的规则取用");
}

/* Of several values the first that holds; the others are told as not taken. */
Test(explain_node, first_value_that_holds)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t n = (build_node(b, KH_ITEM, "择一", KH_NONE), b->m.nodes_count - 1);
    build_rule(b, n, KH_SCORE, x_num(b, 5))->condition = x_fact(b, o.corrupt);
    build_rule(b, n, KH_SCORE, x_num(b, 3))->condition = x_fact(b, o.made);
    build_rule(b, n, KH_SCORE, x_num(b, 2))->condition = x_fact(b, o.filed);
    run_case_begin(&c, &o, KH_ZH);
    expect_all_sums();
    kh_ledger_node l = kh_explain_node(&c.run, n, ZHANG);
    cr_assert_eq(l.parts.n, 3);
    cr_expect_not(l.parts.at[0].taken);
    cr_expect(l.parts.at[1].taken);
    cr_expect_not(l.parts.at[2].taken);
    cr_expect(kh_slice_is(l.parts.at[0].conditions.at[0].text, "腐败案件 否"));
}

/* `missing as 4` where there is no rating to take a mean of. */
Test(explain_node, assumed)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t n = (build_node(b, KH_ITEM, "均值", KH_NONE), b->m.nodes_count - 1);
    kh_expr *count = x_field(b, o.record, KH_FIELD_COUNT);
    build_rule(b, n, KH_SCORE, x_over(b, KH_X_MEAN, o.record, NULL, count));
    b->m.nodes[n].missing_as = x_num(b, 4);
    run_case_begin(&c, &o, KH_ZH);
    expect_all_sums();
    kh_ledger_node l = kh_explain_node(&c.run, n, LI);
    expect_part(&l, KH_PART_ASSUMED, 4, 1, "没有可算的数，按方案视同 4 分");
    l = kh_explain_node(&c.run, n, ZHANG);
    expect_part(&l, KH_PART_SCORE, 5, 3, "(1 + 2 × 2) ÷ 3 = 1.666666…");
    cr_expect_eq(l.parts.at[0].facts.n, 2);
}
