/* From the syntax tree to the model: declares, settles types in silence, resolves aloud, checks. */
#include "model/resolve.h"

#include <assert.h>

/* More rounds than any chain of inferences that a person would write; what is still open then is
 * settled by the defaults. */
#define MAX_ROUNDS 64

static void forget_reads(kh_resolver *r)
{
    for (size_t i = 0; i < r->facts.n; i++)
        r->facts.at[i].is_read = false;
    for (size_t i = 0; i < r->record_info.n; i++)
        for (size_t f = 0; f < r->record_info.at[i].fields.n; f++)
            r->record_info.at[i].fields.at[f].is_read = false;
}

static void round_of(kh_resolver *r)
{
    forget_reads(r);
    kh_function_begin(r);
    r->changed = false;
    kh_resolve_facts(r);
    kh_resolve_fields(r);
    kh_resolve_lets(r);
    kh_resolve_filed(r);
    for (uint32_t i = 0; i < r->nodes.n; i++) {
        kh_resolve_head(r, i);
        kh_resolve_rules(r, i);
    }
    kh_resolve_results(r);
}

/* Facts that an early round made and the last one did not read were none: a name turned out to be a
 * field, or a count of records. */
static void drop_phantoms(kh_resolver *r)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < r->facts.n; i++) {
        const kh_fact *f = &r->facts.at[i];
        bool stays = f->declared || f->is_read;
        for (kh_symbol *s = kh_names_find(r, f->name, KH_SYMBOL_FACT); s; s = NULL) {
            if (s->index != i)
                continue;
            s->index = kept;
            if (!stays)
                s->tag = KH_SYMBOL_GONE;
        }
        if (!stays)
            continue;
        r->facts.at[kept] = r->facts.at[i];
        r->fact_slots.at[kept] = r->fact_slots.at[i];
        r->fact_trees.at[kept] = r->fact_trees.at[i];
        kept++;
    }
    r->facts.n = r->fact_slots.n = r->fact_trees.n = kept;
}

/* Whether a type is still open, so that weaker evidence may have something to say. */
static bool is_open(const kh_resolver *r)
{
    for (size_t i = 0; i < r->fact_slots.n; i++)
        if (r->fact_slots.at[i].type.tag == KH_TYPE_UNKNOWN)
            return true;
    for (size_t i = 0; i < r->let_slots.n; i++)
        if (r->let_slots.at[i].type.tag == KH_TYPE_UNKNOWN)
            return true;
    for (size_t i = 0; i < r->record_info.n; i++)
        for (size_t f = 0; f < r->record_info.at[i].slots.n; f++)
            if (r->record_info.at[i].slots.at[f].type.tag == KH_TYPE_UNKNOWN &&
                r->record_info.at[i].fields.at[f].is_read)
                return true;
    return false;
}

static void infer(kh_resolver *r)
{
    r->quiet = true;
    for (r->stage = 0; r->stage <= 2 && (r->stage == 0 || is_open(r)); r->stage++)
        for (int rounds = 0; rounds < MAX_ROUNDS; rounds++) {
            kh_arena_reset(r->work);
            round_of(r);
            if (!r->changed)
                break;
        }
    r->stage = 2;
    drop_phantoms(r);
    kh_types_defaults(r);
    r->quiet = false;
}

static void publish(kh_resolver *r)
{
    kh_model *m = r->model;
#define PUBLISH(name) (m->name = r->name.at, m->name##_count = (uint32_t)r->name.n)
    PUBLISH(kinds);
    PUBLISH(scales);
    PUBLISH(facts);
    PUBLISH(records);
    PUBLISH(params);
    PUBLISH(lets);
    PUBLISH(duties);
    PUBLISH(nodes);
    PUBLISH(vetoes);
    PUBLISH(grades);
    PUBLISH(ranks);
    PUBLISH(selects);
    PUBLISH(shows);
    PUBLISH(asserts);
    PUBLISH(omits);
    PUBLISH(calendars);
#undef PUBLISH
}

