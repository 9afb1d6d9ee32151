/* The list of diagnostics: counting, sorting, wording. */
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

static kh_place at(kh_source_id source, uint64_t offset)
{
    return (kh_place){source, 1, offset};
}

Test(diag, counts_and_keeps_the_most_urgent_status)
{
    KH_REPORT(&diags, KH_E0110, KH_NOWHERE);
    cr_assert_eq(diags.warnings, 1);
    cr_assert_eq(diags.status, 0);
    KH_REPORT(&diags, KH_E0101, KH_NOWHERE);
    cr_assert_eq(diags.status, 1);
    KH_REPORT(&diags, KH_E0806, KH_NOWHERE, KH_LIT("a"), KH_LIT("1 B"));
    cr_assert_eq(diags.status, 4);
    KH_REPORT(&diags, KH_E0804, KH_NOWHERE, KH_LIT("a"));
    cr_assert_eq(diags.status, 3);
    KH_REPORT(&diags, KH_E0806, KH_NOWHERE, KH_LIT("a"), KH_LIT("1 B"));
    cr_assert_eq(diags.status, 3);
    cr_assert_eq(diags.errors, 4);
    cr_assert_eq(diags.list.n, 5);
}

Test(diag, arguments_are_copied)
{
    char name[] = "before";
    kh_diag *d = KH_REPORT(&diags, KH_E0804, KH_NOWHERE, kh_slice_of(name));
    kh_diag_fix(&diags, d, kh_slice_of(name));
    kh_diag_related(&diags, d, KH_R_first_here, at(1, 0), kh_slice_of(name));
    memcpy(name, "after!", 6);
    cr_assert(kh_slice_is(d->args[0], "before"));
    cr_assert(kh_slice_is(d->fix, "before"));
    cr_assert(kh_slice_is(d->related[0].arg, "before"));
    cr_assert_eq(d->related_count, 1);
}

Test(diag, no_more_than_three_related_places)
{
    kh_diag *d = KH_REPORT(&diags, KH_E0101, KH_NOWHERE);
    for (uint64_t i = 0; i < 5; i++)
        kh_diag_related(&diags, d, KH_R_first_here, at(1, i), KH_LIT(""));
    cr_assert_eq(d->related_count, 3);
    cr_assert_eq(d->related[2].place.at, 2);
}

Test(diag, sorts_by_source_offset_and_code)
{
    KH_REPORT(&diags, KH_E0105, at(2, 1), KH_LIT("a"));
    KH_REPORT(&diags, KH_E0105, at(1, 9), KH_LIT("b"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("c"));
    KH_REPORT(&diags, KH_E0101, at(1, 2), KH_LIT("d"));
    KH_REPORT(&diags, KH_E0804, KH_NOWHERE, KH_LIT("e"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("a2")); /* behind c, though a2 < c */
    kh_diags_sort(&diags);
    static const char *const order[] = {"e", "d", "c", "a2", "b", "a"};
    cr_assert_eq(diags.list.n, 6);
    for (size_t i = 0; i < 6; i++)
        cr_assert(kh_slice_is(diags.list.at[i].args[0], order[i]), "%zu", i);
}

Test(diag, drops_exact_repetitions_only)
{
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("y"));
    KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x")); /* again, not beside the first */
    KH_REPORT(&diags, KH_E0105, ((kh_place){1, 2, 2}), KH_LIT("x"));
    kh_diag *d = KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    kh_diag_fix(&diags, d, KH_LIT("fixed"));
    d = KH_REPORT(&diags, KH_E0105, at(1, 2), KH_LIT("x"));
    kh_diag_related(&diags, d, KH_R_first_here, at(1, 0), KH_LIT(""));
    KH_REPORT(&diags, KH_E0110, at(1, 3));
    KH_REPORT(&diags, KH_E0110, at(1, 3));
    cr_assert_eq(diags.errors, 6);
    kh_diags_sort(&diags);
    cr_assert_eq(diags.list.n, 6);
    cr_assert_eq(diags.errors, 5);
    cr_assert_eq(diags.warnings, 1);
    cr_assert(kh_slice_is(diags.list.at[0].args[0], "x"));
    cr_assert(kh_slice_is(diags.list.at[1].args[0], "y"));
    KH_REPORT(&diags, KH_E0101, at(1, 0)); /* the list still grows */
    cr_assert_eq(diags.list.n, 7);
}

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
