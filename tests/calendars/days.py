"""The calendars of rules/calendars, read and counted without the program: what the tests here hold
against the data and against kaohe."""
import csv
import datetime
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "rules" / "calendars"
HEADER = ["日期", "性质", "名称", "依据"]
DAY = datetime.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 2012, 2026


class Row:
    def __init__(self, where, date, kind, name, source):
        self.where, self.date, self.kind = where, date, kind
        self.name, self.source = name, source


def read(path):
    """The rows of one file, and what is wrong with its form."""
    wrong, rows = [], []
    text = path.read_bytes()
    if b"\r" in text or text.startswith(b"\xef\xbb\xbf"):
        wrong.append(f"{path.name}: not plain UTF-8 with LF")
    cells = list(csv.reader(text.decode("utf-8").splitlines()))
    if not cells or cells[0] != HEADER:
        return rows, wrong + [f"{path.name}: the header is not {','.join(HEADER)}"]
    for number, row in enumerate(cells[1:], 2):
        where = f"{path.name}:{number}"
        if len(row) != 4 or not all(row):
            wrong.append(f"{where}: not four filled cells")
            continue
        try:
            date = datetime.date.fromisoformat(row[0])
        except ValueError:
            wrong.append(f"{where}: no such day: {row[0]}")
            continue
        rows.append(Row(where, date, *row[1:]))
    return rows, wrong


def paths():
    return [FOLDER / f"cn-{year}.csv" for year in range(FIRST_YEAR, LAST_YEAR + 1)]


def kinds(rows):
    return {row.date: row.kind for row in rows}


def works(days, date):
    kind = days.get(date)
    return kind == "班" if kind else date.weekday() < 5


def after(days, date, count):
    """The count-th working day after date."""
    while count:
        date += DAY
        count -= works(days, date)
    return date


def month_end(year, month):
    return datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
