/* Kernels of dates by the calendar: months, whose ends are not alike, and working days. */
#include "eval/batch.h"

#define FARTHEST 100000 /* months or working days: more than from year 1 to year 9999, or as many  \
                         */

typedef bool move_date(kh_batch *b, const kh_operation *op, kh_date from, int n, kh_date *to);

static bool by_months(kh_batch *b, const kh_operation *op, kh_date from, int n, kh_date *to)
{
    (void)b;
    return kh_date_add_months(from, n * (int)op->index, to);
}

/* Said once for a year, however many units ask for it. */
static bool uncovered(kh_batch *b, const kh_operation *op, kh_date day)
{
    *kh_push(b->run->arena, &b->run->uncovered) = (kh_uncovered){op->dst, day};
    return false;
}

static bool by_working_days(kh_batch *b, const kh_operation *op, kh_date from, int n, kh_date *to)
{
    const kh_calendar *c = b->facts->calendar;
    int step = n < 0 ? -1 : 1;
    *to = from;
    while (n != 0) {
        *to += step;
        if (!kh_calendar_covers(c, *to))
            return uncovered(b, op, *to);
        if (kh_calendar_works(c, *to))
            n -= step;
    }
    return true;
}

static bool to_working_day(kh_batch *b, const kh_operation *op, kh_date from, int n, kh_date *to)
{
    const kh_calendar *c = b->facts->calendar;
    (void)n;
    for (*to = from;; ++*to) {
        if (!kh_calendar_covers(c, *to))
            return uncovered(b, op, *to);
        if (kh_calendar_works(c, *to))
            return true;
    }
}

static void move(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n, move_date *by)
{
    const kh_vec *date = kh_arg(b, op, 0);
    for (uint32_t i = 0; i < n; i++) {
        kh_cell k = op->n > 1 ? kh_at(kh_arg(b, op, 1), i) : kh_value(KH_ZERO);
        uint8_t s = kh_state_at(date, i), either = s | k.state;
        int64_t count = 0;
        kh_date to = 0;
        d->state[i] = KH_MAY_NA;
        if (s & k.state & KH_MAY_VALUE)
            d->state[i] = KH_MAY_VALUE | KH_OPEN | (either & (KH_MAY_NA | KH_LACKS));
        if (either == KH_MAY_VALUE && kh_num_to_int(kh_num_floor(b->arena, k.low), &count) &&
            count <= FARTHEST && count >= -FARTHEST &&
            by(b, op, date->codes[i * date->step], (int)count, &to))
            d->state[i] = KH_MAY_VALUE;
        d->codes[i] = to;
    }
    kh_vec_finish(d, n, false);
}

void kh_eval_MONTHS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    move(b, op, d, n, by_months);
}

void kh_eval_WORKING_DAYS(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    move(b, op, d, n, by_working_days);
}

void kh_eval_NEXT_WORKING_DAY(kh_batch *b, const kh_operation *op, kh_vec *d, uint32_t n)
{
    move(b, op, d, n, to_working_day);
}
