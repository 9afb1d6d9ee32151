/* Ranks, selections and the order of printing, against models that compare every pair of units. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t fx, fy;

static void begin(uint32_t units)
{
    b = build_new(units, 0);
    fx = build_fact(b, "x", build_type(KH_TYPE_NUMBER));
    fy = build_fact(b, "y", build_type(KH_TYPE_NUMBER));
    build_bounds(b, fx, 0, 20);
    build_bounds(b, fy, 0, 20);
    build_value(b, "x", x_fact(b, fx));
}

static uint64_t seed;
static uint32_t dice(uint32_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % sides;
}

/* Units of two kinds with small figures, so that many are tied. */
static void settled_units(uint32_t n)
{
    for (uint32_t u = 0; u < n; u++) {
        build_unit(b, "unit", dice(2));
        fact_int(b, fx, u, dice(6));
        fact_int(b, fy, u, dice(4));
    }
}

/* > 0: u is better than v: more x, then less y. */
static int better(uint32_t u, uint32_t v)
{
    const kh_num *x = b->f.facts[fx].numbers, *y = b->f.facts[fy].numbers;
    int order = kh_num_cmp(x[u], x[v]);
    return order ? order : kh_num_cmp(y[v], y[u]);
}

static void rank_by_both(kh_tie_policy ties, bool within_kind)
{
    build_kind(b, "k");
    build_kind(b, "l");
    kh_rank *r = build_rank(b, x_total(b), ties);
    r->keys = build_keys(b, 2, (kh_expr *[]){x_total(b), x_fact(b, fy)});
    r->keys[1].lowest_first = true;
    r->key_count = 2;
    r->within_kind = within_kind;
}

static bool compared(uint32_t u, uint32_t v, bool within_kind)
{
    return !within_kind || b->f.units[u].kind == b->f.units[v].kind;
}

Test(rank, one_more_than_the_units_before)
{
    for (seed = 1; seed < 20; seed++) {
        uint64_t s = seed;
        begin(40);
        rank_by_both(KH_TIES_SKIP, s % 2);
        settled_units(40);
        kh_results *r = build_run(b);
        for (uint32_t u = 0; u < 40; u++) {
            uint32_t before = 0;
            for (uint32_t v = 0; v < 40; v++)
                before += compared(u, v, s % 2) && better(v, u) > 0;
            cr_assert_eq(r->ranks[u].best, 1 + before);
            cr_assert_eq(r->ranks[u].worst, 1 + before);
        }
        build_free(b);
        seed = s;
    }
}

Test(rank, one_more_than_the_different_figures_before)
{
    for (seed = 1; seed < 20; seed++) {
        uint64_t s = seed;
        begin(40);
        rank_by_both(KH_TIES_DENSE, s % 2);
        settled_units(40);
        kh_results *r = build_run(b);
        for (uint32_t u = 0; u < 40; u++) {
            uint32_t before = 0;
            for (uint32_t v = 0; v < 40; v++) {
                bool first = compared(u, v, s % 2) && better(v, u) > 0;
                for (uint32_t w = 0; w < v; w++)
                    first = first && !(compared(u, w, s % 2) && better(w, v) == 0);
                before += first;
            }
            cr_assert_eq(r->ranks[u].best, 1 + before);
            cr_assert_eq(r->ranks[u].worst, 1 + before);
        }
        build_free(b);
        seed = s;
    }
}

/* x: 5 (a), 0 … 20 (b), 5 (c), 3 (d). 1-2-2-4: a and c stand 1 to 2, b 1 to 4, d 3 to 4. */
static void open_units(kh_tie_policy ties)
{
    begin(4);
    build_rank(b, x_total(b), ties);
    static const char *const names[] = {"a", "b", "c", "d"};
    static const int x[] = {5, -1, 5, 3};
    for (uint32_t u = 0; u < 4; u++) {
        build_unit(b, names[u], KH_NONE);
        if (x[u] >= 0)
            fact_int(b, fx, u, x[u]);
    }
}

static void expect_ranges(const kh_rank_range expected[4])
{
    kh_results *r = build_run(b);
    for (uint32_t u = 0; u < 4; u++) {
        cr_expect_eq(r->ranks[u].best, expected[u].best, "unit %u: %u", u, r->ranks[u].best);
        cr_expect_eq(r->ranks[u].worst, expected[u].worst, "unit %u: %u", u, r->ranks[u].worst);
    }
    for (uint32_t u = 0; u < 4; u++)
        cr_expect(r->provisional[u], "each of them can still move");
    build_free(b);
}

