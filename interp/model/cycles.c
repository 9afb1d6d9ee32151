/* Values that need themselves. A vertex is a let, an item's result, an item's max and base, what it
 * earned before it is forfeited, its limits and weight, a veto, a selection, the total, the grades;
 * an edge leads to what it reads. A cycle is shown as a path. */
#include "model/resolve.h"

typedef struct graph {
    kh_resolver *r;
    /* where each begins */
    uint32_t lets, nodes, maxima, earned, ends, vetoes, selects, total, grades, fields, count;
    uint32_t *first_field; /* [records + 1] of each record, among the fields */
    KH_VEC(uint32_t) edges;
    uint32_t *first; /* [count + 1] */
    KH_VEC(const kh_expr *) stack;
} graph;

static void edge(graph *g, uint32_t to)
{
    *kh_push(g->r->arena, &g->edges) = to;
}

/* The nodes directly inside; KH_NONE: below the scheme. */
static void inside(graph *g, uint32_t node)
{
    for (uint32_t i = 0; i < g->r->nodes.n; i++)
        if (g->r->nodes.at[i].parent == node && g->r->nodes.at[i].type != KH_EXTRA)
            edge(g, g->nodes + i);
}

static void leaf(graph *g, const kh_expr *e)
{
    if (e->op == KH_X_LET)
        edge(g, g->lets + e->index);
    else if (e->op == KH_X_NODE)
        edge(g, g->nodes + e->index);
    else if (e->op == KH_X_NODE_MAX || e->op == KH_X_NODE_BASE)
        edge(g, g->maxima + e->index);
    else if (e->op == KH_X_NODE_RAW)
        edge(g, g->earned + e->index);
    else if (e->op == KH_X_NODE_CAP || e->op == KH_X_NODE_FLOOR || e->op == KH_X_NODE_WEIGHT)
        edge(g, g->ends + e->index);
    else if (e->op == KH_X_VETO)
        edge(g, g->vetoes + e->index);
    else if (e->op == KH_X_SELECTED)
        edge(g, g->selects + e->index);
    else if (e->op == KH_X_FIELD)
        edge(g, g->fields + g->first_field[e->domain.record] + e->index);
    else if (e->op == KH_X_SUBTOTAL)
        inside(g, e->index);
    else if (e->op == KH_X_TOTAL)
        edge(g, g->total);
}

/* Sums may be ten thousand terms deep: no recursion. */
static void reads(graph *g, const kh_expr *e)
{
    if (!e)
        return;
    g->stack.n = 0;
    *kh_push(g->r->arena, &g->stack) = e;
    while (g->stack.n) {
        e = g->stack.at[--g->stack.n];
        leaf(g, e);
        for (uint32_t i = 0; i < e->n; i++)
            *kh_push(g->r->arena, &g->stack) = e->args[i];
        if (e->set && e->set->where)
            *kh_push(g->r->arena, &g->stack) = e->set->where;
        for (uint32_t i = 0; e->set && i < e->set->by_count; i++)
            *kh_push(g->r->arena, &g->stack) = e->set->by[i];
    }
}

static void read_one(void *context, const kh_expr *e)
{
    graph *g = context;
    reads(g, e);
}

static void node_reads(graph *g, uint32_t i)
{
    const kh_score *n = &g->r->nodes.at[i];
    edge(g, g->earned + i);
    edge(g, g->ends + i);
    reads(g, n->only_when);
    reads(g, n->absent);
    for (uint32_t k = 0; k < n->rule_count; k++)
        if (kh_verb_corrects(n->rules[k].verb))
            kh_rule_each_expr(&n->rules[k], read_one, g);
}

static void ends_read(graph *g, uint32_t i)
{
    const kh_score *n = &g->r->nodes.at[i];
    reads(g, n->floor);
    reads(g, n->cap);
    reads(g, n->weight);
}

static void earned_reads(graph *g, uint32_t i)
{
    const kh_score *n = &g->r->nodes.at[i];
    edge(g, g->ends + i);
    for (uint32_t k = 0; k < n->child_count; k++)
        edge(g, g->nodes + n->children[k]);
    kh_expr *heads[] = {n->max, n->base, n->only_when};
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        reads(g, heads[k]);
    for (uint32_t k = 0; k < n->rule_count; k++)
        if (!kh_verb_corrects(n->rules[k].verb))
            kh_rule_each_expr(&n->rules[k], read_one, g);
    for (uint32_t k = 0; k < n->group_count; k++)
        kh_group_each_expr(&n->groups[k], read_one, g);
}

