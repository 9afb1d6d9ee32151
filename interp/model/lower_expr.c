/* Lowering expressions. Brackets nest at most KH_MAX_NESTING deep, so recursion into arguments is
 * bounded; long chains (a + b + c …) lean to the left and are walked in a loop. */
#include "model/lower.h"

#include <assert.h>

void kh_lower_remember(kh_lowering *l, const kh_expr *e, kh_col col)
{
    kh_map_set(l->plan->of_expr, (uint64_t)(uintptr_t)e, col);
    if (!l->columns.at[col].expr)
        l->columns.at[col].expr = e;
}

kh_col kh_lower_points(kh_lowering *l, kh_col level)
{
    kh_operation op = {.code = KH_DO_POINTS, .index = l->columns.at[level].type.scale};
    return kh_lower_map(l, op, &level, 1, kh_lower_type(KH_TYPE_NUMBER));
}

kh_col kh_lower_number(kh_lowering *l, const kh_expr *e)
{
    kh_col col = kh_lower_expr(l, e);
    return l->columns.at[col].type.tag == KH_TYPE_LEVEL ? kh_lower_points(l, col) : col;
}

/* ---- leaves ---- */

static kh_col number(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_constant(l, e->number);
}

static kh_col yes_no(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_yes_no(l, e->index != 0);
}

static kh_col param(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_expr(l, l->m->params[e->index].value);
}

/* What has a column of its own by now. */
static kh_col named(kh_lowering *l, const kh_expr *e)
{
    const kh_plan *p = l->plan;
    if (e->op == KH_X_TOTAL)
        return p->total;
    if (e->op == KH_X_SUBTOTAL) {
        kh_col inside = kh_lower_inside(l, e->index, false);
        return inside == KH_NONE ? kh_lower_sum(l, NULL, 0) : inside;
    }
    if (e->op == KH_X_LET)
        return p->lets[e->index];
    if (e->op == KH_X_VETO)
        return p->veto_holds[e->index];
    const kh_plan_node *n = &p->nodes[e->index];
    if (e->op == KH_X_NODE_RAW)
        return kh_lower_where_it_applies(l, n->applies, n->earned);
    if (e->op == KH_X_NODE_CAP || e->op == KH_X_NODE_FLOOR || e->op == KH_X_NODE_WEIGHT)
        return e->op == KH_X_NODE_CAP ? n->cap : e->op == KH_X_NODE_FLOOR ? n->floor : n->weight;
    kh_col col = e->op == KH_X_NODE ? n->result : e->op == KH_X_NODE_MAX ? n->full : n->base;
    return col != KH_NONE ? col : kh_lower_sum(l, NULL, 0); /* it has none: n/a */
}

/* Dates, levels, texts, kinds. */
static kh_col code(kh_lowering *l, const kh_expr *e)
{
    kh_operation op = {.code = KH_DO_CODE,
                       .index = e->op == KH_X_DATE ? (uint32_t)e->date : e->index,
                       .domain = {KH_DOMAIN_RUN, KH_NONE}};
    return kh_lower_source(l, op, e->type);
}

/* Ends that were never set are none. */
static kh_num end_or(kh_num end, kh_num none)
{
    return end.n == 0 && end.d == 0 ? none : end;
}

static void bounds_of(kh_operation *op, const kh_bounds *b)
{
    op->low = end_or(b->low, KH_MINUS_INF);
    op->high = end_or(b->high, KH_PLUS_INF);
    op->mask = b->na_word_count > 0; /* then a missing one may not apply either */
}

static bool same_type(kh_type a, kh_type b)
{
    return a.tag == b.tag && (a.tag != KH_TYPE_LEVEL || a.scale == b.scale);
}

/* A fact or field as its place reads it: missing, it counts as what the fact's own `missing as`
 * says, else as the node's does. */
static kh_col assumed(kh_lowering *l, kh_col filed, const kh_expr *own)
{
    kh_col value = own ? kh_lower_expr(l, own) : l->missing_as;
    kh_type type = l->columns.at[filed].type;
    if (value == KH_NONE || !same_type(type, l->columns.at[value].type))
        return filed;
    return kh_lower_map(l, (kh_operation){.code = KH_DO_IF_MISSING}, (kh_col[]){filed, value}, 2,
                        type);
}

static kh_col fact_as_filed(kh_lowering *l, const kh_expr *e)
{
    const kh_fact *f = &l->m->facts[e->index];
    kh_operation op = {.code = KH_DO_FACT, .index = e->index, .domain = {KH_DOMAIN_UNIT, KH_NONE}};
    bounds_of(&op, &f->bounds);
    kh_col col = kh_lower_source(l, op, f->type);
    l->plan->fact_cols[e->index] = col;
    kh_lower_read(l, col, e->place);
    return col;
}

