/* Aggregates that do more than add up: over keys, trimmed, of the best n, weighted, by rank. Each
 * result is a function of the rows that count which grows with every value, so the lowest it can be
 * comes from the lowest values and the highest from the highest. Rows that may or may not count are
 * tried both ways while they are few; with more of them, and where a weight, a key or a number of
 * places is open itself, only the range of the values bounds it. */
#include "eval/gather.h"

#include <string.h>

#include "eval/interval.h"

enum { MOST_TRIED = 8 }; /* rows that may count: 256 ways */

/* ---- the rows of a unit ---- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h ^= x + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    return h * 0xbf58476d1ce4e5b9u;
}

static bool same_key(const kh_vec *v, uint32_t i, uint32_t k)
{
    i *= v->step;
    k *= v->step;
    if (v->low)
        return kh_num_eq(v->low[i], v->low[k]);
    return v->codes ? v->codes[i] == v->codes[k] : v->state[i] == v->state[k];
}

/* Whether the key of row i is settled. One that was not filed makes the row a matter of its own;
 * any other that is open may be any. */
static bool has_key(gathering *g, uint32_t i, bool *own)
{
    for (uint32_t k = 0; k < g->keys; k++) {
        uint8_t s = kh_state_at(g->key[k], i);
        bool filed = g->b->plan->operations[g->op->args[g->first_key + k]].code == KH_DO_FIELD;
        if (s & KH_OPEN)
            *own = true;
        if ((s & KH_OPEN) && !filed)
            return false;
    }
    return true;
}

/* A big number's n is an address: it takes no part. */
static uint64_t hash_key(const gathering *g, uint32_t i)
{
    uint64_t h = 1;
    for (uint32_t k = 0; k < g->keys; k++) {
        const kh_vec *v = g->key[k];
        uint32_t at = i * v->step;
        uint64_t part = v->low     ? (v->low[at].d > 0 ? (uint64_t)v->low[at].n : 0)
                        : v->codes ? (uint64_t)(uint32_t)v->codes[at]
                                   : v->state[at];
        h = mix(h, part);
    }
    return h;
}

static void set_group(gathering *g, item *it, uint32_t i)
{
    bool own = false;
    it->group = (uint32_t)g->items.n;
    it->next_of_hash = KH_NONE;
    if (!has_key(g, i, &own))
        g->vague = true;
    it->own = own;
    if (g->keys == 0 || own)
        return;
    uint64_t hash = hash_key(g, i);
    uint32_t first = kh_map_get(g->groups, hash);
    for (uint32_t at = first; at != KH_NONE; at = g->items.at[at].next_of_hash) {
        bool same = true;
        for (uint32_t k = 0; k < g->keys && same; k++)
            same = same_key(g->key[k], i, g->items.at[at].row);
        if (same) {
            it->group = g->items.at[at].group;
            return;
        }
    }
    it->next_of_hash = first;
    kh_map_set(g->groups, hash, (uint32_t)g->items.n);
}

static bool set_weight(gathering *g, item *it, uint32_t i)
{
    it->weight = KH_ONE;
    if (!g->weight)
        return true;
    kh_cell w = kh_at(g->weight, i);
    if (!(w.state & KH_MAY_VALUE))
        return false;
    it->weight = w.low;
    if (w.state != KH_MAY_VALUE)
        g->vague = true;
    if (kh_num_sign(w.low) < 0)
        g->below_zero = true;
    return true;
}

static void add_row(gathering *g, uint32_t i, int64_t times)
{
    uint8_t counts = kh_state_at(g->counts, i);
    kh_cell v = kh_at(g->values, i);
    item it = {.row = i, .times = times, .value = {v.low, v.high}};
    if (times == 0 || !(counts & KH_MAY_YES) || !(v.state & KH_MAY_VALUE) || !set_weight(g, &it, i))
        return;
    it.certain = counts == KH_MAY_YES && !(v.state & KH_MAY_NA);
    it.open = v.state != KH_MAY_VALUE;
    g->none |= it.certain ? v.state & KH_LACKS : 0;
    g->open = g->open || it.open;
    g->maybes += !it.certain;
    set_group(g, &it, i);
    *kh_push(g->b->arena, &g->items) = it;
}

/* ---- the value of some of them ---- */

static bool made_of(gathering *g, const kh_sample *at, size_t n, kh_num *out)
{
    return kh_samples_value(g->b->arena, (kh_gathered)g->op->index, g->op->number, at, n, out);
}

/* Takes `times` values away from the lower end; the number of samples left. */
static size_t drop_low(kh_sample *at, size_t n, int64_t times)
{
    size_t gone = 0;
    while (gone < n && times >= at[gone].times)
        times -= at[gone++].times;
    if (gone < n)
        at[gone].times -= times;
    memmove(at, at + gone, (n - gone) * sizeof *at);
    return n - gone;
}

