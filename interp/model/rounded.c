/* Logarithms, roots and the like are no fractions: before such a value becomes a result, is
 * compared or ranked by, it passes a rounding that the scheme states (language.md §4.3). */
#include "model/resolve.h"

#include <assert.h>

typedef struct walk {
    kh_resolver *r;
    kh_map *known; /* address of an expression → 1 it is a fraction, 2 it may be none */
    kh_map *seen;  /* expressions whose conditions were looked at */
} walk;

static bool is_whole_power(walk *w, const kh_expr *e)
{
    kh_num n;
    return e->op == KH_X_POWER && kh_expr_constant(w->r->work, w->r->model, e->args[1], &n) &&
           kh_num_is_integer(n);
}

static bool makes(walk *w, const kh_expr *e)
{
    return e->op == KH_X_LN || e->op == KH_X_EXP || e->op == KH_X_ROOT ||
           (e->op == KH_X_POWER && !is_whole_power(w, e));
}

typedef KH_VEC(const kh_expr *) exprs;

static void add(walk *w, exprs *out, const kh_expr *e)
{
    if (e && kh_map_get(w->known, (uint64_t)(uintptr_t)e) == KH_NONE)
        *kh_push(w->r->work, out) = e;
}

/* What an item is made of before it is rounded. */
static void raw_flows(walk *w, exprs *out, const kh_score *n)
{
    for (uint32_t i = 0; i < n->rule_count; i++) {
        add(w, out, n->rules[i].amount);
        add(w, out, n->rules[i].limit);
    }
    add(w, out, n->floor);
    add(w, out, n->cap);
}

/* The expressions whose value goes into e unrounded and that are not known yet. */
static void flows(walk *w, exprs *out, const kh_expr *e)
{
    if (e->type.tag != KH_TYPE_NUMBER || e->op == KH_X_ROUND)
        return;
    const kh_let *let = e->op == KH_X_LET ? &w->r->lets.at[e->index] : NULL;
    if (let && let->rounding.places < 0)
        add(w, out, let->value);
    if (e->op == KH_X_NODE_RAW)
        raw_flows(w, out, &w->r->nodes.at[e->index]);
    for (uint32_t i = 0; i < e->n; i++)
        add(w, out, e->args[i]);
}

static bool known_open(const walk *w, const kh_expr *e)
{
    return e && kh_map_get(w->known, (uint64_t)(uintptr_t)e) == 2;
}

/* All that flows into e is known. */
static bool settle(walk *w, const kh_expr *e)
{
    if (e->type.tag != KH_TYPE_NUMBER || e->op == KH_X_ROUND)
        return false;
    const kh_let *let = e->op == KH_X_LET ? &w->r->lets.at[e->index] : NULL;
    bool open = makes(w, e) || (let && let->rounding.places < 0 && known_open(w, let->value));
    const kh_score *n = e->op == KH_X_NODE_RAW ? &w->r->nodes.at[e->index] : NULL;
    for (uint32_t i = 0; n && i < n->rule_count; i++)
        open = open || known_open(w, n->rules[i].amount) || known_open(w, n->rules[i].limit);
    open = open || (n && (known_open(w, n->floor) || known_open(w, n->cap)));
    for (uint32_t i = 0; i < e->n && !open; i++)
        open = known_open(w, e->args[i]);
    return open;
}

/* Sums and chains of lets may be ten thousand deep: no recursion. There are no circles. */
static bool is_open(walk *w, const kh_expr *e)
{
    exprs stack = {0};
    add(w, &stack, e);
    while (stack.n) {
        const kh_expr *top = stack.at[stack.n - 1];
        size_t before = stack.n;
        flows(w, &stack, top);
        if (stack.n > before)
            continue;
        kh_map_set(w->known, (uint64_t)(uintptr_t)top, settle(w, top) ? 2 : 1);
        stack.n--;
    }
    return known_open(w, e);
}

static void say(walk *w, const kh_expr *e)
{
    KH_SAY(w->r, KH_E1040, e->place, kh_resolve_text(w->r, e->place));
}

/* What decides by its arguments: they must be settled. */
static bool decides(const kh_expr *e)
{
    return (e->op >= KH_X_LT && e->op <= KH_X_OR) || e->op == KH_X_KNOWN || e->op == KH_X_FIRST ||
           e->op == KH_X_HOW_MANY || e->op == KH_X_DAYS || e->op == KH_X_MONTHS ||
           e->op == KH_X_WORKING_DAYS || e->op == KH_X_COUNT || e->op == KH_X_ANY_OF ||
           e->op == KH_X_LATEST;
}

