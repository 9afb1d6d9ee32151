/* Diagnostics as tools read them: an array of objects with always the same keys; null for what
 * there is not. Columns count code points from 1; the end column is the first one behind the place.
 */
#include <stdio.h>

#include "base/diag_inside.h"
#include "base/text.h"
#include "base/text_decode.h"

static void add_unit(kh_strbuf *out, uint32_t unit)
{
    static const char hex[] = "0123456789abcdef";
    kh_strbuf_adds(out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        kh_strbuf_addc(out, hex[unit >> shift & 15]);
}

/* A JSON string. What could hide or reorder text is written as an escape; bytes that are not UTF-8,
 * which JSON cannot hold, are spelt out as \x1b is. */
static void add_string(kh_strbuf *out, kh_slice s)
{
    kh_strbuf_addc(out, '"');
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        size_t n = kh_utf8_decode(s.p + at, s.n - at, &cp);
        if (n == 0) {
            kh_strbuf_addc(out, '\\');
            kh_text_escape(out, (kh_slice){s.p + at, 1});
        } else if (cp == '"' || cp == '\\') {
            kh_strbuf_addc(out, '\\');
            kh_strbuf_addc(out, (char)cp);
        } else if (cp >= 0x10000 && kh_text_is_unsafe(cp)) {
            add_unit(out, 0xD800 + ((cp - 0x10000) >> 10));
            add_unit(out, 0xDC00 + (cp & 0x3FF));
        } else if (cp < 0x20 || kh_text_is_unsafe(cp)) {
            add_unit(out, cp);
        } else {
            kh_strbuf_add(out, (kh_slice){s.p + at, n});
        }
        at += n ? n : 1;
    }
    kh_strbuf_addc(out, '"');
}

static void add_string_or_null(kh_strbuf *out, kh_slice s)
{
    if (s.n)
        add_string(out, s);
    else
        kh_strbuf_adds(out, "null");
}

static void add_place(kh_strbuf *out, const kh_diags *d, kh_place place)
{
    kh_strbuf_adds(out, "\"file\": ");
    if (place.source == 0) {
        kh_strbuf_adds(out, "null, \"line\": null, \"column\": null, \"end_line\": null, "
                            "\"end_column\": null");
        return;
    }
    kh_linecol from = kh_source_linecol(d->sources, place.source, place.at);
    kh_linecol to = kh_source_linecol(d->sources, place.source, place.at + place.len);
    add_string(out, kh_sources_at(d->sources, place.source)->name);
    kh_strbuf_addf(out, ", \"line\": %zu, \"column\": %zu, \"end_line\": %zu, \"end_column\": %zu",
                   (size_t)from.line, (size_t)from.column, (size_t)to.line, (size_t)to.column);
}

static void add_related(kh_strbuf *out, const kh_diags *d, const kh_diag *diag, kh_lang lang,
                        kh_strbuf *words)
{
    kh_strbuf_adds(out, "[");
    for (int i = 0; i < diag->related_count; i++) {
        const kh_related *r = &diag->related[i];
        kh_strbuf_adds(out, i ? ", {" : "{");
        add_place(out, d, r->place);
        kh_strbuf_clear(words);
        kh_related_message(words, r, lang);
        kh_strbuf_adds(out, ", \"message\": ");
        add_string(out, kh_strbuf_slice(words));
        kh_strbuf_adds(out, "}");
    }
    kh_strbuf_adds(out, "]");
}

static void add_diag(kh_strbuf *out, const kh_diags *d, const kh_diag *diag, kh_lang lang,
                     kh_strbuf *words)
{
    kh_strbuf_addf(out, "{\"code\": \"%s\", \"severity\": \"%s\", ", kh_code_name(diag->code),
                   kh_severity_word(diag->severity));
    add_place(out, d, diag->place);
    kh_strbuf_clear(words);
    kh_diag_message(words, diag, lang);
    kh_strbuf_adds(out, ", \"message\": ");
    add_string(out, kh_strbuf_slice(words));
    kh_strbuf_clear(words);
    kh_diag_hint(words, diag, lang);
    kh_strbuf_adds(out, ", \"hint\": ");
    add_string_or_null(out, kh_strbuf_slice(words));
    kh_strbuf_adds(out, ", \"fix\": ");
    add_string_or_null(out, diag->fix);
    kh_strbuf_adds(out, ", \"related\": ");
    add_related(out, d, diag, lang, words);
    kh_strbuf_adds(out, "}");
}

/* A note that counts what was not kept; false when all was. */
static bool count_rest(const kh_diags *d, kh_diag *note, char (*digits)[16])
{
    uint32_t all = 0;
    *note = (kh_diag){.code = KH_E0807, .severity = kh_code_severity(KH_E0807)};
    for (int s = 0; s <= KH_NOTE; s++) {
        int n = snprintf(digits[s], sizeof digits[s], "%lu", (unsigned long)d->rest[s].left);
        note->args[s] = (kh_slice){digits[s], (size_t)n};
        all += d->rest[s].left;
    }
    return all > 0;
}

static void add_list(kh_strbuf *out, const kh_diags *d, kh_lang lang, kh_strbuf *words)
{
    kh_diag rest;
    char digits[KH_NOTE + 1][16];
    size_t n = d->list.n + count_rest(d, &rest, digits);
    kh_strbuf_addc(out, '[');
    for (size_t i = 0; i < n; i++) {
        kh_strbuf_adds(out, i ? ",\n " : "\n ");
        add_diag(out, d, i < d->list.n ? &d->list.at[i] : &rest, lang, words);
    }
    kh_strbuf_adds(out, n ? "\n]\n" : "]\n");
}

void kh_diags_json(kh_strbuf *out, const kh_diags *d, kh_lang lang)
{
    kh_strbuf words = {0};
    add_list(out, d, lang, &words);
    kh_strbuf_free(&words);
}
