/* Fuzz target: any bytes as the facts of one scheme that reads every type of fact. The first byte
 * says how the rest is read: .facts, CSV or JSON, and in which encoding. */
#include <string.h>

#include "check.h"

static const char scheme[] =
    "scheme 考核 year 2013\n"
    "kinds 基层所, 机关\n"
    "scale 五档 { 满意 10, 较满意 8, 基本满意 6, 不太满意 4, 不满意 2 }\n"
    "fact 办结: yes_no\nfact 数量: number in 0 to 100\nfact 比例: share in 0% to 100%\n"
    "fact 层次: 五档\nfact 开工: date\nfact 说明: text unused\n"
    "record 投诉 { 轻重: number in 0 to 5, 经办: text }\n"
    "duty 季报 quarterly due 10 days after period_end\n"
    "section 日常 {\n"
    "  item 察访 max 10 deduct 1 per finding\n"
    "  item 督办 max 10 deduct 轻重 per 投诉 where 属实 deduct 1 per finding\n"
    "  item 填报 max 8 deduct 2 per 季报 where not_filed deduct 1 per 季报 where late\n"
    "  item 评价 max 10 rate 评价 on 五档 by mean\n"
    "  item 测评 max 10 rate 测评 on 五档\n"
    "  item 数 max 20 score 数量 / 5\n"
    "  item 率 max 10 score 比例 * max deduct 1 unless 办结\n"
    "  item 层 max 5 score table 层次 { 满意: 5; 较满意: 3; otherwise: 1 }\n"
    "  item 期 max 5 deduct 1 when 开工 later than 2013-06-30\n"
    "}\n"
    "grade 合格 when total >= 60\ngrade 不合格 otherwise\n"
    "veto 大案 to 不合格 when not 办结\n"
    "rank by total within kind ties 1-2-2-4\n"
    "select 先进 top 2 from 合格 by total ties extend\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"f.facts", "f.csv", "f.json", "f.csv"};
    static const char *const encodings[] = {"auto", "auto", "auto", "gb18030"};
    unsigned sum = 0, how = size ? data[0] % 4 : 0;
    kaohe_run *run = kaohe_new();
    PROMISE(run != NULL);
    kaohe_set_option(run, KAOHE_ENCODING, encodings[how]);
    if (size > 1 && data[0] & 64)
        kaohe_set_option(run, KAOHE_CHECKING, "");
    PROMISE(kaohe_load_scheme_text(run, "s.rules", scheme, sizeof scheme - 1) == 0);
    const char *bytes = (const char *)data + (size > 0);
    int status = kaohe_load_facts_text(run, names[how], bytes, size - (size > 0));
    fuzz_status(run, status);
    if (status == 0) {
        kaohe_set_option(run, KAOHE_FORMAT, "json");
        fuzz_status(run, kaohe_report(run, KAOHE_EVAL, fuzz_write, &sum));
        kaohe_set_option(run, KAOHE_FORMAT, "table");
        fuzz_status(run, kaohe_report(run, KAOHE_EXPLAIN, fuzz_write, &sum));
        fuzz_status(run, kaohe_report(run, KAOHE_CHECK, fuzz_write, &sum));
    }
    fuzz_diagnostics(run);
    kaohe_free(run);
    return 0;
}
