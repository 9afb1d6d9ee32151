/* Code points: reading, writing, classes, widths, and texts made safe to show. Normal forms are in
 * text_normal.c, the distance of names in text_near.c. */
#include "base/text.h"

#include <utf8proc.h>

#include "base/text_decode.h"

/* The number of ASCII bytes at the start of p. */
static size_t ascii_run(const char *p, size_t n)
{
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    while (i < n && (unsigned char)p[i] < 0x80)
        i++;
    return i;
}

size_t kh_text_invalid(kh_slice s)
{
    size_t at = 0;
    while (at < s.n) {
        at += ascii_run(s.p + at, s.n - at);
        while (at < s.n && (unsigned char)s.p[at] >= 0x80) {
            uint32_t cp;
            size_t n = kh_utf8_decode(s.p + at, s.n - at, &cp);
            if (n == 0)
                return at;
            at += n;
        }
    }
    return s.n;
}

size_t kh_text_next(kh_slice s, size_t at, uint32_t *code_point)
{
    size_t n = kh_utf8_decode(s.p + at, s.n - at, code_point);
    if (n)
        return n;
    *code_point = KH_REPLACEMENT;
    return 1;
}

void kh_text_put(kh_strbuf *out, uint32_t code_point)
{
    char bytes[4];
    size_t n = kh_utf8_encode(bytes, code_point);
    kh_strbuf_add(out, (kh_slice){bytes, n});
}

kh_slice kh_text_narrow(kh_arena *a, kh_slice s)
{
    kh_arena_text out = {.arena = a};
    size_t done = 0;
    for (size_t at = 0; at < s.n;) {
        at += ascii_run(s.p + at, s.n - at);
        if (at == s.n)
            break;
        uint32_t cp;
        size_t n = kh_text_next(s, at, &cp);
        char narrow = 0;
        if (cp >= 0xFF01 && cp <= 0xFF5E)
            narrow = (char)(cp - 0xFF00 + 0x20);
        else if (cp == 0x3000)
            narrow = ' ';
        if (narrow) {
            kh_arena_text_add(&out, s.p + done, at - done);
            kh_arena_text_add(&out, &narrow, 1);
            done = at + n;
        }
        at += n;
    }
    if (done == 0)
        return s;
    kh_arena_text_add(&out, s.p + done, s.n - done);
    return (kh_slice){out.at, out.n};
}

/* The bytes of the blank at the start of s, 0 when there is none. */
static size_t blank_ahead(kh_slice s)
{
    if (s.n && (s.p[0] == ' ' || (s.p[0] >= '\t' && s.p[0] <= '\r')))
        return 1;
    if (s.n >= 2 && memcmp(s.p, "\xC2\xA0", 2) == 0)
        return 2;
    return s.n >= 3 && memcmp(s.p, "\xE3\x80\x80", 3) == 0 ? 3 : 0;
}

kh_slice kh_text_trim(kh_slice s)
{
    for (size_t n; (n = blank_ahead(s)) > 0;) {
        s.p += n;
        s.n -= n;
    }
    for (size_t cut = 1; cut <= 3 && cut <= s.n;) {
        if (blank_ahead((kh_slice){s.p + s.n - cut, cut}) == cut) {
            s.n -= cut;
            cut = 1;
        } else {
            cut++;
        }
    }
    return s;
}

int kh_text_char_width(uint32_t code_point)
{
    if (code_point < 0x300)
        return 1;
    return utf8proc_charwidth((utf8proc_int32_t)code_point);
}

size_t kh_text_width(kh_slice s)
{
    size_t width = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        at += kh_text_next(s, at, &cp);
        width += (size_t)kh_text_char_width(cp);
    }
    return width;
}

size_t kh_text_code_points(kh_slice s)
{
    size_t count = 0;
    for (size_t at = 0; at < s.n; count++) {
        uint32_t cp;
        at += kh_text_next(s, at, &cp);
    }
    return count;
}

static bool is_letter(utf8proc_category_t c)
{
    return c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO;
}

