/* The results as JSON, format 1. Keys are fixed: later ones may be added, none ever changes. Points
 * are texts, ranks whole numbers; a unit stands on a line of its own. */
#include "report/inside.h"

void kh_json_text(kh_report_run *run, kh_json *j, size_t mark)
{
    kh_json_string(j, kh_report_take(run, mark));
}

static void add_name(kh_report_run *run, kh_json *j, const char *key, kh_slice name)
{
    (void)run;
    kh_json_key(j, key);
    if (name.n)
        kh_json_string(j, name);
    else
        kh_json_null(j);
}

/* ---- numbers ----------------------------------------------------------------------------- */

static void add_shown(kh_report_run *run, kh_json *j, kh_num x, int places)
{
    if (!kh_num_is_finite(x)) {
        kh_json_null(j);
        return;
    }
    size_t mark = kh_report_mark(run);
    kh_cell c = {KH_MAY_VALUE, x, x};
    kh_show_cell(run, &run->text, c, places, false);
    kh_json_text(run, j, mark);
}

static void add_exact(kh_report_run *run, kh_json *j, kh_num x)
{
    if (!kh_num_is_finite(x)) {
        kh_json_null(j);
        return;
    }
    size_t mark = kh_report_mark(run);
    kh_num_show_exact(&run->text, x);
    kh_json_text(run, j, mark);
}

static void add_end(kh_report_run *run, kh_json *j, kh_cell c, kh_num x, int places)
{
    if (!kh_cell_enclosed(run, c)) {
        add_shown(run, j, x, places);
        return;
    }
    size_t mark = kh_report_mark(run);
    kh_show_enclosed(run, &run->text, x);
    kh_json_text(run, j, mark);
}

void kh_json_range(kh_report_run *run, kh_json *j, kh_cell c, int places)
{
    kh_json_key(j, "range");
    if (!kh_cell_open(c)) {
        kh_json_null(j);
        return;
    }
    kh_json_open(j, '[');
    add_end(run, j, c, c.low, places);
    add_end(run, j, c, c.high, places);
    kh_json_close(j, ']');
    kh_json_key(j, "exact_range");
    kh_json_open(j, '[');
    add_exact(run, j, c.low);
    add_exact(run, j, c.high);
    kh_json_close(j, ']');
    if (kh_cell_maybe_na(c)) {
        kh_json_key(j, "may_not_apply");
        kh_json_bool(j, true);
    }
}

/* KEY (as shown) and "exact"; both null when the number is open or does not apply. */
static void add_figure(kh_report_run *run, kh_json *j, const char *key, kh_cell c, int places)
{
    bool settled = kh_cell_settled(c);
    kh_json_key(j, key);
    if (settled)
        add_shown(run, j, c.low, places);
    else
        kh_json_null(j);
    kh_json_key(j, "exact");
    if (settled)
        add_exact(run, j, c.low);
    else
        kh_json_null(j);
}

/* ---- results ----------------------------------------------------------------------------- */

static void add_grade(kh_report_run *run, kh_json *j, uint32_t unit)
{
    uint64_t grades = run->m->grades_count ? run->r->grades[unit] : 0;
    bool settled = grades && (grades & (grades - 1)) == 0;
    kh_json_key(j, "grade");
    if (settled)
        kh_json_string(j, kh_name_of(run, run->m->grades[__builtin_ctzll(grades)].name));
    else
        kh_json_null(j);
    kh_json_key(j, "grades");
    if (settled || !grades) {
        kh_json_null(j);
        return;
    }
    kh_json_open(j, '[');
    for (uint32_t g = 0; g < run->m->grades_count; g++)
        if (grades >> g & 1)
            kh_json_string(j, kh_name_of(run, run->m->grades[g].name));
    kh_json_close(j, ']');
}

static void add_rank(kh_report_run *run, kh_json *j, uint32_t unit)
{
    kh_rank_range rank = run->m->ranks_count ? run->r->ranks[unit] : (kh_rank_range){0, 0};
    bool settled = rank.best == rank.worst;
    kh_json_key(j, "rank");
    if (rank.best && settled)
        kh_json_int(j, rank.best);
    else
        kh_json_null(j);
    kh_json_key(j, "rank_range");
    if (settled) {
        kh_json_null(j);
        return;
    }
    kh_json_open(j, '[');
    kh_json_int(j, rank.best);
    kh_json_int(j, rank.worst);
    kh_json_close(j, ']');
}

