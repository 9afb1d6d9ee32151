/* Numbers: with the measure word that follows, percentages, dates, and the ways in which offices
 * write numbers that would be read as something else. */
#include <stdlib.h>

#include "base/date.h"
#include "grammar/tokens_inside.h"
#include "scheme.tab.h"

static kh_span span_of(const kh_token *t)
{
    return (kh_span){t->piece.at, t->piece.end};
}

static bool digits_only(kh_slice s, size_t least, size_t most)
{
    return s.n >= least && s.n <= most && !memchr(s.p, '.', s.n);
}

/* Whether the pieces from the i-th on are glued digits of that many figures. */
static bool digits_ahead(kh_parser *kh, unsigned i, size_t least, size_t most)
{
    return kh_next_is(kh, i, KH_PIECE_DIGITS, true) &&
           digits_only(kh_pieces_peek(kh, i)->text, least, most);
}

static bool word_ahead(kh_parser *kh, unsigned i, const char *word)
{
    return kh_next_is(kh, i, KH_PIECE_WORD, true) && kh_slice_is(kh_pieces_peek(kh, i)->text, word);
}

/* Joins the next n pieces to t. */
static void swallow(kh_parser *kh, kh_token *t, unsigned n)
{
    while (n-- > 0)
        t->piece.end = kh_pieces_take(kh).piece.end;
    t->text = (kh_slice){kh->text.p + t->piece.at, t->piece.end - t->piece.at};
}

static void check_date(kh_parser *kh, kh_token *t)
{
    kh_date date;
    t->kind = KH_T_DATE;
    if (kh_date_parse(t->text, &date) != KH_DATE_OK)
        kh_complain(kh, KH_E0132, span_of(t), t->text);
}

/* 2013/5/31 and 2013.5.31 would be a quotient and no number. */
static void other_date(kh_parser *kh, kh_token *t)
{
    char iso[64];
    size_t n = 0;
    unsigned parts = 0, figures = 0;
    for (size_t i = 0; i <= t->text.n && n < sizeof iso - 8; i++) {
        bool digit = i < t->text.n && t->text.p[i] >= '0' && t->text.p[i] <= '9';
        if (digit) {
            iso[n++] = t->text.p[i];
            figures++;
        } else {
            if (figures == 1 && parts > 0) { /* 5 → 05 */
                iso[n] = iso[n - 1];
                iso[n++ - 1] = '0';
            }
            if (i < t->text.n)
                iso[n++] = '-';
            figures = 0;
            parts++;
        }
    }
    kh_slice right = kh_arena_copy(kh->arena, (kh_slice){iso, n});
    size_t diag = kh_complain(kh, KH_E0133, span_of(t), t->text, right);
    kh_mend(kh, diag, t->piece.at, t->piece.end - t->piece.at, right);
    t->text = right;
    kh_date date;
    t->kind = KH_T_DATE;
    if (kh_date_parse(right, &date) != KH_DATE_OK)
        kh_complain(kh, KH_E0132, span_of(t), right);
}

static bool dotted_date(kh_slice s)
{
    size_t dots = 0, figures = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != '.') {
            figures++;
        } else {
            if (dots == 0 ? figures != 4 : figures == 0 || figures > 2)
                return false;
            dots++;
            figures = 0;
        }
    }
    return dots == 2 && figures >= 1 && figures <= 2;
}

static bool shape_date(kh_parser *kh, kh_token *t)
{
    if (dotted_date(t->text)) {
        other_date(kh, t);
        return true;
    }
    if (!digits_only(t->text, 4, 4))
        return false;
    for (const char *sign = "-/"; *sign; sign++) {
        if (kh_next_is_sign(kh, 0, *sign, true) && digits_ahead(kh, 1, 1, 2) &&
            kh_next_is_sign(kh, 2, *sign, true) && digits_ahead(kh, 3, 1, 2)) {
            swallow(kh, t, 4);
            if (*sign == '-')
                check_date(kh, t);
            else
                other_date(kh, t);
            return true;
        }
    }
    if (word_ahead(kh, 0, "年") && digits_ahead(kh, 1, 1, 2) && word_ahead(kh, 2, "月") &&
        digits_ahead(kh, 3, 1, 2) && kh_next_is(kh, 4, KH_PIECE_WORD, true) &&
        kh_pieces_peek(kh, 4)->text.n >= 3 && memcmp(kh_pieces_peek(kh, 4)->text.p, "日", 3) == 0) {
        swallow(kh, t, 4);
        kh_token day = kh_pieces_take(kh);
        if (day.text.n > 3)
            kh_pieces_return(kh, kh_token_rest(day, 3));
        t->piece.end = day.piece.at + 3;
        t->text = (kh_slice){kh->text.p + t->piece.at, t->piece.end - t->piece.at};
        check_date(kh, t);
        return true;
    }
    return false;
}

