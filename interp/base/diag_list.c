/* The list of diagnostics: what is kept of it, its counts, its order. */
#include <assert.h>
#include <stdlib.h>

#include "base/diag_inside.h"

void kh_diags_init(kh_diags *d, kh_arena *a, kh_sources *sources)
{
    *d = (kh_diags){.arena = a, .sources = sources};
}

/* Trouble with the machine says more than a limit, and that more than the input. */
static int urgency(int status)
{
    return status == 3 ? 3 : status == 4 ? 2 : status != 0;
}

static uint32_t *count_of(kh_diags *d, kh_severity severity)
{
    switch (severity) {
    case KH_ERROR:
        return &d->errors;
    case KH_WARNING:
        return &d->warnings;
    case KH_NOTE:
        break;
    }
    return &d->notes;
}

static void count(kh_diags *d, kh_severity severity, kh_code code, uint32_t n)
{
    *count_of(d, severity) += n;
    if (severity == KH_ERROR && n && urgency(kh_code_status(code)) > urgency(d->status))
        d->status = kh_code_status(code);
}

static kh_keep keep_of(const kh_diags *d, kh_code code)
{
    return d->keep ? d->keep(code) : KH_KEEP_FIRST;
}

/* ---- order -------------------------------------------------------------------------------- */

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_places(kh_place a, kh_place b)
{
    int c = compare_numbers(a.source, b.source);
    return c ? c : compare_numbers(a.at, b.at);
}

static int compare_keys(const kh_diag *a, const kh_diag *b)
{
    int c = compare_places(a->place, b->place);
    return c ? c : compare_numbers(a->code, b->code);
}

static int compare_related(const kh_related *a, const kh_related *b)
{
    int c = compare_numbers(a->text, b->text);
    c = c ? c : compare_places(a->place, b->place);
    c = c ? c : compare_numbers(a->place.len, b->place.len);
    return c ? c : kh_slice_cmp(a->arg, b->arg);
}

/* Everything that is shown; 0 for exact repetitions. */
static int compare_contents(const kh_diag *a, const kh_diag *b)
{
    int c = compare_keys(a, b);
    c = c ? c : compare_numbers(a->place.len, b->place.len);
    c = c ? c : compare_numbers(a->severity, b->severity);
    c = c ? c : compare_numbers(a->no_hint, b->no_hint);
    for (int i = 0; c == 0 && i < KH_DIAG_ARGS; i++)
        c = kh_slice_cmp(a->args[i], b->args[i]);
    c = c ? c : kh_slice_cmp(a->fix, b->fix);
    c = c ? c : (a->related_count > b->related_count) - (a->related_count < b->related_count);
    for (int i = 0; c == 0 && i < a->related_count; i++)
        c = compare_related(&a->related[i], &b->related[i]);
    return c;
}

/* Sorting works on pointers into the list; equal keys keep the order of the list. */
static int by_contents(const void *x, const void *y)
{
    const kh_diag *a = *(const kh_diag *const *)x, *b = *(const kh_diag *const *)y;
    int c = compare_contents(a, b);
    return c ? c : (a > b) - (a < b);
}

static int by_keys(const void *x, const void *y)
{
    const kh_diag *a = *(const kh_diag *const *)x, *b = *(const kh_diag *const *)y;
    int c = compare_keys(a, b);
    return c ? c : (a > b) - (a < b);
}

/* Counts one that is only counted. */
static void leave(kh_diags *d, kh_severity severity, kh_code code, uint32_t n)
{
    if (!d->left_of)
        d->left_of = KH_NEW_ARRAY(d->arena, uint32_t, KH_CODE_COUNT);
    d->left_of[code] += n;
    d->rest[severity].left += n;
}

/* Copies what is kept of n sorted ones; returns how many. */
static size_t sort_out(kh_diags *d, kh_diag *to, const kh_diag *const *order, size_t n)
{
    size_t kept = 0;
    for (int s = 0; s <= KH_NOTE; s++) {
        d->rest[s].listed = 0;
        *count_of(d, (kh_severity)s) = d->rest[s].left;
    }
    for (size_t i = 0; i < n; i++) {
        kh_diag_rest *r = &d->rest[order[i]->severity];
        ++*count_of(d, order[i]->severity);
        if (keep_of(d, order[i]->code) == KH_KEEP_FIRST) {
            if (d->most && r->listed == d->most) {
                leave(d, order[i]->severity, order[i]->code, 1);
                continue;
            }
            r->full = ++r->listed == d->most;
            r->place = order[i]->place;
            r->code = order[i]->code;
        }
        to[kept++] = *order[i];
    }
    return kept;
}

