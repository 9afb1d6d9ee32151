/* The JSON writer: structure, commas, every escape. */
#include <criterion/criterion.h>

#include "report/inside.h"

static const char *quoted(kh_strbuf *out, kh_slice s)
{
    kh_json j = {out, false};
    kh_strbuf_clear(out);
    kh_json_string(&j, s);
    return out->at;
}

Test(json_text, escapes)
{
    kh_strbuf b = {0};
    cr_expect_str_eq(quoted(&b, KH_LIT("察访\"核\\验/")), "\"察访\\\"核\\\\验/\"");
    cr_expect_str_eq(quoted(&b, KH_LIT("a\tb\nc\r\x01\x1f\x7f")),
                     "\"a\\u0009b\\u000ac\\u000d\\u0001\\u001f\\u007f\"");
    cr_expect_str_eq(quoted(&b, (kh_slice){"a\0b", 3}), "\"a\\u0000b\"");
    /* Bidi and zero-width characters are escaped, so nothing hides. */
    cr_expect_str_eq(quoted(&b, KH_LIT("\xe2\x80\xae\xe2\x80\x8b")), "\"\\u202e\\u200b\"");
    /* A tag character above U+FFFF as a surrogate pair: U+E0041. */
    kh_slice tag = KH_LIT("\xf3\xa0\x81\x81");
    const char *text = quoted(&b, tag);
    cr_expect(strcmp(text, "\"\\udb40\\udc41\"") == 0 || strcmp(text, "\"\xf3\xa0\x81\x81\"") == 0);
    cr_expect_str_eq(quoted(&b, KH_LIT("𠮷")), "\"𠮷\"");
    cr_expect_str_eq(quoted(&b, KH_LIT("\xff")), "\"\\ufffd\"");
    cr_expect_str_eq(quoted(&b, KH_LIT("")), "\"\"");
    kh_strbuf_free(&b);
}

Test(json_text, commas)
{
    kh_strbuf b = {0};
    kh_json j = {&b, false};
    kh_json_open(&j, '{');
    kh_json_key(&j, "a");
    kh_json_open(&j, '[');
    kh_json_int(&j, 1);
    kh_json_null(&j);
    kh_json_open(&j, '{');
    kh_json_close(&j, '}');
    kh_json_close(&j, ']');
    kh_json_key(&j, "b");
    kh_json_bool(&j, true);
    kh_json_name(&j, KH_LIT("奖\"金"));
    kh_json_bool(&j, false);
    kh_json_close(&j, '}');
    cr_expect_str_eq(b.at, "{\"a\":[1,null,{}],\"b\":true,\"奖\\\"金\":false}");
    kh_strbuf_free(&b);
}
