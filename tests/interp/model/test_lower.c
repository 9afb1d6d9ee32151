/* Lowering: stages in their order, sharing, what is left out, and the order of dependency. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static build *b;

static void setup(void)
{
    b = build_new(4, 4);
}

static void teardown(void)
{
    build_free(b);
}

TestSuite(lower, .init = setup, .fini = teardown);

static kh_plan *lower(void)
{
    kh_plan *p = kh_lower(b->a, &b->m, &b->d);
    cr_assert(p != NULL);
    cr_assert_eq(b->d.errors, 0);
    /* Every operation stands behind what it reads, and writes the column of its number. */
    for (uint32_t i = 0; i < p->operations_count; i++) {
        cr_assert_eq(p->operations[i].dst, i);
        for (uint32_t k = 0; k < p->operations[i].n; k++)
            cr_assert_lt(p->operations[i].args[k], i);
    }
    return p;
}

static kh_opcode code_of(const kh_plan *p, kh_col col)
{
    return p->operations[col].code;
}

static uint32_t count_of(const kh_plan *p, kh_opcode code)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->operations_count; i++)
        n += p->operations[i].code == code;
    return n;
}

/* item 察访核验 max 10 deduct 1 per finding */
Test(lower, the_line_that_names_the_language)
{
    uint32_t finding = build_record(b, "发现问题");
    uint32_t item = build_item(b, "察访核验", KH_NONE, 10, true);
    build_per(b, item, KH_DEDUCT, x_num(b, 1), finding);
    kh_plan *p = lower();
    kh_strbuf text = {0};
    kh_plan_dump(&text, p);
    cr_expect_str_eq(text.at,
                     "c0 run = NUMBER  10\n"
                     "c1 run = NUMBER  1\n"
                     "c2 unit = COUNT_ALL over 发现问题\n"
                     "c3 unit = MUL c2 c1\n"
                     "c4 unit = SUB c0 c3\n"
                     "c5 run = NUMBER  0\n"
                     "c6 unit = AT_LEAST c4 c5\n"
                     "c7 unit = AT_MOST c6 c0\n"
                     "c8 unit = SUM c7\n"
                     "c9 run = SUM c0\n"
                     "node 「察访核验」 max c0 start c0 value c0 raw c4 floor c5 cap c0 limited c7 "
                     "result c7 counted c7\n"
                     "  rule count c2 amount c1 raw c3 points c3\n"
                     "total subtotal c8 raw c8 limited c8 result c8 max c9\n");
    kh_strbuf_free(&text);
}

Test(lower, equal_expressions_are_one_column)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    uint32_t kind = build_record(b, "投诉");
    kh_expr *twice[2];
    for (int i = 0; i < 2; i++) {
        uint32_t item = build_item(b, "item", KH_NONE, 10, true);
        kh_expr *where = x_is(b, KH_X_GT, x_field(b, kind, KH_FIELD_AMOUNT), x_fact(b, f));
        twice[i] = x_over(b, KH_X_COUNT, kind, where, NULL);
        build_rule(b, item, KH_DEDUCT, twice[i])->limit = x_num(b, 3 + i);
    }
    kh_plan *p = lower();
    cr_expect_eq(count_of(p, KH_DO_FACT), 1);
    cr_expect_eq(count_of(p, KH_DO_GT), 1);
    cr_expect_eq(count_of(p, KH_DO_COUNT), 1);
    cr_expect_eq(count_of(p, KH_DO_OF_UNIT), 1);
    kh_col col = kh_plan_column(p, twice[1]);
    cr_expect_eq(col, kh_plan_column(p, twice[0]));
    cr_expect_eq(code_of(p, col), KH_DO_COUNT);
    cr_expect_eq(p->columns[col].expr, twice[0]);
    cr_expect_eq(code_of(p, kh_plan_column(p, twice[1]->set->where)), KH_DO_GT);
    cr_expect_eq(kh_plan_column(p, x_num(b, 99)), KH_NONE);
}

/* All stages of a node: value → rules → floor, cap → extras → round → applies → weight. */
static uint32_t stages(void)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    build_kind(b, "k");
    uint32_t s = build_item(b, "s", KH_NONE, 10, true);
    kh_score *n = &b->m.nodes[s];
    n->start = NULL;
    build_rule(b, s, KH_SCORE, x_fact(b, f));
    build_rule(b, s, KH_DEDUCT, x_num(b, 1))->condition =
        x_is(b, KH_X_LT, x_fact(b, f), x_num(b, 3));
    build_rule(b, s, KH_AWARD, x_num(b, 2))->condition =
        x_is(b, KH_X_GT, x_fact(b, f), x_num(b, 3));
    n->rounding = (kh_rounding){.places = 1, .mode = KH_ROUND_HALF_UP};
    n->weight = x_ratio(b, 1, 2);
    n->for_kinds = 1;
    build_node(b, KH_EXTRA, "e", s);
    build_rule(b, 1, KH_SCORE, x_num(b, 3));
    return s;
}

