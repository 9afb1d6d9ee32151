/* Selections: the best n of those that are eligible. A unit is certainly taken when it is even with
 * everything that is open against it, possible when it is with everything for it. */
#include "eval/cross.h"

typedef struct selection {
    kh_run *run;
    kh_arena *arena;
    uint32_t index;
    const kh_select *select;
    const kh_keys *keys;
    const uint8_t *eligible; /* [units] kh_choice */
    int64_t top_low, top_high;
} selection;

static kh_choice by_grade(const kh_run *run, const kh_select *s, uint32_t unit)
{
    uint64_t from = 0, has = run->results->grades[unit];
    if (s->from_count == 0)
        return KH_CERTAIN;
    for (uint32_t i = 0; i < s->from_count; i++)
        from |= UINT64_C(1) << s->from[i];
    if (!(has & from))
        return KH_OUT;
    return has & ~from ? KH_POSSIBLE : KH_CERTAIN;
}

static kh_choice lesser(kh_choice a, kh_choice b)
{
    return a < b ? a : b;
}

static kh_choice if_yes(uint8_t may)
{
    return may == KH_MAY_YES ? KH_CERTAIN : may & KH_MAY_YES ? KH_POSSIBLE : KH_OUT;
}

static kh_choice barred(const kh_run *run, uint32_t select, uint32_t unit)
{
    const kh_model *m = run->plan->model;
    kh_choice choice = KH_CERTAIN;
    for (uint32_t v = 0; v < m->vetoes_count; v++)
        for (uint32_t i = 0; i < m->vetoes[v].effect_count; i++) {
            const kh_effect *e = &m->vetoes[v].effects[i];
            if (e->type != KH_EFFECT_BARS || e->target != select)
                continue;
            uint8_t may = kh_result(run->results, run->plan->veto_holds[v], unit).state;
            choice = lesser(choice, may == KH_MAY_YES  ? KH_OUT
                                    : may & KH_MAY_YES ? KH_POSSIBLE
                                                       : KH_CERTAIN);
        }
    return choice;
}

static kh_choice eligible(const kh_run *run, uint32_t index, const kh_keys *keys, uint32_t unit)
{
    const kh_select *s = &run->plan->model->selects[index];
    kh_col when = run->plan->select_when[index];
    if (!kh_for_unit(run, s->for_kinds, unit) || keys->presence[unit] == KH_ABSENT)
        return KH_OUT;
    kh_choice c = by_grade(run, s, unit);
    if (when != KH_NONE)
        c = lesser(c, if_yes(kh_result(run->results, when, unit).state));
    if (keys->presence[unit] == KH_MAYBE_PRESENT)
        c = lesser(c, KH_POSSIBLE);
    return lesser(c, barred(run, index, unit));
}

/* Whether u, with these keys, is among the best `top` of the ladder's others. With `extend` the
 * tied at the edge all are, with `cut` none. */
static bool among(const selection *s, const kh_ladder *others, const kh_num *keys, bool itself,
                  int64_t top)
{
    bool cut = s->select->ties == KH_TIES_CUT;
    return (int64_t)kh_ladder_before(others, keys, cut) - itself < top;
}

static void report_tie(const selection *s, const kh_ladder *l, uint32_t edge)
{
    const kh_model *m = s->run->plan->model;
    kh_strbuf names = {0};
    for (uint32_t i = edge - 1; i <= edge; i++) {
        kh_strbuf_adds(&names, i == edge ? "、" : "");
        kh_strbuf_add(&names, kh_intern_text(m->names, s->run->facts->units[l->units[i]].name));
    }
    KH_REPORT(s->run->diags, KH_E0705, s->select->place, kh_intern_text(m->names, s->select->name),
              kh_strbuf_slice(&names));
    kh_strbuf_free(&names);
}

