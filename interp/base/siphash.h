/* SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, with the reduced
 * rounds the authors name for hash tables): who does not know the key cannot choose texts that
 * collide. */
#ifndef KH_BASE_SIPHASH_H
#define KH_BASE_SIPHASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct kh_sipkey {
    uint64_t k0, k1;
} kh_sipkey;

typedef struct kh_sipstate {
    uint64_t v0, v1, v2, v3;
} kh_sipstate;

static inline uint64_t kh_sip_turn(uint64_t x, int bits)
{
    return (x << bits) | (x >> (64 - bits));
}

static inline void kh_sip_round(kh_sipstate *s)
{
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = kh_sip_turn(s->v1, 13) ^ s->v0;
    s->v3 = kh_sip_turn(s->v3, 16) ^ s->v2;
    s->v0 = kh_sip_turn(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = kh_sip_turn(s->v1, 17) ^ s->v2;
    s->v3 = kh_sip_turn(s->v3, 21) ^ s->v0;
    s->v2 = kh_sip_turn(s->v2, 32);
}

static inline void kh_sip_word(kh_sipstate *s, uint64_t word)
{
    s->v3 ^= word;
    kh_sip_round(s);
    s->v0 ^= word;
}

/* Little-endian whatever the machine, as the definition says. */
static inline uint64_t kh_sip_read(const unsigned char *p, size_t n)
{
    uint64_t word = 0;
    for (size_t i = 0; i < n; i++)
        word |= (uint64_t)p[i] << (8 * i);
    return word;
}

static inline uint64_t kh_siphash(kh_sipkey key, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    kh_sipstate s = {key.k0 ^ 0x736f6d6570736575u, key.k1 ^ 0x646f72616e646f6du,
                     key.k0 ^ 0x6c7967656e657261u, key.k1 ^ 0x7465646279746573u};
    size_t whole = n / 8 * 8;
    for (size_t i = 0; i < whole; i += 8)
        kh_sip_word(&s, kh_sip_read(p + i, 8));
    uint64_t rest = n > whole ? kh_sip_read(p + whole, n - whole) : 0;
    kh_sip_word(&s, (uint64_t)n << 56 | rest);
    s.v2 ^= 0xff;
    kh_sip_round(&s);
    kh_sip_round(&s);
    kh_sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

#endif
