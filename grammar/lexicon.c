/* A hash table of all spellings, filled from keywords.def. */
#include "grammar/lexicon.h"

#include <assert.h>

#include "base/text.h"
#include "grammar/parser.h"
#include "scheme.tab.h"

/* A power of two, several times the number of spellings and of their beginnings. */
#define SLOTS 2048

struct kh_lexicon {
    kh_lexeme slots[SLOTS];
    uint8_t hidden_first[256]; /* lengths (as bits) of hidden spellings by a hash of their first
                                  character */
    size_t longest, count;
    size_t longest_measure;
};

typedef struct row {
    kh_word word;
    int token;
    const char *english, *chinese, *hidden;
} row;

static const row rows[] = {
#define KEYWORD(id, token, english, chinese, hidden)                                               \
    {KH_W_##id, KH_T_##token, english, chinese, hidden},
#include "grammar/keywords.def"
#undef KEYWORD
};

static uint32_t hash(kh_slice s)
{
    /* FNV-1a: the keys are our own, and a user's words are looked up, never stored. */
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619u;
    return h ^ h >> 15;
}

static kh_lexeme *slot(kh_lexicon *l, kh_slice s)
{
    uint32_t i = hash(s) % SLOTS;
    while (l->slots[i].text.p && !kh_slice_eq(l->slots[i].text, s))
        i = (i + 1) % SLOTS;
    if (!l->slots[i].text.p) {
        assert(l->count < SLOTS / 2);
        l->count++;
        l->slots[i].text = s;
        if (s.n > l->longest)
            l->longest = s.n;
    }
    return &l->slots[i];
}

/* Takes the next of the spellings that commas separate. */
static kh_slice next_spelling(const char **at)
{
    const char *start = *at;
    size_t n = strcspn(start, ",");
    *at = start + n + (start[n] == ',');
    return (kh_slice){start, n};
}

static void add_keyword(kh_lexicon *l, const row *r, kh_slice s)
{
    kh_lexeme *x = slot(l, s);
    assert(x->word == KH_W_NONE);
    x->word = r->word;
    x->token = r->token;
    bool ascii = (unsigned char)s.p[0] < 0x80;
    for (size_t i = 1; i < s.n; i++) {
        if (s.p[i] == ' ')
            slot(l, (kh_slice){s.p, i})->opens = true;
        else if (!ascii && ((unsigned char)s.p[i] & 0xC0) != 0x80)
            slot(l, (kh_slice){s.p, i})->part = true;
    }
}

static uint8_t first_of(kh_slice s)
{
    return (uint8_t)((unsigned char)s.p[0] * 31u + (unsigned char)s.p[1] * 7u +
                     (unsigned char)s.p[2]);
}

static kh_lexeme *add_measure(kh_lexicon *l, kh_slice s)
{
    kh_lexeme *x = slot(l, s);
    x->measure = true;
    if (s.n > l->longest_measure)
        l->longest_measure = s.n;
    return x;
}

kh_lexicon *kh_lexicon_new(kh_arena *a)
{
    kh_lexicon *l = KH_NEW(a, kh_lexicon);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (const char *at = rows[i].english; *at;)
            add_keyword(l, &rows[i], next_spelling(&at));
        for (const char *at = rows[i].chinese; *at;)
            add_keyword(l, &rows[i], next_spelling(&at));
        for (const char *at = rows[i].hidden; *at;) {
            kh_slice s = next_spelling(&at);
            slot(l, s)->hidden = true;
            l->hidden_first[first_of(s)] |= (uint8_t)(1u << (s.n / 3 - 1));
        }
    }
    for (size_t i = 0; i < kh_measure_count; i++)
        if (kh_measures[i].class <= KH_MEASURE_POINTS) /* Han */
            add_measure(l, kh_slice_of(kh_measures[i].written))->duration =
                kh_measures[i].class == KH_MEASURE_TIME;
    return l;
}

const kh_lexeme *kh_lexicon_find(const kh_lexicon *l, kh_slice s)
{
    if (s.n == 0 || s.n > l->longest)
        return NULL;
    for (uint32_t i = hash(s) % SLOTS; l->slots[i].text.p; i = (i + 1) % SLOTS)
        if (kh_slice_eq(l->slots[i].text, s))
            return &l->slots[i];
    return NULL;
}

const kh_lexeme *kh_lexicon_keyword(const kh_lexicon *l, kh_slice s)
{
    const kh_lexeme *x = kh_lexicon_find(l, s);
    return x && x->word ? x : NULL;
}

static bool starts_character(kh_slice s, size_t at)
{
    return at == s.n || ((unsigned char)s.p[at] & 0xC0) != 0x80;
}

const kh_lexeme *kh_lexicon_prefix(const kh_lexicon *l, kh_slice s)
{
    for (size_t n = s.n < l->longest ? s.n : l->longest; n > 0; n--) {
        const kh_lexeme *x =
            starts_character(s, n) ? kh_lexicon_keyword(l, (kh_slice){s.p, n}) : NULL;
        if (x)
            return x;
    }
    return NULL;
}

const kh_lexeme *kh_lexicon_suffix(const kh_lexicon *l, kh_slice s)
{
    for (size_t n = s.n < l->longest ? s.n : l->longest; n > 0; n--) {
        const kh_lexeme *x = starts_character(s, s.n - n)
                                 ? kh_lexicon_keyword(l, (kh_slice){s.p + s.n - n, n})
                                 : NULL;
        if (x)
            return x;
    }
    return NULL;
}

size_t kh_lexicon_measure(const kh_lexicon *l, kh_slice s, bool *duration)
{
    *duration = false;
    /* All of them are Han, three bytes each. */
    for (size_t n = s.n < l->longest_measure ? s.n / 3 * 3 : l->longest_measure; n > 0; n -= 3) {
        const kh_lexeme *x = kh_lexicon_find(l, (kh_slice){s.p, n});
        if (x && x->measure) {
            *duration = x->duration;
            return n;
        }
    }
    return 0;
}

/* The longest keyword that holds [from, to) of s, widened to the left as far as it goes. */
static const kh_lexeme *widen(const kh_lexicon *l, kh_slice s, size_t from, size_t to,
                              size_t *start)
{
    const kh_lexeme *best = kh_lexicon_keyword(l, (kh_slice){s.p + from, to - from});
    *start = from;
    for (size_t i = to > l->longest ? to - l->longest : 0; i <= from; i++) {
        if (!starts_character(s, i))
            continue;
        const kh_lexeme *x = kh_lexicon_prefix(l, (kh_slice){s.p + i, s.n - i});
        if (x && i + x->text.n >= to && (!best || x->text.n > best->text.n)) {
            best = x;
            *start = i;
        }
    }
    return best;
}

size_t kh_lexicon_hidden(const kh_lexicon *l, kh_slice s, const kh_lexeme **found)
{
    *found = NULL;
    for (size_t i = 0; i + 3 <= s.n; i++) {
        if (!starts_character(s, i))
            continue;
        uint8_t lengths = l->hidden_first[first_of((kh_slice){s.p + i, 3})];
        for (size_t n = 3; lengths; n += 3, lengths >>= 1) {
            if (!(lengths & 1) || i + n > s.n)
                continue;
            const kh_lexeme *x = kh_lexicon_find(l, (kh_slice){s.p + i, n});
            if (!x || !x->hidden)
                continue;
            size_t start;
            *found = widen(l, s, i, i + n, &start);
            return *found ? start : s.n;
        }
    }
    return s.n;
}
