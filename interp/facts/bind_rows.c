/* Rows as they come in: each cell is read as the type of what its column names. Nothing is dropped:
 * what cannot be bound is reported at its cell, and the run then gives no results. */
#include "base/text.h"
#include "facts/binder.h"

uint32_t kh_bind_unit(kh_binder *b, kh_slice name, kh_place place)
{
    kh_id id = kh_intern_id(b->model->names, name);
    uint32_t unit = kh_map_get(b->unit_of_name, id);
    if (unit != UINT32_MAX)
        return unit;
    unit = (uint32_t)b->units.n;
    kh_map_set(b->unit_of_name, id, unit);
    *kh_push(b->arena, &b->units) =
        (kh_unit){.name = id, .kind = KH_NONE, .parent = KH_NONE, .place = place};
    return unit;
}

static void bind_kind(kh_binder *b, uint32_t unit, const kh_raw_cell *cell)
{
    kh_type type = {KH_TYPE_KIND, KH_NONE, false, 0};
    uint32_t errors = b->diags->errors;
    kh_bound_cell kind = kh_bind_cell(b, type, NULL, kh_heading_name(KH_H_KIND, KH_ZH), cell);
    if (b->diags->errors != errors)
        b->units.at[unit].kind_refused = true;
    if (kind.state != KH_FILED_VALUE)
        return;
    kh_unit *u = &b->units.at[unit];
    if (u->kind != KH_NONE && u->kind != (uint32_t)kind.code) {
        kh_diag *d =
            KH_REPORT(b->diags, KH_E0630, cell->place, kh_intern_text(b->model->names, u->name),
                      cell->text, kh_intern_text(b->model->names, b->model->kinds[u->kind].name));
        kh_diag_related(b->diags, d, KH_R_other_value, u->place, (kh_slice){0});
        return;
    }
    u->kind = (uint32_t)kind.code;
}

static void bind_parent(kh_binder *b, uint32_t unit, const kh_raw_cell *cell)
{
    kh_slice name = kh_text_trim(cell->text);
    if (cell->type != KH_CELL_NULL && !kh_bind_is_missing(name))
        *kh_push(b->arena, &b->parents) =
            (kh_filed_parent){unit, kh_intern_id(b->model->names, name), cell->place};
}

static void bind_fact(kh_binder *b, uint32_t unit, uint32_t fact, const kh_raw_cell *cell)
{
    const kh_fact *f = &b->model->facts[fact];
    kh_slice name = kh_intern_text(b->model->names, f->name);
    kh_bound_cell bound = kh_bind_cell(b, f->type, &f->bounds, name, cell);
    if (bound.state == KH_FILED_MISSING)
        return; /* an empty cell says nothing against a value elsewhere */
    uint32_t known = kh_map_get(b->fact_seen[fact], unit);
    if (known == UINT32_MAX) {
        kh_map_set(b->fact_seen[fact], unit, (uint32_t)b->facts[fact].n);
        *kh_push(b->arena, &b->facts[fact]) = (kh_filed_fact){unit, bound, cell->text};
        return;
    }
    const kh_filed_fact *first = &b->facts[fact].at[known];
    if (first->cell.state == bound.state && first->cell.code == bound.code &&
        kh_num_eq(first->cell.number, bound.number))
        return;
    kh_slice unit_name = kh_intern_text(b->model->names, b->units.at[unit].name);
    kh_diag *d =
        KH_REPORT(b->diags, KH_E0631, cell->place, unit_name, name, cell->text, first->text);
    kh_diag_related(b->diags, d, KH_R_other_value, first->cell.place, first->text);
}

static kh_filed_record *new_record(kh_binder *b, uint32_t record, kh_id unit, kh_place unit_place,
                                   kh_place place)
{
    kh_filed_record *r = kh_push(b->arena, &b->records[record].list);
    r->unit = unit;
    r->unit_place = unit_place;
    r->count = 1;
    r->item = KH_NONE;
    r->place = place;
    r->serial = b->next_serial++;
    r->fields = KH_NEW_ARRAY(b->arena, kh_bound_cell, b->model->records[record].field_count);
    return r;
}

