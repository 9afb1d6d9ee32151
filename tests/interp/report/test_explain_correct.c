/* forfeit and becomes in the ledger. */
#include "run_case.h"

static office o;
static run_case c;

static void teardown(void)
{
    run_case_end(&c);
    build_free(o.b);
}
TestSuite(explain_correct, .fini = teardown);

/* An item of 10 from which 2 are deducted; then `verb` when `holds`. */
static kh_ledger_node ledger(kh_verb verb, bool holds)
{
    o = office_new(false);
    build *b = o.b;
    uint32_t node = build_item(b, "真实", KH_NONE, 10, true);
    build_rule(b, node, KH_DEDUCT, x_num(b, 2))->condition = x_yes(b, true);
    build_rule(b, node, verb, x_num(b, verb == KH_FORFEIT ? 0 : 5))->condition = x_yes(b, holds);
    run_case_begin(&c, &o, KH_ZH);
    return kh_explain_node(&c.run, node, ZHANG);
}

static void expect_last(kh_ledger_node l, kh_part_type type, int64_t amount, const char *text)
{
    const kh_part *last = &l.parts.at[l.parts.n - 1];
    cr_expect_eq(last->type, type);
    cr_expect(kh_num_eq(last->amount.low, kh_num_int(amount)));
    cr_expect(kh_slice_is(last->text, text), "%.*s", (int)last->text.n, last->text.p);
}

Test(explain_correct, forfeit_takes_all)
{
    expect_last(ledger(KH_FORFEIT, true), KH_PART_FORFEIT, -8, "不得分，原得 8 分");
}

Test(explain_correct, becomes)
{
    expect_last(ledger(KH_BECOMES, true), KH_PART_BECOMES, -3, "改计 5 分，原得 8 分");
}

Test(explain_correct, what_does_not_hold_changes_nothing)
{
    kh_ledger_node l = ledger(KH_FORFEIT, false);
    expect_last(l, KH_PART_FORFEIT, 0, "");
    cr_expect_not(l.parts.at[l.parts.n - 1].taken);
}
