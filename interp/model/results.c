/* Results: vetoes, grades, ranks, selections, columns to show, assertions. */
#include "model/resolve.h"

static const kh_scope outside = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE};

static kh_expr *sound(kh_expr *e)
{
    return e && !kh_types_is_error(e) ? e : NULL;
}

static kh_expr *part_condition(kh_resolver *r, const kh_node *parts, kh_word word)
{
    const struct kh_node_part *p = kh_resolve_part(r, parts, word);
    return p ? sound(kh_expr_resolve(r, p->args, &outside, KH_WANT_CONDITION)) : NULL;
}

static uint64_t part_kinds(kh_resolver *r, const kh_node *parts)
{
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_FOR);
    return p ? kh_names_kinds(r, p->args) : 0;
}

static bool has_part(const kh_node *parts, kh_word word)
{
    for (; parts; parts = parts->next)
        if (parts->kind == KH_NODE_PART && KH_AS(part, parts)->word == word)
            return true;
    return false;
}

/* Parts that this statement does not have, or not yet. */
static bool only_parts(kh_resolver *r, const kh_node *parts, const kh_word *allowed, size_t n)
{
    bool fine = true;
    for (const kh_node *p = parts; p; p = p->next) {
        if (p->kind != KH_NODE_PART)
            continue;
        kh_word w = KH_AS(part, p)->word;
        bool known = kh_resolve_is_doc(w) || w == KH_W_FOR;
        for (size_t i = 0; i < n; i++)
            known = known || allowed[i] == w;
        if (known)
            continue;
        fine = false;
        if (kh_resolve_is_period(w))
            kh_resolve_refuse(r, KH_E0902, p);
        else if (w == KH_W_TOP)
            kh_resolve_refuse(r, KH_E0936, p);
        else if (w == KH_W_UNLESS)
            kh_resolve_refuse(r, KH_E0937, p);
        else
            KH_SAY(r, KH_E0466, p->place, kh_word_chinese(w), kh_word_english(w));
    }
    return fine;
}

/* ---- vetoes ---- */

static uint32_t effect_target(kh_resolver *r, const kh_node *name, bool bars)
{
    if (!bars && r->grades.n == 0 && name && name->kind == KH_NODE_NAME) {
        KH_SAY(r, KH_E0335, name->place, kh_resolve_text(r, name->place));
        return KH_NONE;
    }
    return kh_names_require(r, name, bars ? KH_SYMBOL_SELECT : KH_SYMBOL_GRADE);
}

static void resolve_veto(kh_resolver *r, uint32_t i)
{
    const struct kh_node_veto *t = KH_AS(veto, r->veto_trees.at[i]);
    kh_veto *v = &r->vetoes.at[i];
    kh_scope scope = outside;
    scope.veto = i;
    uint32_t count = 0;
    for (const kh_node *e = t->effects; e; e = e->next)
        count++;
    v->effects = KH_NEW_ARRAY(r->work, kh_effect, count + 1u);
    v->effect_count = 0;
    for (const kh_node *n = t->effects; n; n = n->next) {
        if (n->kind != KH_NODE_EFFECT)
            continue;
        kh_word w = KH_AS(effect, n)->word;
        bool bars = w == KH_W_BARS;
        uint32_t target = effect_target(r, KH_AS(effect, n)->name, bars);
        if (target == KH_NONE)
            continue;
        v->effects[v->effect_count++] = (kh_effect){bars                   ? KH_EFFECT_BARS
                                                    : w == KH_W_TO_AT_MOST ? KH_EFFECT_AT_MOST
                                                                           : KH_EFFECT_TO,
                                                    target};
    }
    v->when = t->when ? sound(kh_expr_resolve(r, t->when, &scope, KH_WANT_CONDITION)) : NULL;
    v->unless = t->unless ? sound(kh_expr_resolve(r, t->unless, &scope, KH_WANT_CONDITION)) : NULL;
    if (!t->when)
        KH_SAY(r, KH_E0470, t->base.place, kh_resolve_name(r, v->name));
    only_parts(r, t->parts, NULL, 0);
    v->for_kinds = part_kinds(r, t->parts);
    v->docs = (kh_docs){0};
    kh_resolve_docs(r, t->parts, &v->docs);
}

/* ---- order keys and ties ---- */

