/* Names of kinds, and trees as text: what tests state. */
#include "grammar/tree.h"

#include "base/text.h"

#define CHILD(f)
#define LIST(f)
#define WORD(f)
#define SLICE(f)
#define FLAG(f)
#define OP(f)
#define END
#define NODE(KIND, type, label) [KH_NODE_##KIND] = (label),

const char *kh_node_label(kh_node_kind kind)
{
    static const char *const labels[KH_NODE_KIND_COUNT] = {
#include "grammar/nodes.def"
    };
    return labels[kind];
}
#undef CHILD
#undef LIST
#undef WORD
#undef SLICE
#undef FLAG
#undef OP
#undef NODE
#undef END

static const char *op_sign(kh_operator op)
{
    switch (op) {
    case KH_OP_NONE:
    case KH_OP_PLAIN:
    case KH_OP_POINTS:
    case KH_OP_DURATION:
        return "";
    case KH_OP_PERCENT:
        return "%";
    case KH_OP_NEGATE:
    case KH_OP_SUB:
        return "-";
    case KH_OP_NOT:
        return "not";
    case KH_OP_ADD:
        return "+";
    case KH_OP_MUL:
        return "*";
    case KH_OP_DIV:
        return "/";
    case KH_OP_AND:
        return "and";
    case KH_OP_OR:
        return "or";
    case KH_OP_LT:
        return "<";
    case KH_OP_LE:
        return "<=";
    case KH_OP_GT:
        return ">";
    case KH_OP_GE:
        return ">=";
    case KH_OP_EQ:
        return "=";
    case KH_OP_NE:
        return "!=";
    }
    return "";
}

/* DOWN_TO_ZERO as down-to-zero. */
static void add_word(kh_strbuf *out, kh_word w)
{
    for (const char *c = kh_word_id(w); *c; c++)
        kh_strbuf_addc(out, *c == '_' ? '-' : *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
}

/* Nodes that hold nothing but a text print as one; false for others. */
static bool dump_leaf(kh_strbuf *out, const kh_node *n)
{
    if (n->kind == KH_NODE_NAME) {
        bool quoted = KH_AS(name, n)->quoted;
        kh_strbuf_adds(out, quoted ? "(name 「" : "(name ");
        kh_text_escape(out, KH_AS(name, n)->text);
        kh_strbuf_adds(out, quoted ? "」)" : ")");
    } else if (n->kind == KH_NODE_NUMBER) {
        kh_strbuf_add(out, KH_AS(number, n)->digits);
        kh_strbuf_adds(out, op_sign(KH_AS(number, n)->unit));
        kh_strbuf_add(out, KH_AS(number, n)->measure);
    } else if (n->kind == KH_NODE_TEXT) {
        kh_strbuf_addc(out, '"');
        kh_text_escape(out, KH_AS(text, n)->text);
        kh_strbuf_addc(out, '"');
    } else if (n->kind == KH_NODE_DATE) {
        kh_strbuf_add(out, KH_AS(date, n)->text);
    } else {
        return false;
    }
    return true;
}

/* "(part max": the kind and the word that says which. A node is called by its word alone. */
static void dump_head(kh_strbuf *out, const kh_node *n)
{
    kh_strbuf_addc(out, '(');
    if (n->kind == KH_NODE_NODE)
        add_word(out, KH_AS(node, n)->word);
    else
        kh_strbuf_adds(out, kh_node_label(n->kind));
    for (const kh_field *f = kh_node_fields(n->kind); f->name; f++) {
        if (f->type == KH_FIELD_OP && kh_field_op(n, f)) {
            kh_strbuf_addc(out, ' ');
            kh_strbuf_adds(out, op_sign(kh_field_op(n, f)));
        } else if (f->type == KH_FIELD_FLAG && kh_field_flag(n, f)) {
            kh_strbuf_addf(out, " :%s", f->name);
        } else if (f->type == KH_FIELD_SLICE && kh_field_slice(n, f).n) {
            kh_strbuf_addf(out, " :%s \"", f->name);
            kh_text_escape(out, kh_field_slice(n, f));
            kh_strbuf_addc(out, '"');
        } else if (f->type == KH_FIELD_WORD && kh_field_word(n, f) && n->kind != KH_NODE_NODE) {
            bool which = strcmp(f->name, "word") == 0 || strcmp(f->name, "verb") == 0;
            if (which)
                kh_strbuf_addc(out, ' ');
            else
                kh_strbuf_addf(out, " :%s ", f->name);
            add_word(out, kh_field_word(n, f));
        }
    }
}

/* Fields that need no name: what a part, a sum or a comparison is about. */
static bool is_plain(const kh_node *n, const kh_field *f)
{
    return n->kind == KH_NODE_UNARY || n->kind == KH_NODE_BINARY || n->kind == KH_NODE_LOGIC ||
           n->kind == KH_NODE_STEP || n->kind == KH_NODE_GROUPED || n->kind == KH_NODE_LISTING ||
           n->kind == KH_NODE_CHANGE ||
           (n->kind == KH_NODE_QUAL || n->kind == KH_NODE_PART ? strcmp(f->name, "args") == 0
                                                               : n->kind == KH_NODE_FILE);
}

/* What leads the next node below `top`: the field's name, and the bracket of a list. */
static void dump_lead(kh_strbuf *out, const kh_step_frame *top, const kh_node *next)
{
    /* A child's field was already passed. */
    const kh_field *f = top->in_list ? top->field : top->field - 1;
    bool starts = !top->in_list || kh_field_node(top->node, f) == next;
    if (starts && !is_plain(top->node, f))
        kh_strbuf_addf(out, top->in_list ? " :%s (" : " :%s ", f->name);
    else
        kh_strbuf_addc(out, ' ');
}

static void dump_tail(kh_strbuf *out, const kh_step_frame *top)
{
    if (top->in_list && !top->item && !is_plain(top->node, top->field))
        kh_strbuf_addc(out, ')');
}

void kh_node_dump(kh_strbuf *out, const kh_node *n)
{
    if (dump_leaf(out, n))
        return;
    kh_path p = {0};
    dump_head(out, n);
    kh_path_down(&p, n);
    while (p.n) {
        const kh_node *next = kh_path_next(&p);
        if (!next) {
            kh_strbuf_addc(out, ')');
            if (--p.n)
                dump_tail(out, &p.at[p.n - 1]);
            continue;
        }
        dump_lead(out, &p.at[p.n - 1], next);
        if (dump_leaf(out, next)) {
            dump_tail(out, &p.at[p.n - 1]);
        } else {
            dump_head(out, next);
            kh_path_down(&p, next);
        }
    }
    kh_path_free(&p);
}
