/* Types: what a use tells about a fact, a field, a param or a let, and whether uses agree. */
#include "model/resolve.h"

#include <assert.h>

kh_type kh_types_of(kh_type_tag tag)
{
    return (kh_type){.tag = tag, .scale = KH_NONE};
}

kh_slot *kh_types_slot(kh_resolver *r, const kh_expr *e)
{
    if (e->op == KH_X_FACT)
        return &r->fact_slots.at[e->index];
    if (e->op == KH_X_FIELD)
        return &r->record_info.at[e->domain.record].slots.at[e->index];
    if (e->op == KH_X_PARAM)
        return &r->param_slots.at[e->index];
    if (e->op == KH_X_LET)
        return &r->let_slots.at[e->index];
    if (e->op == KH_X_LATEST)
        return kh_types_slot(r, e->args[0]);
    return NULL;
}

bool kh_types_is_error(const kh_expr *e)
{
    return e->type.tag == KH_TYPE_UNKNOWN && e->op == KH_X_NUMBER;
}

static const struct {
    const char *zh, *en;
    kh_related_text used;
} words[] = {
    [KH_TYPE_UNKNOWN] = {"看不懂的内容", "something unreadable", KH_R_used_as_number},
    [KH_TYPE_NUMBER] = {"数", "a number", KH_R_used_as_number},
    [KH_TYPE_YES_NO] = {"是否", "a yes or no", KH_R_used_as_yes_no},
    [KH_TYPE_DATE] = {"日期", "a date", KH_R_used_as_date},
    [KH_TYPE_LEVEL] = {"档次", "a level", KH_R_used_as_level},
    [KH_TYPE_TEXT] = {"文字", "a text", KH_R_used_as_text},
    [KH_TYPE_KIND] = {"类别", "a kind of unit", KH_R_used_as_text},
};

