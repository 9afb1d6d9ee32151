/* Reporting while a scheme is settled: nothing is said in the silent rounds. */
#include "model/resolve.h"

#include <stdarg.h>
#include <stdio.h>

kh_diag *kh_resolve_report(kh_resolver *r, kh_code code, kh_place place, const kh_slice *args,
                           size_t n)
{
    if (r->quiet)
        return NULL;
    return kh_report(r->diags, code, place, args, n);
}

void kh_resolve_related(kh_resolver *r, kh_diag *of, kh_related_text text, kh_place place,
                        kh_slice arg)
{
    if (of && place.source && of->related_count < 3)
        kh_diag_related(r->diags, of, text, place, arg);
}

void kh_resolve_no_hint(kh_diag *of)
{
    if (of)
        of->no_hint = true;
}

/* The source that holds the whole place, or NULL. */
static const kh_source *source_of(const kh_resolver *r, kh_place place)
{
    if (!place.source)
        return NULL;
    const kh_source *source = kh_sources_at(r->model->sources, place.source);
    bool inside = place.at <= source->text.n && place.len <= source->text.n - place.at;
    return inside ? source : NULL;
}

/* The bytes of the file: the text that is scanned has ASCII signs for the full-width ones. */
kh_slice kh_resolve_text(const kh_resolver *r, kh_place place)
{
    const kh_source *source = source_of(r, place);
    if (!source)
        return KH_LIT("");
    size_t first = (size_t)kh_source_original(source, place.at);
    size_t last = (size_t)kh_source_original(source, place.at + place.len);
    return (kh_slice){source->bytes.p + first, last - first};
}

kh_slice kh_resolve_name(const kh_resolver *r, kh_id id)
{
    return id ? kh_intern_text(r->model->names, id) : KH_LIT("");
}

/* Longer lines are not shown again: the fix is for reading. */
#define FIX_BYTES 300

void kh_resolve_fix(kh_resolver *r, kh_diag *of, kh_place place, const char *format, ...)
{
    const kh_source *source = source_of(r, place);
    if (!of || !source)
        return;
    size_t at = (size_t)kh_source_original(source, place.at);
    size_t behind = (size_t)kh_source_original(source, place.at + place.len);
    uint64_t start, last;
    kh_source_line(r->model->sources, place.source, at, &start);
    kh_slice line = kh_source_line(r->model->sources, place.source, behind, &last);
    size_t end = (size_t)last + line.n;
    if (end < behind || end - start > FIX_BYTES)
        return;
    char with[FIX_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(with, sizeof with, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof with)
        return;
    kh_strbuf right = {0};
    kh_strbuf_add(&right, (kh_slice){source->bytes.p + start, at - (size_t)start});
    kh_strbuf_adds(&right, with);
    kh_strbuf_add(&right, (kh_slice){source->bytes.p + behind, end - behind});
    kh_diag_fix(r->diags, of, kh_text_trim(kh_strbuf_slice(&right)));
    kh_strbuf_free(&right);
}

void kh_resolve_refuse(kh_resolver *r, kh_code code, const kh_node *n)
{
    KH_SAY(r, code, n->place);
}
