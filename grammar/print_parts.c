/* Statements and their named parts, but for the rules of a node and what is inside it. */
#include "grammar/print_inside.h"

#include "base/text.h"
#include "scheme.tab.h"

bool kh_print_is_doc(const kh_node *part)
{
    kh_word w = KH_AS(part, part)->word;
    return w == KH_W_CITE || w == KH_W_OWNER || w == KH_W_ASSESSOR || w == KH_W_ID ||
           w == KH_W_TITLE || w == KH_W_BECAUSE;
}

/* ---- parts --------------------------------------------------------------------------------- */

/* by mean; weighted (10%, 20%) */
static void print_combine(kh_printer *p, const kh_node *n)
{
    const struct kh_node_combine *c = KH_AS(combine, n);
    kh_print_fill(p);
    kh_print_word(p, c->how ? KH_W_BY : KH_W_WEIGHTED, KH_ROLE_PLAIN);
    if (c->how)
        kh_print_name(p, c->how, KH_NAME_HOW);
    else
        kh_print_key(p, c->weights);
}

static void print_for_each(kh_printer *p, const kh_node *args)
{
    if (!args)
        return;
    kh_print_scope outer = p->scope;
    kh_print_name(p, args, KH_NAME_SET);
    p->scope = kh_print_scope_of(p, args);
    if (args->next) {
        kh_print_fill(p);
        kh_print_word(p, KH_W_WHERE, KH_ROLE_PLAIN);
        kh_print_expr(p, args->next);
    }
    p->scope = outer;
}

/* due 7 working days after period_end, 限 期末 之后 7个工作日 */
static void print_due(kh_printer *p, const kh_node *args)
{
    const kh_node *due = args->next;
    if (!due) {
        kh_print_expr(p, args);
        return;
    }
    bool chinese = kh_print_chinese(p, due->place.at < args->place.at);
    kh_print_expr(p, chinese ? due : args);
    kh_print_word(p, KH_W_AFTER, KH_ROLE_PLAIN);
    kh_print_expr(p, chinese ? args : due);
}

static void print_from(kh_printer *p, const kh_node *args, const kh_node *owner)
{
    if (owner->kind == KH_NODE_CHOICE) {
        kh_print_names(p, args);
        return;
    }
    kh_print_expr(p, args);
    if (args->next) {
        kh_print_word(p, KH_W_TO, KH_ROLE_PLAIN);
        kh_print_expr(p, args->next);
    }
}

static void print_order(kh_printer *p, const kh_node *args)
{
    kh_print_expr(p, args);
    if (args->next) {
        kh_print_fill(p);
        kh_print_word(p, KH_W_LOWEST_FIRST, KH_ROLE_PLAIN);
    }
}

static void print_type(kh_printer *p, const kh_node *n)
{
    const struct kh_node_type *t = KH_AS(type, n);
    kh_print_name(p, t->name, KH_NAME_TYPE);
    if (t->band) {
        kh_print_word(p, KH_W_IN, KH_ROLE_PLAIN);
        kh_print_expr(p, t->band);
    }
    if (t->words) {
        kh_print_word(p, KH_W_OR, KH_ROLE_PLAIN);
        kh_print_sign(p, "(", false);
        p->glued = true;
        p->parens++;
        kh_print_names(p, t->words);
        p->parens--;
        kh_print_sign(p, ")", true);
    }
}

/* per KIND where C, of a duty */
static void print_per(kh_printer *p, const kh_node *args)
{
    kh_print_scope outer = p->scope;
    kh_print_each(p, args);
    kh_print_name(p, args, KH_NAME_SET);
    p->scope = kh_print_scope_of(p, args);
    if (args->next) {
        kh_print_word(p, KH_W_WHERE, KH_ROLE_PLAIN);
        kh_print_expr(p, args->next);
    }
    p->scope = outer;
}

