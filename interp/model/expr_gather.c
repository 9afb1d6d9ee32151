/* What stands behind the set of an aggregate: by, quorum, trim, top, weighted. Which of them an
 * aggregate takes, and that each makes sense there. */
#include "model/resolve.h"

bool kh_expr_is_gather(kh_word w)
{
    return w == KH_W_BY || w == KH_W_QUORUM || w == KH_W_TRIM || w == KH_W_TOP ||
           w == KH_W_LOWEST_FIRST || w == KH_W_WEIGHTED;
}

/* Ordered values can be left out at their ends; the latest is one, a share has none. */
static bool takes(kh_expr_op op, kh_word w)
{
    if (w == KH_W_QUORUM)
        return true;
    if (op == KH_X_LATEST)
        return false;
    if (w == KH_W_WEIGHTED)
        return op == KH_X_MEAN || op == KH_X_SHARE;
    return w == KH_W_BY || op != KH_X_SHARE;
}

typedef struct gathering {
    kh_resolver *r;
    kh_expr *e;
    const kh_scope *outer, *inner;
    KH_VEC(kh_expr *) args; /* the value first */
    kh_gather *g;
} gathering;

static uint32_t add(gathering *w, kh_expr *x)
{
    *kh_push(w->r->work, &w->args) = x;
    return (uint32_t)w->args.n - 1;
}

/* How many: a whole number where it is written down; of the unit, never of one record. */
static bool number_of(gathering *w, const kh_node *n, uint32_t *into)
{
    kh_expr *x = kh_expr_resolve(w->r, n, w->outer, KH_WANT_NUMBER);
    if (kh_types_is_error(x))
        return false;
    kh_num value;
    int64_t whole;
    bool constant = kh_expr_constant(w->r->work, w->r->model, x, &value);
    if (x->type.share || x->domain.tag == KH_DOMAIN_RECORD ||
        (constant && (!kh_num_to_int(value, &whole) || whole < 0))) {
        KH_SAY(w->r, KH_E1031, n->place, kh_resolve_text(w->r, n->place));
        return false;
    }
    *into = add(w, x);
    return true;
}

static bool keys(gathering *w, const kh_node *list)
{
    bool fine = true;
    w->g->by = (uint32_t)w->args.n;
    for (const kh_node *k = list; k; k = k->next) {
        kh_expr *x = kh_expr_resolve(w->r, k, w->inner, KH_WANT_ANY);
        fine = fine && !kh_types_is_error(x);
        add(w, x);
        w->g->by_count++;
    }
    return fine;
}

/* `weighted (a, b)` is for the periods of an item. */
static bool weight(gathering *w, const kh_node *q)
{
    const kh_node *list = KH_AS(qual, q)->args;
    if (!list || list->next) {
        KH_SAY(w->r, KH_E1034, q->place);
        return false;
    }
    kh_expr *x = kh_expr_resolve(w->r, list, w->inner, KH_WANT_NUMBER);
    w->g->weight = add(w, x);
    return !kh_types_is_error(x);
}

/* A key has one weight: it may read what the key reads, and what is the same for the unit. */
static bool is_of_key(const gathering *w, const kh_expr *x)
{
    if (x->domain.tag != KH_DOMAIN_RECORD)
        return true;
    for (uint32_t i = 0; i < w->g->by_count; i++)
        if (kh_expr_equal(x, w->args.at[w->g->by + i]))
            return true;
    if (x->n == 0)
        return false;
    for (uint32_t i = 0; i < x->n; i++)
        if (!is_of_key(w, x->args[i]))
            return false;
    return true;
}

static bool one(gathering *w, const kh_node *q)
{
    const struct kh_node_qual *t = KH_AS(qual, q);
    kh_resolver *r = w->r;
    if (!takes(w->e->op, t->word)) {
        KH_SAY(r, KH_E1032, q->place, kh_word_chinese(t->word), kh_word_english(t->word),
               kh_resolve_text(r, w->e->place));
        return false;
    }
    if (t->word == KH_W_LOWEST_FIRST) {
        w->g->lowest_first = true;
        return true;
    }
    if (t->word == KH_W_BY)
        return keys(w, t->args);
    if (t->word == KH_W_WEIGHTED)
        return weight(w, q);
    return number_of(w, t->args,
                     t->word == KH_W_TRIM  ? &w->g->trim
                     : t->word == KH_W_TOP ? &w->g->top
                                           : &w->g->quorum);
}

static bool twice(kh_resolver *r, const kh_node *first, const kh_node *q)
{
    for (; first != q; first = first->next)
        if (KH_AS(qual, first)->word == KH_AS(qual, q)->word) {
            KH_SAY(r, KH_E0415, q->place, kh_word_chinese(KH_AS(qual, q)->word),
                   kh_word_english(KH_AS(qual, q)->word));
            return true;
        }
    return false;
}

static bool agree(gathering *w)
{
    const kh_gather *g = w->g;
    if (g->lowest_first && !g->top) {
        KH_SAY(w->r, KH_E1033, g->place);
        return false;
    }
    if (g->weight && g->by_count && !is_of_key(w, w->args.at[g->weight])) {
        KH_SAY(w->r, KH_E1035, w->args.at[g->weight]->place);
        return false;
    }
    return true;
}

bool kh_expr_gather(kh_resolver *r, kh_expr *e, const kh_node *quals, const kh_scope *outer,
                    const kh_scope *inner)
{
    gathering w = {.r = r, .e = e, .outer = outer, .inner = inner};
    bool fine = true, any = false;
    w.g = KH_NEW(r->work, kh_gather);
    add(&w, e->args[0]);
    for (const kh_node *q = quals; q; q = q->next) {
        if (!kh_expr_is_gather(KH_AS(qual, q)->word))
            continue;
        w.g->place = any ? kh_place_join(w.g->place, q->place) : q->place;
        any = true;
        fine = !twice(r, quals, q) && one(&w, q) && fine;
    }
    if (!fine || !any)
        return fine;
    e->args = w.args.at;
    e->n = (uint32_t)w.args.n;
    e->gather = w.g;
    return agree(&w);
}