static void settle_types(kh_resolver *r)
{
    for (size_t i = 0; i < r->facts.n; i++)
        r->facts.at[i].type = r->fact_slots.at[i].type;
    for (size_t i = 0; i < r->params.n; i++)
        r->params.at[i].type = r->param_slots.at[i].type;
    for (size_t i = 0; i < r->records.n; i++) {
        kh_record *record = &r->records.at[i];
        kh_record_info *info = &r->record_info.at[i];
        for (size_t f = 0; f < info->fields.n; f++)
            info->fields.at[f].type = info->slots.at[f].type;
        record->fields = info->fields.at;
        record->field_count = (uint32_t)info->fields.n;
        record->items = info->items.at;
        record->item_count = (uint32_t)info->items.n;
        record->by_item = i == r->finding && info->items.n > 1;
    }
}

static void check(kh_resolver *r)
{
    for (uint32_t i = 0; i < r->nodes.n; i++)
        kh_check_starts(r, i);
    settle_types(r);
    publish(r);
    if (kh_check_cycles(r)) { /* else a maximum may be made of itself */
        for (uint32_t i = 0; i < r->nodes.n; i++)
            kh_check_overlaps(r, i);
        kh_check_rounded(r);
        kh_check_sums(r);
        kh_check_bands(r);
    }
    kh_check_filed(r);
    kh_check_unused(r);
    kh_function_check(r);
    if (r->nodes.n == 0 && !r->syntax_errors)
        KH_SAY(r, KH_E0496, r->model->place);
    kh_check_allows(r);
}

static void resolve_all(kh_resolver *r, const kh_node *file)
{
    r->work = r->arena;
    kh_names_begin(r);
    kh_resolve_declare(r, file);
    r->model->params = r->params.at;
    r->model->params_count = (uint32_t)r->params.n;
    kh_resolve_declared_types(r);
    kh_resolve_params(r);
    kh_arena *scratch = r->scratch;
    r->work = scratch;
    infer(r);
    r->work = r->arena;
    kh_resolve_scheme(r);
    kh_resolve_duties(r);
    round_of(r);
    check(r);
}

kh_model *kh_resolve(kh_arena *a, kh_intern *names, kh_sources *sources, kh_source_id source,
                     const kh_node *file, const kh_setting *settings, size_t setting_count,
                     kh_diags *diags)
{
    kh_model *m = KH_NEW(a, kh_model);
    m->arena = a;
    m->names = names;
    m->sources = sources;
    m->source = source;
    m->rounding.places = -1;
    m->place = file->place;
    kh_resolver *r = KH_NEW(a, kh_resolver);
    r->arena = a;
    r->model = m;
    r->diags = diags;
    r->settings = settings;
    r->setting_count = setting_count;
    r->finding = KH_NONE;
    r->syntax_errors = diags->errors > 0;
    kh_arena *volatile scratch = kh_arena_new();
    r->scratch = scratch;
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        resolve_all(r, file);
        kh_guard_leave(&guard);
        kh_arena_free(scratch);
    } else {
        kh_arena_free(scratch);
        kh_out_of_memory();
    }
    return m;
}

uint32_t kh_model_add_kind(kh_model *m, kh_id name, kh_place place)
{
    assert(!m->kinds_declared);
    for (uint32_t i = 0; i < m->kinds_count; i++)
        if (m->kinds[i].name == name)
            return i;
    if (m->kinds_count == KH_MAX_KINDS)
        return KH_NONE;
    kh_kind *grown = KH_NEW_ARRAY(m->arena, kh_kind, m->kinds_count + 1u);
    if (m->kinds_count)
        memcpy(grown, m->kinds, m->kinds_count * sizeof *grown);
    grown[m->kinds_count] = (kh_kind){.name = name, .parent = KH_NONE, .place = place};
    m->kinds = grown;
    return m->kinds_count++;
}

void kh_model_path(kh_strbuf *out, const kh_model *m, uint32_t node, const char *separator)
{
    uint32_t at[256]; /* deeper than KH_MAX_NESTING */
    size_t n = 0;
    for (; node != KH_NONE && n < sizeof at / sizeof *at; node = m->nodes[node].parent)
        at[n++] = node;
    while (n-- > 0) {
        kh_id name = m->nodes[at[n]].name;
        if (name)
            kh_strbuf_add(out, kh_intern_text(m->names, name));
        if (n)
            kh_strbuf_adds(out, separator);
    }
}
