/* Conditions: which of their smallest pieces decided, each with its values, what was wanted and, of
 * numbers, how much is lacking. */
#include "report/ledger.h"

static bool is_comparison(const kh_expr *e)
{
    return e->op >= KH_X_LT && e->op <= KH_X_NE;
}

static kh_expr_op opposite(kh_expr_op op)
{
    static const kh_expr_op of[] = {KH_X_GE, KH_X_GT, KH_X_LE, KH_X_LT, KH_X_NE, KH_X_EQ};
    return of[op - KH_X_LT];
}

static kh_slice relation(const kh_report_run *run, kh_expr_op op, kh_type_tag type)
{
    static const kh_phrase words[] = {KH_P_BELOW,    KH_P_AT_MOST, KH_P_ABOVE,
                                      KH_P_AT_LEAST, KH_P_EQUALS,  KH_P_DIFFERS};
    static const kh_phrase dates[] = {KH_P_BEFORE,     KH_P_NOT_AFTER, KH_P_AFTER,
                                      KH_P_NOT_BEFORE, KH_P_EQUALS,    KH_P_DIFFERS};
    return kh_phrase_text((type == KH_TYPE_DATE ? dates : words)[op - KH_X_LT], run->lang);
}

/* "优秀线 90"; a constant alone is its value. */
static kh_slice side(kh_report_run *run, const kh_expr *e, uint32_t unit)
{
    size_t mark = kh_report_mark(run);
    bool constant = e->op == KH_X_NUMBER || e->op == KH_X_DATE || e->op == KH_X_LEVEL ||
                    e->op == KH_X_TEXT || e->op == KH_X_KIND_IS || e->op == KH_X_YES_NO;
    if (!constant) {
        kh_expr_label(run, &run->text, e);
        kh_strbuf_addc(&run->text, ' ');
    }
    kh_expr_value(run, &run->text, e, unit, 0);
    return kh_report_take(run, mark);
}

static kh_slice distance(kh_report_run *run, const kh_expr *e, uint32_t unit)
{
    kh_cell x = kh_expr_cell(run, e->args[0], unit, 0), y = kh_expr_cell(run, e->args[1], unit, 0);
    bool numbers = e->args[0]->type.tag == KH_TYPE_NUMBER && e->args[1]->type.tag == KH_TYPE_NUMBER;
    if (!numbers || e->op == KH_X_EQ || e->op == KH_X_NE || !kh_cell_settled(x) ||
        !kh_cell_settled(y))
        return KH_LIT("");
    kh_num d = kh_num_abs(run->unit, kh_num_sub(run->unit, x.low, y.low));
    if (kh_num_sign(d) == 0)
        return KH_LIT("");
    size_t mark = kh_report_mark(run);
    if (e->args[0]->type.share)
        kh_show_cell(run, &run->text, (kh_cell){KH_MAY_VALUE, d, d}, -1, true);
    else
        kh_show_beside(run, &run->text, d, -1);
    return kh_report_take(run, mark);
}

/* How atoms are told: with their values alone, or with what is wanted of them. */
typedef struct manner {
    kh_atom_role role;
    bool plain, every;
} manner;

static kh_slice comparison_text(kh_report_run *run, const kh_expr *e, uint32_t unit, bool negated,
                                kh_met met, bool plain)
{
    kh_slice left = side(run, e->args[0], unit), right = side(run, e->args[1], unit);
    kh_slice words = relation(run, negated ? opposite(e->op) : e->op, e->args[0]->type.tag);
    size_t mark = kh_report_mark(run);
    kh_phrase p = met == KH_MET        ? KH_P_ATOM_IS
                  : !plain             ? KH_P_ATOM_NEEDS
                  : met == KH_MET_OPEN ? KH_P_ATOM_OPEN
                                       : KH_P_ATOM_IS_NOT;
    KH_PHRASE(&run->text, run->lang, p, left, words, right);
    return kh_report_take(run, mark);
}