#define KH_MAX_COUNT 1000000

/* 次数: a whole number from 0 to 1,000,000. */
static bool read_count(kh_binder *b, const kh_raw_cell *cell, int64_t *count)
{
    kh_type type = {KH_TYPE_NUMBER, KH_NONE, false, 0};
    kh_bound_cell n = kh_bind_cell(b, type, NULL, kh_heading_name(KH_H_COUNT, KH_ZH), cell);
    if (n.state != KH_FILED_VALUE)
        return n.state == KH_FILED_MISSING;
    if (kh_num_to_int(n.number, count) && *count >= 0 && *count <= KH_MAX_COUNT)
        return true;
    KH_REPORT(b->diags, KH_E0615, cell->place, cell->text);
    return false;
}

/* A cell under the name of a kind in a wide file: so many records; a rating; the day a duty was
 * filed. */
static void bind_wide_record(kh_binder *b, uint32_t unit, uint32_t record, const kh_raw_cell *cell,
                             const kh_raw_cell *period)
{
    const kh_record *k = &b->model->records[record];
    b->records[record].mentioned = true;
    kh_slice text = kh_bind_text(b, cell);
    if (cell->type == KH_CELL_NULL || (cell->type == KH_CELL_TEXT && kh_bind_is_missing(text)))
        return;
    kh_slice name = kh_intern_text(b->model->names, k->name);
    kh_filed_record *r = new_record(b, record, b->units.at[unit].name, cell->place, cell->place);
    r->from_wide = true;
    if (k->rated != KH_NONE) {
        r->fields[KH_FIELD_LEVEL] =
            kh_bind_cell(b, k->fields[KH_FIELD_LEVEL].type, NULL, name, cell);
    } else if (k->duty != KH_NONE) {
        kh_type date = {KH_TYPE_DATE, KH_NONE, false, 0}, words = {KH_TYPE_TEXT, KH_NONE, false, 0};
        r->fields[KH_FIELD_DATE] = kh_bind_cell(b, date, NULL, name, cell);
        if (period)
            r->fields[KH_FIELD_PERIOD] = kh_bind_cell(b, words, NULL, name, period);
    } else {
        read_count(b, cell, &r->count);
    }
}

static kh_slice unit_name(kh_binder *b, const kh_raw_row *row, const kh_bound_layout *l)
{
    if (l->unit == SIZE_MAX)
        return (kh_slice){0};
    const kh_raw_cell *cell = &row->cells[l->unit];
    kh_slice name = kh_text_trim(cell->text);
    if (name.n == 0)
        KH_REPORT(b->diags, KH_E0616, cell->place.source ? cell->place : row->place);
    return name;
}

static void bind_wide(kh_binder *b, const kh_raw_row *row, kh_bound_layout *l)
{
    kh_slice name = unit_name(b, row, l);
    if (name.n == 0)
        return;
    uint32_t unit = kh_bind_unit(b, name, row->cells[l->unit].place);
    b->units_named = true;
    const kh_raw_cell *period = l->period == SIZE_MAX ? NULL : &row->cells[l->period];
    if (l->kind != SIZE_MAX)
        bind_kind(b, unit, &row->cells[l->kind]);
    if (l->parent != SIZE_MAX)
        bind_parent(b, unit, &row->cells[l->parent]);
    for (size_t i = 0; i < row->layout->n; i++) {
        const kh_raw_cell *cell = &row->cells[i];
        switch (l->targets[i].type) {
        case KH_TARGET_FACT:
            if (period && !kh_bind_is_missing(kh_bind_text(b, period)) &&
                !kh_bind_is_missing(kh_bind_text(b, cell)))
                KH_REPORT(b->diags, KH_E0632, period->place, row->layout->keys[i].text);
            else
                bind_fact(b, unit, l->targets[i].index, cell);
            break;
        case KH_TARGET_RECORD:
            bind_wide_record(b, unit, l->targets[i].index, cell, period);
            break;
        case KH_TARGET_HEADING:
        case KH_TARGET_IGNORED:
        case KH_TARGET_FIELD:
            break;
        }
    }
}

