/* The first pass: every name that the text declares, in the order of the text. Nothing is resolved
 * here; the trees are kept for the passes that do. */
#include "model/resolve.h"

/* Where in the tree of scores the statements stand. */
typedef struct block {
    uint32_t parent; /* node, KH_NONE: below the scheme */
    uint32_t depth;
    const struct kh_node_items *shared;
} block;

static void declare_list(kh_resolver *r, const kh_node *list, block b);

kh_slice kh_resolve_string(const kh_node *n)
{
    n = kh_expr_bare(n);
    if (n && n->kind == KH_NODE_TEXT)
        return KH_AS(text, n)->text;
    if (n && n->kind == KH_NODE_NAME)
        return KH_AS(name, n)->text;
    return KH_LIT("");
}

/* A name that the language itself gives a meaning to would never be found. */
static bool is_taken(kh_resolver *r, const kh_node *n, kh_id name)
{
    static const kh_builtin_class classes[] = {KH_BC_VALUE, KH_BC_AGGREGATE, KH_BC_FUNCTION,
                                               KH_BC_GROUP, KH_BC_WORD,      KH_BC_SET_OF};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (kh_names_builtin(r, name, classes[i]) != KH_B_END) {
            KH_SAY(r, KH_E0307, n->place, kh_resolve_name(r, name));
            return true;
        }
    return false;
}

static kh_id declared_name(kh_resolver *r, const kh_node *n, bool value)
{
    kh_id name = kh_names_id(r, n);
    if (name && value)
        is_taken(r, n, name);
    return name;
}

/* ---- kinds, scales ---- */

static void declare_kinds(kh_resolver *r, const kh_node *n)
{
    r->model->kinds_declared = true;
    size_t first = r->kinds.n;
    for (const kh_node *k = KH_AS(kinds, n)->kinds; k; k = k->next) {
        if (k->kind != KH_NODE_KIND)
            continue;
        kh_id name = declared_name(r, KH_AS(kind, k)->name, true);
        if (!name)
            continue;
        if (r->kinds.n == KH_MAX_KINDS) {
            KH_SAY(r, KH_E0463, k->place);
            return;
        }
        uint32_t at = (uint32_t)r->kinds.n;
        *kh_push(r->arena, &r->kinds) =
            (kh_kind){.name = name, .parent = KH_NONE, .place = KH_AS(kind, k)->name->place};
        kh_names_enter(r, KH_SYMBOL_KIND, name, k->place, at, true);
    }
    for (const kh_node *k = KH_AS(kinds, n)->kinds; k; k = k->next) {
        if (k->kind != KH_NODE_KIND || !KH_AS(kind, k)->parent)
            continue;
        uint32_t parent = kh_names_require(r, KH_AS(kind, k)->parent, KH_SYMBOL_KIND);
        kh_symbol *s = kh_names_find(r, kh_names_id(r, KH_AS(kind, k)->name), KH_SYMBOL_KIND);
        if (s && s->index >= first)
            r->kinds.at[s->index].parent = parent;
    }
}

static bool points_of(kh_resolver *r, const kh_node *value, kh_num *out)
{
    const struct kh_node_number *n = kh_expr_literal(value);
    kh_expr *e = n ? kh_expr_number(r, &n->base, KH_WANT_POINTS) : NULL;
    if (!e || kh_types_is_error(e))
        return false;
    bool minus = value->kind == KH_NODE_UNARY;
    *out = minus ? kh_num_neg(r->arena, e->number) : e->number;
    return true;
}

static void declare_scale(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_scale *s = KH_AS(scale, n);
    kh_id name = declared_name(r, s->name, false);
    uint32_t count = 0, at = (uint32_t)r->scales.n;
    for (const kh_node *p = s->pairs; p; p = p->next)
        count++;
    if (count > KH_MAX_LEVELS) {
        KH_SAY(r, KH_E0940, n->place, kh_resolve_name(r, name));
        count = 0;
    }
    kh_scale *scale = kh_push(r->arena, &r->scales);
    *scale = (kh_scale){.name = name, .place = n->place};
    scale->levels = KH_NEW_ARRAY(r->arena, kh_level, count + 1u);
    kh_map *seen = kh_map_new(r->arena);
    kh_names_enter(r, KH_SYMBOL_SCALE, name, s->name ? s->name->place : n->place, at, true);
    for (const kh_node *p = count ? s->pairs : NULL; p; p = p->next) {
        if (p->kind != KH_NODE_PAIR)
            continue;
        kh_id level = kh_names_id(r, KH_AS(pair, p)->name);
        uint32_t first = kh_map_get(seen, level);
        if (first != UINT32_MAX) {
            kh_diag *d = KH_SAY(r, KH_E0303, p->place, kh_resolve_name(r, level), KH_LIT("一档"),
                                KH_LIT("level"));
            kh_resolve_related(r, d, KH_R_name_first, scale->levels[first].place,
                               kh_resolve_name(r, level));
            continue;
        }
        kh_map_set(seen, level, scale->level_count);
        kh_level *l = &scale->levels[scale->level_count++];
        *l = (kh_level){.name = level, .place = p->place};
        l->has_points = KH_AS(pair, p)->value && points_of(r, KH_AS(pair, p)->value, &l->points);
        kh_symbol *symbol = kh_names_enter(r, KH_SYMBOL_LEVEL, level, p->place, at, true);
        symbol->level = scale->level_count - 1;
    }
}

