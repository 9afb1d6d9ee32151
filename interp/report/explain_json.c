/* The ledger for programs. A unit has the keys of `eval --format json`, then its parts and the
 * nodes inside it. For the unit and for every node, the `exact` of its parts and of its children
 * add up to its own (tests/explain/check_parts.py). */
#include "report/ledger.h"

typedef struct writing {
    kh_report_run *run;
    kh_json *j;
    const kh_standing *standing;
    const kh_line *lines;
    uint32_t line_count;
    bool *shown;
} writing;

static void add_text(const writing *w, const char *key, kh_slice text)
{
    kh_json_key(w->j, key);
    if (text.n)
        kh_json_string(w->j, text);
    else
        kh_json_null(w->j);
}

static void add_place(const writing *w, kh_place place)
{
    kh_sources *sources = w->run->m->sources;
    bool known = place.source != 0;
    kh_linecol at = {0, 0};
    if (known)
        at = kh_source_linecol(sources, place.source, place.at);
    add_text(w, "file", known ? kh_sources_at(sources, place.source)->name : KH_LIT(""));
    kh_json_key(w->j, "line");
    if (known)
        kh_json_int(w->j, at.line);
    else
        kh_json_null(w->j);
    kh_json_key(w->j, "column");
    if (known)
        kh_json_int(w->j, at.column);
    else
        kh_json_null(w->j);
}

static void add_source(const writing *w, const char *key, kh_place place)
{
    size_t mark = kh_report_mark(w->run);
    kh_show_source(w->run, &w->run->text, place);
    add_text(w, key, kh_report_take(w->run, mark));
}

static void add_exact(const writing *w, kh_cell c)
{
    kh_json_key(w->j, "exact");
    if (!kh_cell_settled(c)) {
        kh_json_null(w->j);
        return;
    }
    size_t mark = kh_report_mark(w->run);
    kh_num_show_exact(&w->run->text, c.low);
    kh_json_text(w->run, w->j, mark);
}

/* ---- facts, conditions ------------------------------------------------------------------- */

static void add_facts(const writing *w, const char *key, const kh_ledger_facts *facts)
{
    kh_json_key(w->j, key);
    kh_json_open(w->j, '[');
    for (size_t i = 0; i < facts->n; i++) {
        const kh_ledger_fact *f = &facts->at[i];
        kh_json_open(w->j, '{');
        add_text(w, "name", f->name);
        add_text(w, "value", f->value);
        if (f->count >= 0) {
            kh_json_key(w->j, "count");
            kh_json_int(w->j, (uint64_t)f->count);
        }
        add_place(w, f->place);
        kh_json_close(w->j, '}');
    }
    kh_json_close(w->j, ']');
}

static void add_conditions(const writing *w, const kh_atoms *atoms)
{
    kh_json_key(w->j, "conditions");
    kh_json_open(w->j, '[');
    for (size_t i = 0; i < atoms->n; i++) {
        const kh_atom *a = &atoms->at[i];
        kh_json_open(w->j, '{');
        kh_json_key(w->j, "role");
        kh_json_string(w->j, a->role == KH_ATOM_WHEN ? KH_LIT("when") : KH_LIT("unless"));
        kh_json_key(w->j, "met");
        if (a->met == KH_MET_OPEN)
            kh_json_null(w->j);
        else
            kh_json_bool(w->j, a->met == KH_MET);
        add_text(w, "text", a->text);
        add_text(w, "lacks", a->distance);
        add_facts(w, "facts", &a->facts);
        kh_json_close(w->j, '}');
    }
    kh_json_close(w->j, ']');
}

/* ---- parts ------------------------------------------------------------------------------- */

static const char *const part_types[] = {
    [KH_PART_START] = "start",     [KH_PART_SCORE] = "score",       [KH_PART_RATE] = "rate",
    [KH_PART_DEDUCT] = "deduct",   [KH_PART_CHILDREN] = "children", [KH_PART_AWARD] = "award",
    [KH_PART_LIMIT] = "limit",     [KH_PART_ASSUMED] = "assumed",   [KH_PART_FLOOR] = "floor",
    [KH_PART_CAP] = "cap",         [KH_PART_ROUND] = "round",       [KH_PART_WEIGHT] = "weight",
    [KH_PART_ABSENT] = "absent",   [KH_PART_TOGETHER] = "together", [KH_PART_HIGHEST] = "highest",
    [KH_PART_RESCALE] = "rescale", [KH_PART_GATE] = "gate",         [KH_PART_FORFEIT] = "forfeit",
    [KH_PART_BECOMES] = "becomes",
};

static void add_part(const writing *w, const kh_part *part)
{
    kh_json_open(w->j, '{');
    kh_json_key(w->j, "type");
    kh_json_string(w->j, kh_slice_of(part_types[part->type]));
    add_exact(w, part->amount);
    kh_json_range(w->run, w->j, part->amount, part->places);
    add_text(w, "text", part->text);
    if (part->type == KH_PART_WEIGHT || part->type == KH_PART_ABSENT)
        add_text(w, "item", kh_name_of(w->run, w->run->m->nodes[part->child].name));
    if (part->group) {
        add_text(w, "cite", part->group->docs.cite);
        add_place(w, part->group->place);
    }
    if (part->rule) {
        add_source(w, "rule", part->rule->place);
        add_text(w, "cite", part->rule->docs.cite);
        add_place(w, part->rule->place);
        if (part->rule->group) {
            kh_json_key(w->j, "taken");
            kh_json_bool(w->j, !part->passed);
        }
        add_conditions(w, &part->conditions);
        add_facts(w, "facts", &part->facts);
        add_facts(w, "not_counted", &part->left_out);
    }
    kh_json_close(w->j, '}');
}

