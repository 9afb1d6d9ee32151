/* Allocation, scratch memory, arenas, and the way out when memory is out. */
#include "base/memory.h"

#include <assert.h>
#include <gmp.h>
#include <pthread.h>
#include <stdlib.h>

/* Under the address sanitizer what an arena has not handed out is poisoned, with a gap behind every
 * piece, so that running over its end is seen as it is with malloc. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WATCHED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(WATCHED)
#define WATCHED 1
#endif
#if defined(WATCHED)
#include <sanitizer/asan_interface.h>
#define GAP                 16
#define HIDE(address, size) __asan_poison_memory_region((address), (size))
#define SHOW(address, size) __asan_unpoison_memory_region((address), (size))
#else
#define GAP                 0
#define HIDE(address, size) ((void)(address), (void)(size))
#define SHOW(address, size) ((void)(address), (void)(size))
#endif

#define ALIGN           _Alignof(max_align_t)
#define ROUND_UP(size)  (((size) + ALIGN - 1) / ALIGN * ALIGN)
#define HEADER_OF(type) ROUND_UP(sizeof(type))

/* A block that a guard frees when it unwinds. */
typedef struct scratch {
    struct scratch *before, *behind;
    uint64_t serial;
} scratch;

static _Thread_local kh_guard *innermost;
static _Thread_local uint64_t guards_entered;
static _Thread_local scratch *scratches; /* the newest first */
static _Thread_local long allocations_left = -1;

kh_guard *kh_guard_enter(kh_guard *g)
{
    g->outer = innermost;
    g->serial = ++guards_entered;
    innermost = g;
    return g;
}

void kh_guard_leave(kh_guard *g)
{
    assert(innermost == g);
    innermost = g->outer;
}

static void scratch_unlink(scratch *s)
{
    if (s->before)
        s->before->behind = s->behind;
    else
        scratches = s->behind;
    if (s->behind)
        s->behind->before = s->before;
}

static void scratch_link(scratch *s)
{
    s->before = NULL;
    s->behind = scratches;
    if (scratches)
        scratches->before = s;
    scratches = s;
}

_Noreturn void kh_out_of_memory(void)
{
    kh_guard *g = innermost;
    if (!g)
        abort();
    innermost = g->outer;
    for (scratch *s = scratches, *next; s; s = next) {
        next = s->behind;
        if (s->serial >= g->serial) {
            scratch_unlink(s);
            free(s);
        }
    }
    longjmp(g->jump, 1);
}

void kh_memory_fail_after(long n)
{
    allocations_left = n > 0 ? n : -1;
}

/* Called before every allocation. Sizes above PTRDIFF_MAX are ours to refuse: the sanitizers'
 * malloc stops the process for them. */
static void ask(size_t size)
{
    if (size > PTRDIFF_MAX)
        kh_out_of_memory();
    if (allocations_left > 0 && --allocations_left == 0) {
        allocations_left = -1;
        kh_out_of_memory();
    }
}

void *kh_alloc(size_t size)
{
    ask(size);
    void *p = malloc(size ? size : 1);
    if (!p)
        kh_out_of_memory();
    return p;
}

void *kh_resize(void *p, size_t size)
{
    ask(size);
    void *moved = realloc(p, size ? size : 1);
    if (!moved)
        kh_out_of_memory();
    return moved;
}

void kh_free(void *p)
{
    free(p);
}

static size_t with_header(size_t header, size_t size)
{
    if (size > PTRDIFF_MAX - header)
        kh_out_of_memory();
    return header + size;
}

static scratch *scratch_of(void *p)
{
    return (scratch *)((char *)p - HEADER_OF(scratch));
}

static void *memory_of(scratch *s)
{
    return (char *)s + HEADER_OF(scratch);
}

void *kh_scratch_alloc(size_t size)
{
    scratch *s = kh_alloc(with_header(HEADER_OF(scratch), size));
    s->serial = guards_entered;
    scratch_link(s);
    return memory_of(s);
}

void *kh_scratch_resize(void *p, size_t size)
{
    if (!p)
        return kh_scratch_alloc(size);
    /* It stays in the list until the new place is sure: a failure frees it with the others. */
    scratch *old = scratch_of(p);
    scratch *s = kh_resize(old, with_header(HEADER_OF(scratch), size));
    if (s->before)
        s->before->behind = s;
    else
        scratches = s;
    if (s->behind)
        s->behind->before = s;
    return memory_of(s);
}

void kh_scratch_free(void *p)
{
    if (!p)
        return;
    scratch_unlink(scratch_of(p));
    free(scratch_of(p));
}

