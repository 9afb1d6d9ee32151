/* Days of the proleptic Gregorian calendar. */
#include "base/date.h"

#include <stddef.h>

#define DAYS_400 146097    /* days of 400 years; the calendar repeats after them */
#define MARCH_0  (-719468) /* 0000-03-01 counted from 1970-01-01 */

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* The year is taken to begin in March, so that the day a leap year adds is its last; then the
 * months before month m (March is 0) have (153 * m + 2) / 5 days. */
bool kh_date_make(int year, int month, int day, kh_date *out)
{
    if (year < KH_MIN_YEAR || year > KH_MAX_YEAR || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month))
        return false;
    int y = month > 2 ? year : year - 1;
    int m = (month + 9) % 12;
    *out = (kh_date)(y * 365 + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 + MARCH_0);
    return true;
}

void kh_date_split(kh_date d, int *year, int *month, int *day)
{
    int64_t n = (int64_t)d - MARCH_0;
    int64_t cycle = (n >= 0 ? n : n - (DAYS_400 - 1)) / DAYS_400;
    int in_cycle = (int)(n - cycle * DAYS_400);
    /* Takes away the leap days, so that every year has 365 days. */
    int y = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / (DAYS_400 - 1)) / 365;
    int in_year = in_cycle - (y * 365 + y / 4 - y / 100);
    int m = (5 * in_year + 2) / 153;
    *day = in_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)(cycle * 400) + y + (*month <= 2);
}

int kh_date_weekday(kh_date d)
{
    /* 1970-01-01 was a Thursday. */
    int w = (int)(((int64_t)d + 3) % 7);
    return (w < 0 ? w + 7 : w) + 1;
}

/* A run of digits and its length; more than four are no part of a date. */
typedef struct digits {
    int n, value;
} digits;

static digits read_digits(kh_slice s, size_t *at)
{
    digits d = {0, 0};
    for (; *at < s.n && s.p[*at] >= '0' && s.p[*at] <= '9' && d.n <= 4; (*at)++) {
        d.value = d.value * 10 + (s.p[*at] - '0');
        d.n++;
    }
    return d;
}

static bool read_mark(kh_slice s, size_t *at, kh_slice mark)
{
    if (s.n - *at < mark.n || memcmp(s.p + *at, mark.p, mark.n) != 0)
        return false;
    *at += mark.n;
    return true;
}

/* Three runs of digits with those marks behind them and nothing else. */
static bool read_three(kh_slice s, const kh_slice marks[3], digits d[3])
{
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        d[i] = read_digits(s, &at);
        if (d[i].n == 0 || !read_mark(s, &at, marks[i]))
            return false;
    }
    return at == s.n;
}

static bool is_short(digits d)
{
    return d.n == 1 || d.n == 2;
}

kh_date_read kh_date_parse(kh_slice s, kh_date *out)
{
    static const kh_slice forms[][3] = {
        {{"-", 1}, {"-", 1}, {"", 0}},
        {{"/", 1}, {"/", 1}, {"", 0}},
        {{".", 1}, {".", 1}, {"", 0}},
        {{"年", sizeof "年" - 1}, {"月", sizeof "月" - 1}, {"日", sizeof "日" - 1}},
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        digits d[3];
        if (!read_three(s, forms[i], d))
            continue;
        if (d[0].n == 4 && is_short(d[1]) && is_short(d[2]))
            return kh_date_make(d[0].value, d[1].value, d[2].value, out) ? KH_DATE_OK
                                                                         : KH_DATE_NO_DAY;
        /* One of the ends must look like a year: 1.2.3 is the number of a paragraph. */
        bool year_first = d[0].n == 2 && is_short(d[2]);
        bool year_last = is_short(d[0]) && (d[2].n == 2 || d[2].n == 4);
        return is_short(d[1]) && (year_first || year_last) ? KH_DATE_ORDER : KH_DATE_NOT;
    }
    return KH_DATE_NOT;
}

void kh_date_show(kh_strbuf *out, kh_date d)
{
    int year, month, day;
    kh_date_split(d, &year, &month, &day);
    kh_strbuf_addf(out, "%04d-%02d-%02d", year, month, day);
}

bool kh_date_add_months(kh_date d, int months, kh_date *out)
{
    int year, month, day;
    kh_date_split(d, &year, &month, &day);
    int64_t count = (int64_t)year * 12 + (month - 1) + months;
    if (count < KH_MIN_YEAR * 12 || count >= (KH_MAX_YEAR + 1) * 12)
        return false;
    year = (int)(count / 12);
    month = (int)(count % 12) + 1;
    int last = days_of_month(year, month);
    return kh_date_make(year, month, day < last ? day : last, out);
}