static void add_parts(const writing *w, const kh_ledger_node *l)
{
    kh_json_key(w->j, "parts");
    kh_json_open(w->j, '[');
    for (size_t i = 0; i < l->parts.n; i++)
        add_part(w, &l->parts.at[i]);
    kh_json_close(w->j, ']');
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void add_owners(const writing *w, const kh_docs *docs)
{
    kh_json_key(w->j, "owner");
    kh_json_open(w->j, '[');
    for (uint32_t i = 0; i < docs->owner_count; i++)
        kh_json_string(w->j, docs->owners[i]);
    kh_json_close(w->j, ']');
}

static void add_children(const writing *w, const uint32_t *children, uint32_t n, uint32_t unit);

static void add_node(const writing *w, uint32_t node, uint32_t unit)
{
    const kh_score *n = &w->run->m->nodes[node];
    kh_ledger_node l = kh_explain_node(w->run, node, unit);
    kh_json_open(w->j, '{');
    kh_json_node(w->run, w->j, unit, node);
    add_text(w, "cite", n->docs.cite);
    add_owners(w, &n->docs);
    add_place(w, n->name_place.source ? n->name_place : n->place);
    add_parts(w, &l);
    add_children(w, n->children, n->child_count, unit);
    kh_json_close(w->j, '}');
}

/* Sections nest at most 200 deep. */
static void add_children(const writing *w, const uint32_t *children, uint32_t n, uint32_t unit)
{
    kh_json_key(w->j, "children");
    kh_json_open(w->j, '[');
    for (uint32_t i = 0; i < n; i++)
        add_node(w, children[i], unit);
    kh_json_close(w->j, ']');
}

/* ---- results ----------------------------------------------------------------------------- */

static void add_reasons(const writing *w, uint32_t unit)
{
    static const char *const about[] = {
        [KH_ABOUT_GRADE] = "grade", [KH_ABOUT_NEXT_GRADE] = "next_grade",
        [KH_ABOUT_VETO] = "veto",   [KH_ABOUT_RANK] = "rank",
        [KH_ABOUT_LINE] = "line",   [KH_ABOUT_SELECTION] = "selection",
    };
    kh_reasons reasons = kh_explain_results(w->run, w->standing, w->lines, w->line_count, unit);
    kh_json_key(w->j, "reasons");
    kh_json_open(w->j, '[');
    for (size_t i = 0; i < reasons.n; i++) {
        const kh_reason *r = &reasons.at[i];
        kh_json_open(w->j, '{');
        kh_json_key(w->j, "about");
        kh_json_string(w->j, kh_slice_of(about[r->about]));
        add_text(w, "name", kh_name_of(w->run, r->name));
        add_text(w, "text", r->text);
        add_text(w, "cite", r->cite);
        add_place(w, r->place);
        add_conditions(w, &r->atoms);
        kh_json_close(w->j, '}');
    }
    kh_json_close(w->j, ']');
}

static void add_unit(const writing *w, uint32_t unit)
{
    kh_report_run *run = w->run;
    const kh_model *m = run->m;
    uint32_t *nodes = KH_NEW_ARRAY(run->unit, uint32_t, (size_t)m->nodes_count + 1);
    kh_json_open(w->j, '{');
    kh_json_unit(run, w->j, unit);
    if (!w->shown) {
        kh_ledger_node total = kh_explain_total(run, unit);
        add_reasons(w, unit);
        add_parts(w, &total);
        add_children(w, nodes, kh_explain_children(run, KH_NONE, nodes), unit);
    } else {
        uint32_t n = 0;
        for (uint32_t i = 0; i < m->nodes_count; i++)
            if (w->shown[i] && (m->nodes[i].parent == KH_NONE || !w->shown[m->nodes[i].parent]))
                nodes[n++] = i;
        /* A part of the tree does not add up to the total, so it stands under another key. */
        kh_json_key(w->j, "items");
        kh_json_open(w->j, '[');
        for (uint32_t i = 0; i < n; i++)
            add_node(w, nodes[i], unit);
        kh_json_close(w->j, ']');
    }
    kh_json_close(w->j, '}');
}

static void write_json(kh_report_run *run)
{
    kh_json j = {run->out, false};
    writing w = {.run = run, .j = &j, .shown = kh_explain_shown(run)};
    uint32_t n;
    const uint32_t *units = kh_report_units(run, &n);
    w.standing = kh_standing_new(run);
    w.lines = kh_report_lines(run, &w.line_count);
    kh_json_head(run, &j);
    for (uint32_t i = 0; i < n; i++) {
        kh_json_line(&j);
        add_unit(&w, units[i]);
        kh_arena_reset(run->unit);
    }
    kh_json_tail(run, &j);
}

void kh_explain_json(kh_strbuf *out, const kh_results *r, const kh_report_options *o)
{
    kh_report_write(out, r, o, write_json);
}
