/* Codes and wording. */
#include "base/diag.h"

#include <criterion/criterion.h>

#include "base/text.h"

static kh_arena *arena;
static kh_diags diags;

static void set_up(void)
{
    arena = kh_arena_new();
    kh_diags_init(&diags, arena, kh_sources_new(arena));
}

static void tear_down(void)
{
    kh_arena_free(arena);
}

TestSuite(diag, .init = set_up, .fini = tear_down);

Test(diag, codes_have_names)
{
    cr_assert_str_eq(kh_code_name(KH_E0101), "E0101");
    for (int i = 0; i < KH_CODE_COUNT; i++) {
        kh_code back = KH_CODE_COUNT;
        cr_assert(kh_code_find(kh_slice_of(kh_code_name((kh_code)i)), &back));
        cr_assert_eq(back, (kh_code)i, "%s stands twice", kh_code_name((kh_code)i));
        cr_assert_eq(strlen(kh_code_name((kh_code)i)), 5);
    }
    kh_code none;
    cr_assert_not(kh_code_find(KH_LIT("E9999"), &none));
    cr_assert_not(kh_code_find(KH_LIT(""), &none));
    cr_assert_eq(kh_code_severity(KH_E0110), KH_WARNING);
}

static const char *message(const kh_diag *d, kh_lang lang, bool hint)
{
    static kh_strbuf b;
    kh_strbuf_clear(&b);
    if (hint)
        kh_diag_hint(&b, d, lang);
    else
        kh_diag_message(&b, d, lang);
    return b.at ? b.at : "";
}

Test(diag, arguments_are_put_in_and_escaped)
{
    kh_diag *d =
        KH_REPORT(&diags, KH_E0801, KH_NOWHERE, KH_LIT("a\nb\x1b\xE2\x80\xAE{1}"), KH_LIT("{0}"));
    cr_assert_str_eq(message(d, KH_EN, false), "cannot read \"a\\x0ab\\x1b\\u{202e}{1}\": {0}");
    cr_assert_str_eq(message(d, KH_ZH, false), "读不了「a\\x0ab\\x1b\\u{202e}{1}」：{0}");
    d = KH_REPORT(&diags, KH_E0109, KH_NOWHERE, KH_LIT("⼯"), KH_LIT("U+2F2F"), KH_LIT("工"));
    cr_assert_str_eq(message(d, KH_ZH, true), "请写「工」");
    cr_assert_str_eq(message(d, KH_EN, true), "write \"工\"");
    d->no_hint = true;
    cr_assert_str_eq(message(d, KH_EN, true), "");
}

Test(diag, a_long_argument_is_cut)
{
    kh_strbuf b = {0};
    for (int i = 0; i < 100000; i++)
        kh_strbuf_adds(&b, "甲");
    kh_diag *d = KH_REPORT(&diags, KH_E0803, KH_NOWHERE, kh_strbuf_slice(&b));
    const char *text = message(d, KH_ZH, false);
    cr_assert_lt(strlen(text), 1024);
    cr_assert_not_null(strstr(text, "甲…」"));
    kh_strbuf_free(&b);
}

/* Every row of every layer: both languages say something, the hint stands in both or in neither,
 * the arguments that are put in are there, and no sentence ends with a full stop. */
Test(diag, all_rows_are_complete)
{
    for (int i = 0; i < KH_CODE_COUNT; i++) {
        kh_slice args[KH_DIAG_ARGS];
        for (int k = 0; k < KH_DIAG_ARGS; k++)
            args[k] = KH_LIT("x");
        kh_diag *d = kh_report(&diags, (kh_code)i, KH_NOWHERE, args, KH_DIAG_ARGS);
        bool hints[2];
        for (int lang = 0; lang < 2; lang++)
            for (int hint = 0; hint < 2; hint++) {
                kh_slice text = kh_slice_of(message(d, (kh_lang)lang, hint));
                if (hint)
                    hints[lang] = text.n > 0;
                else
                    cr_assert_gt(text.n, 0, "%s", kh_code_name((kh_code)i));
                for (size_t p = 0; p + 2 < text.n; p++)
                    cr_assert(text.p[p] != '{' || text.p[p + 1] < '0' || text.p[p + 1] > '9' ||
                                  text.p[p + 2] != '}',
                              "%s: no such argument", kh_code_name((kh_code)i));
                kh_slice stop = lang == KH_ZH ? KH_LIT("。") : KH_LIT(".");
                bool stopped = !hint && text.n >= stop.n &&
                               memcmp(text.p + text.n - stop.n, stop.p, stop.n) == 0;
                cr_assert_not(stopped, "%s ends with a full stop", kh_code_name((kh_code)i));
            }
        cr_assert_eq(hints[0], hints[1], "%s: a hint in one language", kh_code_name((kh_code)i));
    }
}
