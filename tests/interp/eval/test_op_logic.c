/* Comparisons and three-valued logic. A unit per combination of two yes/no facts, each yes, no, n/a
 * or missing; what is expected is worked out from every single answer that is possible. */
#include <criterion/criterion.h>

#include "support/build_run.h"

enum { YES, NO, NA, MISSING, CASES };

static build *b;
static uint32_t fa, fb;

static void file(uint32_t fact, uint32_t unit, int how)
{
    if (how == NA)
        fact_na(b, fact, unit);
    else if (how != MISSING)
        fact_code(b, fact, unit, how == YES);
}

static void setup(void)
{
    b = build_new(CASES * CASES, 0);
    fa = build_fact(b, "a", build_type(KH_TYPE_YES_NO));
    fb = build_fact(b, "b", build_type(KH_TYPE_YES_NO));
    for (uint32_t u = 0; u < CASES * CASES; u++) {
        build_unit(b, "u", KH_NONE);
        file(fa, u, (int)u / CASES);
        file(fb, u, (int)u % CASES);
    }
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_logic, .init = setup, .fini = teardown);

/* Settled answers: YES, NO, NA. */
static int and_settled(int x, int y)
{
    return x == NO || y == NO ? NO : x == YES && y == YES ? YES : NA;
}

static int or_settled(int x, int y)
{
    return x == YES || y == YES ? YES : x == NO && y == NO ? NO : NA;
}

static int not_settled(int x, int y)
{
    (void)y;
    return x == YES ? NO : x == NO ? YES : NA;
}

static int equal_settled(int x, int y)
{
    return x != NA && x == y ? YES : NO;
}

static int different_settled(int x, int y)
{
    return x != NA && y != NA && x != y ? YES : NO;
}

/* A missing fact may be yes or no. */
static uint8_t expected(int x, int y, int (*of)(int, int))
{
    static const uint8_t bits[] = {[YES] = KH_MAY_YES, [NO] = KH_MAY_NO, [NA] = KH_MAY_NA};
    uint8_t may = 0;
    for (int p = YES; p <= NA; p++)
        for (int q = YES; q <= NA; q++)
            if ((p == x || (x == MISSING && p != NA)) && (q == y || (y == MISSING && q != NA)))
                may |= bits[of(p, q)];
    return (may & (may - 1)) ? may | KH_OPEN : may;
}

static void check(kh_expr *e, int (*of)(int, int))
{
    uint32_t s = build_show(b, e);
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < CASES * CASES; u++)
        cr_expect_eq(shown(r, s, u).state, expected((int)u / CASES, (int)u % CASES, of),
                     "case %u: %u", u, shown(r, s, u).state);
}

Test(op_logic, and)
{
    check(x_is(b, KH_X_AND, x_fact(b, fa), x_fact(b, fb)), and_settled);
}

Test(op_logic, or)
{
    check(x_is(b, KH_X_OR, x_fact(b, fa), x_fact(b, fb)), or_settled);
}

Test(op_logic, not )
{
    check(x_one(b, KH_X_NOT, KH_TYPE_YES_NO, x_fact(b, fa)), not_settled);
}

Test(op_logic, equal_answers)
{
    check(x_is(b, KH_X_EQ, x_fact(b, fa), x_fact(b, fb)), equal_settled);
}

Test(op_logic, different_answers)
{
    check(x_is(b, KH_X_NE, x_fact(b, fa), x_fact(b, fb)), different_settled);
}

Test(op_logic, constants_stand_for_all_rows)
{
    check(x_is(b, KH_X_AND, x_yes(b, true), x_is(b, KH_X_AND, x_fact(b, fa), x_fact(b, fb))),
          and_settled);
}

Test(op_logic, known)
{
    uint32_t s = build_show(b, x_one(b, KH_X_KNOWN, KH_TYPE_YES_NO, x_fact(b, fa)));
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < CASES * CASES; u++)
        cr_expect_eq(shown(r, s, u).state, u / CASES <= NO ? KH_MAY_YES : KH_MAY_NO);
}

/* x is 5, or missing in 0 … 10, or n/a, against a line. */
static const char *answer(kh_expr_op op, int line, int how)
{
    build *own = build_new(1, 0);
    uint32_t x = build_fact(own, "x", build_type(KH_TYPE_NUMBER));
    build_bounds(own, x, 0, 10);
    build_unit(own, "u", KH_NONE);
    if (how == NA)
        fact_na(own, x, 0);
    else if (how == YES)
        fact_int(own, x, 0, 5);
    uint32_t s = build_show(own, x_is(own, op, x_fact(own, x), x_num(own, line)));
    const char *text = cell_text(b, shown(build_run(own), s, 0));
    build_free(own);
    return text;
}

