/* What the headings of a file name: facts, kinds of record, fields. Each layout is settled once, so
 * an unknown column is reported once and not per row. */
#include "base/text.h"
#include "facts/binder.h"

static bool is_ignored(const kh_binder *b, kh_slice name)
{
    for (size_t i = 0; i < b->options->ignore_column_count; i++)
        if (kh_slice_eq(b->options->ignore_columns[i], name))
            return true;
    return false;
}

uint32_t kh_bind_find_record(const kh_binder *b, kh_slice name)
{
    const kh_model *m = b->model;
    bool finding = kh_slice_is(name, "finding") || kh_slice_is(name, "发现问题");
    for (uint32_t i = 0; i < m->records_count; i++) {
        if (finding && m->records[i].builtin)
            return i;
        if (kh_slice_eq(kh_intern_text(m->names, m->records[i].name), name))
            return i;
    }
    return KH_NONE;
}

static uint32_t find_fact(const kh_binder *b, kh_slice name)
{
    const kh_model *m = b->model;
    kh_id id = kh_intern_find(m->names, name);
    for (uint32_t i = 0; id && i < m->facts_count; i++)
        if (m->facts[i].name == id)
            return i;
    return KH_NONE;
}

/* Offers every name that could stand as a column of a wide file. */
static void offer_wide(const kh_binder *b, kh_nearest *near)
{
    const kh_model *m = b->model;
    for (uint32_t i = 0; i < m->facts_count; i++)
        kh_nearest_offer(near, kh_intern_text(m->names, m->facts[i].name));
    for (uint32_t i = 0; i < m->records_count; i++)
        kh_nearest_offer(near, kh_intern_text(m->names, m->records[i].name));
    for (int h = 0; h < KH_H_END; h++) {
        kh_nearest_offer(near, kh_heading_name((kh_heading)h, KH_ZH));
        kh_nearest_offer(near, kh_heading_name((kh_heading)h, KH_EN));
    }
}

static bool is_wide_heading(kh_heading h)
{
    return h == KH_H_UNIT || h == KH_H_KIND || h == KH_H_PARENT || h == KH_H_PERIOD;
}

static kh_target wide_target(kh_binder *b, const kh_raw_cell *key)
{
    kh_slice name = kh_text_trim(key->text);
    kh_heading h = kh_heading_find(name);
    if (h != KH_H_END && is_wide_heading(h))
        return (kh_target){KH_TARGET_HEADING, (uint32_t)h};
    uint32_t fact = find_fact(b, name);
    if (fact != KH_NONE && !b->model->facts[fact].unused)
        return (kh_target){KH_TARGET_FACT, fact};
    uint32_t record = kh_bind_find_record(b, name);
    if (record != KH_NONE)
        return (kh_target){KH_TARGET_RECORD, record};
    if (fact == KH_NONE && !is_ignored(b, name)) {
        kh_nearest near = kh_nearest_to(name);
        offer_wide(b, &near);
        kh_diag *d = KH_REPORT(b->diags, KH_E0613, key->place, name);
        if (near.best.n)
            kh_diag_fix(b->diags, d, near.best);
    }
    return (kh_target){KH_TARGET_IGNORED, 0};
}

static void remember_heading(kh_bound_layout *l, kh_heading h, size_t i)
{
    switch (h) {
    case KH_H_UNIT:
        l->unit = i;
        break;
    case KH_H_KIND:
        l->kind = i;
        break;
    case KH_H_PARENT:
        l->parent = i;
        break;
    case KH_H_PERIOD:
        l->period = i;
        break;
    case KH_H_WHAT:
        l->what = i;
        break;
    case KH_H_ITEM:
    case KH_H_DATE:
    case KH_H_COUNT:
    case KH_H_AMOUNT:
    case KH_H_LEVEL:
    case KH_H_BY:
    case KH_H_PROVEN:
    case KH_H_EVIDENCE:
    case KH_H_NOTE:
    case KH_H_END:
        break;
    }
}

/* A field that some kind of record has, by the name of its column. */
static uint32_t find_field(const kh_binder *b, uint32_t record, kh_slice name)
{
    const kh_record *r = &b->model->records[record];
    kh_id id = kh_intern_find(b->model->names, name);
    uint32_t first = r->duty == KH_NONE ? KH_FIELD_BUILTIN_COUNT : KH_FIELD_DUTY_COUNT;
    for (uint32_t f = first; id && f < r->field_count; f++)
        if (r->fields[f].name == id)
            return f;
    return KH_NONE;
}

