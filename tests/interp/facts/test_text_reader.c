/* .facts text: rows, places, and everything that may be wrong with a line. */
#include <criterion/criterion.h>

#include "base/strbuf.h"
#include "rows.h"

TestSuite(text_reader, .init = rows_set_up, .fini = rows_tear_down);

Test(text_reader, the_example_of_the_language)
{
    rows_read("a.facts", "unit 城关镇司法所 kind 基层司法所\n"
                         "  已制定工作办法 是\n"
                         "  领导评价 满意 by 甲局长\n"
                         "  finding 2013-06-03 item 察访核验 note \"台账不全\"\n");
    rows_expect("W#0 单位=城关镇司法所 类别=基层司法所\n"
                "W#1 单位=城关镇司法所 已制定工作办法=是\n"
                "R#2 单位=城关镇司法所 事项=领导评价 评价=满意 评价人=甲局长\n"
                "R#3 单位=城关镇司法所 事项=finding 日期=2013-06-03 项目=察访核验 备注=台账不全\n");
    cr_expect_str_eq(rows_places(), "1:1+44 | 1:6+18 1:18+15\n"
                                    "2:3+25 | 1:6+18 2:11+3\n"
                                    "3:3+32 | 1:6+18 3:3+12 3:8+6 3:14+9\n"
                                    "4:3+56 | 1:6+18 4:3+7 4:11+10 4:27+12 4:37+14\n");
}

Test(text_reader, both_languages_give_the_same_rows)
{
    static const char rows[] =
        "W#0 单位=甲所 类别=司法所 上级=县局\nW#1 单位=甲所 期间=2013-05 月度分=92\n"
        "R#2 单位=甲所 事项=投诉 属实=是 次数=2\n";
    rows_read(
        "a.facts",
        "unit 甲所 kind 司法所 parent 县局\n月度分 92 period 2013-05\n投诉 proven 是 count 2\n");
    rows_expect(rows);
    rows_read("a.facts",
              "单位 甲所 类别 司法所 上级 县局\n月度分 92 期间 2013-05\n投诉 属实 是 次数 2\n");
    rows_expect(rows);
    rows_read("a.facts",
              "ｕｎｉｔ　甲所，ｋｉｎｄ：司法所；上级： 县局\n月度分：92，期间 2013-05。\n"
              "投诉，属实：是， 次数 2\n");
    rows_expect(rows);
}

Test(text_reader, what_stands_behind_the_kind)
{
    rows_read("a.facts",
              "unit 甲所\n投诉\n投诉 2013年6月3日\n投诉 2013-02-30\n投诉 3\n投诉 ３次\n"
              "投诉 1,000\n投诉 较重\n投诉 较重 属实 是\n投诉 来源 上级转办\n投诉 2 来源 上级转办\n"
              "投诉 \"没有接听\" 属实 是\n投诉 来源 \"属实\"\n");
    rows_expect(
        "W#0 单位=甲所\nR#1 单位=甲所 事项=投诉\nR#2 单位=甲所 事项=投诉 日期=2013年6月3日\n"
        "R#2 单位=甲所 事项=投诉 日期=2013-02-30\nR#3 单位=甲所 事项=投诉 次数=3\n"
        "R#3 单位=甲所 事项=投诉 次数=３次\nR#3 单位=甲所 事项=投诉 次数=1,000\n"
        "R#4 单位=甲所 事项=投诉 评价=较重\nR#5 单位=甲所 事项=投诉 评价=较重 属实=是\n"
        "R#6 单位=甲所 事项=投诉 来源=上级转办\nR#7 单位=甲所 事项=投诉 次数=2 来源=上级转办\n"
        "R#5 单位=甲所 事项=投诉 评价=没有接听 属实=是\nR#6 单位=甲所 事项=投诉 来源=属实\n");
}

