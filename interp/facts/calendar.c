/* Working days. A calendar is the days that its files name and the years that they cover; what a year
 * does not name follows from the weekday. Files are laid over each other in their order: a bureau's
 * own days over the national ones. */
#include "facts/calendar.h"

#include <stdlib.h>

#include "base/intern.h"
#include "base/text.h"

typedef struct kh_named_day {
    kh_date day;
    bool works;
    kh_place place; /* of the last row that names it; its source is the file */
} kh_named_day;

typedef struct kh_covered_year {
    kh_place place; /* of the first row in it */
    uint32_t rows;  /* of the first file that covers it */
    bool shared;    /* by more than one file */
    bool said;
} kh_covered_year;

struct kh_calendar {
    kh_arena *arena;
    kh_map *days;     /* date → index into named */
    kh_map *years;    /* year → index into covered */
    kh_map *overlays; /* source → 1: has days of a year that an earlier file covers */
    KH_VEC(kh_named_day) named;
    KH_VEC(kh_covered_year) covered;
};

/* A file that has fewer rows of a year than there are days off by law does not list that year. */
#define STATUTORY_DAYS 10

kh_calendar *kh_calendar_new(kh_arena *a)
{
    kh_calendar *c = KH_NEW(a, kh_calendar);
    c->arena = a;
    c->days = kh_map_new(a);
    c->years = kh_map_new(a);
    c->overlays = kh_map_new(a);
    return c;
}

static uint64_t day_key(kh_date d)
{
    return (uint64_t)(uint32_t)d;
}

static int year_of(kh_date d)
{
    int year, month, day;
    kh_date_split(d, &year, &month, &day);
    return year;
}

/* The columns of a calendar file. */
enum { DAY, WORKS, NAME, BASIS, COLUMN_COUNT };
static const struct {
    const char *zh, *en;
} columns[COLUMN_COUNT] = {
    {"日期", "date"}, {"性质", "kind"}, {"名称", "name"}, {"依据", "source"}};

typedef struct reading {
    kh_calendar *calendar;
    kh_diags *diags;
    const kh_layout *layout; /* whose columns `at` holds */
    size_t at[COLUMN_COUNT];
} reading;

static void find_columns(reading *r, const kh_layout *layout)
{
    r->layout = layout;
    for (int c = 0; c < COLUMN_COUNT; c++) {
        r->at[c] = SIZE_MAX;
        for (size_t i = 0; i < layout->n; i++)
            if (kh_slice_is(layout->keys[i].text, columns[c].zh) ||
                kh_slice_is(layout->keys[i].text, columns[c].en))
                r->at[c] = i;
        if (r->at[c] == SIZE_MAX && c <= WORKS)
            KH_REPORT(r->diags, KH_E0620, layout->n ? layout->keys[0].place : KH_NOWHERE,
                      kh_slice_of(columns[c].zh), kh_slice_of(columns[c].en));
    }
}

static bool read_works(kh_slice text, bool *works)
{
    *works = kh_slice_is(text, "班") || kh_slice_is(text, "work");
    return *works || kh_slice_is(text, "休") || kh_slice_is(text, "off");
}

static void cover_year(kh_calendar *c, int year, kh_place place)
{
    uint32_t known = kh_map_get(c->years, (uint64_t)year);
    if (known == UINT32_MAX) {
        kh_map_set(c->years, (uint64_t)year, (uint32_t)c->covered.n);
        *kh_push(c->arena, &c->covered) = (kh_covered_year){place, 1, false, false};
    } else if (c->covered.at[known].place.source == place.source) {
        c->covered.at[known].rows++;
    } else {
        c->covered.at[known].shared = true;
        kh_map_set(c->overlays, place.source, 1);
    }
}

/* Within one file a slip; between two files what the later one is there for. */
static void say_changed(reading *r, const kh_named_day *before, kh_place place)
{
    bool slip = before->place.source == place.source;
    kh_strbuf text = {0};
    kh_date_show(&text, before->day);
    kh_diag *d = KH_REPORT(r->diags, slip ? KH_E0623 : KH_E0625, place, kh_strbuf_slice(&text));
    kh_diag_related(r->diags, d, KH_R_other_value, before->place, (kh_slice){0});
    kh_strbuf_free(&text);
}