static void maximum_reads(graph *g, uint32_t i)
{
    const kh_score *n = &g->r->nodes.at[i];
    reads(g, n->max);
    size_t kept = g->edges.n;
    reads(g, n->base);
    for (size_t k = kept; k < g->edges.n; k++) /* base 60% of max: its own max comes first */
        if (g->edges.at[k] != g->maxima + i)
            g->edges.at[kept++] = g->edges.at[k];
    g->edges.n = kept;
    for (uint32_t k = 0; k < n->child_count && !n->max; k++)
        edge(g, g->maxima + n->children[k]);
}

static void select_reads(graph *g, uint32_t i)
{
    const kh_select *s = &g->r->selects.at[i];
    reads(g, s->when);
    reads(g, s->top);
    for (uint32_t k = 0; k < s->key_count; k++)
        reads(g, s->keys[k].key);
    if (s->from_count)
        edge(g, g->grades);
    for (uint32_t v = 0; v < g->r->vetoes.n; v++)
        for (uint32_t k = 0; k < g->r->vetoes.at[v].effect_count; k++)
            if (g->r->vetoes.at[v].effects[k].type == KH_EFFECT_BARS &&
                g->r->vetoes.at[v].effects[k].target == i)
                edge(g, g->vetoes + v);
}

static void grades_read(graph *g)
{
    for (size_t i = 0; i < g->r->grades.n; i++) {
        reads(g, g->r->grades.at[i].when);
        reads(g, g->r->grades.at[i].unless);
    }
    for (uint32_t v = 0; v < g->r->vetoes.n; v++)
        edge(g, g->vetoes + v);
}

static void total_reads(graph *g)
{
    for (uint32_t i = 0; i < g->r->nodes.n; i++)
        if (g->r->nodes.at[i].parent == KH_NONE)
            edge(g, g->nodes + i);
    reads(g, g->r->model->floor);
    reads(g, g->r->model->cap);
}

static const kh_field *field_of(const graph *g, uint32_t v)
{
    uint32_t at = v - g->fields, record = 0;
    while (g->first_field[record + 1] <= at)
        record++;
    return &g->r->record_info.at[record].fields.at[at - g->first_field[record]];
}

static void vertex_reads(graph *g, uint32_t v)
{
    if (v < g->nodes) {
        reads(g, g->r->lets.at[v].value);
        reads(g, g->r->lets.at[v].only_when);
        reads(g, g->r->lets.at[v].missing_as);
    } else if (v < g->maxima)
        node_reads(g, v - g->nodes);
    else if (v < g->earned)
        maximum_reads(g, v - g->maxima);
    else if (v < g->ends)
        earned_reads(g, v - g->earned);
    else if (v < g->vetoes)
        ends_read(g, v - g->ends);
    else if (v < g->selects) {
        reads(g, g->r->vetoes.at[v - g->vetoes].when);
        reads(g, g->r->vetoes.at[v - g->vetoes].unless);
    } else if (v < g->total)
        select_reads(g, v - g->selects);
    else if (v == g->total)
        total_reads(g);
    else if (v == g->grades)
        grades_read(g);
    else
        reads(g, field_of(g, v)->value);
}

static void build(graph *g)
{
    kh_resolver *r = g->r;
    g->lets = 0;
    g->nodes = (uint32_t)r->lets.n;
    g->maxima = g->nodes + (uint32_t)r->nodes.n;
    g->earned = g->maxima + (uint32_t)r->nodes.n;
    g->ends = g->earned + (uint32_t)r->nodes.n;
    g->vetoes = g->ends + (uint32_t)r->nodes.n;
    g->selects = g->vetoes + (uint32_t)r->vetoes.n;
    g->total = g->selects + (uint32_t)r->selects.n;
    g->grades = g->total + 1;
    g->fields = g->grades + 1;
    g->first_field = KH_NEW_ARRAY(r->arena, uint32_t, r->records.n + 1);
    for (size_t i = 0; i < r->records.n; i++)
        g->first_field[i + 1] = g->first_field[i] + (uint32_t)r->record_info.at[i].fields.n;
    g->count = g->fields + g->first_field[r->records.n];
    g->first = KH_NEW_ARRAY(r->arena, uint32_t, g->count + 1u);
    for (uint32_t v = 0; v < g->count; v++) {
        g->first[v] = (uint32_t)g->edges.n;
        vertex_reads(g, v);
    }
    g->first[g->count] = (uint32_t)g->edges.n;
}

