/* Why a grade, a veto, a rank, a selection. */
#include "run_case.h"

static office o;
static run_case c;
static kh_standing *standing;

static void begin(bool with_missing, kh_tie_policy ties)
{
    o = office_new(with_missing);
    o.b->m.selects[0].ties = ties;
}

static void run(void)
{
    run_case_begin(&c, &o, KH_ZH);
    standing = kh_standing_new(&c.run);
}

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_result, .fini = teardown);

/* "text | atom | atom" of the reason of a sort; "" when there is none. */
static const char *reason(uint32_t unit, kh_reason_about about)
{
    uint32_t n;
    const kh_line *lines = kh_report_lines(&c.run, &n);
    kh_reasons reasons = kh_explain_results(&c.run, standing, lines, n, unit);
    for (size_t i = 0; i < reasons.n; i++) {
        if (reasons.at[i].about != about)
            continue;
        kh_strbuf_add(&c.out, reasons.at[i].text);
        for (size_t k = 0; k < reasons.at[i].atoms.n; k++) {
            kh_strbuf_adds(&c.out, " | ");
            kh_strbuf_add(&c.out, reasons.at[i].atoms.at[k].text);
        }
        return run_case_text(&c);
    }
    return "";
}

Test(explain_result, grades)
{
    begin(true, KH_TIES_EXTEND);
    run();
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_GRADE), "等次 合格 | 总分 15 不低于 12");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_NEXT_GRADE), "要到 优秀，差在 | 总分 15，要不低于 18");
    cr_expect_str_eq(reason(WANG, KH_ABOUT_GRADE), "以上等次都不够，归 不合格");
    cr_expect_str_eq(reason(WANG, KH_ABOUT_NEXT_GRADE), "要到 合格，差在 | 总分 8，要不低于 12");
    cr_expect_str_eq(reason(ZHAO, KH_ABOUT_GRADE), "按总分可为 优秀，因否决定为 不合格");
    cr_expect_str_eq(reason(ZHAO, KH_ABOUT_NEXT_GRADE), "要到 合格，差在 | 否决 腐败 不再成立");
    cr_expect_str_eq(reason(SUN, KH_ABOUT_GRADE),
                     "等次未定，可能是 优秀/合格 | 总分 15..18.333333…，要不低于 18");
    cr_expect_str_eq(reason(SUN, KH_ABOUT_NEXT_GRADE), "");
}

Test(explain_result, vetoes)
{
    begin(false, KH_TIES_EXTEND);
    /* 李所: corrupt, but both parts of the exception are met. */
    fact_code(o.b, o.corrupt, LI, 1);
    fact_code(o.b, o.told, LI, 1);
    fact_code(o.b, o.helped, LI, 1);
    o.b->f.facts[o.corrupt].state[WANG] = KH_FILED_MISSING;
    run();
    cr_expect_str_eq(
        reason(ZHAO, KH_ABOUT_VETO),
        "否决 腐败 成立，定为 不合格 | 腐败案件 是 | 主动报告 是 | 积极配合 否，要 是");
    cr_expect_str_eq(reason(LI, KH_ABOUT_VETO),
                     "否决 腐败 的情形存在，符合除外条件，不成立 | 腐败案件 是 | 主动报告 是 | "
                     "积极配合 是");
    cr_expect_str_eq(reason(WANG, KH_ABOUT_VETO),
                     "否决 腐败 是否成立未定 | 腐败案件 缺，要 是 | 主动报告 否，要 是 | "
                     "积极配合 否，要 是");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_VETO), "");
}

Test(explain_result, ranks)
{
    begin(false, KH_TIES_EXTEND);
    o.b->m.ranks[0].within_kind = false;
    /* 张所 is made equal to 王股: 12 findings more than it has. */
    o.b->f.records[o.record].count[0] = 10;
    run();
    cr_expect_str_eq(reason(ZHAO, KH_ABOUT_RANK), "4 个单位中第 1 名；按 总分 18 排");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_RANK), "4 个单位中第 3 名；按 总分 8 排；与 王股 并列");
}

