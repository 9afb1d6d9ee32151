/* Words of a .facts line: bare words between blanks, 「names」, "texts" and “texts”. A full-width
 * comma, semicolon or colon, and an ASCII one at the end of a word, is a pause; a full stop at the
 * end of the line is none of the last word. # opens a comment. */
#include "facts/text_line.h"

#include "base/text.h"

enum sign { SIGN_NONE, SIGN_BLANK, SIGN_PAUSE, SIGN_COMMENT, SIGN_OPEN, SIGN_CLOSE };

static const struct {
    const char *bytes;
    enum sign sign;
    kh_quote quote;
    const char *close;
} signs[] = {
    {" ", SIGN_BLANK, KH_BARE, NULL},
    {"\t", SIGN_BLANK, KH_BARE, NULL},
    {"\xe3\x80\x80", SIGN_BLANK, KH_BARE, NULL},
    {"\xc2\xa0", SIGN_BLANK, KH_BARE, NULL},
    {"，", SIGN_PAUSE, KH_BARE, NULL},
    {"；", SIGN_PAUSE, KH_BARE, NULL},
    {"：", SIGN_PAUSE, KH_BARE, NULL},
    {"#", SIGN_COMMENT, KH_BARE, NULL},
    {"＃", SIGN_COMMENT, KH_BARE, NULL},
    {"\"", SIGN_OPEN, KH_QUOTED_TEXT, "\""},
    {"“", SIGN_OPEN, KH_QUOTED_TEXT, "”"},
    {"「", SIGN_OPEN, KH_QUOTED, "」"},
    {"”", SIGN_CLOSE, KH_BARE, NULL},
    {"」", SIGN_CLOSE, KH_BARE, NULL},
};

typedef struct kh_line_scan {
    kh_reader *reader;
    kh_facts_line *line;
    const char *p;
    size_t at, to;
} kh_line_scan;

static bool stands_at(const kh_line_scan *s, size_t at, const char *bytes)
{
    size_t n = strlen(bytes);
    return s->to - at >= n && memcmp(s->p + at, bytes, n) == 0;
}

/* The row of `signs` that stands at `at`, or -1. */
static int sign_at(const kh_line_scan *s, size_t at)
{
    unsigned char b = (unsigned char)s->p[at];
    if ((b >= '0' && b <= '9') || (b >= 'A' && b <= 'z'))
        return -1;
    for (int i = 0; i < (int)(sizeof signs / sizeof *signs); i++) {
        if (stands_at(s, at, signs[i].bytes))
            return i;
    }
    return -1;
}

/* A pause in ASCII counts only where the word ends, so that 1,000 stays one word to be refused. */
static bool is_ascii_pause(char c)
{
    return c == ',' || c == ';' || c == ':';
}

static bool add_word(kh_line_scan *s, size_t from, size_t to, kh_slice text, kh_quote quote)
{
    kh_facts_word word = {
        {text, kh_reader_place(s->reader, from, to), KH_CELL_TEXT}, quote, KH_H_END};
    if (!kh_cell_clean(s->reader, &word.cell))
        return false;
    if (quote == KH_BARE)
        word.heading = kh_heading_find(kh_text_narrow(s->reader->arena, word.cell.text));
    *kh_push(s->reader->arena, &s->line->words) = word;
    return true;
}

static bool bare_word(kh_line_scan *s)
{
    size_t from = s->at;
    int sign = -1;
    while (s->at < s->to && (sign = sign_at(s, s->at)) < 0) {
        uint32_t c;
        s->at += kh_text_next((kh_slice){s->p, s->to}, s->at, &c);
    }
    if (s->at < s->to && signs[sign].sign == SIGN_COMMENT) {
        KH_REPORT(s->reader->diags, KH_E0547,
                  kh_reader_place(s->reader, s->at, s->at + strlen(signs[sign].bytes)));
        return false;
    }
    size_t to = s->at;
    while (to > from && is_ascii_pause(s->p[to - 1]))
        to--;
    kh_slice text = {s->p + from, to - from};
    return text.n == 0 || add_word(s, from, to, text, KH_BARE);
}

static bool quoted_word(kh_line_scan *s, int sign)
{
    size_t open = s->at, from = open + strlen(signs[sign].bytes), at = from;
    const char *close = signs[sign].close;
    while (at < s->to && !stands_at(s, at, close)) {
        uint32_t c;
        at += kh_text_next((kh_slice){s->p, s->to}, at, &c);
    }
    if (at >= s->to) {
        KH_REPORT(s->reader->diags, KH_E0545, kh_reader_place(s->reader, open, from),
                  kh_slice_of(signs[sign].bytes), kh_slice_of(close));
        return false;
    }
    s->at = at + strlen(close);
    return add_word(s, open, s->at, (kh_slice){s->p + from, at - from}, signs[sign].quote);
}

/* To the end of the line; nothing may hide in it. */
static bool comment(kh_line_scan *s)
{
    kh_raw_cell rest = {
        {s->p + s->at, s->to - s->at}, kh_reader_place(s->reader, s->at, s->to), KH_CELL_TEXT};
    s->at = s->to;
    return kh_cell_clean(s->reader, &rest);
}

/* One word, or what stands between words; false when something was reported. */
static bool next(kh_line_scan *s)
{
    int sign = sign_at(s, s->at);
    if (sign < 0)
        return bare_word(s);
    size_t n = strlen(signs[sign].bytes);
    switch (signs[sign].sign) {
    case SIGN_NONE:
    case SIGN_BLANK:
    case SIGN_PAUSE:
        s->at += n;
        return true;
    case SIGN_COMMENT:
        return comment(s);
    case SIGN_OPEN:
        return quoted_word(s, sign);
    case SIGN_CLOSE:
        KH_REPORT(s->reader->diags, KH_E0546, kh_reader_place(s->reader, s->at, s->at + n),
                  kh_slice_of(signs[sign].bytes));
        return false;
    }
    return true;
}

/* A full stop behind the last word ends the line, as in prose. */
static void drop_full_stop(kh_line_scan *s)
{
    static const char stop[] = "。";
    if (s->line->words.n == 0)
        return;
    kh_facts_word *last = &s->line->words.at[s->line->words.n - 1];
    kh_slice *text = &last->cell.text;
    size_t n = sizeof stop - 1;
    if (last->quote != KH_BARE || text->n < n || memcmp(text->p + text->n - n, stop, n) != 0)
        return;
    text->n -= n;
    last->cell.place.len -= (uint32_t)n;
    if (text->n == 0)
        s->line->words.n--;
}

bool kh_facts_line_split(kh_reader *r, size_t from, size_t to, kh_facts_line *line)
{
    kh_line_scan s = {r, line, r->text.p, from, to};
    line->words.n = 0;
    line->place = kh_reader_place(r, from, to);
    while (s.at < s.to) {
        if (!next(&s))
            return false;
    }
    drop_full_stop(&s);
    if (line->words.n > 0)
        line->place = kh_place_join(line->words.at[0].cell.place,
                                    line->words.at[line->words.n - 1].cell.place);
    return true;
}
