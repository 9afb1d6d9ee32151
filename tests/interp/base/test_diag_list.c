/* The list of diagnostics: counting, sorting, and what is kept of many. */
#include "base/diag.h"

#include <criterion/criterion.h>

static kh_arena *arena;
static kh_diags diags;

static void set_up(void)
{
    arena = kh_arena_new();
    kh_diags_init(&diags, arena, kh_sources_new(arena));
}

static void tear_down(void)
{
    kh_arena_free(arena);
}

TestSuite(diag_list, .init = set_up, .fini = tear_down);

static kh_place at(kh_source_id source, uint64_t offset)
{
    return (kh_place){source, 1, offset};
}

Test(diag_list, counts_and_keeps_the_most_urgent_status)
{
    KH_REPORT(&diags, KH_E0110, KH_NOWHERE);
    cr_assert_eq(diags.warnings, 1);
    cr_assert_eq(diags.status, 0);
    KH_REPORT(&diags, KH_E0101, KH_NOWHERE);
    cr_assert_eq(diags.status, 1);
    KH_REPORT(&diags, KH_E0806, KH_NOWHERE, KH_LIT("a"), KH_LIT("1 B"));
    cr_assert_eq(diags.status, 4);
    KH_REPORT(&diags, KH_E0804, KH_NOWHERE, KH_LIT("a"));
    cr_assert_eq(diags.status, 3);
    KH_REPORT(&diags, KH_E0806, KH_NOWHERE, KH_LIT("a"), KH_LIT("1 B"));
    cr_assert_eq(diags.status, 3);
    cr_assert_eq(diags.errors, 4);
    cr_assert_eq(diags.list.n, 5);
}

Test(diag_list, arguments_are_copied)
{
    char name[] = "before";
    kh_diag *d = KH_REPORT(&diags, KH_E0804, KH_NOWHERE, kh_slice_of(name));
    kh_diag_fix(&diags, d, kh_slice_of(name));
    kh_diag_related(&diags, d, KH_R_first_here, at(1, 0), kh_slice_of(name));
    memcpy(name, "after!", 6);
    cr_assert(kh_slice_is(d->args[0], "before"));
    cr_assert(kh_slice_is(d->fix, "before"));
    cr_assert(kh_slice_is(d->related[0].arg, "before"));
    cr_assert_eq(d->related_count, 1);
}

Test(diag_list, no_more_than_three_related_places)
{
    kh_diag *d = KH_REPORT(&diags, KH_E0101, KH_NOWHERE);
    for (uint64_t i = 0; i < 5; i++)
        kh_diag_related(&diags, d, KH_R_first_here, at(1, i), KH_LIT(""));
    cr_assert_eq(d->related_count, 3);
    cr_assert_eq(d->related[2].place.at, 2);
}

