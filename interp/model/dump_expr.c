/* Expressions, types, names and sets as text: what the lines of the dump are made of. */
#include "model/dump.h"

static const char *const op_names[KH_X_OP_COUNT] = {
    [KH_X_NUMBER] = "number",
    [KH_X_YES_NO] = "yes_no",
    [KH_X_DATE] = "date",
    [KH_X_TEXT] = "text",
    [KH_X_LEVEL] = "level",
    [KH_X_KIND_IS] = "kind_is",
    [KH_X_KIND] = "kind",
    [KH_X_FACT] = "fact",
    [KH_X_FIELD] = "field",
    [KH_X_PARAM] = "param",
    [KH_X_LET] = "let",
    [KH_X_NODE] = "result",
    [KH_X_NODE_MAX] = "max",
    [KH_X_NODE_BASE] = "base",
    [KH_X_NODE_CAP] = "cap",
    [KH_X_NODE_FLOOR] = "floor",
    [KH_X_NODE_WEIGHT] = "weight",
    [KH_X_SUBTOTAL] = "subtotal",
    [KH_X_TOTAL] = "total",
    [KH_X_VETO] = "veto",
    [KH_X_SELECTED] = "selected",
    [KH_X_NODE_RAW] = "raw",
    [KH_X_NODE_APPLIES] = "applies",
    [KH_X_ONLY_WHEN] = "only_when",
    [KH_X_NEGATE] = "neg",
    [KH_X_ADD] = "+",
    [KH_X_SUB] = "-",
    [KH_X_MUL] = "*",
    [KH_X_DIV] = "/",
    [KH_X_LT] = "<",
    [KH_X_LE] = "<=",
    [KH_X_GT] = ">",
    [KH_X_GE] = ">=",
    [KH_X_EQ] = "=",
    [KH_X_NE] = "!=",
    [KH_X_NOT] = "not",
    [KH_X_AND] = "and",
    [KH_X_OR] = "or",
    [KH_X_SMALLER] = "smaller",
    [KH_X_LARGER] = "larger",
    [KH_X_LIMIT] = "limit",
    [KH_X_ABS] = "abs",
    [KH_X_ROUND] = "round",
    [KH_X_KNOWN] = "known",
    [KH_X_DAYS] = "days",
    [KH_X_DAYS_BETWEEN] = "days_between",
    [KH_X_TABLE] = "table",
    [KH_X_LINE] = "line",
    [KH_X_COUNT] = "count",
    [KH_X_ANY_OF] = "any",
    [KH_X_SUM] = "sum",
    [KH_X_MEAN] = "mean",
    [KH_X_HIGHEST] = "highest",
    [KH_X_LOWEST] = "lowest",
    [KH_X_MEDIAN] = "median",
    [KH_X_PERCENTILE] = "percentile",
    [KH_X_SHARE] = "share",
    [KH_X_LATEST] = "latest",
    [KH_X_HOW_MANY] = "how_many",
    [KH_X_FIRST] = "first",
    [KH_X_LN] = "ln",
    [KH_X_EXP] = "exp",
    [KH_X_ROOT] = "root",
    [KH_X_POWER] = "power",
    [KH_X_MONTHS] = "months",
    [KH_X_WORKING_DAYS] = "working_days",
    [KH_X_NEXT_WORKING_DAY] = "next_working_day",
};

static const char *const mode_names[] = {"half_up", "half_even", "up", "down"};

void kh_dump_put(kh_dumper *d, const char *s)
{
    kh_strbuf_adds(d->out, s);
}

void kh_dump_text(kh_dumper *d, kh_slice s)
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

void kh_dump_name(kh_dumper *d, kh_id id)
{
    kh_dump_text(d, id ? kh_intern_text(d->m->names, id) : KH_LIT(""));
}

