/* Conditions that ask the same of what is open: exactly those can be the first that one of its
 * values makes the first. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t fa, fb, fc, fl, scale;

/* One unit that lacks everything: a, b in 0 … 10, c yes/no, l one of three levels. */
static void setup(void)
{
    b = build_new(4, 8);
    fa = build_fact(b, "a", build_type(KH_TYPE_NUMBER));
    fb = build_fact(b, "b", build_type(KH_TYPE_NUMBER));
    fc = build_fact(b, "c", build_type(KH_TYPE_YES_NO));
    scale = build_scale(b, "s", 3, (const int[]){10, 6, 1});
    fl = build_fact(b, "l", build_level_type(scale));
    build_bounds(b, fa, 0, 10);
    build_bounds(b, fb, 0, 10);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(split, .init = setup, .fini = teardown);

static kh_expr *a_is(kh_expr_op op, int x)
{
    return x_is(b, op, x_fact(b, fa), x_num(b, x));
}

static kh_expr *l_is(kh_expr_op op, uint32_t level)
{
    return x_is(b, op, x_fact(b, fl), x_level(b, scale, level));
}

static kh_expr *both(kh_expr *x, kh_expr *y)
{
    return x_is(b, KH_X_AND, x, y);
}

static kh_expr * not(kh_expr * x)
{
    return x_one(b, KH_X_NOT, KH_TYPE_YES_NO, x);
}

/* Rows 1, 2, 3 …; otherwise 99, where there is one. */
static kh_expr *rows(uint32_t n, kh_expr *const *conditions, bool otherwise)
{
    kh_expr *args[64];
    for (uint32_t i = 0; i < n; i++) {
        args[2 * i] = conditions[i];
        args[2 * i + 1] = x_num(b, i + 1);
    }
    args[2 * n] = x_num(b, 99);
    return x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2 * n + otherwise, args);
}

static void expect(kh_expr *e, const char *text)
{
    if (b->f.unit_count == 0)
        build_unit(b, "u", KH_NONE);
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    cr_expect_str_eq(cell_text(b, shown(r, s, 0)), text, "%s, not %s", cell_text(b, shown(r, s, 0)),
                     text);
}
#define EXPECT(text, otherwise, ...)                                                               \
    do {                                                                                           \
        kh_expr *const conditions[] = {__VA_ARGS__};                                               \
        expect(rows(sizeof conditions / sizeof *conditions, conditions, otherwise), text);         \
    } while (0)

Test(split, rows_that_cover_the_range_leave_no_other)
{
    EXPECT("[1,2]", false, a_is(KH_X_LT, 6), a_is(KH_X_GE, 6));
    EXPECT("[1,2]", true, a_is(KH_X_LT, 6), a_is(KH_X_GE, 6));
    EXPECT("[1,99]", true, a_is(KH_X_LT, 6), a_is(KH_X_GT, 6)); /* 6 itself */
    EXPECT("[-inf,inf]", false, a_is(KH_X_LT, 6), a_is(KH_X_GT, 6));
    EXPECT("[1,2]", true, a_is(KH_X_LE, 0), a_is(KH_X_GT, 0), a_is(KH_X_GT, 10));
}

Test(split, a_row_behind_others_that_cover_it_is_not_taken)
{
    EXPECT("[1,3]", true, a_is(KH_X_LT, 6), a_is(KH_X_LT, 4), a_is(KH_X_LE, 10));
    EXPECT("[1,2]", false, a_is(KH_X_NE, 3), a_is(KH_X_LT, 4), a_is(KH_X_EQ, 3));
    EXPECT("[2,3]", false, a_is(KH_X_GT, 10), a_is(KH_X_EQ, 10), a_is(KH_X_NE, 10));
    EXPECT("99", true, a_is(KH_X_GT, 10), a_is(KH_X_LT, 0));
}

