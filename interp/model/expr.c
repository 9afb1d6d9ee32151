/* Expressions: literals, arithmetic and logic. Names, comparisons, tables and calls have files of
 * their own. */
#include "model/resolve.h"

#include <assert.h>

#include "base/date.h"

kh_expr *kh_expr_new(kh_resolver *r, kh_expr_op op, kh_type_tag type, kh_place place, uint32_t n)
{
    kh_expr *e = KH_NEW(r->work, kh_expr);
    r->terms++;
    e->op = op;
    e->type = kh_types_of(type);
    e->domain = (kh_domain){KH_DOMAIN_RUN, KH_NONE};
    e->place = place;
    e->index = KH_NONE;
    e->n = n;
    e->args = n ? KH_NEW_ARRAY(r->work, kh_expr *, n) : NULL;
    e->number = KH_ZERO;
    e->date = KH_NO_DATE;
    e->rounding.places = -1;
    return e;
}

kh_expr *kh_expr_error(kh_resolver *r, kh_place place)
{
    return kh_expr_new(r, KH_X_NUMBER, KH_TYPE_UNKNOWN, place, 0);
}

kh_expr *kh_expr_join(kh_expr *e)
{
    for (uint32_t i = 0; i < e->n; i++)
        if (e->args[i]->domain.tag > e->domain.tag)
            e->domain = e->args[i]->domain;
    return e;
}

kh_expr *kh_expr_two(kh_resolver *r, kh_expr_op op, kh_type_tag type, kh_place place, kh_expr *x,
                     kh_expr *y)
{
    kh_expr *e = kh_expr_new(r, op, type, place, 2);
    e->args[0] = x;
    e->args[1] = y;
    return kh_expr_join(e);
}

const kh_node *kh_expr_bare(const kh_node *n)
{
    while (n && n->kind == KH_NODE_GROUPED)
        n = KH_AS(grouped, n)->value;
    return n;
}

const struct kh_node_number *kh_expr_literal(const kh_node *n)
{
    n = kh_expr_bare(n);
    while (n && n->kind == KH_NODE_UNARY && KH_AS(unary, n)->op == KH_OP_NEGATE)
        n = kh_expr_bare(KH_AS(unary, n)->value);
    return n && n->kind == KH_NODE_NUMBER ? KH_AS(number, n) : NULL;
}

/* ---- literals ---- */

/* Points carry 分 or nothing. */
static bool is_points(kh_resolver *r, const struct kh_node_number *n)
{
    int64_t factor;
    if (n->unit != KH_OP_PLAIN)
        return false;
    if (n->measure.n == 0)
        return true;
    kh_id unit = kh_types_measure(r, n->measure, &factor);
    return unit && kh_slice_is(kh_resolve_name(r, unit), "分");
}

static void say_no_points(kh_resolver *r, const struct kh_node_number *n)
{
    kh_slice text = kh_resolve_text(r, n->base.place);
    bool percent = n->unit == KH_OP_PERCENT || n->unit == KH_OP_POINTS;
    kh_diag *d = KH_SAY(r, percent ? KH_E0459 : KH_E0404, n->base.place, text);
    if (percent)
        kh_resolve_fix(r, d, n->base.place, "满分 的 %.*s%%", (int)n->digits.n, n->digits.p);
    else
        kh_resolve_fix(r, d, n->base.place, "%.*s分", (int)n->digits.n, n->digits.p);
}

kh_expr *kh_expr_number(kh_resolver *r, const kh_node *node, kh_want want)
{
    const struct kh_node_number *n = KH_AS(number, node);
    kh_expr *e = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, node->place, 0);
    if (!kh_num_parse(r->work, n->digits, &e->number)) {
        KH_SAY(r, KH_E0436, node->place, n->digits);
        return kh_expr_error(r, node->place);
    }
    if (want == KH_WANT_POINTS && !is_points(r, n)) {
        say_no_points(r, n);
        return kh_expr_error(r, node->place);
    }
    if (n->unit == KH_OP_PERCENT || n->unit == KH_OP_POINTS) {
        e->number = kh_num_div(r->work, e->number, kh_num_int(100));
        e->type.share = true;
        return e;
    }
    if (n->measure.n) {
        int64_t factor;
        e->type.measure = kh_types_measure(r, n->measure, &factor);
        if (e->type.measure && kh_slice_is(kh_resolve_name(r, e->type.measure), "分"))
            e->type.measure = 0; /* what is measured in points is a plain number */
        e->number = kh_num_mul(r->work, e->number, kh_num_int(factor));
    }
    return e;
}

