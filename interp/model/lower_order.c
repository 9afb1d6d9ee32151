/* What needs what. Everything that has a name or a place of its own is a vertex; a vertex is
 * lowered when all that its expressions read has been. The walk keeps its own stack: chains may be
 * as long as the scheme. */
#include "model/lower.h"

#include <assert.h>

typedef enum vertex_tag {
    V_LET,
    V_ENDS, /* floor, cap, weight, for who asks for them by name */
    V_APPLIES,
    V_MAX,
    V_EARNED, /* before forfeit and becomes */
    V_NODE,
    V_TOTAL,
    V_VETO,
    V_GRADES,
    V_RANK,
    V_SELECT,
    V_SHOW,
    V_ASSERT,
    V_TAGS
} vertex_tag;

typedef struct vertex {
    vertex_tag tag;
    uint32_t index;
} vertex;

typedef KH_VEC(vertex) vertices;

typedef struct frame {
    vertex at;
    vertices needs;
    size_t next;
} frame;

enum { WHITE, GREY, BLACK };

typedef struct walk {
    kh_lowering *l;
    uint8_t *colour[V_TAGS];
    KH_VEC(frame) stack;
    KH_VEC(const kh_expr *) todo; /* expressions whose references are being collected */
    kh_map *seen;                 /* address of an expression → the walk that came by last */
    uint32_t collected;           /* walks so far */
} walk;

static void need(walk *w, vertices *out, vertex_tag tag, uint32_t index)
{
    if (w->colour[tag][index] != BLACK)
        *kh_push(w->l->arena, out) = (vertex){tag, index};
}

/* The nodes directly inside; KH_NONE: below the scheme. */
static void inside_needs(walk *w, vertices *out, uint32_t node)
{
    const kh_model *m = w->l->m;
    for (uint32_t i = 0; i < m->nodes_count; i++)
        if (m->nodes[i].parent == node)
            need(w, out, V_NODE, i);
}

static void expr_needs_one(walk *w, vertices *out, const kh_expr *e)
{
    const kh_expr_op op = e->op;
    if (op == KH_X_LET)
        need(w, out, V_LET, e->index);
    else if (op == KH_X_NODE)
        need(w, out, V_NODE, e->index);
    else if (op == KH_X_NODE_APPLIES)
        need(w, out, V_APPLIES, e->index);
    else if (op == KH_X_NODE_MAX || op == KH_X_NODE_BASE)
        need(w, out, V_MAX, e->index);
    else if (op == KH_X_NODE_RAW)
        need(w, out, V_EARNED, e->index);
    else if (op == KH_X_NODE_CAP || op == KH_X_NODE_FLOOR || op == KH_X_NODE_WEIGHT)
        need(w, out, V_ENDS, e->index);
    else if (op == KH_X_SUBTOTAL)
        inside_needs(w, out, e->index);
    else if (op == KH_X_TOTAL)
        need(w, out, V_TOTAL, 0);
    else if (op == KH_X_VETO)
        need(w, out, V_VETO, e->index);
    else if (op == KH_X_SELECTED)
        need(w, out, V_SELECT, e->index);
}

static void expr_needs(walk *w, vertices *out, const kh_expr *e)
{
    if (!e)
        return;
    w->todo.n = 0;
    *kh_push(w->l->arena, &w->todo) = e;
    while (w->todo.n) {
        e = w->todo.at[--w->todo.n];
        if (kh_map_get(w->seen, (uint64_t)(uintptr_t)e) == w->collected)
            continue; /* shared, as the key of a table is by its rows */
        kh_map_set(w->seen, (uint64_t)(uintptr_t)e, w->collected);
        expr_needs_one(w, out, e);
        for (uint32_t i = e->n; i-- > 0;)
            *kh_push(w->l->arena, &w->todo) = e->args[i];
        const kh_expr *computed = kh_field_value(w->l->m, e);
        if (computed)
            *kh_push(w->l->arena, &w->todo) = computed;
        if (e->set && e->set->where)
            *kh_push(w->l->arena, &w->todo) = e->set->where;
        for (uint32_t i = 0; e->set && i < e->set->by_count; i++)
            *kh_push(w->l->arena, &w->todo) = e->set->by[i];
    }
}

