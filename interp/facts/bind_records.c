/* From filed rows to columns: a cell per unit and fact, a table per kind of record with the rows in
 * the order of units, then of dates, then of their own values, so that their place in a file decides
 * nothing. */
#include <stdlib.h>

#include "facts/binder.h"

static kh_fact_column new_column(kh_binder *b, kh_type_tag type, uint32_t rows)
{
    kh_fact_column c = {0};
    c.state = KH_NEW_ARRAY(b->arena, uint8_t, rows);
    c.places = KH_NEW_ARRAY(b->arena, kh_place, rows);
    if (type == KH_TYPE_NUMBER)
        c.numbers = KH_NEW_ARRAY(b->arena, kh_num, rows);
    else
        c.codes = KH_NEW_ARRAY(b->arena, int32_t, rows);
    return c;
}

static void put(kh_fact_column *c, uint32_t row, const kh_bound_cell *cell)
{
    c->state[row] = cell->state;
    c->places[row] = cell->place;
    if (c->numbers)
        c->numbers[row] = cell->state == KH_FILED_VALUE ? cell->number : KH_ZERO;
    else
        c->codes[row] = cell->code;
}

void kh_bind_finish_facts(kh_binder *b, kh_facts *f)
{
    const kh_model *m = b->model;
    f->facts = KH_NEW_ARRAY(b->arena, kh_fact_column, m->facts_count);
    for (uint32_t i = 0; i < m->facts_count; i++) {
        f->facts[i] = new_column(b, m->facts[i].type.tag, f->unit_count);
        for (uint32_t u = 0; f->facts[i].numbers && u < f->unit_count; u++)
            f->facts[i].numbers[u] = KH_ZERO;
        for (size_t k = 0; k < b->facts[i].n; k++)
            put(&f->facts[i], b->facts[i].at[k].unit, &b->facts[i].at[k].cell);
    }
}

/* ---- order ------------------------------------------------------------------------------- */

static int compare_cells(const kh_bound_cell *x, const kh_bound_cell *y)
{
    if (x->state != y->state)
        return x->state < y->state ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    return x->state == KH_FILED_VALUE ? kh_num_cmp(x->number, y->number) : 0;
}

/* qsort has no context: the sorted rows carry what the order needs. */
typedef struct sort_row {
    const kh_filed_record *record;
    const kh_record *kind;
    const kh_intern *names;
} sort_row;

static int compare_values(const sort_row *a, const sort_row *b)
{
    const kh_filed_record *x = a->record, *y = b->record;
    for (uint32_t f = 0; f < a->kind->field_count; f++) {
        const kh_bound_cell *c = &x->fields[f], *d = &y->fields[f];
        bool text = a->kind->fields[f].type.tag == KH_TYPE_TEXT ||
                    a->kind->fields[f].type.tag == KH_TYPE_UNKNOWN;
        int order = text && c->state == KH_FILED_VALUE && d->state == KH_FILED_VALUE
                        ? kh_slice_cmp(kh_intern_text(a->names, (kh_id)c->code),
                                       kh_intern_text(a->names, (kh_id)d->code))
                        : compare_cells(c, d);
        if (order)
            return order;
    }
    return (x->count > y->count) - (x->count < y->count);
}

static int compare_rows(const void *a, const void *b)
{
    const sort_row *x = a, *y = b;
    if (x->record->row != y->record->row)
        return x->record->row < y->record->row ? -1 : 1;
    int order = compare_cells(&x->record->fields[KH_FIELD_DATE], &y->record->fields[KH_FIELD_DATE]);
    if (!order)
        order = compare_values(x, y);
    if (order)
        return order;
    return (x->record->serial > y->record->serial) - (x->record->serial < y->record->serial);
}

static sort_row *sorted(kh_binder *b, uint32_t record, kh_filed_record *rows, size_t n)
{
    sort_row *order = KH_NEW_ARRAY(b->arena, sort_row, n);
    for (size_t i = 0; i < n; i++)
        order[i] = (sort_row){&rows[i], &b->model->records[record], b->model->names};
    if (n)
        qsort(order, n, sizeof *order, compare_rows);
    return order;
}

