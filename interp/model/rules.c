/* Rules: what is counted, how much each is worth, when it acts. */
#include "model/resolve.h"

static bool is_adjusting(kh_verb v)
{
    return v == KH_DEDUCT || v == KH_AWARD;
}

/* Constructs that are read but not evaluated yet: one sentence each. */
static bool refuse_clauses(kh_resolver *r, const struct kh_node_rule *t)
{
    bool refused = true;
    if (t->each)
        kh_resolve_refuse(r, KH_E0905, t->each);
    else if (t->charged)
        kh_resolve_refuse(r, KH_E0929, t->charged);
    else
        refused = false;
    return refused;
}

static kh_verb verb_of(kh_word w)
{
    return w == KH_W_DEDUCT    ? KH_DEDUCT
           : w == KH_W_AWARD   ? KH_AWARD
           : w == KH_W_SCORE   ? KH_SCORE
           : w == KH_W_RATE    ? KH_RATE
           : w == KH_W_FORFEIT ? KH_FORFEIT
                               : KH_BECOMES;
}

/* ---- what is counted ---- */

static bool counted_set(kh_resolver *r, const struct kh_node_count *c, kh_scope *scope,
                        kh_rule *out)
{
    if (!c->set || c->set->kind != KH_NODE_SET)
        return false;
    const struct kh_node_set *s = KH_AS(set, c->set);
    if (s->args) {
        kh_resolve_refuse(r, KH_E0911, c->set);
        return false;
    }
    out->counting = KH_COUNT_RECORDS;
    if (!kh_records_set(r, s->name, s->of, s->quals, scope, &out->set))
        return false;
    scope->record = out->set.record;
    return !out->set.where || !kh_types_is_error(out->set.where);
}

/* 每 3%: of what? An absolute step is 3个百分点, a relative one 3% of something. */
static bool bare_percent(kh_resolver *r, const kh_node *size)
{
    const struct kh_node_number *n = kh_expr_literal(size);
    if (!n || n->unit != KH_OP_PERCENT)
        return false;
    KH_SAY(r, KH_E0445, size->place, kh_resolve_text(r, size->place));
    return true;
}

static bool step_size(kh_resolver *r, const struct kh_node_count *c, const kh_scope *scope,
                      kh_rule *out)
{
    if (bare_percent(r, c->size))
        return false;
    out->size = kh_expr_resolve(r, c->size, scope, KH_WANT_NUMBER);
    if (kh_types_is_error(out->size))
        return false;
    kh_num x;
    if (kh_expr_constant(r->work, r->model, out->size, &x) && kh_num_sign(x) <= 0) {
        KH_SAY(r, KH_E0462, c->size->place, kh_resolve_text(r, c->size->place));
        return false;
    }
    out->step_rule = c->pro_rata                   ? KH_STEP_PRO_RATA
                     : c->word == KH_W_PER_STARTED ? KH_STEP_STARTED
                                                   : KH_STEP_WHOLE;
    out->counting = KH_COUNT_STEPS;
    return true;
}

/* The size's measure is that of what it measures; a step of 个百分点 makes it a share. */
static bool fits(kh_resolver *r, kh_expr *measured, kh_expr *size)
{
    if (measured->type.tag != KH_TYPE_NUMBER && measured->type.tag != KH_TYPE_UNKNOWN)
        return true;
    if (size->op != KH_X_NUMBER || (!size->type.share && !size->type.measure))
        return true;
    return kh_types_pair(r, measured, size, true);
}

static bool steps_of(kh_resolver *r, const struct kh_node_count *c, const kh_scope *scope,
                     kh_rule *out)
{
    bool fine = step_size(r, c, scope, out);
    out->measured = kh_expr_resolve(r, c->of, scope, KH_WANT_NUMBER);
    return fine && !kh_types_is_error(out->measured) && fits(r, out->measured, out->size);
}

/* The one comparison that a distance is measured from: E and L, and which side E must lie on. */
static bool line_of(const kh_expr *condition, kh_expr **e, kh_expr **line, bool *below)
{
    if (!condition || condition->n != 2)
        return false;
    if (condition->op == KH_X_LT || condition->op == KH_X_LE)
        *below = true;
    else if (condition->op == KH_X_GT || condition->op == KH_X_GE)
        *below = false;
    else
        return false;
    *e = condition->args[0];
    *line = condition->args[1];
    return true;
}

