/* CSV files: rows, places, and everything that may be wrong with them. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "rows.h"

TestSuite(csv, .init = rows_set_up, .fini = rows_tear_down);

Test(csv, rows_and_places)
{
    rows_read("a.csv", "单位,类别,领导评价\n甲所,司法所,满意\n 乙所 ,,较满意\n");
    rows_expect("W#0 单位=甲所 类别=司法所 领导评价=满意\nW#0 单位=乙所 类别= 领导评价=较满意\n");
    /* 甲所 6 bytes, 司法所 9, 满意 6 and two commas: 23; the blanks beside 乙所 are not the cell's.
     */
    cr_expect_str_eq(rows_places(), "2:1+23 | 2:1+6 2:4+9 2:8+6\n3:1+19 | 3:2+6 3:6+0 3:7+9\n");
}

Test(csv, records_by_column_and_by_kind)
{
    rows_read("a.csv", "unit,what,count\n甲所,投诉,2\n");
    rows_expect("R#0 unit=甲所 what=投诉 count=2\n");
    rows_kind = KH_LIT("投诉");
    rows_read("b.csv", "单位,日期\n甲所,2013-06-03\n");
    rows_expect("R#0 投诉: 单位=甲所 日期=2013-06-03\n");
}

Test(csv, quotes)
{
    rows_read("a.csv", "单位,\"备,注\"\n\"甲\"\"一\"\"所\",\" a,\nb \"\n乙所,\"\"\n");
    rows_expect("W#0 单位=甲\"一\"所 备,注= a,\nb \nW#0 单位=乙所 备,注=\n");
    /* "甲""一""所" is 15 bytes, " a,\nb " is 8. */
    cr_expect_str_eq(rows_places(), "2:1+24 | 2:1+15 2:11+8\n4:1+9 | 4:1+6 4:4+2\n");
}

Test(csv, unterminated_quote_spoils_one_row)
{
    rows_read("a.csv", "单位,备注\n甲所,\"台账\n乙所,好\n丙所,好\n");
    rows_expect_found("E0520 2:4+1 2 2\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=乙所 备注=好\nW#0 单位=丙所 备注=好\n");
    /* The next quote opens the cell of another row. */
    rows_read("a.csv", "单位,备注\n甲所,\"台账\n乙所,\"好\"\n\"丙所\",好\n");
    rows_expect_found("E0520 2:4+1 2 2 -> 3:4+1\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=乙所 备注=好\nW#0 单位=丙所 备注=好\n");
}

Test(csv, junk_behind_the_quote_and_quote_inside)
{
    rows_read("a.csv", "单位,备注\n甲所,\"台账\"不全\n乙所,台\"账\n丙所, \"x\"\n丁所,好\n"
                       "戊所,\"两\n行\"x\n己所,好\n");
    rows_expect_found("E0521 2:8+1 2 2\nE0522 3:5+1 3 2\nE0522 4:5+1 4 2\nE0521 7:3+1 6 2\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=丁所 备注=好\nW#0 单位=己所 备注=好\n");
}

Test(csv, short_long_and_trailing)
{
    rows_read("a.csv", "单位,a,b\n甲所,1\n乙所,1,2,3,4\n丙所,1,2,\n丁所,1,2\n戊所\n");
    rows_expect_found("E0523 2:1+8 2 2 3\nE0524 3:8+3 3 5 3\nE0525 4:7+1 4\nE0523 6:1+6 6 1 3\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=丁所 a=1 b=2\n");
}

Test(csv, blank_lines_count_but_are_no_rows)
{
    rows_read("a.csv", "\n  \n单位,a\n\n　\n甲所,1\n\n乙所\n");
    rows_expect_found("E0523 8:1+6 8 1 2\n"); /* line and row 8 */
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所 a=1\n");
}

