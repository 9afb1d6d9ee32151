/* The text of a file, statement by statement, with its comments and blank lines. */
#include "grammar/print.h"

#include <assert.h>

#include "base/text.h"
#include "grammar/print_inside.h"
#include "scheme.tab.h"

/* One thing that begins a line: a statement, the head of a node, a rule, a brace. */
typedef struct item {
    void (*print)(kh_printer *, const kh_node *);
    const kh_node *node;
    uint32_t first, last; /* its tokens */
    uint32_t indent, align;
} item;

/* ---- comments and blank lines --------------------------------------------------------------- */

/* Comments on lines of their own before a token. */
static void print_leading(kh_printer *p, uint32_t token, uint32_t indent, bool blanks)
{
    const kh_written_token *t = &p->w->tokens.at[token];
    for (uint32_t i = 0; i < t->comment_count; i++) {
        const kh_comment *c = &p->w->comments.at[t->comments + i];
        if (!c->own_line && i == 0 && token > 0)
            continue; /* stands behind what comes before */
        p->layout.blank |= c->blank_before;
        kh_layout_comment(&p->layout, indent, c->text);
    }
    p->layout.blank |= blanks && t->blank_before;
}

/* The atoms of an item. */
static void run(kh_printer *p, const item *x)
{
    p->layout.atoms.n = 0;
    p->glued = p->points = p->key_points = false;
    p->parens = 0;
    p->cursor = x->first;
    p->chinese =
        kh_print_chinese(p, (unsigned char)p->w->text.p[p->w->tokens.at[x->first].at] >= 0x80);
    x->print(p, x->node);
    assert(!kh_print_kept(p) || p->cursor == x->last + 1);
}

/* ---- one text for both languages ------------------------------------------------------------ */

/* Where words are chosen, what one language needs is done in both, so that a text comes back from
 * the other language as it went: names are quoted that would join with a neighbour, lists in braces
 * stand on several lines that would not fit on one. */

static void note_needs(kh_printer *p, const item *x)
{
    kh_print_words words = p->words;
    for (int i = 0; words != KH_WORDS_AS_WRITTEN && i < 2; i++) {
        p->words = i ? KH_WORDS_CHINESE : KH_WORDS_ENGLISH;
        run(p, x);
        kh_print_note_joined(p);
        kh_print_anchor(p, x->first, x->last, i == 1);
    }
    p->words = words;
}

/* Whether the item makes a list break that was not known to. */
static bool breaks_lists(kh_printer *p, const item *x)
{
    bool more = false;
    size_t lines = p->layout.lines.n;
    bool blank = p->layout.blank;
    run(p, x);
    kh_print_attach(p, x->first, x->last, x->indent);
    kh_layout_try(&p->layout, x->indent);
    for (size_t i = 0; i < p->layout.atoms.n; i++) {
        const kh_atom *a = &p->layout.atoms.at[i];
        if (a->kind == KH_A_OPEN && a->braces && a->broken) {
            more |= !p->broken[a->token];
            p->broken[a->token] = true;
        }
    }
    p->layout.lines.n = lines;
    p->layout.blank = blank;
    return more;
}

/* The items that take the place of `whole` where that is no line; `whole` may be NULL. */
static void settle(kh_printer *p, const item *whole, const item *items, size_t n)
{
    kh_print_words words = p->words;
    if (words == KH_WORDS_AS_WRITTEN)
        return;
    if (whole)
        note_needs(p, whole);
    for (size_t i = 0; i < n; i++) /* last: it is their comments that count */
        note_needs(p, &items[i]);
    for (bool more = true; more;) {
        more = false;
        for (int l = 0; l < 2; l++) {
            p->words = l ? KH_WORDS_CHINESE : KH_WORDS_ENGLISH;
            if (whole)
                run(p, whole);
            if (whole && kh_layout_is_line(&p->layout, whole->indent))
                continue;
            for (size_t i = 0; i < n; i++)
                more |= breaks_lists(p, &items[i]);
        }
    }
    p->words = words;
}

/* ---- items --------------------------------------------------------------------------------- */

static void print_settled(kh_printer *p, const item *x)
{
    print_leading(p, x->first, x->indent, true);
    run(p, x);
    kh_print_attach(p, x->first, x->last, x->indent);
    kh_layout_lines(&p->layout, x->indent, kh_print_comment_behind(p, x->last), x->align);
}

