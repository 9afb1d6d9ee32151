/* Days of the proleptic Gregorian calendar, no time of day, no zone. A date is a count of
 * days: only differences and the functions here are used. */
#ifndef KH_BASE_DATE_H
#define KH_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "base/strbuf.h"

typedef int32_t kh_date; /* days since 1970-01-01, negative before */
#define KH_NO_DATE INT32_MIN
#define KH_MIN_YEAR 1
#define KH_MAX_YEAR 9999

/* False when there is no such day (2013-02-30) or the year is outside 1 … 9999. */
bool kh_date_make(int year, int month, int day, kh_date *out);
void kh_date_split(kh_date d, int *year, int *month, int *day);
int kh_date_weekday(kh_date d); /* 1 Monday … 7 Sunday */

typedef enum kh_date_read {
    KH_DATE_OK,
    KH_DATE_NOT,     /* not a date at all */
    KH_DATE_NO_DAY,  /* reads as year, month, day, but there is no such day */
    KH_DATE_ORDER    /* 31/5/2013 and other orders, or a two-digit year */
} kh_date_read;

/* 2013-05-31, 2013/5/31, 2013.5.31, 2013年5月31日; nothing before or behind. Month and day may have
 * one digit or two in all of them; full-width digits are narrowed by the caller. */
kh_date_read kh_date_parse(kh_slice s, kh_date *out);
/* Always 2013-05-31. */
void kh_date_show(kh_strbuf *out, kh_date d);

/* n months on, the day clamped to the end of the month (01-31 + 1 month = 02-28). */
bool kh_date_add_months(kh_date d, int months, kh_date *out);

/* A span of time with a name: a year, half, quarter, month or week; both ends included. */
typedef enum kh_period_unit {
    KH_YEAR, KH_HALF_YEAR, KH_QUARTER, KH_MONTH, KH_WEEK, KH_DAY
} kh_period_unit;

typedef struct kh_period {
    kh_date first, last;
} kh_period;

/* The period of that unit that holds d. Weeks are ISO weeks (Monday to Sunday); the week of
 * 9999-12-31 ends behind it. */
kh_period kh_period_of(kh_period_unit unit, kh_date d);
/* 2013, 2013H1, 2013Q2, 2013-05, 2013W07, or a date of any spelling (a day). False for anything else,
 * also for a period that does not exist (2013W53). */
bool kh_period_parse(kh_slice s, kh_period_unit *unit, kh_period *out);
/* The canonical spelling, as above. */
void kh_period_show(kh_strbuf *out, kh_period_unit unit, kh_period p);

#endif
