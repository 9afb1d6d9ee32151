/* The resolved tree as text: an S-expression a line, names as written, numbers exact. */
#include "model/model.h"

typedef struct dumper {
    kh_strbuf *out;
    const kh_model *m;
} dumper;

static const char *const op_names[KH_X_OP_COUNT] = {
    [KH_X_NUMBER] = "number", [KH_X_YES_NO] = "yes_no",  [KH_X_DATE] = "date",
    [KH_X_TEXT] = "text",     [KH_X_LEVEL] = "level",    [KH_X_KIND_IS] = "kind_is",
    [KH_X_KIND] = "kind",     [KH_X_FACT] = "fact",      [KH_X_FIELD] = "field",
    [KH_X_PARAM] = "param",   [KH_X_LET] = "let",        [KH_X_NODE] = "result",
    [KH_X_NODE_MAX] = "max",  [KH_X_NODE_BASE] = "base", [KH_X_TOTAL] = "total",
    [KH_X_VETO] = "veto",     [KH_X_SELECTED] = "selected", [KH_X_NEGATE] = "neg",
    [KH_X_ADD] = "+",         [KH_X_SUB] = "-",          [KH_X_MUL] = "*",
    [KH_X_DIV] = "/",         [KH_X_LT] = "<",           [KH_X_LE] = "<=",
    [KH_X_GT] = ">",          [KH_X_GE] = ">=",          [KH_X_EQ] = "=",
    [KH_X_NE] = "!=",         [KH_X_NOT] = "not",        [KH_X_AND] = "and",
    [KH_X_OR] = "or",         [KH_X_SMALLER] = "smaller", [KH_X_LARGER] = "larger",
    [KH_X_LIMIT] = "limit",   [KH_X_ABS] = "abs",        [KH_X_ROUND] = "round",
    [KH_X_KNOWN] = "known",   [KH_X_DAYS] = "days",      [KH_X_DAYS_BETWEEN] = "days_between",
    [KH_X_TABLE] = "table",   [KH_X_LINE] = "line",      [KH_X_COUNT] = "count",
    [KH_X_ANY_OF] = "any",    [KH_X_SUM] = "sum",        [KH_X_MEAN] = "mean",
    [KH_X_HIGHEST] = "highest", [KH_X_LOWEST] = "lowest",
};

static const char *const mode_names[] = {"half_up", "half_even", "up", "down"};

static void put(dumper *d, const char *s)
{
    kh_strbuf_adds(d->out, s);
}

static void text(dumper *d, kh_slice s)
{
    kh_strbuf_addc(d->out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            kh_strbuf_addc(d->out, '\\');
        if (s.p[i] == '\n')
            kh_strbuf_adds(d->out, "\\n");
        else
            kh_strbuf_addc(d->out, s.p[i]);
    }
    kh_strbuf_addc(d->out, '"');
}

static void name(dumper *d, kh_id id)
{
    text(d, id ? kh_intern_text(d->m->names, id) : KH_LIT(""));
}