typedef struct needing {
    walk *w;
    vertices *out;
} needing;

static void need_one(void *context, const kh_expr *e)
{
    const needing *n = context;
    expr_needs(n->w, n->out, e);
}

static void rule_needs(walk *w, vertices *out, const kh_rule *r)
{
    kh_rule_each_expr(r, need_one, &(needing){w, out});
}

static void node_needs(walk *w, vertices *out, uint32_t node)
{
    const kh_score *n = &w->l->m->nodes[node];
    need(w, out, V_EARNED, node);
    expr_needs(w, out, n->weight);
    expr_needs(w, out, n->absent);
    expr_needs(w, out, n->only_when);
    for (uint32_t i = 0; i < n->rule_count; i++)
        if (kh_verb_corrects(n->rules[i].verb))
            rule_needs(w, out, &n->rules[i]);
}

static void ends_need(walk *w, vertices *out, uint32_t node)
{
    const kh_score *n = &w->l->m->nodes[node];
    expr_needs(w, out, n->floor);
    expr_needs(w, out, n->cap);
    expr_needs(w, out, n->weight);
    expr_needs(w, out, n->missing_as);
}

static void earned_needs(walk *w, vertices *out, uint32_t node)
{
    const kh_score *n = &w->l->m->nodes[node];
    need(w, out, V_APPLIES, node);
    need(w, out, V_MAX, node);
    for (uint32_t i = 0; i < n->child_count; i++)
        need(w, out, V_NODE, n->children[i]);
    for (uint32_t i = 0; i < n->rule_count; i++)
        if (!kh_verb_corrects(n->rules[i].verb))
            rule_needs(w, out, &n->rules[i]);
    for (uint32_t i = 0; i < n->group_count; i++)
        kh_group_each_expr(&n->groups[i], need_one, &(needing){w, out});
    expr_needs(w, out, n->start);
    expr_needs(w, out, n->floor);
    expr_needs(w, out, n->cap);
    expr_needs(w, out, n->missing_as);
}

static void max_needs(walk *w, vertices *out, uint32_t node)
{
    const kh_score *n = &w->l->m->nodes[node];
    need(w, out, V_APPLIES, node);
    expr_needs(w, out, n->max);
    expr_needs(w, out, n->base);
    for (uint32_t i = 0; !n->max && i < n->child_count; i++) {
        need(w, out, V_MAX, n->children[i]);
        expr_needs(w, out, w->l->m->nodes[n->children[i]].weight);
    }
}

static void total_needs(walk *w, vertices *out)
{
    const kh_model *m = w->l->m;
    for (uint32_t i = 0; i < m->nodes_count; i++)
        if (m->nodes[i].parent == KH_NONE)
            need(w, out, V_NODE, i);
    expr_needs(w, out, m->floor);
    expr_needs(w, out, m->cap);
    expr_needs(w, out, m->max);
}

static void grades_need(walk *w, vertices *out)
{
    const kh_model *m = w->l->m;
    for (uint32_t i = 0; i < m->grades_count; i++) {
        expr_needs(w, out, m->grades[i].when);
        expr_needs(w, out, m->grades[i].unless);
    }
    for (uint32_t v = 0; v < m->vetoes_count; v++)
        for (uint32_t i = 0; i < m->vetoes[v].effect_count; i++)
            if (m->vetoes[v].effects[i].type != KH_EFFECT_BARS)
                need(w, out, V_VETO, v);
}

static void keys_need(walk *w, vertices *out, const kh_order_key *keys, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        expr_needs(w, out, keys[i].key);
}