bool kh_text_is_name(uint32_t code_point)
{
    if (code_point < 0x80)
        return (code_point | 0x20) - 'a' < 26 || code_point == '_';
    if (code_point >= 0x4E00 && code_point <= 0x9FFF)
        return true;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)code_point);
    return is_letter(c) || c == UTF8PROC_CATEGORY_NL || c == UTF8PROC_CATEGORY_PC ||
           (c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME);
}

typedef struct range {
    uint32_t first, last;
} range;

static bool in_ranges(const range *r, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= r[i].first && cp <= r[i].last)
            return true;
    return false;
}
#define IN(ranges, cp) in_ranges((ranges), sizeof(ranges) / sizeof *(ranges), (cp))

bool kh_text_is_cjk(uint32_t code_point)
{
    if (code_point >= 0x4E00 && code_point <= 0x9FFF)
        return true;
    /* Jamo; kana, bopomofo, compatibility jamo, Han, Yi; Hangul; compatibility Han; half-width
     * kana and jamo; Tangut, Khitan, old kana, Nushu; the planes of Han. */
    static const range cjk[] = {{0x1100, 0x11FF},  {0x3005, 0x4DBF},   {0xA000, 0xA4CF},
                                {0xA960, 0xA97F},  {0xAC00, 0xD7FF},   {0xF900, 0xFAFF},
                                {0xFF66, 0xFFDC},  {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF},
                                {0x20000, 0x3FFFD}};
    if (code_point < 0x1100 || !IN(cjk, code_point))
        return false;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)code_point);
    return c == UTF8PROC_CATEGORY_LO || c == UTF8PROC_CATEGORY_LM || c == UTF8PROC_CATEGORY_NL;
}

bool kh_text_is_bidi(uint32_t code_point)
{
    static const range bidi[] = {
        {0x061C, 0x061C}, {0x200E, 0x200F}, {0x202A, 0x202E}, {0x2066, 0x2069}};
    return code_point >= 0x061C && IN(bidi, code_point);
}

bool kh_text_is_unsafe(uint32_t cp)
{
    if (cp < 0xA0)
        return cp < 0x20 ? cp != '\t' && cp != '\n' && cp != '\r' : cp >= 0x7F;
    if (cp >= 0x3165 && cp <= 0xFDCF)
        return false;
    /* Invisible whatever the font: default-ignorable code points but variation selectors, which
     * belong to the sign before them; line and paragraph separators; what marks lost text. */
    static const range unsafe[] = {
        {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},  {0x115F, 0x1160},
        {0x17B4, 0x17B5},   {0x180E, 0x180E},   {0x200B, 0x200F},  {0x2028, 0x202E},
        {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFDD0, 0xFDEF},  {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},   {0xFFF0, 0xFFFB},   {0xFFFD, 0xFFFD},  {0x1BCA0, 0x1BCA3},
        {0x1D173, 0x1D17A}, {0xE0000, 0xE00FF}, {0xE01F0, 0xE0FFF}};
    return IN(unsafe, cp) || (cp & 0xFFFE) == 0xFFFE;
}

void kh_text_escape(kh_strbuf *out, kh_slice s)
{
    size_t done = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = 0;
        size_t n = kh_utf8_decode(s.p + at, s.n - at, &cp);
        bool line_end = n == 1 && (cp == '\n' || cp == '\r');
        if (n && !line_end && !kh_text_is_unsafe(cp)) {
            at += n;
            continue;
        }
        kh_strbuf_add(out, (kh_slice){s.p + done, at - done});
        unsigned byte = (unsigned char)s.p[at];
        if (n > 1)
            kh_strbuf_addf(out, "\\u{%x}", (unsigned)cp);
        else
            kh_strbuf_addf(out, byte < 0x10 ? "\\x0%x" : "\\x%x", byte);
        at += n ? n : 1;
        done = at;
    }
    kh_strbuf_add(out, (kh_slice){s.p + done, s.n - done});
}
