/* CSV: the usual columns, by item, chosen ones; quoting and the guard against formulas. */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(csv, .fini = teardown);

Test(csv, usual_columns)
{
    o = office_new(false);
    /* By kind, best first. 46/3 = 15.333…; 赵股 is vetoed; the best two of all totals: 赵股 18,
     * 李所 46/3 (no grades are asked for by the selection). */
    cr_expect_str_eq(office_write(&o, kh_report_csv, (kh_report_options){.lang = KH_ZH}),
                     "单位,类别,总分,等次,名次,评选,否决,暂定\n"
                     "李所,所,15.333333…,合格,1,先进,,否\n"
                     "张所,所,15,合格,2,,,否\n"
                     "赵股,股,18,不合格,1,先进,腐败,否\n"
                     "王股,股,8,不合格,2,,,否\n");
}

Test(csv, english_headings_and_input_order)
{
    o = office_new(false);
    kh_report_options options = {.lang = KH_EN, .input_order = true};
    cr_expect_str_eq(office_line(&o, office_write(&o, kh_report_csv, options), "unit"),
                     "unit,kind,total,grade,rank,selected,vetoes,provisional");
    cr_expect_str_eq(office_line(&o, office_write(&o, kh_report_csv, options), "张所"),
                     "张所,所,15,合格,2,,,no");
}

Test(csv, ranges)
{
    o = office_new(true);
    const char *text = office_write(&o, kh_report_csv, (kh_report_options){.lang = KH_ZH});
    /* 孙股 may reach 55/3 = 18.33… and then is 优秀 and first of its kind. */
    cr_expect_str_eq(office_line(&o, text, "孙股"),
                     "孙股,股,15..18.333333…,优秀;合格,1..2,先进?,,是");
    cr_expect_str_eq(office_line(&o, text, "赵股"), "赵股,股,18,不合格,1..2,先进,腐败,是");
    cr_expect_str_eq(office_line(&o, text, "李所"), "李所,所,15.333333…,合格,1,先进?,,是");
}

Test(csv, by_item)
{
    o = office_new(true);
    const kh_slice only[] = {KH_LIT("孙股")};
    kh_report_options options = {.lang = KH_ZH, .by_item = true, .units = only, .unit_count = 1};
    cr_expect_str_eq(office_write(&o, kh_report_csv, options),
                     "单位,类别,项目,满分,得分,暂定\n"
                     "孙股,股,效能,12,15..18.333333…,是\n"
                     "孙股,股,效能/察访,10,10,否\n"
                     "孙股,股,效能/方案,2,2,否\n"
                     "孙股,股,效能/评价,,3..6.333333…,是\n");
}

Test(csv, chosen_columns)
{
    o = office_new(false);
    const kh_slice columns[] = {KH_LIT("total"), KH_LIT("单位"), KH_LIT("效能/察访")};
    kh_report_options options = {.lang = KH_ZH, .columns = columns, .column_count = 3};
    cr_expect_str_eq(office_write(&o, kh_report_csv, options),
                     "总分,单位,效能/察访\n15.333333…,李所,10\n15,张所,7\n18,赵股,10\n"
                     "8,王股,0\n");
}

/* What a spreadsheet would run, and what would break the rows. */
Test(csv, hostile_names)
{
    static const struct {
        const char *name, *cell;
    } cases[] = {
        {"=cmd|'/c calc'!A1", "\"'=cmd|'/c calc'!A1\""},
        {"+1", "\"'+1\""},
        {"-1", "\"'-1\""},
        {"@SUM(A1)", "\"'@SUM(A1)\""},
        {"\tx", "\"'\tx\""},
        {"＝1", "\"'＝1\""},
        {"a,b", "\"a,b\""},
        {"say \"hi\"", "\"say \"\"hi\"\"\""},
        {"=\"x\"", "\"'=\"\"x\"\"\""},
        {" x", "\" x\""},
        {"a\nb", "a\\x0ab"},
        {"a\x1b[2J", "a\\x1b[2J"},
        {"甲'乙", "甲'乙"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        o = office_new(false);
        o.b->f.units[ZHANG].name = build_name(o.b, cases[i].name);
        const kh_slice columns[] = {KH_LIT("单位")};
        kh_report_options options = {
            .lang = KH_ZH, .columns = columns, .column_count = 1, .input_order = true};
        const char *text = office_write(&o, kh_report_csv, options);
        kh_strbuf expected = {0};
        kh_strbuf_addf(&expected, "单位\n%s\n李所\n", cases[i].cell);
        cr_expect(strncmp(text, expected.at, expected.n) == 0, "%s: %s", cases[i].name, text);
        kh_strbuf_free(&expected);
        if (i + 1 < sizeof cases / sizeof *cases)
            build_free(o.b);
    }
}
