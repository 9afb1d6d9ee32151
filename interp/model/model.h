/* The resolved tree: what a scheme means, with names and types settled and nothing lowered. Made by
 * kh_resolve from the syntax tree; read by lower (plan.h), by bind (facts) and by the reports, which
 * print names, places and documents from here. `kaohe dump --tree` prints it.
 *
 * Things refer to each other by index into the model's arrays; KH_NONE is "none". Everything lives
 * in the model's arena and is immutable once made. */
#ifndef KH_MODEL_MODEL_H
#define KH_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/diag.h"
#include "base/intern.h"
#include "base/number.h"
#include "base/source.h"
#include "grammar/ast.h"

#define KH_NONE UINT32_MAX

/* ---- types ------------------------------------------------------------------------------- */

typedef enum kh_type_tag {
    KH_TYPE_UNKNOWN, /* an error was reported: silences what follows from it */
    KH_TYPE_NUMBER,
    KH_TYPE_YES_NO,
    KH_TYPE_DATE,
    KH_TYPE_LEVEL, /* a level of `scale`; a cell is its index, 0 the first named */
    KH_TYPE_TEXT,  /* a cell is an interned id */
    KH_TYPE_KIND   /* a kind of unit, by index */
} kh_type_tag;

typedef struct kh_type {
    kh_type_tag tag;
    uint32_t scale; /* of a level, else KH_NONE */
    bool share;     /* a number compared or declared as a percentage: its cells carry % */
    kh_id measure;  /* 元, 天 … when the scheme says so, else 0; counting words say nothing */
} kh_type;

/* ---- expressions ------------------------------------------------------------------------- */

/* Where a value lives: one for the run, one per unit, one per record of a kind. */
typedef enum kh_domain_tag { KH_DOMAIN_RUN, KH_DOMAIN_UNIT, KH_DOMAIN_RECORD } kh_domain_tag;
typedef struct kh_domain {
    kh_domain_tag tag;
    uint32_t record; /* of KH_DOMAIN_RECORD, else KH_NONE */
} kh_domain;

typedef enum kh_expr_op {
    /* leaves */
    KH_X_NUMBER,  /* number */
    KH_X_YES_NO,  /* index: 1 yes, 0 no */
    KH_X_DATE,    /* date */
    KH_X_TEXT,    /* index: interned id */
    KH_X_LEVEL,   /* index: level of type.scale */
    KH_X_KIND_IS, /* index: a kind, as a value to compare with */
    KH_X_KIND,    /* the unit's kind */
    KH_X_FACT,    /* index: facts */
    KH_X_FIELD,   /* domain.record, index: fields */
    KH_X_PARAM,   /* index: params */
    KH_X_LET,     /* index: lets */
    KH_X_NODE,    /* index: nodes; the result after limits, before weight */
    KH_X_NODE_MAX, KH_X_NODE_BASE,
    KH_X_NODE_RAW, /* index: nodes; its result before forfeit and becomes */
    KH_X_NODE_CAP, KH_X_NODE_FLOOR, KH_X_NODE_WEIGHT, /* index: nodes */
    KH_X_SUBTOTAL, /* index: nodes, KH_NONE: the scheme; what is inside, extras apart */
    KH_X_TOTAL,
    KH_X_VETO,     /* index: vetoes; yes when it holds */
    KH_X_SELECTED, /* index: selects */
    KH_X_NODE_APPLIES, /* whether the node applies to the unit */
    /* over args[0 … n) */
    KH_X_NEGATE, KH_X_ADD, KH_X_SUB, KH_X_MUL, KH_X_DIV,
    KH_X_LT, KH_X_LE, KH_X_GT, KH_X_GE, KH_X_EQ, KH_X_NE,
    KH_X_NOT, KH_X_AND, KH_X_OR, /* AND, OR: two or more */
    KH_X_SMALLER, KH_X_LARGER,   /* two or more */
    KH_X_LIMIT,                  /* x, low, high */
    KH_X_ABS,
    KH_X_ROUND,                  /* x; rounding */
    KH_X_KNOWN,                  /* yes when x has a value */
    KH_X_DAYS,                   /* date + n days (args: date, n) */
    KH_X_DAYS_BETWEEN,           /* D1 - D2 in days */
    KH_X_TABLE,   /* pairs: condition, value, condition, value …; the first that holds; when n is odd
                     the last argument is the value of `otherwise` */
    KH_X_LINE,    /* x; then points x, y ascending: straight between, level outside */
    /* over records of this unit: domain is UNIT, args[0] is over set */
    KH_X_COUNT,   /* set */
    KH_X_ANY_OF,  /* set */
    KH_X_SUM, KH_X_MEAN, KH_X_HIGHEST, KH_X_LOWEST,
    KH_X_MEDIAN,
    KH_X_PERCENTILE, /* number: the share */
    KH_X_SHARE,      /* args[0] a condition over set */
    KH_X_LATEST,     /* of any type */
    /* over a list of values, of which those that do not apply are left out */
    KH_X_OF_LIST,  /* index: SUM, MEAN … MEDIAN */
    KH_X_HOW_MANY, /* of the conditions hold */
    KH_X_FIRST,    /* the first that is known; of any type */
    KH_X_ONLY_WHEN, /* condition, value: n/a where it does not hold */
    /* values that may be no fraction: they are rounded before anything is decided by them */
    KH_X_LN, KH_X_EXP,
    KH_X_ROOT,  /* x, degree (a constant) */
    KH_X_POWER, /* x, exponent */
    /* dates; `days` and `days_between` stand above */
    KH_X_MONTHS,           /* date + n months; index: months in one of the unit */
    KH_X_WORKING_DAYS,     /* date + n working days */
    KH_X_NEXT_WORKING_DAY, /* the date, or the first working day behind it */
    KH_X_OP_COUNT
} kh_expr_op;

