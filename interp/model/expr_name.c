/* A name in an expression: a field of the record, what the language itself names, the fact that an
 * item is about, what the scheme declares; else a fact or a field that is declared by this use. */
#include "model/resolve.h"

static kh_expr *leaf(kh_resolver *r, kh_expr_op op, kh_type type, kh_place place, uint32_t index,
                     kh_domain_tag domain)
{
    kh_expr *e = kh_expr_new(r, op, type.tag, place, 0);
    e->type = type;
    e->index = index;
    e->domain.tag = domain;
    return e;
}

static kh_expr *field(kh_resolver *r, uint32_t record, uint32_t index, kh_place place)
{
    kh_record_info *info = &r->record_info.at[record];
    info->fields.at[index].is_read = true;
    if (info->slots.at[index].clashed && !r->quiet)
        return kh_expr_error(r, place); /* computed by what was reported */
    kh_expr *e = leaf(r, KH_X_FIELD, info->slots.at[index].type, place, index, KH_DOMAIN_RECORD);
    e->domain.record = record;
    return e;
}

static kh_expr *fact(kh_resolver *r, uint32_t index, kh_place place)
{
    r->facts.at[index].is_read = true;
    return leaf(r, KH_X_FACT, r->fact_slots.at[index].type, place, index, KH_DOMAIN_UNIT);
}

static uint32_t make_fact(kh_resolver *r, kh_id name, kh_place place)
{
    uint32_t at = (uint32_t)r->facts.n;
    *kh_push(r->arena, &r->facts) =
        (kh_fact){.name = name, .bounds = kh_types_unbounded(), .place = place};
    kh_push(r->arena, &r->fact_slots);
    *kh_push(r->arena, &r->fact_trees) = NULL;
    kh_names_enter(r, KH_SYMBOL_FACT, name, place, at, false);
    return at;
}

/* A kind of record where a value stands is how many there are. */
static kh_expr *count(kh_resolver *r, const kh_node *n, uint32_t record, const kh_scope *scope,
                      kh_want want)
{
    if (want == KH_WANT_CONDITION) {
        kh_slice name = kh_resolve_text(r, n->place);
        kh_diag *d = KH_SAY(r, KH_E0326, n->place, name);
        kh_resolve_fix(r, d, n->place, "有(%.*s)", (int)name.n, name.p);
        return kh_expr_error(r, n->place);
    }
    kh_expr *e =
        leaf(r, KH_X_COUNT, kh_types_of(KH_TYPE_NUMBER), n->place, KH_NONE, KH_DOMAIN_UNIT);
    e->set = KH_NEW(r->work, kh_set);
    if (!kh_records_set(r, n, NULL, NULL, scope, e->set) || e->set->record != record)
        return kh_expr_error(r, n->place);
    return e;
}

/* max, base, raw: of the item that they stand in. */
static kh_expr *of_own_node(kh_resolver *r, const kh_node *n, kh_builtin b, const kh_scope *scope)
{
    kh_expr_op op = b == KH_B_MAX ? KH_X_NODE_MAX : b == KH_B_BASE ? KH_X_NODE_BASE : KH_X_NODE_RAW;
    kh_slice text = kh_resolve_text(r, n->place);
    if (scope->node == KH_NONE) {
        KH_SAY(r, KH_E0330, n->place, text);
        return kh_expr_error(r, n->place);
    }
    if (op == KH_X_NODE_BASE && !r->quiet && !r->nodes.at[scope->node].stated_base) {
        KH_SAY(r, KH_E1050, n->place, kh_resolve_name(r, r->nodes.at[scope->node].name));
        return kh_expr_error(r, n->place);
    }
    return leaf(r, op, kh_types_of(KH_TYPE_NUMBER), n->place, scope->node, KH_DOMAIN_UNIT);
}

/* What is inside the node that it stands in; outside of all, the scheme's without its extras. */
static kh_expr *subtotal(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    if (scope->node != KH_NONE && !r->node_info.at[scope->node].tree->block) {
        KH_SAY(r, KH_E1017, n->place, kh_resolve_name(r, r->nodes.at[scope->node].name));
        return kh_expr_error(r, n->place);
    }
    return leaf(r, KH_X_SUBTOTAL, kh_types_of(KH_TYPE_NUMBER), n->place, scope->node,
                KH_DOMAIN_UNIT);
}

