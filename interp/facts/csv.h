/* Rows of a CSV text by the strict rules of RFC 4180, each cell with its place. What a row means is
 * not known here; csv_file.c does that. Inside this layer only. */
#ifndef KH_FACTS_CSV_H
#define KH_FACTS_CSV_H

#include "facts/reader.h"

typedef enum kh_csv_result {
    KH_CSV_ROW,
    KH_CSV_BAD, /* reported; the next call goes on behind it */
    KH_CSV_END
} kh_csv_result;

/* A row is read from `text`, the part of the file that is in memory, and leaves nothing behind but
 * `at`: whoever reads the file block by block moves the rest to the front of the next block, and
 * counts in `base` what went before. A row has at most KH_MAX_ROW_BYTES. */
typedef struct kh_csv {
    kh_reader *reader;
    kh_slice text;
    size_t base;  /* where text begins in the file */
    size_t at;    /* where the next row begins in text */
    uint64_t row; /* the number of the last row, as a spreadsheet counts: blank lines too */
    KH_VEC(kh_raw_cell) cells; /* at most KH_MAX_COLUMNS + 1 are kept … */
    size_t count;              /* … of so many */
    kh_place place;            /* of the row, without its line end */
    bool said_cr;
} kh_csv;

/* Blank lines are passed over. */
kh_csv_result kh_csv_next(kh_csv *c);
/* Whether the header of a text names the unit; says nothing. */
bool kh_csv_names_unit(const kh_reader *like, kh_slice text);

#endif