kh_record_table kh_bind_table(kh_binder *b, const kh_facts *f, uint32_t record,
                              kh_filed_record *rows, size_t n)
{
    const kh_record *k = &b->model->records[record];
    kh_record_table t = {.row_count = (uint32_t)n};
    t.start = KH_NEW_ARRAY(b->arena, uint32_t, (size_t)f->unit_count + 1);
    t.unit = KH_NEW_ARRAY(b->arena, uint32_t, n);
    t.count = KH_NEW_ARRAY(b->arena, int64_t, n);
    t.item = KH_NEW_ARRAY(b->arena, uint32_t, n);
    t.places = KH_NEW_ARRAY(b->arena, kh_place, n);
    t.fields = KH_NEW_ARRAY(b->arena, kh_fact_column, k->field_count);
    for (uint32_t c = 0; c < k->field_count; c++)
        t.fields[c] = new_column(b, k->fields[c].type.tag, t.row_count);
    const sort_row *order = sorted(b, record, rows, n);
    for (uint32_t i = 0; i < n; i++) {
        const kh_filed_record *r = order[i].record;
        t.unit[i] = r->row;
        t.start[r->row + 1]++;
        t.count[i] = r->count;
        t.item[i] = r->item;
        t.places[i] = r->place;
        for (uint32_t c = 0; c < k->field_count; c++)
            put(&t.fields[c], i, &r->fields[c]);
    }
    for (uint32_t u = 0; u < f->unit_count; u++)
        t.start[u + 1] += t.start[u];
    return t;
}

/* ---- checks ------------------------------------------------------------------------------ */

static kh_slice unit_name(const kh_binder *b, const kh_filed_record *r)
{
    return kh_intern_text(b->model->names, r->unit);
}

static void check_ratings(kh_binder *b, const kh_record *k, const sort_row *rows, size_t n)
{
    kh_slice name = kh_intern_text(b->model->names, k->name);
    kh_map *seen = kh_map_new(b->arena);
    for (size_t i = 0; i < n; i++) {
        const kh_filed_record *r = rows[i].record;
        const kh_bound_cell *by = &r->fields[KH_FIELD_BY];
        if (k->single_rating && i > 0 && rows[i - 1].record->row == r->row) {
            kh_diag *d = KH_REPORT(b->diags, KH_E0642, r->place, unit_name(b, r), name);
            kh_diag_related(b->diags, d, KH_R_other_value, rows[i - 1].record->place, (kh_slice){0});
            continue;
        }
        if (by->state != KH_FILED_VALUE)
            continue;
        uint64_t key = (uint64_t)r->row << 32 | (uint32_t)by->code;
        uint32_t first = kh_map_get(seen, key);
        if (first == UINT32_MAX) {
            kh_map_set(seen, key, (uint32_t)i);
        } else if (rows[first].record->fields[KH_FIELD_LEVEL].code !=
                   r->fields[KH_FIELD_LEVEL].code) {
            kh_diag *d =
                KH_REPORT(b->diags, KH_E0643, r->place,
                          kh_intern_text(b->model->names, (kh_id)by->code), unit_name(b, r), name);
            kh_diag_related(b->diags, d, KH_R_other_value, rows[first].record->place, (kh_slice){0});
        }
    }
}

/* A number in a wide file and rows of the same kind say the same thing twice. */
static void check_both_shapes(kh_binder *b, const kh_record *k, const sort_row *rows, size_t n)
{
    if (k->duty != KH_NONE || k->rated != KH_NONE)
        return;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n && rows[j].record->row == rows[i].record->row; j++) {
            if (rows[j].record->from_wide == rows[i].record->from_wide)
                continue;
            bool wide = rows[j].record->from_wide;
            const kh_filed_record *w = wide ? rows[j].record : rows[i].record;
            kh_diag *d = KH_REPORT(b->diags, KH_E0644, w->place, unit_name(b, w),
                                   kh_intern_text(b->model->names, k->name));
            kh_diag_related(b->diags, d, KH_R_other_value,
                            (wide ? rows[i] : rows[j]).record->place, (kh_slice){0});
            while (i + 1 < n && rows[i + 1].record->row == rows[j].record->row)
                i++;
            break;
        }
    }
}