/* ---- records ----------------------------------------------------------------------------- */

static uint32_t record_kind(kh_binder *b, const kh_raw_row *row, const kh_bound_layout *l)
{
    bool in_row = row->layout->kind.n == 0 && l->what != SIZE_MAX;
    kh_slice name = in_row ? kh_text_trim(row->cells[l->what].text) : row->layout->kind;
    kh_place place = in_row ? row->cells[l->what].place : row->place;
    uint32_t record = kh_bind_find_record(b, name);
    if (record != KH_NONE || name.n == 0) {
        if (name.n == 0)
            KH_REPORT(b->diags, KH_E0617, place);
        return record;
    }
    kh_nearest near = kh_nearest_to(name);
    for (uint32_t i = 0; i < b->model->records_count; i++)
        kh_nearest_offer(&near, kh_intern_text(b->model->names, b->model->records[i].name));
    kh_diag *d = KH_REPORT(b->diags, KH_E0618, place, name);
    if (near.best.n)
        kh_diag_fix(b->diags, d, near.best);
    return KH_NONE;
}

static void add_name(kh_strbuf *list, const char *separator, kh_slice name)
{
    kh_strbuf_adds(list, list->n ? separator : "");
    kh_strbuf_add(list, name);
}

#define MOST_ITEMS 8

/* No item of that name counts this kind; perhaps the scheme has none of that name at all. */
static void unknown_item(kh_binder *b, const kh_record *k, const kh_raw_cell *cell, kh_slice name,
                         kh_slice near)
{
    const kh_model *m = b->model;
    kh_slice kind = kh_intern_text(m->names, k->name);
    kh_id id = kh_intern_find(m->names, name);
    for (uint32_t i = 0; i < m->nodes_count; i++) {
        if (m->nodes[i].name != id)
            continue;
        kh_diag *d = KH_REPORT(b->diags, KH_E0619, cell->place, name, kind);
        kh_diag_fix(b->diags, d, near);
        return;
    }
    kh_strbuf zh = {0}, en = {0};
    uint32_t shown = k->item_count > MOST_ITEMS ? MOST_ITEMS : k->item_count;
    for (uint32_t i = 0; i < shown; i++) {
        kh_slice own = kh_intern_text(m->names, m->nodes[k->items[i]].name);
        add_name(&zh, "、", own);
        add_name(&en, ", ", own);
    }
    kh_strbuf_adds(&zh, shown < k->item_count ? " …" : "");
    kh_strbuf_adds(&en, shown < k->item_count ? ", …" : "");
    kh_diag *d = KH_REPORT(b->diags, KH_E0624, cell->place, name, kind, kh_strbuf_slice(&zh),
                           kh_strbuf_slice(&en));
    kh_diag_fix(b->diags, d, near);
    d->no_hint = near.n > 0;
    kh_strbuf_free(&zh);
    kh_strbuf_free(&en);
}

/* 项目: the item that the record counts for, by its name or its path with "/". */
static uint32_t find_item(kh_binder *b, const kh_record *k, const kh_raw_cell *cell)
{
    kh_slice name = kh_text_trim(cell->text);
    kh_nearest near = kh_nearest_to(name);
    for (uint32_t i = 0; i < k->item_count; i++) {
        kh_strbuf path = {0};
        kh_model_path(&path, b->model, k->items[i], "/");
        kh_slice own = kh_intern_text(b->model->names, b->model->nodes[k->items[i]].name);
        bool found = kh_slice_eq(own, name) || kh_slice_eq(kh_strbuf_slice(&path), name);
        kh_strbuf_free(&path);
        if (found)
            return k->items[i];
        kh_nearest_offer(&near, own);
    }
    unknown_item(b, k, cell, name, near.best);
    return KH_NONE;
}

