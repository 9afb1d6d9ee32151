/* Sorting of indices. */
#include <string.h>

#include "eval/cross.h"

void kh_sort(kh_arena *scratch, uint32_t *at, uint32_t n, kh_compare *compare, const void *context)
{
    uint32_t *from = at, *to = KH_NEW_ARRAY(scratch, uint32_t, n + 1u);
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t start = 0; start < n; start += 2 * width) {
            size_t middle = start + width < n ? start + width : n;
            size_t end = middle + width < n ? middle + width : n;
            size_t i = start, j = middle;
            for (size_t k = start; k < end; k++) {
                bool left = i < middle && (j == end || compare(context, from[i], from[j]) <= 0);
                to[k] = left ? from[i++] : from[j++];
            }
        }
        uint32_t *t = from;
        from = to;
        to = t;
    }
    if (from != at)
        memcpy(at, from, n * sizeof *at);
}
