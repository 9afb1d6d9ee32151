/* Inside of the reports: what the forms (table, CSV, JSON, ledger) have in common. */
#ifndef KH_REPORT_INSIDE_H
#define KH_REPORT_INSIDE_H

#include "base/text.h"
#include "report/report.h"

/* One report while it is written. */
typedef struct kh_report_run {
    const kh_results *r;
    const kh_report_options *o;
    const kh_plan *p;
    const kh_model *m;
    const kh_facts *f;
    kh_lang lang;
    kh_strbuf *out;
    kh_arena *arena; /* for the whole report */
    kh_arena *unit;  /* forgotten behind each unit */
    kh_strbuf text;  /* a stack of texts in the making: kh_report_mark, kh_report_take */
} kh_report_run;

/* Sets up, calls the step, frees; what it made is freed too when memory runs out. */
void kh_report_write(kh_strbuf *out, const kh_results *r, const kh_report_options *o,
                     void (*step)(kh_report_run *));

/* What was added to run->text since the mark, kept in the unit's arena. */
size_t kh_report_mark(const kh_report_run *run);
kh_slice kh_report_take(kh_report_run *run, size_t mark);

/* The units to print, in order. */
uint32_t *kh_report_units(kh_report_run *run, uint32_t *n);
/* The gaps of a unit in a list that is sorted by unit. */
const kh_gap *kh_report_gaps(const kh_gap *gaps, uint32_t count, uint32_t unit, uint32_t *n);

/* ---- phrases.c ---- */
typedef enum kh_phrase {
#define PHRASE(id, zh, en) KH_P_##id,
#include "report/phrases.def"
#undef PHRASE
    KH_P_END
} kh_phrase;

