/* Comparisons and ranges: the words differ most between the languages here. */
#include "grammar/print_inside.h"

#include "base/text.h"
#include "scheme.tab.h"

/* 次, 人, 件 …: how many there are, so 少于 rather than 低于. */
static bool counts_things(kh_slice measure)
{
    static const char *const words[] = {"次", "名",   "个",   "件",   "人",   "户", "项", "起",
                                        "处", "份",   "例",   "篇",   "条",   "家", "场", "批",
                                        "张", "人次", "户次", "件次", "项次", NULL};
    for (const char *const *w = words; *w; w++)
        if (kh_slice_is(measure, *w))
            return true;
    return false;
}

static kh_role role_of(const kh_node *left, const kh_node *value)
{
    if (value->kind == KH_NODE_DATE)
        return KH_ROLE_DATE;
    if (value->kind == KH_NODE_NUMBER && counts_things(KH_AS(number, value)->measure))
        return KH_ROLE_COUNT;
    if (left && left->kind == KH_NODE_CALL &&
        kh_print_is(KH_AS(name, KH_AS(call, left)->name)->text, KH_B_COUNT))
        return KH_ROLE_COUNT;
    return KH_ROLE_PLAIN;
}

static const char *sign_of(kh_operator op)
{
    return op == KH_OP_LT   ? "<"
           : op == KH_OP_LE ? "<="
           : op == KH_OP_GT ? ">"
           : op == KH_OP_GE ? ">="
           : op == KH_OP_EQ ? "="
                            : "!=";
}

static void print_step(kh_printer *p, const kh_node *left, const kh_node *n, bool points)
{
    const struct kh_node_step *s = KH_AS(step, n);
    if (s->word)
        kh_print_word(p, s->word, role_of(left, s->value));
    else
        kh_print_sign(p, sign_of(s->op), false);
    if (s->value->kind == KH_NODE_NUMBER)
        kh_print_number(p, s->value, points && s->word ? KH_NUMBER_POINTS : KH_NUMBER_KEEPS);
    else
        kh_print_expr(p, s->value);
}

static bool is_around(const kh_printer *p, kh_slice name)
{
    for (const kh_around_node *a = p->around; a; a = a->outer)
        if (kh_slice_eq(a->name, name))
            return true;
    return false;
}

/* The total, or the result of an item. */
bool kh_print_is_points(const kh_printer *p, const kh_node *n)
{
    if (n->kind != KH_NODE_NAME || p->scope.records)
        return false;
    kh_slice name = KH_AS(name, n)->text;
    if (kh_print_declares(p, name, KH_NODE_ERROR))
        return kh_print_declares(p, name, KH_NODE_NODE) && !is_around(p, name);
    return !KH_AS(name, n)->quoted && kh_print_is(name, KH_B_TOTAL);
}

void kh_print_band(kh_printer *p, const kh_node *n, bool points)
{
    if (n->kind == KH_NODE_STEP) {
        print_step(p, NULL, n, points);
    } else if (n->kind == KH_NODE_RANGE && points) {
        const struct kh_node_range *r = KH_AS(range, n);
        bool between = r->low && r->high && !r->low_word;
        kh_print_range(p, n, between ? KH_NUMBER_LOW : KH_NUMBER_POINTS, KH_NUMBER_POINTS);
    } else {
        kh_print_expr(p, n);
    }
}

static bool begin(kh_printer *p, const kh_node *left)
{
    if (left) {
        p->points = kh_print_is_points(p, left);
        kh_print_expr(p, left);
    }
    return p->points;
}

void kh_print_compare(kh_printer *p, const kh_node *n)
{
    const struct kh_node_compare *c = KH_AS(compare, n);
    bool points = begin(p, c->left);
    for (const kh_node *s = c->steps; s; s = s->next)
        print_step(p, c->left, s, points);
    p->points = points;
}

void kh_print_in(kh_printer *p, const kh_node *n)
{
    const struct kh_node_in *in = KH_AS(in, n);
    bool points = begin(p, in->left);
    if (in->word)
        kh_print_word(p, in->word, KH_ROLE_PLAIN);
    kh_print_band(p, in->band, points);
    p->points = points;
}

