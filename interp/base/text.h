/* Unicode as far as we need it. This is the one user of utf8proc. */
#ifndef KH_BASE_TEXT_H
#define KH_BASE_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"
#include "base/strbuf.h"

/* The offset of the first byte that is not part of valid UTF-8 (overlong forms, surrogates and cut
 * sequences are not), or s.n. */
size_t kh_text_invalid(kh_slice s);
/* Reads one code point; returns its bytes (1 to 4). A byte that is not UTF-8 reads as U+FFFD. */
size_t kh_text_next(kh_slice s, size_t at, uint32_t *code_point);
void kh_text_put(kh_strbuf *out, uint32_t code_point);

/* Canonical composition. Returns s itself when it is already in NFC. */
kh_slice kh_text_nfc(kh_arena *a, kh_slice s);
/* Compatibility fold used only to find look-alikes (never for identity): NFKC, case folded, blanks
 * and zero-width characters dropped. */
kh_slice kh_text_skeleton(kh_arena *a, kh_slice s);
/* The plain spelling that a code point is mistaken for (⼯ U+2F2F → 工, ½ → 1⁄2): NFKC, and for the
 * CJK radicals that have none the ideograph they look like. Empty when there is no other. */
kh_slice kh_text_plain(kh_arena *a, uint32_t code_point);
/* Full-width ASCII twins (U+FF01…U+FF5E, U+3000) and 、。《》 folding is NOT done here: see source.h.
 * This folds U+FF01…FF5E to ASCII and U+3000 to a blank, for cells of fact files. */
kh_slice kh_text_narrow(kh_arena *a, kh_slice s);
/* Without blanks (ASCII, U+3000, U+00A0) at both ends. */
kh_slice kh_text_trim(kh_slice s);

/* Columns on a terminal: 2 for wide and full-width, 0 for combining marks, 1 otherwise (ambiguous
 * width counts 1; a tab counts 1, callers expand tabs). */
int kh_text_char_width(uint32_t code_point);
size_t kh_text_width(kh_slice s);
size_t kh_text_code_points(kh_slice s);

/* A letter, mark, letter-number or connector of a name (L, Nl, M, Pc). */
bool kh_text_is_name(uint32_t code_point);
bool kh_text_is_cjk(uint32_t code_point); /* a Han, Hiragana, Katakana, Hangul … letter without case */
/* Controls that may hide or reorder text: bidi controls, zero-width characters, C0 (but tab, LF,
 * CR), C1, DEL, U+FFFD, U+FEFF inside. */
bool kh_text_is_unsafe(uint32_t code_point);
bool kh_text_is_bidi(uint32_t code_point);

/* What a text was before its UTF-8 was read as Latin-1 or Windows-1252 and saved again. Empty unless
 * all of it that is not ASCII then is Chinese, Japanese or Korean text: Café is none. */
kh_slice kh_text_undamaged(kh_arena *a, kh_slice s);

/* Appends s with every unsafe or invalid byte, LF and CR shown as \x1b or \u{202e}: what comes out
 * stays on its line. */
void kh_text_escape(kh_strbuf *out, kh_slice s);

/* Edits (insert, delete, replace, swap of neighbours) between two names in code points, at most
 * `limit` + 1. */
int kh_text_distance(kh_slice a, kh_slice b, int limit);

/* "Did you mean": keeps the nearest of the candidates offered; nearest.n = 0 when none is near
 * enough (one edit for names up to 3 code points, two up to 6, otherwise a third of the length, and
 * never all of it). Equal distance: the one offered first. */
typedef struct kh_nearest {
    kh_slice wanted, best;
    int distance;
} kh_nearest;
kh_nearest kh_nearest_to(kh_slice wanted);
void kh_nearest_offer(kh_nearest *n, kh_slice candidate);

#endif
