/* Running the operations of a plan over batches of units. */
#include "eval/batch.h"

#include <assert.h>
#include <string.h>

static kh_kernel *const kernels[] = {
#define OPERATION(id, args, text) [KH_DO_##id] = kh_eval_##id,
#include "model/operations.def"
#undef OPERATION
};

bool kh_is_code(kh_type type)
{
    switch (type.tag) {
    case KH_TYPE_DATE:
    case KH_TYPE_LEVEL:
    case KH_TYPE_TEXT:
    case KH_TYPE_KIND:
        return true;
    case KH_TYPE_UNKNOWN:
    case KH_TYPE_NUMBER:
    case KH_TYPE_YES_NO:
        break;
    }
    return false;
}

uint32_t kh_rows(const kh_batch *b, kh_domain d)
{
    if (d.tag == KH_DOMAIN_RUN)
        return 1;
    if (d.tag == KH_DOMAIN_UNIT)
        return b->units;
    const uint32_t *start = b->facts->records[d.record].start;
    return start[b->first + b->units] - start[b->first];
}

void kh_vec_open(kh_batch *b, kh_vec *d, uint32_t i)
{
    kh_slot *slot = &b->slots[b->run->slot_of[b->operation]];
    if (!slot->high)
        slot->high = KH_NEW_ARRAY(b->run->arena, kh_num, slot->rows + 1u);
    d->high = slot->high;
    if (i)
        memcpy(d->high, d->low, i * sizeof *d->high);
}

void kh_vec_finish(kh_vec *d, uint32_t n, bool answers)
{
    uint8_t other = (uint8_t)(answers ? KH_OPEN | KH_MAY_NA : ~KH_MAY_VALUE);
    uint8_t seen = 0;
    for (uint32_t i = 0; i < n; i++)
        seen |= d->state[i] & other;
    d->plain = seen == 0;
}

kh_event kh_event_of(const kh_batch *b, const kh_operation *op, uint32_t i)
{
    kh_event e = {op->dst, KH_NONE, KH_NONE};
    kh_domain d = b->plan->columns[op->dst].domain;
    if (d.tag == KH_DOMAIN_UNIT) {
        e.unit = b->first + i;
    } else if (d.tag == KH_DOMAIN_RECORD) {
        e.row = kh_first_row(b, d.record) + i;
        e.unit = b->facts->records[d.record].unit[e.row];
    }
    return e;
}

void kh_event_at(kh_batch *b, const kh_operation *op, uint32_t i)
{
    kh_event e = kh_event_of(b, op, i);
    *kh_push(b->run->arena, &b->run->events) = e;
}

/* ---- keeping columns ---- */

static uint32_t all_rows(const kh_run *run, kh_domain d)
{
    if (d.tag == KH_DOMAIN_RUN)
        return 1;
    return d.tag == KH_DOMAIN_UNIT ? run->facts->unit_count
                                   : run->facts->records[d.record].row_count;
}

static void keep_numbers(kh_arena *a, kh_num *to, const kh_num *from, uint32_t n)
{
    memcpy(to, from, n * sizeof *to);
    for (uint32_t i = 0; i < n; i++)
        if (to[i].d == KH_NUM_BIG)
            to[i] = kh_num_keep(a, from[i]);
}

static void keep(kh_batch *b, kh_col col)
{
    kh_run *run = b->run;
    const kh_column *c = &b->plan->columns[col];
    const kh_vec *v = &b->vecs[col];
    kh_kept *k = &run->results->columns[col];
    uint32_t all = all_rows(run, c->domain), n = kh_rows(b, c->domain), at = 0;
    if (c->domain.tag == KH_DOMAIN_UNIT)
        at = b->first;
    else if (c->domain.tag == KH_DOMAIN_RECORD)
        at = kh_first_row(b, c->domain.record);
    if (!k->state) {
        k->state = kh_arena_alloc(run->arena, all + 1u);
        if (c->type.tag != KH_TYPE_YES_NO)
            k->low = KH_NEW_ARRAY(run->arena, kh_num, all + 1u);
    }
    if (n == 0)
        return;
    memcpy(k->state + at, v->state, n);
    if (kh_is_code(c->type)) {
        for (uint32_t i = 0; i < n; i++)
            k->low[at + i] = kh_num_int(v->codes[i]);
    } else if (k->low) {
        keep_numbers(run->arena, k->low + at, v->low, n);
        if (v->high && !k->high) {
            k->high = KH_NEW_ARRAY(run->arena, kh_num, all + 1u);
            memcpy(k->high, k->low, at * sizeof *k->high);
        }
        if (k->high)
            keep_numbers(run->arena, k->high + at, v->high ? v->high : v->low, n);
    }
}