Test(csv, line_ends_and_mark)
{
    static const char rows[] = "W#0 单位=甲所 a=1\nW#0 单位=乙所 a=2\n";
    rows_read("a.csv", "\xef\xbb\xbf单位,a\r\n甲所,1\r\n乙所,2\r\n");
    rows_expect(rows);
    rows_read("a.csv", "单位,a\n甲所,1\n乙所,2");
    cr_expect_str_eq(rows_rows(), rows);
    rows_expect_found("E0110 3:5+0\n");
    cr_expect_eq(rows_status(), 0);
    rows_read("a.csv", "单位,a\r甲所,1\r乙所,2\r");
    cr_expect_str_eq(rows_rows(), "");
    rows_expect_found("E0108 1:5+1\n");
    rows_read("a.csv", "单位,a\n甲所,1\r乙所,2\n丙所,3\n");
    rows_expect_found("E0108 2:5+1\n");
}

Test(csv, header_errors)
{
    rows_read("a.csv", "单位,a,,a,unit\n甲所,1,2,3,4\n乙所,1\n");
    rows_expect_found("E0531 1:6+0 3\nE0530 1:7+1 a -> 1:4+1\n"
                      "E0530 1:9+4 unit -> 1:1+6\nE0523 3:1+8 3 2 5\n");
    cr_expect_str_eq(rows_rows(), "");
    rows_read("a.csv", "名称,得分\n甲所,1\n");
    rows_expect_found("E0532 1:1+13 单位 名称、得分 名称, 得分\n");
    rows_read("a.csv", "甲所,3,5\n乙所,4,5\n"); /* no header at all */
    rows_expect_found("E0532 1:1+10 单位 甲所、3、5 甲所, 3, 5\n");
    rows_read("a.csv", "");
    rows_expect_found("E0511 1:1+0\n");
    rows_read("a.csv", "\n\n");
    rows_expect_found("E0511 1:1+0\n");
    cr_expect_eq(rows_status(), 1);
}

Test(csv, other_separators_are_named)
{
    rows_read("a.csv", "单位;得分\n甲所;1\n");
    rows_expect_found("E0533 1:1+13 ;\n");
    rows_read("a.csv", "单位\t得分\n甲所\t1\n");
    rows_expect_found("E0533 1:1+13 Tab\n");
    rows_read("a.csv", "单位，得分,次数\n甲所，1,2\n");
    rows_expect_found("E0533 1:1+15 ，\n");
    rows_read("a.csv", "名称；得分\n甲所；1\n");
    rows_expect_found("E0533 1:1+15 ；\n");
}

Test(csv, formula_guard_is_taken_off)
{
    rows_read("a.csv", "单位,a,b,c\n甲所,\"'=1+1\",'-5,'好'\n乙所,'＝x,\"'\tx\",'\n");
    rows_expect("W#0 单位=甲所 a==1+1 b=-5 c='好'\nW#0 单位=乙所 a=＝x b=\tx c='\n");
    rows_read("a.csv",
              "单位,a\n甲所,''=x\n"); /* one is taken off where a sign follows it at once */
    rows_expect("W#0 单位=甲所 a=''=x\n");
}

Test(csv, composition)
{
    rows_read("a.csv", "单位,a\nCafe\xcc\x81,１０\n");
    rows_expect("W#0 单位=Café a=１０\n");
    cr_expect_str_eq(rows_places(), "2:1+13 | 2:1+6 2:7+6\n");
}

Test(csv, invisible_characters)
{
    rows_read("a.csv", "单位,a\n甲\xe2\x80\x8b所,1\n乙所,\x1b[1m\n\"丙\xe2\x80\xae所\",1\n"
                       "丁\xef\xbf\xbd所,1\n戊所,1\n");
    rows_expect_found("E0106 2:2+3 U+200B\nE0106 3:4+1 U+001B\nE0105 4:3+3 U+202E\n"
                      "E0107 5:2+3 U+FFFD\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=戊所 a=1\n");
}

