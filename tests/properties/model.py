"""The slow model: what a scheme of gen.py gives for facts, worked unit by unit with fractions. Written
from the language's description (its order of stages, its defaults); it never reads a rules text."""
import datetime
import functools
import math
import os
from fractions import Fraction as F

MISSING, NA = "missing", "n/a"
YEAR = 2013
HERE = os.path.dirname(os.path.abspath(__file__))
CALENDARS = os.path.join(HERE, "..", "..", "rules", "calendars")


# ---- numbers -----------------------------------------------------------------------------------

def rounded(x, places, mode):
    """By the absolute value, the sign put back."""
    scaled = abs(x) * 10 ** places
    low = scaled.numerator // scaled.denominator
    rest = scaled - low
    if mode == "up":
        low += rest > 0
    elif mode == "half_up":
        low += rest >= F(1, 2)
    elif mode == "half_even":
        low += rest > F(1, 2) or (rest == F(1, 2) and low % 2 == 1)
    value = F(low, 10 ** places)
    return -value if x < 0 else value


COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b,
           ">=": lambda a, b: a >= b, "=": lambda a, b: a == b}


# ---- due dates ---------------------------------------------------------------------------------

@functools.lru_cache(None)
def calendar_days(which):
    """Days that the files of a calendar turn around: date → works."""
    days = {}
    for year in (2013, 2014) if which == "real" else ():
        with open(os.path.join(CALENDARS, "cn-{}.csv".format(year)), encoding="utf-8-sig") as f:
            for line in f.read().split("\n")[1:]:
                if line.strip():
                    date, nature = line.split(",")[:2]
                    days[datetime.date.fromisoformat(date)] = nature == "班"
    return days


def after(end, n, working, which):
    day, turned = end, calendar_days(which) if working else {}
    while n > 0:
        day += datetime.timedelta(days=1)
        n -= not working or turned.get(day, day.weekday() < 5)
    return day


def due_dates(duty):
    """(name of the quarter, its first day, the last day to file) from the duty's own start on."""
    return dates_from(duty["from"] or (YEAR, 1, 1), duty["days"], duty["working"], duty["calendar"])