static void bind_field(kh_binder *b, const kh_record *k, kh_filed_record *r, uint32_t field,
                       const kh_raw_cell *cell)
{
    const kh_field *f = &k->fields[field];
    kh_type type = f->type;
    bool empty = kh_bind_is_missing(kh_bind_text(b, cell));
    if (f->value) {
        if (!empty)
            KH_REPORT(b->diags, KH_E1020, cell->place, kh_intern_text(b->model->names, f->name),
                      kh_intern_text(b->model->names, k->name));
        return;
    }
    if (field == KH_FIELD_COUNT) {
        read_count(b, cell, &r->count);
        return;
    }
    if (field == KH_FIELD_ITEM && !empty && k->item_count > 0)
        r->item = find_item(b, k, cell);
    if (field == KH_FIELD_LEVEL && k->rated != KH_NONE)
        type = (kh_type){KH_TYPE_LEVEL, k->rated, false, 0};
    if (type.tag == KH_TYPE_UNKNOWN) /* nobody reads it: kept as it stands */
        type = (kh_type){KH_TYPE_TEXT, KH_NONE, false, 0};
    r->fields[field] =
        kh_bind_cell(b, type, &f->bounds, kh_intern_text(b->model->names, f->name), cell);
}

static void check_item(kh_binder *b, const kh_record *k, kh_filed_record *r)
{
    if (r->item != KH_NONE || k->item_count == 0)
        return;
    if (k->item_count == 1) {
        if (r->fields[KH_FIELD_ITEM].state == KH_FILED_MISSING)
            r->item = k->items[0];
    } else if (r->fields[KH_FIELD_ITEM].state == KH_FILED_MISSING && k->by_item) {
        KH_REPORT(b->diags, KH_E0633, r->place, kh_intern_text(b->model->names, k->name));
    }
}

static void bind_record(kh_binder *b, const kh_raw_row *row, kh_bound_layout *l)
{
    kh_slice name = unit_name(b, row, l);
    uint32_t record = record_kind(b, row, l);
    if (name.n == 0 || record == KH_NONE)
        return;
    const kh_record *k = &b->model->records[record];
    const kh_target *targets = kh_bind_record_targets(b, l, row->layout, record);
    kh_id unit = kh_intern_id(b->model->names, name);
    kh_filed_record *r = new_record(b, record, unit, row->cells[l->unit].place, row->place);
    b->records[record].mentioned = true;
    for (size_t i = 0; i < row->layout->n; i++) {
        const kh_raw_cell *cell = &row->cells[i];
        bool filed = cell->type != KH_CELL_NULL && !kh_bind_is_missing(kh_bind_text(b, cell));
        if (targets[i].type == KH_TARGET_FIELD)
            bind_field(b, k, r, targets[i].index, cell);
        else if (targets[i].type == KH_TARGET_RECORD && filed)
            KH_REPORT(b->diags, KH_E0634, cell->place, row->layout->keys[i].text,
                      kh_intern_text(b->model->names, k->name));
        else if (targets[i].type == KH_TARGET_HEADING && targets[i].index == KH_H_KIND && filed)
            bind_kind(b, kh_bind_unit(b, name, row->cells[l->unit].place), cell);
    }
    check_item(b, k, r);
}

void kh_bind_row(void *binder, const kh_raw_row *row)
{
    kh_binder *b = binder;
    kh_bound_layout *l = kh_bind_layout(b, row->layout);
    if (row->layout->shape == KH_WIDE)
        bind_wide(b, row, l);
    else
        bind_record(b, row, l);
}