static kh_col fact(kh_lowering *l, const kh_expr *e)
{
    const kh_fact *f = &l->m->facts[e->index];
    kh_col filed = assumed(l, fact_as_filed(l, e), f->missing_as);
    if (!f->absent)
        return filed;
    return kh_lower_map(l, (kh_operation){.code = KH_DO_IF_NA},
                        (kh_col[]){filed, kh_lower_expr(l, f->absent)}, 2,
                        l->columns.at[filed].type);
}

static kh_col field_as_filed(kh_lowering *l, const kh_expr *e)
{
    const kh_field *f = &l->m->records[e->domain.record].fields[e->index];
    kh_operation op = {.code = KH_DO_FIELD, .index = e->index, .domain = e->domain};
    bounds_of(&op, &f->bounds);
    kh_col col = kh_lower_source(l, op, f->type);
    kh_lower_read(l, col, e->place);
    return col;
}

static kh_col field(kh_lowering *l, const kh_expr *e)
{
    const kh_expr *computed = kh_field_value(l->m, e);
    if (computed)
        return kh_lower_expr(l, computed);
    return assumed(l, field_as_filed(l, e), NULL);
}

static kh_col kind(kh_lowering *l, const kh_expr *e)
{
    kh_operation op = {.code = KH_DO_KIND, .domain = {KH_DOMAIN_UNIT, KH_NONE}};
    return kh_lower_source(l, op, e->type);
}

static kh_col selected(kh_lowering *l, const kh_expr *e)
{
    kh_operation op = {
        .code = KH_DO_SELECTED, .index = e->index, .domain = {KH_DOMAIN_UNIT, KH_NONE}};
    return kh_lower_source(l, op, kh_lower_type(KH_TYPE_YES_NO));
}

/* ---- arithmetic ---- */

static bool leans(const kh_expr *e)
{
    return e->op == KH_X_ADD || e->op == KH_X_SUB || e->op == KH_X_MUL || e->op == KH_X_DIV;
}

static kh_opcode arithmetic_code(kh_expr_op op)
{
    return op == KH_X_ADD   ? KH_DO_ADD
           : op == KH_X_SUB ? KH_DO_SUB
           : op == KH_X_MUL ? KH_DO_MUL
                            : KH_DO_DIV;
}

static kh_col arithmetic(kh_lowering *l, const kh_expr *e)
{
    size_t depth = 0;
    for (const kh_expr *x = e; leans(x); x = x->args[0])
        depth++;
    const kh_expr **spine = KH_NEW_ARRAY(l->arena, const kh_expr *, depth);
    const kh_expr *x = e;
    for (size_t i = depth; i-- > 0; x = x->args[0])
        spine[i] = x;
    kh_col col = kh_lower_number(l, x);
    for (size_t i = 0; i < depth; i++) {
        x = spine[i];
        for (uint32_t k = 1; k < x->n; k++)
            col = kh_lower_two(l, arithmetic_code(x->op), KH_TYPE_NUMBER, col,
                               kh_lower_number(l, x->args[k]));
        if (x->op == KH_X_DIV)
            kh_lower_read(l, col, x->place);
        kh_lower_remember(l, x, col);
    }
    return col;
}

/* smaller, larger: of two or more. */
static kh_col fold(kh_lowering *l, const kh_expr *e)
{
    kh_opcode op = e->op == KH_X_SMALLER ? KH_DO_MIN : KH_DO_MAX;
    kh_col col = kh_lower_number(l, e->args[0]);
    for (uint32_t i = 1; i < e->n; i++)
        col = kh_lower_two(l, op, KH_TYPE_NUMBER, col, kh_lower_number(l, e->args[i]));
    return col;
}

static kh_col limit(kh_lowering *l, const kh_expr *e)
{
    kh_col x = kh_lower_number(l, e->args[0]);
    x = kh_lower_two(l, KH_DO_MAX, KH_TYPE_NUMBER, x, kh_lower_number(l, e->args[1]));
    return kh_lower_two(l, KH_DO_MIN, KH_TYPE_NUMBER, x, kh_lower_number(l, e->args[2]));
}

static kh_col unary(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_one(l, e->op == KH_X_ABS ? KH_DO_ABS : KH_DO_NEGATE, KH_TYPE_NUMBER,
                        kh_lower_number(l, e->args[0]));
}

static kh_col rounded(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_round(l, kh_lower_number(l, e->args[0]), &e->rounding);
}

static kh_col days(kh_lowering *l, const kh_expr *e)
{
    kh_col date = kh_lower_expr(l, e->args[0]);
    return kh_lower_two(l, KH_DO_DAYS, KH_TYPE_DATE, date, kh_lower_number(l, e->args[1]));
}

