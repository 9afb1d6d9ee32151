/* Going through trees: the table of fields, the path, walking, equality. */
#include "grammar/tree.h"

#include <assert.h>
#include <string.h>

#define CHILD(f) {#f, KH_FIELD_CHILD, offsetof(of_kind, f)},
#define LIST(f)  {#f, KH_FIELD_LIST, offsetof(of_kind, f)},
#define WORD(f)  {#f, KH_FIELD_WORD, offsetof(of_kind, f)},
#define SLICE(f) {#f, KH_FIELD_SLICE, offsetof(of_kind, f)},
#define FLAG(f)  {#f, KH_FIELD_FLAG, offsetof(of_kind, f)},
#define OP(f)    {#f, KH_FIELD_OP, offsetof(of_kind, f)},
#define NODE(KIND, type, label)                                                                    \
    case KH_NODE_##KIND: {                                                                         \
        typedef struct kh_node_##type of_kind;                                                     \
        static const kh_field fields[] = {
#define END                                                                                        \
    {                                                                                              \
        NULL, KH_FIELD_FLAG, sizeof(of_kind)                                                       \
    }                                                                                              \
    }                                                                                              \
    ;                                                                                              \
    return fields;                                                                                 \
    }

const kh_field *kh_node_fields(kh_node_kind kind)
{
    switch (kind) {
#include "grammar/nodes.def"
    case KH_NODE_KIND_COUNT:
        break;
    }
    assert(!"a kind of node");
    return NULL;
}
#undef CHILD
#undef LIST
#undef WORD
#undef SLICE
#undef FLAG
#undef OP
#undef NODE
#undef END

/* The address of a field; the table was made for the node's own kind. */
static const void *field_of(const kh_node *n, const kh_field *f)
{
    return (const char *)n + f->offset;
}

const kh_node *kh_field_node(const kh_node *n, const kh_field *f)
{
    assert(f->type == KH_FIELD_CHILD || f->type == KH_FIELD_LIST);
    return *(kh_node *const *)field_of(n, f);
}

kh_word kh_field_word(const kh_node *n, const kh_field *f)
{
    assert(f->type == KH_FIELD_WORD);
    return *(const kh_word *)field_of(n, f);
}

kh_slice kh_field_slice(const kh_node *n, const kh_field *f)
{
    assert(f->type == KH_FIELD_SLICE);
    return *(const kh_slice *)field_of(n, f);
}

bool kh_field_flag(const kh_node *n, const kh_field *f)
{
    assert(f->type == KH_FIELD_FLAG);
    return *(const bool *)field_of(n, f);
}

kh_operator kh_field_op(const kh_node *n, const kh_field *f)
{
    assert(f->type == KH_FIELD_OP);
    return *(const kh_operator *)field_of(n, f);
}

void kh_path_down(kh_path *p, const kh_node *n)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->at = kh_scratch_resize(p->at, p->cap * sizeof *p->at);
    }
    p->at[p->n++] = (kh_step_frame){.node = n, .field = kh_node_fields(n->kind)};
}

const kh_node *kh_path_next(kh_path *p)
{
    kh_step_frame *top = &p->at[p->n - 1];
    for (; top->field->name; top->field++, top->in_list = false) {
        if (top->field->type == KH_FIELD_CHILD) {
            const kh_node *child = kh_field_node(top->node, top->field);
            if (!child)
                continue;
            top->field++;
            return child;
        }
        if (top->field->type != KH_FIELD_LIST)
            continue;
        if (!top->in_list)
            top->item = kh_field_node(top->node, top->field);
        const kh_node *item = top->item;
        if (!item)
            continue;
        top->in_list = true;
        top->item = item->next;
        return item;
    }
    return NULL;
}

void kh_path_free(kh_path *p)
{
    kh_scratch_free(p->at);
    *p = (kh_path){0};
}

bool kh_node_walk(const kh_node *n, bool (*visit)(const kh_node *n, void *context), void *context)
{
    kh_path p = {0};
    bool going = visit(n, context);
    if (going)
        kh_path_down(&p, n);
    while (going && p.n) {
        const kh_node *next = kh_path_next(&p);
        if (!next) {
            p.n--;
            continue;
        }
        going = visit(next, context);
        if (going)
            kh_path_down(&p, next);
    }
    kh_path_free(&p);
    return going;
}

/* Without what is below. */
static bool same_alone(const kh_node *a, const kh_node *b)
{
    if (a->kind != b->kind)
        return false;
    for (const kh_field *f = kh_node_fields(a->kind); f->name; f++) {
        bool same = true;
        switch (f->type) {
        case KH_FIELD_CHILD:
        case KH_FIELD_LIST:
            same = !kh_field_node(a, f) == !kh_field_node(b, f);
            break;
        case KH_FIELD_WORD:
            same = kh_field_word(a, f) == kh_field_word(b, f);
            break;
        case KH_FIELD_SLICE:
            same = kh_slice_eq(kh_field_slice(a, f), kh_field_slice(b, f));
            break;
        case KH_FIELD_FLAG:
            same = kh_field_flag(a, f) == kh_field_flag(b, f);
            break;
        case KH_FIELD_OP:
            same = kh_field_op(a, f) == kh_field_op(b, f);
            break;
        }
        if (!same)
            return false;
    }
    return true;
}

bool kh_node_equal(const kh_node *a, const kh_node *b)
{
    if (!a || !b)
        return a == b;
    kh_path p = {0}, q = {0};
    bool same = same_alone(a, b);
    if (same) {
        kh_path_down(&p, a);
        kh_path_down(&q, b);
    }
    while (same && p.n) {
        /* The two go side by side: alike so far, they hold nodes in the same fields, and lists
         * differ in length where one ends before the other. */
        const kh_node *x = kh_path_next(&p), *y = kh_path_next(&q);
        same = !x == !y && p.at[p.n - 1].field - kh_node_fields(p.at[p.n - 1].node->kind) ==
                               q.at[q.n - 1].field - kh_node_fields(q.at[q.n - 1].node->kind);
        if (!same)
            break;
        if (!x) {
            p.n--;
            q.n--;
            continue;
        }
        same = same_alone(x, y);
        if (same) {
            kh_path_down(&p, x);
            kh_path_down(&q, y);
        }
    }
    kh_path_free(&p);
    kh_path_free(&q);
    return same;
}
