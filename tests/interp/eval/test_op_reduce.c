/* Records reduced to their unit. Rows: a field v (number), a field p (yes/no: whether it counts),
 * and how often the row stands for one. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t kind, fv, fp;

enum { P_NO, P_YES, P_MISSING, P_NA };
#define V_MISSING INT32_MAX
#define V_NA      INT32_MIN

static void setup(void)
{
    b = build_new(16, 64);
    kind = build_record(b, "投诉");
    fv = build_field(b, kind, "v", build_type(KH_TYPE_NUMBER));
    fp = build_field(b, kind, "p", build_type(KH_TYPE_YES_NO));
    b->m.records[kind].fields[fv].bounds = (kh_bounds){.low = KH_ZERO, .high = kh_num_int(10)};
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_reduce, .init = setup, .fini = teardown);

static void row(int v, int p, int64_t count)
{
    uint32_t r = build_row(b, kind, count);
    kh_fact_column *cv = row_field(b, kind, fv), *cp = row_field(b, kind, fp);
    if (v == V_NA)
        cv->state[r] = KH_FILED_NA;
    else if (v != V_MISSING)
        cell_number(cv, r, kh_num_int(v));
    if (p == P_NA)
        cp->state[r] = KH_FILED_NA;
    else if (p != P_MISSING)
        cell_code(cp, r, p);
}

/* Units with the rows of each test. */
static void units(void)
{
    build_unit(b, "none", KH_NONE);
    build_unit(b, "settled", KH_NONE); /* 4 twice, 1 once, 9 not, one that is n/a */
    row(4, P_YES, 2);
    row(1, P_YES, 1);
    row(9, P_NO, 1);
    row(V_NA, P_YES, 3);
    build_unit(b, "maybe", KH_NONE); /* 4; perhaps 1 twice, perhaps 9 */
    row(4, P_YES, 1);
    row(1, P_MISSING, 2);
    row(9, P_MISSING, 1);
    build_unit(b, "open", KH_NONE); /* 4, and a value in 0 … 10 */
    row(4, P_YES, 1);
    row(V_MISSING, P_YES, 1);
    build_unit(b, "only maybe", KH_NONE);
    row(6, P_MISSING, 1);
    build_unit(b, "zero times", KH_NONE);
    row(6, P_YES, 0);
    build_unit(b, "n/a", KH_NONE);
    row(6, P_NA, 1);
}

static void expect(kh_expr_op op, bool value, const char *const texts[7])
{
    units();
    kh_expr *v = value ? x_field(b, kind, fv) : NULL;
    uint32_t s = build_show(b, x_over(b, op, kind, x_field(b, kind, fp), v));
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < 7; u++)
        cr_expect_str_eq(cell_text(b, shown(r, s, u)), texts[u], "unit %u: %s", u,
                         cell_text(b, shown(r, s, u)));
}
#define EXPECT(op, value, ...) expect((op), (value), (const char *const[7]){__VA_ARGS__})

Test(op_reduce, count)
{
    EXPECT(KH_X_COUNT, false, "0", "6", "[1,4]", "2", "[0,1]", "0", "0");
}

Test(op_reduce, any)
{
    EXPECT(KH_X_ANY_OF, false, "no", "yes", "yes", "yes", "yes|no", "no", "no");
}

Test(op_reduce, total)
{
    /* 2*4+1; 4 … 4+2*1+9; 4 … 14 */
    EXPECT(KH_X_SUM, true, "0", "9", "[4,15]", "[4,14]", "[0,6]", "0", "0");
}

Test(op_reduce, mean)
{
    /* (2*4+1)/3 = 3; least (4+1+1)/3 = 2, most (4+9)/2 = 13/2; (4+0)/2 … (4+10)/2; perhaps none */
    EXPECT(KH_X_MEAN, true, "?[-inf,inf]", "3", "[2,13/2]", "[2,7]", "[-inf,inf]", "?[-inf,inf]",
           "?[-inf,inf]");
}

Test(op_reduce, highest)
{
    EXPECT(KH_X_HIGHEST, true, "?[-inf,inf]", "4", "[4,9]", "[4,10]", "[-inf,inf]", "?[-inf,inf]",
           "?[-inf,inf]");
}

Test(op_reduce, lowest)
{
    EXPECT(KH_X_LOWEST, true, "?[-inf,inf]", "1", "[1,4]", "[0,4]", "[-inf,inf]", "?[-inf,inf]",
           "?[-inf,inf]");
}

/* deduct v per 投诉 where p, item max 20; the count stands beside it. */
Test(op_reduce, a_rule_per_record)
{
    units();
    uint32_t x = build_item(b, "x", KH_NONE, 20, true);
    kh_rule *rule = build_per(b, x, KH_DEDUCT, x_field(b, kind, fv), kind);
    rule->set.where = x_field(b, kind, fp);
    rule->limit = x_num(b, 12);
    kh_results *r = build_run(b);
    static const char *const results[] = {"20", "11", "[8,16]", "[8,16]", "[14,20]", "20", "20"};
    static const char *const counts[] = {"0", "6", "[1,4]", "2", "[0,1]", "0", "0"};
    for (uint32_t u = 0; u < 7; u++) {
        cr_expect_str_eq(cell_text(b, node_result(r, x, u)), results[u], "unit %u", u);
        kh_cell count = kh_result(r, r->plan->nodes[x].rules[0].count, u);
        cr_expect_str_eq(cell_text(b, count), counts[u], "unit %u", u);
    }
    cr_expect_eq(b->d.errors, 0);
}