kh_slice kh_phrase_text(kh_phrase p, kh_lang lang);
void kh_phrase_add(kh_strbuf *out, kh_lang lang, kh_phrase p, const kh_slice *args, size_t n);
#define KH_PHRASE(out, lang, p, ...)                                                               \
    kh_phrase_add((out), (lang), (p), (kh_slice[]){(kh_slice){0}, ##__VA_ARGS__} + 1,              \
                  sizeof((kh_slice[]){(kh_slice){0}, ##__VA_ARGS__}) / sizeof(kh_slice) - 1)
/* Which phrase names a built-in field or a due date's; KH_P_END: one of the scheme's own. */
kh_phrase kh_phrase_of_field(const kh_record *r, uint32_t field);

/* ---- numbers.c ---- */
/* With the places of its column (-1: in full, or cut); an infinity as 不限. */
void kh_show_number(kh_strbuf *out, kh_lang lang, kh_num x, int places);
/* The number that the shown text says. */
kh_num kh_shown_number(kh_report_run *run, kh_num x, int places);
/* "88.5", "81.5..88.5", 不适用; share: as a percentage. */
/* Whether the ends enclose one value that is no fraction; it is shown cut off after six places. */
bool kh_cell_enclosed(kh_report_run *run, kh_cell c);
void kh_show_enclosed(kh_report_run *run, kh_strbuf *out, kh_num x);
void kh_show_cell(kh_report_run *run, kh_strbuf *out, kh_cell c, int places, bool share);
/* "8.666666…（26/3）": the fraction beside what was cut. */
void kh_show_beside(kh_report_run *run, kh_strbuf *out, kh_num x, int places);
/* In full, or as its fraction alone. */
void kh_show_exactly(kh_report_run *run, kh_strbuf *out, kh_num x);
bool kh_cell_settled(kh_cell c);  /* a number that can no longer change */
bool kh_cell_na(kh_cell c);       /* certainly does not apply */
bool kh_cell_maybe_na(kh_cell c); /* may not */
bool kh_cell_open(kh_cell c);
int kh_column_places(const kh_report_run *run, kh_col col);

/* ---- values.c ---- */
/* A cell of any type. */
void kh_show_value(kh_report_run *run, kh_strbuf *out, kh_type type, kh_cell c, int places);
/* What was filed; 缺 and 不适用 too. */
void kh_show_filed(kh_report_run *run, kh_strbuf *out, kh_type type, const kh_fact_column *column,
                   uint32_t row);
kh_slice kh_name_of(const kh_report_run *run, kh_id id);
kh_slice kh_unit_name(const kh_report_run *run, uint32_t unit);
kh_slice kh_kind_name(const kh_report_run *run, uint32_t unit); /* empty: none */
/* "[file:line]", nothing for KH_NOWHERE. */
void kh_show_place(kh_report_run *run, kh_strbuf *out, kh_place place);
/* The text of the scheme at a place, on one line and without comments. */
void kh_show_source(kh_report_run *run, kh_strbuf *out, kh_place place);
/* A gap as people say it: 平安得分, 投诉的属实 … with its item when it has one. */
void kh_show_gap(kh_report_run *run, kh_strbuf *out, const kh_gap *gap, bool with_item);
kh_slice kh_gap_name(const kh_report_run *run, const kh_gap *gap);
/* Names of the bits of a set of grades, best first. */
void kh_show_grades(kh_report_run *run, kh_strbuf *out, uint64_t grades, const char *separator);

/* ---- columns.c ---- */
typedef enum kh_figure {
    KH_FIGURE_UNIT,
    KH_FIGURE_KIND,
    KH_FIGURE_TOTAL,
    KH_FIGURE_GRADE,
    KH_FIGURE_RANK,
    KH_FIGURE_SELECTED,
    KH_FIGURE_VETOES,
    KH_FIGURE_PROVISIONAL,
    KH_FIGURE_ITEM,  /* by item only */
    KH_FIGURE_MAX,   /* by item only */
    KH_FIGURE_SCORE, /* by item only */
    KH_FIGURE_SHOW,  /* index: shows */
    KH_FIGURE_NODE   /* index: nodes */
} kh_figure;

typedef struct kh_report_column {
    kh_figure figure;
    uint32_t index;
    kh_slice heading;
} kh_report_column;

kh_report_column *kh_report_columns(kh_report_run *run, size_t *n);
/* Finds a column by its name in either language; false: there is none. */
bool kh_report_column_find(const kh_model *m, kh_slice name, kh_report_column *out);
/* Offers all names of columns for "did you mean". */
void kh_report_column_offer(const kh_model *m, kh_nearest *nearest);
bool kh_figure_by_item(kh_figure f);
/* What is a number that we print, so that a CSV needs no guard. */
bool kh_figure_is_number(const kh_report_run *run, const kh_report_column *c);
/* Whether there is the node for this unit's kind: a report by item has no row for what is not. */
bool kh_report_has_node(const kh_report_run *run, uint32_t unit, uint32_t node);
/* The figure's text; node: of the row, by item. */
void kh_report_cell(kh_report_run *run, kh_strbuf *out, const kh_report_column *c, uint32_t unit,
                    uint32_t node);
/* The column of the plan that a figure shows as a number, KH_NONE: none; *places as shown. */
kh_col kh_figure_column(const kh_report_run *run, const kh_report_column *c, uint32_t node,
                        int *places);
/* A show's value as displayed: its rounding is for display only. */
kh_cell kh_show_displayed(kh_report_run *run, uint32_t show, uint32_t unit, int *places);

/* The node that a name or a path (joined by /) means: at most `room` of them; the number of all. */
uint32_t kh_report_find_nodes(const kh_model *m, kh_slice name, uint32_t *nodes, uint32_t room);

/* ---- lines.c: figures whose shown text lies on the other side of a line ---- */
typedef struct kh_line {
    kh_expr_op op; /* figure op bound */
    kh_col figure;
    kh_num bound;
    kh_place place; /* of the comparison */
    kh_id owner;    /* the grade, veto or selection */
} kh_line;

/* The lines of the scheme's results: comparisons of a figure with a constant. */
const kh_line *kh_report_lines(kh_report_run *run, uint32_t *n);
/* The line between the exact and the shown figure, NULL: none. *holds: for the exact one. */
const kh_line *kh_report_line_between(const kh_line *lines, uint32_t n, kh_col figure, kh_num exact,
                                      kh_num shown, bool *holds);

/* ---- json_text.c: a small writer of JSON ---- */
typedef struct kh_json {
    kh_strbuf *out;
    bool comma; /* something stands before on this level */
} kh_json;
void kh_json_open(kh_json *j, char bracket);
void kh_json_close(kh_json *j, char bracket);
void kh_json_key(kh_json *j, const char *key);
void kh_json_name(kh_json *j, kh_slice key); /* a key that is data */
void kh_json_string(kh_json *j, kh_slice s);
void kh_json_int(kh_json *j, uint64_t n);
void kh_json_bool(kh_json *j, bool b);
void kh_json_null(kh_json *j);
void kh_json_line(kh_json *j); /* a line end before the next value */

/* ---- json.c, shared with the ledger ---- */
/* "range" and, where there is one, "exact_range". */
void kh_json_range(kh_report_run *run, kh_json *j, kh_cell c, int places);
/* The keys of a unit's results, "items" apart. */
void kh_json_unit(kh_report_run *run, kh_json *j, uint32_t unit);
/* The keys of a node. */
void kh_json_node(kh_report_run *run, kh_json *j, uint32_t unit, uint32_t node);
/* From the first byte to the list of units, and behind it. */
void kh_json_head(kh_report_run *run, kh_json *j);
void kh_json_tail(kh_report_run *run, kh_json *j);
void kh_json_text(kh_report_run *run, kh_json *j, size_t mark); /* what was written since */

#endif
