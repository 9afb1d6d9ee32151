/* Normal forms. utf8proc sorts marks by exchanging neighbours, which a run of a million marks makes
 * quadratic, and it allocates with malloc; so only its tables, its decomposition of one code point
 * and its composition in place are used, and the sorting is done here. */
#include "base/text.h"

#include <assert.h>
#include <utf8proc.h>

#include "base/text_decode.h"
#include "base/text_normal.h"

bool kh_normal_is_plain(uint32_t cp)
{
    /* Latin before the marks, Cyrillic, punctuation, CJK punctuation and kana without the voicing
     * marks, Han, Hangul, full-width forms: all of them NFC_Quick_Check=Yes and class 0. */
    if (cp < 0x300)
        return true;
    if (cp >= 0x3400)
        return cp <= 0xD7A3 ? cp <= 0x9FFF || cp >= 0xAC00 : cp >= 0xFF01 && cp <= 0xFFEF;
    return (cp >= 0x400 && cp <= 0x482) || (cp >= 0x2010 && cp <= 0x2027) ||
           (cp >= 0x2030 && cp <= 0x205E) || (cp >= 0x3002 && cp <= 0x3029) ||
           (cp >= 0x3030 && cp <= 0x3098) || (cp >= 0x309B && cp <= 0x30FF);
}

static int mark_class(int32_t cp)
{
    return utf8proc_get_property(cp)->combining_class;
}

bool kh_normal_begins(uint32_t cp)
{
    if (kh_normal_is_plain(cp))
        return true;
    /* What composes with a code point before it is a mark, a jamo or a vowel of Kirat Rai. */
    if ((cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0x16D63 && cp <= 0x16D6A))
        return false;
    utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
    bool mark = c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
    return !mark && mark_class((int32_t)cp) == 0;
}

/* Room for `more` code points behind the n that are there. */
static void reserve(kh_normal *w, size_t more)
{
    if (w->cap - w->n >= more)
        return;
    size_t cap = w->cap * 2 + more + 64;
    int32_t *at = KH_NEW_ARRAY(w->arena, int32_t, cap);
    if (w->n)
        memcpy(at, w->at, w->n * sizeof *at);
    w->at = at;
    w->spare = NULL;
    w->cap = cap;
}

#define EXPANSION 64 /* more than any code point decomposes to (18 for U+FDFA) */

static void decompose(kh_normal *w, uint32_t cp, utf8proc_option_t options)
{
    int last_class = 0;
    reserve(w, EXPANSION);
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, w->at + w->n, EXPANSION,
                                                 options, &last_class);
    assert(n >= 0 && n <= EXPANSION);
    w->n += (size_t)n;
}

static void sort_few_marks(int32_t *at, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        int32_t cp = at[i];
        size_t j = i;
        for (; j > 0 && mark_class(at[j - 1]) > mark_class(cp); j--)
            at[j] = at[j - 1];
        at[j] = cp;
    }
}

/* By counting, so a run of any length takes linear time. */
static void sort_many_marks(kh_normal *w, int32_t *at, size_t n)
{
    if (!w->spare)
        w->spare = KH_NEW_ARRAY(w->arena, int32_t, w->cap);
    size_t start[257] = {0};
    for (size_t i = 0; i < n; i++)
        start[mark_class(at[i]) + 1]++;
    for (size_t c = 1; c < 257; c++)
        start[c] += start[c - 1];
    for (size_t i = 0; i < n; i++)
        w->spare[start[mark_class(at[i])]++] = at[i];
    memcpy(at, w->spare, n * sizeof *at);
}

static void order_marks(kh_normal *w)
{
    for (size_t i = 0; i < w->n;) {
        size_t end = i;
        while (end < w->n && mark_class(w->at[end]) != 0)
            end++;
        if (end - i > 32)
            sort_many_marks(w, w->at + i, end - i);
        else if (end - i > 1)
            sort_few_marks(w->at + i, end - i);
        i = end + 1;
    }
}

