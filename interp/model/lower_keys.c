/* Lowering what goes by key: the first record of each key, the largest amount of each. */
#include "model/lower.h"

/* A field that is empty is an empty key and no gap. */
static kh_col key(kh_lowering *l, const kh_expr *e)
{
    if (e->op != KH_X_FIELD || kh_field_value(l->m, e))
        return kh_lower_expr(l, e);
    kh_operation op = {.code = KH_DO_KEY, .index = e->index, .domain = e->domain};
    return kh_lower_source(l, op, l->m->records[e->domain.record].fields[e->index].type);
}

static kh_col often(kh_lowering *l, uint32_t record)
{
    kh_operation op = {.code = KH_DO_FIELD,
                       .index = KH_FIELD_COUNT,
                       .domain = {KH_DOMAIN_RECORD, record},
                       .low = KH_ZERO,
                       .high = KH_PLUS_INF};
    return kh_lower_source(l, op, kh_lower_type(KH_TYPE_NUMBER));
}

/* In the rows of the set; what is the same for all stays in the run. */
static kh_col in_rows(kh_lowering *l, const kh_keyed *set, kh_col col)
{
    return set->record == KH_NONE ? col : kh_lower_in_record(l, col, set->record);
}

static uint32_t add_set(kh_lowering *l, const kh_keyed *set, uint32_t keys, kh_col *args)
{
    uint32_t n = 0;
    kh_col times = set->times, counted = set->counted;
    if (times == KH_NONE)
        times = set->record == KH_NONE ? kh_lower_constant(l, KH_ONE) : often(l, set->record);
    if (counted == KH_NONE)
        counted = kh_lower_yes_no(l, true);
    args[n++] = times;
    args[n++] = in_rows(l, set, counted);
    args[n++] = in_rows(l, set, set->value);
    for (uint32_t i = 0; i < keys; i++)
        args[n++] = in_rows(l, set, key(l, set->keys[i]));
    return n;
}

kh_col kh_lower_keyed(kh_lowering *l, kh_opcode code, const kh_keyed *sets, uint32_t n,
                      uint32_t keys, uint32_t which)
{
    bool marks = code == KH_DO_IS_FIRST || code == KH_DO_IS_HIGHEST;
    kh_operation op = {.code = code, .index = keys, .domain = {KH_DOMAIN_UNIT, KH_NONE}};
    if (marks && sets[which].record != KH_NONE)
        op.domain = (kh_domain){KH_DOMAIN_RECORD, sets[which].record};
    op.places = marks ? (int)which : 0;
    op.args = KH_NEW_ARRAY(l->arena, kh_col, (size_t)n * (3 + keys) + 1);
    for (uint32_t i = 0; i < n; i++)
        op.n += add_set(l, &sets[i], keys, op.args + op.n);
    return kh_lower_source(l, op, kh_lower_type(marks ? KH_TYPE_YES_NO : KH_TYPE_NUMBER));
}

static kh_keyed keyed_of(kh_lowering *l, const kh_set *set, kh_col counted, kh_col value)
{
    if (value == KH_NONE)
        value = kh_lower_constant(l, KH_ONE);
    return (kh_keyed){set->record, KH_NONE, counted, value, set->by};
}

kh_col kh_lower_once(kh_lowering *l, const kh_set *set)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, set->by_count + 1u);
    args[0] = often(l, set->record);
    for (uint32_t i = 0; i < set->by_count; i++)
        args[1 + i] = key(l, set->by[i]);
    return kh_lower_map(l, (kh_operation){.code = KH_DO_ONCE}, args, set->by_count + 1,
                        kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_firsts(kh_lowering *l, const kh_set *set, kh_col counted)
{
    kh_keyed k = keyed_of(l, set, counted, KH_NONE);
    return kh_lower_keyed(l, KH_DO_IS_FIRST, &k, 1, set->by_count, 0);
}

kh_col kh_lower_by_key(kh_lowering *l, const kh_set *set, kh_col counted, kh_col value)
{
    kh_keyed k = keyed_of(l, set, counted, value);
    return kh_lower_keyed(l, KH_DO_TOTAL_FIRST, &k, 1, set->by_count, 0);
}
