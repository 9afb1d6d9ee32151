/* Arenas, guards, scratch memory. */
#include "base/memory.h"

#include <criterion/criterion.h>
#include <gmp.h>
#include <pthread.h>
#include <signal.h>

Test(memory, arena_hands_out_zeroed_aligned_pieces_that_do_not_touch)
{
    kh_arena *a = kh_arena_new();
    enum { PIECES = 3000 };
    static unsigned char *at[PIECES];
    static size_t size[PIECES];
    for (size_t i = 0; i < PIECES; i++) {
        size[i] = i * 37 % 700 + (i % 500 == 499 ? 300000 : 0);
        at[i] = kh_arena_alloc(a, size[i]);
        cr_assert_eq((uintptr_t)at[i] % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < size[i]; k++)
            cr_assert_eq(at[i][k], 0, "piece %zu byte %zu", i, k);
        memset(at[i], (int)(i % 255 + 1), size[i]);
    }
    for (size_t i = 0; i < PIECES; i++)
        for (size_t k = 0; k < size[i]; k++)
            cr_assert_eq(at[i][k], i % 255 + 1, "piece %zu was written over", i);
    kh_arena_free(a);
    kh_arena_free(NULL);
}

Test(memory, reset_keeps_the_largest_block_and_zeroes_it)
{
    kh_arena *a = kh_arena_new();
    cr_assert_lt(kh_arena_size(a), 256);
    kh_arena_reset(a); /* nothing to forget is fine */
    memset(kh_arena_alloc(a, 100), 1, 100);
    memset(kh_arena_alloc(a, 200000), 2, 200000);
    memset(kh_arena_alloc(a, 3000), 3, 3000);
    size_t full = kh_arena_size(a);
    cr_assert_geq(full, 203100);
    kh_arena_reset(a);
    size_t kept = kh_arena_size(a);
    cr_assert_geq(kept, 200000);
    cr_assert_lt(kept, full);
    const unsigned char *again = kh_arena_alloc(a, 190000);
    cr_assert_eq(kh_arena_size(a), kept, "the kept block is used again");
    for (size_t i = 0; i < 190000; i++)
        cr_assert_eq(again[i], 0);
    kh_arena_free(a);
}

Test(memory, many_small_pieces_cost_little_more_than_their_size)
{
    kh_arena *a = kh_arena_new();
    for (int i = 0; i < 100000; i++)
        kh_arena_alloc(a, 64);
    cr_assert_geq(kh_arena_size(a), 6400000);
    /* Under the address sanitizer each piece has a gap of 16 behind it. */
    cr_assert_lt(kh_arena_size(a), 10000000);
    kh_arena_free(a);
}

Test(memory, copies_end_with_a_nul)
{
    kh_arena *a = kh_arena_new();
    kh_slice s = kh_arena_copy(a, (kh_slice){"ab\0cd", 4});
    cr_assert_eq(s.n, 4);
    cr_assert_eq(memcmp(s.p, "ab\0c", 5), 0);
    kh_slice empty = kh_arena_copy(a, (kh_slice){NULL, 0});
    cr_assert_eq(empty.n, 0);
    cr_assert_eq(empty.p[0], '\0');
    kh_arena_free(a);
}

Test(memory, vectors_grow_and_every_new_element_is_zero)
{
    kh_arena *a = kh_arena_new();
    KH_VEC(uint32_t) v = {0};
    for (uint32_t i = 0; i < 10000; i++) {
        uint32_t *at = kh_push(a, &v);
        cr_assert_eq(*at, 0);
        *at = i * i;
    }
    cr_assert_eq(v.n, 10000);
    for (uint32_t i = 0; i < 10000; i++)
        cr_assert_eq(v.at[i], i * i);
    v.n = 5;
    cr_assert_eq(*kh_push(a, &v), 0, "also where an element stood before");
    cr_assert_eq(v.at[4], 16);
    kh_arena_free(a);
}

