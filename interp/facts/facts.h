/* The facts of a run, bound against a model: units, a column per fact, a table per kind of record.
 * Made by kh_bind from raw rows; read by eval and by the explanations. All cells are checked: types,
 * levels, bounds, dates, names. Rows are in the order of units; inside a unit records stand by date,
 * then by their values, so the place of a row in its file decides nothing. */
#ifndef KH_FACTS_FACTS_H
#define KH_FACTS_FACTS_H

#include "facts/calendar.h"
#include "facts/raw.h"
#include "model/model.h"

/* States of a cell as filed. */
typedef enum kh_filed { KH_FILED_MISSING, KH_FILED_VALUE, KH_FILED_NA } kh_filed;

/* One column; which array is used follows from the type: numbers for NUMBER; codes for YES_NO (0, 1),
 * DATE (kh_date), LEVEL (index), TEXT (kh_id), KIND. */
typedef struct kh_fact_column {
    uint8_t *state; /* kh_filed */
    kh_num *numbers;
    int32_t *codes;
    kh_place *places; /* of each cell; KH_NOWHERE where nothing was filed */
} kh_fact_column;

/* The records of one kind. Rows [start[u], start[u + 1]) are unit u's. */
typedef struct kh_record_table {
    uint32_t row_count;
    uint32_t *start;       /* [unit_count + 1] */
    uint32_t *unit;        /* [row_count] */
    int64_t *count;        /* 次数, 0 to 1,000,000 */
    uint32_t *item;        /* the node it was filed under, KH_NONE: not said */
    kh_fact_column *fields; /* [record.field_count] */
    kh_place *places;      /* of the whole row; a due date that was not filed: the duty's */
} kh_record_table;

typedef struct kh_unit {
    kh_id name;
    uint32_t kind; /* KH_NONE when the scheme has no kinds and none was filed */
    uint32_t parent; /* unit, or KH_NONE */
    kh_place place;
    bool kind_refused; /* a kind was filed that is none: said already */
} kh_unit;

typedef struct kh_facts {
    kh_unit *units; /* in the order of the first file that names them */
    uint32_t unit_count;
    kh_fact_column *facts; /* [model->facts_count] */
    kh_record_table *records; /* [model->records_count]; a duty's are its due dates */
    uint32_t skipped_unknown_units;
    const kh_calendar *calendar; /* NULL where nothing counts working days */
} kh_facts;

typedef struct kh_bind_options {
    kh_read_options read;
    const kh_fact_file *texts; /* in memory, read before the files */
    size_t text_count;
    const kh_slice *units_files; /* --units */
    size_t units_file_count;
    bool skip_unknown_units;
    const kh_slice *ignore_columns;
    size_t ignore_column_count;
    kh_date date; /* --date, KH_NO_DATE: the period is over */
    const kh_slice *calendars; /* --calendar; none: those of the scheme */
    size_t calendar_count;
    bool checking; /* `check` with facts: notes equal record rows */
} kh_bind_options;

/* Reads all files, binds them, makes the due dates of duties. Reports everything that is wrong in
 * one run; the result is usable when no error was reported. Adds kinds and interned names. */
kh_facts *kh_bind(kh_arena *a, kh_model *m, const kh_slice *files, size_t file_count,
                  const kh_bind_options *options, kh_diags *diags);

/* Without facts: whether the calendars can be read and cover all due dates. Reports. */
void kh_check_due_dates(kh_arena *a, kh_model *m, const kh_bind_options *options, kh_diags *diags);

#endif