void kh_diags_sort(kh_diags *d)
{
    size_t n = d->list.n, kept = 0;
    if (n < 2)
        return;
    const kh_diag **order = kh_scratch_alloc(n * sizeof *order);
    for (size_t i = 0; i < n; i++)
        order[i] = &d->list.at[i];
    /* First to find repetitions, of which the first reported stays; then into the order of places.
     */
    qsort(order, n, sizeof *order, by_contents);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || compare_contents(order[i], order[kept - 1]) != 0)
            order[kept++] = order[i];
    qsort(order, kept, sizeof *order, by_keys);
    kh_diag *sorted = kh_scratch_alloc(kept * sizeof *sorted);
    d->list.n = sort_out(d, sorted, order, kept);
    memcpy(d->list.at, sorted, d->list.n * sizeof *sorted);
    kh_scratch_free(sorted);
    kh_scratch_free(order);
}

/* ---- reports ------------------------------------------------------------------------------ */

/* Whether a report is kept in full; makes room for it. */
static bool is_kept(kh_diags *d, kh_severity severity, kh_code code, kh_place place)
{
    kh_diag_rest *r = &d->rest[severity];
    kh_keep keep = keep_of(d, code);
    if (keep != KH_KEEP_FIRST)
        return keep == KH_KEEP_ALL;
    if (d->most && r->listed / 2 >= d->most)
        kh_diags_sort(d);
    if (d->most && r->full) {
        int c = compare_places(place, r->place);
        if (c > 0 || (c == 0 && code > r->code))
            return false;
    }
    r->listed++;
    return true;
}

kh_diag *kh_report(kh_diags *d, kh_code code, kh_place place, const kh_slice *args, size_t n)
{
    assert(code < KH_CODE_COUNT && n <= KH_DIAG_ARGS);
    kh_severity severity = kh_code_severity(code);
    bool kept = is_kept(d, severity, code, place);
    count(d, severity, code, 1);
    if (!kept) {
        leave(d, severity, code, 1);
        d->unkept = (kh_diag){.code = code, .severity = severity, .place = place};
        return &d->unkept;
    }
    kh_diag *diag = kh_push(d->arena, &d->list);
    diag->code = code;
    diag->severity = severity;
    diag->place = place;
    for (size_t i = 0; i < n; i++)
        diag->args[i] = kh_arena_copy(d->arena, args[i]);
    return diag;
}

static void take_one(kh_diags *d, const kh_diag *found)
{
    bool kept = is_kept(d, found->severity, found->code, found->place);
    count(d, found->severity, found->code, 1);
    if (kept)
        *kh_push(d->arena, &d->list) = *found;
    else
        leave(d, found->severity, found->code, 1);
}

void kh_diags_take(kh_diags *d, const kh_diags *found)
{
    for (size_t i = 0; i < found->list.n; i++)
        take_one(d, &found->list.at[i]);
    for (int i = 0; found->left_of && i < KH_CODE_COUNT; i++) {
        kh_code code = (kh_code)i;
        if (found->left_of[i] == 0 || keep_of(found, code) == KH_KEEP_NONE)
            continue;
        count(d, kh_code_severity(code), code, found->left_of[i]);
        leave(d, kh_code_severity(code), code, found->left_of[i]);
    }
    d->notes += found->lowered_left;
    d->rest[KH_NOTE].left += found->lowered_left;
    d->lowered_left += found->lowered_left;
}

bool kh_diags_lower(kh_diags *d, kh_code code, kh_source_id source,
                    void (*lowered)(kh_diag *d, void *context), void *context)
{
    bool found = false;
    for (size_t i = 0; i < d->list.n; i++) {
        kh_diag *diag = &d->list.at[i];
        if (diag->code != code || diag->severity == KH_NOTE || diag->place.source != source)
            continue;
        --*count_of(d, diag->severity);
        d->notes++;
        diag->severity = KH_NOTE;
        lowered(diag, context);
        found = true;
    }
    kh_severity severity = kh_code_severity(code);
    uint32_t left = d->left_of && severity != KH_NOTE ? d->left_of[code] : 0;
    if (left) {
        *count_of(d, severity) -= left;
        d->rest[severity].left -= left;
        d->notes += left;
        d->rest[KH_NOTE].left += left;
        d->lowered_left += left;
        d->left_of[code] = 0;
    }
    return found || left;
}

void kh_diag_related(kh_diags *d, kh_diag *of, kh_related_text text, kh_place place, kh_slice arg)
{
    const int most = (int)(sizeof of->related / sizeof *of->related);
    if (of->related_count == most || of == &d->unkept)
        return;
    of->related[of->related_count++] = (kh_related){text, place, kh_arena_copy(d->arena, arg)};
}

void kh_diag_fix(kh_diags *d, kh_diag *of, kh_slice fix)
{
    if (of != &d->unkept)
        of->fix = kh_arena_copy(d->arena, fix);
}