Test(rank, open_totals_give_ranges)
{
    open_units(KH_TIES_SKIP);
    expect_ranges((const kh_rank_range[]){{1, 2}, {1, 4}, {1, 2}, {3, 4}});
}

Test(rank, open_totals_and_different_figures)
{
    /* b equal to a takes no rank of its own: d may be 2; apart from both it is 3. */
    open_units(KH_TIES_DENSE);
    expect_ranges((const kh_rank_range[]){{1, 2}, {1, 3}, {1, 2}, {2, 3}});
}

Test(rank, a_total_that_does_not_apply_has_no_rank)
{
    begin(2);
    build_rank(b, x_total(b), KH_TIES_SKIP);
    build_unit(b, "u", KH_NONE);
    build_unit(b, "v", KH_NONE);
    fact_na(b, fx, 0);
    fact_int(b, fx, 1, 3);
    kh_results *r = build_run(b);
    cr_expect_eq(r->ranks[0].best, 0);
    cr_expect_eq(r->ranks[1].best, 1);
    cr_expect_not(r->any_provisional);
    build_free(b);
}

Test(rank, each_kind_has_its_statement)
{
    begin(3);
    build_kind(b, "k");
    build_kind(b, "l");
    build_rank(b, x_total(b), KH_TIES_SKIP)->for_kinds = 1;
    kh_rank *second = build_rank(b, x_fact(b, fy), KH_TIES_SKIP);
    second->for_kinds = 2;
    static const struct {
        uint32_t kind;
        int x, y;
    } units[] = {{0, 1, 9}, {1, 5, 1}, {1, 4, 2}};
    for (uint32_t u = 0; u < 3; u++) {
        build_unit(b, "u", units[u].kind);
        fact_int(b, fx, u, units[u].x);
        fact_int(b, fy, u, units[u].y);
    }
    kh_results *r = build_run(b);
    cr_expect_eq(r->ranks[0].best, 1);
    cr_expect_eq(r->ranks[1].best, 2);
    cr_expect_eq(r->ranks[2].best, 1);
    build_free(b);
}

Test(rank, printed_by_kind_then_best_first_then_by_name)
{
    begin(6);
    build_kind(b, "k");
    build_kind(b, "l");
    static const struct {
        const char *name;
        uint32_t kind;
        int x;
    } units[] = {{"丙", 1, 9}, {"乙", 0, 5}, {"丁", 0, 5},
                 {"甲", 0, 7}, {"戊", 1, 9}, {"己", 0, 8}};
    for (uint32_t u = 0; u < 6; u++) {
        build_unit(b, units[u].name, units[u].kind);
        fact_int(b, fx, u, units[u].x);
    }
    kh_results *r = build_run(b);
    /* kind k: 8, 7, then 丁 (U+4E01) before 乙 (U+4E59); kind l: 丙 (U+4E19) before 戊 (U+620A) */
    static const uint32_t expected[] = {5, 3, 2, 1, 0, 4};
    for (uint32_t i = 0; i < 6; i++)
        cr_expect_eq(r->order[i], expected[i], "place %u: %u", i, r->order[i]);
    build_free(b);
}

/* ---- selections -------------------------------------------------------------------------- */

/* x of six units: 9 8 8 7 5 and one open. */
static kh_results *choose(int top, kh_tie_policy ties, int open)
{
    begin(6);
    build_select(b, "先进", top, x_total(b), ties);
    static const int x[] = {9, 8, 8, 7, 5};
    for (uint32_t u = 0; u < 5; u++) {
        build_unit(b, "u", KH_NONE);
        fact_int(b, fx, u, x[u]);
    }
    if (open) {
        build_unit(b, "open", KH_NONE);
        build_bounds(b, fx, 0, open);
    }
    return build_run(b);
}

/* + certain, o possible, . out */
static void expect_chosen(const kh_results *r, const char *chosen)
{
    for (uint32_t u = 0; chosen[u]; u++)
        cr_expect_eq(".o+"[r->selected[u]], chosen[u], "unit %u: %c", u, ".o+"[r->selected[u]]);
    build_free(b);
}

