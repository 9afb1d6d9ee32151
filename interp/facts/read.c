/* Reads one fact file of any form, or a CSV file that holds no facts. */
#include "facts/encoding.h"

static bool ends_in(kh_slice path, const char *end)
{
    size_t n = strlen(end);
    if (path.n <= n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = path.p[path.n - n + i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c != end[i])
            return false;
    }
    return true;
}

kh_fact_form kh_fact_form_of(kh_slice path)
{
    if (kh_slice_is(path, "-") || ends_in(path, ".facts"))
        return KH_FORM_TEXT;
    if (ends_in(path, ".csv"))
        return KH_FORM_CSV;
    return ends_in(path, ".json") ? KH_FORM_JSON : KH_FORM_NONE;
}

/* CSV is streamed. */
static uint64_t most_bytes(kh_fact_form form)
{
    return form == KH_FORM_CSV ? UINT64_MAX : KH_MAX_FACTS_BYTES;
}

uint64_t kh_facts_most_bytes(kh_slice path)
{
    return most_bytes(kh_fact_form_of(path));
}

/* Reads the text of the source by its form. */
static void read_form(kh_reader *r, kh_fact_form form)
{
    switch (form) {
    case KH_FORM_TEXT:
        kh_text_file_read(r);
        break;
    case KH_FORM_CSV:
        kh_csv_file_read(r);
        break;
    case KH_FORM_JSON:
        kh_json_file_read(r); /* says by itself whether the text is whole */
        return;
    case KH_FORM_NONE:
        return;
    }
    if (r->text.n > 0 && r->text.p[r->text.n - 1] != '\n' && r->text.p[r->text.n - 1] != '\r')
        KH_REPORT(r->diags, KH_E0110, kh_reader_place(r, r->text.n, r->text.n));
}

static void start(kh_reader *r, kh_fact_form form)
{
    r->ids = kh_intern_new(r->arena);
    r->by_keys = kh_map_new(r->arena);
    r->reported = kh_map_new(r->arena);
    if (kh_encoding_settle(r, form))
        read_form(r, form);
}

void kh_facts_read(kh_arena *a, kh_sources *sources, const kh_fact_file *file,
                   const kh_read_options *options, uint32_t *next_layout, kh_row_sink sink,
                   kh_diags *diags)
{
    kh_fact_form form = kh_fact_form_of(file->path);
    bool list = options->units_only && (form == KH_FORM_NONE || kh_slice_is(file->path, "-"));
    if (list) /* a list of units may have any name */
        form = KH_FORM_CSV;
    if (form == KH_FORM_NONE) {
        KH_REPORT(diags, KH_E0582, KH_NOWHERE, file->path);
        return;
    }
    if (form == KH_FORM_TEXT && file->kind.n > 0) {
        KH_REPORT(diags, KH_E0586, KH_NOWHERE, file->kind, file->path);
        return;
    }
    kh_reader r = {.arena = a,
                   .sources = sources,
                   .file = file,
                   .options = options,
                   .next_layout = next_layout,
                   .sink = sink,
                   .diags = diags};
    r.source = file->source;
    if (r.source == 0)
        r.source = kh_source_read(sources, file->path, most_bytes(form), diags);
    if (r.source == 0)
        return;
    start(&r, form);
}

void kh_csv_read(kh_arena *a, kh_sources *sources, kh_source_id source, kh_encoding encoding,
                 kh_row_sink sink, kh_diags *diags)
{
    kh_fact_file file = {.path = kh_sources_at(sources, source)->name};
    kh_read_options options = {.encoding = encoding};
    uint32_t next_layout = 0;
    kh_reader r = {.arena = a,
                   .sources = sources,
                   .source = source,
                   .file = &file,
                   .options = &options,
                   .next_layout = &next_layout,
                   .sink = sink,
                   .diags = diags,
                   .no_units = true};
    start(&r, KH_FORM_CSV);
}