size_t kh_scratch_count(void)
{
    size_t n = 0;
    for (const scratch *s = scratches; s; s = s->behind)
        n++;
    return n;
}

static void *gmp_resize(void *p, size_t old_size, size_t size)
{
    (void)old_size;
    return kh_scratch_resize(p, size);
}

static void gmp_free(void *p, size_t size)
{
    (void)size;
    kh_scratch_free(p);
}

static void install(void)
{
    mp_set_memory_functions(kh_scratch_alloc, gmp_resize, gmp_free);
}

void kh_memory_init(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, install);
}

/* Arenas. Everything from `used` on in a block is zero, so handing out is moving `used`. */
#define FIRST_BLOCK ((size_t)4 << 10)
#define LAST_BLOCK  ((size_t)1 << 20)

typedef struct block {
    struct block *next;
    size_t size, used; /* behind the header */
} block;

struct kh_arena {
    block *blocks; /* the first is the one being filled */
    size_t next_size;
    size_t total;
};

static char *bytes_of(block *b)
{
    return (char *)b + HEADER_OF(block);
}

kh_arena *kh_arena_new(void)
{
    kh_arena *a = kh_alloc(sizeof *a);
    *a = (kh_arena){.next_size = FIRST_BLOCK, .total = sizeof *a};
    return a;
}

static void blocks_free(kh_arena *a, const block *keep)
{
    for (block *b = a->blocks, *next; b; b = next) {
        next = b->next;
        if (b != keep)
            free(b);
    }
}

void kh_arena_free(kh_arena *a)
{
    if (!a)
        return;
    blocks_free(a, NULL);
    free(a);
}

void kh_arena_reset(kh_arena *a)
{
    block *largest = a->blocks;
    for (block *b = a->blocks; b; b = b->next)
        if (b->size > largest->size)
            largest = b;
    blocks_free(a, largest);
    a->blocks = largest;
    a->total = sizeof *a;
    if (!largest)
        return;
    a->total += HEADER_OF(block) + largest->size;
    largest->next = NULL;
    SHOW(bytes_of(largest), largest->used);
    memset(bytes_of(largest), 0, largest->used);
    HIDE(bytes_of(largest), largest->used);
    largest->used = 0;
}

/* A block with room for `size` bytes, linked in. */
static block *block_new(kh_arena *a, size_t size)
{
    /* A large piece gets a block of its own, behind the first, which goes on being filled. */
    bool own = size > a->next_size / 4;
    size_t room = own ? size : a->next_size;
    size_t whole = with_header(HEADER_OF(block), room);
    ask(whole);
    block *b = calloc(1, whole);
    if (!b)
        kh_out_of_memory();
    b->size = room;
    HIDE(bytes_of(b), room);
    a->total += whole;
    if (!own && a->next_size < LAST_BLOCK)
        a->next_size *= 2;
    block **place = own && a->blocks ? &a->blocks->next : &a->blocks;
    b->next = *place;
    *place = b;
    return b;
}

void *kh_arena_alloc(kh_arena *a, size_t size)
{
    if (size > PTRDIFF_MAX - ALIGN - GAP)
        kh_out_of_memory();
    size_t taken = ROUND_UP(size ? size : 1) + GAP;
    block *b = a->blocks;
    if (!b || taken > b->size - b->used)
        b = block_new(a, taken);
    char *p = bytes_of(b) + b->used;
    b->used += taken;
    SHOW(p, size);
    return p;
}

void *kh_arena_array(kh_arena *a, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        kh_out_of_memory();
    return kh_arena_alloc(a, bytes);
}

kh_slice kh_arena_copy(kh_arena *a, kh_slice s)
{
    if (s.n > PTRDIFF_MAX - 1)
        kh_out_of_memory();
    char *p = kh_arena_alloc(a, s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    return (kh_slice){p, s.n};
}

size_t kh_arena_size(const kh_arena *a)
{
    return a->total;
}

void *kh_vec_grow(kh_arena *a, void *at, size_t n, size_t *cap, size_t size)
{
    if (n == *cap) {
        size_t more;
        if (__builtin_mul_overflow(*cap, (size_t)2, &more))
            kh_out_of_memory();
        if (!more)
            more = 8;
        void *moved = kh_arena_array(a, more, size);
        if (n)
            memcpy(moved, at, n * size);
        *cap = more;
        return moved;
    }
    /* The place may have been used before the vector was shortened. */
    memset((char *)at + n * size, 0, size);
    return at;
}
