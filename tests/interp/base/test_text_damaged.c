/* UTF-8 that was read as Latin-1 or Windows-1252. The damaged texts were made by Python:
 * s.encode("utf-8").decode("cp1252") and so on. */
#include "base/text.h"

#include <criterion/criterion.h>

static bool becomes(const char *damaged, const char *right)
{
    kh_arena *a = kh_arena_new();
    bool same = kh_slice_is(kh_text_undamaged(a, kh_slice_of(damaged)), right);
    kh_arena_free(a);
    return same;
}

Test(text_damaged, windows_1252)
{
    cr_assert(becomes("åŸŽå…³é•‡", "城关镇"));
    cr_assert(becomes("ç¬¬3å\xc2\x8f¸æ³•æ‰€", "第3司法所")); /* 8F is left open */
    cr_assert(becomes("ç”²ï¼ˆä¸œï¼‰", "甲（东）"));
}

Test(text_damaged, latin_1)
{
    /* 甲 is E7 94 B2, 局 E5 B1 80: 94 and 80 stay controls in Latin-1. */
    cr_assert(becomes("\u00e7\xc2\x94\u00b2\u00e5\u00b1\xc2\x80", "甲局"));
}

Test(text_damaged, real_text)
{
    static const char *const real[] = {
        "",   "abc", "Café", "Zürich", "naïve", "Łódź",  "城关镇",   "€",
        "Ã©", "å",   "åŸ",   "åŸŽx…",  "50°",   "甲é•‡", "Ångström", "Île-de-France"};
    for (size_t i = 0; i < sizeof real / sizeof *real; i++)
        cr_assert(becomes(real[i], ""), "%s", real[i]);
}