typedef struct kh_rounding {
    int places; /* -1: none */
    kh_round_mode mode;
    kh_place place;
} kh_rounding;

/* Records of one kind of the unit, those for which `where` holds (NULL: all). When `item` is a node,
 * only records filed under it. With keys one of each different key: the first; a record with an
 * empty key is a matter of its own. */
typedef struct kh_set {
    uint32_t record;
    uint32_t item;
    struct kh_expr *where;
    struct kh_expr **by;
    uint32_t by_count;
} kh_set;

/* What an aggregate does between its condition and its value; args[0] is the value, the rest stands
 * in further arguments, by index (0: it does not have it). They act in this order. */
typedef struct kh_gather {
    uint32_t by, by_count;      /* keys, over the records */
    uint32_t quorum, trim, top; /* of the unit or of the run */
    bool lowest_first;          /* of top: the n lowest */
    uint32_t weight;            /* over the records */
    kh_place place;             /* of these clauses, as written */
} kh_gather;

typedef struct kh_expr {
    kh_expr_op op;
    kh_type type;
    kh_domain domain; /* the finest that it reads */
    kh_place place;
    uint32_t index;
    uint32_t n;
    struct kh_expr **args;
    kh_num number;
    kh_date date;
    kh_rounding rounding;
    kh_set *set;
    kh_gather *gather; /* of an aggregate that has such clauses, else NULL */
} kh_expr;

/* ---- declarations ------------------------------------------------------------------------ */

/* What travels into every explanation. Texts are borrowed from the source. */
typedef struct kh_docs {
    kh_slice cite, id, title, because;
    const kh_slice *owners, *assessors;
    uint32_t owner_count, assessor_count;
} kh_docs;

typedef struct kh_kind {
    kh_id name;
    uint32_t parent; /* `county in city`, else KH_NONE */
    kh_place place;
} kh_kind;

typedef struct kh_level {
    kh_id name;
    bool has_points;
    kh_num points;
    kh_place place;
} kh_level;

typedef struct kh_scale {
    kh_id name;
    kh_level *levels;
    uint32_t level_count;
    kh_place place;
} kh_scale;

typedef struct kh_bounds { /* `in 0 to 10`; an infinity is no end */
    kh_num low, high;
    bool low_open, high_open;
    const kh_id *na_words; /* `number or (DNF, DNS)`: cells that say that it does not apply */
    uint32_t na_word_count;
} kh_bounds;

typedef struct kh_fact {
    kh_id name;
    kh_type type;
    kh_bounds bounds;
    bool declared, unused;
    bool is_read;        /* a rule or result reads it */
    kh_expr *missing_as; /* a constant, or NULL */
    kh_expr *absent;     /* what a cell that does not apply stands for; a constant, or NULL */
    kh_docs docs;
    kh_place place; /* declaration or first use */
} kh_fact;