static bool distance(kh_resolver *r, const struct kh_node_count *c, const kh_expr *condition,
                     const kh_scope *scope, kh_rule *out)
{
    kh_expr *e, *line;
    bool below;
    if (condition && kh_types_is_error(condition))
        return false;
    if (!line_of(condition, &e, &line, &below)) {
        KH_SAY(r, KH_E0446, c->base.place);
        return false;
    }
    if (c->direction != KH_W_NONE && (c->direction == KH_W_EACH_BELOW) != below) {
        kh_diag *d = KH_SAY(r, below ? KH_E0447 : KH_E0419, c->base.place,
                            kh_resolve_text(r, c->base.place));
        kh_resolve_related(r, d, KH_R_compared_here, condition->place, KH_LIT(""));
        return false;
    }
    if (!step_size(r, c, scope, out))
        return false;
    if (e->type.tag == KH_TYPE_DATE)
        out->measured = kh_expr_two(r, KH_X_DAYS_BETWEEN, KH_TYPE_NUMBER, c->base.place,
                                    below ? line : e, below ? e : line);
    else
        out->measured = kh_expr_two(r, KH_X_SUB, KH_TYPE_NUMBER, c->base.place, below ? line : e,
                                    below ? e : line);
    return e->type.tag == KH_TYPE_DATE || fits(r, e, out->size);
}

/* ---- how much ---- */

/* A literal amount is above zero: the verb says which way it goes. */
bool kh_resolve_is_positive(kh_resolver *r, const kh_node *tree, const kh_expr *e)
{
    kh_num x;
    if (!kh_expr_constant(r->work, r->model, e, &x) || kh_num_sign(x) > 0)
        return true;
    const struct kh_node_number *literal = kh_expr_literal(tree);
    kh_diag *d = KH_SAY(r, kh_num_sign(x) ? KH_E0405 : KH_E0448, tree->place,
                        kh_resolve_text(r, tree->place));
    if (literal && kh_num_sign(x) < 0) {
        kh_slice text = kh_resolve_text(r, literal->base.place);
        kh_resolve_fix(r, d, tree->place, "%.*s", (int)text.n, text.p);
    }
    return false;
}

static bool amount(kh_resolver *r, const struct kh_node_rule *t, const kh_scope *scope,
                   kh_rule *out)
{
    if (out->verb == KH_FORFEIT) {
        out->amount = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, t->base.place, 0);
        return true;
    }
    if (!t->amount)
        return false;
    kh_scope inner = *scope;
    inner.fields_open = true;
    if (is_adjusting(out->verb) && kh_chosen_is(t->amount))
        return kh_chosen_amount(r, t->amount, &inner, out);
    out->amount = kh_expr_resolve(r, t->amount, &inner, KH_WANT_POINTS);
    if (kh_types_is_error(out->amount))
        return false;
    return !is_adjusting(out->verb) || kh_resolve_is_positive(r, t->amount, out->amount);
}

bool kh_resolve_limit(kh_resolver *r, const kh_node *tree, uint32_t node, kh_expr **out)
{
    if (!tree || tree->kind != KH_NODE_PART)
        return true;
    const struct kh_node_part *p = KH_AS(part, tree);
    if (p->word == KH_W_DOWN_TO_ZERO) {
        r->nodes.at[node].down_to_zero = true;
        return true;
    }
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE};
    *out = kh_expr_resolve(r, p->args, &scope, KH_WANT_POINTS);
    return !kh_types_is_error(*out) && kh_resolve_is_positive(r, p->args, *out);
}

/* ---- ratings ---- */

static kh_builtin how_of(kh_resolver *r, const kh_node *quals, bool *fine)
{
    kh_builtin how = KH_B_END;
    for (const kh_node *q = quals; q; q = q->next) {
        const kh_node *arg = kh_expr_bare(KH_AS(qual, q)->args);
        if (KH_AS(qual, q)->word != KH_W_BY) {
            kh_resolve_refuse(r, KH_AS(qual, q)->word == KH_W_WEIGHTED ? KH_E0909 : KH_E0910, q);
            *fine = false;
            continue;
        }
        kh_id name = arg && arg->kind == KH_NODE_NAME ? kh_names_id(r, arg) : 0;
        how = name ? kh_names_builtin(r, name, KH_BC_HOW) : KH_B_END;
        if (how == KH_B_END) {
            if (arg && arg->kind != KH_NODE_ERROR)
                KH_SAY(r, KH_E0451, q->place, kh_resolve_text(r, arg->place));
            *fine = false;
        }
    }
    return how;
}

