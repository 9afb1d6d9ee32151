/* The ledger for people: what a unit that appeals and a clerk who knows no programming can check
 * line by line. What is as usual is left out. */
#include "report/ledger.h"

typedef struct printing {
    kh_report_run *run;
    const kh_standing *standing;
    const kh_line *lines;
    uint32_t line_count;
    bool *shown; /* [nodes] --item: what is printed; NULL: all */
} printing;

static kh_strbuf *out(const printing *p)
{
    return p->run->out;
}

static void indent(const printing *p, size_t depth)
{
    kh_strbuf_pad(out(p), ' ', 2 * depth);
}

static void end_line(const printing *p)
{
    kh_strbuf_addc(out(p), '\n');
}

static void add_place(const printing *p, kh_place place)
{
    if (place.source == 0)
        return;
    kh_strbuf_adds(out(p), "  ");
    kh_show_place(p->run, out(p), place);
}

/* ---- facts and conditions ---------------------------------------------------------------- */

static void print_fact(const printing *p, size_t depth, const kh_ledger_fact *f)
{
    indent(p, depth);
    if (f->count < 0 || f->value.n == 0)
        kh_text_escape(out(p), f->name);
    if (f->count < 0)
        kh_strbuf_addc(out(p), ' ');
    kh_strbuf_add(out(p), f->value);
    if (f->count >= 0 && f->count != 1) {
        size_t mark = kh_report_mark(p->run);
        kh_strbuf_addf(&p->run->text, "%lld", (long long)f->count);
        kh_slice count = kh_report_take(p->run, mark);
        kh_strbuf_adds(out(p), "  ");
        KH_PHRASE(out(p), p->run->lang, KH_P_TIMES, count);
    }
    add_place(p, f->place);
    end_line(p);
}

static void print_facts(const printing *p, size_t depth, const kh_ledger_facts *facts)
{
    for (size_t i = 0; i < facts->n; i++)
        print_fact(p, depth, &facts->at[i]);
}

static kh_phrase role_phrase(const kh_atom *a)
{
    return a->role == KH_ATOM_WHEN ? KH_P_VETO_WHEN
           : a->met == KH_MET      ? KH_P_VETO_MEETS
           : a->met == KH_NOT_MET  ? KH_P_VETO_LACKS
                                   : KH_P_VETO_UNDECIDED;
}

/* An atom with the place of its fact, when it is one; several stand below it. */
static void print_atom(const printing *p, size_t depth, const kh_atom *a, bool with_role)
{
    kh_report_run *run = p->run;
    indent(p, depth);
    if (with_role) {
        kh_strbuf_add(out(p), kh_phrase_text(role_phrase(a), run->lang));
        kh_strbuf_adds(out(p), run->lang == KH_EN ? ": " : "：");
    }
    if (a->distance.n)
        KH_PHRASE(out(p), run->lang, KH_P_ATOM_LACKS, a->text, a->distance);
    else
        kh_strbuf_add(out(p), a->text);
    if (a->facts.n == 1)
        add_place(p, a->facts.at[0].place);
    end_line(p);
    if (a->facts.n > 1)
        print_facts(p, depth + 1, &a->facts);
}

/* ---- parts ------------------------------------------------------------------------------- */

/* "扣 3 分": what a rule came to. */
static void add_verdict(const printing *p, const kh_part *part)
{
    kh_report_run *run = p->run;
    bool value = part->type == KH_PART_SCORE || part->type == KH_PART_RATE;
    kh_phrase none = value                          ? KH_P_PART_NOT_TAKEN
                     : part->type == KH_PART_DEDUCT ? KH_P_PART_NONE
                                                    : KH_P_PART_NO_AWARD;
    kh_phrase some = value                          ? KH_P_PART_VALUE
                     : part->type == KH_PART_DEDUCT ? KH_P_PART_DEDUCT
                                                    : KH_P_PART_AWARD;
    kh_strbuf_adds(out(p), "  ");
    if (!part->taken) {
        kh_strbuf_add(out(p), kh_phrase_text(none, run->lang));
        return;
    }
    kh_cell c = part->amount;
    if (part->type == KH_PART_DEDUCT) {
        c.low = kh_num_neg(run->unit, part->amount.high);
        c.high = kh_num_neg(run->unit, part->amount.low);
    }
    KH_PHRASE(out(p), run->lang, some, kh_cell_text(run, c, part->places));
}