/* The fields that every kind of record has, in this order, then its own. */
typedef enum kh_builtin_field {
    KH_FIELD_ITEM,     /* text: what it was filed under (already resolved to a node by bind) */
    KH_FIELD_DATE, KH_FIELD_PERIOD, KH_FIELD_COUNT, KH_FIELD_AMOUNT, KH_FIELD_LEVEL, KH_FIELD_BY,
    KH_FIELD_PROVEN, KH_FIELD_EVIDENCE, KH_FIELD_NOTE,
    KH_FIELD_BUILTIN_COUNT
} kh_builtin_field;
/* The fields of a duty's due dates, behind the built-in ones. */
typedef enum kh_duty_field {
    KH_FIELD_DUE_DATE = KH_FIELD_BUILTIN_COUNT, /* date */
    KH_FIELD_FILED_ON,                          /* date; n/a when not filed */
    KH_FIELD_LATE, KH_FIELD_NOT_FILED,          /* yes/no */
    KH_FIELD_DAYS_LATE,                         /* calendar days, 0 unless late */
    KH_FIELD_ORDINAL,                           /* 1, 2, … of the unit's due dates */
    KH_FIELD_DUTY_COUNT
} kh_duty_field;

typedef struct kh_field {
    kh_id name;
    kh_type type;
    kh_bounds bounds;
    bool is_read;
    struct kh_expr *value; /* of a computed field, over the record; NULL: it is filed */
    kh_place place;
} kh_field;

typedef struct kh_record {
    kh_id name; /* `finding` and 发现问题 are one kind, kept under the name the scheme uses */
    kh_field *fields; /* [field_count], built-in ones first */
    uint32_t field_count;
    bool declared, builtin; /* builtin: finding */
    uint32_t duty;  /* the duty whose due dates these are, else KH_NONE */
    uint32_t rated; /* the scale when these are ratings (rate F on SCALE), else KH_NONE */
    bool single_rating; /* rate … without `by`: a second rating of a unit is an error */
    bool by_item;   /* counted by more than one item: a record must say its item */
    uint32_t *items; /* the nodes that count it, when by_item matters (finding) */
    uint32_t item_count;
    kh_id measure;
    kh_place place;
} kh_record;

typedef struct kh_param {
    kh_id name;
    kh_type type;
    bool has_value;
    kh_expr *value; /* the default or what --set gave; constant */
    bool set;       /* by --set */
    kh_place place;
} kh_param;

typedef struct kh_let {
    kh_id name;
    kh_expr *value;
    kh_rounding rounding;
    uint64_t for_kinds; /* bit per kind; 0: all */
    kh_expr *only_when, *missing_as; /* or NULL */
    kh_place place;
} kh_let;

/* due `days` (working or calendar) after the end of each period from `from` on, while the period
 * begins inside the scheme's. */
typedef struct kh_duty {
    kh_id name;
    kh_period_unit every;
    kh_date from; /* KH_NO_DATE: the scheme's first day */
    int32_t days;
    bool working_days;
    uint32_t record;
    uint64_t for_kinds;
    kh_expr *filed;    /* a date fact, or a table of them over the ordinal; NULL: filings are records */
    uint32_t *answers; /* of `filed`: [answer_count] the fact for each due date, KH_NONE: no row */
    uint32_t answer_count;
    kh_place place;
} kh_duty;

/* ---- the tree of scores ------------------------------------------------------------------ */

typedef enum kh_verb {
    KH_DEDUCT, KH_AWARD, KH_SCORE, KH_RATE,
    KH_FORFEIT, /* the node's result is 0 */
    KH_BECOMES  /* the node's result is amount */
} kh_verb;
static inline bool kh_verb_corrects(kh_verb v)
{
    return v == KH_FORFEIT || v == KH_BECOMES;
}

typedef enum kh_counting {
    KH_COUNT_NOTHING, /* once, when the conditions hold */
    KH_COUNT_RECORDS, /* one per record of set */
    KH_COUNT_STEPS    /* steps of `size` in `measured` */
} kh_counting;

typedef enum kh_step_rule { KH_STEP_WHOLE, KH_STEP_STARTED, KH_STEP_PRO_RATA } kh_step_rule;

/* What becomes of the amount of one event (in the order written): times `value`, or plus it. */
typedef struct kh_mod {
    bool plus;
    kh_expr *value; /* halved: 1/2, twice: 2 */
    kh_expr *when;
    kh_place place;
} kh_mod;

