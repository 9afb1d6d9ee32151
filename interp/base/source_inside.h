/* Private to base/source*.c and base/diag_render.c: what a source keeps to itself. */
#ifndef KH_BASE_SOURCE_INSIDE_H
#define KH_BASE_SOURCE_INSIDE_H

#include "base/source.h"

struct kh_sources {
    kh_arena *arena;
    KH_VEC(kh_source *) list;
};

/* From text offset `text` up to the next point, an offset in bytes is `bytes` + the rest. Only
 * places behind which the two differ by another amount have a point. */
typedef struct kh_map_point {
    uint32_t text, bytes;
} kh_map_point;

typedef struct kh_source_map {
    const kh_map_point *at;
    size_t n;
} kh_source_map;

kh_source *kh_source_inside(kh_sources *s, kh_source_id id);

/* Where the line that holds the offset (in bytes) begins. */
uint64_t kh_source_line_start(kh_sources *s, kh_source_id id, uint64_t bytes_offset);
/* The offset in bytes that people are shown for a text offset: the end of the file counts as the
 * end of its last line that is not empty, whether or not that line has an end. */
uint64_t kh_source_shown(const kh_source *s, uint64_t text_offset);

typedef enum kh_encoding {
    KH_UTF8,     /* valid */
    KH_UTF8_BAD, /* nothing else that we know */
    KH_UTF16LE,
    KH_UTF16BE,
    KH_UTF32LE,
    KH_UTF32BE,
    KH_LOOKS_GBK
} kh_encoding;
/* What the bytes of a text look like; *bad is the first byte that is not UTF-8. A guess that only
 * chooses the message: no bytes are decoded by it. */
kh_encoding kh_source_encoding(kh_slice bytes, size_t *bad);

#endif
