/* What check says of a scheme without errors. */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(check, .fini = teardown);

static const char *check(bool with_results, kh_lang lang)
{
    kh_strbuf out = {0};
    if (with_results)
        o.r = build_run(o.b);
    kh_report_check(&out, &o.b->m, with_results ? o.r : NULL, lang);
    const char *text = kh_arena_copy(o.b->a, kh_strbuf_slice(&out)).p;
    kh_strbuf_free(&out);
    return text;
}

Test(check, a_scheme_alone)
{
    o = office_new(false);
    o.b->m.max = x_num(o.b, 20);
    o.b->m.nodes[o.visits].docs.cite = KH_LIT("四(三)");
    o.b->m.nodes[o.plan].docs.cite = KH_LIT("四(三)");
    kh_omit omit = {KH_LIT("一"), KH_LIT("没有计分的规定"), KH_NOWHERE};
    o.b->m.omits = &omit;
    o.b->m.omits_count = 1;
    cr_expect_str_eq(check(false, KH_ZH), "测试方案：没有发现错误\n"
                                          "  单位类别：所、股\n"
                                          "  计分项目：3 个，满分 20\n"
                                          "  条款：依据 2 条，注明不计分的 1 条\n");
}

Test(check, with_facts)
{
    o = office_new(true);
    o.b->m.title = 0;
    cr_expect_str_eq(check(true, KH_EN), "the scheme: no errors found\n"
                                         "  kinds of unit: 所, 股\n"
                                         "  items that score: 3\n"
                                         "  clauses: 1 cited, 0 left out with a reason\n"
                                         "  units: 5, provisional: 3\n");
}
