/* Rows of a CSV text. See csv.h. */
#include "facts/csv.h"

#include "base/text.h"

static size_t line_end(kh_slice text, size_t at)
{
    const char *lf = at < text.n ? memchr(text.p + at, '\n', text.n - at) : NULL;
    return lf ? (size_t)(lf - text.p) : text.n;
}

/* Goes on behind the line that holds `at`. */
static void skip_line(kh_csv *c, size_t at)
{
    size_t end = line_end(c->text, at);
    c->at = end < c->text.n ? end + 1 : end;
}

static kh_place place_of(const kh_csv *c, size_t from, size_t to)
{
    return kh_reader_place(c->reader, c->base + from, c->base + to);
}

static kh_diag *report_cell(kh_csv *c, kh_code code, size_t at)
{
    kh_reader *r = c->reader;
    size_t len = at < c->text.n ? 1 : 0;
    return KH_REPORT(r->diags, code, place_of(c, at, at + len), kh_reader_number(r, c->row),
                     kh_reader_number(r, c->count + 1));
}

/* The line end at `at` has 1 or 2 bytes; 0: it is none. A CR alone is reported once and ends the
 * row, or the file when there is no LF in it at all. */
static size_t row_end(kh_csv *c, size_t at)
{
    if (c->text.p[at] == '\n')
        return 1;
    if (c->text.p[at] != '\r')
        return 0;
    if (at + 1 < c->text.n && c->text.p[at + 1] == '\n')
        return 2;
    if (!c->said_cr) {
        KH_REPORT(c->reader->diags, KH_E0108, place_of(c, at, at + 1));
        c->said_cr = true;
    }
    return memchr(c->text.p, '\n', c->text.n) ? 1 : c->text.n - at;
}

/* Passes over lines with nothing but blanks on them. */
static void skip_blank_lines(kh_csv *c)
{
    while (c->at < c->text.n) {
        char first = c->text.p[c->at];
        if (!memchr(" \t\r\n\xe3\xc2", first, 6))
            return;
        size_t end = line_end(c->text, c->at);
        kh_slice line = {c->text.p + c->at, end - c->at};
        bool only_cr = end == c->text.n && memchr(line.p, '\r', line.n);
        if (only_cr || kh_text_trim(line).n > 0)
            return;
        c->row++;
        skip_line(c, c->at);
    }
}

/* Takes off the ' that our own writer puts before what a spreadsheet would run as a formula. */
static kh_slice without_guard(kh_slice s)
{
    static const char wide_equals[] = "＝";
    if (s.n < 2 || s.p[0] != '\'')
        return s;
    kh_slice rest = {s.p + 1, s.n - 1};
    bool guarded =
        memchr("=+-@\t\r", rest.p[0], 6) || (rest.n >= 3 && memcmp(rest.p, wide_equals, 3) == 0);
    return guarded ? rest : s;
}

static bool add_cell(kh_csv *c, kh_slice text, size_t from, size_t to, bool check)
{
    kh_raw_cell cell = {without_guard(text), place_of(c, from, to), KH_CELL_TEXT};
    bool good = (!check && text.n <= KH_MAX_CELL_BYTES) || kh_cell_clean(c->reader, &cell);
    c->count++;
    if (c->count <= KH_MAX_COLUMNS + 1)
        *kh_push(c->reader->arena, &c->cells) = cell;
    return good;
}

/* Bytes that make a cell worth a look (checks, composition), and those that may end it. */
static bool is_odd(unsigned char b)
{
    return b >= 0x7f || (b < 0x20 && b != '\t');
}

/* The scan of one row: where it is, where it must have ended, whether all was good so far. */
typedef struct kh_csv_scan {
    size_t start, at, limit;
    bool good, resumed; /* resumed: c->at is set, the rest of the row is not read */
} kh_csv_scan;

static void give_up(kh_csv *c, kh_csv_scan *s, size_t behind_line_of)
{
    skip_line(c, behind_line_of);
    s->good = false;
    s->resumed = true;
}

