/* CSV by RFC 4180, with line ends as the other formats have them: quotes where they are needed. A
 * text that a spreadsheet would take for a formula gets an apostrophe before it, which our own
 * reader takes off again; numbers are left. */
#include "report/inside.h"

#include "base/text.h"

static bool looks_like_formula(kh_slice s)
{
    if (s.n == 0)
        return false;
    return strchr("=+-@\t\r", s.p[0]) != NULL || (s.n >= 3 && memcmp(s.p, "＝", 3) == 0);
}

static bool needs_quotes(kh_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (strchr(",\"\r\n", s.p[i]) != NULL)
            return true;
    bool blank_end = s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
    return blank_end || looks_like_formula(s);
}

static void add_cell(kh_strbuf *out, kh_slice s, bool text)
{
    if (!text || !needs_quotes(s)) {
        kh_strbuf_add(out, s);
        return;
    }
    kh_strbuf_addc(out, '"');
    if (looks_like_formula(s))
        kh_strbuf_addc(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            kh_strbuf_addc(out, '"');
        kh_strbuf_addc(out, s.p[i]);
    }
    kh_strbuf_addc(out, '"');
}

static void add_row(kh_report_run *run, const kh_report_column *columns, size_t n, uint32_t unit,
                    uint32_t node)
{
    for (size_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_addc(run->out, ',');
        size_t mark = kh_report_mark(run);
        kh_report_cell(run, &run->text, &columns[i], unit, node);
        add_cell(run->out, kh_report_take(run, mark), !kh_figure_is_number(run, &columns[i]));
    }
    kh_strbuf_adds(run->out, "\n");
}

static void write_csv(kh_report_run *run)
{
    size_t n;
    uint32_t unit_count;
    const kh_report_column *columns = kh_report_columns(run, &n);
    const uint32_t *units = kh_report_units(run, &unit_count);
    for (size_t i = 0; i < n; i++) {
        if (i)
            kh_strbuf_addc(run->out, ',');
        size_t mark = kh_report_mark(run);
        kh_text_escape(&run->text, columns[i].heading);
        add_cell(run->out, kh_report_take(run, mark), true);
    }
    kh_strbuf_adds(run->out, "\n");
    for (uint32_t i = 0; i < unit_count; i++) {
        if (!run->o->by_item)
            add_row(run, columns, n, units[i], KH_NONE);
        for (uint32_t k = 0; k < run->m->nodes_count && run->o->by_item; k++)
            if (kh_report_has_node(run, units[i], k))
                add_row(run, columns, n, units[i], k);
        kh_arena_reset(run->unit);
    }
}

void kh_report_csv(kh_strbuf *out, const kh_results *r, const kh_report_options *o)
{
    kh_report_write(out, r, o, write_csv);
}
