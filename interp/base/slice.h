/* A slice borrows bytes that something else owns (a source, an arena). It is not NUL-terminated
 * and may hold any bytes; only texts that passed base/source or base/text are known to be UTF-8. */
#ifndef KH_BASE_SLICE_H
#define KH_BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct kh_slice {
    const char *p;
    size_t n;
} kh_slice;

/* A slice over a string literal. */
#define KH_LIT(s) ((kh_slice){(s), sizeof(s) - 1})

static inline kh_slice kh_slice_of(const char *s)
{
    return (kh_slice){s, s ? strlen(s) : 0};
}

static inline bool kh_slice_eq(kh_slice a, kh_slice b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Order by bytes, which for UTF-8 is the order by code point. */
static inline int kh_slice_cmp(kh_slice a, kh_slice b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static inline bool kh_slice_is(kh_slice a, const char *s)
{
    return kh_slice_eq(a, kh_slice_of(s));
}

#endif
