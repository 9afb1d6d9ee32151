/* JSON files: rows, places, and everything that may be wrong with them. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base/strbuf.h"
#include "rows.h"

TestSuite(json, .init = rows_set_up, .fini = rows_tear_down);

Test(json, rows_types_and_places)
{
    rows_read("a.json", "[\n {\"单位\": \"甲所\", \"得分\" :95.50,\"公开\":true},\n"
                        " {\"单位\": \"乙所\", \"得分\": null, \"公开\": false } ]\n");
    rows_expect("W#0 单位=甲所 得分#95.50 公开!true\nW#0 单位=乙所 得分!null 公开!false\n");
    /* {"单位": "甲所", "得分" :95.50,"公开":true} has 8+1+1+8+1 + 1+8+2+5+1 + 8+1+4 bytes and two
     * braces (here and below the places are counted by a few lines of Python). */
    cr_expect_str_eq(rows_places(), "2:2+51 | 2:9+8 2:21+5 2:32+4\n3:2+54 | 3:9+8 3:21+4 3:33+5\n");
}

Test(json, records)
{
    rows_read("a.json", "[{\"unit\":\"甲所\",\"what\":\"投诉\",\"count\":\"2\"}]");
    rows_expect("R#0 unit=甲所 what=投诉 count=2\n");
    rows_kind = KH_LIT("投诉");
    rows_read("a.json", "[{\"unit\":\"甲所\",\"date\":\"2013-06-03\"}]");
    rows_expect("R#0 投诉: unit=甲所 date=2013-06-03\n");
}

Test(json, one_layout_for_each_list_of_keys)
{
    rows_read("a.json", "[{\"unit\":1,\"a\":1},{\"a\":1,\"unit\":2},{\"unit\":3,\"a\":1},"
                        "{\"unit\":4},{\"\\u0075nit\":5,\"a\":2}]");
    rows_expect("W#0 unit#1 a#1\nW#1 a#1 unit#2\nW#0 unit#3 a#1\nW#2 unit#4\nW#0 unit#5 a#2\n");
}

Test(json, escapes_and_composition)
{
    rows_read(
        "a.json",
        "[{\"unit\":\"\\u7532\\u6240\",\"a\":\" \\ud842\\udfb7\\n\\\"\\\\u\",\"b\":\"e\\u0301\"}]");
    rows_expect("W#0 unit=甲所 a= 𠮷\n\"\\u b=é\n");
    cr_expect_str_eq(rows_places(), "1:2+64 | 1:10+14 1:29+22 1:56+9\n");
}

Test(json, empty_lists_and_marks)
{
    rows_read("a.json", "[]");
    rows_expect("");
    rows_read("a.json", "\xef\xbb\xbf[{\"unit\":\"a\"}]\r\n");
    rows_expect("W#0 unit=a\n");
    cr_expect_str_eq(rows_places(), "1:2+12 | 1:10+3\n");
}

Test(json, equal_keys)
{
    rows_read("a.json",
              "[{\"unit\":\"a\",\"count\":1,\"co\\u0075nt\":2},{\"unit\":\"a\",\"单位\":\"b\"},\n"
              "{\"unit\":\"b\"},{\"unit\":\"c\",\"e\\u0301\":1,\"é\":2}]");
    rows_expect_found("E0530 1:24+12 count -> 1:14+7\nE0530 1:52+8 单位 -> 1:41+6\n"
                      "E0530 2:38+4 é -> 2:26+9\n");
    cr_expect_str_eq(rows_rows(), "W#0 unit=b\n");
}

Test(json, unit_must_be_named)
{
    rows_read("a.json",
              "[{\"a\":1,\"b\":2},{},{\"unit\":null},{\"unit\":\"\"},{\"unit\":\"x\",\"\":1}]");
    rows_expect_found("E0532 1:2+13 单位 a、b a, b\nE0532 1:16+2 单位  \nE0534 1:27+4 unit\n"
                      "E0534 1:41+2 unit\nE0531 1:57+2 2\n");
    cr_expect_str_eq(rows_rows(), "");
}