static void gathered(walk *w, const kh_expr *e)
{
    const kh_gather *g = e->gather;
    for (uint32_t i = 1; g && i < e->n; i++)
        if (i != g->weight && is_open(w, e->args[i]))
            say(w, e->args[i]);
}

/* The exponent of a power must be known to see whether it is a fraction. */
static void look(walk *w, const kh_expr *e)
{
    if (!e || kh_map_get(w->seen, (uint64_t)(uintptr_t)e) != KH_NONE)
        return;
    KH_VEC(const kh_expr *) todo = {0};
    *kh_push(w->r->work, &todo) = e;
    while (todo.n) {
        e = todo.at[--todo.n];
        if (kh_map_get(w->seen, (uint64_t)(uintptr_t)e) != KH_NONE)
            continue;
        kh_map_set(w->seen, (uint64_t)(uintptr_t)e, 1);
        for (uint32_t i = 0; i < e->n; i++) {
            *kh_push(w->r->work, &todo) = e->args[i];
            if (decides(e) && is_open(w, e->args[i]))
                say(w, e->args[i]);
        }
        gathered(w, e);
        if (e->set && e->set->where)
            *kh_push(w->r->work, &todo) = e->set->where;
    }
}

/* A value that nothing rounds behind it. */
static void settled(walk *w, const kh_expr *e)
{
    look(w, e);
    if (e && is_open(w, e))
        say(w, e);
}

/* One that a rounding follows, when there is one. */
static void rounded_by(walk *w, const kh_expr *e, const kh_rounding *rounding)
{
    if (rounding->places >= 0)
        look(w, e);
    else
        settled(w, e);
}

static void node(walk *w, const kh_score *n)
{
    rounded_by(w, n->floor, &n->rounding);
    rounded_by(w, n->cap, &n->rounding);
    settled(w, n->max);
    settled(w, n->base);
    settled(w, n->weight);
    settled(w, n->absent);
    settled(w, n->missing_as);
    look(w, n->only_when);
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *r = &n->rules[i];
        rounded_by(w, r->amount, &n->rounding);
        rounded_by(w, r->limit, &n->rounding);
        settled(w, r->amount_high);
        settled(w, r->measured);
        settled(w, r->size);
        look(w, r->condition);
        look(w, r->unless);
        look(w, r->set.where);
    }
}

static void keys(walk *w, const kh_order_key *keys, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        settled(w, keys[i].key);
}

static void results(walk *w)
{
    const kh_model *m = w->r->model;
    for (uint32_t i = 0; i < m->vetoes_count; i++) {
        look(w, m->vetoes[i].when);
        look(w, m->vetoes[i].unless);
    }
    for (uint32_t i = 0; i < m->grades_count; i++) {
        look(w, m->grades[i].when);
        look(w, m->grades[i].unless);
    }
    for (uint32_t i = 0; i < m->ranks_count; i++)
        keys(w, m->ranks[i].keys, m->ranks[i].key_count);
    for (uint32_t i = 0; i < m->selects_count; i++) {
        settled(w, m->selects[i].top);
        look(w, m->selects[i].when);
        keys(w, m->selects[i].keys, m->selects[i].key_count);
    }
    for (uint32_t i = 0; i < m->shows_count; i++)
        rounded_by(w, m->shows[i].value, &m->shows[i].rounding);
    for (uint32_t i = 0; i < m->asserts_count; i++)
        look(w, m->asserts[i].condition);
}

void kh_check_rounded(kh_resolver *r)
{
    if (!r->has_reals)
        return;
    walk w = {.r = r, .known = kh_map_new(r->work), .seen = kh_map_new(r->work)};
    const kh_model *m = r->model;
    settled(&w, m->max);
    settled(&w, m->floor);
    settled(&w, m->cap);
    for (uint32_t i = 0; i < m->lets_count; i++) {
        look(&w, m->lets[i].value);
        look(&w, m->lets[i].only_when);
        settled(&w, m->lets[i].missing_as);
    }
    for (uint32_t i = 0; i < m->nodes_count; i++)
        node(&w, &m->nodes[i]);
    results(&w);
}
