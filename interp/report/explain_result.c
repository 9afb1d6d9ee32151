/* Why the results are what they are: the grade and what the next better one lacks, vetoes and their
 * exceptions, figures near a line; ranks and selections stand in explain_standing.c. */
#include "report/ledger.h"

static bool is_for(uint64_t kinds, const kh_report_run *run, uint32_t unit)
{
    uint32_t kind = run->f->units[unit].kind;
    return !kinds || (kind != KH_NONE && (kinds >> kind & 1));
}

static kh_slice phrase(kh_report_run *run, kh_phrase p, kh_slice a, kh_slice b)
{
    size_t mark = kh_report_mark(run);
    KH_PHRASE(&run->text, run->lang, p, a, b);
    return kh_report_take(run, mark);
}

/* ---- grades ------------------------------------------------------------------------------ */

static uint8_t grade_state(const kh_report_run *run, uint32_t grade, uint32_t unit)
{
    const kh_grade *g = &run->m->grades[grade];
    kh_col col = run->p->grade_when[grade];
    if (!is_for(g->for_kinds, run, unit))
        return KH_MAY_NO;
    if (g->otherwise)
        return KH_MAY_YES;
    return col == KH_NONE ? KH_MAY_NO : kh_result(run->r, col, unit).state;
}

/* The grade by the score alone, KH_NONE: none, or not settled. */
static uint32_t score_grade(const kh_report_run *run, uint32_t unit)
{
    for (uint32_t g = 0; g < run->m->grades_count; g++) {
        uint8_t state = grade_state(run, g, unit);
        if (state == KH_MAY_YES)
            return g;
        if (state & KH_MAY_YES)
            return KH_NONE;
    }
    return KH_NONE;
}

static void grade_atoms(kh_report_run *run, kh_atoms *atoms, const kh_grade *g, uint32_t unit)
{
    kh_condition_atoms(run, atoms, g->when, unit, false);
    kh_condition_atoms(run, atoms, g->unless, unit, true);
}

static void explain_open_grade(kh_report_run *run, kh_reasons *reasons, uint32_t unit)
{
    uint64_t grades = run->r->grades[unit];
    size_t mark = kh_report_mark(run);
    kh_show_grades(run, &run->text, grades, "/");
    kh_slice names = kh_report_take(run, mark);
    kh_reason reason = {.about = KH_ABOUT_GRADE,
                        .text = phrase(run, KH_P_GRADE_OPEN, names, KH_LIT(""))};
    for (uint32_t g = 0; g < run->m->grades_count; g++)
        if ((grades >> g & 1) && !run->m->grades[g].otherwise) {
            grade_atoms(run, &reason.atoms, &run->m->grades[g], unit);
            reason.place = run->m->grades[g].place;
            reason.cite = run->m->grades[g].docs.cite;
            break;
        }
    *kh_push(run->unit, reasons) = reason;
}

static void explain_settled_grade(kh_report_run *run, kh_reasons *reasons, uint32_t grade,
                                  uint32_t unit)
{
    const kh_grade *g = &run->m->grades[grade];
    uint32_t by_score = score_grade(run, unit);
    kh_slice name = kh_escaped_name(run, g->name);
    kh_reason reason = {
        .about = KH_ABOUT_GRADE, .name = g->name, .place = g->place, .cite = g->docs.cite};
    if (by_score != grade && by_score != KH_NONE) {
        reason.text = phrase(run, KH_P_GRADE_VETOED,
                             kh_escaped_name(run, run->m->grades[by_score].name), name);
    } else if (g->otherwise) {
        reason.text = phrase(run, KH_P_GRADE_OTHERWISE, name, KH_LIT(""));
    } else {
        reason.text = phrase(run, KH_P_GRADE_BY, name, KH_LIT(""));
        grade_atoms(run, &reason.atoms, g, unit);
    }
    *kh_push(run->unit, reasons) = reason;
}

/* Whether a veto leaves no better grade than its target open. */
static bool stands_in_the_way(const kh_veto *v, uint32_t grade)
{
    for (uint32_t i = 0; i < v->effect_count; i++)
        if (v->effects[i].type != KH_EFFECT_BARS && v->effects[i].target > grade)
            return true;
    return false;
}

static void explain_next_grade(kh_report_run *run, kh_reasons *reasons, uint32_t grade,
                               uint32_t unit)
{
    uint32_t next = grade;
    do {
        if (next == 0)
            return;
        next--;
    } while (!is_for(run->m->grades[next].for_kinds, run, unit) || run->m->grades[next].by_veto);
    const kh_grade *g = &run->m->grades[next];
    kh_reason reason = {
        .about = KH_ABOUT_NEXT_GRADE, .name = g->name, .place = g->place, .cite = g->docs.cite};
    reason.text = phrase(run, KH_P_NEXT_GRADE, kh_escaped_name(run, g->name), KH_LIT(""));
    if (grade_state(run, next, unit) != KH_MAY_YES)
        grade_atoms(run, &reason.atoms, g, unit);
    for (uint32_t v = 0; v < run->m->vetoes_count; v++) {
        const kh_veto *veto = &run->m->vetoes[v];
        bool holds = kh_result(run->r, run->p->veto_holds[v], unit).state == KH_MAY_YES;
        if (holds && stands_in_the_way(veto, next))
            *kh_push(run->unit, &reason.atoms) = (kh_atom){
                .met = KH_NOT_MET,
                .text = phrase(run, KH_P_NEXT_VETO, kh_escaped_name(run, veto->name), KH_LIT("")),
            };
    }
    *kh_push(run->unit, reasons) = reason;
}

