/* The table for people: aligned by display width, units of a kind together, numbers under each
 * other by their point; below it what a reader must know: figures near a line, what is missing. */
#include "report/inside.h"

#include "base/text.h"

enum { GAP = 2, FOOT_UNITS = 20 };

typedef struct width {
    size_t before, behind; /* the point of numbers */
    size_t whole;
} width;

typedef struct table {
    kh_report_run *run;
    const kh_report_column *columns;
    width *widths;
    size_t n;
    const kh_line *lines;
    uint32_t line_count;
    bool possible; /* a ? was printed */
} table;

/* ---- cells ------------------------------------------------------------------------------- */

/* The exact number and what is shown of it; false when the cell is no settled number. */
static bool shown_and_exact(table *t, const kh_report_column *c, uint32_t unit, uint32_t node,
                            kh_num *shown, kh_num *exact)
{
    int places;
    kh_col col = kh_figure_column(t->run, c, node, &places);
    if (col == KH_NONE)
        return false;
    kh_cell cell = kh_result(t->run->r, col, unit);
    if (!kh_cell_settled(cell))
        return false;
    *exact = *shown = cell.low;
    if (c->figure == KH_FIGURE_SHOW)
        *shown = kh_show_displayed(t->run, c->index, unit, &places).low;
    *shown = kh_shown_number(t->run, *shown, places);
    return true;
}

static const kh_line *line_of(table *t, const kh_report_column *c, uint32_t unit, uint32_t node,
                              bool *holds)
{
    kh_num shown, exact;
    if (t->line_count == 0 || !shown_and_exact(t, c, unit, node, &shown, &exact))
        return NULL;
    int places;
    return kh_report_line_between(t->lines, t->line_count,
                                  kh_figure_column(t->run, c, node, &places), exact, shown, holds);
}

static kh_slice cell_text(table *t, const kh_report_column *c, uint32_t unit, uint32_t node)
{
    kh_report_run *run = t->run;
    bool holds;
    size_t mark = kh_report_mark(run);
    kh_report_cell(run, &run->text, c, unit, node);
    if (line_of(t, c, unit, node, &holds))
        kh_strbuf_addc(&run->text, '*');
    return kh_report_take(run, mark);
}

/* Where the point of a number stands; the whole width when it has none or is a range. */
static size_t before_point(kh_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '.') {
            bool range = i + 1 < s.n && s.p[i + 1] == '.';
            return range ? s.n : i;
        }
    return s.n;
}

static bool is_number(const table *t, size_t column)
{
    return kh_figure_is_number(t->run, &t->columns[column]);
}

static bool has_point(kh_slice s)
{
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == '.' && s.p[i + 1] == '.')
            return false;
    return s.n > 0 && s.p[0] != '?';
}

static void measure(table *t, size_t column, kh_slice s)
{
    width *w = &t->widths[column];
    size_t whole = kh_text_width(s);
    if (!is_number(t, column) || !has_point(s)) {
        w->whole = whole > w->whole ? whole : w->whole;
        return;
    }
    size_t before = kh_text_width((kh_slice){s.p, before_point(s)});
    w->before = before > w->before ? before : w->before;
    w->behind = whole - before > w->behind ? whole - before : w->behind;
}

static size_t width_of(const width *w)
{
    return w->before + w->behind > w->whole ? w->before + w->behind : w->whole;
}

static void add_cell(table *t, size_t column, kh_slice s, bool heading)
{
    kh_strbuf *out = t->run->out;
    const width *w = &t->widths[column];
    size_t room = width_of(w) - kh_text_width(s), left = 0;
    if (is_number(t, column)) {
        left = room;
        if (!heading && has_point(s)) {
            size_t before = kh_text_width((kh_slice){s.p, before_point(s)});
            left = width_of(w) - w->behind - before;
        }
    }
    kh_strbuf_pad(out, ' ', left);
    kh_strbuf_add(out, s);
    kh_strbuf_pad(out, ' ', room - left + GAP);
}

