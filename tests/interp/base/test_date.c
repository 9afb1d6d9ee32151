/* Days of the calendar. */
#include "base/date.h"

#include <criterion/criterion.h>

static kh_date day(int year, int month, int d)
{
    kh_date out = KH_NO_DATE;
    cr_assert(kh_date_make(year, month, d, &out), "%d-%d-%d", year, month, d);
    return out;
}

static void assert_shows(kh_date d, const char *expected)
{
    kh_strbuf b = {0};
    kh_date_show(&b, d);
    cr_assert_str_eq(b.at, expected);
    kh_strbuf_free(&b);
}

/* The rule of leap years and the lengths of the months, counted day by day. */
static int length_of(int y, int m)
{
    if (m == 2)
        return y % 400 == 0 ? 29 : y % 100 == 0 ? 28 : y % 4 == 0 ? 29 : 28;
    return m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31;
}

Test(date, every_day_from_1_to_9999)
{
    /* 0001-01-01 is 719162 days before 1970-01-01 (Python: date(1970, 1, 1).toordinal() - 1) and a
     * Monday. */
    kh_date expected = -719162;
    int weekday = 1;
    for (int y = 1; y <= 9999; y++) {
        for (int m = 1; m <= 12; m++) {
            for (int d = 1; d <= 31; d++) {
                kh_date got = KH_NO_DATE;
                bool made = kh_date_make(y, m, d, &got);
                if (made != (d <= length_of(y, m)))
                    cr_assert_fail("%d-%d-%d made: %d", y, m, d, made);
                if (!made)
                    continue;
                int y2, m2, d2;
                kh_date_split(got, &y2, &m2, &d2);
                if (got != expected || y2 != y || m2 != m || d2 != d ||
                    kh_date_weekday(got) != weekday)
                    cr_assert_fail("%d-%d-%d is %d, split %d-%d-%d, weekday %d", y, m, d, got, y2,
                                   m2, d2, kh_date_weekday(got));
                expected++;
                weekday = weekday % 7 + 1;
            }
        }
    }
    cr_assert_eq(expected, 2932897, "Python: date.max.toordinal() - 719163 + 1");
}

Test(date, known_days)
{
    cr_assert_eq(day(1970, 1, 1), 0);
    cr_assert_eq(day(2013, 5, 31), 15856); /* Python: (date(2013, 5, 31) - date(1970, 1, 1)).days */
    cr_assert_eq(kh_date_weekday(day(2013, 5, 31)), 5);
    cr_assert_eq(kh_date_weekday(day(1969, 12, 31)), 3);
    assert_shows(day(2013, 5, 31), "2013-05-31");
    assert_shows(day(1, 1, 1), "0001-01-01");
    assert_shows(day(9999, 12, 31), "9999-12-31");
}

Test(date, days_that_do_not_exist)
{
    kh_date d = 42;
    cr_assert_not(kh_date_make(0, 12, 31, &d));
    cr_assert_not(kh_date_make(10000, 1, 1, &d));
    cr_assert_not(kh_date_make(-5, 1, 1, &d));
    cr_assert_not(kh_date_make(2013, 0, 1, &d));
    cr_assert_not(kh_date_make(2013, 13, 1, &d));
    cr_assert_not(kh_date_make(2013, 1, 0, &d));
    cr_assert_not(kh_date_make(2013, 2, 29, &d));
    cr_assert_not(kh_date_make(1900, 2, 29, &d));
    cr_assert(kh_date_make(2000, 2, 29, &d));
}

Test(date, days_far_outside_the_years_split_too)
{
    int y, m, d;
    kh_date_split(day(9999, 12, 31) + 1, &y, &m, &d);
    cr_assert(y == 10000 && m == 1 && d == 1);
    kh_date_split(day(1, 1, 1) - 1, &y, &m, &d);
    cr_assert(y == 0 && m == 12 && d == 31);
    kh_date_split(day(1, 1, 1) - 366 - 1, &y, &m, &d); /* year 0 is a leap year */
    cr_assert(y == -1 && m == 12 && d == 31);
    kh_date_split(INT32_MIN, &y, &m, &d);
    cr_assert(m >= 1 && m <= 12 && d >= 1 && d <= 31);
    cr_assert(kh_date_weekday(INT32_MIN) >= 1 && kh_date_weekday(INT32_MIN) <= 7);
    cr_assert_eq(kh_date_weekday(INT32_MAX - 6), kh_date_weekday(INT32_MAX) % 7 + 1);
}

