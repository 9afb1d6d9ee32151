/* Values of every type, places, the scheme's text on one line, gaps. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(values, .fini = teardown);

static void begin(kh_lang lang)
{
    o = office_new(false);
    run_case_begin(&c, &o, lang);
}

static const char *value(kh_type type, uint8_t state, int64_t n)
{
    kh_show_value(&c.run, &c.out, type, (kh_cell){state, kh_num_int(n), kh_num_int(n)}, -1);
    return run_case_text(&c);
}

Test(values, of_every_type)
{
    begin(KH_ZH);
    uint32_t scale = build_scale(o.b, "档", 2, NULL);
    o.b->m.scales[scale].levels[1].name = build_name(o.b, "较满意");
    kh_type yes_no = build_type(KH_TYPE_YES_NO);
    cr_expect_str_eq(value(yes_no, KH_MAY_YES, 0), "是");
    cr_expect_str_eq(value(yes_no, KH_MAY_NO, 0), "否");
    cr_expect_str_eq(value(yes_no, KH_MAY_NO | KH_MAY_YES | KH_OPEN, 0), "未定");
    cr_expect_str_eq(value(yes_no, KH_MAY_NA, 0), "不适用");
    cr_expect_str_eq(value(build_type(KH_TYPE_DATE), KH_MAY_VALUE, 15859), "2013-06-03");
    cr_expect_str_eq(value(build_type(KH_TYPE_DATE), KH_MAY_VALUE | KH_OPEN, 0), "未定");
    cr_expect_str_eq(value(build_level_type(scale), KH_MAY_VALUE, 1), "较满意");
    cr_expect_str_eq(value(build_type(KH_TYPE_KIND), KH_MAY_VALUE, 1), "股");
    cr_expect_str_eq(
        value(build_type(KH_TYPE_TEXT), KH_MAY_VALUE, (int64_t)build_name(o.b, "a\tb\nc")),
        "a\tb\\x0ac");
    cr_expect_str_eq(value(build_type(KH_TYPE_NUMBER), KH_MAY_VALUE, 7), "7");
}

Test(values, as_filed)
{
    begin(KH_EN);
    kh_fact_column *column = &o.b->f.facts[o.first];
    column->state[LI] = KH_FILED_MISSING;
    column->state[WANG] = KH_FILED_NA;
    static const char *const texts[] = {"9", "missing", "n/a"};
    for (uint32_t u = ZHANG; u <= WANG; u++) {
        kh_show_filed(&c.run, &c.out, build_type(KH_TYPE_NUMBER), column, u);
        cr_expect_str_eq(run_case_text(&c), texts[u]);
    }
}

static kh_place place_of(kh_source_id source, const char *text, const char *from, size_t n)
{
    return (kh_place){source, (uint32_t)n, (uint64_t)(strstr(text, from) - text)};
}

Test(values, the_text_of_the_scheme)
{
    static const char text[] =
        "item 察访 max 10 # 每次\n\n   deduct 1  per\tfinding # 说明\r\n  where "
        "\"a  # b\"\n";
    begin(KH_ZH);
    kh_source_id id = kh_source_add(o.b->m.sources, KH_LIT("夹/乙.rules"), KH_LIT(text));
    kh_place whole = place_of(id, text, "deduct", sizeof text - 1 - 34);
    whole.len = (uint32_t)(sizeof text - 1 - whole.at);
    kh_show_source(&c.run, &c.out, whole);
    cr_expect_str_eq(run_case_text(&c), "deduct 1 per finding where \"a  # b\"");
    kh_show_place(&c.run, &c.out, whole);
    cr_expect_str_eq(run_case_text(&c), "[夹/乙.rules:3]");
    kh_show_place(&c.run, &c.out, KH_NOWHERE);
    kh_show_source(&c.run, &c.out, KH_NOWHERE);
    cr_expect_str_eq(run_case_text(&c), "");
}

Test(values, gaps)
{
    begin(KH_ZH);
    static const struct {
        kh_gap_reason reason;
        uint32_t field;
        const char *text;
    } cases[] = {
        {KH_GAP_FACT, KH_NONE, "已制定〔评价〕"},
        {KH_GAP_FIELD, KH_FIELD_PROVEN, "发现问题的属实〔评价〕"},
        {KH_GAP_RATING, KH_NONE, "发现问题（没有评价）〔评价〕"},
        {KH_GAP_NO_ROWS, KH_NONE, "发现问题（没有记录可算）〔评价〕"},
        {KH_GAP_ZERO, KH_NONE, "评价（除数是零）"},
        {KH_GAP_TABLE, KH_NONE, "评价（表里没有对应的一行）"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        kh_gap gap = {0, cases[i].reason, 0, cases[i].field, o.rating, KH_NOWHERE};
        kh_show_gap(&c.run, &c.out, &gap, true);
        cr_expect_str_eq(run_case_text(&c), cases[i].text);
    }
}

Test(values, sets_of_grades)
{
    begin(KH_ZH);
    kh_show_grades(&c.run, &c.out, 5, ";");
    cr_expect_str_eq(run_case_text(&c), "优秀;不合格");
    kh_show_grades(&c.run, &c.out, 0, ";");
    cr_expect_str_eq(run_case_text(&c), "");
}
