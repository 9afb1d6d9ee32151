/* Models made by hand, for tests of the plan and the evaluator that must not depend on
 * the parser. Everything lives in the builder's arena; capacities are fixed and asserted. */
#ifndef KH_TESTS_SUPPORT_BUILD_H
#define KH_TESTS_SUPPORT_BUILD_H

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "facts/facts.h"
#include "model/plan.h"

#define BUILD_MOST 64 /* of each sort of thing in a model */

typedef struct build {
    kh_arena *a;
    kh_model m;
    kh_facts f;
    kh_diags d;
    uint32_t unit_room, row_room;
    uint32_t place; /* expressions get a place of their own, so that they can be told apart */
} build;

/* ---- model ------------------------------------------------------------------------------- */

static inline kh_id build_name(build *b, const char *name)
{
    return kh_intern_id(b->m.names, kh_slice_of(name));
}

static inline kh_place build_place(build *b)
{
    return (kh_place){1, 1, b->place++};
}

static inline build *build_new(uint32_t unit_room, uint32_t row_room)
{
    kh_arena *a = kh_arena_new();
    build *b = KH_NEW(a, build);
    b->a = a;
    b->unit_room = unit_room;
    b->row_room = row_room;
    kh_model *m = &b->m;
    m->arena = a;
    m->names = kh_intern_new(a);
    kh_diags_init(&b->d, a, NULL);
    m->kinds = KH_NEW_ARRAY(a, kh_kind, BUILD_MOST);
    m->scales = KH_NEW_ARRAY(a, kh_scale, BUILD_MOST);
    m->facts = KH_NEW_ARRAY(a, kh_fact, BUILD_MOST);
    m->records = KH_NEW_ARRAY(a, kh_record, BUILD_MOST);
    m->params = KH_NEW_ARRAY(a, kh_param, BUILD_MOST);
    m->lets = KH_NEW_ARRAY(a, kh_let, BUILD_MOST);
    m->nodes = KH_NEW_ARRAY(a, kh_score, BUILD_MOST);
    m->vetoes = KH_NEW_ARRAY(a, kh_veto, BUILD_MOST);
    m->grades = KH_NEW_ARRAY(a, kh_grade, BUILD_MOST);
    m->ranks = KH_NEW_ARRAY(a, kh_rank, BUILD_MOST);
    m->selects = KH_NEW_ARRAY(a, kh_select, BUILD_MOST);
    m->shows = KH_NEW_ARRAY(a, kh_show, BUILD_MOST);
    m->asserts = KH_NEW_ARRAY(a, kh_assert_rule, BUILD_MOST);
    m->rounding.places = -1;
    b->f.units = KH_NEW_ARRAY(a, kh_unit, unit_room + 1u);
    b->f.facts = KH_NEW_ARRAY(a, kh_fact_column, BUILD_MOST);
    b->f.records = KH_NEW_ARRAY(a, kh_record_table, BUILD_MOST);
    return b;
}

static inline void build_free(build *b)
{
    kh_arena_free(b->a);
}

static inline kh_type build_type(kh_type_tag tag)
{
    return (kh_type){.tag = tag, .scale = KH_NONE};
}

static inline kh_type build_level_type(uint32_t scale)
{
    return (kh_type){.tag = KH_TYPE_LEVEL, .scale = scale};
}

static inline void build_column(build *b, kh_fact_column *c, uint32_t rows)
{
    c->state = kh_arena_alloc(b->a, rows + 1u);
    c->numbers = KH_NEW_ARRAY(b->a, kh_num, rows + 1u);
    c->codes = KH_NEW_ARRAY(b->a, int32_t, rows + 1u);
    c->places = KH_NEW_ARRAY(b->a, kh_place, rows + 1u);
}

static inline uint32_t build_kind(build *b, const char *name)
{
    assert(b->m.kinds_count < BUILD_MOST);
    b->m.kinds[b->m.kinds_count] = (kh_kind){.name = build_name(b, name), .parent = KH_NONE};
    return b->m.kinds_count++;
}

