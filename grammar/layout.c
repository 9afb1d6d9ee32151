/* Breaks rows of atoms into lines. */
#include "grammar/layout.h"

#include "base/text.h"

/* ---- measuring ---------------------------------------------------------------------------- */

typedef struct measure {
    size_t end;   /* the atom at which it stopped */
    size_t cells; /* of what stands before it, on one line */
    bool flat;    /* nothing in it has to break */
} measure;

static bool may_break(const kh_layout *l, const kh_atom *a)
{
    return (a->kind == KH_A_LINE || a->kind == KH_A_FILL) && !(a->careful && l->rules >= 2);
}

/* From atom i up to the first place behind it where a line may break in the group that i stands in
 * or in one around it. A group that opens at i is measured whole. */
static measure measure_from(const kh_layout *l, size_t i, bool at_start, size_t room)
{
    measure m = {i, 0, true};
    size_t depth = 0;
    bool commented = false;
    for (; m.end < l->atoms.n && m.cells <= room; m.end++) {
        const kh_atom *a = &l->atoms.at[m.end];
        if (a->kind == KH_A_OPEN) {
            depth++;
            m.flat &= !a->broken;
        } else if (a->kind == KH_A_CLOSE) {
            depth -= depth > 0;
        } else if (a->kind == KH_A_COMMENT) {
            commented = true;
        } else if (may_break(l, a)) {
            if (depth == 0)
                break;
            m.flat &= !commented;
        } else if (a->kind == KH_A_TEXT) {
            m.cells += a->width + (a->space && !at_start);
            at_start = false;
        }
    }
    return m;
}

/* Up to the first { of a list that may be broken, that included; more than room when there is
 * none. */
static size_t up_to_brace(const kh_layout *l, size_t i, size_t end, size_t room)
{
    size_t cells = 0;
    for (bool brace = false; i < end && cells <= room; i++) {
        const kh_atom *a = &l->atoms.at[i];
        brace |= a->kind == KH_A_OPEN && a->braces;
        if (a->kind == KH_A_TEXT)
            cells += a->width + a->space;
        if (brace && a->kind == KH_A_TEXT)
            return cells;
    }
    return room + 1;
}

bool kh_layout_is_line(const kh_layout *l, uint32_t indent)
{
    size_t cells = indent;
    for (size_t i = 0; i < l->atoms.n; i++) {
        const kh_atom *a = &l->atoms.at[i];
        if (a->kind == KH_A_TEXT)
            cells += a->width + (a->space && i > 0);
        else if (a->kind == KH_A_COMMENT || (a->kind == KH_A_OPEN && a->broken))
            return false;
    }
    return cells <= KH_LINE_CELLS;
}

/* ---- lines -------------------------------------------------------------------------------- */

/* That is being put out. */
typedef struct group {
    bool broken;
    uint32_t indent; /* outside it */
} group;

typedef struct writer {
    kh_layout *l;
    KH_VEC(char) text; /* of the line */
    size_t cells, mark;
    uint32_t base, indent;
    uint32_t begun; /* the indentation when the line began */
    KH_VEC(group) groups;
    KH_VEC(kh_slice) own; /* comments that follow on lines of their own */
    kh_slice comment;
    size_t first; /* line of this row of atoms */
} writer;

static void add(writer *w, kh_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        *kh_push(w->l->arena, &w->text) = s.p[i];
}

static void add_blanks(writer *w, size_t n)
{
    for (size_t i = 0; i < n; i++)
        *kh_push(w->l->arena, &w->text) = ' ';
    w->cells += n;
}

static void push_line(kh_layout *l, kh_line line)
{
    line.blank_before = l->blank && l->lines.n;
    l->blank = false;
    *kh_push(l->arena, &l->lines) = line;
}

void kh_layout_comment(kh_layout *l, uint32_t indent, kh_slice text)
{
    push_line(l, (kh_line){.indent = indent, .comment = text});
}

static void begin_line(writer *w)
{
    w->text.n = 0;
    w->mark = 0;
    w->begun = w->indent;
    w->cells = w->base + w->indent;
}

