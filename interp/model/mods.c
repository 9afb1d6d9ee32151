/* Modifiers of one event's amount: halved, twice, times E, plus A, each with its condition. They
 * act in the order written. A condition may name the fields of the record, an unknown name is one.
 */
#include "model/resolve.h"

static kh_expr *factor(kh_resolver *r, const struct kh_node_mod *t)
{
    kh_expr *e = kh_expr_new(r, KH_X_NUMBER, KH_TYPE_NUMBER, t->base.place, 0);
    kh_num two = kh_num_int(2);
    e->number = t->word == KH_W_TWICE ? two : kh_num_div(r->work, KH_ONE, two);
    return e;
}

static bool times(kh_resolver *r, const struct kh_node_mod *t, const kh_scope *scope, kh_mod *out)
{
    out->value = kh_expr_resolve(r, t->value, scope, KH_WANT_NUMBER);
    kh_num x;
    if (kh_types_is_error(out->value))
        return false;
    if (!kh_expr_constant(r->work, r->model, out->value, &x) || kh_num_sign(x) > 0)
        return true;
    KH_SAY(r, KH_E1001, t->value->place, kh_resolve_text(r, t->value->place));
    return false;
}

/* 加 2分 加扣 5分: a deduction in an award. */
static bool deducts_more(kh_resolver *r, const struct kh_node_mod *t)
{
    static const kh_slice word = {"加扣", sizeof "加扣" - 1};
    kh_place said = t->base.place;
    kh_slice text = kh_resolve_text(r, said);
    if (text.n < word.n || memcmp(text.p, word.p, word.n) != 0)
        return false;
    said.len = (uint32_t)word.n;
    kh_resolve_fix(r, KH_SAY(r, KH_E1006, said), said, "另加");
    return true;
}

static bool plus(kh_resolver *r, const struct kh_node_mod *t, const kh_scope *scope,
                 const kh_rule *rule, kh_mod *out)
{
    if (t->value && t->value->kind == KH_NODE_RANGE) {
        KH_SAY(r, KH_E1002, t->value->place, kh_resolve_text(r, t->value->place));
        return false;
    }
    if (rule->counting == KH_COUNT_STEPS) {
        KH_SAY(r, KH_E1003, t->base.place, kh_resolve_text(r, t->base.place));
        return false;
    }
    if (rule->verb == KH_AWARD && deducts_more(r, t))
        return false;
    out->plus = true;
    out->value = kh_expr_resolve(r, t->value, scope, KH_WANT_POINTS);
    return !kh_types_is_error(out->value) && kh_resolve_is_positive(r, t->value, out->value);
}

static bool modifier(kh_resolver *r, const struct kh_node_mod *t, const kh_scope *scope,
                     const kh_rule *rule, kh_mod *out)
{
    bool fine = true;
    *out = (kh_mod){.place = t->base.place};
    if (t->word == KH_W_PLUS)
        fine = plus(r, t, scope, rule, out);
    else if (t->word == KH_W_TIMES)
        fine = times(r, t, scope, out);
    else
        out->value = factor(r, t);
    out->when = kh_expr_resolve(r, t->when, scope, KH_WANT_CONDITION);
    return fine && !kh_types_is_error(out->when);
}

bool kh_resolve_mods(kh_resolver *r, const kh_node *mods, const kh_scope *scope, kh_rule *out)
{
    uint32_t n = 0;
    for (const kh_node *m = mods; m; m = m->next)
        n++;
    if (n == 0)
        return true;
    kh_scope inner = *scope;
    inner.fields_open = true;
    out->mods = KH_NEW_ARRAY(r->work, kh_mod, n);
    bool fine = true;
    for (const kh_node *m = mods; m; m = m->next) {
        if (m->kind != KH_NODE_MOD) {
            fine = false;
            continue;
        }
        fine = modifier(r, KH_AS(mod, m), &inner, out, &out->mods[out->mod_count++]) && fine;
    }
    return fine;
}
