/* `filed E` of a duty: the date facts that say when it was filed. E is one date fact, or a table
 * over the ordinal of the due dates whose values are date facts; what binds facts gets the fact for
 * each due date. A due date without a row is never filed. */
#include "model/resolve.h"

#include <assert.h>

kh_period kh_duty_first_period(const kh_model *m, const kh_duty *d)
{
    kh_date from = d->from == KH_NO_DATE ? m->period.first : d->from;
    kh_period p = kh_period_of(d->every, from);
    bool begun = p.first < from && d->from == KH_NO_DATE; /* before the scheme's first day */
    return begun ? kh_period_of(d->every, p.last + 1) : p;
}

/* ---- what E says ---- */

static kh_expr *no_date_fact(kh_resolver *r, const kh_node *n)
{
    if (n->kind != KH_NODE_ERROR)
        KH_SAY(r, KH_E0458, n->place, kh_resolve_text(r, n->place));
    return NULL;
}

/* A name that may be that of a date fact: nothing else has it. */
static bool may_be_fact(kh_resolver *r, const kh_node *n)
{
    if (!n || n->kind != KH_NODE_NAME)
        return false;
    for (int tag = KH_SYMBOL_RECORD; tag <= KH_SYMBOL_SELECT; tag++)
        if (kh_names_find(r, kh_names_id(r, n), (kh_symbol_tag)tag))
            return false;
    return true;
}

/* The value that a name was resolved to: a date fact that is read and can be empty. */
static bool is_date_fact(kh_resolver *r, const kh_node *n, const kh_expr *e, kh_id duty)
{
    if (kh_types_is_error(e))
        return false;
    if (e->op != KH_X_FACT || e->type.tag != KH_TYPE_DATE) {
        no_date_fact(r, n);
        return false;
    }
    const kh_fact *f = &r->facts.at[e->index];
    if (!f->missing_as && !f->unused)
        return true;
    kh_slice name = kh_resolve_name(r, f->name);
    kh_diag *d = f->unused ? KH_SAY(r, KH_E0345, n->place, name)
                           : KH_SAY(r, KH_E0344, n->place, name, kh_resolve_name(r, duty));
    kh_resolve_related(r, d, KH_R_name_declared, f->place, name);
    return false;
}

static bool is_over_ordinal(kh_resolver *r, const struct kh_node_table *t)
{
    const kh_node *key = kh_expr_bare(t->keys);
    return key && key->kind == KH_NODE_NAME && !t->keys->next &&
           kh_names_builtin(r, kh_names_id(r, key), KH_BC_WORD) == KH_B_ORDINAL;
}

/* One mistake, one message: the facts in a table that is refused are not unused. */
static void note_read(kh_resolver *r, const struct kh_node_table *t)
{
    for (const kh_node *row = t->rows; row; row = row->next) {
        const kh_node *v = row->kind == KH_NODE_ROW ? kh_expr_bare(KH_AS(row, row)->value) : NULL;
        kh_id name = v && v->kind == KH_NODE_NAME ? kh_names_id(r, v) : 0;
        const kh_symbol *s = kh_names_find(r, name, KH_SYMBOL_FACT);
        if (s)
            r->facts.at[s->index].is_read = true;
    }
}

/* The table as far as its keys: 查表 类别. */
static void say_no_ordinal(kh_resolver *r, const kh_node *n)
{
    kh_place place = n->place;
    for (const kh_node *k = KH_AS(table, n)->keys; k; k = k->next)
        place = kh_place_join(n->place, k->place);
    KH_SAY(r, KH_E0458, place, kh_resolve_text(r, place));
}

/* The values are names of facts: anything else is said before it is asked for a date. */
static bool has_names(kh_resolver *r, const struct kh_node_table *t)
{
    bool fine = true;
    for (const kh_node *row = t->rows; row; row = row->next) {
        const kh_node *v = row->kind == KH_NODE_ROW ? kh_expr_bare(KH_AS(row, row)->value) : row;
        if (may_be_fact(r, v))
            continue;
        no_date_fact(r, v ? v : row);
        fine = false;
    }
    return fine;
}