Test(date, spellings)
{
    static const struct {
        const char *text;
        kh_date_read read;
    } rows[] = {
        {"2013-05-31", KH_DATE_OK},
        {"2013/5/31", KH_DATE_OK},
        {"2013.5.31", KH_DATE_OK},
        {"2013年5月31日", KH_DATE_OK},
        {"2013/05/31", KH_DATE_OK},
        {"2013.05.31", KH_DATE_OK},
        {"2013-5-31", KH_DATE_OK},
        {"2013年05月31日", KH_DATE_OK},
        {"2013-02-30", KH_DATE_NO_DAY},
        {"2013-02-29", KH_DATE_NO_DAY},
        {"2013-13-01", KH_DATE_NO_DAY},
        {"2013-00-10", KH_DATE_NO_DAY},
        {"2013-31-05", KH_DATE_NO_DAY},
        {"2013年2月30日", KH_DATE_NO_DAY},
        {"0000-01-01", KH_DATE_NO_DAY},
        {"2013.4.31", KH_DATE_NO_DAY},
        {"31/5/2013", KH_DATE_ORDER},
        {"5/31/2013", KH_DATE_ORDER},
        {"13-5-31", KH_DATE_ORDER},
        {"31.5.13", KH_DATE_ORDER},
        {"13年5月31日", KH_DATE_ORDER},
        {"01/06/2013", KH_DATE_ORDER},
        {"5-31-2013", KH_DATE_ORDER},
        {"13/05/31", KH_DATE_ORDER},
        {"", KH_DATE_NOT},
        {"2013", KH_DATE_NOT},
        {"2013-05", KH_DATE_NOT},
        {"2013-05-", KH_DATE_NOT},
        {"2013-05/31", KH_DATE_NOT},
        {"2013-05-31 ", KH_DATE_NOT},
        {" 2013-05-31", KH_DATE_NOT},
        {"2013-05-31T00:00", KH_DATE_NOT},
        {"2013-005-31", KH_DATE_NOT},
        {"2013-5-031", KH_DATE_NOT},
        {"12013-05-31", KH_DATE_NOT},
        {"213-05-31", KH_DATE_NOT},
        {"20130531", KH_DATE_NOT},
        {"2013--05-31", KH_DATE_NOT},
        {"-2013-05-31", KH_DATE_NOT},
        {"2013年5月31", KH_DATE_NOT},
        {"2013年5月31号", KH_DATE_NOT},
        {"5月31日", KH_DATE_NOT},
        {"1.2.3", KH_DATE_NOT},
        {"70.5", KH_DATE_NOT},
        {"2013-05-3a", KH_DATE_NOT},
        {"２０１３-05-31", KH_DATE_NOT},
        {"1-2-345", KH_DATE_NOT},
        {"99999999999999999999-1-1", KH_DATE_NOT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_date d = KH_NO_DATE;
        cr_expect_eq(kh_date_parse(kh_slice_of(rows[i].text), &d), rows[i].read, "%s",
                     rows[i].text);
        if (rows[i].read == KH_DATE_OK)
            cr_expect_eq(d, day(2013, 5, 31), "%s", rows[i].text);
    }
    kh_date d = 0;
    cr_expect_eq(kh_date_parse((kh_slice){"2013-05-310", 10}, &d), KH_DATE_OK,
                 "ends with the slice");
    cr_expect_eq(kh_date_parse((kh_slice){"2013年5月31日", 15}, &d), KH_DATE_NOT, "a cut mark");
}

Test(date, what_is_shown_reads_back)
{
    for (kh_date d = day(1, 1, 1); d <= day(9999, 12, 31); d += 37) {
        kh_strbuf b = {0};
        kh_date back = KH_NO_DATE;
        kh_date_show(&b, d);
        cr_assert_eq(kh_date_parse(kh_strbuf_slice(&b), &back), KH_DATE_OK, "%s", b.at);
        cr_assert_eq(back, d, "%s", b.at);
        kh_strbuf_free(&b);
    }
}

Test(date, months_on)
{
    static const struct {
        int y, m, d, months;
        const char *expected; /* NULL: outside the years */
    } rows[] = {
        {2013, 1, 31, 1, "2013-02-28"},   {2012, 1, 31, 1, "2012-02-29"},
        {2013, 1, 31, 3, "2013-04-30"},   {2013, 5, 31, 0, "2013-05-31"},
        {2013, 5, 31, 12, "2014-05-31"},  {2012, 2, 29, 12, "2013-02-28"},
        {2012, 2, 29, 48, "2016-02-29"},  {2013, 12, 15, 1, "2014-01-15"},
        {2013, 1, 15, -1, "2012-12-15"},  {2013, 3, 31, -1, "2013-02-28"},
        {2013, 3, 31, -13, "2012-02-29"}, {1, 1, 1, -1, NULL},
        {9999, 12, 1, 1, NULL},           {9999, 11, 30, 1, "9999-12-30"},
        {2013, 1, 1, 2147483647, NULL},   {2013, 1, 1, -2147483647 - 1, NULL},
        {1, 1, 31, 119987, "9999-12-31"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        kh_date out;
        bool ok = kh_date_add_months(day(rows[i].y, rows[i].m, rows[i].d), rows[i].months, &out);
        cr_assert_eq(ok, rows[i].expected != NULL, "row %zu", i);
        if (ok)
            assert_shows(out, rows[i].expected);
    }
}
