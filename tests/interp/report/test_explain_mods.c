/* Modifiers in the ledger: an amount and what became of it. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_mods, .fini = teardown);

/* 2 分, then what the modifiers say, all of which hold. */
static kh_slice text_of(const bool *plus, uint32_t n, bool factor)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t node = build_item(b, "督办", KH_NONE, 40, true);
    kh_rule *r = build_rule(b, node, KH_DEDUCT, x_num(b, 2));
    r->condition = x_yes(b, true);
    r->mods = KH_NEW_ARRAY(b->a, kh_mod, n);
    r->mod_count = n;
    for (uint32_t i = 0; i < n; i++)
        r->mods[i] = (kh_mod){.plus = plus[i], .value = x_num(b, 5 + i), .when = x_yes(b, true)};
    run_case_begin(&c, &o, KH_ZH);
    size_t mark = kh_report_mark(&c.run);
    kh_modified_text(&c.run, &c.run.text, r, &c.run.p->nodes[node].rules[0], ZHANG, 0, factor);
    cr_expect(kh_modified(&c.run, r, ZHANG));
    return kh_report_take(&c.run, mark);
}

static void expect_text(kh_slice s, const char *text)
{
    cr_expect(kh_slice_is(s, text), "%.*s", (int)s.n, s.p);
}

Test(explain_mods, in_the_order_written)
{
    expect_text(text_of((bool[]){false, true}, 2, false), "2 × 5 + 6");
}

Test(explain_mods, a_sum_that_is_multiplied_stands_in_brackets)
{
    expect_text(text_of((bool[]){true, false}, 2, true), "(2 + 5) × 6");
}

Test(explain_mods, a_sum_that_is_counted_stands_in_brackets)
{
    expect_text(text_of((bool[]){false, true}, 2, true), "(2 × 5 + 6)");
}
