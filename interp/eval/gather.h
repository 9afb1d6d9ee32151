/* Inside of the aggregates: the rows of one unit that op_gather.c reads, and settled values. */
#ifndef KH_EVAL_GATHER_H
#define KH_EVAL_GATHER_H

#include "eval/batch.h"

/* A row that counts, or may. */
typedef struct item {
    uint32_t row; /* of the batch */
    int64_t times;
    kh_num value[2]; /* the lowest and the highest that it can be */
    kh_num weight;
    uint32_t group; /* the item that is the first with the same keys */
    uint32_t next_of_hash;
    bool own; /* its key was not filed: each of them is a matter of its own */
    bool certain, open;
} item;

/* A settled value, while one result is worked out. */
typedef struct kh_sample {
    kh_num value, weight;
    int64_t times;
    uint32_t group;
    bool own;
} kh_sample;

/* samples.c */
void kh_samples_sort(kh_arena *a, kh_sample *at, size_t n);
int64_t kh_samples_count(const kh_sample *at, size_t n);
/* share: of a percentile, for which they are sorted. False: no value. */
bool kh_samples_value(kh_arena *a, kh_gathered how, kh_num share, const kh_sample *at, size_t n,
                      kh_num *out);
static inline kh_num kh_multiple(kh_arena *a, int64_t times, kh_num x)
{
    return times == 1 ? x : kh_num_mul(a, kh_num_int(times), x);
}

typedef struct gathering {
    kh_batch *b;
    const kh_operation *op;
    const kh_vec *counts, *values, *weight; /* weight NULL: none */
    const kh_vec **key;
    uint32_t keys, first_key; /* their first argument */
    kh_map *groups;           /* hash of the keys → the newest item with it that begins a group */
    KH_VEC(item) items;
    uint32_t maybes;
    uint8_t none;    /* NO_VALUE when a row that counts has none */
    bool open;       /* some value is */
    bool vague;      /* a weight, a key or a number of places is open */
    bool below_zero; /* a weight is */
    bool has_quorum, has_trim, has_top;
    int64_t quorum, trim, top;
} gathering;

#endif
