/* Headings in both languages. */
#include <criterion/criterion.h>

#include "facts/raw.h"

Test(headings, both_languages_name_one_heading)
{
    cr_assert_eq(kh_heading_find(KH_LIT("单位")), KH_H_UNIT);
    cr_assert_eq(kh_heading_find(KH_LIT("unit")), KH_H_UNIT);
    cr_assert_eq(kh_heading_find(KH_LIT("备注")), KH_H_NOTE);
    cr_assert_eq(kh_heading_find(KH_LIT("count")), KH_H_COUNT);
    for (int h = 0; h < KH_H_END; h++) {
        cr_expect_eq(kh_heading_find(kh_heading_name((kh_heading)h, KH_ZH)), h);
        cr_expect_eq(kh_heading_find(kh_heading_name((kh_heading)h, KH_EN)), h);
    }
}

Test(headings, other_names_are_none)
{
    cr_assert_eq(kh_heading_find(KH_LIT("单")), KH_H_END);
    cr_assert_eq(kh_heading_find(KH_LIT("Unit")), KH_H_END);
    cr_assert_eq(kh_heading_find(KH_LIT("")), KH_H_END);
    cr_assert_eq(kh_heading_find(KH_LIT("单位 ")), KH_H_END);
}
