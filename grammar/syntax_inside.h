/* One place where the parser could not go on, as the sentences about it see it. */
#ifndef KH_GRAMMAR_SYNTAX_INSIDE_H
#define KH_GRAMMAR_SYNTAX_INSIDE_H

#include "grammar/parser.h"

typedef struct kh_failure {
    kh_parser *kh;
    const kh_token *t;     /* what cannot stand here */
    const kh_token *p, *q; /* the tokens before it, the nearer first; kind 0: none */
    const kh_said *said;
    const kh_level *level; /* that the token stands in */
    const int *expected;
    int count;
} kh_failure;

/* Each says its sentence and returns true when the failure is its own. */
typedef bool (*kh_hint)(const kh_failure *f);
extern const kh_hint kh_hints_rules[], kh_hints_conditions[], kh_hints_values[]; /* NULL ends */

bool kh_expects(const kh_failure *f, int token);
/* The innermost { } that the token stands in. */
kh_brace kh_failure_brace(const kh_failure *f);
kh_span kh_token_span(const kh_token *t);
kh_slice kh_token_quote(const kh_failure *f, const kh_token *t);
/* The token behind t. */
const kh_token *kh_failure_next(const kh_failure *f);
/* The Chinese or the English spelling, as the token is written. */
kh_slice kh_like(const kh_token *t, const char *chinese, const char *english);
/* The sign beside t, a sign, as wide as t is in the file. */
kh_slice kh_as_wide(const kh_failure *f, const kh_token *t, const char *wide, const char *ascii);
/* Reports about t with its text as the first argument, the second given. */
size_t kh_fail_at(const kh_failure *f, kh_code code, const kh_token *t, kh_slice second);
/* The same, and the token replaced in the line as it should be. */
bool kh_fail_instead(const kh_failure *f, kh_code code, const kh_token *t, kh_slice with);
/* In a value's or name's place, a token that is one. */
bool kh_is_operand(int kind);
bool kh_is_text(const kh_token *t, const char *text);

/* Says that a name is nearly a word that could stand there. */
bool kh_misspelt(const kh_failure *f);

/* What could stand instead, in words: at most four. */
void kh_expected_words(const kh_failure *f, kh_slice *chinese, kh_slice *english);

#endif
