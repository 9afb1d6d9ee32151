/* Between the files of the token filter only. */
#ifndef KH_GRAMMAR_TOKENS_INSIDE_H
#define KH_GRAMMAR_TOKENS_INSIDE_H

#include "grammar/parser.h"

void kh_queue_push(kh_queue *q, kh_token t);
void kh_queue_push_front(kh_queue *q, kh_token t);
kh_token kh_queue_take(kh_queue *q);
kh_token *kh_queue_peek(kh_queue *q, unsigned i);

/* Only the first n bytes; kh_token_rest is what stands behind them. */
kh_token kh_token_cut(kh_token t, size_t n);
/* Whether the i-th piece ahead is of that kind, and touches the one before it or not. */
bool kh_next_is(kh_parser *kh, unsigned i, kh_piece_kind kind, bool glued);
bool kh_next_is_sign(kh_parser *kh, unsigned i, int sign, bool glued);
void kh_too_long(kh_parser *kh, kh_token *t);

/* Whether the token to be shaped stands directly behind a head word; kh_name_expected asks as well
 * that the head word opens its statement. */
bool kh_behind_head(const kh_parser *kh);

/* Counts a token that is about to be delivered; stops the parser at a limit. */
void kh_flow_count(kh_parser *kh, const kh_token *t);
/* Moves one token or more from `shaped` to `ready`. */
void kh_flow(kh_parser *kh);

#endif
