/* A line of .facts text as its words. Inside this layer only. */
#ifndef KH_FACTS_TEXT_LINE_H
#define KH_FACTS_TEXT_LINE_H

#include "facts/reader.h"

typedef enum kh_quote {
    KH_BARE,       /* a word */
    KH_QUOTED,     /* 「…」: a name */
    KH_QUOTED_TEXT /* "…" or “…” */
} kh_quote;

typedef struct kh_facts_word {
    kh_raw_cell cell;
    kh_quote quote;
    kh_heading heading; /* of a bare word; else KH_H_END */
} kh_facts_word;

typedef struct kh_facts_line {
    KH_VEC(kh_facts_word) words;
    kh_place place; /* from the first word to the last */
} kh_facts_line;

/* Splits text[from, to), a line without its end; false when something was reported. The vector
 * keeps its memory from line to line. */
bool kh_facts_line_split(kh_reader *r, size_t from, size_t to, kh_facts_line *line);

#endif