Test(csv, damaged_names)
{
    rows_read("a.csv", "单位,事项,备注\n甲??所,投诉,a??b\n甲??所,投诉,x\n乙所,己斯ぷ魅蝿務,x\n"
                       "丙所,锟斤拷,x\nさくら,投诉,x\n");
    /* Each damaged name once, at its first place; kana among Han characters are a warning; notes
     * are no names; a name all in kana is one. */
    rows_expect_found("E0507 2:1+8 甲??所\nE0508 4:4+18 己斯ぷ魅蝿務\nE0507 5:4+9 锟斤拷\n");
    cr_expect_str_eq(rows_rows(), "R#0 单位=乙所 事项=己斯ぷ魅蝿務 备注=x\n"
                                  "R#0 单位=さくら 事项=投诉 备注=x\n");
    rows_read("a.csv", "单位,领导??\n甲所,1\n");
    rows_expect_found("E0507 1:4+8 领导??\n");
}

Test(csv, unit_must_be_named)
{
    rows_read("a.csv", "单位,a\n,1\n\"\",2\n,\n甲所,3\n");
    rows_expect_found("E0534 2:1+2 单位\nE0534 3:1+2 单位\nE0534 4:1+1 单位\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=甲所 a=3\n");
}

Test(csv, unit_of_several_columns)
{
    kh_slice columns[] = {KH_LIT("届次"), KH_LIT("单位")};
    rows_options.unit_columns = columns;
    rows_options.unit_column_count = 2;
    rows_read("a.csv", "a,单位,届次,b\n1,甲所,一,2\n3,甲所,二,4\n5,,三,6\n");
    cr_expect_str_eq(rows_rows(), "W#0 单位=一 甲所 a=1 b=2\nW#0 单位=二 甲所 a=3 b=4\n");
    cr_expect_str_eq(rows_places(), "2:1+14 | 2:6+3 2:1+1 2:8+1\n3:1+14 | 3:6+3 3:1+1 3:8+1\n");
    rows_expect_found("E0534 4:1+8 单位\n");
    rows_read("a.csv", "届次,a\n一,1\n");
    rows_expect_found("E0532 1:1+8 单位 届次、a 届次, a\n");
    columns[1] = KH_LIT("名称");
    rows_read("a.csv", "届次,名称,单位\n一,甲所,x\n");
    rows_expect_found("E0530 1:7+6 单位 -> 1:1+6\n");
}

Test(csv, lists_of_units)
{
    rows_options.units_only = true;
    rows_read("a.txt", "甲所\n乙所\n\n\"丙,所\"\n");
    rows_expect("W#0 单位=甲所\nW#0 单位=乙所\nW#0 单位=丙,所\n");
    rows_read("a.csv", "类别,单位\n司法所,甲所\n");
    rows_expect("W#0 类别=司法所 单位=甲所\n");
    rows_read("a.csv", "甲所\n乙所,司法所\n丙??\n");
    rows_expect_found("E0536 2:1+16 2\nE0507 3:1+5 丙??\n");
    rows_read("a.csv", "单位,事项\n甲所,投诉\n");
    rows_expect_found("E0535 1:4+6 事项\n");
    rows_read("a.csv", "甲所,司法所\n乙所,司法所\n");
    rows_expect_found("E0532 1:1+16 单位 甲所、司法所 甲所, 司法所\n");
    rows_read("a.txt", "单位；类别\n甲所；司法所\n");
    rows_expect_found("E0533 1:1+15 ；\n");
}