static void end_line(kh_strbuf *out)
{
    while (out->n && out->at[out->n - 1] == ' ')
        out->n--;
    kh_strbuf_addc(out, '\n');
}

/* ---- rows -------------------------------------------------------------------------------- */

static void each_row(table *t, const uint32_t *units, uint32_t n,
                     void (*row)(table *, uint32_t unit, uint32_t node))
{
    for (uint32_t i = 0; i < n; i++) {
        if (!t->run->o->by_item)
            row(t, units[i], KH_NONE);
        for (uint32_t k = 0; k < t->run->m->nodes_count && t->run->o->by_item; k++)
            if (kh_report_has_node(t->run, units[i], k))
                row(t, units[i], k);
        kh_arena_reset(t->run->unit);
    }
}

static void measure_row(table *t, uint32_t unit, uint32_t node)
{
    for (size_t i = 0; i < t->n; i++)
        measure(t, i, cell_text(t, &t->columns[i], unit, node));
}

static void print_row(table *t, uint32_t unit, uint32_t node)
{
    for (size_t i = 0; i < t->n; i++) {
        kh_slice s = cell_text(t, &t->columns[i], unit, node);
        kh_figure f = t->columns[i].figure;
        if ((f == KH_FIGURE_SELECTED || f == KH_FIGURE_VETOES) && s.n && memchr(s.p, '?', s.n))
            t->possible = true;
        add_cell(t, i, s, false);
    }
    end_line(t->run->out);
}

static void print_rows(table *t, const uint32_t *units, uint32_t n)
{
    const kh_unit *of = t->run->f->units;
    uint32_t start = 0;
    for (uint32_t i = 1; i <= n; i++) {
        bool new_kind = i < n && of[units[i]].kind != of[units[i - 1]].kind;
        bool group = t->run->o->by_item || (new_kind && !t->run->o->input_order);
        if (i < n && !group)
            continue;
        each_row(t, units + start, i - start, print_row);
        start = i;
        if (i < n)
            kh_strbuf_addc(t->run->out, '\n');
    }
}

static void print_head(table *t)
{
    kh_report_run *run = t->run;
    if (run->m->title) {
        kh_text_escape(run->out, kh_name_of(run, run->m->title));
        kh_strbuf_adds(run->out, "\n\n");
    }
    size_t all = 0;
    for (size_t i = 0; i < t->n; i++) {
        add_cell(t, i, t->columns[i].heading, true);
        all += width_of(&t->widths[i]) + (i ? GAP : 0);
    }
    end_line(run->out);
    kh_strbuf_pad(run->out, '-', all);
    kh_strbuf_addc(run->out, '\n');
}

/* ---- the foot ---------------------------------------------------------------------------- */

static void foot_line(table *t, const kh_report_column *c, uint32_t unit, uint32_t node)
{
    kh_report_run *run = t->run;
    bool holds;
    const kh_line *line = line_of(t, c, unit, node, &holds);
    if (!line)
        return;
    kh_num shown, exact;
    shown_and_exact(t, c, unit, node, &shown, &exact);
    size_t mark = kh_report_mark(run);
    kh_text_escape(&run->text, kh_unit_name(run, unit));
    kh_slice name = kh_report_take(run, mark);
    if (node != KH_NONE)
        kh_model_path(&run->text, run->m, node, "/");
    else
        kh_strbuf_add(&run->text, c->heading);
    kh_slice heading = kh_report_take(run, mark);
    kh_report_cell(run, &run->text, c, unit, node);
    kh_slice text = kh_report_take(run, mark);
    kh_show_exactly(run, &run->text, exact);
    kh_slice value = kh_report_take(run, mark);
    kh_text_escape(&run->text, kh_name_of(run, line->owner));
    kh_slice owner = kh_report_take(run, mark);
    kh_show_source(run, &run->text, line->place);
    kh_slice source = kh_report_take(run, mark);
    KH_PHRASE(run->out, run->lang, KH_P_FOOT_LINE, name, heading, text, value, owner, source,
              kh_phrase_text(holds ? KH_P_HOLDS : KH_P_HOLDS_NOT, run->lang));
    kh_strbuf_addc(run->out, '\n');
}

