/* Lowering rules. A rule's stages (language-sketch §5.3): the amount of each event, then the rule's
 * limit; what its conditions shut out is 0. Conditions are asked of the unit, or of the record
 * where they name its fields, and then they decide which records count. */
#include "model/lower.h"

#include <assert.h>

static bool over_records(const kh_lowering *l, kh_col col)
{
    return col != KH_NONE && kh_lower_domain(l, col).tag == KH_DOMAIN_RECORD;
}

kh_col kh_lower_condition(kh_lowering *l, kh_col when, kh_col unless)
{
    if (unless != KH_NONE)
        unless = kh_lower_one(l, KH_DO_NOT, KH_TYPE_YES_NO, unless);
    return kh_lower_both(l, when, unless);
}

/* The conditions that stand over records (records) or over the unit (not). */
static kh_col conditions(kh_lowering *l, const kh_plan_rule *p, bool records)
{
    kh_col when = over_records(l, p->condition) == records ? p->condition : KH_NONE;
    kh_col unless = over_records(l, p->unless) == records ? p->unless : KH_NONE;
    return kh_lower_condition(l, when, unless);
}

static kh_col times(kh_lowering *l, kh_col a, kh_col b)
{
    return kh_lower_two(l, KH_DO_MUL, KH_TYPE_NUMBER, a, b);
}

/* `1 to 5`: the record's 分值, which lies between the two; in a table, between those of its row. */
static kh_col chosen_amount(kh_lowering *l, const kh_rule *r, const kh_plan_rule *p, kh_col unit)
{
    uint32_t record = r->set.record;
    kh_operation op = {
        .code = KH_DO_FIELD, .index = KH_FIELD_AMOUNT, .domain = {KH_DOMAIN_RECORD, record}};
    op.low = KH_MINUS_INF;
    op.high = KH_PLUS_INF;
    kh_expr_constant(l->arena, l->m, r->amount, &op.low);
    kh_expr_constant(l->arena, l->m, r->amount_high, &op.high);
    kh_col col = kh_lower_source(l, op, kh_lower_type(KH_TYPE_NUMBER));
    kh_lower_read(l, col, r->place);
    if (r->amount->op != KH_X_TABLE)
        return col;
    kh_col counted = kh_lower_set(l, &r->set);
    if (r->set.by_count)
        counted = kh_lower_firsts(l, &r->set, counted);
    kh_col acts = kh_lower_both(l, kh_lower_both(l, counted, conditions(l, p, true)), unit);
    if (acts == KH_NONE)
        acts = kh_lower_yes_no(l, true);
    kh_col args[] = {acts, col, kh_lower_number(l, r->amount), kh_lower_number(l, r->amount_high)};
    return kh_lower_map(l, (kh_operation){.code = KH_DO_CHOSEN}, args, 4,
                        kh_lower_type(KH_TYPE_NUMBER));
}

/* Points that a rule changes by are not negative; only what acts is asked. */
static kh_col not_negative(kh_lowering *l, const kh_rule *r, kh_col points)
{
    if (!kh_lower_might(l, points, KH_MIGHT_NEGATIVE))
        return points;
    kh_operation op = {.code = KH_DO_AMOUNT, .index = l->node};
    points = kh_lower_map(l, op, &points, 1, kh_lower_type(KH_TYPE_NUMBER));
    kh_lower_read(l, points, r->place);
    return points;
}

kh_col kh_lower_asked(kh_lowering *l, const kh_rule *r, kh_col acts, kh_col amount)
{
    if (!kh_lower_might(l, amount, KH_MIGHT_NEGATIVE))
        return amount;
    if (acts != KH_NONE)
        amount = kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, acts, amount);
    return not_negative(l, r, amount);
}

/* Amounts that differ from record to record. */
static kh_col add_up(kh_lowering *l, const kh_rule *r, const kh_plan_rule *p, kh_col unit)
{
    kh_col counted = p->counted, amount = p->amount;
    if (r->verb == KH_DEDUCT || r->verb == KH_AWARD)
        amount = kh_lower_asked(l, r, kh_lower_both(l, counted, unit), amount);
    if (counted == KH_NONE)
        counted = kh_lower_yes_no(l, true);
    return kh_lower_reduce(l, (kh_operation){.code = KH_DO_TOTAL}, r->set.record,
                           (kh_col[]){counted, amount}, 2, kh_lower_type(KH_TYPE_NUMBER));
}

