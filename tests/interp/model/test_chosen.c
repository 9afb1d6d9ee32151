/* Chosen amounts: resolved, refused, lowered. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"
#include "support/build_run.h"

Test(chosen, resolved)
{
    static const meant rows[] = {
        {"record r { d: text }\nitem x max 9 deduct table d { a: 1 to 2; otherwise: 3 } per r",
         "(item \"x\" max 9 floor 0 cap 9 start 9\n"
         "  (deduct (table (= (field \"d\") \"a\") 1 3) to "
         "(table (= (field \"d\") \"a\") 2 3) per \"r\"))"},
        /* What a record may carry: from the least to the largest. */
        {"record r { d: text }\nitem x max 9 deduct table d { a: 1 to 2; otherwise: 3 } per r "
         "deduct 2 to 5 per r where d = a",
         "(record \"r\" declared (\"分值\" number in [1 5]) (\"d\" text))"},
    };
    EXPECT_MEANT(rows);
}

Test(chosen, refused)
{
    static const said rows[] = {
        {"item x max 9 score table a { 1 or more: 1 to 2; otherwise: 3 }", "E1021"},
        {"item x max 9 deduct table { a: 1 to 2; otherwise: 3 } when b", "E0406"},
        {"record r { d: text }\nitem x max 9 deduct table d { a: 2 to 1; otherwise: 3 } per r",
         "E0407"},
        {"record r { d: text }\nitem x max 9 deduct table d { a: -2 to 1; otherwise: 3 } per r",
         "E0405"},
        {"fact f: number\nrecord r { d: text }\n"
         "item x max 9 deduct table d { a: 1 to f; otherwise: 3 } per r",
         "E0449"},
        /* A condition chooses nothing. */
        {"record r { d: text }\n"
         "item x max 9 deduct table { (table d { a: 1 to 2 }) > 1: 1 to 2; otherwise: 3 } per r",
         "E1021"},
    };
    EXPECT_SAID(rows);
}

Test(chosen, lowered)
{
    build *b = build_new(2, 2);
    uint32_t kind = build_record(b, "违纪");
    uint32_t item = build_item(b, "x", KH_NONE, 10, true);
    kh_expr *tables[2];
    for (int i = 0; i < 2; i++) {
        kh_expr *args[] = {x_field(b, kind, KH_FIELD_PROVEN), x_num(b, 1 + i), x_num(b, 5)};
        tables[i] = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, args);
    }
    build_per(b, item, KH_DEDUCT, tables[0], kind)->amount_high = tables[1];
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    const kh_operation *op = &p->operations[p->nodes[item].rules[0].amount];
    cr_expect_eq(op->code, KH_DO_CHOSEN);
    cr_expect_eq(p->operations[op->args[1]].index, KH_FIELD_AMOUNT);
    cr_expect_eq(op->args[2], kh_plan_column(p, tables[0]));
    cr_expect_eq(op->args[3], kh_plan_column(p, tables[1]));
    build_free(b);
}
