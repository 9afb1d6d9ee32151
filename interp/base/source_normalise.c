/* The text of a scheme as the scanner reads it: checked, in NFC, full-width signs outside quotes
 * and comments folded to ASCII, and always with a line end at its end, so that a file without one
 * means the same. Quotes and comments are recognised here only to leave them alone; what is wrong
 * with them (no end) the scanner reports. */
#include <assert.h>

#include "base/diag.h"
#include "base/source_inside.h"
#include "base/text.h"
#include "base/text_decode.h"
#include "base/text_normal.h"

/* Of each kind of finding at most so many are reported one by one: a file of 16 MB of them would
 * take gigabytes of diagnostics. One more says how many there are. */
#define LISTED 1000

typedef enum state {
    CODE,
    COMMENT,
    TEXT_QUOTE,      /* "…" */
    WIDE_TEXT_QUOTE, /* ＂…＂, read as "…" */
    CURLY_QUOTE,     /* “…” */
    NAME_QUOTE       /* 「…」 */
} state;

typedef enum finding { NUL, NOT_UTF8, BIDI, UNSAFE, LOST, CR_ONLY, LOOK_ALIKE, FINDINGS } finding;

typedef struct work {
    kh_source_id id;
    kh_slice in;
    kh_diags *diags;
    kh_arena *arena; /* of the sources */
    kh_normal normal, plain;
    state state;
    kh_arena_text out;
    size_t done; /* bytes of `in` that `out` answers for */
    KH_VEC(kh_map_point) map;
    size_t last_from, last_out, last_map; /* before the latest replacement */
    size_t found[FINDINGS];
    kh_place first_unlisted[FINDINGS];
} work;

/* Where in the text the byte `at` of the file, not before `done`, stands. */
static kh_place place_of(const work *w, size_t at, size_t len)
{
    return (kh_place){w->id, (uint32_t)len, w->out.n + (at - w->done)};
}

static void replace(work *w, size_t from, size_t to, const char *with, size_t n)
{
    if (w->out.cap == 0) /* mostly the text becomes no longer than the file */
        w->out.at = KH_NEW_ARRAY(w->arena, char, w->out.cap = w->in.n + 64);
    kh_arena_text_add(&w->out, w->in.p + w->done, from - w->done);
    w->last_from = from;
    w->last_out = w->out.n;
    w->last_map = w->map.n;
    kh_arena_text_add(&w->out, with, n);
    w->done = to;
    if (n != to - from)
        *kh_push(w->arena, &w->map) = (kh_map_point){(uint32_t)w->out.n, (uint32_t)to};
}

static void replace_blank(work *w, size_t from, size_t to)
{
    replace(w, from, from, NULL, 0);
    for (size_t at = from; at < to; at++)
        replace(w, at, at + 1, " ", 1);
}

/* Counts a finding; true when it is to be reported by itself. */
static bool count(work *w, finding f, kh_place place)
{
    if (w->found[f]++ < LISTED)
        return true;
    if (w->found[f] == LISTED + 1)
        w->first_unlisted[f] = place;
    return false;
}

static kh_code code_of(finding f)
{
    switch (f) {
    case NUL:
        return KH_E0101;
    case NOT_UTF8:
        return KH_E0102;
    case BIDI:
        return KH_E0105;
    case UNSAFE:
        return KH_E0106;
    case LOST:
        return KH_E0107;
    case CR_ONLY:
        return KH_E0108;
    case LOOK_ALIKE:
    case FINDINGS:
        break;
    }
    return KH_E0109;
}

/* "U+202E" */
static kh_slice code_point_words(uint32_t cp, char room[10])
{
    static const char digits[] = "0123456789ABCDEF";
    size_t at = 10;
    for (int i = 0; cp || i < 4; i++, cp >>= 4)
        room[--at] = digits[cp & 15];
    room[--at] = '+';
    room[--at] = 'U';
    return (kh_slice){room + at, 10 - at};
}

static void report_code_point(work *w, finding f, size_t at, size_t len, uint32_t cp)
{
    char room[10];
    kh_place place = place_of(w, at, len);
    if (count(w, f, place))
        KH_REPORT(w->diags, code_of(f), place, code_point_words(cp, room));
}

/* A run of NULs, or of bytes that are not UTF-8, is one finding. Returns its end. */
static size_t bad_bytes(work *w, size_t from)
{
    finding f = w->in.p[from] == '\0' ? NUL : NOT_UTF8;
    size_t to = from;
    for (uint32_t cp; to < w->in.n; to++) {
        if (f == NUL ? w->in.p[to] != '\0' : kh_utf8_decode(w->in.p + to, w->in.n - to, &cp) != 0)
            break;
    }
    kh_place place = place_of(w, from, to - from);
    if (count(w, f, place)) {
        static const char hex[] = "0123456789abcdef";
        unsigned char c = (unsigned char)w->in.p[from];
        char byte[4] = {'0', 'x', hex[c >> 4], hex[c & 15]};
        KH_REPORT(w->diags, code_of(f), place, (kh_slice){byte, 4});
    }
    replace_blank(w, from, to);
    return to;
}

