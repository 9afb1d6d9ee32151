/* Expressions, sets and what qualifies them, lists in braces. */
#include "grammar/print_inside.h"

#include "base/text.h"
#include "scheme.tab.h"

static bool stands_before(const kh_node *a, const kh_node *b)
{
    return a->place.at < b->place.at;
}

void kh_print_listed(kh_printer *p, const kh_node *list)
{
    kh_print_sign(p, "(", false);
    p->glued = true;
    p->parens++;
    for (const kh_node *n = list; n; n = n->next) {
        kh_print_expr(p, n);
        if (n->next)
            kh_print_comma(p);
    }
    p->parens--;
    kh_print_sign(p, ")", true);
}

/* ---- sets ---------------------------------------------------------------------------------- */

/* The records that a set goes through: of a kind, which is no group of units. */
kh_print_scope kh_print_scope_of(const kh_printer *p, const kh_node *name)
{
    kh_print_scope s = {0};
    if (name->kind != KH_NODE_NAME)
        return p->scope;
    s.kind = KH_AS(name, name)->text;
    s.records = !kh_print_is_one_of(s.kind, 1u << KH_BC_GROUP);
    return s;
}

static kh_print_scope scope_of_set(const kh_printer *p, const kh_node *set)
{
    return kh_print_scope_of(p, KH_AS(set, set)->name);
}

static void print_args(kh_printer *p, const kh_node *args, bool modes)
{
    kh_print_sign(p, "(", true);
    p->glued = true;
    p->parens++;
    kh_print_open(p, 2);
    for (const kh_node *a = args; a; a = a->next) {
        const struct kh_node_arg *x = KH_AS(arg, a);
        kh_print_scope outer = p->scope;
        if (x->of)
            p->scope = scope_of_set(p, x->of);
        else if (x->quals)
            p->scope = kh_print_scope_of(p, x->value);
        if (modes && !x->of && !x->quals && x->value->kind == KH_NODE_NAME)
            kh_print_name(p, x->value,
                          kh_print_is_one_of(KH_AS(name, x->value)->text, 1u << KH_BC_MODE)
                              ? KH_NAME_MODE
                              : KH_NAME_VALUE);
        else if (!x->of && x->quals && x->value->kind == KH_NODE_NAME)
            kh_print_name(p, x->value, KH_NAME_SET);
        else
            kh_print_expr(p, x->value);
        if (x->of) {
            kh_print_word(p, KH_W_OF, KH_ROLE_PLAIN);
            kh_print_set(p, x->of);
        }
        kh_print_quals(p, x->quals, false);
        p->scope = outer;
        if (a->next)
            kh_print_comma(p);
    }
    kh_print_close(p, 2);
    p->parens--;
    kh_print_sign(p, ")", true);
}

void kh_print_set(kh_printer *p, const kh_node *n)
{
    const struct kh_node_set *s = KH_AS(set, n);
    kh_print_name(p, s->name, s->args ? KH_NAME_CALL : KH_NAME_SET);
    if (s->args)
        print_args(p, s->args, false);
    if (s->of) {
        kh_print_word(p, KH_W_OF, KH_ROLE_PLAIN);
        kh_print_set(p, s->of);
    }
    kh_print_quals(p, s->quals, false);
}

void kh_print_key(kh_printer *p, const kh_node *list)
{
    if (list->next)
        kh_print_listed(p, list);
    else
        kh_print_expr(p, list);
}

void kh_print_quals(kh_printer *p, const kh_node *list, bool how)
{
    for (const kh_node *n = list; n; n = n->next) {
        const struct kh_node_qual *q = KH_AS(qual, n);
        kh_print_fill(p);
        kh_print_word(p, q->word, KH_ROLE_PLAIN);
        if (!q->args)
            continue;
        if (q->word == KH_W_SAME)
            kh_print_name(p, q->args, KH_NAME_VALUE);
        else if (q->word == KH_W_TIES)
            kh_print_tie(p, q->args);
        else if (how && q->word == KH_W_BY && q->args->kind == KH_NODE_NAME)
            kh_print_name(p, q->args, KH_NAME_HOW);
        else
            kh_print_key(p, q->args);
    }
}

/* ---- operators ----------------------------------------------------------------------------- */

