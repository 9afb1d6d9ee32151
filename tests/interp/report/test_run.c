/* Which units a report prints, and that no report loses anything when memory runs out. */
#include "run_case.h"

static office o;

static void teardown(void)
{
    build_free(o.b);
}
TestSuite(run, .fini = teardown);

Test(run, units_in_order)
{
    o = office_new(true);
    run_case c;
    run_case_begin(&c, &o, KH_ZH);
    uint32_t n;
    const uint32_t *units = kh_report_units(&c.run, &n);
    static const uint32_t ranked[] = {LI, ZHANG, ZHAO, SUN, WANG};
    cr_assert_eq(n, 5);
    cr_expect_arr_eq(units, ranked, sizeof ranked);
    c.options.input_order = true;
    const kh_slice only[] = {KH_LIT("孙股"), KH_LIT("张所")};
    c.options.units = only;
    c.options.unit_count = 2;
    units = kh_report_units(&c.run, &n);
    cr_assert_eq(n, 2);
    cr_expect_eq(units[0], ZHANG);
    cr_expect_eq(units[1], SUN);
    run_case_end(&c);
}

Test(run, gaps_of_a_unit)
{
    o = office_new(false);
    static const kh_gap gaps[] = {{.unit = 1}, {.unit = 1}, {.unit = 4}};
    uint32_t n;
    cr_expect_eq(kh_report_gaps(gaps, 3, 1, &n), gaps);
    cr_expect_eq(n, 2);
    cr_expect_eq(kh_report_gaps(gaps, 3, 4, &n), gaps + 2);
    cr_expect_eq(n, 1);
    kh_report_gaps(gaps, 3, 3, &n);
    cr_expect_eq(n, 0);
    kh_report_gaps(gaps, 3, 5, &n);
    cr_expect_eq(n, 0);
    kh_report_gaps(NULL, 0, 0, &n);
    cr_expect_eq(n, 0);
}

/* Scratch texts are a stack. */
Test(run, texts_in_the_making)
{
    o = office_new(false);
    run_case c;
    run_case_begin(&c, &o, KH_ZH);
    size_t outer = kh_report_mark(&c.run);
    kh_strbuf_adds(&c.run.text, "outer");
    size_t inner = kh_report_mark(&c.run);
    kh_strbuf_adds(&c.run.text, "inner");
    cr_expect(kh_slice_is(kh_report_take(&c.run, inner), "inner"));
    cr_expect(kh_slice_is(kh_report_take(&c.run, inner), ""));
    cr_expect(kh_slice_is(kh_report_take(&c.run, outer), "outer"));
    cr_expect_eq(c.run.text.n, 0);
    run_case_end(&c);
}

/* One allocation after the other fails; the sanitizers see what is lost. */
static void fail_everywhere(office_report *write)
{
    kh_report_options options = {.lang = KH_ZH};
    volatile long k = 0;
    volatile bool done = false;
    while (!done && k < 1000) {
        kh_strbuf out = {0};
        kh_guard guard;
        k++;
        if (KH_GUARD(&guard)) {
            kh_memory_fail_after(k);
            write(&out, o.r, &options);
            kh_guard_leave(&guard);
            done = true;
        }
        kh_memory_fail_after(-1);
        if (done) /* else it is gone with the guard */
            kh_strbuf_free(&out);
    }
    cr_expect(done && k > 3, "%ld", k);
}

Test(run, out_of_memory)
{
    o = office_new(true);
    o.r = build_run(o.b);
    fail_everywhere(kh_report_table);
    fail_everywhere(kh_report_csv);
    fail_everywhere(kh_report_json);
    fail_everywhere(kh_explain_text);
    fail_everywhere(kh_explain_json);
}