static void print_arguments(kh_printer *p, const struct kh_node_part *x, const kh_node *owner)
{
    switch ((int)x->word) {
    case KH_W_MAX:
    case KH_W_BASE:
    case KH_W_CAP:
    case KH_W_FLOOR:
    case KH_W_ABSENT:
    case KH_W_UPTO:
        kh_print_amount(p, x->args);
        break;
    case KH_W_FOR:
    case KH_W_OWNER:
    case KH_W_ASSESSOR:
        kh_print_names(p, x->args);
        break;
    case KH_W_FROM:
        print_from(p, x->args, owner);
        break;
    case KH_W_CITE:
    case KH_W_ID:
    case KH_W_TITLE:
    case KH_W_BECAUSE:
        kh_print_text(p, x->args, x->word == KH_W_BECAUSE ? "“" : "「");
        break;
    case KH_W_ROUND:
        kh_print_number(p, x->args, KH_NUMBER_BARE);
        kh_print_name(p, x->args->next, KH_NAME_MODE);
        break;
    case KH_W_YEAR:
        kh_print_number(p, x->args, KH_NUMBER_BARE);
        break;
    case KH_W_FOR_EACH:
        print_for_each(p, x->args);
        break;
    case KH_W_BY:
    case KH_W_THEN:
        print_order(p, x->args);
        break;
    case KH_W_TIES:
        kh_print_tie(p, x->args);
        break;
    case KH_W_DUE:
        print_due(p, x->args);
        break;
    case KH_W_FIRST_ONLY:
    case KH_W_HIGHEST_ONLY:
        if (x->args) {
            kh_print_word(p, KH_W_BY, KH_ROLE_PLAIN);
            kh_print_key(p, x->args);
        }
        break;
    default:
        if (x->args && x->args->kind == KH_NODE_SET)
            kh_print_set(p, x->args);
        else if (x->args)
            kh_print_expr(p, x->args);
        break;
    }
}

void kh_print_part(kh_printer *p, const kh_node *n, const kh_node *owner)
{
    const struct kh_node_part *x = KH_AS(part, n);
    if (x->word == KH_W_TYPE) {
        kh_print_sign(p, ":", true);
        print_type(p, x->args);
        return;
    }
    if (x->word == KH_W_PER) {
        print_per(p, x->args);
        return;
    }
    kh_print_word(p, x->word, owner->kind == KH_NODE_CHOICE ? KH_ROLE_CHOICE : KH_ROLE_PLAIN);
    print_arguments(p, x, owner);
    if (x->combine)
        print_combine(p, x->combine);
}

void kh_print_parts(kh_printer *p, const kh_node *list, const kh_node *owner)
{
    bool docs = false;
    for (const kh_node *n = list; n; n = n->next) {
        bool doc = kh_print_is_doc(n);
        if (KH_AS(part, n)->word == KH_W_TYPE)
            ; /* touches the name */
        else if (doc != docs)
            kh_print_line(p);
        else
            kh_print_fill(p);
        docs = doc;
        kh_print_part(p, n, owner);
    }
}

/* ---- declarations -------------------------------------------------------------------------- */

static void print_kinds(kh_printer *p, const kh_node *list)
{
    for (const kh_node *n = list; n; n = n->next) {
        kh_print_name(p, KH_AS(kind, n)->name, KH_NAME_OWN);
        if (KH_AS(kind, n)->parent) {
            kh_print_word(p, KH_W_IN, KH_ROLE_PLAIN);
            kh_print_name(p, KH_AS(kind, n)->parent, KH_NAME_OWN);
        }
        if (n->next)
            kh_print_comma(p);
    }
}

static void print_pair(kh_printer *p, const kh_node *n)
{
    const struct kh_node_pair *x = KH_AS(pair, n);
    kh_print_name(p, x->name, KH_NAME_OWN);
    if (x->value) {
        kh_print_align(p);
        kh_print_expr(p, x->value);
    }
}

static void print_field(kh_printer *p, const kh_node *n)
{
    const struct kh_node_field *f = KH_AS(field, n);
    kh_print_name(p, f->name, KH_NAME_OWN);
    if (f->type) {
        kh_print_sign(p, ":", true);
        print_type(p, f->type);
    }
    if (f->band) {
        kh_print_word(p, KH_W_IN, KH_ROLE_PLAIN);
        kh_print_expr(p, f->band);
    }
    if (f->value) {
        kh_print_sign(p, "=", false);
        kh_print_expr(p, f->value);
    }
}

