/* Reads a fact file in a test and keeps what came of it as text, to be compared. */
#ifndef TESTS_FACTS_ROWS_H
#define TESTS_FACTS_ROWS_H

#include "facts/raw.h"

/* For every test of a suite: .init = rows_set_up, .fini = rows_tear_down. */
void rows_set_up(void);
void rows_tear_down(void);

/* The options of the next readings; all nothing at the start of a test. */
extern kh_read_options rows_options;
extern kh_slice rows_kind; /* of KIND=FILE */

/* Writes the bytes to a file of that name in the test's own folder, and reads it. */
void rows_read_bytes(const char *name, kh_slice bytes);
void rows_read(const char *name, const char *text);
/* The path of the test's own folder. */
const char *rows_folder(void);

/* What the last reading gave, all as lines:
 * rows    W#0 单位=甲所 得分=95        (W wide or R records, the layout's serial, KIND: of
 * KIND=FILE) places  2:1+8 | 2:1+6 2:5+2         (the row, its cells: line, column, bytes) found
 * E0523 2:1+8 2 1 3           (code, place, arguments) */
const char *rows_rows(void);
const char *rows_places(void);
const char *rows_found(void);
int rows_status(void);
uint32_t rows_count(void);

/* Both at once: the rows, and that nothing was found. */
void rows_expect(const char *rows);
void rows_expect_found(const char *found);

#endif
