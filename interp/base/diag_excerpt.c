/* The source line under a diagnostic, with the place underlined. A line may be megabytes long and
 * hold anything: only what is near the place is looked at, and nothing that could hide or move text
 * reaches the terminal. */
#include "base/diag_inside.h"
#include "base/source_inside.h"
#include "base/text.h"
#include "base/text_decode.h"

#define COLUMNS 100
/* Columns that the text before the place may keep when both sides are long. */
#define LEFT_SHARE 50
/* A side; marks take no column, so columns alone do not bound the bytes. */
#define MOST_CELLS 200

/* A code point, or a byte that is not UTF-8, as it is shown. */
typedef struct cell {
    uint64_t at; /* in the file */
    uint16_t width;
    uint8_t len;
    bool escaped;
} cell;

typedef struct side {
    cell cells[MOST_CELLS]; /* from the place outwards */
    size_t n, width;
    bool whole; /* reaches the end of the line */
} side;

static cell cell_at(kh_slice bytes, uint64_t at)
{
    uint32_t cp = 0;
    size_t n = kh_utf8_decode(bytes.p + at, bytes.n - (size_t)at, &cp);
    cell c = {.at = at, .len = (uint8_t)(n ? n : 1)};
    c.escaped = n == 0 || cp == '\r' || kh_text_is_unsafe(cp);
    if (!c.escaped) {
        c.width = (uint16_t)kh_text_char_width(cp);
    } else if (n <= 1) {
        c.width = 4; /* \x1b */
    } else {
        c.width = 4; /* \u{} */
        for (uint32_t left = cp; left; left >>= 4)
            c.width++;
    }
    return c;
}

/* Adds a cell; false when the side is full. */
static bool add_cell(side *s, cell c)
{
    if (s->n == MOST_CELLS || s->width + c.width > COLUMNS)
        return false;
    s->cells[s->n++] = c;
    s->width += c.width;
    return true;
}

static void look_left(side *s, kh_slice bytes, uint64_t start, uint64_t at)
{
    while (at > start) {
        uint64_t from = at - 1;
        while (from > start && at - from < 4 && kh_utf8_is_tail(bytes.p[from]))
            from--;
        cell c = cell_at(bytes, from);
        if (from + c.len != at) /* not one code point: its last byte by itself */
            c = cell_at(bytes, at - 1);
        if (!add_cell(s, c))
            return;
        at = c.at;
    }
    s->whole = true;
}

static bool line_ends(kh_slice bytes, uint64_t at)
{
    return at == bytes.n || bytes.p[at] == '\n' ||
           (bytes.p[at] == '\r' && (at + 1 == bytes.n || bytes.p[at + 1] == '\n'));
}

static void look_right(side *s, kh_slice bytes, uint64_t at)
{
    while (!line_ends(bytes, at)) {
        cell c = cell_at(bytes, at);
        if (!add_cell(s, c))
            return;
        at += c.len;
    }
    s->whole = true;
}

/* Drops the outermost cells until the side fits; one column stays for the sign of the cut. */
static void cut_to(side *s, size_t width)
{
    if (s->whole && s->width <= width)
        return;
    s->whole = false;
    while (s->n && s->width > width - 1)
        s->width -= s->cells[--s->n].width;
}

static void share_columns(side *left, side *right)
{
    if (left->whole && right->whole && left->width + right->width <= COLUMNS)
        return;
    size_t left_most = LEFT_SHARE;
    if (right->whole && right->width < COLUMNS - LEFT_SHARE)
        left_most = COLUMNS - right->width;
    cut_to(left, left_most);
    cut_to(right, COLUMNS - left->width - !left->whole);
}

static void show_cell(kh_strbuf *out, kh_slice bytes, cell c)
{
    kh_slice s = {bytes.p + c.at, c.len};
    if (c.escaped)
        kh_text_escape(out, s);
    else
        kh_strbuf_add(out, s);
}

static void underline(kh_strbuf *out, kh_slice bytes, const side *left, const side *right,
                      uint64_t end, bool colour)
{
    if (!left->whole)
        kh_strbuf_addc(out, ' ');
    for (size_t i = left->n; i-- > 0;) {
        const cell *c = &left->cells[i];
        if (bytes.p[c->at] == '\t')
            kh_strbuf_addc(out, '\t');
        else
            kh_strbuf_pad(out, ' ', c->width);
    }
    if (colour)
        kh_strbuf_adds(out, "\x1b[1;32m");
    kh_strbuf_addc(out, '^');
    size_t marked = 0;
    for (size_t i = 0; i < right->n && right->cells[i].at < end; i++) {
        const cell *c = &right->cells[i];
        size_t first = marked == 0 ? 1 : 0; /* the column of ^ */
        marked += c->width;
        if (bytes.p[c->at] == '\t' && !first)
            kh_strbuf_addc(out, '\t');
        else if (c->width)
            kh_strbuf_pad(out, '~', c->width - first);
    }
    if (colour)
        kh_strbuf_adds(out, "\x1b[0m");
    kh_strbuf_addc(out, '\n');
}

void kh_diag_excerpt(kh_strbuf *out, kh_sources *sources, kh_place place, bool colour)
{
    const kh_source *source = kh_sources_at(sources, place.source);
    kh_slice bytes = source->bytes;
    uint64_t at = kh_source_shown(source, place.at);
    uint64_t end = kh_source_original(source, place.at + place.len);
    side left = {.n = 0}, right = {.n = 0};
    look_left(&left, bytes, kh_source_line_start(sources, place.source, at), at);
    look_right(&right, bytes, at);
    share_columns(&left, &right);
    if (!left.whole)
        kh_strbuf_adds(out, "…");
    for (size_t i = left.n; i-- > 0;)
        show_cell(out, bytes, left.cells[i]);
    for (size_t i = 0; i < right.n; i++)
        show_cell(out, bytes, right.cells[i]);
    if (!right.whole)
        kh_strbuf_adds(out, "…");
    kh_strbuf_addc(out, '\n');
    underline(out, bytes, &left, &right, end, colour);
}
