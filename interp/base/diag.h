/* Diagnostics are data: a code, a place, arguments. All wording, Chinese and English, stands in
 * diag.def; a library function reports and goes on, it never prints. */
#ifndef KH_BASE_DIAG_H
#define KH_BASE_DIAG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"
#include "base/source.h"
#include "base/strbuf.h"

typedef enum kh_severity { KH_ERROR, KH_WARNING, KH_NOTE } kh_severity;
typedef enum kh_lang { KH_ZH, KH_EN } kh_lang;

/* Rows of diag.def: KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint)
 *   E0123 is written KH_DIAG(0123, …) and used as KH_E0123. status is the exit status that the
 *   error asks for (1 input, 3 world, 4 limit; 0 for warnings and notes).
 *   {0} {1} … are arguments of the message and of the hint; "" is no hint.
 * Rows of related texts: KH_RELATED(name, zh, en): KH_R_name, a sentence at a second place. */
typedef enum kh_code {
#define KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint) KH_E##number,
#define KH_RELATED(name, zh, en)
#include "base/diag.def"
#undef KH_DIAG
#undef KH_RELATED
    KH_CODE_COUNT
} kh_code;

typedef enum kh_related_text {
#define KH_DIAG(number, severity, status, zh, en, zh_hint, en_hint)
#define KH_RELATED(name, zh, en) KH_R_##name,
#include "base/diag.def"
#undef KH_DIAG
#undef KH_RELATED
    KH_RELATED_COUNT
} kh_related_text;

#define KH_DIAG_ARGS 6
typedef struct kh_related {
    kh_related_text text;
    kh_place place;
    kh_slice arg; /* {0} */
} kh_related;

typedef struct kh_diag {
    kh_code code;
    kh_severity severity; /* of the code, unless `allow` lowered it to a note */
    kh_place place;       /* KH_NOWHERE: the message stands alone */
    kh_slice args[KH_DIAG_ARGS];
    kh_slice fix; /* the line as it should be; shown behind the hint; empty: none */
    kh_related related[3];
    int related_count;
    bool no_hint; /* this occurrence has nothing to add */
} kh_diag;

typedef struct kh_diags {
    kh_arena *arena; /* owns args and diags */
    kh_sources *sources;
    KH_VEC(kh_diag) list;
    uint32_t errors, warnings, notes;
    int status; /* largest exit status that a reported error asks for, by urgency 3 > 4 > 1 */
} kh_diags;

void kh_diags_init(kh_diags *d, kh_arena *a, kh_sources *sources);

/* Reports; the arguments are copied. The result may be completed by the functions below until the
 * next report. KH_REPORT(d, KH_E0123, place, KH_LIT("x"), name) */
kh_diag *kh_report(kh_diags *d, kh_code code, kh_place place, const kh_slice *args, size_t n);
#define KH_REPORT(d, code, ...) KH_REPORT_ARGS((d), (code), __VA_ARGS__, (kh_slice){0})
/* The slice at the end is not counted; it lets a message have no arguments. */
#define KH_REPORT_ARGS(d, code, place, ...)                                                        \
    kh_report((d), (code), (place), (kh_slice[]){__VA_ARGS__},                                     \
              sizeof((kh_slice[]){__VA_ARGS__}) / sizeof(kh_slice) - 1)
/* Takes over what was reported elsewhere, in the same arena. */
void kh_diags_take(kh_diags *d, const kh_diag *found);
void kh_diag_related(kh_diags *d, kh_diag *of, kh_related_text text, kh_place place, kh_slice arg);
void kh_diag_fix(kh_diags *d, kh_diag *of, kh_slice fix);

/* Sorts by source, offset and code; stable; drops exact repetitions. */
void kh_diags_sort(kh_diags *d);

/* "E0123" */
const char *kh_code_name(kh_code code);
bool kh_code_find(kh_slice name, kh_code *out);
kh_severity kh_code_severity(kh_code code);

/* The message alone, arguments put in and escaped. */
void kh_diag_message(kh_strbuf *out, const kh_diag *d, kh_lang lang);
void kh_diag_hint(kh_strbuf *out, const kh_diag *d, kh_lang lang);

typedef struct kh_diag_style {
    kh_lang lang;
    bool colour;
    uint32_t max_errors; /* 0: all */
} kh_diag_style;

/* FILE:LINE:COL: error: sentence [E0123], the source line (cut to 100 columns around the place) with
 * the place underlined by display width, related places, the hint. After max_errors one line counts
 * the rest. */
void kh_diags_render(kh_strbuf *out, const kh_diags *d, kh_diag_style style);
/* The JSON form: an array of objects, not cut. */
void kh_diags_json(kh_strbuf *out, const kh_diags *d, kh_lang lang);

#endif