static void explain_grade(kh_report_run *run, kh_reasons *reasons, uint32_t unit)
{
    uint64_t grades = run->m->grades_count ? run->r->grades[unit] : 0;
    if (!grades)
        return;
    if (grades & (grades - 1)) {
        explain_open_grade(run, reasons, unit);
        return;
    }
    uint32_t grade = (uint32_t)__builtin_ctzll(grades);
    explain_settled_grade(run, reasons, grade, unit);
    explain_next_grade(run, reasons, grade, unit);
}

/* ---- vetoes ------------------------------------------------------------------------------ */

static kh_slice effects_text(kh_report_run *run, const kh_veto *v)
{
    static const kh_phrase phrases[] = {
        [KH_EFFECT_TO] = KH_P_VETO_TO,
        [KH_EFFECT_AT_MOST] = KH_P_VETO_AT_MOST,
        [KH_EFFECT_BARS] = KH_P_VETO_BARS,
    };
    size_t mark = kh_report_mark(run);
    for (uint32_t i = 0; i < v->effect_count; i++) {
        const kh_effect *e = &v->effects[i];
        kh_id target = e->type == KH_EFFECT_BARS ? run->m->selects[e->target].name
                                                 : run->m->grades[e->target].name;
        if (i)
            kh_strbuf_add(&run->text, kh_phrase_text(KH_P_SEMICOLON, run->lang));
        kh_slice name = kh_escaped_name(run, target);
        KH_PHRASE(&run->text, run->lang, phrases[e->type], name);
    }
    return kh_report_take(run, mark);
}

static void explain_veto(kh_report_run *run, kh_reasons *reasons, uint32_t veto, uint32_t unit)
{
    const kh_veto *v = &run->m->vetoes[veto];
    uint8_t holds = kh_result(run->r, run->p->veto_holds[veto], unit).state;
    kh_col when = run->p->veto_when[veto];
    uint8_t happened = KH_MAY_YES;
    if (when != KH_NONE)
        happened = kh_result(run->r, when, unit).state;
    bool excused = v->unless && holds == KH_MAY_NO && happened == KH_MAY_YES;
    if (!(holds & KH_MAY_YES) && !excused)
        return;
    kh_phrase p = excused               ? KH_P_VETO_EXCUSED
                  : holds == KH_MAY_YES ? KH_P_VETO_HOLDS
                                        : KH_P_VETO_OPEN;
    kh_slice name = kh_escaped_name(run, v->name);
    kh_reason reason = {
        .about = KH_ABOUT_VETO, .name = v->name, .place = v->place, .cite = v->docs.cite};
    reason.text = phrase(run, p, name, effects_text(run, v));
    kh_condition_atoms(run, &reason.atoms, v->when, unit, false);
    kh_exception_atoms(run, &reason.atoms, v->unless, unit);
    *kh_push(run->unit, reasons) = reason;
}

/* ---- lines ------------------------------------------------------------------------------- */

static void explain_line(kh_report_run *run, kh_reasons *reasons, const kh_line *lines, uint32_t n,
                         kh_col col, kh_slice name, uint32_t unit)
{
    kh_cell c = kh_result(run->r, col, unit);
    int places = kh_column_places(run, col);
    bool holds;
    if (!kh_cell_settled(c))
        return;
    const kh_line *line =
        kh_report_line_between(lines, n, col, c.low, kh_shown_number(run, c.low, places), &holds);
    if (!line)
        return;
    size_t mark = kh_report_mark(run);
    kh_show_exactly(run, &run->text, c.low);
    kh_slice exact = kh_report_take(run, mark), shown = kh_cell_text(run, c, places);
    kh_show_source(run, &run->text, line->place);
    kh_slice source = kh_report_take(run, mark);
    KH_PHRASE(&run->text, run->lang, KH_P_LINE_NOTE, name, shown, exact,
              kh_escaped_name(run, line->owner), source,
              kh_phrase_text(holds ? KH_P_HOLDS : KH_P_HOLDS_NOT, run->lang));
    *kh_push(run->unit, reasons) = (kh_reason){
        .about = KH_ABOUT_LINE, .text = kh_report_take(run, mark), .place = line->place};
}

static void explain_lines(kh_report_run *run, kh_reasons *reasons, const kh_line *lines, uint32_t n,
                          uint32_t unit)
{
    if (n == 0)
        return;
    explain_line(run, reasons, lines, n, run->p->total, kh_phrase_text(KH_P_TOTAL, run->lang),
                 unit);
    for (uint32_t i = 0; i < run->m->nodes_count; i++)
        explain_line(run, reasons, lines, n, run->p->nodes[i].result,
                     kh_escaped_name(run, run->m->nodes[i].name), unit);
}

kh_reasons kh_explain_results(kh_report_run *run, const kh_standing *standing, const kh_line *lines,
                              uint32_t line_count, uint32_t unit)
{
    kh_reasons reasons = {0};
    explain_lines(run, &reasons, lines, line_count, unit);
    explain_grade(run, &reasons, unit);
    for (uint32_t v = 0; v < run->m->vetoes_count; v++)
        explain_veto(run, &reasons, v, unit);
    kh_explain_rank(run, &reasons, standing, unit);
    kh_explain_selections(run, &reasons, standing, unit);
    return reasons;
}
