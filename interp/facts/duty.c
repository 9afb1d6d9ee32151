/* Duties: one record per due date of each unit, with what was filed for it. A filing is a record,
 * which may state the period that it answers and otherwise answers the earliest one still open on
 * its day, or the date fact that the scheme names for the due date. What is not filed is not
 * missing: it is 未报. */
#include <stdlib.h>

#include "facts/binder.h"

typedef struct due_date {
    kh_period period;
    kh_date due;
    bool yet; /* due by --date */
} due_date;

typedef struct duty_state {
    kh_binder *b;
    kh_facts *f;
    const kh_duty *duty;
    const kh_record *record;
    due_date *dates;
    size_t n;
    uint32_t not_filed;
    KH_VEC(kh_filed_record) rows;
} duty_state;

static kh_slice show_date(kh_binder *b, kh_date d)
{
    kh_strbuf text = {0};
    kh_date_show(&text, d);
    kh_slice kept = kh_arena_copy(b->arena, kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
    return kept;
}

static kh_slice show_period(const duty_state *s, kh_period p)
{
    kh_strbuf text = {0};
    kh_period_show(&text, s->duty->every, p);
    kh_slice kept = kh_arena_copy(s->b->arena, kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
    return kept;
}

/* ---- the due dates of the scheme's period ------------------------------------------------- */

static bool due_after(duty_state *s, kh_calendar *calendar, kh_date end, kh_date *due)
{
    kh_date uncovered;
    if (!s->duty->working_days) {
        *due = end + s->duty->days;
        return true;
    }
    if (kh_calendar_after(calendar, end, s->duty->days, due, &uncovered)) {
        kh_calendar_check(calendar, s->b->model->sources, end + 1, *due, s->b->diags);
        return true;
    }
    int year, month, day;
    kh_strbuf shown = {0};
    kh_date_split(uncovered, &year, &month, &day);
    kh_strbuf_addf(&shown, "%d", year);
    KH_REPORT(s->b->diags, KH_E0650, s->duty->place,
              kh_intern_text(s->b->model->names, s->duty->name), kh_strbuf_slice(&shown));
    kh_strbuf_free(&shown);
    return false;
}

/* The periods that begin inside the scheme's, from the duty's own first day on. */
static bool make_due_dates(duty_state *s, kh_calendar *calendar)
{
    const kh_model *m = s->b->model;
    KH_VEC(due_date) dates = {0};
    kh_period p = kh_duty_first_period(m, s->duty);
    for (; p.first <= m->period.last; p = kh_period_of(s->duty->every, p.last + 1)) {
        kh_date due;
        if (!due_after(s, calendar, p.last, &due))
            return false;
        bool yet = s->b->options->date == KH_NO_DATE || due <= s->b->options->date;
        *kh_push(s->b->arena, &dates) = (due_date){p, due, yet};
    }
    s->dates = dates.at;
    s->n = dates.n;
    return true;
}

/* ---- filings ------------------------------------------------------------------------------ */

static int by_day(const void *a, const void *b)
{
    const kh_filed_record *x = *(const kh_filed_record *const *)a;
    const kh_filed_record *y = *(const kh_filed_record *const *)b;
    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    int32_t d = x->fields[KH_FIELD_DATE].code, e = y->fields[KH_FIELD_DATE].code;
    if (d != e)
        return d < e ? -1 : 1;
    return (x->serial > y->serial) - (x->serial < y->serial);
}

static kh_slice unit_name(const duty_state *s, const kh_filed_record *r)
{
    return kh_intern_text(s->b->model->names, r->unit);
}

/* The due date that a filing names in 期间, or n. */
static size_t named_period(duty_state *s, const kh_filed_record *r)
{
    const kh_bound_cell *cell = &r->fields[KH_FIELD_PERIOD];
    kh_slice text = kh_intern_text(s->b->model->names, (kh_id)cell->code);
    kh_period_unit unit;
    kh_period p;
    bool read = kh_period_parse(text, &unit, &p);
    if (read && unit == KH_DAY)
        p = kh_period_of(s->duty->every, p.first);
    for (size_t i = 0; read && i < s->n; i++)
        if (s->dates[i].period.first == p.first &&
            (unit == KH_DAY || s->dates[i].period.last == p.last))
            return i;
    KH_REPORT(s->b->diags, KH_E0651, cell->place, text,
              kh_intern_text(s->b->model->names, s->duty->name),
              s->n ? show_period(s, s->dates[0].period) : (kh_slice){0});
    return s->n;
}

static size_t open_period(duty_state *s, const kh_filed_record *r, kh_filed_record **filed)
{
    kh_date day = r->fields[KH_FIELD_DATE].code;
    for (size_t i = 0; i < s->n; i++)
        if (!filed[i] && s->dates[i].period.first <= day)
            return i;
    KH_REPORT(s->b->diags, KH_E0652, r->place, unit_name(s, r),
              kh_intern_text(s->b->model->names, s->duty->name), show_date(s->b, day));
    return s->n;
}

static bool fits_day(duty_state *s, const kh_filed_record *r, size_t i)
{
    kh_date day = r->fields[KH_FIELD_DATE].code;
    if (day >= s->dates[i].period.first)
        return true;
    KH_REPORT(s->b->diags, KH_E0653, r->fields[KH_FIELD_DATE].place, show_date(s->b, day),
              show_period(s, s->dates[i].period));
    return false;
}

static void file_one(duty_state *s, kh_filed_record *r, kh_filed_record **filed)
{
    if (r->fields[KH_FIELD_DATE].state != KH_FILED_VALUE) {
        KH_REPORT(s->b->diags, KH_E0654, r->place, unit_name(s, r),
                  kh_intern_text(s->b->model->names, s->duty->name));
        return;
    }
    bool named = r->fields[KH_FIELD_PERIOD].state == KH_FILED_VALUE;
    size_t i = named ? named_period(s, r) : open_period(s, r, filed);
    if (i == s->n || !fits_day(s, r, i))
        return;
    if (filed[i]) {
        kh_diag *d = KH_REPORT(s->b->diags, KH_E0655, r->place, unit_name(s, r),
                               kh_intern_text(s->b->model->names, s->duty->name),
                               show_period(s, s->dates[i].period));
        kh_diag_related(s->b->diags, d, KH_R_other_value, filed[i]->place, (kh_slice){0});
        return;
    }
    filed[i] = r;
}

/* ---- the records -------------------------------------------------------------------------- */

static kh_bound_cell cell_of(kh_place place, int32_t code)
{
    return (kh_bound_cell){KH_FILED_VALUE, code, KH_ZERO, place};
}

static kh_bound_cell number_of(kh_place place, int64_t n)
{
    return (kh_bound_cell){KH_FILED_VALUE, 0, kh_num_int(n), place};
}

static void add_due_date(duty_state *s, uint32_t unit, size_t i, const kh_filed_record *filed)
{
    const due_date *d = &s->dates[i];
    kh_filed_record *r = kh_push(s->b->arena, &s->rows);
    kh_place place = filed ? filed->place : s->duty->place;
    r->unit = s->f->units[unit].name;
    r->row = unit;
    r->count = 1;
    r->item = KH_NONE;
    r->place = place;
    r->serial = (uint32_t)s->rows.n;
    r->fields = KH_NEW_ARRAY(s->b->arena, kh_bound_cell, s->record->field_count);
    if (filed)
        memcpy(r->fields, filed->fields, s->record->field_count * sizeof *r->fields);
    int32_t days = filed ? filed->fields[KH_FIELD_DATE].code - d->due : 0;
    kh_id period = kh_intern_id(s->b->model->names, show_period(s, d->period));
    r->fields[KH_FIELD_DATE] = cell_of(place, d->due);
    r->fields[KH_FIELD_PERIOD] = cell_of(place, (int32_t)period);
    r->fields[KH_FIELD_DUE_DATE] = cell_of(s->duty->place, d->due);
    r->fields[KH_FIELD_FILED_ON] =
        filed ? cell_of(filed->fields[KH_FIELD_DATE].place, filed->fields[KH_FIELD_DATE].code)
              : (kh_bound_cell){KH_FILED_NA, 0, KH_ZERO, place};
    r->fields[KH_FIELD_LATE] = cell_of(place, days > 0);
    r->fields[KH_FIELD_NOT_FILED] = cell_of(place, !filed);
    r->fields[KH_FIELD_DAYS_LATE] = number_of(place, days > 0 ? days : 0);
    r->fields[KH_FIELD_ORDINAL] = number_of(s->duty->place, (int64_t)i + 1);
    s->not_filed += !filed;
}

static bool has_duty(const kh_duty *d, const kh_unit *u)
{
    return !d->for_kinds || (u->kind != KH_NONE && (d->for_kinds >> u->kind & 1));
}

/* The unit's records; those that name their period first: the others take what is left. */
static void file_records(duty_state *s, kh_filed_record **own, size_t n, kh_filed_record **filed)
{
    for (int named = 1; named >= 0; named--)
        for (size_t i = 0; i < n; i++)
            if ((own[i]->fields[KH_FIELD_PERIOD].state == KH_FILED_VALUE) == named)
                file_one(s, own[i], filed);
}

/* The unit's dates in the facts that the scheme names; one after --date is not filed yet. */
static void file_facts(duty_state *s, uint32_t unit, kh_filed_record **filed)
{
    kh_date today = s->b->options->date;
    for (size_t i = 0; i < s->duty->answer_count; i++) {
        if (s->duty->answers[i] == KH_NONE)
            continue;
        const kh_fact_column *c = &s->f->facts[s->duty->answers[i]];
        if (c->state[unit] != KH_FILED_VALUE || (today != KH_NO_DATE && c->codes[unit] > today))
            continue;
        kh_filed_record *r = KH_NEW(s->b->arena, kh_filed_record);
        r->place = c->places[unit];
        r->fields = KH_NEW_ARRAY(s->b->arena, kh_bound_cell, s->record->field_count);
        r->fields[KH_FIELD_DATE] = cell_of(r->place, c->codes[unit]);
        if (fits_day(s, r, i))
            filed[i] = r;
    }
}

static void file_all(duty_state *s)
{
    kh_filed_records *filings = &s->b->records[s->duty->record];
    kh_filed_record **sorted = KH_NEW_ARRAY(s->b->arena, kh_filed_record *, filings->list.n);
    for (size_t i = 0; i < filings->list.n; i++)
        sorted[i] = &filings->list.at[i];
    if (filings->list.n)
        qsort(sorted, filings->list.n, sizeof *sorted, by_day);
    kh_filed_record **filed = KH_NEW_ARRAY(s->b->arena, kh_filed_record *, s->n + 1);
    size_t at = 0;
    for (uint32_t u = 0; u < s->f->unit_count; u++) {
        memset(filed, 0, (s->n + 1) * sizeof *filed);
        size_t end = at;
        while (end < filings->list.n && sorted[end]->row == u)
            end++;
        if (s->duty->filed)
            file_facts(s, u, filed);
        else
            file_records(s, &sorted[at], end - at, filed);
        at = end;
        for (size_t i = 0; i < s->n && has_duty(s->duty, &s->f->units[u]); i++)
            if (s->dates[i].yet)
                add_due_date(s, u, i, filed[i]);
    }
}

/* ---- calendars ---------------------------------------------------------------------------- */

static bool needs_calendar(const kh_model *m)
{
    for (uint32_t i = 0; i < m->duties_count; i++)
        if (m->duties[i].working_days)
            return true;
    return m->counts_working_days;
}

/* The scheme's own calendars stand below its folder. */
static kh_slice beside_scheme(kh_binder *b, kh_slice path)
{
    kh_slice scheme = kh_sources_at(b->model->sources, b->model->source)->name;
    size_t folder = scheme.n;
    while (folder > 0 && scheme.p[folder - 1] != '/' && scheme.p[folder - 1] != '\\')
        folder--;
    kh_strbuf text = {0};
    kh_strbuf_add(&text, (kh_slice){scheme.p, folder});
    kh_strbuf_add(&text, path);
    kh_slice kept = kh_arena_copy(b->arena, kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
    return kept;
}

/* --encoding gb18030 is for the facts; a calendar beside them may still be UTF-8. */
static void add_calendar(kh_binder *b, kh_calendar *c, kh_slice path)
{
    bool strict = b->options->read.encoding == KH_ENCODING_UTF8;
    kh_source_id id = kh_source_read(b->model->sources, path, KH_MAX_FACTS_BYTES, b->diags);
    if (id)
        kh_calendar_add(c, b->model->sources, id, strict ? KH_ENCODING_UTF8 : KH_ENCODING_AUTO,
                        b->diags);
}

/* "-" would be the standard input. */
static bool is_below(kh_slice path)
{
    if (path.n == 0 || path.p[0] == '/' || path.p[0] == '\\' || (path.n > 1 && path.p[1] == ':') ||
        kh_slice_is(path, "-"))
        return false;
    for (size_t start = 0, i = 0; i <= path.n; i++)
        if (i == path.n || path.p[i] == '/' || path.p[i] == '\\') {
            if (kh_slice_is((kh_slice){path.p + start, i - start}, ".."))
                return false;
            start = i + 1;
        }
    return true;
}

/* NULL when nothing counts working days; then calendars that the scheme names are said to be idle. */
static kh_calendar *load_calendars(kh_binder *b)
{
    const kh_model *m = b->model;
    if (!needs_calendar(m)) {
        for (uint32_t i = 0; i < m->calendars_count; i++)
            KH_REPORT(b->diags, KH_E0627, m->calendars[i].place, m->calendars[i].path);
        return NULL;
    }
    kh_calendar *c = kh_calendar_new(b->arena);
    for (size_t i = 0; i < b->options->calendar_count; i++)
        add_calendar(b, c, b->options->calendars[i]);
    for (uint32_t i = 0; b->options->calendar_count == 0 && i < m->calendars_count; i++) {
        if (is_below(m->calendars[i].path))
            add_calendar(b, c, beside_scheme(b, m->calendars[i].path));
        else
            KH_REPORT(b->diags, KH_E0656, m->calendars[i].place, m->calendars[i].path);
    }
    return c;
}

void kh_bind_duties(kh_binder *b, kh_facts *f)
{
    const kh_model *m = b->model;
    uint32_t errors = b->diags->errors;
    kh_calendar *calendar = load_calendars(b);
    f->calendar = calendar;
    bool calendars_read = b->diags->errors == errors;
    for (uint32_t i = 0; i < m->duties_count; i++) {
        const kh_duty *duty = &m->duties[i];
        duty_state s = {.b = b, .f = f, .duty = duty, .record = &m->records[duty->record]};
        if ((calendars_read || !duty->working_days) && make_due_dates(&s, calendar))
            file_all(&s);
        f->records[duty->record] = kh_bind_table(b, f, duty->record, s.rows.at, s.rows.n);
        if (s.not_filed && b->diags->errors == 0) {
            kh_strbuf count = {0};
            kh_strbuf_addf(&count, "%u", s.not_filed);
            KH_REPORT(b->diags, KH_E0657, KH_NOWHERE, kh_intern_text(m->names, duty->name),
                      kh_strbuf_slice(&count));
            kh_strbuf_free(&count);
        }
    }
}

void kh_check_due_dates(kh_arena *a, kh_model *m, const kh_bind_options *options, kh_diags *diags)
{
    kh_binder b = {.arena = a, .model = m, .options = options, .diags = diags};
    uint32_t errors = diags->errors;
    kh_calendar *calendar = load_calendars(&b);
    for (uint32_t i = 0; i < m->duties_count && diags->errors == errors; i++) {
        duty_state s = {.b = &b, .duty = &m->duties[i]};
        if (s.duty->working_days)
            make_due_dates(&s, calendar);
    }
}