/* One of each key: conditions that name fields are asked of the first record. */
static kh_col of_keys(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, kh_col unit)
{
    kh_col set = kh_lower_set(l, &r->set), when = conditions(l, p, true), one = KH_NONE;
    p->counted = kh_lower_both(l, kh_lower_firsts(l, &r->set, set), when);
    p->times = kh_lower_once(l, &r->set);
    if (when != KH_NONE)
        one = kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, when, kh_lower_constant(l, KH_ONE));
    p->count = kh_lower_by_key(l, &r->set, set, one);
    if (!over_records(l, p->amount))
        return times(l, p->count, p->amount);
    kh_col amount = p->amount;
    kh_col asked = kh_lower_asked(l, r, kh_lower_both(l, p->counted, unit), amount);
    if (asked != amount) /* where it is open which row is the first, each may be */
        amount = kh_lower_two(l, KH_DO_BESIDE, KH_TYPE_NUMBER, amount, asked);
    if (when != KH_NONE)
        amount = kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, when, amount);
    return kh_lower_by_key(l, &r->set, set, amount);
}

static kh_col of_records(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, kh_col unit)
{
    if (r->set.by_count)
        return of_keys(l, r, p, unit);
    p->counted = kh_lower_both(l, kh_lower_set(l, &r->set), conditions(l, p, true));
    kh_operation op = {.code = p->counted == KH_NONE ? KH_DO_COUNT_ALL : KH_DO_COUNT};
    p->count = kh_lower_reduce(l, op, r->set.record, &p->counted, p->counted != KH_NONE,
                               kh_lower_type(KH_TYPE_NUMBER));
    if (kh_lower_domain(l, p->amount).tag == KH_DOMAIN_RECORD)
        return add_up(l, r, p, unit);
    return times(l, p->count, p->amount);
}

static kh_col of_steps(kh_lowering *l, const kh_rule *r, kh_plan_rule *p)
{
    static const kh_opcode codes[] = {
        [KH_STEP_WHOLE] = KH_DO_STEPS_WHOLE,
        [KH_STEP_STARTED] = KH_DO_STEPS_STARTED,
        [KH_STEP_PRO_RATA] = KH_DO_STEPS_PRO_RATA,
    };
    p->measured = kh_lower_number(l, r->measured);
    p->size = kh_lower_number(l, r->size);
    p->count = kh_lower_two(l, codes[r->step_rule], KH_TYPE_NUMBER, p->measured, p->size);
    kh_lower_read(l, p->count, r->place);
    return times(l, p->count, p->amount);
}

/* The points of a rating: the one that was filed, or what `by` makes of several. */
static kh_col rating(kh_lowering *l, const kh_rule *r)
{
    const kh_record *record = &l->m->records[r->rated];
    if (r->amount && !record->single_rating)
        return kh_lower_number(l, r->amount);
    assert(record->single_rating);
    const kh_scale *scale = &l->m->scales[r->scale];
    kh_operation source = {.code = KH_DO_FIELD,
                           .index = KH_FIELD_LEVEL,
                           .domain = {KH_DOMAIN_RECORD, r->rated},
                           .low = KH_MINUS_INF,
                           .high = KH_PLUS_INF};
    kh_col level = kh_lower_source(l, source, (kh_type){.tag = KH_TYPE_LEVEL, .scale = r->scale});
    kh_lower_read(l, level, r->place);
    kh_operation only = {.code = KH_DO_ONLY, .low = KH_PLUS_INF, .high = KH_MINUS_INF};
    for (uint32_t i = 0; i < scale->level_count; i++) {
        only.low = kh_num_min(only.low, scale->levels[i].points);
        only.high = kh_num_max(only.high, scale->levels[i].points);
    }
    kh_col args[] = {kh_lower_yes_no(l, true), kh_lower_points(l, level)};
    kh_col col = kh_lower_reduce(l, only, r->rated, args, 2, kh_lower_type(KH_TYPE_NUMBER));
    kh_lower_read(l, col, r->place);
    if (r->amount)
        kh_lower_remember(l, r->amount, col);
    return col;
}

static kh_col raw_points(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, kh_col unit)
{
    if (r->verb == KH_RATE) {
        p->amount = rating(l, r);
        return p->amount;
    }
    p->amount = r->amount_high ? chosen_amount(l, r, p, unit) : kh_lower_number(l, r->amount);
    if (r->mod_count) {
        p->basis = p->amount;
        p->amount = kh_lower_modified(l, r, p->basis);
    }
    switch (r->counting) {
    case KH_COUNT_NOTHING:
        return p->amount;
    case KH_COUNT_RECORDS:
        return of_records(l, r, p, unit);
    case KH_COUNT_STEPS:
        return of_steps(l, r, p);
    }
    assert(!"no such counting");
    return KH_NONE;
}

/* Points for which the unit's conditions are not asked again; n/a is none. Where they might be
 * negative, the gated ones: only what acts may be asked. */
