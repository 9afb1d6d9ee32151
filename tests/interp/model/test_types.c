/* Types: inferred from use over the whole text, declared, and where two uses disagree. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

Test(types, inferred)
{
    static const meant rows[] = {
        {"项目 x 满分 5 扣 1分 当 a", "(fact \"a\" yes_no inferred)"},
        {"项目 x 满分 5 计分 a", "(fact \"a\" number inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 超过 3", "(fact \"a\" number inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 低于 90%", "(fact \"a\" share inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 晚于 2013-05-31", "(fact \"a\" date inferred)"},
        {"项目 x 满分 5 扣 1分 当 a = 是", "(fact \"a\" yes_no inferred)"},
        {"档次 s { 好，差 }\n项目 x 满分 5 扣 1分 当 a = 差", "(fact \"a\" level \"s\" inferred)"},
        {"项目 x 满分 5 扣 1分 当 a = 省", "(fact \"a\" text inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 属 (省，市)", "(fact \"a\" text inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 超过 3万元", "(fact \"a\" number measure \"元\" inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 超过 3人", "(fact \"a\" number inferred)"},
        /* What one use says, another takes up, wherever they stand. */
        {"项目 x 满分 5 扣 1分 当 a 早于 b 扣 1分 当 b 晚于 2013-05-31",
         "(fact \"a\" date inferred)"},
        {"设 d = b - a\n项目 x 满分 5 扣 1分 当 d 超过 3 扣 1分 当 b 晚于 2013-05-31",
         "(fact \"a\" date inferred)"},
        {"设 d = b - a\n项目 x 满分 5 扣 1分 当 d 超过 3", "(fact \"a\" number inferred)"},
        {"项目 x 满分 5 扣 1分 当 a 超过 b", "(fact \"b\" number inferred)"},
        {"项目 x 满分 5 若 a 低于 95%，每低 1个百分点 扣 1分", "(fact \"a\" share inferred)"},
        {"项目 x 满分 5 每满 1000万元 a 加 1分", "(fact \"a\" number measure \"元\" inferred)"},
    };
    EXPECT_MEANT(rows);
}

Test(types, declared)
{
    static const meant rows[] = {
        {"事实 a: 数 属 0 至 10\n项目 x 满分 10 计分 a", "(fact \"a\" number in [0 10] declared)"},
        {"fact a: number in 0 to below 10\nitem x max 10 score a",
         "(fact \"a\" number in [0 10) declared)"},
        {"事实 a: 比例\n项目 x 满分 10 扣 1分 当 a 低于 b", "(fact \"a\" share declared)"},
        {"事实 a: 元\n项目 x 满分 10 扣 1分 当 a 低于 3万元",
         "(fact \"a\" number measure \"元\" declared)"},
        {"事实 a: 文字 不用\n项目 x 满分 10 计分 b", "(fact \"a\" text declared unused)"},
        {"档次 s { 好 2，差 0 }\n事实 a: s 缺报视为 差\n项目 x 满分 2 计分 a",
         "(fact \"a\" level \"s\" declared missing_as (level \"差\"))"},
        {"事实 a: 是否 缺报视为 否\n项目 x 满分 2 扣 1分 当 a",
         "(fact \"a\" yes_no declared missing_as no)"},
    };
    EXPECT_MEANT(rows);
}

Test(types, wrong)
{
    static const said rows[] = {
        {"事实 d: 日期\n项目 x 满分 5 计分 d", "E0401"},
        {"项目 x 满分 5 计分 2013-05-31", "E0401"},
        {"项目 x 满分 5 扣 1分 当 3", "E0401"},
        {"事实 d: 日期\n项目 x 满分 5 扣 1分 当 d 超过 3", "E0403"},
        {"项目 x 满分 5 扣 1分 当 a 扣 1分 当 a 超过 3", "E0403"},
        {"项目 x 满分 5 扣 1分 当 a 超过 3 扣 1分 当 a", "E0402"},
        {"项目 x 满分 5 扣 1分 当 a 晚于 2013-05-31 扣 1分 当 a 超过 3", "E0403"},
        {"事实 a: 文字\n项目 x 满分 5 扣 1分 当 a 超过 \"省\"", "E0431"},
        {"类别 甲，乙\n项目 x 满分 5 扣 1分 当 类别 = 丙", "E0301"},
        {"档次 s { 好，差 }\n事实 a: s\n项目 x 满分 5 扣 1分 当 a = 坏", "E0316"},
        {"档次 s { 好，差 }\n档次 t { 好，坏 }\n项目 x 满分 5 扣 1分 当 a = 好", "E0337"},
        {"事实 a, 省: 文字\n项目 x 满分 5 扣 1分 当 a = 省", "E0495 E0315"},
        {"档次 s { 好，差 }\n事实 a: s\n项目 x 满分 5 计分 a", "E0401"},
        {"项目 x 满分 5 扣 1分 当 2013-05-31 + 10元 早于 d", "E0438"},
        {"项目 x 满分 5 扣 1分 当 2013-05-31 + 10% 早于 d", "E0438"},
        {"项目 x 满分 5 扣 1分 当 2013-05-31 * 2 早于 d", "E0438"},
        {"项目 x 满分 5 计分 a / 0", "E0461"},
        {"事实 a: 万元\n项目 x 满分 5 计分 a", "E0424"},
        {"事实 a: 数 属 10 至 0\n项目 x 满分 5 计分 a", "E0407"},
    };
    EXPECT_SAID(rows);
}

Test(types, shares_and_measures)
{
    static const said rows[] = {
        {"项目 x 满分 5 扣 1分 当 a 低于 90% 扣 1分 当 a 超过 95", "E0425"},
        {"事实 a: 比例\n项目 x 满分 5 扣 1分 当 a 低于 0.9", "E0425"},
        {"事实 a: 比例\n项目 x 满分 5 扣 1分 当 a 低于 0", ""},
        {"事实 a: 数\n项目 x 满分 5 扣 1分 当 a 低于 90%", "E0426"},
        {"项目 x 满分 5 扣 1分 当 a / b 低于 90%", ""},
        {"项目 x 满分 5 扣 1分 当 a 超过 10天 扣 1分 当 a 低于 1个月", "E0427"},
        {"事实 a: 天\n项目 x 满分 5 扣 1分 当 a 超过 3元", "E0427"},
        {"项目 x 满分 5 扣 1分 当 a 超过 3人 扣 1分 当 a 低于 1户", ""},
        {"项目 x 满分 5 若 a 低于 90，每低 3% 扣 1分", "E0216"},
    };
    EXPECT_SAID(rows);
    resolved r = resolve_text("事实 a: 比例\n项目 x 满分 5 扣 1分 当 a 低于 0.9");
    cr_expect_str_eq(r.diags.list.at[0].fix.p, "项目 x 满分 5 扣 1分 当 a 低于 90%");
    resolved_free(&r);
}

Test(types, one_mistake_one_message)
{
    static const said rows[] = {
        {"事实 d: 日期\n项目 x 满分 5 计分 (d + e * 2) / 3 - 1", "E0438"},
        {"设 a = 平军(b)\n设 c = a + 1\n项目 x 满分 5 计分 c * 2", "E0311"},
        {"项目 x 满分 5 扣 1次\n项目 y 满分 5 计分 x", "E0404"},
    };
    EXPECT_SAID(rows);
}
