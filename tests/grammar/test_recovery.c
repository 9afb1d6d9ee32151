/* After an error: all errors of a text in one run, each once, and nothing said twice. */
#include <criterion/criterion.h>
#include <string.h>

#include "parsed.h"

Test(recovery, all_errors_of_a_file)
{
    expect_reports("项目 甲 满分\n"
                   "  每次 a 扣 1分\n"
                   "项目 乙 满分 10 每次 b 扣 一分\n"
                   "等次 合格 当 总分 ) 70以上\n"
                   "项目 丙 满分 10\n"
                   "  每次 c 扣 1分 当\n"
                   "  每次 d 扣 2分\n"
                   "排名 按 总分 并列 1-2-2-4\n",
                   "error E0202 1:6-1:7\n"
                   "error E0122 3:19-3:20\nfix: 项目 乙 满分 10 每次 b 扣 1分\n"
                   "error E0205 4:12-4:12\n"
                   "error E0202 6:13-6:13\n");
}

/* What stands behind the place of an error on the same line is not read, so nothing follows from
 * it; common words in mid-line (记录, 日历, 参数) do not restart. */
Test(recovery, no_cascades)
{
    expect_reports("项目 x 满分 5 每次 a 扣 扣 记录 日历 参数 项目 等次\n项目 y 满分 5\n",
                   "error E0201 1:18-1:18\n");
    expect_reports("item x max when when 5 deduct ) ( 1 when\nitem y max 5 deduct 1 when a\n",
                   "error E0201 1:12-1:15\n");
}

Test(recovery, goes_on_at_rules_and_braces)
{
    expect_reports("section s max when {\n"
                   "  item x max 5\n"
                   "    deduct when a\n"
                   "    award 1 1 when b\n"
                   "}\n"
                   "item y max )\n",
                   "error E0201 1:15-1:18\n"
                   "error E0201 3:12-3:15\n"
                   "error E0235 4:11-4:13\n"
                   "error E0202 6:8-6:10\n"
                   "error E0205 6:12-6:12\n");
}

Test(recovery, goes_on_at_semicolons)
{
    expect_reports("项目 x 满分 5 每次 扣 扣；每次 a 扣 扣；每次 b 扣 1分\n",
                   "error E0201 1:14-1:14\nerror E0201 1:25-1:25\n");
}

/* A list reports each of its wrong entries, and what stands behind it is read. */
Test(recovery, rows_of_lists)
{
    expect_reports(
        "列出 a = 查表 b { 1: 扣; 2: 2; 3 3: 3; 其余: 0 } * ) 2\n项目 x 满分 5 扣 1分 当\n",
        "error E0201 1:18-1:18\nerror E0235 1:27-1:29\nerror E0205 1:45-1:45\n"
        "error E0202 2:16-2:16\n");
    expect_reports("档次 五档 { 满意 10, 扣, 好 8 好, 差 1 }\n记录 r { a: , b }\n",
                   "error E0208 1:16-1:16\n"
                   "fix: 档次 五档 { 满意 10, 「扣」, 好 8，好, 差 1 }\n"
                   "error E0236 1:23-1:23\n"
                   "fix: 档次 五档 { 满意 10, 「扣」, 好 8，好, 差 1 }\n"
                   "error E0201 2:11-2:11\n");
}

Test(recovery, rules_of_together)
{
    expect_reports(
        "附加 奖 合并 最多 4分 {\n  每次 a 加 加\n  每次 b 加 1分\n  每次 c 加\n}\n项目 x 满分 )\n",
        "error E0201 2:10-2:10\nerror E0202 4:8-4:8\nerror E0202 6:6-6:7\n"
        "error E0205 6:9-6:9\n");
}

Test(recovery, missing_braces)
{
    /* A head word first on its line cannot stand in a list. */
    expect_reports("档次 五档 { 满意 10, 差 2\n项目 x 满分 5\n项目 y 满分 5 扣 1分 当\n",
                   "error E0204 2:1-2:2\nerror E0202 3:16-3:16\n");
    expect_reports("板块 甲 满分 5 {\n  项目 x 满分 5\n", "error E0206 1:11-1:11\n");
    expect_reports("项目 x 满分 5 }\n项目 y 满分 5\n", "error E0205 1:11-1:11\n");
    expect_reports("项目 x 满分 5 计分 (a + b\n项目 y 满分 5\n", "error E0249 1:14-1:14\n");
    /* A row may be called like a head word, in quotes. */
    expect_reports("列出 a = 查表 b {\n  记录: 1;\n  「方案」: 2\n}\n",
                   "error E0208 2:3-2:4\nfix: 「记录」: 1;\n");
}