static void print_rule(const printing *p, size_t depth, const kh_part *part)
{
    indent(p, depth);
    kh_show_source(p->run, out(p), part->rule->place);
    add_verdict(p, part);
    add_place(p, part->rule->place);
    end_line(p);
    depth++;
    for (size_t i = 0; i < part->conditions.n; i++)
        print_atom(p, depth, &part->conditions.at[i], false);
    print_facts(p, depth, &part->facts);
    if (part->text.n && part->taken) {
        indent(p, depth);
        kh_strbuf_add(out(p), part->text);
        end_line(p);
    }
    for (size_t i = 0; i < part->left_out.n; i++) {
        const kh_ledger_fact *f = &part->left_out.at[i];
        indent(p, depth);
        KH_PHRASE(out(p), p->run->lang, KH_P_LEFT_OUT, f->value.n ? f->value : f->name);
        add_place(p, f->place);
        end_line(p);
    }
}

static void print_part(const printing *p, size_t depth, const kh_part *part)
{
    switch (part->type) {
    case KH_PART_START:
        break;
    case KH_PART_SCORE:
    case KH_PART_RATE:
    case KH_PART_DEDUCT:
    case KH_PART_AWARD:
        print_rule(p, depth, part);
        break;
    case KH_PART_LIMIT:
    case KH_PART_CHILDREN:
    case KH_PART_ASSUMED:
    case KH_PART_FLOOR:
    case KH_PART_CAP:
    case KH_PART_ROUND:
    case KH_PART_WEIGHT:
    case KH_PART_ABSENT:
        indent(p, depth);
        kh_strbuf_add(out(p), part->text);
        end_line(p);
        break;
    }
}

/* ---- sums -------------------------------------------------------------------------------- */

static bool is_correction(const kh_part *part)
{
    return part->type == KH_PART_FLOOR || part->type == KH_PART_CAP || part->type == KH_PART_ROUND;
}

static void add_term(const printing *p, size_t *terms, kh_cell c, int places)
{
    kh_report_run *run = p->run;
    bool negative = kh_num_sign(c.high) < 0 || (kh_num_sign(c.high) == 0 && kh_num_sign(c.low) < 0);
    if (*terms)
        kh_strbuf_adds(&run->text, negative ? " - " : " + ");
    else if (negative)
        kh_strbuf_addc(&run->text, '-');
    if (negative) {
        kh_num low = kh_num_neg(run->unit, c.high);
        c.high = kh_num_neg(run->unit, c.low);
        c.low = low;
    }
    kh_show_cell(run, &run->text, c, places, false);
    (*terms)++;
}

/* "10 - 3 - 2": start, rules and what is inside; what comes behind them has lines of its own. */
static size_t add_terms(const printing *p, const kh_ledger_node *l, const uint32_t *children,
                        uint32_t n, kh_cell *sum)
{
    kh_report_run *run = p->run;
    size_t terms = 0;
    bool settled = true;
    kh_num total = KH_ZERO;
    for (size_t i = 0; i < l->parts.n; i++) {
        const kh_part *part = &l->parts.at[i];
        if (is_correction(part) || part->type == KH_PART_WEIGHT || part->type == KH_PART_ABSENT ||
            !part->taken)
            continue;
        add_term(p, &terms, part->amount, part->places);
        settled = settled && kh_cell_settled(part->amount);
        total = settled ? kh_num_add(run->unit, total, part->amount.low) : total;
    }
    for (uint32_t i = 0; i < n; i++) {
        kh_col col = run->p->nodes[children[i]].counted;
        kh_cell c = kh_result(run->r, col, l->unit);
        if (kh_cell_na(c))
            continue;
        add_term(p, &terms, c, kh_column_places(run, col));
        settled = settled && kh_cell_settled(c);
        total = settled ? kh_num_add(run->unit, total, c.low) : total;
    }
    *sum = settled ? (kh_cell){KH_MAY_VALUE, total, total} : l->result;
    return terms;
}

