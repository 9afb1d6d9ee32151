/* 折算: three nodes of 25, 25 and 50; the first two with a gate. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t gates[2], values[3];

static void setup(void)
{
    static const int marks[] = {25, 25, 50};
    b = build_new(16, 0);
    for (int i = 0; i < 3; i++) {
        values[i] = build_fact(b, "v", build_type(KH_TYPE_NUMBER));
        build_bounds(b, values[i], 0, marks[i]);
        uint32_t item = build_item(b, "x", KH_NONE, marks[i], true);
        b->m.nodes[item].start = NULL;
        build_rule(b, item, KH_SCORE, x_fact(b, values[i]));
        if (i == 2)
            continue;
        gates[i] = build_fact(b, "g", build_type(KH_TYPE_YES_NO));
        b->m.nodes[item].only_when = x_fact(b, gates[i]);
        b->m.nodes[item].rescale = true;
    }
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_rescale, .init = setup, .fini = teardown);

enum { NO, YES, OPEN, MISSING = -1, NA = -2 };

static void unit(int g0, int g1, int v0, int v1, int v2)
{
    const int g[] = {g0, g1}, v[] = {v0, v1, v2};
    uint32_t u = build_unit(b, "u", KH_NONE);
    for (int i = 0; i < 2; i++)
        if (g[i] != OPEN)
            fact_code(b, gates[i], u, g[i]);
    for (int i = 0; i < 3; i++) {
        if (v[i] >= 0)
            fact_int(b, values[i], u, v[i]);
        else if (v[i] == NA)
            fact_na(b, values[i], u);
    }
}

Test(op_rescale, the_others_count_for_what_is_absent)
{
    unit(YES, YES, 20, 10, 40);
    unit(NO, YES, 20, 20, 40);
    unit(NO, NO, 20, 20, 45);
    unit(OPEN, YES, 20, 10, 40);       /* 70, or 50 × 100/75 */
    unit(OPEN, OPEN, MISSING, 10, 40); /* each of four choices */
    unit(NO, YES, 20, MISSING, 40);    /* (40 … 65) × 100/75 */
    unit(NO, NO, 1, 1, NA);            /* a total of nothing */
    unit(OPEN, NO, MISSING, 1, NA);    /* (0 … 25) × 100/75, or nothing */
    unit(YES, NO, 15, 1, NA);          /* what is n/a by itself counts with its marks */
    kh_results *r = build_run(b);
    static const char *const texts[] = {
        "70", "80", "90", "[200/3,70]", "[50,260/3]", "[160/3,260/3]", "n/a", "[0,100/3]|n/a",
        "20"};
    for (uint32_t u = 0; u < sizeof texts / sizeof *texts; u++)
        cr_expect_str_eq(cell_text(b, kh_result(r, r->plan->subtotal, u)), texts[u], "%u: %s", u,
                         cell_text(b, kh_result(r, r->plan->subtotal, u)));
}
