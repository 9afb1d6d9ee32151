/* Which columns a table or a CSV has, and what stands in them. */
#include "report/inside.h"

#include "base/text.h"

static const struct {
    kh_figure figure;
    kh_phrase name;
    bool by_unit, by_item; /* among the usual ones */
} usual[] = {
    {KH_FIGURE_UNIT, KH_P_UNIT, true, true},
    {KH_FIGURE_KIND, KH_P_KIND, true, true},
    {KH_FIGURE_ITEM, KH_P_ITEM, false, true},
    {KH_FIGURE_MAX, KH_P_MAX, false, true},
    {KH_FIGURE_SCORE, KH_P_SCORE, false, true},
    {KH_FIGURE_TOTAL, KH_P_TOTAL, true, false},
    {KH_FIGURE_GRADE, KH_P_GRADE, true, false},
    {KH_FIGURE_RANK, KH_P_RANK, true, false},
    {KH_FIGURE_SELECTED, KH_P_SELECTED, true, false},
    {KH_FIGURE_VETOES, KH_P_VETOES, true, false},
    {KH_FIGURE_PROVISIONAL, KH_P_PROVISIONAL, true, true},
};
enum { USUAL = sizeof usual / sizeof *usual };

bool kh_figure_by_item(kh_figure f)
{
    return f == KH_FIGURE_ITEM || f == KH_FIGURE_MAX || f == KH_FIGURE_SCORE;
}

/* ---- finding ----------------------------------------------------------------------------- */

/* Whether `path`, from its end, is the node's own name, that of its parent … */
static bool is_path(const kh_model *m, uint32_t node, kh_slice path)
{
    for (;;) {
        kh_slice name = kh_intern_text(m->names, m->nodes[node].name);
        if (name.n > path.n || memcmp(path.p + path.n - name.n, name.p, name.n) != 0)
            return false;
        path.n -= name.n;
        node = m->nodes[node].parent;
        if (path.n == 0)
            return true;
        if (node == KH_NONE || path.p[path.n - 1] != '/')
            return false;
        path.n--;
    }
}

uint32_t kh_report_find_nodes(const kh_model *m, kh_slice name, uint32_t *nodes, uint32_t room)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->nodes_count && name.n; i++)
        if (is_path(m, i, name)) {
            if (n < room)
                nodes[n] = i;
            n++;
        }
    return n;
}

bool kh_report_column_find(const kh_model *m, kh_slice name, kh_report_column *out)
{
    *out = (kh_report_column){.index = KH_NONE, .heading = name};
    for (size_t i = 0; i < USUAL; i++)
        if (kh_slice_eq(name, kh_phrase_text(usual[i].name, KH_ZH)) ||
            kh_slice_eq(name, kh_phrase_text(usual[i].name, KH_EN))) {
            out->figure = usual[i].figure;
            return true;
        }
    for (uint32_t i = 0; i < m->shows_count; i++)
        if (kh_slice_eq(name, kh_intern_text(m->names, m->shows[i].name))) {
            out->figure = KH_FIGURE_SHOW;
            out->index = i;
            return true;
        }
    out->figure = KH_FIGURE_NODE;
    return kh_report_find_nodes(m, name, &out->index, 1) > 0;
}

void kh_report_column_offer(const kh_model *m, kh_nearest *nearest)
{
    for (size_t i = 0; i < USUAL; i++) {
        kh_nearest_offer(nearest, kh_phrase_text(usual[i].name, KH_ZH));
        kh_nearest_offer(nearest, kh_phrase_text(usual[i].name, KH_EN));
    }
    for (uint32_t i = 0; i < m->shows_count; i++)
        kh_nearest_offer(nearest, kh_intern_text(m->names, m->shows[i].name));
    for (uint32_t i = 0; i < m->nodes_count; i++)
        kh_nearest_offer(nearest, kh_intern_text(m->names, m->nodes[i].name));
}

static kh_slice heading(const kh_report_run *run, const kh_report_column *c)
{
    for (size_t i = 0; i < USUAL; i++)
        if (usual[i].figure == c->figure)
            return kh_phrase_text(usual[i].name, run->lang);
    return c->heading;
}