/* The equation of a node, when it has more than one term. */
static void print_sum(const printing *p, size_t depth, const kh_ledger_node *l,
                      const uint32_t *children, uint32_t n, kh_phrase phrase)
{
    kh_report_run *run = p->run;
    kh_cell sum;
    size_t mark = kh_report_mark(run);
    size_t terms = add_terms(p, l, children, n, &sum);
    if (terms > 1) {
        kh_strbuf_adds(&run->text, " = ");
        bool settled = kh_cell_settled(sum);
        bool same = settled && kh_cell_settled(l->result) && kh_num_eq(sum.low, l->result.low);
        int places = same ? l->places : -1;
        if (settled)
            kh_show_beside(run, &run->text, sum.low, places);
        else
            kh_show_cell(run, &run->text, sum, places, false);
    }
    kh_slice text = kh_report_take(run, mark);
    if (terms < 2)
        return;
    indent(p, depth);
    KH_PHRASE(out(p), run->lang, phrase, text);
    end_line(p);
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void add_owners(const printing *p, const kh_docs *docs)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    if (docs->cite.n) {
        kh_text_escape(&run->text, docs->cite);
        kh_slice cite = kh_report_take(run, mark);
        kh_strbuf_adds(out(p), "  ");
        KH_PHRASE(out(p), run->lang, KH_P_HEAD_CITE, cite);
    }
    for (uint32_t i = 0; i < docs->owner_count; i++) {
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_COMMA, run->lang));
        kh_text_escape(&run->text, docs->owners[i]);
    }
    kh_slice owners = kh_report_take(run, mark);
    if (owners.n == 0)
        return;
    kh_strbuf_adds(out(p), "  ");
    KH_PHRASE(out(p), run->lang, KH_P_HEAD_OWNER, owners);
}

static void add_points(const printing *p, kh_cell c, int places, kh_col max, uint32_t unit)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    if (kh_cell_settled(c))
        kh_show_beside(run, &run->text, c.low, places);
    else
        kh_show_cell(run, &run->text, c, places, false);
    kh_slice points = kh_report_take(run, mark);
    kh_strbuf_add(out(p), points);
    if (max == KH_NONE)
        return;
    kh_cell most = kh_result(run->r, max, unit);
    if (kh_cell_settled(most))
        KH_PHRASE(out(p), run->lang, KH_P_HEAD_OF,
                  kh_cell_text(run, most, kh_column_places(run, max)));
}

static void print_head(const printing *p, size_t depth, const kh_ledger_node *l)
{
    kh_report_run *run = p->run;
    const kh_score *n = &run->m->nodes[l->node];
    indent(p, depth);
    kh_text_escape(out(p), kh_name_of(run, n->name));
    kh_strbuf_adds(out(p), "  ");
    if (kh_cell_na(l->result)) {
        kh_strbuf_add(out(p), kh_phrase_text(KH_P_DOES_NOT_APPLY, run->lang));
    } else {
        kh_strbuf_add(out(p), kh_phrase_text(KH_P_HEAD_SCORE, run->lang));
        add_points(p, l->result, l->places, run->p->nodes[l->node].max, l->unit);
    }
    add_owners(p, &n->docs);
    if (n->rule_count == 0)
        add_place(p, n->name_place.source ? n->name_place : n->place);
    end_line(p);
}

