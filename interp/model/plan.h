/* The plan: the resolved tree lowered to operations over columns, in the order of their dependency.
 * A column holds one cell per row of its domain: the run (one row), the units, or the records of
 * one kind (rows sorted by unit). An operation reads columns and writes one. The evaluator knows
 * only this; what a column means to people stands in the tables below, which the reports read.
 *
 * Equal operations are one: whatever says the same thing twice shares the column.
 *
 * Strata: operations of stratum 0 need only the unit's own rows and run batch by batch; what reads
 * a selection stands in the stratum behind it. A stratum is a pass over the batches, then the
 * grades (in plan.grade_stratum) and the selections of that stratum (cross-unit stage of eval). */
#ifndef KH_MODEL_PLAN_H
#define KH_MODEL_PLAN_H

#include "model/model.h"

typedef uint32_t kh_col; /* index of a column; KH_NONE: none */

typedef enum kh_opcode {
#define OPERATION(id, args, text) KH_DO_##id,
#include "model/operations.def"
#undef OPERATION
    KH_DO_END
} kh_opcode;

/* GATHER: `index`, and which of the optional arguments it has, in `mask`; `number` is the share of
 * a percentile. */
typedef enum kh_gathered {
    KH_GATHER_SUM,
    KH_GATHER_MEAN,
    KH_GATHER_HIGHEST,
    KH_GATHER_LOWEST,
    KH_GATHER_RANKED /* the median is the percentile of a half */
} kh_gathered;
enum {
    KH_GATHER_WEIGHT = 1,
    KH_GATHER_QUORUM = 2,
    KH_GATHER_TRIM = 4,
    KH_GATHER_TOP = 8,
    KH_GATHER_LOWEST_FIRST = 16,
    KH_GATHER_KEYS = 8 /* their number stands from this bit on */
};

typedef struct kh_column {
    kh_domain domain;
    kh_type type;
    const kh_expr *expr; /* the first expression of the scheme that it computes, or NULL */
    int places;          /* digits of the last rounding it went through, -1: none */
    uint32_t stratum;
} kh_column;

/* A condition as what it asks of columns: of a subject against a constant, of others as they stand.
 */
typedef struct kh_test {
    kh_opcode code;  /* LT … NE: a subject against `constant`; AND, OR, NOT, HOLDS: `of`; END: the
                        answer of `column` */
    uint32_t column; /* index into the split's columns */
    kh_col constant; /* of the run */
    uint32_t scale;  /* the subject is a level of this scale, compared by its points; KH_NONE */
    uint32_t n;
    const struct kh_test **of;
} kh_test;

/* Conditions of which the first that holds is taken, with subjects that several of them ask: an
 * open subject is tried value by value, so what the conditions leave together is exact. */
typedef struct kh_split {
    kh_col *columns; /* the subjects, then what else is asked */
    uint32_t subjects, n;
    const kh_test **conditions; /* [count] NULL: always */
    uint32_t count;
} kh_split;

typedef struct kh_operation {
    kh_opcode code;
    kh_col dst; /* operation i writes column i */
    kh_col *args;
    uint32_t n;
    uint32_t index;        /* fact, field, code, scale, node …, by opcode */
    const kh_split *split; /* TABLE: its columns are the last `index` arguments; NULL: none */
    uint64_t mask;         /* kinds */
    kh_num number;
    kh_num low, high; /* bounds of what is missing */
    int places;
    kh_round_mode mode;
    kh_domain domain; /* the rows it runs over: of dst, or the records that a reduction reads */
    uint32_t stratum;
} kh_operation;

/* A rule: the stages of its arithmetic, for the ledger. KH_NONE where a stage does not exist. */
typedef struct kh_plan_rule {
    kh_col condition; /* run, unit or record domain: if, when */
    kh_col unless;
    kh_col counted; /* record domain: the records that count (where, item, conditions); KH_NONE with
                       KH_COUNT_RECORDS: all of them */
    kh_col times;   /* record: how often each stands for one; KH_NONE: as its 次数 says */
    kh_col count;   /* unit: how many (records with their 次数, or steps) */
    kh_col measured, size; /* unit: of steps */
    kh_col basis;          /* the amount before its modifiers; KH_NONE: it has none */
    kh_col amount;         /* run, unit or record domain */
    kh_col raw;            /* unit: points before the rule's own limit, 0 when it does not act */
    kh_col kept;           /* unit: what `highest only` leaves of raw */
    kh_col taken;          /* record (or unit, without records): whether its amount is the largest */
    kh_col limit;
    kh_col points;  /* unit: what the rule changes by, after its limit; SCORE, RATE: the value */
    kh_col applies; /* unit: yes/no, whether its unit conditions hold; SCORE, RATE: whether it was
                       the one taken; KH_NONE: always */
    kh_col acts; /* in a group that takes the first: whether it would apply by itself */
} kh_plan_rule;

