/* Modifiers of an amount: what they resolve to, and what they lower to. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(mods, resolved)
{
    static const meant rows[] = {
        /* Unknown names are the record's, declared facts the unit's. */
        {"记录 命案\n附加 x 每起 命案 扣 2分 减半 当 已破 另加 3分 当 死亡 达到 3",
         "(extra \"x\" start 0\n  (deduct 2 per \"命案\" (times 1/2 when (field \"已破\")) "
         "(plus 3 when (>= (field \"死亡\") 3))))"},
        {"记录 a { b }\nfact c: yes_no\nextra x award 1 per a twice when c times 1.5 when b",
         "(extra \"x\" start 0\n  (award 1 per \"a\" (times 2 when (fact \"c\")) "
         "(times 3/2 when (field \"b\"))))"},
        {"item x max 9 deduct 4 when a halved when b",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 4 when (fact \"a\") "
         "(times 1/2 when (fact \"b\"))))"},
        {"item x max 9 deduct 1 per full 2 of a twice when b",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (deduct 1 per 2 whole of (fact \"a\") "
         "(times 2 when (fact \"b\"))))"},
    };
    EXPECT_MEANT(rows);
}

Test(mods, refused)
{
    static const said rows[] = {
        {"item x max 9 deduct 1 per finding times 0 when a", "E1001"},
        {"item x max 9 deduct 1 per finding times -2 when a", "E1001"},
        {"item x max 9 deduct 1 per finding plus 1 to 3 when a", "E1002"},
        {"item x max 9 deduct 1 per full 2 of a plus 1 when b", "E1003"},
        {"item x max 9 deduct 1 per finding plus 0 when a", "E0448"},
        {"附加 x 每次 a 加 2分 加扣 5分 当 b", "E1006"},
        {"item x max 9 deduct 1 per finding plus 10% when a", "E0459"},
        {"item x max 9 deduct 1 per finding halved when 3", "E0401"},
    };
    EXPECT_SAID(rows);
}

static kh_mod mod(build *b, bool plus, kh_expr *value, kh_expr *when)
{
    return (kh_mod){.plus = plus, .value = value, .when = when, .place = build_place(b)};
}

/* (2 × 1/2 + 5) per record, each step a choice between what it became and what it was. */
Test(mods, lowered)
{
    build *b = build_new(2, 2);
    uint32_t kind = build_record(b, "命案");
    uint32_t item = build_item(b, "治安", KH_NONE, 40, true);
    kh_mod mods[] = {mod(b, false, x_ratio(b, 1, 2), x_field(b, kind, KH_FIELD_PROVEN)),
                     mod(b, true, x_num(b, 5), x_field(b, kind, KH_FIELD_PROVEN))};
    kh_rule *r = build_per(b, item, KH_DEDUCT, x_num(b, 2), kind);
    r->mods = mods;
    r->mod_count = 2;
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_plan_rule *rule = &p->nodes[item].rules[0];
    cr_expect_eq(p->operations[rule->basis].code, KH_DO_NUMBER);
    const kh_operation *last = &p->operations[rule->amount];
    cr_expect_eq(last->code, KH_DO_TABLE);
    cr_expect_eq(p->columns[last->dst].domain.tag, KH_DOMAIN_RECORD);
    cr_expect_eq(p->operations[last->args[1]].code, KH_DO_ADD);
    const kh_operation *first = &p->operations[last->args[2]];
    cr_expect_eq(first->code, KH_DO_TABLE);
    cr_expect_eq(p->operations[first->args[1]].code, KH_DO_MUL);
    cr_expect_eq(first->args[2], rule->basis);
    build_free(b);
}
