/* The C side of the scanner: what its actions do, and flex's memory. */
#include "grammar/scan.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

/* flex's side, as scheme.l declares it. */
int kh_scan_lex(kh_piece *piece, void *flex);
int kh_scan_lex_init_extra(kh_scan *extra, void **flex);
void *kh_scan__scan_buffer(char *base, size_t size, void *flex);
int kh_scan_lex_destroy(void *flex);
void *kh_scan_alloc(size_t size, void *flex);
void *kh_scan_realloc(void *p, size_t size, void *flex);
void kh_scan_free(void *p, void *flex);

void kh_scan_begin(kh_scan *s, kh_slice text)
{
    *s = (kh_scan){.text = text, .first = true, .gap = true};
    int failed = kh_scan_lex_init_extra(s, &s->flex);
    assert(!failed);
    (void)failed;
    /* Two NULs end flex's buffer. */
    s->buffer = kh_scratch_alloc(text.n + 2);
    if (text.n)
        memcpy(s->buffer, text.p, text.n);
    memset(s->buffer + text.n, 0, 2);
    kh_scan__scan_buffer(s->buffer, text.n + 2, s->flex);
}

void kh_scan_next(kh_scan *s, kh_piece *out)
{
    if (s->over)
        kh_scan_end(s, out);
    else
        s->over = kh_scan_lex(out, s->flex) == KH_PIECE_END;
}

void kh_scan_finish(kh_scan *s)
{
    kh_scan_lex_destroy(s->flex);
    kh_scratch_free(s->buffer);
}

static int finish(kh_scan *s, kh_piece *p, kh_piece_kind kind)
{
    p->kind = kind;
    p->end = s->at;
    p->first = s->first;
    p->glued = !s->gap;
    s->first = false;
    s->gap = false;
    return (int)kind;
}

static int two_signs(const char *c, size_t n)
{
    if (*c == '\'')
        return n == 2 && c[1] == 's' ? KH_SIGN_POSSESSIVE : 0;
    if (n < 2)
        return *c == '!' ? 0 : *c;
    return *c == '>' ? KH_SIGN_GE : *c == '<' ? KH_SIGN_LE : KH_SIGN_NE;
}

int kh_scan_piece(kh_scan *s, kh_piece *p, kh_piece_kind kind)
{
    p->sign = 0;
    p->closed = true;
    if (kind == KH_PIECE_SIGN) {
        p->sign = two_signs(s->text.p + p->at, s->at - p->at);
        if (!p->sign || p->sign == '.')
            kind = KH_PIECE_BAD;
    }
    return finish(s, p, kind);
}

int kh_scan_quoted(kh_scan *s, kh_piece *p, kh_piece_kind kind, bool closed)
{
    p->sign = 0;
    p->closed = closed;
    return finish(s, p, kind);
}

int kh_scan_closed(kh_scan *s, kh_piece *p, kh_piece_kind kind)
{
    p->at = s->open;
    return kh_scan_quoted(s, p, kind, true);
}

int kh_scan_unclosed(kh_scan *s, kh_piece *p, kh_piece_kind kind)
{
    p->at = s->open;
    return kh_scan_quoted(s, p, kind, false);
}

int kh_scan_end(kh_scan *s, kh_piece *p)
{
    p->at = s->at;
    p->sign = 0;
    p->closed = true;
    s->first = true; /* the end stands on a line of its own */
    return finish(s, p, KH_PIECE_END);
}

/* Signs that have no ASCII twin or whose twin the normalisation of a source leaves to us. */
static int other_sign(uint32_t c)
{
    static const struct {
        uint32_t c;
        int sign;
    } signs[] = {
        {0x2265, KH_SIGN_GE},
        {0x2264, KH_SIGN_LE},
        {0x2260, KH_SIGN_NE},
        {0x2267, KH_SIGN_GE},
        {0x2266, KH_SIGN_LE},
        {0xD7, '*'},
        {0xF7, '/'},
        {0x3001, ','},
        {0xFF0C, ','},
        {0x3002, ';'},
        {0xFF1B, ';'},
        {0xFF1A, ':'},
        {0xFF08, '('},
        {0xFF09, ')'},
        {0xFF5B, '{'},
        {0xFF5D, '}'},
        {0xFF05, '%'},
        {0xFF1D, '='},
        {0xFF0B, '+'},
        {0x2212, '-'},
        {0xFF0D, '-'},
        {0xFF1C, '<'},
        {0xFF1E, '>'},
        {0xFF5E, '~'},
        {0x301C, '~'},
        {0x2013, KH_SIGN_DASH},
        {0x2014, KH_SIGN_DASH},
        {0x2015, KH_SIGN_DASH},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (signs[i].c == c)
            return signs[i].sign;
    return 0;
}

/* One character that is neither ASCII nor of the run of common Han letters. False for a blank. */
bool kh_scan_other(kh_scan *s, kh_piece *p)
{
    uint32_t c;
    kh_text_next(s->text, p->at, &c);
    if (c == 0x3000 || c == 0xA0) {
        s->gap = true;
        return false;
    }
    p->closed = true;
    if (kh_text_is_name(c)) {
        p->sign = 0;
        finish(s, p, KH_PIECE_WORD);
        return true;
    }
    p->sign = other_sign(c);
    finish(s, p, p->sign ? KH_PIECE_SIGN : KH_PIECE_BAD);
    return true;
}

void kh_scan_fatal(const char *message)
{
    /* flex reports nothing but a lack of memory here: its input is a buffer of the right shape. */
    (void)message;
    kh_out_of_memory();
}

void *kh_scan_alloc(size_t size, void *flex)
{
    (void)flex;
    return kh_scratch_alloc(size);
}

void *kh_scan_realloc(void *p, size_t size, void *flex)
{
    (void)flex;
    return kh_scratch_resize(p, size);
}

void kh_scan_free(void *p, void *flex)
{
    (void)flex;
    kh_scratch_free(p);
}