Test(recovery, a_line_that_lacks_its_end)
{
    /* 项目 was taken for what 每次 counts; it is read again as the statement it opens. */
    parsed p = parse_text("项目 x 满分 5 每次\n项目 y 满分 6\n");
    cr_expect_str_eq(parsed_reports(&p), "error E0203 1:11-1:12\n");
    cr_expect_not_null(strstr(parsed_dump(&p), "(item :name (name y) :head ((part max 6)))"));
    parsed_free(&p);
}

Test(recovery, expected_in_the_users_words)
{
    parsed p = parse_text("项目 x 满分 5 评 甲 按 乙\n");
    cr_assert_eq(p.diags.list.n, 1u);
    kh_strbuf zh = {0}, en = {0};
    kh_diag_message(&zh, &p.diags.list.at[0], KH_ZH);
    kh_diag_message(&en, &p.diags.list.at[0], KH_EN);
    cr_expect_str_eq(zh.at, "这里不能写「按」，可以写：用");
    cr_expect_str_eq(en.at, "\"按\" cannot stand here; expected on");
    kh_strbuf_free(&zh);
    kh_strbuf_free(&en);
    parsed_free(&p);
}

/* Never more than four things, however many could stand there. */
Test(recovery, expected_names_four)
{
    parsed p = parse_text("item x max 5 )\nitem y max 5 10\nduty d by 3 days\ngrade A of 5\n");
    for (size_t i = 0; i < p.diags.list.n; i++) {
        kh_slice list = p.diags.list.at[i].args[2];
        int commas = 0;
        for (size_t k = 0; k + 1 < list.n; k++)
            commas += list.p[k] == ',' && list.p[k + 1] == ' ';
        cr_expect_leq(commas, 5);
    }
    cr_expect_geq(p.diags.list.n, 4u);
    parsed_free(&p);
}

Test(recovery, misspelt_words)
{
    expect_reports("item x max 5 dedcut 1 when a\n",
                   "error E0207 1:14-1:19\nfix: item x max 5 deduct 1 when a\n");
    expect_reports("item x mx 5\n", "error E0207 1:8-1:9\nfix: item x max 5\n");
    expect_reports("Item x max 5\n", "error E0134 1:1-1:4\nfix: item x max 5\n");
}

Test(recovery, warnings_of_clauses)
{
    expect_reports("附加 奖\n  每次 a 加 1分\n  每次 b 加 2分\n  最多 3分\n项目 x 满分 5\n  每次 a "
                   "扣 1分\n  最多 3分\n",
                   "warning E0290 4:3-4:4\n");
}

/* Every beginning of a text is read, or refused, like the same with a line end. */
Test(recovery, every_prefix)
{
    static const char text[] =
        "方案 示例 年度 2013 满分 100\n"
        "档次 五档 { 满意 10，差 -2 }\n"
        "板块 效能 满分 40 依据「四」{\n"
        "  项目 察访 满分 10分 每次 发现问题 扣 1分，最多 5分\n"
        "  项目 办结 满分 10 若 办结率 低于 95%，每低 1个百分点 扣 0.5分\n"
        "  合并 就高 按 (a, b) { 每次 表扬 加 查表 级别 { 镇: 2; 其余: 4 } } # 注释\n"
        "}\n"
        "item cases max 6 if case_count below last_year(case_count), award 0.2 per 1 up to 2\n"
        "grade A when 80 <= total < 90 top 15% of peers round 0 down ties cut\n"
        "应报 季报 按季 自 2013年4月1日 限 期末 之后 7个工作日\n"
        "校验 总分 不超过 110 其余 \"超过\"\n";
    for (size_t n = 0; n < sizeof text; n++) {
        kh_strbuf cut = {0};
        kh_strbuf_add(&cut, (kh_slice){text, n});
        kh_strbuf_addc(&cut, '\n');
        parsed p = parse_slice((kh_slice){text, n}), q = parse_slice(kh_strbuf_slice(&cut));
        cr_expect_str_eq(parsed_reports(&p), parsed_reports(&q), "%zu", n);
        cr_expect(kh_node_equal(p.tree, q.tree), "%zu", n);
        cr_expect_leq(p.diags.errors, 4u, "%zu", n);
        parsed_free(&p);
        parsed_free(&q);
        kh_strbuf_free(&cut);
    }
}
