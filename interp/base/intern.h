/* Interned texts: equal texts have equal ids, ids count from 1 in the order of first use (0 is "no
 * text"), so nothing that is printed depends on the hash. The hash is keyed (SipHash-1-3 or
 * stronger), so names that collide on purpose cost nothing. Borrowed by all layers; one owner. */
#ifndef KH_BASE_INTERN_H
#define KH_BASE_INTERN_H

#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"

typedef uint32_t kh_id;
typedef struct kh_intern kh_intern;

kh_intern *kh_intern_new(kh_arena *a);
/* The id of s; its bytes are copied into the arena on first use. */
kh_id kh_intern_id(kh_intern *in, kh_slice s);
/* The id of s or 0 when it was never interned. */
kh_id kh_intern_find(const kh_intern *in, kh_slice s);
kh_slice kh_intern_text(const kh_intern *in, kh_id id);
uint32_t kh_intern_count(const kh_intern *in);

/* A map from id (or any 64-bit key) to a 32-bit value. Absent is UINT32_MAX. */
typedef struct kh_map kh_map;
kh_map *kh_map_new(kh_arena *a);
uint32_t kh_map_get(const kh_map *m, uint64_t key);
void kh_map_set(kh_map *m, uint64_t key, uint32_t value);

#endif
