/* Duties: what is due each period, and the statements that are settled by themselves: the scheme's
 * head, facts, params, lets. */
#include "model/resolve.h"

#include "base/date.h"

/* ---- duties ---- */

static bool period_unit(kh_word w, kh_period_unit *out)
{
    static const struct {
        kh_word word;
        kh_period_unit unit;
    } units[] = {{KH_W_YEARLY, KH_YEAR},       {KH_W_HALF_YEARLY, KH_HALF_YEAR},
                 {KH_W_QUARTERLY, KH_QUARTER}, {KH_W_MONTHLY, KH_MONTH},
                 {KH_W_WEEKLY, KH_WEEK},       {KH_W_DAILY, KH_DAY}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (units[i].word == w) {
            *out = units[i].unit;
            return true;
        }
    return false;
}

static bool due_days(kh_resolver *r, const kh_node *n, kh_duty *out)
{
    int64_t factor, days;
    kh_num x;
    if (!n || n->kind != KH_NODE_NUMBER || !kh_num_parse(r->arena, KH_AS(number, n)->digits, &x) ||
        !kh_num_to_int(x, &days) || days > 366)
        return false;
    kh_slice unit = kh_resolve_name(r, kh_types_measure(r, KH_AS(number, n)->measure, &factor));
    out->working_days = kh_slice_is(unit, "工作日");
    out->days = (int32_t)days;
    return days > 0 && (out->working_days || kh_slice_is(unit, "天"));
}

static void duty_due(kh_resolver *r, const struct kh_node_part *p, kh_duty *out)
{
    const kh_node *from = p->args ? p->args->next : NULL;
    kh_id name = from && from->kind == KH_NODE_NAME ? kh_names_id(r, from) : 0;
    bool period_end = name && kh_names_builtin(r, name, KH_BC_WORD) == KH_B_PERIOD_END;
    if (p->args && (p->args->kind == KH_NODE_ERROR || (from && from->kind == KH_NODE_ERROR)))
        return;
    if (!period_end || !due_days(r, p->args, out))
        KH_SAY(r, KH_E0453, p->base.place);
}

static void duty_part(kh_resolver *r, const struct kh_node_part *p, kh_duty *out, bool *periodic)
{
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE, .constant = true};
    if (period_unit(p->word, &out->every)) {
        *periodic = true;
    } else if (p->word == KH_W_FROM) {
        kh_expr *e = kh_expr_resolve(r, p->args, &scope, KH_WANT_DATE);
        if (e->op == KH_X_DATE)
            out->from = e->date;
        else if (!kh_types_is_error(e))
            KH_SAY(r, KH_E0332, p->args->place, kh_resolve_text(r, p->args->place));
    } else if (p->word == KH_W_DUE) {
        duty_due(r, p, out);
    } else if (p->word == KH_W_FOR) {
        out->for_kinds = kh_names_kinds(r, p->args);
    } else if (!kh_resolve_is_doc(p->word) && p->word != KH_W_FILED) {
        kh_resolve_refuse(r, KH_E0931, &p->base);
        *periodic = true;
    }
}

void kh_resolve_duties(kh_resolver *r)
{
    for (size_t i = 0; i < r->duties.n; i++) {
        kh_duty *d = &r->duties.at[i];
        const struct kh_node_duty *t = KH_AS(duty, r->duty_trees.at[i]);
        bool periodic = false, due = false;
        for (const kh_node *p = t->parts; p; p = p->next) {
            if (p->kind != KH_NODE_PART)
                continue;
            duty_part(r, KH_AS(part, p), d, &periodic);
            due = due || KH_AS(part, p)->word == KH_W_DUE;
            if (!kh_resolve_is_doc(KH_AS(part, p)->word))
                kh_resolve_part(r, p, KH_AS(part, p)->word);
        }
        kh_docs docs = {0};
        kh_resolve_docs(r, t->parts, &docs);
        kh_slice name = kh_resolve_name(r, d->name);
        if (!periodic || !due)
            KH_SAY(r, KH_E0454, t->base.place, name);
        else if (!r->model->has_period && !r->scheme_troubled)
            KH_SAY(r, KH_E0455, t->base.place, name);
    }
}

/* ---- the scheme's head ---- */

static void scheme_year(kh_resolver *r, const struct kh_node_part *p)
{
    int64_t year = 0;
    kh_num x;
    bool whole = p->args && p->args->kind == KH_NODE_NUMBER &&
                 kh_num_parse(r->arena, KH_AS(number, p->args)->digits, &x) &&
                 kh_num_to_int(x, &year);
    kh_date first, last;
    if (!whole || year < 1900 || year > 2200 || !kh_date_make((int)year, 1, 1, &first) ||
        !kh_date_make((int)year, 12, 31, &last)) {
        KH_SAY(r, KH_E0465, p->base.place);
        r->scheme_troubled = true;
        return;
    }
    r->model->year = (int32_t)year;
    r->model->has_period = true;
    r->model->period = (kh_period){first, last};
}

