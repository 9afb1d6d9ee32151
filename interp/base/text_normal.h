/* Private to base/text*.c and base/source*.c: canonical composition piece by piece, for callers
 * that keep a map of offsets. */
#ifndef KH_BASE_TEXT_NORMAL_H
#define KH_BASE_TEXT_NORMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"

/* Room that one pass of normalisation reuses for all its pieces. */
typedef struct kh_normal {
    kh_arena *arena;
    int32_t *at, *spare;
    size_t n, cap;
    char *bytes;
    size_t bytes_cap;
} kh_normal;

/* True for code points that are certain to stay as they are and to join nothing before them. */
bool kh_normal_is_plain(uint32_t code_point);
/* True when a piece may begin here: what comes before has no influence on it. */
bool kh_normal_begins(uint32_t code_point);
/* NFC of one piece (a code point that begins and those behind it that do not). The result is
 * `piece` itself when nothing changes, else it lives until the next call. */
kh_slice kh_normal_piece(kh_normal *w, kh_slice piece);
/* As kh_text_plain; lives until the next call. */
kh_slice kh_normal_plain(kh_normal *w, uint32_t code_point);

#endif