static kh_expr *builtin(kh_resolver *r, const kh_node *n, kh_builtin b, const kh_scope *scope)
{
    if (b == KH_B_TOTAL)
        return leaf(r, KH_X_TOTAL, kh_types_of(KH_TYPE_NUMBER), n->place, KH_NONE, KH_DOMAIN_UNIT);
    if (b == KH_B_UNIT_KIND)
        return leaf(r, KH_X_KIND, kh_types_of(KH_TYPE_KIND), n->place, KH_NONE, KH_DOMAIN_UNIT);
    if (b == KH_B_YES || b == KH_B_NO)
        return leaf(r, KH_X_YES_NO, kh_types_of(KH_TYPE_YES_NO), n->place, b == KH_B_YES,
                    KH_DOMAIN_RUN);
    if (b == KH_B_MAX || b == KH_B_BASE)
        return of_own_node(r, n, b, scope);
    if (b == KH_B_SUBTOTAL)
        return subtotal(r, n, scope);
    KH_SAY(r, KH_E0331, n->place, kh_resolve_text(r, n->place)); /* none */
    return kh_expr_error(r, n->place);
}

/* Whether the name is that of a node around this place, or of its veto. */
static bool is_own(const kh_resolver *r, kh_id name, const kh_scope *scope)
{
    for (uint32_t at = scope->node; at != KH_NONE; at = r->nodes.at[at].parent)
        if (r->nodes.at[at].name == name)
            return true;
    return scope->veto != KH_NONE && r->vetoes.at[scope->veto].name == name;
}

static kh_expr *node_result(kh_resolver *r, const kh_node *n, kh_id name, kh_symbol *s)
{
    for (uint32_t i = s->next; i != KH_NONE; i = r->symbols.at[i].next) {
        kh_symbol *other = &r->symbols.at[i];
        if (other->tag != KH_SYMBOL_NODE)
            continue;
        kh_diag *d = KH_SAY(r, KH_E0305, n->place, kh_resolve_name(r, name));
        kh_resolve_related(r, d, KH_R_name_first, other->place, kh_resolve_name(r, name));
        kh_resolve_related(r, d, KH_R_name_second, s->place, kh_resolve_name(r, name));
        return kh_expr_error(r, n->place);
    }
    return leaf(r, KH_X_NODE, kh_types_of(KH_TYPE_NUMBER), n->place, s->index, KH_DOMAIN_UNIT);
}

static kh_expr *of_symbol(kh_resolver *r, const kh_node *n, kh_id name, const kh_scope *scope,
                          kh_want want)
{
    kh_symbol *s;
    kh_type yes_no = kh_types_of(KH_TYPE_YES_NO);
    bool own = is_own(r, name, scope);
    if (!own && (s = kh_names_find(r, name, KH_SYMBOL_NODE)) != NULL)
        return node_result(r, n, name, s);
    if (!own && (s = kh_names_find(r, name, KH_SYMBOL_VETO)) != NULL)
        return leaf(r, KH_X_VETO, yes_no, n->place, s->index, KH_DOMAIN_UNIT);
    uint32_t record = kh_records_find(r, name);
    if (record != KH_NONE)
        return count(r, n, record, scope, want);
    if ((s = kh_names_find(r, name, KH_SYMBOL_FACT)) != NULL && s->declared)
        return fact(r, s->index, n->place);
    if ((s = kh_names_find(r, name, KH_SYMBOL_PARAM)) != NULL)
        return leaf(r, KH_X_PARAM, r->param_slots.at[s->index].type, n->place, s->index,
                    KH_DOMAIN_RUN);
    if ((s = kh_names_find(r, name, KH_SYMBOL_LET)) != NULL) {
        kh_expr *e = leaf(r, KH_X_LET, r->let_slots.at[s->index].type, n->place, s->index,
                          r->let_slots.at[s->index].domain.tag);
        if (r->let_slots.at[s->index].clashed && !r->quiet)
            return kh_expr_error(r, n->place);
        return e;
    }
    if ((s = kh_names_find(r, name, KH_SYMBOL_SELECT)) != NULL)
        return leaf(r, KH_X_SELECTED, yes_no, n->place, s->index, KH_DOMAIN_UNIT);
    return NULL;
}