/* Sections nest at most 200 deep. */
static void print_node(const printing *p, size_t depth, uint32_t node, uint32_t unit)
{
    kh_report_run *run = p->run;
    if (p->shown && !p->shown[node])
        return;
    kh_ledger_node l = kh_explain_node(run, node, unit);
    const kh_score *n = &run->m->nodes[node];
    print_head(p, depth, &l);
    if (kh_cell_na(l.result))
        return;
    for (size_t i = 0; i < l.parts.n; i++)
        if (!is_correction(&l.parts.at[i]))
            print_part(p, depth + 1, &l.parts.at[i]);
    for (uint32_t i = 0; i < n->child_count; i++)
        print_node(p, depth + 1, n->children[i], unit);
    print_sum(p, depth + 1, &l, n->children, n->child_count,
              n->child_count ? KH_P_PART_SUM : KH_P_NODE_SUM);
    for (size_t i = 0; i < l.parts.n; i++)
        if (is_correction(&l.parts.at[i]))
            print_part(p, depth + 1, &l.parts.at[i]);
}

static void print_nodes(const printing *p, uint32_t unit)
{
    kh_report_run *run = p->run;
    uint32_t *top = KH_NEW_ARRAY(run->unit, uint32_t, (size_t)run->m->nodes_count + 1);
    uint32_t n = kh_explain_children(run, KH_NONE, top);
    if (run->o->item.n) {
        for (uint32_t i = 0; i < run->m->nodes_count; i++)
            if (p->shown[i] &&
                (run->m->nodes[i].parent == KH_NONE || !p->shown[run->m->nodes[i].parent]))
                print_node(p, 0, i, unit);
        return;
    }
    for (uint32_t i = 0; i < n; i++)
        print_node(p, 0, top[i], unit);
    kh_ledger_node total = kh_explain_total(run, unit);
    for (size_t i = 0; i < total.parts.n; i++)
        if (!is_correction(&total.parts.at[i]))
            print_part(p, 0, &total.parts.at[i]);
    print_sum(p, 0, &total, top, n, KH_P_TOTAL_SUM);
    for (size_t i = 0; i < total.parts.n; i++)
        if (is_correction(&total.parts.at[i]))
            print_part(p, 0, &total.parts.at[i]);
}

/* ---- a unit ------------------------------------------------------------------------------ */

/* "等次 合格", nothing when there is nothing to say. */
static void head_figure(const printing *p, kh_figure figure, kh_phrase name, uint32_t unit)
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

static void print_unit_head(const printing *p, uint32_t unit)
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
    add_points(p, kh_result(run->r, run->p->total, unit), kh_column_places(run, run->p->total),
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
    end_line(p);
    kh_strbuf_pad(out(p), '=', width);
    end_line(p);
}

static void print_gap_line(const printing *p, kh_phrase phrase, const kh_gap *gaps, uint32_t n)
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
    end_line(p);
}

static void print_reason(const printing *p, const kh_reason *r)
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
    add_place(p, r->place);
    end_line(p);
    for (size_t i = 0; i < r->atoms.n; i++)
        print_atom(p, 1, &r->atoms.at[i], roles);
}

static void print_unit(const printing *p, uint32_t unit)
{
    kh_report_run *run = p->run;
    print_unit_head(p, unit);
    print_nodes(p, unit);
    if (run->o->item.n)
        return;
    end_line(p);
    kh_reasons reasons = kh_explain_results(run, p->standing, p->lines, p->line_count, unit);
    for (size_t i = 0; i < reasons.n; i++)
        print_reason(p, &reasons.at[i]);
    uint32_t n;
    const kh_gap *gaps = kh_report_gaps(run->r->gaps, run->r->gap_count, unit, &n);
    print_gap_line(p, KH_P_MISSING_LIST, gaps, n);
    gaps = kh_report_gaps(run->r->assumed, run->r->assumed_count, unit, &n);
    print_gap_line(p, KH_P_ASSUMED_LIST, gaps, n);
}

static void write_text(kh_report_run *run)
{
    printing p = {.run = run, .shown = kh_explain_shown(run)};
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
