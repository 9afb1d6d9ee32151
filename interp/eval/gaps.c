/* Why results are open: for each result of a unit that is, the facts, fields and ratings that are
 * missing and the values that could not be had among all that it reads. While the operations ran
 * they noted each such row (kh_event); here the notes of the operations that a result depends on,
 * down to the results of other nodes, which have their own, are picked out. */
#include <string.h>

#include "eval/cross.h"

typedef struct root {
    kh_col column;
    uint32_t node; /* KH_NONE: a result */
} root;

typedef struct digging {
    kh_run *run;
    const kh_plan *plan;
    kh_arena *scratch;
    uint32_t *start;  /* [operations + 1] events of operation i: [start[i], start[i + 1]) */
    kh_event *events; /* sorted by operation, then unit */
    bool *is_result;  /* [columns] of a node, or what it is where the node applies */
    uint32_t *seen;   /* [columns] number of the walk that came by */
    uint32_t walk;
    KH_VEC(kh_col) stack;
    KH_VEC(kh_col) sources; /* of the last walk, ascending */
    KH_VEC(kh_gap) gaps;
    KH_VEC(kh_gap) assumed;
} digging;

/* Counting sort: events come in by strata and batches, each operation's by unit. */
static void sort_events(digging *d)
{
    const kh_run *run = d->run;
    uint32_t n = d->plan->operations_count;
    d->start = KH_NEW_ARRAY(d->scratch, uint32_t, n + 2u);
    d->events = KH_NEW_ARRAY(d->scratch, kh_event, run->events.n + 1);
    for (size_t i = 0; i < run->events.n; i++)
        d->start[run->events.at[i].operation + 1]++;
    for (uint32_t i = 0; i < n; i++)
        d->start[i + 1] += d->start[i];
    uint32_t *at = KH_NEW_ARRAY(d->scratch, uint32_t, n + 1u);
    memcpy(at, d->start, n * sizeof *at);
    for (size_t i = 0; i < run->events.n; i++)
        d->events[at[run->events.at[i].operation]++] = run->events.at[i];
}

static int compare_columns(const void *context, uint32_t a, uint32_t b)
{
    (void)context;
    return (a > b) - (a < b);
}

static void push(digging *d, kh_col col)
{
    if (d->seen[col] == d->walk)
        return;
    d->seen[col] = d->walk;
    *kh_push(d->scratch, &d->stack) = col;
}

/* Where the node reads the column; a shared value may only be read elsewhere. */
static kh_plan_read first_read(const kh_plan *p, kh_col col, uint32_t node)
{
    uint32_t low = 0, high = p->reads_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (p->reads[middle].column < col)
            low = middle + 1;
        else
            high = middle;
    }
    kh_plan_read first = {KH_NONE, KH_NONE - 1, KH_NOWHERE}; /* no node has this number */
    if (low < p->reads_count && p->reads[low].column == col)
        first = p->reads[low];
    for (; low < p->reads_count && p->reads[low].column == col; low++)
        if (p->reads[low].node == node)
            return p->reads[low];
    return first;
}

/* The operations with events that a column depends on. */
static void find_sources(digging *d, root r)
{
    kh_col own = r.node == KH_NONE ? r.column : d->plan->nodes[r.node].inner;
    d->walk++;
    d->sources.n = 0;
    push(d, r.column);
    while (d->stack.n) {
        kh_col col = d->stack.at[--d->stack.n];
        const kh_operation *op = &d->plan->operations[col];
        bool other = col != r.column && col != own && d->is_result[col];
        /* A fact may be the whole of another node: then both are this column. */
        bool reads = d->start[col] != d->start[col + 1] &&
                     (!other || first_read(d->plan, col, r.node).node == r.node);
        if (reads)
            *kh_push(d->scratch, &d->sources) = col;
        if (other)
            continue;
        if (op->code == KH_DO_IF_MISSING || (op->code == KH_DO_FIRST && op->index))
            continue; /* what is missing there is assumed */
        for (uint32_t i = 0; i < op->n; i++)
            push(d, op->args[i]);
    }
    kh_sort(d->scratch, d->sources.at, (uint32_t)d->sources.n, compare_columns, NULL);
}

