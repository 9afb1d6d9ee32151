/* A text that was parsed, for the tests of the grammar. */
#ifndef KH_TESTS_GRAMMAR_PARSED_H
#define KH_TESTS_GRAMMAR_PARSED_H

#include "grammar/ast.h"

typedef struct parsed {
    kh_arena *arena;
    kh_sources *sources;
    kh_source_id source;
    kh_diags diags;
    const kh_node *tree;
} parsed;

/* The text need not outlive the call. */
parsed parse_slice(kh_slice text);
parsed parse_text(const char *text);
void parsed_free(parsed *p);
/* In the arena: the tree; the reports, one a line, as "error E0122 1:10-1:11" and "fix: …" (the
 * form of tests/language/parse). The file's missing line end is not among them. */
const char *parsed_dump(const parsed *p);
const char *parsed_reports(parsed *p);
/* A file beside the tests: "language/parse/orders.txt"; in the arena, NULL when it cannot be read.
 */
const char *test_path(kh_arena *a, const char *path);
const char *test_file(kh_arena *a, const char *path);

/* That the text gives this tree, or these reports. */
void expect_tree(const char *text, const char *tree);
void expect_reports(const char *text, const char *reports);

#endif
