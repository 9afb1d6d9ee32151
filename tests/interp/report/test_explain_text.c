/* The whole ledger of a unit as people read it, in both languages. */
#include "office.h"

static office o;
static void teardown(void)
{
    build_free(o.b);
}
TestSuite(explain_text, .fini = teardown);

static const char *explain(const char *unit, const char *item, kh_lang lang)
{
    const kh_slice only[] = {kh_slice_of(unit)};
    kh_report_options options = {
        .lang = lang, .units = only, .unit_count = 1, .item = kh_slice_of(item)};
    return office_write(&o, kh_explain_text, options);
}

Test(explain_text, a_vetoed_unit_in_chinese)
{
    o = office_new(false);
    cr_expect_str_eq(explain("赵股", "", KH_ZH),
                     "赵股（股）  总分 18，满分 12  等次 不合格  名次 1  评选 先进  否决 腐败\n"
                     "=======================================================================\n"
                     "效能  得 18，满分 12  [甲.rules:1]\n"
                     "  察访  得 10，满分 10\n"
                     "    r  不扣分  [甲.rules:1]\n"
                     "  方案  得 2，满分 2\n"
                     "    r  不扣分  [甲.rules:1]\n"
                     "      已制定 是\n"
                     "    r  不扣分  [甲.rules:1]\n"
                     "      已报送 是\n"
                     "  评价  得 6\n"
                     "    r  计 6 分  [甲.rules:1]\n"
                     "      甲评 9\n"
                     "      乙评 9\n"
                     "      (9 + 9) ÷ 3 = 6\n"
                     "  小计 10 + 2 + 6 = 18\n"
                     "\n"
                     "按总分可为 优秀，因否决定为 不合格\n"
                     "要到 合格，差在\n"
                     "  否决 腐败 不再成立\n"
                     "否决 腐败 成立，定为 不合格  依据 五.4\n"
                     "  情形：腐败案件 是\n"
                     "  除外条件具备：主动报告 是\n"
                     "  除外条件还缺：积极配合 否，要 是\n"
                     "同类 2 个单位中第 1 名；按 总分 18 排\n"
                     "评选 先进：评上；取前 2 名，排在第 1（总分 18）\n");
}

Test(explain_text, one_item_in_english)
{
    o = office_new(false);
    cr_expect_str_eq(explain("王股", "察访", KH_EN),
                     "王股 (股)  total 8 of 12  grade 不合格  rank 2\n"
                     "==============================================\n"
                     "察访  0 of 10\n"
                     "  r  deducts 12  [甲.rules:1]\n"
                     "    发现问题  12 times  [记录.csv:1]\n"
                     "    12 × 1 = 12\n"
                     "  score 10 - 12 = -2\n"
                     "  down to 0: 12 would be deducted\n");
}

Test(explain_text, a_section_with_what_is_inside)
{
    o = office_new(false);
    const char *text = explain("李所", "效能", KH_ZH);
    cr_expect(strstr(text, "\n效能  得 15.333333…（46/3），满分 12  [甲.rules:1]\n"));
    cr_expect(strstr(text, "\n  小计 10 + 1 + 4.333333… = 15.333333…（46/3）\n"));
    cr_expect(strstr(text, "等次 合格\n") == NULL); /* results belong to the whole unit */
}

Test(explain_text, open)
{
    o = office_new(true);
    const char *text = explain("孙股", "", KH_ZH);
    cr_expect(strstr(
        text, "总分 15..18.333333…，满分 12  等次 优秀;合格  名次 1..2  评选 先进?  暂定\n"));
    cr_expect(strstr(text, "      乙评 缺\n      (9 + (0..10)) ÷ 3 = 3..6.333333…\n"));
    cr_expect(strstr(text, "\n还缺 乙评〔评价〕\n"));
}

Test(explain_text, all_units_one_after_the_other)
{
    o = office_new(false);
    const char *text = office_write(&o, kh_explain_text, (kh_report_options){.lang = KH_ZH});
    const char *li = strstr(text, "李所（所）"), *zhang = strstr(text, "\n\n张所（所）");
    const char *zhao = strstr(text, "\n\n赵股（股）"), *wang = strstr(text, "\n\n王股（股）");
    cr_expect(li == text && zhang > li && zhao > zhang && wang > zhao);
}

/* Nothing that a name brings along leaves its line. */
Test(explain_text, hostile_names)
{
    o = office_new(false);
    o.b->f.units[ZHANG].name = build_name(o.b, "a\n\x1b]52;c;x\x07\xe2\x80\xae");
    o.b->m.nodes[o.visits].name = build_name(o.b, "i\rj");
    const char *text = office_write(&o, kh_explain_text, (kh_report_options){.lang = KH_ZH});
    cr_expect(strstr(text, "a\\x0a\\x1b]52;c;x\\x07\\u{202e}（所）"));
    cr_expect(strstr(text, "i\\x0dj"));
    cr_expect(strpbrk(text, "\x1b\x07\r") == NULL);
}