static void add_day(reading *r, kh_date day, bool works, kh_place place)
{
    kh_calendar *c = r->calendar;
    cover_year(c, year_of(day), place);
    uint32_t known = kh_map_get(c->days, day_key(day));
    if (known == UINT32_MAX) {
        kh_map_set(c->days, day_key(day), (uint32_t)c->named.n);
        *kh_push(c->arena, &c->named) = (kh_named_day){day, works, place};
        return;
    }
    if (c->named.at[known].works != works)
        say_changed(r, &c->named.at[known], place);
    c->named.at[known] = (kh_named_day){day, works, place};
}

static void read_row(void *context, const kh_raw_row *row)
{
    reading *r = context;
    if (r->layout != row->layout)
        find_columns(r, row->layout);
    if (r->at[DAY] == SIZE_MAX || r->at[WORKS] == SIZE_MAX)
        return;
    const kh_raw_cell *day = &row->cells[r->at[DAY]], *kind = &row->cells[r->at[WORKS]];
    kh_date date;
    bool works, good = true;
    kh_slice written = kh_text_trim(kh_text_narrow(r->calendar->arena, day->text));
    if (kh_date_parse(written, &date) != KH_DATE_OK) {
        KH_REPORT(r->diags, KH_E0621, day->place, day->text);
        good = false;
    }
    if (!read_works(kh_text_trim(kind->text), &works)) {
        KH_REPORT(r->diags, KH_E0622, kind->place, kind->text);
        good = false;
    }
    if (good)
        add_day(r, date, works, day->place);
}

static bool no_record(void *context, kh_slice name)
{
    (void)context;
    (void)name;
    return false;
}

bool kh_calendar_add(kh_calendar *c, kh_sources *sources, kh_source_id source, kh_encoding encoding,
                     kh_diags *diags)
{
    uint32_t errors = diags->errors;
    reading r = {.calendar = c, .diags = diags};
    kh_row_sink sink = {&r, no_record, read_row};
    kh_csv_read(c->arena, sources, source, encoding, sink, diags);
    return diags->errors == errors;
}

bool kh_calendar_covers(const kh_calendar *c, kh_date d)
{
    return kh_map_get(c->years, (uint64_t)year_of(d)) != UINT32_MAX;
}

bool kh_calendar_works(const kh_calendar *c, kh_date d)
{
    uint32_t known = kh_map_get(c->days, day_key(d));
    return known != UINT32_MAX ? c->named.at[known].works : kh_date_weekday(d) <= 5;
}

bool kh_calendar_after(const kh_calendar *c, kh_date d, int n, kh_date *out, kh_date *uncovered)
{
    while (n > 0) {
        d++;
        if (!kh_calendar_covers(c, d)) {
            *uncovered = d;
            return false;
        }
        n -= kh_calendar_works(c, d);
    }
    *out = d;
    return true;
}

void kh_calendar_check(kh_calendar *c, kh_sources *sources, kh_date from, kh_date to, kh_diags *diags)
{
    for (int year = year_of(from); year <= year_of(to); year++) {
        uint32_t known = kh_map_get(c->years, (uint64_t)year);
        kh_covered_year *y = known == UINT32_MAX ? NULL : &c->covered.at[known];
        if (!y || y->said || y->shared || y->rows >= STATUTORY_DAYS ||
            kh_map_get(c->overlays, y->place.source) == UINT32_MAX)
            continue;
        y->said = true;
        kh_strbuf shown = {0};
        kh_strbuf_addf(&shown, "%d", year);
        KH_REPORT(diags, KH_E0626, y->place, kh_strbuf_slice(&shown),
                  kh_sources_at(sources, y->place.source)->name);
        kh_strbuf_free(&shown);
    }
}