static kh_col days_between(kh_lowering *l, const kh_expr *e)
{
    kh_col later = kh_lower_expr(l, e->args[0]);
    return kh_lower_two(l, KH_DO_DAYS_BETWEEN, KH_TYPE_NUMBER, later, kh_lower_expr(l, e->args[1]));
}

/* ---- conditions ---- */

static bool scale_has_points(const kh_lowering *l, uint32_t scale)
{
    const kh_scale *s = &l->m->scales[scale];
    for (uint32_t i = 0; i < s->level_count; i++)
        if (!s->levels[i].has_points)
            return false;
    return true;
}

/* Levels are ordered by their points; without points the one named first is the best. */
static kh_col compare(kh_lowering *l, const kh_expr *e)
{
    static const kh_opcode codes[] = {KH_DO_LT, KH_DO_LE, KH_DO_GT, KH_DO_GE, KH_DO_EQ, KH_DO_NE};
    kh_opcode op = codes[e->op - KH_X_LT];
    kh_col a = kh_lower_expr(l, e->args[0]), b = kh_lower_expr(l, e->args[1]);
    kh_type ta = l->columns.at[a].type, tb = l->columns.at[b].type;
    bool ordered = e->op != KH_X_EQ && e->op != KH_X_NE;
    if (ta.tag == KH_TYPE_LEVEL && tb.tag == KH_TYPE_LEVEL && ordered &&
        !scale_has_points(l, ta.scale))
        return kh_lower_two(l, op, KH_TYPE_YES_NO, b, a);
    bool by_points = ta.tag != tb.tag || ordered;
    if (ta.tag == KH_TYPE_LEVEL && by_points)
        a = kh_lower_points(l, a);
    if (tb.tag == KH_TYPE_LEVEL && by_points)
        b = kh_lower_points(l, b);
    return kh_lower_two(l, op, KH_TYPE_YES_NO, a, b);
}

static kh_col negation(kh_lowering *l, const kh_expr *e)
{
    return kh_lower_one(l, KH_DO_NOT, KH_TYPE_YES_NO, kh_lower_expr(l, e->args[0]));
}

static kh_col logic(kh_lowering *l, const kh_expr *e)
{
    kh_opcode op = e->op == KH_X_AND ? KH_DO_AND : KH_DO_OR;
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, e->n);
    for (uint32_t i = 0; i < e->n; i++)
        args[i] = kh_lower_expr(l, e->args[i]);
    if (e->n == 1)
        return args[0];
    return kh_lower_map(l, (kh_operation){.code = op}, args, e->n, kh_lower_type(KH_TYPE_YES_NO));
}

/* Asks of what was filed, not of what is assumed for it. */
static kh_col known(kh_lowering *l, const kh_expr *e)
{
    const kh_expr *x = e->args[0];
    kh_col col = x->op == KH_X_FACT                                ? fact_as_filed(l, x)
                 : x->op == KH_X_FIELD && !kh_field_value(l->m, x) ? field_as_filed(l, x)
                                                                   : kh_lower_expr(l, x);
    kh_lower_remember(l, x, col);
    return kh_lower_one(l, KH_DO_KNOWN, KH_TYPE_YES_NO, col);
}

static kh_col table(kh_lowering *l, const kh_expr *e)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, e->n + 1u);
    bool numbers = e->type.tag == KH_TYPE_NUMBER;
    for (uint32_t i = 0; i < e->n; i++) {
        bool condition = i % 2 == 0 && i + 1 < e->n;
        args[i] =
            numbers && !condition ? kh_lower_number(l, e->args[i]) : kh_lower_expr(l, e->args[i]);
    }
    kh_col col = kh_lower_table(l, args, e->n, e->type);
    if (e->n % 2 == 0)
        kh_lower_read(l, col, e->place);
    return col;
}

static kh_col line(kh_lowering *l, const kh_expr *e)
{
    kh_col *args = KH_NEW_ARRAY(l->arena, kh_col, e->n);
    for (uint32_t i = 0; i < e->n; i++)
        args[i] = kh_lower_number(l, e->args[i]);
    return kh_lower_map(l, (kh_operation){.code = KH_DO_LINE}, args, e->n,
                        kh_lower_type(KH_TYPE_NUMBER));
}

/* ---- sets of records ---- */

kh_col kh_lower_set(kh_lowering *l, const kh_set *set)
{
    kh_col counted = KH_NONE;
    if (set->item != KH_NONE) {
        kh_operation op = {.code = KH_DO_FILED_UNDER,
                           .index = set->item,
                           .domain = {KH_DOMAIN_RECORD, set->record}};
        counted = kh_lower_source(l, op, kh_lower_type(KH_TYPE_YES_NO));
    }
    if (set->where)
        counted = kh_lower_both(l, counted, kh_lower_expr(l, set->where));
    return counted;
}