static void scheme_period(kh_resolver *r, const struct kh_node_part *p)
{
    kh_date ends[2] = {KH_NO_DATE, KH_NO_DATE};
    const kh_node *n = p->args;
    for (int i = 0; i < 2 && n; i++, n = n->next)
        if (n->kind != KH_NODE_DATE ||
            kh_date_parse(KH_AS(date, n)->text, &ends[i]) != KH_DATE_OK) {
            if (n->kind == KH_NODE_DATE)
                KH_SAY(r, KH_E0435, n->place, KH_AS(date, n)->text);
            r->scheme_troubled = true;
            return;
        }
    if (ends[0] == KH_NO_DATE || ends[1] == KH_NO_DATE || ends[0] > ends[1]) {
        KH_SAY(r, KH_E0407, p->base.place);
        r->scheme_troubled = true;
        return;
    }
    r->model->has_period = true;
    r->model->period = (kh_period){ends[0], ends[1]};
}

static kh_expr *scheme_value(kh_resolver *r, const kh_node *parts, kh_word word)
{
    const struct kh_node_part *p = kh_resolve_part(r, parts, word);
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE, .declared_only = true};
    if (!p)
        return NULL;
    const kh_node *v = kh_expr_bare(p->args);
    if (word != KH_W_MAX && v && v->kind == KH_NODE_NAME &&
        kh_names_builtin(r, kh_names_id(r, v), KH_BC_VALUE) == KH_B_NONE)
        return NULL;
    kh_expr *e = kh_expr_resolve(r, p->args, &scope, KH_WANT_POINTS);
    if (kh_types_is_error(e)) {
        r->total_troubled = true;
        return NULL;
    }
    return e;
}

static void refuse_scheme_part(kh_resolver *r, const struct kh_node_part *p)
{
    static const kh_word known[] = {KH_W_YEAR, KH_W_FROM,         KH_W_MAX,  KH_W_FLOOR,
                                    KH_W_CAP,  KH_W_DOWN_TO_ZERO, KH_W_ROUND};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (p->word == known[i])
            return;
    if (kh_resolve_is_doc(p->word))
        return;
    if (p->word == KH_W_AMENDS)
        kh_resolve_refuse(r, KH_E0924, &p->base);
    else if (kh_resolve_is_period(p->word))
        kh_resolve_refuse(r, KH_E0902, &p->base);
    else
        KH_SAY(r, KH_E0466, p->base.place, kh_word_chinese(p->word), kh_word_english(p->word));
}

void kh_resolve_scheme(kh_resolver *r)
{
    if (!r->scheme)
        return;
    kh_model *m = r->model;
    const kh_node *parts = r->scheme->parts;
    for (const kh_node *p = parts; p; p = p->next)
        if (p->kind == KH_NODE_PART)
            refuse_scheme_part(r, KH_AS(part, p));
    const struct kh_node_part *year = kh_resolve_part(r, parts, KH_W_YEAR);
    const struct kh_node_part *from = kh_resolve_part(r, parts, KH_W_FROM);
    if (year)
        scheme_year(r, year);
    if (from)
        scheme_period(r, from);
    m->max = scheme_value(r, parts, KH_W_MAX);
    m->floor = scheme_value(r, parts, KH_W_FLOOR);
    m->cap = scheme_value(r, parts, KH_W_CAP);
    const struct kh_node_part *zero = kh_resolve_part(r, parts, KH_W_DOWN_TO_ZERO);
    if (zero && !m->floor)
        m->floor = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, zero->base.place, 0);
    m->rounding = kh_resolve_rounding(r, parts);
    m->docs = (kh_docs){0};
    kh_resolve_docs(r, parts, &m->docs);
}

/* ---- facts ---- */

/* Types and bounds as written: once, before anything is resolved. */
void kh_resolve_declared_types(kh_resolver *r)
{
    for (size_t i = 0; i < r->fact_trees.n; i++) {
        const kh_node *parts = KH_AS(fact, r->fact_trees.at[i])->parts;
        kh_fact *f = &r->facts.at[i];
        const struct kh_node_part *type = kh_resolve_part(r, parts, KH_W_TYPE);
        const struct kh_node_part *in = kh_resolve_part(r, parts, KH_W_IN);
        if (type && !kh_types_declared(r, type->args, &r->fact_slots.at[i], &f->bounds))
            r->fact_slots.at[i].clashed = true;
        if (in && kh_types_bounds(r, in->args, &f->bounds) && !type)
            r->fact_slots.at[i].type.tag = KH_TYPE_NUMBER;
        f->unused = kh_resolve_part(r, parts, KH_W_UNUSED) != NULL;
        kh_resolve_docs(r, parts, &f->docs);
        for (const kh_node *p = parts; p; p = p->next)
            if (p->kind == KH_NODE_PART && kh_resolve_is_period(KH_AS(part, p)->word))
                kh_resolve_refuse(r, KH_E0932, p);
    }
}

