/* Inside of eval: a run, its batches, and the vectors that operations read and write. Not for other
 * layers.
 *
 * A batch is a range of units with the rows of their records. A vector holds a column's rows of one
 * batch; its memory is a slot that is used again as soon as the last reader of the column is done.
 * Nothing is allocated per cell: only numbers that outgrow 64 bits live in the batch's arena. */
#ifndef KH_EVAL_BATCH_H
#define KH_EVAL_BATCH_H

#include "eval/eval.h"

typedef struct kh_vec {
    uint8_t *state;
    kh_num *low, *high; /* numbers; high NULL: every row's high is its low */
    int32_t *codes;     /* dates, levels, texts, kinds */
    uint32_t step;      /* 1; 0: the one row of the run stands for all */
    bool plain;         /* every row is settled and applies: VALUE alone, or YES or NO alone */
} kh_vec;

/* Memory for one column at a time. */
typedef struct kh_slot {
    uint8_t *state;
    kh_num *low, *high;
    int32_t *codes;
    uint32_t rows; /* capacity */
} kh_slot;

/* Something worth telling about one row: a fact that is missing, a value that could not be had. */
typedef struct kh_event {
    uint32_t operation;
    uint32_t unit; /* KH_NONE: of the run */
    uint32_t row;  /* of the record's table, else KH_NONE */
} kh_event;

/* Points that cannot be: negative ones, or (row) a chosen amount outside of its range. */
typedef struct kh_negative {
    uint32_t operation, unit;
    kh_num value;
    uint32_t row; /* of the record's table, else KH_NONE */
    kh_num low, high;
} kh_negative;

/* A day that no calendar covers. */
typedef struct kh_uncovered {
    uint32_t operation;
    kh_date day;
} kh_uncovered;

typedef struct kh_run {
    const kh_plan *plan;
    const kh_facts *facts;
    kh_arena *arena; /* of the results */
    kh_diags *diags;
    kh_results *results;
    bool trace;
    uint32_t batch_units;
    bool *live;        /* [operations] somebody reads it */
    bool *keep;        /* [columns] copied into the results */
    uint32_t *slot_of; /* [columns] */
    uint32_t slot_count;
    uint32_t *slot_rows; /* [slots] the most rows of a batch in its domain */
    uint32_t most_rows;
    uint8_t *values; /* [most_rows] KH_MAY_VALUE: the states of a column that is all values */
    struct kh_splitting **splittings; /* [operations] of tables, made when first needed */
    KH_VEC(kh_event) events;
    KH_VEC(kh_negative) negatives;
    KH_VEC(kh_negative) rescaled; /* value: the weights of the keys that have records, added up */
    unsigned bits;                /* of what is enclosed */
    bool again;                   /* a digit was not certain: more bits may tell */
    KH_VEC(kh_event) undecided;   /* not with all bits either */
    KH_VEC(kh_uncovered) uncovered;
    KH_VEC(kh_event) too_large; /* powers that cannot be written down */
    KH_VEC(kh_event) undated;   /* records that `latest` asks for their day */
} kh_run;

typedef struct kh_batch {
    kh_run *run;
    const kh_plan *plan;
    const kh_facts *facts;
    kh_arena *arena; /* numbers of this batch */
    uint32_t first, units;
    uint32_t operation; /* that is running */
    kh_vec *vecs;       /* [columns] */
    kh_slot *slots;
} kh_batch;

typedef void kh_kernel(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n);
#define OPERATION(id, args, text) kh_kernel kh_eval_##id;
#include "model/operations.def"
#undef OPERATION

enum { KH_LEAST_BITS = 128, KH_MOST_BITS = 4096 };

/* prepare.c: what lives, what is kept, which slot each column uses. */
void kh_run_prepare(kh_run *run);
/* batch.c: the columns of the run, then a pass over all batches for one stratum. */
void kh_run_columns(kh_run *run);
void kh_run_stratum(kh_run *run, uint32_t stratum);
/* The end of the batch of units that starts at `first`. */
uint32_t kh_run_batch_end(const kh_run *run, uint32_t first);

/* ---- for kernels ---- */

static inline const kh_vec *kh_arg(const kh_batch *b, const kh_operation *op, uint32_t i)
{
    return &b->vecs[op->args[i]];
}

static inline uint8_t kh_state_at(const kh_vec *v, uint32_t i)
{
    return v->state[i * v->step];
}

static inline kh_cell kh_at(const kh_vec *v, uint32_t i)
{
    i *= v->step;
    return (kh_cell){v->state[i], v->low[i], v->high ? v->high[i] : v->low[i]};
}

static inline kh_cell kh_value(kh_num x)
{
    return (kh_cell){KH_MAY_VALUE, x, x};
}

static inline kh_cell kh_not_applicable(void)
{
    return (kh_cell){KH_MAY_NA, KH_ZERO, KH_ZERO};
}

static inline kh_cell kh_no_value(void)
{
    return (kh_cell){KH_MAY_VALUE | KH_OPEN | KH_NO_VALUE, KH_MINUS_INF, KH_PLUS_INF};
}

/* The cell with OPEN as its possibilities say. */
static inline kh_cell kh_settle(kh_cell c)
{
    if (!(c.state & KH_MAY_VALUE))
        return kh_not_applicable();
    bool open = (c.state & (KH_MAY_NA | KH_LACKS)) || kh_num_cmp(c.low, c.high) != 0;
    c.state = (uint8_t)(open ? c.state | KH_OPEN : KH_MAY_VALUE);
    return c;
}

/* A yes/no of these possibilities. */
static inline uint8_t kh_answers(uint8_t may)
{
    may &= KH_MAY_YES | KH_MAY_NO | KH_MAY_NA;
    return (uint8_t)(may & (may - 1) ? may | KH_OPEN : may);
}

/* Gives the vector its upper ends: rows before i are settled. */
void kh_vec_open(kh_batch *b, kh_vec *d, uint32_t i);

/* Rows are written in order. */
static inline void kh_put(kh_batch *b, kh_vec *d, uint32_t i, kh_cell c)
{
    d->state[i] = c.state;
    d->low[i] = c.low;
    if ((c.state & KH_OPEN) && !d->high)
        kh_vec_open(b, d, i);
    if (d->high)
        d->high[i] = c.high;
}

/* All rows are values. */
static inline void kh_all_values(const kh_batch *b, kh_vec *d)
{
    d->state = b->run->values;
    d->plain = true;
}

/* Whether a vector of values or of answers is plain, by its states. */
void kh_vec_finish(kh_vec *d, uint32_t n, bool answers);
bool kh_is_code(kh_type type);
/* Row i of what the operation writes; _at notes it for the gaps. */
kh_event kh_event_of(const kh_batch *b, const kh_operation *op, uint32_t i);
void kh_event_at(kh_batch *b, const kh_operation *op, uint32_t i);
/* The first row of a batch in a record's table, and how many it has. */
static inline uint32_t kh_first_row(const kh_batch *b, uint32_t record)
{
    return b->facts->records[record].start[b->first];
}
uint32_t kh_rows(const kh_batch *b, kh_domain d);

/* op_choice.c: cells of any type. A code stands in low; no value of the type that d holds. */
kh_cell kh_any_at(const kh_vec *v, uint32_t i);
void kh_put_any(kh_batch *b, kh_vec *d, uint32_t i, kh_cell c);
kh_cell kh_any_nothing(const kh_vec *d);
kh_cell kh_any_hull(const kh_vec *d, const kh_cell *x, const kh_cell *y);

#endif
