/* Working days by calendar files (language.md §4.8): 日期/date, 性质/kind (休/off, 班/work),
 * 名称/name, 依据/source. A calendar covers each calendar year in which it has a row: there Saturday
 * and Sunday are off, the rest work, and its rows change that. */
#ifndef KH_FACTS_CALENDAR_H
#define KH_FACTS_CALENDAR_H

#include "base/date.h"
#include "base/diag.h"
#include "facts/raw.h"

typedef struct kh_calendar kh_calendar;

/* Several files may be added, one over the other: where two say different things about a day, the
 * later one counts, and a note names both; in one file that is an error. */
kh_calendar *kh_calendar_new(kh_arena *a);
bool kh_calendar_add(kh_calendar *c, kh_sources *sources, kh_source_id source, kh_encoding encoding,
                     kh_diags *diags);
bool kh_calendar_covers(const kh_calendar *c, kh_date d);
/* d must be covered. */
bool kh_calendar_works(const kh_calendar *c, kh_date d);
/* The n-th working day after d (d itself does not count), n >= 1. False when a day on the way is not
 * covered; *uncovered is the first such day. */
bool kh_calendar_after(const kh_calendar *c, kh_date d, int n, kh_date *out, kh_date *uncovered);
/* Warns of years between the two days, both covered, that only a file covers which adds a few days to
 * other calendars: the national one of that year was forgotten. Each year is said once. */
void kh_calendar_check(kh_calendar *c, kh_sources *sources, kh_date from, kh_date to,
                       kh_diags *diags);

#endif
