/* A small office made by hand, for the tests of the reports: no parser, no fact files. Its scheme
 * in words:
 *
 *   section 效能 { item 察访 max 10 deduct 1 per 发现问题 (0 … 10)
 *                  item 方案 max 2 deduct 1 unless 已制定, deduct 1 unless 已报送
 *                  item 评价 score (甲评 + 乙评) / 3 }
 *   veto 腐败 to 不合格 when 腐败案件 unless 主动报告 and 积极配合    cite 五.4
 *   grade 优秀 when total >= 18, 合格 when total >= 12, 不合格 otherwise
 *   rank by total within kind ties 1-2-2-4; select 先进 top 2 by total ties extend
 *
 * Its units, worked out by hand:
 *   张所 所  findings 1 + 2 (one row counts twice)  10 - 3 = 7, 2, (9 + 9)/3 = 6          15
 *   李所 所  none                                   10, 2 - 1 = 1, (8 + 5)/3 = 13/3       46/3
 *   王股 股  12 in one row                          10 - 12 → 0, 2, (9 + 9)/3 = 6         8
 *   赵股 股  none, 腐败案件, 主动报告, not 积极配合  10, 2, (9 + 9)/3 = 6                  18
 *   孙股 股  乙评 is missing (0 … 10)               10, 2, [3, 19/3]                     [15, 55/3]
 */
#ifndef KH_TESTS_REPORT_OFFICE_H
#define KH_TESTS_REPORT_OFFICE_H

#include <criterion/criterion.h>

#include "report/inside.h"
#include "support/build_run.h"

enum { ZHANG, LI, WANG, ZHAO, SUN };

typedef struct office {
    build *b;
    kh_results *r;
    uint32_t section, visits, plan, rating, record;
    uint32_t made, filed, first, second, corrupt, told, helped;
} office;

static inline void office_scheme(office *o)
{
    build *b = o->b;
    o->section = (build_node(b, KH_SECTION, "效能", KH_NONE), b->m.nodes_count - 1);
    o->visits = build_item(b, "察访", o->section, 10, true);
    build_per(b, o->visits, KH_DEDUCT, x_num(b, 1), o->record);
    o->plan = build_item(b, "方案", o->section, 2, true);
    build_rule(b, o->plan, KH_DEDUCT, x_num(b, 1))->unless = x_fact(b, o->made);
    build_rule(b, o->plan, KH_DEDUCT, x_num(b, 1))->unless = x_fact(b, o->filed);
    o->rating = (build_node(b, KH_ITEM, "评价", o->section), b->m.nodes_count - 1);
    kh_expr *sum = x_math(b, KH_X_ADD, x_fact(b, o->first), x_fact(b, o->second));
    build_rule(b, o->rating, KH_SCORE, x_math(b, KH_X_DIV, sum, x_num(b, 3)));
    for (uint32_t i = o->visits; i <= o->rating; i++)
        b->m.nodes[i].depth = 1;

    kh_veto *v =
        build_veto(b, "腐败", x_fact(b, o->corrupt),
                   x_two(b, KH_X_AND, KH_TYPE_YES_NO, x_fact(b, o->told), x_fact(b, o->helped)));
    v->docs.cite = KH_LIT("五.4");
    build_effect(v, KH_EFFECT_TO, 2);
    build_grade(b, "优秀", x_is(b, KH_X_GE, x_total(b), x_num(b, 18)));
    build_grade(b, "合格", x_is(b, KH_X_GE, x_total(b), x_num(b, 12)));
    build_grade(b, "不合格", NULL);
    build_rank(b, x_total(b), KH_TIES_SKIP)->within_kind = true;
    build_select(b, "先进", 2, x_total(b), KH_TIES_EXTEND);
}

static inline void office_unit(office *o, const char *name, uint32_t kind, int first, int second)
{
    build *b = o->b;
    uint32_t u = build_unit(b, name, kind);
    fact_code(b, o->made, u, 1);
    fact_code(b, o->filed, u, 1);
    fact_int(b, o->first, u, first);
    if (second >= 0)
        fact_int(b, o->second, u, second);
    fact_code(b, o->corrupt, u, 0);
    fact_code(b, o->told, u, 0);
    fact_code(b, o->helped, u, 0);
}

static inline void office_units(office *o, bool with_missing)
{
    build *b = o->b;
    office_unit(o, "张所", 0, 9, 9);
    build_row(b, o->record, 1);
    build_row(b, o->record, 2);
    office_unit(o, "李所", 0, 8, 5);
    fact_code(b, o->made, LI, 0);
    office_unit(o, "王股", 1, 9, 9);
    build_row(b, o->record, 12);
    office_unit(o, "赵股", 1, 9, 9);
    fact_code(b, o->corrupt, ZHAO, 1);
    fact_code(b, o->told, ZHAO, 1);
    if (with_missing)
        office_unit(o, "孙股", 1, 9, -1);
}

static inline office office_new(bool with_missing)
{
    office o = {.b = build_new(8, 16)};
    build *b = o.b;
    b->m.sources = kh_sources_new(b->a);
    kh_diags_init(&b->d, b->a, b->m.sources);
    char *text = kh_arena_alloc(b->a, 400);
    memset(text, 'r', 399);
    kh_source_add(b->m.sources, KH_LIT("甲.rules"), (kh_slice){text, 399});
    kh_source_add(b->m.sources, KH_LIT("记录.csv"), KH_LIT("一\n二\n三\n四\n五\n六\n"));
    b->m.title = build_name(b, "测试方案");
    build_kind(b, "所");
    build_kind(b, "股");
    o.record = build_record(b, "发现问题");
    o.made = build_fact(b, "已制定", build_type(KH_TYPE_YES_NO));
    o.filed = build_fact(b, "已报送", build_type(KH_TYPE_YES_NO));
    o.first = build_fact(b, "甲评", build_type(KH_TYPE_NUMBER));
    o.second = build_fact(b, "乙评", build_type(KH_TYPE_NUMBER));
    build_bounds(b, o.second, 0, 10);
    o.corrupt = build_fact(b, "腐败案件", build_type(KH_TYPE_YES_NO));
    o.told = build_fact(b, "主动报告", build_type(KH_TYPE_YES_NO));
    o.helped = build_fact(b, "积极配合", build_type(KH_TYPE_YES_NO));
    office_scheme(&o);
    office_units(&o, with_missing);
    return o;
}

/* Evaluates and writes a report; the text lives in the builder's arena. */
typedef void office_report(kh_strbuf *, const kh_results *, const kh_report_options *);
static inline const char *office_write(office *o, office_report *write, kh_report_options options)
{
    if (!o->r)
        o->r = build_run(o->b);
    cr_assert(o->r != NULL && o->b->d.errors == 0);
    kh_strbuf out = {0};
    write(&out, o->r, &options);
    const char *text = kh_arena_copy(o->b->a, kh_strbuf_slice(&out)).p;
    kh_strbuf_free(&out);
    return text;
}

static inline const char *office_line(office *o, const char *text, const char *start)
{
    const char *at = strstr(text, start);
    if (!at)
        return "";
    const char *end = strchr(at, '\n');
    return kh_arena_copy(o->b->a, (kh_slice){at, end ? (size_t)(end - at) : strlen(at)}).p;
}

#endif
