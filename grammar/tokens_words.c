/* Words: keywords of one word or several, and runs of letters that hide keywords, which are
 * reported with blanks put in and then read as that. */
#include "base/text.h"
#include "grammar/tokens_inside.h"
#include "scheme.tab.h"

static kh_span span_of(const kh_token *t)
{
    return (kh_span){t->piece.at, t->piece.end};
}

static bool is_chinese(kh_slice s)
{
    return s.n && (unsigned char)s.p[0] >= 0x80;
}

static void become(kh_token *t, const kh_lexeme *x)
{
    t->kind = x->token;
    t->word = x->word;
}

/* The longest keyword of several words that begins with t: takes the others. */
static bool join_words(kh_parser *kh, kh_token *t)
{
    char joined[64];
    size_t n = t->text.n;
    if (n > 20)
        return false;
    memcpy(joined, t->text.p, n);
    const kh_lexeme *best = NULL;
    unsigned taken = 0;
    for (unsigned i = 0; i < 3; i++) {
        const kh_token *next = kh_pieces_peek(kh, i);
        if (next->piece.kind != KH_PIECE_WORD || next->piece.glued || next->text.n > 20)
            break;
        joined[n++] = ' ';
        memcpy(joined + n, next->text.p, next->text.n);
        n += next->text.n;
        const kh_lexeme *x = kh_lexicon_find(kh->tokens.lexicon, (kh_slice){joined, n});
        if (x && x->word) {
            best = x;
            taken = i + 1;
        }
        if (!x || !x->opens)
            break;
    }
    if (!best)
        return false;
    become(t, best);
    while (taken-- > 0)
        t->piece.end = kh_pieces_take(kh).piece.end;
    t->text = (kh_slice){kh->text.p + t->piece.at, t->piece.end - t->piece.at};
    return true;
}

/* 减 半: two words that are one keyword, of which at least one is none by itself. */
static bool join_halves(kh_parser *kh, kh_token *t, const kh_lexeme *known)
{
    char joined[64];
    const kh_token *next = kh_pieces_peek(kh, 0);
    if (next->piece.kind != KH_PIECE_WORD || next->piece.glued || next->mended ||
        t->text.n + next->text.n > sizeof joined)
        return false;
    if (known->word && kh_lexicon_keyword(kh->tokens.lexicon, next->text))
        return false;
    memcpy(joined, t->text.p, t->text.n);
    memcpy(joined + t->text.n, next->text.p, next->text.n);
    const kh_lexeme *x =
        kh_lexicon_keyword(kh->tokens.lexicon, (kh_slice){joined, t->text.n + next->text.n});
    if (!x)
        return false;
    uint32_t gap = t->piece.end;
    kh_token second = kh_pieces_take(kh);
    t->piece.end = second.piece.end;
    size_t diag = kh_complain(kh, KH_E0127, span_of(t), kh_quote(kh, span_of(t)), x->text);
    kh_mend(kh, diag, gap, second.piece.at - gap, KH_LIT(""));
    t->text = x->text;
    become(t, x);
    return true;
}

/* 每 with one or two characters that are no word of the language: 每头, 每平米. */
static bool is_each(const kh_lexicon *l, kh_slice s)
{
    size_t n = strlen("每");
    if (s.n <= n || memcmp(s.p, "每", n) != 0 || kh_text_code_points(s) > 3)
        return false;
    if (kh_lexicon_keyword(l, (kh_slice){s.p + n, s.n - n}))
        return false;
    const kh_lexeme *front = kh_lexicon_prefix(l, s);
    size_t used = front->text.n;
    return used == n || !kh_lexicon_keyword(l, (kh_slice){s.p + used, s.n - used});
}

