/* Interned texts and the map of 64-bit keys: open addressing with a keyed hash. Nothing walks a
 * table in its own order, so nothing that is printed depends on the key. */
#include "base/intern.h"

#include <assert.h>
#include <stdbool.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#include "base/siphash.h"

#define FIRST_SLOTS 64u

/* 16 random bytes that the kernel gives each process: they cost no call that may block or fail.
 * Elsewhere a fixed key still makes collisions a matter of breaking SipHash for this one program.
 */
static kh_sipkey key_of_process(void)
{
    kh_sipkey key = {0x6b616f68655f3031u, 0x8c12f0d94e7b35a6u};
#if defined(__linux__)
    const void *random = (const void *)getauxval(AT_RANDOM);
    if (random)
        memcpy(&key, random, sizeof key);
#endif
    return key;
}

typedef struct text {
    kh_slice s;
    uint64_t hash;
} text;

struct kh_intern {
    kh_arena *arena;
    kh_sipkey key;
    KH_VEC(text) texts; /* id - 1 */
    kh_id *slots;       /* 0 is empty */
    uint64_t mask;      /* slots - 1, a power of two less one */
};

kh_intern *kh_intern_new(kh_arena *a)
{
    kh_intern *in = KH_NEW(a, kh_intern);
    in->arena = a;
    in->key = key_of_process();
    in->slots = KH_NEW_ARRAY(a, kh_id, FIRST_SLOTS);
    in->mask = FIRST_SLOTS - 1;
    return in;
}

/* The slot that holds s, or the empty one where it belongs. */
static uint64_t slot_of(const kh_intern *in, kh_slice s, uint64_t hash)
{
    uint64_t i = hash & in->mask;
    for (; in->slots[i]; i = (i + 1) & in->mask) {
        const text *t = &in->texts.at[in->slots[i] - 1];
        if (t->hash == hash && kh_slice_eq(t->s, s))
            break;
    }
    return i;
}

static void intern_grow(kh_intern *in)
{
    uint64_t mask = in->mask * 2 + 1;
    kh_id *slots = KH_NEW_ARRAY(in->arena, kh_id, mask + 1);
    for (size_t id = 1; id <= in->texts.n; id++) {
        uint64_t i = in->texts.at[id - 1].hash & mask;
        while (slots[i])
            i = (i + 1) & mask;
        slots[i] = (kh_id)id;
    }
    in->slots = slots;
    in->mask = mask;
}

kh_id kh_intern_id(kh_intern *in, kh_slice s)
{
    uint64_t hash = kh_siphash(in->key, s.p, s.n);
    uint64_t i = slot_of(in, s, hash);
    if (in->slots[i])
        return in->slots[i];
    if (in->texts.n == UINT32_MAX - 1)
        kh_out_of_memory();
    if (in->texts.n >= (in->mask + 1) / 4 * 3) {
        intern_grow(in);
        i = slot_of(in, s, hash);
    }
    /* All that may fail comes before the text is entered. */
    text t = {kh_arena_copy(in->arena, s), hash};
    *kh_push(in->arena, &in->texts) = t;
    in->slots[i] = (kh_id)in->texts.n;
    return in->slots[i];
}

kh_id kh_intern_find(const kh_intern *in, kh_slice s)
{
    return in->slots[slot_of(in, s, kh_siphash(in->key, s.p, s.n))];
}

kh_slice kh_intern_text(const kh_intern *in, kh_id id)
{
    assert(id <= in->texts.n);
    return id ? in->texts.at[id - 1].s : KH_LIT("");
}

uint32_t kh_intern_count(const kh_intern *in)
{
    return (uint32_t)in->texts.n;
}

typedef struct entry {
    uint64_t key;
    uint32_t value;
    bool taken;
} entry;

struct kh_map {
    kh_arena *arena;
    kh_sipkey key;
    entry *slots;
    uint64_t mask;
    uint64_t n;
};

kh_map *kh_map_new(kh_arena *a)
{
    kh_map *m = KH_NEW(a, kh_map);
    m->arena = a;
    m->key = key_of_process();
    m->slots = KH_NEW_ARRAY(a, entry, FIRST_SLOTS);
    m->mask = FIRST_SLOTS - 1;
    return m;
}

static entry *entry_of(const kh_map *m, uint64_t key)
{
    uint64_t i = kh_siphash(m->key, &key, sizeof key) & m->mask;
    while (m->slots[i].taken && m->slots[i].key != key)
        i = (i + 1) & m->mask;
    return &m->slots[i];
}

uint32_t kh_map_get(const kh_map *m, uint64_t key)
{
    const entry *e = entry_of(m, key);
    return e->taken ? e->value : UINT32_MAX;
}

static void map_grow(kh_map *m)
{
    kh_map larger = *m;
    larger.mask = m->mask * 2 + 1;
    larger.slots = KH_NEW_ARRAY(m->arena, entry, larger.mask + 1);
    for (uint64_t i = 0; i <= m->mask; i++)
        if (m->slots[i].taken)
            *entry_of(&larger, m->slots[i].key) = m->slots[i];
    *m = larger;
}

void kh_map_set(kh_map *m, uint64_t key, uint32_t value)
{
    entry *e = entry_of(m, key);
    if (!e->taken) {
        if (m->n >= (m->mask + 1) / 4 * 3) {
            map_grow(m);
            e = entry_of(m, key);
        }
        m->n++;
    }
    *e = (entry){key, value, true};
}