static void path(dumper *d, uint32_t node)
{
    kh_strbuf b = {0};
    kh_model_path(&b, d->m, node, "/");
    text(d, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

static void type(dumper *d, kh_type t)
{
    static const char *const tags[] = {"unknown", "number", "yes_no", "date",
                                       "level",   "text",   "kind"};
    put(d, t.tag == KH_TYPE_NUMBER && t.share ? "share" : tags[t.tag]);
    if (t.tag == KH_TYPE_LEVEL && t.scale != KH_NONE) {
        put(d, " ");
        name(d, d->m->scales[t.scale].name);
    }
    if (t.measure) {
        put(d, " measure ");
        name(d, t.measure);
    }
}

static void expr(dumper *d, const kh_expr *e);

static void set(dumper *d, const kh_set *s)
{
    put(d, " ");
    name(d, d->m->records[s->record].name);
    if (s->item != KH_NONE) {
        put(d, " item ");
        path(d, s->item);
    }
    if (s->where) {
        put(d, " where ");
        expr(d, s->where);
    }
}

static void rounding(dumper *d, const kh_rounding *r)
{
    if (r->places >= 0)
        kh_strbuf_addf(d->out, " round %d %s", r->places, mode_names[r->mode]);
}

/* A leaf that reads well without brackets; false: e is none of these. */
static bool literal(dumper *d, const kh_expr *e)
{
    if (e->op == KH_X_NUMBER)
        kh_num_show_exact(d->out, e->number);
    else if (e->op == KH_X_YES_NO)
        put(d, e->index ? "yes" : "no");
    else if (e->op == KH_X_DATE)
        kh_date_show(d->out, e->date);
    else if (e->op == KH_X_TEXT)
        name(d, e->index);
    else if (e->op == KH_X_KIND || e->op == KH_X_TOTAL)
        put(d, op_names[e->op]);
    else
        return false;
    return true;
}

static void leaf_name(dumper *d, const kh_expr *e)
{
    const kh_model *m = d->m;
    if (e->op == KH_X_LEVEL)
        name(d, m->scales[e->type.scale].levels[e->index].name);
    else if (e->op == KH_X_KIND_IS)
        name(d, m->kinds[e->index].name);
    else if (e->op == KH_X_FACT)
        name(d, m->facts[e->index].name);
    else if (e->op == KH_X_FIELD)
        name(d, m->records[e->domain.record].fields[e->index].name);
    else if (e->op == KH_X_PARAM)
        name(d, m->params[e->index].name);
    else if (e->op == KH_X_LET)
        name(d, m->lets[e->index].name);
    else if (e->op == KH_X_VETO)
        name(d, m->vetoes[e->index].name);
    else if (e->op == KH_X_SELECTED)
        name(d, m->selects[e->index].name);
    else
        path(d, e->index);
}

static void expr(dumper *d, const kh_expr *e)
{
    if (!e) {
        put(d, "none");
        return;
    }
    if (literal(d, e))
        return;
    put(d, "(");
    put(d, op_names[e->op]);
    if (e->op < KH_X_NEGATE) {
        put(d, " ");
        leaf_name(d, e);
    }
    for (uint32_t i = 0; i < e->n; i++) {
        put(d, " ");
        expr(d, e->args[i]);
    }
    if (e->op == KH_X_ROUND)
        rounding(d, &e->rounding);
    if (e->set) {
        put(d, " of");
        set(d, e->set);
    }
    put(d, ")");
}

static void field(dumper *d, const char *label, const kh_expr *e)
{
    if (!e)
        return;
    put(d, " ");
    put(d, label);
    put(d, " ");
    expr(d, e);
}

static void docs(dumper *d, const kh_docs *x)
{
    const kh_slice texts[] = {x->cite, x->id, x->title, x->because};
    static const char *const labels[] = {" cite ", " id ", " title ", " because "};
    for (int i = 0; i < 4; i++)
        if (texts[i].n) {
            put(d, labels[i]);
            text(d, texts[i]);
        }
    for (uint32_t i = 0; i < x->owner_count; i++) {
        put(d, " owner ");
        text(d, x->owners[i]);
    }
    for (uint32_t i = 0; i < x->assessor_count; i++) {
        put(d, " assessor ");
        text(d, x->assessors[i]);
    }
}

static void kinds_of(dumper *d, uint64_t mask)
{
    if (!mask)
        return;
    put(d, " for");
    for (uint32_t i = 0; i < d->m->kinds_count; i++)
        if (mask >> i & 1) {
            put(d, " ");
            name(d, d->m->kinds[i].name);
        }
}

static void bounds(dumper *d, const kh_bounds *b)
{
    if (!kh_num_is_finite(b->low) && !kh_num_is_finite(b->high))
        return;
    put(d, b->low_open ? " in (" : " in [");
    kh_num_show_exact(d->out, b->low);
    put(d, " ");
    kh_num_show_exact(d->out, b->high);
    put(d, b->high_open ? ")" : "]");
}

static void dump_scheme(dumper *d)
{
    const kh_model *m = d->m;
    put(d, "(scheme ");
    name(d, m->title);
    if (m->has_period) {
        put(d, " from ");
        kh_date_show(d->out, m->period.first);
        put(d, " to ");
        kh_date_show(d->out, m->period.last);
    }
    field(d, "max", m->max);
    field(d, "floor", m->floor);
    field(d, "cap", m->cap);
    rounding(d, &m->rounding);
    docs(d, &m->docs);
    put(d, ")\n");
    for (uint32_t i = 0; i < m->kinds_count; i++) {
        put(d, "(kind ");
        name(d, m->kinds[i].name);
        if (m->kinds[i].parent != KH_NONE) {
            put(d, " in ");
            name(d, m->kinds[m->kinds[i].parent].name);
        }
        put(d, ")\n");
    }
}

static void dump_scales(dumper *d)
{
    for (uint32_t i = 0; i < d->m->scales_count; i++) {
        const kh_scale *s = &d->m->scales[i];
        put(d, "(scale ");
        name(d, s->name);
        for (uint32_t k = 0; k < s->level_count; k++) {
            put(d, " (");
            name(d, s->levels[k].name);
            if (s->levels[k].has_points) {
                put(d, " ");
                kh_num_show_exact(d->out, s->levels[k].points);
            }
            put(d, ")");
        }
        put(d, ")\n");
    }
}

static void dump_record(dumper *d, const kh_record *r)
{
    put(d, "(record ");
    name(d, r->name);
    put(d, r->builtin ? " builtin" : r->declared ? " declared" : " inferred");
    if (r->duty != KH_NONE)
        put(d, " duty");
    if (r->rated != KH_NONE) {
        put(d, r->single_rating ? " rated_once " : " rated ");
        name(d, d->m->scales[r->rated].name);
    }
    for (uint32_t i = 0; r->by_item && i < r->item_count; i++) {
        put(d, " item ");
        path(d, r->items[i]);
    }
    uint32_t first = r->duty == KH_NONE ? KH_FIELD_BUILTIN_COUNT : KH_FIELD_DUTY_COUNT;
    for (uint32_t i = 0; i < r->field_count; i++) {
        if (i < first && !r->fields[i].is_read)
            continue;
        put(d, " (");
        name(d, r->fields[i].name);
        put(d, " ");
        type(d, r->fields[i].type);
        bounds(d, &r->fields[i].bounds);
        put(d, ")");
    }
    put(d, ")\n");
}

static void dump_facts(dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->facts_count; i++) {
        const kh_fact *f = &m->facts[i];
        put(d, "(fact ");
        name(d, f->name);
        put(d, " ");
        type(d, f->type);
        bounds(d, &f->bounds);
        put(d, f->declared ? " declared" : " inferred");
        put(d, f->unused ? " unused" : f->is_read ? "" : " unread");
        field(d, "missing_as", f->missing_as);
        docs(d, &f->docs);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->records_count; i++)
        dump_record(d, &m->records[i]);
}

static void dump_values(dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->params_count; i++) {
        put(d, "(param ");
        name(d, m->params[i].name);
        put(d, " ");
        type(d, m->params[i].type);
        field(d, m->params[i].set ? "set" : "default", m->params[i].value);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->lets_count; i++) {
        put(d, "(let ");
        name(d, m->lets[i].name);
        put(d, " ");
        expr(d, m->lets[i].value);
        rounding(d, &m->lets[i].rounding);
        kinds_of(d, m->lets[i].for_kinds);
        put(d, ")\n");
    }
    static const char *const units[] = {"yearly", "half_yearly", "quarterly",
                                        "monthly", "weekly",     "daily"};
    for (uint32_t i = 0; i < m->duties_count; i++) {
        const kh_duty *x = &m->duties[i];
        put(d, "(duty ");
        name(d, x->name);
        kh_strbuf_addf(d->out, " %s due %d %s", units[x->every], (int)x->days,
                       x->working_days ? "working_days" : "days");
        if (x->from != KH_NO_DATE) {
            put(d, " from ");
            kh_date_show(d->out, x->from);
        }
        kinds_of(d, x->for_kinds);
        put(d, ")\n");
    }
}

