/* A text that was parsed and resolved, for the tests of the model. */
#ifndef KH_TESTS_MODEL_RESOLVED_H
#define KH_TESTS_MODEL_RESOLVED_H

#include "model/model.h"

typedef struct resolved {
    kh_arena *arena;
    kh_sources *sources;
    kh_diags diags;
    kh_model *model;
} resolved;

resolved resolve_text(const char *text);
/* With --set settings: name, value, name, value …, NULL. */
resolved resolve_with(const char *text, const char *const *settings);
void resolved_free(resolved *r);

/* The codes of errors and warnings in the order of the text, joined by blanks; in the arena. */
const char *resolved_codes(resolved *r);
/* The line of the dump that begins so, up to its closing bracket; "" when there is none. */
const char *resolved_line(resolved *r, const char *begins);

/* A text and the codes of its errors and warnings; "" for none. */
typedef struct said {
    const char *text, *codes;
} said;
void expect_said(const said *rows, size_t n);
#define EXPECT_SAID(rows) expect_said((rows), sizeof(rows) / sizeof *(rows))

/* A text without errors or warnings, and a line of its dump. */
typedef struct meant {
    const char *text, *line;
} meant;
void expect_meant(const meant *rows, size_t n);
#define EXPECT_MEANT(rows) expect_meant((rows), sizeof(rows) / sizeof *(rows))

#endif
