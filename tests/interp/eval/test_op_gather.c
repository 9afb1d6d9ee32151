/* Aggregates over the rows of a unit: by rank, trimmed, of the best, weighted, over keys. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t kind, fv, fw, fk;

static void setup(void)
{
    b = build_new(4, 32);
    kind = build_record(b, "评分");
    fv = build_field(b, kind, "v", build_type(KH_TYPE_NUMBER));
    fw = build_field(b, kind, "w", build_type(KH_TYPE_NUMBER));
    fk = build_field(b, kind, "k", build_type(KH_TYPE_TEXT));
    b->m.records[kind].fields[fv].bounds = (kh_bounds){.low = KH_ZERO, .high = kh_num_int(10)};
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_gather, .init = setup, .fini = teardown);

static void row(int v, int w, const char *key, int64_t times)
{
    uint32_t r = build_row(b, kind, times);
    if (v >= 0)
        cell_number(row_field(b, kind, fv), r, kh_num_int(v));
    cell_number(row_field(b, kind, fw), r, kh_num_int(w));
    if (key)
        cell_code(row_field(b, kind, fk), r, (int32_t)build_name(b, key));
}

static kh_expr *over(kh_expr_op op, kh_gather g, uint32_t n, kh_expr *const *more)
{
    kh_expr *e = x_over(b, op, kind, NULL, x_field(b, kind, fv)), *value = e->args[0];
    e->args = KH_NEW_ARRAY(b->a, kh_expr *, n + 1u);
    e->args[0] = value;
    for (uint32_t i = 0; i < n; i++)
        e->args[i + 1] = more[i];
    e->n = n + 1;
    e->gather = KH_NEW(b->a, kh_gather);
    *e->gather = g;
    return e;
}

static void expect(kh_expr *e, const char *text)
{
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, shown(r, s, 0)), text, "%s", cell_text(b, shown(r, s, 0)));
}

/* 9, 8 twice, 3, 1. */
static void five(void)
{
    build_unit(b, "u", KH_NONE);
    row(9, 1, "a", 1);
    row(8, 2, "b", 2);
    row(3, 1, "b", 1);
    row(1, 4, NULL, 1);
}

Test(op_gather, median_of_an_odd_number)
{
    five();
    expect(over(KH_X_MEDIAN, (kh_gather){0}, 0, NULL), "8");
}

/* Place 0.25 × 4 = 1: the second value. */
Test(op_gather, percentile_at_a_value)
{
    five();
    kh_expr *e = over(KH_X_PERCENTILE, (kh_gather){0}, 0, NULL);
    e->number = kh_num_ratio(b->a, 1, 4);
    expect(e, "3");
}

/* Place 0.7 × 4 = 2.8: between 8 and 8; 0.9 × 4 = 3.6: 8 × 0.4 + 9 × 0.6. */
Test(op_gather, percentile_between_values)
{
    five();
    kh_expr *e = over(KH_X_PERCENTILE, (kh_gather){0}, 0, NULL);
    e->number = kh_num_ratio(b->a, 9, 10);
    expect(e, "43/5");
}

/* Leaves out 1 and 9, then takes the two highest of 3, 8, 8. */
Test(op_gather, trim_before_top)
{
    five();
    kh_expr *more[] = {x_num(b, 1), x_num(b, 2)};
    expect(over(KH_X_SUM, (kh_gather){.trim = 1, .top = 2}, 2, more), "16");
}

Test(op_gather, lowest_first)
{
    five();
    kh_expr *more[] = {x_num(b, 3)};
    expect(over(KH_X_SUM, (kh_gather){.top = 1, .lowest_first = true}, 1, more), "12");
}

/* (9 + 8×2×2 + 3 + 1×4) / (1 + 2×2 + 1 + 4) = 48/10. */
Test(op_gather, weighted_by_record)
{
    five();
    kh_expr *more[] = {x_field(b, kind, fw)};
    expect(over(KH_X_MEAN, (kh_gather){.weight = 1}, 1, more), "24/5");
}

/* a: 9; b: (8 + 8 + 3)/3 = 19/3; the row without a key: 1. Their mean: (9 + 19/3 + 1)/3. */
Test(op_gather, a_row_without_a_key_is_its_own)
{
    five();
    kh_expr *more[] = {x_field(b, kind, fk)};
    expect(over(KH_X_MEAN, (kh_gather){.by = 1, .by_count = 1}, 1, more), "49/9");
}

Test(op_gather, too_few_have_no_value)
{
    five();
    kh_expr *more[] = {x_num(b, 6)};
    expect(over(KH_X_MEAN, (kh_gather){.quorum = 1}, 1, more), "?[-inf,inf]");
}

/* 5, 8 and one of 0 … 10: the median is 5 to 8. */
Test(op_gather, exact_where_a_value_is_open)
{
    build_unit(b, "u", KH_NONE);
    row(5, 1, NULL, 1);
    row(8, 1, NULL, 1);
    row(-1, 1, NULL, 1);
    expect(over(KH_X_MEDIAN, (kh_gather){0}, 0, NULL), "[5,8]");
}

Test(op_gather, weights_of_nothing)
{
    build_unit(b, "u", KH_NONE);
    row(5, 0, NULL, 1);
    kh_expr *more[] = {x_field(b, kind, fw)};
    expect(over(KH_X_MEAN, (kh_gather){.weight = 1}, 1, more), "?[-inf,inf]");
}
