/* Trying open subjects value by value. */
#include "eval/split.h"

#include "eval/answers.h"
#include "eval/cross.h"

#define MOST_ASKED 100000u /* conditions that one row may ask, over all combinations of pieces */

/* The values of a subject: piece 2k + 1 is points[k] alone, piece 2k what lies before it; n/a is
 * one piece more. */
typedef struct pieces {
    kh_type_tag type;
    kh_num *points; /* ascending */
    uint32_t n;
    kh_num *value; /* [2n + 1] one of each piece */
    bool *empty;   /* [2n + 1] as 3.5 and what lies between 3 and 4, of whole numbers */
    kh_num open_low, open_high; /* ends that are not reached; infinite: none */
    uint32_t first, last, at;   /* what is open of the row at hand, and the piece being tried */
    bool na, na_at;
} pieces;

struct kh_splitting {
    kh_run *run;
    const kh_split *split;
    bool usable;     /* all constants have a value */
    pieces *pieces;  /* [subjects] */
    uint32_t *taken; /* [2n + 2] one subject and nothing else: by piece, n/a last */
    kh_cell *cells;
    bool *first;
};

/* ---- pieces ---- */

typedef KH_VEC(kh_num) numbers;

typedef struct gathering {
    kh_splitting *s;
    numbers *points; /* [subjects] */
    bool others;     /* something else is asked as well */
} gathering;

static kh_num constant(const kh_splitting *s, kh_col col)
{
    kh_cell c = kh_result(s->run->results, col, 0);
    return c.state == KH_MAY_YES ? KH_ONE : c.low;
}

static void gather(gathering *g, const kh_test *t)
{
    for (uint32_t i = 0; i < t->n; i++)
        gather(g, t->of[i]);
    if (t->n)
        return;
    kh_splitting *s = g->s;
    g->others = g->others || t->column >= s->split->subjects;
    if (t->code == KH_DO_END)
        return;
    uint8_t state = kh_result(s->run->results, t->constant, 0).state;
    s->usable = s->usable && !(state & (KH_OPEN | KH_MAY_NA));
    if (t->scale == KH_NONE)
        *kh_push(s->run->arena, &g->points[t->column]) = constant(s, t->constant);
}

static int compare_points(const void *context, uint32_t a, uint32_t b)
{
    const kh_num *points = context;
    int order = kh_num_cmp(points[a], points[b]);
    return order ? order : (a > b) - (a < b);
}

