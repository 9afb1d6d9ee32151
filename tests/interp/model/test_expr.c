/* Expressions: what they mean, over records and lists, in tables and ranges. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

#define ITEM "项目 x 满分 9 "

Test(expr, comparisons)
{
    static const meant rows[] = {
        {ITEM "计分 1 当 1 <= a < 3",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (and (<= 1 (fact \"a\")) "
         "(< (fact \"a\") 3))))"},
        {ITEM "计分 1 当 a 不低于 3 且 不高于 5",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (and (>= (fact \"a\") 3) "
         "(<= (fact \"a\") 5))))"},
        {ITEM "计分 1 当 a 3以上5以下（不含5）",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (and (>= (fact \"a\") 3) "
         "(< (fact \"a\") 5))))"},
        {ITEM "计分 1 当 a 70%（含） 至 80%（不含）",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (and (>= (fact \"a\") 7/10) "
         "(< (fact \"a\") 4/5))))"},
        {ITEM "计分 1 当 非 a 或 b",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (or (not (fact \"a\")) "
         "(fact \"b\"))))"},
        {ITEM "计分 1 当 a 属 (省)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (= (fact \"a\") \"省\")))"},
    };
    EXPECT_MEANT(rows);
}

Test(expr, comparisons_refused)
{
    static const said rows[] = {
        {ITEM "扣 1分 当 级别 = 国家 或 省", "E0422"},
        {ITEM "若 产值 高于 目标 且 上年值，加 1分", "E0338"},
        {ITEM "计分 1 当 a 70分以上（含80分）", "E0408"},
        {ITEM "计分 1 当 a 5 至 3", "E0407"},
        {ITEM "计分 1 当 a 3 至 不满 3", "E0407"},
    };
    EXPECT_SAID(rows);
    resolved r = resolve_text(ITEM "扣 1分 当 级别 = 国家 或 省");
    cr_expect_str_eq(r.diags.list.at[0].fix.p, ITEM "扣 1分 当 级别 属 (国家、省)");
    resolved_free(&r);
}

Test(expr, arithmetic)
{
    static const meant rows[] = {
        {ITEM "计分 a + b 的 5%",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (+ (fact \"a\") (* 1/20 (fact \"b\")))))"},
        {ITEM "计分 2013-5-31 - 2013-5-1",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (days_between 2013-05-31 2013-05-01)))"},
        {ITEM "计分 1 当 d + 10天 早于 2013-5-31",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (< (days (fact \"d\") 10) "
         "2013-05-31)))"},
        {ITEM "计分 较小值(a, 满分)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (smaller (fact \"a\") (max \"x\"))))"},
        {ITEM "计分 限值(a, 0, 5) + 绝对值(b) + 保留(c, 1, 四舍五入)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (+ (+ (limit (fact \"a\") 0 5) "
         "(abs (fact \"b\"))) (round (fact \"c\") round 1 half_up))))"},
        {ITEM "计分 最高(a, b) + 平均(c, d)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (+ (highest (fact \"a\") (fact \"b\")) "
         "(mean (fact \"c\") (fact \"d\")))))"},
        {ITEM "计分 1 当 已知(a)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (known (fact \"a\"))))"},
    };
    EXPECT_MEANT(rows);
}

Test(expr, over_records)
{
    static const meant rows[] = {
        {"记录 会议\n" ITEM "计分 1 当 次数(会议 其中 参加) 少于 2",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (< (count of \"会议\" where "
         "(field \"参加\")) 2)))"},
        {"记录 会议\n" ITEM "计分 1 当 会议 少于 2",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (< (count of \"会议\") 2)))"},
        {"记录 评分\n" ITEM "计分 平均(分数 于 评分 其中 有效)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (mean (field \"分数\") of \"评分\" where "
         "(field \"有效\"))))"},
        {"记录 排序\n" ITEM "计分 平均(9 - 名次 于 排序)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (mean (- 9 (field \"名次\")) of "
         "\"排序\")))"},
        {ITEM "计分 1 当 有(发现问题 其中 日期 晚于 2013-05-31)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score 1 when (any of \"发现问题\" where "
         "(> (field \"日期\") 2013-05-31))))"},
    };
    EXPECT_MEANT(rows);
}

Test(expr, calls_refused)
{
    static const said rows[] = {
        {ITEM "计分 平均(a)", "E0443"},
        {ITEM "计分 较大值(a)", "E0440"},
        {ITEM "计分 限值(a, 1)", "E0440"},
        {ITEM "计分 保留(a, 1)", "E0440"},
        {ITEM "计分 保留(a, 13, 四舍五入)", "E0441"},
        {ITEM "计分 保留(a, 1, 四舍)", "E0437"},
        {ITEM "计分 次数(会议 其中 参加，有记录)", "E0339"},
        {ITEM "计分 次数(3)", "E0442"},
        {ITEM "计分 总分 的 平均", "E0333"},
        {"记录 会议\n" ITEM "计分 1 当 会议", "E0326"},
        {"等次 优秀 其余\n" ITEM "计分 平均(分数 于 优秀)", "E0327"},
        {ITEM "扣 全部 当 a", "E0340"},
    };
    EXPECT_SAID(rows);
}

Test(expr, tables)
{
    static const meant rows[] = {
        {ITEM "计分 查表 率 { 90%以上: 5; 80%以上: 4; 其余: 0 }",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (table (>= (fact \"率\") 9/10) 5 "
         "(>= (fact \"率\") 4/5) 4 0)))"},
        {ITEM "计分 查表 a, b { 3以上, 不论: 5; 1, 是: 4 }",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (table (and (>= (fact \"a\") 3) yes) 5 "
         "(and (= (fact \"a\") 1) (= (fact \"b\") yes)) 4)))"},
        {ITEM "计分 查表 { a 且 b: 5; 其余: 0 }",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (table (and (fact \"a\") (fact \"b\")) 5 "
         "0)))"},
        {"类别 甲，乙\n项目 x 满分 查表 类别 { 甲: 8; 乙: 10 } 计分 a",
         "(item \"x\" max (table (= kind (kind_is \"甲\")) 8 (= kind (kind_is \"乙\")) 10) "
         "floor 0 cap (table (= kind (kind_is \"甲\")) 8 (= kind (kind_is \"乙\")) 10)\n"
         "  (score (fact \"a\")))"},
        {ITEM "计分 插值 增速 { 2%: 1; 4%: 2 }",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (line (fact \"增速\") 1/50 1 1/25 2)))"},
        {ITEM "计分 1\n列出 档 = 查表 总分 { 9以上: \"优\"; 其余: \"差\" }",
         "(show \"档\" (table (>= total 9) \"优\" \"差\"))"},
        {ITEM "计分 查表 名次 { 1: 9; 2: 7; 其余: 0 }\n事实 名次: 数",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (table (= (fact \"名次\") 1) 9 "
         "(= (fact \"名次\") 2) 7 0)))"},
    };
    EXPECT_MEANT(rows);
}

Test(expr, tables_refused)
{
    static const said rows[] = {
        {ITEM "计分 查表 a { 90: 5; 80: 4; 其余: 0 }", "E0423 E0423"},
        {ITEM "计分 查表 率 { 达到 80%: 4; 90%: 5; 其余: 0 }", "E0423"},
        {ITEM "计分 查表 率 { 90%以上: 100%; 其余: 0 }", "E0459"},
        {"附加 奖 封顶 5 每次 奖励 加 查表 级别 { 国家、省: 5; 市: 1 }", "E0433"},
        {ITEM "计分 查表 a { 其余: 0; 3以上: 2 }", "E0434"},
        {ITEM "计分 1\n列出 档 = 查表 总分 { 9以上: 优; 其余: 差 }", "E0323 E0323"},
        {ITEM "计分 1\n列出 档 = 查表 总分 { 9以上: \"优\"; 其余: 3 }", "E0403"},
        {ITEM "计分 查表 率 { 80%至90%: 4; 90%至100%: 5; 其余: 0 }", "E0341"},
        {ITEM "计分 插值 a { 4: 1; 2: 2 }", "E0432"},
        {ITEM "计分 插值 a { 2: 1; 其余: 2 }", "E0432"},
    };
    EXPECT_SAID(rows);
}