static size_t drop_high(kh_sample *at, size_t n, int64_t times)
{
    while (n > 0 && times >= at[n - 1].times)
        times -= at[--n].times;
    if (n > 0)
        at[n - 1].times -= times;
    return n;
}

/* For each sample the next of its group, n: none; *heads: the first of each group, in their order.
 */
static size_t *chain(const gathering *g, const kh_sample *at, size_t n, size_t **heads,
                     size_t *count)
{
    kh_arena *a = g->b->arena;
    size_t *next = KH_NEW_ARRAY(a, size_t, n + 1), *last = KH_NEW_ARRAY(a, size_t, g->items.n + 1);
    *heads = KH_NEW_ARRAY(a, size_t, n + 1);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        next[i] = n;
        size_t *before = &last[at[i].group]; /* plus 1 */
        if (*before)
            next[*before - 1] = i;
        else
            (*heads)[(*count)++] = i;
        *before = i + 1;
    }
    return next;
}

/* Each key's own value, in the place of its records. False: one has none. */
static bool by_key(gathering *g, kh_sample *at, size_t *n)
{
    kh_arena *a = g->b->arena;
    kh_sample *out = KH_NEW_ARRAY(a, kh_sample, *n + 1), *one = KH_NEW_ARRAY(a, kh_sample, *n + 1);
    size_t *heads, count;
    const size_t *next = chain(g, at, *n, &heads, &count);
    for (size_t k = 0; k < count; k++) {
        const kh_sample *head = &at[heads[k]];
        out[k] = *head;
        if (head->own)
            continue;
        size_t in = 0;
        for (size_t i = heads[k]; i < *n; i = next[i]) {
            one[in] = at[i];
            one[in++].weight = KH_ONE;
        }
        kh_samples_sort(a, one, in);
        out[k].times = 1;
        if (!made_of(g, one, in, &out[k].value))
            return false;
    }
    memcpy(at, out, count * sizeof *at);
    *n = count;
    return true;
}

/* The value of n samples; false: there is none. */
static bool value_of(gathering *g, kh_sample *at, size_t n, kh_num *out)
{
    if (g->has_quorum && kh_samples_count(at, n) < g->quorum)
        return false;
    if (g->keys && !by_key(g, at, &n))
        return false;
    bool ordered = g->has_trim || g->has_top || g->op->index == KH_GATHER_RANKED;
    if (ordered)
        kh_samples_sort(g->b->arena, at, n);
    if (g->has_trim) {
        if (kh_samples_count(at, n) <= 2 * g->trim)
            return false;
        n = drop_high(at, drop_low(at, n, g->trim), g->trim);
    }
    int64_t count = kh_samples_count(at, n);
    if (g->has_top && count > g->top)
        n = g->op->mask & KH_GATHER_LOWEST_FIRST ? drop_high(at, n, count - g->top)
                                                 : drop_low(at, n, count - g->top);
    return made_of(g, at, n, out);
}

/* ---- all that it can be ---- */

static size_t take(const gathering *g, kh_sample *at, uint32_t ways, int end)
{
    size_t n = 0;
    for (size_t i = 0; i < g->items.n; i++) {
        const item *it = &g->items.at[i];
        bool in = it->certain || (ways & 1);
        ways = it->certain ? ways : ways >> 1;
        if (in)
            at[n++] = (kh_sample){it->value[end], it->weight, it->times, it->group, it->own};
    }
    return n;
}

static kh_cell unknown(void)
{
    return (kh_cell){KH_MAY_VALUE | KH_OPEN | KH_MAY_NONE, KH_MINUS_INF, KH_PLUS_INF};
}

/* Every way in which the open rows may count, with the lowest and with the highest values. */
static kh_cell every_way(gathering *g, uint32_t unit)
{
    kh_cell all = {KH_MAY_VALUE | g->none, KH_PLUS_INF, KH_MINUS_INF};
    kh_sample *at = KH_NEW_ARRAY(g->b->arena, kh_sample, g->items.n + 1);
    bool any = false, missing = false;
    for (uint32_t ways = 0; ways < 1u << g->maybes; ways++) {
        kh_num low, high;
        if (!value_of(g, at, take(g, at, ways, 0), &low)) {
            missing = true;
            continue;
        }
        high = low;
        if (g->open)
            value_of(g, at, take(g, at, ways, 1), &high);
        all.low = kh_num_min(all.low, low);
        all.high = kh_num_max(all.high, high);
        any = true;
    }
    if (!any) {
        kh_event_at(g->b, g->op, unit);
        return kh_no_value();
    }
    return missing ? unknown() : kh_settle(all);
}

/* Only the values bound it: a sum by those of one sign, anything else by the lowest and the
 * highest.
 */
