/* The results as JSON: every key of the format, settled and open. */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(json, .fini = teardown);

static const kh_report_options zh = {.lang = KH_ZH};

Test(json, a_settled_unit)
{
    o = office_new(false);
    const char *text = office_write(&o, kh_report_json, zh);
    cr_expect(strncmp(text, "{\"kaohe\":1,\"scheme\":\"测试方案\",\"units\":[\n", 42) == 0, "%s",
              text);
    cr_expect_str_eq(
        office_line(&o, text, "{\"unit\":\"赵股\""),
        "{\"unit\":\"赵股\",\"kind\":\"股\",\"period\":null,\"total\":\"18\",\"exact\":\"18\","
        "\"range\":null,\"grade\":\"不合格\",\"grades\":null,\"rank\":1,\"rank_range\":null,"
        "\"vetoes\":[{\"name\":\"腐败\",\"cite\":\"五.4\"}],\"vetoes_possible\":[],"
        "\"selected\":[\"先进\"],\"selected_possible\":[],\"shown\":{},\"provisional\":false,"
        "\"missing\":[],\"items\":["
        "{\"path\":[\"效能\"],\"score\":\"18\",\"exact\":\"18\",\"max\":\"12\",\"range\":null},"
        "{\"path\":[\"效能\",\"察访\"],\"score\":\"10\",\"exact\":\"10\",\"max\":\"10\","
        "\"range\":null},"
        "{\"path\":[\"效能\",\"方案\"],\"score\":\"2\",\"exact\":\"2\",\"max\":\"2\","
        "\"range\":null},"
        "{\"path\":[\"效能\",\"评价\"],\"score\":\"6\",\"exact\":\"6\",\"max\":null,"
        "\"range\":null}]},");
    cr_expect_str_eq(text + strlen(text) - 5, "}\n]}\n");
}

Test(json, an_open_unit)
{
    o = office_new(true);
    const kh_slice only[] = {KH_LIT("孙股")};
    kh_report_options options = {.lang = KH_EN, .units = only, .unit_count = 1};
    const char *text = office_write(&o, kh_report_json, options);
    cr_expect(strstr(text, "\"total\":null,\"exact\":null,\"range\":[\"15\",\"18.333333…\"],"
                           "\"exact_range\":[\"15\",\"55/3\"],\"grade\":null,"
                           "\"grades\":[\"优秀\",\"合格\"],\"rank\":null,\"rank_range\":[1,2],"));
    cr_expect(strstr(text, "\"selected\":[],\"selected_possible\":[\"先进\"]"));
    cr_expect(strstr(text, "\"provisional\":true,\"missing\":[{\"name\":\"乙评\",\"reason\":"
                           "\"fact\",\"item\":\"评价\"}]"));
    cr_expect(strstr(text, "\"path\":[\"效能\",\"评价\"],\"score\":null,\"exact\":null,"
                           "\"max\":null,\"range\":[\"3\",\"6.333333…\"],"
                           "\"exact_range\":[\"3\",\"19/3\"]}"));
    cr_expect(strstr(text, "张所") == NULL);
}

/* `show … round` is for display only: exact keeps the value. An open end is null. */
Test(json, shown)
{
    o = office_new(false);
    uint32_t s = build_show(o.b, x_math(o.b, KH_X_DIV, x_total(o.b), x_num(o.b, 7)));
    o.b->m.shows[s].rounding = (kh_rounding){.places = 1, .mode = KH_ROUND_HALF_UP};
    uint32_t free_fact = build_fact(o.b, "无界", build_type(KH_TYPE_NUMBER));
    uint32_t t = build_show(o.b, x_fact(o.b, free_fact));
    o.b->m.shows[t].name = build_name(o.b, "补贴");
    uint32_t y = build_show(o.b, x_fact(o.b, o.made));
    o.b->m.shows[y].name = build_name(o.b, "是否");
    fact_int(o.b, free_fact, ZHANG, 5);
    const char *text = office_write(&o, kh_report_json, zh);
    /* 15/7 = 2.142857…, one place: 2.1. */
    cr_expect(strstr(office_line(&o, text, "{\"unit\":\"张所\""),
                     "\"shown\":{\"show\":{\"value\":\"2.1\",\"exact\":\"15/7\",\"range\":null},"
                     "\"补贴\":{\"value\":\"5\",\"exact\":\"5\",\"range\":null},"
                     "\"是否\":{\"value\":\"是\",\"exact\":null,\"range\":null}}"));
    cr_expect(strstr(office_line(&o, text, "{\"unit\":\"李所\""),
                     "\"补贴\":{\"value\":null,\"exact\":null,\"range\":[null,null],"
                     "\"exact_range\":[null,null]}"));
}

Test(json, without_kinds_grades_or_ranks)
{
    o = (office){.b = build_new(2, 2)};
    uint32_t f = build_fact(o.b, "得", build_type(KH_TYPE_NUMBER));
    build_value(o.b, "项", x_fact(o.b, f));
    build_unit(o.b, "甲", KH_NONE);
    fact_int(o.b, f, 0, 3);
    cr_expect_str_eq(office_write(&o, kh_report_json, zh),
                     "{\"kaohe\":1,\"scheme\":null,\"units\":[\n"
                     "{\"unit\":\"甲\",\"kind\":null,\"period\":null,\"total\":\"3\","
                     "\"exact\":\"3\",\"range\":null,\"grade\":null,\"grades\":null,"
                     "\"rank\":null,\"rank_range\":null,\"vetoes\":[],\"vetoes_possible\":[],"
                     "\"selected\":[],\"selected_possible\":[],\"shown\":{},"
                     "\"provisional\":false,\"missing\":[],\"items\":[{\"path\":[\"项\"],"
                     "\"score\":\"3\",\"exact\":\"3\",\"max\":null,\"range\":null}]}\n]}\n");
}
