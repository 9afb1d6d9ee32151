/* The printed ledger of a tree: heads, rules with what they counted, sums, corrections. */
#include "report/explain_text.h"

static kh_strbuf *out(const kh_printing *p)
{
    return p->run->out;
}

static void indent(const kh_printing *p, size_t depth)
{
    kh_strbuf_pad(out(p), ' ', 2 * depth);
}

void kh_print_end(const kh_printing *p)
{
    kh_strbuf_addc(out(p), '\n');
}

void kh_print_place(const kh_printing *p, kh_place place)
{
    if (place.source == 0)
        return;
    kh_strbuf_adds(out(p), "  ");
    kh_show_place(p->run, out(p), place);
}

/* ---- facts and conditions ---------------------------------------------------------------- */

static void print_fact(const kh_printing *p, size_t depth, const kh_ledger_fact *f)
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
    kh_print_place(p, f->place);
    kh_print_end(p);
}

static void print_facts(const kh_printing *p, size_t depth, const kh_ledger_facts *facts)
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
void kh_print_atom(const kh_printing *p, size_t depth, const kh_atom *a, bool with_role)
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
        kh_print_place(p, a->facts.at[0].place);
    kh_print_end(p);
    if (a->facts.n > 1)
        print_facts(p, depth + 1, &a->facts);
}

/* ---- parts ------------------------------------------------------------------------------- */

