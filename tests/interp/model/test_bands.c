/* Grades as bands of the total: gaps, overlaps, grades that are never reached, each with a total.
 */
#include <criterion/criterion.h>

#include "interp/model/resolved.h"

#define ITEM "项目 x 满分 100 计分 y\n"

Test(bands, found)
{
    static const said rows[] = {
        {ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 70以上\n等次 丙 其余", ""},
        {ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 70以上", "E0481"},
        {ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 70至89\n等次 丙 当 总分 低于 70", "E0481"},
        {"方案 s 保留 0 四舍五入\n" ITEM
         "等次 甲 当 总分 90以上\n等次 乙 当 总分 70至89\n等次 丙 当 总分 低于 70",
         ""},
        {ITEM "等次 甲 当 总分 90至100\n等次 乙 当 总分 80至90\n等次 丙 其余", "E0483"},
        {ITEM "等次 甲 当 总分 90至100\n等次 乙 当 总分 80至 不满 90\n等次 丙 其余", ""},
        {ITEM "等次 甲 当 总分 70以上\n等次 乙 当 总分 90以上\n等次 丙 其余", "E0484"},
        {ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 95至100\n等次 丙 其余", "E0484"},
        {ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 90以上\n等次 丙 其余", "E0482"},
        {ITEM "等次 甲 当 总分 110以上\n等次 丙 其余", "E0416"},
        {"附加 e 每次 发现问题 加 1分\n" ITEM "等次 甲 当 总分 110以上\n等次 丙 其余", ""},
        {ITEM "等次 甲\n等次 乙 当 总分 70以上\n等次 丙 其余", "E0485"},
        /* Another condition leaves it open whether the grade holds. */
        {ITEM "等次 甲 当 总分 70以上 且 a\n等次 乙 当 总分 90以上\n等次 丙 其余", ""},
        {ITEM "等次 甲 当 总分 70以上 除非 a\n等次 乙 当 总分 90以上\n等次 丙 其余", ""},
        {ITEM "等次 甲 当 总分 70以上\n等次 丙 当 a", ""},
        /* A ladder for each kind. */
        {"类别 A, B\n" ITEM "等次 甲 适用 A 当 总分 90以上\n等次 乙 适用 B 当 总分 80以上\n"
         "等次 丙 其余",
         ""},
        {"类别 A, B\n" ITEM "等次 甲 适用 A 当 总分 90以上\n等次 乙 适用 B 当 总分 80以上\n"
         "等次 丙 适用 A 其余",
         "E0481"},
    };
    EXPECT_SAID(rows);
}

static void expect_witness(const char *text, const char *total)
{
    resolved r = resolve_text(text);
    cr_assert_eq(r.diags.list.n, 1);
    cr_expect_str_eq(r.diags.list.at[0].args[0].p, total);
    resolved_free(&r);
}

Test(bands, witness)
{
    /* Nothing between 89 and 90, nothing below 70. */
    expect_witness(ITEM "等次 甲 当 总分 90以上\n等次 乙 当 总分 0至89\n", "89.5");
    expect_witness(ITEM "等次 甲 当 总分 70以上\n", "69");
    expect_witness(ITEM "等次 甲 当 总分 90至100\n等次 乙 当 总分 80至90\n等次 丙 其余\n", "90");
}