static void print_item(kh_printer *p, const item *x)
{
    settle(p, NULL, x, 1);
    print_settled(p, x);
}

static uint32_t first_token(const kh_printer *p, const kh_node *n)
{
    return kh_written_from(p->w, n->place.at);
}

static uint32_t last_token(const kh_printer *p, const kh_node *n)
{
    return kh_written_up_to(p->w, n->place.at + n->place.len);
}

static void print_brace(kh_printer *p, const kh_node *n)
{
    (void)n;
    kh_print_sign(p, p->w->tokens.at[p->cursor].kind == '}' ? "}" : "{", false);
}

static void print_open_brace(kh_printer *p, uint32_t token, uint32_t indent)
{
    print_item(p, &(item){print_brace, NULL, token, token, indent, 0});
    p->layout.rules = 0;
}

static void print_close_brace(kh_printer *p, uint32_t token, uint32_t indent)
{
    print_leading(p, token, indent + 2, false);
    p->layout.blank = false;
    item x = {print_brace, NULL, token, token, indent, 0};
    run(p, &x);
    kh_layout_lines(&p->layout, indent, kh_print_comment_behind(p, token), 0);
    p->layout.rules = 0;
}

/* ---- rules and nodes ------------------------------------------------------------------------ */

static void print_rules(kh_printer *p, const kh_node *rules, uint32_t indent)
{
    for (const kh_node *r = rules; r; r = r->next) {
        uint32_t first = first_token(p, r), last = last_token(p, r);
        if (r->kind == KH_NODE_RULE) {
            print_item(p, &(item){kh_print_rule, r, first, last, indent, 0});
            continue;
        }
        const kh_node *inside = KH_AS(group, r)->rules;
        uint32_t brace = inside ? first_token(p, inside) - 1 : last - 1;
        print_item(p, &(item){kh_print_group_head, r, first, brace, indent, 0});
        p->layout.rules = 0;
        print_rules(p, inside, indent + 2);
        print_close_brace(p, last, indent);
    }
}

/* The statement, with `change` before it where it was written so. */
static void print_head(kh_printer *p, const kh_node *n)
{
    if (n->kind == KH_NODE_CHANGE) {
        kh_print_word(p, KH_W_CHANGE, KH_ROLE_PLAIN);
        n = KH_AS(change, n)->statement;
    }
    kh_print_statement(p, n);
}

static void print_head_and_brace(kh_printer *p, const kh_node *n)
{
    print_head(p, n);
    kh_print_sign(p, "{", false);
}

static void print_head_and_rule(kh_printer *p, const kh_node *n)
{
    print_head(p, n);
    n = n->kind == KH_NODE_CHANGE ? KH_AS(change, n)->statement : n;
    kh_print_rule(p, KH_AS(node, n)->rules);
}

static bool has_docs(const kh_node *parts)
{
    for (const kh_node *n = parts; n; n = n->next)
        if (kh_print_is_doc(n))
            return true;
    return false;
}

static bool has_comments(const kh_printer *p, uint32_t first, uint32_t last)
{
    for (uint32_t t = first + 1; t <= last; t++)
        if (p->w->tokens.at[t].comment_count)
            return true;
    return false;
}

/* Whether a comment of the item stays inside it: the others go before it. */
static bool keeps_comments(kh_printer *p, const item *x)
{
    size_t lines = p->layout.lines.n;
    bool blank = p->layout.blank, keeps = false;
    run(p, x);
    kh_print_attach(p, x->first, x->last, x->indent);
    for (size_t i = 0; i < p->layout.atoms.n; i++)
        keeps |= p->layout.atoms.at[i].kind == KH_A_COMMENT;
    p->layout.lines.n = lines;
    p->layout.blank = blank;
    return keeps;
}

/* A single rule stands behind the head of its item when the head names no clause and both fit on
 * one line. */
