/* Computed fields: `record offence { act, points = table act { … } }`. An expression over the
 * record, of the type that it has; whoever reads the field reads it. */
#include "model/resolve.h"

void kh_fields_compute(kh_resolver *r, uint32_t record, uint32_t at,
                       const struct kh_node_field *declared)
{
    kh_record_info *info = &r->record_info.at[record];
    if (at < KH_FIELD_BUILTIN_COUNT) {
        KH_SAY(r, KH_E1019, declared->base.place, kh_resolve_text(r, declared->name->place));
        return;
    }
    info->slots.at[at].declared = true;
    info->slots.at[at].decided = declared->name->place;
    *kh_push(r->arena, &info->computed) = declared;
}

static void compute(kh_resolver *r, uint32_t record, const struct kh_node_field *declared)
{
    kh_record_info *info = &r->record_info.at[record];
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = record, .fields_open = true};
    uint32_t at = kh_records_field(r, record, kh_names_id(r, declared->name));
    kh_expr *e = kh_expr_resolve(r, declared->value, &scope, KH_WANT_ANY);
    info = &r->record_info.at[record]; /* it may have got a field */
    kh_slot *slot = &info->slots.at[at];
    info->fields.at[at].value = e;
    if (kh_types_is_error(e)) {
        slot->clashed = slot->clashed || !r->quiet;
        return;
    }
    r->changed = r->changed || slot->type.tag != e->type.tag || slot->type.scale != e->type.scale;
    slot->type = e->type;
    slot->type.share = false;
}

void kh_resolve_fields(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->records.n; i++)
        for (size_t k = 0; k < r->record_info.at[i].computed.n; k++)
            compute(r, i, r->record_info.at[i].computed.at[k]);
}

/* What needs itself has no type of its own: with one, the circle is found and said. */
void kh_fields_defaults(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->records.n; i++) {
        kh_record_info *info = &r->record_info.at[i];
        for (size_t k = 0; k < info->computed.n; k++) {
            kh_id name = kh_names_id(r, info->computed.at[k]->name);
            kh_slot *slot = &info->slots.at[kh_records_field(r, i, name)];
            if (slot->type.tag == KH_TYPE_UNKNOWN)
                slot->type = kh_types_of(KH_TYPE_NUMBER);
        }
    }
}
