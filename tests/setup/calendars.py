#!/usr/bin/env python3
"""Reads every calendar of rules/calendars and checks its form, what can be known of its days, and
the deadlines of the 2013 scheme counted by hand. Uses nothing of the program itself."""
import csv
import datetime
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "rules" / "calendars"
HEADER = ["日期", "性质", "名称", "依据"]
DAY = datetime.timedelta(days=1)

# Seven working days after the last day of a quarter, counted on a printed calendar.
DEADLINES = [
    ("2013-03-31", 7, "2013-04-10"),  # 4 to 6 April off, Sunday 7 April worked
    ("2013-06-30", 7, "2013-07-09"),
    ("2013-09-30", 7, "2013-10-15"),  # 1 to 7 October off, Saturday 12 October worked
    ("2013-12-31", 7, "2014-01-10"),  # 1 January off: needs the calendar of 2014
]
# Statutory days off plus borrowed weekend days, and days worked for them, as the notices count.
WORKED = {2013: 12, 2014: 5}


def read(path):
    """The rows of one file as {date: kind}, and what is wrong with its form."""
    wrong, days, last = [], {}, None
    text = path.read_bytes()
    if b"\r" in text or text.startswith(b"\xef\xbb\xbf"):
        wrong.append(f"{path.name}: not plain UTF-8 with LF")
    rows = list(csv.reader(text.decode("utf-8").splitlines()))
    if not rows or rows[0] != HEADER:
        return days, wrong + [f"{path.name}: the header is not {','.join(HEADER)}"]
    for number, row in enumerate(rows[1:], 2):
        where = f"{path.name}:{number}"
        if len(row) != 4 or not all(row):
            wrong.append(f"{where}: not four filled cells")
            continue
        try:
            date = datetime.date.fromisoformat(row[0])
        except ValueError:
            wrong.append(f"{where}: no such day: {row[0]}")
            continue
        if row[1] not in ("休", "班"):
            wrong.append(f"{where}: neither 休 nor 班: {row[1]}")
        if row[1] == "班" and date.weekday() < 5:
            wrong.append(f"{where}: {date} is no weekend day, nothing to make up for")
        if f"cn-{date.year}.csv" != path.name:
            wrong.append(f"{where}: {date} belongs to another year's file")
        if last is not None and date <= last:
            wrong.append(f"{where}: {date} does not come after {last}")
        days[date] = row[1]
        last = date
    return days, wrong


def working(days, date):
    kind = days.get(date)
    return kind == "班" if kind else date.weekday() < 5


def after(days, date, count):
    while count:
        date += DAY
        count -= working(days, date)
    return date


def main():
    passed, wrong, days = 0, [], {}
    files = sorted(FOLDER.glob("*.csv"))
    if not files:
        wrong.append(f"no calendar in {FOLDER}")
    for path in files:
        found, bad = read(path)
        days.update(found)
        wrong += bad
        passed += not bad
    for year, count in WORKED.items():
        found = sum(1 for d, k in days.items() if d.year == year and k == "班")
        if found == count:
            passed += 1
        else:
            wrong.append(f"{year}: {found} made-up working days, the notice has {count}")
    for start, count, want in DEADLINES:
        got = after(days, datetime.date.fromisoformat(start), count)
        if got.isoformat() == want:
            passed += 1
        else:
            wrong.append(f"{count} working days after {start} is {got}, not {want}")
    for line in wrong:
        print(line)
    print(f"{passed} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