Test(lower, stages_of_a_node)
{
    uint32_t s = stages();
    kh_plan *p = lower();
    const kh_plan_node *node = &p->nodes[s];
    cr_expect_eq(code_of(p, node->applies), KH_DO_KIND_IN);
    cr_expect_eq(code_of(p, node->value), KH_DO_FACT);
    cr_expect_eq(code_of(p, node->raw), KH_DO_SUB);
    cr_expect_eq(code_of(p, p->operations[node->raw].args[0]), KH_DO_ADD);
    cr_expect_eq(code_of(p, node->limited), KH_DO_AT_MOST);
    cr_expect_eq(code_of(p, p->operations[node->limited].args[0]), KH_DO_AT_LEAST);
    cr_expect_eq(p->operations[p->operations[node->limited].args[0]].args[0], node->raw);
    cr_expect_eq(code_of(p, node->extras), KH_DO_SUM);
    cr_expect_eq(code_of(p, node->result), KH_DO_NA_UNLESS);
    kh_col rounded = p->operations[node->result].args[1];
    cr_expect_eq(code_of(p, rounded), KH_DO_ROUND);
    kh_col sum = p->operations[rounded].args[0];
    cr_expect_eq(code_of(p, sum), KH_DO_SUM);
    cr_expect_eq(p->operations[sum].args[0], node->limited);
    cr_expect_eq(p->operations[sum].args[1], node->extras);
    cr_expect_eq(p->columns[node->result].places, 1);
    cr_expect_eq(code_of(p, node->counted), KH_DO_MUL);
    cr_expect_eq(p->operations[node->counted].args[0], node->result);
    cr_expect_eq(node->subtotal, KH_NONE);
    cr_expect_eq(code_of(p, node->rules[1].points), KH_DO_GATE);
    cr_expect_eq(code_of(p, p->nodes[1].applies), KH_DO_KIND_IN, "what is inside applies with it");
}

/* a reads b, b reads a let, which reads c: declared in this order. */
Test(lower, dependencies_not_lines_decide_the_order)
{
    build_value(b, "a", x_math(b, KH_X_ADD, x_number_of(b, KH_X_NODE, 1), x_num(b, 1)));
    build_value(b, "b", x_number_of(b, KH_X_LET, 0));
    build_value(b, "c", x_num(b, 5));
    b->m.lets[0] = (kh_let){.value = x_math(b, KH_X_MUL, x_number_of(b, KH_X_NODE, 2), x_num(b, 2)),
                            .rounding = {.places = -1}};
    b->m.lets[1] = (kh_let){.value = x_num(b, 77), .rounding = {.places = -1}};
    b->m.lets_count = 2;
    kh_plan *p = lower();
    cr_expect_neq(p->lets[0], KH_NONE);
    cr_expect_eq(p->lets[1], KH_NONE, "nobody reads it");
}

Test(lower, cycles_are_reported_as_a_path)
{
    build_value(b, "甲", x_number_of(b, KH_X_NODE, 1));
    build_value(b, "乙", x_number_of(b, KH_X_LET, 0));
    b->m.lets[0] = (kh_let){.value = x_number_of(b, KH_X_NODE, 0),
                            .name = build_name(b, "丙"),
                            .rounding = {.places = -1}};
    b->m.lets_count = 1;
    cr_assert_null(kh_lower(b->a, &b->m, &b->d));
    cr_assert_eq(b->d.errors, 1);
    cr_expect_eq(b->d.list.at[0].code, KH_E0701);
    kh_slice path = b->d.list.at[0].args[0];
    cr_expect(kh_slice_is(path, "甲 → 乙 → 丙 → 甲"), "%.*s", (int)path.n, path.p);
}

/* A chain of 20,000 terms and a chain of lets: no recursion along them. */
Test(lower, long_chains)
{
    kh_expr *sum = x_num(b, 0);
    for (int i = 1; i <= 20000; i++)
        sum = x_math(b, i % 2 ? KH_X_ADD : KH_X_SUB, sum, x_num(b, i));
    build_value(b, "a", sum);
    kh_plan *p = lower();
    cr_expect_eq(count_of(p, KH_DO_ADD) + count_of(p, KH_DO_SUB), 20000);
}

/* Each table asks for its key twice: 64 inside each other are 64 columns of comparisons, not 2^64.
 */
Test(lower, shared_keys_are_lowered_once)
{
    kh_expr *key = x_fact(b, build_fact(b, "f", build_type(KH_TYPE_NUMBER)));
    for (int i = 0; i < 64; i++) {
        kh_expr *band = x_is(b, KH_X_AND, x_is(b, KH_X_GE, key, x_num(b, i)),
                             x_is(b, KH_X_LT, key, x_num(b, 100)));
        key = x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3,
                     (kh_expr *[]){band, x_math(b, KH_X_ADD, key, x_num(b, 1)), x_num(b, -5)});
    }
    build_value(b, "a", key);
    kh_plan *p = lower();
    cr_expect_eq(count_of(p, KH_DO_TABLE), 64);
}

Test(lower, a_selection_that_is_read_opens_a_stratum)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    build_value(b, "a", x_fact(b, f));
    build_select(b, "先进", 1, x_total(b), KH_TIES_EXTEND);
    kh_expr *chosen = x_index(b, KH_X_SELECTED, build_type(KH_TYPE_YES_NO), 0);
    uint32_t show = build_show(b, x_one(b, KH_X_NOT, KH_TYPE_YES_NO, chosen));
    kh_plan *p = lower();
    cr_expect_eq(p->strata, 2);
    cr_expect_eq(p->select_stratum[0], 0);
    cr_expect_eq(p->columns[p->shows[show]].stratum, 1);
}

Test(lower, amounts_that_cannot_be_negative_are_not_checked)
{
    uint32_t f = build_fact(b, "f", build_type(KH_TYPE_NUMBER));
    uint32_t x = build_item(b, "x", KH_NONE, 4, true);
    build_rule(b, x, KH_DEDUCT, x_math(b, KH_X_LARGER, x_num(b, 0), x_fact(b, f)));
    kh_plan *p = lower();
    cr_expect_eq(count_of(p, KH_DO_AMOUNT), 0);
    build_rule(b, x, KH_DEDUCT, x_fact(b, f));
    p = lower();
    cr_expect_eq(count_of(p, KH_DO_AMOUNT), 1);
    build_bounds(b, f, 0, 9);
    p = lower();
    cr_expect_eq(count_of(p, KH_DO_AMOUNT), 0);
}