Test(select, extend_takes_all_the_tied)
{
    expect_chosen(choose(2, KH_TIES_EXTEND, 0), "+++..");
    expect_chosen(choose(3, KH_TIES_EXTEND, 0), "+++..");
    expect_chosen(choose(4, KH_TIES_EXTEND, 0), "++++.");
}

Test(select, cut_takes_none_of_the_tied)
{
    expect_chosen(choose(2, KH_TIES_CUT, 0), "+....");
    expect_chosen(choose(3, KH_TIES_CUT, 0), "+++..");
    expect_chosen(choose(9, KH_TIES_CUT, 0), "+++++");
    expect_chosen(choose(0, KH_TIES_CUT, 0), ".....");
}

Test(select, open_figures_make_it_possible)
{
    /* The open one in 0 … 8 can tie with the second: then extend takes all of them. */
    expect_chosen(choose(2, KH_TIES_EXTEND, 8), "+++..o");
    /* In 0 … 10 it can push the 8s out of the first two; in cut they are never among two. */
    expect_chosen(choose(2, KH_TIES_EXTEND, 10), "+oo..o");
    expect_chosen(choose(2, KH_TIES_CUT, 10), "+....o");
    expect_chosen(choose(3, KH_TIES_CUT, 10), "+oo..o");
    expect_chosen(choose(1, KH_TIES_CUT, 10), "o....o");
}

Test(select, ties_that_nobody_speaks_of_are_an_error_at_the_edge_only)
{
    for (int top = 1; top <= 4; top++) {
        begin(5);
        build_select(b, "先进", top, x_total(b), KH_TIES_EXTEND)->stated_ties = false;
        static const int x[] = {9, 8, 8, 7, 5};
        for (uint32_t u = 0; u < 5; u++) {
            build_unit(b, "u", KH_NONE);
            fact_int(b, fx, u, x[u]);
        }
        build_run(b);
        cr_expect_eq(b->d.errors, top == 2, "top %d", top);
        if (top == 2)
            cr_expect_eq(b->d.list.at[0].code, KH_E0705);
        build_free(b);
    }
}

Test(select, from_grades_without_the_barred)
{
    begin(5);
    uint32_t bad = build_fact(b, "bad", build_type(KH_TYPE_YES_NO));
    build_grade(b, "合格", x_is(b, KH_X_GE, x_total(b), x_num(b, 6)));
    build_grade(b, "不合格", NULL);
    kh_select *s = build_select(b, "先进", 2, x_total(b), KH_TIES_EXTEND);
    s->from = (uint32_t[]){0};
    s->from_count = 1;
    build_effect(build_veto(b, "v", x_fact(b, bad), NULL), KH_EFFECT_BARS, 0);
    static const int x[] = {9, 8, 8, 7, 5};
    for (uint32_t u = 0; u < 5; u++) {
        build_unit(b, "u", KH_NONE);
        fact_int(b, fx, u, x[u]);
        fact_code(b, bad, u, u == 0 || u == 1);
    }
    kh_results *r = build_run(b);
    /* 9 and one 8 are barred; 8 and 7 remain; 5 is not 合格. */
    cr_expect_eq(r->grades[0], 1, "barred, but the grade stays");
    expect_chosen(r, "..++.");
}

Test(select, a_selection_can_be_read)
{
    begin(3);
    build_select(b, "先进", 1, x_total(b), KH_TIES_EXTEND);
    kh_expr *chosen = x_index(b, KH_X_SELECTED, build_type(KH_TYPE_YES_NO), 0);
    kh_expr *args[] = {chosen, x_math(b, KH_X_MUL, x_total(b), x_num(b, 2)), x_num(b, 0)};
    uint32_t show = build_show(b, x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, args));
    for (uint32_t u = 0; u < 3; u++) {
        build_unit(b, "u", KH_NONE);
        fact_int(b, fx, u, 5 + (int)u);
    }
    kh_results *r = build_run_with(b, (kh_eval_options){.batch = 2});
    cr_expect_eq(r->plan->strata, 2);
    cr_expect_str_eq(cell_text(b, shown(r, show, 0)), "0");
    cr_expect_str_eq(cell_text(b, shown(r, show, 2)), "14");
    build_free(b);
}
