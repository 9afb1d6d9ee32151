/* Sentences about values, lists and brackets. */
#include "grammar/syntax_inside.h"
#include "scheme.tab.h"

#define NOTHING ((kh_slice){0})

/* Where a ( is open and a statement begins or a brace comes, its ) is missing. */
static bool open_bracket(const kh_failure *f)
{
    const kh_token *t = f->t;
    bool starts = (kh_token_is_head(t->kind) || kh_token_is_rule_start(t->kind)) &&
                  (t->piece.first || kh_token_is_rule_start(t->kind));
    if (f->level->kind != KH_PAREN ||
        !(starts || t->kind == KH_T_END || t->kind == ';' || t->kind == '{'))
        return false;
    kh_span open = {f->level->at, f->level->at + 1};
    kh_complain(f->kh, KH_E0249, open, kh_quote(f->kh, open));
    return true;
}

static bool is_name(int kind)
{
    return kind == KH_T_NAME || kind == KH_T_NAMED;
}

/* The share of a value, in the order of the language that the name is written in. */
static void mend_share(const kh_failure *f, size_t diag, const kh_token *name,
                       const kh_token *percent, kh_span place)
{
    kh_built b = {0};
    kh_slice n = kh_token_quote(f, name), p = kh_token_quote(f, percent);
    /* As its 的 or of is written, otherwise as the name is. */
    bool joined = f->t->kind == KH_T_DE || f->t->kind == KH_T_OF;
    bool ascii = (unsigned char)(joined ? f->t->text.p[0] : n.p[0]) < 0x80;
    kh_built_add(f->kh, &b, ascii ? p : n);
    kh_built_add(f->kh, &b, ascii ? KH_LIT(" of ") : KH_LIT(" 的 "));
    kh_built_add(f->kh, &b, ascii ? n : p);
    kh_mend(f->kh, diag, place.first, place.last - place.first, kh_built_slice(&b));
}

/* 3% 的 利润, profit of 5%, 70% 甲, 甲 70% + … */
static bool share_order(const kh_failure *f)
{
    const kh_token *name, *percent, *last;
    if (f->t->kind == KH_T_DE && f->p->kind == KH_T_PERCENT) {
        name = last = kh_failure_next(f);
        percent = f->p;
    } else if (f->t->kind == KH_T_OF && is_name(f->p->kind)) {
        name = f->p;
        percent = last = kh_failure_next(f);
    } else if (is_name(f->t->kind) && f->p->kind == KH_T_PERCENT) {
        name = last = f->t;
        percent = f->p;
    } else {
        name = f->q;
        percent = last = f->p;
    }
    if (!is_name(name->kind) || percent->kind != KH_T_PERCENT || kh_failure_brace(f) == KH_ENTRIES)
        return false;
    const kh_token *first = name->piece.at < percent->piece.at ? name : percent;
    kh_span place = {first->piece.at, last->piece.end};
    size_t diag = kh_complain(f->kh, KH_E0232, place, kh_quote(f->kh, place));
    mend_share(f, diag, name, percent, place);
    return true;
}

/* mean of marks; 值 于 同类 outside brackets */
static bool function_without_brackets(const kh_failure *f)
{
    if (f->t->kind != KH_T_OF || !kh_is_operand(f->p->kind))
        return false;
    kh_fail_at(f, KH_E0238, f->t, NOTHING);
    return true;
}

/* { 满意 不满意 }, { a: 1, b: 2 }, { 满意 10；… } */
static bool list_separator(const kh_failure *f)
{
    const kh_token *t = f->t;
    kh_brace brace = kh_failure_brace(f);
    if (f->level->kind == KH_PAREN)
        return false;
    if (brace == KH_ENTRIES && (is_name(t->kind) || t->kind == ';') && !kh_expects(f, KH_T_NAME) &&
        kh_expects(f, ',')) {
        size_t diag = kh_fail_at(f, KH_E0236, t, KH_LIT(","));
        if (t->kind == ';')
            kh_mend(f->kh, diag, t->piece.at, t->piece.end - t->piece.at, KH_LIT("，"));
        else
            kh_mend(f->kh, diag, f->p->piece.end, t->piece.at - f->p->piece.end,
                    kh_like(t, "，", ", "));
        return true;
    }
    if (brace == KH_ROWS && t->kind == ',' && kh_expects(f, ';'))
        return kh_fail_instead(f, KH_E0237, t, kh_as_wide(f, t, "；", ";"));
    return false;
}

/* Two values side by side. */
static bool two_values(const kh_failure *f)
{
    int before = f->p->kind;
    bool value = kh_is_operand(before) || before == KH_T_MAX || before == KH_T_BASE;
    if (!value || !(kh_is_operand(f->t->kind)) || kh_expects(f, KH_T_NAME) || f->t->piece.first)
        return false;
    if (f->t->kind == KH_T_NAME && f->p->kind == KH_T_NAME && !kh_expects(f, '+'))
        return false;
    /* Two Chinese letters are near to many words. */
    if (f->t->kind == KH_T_NAME && (unsigned char)f->t->text.p[0] < 0x80 && kh_misspelt(f))
        return true;
    kh_span place = {f->p->piece.at, f->t->piece.end};
    kh_complain(f->kh, KH_E0235, place, kh_token_quote(f, f->p), kh_token_quote(f, f->t));
    return true;
}

const kh_hint kh_hints_values[] = {
    open_bracket, share_order, function_without_brackets, list_separator, two_values, NULL,
};