/* A column that an earlier stratum kept, for this batch. */
static void load(kh_batch *b, kh_col col)
{
    const kh_column *c = &b->plan->columns[col];
    const kh_kept *k = &b->run->results->columns[col];
    uint32_t n = kh_rows(b, c->domain);
    uint32_t at = c->domain.tag == KH_DOMAIN_UNIT ? b->first : kh_first_row(b, c->domain.record);
    kh_vec *v = &b->vecs[col];
    *v = (kh_vec){.state = k->state + at, .step = 1};
    if (kh_is_code(c->type)) {
        v->codes = KH_NEW_ARRAY(b->arena, int32_t, n + 1u);
        for (uint32_t i = 0; i < n; i++)
            v->codes[i] = (int32_t)k->low[at + i].n;
    } else if (k->low) {
        v->low = k->low + at;
        v->high = k->high ? k->high + at : NULL;
    }
    kh_vec_finish(v, n, c->type.tag == KH_TYPE_YES_NO);
}

/* ---- running ---- */

/* The vector that an operation is about to write. */
static kh_vec *destination(kh_batch *b, const kh_operation *op)
{
    const kh_column *c = &b->plan->columns[op->dst];
    kh_slot *slot = &b->slots[b->run->slot_of[op->dst]];
    kh_arena *a = b->run->arena;
    bool code = kh_is_code(c->type), number = !code && c->type.tag != KH_TYPE_YES_NO;
    if (!slot->state)
        slot->state = kh_arena_alloc(a, slot->rows + 1u);
    if (number && !slot->low)
        slot->low = KH_NEW_ARRAY(a, kh_num, slot->rows + 1u);
    if (code && !slot->codes)
        slot->codes = KH_NEW_ARRAY(a, int32_t, slot->rows + 1u);
    kh_vec *d = &b->vecs[op->dst];
    *d = (kh_vec){.state = slot->state,
                  .low = number ? slot->low : NULL,
                  .codes = code ? slot->codes : NULL,
                  .step = c->domain.tag != KH_DOMAIN_RUN};
    return d;
}

static void run_operation(kh_batch *b, const kh_operation *op)
{
    b->operation = op->dst;
    kernels[op->code](b, op, destination(b, op), kh_rows(b, b->plan->columns[op->dst].domain));
    if (b->run->keep[op->dst])
        keep(b, op->dst);
}

static kh_slot *new_slots(const kh_run *run)
{
    kh_slot *slots = KH_NEW_ARRAY(run->arena, kh_slot, run->slot_count + 1u);
    for (uint32_t i = 0; i < run->slot_count; i++)
        slots[i].rows = run->slot_rows[i];
    return slots;
}

static kh_batch new_batch(kh_run *run, kh_arena *arena)
{
    return (kh_batch){.run = run,
                      .plan = run->plan,
                      .facts = run->facts,
                      .arena = arena,
                      .vecs = KH_NEW_ARRAY(run->arena, kh_vec, run->plan->columns_count + 1u),
                      .slots = new_slots(run)};
}

/* ---- again with more bits ---- */

/* How much had been noted before a batch. */
typedef struct said {
    size_t events, negatives, rescaled, undated, undecided, too_large, uncovered;
} said;

static said said_so_far(kh_run *run)
{
    run->bits = 0;
    return (said){run->events.n,    run->negatives.n, run->rescaled.n, run->undated.n,
                  run->undecided.n, run->too_large.n, run->uncovered.n};
}

static void say_again(kh_run *run, const said *before)
{
    run->bits = run->bits ? 2 * run->bits : KH_LEAST_BITS;
    run->again = false;
    run->events.n = before->events;
    run->negatives.n = before->negatives;
    run->rescaled.n = before->rescaled;
    run->undated.n = before->undated;
    run->undecided.n = before->undecided;
    run->too_large.n = before->too_large;
    run->uncovered.n = before->uncovered;
}

static bool wants_more_bits(const kh_run *run)
{
    return run->again && run->bits < KH_MOST_BITS;
}

