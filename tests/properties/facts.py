"""Random facts for a scheme of gen.py, and the results (grades, vetoes, rank, selections) whose
thresholds are drawn from the totals that these facts reach, so that the lines are hit."""
import datetime
from fractions import Fraction as F

import model
from gen import Generator
from gen_terms import GRADES, NA, UNIT_NAMES, YEAR, Percent

RATERS = ["王局长", "李副局长", "张主任", "赵书记", "陈组长", "A. Rater", "刘委员", "周股长"]


def day(rng):
    return datetime.date(YEAR, 1, 1) + datetime.timedelta(days=rng.randrange(365))


def walk(nodes, above=()):
    """All nodes, each with the kinds that have it (empty: all)."""
    for n in nodes:
        kinds = tuple(k for k in (n["for"] or above) if not above or k in above)
        yield n, kinds
        yield from walk(n["children"], kinds)


def rules_of(s):
    return [(n, kinds, r) for n, kinds in walk(s["nodes"]) for r in n["rules"]]


class Facts:
    def __init__(self, g):
        self.g, self.rng, self.s = g, g.rng, g.s
        self.findings = [(n["name"], kinds) for n, kinds, r in rules_of(self.s)
                         if r["per"] and r["per"][0] == "rec" and r["per"][1] == "finding"]
        self.chosen = {r["per"][1] for _, _, r in rules_of(self.s) if r["amount"][0] == "chosen"}
        self.rates = [(n["value"], kinds) for n, kinds in walk(self.s["nodes"])
                      if n["value"] and n["value"][0] == "rate"]

    def all(self):
        units, used = [], set()
        for i in range(self.g.unit_count):
            stem = self.rng.choice(UNIT_NAMES)
            name = stem.format(i)
            if name in used:
                name = "单位{}".format(i)
            used.add(name)
            kind = self.rng.choice(self.s["kinds"]) if self.s["kinds"] else None
            unit = {"name": name, "kind": kind}
            same = [u for u in units if u["kind"] == kind]
            if same and self.rng.random() < 0.1:
                twin = self.rng.choice(same)
                unit["facts"] = dict(twin["facts"])
                unit["records"] = [dict(r) for r in twin["records"]]
            else:
                unit["facts"] = {n: self.value(n, f) for n, f in self.s["facts"].items()}
                unit["records"] = self.records(kind)
            units.append(unit)
        return units

    def na(self):
        return self.rng.random() < self.s["n/a"]

    def value(self, name, fact):
        if self.na():
            return NA
        if fact["type"] == "yes":
            return self.rng.random() < fact.get("chance", 0.5)
        if fact["type"] == "level":
            return self.rng.choice(self.s["scales"][fact["scale"]])[0]
        low, high, step = fact["low"], fact["high"], self.g.step(name)
        if self.rng.random() < 0.5:
            x = self.rng.choice(self.g.interesting[name])
            x += self.rng.choice([0, 0, 0, F(1, 100), -F(1, 100), F(1, 2)]) * step
        else:
            places = self.rng.choice([1, 1, 10, 100])
            x = low + F(self.rng.randint(0, int((high - low) / step * places)), places) * step
        return self.g.like(name, min(high, max(low, x)))

    def records(self, kind):
        found = []
        busy = self.rng.random()
        under = [name for name, kinds in self.findings if not kinds or kind in kinds]
        for name in dict.fromkeys(under):
            for _ in range(self.rng.randint(0, 12) if busy < 0.5 else self.rng.randint(0, 2)):
                found.append(self.record("finding", {}, item=name))
        for name, r in self.s["records"].items():
            if name != "finding":
                for _ in range(self.rng.randint(0, 6) if busy < 0.5 else self.rng.randint(0, 2)):
                    found.append(self.record(name, r))
        for (_, name, scale, how), kinds in self.rates:
            if not kinds or kind in kinds:
                found += self.ratings(name, scale, how)
        if self.s["duty"]:
            found += self.filings()
        self.rng.shuffle(found)
        return found

    def record(self, kind, declared, item=None):
        fields = {}
        for n, f in declared.get("fields", {}).items():
            if self.na():
                fields[n] = NA
            elif f["type"] == "yes":
                fields[n] = self.rng.random() < 0.5
            elif f["type"] == "share":
                fields[n] = Percent(self.rng.randint(0, 20), 20)
            elif f["type"] == "level":
                fields[n] = self.rng.choice(self.s["scales"][f["scale"]])[0]
            else:
                fields[n] = F(self.rng.randint(0, 10), 2)
        if declared.get("proven"):
            fields["属实"] = NA if self.na() else self.rng.random() < 0.5
        return {"kind": kind, "item": item, "date": day(self.rng) if self.rng.random() < 0.7 else None,
                "period": None, "count": self.rng.choice([1, 1, 1, 1, 2, 3, 0]),
                "amount": F(self.rng.randint(2, 4), 2) if kind in self.chosen else None,
                "level": None, "by": None, "fields": fields}

    def ratings(self, name, scale, how):
        n = 1 if how is None else self.rng.choice([1, 2, 3, 3, 5, 7, 8])
        raters = self.rng.sample(RATERS, n)
        levels = [l for l, _ in self.s["scales"][scale]]
        given = [NA if self.na() else self.rng.choice(levels) for _ in range(n)]
        if how is not None and set(given) == {NA}:
            given[0] = levels[0]  # the mean of none has no value
        return [{"kind": name, "item": None, "date": None, "period": None, "count": 1,
                 "amount": None, "level": given[i], "by": raters[i], "fields": {}} for i in range(n)]

    def filings(self):
        """Some of the due filings: none, in time, on the last day, the day after, or later; now and
        then twice."""
        duty, out = self.s["duty"], []
        for quarter, first, due in model.due_dates(duty):
            how = self.rng.choice(["none", "early", "due", "after", "late", "due"])
            if how == "none":
                continue
            days = {"early": -self.rng.randint(0, (due - first).days), "due": 0, "after": 1,
                    "late": self.rng.randint(2, 40)}[how]
            named = self.rng.random() < 0.6
            for again in range(2 if named and self.rng.random() < 0.1 else 1):
                out.append({"kind": duty["name"], "item": None, "period": quarter if named else None,
                            "date": due + datetime.timedelta(days=days + 3 * again), "count": 1,
                            "amount": None, "level": None, "by": None, "fields": {}})
        if not model.filings_fit(duty, out):
            out = [f for f in out if f["period"]]
        return out