/* Composes what was decomposed; the bytes live in w. */
static kh_slice compose(kh_normal *w)
{
    order_marks(w);
    utf8proc_ssize_t n =
        utf8proc_normalize_utf32(w->at, (utf8proc_ssize_t)w->n, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    assert(n >= 0);
    if (w->bytes_cap < (size_t)n * 4) {
        w->bytes_cap = w->cap * 4;
        w->bytes = KH_NEW_ARRAY(w->arena, char, w->bytes_cap);
    }
    size_t used = 0;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        used += kh_utf8_encode(w->bytes + used, (uint32_t)w->at[i]);
    return (kh_slice){w->bytes, used};
}

kh_slice kh_normal_piece(kh_normal *w, kh_slice piece)
{
    w->n = 0;
    for (size_t at = 0; at < piece.n;) {
        uint32_t cp;
        at += kh_text_next(piece, at, &cp);
        decompose(w, cp, UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    }
    if (w->n == 1) {
        char same[4];
        size_t n = kh_utf8_encode(same, (uint32_t)w->at[0]);
        if (n == piece.n && memcmp(same, piece.p, n) == 0)
            return piece;
    }
    kh_slice composed = compose(w);
    return kh_slice_eq(composed, piece) ? piece : composed;
}

kh_slice kh_text_nfc(kh_arena *a, kh_slice s)
{
    kh_normal work = {.arena = a};
    kh_arena_text out = {.arena = a};
    size_t done = 0;  /* bytes of s that are in out */
    size_t piece = 0; /* where the piece before `at` begins */
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        size_t n = kh_utf8_decode(s.p + at, s.n - at, &cp);
        if (n == 0 || kh_normal_is_plain(cp)) {
            piece = at;
            at += n ? n : 1;
            continue;
        }
        /* A mark belongs to the piece before it, unless that is a byte that is not UTF-8. */
        bool joins =
            !kh_normal_begins(cp) &&
            (piece < at && kh_text_invalid((kh_slice){s.p + piece, at - piece}) == at - piece);
        if (!joins)
            piece = at;
        for (at += n; at < s.n; at += n) {
            n = kh_utf8_decode(s.p + at, s.n - at, &cp);
            if (n == 0 || kh_normal_begins(cp))
                break;
        }
        kh_slice was = {s.p + piece, at - piece};
        kh_slice is = kh_normal_piece(&work, was);
        if (is.p != was.p) {
            kh_arena_text_add(&out, s.p + done, piece - done);
            kh_arena_text_add(&out, is.p, is.n);
            done = at;
        }
        piece = at;
    }
    if (done == 0)
        return s;
    kh_arena_text_add(&out, s.p + done, s.n - done);
    return (kh_slice){out.at, out.n};
}

/* The CJK radicals U+2E81 … U+2EF3 look like ideographs but have no compatibility mapping; these
 * are the ones that Unicode's Equivalent_Unified_Ideograph gives (0: none). */
#define FIRST_RADICAL 0x2E81u
#define LAST_RADICAL  0x2EF3u
static const uint32_t ideograph_of_radical[LAST_RADICAL - FIRST_RADICAL + 1] = {
    0x5382,  0x4E5B,  0x4E5A, 0x4E59, 0x4EBB,  0x5182,  0x20628, 0x5200,  0x5202,  0x535C, 0x353E,
    0x5C0F,  0x5C0F,  0x5140, 0x5C23, 0x5C22,  0x21BC2, 0x5DF3,  0x5E7A,  0x5F51,  0x5F50, 0x5FC4,
    0x5FC3,  0x624C,  0x6535, 0x0000, 0x65E1,  0x65E5,  0x6708,  0x6B7A,  0x6BCD,  0x6C11, 0x6C35,
    0x6C3A,  0x706C,  0x722B, 0x722B, 0x4E2C,  0x725B,  0x72AD,  0x738B,  0x24D14, 0x76EE, 0x793A,
    0x793B,  0x25AD7, 0x7CF9, 0x7E9F, 0x7F53,  0x7F52,  0x34C1,  0x5197,  0x2626B, 0x7F8A, 0x2634C,
    0x2634B, 0x8002,  0x8080, 0x807F, 0x8089,  0x26951, 0x8279,  0x8279,  0x8279,  0x864E, 0x8864,
    0x8980,  0x897F,  0x89C1, 0x89D2, 0x278B2, 0x8BA0,  0x8D1D,  0x27FB7, 0x8F66,  0x8FB6, 0x8FB6,
    0x8FB6,  0x9091,  0x9485, 0x9577, 0x9578,  0x957F,  0x95E8,  0x28E0F, 0x961D,  0x96E8, 0x9752,
    0x97E6,  0x9875,  0x98CE, 0x98DE, 0x98DF,  0x2967F, 0x98E0,  0x9963,  0x29810, 0x9A6C, 0x9AA8,
    0x9B3C,  0x9C7C,  0x9E1F, 0x5364, 0x9EA6,  0x9EC4,  0x9EFE,  0x6589,  0x9F50,  0x6B6F, 0x9F7F,
    0x7ADC,  0x9F99,  0x9F9C, 0x4E80, 0x9F9F,
};

static uint32_t radical_ideograph(uint32_t cp)
{
    return cp >= FIRST_RADICAL && cp <= LAST_RADICAL ? ideograph_of_radical[cp - FIRST_RADICAL] : 0;
}

kh_slice kh_normal_plain(kh_normal *w, uint32_t code_point)
{
    char own[4];
    size_t own_n = kh_utf8_encode(own, code_point);
    uint32_t ideograph = radical_ideograph(code_point);
    w->n = 0;
    decompose(w, ideograph ? ideograph : code_point, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE);
    if (w->n == 1 && w->at[0] == (int32_t)code_point)
        return (kh_slice){0};
    kh_slice plain = compose(w);
    return kh_slice_eq(plain, (kh_slice){own, own_n}) ? (kh_slice){0} : plain;
}

kh_slice kh_text_plain(kh_arena *a, uint32_t code_point)
{
    kh_normal work = {.arena = a};
    return kh_normal_plain(&work, code_point);
}

/* True for what nobody sees between two names: blanks and invisible characters. */
static bool is_unseen(int32_t cp)
{
    return (cp >= '\t' && cp <= '\r') || kh_text_is_unsafe((uint32_t)cp) ||
           utf8proc_category(cp) == UTF8PROC_CATEGORY_ZS;
}

kh_slice kh_text_skeleton(kh_arena *a, kh_slice s)
{
    kh_normal work = {.arena = a};
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        at += kh_text_next(s, at, &cp);
        uint32_t ideograph = radical_ideograph(cp);
        size_t from = work.n;
        decompose(&work, ideograph ? ideograph : cp,
                  UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
        size_t kept = from;
        for (size_t i = from; i < work.n; i++)
            if (!is_unseen(work.at[i]))
                work.at[kept++] = work.at[i];
        work.n = kept;
    }
    if (work.n == 0)
        return (kh_slice){s.p, 0};
    return compose(&work);
}
