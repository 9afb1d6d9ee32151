/* The resolved tree as text: an S-expression a line, names as written, numbers exact. */
#include "model/dump.h"

static void field(kh_dumper *d, const char *label, const kh_expr *e)
{
    if (!e)
        return;
    kh_dump_put(d, " ");
    kh_dump_put(d, label);
    kh_dump_put(d, " ");
    kh_dump_expr(d, e);
}

static void docs(kh_dumper *d, const kh_docs *x)
{
    const kh_slice texts[] = {x->cite, x->id, x->title, x->because};
    static const char *const labels[] = {" cite ", " id ", " title ", " because "};
    for (int i = 0; i < 4; i++)
        if (texts[i].n) {
            kh_dump_put(d, labels[i]);
            kh_dump_text(d, texts[i]);
        }
    for (uint32_t i = 0; i < x->owner_count; i++) {
        kh_dump_put(d, " owner ");
        kh_dump_text(d, x->owners[i]);
    }
    for (uint32_t i = 0; i < x->assessor_count; i++) {
        kh_dump_put(d, " assessor ");
        kh_dump_text(d, x->assessors[i]);
    }
}

static void kinds_of(kh_dumper *d, uint64_t mask)
{
    if (!mask)
        return;
    kh_dump_put(d, " for");
    for (uint32_t i = 0; i < d->m->kinds_count; i++)
        if (mask >> i & 1) {
            kh_dump_put(d, " ");
            kh_dump_name(d, d->m->kinds[i].name);
        }
}

static void bounds(kh_dumper *d, const kh_bounds *b)
{
    for (uint32_t i = 0; i < b->na_word_count; i++) {
        kh_dump_put(d, " or ");
        kh_dump_name(d, b->na_words[i]);
    }
    if (!kh_num_is_finite(b->low) && !kh_num_is_finite(b->high))
        return;
    kh_dump_put(d, b->low_open ? " in (" : " in [");
    kh_num_show_exact(d->out, b->low);
    kh_dump_put(d, " ");
    kh_num_show_exact(d->out, b->high);
    kh_dump_put(d, b->high_open ? ")" : "]");
}

static void dump_scheme(kh_dumper *d)
{
    const kh_model *m = d->m;
    kh_dump_put(d, "(scheme ");
    kh_dump_name(d, m->title);
    if (m->has_period) {
        kh_dump_put(d, " from ");
        kh_date_show(d->out, m->period.first);
        kh_dump_put(d, " to ");
        kh_date_show(d->out, m->period.last);
    }
    field(d, "max", m->max);
    field(d, "floor", m->floor);
    field(d, "cap", m->cap);
    kh_dump_rounding(d, &m->rounding);
    docs(d, &m->docs);
    kh_dump_put(d, ")\n");
    for (uint32_t i = 0; i < m->kinds_count; i++) {
        kh_dump_put(d, "(kind ");
        kh_dump_name(d, m->kinds[i].name);
        if (m->kinds[i].parent != KH_NONE) {
            kh_dump_put(d, " in ");
            kh_dump_name(d, m->kinds[m->kinds[i].parent].name);
        }
        kh_dump_put(d, ")\n");
    }
}

static void dump_scales(kh_dumper *d)
{
    for (uint32_t i = 0; i < d->m->scales_count; i++) {
        const kh_scale *s = &d->m->scales[i];
        kh_dump_put(d, "(scale ");
        kh_dump_name(d, s->name);
        for (uint32_t k = 0; k < s->level_count; k++) {
            kh_dump_put(d, " (");
            kh_dump_name(d, s->levels[k].name);
            if (s->levels[k].has_points) {
                kh_dump_put(d, " ");
                kh_num_show_exact(d->out, s->levels[k].points);
            }
            kh_dump_put(d, ")");
        }
        kh_dump_put(d, ")\n");
    }
}

static void dump_record(kh_dumper *d, const kh_record *r)
{
    kh_dump_put(d, "(record ");
    kh_dump_name(d, r->name);
    kh_dump_put(d, r->builtin ? " builtin" : r->declared ? " declared" : " inferred");
    if (r->duty != KH_NONE)
        kh_dump_put(d, " duty");
    if (r->rated != KH_NONE) {
        kh_dump_put(d, r->single_rating ? " rated_once " : " rated ");
        kh_dump_name(d, d->m->scales[r->rated].name);
    }
    for (uint32_t i = 0; r->by_item && i < r->item_count; i++) {
        kh_dump_put(d, " item ");
        kh_dump_path(d, r->items[i]);
    }
    uint32_t first = r->duty == KH_NONE ? KH_FIELD_BUILTIN_COUNT : KH_FIELD_DUTY_COUNT;
    for (uint32_t i = 0; i < r->field_count; i++) {
        if (i < first && !r->fields[i].is_read)
            continue;
        kh_dump_put(d, " (");
        kh_dump_name(d, r->fields[i].name);
        kh_dump_put(d, " ");
        kh_dump_type(d, r->fields[i].type);
        bounds(d, &r->fields[i].bounds);
        field(d, "=", r->fields[i].value);
        kh_dump_put(d, ")");
    }
    kh_dump_put(d, ")\n");
}

