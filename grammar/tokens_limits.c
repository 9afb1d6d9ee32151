/* Limits on what makes the tree deep or wide without brackets: a longer text is not read further.
 */
#include "grammar/tokens_inside.h"
#include "scheme.tab.h"

static kh_span span_of(const kh_token *t)
{
    return (kh_span){t->piece.at, t->piece.end};
}

/* Operators, 的 and signs make the tree deep without brackets. */
static void count_depth(kh_parser *kh, const kh_token *t)
{
    kh_tokens *ts = &kh->tokens;
    kh_level *l = &ts->levels[ts->depth];
    int before = ts->past[0].kind;
    bool operand = before == KH_T_NAME || before == KH_T_NAMED || before == KH_T_TEXT ||
                   before == KH_T_DATE || before == ')' || before == '}' || before == KH_T_MAX ||
                   before == KH_T_BASE || kh_token_is_number(before);
    bool sign = t->kind == '+' || t->kind == '*' || t->kind == '/' || t->kind == '-';
    bool prefix = t->kind == KH_T_NOT || (t->kind == '-' && !operand);
    l->prefixes = prefix ? l->prefixes + 1 : 0;
    if (t->kind == KH_T_DE || t->kind == KH_T_OF)
        l->chain++;
    else if (sign && !prefix) {
        l->operators++;
        l->chain = 0;
    } else if (!prefix && t->kind != '(' && t->kind != ')' && t->kind != KH_T_NAME &&
               t->kind != KH_T_NAMED && t->kind != KH_T_TEXT && t->kind != KH_T_DATE &&
               !kh_token_is_number(t->kind) && t->kind != KH_T_MAX && t->kind != KH_T_BASE &&
               t->kind != KH_T_LIMIT) {
        l->operators = 0;
        l->chain = 0;
    }
    if (l->operators >= KH_MAX_TERMS)
        kh_stop(kh, KH_E0261, span_of(t), KH_LIT("10,000"));
    else if (l->prefixes > KH_MAX_NESTING || l->chain > KH_MAX_NESTING)
        kh_stop(kh, KH_E0260, span_of(t), KH_LIT("200"));
}

/* What stands side by side without end makes neither brackets nor a deep tree, but work: operands
 * of and/or, arguments, members of lists, rows of a table. One count for all of a level; with
 * brackets it goes on to their end, else to where the next rule or statement begins. */
static void count_members(kh_parser *kh, const kh_token *t)
{
    kh_level *l = &kh->tokens.levels[kh->tokens.depth];
    bool next = t->kind == ';' || t->kind == '{' || kh_token_is_rule_start(t->kind) ||
                (kh_token_is_head(t->kind) && t->piece.first);
    if (t->kind == ',' || t->kind == KH_T_AND || t->kind == KH_T_OR)
        l->members++;
    else if (next && l->kind != KH_PAREN)
        l->members = 0;
    if (t->kind == ';' && l->kind == KH_ROWS)
        l->rows++;
    if (l->members >= KH_MAX_TERMS)
        kh_stop(kh, KH_E0262, span_of(t), KH_LIT("10,000"));
    else if (l->rows > KH_MAX_TERMS)
        kh_stop(kh, KH_E0939, span_of(t), (kh_slice){0});
}

void kh_flow_count(kh_parser *kh, const kh_token *t)
{
    count_depth(kh, t);
    count_members(kh, t);
}
