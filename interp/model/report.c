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

kh_slice kh_resolve_text(const kh_resolver *r, kh_place place)
{
    if (!place.source)
        return KH_LIT("");
    kh_slice text = kh_sources_at(r->model->sources, place.source)->text;
    if (place.at > text.n || place.len > text.n - place.at)
        return KH_LIT("");
    return (kh_slice){text.p + place.at, place.len};
}

kh_slice kh_resolve_name(const kh_resolver *r, kh_id id)
{
    return id ? kh_intern_text(r->model->names, id) : KH_LIT("");
}

/* Longer lines are not shown again: the fix is for reading. */
#define FIX_BYTES 300

void kh_resolve_fix(kh_resolver *r, kh_diag *of, kh_place place, const char *format, ...)
{
    if (!of || !place.source)
        return;
    kh_slice text = kh_sources_at(r->model->sources, place.source)->text;
    if (place.at > text.n || place.len > text.n - place.at)
        return;
    size_t start = place.at, end = place.at + place.len;
    while (start > 0 && text.p[start - 1] != '\n' && place.at - start <= FIX_BYTES)
        start--;
    while (start < place.at && (text.p[start] == ' ' || text.p[start] == '\t'))
        start++;
    while (end < text.n && text.p[end] != '\n' && text.p[end] != '\r' && end - start <= FIX_BYTES)
        end++;
    if (end - start > FIX_BYTES)
        return;
    char with[FIX_BYTES];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(with, sizeof with, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof with)
        return;
    kh_strbuf line = {0};
    kh_strbuf_add(&line, (kh_slice){text.p + start, place.at - start});
    kh_strbuf_adds(&line, with);
    size_t behind = place.at + place.len;
    kh_strbuf_add(&line, (kh_slice){text.p + behind, end - behind});
    kh_diag_fix(r->diags, of, kh_strbuf_slice(&line));
    kh_strbuf_free(&line);
}

void kh_resolve_refuse(kh_resolver *r, kh_code code, const kh_node *n)
{
    KH_SAY(r, code, n->place);
}