static void end_line(writer *w)
{
    if (w->text.n) {
        kh_slice text = kh_arena_copy(w->l->arena, (kh_slice){w->text.at, w->text.n});
        push_line(
            w->l,
            (kh_line){.indent = w->base, .text = text, .comment = w->comment, .mark = w->mark});
    } else if (w->comment.n) {
        kh_layout_comment(w->l, w->base + w->indent, w->comment);
    }
    w->comment = (kh_slice){0};
}

static void new_line(writer *w)
{
    end_line(w);
    for (size_t i = 0; i < w->own.n; i++)
        kh_layout_comment(w->l, w->base + w->indent, w->own.at[i]);
    w->own.n = 0;
    begin_line(w);
}

static bool at_start(const writer *w)
{
    return w->text.n == 0;
}

static void add_text(writer *w, const kh_atom *a)
{
    if (at_start(w)) {
        add_blanks(w, w->begun);
        w->cells -= w->begun;
        w->l->rules += a->starts;
    } else if (a->space) {
        add_blanks(w, 1);
    }
    add(w, a->text);
    w->cells += a->width;
}

static bool in_broken(const writer *w)
{
    return !w->groups.n || w->groups.at[w->groups.n - 1].broken;
}

static bool group_breaks(const writer *w, size_t i)
{
    if (!in_broken(w))
        return false;
    size_t room = w->cells < KH_LINE_CELLS ? KH_LINE_CELLS - w->cells : 0;
    measure m = measure_from(w->l, i, at_start(w), room);
    return !m.flat || m.cells > room;
}

/* Rows in braces are indented from the line that the brace stands on. */
static void open_group(writer *w, size_t i)
{
    group g = {group_breaks(w, i), w->indent};
    *kh_push(w->l->arena, &w->groups) = g;
    w->l->atoms.at[i].broken |= g.broken;
    if (w->l->atoms.at[i].braces)
        w->indent = w->begun;
}

static void close_group(writer *w)
{
    w->indent = w->groups.at[--w->groups.n].indent;
}

static bool line_breaks(const writer *w, size_t i)
{
    const kh_atom *a = &w->l->atoms.at[i];
    if (w->comment.n || w->own.n)
        return true;
    if (at_start(w) || !may_break(w->l, a) || !in_broken(w))
        return false;
    if (a->kind == KH_A_LINE)
        return true;
    size_t room = w->cells < KH_LINE_CELLS ? KH_LINE_CELLS - w->cells : 0;
    measure m = measure_from(w->l, i + 1, false, room);
    if (m.flat && m.cells <= room)
        return false;
    return up_to_brace(w->l, i + 1, m.end, room) > room;
}

static void take_comment(writer *w, const kh_atom *a)
{
    if (!a->own_line && !w->comment.n && !w->own.n)
        w->comment = a->text;
    else
        *kh_push(w->l->arena, &w->own) = a->text;
}

static void step(writer *w, size_t i)
{
    const kh_atom *a = &w->l->atoms.at[i];
    switch (a->kind) {
    case KH_A_NOTHING:
        break;
    case KH_A_TEXT:
        add_text(w, a);
        break;
    case KH_A_LINE:
    case KH_A_FILL:
        if (line_breaks(w, i))
            new_line(w);
        break;
    case KH_A_OPEN:
        open_group(w, i);
        break;
    case KH_A_CLOSE:
        close_group(w);
        break;
    case KH_A_IN:
        w->indent += a->width;
        break;
    case KH_A_OUT:
        w->indent -= a->width;
        break;
    case KH_A_ALIGN:
        if (in_broken(w))
            add_blanks(w, a->width);
        break;
    case KH_A_MARK:
        w->mark = w->text.n;
        break;
    case KH_A_COMMENT:
        take_comment(w, a);
        break;
    }
}

static writer write_atoms(kh_layout *l, uint32_t indent)
{
    writer w = {.l = l, .base = indent, .first = l->lines.n};
    begin_line(&w);
    for (size_t i = 0; i < l->atoms.n; i++)
        step(&w, i);
    return w;
}

