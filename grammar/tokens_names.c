/* Names behind head words: there a keyword is a name, "…" quotes one, and what is no name but
 * was meant as one gets its quotes. */
#include "grammar/tokens_inside.h"
#include "base/text.h"
#include "scheme.tab.h"

static bool takes_name(int kind)
{
    return kind == KH_T_LET || kind == KH_T_NODE || kind == KH_T_RECORD || kind == KH_T_VETO ||
           kind == KH_T_CHOICE || kind == KH_T_SCALE || kind == KH_T_FACT || kind == KH_T_DUTY ||
           kind == KH_T_CYCLE || kind == KH_T_SCHEME;
}

bool kh_behind_head(const kh_parser *kh)
{
    return takes_name(kh->tokens.shaped_past[0].kind);
}

bool kh_name_expected(const kh_parser *kh)
{
    const kh_token *head = &kh->tokens.shaped_past[0], *before = &kh->tokens.shaped_past[1];
    bool opens = head->piece.first || before->kind == '{' || before->kind == '}' ||
                 before->kind == ';' || before->kind == KH_T_CHANGE || before->kind == KH_T_REMOVE;
    return takes_name(head->kind) && opens;
}

/* Up to a blank, or a sign that cannot be part of a heading. */
static uint32_t run_end(const kh_parser *kh, uint32_t at)
{
    while (at < kh->text.n && !strchr(" \t\r\n\f\v{};,:=\"", kh->text.p[at])) {
        if (kh->text.n - at >= 3 && memcmp(kh->text.p + at, "「", 3) == 0)
            break;
        at++;
    }
    return at;
}

/* A heading that is no plain name: 1.工作方案, （一）工作方案, 第3季度, 领导评价（县局）. */
bool kh_must_be_run(kh_parser *kh, const kh_token *t)
{
    if (!kh_name_expected(kh) || t->mended || t->piece.at >= kh->text.n)
        return false;
    bool number = t->piece.kind == KH_PIECE_DIGITS;
    bool bracket =
        t->piece.kind == KH_PIECE_SIGN && t->piece.sign == '(' && kh->text.p[t->piece.end] != ' ';
    if (number || bracket)
        return true;
    /* let f(x) = … has brackets, scale 五档{ … } has a brace. */
    const kh_piece *next = &kh_pieces_peek(kh, 0)->piece;
    return t->piece.kind == KH_PIECE_WORD && next->glued &&
           (next->kind == KH_PIECE_DIGITS ||
            (next->kind == KH_PIECE_SIGN &&
             (next->sign == '-' ||
              (next->sign == '(' && kh->tokens.shaped_past[0].kind != KH_T_LET))));
}

/* 得 of 每次 … 得 and so on may touch the number behind it; see tokens_words.c. */
kh_token kh_shape_run(kh_parser *kh, kh_token t)
{
    uint32_t end = run_end(kh, t.piece.at);
    while (kh_pieces_peek(kh, 0)->piece.at < end &&
           kh_pieces_peek(kh, 0)->piece.kind != KH_PIECE_END)
        kh_pieces_take(kh);
    if (end < t.piece.end)
        end = t.piece.end;
    t.piece.end = end;
    t.text = (kh_slice){kh->text.p + t.piece.at, end - t.piece.at};
    t.kind = KH_T_NAMED;
    kh_span place = {t.piece.at, end};
    size_t diag = kh_complain(kh, KH_E0135, place, kh_quote(kh, place));
    kh_mend(kh, diag, t.piece.at, 0, KH_LIT("「"));
    kh_mend(kh, diag, end, 0, KH_LIT("」"));
    return t;
}