static void check_record_keys(kh_binder *b, const kh_layout *layout)
{
    for (size_t i = 0; i < layout->n; i++) {
        kh_slice name = kh_text_trim(layout->keys[i].text);
        bool known = kh_heading_find(name) != KH_H_END || is_ignored(b, name);
        kh_nearest near = kh_nearest_to(name);
        for (uint32_t r = 0; !known && r < b->model->records_count; r++) {
            const kh_record *record = &b->model->records[r];
            known = find_field(b, r, name) != KH_NONE;
            for (uint32_t f = KH_FIELD_BUILTIN_COUNT; f < record->field_count; f++)
                kh_nearest_offer(&near, kh_intern_text(b->model->names, record->fields[f].name));
        }
        for (int h = 0; !known && h < KH_H_END; h++) {
            kh_nearest_offer(&near, kh_heading_name((kh_heading)h, KH_ZH));
            kh_nearest_offer(&near, kh_heading_name((kh_heading)h, KH_EN));
        }
        uint32_t fact = find_fact(b, name);
        if (known || (fact != KH_NONE && b->model->facts[fact].unused))
            continue;
        kh_diag *d = KH_REPORT(b->diags, KH_E0614, layout->keys[i].place, name);
        if (near.best.n)
            kh_diag_fix(b->diags, d, near.best);
    }
}

kh_bound_layout *kh_bind_layout(kh_binder *b, const kh_layout *layout)
{
    while (b->layouts.n <= layout->serial)
        *kh_push(b->arena, &b->layouts) = (kh_bound_layout){0};
    kh_bound_layout *l = &b->layouts.at[layout->serial];
    if (l->done)
        return l;
    l->done = true;
    l->unit = l->kind = l->parent = l->period = l->what = SIZE_MAX;
    for (size_t i = 0; i < layout->n; i++)
        remember_heading(l, kh_heading_find(kh_text_trim(layout->keys[i].text)), i);
    if (layout->shape == KH_WIDE) {
        l->targets = KH_NEW_ARRAY(b->arena, kh_target, layout->n);
        for (size_t i = 0; i < layout->n; i++)
            l->targets[i] = wide_target(b, &layout->keys[i]);
    } else {
        check_record_keys(b, layout);
    }
    return l;
}

static kh_target record_target(kh_binder *b, uint32_t record, kh_slice name)
{
    static const struct {
        kh_heading heading;
        uint32_t field;
    } fields[] = {{KH_H_ITEM, KH_FIELD_ITEM},     {KH_H_DATE, KH_FIELD_DATE},
                  {KH_H_PERIOD, KH_FIELD_PERIOD}, {KH_H_COUNT, KH_FIELD_COUNT},
                  {KH_H_AMOUNT, KH_FIELD_AMOUNT}, {KH_H_LEVEL, KH_FIELD_LEVEL},
                  {KH_H_BY, KH_FIELD_BY},         {KH_H_PROVEN, KH_FIELD_PROVEN},
                  {KH_H_EVIDENCE, KH_FIELD_EVIDENCE}, {KH_H_NOTE, KH_FIELD_NOTE}};
    uint32_t own = find_field(b, record, name);
    if (own != KH_NONE)
        return (kh_target){KH_TARGET_FIELD, own};
    kh_heading h = kh_heading_find(name);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (fields[i].heading == h)
            return (kh_target){KH_TARGET_FIELD, fields[i].field};
    if (h != KH_H_END)
        return (kh_target){KH_TARGET_HEADING, (uint32_t)h};
    /* A field of another kind: must be empty here; a column nobody knows was reported. */
    for (uint32_t r = 0; r < b->model->records_count; r++)
        if (find_field(b, r, name) != KH_NONE)
            return (kh_target){KH_TARGET_RECORD, r};
    return (kh_target){KH_TARGET_IGNORED, 0};
}

const kh_target *kh_bind_record_targets(kh_binder *b, kh_bound_layout *l, const kh_layout *layout,
                                        uint32_t record)
{
    for (size_t i = 0; i < l->by_kind.n; i++)
        if (l->by_kind.at[i].record == record)
            return l->by_kind.at[i].targets;
    kh_target *targets = KH_NEW_ARRAY(b->arena, kh_target, layout->n);
    for (size_t i = 0; i < layout->n; i++)
        targets[i] = record_target(b, record, kh_text_trim(layout->keys[i].text));
    *kh_push(b->arena, &l->by_kind) = (struct kh_kind_targets){record, targets};
    return targets;
}