static uint32_t rated_kind(kh_resolver *r, const kh_node *n, uint32_t scale, kh_place place)
{
    kh_id name = kh_names_id(r, n);
    uint32_t at = kh_records_find(r, name);
    if (at == KH_NONE)
        at = kh_records_make(r, name, n->place, false);
    kh_record *record = &r->records.at[at];
    kh_record_info *info = &r->record_info.at[at];
    if (record->rated != KH_NONE && record->rated != scale) {
        kh_diag *d = KH_SAY(r, KH_E0456, place, kh_resolve_name(r, name));
        kh_resolve_related(r, d, KH_R_first_here, info->rated_place, KH_LIT(""));
        return KH_NONE;
    }
    if (record->rated == KH_NONE) {
        record->rated = scale;
        info->rated_place = place;
        info->noted = true;
        info->slots.at[KH_FIELD_LEVEL] =
            (kh_slot){.type = {KH_TYPE_LEVEL, scale, false, 0}, .decided = place, .declared = true};
        r->changed = true;
    }
    return at;
}

static bool all_have_points(kh_resolver *r, uint32_t scale, kh_place place)
{
    const kh_scale *s = &r->scales.at[scale];
    for (uint32_t i = 0; i < s->level_count; i++)
        if (!s->levels[i].has_points) {
            kh_diag *d = KH_SAY(r, KH_E0457, place, kh_resolve_name(r, s->name),
                                kh_resolve_name(r, s->levels[i].name));
            kh_resolve_related(r, d, KH_R_level_here, s->levels[i].place,
                               kh_resolve_name(r, s->levels[i].name));
            return false;
        }
    return s->level_count > 0;
}

static bool rate(kh_resolver *r, const struct kh_node_rule *t, kh_rule *out)
{
    bool fine = true;
    out->scale = kh_names_require(r, t->scale, KH_SYMBOL_SCALE);
    kh_builtin how = how_of(r, t->quals, &fine);
    if (out->scale == KH_NONE || !t->rated || t->rated->kind != KH_NODE_NAME)
        return false;
    const kh_symbol *fact = kh_names_find(r, kh_names_id(r, t->rated), KH_SYMBOL_FACT);
    if (fact && fact->declared) {
        kh_diag *d = KH_SAY(r, KH_E0334, t->rated->place, kh_resolve_text(r, t->rated->place));
        kh_resolve_related(r, d, KH_R_name_declared, fact->place,
                           kh_resolve_text(r, t->rated->place));
        r->facts.at[fact->index].is_read = true; /* one mistake, one message */
        return false;
    }
    out->rated = rated_kind(r, t->rated, out->scale, t->base.place);
    if (out->rated == KH_NONE || !all_have_points(r, out->scale, t->scale->place) || !fine)
        return false;
    kh_record_info *info = &r->record_info.at[out->rated];
    info->fields.at[KH_FIELD_LEVEL].is_read = true;
    kh_expr *level = kh_expr_new(r, KH_X_FIELD, KH_TYPE_LEVEL, t->base.place, 0);
    level->type.scale = out->scale;
    level->index = KH_FIELD_LEVEL;
    level->domain = (kh_domain){KH_DOMAIN_RECORD, out->rated};
    if (how == KH_B_END) {
        r->records.at[out->rated].single_rating = true;
        out->amount = level;
        return true;
    }
    out->amount = kh_expr_new(r,
                              how == KH_B_BY_MEAN      ? KH_X_MEAN
                              : how == KH_B_BY_SUM     ? KH_X_SUM
                              : how == KH_B_BY_HIGHEST ? KH_X_HIGHEST
                                                       : KH_X_LOWEST,
                              KH_TYPE_NUMBER, t->base.place, 1);
    out->amount->args[0] = level;
    out->amount->domain.tag = KH_DOMAIN_UNIT;
    out->amount->set = KH_NEW(r->work, kh_set);
    *out->amount->set = (kh_set){.record = out->rated, .item = KH_NONE};
    return true;
}

/* ---- one rule ---- */

kh_expr *kh_resolve_condition(kh_resolver *r, const kh_node *tree, const kh_scope *scope,
                              bool *fine)
{
    if (!tree)
        return NULL;
    kh_expr *e = kh_expr_resolve(r, tree, scope, KH_WANT_CONDITION);
    if (kh_types_is_error(e))
        *fine = false;
    return e;
}

static bool counting(kh_resolver *r, const struct kh_node_rule *t, kh_expr *asked, kh_scope *scope,
                     kh_rule *out)
{
    if (!t->count || t->count->kind != KH_NODE_COUNT)
        return t->count == NULL;
    const struct kh_node_count *c = KH_AS(count, t->count);
    if (c->set)
        return true; /* settled before the conditions, which may name its fields */
    if (c->of)
        return steps_of(r, c, scope, out);
    return distance(r, c, asked, scope, out);
}

