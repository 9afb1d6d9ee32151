/* Memory: arenas that own everything of one life (a text, a tree, a run, a batch), and what happens
 * when memory is out.
 *
 * Out of memory unwinds to the innermost guard of this thread, so no function that allocates has a
 * failure path of its own. Who sets a guard owns the arenas made below it and frees them. Without a
 * guard the process aborts. GMP, flex and bison allocate through the same functions. */
#ifndef KH_BASE_MEMORY_H
#define KH_BASE_MEMORY_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

typedef struct kh_guard {
    jmp_buf jump;
    struct kh_guard *outer;
    uint64_t serial; /* scratch memory (below) of this serial or a later one goes when it unwinds */
} kh_guard;

/* if (KH_GUARD(&g)) { …; kh_guard_leave(&g); } else { memory ran out, the guard is already left }
 * Locals that are set inside and read in the else branch (the arenas to free) must be volatile. */
#define KH_GUARD(g) (setjmp(kh_guard_enter(g)->jump) == 0)
kh_guard *kh_guard_enter(kh_guard *g);
void kh_guard_leave(kh_guard *g);
/* Unwinds to the innermost guard. */
_Noreturn void kh_out_of_memory(void);

/* malloc and friends that never return NULL. Freed with kh_free. */
void *kh_alloc(size_t size);
void *kh_resize(void *p, size_t size);
void kh_free(void *p);

/* The same, but freed by itself when a guard that was entered before unwinds: for what a library
 * (GMP, a scanner, a parser) allocates in the midst of its work, where nobody else could free it.
 * Belongs to the thread that made it; a block that was resized keeps its guard. */
void *kh_scratch_alloc(size_t size);
void *kh_scratch_resize(void *p, size_t size);
void kh_scratch_free(void *p);
/* For tests: how many blocks of scratch memory this thread holds. */
size_t kh_scratch_count(void);

/* Lets GMP allocate scratch memory. Any thread, any number of times; number.c calls it itself, others
 * that use GMP directly call it before their first mpz_init. */
void kh_memory_init(void);

/* For tests, per thread: the n-th allocation from now (1 is the next) fails, once; -1 is never. An
 * arena allocates only when its block is full. */
void kh_memory_fail_after(long n);

/* An arena hands out zeroed memory, aligned for any type, and frees it all at once. */
typedef struct kh_arena kh_arena;
kh_arena *kh_arena_new(void);
void kh_arena_free(kh_arena *a); /* NULL is fine */
/* Forgets all that was handed out and keeps the largest block for reuse. */
void kh_arena_reset(kh_arena *a);
void *kh_arena_alloc(kh_arena *a, size_t size);
/* count * size, checked for overflow. */
void *kh_arena_array(kh_arena *a, size_t count, size_t size);
/* A copy in the arena, followed by a NUL that does not count. */
kh_slice kh_arena_copy(kh_arena *a, kh_slice s);
/* All bytes that the arena holds from the system. */
size_t kh_arena_size(const kh_arena *a);

#define KH_NEW(arena, type)           ((type *)kh_arena_alloc((arena), sizeof(type)))
#define KH_NEW_ARRAY(arena, type, n)  ((type *)kh_arena_array((arena), (n), sizeof(type)))

/* A growable array in an arena: struct { type *at; size_t n, cap; }.
 * kh_push returns the address of the new zeroed element; growing moves the elements. */
#define KH_VEC(type)                                                                               \
    struct {                                                                                       \
        type *at;                                                                                  \
        size_t n, cap;                                                                             \
    }
#define kh_push(arena, v)                                                                          \
    ((v)->at = kh_vec_grow((arena), (v)->at, (v)->n, &(v)->cap, sizeof *(v)->at),                  \
     &(v)->at[(v)->n++])
void *kh_vec_grow(kh_arena *a, void *at, size_t n, size_t *cap, size_t size);

#endif