kh_report_column *kh_report_columns(kh_report_run *run, size_t *n)
{
    const kh_report_options *o = run->o;
    size_t room = o->column_count + USUAL + run->m->shows_count;
    kh_report_column *columns = KH_NEW_ARRAY(run->arena, kh_report_column, room);
    *n = 0;
    for (size_t i = 0; i < o->column_count; i++)
        if (kh_report_column_find(run->m, o->columns[i], &columns[*n]))
            (*n)++;
    for (size_t i = 0; i < USUAL && o->column_count == 0; i++)
        if (o->by_item ? usual[i].by_item : usual[i].by_unit)
            columns[(*n)++] = (kh_report_column){.figure = usual[i].figure, .index = KH_NONE};
    /* `show` is a further column. */
    for (uint32_t i = 0; i < run->m->shows_count && o->column_count == 0 && !o->by_item; i++)
        columns[(*n)++] =
            (kh_report_column){KH_FIGURE_SHOW, i, kh_name_of(run, run->m->shows[i].name)};
    for (size_t i = 0; i < *n; i++)
        columns[i].heading = heading(run, &columns[i]);
    return columns;
}

bool kh_figure_is_number(const kh_report_run *run, const kh_report_column *c)
{
    switch (c->figure) {
    case KH_FIGURE_TOTAL:
    case KH_FIGURE_RANK:
    case KH_FIGURE_MAX:
    case KH_FIGURE_SCORE:
    case KH_FIGURE_NODE:
        return true;
    case KH_FIGURE_SHOW:
        return run->p->columns[run->p->shows[c->index]].type.tag == KH_TYPE_NUMBER;
    case KH_FIGURE_UNIT:
    case KH_FIGURE_KIND:
    case KH_FIGURE_GRADE:
    case KH_FIGURE_SELECTED:
    case KH_FIGURE_VETOES:
    case KH_FIGURE_PROVISIONAL:
    case KH_FIGURE_ITEM:
        break;
    }
    return false;
}

bool kh_report_has_node(const kh_report_run *run, uint32_t unit, uint32_t node)
{
    uint32_t kind = run->f->units[unit].kind;
    for (; node != KH_NONE; node = run->m->nodes[node].parent) {
        uint64_t kinds = run->m->nodes[node].for_kinds;
        if (kinds && (kind == KH_NONE || !(kinds >> kind & 1)))
            return false;
    }
    return true;
}

/* ---- cells ------------------------------------------------------------------------------- */

kh_cell kh_show_displayed(kh_report_run *run, uint32_t show, uint32_t unit, int *places)
{
    const kh_show *s = &run->m->shows[show];
    kh_col col = run->p->shows[show];
    kh_cell c = kh_result(run->r, col, unit);
    *places = kh_column_places(run, col);
    bool number = run->p->columns[col].type.tag == KH_TYPE_NUMBER;
    if (!number || s->rounding.places < 0 || kh_cell_na(c))
        return c;
    *places = s->rounding.places;
    kh_round_mode mode = s->rounding.mode;
    if (kh_num_is_finite(c.low))
        c.low = kh_num_round(run->unit, c.low, *places, mode);
    if (kh_num_is_finite(c.high))
        c.high = kh_num_round(run->unit, c.high, *places, mode);
    return c;
}

kh_col kh_figure_column(const kh_report_run *run, const kh_report_column *c, uint32_t node,
                        int *places)
{
    kh_col col = KH_NONE;
    if (c->figure == KH_FIGURE_TOTAL)
        col = run->p->total;
    else if (c->figure == KH_FIGURE_NODE || (c->figure == KH_FIGURE_SCORE && node != KH_NONE))
        col = run->p->nodes[c->figure == KH_FIGURE_NODE ? c->index : node].result;
    else if (c->figure == KH_FIGURE_SHOW && kh_figure_is_number(run, c))
        col = run->p->shows[c->index];
    *places = kh_column_places(run, col);
    return col;
}

static void add_number(kh_report_run *run, kh_strbuf *out, kh_col col, uint32_t unit)
{
    kh_show_cell(run, out, kh_result(run->r, col, unit), kh_column_places(run, col), false);
}