/* ---- ranges -------------------------------------------------------------------------------- */

static void print_edge(kh_printer *p, const kh_node *n, kh_number_role role)
{
    if (n->kind == KH_NODE_NUMBER)
        kh_print_number(p, n, role);
    else
        kh_print_expr(p, n);
}

static bool ascii_next(const kh_printer *p, uint32_t ahead)
{
    return (unsigned char)p->w->text.p[p->w->tokens.at[p->cursor + ahead].at] < 0x80;
}

/* （含70分）, (incl 70) */
static void print_mark(kh_printer *p, const kh_node *n, kh_number_role role)
{
    const struct kh_node_mark *m = KH_AS(mark, n);
    bool wide = kh_print_chinese(p, kh_print_kept(p) && !ascii_next(p, 1));
    kh_print_sign(p, wide ? "（" : "(", wide);
    p->glued = true;
    kh_print_word(p, m->word, KH_ROLE_PLAIN);
    if (m->edge) {
        p->glued = wide;
        print_edge(p, m->edge, role);
    }
    kh_print_sign(p, wide ? "）" : ")", true);
}

/* Whether 以上 may touch what stands before it: letters would join. */
static bool may_touch(const kh_printer *p)
{
    kh_slice s = p->layout.atoms.at[p->layout.atoms.n - 1].text;
    char c = s.p[s.n - 1];
    return (c >= '0' && c <= '9') || c == '%' || c == ')' || (unsigned char)c >= 0x80;
}

/* 70分以上（含70分）, 70 or more (incl 70) */
static void print_limit(kh_printer *p, const kh_node *edge, kh_word word, const kh_node *mark,
                        kh_number_role role)
{
    print_edge(p, edge, role);
    bool mark_first = kh_print_kept(p) && mark && kh_print_next(p) == '(';
    if (mark_first)
        print_mark(p, mark, role);
    p->glued = kh_print_chinese(p, kh_print_kept(p) && !ascii_next(p, 0)) && may_touch(p);
    kh_print_word(p, word, KH_ROLE_PLAIN);
    if (mark && !mark_first)
        print_mark(p, mark, role);
}

static void print_between(kh_printer *p, const struct kh_node_range *r, kh_number_role low,
                          kh_number_role high)
{
    print_edge(p, r->low, low);
    if (r->low_mark)
        print_mark(p, r->low_mark, low);
    kh_print_word(p, KH_W_TO, KH_ROLE_PLAIN);
    if (r->high_word == KH_W_BELOW)
        kh_print_word(p, r->high_word, KH_ROLE_RANGE);
    print_edge(p, r->high, high);
    if (r->high_mark)
        print_mark(p, r->high_mark, high);
}

void kh_print_range(kh_printer *p, const kh_node *n, kh_number_role low, kh_number_role high)
{
    const struct kh_node_range *r = KH_AS(range, n);
    if (r->low && r->high && !r->low_word) {
        print_between(p, r, low, high);
        return;
    }
    if (r->low)
        print_limit(p, r->low, r->low_word, r->low_mark, low);
    if (r->high) {
        /* 80分以上90分以下 */
        p->glued = r->low && kh_print_chinese(p, kh_print_kept(p) && !ascii_next(p, 1));
        print_limit(p, r->high, r->high_word, r->high_mark, high);
    }
}

void kh_print_amount(kh_printer *p, const kh_node *n)
{
    if (n->kind == KH_NODE_NUMBER) {
        kh_print_number(p, n, KH_NUMBER_POINTS);
    } else if (n->kind == KH_NODE_RANGE) {
        kh_print_range(p, n, KH_NUMBER_LOW, KH_NUMBER_POINTS);
    } else if (n->kind == KH_NODE_UNARY && KH_AS(unary, n)->op == KH_OP_NEGATE &&
               KH_AS(unary, n)->value->kind == KH_NODE_NUMBER) {
        kh_print_sign(p, "-", false);
        p->glued = true;
        kh_print_number(p, KH_AS(unary, n)->value, KH_NUMBER_POINTS);
    } else {
        kh_print_expr(p, n);
    }
}