Test(memory, a_failed_allocation_unwinds_to_the_innermost_guard)
{
    kh_guard outer, inner;
    volatile int reached = 0;
    if (KH_GUARD(&outer)) {
        if (KH_GUARD(&inner)) {
            reached = 1;
            kh_memory_fail_after(1);
            kh_alloc(10);
            reached = 2;
        } else {
            cr_assert_eq(reached, 1);
            reached = 3;
            kh_free(kh_alloc(10)); /* it failed once only */
        }
        cr_assert_eq(reached, 3);
        kh_memory_fail_after(1);
        kh_alloc(10);
        reached = 4;
    } else {
        cr_assert_eq(reached, 3);
        reached = 5;
    }
    cr_assert_eq(reached, 5);
}

Test(memory, a_guard_that_was_left_is_not_jumped_to)
{
    kh_guard outer, inner;
    volatile bool caught = false;
    if (KH_GUARD(&outer)) {
        if (KH_GUARD(&inner))
            kh_guard_leave(&inner);
        else
            cr_assert_fail("the inner guard was left");
        kh_out_of_memory();
    } else {
        caught = true;
    }
    cr_assert(caught);
}

Test(memory, without_a_guard_the_process_aborts, .signal = SIGABRT)
{
    kh_out_of_memory();
}

/* Which of six allocations fails when the n-th is to fail; 0 if none. */
static int failing_one(long n)
{
    kh_guard g;
    kh_arena *a = kh_arena_new();
    void *volatile p = NULL;
    volatile int begun = 0;
    if (KH_GUARD(&g)) {
        kh_memory_fail_after(n);
        begun = 1;
        p = kh_alloc(1);
        begun = 2;
        p = kh_resize(p, 100);
        begun = 3;
        kh_arena_alloc(a, 1); /* the first block */
        kh_arena_alloc(a, 1); /* from the same block: no allocation */
        begun = 4;
        kh_arena_alloc(a, 1 << 20);
        begun = 5;
        kh_scratch_free(kh_scratch_alloc(5));
        begun = 6;
        p = kh_resize(p, 200);
        begun = 0;
        kh_guard_leave(&g);
    }
    kh_memory_fail_after(-1);
    kh_free(p);
    kh_arena_free(a);
    return begun;
}

Test(memory, fail_after_counts_allocations)
{
    for (int n = 1; n <= 6; n++)
        cr_assert_eq(failing_one(n), n);
    cr_assert_eq(failing_one(7), 0);
    cr_assert_eq(failing_one(-1), 0);
}

Test(memory, sizes_that_cannot_be_are_out_of_memory)
{
    kh_arena *a = kh_arena_new();
    static const kh_slice endless = {"", SIZE_MAX};
    size_t cap = SIZE_MAX / 2 + 1;
    for (volatile int i = 0; i < 7; i++) {
        kh_guard g;
        volatile bool caught = false;
        if (KH_GUARD(&g)) {
            switch (i) {
            case 0:
                kh_arena_alloc(a, SIZE_MAX);
                break;
            case 1:
                kh_arena_alloc(a, PTRDIFF_MAX);
                break;
            case 2: /* 2^33 * 2^33 is 4 modulo 2^64, were it not checked */
                kh_arena_array(a, ((size_t)1 << 33) + 1, ((size_t)1 << 33));
                break;
            case 3:
                kh_alloc(SIZE_MAX);
                break;
            case 4:
                kh_scratch_alloc(SIZE_MAX - 8);
                break;
            case 5:
                kh_arena_copy(a, endless);
                break;
            case 6:
                kh_vec_grow(a, NULL, cap, &cap, 16);
                break;
            }
            kh_guard_leave(&g);
        } else {
            caught = true;
        }
        cr_assert(caught, "case %d", i);
    }
    memset(kh_arena_alloc(a, 10), 1, 10); /* the arena goes on */
    kh_arena_free(a);
}

