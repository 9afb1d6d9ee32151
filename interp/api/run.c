/* A run from its beginning to its end: loading, the status, the diagnostics. */
#include "api/run.h"

const char *kaohe_version(void)
{
    return KAOHE_VERSION;
}

kaohe_run *kaohe_new(void)
{
    kh_guard guard;
    kh_arena *volatile kept = NULL;
    kh_memory_init();
    if (!KH_GUARD(&guard)) {
        kh_arena_free(kept);
        return NULL;
    }
    kh_arena *arena = kept = kh_arena_new();
    kaohe_run *r = KH_NEW(arena, kaohe_run);
    r->arena = arena;
    r->names = kh_intern_new(arena);
    r->sources = kh_sources_new(arena);
    kh_diags_init(&r->diags, arena, r->sources);
    r->date = KH_NO_DATE;
    r->max_errors = 20;
    kh_guard_leave(&guard);
    return r;
}

void kaohe_free(kaohe_run *run)
{
    if (!run)
        return;
    kh_arena_free(run->arena);
}

int kaohe_status(const kaohe_run *run)
{
    if (run->out_of_memory)
        return 3;
    if (run->diags.errors)
        return run->diags.status ? run->diags.status : 1;
    if (run->deny_warnings && run->diags.warnings)
        return 1;
    return run->results && run->results->any_provisional ? 5 : 0;
}

int kh_api_guarded(kaohe_run *run, void (*step)(kaohe_run *, const void *), const void *argument)
{
    kh_guard guard;
    if (KH_GUARD(&guard)) {
        step(run, argument);
        kh_guard_leave(&guard);
    } else {
        run->out_of_memory = true;
    }
    return kaohe_status(run);
}

/* ---- the scheme -------------------------------------------------------------------------- */

/* Beside errors of syntax only those are said that stand alone: a wrong value where it is written.
 * A name may be missing, or a sum wrong, because of a line that could not be read. */
static bool stands_alone(kh_code code)
{
    static const kh_code codes[] = {KH_E0404, KH_E0405, KH_E0407, KH_E0408, KH_E0422,
                                    KH_E0423, KH_E0436, KH_E0437, KH_E0448, KH_E0459,
                                    KH_E0460, KH_E0465, KH_E0476, KH_E0478};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i] == code)
            return true;
    return false;
}

/* What may yet become a note makes no room for others. */
static kh_keep keep_of_whole(kh_code code)
{
    return kh_code_may_be_allowed(code) ? KH_KEEP_ALL : KH_KEEP_FIRST;
}

static kh_keep keep_beside_errors(kh_code code)
{
    return stands_alone(code) ? KH_KEEP_FIRST : KH_KEEP_NONE;
}

/* More than can be shown is only counted. */
#define MOST_KEPT 1000
static void keep_what_is_shown(const kaohe_run *r, kh_diags *d)
{
    bool all = r->max_errors == 0;
    d->most = all ? 0 : r->max_errors > MOST_KEPT ? r->max_errors : MOST_KEPT;
}

static kh_model *resolve(kaohe_run *r, kh_source_id source)
{
    kh_diags found;
    kh_diags_init(&found, r->arena, r->sources);
    keep_what_is_shown(r, &found);
    found.keep = r->diags.errors == 0 ? keep_of_whole : keep_beside_errors;
    kh_model *model = kh_resolve(r->arena, r->names, r->sources, source, r->tree, r->settings.at,
                                 r->settings.n, &found);
    keep_what_is_shown(r, &r->diags); /* the parser, which keeps few, counts on their places */
    kh_diags_take(&r->diags, &found);
    return model;
}

static void use_scheme(kaohe_run *r, kh_source_id source)
{
    r->diags.most = 0;
    r->tree = kh_parse(r->arena, r->sources, source, &r->diags);
    if (r->diags.status == 4) /* a limit: what lies beyond it is not looked at */
        return;
    kh_model *model = resolve(r, source);
    if (r->diags.errors)
        return;
    kh_plan *plan = kh_lower(r->arena, model, &r->diags);
    if (r->diags.errors)
        return;
    r->model = model;
    r->plan = plan;
}

