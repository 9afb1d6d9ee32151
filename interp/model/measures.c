/* Measure words, and types and bounds as declarations write them. */
#include "grammar/lexicon.h"
#include "model/resolve.h"

kh_id kh_types_measure(kh_resolver *r, kh_slice written, int64_t *factor)
{
    const kh_measure *m = kh_measure_find(written);
    *factor = m ? m->factor : 1;
    return m && *m->unit ? kh_intern_id(r->model->names, kh_slice_of(m->unit)) : 0;
}

/* What a fact can be measured in: 元, and 人, which says only that it is a number. */
static const kh_measure *measure_type(kh_slice written)
{
    const kh_measure *m = kh_measure_find(written);
    bool counts = m && m->class == KH_MEASURE_PLAIN && m->factor == 1;
    return m && (*m->unit || counts) ? m : NULL;
}

kh_bounds kh_types_unbounded(void)
{
    return (kh_bounds){.low = KH_MINUS_INF, .high = KH_PLUS_INF};
}

static kh_slice type_words(const kh_resolver *r, kh_nearest *near)
{
    for (int b = KH_B_IS_YES_NO; b <= KH_B_IS_UNIT; b++) {
        kh_nearest_offer(near, kh_names_builtin_zh((kh_builtin)b));
        kh_nearest_offer(near, kh_names_builtin_en((kh_builtin)b));
    }
    kh_guess_offer(r, near, KH_SYMBOL_SCALE);
    return near->best;
}

/* Names that other programs and forms have for the types, and for levels: KH_B_END. */
static const struct {
    const char *said;
    kh_builtin meant;
} other_types[] = {
    {"百分比", KH_B_IS_SHARE},   {"百分率", KH_B_IS_SHARE},   {"百分数", KH_B_IS_SHARE},
    {"比率", KH_B_IS_SHARE},     {"percent", KH_B_IS_SHARE},  {"percentage", KH_B_IS_SHARE},
    {"数字", KH_B_IS_NUMBER},    {"数值", KH_B_IS_NUMBER},    {"数量", KH_B_IS_NUMBER},
    {"整数", KH_B_IS_NUMBER},    {"integer", KH_B_IS_NUMBER}, {"decimal", KH_B_IS_NUMBER},
    {"判断", KH_B_IS_YES_NO},    {"是非", KH_B_IS_YES_NO},    {"有无", KH_B_IS_YES_NO},
    {"boolean", KH_B_IS_YES_NO}, {"bool", KH_B_IS_YES_NO},    {"时间", KH_B_IS_DATE},
    {"文本", KH_B_IS_TEXT},      {"字符", KH_B_IS_TEXT},      {"字符串", KH_B_IS_TEXT},
    {"string", KH_B_IS_TEXT},    {"等级", KH_B_END},          {"级别", KH_B_END},
    {"等次", KH_B_END},          {"档次", KH_B_END},          {"档位", KH_B_END},
    {"评价", KH_B_END},          {"level", KH_B_END},         {"grade", KH_B_END},
    {"scale", KH_B_END},         {"rating", KH_B_END},
};

/* 等级: levels are those of a scale, and its name is the type. */
static void say_no_scale(kh_resolver *r, const kh_node *name, kh_slice text)
{
    kh_diag *d = KH_SAY(r, KH_E0342, name->place, text);
    if (r->scales.n != 1)
        return;
    const kh_scale *s = &r->scales.at[0];
    kh_slice only = kh_resolve_name(r, s->name);
    kh_resolve_related(r, d, KH_R_name_declared, s->place, only);
    kh_resolve_fix(r, d, name->place, "%.*s", (int)only.n, only.p);
}

/* No type has this name: perhaps it is known by another one. */
static void say_no_type(kh_resolver *r, const kh_node *name, kh_slice text)
{
    kh_nearest near = kh_nearest_to(text);
    kh_slice best = {0};
    for (size_t i = 0; i < sizeof other_types / sizeof *other_types; i++) {
        if (!kh_slice_is(text, other_types[i].said))
            continue;
        kh_builtin meant = other_types[i].meant;
        if (meant == KH_B_END) {
            say_no_scale(r, name, text);
            return;
        }
        bool ascii = (unsigned char)text.p[0] < 0x80;
        best = ascii ? kh_names_builtin_en(meant) : kh_names_builtin_zh(meant);
    }
    if (!best.n)
        best = type_words(r, &near);
    if (!best.n) {
        KH_SAY(r, KH_E0329, name->place, text);
        return;
    }
    kh_diag *d = KH_SAY(r, KH_E0343, name->place, text, best);
    kh_resolve_fix(r, d, name->place, "%.*s", (int)best.n, best.p);
}

