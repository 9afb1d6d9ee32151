"""The slow model: what a scheme of gen.py gives for facts, worked unit by unit with fractions. Written
from the language's description (its order of stages, its defaults); it never reads a rules text.
What does not apply is None: of numbers, of answers to conditions, of nodes."""
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


def at_rank(values, share):
    """Of sorted values: 1 + (n - 1) × share, straight between two of them."""
    place = (len(values) - 1) * share
    below = math.floor(place)
    if below + 1 == len(values):
        return values[below]
    return values[below] + (values[below + 1] - values[below]) * (place - below)


# ---- one unit ----------------------------------------------------------------------------------

class Unit:
    def __init__(self, s, unit):
        self.s, self.unit = s, unit
        self.nodes, self.totals = {}, []
        self.by_name, self.above = {}, {}
        self.index(s["nodes"], None)
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

    def index(self, nodes, above):
        for n in nodes:
            self.by_name[n["name"]] = n
            self.above[n["name"]] = above
            self.index(n["children"], n)

    # ---- what applies --------------------------------------------------------------------

    def stands(self, node):
        """Whether the unit's kind has the node, its own gate apart."""
        above = self.above[node["name"]]
        return ((not node["for"] or self.unit["kind"] in node["for"])
                and (above is None or self.applies(above)))

    def full(self, node):
        """Its max: stated, else what those inside that the unit's kind has add up to."""
        if node["max"] is not None:
            return node["max"]
        return sum((self.full(c) * (c["weight"] or 1) for c in node["children"]
                    if c["type"] != "extra" and (not c["for"] or self.unit["kind"] in c["for"])), F(0))

    def gate_open(self, node):
        return node["gate"] is None or self.holds(node["gate"][0]) is True

    def applies(self, node):
        return self.stands(node) and self.gate_open(node)

    # ---- expressions ---------------------------------------------------------------------

    def fact(self, name):
        value = self.unit["facts"].get(name, MISSING)
        if value == MISSING and self.s["facts"][name].get("missing as") is not None:
            return self.s["facts"][name]["missing as"]
        return self.filed(value)

    def filed(self, value):
        assert value != MISSING, "the model knows no missing facts"
        return None if value == NA else value

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
            return rounded(value, *rounding) if rounding and value is not None else value
        if op == "node":
            return self.result(e[1])
        if op == "total":
            return self.total()
        if op == "max":
            return self.full(node)
        if op == "field":
            return self.filed(record["fields"][e[1]])
        if op == "table":
            key = n(e[1])
            for band, value in e[2]:
                if self.in_band(key, band):
                    return value
            return n(e[3])
        if op == "cases":
            for c, value in e[1]:
                if self.holds(c, record) is True:
                    return n(value)
            return n(e[2])
        if op in ("count", "sum", "mean", "highest", "lowest"):
            return self.aggregate(op, e)
        if op in ("percentile", "gather"):
            return self.gathered(op, e)
        parts = [n(x) for x in (e[1] if op in ("larger", "smaller") else e[1:2] if op in
                                ("abs", "round", "line") else e[2:] if op == "% of" else e[1:])]
        return None if None in parts else self.calculated(op, e, parts)

    def calculated(self, op, e, parts):
        """Of numbers that all apply."""
        a = parts[0]
        if op in "+-*/":
            b = parts[1]
            return a + b if op == "+" else a - b if op == "-" else a * b if op == "*" else a / b
        if op in ("larger", "smaller"):
            return (max if op == "larger" else min)(parts)
        if op == "limit":
            return max(parts[1], min(parts[2], a))
        if op == "abs":
            return abs(a)
        if op == "% of":
            return e[1] * a
        if op == "round":
            return rounded(a, e[2], e[3])
        assert op == "line", op
        return self.line(a, e[2])

    def in_band(self, key, band):
        if key is None:
            return False
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
        values = [(v, c) for v, c in values if v is not None]
        if op == "sum":
            return sum((v * c for v, c in values), F(0))
        if op == "mean":
            return sum((v * c for v, c in values), F(0)) / sum(c for _, c in values)
        return (max if op == "highest" else min)(v for v, _ in values)

    def gathered(self, op, e):
        """One value for each occurrence, in order."""
        field = e[2] if op == "gather" else e[1]
        found = ((self.number(field, r), r["count"]) for r in self.rows(e[-1]))
        values = sorted(v for v, count in found if v is not None for _ in range(count))
        if op == "percentile":
            return at_rank(values, e[2])
        _, how, _, trim, top, lowest, _ = e
        values = values[trim:len(values) - trim]
        if top is not None:
            values = values[:top] if lowest else values[-top:]
        if how == "sum":
            return sum(values, F(0))
        if how == "mean":
            return sum(values, F(0)) / len(values)
        if how == "median":
            return at_rank(values, F(1, 2))
        return max(values) if how == "highest" else min(values)

    def rows(self, where, item=None):
        kind, condition = where
        return [r for r in self.records if r["kind"] == kind
                and (kind != "finding" or not self.by_item or r["item"] == item)
                and (condition is None or self.holds(condition, r) is True)]

    def holds(self, c, record=None):
        """True, False, or None where it does not apply; a comparison with what does not is false."""
        op = c[0]
        if op == "yes":
            return self.fact(c[1])
        if op == "has":
            return self.filed(record["fields"][c[1]])
        if op == "any":
            return any(r["count"] > 0 for r in self.rows(c[1]))
        if op in ("and", "or"):
            parts = [self.holds(x, record) for x in c[1]]
            decides = op == "or"
            return decides if decides in parts else None if None in parts else not decides
        if op == "not":
            x = self.holds(c[1], record)
            return None if x is None else not x
        parts = [self.number(x, record) for x in (c[2:4] if op == "cmp" else c[3:4] if op == "chain"
                                                  else c[1:2])]
        if None in parts:
            return False
        if op == "cmp":
            return COMPARE[c[1]](*parts)
        x = parts[0]
        if op == "chain":
            return COMPARE[c[2]](c[1], x) and COMPARE[c[4]](x, c[5])
        assert op in ("in", "level"), op
        return x in c[2] if op == "in" else x == c[2]

    # ---- rules and nodes -----------------------------------------------------------------

    def steps(self, size, how, distance):
        n = max(F(0), distance) / size
        return n if how == "pro rata" else F(math.floor(n) if how == "whole" else math.ceil(n))

    def acts(self, rule, record):
        """A condition that does not apply lets a rule not act, be it when or unless."""
        return ((rule["if"] is None or self.holds(rule["if"], record) is True)
                and (rule["when"] is None or self.holds(rule["when"], record) is True)
                and (rule["unless"] is None or self.holds(rule["unless"], record) is False))

    def points(self, rule, node):
        """What a rule adds or takes; nothing where the amount or what is measured does not apply."""
        per, value = rule["per"], F(0)
        if per and per[0] == "rec":
            for r in self.rows(per[1:], node["name"]):
                amount = rule["amount"]
                one = r["amount"] if amount[0] == "chosen" else self.number(amount, r, node)
                if self.acts(rule, r) and one is not None:
                    value += one * r["count"]
        elif self.acts(rule, None):
            times = F(1)
            if per and per[0] == "steps":
                x = self.number(per[3])
                times = F(0) if x is None else self.steps(per[1], per[2], x)
            elif per:
                _, fact, side, line, size, how = per
                x = self.fact(fact)
                below = 0 if x is None else line - x if side == "below" else x - line
                times = self.steps(size, how, below)
            amount = self.number(rule["amount"], None, node)
            value = F(0) if amount is None else amount * times
        return value if rule["upto"] is None else min(value, rule["upto"])

    def value(self, node):
        how = node["value"]
        if how[0] == "expr":
            return self.number(how[1], None, node)
        if how[0] == "first":
            for c, e in how[1]:
                if self.holds(c) is True:
                    return self.number(e, None, node)
            return F(0)
        _, name, scale, way = how
        points = dict(self.s["scales"][scale])
        levels = [self.filed(r["level"]) for r in self.records if r["kind"] == name
                  for _ in range(r["count"])]
        if way is None:
            return None if levels[0] is None else points[levels[0]]
        values = [points[l] for l in levels if l is not None]
        if way in ("highest", "lowest"):
            return (max if way == "highest" else min)(values)
        return sum(values, F(0)) / len(values)

    def result(self, name):
        if name not in self.nodes:
            self.nodes[name] = self.work_out(self.by_name[name])
        return self.nodes[name]

    def counted(self, node):
        """What the node above adds: its result or what stands in for it, times its weight."""
        value = self.result(node["name"])
        if self.stands(node) and not self.gate_open(node):
            absent = node["gate"][1]
            value = F(0) if absent is None else self.number(absent, None, node)
        return value if value is None or node["weight"] is None else value * node["weight"]

    def sum_of(self, nodes):
        values = [v for v in (self.counted(n) for n in nodes) if v is not None]
        return sum(values, F(0)) if values else None

    def work_out(self, node):
        if not self.applies(node):
            return None
        if node["value"]:
            x = self.value(node)
        elif "start" in node:
            x = node["start"]
        else:
            x = self.sum_of([c for c in node["children"] if c["type"] != "extra"])
        if x is not None:
            x = self.limited(node, x)
        extras = self.sum_of([c for c in node["children"] if c["type"] == "extra"])
        x = extras if x is None else x if extras is None else x + extras
        return rounded(x, *node["round"]) if node["round"] and x is not None else x

    def limited(self, node, x):
        for rule in node["rules"]:
            p = self.points(rule, node)
            x = x + p if rule["verb"] == "award" else x - p
        floor, cap = node["floor"], node["cap"]
        if node["type"] == "item":
            floor = F(0) if floor is None else floor
            cap = (node["max"] if node["max"] is not None else node["base"]) if cap is None else cap
        x = x if floor in (None, "none") else max(x, floor)
        return x if cap in (None, "none") else min(x, cap)

    def total(self):
        if not self.totals:
            self.totals.append(self.add_up())
        return self.totals[0]

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
        total = self.total()
        at = next(i for i, g in enumerate(grades)
                  if g["op"] is None or (total is not None and COMPARE[g["op"]](total, g["line"])
                                         and (g["and"] is None or self.holds(g["and"]) is True)))
        places = {g["name"]: i for i, g in enumerate(grades)}
        worst = [places[t] for v in vetoes for w, t in v["effects"] if w != "bars"]
        return grades[max([at] + worst)]["name"]


