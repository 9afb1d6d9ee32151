/* Emitting operations. An operation that says the same as an earlier one is that one, so whatever
 * rules have in common is computed once. */
#include "model/lower.h"

#include <assert.h>
#include <string.h>

static uint64_t mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    h *= 0xbf58476d1ce4e5b9u;
    return h ^ (h >> 31);
}

/* A big number's n is an address: equal values may stand in two places, which costs a column and no
 * more. */
static uint64_t mix_number(uint64_t h, kh_num x)
{
    return mix(mix(h, (uint64_t)x.n), (uint64_t)x.d);
}

static uint64_t hash_operation(const kh_operation *op)
{
    uint64_t h = mix(op->code, op->index);
    h = mix(h, op->mask);
    h = mix_number(mix_number(mix_number(h, op->number), op->low), op->high);
    h = mix(mix(h, (uint64_t)op->places), op->mode);
    h = mix(mix(h, op->domain.tag), op->domain.record);
    for (uint32_t i = 0; i < op->n; i++)
        h = mix(h, op->args[i]);
    return h;
}

static bool same_number(kh_num x, kh_num y)
{
    return x.n == y.n && x.d == y.d;
}

static bool same_operation(const kh_operation *a, const kh_operation *b)
{
    return a->code == b->code && a->index == b->index && a->mask == b->mask &&
           same_number(a->number, b->number) && same_number(a->low, b->low) &&
           same_number(a->high, b->high) && a->places == b->places && a->mode == b->mode &&
           a->domain.tag == b->domain.tag && a->domain.record == b->domain.record && a->n == b->n &&
           (a->n == 0 || memcmp(a->args, b->args, a->n * sizeof *a->args) == 0);
}

/* Digits of the last rounding: kept by what hands a value on as it is. */
static int places_of(const kh_lowering *l, const kh_operation *op)
{
    if (op->code == KH_DO_ROUND || op->code == KH_DO_ROUND_ENCLOSED)
        return op->places;
    if (op->code == KH_DO_NA_UNLESS)
        return l->columns.at[op->args[1]].places;
    if (op->code == KH_DO_OF_UNIT || op->code == KH_DO_WITHIN)
        return l->columns.at[op->args[0]].places;
    return -1;
}

static kh_col emit(kh_lowering *l, kh_operation op, kh_domain lives, kh_type type)
{
    uint64_t hash = hash_operation(&op);
    uint32_t first = kh_map_get(l->by_hash, hash);
    for (uint32_t i = first; i != KH_NONE; i = l->same_hash.at[i])
        if (same_operation(&l->operations.at[i], &op) && l->columns.at[i].type.tag == type.tag &&
            l->columns.at[i].type.scale == type.scale)
            return i;
    kh_col dst = (kh_col)l->operations.n;
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, op.n + 1u);
    if (op.n)
        memcpy(args, op.args, op.n * sizeof *args);
    op.args = args;
    op.dst = dst;
    if (op.code == KH_DO_SELECTED)
        op.stratum = l->plan->select_stratum[op.index] + 1;
    for (uint32_t i = 0; i < op.n; i++)
        if (l->columns.at[args[i]].stratum > op.stratum)
            op.stratum = l->columns.at[args[i]].stratum;
    *kh_push(l->arena, &l->operations) = op;
    *kh_push(l->arena, &l->columns) = (kh_column){
        .domain = lives, .type = type, .places = places_of(l, &op), .stratum = op.stratum};
    *kh_push(l->arena, &l->might) = kh_lower_prospect(l, &op);
    *kh_push(l->arena, &l->same_hash) = first;
    kh_map_set(l->by_hash, hash, dst);
    return dst;
}

kh_type kh_lower_type(kh_type_tag tag)
{
    return (kh_type){.tag = tag, .scale = KH_NONE};
}

kh_domain kh_lower_domain(const kh_lowering *l, kh_col col)
{
    return l->columns.at[col].domain;
}

bool kh_lower_might(const kh_lowering *l, kh_col col, uint8_t what)
{
    return (l->might.at[col] & what) != 0;
}

kh_col kh_lower_source(kh_lowering *l, kh_operation op, kh_type type)
{
    if (op.domain.tag != KH_DOMAIN_RECORD)
        op.domain.record = KH_NONE;
    return emit(l, op, op.domain, type);
}

kh_col kh_lower_in_record(kh_lowering *l, kh_col col, uint32_t record)
{
    kh_domain d = kh_lower_domain(l, col);
    if (d.tag != KH_DOMAIN_UNIT) {
        assert(d.tag == KH_DOMAIN_RUN || d.record == record);
        return col;
    }
    kh_domain rows = {KH_DOMAIN_RECORD, record};
    kh_operation op = {.code = KH_DO_OF_UNIT, .args = &col, .n = 1, .domain = rows};
    return emit(l, op, rows, l->columns.at[col].type);
}

