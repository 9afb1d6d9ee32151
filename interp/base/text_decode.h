/* Private to base/text*.c, base/source*.c and base/diag*.c: one code point of bytes that may be
 * invalid, and a growing text in an arena (so that running out of memory leaks nothing). */
#ifndef KH_BASE_TEXT_DECODE_H
#define KH_BASE_TEXT_DECODE_H

#include <stdint.h>
#include <string.h>

#include "base/memory.h"
#include "base/slice.h"

#define KH_REPLACEMENT 0xFFFDu

/* The bytes (1 to 4) of the code point at p, n > 0 bytes ahead; 0 when they are not UTF-8. */
static inline size_t kh_utf8_decode(const char *text, size_t n, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)text;
    if (p[0] < 0x80) {
        *cp = p[0];
        return 1;
    }
    if (p[0] < 0xC2 || p[0] > 0xF4 || n < 2 || (p[1] & 0xC0) != 0x80)
        return 0;
    if (p[0] < 0xE0) {
        *cp = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
        return 2;
    }
    if (n < 3 || (p[2] & 0xC0) != 0x80)
        return 0;
    if (p[0] < 0xF0) {
        *cp = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
        return *cp < 0x800 || (*cp >= 0xD800 && *cp < 0xE000) ? 0 : 3;
    }
    if (n < 4 || (p[3] & 0xC0) != 0x80)
        return 0;
    *cp = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
    return *cp < 0x10000 || *cp > 0x10FFFF ? 0 : 4;
}

/* Writes a code point; returns its bytes. */
static inline size_t kh_utf8_encode(char *at, uint32_t cp)
{
    if (cp < 0x80) {
        at[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        at[0] = (char)(0xC0 | cp >> 6);
        at[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        at[0] = (char)(0xE0 | cp >> 12);
        at[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        at[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    at[0] = (char)(0xF0 | cp >> 18);
    at[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    at[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    at[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

static inline bool kh_utf8_is_tail(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* A text that grows in an arena. */
typedef struct kh_arena_text {
    kh_arena *arena;
    char *at;
    size_t n, cap;
} kh_arena_text;

static inline void kh_arena_text_add(kh_arena_text *t, const char *p, size_t n)
{
    if (n > t->cap - t->n) {
        size_t cap = t->cap + t->cap / 2 + n + 64;
        char *at = kh_arena_array(t->arena, cap, 1);
        if (t->n)
            memcpy(at, t->at, t->n);
        t->at = at;
        t->cap = cap;
    }
    if (n)
        memcpy(t->at + t->n, p, n);
    t->n += n;
}

#endif
