/* Trees without knowing their kinds: the fields of every kind as a table, and a way through a tree
 * that does not recurse, since a sum may be 10,000 terms deep. Internal to grammar/. */
#ifndef KH_GRAMMAR_TREE_H
#define KH_GRAMMAR_TREE_H

#include <stddef.h>

#include "grammar/ast.h"

typedef enum kh_field_type {
    KH_FIELD_CHILD,
    KH_FIELD_LIST,
    KH_FIELD_WORD,
    KH_FIELD_SLICE,
    KH_FIELD_FLAG,
    KH_FIELD_OP
} kh_field_type;

typedef struct kh_field {
    const char *name; /* NULL ends the table */
    kh_field_type type;
    size_t offset;
} kh_field;

/* The fields of a kind, in the order of nodes.def. */
const kh_field *kh_node_fields(kh_node_kind kind);
const kh_node *kh_field_node(const kh_node *n, const kh_field *f); /* CHILD; LIST: the first */
kh_word kh_field_word(const kh_node *n, const kh_field *f);
kh_slice kh_field_slice(const kh_node *n, const kh_field *f);
bool kh_field_flag(const kh_node *n, const kh_field *f);
kh_operator kh_field_op(const kh_node *n, const kh_field *f);

/* A node that is being gone through. */
typedef struct kh_step_frame {
    const kh_node *node;
    const kh_field *field; /* the next one */
    const kh_node *item;   /* the next of the list `field`, once it was begun */
    bool in_list;
} kh_step_frame;

/* The nodes from the root to where one is; in scratch memory. */
typedef struct kh_path {
    kh_step_frame *at;
    size_t n, cap;
} kh_path;

void kh_path_down(kh_path *p, const kh_node *n);
/* The next node below the innermost one that was not visited, or NULL when there is none; passes
 * over fields that hold no nodes. */
const kh_node *kh_path_next(kh_path *p);
void kh_path_free(kh_path *p);

#endif