static void add_vetoes(kh_report_run *run, kh_json *j, uint32_t unit, bool possible)
{
    const kh_model *m = run->m;
    kh_json_key(j, possible ? "vetoes_possible" : "vetoes");
    kh_json_open(j, '[');
    for (uint32_t v = 0; v < m->vetoes_count; v++) {
        uint8_t state = kh_result(run->r, run->p->veto_holds[v], unit).state;
        if (!(state & KH_MAY_YES) || ((state & KH_MAY_NO) != 0) != possible)
            continue;
        kh_json_open(j, '{');
        add_name(run, j, "name", kh_name_of(run, m->vetoes[v].name));
        add_name(run, j, "cite", m->vetoes[v].docs.cite);
        kh_json_close(j, '}');
    }
    kh_json_close(j, ']');
}

static void add_selected(kh_report_run *run, kh_json *j, uint32_t unit, kh_choice choice)
{
    const kh_model *m = run->m;
    kh_json_key(j, choice == KH_CERTAIN ? "selected" : "selected_possible");
    kh_json_open(j, '[');
    for (uint32_t s = 0; s < m->selects_count; s++)
        if (run->r->selected[(size_t)unit * m->selects_count + s] == choice)
            kh_json_string(j, kh_name_of(run, m->selects[s].name));
    kh_json_close(j, ']');
}

static void add_show(kh_report_run *run, kh_json *j, uint32_t show, uint32_t unit)
{
    int places;
    kh_col col = run->p->shows[show];
    kh_cell exact = kh_result(run->r, col, unit);
    kh_cell shown = kh_show_displayed(run, show, unit, &places);
    bool number = run->p->columns[col].type.tag == KH_TYPE_NUMBER;
    bool settled = number ? kh_cell_settled(exact) : !kh_cell_open(exact) && !kh_cell_na(exact);
    kh_json_name(j, kh_name_of(run, run->m->shows[show].name));
    kh_json_open(j, '{');
    kh_json_key(j, "value");
    if (settled) {
        size_t mark = kh_report_mark(run);
        kh_show_value(run, &run->text, run->p->columns[col].type, shown, places);
        kh_json_text(run, j, mark);
    } else {
        kh_json_null(j);
    }
    kh_json_key(j, "exact");
    if (settled && number)
        add_exact(run, j, exact.low);
    else
        kh_json_null(j);
    if (number)
        kh_json_range(run, j, exact, places);
    else
        kh_json_range(run, j, (kh_cell){KH_MAY_NA, KH_ZERO, KH_ZERO}, -1);
    kh_json_close(j, '}');
}

static void add_gaps(kh_report_run *run, kh_json *j, const char *key, const kh_gap *gaps,
                     uint32_t n)
{
    static const char *const reasons[] = {
        [KH_GAP_FACT] = "fact",           [KH_GAP_FIELD] = "field",     [KH_GAP_RATING] = "rating",
        [KH_GAP_NO_ROWS] = "no_rows",     [KH_GAP_ZERO] = "zero",       [KH_GAP_TABLE] = "table",
        [KH_GAP_NO_NUMBER] = "no_number", [KH_GAP_TOO_FEW] = "too_few",
    };
    kh_json_key(j, key);
    kh_json_open(j, '[');
    for (uint32_t i = 0; i < n; i++) {
        kh_json_open(j, '{');
        add_name(run, j, "name", kh_gap_name(run, &gaps[i]));
        kh_json_key(j, "reason");
        kh_json_string(j, kh_slice_of(reasons[gaps[i].reason]));
        kh_slice item = gaps[i].node == KH_NONE ? KH_LIT("")
                                                : kh_name_of(run, run->m->nodes[gaps[i].node].name);
        add_name(run, j, "item", item);
        kh_json_close(j, '}');
    }
    kh_json_close(j, ']');
}

/* ---- a unit ------------------------------------------------------------------------------ */