/* A `together`: all units. The points of its rules (kh_plan_rule) are gated by its conditions. */
typedef struct kh_plan_group {
    kh_col condition, unless; /* KH_NONE: none */
    kh_col raw;               /* what its rules come to, deductions of a mixed group negative */
    kh_col kept;              /* what `highest only` leaves of it */
    kh_col limit;
    kh_col points;
} kh_plan_group;

typedef struct kh_plan_node {
    kh_col
        applies; /* run or unit yes/no (kinds, only when, those of its parents); KH_NONE: always */
    kh_col gate; /* only when, by itself; KH_NONE: none */
    kh_col max;  /* stated or by default, else the sum below; n/a where it does not apply */
    kh_col full; /* the same where its gate is shut: what `absent max` reads */
    kh_col base, start;
    kh_plan_rule *rules; /* [rule_count of the model's node] */
    kh_plan_group *groups; /* [group_count] */
    kh_col value;        /* what the rules change: start, score or rate, or subtotal */
    kh_col subtotal;     /* sum of the children that count in it */
    kh_col raw;          /* after start, rules and children, before floor and cap */
    kh_col floor, cap;
    kh_col limited; /* after floor and cap */
    kh_col extras;  /* sum of the extras inside, added behind the limits */
    kh_col earned;  /* after the extras: what `raw` reads */
    kh_col corrected; /* after forfeit and becomes; KH_NONE: there are none */
    kh_col inner;   /* after rounding; kinds and gates apart */
    kh_col result;  /* n/a where the node does not apply */
    kh_col weight;
    kh_col counted; /* what the node above adds where it applies itself: inner or what stands in for
                       it, times weight */
} kh_plan_node;

/* Where a source (fact, field, rating, quotient …) is read: for the list of what is missing. */
typedef struct kh_plan_read {
    kh_col column;
    uint32_t node; /* KH_NONE: in a result */
    kh_place place;
} kh_plan_read;

typedef struct kh_plan {
    const kh_model *model;
    kh_arena *arena;
    KH_MODEL_ARRAY(kh_column, columns);
    KH_MODEL_ARRAY(kh_operation, operations); /* dependency order; as many as columns */
    kh_plan_node *nodes;                      /* [model->nodes_count] */
    kh_col subtotal, extras, raw_total, limited_total,
        total; /* before limits and rounding; after */
    kh_col max_total;
    kh_col *grade_when; /* [grades] condition and its unless; KH_NONE: otherwise or by veto only */
    kh_split *grade_split; /* by grade (those that only a veto gives are always); NULL: none */
    kh_col *veto_holds;    /* [vetoes] after unless; never n/a */
    kh_col *veto_when, *veto_unless;
    kh_col **rank_keys;   /* [ranks][keys]; levels as their points */
    kh_col **select_keys; /* [selects][keys] */
    kh_col *select_when, *select_top;
    kh_col *shows, *asserts;
    kh_col *lets;      /* [lets] KH_NONE when nobody reads it */
    kh_col *fact_cols; /* [facts] the column that loads it, KH_NONE: not read */
    uint32_t strata;   /* how many */
    uint32_t grade_stratum, *select_stratum;
    KH_MODEL_ARRAY(kh_plan_read, reads); /* by column, then node */
    kh_map *of_expr;                     /* address of an expression → column */
} kh_plan;

/* Lowers a resolved tree without errors. Reports cycles (as a path). */
kh_plan *kh_lower(kh_arena *a, const kh_model *m, kh_diags *diags);
/* The column that computes an expression (for explanations); KH_NONE when nothing computes it. When
 * an equal expression was lowered before, its column. */
kh_col kh_plan_column(const kh_plan *p, const kh_expr *e);
/* The operations as text, a line each, then what the nodes are made of; for `check --plan`, tests.
 */
void kh_plan_dump(kh_strbuf *out, const kh_plan *p);

#endif
