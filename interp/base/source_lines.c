/* Lines and columns of a file, and the way back from the text that was scanned.
 *
 * For every KB the line, its start and its column are kept, so a place is found in the time of one
 * KB, however long its line: a hundred thousand places on one line cost no more than on as many. */
#include <assert.h>

#include "base/source_inside.h"
#include "base/text_decode.h"

#define BLOCK_BITS 10
#define BLOCK      ((size_t)1 << BLOCK_BITS)

/* What holds at the first byte of a block. */
typedef struct block {
    uint64_t line;   /* from 1 */
    uint64_t start;  /* of this line, in bytes */
    uint64_t column; /* code points from there to the block */
} block;

struct kh_source_lines {
    block *at;
};

/* Where the code point that holds the byte at `offset` begins; a byte that is not UTF-8 counts as a
 * code point. */
static size_t character_start(kh_slice bytes, size_t offset)
{
    for (size_t back = 1; back <= 3 && back <= offset; back++) {
        uint32_t cp;
        if (!kh_utf8_is_tail(bytes.p[offset - back + 1]))
            break;
        if (kh_utf8_decode(bytes.p + offset - back, bytes.n - offset + back, &cp) > back)
            return offset - back;
    }
    return offset;
}

/* Moves b over the code points that begin in [from, to). */
static void walk(block *b, kh_slice bytes, size_t from, size_t to)
{
    uint32_t cp;
    size_t at = from;
    for (const char *end; at < to && (end = memchr(bytes.p + at, '\n', to - at));) {
        at = (size_t)(end - bytes.p) + 1;
        b->line++;
        b->start = at;
        b->column = 0;
    }
    if (at == from && at < to) { /* perhaps in the middle of one */
        size_t start = character_start(bytes, at);
        if (start < at)
            at = start + kh_utf8_decode(bytes.p + start, bytes.n - start, &cp);
    }
    for (; at < to; b->column++) {
        size_t n = kh_utf8_decode(bytes.p + at, bytes.n - at, &cp);
        at += n ? n : 1;
    }
}

static struct kh_source_lines *make_lines(kh_arena *a, kh_slice bytes)
{
    struct kh_source_lines *lines = KH_NEW(a, struct kh_source_lines);
    size_t count = (bytes.n >> BLOCK_BITS) + 1;
    lines->at = KH_NEW_ARRAY(a, block, count);
    block b = {1, 0, 0};
    for (size_t i = 0; i < count; i++) {
        lines->at[i] = b;
        if (i + 1 < count)
            walk(&b, bytes, i * BLOCK, (i + 1) * BLOCK);
    }
    return lines;
}

/* What holds at an offset of the file. */
static block block_at(kh_sources *s, kh_source_id id, uint64_t offset)
{
    kh_source *source = kh_source_inside(s, id);
    assert(offset <= source->bytes.n);
    if (!source->lines)
        source->lines = make_lines(s->arena, source->bytes);
    block b = source->lines->at[offset >> BLOCK_BITS];
    walk(&b, source->bytes, (size_t)(offset & ~(uint64_t)(BLOCK - 1)), (size_t)offset);
    return b;
}

uint64_t kh_source_original(const kh_source *s, uint64_t text_offset)
{
    uint64_t offset = text_offset;
    const kh_source_map *map = s->map;
    if (map) {
        size_t low = 0, high = map->n; /* the points before `low` are at or before the offset */
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (map->at[middle].text <= text_offset)
                low = middle + 1;
            else
                high = middle;
        }
        if (low)
            offset = map->at[low - 1].bytes + (text_offset - map->at[low - 1].text);
        /* Inside something that became longer: no further than its end. */
        if (low < map->n && offset > map->at[low].bytes)
            offset = map->at[low].bytes;
    }
    if (offset >= s->bytes.n)
        return s->bytes.n;
    return character_start(s->bytes, (size_t)offset);
}

/* The offset itself; at the end of the file the end of its last line that is not empty, so that a
 * line end more or less there changes no place. */
static uint64_t before_last_end(kh_slice bytes, uint64_t offset)
{
    if (offset < bytes.n)
        return offset;
    size_t end = bytes.n;
    while (end && (bytes.p[end - 1] == '\n' || bytes.p[end - 1] == '\r'))
        end--;
    return end;
}

uint64_t kh_source_shown(const kh_source *s, uint64_t text_offset)
{
    return before_last_end(s->bytes, kh_source_original(s, text_offset));
}

kh_linecol kh_source_linecol(kh_sources *s, kh_source_id id, uint64_t text_offset)
{
    block b = block_at(s, id, kh_source_shown(kh_source_inside(s, id), text_offset));
    return (kh_linecol){b.line, b.column + 1};
}

uint64_t kh_source_line_start(kh_sources *s, kh_source_id id, uint64_t bytes_offset)
{
    return block_at(s, id, bytes_offset).start;
}

kh_slice kh_source_line(kh_sources *s, kh_source_id id, uint64_t bytes_offset, uint64_t *start)
{
    kh_slice bytes = kh_source_inside(s, id)->bytes;
    if (bytes_offset > bytes.n)
        bytes_offset = bytes.n;
    *start = kh_source_line_start(s, id, before_last_end(bytes, bytes_offset));
    kh_slice line = {bytes.p + *start, bytes.n - (size_t)*start};
    const char *end = line.n ? memchr(line.p, '\n', line.n) : NULL;
    if (end)
        line.n = (size_t)(end - line.p);
    if (end && line.n && line.p[line.n - 1] == '\r')
        line.n--;
    return line;
}