/* A constant that acts on every unit always is no rule, unless its group says when. */
static bool acts_by_itself(kh_resolver *r, const struct kh_node_rule *t, const kh_rule *out,
                           bool conditional)
{
    kh_num x;
    if (conditional || !is_adjusting(out->verb) || out->condition || out->unless ||
        out->counting != KH_COUNT_NOTHING || !out->amount)
        return false;
    if (!kh_expr_constant(r->work, r->model, out->amount, &x))
        return false;
    kh_slice text = kh_resolve_text(r, t->base.place);
    KH_SAY(r, KH_E0452, t->base.place, text);
    return true;
}

/* Nobody would ever score. */
static bool forfeits_always(kh_resolver *r, const kh_rule *out)
{
    if (out->verb != KH_FORFEIT || out->condition || out->unless)
        return false;
    KH_SAY(r, KH_E1014, out->place);
    return true;
}

bool kh_resolve_rule(kh_resolver *r, const kh_node *tree, uint32_t node, const kh_around *around,
                     kh_rule *out)
{
    const struct kh_node_rule *t = KH_AS(rule, tree);
    *out = (kh_rule){.verb = verb_of(t->verb),
                     .set = {.record = KH_NONE, .item = KH_NONE},
                     .rated = KH_NONE,
                     .scale = KH_NONE,
                     .place = tree->place};
    if (refuse_clauses(r, t))
        return false;
    kh_scope scope = {.node = node, .veto = KH_NONE, .record = KH_NONE};
    kh_resolve_docs(r, t->docs, &out->docs);
    bool fine = true;
    if (t->count && t->count->kind == KH_NODE_COUNT && KH_AS(count, t->count)->set)
        fine = counted_set(r, KH_AS(count, t->count), &scope, out);
    if (!fine && scope.record == KH_NONE)
        return false; /* its fields are not known: nothing more can be said */
    kh_expr *asked = kh_resolve_condition(r, t->condition, &scope, &fine);
    fine = counting(r, t, asked, &scope, out) && fine;
    kh_expr *when = kh_resolve_condition(r, t->when, &scope, &fine);
    out->unless = kh_resolve_condition(r, t->unless, &scope, &fine);
    out->condition = asked && when
                         ? kh_expr_two(r, KH_X_AND, KH_TYPE_YES_NO,
                                       kh_place_join(asked->place, when->place), asked, when)
                     : asked ? asked
                             : when;
    fine = (out->verb == KH_RATE ? rate(r, t, out) : amount(r, t, &scope, out)) && fine;
    fine = kh_resolve_mods(r, t->mods, &scope, out) && fine;
    fine = kh_resolve_highest(r, t, around->highest, &scope, out) && fine;
    fine = kh_resolve_limit(r, t->limit, node, &out->limit) && fine;
    return fine && !acts_by_itself(r, t, out, around->conditional) && !forfeits_always(r, out);
}

void kh_resolve_rules(kh_resolver *r, uint32_t node)
{
    kh_node_info *info = &r->node_info.at[node];
    kh_rules rules = {0};
    for (const kh_node *n = info->tree->rules; n; n = n->next) {
        rules.count += 1 + kh_resolve_grouped(n);
        rules.group_count += n->kind == KH_NODE_GROUP;
    }
    rules.at = KH_NEW_ARRAY(r->work, kh_rule, rules.count + 1u);
    rules.groups = KH_NEW_ARRAY(r->work, kh_rule_group, rules.group_count + 1u);
    rules.count = rules.group_count = 0;
    const kh_around alone = {.highest = NULL};
    bool fine = true;
    for (const kh_node *n = info->tree->rules; n; n = n->next) {
        bool corrects = n->kind == KH_NODE_RULE && (KH_AS(rule, n)->verb == KH_W_FORFEIT ||
                                                    KH_AS(rule, n)->verb == KH_W_BECOMES);
        info->scored = info->scored || !corrects;
        bool group = n->kind == KH_NODE_GROUP, rule = n->kind == KH_NODE_RULE;
        bool good = group ? kh_resolve_group(r, n, node, &rules)
                          : rule && kh_resolve_rule(r, n, node, &alone, &rules.at[rules.count]);
        rules.count += rule && good;
        fine = fine && good;
    }
    r->nodes.at[node].rules = rules.at;
    r->nodes.at[node].rule_count = rules.count;
    r->nodes.at[node].groups = rules.groups;
    r->nodes.at[node].group_count = rules.group_count;
    if (!fine)
        r->node_info.at[node].troubled = true;
}
