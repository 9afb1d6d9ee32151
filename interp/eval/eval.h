/* The evaluator: runs a plan over facts. One evaluator for everything: batches of units with their
 * records, column by column; cells that are open (missing facts) carry an interval through the same
 * operations; with the trace on, all columns are kept and the explanations read them. */
#ifndef KH_EVAL_EVAL_H
#define KH_EVAL_EVAL_H

#include "facts/facts.h"
#include "model/plan.h"

/* What a cell may be: a set of possibilities. Settled numbers have VALUE alone and low == high. */
enum {
    KH_MAY_VALUE = 1, /* a number, date, level, text */
    KH_MAY_NO = 2,
    KH_MAY_YES = 4,
    KH_MAY_NA = 8,   /* does not apply */
    KH_OPEN = 16,    /* not settled: missing facts or no value decide */
    KH_MAY_NONE = 64, /* beside OPEN: may turn out to have no value, whatever it is multiplied by */
    KH_NO_VALUE = 32 /* beside OPEN: no value at all (mean of none, a division by zero …), for which
                        low and high stand in */
};
#define KH_LACKS (KH_NO_VALUE | KH_MAY_NONE)
/* A yes/no is open when more than one answer is possible; a number when low < high, when it may be
 * n/a as well, or when it has no value. What can no longer change is not open. */

typedef struct kh_cell {
    uint8_t state;
    kh_num low, high; /* numbers; codes and dates stand in low.n, meaningful only when not open */
} kh_cell;

/* A column that was kept, read by kh_result. */
typedef struct kh_kept {
    uint8_t *state; /* NULL: the column was not kept */
    kh_num *low;    /* NULL for yes/no */
    kh_num *high;   /* NULL: equal to low in every row */
} kh_kept;

typedef enum kh_choice { KH_OUT, KH_POSSIBLE, KH_CERTAIN } kh_choice;

typedef struct kh_eval_options {
    bool trace;     /* keep every column */
    uint32_t batch; /* units per batch; 0: the usual number */
} kh_eval_options;

typedef struct kh_rank_range {
    uint32_t best, worst; /* equal when settled; 0: the unit is not ranked here */
} kh_rank_range;

/* Why a unit's result is open, for `missing` and the reports. */
typedef enum kh_gap_reason {
    KH_GAP_FACT,      /* the fact is missing */
    KH_GAP_FIELD,     /* a field of a record is missing */
    KH_GAP_RATING,    /* no rating was filed */
    KH_GAP_NO_ROWS,   /* mean, highest, lowest of none */
    KH_GAP_ZERO,      /* division by zero */
    KH_GAP_TABLE,     /* no row of the table holds */
    KH_GAP_NO_NUMBER, /* a logarithm, root or power that has no value */
    KH_GAP_TOO_FEW    /* fewer records than quorum or trim ask for, or weights of 0 */
} kh_gap_reason;

typedef struct kh_gap {
    uint32_t unit;
    kh_gap_reason reason;
    uint32_t index; /* fact, or record kind */
    uint32_t field; /* of a record */
    uint32_t node;  /* where it is read, KH_NONE: in a result */
    kh_place place; /* the record or, without one, the rule */
} kh_gap;

typedef struct kh_results {
    const kh_plan *plan;
    const kh_facts *facts;
    kh_kept *columns; /* [columns]. Record domains: all rows of the table */
    uint64_t *grades; /* [units] set of possible grades, bit per grade; 0: scheme has no grades */
    kh_rank_range *ranks; /* [units]; the rank statement that is for the unit's kind */
    uint8_t *selected;    /* [selects * units] kh_choice, unit-major: [u * selects + s] */
    bool *provisional;    /* [units] */
    uint32_t *order;      /* [units] as printed: by kind, best first, equal ones by name */
    kh_gap *gaps;         /* sorted by unit, then as the scheme reads them */
    uint32_t gap_count;
    kh_gap *assumed; /* what `missing as` stands in for, in the same order */
    uint32_t assumed_count;
    bool any_provisional;
} kh_results;

/* Reports: a unit for which no grade holds, a failed assert, limits. The result is usable when no
 * error was reported. */
kh_results *kh_evaluate(kh_arena *a, const kh_plan *p, const kh_facts *f,
                        const kh_eval_options *options, kh_diags *diags);

static inline bool kh_result_kept(const kh_results *r, kh_col column)
{
    return column != KH_NONE && r->columns[column].state != NULL;
}

/* The cell of a row: a unit, or a row of the record's table. A column of the run has one cell,
 * which is given for every row. */
static inline kh_cell kh_result(const kh_results *r, kh_col column, uint32_t row)
{
    const kh_kept *k = &r->columns[column];
    if (r->plan->columns[column].domain.tag == KH_DOMAIN_RUN)
        row = 0;
    kh_cell c = {k->state[row], KH_ZERO, KH_ZERO};
    if (k->low) {
        c.low = k->low[row];
        c.high = k->high ? k->high[row] : c.low;
    }
    return c;
}

#endif
