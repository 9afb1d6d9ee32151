/* Amounts that a person chooses: `1 to 5`, alone or in the rows of a table. The record's 分值
 * carries what was chosen, between these ends. */
#include "model/resolve.h"

static bool has_range(const kh_node *tree)
{
    const kh_node *n = kh_expr_bare(tree);
    if (!n || n->kind != KH_NODE_TABLE)
        return false;
    for (const kh_node *row = KH_AS(table, n)->rows; row; row = row->next) {
        const kh_node *v = row->kind == KH_NODE_ROW ? KH_AS(row, row)->value : NULL;
        if (v && (v->kind == KH_NODE_RANGE || has_range(v)))
            return true;
    }
    return false;
}

bool kh_chosen_is(const kh_node *amount)
{
    return amount->kind == KH_NODE_RANGE || has_range(amount);
}

/* Both ends are plain points, the lower one first. */
static bool ends(kh_resolver *r, const kh_node *range, const kh_scope *scope, kh_expr **low,
                 kh_expr **high)
{
    const struct kh_node_range *n = KH_AS(range, range);
    *low = kh_expr_resolve(r, n->low, scope, KH_WANT_POINTS);
    *high = kh_expr_resolve(r, n->high, scope, KH_WANT_POINTS);
    kh_num from, to;
    if (kh_types_is_error(*low) || kh_types_is_error(*high))
        return false;
    if (!kh_expr_constant(r->work, r->model, *low, &from) ||
        !kh_expr_constant(r->work, r->model, *high, &to)) {
        KH_SAY(r, KH_E0449, range->place);
        return false;
    }
    if (kh_num_sign(from) < 0)
        return kh_resolve_is_positive(r, n->low, *low);
    if (kh_num_cmp(from, to) <= 0)
        return true;
    kh_slice a = kh_resolve_text(r, n->low->place), b = kh_resolve_text(r, n->high->place);
    kh_diag *d = KH_SAY(r, KH_E0407, range->place);
    kh_resolve_fix(r, d, range->place, "%.*s 至 %.*s", (int)b.n, b.p, (int)a.n, a.p);
    return false;
}

kh_expr *kh_chosen_row(kh_resolver *r, const kh_node *range, const kh_scope *scope)
{
    kh_expr *low, *high;
    if (r->end == KH_NO_END) {
        KH_SAY(r, KH_E1021, range->place, kh_resolve_text(r, range->place));
        return kh_expr_error(r, range->place);
    }
    if (!ends(r, range, scope, &low, &high))
        return kh_expr_error(r, range->place);
    return r->end == KH_LOW_END ? low : high;
}

static bool rows(kh_resolver *r, const kh_node *table, const kh_scope *scope, kh_rule *out)
{
    r->end = KH_LOW_END;
    out->amount = kh_expr_resolve(r, table, scope, KH_WANT_POINTS);
    bool quiet = r->quiet; /* what is wrong was said of the lower ends */
    r->quiet = true;
    r->end = KH_HIGH_END;
    out->amount_high = kh_expr_resolve(r, table, scope, KH_WANT_POINTS);
    r->quiet = quiet;
    r->end = KH_NO_END;
    return !kh_types_is_error(out->amount) && !kh_types_is_error(out->amount_high);
}

/* The least and the largest of the values of a table, as far as they are constants. */
static void widest(kh_resolver *r, const kh_expr *e, kh_num *low, kh_num *high)
{
    for (uint32_t i = 0; e->op == KH_X_TABLE && i < e->n; i++)
        if (i % 2 || i + 1 == e->n)
            widest(r, e->args[i], low, high);
    if (e->op == KH_X_TABLE)
        return;
    kh_num x;
    bool constant = kh_expr_constant(r->work, r->model, e, &x);
    *low = constant ? kh_num_min(*low, x) : KH_MINUS_INF;
    *high = constant ? kh_num_max(*high, x) : KH_PLUS_INF;
}

bool kh_chosen_amount(kh_resolver *r, const kh_node *tree, const kh_scope *scope, kh_rule *out)
{
    bool table = tree->kind != KH_NODE_RANGE;
    if (out->counting != KH_COUNT_RECORDS) {
        KH_SAY(r, KH_E0406, tree->place, kh_resolve_text(r, tree->place));
        return false;
    }
    if (table ? !rows(r, tree, scope, out) : !ends(r, tree, scope, &out->amount, &out->amount_high))
        return false;
    kh_num low = KH_PLUS_INF, high = KH_MINUS_INF;
    widest(r, out->amount, &low, &high);
    widest(r, out->amount_high, &low, &high);
    /* What a record may carry; with several ranges for one kind, from the lowest to the highest. */
    kh_field *chosen = &r->record_info.at[out->set.record].fields.at[KH_FIELD_AMOUNT];
    bool first = !chosen->is_read;
    chosen->bounds.low = first ? low : kh_num_min(low, chosen->bounds.low);
    chosen->bounds.high = first ? high : kh_num_max(high, chosen->bounds.high);
    chosen->is_read = true;
    return true;
}