static void dump_rule(dumper *d, const kh_rule *r)
{
    static const char *const verbs[] = {"deduct", "award", "score", "rate"};
    static const char *const steps[] = {"whole", "started", "pro_rata"};
    kh_strbuf_addf(d->out, "\n  (%s ", verbs[r->verb]);
    expr(d, r->amount);
    field(d, "to", r->amount_high);
    if (r->counting == KH_COUNT_RECORDS) {
        put(d, " per");
        set(d, &r->set);
    } else if (r->counting == KH_COUNT_STEPS) {
        field(d, "per", r->size);
        kh_strbuf_addf(d->out, " %s", steps[r->step_rule]);
        field(d, "of", r->measured);
    }
    field(d, "when", r->condition);
    field(d, "unless", r->unless);
    field(d, "up_to", r->limit);
    docs(d, &r->docs);
    put(d, ")");
}

static void dump_nodes(dumper *d)
{
    static const char *const types[] = {"section", "item", "extra"};
    for (uint32_t i = 0; i < d->m->nodes_count; i++) {
        const kh_score *n = &d->m->nodes[i];
        kh_strbuf_addf(d->out, "(%s ", types[n->type]);
        path(d, i);
        field(d, "max", n->max);
        field(d, "base", n->base);
        field(d, "floor", n->floor);
        field(d, "cap", n->cap);
        field(d, "weight", n->weight);
        field(d, "start", n->start);
        kinds_of(d, n->for_kinds);
        field(d, "only_when", n->only_when);
        field(d, "absent", n->absent);
        field(d, "missing_as", n->missing_as);
        rounding(d, &n->rounding);
        docs(d, &n->docs);
        for (uint32_t k = 0; k < n->rule_count; k++)
            dump_rule(d, &n->rules[k]);
        put(d, ")\n");
    }
}

