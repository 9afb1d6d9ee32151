/* Periods with a name: years and their parts, ISO weeks, days. */
#include "base/date.h"

#include <assert.h>

/* `months` months from the first of that month; they lie in one year. */
static kh_period months_of(int year, int month, int months)
{
    kh_period p;
    kh_date first_of_last;
    bool made = kh_date_make(year, month, 1, &p.first) &&
                kh_date_make(year, month + months - 1, 1, &first_of_last);
    assert(made);
    if (!made)
        return (kh_period){KH_NO_DATE, KH_NO_DATE};
    /* 31 days on is day 1 to 4 of the next month, also behind 9999-12-31. */
    int y, m, day;
    kh_date_split(first_of_last + 31, &y, &m, &day);
    p.last = first_of_last + 31 - day;
    return p;
}

static kh_period week_of(kh_date d)
{
    kh_date monday = d - (kh_date_weekday(d) - 1);
    return (kh_period){monday, monday + 6};
}

/* A week belongs to the year of its Thursday; its number counts the Thursdays of that year. */
static void week_number(kh_date monday, int *year, int *week)
{
    int month, day;
    kh_date first, thursday = monday + 3;
    kh_date_split(thursday, year, &month, &day);
    bool made = kh_date_make(*year, 1, 1, &first);
    assert(made);
    *week = made ? (thursday - first) / 7 + 1 : 0;
}

kh_period kh_period_of(kh_period_unit unit, kh_date d)
{
    int year, month, day;
    kh_date_split(d, &year, &month, &day);
    switch (unit) {
    case KH_YEAR:
        return months_of(year, 1, 12);
    case KH_HALF_YEAR:
        return months_of(year, month <= 6 ? 1 : 7, 6);
    case KH_QUARTER:
        return months_of(year, (month - 1) / 3 * 3 + 1, 3);
    case KH_MONTH:
        return months_of(year, month, 1);
    case KH_WEEK:
        return week_of(d);
    case KH_DAY:
        break;
    }
    return (kh_period){d, d};
}

/* Exactly n digits at `at`. */
static bool read_number(kh_slice s, size_t at, size_t n, int *out)
{
    if (s.n < at + n)
        return false;
    *out = 0;
    for (size_t i = at; i < at + n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

static bool parse_week(int year, int week, kh_period *out)
{
    kh_date day_4; /* 4 January is in week 1 */
    if (week < 1 || !kh_date_make(year, 1, 4, &day_4))
        return false;
    *out = week_of(day_4 + (week - 1) * 7);
    int its_year, month, day;
    kh_date_split(out->first + 3, &its_year, &month, &day);
    return its_year == year;
}

bool kh_period_parse(kh_slice s, kh_period_unit *unit, kh_period *out)
{
    int year, part;
    kh_date d;
    if (kh_date_parse(s, &d) == KH_DATE_OK) {
        *unit = KH_DAY;
        *out = kh_period_of(KH_DAY, d);
        return true;
    }
    if (!read_number(s, 0, 4, &year) || year < KH_MIN_YEAR)
        return false;
    if (s.n == 4) {
        *unit = KH_YEAR;
        *out = months_of(year, 1, 12);
        return true;
    }
    char mark = s.p[4];
    size_t width = mark == '-' || mark == 'W' ? 2 : 1;
    if (s.n != 5 + width || !read_number(s, 5, width, &part) || part < 1)
        return false;
    if (mark == 'H' && part <= 2) {
        *unit = KH_HALF_YEAR;
        *out = months_of(year, part * 6 - 5, 6);
        return true;
    }
    if (mark == 'Q' && part <= 4) {
        *unit = KH_QUARTER;
        *out = months_of(year, part * 3 - 2, 3);
        return true;
    }
    if (mark == '-' && part <= 12) {
        *unit = KH_MONTH;
        *out = months_of(year, part, 1);
        return true;
    }
    *unit = KH_WEEK;
    return mark == 'W' && parse_week(year, part, out);
}

void kh_period_show(kh_strbuf *out, kh_period_unit unit, kh_period p)
{
    int year, month, day, week;
    kh_date_split(p.first, &year, &month, &day);
    switch (unit) {
    case KH_YEAR:
        kh_strbuf_addf(out, "%04d", year);
        return;
    case KH_HALF_YEAR:
        kh_strbuf_addf(out, "%04dH%d", year, (month + 5) / 6);
        return;
    case KH_QUARTER:
        kh_strbuf_addf(out, "%04dQ%d", year, (month + 2) / 3);
        return;
    case KH_MONTH:
        kh_strbuf_addf(out, "%04d-%02d", year, month);
        return;
    case KH_WEEK:
        week_number(p.first, &year, &week);
        kh_strbuf_addf(out, "%04dW%02d", year, week);
        return;
    case KH_DAY:
        kh_date_show(out, p.first);
        return;
    }
}
