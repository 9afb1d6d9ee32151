/* Queues between the steps of the filter, and the last step: what the parser sees. */
#include <assert.h>

#include "grammar/parser.h"
#include "grammar/tokens_inside.h"
#include "grammar/written.h"
#include "scheme.tab.h"

bool kh_token_is_head(int kind)
{
    return kind == KH_T_SCHEME || kind == KH_T_KINDS || kind == KH_T_SCALE || kind == KH_T_FACT ||
           kind == KH_T_RECORD || kind == KH_T_LET || kind == KH_T_DUTY || kind == KH_T_CYCLE ||
           kind == KH_T_USEFILE || kind == KH_T_NODE || kind == KH_T_ITEMS || kind == KH_T_VETO ||
           kind == KH_T_CHOICE || kind == KH_T_RANK || kind == KH_T_ASSERT || kind == KH_T_OMIT ||
           kind == KH_T_ALLOW || kind == KH_T_CHANGE || kind == KH_T_REMOVE;
}

bool kh_token_is_rule_start(int kind)
{
    return kind == KH_T_ADJUST || kind == KH_T_EACH || kind == KH_T_EACHPERIOD ||
           kind == KH_T_EACHFULL || kind == KH_T_EACHSTARTED || kind == KH_T_IF ||
           kind == KH_T_SCORE || kind == KH_T_RATE || kind == KH_T_FORFEIT ||
           kind == KH_T_BECOMES || kind == KH_T_TOGETHER;
}

bool kh_token_is_number(int kind)
{
    return kind == KH_T_NUMBER || kind == KH_T_PERCENT || kind == KH_T_POINTS ||
           kind == KH_T_DURATION;
}

void kh_queue_push(kh_queue *q, kh_token t)
{
    assert(q->n < KH_QUEUE);
    q->at[(q->head + q->n++) % KH_QUEUE] = t;
}

void kh_queue_push_front(kh_queue *q, kh_token t)
{
    assert(q->n < KH_QUEUE);
    q->head = (q->head + KH_QUEUE - 1) % KH_QUEUE;
    q->at[q->head] = t;
    q->n++;
}

kh_token kh_queue_take(kh_queue *q)
{
    assert(q->n);
    kh_token t = q->at[q->head];
    q->head = (q->head + 1) % KH_QUEUE;
    q->n--;
    return t;
}

kh_token *kh_queue_peek(kh_queue *q, unsigned i)
{
    assert(i < q->n);
    return &q->at[(q->head + i) % KH_QUEUE];
}

void kh_tokens_begin(kh_parser *kh)
{
    kh_tokens *t = &kh->tokens;
    t->lexicon = kh_lexicon_new(kh->arena);
    t->failed_at = UINT32_MAX;
    t->levels[0] = (kh_level){.kind = KH_OUTSIDE};
    t->opening = KH_BLOCK;
    kh_scan_begin(&t->scan, kh->text);
    kh_scan_next(&t->scan, &t->scanned);
}

void kh_tokens_finish(kh_parser *kh)
{
    kh_scan_finish(&kh->tokens.scan);
}

/* Without the quotes, of which the last may be missing. */
static kh_slice in_quotes(kh_slice whole, bool closed)
{
    size_t n = whole.p[0] == '"' ? 1 : 3;
    size_t end = closed ? n : 0;
    return (kh_slice){whole.p + n, whole.n - n - end};
}

/* The next piece; those of a word that touch are one. */
static kh_token next_piece(kh_parser *kh)
{
    kh_tokens *ts = &kh->tokens;
    kh_token t = {.piece = ts->scanned};
    if (t.piece.kind != KH_PIECE_END)
        kh_scan_next(&ts->scan, &ts->scanned);
    while (t.piece.kind == KH_PIECE_WORD && ts->scanned.kind == KH_PIECE_WORD &&
           ts->scanned.glued) {
        t.piece.end = ts->scanned.end;
        kh_scan_next(&ts->scan, &ts->scanned);
    }
    t.text = (kh_slice){kh->text.p + t.piece.at, t.piece.end - t.piece.at};
    kh_span place = {t.piece.at, t.piece.end};
    if (t.piece.kind == KH_PIECE_TEXT || t.piece.kind == KH_PIECE_NAMED) {
        bool named = t.piece.kind == KH_PIECE_NAMED;
        t.text = in_quotes(t.text, t.piece.closed);
        if (!t.piece.closed)
            kh_complain(kh, KH_E0121, ((kh_span){place.first, (uint32_t)(t.text.p - kh->text.p)}),
                        kh_quote(kh, place));
        if (t.text.n > (named ? KH_MAX_NAME_BYTES : KH_MAX_TEXT_BYTES))
            kh_too_long(kh, &t);
    } else if (t.text.n > KH_MAX_NAME_BYTES && t.piece.kind == KH_PIECE_WORD) {
        kh_too_long(kh, &t);
    }
    return t;
}

