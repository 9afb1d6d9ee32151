/* What the token filter, the grammar and its error messages share during one parse. Internal to
 * grammar/. */
#ifndef KH_GRAMMAR_PARSER_H
#define KH_GRAMMAR_PARSER_H

#include <assert.h>

#include "grammar/ast.h"
#include "grammar/lexicon.h"
#include "grammar/tokens.h"

/* Where something stands: bytes [first, last) of the text. Sources are far below 4 GB. */
typedef struct kh_span {
    uint32_t first, last;
} kh_span;

/* A list while it is built. */
typedef struct kh_list {
    kh_node *first, *last;
} kh_list;

/* What compares: the word as written, none for a sign. */
typedef struct kh_relation {
    kh_word word;
    kh_operator op;
} kh_relation;

/* A change that would put a line right: bytes [at, at + len) become `with`. */
typedef struct kh_edit {
    size_t diag; /* index in the list of diagnostics */
    uint32_t at, len;
    kh_slice with;
} kh_edit;

/* A text with many errors: this many are listed one by one, the rest is counted. */
#define KH_LISTED_ERRORS 1000

typedef struct kh_parser {
    kh_arena *arena;
    kh_sources *sources;
    kh_source_id source;
    kh_diags *diags;
    kh_slice text;
    kh_tokens tokens;
    KH_VEC(kh_edit) edits;
    size_t unlisted; /* errors beyond KH_LISTED_ERRORS */
    size_t listed, warned;
    kh_span first_unlisted;
    bool stopped; /* a limit was reached: nothing more is read or reported */
    kh_list statements;
    struct kh_written *written; /* where the tokens are kept, or NULL */
} kh_parser;

/* Reports; returns the index of the diagnostic, or KH_UNLISTED when it was only counted. */
size_t kh_complain_args(kh_parser *kh, kh_code code, kh_span at, const kh_slice *args, size_t n);
#define KH_UNLISTED (SIZE_MAX - 1)
#define kh_complain(kh, code, at, ...)                                                             \
    kh_complain_args((kh), (code), (at), (kh_slice[]){__VA_ARGS__},                                \
                     sizeof((kh_slice[]){__VA_ARGS__}) / sizeof(kh_slice))
/* Says at a second place what that has to do with the diagnostic just reported. */
void kh_complain_related(kh_parser *kh, size_t diag, kh_related_text text, kh_span at);
/* Adds a change to the line that the diagnostic shows as it should be. */
void kh_mend(kh_parser *kh, size_t diag, uint32_t at, uint32_t len, kh_slice with);
/* Reports that a limit was reached and ends the parse. */
void kh_stop(kh_parser *kh, kh_code code, kh_span at, kh_slice limit);
/* A text that is put together in the arena, so that nothing is left when memory runs out. */
typedef struct kh_built {
    KH_VEC(char) chars;
} kh_built;
void kh_built_add(kh_parser *kh, kh_built *b, kh_slice s);
kh_slice kh_built_slice(const kh_built *b);

/* What the file has between, cut for messages when it is long. */
kh_slice kh_quote(kh_parser *kh, kh_span at);

/* False when errors are no longer listed one by one. */
bool kh_listing(const kh_parser *kh);

/* Composes the mended lines; last step of a parse. */
void kh_mend_lines(kh_parser *kh);

/* The bison parser (scheme.y) and its side of a syntax error (syntax_error.c). */
int kh_yyparse(kh_parser *kh);
/* The parser could not go on at past[0]; expected are bison's symbol kinds. */
void kh_syntax_error(kh_parser *kh, const int *expected, int count);
/* Bison's number for a token. */
int kh_symbol_of(int token);

#endif
