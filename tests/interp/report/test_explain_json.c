/* The ledger for programs: its keys (tests/explain checks the sums from outside). */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(explain_json, .fini = teardown);

Test(explain_json, parts_facts_and_reasons)
{
    o = office_new(false);
    const char *text = office_write(&o, kh_explain_json, (kh_report_options){.lang = KH_ZH});
    const char *wang = office_line(&o, text, "{\"unit\":\"王股\"");
    cr_expect(strstr(wang, "{\"type\":\"start\",\"exact\":\"10\",\"range\":null,\"text\":null}"));
    cr_expect(strstr(wang, "{\"type\":\"deduct\",\"exact\":\"-12\",\"range\":null,"
                           "\"text\":\"12次 × 1分 = 12分\",\"rule\":\"r\",\"cite\":null,"
                           "\"file\":\"甲.rules\",\"line\":1,\"column\":"));
    cr_expect(strstr(wang, "\"facts\":[{\"name\":\"发现问题\",\"value\":null,\"count\":12,"
                           "\"file\":\"记录.csv\",\"line\":1,\"column\":1}]"));
    cr_expect(strstr(wang, "{\"type\":\"floor\",\"exact\":\"2\",\"range\":null,"
                           "\"text\":\"扣完为止：应扣 12 分，扣至 0 分\"}"));
    cr_expect(strstr(wang, "{\"about\":\"next_grade\",\"name\":\"合格\","));
    cr_expect(strstr(wang, "\"conditions\":[{\"role\":\"when\",\"met\":false,"
                           "\"text\":\"总分 8，要不低于 12\",\"lacks\":\"4\",\"facts\":[]}]"));
    const char *zhao = office_line(&o, text, "{\"unit\":\"赵股\"");
    cr_expect(strstr(zhao, "{\"role\":\"unless\",\"met\":false,\"text\":\"积极配合 否，要 是\""));
}

Test(explain_json, open_parts)
{
    o = office_new(true);
    const char *text = office_write(&o, kh_explain_json, (kh_report_options){.lang = KH_ZH});
    cr_expect(strstr(office_line(&o, text, "{\"unit\":\"孙股\""),
                     "{\"type\":\"score\",\"exact\":null,\"range\":[\"3\",\"6.333333…\"],"
                     "\"exact_range\":[\"3\",\"19/3\"],"));
}

Test(explain_json, one_item)
{
    o = office_new(false);
    kh_report_options options = {.lang = KH_ZH, .item = KH_LIT("方案")};
    const char *text = office_write(&o, kh_explain_json, options);
    const char *li = office_line(&o, text, "{\"unit\":\"李所\"");
    cr_expect(strstr(li, "\"items\":[{\"path\":[\"效能\",\"方案\"],\"score\":\"1\""));
    cr_expect(strstr(li, "察访") == NULL);
    cr_expect(strstr(li, "\"children\":[{") == NULL);
}
