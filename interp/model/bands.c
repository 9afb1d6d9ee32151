/* Grades as bands of the total: gaps, overlaps, grades that are never reached, the worst first. The
 * conditions are tried at every cut point, between them and outside them, with everything but the
 * total and the kind of unit left open; what is found is shown with such a total. */
#include "model/resolve.h"

typedef struct trial {
    kh_resolver *r;
    kh_num total;
    uint32_t kind;
} trial;

typedef enum truth { NO, YES, OPEN } truth;

/* ---- a condition at one total ---- */

static bool number(const trial *t, const kh_expr *e, kh_num *out)
{
    if (e->op == KH_X_TOTAL) {
        *out = t->total;
        return true;
    }
    return kh_expr_constant_for(t->r->arena, t->r->model, e, t->kind, out);
}

static truth compare(const trial *t, const kh_expr *e)
{
    if (e->args[0]->op == KH_X_KIND && e->args[1]->op == KH_X_KIND_IS && t->kind != KH_NONE)
        return (e->args[1]->index == t->kind) == (e->op == KH_X_EQ) ? YES : NO;
    kh_num a, b;
    if (!number(t, e->args[0], &a) || !number(t, e->args[1], &b))
        return OPEN;
    int c = kh_num_cmp(a, b);
    bool holds = e->op == KH_X_LT   ? c < 0
                 : e->op == KH_X_LE ? c <= 0
                 : e->op == KH_X_GT ? c > 0
                 : e->op == KH_X_GE ? c >= 0
                 : e->op == KH_X_EQ ? c == 0
                                    : c != 0;
    return holds ? YES : NO;
}

static truth holds(const trial *t, const kh_expr *e)
{
    if (e->op >= KH_X_LT && e->op <= KH_X_NE)
        return compare(t, e);
    if (e->op == KH_X_YES_NO)
        return e->index ? YES : NO;
    if (e->op == KH_X_NOT) {
        truth x = holds(t, e->args[0]);
        return x == OPEN ? OPEN : x == YES ? NO : YES;
    }
    if (e->op != KH_X_AND && e->op != KH_X_OR)
        return OPEN;
    truth decides = e->op == KH_X_AND ? NO : YES, all = e->op == KH_X_AND ? YES : NO;
    for (uint32_t i = 0; i < e->n; i++) {
        truth x = holds(t, e->args[i]);
        if (x == decides)
            return decides;
        if (x == OPEN)
            all = OPEN;
    }
    return all;
}

static bool is_for(const kh_grade *g, uint32_t kind)
{
    return !g->for_kinds || kind == KH_NONE || (g->for_kinds >> kind & 1);
}

static truth grade_holds(const trial *t, const kh_grade *g)
{
    if (!is_for(g, t->kind))
        return NO;
    if (!g->when)
        return g->otherwise ? YES : NO;
    truth when = holds(t, g->when);
    if (when == NO || !g->unless)
        return when;
    truth unless = holds(t, g->unless);
    return unless == YES ? NO : unless == NO ? when : OPEN;
}

/* ---- where to try ---- */

typedef KH_VEC(kh_num) points;

static void cuts(kh_resolver *r, const kh_expr *e, uint32_t kind, points *out)
{
    if (e->op >= KH_X_LT && e->op <= KH_X_NE) {
        kh_num x;
        for (int side = 0; side < 2; side++)
            if (e->args[side]->op == KH_X_TOTAL &&
                kh_expr_constant_for(r->arena, r->model, e->args[1 - side], kind, &x))
                *kh_push(r->arena, out) = x;
        return;
    }
    for (uint32_t i = 0; i < e->n; i++)
        cuts(r, e->args[i], kind, out);
}

static void sort(points *p)
{
    for (size_t i = 1; i < p->n; i++) {
        kh_num x = p->at[i];
        size_t k = i;
        for (; k > 0 && kh_num_cmp(p->at[k - 1], x) > 0; k--)
            p->at[k] = p->at[k - 1];
        p->at[k] = x;
    }
}

/* A total between a and b that reads well: an integer, or what the total's rounding lets stand;
 * near the upper end. False: the rounding leaves none. */
