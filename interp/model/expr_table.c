/* Tables and lines. */
#include "model/resolve.h"

typedef struct table_work {
    const struct kh_node_table *tree;
    kh_expr **keys;
    bool *ordinal;
    uint32_t key_count;
} table_work;

/* ---- bare numbers in the cells of a table ---- */

/* Whether the key is counted, so that a bare number is one of its values: 1, 2, 3 … */
static bool is_counted(const kh_resolver *r, const kh_expr *key)
{
    if (key->op == KH_X_FIELD && key->index == KH_FIELD_ORDINAL)
        return r->records.at[key->domain.record].duty != KH_NONE;
    return key->op == KH_X_COUNT || (key->op == KH_X_FIELD && key->index == KH_FIELD_COUNT);
}

static const kh_node *cell_at(const kh_node *row, uint32_t key)
{
    const kh_node *c = KH_AS(row, row)->cells;
    while (c && key--)
        c = c->next;
    return c;
}

/* Bare numbers may be the values of an ordinal when they run 1, 2, 3 … (or from 0). */
static bool runs(kh_resolver *r, const struct kh_node_table *t, uint32_t key)
{
    int64_t expected = -1;
    for (const kh_node *row = t->rows; row; row = row->next) {
        if (row->kind != KH_NODE_ROW || KH_AS(row, row)->otherwise)
            continue;
        const kh_node *c = kh_expr_bare(cell_at(row, key));
        if (!c || c->kind != KH_NODE_NUMBER)
            continue;
        kh_num x;
        int64_t i;
        if (KH_AS(number, c)->unit != KH_OP_PLAIN ||
            !kh_num_parse(r->work, KH_AS(number, c)->digits, &x) || !kh_num_to_int(x, &i))
            return false;
        if (expected == -1 ? i != 0 && i != 1 : i != expected)
            return false;
        expected = i + 1;
    }
    return true;
}

/* The number that a cell names; *end is 1 when it holds all above it, -1 all below, 0 it alone. */
static bool edge_of(kh_resolver *r, const kh_node *cell, kh_num *x, int *end)
{
    cell = kh_expr_bare(cell);
    *end = 0;
    if (cell && cell->kind == KH_NODE_RANGE) {
        const struct kh_node_range *n = KH_AS(range, cell);
        *end = n->high ? -1 : 1;
        cell = n->low && n->high ? NULL : n->low ? n->low : n->high;
    }
    const struct kh_node_number *n = cell ? kh_expr_literal(cell) : NULL;
    if (!n || !kh_num_parse(r->work, n->digits, x))
        return false;
    int64_t factor;
    kh_types_measure(r, n->measure, &factor);
    *x = kh_num_mul(r->work, *x, kh_num_int(factor));
    if (kh_expr_bare(cell)->kind == KH_NODE_UNARY)
        *x = kh_num_neg(r->work, *x);
    return true;
}

/* What the bare numbers of a column are meant as, so that no row takes what a later one says: 1 "or
 * more" where the rows go down (or there is one only), -1 "or less" where they go up, 0 not clear.
 */
static int meant(kh_resolver *r, const struct kh_node_table *t, uint32_t key)
{
    kh_num before = KH_ZERO, x;
    bool up = false, down = false, any = false;
    int end, end_before = 0;
    for (const kh_node *row = t->rows; row; row = row->next) {
        if (row->kind != KH_NODE_ROW || KH_AS(row, row)->otherwise ||
            !edge_of(r, cell_at(row, key), &x, &end))
            continue;
        int step = any ? kh_num_cmp(x, before) : 0;
        up |= step > 0 || end_before < 0;
        down |= step < 0 || end_before > 0;
        before = x;
        end_before = end;
        any = true;
    }
    return up && down ? 0 : up ? -1 : 1;
}

