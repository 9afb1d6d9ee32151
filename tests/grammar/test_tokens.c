/* The token filter: words, numbers, dates, names behind head words, and what it says of texts that
 * run together or fall apart. */
#include <criterion/criterion.h>
#include <string.h>

#include "grammar/lexicon.h"
#include "parsed.h"

/* The value of `let x = VALUE`. */
static void expect_value(const char *value, const char *tree)
{
    kh_strbuf text = {0}, whole = {0};
    kh_strbuf_addf(&text, "let x = %s\n", value);
    kh_strbuf_addf(&whole, "(file (let let :name (name x) :value %s))", tree);
    expect_tree(text.at, whole.at);
    kh_strbuf_free(&text);
    kh_strbuf_free(&whole);
}

/* What is said of `let x = VALUE`, and the value that stands in the line as it should be. */
static void expect_mended(const char *value, const char *reports, const char *right)
{
    kh_strbuf text = {0}, whole = {0};
    kh_strbuf_addf(&text, "let x = %s\n", value);
    kh_strbuf_addf(&whole, "%s\nfix: let x = %s\n", reports, right);
    expect_reports(text.at, whole.at);
    kh_strbuf_free(&text);
    kh_strbuf_free(&whole);
}

Test(tokens, numbers)
{
    expect_value("10", "10");
    expect_value("10.25", "10.25");
    expect_value("10分", "10分");
    expect_value("15%", "15%");
    expect_value("１５％", "15%");
    expect_value("2个百分点", "2个百分点");
    expect_value("3 percentage points", "3percentage points");
    expect_value("7个工作日", "7个工作日");
    expect_value("7 working days", "7working days");
    expect_value("12个月", "12个月");
    expect_value("3人次", "3人次");
    expect_value("1亿元", "1亿元");
}

Test(tokens, dates)
{
    expect_value("2013-05-31", "2013-05-31");
    expect_value("2013年5月31日", "2013年5月31日");
    expect_value("2013年5月31日 - 2013-5-1", "(binary - 2013年5月31日 2013-5-1)");
    expect_value("a > 2013年5月31日 and b",
                 "(logic and (compare :left (name a) :steps ((step > 2013年5月31日))) (name b))");
}

Test(tokens, a_day_that_is_none_keeps_its_node)
{
    parsed p = parse_text("let x = 2013-02-30\nlet y = 2013年13月1日\n");
    cr_expect_str_eq(parsed_reports(&p), "error E0132 1:9-1:18\nerror E0132 2:9-2:18\n");
    cr_expect_str_eq(parsed_dump(&p), "(file (let let :name (name x) :value 2013-02-30) (let let "
                                      ":name (name y) :value 2013年13月1日))");
    parsed_free(&p);
}

Test(tokens, dates_written_otherwise)
{
    expect_mended("2013.5.31", "error E0133 1:9-1:17", "2013-05-31");
    expect_mended("2013/12/1", "error E0133 1:9-1:17", "2013-12-01");
    /* A quotient of other numbers is one. */
    expect_value("2013/5", "(binary / 2013 5)");
}

Test(tokens, numbers_written_otherwise)
{
    expect_mended("10 分", "error E0124 1:9-1:12", "10分");
    expect_mended("10 %", "error E0124 1:9-1:12", "10%");
    expect_mended("1,000", "error E0129 1:9-1:13", "1000");
    expect_mended("1,234,567.5", "error E0129 1:9-1:19", "1234567.5");
    expect_mended("一分", "error E0122 1:9-1:10", "1分");
    expect_mended("三十五名", "error E0122 1:9-1:12", "35名");
    expect_mended("二百零五元", "error E0122 1:9-1:13", "205元");
    expect_mended("百分之十五", "error E0122 1:9-1:13", "15%");
    expect_mended("三成", "error E0122 1:9-1:10", "30%");
    expect_mended("半天", "error E0122 1:9-1:10", "0.5天");
    expect_reports("let x = 几次\n", "error E0140 1:9-1:10\n");
    expect_reports("let x = 1.2.3\n", "error E0131 1:9-1:13\n");
    expect_reports("let x = 5.\n", "error E0131 1:9-1:10\n");
}

Test(tokens, ranges_and_differences)
{
    expect_reports("item x max 5 deduct 60-65 per a\n",
                   "error E0128 1:21-1:25\nfix: item x max 5 deduct 60 至 65 per a\n");
    expect_reports("item x max 5 deduct 1～5 per a\n",
                   "error E0128 1:21-1:23\nfix: item x max 5 deduct 1 至 5 per a\n");
    expect_mended("10-2", "error E0128 1:9-1:12", "10 - 2");
    expect_value("10 - 2", "(binary - 10 2)");
    expect_value("a -2", "(binary - (name a) 2)");
    expect_mended("a-b", "error E0130 1:9-1:11", "「a-b」");
    expect_tree("rank by a ties 1-2-2-4",
                "(file (choice rank :parts ((part by (name a)) (part ties (ties :pattern "
                "\"1-2-2-4\")))))");
}

Test(tokens, names)
{
    expect_value("k3", "(name k3)");
    expect_value("GDP增速", "(name GDP增速)");
    expect_value("数_一", "(name 数_一)");
    expect_value("「第3季度」", "(name 「第3季度」)");
    expect_value("“文字”", "\"文字\"");
    expect_value("Ⅲ类", "(name Ⅲ类)");
}