static kh_cell by_range(const gathering *g)
{
    kh_arena *a = g->b->arena;
    bool sum = g->op->index == KH_GATHER_SUM, certain = false;
    kh_cell c = {(uint8_t)(KH_MAY_VALUE | KH_OPEN | g->none), sum ? KH_ZERO : KH_PLUS_INF,
                 sum ? KH_ZERO : KH_MINUS_INF};
    for (size_t i = 0; i < g->items.n; i++) {
        const item *it = &g->items.at[i];
        certain = certain || it->certain;
        if (sum) {
            kh_num low = kh_num_min(it->value[0], KH_ZERO);
            kh_num high = kh_num_max(it->value[1], KH_ZERO);
            c.low = kh_num_add(a, c.low, kh_multiple(a, it->times, low));
            c.high = kh_num_add(a, c.high, kh_multiple(a, it->times, high));
        } else {
            c.low = kh_num_min(c.low, it->value[0]);
            c.high = kh_num_max(c.high, it->value[1]);
        }
    }
    bool may_be_none = g->has_quorum || g->has_trim || (g->has_top && g->top < 1) ||
                       (!sum && (!certain || g->weight));
    return may_be_none || g->below_zero ? unknown() : kh_settle(c);
}

/* ---- the operation ---- */

/* A number of the unit: quorum, trim, top. */
static bool number_at(gathering *g, uint32_t arg, uint32_t unit, int64_t *out, bool *nothing)
{
    kh_cell c = kh_at(kh_arg(g->b, g->op, arg), unit);
    if (c.state == KH_MAY_VALUE && (!kh_num_to_int(c.low, out) || *out < 0))
        *nothing = true;
    if (c.state != KH_MAY_VALUE)
        g->vague = true;
    return c.state != KH_MAY_NA; /* one that does not apply asks nothing */
}

/* The cell of a unit whose rows are in. */
static kh_cell unit_value(gathering *g, uint32_t unit)
{
    bool nothing = false;
    uint32_t arg = g->first_key + g->keys;
    if (g->op->mask & KH_GATHER_QUORUM)
        g->has_quorum = number_at(g, arg++, unit, &g->quorum, &nothing);
    if (g->op->mask & KH_GATHER_TRIM)
        g->has_trim = number_at(g, arg++, unit, &g->trim, &nothing);
    if (g->op->mask & KH_GATHER_TOP)
        g->has_top = number_at(g, arg++, unit, &g->top, &nothing);
    if (nothing) {
        kh_event_at(g->b, g->op, unit);
        return kh_no_value();
    }
    if (g->vague || g->maybes > MOST_TRIED || (g->below_zero && (g->open || g->maybes)))
        return by_range(g);
    return every_way(g, unit);
}

/* The weights of the keys that have records do not make up a whole. */
static void note_rescaled(gathering *g, uint32_t unit)
{
    kh_arena *a = g->b->arena;
    if (!g->weight || !g->keys || g->vague || g->maybes || g->items.n == 0)
        return;
    kh_num sum = KH_ZERO;
    for (size_t i = 0; i < g->items.n; i++)
        if (g->items.at[i].group == i)
            sum = kh_num_add(a, sum, g->items.at[i].weight);
    if (kh_num_sign(sum) <= 0 || kh_num_cmp(sum, KH_ONE) >= 0)
        return;
    *kh_push(g->b->run->arena, &g->b->run->rescaled) =
        (kh_negative){.operation = g->op->dst,
                      .unit = g->b->first + unit,
                      .row = KH_NONE,
                      .value = kh_num_keep(g->b->run->arena, sum)};
}

static gathering begin(kh_batch *b, const kh_operation *op)
{
    gathering g = {.b = b, .op = op, .counts = kh_arg(b, op, 0), .values = kh_arg(b, op, 1)};
    g.first_key = 2;
    if (op->mask & KH_GATHER_WEIGHT)
        g.weight = kh_arg(b, op, g.first_key++);
    g.keys = (uint32_t)(op->mask >> KH_GATHER_KEYS);
    g.key = KH_NEW_ARRAY(b->arena, const kh_vec *, g.keys + 1u);
    for (uint32_t k = 0; k < g.keys; k++)
        g.key[k] = kh_arg(b, op, g.first_key + k);
    return g;
}

void kh_eval_GATHER(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    const kh_record_table *t = &b->facts->records[op->domain.record];
    uint32_t first = kh_first_row(b, op->domain.record);
    const gathering empty = begin(b, op);
    for (uint32_t u = 0; u < n; u++) {
        gathering g = empty;
        if (g.keys)
            g.groups = kh_map_new(b->arena);
        for (uint32_t row = t->start[b->first + u]; row < t->start[b->first + u + 1]; row++)
            add_row(&g, row - first, t->count[row]);
        kh_put(b, d, u, unit_value(&g, u));
        note_rescaled(&g, u);
    }
    kh_vec_finish(d, n, false);
}