void kh_run_columns(kh_run *run)
{
    kh_batch b = new_batch(run, run->arena);
    const kh_plan *p = run->plan;
    said before = said_so_far(run);
    do {
        say_again(run, &before);
        for (uint32_t i = 0; i < p->operations_count; i++)
            if (run->live[i] && p->columns[i].domain.tag == KH_DOMAIN_RUN)
                run_operation(&b, &p->operations[i]);
    } while (wants_more_bits(run));
}

static kh_vec run_vec(const kh_run *run, kh_col col)
{
    const kh_kept *k = &run->results->columns[col];
    kh_vec v = {.state = k->state, .low = k->low, .high = k->high};
    if (kh_is_code(run->plan->columns[col].type)) {
        v.codes = KH_NEW_ARRAY(run->arena, int32_t, 1);
        v.codes[0] = (int32_t)k->low[0].n;
    }
    kh_vec_finish(&v, 1, run->plan->columns[col].type.tag == KH_TYPE_YES_NO);
    return v;
}

uint32_t kh_run_batch_end(const kh_run *run, uint32_t first)
{
    /* As many units as asked for, fewer where they have very many records. */
    const uint32_t most = 16 * run->batch_units;
    uint32_t left = run->facts->unit_count - first;
    uint32_t end = first + (left < run->batch_units ? left : run->batch_units);
    for (uint32_t r = 0; r < run->plan->model->records_count; r++) {
        const uint32_t *start = run->facts->records[r].start;
        while (start && end > first + 1 && start[end] - start[first] > most)
            end = first + (end - first) / 2;
    }
    return end;
}

/* The columns of earlier strata that operations of this one read. */
static kh_col *read_before(const kh_run *run, uint32_t stratum, uint32_t *count)
{
    const kh_plan *p = run->plan;
    kh_col *cols = KH_NEW_ARRAY(run->arena, kh_col, p->columns_count + 1u);
    bool *seen = KH_NEW_ARRAY(run->arena, bool, p->columns_count + 1u);
    *count = 0;
    for (uint32_t i = 0; i < p->operations_count; i++) {
        const kh_operation *op = &p->operations[i];
        for (uint32_t k = 0; run->live[i] && op->stratum == stratum && k < op->n; k++) {
            const kh_column *c = &p->columns[op->args[k]];
            if (c->stratum < stratum && c->domain.tag != KH_DOMAIN_RUN && !seen[op->args[k]]) {
                seen[op->args[k]] = true;
                cols[(*count)++] = op->args[k];
            }
        }
    }
    return cols;
}

/* The operations of this stratum, in order, as a list of their own. */
static uint32_t *operations_of(const kh_run *run, uint32_t stratum, uint32_t *count)
{
    const kh_plan *p = run->plan;
    uint32_t *ops = KH_NEW_ARRAY(run->arena, uint32_t, p->operations_count + 1u);
    *count = 0;
    for (uint32_t i = 0; i < p->operations_count; i++)
        if (run->live[i] && p->operations[i].stratum == stratum &&
            p->columns[i].domain.tag != KH_DOMAIN_RUN)
            ops[(*count)++] = i;
    return ops;
}

void kh_run_stratum(kh_run *run, uint32_t stratum)
{
    const kh_plan *p = run->plan;
    uint32_t op_count, load_count;
    uint32_t *ops = operations_of(run, stratum, &op_count);
    kh_col *loads = read_before(run, stratum, &load_count);
    kh_arena *arena = kh_arena_new();
    kh_guard guard;
    if (!KH_GUARD(&guard)) {
        kh_arena_free(arena);
        kh_out_of_memory();
    }
    kh_batch b = new_batch(run, arena);
    for (uint32_t i = 0; i < p->columns_count; i++)
        if (run->live[i] && p->columns[i].domain.tag == KH_DOMAIN_RUN)
            b.vecs[i] = run_vec(run, i);
    for (b.first = 0; b.first < run->facts->unit_count; b.first += b.units) {
        b.units = kh_run_batch_end(run, b.first) - b.first;
        said before = said_so_far(run);
        do {
            say_again(run, &before);
            for (uint32_t i = 0; i < load_count; i++)
                load(&b, loads[i]);
            for (uint32_t i = 0; i < op_count; i++)
                run_operation(&b, &p->operations[ops[i]]);
            kh_arena_reset(arena);
        } while (wants_more_bits(run));
    }
    kh_guard_leave(&guard);
    kh_arena_free(arena);
}
