/* Chosen amounts of a table: rows of 1 to 3 where p, else of 5. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t kind, item;

static void setup(void)
{
    b = build_new(4, 16);
    kind = build_record(b, "违纪");
    item = build_item(b, "x", KH_NONE, 100, true);
    kh_expr *tables[2];
    for (int i = 0; i < 2; i++) {
        kh_expr *args[] = {x_field(b, kind, KH_FIELD_PROVEN), x_num(b, i ? 3 : 1), x_num(b, 5)};
        tables[i] = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, args);
    }
    build_per(b, item, KH_DEDUCT, tables[0], kind)->amount_high = tables[1];
    build_unit(b, "u", KH_NONE);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_chosen, .init = setup, .fini = teardown);

/* p: 0, 1, or 2 for missing; amount below 0: missing. */
static void row(int p, int amount)
{
    uint32_t r = build_row(b, kind, 1);
    if (p < 2)
        cell_code(row_field(b, kind, KH_FIELD_PROVEN), r, p);
    if (amount >= 0)
        cell_number(row_field(b, kind, KH_FIELD_AMOUNT), r, kh_num_int(amount));
}

Test(op_chosen, between_the_ends_of_its_row)
{
    row(1, 2);
    row(1, -1); /* not filed: 1 to 3 */
    row(0, -1); /* nothing to choose */
    row(2, -1); /* the row is open: 1 to 5 */
    row(2, 2);
    kh_results *r = build_run(b);
    static const char *const texts[] = {"2", "[1,3]", "5", "[1,5]", "2"};
    kh_col col = r->plan->nodes[item].rules[0].amount;
    for (uint32_t i = 0; i < 5; i++)
        cr_expect_str_eq(cell_text(b, kh_result(r, col, i)), texts[i], "%u: %s", i,
                         cell_text(b, kh_result(r, col, i)));
    cr_expect_eq(b->d.errors, 0);
}

Test(op_chosen, outside_of_its_row_is_an_error)
{
    row(1, 4);
    row(0, 4);
    row(2, 4); /* may be that of a row */
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    kh_eval_options options = {.trace = true};
    kh_evaluate(b->a, p, &b->f, &options, &b->d);
    cr_expect_eq(b->d.errors, 2);
}
