/* A node's ledger: its start, its rules, what is inside, and every correction on the way to its
 * result (limits, rounding, weights) as a part of its own. */
#include "report/ledger.h"

uint32_t kh_explain_children(const kh_report_run *run, uint32_t node, uint32_t *children)
{
    const kh_model *m = run->m;
    uint32_t n = 0;
    if (node != KH_NONE) {
        for (uint32_t i = 0; i < m->nodes[node].child_count; i++)
            children[n++] = m->nodes[node].children[i];
        return n;
    }
    for (uint32_t i = 0; i < m->nodes_count; i++)
        if (m->nodes[i].parent == KH_NONE)
            children[n++] = i;
    return n;
}

bool *kh_explain_shown(kh_report_run *run)
{
    const kh_model *m = run->m;
    if (run->o->item.n == 0)
        return NULL;
    bool *shown = KH_NEW_ARRAY(run->arena, bool, (size_t)m->nodes_count + 1);
    uint32_t *named = KH_NEW_ARRAY(run->arena, uint32_t, (size_t)m->nodes_count + 1);
    uint32_t n = kh_report_find_nodes(m, run->o->item, named, m->nodes_count);
    for (uint32_t i = 0; i < n; i++)
        shown[named[i]] = true;
    /* Parents stand before their children. */
    for (uint32_t i = 0; i < m->nodes_count; i++)
        if (m->nodes[i].parent != KH_NONE && shown[m->nodes[i].parent])
            shown[i] = true;
    return shown;
}

/* One node while it is told. */
typedef struct telling {
    kh_report_run *run;
    kh_ledger_node *ledger;
    const kh_score *node; /* NULL: the total */
    uint32_t *children;
    uint32_t child_count;
} telling;

static kh_cell cell(const telling *t, kh_col col)
{
    return kh_result(t->run->r, col, t->ledger->unit);
}

static kh_slice text_of(const telling *t, kh_col col)
{
    return kh_cell_text(t->run, cell(t, col), kh_column_places(t->run, col));
}

static kh_part *add_part(const telling *t, kh_part_type type, kh_cell amount)
{
    kh_part *part = kh_push(t->run->unit, &t->ledger->parts);
    part->type = type;
    part->amount = amount;
    part->places = -1;
    part->taken = true;
    part->child = KH_NONE;
    return part;
}

static kh_cell zero_if_na(kh_cell c)
{
    return kh_cell_na(c) ? (kh_cell){KH_MAY_VALUE, KH_ZERO, KH_ZERO} : c;
}

static kh_cell add(const telling *t, kh_cell x, kh_cell y)
{
    if (!kh_cell_settled(x) || !kh_cell_settled(y))
        return (kh_cell){KH_OPEN | KH_MAY_VALUE, KH_MINUS_INF, KH_PLUS_INF};
    kh_num sum = kh_num_add(t->run->unit, x.low, y.low);
    return (kh_cell){KH_MAY_VALUE, sum, sum};
}

static bool is_zero(kh_cell c)
{
    return kh_cell_settled(c) && kh_num_sign(c.low) == 0;
}

static bool is_extra(const telling *t, uint32_t child)
{
    return t->run->m->nodes[child].type == KH_EXTRA;
}

/* ---- what is inside ---------------------------------------------------------------------- */

/* What is inside counts directly unless a start, score or rate stands in its place. */
static bool children_count(const telling *t)
{
    if (!t->node)
        return true;
    for (uint32_t i = 0; i < t->node->rule_count; i++)
        if (t->node->rules[i].verb == KH_SCORE || t->node->rules[i].verb == KH_RATE)
            return false;
    return t->node->start == NULL;
}

/* A weight that its decimal does not tell in full is told as a fraction: 1/3. */
static kh_slice factor_text(const telling *t, kh_col col)
{
    kh_cell c = cell(t, col);
    if (!kh_cell_settled(c))
        return text_of(t, col);
    size_t mark = kh_report_mark(t->run);
    kh_show_exactly(t->run, &t->run->text, c.low);
    return kh_report_take(t->run, mark);
}

