/* The constructors that the grammar's actions call, one call each. Internal to grammar/. */
#ifndef KH_GRAMMAR_MAKE_H
#define KH_GRAMMAR_MAKE_H

#include "grammar/parser.h"

/* A node of a kind: a copy of `fields`, with the kind and the place put in. */
kh_node *kh_make(kh_parser *kh, kh_node_kind kind, kh_span place, const void *fields, size_t size);

kh_list kh_one(kh_node *n);
kh_list kh_two(kh_node *a, kh_node *b);
kh_list kh_add(kh_list l, kh_node *n);
kh_list kh_put_first(kh_node *n, kh_list l);
kh_list kh_join(kh_list a, kh_list b);
kh_span kh_around(kh_span first, kh_span last);

/* A name, text, number or date as the filter hands it over. */
bool kh_is_literal(const kh_token *t);
kh_node *kh_make_literal(kh_parser *kh, const kh_token *t);
/* A keyword in a name's place: the name is as it is written. */
kh_node *kh_name_at(kh_parser *kh, kh_span place);
/* A name or number where a text stands: 依据「四」, 编号 k3. */
kh_node *kh_text_of(kh_parser *kh, const kh_node *n);

kh_node *kh_make_part(kh_parser *kh, kh_span place, kh_word word, kh_list args);
/* `monthly by mean`: the part of the period, completed. */
kh_node *kh_combine(kh_parser *kh, kh_span place, kh_node *part, kh_node *where, kh_node *combine);
kh_node *kh_make_record(kh_parser *kh, kh_span place, kh_node *name, kh_list measure,
                        kh_list fields);
kh_node *kh_make_tie(kh_parser *kh, kh_span place);

/* Rules: `tail` is a RULE that holds the clauses at the end; the rest is put into it. */
kh_node *kh_count_rule(kh_parser *kh, kh_span place, kh_node *counted, kh_node *when,
                       kh_node *unless, kh_list mods, kh_node *tail);
/* The same for a rule that gives a value; `value` is a RULE that holds the verb's parts. */
kh_node *kh_judge(kh_parser *kh, kh_span place, kh_node *condition, kh_node *value, kh_node *when,
                  kh_node *unless, kh_node *tail);
kh_node *kh_place_rule(kh_parser *kh, kh_node *rule, kh_span place, kh_node *each);
kh_node *kh_count_of(kh_parser *kh, kh_span place, kh_node *steps, kh_node *of);
kh_node *kh_make_share(kh_parser *kh, kh_node *percent, kh_node *of);

kh_node *kh_negate(kh_parser *kh, kh_span sign, kh_node *value);
kh_node *kh_step(kh_parser *kh, kh_span first, kh_span last, kh_word word, kh_operator op,
                 kh_node *value);
kh_node *kh_compare(kh_parser *kh, kh_span place, kh_node *left, kh_node *first, kh_node *second);

/* Ranges. A mark in brackets (含, 不含) decides against the bare word; `before` stands between the
 * number and the word, `behind` behind the word. */
kh_node *kh_make_low(kh_parser *kh, kh_span place, kh_node *edge, kh_node *before, kh_word word,
                     kh_node *behind);
kh_node *kh_make_high(kh_parser *kh, kh_span place, kh_node *edge, kh_node *before, kh_word word,
                      kh_node *behind);
/* Of a range with a low end and one with a high end. */
kh_node *kh_close_range(kh_parser *kh, kh_span place, kh_node *low, kh_node *high);
/* `low TO high`; high is a number or a range that holds the upper end alone. */
kh_node *kh_make_between(kh_parser *kh, kh_span place, kh_node *low, kh_node *mark, kh_word to,
                         kh_node *high);

/* From the first to the last part that is not empty; an empty construct has an empty place. */
#define YYLLOC_DEFAULT(Place, Rhs, N)                                                              \
    do {                                                                                           \
        int first_ = 1, last_ = (N);                                                               \
        while (first_ < last_ && YYRHSLOC(Rhs, first_).first == YYRHSLOC(Rhs, first_).last)        \
            first_++;                                                                              \
        while (last_ > first_ && YYRHSLOC(Rhs, last_).first == YYRHSLOC(Rhs, last_).last)          \
            last_--;                                                                               \
        if (N)                                                                                     \
            (Place) = (kh_span){YYRHSLOC(Rhs, first_).first, YYRHSLOC(Rhs, last_).last};           \
        else                                                                                       \
            (Place) = (kh_span){YYRHSLOC(Rhs, 0).last, YYRHSLOC(Rhs, 0).last};                     \
    } while (0)

/* A new node of a kind, in an action: MAKE(PAIR, pair, @$, .name = $1, .value = $2). */
#define MAKE(KIND, type, place, ...)                                                               \
    kh_make(kh, KH_NODE_##KIND, (place), &(struct kh_node_##type){__VA_ARGS__},                    \
            sizeof(struct kh_node_##type))

/* The beginning of a rule that deducts or awards; its clauses are put in later. */
#define ADJUSTED(if_, verb_, amount_, count_)                                                      \
    MAKE(RULE, rule, ((kh_span){0}), .condition = (if_), .verb = (verb_), .amount = (amount_),     \
         .count = (count_))
#define COUNT(place, word_, direction_, size_, pro_rata_)                                          \
    MAKE(COUNT, count, (place), .word = (word_), .direction = (direction_), .size = (size_),       \
         .pro_rata = (pro_rata_))
#define SHARE(percent, of)      kh_make_share(kh, (percent), (of))
#define PART(word, place, args) kh_make_part(kh, (place), (word), (args))
#define WORD(word, op)          ((kh_relation){(word), (op)})
#define SIGN(op)                ((kh_relation){KH_W_NONE, (op)})
#define NONE                    ((kh_list){0})

#endif
