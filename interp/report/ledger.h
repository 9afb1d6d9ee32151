/* The ledger of a unit: what explain says, apart from its form. explain_text.c prints it for
 * people, explain_json.c for programs.
 *
 * Invariant (reliability R10): a node's exact result is the sum of its parts and of the results of
 * the nodes inside it; limits, rounding and weights are parts of their own, with their sign. */
#ifndef KH_REPORT_LEDGER_H
#define KH_REPORT_LEDGER_H

#include "report/inside.h"

/* A fact or a record that was read, as people say it. */
typedef struct kh_ledger_fact {
    kh_slice name;
    kh_slice value; /* of a record: its date, its fields */
    int64_t count;  /* of a record: its 次数; -1: a fact */
    kh_place place;
} kh_ledger_fact;
typedef KH_VEC(kh_ledger_fact) kh_ledger_facts;

/* The smallest piece of a condition, with the values that decided. */
typedef enum kh_atom_role { KH_ATOM_WHEN, KH_ATOM_UNLESS } kh_atom_role;
typedef enum kh_met { KH_MET, KH_NOT_MET, KH_MET_OPEN } kh_met;
typedef struct kh_atom {
    kh_atom_role role;
    kh_met met; /* of a rule: whether it holds; elsewhere as the condition wants it, a `not` is
                   already counted in */
    kh_slice text;
    kh_slice distance; /* what is lacking, of numbers; empty */
    kh_ledger_facts facts;
} kh_atom;
typedef KH_VEC(kh_atom) kh_atoms;

typedef enum kh_part_type {
    KH_PART_START,
    KH_PART_SCORE,
    KH_PART_RATE,
    KH_PART_CHILDREN, /* takes back what the nodes inside do not count directly */
    KH_PART_DEDUCT,
    KH_PART_AWARD,
    KH_PART_LIMIT,    /* of the rule before it */
    KH_PART_HIGHEST,  /* what `highest only` takes back, of the rule or group before it */
    KH_PART_TOGETHER, /* what the limit of a group takes back */
    KH_PART_ASSUMED,  /* missing as */
    KH_PART_FLOOR,
    KH_PART_CAP,
    KH_PART_FORFEIT,
    KH_PART_BECOMES,
    KH_PART_ROUND,
    KH_PART_GATE,   /* whether the node applies is not settled */
    KH_PART_WEIGHT, /* of the node `child` inside */
    KH_PART_ABSENT, /* of the node `child` inside */
    KH_PART_RESCALE /* what those present count for those absent */
} kh_part_type;

typedef struct kh_part {
    kh_part_type type;
    kh_cell amount; /* signed; open where facts are missing */
    int places;
    const kh_rule *rule;        /* of a rule's part */
    const kh_rule_group *group; /* of a group's */
    uint32_t child;
    bool taken;    /* a rule that acts; others add 0 */
    bool passed;   /* it would act, but one before it in its group is taken */
    kh_slice text; /* the arithmetic or what happened; may be empty */
    kh_atoms conditions;
    kh_ledger_facts facts, left_out; /* what counted; records that did not */
} kh_part;

typedef struct kh_ledger_node {
    uint32_t node; /* KH_NONE: the total */
    uint32_t unit;
    kh_cell result;
    int places;
    KH_VEC(kh_part) parts;
} kh_ledger_node;

/* Why a result is what it is. */
typedef enum kh_reason_about {
    KH_ABOUT_GRADE,
    KH_ABOUT_NEXT_GRADE,
    KH_ABOUT_VETO,
    KH_ABOUT_RANK,
    KH_ABOUT_SELECTION,
    KH_ABOUT_LINE
} kh_reason_about;

typedef struct kh_reason {
    kh_reason_about about;
    kh_id name;
    kh_slice text;
    kh_slice cite;
    kh_place place;
    kh_atoms atoms;
} kh_reason;
typedef KH_VEC(kh_reason) kh_reasons;

/* ---- explain_expr.c: values and arithmetic ---- */
/* The cell of an expression for a unit; row: of its record, when it lives there. */
kh_cell kh_expr_cell(const kh_report_run *run, const kh_expr *e, uint32_t unit, uint32_t row);
/* A name for people: 总分, 优秀线, or the text of the scheme. */
void kh_expr_label(kh_report_run *run, kh_strbuf *out, const kh_expr *e);
/* "(10 + 8 + 8) ÷ 3"; false (nothing added) when it would say no more than the value. */
bool kh_expr_arithmetic(kh_report_run *run, kh_strbuf *out, const kh_expr *e, uint32_t unit,
                        uint32_t row);