Test(json, unit_of_several_columns)
{
    kh_slice columns[] = {KH_LIT("season"), KH_LIT("unit")};
    rows_options.unit_columns = columns;
    rows_options.unit_column_count = 2;
    rows_read("a.json", "[{\"unit\":\"a\",\"x\":1,\"season\":2010}]");
    rows_expect("W#0 单位=2010 a x#1\n");
}

Test(json, only_flat_objects_in_a_list)
{
    rows_read("a.json",
              "[{\"unit\":\"a\",\"x\":[1,{\"y\":2}],\"z\":{\"unit\":\"b\"}}, 5, [\"a\"], \"t\",\n"
              "{\"unit\":\"c\",\"x\":{}}, {\"unit\":\"d\",\"x\":1}]");
    rows_expect_found("E0565 1:18+1 x\nE0565 1:34+1 z\nE0564 1:49+1\nE0564 1:52+1\nE0564 1:59+3\n"
                      "E0565 2:17+1 x\n");
    cr_expect_str_eq(rows_rows(), "W#0 unit=d x#1\n");
    rows_read("a.json", " {\"unit\":\"a\"}");
    rows_expect_found("E0563 1:2+1\n");
    rows_read("a.json", "5");
    rows_expect_found("E0563 1:1+1\n");
    rows_read("a.json", "\"x\"");
    rows_expect_found("E0563 1:1+3\n");
    cr_expect_str_eq(rows_rows(), "");
}

