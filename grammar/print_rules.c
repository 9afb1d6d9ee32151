/* Rules: the clauses stand in the order of the language. */
#include "grammar/print_inside.h"

#include "base/text.h"
#include "scheme.tab.h"

/* The word just put out begins a rule, as far as the scanner's warnings go. */
static void begins_rule(kh_printer *p)
{
    p->layout.atoms.at[p->layout.atoms.n - 1].starts = true;
}

static void print_docs(kh_printer *p, const kh_node *list, const kh_node *owner)
{
    for (const kh_node *n = list; n; n = n->next) {
        kh_print_careful(p);
        kh_print_part(p, n, owner);
    }
}

static void print_conditions(kh_printer *p, const kh_node *when, const kh_node *unless)
{
    if (when) {
        kh_print_careful(p);
        kh_print_word(p, KH_W_WHEN, KH_ROLE_PLAIN);
        kh_print_expr(p, when);
    }
    if (unless) {
        kh_print_careful(p);
        kh_print_word(p, KH_W_UNLESS, KH_ROLE_PLAIN);
        kh_print_expr(p, unless);
    }
}

static void print_careful_part(kh_printer *p, const kh_node *part, const kh_node *owner)
{
    if (!part)
        return;
    kh_print_careful(p);
    kh_print_part(p, part, owner);
}

/* ---- what is counted ----------------------------------------------------------------------- */

/* Which way the line of `若 E 低于 L，每低 K` lies: 每低 or 每超过. */
static kh_word direction_of(const kh_node *condition)
{
    while (condition && condition->kind == KH_NODE_GROUPED)
        condition = KH_AS(grouped, condition)->value;
    if (condition && condition->kind == KH_NODE_COMPARE) {
        kh_operator op = KH_AS(step, KH_AS(compare, condition)->steps)->op;
        return op == KH_OP_GT || op == KH_OP_GE ? KH_W_EACH_ABOVE : KH_W_EACH_BELOW;
    }
    if (condition && condition->kind == KH_NODE_IN &&
        KH_AS(in, condition)->band->kind == KH_NODE_RANGE)
        return KH_AS(range, KH_AS(in, condition)->band)->high ? KH_W_EACH_BELOW : KH_W_EACH_ABOVE;
    return KH_W_EACH_BELOW;
}

/* 若 次数(会议) 少于 4次，每少 1次 */
static kh_role distance_role(const kh_node *condition)
{
    bool called = condition && condition->kind == KH_NODE_COMPARE &&
                  KH_AS(compare, condition)->left &&
                  KH_AS(compare, condition)->left->kind == KH_NODE_CALL;
    kh_slice name = called ? KH_AS(name, KH_AS(call, KH_AS(compare, condition)->left)->name)->text
                           : (kh_slice){0};
    return called && kh_print_is(name, KH_B_COUNT) ? KH_ROLE_COUNT : KH_ROLE_PLAIN;
}

static void print_pro_rata(kh_printer *p, const struct kh_node_count *c)
{
    if (c->pro_rata)
        kh_print_word(p, KH_W_PRO_RATA, KH_ROLE_PLAIN);
}

/* `若 A 低于 95%，每高 1 …` says two things at once. That is an error which the check finds; only
 * the Chinese word tells, so it stays in English as well. */
static bool contradicts(const struct kh_node_count *c, const kh_node *condition)
{
    return c->direction && c->direction != direction_of(condition);
}

/* 每次 X 其中 C; 每满 K E; 每低 K, before the verb. */
static void print_chinese_count(kh_printer *p, const struct kh_node_count *c,
                                const kh_node *condition)
{
    if (c->set) {
        kh_print_each(p, KH_AS(set, c->set)->name);
        begins_rule(p);
        kh_print_set(p, c->set);
        return;
    }
    bool distance = !c->of && c->word == KH_W_PER;
    if (contradicts(c, condition))
        kh_print_chinese_word(p, c->direction);
    else
        kh_print_word(p, distance ? direction_of(condition) : c->word,
                      distance ? distance_role(condition) : KH_ROLE_PLAIN);
    if (!distance)
        begins_rule(p);
    kh_print_expr(p, c->size);
    print_pro_rata(p, c);
    if (c->of)
        kh_print_expr(p, c->of);
}