/* ---- facts, records ---- */

static void declare_facts(kh_resolver *r, const kh_node *n)
{
    for (const kh_node *f = KH_AS(fact, n)->names; f; f = f->next) {
        kh_id name = declared_name(r, f, true);
        if (!name)
            continue;
        uint32_t at = (uint32_t)r->facts.n;
        *kh_push(r->arena, &r->facts) = (kh_fact){
            .name = name, .declared = true, .bounds = kh_types_unbounded(), .place = f->place};
        kh_slot *slot = kh_push(r->arena, &r->fact_slots);
        slot->decided = f->place;
        *kh_push(r->arena, &r->fact_trees) = n;
        kh_names_enter(r, KH_SYMBOL_FACT, name, f->place, at, true);
    }
}

static void declare_fields(kh_resolver *r, uint32_t record, const kh_node *fields)
{
    for (const kh_node *f = fields; f; f = f->next) {
        if (f->kind != KH_NODE_FIELD)
            continue;
        const struct kh_node_field *field = KH_AS(field, f);
        kh_id name = kh_names_id(r, field->name);
        uint32_t at = kh_records_field(r, record, name);
        kh_record_info *info = &r->record_info.at[record];
        if (at != KH_NONE && at >= KH_FIELD_BUILTIN_COUNT) {
            kh_diag *d = KH_SAY(r, KH_E0303, f->place, kh_resolve_name(r, name), KH_LIT("字段"),
                                KH_LIT("field"));
            kh_resolve_related(r, d, KH_R_name_first, info->fields.at[at].place,
                               kh_resolve_name(r, name));
            continue;
        }
        if (at == KH_NONE)
            at = kh_records_add_field(r, record, name, f->place);
        if (field->value) {
            kh_fields_compute(r, record, at, field);
            continue;
        }
        kh_field *into = &info->fields.at[at];
        if (field->type)
            kh_types_declared(r, field->type, &info->slots.at[at], &into->bounds);
        if (field->band)
            kh_types_bounds(r, field->band, &into->bounds);
    }
    r->record_info.at[record].declared_fields = r->record_info.at[record].fields.n;
}

static void declare_record(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_record *t = KH_AS(record, n);
    kh_id name = declared_name(r, t->name, true);
    if (!name)
        return;
    bool finding = kh_names_builtin(r, name, KH_BC_KIND) != KH_B_END;
    uint32_t at = kh_records_make(r, name, t->name->place, true);
    r->records.at[at].builtin = finding;
    if (finding)
        r->finding = at;
    if (t->measure.n)
        r->records.at[at].measure = kh_intern_id(r->model->names, t->measure);
    r->record_info.at[at].closed = t->fields != NULL;
}

static void declare_duty(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_duty *t = KH_AS(duty, n);
    kh_id name = declared_name(r, t->name, true);
    if (!name)
        return;
    uint32_t at = (uint32_t)r->duties.n;
    uint32_t record = kh_records_make(r, name, t->name->place, true);
    kh_records_make_duty(r, record, at);
    *kh_push(r->arena, &r->duties) =
        (kh_duty){.name = name, .from = KH_NO_DATE, .record = record, .place = n->place};
    *kh_push(r->arena, &r->duty_trees) = n;
}