static void weight_part(const telling *t, uint32_t child)
{
    kh_report_run *run = t->run;
    const kh_score *n = &run->m->nodes[child];
    const kh_plan_node *p = &run->p->nodes[child];
    kh_cell result = cell(t, p->result), counted = cell(t, p->counted);
    kh_cell change = kh_cell_minus(run, zero_if_na(counted), zero_if_na(result));
    bool absent = n->only_when && !n->rescale && kh_cell_maybe_na(result);
    if ((!absent && !n->weight) || is_zero(change))
        return;
    size_t mark = kh_report_mark(run);
    kh_slice name = kh_escaped_name(run, n->name);
    if (kh_cell_na(result))
        KH_PHRASE(&run->text, run->lang, KH_P_PART_ABSENT, name, text_of(t, p->counted));
    else if (absent)
        KH_PHRASE(&run->text, run->lang, KH_P_PART_MAY_BE_ABSENT, name, text_of(t, p->counted));
    else
        KH_PHRASE(&run->text, run->lang, KH_P_PART_WEIGHT, name, text_of(t, p->result),
                  factor_text(t, p->weight), text_of(t, p->counted));
    kh_slice text = kh_report_take(run, mark);
    kh_part *part = add_part(t, absent ? KH_PART_ABSENT : KH_PART_WEIGHT, change);
    part->child = child;
    part->text = text;
}

static kh_cell times(const telling *t, kh_cell x, kh_cell y)
{
    if (!kh_cell_settled(x) || !kh_cell_settled(y))
        return (kh_cell){KH_OPEN | KH_MAY_VALUE, KH_MINUS_INF, KH_PLUS_INF};
    kh_num p = kh_num_mul(t->run->unit, x.low, y.low);
    return (kh_cell){KH_MAY_VALUE, p, p};
}

/* Full marks of what the unit has inside: of all, of those present, and what these count. */
typedef struct marks {
    kh_cell all, present, counted;
    bool rescales;
} marks;

static marks marks_of(const telling *t)
{
    const kh_cell zero = {KH_MAY_VALUE, KH_ZERO, KH_ZERO};
    marks m = {zero, zero, zero, false};
    for (uint32_t i = 0; i < t->child_count; i++) {
        const kh_score *n = &t->run->m->nodes[t->children[i]];
        const kh_plan_node *p = &t->run->p->nodes[t->children[i]];
        if (n->type == KH_EXTRA || p->full == KH_NONE || kh_cell_na(cell(t, p->full)))
            continue;
        kh_cell full = cell(t, p->full);
        if (p->weight != KH_NONE)
            full = times(t, full, cell(t, p->weight));
        m.rescales = m.rescales || n->rescale;
        m.all = add(t, m.all, full);
        if (!n->rescale || (cell(t, p->gate).state & KH_MAY_YES))
            m.present = add(t, m.present, full);
        m.counted = add(t, m.counted, zero_if_na(cell(t, p->counted)));
    }
    return m;
}

static void rescale_part(const telling *t)
{
    kh_report_run *run = t->run;
    kh_col col = t->node ? run->p->nodes[t->ledger->node].subtotal : run->p->subtotal;
    marks m = marks_of(t);
    if (!m.rescales || col == KH_NONE)
        return;
    kh_cell change = kh_cell_minus(run, zero_if_na(cell(t, col)), m.counted);
    if (is_zero(change))
        return;
    size_t mark = kh_report_mark(run);
    if (kh_cell_settled(change))
        KH_PHRASE(&run->text, run->lang, KH_P_PART_RESCALE, kh_cell_text(run, m.counted, -1),
                  kh_cell_text(run, m.all, -1), kh_cell_text(run, m.present, -1), text_of(t, col));
    else
        KH_PHRASE(&run->text, run->lang, KH_P_PART_RESCALE_OPEN, text_of(t, col));
    kh_slice text = kh_report_take(run, mark);
    add_part(t, KH_PART_RESCALE, change)->text = text;
}

static void tell_children(const telling *t)
{
    bool counted = children_count(t);
    kh_cell sum = {KH_MAY_VALUE, KH_ZERO, KH_ZERO};
    for (uint32_t i = 0; i < t->child_count; i++) {
        uint32_t child = t->children[i];
        if (counted || is_extra(t, child))
            weight_part(t, child);
        else
            sum = add(t, sum, zero_if_na(cell(t, t->run->p->nodes[child].result)));
    }
    if (counted)
        rescale_part(t);
    if (is_zero(sum))
        return;
    kh_cell back = kh_cell_minus(t->run, (kh_cell){KH_MAY_VALUE, KH_ZERO, KH_ZERO}, sum);
    add_part(t, KH_PART_CHILDREN, back)->text = kh_phrase_text(KH_P_PART_CHILDREN, t->run->lang);
}

