/* The units of a run, once every file is read: those that a wide row, a `unit` line or --units names,
 * else those of the records. */
#include <stdlib.h>

#include "base/text.h"
#include "facts/binder.h"

static kh_slice name_of(const kh_binder *b, kh_id id)
{
    return kh_intern_text(b->model->names, id);
}

static void unknown_unit(kh_binder *b, const kh_filed_record *r)
{
    kh_nearest near = kh_nearest_to(name_of(b, r->unit));
    for (size_t u = 0; u < b->units.n; u++)
        kh_nearest_offer(&near, name_of(b, b->units.at[u].name));
    kh_diag *d = KH_REPORT(b->diags, KH_E0635, r->unit_place, name_of(b, r->unit));
    if (near.best.n)
        kh_diag_fix(b->diags, d, near.best);
}

/* Gives each record its unit; what belongs to no unit is reported or left out. */
static void place_records(kh_binder *b)
{
    bool any = false;
    for (uint32_t k = 0; k < b->model->records_count; k++) {
        kh_filed_records *records = &b->records[k];
        size_t kept = 0;
        for (size_t i = 0; i < records->list.n; i++) {
            kh_filed_record *r = &records->list.at[i];
            any = true;
            r->row = kh_map_get(b->unit_of_name, r->unit);
            if (r->row == UINT32_MAX && !b->units_named)
                r->row = kh_bind_unit(b, name_of(b, r->unit), r->unit_place);
            if (r->row != UINT32_MAX) {
                records->list.at[kept++] = *r;
            } else if (b->options->skip_unknown_units) {
                b->skipped++;
            } else {
                unknown_unit(b, r);
            }
        }
        records->list.n = kept;
    }
    if (any && !b->units_named)
        KH_REPORT(b->diags, KH_E0636, KH_NOWHERE);
}

static void report_skipped(kh_binder *b)
{
    if (!b->skipped)
        return;
    kh_strbuf count = {0};
    kh_strbuf_addf(&count, "%u", b->skipped);
    KH_REPORT(b->diags, KH_E0637, KH_NOWHERE, kh_strbuf_slice(&count));
    kh_strbuf_free(&count);
}

/* Two names that look the same but are not: deductions would be split between them. */
static void check_look_alikes(kh_binder *b)
{
    kh_intern *skeletons = kh_intern_new(b->arena);
    kh_map *seen = kh_map_new(b->arena);
    for (uint32_t u = 0; u < b->units.n; u++) {
        kh_slice name = name_of(b, b->units.at[u].name);
        kh_id skeleton = kh_intern_id(skeletons, kh_text_skeleton(b->arena, name));
        uint32_t first = kh_map_get(seen, skeleton);
        if (first == UINT32_MAX) {
            kh_map_set(seen, skeleton, u);
            continue;
        }
        kh_diag *d = KH_REPORT(b->diags, KH_E0638, b->units.at[u].place, name,
                               name_of(b, b->units.at[first].name));
        kh_diag_related(b->diags, d, KH_R_other_value, b->units.at[first].place, (kh_slice){0});
    }
}

/* A file that was saved in the wrong encoding has all its names damaged: one warning. */
static void check_damaged(kh_binder *b)
{
    kh_slice first = {0}, right = {0};
    kh_place place = KH_NOWHERE;
    uint32_t n = 0;
    for (size_t u = 0; u < b->units.n; u++) {
        kh_slice name = name_of(b, b->units.at[u].name);
        kh_slice meant = kh_text_undamaged(b->arena, name);
        if (meant.n && n++ == 0) {
            first = name;
            right = meant;
            place = b->units.at[u].place;
        }
    }
    if (!n)
        return;
    kh_strbuf count = {0};
    kh_strbuf_addf(&count, "%u", n);
    KH_REPORT(b->diags, KH_E0648, place, first, right, kh_strbuf_slice(&count));
    kh_strbuf_free(&count);
}

static void settle_parents(kh_binder *b)
{
    for (size_t i = 0; i < b->parents.n; i++) {
        kh_filed_parent *p = &b->parents.at[i];
        uint32_t parent = kh_map_get(b->unit_of_name, p->name);
        if (parent == UINT32_MAX || parent == p->unit)
            KH_REPORT(b->diags, KH_E0639, p->place, name_of(b, p->name));
        else
            b->units.at[p->unit].parent = parent;
    }
}

static void check_kinds(kh_binder *b)
{
    const kh_model *m = b->model;
    for (size_t u = 0; u < b->units.n; u++) {
        kh_unit *unit = &b->units.at[u];
        if (unit->kind != KH_NONE || unit->kind_refused || m->kinds_count == 0)
            continue;
        if (m->kinds_count == 1)
            unit->kind = 0;
        else
            KH_REPORT(b->diags, KH_E0641, unit->place, name_of(b, unit->name));
    }
}

void kh_bind_finish_units(kh_binder *b, kh_facts *f)
{
    place_records(b);
    report_skipped(b);
    check_look_alikes(b);
    check_damaged(b);
    settle_parents(b);
    check_kinds(b);
    f->units = b->units.at;
    f->unit_count = (uint32_t)b->units.n;
    f->skipped_unknown_units = b->skipped;
}
