"""The notices of the State Council's office (notices.txt), read as they are worded."""
import datetime
import pathlib
import re

TEXT = pathlib.Path(__file__).resolve().parent / "notices.txt"
DAY = datetime.timedelta(days=1)
DATE = re.compile(r"(?:(\d+)年)?(?:(\d+)月)?(\d+)日(?:（([^）]*)）)?")
WEEKDAYS = "一二三四五六日"


def dates(text, year, wrong):
    """The days that a sentence names. A month or year that is left out is that of the day before."""
    month, found = None, []
    for stated_year, stated_month, day, remark in DATE.findall(text):
        year, month = int(stated_year or year), int(stated_month or month)
        date = datetime.date(year, month, int(day))
        weekday = re.search(r"(?:星期|周)(.)$", remark)
        if weekday and WEEKDAYS.index(weekday[1]) != date.weekday():
            wrong.append(f"{date} is no {remark}")
        found.append(date)
    return found


def span(first, last):
    return [first + DAY * n for n in range((last - first).days + 1)]


def read_festival(text, year, wrong):
    """The days off and the days worked of one line."""
    off, worked = [], []
    for sentence in re.split("[。]|(?<=调休)，", text):
        named = dates(sentence, year, wrong)
        if sentence.endswith("起正常上班"):
            off = span(named[0], named[0])
        elif sentence.endswith("上班"):
            worked += named
        elif "至" in sentence or "补休" in sentence:
            off = span(*named)
        elif named and not off:
            off = named
        if "与周末连休" in sentence:
            while (off[0] - DAY).weekday() >= 5:
                off.insert(0, off[0] - DAY)
            while (off[-1] + DAY).weekday() >= 5:
                off.append(off[-1] + DAY)
    total = re.search(r"共(\d+)天|放假(\d+)天", text)
    if total and int(total[1] or total[2]) != len(off):
        wrong.append(f"{text}: {len(off)} days")
    return off, worked


def read():
    """(date, kind, name, source) of every day that the notices name, and what is wrong with them. A
    later notice replaces what an earlier one says about the same festival, or makes it longer."""
    wrong, festivals = [], {}
    for line in TEXT.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            year, source = line[2:].split()
        elif not line.startswith("#"):
            name, text = line.split("：", 1)
            off, worked = read_festival(text, int(year), wrong)
            said = [(d, "休", name, source) for d in off] + [(d, "班", name, source) for d in worked]
            if text.startswith("延长"):
                before = festivals[year, name]
                last = max(d for d, kind, _, _ in before if kind == "休")
                more = [(d, "休", name, source) for d in span(last + DAY, off[-1])]
                given = {d for d, _, _, _ in more}
                said = [row for row in before if row[0] not in given] + more
            festivals[year, name] = said
    return {row for said in festivals.values() for row in said}, wrong
