/* The table of all codes and all wording. The list of diagnostics is in diag_list.c; how they are
 * shown in diag_render.c and diag_json.c. */
#include "base/diag.h"

#include <assert.h>

#include "base/text.h"
#include "base/diag_inside.h"
#include "base/text_decode.h"

typedef struct row {
    const char *name;
    kh_severity severity;
    int status;
    const char *message[2], *hint[2]; /* by kh_lang */
} row;

static const row rows[KH_CODE_COUNT] = {
#define KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint)                                \
    {"E" #number, severity, status, {zh, en}, {zh_hint, en_hint}},
#define KH_RELATED(name, zh, en)
#include "base/diag.def"
#undef KH_DIAG
#undef KH_RELATED
};

/* The row at the end keeps the table from being empty. */
static const char *const related_rows[KH_RELATED_COUNT + 1][2] = {
#define KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint)
#define KH_RELATED(name, zh, en) {zh, en},
#include "base/diag.def"
#undef KH_DIAG
#undef KH_RELATED
    {"", ""}};

const char *kh_code_name(kh_code code)
{
    assert(code < KH_CODE_COUNT);
    return rows[code].name;
}

bool kh_code_find(kh_slice name, kh_code *out)
{
    for (size_t i = 0; i < KH_CODE_COUNT; i++)
        if (kh_slice_is(name, rows[i].name)) {
            *out = (kh_code)i;
            return true;
        }
    return false;
}

kh_severity kh_code_severity(kh_code code)
{
    assert(code < KH_CODE_COUNT);
    return rows[code].severity;
}

int kh_code_status(kh_code code)
{
    assert(code < KH_CODE_COUNT);
    return rows[code].status;
}

/* An argument that is longer is cut, so that no message grows with the input. */
#define LONGEST_ARG 120 /* code points */

static void add_arg(kh_strbuf *out, kh_slice arg)
{
    size_t at = 0;
    for (size_t count = 0; at < arg.n && count < LONGEST_ARG; count++) {
        uint32_t cp;
        at += kh_text_next(arg, at, &cp);
    }
    kh_text_escape(out, (kh_slice){arg.p, at});
    if (at < arg.n)
        kh_strbuf_adds(out, "…");
}

/* Puts the arguments into a template. */
static void fill(kh_strbuf *out, const char *template, const kh_slice *args, size_t n)
{
    for (const char *p = template; *p;) {
        size_t plain = strcspn(p, "{");
        kh_strbuf_add(out, (kh_slice){p, plain});
        p += plain;
        size_t index = *p ? (size_t)((unsigned char)p[1] - '0') : n;
        if (index < n && p[2] == '}') {
            add_arg(out, args[index]);
            p += 3;
        } else if (*p) {
            kh_strbuf_addc(out, *p++);
        }
    }
}

void kh_diag_message(kh_strbuf *out, const kh_diag *d, kh_lang lang)
{
    fill(out, rows[d->code].message[lang], d->args, KH_DIAG_ARGS);
}

void kh_diag_hint(kh_strbuf *out, const kh_diag *d, kh_lang lang)
{
    if (!d->no_hint)
        fill(out, rows[d->code].hint[lang], d->args, KH_DIAG_ARGS);
}

void kh_related_message(kh_strbuf *out, const kh_related *r, kh_lang lang)
{
    assert(r->text < KH_RELATED_COUNT);
    fill(out, related_rows[r->text][lang], &r->arg, 1);
}

const char *kh_severity_word(kh_severity severity)
{
    switch (severity) {
    case KH_ERROR:
        return "error";
    case KH_WARNING:
        return "warning";
    case KH_NOTE:
        break;
    }
    return "note";
}