void kh_dump_path(kh_dumper *d, uint32_t node)
{
    kh_strbuf b = {0};
    kh_model_path(&b, d->m, node, "/");
    kh_dump_text(d, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

void kh_dump_type(kh_dumper *d, kh_type t)
{
    static const char *const tags[] = {"unknown", "number", "yes_no", "date",
                                       "level",   "text",   "kind"};
    kh_dump_put(d, t.tag == KH_TYPE_NUMBER && t.share ? "share" : tags[t.tag]);
    if (t.tag == KH_TYPE_LEVEL && t.scale != KH_NONE) {
        kh_dump_put(d, " ");
        kh_dump_name(d, d->m->scales[t.scale].name);
    }
    if (t.measure) {
        kh_dump_put(d, " measure ");
        kh_dump_name(d, t.measure);
    }
}

void kh_dump_set(kh_dumper *d, const kh_set *s)
{
    kh_dump_put(d, " ");
    kh_dump_name(d, d->m->records[s->record].name);
    if (s->item != KH_NONE) {
        kh_dump_put(d, " item ");
        kh_dump_path(d, s->item);
    }
    if (s->where) {
        kh_dump_put(d, " where ");
        kh_dump_expr(d, s->where);
    }
    for (uint32_t i = 0; i < s->by_count; i++) {
        kh_dump_put(d, " by ");
        kh_dump_expr(d, s->by[i]);
    }
}

void kh_dump_rounding(kh_dumper *d, const kh_rounding *r)
{
    if (r->places >= 0)
        kh_strbuf_addf(d->out, " round %d %s", r->places, mode_names[r->mode]);
}

/* A leaf that reads well without brackets; false: e is none of these. */
static bool literal(kh_dumper *d, const kh_expr *e)
{
    if (e->op == KH_X_NUMBER)
        kh_num_show_exact(d->out, e->number);
    else if (e->op == KH_X_YES_NO)
        kh_dump_put(d, e->index ? "yes" : "no");
    else if (e->op == KH_X_DATE)
        kh_date_show(d->out, e->date);
    else if (e->op == KH_X_TEXT)
        kh_dump_name(d, e->index);
    else if (e->op == KH_X_KIND || e->op == KH_X_TOTAL)
        kh_dump_put(d, op_names[e->op]);
    else
        return false;
    return true;
}

static void leaf_name(kh_dumper *d, const kh_expr *e)
{
    const kh_model *m = d->m;
    if (e->op == KH_X_LEVEL)
        kh_dump_name(d, m->scales[e->type.scale].levels[e->index].name);
    else if (e->op == KH_X_KIND_IS)
        kh_dump_name(d, m->kinds[e->index].name);
    else if (e->op == KH_X_FACT)
        kh_dump_name(d, m->facts[e->index].name);
    else if (e->op == KH_X_FIELD)
        kh_dump_name(d, m->records[e->domain.record].fields[e->index].name);
    else if (e->op == KH_X_PARAM)
        kh_dump_name(d, m->params[e->index].name);
    else if (e->op == KH_X_LET)
        kh_dump_name(d, m->lets[e->index].name);
    else if (e->op == KH_X_VETO)
        kh_dump_name(d, m->vetoes[e->index].name);
    else if (e->op == KH_X_SELECTED)
        kh_dump_name(d, m->selects[e->index].name);
    else if (e->index == KH_NONE)
        kh_dump_put(d, "scheme");
    else
        kh_dump_path(d, e->index);
}

static void number_of(kh_dumper *d, const kh_expr *e, const char *label, uint32_t arg)
{
    if (!arg)
        return;
    kh_dump_put(d, label);
    kh_dump_expr(d, e->args[arg]);
}

/* An aggregate: its value, then what it does with many of them. */
static void gathered(kh_dumper *d, const kh_expr *e)
{
    const kh_gather *g = e->gather;
    kh_dump_put(d, " ");
    kh_dump_expr(d, e->args[0]);
    for (uint32_t i = 0; i < g->by_count; i++)
        number_of(d, e, " by ", g->by + i);
    number_of(d, e, " quorum ", g->quorum);
    number_of(d, e, " trim ", g->trim);
    number_of(d, e, g->lowest_first ? " top_lowest " : " top ", g->top);
    number_of(d, e, " weighted ", g->weight);
}

void kh_dump_expr(kh_dumper *d, const kh_expr *e)
{
    if (!e) {
        kh_dump_put(d, "none");
        return;
    }
    if (literal(d, e))
        return;
    kh_dump_put(d, "(");
    kh_dump_put(d, op_names[e->op == KH_X_OF_LIST ? e->index : (uint32_t)e->op]);
    if (e->op < KH_X_NEGATE) {
        kh_dump_put(d, " ");
        leaf_name(d, e);
    }
    for (uint32_t i = 0; i < e->n && !e->gather; i++) {
        kh_dump_put(d, " ");
        kh_dump_expr(d, e->args[i]);
    }
    if (e->gather)
        gathered(d, e);
    if (e->op == KH_X_MONTHS)
        kh_strbuf_addf(d->out, " each %u", e->index);
    if (e->op == KH_X_PERCENTILE) {
        kh_dump_put(d, " ");
        kh_num_show_exact(d->out, e->number);
    }
    if (e->op == KH_X_ROUND)
        kh_dump_rounding(d, &e->rounding);
    if (e->set) {
        kh_dump_put(d, " of");
        kh_dump_set(d, e->set);
    }
    kh_dump_put(d, ")");
}