@functools.lru_cache(None)
def dates_from(start, days, working, which):
    start = datetime.date(*start)
    out = []
    for q in range(1, 5):
        first = datetime.date(YEAR, 3 * q - 2, 1)
        if first >= start:
            last = datetime.date(YEAR + q // 4, (3 * q) % 12 + 1, 1) - datetime.timedelta(days=1)
            due = after(last, days, working, which)
            out.append(("{}Q{}".format(YEAR, q), first, due))
    return out


def answered(duty, filings):
    """Quarter → the filing that counts for it. Those that name theirs come first; each other answers
    the earliest quarter still open on its day. None when one answers no quarter."""
    dates = due_dates(duty)
    got = {}
    for f in sorted((f for f in filings if f["period"]), key=lambda f: f["date"]):
        got.setdefault(f["period"], f["date"])
    for f in sorted((f for f in filings if not f["period"]), key=lambda f: f["date"]):
        quarter = next((q for q, first, _ in dates if q not in got and first <= f["date"]), None)
        if quarter is None:
            return None
        got[quarter] = f["date"]
    return got


def filings_fit(duty, filings):
    """Whether all filings can be read; with a date of reckoning later ones drop out, which frees."""
    return answered(duty, filings) is not None


def due_records(duty, filings, date):
    got = answered(duty, filings)
    out = []
    for quarter, _, due in due_dates(duty):
        if date and due > date:
            continue
        filed = got.get(quarter)
        late = (filed - due).days if filed and filed > due else 0
        out.append({"kind": duty["name"], "item": None, "count": 1, "amount": None, "level": None,
                    "fields": {"未报": filed is None, "迟报": late > 0, "迟报天数": F(late)}})
    return out


# ---- one unit ----------------------------------------------------------------------------------

class Unit:
    def __init__(self, s, unit):
        self.s, self.unit = s, unit
        self.nodes, self.sum = {}, None
        self.by_name = {}
        self.index(s["nodes"], True)
        counting = {n["name"] for n in self.by_name.values() for r in n["rules"]
                    if r["per"] and r["per"][0] == "rec" and r["per"][1] == "finding"}
        self.by_item = len(counting) > 1
        date = s.get("date")
        records = [r for r in unit["records"] if not date or not r["date"] or r["date"] <= date]
        self.records = records
        if s["duty"]:
            name = s["duty"]["name"]
            filings = [r for r in records if r["kind"] == name]
            self.records = [r for r in records if r["kind"] != name]
            self.records += due_records(s["duty"], filings, date)

    def index(self, nodes, applies):
        for n in nodes:
            mine = applies and (not n["for"] or self.unit["kind"] in n["for"])
            self.by_name[n["name"]] = n
            if not mine:
                self.nodes[n["name"]] = None
            self.index(n["children"], mine)

    # ---- expressions ---------------------------------------------------------------------

    def fact(self, name):
        value = self.unit["facts"].get(name, MISSING)
        if value == MISSING and self.s["facts"][name].get("missing as") is not None:
            return self.s["facts"][name]["missing as"]
        assert value != MISSING, "the model knows no missing facts"
        return value

    def number(self, e, record=None, node=None):
        op = e[0]
        n = lambda x: self.number(x, record, node)
        if op == "num":
            return e[1]
        if op == "fact":
            return self.fact(e[1])
        if op == "param":
            return self.s["params"][e[1]]
        if op == "let":
            _, value, rounding = next(l for l in self.s["lets"] if l[0] == e[1])
            value = n(value)
            return rounded(value, *rounding) if rounding else value
        if op == "node":
            return self.result(e[1])
        if op == "total":
            return self.total()
        if op == "max":
            return node["max"]
        if op == "field":
            return record["fields"][e[1]]
        if op in "+-*/":
            a, b = n(e[1]), n(e[2])
            return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b
        if op in ("larger", "smaller"):
            return (max if op == "larger" else min)(n(x) for x in e[1])
        if op == "limit":
            return max(n(e[2]), min(n(e[3]), n(e[1])))
        if op == "abs":
            return abs(n(e[1]))
        if op == "round":
            return rounded(n(e[1]), e[2], e[3])
        if op == "table":
            key = n(e[1])
            for band, value in e[2]:
                if self.in_band(key, band):
                    return value
            return n(e[3])
        if op == "cases":
            for c, value in e[1]:
                if self.holds(c, record):
                    return n(value)
            return n(e[2])
        if op == "line":
            return self.line(n(e[1]), e[2])
        if op in ("count", "sum", "mean", "highest", "lowest"):
            return self.aggregate(op, e)
        raise AssertionError(op)

    def in_band(self, key, band):
        if isinstance(band, str):
            return key == band
        if band[0] == "cmp":
            return COMPARE[band[1]](key, band[2])
        _, low, high, open_end = band
        return low <= key and (key < high if open_end else key <= high)

    def line(self, x, points):
        if x <= points[0][0]:
            return points[0][1]
        for (x0, y0), (x1, y1) in zip(points, points[1:]):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return points[-1][1]

    def aggregate(self, op, e):
        rows = self.rows(e[-1])
        if op == "count":
            return F(sum(r["count"] for r in rows))
        values = [(self.number(e[1], r), r["count"]) for r in rows if r["count"]]
        if op == "sum":
            return sum((v * c for v, c in values), F(0))
        if op == "mean":
            return sum((v * c for v, c in values), F(0)) / sum(c for _, c in values)
        return (max if op == "highest" else min)(v for v, _ in values)

    def rows(self, where, item=None):
        kind, condition = where
        return [r for r in self.records if r["kind"] == kind
                and (kind != "finding" or not self.by_item or r["item"] == item)
                and (condition is None or self.holds(condition, r))]

    def holds(self, c, record=None):
        op = c[0]
        if op == "yes":
            return self.fact(c[1])
        if op == "has":
            return record["fields"][c[1]]
        if op == "cmp":
            return COMPARE[c[1]](self.number(c[2], record), self.number(c[3], record))
        if op == "chain":
            x = self.number(c[3], record)
            return COMPARE[c[2]](c[1], x) and COMPARE[c[4]](x, c[5])
        if op == "in":
            return self.number(c[1], record) in c[2]
        if op == "level":
            return self.number(c[1], record) == c[2]
        if op == "any":
            return any(r["count"] > 0 for r in self.rows(c[1]))
        if op == "and":
            return all(self.holds(x, record) for x in c[1])
        if op == "or":
            return any(self.holds(x, record) for x in c[1])
        if op == "not":
            return not self.holds(c[1], record)
        raise AssertionError(op)

    # ---- rules and nodes -----------------------------------------------------------------

    def steps(self, size, how, distance):
        n = max(F(0), distance) / size
        return n if how == "pro rata" else F(math.floor(n) if how == "whole" else math.ceil(n))

    def points(self, rule, node):
        acts = lambda r: ((rule["if"] is None or self.holds(rule["if"], r))
                          and (rule["when"] is None or self.holds(rule["when"], r))
                          and (rule["unless"] is None or not self.holds(rule["unless"], r)))
        per = rule["per"]
        if per and per[0] == "rec":
            value = F(0)
            for r in self.rows(per[1:], node["name"]):
                if acts(r):
                    amount = rule["amount"]
                    one = r["amount"] if amount[0] == "chosen" else self.number(amount, r, node)
                    value += one * r["count"]
        elif not acts(None):
            return F(0)
        elif per and per[0] == "steps":
            value = self.number(rule["amount"]) * self.steps(per[1], per[2], self.number(per[3]))
        elif per:
            _, fact, side, line, size, how = per
            x = self.fact(fact)
            value = self.number(rule["amount"]) * self.steps(size, how,
                                                             line - x if side == "below" else x - line)
        else:
            value = self.number(rule["amount"], None, node)
        return value if rule["upto"] is None else min(value, rule["upto"])

    def value(self, node):
        how = node["value"]
        if how[0] == "expr":
            return self.number(how[1], None, node)
        if how[0] == "first":
            for c, e in how[1]:
                if self.holds(c):
                    return self.number(e, None, node)
            return F(0)
        _, name, scale, way = how
        points = dict(self.s["scales"][scale])
        values = [points[r["level"]] for r in self.records if r["kind"] == name
                  for _ in range(r["count"])]
        if way in ("highest", "lowest"):
            return (max if way == "highest" else min)(values)
        return sum(values, F(0)) / len(values)

    def result(self, name):
        if name not in self.nodes:
            self.nodes[name] = self.work_out(self.by_name[name])
        return self.nodes[name]

    def sum_of(self, nodes):
        values = [v for v in (self.result(n["name"]) for n in nodes) if v is not None]
        return sum(values, F(0)) if values else None

    def work_out(self, node):
        inside = [c for c in node["children"] if c["type"] != "extra"]
        if node["value"]:
            x = self.value(node)
        elif "start" in node:
            x = node["start"]
        else:
            x = self.sum_of(inside)
        for rule in node["rules"]:
            p = self.points(rule, node)
            x = x + p if rule["verb"] == "award" else x - p
        floor, cap = node["floor"], node["cap"]
        if node["type"] == "item":
            floor = F(0) if floor is None else floor
            cap = (node["max"] if node["max"] is not None else node["base"]) if cap is None else cap
        x = x if floor in (None, "none") else max(x, floor)
        x = x if cap in (None, "none") else min(x, cap)
        extras = self.sum_of([c for c in node["children"] if c["type"] == "extra"])
        x = x if extras is None else x + extras
        return rounded(x, *node["round"]) if node["round"] else x

    def total(self):
        if self.sum is None:
            self.sum = self.add_up()
        return self.sum

    def add_up(self):
        x = self.sum_of([n for n in self.s["nodes"] if n["type"] != "extra"])
        extras = self.sum_of([n for n in self.s["nodes"] if n["type"] == "extra"])
        x = extras if x is None else x if extras is None else x + extras
        if x is None:
            return None  # nothing applies
        x = x if self.s["floor"] is None else max(x, self.s["floor"])
        x = x if self.s["cap"] is None else min(x, self.s["cap"])
        return rounded(x, *self.s["round"]) if self.s["round"] else x

    # ---- the unit's results --------------------------------------------------------------

    def grade(self, vetoes):
        """(name, its place from the best) by score and vetoes, or None."""
        grades = self.s["grades"]
        if not grades:
            return None
        at = next(i for i, g in enumerate(grades)
                  if g["op"] is None or (COMPARE[g["op"]](self.total(), g["line"])
                                         and (g["and"] is None or self.holds(g["and"]))))
        places = {g["name"]: i for i, g in enumerate(grades)}
        worst = [places[t] for v in vetoes for w, t in v["effects"] if w != "bars"]
        return grades[max([at] + worst)]["name"]


# ---- all units -----------------------------------------------------------------------------------

def evaluate(s, units):
    """Unit → total, nodes, grade, vetoes, rank, selected, shown."""
    workers = [Unit(s, u) for u in units]
    out = {}
    for w in workers:
        held = [v for v in s["vetoes"] if w.holds(v["when"])
                and not (v["unless"] and w.holds(v["unless"]))]
        out[w.unit["name"]] = {
            "unit": w.unit["name"], "kind": w.unit["kind"],
            "nodes": {name: w.result(name) for name in w.by_name}, "total": w.total(),
            "vetoes": [v["name"] for v in held], "grade": w.grade(held), "rank": None, "selected": [],
            "shown": {name: w.number(e) for name, e, _ in s["shows"]},
            "barred": {t for v in held for how, t in v["effects"] if how == "bars"}}
    if s["rank"]:
        ranks(s["rank"], workers, out)
    for select in s["selects"]:
        choose(s, select, workers, out)
    return out


def key_of(w, keys):
    """Larger is better."""
    return tuple(-w.number(e) if low else w.number(e) for e, low in keys)


def groups(workers, within):
    kinds = {}
    for w in workers:
        kinds.setdefault(w.unit["kind"] if within else None, []).append(w)
    return kinds.values()


def ranks(rank, workers, out):
    for group in groups(workers, rank["within"]):
        keys = [key_of(w, rank["keys"]) for w in group]
        for w, key in zip(group, keys):
            better = [k for k in keys if k > key]
            if rank["ties"] == "1-2-2-3":
                better = set(better)
            out[w.unit["name"]]["rank"] = 1 + len(better)


def choose(s, select, workers, out):
    top = select["top"]
    top = s["params"][top[1]] if isinstance(top, tuple) else top
    for group in groups(workers, select["within"]):
        may = [w for w in group if out[w.unit["name"]]["grade"] in select["from"]
               and select["name"] not in out[w.unit["name"]]["barred"]]
        may.sort(key=lambda w: key_of(w, select["keys"]), reverse=True)
        keys = [key_of(w, select["keys"]) for w in may]
        if len(may) > top:
            edge = keys[int(top) - 1]
            if keys[int(top)] == edge:
                keep = [k >= edge if select["ties"] == "extend" else k > edge for k in keys]
            else:
                keep = [i < top for i in range(len(may))]
            may = [w for w, k in zip(may, keep) if k]
        for w in may:
            out[w.unit["name"]]["selected"].append(select["name"])