/* Levels l0, l1 … with these points. */
static inline uint32_t build_scale(build *b, const char *name, uint32_t n, const int *points)
{
    kh_scale *s = &b->m.scales[b->m.scales_count];
    s->name = build_name(b, name);
    s->levels = KH_NEW_ARRAY(b->a, kh_level, n);
    s->level_count = n;
    for (uint32_t i = 0; i < n; i++)
        s->levels[i] =
            (kh_level){.has_points = points != NULL, .points = kh_num_int(points ? points[i] : 0)};
    return b->m.scales_count++;
}

static inline uint32_t build_fact(build *b, const char *name, kh_type type)
{
    assert(b->m.facts_count < BUILD_MOST);
    kh_fact *f = &b->m.facts[b->m.facts_count];
    *f = (kh_fact){.name = build_name(b, name), .type = type, .is_read = true};
    f->bounds.low = KH_MINUS_INF;
    f->bounds.high = KH_PLUS_INF;
    build_column(b, &b->f.facts[b->m.facts_count], b->unit_room);
    return b->m.facts_count++;
}

static inline void build_bounds(build *b, uint32_t fact, int low, int high)
{
    b->m.facts[fact].bounds.low = kh_num_int(low);
    b->m.facts[fact].bounds.high = kh_num_int(high);
}

/* A kind of record with the built-in fields; more by build_field, before any row. */
static inline uint32_t build_record(build *b, const char *name)
{
    static const kh_type_tag tags[KH_FIELD_BUILTIN_COUNT] = {
        KH_TYPE_TEXT,  KH_TYPE_DATE, KH_TYPE_TEXT,   KH_TYPE_NUMBER, KH_TYPE_NUMBER,
        KH_TYPE_LEVEL, KH_TYPE_TEXT, KH_TYPE_YES_NO, KH_TYPE_TEXT,   KH_TYPE_TEXT};
    uint32_t i = b->m.records_count++;
    kh_record *r = &b->m.records[i];
    *r = (kh_record){.name = build_name(b, name), .duty = KH_NONE, .rated = KH_NONE};
    r->fields = KH_NEW_ARRAY(b->a, kh_field, BUILD_MOST);
    r->field_count = KH_FIELD_BUILTIN_COUNT;
    kh_record_table *t = &b->f.records[i];
    t->start = KH_NEW_ARRAY(b->a, uint32_t, b->unit_room + 2u);
    t->unit = KH_NEW_ARRAY(b->a, uint32_t, b->row_room + 1u);
    t->count = KH_NEW_ARRAY(b->a, int64_t, b->row_room + 1u);
    t->item = KH_NEW_ARRAY(b->a, uint32_t, b->row_room + 1u);
    t->places = KH_NEW_ARRAY(b->a, kh_place, b->row_room + 1u);
    t->fields = KH_NEW_ARRAY(b->a, kh_fact_column, BUILD_MOST);
    for (uint32_t f = 0; f < KH_FIELD_BUILTIN_COUNT; f++) {
        r->fields[f].type = build_type(tags[f]);
        r->fields[f].bounds = (kh_bounds){.low = KH_MINUS_INF, .high = KH_PLUS_INF};
        r->fields[f].name = build_name(b, "field");
        build_column(b, &t->fields[f], b->row_room);
    }
    return i;
}

static inline uint32_t build_field(build *b, uint32_t record, const char *name, kh_type type)
{
    kh_record *r = &b->m.records[record];
    kh_field *f = &r->fields[r->field_count];
    f->name = build_name(b, name);
    f->type = type;
    f->bounds = (kh_bounds){.low = KH_MINUS_INF, .high = KH_PLUS_INF};
    build_column(b, &b->f.records[record].fields[r->field_count], b->row_room);
    return r->field_count++;
}

/* ---- expressions ------------------------------------------------------------------------- */

static inline kh_expr *x_new(build *b, kh_expr_op op, kh_type type)
{
    kh_expr *e = KH_NEW(b->a, kh_expr);
    *e = (kh_expr){.op = op,
                   .type = type,
                   .domain = {KH_DOMAIN_RUN, KH_NONE},
                   .place = build_place(b),
                   .rounding = {.places = -1}};
    return e;
}

static inline kh_expr *x_ratio(build *b, int64_t n, int64_t d)
{
    kh_expr *e = x_new(b, KH_X_NUMBER, build_type(KH_TYPE_NUMBER));
    e->number = kh_num_ratio(b->a, n, d);
    return e;
}