static void foot_lines(table *t, uint32_t unit, uint32_t node)
{
    for (size_t i = 0; i < t->n; i++)
        foot_line(t, &t->columns[i], unit, node);
}

static kh_slice gap_list(kh_report_run *run, const kh_gap *gaps, uint32_t n)
{
    size_t mark = kh_report_mark(run);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        kh_show_gap(run, &run->text, &gaps[i], false);
    }
    return kh_report_take(run, mark);
}

static void foot_gaps(kh_report_run *run, uint32_t unit, bool assumed)
{
    const kh_results *r = run->r;
    uint32_t n;
    const kh_gap *gaps = assumed ? kh_report_gaps(r->assumed, r->assumed_count, unit, &n)
                                 : kh_report_gaps(r->gaps, r->gap_count, unit, &n);
    size_t mark = kh_report_mark(run);
    kh_text_escape(&run->text, kh_unit_name(run, unit));
    kh_slice name = kh_report_take(run, mark);
    kh_phrase p = assumed ? KH_P_FOOT_ASSUMED : n ? KH_P_FOOT_MISSING : KH_P_FOOT_OTHERS;
    KH_PHRASE(run->out, run->lang, p, name, gap_list(run, gaps, n));
    kh_strbuf_addc(run->out, '\n');
}

static bool in_foot(const kh_report_run *run, uint32_t unit, bool assumed)
{
    uint32_t n;
    if (!assumed)
        return run->r->provisional[unit];
    kh_report_gaps(run->r->assumed, run->r->assumed_count, unit, &n);
    return n > 0;
}

static void print_gaps(kh_report_run *run, const uint32_t *units, uint32_t n, bool assumed)
{
    uint32_t printed = 0, more = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!in_foot(run, units[i], assumed))
            continue;
        if (printed == FOOT_UNITS) {
            more++;
            continue;
        }
        printed++;
        foot_gaps(run, units[i], assumed);
        kh_arena_reset(run->unit);
    }
    if (more == 0)
        return;
    size_t mark = kh_report_mark(run);
    kh_strbuf_addf(&run->text, "%u", more);
    KH_PHRASE(run->out, run->lang, KH_P_FOOT_MORE, kh_report_take(run, mark));
    kh_strbuf_addc(run->out, '\n');
}

static void print_foot(table *t, const uint32_t *units, uint32_t n)
{
    kh_strbuf *out = t->run->out;
    kh_strbuf_addc(out, '\n');
    size_t start = out->n;
    if (t->line_count)
        each_row(t, units, n, foot_lines);
    if (t->possible) {
        kh_strbuf_add(out, kh_phrase_text(KH_P_FOOT_POSSIBLE, t->run->lang));
        kh_strbuf_addc(out, '\n');
    }
    print_gaps(t->run, units, n, false);
    print_gaps(t->run, units, n, true);
    if (out->n == start)
        out->n--;
}

static void write_table(kh_report_run *run)
{
    uint32_t unit_count;
    table t = {.run = run};
    t.columns = kh_report_columns(run, &t.n);
    t.widths = KH_NEW_ARRAY(run->arena, width, t.n + 1);
    t.lines = kh_report_lines(run, &t.line_count);
    const uint32_t *units = kh_report_units(run, &unit_count);
    for (size_t i = 0; i < t.n; i++)
        t.widths[i].whole = kh_text_width(t.columns[i].heading);
    each_row(&t, units, unit_count, measure_row);
    print_head(&t);
    print_rows(&t, units, unit_count);
    print_foot(&t, units, unit_count);
}

void kh_report_table(kh_strbuf *out, const kh_results *r, const kh_report_options *o)
{
    kh_report_write(out, r, o, write_table);
}