void kh_expr_value(kh_report_run *run, kh_strbuf *out, const kh_expr *e, uint32_t unit,
                   uint32_t row);
/* "2 + 1 × 3": what a rule gives for each record that counts, modifiers told; false: too many, or
 * some are open. */
bool kh_records_arithmetic(kh_report_run *run, kh_strbuf *out, const kh_rule *rule,
                           const kh_plan_rule *plan, uint32_t unit);

/* ---- explain_mods.c: modifiers of an amount ---- */
/* "2 × 0.5 + 5", in brackets where a factor follows; the amount alone where none held. */
void kh_modified_text(kh_report_run *run, kh_strbuf *out, const kh_rule *rule,
                      const kh_plan_rule *plan, uint32_t unit, uint32_t row, bool factor);
/* Whether one of the modifiers held for the unit (they do not read records). */
bool kh_modified(const kh_report_run *run, const kh_rule *rule, uint32_t unit);
/* The facts that modifiers of the unit's amount read. */
void kh_modifier_facts(kh_report_run *run, kh_ledger_facts *facts, const kh_rule *rule,
                       uint32_t unit);

/* ---- explain_facts.c: what was read ---- */
void kh_expr_facts(kh_report_run *run, kh_ledger_facts *facts, const kh_expr *e, uint32_t unit,
                   uint32_t row);
void kh_record_facts(kh_report_run *run, kh_ledger_facts *facts, uint32_t record, uint32_t row);
/* The reduction of records that an expression computes; NULL: it is none. */
const kh_operation *kh_expr_reduction(const kh_report_run *run, kh_col col);
/* Whether a row counts; a column of the run says so for all rows. */
bool kh_row_counts(const kh_report_run *run, kh_col counted, uint32_t row);

/* ---- explain_condition.c ---- */
/* The atoms that made a rule's condition hold or not, with their values alone. */
void kh_rule_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                   kh_atom_role role);
/* The same with what is wanted of them. negated: the condition stands behind `unless`. */
void kh_condition_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit,
                        bool negated);
/* All atoms of an exception, met or not. */
void kh_exception_atoms(kh_report_run *run, kh_atoms *atoms, const kh_expr *e, uint32_t unit);

/* ---- explain_rule.c, explain_node.c, explain_result.c ---- */
void kh_explain_rule(kh_report_run *run, kh_ledger_node *ledger, uint32_t rule);
/* explain_correct.c: forfeit and becomes; gives what the node comes to. */
kh_cell kh_explain_corrections(kh_report_run *run, kh_ledger_node *ledger, kh_cell earned);
/* explain_group.c: the part of `highest only`, when it takes something back. */
void kh_explain_highest(kh_report_run *run, kh_ledger_node *ledger, const kh_rule *rule,
                        const kh_rule_group *group, kh_cell raw, kh_cell kept);
/* What becomes of the rules of a group, behind the last of them. */
void kh_explain_group(kh_report_run *run, kh_ledger_node *ledger, uint32_t group);
kh_ledger_node kh_explain_node(kh_report_run *run, uint32_t node, uint32_t unit);
kh_ledger_node kh_explain_total(kh_report_run *run, uint32_t unit);
/* The nodes directly inside (node KH_NONE: below the scheme), in the order of the text. */
uint32_t kh_explain_children(const kh_report_run *run, uint32_t node, uint32_t *children);

/* --item: which nodes are shown, those inside of the named ones too; NULL: all. */
bool *kh_explain_shown(kh_report_run *run);

typedef struct kh_standing kh_standing; /* ranks and selections, sorted once for a report */
kh_standing *kh_standing_new(kh_report_run *run);
kh_reasons kh_explain_results(kh_report_run *run, const kh_standing *standing, const kh_line *lines,
                              uint32_t line_count, uint32_t unit);
void kh_explain_rank(kh_report_run *run, kh_reasons *reasons, const kh_standing *s, uint32_t unit);
void kh_explain_selections(kh_report_run *run, kh_reasons *reasons, const kh_standing *s,
                           uint32_t unit);

kh_slice kh_number_text(kh_report_run *run, kh_num x, int places);
/* "81.5..88.5" too. */
kh_slice kh_cell_text(kh_report_run *run, kh_cell c, int places);
kh_slice kh_escaped_name(kh_report_run *run, kh_id id);
/* A number cell x - y; open when one of them is. */
kh_cell kh_cell_minus(kh_report_run *run, kh_cell x, kh_cell y);

#endif