/* A yes/no of any sort: 主动报告 否，要 是. */
static kh_slice answer_text(kh_report_run *run, const kh_expr *e, uint32_t unit, bool negated,
                            bool satisfied)
{
    size_t mark = kh_report_mark(run);
    bool any = e->op == KH_X_ANY_OF && !e->set->where;
    if (e->op == KH_X_KNOWN)
        kh_expr_label(run, &run->text, e->args[0]);
    else if (any)
        kh_text_escape(&run->text, kh_name_of(run, run->m->records[e->set->record].name));
    else
        kh_expr_label(run, &run->text, e);
    kh_slice label = kh_report_take(run, mark);
    bool missing = e->op == KH_X_FACT && run->f->facts[e->index].state[unit] == KH_FILED_MISSING &&
                   kh_cell_open(kh_expr_cell(run, e, unit, 0));
    if (missing)
        kh_strbuf_add(&run->text, kh_phrase_text(KH_P_MISSING, run->lang));
    else
        kh_expr_value(run, &run->text, e, unit, 0);
    kh_slice value = kh_report_take(run, mark);
    kh_phrase p = e->op == KH_X_KNOWN ? KH_P_KNOWN : any ? KH_P_ANY_OF : KH_P_ANSWER;
    KH_PHRASE(&run->text, run->lang, p, label, value);
    kh_slice text = kh_report_take(run, mark);
    if (satisfied)
        return text;
    KH_PHRASE(&run->text, run->lang, KH_P_ANSWER_NEEDS, text,
              kh_phrase_text(negated ? KH_P_NO : KH_P_YES, run->lang));
    return kh_report_take(run, mark);
}

static kh_met met_of(const kh_report_run *run, const kh_expr *e, uint32_t unit, bool negated)
{
    uint8_t state = kh_expr_cell(run, e, unit, 0).state;
    if ((state & KH_MAY_YES) && (state & (KH_MAY_NO | KH_MAY_NA)))
        return KH_MET_OPEN;
    return ((state & KH_MAY_YES) != 0) != negated ? KH_MET : KH_NOT_MET;
}

static void add_atom(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                     bool negated, manner how)
{
    kh_atom atom = {.role = how.role, .met = met_of(run, e, unit, negated)};
    if (is_comparison(e)) {
        atom.text = comparison_text(run, e, unit, negated, atom.met, how.plain);
        if (atom.met == KH_NOT_MET && !how.plain)
            atom.distance = distance(run, e, unit);
    } else {
        atom.text = answer_text(run, e, unit, negated, how.plain || atom.met == KH_MET);
    }
    kh_expr_facts(run, &atom.facts, e, unit, 0);
    *kh_push(run->unit, atoms) = atom;
}

/* Whether an argument had its part in the answer of the whole: of an `and` that does not hold those
 * that do not, of an `or` that holds those that do; otherwise all. */
static bool decides(const kh_report_run *run, const kh_expr *whole, const kh_expr *part,
                    uint32_t unit)
{
    kh_met answer = met_of(run, whole, unit, false), own = met_of(run, part, unit, false);
    bool all = whole->op == KH_X_AND ? answer == KH_MET : answer == KH_NOT_MET;
    return all || own == answer;
}

/* Brackets nest at most 200 deep, and chains of one word are one node. */
static void collect(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                    bool negated, manner how)
{
    if (e->op == KH_X_NOT) {
        collect(run, atoms, e->args[0], unit, !how.plain && !negated, how);
    } else if (e->op == KH_X_AND || e->op == KH_X_OR) {
        for (uint32_t i = 0; i < e->n; i++)
            if (how.every || decides(run, e, e->args[i], unit))
                collect(run, atoms, e->args[i], unit, negated, how);
    } else {
        add_atom(run, atoms, e, unit, negated, how);
    }
}

void kh_rule_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                   kh_atom_role role)
{
    if (e)
        collect(run, atoms, e, unit, false, (manner){role, .plain = true});
}

void kh_condition_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                        bool negated)
{
    manner how = {negated ? KH_ATOM_UNLESS : KH_ATOM_WHEN, .plain = false};
    if (e)
        collect(run, atoms, e, unit, negated, how);
}

void kh_exception_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit)
{
    if (e)
        collect(run, atoms, e, unit, false, (manner){KH_ATOM_UNLESS, .every = true});
}