/* A constant of the fact's type, as in a comparison; NULL: none, or it was reported. */
static kh_expr *fact_value(kh_resolver *r, size_t i, kh_word word)
{
    const kh_node *parts = KH_AS(fact, r->fact_trees.at[i])->parts;
    const struct kh_node_part *p = kh_resolve_part(r, parts, word);
    if (!p)
        return NULL;
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE, .constant = true};
    kh_expr *fact =
        kh_expr_new(r, KH_X_FACT, r->fact_slots.at[i].type.tag, r->facts.at[i].place, 0);
    fact->type = r->fact_slots.at[i].type;
    fact->index = (uint32_t)i;
    fact->domain.tag = KH_DOMAIN_UNIT;
    kh_expr *same = kh_expr_band(r, fact, p->args, &scope);
    return !kh_types_is_error(same) && same->op == KH_X_EQ ? same->args[1] : NULL;
}

void kh_resolve_facts(kh_resolver *r)
{
    for (size_t i = 0; i < r->facts.n; i++) {
        if (!r->fact_trees.at[i])
            continue;
        r->facts.at[i].missing_as = fact_value(r, i, KH_W_MISSING_AS);
        r->facts.at[i].absent = fact_value(r, i, KH_W_ABSENT);
    }
}

/* ---- params ---- */

static bool set_value(kh_resolver *r, uint32_t i, kh_slice text, kh_expr *into)
{
    kh_type t = r->param_slots.at[i].type;
    text = kh_text_trim(text);
    if (t.tag == KH_TYPE_NUMBER) {
        bool percent = text.n && text.p[text.n - 1] == '%';
        kh_slice digits = {text.p, text.n - percent};
        bool minus = digits.n && digits.p[0] == '-';
        digits = (kh_slice){digits.p + minus, digits.n - minus};
        if (percent != t.share || !kh_num_parse(r->arena, digits, &into->number))
            return false;
        if (percent)
            into->number = kh_num_div(r->arena, into->number, kh_num_int(100));
        if (minus)
            into->number = kh_num_neg(r->arena, into->number);
        into->op = KH_X_NUMBER;
    } else if (t.tag == KH_TYPE_DATE) {
        into->op = KH_X_DATE;
        return kh_date_parse(text, &into->date) == KH_DATE_OK;
    } else if (t.tag == KH_TYPE_YES_NO) {
        kh_id id = kh_intern_id(r->model->names, text);
        kh_builtin b = kh_names_builtin(r, id, KH_BC_VALUE);
        into->op = KH_X_YES_NO;
        into->index = b == KH_B_YES;
        return b == KH_B_YES || b == KH_B_NO;
    } else if (t.tag == KH_TYPE_LEVEL) {
        const kh_scale *s = &r->scales.at[t.scale];
        into->op = KH_X_LEVEL;
        for (into->index = 0; into->index < s->level_count; into->index++)
            if (kh_slice_eq(kh_resolve_name(r, s->levels[into->index].name), text))
                return true;
        return false;
    } else {
        into->op = KH_X_TEXT;
        into->index = kh_intern_id(r->model->names, text);
    }
    return true;
}

static void param_setting(kh_resolver *r, uint32_t i, const kh_setting *s)
{
    kh_param *p = &r->params.at[i];
    kh_expr *e = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, p->place, 0);
    kh_type t = r->param_slots.at[i].type;
    e->type = t;
    if (t.tag == KH_TYPE_UNKNOWN)
        return;
    if (!set_value(r, i, s->value, e)) {
        KH_SAY(r, KH_E0322, KH_NOWHERE, s->name, kh_types_zh(r, t), kh_text_trim(s->value),
               kh_types_en(r, t));
        return;
    }
    p->value = e;
    p->has_value = p->set = true;
}

static void default_value(kh_resolver *r, uint32_t i)
{
    const struct kh_node_let *t = KH_AS(let, r->param_trees.at[i]);
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE, .constant = true};
    kh_slot *slot = &r->param_slots.at[i];
    kh_expr *e = kh_expr_resolve(r, t->value, &scope, KH_WANT_ANY);
    kh_param *p = &r->params.at[i];
    if (kh_types_is_error(e)) {
        slot->clashed = true;
        return;
    }
    kh_num x;
    bool number = e->type.tag == KH_TYPE_NUMBER;
    /* A param that stands further down has no type yet: only earlier ones are read, so none can
     * need itself. */
    if (e->type.tag == KH_TYPE_UNKNOWN ||
        (number && !kh_expr_constant(r->arena, r->model, e, &x))) {
        KH_SAY(r, KH_E0332, t->value->place, kh_resolve_text(r, t->value->place));
        slot->clashed = true;
        return;
    }
    slot->type = e->type;
    p->value = e;
    p->has_value = true;
}