/* "扣 3 分": what a rule came to. */
static void add_verdict(const kh_printing *p, const kh_part *part)
{
    kh_report_run *run = p->run;
    if (part->type == KH_PART_FORFEIT || part->type == KH_PART_BECOMES) {
        kh_strbuf_adds(out(p), "  ");
        kh_strbuf_add(out(p),
                      part->taken ? part->text : kh_phrase_text(KH_P_PART_NOT_TAKEN, run->lang));
        return;
    }
    bool value = part->type == KH_PART_SCORE || part->type == KH_PART_RATE;
    kh_phrase none = value                          ? KH_P_PART_NOT_TAKEN
                     : part->type == KH_PART_DEDUCT ? KH_P_PART_NONE
                                                    : KH_P_PART_NO_AWARD;
    kh_phrase some = value                          ? KH_P_PART_VALUE
                     : part->type == KH_PART_DEDUCT ? KH_P_PART_DEDUCT
                                                    : KH_P_PART_AWARD;
    kh_strbuf_adds(out(p), "  ");
    if (part->passed)
        none = part->type == KH_PART_DEDUCT ? KH_P_PART_PASSED : KH_P_PART_PASSED_AWARD;
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

static void print_rule(const kh_printing *p, size_t depth, const kh_part *part)
{
    indent(p, depth);
    kh_show_source(p->run, out(p), part->rule->place);
    add_verdict(p, part);
    kh_print_place(p, part->rule->place);
    kh_print_end(p);
    depth++;
    for (size_t i = 0; i < part->conditions.n; i++)
        kh_print_atom(p, depth, &part->conditions.at[i], false);
    print_facts(p, depth, &part->facts);
    bool told = part->type == KH_PART_FORFEIT || part->type == KH_PART_BECOMES;
    if (part->text.n && part->taken && !told) {
        indent(p, depth);
        kh_strbuf_add(out(p), part->text);
        kh_print_end(p);
    }
    for (size_t i = 0; i < part->left_out.n; i++) {
        const kh_ledger_fact *f = &part->left_out.at[i];
        indent(p, depth);
        KH_PHRASE(out(p), p->run->lang, KH_P_LEFT_OUT, f->value.n ? f->value : f->name);
        kh_print_place(p, f->place);
        kh_print_end(p);
    }
}

static void print_part(const kh_printing *p, size_t depth, const kh_part *part)
{
    switch (part->type) {
    case KH_PART_START:
        break;
    case KH_PART_SCORE:
    case KH_PART_RATE:
    case KH_PART_DEDUCT:
    case KH_PART_AWARD:
    case KH_PART_FORFEIT:
    case KH_PART_BECOMES:
        print_rule(p, depth, part);
        break;
    case KH_PART_LIMIT:
    case KH_PART_HIGHEST:
    case KH_PART_TOGETHER:
    case KH_PART_CHILDREN:
    case KH_PART_ASSUMED:
    case KH_PART_FLOOR:
    case KH_PART_CAP:
    case KH_PART_ROUND:
    case KH_PART_WEIGHT:
    case KH_PART_ABSENT:
    case KH_PART_RESCALE:
    case KH_PART_GATE:
        indent(p, depth);
        kh_strbuf_add(out(p), part->text);
        kh_print_end(p);
        break;
    }
}

/* ---- sums -------------------------------------------------------------------------------- */

/* Parts are printed where they act: rules first, then what is inside and how it counts, the sum,
 * and what becomes of it. */
typedef enum step { STEP_RULES, STEP_INSIDE, STEP_BEHIND } step;

static step step_of(const kh_part *part)
{
    switch (part->type) {
    case KH_PART_START:
    case KH_PART_SCORE:
    case KH_PART_RATE:
    case KH_PART_DEDUCT:
    case KH_PART_AWARD:
    case KH_PART_LIMIT:
    case KH_PART_HIGHEST:
    case KH_PART_TOGETHER:
    case KH_PART_ASSUMED:
        break;
    case KH_PART_CHILDREN:
    case KH_PART_WEIGHT:
    case KH_PART_ABSENT:
    case KH_PART_RESCALE:
        return STEP_INSIDE;
    case KH_PART_FLOOR:
    case KH_PART_CAP:
    case KH_PART_FORFEIT:
    case KH_PART_BECOMES:
    case KH_PART_ROUND:
    case KH_PART_GATE:
        return STEP_BEHIND;
    }
    return STEP_RULES;
}

static void print_parts(const kh_printing *p, size_t depth, const kh_ledger_node *l, step when)
{
    for (size_t i = 0; i < l->parts.n; i++)
        if (step_of(&l->parts.at[i]) == when)
            print_part(p, depth, &l->parts.at[i]);
}

static void add_term(const kh_printing *p, size_t *terms, kh_cell c, int places)
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

/* A sum in the making. */
typedef struct equation {
    size_t terms;
    bool settled;
    kh_num sum;
} equation;

static void add_to(const kh_printing *p, equation *e, kh_cell c, int places)
{
    add_term(p, &e->terms, c, places);
    e->settled = e->settled && kh_cell_settled(c);
    if (e->settled)
        e->sum = kh_num_add(p->run->unit, e->sum, c.low);
}

/* What belongs to the rule before it and is told with it. */
static bool is_correction(const kh_part *part)
{
    return part->type == KH_PART_LIMIT || (part->type == KH_PART_HIGHEST && part->rule);
}

/* What a rule counts for: behind `highest only` and its own limit. */
static kh_cell behind_limit(const kh_printing *p, const kh_ledger_node *l, size_t i)
{
    kh_cell c = l->parts.at[i].amount;
    for (size_t k = i + 1; k < l->parts.n && is_correction(&l->parts.at[k]); k++) {
        kh_cell back = l->parts.at[k].amount;
        if (!kh_cell_settled(c) || !kh_cell_settled(back))
            return c;
        c.low = c.high = kh_num_add(p->run->unit, c.low, back.low);
    }
    return c;
}

static bool is_term(const kh_part *part)
{
    bool adds = step_of(part) == STEP_RULES;
    bool nothing = part->type == KH_PART_START && kh_num_sign(part->amount.low) == 0;
    bool of_group = part->type == KH_PART_TOGETHER || part->type == KH_PART_HIGHEST;
    bool open = of_group && !kh_cell_settled(part->amount);
    return adds && part->taken && !nothing && !open && !is_correction(part);
}

/* "10 - 3 - 2": start, rules and what is inside; what comes behind them has lines of its own. */
static equation add_terms(const kh_printing *p, const kh_ledger_node *l, const uint32_t *children,
                          uint32_t n)
{
    kh_report_run *run = p->run;
    equation e = {.settled = true, .sum = KH_ZERO};
    bool apart = false; /* what is inside counts by a rule only */
    for (size_t i = 0; i < l->parts.n; i++)
        apart = apart || l->parts.at[i].type == KH_PART_CHILDREN;
    for (size_t i = 0; i < l->parts.n; i++)
        if (is_term(&l->parts.at[i]))
            add_to(p, &e, behind_limit(p, l, i), l->parts.at[i].places);
    for (uint32_t i = 0; i < n; i++) {
        if (apart && run->m->nodes[children[i]].type != KH_EXTRA)
            continue;
        kh_col col = run->p->nodes[children[i]].counted;
        kh_cell c = kh_result(run->r, col, l->unit);
        if (!kh_cell_na(c))
            add_to(p, &e, c, kh_column_places(run, col));
    }
    for (size_t i = 0; i < l->parts.n; i++)
        if (l->parts.at[i].type == KH_PART_RESCALE && kh_cell_settled(l->parts.at[i].amount))
            add_to(p, &e, l->parts.at[i].amount, -1);
    return e;
}

/* The equation of a node, when it has more than one term. */
static void print_sum(const kh_printing *p, size_t depth, const kh_ledger_node *l,
                      const uint32_t *children, uint32_t n, kh_phrase phrase)
{
    kh_report_run *run = p->run;
    size_t mark = kh_report_mark(run);
    equation e = add_terms(p, l, children, n);
    if (e.terms > 1) {
        kh_strbuf_adds(&run->text, " = ");
        bool same = kh_cell_settled(l->result) && kh_num_eq(e.sum, l->result.low);
        if (e.settled)
            kh_show_beside(run, &run->text, e.sum, same ? l->places : -1);
        else
            kh_show_cell(run, &run->text, l->result, l->places, false);
    }
    kh_slice text = kh_report_take(run, mark);
    if (e.terms < 2)
        return;
    indent(p, depth);
    KH_PHRASE(out(p), run->lang, phrase, text);
    kh_print_end(p);
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void add_owners(const kh_printing *p, const kh_docs *docs)
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

void kh_print_points(const kh_printing *p, kh_cell c, int places, kh_col max, uint32_t unit)
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

static void print_head(const kh_printing *p, size_t depth, const kh_ledger_node *l)
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
        kh_print_points(p, l->result, l->places, run->p->nodes[l->node].max, l->unit);
    }
    add_owners(p, &n->docs);
    if (n->rule_count == 0)
        kh_print_place(p, n->name_place.source ? n->name_place : n->place);
    kh_print_end(p);
}

/* Sections nest at most 200 deep. */
static void print_node(const kh_printing *p, size_t depth, uint32_t node, uint32_t unit)
{
    kh_report_run *run = p->run;
    if (p->shown && !p->shown[node])
        return;
    kh_ledger_node l = kh_explain_node(run, node, unit);
    const kh_score *n = &run->m->nodes[node];
    print_head(p, depth, &l);
    if (kh_cell_na(l.result))
        return;
    print_parts(p, depth + 1, &l, STEP_RULES);
    for (uint32_t i = 0; i < n->child_count; i++)
        print_node(p, depth + 1, n->children[i], unit);
    print_parts(p, depth + 1, &l, STEP_INSIDE);
    print_sum(p, depth + 1, &l, n->children, n->child_count,
              n->child_count ? KH_P_PART_SUM : KH_P_NODE_SUM);
    print_parts(p, depth + 1, &l, STEP_BEHIND);
}

void kh_print_nodes(const kh_printing *p, uint32_t unit)
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
    print_parts(p, 0, &total, STEP_INSIDE);
    print_sum(p, 0, &total, top, n, KH_P_TOTAL_SUM);
    print_parts(p, 0, &total, STEP_BEHIND);
}
