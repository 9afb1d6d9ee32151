/* Rules, their amounts and what they count, and where an item starts. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

Test(rules, the_line_that_names_the_language)
{
    resolved r = resolve_text("item 察访核验 max 10 deduct 1 per finding");
    cr_expect_str_eq(resolved_codes(&r), "");
    cr_expect_str_eq(resolved_line(&r, "(item"),
                     "(item \"察访核验\" max 10 floor 0 cap 10 start 10\n"
                     "  (deduct 1 per \"finding\"))");
    cr_expect_eq(r.model->title, 0);
    cr_expect_not(r.model->records[0].by_item);
    resolved_free(&r);
}

Test(rules, both_orders_and_languages)
{
    static const char *const texts[] = {
        "item x max 10 deduct 1 per finding where proven up to 3",
        "项目 x 满分 10 每次 finding 其中 属实 扣 1分 最多 3分",
        "item x 满分 10 deduct 1 per finding 其中 属实 最多 3",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        resolved r = resolve_text(texts[i]);
        cr_expect_str_eq(resolved_line(&r, "(item"),
                         "(item \"x\" max 10 floor 0 cap 10 start 10\n"
                         "  (deduct 1 per \"finding\" where (field \"属实\") up_to 3))");
        resolved_free(&r);
    }
}

Test(rules, finding_counts_for_its_item)
{
    resolved r = resolve_text("item x max 5 deduct 1 per finding\n"
                              "项目 y 满分 5 每次 发现问题 扣 1分\nshow n = count(finding)");
    cr_expect_str_eq(resolved_codes(&r), "");
    cr_expect_eq(r.model->records_count, 1);
    cr_expect(r.model->records[0].by_item);
    cr_expect_str_eq(resolved_line(&r, "(item \"y"), "(item \"y\" max 5 floor 0 cap 5 start 5\n"
                                                     "  (deduct 1 per \"finding\" item \"y\"))");
    cr_expect_str_eq(resolved_line(&r, "(show"), "(show \"n\" (count of \"finding\"))");
    resolved_free(&r);
}

Test(rules, fields_and_facts_over_records)
{
    static const meant rows[] = {
        /* In where and in amounts an unknown name is the record's, in when the unit's. */
        {"记录 论文\n附加 论文奖 每篇 论文 加 3分 / 署名人数",
         "(extra \"论文奖\" start 0\n  (award (/ 3 (field \"署名人数\")) per \"论文\"))"},
        {"记录 命案\n附加 奖 每起 命案 其中 已破 加 1分 当 达标",
         "(extra \"奖\" start 0\n  (award 1 per \"命案\" where (field \"已破\") when "
         "(fact \"达标\")))"},
        {"记录 命案\n附加 奖 每起 命案 其中 已破 加 1分 当 已破",
         "(extra \"奖\" start 0\n  (award 1 per \"命案\" where (field \"已破\") when "
         "(field \"已破\")))"},
        {"记录 命案 { 已破 }\n附加 奖 每起 命案 加 1分 当 已破",
         "(extra \"奖\" start 0\n  (award 1 per \"命案\" when (field \"已破\")))"},
    };
    EXPECT_MEANT(rows);
    static const said refused[] = {
        {"记录 命案 { 日子 }\n附加 奖 每起 命案 其中 已破 加 1分", "E0318"},
        {"事实 人数: 数\n附加 奖 每次 人数 加 1分", "E0325"},
        {"附加 奖 每次 迟报天数 加 1分", "E0324"},
        {"参数 人数 = 1\n附加 奖 每次 人数 加 1分", "E0328"},
    };
    EXPECT_SAID(refused);
}