static bool between(kh_resolver *r, kh_num a, kh_num b, kh_num *out)
{
    int places = r->model->rounding.places;
    kh_num unit = KH_ONE;
    for (int i = 0; i < places; i++)
        unit = kh_num_mul(r->arena, unit, kh_num_int(10));
    kh_num steps = kh_num_ceil(r->arena, kh_num_mul(r->arena, b, unit));
    *out = kh_num_div(r->arena, kh_num_sub(r->arena, steps, KH_ONE), unit);
    if (kh_num_cmp(*out, a) > 0)
        return true;
    if (places >= 0)
        return false;
    *out = kh_num_div(r->arena, kh_num_add(r->arena, a, b), kh_num_int(2));
    return true;
}

/* The totals that the scheme can give: 0 to its max, unless something opens an end. */
static void reach(kh_resolver *r, kh_num *low, kh_num *high)
{
    *low = KH_ZERO;
    *high = KH_PLUS_INF;
    kh_num max;
    bool stated = r->model->max != NULL;
    bool closed =
        stated ? kh_expr_constant(r->arena, r->model, r->model->max, &max) : r->nodes.n > 0;
    kh_num sum = KH_ZERO;
    for (size_t i = 0; i < r->nodes.n; i++) {
        const kh_score *n = &r->nodes.at[i];
        bool plain = n->type == KH_ITEM ? !n->stated_floor : n->rule_count == 0;
        if (n->type == KH_EXTRA || !plain)
            *low = KH_MINUS_INF;
        bool becomes = false;
        for (uint32_t k = 0; k < n->rule_count; k++)
            becomes = becomes || n->rules[k].verb == KH_BECOMES;
        if (becomes)
            *low = KH_MINUS_INF;
        closed = closed && n->type != KH_EXTRA && !n->stated_cap && !becomes;
        if (stated || n->parent != KH_NONE)
            continue;
        closed =
            closed && n->max && !n->weight && kh_expr_constant(r->arena, r->model, n->max, &max);
        if (closed)
            sum = kh_num_add(r->arena, sum, max);
    }
    if (closed)
        *high = stated ? max : sum;
}

static void try_points(kh_resolver *r, uint32_t kind, points *out)
{
    points at = {0};
    for (size_t i = 0; i < r->grades.n; i++)
        if (r->grades.at[i].when && is_for(&r->grades.at[i], kind))
            cuts(r, r->grades.at[i].when, kind, &at);
    sort(&at);
    kh_num low, high, x;
    reach(r, &low, &high);
    if (at.n && between(r, KH_MINUS_INF, at.at[0], &x))
        *kh_push(r->arena, out) = x;
    for (size_t i = 0; i < at.n; i++) {
        if (i && kh_num_eq(at.at[i - 1], at.at[i]))
            continue;
        if (i && between(r, at.at[i - 1], at.at[i], &x))
            *kh_push(r->arena, out) = x;
        *kh_push(r->arena, out) = at.at[i];
    }
    if (at.n)
        *kh_push(r->arena, out) = kh_num_add(r->arena, at.at[at.n - 1], KH_ONE);
    if (at.n && !kh_num_eq(high, KH_PLUS_INF)) /* for lines that no total reaches */
        *kh_push(r->arena, out) = high;
    size_t kept = 0;
    for (size_t i = 0; i < out->n; i++)
        if (kh_num_cmp(out->at[i], low) >= 0 && kh_num_cmp(out->at[i], high) <= 0)
            out->at[kept++] = out->at[i];
    out->n = kept;
}

/* ---- what is wrong ---- */

/* Whether the condition states an upper end for the total. */
static bool has_upper(const kh_expr *e)
{
    if (!e)
        return false;
    if (e->op == KH_X_LT || e->op == KH_X_LE)
        return e->args[0]->op == KH_X_TOTAL;
    if (e->op == KH_X_GT || e->op == KH_X_GE)
        return e->args[1]->op == KH_X_TOTAL;
    for (uint32_t i = 0; i < e->n; i++)
        if (has_upper(e->args[i]))
            return true;
    return false;
}

static void say_at(kh_resolver *r, kh_code code, kh_place place, kh_slice a, kh_slice b, kh_num x,
                   kh_place other)
{
    kh_strbuf shown = {0};
    kh_num_show(&shown, x, -1);
    kh_diag *d = KH_SAY(r, code, place, kh_strbuf_slice(&shown), a, b);
    kh_resolve_related(r, d, KH_R_band_first, other, KH_LIT(""));
    kh_strbuf_free(&shown);
}