typedef struct kh_rule {
    kh_verb verb;
    kh_expr *condition; /* if/若 and when/当 together, NULL: none */
    kh_expr *unless;
    kh_expr *amount;      /* points; for SCORE the value; for RATE the mean over the ratings' levels or
                             (single_rating) the level of the one; a level counts with its points */
    kh_expr *amount_high; /* `1 to 5`: the record's 分值 is the amount, between these */
    kh_counting counting;
    kh_set set;
    kh_expr *measured; /* of steps: E, or the distance E below/above the line (negative is none) */
    kh_expr *size;
    kh_step_rule step_rule;
    kh_mod *mods;
    uint32_t mod_count;
    uint32_t rated; /* RATE: the kind of record */
    uint32_t scale;
    bool highest;   /* of the amounts with one key the largest; without keys the largest of all */
    kh_expr **keys; /* over the record: its own, or in a group with `highest` that group's */
    uint32_t key_count;
    kh_expr *limit; /* up to */
    uint32_t group; /* 1 + the `together` that it stands in; 0: it stands alone */
    kh_docs docs;
    kh_place place;
} kh_rule;

/* `together { … }`: rules [first, first + count) of its node. With a limit they only deduct or only
 * award. */
typedef struct kh_rule_group {
    bool first_only;             /* the first rule that applies is taken */
    bool highest;                /* of the amounts of all rules the largest of each key */
    uint32_t key_count;          /* the keys themselves stand in the rules */
    kh_expr *condition, *unless; /* asked of the unit; NULL: none */
    kh_expr *limit;
    uint32_t first, count;
    kh_docs docs;
    kh_place place;
} kh_rule_group;

typedef enum kh_score_type { KH_SECTION, KH_ITEM, KH_EXTRA } kh_score_type;

typedef struct kh_score {
    kh_score_type type;
    kh_id name;
    uint32_t parent; /* KH_NONE: directly below the scheme */
    uint32_t *children;
    uint32_t child_count;
    uint32_t depth; /* 0 below the scheme */
    kh_rule *rules;
    uint32_t rule_count;
    kh_rule_group *groups;
    uint32_t group_count;
    /* as stated or by default (language-sketch §5.2); NULL where there is none */
    kh_expr *max, *base, *floor, *cap, *weight;
    bool stated_max, stated_base, stated_floor, stated_cap, down_to_zero;
    kh_expr *start; /* what the rules change: base, max, 0; NULL: what score, rate or the children give */
    uint64_t for_kinds; /* bit per kind; 0: all */
    kh_expr *only_when, *absent;
    bool rescale; /* absent rescale: where the gate is shut the others count for it */
    kh_expr *missing_as;
    kh_rounding rounding;
    kh_docs docs;
    kh_place place, name_place;
} kh_score;

/* ---- results ----------------------------------------------------------------------------- */

typedef struct kh_order_key {
    kh_expr *key;
    bool lowest_first;
} kh_order_key;

typedef enum kh_tie_policy {
    KH_TIES_SKIP,  /* 1-2-2-4 */
    KH_TIES_DENSE, /* 1-2-2-3 */
    KH_TIES_EXTEND, KH_TIES_CUT /* at the edge of a selection */
} kh_tie_policy;

typedef struct kh_grade {
    kh_id name;
    kh_expr *when; /* NULL: otherwise, or (by_veto) none */
    kh_expr *unless;
    bool otherwise, by_veto;
    uint64_t for_kinds;
    kh_docs docs;
    kh_place place;
} kh_grade;

typedef enum kh_effect_type { KH_EFFECT_TO, KH_EFFECT_AT_MOST, KH_EFFECT_BARS } kh_effect_type;
typedef struct kh_effect {
    kh_effect_type type;
    uint32_t target; /* grade, or select for BARS */
} kh_effect;

typedef struct kh_veto {
    kh_id name;
    kh_expr *when, *unless;
    kh_effect *effects;
    uint32_t effect_count;
    uint64_t for_kinds;
    kh_docs docs;
    kh_place place;
} kh_veto;

typedef struct kh_rank {
    kh_order_key *keys;
    uint32_t key_count;
    bool within_kind;
    kh_tie_policy ties;
    uint64_t for_kinds;
    kh_docs docs;
    kh_place place;
} kh_rank;

typedef struct kh_select {
    kh_id name;
    kh_expr *top; /* how many; run domain */
    uint32_t *from; /* grades; none: all units */
    uint32_t from_count;
    kh_expr *when; /* or NULL */
    bool within_kind;
    kh_order_key *keys;
    uint32_t key_count;
    kh_tie_policy ties;
    bool stated_ties;
    uint64_t for_kinds;
    kh_docs docs;
    kh_place place;
} kh_select;

typedef struct kh_show {
    kh_id name;
    kh_expr *value;
    kh_rounding rounding; /* for display only */
    kh_place place;
} kh_show;