Test(split, and_or_not)
{
    kh_expr *outside = x_is(b, KH_X_OR, a_is(KH_X_LT, 2), a_is(KH_X_GT, 8));
    EXPECT("[1,2]", false, outside, not(outside));
    EXPECT("[1,2]", true, both(a_is(KH_X_GE, 2), a_is(KH_X_LE, 8)), outside);
    EXPECT("1", true, x_is(b, KH_X_OR, a_is(KH_X_LT, 5), a_is(KH_X_GE, 5)));
    EXPECT("99", true, both(a_is(KH_X_LT, 5), a_is(KH_X_GE, 5)));
    EXPECT("[1,2]", true, x_is(b, KH_X_EQ, x_num(b, 6), x_fact(b, fa)), a_is(KH_X_NE, 6));
    EXPECT("[1,2]", true, x_is(b, KH_X_GE, x_num(b, 6), x_fact(b, fa)), a_is(KH_X_GT, 6));
}

Test(split, params_are_read_when_it_runs)
{
    b->m.params[0] = (kh_param){.type = build_type(KH_TYPE_NUMBER), .has_value = true};
    b->m.params[0].value = x_num(b, 6);
    b->m.params_count = 1;
    kh_expr *p = x_new(b, KH_X_PARAM, build_type(KH_TYPE_NUMBER));
    kh_expr *twice = x_math(b, KH_X_MUL, p, x_num(b, 2));
    EXPECT("[1,2]", true, x_is(b, KH_X_LT, x_fact(b, fa), p), x_is(b, KH_X_GE, x_fact(b, fa), p));
    EXPECT("[1,2]", true, x_is(b, KH_X_LT, x_fact(b, fa), p),
           x_is(b, KH_X_LE, x_fact(b, fa), twice), a_is(KH_X_GT, 9)); /* 9 < 12 */
    /* A bound without a value is no bound: nothing is known. */
    kh_expr *none = x_math(b, KH_X_DIV, p, x_num(b, 0));
    EXPECT("[1,99]", true, x_is(b, KH_X_LT, x_fact(b, fa), none),
           x_is(b, KH_X_GE, x_fact(b, fa), none));
}

Test(split, whole_numbers_have_nothing_between_them)
{
    uint32_t event = build_record(b, "e");
    uint32_t field = build_field(b, event, "f", build_type(KH_TYPE_YES_NO));
    build_unit(b, "u", KH_NONE);
    build_row(b, event, 1);
    build_row(b, event, 1);
    kh_expr *n = x_over(b, KH_X_COUNT, event, x_field(b, event, field), NULL); /* 0, 1 or 2 */
    EXPECT("[1,3]", false, x_is(b, KH_X_EQ, n, x_num(b, 0)), x_is(b, KH_X_EQ, n, x_num(b, 1)),
           x_is(b, KH_X_EQ, n, x_num(b, 2)));
    kh_expr *rounded = x_round(b, x_fact(b, fa), 1, KH_ROUND_HALF_UP), *tenth = x_ratio(b, 39, 10);
    EXPECT("[1,2]", false, x_is(b, KH_X_LE, rounded, tenth),
           x_is(b, KH_X_GE, rounded, x_num(b, 4)));
    EXPECT("[1,99]", true, x_is(b, KH_X_LE, x_fact(b, fa), tenth), a_is(KH_X_GE, 4));
    /* 3.95 is no such number. */
    EXPECT("[1,3]", false, x_is(b, KH_X_LT, rounded, x_ratio(b, 79, 20)),
           x_is(b, KH_X_GT, rounded, x_num(b, 7)), x_is(b, KH_X_GT, rounded, x_ratio(b, 79, 20)),
           x_is(b, KH_X_EQ, rounded, x_ratio(b, 79, 20)));
}

Test(split, an_end_that_is_not_reached)
{
    b->m.facts[fa].bounds.high_open = true;
    EXPECT("[1,2]", true, a_is(KH_X_LT, 5), a_is(KH_X_LT, 10));
    EXPECT("1", true, a_is(KH_X_LT, 10));
    b->m.facts[fa].bounds.low_open = true;
    EXPECT("1", true, both(a_is(KH_X_GT, 0), a_is(KH_X_LT, 10)));
    EXPECT("[1,99]", true, both(a_is(KH_X_GT, 0), a_is(KH_X_LT, 9)));
}