Test(explain_result, selections)
{
    begin(false, KH_TIES_EXTEND);
    run();
    cr_expect_str_eq(reason(ZHAO, KH_ABOUT_SELECTION),
                     "评选 先进：评上；取前 2 名，排在第 1（总分 18）");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_SELECTION),
                     "评选 先进：未评上；取前 2 名，排在第 3（总分 15）");
}

/* 李所 and 张所 both at 15 stand at the edge: 10 + 1 + (8 + 4)/3. */
Test(explain_result, ties_at_the_edge_extend)
{
    begin(false, KH_TIES_EXTEND);
    fact_int(o.b, o.second, LI, 4);
    run();
    cr_expect_str_eq(reason(LI, KH_ABOUT_SELECTION),
                     "评选 先进：评上；取前 2 名，排在第 2（总分 15）；第 2 名处并列，一并取");
}

Test(explain_result, ties_at_the_edge_cut)
{
    begin(false, KH_TIES_CUT);
    fact_int(o.b, o.second, LI, 4);
    run();
    cr_expect_str_eq(reason(LI, KH_ABOUT_SELECTION),
                     "评选 先进：未评上；取前 2 名，排在第 2（总分 15）；第 2 名处并列，都不取");
}

Test(explain_result, selections_from_grades_and_barred)
{
    begin(false, KH_TIES_EXTEND);
    build *b = o.b;
    b->m.selects[0].from = KH_NEW_ARRAY(b->a, uint32_t, 2);
    b->m.selects[0].from[1] = 1;
    b->m.selects[0].from_count = 2;
    kh_veto *v = build_veto(b, "通报", x_is(b, KH_X_GT, x_fact(b, o.first), x_num(b, 8)), NULL);
    build_effect(v, KH_EFFECT_BARS, 0);
    run();
    cr_expect_str_eq(reason(WANG, KH_ABOUT_SELECTION),
                     "评选 先进：未评上；等次 不合格 不在评选范围（优秀、合格）");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_SELECTION), "评选 先进：未评上；被否决 通报 排除");
    cr_expect_str_eq(reason(LI, KH_ABOUT_SELECTION),
                     "评选 先进：评上；取前 2 名，排在第 1（总分 15.333333…）");
}

Test(explain_result, nothing_certain_while_facts_are_missing)
{
    begin(true, KH_TIES_EXTEND);
    run();
    cr_expect_str_eq(reason(SUN, KH_ABOUT_RANK),
                     "同类 3 个单位中第 1..2 名；按 总分 15..18.333333… 排");
    cr_expect_str_eq(reason(LI, KH_ABOUT_SELECTION), "评选 先进：未定");
    cr_expect_str_eq(reason(ZHANG, KH_ABOUT_SELECTION),
                     "评选 先进：未评上；按 总分 15 不在前 2 名之内");
    cr_expect_str_eq(reason(ZHAO, KH_ABOUT_SELECTION), "评选 先进：评上；按 总分 18 在前 2 名之内");
}

/* 210.0000001/3 is shown as 70.000000…; a line at "> 70" lies between. */
Test(explain_result, a_line_between)
{
    begin(false, KH_TIES_EXTEND);
    build *b = o.b;
    /* 10 + 2 + (9 + x)/3 with x = 9.0000001: 18.0000000333… */
    cell_number(&b->f.facts[o.second], ZHANG, kh_num_ratio(b->a, 90000001, 10000000));
    b->f.records[o.record].count[0] = 0;
    b->f.records[o.record].count[1] = 0;
    b->m.grades[0].when->op = KH_X_GT;
    run();
    cr_expect_str_eq(
        reason(ZHANG, KH_ABOUT_LINE),
        "总分 显示为 18.000000…，实际是 540000001/30000000；按实际的数，优秀 的条件（r）"
        "成立");
    cr_expect_str_eq(reason(LI, KH_ABOUT_LINE), "");
}