static void add_show(kh_report_run *run, kh_strbuf *out, uint32_t show, uint32_t unit)
{
    int places;
    kh_cell c = kh_show_displayed(run, show, unit, &places);
    kh_show_value(run, out, run->p->columns[run->p->shows[show]].type, c, places);
}

static void add_rank(kh_report_run *run, kh_strbuf *out, uint32_t unit)
{
    kh_rank_range rank = run->m->ranks_count ? run->r->ranks[unit] : (kh_rank_range){0, 0};
    if (rank.best == 0)
        return;
    kh_strbuf_addf(out, "%u", rank.best);
    if (rank.worst != rank.best)
        kh_strbuf_addf(out, "..%u", rank.worst);
}

static void add_listed(kh_report_run *run, kh_strbuf *out, size_t start, kh_id name, bool possible)
{
    if (out->n > start)
        kh_strbuf_addc(out, ';');
    kh_text_escape(out, kh_name_of(run, name));
    if (possible)
        kh_strbuf_addc(out, '?');
}

static void add_selected(kh_report_run *run, kh_strbuf *out, uint32_t unit)
{
    const kh_model *m = run->m;
    size_t start = out->n;
    for (uint32_t s = 0; s < m->selects_count; s++) {
        uint8_t choice = run->r->selected[(size_t)unit * m->selects_count + s];
        if (choice != KH_OUT)
            add_listed(run, out, start, m->selects[s].name, choice == KH_POSSIBLE);
    }
}

static void add_vetoes(kh_report_run *run, kh_strbuf *out, uint32_t unit)
{
    const kh_model *m = run->m;
    size_t start = out->n;
    for (uint32_t v = 0; v < m->vetoes_count; v++) {
        uint8_t state = kh_result(run->r, run->p->veto_holds[v], unit).state;
        if (state & KH_MAY_YES)
            add_listed(run, out, start, m->vetoes[v].name, (state & KH_MAY_NO) != 0);
    }
}

static void add_max(kh_report_run *run, kh_strbuf *out, uint32_t unit, uint32_t node)
{
    kh_col max = run->p->nodes[node].max;
    if (max != KH_NONE && !kh_cell_na(kh_result(run->r, max, unit)))
        add_number(run, out, max, unit);
}

static void add_provisional(kh_report_run *run, kh_strbuf *out, uint32_t unit, uint32_t node)
{
    bool open = run->r->provisional[unit];
    if (node != KH_NONE)
        open = kh_cell_open(kh_result(run->r, run->p->nodes[node].result, unit));
    kh_strbuf_add(out, kh_phrase_text(open ? KH_P_YES : KH_P_NO, run->lang));
}

void kh_report_cell(kh_report_run *run, kh_strbuf *out, const kh_report_column *c, uint32_t unit,
                    uint32_t node)
{
    switch (c->figure) {
    case KH_FIGURE_UNIT:
        kh_text_escape(out, kh_unit_name(run, unit));
        break;
    case KH_FIGURE_KIND:
        kh_text_escape(out, kh_kind_name(run, unit));
        break;
    case KH_FIGURE_TOTAL:
        add_number(run, out, run->p->total, unit);
        break;
    case KH_FIGURE_GRADE:
        kh_show_grades(run, out, run->m->grades_count ? run->r->grades[unit] : 0, ";");
        break;
    case KH_FIGURE_RANK:
        add_rank(run, out, unit);
        break;
    case KH_FIGURE_SELECTED:
        add_selected(run, out, unit);
        break;
    case KH_FIGURE_VETOES:
        add_vetoes(run, out, unit);
        break;
    case KH_FIGURE_PROVISIONAL:
        add_provisional(run, out, unit, node);
        break;
    case KH_FIGURE_ITEM:
        if (node != KH_NONE)
            kh_model_path(out, run->m, node, "/");
        break;
    case KH_FIGURE_MAX:
        if (node != KH_NONE)
            add_max(run, out, unit, node);
        break;
    case KH_FIGURE_SCORE:
        if (node != KH_NONE)
            add_number(run, out, run->p->nodes[node].result, unit);
        break;
    case KH_FIGURE_SHOW:
        add_show(run, out, c->index, unit);
        break;
    case KH_FIGURE_NODE:
        add_number(run, out, run->p->nodes[c->index].result, unit);
        break;
    }
}