Test(text_reader, a_misspelt_kind_is_still_a_record)
{
    rows_read("a.facts",
              "unit 甲所\nfindng 2013-06-03 item 察访核验\n领导评价 满意 by 甲 period 2013-05\n"
              "工作依据 备注\n");
    rows_expect("W#0 单位=甲所\nR#1 单位=甲所 事项=findng 日期=2013-06-03 项目=察访核验\n"
                "R#2 单位=甲所 事项=领导评价 评价=满意 评价人=甲 期间=2013-05\nW#3 单位=甲所 "
                "工作依据=备注\n");
}

Test(text_reader, quotes_comments_and_blanks)
{
    rows_read("a.facts", "# 第一个单位\n\n单位「城关镇 司法所」类别「基层」 # 说明\n"
                         "\t「领导评价（县局）」 “满 意#1” ＃ 说明\r\n　备注\"\"\n总分：９５\n");
    rows_expect(
        "W#0 单位=城关镇 司法所 类别=基层\nW#1 单位=城关镇 司法所 领导评价（县局）=满 意#1\n"
        "W#2 单位=城关镇 司法所 备注=\nW#3 单位=城关镇 司法所 总分=９５\n");
    cr_expect_str_eq(rows_places(), "3:1+49 | 3:3+25 3:14+12\n4:2+46 | 3:3+25 4:13+15\n"
                                    "5:2+8 | 3:3+25 5:4+2\n6:1+15 | 3:3+25 6:4+6\n");
}

Test(text_reader, several_units)
{
    rows_read("a.facts", "unit 甲所\na 1\nunit \"乙所\"\na 2\n");
    rows_expect("W#0 单位=甲所\nW#1 单位=甲所 a=1\nW#0 单位=乙所\nW#1 单位=乙所 a=2\n");
}

Test(text_reader, facts_before_any_unit_are_said_once)
{
    rows_read("a.facts", "# x\na 1\nb 2\nunit 甲所\na 3\n");
    rows_expect_found("E0540 2:1+3\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所\nW#1 单位=甲所 a=3\n");
}

Test(text_reader, a_broken_unit_keeps_its_facts_from_the_one_before)
{
    rows_read(
        "a.facts",
        "unit 甲所\na 1\nunit\na 2\nunit kind 司法所\na 3\nunit 城关 司法所\na 4\n"
        "unit 乙所 kind\na 5\nunit 丙?? kind x\na 6\nunit 「」\na 7\nunit 丁所 kind a kind b\na 8\n"
        "unit 戊所\na 9\n");
    rows_expect_found("E0541 3:1+4 unit\nE0541 5:1+4 unit\nE0542 7:9+9 司法所\nE0543 9:9+4 kind\n"
                      "E0507 11:6+5 丙??\nE0541 13:1+4 unit\nE0530 15:16+4 类别 -> 15:9+4\n");
    cr_expect_str_eq(rows_rows(),
                     "W#0 单位=甲所\nW#1 单位=甲所 a=1\nW#0 单位=戊所\nW#1 单位=戊所 a=9\n");
}

Test(text_reader, wrong_facts)
{
    rows_read("a.facts",
              "unit 甲所\n已制定工作办法\n领导评价 满意 甲局长\n得分 95 period\n得分 1，000\n"
              "得分 95 period 2013 period 2014\n领导评价 满意 by\n\"\" 3\n得分 9\n");
    rows_expect_found(
        "E0543 2:1+21 已制定工作办法\nE0544 3:9+9 甲局长\nE0543 4:7+6 period\nE0544 5:6+3 000\n"
        "E0530 6:19+6 期间 -> 6:7+6\nE0543 7:9+2 by\nE0548 8:1+2 \n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所\nW#1 单位=甲所 得分=9\n");
}