/* Characters that nobody sees or that reorder what is seen. */
static void unsafe_character(work *w, size_t from, size_t to, uint32_t cp)
{
    finding f = kh_text_is_bidi(cp) ? BIDI : cp == KH_REPLACEMENT ? LOST : UNSAFE;
    report_code_point(w, f, from, to - from, cp);
    replace_blank(w, from, to);
}

/* Returns the offset behind the carriage returns at `at`. Some programs write several before a line
 * feed; at the end of the file the line feed may be cut off. Any other is taken for a line end. */
static size_t carriage_return(work *w, size_t at)
{
    size_t end = at;
    while (end < w->in.n && w->in.p[end] == '\r')
        end++;
    if (end == w->in.n || w->in.p[end] == '\n')
        return end;
    if (w->found[CR_ONLY] == 0) {
        w->found[CR_ONLY] = 1;
        KH_REPORT(w->diags, KH_E0108, place_of(w, at, 1));
    }
    replace(w, at, at + 1, "\n", 1);
    w->state = CODE;
    return at + 1;
}

static bool is_variation_selector(uint32_t cp)
{
    return (cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF);
}

/* Blanks of other widths; people copy them from web pages and word processors. */
static bool is_other_blank(uint32_t cp)
{
    return cp == 0x3000 || cp == 0xA0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200A) ||
           cp == 0x202F || cp == 0x205F;
}

/* The ASCII sign that a character outside quotes and comments means; 0: itself. */
static char folded(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        return (char)(cp - 0xFF00 + 0x20);
    if (is_other_blank(cp))
        return ' ';
    return cp == 0x3001   ? ',' /* 、 */
           : cp == 0x3002 ? ';' /* 。 */
           : cp == 0xD7   ? '*' /* × */
           : cp == 0xF7   ? '/' /* ÷ */
                          : '\0';
}

/* Roman numerals are letters of names in their own right (Nl); Hangzhou's 〸 〹 〺 look like Han.
 */
static bool is_own_number(uint32_t cp)
{
    return cp >= 0x2160 && cp <= 0x2188;
}

/* A character outside quotes and comments; it has been decoded and is safe. Returns false when it
 * stays as it is. */
static bool outside(work *w, size_t from, size_t to, uint32_t cp)
{
    char ascii = folded(cp);
    if (ascii) {
        if (ascii == '#')
            w->state = COMMENT;
        else if (ascii == '"')
            w->state = WIDE_TEXT_QUOTE;
        replace(w, from, to, &ascii, 1);
        return true;
    }
    if (cp == 0x201C)
        w->state = CURLY_QUOTE;
    else if (cp == 0x300C)
        w->state = NAME_QUOTE;
    bool common = kh_normal_is_plain(cp) && ((cp >= 0x3003 && cp <= 0x3029) ||
                                             (cp >= 0x3041 && cp <= 0x3096) || cp >= 0x3400);
    if (common || is_own_number(cp))
        return false;
    /* What NFC makes of it is the same character, not one that only looks alike. */
    kh_slice was = {w->in.p + from, to - from};
    kh_slice composed = kh_normal_piece(&w->normal, was);
    kh_slice plain = kh_normal_plain(&w->plain, cp);
    if (plain.n == 0 || kh_slice_eq(plain, composed))
        return false;
    char room[10];
    kh_place place = place_of(w, from, plain.n);
    if (count(w, LOOK_ALIKE, place))
        KH_REPORT(w->diags, KH_E0109, place, was, code_point_words(cp, room), plain);
    replace(w, from, to, plain.p, plain.n);
    return true;
}

/* A character inside quotes; true when it was replaced. */
static bool inside(work *w, size_t from, size_t to, uint32_t cp)
{
    bool wide = w->state == WIDE_TEXT_QUOTE && cp == 0xFF02;
    if (wide)
        replace(w, from, to, "\"", 1);
    if (wide || (w->state == CURLY_QUOTE && cp == 0x201D) ||
        (w->state == NAME_QUOTE && cp == 0x300D))
        w->state = CODE;
    return wide;
}

/* Marks join what stands before them, which may just have been replaced. Returns their end. */
static size_t marks(work *w, size_t from, size_t to)
{
    for (uint32_t cp; to < w->in.n;) {
        size_t n = kh_utf8_decode(w->in.p + to, w->in.n - to, &cp);
        if (n == 0 || cp < 0x80 || kh_normal_begins(cp) || kh_text_is_unsafe(cp) ||
            is_variation_selector(cp))
            break;
        to += n;
    }
    size_t base = from; /* in `in` */
    kh_slice piece = {w->in.p + from, to - from};
    if (w->done == from && w->out.n > w->last_out) {
        kh_arena_text joined = {.arena = w->arena};
        kh_arena_text_add(&joined, w->out.at + w->last_out, w->out.n - w->last_out);
        kh_arena_text_add(&joined, piece.p, piece.n);
        piece = (kh_slice){joined.at, joined.n};
        base = w->last_from;
    } else if (w->done < from) {
        while (kh_utf8_is_tail(w->in.p[--base]))
            continue;
        piece = (kh_slice){w->in.p + base, to - base};
    }
    kh_slice composed = kh_normal_piece(&w->normal, piece);
    if (composed.p == piece.p)
        return to;
    if (base < w->done) {
        w->out.n = w->last_out;
        w->map.n = w->last_map;
        w->done = base;
    }
    replace(w, base, to, composed.p, composed.n);
    return to;
}

