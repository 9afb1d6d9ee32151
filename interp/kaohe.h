/* kaohe: the public interface of libkaohe. Opaque types, no globals; the library never prints and
 * never exits. Texts are UTF-8. A function that returns an int returns an exit status as the command
 * would: 0 done, 1 the input has errors, 3 a file could not be read or memory is out, 4 a limit was
 * reached, 5 done, but results are provisional (facts are missing).
 *
 *     kaohe_run *r = kaohe_new();
 *     if (kaohe_load_scheme(r, "2013.rules") == 0 && …kaohe_load_facts(r, paths, n) == 0)
 *         kaohe_report(r, KAOHE_EVAL, write, context);
 *     kaohe_diagnostics(r, write, context);
 *     kaohe_free(r); */
#ifndef KAOHE_H
#define KAOHE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One run: a scheme, its facts, what was said about them. Owns all its memory. NULL: memory is out. */
typedef struct kaohe_run kaohe_run;
kaohe_run *kaohe_new(void);
void kaohe_free(kaohe_run *run);

/* "0.1.0" */
const char *kaohe_version(void);

/* Receives output in pieces; returns 0, or anything else to stop. */
typedef int kaohe_writer(void *context, const char *bytes, size_t n);

typedef enum kaohe_option {
    KAOHE_LANG,           /* "zh" (default) or "en" */
    KAOHE_SET,            /* "NAME=VALUE" for a param; repeatable */
    KAOHE_CALENDAR,       /* a calendar file; repeatable; replaces the scheme's */
    KAOHE_DATE,           /* "2013-07-31": what is later has not happened */
    KAOHE_UNITS,          /* a file that names the units; repeatable */
    KAOHE_UNIT_COLUMNS,   /* "届次,单位" */
    KAOHE_IGNORE_COLUMN,  /* a column that may stand unused; repeatable */
    KAOHE_ENCODING,       /* "auto", "utf-8", "gb18030" */
    KAOHE_SKIP_UNKNOWN_UNITS, /* NULL */
    KAOHE_FORMAT,         /* "table" (default), "csv", "json" */
    KAOHE_UNIT,           /* report this unit only; repeatable */
    KAOHE_ITEM,           /* explain this item only */
    KAOHE_BY_ITEM,        /* NULL: a row per unit and item */
    KAOHE_ORDER,          /* "rank" (default), "input" */
    KAOHE_COLUMNS,        /* "单位,总分,名次" */
    KAOHE_MAX_ERRORS,     /* "20"; "0": all. Set before loading: with "0" all that is said is kept
                             in memory, else of errors, warnings and notes the first 1,000 each, or
                             as many errors as this says; the others are counted */
    KAOHE_COLOUR,         /* NULL: colour in diagnostics */
    KAOHE_DENY_WARNINGS,  /* NULL: warnings count as errors in the status */
    KAOHE_CHECKING,       /* NULL: equal records are noted when facts are loaded; the report
                             KAOHE_CHECK reads the calendars that due dates need */
    KAOHE_KEYWORDS        /* "zh", "en": the words that kaohe_format writes; otherwise as they are */
} kaohe_option;
/* 0, or 2 when the value cannot be used: then *kaohe_option_error says why. */
int kaohe_set_option(kaohe_run *run, kaohe_option option, const char *value);
const char *kaohe_option_error(const kaohe_run *run);

int kaohe_load_scheme(kaohe_run *run, const char *path);
/* The same from memory, under the same limit; name stands in messages. The bytes are copied. */
int kaohe_load_scheme_text(kaohe_run *run, const char *name, const char *bytes, size_t n);
/* Files, folders, KIND=FILE; all together are the facts of the run. */
int kaohe_load_facts(kaohe_run *run, const char *const *paths, size_t n);
/* All facts of the run from memory, under the limits of a file; the end of the name (.facts, .csv,
 * .json) says what they are. The bytes are copied. */
int kaohe_load_facts_text(kaohe_run *run, const char *name, const char *bytes, size_t n);

typedef enum kaohe_report_kind {
    KAOHE_EVAL,
    KAOHE_EXPLAIN,
    KAOHE_CHECK, /* what the scheme (and, when loaded, its facts) amount to, in a few lines */
    KAOHE_DUMP_AST, /* for tests and tools */
    KAOHE_DUMP_TREE,
    KAOHE_DUMP_PLAN
} kaohe_report_kind;
/* Evaluates (once) and writes the report; nothing is written when the status is 1, 2, 3 or 4. */
int kaohe_report(kaohe_run *run, kaohe_report_kind kind, kaohe_writer *write, void *context);

/* Writes a scheme's text in its canonical layout; nothing when it has errors of syntax: then the
 * status is 1 or more, and the diagnostics say them. Any number of texts in one run; what a text means
 * is not looked at, and no warning is said. */
/* *changed, when it is asked for, says whether that is another text than the file's. */
int kaohe_format(kaohe_run *run, const char *path, int *changed, kaohe_writer *write, void *context);
/* Writes only the file's name and the first line that differs. 0: the file is as it should be; 1: it
 * is not, or has errors. */
int kaohe_format_check(kaohe_run *run, const char *path, kaohe_writer *write, void *context);
int kaohe_format_text(kaohe_run *run, const char *name, const char *bytes, size_t n,
                      kaohe_writer *write, void *context);

/* All that was said so far, in order, in the GNU form; as JSON when KAOHE_FORMAT is "json" and
 * `as_json` is not 0. Returns the number of errors. */
size_t kaohe_diagnostics(kaohe_run *run, int as_json, kaohe_writer *write, void *context);
/* The exit status of all that happened so far. */
int kaohe_status(const kaohe_run *run);

#ifdef __cplusplus
}
#endif
#endif
