/* Kernels that look at records by key: of the rows of a unit with equal keys the first that counts,
 * or the largest. Arguments come in sets, one per rule: how often a row stands for one, whether it
 * counts, the value, then `index` keys. The sets may be of different kinds of record; one whose
 * first argument lives in no record's rows is a single event of the unit. A row with an empty key
 * is a matter of its own, as often as it stands for one; any other key counts once. */
#include <string.h>

#include "eval/cross.h"
#include "eval/interval.h"

enum { TIMES, COUNTED, VALUE, KEYS };

typedef struct entry {
    uint32_t set, row; /* row of the batch; of an event of the unit: the unit's */
} entry;

/* The rows of one unit that may count. */
typedef struct keyed {
    kh_batch *b;
    const kh_operation *op;
    uint32_t sets, stride;
    uint32_t *order; /* indices of entries: equal keys beside each other, else as they stand */
    KH_VEC(entry) entries;
} keyed;

static keyed keyed_of(kh_batch *b, const kh_operation *op)
{
    keyed k = {.b = b, .op = op, .stride = KEYS + op->index};
    k.sets = op->n / k.stride;
    return k;
}

static const kh_vec *vec_of(const keyed *k, uint32_t set, uint32_t arg)
{
    return kh_arg(k->b, k->op, set * k->stride + arg);
}

static kh_domain domain_of(const keyed *k, uint32_t set)
{
    return k->b->plan->columns[k->op->args[set * k->stride]].domain;
}

static bool counts(const keyed *k, const entry *e, bool with_value)
{
    if (kh_num_sign(kh_at(vec_of(k, e->set, TIMES), e->row).low) == 0 ||
        !(kh_state_at(vec_of(k, e->set, COUNTED), e->row) & KH_MAY_YES))
        return false;
    return !with_value || (kh_state_at(vec_of(k, e->set, VALUE), e->row) & KH_MAY_VALUE);
}

static bool is_empty(const keyed *k, const entry *e)
{
    for (uint32_t i = 0; i < k->op->index; i++) {
        uint8_t s = kh_state_at(vec_of(k, e->set, KEYS + i), e->row);
        if (s != KH_MAY_VALUE && s != KH_MAY_YES && s != KH_MAY_NO)
            return true;
    }
    return false;
}

static int compare_cells(const kh_vec *x, uint32_t i, const kh_vec *y, uint32_t j)
{
    if (x->low)
        return kh_num_cmp(x->low[i * x->step], y->low[j * y->step]);
    int32_t a = x->codes ? x->codes[i * x->step] : kh_state_at(x, i);
    int32_t b = y->codes ? y->codes[j * y->step] : kh_state_at(y, j);
    return (a > b) - (a < b);
}

static int compare_keys(const keyed *k, const entry *a, const entry *b)
{
    for (uint32_t i = 0; i < k->op->index; i++) {
        int c =
            compare_cells(vec_of(k, a->set, KEYS + i), a->row, vec_of(k, b->set, KEYS + i), b->row);
        if (c)
            return c;
    }
    return 0;
}

static int compare_entries(const void *context, uint32_t a, uint32_t b)
{
    const keyed *k = context;
    int c = compare_keys(k, &k->entries.at[a], &k->entries.at[b]);
    return c ? c : (a > b) - (a < b);
}

static void add_set(keyed *k, uint32_t set, uint32_t unit, bool with_value)
{
    kh_domain d = domain_of(k, set);
    uint32_t row = unit, end = unit + 1;
    if (d.tag == KH_DOMAIN_RECORD) {
        const uint32_t *start = k->b->facts->records[d.record].start + k->b->first;
        row = start[unit] - start[0];
        end = start[unit + 1] - start[0];
    }
    for (; row < end; row++) {
        entry e = {set, row};
        if (counts(k, &e, with_value))
            *kh_push(k->b->arena, &k->entries) = e;
    }
}

/* The entries of a unit in the order of their keys; those with an empty one stand behind, [*keyed,
 * n).
 */