void kh_layout_try(kh_layout *l, uint32_t indent)
{
    size_t lines = l->lines.n;
    unsigned rules = l->rules;
    bool blank = l->blank;
    write_atoms(l, indent);
    l->lines.n = lines;
    l->rules = rules;
    l->blank = blank;
}

void kh_layout_lines(kh_layout *l, uint32_t indent, kh_slice comment, uint32_t align)
{
    writer w = write_atoms(l, indent);
    if (comment.n && !w.comment.n)
        w.comment = comment;
    else if (comment.n)
        *kh_push(l->arena, &w.own) = comment;
    new_line(&w);
    if (l->lines.n == w.first + 1)
        l->lines.at[w.first].align = align;
    l->atoms.n = 0;
}

/* ---- columns ------------------------------------------------------------------------------ */

#define WIDEST_GAP 24

static size_t width_of(kh_slice s)
{
    return kh_text_width(s);
}

/* Names that differ too much in width are not aligned: the eye would lose the line. */
static void align_run(kh_layout *l, size_t from, size_t to)
{
    size_t most = 0, least = SIZE_MAX;
    for (size_t i = from; i < to; i++) {
        size_t cells = width_of((kh_slice){l->lines.at[i].text.p, l->lines.at[i].mark});
        most = cells > most ? cells : most;
        least = cells < least ? cells : least;
    }
    if (most - least > WIDEST_GAP)
        return;
    for (size_t i = from; i < to; i++) {
        kh_line *x = &l->lines.at[i];
        size_t pad = most - width_of((kh_slice){x->text.p, x->mark});
        if (x->indent + width_of(x->text) + pad > KH_LINE_CELLS)
            return;
    }
    for (size_t i = from; i < to; i++) {
        kh_line *x = &l->lines.at[i];
        size_t pad = most - width_of((kh_slice){x->text.p, x->mark});
        char *text = kh_arena_alloc(l->arena, x->text.n + pad + 1);
        memcpy(text, x->text.p, x->mark);
        memset(text + x->mark, ' ', pad);
        memcpy(text + x->mark + pad, x->text.p + x->mark, x->text.n - x->mark);
        x->text = (kh_slice){text, x->text.n + pad};
        x->mark += pad;
    }
}

static bool aligned_with(const kh_line *a, const kh_line *b)
{
    return a->align && a->align == b->align && a->indent == b->indent && !b->blank_before;
}

static void align_columns(kh_layout *l)
{
    for (size_t i = 0, next; i < l->lines.n; i = next) {
        next = i + 1;
        while (next < l->lines.n && aligned_with(&l->lines.at[i], &l->lines.at[next]))
            next++;
        if (next > i + 1)
            align_run(l, i, next);
    }
}

static bool is_commented(const kh_line *x)
{
    return x->text.n && x->comment.n;
}

/* Where the comments of lines that follow each other begin. */
static size_t comment_column(const kh_layout *l, size_t from, size_t *end)
{
    size_t most = 0, i = from;
    for (; i < l->lines.n && is_commented(&l->lines.at[i]) &&
           (i == from || !l->lines.at[i].blank_before);
         i++) {
        size_t cells = l->lines.at[i].indent + width_of(l->lines.at[i].text);
        most = cells > most ? cells : most;
    }
    *end = i;
    return most + 2;
}

void kh_layout_write(kh_layout *l, kh_strbuf *out)
{
    size_t column = 0, run_end = 0;
    align_columns(l);
    for (size_t i = 0; i < l->lines.n; i++) {
        const kh_line *x = &l->lines.at[i];
        if (x->blank_before)
            kh_strbuf_addc(out, '\n');
        if (is_commented(x) && i >= run_end)
            column = comment_column(l, i, &run_end);
        kh_strbuf_pad(out, ' ', x->indent);
        kh_strbuf_add(out, x->text);
        if (is_commented(x))
            kh_strbuf_pad(out, ' ', column - x->indent - width_of(x->text));
        kh_strbuf_add(out, x->comment);
        kh_strbuf_addc(out, '\n');
    }
}