/* `{ 90: 5; 80: 4 }` over a measured value: meant as "90 or more". */
static bool check_bare(kh_resolver *r, const table_work *w, uint32_t key, const kh_node *cell)
{
    const kh_expr *k = w->keys[key];
    if (w->ordinal[key] || is_counted(r, k) || !kh_expr_literal(cell) || kh_types_is_error(k))
        return true;
    kh_slice text = kh_resolve_text(r, cell->place), name = kh_resolve_text(r, k->place);
    kh_diag *d = KH_SAY(r, KH_E0423, cell->place, text, name);
    bool ascii = name.n && (unsigned char)name.p[0] < 0x80;
    int way = r->quiet ? 0 : meant(r, w->tree, key);
    if (way && ascii)
        kh_resolve_fix(r, d, cell->place, "%s %.*s", way > 0 ? ">=" : "<=", (int)text.n, text.p);
    else if (way)
        kh_resolve_fix(r, d, cell->place, "%.*s%s", (int)text.n, text.p, way > 0 ? "以上" : "以下");
    return false;
}

/* ---- values ---- */

/* A bare word as the result of a table is no text (texts are quoted) and hardly a new fact. */
static bool is_bare_word(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    n = kh_expr_bare(n);
    if (!n || n->kind != KH_NODE_NAME)
        return false;
    kh_id name = kh_names_id(r, n);
    if (kh_function_parameter(r, name, scope))
        return false;
    for (int tag = KH_SYMBOL_FACT; tag <= KH_SYMBOL_SELECT; tag++)
        if (kh_names_find(r, name, (kh_symbol_tag)tag))
            return false;
    if (scope->record != KH_NONE && kh_records_field(r, scope->record, name) != KH_NONE)
        return false;
    return kh_names_builtin(r, name, KH_BC_VALUE) == KH_B_END;
}

static kh_expr *value(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    if (n && n->kind == KH_NODE_RANGE)
        return kh_chosen_row(r, n, scope);
    if (n && want == KH_WANT_ANY && is_bare_word(r, n, scope)) {
        kh_slice text = kh_resolve_text(r, n->place);
        kh_diag *d = KH_SAY(r, KH_E0323, n->place, text);
        kh_resolve_fix(r, d, n->place, "\"%.*s\"", (int)text.n, text.p);
        return kh_expr_error(r, n->place);
    }
    return kh_expr_resolve(r, n, scope, want);
}

static kh_want want_of(const kh_expr *e)
{
    return e->type.tag == KH_TYPE_NUMBER   ? KH_WANT_NUMBER
           : e->type.tag == KH_TYPE_YES_NO ? KH_WANT_CONDITION
           : e->type.tag == KH_TYPE_DATE   ? KH_WANT_DATE
                                           : KH_WANT_ANY;
}

/* All values of a table are of one type; the first that is known says which. */
static bool agree(kh_resolver *r, kh_expr *table)
{
    const kh_expr *first = NULL;
    bool fine = true;
    for (uint32_t i = 0; i < table->n; i++) {
        kh_expr *v = table->args[i];
        bool condition = i % 2 == 0 && i + 1 < table->n;
        fine = fine && !kh_types_is_error(v);
        if (!condition && !first && v->type.tag != KH_TYPE_UNKNOWN)
            first = v;
    }
    if (!fine)
        return false;
    for (uint32_t i = 0; first && i < table->n; i++) {
        kh_expr *v = table->args[i];
        if ((i % 2 == 0 && i + 1 < table->n) || v == first)
            continue;
        if (v->type.tag == KH_TYPE_UNKNOWN)
            kh_types_need(r, v, want_of(first), v->place);
        if (v->type.tag == first->type.tag && v->type.scale == first->type.scale)
            continue;
        kh_diag *d = KH_SAY(r, KH_E0403, v->place, kh_resolve_text(r, first->place),
                            kh_types_zh(r, first->type), kh_types_zh(r, v->type),
                            kh_types_en(r, first->type), kh_types_en(r, v->type));
        kh_resolve_related(r, d, KH_R_first_value, first->place, KH_LIT(""));
        return false;
    }
    if (first) {
        table->type = first->type;
        table->type.share = false;
    }
    return true;
}

