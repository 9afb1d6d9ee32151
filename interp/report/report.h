/* Reports: results as text. Pure functions of the results (and, for explanations, of the kept
 * columns): same results, same bytes. They append to a strbuf and never fail; options that name
 * what does not exist are found out before (kh_report_options_check). */
#ifndef KH_REPORT_REPORT_H
#define KH_REPORT_REPORT_H

#include "eval/eval.h"

typedef struct kh_report_options {
    kh_lang lang;
    bool by_item;
    bool input_order;        /* units as in the first file; else by kind, best first */
    const kh_slice *columns; /* --columns, in order; none: the usual ones */
    size_t column_count;
    const kh_slice *units; /* --unit; none: all */
    size_t unit_count;
    kh_slice item; /* explain --item; empty: all */
} kh_report_options;

/* Reports (E07xx, with "did you mean") unknown units, items and columns. */
bool kh_report_options_check(const kh_results *r, const kh_report_options *o, kh_diags *diags);

/* Aligned by display width, grouped by kind. */
void kh_report_table(kh_strbuf *out, const kh_results *r, const kh_report_options *o);
/* 单位,类别,总分,等次,名次,评选,否决,暂定 */
void kh_report_csv(kh_strbuf *out, const kh_results *r, const kh_report_options *o);
void kh_report_json(kh_strbuf *out, const kh_results *r, const kh_report_options *o);

/* The ledger; the results must have been evaluated with the trace on. */
void kh_explain_text(kh_strbuf *out, const kh_results *r, const kh_report_options *o);
void kh_explain_json(kh_strbuf *out, const kh_results *r, const kh_report_options *o);

/* What a scheme without errors amounts to: kinds, items, marks, clauses cited and left out; with
 * results (or NULL), how many units and how many are provisional. */
void kh_report_check(kh_strbuf *out, const kh_model *m, const kh_results *r, kh_lang lang);

#endif
