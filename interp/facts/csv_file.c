/* A CSV file: its header, which names the columns, and the rows under it. Every row has as many
 * cells as the header: nothing is padded, nothing dropped. Also a list of units, which may have no
 * header at all. */
#include "facts/csv.h"

static bool is_header_of_units(const kh_reader *r, const kh_csv *c)
{
    size_t n = c->count < c->cells.n ? c->count : c->cells.n;
    return kh_keys_name_unit(r, c->cells.at, n);
}

bool kh_csv_names_unit(const kh_reader *like, kh_slice text)
{
    kh_diags unheard;
    kh_diags_init(&unheard, like->arena, like->sources);
    kh_reader r = *like;
    r.text = text;
    r.diags = &unheard;
    kh_csv c = {.reader = &r, .text = text};
    return kh_csv_next(&c) == KH_CSV_ROW && is_header_of_units(&r, &c);
}

/* Whether a cell of the header is several, held apart by another sign, one of which names the unit;
 * a header of a single cell with such a sign in it is taken for the same mistake. */
static bool splits(const kh_reader *r, kh_slice cell, kh_slice sign, bool alone)
{
    size_t from = 0, parts = 0;
    for (size_t at = 0; at <= cell.n; at++) {
        bool here = cell.n - at >= sign.n && memcmp(cell.p + at, sign.p, sign.n) == 0;
        if (!here && at < cell.n)
            continue;
        kh_raw_cell part = {.text = {cell.p + from, at - from}};
        parts++;
        if ((at < cell.n || parts > 1) && kh_keys_name_unit(r, &part, 1))
            return true;
        at += here ? sign.n - 1 : 0;
        from = at + 1;
    }
    return alone && parts > 1;
}

static bool other_separator(kh_reader *r, const kh_csv *c, bool may_be_name)
{
    static const struct {
        kh_slice sign, shown;
    } signs[] = {
        {{";", 1}, {";", 1}},   {{"\t", 1}, {"Tab", 3}}, {{"，", 3}, {"，", 3}},
        {{"；", 3}, {"；", 3}}, {{"|", 1}, {"|", 1}},    {{"、", 3}, {"、", 3}},
    };
    size_t n = c->count < c->cells.n ? c->count : c->cells.n;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sizeof signs / sizeof *signs; k++) {
            if (c->cells.at[i].text.n == 0 ||
                !splits(r, c->cells.at[i].text, signs[k].sign, c->count == 1 && !may_be_name))
                continue;
            KH_REPORT(r->diags, KH_E0533, c->cells.at[i].place, signs[k].shown);
            return true;
        }
    }
    return false;
}

/* False when the row has not as many cells as the header, which is reported. */
static bool right_width(kh_reader *r, const kh_csv *c, size_t width)
{
    if (c->count == width)
        return true;
    kh_slice row = kh_reader_number(r, c->row), has = kh_reader_number(r, c->count);
    kh_slice wants = kh_reader_number(r, width);
    if (c->count < width) {
        KH_REPORT(r->diags, KH_E0523, c->place, row, has, wants);
        return false;
    }
    const kh_raw_cell *extra = &c->cells.at[width];
    if (c->count == width + 1 && extra->place.len == 0) {
        kh_place comma = extra->place;
        comma.at--;
        comma.len = 1;
        KH_REPORT(r->diags, KH_E0525, comma, row);
        return false;
    }
    kh_place rest = extra->place;
    rest.len = (uint32_t)(c->place.at + c->place.len - rest.at);
    KH_REPORT(r->diags, KH_E0524, rest, row, has, wants);
    return false;
}

/* Reads the rows under the header; with a wrong header (NULL) they are only checked, and so is
 * their width, unless it is not known (0). */
static void read_rows(kh_reader *r, kh_csv *c, kh_table *table, size_t width)
{
    for (;;) {
        kh_csv_result got = kh_csv_next(c);
        if (got == KH_CSV_END)
            return;
        if (got == KH_CSV_ROW && (width == 0 || right_width(r, c, width)) && table)
            kh_table_row(r, table, c->cells.at, c->place);
    }
}

/* A list of units: one name a line, the first of which is already read. */
static void read_list(kh_reader *r, kh_csv *c, kh_csv_result got)
{
    r->names_units = true;
    kh_raw_cell key = {.text = kh_heading_name(KH_H_UNIT, KH_ZH), .place = KH_NOWHERE};
    kh_table *table = kh_table_of(r, &key, 1, KH_NOWHERE);
    for (; got != KH_CSV_END; got = kh_csv_next(c)) {
        if (got == KH_CSV_ROW && c->count > 1)
            KH_REPORT(r->diags, KH_E0536, c->place, kh_reader_number(r, c->count));
        else if (got == KH_CSV_ROW && table)
            kh_table_row(r, table, c->cells.at, c->place);
    }
}

void kh_csv_file_read(kh_reader *r)
{
    kh_csv c = {.reader = r, .text = r->text};
    kh_csv_result got = kh_csv_next(&c);
    if (got == KH_CSV_END) {
        KH_REPORT(r->diags, KH_E0511, kh_reader_place(r, 0, 0));
        return;
    }
    bool bad = got == KH_CSV_BAD, named = !bad && is_header_of_units(r, &c);
    bool list = r->options->units_only && !named && (bad || c.count == 1);
    if (!bad && !named && other_separator(r, &c, list))
        return;
    if (list) {
        read_list(r, &c, got);
        return;
    }
    if (bad) {
        read_rows(r, &c, NULL, 0);
        return;
    }
    if (c.count > KH_MAX_COLUMNS) {
        KH_REPORT(r->diags, KH_E0528, c.place, kh_reader_number(r, c.count));
        return;
    }
    size_t width = c.count;
    read_rows(r, &c, kh_table_of(r, c.cells.at, width, c.place), width);
}