static inline kh_expr *x_num(build *b, int64_t n)
{
    return x_ratio(b, n, 1);
}

static inline kh_expr *x_index(build *b, kh_expr_op op, kh_type type, uint32_t index)
{
    kh_expr *e = x_new(b, op, type);
    e->index = index;
    if (op != KH_X_LEVEL && op != KH_X_KIND_IS && op != KH_X_YES_NO && op != KH_X_TEXT)
        e->domain.tag = KH_DOMAIN_UNIT;
    return e;
}

static inline kh_expr *x_yes(build *b, bool yes)
{
    return x_index(b, KH_X_YES_NO, build_type(KH_TYPE_YES_NO), yes);
}

static inline kh_expr *x_fact(build *b, uint32_t fact)
{
    return x_index(b, KH_X_FACT, b->m.facts[fact].type, fact);
}

static inline kh_expr *x_level(build *b, uint32_t scale, uint32_t level)
{
    return x_index(b, KH_X_LEVEL, build_level_type(scale), level);
}

static inline kh_expr *x_number_of(build *b, kh_expr_op op, uint32_t index)
{
    return x_index(b, op, build_type(KH_TYPE_NUMBER), index);
}

static inline kh_expr *x_total(build *b)
{
    return x_number_of(b, KH_X_TOTAL, 0);
}

static inline kh_expr *x_field(build *b, uint32_t record, uint32_t field)
{
    kh_expr *e = x_index(b, KH_X_FIELD, b->m.records[record].fields[field].type, field);
    e->domain = (kh_domain){KH_DOMAIN_RECORD, record};
    return e;
}

static inline kh_expr *x_list(build *b, kh_expr_op op, kh_type_tag type, uint32_t n,
                              kh_expr *const *args)
{
    kh_expr *e = x_new(b, op, build_type(type));
    e->n = n;
    e->args = KH_NEW_ARRAY(b->a, kh_expr *, n);
    for (uint32_t i = 0; i < n; i++) {
        e->args[i] = args[i];
        if (args[i]->domain.tag > e->domain.tag)
            e->domain = args[i]->domain;
    }
    return e;
}

static inline kh_expr *x_one(build *b, kh_expr_op op, kh_type_tag type, kh_expr *x)
{
    return x_list(b, op, type, 1, &x);
}

static inline kh_expr *x_two(build *b, kh_expr_op op, kh_type_tag type, kh_expr *x, kh_expr *y)
{
    return x_list(b, op, type, 2, (kh_expr *[]){x, y});
}

static inline kh_expr *x_math(build *b, kh_expr_op op, kh_expr *x, kh_expr *y)
{
    return x_two(b, op, KH_TYPE_NUMBER, x, y);
}

static inline kh_expr *x_is(build *b, kh_expr_op op, kh_expr *x, kh_expr *y)
{
    return x_two(b, op, KH_TYPE_YES_NO, x, y);
}

static inline kh_expr *x_round(build *b, kh_expr *x, int places, kh_round_mode mode)
{
    kh_expr *e = x_one(b, KH_X_ROUND, KH_TYPE_NUMBER, x);
    e->rounding = (kh_rounding){.places = places, .mode = mode};
    return e;
}

/* count, any: value NULL. */
static inline kh_expr *x_over(build *b, kh_expr_op op, uint32_t record, kh_expr *where,
                              kh_expr *value)
{
    kh_type_tag type = op == KH_X_ANY_OF ? KH_TYPE_YES_NO : KH_TYPE_NUMBER;
    kh_expr *e = x_list(b, op, type, value != NULL, &value);
    e->domain = (kh_domain){KH_DOMAIN_UNIT, KH_NONE};
    e->set = KH_NEW(b->a, kh_set);
    *e->set = (kh_set){.record = record, .item = KH_NONE, .where = where};
    return e;
}

/* ---- the tree and the results ------------------------------------------------------------ */

