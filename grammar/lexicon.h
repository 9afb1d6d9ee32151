/* The words of the language by their spellings, for the token filter: keywords of one word and of
 * several, beginnings of them, measure words, numerals in words. Built once per parse. */
#ifndef KH_GRAMMAR_LEXICON_H
#define KH_GRAMMAR_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/slice.h"
#include "grammar/words.h"

typedef struct kh_lexeme {
    kh_slice text;          /* words of a keyword of several have one blank between them */
    kh_word word;           /* KH_W_NONE: no keyword, only what one of the flags says */
    int token;              /* of the grammar */
    bool opens;             /* the first words of a keyword of several words */
    bool part;              /* the beginning of a Chinese keyword: 减 of 减半 */
    bool hidden;            /* may not hide inside a name */
    bool measure, duration; /* 分; 天, which is a measure as well */
} kh_lexeme;

typedef struct kh_lexicon kh_lexicon;
kh_lexicon *kh_lexicon_new(kh_arena *a);

/* What is known of a spelling, or NULL. */
const kh_lexeme *kh_lexicon_find(const kh_lexicon *l, kh_slice s);
/* The same for a keyword alone. */
const kh_lexeme *kh_lexicon_keyword(const kh_lexicon *l, kh_slice s);
/* The longest keyword that s begins with or ends with; NULL when none. */
const kh_lexeme *kh_lexicon_prefix(const kh_lexicon *l, kh_slice s);
const kh_lexeme *kh_lexicon_suffix(const kh_lexicon *l, kh_slice s);
/* Where the first keyword hides that may not: its offset, or s.n. *found is the longest keyword
 * around it (不低于 around 低于), which begins at the offset. */
size_t kh_lexicon_hidden(const kh_lexicon *l, kh_slice s, const kh_lexeme **found);

/* Bytes of the measure word that s begins with (the longest), 0 when none; *duration when it
 * measures time. */
size_t kh_lexicon_measure(const kh_lexicon *l, kh_slice s, bool *duration);
/* The closed list of measure words. */
typedef enum kh_measure_class {
    KH_MEASURE_TIME,
    KH_MEASURE_PLAIN,
    KH_MEASURE_POINTS,
    KH_MEASURE_EN_TIME,
    KH_MEASURE_EN_PLAIN,
    KH_MEASURE_EN_POINTS,
    KH_MEASURE_TYPE
} kh_measure_class;
typedef struct kh_measure {
    kh_measure_class class;
    const char *written, *unit;
    int64_t factor;
} kh_measure;
extern const kh_measure kh_measures[];
extern const size_t kh_measure_count;
const kh_measure *kh_measure_find(kh_slice written); /* NULL: it is none */
/* Reads a numeral in words (三十五, 两, 半) from the start of s; its bytes, 0 when there is none.
 * digits gets the same in digits, at most 23 bytes; *digits = 0 when it has no exact value (几). */
size_t kh_numeral(kh_slice s, char digits[24]);

#endif
