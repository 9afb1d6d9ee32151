/* Interned texts, the map, and the hash below them. */
#include "base/intern.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "base/siphash.h"

/* Recorded from CPython 3.11, whose hash of bytes is SipHash-1-3 with the key 0, 0 when it is
 * started with PYTHONHASHSEED=0: hash(b"a") and so on. */
Test(intern, hash_is_siphash_1_3)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        {"a", 0x407448d2b89b1813u},
        {"kaohe", 0xed0068e2f31b962bu},
        {"12345678", 0x3489982430560a87u},
        {"考核细则", 0x464c95280a6b1decu},
        {"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefxyz",
         0x8f0525a1d04c9648u},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_assert_eq(kh_siphash((kh_sipkey){0, 0}, rows[i].text, strlen(rows[i].text)),
                     rows[i].hash, "%s", rows[i].text);
        cr_assert_neq(kh_siphash((kh_sipkey){0, 1}, rows[i].text, strlen(rows[i].text)),
                      rows[i].hash, "the key counts");
    }
}

Test(intern, ids_count_in_the_order_of_first_use)
{
    kh_arena *a = kh_arena_new();
    kh_intern *in = kh_intern_new(a);
    cr_assert_eq(kh_intern_count(in), 0);
    cr_assert_eq(kh_intern_id(in, KH_LIT("乙")), 1);
    cr_assert_eq(kh_intern_id(in, KH_LIT("甲")), 2);
    cr_assert_eq(kh_intern_id(in, KH_LIT("乙")), 1);
    cr_assert_eq(kh_intern_id(in, KH_LIT("")), 3, "the empty text is a text");
    cr_assert_eq(kh_intern_id(in, (kh_slice){NULL, 0}), 3);
    cr_assert_eq(kh_intern_id(in, (kh_slice){"a\0b", 3}), 4);
    cr_assert_eq(kh_intern_id(in, (kh_slice){"a\0c", 3}), 5);
    cr_assert_eq(kh_intern_id(in, KH_LIT("a")), 6);
    cr_assert_eq(kh_intern_find(in, KH_LIT("甲")), 2);
    cr_assert_eq(kh_intern_find(in, KH_LIT("丙")), 0);
    cr_assert_eq(kh_intern_count(in), 6);
    cr_assert(kh_slice_is(kh_intern_text(in, 2), "甲"));
    cr_assert_eq(kh_intern_text(in, 0).n, 0);
    kh_arena_free(a);
}

Test(intern, owns_its_bytes)
{
    kh_arena *a = kh_arena_new();
    kh_intern *in = kh_intern_new(a);
    char name[] = "name";
    kh_id id = kh_intern_id(in, kh_slice_of(name));
    name[0] = 'X';
    cr_assert(kh_slice_is(kh_intern_text(in, id), "name"));
    cr_assert_eq(kh_intern_text(in, id).p[4], '\0');
    kh_arena_free(a);
}

static kh_slice numbered(char buffer[32], kh_id i)
{
    return (kh_slice){buffer, (size_t)snprintf(buffer, 32, "单位%u", i)};
}

Test(intern, a_hundred_thousand_names)
{
    kh_arena *a = kh_arena_new();
    kh_intern *in = kh_intern_new(a);
    char buffer[32];
    for (kh_id i = 1; i <= 100000; i++)
        cr_assert_eq(kh_intern_id(in, numbered(buffer, i)), i);
    for (kh_id i = 1; i <= 100000; i++) {
        cr_assert_eq(kh_intern_find(in, numbered(buffer, i)), i);
        cr_assert(kh_slice_eq(kh_intern_text(in, (kh_id)i), numbered(buffer, i)));
    }
    cr_assert_eq(kh_intern_find(in, numbered(buffer, 100001)), 0);
    cr_assert_eq(kh_intern_count(in), 100000);
    kh_arena_free(a);
}

/* Whichever allocation fails, what was entered stays and the next try goes on from there. */
Test(intern, is_whole_when_memory_runs_out)
{
    kh_arena *volatile a = kh_arena_new();
    kh_intern *volatile in = kh_intern_new(a);
    volatile kh_id i = 1;
    volatile int failures = 0;
    while (i <= 20000) {
        kh_guard g;
        if (KH_GUARD(&g)) {
            kh_memory_fail_after(2);
            for (; i <= 20000; i++) {
                char buffer[32];
                cr_assert_eq(kh_intern_id(in, numbered(buffer, i)), i);
            }
            kh_guard_leave(&g);
        } else {
            failures++;
            cr_assert_eq(kh_intern_count(in), i - 1);
        }
        kh_memory_fail_after(-1);
    }
    cr_assert_gt(failures, 3);
    char buffer[32];
    for (kh_id k = 1; k <= 20000; k++)
        cr_assert_eq(kh_intern_find(in, numbered(buffer, k)), k);
    kh_arena_free(a);
}

Test(intern, map_keeps_the_last_value_of_a_key)
{
    kh_arena *a = kh_arena_new();
    kh_map *m = kh_map_new(a);
    cr_assert_eq(kh_map_get(m, 0), UINT32_MAX);
    kh_map_set(m, 0, 5);
    kh_map_set(m, UINT64_MAX, 6);
    kh_map_set(m, 0, 7);
    cr_assert_eq(kh_map_get(m, 0), 7);
    cr_assert_eq(kh_map_get(m, UINT64_MAX), 6);
    cr_assert_eq(kh_map_get(m, 1), UINT32_MAX);
    kh_map_set(m, 0, UINT32_MAX);
    cr_assert_eq(kh_map_get(m, 0), UINT32_MAX, "which is: absent");
    cr_assert_eq(kh_map_get(m, UINT64_MAX), 6);
    kh_arena_free(a);
}

Test(intern, map_of_many_keys)
{
    kh_arena *a = kh_arena_new();
    kh_map *m = kh_map_new(a);
    /* Multiples of large powers of two would all fall into one slot if the key were not hashed. */
    for (uint64_t i = 0; i < 200000; i++)
        kh_map_set(m, i << 40, (uint32_t)(i * 3));
    for (uint64_t i = 0; i < 200000; i++) {
        cr_assert_eq(kh_map_get(m, i << 40), i * 3);
        cr_assert_eq(kh_map_get(m, i << 40 | 1), UINT32_MAX);
    }
    kh_arena_free(a);
}
