/* The constructors of the tree. They copy what they are given; nothing is looked up or judged. */
#include <string.h>

#include "grammar/make.h"
#include "scheme.tab.h"

/* Of a node that this parse is still building. */
#define OWN(type, n) ((struct kh_node_##type *)(void *)(n))

kh_node *kh_make(kh_parser *kh, kh_node_kind kind, kh_span place, const void *fields, size_t size)
{
    kh_node *n = kh_arena_alloc(kh->arena, size);
    memcpy(n, fields, size);
    n->kind = kind;
    n->place = (kh_place){kh->source, place.last - place.first, place.first};
    n->next = NULL;
    return n;
}

kh_list kh_one(kh_node *n)
{
    return (kh_list){n, n};
}

kh_list kh_add(kh_list l, kh_node *n)
{
    if (!l.last)
        return kh_one(n);
    l.last->next = n;
    return (kh_list){l.first, n};
}

kh_list kh_two(kh_node *a, kh_node *b)
{
    return kh_add(kh_one(a), b);
}

kh_list kh_put_first(kh_node *n, kh_list l)
{
    n->next = l.first;
    return (kh_list){n, l.last ? l.last : n};
}

kh_list kh_join(kh_list a, kh_list b)
{
    if (!a.last)
        return b;
    a.last->next = b.first;
    return (kh_list){a.first, b.last ? b.last : a.last};
}

kh_span kh_around(kh_span first, kh_span last)
{
    return (kh_span){first.first, last.last};
}

static kh_span span_of(const kh_node *n)
{
    uint32_t at = (uint32_t)n->place.at;
    return (kh_span){at, at + n->place.len};
}

bool kh_is_literal(const kh_token *t)
{
    return t->kind == KH_T_NAME || t->kind == KH_T_NAMED || t->kind == KH_T_TEXT ||
           t->kind == KH_T_DATE || t->kind == KH_T_MEASURE || kh_token_is_number(t->kind);
}

static kh_operator unit_of(int kind)
{
    return kind == KH_T_PERCENT    ? KH_OP_PERCENT
           : kind == KH_T_POINTS   ? KH_OP_POINTS
           : kind == KH_T_DURATION ? KH_OP_DURATION
                                   : KH_OP_PLAIN;
}

kh_node *kh_make_literal(kh_parser *kh, const kh_token *t)
{
    kh_span place = {t->piece.at, t->piece.end};
    if (kh_token_is_number(t->kind))
        return MAKE(NUMBER, number, place, .digits = t->text, .unit = unit_of(t->kind),
                    .measure = t->measure);
    if (t->kind == KH_T_DATE)
        return MAKE(DATE, date, place, .text = t->text);
    if (t->kind == KH_T_TEXT)
        return MAKE(TEXT, text, place, .text = t->text);
    return MAKE(NAME, name, place, .text = t->text, .quoted = t->kind == KH_T_NAMED);
}

static kh_slice written(const kh_parser *kh, kh_span place)
{
    return (kh_slice){kh->text.p + place.first, place.last - place.first};
}

kh_node *kh_name_at(kh_parser *kh, kh_span place)
{
    return MAKE(NAME, name, place, .text = written(kh, place));
}

kh_node *kh_text_of(kh_parser *kh, const kh_node *n)
{
    kh_span place = span_of(n);
    kh_slice text = n->kind == KH_NODE_NAME ? KH_AS(name, n)->text : written(kh, place);
    return MAKE(TEXT, text, place, .text = text);
}

kh_node *kh_make_part(kh_parser *kh, kh_span place, kh_word word, kh_list args)
{
    return MAKE(PART, part, place, .word = word, .args = args.first);
}

kh_node *kh_combine(kh_parser *kh, kh_span place, kh_node *part, kh_node *where, kh_node *combine)
{
    kh_list args = {OWN(part, part)->args, OWN(part, part)->args};
    if (where)
        args = kh_add(args, where);
    return MAKE(PART, part, place, .word = OWN(part, part)->word, .args = args.first,
                .combine = combine);
}

kh_node *kh_make_record(kh_parser *kh, kh_span place, kh_node *name, kh_list measure,
                        kh_list fields)
{
    kh_slice text = measure.first ? KH_AS(text, measure.first)->text : (kh_slice){0};
    return MAKE(RECORD, record, place, .name = name, .measure = text, .fields = fields.first);
}

/* Blanks and comments between the numbers say nothing. */
kh_node *kh_make_tie(kh_parser *kh, kh_span place)
{
    kh_slice text = written(kh, place);
    kh_built b = {0};
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '#')
            while (i + 1 < text.n && text.p[i + 1] != '\n')
                i++;
        else if (!strchr(" \t\r\n\f\v", text.p[i]))
            kh_built_add(kh, &b, (kh_slice){text.p + i, 1});
    }
    return MAKE(TIE, tie, place, .pattern = kh_built_slice(&b));
}

