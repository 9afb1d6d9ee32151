/* Settled values and what is made of many: their sum, mean, highest, lowest, or the one at a rank.
 */
#include <string.h>

#include "eval/gather.h"

void kh_samples_sort(kh_arena *a, kh_sample *at, size_t n)
{
    kh_sample *from = at, *to = KH_NEW_ARRAY(a, kh_sample, n + 1);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                bool left =
                    i < middle && (j == end || kh_num_cmp(from[i].value, from[j].value) <= 0);
                to[k] = left ? from[i++] : from[j++];
            }
        }
        kh_sample *t = from;
        from = to;
        to = t;
    }
    if (from != at)
        memcpy(at, from, n * sizeof *at);
}

static bool mean_of(kh_arena *a, const kh_sample *at, size_t n, kh_num *out)
{
    kh_num sum = KH_ZERO, weights = KH_ZERO;
    for (size_t i = 0; i < n; i++) {
        kh_num w = kh_multiple(a, at[i].times, at[i].weight);
        weights = kh_num_add(a, weights, w);
        sum = kh_num_add(a, sum, kh_num_mul(a, w, at[i].value));
    }
    if (kh_num_sign(weights) == 0)
        return false;
    *out = kh_num_is_finite(sum) ? kh_num_div(a, sum, weights) : sum;
    return true;
}

/* The value at a place counted from 0 in the sorted values. */
static kh_num value_at(const kh_sample *at, int64_t place)
{
    while (place >= at->times)
        place -= at++->times;
    return at->value;
}

/* Of n values in order, place (n - 1) × share, straight between its neighbours (HJ 663). */
static kh_num ranked(kh_arena *a, const kh_sample *at, int64_t count, kh_num share)
{
    kh_num place = kh_num_mul(a, kh_num_int(count - 1), share);
    kh_num whole = kh_num_floor(a, place), part = kh_num_sub(a, place, whole);
    int64_t below = 0;
    kh_num_to_int(whole, &below);
    kh_num low = value_at(at, below);
    if (kh_num_sign(part) == 0)
        return low;
    kh_num high = value_at(at, below + 1);
    return kh_num_add(a, kh_num_mul(a, low, kh_num_sub(a, KH_ONE, part)),
                      kh_num_mul(a, high, part));
}

int64_t kh_samples_count(const kh_sample *at, size_t n)
{
    int64_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += at[i].times;
    return count;
}

bool kh_samples_value(kh_arena *a, kh_gathered how, kh_num share, const kh_sample *at, size_t n,
                      kh_num *out)
{
    kh_num x = KH_ZERO;
    if (n == 0 && how != KH_GATHER_SUM)
        return false;
    switch (how) {
    case KH_GATHER_SUM:
        for (size_t i = 0; i < n; i++)
            x = kh_num_add(a, x, kh_multiple(a, at[i].times, at[i].value));
        break;
    case KH_GATHER_MEAN:
        return mean_of(a, at, n, out);
    case KH_GATHER_HIGHEST:
    case KH_GATHER_LOWEST:
        x = at[0].value;
        for (size_t i = 1; i < n; i++)
            x = how == KH_GATHER_HIGHEST ? kh_num_max(x, at[i].value) : kh_num_min(x, at[i].value);
        break;
    case KH_GATHER_RANKED:
        x = ranked(a, at, kh_samples_count(at, n), share);
        break;
    }
    *out = x;
    return true;
}