/* Three figures, and perhaps decimals. */
static bool three_figures(kh_slice s)
{
    const char *point = memchr(s.p, '.', s.n);
    return (point ? (size_t)(point - s.p) : s.n) == 3;
}

/* 1,000 is one number to the office and two to a list. */
static void shape_thousands(kh_parser *kh, kh_token *t)
{
    unsigned n = 0;
    if (!digits_only(t->text, 1, 3))
        return;
    while (n < KH_QUEUE - 8 && kh_next_is_sign(kh, n, ',', true) &&
           kh_next_is(kh, n + 1, KH_PIECE_DIGITS, true) &&
           three_figures(kh_pieces_peek(kh, n + 1)->text))
        n += 2;
    if (n == 0)
        return;
    swallow(kh, t, n);
    char *plain = kh_arena_alloc(kh->arena, t->text.n);
    size_t kept = 0;
    for (size_t i = 0; i < t->text.n; i++)
        if ((t->text.p[i] >= '0' && t->text.p[i] <= '9') || t->text.p[i] == '.')
            plain[kept++] = t->text.p[i];
    size_t diag = kh_complain(kh, KH_E0129, span_of(t), t->text, ((kh_slice){plain, kept}));
    kh_mend(kh, diag, t->piece.at, t->piece.end - t->piece.at, (kh_slice){plain, kept});
    t->text = (kh_slice){plain, kept};
}

static void check_digits(kh_parser *kh, kh_token *t)
{
    size_t points = 0;
    for (size_t i = 0; i < t->text.n; i++)
        points += t->text.p[i] == '.';
    if (points > 1 || t->text.p[t->text.n - 1] == '.') {
        kh_complain(kh, KH_E0131, span_of(t), kh_quote(kh, span_of(t)));
        t->text = (kh_slice){t->text.p, strspn(t->text.p, "0123456789")};
    } else if (t->text.n - points > 30) {
        kh_complain(kh, KH_E0138, span_of(t), kh_quote(kh, span_of(t)), KH_LIT("30"));
        t->text.n = 30;
    }
}

/* English measures stand apart: 10 days, 7 working days, 1 percentage point, 2 places. */
static bool english_measure(kh_parser *kh, kh_token *t)
{
    static const int kinds[] = {[KH_MEASURE_EN_TIME] = KH_T_DURATION,
                                [KH_MEASURE_EN_PLAIN] = KH_T_NUMBER,
                                [KH_MEASURE_EN_POINTS] = KH_T_POINTS,
                                [KH_MEASURE_TYPE] = 0};
    if (kh_pieces_peek(kh, 0)->piece.kind != KH_PIECE_WORD)
        return false;
    for (size_t i = 0; i < kh_measure_count; i++) {
        const kh_measure *m = &kh_measures[i];
        const char *second = strchr(m->written, ' ');
        size_t first = second ? (size_t)(second - m->written) : strlen(m->written);
        if (!kinds[m->class] ||
            !kh_slice_eq(kh_pieces_peek(kh, 0)->text, (kh_slice){m->written, first}) ||
            (second && (kh_pieces_peek(kh, 1)->piece.kind != KH_PIECE_WORD ||
                        !kh_slice_is(kh_pieces_peek(kh, 1)->text, second + 1))))
            continue;
        /* `scheme … year 2013` has year before, never behind. */
        t->piece.end = kh_pieces_take(kh).piece.end;
        if (second)
            t->piece.end = kh_pieces_take(kh).piece.end;
        t->measure = kh_slice_of(m->written);
        t->kind = kinds[m->class];
        return true;
    }
    return false;
}

/* A blank between the number and what measures it: `10 分`. */
static void complain_blank(kh_parser *kh, const kh_token *t, uint32_t measure_at,
                           uint32_t measure_end)
{
    kh_span place = {t->piece.at, measure_end};
    kh_slice unit = {kh->text.p + measure_at, measure_end - measure_at};
    size_t diag = kh_complain(kh, KH_E0124, place, t->text, unit);
    kh_mend(kh, diag, t->piece.end, measure_at - t->piece.end, KH_LIT(""));
}

