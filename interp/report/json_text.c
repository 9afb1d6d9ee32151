/* A small writer of JSON. What could hide or reorder text is written as an escape, so the bytes are
 * safe to show; the texts read back are the same. */
#include "report/inside.h"

#include "base/text.h"

static void separate(kh_json *j)
{
    if (j->comma)
        kh_strbuf_addc(j->out, ',');
    j->comma = true;
}

void kh_json_open(kh_json *j, char bracket)
{
    separate(j);
    kh_strbuf_addc(j->out, bracket);
    j->comma = false;
}

void kh_json_close(kh_json *j, char bracket)
{
    kh_strbuf_addc(j->out, bracket);
    j->comma = true;
}

static void add_unit(kh_strbuf *out, uint32_t unit)
{
    static const char digits[] = "0123456789abcdef";
    kh_strbuf_adds(out, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        kh_strbuf_addc(out, digits[unit >> shift & 15]);
}

static void add_escaped(kh_strbuf *out, uint32_t cp)
{
    if (cp < 0x10000) {
        add_unit(out, cp);
        return;
    }
    add_unit(out, 0xD800 + ((cp - 0x10000) >> 10));
    add_unit(out, 0xDC00 + (cp & 0x3FF));
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void add_text(kh_strbuf *out, kh_slice s)
{
    kh_strbuf_addc(out, '"');
    for (size_t at = 0; at < s.n;) {
        size_t run = at;
        while (run < s.n && is_plain((unsigned char)s.p[run]))
            run++;
        kh_strbuf_add(out, (kh_slice){s.p + at, run - at});
        at = run;
        if (at == s.n)
            break;
        uint32_t cp;
        size_t n = kh_text_next(s, at, &cp);
        if (cp == '"' || cp == '\\') {
            kh_strbuf_addc(out, '\\');
            kh_strbuf_addc(out, (char)cp);
        } else if (cp < 0x20 || cp == 0x7f || kh_text_is_unsafe(cp)) {
            add_escaped(out, cp);
        } else {
            kh_strbuf_add(out, (kh_slice){s.p + at, n});
        }
        at += n;
    }
    kh_strbuf_addc(out, '"');
}

void kh_json_name(kh_json *j, kh_slice key)
{
    separate(j);
    add_text(j->out, key);
    kh_strbuf_addc(j->out, ':');
    j->comma = false;
}

void kh_json_key(kh_json *j, const char *key)
{
    kh_json_name(j, kh_slice_of(key));
}

void kh_json_string(kh_json *j, kh_slice s)
{
    separate(j);
    add_text(j->out, s);
}

void kh_json_int(kh_json *j, uint64_t n)
{
    separate(j);
    kh_strbuf_addf(j->out, "%llu", (unsigned long long)n);
}

void kh_json_bool(kh_json *j, bool b)
{
    separate(j);
    kh_strbuf_adds(j->out, b ? "true" : "false");
}

void kh_json_null(kh_json *j)
{
    separate(j);
    kh_strbuf_adds(j->out, "null");
}

void kh_json_line(kh_json *j)
{
    if (j->comma)
        kh_strbuf_addc(j->out, ',');
    kh_strbuf_addc(j->out, '\n');
    j->comma = false;
}