static uint32_t count_equal(const sort_row *rows, size_t n)
{
    uint32_t equal = 0;
    for (size_t i = 1; i < n; i++)
        equal += rows[i].record->row == rows[i - 1].record->row &&
                 rows[i].record->item == rows[i - 1].record->item &&
                 compare_values(&rows[i], &rows[i - 1]) == 0;
    return equal;
}

static void report_count(kh_binder *b, kh_code code, uint32_t n, kh_slice name)
{
    kh_strbuf text = {0};
    kh_strbuf_addf(&text, "%u", n);
    kh_report(b->diags, code, KH_NOWHERE, (kh_slice[]){name, kh_strbuf_slice(&text)}, 2);
    kh_strbuf_free(&text);
}

/* Records dated outside the scheme's period are an error, filings apart. */
static void check_dates(kh_binder *b, const kh_record *k, kh_filed_records *records)
{
    const kh_model *m = b->model;
    if (!m->has_period || k->duty != KH_NONE)
        return;
    for (size_t i = 0; i < records->list.n; i++) {
        const kh_bound_cell *date = &records->list.at[i].fields[KH_FIELD_DATE];
        if (date->state != KH_FILED_VALUE ||
            (date->code >= m->period.first && date->code <= m->period.last))
            continue;
        kh_strbuf text = {0}, first = {0}, last = {0};
        kh_date_show(&text, date->code);
        kh_date_show(&first, m->period.first);
        kh_date_show(&last, m->period.last);
        KH_REPORT(b->diags, KH_E0645, date->place, kh_strbuf_slice(&text), kh_strbuf_slice(&first),
                  kh_strbuf_slice(&last));
        kh_strbuf_free(&text);
        kh_strbuf_free(&first);
        kh_strbuf_free(&last);
    }
}

/* The scheme names the facts in which a duty's filings stand: records would be a second source. */
static void check_two_sources(kh_binder *b, const kh_record *k, const kh_filed_records *records)
{
    const kh_expr *filed = k->duty == KH_NONE ? NULL : b->model->duties[k->duty].filed;
    for (size_t i = 0; filed && i < records->list.n; i++) {
        const kh_filed_record *r = &records->list.at[i];
        kh_diag *d = KH_REPORT(b->diags, KH_E0659, r->place, unit_name(b, r),
                               kh_intern_text(b->model->names, k->name));
        kh_diag_related(b->diags, d, KH_R_filed_here, filed->place, (kh_slice){0});
    }
}

/* --date: what is dated later has not happened yet. */
static void leave_out_later(kh_binder *b, kh_filed_records *records)
{
    size_t kept = 0;
    for (size_t i = 0; b->options->date != KH_NO_DATE && i < records->list.n; i++) {
        const kh_bound_cell *date = &records->list.at[i].fields[KH_FIELD_DATE];
        if (date->state != KH_FILED_VALUE || date->code <= b->options->date)
            records->list.at[kept++] = records->list.at[i];
    }
    if (b->options->date != KH_NO_DATE)
        records->list.n = kept;
}

void kh_bind_finish_records(kh_binder *b, kh_facts *f)
{
    const kh_model *m = b->model;
    f->records = KH_NEW_ARRAY(b->arena, kh_record_table, m->records_count);
    for (uint32_t i = 0; i < m->records_count; i++) {
        const kh_record *k = &m->records[i];
        kh_filed_records *records = &b->records[i];
        kh_slice name = kh_intern_text(m->names, k->name);
        check_dates(b, k, records);
        check_two_sources(b, k, records);
        leave_out_later(b, records);
        const sort_row *rows = sorted(b, i, records->list.at, records->list.n);
        if (k->rated != KH_NONE)
            check_ratings(b, k, rows, records->list.n);
        check_both_shapes(b, k, rows, records->list.n);
        uint32_t equal = b->options->checking ? count_equal(rows, records->list.n) : 0;
        if (equal)
            report_count(b, KH_E0646, equal, name);
        /* Where rows were refused, nobody knows whether there is none. */
        if (!records->mentioned && !b->diags->errors && k->duty == KH_NONE && k->rated == KH_NONE)
            KH_REPORT(b->diags, KH_E0647, KH_NOWHERE, name);
        if (k->duty == KH_NONE)
            f->records[i] = kh_bind_table(b, f, i, records->list.at, records->list.n);
    }
}
