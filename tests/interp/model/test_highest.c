/* `highest only`: resolved, refused, lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(highest, resolved)
{
    static const meant rows[] = {
        {"记录 a\n附加 x 每次 a 加 2分 就高 按 b 最多 5分",
         "(extra \"x\" start 0\n  (award 2 per \"a\" highest key (field \"b\") up_to 5))"},
        {"记录 a\nextra x award 2 per a highest only",
         "(extra \"x\" start 0\n  (award 2 per \"a\" highest))"},
        {"记录 a { m, n }\n记录 b { m, n }\n"
         "extra x together highest only by (m, n) up to 9 { award 1 per a award 2 per b }",
         "(extra \"x\" start 0\n  (together highest up_to 9\n"
         "    (award 1 per \"a\" key (field \"m\") key (field \"n\"))\n"
         "    (award 2 per \"b\" key (field \"m\") key (field \"n\"))))"},
        {"item x max 9 together highest only { deduct 5 when a >= 5 deduct 2 when a >= 2 }",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n  (together highest\n"
         "    (deduct 5 when (>= (fact \"a\") 5))\n    (deduct 2 when (>= (fact \"a\") 2))))"},
    };
    EXPECT_MEANT(rows);
}

Test(highest, refused)
{
    static const said rows[] = {
        {"item x max 9 deduct 5 when a highest only", "E1010"},
        {"extra x together highest only by m { award 1 per finding award 2 when a }", "E1010"},
        {"extra x together highest only { award 1 per finding deduct 2 when a }", "E1005"},
        {"记录 a { m: date }\n记录 b { m: text }\n"
         "extra x together highest only by m { award 1 per a award 2 per b }",
         "E1011"},
        {"extra x together highest only by m { award 1 per finding highest only by m }", "E1012"},
        {"extra x together highest only by m { award 1 per finding up to 3 }", "E1012"},
        {"extra x together first only highest only { award 1 per finding }", "E1013"},
    };
    EXPECT_SAID(rows);
}

/* Over two kinds of record: two sets of arguments, each in the rows of its own kind. */
Test(highest, lowered)
{
    build *b = build_new(2, 2);
    uint32_t kinds[] = {build_record(b, "表扬"), build_record(b, "推广")};
    kh_score *n = build_node(b, KH_EXTRA, "x", KH_NONE);
    n->start = x_num(b, 0);
    kh_expr *keys[2];
    for (int i = 0; i < 2; i++) {
        kh_rule *r = build_per(b, 0, KH_AWARD, x_num(b, 2 + i), kinds[i]);
        keys[i] = x_field(b, kinds[i], KH_FIELD_NOTE);
        r->keys = &keys[i];
        r->key_count = r->group = 1;
    }
    kh_rule_group g = {.highest = true, .key_count = 1, .count = 2};
    n->groups = &g;
    n->group_count = 1;
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_operation *kept = &p->operations[p->nodes[0].groups[0].kept];
    cr_expect_eq(kept->code, KH_DO_TOTAL_HIGHEST);
    cr_assert_eq(kept->n, 8);
    for (uint32_t i = 0; i < 2; i++) {
        cr_expect_eq(p->columns[kept->args[4 * i]].domain.record, kinds[i]);
        cr_expect_eq(p->columns[kept->args[4 * i + 3]].domain.record, kinds[i]);
        const kh_operation *taken = &p->operations[p->nodes[0].rules[i].taken];
        cr_expect_eq(taken->code, KH_DO_IS_HIGHEST);
        cr_expect_eq(p->columns[taken->dst].domain.record, kinds[i]);
        cr_expect_eq((uint32_t)taken->places, i);
    }
    build_free(b);
}