Test(split, levels)
{
    EXPECT("[1,3]", false, l_is(KH_X_EQ, 0), l_is(KH_X_EQ, 1), l_is(KH_X_EQ, 2));
    EXPECT("[1,99]", true, l_is(KH_X_EQ, 0), l_is(KH_X_EQ, 2));
    /* by points: 10, 6, 1 */
    EXPECT("[1,2]", true, l_is(KH_X_GE, 1), l_is(KH_X_LT, 1));
    EXPECT("[1,2]", true, l_is(KH_X_GE, 1), l_is(KH_X_EQ, 2), l_is(KH_X_GT, 2));
    EXPECT("[1,2]", true, x_is(b, KH_X_GE, x_fact(b, fl), x_num(b, 6)),
           x_is(b, KH_X_LE, x_fact(b, fl), x_num(b, 2))); /* no level has 3, 4 or 5 */
    EXPECT(
        "1", true,
        x_is(b, KH_X_OR, x_is(b, KH_X_OR, l_is(KH_X_EQ, 0), l_is(KH_X_EQ, 1)), l_is(KH_X_EQ, 2)));
}

Test(split, levels_without_points_are_ordered_by_their_place)
{
    scale = build_scale(b, "t", 3, NULL);
    b->m.facts[fl].type = build_level_type(scale);
    EXPECT("[1,2]", false, l_is(KH_X_GE, 1), l_is(KH_X_EQ, 2));
    EXPECT("[1,2]", false, l_is(KH_X_GT, 1), l_is(KH_X_LE, 1));
    EXPECT("[1,99]", true, l_is(KH_X_GT, 1), l_is(KH_X_LT, 1));
}

Test(split, yes_and_no)
{
    EXPECT("[1,2]", false, x_fact(b, fc), not(x_fact(b, fc)));
    EXPECT("[1,2]", true, x_is(b, KH_X_EQ, x_fact(b, fc), x_yes(b, false)), x_fact(b, fc));
}

Test(split, dates)
{
    uint32_t fd = build_fact(b, "d", build_type(KH_TYPE_DATE));
    kh_expr *day[2];
    for (int i = 0; i < 2; i++) {
        day[i] = x_new(b, KH_X_DATE, build_type(KH_TYPE_DATE));
        day[i]->date = 100 + i;
    }
    /* No day lies between two that follow each other. */
    EXPECT("[1,2]", true, x_is(b, KH_X_LE, x_fact(b, fd), day[0]),
           x_is(b, KH_X_GE, x_fact(b, fd), day[1]));
    EXPECT("[1,99]", true, x_is(b, KH_X_LT, x_fact(b, fd), day[0]),
           x_is(b, KH_X_GT, x_fact(b, fd), day[0]));
}

Test(split, two_keys_of_which_one_is_known_or_none)
{
    kh_expr *low = a_is(KH_X_LT, 5), *c = x_fact(b, fc);
    kh_expr *e =
        rows(4, (kh_expr *[]){both(low, c), both(not(low), c), both(low, not(c)), not(low)}, false);
    expect(e, "[1,4]");
    fact_code(b, fc, 0, 1);
    expect(e, "[1,2]");
    fact_code(b, fc, 0, 0);
    expect(e, "[3,4]");
    fact_int(b, fa, 0, 5);
    expect(e, "4");
}

Test(split, what_may_not_apply)
{
    /* x: a, which is n/a, when c, else 2 */
    build_unit(b, "u", KH_NONE);
    fact_na(b, fa, 0);
    kh_expr *x = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3,
                        (kh_expr *[]){x_fact(b, fc), x_fact(b, fa), x_num(b, 2)});
    kh_expr *low = x_is(b, KH_X_LT, x, x_num(b, 3)), *high = x_is(b, KH_X_GE, x, x_num(b, 3));
    EXPECT("[2,99]", true, high, low); /* n/a is neither: 99; 2: the second */
    EXPECT("[1,2]", true, low, not(low), not(high));
}