static uint32_t collect(keyed *k, uint32_t unit, bool with_value, uint32_t *with_key)
{
    k->entries.n = 0;
    for (uint32_t s = 0; s < k->sets; s++)
        add_set(k, s, unit, with_value);
    uint32_t n = (uint32_t)k->entries.n, at = 0;
    k->order = KH_NEW_ARRAY(k->b->arena, uint32_t, n + 1u);
    for (int empty = 0; empty < 2; empty++) {
        for (uint32_t i = 0; i < n; i++)
            if (is_empty(k, &k->entries.at[i]) == (empty != 0))
                k->order[at++] = i;
        if (!empty)
            *with_key = at;
    }
    if (k->op->index)
        kh_sort(k->b->arena, k->order, *with_key, compare_entries, k);
    return n;
}

/* The end of the entries with the same key as the one at `from`. */
static uint32_t end_of(const keyed *k, uint32_t from, uint32_t with_key)
{
    uint32_t end = from + 1;
    while (end < with_key &&
           compare_keys(k, &k->entries.at[k->order[from]], &k->entries.at[k->order[end]]) == 0)
        end++;
    return end;
}

/* Whether the entry certainly counts, and what it is worth; n/a is nothing. */
static bool worth(const keyed *k, uint32_t i, kh_cell *out)
{
    const entry *e = &k->entries.at[k->order[i]];
    kh_cell v = kh_at(vec_of(k, e->set, VALUE), e->row), zero = kh_value(KH_ZERO);
    bool certain = kh_state_at(vec_of(k, e->set, COUNTED), e->row) == KH_MAY_YES;
    bool na = v.state & KH_MAY_NA;
    *out = zero;
    if (v.state & KH_MAY_VALUE) {
        v.state &= (uint8_t)~KH_MAY_NA;
        *out = na ? kh_interval_hull(&v, &zero) : v;
    }
    return certain;
}

/* Of entries in their order the first that counts, none is 0. */
static kh_cell first_of(const keyed *k, uint32_t from, uint32_t end)
{
    kh_cell all = kh_value(KH_ZERO), zero = all;
    bool any = false;
    for (uint32_t i = from; i < end; i++) {
        kh_cell v;
        bool certain = worth(k, i, &v);
        all = any ? kh_interval_hull(&all, &v) : v;
        any = true;
        if (certain)
            return all;
    }
    return kh_interval_hull(&all, &zero);
}

/* The largest of them; none is 0, and no amount is negative. */
static kh_cell largest_of(const keyed *k, uint32_t from, uint32_t end)
{
    kh_cell all = kh_value(KH_ZERO);
    for (uint32_t i = from; i < end; i++) {
        kh_cell v;
        bool certain = worth(k, i, &v);
        all.high = kh_num_max(all.high, v.high);
        if (!certain)
            continue;
        all.low = kh_num_max(all.low, v.low);
        all.state |= v.state & KH_LACKS;
    }
    return all;
}

typedef kh_cell of_key(const keyed *k, uint32_t from, uint32_t end);

static void add_up(const keyed *k, kh_cell *sum, kh_cell c, kh_num times)
{
    kh_arena *a = k->b->arena;
    bool once = kh_num_eq(times, KH_ONE);
    sum->state |= c.state & KH_LACKS;
    sum->low = kh_num_add(a, sum->low, once ? c.low : kh_num_mul(a, times, c.low));
    sum->high = kh_num_add(a, sum->high, once ? c.high : kh_num_mul(a, times, c.high));
}

static void total(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n, of_key *one,
                  bool with_value)
{
    keyed k = keyed_of(b, op);
    for (uint32_t u = 0; u < n; u++) {
        kh_cell sum = kh_value(KH_ZERO);
        uint32_t with_key, count = collect(&k, u, with_value, &with_key);
        for (uint32_t i = 0, end; i < count; i = end) {
            bool keyless = i >= with_key;
            end = keyless ? i + 1 : end_of(&k, i, with_key);
            const entry *e = &k.entries.at[k.order[i]];
            kh_num times = keyless ? kh_at(vec_of(&k, e->set, TIMES), e->row).low : KH_ONE;
            add_up(&k, &sum, one(&k, i, end), times);
        }
        kh_put(b, d, u, kh_settle(sum));
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_TOTAL_FIRST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    total(b, op, d, n, first_of, false);
}

void kh_eval_TOTAL_HIGHEST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    total(b, op, d, n, largest_of, true);
}

/* ---- which row it is ---- */

static void put_answer(const keyed *k, kh_vec *d, uint32_t i, uint8_t may)
{
    const entry *e = &k->entries.at[k->order[i]];
    if (e->set == (uint32_t)k->op->places)
        d->state[e->row] = kh_answers(may);
}

