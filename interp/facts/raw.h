/* Fact files as they stand: rows of cells with their places, whatever the form (.facts text, CSV,
 * JSON). Readers know syntax and encodings, not the scheme; `bind` gives the rows their meaning.
 *
 * The same facts in any form arrive as the same rows: a WIDE row has a unit and a cell per fact, a
 * RECORDS row one event. Rows come one at a time and borrow their texts until the source goes. */
#ifndef KH_FACTS_RAW_H
#define KH_FACTS_RAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/memory.h"
#include "base/slice.h"
#include "base/source.h"

typedef enum kh_heading {
#define HEADING(id, zh, en, shapes) KH_H_##id,
#include "facts/headings.def"
#undef HEADING
    KH_H_END
} kh_heading;

/* The heading of that name in either language, or KH_H_END. */
kh_heading kh_heading_find(kh_slice name);
kh_slice kh_heading_name(kh_heading h, kh_lang lang);

typedef enum kh_cell_type {
    KH_CELL_TEXT,   /* CSV cells, .facts words, JSON strings */
    KH_CELL_NUMBER, /* a JSON number, its own text */
    KH_CELL_TRUE,
    KH_CELL_FALSE,
    KH_CELL_NULL    /* JSON null: missing */
} kh_cell_type;

typedef struct kh_raw_cell {
    kh_slice text;   /* NFC, full-width ASCII as typed, not trimmed in quotes; quotes undone */
    kh_place place;  /* with its quotes */
    kh_cell_type type;
} kh_raw_cell;

typedef enum kh_shape { KH_WIDE, KH_RECORDS } kh_shape;

/* What the cells of a row are called. One layout serves many rows (a CSV header; JSON objects and
 * .facts lines with the same keys in the same order). */
typedef struct kh_layout {
    kh_shape shape;
    kh_slice kind;  /* the kind of record when the file was given as KIND=FILE, else empty */
    kh_raw_cell *keys;
    size_t n;
    uint32_t serial; /* counts from 0 over all files, for the binder's own cache */
} kh_layout;

typedef struct kh_raw_row {
    const kh_layout *layout;
    const kh_raw_cell *cells; /* layout->n of them */
    kh_place place;           /* of the whole row or line */
} kh_raw_row;

typedef struct kh_row_sink {
    void *context;
    /* Whether a name is a kind of record: .facts text writes facts and records alike. */
    bool (*is_record)(void *context, kh_slice name);
    void (*row)(void *context, const kh_raw_row *row);
} kh_row_sink;

typedef enum kh_encoding { KH_ENCODING_AUTO, KH_ENCODING_UTF8, KH_ENCODING_GB18030 } kh_encoding;

typedef struct kh_read_options {
    kh_encoding encoding;
    const kh_slice *unit_columns; /* --unit-columns; none: 单位/unit */
    size_t unit_column_count;
    bool units_only; /* --units FILE: a wide CSV, or one name a line */
} kh_read_options;

/* What the command line names: a file, a folder (all .facts, .csv, .json in it and below, in the
 * order of their names), KIND=FILE, or "-" (.facts text on standard input). */
typedef struct kh_fact_file {
    kh_slice path;
    kh_slice kind; /* of KIND=FILE */
    kh_source_id source; /* its text, when it is in memory already; 0: read from path */
} kh_fact_file;

/* Expands the arguments to files, in order; reports what cannot be read. "A=B" is KIND=FILE when no
 * file of the whole name exists. */
bool kh_fact_files(kh_arena *a, const kh_slice *arguments, size_t n, kh_diags *diags,
                   kh_fact_file **files, size_t *count);

/* How many bytes a file of that name may have, by its form. */
uint64_t kh_facts_most_bytes(kh_slice path);

/* Reads one file and hands over its rows; all bad rows are reported, the good ones still arrive.
 * With several unit columns the first cell of each row is made of them (KH_H_UNIT, joined by a
 * blank) and the columns themselves are left out. */
void kh_facts_read(kh_arena *a, kh_sources *sources, const kh_fact_file *file,
                   const kh_read_options *options, uint32_t *next_layout, kh_row_sink sink,
                   kh_diags *diags);

/* The rows of a CSV source that is no fact file (a calendar): any columns, no unit. */
void kh_csv_read(kh_arena *a, kh_sources *sources, kh_source_id source, kh_encoding encoding,
                 kh_row_sink sink, kh_diags *diags);

#endif