static kh_gap gap_of(const digging *d, const kh_event *e, uint32_t unit, uint32_t node)
{
    const kh_operation *op = &d->plan->operations[e->operation];
    kh_gap g = {.unit = unit, .index = KH_NONE, .field = KH_NONE, .node = node};
    g.place = first_read(d->plan, e->operation, node).place;
    if (op->code == KH_DO_FACT) {
        g.reason = KH_GAP_FACT;
        g.index = op->index;
    } else if (op->code == KH_DO_FIELD) {
        g.reason = KH_GAP_FIELD;
        g.index = op->domain.record;
        g.field = op->index;
        g.place = d->run->facts->records[g.index].places[e->row];
    } else if (op->code == KH_DO_TABLE) {
        g.reason = KH_GAP_TABLE;
    } else if (op->domain.tag == KH_DOMAIN_RECORD && e->row == KH_NONE) { /* a reduction */
        g.index = op->domain.record;
        const uint32_t *start = d->run->facts->records[g.index].start;
        bool any = e->unit != KH_NONE && start[e->unit + 1] > start[e->unit];
        if (op->code == KH_DO_GATHER && any) {
            g.reason = KH_GAP_TOO_FEW;
            return g;
        }
        bool rated = d->plan->model->records[g.index].rated != KH_NONE;
        g.reason = rated ? KH_GAP_RATING : KH_GAP_NO_ROWS;
    } else {
        bool real = op->code == KH_DO_LN || op->code == KH_DO_ROOT || op->code == KH_DO_POWER;
        g.reason = real ? KH_GAP_NO_NUMBER : KH_GAP_ZERO;
    }
    return g;
}

/* IF_NONE and IF_MISSING note what they stood in for. */
static bool is_source(const digging *d, kh_col col)
{
    kh_opcode code = d->plan->operations[col].code;
    return code != KH_DO_IF_MISSING && code != KH_DO_IF_NONE && code != KH_DO_FIRST;
}

static bool open_for(const digging *d, kh_col col, uint32_t unit)
{
    return kh_result(d->run->results, col, unit).state & KH_OPEN;
}

static void dig(digging *d, root r)
{
    const kh_results *results = d->run->results;
    if (!kh_result_kept(results, r.column))
        return;
    find_sources(d, r);
    for (size_t i = 0; i < d->sources.n; i++) {
        kh_col col = d->sources.at[i];
        for (uint32_t k = d->start[col]; is_source(d, col) && k < d->start[col + 1]; k++) {
            const kh_event *e = &d->events[k];
            bool all = e->unit == KH_NONE;
            uint32_t end = all ? d->run->facts->unit_count : e->unit + 1;
            for (uint32_t u = all ? 0 : e->unit; u < end; u++)
                if (open_for(d, r.column, u))
                    *kh_push(d->run->arena, &d->gaps) = gap_of(d, e, u, r.node);
        }
    }
}

/* What of the unit is missing below the last walk's root was assumed. */
static void assume_sources(digging *d, uint32_t unit, uint32_t node)
{
    for (size_t s = 0; s < d->sources.n; s++)
        for (uint32_t j = d->start[d->sources.at[s]]; j < d->start[d->sources.at[s] + 1]; j++)
            if (d->events[j].unit == unit && is_source(d, d->sources.at[s]))
                *kh_push(d->run->arena, &d->assumed) = gap_of(d, &d->events[j], unit, node);
}

/* What one operation stood in for. */
static void dig_stand_in(digging *d, root r, kh_col source)
{
    const kh_operation *op = &d->plan->operations[source];
    uint32_t of = op->code == KH_DO_FIRST ? op->n - 1 : 1;
    for (uint32_t i = 0; i < of; i++) {
        find_sources(d, (root){op->args[i], r.node});
        for (uint32_t k = d->start[source]; k < d->start[source + 1]; k++) {
            kh_event e = d->events[k];
            if (e.unit == KH_NONE ||
                kh_result(d->run->results, r.column, e.unit).state == KH_MAY_NA)
                continue;
            if (op->code == KH_DO_IF_MISSING) {
                e.operation = op->args[0];
                *kh_push(d->run->arena, &d->assumed) = gap_of(d, &e, e.unit, r.node);
            } else {
                assume_sources(d, e.unit, r.node);
            }
        }
    }
}

/* What `missing as`, or the constant at the end of `first`, stood in for in what a node reads. */
static void dig_assumed(digging *d, root r)
{
    find_sources(d, r);
    size_t n = d->sources.n;
    kh_col *sources = KH_NEW_ARRAY(d->scratch, kh_col, n + 1);
    if (n)
        memcpy(sources, d->sources.at, n * sizeof *sources);
    for (size_t i = 0; i < n; i++)
        if (!is_source(d, sources[i]))
            dig_stand_in(d, r, sources[i]);
}