/* ---- rows ---- */

static kh_expr *row_condition(kh_resolver *r, const table_work *w, const kh_node *row,
                              const kh_scope *scope)
{
    const struct kh_node_row *n = KH_AS(row, row);
    if (w->key_count == 0)
        return n->cells && !n->cells->next ? kh_expr_resolve(r, n->cells, scope, KH_WANT_CONDITION)
                                           : kh_expr_error(r, row->place);
    uint32_t cells = 0;
    for (const kh_node *c = n->cells; c; c = c->next)
        cells++;
    if (cells != w->key_count) {
        kh_strbuf have = {0}, want = {0};
        kh_strbuf_addf(&have, "%u", cells);
        kh_strbuf_addf(&want, "%u", w->key_count);
        kh_diag *d =
            KH_SAY(r, KH_E0433, row->place, kh_strbuf_slice(&have), kh_strbuf_slice(&want));
        if (w->key_count == 1 && n->cells) {
            const kh_node *last = n->cells;
            while (last->next)
                last = last->next;
            kh_slice list = kh_resolve_text(r, kh_place_join(n->cells->place, last->place));
            kh_resolve_fix(r, d, kh_place_join(n->cells->place, last->place), "(%.*s)", (int)list.n,
                           list.p);
        }
        kh_strbuf_free(&have);
        kh_strbuf_free(&want);
        return kh_expr_error(r, row->place);
    }
    kh_expr *all = kh_expr_new(r, KH_X_AND, KH_TYPE_YES_NO, row->place, cells);
    bool fine = true;
    uint32_t i = 0;
    for (const kh_node *c = n->cells; c; c = c->next, i++) {
        fine = check_bare(r, w, i, c) && fine;
        all->args[i] = kh_expr_band(r, w->keys[i], c, scope);
        fine = fine && !kh_types_is_error(all->args[i]);
    }
    if (!fine)
        return kh_expr_error(r, row->place);
    return cells == 1 ? all->args[0] : kh_expr_join(all);
}

/* Both ends of a row `80%至90%`, when they are constants that both hold. */
static bool closed_band(kh_resolver *r, const kh_expr *c, kh_num *low, kh_num *high)
{
    return c->op == KH_X_AND && c->n == 2 && c->args[0]->op == KH_X_GE &&
           c->args[1]->op == KH_X_LE &&
           kh_expr_constant(r->work, r->model, c->args[0]->args[1], low) &&
           kh_expr_constant(r->work, r->model, c->args[1]->args[1], high);
}

/* `{ 80%至90%: 4; 90%至100%: 5 }`: 90% stands in two rows, and the first takes it. */
static void check_shared_ends(kh_resolver *r, const kh_expr *table)
{
    for (uint32_t i = 2; i + 1 < table->n && !r->quiet; i += 2) {
        kh_num low, high, before_low, before_high;
        if (!closed_band(r, table->args[i], &low, &high) ||
            !closed_band(r, table->args[i - 2], &before_low, &before_high))
            continue;
        bool lower = kh_num_eq(low, before_high), upper = kh_num_eq(high, before_low);
        if (!lower && !upper)
            continue;
        const kh_expr *edge = table->args[i]->args[lower ? 0 : 1]->args[1];
        kh_diag *d = KH_SAY(r, KH_E0341, table->args[i]->place, kh_resolve_text(r, edge->place));
        kh_resolve_related(r, d, KH_R_row_first, table->args[i - 2]->place, KH_LIT(""));
    }
}