static const char *sign_of(kh_operator op)
{
    return op == KH_OP_ADD ? "+" : op == KH_OP_SUB ? "-" : op == KH_OP_MUL ? "*" : "/";
}

static bool is_plain_number(const kh_node *n)
{
    return n->kind == KH_NODE_NUMBER && KH_AS(number, n)->unit == KH_OP_PLAIN &&
           !KH_AS(number, n)->measure.n;
}

/* 1/3 is a number in its own right. */
static bool is_fraction(const kh_node *n)
{
    const struct kh_node_binary *b = KH_AS(binary, n);
    return b->op == KH_OP_DIV && is_plain_number(b->left) && is_plain_number(b->right);
}

/* A sum may have 10,000 terms, each the left side of the next: no recursion along them. */
static void print_binary(kh_printer *p, const kh_node *n)
{
    KH_VEC(const kh_node *) chain = {0};
    bool tight = is_fraction(n);
    for (; n->kind == KH_NODE_BINARY; n = KH_AS(binary, n)->left)
        *kh_push(p->arena, &chain) = n;
    kh_print_open(p, 2);
    kh_print_expr(p, n);
    while (chain.n) {
        const struct kh_node_binary *b = KH_AS(binary, chain.at[--chain.n]);
        if (!tight)
            kh_print_fill(p);
        kh_print_sign(p, sign_of(b->op), tight);
        p->glued = tight;
        kh_print_expr(p, b->right);
    }
    kh_print_close(p, 2);
}

static void print_logic(kh_printer *p, const kh_node *n)
{
    const struct kh_node_logic *l = KH_AS(logic, n);
    kh_print_open(p, 2);
    for (const kh_node *x = l->operands; x; x = x->next) {
        kh_print_expr(p, x);
        if (!x->next)
            break;
        kh_print_line(p);
        kh_print_word(p, l->op == KH_OP_AND ? KH_W_AND : KH_W_OR, KH_ROLE_PLAIN);
    }
    kh_print_close(p, 2);
}

/* X 的 5%: before 的 only what 的 can follow; anything else in brackets. */
static bool takes_de(const kh_node *n)
{
    return n->kind == KH_NODE_NAME || n->kind == KH_NODE_TEXT || n->kind == KH_NODE_CALL ||
           n->kind == KH_NODE_GROUPED || n->kind == KH_NODE_TABLE || n->kind == KH_NODE_LINE ||
           n->kind == KH_NODE_ATTR || n->kind == KH_NODE_SHARE;
}

static void print_share(kh_printer *p, const kh_node *n)
{
    const struct kh_node_share *s = KH_AS(share, n);
    if (!kh_print_chinese(p, stands_before(s->of, s->percent))) {
        kh_print_expr(p, s->percent);
        kh_print_word(p, KH_W_OF, KH_ROLE_PLAIN);
        /* (100) 的 5% has its brackets from takes_de */
        const kh_node *of = s->of;
        if (!kh_print_kept(p) && of->kind == KH_NODE_GROUPED &&
            KH_AS(grouped, of)->value->kind == KH_NODE_NUMBER)
            of = KH_AS(grouped, of)->value;
        kh_print_expr(p, of);
        return;
    }
    bool bare = takes_de(s->of);
    if (!bare) {
        kh_print_sign(p, "(", false);
        p->glued = true;
    }
    kh_print_expr(p, s->of);
    if (!bare)
        kh_print_sign(p, ")", true);
    kh_print_word(p, KH_W_DE, KH_ROLE_PLAIN);
    kh_print_expr(p, s->percent);
}

static void print_attribute(kh_printer *p, const kh_node *n)
{
    const struct kh_node_attr *a = KH_AS(attr, n);
    kh_print_expr(p, a->of);
    if (kh_print_kept(p))
        p->glued = p->w->text.p[p->w->tokens.at[p->cursor].at] == '\'';
    else
        p->glued = p->words == KH_WORDS_ENGLISH;
    kh_print_word(p, KH_W_DE, KH_ROLE_PLAIN);
    kh_slice name = KH_AS(name, a->name)->text;
    bool figure = kh_print_is_one_of(name, 1u << KH_BC_ATTRIBUTE);
    kh_print_name(p, a->name, figure ? KH_NAME_ATTRIBUTE : KH_NAME_VALUE);
}