static void print_record(kh_printer *p, const kh_node *n)
{
    const struct kh_node_record *r = KH_AS(record, n);
    kh_print_name(p, r->name, KH_NAME_OWN);
    if (r->measure.n) {
        bool plain = !memchr(r->measure.p, '"', r->measure.n);
        kh_strbuf b = {0};
        kh_strbuf_adds(&b, plain ? "\"" : "“");
        kh_strbuf_add(&b, r->measure);
        kh_strbuf_adds(&b, plain ? "\"" : "”");
        kh_put(p, kh_arena_copy(p->arena, kh_strbuf_slice(&b)), kh_print_take(p));
        kh_strbuf_free(&b);
    } else if (kh_print_next(p) == KH_T_TEXT) { /* "" says nothing */
        kh_print_take(p);
    }
    kh_print_scope outer = p->scope;
    p->scope = kh_print_scope_of(p, r->name);
    if (r->fields)
        kh_print_braces(p, r->fields, ',', print_field);
    p->scope = outer;
}

static void print_let(kh_printer *p, const kh_node *n)
{
    const struct kh_node_let *l = KH_AS(let, n);
    kh_print_name(p, l->name, KH_NAME_OWN);
    if (l->params) {
        kh_print_sign(p, "(", true);
        p->glued = true;
        p->parens++;
        kh_print_names(p, l->params);
        p->parens--;
        kh_print_sign(p, ")", true);
    }
    if (l->type) {
        kh_print_sign(p, ":", true);
        kh_put_atom(p, KH_A_MARK, 0);
        print_type(p, l->type);
    } else {
        kh_put_atom(p, KH_A_MARK, 0);
        kh_print_sign(p, "=", false);
        kh_print_expr(p, l->value);
    }
    kh_print_parts(p, l->parts, n);
}

static void print_cycle(kh_printer *p, const kh_node *n)
{
    const struct kh_node_cycle *c = KH_AS(cycle, n);
    kh_print_name(p, c->name, KH_NAME_OWN);
    if (c->length)
        kh_print_expr(p, c->length);
    if (c->from) {
        kh_print_word(p, KH_W_FROM, KH_ROLE_PLAIN);
        kh_print_expr(p, c->from);
    }
    if (c->pairs)
        kh_print_braces(p, c->pairs, ',', print_pair);
}

static void print_assert(kh_printer *p, const kh_node *n)
{
    const struct kh_node_assert *a = KH_AS(assert, n);
    kh_print_expr(p, a->condition);
    if (a->made)
        kh_print_part(p, a->made, n);
    kh_print_fill(p);
    kh_print_word(p, KH_W_OTHERWISE, KH_ROLE_ASSERT);
    kh_print_text(p, a->otherwise, "\"");
}

static void print_veto(kh_printer *p, const kh_node *n)
{
    const struct kh_node_veto *v = KH_AS(veto, n);
    kh_print_name(p, v->name, KH_NAME_OWN);
    for (const kh_node *e = v->effects; e; e = e->next) {
        kh_word word = KH_AS(effect, e)->word;
        kh_print_word(p, word == KH_W_BARS ? word : KH_W_TO, KH_ROLE_EFFECT);
        if (word == KH_W_TO_AT_MOST)
            kh_print_word(p, KH_W_AT_MOST, KH_ROLE_EFFECT);
        kh_print_name(p, KH_AS(effect, e)->name, KH_NAME_OWN);
    }
    if (v->when || v->unless)
        kh_print_line(p);
    if (v->when) {
        kh_print_word(p, KH_W_WHEN, KH_ROLE_PLAIN);
        kh_print_expr(p, v->when);
    }
    if (v->when && v->unless)
        kh_print_fill(p);
    if (v->unless) {
        kh_print_word(p, KH_W_UNLESS, KH_ROLE_PLAIN);
        kh_print_expr(p, v->unless);
    }
    kh_print_parts(p, v->parts, n);
}

static void print_fact(kh_printer *p, const kh_node *n)
{
    kh_print_names(p, KH_AS(fact, n)->names);
    kh_print_parts(p, KH_AS(fact, n)->parts, n);
}

