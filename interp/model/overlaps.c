/* Rules that were meant to shut each other out but do not: two fixed amounts whose conditions on
 * one quantity can both hold. And steps that count from 0 although the condition speaks of a line.
 */
#include "model/resolve.h"

/* A condition that is one quantity between constants. */
typedef struct span {
    const kh_expr *quantity; /* NULL: the condition is something else */
    kh_num low, high;
    bool low_open, high_open;
} span;

static span span_of(kh_resolver *r, const kh_expr *c);

static span one_side(kh_resolver *r, const kh_expr *c)
{
    span s = {c->args[0], KH_MINUS_INF, KH_PLUS_INF, false, false};
    kh_num x;
    if (!kh_expr_constant(r->arena, r->model, c->args[1], &x))
        return (span){0};
    if (c->op == KH_X_EQ || c->op == KH_X_GE || c->op == KH_X_GT)
        s.low = x;
    if (c->op == KH_X_EQ || c->op == KH_X_LE || c->op == KH_X_LT)
        s.high = x;
    s.low_open = c->op == KH_X_GT;
    s.high_open = c->op == KH_X_LT;
    return s;
}

static span both_of(span a, span b)
{
    if (!a.quantity || !b.quantity || !kh_expr_equal(a.quantity, b.quantity))
        return (span){0};
    int low = kh_num_cmp(a.low, b.low), high = kh_num_cmp(a.high, b.high);
    span s = a;
    if (low < 0 || (low == 0 && b.low_open)) {
        s.low = b.low;
        s.low_open = b.low_open;
    }
    if (high > 0 || (high == 0 && b.high_open)) {
        s.high = b.high;
        s.high_open = b.high_open;
    }
    return s;
}

static span span_of(kh_resolver *r, const kh_expr *c)
{
    if (!c)
        return (span){0};
    if (c->op == KH_X_AND && c->n == 2)
        return both_of(span_of(r, c->args[0]), span_of(r, c->args[1]));
    bool compares = c->op == KH_X_LT || c->op == KH_X_LE || c->op == KH_X_GT || c->op == KH_X_GE ||
                    c->op == KH_X_EQ;
    return compares ? one_side(r, c) : (span){0};
}

static bool is_empty(span s)
{
    int c = kh_num_cmp(s.low, s.high);
    return c > 0 || (c == 0 && (s.low_open || s.high_open));
}

static bool is_fixed(const kh_rule *rule)
{
    return (rule->verb == KH_DEDUCT || rule->verb == KH_AWARD) &&
           rule->counting == KH_COUNT_NOTHING && !rule->unless;
}

static void check_steps(kh_resolver *r, const kh_rule *rule, span s)
{
    bool counts_itself = rule->counting == KH_COUNT_STEPS && s.quantity && rule->measured &&
                         kh_expr_equal(s.quantity, rule->measured);
    if (!counts_itself || kh_num_cmp(s.low, KH_ZERO) <= 0)
        return;
    kh_strbuf b = {0};
    kh_num_show(&b, s.low, -1);
    kh_slice name = kh_resolve_text(r, rule->measured->place);
    KH_SAY(r, KH_E0428, rule->place, name, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

/* Of degrees of one fault, or of the largest, only one is taken. */
static bool exclude(const kh_score *n, uint32_t a, uint32_t b)
{
    uint32_t group = n->rules[a].group;
    const kh_rule_group *g = group ? &n->groups[group - 1] : NULL;
    return g && group == n->rules[b].group && (g->first_only || g->highest);
}

void kh_check_overlaps(kh_resolver *r, uint32_t node)
{
    const kh_score *n = &r->nodes.at[node];
    span *spans = KH_NEW_ARRAY(r->arena, span, n->rule_count + 1u);
    for (uint32_t i = 0; i < n->rule_count; i++) {
        const kh_rule *rule = &n->rules[i];
        spans[i] = span_of(r, rule->condition);
        check_steps(r, rule, spans[i]);
        if (!is_fixed(rule))
            spans[i].quantity = NULL;
        for (uint32_t k = 0; k < i && spans[i].quantity; k++) {
            if (!spans[k].quantity || n->rules[k].verb != rule->verb || exclude(n, k, i))
                continue;
            span shared = both_of(spans[k], spans[i]);
            if (!shared.quantity || is_empty(shared))
                continue;
            kh_diag *d =
                KH_SAY(r, KH_E0494, rule->place, kh_resolve_text(r, spans[i].quantity->place));
            kh_resolve_related(r, d, KH_R_first_rule, n->rules[k].place, KH_LIT(""));
            break;
        }
    }
}