/* Names that only a mistake puts where a value stands. */
static kh_expr *no_value(kh_resolver *r, const kh_node *n, kh_id name, const kh_scope *scope)
{
    kh_slice text = kh_resolve_name(r, name);
    if (scope->record != KH_NONE && scope->fields_open &&
        (kh_names_builtin(r, name, KH_BC_LATER) != KH_B_END ||
         kh_names_builtin(r, name, KH_BC_CALLED) != KH_B_END))
        return NULL; /* 名次 of a record is a field */
    kh_builtin word = kh_names_builtin(r, name, KH_BC_WORD);
    if (word == KH_B_RAW && !(scope->record != KH_NONE && scope->fields_open))
        return of_own_node(r, n, word, scope);
    if (word == KH_B_PERIOD_START || word == KH_B_PERIOD_END)
        return kh_expr_period_end(r, n, word == KH_B_PERIOD_START);
    if (word == KH_B_ORDINAL) {
        KH_SAY(r, KH_E0499, n->place, text);
        return kh_expr_error(r, n->place);
    }
    if (kh_names_builtin(r, name, KH_BC_SET_OF) != KH_B_END) {
        KH_SAY(r, KH_E1054, n->place);
        return kh_expr_error(r, n->place);
    }
    if (word != KH_B_END || kh_names_builtin(r, name, KH_BC_GROUP) != KH_B_END) {
        KH_SAY(r, KH_E0916, n->place, text);
        return kh_expr_error(r, n->place);
    }
    if (kh_names_builtin(r, name, KH_BC_AGGREGATE) != KH_B_END ||
        kh_names_builtin(r, name, KH_BC_FUNCTION) != KH_B_END ||
        kh_names_builtin(r, name, KH_BC_CALLED) != KH_B_END ||
        kh_names_builtin(r, name, KH_BC_LATER) != KH_B_END) {
        KH_SAY(r, KH_E0310, n->place, text);
        return kh_expr_error(r, n->place);
    }
    kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_FUNCTION);
    if (s) {
        kh_diag *d = KH_SAY(r, KH_E1051, n->place, text);
        kh_resolve_related(r, d, KH_R_name_declared, s->place, text);
        return kh_expr_error(r, n->place);
    }
    s = kh_names_find(r, name, KH_SYMBOL_GRADE);
    if (s) {
        kh_diag *d = KH_SAY(r, KH_E0327, n->place, text);
        kh_resolve_related(r, d, KH_R_name_declared, s->place, text);
        return kh_expr_error(r, n->place);
    }
    return NULL;
}

/* 扣 全部: how much that is, is said by max. */
static bool is_everything(kh_slice name)
{
    static const char *const words[] = {"全部", "全部分值", "全部分数", "所有", "全分"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kh_slice_is(name, words[i]))
            return true;
    return false;
}

static kh_expr *undeclared(kh_resolver *r, const kh_node *n, kh_id name, const kh_scope *scope,
                           kh_want want)
{
    if (want == KH_WANT_POINTS && is_everything(kh_resolve_name(r, name))) {
        kh_diag *d = KH_SAY(r, KH_E0340, n->place, kh_resolve_name(r, name));
        kh_resolve_fix(r, d, n->place, "满分");
        return kh_expr_error(r, n->place);
    }
    kh_slice text = kh_resolve_name(r, name);
    bool guess = !KH_AS(name, n)->quoted && !is_own(r, name, scope);
    bool may_be_node = scope->node == KH_NONE && !scope->filing;
    kh_symbol_tag as = may_be_node ? KH_SYMBOL_NODE : KH_SYMBOL_FACT;
    kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_FACT); /* made by an earlier use */
    if (scope->constant || scope->declared_only) {
        if (s && !scope->constant)
            return fact(r, s->index, n->place);
        if (!kh_guess_unknown(r, name, n->place, as, KH_NONE))
            KH_SAY(r, scope->constant ? KH_E0332 : KH_E0317, n->place, text);
        return kh_expr_error(r, n->place);
    }
    if (scope->record != KH_NONE && scope->fields_open) {
        if (guess && kh_guess_unknown(r, name, n->place, KH_SYMBOL_FACT, scope->record))
            return kh_expr_error(r, n->place);
        if (r->record_info.at[scope->record].closed) {
            if (s)
                return fact(r, s->index, n->place);
            KH_SAY(r, KH_E0318, n->place, text,
                   kh_resolve_name(r, r->records.at[scope->record].name));
            return kh_expr_error(r, n->place);
        }
        return field(r, scope->record, kh_records_add_field(r, scope->record, name, n->place),
                     n->place);
    }
    if (guess && kh_guess_unknown(r, name, n->place, as, scope->record))
        return kh_expr_error(r, n->place);
    return fact(r, s ? s->index : make_fact(r, name, n->place), n->place);
}