static bool print_on_one_line(kh_printer *p, const kh_node *whole, uint32_t indent)
{
    const kh_node *n = whole->kind == KH_NODE_CHANGE ? KH_AS(change, whole)->statement : whole;
    const struct kh_node_node *x = KH_AS(node, n);
    if (x->block || !x->rules || x->rules->next || x->rules->kind != KH_NODE_RULE ||
        has_docs(x->head))
        return false;
    item one = {print_head_and_rule,     whole,  first_token(p, whole),
                last_token(p, x->rules), indent, (uint32_t)x->word + 1};
    uint32_t rule = first_token(p, x->rules);
    item apart[] = {{print_head, whole, one.first, rule - 1, indent, 0},
                    {kh_print_rule, x->rules, rule, one.last, indent + 2, 0}};
    settle(p, &one, apart, 2);
    if (has_comments(p, rule - 1, one.last) || keeps_comments(p, &apart[0]))
        return false;
    run(p, &one);
    if (!kh_layout_is_line(&p->layout, indent))
        return false;
    print_leading(p, one.first, indent, true);
    run(p, &apart[0]);
    kh_print_attach(p, one.first, rule - 1, indent);
    run(p, &one);
    kh_layout_lines(&p->layout, indent, kh_print_comment_behind(p, one.last), one.align);
    return true;
}

/* `逐个 K`: names in the node are fields of K's records. */
static kh_print_scope scope_of_node(const kh_printer *p, const kh_node *head)
{
    for (const kh_node *h = head; h; h = h->next)
        if (KH_AS(part, h)->word == KH_W_FOR_EACH && KH_AS(part, h)->args)
            return kh_print_scope_of(p, KH_AS(part, h)->args);
    return p->scope;
}

static void print_statements(kh_printer *p, const kh_node *list, uint32_t indent);

static void print_node(kh_printer *p, const kh_node *whole, uint32_t indent)
{
    const kh_node *n = whole->kind == KH_NODE_CHANGE ? KH_AS(change, whole)->statement : whole;
    const struct kh_node_node *x = KH_AS(node, n);
    uint32_t first = first_token(p, whole), last = last_token(p, n);
    kh_print_scope outer = p->scope;
    kh_around_node around = {KH_AS(name, x->name)->text, p->around};
    p->around = &around;
    p->scope = scope_of_node(p, x->head);
    p->layout.rules = 0;
    if (!print_on_one_line(p, whole, indent)) {
        uint32_t brace = x->inside ? first_token(p, x->inside) - 1 : last - 1;
        uint32_t head_last = x->rules ? first_token(p, x->rules) - 1 : x->block ? brace : last;
        bool with_brace = x->block && !x->rules;
        print_item(p, &(item){with_brace ? print_head_and_brace : print_head, whole, first,
                              head_last, indent, x->block || x->rules ? 0 : (uint32_t)x->word + 1});
        print_rules(p, x->rules, indent + 2);
        if (x->block) {
            if (x->rules)
                print_open_brace(p, brace, indent);
            p->layout.rules = 0;
            print_statements(p, x->inside, indent + 2);
            print_close_brace(p, last, indent);
        }
    }
    p->scope = outer;
    p->around = around.outer;
}

/* Statements of one line that follow each other are aligned behind their names. */
static uint32_t align_of(const kh_node *n)
{
    if (n->kind == KH_NODE_CHOICE)
        return (uint32_t)KH_AS(choice, n)->word + 1;
    if (n->kind == KH_NODE_LET)
        return (uint32_t)KH_AS(let, n)->word + 1;
    return 0;
}

static void print_statements(kh_printer *p, const kh_node *list, uint32_t indent)
{
    for (const kh_node *n = list; n; n = n->next) {
        const kh_node *inner = n->kind == KH_NODE_CHANGE ? KH_AS(change, n)->statement : n;
        p->layout.rules = 0;
        if (inner->kind == KH_NODE_NODE) {
            print_node(p, n, indent);
            continue;
        }
        print_item(p, &(item){print_head, n, first_token(p, n), last_token(p, inner), indent,
                              align_of(n)});
    }
}

void kh_print(kh_strbuf *out, const kh_written *w, const kh_node *file, kh_print_words words)
{
    kh_printer p = {.arena = w->arena, .w = w, .words = words};
    p.layout.arena = w->arena;
    p.lexicon = kh_lexicon_new(w->arena);
    p.quoted = KH_NEW_ARRAY(w->arena, bool, w->tokens.n);
    p.broken = KH_NEW_ARRAY(w->arena, bool, w->tokens.n);
    p.anchors = KH_NEW_ARRAY(w->arena, uint32_t, w->comments.n);
    kh_print_declare(&p, file);
    print_statements(&p, KH_AS(file, file)->statements, 0);
    print_leading(&p, (uint32_t)w->tokens.n - 1, 0, false);
    kh_layout_write(&p.layout, out);
}
