/* The growable text. */
#include "base/strbuf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/memory.h"

/* Makes room for n more bytes and the NUL. */
static void reserve(kh_strbuf *b, size_t n)
{
    if (n > PTRDIFF_MAX - 1 - b->n)
        kh_out_of_memory();
    size_t need = b->n + n + 1;
    if (need <= b->cap)
        return;
    size_t cap = b->cap < 64 ? 64 : b->cap;
    while (cap < need)
        cap = cap > PTRDIFF_MAX / 2 ? need : cap * 2;
    b->at = kh_scratch_resize(b->at, cap);
    b->cap = cap;
}

void kh_strbuf_add(kh_strbuf *b, kh_slice s)
{
    reserve(b, s.n);
    if (s.n)
        memcpy(b->at + b->n, s.p, s.n);
    b->n += s.n;
    b->at[b->n] = '\0';
}

void kh_strbuf_adds(kh_strbuf *b, const char *s)
{
    kh_strbuf_add(b, kh_slice_of(s));
}

void kh_strbuf_addc(kh_strbuf *b, char c)
{
    reserve(b, 1);
    b->at[b->n++] = c;
    b->at[b->n] = '\0';
}

void kh_strbuf_pad(kh_strbuf *b, char c, size_t n)
{
    reserve(b, n);
    memset(b->at + b->n, c, n);
    b->n += n;
    b->at[b->n] = '\0';
}

void kh_strbuf_addf(kh_strbuf *b, const char *format, ...)
{
    reserve(b, 0);
    size_t room = b->cap - b->n;
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(b->at + b->n, room, format, args);
    va_end(args);
    /* Without wide characters the only failure is a text longer than INT_MAX, or no memory. */
    if (n < 0) {
        va_end(again);
        b->at[b->n] = '\0';
        kh_out_of_memory();
    }
    if ((size_t)n >= room) {
        b->at[b->n] = '\0';
        reserve(b, (size_t)n);
        int written = vsnprintf(b->at + b->n, (size_t)n + 1, format, again);
        assert(written == n);
        (void)written;
    }
    va_end(again);
    b->n += (size_t)n;
}

kh_slice kh_strbuf_slice(const kh_strbuf *b)
{
    return b->at ? (kh_slice){b->at, b->n} : KH_LIT("");
}

void kh_strbuf_clear(kh_strbuf *b)
{
    b->n = 0;
    if (b->at)
        b->at[0] = '\0';
}

void kh_strbuf_free(kh_strbuf *b)
{
    kh_scratch_free(b->at);
    *b = (kh_strbuf){0};
}