/* Puts the clauses at the end into the rule that the verb began. */
static kh_node *complete(kh_parser *kh, kh_span place, struct kh_node_rule *rule, kh_node *tail)
{
    const struct kh_node_rule *t = OWN(rule, tail);
    rule->highest = t->highest;
    rule->limit = t->limit;
    rule->charged = t->charged;
    rule->docs = t->docs;
    return kh_place_rule(kh, &rule->base, place, NULL);
}

kh_node *kh_count_rule(kh_parser *kh, kh_span place, kh_node *counted, kh_node *when,
                       kh_node *unless, kh_list mods, kh_node *tail)
{
    struct kh_node_rule *rule = OWN(rule, counted);
    rule->when = when;
    rule->unless = unless;
    rule->mods = mods.first;
    return complete(kh, place, rule, tail);
}

kh_node *kh_judge(kh_parser *kh, kh_span place, kh_node *condition, kh_node *value, kh_node *when,
                  kh_node *unless, kh_node *tail)
{
    struct kh_node_rule *rule = OWN(rule, value);
    rule->condition = condition;
    rule->when = when;
    rule->unless = unless;
    return complete(kh, place, rule, tail);
}

kh_node *kh_place_rule(kh_parser *kh, kh_node *rule, kh_span place, kh_node *each)
{
    rule->kind = KH_NODE_RULE;
    rule->place = (kh_place){kh->source, place.last - place.first, place.first};
    rule->next = NULL;
    OWN(rule, rule)->each = each;
    return rule;
}

kh_node *kh_count_of(kh_parser *kh, kh_span place, kh_node *steps, kh_node *of)
{
    struct kh_node_count c = *OWN(count, steps);
    c.of = of;
    return kh_make(kh, KH_NODE_COUNT, place, &c, sizeof c);
}

kh_node *kh_make_share(kh_parser *kh, kh_node *percent, kh_node *of)
{
    kh_span place, p = span_of(percent), o = span_of(of);
    place.first = p.first < o.first ? p.first : o.first;
    place.last = p.last > o.last ? p.last : o.last;
    return MAKE(SHARE, share, place, .percent = percent, .of = of);
}

kh_node *kh_negate(kh_parser *kh, kh_span sign, kh_node *value)
{
    return MAKE(UNARY, unary, kh_around(sign, span_of(value)), .op = KH_OP_NEGATE, .value = value);
}

kh_node *kh_step(kh_parser *kh, kh_span first, kh_span last, kh_word word, kh_operator op,
                 kh_node *value)
{
    return MAKE(STEP, step, kh_around(first, last), .op = op, .word = word, .value = value);
}

kh_node *kh_compare(kh_parser *kh, kh_span place, kh_node *left, kh_node *first, kh_node *second)
{
    kh_list steps = second ? kh_two(first, second) : kh_one(first);
    return MAKE(COMPARE, compare, place, .left = left, .steps = steps.first);
}

static bool excludes(const kh_node *mark)
{
    return KH_AS(mark, mark)->word == KH_W_EXCL;
}

kh_node *kh_make_low(kh_parser *kh, kh_span place, kh_node *edge, kh_node *before, kh_word word,
                     kh_node *behind)
{
    kh_node *mark = before ? before : behind;
    return MAKE(RANGE, range, place, .low = edge, .low_word = word, .low_mark = mark,
                .low_open = mark ? excludes(mark) : word == KH_W_OR_BEYOND);
}

kh_node *kh_make_high(kh_parser *kh, kh_span place, kh_node *edge, kh_node *before, kh_word word,
                      kh_node *behind)
{
    kh_node *mark = before ? before : behind;
    return MAKE(RANGE, range, place, .high = edge, .high_word = word, .high_mark = mark,
                .high_open = mark && excludes(mark));
}

kh_node *kh_close_range(kh_parser *kh, kh_span place, kh_node *low, kh_node *high)
{
    struct kh_node_range r = *OWN(range, low);
    const struct kh_node_range *h = OWN(range, high);
    r.high = h->high;
    r.high_open = h->high_open;
    r.high_word = h->high_word;
    r.high_mark = h->high_mark;
    return kh_make(kh, KH_NODE_RANGE, place, &r, sizeof r);
}

kh_node *kh_make_between(kh_parser *kh, kh_span place, kh_node *low, kh_node *mark, kh_word to,
                         kh_node *high)
{
    struct kh_node_range upper = {.high = high, .high_word = to};
    if (high->kind == KH_NODE_RANGE)
        upper = *OWN(range, high);
    upper.low = low;
    upper.low_mark = mark;
    upper.low_open = mark && excludes(mark);
    return kh_make(kh, KH_NODE_RANGE, place, &upper, sizeof upper);
}