static kh_slice vertex_name(const graph *g, uint32_t v, kh_lang lang, kh_place *place)
{
    kh_resolver *r = g->r;
    if (v < g->nodes) {
        *place = r->lets.at[v].place;
        return kh_resolve_name(r, r->lets.at[v].name);
    }
    if (v < g->vetoes) {
        /* Its result, its maximum, what it earned, its ends: all bear its name. */
        const kh_score *n = &r->nodes.at[(v - g->nodes) % (uint32_t)r->nodes.n];
        *place = n->name_place;
        return kh_resolve_name(r, n->name);
    }
    if (v < g->selects) {
        *place = r->vetoes.at[v - g->vetoes].place;
        return kh_resolve_name(r, r->vetoes.at[v - g->vetoes].name);
    }
    if (v < g->total) {
        *place = r->selects.at[v - g->selects].place;
        return kh_resolve_name(r, r->selects.at[v - g->selects].name);
    }
    if (v >= g->fields) {
        *place = field_of(g, v)->place;
        return kh_resolve_name(r, field_of(g, v)->name);
    }
    *place = KH_NOWHERE;
    static const char *const words[][2] = {{"总分", "total"}, {"等次", "grade"}};
    return kh_slice_of(words[v != g->total][lang]);
}

/* path[from … n) closes with its first vertex. */
static void say_cycle(const graph *g, const uint32_t *path, size_t from, size_t n)
{
    kh_strbuf b[2] = {0};
    kh_slice before = KH_LIT("");
    size_t names = 0;
    kh_place place = KH_NOWHERE, here;
    for (size_t i = from; i < n && !place.source; i++)
        vertex_name(g, path[i], KH_ZH, &place);
    size_t shown = n - from > 12 ? from + 12 : n;
    for (size_t i = from; i <= n; i++) {
        if (i >= shown && i < n)
            continue;
        kh_slice name = vertex_name(g, path[i < n ? i : from], KH_ZH, &here);
        if (i > from && kh_slice_eq(name, before) && (i < n || names > 1))
            continue; /* an item's limits beside the item */
        names++;
        before = name;
        for (kh_lang lang = KH_ZH; lang <= KH_EN; lang++) {
            if (b[lang].n)
                kh_strbuf_adds(&b[lang], i == n && shown < n ? " → … → " : " → ");
            kh_strbuf_add(&b[lang], vertex_name(g, path[i < n ? i : from], lang, &here));
        }
    }
    kh_diag *d =
        KH_SAY(g->r, KH_E0480, place, kh_strbuf_slice(&b[KH_ZH]), kh_strbuf_slice(&b[KH_EN]));
    before = vertex_name(g, path[from], KH_ZH, &here);
    for (size_t i = from + 1; i < n; i++) { /* the total and the grades have no place */
        kh_slice name = vertex_name(g, path[i], KH_ZH, &here);
        if (kh_slice_eq(name, before))
            continue;
        before = name;
        kh_resolve_related(g->r, d, KH_R_circle_part, here, name);
    }
    kh_strbuf_free(&b[KH_ZH]);
    kh_strbuf_free(&b[KH_EN]);
}

typedef enum colour { WHITE, GREY, BLACK } colour;

static void walk(graph *g, uint32_t start, uint8_t *colours, uint32_t *path, uint32_t *next)
{
    size_t n = 0;
    path[n++] = start;
    colours[start] = GREY;
    while (n) {
        uint32_t v = path[n - 1];
        if (g->first[v] + next[v] == g->first[v + 1]) {
            colours[v] = BLACK;
            n--;
            continue;
        }
        uint32_t to = g->edges.at[g->first[v] + next[v]++];
        if (colours[to] == WHITE) {
            colours[to] = GREY;
            path[n++] = to;
        } else if (colours[to] == GREY && !g->r->cyclic[to]) {
            size_t from = n - 1;
            while (path[from] != to)
                from--;
            say_cycle(g, path, from, n);
            for (size_t i = from; i < n; i++)
                g->r->cyclic[path[i]] = true; /* one report for each knot */
        }
    }
}

bool kh_check_cycles(kh_resolver *r)
{
    graph g = {.r = r};
    build(&g);
    uint8_t *colours = KH_NEW_ARRAY(r->arena, uint8_t, g.count);
    uint32_t *path = KH_NEW_ARRAY(r->arena, uint32_t, g.count + 1u);
    uint32_t *next = KH_NEW_ARRAY(r->arena, uint32_t, g.count);
    r->cyclic = KH_NEW_ARRAY(r->arena, bool, g.count);
    for (uint32_t v = 0; v < g.count; v++)
        if (colours[v] == WHITE)
            walk(&g, v, colours, path, next);
    for (uint32_t v = 0; v < g.count; v++)
        if (r->cyclic[v])
            return false;
    return true;
}