static void keys(dumper *d, const kh_order_key *k, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        field(d, k[i].lowest_first ? "by_lowest" : "by", k[i].key);
}

static void dump_vetoes(dumper *d)
{
    const kh_model *m = d->m;
    static const char *const effects[] = {" to ", " to_at_most ", " bars "};
    for (uint32_t i = 0; i < m->vetoes_count; i++) {
        const kh_veto *v = &m->vetoes[i];
        put(d, "(veto ");
        name(d, v->name);
        for (uint32_t k = 0; k < v->effect_count; k++) {
            const kh_effect *e = &v->effects[k];
            put(d, effects[e->type]);
            name(d, e->type == KH_EFFECT_BARS ? m->selects[e->target].name
                                              : m->grades[e->target].name);
        }
        field(d, "when", v->when);
        field(d, "unless", v->unless);
        kinds_of(d, v->for_kinds);
        docs(d, &v->docs);
        put(d, ")\n");
    }
}

static void dump_grades(dumper *d)
{
    for (uint32_t i = 0; i < d->m->grades_count; i++) {
        const kh_grade *g = &d->m->grades[i];
        put(d, "(grade ");
        name(d, g->name);
        field(d, "when", g->when);
        field(d, "unless", g->unless);
        put(d, g->otherwise ? " otherwise" : g->by_veto ? " by_veto" : "");
        kinds_of(d, g->for_kinds);
        docs(d, &g->docs);
        put(d, ")\n");
    }
}

static void dump_orders(dumper *d)
{
    static const char *const ties[] = {"1-2-2-4", "1-2-2-3", "extend", "cut"};
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->ranks_count; i++) {
        const kh_rank *k = &m->ranks[i];
        put(d, "(rank");
        keys(d, k->keys, k->key_count);
        put(d, k->within_kind ? " within_kind" : "");
        kh_strbuf_addf(d->out, " ties %s", ties[k->ties]);
        kinds_of(d, k->for_kinds);
        docs(d, &k->docs);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->selects_count; i++) {
        const kh_select *s = &m->selects[i];
        put(d, "(select ");
        name(d, s->name);
        field(d, "top", s->top);
        for (uint32_t k = 0; k < s->from_count; k++) {
            put(d, " from ");
            name(d, m->grades[s->from[k]].name);
        }
        field(d, "when", s->when);
        keys(d, s->keys, s->key_count);
        put(d, s->within_kind ? " within_kind" : "");
        if (s->stated_ties)
            kh_strbuf_addf(d->out, " ties %s", ties[s->ties]);
        kinds_of(d, s->for_kinds);
        docs(d, &s->docs);
        put(d, ")\n");
    }
}

static void dump_rest(dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->shows_count; i++) {
        put(d, "(show ");
        name(d, m->shows[i].name);
        put(d, " ");
        expr(d, m->shows[i].value);
        rounding(d, &m->shows[i].rounding);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->asserts_count; i++) {
        put(d, "(assert ");
        expr(d, m->asserts[i].condition);
        put(d, " ");
        text(d, m->asserts[i].message);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->omits_count; i++) {
        put(d, "(omit ");
        text(d, m->omits[i].clause);
        put(d, " ");
        text(d, m->omits[i].reason);
        put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->calendars_count; i++) {
        put(d, "(calendar ");
        text(d, m->calendars[i].path);
        put(d, ")\n");
    }
}

void kh_model_dump(kh_strbuf *out, const kh_model *m)
{
    dumper d = {out, m};
    dump_scheme(&d);
    dump_scales(&d);
    dump_facts(&d);
    dump_values(&d);
    dump_nodes(&d);
    dump_vetoes(&d);
    dump_grades(&d);
    dump_orders(&d);
    dump_rest(&d);
}
