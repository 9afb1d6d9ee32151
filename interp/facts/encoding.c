/* What the bytes of a fact file are. Nothing is guessed from frequencies: a byte order mark
 * decides, then strict UTF-8; a CSV file that is neither is GB18030 when all of it decodes and its
 * header then names the unit. The converter is asked for GB18030 by that name only, without leave
 * to drop or to replace anything. */
#include "facts/encoding.h"

#include <assert.h>
#include <errno.h>
#include <iconv.h>

#include "base/text.h"
#include "facts/csv.h"

kh_decoded kh_gb18030_decode(kh_arena *a, kh_slice bytes, kh_slice *text, size_t *bad)
{
    static const char mark[] = "\xef\xbb\xbf";
    /* Two bytes become four at most (FE 51 is U+20087), and so do four. Memory comes first, so that
     * no converter is left open when it runs out. */
    size_t room = 2 * bytes.n + 4, left = room, n = bytes.n;
    char *start = kh_arena_alloc(a, room), *out = start, *in = (char *)bytes.p;
    iconv_t converter = iconv_open("UTF-8", "GB18030");
    *bad = 0;
    *text = (kh_slice){0};
    if (converter == (iconv_t)-1)
        return KH_NO_TABLE;
    size_t done = n > 0 ? iconv(converter, &in, &n, &out, &left) : 0;
    assert(done != (size_t)-1 || errno != E2BIG);
    iconv_close(converter);
    if (done == (size_t)-1) {
        *bad = bytes.n - n;
        return KH_NOT_GB18030;
    }
    *text = (kh_slice){start, room - left};
    if (text->n >= 3 && memcmp(text->p, mark, 3) == 0)
        *text = (kh_slice){text->p + 3, text->n - 3};
    return KH_DECODED;
}

static bool starts_with(kh_slice s, const char *bytes, size_t n)
{
    return s.n >= n && memcmp(s.p, bytes, n) == 0;
}

/* Reports what is no text at all. */
static bool is_text(kh_reader *r, kh_slice name, kh_slice bytes)
{
    kh_place start = kh_reader_place(r, 0, 0);
    if (starts_with(bytes, "\xff\xfe", 2) || starts_with(bytes, "\xfe\xff", 2)) {
        KH_REPORT(r->diags, KH_E0103, start, KH_LIT("UTF-16"));
        return false;
    }
    if (starts_with(bytes, "PK\3\4", 4) || starts_with(bytes, "\xd0\xcf\x11\xe0", 4)) {
        kh_slice what = bytes.p[0] == 'P' ? KH_LIT("Excel (.xlsx)") : KH_LIT("Excel (.xls)");
        KH_REPORT(r->diags, KH_E0505, KH_NOWHERE, name, what);
        return false;
    }
    const char *nul = bytes.n > 0 ? memchr(bytes.p, 0, bytes.n) : NULL;
    if (nul) {
        size_t at = (size_t)(nul - bytes.p);
        KH_REPORT(r->diags, KH_E0101, kh_reader_place(r, at, at + 1));
    }
    return !nul;
}

/* Reports the byte at `at`, which people count from the start of the file, from 1. */
static bool refuse(kh_reader *r, kh_code code, const kh_source *source, size_t at)
{
    kh_place place = kh_reader_place(r, at, at < source->bytes.n ? at + 1 : at);
    KH_REPORT(r->diags, code, place, kh_reader_number(r, at + 1 + (source->had_bom ? 3 : 0)));
    return false;
}

static bool take_decoded(kh_reader *r, kh_slice text)
{
    kh_source_replace(r->sources, r->source, text, true);
    r->text = text;
    return true;
}

static bool forced_gb18030(kh_reader *r, const kh_source *source)
{
    kh_slice text;
    size_t bad;
    switch (kh_gb18030_decode(r->arena, source->bytes, &text, &bad)) {
    case KH_DECODED:
        return take_decoded(r, text);
    case KH_NOT_GB18030:
        return refuse(r, KH_E0504, source, bad);
    case KH_NO_TABLE:
        KH_REPORT(r->diags, KH_E0502, kh_reader_place(r, 0, 0));
        return false;
    }
    return false;
}

/* A file that is not UTF-8 from `invalid` on. */
static bool not_utf8(kh_reader *r, const kh_source *source, kh_fact_form form, size_t invalid)
{
    kh_slice text;
    size_t bad;
    if (source->had_bom || r->options->encoding == KH_ENCODING_UTF8 ||
        kh_gb18030_decode(r->arena, source->bytes, &text, &bad) != KH_DECODED)
        return refuse(r, KH_E0501, source, invalid);
    if (form != KH_FORM_CSV) {
        KH_REPORT(r->diags, KH_E0104, kh_reader_place(r, invalid, invalid + 1));
        return false;
    }
    if (!kh_csv_names_unit(r, text))
        return refuse(r, KH_E0501, source, invalid);
    KH_REPORT(r->diags, KH_E0503, kh_reader_place(r, 0, 0), source->name);
    return take_decoded(r, text);
}

bool kh_encoding_settle(kh_reader *r, kh_fact_form form)
{
    const kh_source *source = kh_sources_at(r->sources, r->source);
    if (!is_text(r, source->name, source->bytes))
        return false;
    bool forced = r->options->encoding == KH_ENCODING_GB18030 && form == KH_FORM_CSV;
    if (forced && !source->had_bom) /* the mark is certain */
        return forced_gb18030(r, source);
    size_t invalid = kh_text_invalid(source->bytes);
    if (invalid < source->bytes.n)
        return not_utf8(r, source, form, invalid);
    r->text = source->bytes;
    return true;
}
