/* Sums of full marks, by hand; and what a scheme may allow itself. */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

Test(sums, add_up)
{
    static const said rows[] = {
        /* 60 + 40 = 100; 10 + 50 = 60 */
        {"scheme s max 100\nsection a max 60 { item b max 10 score b item c max 50 score c }\n"
         "item d max 40 score d",
         ""},
        /* 60 + 50 = 110 */
        {"scheme s max 100\nitem a max 60 score a\nitem b max 50 score b", "E0412"},
        /* 10 + 40 = 50 */
        {"section a max 60 { item b max 10 score b item c max 40 score c }", "E0412"},
        /* A section without max has the sum of what is in it: 30 + 70 = 100. */
        {"scheme s max 100\nsection a { item b max 30 score b }\nitem c max 70 score c", ""},
        {"scheme s max 100\nsection a { item b max 20 score b }\nitem c max 70 score c", "E0412"},
        /* Extras do not count. */
        {"scheme s max 60\nitem a max 60 score a\nextra e cap 5 award 1 per finding", ""},
        /* 100 × 30% + 100 × 70% = 100 */
        {"scheme s max 100\nitem a weight 30% score a\nitem b max 100 weight 0.7 score b", ""},
        {"scheme s max 100\nitem a weight 30% score a\nitem b max 100 weight 0.6 score b", "E0412"},
        /* For each kind by itself: A has 10 + 90, B has 90 + 10 by the table. */
        {"kinds A, B\nscheme s max 100\nitem a for A max 10 score a\nitem c for B max 10 score c\n"
         "item b max 90 score b",
         ""},
        {"kinds A, B\nscheme s max 100\nitem a for A max 10 score a\nitem b max 90 score b",
         "E0412"},
        {"kinds A, B\nscheme s max table kind { A: 20; B: 30 }\nitem b max table kind { A: 20; B: "
         "30 } score b",
         ""},
        {"kinds A, B\nscheme s max 20\nitem b max table kind { A: 20; B: 30 } score b", "E0412"},
        /* Where the value is made another way nothing is to add up. */
        {"section a max 60 score b { item c max 10 score c }", ""},
        /* A param stands for its value. */
        {"param p = 40\nscheme s max 100\nitem a max 60 score a\nitem b max p score b", ""},
    };
    EXPECT_SAID(rows);
}

Test(sums, said_in_numbers)
{
    resolved r = resolve_text("方案 某局 满分 100\n项目 a 满分 60 计分 a\n项目 b 满分 50 计分 b");
    kh_strbuf b = {0};
    kh_diag_message(&b, &r.diags.list.at[0], KH_ZH);
    cr_expect_str_eq(b.at, "「某局」满分 100，里面各项加起来是 110");
    kh_strbuf_free(&b);
    resolved_free(&r);
}

Test(sums, allowed)
{
    resolved r = resolve_text("allow E0412 \"as in the paper\"\nscheme s max 100\n"
                              "item a max 60 score a\nitem b max 50 score b");
    cr_expect_str_eq(resolved_codes(&r), "");
    cr_expect_eq(r.diags.errors, 0);
    cr_expect_eq(r.diags.status, 0);
    cr_expect_eq(r.diags.notes, 1);
    cr_expect_eq(r.diags.list.at[0].related_count, 1);
    resolved_free(&r);
    static const said rows[] = {
        {"allow E0412 \"a\"\nitem a max 60 score a", "E0498"},
        {"allow E0301 \"a\"\nitem a max 60 rate a on s", "E0497 E0301"},
        {"allow E9999 \"a\"\nitem a max 60 score a", "E0497"},
        /* The others stay. */
        {"allow E0412 \"a\"\nscheme s max 9\nitem a max 60 rate a on s", "E0301"},
    };
    EXPECT_SAID(rows);
}