static void dump_facts(kh_dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->facts_count; i++) {
        const kh_fact *f = &m->facts[i];
        kh_dump_put(d, "(fact ");
        kh_dump_name(d, f->name);
        kh_dump_put(d, " ");
        kh_dump_type(d, f->type);
        bounds(d, &f->bounds);
        kh_dump_put(d, f->declared ? " declared" : " inferred");
        kh_dump_put(d, f->unused ? " unused" : f->is_read ? "" : " unread");
        field(d, "missing_as", f->missing_as);
        field(d, "absent", f->absent);
        docs(d, &f->docs);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->records_count; i++)
        dump_record(d, &m->records[i]);
}

static void dump_values(kh_dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->params_count; i++) {
        kh_dump_put(d, "(param ");
        kh_dump_name(d, m->params[i].name);
        kh_dump_put(d, " ");
        kh_dump_type(d, m->params[i].type);
        field(d, m->params[i].set ? "set" : "default", m->params[i].value);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->lets_count; i++) {
        kh_dump_put(d, "(let ");
        kh_dump_name(d, m->lets[i].name);
        kh_dump_put(d, " ");
        kh_dump_expr(d, m->lets[i].value);
        kh_dump_rounding(d, &m->lets[i].rounding);
        kinds_of(d, m->lets[i].for_kinds);
        field(d, "only_when", m->lets[i].only_when);
        field(d, "missing_as", m->lets[i].missing_as);
        kh_dump_put(d, ")\n");
    }
    static const char *const units[] = {"yearly",  "half_yearly", "quarterly",
                                        "monthly", "weekly",      "daily"};
    for (uint32_t i = 0; i < m->duties_count; i++) {
        const kh_duty *x = &m->duties[i];
        kh_dump_put(d, "(duty ");
        kh_dump_name(d, x->name);
        kh_strbuf_addf(d->out, " %s due %d %s", units[x->every], (int)x->days,
                       x->working_days ? "working_days" : "days");
        if (x->from != KH_NO_DATE) {
            kh_dump_put(d, " from ");
            kh_date_show(d->out, x->from);
        }
        field(d, "filed", x->filed);
        kinds_of(d, x->for_kinds);
        kh_dump_put(d, ")\n");
    }
}

static void dump_rule(kh_dumper *d, const kh_rule *r)
{
    static const char *const verbs[] = {"deduct", "award", "score", "rate", "forfeit", "becomes"};
    static const char *const steps[] = {"whole", "started", "pro_rata"};
    kh_dump_put(d, r->group ? "\n    " : "\n  ");
    kh_strbuf_addf(d->out, "(%s", verbs[r->verb]);
    if (r->verb != KH_FORFEIT) {
        kh_dump_put(d, " ");
        kh_dump_expr(d, r->amount);
    }
    field(d, "to", r->amount_high);
    if (r->counting == KH_COUNT_RECORDS) {
        kh_dump_put(d, " per");
        kh_dump_set(d, &r->set);
    } else if (r->counting == KH_COUNT_STEPS) {
        field(d, "per", r->size);
        kh_strbuf_addf(d->out, " %s", steps[r->step_rule]);
        field(d, "of", r->measured);
    }
    field(d, "when", r->condition);
    field(d, "unless", r->unless);
    for (uint32_t i = 0; i < r->mod_count; i++) {
        kh_dump_put(d, r->mods[i].plus ? " (plus " : " (times ");
        kh_dump_expr(d, r->mods[i].value);
        field(d, "when", r->mods[i].when);
        kh_dump_put(d, ")");
    }
    kh_dump_put(d, r->highest ? " highest" : "");
    for (uint32_t i = 0; i < r->key_count; i++)
        field(d, "key", r->keys[i]);
    field(d, "up_to", r->limit);
    docs(d, &r->docs);
    kh_dump_put(d, ")");
}

/* Opens what is before the rule, closes what ends with it. */
static void dump_grouped(kh_dumper *d, const kh_score *n, uint32_t rule)
{
    const kh_rule_group *g = n->rules[rule].group ? &n->groups[n->rules[rule].group - 1] : NULL;
    if (g && g->first == rule) {
        kh_dump_put(d, "\n  (together");
        kh_dump_put(d, g->first_only ? " first_only" : g->highest ? " highest" : "");
        field(d, "when", g->condition);
        field(d, "unless", g->unless);
        field(d, "up_to", g->limit);
        docs(d, &g->docs);
    }
    dump_rule(d, &n->rules[rule]);
    if (g && g->first + g->count == rule + 1)
        kh_dump_put(d, ")");
}

