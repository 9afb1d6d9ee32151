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

/* What becomes of a report when there are more than can be shown. */
typedef enum kh_keep {
    KH_KEEP_FIRST, /* kept when it is among the first by place */
    KH_KEEP_ALL,   /* kept in any case */
    KH_KEEP_NONE   /* only counted, however few there are */
} kh_keep;

/* The reports of one severity, where not all are kept. */
typedef struct kh_diag_rest {
    size_t listed; /* in the list, of those that are kept when they are among the first */
    uint32_t left; /* only counted */
    bool full;     /* what stands behind `place` and `code` is only counted */
    kh_place place;
    kh_code code;
} kh_diag_rest;

/* With `most`, of each severity that many are kept in full: the first in the order of
 * kh_diags_sort, so that what is shown does not depend on how many there are. The others are only
 * counted, and memory stays bounded. Twice as many may be listed until they are sorted out. An
 * exact repetition of a report that is only counted is not known as one: it counts. */
typedef struct kh_diags {
    kh_arena *arena; /* owns args and diags */
    kh_sources *sources;
    KH_VEC(kh_diag) list;
    uint32_t errors, warnings, notes; /* of all that was reported */
    int status; /* largest exit status that a reported error asks for, by urgency 3 > 4 > 1 */
    size_t most; /* 0: all are kept */
    kh_keep (*keep)(kh_code code); /* NULL: KH_KEEP_FIRST for all */
    kh_diag_rest rest[KH_NOTE + 1];
    uint32_t *left_of;     /* how many of a code are only counted; NULL: none yet */
    uint32_t lowered_left; /* those that `allow` lowered to notes */
    kh_diag unkept;        /* what a report returns that is only counted */
} kh_diags;

void kh_diags_init(kh_diags *d, kh_arena *a, kh_sources *sources);

/* Reports; the arguments are copied. The result may be completed by the functions below until the
 * next report, which may also reorder the list. KH_REPORT(d, KH_E0123, place, KH_LIT("x"), name) */
kh_diag *kh_report(kh_diags *d, kh_code code, kh_place place, const kh_slice *args, size_t n);
#define KH_REPORT(d, code, ...) KH_REPORT_ARGS((d), (code), __VA_ARGS__, (kh_slice){0})
/* The slice at the end is not counted; it lets a message have no arguments. */
#define KH_REPORT_ARGS(d, code, place, ...)                                                        \
    kh_report((d), (code), (place), (kh_slice[]){__VA_ARGS__},                                     \
              sizeof((kh_slice[]){__VA_ARGS__}) / sizeof(kh_slice) - 1)
/* Takes over what was reported elsewhere, in the same arena, but for what was KH_KEEP_NONE there. */
void kh_diags_take(kh_diags *d, const kh_diags *found);
void kh_diag_related(kh_diags *d, kh_diag *of, kh_related_text text, kh_place place, kh_slice arg);
void kh_diag_fix(kh_diags *d, kh_diag *of, kh_slice fix);

/* Makes notes of all of this code in this source, and calls `lowered` for each that is listed; false
 * when there are none. */
bool kh_diags_lower(kh_diags *d, kh_code code, kh_source_id source,
                    void (*lowered)(kh_diag *d, void *context), void *context);

/* Sorts by source, offset and code; stable; drops exact repetitions, and what is beyond `most`. */
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
 * the rest; so it does for warnings and notes that were not kept. */
void kh_diags_render(kh_strbuf *out, const kh_diags *d, kh_diag_style style);
/* The JSON form: an array of objects, all that were kept; a note at the end counts the others. */
void kh_diags_json(kh_strbuf *out, const kh_diags *d, kh_lang lang);

#endif