/* A field that bears the name of a declared fact: noted where it is first read. */
static void note_hidden(kh_resolver *r, const kh_node *n, kh_id name, uint32_t record,
                        uint32_t index)
{
    kh_field *f = &r->record_info.at[record].fields.at[index];
    const kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_FACT);
    if (r->quiet || !s || !s->declared || index < KH_FIELD_BUILTIN_COUNT || f->is_read)
        return;
    kh_diag *d = KH_SAY(r, KH_E0336, n->place, kh_resolve_name(r, name),
                        kh_resolve_name(r, r->records.at[record].name));
    kh_resolve_related(r, d, KH_R_name_declared, s->place, kh_resolve_name(r, name));
}

/* A field that only this use declares may be a misspelt name. */
static bool is_slip(kh_resolver *r, const kh_node *n, kh_id name, uint32_t record, uint32_t index)
{
    return index >= r->record_info.at[record].declared_fields && !KH_AS(name, n)->quoted &&
           kh_guess_unknown(r, name, n->place, KH_SYMBOL_FACT, record);
}

kh_expr *kh_expr_name(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    kh_id name = kh_names_id(r, n);
    if (!name)
        return kh_expr_error(r, n->place);
    kh_expr *parameter = kh_function_parameter(r, name, scope);
    if (parameter && parameter->domain.tag == KH_DOMAIN_RECORD && scope->record != KH_NONE) {
        KH_SAY(r, KH_E1052, n->place, kh_resolve_name(r, name)); /* of two records at once */
        return kh_expr_error(r, n->place);
    }
    if (parameter)
        return parameter;
    kh_expr *member = scope->member ? kh_expr_member(r, n, name, scope) : NULL;
    if (member)
        return member;
    if (scope->record != KH_NONE) {
        uint32_t index = kh_records_field(r, scope->record, name);
        if (index != KH_NONE) {
            note_hidden(r, n, name, scope->record, index);
            if (is_slip(r, n, name, scope->record, index))
                return kh_expr_error(r, n->place);
            return field(r, scope->record, index, n->place);
        }
    }
    kh_builtin b = kh_names_builtin(r, name, KH_BC_VALUE);
    if (b != KH_B_END && !KH_AS(name, n)->quoted) {
        if (scope->constant && b != KH_B_YES && b != KH_B_NO) {
            KH_SAY(r, KH_E0332, n->place, kh_resolve_name(r, name));
            return kh_expr_error(r, n->place);
        }
        return builtin(r, n, b, scope);
    }
    if (!scope->constant || kh_names_find(r, name, KH_SYMBOL_PARAM)) {
        kh_expr *e = of_symbol(r, n, name, scope, want);
        if (e)
            return e;
    }
    if (!kh_names_find(r, name, KH_SYMBOL_FACT) && !KH_AS(name, n)->quoted) {
        kh_expr *e = no_value(r, n, name, scope);
        if (e)
            return e;
    }
    return undeclared(r, n, name, scope, want);
}

/* survey's max, 领导评价 的 满分 */
kh_expr *kh_expr_attribute(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    (void)scope;
    const struct kh_node_attr *a = KH_AS(attr, n);
    kh_builtin b = kh_names_builtin(r, kh_names_id(r, a->name), KH_BC_ATTRIBUTE);
    const kh_node *of = kh_expr_bare(a->of);
    kh_id name = of && of->kind == KH_NODE_NAME ? kh_names_id(r, of) : 0;
    kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_NODE);
    if (b == KH_B_END || (name && !s && kh_names_find(r, name, KH_SYMBOL_FACT))) {
        KH_SAY(r, KH_E0333, n->place, kh_resolve_text(r, n->place));
        return kh_expr_error(r, n->place);
    }
    if (!s) {
        if (name)
            kh_names_require(r, of, KH_SYMBOL_NODE);
        else if (!of || of->kind != KH_NODE_ERROR)
            KH_SAY(r, KH_E0333, n->place, kh_resolve_text(r, n->place));
        return kh_expr_error(r, n->place);
    }
    kh_expr *e = node_result(r, of, name, s);
    if (b == KH_B_ATTR_BASE && !kh_types_is_error(e) && !r->quiet &&
        !r->nodes.at[e->index].stated_base) {
        KH_SAY(r, KH_E1050, n->place, kh_resolve_name(r, name));
        return kh_expr_error(r, n->place);
    }
    return kh_types_is_error(e) ? e : kh_expr_of_node(r, n, e, b);
}