Test(split, a_units_fact_in_its_records)
{
    uint32_t event = build_record(b, "e");
    uint32_t field = build_field(b, event, "f", build_type(KH_TYPE_NUMBER));
    build_unit(b, "u", KH_NONE);
    uint32_t row = build_row(b, event, 1);
    cell_number(row_field(b, event, field), row, kh_num_int(3));
    kh_expr *args[] = {a_is(KH_X_LT, 6), x_field(b, event, field), a_is(KH_X_GE, 6), x_num(b, 7),
                       x_num(b, 99)};
    kh_expr *e = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 5, args);
    expect(x_over(b, KH_X_SUM, event, NULL, e), "[3,7]");
    kh_expr *of_field = x_field(b, event, field);
    kh_expr *mixed[] = {both(a_is(KH_X_LT, 6), x_is(b, KH_X_GT, of_field, x_num(b, 2))),
                        both(a_is(KH_X_GE, 6), x_is(b, KH_X_LT, of_field, x_num(b, 9)))};
    expect(x_over(b, KH_X_SUM, event, NULL, rows(2, mixed, true)), "[1,2]");
}

Test(split, more_than_four_subjects_are_no_narrower_than_asked_one_by_one)
{
    kh_expr *f[5], *mixed[4];
    for (uint32_t i = 0; i < 5; i++)
        f[i] = x_fact(b, build_fact(b, "f", build_type(KH_TYPE_YES_NO)));
    mixed[0] = both(both(f[0], f[1]), both(f[2], f[3]));
    mixed[1] = both(both(not(f[0]), not(f[1])), both(not(f[2]), not(f[3])));
    mixed[2] = f[4];
    mixed[3] = not(f[4]);
    expect(rows(4, mixed, true), "[1,99]"); /* the fifth is not tried, so both may be no */
    expect(rows(2, mixed + 2, true), "[1,2]");
}

Test(split, too_many_combinations_are_asked_one_by_one)
{
    /* a and b, 200 points each: 401 pieces times 401 times 400 rows. */
    kh_expr *args[801];
    for (uint32_t i = 0; i < 400; i++) {
        args[2 * i] = x_is(b, KH_X_EQ, x_fact(b, i % 2 ? fa : fb), x_ratio(b, i / 2 + 1, 21));
        args[2 * i + 1] = x_num(b, 5);
    }
    args[800] = x_num(b, 7);
    expect(x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 801, args), "[5,7]");
}

Test(split, a_long_table_of_bands)
{
    /* i to below i + 1: i, for a in 0 … 10 of which 5 to below 6 stands in no row. */
    enum { ROWS = 5000 };
    kh_expr **args = KH_NEW_ARRAY(b->a, kh_expr *, 2 * ROWS + 1);
    for (int i = 0; i < ROWS; i++) {
        int from = i < 5 ? i : i + 1;
        args[2 * i] = both(a_is(KH_X_GE, from), a_is(KH_X_LT, from + 1));
        args[2 * i + 1] = x_num(b, from);
    }
    args[2 * ROWS] = x_num(b, 7);
    expect(x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2 * ROWS + 1, args), "[0,10]");
    args[2 * ROWS] = x_num(b, -3);
    expect(x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2 * ROWS + 1, args), "[-3,10]");
    build_bounds(b, fa, 6, 9);
    expect(x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 2 * ROWS + 1, args), "[6,9]");
}

Test(split, of_a_settled_cell_nothing_is_tried)
{
    build_unit(b, "u", KH_NONE);
    fact_int(b, fa, 0, 6);
    EXPECT("2", false, a_is(KH_X_LT, 6), a_is(KH_X_GE, 6));
    EXPECT("?[-inf,inf]", false, a_is(KH_X_LT, 6), a_is(KH_X_GT, 6));
}
