/* Distances of names, and "did you mean". */
#include "base/text.h"

#include <criterion/criterion.h>
#include <stdlib.h>

static int distance(const char *a, const char *b, int limit)
{
    int there = kh_text_distance(kh_slice_of(a), kh_slice_of(b), limit);
    int back = kh_text_distance(kh_slice_of(b), kh_slice_of(a), limit);
    cr_assert_eq(there, back, "%s / %s", a, b);
    return there;
}

Test(text_near, distance)
{
    cr_assert_eq(distance("察访核验", "察访核验", 3), 0);
    cr_assert_eq(distance("察訪核验", "察访核验", 3), 1);
    cr_assert_eq(distance("查访核验", "察访核验", 3), 1);
    cr_assert_eq(distance("访察核验", "察访核验", 3), 1); /* neighbours change places */
    cr_assert_eq(distance("查訪核驗", "察访核验", 9), 3);
    cr_assert_eq(distance("kitten", "sitting", 9), 3);
    cr_assert_eq(distance("", "abc", 9), 3);
    cr_assert_eq(distance("ca", "abc", 9), 3);         /* no edit within a swap */
    cr_assert_eq(distance("kitten", "sitting", 2), 3); /* beyond the limit */
    cr_assert_eq(distance("abc", "xyz", 0), 1);
    cr_assert_eq(distance("", "", 0), 0);
    cr_assert_eq(distance("abc", "xyz", INT32_MAX), 3);
}

/* The textbook recurrence by recursion, over words of three letters. */
static int slow(const char *a, size_t an, const char *b, size_t bn)
{
    if (an == 0 || bn == 0)
        return (int)(an + bn);
    int best = slow(a, an - 1, b, bn - 1) + (a[an - 1] != b[bn - 1]);
    int cut = slow(a, an - 1, b, bn) + 1, grown = slow(a, an, b, bn - 1) + 1;
    best = cut < best ? cut : best;
    best = grown < best ? grown : best;
    if (an > 1 && bn > 1 && a[an - 1] == b[bn - 2] && a[an - 2] == b[bn - 1]) {
        int swapped = slow(a, an - 2, b, bn - 2) + 1;
        best = swapped < best ? swapped : best;
    }
    return best;
}

Test(text_near, distance_agrees_with_the_recurrence)
{
    char words[121][5] = {{0}};
    size_t n = 1;
    for (size_t i = 0; n < 121; i++) /* all words of up to four letters a b c */
        for (char c = 'a'; c <= 'c' && n < 121; c++) {
            strcpy(words[n], words[i]);
            words[n++][strlen(words[i])] = c;
        }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int full = slow(words[i], strlen(words[i]), words[j], strlen(words[j]));
            for (int limit = 0; limit <= 5; limit++)
                cr_assert_eq(distance(words[i], words[j], limit), full <= limit ? full : limit + 1,
                             "%s %s %d", words[i], words[j], limit);
        }
}

Test(text_near, long_names)
{
    char a[301], b[301];
    memset(a, 'a', 300);
    memset(b, 'a', 300);
    a[300] = b[300] = '\0';
    b[0] = b[150] = b[299] = 'b';
    cr_assert_eq(distance(a, b, 5), 3);
    cr_assert_eq(distance(a, b, 2), 3);
    cr_assert_eq(distance(a, b + 1, 5), 3); /* one shorter, two others */
}

static const char *nearest(const char *wanted, const char *const *candidates)
{
    static char found[64];
    kh_nearest n = kh_nearest_to(kh_slice_of(wanted));
    for (; *candidates; candidates++)
        kh_nearest_offer(&n, kh_slice_of(*candidates));
    memcpy(found, n.best.p ? n.best.p : "", n.best.n);
    found[n.best.n] = '\0';
    return found;
}
#define NEAREST(wanted, ...) nearest((wanted), (const char *const[]){__VA_ARGS__, NULL})

Test(text_near, nearest)
{
    cr_assert_str_eq(NEAREST("查訪核验", "领导评价", "察访核验", "督察督办"), "察访核验");
    cr_assert_str_eq(NEAREST("ab", "xb", "ax"), "xb");         /* equally far: the first */
    cr_assert_str_eq(NEAREST("abcd", "abxy", "abcx"), "abcx"); /* the nearer, though later */
    cr_assert_str_eq(NEAREST("abc", "axy"), "");               /* one edit up to 3 code points */
    cr_assert_str_eq(NEAREST("abcdef", "abcdxy"), "abcdxy");   /* two up to 6 */
    cr_assert_str_eq(NEAREST("abcdef", "abcxyz"), "");
    cr_assert_str_eq(NEAREST("abcdefghi", "abcdefxyz"), "abcdefxyz"); /* a third */
    cr_assert_str_eq(NEAREST("abcdefgh", "abcdexyz"), "");
    cr_assert_str_eq(NEAREST("甲", "乙", ""), ""); /* never all of it */
    cr_assert_str_eq(NEAREST("", "a"), "");
    cr_assert_str_eq(NEAREST("甲乙", "甲"), "甲");
}