static kh_col where_it_acts(kh_lowering *l, const kh_rule *r, const kh_plan_rule *p, kh_col bare)
{
    if (!r->group || r->highest || kh_lower_might(l, bare, KH_MIGHT_NEGATIVE))
        return p->points;
    bool first_only = l->m->nodes[l->node].groups[r->group - 1].first_only;
    bool whole = p->count != KH_NONE && !over_records(l, p->amount) &&
                 (r->counting == KH_COUNT_RECORDS || r->step_rule != KH_STEP_PRO_RATA);
    if (first_only && whole) /* the first that applies counts one at least */
        bare = times(
            l, kh_lower_two(l, KH_DO_MAX, KH_TYPE_NUMBER, p->count, kh_lower_constant(l, KH_ONE)),
            p->amount);
    if (kh_lower_might(l, bare, KH_MIGHT_NA))
        bare = kh_lower_one(l, KH_DO_OR_ZERO, KH_TYPE_NUMBER, bare);
    return r->limit ? kh_lower_two(l, KH_DO_AT_MOST, KH_TYPE_NUMBER, bare, p->limit) : bare;
}

kh_col kh_lower_rule(kh_lowering *l, const kh_rule *r, kh_plan_rule *p, kh_col around)
{
    if (r->condition)
        p->condition = kh_lower_expr(l, r->condition);
    if (r->unless)
        p->unless = kh_lower_expr(l, r->unless);
    kh_col unit = conditions(l, p, false);
    kh_col bare = raw_points(l, r, p, kh_lower_both(l, around, unit));
    p->raw = bare;
    p->applies = kh_lower_holds(l, unit);
    bool changes = r->verb == KH_DEDUCT || r->verb == KH_AWARD;
    if (changes && unit != KH_NONE)
        p->raw = kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, unit, p->raw);
    else if (changes && kh_lower_might(l, p->raw, KH_MIGHT_NA))
        p->raw = kh_lower_one(l, KH_DO_OR_ZERO, KH_TYPE_NUMBER, p->raw);
    if (changes && around != KH_NONE && kh_lower_might(l, p->raw, KH_MIGHT_NEGATIVE))
        p->raw = kh_lower_two(l, KH_DO_GATE, KH_TYPE_NUMBER, around, p->raw);
    if (changes)
        p->raw = not_negative(l, r, p->raw);
    if (r->highest)
        kh_lower_highest(l, r, p);
    p->points = r->highest ? p->kept : p->raw;
    if (r->limit) {
        p->limit = kh_lower_number(l, r->limit);
        p->points = kh_lower_two(l, KH_DO_AT_MOST, KH_TYPE_NUMBER, p->points, p->limit);
    }
    return where_it_acts(l, r, p, bare);
}

/* Of several values the first whose condition holds; none of them is 0. */
static kh_col first_value(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, 2 * (size_t)n->rule_count + 1u);
    uint32_t count = 0;
    kh_col before = KH_NONE; /* none of the earlier ones was taken */
    for (uint32_t i = 0; i < n->rule_count; i++) {
        kh_plan_rule *p = &l->plan->nodes[node].rules[i];
        if (n->rules[i].verb != KH_SCORE && n->rules[i].verb != KH_RATE)
            continue;
        kh_col holds = p->applies;
        if (count % 2) { /* one without a condition stands before it */
            p->applies = kh_lower_yes_no(l, false);
            continue;
        }
        if (holds == KH_NONE) {
            args[count++] = p->points;
            p->applies = before;
            continue;
        }
        args[count++] = holds;
        args[count++] = p->points;
        p->applies = kh_lower_both(l, before, holds);
        before = kh_lower_both(l, before, kh_lower_one(l, KH_DO_NOT, KH_TYPE_YES_NO, holds));
    }
    if (count == 0)
        return KH_NONE;
    if (count == 1)
        return args[0];
    if (count % 2 == 0)
        args[count++] = kh_lower_constant(l, KH_ZERO);
    return kh_lower_table(l, args, count, kh_lower_type(KH_TYPE_NUMBER));
}

void kh_lower_rules(kh_lowering *l, uint32_t node)
{
    const kh_score *n = &l->m->nodes[node];
    for (uint32_t i = 0; i < n->rule_count; i++)
        if (!n->rules[i].group && !kh_verb_corrects(n->rules[i].verb))
            kh_lower_rule(l, &n->rules[i], &l->plan->nodes[node].rules[i], KH_NONE);
    for (uint32_t i = 0; i < n->group_count; i++)
        kh_lower_group(l, node, i);
    l->plan->nodes[node].value = first_value(l, node);
}