static void declare_let(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_let *t = KH_AS(let, n);
    bool show = t->word == KH_W_SHOW;
    kh_id name = declared_name(r, t->name, !show);
    if (!name)
        return;
    if (t->params && t->word == KH_W_LET) {
        for (const kh_node *p = t->params; p; p = p->next)
            declared_name(r, p, true);
        kh_function_declare(r, n);
        return;
    }
    if (t->params)
        KH_SAY(r, KH_E1047, n->place, kh_word_chinese(t->word), kh_word_english(t->word));
    kh_place place = t->name->place;
    if (show) {
        kh_names_enter(r, KH_SYMBOL_SHOW, name, place, (uint32_t)r->shows.n, true);
        *kh_push(r->arena, &r->shows) = (kh_show){.name = name, .place = n->place};
        *kh_push(r->arena, &r->show_trees) = n;
    } else if (t->word == KH_W_PARAM) {
        kh_names_enter(r, KH_SYMBOL_PARAM, name, place, (uint32_t)r->params.n, true);
        *kh_push(r->arena, &r->params) = (kh_param){.name = name, .place = n->place};
        *kh_push(r->arena, &r->param_trees) = n;
        kh_push(r->arena, &r->param_slots)->decided = place;
    } else {
        kh_names_enter(r, KH_SYMBOL_LET, name, place, (uint32_t)r->lets.n, true);
        *kh_push(r->arena, &r->lets) = (kh_let){.name = name, .place = n->place};
        *kh_push(r->arena, &r->let_trees) = n;
        kh_push(r->arena, &r->let_slots)->decided = place;
    }
}

/* ---- the tree of scores ---- */

static kh_score_type type_of(kh_word w)
{
    return w == KH_W_SECTION ? KH_SECTION : w == KH_W_EXTRA ? KH_EXTRA : KH_ITEM;
}

static void declare_node(kh_resolver *r, const kh_node *n, block b)
{
    const struct kh_node_node *t = KH_AS(node, n);
    if (r->nodes.n == KH_MAX_NODES) {
        if (!r->too_many_nodes)
            KH_SAY(r, KH_E0464, n->place);
        r->too_many_nodes = true;
        return;
    }
    uint32_t at = (uint32_t)r->nodes.n;
    kh_id name = kh_names_id(r, t->name);
    *kh_push(r->arena, &r->nodes) = (kh_score){.type = type_of(t->word),
                                               .name = name,
                                               .parent = b.parent,
                                               .depth = b.depth,
                                               .place = n->place,
                                               .name_place = t->name ? t->name->place : n->place};
    *kh_push(r->arena, &r->node_info) =
        (kh_node_info){.tree = t, .shared = t->word == KH_W_ITEM ? b.shared : NULL};
    if (name && kh_names_builtin(r, name, KH_BC_VALUE) != KH_B_END)
        is_taken(r, t->name, name);
    kh_names_enter(r, KH_SYMBOL_NODE, name, r->nodes.at[at].name_place, at, true);
    declare_list(r, t->inside, (block){at, b.depth + 1, NULL});
}

/* ---- results ---- */

static void declare_choice(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_choice *t = KH_AS(choice, n);
    kh_id name = kh_names_id(r, t->name);
    kh_place place = t->name ? t->name->place : n->place;
    if (t->word == KH_W_RANK) {
        *kh_push(r->arena, &r->ranks) = (kh_rank){.place = n->place};
        *kh_push(r->arena, &r->rank_trees) = n;
    } else if (t->word == KH_W_SELECT) {
        kh_names_enter(r, KH_SYMBOL_SELECT, name, place, (uint32_t)r->selects.n, true);
        *kh_push(r->arena, &r->selects) = (kh_select){.name = name, .place = n->place};
        *kh_push(r->arena, &r->select_trees) = n;
    } else {
        if (r->grades.n == KH_MAX_GRADES) {
            KH_SAY(r, KH_E0463, n->place);
            return;
        }
        kh_names_enter(r, KH_SYMBOL_GRADE, name, place, (uint32_t)r->grades.n, true);
        *kh_push(r->arena, &r->grades) = (kh_grade){.name = name, .place = n->place};
        *kh_push(r->arena, &r->grade_trees) = n;
    }
}

static void declare_veto(kh_resolver *r, const kh_node *n)
{
    const struct kh_node_veto *t = KH_AS(veto, n);
    kh_id name = kh_names_id(r, t->name);
    kh_names_enter(r, KH_SYMBOL_VETO, name, t->name ? t->name->place : n->place,
                   (uint32_t)r->vetoes.n, true);
    *kh_push(r->arena, &r->vetoes) = (kh_veto){.name = name, .place = n->place};
    *kh_push(r->arena, &r->veto_trees) = n;
}

static void declare_scheme(kh_resolver *r, const kh_node *n)
{
    if (r->scheme) {
        kh_diag *d = KH_SAY(r, KH_E0450, n->place);
        kh_resolve_related(r, d, KH_R_first_here, r->scheme->base.place, KH_LIT(""));
        return;
    }
    r->scheme = KH_AS(scheme, n);
    r->model->title = kh_names_id(r, r->scheme->name);
    r->model->place = n->place;
}