static void select_needs(walk *w, vertices *out, uint32_t select)
{
    const kh_model *m = w->l->m;
    const kh_select *s = &m->selects[select];
    expr_needs(w, out, s->top);
    expr_needs(w, out, s->when);
    keys_need(w, out, s->keys, s->key_count);
    if (s->from_count)
        need(w, out, V_GRADES, 0);
    for (uint32_t v = 0; v < m->vetoes_count; v++)
        for (uint32_t i = 0; i < m->vetoes[v].effect_count; i++)
            if (m->vetoes[v].effects[i].type == KH_EFFECT_BARS &&
                m->vetoes[v].effects[i].target == select)
                need(w, out, V_VETO, v);
}

static void collect(walk *w, vertex v, vertices *out)
{
    const kh_model *m = w->l->m;
    switch (v.tag) {
    case V_LET:
        expr_needs(w, out, m->lets[v.index].value);
        expr_needs(w, out, m->lets[v.index].only_when);
        expr_needs(w, out, m->lets[v.index].missing_as);
        break;
    case V_APPLIES:
        if (m->nodes[v.index].parent != KH_NONE)
            need(w, out, V_APPLIES, m->nodes[v.index].parent);
        expr_needs(w, out, m->nodes[v.index].only_when);
        break;
    case V_MAX:
        max_needs(w, out, v.index);
        break;
    case V_ENDS:
        ends_need(w, out, v.index);
        break;
    case V_EARNED:
        earned_needs(w, out, v.index);
        break;
    case V_NODE:
        node_needs(w, out, v.index);
        break;
    case V_TOTAL:
        total_needs(w, out);
        break;
    case V_VETO:
        expr_needs(w, out, m->vetoes[v.index].when);
        expr_needs(w, out, m->vetoes[v.index].unless);
        break;
    case V_GRADES:
        grades_need(w, out);
        break;
    case V_RANK:
        keys_need(w, out, m->ranks[v.index].keys, m->ranks[v.index].key_count);
        break;
    case V_SELECT:
        select_needs(w, out, v.index);
        break;
    case V_SHOW:
        expr_needs(w, out, m->shows[v.index].value);
        break;
    case V_ASSERT:
        expr_needs(w, out, m->asserts[v.index].condition);
        break;
    case V_TAGS:
        assert(!"no vertex");
    }
}

static void lower_vertex(kh_lowering *l, vertex v)
{
    switch (v.tag) {
    case V_LET:
        kh_lower_let(l, v.index);
        break;
    case V_APPLIES:
        kh_lower_applies(l, v.index);
        break;
    case V_MAX:
        kh_lower_max(l, v.index);
        break;
    case V_ENDS:
        kh_lower_ends(l, v.index);
        break;
    case V_EARNED:
        kh_lower_earned(l, v.index);
        break;
    case V_NODE:
        kh_lower_node(l, v.index);
        break;
    case V_TOTAL:
        kh_lower_total(l);
        break;
    case V_VETO:
        kh_lower_veto(l, v.index);
        break;
    case V_GRADES:
        kh_lower_grades(l);
        break;
    case V_RANK:
        kh_lower_rank(l, v.index);
        break;
    case V_SELECT:
        kh_lower_select(l, v.index);
        break;
    case V_SHOW:
        kh_lower_show(l, v.index);
        break;
    case V_ASSERT:
        kh_lower_assert(l, v.index);
        break;
    case V_TAGS:
        assert(!"no vertex");
    }
}

