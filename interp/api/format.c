/* A scheme's text in its canonical layout. */
#include <assert.h>

#include "api/run.h"

typedef struct format_request {
    const char *path;         /* of a file, or NULL */
    const char *name, *bytes; /* of a text in memory */
    size_t n;
    kh_strbuf *out;  /* the text */
    kh_source_id id; /* what was formatted; 0: it has errors */
    bool failed;
} format_request;

/* What the layout does not change: the byte order mark, and how lines end. */
static void keep_form(kh_strbuf *out, const kh_source *source, kh_slice text)
{
    const char *line_end = source->bytes.n ? memchr(source->bytes.p, '\n', source->bytes.n) : NULL;
    bool crlf = line_end && line_end > source->bytes.p && line_end[-1] == '\r';
    if (source->had_bom)
        kh_strbuf_adds(out, "\xEF\xBB\xBF");
    if (!crlf) {
        kh_strbuf_add(out, text);
        return;
    }
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '\n')
            kh_strbuf_addc(out, '\r');
        kh_strbuf_addc(out, text.p[i]);
    }
}

/* What was printed is read again: it must say the same. */
static bool says_the_same(kaohe_run *r, const kh_node *tree, kh_slice text)
{
    kh_diags found;
    kh_diags_init(&found, r->arena, r->sources);
    kh_slice copy = kh_arena_copy(r->arena, text);
    const kh_node *again =
        kh_parse(r->arena, r->sources, kh_source_add(r->sources, KH_LIT("fmt"), copy), &found);
    return !found.errors && (r->words != KH_WORDS_AS_WRITTEN || kh_node_equal(tree, again));
}

/* Whoever lays out a scheme is not warned: that is what a check is for. */
static kh_keep keep_errors(kh_code code)
{
    return kh_code_severity(code) == KH_ERROR ? KH_KEEP_FIRST : KH_KEEP_NONE;
}

static void format(kaohe_run *r, kh_source_id id, format_request *q)
{
    kh_diags found;
    kh_written written;
    kh_diags_init(&found, r->arena, r->sources);
    found.keep = keep_errors;
    const kh_node *tree = kh_parse_written(r->arena, r->sources, id, &found, &written);
    kh_diags_take(&r->diags, &found);
    if (found.errors)
        return;
    kh_strbuf text = {0};
    kh_print(&text, &written, tree, r->words);
    assert(says_the_same(r, tree, kh_strbuf_slice(&text)));
    keep_form(q->out, kh_sources_at(r->sources, id), kh_strbuf_slice(&text));
    kh_strbuf_free(&text);
    q->id = id;
}

static void format_step(kaohe_run *r, const void *argument)
{
    format_request *q = *(format_request *const *)argument;
    kh_source_id id;
    if (q->path)
        id = kh_source_read(r->sources, kh_arena_copy(r->arena, kh_slice_of(q->path)),
                            KH_MAX_SCHEME_BYTES, &r->diags);
    else
        id = kh_source_add(r->sources, kh_arena_copy(r->arena, kh_slice_of(q->name)),
                           kh_arena_copy(r->arena, (kh_slice){q->bytes, q->n}));
    if (id)
        format(r, id, q);
}

/* The bytes of the file as it is, without a byte order mark; that of the new text is left out too.
 */
static kh_slice old_text(const kaohe_run *r, const format_request *q)
{
    return kh_sources_at(r->sources, q->id)->bytes;
}

static kh_slice new_text(const kaohe_run *r, const format_request *q)
{
    kh_slice s = kh_strbuf_slice(q->out);
    size_t mark = kh_sources_at(r->sources, q->id)->had_bom ? 3 : 0;
    return (kh_slice){s.p + mark, s.n - mark};
}

static int run_format(kaohe_run *run, format_request *q)
{
    uint32_t errors = run->diags.errors;
    int status = kh_api_guarded(run, format_step, &q);
    if (run->out_of_memory)
        return 3;
    if (q->id)
        return 0;
    assert(run->diags.errors > errors);
    (void)errors;
    return status;
}

int kaohe_format(kaohe_run *run, const char *path, int *changed, kaohe_writer *write, void *context)
{
    kh_strbuf out = {0};
    format_request q = {.path = path, .out = &out};
    int status = run->out_of_memory ? 3 : run_format(run, &q);
    if (status)
        return status;
    if (changed)
        *changed = !kh_slice_eq(old_text(run, &q), new_text(run, &q));
    if (write(context, out.at ? out.at : "", out.n) != 0)
        status = 3;
    kh_strbuf_free(&out);
    return status;
}

int kaohe_format_text(kaohe_run *run, const char *name, const char *bytes, size_t n,
                      kaohe_writer *write, void *context)
{
    kh_strbuf out = {0};
    format_request q = {.name = name, .bytes = bytes, .n = n, .out = &out};
    int status = run->out_of_memory ? 3 : run_format(run, &q);
    if (status)
        return status;
    if (write(context, out.at ? out.at : "", out.n) != 0)
        status = 3;
    kh_strbuf_free(&out);
    return status;
}

/* ---- the first difference ---------------------------------------------------------------------
 */

static kh_slice line_at(kh_slice s, size_t at)
{
    const char *end = at < s.n ? memchr(s.p + at, '\n', s.n - at) : NULL;
    size_t stop = end ? (size_t)(end - s.p) : s.n;
    return (kh_slice){s.p + at, stop - at};
}

static void show_line(kh_strbuf *out, char sign, kh_slice text, size_t at)
{
    if (at >= text.n)
        return;
    kh_strbuf_addc(out, sign);
    kh_strbuf_addc(out, ' ');
    kh_text_escape(out, line_at(text, at));
    kh_strbuf_addc(out, '\n');
}

typedef struct difference {
    const char *path;
    kh_slice was, is;
    kh_strbuf *out;
} difference;

static void show_difference(kaohe_run *r, const void *argument)
{
    const difference *d = argument;
    size_t line = 1, at = 0, i = 0;
    while (i < d->was.n && i < d->is.n && d->was.p[i] == d->is.p[i]) {
        if (d->was.p[i++] == '\n') {
            line++;
            at = i;
        }
    }
    kh_text_escape(d->out, kh_slice_of(d->path));
    kh_strbuf_addf(d->out, r->lang == KH_EN ? ":%zu: the layout is another\n" : ":%zu: 版式不同\n",
                   line);
    show_line(d->out, '-', d->was, at);
    show_line(d->out, '+', d->is, at);
}

int kaohe_format_check(kaohe_run *run, const char *path, kaohe_writer *write, void *context)
{
    kh_strbuf out = {0}, shown = {0};
    format_request q = {.path = path, .out = &out};
    int status = run->out_of_memory ? 3 : run_format(run, &q);
    if (status)
        return status;
    difference d = {path, old_text(run, &q), new_text(run, &q), &shown};
    if (!kh_slice_eq(d.was, d.is)) {
        kh_api_guarded(run, show_difference, &d);
        status = run->out_of_memory                                       ? 3
                 : write(context, shown.at ? shown.at : "", shown.n) != 0 ? 3
                                                                          : 1;
    }
    if (!run->out_of_memory) /* else it is gone already */
        kh_strbuf_free(&shown);
    kh_strbuf_free(&out);
    return status;
}