static void print_call(kh_printer *p, const kh_node *n)
{
    const struct kh_node_call *c = KH_AS(call, n);
    kh_print_name(p, c->name, KH_NAME_CALL);
    print_args(p, c->args, kh_print_is(KH_AS(name, c->name)->text, KH_B_ROUNDED));
}

static void print_grouped(kh_printer *p, const kh_node *n)
{
    kh_print_sign(p, "(", false);
    p->glued = true;
    p->parens++;
    kh_print_expr(p, KH_AS(grouped, n)->value);
    p->parens--;
    kh_print_sign(p, ")", true);
}

/* ---- lists in braces ----------------------------------------------------------------------- */

void kh_print_align(kh_printer *p)
{
    kh_put_atom(p, KH_A_ALIGN, 0);
}

/* Pads the rows whose atoms begin at from[i] so that what stands behind their ALIGN is one column.
 */
static void pad_rows(kh_printer *p, const size_t *from, size_t rows)
{
    size_t most = 0, least = SIZE_MAX;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < rows; r++) {
            size_t cells = 0, end = r + 1 < rows ? from[r + 1] : p->layout.atoms.n, i = from[r];
            for (; i < end && p->layout.atoms.at[i].kind != KH_A_ALIGN; i++)
                if (p->layout.atoms.at[i].kind == KH_A_TEXT)
                    cells += p->layout.atoms.at[i].width + (cells && p->layout.atoms.at[i].space);
            if (i == end)
                continue;
            most = cells > most ? cells : most;
            least = cells < least ? cells : least;
            if (pass == 1 && most - least <= 24)
                p->layout.atoms.at[i].width = (uint32_t)(most - cells);
        }
    }
}

/* Where a row begins with a word of the language that may begin no line, all stay on one. */
static void keep_on_line(kh_printer *p, size_t open, const size_t *from, size_t rows)
{
    kh_atom *atoms = p->layout.atoms.at;
    bool all = true;
    for (size_t r = 0; r < rows; r++)
        all &= atoms[from[r] - 1].kind == KH_A_LINE;
    if (all)
        return;
    atoms[open].broken = false;
    for (size_t r = 0; r < rows; r++)
        atoms[from[r] - 1].kind = KH_A_NOTHING;
    atoms[p->layout.atoms.n - 1].kind = KH_A_NOTHING;
}

/* A list whose first row begins a line stays on several lines. */
static void open_braces(kh_printer *p, const kh_node *rows)
{
    uint32_t t = kh_written_from(p->w, rows->place.at);
    kh_put_atom(p, KH_A_OPEN, 0);
    kh_atom *open = &p->layout.atoms.at[p->layout.atoms.n - 1];
    open->braces = true;
    open->token = t;
    open->broken = p->w->tokens.at[t].first || p->broken[t];
}

void kh_print_braces(kh_printer *p, const kh_node *rows, char separator,
                     void (*row)(kh_printer *, const kh_node *))
{
    KH_VEC(size_t) from = {0};
    unsigned parens = p->parens;
    p->parens = 0;
    size_t open = p->layout.atoms.n;
    open_braces(p, rows);
    kh_print_sign(p, "{", false);
    kh_put_atom(p, KH_A_IN, 2);
    kh_print_line(p);
    for (const kh_node *n = rows; n; n = n->next) {
        *kh_push(p->arena, &from) = p->layout.atoms.n;
        row(p, n);
        if (!n->next)
            break;
        if (separator == ',')
            kh_print_sign(p, p->chinese ? "，" : ",", true);
        else /* ; is no token that is kept */
            p->glued = true, kh_put(p, KH_LIT(";"), KH_NO_TOKEN);
        p->glued = separator == ',' && p->chinese;
        kh_print_line(p);
    }
    pad_rows(p, from.at, from.n);
    kh_put_atom(p, KH_A_OUT, 2);
    kh_print_line(p);
    keep_on_line(p, open, from.at, from.n);
    kh_print_sign(p, "}", false);
    kh_put_atom(p, KH_A_CLOSE, 0);
    p->parens = parens;
}