void kh_too_long(kh_parser *kh, kh_token *t)
{
    kh_span place = {t->piece.at, t->piece.end};
    bool text = t->piece.kind == KH_PIECE_TEXT;
    kh_complain(kh, text ? KH_E0137 : KH_E0136, place, kh_quote(kh, place),
                text ? KH_LIT("64 KB") : KH_LIT("255"));
    t->too_long = true;
}

kh_token *kh_pieces_peek(kh_parser *kh, unsigned i)
{
    kh_queue *q = &kh->tokens.pieces;
    while (q->n <= i)
        kh_queue_push(q, next_piece(kh));
    return kh_queue_peek(q, i);
}

kh_token kh_pieces_take(kh_parser *kh)
{
    kh_pieces_peek(kh, 0);
    return kh_queue_take(&kh->tokens.pieces);
}

void kh_pieces_return(kh_parser *kh, kh_token t)
{
    kh_queue_push_front(&kh->tokens.pieces, t);
}

kh_token kh_token_rest(kh_token t, size_t n)
{
    t.piece.at += (uint32_t)n;
    t.text = (kh_slice){t.text.p + n, t.text.n - n};
    t.piece.first = false;
    t.piece.glued = true;
    return t;
}

kh_token kh_token_cut(kh_token t, size_t n)
{
    t.piece.end = t.piece.at + (uint32_t)n;
    t.text.n = n;
    return t;
}

bool kh_next_is(kh_parser *kh, unsigned i, kh_piece_kind kind, bool glued)
{
    const kh_piece *p = &kh_pieces_peek(kh, i)->piece;
    return p->kind == kind && p->glued == glued;
}

bool kh_next_is_sign(kh_parser *kh, unsigned i, int sign, bool glued)
{
    return kh_next_is(kh, i, KH_PIECE_SIGN, glued) && kh_pieces_peek(kh, i)->piece.sign == sign;
}

static int sign_token(int sign)
{
    switch (sign) {
    case KH_SIGN_GE:
        return KH_T_GE;
    case KH_SIGN_LE:
        return KH_T_LE;
    case KH_SIGN_NE:
        return KH_T_NE;
    case KH_SIGN_POSSESSIVE:
        return KH_T_DE;
    case '%':
    case '~':
    case KH_SIGN_DASH:
        return KH_T_BAD;
    default:
        return sign;
    }
}

/* One token out of the pieces. */
static kh_token shape(kh_parser *kh)
{
    kh_token t = kh_pieces_take(kh);
    if (kh_must_be_run(kh, &t))
        return kh_shape_run(kh, t);
    switch (t.piece.kind) {
    case KH_PIECE_END:
        t.kind = KH_T_END;
        break;
    case KH_PIECE_WORD:
        t = kh_shape_word(kh, t);
        break;
    case KH_PIECE_DIGITS:
        t = kh_shape_number(kh, t);
        break;
    case KH_PIECE_TEXT:
        t.kind = kh_behind_head(kh) ? KH_T_NAMED : KH_T_TEXT;
        break;
    case KH_PIECE_NAMED:
        t.kind = KH_T_NAMED;
        break;
    case KH_PIECE_SIGN:
        t.kind = sign_token(t.piece.sign);
        t.word = t.kind == KH_T_DE ? KH_W_DE : KH_W_NONE;
        break;
    case KH_PIECE_BAD:
        t.kind = KH_T_BAD;
        break;
    }
    return t;
}

static void remember(kh_tokens *ts, const kh_token *t)
{
    ts->shaped_past[1] = ts->shaped_past[0];
    ts->shaped_past[0] = *t;
    if (t->kind == KH_T_TIES)
        ts->in_ties = true;
    else if (t->kind != KH_T_NUMBER && t->kind != '-')
        ts->in_ties = false;
}

kh_token kh_shaped_take(kh_parser *kh)
{
    kh_shaped_peek(kh);
    return kh_queue_take(&kh->tokens.shaped);
}

const kh_token *kh_shaped_peek(kh_parser *kh)
{
    kh_queue *q = &kh->tokens.shaped;
    if (!q->n) {
        kh_token t = shape(kh);
        remember(&kh->tokens, &t);
        kh_queue_push(q, t);
    }
    return kh_queue_peek(q, 0);
}

const kh_token *kh_tokens_next(kh_parser *kh)
{
    kh_tokens *ts = &kh->tokens;
    if (!ts->ready.n)
        kh_flow(kh);
    for (unsigned i = KH_PAST - 1; i > 0; i--)
        ts->past[i] = ts->past[i - 1];
    ts->past[0] = kh_queue_take(&ts->ready);
    if (kh->stopped)
        ts->past[0].kind = KH_T_END;
    if (kh->written)
        kh_written_add(kh->written, &ts->past[0]);
    return &ts->past[0];
}

void kh_tokens_unread(kh_parser *kh, unsigned n)
{
    kh_tokens *ts = &kh->tokens;
    for (unsigned i = 0; i < n; i++)
        kh_queue_push_front(&ts->ready, ts->past[i]);
}