/* per X where C; per full K of E; per K, behind the amount. */
static void print_english_count(kh_printer *p, const struct kh_node_count *c)
{
    kh_print_fill(p);
    kh_print_word(p, c->word, KH_ROLE_PLAIN);
    if (c->set) {
        kh_print_set(p, c->set);
        return;
    }
    kh_print_expr(p, c->size);
    print_pro_rata(p, c);
    if (c->of) {
        kh_print_word(p, KH_W_OF, KH_ROLE_PLAIN);
        kh_print_expr(p, c->of);
    }
}

/* ---- the rule ------------------------------------------------------------------------------ */

static void print_if(kh_printer *p, const kh_node *condition)
{
    kh_print_word(p, KH_W_IF, KH_ROLE_PLAIN);
    begins_rule(p);
    kh_print_expr(p, condition);
    kh_print_comma(p);
}

static void print_verb(kh_printer *p, const struct kh_node_rule *r)
{
    kh_print_word(p, r->verb, KH_ROLE_PLAIN);
    begins_rule(p);
    if (r->amount)
        kh_print_amount(p, r->amount);
    if (!r->rated)
        return;
    kh_print_scope outer = p->scope;
    kh_print_name(p, r->rated, KH_NAME_OWN);
    kh_print_word(p, KH_W_ON, KH_ROLE_PLAIN);
    kh_print_name(p, r->scale, KH_NAME_OWN);
    p->scope = kh_print_scope_of(p, r->rated);
    kh_print_quals(p, r->quals, true);
    p->scope = outer;
}

static void print_mods(kh_printer *p, const struct kh_node_rule *r)
{
    for (const kh_node *n = r->mods; n; n = n->next) {
        const struct kh_node_mod *m = KH_AS(mod, n);
        kh_print_fill(p);
        kh_print_word(p, m->word, r->verb == KH_W_AWARD ? KH_ROLE_AWARD : KH_ROLE_PLAIN);
        if (m->value && m->word == KH_W_PLUS)
            kh_print_amount(p, m->value);
        else if (m->value)
            kh_print_expr(p, m->value);
        kh_print_word(p, KH_W_WHEN, KH_ROLE_PLAIN);
        kh_print_expr(p, m->when);
    }
}

void kh_print_rule(kh_printer *p, const kh_node *n)
{
    const struct kh_node_rule *r = KH_AS(rule, n);
    const struct kh_node_count *c = r->count ? KH_AS(count, r->count) : NULL;
    bool chinese =
        c && (kh_print_chinese(p, kh_print_kept(p) && r->count->place.at < r->amount->place.at) ||
              (!kh_print_kept(p) && contradicts(c, r->condition)));
    kh_print_scope outer = p->scope;
    if (c && c->set)
        p->scope = kh_print_scope_of(p, KH_AS(set, c->set)->name);
    kh_print_open(p, 2);
    if (r->each) {
        kh_print_part(p, r->each, n);
        begins_rule(p);
    }
    if (r->condition)
        print_if(p, r->condition);
    if (c && chinese) {
        print_chinese_count(p, c, r->condition);
        kh_print_fill(p);
    }
    print_verb(p, r);
    if (c && !chinese)
        print_english_count(p, c);
    print_conditions(p, r->when, r->unless);
    print_mods(p, r);
    print_careful_part(p, r->highest, n);
    print_careful_part(p, r->limit, n);
    print_careful_part(p, r->charged, n);
    print_docs(p, r->docs, n);
    kh_print_close(p, 2);
    p->scope = outer;
}

void kh_print_group_head(kh_printer *p, const kh_node *n)
{
    const struct kh_node_group *g = KH_AS(group, n);
    kh_print_open(p, 4);
    if (g->each) {
        kh_print_part(p, g->each, n);
        begins_rule(p);
    }
    kh_print_word(p, KH_W_TOGETHER, KH_ROLE_PLAIN);
    begins_rule(p);
    print_careful_part(p, g->first, n);
    print_conditions(p, g->when, g->unless);
    print_careful_part(p, g->highest, n);
    print_careful_part(p, g->limit, n);
    print_docs(p, g->docs, n);
    kh_print_sign(p, "{", false);
    kh_print_close(p, 4);
}
