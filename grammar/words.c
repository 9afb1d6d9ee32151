/* The table of keywords as the tree names them. */
#include "grammar/words.h"

#include <assert.h>

typedef struct row {
    const char *id, *english, *chinese;
} row;

static const row rows[KH_W_COUNT] = {
    {"NONE", "", ""},
#define KEYWORD(id, token, english, chinese, hidden) {#id, english, chinese},
#include "grammar/keywords.def"
#undef KEYWORD
    {"TO_AT_MOST", "to at most", "定为 不高于"},
    {"TYPE", "", ""},
};

const char *kh_word_id(kh_word w)
{
    assert(w < KH_W_COUNT);
    return rows[w].id;
}

/* The first of the spellings that commas separate. */
static kh_slice canonical(const char *spellings)
{
    const char *comma = strchr(spellings, ',');
    return (kh_slice){spellings, comma ? (size_t)(comma - spellings) : strlen(spellings)};
}

kh_slice kh_word_english(kh_word w)
{
    assert(w < KH_W_COUNT);
    return canonical(rows[w].english);
}

kh_slice kh_word_chinese(kh_word w)
{
    assert(w < KH_W_COUNT);
    return canonical(rows[w].chinese);
}
