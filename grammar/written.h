/* What a tree leaves out: the tokens as they were written, and the comments and blank lines between
 * them (trivia). The tree and this together hold a text whole; fmt prints from both. */
#ifndef KH_GRAMMAR_WRITTEN_H
#define KH_GRAMMAR_WRITTEN_H

#include "grammar/ast.h"

typedef struct kh_comment {
    kh_slice text;     /* from its # on, without blanks at its end */
    bool own_line;     /* nothing stands before it on its line */
    bool blank_before; /* an empty line stands before it */
} kh_comment;

/* A token that the parser read. Commas that only pause and the ; behind rules and statements are
 * left out: they say nothing. */
typedef struct kh_written_token {
    int kind; /* of the grammar */
    kh_word word;
    uint32_t at, end;
    uint32_t comments, comment_count; /* between the token before it and this one */
    bool blank_before;                /* an empty line stands between it and what comes before */
    bool first;                       /* on its line */
} kh_written_token;

typedef struct kh_written {
    kh_arena *arena;
    kh_slice text;                   /* of the source, which owns it */
    KH_VEC(kh_written_token) tokens; /* the last one is the end of the text */
    KH_VEC(kh_comment) comments;
} kh_written;

/* As kh_parse; *out is complete when no error was reported. */
const kh_node *kh_parse_written(kh_arena *a, kh_sources *sources, kh_source_id source,
                                kh_diags *diags, kh_written *out);

/* The first token that begins at the offset or behind it; the last that ends at it or before. */
uint32_t kh_written_from(const kh_written *w, uint64_t at);
uint32_t kh_written_up_to(const kh_written *w, uint64_t end);

/* Internal to the parse. */
struct kh_token;
void kh_written_add(kh_written *w, const struct kh_token *t);

#endif