/* The value of row i; in a table whose last row is `otherwise` that has no condition. */
static kh_expr *row_value(const kh_expr *table, uint32_t i)
{
    return table->args[2 * i + 1 < table->n ? 2 * i + 1 : 2 * i];
}

/* What a row compares the ordinal with is known without facts. */
static bool is_plain(kh_resolver *r, const kh_expr *c)
{
    bool fine = true;
    kh_num x;
    if (c->op == KH_X_AND || c->op == KH_X_OR) {
        for (uint32_t i = 0; i < c->n; i++)
            fine = is_plain(r, c->args[i]) && fine;
        return fine;
    }
    if (c->op == KH_X_YES_NO || kh_expr_constant(r->work, r->model, c->args[1], &x))
        return true;
    /* Where a param has no value that was said. */
    if (c->args[1]->domain.tag != KH_DOMAIN_RUN || r->diags->errors == 0)
        KH_SAY(r, KH_E0332, c->args[1]->place, kh_resolve_text(r, c->args[1]->place));
    return false;
}

static kh_expr *filed_table(kh_resolver *r, const kh_node *n, const kh_duty *d)
{
    const struct kh_node_table *t = KH_AS(table, n);
    bool over_ordinal = is_over_ordinal(r, t);
    if (!over_ordinal)
        say_no_ordinal(r, n);
    if (!over_ordinal || !has_names(r, t)) {
        note_read(r, t);
        return NULL;
    }
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = d->record, .filing = true};
    kh_expr *e = kh_expr_table(r, n, &scope, KH_WANT_DATE);
    if (kh_types_is_error(e))
        return NULL;
    bool fine = true;
    uint32_t i = 0;
    for (const kh_node *row = t->rows; row; row = row->next, i++) {
        const kh_node *v = KH_AS(row, row)->value;
        fine = is_date_fact(r, v, row_value(e, i), d->name) && fine;
        if (2 * i + 1 < e->n)
            fine = is_plain(r, e->args[2 * i]) && fine;
    }
    return fine ? e : NULL;
}

static kh_expr *filed(kh_resolver *r, const kh_node *n, const kh_duty *d)
{
    n = kh_expr_bare(n);
    if (n && n->kind == KH_NODE_TABLE)
        return filed_table(r, n, d);
    if (!may_be_fact(r, n))
        return n ? no_date_fact(r, n) : NULL;
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE, .filing = true};
    kh_expr *e = kh_expr_resolve(r, n, &scope, KH_WANT_DATE);
    return is_date_fact(r, n, e, d->name) ? e : NULL;
}

static bool has_part(kh_resolver *r, uint32_t duty, kh_word word)
{
    return kh_resolve_part(r, KH_AS(duty, r->duty_trees.at[duty])->parts, word) != NULL;
}

void kh_resolve_filed(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->duties.n; i++) {
        const struct kh_node_duty *t = KH_AS(duty, r->duty_trees.at[i]);
        const struct kh_node_part *p = kh_resolve_part(r, t->parts, KH_W_FILED);
        /* `per KIND … filed FIELD` is refused as a whole. */
        r->duties.at[i].filed =
            p && !has_part(r, i, KH_W_PER) ? filed(r, p->args, &r->duties.at[i]) : NULL;
    }
}

/* ---- the fact for each due date ---- */

/* Whether left and right, ordered so, compare as the operation says. */
static bool agrees(kh_expr_op op, int order)
{
    return op == KH_X_EQ   ? order == 0
           : op == KH_X_NE ? order != 0
           : op == KH_X_LT ? order < 0
           : op == KH_X_LE ? order <= 0
           : op == KH_X_GT ? order > 0
                           : order >= 0;
}