static bool builtin_type(kh_resolver *r, const kh_node *name, kh_builtin b, kh_type *out)
{
    static const kh_type_tag tags[] = {KH_TYPE_YES_NO, KH_TYPE_NUMBER, KH_TYPE_NUMBER,
                                       KH_TYPE_DATE,   KH_TYPE_TEXT,   KH_TYPE_TEXT};
    if (b == KH_B_IS_UNIT) {
        kh_resolve_refuse(r, KH_E0912, name);
        return false;
    }
    *out = kh_types_of(tags[b - KH_B_IS_YES_NO]);
    out->share = b == KH_B_IS_SHARE;
    return true;
}

static bool named_type(kh_resolver *r, const kh_node *name, kh_type *out)
{
    kh_id id = kh_names_id(r, name);
    kh_builtin b = kh_names_builtin(r, id, KH_BC_TYPE);
    if (b != KH_B_END)
        return builtin_type(r, name, b, out);
    const kh_symbol *scale = kh_names_find(r, id, KH_SYMBOL_SCALE);
    if (scale) {
        *out = kh_types_of(KH_TYPE_LEVEL);
        out->scale = scale->index;
        return true;
    }
    kh_slice text = kh_resolve_name(r, id);
    if (measure_type(text)) {
        int64_t factor;
        *out = kh_types_of(KH_TYPE_NUMBER);
        out->measure = kh_types_measure(r, text, &factor);
        if (factor == 1)
            return true;
        KH_SAY(r, KH_E0424, name->place, text, kh_resolve_name(r, out->measure));
        return false;
    }
    say_no_type(r, name, text);
    return false;
}

bool kh_types_bounds(kh_resolver *r, const kh_node *band, kh_bounds *out)
{
    kh_scope scope = {.node = KH_NONE,
                      .veto = KH_NONE,
                      .record = KH_NONE,
                      .declared_only = true,
                      .constant = true};
    kh_bounds before = *out;
    *out = kh_types_unbounded();
    out->na_words = before.na_words;
    out->na_word_count = before.na_word_count;
    if (!band || band->kind != KH_NODE_RANGE) {
        if (band && band->kind != KH_NODE_ERROR)
            KH_SAY(r, KH_E0467, band->place);
        return false;
    }
    const struct kh_node_range *n = KH_AS(range, band);
    bool fine = true;
    for (int end = 0; end < 2; end++) {
        const kh_node *edge = end ? n->high : n->low;
        if (!edge)
            continue;
        kh_expr *e = kh_expr_resolve(r, edge, &scope, KH_WANT_NUMBER);
        kh_num *into = end ? &out->high : &out->low;
        if (kh_types_is_error(e) || !kh_expr_constant(r->arena, r->model, e, into))
            fine = false;
    }
    out->low_open = n->low && n->low_open;
    out->high_open = n->high && n->high_open;
    if (fine && kh_num_cmp(out->low, out->high) > 0) {
        KH_SAY(r, KH_E0407, band->place);
        fine = false;
    }
    return fine;
}

/* A word that a cell may hold for a value of its own cannot mean that there is none. */
static bool is_a_value(kh_resolver *r, kh_slice word)
{
    static const char *const words[] = {"缺", "-", "是", "否", "yes", "no", "true", "false"};
    kh_num x;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (kh_slice_is(word, words[i]))
            return true;
    return kh_num_parse(r->work, word, &x);
}

/* `or (DNF, DNS)` */
static bool na_words(kh_resolver *r, const kh_node *words, kh_bounds *out)
{
    uint32_t n = 0;
    bool fine = true;
    for (const kh_node *w = words; w; w = w->next)
        n++;
    kh_id *ids = n ? KH_NEW_ARRAY(r->arena, kh_id, n) : NULL;
    n = 0;
    for (const kh_node *w = words; w; w = w->next) {
        kh_id id = kh_names_id(r, w);
        if (!id || is_a_value(r, kh_resolve_name(r, id))) {
            if (id)
                KH_SAY(r, KH_E1055, w->place, kh_resolve_name(r, id));
            fine = false;
            continue;
        }
        ids[n++] = id;
    }
    out->na_words = ids;
    out->na_word_count = n;
    return fine;
}

bool kh_types_declared(kh_resolver *r, const kh_node *type, kh_slot *slot, kh_bounds *bounds)
{
    if (!type || type->kind != KH_NODE_TYPE)
        return false;
    const struct kh_node_type *n = KH_AS(type, type);
    kh_type t;
    if (!n->name || n->name->kind == KH_NODE_ERROR || !named_type(r, n->name, &t) ||
        !na_words(r, n->words, bounds))
        return false;
    slot->type = t;
    slot->declared = true;
    slot->decided = type->place;
    return !n->band || kh_types_bounds(r, n->band, bounds);
}
