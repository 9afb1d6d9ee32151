/* Names: who may share one, what must be there, what an unknown one may have been. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

Test(names, twins)
{
    static const said rows[] = {
        {"事实 a: 是否\n事实 a: 数\n项目 x 满分 2 扣 1分 当 a", "E0303"},
        {"参数 a = 1\n设 a = 2\n项目 x 满分 2 计分 a", "E0304"},
        {"事实 a: 数\n参数 a = 1\n项目 x 满分 2 计分 a", "E0304"},
        {"项目 x 满分 2 计分 y\n项目 x 满分 3 计分 z", "E0303"},
        {"档次 s { 好 2，好 1 }\n项目 x 满分 2 评 x 用 s", "E0303"},
        {"类别 甲，甲\n项目 x 满分 2 计分 y", "E0303"},
        {"参数 x = 1\n项目 x 满分 2 计分 y", "E0304"},
        /* The same name in another section is another item. */
        {"板块 甲 满分 2 { 项目 x 满分 2 计分 y }\n板块 乙 满分 2 { 项目 x 满分 2 计分 z }", ""},
        /* An item may bear the name of the fact that it is about. */
        {"事实 x: 数\n项目 x 满分 2 计分 x", ""},
        {"事实 v: 是否\n项目 x 满分 2 计分 y\n否决 v 定为 差 当 v\n等次 差 其余", ""},
        /* Levels, grades and kinds live apart from values. */
        {"档次 s { 好 2，差 0 }\n项目 x 满分 2 评 x 用 s\n等次 好 当 总分 2分以上\n等次 差 其余",
         ""},
    };
    EXPECT_SAID(rows);
}

Test(names, taken_by_the_language)
{
    static const said rows[] = {
        {"事实 总分: 数\n项目 x 满分 2 计分 y\n列出 z = 总分", "E0307 E0495"},
        {"fact total: number\nitem x max 2 score y", "E0307 E0495"},
        {"参数 平均 = 3\n项目 x 满分 2 计分 y", "E0307"},
        {"项目 x 满分 2 计分 平均", "E0310"},
        {"item x max 2 score mean", "E0310"},
        {"项目 x 满分 2 计分 平军(a, b)", "E0311"},
    };
    EXPECT_SAID(rows);
}

Test(names, own_and_others)
{
    static const meant rows[] = {
        {"项目 x 满分 9 计分 x", "(item \"x\" max 9 floor 0 cap 9\n  (score (fact \"x\")))"},
        {"项目 x 满分 9 计分 a 项目 y 满分 9 计分 x",
         "(item \"y\" max 9 floor 0 cap 9\n  (score (result \"x\")))"},
        {"板块 s 满分 9 { 项目 x 满分 9 计分 s }",
         "(item \"s/x\" max 9 floor 0 cap 9\n  (score (fact \"s\")))"},
        {"项目 x 满分 9 计分 y\n等次 甲 其余\n否决 v 定为 甲 当 v",
         "(veto \"v\" to \"甲\" when (fact \"v\"))"},
        {"项目 x 满分 9 计分 y\n等次 甲 其余\n否决 v 定为 甲 当 a\n列出 w = v",
         "(show \"w\" (veto \"v\"))"},
        {"项目 x 满分 9 计分 y 项目 z 满分 9 若 x 的 满分 不低于 9，计分 1",
         "(item \"z\" max 9 floor 0 cap 9\n  (score 1 when (>= (max \"x\") 9)))"},
    };
    EXPECT_MEANT(rows);
}

Test(names, must_be_there)
{
    static const said rows[] = {
        {"项目 x 满分 2 评 x 用 五档", "E0301"},
        {"项目 x 满分 2 计分 y\n等次 甲 其余\n否决 v 定为 乙 当 a", "E0301"},
        {"项目 x 满分 2 计分 y\n否决 v 定为 乙 当 a", "E0335"},
        {"项目 x 满分 2 计分 y\n等次 甲 其余\n否决 v 取消 先进 当 a", "E0301"},
        {"类别 甲\n项目 x 适用 乙 满分 2 计分 y", "E0301"},
        {"项目 x 适用 乙 满分 2 计分 y", "E0319"},
        {"项目 x 满分 2 封顶 全 计分 y", "E0317"},
        {"项目 x 满分 2 计分 y 的 满分", "E0301"},
        {"项目 x 满分 2 计分 y\n等次 甲 当 总分 / 满分 超过 1\n等次 乙 其余", "E0330"},
        {"板块 甲 满分 2 { 项目 x 满分 2 计分 y }\n板块 乙 满分 2 { 项目 x 满分 2 计分 z }\n"
         "列出 w = x",
         "E0305"},
    };
    EXPECT_SAID(rows);
}

Test(names, misspelt)
{
    static const said rows[] = {
        {"事实 已报送办法: 是否\n项目 x 满分 2 扣 1分 除非 已报送办发", "E0302"},
        {"记录 发现违纪\n项目 x 满分 2 每次 发现违记 扣 1分", "E0302"},
        {"fact sent_plan: yes_no\nitem x max 2 deduct 1 unless sent_plam", "E0302"},
        {"fact a: numbr\nitem x max 2 score a", "E0343"},
        {"fact a: qqqqqq\nitem x max 2 score a", "E0329"},
        /* Two letters of three are another name. */
        {"事实 甲乙丙: 是否\n项目 x 满分 2 扣 1分 当 甲丁戊 且 甲乙丙", ""},
        /* In quotes the name is meant. */
        {"事实 已报送办法: 是否\n项目 x 满分 2 扣 1分 除非 「已报送办发」 且 已报送办法", ""},
    };
    EXPECT_SAID(rows);
}

Test(names, a_word_and_a_name_run_together)
{
    static const said rows[] = {
        {"项目 x 满分 5 若 产值 低于 上年产值，扣 5分", "E0306"},
        {"项目 x 满分 5 扣 1分 当 未报送 扣 1分 除非 报送", "E0306"},
        {"事实 未报送: 是否\n项目 x 满分 5 扣 1分 当 未报送 扣 1分 除非 报送", ""},
        {"项目 x 满分 5 扣 1分 当 未公示 扣 1分 除非 报送", ""},
    };
    EXPECT_SAID(rows);
    resolved r = resolve_text("项目 x 满分 5 若 产值 低于 上年产值，扣 5分");
    cr_expect_str_eq(r.diags.list.at[0].fix.p, "项目 x 满分 5 若 产值 低于 上年(产值)，扣 5分");
    resolved_free(&r);
}

Test(names, look_alikes)
{
    static const said rows[] = {
        /* Latin a, Cyrillic а */
        {"事实 a: 数\n事实 а: 数\n项目 x 满分 5 计分 a + а", "E0308"},
        {"事实 pаper: 数\n项目 x 满分 5 计分 pаper", "E0309"},
        {"事实 A: 数\n事实 a: 数\n项目 x 满分 5 计分 a + A", ""},
    };
    EXPECT_SAID(rows);
    /* é composed and in two parts is one name. */
    resolved r = resolve_text("fact caf\xc3\xa9: number\nitem x max 5 score cafe\xcc\x81");
    cr_expect_str_eq(resolved_codes(&r), "");
    cr_expect_eq(r.model->facts_count, 1);
    resolved_free(&r);
}
