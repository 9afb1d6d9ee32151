/* The words of the language as the tree knows them: one id per row of keywords.def. */
#ifndef KH_GRAMMAR_WORDS_H
#define KH_GRAMMAR_WORDS_H

#include "base/slice.h"

typedef enum kh_word {
    KH_W_NONE,
#define KEYWORD(id, token, english, chinese, hidden) KH_W_##id,
#include "grammar/keywords.def"
#undef KEYWORD
    /* What two words say together, or a word in a place of its own */
    KH_W_TO_AT_MOST, /* to at most G, 定为 不高于 G */
    KH_W_TYPE,       /* fact x: number */
    KH_W_COUNT
} kh_word;

/* "MAX", for dumps and tests. */
const char *kh_word_id(kh_word w);
/* The canonical spelling. */
kh_slice kh_word_english(kh_word w);
kh_slice kh_word_chinese(kh_word w);

#endif
