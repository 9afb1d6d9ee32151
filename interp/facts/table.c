/* From the keys of a file (a CSV header, the keys of a JSON object, the words of a .facts line) to
 * a layout, and from cells to rows. Here are the checks that all forms share: a key stands once,
 * the unit is named, names are not damaged. */
#include "facts/reader.h"

/* Keys are the same when they are spelled the same or are one heading in both languages. */
static bool same_key(kh_slice a, kh_slice b)
{
    if (kh_slice_eq(a, b))
        return true;
    kh_heading h = kh_heading_find(a);
    return h != KH_H_END && h == kh_heading_find(b);
}

static void report_twice(kh_reader *r, const kh_raw_cell *again, const kh_raw_cell *first)
{
    kh_diag *d = KH_REPORT(r->diags, KH_E0530, again->place, again->text);
    if (first->place.source != 0)
        kh_diag_related(r->diags, d, KH_R_first_here, first->place, (kh_slice){0});
}

static bool check_keys(kh_reader *r, const kh_raw_cell *keys, size_t n)
{
    bool good = true;
    for (size_t i = 0; i < n; i++) {
        if (keys[i].text.n == 0) {
            KH_REPORT(r->diags, KH_E0531, keys[i].place, kh_reader_number(r, i + 1));
            good = false;
            continue;
        }
        good = kh_name_check(r, &keys[i]) && good;
        for (size_t j = 0; j < i; j++) {
            if (same_key(keys[j].text, keys[i].text)) {
                report_twice(r, &keys[i], &keys[j]);
                good = false;
                break;
            }
        }
    }
    return good;
}

static size_t find_key(const kh_raw_cell *keys, size_t n, kh_slice name)
{
    size_t i = 0;
    while (i < n && !same_key(keys[i].text, name))
        i++;
    return i;
}

static bool composes(const kh_reader *r)
{
    return r->options->unit_column_count > 0 && !r->names_units && !r->no_units;
}

bool kh_keys_name_unit(const kh_reader *r, const kh_raw_cell *keys, size_t n)
{
    if (r->no_units)
        return true;
    if (!composes(r))
        return find_key(keys, n, kh_heading_name(KH_H_UNIT, KH_ZH)) < n;
    for (size_t i = 0; i < r->options->unit_column_count; i++) {
        if (find_key(keys, n, r->options->unit_columns[i]) == n)
            return false;
    }
    return true;
}

/* "甲、乙、丙", at most eight of them. */
static kh_slice list_of(kh_reader *r, const kh_raw_cell *keys, size_t n, kh_slice separator)
{
    static const char more[] = " …";
    size_t shown = n > 8 ? 8 : n, size = sizeof more;
    for (size_t i = 0; i < shown; i++)
        size += keys[i].text.n + separator.n;
    char *list = kh_arena_alloc(r->arena, size);
    size_t at = 0;
    for (size_t i = 0; i < shown; i++) {
        if (i > 0) {
            memcpy(list + at, separator.p, separator.n);
            at += separator.n;
        }
        if (keys[i].text.n > 0)
            memcpy(list + at, keys[i].text.p, keys[i].text.n);
        at += keys[i].text.n;
    }
    if (shown < n) {
        memcpy(list + at, more, sizeof more - 1);
        at += sizeof more - 1;
    }
    return (kh_slice){list, at};
}

/* Finds the columns that name the unit; false when one of them is not there. */
static bool find_units(kh_reader *r, kh_table *t, const kh_raw_cell *keys, size_t n, kh_place whole)
{
    kh_slice unit = kh_heading_name(KH_H_UNIT, KH_ZH);
    const kh_slice *names = composes(r) ? r->options->unit_columns : &unit;
    t->unit_count = composes(r) ? r->options->unit_column_count : 1;
    t->units = KH_NEW_ARRAY(r->arena, size_t, t->unit_count);
    bool good = true;
    for (size_t i = 0; i < t->unit_count; i++) {
        t->units[i] = find_key(keys, n, names[i]);
        if (t->units[i] == n) {
            KH_REPORT(r->diags, KH_E0532, whole, names[i], list_of(r, keys, n, KH_LIT("、")),
                      list_of(r, keys, n, KH_LIT(", ")));
            good = false;
        }
    }
    return good;
}

static bool is_unit_column(const kh_table *t, size_t column)
{
    for (size_t i = 0; i < t->unit_count; i++) {
        if (t->units[i] == column)
            return true;
    }
    return false;
}

/* The keys with the unit's columns taken out and 单位 put first. */
static bool compose_keys(kh_reader *r, kh_table *t, const kh_raw_cell *keys, size_t n)
{
    t->kept = KH_NEW_ARRAY(r->arena, size_t, n);
    t->layout.keys = KH_NEW_ARRAY(r->arena, kh_raw_cell, n + 1);
    t->cells = KH_NEW_ARRAY(r->arena, kh_raw_cell, n + 1);
    t->layout.keys[0].text = kh_heading_name(KH_H_UNIT, KH_ZH);
    t->layout.keys[0].place = keys[t->units[0]].place;
    t->layout.n = 1;
    for (size_t i = 0; i < n; i++) {
        if (is_unit_column(t, i))
            continue;
        if (same_key(keys[i].text, t->layout.keys[0].text)) {
            report_twice(r, &keys[i], &t->layout.keys[0]);
            return false;
        }
        t->kept[t->layout.n - 1] = i;
        t->layout.keys[t->layout.n++] = keys[i];
    }
    return true;
}

