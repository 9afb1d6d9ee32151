/* 折算: what the nodes of a block that are present come to, times the full marks of all by those of
 * the present. Where it is open whether one is present, each end of the result is that of the best
 * or the worst choice: adding one moves the quotient towards its own, so they are taken in the
 * order of theirs as long as each moves it further (as for a mean). */
#include "eval/batch.h"
#include "eval/interval.h"

typedef struct share {
    kh_num value, marks;
} share;

typedef struct block {
    kh_num all;           /* marks of those that the unit has */
    kh_num marks;         /* of those certainly present */
    kh_cell value;        /* of these */
    bool any, open_marks; /* some value; marks that are not settled */
    KH_VEC(share) lows;
    KH_VEC(share) highs; /* of those that may be present */
    kh_num low_marks, high_marks, low_all;
} block;

/* Whether x gives more for its marks than y; marks of 0 give everything or nothing. */
static int compare(kh_arena *a, const share *x, const share *y)
{
    return kh_num_cmp(kh_num_mul(a, x->value, y->marks), kh_num_mul(a, y->value, x->marks));
}

static void sort(kh_arena *a, share *at, size_t n, bool upwards)
{
    for (size_t i = 1; i < n; i++) {
        share x = at[i];
        size_t k = i;
        for (; k > 0; k--) {
            int c = compare(a, &at[k - 1], &x);
            if (upwards ? c <= 0 : c >= 0)
                break;
            at[k] = at[k - 1];
        }
        at[k] = x;
    }
}

/* One end of value ÷ marks over any choice of the others. */
static kh_num end_of(kh_arena *a, share sum, share *at, size_t n, bool lowest)
{
    sort(a, at, n, lowest);
    for (size_t i = 0; i < n; i++) {
        if (!kh_num_is_finite(sum.value))
            return sum.value;
        if (!kh_num_is_finite(at[i].value))
            return at[i].value;
        int c = kh_num_sign(sum.marks) == 0 ? 0 : compare(a, &at[i], &sum);
        if (kh_num_sign(sum.marks) != 0 && (lowest ? c >= 0 : c <= 0))
            break;
        sum.value = kh_num_add(a, sum.value, at[i].value);
        sum.marks = kh_num_add(a, sum.marks, at[i].marks);
    }
    if (!kh_num_is_finite(sum.value) || kh_num_sign(sum.marks) == 0)
        return sum.value;
    return kh_num_div(a, sum.value, sum.marks);
}

/* A node that is n/a by itself adds nothing. */
static kh_cell adds(kh_cell v)
{
    kh_cell zero = kh_value(KH_ZERO);
    if (!(v.state & KH_MAY_VALUE))
        return zero;
    if (!(v.state & KH_MAY_NA))
        return v;
    v.state &= (uint8_t)~KH_MAY_NA;
    return kh_interval_hull(&v, &zero);
}

static void add(kh_arena *a, block *x, uint8_t present, kh_cell value, kh_cell marks)
{
    if (!(marks.state & KH_MAY_VALUE))
        return; /* the unit's kind has it not */
    x->open_marks = x->open_marks || marks.state != KH_MAY_VALUE;
    x->all = kh_num_add(a, x->all, marks.high);
    x->low_all = kh_num_add(a, x->low_all, marks.low);
    if (!(present & KH_MAY_YES))
        return;
    x->high_marks = kh_num_add(a, x->high_marks, marks.high);
    if (present != KH_MAY_YES) {
        /* Its value is that of the unit that has it. */
        value.state &= (uint8_t)~KH_MAY_NA;
        kh_cell v = adds(value);
        *kh_push(a, &x->lows) = (share){v.low, marks.low};
        *kh_push(a, &x->highs) = (share){v.high, marks.low};
        return;
    }
    kh_cell v = adds(value);
    x->any = x->any || (value.state & KH_MAY_VALUE);
    x->marks = kh_num_add(a, x->marks, marks.high);
    x->low_marks = kh_num_add(a, x->low_marks, marks.low);
    x->value.state |= v.state & KH_LACKS;
    x->value.low = kh_num_add(a, x->value.low, v.low);
    x->value.high = kh_num_add(a, x->value.high, v.high);
}

/* Marks that are open themselves: the ends of all that it can be. */
static kh_cell loosely(kh_arena *a, const block *x)
{
    kh_cell v = x->value, q;
    for (size_t i = 0; i < x->lows.n; i++) {
        v.low = kh_num_add(a, v.low, kh_num_min(x->lows.at[i].value, KH_ZERO));
        v.high = kh_num_add(a, v.high, kh_num_max(x->highs.at[i].value, KH_ZERO));
    }
    kh_cell all = {KH_MAY_VALUE, x->low_all, x->all};
    kh_cell present = {KH_MAY_VALUE, x->low_marks, x->high_marks};
    q = v;
    kh_interval_mul(a, &v, &all, &q);
    v = q;
    if (!kh_interval_div(a, &v, &present, &q)) {
        q.low = KH_MINUS_INF;
        q.high = KH_PLUS_INF;
    }
    q.state = (uint8_t)(KH_MAY_VALUE | x->value.state);
    return q;
}

static kh_cell end(kh_arena *a, block *x)
{
    bool maybe = x->lows.n > 0;
    if (!x->any && !maybe)
        return kh_not_applicable();
    kh_cell c = x->value;
    if (x->open_marks) {
        c = loosely(a, x);
    } else if (maybe || !kh_num_eq(x->all, x->marks)) {
        kh_num low = end_of(a, (share){c.low, x->marks}, x->lows.at, x->lows.n, true);
        kh_num high = end_of(a, (share){c.high, x->marks}, x->highs.at, x->highs.n, false);
        c.low = kh_num_mul(a, low, x->all);
        c.high = kh_num_mul(a, high, x->all);
    }
    if (!x->any)
        c.state |= KH_MAY_NA;
    return kh_settle(c);
}

void kh_eval_RESCALED(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    kh_arena *a = b->arena;
    for (uint32_t i = 0; i < n; i++) {
        block x = {.all = KH_ZERO, .marks = KH_ZERO, .value = kh_value(KH_ZERO)};
        x.low_marks = x.high_marks = x.low_all = KH_ZERO;
        for (uint32_t k = 0; k < op->n; k += 3)
            add(a, &x, kh_state_at(kh_arg(b, op, k), i), kh_at(kh_arg(b, op, k + 1), i),
                kh_at(kh_arg(b, op, k + 2), i));
        kh_put(b, d, i, end(a, &x));
    }
    kh_vec_finish(d, n, false);
}