static inline kh_score *build_node(build *b, kh_score_type type, const char *name, uint32_t parent)
{
    assert(b->m.nodes_count < BUILD_MOST);
    uint32_t i = b->m.nodes_count++;
    kh_score *n = &b->m.nodes[i];
    *n = (kh_score){.type = type,
                    .name = build_name(b, name),
                    .parent = parent,
                    .rounding = {.places = -1},
                    .place = build_place(b)};
    n->children = KH_NEW_ARRAY(b->a, uint32_t, BUILD_MOST);
    n->rules = KH_NEW_ARRAY(b->a, kh_rule, BUILD_MOST);
    if (parent != KH_NONE)
        b->m.nodes[parent].children[b->m.nodes[parent].child_count++] = i;
    return n;
}

/* An item with a maximum; range 0 … max; starts at max when it deducts, at 0 otherwise. */
static inline uint32_t build_item(build *b, const char *name, uint32_t parent, int max,
                                  bool deducts)
{
    kh_score *n = build_node(b, KH_ITEM, name, parent);
    n->max = n->cap = x_num(b, max);
    n->floor = x_num(b, 0);
    n->start = deducts ? n->max : x_num(b, 0);
    return b->m.nodes_count - 1;
}

static inline kh_rule *build_rule(build *b, uint32_t node, kh_verb verb, kh_expr *amount)
{
    kh_score *n = &b->m.nodes[node];
    assert(n->rule_count < BUILD_MOST);
    kh_rule *r = &n->rules[n->rule_count++];
    *r = (kh_rule){.verb = verb,
                   .amount = amount,
                   .rated = KH_NONE,
                   .scale = KH_NONE,
                   .set = {.record = KH_NONE, .item = KH_NONE},
                   .place = build_place(b)};
    return r;
}

static inline kh_rule *build_per(build *b, uint32_t node, kh_verb verb, kh_expr *amount,
                                 uint32_t record)
{
    kh_rule *r = build_rule(b, node, verb, amount);
    r->counting = KH_COUNT_RECORDS;
    r->set.record = record;
    return r;
}

/* An item without limits whose value is e. */
static inline uint32_t build_value(build *b, const char *name, kh_expr *e)
{
    build_node(b, KH_ITEM, name, KH_NONE);
    build_rule(b, b->m.nodes_count - 1, KH_SCORE, e);
    return b->m.nodes_count - 1;
}

static inline uint32_t build_show(build *b, kh_expr *value)
{
    assert(b->m.shows_count < BUILD_MOST);
    b->m.shows[b->m.shows_count] =
        (kh_show){.name = build_name(b, "show"), .value = value, .rounding = {.places = -1}};
    return b->m.shows_count++;
}

static inline kh_grade *build_grade(build *b, const char *name, kh_expr *when)
{
    kh_grade *g = &b->m.grades[b->m.grades_count++];
    *g = (kh_grade){.name = build_name(b, name), .when = when, .otherwise = when == NULL};
    return g;
}

static inline kh_veto *build_veto(build *b, const char *name, kh_expr *when, kh_expr *unless)
{
    kh_veto *v = &b->m.vetoes[b->m.vetoes_count++];
    *v = (kh_veto){.name = build_name(b, name), .when = when, .unless = unless};
    v->effects = KH_NEW_ARRAY(b->a, kh_effect, BUILD_MOST);
    return v;
}

static inline void build_effect(kh_veto *v, kh_effect_type type, uint32_t target)
{
    v->effects[v->effect_count++] = (kh_effect){type, target};
}

static inline kh_order_key *build_keys(build *b, uint32_t n, kh_expr *const *keys)
{
    kh_order_key *k = KH_NEW_ARRAY(b->a, kh_order_key, n + 1u);
    for (uint32_t i = 0; i < n; i++)
        k[i].key = keys[i];
    return k;
}

static inline kh_rank *build_rank(build *b, kh_expr *key, kh_tie_policy ties)
{
    kh_rank *r = &b->m.ranks[b->m.ranks_count++];
    *r = (kh_rank){.keys = build_keys(b, 1, &key), .key_count = 1, .ties = ties};
    return r;
}

static inline kh_select *build_select(build *b, const char *name, int top, kh_expr *key,
                                      kh_tie_policy ties)
{
    kh_select *s = &b->m.selects[b->m.selects_count++];
    *s = (kh_select){.name = build_name(b, name),
                     .top = x_num(b, top),
                     .keys = build_keys(b, 1, &key),
                     .key_count = 1,
                     .ties = ties,
                     .stated_ties = true};
    return s;
}

#endif
