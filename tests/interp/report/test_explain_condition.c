/* Which pieces of a condition are told, and how. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_condition, .fini = teardown);

/* The condition as a show, so that it is computed. */
static kh_expr *computed(kh_expr *e)
{
    build_show(o.b, e);
    return e;
}

static void expect_atom(const kh_atoms *atoms, size_t i, kh_met met, const char *text,
                        const char *distance)
{
    cr_assert(i < atoms->n, "%zu of %zu", i, atoms->n);
    cr_expect_eq(atoms->at[i].met, met);
    cr_expect(kh_slice_is(atoms->at[i].text, text), "%.*s", (int)atoms->at[i].text.n,
              atoms->at[i].text.p);
    cr_expect(kh_slice_is(atoms->at[i].distance, distance), "%.*s", (int)atoms->at[i].distance.n,
              atoms->at[i].distance.p);
}

Test(explain_condition, only_what_decided)
{
    o = office_new(true);
    build *b = o.b;
    kh_expr *both = computed(x_two(b, KH_X_AND, KH_TYPE_YES_NO, x_fact(b, o.made),
                                   x_is(b, KH_X_GE, x_total(b), x_num(b, 18))));
    kh_expr *either =
        computed(x_two(b, KH_X_OR, KH_TYPE_YES_NO, x_fact(b, o.corrupt), x_fact(b, o.made)));
    kh_expr *not_both = computed(x_one(b, KH_X_NOT, KH_TYPE_YES_NO, both));
    run_case_begin(&c, &o, KH_ZH);

    kh_atoms atoms = {0};
    kh_condition_atoms(&c.run, &atoms, both, ZHANG, false);
    cr_expect_eq(atoms.n, 1); /* of an `and` that fails, what fails */
    expect_atom(&atoms, 0, KH_NOT_MET, "总分 15，要不低于 18", "3");
    atoms.n = 0;
    kh_condition_atoms(&c.run, &atoms, both, ZHAO, false);
    cr_expect_eq(atoms.n, 2);
    expect_atom(&atoms, 1, KH_MET, "总分 18 不低于 18", "");
    atoms.n = 0;
    kh_condition_atoms(&c.run, &atoms, either, ZHANG, false);
    cr_expect_eq(atoms.n, 1); /* of an `or` that holds, what holds */
    expect_atom(&atoms, 0, KH_MET, "已制定 是", "");
    atoms.n = 0;
    kh_condition_atoms(&c.run, &atoms, not_both, ZHAO, false);
    expect_atom(&atoms, 0, KH_NOT_MET, "已制定 是，要 否", "");
    expect_atom(&atoms, 1, KH_NOT_MET, "总分 18，要低于 18", "");
    atoms.n = 0;
    kh_condition_atoms(&c.run, &atoms, both, SUN, false);
    cr_expect_eq(atoms.n, 1);
    expect_atom(&atoms, 0, KH_MET_OPEN, "总分 15..18.333333…，要不低于 18", "");
}

Test(explain_condition, behind_unless_and_in_rules)
{
    o = office_new(false);
    build *b = o.b;
    kh_expr *low = computed(x_is(b, KH_X_LT, x_fact(b, o.first), x_num(b, 9)));
    run_case_begin(&c, &o, KH_EN);
    kh_atoms atoms = {0};
    kh_condition_atoms(&c.run, &atoms, low, LI, true);
    expect_atom(&atoms, 0, KH_NOT_MET, "甲评 8, must be at least 9", "1");
    cr_expect_eq(atoms.at[0].role, KH_ATOM_UNLESS);
    cr_assert_eq(atoms.at[0].facts.n, 1);
    cr_expect(kh_slice_is(atoms.at[0].facts.at[0].name, "甲评"));
    atoms.n = 0;
    kh_rule_atoms(&c.run, &atoms, low, ZHANG, KH_ATOM_WHEN);
    expect_atom(&atoms, 0, KH_NOT_MET, "甲评 9 below 9: no", "");
    atoms.n = 0;
    kh_rule_atoms(&c.run, &atoms, low, LI, KH_ATOM_WHEN);
    expect_atom(&atoms, 0, KH_MET, "甲评 8 below 9", "");
}

Test(explain_condition, missing_and_every_piece_of_an_exception)
{
    o = office_new(false);
    build *b = o.b;
    b->f.facts[o.helped].state[ZHAO] = KH_FILED_MISSING;
    run_case_begin(&c, &o, KH_ZH);
    kh_atoms atoms = {0};
    kh_exception_atoms(&c.run, &atoms, b->m.vetoes[0].unless, ZHAO);
    cr_expect_eq(atoms.n, 2);
    expect_atom(&atoms, 0, KH_MET, "主动报告 是", "");
    expect_atom(&atoms, 1, KH_MET_OPEN, "积极配合 缺，要 是", "");
}

Test(explain_condition, shares_dates_and_levels)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t share = build_fact(b, "出勤率", (kh_type){.tag = KH_TYPE_NUMBER, .share = true});
    uint32_t day = build_fact(b, "报送日", build_type(KH_TYPE_DATE));
    cell_number(&b->f.facts[share], ZHANG, kh_num_ratio(b->a, 93, 100));
    fact_code(b, day, ZHANG, 0); /* 1970-01-01 */
    kh_expr *bound = x_ratio(b, 95, 100);
    bound->type.share = true;
    kh_expr *often = computed(x_is(b, KH_X_GE, x_fact(b, share), bound));
    kh_expr *date = x_new(b, KH_X_DATE, build_type(KH_TYPE_DATE));
    date->date = 30; /* 1970-01-31 */
    kh_expr *late = computed(x_is(b, KH_X_GT, x_fact(b, day), date));
    run_case_begin(&c, &o, KH_ZH);
    kh_atoms atoms = {0};
    kh_condition_atoms(&c.run, &atoms, often, ZHANG, false);
    expect_atom(&atoms, 0, KH_NOT_MET, "出勤率 93%，要不低于 95%", "2%");
    atoms.n = 0;
    kh_condition_atoms(&c.run, &atoms, late, ZHANG, false);
    expect_atom(&atoms, 0, KH_NOT_MET, "报送日 1970-01-01，要晚于 1970-01-31", "");
}