static void print_row(kh_printer *p, const kh_node *n)
{
    const struct kh_node_row *r = KH_AS(row, n);
    if (r->otherwise)
        kh_print_word(p, KH_W_OTHERWISE, KH_ROLE_PLAIN);
    for (const kh_node *c = r->cells; c; c = c->next) {
        if (c->kind == KH_NODE_ANY)
            kh_print_word(p, KH_W_WHATEVER, KH_ROLE_PLAIN);
        else
            kh_print_band(p, c, p->key_points);
        if (!c->next)
            break;
        kh_print_sign(p, p->chinese ? "，" : ",", true);
        p->glued = p->chinese;
    }
    p->glued = true;
    if (r->otherwise && kh_print_kept(p) && kh_print_next(p) != ':') /* may be left out there */
        kh_put(p, KH_LIT(":"), KH_NO_TOKEN);
    else
        kh_print_sign(p, ":", true);
    kh_print_align(p);
    if (r->value->kind == KH_NODE_RANGE)
        kh_print_range(p, r->value, KH_NUMBER_LOW, KH_NUMBER_KEEPS);
    else
        kh_print_expr(p, r->value);
}

static void print_table(kh_printer *p, const kh_node *n)
{
    const struct kh_node_table *t = KH_AS(table, n);
    kh_print_word(p, KH_W_TABLE, KH_ROLE_PLAIN);
    for (const kh_node *k = t->keys; k; k = k->next) {
        kh_print_expr(p, k);
        if (!k->next)
            break;
        kh_print_sign(p, p->chinese && !p->parens ? "，" : ",", true);
        p->glued = p->chinese && !p->parens;
    }
    bool outer = p->key_points;
    p->key_points = t->keys && !t->keys->next && kh_print_is_points(p, t->keys);
    kh_print_braces(p, t->rows, ';', print_row);
    p->key_points = outer;
}

static void print_curve(kh_printer *p, const kh_node *n)
{
    kh_print_word(p, KH_W_LINE, KH_ROLE_PLAIN);
    kh_print_expr(p, KH_AS(line, n)->key);
    bool outer = p->key_points;
    p->key_points = false;
    kh_print_braces(p, KH_AS(line, n)->rows, ';', print_row);
    p->key_points = outer;
}

static void print_unary(kh_printer *p, const kh_node *n)
{
    const struct kh_node_unary *u = KH_AS(unary, n);
    if (u->op == KH_OP_NOT) {
        kh_print_word(p, KH_W_NOT, KH_ROLE_PLAIN);
    } else {
        kh_print_sign(p, "-", false);
        p->glued = true;
    }
    kh_print_expr(p, u->value);
}

/* The kinds that stand in an expression; the others have their own functions. */
void kh_print_expr(kh_printer *p, const kh_node *n)
{
    static void (*const by_kind[KH_NODE_KIND_COUNT])(kh_printer *, const kh_node *) = {
        [KH_NODE_DATE] = kh_print_date,   [KH_NODE_CALL] = print_call,
        [KH_NODE_ATTR] = print_attribute, [KH_NODE_SHARE] = print_share,
        [KH_NODE_UNARY] = print_unary,    [KH_NODE_BINARY] = print_binary,
        [KH_NODE_LOGIC] = print_logic,    [KH_NODE_COMPARE] = kh_print_compare,
        [KH_NODE_IN] = kh_print_in,       [KH_NODE_TABLE] = print_table,
        [KH_NODE_LINE] = print_curve,     [KH_NODE_GROUPED] = print_grouped,
    };
    if (by_kind[n->kind])
        by_kind[n->kind](p, n);
    else if (n->kind == KH_NODE_NAME)
        kh_print_name(p, n, KH_NAME_VALUE);
    else if (n->kind == KH_NODE_NUMBER)
        kh_print_number(p, n, KH_NUMBER_KEEPS);
    else if (n->kind == KH_NODE_TEXT)
        kh_print_text(p, n, "\"");
    else if (n->kind == KH_NODE_STEP)
        kh_print_band(p, n, false);
    else if (n->kind == KH_NODE_RANGE)
        kh_print_range(p, n, KH_NUMBER_KEEPS, KH_NUMBER_KEEPS);
    else if (n->kind == KH_NODE_LISTING)
        kh_print_listed(p, KH_AS(listing, n)->values);
}