static bool row_holds(kh_resolver *r, const kh_expr *c, kh_num ordinal)
{
    if (c->op == KH_X_YES_NO)
        return c->index != 0;
    if (c->op == KH_X_AND || c->op == KH_X_OR) {
        for (uint32_t i = 0; i < c->n; i++)
            if (row_holds(r, c->args[i], ordinal) == (c->op == KH_X_OR))
                return c->op == KH_X_OR;
        return c->op == KH_X_AND;
    }
    kh_num x;
    bool known = kh_expr_constant(r->scratch, r->model, c->args[1], &x);
    assert(known); /* is_plain */
    return known && agrees(c->op, kh_num_cmp(ordinal, x));
}

static uint32_t row_count(const kh_expr *table)
{
    return table->n / 2 + table->n % 2;
}

/* The row for the ordinal, row_count: none. */
static uint32_t row_of(kh_resolver *r, const kh_expr *table, uint32_t ordinal)
{
    kh_arena_reset(r->scratch);
    uint32_t rows = row_count(table);
    for (uint32_t i = 0; i < rows; i++)
        if (2 * i + 1 >= table->n || row_holds(r, table->args[2 * i], kh_num_int(ordinal)))
            return i;
    return rows;
}

static kh_slice number(kh_resolver *r, uint32_t n)
{
    kh_strbuf text = {0};
    kh_strbuf_addf(&text, "%u", n);
    kh_slice kept = kh_arena_copy(r->arena, kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
    return kept;
}

static void say_never_filed(kh_resolver *r, const kh_duty *d, uint32_t ordinal, kh_period p)
{
    kh_strbuf text = {0};
    kh_period_show(&text, d->every, p);
    KH_SAY(r, KH_E0421, d->filed->place, kh_resolve_name(r, d->name), number(r, ordinal),
           kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
}

static bool count_due_dates(kh_resolver *r, kh_duty *d)
{
    kh_period p = kh_duty_first_period(r->model, d);
    for (; p.first <= r->model->period.last; p = kh_period_of(d->every, p.last + 1))
        if (d->answer_count++ == KH_MAX_ROWS) {
            KH_SAY(r, KH_E0941, d->filed->place, kh_resolve_name(r, d->name));
            d->answer_count = 0;
            return false;
        }
    return true;
}

/* Rows that no due date asks for, and the first due date that no row answers. */
static void answer_by_table(kh_resolver *r, kh_duty *d)
{
    uint32_t rows = row_count(d->filed);
    bool *asked = KH_NEW_ARRAY(r->arena, bool, rows);
    bool said = false;
    kh_period p = kh_duty_first_period(r->model, d);
    for (uint32_t i = 0; i < d->answer_count; i++, p = kh_period_of(d->every, p.last + 1)) {
        uint32_t row = row_of(r, d->filed, i + 1);
        if (row < rows) {
            asked[row] = true;
            d->answers[i] = row_value(d->filed, row)->index;
        } else if (!said) {
            say_never_filed(r, d, i + 1, p);
            said = true;
        }
    }
    for (uint32_t i = 0; i < rows; i++)
        if (!asked[i])
            KH_SAY(r, KH_E0417, row_value(d->filed, i)->place, kh_resolve_name(r, d->name),
                   number(r, d->answer_count));
}

static bool is_periodic(const struct kh_node_duty *t)
{
    for (const kh_node *p = t->parts; p; p = p->next)
        if (p->kind == KH_NODE_PART && KH_AS(part, p)->word != KH_W_FOR_EACH &&
            kh_resolve_is_period(KH_AS(part, p)->word))
            return true;
    return false;
}

void kh_check_filed(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->duties.n; i++) {
        kh_duty *d = &r->duties.at[i];
        bool due = r->model->has_period && is_periodic(KH_AS(duty, r->duty_trees.at[i]));
        if (!d->filed || !due || !count_due_dates(r, d))
            continue;
        d->answers = KH_NEW_ARRAY(r->arena, uint32_t, d->answer_count);
        for (uint32_t k = 0; k < d->answer_count; k++)
            d->answers[k] = d->filed->op == KH_X_FACT ? d->filed->index : KH_NONE;
        if (d->filed->op == KH_X_TABLE)
            answer_by_table(r, d);
    }
}
