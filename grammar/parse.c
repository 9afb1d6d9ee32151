/* One parse from text to tree: its reports, the lines that show what should be written, its limits.
 */
#include "base/source.h"
#include "base/text.h"
#include "grammar/make.h"
#include "grammar/tokens_inside.h"
#include "grammar/written.h"

#include <stdio.h>
#include <stdlib.h>

bool kh_listing(const kh_parser *kh)
{
    return !kh->stopped && kh->listed < KH_LISTED_ERRORS;
}

static kh_place place_of(const kh_parser *kh, kh_span at)
{
    return (kh_place){kh->source, at.last - at.first, at.first};
}

size_t kh_complain_args(kh_parser *kh, kh_code code, kh_span at, const kh_slice *args, size_t n)
{
    if (kh->stopped)
        return KH_UNLISTED;
    if (kh_code_severity(code) != KH_ERROR) {
        if (kh->warned++ < KH_LISTED_ERRORS)
            kh_report(kh->diags, code, place_of(kh, at), args, n);
        return KH_UNLISTED;
    }
    if (kh->listed >= KH_LISTED_ERRORS) {
        if (kh->unlisted++ == 0)
            kh->first_unlisted = at;
        return KH_UNLISTED;
    }
    kh->listed++;
    kh_report(kh->diags, code, place_of(kh, at), args, n);
    return kh->diags->list.n - 1;
}

void kh_complain_related(kh_parser *kh, size_t diag, kh_related_text text, kh_span at)
{
    if (diag != KH_UNLISTED)
        kh_diag_related(kh->diags, &kh->diags->list.at[diag], text, place_of(kh, at),
                        (kh_slice){0});
}

void kh_mend(kh_parser *kh, size_t diag, uint32_t at, uint32_t len, kh_slice with)
{
    if (diag != KH_UNLISTED)
        *kh_push(kh->arena, &kh->edits) = (kh_edit){diag, at, len, with};
}

void kh_stop(kh_parser *kh, kh_code code, kh_span at, kh_slice limit)
{
    if (kh->stopped)
        return;
    kh_report(kh->diags, code, place_of(kh, at), &limit, 1);
    kh->stopped = true;
}

void kh_built_add(kh_parser *kh, kh_built *b, kh_slice s)
{
    for (size_t i = 0; i < s.n; i++)
        *kh_push(kh->arena, &b->chars) = s.p[i];
}

kh_slice kh_built_slice(const kh_built *b)
{
    return (kh_slice){b->chars.at, b->chars.n};
}

#define LONGEST_QUOTE 60

kh_slice kh_quote(kh_parser *kh, kh_span at)
{
    /* As the file has it: full-width signs are part of what people know it by. */
    const kh_source *source = kh_sources_at(kh->sources, kh->source);
    size_t first = (size_t)kh_source_original(source, at.first);
    kh_slice s = {source->bytes.p + first, (size_t)kh_source_original(source, at.last) - first};
    const char *line_end = s.n ? memchr(s.p, '\n', s.n) : NULL;
    bool cut = line_end || s.n > LONGEST_QUOTE;
    if (line_end)
        s.n = (size_t)(line_end - s.p);
    if (s.n > LONGEST_QUOTE)
        s.n = LONGEST_QUOTE;
    if (!cut)
        return s;
    while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
        s.n--;
    kh_built b = {0};
    kh_built_add(kh, &b, s);
    kh_built_add(kh, &b, KH_LIT("…"));
    return kh_built_slice(&b);
}

/* A longer line is not shown as it should be: the reader would not find the change. */
#define LONGEST_LINE 1000

static int by_place(const void *a, const void *b)
{
    const kh_edit *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    /* What is inserted stands before what is replaced; otherwise in the order of reports. */
    if (!x->len != !y->len)
        return x->len ? 1 : -1;
    return (x->diag > y->diag) - (x->diag < y->diag);
}

/* The line of the file with the edits that fall on it; from the offset `start` of the file. */
static kh_slice mended_line(kh_parser *kh, const kh_edit *edits, size_t n, kh_slice line,
                            uint64_t start)
{
    const kh_source *source = kh_sources_at(kh->sources, kh->source);
    kh_built b = {0};
    size_t done = 0;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(kh_source_original(source, edits[i].at) - start);
        size_t end = (size_t)(kh_source_original(source, edits[i].at + edits[i].len) - start);
        if (at < done || end > line.n)
            continue;
        kh_slice with = edits[i].with;
        /* A blank that is there already is not put in twice. */
        if (kh_slice_is(with, " ") && b.chars.n && at == done && b.chars.at[b.chars.n - 1] == ' ')
            continue;
        kh_built_add(kh, &b, (kh_slice){line.p + done, at - done});
        kh_built_add(kh, &b, with);
        done = end;
    }
    kh_built_add(kh, &b, (kh_slice){line.p + done, line.n - done});
    return kh_text_trim(kh_built_slice(&b));
}

void kh_mend_lines(kh_parser *kh)
{
    const kh_source *source = kh_sources_at(kh->sources, kh->source);
    if (kh->edits.n)
        qsort(kh->edits.at, kh->edits.n, sizeof *kh->edits.at, by_place);
    for (size_t i = 0, next; i < kh->edits.n; i = next) {
        uint64_t start;
        uint64_t at = kh_source_original(source, kh->edits.at[i].at);
        kh_slice line = kh_source_line(kh->sources, kh->source, at, &start);
        next = i + 1;
        while (next < kh->edits.n &&
               kh_source_original(source, kh->edits.at[next].at) <= start + line.n)
            next++;
        if (line.n > LONGEST_LINE)
            continue;
        kh_slice right = mended_line(kh, &kh->edits.at[i], next - i, line, start);
        for (size_t k = i; k < next; k++) {
            kh_diag *d = &kh->diags->list.at[kh->edits.at[k].diag];
            if (!d->fix.n)
                kh_diag_fix(kh->diags, d, right);
        }
    }
}

static void count_unlisted(kh_parser *kh)
{
    if (!kh->unlisted || kh->stopped)
        return;
    char digits[24];
    kh_slice count = {digits, (size_t)snprintf(digits, sizeof digits, "%zu", kh->unlisted)};
    kh_report(kh->diags, KH_E0291, place_of(kh, kh->first_unlisted), &count, 1);
}

const kh_node *kh_parse(kh_arena *a, kh_sources *sources, kh_source_id source, kh_diags *diags)
{
    return kh_parse_written(a, sources, source, diags, NULL);
}

const kh_node *kh_parse_written(kh_arena *a, kh_sources *sources, kh_source_id source,
                                kh_diags *diags, kh_written *out)
{
    kh_source_normalise(sources, source, diags);
    kh_parser *kh = KH_NEW(a, kh_parser);
    kh->arena = a;
    kh->sources = sources;
    kh->source = source;
    kh->diags = diags;
    kh->text = kh_sources_at(sources, source)->text;
    kh->written = out;
    if (out)
        *out = (kh_written){.arena = a, .text = kh->text};
    kh_tokens_begin(kh);
    kh_yyparse(kh);
    kh_tokens_finish(kh);
    kh_mend_lines(kh);
    count_unlisted(kh);
    kh_node *first = kh->statements.first, *last = kh->statements.last;
    kh_span place = {0, 0};
    if (first)
        place = (kh_span){(uint32_t)first->place.at, (uint32_t)last->place.at + last->place.len};
    struct kh_node_file file = {.statements = first};
    return kh_make(kh, KH_NODE_FILE, place, &file, sizeof file);
}