/* A header of n columns, and a row with a long first cell after the unit. */
static void read_wide(size_t columns, size_t cell, size_t more_cells)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "unit");
    for (size_t i = 1; i < columns; i++)
        kh_strbuf_addf(&b, ",c%zu", i);
    kh_strbuf_adds(&b, "\nu");
    for (size_t i = 1; i < columns; i++) {
        kh_strbuf_addc(&b, ',');
        kh_strbuf_pad(&b, 'x', i <= more_cells ? cell : 1);
    }
    kh_strbuf_adds(&b, "\nv");
    for (size_t i = 1; i < columns; i++)
        kh_strbuf_adds(&b, ",1");
    kh_strbuf_adds(&b, "\n");
    rows_read_bytes("a.csv", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

Test(csv, limits)
{
    read_wide(1000, 1, 1);
    cr_expect_eq(rows_count(), 2u);
    rows_expect_found("");
    read_wide(1001, 1, 1);
    cr_expect_eq(rows_count(), 0u);
    cr_expect_str_eq(rows_found(), "E0528 1:1+4897 1001\n"); /* 4 + 9·3 + 90·4 + 900·5 + 6 */
    cr_expect_eq(rows_status(), 4);
    read_wide(3, 65536, 1);
    cr_expect_eq(rows_count(), 2u);
    read_wide(3, 65537, 1);
    cr_expect_eq(rows_count(), 1u);
    rows_expect_found("E0527 2:3+65537\n");
    cr_expect_eq(rows_status(), 4);
    /* "u", 16 cells of 65534 and one more of 1 byte, each with its comma: 1048563; 1 MB is 1048576.
     */
    read_wide(18, 65534, 16);
    cr_expect_eq(rows_count(), 2u);
    read_wide(18, 65535, 16); /* 1048579 */
    cr_expect_eq(rows_count(), 1u);
    rows_expect_found("E0526 2:1+0 2\n");
    cr_expect_eq(rows_status(), 4);
}

/* A row of exactly n bytes in quotes. */
static void read_row_of(size_t n, const char *behind)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "unit,a\n");
    size_t start = b.n;
    kh_strbuf_adds(&b, "u");
    while (b.n - start < n) {
        size_t left = n - (b.n - start), part = left > 60000 ? 60000 : left;
        kh_strbuf_addc(&b, ',');
        kh_strbuf_pad(&b, 'x', part - 1);
    }
    kh_strbuf_adds(&b, behind);
    rows_read_bytes("a.csv", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
}

Test(csv, the_longest_row)
{
    read_row_of(1 << 20, "\nv,1\n");
    /* The unit and 18 cells; the third begins at byte 60002, so 1048576 - 60002 are too many. */
    rows_expect_found("E0524 2:60003+988574 2 19 2\n");
    cr_expect_eq(rows_count(), 1u);
    read_row_of((1 << 20) + 1, "\nv,1\n");
    rows_expect_found("E0526 2:1+0 2\n");
    cr_expect_eq(rows_count(), 1u);
    read_row_of((1 << 20) + 1, "");
    cr_expect_str_eq(rows_rows(), "");
    cr_expect_eq(rows_status(), 4);
}

Test(csv, an_open_quote_over_more_than_a_row)
{
    kh_strbuf b = {0};
    kh_strbuf_adds(&b, "unit,a\nu,\"x\n");
    for (int i = 0; i < 200000; i++)
        kh_strbuf_adds(&b, "v,1234\n");
    rows_read_bytes("a.csv", kh_strbuf_slice(&b));
    kh_strbuf_free(&b);
    rows_expect_found("E0526 2:3+1 2 2\n");
    cr_expect_eq(rows_count(), 200000u);
}

/* Rows read and rows reported together are all rows, whatever is wrong with some. A quote that is
 * never closed and one too many at the end of a later row are a cell of several lines to any reader
 * of CSV, so the two do not meet here. */
Test(csv, no_row_is_lost)
{
    static const char *const kinds[] = {"甲所,1\n",   "甲所\n",        "甲所,1,2\n", "甲所,\"x\n",
                                        "甲所,x\"\n", "甲所,\"x\"y\n", "甲所,1,\n",  ",1\n"};
    srand(7);
    for (int round = 0; round < 50; round++) {
        kh_strbuf b = {0};
        kh_strbuf_adds(&b, "单位,a\n");
        unsigned good = 0, bad = 0;
        for (int i = 0; i < 100; i++) {
            int k = rand() % 8;
            if (k == (round % 2 ? 3 : 4))
                k = 0;
            good += k == 0;
            bad += k != 0;
            kh_strbuf_adds(&b, kinds[k]);
        }
        rows_read_bytes("a.csv", kh_strbuf_slice(&b));
        kh_strbuf_free(&b);
        unsigned said = 0;
        for (const char *p = rows_found(); *p; p++)
            said += *p == '\n';
        cr_expect_eq(rows_count(), good, "round %d: %u rows of %u", round, rows_count(), good);
        cr_expect_eq(said, bad, "round %d: %u said of %u", round, said, bad);
    }
}
