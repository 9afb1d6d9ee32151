/* Numbers as the reports show them (language.md §4.3): with the places of the last rounding that
 * their column went through; the shown text decides nothing. */
#include "report/inside.h"

bool kh_cell_na(kh_cell c)
{
    return c.state == KH_MAY_NA;
}

bool kh_cell_maybe_na(kh_cell c)
{
    return (c.state & KH_MAY_NA) != 0;
}

bool kh_cell_open(kh_cell c)
{
    return (c.state & (KH_OPEN | KH_NO_VALUE)) != 0;
}

bool kh_cell_settled(kh_cell c)
{
    return c.state == KH_MAY_VALUE;
}

int kh_column_places(const kh_report_run *run, kh_col col)
{
    return col == KH_NONE ? -1 : run->p->columns[col].places;
}

/* Ends of intervals need not have gone through their column's rounding (the node's own range). */
static bool has_places(kh_arena *a, kh_num x, int places)
{
    return places >= 0 && kh_num_eq(kh_num_round(a, x, places, KH_ROUND_DOWN), x);
}

void kh_show_number(kh_strbuf *out, kh_lang lang, kh_num x, int places)
{
    if (!kh_num_is_finite(x)) {
        kh_strbuf_add(out, kh_phrase_text(KH_P_UNLIMITED, lang));
        return;
    }
    kh_num_show(out, x, places);
}

static void show(kh_report_run *run, kh_strbuf *out, kh_num x, int places)
{
    bool fits = kh_num_is_finite(x) && has_places(run->unit, x, places);
    kh_show_number(out, run->lang, x, fits ? places : -1);
}

static bool is_cut(kh_slice text)
{
    return text.n >= 3 && memcmp(text.p + text.n - 3, "…", 3) == 0;
}

kh_num kh_shown_number(kh_report_run *run, kh_num x, int places)
{
    static const int cut_to = 6;
    if (!kh_num_is_finite(x) || kh_num_is_integer(x) || has_places(run->unit, x, places))
        return x;
    size_t mark = kh_report_mark(run);
    kh_num_show(&run->text, x, -1);
    bool cut = is_cut(kh_report_take(run, mark));
    return cut ? kh_num_round(run->unit, x, cut_to, KH_ROUND_DOWN) : x;
}

/* A value that is no fraction is enclosed: the ends agree in far more digits than anything that was
 * left open by facts. */
bool kh_cell_enclosed(kh_report_run *run, kh_cell c)
{
    static const int64_t agree = (int64_t)1 << 40; /* twice: 80 bits */
    bool open = c.state & KH_OPEN, finite = kh_num_is_finite(c.low) && kh_num_is_finite(c.high);
    if (!open || !finite || kh_num_eq(c.low, c.high))
        return false;
    kh_arena *a = run->unit;
    kh_num width = kh_num_mul(a, kh_num_sub(a, c.high, c.low), kh_num_int(agree));
    kh_num size = kh_num_max(KH_ONE, kh_num_abs(a, c.low));
    return kh_num_cmp(kh_num_mul(a, width, kh_num_int(agree)), size) < 0;
}

void kh_show_enclosed(kh_report_run *run, kh_strbuf *out, kh_num x)
{
    static const int cut_to = 6;
    kh_num_show(out, kh_num_round(run->unit, x, cut_to, KH_ROUND_DOWN), cut_to);
    kh_strbuf_adds(out, "…");
}

static void show_ends(kh_report_run *run, kh_strbuf *out, kh_cell c, int places, bool share)
{
    if (share) {
        c.low = kh_num_is_finite(c.low) ? kh_num_mul(run->unit, c.low, kh_num_int(100)) : c.low;
        c.high = kh_num_is_finite(c.high) ? kh_num_mul(run->unit, c.high, kh_num_int(100)) : c.high;
        places = places > 2 ? places - 2 : places < 0 ? -1 : 0;
    }
    bool enclosed = kh_cell_enclosed(run, c);
    if (enclosed)
        kh_show_enclosed(run, out, c.low);
    else
        show(run, out, c.low, places);
    bool one =
        enclosed || !kh_cell_open(c) || (kh_num_is_finite(c.low) && kh_num_eq(c.low, c.high));
    if (share && kh_num_is_finite(c.low))
        kh_strbuf_addc(out, '%');
    if (one)
        return;
    kh_strbuf_adds(out, "..");
    show(run, out, c.high, places);
    if (share && kh_num_is_finite(c.high))
        kh_strbuf_addc(out, '%');
}

/* 5..15, or 5..15;n/a where it may not apply at all. */
void kh_show_cell(kh_report_run *run, kh_strbuf *out, kh_cell c, int places, bool share)
{
    if (!kh_cell_na(c))
        show_ends(run, out, c, places, share);
    if (!kh_cell_na(c) && kh_cell_maybe_na(c))
        kh_strbuf_addc(out, ';');
    if (kh_cell_maybe_na(c))
        kh_strbuf_add(out, kh_phrase_text(KH_P_NOT_APPLICABLE, run->lang));
}

void kh_show_beside(kh_report_run *run, kh_strbuf *out, kh_num x, int places)
{
    size_t mark = kh_report_mark(run);
    show(run, &run->text, x, places);
    kh_slice text = kh_report_take(run, mark);
    if (!is_cut(text)) {
        kh_strbuf_add(out, text);
        return;
    }
    kh_num_show_exact(&run->text, x);
    KH_PHRASE(out, run->lang, KH_P_FRACTION, text, kh_report_take(run, mark));
}

void kh_show_exactly(kh_report_run *run, kh_strbuf *out, kh_num x)
{
    size_t mark = kh_report_mark(run);
    kh_num_show(&run->text, x, -1);
    kh_slice text = kh_report_take(run, mark);
    if (is_cut(text))
        kh_num_show_exact(out, x);
    else
        kh_strbuf_add(out, text);
}