static void dump_nodes(kh_dumper *d)
{
    static const char *const types[] = {"section", "item", "extra"};
    for (uint32_t i = 0; i < d->m->nodes_count; i++) {
        const kh_score *n = &d->m->nodes[i];
        kh_strbuf_addf(d->out, "(%s ", types[n->type]);
        kh_dump_path(d, i);
        field(d, "max", n->max);
        field(d, "base", n->base);
        field(d, "floor", n->floor);
        field(d, "cap", n->cap);
        field(d, "weight", n->weight);
        field(d, "start", n->start);
        kinds_of(d, n->for_kinds);
        field(d, "only_when", n->only_when);
        field(d, "absent", n->absent);
        kh_dump_put(d, n->rescale ? " absent rescale" : "");
        field(d, "missing_as", n->missing_as);
        kh_dump_rounding(d, &n->rounding);
        docs(d, &n->docs);
        for (uint32_t k = 0; k < n->rule_count; k++)
            dump_grouped(d, n, k);
        kh_dump_put(d, ")\n");
    }
}

static void keys(kh_dumper *d, const kh_order_key *k, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        field(d, k[i].lowest_first ? "by_lowest" : "by", k[i].key);
}

static void dump_vetoes(kh_dumper *d)
{
    const kh_model *m = d->m;
    static const char *const effects[] = {" to ", " to_at_most ", " bars "};
    for (uint32_t i = 0; i < m->vetoes_count; i++) {
        const kh_veto *v = &m->vetoes[i];
        kh_dump_put(d, "(veto ");
        kh_dump_name(d, v->name);
        for (uint32_t k = 0; k < v->effect_count; k++) {
            const kh_effect *e = &v->effects[k];
            kh_dump_put(d, effects[e->type]);
            kh_dump_name(d, e->type == KH_EFFECT_BARS ? m->selects[e->target].name
                                                      : m->grades[e->target].name);
        }
        field(d, "when", v->when);
        field(d, "unless", v->unless);
        kinds_of(d, v->for_kinds);
        docs(d, &v->docs);
        kh_dump_put(d, ")\n");
    }
}

static void dump_grades(kh_dumper *d)
{
    for (uint32_t i = 0; i < d->m->grades_count; i++) {
        const kh_grade *g = &d->m->grades[i];
        kh_dump_put(d, "(grade ");
        kh_dump_name(d, g->name);
        field(d, "when", g->when);
        field(d, "unless", g->unless);
        kh_dump_put(d, g->otherwise ? " otherwise" : g->by_veto ? " by_veto" : "");
        kinds_of(d, g->for_kinds);
        docs(d, &g->docs);
        kh_dump_put(d, ")\n");
    }
}

static void dump_orders(kh_dumper *d)
{
    static const char *const ties[] = {"1-2-2-4", "1-2-2-3", "extend", "cut"};
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->ranks_count; i++) {
        const kh_rank *k = &m->ranks[i];
        kh_dump_put(d, "(rank");
        keys(d, k->keys, k->key_count);
        kh_dump_put(d, k->within_kind ? " within_kind" : "");
        kh_strbuf_addf(d->out, " ties %s", ties[k->ties]);
        kinds_of(d, k->for_kinds);
        docs(d, &k->docs);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->selects_count; i++) {
        const kh_select *s = &m->selects[i];
        kh_dump_put(d, "(select ");
        kh_dump_name(d, s->name);
        field(d, "top", s->top);
        for (uint32_t k = 0; k < s->from_count; k++) {
            kh_dump_put(d, " from ");
            kh_dump_name(d, m->grades[s->from[k]].name);
        }
        field(d, "when", s->when);
        keys(d, s->keys, s->key_count);
        kh_dump_put(d, s->within_kind ? " within_kind" : "");
        if (s->stated_ties)
            kh_strbuf_addf(d->out, " ties %s", ties[s->ties]);
        kinds_of(d, s->for_kinds);
        docs(d, &s->docs);
        kh_dump_put(d, ")\n");
    }
}

static void dump_rest(kh_dumper *d)
{
    const kh_model *m = d->m;
    for (uint32_t i = 0; i < m->shows_count; i++) {
        kh_dump_put(d, "(show ");
        kh_dump_name(d, m->shows[i].name);
        kh_dump_put(d, " ");
        kh_dump_expr(d, m->shows[i].value);
        kh_dump_rounding(d, &m->shows[i].rounding);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->asserts_count; i++) {
        kh_dump_put(d, "(assert ");
        kh_dump_expr(d, m->asserts[i].condition);
        kh_dump_put(d, " ");
        kh_dump_text(d, m->asserts[i].message);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->omits_count; i++) {
        kh_dump_put(d, "(omit ");
        kh_dump_text(d, m->omits[i].clause);
        kh_dump_put(d, " ");
        kh_dump_text(d, m->omits[i].reason);
        kh_dump_put(d, ")\n");
    }
    for (uint32_t i = 0; i < m->calendars_count; i++) {
        kh_dump_put(d, "(calendar ");
        kh_dump_text(d, m->calendars[i].path);
        kh_dump_put(d, ")\n");
    }
}

void kh_model_dump(kh_strbuf *out, const kh_model *m)
{
    kh_dumper d = {out, m};
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