/* ---- corrections ------------------------------------------------------------------------- */

static kh_cell sum_of_parts(const telling *t)
{
    kh_cell sum = {KH_MAY_VALUE, KH_ZERO, KH_ZERO};
    for (size_t i = 0; i < t->ledger->parts.n; i++)
        sum = add(t, sum, t->ledger->parts.at[i].amount);
    for (uint32_t i = 0; i < t->child_count; i++)
        if (!is_extra(t, t->children[i]))
            sum = add(t, sum, zero_if_na(cell(t, t->run->p->nodes[t->children[i]].result)));
    return sum;
}

/* Where the scheme says what stands in for no value, it stands in for all that gave none. */
static void assumed_part(const telling *t, kh_cell raw)
{
    bool none = false;
    if (!t->node->missing_as || !kh_cell_settled(raw))
        return;
    for (size_t i = 0; i < t->ledger->parts.n; i++) {
        kh_part *part = &t->ledger->parts.at[i];
        if (!(part->amount.state & KH_NO_VALUE))
            continue;
        none = true;
        part->taken = false;
        part->amount = (kh_cell){KH_MAY_VALUE, KH_ZERO, KH_ZERO};
    }
    if (!none)
        return;
    size_t mark = kh_report_mark(t->run);
    kh_cell gives = kh_cell_minus(t->run, raw, sum_of_parts(t));
    KH_PHRASE(&t->run->text, t->run->lang, KH_P_PART_ASSUMED, kh_cell_text(t->run, gives, -1));
    kh_slice text = kh_report_take(t->run, mark);
    add_part(t, KH_PART_ASSUMED, gives)->text = text;
}

/* Deductions from full marks, and nothing else. */
static bool only_deducts(const telling *t)
{
    if (!t->node || !t->node->start || t->node->rule_count == 0)
        return false;
    for (uint32_t i = 0; i < t->node->rule_count; i++)
        if (t->node->rules[i].verb != KH_DEDUCT && !kh_verb_corrects(t->node->rules[i].verb))
            return false;
    return true;
}

static void limit_part(const telling *t, bool floor, kh_cell raw, kh_cell limited, kh_col start,
                       kh_col bound)
{
    kh_report_run *run = t->run;
    size_t mark = kh_report_mark(run);
    kh_slice to = kh_cell_text(run, limited, -1), from = kh_cell_text(run, raw, -1);
    kh_slice at = bound == KH_NONE ? to : text_of(t, bound);
    bool down = floor && only_deducts(t) && kh_cell_settled(raw);
    if (down) {
        kh_slice deducted = kh_cell_text(run, kh_cell_minus(run, cell(t, start), raw), -1);
        KH_PHRASE(&run->text, run->lang, KH_P_PART_DOWN_TO, deducted, to);
    } else {
        KH_PHRASE(&run->text, run->lang, floor ? KH_P_PART_FLOOR : KH_P_PART_CAP, at, from, to);
    }
    kh_slice text = kh_report_take(run, mark);
    add_part(t, floor ? KH_PART_FLOOR : KH_PART_CAP, kh_cell_minus(run, limited, raw))->text = text;
}

static void limit_parts(const telling *t, kh_col raw_col, kh_col limited_col, kh_col start,
                        kh_col floor, kh_col cap)
{
    if (raw_col == limited_col)
        return;
    kh_cell raw = cell(t, raw_col), limited = cell(t, limited_col);
    if (kh_cell_na(raw) || (raw.state & KH_NO_VALUE))
        return;
    if (kh_num_cmp(limited.low, raw.low) > 0)
        limit_part(t, true, raw, limited, start, floor);
    else if (kh_num_cmp(limited.high, raw.high) < 0)
        limit_part(t, false, raw, limited, start, cap);
}

