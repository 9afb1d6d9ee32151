/* Facts against the scheme: reads every file, gives each row its meaning, makes the columns. The one
 * translator between raw rows and the model; all that is wrong is reported in one run. */
#include "facts/binder.h"

static bool is_record(void *context, kh_slice name)
{
    return kh_bind_find_record(context, name) != KH_NONE;
}

static void read_units_files(kh_binder *b, kh_row_sink sink, uint32_t *layouts)
{
    kh_read_options options = b->options->read;
    options.units_only = true;
    for (size_t i = 0; i < b->options->units_file_count; i++) {
        kh_fact_file file = {.path = b->options->units_files[i]};
        kh_facts_read(b->arena, b->model->sources, &file, &options, layouts, sink, b->diags);
        b->units_named = true;
    }
}

kh_facts *kh_bind(kh_arena *a, kh_model *m, const kh_slice *files, size_t file_count,
                  const kh_bind_options *options, kh_diags *diags)
{
    kh_binder binder = {.arena = a, .model = m, .options = options, .diags = diags};
    kh_binder *b = &binder;
    b->unit_of_name = kh_map_new(a);
    b->facts = kh_arena_array(a, m->facts_count, sizeof *b->facts);
    b->fact_seen = KH_NEW_ARRAY(a, kh_map *, m->facts_count);
    for (uint32_t i = 0; i < m->facts_count; i++)
        b->fact_seen[i] = kh_map_new(a);
    b->records = KH_NEW_ARRAY(a, kh_filed_records, m->records_count);

    kh_row_sink sink = {b, is_record, kh_bind_row};
    uint32_t layouts = 0;
    kh_fact_file *list;
    size_t n;
    read_units_files(b, sink, &layouts);
    for (size_t i = 0; i < options->text_count; i++)
        kh_facts_read(a, m->sources, &options->texts[i], &options->read, &layouts, sink, diags);
    kh_fact_files(a, files, file_count, diags, &list, &n); /* what it could not find is reported */
    for (size_t i = 0; i < n; i++)
        kh_facts_read(a, m->sources, &list[i], &options->read, &layouts, sink, diags);

    kh_facts *f = KH_NEW(a, kh_facts);
    kh_bind_finish_units(b, f);
    kh_bind_finish_facts(b, f);
    kh_bind_finish_records(b, f);
    kh_bind_duties(b, f);
    if (f->unit_count == 0 && diags->errors == 0)
        KH_REPORT(diags, KH_E0658, KH_NOWHERE);
    return f;
}