static void check_gap(kh_resolver *r, const points *p, uint32_t kind, bool *said)
{
    const kh_grade *last = &r->grades.at[r->grades.n - 1];
    for (size_t i = 0; i < p->n && !*said; i++) {
        trial t = {r, p->at[i], kind};
        bool none = true;
        for (size_t g = 0; g < r->grades.n && none; g++)
            none = grade_holds(&t, &r->grades.at[g]) == NO;
        if (!none)
            continue;
        say_at(r, KH_E0481, last->place, kh_resolve_name(r, last->name), KH_LIT(""), p->at[i],
               KH_NOWHERE);
        *said = true;
    }
}

/* The lowest total at which a grade holds for sure; false: none of those tried. */
static bool lowest(kh_resolver *r, const points *p, const kh_grade *g, uint32_t kind, kh_num *out)
{
    for (size_t i = 0; i < p->n; i++) {
        trial t = {r, p->at[i], kind};
        if (grade_holds(&t, g) == YES) {
            *out = p->at[i];
            return true;
        }
    }
    return false;
}

static void say_unreached(kh_resolver *r, const points *p, size_t g, const kh_grade *taker,
                          uint32_t kind)
{
    const kh_grade *grade = &r->grades.at[g];
    kh_num mine, its;
    bool worst_first = taker && taker->when && grade->when && lowest(r, p, grade, kind, &mine) &&
                       lowest(r, p, taker, kind, &its) && kh_num_cmp(its, mine) < 0;
    kh_slice name = kh_resolve_name(r, grade->name);
    kh_slice other = taker ? kh_resolve_name(r, taker->name) : KH_LIT("");
    kh_diag *d = KH_SAY(r,
                        worst_first ? KH_E0484
                        : taker     ? KH_E0482
                                    : KH_E0416,
                        grade->place, name, other);
    if (taker)
        kh_resolve_related(r, d, KH_R_band_first, taker->place, other);
}

/* For one grade: is it reached, and does its band run into one before it? */
static void check_grade(kh_resolver *r, const points *p, size_t g, uint32_t kind, bool *said)
{
    const kh_grade *grade = &r->grades.at[g];
    const kh_grade *taker = NULL;
    bool reached = false, shared = false;
    kh_num witness = KH_ZERO;
    for (size_t i = 0; i < p->n; i++) {
        trial t = {r, p->at[i], kind};
        truth mine = grade_holds(&t, grade);
        const kh_grade *before = NULL;
        for (size_t k = 0; k < g && mine != NO && !before; k++)
            if (grade_holds(&t, &r->grades.at[k]) == YES)
                before = &r->grades.at[k];
        reached = reached || (mine != NO && !before);
        if (!before)
            continue;
        taker = before;
        if (mine == YES && !shared) {
            shared = true;
            witness = p->at[i];
        }
    }
    if (said[g])
        return;
    if (!reached && p->n) {
        say_unreached(r, p, g, taker, kind);
        said[g] = true;
    } else if (shared && has_upper(grade->when)) {
        say_at(r, KH_E0483, grade->place, kh_resolve_name(r, taker->name),
               kh_resolve_name(r, grade->name), witness, taker->place);
        said[g] = true;
    }
}

static void check_kind(kh_resolver *r, uint32_t kind, bool *said)
{
    points p = {0};
    try_points(r, kind, &p);
    if (!p.n)
        return;
    for (size_t g = 0; g < r->grades.n; g++)
        if ((r->grades.at[g].when || r->grades.at[g].otherwise) && is_for(&r->grades.at[g], kind))
            check_grade(r, &p, g, kind, said);
    check_gap(r, &p, kind, &said[r->grades.n]);
}

static bool depends_on_kind(const kh_resolver *r)
{
    for (size_t i = 0; i < r->grades.n; i++) {
        const kh_grade *g = &r->grades.at[i];
        if (g->for_kinds || g->when)
            return true;
    }
    return false;
}

void kh_check_bands(kh_resolver *r)
{
    for (size_t i = 0; i < r->grades.n; i++) {
        const kh_grade *g = &r->grades.at[i];
        if (!g->when && !g->otherwise && !g->by_veto && !r->grades_troubled)
            KH_SAY(r, KH_E0485, g->place, kh_resolve_name(r, g->name));
    }
    if (!r->grades.n || r->grades_troubled)
        return;
    bool *said = KH_NEW_ARRAY(r->arena, bool, r->grades.n + 1);
    if (r->kinds.n && depends_on_kind(r))
        for (uint32_t k = 0; k < r->kinds.n; k++)
            check_kind(r, k, said);
    else
        check_kind(r, KH_NONE, said);
}