static void round_part(const telling *t, const kh_rounding *rounding, kh_cell before, kh_cell after)
{
    static const kh_phrase modes[] = {
        [KH_ROUND_HALF_UP] = KH_P_HALF_UP,
        [KH_ROUND_HALF_EVEN] = KH_P_HALF_EVEN,
        [KH_ROUND_UP] = KH_P_UP,
        [KH_ROUND_DOWN] = KH_P_DOWN,
    };
    kh_report_run *run = t->run;
    kh_cell change = kh_cell_minus(run, after, before);
    if (rounding->places < 0 || kh_cell_na(after) || is_zero(change))
        return;
    size_t mark = kh_report_mark(run);
    kh_strbuf_addf(&run->text, "%d", rounding->places);
    kh_slice places = kh_report_take(run, mark);
    KH_PHRASE(&run->text, run->lang, KH_P_PART_ROUND,
              kh_phrase_text(modes[rounding->mode], run->lang), places,
              kh_cell_text(run, before, -1), kh_cell_text(run, after, rounding->places));
    kh_slice text = kh_report_take(run, mark);
    add_part(t, KH_PART_ROUND, change)->text = text;
}

/* A node that may not apply: its parts alone do not say what it counts. */
static void gate_part(const telling *t)
{
    const kh_cell open = {KH_OPEN | KH_MAY_VALUE, KH_MINUS_INF, KH_PLUS_INF};
    if (t->ledger->result.state & KH_MAY_NA)
        add_part(t, KH_PART_GATE, open)->text = kh_phrase_text(KH_P_PART_GATE, t->run->lang);
}

/* ---- the whole --------------------------------------------------------------------------- */

static telling begin(kh_report_run *run, kh_ledger_node *ledger)
{
    telling t = {.run = run, .ledger = ledger};
    if (ledger->node != KH_NONE)
        t.node = &run->m->nodes[ledger->node];
    uint32_t room = t.node ? t.node->child_count : run->m->nodes_count;
    t.children = KH_NEW_ARRAY(run->unit, uint32_t, (size_t)room + 1);
    t.child_count = kh_explain_children(run, ledger->node, t.children);
    return t;
}

static void tell_node(const telling *t, const kh_plan_node *p)
{
    if (p->start != KH_NONE)
        add_part(t, KH_PART_START, cell(t, p->start))->places = kh_column_places(t->run, p->start);
    for (uint32_t i = 0; i < t->node->rule_count; i++) {
        uint32_t group = t->node->rules[i].group;
        if (!kh_verb_corrects(t->node->rules[i].verb))
            kh_explain_rule(t->run, t->ledger, i);
        if (group && (i + 1 == t->node->rule_count || t->node->rules[i + 1].group != group))
            kh_explain_group(t->run, t->ledger, group - 1);
    }
    tell_children(t);
    assumed_part(t, cell(t, p->raw));
    limit_parts(t, p->raw, p->limited, p->start, p->floor, p->cap);
    kh_cell before = cell(t, p->limited);
    if (p->extras != KH_NONE)
        before = add(t, zero_if_na(before), zero_if_na(cell(t, p->extras)));
    before = kh_explain_corrections(t->run, t->ledger, before);
    round_part(t, &t->node->rounding, before, t->ledger->result);
    gate_part(t);
}

kh_ledger_node kh_explain_node(kh_report_run *run, uint32_t node, uint32_t unit)
{
    const kh_plan_node *p = &run->p->nodes[node];
    kh_ledger_node ledger = {.node = node, .unit = unit};
    ledger.result = kh_result(run->r, p->result, unit);
    ledger.places = kh_column_places(run, p->result);
    if (!kh_cell_na(ledger.result)) {
        telling t = begin(run, &ledger);
        tell_node(&t, p);
    }
    return ledger;
}

kh_ledger_node kh_explain_total(kh_report_run *run, uint32_t unit)
{
    const kh_plan *p = run->p;
    kh_ledger_node ledger = {.node = KH_NONE, .unit = unit};
    ledger.result = kh_result(run->r, p->total, unit);
    ledger.places = kh_column_places(run, p->total);
    if (kh_cell_na(ledger.result))
        return ledger;
    telling t = begin(run, &ledger);
    tell_children(&t);
    limit_parts(&t, p->raw_total, p->limited_total, KH_NONE, kh_plan_column(p, run->m->floor),
                kh_plan_column(p, run->m->cap));
    round_part(&t, &run->m->rounding, cell(&t, p->limited_total), ledger.result);
    return ledger;
}
