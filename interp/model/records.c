/* Kinds of record, their fields, and sets of records: `投诉 其中 属实`. */
#include "model/resolve.h"

static const kh_type_tag builtin_types[KH_FIELD_BUILTIN_COUNT] = {
    [KH_FIELD_ITEM] = KH_TYPE_TEXT,     [KH_FIELD_DATE] = KH_TYPE_DATE,
    [KH_FIELD_PERIOD] = KH_TYPE_TEXT,   [KH_FIELD_COUNT] = KH_TYPE_NUMBER,
    [KH_FIELD_AMOUNT] = KH_TYPE_NUMBER, [KH_FIELD_LEVEL] = KH_TYPE_UNKNOWN,
    [KH_FIELD_BY] = KH_TYPE_TEXT,       [KH_FIELD_PROVEN] = KH_TYPE_YES_NO,
    [KH_FIELD_EVIDENCE] = KH_TYPE_TEXT, [KH_FIELD_NOTE] = KH_TYPE_TEXT,
};
static const kh_type_tag duty_types[KH_FIELD_DUTY_COUNT - KH_FIELD_BUILTIN_COUNT] = {
    KH_TYPE_DATE, KH_TYPE_DATE, KH_TYPE_YES_NO, KH_TYPE_YES_NO, KH_TYPE_NUMBER, KH_TYPE_NUMBER,
};

static void add_builtin_fields(kh_resolver *r, uint32_t record, kh_builtin first, int n,
                               const kh_type_tag *types)
{
    kh_record_info *info = &r->record_info.at[record];
    for (int i = 0; i < n; i++) {
        kh_id name =
            kh_intern_id(r->model->names, kh_names_builtin_zh((kh_builtin)((int)first + i)));
        kh_type type = kh_types_of(types[i]);
        *kh_push(r->arena, &info->fields) =
            (kh_field){.name = name, .type = type, .bounds = kh_types_unbounded()};
        *kh_push(r->arena, &info->slots) =
            (kh_slot){.type = type, .declared = type.tag != KH_TYPE_UNKNOWN};
    }
    info->declared_fields = info->fields.n;
}

uint32_t kh_records_make(kh_resolver *r, kh_id name, kh_place place, bool declared)
{
    uint32_t at = (uint32_t)r->records.n;
    *kh_push(r->arena, &r->records) = (kh_record){
        .name = name, .declared = declared, .duty = KH_NONE, .rated = KH_NONE, .place = place};
    kh_push(r->arena, &r->record_info);
    add_builtin_fields(r, at, KH_B_FIELD_ITEM, KH_FIELD_BUILTIN_COUNT, builtin_types);
    kh_names_enter(r, KH_SYMBOL_RECORD, name, place, at, declared);
    return at;
}

void kh_records_make_duty(kh_resolver *r, uint32_t record, uint32_t duty)
{
    r->records.at[record].duty = duty;
    add_builtin_fields(r, record, KH_B_DUE_DATE, KH_FIELD_DUTY_COUNT - KH_FIELD_BUILTIN_COUNT,
                       duty_types);
    r->record_info.at[record].closed = true;
}

uint32_t kh_records_find(kh_resolver *r, kh_id name)
{
    if (r->finding != KH_NONE && kh_names_builtin(r, name, KH_BC_KIND) == KH_B_FINDING)
        return r->finding;
    const kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_RECORD);
    return s ? s->index : KH_NONE;
}

static bool is_finding(const kh_resolver *r, kh_id name)
{
    return kh_names_builtin(r, name, KH_BC_KIND) == KH_B_FINDING;
}

/* What cannot be the name of a kind of record, and why. */
static bool refuse_kind(kh_resolver *r, const kh_node *n, kh_id id)
{
    kh_slice text = kh_resolve_name(r, id);
    const kh_symbol *s = kh_names_find(r, id, KH_SYMBOL_FACT);
    if (s && s->declared) {
        r->facts.at[s->index].is_read = true; /* one mistake, one message */
        kh_diag *d = KH_SAY(r, KH_E0325, n->place, text);
        kh_resolve_related(r, d, KH_R_name_declared, s->place, text);
        return true;
    }
    kh_builtin due = kh_names_builtin(r, id, KH_BC_DUE);
    bool yes_no = due == KH_B_DUE_LATE || due == KH_B_DUE_NOT_FILED; /* 每次 迟报 says enough … */
    if ((due != KH_B_END && (!yes_no || r->duties.n)) ||             /* … unless a duty has it */
        kh_names_builtin(r, id, KH_BC_FIELD) != KH_B_END) {
        KH_SAY(r, KH_E0324, n->place, text);
        return true;
    }
    if (kh_names_builtin(r, id, KH_BC_GROUP) != KH_B_END) {
        kh_resolve_refuse(r, KH_E0911, n);
        return true;
    }
    static const kh_symbol_tag others[] = {KH_SYMBOL_PARAM, KH_SYMBOL_LET,   KH_SYMBOL_SELECT,
                                           KH_SYMBOL_KIND,  KH_SYMBOL_GRADE, KH_SYMBOL_SCALE};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        s = kh_names_find(r, id, others[i]);
        if (s) {
            kh_diag *d = KH_SAY(r, KH_E0328, n->place, text);
            kh_resolve_related(r, d, KH_R_name_declared, s->place, text);
            return true;
        }
    }
    return false;
}

