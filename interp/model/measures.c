/* Measure words, and types and bounds as declarations write them. */
#include "model/resolve.h"

static const struct {
    const char *written, *unit;
    int64_t factor;
} measures[] = {
#define MEASURE(written, unit, factor) {written, unit, factor},
#include "model/measures.def"
#undef MEASURE
};

static size_t find(kh_slice written)
{
    size_t i = 0, n = sizeof measures / sizeof *measures;
    while (i < n && !kh_slice_is(written, measures[i].written))
        i++;
    return i;
}

bool kh_types_known_measure(kh_slice written)
{
    return find(written) < sizeof measures / sizeof *measures;
}

kh_id kh_types_measure(kh_resolver *r, kh_slice written, int64_t *factor)
{
    size_t i = find(written);
    *factor = 1;
    if (i == sizeof measures / sizeof *measures)
        return 0; /* a counting word */
    *factor = measures[i].factor;
    return *measures[i].unit ? kh_intern_id(r->model->names, kh_slice_of(measures[i].unit)) : 0;
}

kh_bounds kh_types_unbounded(void)
{
    return (kh_bounds){KH_MINUS_INF, KH_PLUS_INF, false, false};
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
    if (kh_types_known_measure(text)) {
        int64_t factor;
        *out = kh_types_of(KH_TYPE_NUMBER);
        out->measure = kh_types_measure(r, text, &factor);
        if (factor == 1)
            return true;
        KH_SAY(r, KH_E0424, name->place, text, kh_resolve_name(r, out->measure));
        return false;
    }
    kh_nearest near = kh_nearest_to(text);
    kh_slice best = type_words(r, &near);
    kh_diag *d = KH_SAY(r, KH_E0302, name->place, text, best);
    if (d && !best.n) {
        d->code = KH_E0329;
        d->severity = KH_ERROR;
    }
    return false;
}

bool kh_types_bounds(kh_resolver *r, const kh_node *band, kh_bounds *out)
{
    kh_scope scope = {.node = KH_NONE,
                      .veto = KH_NONE,
                      .record = KH_NONE,
                      .declared_only = true,
                      .constant = true};
    *out = kh_types_unbounded();
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

bool kh_types_declared(kh_resolver *r, const kh_node *type, kh_slot *slot, kh_bounds *bounds)
{
    if (!type || type->kind != KH_NODE_TYPE)
        return false;
    const struct kh_node_type *n = KH_AS(type, type);
    if (n->words) {
        kh_resolve_refuse(r, KH_E0913, type);
        return false;
    }
    kh_type t;
    if (!n->name || n->name->kind == KH_NODE_ERROR || !named_type(r, n->name, &t))
        return false;
    slot->type = t;
    slot->declared = true;
    slot->decided = type->place;
    return !n->band || kh_types_bounds(r, n->band, bounds);
}