/* 一分, 百分之五, 三成: in digits. What follows must be nothing or a keyword (三名以上). */
static bool numeral(kh_parser *kh, kh_token *t)
{
    char digits[24];
    bool percent = t->text.n > 12 && memcmp(t->text.p, "百分之", 9) == 0;
    kh_token at = percent ? kh_token_rest(*t, 9) : *t;
    size_t n = kh_numeral(at.text, digits);
    if (n == 0)
        return false;
    bool duration = false, tenths = false;
    kh_token rest = kh_token_rest(at, n);
    size_t unit = percent ? 0 : kh_lexicon_measure(kh->tokens.lexicon, rest.text, &duration);
    if (!percent && unit == 0 && rest.text.n >= 3 && memcmp(rest.text.p, "成", 3) == 0) {
        tenths = true;
        unit = 3;
    }
    if (!percent && unit == 0)
        return false;
    kh_token behind = kh_token_rest(rest, unit);
    if (behind.text.n && !kh_lexicon_keyword(kh->tokens.lexicon, behind.text))
        return false;
    kh_built right = {0};
    kh_built_add(kh, &right, kh_slice_of(digits));
    if (percent || tenths)
        kh_built_add(kh, &right, tenths ? KH_LIT("0%") : KH_LIT("%"));
    else
        kh_built_add(kh, &right, (kh_slice){rest.text.p, unit});
    kh_slice whole = kh_built_slice(&right);
    if (behind.text.n) {
        t->piece.end = behind.piece.at;
        kh_pieces_return(kh, behind);
    }
    size_t diag = *digits ? kh_complain(kh, KH_E0122, span_of(t), kh_quote(kh, span_of(t)), whole)
                          : kh_complain(kh, KH_E0140, span_of(t), kh_quote(kh, span_of(t)),
                                        (kh_slice){rest.text.p, unit});
    if (*digits)
        kh_mend(kh, diag, t->piece.at, t->piece.end - t->piece.at, whole);
    t->kind = percent || tenths ? KH_T_PERCENT : duration ? KH_T_DURATION : KH_T_NUMBER;
    t->measure = percent || tenths ? (kh_slice){0} : (kh_slice){rest.text.p, unit};
    t->text = (kh_slice){whole.p, *digits ? strlen(digits) + tenths : 1};
    if (!*digits)
        t->text = KH_LIT("1");
    return true;
}

/* 得 and 计 in front of a number or 满分 are said 计分. */
static bool is_verb_of_value(kh_slice s)
{
    return kh_slice_is(s, "得") || kh_slice_is(s, "计");
}

/* Hands back what stands behind the first n bytes of t as a piece of its own, a blank before it in
 * the line as it should be. */
static void split(kh_parser *kh, kh_token *t, size_t n, size_t diag)
{
    kh_token rest = kh_token_rest(*t, n);
    rest.piece.glued = false;
    rest.mended = diag + 1;
    kh_pieces_return(kh, rest);
    kh_mend(kh, diag, rest.piece.at, 0, KH_LIT(" "));
    *t = kh_token_cut(*t, n);
    t->mended = diag + 1;
}

/* The keyword that a run ends with where a number touches it: 每次 发现问题扣1分. Of words that
 * also end names, only those that say something of the number behind them. */
static const kh_lexeme *verb_at_end(kh_parser *kh, kh_slice s)
{
    const kh_lexeme *x = kh_lexicon_suffix(kh->tokens.lexicon, s);
    if (!x || x->text.n == s.n)
        return NULL;
    switch (x->token) {
    case KH_T_ADJUST:
    case KH_T_SCORE:
    case KH_T_BECOMES:
    case KH_T_ABOVE:
    case KH_T_BELOW:
    case KH_T_ATLEAST:
    case KH_T_ATMOST:
    case KH_T_UPTO:
    case KH_T_MAX:
    case KH_T_BASE:
    case KH_T_LIMIT:
    case KH_T_TO:
    case KH_T_TOP:
    case KH_T_PLUS:
    case KH_T_YEAR:
    case KH_T_ROUND:
    case KH_T_WITHIN:
    case KH_T_EACH:
    case KH_T_EACHFULL:
    case KH_T_EACHSTARTED:
    case KH_T_EACHDIST:
        return x;
    default:
        return NULL;
    }
}

/* A number touches t: it ends in a word that wants the number, or was meant as a name. In the
 * entries of a list the number belongs to the name: 满意10. */
static bool touches_number(kh_parser *kh, kh_token *t)
{
    if (!kh_next_is(kh, 0, KH_PIECE_DIGITS, true))
        return false;
    const kh_level *level = &kh->tokens.levels[kh->tokens.depth];
    const kh_lexeme *x = verb_at_end(kh, t->text);
    if (!x && (level->kind == KH_ENTRIES || is_verb_of_value(t->text)))
        return false;
    if (!x)
        return true;
    size_t diag = t->mended
                      ? t->mended - 1
                      : kh_complain(kh, KH_E0126, span_of(t), kh_quote(kh, span_of(t)), x->text);
    split(kh, t, t->text.n - x->text.n, diag);
    return false;
}

