/* Diagnostics as people read them. */
#include "base/diag_inside.h"
#include "base/text.h"

static const char *colour_of(kh_severity severity)
{
    switch (severity) {
    case KH_ERROR:
        return "\x1b[1;31m";
    case KH_WARNING:
        return "\x1b[1;35m";
    case KH_NOTE:
        break;
    }
    return "\x1b[1;36m";
}

/* "FILE:LINE:COL: error: " */
static void add_head(kh_strbuf *out, const kh_diags *d, kh_place place, kh_severity severity,
                     bool colour)
{
    if (colour)
        kh_strbuf_adds(out, "\x1b[1m");
    if (place.source == 0) {
        kh_strbuf_adds(out, "kaohe: ");
    } else {
        kh_linecol at = kh_source_linecol(d->sources, place.source, place.at);
        kh_text_escape(out, kh_sources_at(d->sources, place.source)->name);
        kh_strbuf_addf(out, ":%zu:%zu: ", (size_t)at.line, (size_t)at.column);
    }
    if (colour)
        kh_strbuf_adds(out, colour_of(severity));
    kh_strbuf_addf(out, "%s: ", kh_severity_word(severity));
    if (colour)
        kh_strbuf_adds(out, "\x1b[0m");
}

static void add_excerpt(kh_strbuf *out, const kh_diags *d, kh_place place, bool colour)
{
    if (place.source)
        kh_diag_excerpt(out, d->sources, place, colour);
}

/* The fix stands on lines of its own, so that it can be copied. */
static void add_fix(kh_strbuf *out, kh_slice fix)
{
    for (size_t at = 0; at < fix.n;) {
        const char *end = memchr(fix.p + at, '\n', fix.n - at);
        size_t n = end ? (size_t)(end - fix.p) - at : fix.n - at;
        kh_strbuf_adds(out, "    ");
        kh_text_escape(out, (kh_slice){fix.p + at, n});
        kh_strbuf_addc(out, '\n');
        at += n + 1;
    }
}

static void add_hint(kh_strbuf *out, const kh_diag *diag, kh_lang lang)
{
    static const char *const label[2] = {"  提示：", "  hint: "};
    static const char *const bare[2] = {"应当这样写", "write"};
    size_t start = out->n;
    kh_strbuf_adds(out, label[lang]);
    size_t empty = out->n;
    kh_diag_hint(out, diag, lang);
    if (out->n == empty && diag->fix.n)
        kh_strbuf_adds(out, bare[lang]);
    if (out->n == empty) {
        out->n = start;
        if (out->at)
            out->at[start] = '\0';
        return;
    }
    kh_strbuf_addc(out, '\n');
    add_fix(out, diag->fix);
}

static void render(kh_strbuf *out, const kh_diags *d, const kh_diag *diag, kh_diag_style style)
{
    add_head(out, d, diag->place, diag->severity, style.colour);
    kh_diag_message(out, diag, style.lang);
    kh_strbuf_addf(out, " [%s]\n", kh_code_name(diag->code));
    add_excerpt(out, d, diag->place, style.colour);
    for (int i = 0; i < diag->related_count; i++) {
        const kh_related *r = &diag->related[i];
        add_head(out, d, r->place, KH_NOTE, style.colour);
        kh_related_message(out, r, style.lang);
        kh_strbuf_addc(out, '\n');
        add_excerpt(out, d, r->place, style.colour);
    }
    add_hint(out, diag, style.lang);
}

/* Nothing is said when nothing is left. */
static void count_rest(kh_strbuf *out, kh_severity severity, size_t left, kh_lang lang)
{
    static const char *const zh[] = {"错误", "警告", "说明"};
    if (left == 0)
        return;
    switch (lang) {
    case KH_ZH:
        kh_strbuf_addf(out, "还有 %zu 个%s未列出（--max-errors 0 列出全部）\n", left, zh[severity]);
        break;
    case KH_EN:
        kh_strbuf_addf(out, "%zu more %s%s not listed (--max-errors 0 lists all)\n", left,
                       kh_severity_word(severity), left == 1 ? " is" : "s are");
        break;
    }
}

void kh_diags_render(kh_strbuf *out, const kh_diags *d, kh_diag_style style)
{
    size_t left = 0, errors = 0;
    for (size_t i = 0; i < d->list.n; i++) {
        const kh_diag *diag = &d->list.at[i];
        errors += diag->severity == KH_ERROR;
        if (diag->severity == KH_ERROR && style.max_errors && errors > style.max_errors)
            left++;
        else
            render(out, d, diag, style);
    }
    count_rest(out, KH_ERROR, left + d->rest[KH_ERROR].left, style.lang);
    count_rest(out, KH_WARNING, d->rest[KH_WARNING].left, style.lang);
    count_rest(out, KH_NOTE, d->rest[KH_NOTE].left, style.lang);
}