static const kh_setting *setting_of(const kh_resolver *r, kh_id name)
{
    const kh_setting *found = NULL; /* the last one given wins */
    for (size_t k = 0; k < r->setting_count; k++)
        if (kh_slice_eq(kh_text_trim(r->settings[k].name), kh_resolve_name(r, name)))
            found = &r->settings[k];
    return found;
}

static void check_settings(kh_resolver *r)
{
    for (size_t k = 0; k < r->setting_count; k++) {
        kh_slice name = kh_text_nfc(r->arena, kh_text_trim(r->settings[k].name));
        kh_id id = kh_intern_find(r->model->names, name);
        if (id && kh_names_find(r, id, KH_SYMBOL_PARAM))
            continue;
        kh_nearest near = kh_nearest_to(name);
        kh_guess_offer(r, &near, KH_SYMBOL_PARAM);
        kh_diag *d = KH_SAY(r, KH_E0321, KH_NOWHERE, name, near.best);
        if (!near.best.n)
            kh_resolve_no_hint(d);
    }
}

void kh_resolve_params(kh_resolver *r)
{
    check_settings(r);
    for (uint32_t i = 0; i < r->params.n; i++) {
        kh_param *p = &r->params.at[i];
        const struct kh_node_let *t = KH_AS(let, r->param_trees.at[i]);
        kh_slot *slot = &r->param_slots.at[i];
        if (t->value)
            default_value(r, i);
        else if (slot->type.tag == KH_TYPE_UNKNOWN && !slot->clashed) {
            kh_bounds ignored;
            slot->clashed = !kh_types_declared(r, t->type, slot, &ignored);
        }
        const kh_setting *s = setting_of(r, p->name);
        if (s && !slot->clashed)
            param_setting(r, i, s);
        else if (!p->has_value && !slot->clashed)
            KH_SAY(r, KH_E0320, p->place, kh_resolve_name(r, p->name));
    }
}

/* ---- lets ---- */

/* Its gate, and what it counts as where something is missing; false: reported. */
static bool let_stands_in(kh_resolver *r, kh_let *l, const kh_node *parts)
{
    kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE};
    const struct kh_node_part *when = kh_resolve_part(r, parts, KH_W_ONLY_WHEN);
    const struct kh_node_part *missing = kh_resolve_part(r, parts, KH_W_MISSING_AS);
    l->only_when = when ? kh_expr_resolve(r, when->args, &scope, KH_WANT_CONDITION) : NULL;
    scope.declared_only = true;
    l->missing_as = missing ? kh_expr_resolve(r, missing->args, &scope, KH_WANT_ANY) : NULL;
    return (!l->only_when || !kh_types_is_error(l->only_when)) &&
           (!l->missing_as || !kh_types_is_error(l->missing_as));
}

void kh_resolve_lets(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->lets.n; i++) {
        const struct kh_node_let *t = KH_AS(let, r->let_trees.at[i]);
        kh_let *l = &r->lets.at[i];
        kh_slot *slot = &r->let_slots.at[i];
        kh_scope scope = {.node = KH_NONE, .veto = KH_NONE, .record = KH_NONE};
        for (const kh_node *p = t->parts; p; p = p->next) {
            kh_word w = p->kind == KH_NODE_PART ? KH_AS(part, p)->word : KH_W_NONE;
            if (!kh_resolve_is_period(w) && w != KH_W_START)
                continue;
            kh_resolve_refuse(r, KH_E0934, p);
            slot->clashed = true;
        }
        const struct kh_node_part *kinds = kh_resolve_part(r, t->parts, KH_W_FOR);
        l->for_kinds = kinds ? kh_names_kinds(r, kinds->args) : 0;
        l->rounding = kh_resolve_rounding(r, t->parts);
        l->value = kh_expr_resolve(r, t->value, &scope, KH_WANT_ANY);
        if (!let_stands_in(r, l, t->parts) || kh_types_is_error(l->value)) {
            slot->clashed = slot->clashed || !r->quiet;
            continue;
        }
        bool news = slot->type.tag != l->value->type.tag ||
                    slot->type.scale != l->value->type.scale ||
                    slot->domain.tag != l->value->domain.tag;
        slot->type = l->value->type;
        slot->type.share = false;
        slot->domain = l->value->domain;
        r->changed = r->changed || news;
    }
}
