/* Vetoes, grades, ranks, selections, columns, assertions, params, duties. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "interp/model/resolved.h"

#define ITEM   "项目 x 满分 100 计分 y\n"
#define GRADES "等次 甲 当 总分 60以上\n等次 乙 其余\n"

Test(results, meant)
{
    static const meant rows[] = {
        {ITEM GRADES "否决 v 定为 乙 当 a 除非 b 且 c",
         "(veto \"v\" to \"乙\" when (fact \"a\") unless (and (fact \"b\") (fact \"c\")))"},
        {ITEM GRADES "评选 s 前 1名 按 总分 并列 从严\nveto v to at most 乙 bars s when a",
         "(veto \"v\" to_at_most \"乙\" bars \"s\" when (fact \"a\"))"},
        {ITEM GRADES "排名 按 总分 再按 x 由低到高 同 类别 并列 1-2-2-4",
         "(rank by total by_lowest (result \"x\") within_kind ties 1-2-2-4)"},
        {ITEM GRADES "参数 n = 3\nselect s top n from 甲, 乙 when a by total ties extend",
         "(select \"s\" top (param \"n\") from \"甲\" from \"乙\" when (fact \"a\") by total ties "
         "extend)"},
        {ITEM "等次 甲 当 总分 60以上 除非 a\n等次 乙 其余",
         "(grade \"甲\" when (>= total 60) unless (fact \"a\"))"},
        {ITEM "等次 甲 当 总分 60以上\n等次 丙\n等次 乙 其余\n否决 v 定为 丙 当 a",
         "(grade \"丙\" by_veto)"},
        {ITEM "show s = total / 2 round 1 half_even", "(show \"s\" (/ total 2) round 1 half_even)"},
        {ITEM "校验 总分 不超过 110 其余 \"太多\"", "(assert (<= total 110) \"太多\")"},
        {ITEM "不建模「一」 理由 \"没有分\"", "(omit \"一\" \"没有分\")"},
        {"scheme s year 2013 max 100 round 1 half_up cite \"一\" owner A, B\n" ITEM,
         "(scheme \"s\" from 2013-01-01 to 2013-12-31 max 100 round 1 half_up cite \"一\" owner "
         "\"A\" owner \"B\")"},
        {"scheme s from 2013-07-01 to 2014-06-30\n" ITEM,
         "(scheme \"s\" from 2013-07-01 to 2014-06-30)"},
        {"scheme s year 2013\nduty d quarterly from 2013-04-01 due 7 working days after "
         "period_end\nitem x max 4 deduct 1 per d where not_filed",
         "(duty \"d\" quarterly due 7 working_days from 2013-04-01)"},
        {"scheme s year 2013\nduty d yearly due 7 days after period_end filed q\n"
         "item x max 4 deduct 1 per d where late and ordinal = 1",
         "(duty \"d\" yearly due 7 days filed (fact \"q\"))"},
        {"方案 s 自 2013-01-01 至 2013-12-31\n应报 d 按季 限 期末 之后 7天 完成于 查表 序 "
         "{ 1: 甲; 2至3: 乙; 其余: 丙 }\n项目 x 满分 4 每次 d 其中 迟报 扣 1分",
         "(duty \"d\" quarterly due 7 days filed (table (= (field \"序\") 1) (fact \"甲\") "
         "(and (>= (field \"序\") 2) (<= (field \"序\") 3)) (fact \"乙\") (fact \"丙\")))"},
        {"scheme s year 2013\nduty d yearly due 7 days after period_end filed q\n"
         "item x max 4 deduct 1 per d where late",
         "(fact \"q\" date inferred)"},
        {"方案 s 年度 2013\n应报 d 按月 限 期末 之后 5天\n项目 x 满分 4 每次 d 其中 迟报 扣 0.2 * "
         "迟报天数",
         "(item \"x\" max 4 floor 0 cap 4 start 4\n  (deduct (* 1/5 (field \"迟报天数\")) per "
         "\"d\" where (field \"迟报\")))"},
    };
    EXPECT_MEANT(rows);
}

Test(results, refused)
{
    static const said rows[] = {
        {ITEM GRADES "否决 v 定为 乙", "E0470"},
        {ITEM "等次 甲 当 总分 60以上 当 a\n等次 乙 其余", "E0415"},
        {ITEM "等次 甲 当 总分 60以上 其余\n等次 乙 其余", "E0471"},
        {ITEM "等次 甲 当 总分\n等次 乙 其余", "E0401"},
        {ITEM "等次 甲 其余\n等次 乙 当 总分 60以上", "E0472"},
        {ITEM "排名 按 总分", "E0475"},
        {ITEM "排名 按 总分 并列 1-1-3-3", "E0476"},
        {ITEM "排名 按 总分 并列 从宽", "E0476"},
        {ITEM "排名 同 类别 并列 1-2-2-4", "E0474"},
        {ITEM "排名 按 总分 并列 1-2-2-4\n排名 按 x 并列 1-2-2-4", "E0477"},
        {ITEM "评选 s 前 3名 按 总分", "E0468"},
        {ITEM "评选 s 前 3名 按 总分 并列 1-2-2-4", "E0469"},
        {ITEM "评选 s 按 总分 并列 从宽", "E0479"},
        {ITEM "评选 s 前 2.5 按 总分 并列 从宽", "E0478"},
        {ITEM "评选 s 前 (z) 按 总分 并列 从宽", "E0332"},
        {ITEM "评选 s 前 3名 自 丙 按 总分 并列 从宽", "E0301"},
        {ITEM "评选 s 前 3名 按 总分 按 x 并列 从宽", "E0473"},
        {ITEM GRADES "评选 s 前 3名 于 甲 按 总分 并列 从宽", "E0327"},
        {"方案 s\n方案 t\n" ITEM, "E0450"},
        {"scheme s year 13\n" ITEM, "E0465"},
        {"scheme s from 2014-06-30 to 2013-07-01\n" ITEM, "E0407"},
        {"应报 d 按季 限 期末 之后 7天\n" ITEM, "E0455"},
        {"方案 s 年度 2013\n应报 d 按季\n" ITEM, "E0454"},
        {"方案 s 年度 2013\n应报 d 按季 限 期末 之后 7个月\n" ITEM, "E0453"},
        {"不建模「一」 理由 \"没有分\"", "E0496"},
        {"事实 a: 数\n" ITEM, "E0495"},
    };
    EXPECT_SAID(rows);
}

static const char *set(const char *text, const char *name, const char *value, char out[64])
{
    const char *settings[] = {name, value, NULL};
    resolved r = resolve_with(text, settings);
    snprintf(out, 64, "%s%s", resolved_codes(&r), resolved_line(&r, "(param"));
    resolved_free(&r);
    return out;
}

Test(results, params)
{
    char out[64];
    cr_expect_str_eq(set("参数 n = 90\n" ITEM, "n", "85.5", out), "(param \"n\" number set 171/2)");
    cr_expect_str_eq(set("参数 n: 数\n" ITEM, "n", "-3", out), "(param \"n\" number set -3)");
    cr_expect_str_eq(set("参数 n = 15%\n" ITEM, "n", "20%", out), "(param \"n\" share set 1/5)");
    cr_expect_str_eq(set("参数 n = 15%\n" ITEM, "n", "20", out),
                     "E0322(param \"n\" share default 3/20)");
    cr_expect_str_eq(set("参数 n = 90\n" ITEM, "n", "九十", out),
                     "E0322(param \"n\" number default 90)");
    cr_expect_str_eq(set("参数 n: 日期\n" ITEM, "n", "2013-02-30", out), "E0322(param \"n\" date)");
    cr_expect_str_eq(set("参数 n: 日期\n" ITEM, "n", "2013-02-28", out),
                     "(param \"n\" date set 2013-02-28)");
    cr_expect_str_eq(set("参数 n: 是否\n" ITEM, "n", "yes", out), "(param \"n\" yes_no set yes)");
    cr_expect_str_eq(set("参数 n = 90\n" ITEM, "m", "3", out),
                     "E0321(param \"n\" number default 90)");
    static const said rows[] = {
        {"参数 n: 数\n" ITEM, "E0320"},
        {"参数 n = 总分\n" ITEM, "E0332"},
        {"参数 m = 1\n参数 n = m + 1\n" ITEM, ""},
        {"参数 n = m + 1\n参数 m = 1\n" ITEM, "E0332"},
        {"参数 n = m\n参数 m = n\n" ITEM, "E0332 E0332"},
    };
    EXPECT_SAID(rows);
}
