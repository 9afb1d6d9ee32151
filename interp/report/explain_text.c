/* The ledger for people: what a unit that appeals and a clerk who knows no programming can check
 * line by line. What is as usual is left out. Here: a unit's head, its reasons, what is missing. */
#include "report/explain_text.h"

static kh_strbuf *out(const kh_printing *p)
{
    return p->run->out;
}

/* ---- a unit ------------------------------------------------------------------------------ */

/* "等次 合格", nothing when there is nothing to say. */
static void head_figure(const kh_printing *p, kh_figure figure, kh_phrase name, uint32_t unit)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    kh_report_column column = {.figure = figure, .index = KH_NONE};
    kh_report_cell(run, &run->text, &column, unit, KH_NONE);
    kh_slice text = kh_report_take(run, mark);
    if (text.n == 0)
        return;
    kh_strbuf_adds(out(p), "  ");
    kh_strbuf_add(out(p), kh_phrase_text(name, run->lang));
    kh_strbuf_addc(out(p), ' ');
    kh_strbuf_add(out(p), text);
}

static void print_unit_head(const kh_printing *p, uint32_t unit)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    kh_text_escape(&run->text, kh_unit_name(run, unit));
    kh_slice name = kh_report_take(run, mark);
    kh_text_escape(&run->text, kh_kind_name(run, unit));
    kh_slice kind = kh_report_take(run, mark);
    size_t start = out(p)->n;
    if (kind.n)
        KH_PHRASE(out(p), run->lang, KH_P_HEAD_OF_KIND, name, kind);
    else
        kh_strbuf_add(out(p), name);
    kh_strbuf_adds(out(p), "  ");
    kh_strbuf_add(out(p), kh_phrase_text(KH_P_TOTAL, run->lang));
    kh_strbuf_addc(out(p), ' ');
    kh_print_points(p, kh_result(run->r, run->p->total, unit), kh_column_places(run, run->p->total),
                    run->p->max_total, unit);
    head_figure(p, KH_FIGURE_GRADE, KH_P_GRADE, unit);
    head_figure(p, KH_FIGURE_RANK, KH_P_RANK, unit);
    head_figure(p, KH_FIGURE_SELECTED, KH_P_SELECTED, unit);
    head_figure(p, KH_FIGURE_VETOES, KH_P_VETOES, unit);
    if (run->r->provisional[unit]) {
        kh_strbuf_adds(out(p), "  ");
        kh_strbuf_add(out(p), kh_phrase_text(KH_P_HEAD_PROVISIONAL, run->lang));
    }
    size_t width = kh_text_width((kh_slice){out(p)->at + start, out(p)->n - start});
    kh_print_end(p);
    kh_strbuf_pad(out(p), '=', width);
    kh_print_end(p);
}

static void print_gap_line(const kh_printing *p, kh_phrase phrase, const kh_gap *gaps, uint32_t n)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        kh_show_gap(run, &run->text, &gaps[i], true);
    }
    kh_slice list = kh_report_take(run, mark);
    if (n == 0)
        return;
    KH_PHRASE(out(p), run->lang, phrase, list);
    kh_print_end(p);
}

static void print_reason(const kh_printing *p, const kh_reason *r)
{
    kh_report_run *run = p->run;
    bool roles = r->about == KH_ABOUT_VETO;
    if (r->about == KH_ABOUT_NEXT_GRADE && r->atoms.n == 0)
        return;
    kh_strbuf_add(out(p), r->text);
    if (r->cite.n) {
        size_t mark = kh_report_mark(run);
        kh_text_escape(&run->text, r->cite);
        kh_slice cite = kh_report_take(run, mark);
        kh_strbuf_adds(out(p), "  ");
        KH_PHRASE(out(p), run->lang, KH_P_HEAD_CITE, cite);
    }
    kh_print_place(p, r->place);
    kh_print_end(p);
    for (size_t i = 0; i < r->atoms.n; i++)
        kh_print_atom(p, 1, &r->atoms.at[i], roles);
}

static void print_unit(const kh_printing *p, uint32_t unit)
{
    kh_report_run *run = p->run;
    print_unit_head(p, unit);
    kh_print_nodes(p, unit);
    if (run->o->item.n)
        return;
    size_t above = out(p)->n;
    kh_print_end(p);
    size_t empty = out(p)->n;
    kh_reasons reasons = kh_explain_results(run, p->standing, p->lines, p->line_count, unit);
    for (size_t i = 0; i < reasons.n; i++)
        print_reason(p, &reasons.at[i]);
    uint32_t n;
    const kh_gap *gaps = kh_report_gaps(run->r->gaps, run->r->gap_count, unit, &n);
    print_gap_line(p, KH_P_MISSING_LIST, gaps, n);
    gaps = kh_report_gaps(run->r->assumed, run->r->assumed_count, unit, &n);
    print_gap_line(p, KH_P_ASSUMED_LIST, gaps, n);
    if (out(p)->n == empty)
        out(p)->n = above; /* no blank line before nothing */
}

static void write_text(kh_report_run *run)
{
    kh_printing p = {.run = run, .shown = kh_explain_shown(run)};
    uint32_t n;
    const uint32_t *units = kh_report_units(run, &n);
    p.standing = kh_standing_new(run);
    p.lines = kh_report_lines(run, &p.line_count);
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_addc(run->out, '\n');
        print_unit(&p, units[i]);
        kh_arena_reset(run->unit);
    }
}

void kh_explain_text(kh_strbuf *out_buffer, const kh_results *r, const kh_report_options *o)
{
    kh_report_write(out_buffer, r, o, write_text);
}
