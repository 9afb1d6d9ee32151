/* A growable text that owns its bytes. at[n] is always a NUL once anything was added. The bytes are
 * scratch memory (memory.h): a text begun under a guard goes when that guard unwinds, and must not
 * be touched then. */
#ifndef KH_BASE_STRBUF_H
#define KH_BASE_STRBUF_H

#include "base/slice.h"

typedef struct kh_strbuf {
    char *at;
    size_t n, cap;
} kh_strbuf;

void kh_strbuf_add(kh_strbuf *b, kh_slice s);
void kh_strbuf_adds(kh_strbuf *b, const char *s);
void kh_strbuf_addc(kh_strbuf *b, char c);
void kh_strbuf_pad(kh_strbuf *b, char c, size_t n);
/* %s %d %u %zu %ld %lld %c %x only, as printf; no floating point is used anywhere. */
void kh_strbuf_addf(kh_strbuf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
kh_slice kh_strbuf_slice(const kh_strbuf *b);
void kh_strbuf_clear(kh_strbuf *b); /* keeps the memory */
void kh_strbuf_free(kh_strbuf *b);

#endif