Test(tokens, every_measure_behind_each)
{
    static const char *const words[] = {"每次", "每人次", "每头", "每平米", "每"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        kh_strbuf text = {0};
        kh_strbuf_addf(&text, "项目 x 满分 5 %s 甲 扣 1分\n", words[i]);
        expect_tree(text.at, "(file (item :name (name x) :head ((part max 5)) :rules ((rule deduct "
                             ":amount 1分 :count (count per :set (set :name (name 甲)))))))");
        kh_strbuf_free(&text);
    }
}

Test(tokens, words_that_run_together)
{
    expect_reports("项目 x 满分10分每次发现问题扣1分\n",
                   "error E0126 1:11-1:17\nfix: 项目 x 满分10分每次 发现问题 扣 1分\n");
    expect_reports("等次 合格 当 完成率达到80%\n",
                   "error E0126 1:9-1:13\nfix: 等次 合格 当 完成率 达到 80%\n");
    expect_reports("评选 先进 前3名于合格 按 总分\n",
                   "error E0125 1:8-1:12\nfix: 评选 先进 前3名 于 合格 按 总分\n");
    expect_reports("项目 x 满分 5 每起 甲 扣 2分 减 半 当 乙\n",
                   "error E0127 1:21-1:23\nfix: 项目 x 满分 5 每起 甲 扣 2分 减半 当 乙\n");
}

Test(tokens, names_that_want_quotes)
{
    expect_reports("项目 1.工作方案 满分 2\n",
                   "error E0135 1:4-1:9\nfix: 项目 「1.工作方案」 满分 2\n");
    expect_reports("项目 （一）方案 满分 2\n",
                   "error E0135 1:4-1:8\nfix: 项目 「（一）方案」 满分 2\n");
    expect_reports("项目 领导评价（县局） 满分 2\n",
                   "error E0135 1:4-1:11\nfix: 项目 「领导评价（县局）」 满分 2\n");
    expect_reports("等次 第1档 当 总分 90以上\n",
                   "error E0135 1:4-1:6\nfix: 等次 「第1档」 当 总分 90以上\n");
    /* A function keeps its brackets, an entry its number. */
    expect_tree("let f(x) = x",
                "(file (let let :name (name f) :params ((name x)) :value (name x)))");
    expect_tree("档次 五档{满意10}",
                "(file (scale :name (name 五档) :pairs ((pair :name (name 满意) "
                ":value 10))))");
}

Test(tokens, quotes_that_do_not_close)
{
    expect_reports("item x cite \"四\nitem y max 1\n", "error E0121 1:13-1:13\n");
    expect_reports("项目 「x 满分 1\n", "error E0121 1:4-1:4\n");
    expect_reports("项目 x 依据 “四", "error E0121 1:9-1:9\n");
}

Test(tokens, unknown_characters)
{
    expect_reports("item x max 5 @ deduct 1 when a\n", "error E0120 1:14-1:14\n");
    expect_reports("let x = a ☆ b\n", "error E0120 1:11-1:11\n");
}

Test(tokens, numerals)
{
    static const struct {
        const char *text, *digits;
    } numerals[] = {{"十", "10"},     {"十五", "15"},        {"二十", "20"}, {"一百零三", "103"},
                    {"两千", "2000"}, {"三万五千", "35000"}, {"零", "0"},    {"三五", ""}};
    char digits[24];
    for (size_t i = 0; i < sizeof numerals / sizeof *numerals; i++) {
        kh_slice s = kh_slice_of(numerals[i].text);
        cr_expect_eq(kh_numeral(s, digits), s.n, "%s", numerals[i].text);
        cr_expect_str_eq(digits, numerals[i].digits, "%s", numerals[i].text);
    }
    cr_expect_eq(kh_numeral(KH_LIT("甲"), digits), 0u);
}

Test(tokens, lexicon)
{
    kh_arena *a = kh_arena_new();
    kh_lexicon *l = kh_lexicon_new(a);
    const kh_lexeme *x;
    cr_expect_eq(kh_lexicon_keyword(l, KH_LIT("扣"))->word, KH_W_DEDUCT);
    cr_expect_eq(kh_lexicon_keyword(l, KH_LIT("down to zero"))->word, KH_W_DOWN_TO_ZERO);
    cr_expect_null(kh_lexicon_keyword(l, KH_LIT("down to")));
    cr_expect(kh_lexicon_find(l, KH_LIT("down to"))->opens);
    cr_expect(kh_lexicon_find(l, KH_LIT("减"))->part);
    cr_expect_eq(kh_lexicon_prefix(l, KH_LIT("每人次迟到"))->text.n, strlen("每人次"));
    cr_expect_eq(kh_lexicon_suffix(l, KH_LIT("总分不低于"))->word, KH_W_AT_LEAST);
    cr_expect_eq(kh_lexicon_hidden(l, KH_LIT("总分不低于"), &x), strlen("总分"));
    cr_expect_eq(x->word, KH_W_AT_LEAST);
    cr_expect_eq(kh_lexicon_hidden(l, KH_LIT("察访核验"), &x), strlen("察访核验"));
    bool duration;
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("个工作日内"), &duration), strlen("个工作日"));
    cr_expect(duration);
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("人次"), &duration), strlen("人次"));
    cr_expect_not(duration);
    cr_expect_eq(kh_lexicon_measure(l, KH_LIT("甲"), &duration), 0u);
    kh_arena_free(a);
}
