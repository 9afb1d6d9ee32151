/* Diagnostics as tools read them. */
#include "base/diag.h"

#include <criterion/criterion.h>

static kh_arena *arena;
static kh_sources *sources;
static kh_diags diags;

static void set_up(void)
{
    arena = kh_arena_new();
    sources = kh_sources_new(arena);
    kh_diags_init(&diags, arena, sources);
}

static void tear_down(void)
{
    kh_arena_free(arena);
}

TestSuite(diag_json, .init = set_up, .fini = tear_down);

static void assert_json(kh_lang lang, const char *expected)
{
    kh_strbuf out = {0};
    kh_diags_json(&out, &diags, lang);
    cr_assert_str_eq(out.at, expected);
    kh_strbuf_free(&out);
}

Test(diag_json, none)
{
    assert_json(KH_ZH, "[]\n");
}

Test(diag_json, all_keys)
{
    kh_source_id id = kh_source_add(sources, KH_LIT("甲\"\n\\.rules"), KH_LIT("甲 乙\n丙\n"));
    kh_diag *d = KH_REPORT(&diags, KH_E0106, ((kh_place){id, 7, 4}), KH_LIT("U+200B"));
    kh_diag_fix(&diags, d, KH_LIT("a\x1b\xE2\x80\xAE\xF3\xA0\x81\x81\xB2"));
    kh_diag_related(&diags, d, KH_R_first_here, (kh_place){id, 3, 0}, KH_LIT(""));
    kh_diag_related(&diags, d, KH_R_first_here, KH_NOWHERE, KH_LIT(""));
    assert_json(
        KH_EN,
        "[\n {\"code\": \"E0106\", \"severity\": \"error\", \"file\": \"甲\\\"\\u000a\\\\.rules\", "
        "\"line\": 1, \"column\": 3, \"end_line\": 2, \"end_column\": 2, "
        "\"message\": \"there is an invisible character U+200B here\", "
        "\"hint\": \"delete this character\", "
        "\"fix\": \"a\\u001b\\u202e\\udb40\\udc41\\\\xb2\", "
        "\"related\": [{\"file\": \"甲\\\"\\u000a\\\\.rules\", \"line\": 1, \"column\": 1, "
        "\"end_line\": 1, \"end_column\": 2, \"message\": \"it was first written here\"}, "
        "{\"file\": null, \"line\": null, \"column\": null, \"end_line\": null, "
        "\"end_column\": null, \"message\": \"it was first written here\"}]}\n]\n");
}

Test(diag_json, is_not_cut_and_says_null)
{
    for (int i = 0; i < 30; i++)
        KH_REPORT(&diags, KH_E0803, KH_NOWHERE, KH_LIT("x"));
    kh_strbuf out = {0}, expected = {0};
    kh_diags_json(&out, &diags, KH_ZH);
    for (int i = 0; i < 30; i++) {
        kh_strbuf_adds(&expected, i ? ",\n " : "[\n ");
        kh_strbuf_adds(&expected,
                       "{\"code\": \"E0803\", \"severity\": \"error\", \"file\": null, "
                       "\"line\": null, \"column\": null, \"end_line\": null, "
                       "\"end_column\": null, \"message\": \"「x」是文件夹，这里要一个文件\", "
                       "\"hint\": null, \"fix\": null, \"related\": []}");
    }
    kh_strbuf_adds(&expected, "\n]\n");
    cr_assert_str_eq(out.at, expected.at);
    kh_strbuf_free(&out);
    kh_strbuf_free(&expected);
}

/* 5 errors and 4 warnings, 2 of each kept. */
Test(diag_json, what_was_not_kept_is_counted)
{
    diags.most = 2;
    for (uint64_t i = 0; i < 5; i++) {
        KH_REPORT(&diags, KH_E0803, ((kh_place){0, 0, i}), KH_LIT("x"));
        if (i < 4)
            KH_REPORT(&diags, KH_E0110, ((kh_place){0, 0, i}));
    }
    kh_diags_sort(&diags);
    kh_strbuf out = {0};
    kh_diags_json(&out, &diags, KH_ZH);
    const char *last = strstr(out.at, "{\"code\": \"E0807\"");
    cr_assert_not_null(last);
    cr_assert_str_eq(last, "{\"code\": \"E0807\", \"severity\": \"note\", \"file\": null, "
                           "\"line\": null, \"column\": null, \"end_line\": null, "
                           "\"end_column\": null, "
                           "\"message\": \"还有 3 个错误、2 个警告、0 个说明未列出\", "
                           "\"hint\": \"--max-errors 0 列出全部\", \"fix\": null, "
                           "\"related\": []}\n]\n");
    kh_strbuf_free(&out);
}