static bool order_keys(kh_resolver *r, const kh_node *parts, kh_order_key **keys, uint32_t *count)
{
    uint32_t n = 0;
    bool fine = true, first = true;
    for (const kh_node *p = parts; p; p = p->next) {
        n++;
        if (p->kind != KH_NODE_PART || KH_AS(part, p)->word != KH_W_BY)
            continue;
        if (!first)
            KH_SAY(r, KH_E0473, p->place);
        first = false;
    }
    *keys = KH_NEW_ARRAY(r->work, kh_order_key, n + 1u);
    *count = 0;
    for (const kh_node *p = parts; p; p = p->next) {
        if (p->kind != KH_NODE_PART ||
            (KH_AS(part, p)->word != KH_W_BY && KH_AS(part, p)->word != KH_W_THEN))
            continue;
        const kh_node *args = KH_AS(part, p)->args;
        kh_expr *e = kh_expr_resolve(r, args, &outside, KH_WANT_NUMBER);
        if (kh_types_is_error(e)) {
            fine = false;
            continue;
        }
        (*keys)[(*count)++] = (kh_order_key){e, args->next != NULL};
    }
    return fine && *count > 0;
}

static kh_slice tie_text(const struct kh_node_tie *t)
{
    return t->pattern.n ? t->pattern : kh_resolve_string(t->name);
}

/* Without blanks: 1 - 2 - 2 - 4 says the same. */
static bool is_pattern(kh_slice written, const char *wanted)
{
    size_t k = 0;
    for (size_t i = 0; i < written.n; i++) {
        if (written.p[i] == ' ')
            continue;
        if (wanted[k] == '\0' || written.p[i] != wanted[k])
            return false;
        k++;
    }
    return wanted[k] == '\0';
}

/* edge: of a selection; else of a rank. */
static bool tie_policy(kh_resolver *r, const kh_node *parts, bool edge, kh_tie_policy *out)
{
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_TIES);
    const kh_node *n = p ? p->args : NULL;
    if (!n || n->kind != KH_NODE_TIE)
        return false;
    kh_slice text = tie_text(KH_AS(tie, n));
    kh_id id = text.n ? kh_intern_id(r->model->names, text) : 0;
    kh_builtin b = id ? kh_names_builtin(r, id, KH_BC_TIE) : KH_B_END;
    if (edge && b != KH_B_END) {
        *out = b == KH_B_EXTEND ? KH_TIES_EXTEND : KH_TIES_CUT;
        return true;
    }
    if (!edge && (is_pattern(text, "1-2-2-4") || is_pattern(text, "1-2-2-3"))) {
        *out = is_pattern(text, "1-2-2-4") ? KH_TIES_SKIP : KH_TIES_DENSE;
        return true;
    }
    KH_SAY(r, edge ? KH_E0469 : KH_E0476, n->place, text);
    return false;
}

/* within kind, of all: the rest is refused. */
static bool group(kh_resolver *r, const kh_node *parts, bool *within_kind)
{
    bool fine = true;
    *within_kind = false;
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_WITHIN);
    if (p) {
        kh_id id = kh_names_id(r, p->args);
        *within_kind = kh_names_builtin(r, id, KH_BC_VALUE) == KH_B_UNIT_KIND;
        if (!*within_kind) {
            kh_resolve_refuse(r, KH_E0938, &p->base);
            fine = false;
        }
    }
    p = kh_resolve_part(r, parts, KH_W_OF);
    const kh_node *set = p ? p->args : NULL;
    if (!set || set->kind != KH_NODE_SET)
        return fine;
    kh_id id = kh_names_id(r, KH_AS(set, set)->name);
    const kh_symbol *grade = kh_names_find(r, id, KH_SYMBOL_GRADE);
    if (grade) {
        kh_diag *d = KH_SAY(r, KH_E0327, set->place, kh_resolve_name(r, id));
        kh_resolve_related(r, d, KH_R_name_declared, grade->place, kh_resolve_name(r, id));
        return false;
    }
    kh_builtin b = kh_names_builtin(r, id, KH_BC_GROUP);
    if (b == KH_B_PEERS && !KH_AS(set, set)->args)
        *within_kind = true;
    else if (b != KH_B_ALL || KH_AS(set, set)->args) {
        kh_resolve_refuse(r, KH_E0938, &p->base);
        fine = false;
    }
    return fine;
}

/* ---- grades ---- */