Test(memory, scratch_memory_from_before_the_guard_survives)
{
    kh_guard left, g;
    char *volatile before = kh_scratch_alloc(8);
    char *volatile within = NULL;
    if (KH_GUARD(&left)) {
        within = kh_scratch_alloc(7); /* outlives a guard that was left: not the next one's */
        kh_guard_leave(&left);
    }
    cr_assert_eq(kh_scratch_count(), 2);
    volatile bool caught = false;
    if (KH_GUARD(&g)) {
        /* Blocks on both sides of one that stays and moves. */
        kh_scratch_alloc(100);
        before = kh_scratch_resize(before, 5000);
        char *inside = kh_scratch_alloc(100);
        kh_scratch_resize(inside, 9000);
        kh_scratch_free(kh_scratch_alloc(1));
        cr_assert_eq(kh_scratch_count(), 4);
        kh_out_of_memory();
    } else {
        caught = true;
    }
    cr_assert(caught);
    cr_assert_eq(kh_scratch_count(), 2);
    memset(before, 1, 5000);
    memset(within, 2, 7);
    kh_scratch_free(before);
    kh_scratch_free(within);
    kh_scratch_free(NULL);
    kh_scratch_free(kh_scratch_resize(NULL, 3));
    cr_assert_eq(kh_scratch_count(), 0);
}

/* A block whose resizing fails is freed once, with the others. */
Test(memory, scratch_memory_that_cannot_grow_is_freed_with_the_rest)
{
    kh_guard g;
    volatile bool caught = false;
    if (KH_GUARD(&g)) {
        void *p = kh_scratch_alloc(10);
        kh_scratch_alloc(10);
        kh_memory_fail_after(1);
        kh_scratch_resize(p, 20);
    } else {
        caught = true;
    }
    cr_assert(caught);
    cr_assert_eq(kh_scratch_count(), 0);
}

Test(memory, scratch_contents_move_along)
{
    char *p = kh_scratch_alloc(4), *q = kh_scratch_alloc(4), *r = kh_scratch_alloc(4);
    memcpy(q, "abc", 4);
    q = kh_scratch_resize(q, 100000);
    cr_assert_str_eq(q, "abc");
    kh_scratch_free(q);
    kh_scratch_free(r);
    kh_scratch_free(p);
}

Test(memory, gmp_unwinds_too)
{
    kh_memory_init();
    kh_memory_init();
    long n = 1;
    for (volatile bool done = false; !done; n++) {
        kh_guard g;
        if (KH_GUARD(&g)) {
            kh_memory_fail_after(n);
            mpz_t x;
            mpz_init_set_ui(x, 3);
            mpz_pow_ui(x, x, 5000);
            cr_assert_eq(mpz_sizeinbase(x, 2), 7925); /* 5000 * log2(3) = 7924.8 */
            mpz_clear(x);
            kh_guard_leave(&g);
            done = true;
        }
        cr_assert_eq(kh_scratch_count(), 0);
    }
    kh_memory_fail_after(-1);
    cr_assert_gt(n, 3, "GMP's allocations were counted");
}

static void *fails_in_its_own_guard(void *arg)
{
    kh_guard g;
    if (KH_GUARD(&g)) {
        kh_scratch_alloc(10);
        kh_out_of_memory();
    }
    *(volatile bool *)arg = true;
    return NULL;
}

Test(memory, guards_belong_to_threads)
{
    kh_guard g;
    volatile bool caught_here = false;
    static volatile bool caught_there;
    if (KH_GUARD(&g)) {
        pthread_t thread;
        kh_memory_fail_after(1); /* ours, not the other thread's */
        cr_assert_eq(pthread_create(&thread, NULL, fails_in_its_own_guard, (void *)&caught_there),
                     0);
        pthread_join(thread, NULL);
        kh_alloc(1);
    } else {
        caught_here = true;
    }
    cr_assert(caught_there);
    cr_assert(caught_here);
}
