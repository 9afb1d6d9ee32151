/* Sentences about conditions: and, or, commas, comparisons. */
#include "grammar/syntax_inside.h"
#include "scheme.tab.h"

#define NOTHING ((kh_slice){0})

static bool is_comparison(int kind)
{
    return kind == '=' || kind == KH_T_NE || kind == KH_T_ABOVE || kind == KH_T_BELOW ||
           kind == KH_T_ATLEAST || kind == KH_T_ATMOST || kind == '<' || kind == '>' ||
           kind == KH_T_LE || kind == KH_T_GE;
}

/* A 或 B 且 C */
static bool mixed(const kh_failure *f)
{
    int kind = f->t->kind;
    if ((kind != KH_T_AND && kind != KH_T_OR) || !f->level->logic || f->level->logic == kind)
        return false;
    kh_fail_at(f, KH_E0217, f->t, NOTHING);
    return true;
}

/* 80分以上、90分以下 */
static bool comma_in_range(const kh_failure *f)
{
    const kh_token *next = kh_failure_next(f);
    if (f->t->kind != ',' || f->p->kind != KH_T_ORMORE || !kh_token_is_number(next->kind))
        return false;
    kh_span place = {f->q->piece.at, next->piece.end};
    size_t diag = kh_complain(f->kh, KH_E0220, place, kh_quote(f->kh, place));
    kh_mend(f->kh, diag, f->p->piece.end, next->piece.at - f->p->piece.end, NOTHING);
    return true;
}

/* 若 A，B，扣 1分; 当 A、B */
static bool comma_in_condition(const kh_failure *f)
{
    const kh_said *s = f->said;
    bool behind_if = f->p->kind == ',' && s->condition.kind && !s->verb.kind && !s->each.kind &&
                     (kh_is_operand(f->t->kind) || f->t->kind == KH_T_AND ||
                      f->t->kind == KH_T_OR || f->t->kind == KH_T_NOT);
    bool in_when = f->t->kind == ',' && f->level->kind != KH_PAREN &&
                   (s->when.kind || s->unless.kind || s->where.kind);
    if (!behind_if && !in_when)
        return false;
    kh_fail_at(f, KH_E0224, in_when ? f->t : f->p, NOTHING);
    return true;
}

/* 当 A 当 B */
static bool second_condition(const kh_failure *f)
{
    const kh_token *first = f->t->kind == KH_T_WHEN     ? &f->said->when
                            : f->t->kind == KH_T_UNLESS ? &f->said->unless
                                                        : NULL;
    if (!first || f->level->kind == KH_PAREN || !first->kind)
        return false;
    size_t diag = kh_fail_at(f, KH_E0228, f->t, NOTHING);
    kh_complain_related(f->kh, diag, KH_R_first_here, kh_token_span(first));
    return true;
}

/* 超过 3次 不足 5次; 低于 70分以下; a = b = c */
static bool second_comparison(const kh_failure *f)
{
    const kh_token *t = f->t;
    if (!f->level->compared)
        return false;
    if (t->kind == KH_T_ORMORE || t->kind == KH_T_ORLESS || t->kind == KH_T_BEYOND) {
        size_t diag = kh_fail_at(f, KH_E0231, t, kh_token_quote(f, f->p));
        kh_mend(f->kh, diag, f->p->piece.end, t->piece.end - f->p->piece.end, NOTHING);
        return true;
    }
    if (!is_comparison(t->kind))
        return false;
    size_t diag = kh_fail_at(f, KH_E0240, t, NOTHING);
    if (!t->piece.sign)
        kh_mend(f->kh, diag, t->piece.at, 0, kh_like(t, "且 ", "and "));
    return true;
}

const kh_hint kh_hints_conditions[] = {
    mixed, comma_in_range, comma_in_condition, second_condition, second_comparison, NULL,
};