static void chinese_measure(kh_parser *kh, kh_token *t)
{
    const kh_token *next = kh_pieces_peek(kh, 0);
    if (next->piece.kind != KH_PIECE_WORD || next->mended)
        return;
    bool duration;
    size_t n = kh_lexicon_measure(kh->tokens.lexicon, next->text, &duration);
    if (n == 0 || (!next->piece.glued && (n != next->text.n || next->piece.first)))
        return;
    /* 前3名于, 3年度: a keyword that begins with a measure word is the keyword, unless it touches.
     */
    if (!next->piece.glued)
        complain_blank(kh, t, next->piece.at, next->piece.end);
    kh_token unit = kh_pieces_take(kh);
    if (unit.text.n > n)
        kh_pieces_return(kh, kh_token_rest(unit, n));
    t->measure = (kh_slice){unit.text.p, n};
    t->piece.end = unit.piece.at + (uint32_t)n;
    bool points = kh_slice_is(t->measure, "个百分点") || kh_slice_is(t->measure, "百分点");
    t->kind = points ? KH_T_POINTS : duration ? KH_T_DURATION : KH_T_NUMBER;
}

static bool percent_sign(kh_parser *kh, kh_token *t)
{
    const kh_token *next = kh_pieces_peek(kh, 0);
    if (next->piece.kind != KH_PIECE_SIGN || next->piece.sign != '%')
        return false;
    if (!next->piece.glued)
        complain_blank(kh, t, next->piece.at, next->piece.end);
    t->piece.end = kh_pieces_take(kh).piece.end;
    t->kind = KH_T_PERCENT;
    return true;
}

/* -1, 0, 1 as the number a is smaller than, equal to or larger than b, both of plain digits. */
static int compare_digits(kh_slice a, kh_slice b)
{
    while (a.n && a.p[0] == '0')
        a = (kh_slice){a.p + 1, a.n - 1};
    while (b.n && b.p[0] == '0')
        b = (kh_slice){b.p + 1, b.n - 1};
    const char *pa = memchr(a.p, '.', a.n), *pb = memchr(b.p, '.', b.n);
    size_t wa = pa ? (size_t)(pa - a.p) : a.n, wb = pb ? (size_t)(pb - b.p) : b.n;
    return wa != wb ? (wa > wb) - (wa < wb) : kh_slice_cmp(a, b);
}

/* 60-65, 80～89: said with 至; 10-2 is a difference that wants blanks. The sign is handed on as
 * what it was meant to be. */
static void dash_ahead(kh_parser *kh, const kh_token *t)
{
    kh_token *sign = kh_pieces_peek(kh, 0);
    if (sign->piece.kind != KH_PIECE_SIGN || sign->mended || kh->tokens.in_ties ||
        kh->tokens.shaped_past[0].kind == KH_T_TIES)
        return;
    bool wave = sign->piece.sign == '~' || sign->piece.sign == KH_SIGN_DASH;
    bool minus = sign->piece.sign == '-' && sign->piece.glued;
    const kh_token *high = kh_pieces_peek(kh, 1);
    if (!(wave || (minus && high->piece.glued)) || high->piece.kind != KH_PIECE_DIGITS)
        return;
    bool difference = !wave && compare_digits(t->text, high->text) > 0;
    bool year = kh->tokens.shaped_past[0].kind == KH_T_YEAR;
    kh_span place = {t->piece.at, high->piece.end};
    kh_slice shown = kh_quote(kh, place);
    if (year) { /* a scheme has one year; the other is not read */
        kh_complain(kh, KH_E0139, place, shown);
        kh_pieces_take(kh);
        kh_token other = kh_pieces_take(kh);
        chinese_measure(kh, &other);
        return;
    }
    sign = kh_pieces_peek(kh, 0);
    kh_slice right = difference ? KH_LIT(" - ") : KH_LIT(" 至 ");
    size_t diag = kh_complain(kh, KH_E0128, place, shown, t->text, high->text);
    kh_mend(kh, diag, t->piece.end, high->piece.at - t->piece.end, right);
    sign->mended = diag + 1;
    if (difference) {
        sign->piece.sign = '-';
    } else {
        sign->piece.kind = KH_PIECE_WORD;
        sign->text = KH_LIT("至");
    }
}

kh_token kh_shape_number(kh_parser *kh, kh_token t)
{
    t.kind = KH_T_NUMBER;
    if (shape_date(kh, &t))
        return t;
    shape_thousands(kh, &t);
    check_digits(kh, &t);
    if (!percent_sign(kh, &t) && !english_measure(kh, &t))
        chinese_measure(kh, &t);
    dash_ahead(kh, &t);
    return t;
}
