/* Records by key: the first of each, the largest of each. Rows: a key k (text), a value v (number),
 * a field p (yes/no: whether it counts), and how often the row stands for one. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;
static uint32_t kind, fk, fv, fp;

enum { P_NO, P_YES, P_MISSING };

static void setup(void)
{
    b = build_new(16, 64);
    kind = build_record(b, "投诉");
    fk = build_field(b, kind, "k", build_type(KH_TYPE_TEXT));
    fv = build_field(b, kind, "v", build_type(KH_TYPE_NUMBER));
    fp = build_field(b, kind, "p", build_type(KH_TYPE_YES_NO));
    b->m.records[kind].fields[fv].bounds = (kh_bounds){.low = KH_ZERO, .high = kh_num_int(10)};
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(op_keys, .init = setup, .fini = teardown);

/* key NULL: empty; v below 0: missing. */
static void row(const char *key, int v, int p, int64_t count)
{
    uint32_t r = build_row(b, kind, count);
    if (key)
        cell_code(row_field(b, kind, fk), r, (int32_t)build_name(b, key));
    if (v >= 0)
        cell_number(row_field(b, kind, fv), r, kh_num_int(v));
    if (p != P_MISSING)
        cell_code(row_field(b, kind, fp), r, p);
}

static void units(void)
{
    build_unit(b, "none", KH_NONE);
    build_unit(b, "settled", KH_NONE); /* a: 3 then 5; b: 2; two that are empty: 1 twice, 4 */
    row("a", 3, P_YES, 2);
    row("a", 5, P_YES, 1);
    row("b", 2, P_YES, 1);
    row("b", 9, P_NO, 1);
    row(NULL, 1, P_YES, 2);
    row(NULL, 4, P_YES, 1);
    build_unit(b, "maybe", KH_NONE); /* a: perhaps 3, then 5; b: perhaps 2; c: 0 times */
    row("a", 3, P_MISSING, 1);
    row("a", 5, P_YES, 1);
    row("b", 2, P_MISSING, 1);
    row("c", 7, P_YES, 0);
    build_unit(b, "open", KH_NONE); /* a: in 0 … 10, then 4 */
    row("a", -1, P_YES, 1);
    row("a", 4, P_YES, 1);
}

/* An extra that awards v per 投诉 where p. */
static kh_rule *rule(void)
{
    kh_score *n = build_node(b, KH_EXTRA, "x", KH_NONE);
    n->start = x_num(b, 0);
    kh_rule *r = build_per(b, b->m.nodes_count - 1, KH_AWARD, x_field(b, kind, fv), kind);
    r->set.where = x_field(b, kind, fp);
    return r;
}

static kh_expr **keys(void)
{
    kh_expr **k = KH_NEW_ARRAY(b->a, kh_expr *, 1);
    *k = x_field(b, kind, fk);
    return k;
}

static void expect(kh_col col, kh_results *r, const char *const *texts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        cr_expect_str_eq(cell_text(b, kh_result(r, col, i)), texts[i], "%u: %s", i,
                         cell_text(b, kh_result(r, col, i)));
}
#define EXPECT(col, r, ...)                                                                        \
    expect((col), (r), (const char *const[]){__VA_ARGS__},                                         \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

Test(op_keys, the_first_of_each)
{
    units();
    kh_rule *r = rule();
    r->set.by = keys();
    r->set.by_count = 1;
    kh_results *results = build_run(b);
    const kh_plan_rule *p = &results->plan->nodes[0].rules[0];
    EXPECT(p->count, results, "0", "5", "[1,2]", "1");
    EXPECT(p->points, results, "0", "11", "[3,7]", "[0,10]");
    /* Which they are: a, b, the empty ones; perhaps, and perhaps instead. */
    EXPECT(p->counted, results, "yes", "no", "yes", "no", "yes", "yes", "yes|no", "yes|no",
           "yes|no", "no", "yes", "no");
    EXPECT(p->times, results, "1", "1", "1", "1", "2", "1", "1", "1", "1", "0", "1", "1");
}

Test(op_keys, the_largest_of_each)
{
    units();
    kh_rule *r = rule();
    r->highest = true;
    r->keys = keys();
    r->key_count = 1;
    kh_results *results = build_run(b);
    const kh_plan_rule *p = &results->plan->nodes[0].rules[0];
    EXPECT(p->kept, results, "0", "13", "[5,7]", "[4,10]");
    EXPECT(p->taken, results, "no", "yes", "yes", "no", "yes", "yes", "yes|no", "yes|no", "yes",
           "no", "yes|no", "yes|no");
}

Test(op_keys, the_largest_of_all)
{
    units();
    rule()->highest = true;
    kh_results *results = build_run(b);
    const kh_plan_rule *p = &results->plan->nodes[0].rules[0];
    EXPECT(p->kept, results, "0", "5", "5", "[4,10]");
    EXPECT(p->taken, results, "no", "yes", "no", "no", "no", "no", "yes|no", "yes|no", "yes|no",
           "no", "yes|no", "yes|no");
}
