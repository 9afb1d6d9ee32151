/* The table: widths, groups, the foot. */
#include <stdio.h>

#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(table, .fini = teardown);

static const kh_report_options zh = {.lang = KH_ZH};

Test(table, aligned_by_display_width)
{
    o = office_new(false);
    cr_expect_str_eq(office_write(&o, kh_report_table, zh),
                     "测试方案\n\n"
                     "单位  类别        总分  等次    名次  评选  否决  暂定\n"
                     "------------------------------------------------------\n"
                     "李所  所    15.333333…  合格       1  先进        否\n"
                     "张所  所    15          合格       2              否\n"
                     "\n"
                     "赵股  股    18          不合格     1  先进  腐败  否\n"
                     "王股  股     8          不合格     2              否\n");
}

Test(table, ranges_and_the_foot)
{
    o = office_new(true);
    cr_expect_str_eq(office_write(&o, kh_report_table, zh),
                     "测试方案\n\n"
                     "单位  类别            总分  等次       名次  评选   否决  暂定\n"
                     "--------------------------------------------------------------\n"
                     "李所  所        15.333333…  合格          1  先进?        是\n"
                     "张所  所        15          合格          2               否\n"
                     "\n"
                     "赵股  股        18          不合格     1..2  先进   腐败  是\n"
                     "孙股  股    15..18.333333…  优秀;合格  1..2  先进?        是\n"
                     "王股  股         8          不合格        3               否\n"
                     "\n"
                     "? 表示还不能确定\n"
                     "暂定：李所 的结果要看别的单位\n"
                     "暂定：赵股 的结果要看别的单位\n"
                     "暂定：孙股 还缺 乙评\n");
}

Test(table, wide_and_hostile_names)
{
    o = office_new(false);
    o.b->f.units[ZHANG].name = build_name(o.b, "𠮷田ＡＢ");
    o.b->f.units[LI].name = build_name(o.b, "e\xcc\x81\x1b[2J");
    const kh_slice columns[] = {KH_LIT("单位"), KH_LIT("类别")};
    kh_report_options options = {
        .lang = KH_ZH, .columns = columns, .column_count = 2, .input_order = true};
    cr_expect_str_eq(office_write(&o, kh_report_table, options), "测试方案\n\n"
                                                                 "单位      类别\n"
                                                                 "--------------\n"
                                                                 "𠮷田ＡＢ  所\n"
                                                                 "e\xcc\x81\\x1b[2J  所\n"
                                                                 "王股      股\n"
                                                                 "赵股      股\n");
}

/* 赵股 has 18 and the line is 18; as shown without places 17.95 would be on the other side. */
Test(table, figures_near_a_line)
{
    o = office_new(false);
    uint32_t s = build_show(o.b, x_total(o.b));
    o.b->m.shows[s].name = build_name(o.b, "公布分");
    o.b->m.shows[s].rounding = (kh_rounding){.places = 0, .mode = KH_ROUND_HALF_UP};
    /* 10 + 2 + (9 + 8.85)/3 = 17.95 */
    cell_number(&o.b->f.facts[o.second], ZHAO, kh_num_ratio(o.b->a, 885, 100));
    const char *text = office_write(&o, kh_report_table, zh);
    cr_expect_str_eq(office_line(&o, text, "赵股"),
                     "赵股  股    17.95       不合格     1  先进  腐败  否       18*");
    cr_expect_str_eq(office_line(&o, text, "* "),
                     "* 赵股：公布分 显示为 18，实际是 17.95；按实际的数，优秀 的条件（r）不成立");
    cr_expect(strstr(text, "15*") == NULL);
}

Test(table, by_item)
{
    o = office_new(false);
    const kh_slice only[] = {KH_LIT("王股"), KH_LIT("李所")};
    kh_report_options options = {.lang = KH_EN, .by_item = true, .units = only, .unit_count = 2};
    cr_expect_str_eq(office_write(&o, kh_report_table, options),
                     "测试方案\n\n"
                     "unit  kind  item       max       score  provisional\n"
                     "---------------------------------------------------\n"
                     "李所  所    效能        12  15.333333…  no\n"
                     "李所  所    效能/察访   10  10          no\n"
                     "李所  所    效能/方案    2   1          no\n"
                     "李所  所    效能/评价        4.333333…  no\n"
                     "\n"
                     "王股  股    效能        12   8          no\n"
                     "王股  股    效能/察访   10   0          no\n"
                     "王股  股    效能/方案    2   2          no\n"
                     "王股  股    效能/评价        6          no\n");
}

/* Three hundred units with something missing: the foot names twenty and counts the rest. */
Test(table, a_long_foot)
{
    o = (office){.b = build_new(300, 2)};
    uint32_t f = build_fact(o.b, "得", build_type(KH_TYPE_NUMBER));
    build_value(o.b, "项", x_fact(o.b, f));
    for (int i = 0; i < 300; i++) {
        char name[16];
        snprintf(name, sizeof name, "u%03d", i);
        build_unit(o.b, name, KH_NONE);
    }
    const char *text = office_write(&o, kh_report_table, zh);
    size_t feet = 0;
    for (const char *at = text; (at = strstr(at, "暂定：")) != NULL; at++)
        feet++;
    cr_expect_eq(feet, 20);
    cr_expect(strstr(text, "……还有 280 个单位\n"));
}