static void load_path(kaohe_run *r, const void *path)
{
    kh_source_id id = kh_source_read(r->sources, kh_slice_of(path), KH_MAX_SCHEME_BYTES, &r->diags);
    if (id)
        use_scheme(r, id);
}

int kaohe_load_scheme(kaohe_run *run, const char *path)
{
    return kh_api_guarded(run, load_path, path);
}

typedef struct named_text {
    const char *name, *bytes;
    size_t n;
} named_text;

static void load_text(kaohe_run *r, const void *argument)
{
    const named_text *t = argument;
    if (!kh_source_fits(kh_slice_of(t->name), t->n, KH_MAX_SCHEME_BYTES, &r->diags))
        return;
    kh_slice bytes = kh_arena_copy(r->arena, (kh_slice){t->bytes, t->n});
    use_scheme(r, kh_source_add(r->sources, kh_arena_copy(r->arena, kh_slice_of(t->name)), bytes));
}

int kaohe_load_scheme_text(kaohe_run *run, const char *name, const char *bytes, size_t n)
{
    named_text t = {name, bytes, n};
    return kh_api_guarded(run, load_text, &t);
}

/* ---- facts ------------------------------------------------------------------------------- */

typedef struct fact_input {
    const char *const *paths;
    size_t n;
    const named_text *text; /* in memory, or NULL */
} fact_input;

static bool fits(kaohe_run *r, const named_text *text)
{
    kh_slice name = kh_slice_of(text->name);
    return kh_source_fits(name, text->n, kh_facts_most_bytes(name), &r->diags);
}

static kh_bind_options bind_options(const kaohe_run *r)
{
    return (kh_bind_options){
        .read = {.encoding = r->encoding,
                 .unit_columns = r->unit_columns.at,
                 .unit_column_count = r->unit_columns.n},
        .units_files = r->units_files.at,
        .units_file_count = r->units_files.n,
        .skip_unknown_units = r->skip_unknown_units,
        .ignore_columns = r->ignore_columns.at,
        .ignore_column_count = r->ignore_columns.n,
        .date = r->date,
        .calendars = r->calendars.at,
        .calendar_count = r->calendars.n,
        .checking = r->checking,
    };
}

static void load_files(kaohe_run *r, const void *argument)
{
    const fact_input *input = argument;
    if (!r->model || (input->text && !fits(r, input->text)))
        return;
    kh_slice *files = KH_NEW_ARRAY(r->arena, kh_slice, input->n);
    for (size_t i = 0; i < input->n; i++)
        files[i] = kh_arena_copy(r->arena, kh_slice_of(input->paths[i]));
    kh_fact_file text = {{0}, {0}, 0};
    if (input->text) {
        kh_slice bytes = kh_arena_copy(r->arena, (kh_slice){input->text->bytes, input->text->n});
        text.path = kh_arena_copy(r->arena, kh_slice_of(input->text->name));
        text.source = kh_source_add(r->sources, text.path, bytes);
    }
    kh_bind_options options = bind_options(r);
    options.texts = &text;
    options.text_count = input->text != NULL;
    keep_what_is_shown(r, &r->diags);
    kh_facts *facts = kh_bind(r->arena, r->model, files, input->n, &options, &r->diags);
    if (!r->diags.errors)
        r->facts = facts;
}

int kaohe_load_facts(kaohe_run *run, const char *const *paths, size_t n)
{
    fact_input input = {paths, n, NULL};
    return kh_api_guarded(run, load_files, &input);
}

int kaohe_load_facts_text(kaohe_run *run, const char *name, const char *bytes, size_t n)
{
    named_text text = {name, bytes, n};
    fact_input input = {NULL, 0, &text};
    return kh_api_guarded(run, load_files, &input);
}

/* ---- results ----------------------------------------------------------------------------- */

static bool evaluate(kaohe_run *r, bool trace)
{
    if (r->results && (r->traced || !trace))
        return true;
    if (!r->facts)
        return false;
    kh_eval_options options = {.trace = trace};
    kh_results *results = kh_evaluate(r->arena, r->plan, r->facts, &options, &r->diags);
    if (r->diags.errors)
        return false;
    r->results = results;
    r->traced = trace;
    return true;
}