Test(rules, steps)
{
    static const meant rows[] = {
        {"项目 x 满分 9 每满 2 a 加 1分",
         "(item \"x\" max 9 floor 0 cap 9 start 0\n  (award 1 per 2 whole of (fact \"a\")))"},
        {"项目 x 满分 9 每不足 2人 a 扣 1分",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 1 per 2 started of (fact \"a\")))"},
        {"item x max 9 award 1 per 2 pro rata of a",
         "(item \"x\" max 9 floor 0 cap 9 start 0\n  (award 1 per 2 pro_rata of (fact \"a\")))"},
        {"项目 x 满分 9 若 a 低于 95%，每低 1个百分点 扣 0.5分",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 1/2 per 1/100 whole of "
         "(- 19/20 (fact \"a\")) when (< (fact \"a\") 19/20)))"},
        {"item x max 9 if a above b, award 1 per (3% of b)",
         "(item \"x\" max 9 floor 0 cap 9 start 0\n  (award 1 per (* 3/100 (fact \"b\")) whole "
         "of (- (fact \"a\") (fact \"b\")) when (> (fact \"a\") (fact \"b\"))))"},
        {"项目 x 满分 9 若 d 晚于 2013-05-31，每超 1天 扣 1分",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 1 per 1 whole of (days_between "
         "(fact \"d\") 2013-05-31) when (> (fact \"d\") 2013-05-31)))"},
    };
    EXPECT_MEANT(rows);
    static const said refused[] = {
        {"项目 x 满分 9 若 a 高于 95%，每低 1个百分点，扣 1分", "E0419"},
        {"项目 x 满分 9 若 a 低于 95%，每高 1个百分点，扣 1分", "E0447"},
        {"项目 x 满分 9 若 a 低于 2 且 非 b，每少 1次，扣 1分", "E0446"},
        {"项目 x 满分 9 每满 0 a 加 1分", "E0462"},
        {"项目 x 满分 9 若 a 超过 100人，每满 10人 a 加 1分", "E0428"},
    };
    EXPECT_SAID(refused);
}

Test(rules, amounts)
{
    static const said rows[] = {
        {"项目 x 满分 9 每次 a 扣 -1分", "E0405"},
        {"项目 x 满分 9 每次 a 扣 0分", "E0448"},
        {"项目 x 满分 9 扣 1分", "E0452"},
        {"项目 x 满分 9 每次 a 扣 2分 最多 3次", "E0404"},
        {"项目 x 满分 9 若 a 低于 90%，扣 10%", "E0459"},
        {"项目 x 满分 9 若 a，扣 满分 的 10%", ""},
        {"项目 x 满分 9 每次 a 扣 1 至 2分", ""},
        {"项目 x 满分 9 每次 a 扣 2 至 1分", "E0407"},
        {"项目 x 满分 9 若 a，扣 1 至 2分", "E0406"},
        {"项目 x 满分 9 每次 a 扣 b 至 c", "E0449"},
        {"项目 x 满分 9个 每次 a 扣 1分", "E0404"},
        {"项目 x 满分 9 若 a 低于 90%，扣 2分 若 a 低于 80%，扣 5分", "E0494"},
        {"项目 x 满分 9 若 a 80%以上90%以下（不含90%），扣 2分 若 a 低于 80%，扣 5分", ""},
        {"项目 x 满分 9 若 a 低于 90%，扣 2分 若 b 低于 80%，扣 5分", ""},
    };
    EXPECT_SAID(rows);
    resolved r = resolve_text("项目 x 满分 9 每次 a 扣 -1分");
    for (size_t i = 0; i < r.diags.list.n; i++)
        if (r.diags.list.at[i].code == KH_E0405)
            cr_expect_str_eq(r.diags.list.at[i].fix.p, "项目 x 满分 9 每次 a 扣 1分");
    resolved_free(&r);
}

Test(rules, ratings)
{
    static const meant rows[] = {
        {"档次 s { 好 9，差 0 }\n项目 x 满分 9 评 x 用 s 按 平均",
         "(item \"x\" max 9 floor 0 cap 9\n  (rate (mean (field \"评价\") of \"x\")))"},
        {"档次 s { 好 9，差 0 }\n项目 x 满分 9 评 x 用 s",
         "(record \"x\" inferred rated_once \"s\" (\"评价\" level \"s\"))"},
    };
    EXPECT_MEANT(rows);
    static const said refused[] = {
        {"档次 s { 好 10，差 0 }\n项目 x 满分 9 评 x 用 s", "E0493"},
        {"档次 s { 好，差 0 }\n项目 x 满分 9 评 x 用 s", "E0457"},
        {"档次 s { 好 9，差 0 }\n事实 x: 数\n项目 x 满分 9 评 x 用 s", "E0334"},
        {"档次 s { 好 9 }\n档次 t { 好 9 }\n项目 x 满分 9 评 z 用 s 项目 y 满分 9 评 z 用 t",
         "E0456"},
        {"档次 s { 好 9，差 0 }\n项目 x 满分 9 评 x 用 s 按 中位", "E0451"},
    };
    EXPECT_SAID(refused);
}

Test(rules, starts_and_limits)
{
    static const meant rows[] = {
        {"item x base 80 award 1 per a deduct 1 per b",
         "(item \"x\" max 80 base 80 floor 0 cap 80 start 80\n  (award 1 per \"a\")\n"
         "  (deduct 1 per \"b\"))"},
        {"item x base 30 cap 36 floor 24 award 1 when a",
         "(item \"x\" max 30 base 30 floor 24 cap 36 start 30\n  (award 1 when (fact \"a\")))"},
        {"item x max 10 base 60% of max award 1 when a",
         "(item \"x\" max 10 base (* 3/5 (max \"x\")) floor 0 cap 10 start (* 3/5 (max \"x\"))\n"
         "  (award 1 when (fact \"a\")))"},
        {"item x max 10 cap none floor none deduct 1 when a",
         "(item \"x\" max 10 start 10\n  (deduct 1 when (fact \"a\")))"},
        {"extra x cap 5 award 1 per a deduct 1 per b",
         "(extra \"x\" cap 5 start 0\n  (award 1 per \"a\")\n  (deduct 1 per \"b\"))"},
        {"item x max 10 score y deduct 1 per a",
         "(item \"x\" max 10 floor 0 cap 10\n  (score (fact \"y\"))\n  (deduct 1 per \"a\"))"},
        {"scheme s max 100\nitem x weight 30% score y\nitem z weight 70% score w",
         "(item \"x\" max 100 floor 0 cap 100 weight 3/10\n  (score (fact \"y\")))"},
        {"section s max 4 { items max 2 owner A item x score y item z max 2 score w }",
         "(item \"s/x\" max 2 floor 0 cap 2 owner \"A\"\n  (score (fact \"y\")))"},
        {"item x max 10 absent max only when has score y",
         "(item \"x\" max 10 floor 0 cap 10 only_when (fact \"has\") absent (max \"x\")\n"
         "  (score (fact \"y\")))"},
    };
    EXPECT_MEANT(rows);
    static const said refused[] = {
        {"item x max 10 award 1 per a deduct 1 per b", "E0490"},
        {"item x award 1 per a", "E0486"},
        {"item x max 10", "E0491"},
        {"section s max 40 item x max 40 score y", "E0492"},
        {"item x max 10 base 5 score y", "E0488"},
        {"section s base 5 { item x max 10 score y }", "E0489"},
        {"item x max 10 score y score z", "E0430"},
        {"item x max 10 max 5 score y", "E0415"},
        {"item x max 10 floor 2 deduct 1 per a down to zero", "E0487"},
        {"extra x max 5 award 1 per a", "E0410"},
        {"extra x down to zero award 1 per a", "E0409"},
        {"item x max 10 floor 5 cap 3 score y", "E0414"},
        {"item x max q score y", "E0317"},
        {"fact y: number\nitem x max y score y", "E0411"},
        {"item x max 0 score y", "E0413"},
        {"item x max max score y", "E0411"},
        {"item x base base award 1 when a", "E0411"},
        {"item x max 10 base base award 1 when a", "E0411"},
        {"item x max (y's max) if a above max, deduct 1 item y max (x's max) score b", "E0480"},
        {"item x max 10 only when a score y", "E0418"},
        {"item x max 10 absent 0 score y", "E0444"},
        {"item x weight 30分 max 10 score y", "E0460"},
    };
    EXPECT_SAID(refused);
}
