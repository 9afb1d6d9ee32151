/* Values that need themselves, shown as a path. */
#include <criterion/criterion.h>
#include <string.h>

#include "interp/model/resolved.h"

Test(cycles, found)
{
    static const said rows[] = {
        {"设 a = b + 1\n设 b = a + 1\n项目 x 满分 9 计分 a", "E0480"},
        {"项目 x 满分 9 计分 y\n项目 y 满分 9 计分 x", "E0480"},
        {"项目 x 满分 9 计分 总分", "E0480"},
        {"项目 x 满分 9 扣 1分 当 s\n评选 s 前 1名 按 总分 并列 从严", "E0480"},
        {"项目 x 满分 9 扣 1分 当 v\n等次 甲 其余\n否决 v 定为 甲 当 总分 低于 3", "E0480"},
        {"项目 x 满分 (y 的 满分) 计分 a\n项目 y 满分 (x 的 满分) 计分 b", "E0480"},
        {"板块 s { 项目 x 满分 9 计分 z }\n项目 z 满分 9 计分 s", "E0480"},
        /* No circle: a forward reference, a shared let, own names. */
        {"设 a = b + 1\n设 b = c + 1\n项目 x 满分 9 计分 a + b", ""},
        {"项目 x 满分 9 计分 x\n项目 y 满分 9 计分 x", ""},
        {"项目 x 满分 9 基准 满分 扣 1分 当 a 加 1分 当 b", ""},
        {"项目 x 满分 9 计分 a\n评选 s 前 1名 按 总分 并列 从严\n列出 t = s", ""},
    };
    EXPECT_SAID(rows);
}

Test(cycles, path)
{
    resolved r = resolve_text("设 a = b\n设 b = c\n设 c = a\n设 d = a\n项目 x 满分 9 计分 d");
    cr_assert_str_eq(resolved_codes(&r), "E0480");
    for (size_t i = 0; i < r.diags.list.n; i++)
        if (r.diags.list.at[i].code == KH_E0480)
            cr_expect_str_eq(r.diags.list.at[i].args[0].p, "a → b → c → a");
    resolved_free(&r);
}

/* Sixty-four doublings are sixty-four lets, not 2^64 terms; a chain of lets may be long. */
Test(cycles, sharing_and_long_chains)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "项目 x 满分 9 计分 a\n");
    const char *before = "a";
    static char names[5000][8];
    for (int i = 0; i < 5000; i++) {
        char *name = names[i];
        for (int k = 0, n = i; k < 4; k++, n /= 26)
            name[k] = (char)('p' + (k ? n % 26 % 10 : 0)), name[k] = k ? (char)('a' + n % 26) : 'p';
        name[4] = '\0';
        kh_strbuf_addf(&b, "let %s = %s + %s\n", name, before, before);
        before = name;
    }
    resolved r = resolve_text(b.at);
    cr_expect(strstr(resolved_codes(&r), "E0480") == NULL);
    kh_strbuf_free(&b);
    resolved_free(&r);
}