static kh_report_options report_options(const kaohe_run *r)
{
    return (kh_report_options){
        .lang = r->lang,
        .by_item = r->by_item,
        .input_order = r->input_order,
        .columns = r->columns.at,
        .column_count = r->columns.n,
        .units = r->units.at,
        .unit_count = r->units.n,
        .item = r->item,
    };
}

static void report_results(kaohe_run *r, bool explain, kh_strbuf *out)
{
    kh_report_options o = report_options(r);
    if (!evaluate(r, explain) || !kh_report_options_check(r->results, &o, &r->diags))
        return;
    bool json = r->format == KH_FORMAT_JSON;
    if (explain && json)
        kh_explain_json(out, r->results, &o);
    else if (explain)
        kh_explain_text(out, r->results, &o);
    else if (json)
        kh_report_json(out, r->results, &o);
    else if (r->format == KH_FORMAT_CSV)
        kh_report_csv(out, r->results, &o);
    else
        kh_report_table(out, r->results, &o);
}

/* With facts the calendars were read for them. */
static void check_due_dates(kaohe_run *r)
{
    kh_bind_options options = bind_options(r);
    if (!r->checking || r->due_dates_checked || !r->model || r->diags.errors)
        return;
    r->due_dates_checked = true;
    kh_check_due_dates(r->arena, r->model, &options, &r->diags);
}

typedef struct report_request {
    kaohe_report_kind kind;
    kh_strbuf *out;
} report_request;

static void make_report(kaohe_run *r, const void *argument)
{
    const report_request *q = argument;
    switch (q->kind) {
    case KAOHE_EVAL:
        report_results(r, false, q->out);
        break;
    case KAOHE_EXPLAIN:
        report_results(r, true, q->out);
        break;
    case KAOHE_CHECK:
        if (r->facts)
            evaluate(r, false);
        else
            check_due_dates(r);
        if (r->model && !r->diags.errors)
            kh_report_check(q->out, r->model, r->results, r->lang);
        break;
    case KAOHE_DUMP_AST:
        if (r->tree)
            kh_node_dump(q->out, r->tree);
        kh_strbuf_addc(q->out, '\n');
        break;
    case KAOHE_DUMP_TREE:
        if (r->model)
            kh_model_dump(q->out, r->model);
        break;
    case KAOHE_DUMP_PLAN:
        if (r->plan)
            kh_plan_dump(q->out, r->plan);
        break;
    }
}

int kaohe_report(kaohe_run *run, kaohe_report_kind kind, kaohe_writer *write, void *context)
{
    kh_strbuf out = {0};
    report_request q = {kind, &out};
    if (run->out_of_memory)
        return 3;
    int status = kh_api_guarded(run, make_report, &q);
    if (run->out_of_memory) /* what was written so far is gone already */
        return 3;
    if ((status == 0 || status == 5) && write(context, out.at ? out.at : "", out.n) != 0)
        status = 3;
    kh_strbuf_free(&out);
    return status;
}

/* ---- diagnostics ------------------------------------------------------------------------- */

typedef struct diagnostics_request {
    bool json;
    kh_strbuf *out;
} diagnostics_request;

static void render(kaohe_run *r, const void *argument)
{
    const diagnostics_request *q = argument;
    kh_diags_sort(&r->diags);
    kh_diag_style style = {r->lang, r->colour, r->max_errors};
    if (q->json)
        kh_diags_json(q->out, &r->diags, r->lang);
    else
        kh_diags_render(q->out, &r->diags, style);
}

size_t kaohe_diagnostics(kaohe_run *run, int as_json, kaohe_writer *write, void *context)
{
    static const char *const memory[] = {"kaohe: error: 内存不够 [E0800]\n",
                                         "kaohe: error: memory is out [E0800]\n"};
    kh_strbuf out = {0};
    if (!run->out_of_memory) {
        diagnostics_request q = {as_json != 0, &out};
        kh_api_guarded(run, render, &q);
    }
    if (run->out_of_memory) /* what was written so far is gone already */
        out = (kh_strbuf){0};
    if (out.n)
        write(context, out.at, out.n);
    if (run->out_of_memory)
        write(context, memory[run->lang], strlen(memory[run->lang]));
    kh_strbuf_free(&out);
    return run->diags.errors + run->out_of_memory;
}