Test(json, exponents_are_written_out)
{
    static const struct {
        const char *written, *plain;
    } cases[] = {
        {"1e3", "1000"},
        {"1.5E1", "15"},
        {"15e-1", "1.5"},
        {"5e-3", "0.005"},
        {"1.50e0", "1.5"},
        {"-1.25e+1", "-12.5"},
        {"0.5e1", "5"},
        {"0e5", "0"},
        {"12.5e2", "1250"},
        {"100e-2", "1"},
        {"1e30", "1000000000000000000000000000000"},
        {"1e31", ""},
        {"1e1000000000", ""},
        {"1e-30", "0.000000000000000000000000000001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[80], expected[160];
        snprintf(text, sizeof text, "[{\"unit\":\"a\",\"x\":%s},{\"unit\":\"b\"}]",
                 cases[i].written);
        snprintf(expected, sizeof expected, "E0567 1:18+%zu %s %s\n", strlen(cases[i].written),
                 cases[i].written, cases[i].plain);
        rows_read("a.json", text);
        rows_expect_found(expected);
        cr_expect_str_eq(rows_rows(), "W#0 unit=b\n");
    }
}

Test(json, numbers_keep_their_text)
{
    rows_read("a.json",
              "[{\"unit\":\"a\",\"x\":0.10,\"y\":-0,\"z\":123456789012345678901234567890.5}]");
    rows_expect("W#0 unit=a x#0.10 y#-0 z#123456789012345678901234567890.5\n");
}

Test(json, what_yajl_lets_pass)
{
    rows_read("a.json",
              "[{\"unit\":\"a\\ud800\"},{\"unit\":\"a\\udc00b\"},{\"unit\":\"\\ud800\\u0041\"},\n"
              "{\"unit\":\"\\u0000\"},{\"\\ud83dx\":1,\"unit\":\"b\"},{\"unit\":\"\\\\ud800\"}]");
    rows_expect_found("E0568 1:12+6 \\ud800\nE0568 1:31+6 \\udc00\nE0568 1:50+6 \\ud800\n"
                      "E0568 2:10+6 \\u0000\nE0568 2:21+6 \\ud83d\n");
    cr_expect_str_eq(rows_rows(), "W#0 unit=\\ud800\n");
    rows_read("a.json", "[{\"unit\":\"a\\u202e\"},{\"unit\":\"a\xe2\x80\x8b\"},{\"unit\":\"??\"}]");
    rows_expect_found("E0105 1:10+9 U+202E\nE0106 1:31+3 U+200B\nE0507 1:43+4 ??\n");
}

Test(json, syntax)
{
    static const struct {
        const char *text, *found;
    } cases[] = {
        {"[{\"unit\":\"a\"},]", "E0569 1:14+1\n"},
        {"[{\"unit\":\"a\", }]", "E0569 1:13+1\n"},
        {"[{\"unit\":\"a\"}] [{\"unit\":\"b\"}]", "E0562 1:16+1\n"},
        {"[{\"unit\":\"a\"}] x", "E0562 1:16+1\n"},
        {"[{\"unit\":\"a\"}", "E0561 1:13+1\n"},
        {"[{\"unit\":\"a", "E0561 1:11+1\n"},
        {"", "E0561 1:1+0\n"},
        {"[{\"unit\":\"a\" \"b\":1}]",
         "E0560 1:14+3 parse error: after key and value, inside map, I expect ',' or '}'\n"},
        {"[{\"unit\" \"a\"}]",
         "E0560 1:10+3 parse error: object key and value must be separated by a colon (':')\n"},
        {"[{\"unit\":\"a\",\"x\":NaN}]",
         "E0560 1:18+3 lexical error: invalid char in json text.\n"},
        {"[{\"unit\":\"a\",\"x\":007}]",
         "E0560 1:19+2 parse error: after key and value, inside map, I expect ',' or '}'\n"},
        {"[{unit:\"a\"}]", "E0560 1:3+4 lexical error: invalid char in json text.\n"},
        {"[{\"unit\":\"a\\q\"}]", "E0560 1:10+5 lexical error: inside a string, '\\' occurs before "
                                  "a character which it may not.\n"},
        {"[{\"unit\":\"a\tb\"}]", "E0560 1:10+5 lexical error: invalid character inside string.\n"},
        {"[{\"unit\":nul}]", "E0560 1:10+3 lexical error: invalid string in json text.\n"},
        {"[{\"unit\",1}]",
         "E0560 1:9+1 parse error: object key and value must be separated by a colon (':')\n"},
        {"[1,,2]",
         "E0564 1:2+1\nE0560 1:4+1 parse error: unallowed token at this point in JSON text\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rows_read("a.json", cases[i].text);
        rows_expect_found(cases[i].found);
        cr_expect_eq(rows_status(), 1);
    }
}

Test(json, nul_and_encoding)
{
    rows_read_bytes("a.json", KH_LIT("[{\"unit\":\"a\"}]\n\0"));
    rows_expect_found("E0101 2:1+1\n");
    rows_read("a.json", "[{\"unit\":\"a\xff\"}]");
    rows_expect_found("E0501 1:12+1 12\n");
}

static void read_nested(int depth)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "[{\"unit\":\"a\",\"x\":");
    kh_strbuf_pad(&b, '[', (size_t)depth - 2);
    kh_strbuf_pad(&b, ']', (size_t)depth - 2);
    kh_strbuf_adds(&b, "},{\"unit\":\"b\"}]");
    rows_read_bytes("a.json", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

Test(json, depth)
{
    read_nested(64);
    rows_expect_found("E0565 1:18+1 x\n");
    cr_expect_eq(rows_count(), 1u);
    read_nested(65);
    rows_expect_found("E0565 1:18+1 x\nE0566 1:80+1\n"); /* the 63rd bracket behind column 17 */
    cr_expect_eq(rows_status(), 4);
    read_nested(100000);
    rows_expect_found("E0565 1:18+1 x\nE0566 1:80+1\n");
}

static void read_long(size_t bytes)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "[{\"unit\":\"a\",\"x\":\"");
    kh_strbuf_pad(&b, 'x', bytes);
    kh_strbuf_adds(&b, "\"},{\"unit\":\"b\"}]");
    rows_read_bytes("a.json", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

Test(json, limits)
{
    read_long(65536);
    cr_expect_eq(rows_count(), 2u);
    read_long(65537);
    cr_expect_eq(rows_count(), 1u);
    rows_expect_found("E0527 1:18+65539\n");
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "[{\"unit\":\"a\"");
    for (int i = 0; i < 1000; i++)
        kh_strbuf_addf(&b, ",\"c%d\":1", i);
    kh_strbuf_adds(&b, "}]");
    rows_read_bytes("a.json", kh_strbuf_slice(&b));
    /* 11 and 1000 times 6 signs with 10·1 + 90·2 + 900·3 digits, and two braces. */
    rows_expect_found("E0528 1:2+8902 1001\n");
    kh_strbuf_free(&b);
}