/* The first of a key: certainly, unless one before it may count; not behind one that does. */
static void mark_first(const keyed *k, kh_vec *d, uint32_t from, uint32_t end)
{
    uint8_t may = KH_MAY_YES;
    for (uint32_t i = from; i < end; i++) {
        kh_cell v;
        bool certain = worth(k, i, &v);
        put_answer(k, d, i, certain ? may : (uint8_t)(may | KH_MAY_NO));
        may = certain ? KH_MAY_NO : (uint8_t)(may | KH_MAY_NO);
        if (certain) {
            while (++i < end)
                put_answer(k, d, i, KH_MAY_NO);
        }
    }
}

/* The largest of a key, the first of equal ones; where something is open, any of them. */
static void mark_largest(const keyed *k, kh_vec *d, uint32_t from, uint32_t end)
{
    uint32_t best = from;
    kh_cell most;
    bool settled = worth(k, from, &most) && !(most.state & KH_OPEN);
    for (uint32_t i = from + 1; i < end; i++) {
        kh_cell v;
        settled = worth(k, i, &v) && !(v.state & KH_OPEN) && settled;
        if (kh_num_cmp(v.low, most.low) > 0) {
            best = i;
            most = v;
        }
    }
    for (uint32_t i = from; i < end; i++)
        put_answer(k, d, i,
                   !settled && end > from + 1 ? KH_MAY_YES | KH_MAY_NO
                   : i == best                ? KH_MAY_YES
                                              : KH_MAY_NO);
}

static void mark(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n,
                 void (*one)(const keyed *k, kh_vec *d, uint32_t from, uint32_t end),
                 bool with_value)
{
    keyed k = keyed_of(b, op);
    memset(d->state, KH_MAY_NO, n);
    for (uint32_t u = 0; u < b->units; u++) {
        uint32_t with_key, count = collect(&k, u, with_value, &with_key);
        for (uint32_t i = 0, end; i < count; i = end) {
            end = i >= with_key ? i + 1 : end_of(&k, i, with_key);
            one(&k, d, i, end);
        }
    }
    kh_vec_finish(d, n, true);
}

void kh_eval_IS_FIRST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    mark(b, op, d, n, mark_first, false);
}

void kh_eval_IS_HIGHEST(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    mark(b, op, d, n, mark_largest, true);
}

/* ---- keys ---- */

static bool is_filed(const kh_vec *v, uint32_t i)
{
    uint8_t s = kh_state_at(v, i);
    return s == KH_MAY_VALUE || s == KH_MAY_YES || s == KH_MAY_NO;
}

/* 次数, but 1 where all keys are filed. */
void kh_eval_ONCE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        bool filed = true;
        for (uint32_t k = 1; k < op->n; k++)
            filed = filed && is_filed(kh_arg(b, op, k), i);
        kh_num times = kh_at(kh_arg(b, op, 0), i).low;
        d->low[i] = filed && kh_num_sign(times) > 0 ? KH_ONE : times;
    }
    kh_all_values(b, d);
}

/* Like FIELD, but an empty cell is no gap: it is a key of its own. */
void kh_eval_KEY(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_record_table *t = &b->facts->records[op->domain.record];
    const kh_fact_column *c = &t->fields[op->index];
    uint32_t at = kh_first_row(b, op->domain.record);
    kh_type type = b->plan->columns[op->dst].type;
    for (uint32_t i = 0; i < n; i++) {
        bool filed = c->state[at + i] == KH_FILED_VALUE;
        if (type.tag == KH_TYPE_YES_NO)
            d->state[i] = !filed ? KH_MAY_NA : c->codes[at + i] != 0 ? KH_MAY_YES : KH_MAY_NO;
        else
            d->state[i] = filed ? KH_MAY_VALUE : KH_MAY_NA;
        if (d->codes)
            d->codes[i] = filed ? c->codes[at + i] : 0;
        else if (d->low)
            d->low[i] = filed ? c->numbers[at + i] : KH_ZERO;
    }
    kh_vec_finish(d, n, type.tag == KH_TYPE_YES_NO);
}

void kh_eval_BESIDE(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_vec *x = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++)
        kh_put(b, d, i, kh_at(x, i));
    kh_vec_finish(d, n, false);
}
