/* How far apart two names are, and the nearest of many. */
#include "base/text.h"

#include "base/text_decode.h"

/* Code points and table rows of names up to this length stand on the stack. */
#define SHORT 64

static size_t spell(uint32_t *out, kh_slice s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.n;)
        at += kh_text_next(s, at, &out[count++]);
    return count;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* One row of the table: row[j] is the edits from i code points of a to j of b. Only cells within
 * `limit` of the diagonal can matter; the others count as far. Returns the least of the row. */
static uint32_t fill_row(uint32_t *row, const uint32_t *before, const uint32_t *before_that,
                         const uint32_t *a, size_t i, const uint32_t *b, size_t bn, size_t limit)
{
    uint32_t far = (uint32_t)limit + 1;
    size_t first = i > limit ? i - limit : 1;
    size_t last = bn < i + limit ? bn : i + limit;
    row[first - 1] = first == 1 ? least((uint32_t)i, far) : far;
    uint32_t best = row[first - 1];
    for (size_t j = first; j <= last; j++) {
        uint32_t cell = before[j - 1] + (a[i - 1] != b[j - 1]);
        cell = least(cell, least(row[j - 1], before[j]) + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            cell = least(cell, before_that[j - 2] + 1);
        row[j] = least(cell, far);
        best = least(best, row[j]);
    }
    if (last < bn)
        row[last + 1] = far;
    return best;
}

/* `rows` holds three rows of bn + 1 cells. */
static uint32_t table_distance(const uint32_t *a, size_t an, const uint32_t *b, size_t bn,
                               size_t limit, uint32_t *rows)
{
    uint32_t *row[3] = {rows, rows + bn + 1, rows + 2 * (bn + 1)};
    uint32_t far = (uint32_t)limit + 1;
    for (size_t j = 0; j <= bn; j++) {
        row[0][j] = least((uint32_t)j, far);
        row[1][j] = row[2][j] = far;
    }
    for (size_t i = 1; i <= an; i++) {
        uint32_t best =
            fill_row(row[i % 3], row[(i + 2) % 3], row[(i + 1) % 3], a, i, b, bn, limit);
        if (best > limit)
            return far;
    }
    return row[an % 3][bn];
}

int kh_text_distance(kh_slice a, kh_slice b, int limit)
{
    if (kh_slice_eq(a, b))
        return 0;
    if (limit <= 0)
        return 1;
    size_t an = kh_text_code_points(a), bn = kh_text_code_points(b);
    size_t apart = an > bn ? an - bn : bn - an;
    if (apart > (size_t)limit)
        return limit + 1;
    size_t most = an > bn ? an : bn;
    size_t near = (size_t)limit < most ? (size_t)limit : most; /* no distance is larger */
    uint32_t shorts[2 * SHORT + 3 * (SHORT + 1)];
    bool on_stack = most <= SHORT;
    uint32_t *room = on_stack ? shorts : kh_alloc((an + 4 * bn + 3) * sizeof *room);
    spell(room, a);
    spell(room + an, b);
    uint32_t distance = table_distance(room, an, room + an, bn, near, room + an + bn);
    if (!on_stack)
        kh_free(room);
    return (int)distance;
}

kh_nearest kh_nearest_to(kh_slice wanted)
{
    return (kh_nearest){.wanted = wanted};
}

/* The edits that still count as near a name of n code points. */
static size_t near_enough(size_t n)
{
    size_t limit = n <= 3 ? 1 : n <= 6 ? 2 : n / 3;
    return limit < n ? limit : n ? n - 1 : 0;
}

void kh_nearest_offer(kh_nearest *n, kh_slice candidate)
{
    if (candidate.n == 0)
        return;
    size_t limit = near_enough(kh_text_code_points(n->wanted));
    if (n->best.n) {
        if (n->distance == 0)
            return;
        size_t better = (size_t)n->distance - 1;
        limit = better < limit ? better : limit;
    }
    /* A code point has at most four bytes, so this much longer or shorter is too far. */
    size_t apart =
        candidate.n > n->wanted.n ? candidate.n - n->wanted.n : n->wanted.n - candidate.n;
    if (apart > 4 * limit)
        return;
    int distance = kh_text_distance(n->wanted, candidate, (int)limit);
    if ((size_t)distance <= limit) {
        n->best = candidate;
        n->distance = distance;
    }
}
