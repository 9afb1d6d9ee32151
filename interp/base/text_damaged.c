/* Text whose UTF-8 was once read as Latin-1 or Windows-1252 and saved again: åŸŽå…³ for 城关. */
#include "base/text.h"

#include "base/text_decode.h"

/* The bytes 0x80 to 0x9F in Windows-1252; the five that it leaves open stand for themselves. */
static const uint16_t windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

/* The byte that was read as this code point; false when no byte was. */
static bool byte_of(uint32_t cp, char *byte)
{
    for (unsigned i = 0; i < 32 && cp > 0xFF; i++) {
        if (windows[i] == cp) {
            *byte = (char)(0x80 + i);
            return true;
        }
    }
    *byte = (char)cp;
    return cp <= 0xFF;
}

/* Letters, and the signs that names and notes in these scripts hold. */
static bool is_cjk_text(uint32_t cp)
{
    return kh_text_is_cjk(cp) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFF01 && cp <= 0xFF5E);
}

/* Whether s may have been read so: asked of every name, so nothing is kept. */
static bool is_suspect(kh_slice s)
{
    bool high = false;
    char byte;
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        at += kh_text_next(s, at, &cp);
        if (!byte_of(cp, &byte))
            return false;
        high |= cp >= 0x80;
    }
    return high;
}

kh_slice kh_text_undamaged(kh_arena *a, kh_slice s)
{
    const kh_slice none = {0};
    if (!is_suspect(s))
        return none;
    char *bytes = kh_arena_alloc(a, s.n);
    size_t n = 0;
    for (size_t at = 0; at < s.n; n++) {
        uint32_t cp;
        at += kh_text_next(s, at, &cp);
        byte_of(cp, &bytes[n]);
    }
    for (size_t at = 0; at < n;) {
        uint32_t cp;
        size_t len = kh_utf8_decode(bytes + at, n - at, &cp);
        if (!len || (cp >= 0x80 && !is_cjk_text(cp)))
            return none;
        at += len;
    }
    return (kh_slice){bytes, n};
}
