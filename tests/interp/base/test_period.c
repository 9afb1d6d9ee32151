/* Periods with a name. */
#include "base/date.h"

#include <criterion/criterion.h>

/* "2013-01-01 2013-12-31", or "-" when the text is no period of that unit. */
static void assert_span(const char *text, kh_period_unit unit, const char *expected)
{
    kh_period_unit u = unit;
    kh_period p;
    kh_strbuf b = {0};
    if (kh_period_parse(kh_slice_of(text), &u, &p)) {
        cr_expect_eq(u, unit, "%s", text);
        kh_date_show(&b, p.first);
        kh_strbuf_addc(&b, ' ');
        kh_date_show(&b, p.last);
    } else {
        kh_strbuf_addc(&b, '-');
    }
    cr_expect_str_eq(b.at, expected, "%s: %s", text, b.at);
    kh_strbuf_free(&b);
}

Test(period, names)
{
    assert_span("2013", KH_YEAR, "2013-01-01 2013-12-31");
    assert_span("2013H1", KH_HALF_YEAR, "2013-01-01 2013-06-30");
    assert_span("2013H2", KH_HALF_YEAR, "2013-07-01 2013-12-31");
    assert_span("2013Q1", KH_QUARTER, "2013-01-01 2013-03-31");
    assert_span("2013Q2", KH_QUARTER, "2013-04-01 2013-06-30");
    assert_span("2013Q3", KH_QUARTER, "2013-07-01 2013-09-30");
    assert_span("2013Q4", KH_QUARTER, "2013-10-01 2013-12-31");
    assert_span("2013-02", KH_MONTH, "2013-02-01 2013-02-28");
    assert_span("2012-02", KH_MONTH, "2012-02-01 2012-02-29");
    assert_span("2013-12", KH_MONTH, "2013-12-01 2013-12-31");
    assert_span("2013-05-31", KH_DAY, "2013-05-31 2013-05-31");
    assert_span("2013年5月31日", KH_DAY, "2013-05-31 2013-05-31");
    assert_span("2013/5/31", KH_DAY, "2013-05-31 2013-05-31");
    assert_span("0001", KH_YEAR, "0001-01-01 0001-12-31");
    assert_span("9999", KH_YEAR, "9999-01-01 9999-12-31");
    assert_span("9999-12", KH_MONTH, "9999-12-01 9999-12-31");
}

/* Python: date.fromisocalendar(2013, 1, 1) and so on. */
Test(period, iso_weeks)
{
    assert_span("2013W01", KH_WEEK, "2012-12-31 2013-01-06");
    assert_span("2013W07", KH_WEEK, "2013-02-11 2013-02-17");
    assert_span("2013W52", KH_WEEK, "2013-12-23 2013-12-29");
    assert_span("2013W53", KH_WEEK, "-");
    assert_span("2014W01", KH_WEEK, "2013-12-30 2014-01-05");
    assert_span("2015W53", KH_WEEK, "2015-12-28 2016-01-03");
    assert_span("2016W01", KH_WEEK, "2016-01-04 2016-01-10");
    assert_span("2020W53", KH_WEEK, "2020-12-28 2021-01-03");
    assert_span("0001W01", KH_WEEK, "0001-01-01 0001-01-07");
    assert_span("9999W52", KH_WEEK, "9999-12-27 10000-01-02");
    assert_span("9999W53", KH_WEEK, "-");
}

Test(period, names_that_are_none)
{
    static const char *const texts[] = {
        "",        "201",     "20130",    "0000",    "0000Q1",     "2013H0",    "2013H3",
        "2013H",   "2013H11", "2013Q0",   "2013Q5",  "2013Q",      "2013-00",   "2013-13",
        "2013-5",  "2013-",   "2013-005", "2013W00", "2013W54",    "2013W7",    "2013W",
        "2013W99", "2013h1",  "2013X1",   "2013 Q1", "2013-02-30", "31/5/2013", "13-5-31",
        "2013M05", "2013Q1 ", "x013",     "2013W0x", "一考",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_span(texts[i], KH_DAY, "-");
}

/* Every day of a 400-year cycle lies in its period of every unit; periods of a unit follow each
 * other without a gap; what is shown reads back. */
Test(period, periods_tile_the_days)
{
    kh_date first, last;
    cr_assert(kh_date_make(1800, 1, 1, &first));
    cr_assert(kh_date_make(2199, 12, 31, &last));
    for (int u = KH_YEAR; u <= KH_DAY; u++) {
        kh_period_unit unit = (kh_period_unit)u;
        kh_period before = kh_period_of(unit, first);
        for (kh_date d = first; d <= last; d++) {
            kh_period p = kh_period_of(unit, d);
            bool same = p.first == before.first && p.last == before.last;
            if (p.first > d || p.last < d || (!same && p.first != before.last + 1))
                cr_assert_fail("unit %d day %d", u, d);
            before = p;
            if (p.first != d)
                continue;
            kh_strbuf b = {0};
            kh_period_show(&b, unit, p);
            kh_period_unit unit_back;
            kh_period back;
            cr_assert(kh_period_parse(kh_strbuf_slice(&b), &unit_back, &back), "%s", b.at);
            cr_assert(unit_back == unit && back.first == p.first && back.last == p.last, "%s",
                      b.at);
            kh_strbuf_free(&b);
        }
    }
}

Test(period, canonical_spellings)
{
    static const char *const texts[] = {"2013",    "2013H1",  "2013H2",  "2013Q1",     "2013Q4",
                                        "2013-05", "2013W01", "2013W07", "2013-05-31", "2015W53"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        kh_period_unit unit;
        kh_period p;
        kh_strbuf b = {0};
        cr_assert(kh_period_parse(kh_slice_of(texts[i]), &unit, &p));
        kh_period_show(&b, unit, p);
        cr_assert_str_eq(b.at, texts[i]);
        kh_strbuf_free(&b);
    }
}
