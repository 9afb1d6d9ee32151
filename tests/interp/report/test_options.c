/* Options that name what does not exist. */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(options, .fini = teardown);

static bool check(kh_report_options options)
{
    if (!o.b) {
        o = office_new(false);
        o.r = build_run(o.b);
    }
    return kh_report_options_check(o.r, &options, &o.b->d);
}

static void expect(size_t i, kh_code code, const char *message, const char *hint)
{
    kh_strbuf text = {0};
    cr_assert(i < o.b->d.list.n);
    const kh_diag *d = &o.b->d.list.at[i];
    cr_expect_eq(d->code, code);
    kh_diag_message(&text, d, KH_ZH);
    cr_expect_str_eq(text.at, message);
    kh_strbuf_clear(&text);
    if (!d->no_hint)
        kh_diag_hint(&text, d, KH_ZH);
    cr_expect_str_eq(text.at, hint);
    kh_strbuf_free(&text);
}

Test(options, what_exists)
{
    const kh_slice units[] = {KH_LIT("张所")};
    const kh_slice columns[] = {KH_LIT("单位"), KH_LIT("rank"), KH_LIT("察访"),
                                KH_LIT("效能/评价")};
    cr_expect(check((kh_report_options){.units = units,
                                        .unit_count = 1,
                                        .columns = columns,
                                        .column_count = 4,
                                        .item = KH_LIT("效能/察访")}));
    cr_expect_eq(o.b->d.list.n, 0);
}

Test(options, all_mistakes_of_a_run)
{
    const kh_slice units[] = {KH_LIT("张股所"), KH_LIT("完全不同的名称")};
    const kh_slice columns[] = {KH_LIT("总份"), KH_LIT("项目")};
    cr_expect_not(check((kh_report_options){.units = units,
                                            .unit_count = 2,
                                            .columns = columns,
                                            .column_count = 2,
                                            .item = KH_LIT("评阶")}));
    cr_assert_eq(o.b->d.list.n, 5);
    expect(0, KH_E0720, "没有「张股所」这个单位", "是不是「张所」");
    expect(1, KH_E0720, "没有「完全不同的名称」这个单位", "");
    expect(2, KH_E0721, "方案里没有「评阶」这个项目", "是不是「评价」");
    expect(3, KH_E0722, "没有「总份」这一列", "是不是「总分」");
    expect(4, KH_E0723, "「项目」一列是按项目的，要加 --by-item", "加上 --by-item");
}

Test(options, columns_by_item)
{
    const kh_slice columns[] = {KH_LIT("item"), KH_LIT("得分")};
    cr_expect(check((kh_report_options){.columns = columns, .column_count = 2, .by_item = true}));
    /* A path must begin at a name, not inside of one. */
    cr_expect_not(check((kh_report_options){.item = KH_LIT("能/察访")}));
}