static void declare_use(kh_resolver *r, const kh_node *n)
{
    if (KH_AS(use, n)->word == KH_W_INCLUDE)
        kh_resolve_refuse(r, KH_E0922, n);
    else
        *kh_push(r->arena, &r->calendars) =
            (kh_calendar_use){kh_resolve_string(KH_AS(use, n)->path), n->place};
}

static bool declare_result(kh_resolver *r, const kh_node *n)
{
    if (n->kind == KH_NODE_CHOICE)
        declare_choice(r, n);
    else if (n->kind == KH_NODE_VETO)
        declare_veto(r, n);
    else if (n->kind == KH_NODE_ASSERT) {
        *kh_push(r->arena, &r->asserts) = (kh_assert_rule){.place = n->place};
        *kh_push(r->arena, &r->assert_trees) = n;
    } else if (n->kind == KH_NODE_OMIT)
        *kh_push(r->arena, &r->omits) =
            (kh_omit){kh_resolve_string(KH_AS(omit, n)->clause),
                      kh_resolve_string(KH_AS(omit, n)->reason), n->place};
    else if (n->kind == KH_NODE_ALLOW)
        *kh_push(r->arena, &r->allows) = KH_AS(allow, n);
    else
        return false;
    return true;
}

/* Of all statements these are settled by name first. */
static void declare_one(kh_resolver *r, const kh_node *n, block *b)
{
    if (n->kind == KH_NODE_NODE)
        declare_node(r, n, *b);
    else if (n->kind == KH_NODE_ITEMS)
        b->shared = KH_AS(items, n);
    else if (n->kind == KH_NODE_SCHEME)
        declare_scheme(r, n);
    else if (n->kind == KH_NODE_KINDS)
        declare_kinds(r, n);
    else if (n->kind == KH_NODE_FACT)
        declare_facts(r, n);
    else if (n->kind == KH_NODE_RECORD)
        declare_record(r, n);
    else if (n->kind == KH_NODE_DUTY)
        declare_duty(r, n);
    else if (n->kind == KH_NODE_LET)
        declare_let(r, n);
    else if (n->kind == KH_NODE_USE)
        declare_use(r, n);
    else if (n->kind == KH_NODE_CYCLE)
        kh_resolve_refuse(r, KH_E0923, n);
    else if (n->kind == KH_NODE_CHANGE || n->kind == KH_NODE_REMOVE)
        kh_resolve_refuse(r, KH_E0924, n);
    else if (n->kind != KH_NODE_SCALE)
        declare_result(r, n);
}

static void declare_list(kh_resolver *r, const kh_node *list, block b)
{
    for (const kh_node *n = list; n; n = n->next)
        declare_one(r, n, &b);
}

/* Scales come first, wherever they stand: types name them. */
static void declare_scales(kh_resolver *r, const kh_node *list)
{
    for (const kh_node *n = list; n; n = n->next) {
        if (n->kind == KH_NODE_SCALE)
            declare_scale(r, n);
        else if (n->kind == KH_NODE_NODE)
            declare_scales(r, KH_AS(node, n)->inside);
    }
}

/* Fields come last: their types name scales, and a record may be declared after its use. */
static void declare_all_fields(kh_resolver *r, const kh_node *list)
{
    for (const kh_node *n = list; n; n = n->next) {
        if (n->kind == KH_NODE_NODE)
            declare_all_fields(r, KH_AS(node, n)->inside);
        if (n->kind != KH_NODE_RECORD)
            continue;
        uint32_t at = kh_records_find(r, kh_names_id(r, KH_AS(record, n)->name));
        if (at != KH_NONE)
            declare_fields(r, at, KH_AS(record, n)->fields);
    }
}

static void link_children(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->nodes.n; i++)
        if (r->nodes.at[i].parent != KH_NONE)
            r->nodes.at[r->nodes.at[i].parent].child_count++;
    for (uint32_t i = 0; i < r->nodes.n; i++) {
        kh_score *n = &r->nodes.at[i];
        n->children = n->child_count ? KH_NEW_ARRAY(r->arena, uint32_t, n->child_count) : NULL;
        n->child_count = 0;
        if (n->parent != KH_NONE) {
            kh_score *above = &r->nodes.at[n->parent];
            above->children[above->child_count++] = i;
        }
    }
}

void kh_resolve_declare(kh_resolver *r, const kh_node *file)
{
    const kh_node *list = file->kind == KH_NODE_FILE ? KH_AS(file, file)->statements : NULL;
    declare_scales(r, list);
    declare_list(r, list, (block){KH_NONE, 0, NULL});
    declare_all_fields(r, list);
    link_children(r);
}
