#!/usr/bin/env python3
"""Checks every calendar of rules/calendars against what is known apart from it: its form, the wording
of the notices, the statutory days off with the moon, the weekdays that are paid for with weekend
days, and the deadlines of the 2013 scheme counted by hand. Uses nothing of the program."""
import datetime
import sys

import days as calendars
import notices

# First day of the first month, fifth of the fifth, fifteenth of the eighth of the lunar year.
LUNAR = {
    2012: ("01-23", "06-23", "09-30"), 2013: ("02-10", "06-12", "09-19"),
    2014: ("01-31", "06-02", "09-08"), 2015: ("02-19", "06-20", "09-27"),
    2016: ("02-08", "06-09", "09-15"), 2017: ("01-28", "05-30", "10-04"),
    2018: ("02-16", "06-18", "09-24"), 2019: ("02-05", "06-07", "09-13"),
    2020: ("01-25", "06-25", "10-01"), 2021: ("02-12", "06-14", "09-21"),
    2022: ("02-01", "06-03", "09-10"), 2023: ("01-22", "06-22", "09-29"),
    2024: ("02-10", "06-10", "09-17"), 2025: ("01-29", "05-31", "10-06"),
    2026: ("02-17", "06-19", "09-25"),
}

# How many days each year's calendar has off and has worked, weekends inside a holiday included, and
# those of New Year where it begins in the year before.
COUNTS = {
    2012: (27, 6), 2013: (29, 12), 2014: (27, 5), 2015: (29, 5), 2016: (28, 6), 2017: (28, 5),
    2018: (29, 7), 2019: (28, 6), 2020: (30, 6), 2021: (31, 7), 2022: (32, 7), 2023: (28, 7),
    2024: (30, 8), 2025: (28, 5), 2026: (33, 6),
}

# Weekdays off that no statutory day and no day worked in the same year stand for. 2012: 31 December
# 2011 was worked for 3 January. 2020: 31 January was given, and 1 February no longer worked for 春节.
# And 1 October 2020 was 中秋节 and 国庆节 at once, which was worth two.
GIVEN = {2012: 1, 2020: 2 + 1}

# Seven working days after the last day of a quarter, counted on a printed calendar.
DEADLINES = [
    ("2013-03-31", 7, "2013-04-10"),  # 4 to 6 April off, Sunday 7 April worked
    ("2013-06-30", 7, "2013-07-09"),
    ("2013-09-30", 7, "2013-10-15"),  # 1 to 7 October off, Saturday 12 October worked
    ("2013-12-31", 7, "2014-01-10"),  # 1 January off: needs the calendar of 2014
]


def form(path, rows):
    """What is wrong with the rows of a file, one by one."""
    wrong, last = [], None
    for row in rows:
        if row.kind not in ("休", "班"):
            wrong.append(f"{row.where}: neither 休 nor 班: {row.kind}")
        if row.kind == "班" and row.date.weekday() < 5:
            wrong.append(f"{row.where}: {row.date} is no weekend day, nothing to make up for")
        if f"cn-{row.date.year}.csv" != path.name:
            wrong.append(f"{row.where}: {row.date} belongs to another year's file")
        if last is not None and row.date <= last:
            wrong.append(f"{row.where}: {row.date} does not come after {last}")
        last = row.date
    return wrong


def statutory(year):
    """The days off of 全国年节及纪念日放假办法 as it stood in that year, and the day of 2015."""
    def day(text):
        return datetime.date.fromisoformat(f"{year}-{text}")
    new_year, dragon_boat, mid_autumn = map(day, LUNAR[year])
    # The sun at 15 degrees: 4.81 + 0.2422 a year, of this century.
    tombs = (year % 100 * 2422 + 48100) // 10000 - year % 100 // 4
    before, behind = (1, 1) if year < 2014 else (0, 2) if year < 2025 else (1, 2)
    found = [day("01-01"), day(f"04-{tombs:02}"), day("05-01"), dragon_boat, mid_autumn,
             day("10-01"), day("10-02"), day("10-03")]
    found += [new_year + calendars.DAY * n for n in range(-before, behind + 1)]
    found += [day("05-02")] if year >= 2025 else []
    found += [day("09-03")] if year == 2015 else []
    return found


def off_the_moon(year):
    """The lunar days that are not where the moon puts them. The true new moon is at most 14 hours
    before or behind the mean one, and somewhere in the day."""
    for text, name, age in zip(LUNAR[year], ("春节", "端午节", "中秋节"), (0, 4, 14)):
        date = datetime.date.fromisoformat(f"{year}-{text}")
        # New moon of 2000-01-06 18:14 UTC; in Beijing 02:14 on the 7th.
        since = (date - datetime.date(2000, 1, 7)).days * 86400 - age * 86400 - 8040
        hours = since % 2551443 / 3600  # 29.530588 days
        if 14 < hours < 2551443 / 3600 - 38:
            yield f"{year}: {name} on {date} is {hours:.0f} hours behind a new moon"
    if not "01-20" <= LUNAR[year][0] <= "02-21":
        yield f"{year}: 春节 on {LUNAR[year][0]}"


def check_year(year, rows):
    wrong = list(off_the_moon(year))
    kinds = calendars.kinds(rows)
    wanted = statutory(year)
    for date in wanted:
        if kinds.get(date) != "休":
            wrong.append(f"{year}: {date} is a statutory day off, but not in the calendar")
    # A holiday on a weekend is made up for by a weekday off, so each gives one weekday; all others
    # are paid for by a weekend day.
    free = sum(1 for d, k in kinds.items() if k == "休" and d.weekday() < 5)
    worked = sum(1 for k in kinds.values() if k == "班")
    if free - worked != len(set(wanted)) + GIVEN.get(year, 0):
        wrong.append(f"{year}: {free} weekdays off for {worked} days worked"
                     f" and {len(wanted)} statutory days")
    return wrong


def check_counts(year, rows):
    found = tuple(sum(1 for r in rows if r.kind == kind) for kind in "休班")
    return [] if found == COUNTS[year] else [
        f"{year}: {found[0]} days off and {found[1]} worked, not {COUNTS[year]}"]


def check_notices(year, rows, named):
    """The calendar has the days that the notices name, with their festival and number; no others."""
    found = {(r.date, r.kind, r.name, r.source) for r in rows}
    wanted = {row for row in named if row[0].year == year}
    return ([f"{row} is named by its notice, but is not in the calendar" for row in wanted - found] +
            [f"{row} is in the calendar, but its notice does not say so" for row in found - wanted])


def main():
    passed, wrong, rows = 0, [], []

    def take(bad):
        nonlocal passed
        wrong.extend(bad)
        passed += not bad

    on_disk = sorted(calendars.FOLDER.glob("*.csv"))
    take([] if on_disk == calendars.paths() else [f"other files than one a year: {on_disk}"])
    for path in on_disk:
        found, bad = calendars.read(path)
        rows += found
        take(bad + form(path, found))
    named, bad = notices.read()
    take(bad)
    for year in range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1):
        of_year = [r for r in rows if r.date.year == year]
        take(check_year(year, of_year))
        take(check_notices(year, of_year, named))
        take(check_counts(year, of_year))
    kinds = calendars.kinds(rows)
    for start, count, want in DEADLINES:
        got = calendars.after(kinds, datetime.date.fromisoformat(start), count)
        take([] if got.isoformat() == want else
             [f"{count} working days after {start} is {got}, not {want}"])
    for line in wrong:
        print(line)
    print(f"{passed} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