static void add_results(kh_report_run *run, kh_json *j, uint32_t unit)
{
    add_grade(run, j, unit);
    add_rank(run, j, unit);
    add_vetoes(run, j, unit, false);
    add_vetoes(run, j, unit, true);
    add_selected(run, j, unit, KH_CERTAIN);
    add_selected(run, j, unit, KH_POSSIBLE);
    kh_json_key(j, "shown");
    kh_json_open(j, '{');
    for (uint32_t s = 0; s < run->m->shows_count; s++)
        add_show(run, j, s, unit);
    kh_json_close(j, '}');
}

void kh_json_unit(kh_report_run *run, kh_json *j, uint32_t unit)
{
    const kh_results *r = run->r;
    kh_cell total = kh_result(r, run->p->total, unit);
    int places = kh_column_places(run, run->p->total);
    uint32_t n;
    add_name(run, j, "unit", kh_unit_name(run, unit));
    add_name(run, j, "kind", kh_kind_name(run, unit));
    kh_json_key(j, "period");
    kh_json_null(j);
    add_figure(run, j, "total", total, places);
    kh_json_range(run, j, total, places);
    add_results(run, j, unit);
    kh_json_key(j, "provisional");
    kh_json_bool(j, r->provisional[unit]);
    const kh_gap *gaps = kh_report_gaps(r->gaps, r->gap_count, unit, &n);
    add_gaps(run, j, "missing", gaps, n);
    gaps = kh_report_gaps(r->assumed, r->assumed_count, unit, &n);
    if (n)
        add_gaps(run, j, "assumed", gaps, n);
}

static void add_path(kh_report_run *run, kh_json *j, uint32_t node)
{
    size_t depth = run->m->nodes[node].depth + 1u;
    kh_slice *names = KH_NEW_ARRAY(run->unit, kh_slice, depth);
    size_t n = depth;
    for (uint32_t i = node; i != KH_NONE && n > 0; i = run->m->nodes[i].parent)
        names[--n] = kh_name_of(run, run->m->nodes[i].name);
    kh_json_key(j, "path");
    kh_json_open(j, '[');
    for (; n < depth; n++)
        kh_json_string(j, names[n]);
    kh_json_close(j, ']');
}

void kh_json_node(kh_report_run *run, kh_json *j, uint32_t unit, uint32_t node)
{
    const kh_plan_node *p = &run->p->nodes[node];
    kh_cell c = kh_result(run->r, p->result, unit);
    int places = kh_column_places(run, p->result);
    add_path(run, j, node);
    add_figure(run, j, "score", c, places);
    kh_json_key(j, "max");
    kh_cell max = {KH_MAY_NA, KH_ZERO, KH_ZERO};
    if (p->max != KH_NONE)
        max = kh_result(run->r, p->max, unit);
    if (kh_cell_settled(max))
        add_shown(run, j, max.low, kh_column_places(run, p->max));
    else
        kh_json_null(j);
    kh_json_range(run, j, c, places);
}

void kh_json_head(kh_report_run *run, kh_json *j)
{
    kh_json_open(j, '{');
    kh_json_key(j, "kaohe");
    kh_json_int(j, 1);
    add_name(run, j, "scheme", kh_name_of(run, run->m->title));
    kh_json_key(j, "units");
    kh_json_open(j, '[');
}

void kh_json_tail(kh_report_run *run, kh_json *j)
{
    kh_strbuf_addc(run->out, '\n');
    kh_json_close(j, ']');
    kh_json_close(j, '}');
    kh_strbuf_addc(run->out, '\n');
}

static void write_json(kh_report_run *run)
{
    kh_json j = {run->out, false};
    uint32_t n;
    const uint32_t *units = kh_report_units(run, &n);
    kh_json_head(run, &j);
    for (uint32_t i = 0; i < n; i++) {
        kh_json_line(&j);
        kh_json_open(&j, '{');
        kh_json_unit(run, &j, units[i]);
        kh_json_key(&j, "items");
        kh_json_open(&j, '[');
        for (uint32_t k = 0; k < run->m->nodes_count; k++) {
            kh_json_open(&j, '{');
            kh_json_node(run, &j, units[i], k);
            kh_json_close(&j, '}');
        }
        kh_json_close(&j, ']');
        kh_json_close(&j, '}');
        kh_arena_reset(run->unit);
    }
    kh_json_tail(run, &j);
}

void kh_report_json(kh_strbuf *out, const kh_results *r, const kh_report_options *o)
{
    kh_report_write(out, r, o, write_json);
}