static void resolve_grade(kh_resolver *r, uint32_t i)
{
    static const kh_word allowed[] = {KH_W_WHEN, KH_W_UNLESS, KH_W_OTHERWISE};
    const struct kh_node_choice *t = KH_AS(choice, r->grade_trees.at[i]);
    kh_grade *g = &r->grades.at[i];
    bool quota = has_part(t->parts, KH_W_TOP); /* refused whole, with its order, group and ties */
    bool fine = !quota && only_parts(r, t->parts, allowed, sizeof allowed / sizeof *allowed);
    if (quota)
        kh_resolve_refuse(r, KH_E0936, &kh_resolve_part(r, t->parts, KH_W_TOP)->base);
    const struct kh_node_part *when = kh_resolve_part(r, t->parts, KH_W_WHEN);
    g->when = part_condition(r, t->parts, KH_W_WHEN);
    g->unless = part_condition(r, t->parts, KH_W_UNLESS);
    const struct kh_node_part *rest = kh_resolve_part(r, t->parts, KH_W_OTHERWISE);
    g->otherwise = rest != NULL && !when;
    if (rest && when) {
        kh_diag *d = KH_SAY(r, KH_E0471, rest->base.place, kh_resolve_name(r, g->name));
        kh_resolve_related(r, d, KH_R_first_here, when->base.place, KH_LIT(""));
    }
    if (!fine || (when && !g->when))
        r->grades_troubled = true;
    g->for_kinds = part_kinds(r, t->parts);
    g->docs = (kh_docs){0};
    kh_resolve_docs(r, t->parts, &g->docs);
}

/* What takes the rest stands last among the grades of a kind of unit. */
static void check_otherwise(kh_resolver *r)
{
    for (size_t i = 0; i + 1 < r->grades.n; i++) {
        const kh_grade *g = &r->grades.at[i];
        for (size_t k = i + 1; g->otherwise && k < r->grades.n; k++) {
            const kh_grade *later = &r->grades.at[k];
            bool apart = g->for_kinds && (!later->for_kinds || !(g->for_kinds & later->for_kinds));
            if (apart || (!later->when && !later->otherwise))
                continue;
            kh_diag *d = KH_SAY(r, KH_E0472, g->place, kh_resolve_name(r, g->name));
            kh_resolve_related(r, d, KH_R_name_declared, later->place,
                               kh_resolve_name(r, later->name));
            r->grades_troubled = true;
            break;
        }
    }
}

static void grades_by_veto(kh_resolver *r)
{
    for (size_t i = 0; i < r->grades.n; i++)
        r->grades.at[i].by_veto = false;
    for (size_t i = 0; i < r->vetoes.n; i++)
        for (uint32_t k = 0; k < r->vetoes.at[i].effect_count; k++) {
            const kh_effect *e = &r->vetoes.at[i].effects[k];
            if (e->type == KH_EFFECT_BARS)
                continue;
            kh_grade *g = &r->grades.at[e->target];
            g->by_veto = g->by_veto || (!g->when && !g->otherwise);
        }
}

/* ---- ranks and selections ---- */

static void resolve_rank(kh_resolver *r, uint32_t i)
{
    static const kh_word allowed[] = {KH_W_BY, KH_W_THEN, KH_W_TIES, KH_W_WITHIN, KH_W_OF};
    const struct kh_node_choice *t = KH_AS(choice, r->rank_trees.at[i]);
    kh_rank *k = &r->ranks.at[i];
    only_parts(r, t->parts, allowed, sizeof allowed / sizeof *allowed);
    bool by = has_part(t->parts, KH_W_BY);
    if (!order_keys(r, t->parts, &k->keys, &k->key_count) && !by)
        KH_SAY(r, KH_E0474, t->base.place);
    if (!kh_resolve_part(r, t->parts, KH_W_TIES))
        KH_SAY(r, KH_E0475, t->base.place);
    tie_policy(r, t->parts, false, &k->ties);
    group(r, t->parts, &k->within_kind);
    k->for_kinds = part_kinds(r, t->parts);
    k->docs = (kh_docs){0};
    kh_resolve_docs(r, t->parts, &k->docs);
}

/* A unit has one rank. */
static void check_ranks(kh_resolver *r)
{
    for (size_t i = 1; i < r->ranks.n; i++)
        for (size_t k = 0; k < i; k++) {
            uint64_t a = r->ranks.at[i].for_kinds, b = r->ranks.at[k].for_kinds;
            if (a && b && !(a & b))
                continue;
            kh_diag *d = KH_SAY(r, KH_E0477, r->ranks.at[i].place);
            kh_resolve_related(r, d, KH_R_first_here, r->ranks.at[k].place, KH_LIT(""));
            break;
        }
}

static kh_expr *top(kh_resolver *r, const struct kh_node_part *p)
{
    kh_expr *e = kh_expr_resolve(r, p->args, &outside, KH_WANT_NUMBER);
    if (kh_types_is_error(e))
        return NULL;
    if (e->type.share) {
        kh_resolve_refuse(r, KH_E0936, &p->base);
        return NULL;
    }
    if (e->domain.tag != KH_DOMAIN_RUN) {
        KH_SAY(r, KH_E0332, p->args->place, kh_resolve_text(r, p->args->place));
        return NULL;
    }
    kh_num x;
    bool known = kh_expr_constant(r->work, r->model, e, &x);
    if (known && (!kh_num_is_integer(x) || kh_num_sign(x) < 0)) {
        KH_SAY(r, KH_E0478, p->args->place, kh_resolve_text(r, p->args->place));
        return NULL;
    }
    return e;
}

