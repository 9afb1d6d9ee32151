/* The one filter between scanner and parser. In steps, each a file of its own:
 *   tokens_words.c    looks words up, joins keywords of several words, takes runs apart
 *   tokens_numbers.c  numbers with their measure words, percentages, dates
 *   tokens_names.c    names behind head words
 *   tokens_flow.c     pausing commas, brackets, limits, where to go on after an error
 *   tokens.c          queues, and what the parser sees */
#ifndef KH_GRAMMAR_TOKENS_H
#define KH_GRAMMAR_TOKENS_H

#include "grammar/ast.h"
#include "grammar/lexicon.h"
#include "grammar/scan.h"

struct kh_parser;

typedef struct kh_token {
    kh_piece piece;   /* as the scanner saw it; `kind` below is not set yet while this is all */
    int kind;         /* the grammar's token */
    kh_word word;     /* of a keyword */
    kh_slice text;    /* a word, the digits of a number, what stands in quotes */
    kh_slice measure; /* of a number */
    size_t mended;    /* 1 + index of the diagnostic that already spoke about it, or 0 */
    bool too_long;    /* reported; taken for a name as it is */
} kh_token;

#define KH_QUEUE 32
typedef struct kh_queue {
    kh_token at[KH_QUEUE];
    unsigned head, n;
} kh_queue;

typedef enum kh_brace {
    KH_OUTSIDE, /* the level of the file */
    KH_PAREN,
    KH_BLOCK,  /* what is inside a node */
    KH_GROUP,  /* rules of a `together` */
    KH_ROWS,   /* rows of a table or line, separated by ; */
    KH_ENTRIES /* pairs, fields, separated by commas */
} kh_brace;

typedef struct kh_level {
    kh_brace kind;
    uint32_t at;        /* of the opening bracket */
    uint32_t operators; /* in the expression that is being read */
    uint32_t chain;     /* of 的, of: each goes one deeper */
    uint32_t prefixes;  /* signs and `not` in a row */
    uint32_t members;   /* commas, AND and OR in the list or condition that is being read */
    uint32_t rows;      /* ends of rows, inside KH_ROWS */
    int logic;          /* the last AND or OR of the condition, or 0 */
    bool compared;      /* a comparison since then */
} kh_level;

/* What was said so far in the rule or statement that is being read. */
typedef struct kh_said {
    kh_token head; /* its head word; kind 0: none yet */
    kh_token verb, when, unless, where, condition, each, upto, mod; /* kind 0: not yet */
    kh_token before; /* the verb of the rule before it */
} kh_said;

/* What to do with the token at which an error was found. */
typedef enum kh_recovery { KH_KEEP, KH_DROP, KH_GIVE_UP } kh_recovery;

#define KH_PAST 6
typedef struct kh_tokens {
    kh_scan scan;
    kh_lexicon *lexicon;
    kh_piece scanned;        /* one piece ahead, to join those of a word */
    kh_queue pieces;         /* words, digits, signs */
    kh_queue shaped;         /* tokens, not yet filtered */
    kh_queue ready;          /* tokens that the parser gets next */
    kh_token shaped_past[2]; /* the last two shaped tokens, the newest first */
    kh_token past[KH_PAST];  /* what the parser got, the newest first */
    kh_level levels[KH_MAX_NESTING + 1];
    unsigned depth;
    kh_brace opening;   /* what the next { opens, unless a table does */
    unsigned tables;    /* tables and lines whose { is still to come */
    kh_brace closed;    /* what the last } closed */
    bool if_open;       /* the comma of an `if` is still to come */
    bool in_ties;       /* 1-2-2-4 is no range here */
    bool at_end;        /* the braces that the text leaves open are being closed */
    bool panic;         /* after an error: skip to where one can go on */
    bool reread;        /* tokens were put back: go on with them */
    uint32_t failed_at; /* where the last error was; UINT32_MAX none */
    bool failed_again;  /* there was another one before that at the same place */
    unsigned rules;     /* that begin a line, since the last head word or brace */
    kh_said said;
} kh_tokens;

void kh_tokens_begin(struct kh_parser *kh);
void kh_tokens_finish(struct kh_parser *kh);
/* The next token for the parser: the last of past[] shifted, past[0] is it. */
const kh_token *kh_tokens_next(struct kh_parser *kh);
/* After a syntax error, of which past[0] is the token. */
kh_recovery kh_tokens_recover(struct kh_parser *kh);
/* Before recovery: read the last n tokens again (n <= KH_PAST). */
void kh_tokens_unread(struct kh_parser *kh, unsigned n);

/* Classes of tokens. */
bool kh_token_is_head(int kind);
bool kh_token_is_rule_start(int kind);
bool kh_token_is_number(int kind);

/* Between the steps. */
kh_token *kh_pieces_peek(struct kh_parser *kh, unsigned i);
kh_token kh_pieces_take(struct kh_parser *kh);
void kh_pieces_return(struct kh_parser *kh, kh_token t);
kh_token kh_shaped_take(struct kh_parser *kh);
const kh_token *kh_shaped_peek(struct kh_parser *kh);
kh_token kh_shape_word(struct kh_parser *kh, kh_token t);
kh_token kh_shape_number(struct kh_parser *kh, kh_token t);
/* True when the token to be shaped stands where only a name can. */
bool kh_name_expected(const struct kh_parser *kh);
/* Makes one quoted name of everything from `t` to the next blank, reported. */
kh_token kh_shape_run(struct kh_parser *kh, kh_token t);
bool kh_must_be_run(struct kh_parser *kh, const kh_token *t);

/* The piece or token `t` without the first n bytes of its text, touching nothing before it. */
kh_token kh_token_rest(kh_token t, size_t n);

#endif
