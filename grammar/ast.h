/* The syntax tree: exactly what was written, with its places; immutable once parsed. It knows no
 * meaning: names are texts, numbers are digits. May hold ERROR nodes where something was reported.
 * Nodes live in the arena of the parse and borrow the source's text. */
#ifndef KH_GRAMMAR_AST_H
#define KH_GRAMMAR_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/slice.h"
#include "base/source.h"
#include "base/strbuf.h"
#include "grammar/words.h"

typedef enum {
#define NODE(KIND, type, label) KH_NODE_##KIND,
#define CHILD(f)
#define LIST(f)
#define WORD(f)
#define SLICE(f)
#define FLAG(f)
#define OP(f)
#define END
#include "grammar/nodes.def"
    KH_NODE_KIND_COUNT
} kh_node_kind;
#undef NODE
#undef CHILD
#undef LIST
#undef WORD
#undef SLICE
#undef FLAG
#undef OP
#undef END

typedef enum kh_operator {
    KH_OP_NONE,
    /* units of a NUMBER */
    KH_OP_PLAIN,
    KH_OP_PERCENT,
    KH_OP_POINTS,
    KH_OP_DURATION,
    /* UNARY, BINARY */
    KH_OP_NEGATE,
    KH_OP_NOT,
    KH_OP_ADD,
    KH_OP_SUB,
    KH_OP_MUL,
    KH_OP_DIV,
    /* LOGIC */
    KH_OP_AND,
    KH_OP_OR,
    /* STEP */
    KH_OP_LT,
    KH_OP_LE,
    KH_OP_GT,
    KH_OP_GE,
    KH_OP_EQ,
    KH_OP_NE
} kh_operator;

typedef struct kh_node {
    kh_node_kind kind;
    kh_place place;       /* from the first to the last token of the construct */
    struct kh_node *next; /* in the list that holds it */
} kh_node;

#define NODE(KIND, type, label)                                                                    \
    struct kh_node_##type {                                                                        \
        kh_node base;
#define CHILD(f) kh_node *f;
#define LIST(f)  kh_node *f;
#define WORD(f)  kh_word f;
#define SLICE(f) kh_slice f;
#define FLAG(f)  bool f;
#define OP(f)    kh_operator f;
#define END                                                                                        \
    }                                                                                              \
    ;
#include "grammar/nodes.def"
#undef NODE
#undef CHILD
#undef LIST
#undef WORD
#undef SLICE
#undef FLAG
#undef OP
#undef END

/* The node as its own kind: KH_AS(rule, n)->verb. Asserts nothing; callers switch on the kind. */
#define KH_AS(type, n) ((const struct kh_node_##type *)(const void *)(n))

/* A name for tests and dumps: "rule". */
const char *kh_node_label(kh_node_kind kind);
/* Trees are equal when they say the same: kinds, words, texts and shapes; places do not count. */
bool kh_node_equal(const kh_node *a, const kh_node *b);
/* An S-expression on one line: (item :name (name 察访核验) :head ((part max 10)) …); fields that
 * are empty are left out. This is what tests state. */
void kh_node_dump(kh_strbuf *out, const kh_node *n);
/* Calls visit for n and everything below, parents first; stops when visit returns false. */
bool kh_node_walk(const kh_node *n, bool (*visit)(const kh_node *n, void *context), void *context);

/* Parses the normalised text of a source. Never NULL: a FILE node; success is that no error was
 * reported. Limits (KH_MAX_*) are reported with exit status 4. */
const kh_node *kh_parse(kh_arena *a, kh_sources *sources, kh_source_id source, kh_diags *diags);
#define KH_MAX_NESTING    200
#define KH_MAX_TERMS      10000
#define KH_MAX_NAME_BYTES 255
#define KH_MAX_TEXT_BYTES (64u << 10)

#endif