static void selected_from(kh_resolver *r, const kh_node *parts, kh_select *s)
{
    const struct kh_node_part *p = kh_resolve_part(r, parts, KH_W_FROM);
    uint32_t n = 0;
    for (const kh_node *g = p ? p->args : NULL; g; g = g->next)
        n++;
    s->from = KH_NEW_ARRAY(r->work, uint32_t, n + 1u);
    s->from_count = 0;
    for (const kh_node *g = p ? p->args : NULL; g; g = g->next) {
        uint32_t at = kh_names_require(r, g, KH_SYMBOL_GRADE);
        if (at != KH_NONE)
            s->from[s->from_count++] = at;
    }
}

static void resolve_select(kh_resolver *r, uint32_t i)
{
    static const kh_word allowed[] = {KH_W_BY, KH_W_THEN, KH_W_TIES, KH_W_WITHIN,
                                      KH_W_OF, KH_W_TOP,  KH_W_FROM, KH_W_WHEN};
    const struct kh_node_choice *t = KH_AS(choice, r->select_trees.at[i]);
    kh_select *s = &r->selects.at[i];
    only_parts(r, t->parts, allowed, sizeof allowed / sizeof *allowed);
    const struct kh_node_part *p = kh_resolve_part(r, t->parts, KH_W_TOP);
    if (p)
        s->top = top(r, p);
    else
        KH_SAY(r, KH_E0479, t->base.place, kh_resolve_name(r, s->name));
    bool by = has_part(t->parts, KH_W_BY);
    if (!order_keys(r, t->parts, &s->keys, &s->key_count) && !by)
        KH_SAY(r, KH_E0474, t->base.place);
    selected_from(r, t->parts, s);
    s->when = part_condition(r, t->parts, KH_W_WHEN);
    s->stated_ties = tie_policy(r, t->parts, true, &s->ties);
    if (!kh_resolve_part(r, t->parts, KH_W_TIES))
        KH_SAY(r, KH_E0468, t->base.place, kh_resolve_name(r, s->name));
    group(r, t->parts, &s->within_kind);
    s->for_kinds = part_kinds(r, t->parts);
    s->docs = (kh_docs){0};
    kh_resolve_docs(r, t->parts, &s->docs);
}

/* ---- columns and assertions ---- */

static void resolve_show(kh_resolver *r, uint32_t i)
{
    const struct kh_node_let *t = KH_AS(let, r->show_trees.at[i]);
    kh_show *s = &r->shows.at[i];
    s->rounding = kh_resolve_rounding(r, t->parts);
    if (t->params || !t->value)
        return;
    for (const kh_node *p = t->parts; p; p = p->next) {
        kh_word w = p->kind == KH_NODE_PART ? KH_AS(part, p)->word : KH_W_ROUND;
        if (kh_resolve_is_period(w))
            kh_resolve_refuse(r, KH_E0902, p);
        else if (w != KH_W_ROUND && !kh_resolve_is_doc(w))
            kh_resolve_refuse(r, KH_E0935, p);
    }
    s->value = sound(kh_expr_resolve(r, t->value, &outside, KH_WANT_ANY));
}

static void resolve_assert(kh_resolver *r, uint32_t i)
{
    const struct kh_node_assert *t = KH_AS(assert, r->assert_trees.at[i]);
    if (t->made)
        kh_resolve_refuse(r, KH_E0902, t->made);
    r->asserts.at[i].condition =
        sound(kh_expr_resolve(r, t->condition, &outside, KH_WANT_CONDITION));
    r->asserts.at[i].message = kh_resolve_string(t->otherwise);
}

void kh_resolve_results(kh_resolver *r)
{
    r->grades_troubled = false;
    for (uint32_t i = 0; i < r->vetoes.n; i++)
        resolve_veto(r, i);
    for (uint32_t i = 0; i < r->grades.n; i++)
        resolve_grade(r, i);
    grades_by_veto(r);
    check_otherwise(r);
    for (uint32_t i = 0; i < r->ranks.n; i++)
        resolve_rank(r, i);
    check_ranks(r);
    for (uint32_t i = 0; i < r->selects.n; i++)
        resolve_select(r, i);
    for (uint32_t i = 0; i < r->shows.n; i++)
        resolve_show(r, i);
    for (uint32_t i = 0; i < r->asserts.n; i++)
        resolve_assert(r, i);
}
