/* Inside of the public interface: one run and its options. */
#ifndef KH_API_RUN_H
#define KH_API_RUN_H

#include "kaohe.h"
#include "grammar/print.h"
#include "base/text.h"
#include "report/report.h"

typedef KH_VEC(kh_slice) kh_texts;

struct kaohe_run {
    kh_arena *arena;
    kh_intern *names;
    kh_sources *sources;
    kh_diags diags;
    bool out_of_memory;
    const char *option_error; /* in the arena */

    /* options */
    kh_lang lang;
    KH_VEC(kh_setting) settings;
    kh_texts calendars, units_files, unit_columns, ignore_columns, units, columns;
    kh_encoding encoding;
    kh_date date;
    bool skip_unknown_units, by_item, input_order, colour, deny_warnings, checking;
    enum { KH_FORMAT_TABLE, KH_FORMAT_CSV, KH_FORMAT_JSON } format;
    kh_slice item;
    kh_print_words words;
    uint32_t max_errors;

    /* what was loaded; each NULL until its step was done without errors */
    const kh_node *tree;
    kh_model *model;
    kh_plan *plan;
    kh_facts *facts;
    kh_results *results;
    bool traced, due_dates_checked;
};

/* Runs one step under a guard: out of memory ends the step and is the status from then on. */
int kh_api_guarded(kaohe_run *run, void (*step)(kaohe_run *, const void *), const void *argument);

#endif