typedef KH_VEC(root) roots;

static void add_root(digging *d, roots *out, kh_col col, uint32_t node)
{
    if (col != KH_NONE)
        *kh_push(d->scratch, out) = (root){col, node};
}

static roots all_roots(digging *d)
{
    const kh_plan *p = d->plan;
    const kh_model *m = p->model;
    roots out = {0};
    for (uint32_t i = 0; i < m->nodes_count; i++)
        add_root(d, &out, p->nodes[i].result, i);
    for (uint32_t i = 0; i < m->vetoes_count; i++)
        add_root(d, &out, p->veto_holds[i], KH_NONE);
    for (uint32_t i = 0; i < m->grades_count; i++)
        add_root(d, &out, p->grade_when[i], KH_NONE);
    for (uint32_t i = 0; i < m->ranks_count; i++)
        for (uint32_t k = 0; k < m->ranks[i].key_count; k++)
            add_root(d, &out, p->rank_keys[i][k], KH_NONE);
    for (uint32_t i = 0; i < m->selects_count; i++) {
        add_root(d, &out, p->select_when[i], KH_NONE);
        for (uint32_t k = 0; k < m->selects[i].key_count; k++)
            add_root(d, &out, p->select_keys[i][k], KH_NONE);
    }
    for (uint32_t i = 0; i < m->shows_count; i++)
        add_root(d, &out, p->shows[i], KH_NONE);
    add_root(d, &out, p->total, KH_NONE);
    return out;
}

static bool same_gap(const kh_gap *a, const kh_gap *b)
{
    return a->unit == b->unit && a->reason == b->reason && a->index == b->index &&
           a->field == b->field && a->node == b->node && a->place.source == b->place.source &&
           a->place.at == b->place.at;
}

static int compare_gaps(const void *context, uint32_t a, uint32_t b)
{
    const kh_gap *gaps = context;
    uint32_t x = gaps[a].unit, y = gaps[b].unit;
    return x != y ? (x > y) - (x < y) : (a > b) - (a < b);
}

/* By unit; what several results read is listed once. */
static kh_gap *sorted(digging *d, kh_gap *gaps, size_t n, uint32_t *count)
{
    uint32_t *by = KH_NEW_ARRAY(d->scratch, uint32_t, n + 1);
    for (uint32_t i = 0; i < n; i++)
        by[i] = i;
    kh_sort(d->scratch, by, (uint32_t)n, compare_gaps, gaps);
    kh_gap *out = KH_NEW_ARRAY(d->run->arena, kh_gap, n + 1);
    uint32_t results = 0; /* where the unit's gaps of results begin: they stand last */
    *count = 0;
    for (uint32_t i = 0; i < n; i++) {
        const kh_gap *g = &gaps[by[i]];
        bool twice = false;
        if (*count == 0 || out[*count - 1].unit != g->unit || out[*count - 1].node != KH_NONE)
            results = *count;
        for (uint32_t k = results; g->node == KH_NONE && k < *count && !twice; k++)
            twice = same_gap(&out[k], g);
        if (!twice)
            out[(*count)++] = *g;
    }
    return out;
}

void kh_run_gaps(kh_run *run)
{
    if (run->events.n == 0)
        return;
    const kh_plan *p = run->plan;
    kh_arena *scratch = kh_arena_new();
    kh_guard guard;
    if (!KH_GUARD(&guard)) {
        kh_arena_free(scratch);
        kh_out_of_memory();
    }
    digging d = {.run = run, .plan = p, .scratch = scratch};
    sort_events(&d);
    d.is_result = KH_NEW_ARRAY(scratch, bool, p->columns_count + 1u);
    d.seen = KH_NEW_ARRAY(scratch, uint32_t, p->columns_count + 1u);
    for (uint32_t i = 0; i < p->model->nodes_count; i++)
        d.is_result[p->nodes[i].result] = d.is_result[p->nodes[i].inner] = true;
    roots r = all_roots(&d);
    for (size_t i = 0; i < r.n; i++) {
        dig(&d, r.at[i]);
        if (kh_result_kept(run->results, r.at[i].column))
            dig_assumed(&d, r.at[i]);
    }
    run->results->gaps = sorted(&d, d.gaps.at, d.gaps.n, &run->results->gap_count);
    run->results->assumed = sorted(&d, d.assumed.at, d.assumed.n, &run->results->assumed_count);
    kh_guard_leave(&guard);
    kh_arena_free(scratch);
}
