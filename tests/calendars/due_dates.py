#!/usr/bin/env python3
"""due_dates.py KAOHE: a report is due N working days after the end of each month of 2012 to 2026, by
the calendars of rules/calendars. kaohe says how late one is that is filed on one day in 2027, and so
what it takes for the due date; days.py counts the same apart from it."""
import csv
import datetime
import io
import os
import subprocess
import sys
import tempfile

import days as calendars

COUNTS = (1, 3, 5, 7, 10, 15, 20, 60)
FILED = datetime.date(2027, 6, 30)
FULL = 10000


def months():
    return [(year, month) for year in range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1)
            for month in range(1, 13)]


def scheme(count, first, last):
    return (f"方案 月报 自 {first} 至 {last}\n"
            f"应报 月报 按月 限 期末 之后 {count}个工作日\n"
            f"项目 月报 满分 {FULL} 每次 月报 其中 迟报 扣 迟报天数\n")


def run(program, folder, text, facts, by):
    with open(os.path.join(folder, "月报.rules"), "w", encoding="utf-8") as f:
        f.write(text)
    with open(os.path.join(folder, "月报.csv"), "w", encoding="utf-8") as f:
        f.write(facts)
    words = [program, "eval", "月报.rules", "月报.csv", "--format", "csv", "--columns", "单位,总分"]
    for path in by:
        words += ["--calendar", path]
    return subprocess.run(words, cwd=folder, capture_output=True, encoding="utf-8", timeout=600,
                          env=dict(os.environ, KAOHE_LANG="zh"), check=False)


def due_dates(program, folder, count, wanted, by):
    """(year, month) → what kaohe takes for the due date. Each month is a unit that files only it."""
    last = calendars.month_end(*max(wanted))
    facts = "单位,事项,期间,日期\n" + "".join(
        f"{year}年{month}月,月报,{year}-{month:02},{FILED}\n" for year, month in wanted)
    done = run(program, folder, scheme(count, f"{min(wanted)[0]}-01-01", last), facts, by)
    if done.returncode:
        raise SystemExit(f"kaohe: status {done.returncode}\n{done.stdout}{done.stderr}")
    found = {}
    for row in csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff"))):
        year, month = row["单位"].rstrip("月").split("年")
        late = FULL - int(row["总分"])
        found[int(year), int(month)] = FILED - datetime.timedelta(days=late)
    return found


def without(program, folder, year, by):
    """A due date in a year that no calendar names is refused, and the year is said."""
    end = calendars.month_end(year, 12)
    done = run(program, folder, scheme(5, f"{year}-01-01", end), "单位\n甲\n", by)
    return (done.returncode == 1 and not done.stdout and "[E0650]" in done.stderr
            and f"没有 {year + 1} 这一年" in done.stderr)


def main():
    program = os.path.abspath(sys.argv[1])
    paths = calendars.paths()
    kinds = calendars.kinds([row for path in paths for row in calendars.read(path)[0]])
    passed, wrong = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for count in COUNTS:
            want = {m: calendars.after(kinds, calendars.month_end(*m), count) for m in months()}
            want = {m: d for m, d in want.items() if d.year <= calendars.LAST_YEAR}
            got = due_dates(program, folder, count, want, [str(path) for path in paths])
            for month, date in want.items():
                if got.get(month) == date:
                    passed += 1
                else:
                    wrong.append(f"{count} working days after {month[0]}-{month[1]:02}:"
                                 f" {got.get(month)}, not {date}")
        for year, path in zip(range(calendars.FIRST_YEAR, calendars.LAST_YEAR + 1), paths):
            if without(program, folder, year, [str(path)]):
                passed += 1
            else:
                wrong.append(f"{year + 1} has no calendar, but that is not said")
    for line in wrong:
        print(line)
    print(f"{passed} passed, {len(wrong)} failed")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
