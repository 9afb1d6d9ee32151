/* The list of diagnostics and its order, and the table of all wording. How they are shown is in
 * diag_render.c and diag_json.c. */
#include "base/diag.h"

#include <assert.h>
#include <stdlib.h>

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

void kh_diags_init(kh_diags *d, kh_arena *a, kh_sources *sources)
{
    *d = (kh_diags){.arena = a, .sources = sources};
}

/* Trouble with the machine says more than a limit, and that more than the input. */
static int urgency(int status)
{
    return status == 3 ? 3 : status == 4 ? 2 : status != 0;
}

static void count(kh_diags *d, kh_severity severity)
{
    switch (severity) {
    case KH_ERROR:
        d->errors++;
        break;
    case KH_WARNING:
        d->warnings++;
        break;
    case KH_NOTE:
        d->notes++;
        break;
    }
}

kh_diag *kh_report(kh_diags *d, kh_code code, kh_place place, const kh_slice *args, size_t n)
{
    assert(code < KH_CODE_COUNT && n <= KH_DIAG_ARGS);
    kh_diag *diag = kh_push(d->arena, &d->list);
    const row *r = &rows[code];
    diag->code = code;
    diag->severity = r->severity;
    diag->place = place;
    for (size_t i = 0; i < n; i++)
        diag->args[i] = kh_arena_copy(d->arena, args[i]);
    count(d, r->severity);
    if (r->severity == KH_ERROR && urgency(r->status) > urgency(d->status))
        d->status = r->status;
    return diag;
}

void kh_diags_take(kh_diags *d, const kh_diag *found)
{
    const row *r = &rows[found->code];
    *kh_push(d->arena, &d->list) = *found;
    count(d, found->severity);
    if (found->severity == KH_ERROR && urgency(r->status) > urgency(d->status))
        d->status = r->status;
}

void kh_diag_related(kh_diags *d, kh_diag *of, kh_related_text text, kh_place place, kh_slice arg)
{
    const int most = (int)(sizeof of->related / sizeof *of->related);
    if (of->related_count == most)
        return;
    of->related[of->related_count++] = (kh_related){text, place, kh_arena_copy(d->arena, arg)};
}

void kh_diag_fix(kh_diags *d, kh_diag *of, kh_slice fix)
{
    of->fix = kh_arena_copy(d->arena, fix);
}

/* Sorting works on pointers into the list; equal keys keep the order of the list. */
static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(kh_place a, kh_place b)
{
    int c = compare_numbers(a.source, b.source);
    return c ? c : compare_numbers(a.at, b.at);
}

static int compare_keys(const kh_diag *a, const kh_diag *b)
{
    int c = compare_places(a->place, b->place);
    return c ? c : compare_numbers(a->code, b->code);
}

static int compare_related(const kh_related *a, const kh_related *b)
{
    int c = compare_numbers(a->text, b->text);
    c = c ? c : compare_places(a->place, b->place);
    c = c ? c : compare_numbers(a->place.len, b->place.len);
    return c ? c : kh_slice_cmp(a->arg, b->arg);
}

/* Everything that is shown; 0 for exact repetitions. */
static int compare_contents(const kh_diag *a, const kh_diag *b)
{
    int c = compare_keys(a, b);
    c = c ? c : compare_numbers(a->place.len, b->place.len);
    c = c ? c : compare_numbers(a->severity, b->severity);
    c = c ? c : compare_numbers(a->no_hint, b->no_hint);
    for (int i = 0; c == 0 && i < KH_DIAG_ARGS; i++)
        c = kh_slice_cmp(a->args[i], b->args[i]);
    c = c ? c : kh_slice_cmp(a->fix, b->fix);
    c = c ? c : (a->related_count > b->related_count) - (a->related_count < b->related_count);
    for (int i = 0; c == 0 && i < a->related_count; i++)
        c = compare_related(&a->related[i], &b->related[i]);
    return c;
}

static int by_contents(const void *x, const void *y)
{
    const kh_diag *a = *(const kh_diag *const *)x, *b = *(const kh_diag *const *)y;
    int c = compare_contents(a, b);
    return c ? c : (a > b) - (a < b);
}

static int by_keys(const void *x, const void *y)
{
    const kh_diag *a = *(const kh_diag *const *)x, *b = *(const kh_diag *const *)y;
    int c = compare_keys(a, b);
    return c ? c : (a > b) - (a < b);
}

void kh_diags_sort(kh_diags *d)
{
    size_t n = d->list.n, kept = 0;
    if (n < 2)
        return;
    const kh_diag **order = KH_NEW_ARRAY(d->arena, const kh_diag *, n);
    for (size_t i = 0; i < n; i++)
        order[i] = &d->list.at[i];
    /* First to find repetitions, of which the first reported stays; then into the order of places.
     */
    qsort(order, n, sizeof *order, by_contents);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_contents(order[i], order[kept - 1]) != 0)
            order[kept++] = order[i];
    qsort(order, kept, sizeof *order, by_keys);
    kh_diag *sorted = KH_NEW_ARRAY(d->arena, kh_diag, kept);
    d->errors = d->warnings = d->notes = 0;
    for (size_t i = 0; i < kept; i++) {
        sorted[i] = *order[i];
        count(d, sorted[i].severity);
    }
    d->list.at = sorted;
    d->list.n = d->list.cap = kept;
}

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
