/* Between the flex scanner (scheme.l) and the token filter: pieces of text with their places. */
#ifndef KH_GRAMMAR_SCAN_H
#define KH_GRAMMAR_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"

typedef enum kh_piece_kind {
    KH_PIECE_END,
    KH_PIECE_WORD,   /* letters; one script, so a name may come in several pieces that touch */
    KH_PIECE_DIGITS, /* digits and points, as they come */
    KH_PIECE_TEXT,   /* "…" or “…” */
    KH_PIECE_NAMED,  /* 「…」 */
    KH_PIECE_SIGN,   /* punctuation; `sign` is its ASCII character */
    KH_PIECE_BAD     /* a character that means nothing here */
} kh_piece_kind;

/* Signs of two characters. */
enum { KH_SIGN_GE = 0x100, KH_SIGN_LE, KH_SIGN_NE, KH_SIGN_POSSESSIVE, KH_SIGN_DASH };

typedef struct kh_piece {
    kh_piece_kind kind;
    uint32_t at, end;
    int sign;
    bool first;  /* the first on its line */
    bool glued;  /* nothing stands between it and the piece before */
    bool closed; /* TEXT, NAMED: the closing quote is there */
} kh_piece;

/* What the scanner carries along. */
typedef struct kh_scan {
    kh_slice text;
    uint32_t at;   /* offset behind the last match */
    uint32_t open; /* where the quote that is being read opened */
    bool first, gap, over;
    char *buffer;
    void *flex;
} kh_scan;

/* Begins to scan a text, which is copied: flex writes into its buffer. */
void kh_scan_begin(kh_scan *s, kh_slice text);
/* The next piece; END again and again once the text is over. */
void kh_scan_next(kh_scan *s, kh_piece *out);
void kh_scan_finish(kh_scan *s);

/* Called by the actions of scheme.l. */
int kh_scan_piece(kh_scan *s, kh_piece *p, kh_piece_kind kind);
int kh_scan_quoted(kh_scan *s, kh_piece *p, kh_piece_kind kind, bool closed);
int kh_scan_closed(kh_scan *s, kh_piece *p, kh_piece_kind kind);
int kh_scan_unclosed(kh_scan *s, kh_piece *p, kh_piece_kind kind);
int kh_scan_end(kh_scan *s, kh_piece *p);
bool kh_scan_other(kh_scan *s, kh_piece *p);
_Noreturn void kh_scan_fatal(const char *message);

#endif