/* What stands behind the head word; false for those that have none. */
static bool print_body(kh_printer *p, const kh_node *n)
{
    switch ((int)n->kind) {
    case KH_NODE_KINDS:
        print_kinds(p, KH_AS(kinds, n)->kinds);
        return true;
    case KH_NODE_SCALE:
        kh_print_name(p, KH_AS(scale, n)->name, KH_NAME_OWN);
        kh_print_braces(p, KH_AS(scale, n)->pairs, ',', print_pair);
        return true;
    case KH_NODE_FACT:
        print_fact(p, n);
        return true;
    case KH_NODE_RECORD:
        print_record(p, n);
        return true;
    case KH_NODE_LET:
        print_let(p, n);
        return true;
    case KH_NODE_CYCLE:
        print_cycle(p, n);
        return true;
    case KH_NODE_USE:
        kh_print_text(p, KH_AS(use, n)->path, "\"");
        return true;
    case KH_NODE_OMIT:
        kh_print_text(p, KH_AS(omit, n)->clause, "「");
        kh_print_fill(p);
        kh_print_word(p, KH_W_BECAUSE, KH_ROLE_PLAIN);
        kh_print_text(p, KH_AS(omit, n)->reason, "“");
        return true;
    case KH_NODE_ALLOW:
        kh_print_name(p, KH_AS(allow, n)->code, KH_NAME_OWN);
        kh_print_text(p, KH_AS(allow, n)->reason, "\"");
        return true;
    case KH_NODE_ASSERT:
        print_assert(p, n);
        return true;
    case KH_NODE_REMOVE:
        kh_print_word(p, KH_AS(remove, n)->what, KH_ROLE_PLAIN);
        kh_print_name(p, KH_AS(remove, n)->name, KH_NAME_OWN);
        return true;
    case KH_NODE_VETO:
        print_veto(p, n);
        return true;
    default:
        return false;
    }
}

typedef struct headed {
    kh_word word;
    const kh_node *name, *parts;
} headed;

static headed head_of(const kh_node *n)
{
    switch ((int)n->kind) {
    case KH_NODE_SCHEME:
        return (headed){KH_W_SCHEME, KH_AS(scheme, n)->name, KH_AS(scheme, n)->parts};
    case KH_NODE_KINDS:
        return (headed){KH_W_KINDS, NULL, NULL};
    case KH_NODE_SCALE:
        return (headed){KH_W_SCALE, NULL, NULL};
    case KH_NODE_FACT:
        return (headed){KH_W_FACT, NULL, NULL};
    case KH_NODE_RECORD:
        return (headed){KH_W_RECORD, NULL, NULL};
    case KH_NODE_LET:
        return (headed){KH_AS(let, n)->word, NULL, NULL};
    case KH_NODE_DUTY:
        return (headed){KH_W_DUTY, KH_AS(duty, n)->name, KH_AS(duty, n)->parts};
    case KH_NODE_CYCLE:
        return (headed){KH_W_CYCLE, NULL, NULL};
    case KH_NODE_USE:
        return (headed){KH_AS(use, n)->word, NULL, NULL};
    case KH_NODE_OMIT:
        return (headed){KH_W_OMIT, NULL, NULL};
    case KH_NODE_ALLOW:
        return (headed){KH_W_ALLOW, NULL, NULL};
    case KH_NODE_ASSERT:
        return (headed){KH_W_ASSERT, NULL, NULL};
    case KH_NODE_REMOVE:
        return (headed){KH_W_REMOVE, NULL, NULL};
    case KH_NODE_VETO:
        return (headed){KH_W_VETO, NULL, NULL};
    case KH_NODE_CHOICE:
        return (headed){KH_AS(choice, n)->word, KH_AS(choice, n)->name, KH_AS(choice, n)->parts};
    case KH_NODE_ITEMS:
        return (headed){KH_W_ITEMS, NULL, KH_AS(items, n)->head};
    default:
        return (headed){KH_AS(node, n)->word, KH_AS(node, n)->name, KH_AS(node, n)->head};
    }
}

void kh_print_statement(kh_printer *p, const kh_node *n)
{
    /* Rules are indented by two below the head of a node; what continues the head by four. */
    uint32_t indent = n->kind == KH_NODE_NODE ? 4 : 2;
    headed h = head_of(n);
    kh_print_open(p, indent);
    kh_print_word(p, h.word, KH_ROLE_PLAIN);
    if (!print_body(p, n)) {
        if (h.name) {
            kh_print_name(p, h.name, KH_NAME_OWN);
            kh_put_atom(p, KH_A_MARK, 0);
        }
        kh_print_parts(p, h.parts, n);
    }
    kh_print_close(p, indent);
}