class Results:
    """Grades, vetoes, rank, selections. Vetoes before the facts, the rest when totals are known."""

    def __init__(self, g):
        self.g, self.rng, self.s = g, g.rng, g.s
        self.names = self.rng.choice(GRADES)
        self.graded = self.rng.random() < 0.9

    def vetoes(self):
        g, s = self.g, self.s
        self.selects = []
        if self.graded and self.rng.random() < 0.7:
            self.selects = [g.names.new("best", "先进")]
        for _ in range(self.rng.choice([0, 1, 1, 2, 3]) if self.graded else 0):
            g.fresh = True
            fact = g.fact("yes")
            s["facts"][fact]["chance"] = 0.15
            when = ("yes", fact)
            if self.rng.random() < 0.3:
                when = ("and", [when, g.condition(0)])
            unless = None
            if self.rng.random() < 0.4:
                unless = ("and", [("yes", g.fact("yes")) for _ in range(2)])
            g.fresh = False
            effects = [(self.rng.choice(["to", "to at most"]), self.rng.choice(self.names))]
            if self.selects and self.rng.random() < 0.4:
                effects = [("bars", self.selects[0])] + effects * self.rng.randint(0, 1)
            s["vetoes"].append({"name": g.names.new("veto", "情形"), "effects": effects, "when": when,
                                "unless": unless})

    def rest(self, totals):
        g, s = self.g, self.s
        if self.graded:
            lines = sorted({t for t in totals if t is not None}, reverse=True)
            n = len(self.names) - 1
            step = max(1, len(lines) // (n + 1))
            cuts = lines[step - 1::step][:n] if len(lines) > n else lines[:n]
            s["grades"] = [{"name": name, "op": self.rng.choice([">=", ">=", ">"]), "line": cut,
                            "and": None} for name, cut in zip(self.names, cuts)]
            if s["grades"] and g.referable and not g.simple and not g.once and g.pick(0.2):
                s["grades"][0]["and"] = ("cmp", ">=", ("node", self.rng.choice(g.referable)),
                                         ("num", F(1)))
            s["grades"].append({"name": self.names[-1], "op": None, "line": None, "and": None})
            used = [x["name"] for x in s["grades"]]
            for v in s["vetoes"]:
                v["effects"] = [(w, t if w == "bars" or t in used else used[-1])
                                for w, t in v["effects"]]
            for name in self.selects:
                s["selects"].append(self.select(name, used))
        if g.pick(0.8):
            s["rank"] = {"keys": self.keys(), "within": bool(s["kinds"]) and g.pick(0.6),
                         "ties": self.rng.choice(["1-2-2-4", "1-2-2-3"])}
        if g.pick(0.25):
            half = max([t for t in totals if t is not None] or [F(10)]) / 2
            s["shows"].append((g.names.new("show", "奖金"),
                               ("table", ("total",), [(("cmp", ">=", half), F(3, 2))],
                                ("num", F(1))), g.rng.choice([None, (1, "half_up")])))

    def keys(self):
        keys = [(("total",), False)]
        for _ in range(self.rng.choice([0, 1, 2])):
            if self.g.referable:
                keys.append((("node", self.rng.choice(self.g.referable)), self.rng.random() < 0.3))
        return keys

    def select(self, name, used):
        top = self.rng.randint(1, 5)
        if self.rng.random() < 0.3:
            param = self.g.names.new("quota", "名额")
            self.s["params"][param] = F(top)
            top = ("param", param)
        return {"name": name, "top": top, "from": used[:self.rng.randint(1, len(used))],
                "keys": self.keys(), "ties": self.rng.choice(["extend", "cut"]),
                "within": bool(self.s["kinds"]) and self.rng.random() < 0.3}


def tuples(x):
    """All tuples inside."""
    if isinstance(x, tuple):
        yield x
    for y in x.values() if isinstance(x, dict) else x if isinstance(x, (list, tuple)) else ():
        yield from tuples(y)


def drop_unread(s, units):
    """Facts that nothing reads have no column."""
    read = {t[1] for t in tuples([v for k, v in s.items() if k != "facts"])
            if len(t) > 1 and t[0] in ("fact", "yes", "dist")}
    s["facts"] = {n: f for n, f in s["facts"].items() if n in read}
    for u in units:
        u["facts"] = {n: v for n, v in u["facts"].items() if n in read}


def make(seed, **flags):
    """(scheme, units) of that seed."""
    g = Generator(seed, **flags)
    s = g.scheme()
    results = Results(g)
    results.vetoes()
    units = Facts(g).all()
    totals = [r["total"] for r in model.evaluate(s, units).values()]
    results.rest(totals)
    s["date"] = None
    drop_unread(s, units)
    return s, units