typedef struct kh_assert_rule {
    kh_expr *condition;
    kh_slice message;
    kh_place place;
} kh_assert_rule;

typedef struct kh_omit {
    kh_slice clause, reason;
    kh_place place;
} kh_omit;

typedef struct kh_calendar_use {
    kh_slice path; /* as written, below the scheme's folder */
    kh_place place;
} kh_calendar_use;

#define KH_MODEL_ARRAY(type, name)                                                                 \
    type *name;                                                                                    \
    uint32_t name##_count

typedef struct kh_model {
    kh_arena *arena;
    kh_intern *names;
    kh_sources *sources;
    kh_source_id source;

    kh_id title; /* 0: the one-line scheme has none */
    bool has_period;
    kh_period period; /* of the year, or FROM … TO */
    int32_t year;     /* 0: none */
    kh_expr *max;     /* stated, or NULL: the sum below */
    kh_expr *floor, *cap;
    kh_rounding rounding; /* of the total */
    kh_docs docs;
    kh_place place;
    bool counts_working_days; /* an expression does: it needs a calendar */

    KH_MODEL_ARRAY(kh_kind, kinds);
    bool kinds_declared;
    KH_MODEL_ARRAY(kh_scale, scales);
    KH_MODEL_ARRAY(kh_fact, facts);
    KH_MODEL_ARRAY(kh_record, records);
    KH_MODEL_ARRAY(kh_param, params);
    KH_MODEL_ARRAY(kh_let, lets);
    KH_MODEL_ARRAY(kh_duty, duties);
    KH_MODEL_ARRAY(kh_score, nodes); /* in the order of the text: parents before children */
    KH_MODEL_ARRAY(kh_veto, vetoes);
    KH_MODEL_ARRAY(kh_grade, grades); /* best first */
    KH_MODEL_ARRAY(kh_rank, ranks);
    KH_MODEL_ARRAY(kh_select, selects);
    KH_MODEL_ARRAY(kh_show, shows);
    KH_MODEL_ARRAY(kh_assert_rule, asserts);
    KH_MODEL_ARRAY(kh_omit, omits);
    KH_MODEL_ARRAY(kh_calendar_use, calendars);
} kh_model;
#define KH_MAX_KINDS 64
#define KH_MAX_LEVELS 1000 /* of a scale */
#define KH_MAX_ROWS 10000  /* of a table */
#define KH_MAX_GRADES 64
#define KH_MAX_NODES 100000

/* --set NAME=VALUE */
typedef struct kh_setting {
    kh_slice name, value;
} kh_setting;

/* Errors that `allow` may lower to notes. */
bool kh_code_may_be_allowed(kh_code code);

/* Settles names and types, checks all that can be checked without facts (language-sketch §5, §6) and
 * reports it. Never NULL; usable for lower when no error was reported. The names are shared with
 * facts and results. */
kh_model *kh_resolve(kh_arena *a, kh_intern *names, kh_sources *sources, kh_source_id source,
                     const kh_node *file, const kh_setting *settings, size_t setting_count,
                     kh_diags *diags);

/* The first period that a duty asks for; the next ones follow while they begin inside the scheme's. */
kh_period kh_duty_first_period(const kh_model *m, const kh_duty *d);

/* When a scheme has no `kinds` statement its kinds are those of the facts: bind adds them. */
uint32_t kh_model_add_kind(kh_model *m, kh_id name, kh_place place);

/* The resolved tree as an S-expression per thing, a line each; names and places as texts. */
void kh_model_dump(kh_strbuf *out, const kh_model *m);

/* "效能建设/察访核验" */
void kh_model_path(kh_strbuf *out, const kh_model *m, uint32_t node, const char *separator);
/* What a computed field is, when e reads one; else NULL. */
const kh_expr *kh_field_value(const kh_model *m, const kh_expr *e);
/* Whether all rules of a group have one verb, which is then *verb. */
bool kh_group_verb(const kh_score *n, const kh_rule_group *g, kh_verb *verb);
/* Calls `one` for each expression of a rule, of a group apart from its rules. */
void kh_group_each_expr(const kh_rule_group *g, void (*one)(void *context, const kh_expr *e),
                        void *context);
void kh_rule_each_expr(const kh_rule *r, void (*one)(void *context, const kh_expr *e),
                       void *context);
/* A constant expression's value, when it is one (numbers, params and arithmetic over them). */
bool kh_expr_constant(kh_arena *a, const kh_model *m, const kh_expr *e, kh_num *out);

#endif