kh_col kh_lower_map(kh_lowering *l, kh_operation op, const kh_col *args, uint32_t n, kh_type type)
{
    kh_domain rows = {KH_DOMAIN_RUN, KH_NONE};
    for (uint32_t i = 0; i < n; i++)
        if (kh_lower_domain(l, args[i]).tag > rows.tag)
            rows = kh_lower_domain(l, args[i]);
    op.args = KH_NEW_ARRAY(l->arena, kh_col, n + 1u);
    op.n = n;
    op.domain = rows;
    for (uint32_t i = 0; i < n; i++)
        op.args[i] =
            rows.tag == KH_DOMAIN_RECORD ? kh_lower_in_record(l, args[i], rows.record) : args[i];
    return emit(l, op, rows, type);
}

kh_col kh_lower_one(kh_lowering *l, kh_opcode code, kh_type_tag type, kh_col a)
{
    return kh_lower_map(l, (kh_operation){.code = code}, &a, 1, kh_lower_type(type));
}

kh_col kh_lower_two(kh_lowering *l, kh_opcode code, kh_type_tag type, kh_col a, kh_col b)
{
    return kh_lower_map(l, (kh_operation){.code = code}, (kh_col[]){a, b}, 2, kh_lower_type(type));
}

kh_col kh_lower_reduce(kh_lowering *l, kh_operation op, uint32_t record, const kh_col *args,
                       uint32_t n, kh_type type)
{
    return kh_lower_reduce_with(l, op, record, args, n, n, type);
}

kh_col kh_lower_reduce_with(kh_lowering *l, kh_operation op, uint32_t record, const kh_col *args,
                            uint32_t own, uint32_t n, kh_type type)
{
    op.args = KH_NEW_ARRAY(l->arena, kh_col, n + 1u);
    op.n = n;
    op.domain = (kh_domain){KH_DOMAIN_RECORD, record};
    for (uint32_t i = 0; i < n; i++)
        op.args[i] = i < own ? kh_lower_in_record(l, args[i], record) : args[i];
    return emit(l, op, (kh_domain){KH_DOMAIN_UNIT, KH_NONE}, type);
}

kh_col kh_lower_constant(kh_lowering *l, kh_num x)
{
    kh_operation op = {.code = KH_DO_NUMBER, .number = x, .domain = {KH_DOMAIN_RUN, KH_NONE}};
    return kh_lower_source(l, op, kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_yes_no(kh_lowering *l, bool yes)
{
    kh_operation op = {.code = KH_DO_YES_NO, .index = yes, .domain = {KH_DOMAIN_RUN, KH_NONE}};
    return kh_lower_source(l, op, kh_lower_type(KH_TYPE_YES_NO));
}

kh_col kh_lower_round(kh_lowering *l, kh_col col, const kh_rounding *rounding)
{
    if (rounding->places < 0)
        return col;
    kh_operation op = {.code = KH_DO_ROUND, .places = rounding->places, .mode = rounding->mode};
    if (kh_lower_might(l, col, KH_MIGHT_ENCLOSE)) {
        op.code = KH_DO_ROUND_ENCLOSED;
        op.index = l->node;
        op.domain = kh_lower_domain(l, col);
        op.args = kh_lower_made_of(l, col, &op.n, &op.mask);
        return emit(l, op, op.domain, kh_lower_type(KH_TYPE_NUMBER));
    }
    return kh_lower_map(l, op, &col, 1, kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_kind_in(kh_lowering *l, uint64_t kinds)
{
    if (kinds == 0)
        return KH_NONE;
    kh_operation op = {.code = KH_DO_KIND_IN, .mask = kinds, .domain = {KH_DOMAIN_UNIT, KH_NONE}};
    return kh_lower_source(l, op, kh_lower_type(KH_TYPE_YES_NO));
}

kh_col kh_lower_both(kh_lowering *l, kh_col a, kh_col b)
{
    if (a == KH_NONE || b == KH_NONE || a == b)
        return a == KH_NONE ? b : a;
    return kh_lower_two(l, KH_DO_AND, KH_TYPE_YES_NO, a, b);
}

kh_col kh_lower_holds(kh_lowering *l, kh_col a)
{
    if (a == KH_NONE || !kh_lower_might(l, a, KH_MIGHT_NA))
        return a;
    return kh_lower_one(l, KH_DO_HOLDS, KH_TYPE_YES_NO, a);
}

kh_col kh_lower_sum(kh_lowering *l, const kh_col *args, uint32_t n)
{
    if (n == 1)
        return args[0];
    return kh_lower_map(l, (kh_operation){.code = KH_DO_SUM}, args, n,
                        kh_lower_type(KH_TYPE_NUMBER));
}

void kh_lower_read(kh_lowering *l, kh_col col, kh_place place)
{
    uint64_t key = (uint64_t)col << 32 | l->node;
    if (kh_map_get(l->read_at, key) != KH_NONE)
        return;
    kh_map_set(l->read_at, key, (uint32_t)l->reads.n);
    *kh_push(l->arena, &l->reads) = (kh_plan_read){col, l->node, place};
}