/* A condition that names the record's fields is asked of each record; one of the unit shuts all. */
Test(op_reduce, conditions_over_records)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_YES_NO));
    build_unit(b, "u", KH_NONE);
    row(3, P_YES, 1);
    row(8, P_YES, 1);
    build_unit(b, "v", KH_NONE);
    row(3, P_YES, 1);
    fact_code(b, f, 0, 1);
    fact_code(b, f, 1, 0);
    uint32_t x = build_item(b, "x", KH_NONE, 10, true);
    kh_rule *rule = build_per(b, x, KH_DEDUCT, x_num(b, 2), kind);
    rule->condition = x_fact(b, f);
    rule->unless = x_is(b, KH_X_GT, x_field(b, kind, fv), x_num(b, 5));
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "8");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 1)), "10");
}

Test(op_reduce, records_count_under_their_item)
{
    build_unit(b, "u", KH_NONE);
    row(1, P_YES, 1);
    row(1, P_YES, 1);
    row(1, P_YES, 4);
    uint32_t x = build_item(b, "x", KH_NONE, 10, true), y = build_item(b, "y", KH_NONE, 10, true);
    b->f.records[kind].item[0] = x;
    b->f.records[kind].item[1] = y;
    b->f.records[kind].item[2] = y;
    build_per(b, x, KH_DEDUCT, x_num(b, 1), kind)->set.item = x;
    build_per(b, y, KH_DEDUCT, x_num(b, 1), kind)->set.item = y;
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "9");
    cr_expect_str_eq(cell_text(b, node_result(r, y, 0)), "5");
}

Test(op_reduce, chosen_amounts)
{
    build_unit(b, "u", KH_NONE);
    row(0, P_YES, 1);
    row(0, P_YES, 1);
    cell_number(row_field(b, kind, KH_FIELD_AMOUNT), 0, kh_num_int(3));
    uint32_t x = build_item(b, "x", KH_NONE, 10, true);
    build_per(b, x, KH_DEDUCT, x_num(b, 1), kind)->amount_high = x_num(b, 5);
    kh_results *r = build_run(b);
    /* 10 - 3 - (1 … 5) */
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "[2,6]");
}

static uint32_t rated_item(bool single)
{
    uint32_t scale = build_scale(b, "五档", 3, (const int[]){10, 6, 2});
    b->m.records[kind].rated = scale;
    b->m.records[kind].single_rating = single;
    b->m.records[kind].fields[KH_FIELD_LEVEL].type = build_level_type(scale);
    uint32_t x = build_item(b, "x", KH_NONE, 12, false);
    b->m.nodes[x].start = NULL;
    kh_rule *rule = build_rule(b, x, KH_RATE, NULL);
    rule->rated = kind;
    rule->scale = scale;
    if (!single)
        rule->amount = x_over(b, KH_X_MEAN, kind, NULL, x_field(b, kind, KH_FIELD_LEVEL));
    return x;
}

static void rating(int level)
{
    uint32_t r = build_row(b, kind, 1);
    if (level >= 0)
        cell_code(row_field(b, kind, KH_FIELD_LEVEL), r, level);
}

Test(op_reduce, single_ratings)
{
    build_unit(b, "rated", KH_NONE);
    rating(1);
    build_unit(b, "not yet", KH_NONE);
    build_unit(b, "level missing", KH_NONE);
    rating(-1);
    uint32_t x = rated_item(true);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "6");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 1)), "[2,10]");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 2)), "[2,10]");
    cr_assert_eq(r->gap_count, 2);
    cr_expect_eq(r->gaps[0].reason, KH_GAP_RATING);
    cr_expect_eq(r->gaps[1].reason, KH_GAP_FIELD);
}

Test(op_reduce, mean_of_ratings)
{
    build_unit(b, "three", KH_NONE);
    rating(0);
    rating(0);
    rating(2);
    build_unit(b, "none", KH_NONE);
    build_unit(b, "one missing", KH_NONE);
    rating(0);
    rating(-1);
    uint32_t x = rated_item(false);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, node_result(r, x, 0)), "22/3");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 1)), "[0,12]", "the item's own range");
    cr_expect_str_eq(cell_text(b, node_result(r, x, 2)), "[6,10]");
}

/* The same value over all batches sizes: 5 units whose records lie across the batches. */
Test(op_reduce, batches_do_not_show)
{
    units();
    kh_expr *unit_value = x_over(b, KH_X_COUNT, kind, NULL, NULL);
    kh_expr *where = x_is(b, KH_X_LT, x_field(b, kind, fv), unit_value);
    uint32_t s = build_show(b, x_over(b, KH_X_SUM, kind, where, x_field(b, kind, fv)));
    kh_results *whole = build_run(b);
    for (uint32_t batch = 1; batch < 5; batch++) {
        kh_results *r = build_run_with(b, (kh_eval_options){.batch = batch});
        for (uint32_t u = 0; u < 7; u++)
            cr_expect_str_eq(cell_text(b, shown(r, s, u)), cell_text(b, shown(whole, s, u)));
    }
    /* settled: 7 records; 4, 4, 1 are below 7, 9 is not */
    cr_expect_str_eq(cell_text(b, shown(whole, s, 1)), "9");
}