static kh_col count(kh_lowering *l, const kh_expr *e)
{
    bool any = e->op == KH_X_ANY_OF;
    kh_col counted = kh_lower_set(l, e->set);
    if (e->set->by_count && !any)
        return kh_lower_by_key(l, e->set, counted, KH_NONE);
    kh_operation op = {.code = any ? KH_DO_ANY : KH_DO_COUNT};
    if (counted == KH_NONE && any)
        counted = kh_lower_yes_no(l, true);
    else if (counted == KH_NONE)
        op.code = KH_DO_COUNT_ALL;
    return kh_lower_reduce(l, op, e->set->record, &counted, counted != KH_NONE,
                           kh_lower_type(any ? KH_TYPE_YES_NO : KH_TYPE_NUMBER));
}

static kh_col aggregate(kh_lowering *l, const kh_expr *e)
{
    kh_opcode code = e->op == KH_X_SUM       ? KH_DO_TOTAL
                     : e->op == KH_X_MEAN    ? KH_DO_MEAN
                     : e->op == KH_X_HIGHEST ? KH_DO_HIGHEST
                                             : KH_DO_LOWEST;
    if (e->gather)
        return kh_lower_gather(l, e);
    kh_col counted = kh_lower_set(l, e->set);
    if (counted == KH_NONE)
        counted = kh_lower_yes_no(l, true);
    kh_col args[] = {counted, kh_lower_number(l, e->args[0])};
    kh_col col = kh_lower_reduce(l, (kh_operation){.code = code}, e->set->record, args, 2,
                                 kh_lower_type(KH_TYPE_NUMBER));
    if (code != KH_DO_TOTAL)
        kh_lower_read(l, col, e->place);
    return col;
}

/* ---- all of them ---- */

typedef kh_col lower_one(kh_lowering *l, const kh_expr *e);
static lower_one *const lower[KH_X_OP_COUNT] = {
    [KH_X_NUMBER] = number,     [KH_X_YES_NO] = yes_no,
    [KH_X_DATE] = code,         [KH_X_TEXT] = code,
    [KH_X_LEVEL] = code,        [KH_X_KIND_IS] = code,
    [KH_X_KIND] = kind,         [KH_X_FACT] = fact,
    [KH_X_FIELD] = field,       [KH_X_PARAM] = param,
    [KH_X_LET] = named,         [KH_X_NODE] = named,
    [KH_X_NODE_MAX] = named,    [KH_X_NODE_BASE] = named,
    [KH_X_TOTAL] = named,       [KH_X_NODE_RAW] = named,
    [KH_X_NODE_CAP] = named,    [KH_X_NODE_FLOOR] = named,
    [KH_X_NODE_WEIGHT] = named, [KH_X_SUBTOTAL] = named,
    [KH_X_VETO] = named,        [KH_X_SELECTED] = selected,
    [KH_X_NEGATE] = unary,      [KH_X_ADD] = arithmetic,
    [KH_X_SUB] = arithmetic,    [KH_X_MUL] = arithmetic,
    [KH_X_DIV] = arithmetic,    [KH_X_LT] = compare,
    [KH_X_LE] = compare,        [KH_X_GT] = compare,
    [KH_X_GE] = compare,        [KH_X_EQ] = compare,
    [KH_X_NE] = compare,        [KH_X_NOT] = negation,
    [KH_X_AND] = logic,         [KH_X_OR] = logic,
    [KH_X_SMALLER] = fold,      [KH_X_LARGER] = fold,
    [KH_X_LIMIT] = limit,       [KH_X_ABS] = unary,
    [KH_X_ROUND] = rounded,     [KH_X_KNOWN] = known,
    [KH_X_DAYS] = days,         [KH_X_DAYS_BETWEEN] = days_between,
    [KH_X_TABLE] = table,       [KH_X_LINE] = line,
    [KH_X_COUNT] = count,       [KH_X_ANY_OF] = count,
    [KH_X_SUM] = aggregate,     [KH_X_MEAN] = aggregate,
    [KH_X_HIGHEST] = aggregate, [KH_X_LOWEST] = aggregate,
};

kh_col kh_lower_expr(kh_lowering *l, const kh_expr *e)
{
    uint64_t key = (uint64_t)(uintptr_t)e;
    uint32_t at = kh_map_get(l->lowered_at, key);
    if (at != KH_NONE && l->lowered.at[at].node == l->node &&
        l->lowered.at[at].missing_as == l->missing_as)
        return l->lowered.at[at].column;
    kh_col col = lower[e->op] ? lower[e->op](l, e) : kh_lower_function(l, e);
    assert(col != KH_NONE);
    kh_lower_remember(l, e, col);
    kh_map_set(l->lowered_at, key, (uint32_t)l->lowered.n);
    *kh_push(l->arena, &l->lowered) = (kh_lowered){col, l->missing_as, l->node};
    return col;
}