static kh_slice of_scale(const kh_resolver *r, kh_type t, const char *format)
{
    kh_strbuf b = {0};
    kh_slice name = kh_resolve_name(r, r->scales.at[t.scale].name);
    kh_strbuf_addf(&b, format, "");
    kh_strbuf_add(&b, name);
    kh_slice copy = kh_arena_copy(r->arena, kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    return copy;
}

kh_slice kh_types_zh(const kh_resolver *r, kh_type t)
{
    if (t.tag == KH_TYPE_LEVEL && t.scale != KH_NONE)
        return of_scale(r, t, "%s档次 ");
    return kh_slice_of(t.tag == KH_TYPE_NUMBER && t.share ? "比例" : words[t.tag].zh);
}

kh_slice kh_types_en(const kh_resolver *r, kh_type t)
{
    if (t.tag == KH_TYPE_LEVEL && t.scale != KH_NONE)
        return of_scale(r, t, "%sa level of ");
    return kh_slice_of(t.tag == KH_TYPE_NUMBER && t.share ? "a share" : words[t.tag].en);
}

static bool same_type(kh_type a, kh_type b)
{
    return a.tag == b.tag && (a.tag != KH_TYPE_LEVEL || a.scale == b.scale);
}

/* A name used as two things; said once a name. */
static void say_clash(kh_resolver *r, kh_slot *slot, kh_expr *e, kh_type wanted, kh_place place)
{
    if (!slot->clashed) {
        kh_slice name = kh_resolve_text(r, e->place);
        kh_diag *d =
            KH_SAY(r, KH_E0402, place, name, kh_types_zh(r, slot->type), kh_types_zh(r, wanted),
                   kh_types_en(r, slot->type), kh_types_en(r, wanted));
        kh_resolve_related(r, d, slot->declared ? KH_R_name_declared : words[slot->type.tag].used,
                           slot->decided, name);
        slot->clashed = !r->quiet && !slot->declared;
    }
    e->type = kh_types_of(KH_TYPE_UNKNOWN);
    e->op = KH_X_NUMBER;
}

void kh_types_decide(kh_resolver *r, kh_expr *e, kh_type type, kh_place place)
{
    kh_slot *slot = kh_types_slot(r, e);
    if (!slot && type.tag == KH_TYPE_DATE && (e->op == KH_X_ADD || e->op == KH_X_SUB)) {
        /* D + 10 days is a date: so is the one that is no number */
        bool first = e->args[0]->type.tag == KH_TYPE_UNKNOWN;
        kh_types_decide(r, e->args[first ? 0 : 1], type, place);
        return;
    }
    if (!slot || type.tag == KH_TYPE_UNKNOWN)
        return;
    if (slot->type.tag == KH_TYPE_UNKNOWN) {
        if (e->op == KH_X_LET || e->op == KH_X_PARAM)
            return; /* theirs follows from their value */
        slot->type.tag = type.tag;
        slot->type.scale = type.scale;
        slot->decided = place;
        r->changed = true;
    } else if (!same_type(slot->type, type)) {
        say_clash(r, slot, e, type, place);
        return;
    }
    e->type = slot->type;
}

static kh_type_tag wanted_tag(kh_want want)
{
    switch (want) {
    case KH_WANT_ANY:
        return KH_TYPE_UNKNOWN;
    case KH_WANT_NUMBER:
    case KH_WANT_POINTS:
        return KH_TYPE_NUMBER;
    case KH_WANT_CONDITION:
        return KH_TYPE_YES_NO;
    case KH_WANT_DATE:
        return KH_TYPE_DATE;
    }
    assert(false);
    return KH_TYPE_UNKNOWN;
}

static void wanted_words(kh_want want, kh_slice *zh, kh_slice *en)
{
    *zh = want == KH_WANT_POINTS      ? KH_LIT("分值")
          : want == KH_WANT_CONDITION ? KH_LIT("条件")
          : want == KH_WANT_DATE      ? KH_LIT("日期")
                                      : KH_LIT("数");
    *en = want == KH_WANT_POINTS      ? KH_LIT("points")
          : want == KH_WANT_CONDITION ? KH_LIT("a condition")
          : want == KH_WANT_DATE      ? KH_LIT("a date")
                                      : KH_LIT("a number");
}

/* A level stands for its points where a number is wanted. */
static bool has_points(const kh_resolver *r, kh_type t)
{
    if (t.tag != KH_TYPE_LEVEL || t.scale == KH_NONE)
        return false;
    const kh_scale *s = &r->scales.at[t.scale];
    for (uint32_t i = 0; i < s->level_count; i++)
        if (!s->levels[i].has_points)
            return false;
    return true;
}

static kh_expr *silence(kh_expr *e)
{
    e->type = kh_types_of(KH_TYPE_UNKNOWN);
    e->op = KH_X_NUMBER;
    e->n = 0;
    return e;
}

bool kh_types_need(kh_resolver *r, kh_expr *e, kh_want want, kh_place place)
{
    kh_type_tag tag = wanted_tag(want);
    if (tag == KH_TYPE_UNKNOWN || kh_types_is_error(e))
        return !kh_types_is_error(e);
    kh_slot *slot = kh_types_slot(r, e);
    bool known = slot && slot->decided.source && slot->type.tag != tag && !slot->declared &&
                 !(tag == KH_TYPE_NUMBER && has_points(r, slot->type));
    if (e->type.tag == KH_TYPE_UNKNOWN || known) {
        kh_types_decide(r, e, kh_types_of(tag), place);
        return e->type.tag == tag;
    }
    if (e->type.tag == tag || (tag == KH_TYPE_NUMBER && has_points(r, e->type)))
        return true;
    kh_slice zh, en;
    wanted_words(want, &zh, &en);
    kh_diag *d =
        KH_SAY(r, KH_E0401, e->place, zh, kh_types_zh(r, e->type), en, kh_types_en(r, e->type));
    kh_slice written = kh_resolve_text(r, e->place);
    if (want == KH_WANT_CONDITION && e->type.tag == KH_TYPE_NUMBER)
        kh_resolve_fix(r, d, e->place, "%.*s > 0", (int)written.n, written.p);
    if (slot && slot->decided.source)
        kh_resolve_related(r, d, KH_R_name_declared, slot->decided, written);
    silence(e);
    return false;
}

/* ---- shares and measures ---- */

/* Compared with a percentage: a share. One declared as a plain number is none. */
static bool learn_share(kh_resolver *r, kh_expr *e, const kh_expr *percent)
{
    kh_slot *slot = kh_types_slot(r, e);
    if (!slot || slot->type.tag != KH_TYPE_NUMBER || slot->type.share)
        return true;
    bool open =
        !slot->declared && (e->op == KH_X_FACT || e->op == KH_X_FIELD || e->op == KH_X_LATEST);
    if (open) {
        slot->type.share = true;
        slot->shared = percent->place;
        r->changed = true;
        e->type.share = true;
        return true;
    }
    if (e->op == KH_X_LET || e->op == KH_X_PARAM)
        return true;
    kh_slice name = kh_resolve_text(r, e->place);
    kh_diag *d = KH_SAY(r, KH_E0426, percent->place, name, kh_resolve_text(r, percent->place));
    kh_resolve_related(r, d, KH_R_name_declared, slot->decided, name);
    return false;
}

/* A share beside a bare number: 95 is not 95%. Zero is the same either way. */
static bool bare_beside_share(kh_resolver *r, const kh_expr *share, const kh_expr *bare)
{
    if (bare->op != KH_X_NUMBER || bare->type.share || kh_num_sign(bare->number) == 0)
        return false;
    const kh_slot *slot = kh_types_slot(r, share);
    if (!slot)
        return false;
    kh_slice name = kh_resolve_text(r, share->place), written = kh_resolve_text(r, bare->place);
    kh_num hundredfold = bare->number;
    if (kh_num_cmp(hundredfold, KH_ONE) <= 0)
        hundredfold = kh_num_mul(r->arena, hundredfold, kh_num_int(100));
    kh_strbuf b = {0};
    kh_num_show(&b, hundredfold, -1);
    kh_strbuf_adds(&b, "%");
    kh_diag *d = KH_SAY(r, KH_E0425, bare->place, name, written, kh_strbuf_slice(&b));
    kh_resolve_related(r, d, slot->declared ? KH_R_name_declared : KH_R_used_as_share,
                       slot->declared ? slot->decided : slot->shared, name);
    kh_resolve_fix(r, d, bare->place, "%.*s", (int)b.n, b.at);
    kh_strbuf_free(&b);
    return true;
}

static bool learn_measure(kh_resolver *r, kh_expr *e, const kh_expr *other)
{
    kh_slot *slot = kh_types_slot(r, e);
    if (!other->type.measure || e->type.measure == other->type.measure)
        return true;
    if (slot && !slot->type.measure && !slot->declared && slot->type.tag == KH_TYPE_NUMBER) {
        slot->type.measure = other->type.measure;
        slot->measured = other->place;
        r->changed = true;
        e->type.measure = other->type.measure;
        return true;
    }
    if (!e->type.measure)
        return true;
    kh_slice mine = kh_resolve_name(r, e->type.measure);
    kh_slice its = kh_resolve_name(r, other->type.measure);
    kh_diag *d = KH_SAY(r, KH_E0427, other->place, mine, its);
    if (slot)
        kh_resolve_related(r, d, slot->declared ? KH_R_name_declared : KH_R_measured,
                           slot->declared ? slot->decided : slot->measured,
                           kh_resolve_text(r, e->place));
    else
        kh_resolve_related(r, d, KH_R_measured, e->place, kh_resolve_text(r, e->place));
    return false;
}

static bool pair_numbers(kh_resolver *r, kh_expr *left, kh_expr *right)
{
    if (right->type.share && right->op == KH_X_NUMBER && !learn_share(r, left, right))
        return false;
    if (left->type.share && left->op == KH_X_NUMBER && !learn_share(r, right, left))
        return false;
    if (left->type.share && bare_beside_share(r, left, right))
        return false;
    if (right->type.share && bare_beside_share(r, right, left))
        return false;
    return learn_measure(r, left, right) && learn_measure(r, right, left);
}

bool kh_types_pair(kh_resolver *r, kh_expr *left, kh_expr *right, bool ordered)
{
    if (kh_types_is_error(left) || kh_types_is_error(right))
        return false;
    if (left->type.tag == KH_TYPE_UNKNOWN && right->type.tag == KH_TYPE_UNKNOWN) {
        if (r->stage < (ordered ? 1 : 2))
            return true; /* another use may tell */
        kh_types_decide(r, left, kh_types_of(KH_TYPE_NUMBER), left->place);
        kh_types_decide(r, right, kh_types_of(KH_TYPE_NUMBER), right->place);
    } else if (left->type.tag == KH_TYPE_UNKNOWN) {
        kh_types_decide(r, left, right->type, right->place);
    } else if (right->type.tag == KH_TYPE_UNKNOWN) {
        kh_types_decide(r, right, left->type, left->place);
    }
    if (left->type.tag == KH_TYPE_UNKNOWN || right->type.tag == KH_TYPE_UNKNOWN)
        return false;
    if (!same_type(left->type, right->type)) {
        const kh_slot *slot = kh_types_slot(r, left);
        kh_slice name = kh_resolve_text(r, left->place);
        kh_diag *d = KH_SAY(r, KH_E0403, right->place, name, kh_types_zh(r, left->type),
                            kh_types_zh(r, right->type), kh_types_en(r, left->type),
                            kh_types_en(r, right->type));
        if (slot)
            kh_resolve_related(r, d,
                               slot->declared ? KH_R_name_declared : words[left->type.tag].used,
                               slot->decided, name);
        return false;
    }
    bool has_order = left->type.tag == KH_TYPE_NUMBER || left->type.tag == KH_TYPE_DATE ||
                     left->type.tag == KH_TYPE_LEVEL;
    if (ordered && !has_order) {
        KH_SAY(r, KH_E0431, left->place, kh_types_zh(r, left->type), kh_types_en(r, left->type));
        return false;
    }
    return left->type.tag != KH_TYPE_NUMBER || pair_numbers(r, left, right);
}

/* What no use has told: a number where one was compared with another, else any text. */
void kh_types_defaults(kh_resolver *r)
{
    for (size_t i = 0; i < r->fact_slots.n; i++)
        if (r->fact_slots.at[i].type.tag == KH_TYPE_UNKNOWN)
            r->fact_slots.at[i].type = kh_types_of(KH_TYPE_TEXT);
    kh_fields_defaults(r);
    for (size_t i = 0; i < r->record_info.n; i++)
        for (size_t f = 0; f < r->record_info.at[i].slots.n; f++)
            if (r->record_info.at[i].slots.at[f].type.tag == KH_TYPE_UNKNOWN)
                r->record_info.at[i].slots.at[f].type = kh_types_of(KH_TYPE_TEXT);
    /* What needs itself has no type of its own: with one, the circle is found and said. */
    for (size_t i = 0; i < r->let_slots.n; i++)
        if (r->let_slots.at[i].type.tag == KH_TYPE_UNKNOWN)
            r->let_slots.at[i].type = kh_types_of(KH_TYPE_NUMBER);
}
