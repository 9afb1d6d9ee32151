/* Keys of a counted set: resolved, refused, lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(keys, resolved)
{
    static const meant rows[] = {
        {"记录 a\nitem x max 9 deduct 1 per a where b by c",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n"
         "  (deduct 1 per \"a\" where (field \"b\") by (field \"c\")))"},
        {"记录 a { c, d }\nitem x max 9 deduct 1 per a by (c, d)",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n"
         "  (deduct 1 per \"a\" by (field \"c\") by (field \"d\")))"},
        {"记录 a\nitem x max 9 score count(a by b)",
         "(item \"x\" max 9 floor 0 cap 9\n  (score (count of \"a\" by (field \"b\"))))"},
    };
    EXPECT_MEANT(rows);
}

Test(keys, refused)
{
    static const said rows[] = {
        {"fact f: text\nitem x max 9 deduct 1 per finding by f", "E1009"},
        {"item x max 9 deduct 1 per finding by 3", "E1009"},
        {"记录 a { b }\nitem x max 9 deduct 1 per a by c", "E0318"},
    };
    EXPECT_SAID(rows);
}

/* per 投诉 by 备注: which rows count is for the ledger, the count is a reduction of its own. */
Test(keys, lowered)
{
    build *b = build_new(2, 2);
    uint32_t kind = build_record(b, "投诉");
    uint32_t item = build_item(b, "x", KH_NONE, 10, true);
    kh_rule *r = build_per(b, item, KH_DEDUCT, x_num(b, 1), kind);
    kh_expr *key = x_field(b, kind, KH_FIELD_NOTE);
    r->set.by = &key;
    r->set.by_count = 1;
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_plan_rule *rule = &p->nodes[item].rules[0];
    cr_expect_eq(p->operations[rule->counted].code, KH_DO_IS_FIRST);
    cr_expect_eq(p->operations[rule->times].code, KH_DO_ONCE);
    const kh_operation *count = &p->operations[rule->count];
    cr_expect_eq(count->code, KH_DO_TOTAL_FIRST);
    cr_expect_eq(count->n, 4);
    cr_expect_eq(count->index, 1);
    cr_expect_eq(p->operations[count->args[0]].index, KH_FIELD_COUNT);
    cr_expect_eq(p->operations[count->args[3]].code, KH_DO_KEY);
    cr_expect_eq(p->columns[rule->count].domain.tag, KH_DOMAIN_UNIT);
    build_free(b);
}