static kh_slice vertex_name(const kh_lowering *l, vertex v, kh_place *place)
{
    const kh_model *m = l->m;
    switch (v.tag) {
    case V_LET:
        *place = m->lets[v.index].place;
        return kh_intern_text(m->names, m->lets[v.index].name);
    case V_APPLIES:
    case V_MAX:
    case V_ENDS:
    case V_EARNED:
    case V_NODE:
        *place = m->nodes[v.index].name_place;
        return kh_intern_text(m->names, m->nodes[v.index].name);
    case V_VETO:
        *place = m->vetoes[v.index].place;
        return kh_intern_text(m->names, m->vetoes[v.index].name);
    case V_SELECT:
        *place = m->selects[v.index].place;
        return kh_intern_text(m->names, m->selects[v.index].name);
    case V_TOTAL:
        return KH_LIT("总分");
    case V_GRADES:
        return KH_LIT("等次");
    case V_RANK:
    case V_SHOW:
    case V_ASSERT:
    case V_TAGS:
        break;
    }
    return KH_LIT("");
}

/* From the vertex that is met again, along the stack, back to it. */
static void report_cycle(walk *w, vertex again)
{
    size_t from = w->stack.n - 1;
    while (w->stack.at[from].at.tag != again.tag || w->stack.at[from].at.index != again.index)
        from--;
    kh_strbuf path = {0};
    kh_place place = KH_NOWHERE;
    kh_slice before = KH_LIT("");
    size_t names = 0;
    for (size_t i = from; i <= w->stack.n; i++) {
        kh_slice name = vertex_name(w->l, i < w->stack.n ? w->stack.at[i].at : again, &place);
        if (i > from && kh_slice_eq(name, before) && (i < w->stack.n || names > 1))
            continue; /* a node's gate or maximum beside the node */
        names++;
        if (i > from)
            kh_strbuf_adds(&path, " → ");
        kh_strbuf_add(&path, name);
        before = name;
    }
    KH_REPORT(w->l->diags, KH_E0701, place, kh_strbuf_slice(&path));
    kh_strbuf_free(&path);
}

static void enter(walk *w, vertex v)
{
    w->colour[v.tag][v.index] = GREY;
    frame f = {.at = v};
    w->collected++;
    collect(w, v, &f.needs);
    *kh_push(w->l->arena, &w->stack) = f;
}

static bool visit(walk *w, vertex start)
{
    if (w->colour[start.tag][start.index] == BLACK)
        return true;
    enter(w, start);
    while (w->stack.n) {
        frame *top = &w->stack.at[w->stack.n - 1];
        if (top->next < top->needs.n) {
            vertex v = top->needs.at[top->next++];
            uint8_t colour = w->colour[v.tag][v.index];
            if (colour == GREY) {
                report_cycle(w, v);
                return false;
            }
            if (colour == WHITE)
                enter(w, v);
        } else {
            lower_vertex(w->l, top->at);
            w->colour[top->at.tag][top->at.index] = BLACK;
            w->stack.n--;
        }
    }
    return true;
}

bool kh_lower_in_order(kh_lowering *l)
{
    const kh_model *m = l->m;
    walk w = {.l = l, .seen = kh_map_new(l->arena)};
    const uint32_t counts[V_TAGS] = {[V_LET] = m->lets_count,
                                     [V_ENDS] = m->nodes_count,
                                     [V_APPLIES] = m->nodes_count,
                                     [V_MAX] = m->nodes_count,
                                     [V_EARNED] = m->nodes_count,
                                     [V_NODE] = m->nodes_count,
                                     [V_TOTAL] = 1,
                                     [V_VETO] = m->vetoes_count,
                                     [V_GRADES] = 1,
                                     [V_RANK] = m->ranks_count,
                                     [V_SELECT] = m->selects_count,
                                     [V_SHOW] = m->shows_count,
                                     [V_ASSERT] = m->asserts_count};
    for (int tag = 0; tag < V_TAGS; tag++)
        w.colour[tag] = kh_arena_alloc(l->arena, counts[tag] + 1u);
    /* Lets and ends come in by what reads them. */
    for (int tag = V_APPLIES; tag < V_TAGS; tag++)
        for (uint32_t i = 0; i < counts[tag]; i++)
            if (!visit(&w, (vertex){(vertex_tag)tag, i}))
                return false;
    return true;
}