/* The scheme does not say what happens to the tied: an error where it matters. */
static void check_edge(const selection *s, const kh_ladder *may, bool any_open)
{
    if (s->select->stated_ties || any_open || s->top_low <= 0 || s->top_low >= may->n)
        return;
    uint32_t edge = (uint32_t)s->top_low;
    if (kh_keys_compare(s->keys, kh_keys_best(s->keys, may->units[edge - 1]),
                        kh_keys_best(s->keys, may->units[edge])) == 0)
        report_tie(s, may, edge);
}

static void select_group(void *context, const uint32_t *units, uint32_t n)
{
    const selection *s = context;
    uint32_t *certain = KH_NEW_ARRAY(s->arena, uint32_t, n + 1u), count = 0;
    bool any_open = false;
    for (uint32_t i = 0; i < n; i++) {
        if (s->eligible[units[i]] == KH_CERTAIN)
            certain[count++] = units[i];
        any_open = any_open || s->eligible[units[i]] != KH_CERTAIN || s->keys->open[units[i]];
    }
    kh_ladder sure = kh_ladder_make(s->arena, s->keys, false, certain, count);
    kh_ladder may = kh_ladder_make(s->arena, s->keys, true, units, n);
    bool cut = s->select->ties == KH_TIES_CUT;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t u = units[i];
        const kh_num *best = kh_keys_best(s->keys, u), *worst = kh_keys_worst(s->keys, u);
        int order = kh_keys_compare(s->keys, best, worst);
        bool sure_of_u = s->eligible[u] == KH_CERTAIN;
        /* u itself stands in both ladders, and counts where its own rung is met. */
        bool in_may = cut || order > 0, in_sure = cut && order == 0 && sure_of_u;
        kh_choice choice = KH_OUT;
        if (among(s, &sure, best, in_sure, s->top_high))
            choice = KH_POSSIBLE;
        if (sure_of_u && among(s, &may, worst, in_may, s->top_low))
            choice = KH_CERTAIN;
        s->run->results->selected[(size_t)u * s->run->plan->model->selects_count + s->index] =
            (uint8_t)choice;
    }
    check_edge(s, &may, any_open);
}

/* A number of units: whole, and as many as there are when it is larger. */
static int64_t whole(const kh_run *run, kh_num x)
{
    int64_t n;
    if (!kh_num_is_finite(x))
        return kh_num_sign(x) < 0 ? 0 : run->facts->unit_count;
    return kh_num_to_int(kh_num_floor(run->arena, x), &n) ? n
           : kh_num_sign(x) < 0                           ? 0
                                                          : run->facts->unit_count;
}

static void run_select(kh_run *run, uint32_t index)
{
    const kh_select *select = &run->plan->model->selects[index];
    uint32_t n = run->facts->unit_count;
    kh_arena *a = run->arena;
    kh_keys keys =
        kh_keys_make(run, a, select->keys, run->plan->select_keys[index], select->key_count);
    uint8_t *may = kh_arena_alloc(a, n + 1u);
    bool *in = KH_NEW_ARRAY(a, bool, n + 1u);
    for (uint32_t u = 0; u < n; u++) {
        may[u] = (uint8_t)eligible(run, index, &keys, u);
        in[u] = may[u] != KH_OUT;
    }
    selection s = {run, a, index, select, &keys, may, n, n};
    if (run->plan->select_top[index] != KH_NONE) {
        kh_cell top = kh_result(run->results, run->plan->select_top[index], 0);
        s.top_low = top.state & KH_MAY_VALUE ? whole(run, top.low) : 0;
        s.top_high = top.state & KH_MAY_VALUE ? whole(run, top.high) : 0;
    }
    kh_groups(run, a, in, select->within_kind, select_group, &s);
}

void kh_run_selects(kh_run *run, uint32_t stratum)
{
    const kh_plan *p = run->plan;
    for (uint32_t i = 0; i < p->model->selects_count; i++)
        if (p->select_stratum[i] == stratum)
            run_select(run, i);
}
