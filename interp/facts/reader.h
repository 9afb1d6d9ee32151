/* What the readers of the three forms share: the file being read, what is checked in every cell,
 * and the tables that turn cells into rows. Inside this layer only. */
#ifndef KH_FACTS_READER_H
#define KH_FACTS_READER_H

#include "base/intern.h"
#include "facts/raw.h"

#define KH_MAX_ROW_BYTES  (1u << 20)
#define KH_MAX_CELL_BYTES (64u << 10)
#define KH_MAX_COLUMNS    1000u

/* The rows of one list of keys. A table is made once per list of keys in a file. */
typedef struct kh_table {
    kh_layout layout;
    size_t *units; /* the cells that make the unit's name */
    size_t unit_count;
    bool composed; /* by --unit-columns: the first cell handed over is made of them … */
    size_t *kept;  /* … and these are the others, layout.n - 1 */
    size_t *names; /* cells that hold names, which are looked at for damage */
    size_t name_count;
    kh_raw_cell *cells; /* room for a composed row */
} kh_table;

typedef struct kh_reader {
    kh_arena *arena; /* keeps what rows borrow and the source does not hold */
    kh_sources *sources;
    kh_source_id source;
    kh_slice text; /* of the source: valid UTF-8, no NUL */
    const kh_fact_file *file;
    const kh_read_options *options;
    uint32_t *next_layout;
    kh_row_sink sink;
    kh_diags *diags;
    bool names_units; /* the form itself says what names the unit: --unit-columns means nothing */
    bool no_units;    /* the rows are of no unit (a calendar) */
    kh_intern *ids;   /* keys, lists of keys, names already reported, composed names */
    kh_map *by_keys;  /* id of a list of keys → index in tables */
    kh_map *reported; /* ids of damaged names */
    KH_VEC(kh_table *) tables;
#define KH_READER_NUMBERS 4
#define KH_READER_DIGITS  20
    char numbers[KH_READER_NUMBERS][KH_READER_DIGITS]; /* for messages, used in turn */
    unsigned next_number;
} kh_reader;

typedef enum kh_fact_form { KH_FORM_TEXT, KH_FORM_CSV, KH_FORM_JSON, KH_FORM_NONE } kh_fact_form;

/* By the end of the name, in small or capital letters. */
kh_fact_form kh_fact_form_of(kh_slice path);

/* The three forms; a list of units, one name a line, is read as CSV. */
void kh_csv_file_read(kh_reader *r);
void kh_json_file_read(kh_reader *r);
void kh_text_file_read(kh_reader *r);

/* The table of these keys; NULL when they are wrong (two equal ones, an empty one, none that names
 * the unit), which is reported; `whole` is the place of the header or object. */
kh_table *kh_table_of(kh_reader *r, const kh_raw_cell *keys, size_t n, kh_place whole);
/* Whether the keys name the unit. */
bool kh_keys_name_unit(const kh_reader *r, const kh_raw_cell *keys, size_t n);
/* Hands a row over, unless its names are damaged or missing, which is reported. */
void kh_table_row(kh_reader *r, kh_table *t, const kh_raw_cell *cells, kh_place place);

/* Refuses what is invisible or too long, and composes (NFC). False when reported. */
bool kh_cell_clean(kh_reader *r, kh_raw_cell *cell);
/* Reports a damaged name, each once; false when it cannot be used. */
bool kh_name_check(kh_reader *r, const kh_raw_cell *name);

/* The place of a part of the text. */
kh_place kh_reader_place(const kh_reader *r, size_t from, size_t to);
/* A number for a message, until KH_READER_NUMBERS others were made. */
kh_slice kh_reader_number(kh_reader *r, uint64_t n);

#endif