/* A keyword hides in t: cut off what stands before it, or the keyword itself. */
static bool hides_keyword(kh_parser *kh, kh_token *t)
{
    const kh_lexeme *x;
    size_t at = kh_lexicon_hidden(kh->tokens.lexicon, t->text, &x);
    if (at == t->text.n)
        return false;
    size_t diag = t->mended
                      ? t->mended - 1
                      : kh_complain(kh, KH_E0126, span_of(t), kh_quote(kh, span_of(t)), x->text);
    if (at > 0) {
        split(kh, t, at, diag);
        if (is_verb_of_value(t->text)) {
            kh_mend(kh, diag, t->piece.at, t->piece.end - t->piece.at, KH_LIT("计分"));
            t->text = KH_LIT("计分");
            become(t, kh_lexicon_keyword(kh->tokens.lexicon, t->text));
        }
        return true;
    }
    split(kh, t, x->text.n, diag);
    become(t, x);
    return true;
}

/* self-review: a name that wants quotes, or a difference that wants blanks. */
static bool hyphened(kh_parser *kh, kh_token *t)
{
    if (!kh_next_is_sign(kh, 0, '-', true) || !kh_next_is(kh, 1, KH_PIECE_WORD, true))
        return false;
    while (kh_next_is_sign(kh, 0, '-', true) && kh_next_is(kh, 1, KH_PIECE_WORD, true)) {
        kh_pieces_take(kh);
        t->piece.end = kh_pieces_take(kh).piece.end;
    }
    t->text = (kh_slice){kh->text.p + t->piece.at, t->piece.end - t->piece.at};
    size_t diag = kh_complain(kh, KH_E0130, span_of(t), kh_quote(kh, span_of(t)));
    kh_mend(kh, diag, t->piece.at, 0, KH_LIT("「"));
    kh_mend(kh, diag, t->piece.end, 0, KH_LIT("」"));
    t->kind = KH_T_NAMED;
    return true;
}

/* A name directly behind a number: 前3名于合格. */
static void touches_before(kh_parser *kh, kh_token *t)
{
    if (!t->piece.glued || t->mended || !kh_token_is_number(kh->tokens.shaped_past[0].kind))
        return;
    const kh_lexeme *front =
        is_chinese(t->text) ? kh_lexicon_prefix(kh->tokens.lexicon, t->text) : NULL;
    kh_span place = {kh->tokens.shaped_past[0].piece.at, t->piece.end};
    size_t diag = kh_complain(kh, KH_E0125, place, kh_quote(kh, place));
    kh_mend(kh, diag, t->piece.at, 0, KH_LIT(" "));
    if (front && front->text.n < t->text.n && front->text.n > 0) {
        split(kh, t, front->text.n, diag);
        become(t, front);
    }
    t->mended = diag + 1;
}

static kh_token shape_name(kh_parser *kh, kh_token t)
{
    t.kind = KH_T_NAME;
    if (is_chinese(t.text)) {
        if (!t.mended && numeral(kh, &t))
            return t;
        if (hides_keyword(kh, &t))
            return t;
    }
    if (touches_number(kh, &t) && !t.mended)
        return kh_shape_run(kh, t);
    if (hyphened(kh, &t))
        return t;
    touches_before(kh, &t);
    return t;
}

kh_token kh_shape_word(kh_parser *kh, kh_token t)
{
    if (t.too_long) {
        t.kind = KH_T_NAME;
        return t;
    }
    bool name_only = kh_name_expected(kh);
    const kh_lexeme *x = kh_lexicon_find(kh->tokens.lexicon, t.text);
    if (name_only && x && (x->word || x->measure)) {
        t.kind = KH_T_NAME;
        return t;
    }
    if (!name_only && x) {
        if ((x->opens && join_words(kh, &t)) || (x->part && join_halves(kh, &t, x)))
            return t;
        if (x->word) {
            become(&t, x);
            if (t.mended && kh_next_is(kh, 0, KH_PIECE_DIGITS, true))
                kh_mend(kh, t.mended - 1, t.piece.end, 0, KH_LIT(" "));
            return t;
        }
    }
    if (!name_only && is_each(kh->tokens.lexicon, t.text)) {
        t.kind = KH_T_EACH;
        t.word = KH_W_EACH;
        return t;
    }
    if (x && x->measure) {
        t.kind = KH_T_MEASURE;
        return t;
    }
    return shape_name(kh, t);
}