static void resolve_keys(kh_resolver *r, table_work *w, const kh_scope *scope)
{
    for (const kh_node *k = w->tree->keys; k; k = k->next)
        w->key_count++;
    w->keys = KH_NEW_ARRAY(r->work, kh_expr *, w->key_count + 1u);
    w->ordinal = KH_NEW_ARRAY(r->work, bool, w->key_count + 1u);
    uint32_t i = 0;
    for (const kh_node *k = w->tree->keys; k; k = k->next, i++) {
        w->keys[i] = kh_expr_resolve(r, k, scope, KH_WANT_ANY);
        w->ordinal[i] = runs(r, w->tree, i);
    }
}

kh_expr *kh_expr_table(kh_resolver *r, const kh_node *n, const kh_scope *scope, kh_want want)
{
    table_work w = {.tree = KH_AS(table, n)};
    kh_range_end end = r->end;
    r->end = KH_NO_END; /* keys and conditions choose nothing */
    resolve_keys(r, &w, scope);
    uint32_t rows = 0;
    for (const kh_node *row = w.tree->rows; row; row = row->next)
        rows++;
    if (rows > KH_MAX_ROWS) {
        KH_SAY(r, KH_E0939, n->place);
        return kh_expr_error(r, n->place);
    }
    kh_expr *e = kh_expr_new(r, KH_X_TABLE, KH_TYPE_UNKNOWN, n->place, 2 * rows);
    uint32_t at = 0;
    bool over = false, fine = true;
    for (const kh_node *row = w.tree->rows; row; row = row->next) {
        if (row->kind != KH_NODE_ROW) {
            fine = false;
            continue;
        }
        if (over) {
            KH_SAY(r, KH_E0434, row->place);
            fine = false;
            continue;
        }
        over = KH_AS(row, row)->otherwise;
        if (!over)
            e->args[at++] = row_condition(r, &w, row, scope);
        r->end = end;
        e->args[at++] = value(r, KH_AS(row, row)->value, scope, want);
        r->end = KH_NO_END;
    }
    r->end = end;
    e->n = at;
    if (!fine || at == 0 || !agree(r, e))
        return kh_expr_error(r, n->place);
    if (w.key_count == 1)
        check_shared_ends(r, e);
    return kh_expr_join(e);
}

/* line E { x: y; … }: x ascending, all constant. */
kh_expr *kh_expr_line(kh_resolver *r, const kh_node *n, const kh_scope *scope)
{
    const struct kh_node_line *l = KH_AS(line, n);
    uint32_t rows = 0;
    for (const kh_node *row = l->rows; row; row = row->next)
        rows++;
    kh_expr *e = kh_expr_new(r, KH_X_LINE, KH_TYPE_NUMBER, n->place, 2 * rows + 1);
    e->args[0] = kh_expr_resolve(r, l->key, scope, KH_WANT_NUMBER);
    bool fine = !kh_types_is_error(e->args[0]);
    uint32_t at = 1;
    kh_num before = KH_MINUS_INF;
    for (const kh_node *row = l->rows; row; row = row->next) {
        const kh_node *cell = row->kind == KH_NODE_ROW ? KH_AS(row, row)->cells : NULL;
        if (!cell || cell->next || KH_AS(row, row)->otherwise) {
            KH_SAY(r, KH_E0432, row->place);
            return kh_expr_error(r, n->place);
        }
        kh_expr *x = kh_expr_resolve(r, cell, scope, KH_WANT_NUMBER);
        kh_expr *y = kh_expr_resolve(r, KH_AS(row, row)->value, scope, KH_WANT_NUMBER);
        kh_num here;
        if (kh_types_is_error(x) || kh_types_is_error(y)) {
            fine = false;
            continue;
        }
        if (!kh_expr_constant(r->work, r->model, x, &here) || kh_num_cmp(before, here) >= 0) {
            KH_SAY(r, KH_E0432, row->place);
            return kh_expr_error(r, n->place);
        }
        fine = fine && kh_types_pair(r, e->args[0], x, true);
        before = here;
        e->args[at++] = x;
        e->args[at++] = y;
    }
    e->n = at;
    return fine && at > 1 ? kh_expr_join(e) : kh_expr_error(r, n->place);
}