static size_t beyond_ascii(work *w, size_t at)
{
    uint32_t cp;
    size_t n = kh_utf8_decode(w->in.p + at, w->in.n - at, &cp);
    if (n == 0)
        return bad_bytes(w, at);
    size_t end = at + n;
    if (kh_text_is_unsafe(cp) || (w->state != COMMENT && is_variation_selector(cp))) {
        unsafe_character(w, at, end, cp);
        return end;
    }
    if (!kh_normal_begins(cp))
        return marks(w, at, end);
    if (w->state == CODE ? outside(w, at, end, cp) : inside(w, at, end, cp))
        return end;
    if (!kh_normal_is_plain(cp)) {
        kh_slice was = {w->in.p + at, n};
        kh_slice is = kh_normal_piece(&w->normal, was);
        if (is.p != was.p)
            replace(w, at, end, is.p, is.n);
    }
    return end;
}

static size_t ascii(work *w, size_t at)
{
    unsigned char c = (unsigned char)w->in.p[at];
    if (c == '\n') {
        w->state = CODE;
    } else if (c == '\r') {
        return carriage_return(w, at);
    } else if (c == '\0') {
        return bad_bytes(w, at);
    } else if (c == '#' && w->state == CODE) {
        w->state = COMMENT;
    } else if (c == '"') {
        if (w->state == CODE)
            w->state = TEXT_QUOTE;
        else if (w->state == TEXT_QUOTE || w->state == WIDE_TEXT_QUOTE)
            w->state = CODE;
    } else if (kh_text_is_unsafe(c)) {
        unsafe_character(w, at, at + 1, c);
    }
    return at + 1;
}

static void read_characters(work *w)
{
    const char *p = w->in.p;
    for (size_t at = 0; at < w->in.n;) {
        unsigned char c = (unsigned char)p[at];
        if (c >= 0x80)
            at = beyond_ascii(w, at);
        else if (c < 0x20 || c == '"' || c == '#' || c == 0x7F)
            at = ascii(w, at);
        else
            at++;
    }
}

/* True when the whole file is in another encoding: one finding, and nothing else can be said. */
static bool other_encoding(work *w)
{
    size_t bad = 0;
    kh_place place = {w->id, 1, 0};
    kh_slice name = {0};
    switch (kh_source_encoding(w->in, &bad)) {
    case KH_UTF8:
    case KH_UTF8_BAD:
        return false;
    case KH_LOOKS_GBK:
        place.at = bad;
        KH_REPORT(w->diags, KH_E0104, place);
        return true;
    case KH_UTF16LE:
    case KH_UTF16BE:
        name = KH_LIT("UTF-16");
        break;
    case KH_UTF32LE:
    case KH_UTF32BE:
        name = KH_LIT("UTF-32");
        break;
    }
    KH_REPORT(w->diags, KH_E0103, place, name);
    return true;
}

static void count_unlisted(work *w)
{
    for (int f = 0; f < FINDINGS; f++) {
        if (w->found[f] <= LISTED)
            continue;
        kh_strbuf more = {0};
        kh_strbuf_addf(&more, "%zu", w->found[f] - LISTED);
        kh_slice digits = kh_arena_copy(w->arena, kh_strbuf_slice(&more));
        kh_strbuf_free(&more);
        KH_REPORT(w->diags, KH_E0111, w->first_unlisted[f], digits,
                  kh_slice_of(kh_code_name(code_of((finding)f))));
    }
}

bool kh_source_normalise(kh_sources *s, kh_source_id id, kh_diags *diags)
{
    kh_source *source = kh_source_inside(s, id);
    assert(source->bytes.n < UINT32_MAX);
    work w = {.id = id,
              .in = source->bytes,
              .diags = diags,
              .arena = s->arena,
              .normal = {.arena = s->arena},
              .plain = {.arena = s->arena},
              .out = {.arena = s->arena}};
    uint32_t errors = diags->errors;
    if (other_encoding(&w)) {
        source->text = (kh_slice){source->bytes.p, 0};
        return false;
    }
    read_characters(&w);
    if (w.in.n && w.in.p[w.in.n - 1] != '\n') {
        KH_REPORT(diags, KH_E0110, place_of(&w, w.in.n, 0));
        replace(&w, w.in.n, w.in.n, "\n", 1);
    }
    count_unlisted(&w);
    if (w.out.cap) {
        kh_arena_text_add(&w.out, w.in.p + w.done, w.in.n - w.done);
        source->text = (kh_slice){w.out.at, w.out.n};
    }
    if (w.map.n) {
        source->map = KH_NEW(s->arena, kh_source_map);
        *source->map = (kh_source_map){w.map.at, w.map.n};
    }
    return diags->errors == errors;
}