# ---- all units -----------------------------------------------------------------------------------

def evaluate(s, units):
    """Unit → total, nodes, grade, vetoes, rank, selected, shown."""
    workers = [Unit(s, u) for u in units]
    out = {}
    for w in workers:
        held = [v for v in s["vetoes"] if w.holds(v["when"]) is True
                and not (v["unless"] and w.holds(v["unless"]) is not False)]
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
    """Larger is better; what does not apply stands behind all that does."""
    values = [(w.number(e), low) for e, low in keys]
    return tuple((False, 0) if x is None else (True, -x if low else x) for x, low in values)


def groups(workers, within, keys):
    """Those who are compared: units whose first key does not apply have no place."""
    kinds = {}
    for w in workers:
        if w.number(keys[0][0]) is None:
            continue
        kinds.setdefault(w.unit["kind"] if within else None, []).append(w)
    return kinds.values()


def ranks(rank, workers, out):
    for group in groups(workers, rank["within"], rank["keys"]):
        keys = [key_of(w, rank["keys"]) for w in group]
        for w, key in zip(group, keys):
            better = [k for k in keys if k > key]
            if rank["ties"] == "1-2-2-3":
                better = set(better)
            out[w.unit["name"]]["rank"] = 1 + len(better)


def choose(s, select, workers, out):
    top = select["top"]
    top = s["params"][top[1]] if isinstance(top, tuple) else top
    for group in groups(workers, select["within"], select["keys"]):
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