static kh_expr *date(kh_resolver *r, const kh_node *n)
{
    kh_expr *e = kh_expr_new(r, KH_X_DATE, KH_TYPE_DATE, n->place, 0);
    if (kh_date_parse(KH_AS(date, n)->text, &e->date) == KH_DATE_OK)
        return e;
    KH_SAY(r, KH_E0435, n->place, KH_AS(date, n)->text);
    return kh_expr_error(r, n->place);
}

static kh_expr *text(kh_resolver *r, const kh_node *n)
{
    kh_expr *e = kh_expr_new(r, KH_X_TEXT, KH_TYPE_TEXT, n->place, 0);
    e->index = kh_names_id(r, n);
    if (!e->index)
        e->index = kh_intern_id(r->model->names, KH_LIT(""));
    return e;
}

/* ---- arithmetic ---- */

/* D + 10 days, D - 3 months, D1 - D2. NULL: no dates are involved. */
static kh_expr *date_arithmetic(kh_resolver *r, kh_operator op, kh_place place, kh_expr *x,
                                kh_expr *y)
{
    bool dx = x->type.tag == KH_TYPE_DATE, dy = y->type.tag == KH_TYPE_DATE;
    if (!dx && !dy)
        return NULL;
    if (op == KH_OP_ADD && dy) { /* 10 days + D */
        kh_expr *swap = x;
        x = y;
        y = swap;
        dx = true;
        dy = y->type.tag == KH_TYPE_DATE;
    }
    if (op == KH_OP_SUB && dx && (dy || y->type.tag == KH_TYPE_UNKNOWN)) {
        if (!kh_types_need(r, y, KH_WANT_DATE, y->place))
            return kh_expr_error(r, place);
        kh_expr *e = kh_expr_two(r, KH_X_DAYS_BETWEEN, KH_TYPE_NUMBER, place, x, y);
        e->type.measure = kh_intern_id(r->model->names, KH_LIT("天"));
        return e;
    }
    if ((op != KH_OP_ADD && op != KH_OP_SUB) || !dx || dy) {
        KH_SAY(r, KH_E0438, place);
        return kh_expr_error(r, place);
    }
    if (!kh_types_need(r, y, KH_WANT_NUMBER, y->place))
        return kh_expr_error(r, place);
    if (op == KH_OP_SUB) {
        kh_expr *minus = kh_expr_new(r, KH_X_NEGATE, KH_TYPE_NUMBER, y->place, 1);
        minus->args[0] = y;
        minus->type.measure = y->type.measure;
        y = kh_expr_join(minus);
    }
    return kh_expr_date_plus(r, place, x, y);
}

static kh_expr *combine(kh_resolver *r, kh_operator op, kh_place place, kh_expr *x, kh_expr *y)
{
    if (kh_types_is_error(x) || kh_types_is_error(y))
        return kh_expr_error(r, place);
    kh_expr *dates = date_arithmetic(r, op, place, x, y);
    if (dates)
        return dates;
    bool adds = op == KH_OP_ADD || op == KH_OP_SUB;
    bool open = x->type.tag == KH_TYPE_UNKNOWN || y->type.tag == KH_TYPE_UNKNOWN;
    if (adds && open && r->stage == 0) /* it may be a date */
        return kh_expr_two(r, op == KH_OP_ADD ? KH_X_ADD : KH_X_SUB, KH_TYPE_UNKNOWN, place, x, y);
    bool fine = kh_types_need(r, x, KH_WANT_NUMBER, x->place);
    fine = kh_types_need(r, y, KH_WANT_NUMBER, y->place) && fine;
    if (!fine)
        return kh_expr_error(r, place);
    kh_expr_op code = op == KH_OP_ADD   ? KH_X_ADD
                      : op == KH_OP_SUB ? KH_X_SUB
                      : op == KH_OP_MUL ? KH_X_MUL
                                        : KH_X_DIV;
    if (code == KH_X_DIV && y->op == KH_X_NUMBER && kh_num_sign(y->number) == 0) {
        KH_SAY(r, KH_E0461, y->place);
        return kh_expr_error(r, place);
    }
    kh_expr *e = kh_expr_two(r, code, KH_TYPE_NUMBER, place, x, y);
    if (adds && x->type.measure && y->type.measure && x->type.measure != y->type.measure) {
        KH_SAY(r, KH_E0427, y->place, kh_resolve_name(r, x->type.measure),
               kh_resolve_name(r, y->type.measure));
        return kh_expr_error(r, place);
    }
    if (adds)
        e->type.measure = x->type.measure ? x->type.measure : y->type.measure;
    return e;
}