Test(text_reader, wrong_records)
{
    rows_read("a.facts",
              "unit 甲所\nfinding 2013-06-03 item\nfinding 3 2013-06-03 item x\nfinding note \"a\" "
              "\"b\" c\n"
              "finding 2013-06-03 date 2013-06-04\nfinding unit 乙所\nfinding note 台账 不全\n"
              "finding 1，000\nfinding item note \"x\"\nfinding 较重 by\nfinding\n");
    rows_expect_found("E0543 2:20+4 item\nE0548 3:11+10 2013-06-03\nE0548 4:18+3 b\n"
                      "E0530 5:20+4 日期 -> 5:9+10\nE0530 6:9+4 单位 -> 1:6+6\nE0543 7:17+6 "
                      "不全\nE0548 8:11+3 000\n"
                      "E0543 9:9+4 item\nE0543 10:12+2 by\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所\nR#1 单位=甲所 事项=finding\n");
}

Test(text_reader, wrong_quotes_and_comments)
{
    rows_read("a.facts",
              "unit 甲所\na \"x\nb “x\"\nc 「x\nd x”\ne x」\nf 3#楼\ng ”x”\nh 1 # ok \"\n");
    rows_expect_found(
        "E0545 2:3+1 \" \"\nE0545 3:3+3 “ ”\nE0545 4:3+3 「 」\nE0546 5:4+3 ”\nE0546 6:4+3 」\n"
        "E0547 7:4+1\nE0546 8:3+3 ”\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所\nW#1 单位=甲所 h=1\n");
}

Test(text_reader, line_ends)
{
    rows_read("a.facts", "\xef\xbb\xbfunit 甲所\r\na 1");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所\nW#1 单位=甲所 a=1\n");
    rows_expect_found("E0110 2:4+0\n");
    rows_read("a.facts", "unit 甲所\ra 1\rb 2\r");
    cr_expect_str_eq(rows_rows(), "");
    rows_expect_found("E0108 1:8+1\n");
    rows_read("a.facts", "");
    rows_expect("");
}

Test(text_reader, invisible_and_damaged)
{
    rows_read("a.facts",
              "unit 甲\xe2\x80\x8b所\na 1\nunit 乙所\na \x1b\nb \"\xe2\x80\xae\"\n# \xe2\x80\xae\n"
              "c \xef\xbf\xbd\n领导?? 好\nd 4\n投诉 item 己斯ぷ\n");
    rows_expect_found(
        "E0106 1:7+3 U+200B\nE0106 4:3+1 U+001B\nE0105 5:4+3 U+202E\nE0105 6:3+3 U+202E\n"
        "E0107 7:3+3 U+FFFD\nE0507 8:1+8 领导??\nE0508 10:9+9 己斯ぷ\n");
    cr_expect_str_eq(rows_rows(),
                     "W#0 单位=乙所\nW#1 单位=乙所 d=4\nR#2 单位=乙所 事项=投诉 项目=己斯ぷ\n");
}

Test(text_reader, composition)
{
    rows_read("a.facts", "unit Cafe\xcc\x81\ne\xcc\x81 \"e\xcc\x81\"\n");
    rows_expect("W#0 单位=Café\nW#1 单位=Café é=é\n");
    cr_expect_str_eq(rows_places(), "1:1+11 | 1:6+6\n2:1+9 | 1:6+6 2:4+5\n");
}

Test(text_reader, unit_columns_do_not_apply)
{
    kh_slice columns[] = {KH_LIT("届次"), KH_LIT("单位")};
    rows_options.unit_columns = columns;
    rows_options.unit_column_count = 2;
    rows_read("a.facts", "unit 甲所\na 1\n");
    rows_expect("W#0 单位=甲所\nW#1 单位=甲所 a=1\n");
}

Test(text_reader, limits)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "unit a\nb ");
    kh_strbuf_pad(&b, 'x', 65537);
    kh_strbuf_adds(&b, "\nc ");
    kh_strbuf_pad(&b, 'x', 65536);
    kh_strbuf_adds(&b, "\n");
    kh_strbuf_pad(&b, ' ', (1 << 20) + 1);
    kh_strbuf_adds(&b, "\n");
    rows_read_bytes("a.facts", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    rows_expect_found("E0527 2:3+65537\nE0526 4:1+0 4\n");
    cr_expect_eq(rows_count(), 2u);
    cr_expect_eq(rows_status(), 4);
}
