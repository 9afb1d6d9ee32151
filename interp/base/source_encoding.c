/* What a text that is not UTF-8 looks like, so that the message can say what to do. */
#include "base/source_inside.h"
#include "base/text.h"
#include "base/text_decode.h"

static bool is_text_byte(unsigned char c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t';
}

/* UTF-16 and UTF-32 by their mark, or by the NULs in the first two ASCII characters. Only the first
 * four bytes count, so a cut file is judged like the whole one. */
static kh_encoding wide_encoding(kh_slice s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (s.n >= 4 && memcmp(p, "\xFF\xFE\0\0", 4) == 0)
        return KH_UTF32LE;
    if (s.n >= 2 && p[0] == 0xFF && p[1] == 0xFE)
        return KH_UTF16LE;
    if (s.n >= 2 && p[0] == 0xFE && p[1] == 0xFF)
        return KH_UTF16BE;
    if (s.n < 4)
        return KH_UTF8;
    if (memcmp(p, "\0\0\xFE\xFF", 4) == 0 || (is_text_byte(p[3]) && !p[0] && !p[1] && !p[2]))
        return KH_UTF32BE;
    if (is_text_byte(p[0]) && !p[1] && !p[2] && !p[3])
        return KH_UTF32LE;
    if (is_text_byte(p[0]) && !p[1] && is_text_byte(p[2]) && !p[3])
        return KH_UTF16LE;
    if (!p[0] && is_text_byte(p[1]) && !p[2] && is_text_byte(p[3]))
        return KH_UTF16BE;
    return KH_UTF8;
}

/* The bytes of the GB18030 character at p, 0 when there is none; *common when it is one of GB 2312,
 * which nearly all characters of a real text are. */
static size_t gb_character(const unsigned char *p, size_t n, bool *common)
{
    *common = false;
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0x81 || p[0] == 0xFF || n < 2)
        return 0;
    if (p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF) {
        *common = p[0] >= 0xA1 && p[0] <= 0xF7 && p[1] >= 0xA1;
        return 2;
    }
    bool four = n >= 4 && p[1] >= 0x30 && p[1] <= 0x39 && p[2] >= 0x81 && p[2] != 0xFF &&
                p[3] >= 0x30 && p[3] <= 0x39;
    return four ? 4 : 0;
}

static bool looks_gb(kh_slice s)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t common = 0, others = 0;
    for (size_t at = 0; at < s.n;) {
        bool is_common;
        size_t n = gb_character(p + at, s.n - at, &is_common);
        if (n == 0)
            return false;
        common += n > 1 && is_common;
        others += n > 1 && !is_common;
        at += n;
    }
    return common > others;
}

kh_encoding kh_source_encoding(kh_slice bytes, size_t *bad)
{
    kh_encoding wide = wide_encoding(bytes);
    *bad = 0;
    if (wide != KH_UTF8)
        return wide;
    *bad = kh_text_invalid(bytes);
    if (*bad == bytes.n)
        return KH_UTF8;
    /* Damaged UTF-8 often decodes as GBK too, but little of GBK is valid UTF-8. */
    size_t valid = 0, invalid = 0;
    for (size_t at = 0; at < bytes.n;) {
        uint32_t cp;
        size_t n = kh_utf8_decode(bytes.p + at, bytes.n - at, &cp);
        valid += n > 1 ? n : 0;
        invalid += n == 0;
        at += n ? n : 1;
    }
    return invalid > valid && looks_gb(bytes) ? KH_LOOKS_GBK : KH_UTF8_BAD;
}