uint32_t kh_records_of(kh_resolver *r, const kh_node *n)
{
    if (!n || n->kind != KH_NODE_NAME)
        return KH_NONE;
    kh_id id = kh_names_id(r, n);
    uint32_t at = kh_records_find(r, id);
    if (at == KH_NONE && is_finding(r, id)) {
        r->finding = at = kh_records_make(r, id, n->place, true);
        r->records.at[at].builtin = true;
        return at;
    }
    if (at == KH_NONE) {
        if (refuse_kind(r, n, id))
            return KH_NONE;
        at = kh_records_make(r, id, n->place, false);
    }
    kh_record_info *info = &r->record_info.at[at];
    if (!r->records.at[at].declared && !r->quiet && !info->noted) {
        info->noted = true;
        if (kh_guess_unknown(r, id, n->place, KH_SYMBOL_RECORD, KH_NONE))
            return KH_NONE;
        if (r->records.at[at].rated == KH_NONE)
            KH_SAY(r, KH_E0312, n->place, kh_resolve_name(r, id));
    }
    return at;
}

uint32_t kh_records_field(kh_resolver *r, uint32_t record, kh_id name)
{
    kh_builtin b = kh_names_builtin(r, name, KH_BC_FIELD);
    if (b != KH_B_END)
        return (uint32_t)(b - KH_B_FIELD_ITEM);
    b = kh_names_builtin(r, name, KH_BC_DUE);
    if (b != KH_B_END && r->records.at[record].duty != KH_NONE)
        return KH_FIELD_BUILTIN_COUNT + (uint32_t)(b - KH_B_DUE_DATE);
    const kh_record_info *info = &r->record_info.at[record];
    for (size_t i = KH_FIELD_BUILTIN_COUNT; i < info->fields.n; i++)
        if (info->fields.at[i].name == name)
            return (uint32_t)i;
    return KH_NONE;
}

uint32_t kh_records_add_field(kh_resolver *r, uint32_t record, kh_id name, kh_place place)
{
    kh_record_info *info = &r->record_info.at[record];
    *kh_push(r->arena, &info->fields) =
        (kh_field){.name = name, .bounds = kh_types_unbounded(), .place = place};
    kh_push(r->arena, &info->slots);
    r->changed = true;
    return (uint32_t)info->fields.n - 1;
}

static void note_item(kh_resolver *r, uint32_t record, uint32_t node)
{
    kh_record_info *info = &r->record_info.at[record];
    for (size_t i = 0; i < info->items.n; i++)
        if (info->items.at[i] == node)
            return;
    *kh_push(r->arena, &info->items) = node;
    r->changed = true;
}

static bool refuse_qual(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    kh_word w = KH_AS(qual, n)->word;
    if (w == KH_W_WHERE || w == KH_W_BY || (scope->gathers && kh_expr_is_gather(w)))
        return false;
    kh_resolve_refuse(r,
                      w == KH_W_SAME       ? KH_E0907
                      : w == KH_W_WITHIN   ? KH_E0908
                      : w == KH_W_WEIGHTED ? KH_E0909
                                           : KH_E0910,
                      n);
    return true;
}

bool kh_records_set(kh_resolver *r, const kh_node *name, const kh_node *of, const kh_node *quals,
                    const kh_scope *scope, kh_set *out)
{
    *out = (kh_set){.record = KH_NONE, .item = KH_NONE};
    bool fine = true;
    if (of) {
        kh_resolve_refuse(r, KH_E0911, of);
        fine = false;
    }
    for (const kh_node *q = quals; q; q = q->next)
        if (refuse_qual(r, q, scope))
            fine = false;
    if (!fine)
        return false;
    if (name && name->kind == KH_NODE_NAME &&
        kh_function_parameter(r, kh_names_id(r, name), scope)) {
        KH_SAY(r, KH_E0442, name->place, kh_resolve_text(r, name->place));
        return false;
    }
    out->record = kh_records_of(r, name);
    if (out->record == KH_NONE)
        return false;
    if (out->record == r->finding && scope->node != KH_NONE) {
        note_item(r, out->record, scope->node);
        if (r->record_info.at[out->record].items.n > 1)
            out->item = scope->node;
    }
    kh_scope inner = *scope;
    inner.record = out->record;
    inner.fields_open = true;
    inner.subject = NULL;
    inner.gathers = false;
    for (const kh_node *q = quals; q; q = q->next) {
        if (KH_AS(qual, q)->word == KH_W_BY && !scope->gathers) {
            fine =
                kh_resolve_keys(r, KH_AS(qual, q)->args, &inner, &out->by, &out->by_count) && fine;
            continue;
        }
        if (KH_AS(qual, q)->word != KH_W_WHERE)
            continue;
        kh_expr *c = kh_expr_resolve(r, KH_AS(qual, q)->args, &inner, KH_WANT_CONDITION);
        out->where =
            out->where ? kh_expr_two(r, KH_X_AND, KH_TYPE_YES_NO, c->place, out->where, c) : c;
    }
    return fine;
}