Test(diag_list, sorts_by_source_offset_and_code)
{
    KH_REPORT(&diags, KH_E0105, at(2, 1), KH_LIT("a"));
    KH_REPORT(&diags, KH_E0105, at(1, 9), KH_LIT("b"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("c"));
    KH_REPORT(&diags, KH_E0101, at(1, 2), KH_LIT("d"));
    KH_REPORT(&diags, KH_E0804, KH_NOWHERE, KH_LIT("e"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("a2")); /* behind c, though a2 < c */
    kh_diags_sort(&diags);
    static const char *const order[] = {"e", "d", "c", "a2", "b", "a"};
    cr_assert_eq(diags.list.n, 6);
    for (size_t i = 0; i < 6; i++)
        cr_assert(kh_slice_is(diags.list.at[i].args[0], order[i]), "%zu", i);
}

Test(diag_list, drops_exact_repetitions_only)
{
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("y"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x")); /* again, not beside the first */
    KH_REPORT(&diags, KH_E0105, ((kh_place){1, 2, 2}), KH_LIT("x"));
    kh_diag *d = KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    kh_diag_fix(&diags, d, KH_LIT("fixed"));
    d = KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    kh_diag_related(&diags, d, KH_R_first_here, at(1, 0), KH_LIT(""));
    KH_REPORT(&diags, KH_E0110, at(1, 3));
    KH_REPORT(&diags, KH_E0110, at(1, 3));
    cr_assert_eq(diags.errors, 6);
    kh_diags_sort(&diags);
    cr_assert_eq(diags.list.n, 6);
    cr_assert_eq(diags.errors, 5);
    cr_assert_eq(diags.warnings, 1);
    cr_assert(kh_slice_is(diags.list.at[0].args[0], "x"));
    cr_assert(kh_slice_is(diags.list.at[1].args[0], "y"));
    KH_REPORT(&diags, KH_E0101, at(1, 0)); /* the list still grows */
    cr_assert_eq(diags.list.n, 7);
}

/* E0105 and E0101 are errors, E0110 is a warning. */
static void report_some(kh_diags *d, uint64_t i)
{
    static const kh_code codes[] = {KH_E0105, KH_E0110, KH_E0101};
    char name[2] = {(char)('a' + i % 5), '\0'};
    KH_REPORT(d, codes[i % 3], at(1 + (kh_source_id)(i % 2), i / 4), kh_slice_of(name));
}

static size_t count_listed(const kh_diags *d, kh_severity severity)
{
    size_t n = 0;
    for (size_t i = 0; i < d->list.n; i++)
        n += d->list.at[i].severity == severity;
    return n;
}

/* Of `all`, which keeps everything, `some` must have the first `most` of each severity. */
static void expect_first(const kh_diags *all, const kh_diags *some, size_t most)
{
    size_t taken[KH_NOTE + 1] = {0}, k = 0;
    for (size_t i = 0; i < all->list.n; i++) {
        const kh_diag *wanted = &all->list.at[i];
        if (taken[wanted->severity]++ >= most)
            continue;
        cr_assert_lt(k, some->list.n);
        const kh_diag *is = &some->list.at[k++];
        cr_assert_eq(is->code, wanted->code);
        cr_assert_eq(is->place.source, wanted->place.source);
        cr_assert_eq(is->place.at, wanted->place.at);
        cr_assert(kh_slice_eq(is->args[0], wanted->args[0]));
    }
    cr_assert_eq(k, some->list.n);
    cr_assert_eq(some->errors, all->errors);
    cr_assert_eq(some->warnings, all->warnings);
    cr_assert_eq(some->status, all->status);
    cr_assert_eq(some->rest[KH_ERROR].left, all->errors - count_listed(some, KH_ERROR));
    cr_assert_eq(some->rest[KH_WARNING].left, all->warnings - count_listed(some, KH_WARNING));
}

/* 121 reports in 40 orders: i * step modulo a prime takes each once. */
Test(diag_list, of_many_the_first_by_place_are_kept)
{
    enum { PRIME = 127 };
    for (uint64_t step = 1; step <= 40; step++)
        for (size_t most = 1; most <= 60; most += 7) {
            kh_diags all, some;
            kh_diags_init(&all, arena, diags.sources);
            kh_diags_init(&some, arena, diags.sources);
            some.most = most;
            for (uint64_t i = 0; i < PRIME; i++) {
                report_some(&all, i * step % PRIME);
                report_some(&some, i * step % PRIME);
                cr_assert_leq(some.list.n, 4 * most + 2);
            }
            kh_diags_sort(&all);
            kh_diags_sort(&some);
            expect_first(&all, &some, most);
        }
}

Test(diag_list, what_is_only_counted_takes_no_memory)
{
    diags.most = 10;
    size_t size = 0;
    for (uint64_t i = 0; i < 100000; i++) {
        kh_diag *d = KH_REPORT(&diags, KH_E0105, at(1, i), KH_LIT("a name of some length"));
        kh_diag_related(&diags, d, KH_R_first_here, at(1, i), KH_LIT("a name of some length"));
        kh_diag_fix(&diags, d, KH_LIT("a line of some length"));
        if (i == 100)
            size = kh_arena_size(arena);
    }
    cr_assert_eq(kh_arena_size(arena), size);
    kh_diags_sort(&diags);
    cr_assert_eq(diags.list.n, 10);
    cr_assert_eq(diags.list.at[9].place.at, 9);
    cr_assert_eq(diags.errors, 100000);
    cr_assert_eq(diags.rest[KH_ERROR].left, 99990);
}

Test(diag_list, the_status_of_what_is_only_counted_stands)
{
    diags.most = 1;
    for (uint64_t i = 0; i < 5; i++)
        KH_REPORT(&diags, KH_E0105, at(1, i), KH_LIT("x"));
    cr_assert_eq(diags.status, 1);
    KH_REPORT(&diags, KH_E0806, at(1, 9), KH_LIT("x"), KH_LIT("1 B"));
    cr_assert_eq(diags.status, 4);
    kh_diags_sort(&diags);
    cr_assert_eq(diags.list.n, 1);
}

static kh_keep keep_some(kh_code code)
{
    return code == KH_E0101 ? KH_KEEP_ALL : code == KH_E0105 ? KH_KEEP_NONE : KH_KEEP_FIRST;
}

/* 8 of each: all of E0101, none of E0105, two of E0102; what is not kept there is not taken. */
Test(diag_list, codes_may_be_kept_all_or_not_at_all)
{
    kh_diags found;
    kh_diags_init(&found, arena, diags.sources);
    found.most = 2;
    found.keep = keep_some;
    for (uint64_t i = 0; i < 8; i++) {
        KH_REPORT(&found, KH_E0105, at(1, i), KH_LIT("x"));
        KH_REPORT(&found, KH_E0101, at(1, i));
        KH_REPORT(&found, KH_E0102, at(1, i));
    }
    kh_diags_sort(&found);
    cr_assert_eq(found.list.n, 10);
    cr_assert_eq(found.errors, 24);
    kh_diags_take(&diags, &found);
    cr_assert_eq(diags.list.n, 10);
    cr_assert_eq(diags.errors, 16);
    cr_assert_eq(diags.rest[KH_ERROR].left, 6);
}

static void note_lowered(kh_diag *d, void *context)
{
    d->no_hint = true;
    ++*(int *)context;
}

Test(diag_list, lowering_reaches_what_is_only_counted)
{
    int lowered = 0;
    diags.most = 2;
    for (uint64_t i = 0; i < 9; i++)
        KH_REPORT(&diags, KH_E0110, at(1, i));
    KH_REPORT(&diags, KH_E0101, at(1, 3));
    kh_diags_sort(&diags);
    cr_assert(kh_diags_lower(&diags, KH_E0110, 1, note_lowered, &lowered));
    cr_assert_eq(lowered, 2);
    cr_assert_eq(diags.warnings, 0);
    cr_assert_eq(diags.notes, 9);
    cr_assert_eq(diags.errors, 1);
    cr_assert_eq(diags.rest[KH_NOTE].left, 7);
    cr_assert_not(kh_diags_lower(&diags, KH_E0110, 1, note_lowered, &lowered));
    kh_diags other;
    kh_diags_init(&other, arena, diags.sources);
    kh_diags_take(&other, &diags);
    cr_assert_eq(other.notes, 9);
    cr_assert_eq(other.warnings, 0);
    cr_assert_eq(other.rest[KH_NOTE].left, 7);
}