/* Chains lean to the left and may be ten thousand terms long: walked in a loop. */
static kh_expr *binary(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    size_t depth = 0;
    const kh_node *x = n;
    for (; x->kind == KH_NODE_BINARY; x = KH_AS(binary, x)->left)
        depth++;
    const kh_node **spine = KH_NEW_ARRAY(r->work, const kh_node *, depth);
    x = n;
    for (size_t i = depth; i-- > 0; x = KH_AS(binary, x)->left)
        spine[i] = x;
    kh_expr *left = kh_expr_resolve(r, x, scope, KH_WANT_ANY);
    for (size_t i = 0; i < depth; i++) {
        const struct kh_node_binary *b = KH_AS(binary, spine[i]);
        kh_expr *right = kh_expr_resolve(r, b->right, scope, KH_WANT_ANY);
        left = combine(r, b->op, spine[i]->place, left, right);
    }
    return left;
}

static kh_expr *unary(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    const struct kh_node_unary *u = KH_AS(unary, n);
    bool minus = u->op == KH_OP_NEGATE;
    kh_want inner = !minus ? KH_WANT_CONDITION : want == KH_WANT_POINTS ? want : KH_WANT_NUMBER;
    kh_expr *x = kh_expr_resolve(r, u->value, scope, inner);
    if (kh_types_is_error(x))
        return kh_expr_error(r, n->place);
    if (minus && x->op == KH_X_NUMBER && x->type.tag == KH_TYPE_NUMBER) {
        x->number = kh_num_neg(r->work, x->number);
        x->place = n->place;
        return x;
    }
    kh_expr *e = kh_expr_new(r, minus ? KH_X_NEGATE : KH_X_NOT,
                             minus ? KH_TYPE_NUMBER : KH_TYPE_YES_NO, n->place, 1);
    e->args[0] = x;
    e->type.measure = minus ? x->type.measure : 0;
    e->type.share = minus && x->type.share;
    return kh_expr_join(e);
}

/* 5% of X */
static kh_expr *share(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    kh_expr *percent = kh_expr_resolve(r, KH_AS(share, n)->percent, scope, KH_WANT_NUMBER);
    kh_expr *of = kh_expr_resolve(r, KH_AS(share, n)->of, scope, KH_WANT_NUMBER);
    if (kh_types_is_error(percent) || kh_types_is_error(of))
        return kh_expr_error(r, n->place);
    kh_expr *e = kh_expr_two(r, KH_X_MUL, KH_TYPE_NUMBER, n->place, percent, of);
    e->type.measure = of->type.measure;
    e->type.share = of->type.share;
    return e;
}

static kh_expr *misplaced(kh_resolver *r, const kh_node *n)
{
    KH_SAY(r, KH_E0467, n->place);
    return kh_expr_error(r, n->place);
}

static kh_expr *resolve(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    /* Not a switch: of some sixty kinds of node these are expressions. */
    if (n->kind == KH_NODE_NUMBER)
        return kh_expr_number(r, n, want);
    if (n->kind == KH_NODE_DATE)
        return date(r, n);
    if (n->kind == KH_NODE_TEXT)
        return text(r, n);
    if (n->kind == KH_NODE_NAME)
        return kh_expr_name(r, n, scope, want);
    if (n->kind == KH_NODE_CALL)
        return kh_expr_call(r, n, scope, want);
    if (n->kind == KH_NODE_ATTR)
        return kh_expr_attribute(r, n, scope);
    if (n->kind == KH_NODE_SHARE)
        return share(r, n, scope);
    if (n->kind == KH_NODE_UNARY)
        return unary(r, n, scope, want);
    if (n->kind == KH_NODE_BINARY)
        return binary(r, n, scope);
    if (n->kind == KH_NODE_LOGIC)
        return kh_expr_logic(r, n, scope);
    if (n->kind == KH_NODE_COMPARE)
        return kh_expr_compare(r, n, scope);
    if (n->kind == KH_NODE_IN)
        return kh_expr_in(r, n, scope);
    if (n->kind == KH_NODE_TABLE)
        return kh_expr_table(r, n, scope, want);
    if (n->kind == KH_NODE_LINE)
        return kh_expr_line(r, n, scope);
    if (n->kind == KH_NODE_ERROR)
        return kh_expr_error(r, n->place);
    return misplaced(r, n);
}

kh_expr *kh_expr_resolve(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    n = kh_expr_bare(n);
    if (!n)
        return kh_expr_error(r, KH_NOWHERE);
    r->depth++;
    kh_expr *e = resolve(r, n, scope, want);
    r->depth--;
    kh_types_need(r, e, want, n->place);
    return e;
}