Test(op_logic, comparisons_of_settled_numbers)
{
    static const struct {
        kh_expr_op op;
        const char *four, *five, *six;
    } cases[] = {{KH_X_LT, "no", "no", "yes"}, {KH_X_LE, "no", "yes", "yes"},
                 {KH_X_GT, "yes", "no", "no"}, {KH_X_GE, "yes", "yes", "no"},
                 {KH_X_EQ, "no", "yes", "no"}, {KH_X_NE, "yes", "no", "yes"}};
    for (size_t i = 0; i < 6; i++) {
        cr_expect_str_eq(answer(cases[i].op, 4, YES), cases[i].four);
        cr_expect_str_eq(answer(cases[i].op, 5, YES), cases[i].five);
        cr_expect_str_eq(answer(cases[i].op, 6, YES), cases[i].six);
        cr_expect_str_eq(answer(cases[i].op, 5, NA), "no", "a comparison with n/a is no");
    }
}

Test(op_logic, comparisons_of_open_numbers)
{
    /* The ends 0 and 10 are possible. */
    static const struct {
        kh_expr_op op;
        const char *below, *zero, *inside, *ten, *above; /* lines -1 0 5 10 11 */
    } cases[] = {{KH_X_LT, "no", "no", "yes|no", "yes|no", "yes"},
                 {KH_X_LE, "no", "yes|no", "yes|no", "yes", "yes"},
                 {KH_X_GT, "yes", "yes|no", "yes|no", "no", "no"},
                 {KH_X_GE, "yes", "yes", "yes|no", "yes|no", "no"},
                 {KH_X_EQ, "no", "yes|no", "yes|no", "yes|no", "no"},
                 {KH_X_NE, "yes", "yes|no", "yes|no", "yes|no", "yes"}};
    for (size_t i = 0; i < 6; i++) {
        cr_expect_str_eq(answer(cases[i].op, -1, MISSING), cases[i].below);
        cr_expect_str_eq(answer(cases[i].op, 0, MISSING), cases[i].zero);
        cr_expect_str_eq(answer(cases[i].op, 5, MISSING), cases[i].inside);
        cr_expect_str_eq(answer(cases[i].op, 10, MISSING), cases[i].ten);
        cr_expect_str_eq(answer(cases[i].op, 11, MISSING), cases[i].above);
    }
}

Test(op_logic, levels_compare_by_their_points_or_their_order)
{
    build *own = build_new(2, 0);
    uint32_t pointed = build_scale(own, "p", 3, (const int[]){10, 6, 0});
    uint32_t plain = build_scale(own, "q", 3, NULL);
    uint32_t x = build_fact(own, "x", build_level_type(pointed));
    uint32_t y = build_fact(own, "y", build_level_type(plain));
    build_unit(own, "u", KH_NONE);
    build_unit(own, "v", KH_NONE); /* misses both */
    fact_code(own, x, 0, 0);
    fact_code(own, y, 0, 0);
    uint32_t shows[] = {
        build_show(own, x_is(own, KH_X_GE, x_fact(own, x), x_level(own, pointed, 1))),
        build_show(own, x_is(own, KH_X_GE, x_fact(own, y), x_level(own, plain, 1))),
        build_show(own, x_is(own, KH_X_EQ, x_fact(own, x), x_level(own, pointed, 1))),
        build_show(own, x_is(own, KH_X_GE, x_fact(own, x), x_level(own, pointed, 2))),
    };
    kh_results *r = build_run(own);
    cr_expect_eq(shown(r, shows[0], 0).state, KH_MAY_YES);
    cr_expect_eq(shown(r, shows[1], 0).state, KH_MAY_YES, "the first named is the best");
    cr_expect_eq(shown(r, shows[2], 0).state, KH_MAY_NO);
    cr_expect_eq(shown(r, shows[2], 1).state, KH_MAY_YES | KH_MAY_NO | KH_OPEN);
    cr_expect_eq(shown(r, shows[3], 1).state, KH_MAY_YES, "every level has 0 points or more");
    build_free(own);
}