static bool holds_names(kh_slice key)
{
    switch (kh_heading_find(key)) {
    case KH_H_UNIT:
    case KH_H_KIND:
    case KH_H_PARENT:
    case KH_H_WHAT:
    case KH_H_ITEM:
    case KH_H_LEVEL:
    case KH_H_BY:
        return true;
    case KH_H_PERIOD:
    case KH_H_DATE:
    case KH_H_COUNT:
    case KH_H_AMOUNT:
    case KH_H_PROVEN:
    case KH_H_EVIDENCE:
    case KH_H_NOTE:
    case KH_H_END:
        return false;
    }
    return false;
}

static kh_table *make_table(kh_reader *r, const kh_raw_cell *keys, size_t n, kh_place whole)
{
    kh_table *t = KH_NEW(r->arena, kh_table);
    bool good = check_keys(r, keys, n);
    good = (r->no_units || find_units(r, t, keys, n, whole)) && good;
    size_t what = find_key(keys, n, kh_heading_name(KH_H_WHAT, KH_ZH));
    if (r->options->units_only && what < n) {
        KH_REPORT(r->diags, KH_E0535, keys[what].place, keys[what].text);
        good = false;
    }
    if (!good)
        return NULL;
    t->composed = composes(r);
    if (!t->composed) {
        t->layout.keys = KH_NEW_ARRAY(r->arena, kh_raw_cell, n);
        memcpy(t->layout.keys, keys, n * sizeof *keys);
        t->layout.n = n;
    } else if (!compose_keys(r, t, keys, n)) {
        return NULL;
    }
    t->names = KH_NEW_ARRAY(r->arena, size_t, t->layout.n);
    for (size_t i = 0; i < t->layout.n; i++) {
        if (holds_names(t->layout.keys[i].text))
            t->names[t->name_count++] = i;
    }
    t->layout.kind = r->file->kind;
    t->layout.shape = what < n || r->file->kind.n > 0 ? KH_RECORDS : KH_WIDE;
    t->layout.serial = (*r->next_layout)++;
    return t;
}

/* One id for a list of keys: the ids of the keys, four bytes each, are a text themselves. */
static kh_id id_of_keys(kh_reader *r, const kh_raw_cell *keys, size_t n)
{
    kh_id few[32];
    kh_id *ids = n <= 32 ? few : KH_NEW_ARRAY(r->arena, kh_id, n);
    for (size_t i = 0; i < n; i++)
        ids[i] = kh_intern_id(r->ids, keys[i].text);
    return kh_intern_id(r->ids, (kh_slice){(const char *)ids, n * sizeof *ids});
}

kh_table *kh_table_of(kh_reader *r, const kh_raw_cell *keys, size_t n, kh_place whole)
{
    kh_id id = id_of_keys(r, keys, n);
    uint32_t known = kh_map_get(r->by_keys, id);
    if (known != UINT32_MAX)
        return r->tables.at[known];
    kh_table *t = make_table(r, keys, n, whole);
    if (t) {
        kh_map_set(r->by_keys, id, (uint32_t)r->tables.n);
        *kh_push(r->arena, &r->tables) = t;
    }
    return t;
}

/* A cell without a value cannot name a unit. */
static bool names_nothing(const kh_raw_cell *cell)
{
    return cell->text.n == 0 || cell->type == KH_CELL_NULL;
}

static bool check_units(kh_reader *r, const kh_table *t, const kh_raw_cell *cells, kh_place place)
{
    bool good = true;
    for (size_t i = 0; i < t->unit_count; i++) {
        const kh_raw_cell *unit = &cells[t->units[i]];
        if (!names_nothing(unit))
            continue;
        kh_slice name =
            composes(r) ? r->options->unit_columns[i] : t->layout.keys[t->units[i]].text;
        KH_REPORT(r->diags, KH_E0534, unit->place.len > 0 ? unit->place : place, name);
        good = false;
    }
    return good;
}

/* The parts of a composed name, joined by a blank; equal names share their bytes. */
static kh_slice compose_unit(kh_reader *r, const kh_table *t, const kh_raw_cell *cells)
{
    size_t size = t->unit_count, at = 0;
    for (size_t i = 0; i < t->unit_count; i++)
        size += cells[t->units[i]].text.n;
    char few[512];
    char *name = size <= sizeof few ? few : kh_arena_alloc(r->arena, size);
    for (size_t i = 0; i < t->unit_count; i++) {
        kh_slice part = cells[t->units[i]].text;
        if (i > 0)
            name[at++] = ' ';
        memcpy(name + at, part.p, part.n);
        at += part.n;
    }
    return kh_intern_text(r->ids, kh_intern_id(r->ids, (kh_slice){name, at}));
}

void kh_table_row(kh_reader *r, kh_table *t, const kh_raw_cell *cells, kh_place place)
{
    bool good = check_units(r, t, cells, place);
    if (good && t->composed) {
        t->cells[0] = cells[t->units[0]];
        t->cells[0].text = compose_unit(r, t, cells);
        t->cells[0].type = KH_CELL_TEXT;
        for (size_t i = 1; i < t->layout.n; i++)
            t->cells[i] = cells[t->kept[i - 1]];
        cells = t->cells;
    }
    if (!good)
        return;
    for (size_t i = 0; i < t->name_count; i++)
        good = kh_name_check(r, &cells[t->names[i]]) && good;
    if (good)
        r->sink.row(r->sink.context, &(kh_raw_row){&t->layout, cells, place});
}