static void plain_cell(kh_csv *c, kh_csv_scan *s)
{
    const char *p = c->text.p;
    size_t from = s->at;
    bool odd = false;
    while (s->at < s->limit) {
        unsigned char b = (unsigned char)p[s->at];
        if (b == ',' || b == '\n' || b == '\r')
            break;
        if (b == '"') {
            report_cell(c, KH_E0522, s->at);
            give_up(c, s, s->at);
            return;
        }
        odd = odd || is_odd(b);
        s->at++;
    }
    kh_slice text = kh_text_trim((kh_slice){p + from, s->at - from});
    if (text.n > 0)
        from = (size_t)(text.p - p);
    s->good = add_cell(c, text, from, from + text.n, odd) && s->good;
}

static kh_slice undouble(kh_csv *c, kh_slice s)
{
    char *out = kh_arena_alloc(c->reader->arena, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        out[n++] = s.p[i];
        if (s.p[i] == '"')
            i++;
    }
    return (kh_slice){out, n};
}

/* A quote that is never closed swallows what follows, up to the next quote: then that one opens a
 * cell, so a comma or a line end stands before it, and text behind it. Reading goes on at the line
 * below the opening one. Otherwise something stands behind a true closing quote. */
static void not_closed(kh_csv *c, kh_csv_scan *s, size_t open, size_t close)
{
    const char *p = c->text.p;
    bool swallowed =
        memchr(p + open, '\n', close - open) && close > open + 1 && memchr(",\n", p[close - 1], 2);
    if (!swallowed) {
        report_cell(c, KH_E0521, close + 1);
        give_up(c, s, close);
        return;
    }
    kh_diag *d = report_cell(c, KH_E0520, open);
    kh_diag_related(c->reader->diags, d, KH_R_facts_quote_end, place_of(c, close, close + 1),
                    (kh_slice){0});
    give_up(c, s, open);
}

static void quoted_cell(kh_csv *c, kh_csv_scan *s)
{
    const char *p = c->text.p;
    size_t open = s->at, at = open + 1;
    bool doubled = false;
    for (;;) {
        const char *quote = at < s->limit ? memchr(p + at, '"', s->limit - at) : NULL;
        if (!quote) {
            bool whole = s->limit == c->text.n;
            report_cell(c, whole ? KH_E0520 : KH_E0526, open);
            give_up(c, s, open);
            return;
        }
        at = (size_t)(quote - p);
        if (at + 1 >= s->limit || p[at + 1] != '"')
            break;
        doubled = true;
        at += 2;
    }
    s->at = at + 1;
    if (s->at < s->limit && !memchr(",\r\n", p[s->at], 3)) {
        not_closed(c, s, open, at);
        return;
    }
    kh_slice text = {p + open + 1, at - open - 1};
    bool odd = false;
    for (size_t i = 0; i < text.n && !odd; i++)
        odd = is_odd((unsigned char)text.p[i]);
    if (doubled)
        text = undouble(c, text);
    s->good = add_cell(c, text, open, at + 1, odd) && s->good;
}

kh_csv_result kh_csv_next(kh_csv *c)
{
    skip_blank_lines(c);
    if (c->at >= c->text.n)
        return KH_CSV_END;
    c->row++;
    c->cells.n = 0;
    c->count = 0;
    size_t left = c->text.n - c->at;
    kh_csv_scan s = {.start = c->at, .at = c->at, .good = true};
    s.limit = c->at + (left > KH_MAX_ROW_BYTES ? KH_MAX_ROW_BYTES + 1 : left);
    for (;;) {
        if (s.at < s.limit && c->text.p[s.at] == '"')
            quoted_cell(c, &s);
        else
            plain_cell(c, &s);
        if (s.resumed)
            return KH_CSV_BAD;
        if (s.at >= s.limit || c->text.p[s.at] != ',')
            break;
        s.at++;
    }
    c->place = place_of(c, s.start, s.at);
    if (s.at - s.start > KH_MAX_ROW_BYTES) {
        KH_REPORT(c->reader->diags, KH_E0526, place_of(c, s.start, s.start),
                  kh_reader_number(c->reader, c->row));
        give_up(c, &s, s.at);
        return KH_CSV_BAD;
    }
    c->at = s.at < c->text.n ? s.at + row_end(c, s.at) : s.at;
    return s.good ? KH_CSV_ROW : KH_CSV_BAD;
}
