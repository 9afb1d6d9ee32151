/* Bounds are exact where each missing fact is read once: on random expressions, the ends of what is
 * open are reached by some combination of the missing facts. */
#include <criterion/criterion.h>

#include "support/build_run.h"

static uint64_t seed;

static uint32_t dice(uint32_t sides)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % sides;
}

enum { NUMBERS = 2, ANSWERS = 3 };

typedef struct world {
    build *b;
    uint32_t number[NUMBERS], answer[ANSWERS];
} world;

/* Each fact once; of non-monotone operations only those that the ends decide. */
typedef struct once {
    world *w;
    uint32_t numbers, answers; /* used so far */
} once;

static kh_expr *once_condition(once *o, int depth);

/* Rows that all ask of one fact. */
static kh_expr *once_bands(once *o)
{
    build *b = o->w->b;
    kh_expr *key = x_fact(b, o->w->number[o->numbers++]), *args[9];
    uint32_t n = 2 * (2 + dice(3));
    for (uint32_t i = 0; i < n; i += 2) {
        args[i] = x_is(b, (kh_expr_op)(KH_X_LT + dice(6)), key, x_num(b, (int)dice(6)));
        args[i + 1] = x_num(b, (int)dice(9));
    }
    args[n] = x_num(b, (int)dice(9));
    return x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, n + 1, args);
}

static kh_expr *once_number(once *o, int depth)
{
    build *b = o->w->b;
    if (depth && o->numbers < NUMBERS && dice(3) == 0)
        return once_bands(o);
    if (depth == 0)
        return o->numbers < NUMBERS && dice(4) ? x_fact(b, o->w->number[o->numbers++])
                                               : x_num(b, (int)dice(7) - 2);
    switch (dice(7)) {
    case 0:
        return x_math(b, KH_X_MUL, once_number(o, depth - 1), once_number(o, depth - 1));
    case 1:
        return x_math(b, KH_X_SUB, once_number(o, depth - 1), once_number(o, depth - 1));
    case 2:
        return x_math(b, dice(2) ? KH_X_SMALLER : KH_X_LARGER, once_number(o, depth - 1),
                      once_number(o, depth - 1));
    case 3: {
        kh_expr *args[] = {once_condition(o, depth - 1), once_number(o, depth - 1),
                           once_number(o, depth - 1)};
        return x_list(b, KH_X_TABLE, KH_TYPE_NUMBER, 3, args);
    }
    case 4:
        return x_round(b, once_number(o, depth - 1), 0, (kh_round_mode)dice(4));
    default:
        return x_math(b, KH_X_ADD, once_number(o, depth - 1), once_number(o, depth - 1));
    }
}

static kh_expr *once_condition(once *o, int depth)
{
    build *b = o->w->b;
    if (depth == 0)
        return o->answers < ANSWERS ? x_fact(b, o->w->answer[o->answers++]) : x_yes(b, dice(2));
    switch (dice(4)) {
    case 0:
        return x_is(b, dice(2) ? KH_X_AND : KH_X_OR, once_condition(o, depth - 1),
                    once_condition(o, depth - 1));
    case 1:
        return x_one(b, KH_X_NOT, KH_TYPE_YES_NO, once_condition(o, depth - 1));
    default:
        return x_is(b, (kh_expr_op)(KH_X_LT + dice(4)), once_number(o, depth - 1),
                    once_number(o, 0));
    }
}

enum { GRID = 9, COMBINATIONS = GRID * GRID * 2 * 2 * 2 };

/* Unit 0 misses everything; the others are all combinations of 0, 1/2 … 4 and of the answers. */
static void file_combinations(world *w)
{
    build *b = w->b;
    build_unit(b, "open", 0);
    for (uint32_t i = 0; i < COMBINATIONS; i++) {
        uint32_t u = build_unit(b, "unit", 0), rest = i;
        for (int n = 0; n < NUMBERS; n++, rest /= GRID)
            cell_number(&b->f.facts[w->number[n]], u, kh_num_ratio(b->a, rest % GRID, 2));
        for (int n = 0; n < ANSWERS; n++, rest /= 2)
            fact_code(b, w->answer[n], u, rest % 2);
    }
}

static void declare_once(world *w)
{
    build *b = w->b = build_new(COMBINATIONS + 1, 0);
    for (int i = 0; i < NUMBERS; i++) {
        w->number[i] = build_fact(b, "n", build_type(KH_TYPE_NUMBER));
        build_bounds(b, w->number[i], 0, 4);
    }
    for (int i = 0; i < ANSWERS; i++)
        w->answer[i] = build_fact(b, "a", build_type(KH_TYPE_YES_NO));
    file_combinations(w);
}

static void check_reached(world *w, const kh_results *r, uint32_t show)
{
    kh_cell open = shown(r, show, 0), all = shown(r, show, 1);
    for (uint32_t u = 2; u <= COMBINATIONS; u++) {
        kh_cell c = shown(r, show, u);
        all.state |= c.state;
        all.low = kh_num_min(all.low, c.low);
        all.high = kh_num_max(all.high, c.high);
    }
    bool both = (all.state & KH_MAY_YES) && (all.state & KH_MAY_NO);
    bool range = (all.state & KH_MAY_VALUE) && kh_num_cmp(all.low, all.high) != 0;
    all.state |= both || range ? KH_OPEN : 0;
    cr_assert_eq(open.state, all.state, "%s against %s", cell_text(w->b, open),
                 cell_text(w->b, all));
    cr_assert(kh_num_eq(open.low, all.low) && kh_num_eq(open.high, all.high), "%s against %s",
              cell_text(w->b, open), cell_text(w->b, all));
}

Test(exact, bounds_are_reached_where_each_fact_is_read_once, .timeout = 120)
{
    world w = {0};
    declare_once(&w);
    seed = 2013;
    for (int i = 0; i < 400; i++) {
        once o = {&w, 0, 0};
        w.b->m.shows_count = 0;
        uint32_t show = build_show(w.b, dice(3) ? once_number(&o, 3) : once_condition(&o, 3));
        kh_arena *a = kh_arena_new();
        kh_plan *p = kh_lower(a, &w.b->m, &w.b->d);
        kh_results *r = kh_evaluate(a, p, &w.b->f, &(kh_eval_options){.trace = false}, &w.b->d);
        check_reached(&w, r, show);
        kh_arena_free(a);
    }
    build_free(w.b);
}
