/* A whole run: what is kept, and that neither batches nor lack of memory change what comes out. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;

/* 20 units: an item per record under a condition, a fact that is missing in every fifth. */
static void setup(void)
{
    b = build_new(20, 80);
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    build_bounds(b, f, 0, 9);
    uint32_t kind = build_record(b, "投诉");
    uint32_t x = build_item(b, "x", KH_NONE, 10, true);
    build_per(b, x, KH_DEDUCT, x_ratio(b, 1, 3), kind)->set.where =
        x_is(b, KH_X_GT, x_field(b, kind, KH_FIELD_AMOUNT), x_fact(b, f));
    build_value(b, "y", x_fact(b, f));
    build_grade(b, "A", x_is(b, KH_X_GE, x_total(b), x_num(b, 12)));
    build_grade(b, "B", NULL);
    build_rank(b, x_total(b), KH_TIES_DENSE);
    build_select(b, "s", 3, x_total(b), KH_TIES_CUT);
    build_show(b, x_index(b, KH_X_SELECTED, build_type(KH_TYPE_YES_NO), 0));
    for (uint32_t u = 0; u < 20; u++) {
        build_unit(b, "u", KH_NONE);
        if (u % 5)
            fact_int(b, f, u, u % 7);
        for (uint32_t i = 0; i < u % 4; i++)
            cell_number(row_field(b, kind, KH_FIELD_AMOUNT), build_row(b, kind, 1 + i),
                        kh_num_int((u + i) % 9));
    }
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(evaluate, .init = setup, .fini = teardown);

static void expect_same(const kh_results *x, const kh_results *y)
{
    for (kh_col c = 0; c < x->plan->columns_count; c++) {
        kh_domain d = x->plan->columns[c].domain;
        uint32_t n = d.tag == KH_DOMAIN_RUN    ? 1
                     : d.tag == KH_DOMAIN_UNIT ? 20
                                               : b->f.records[0].row_count;
        for (uint32_t i = 0; i < n; i++) {
            kh_cell p = kh_result(x, c, i), q = kh_result(y, c, i);
            cr_assert(p.state == q.state && kh_num_eq(p.low, q.low) && kh_num_eq(p.high, q.high),
                      "column %u row %u", c, i);
        }
    }
    cr_assert_eq(memcmp(x->grades, y->grades, 20 * sizeof *x->grades), 0);
    cr_assert_eq(memcmp(x->ranks, y->ranks, 20 * sizeof *x->ranks), 0);
    cr_assert_eq(memcmp(x->selected, y->selected, 20), 0);
    cr_assert_eq(memcmp(x->order, y->order, 20 * sizeof *x->order), 0);
    cr_assert_eq(x->gap_count, y->gap_count);
    for (uint32_t i = 0; i < x->gap_count; i++)
        cr_assert(x->gaps[i].unit == y->gaps[i].unit && x->gaps[i].node == y->gaps[i].node);
}

/* f is missing in units 0, 5, 10, 15: y reads it in all four, x where there are records. */
Test(evaluate, the_size_of_batches_does_not_show)
{
    kh_results *whole = build_run(b);
    cr_assert(whole->any_provisional && whole->gap_count == 7, "%u", whole->gap_count);
    for (uint32_t batch = 1; batch <= 21; batch += 4)
        expect_same(whole, build_run_with(b, (kh_eval_options){.trace = true, .batch = batch}));
}

Test(evaluate, without_the_trace_only_results_are_kept)
{
    kh_results *r = build_run_with(b, (kh_eval_options){.trace = false});
    const kh_plan *p = r->plan;
    cr_expect(kh_result_kept(r, p->total));
    cr_expect(kh_result_kept(r, p->nodes[0].result));
    cr_expect(kh_result_kept(r, p->nodes[0].max));
    cr_expect(kh_result_kept(r, p->grade_when[0]));
    cr_expect_not(kh_result_kept(r, p->nodes[0].raw));
    cr_expect_not(kh_result_kept(r, p->nodes[0].rules[0].counted));
    cr_expect_not(kh_result_kept(r, KH_NONE));
    kh_results *traced = build_run(b);
    for (kh_col c = 0; c < traced->plan->columns_count; c++)
        cr_expect(kh_result_kept(traced, c));
    for (uint32_t u = 0; u < 20; u++)
        cr_expect_str_eq(cell_text(b, total_of(r, u)), cell_text(b, total_of(traced, u)));
}

/* Every allocation fails once: the run unwinds to the guard, and the next one is whole. */
Test(evaluate, out_of_memory_unwinds)
{
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    volatile long fails = 0;
    volatile bool done = false;
    for (volatile long n = 1; !done && n < 1000; n++) {
        kh_arena *volatile a = kh_arena_new();
        kh_guard guard;
        if (KH_GUARD(&guard)) {
            kh_diags diags;
            kh_diags_init(&diags, a, NULL);
            kh_memory_fail_after(n);
            kh_results *r = kh_evaluate(a, p, &b->f, NULL, &diags);
            kh_memory_fail_after(-1);
            cr_expect_eq(r->gap_count, 7);
            kh_guard_leave(&guard);
            done = true;
        } else {
            kh_memory_fail_after(-1);
            fails++;
        }
        kh_arena_free(a);
    }
    cr_expect(done);
    cr_expect_gt(fails, 1);
}

/* R14, R15 over the whole run: a twin has the same results. */
Test(evaluate, twins_have_equal_results)
{
    build *two = build_new(4, 0);
    uint32_t f = build_fact(two, "f", build_type(KH_TYPE_NUMBER));
    build_value(two, "y", x_fact(two, f));
    build_rank(two, x_total(two), KH_TIES_SKIP);
    for (uint32_t u = 0; u < 4; u++) {
        build_unit(two, u % 2 ? "甲" : "乙", KH_NONE);
        fact_int(two, f, u, u / 2);
    }
    kh_results *r = build_run(two);
    for (uint32_t u = 0; u < 4; u += 2) {
        cr_expect_eq(r->ranks[u].best, r->ranks[u + 1].best);
        cr_expect_eq(r->ranks[u].best, u == 0 ? 3 : 1);
    }
    build_free(two);
}
