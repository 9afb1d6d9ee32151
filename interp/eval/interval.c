/* Intervals of exact numbers. */
#include "eval/interval.h"

#include "eval/batch.h"

void kh_interval_add(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    out->low = kh_num_add(a, x->low, y->low);
    out->high = kh_num_add(a, x->high, y->high);
}

void kh_interval_sub(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    out->low = kh_num_sub(a, x->low, y->high);
    out->high = kh_num_sub(a, x->high, y->low);
}

/* The ends of a product are among the products of the ends. 0 times an infinite end is 0: the end
 * is never reached. */
void kh_interval_mul(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    kh_num corner[] = {kh_num_mul(a, x->low, y->low), kh_num_mul(a, x->low, y->high),
                       kh_num_mul(a, x->high, y->low), kh_num_mul(a, x->high, y->high)};
    out->low = out->high = corner[0];
    for (int i = 1; i < 4; i++) {
        out->low = kh_num_min(out->low, corner[i]);
        out->high = kh_num_max(out->high, corner[i]);
    }
}

void kh_interval_min(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    (void)a;
    out->low = kh_num_min(x->low, y->low);
    out->high = kh_num_min(x->high, y->high);
}

void kh_interval_max(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    (void)a;
    out->low = kh_num_max(x->low, y->low);
    out->high = kh_num_max(x->high, y->high);
}

bool kh_interval_div(kh_arena *a, const kh_cell *x, const kh_cell *y, kh_cell *out)
{
    if (kh_num_sign(y->low) <= 0 && kh_num_sign(y->high) >= 0)
        return false;
    /* 1 / y falls as y grows; 1 / inf is 0. */
    kh_cell inverse = {KH_MAY_VALUE, kh_num_div(a, KH_ONE, y->high), kh_num_div(a, KH_ONE, y->low)};
    kh_interval_mul(a, x, &inverse, out);
    return true;
}

kh_cell kh_interval_hull(const kh_cell *x, const kh_cell *y)
{
    if (!(x->state & KH_MAY_VALUE) || !(y->state & KH_MAY_VALUE)) {
        kh_cell c = x->state & KH_MAY_VALUE ? *x : *y;
        c.state |= x->state | y->state;
        return c;
    }
    kh_cell c = {(uint8_t)((x->state | y->state) & ~KH_NO_VALUE), kh_num_min(x->low, y->low),
                 kh_num_max(x->high, y->high)};
    c.state |= x->state & y->state & KH_NO_VALUE;
    if ((x->state ^ y->state) & KH_NO_VALUE)
        c.state |= KH_MAY_NONE;
    return c;
}
