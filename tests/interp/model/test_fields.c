/* Computed fields: resolved, refused, lowered where they are read. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(fields, resolved)
{
    static const meant rows[] = {
        {"record r { act, points = table act { a: 12; otherwise: 1 }, grave = points >= 6 }\n"
         "extra x award points per r where grave",
         "(record \"r\" declared (\"act\" text) "
         "(\"points\" number = (table (= (field \"act\") \"a\") 12 1)) "
         "(\"grave\" yes_no = (>= (field \"points\") 6)))"},
        /* Its use tells the type of what it reads. */
        {"record r { a, b = a * 2 }\nextra x award b per r",
         "(record \"r\" declared (\"a\" number) (\"b\" number = (* (field \"a\") 2)))"},
        /* Whatever the order in which they stand. */
        {"record r { b = a + 1, a = c, c: number }\nextra x award b per r",
         "(record \"r\" declared (\"b\" number = (+ (field \"a\") 1)) "
         "(\"a\" number = (field \"c\")) (\"c\" number))"},
    };
    EXPECT_MEANT(rows);
}

Test(fields, refused)
{
    static const said rows[] = {
        {"record r { a = a + 1 }\nextra x award a per r", "E0480"},
        {"record r { a = b, b = a }\nextra x award a per r", "E0480"},
        {"record r { amount = 3 }\nextra x award 1 per r", "E1019"},
        {"record r { a: text, b = a * 2 }\nextra x award b per r", "E0401"},
        {"record r { a, a = 3 }\nextra x award 1 per r", "E0303"},
    };
    EXPECT_SAID(rows);
}

/* Two places that read the field read one column. */
Test(fields, lowered)
{
    build *b = build_new(2, 2);
    uint32_t kind = build_record(b, "r");
    uint32_t half = build_field(b, kind, "half", build_type(KH_TYPE_NUMBER));
    b->m.records[kind].fields[half].value =
        x_math(b, KH_X_DIV, x_field(b, kind, KH_FIELD_AMOUNT), x_num(b, 2));
    kh_expr *reads[] = {x_field(b, kind, half), x_field(b, kind, half)};
    for (int i = 0; i < 2; i++)
        build_per(b, build_item(b, "x", KH_NONE, 10, true), KH_DEDUCT, reads[i], kind);
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    cr_expect_eq(p->operations[kh_plan_column(p, reads[0])].code, KH_DO_DIV);
    cr_expect_eq(kh_plan_column(p, reads[0]), kh_plan_column(p, reads[1]));
    for (uint32_t i = 0; i < p->operations_count; i++)
        cr_expect(p->operations[i].code != KH_DO_FIELD || p->operations[i].index != half);
    build_free(b);
}