/* Ascending, each once. */
static void sort_points(kh_arena *a, pieces *p, const kh_num *points, uint32_t n)
{
    uint32_t *by = KH_NEW_ARRAY(a, uint32_t, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        by[i] = i;
    kh_sort(a, by, n, compare_points, points);
    p->points = KH_NEW_ARRAY(a, kh_num, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        if (p->n == 0 || !kh_num_eq(p->points[p->n - 1], points[by[i]]))
            p->points[p->n++] = points[by[i]];
}

/* 0, 1 … n - 1: levels, answers. */
static void count_points(kh_arena *a, pieces *p, uint32_t n)
{
    p->points = KH_NEW_ARRAY(a, kh_num, n + 1u);
    for (p->n = 0; p->n < n; p->n++)
        p->points[p->n] = kh_num_int(p->n);
}

/* Digits behind the point that the values have at most; -1: any. */
static int places_of(const kh_plan *p, kh_col col)
{
    const kh_operation *op = &p->operations[col];
    while (op->code == KH_DO_NA_UNLESS)
        op = &p->operations[op->args[1]];
    bool whole = op->code == KH_DO_COUNT || op->code == KH_DO_COUNT_ALL ||
                 op->code == KH_DO_STEPS_WHOLE || op->code == KH_DO_STEPS_STARTED ||
                 p->columns[col].type.tag != KH_TYPE_NUMBER;
    return whole ? 0 : op->code == KH_DO_ROUND ? op->places : -1;
}

/* Marks what no value of so many places is: a point that has more, a gap between neighbours. */
static void mark_empty(kh_arena *a, pieces *p, int places)
{
    kh_num unit = KH_ONE, before = KH_MINUS_INF;
    for (int i = 0; i < places; i++)
        unit = kh_num_mul(a, unit, kh_num_int(10));
    for (uint32_t k = 0; places >= 0 && k < p->n; k++) {
        kh_num x = kh_num_mul(a, p->points[k], unit);
        p->empty[2 * k + 1] = !kh_num_is_integer(x);
        p->empty[2 * k] = k && kh_num_cmp(kh_num_add(a, kh_num_floor(a, before), KH_ONE), x) >= 0;
        before = x;
    }
}

static void fill_pieces(kh_arena *a, pieces *p, int places)
{
    p->value = KH_NEW_ARRAY(a, kh_num, 2 * (size_t)p->n + 1);
    p->empty = KH_NEW_ARRAY(a, bool, 2 * (size_t)p->n + 1);
    for (uint32_t k = 0; k < p->n; k++) {
        kh_num x = p->points[k];
        p->value[2 * k + 1] = x;
        p->value[2 * k] = k ? kh_num_div(a, kh_num_add(a, p->points[k - 1], x), kh_num_int(2))
                            : kh_num_sub(a, x, KH_ONE);
    }
    p->value[2 * p->n] = p->n ? kh_num_add(a, p->points[p->n - 1], KH_ONE) : KH_ZERO;
    mark_empty(a, p, places);
}

static const kh_bounds *bounds_of(const kh_plan *p, kh_col col)
{
    const kh_operation *op = &p->operations[col];
    if (op->code == KH_DO_FACT)
        return &p->model->facts[op->index].bounds;
    if (op->code == KH_DO_FIELD)
        return &p->model->records[op->domain.record].fields[op->index].bounds;
    return NULL;
}

static void make_pieces(kh_splitting *s, uint32_t k, const numbers *points)
{
    const kh_plan *plan = s->run->plan;
    kh_arena *a = s->run->arena;
    kh_col col = s->split->columns[k];
    kh_type type = plan->columns[col].type;
    pieces *p = &s->pieces[k];
    p->type = type.tag;
    if (type.tag == KH_TYPE_YES_NO)
        count_points(a, p, 2);
    else if (type.tag == KH_TYPE_LEVEL)
        count_points(a, p, plan->model->scales[type.scale].level_count);
    else
        sort_points(a, p, points->at, (uint32_t)points->n);
    fill_pieces(a, p, places_of(plan, col));
    const kh_bounds *bounds = type.tag == KH_TYPE_NUMBER ? bounds_of(plan, col) : NULL;
    p->open_low = bounds && bounds->low_open ? bounds->low : KH_MINUS_INF;
    p->open_high = bounds && bounds->high_open ? bounds->high : KH_PLUS_INF;
}

/* ---- what a row leaves open ---- */

static uint32_t piece_of(const pieces *p, kh_num x)
{
    uint32_t low = 0, high = p->n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (kh_num_cmp(p->points[middle], x) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < p->n && kh_num_eq(p->points[low], x) ? 2 * low + 1 : 2 * low;
}

/* From the first piece to the last; the first behind the last when there is only n/a. */
static void range_of(pieces *p, const kh_cell *c)
{
    p->na = c->state & KH_MAY_NA;
    p->first = 0;
    p->last = 2 * p->n;
    if (p->type == KH_TYPE_YES_NO) {
        p->first = c->state & KH_MAY_NO ? 1 : c->state & KH_MAY_YES ? 3 : 4;
        p->last = c->state & KH_MAY_YES ? 3 : 1;
    } else if (!(c->state & KH_MAY_VALUE)) {
        p->first = p->last + 1;
    } else if (p->type == KH_TYPE_NUMBER || !(c->state & KH_OPEN)) {
        p->first = piece_of(p, c->low);
        p->last = piece_of(p, c->high);
        if (p->first < p->last && p->first % 2 && kh_num_eq(c->low, p->open_low))
            p->first++;
        if (p->first < p->last && p->last % 2 && kh_num_eq(c->high, p->open_high))
            p->last--;
    } else if (p->type == KH_TYPE_LEVEL) {
        p->first = 1;
        p->last = 2 * p->n - 1;
    }
}

/* To the first piece, or on to the next one: false when there is none. */
static bool start(pieces *p)
{
    p->at = p->first;
    p->na_at = p->first > p->last;
    return !p->na_at || p->na;
}

static bool advance(pieces *p)
{
    if (p->na_at)
        return false;
    do
        p->at++;
    while (p->at < p->last && p->empty[p->at]);
    p->na_at = p->at > p->last;
    return !p->na_at || p->na;
}

/* ---- asking ---- */

static uint8_t compare(const kh_splitting *s, const kh_test *t)
{
    const pieces *p = &s->pieces[t->column];
    if (p->na_at)
        return KH_MAY_NO;
    kh_num x = p->value[p->at];
    if (t->scale != KH_NONE)
        x = s->run->plan->model->scales[t->scale].levels[x.n].points;
    return kh_answer(kh_order_holds(t->code, kh_num_cmp(x, constant(s, t->constant))));
}

static uint8_t as_it_stands(const kh_splitting *s, const kh_test *t, const kh_cell *cells)
{
    if (t->column >= s->split->subjects)
        return cells[t->column].state & (KH_MAY_YES | KH_MAY_NO | KH_MAY_NA);
    const pieces *p = &s->pieces[t->column];
    return p->na_at ? KH_MAY_NA : kh_answer(p->at == 3);
}

/* Conditions nest as deep as lower_split lets them. */
static uint8_t ask(const kh_splitting *s, const kh_test *t, const kh_cell *cells)
{
    if (t->code == KH_DO_END)
        return as_it_stands(s, t, cells);
    if (t->n == 0)
        return compare(s, t);
    uint8_t all = ask(s, t->of[0], cells);
    if (t->code == KH_DO_NOT)
        return kh_answers_not(all);
    if (t->code == KH_DO_HOLDS)
        return kh_answers_hold(all);
    uint8_t decides = kh_answer(t->code == KH_DO_OR);
    for (uint32_t i = 1; i < t->n && all != decides; i++) {
        uint8_t one = ask(s, t->of[i], cells);
        all = t->code == KH_DO_AND ? kh_answers_and(all, one) : kh_answers_or(all, one);
    }
    return all;
}

/* Sets first[] for the values being tried; gives the one that is certain if none before is open. */
static uint32_t ask_all(const kh_splitting *s, const kh_cell *cells, const bool *skip, bool *first)
{
    const kh_split *split = s->split;
    uint32_t i = 0;
    for (; i < split->count; i++) {
        if (skip && skip[i])
            continue;
        const kh_test *t = split->conditions[i];
        uint8_t holds = t ? ask(s, t, cells) : KH_MAY_YES;
        if (holds == KH_MAY_YES)
            break;
        if (holds & KH_MAY_YES)
            first[i] = true;
    }
    first[i] = true;
    return i;
}

static bool too_many(const kh_splitting *s)
{
    uint64_t asked = s->split->count;
    for (uint32_t k = 0; k < s->split->subjects && asked <= MOST_ASKED; k++) {
        const pieces *p = &s->pieces[k];
        asked *= (p->first > p->last ? 0 : p->last - p->first + 1) + (uint64_t)p->na;
    }
    return asked > MOST_ASKED;
}

/* The next combination: the last subject turns fastest. */
static bool next(kh_splitting *s)
{
    uint32_t k = s->split->subjects;
    while (k > 0 && !advance(&s->pieces[k - 1]))
        k--;
    if (k == 0)
        return false;
    for (; k < s->split->subjects; k++)
        start(&s->pieces[k]);
    return true;
}

/* ---- one subject alone: what a piece takes is the same in all rows ---- */

/* The pieces where the condition can hold, so that long tables of bands are not asked everywhere.
 */
static void narrow(const kh_splitting *s, const kh_test *t, uint32_t *first, uint32_t *last)
{
    for (uint32_t i = 0; t->code == KH_DO_AND && i < t->n; i++)
        narrow(s, t->of[i], first, last);
    if (t->n || t->code == KH_DO_END || t->scale != KH_NONE)
        return;
    uint32_t at = piece_of(&s->pieces[0], constant(s, t->constant));
    bool up = t->code == KH_DO_GT || t->code == KH_DO_GE || t->code == KH_DO_EQ;
    bool down = t->code == KH_DO_LT || t->code == KH_DO_LE || t->code == KH_DO_EQ;
    if (up && at > *first)
        *first = at;
    if (down && at < *last)
        *last = at;
}

/* The first piece from `at` on that nothing takes yet. */
static uint32_t untaken(uint32_t *next, uint32_t at)
{
    uint32_t end = at;
    while (next[end] != end)
        end = next[end];
    while (next[at] != end) {
        uint32_t step = next[at];
        next[at] = end;
        at = step;
    }
    return end;
}

static void fill_taken(kh_splitting *s)
{
    pieces *p = &s->pieces[0];
    uint32_t na = 2 * p->n + 1, none = s->split->count;
    uint32_t *next = KH_NEW_ARRAY(s->run->arena, uint32_t, na + 1u);
    s->taken = KH_NEW_ARRAY(s->run->arena, uint32_t, na + 1u);
    bool gaps = p->type != KH_TYPE_LEVEL && p->type != KH_TYPE_YES_NO;
    for (uint32_t k = 0; k <= na; k++) {
        next[k] = gaps || k % 2 ? k : k + 1;
        s->taken[k] = none;
    }
    for (uint32_t i = 0; i < none; i++) {
        const kh_test *t = s->split->conditions[i];
        uint32_t first = 0, last = na - 1;
        if (t)
            narrow(s, t, &first, &last);
        p->na_at = false;
        for (p->at = untaken(next, first); p->at <= last; p->at = untaken(next, p->at + 1)) {
            if (t && ask(s, t, NULL) != KH_MAY_YES)
                continue;
            s->taken[p->at] = i;
            next[p->at] = p->at + 1;
        }
        p->na_at = true;
        if (s->taken[na] == none && (!t || ask(s, t, NULL) == KH_MAY_YES))
            s->taken[na] = i;
    }
}

static void by_piece(kh_splitting *s, bool *first)
{
    pieces *p = &s->pieces[0];
    do
        first[s->taken[p->na_at ? 2 * p->n + 1 : p->at]] = true;
    while (advance(p));
}

kh_splitting *kh_splitting_new(kh_run *run, const kh_split *split)
{
    kh_arena *a = run->arena;
    kh_splitting *s = KH_NEW(a, kh_splitting);
    *s = (kh_splitting){.run = run, .split = split, .usable = true};
    gathering g = {.s = s, .points = KH_NEW_ARRAY(a, numbers, split->subjects)};
    for (uint32_t i = 0; i < split->count; i++)
        if (split->conditions[i])
            gather(&g, split->conditions[i]);
    s->pieces = KH_NEW_ARRAY(a, pieces, split->subjects);
    for (uint32_t k = 0; s->usable && k < split->subjects; k++)
        make_pieces(s, k, &g.points[k]);
    if (s->usable && split->subjects == 1 && !g.others)
        fill_taken(s);
    s->cells = KH_NEW_ARRAY(a, kh_cell, split->n + 1u);
    s->first = KH_NEW_ARRAY(a, bool, split->count + 1u);
    return s;
}

kh_cell *kh_splitting_cells(kh_splitting *s)
{
    return s->cells;
}

bool *kh_splitting_room(kh_splitting *s)
{
    for (uint32_t i = 0; i <= s->split->count; i++)
        s->first[i] = false;
    return s->first;
}

bool kh_splitting_first(kh_splitting *s, const kh_cell *cells, const bool *skip, bool *first)
{
    bool any = s->usable;
    for (uint32_t k = 0; any && k < s->split->subjects; k++) {
        range_of(&s->pieces[k], &cells[k]);
        any = start(&s->pieces[k]);
    }
    if (!any)
        return false;
    if (s->taken && !skip) {
        by_piece(s, first);
        return true;
    }
    if (too_many(s))
        return false;
    do
        ask_all(s, cells, skip, first);
    while (next(s));
    return true;
}
