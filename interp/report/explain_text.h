/* Inside of the printed ledger: explain_text.c has the unit, explain_text_node.c the tree. */
#ifndef KH_REPORT_EXPLAIN_TEXT_H
#define KH_REPORT_EXPLAIN_TEXT_H

#include "report/ledger.h"

typedef struct kh_printing {
    kh_report_run *run;
    const kh_standing *standing;
    const kh_line *lines;
    uint32_t line_count;
    bool *shown; /* [nodes] --item: what is printed; NULL: all */
} kh_printing;

void kh_print_end(const kh_printing *p); /* of the line */
/* "  [file:line]" */
void kh_print_place(const kh_printing *p, kh_place place);
/* "88.5，满分 100" */
void kh_print_points(const kh_printing *p, kh_cell c, int places, kh_col max, uint32_t unit);
/* An atom with the place of its fact, when it is one; several stand below it. */
void kh_print_atom(const kh_printing *p, size_t depth, const kh_atom *a, bool with_role);
/* All nodes and how they make the total; with --item those that it names. */
void kh_print_nodes(const kh_printing *p, uint32_t unit);

#endif
