#!/usr/bin/env python3
"""exact.py KAOHE [--times N] [--from SEED] [--keep FOLDER]: where each missing fact is read once, what
the program says is still possible is all that is, and no more. Each item of a scheme of its own sort
(tables of bands, of conditions, of two keys, values in turn, lines, over a number, a level, a
yes/no, or a field of a record) reads facts that no other item reads. Here everything is worked out
by trying: the values at which something changes, those just beside them and those between. The
program must print exactly the ends that are reached, and exactly the grades that such a total has.
"""
import argparse
import itertools
import random
import sys
from fractions import Fraction as F

sys.dont_write_bytecode = True
from model import COMPARE, rounded  # noqa: E402
from program import Failure, Program, exact, expect  # noqa: E402
from run import keep  # noqa: E402
from text import plain  # noqa: E402

MAX = 10
NEAR = F(1, 1000)
LEVELS = ["excellent", "good", "fair", "poor", "bad"]


# ---- conditions over one subject: (text, holds(value)) -------------------------------------------

def comparison(rng, name, cuts):
    op, cut = rng.choice(["<", "<=", ">", ">=", ">=", "=", "!="]), rng.choice(cuts)
    if op == "!=":
        return "{} != {}".format(name, plain(cut)), lambda x: x != cut
    left = rng.random() < 0.2 and op != "="
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}[op]
    text = "{} {} {}".format(*((plain(cut), turned, name) if left else (name, op, plain(cut))))
    return text, lambda x: COMPARE[op](x, cut)


def of_number(rng, name, cuts, deep=2):
    r = rng.random()
    if deep and r < 0.25:
        word = rng.choice(["and", "or"])
        parts = [of_number(rng, name, cuts, deep - 1) for _ in range(rng.choice([2, 2, 3]))]
        how = all if word == "and" else any
        return ("({})".format(" {} ".format(word).join("({})".format(t) for t, _ in parts)),
                lambda x: how(h(x) for _, h in parts))
    if deep and r < 0.35:
        text, holds = of_number(rng, name, cuts, deep - 1)
        return "not ({})".format(text), lambda x: not holds(x)
    if r < 0.5:
        low, high = sorted(rng.choice(cuts) for _ in range(2))
        a, b = rng.choice(["<", "<="]), rng.choice(["<", "<="])
        if low == high:
            return comparison(rng, name, cuts)
        return ("{} {} {} {} {}".format(plain(low), a, name, b, plain(high)),
                lambda x: COMPARE[a](low, x) and COMPARE[b](x, high))
    if r < 0.6:
        some = sorted(set(rng.choice(cuts) for _ in range(3)))
        return "{} in ({})".format(name, ", ".join(map(plain, some))), lambda x: x in some
    return comparison(rng, name, cuts)


def of_level(rng, name, scale):
    """Levels stand best first; with points they are in order."""
    levels = list(scale)
    level = rng.choice(levels)
    r = rng.random()
    if r < 0.4:
        op = rng.choice(["<", "<=", ">", ">="])
        worse = {l: -i for i, l in enumerate(levels)}
        return "{} {} {}".format(name, op, level), lambda x: COMPARE[op](worse[x], worse[level])
    if r < 0.6:
        some = rng.sample(levels, 2)
        return "({0} = {1} or {0} = {2})".format(name, *some), lambda x: x in some
    if r < 0.7:
        return "not ({} = {})".format(name, level), lambda x: x != level
    return "{} = {}".format(name, level), lambda x: x == level


# ---- subjects ------------------------------------------------------------------------------------

class Subject:
    """A fact or field, its declared type, the conditions over it, and the values that matter."""

    def __init__(self, rng, name, sort, declared):
        self.name, self.sort, self.cuts, self.scale = name, sort, [], None
        if sort == "number":
            self.low = F(rng.choice([0, 0, -5, 2]))
            self.high = self.low + rng.choice([5, 10, 20])
            self.cuts = [self.low + F(rng.randint(0, int(self.high - self.low) * 2), 2)
                         for _ in range(rng.randint(2, 5))]
            self.type = "number in {} to {}".format(plain(self.low), plain(self.high))
        elif sort == "level":
            self.scale = LEVELS[:rng.randint(2, 5)]
            points = [""] * 5 if rng.random() < 0.5 else [" " + str(9 - 2 * i) for i in range(5)]
            self.type = "s" + name
            declared.append("scale {} {{ {} }}".format(
                self.type, ", ".join(l + p for l, p in zip(self.scale, points))))
        else:
            self.type = "yes_no"

    def condition(self, rng):
        if self.sort == "number":
            return of_number(rng, self.name, self.cuts)
        if self.sort == "level":
            return of_level(rng, self.name, self.scale)
        return rng.choice([(self.name, lambda x: x), ("not " + self.name, lambda x: not x)])

    def values(self):
        if self.sort == "level":
            return self.scale
        if self.sort == "yes":
            return [True, False]
        points = sorted(set(self.cuts) | {self.low, self.high})
        points += [x + d for x in points for d in (-NEAR, NEAR)]
        points += [(a + b) / 2 for a, b in zip(points, points[1:])]
        return sorted(x for x in set(points) if self.low <= x <= self.high)

    def one(self, rng):
        return rng.choice(self.values())


# ---- values: (text, value(of the facts by name)); None: no row holds -----------------------------

def rows_value(conditions, values, otherwise, names):
    def value(facts):
        for (_, holds), v in zip(conditions, values):
            if holds(*(facts[n] for n in names)):
                return v
        return otherwise
    return value


def points(rng):
    return F(rng.randint(0, MAX * 2), 2)


def bands(rng, subject):
    """Adjoining bands of a number as cells: they cover all, or all but one of them."""
    cuts, name = sorted(set(subject.cuts)), subject.name
    cells = [("below {}".format(plain(cuts[0])), lambda x: x < cuts[0])]
    for a, b in zip(cuts, cuts[1:]):
        cells.append(("{} to below {}".format(plain(a), plain(b)),
                      lambda x, a=a, b=b: a <= x < b))
    cells.append((">= {}".format(plain(cuts[-1])), lambda x: x >= cuts[-1]))
    if rng.random() < 0.3:
        cells.pop(rng.randrange(len(cells)))
    rng.shuffle(cells)
    return name, cells


def table(rng, subjects):
    """score table …: the text behind `score`, and the value."""
    names = [s.name for s in subjects]
    if len(names) == 1 and subjects[0].sort == "number" and rng.random() < 0.4:
        key, cells = bands(rng, subjects[0])
        head = "table {} ".format(key)
    elif len(names) == 2:
        cells = []
        for _ in range(rng.randint(2, 5)):
            (t0, h0), (t1, h1) = (s.condition(rng) for s in subjects)
            cells.append(("({}) and ({})".format(t0, t1), lambda x, y, h0=h0, h1=h1: h0(x) and h1(y)))
        head = "table "
    else:
        cells = [subjects[0].condition(rng) for _ in range(rng.randint(2, 6))]
        head = "table "
    values = [points(rng) for _ in cells]
    otherwise = points(rng) if rng.random() < 0.6 else None
    rows = ["{}: {}".format(t, plain(v)) for (t, _), v in zip(cells, values)]
    if otherwise is not None:
        rows.append("otherwise: " + plain(otherwise))
    return head + "{ " + "; ".join(rows) + " }", rows_value(cells, values, otherwise, names)


def in_turn(rng, subject):
    """Several `score … when …`; none that holds is 0."""
    cells = [subject.condition(rng) for _ in range(rng.randint(2, 5))]
    values = [points(rng) for _ in cells]
    text = "\n  ".join("score {} when {}".format(plain(v), t) for (t, _), v in zip(cells, values))
    return text, rows_value(cells, values, F(0), [subject.name])


def line(rng, subject):
    xs = sorted(set(subject.cuts))
    ys = [points(rng) for _ in xs]
    rows = ["{}: {}".format(plain(x), plain(y)) for x, y in zip(xs, ys)]

    def value(facts):
        x = facts[subject.name]
        if x <= xs[0]:
            return ys[0]
        for x0, y0, x1, y1 in zip(xs, ys, xs[1:], ys[1:]):
            if x <= x1:
                return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        return ys[-1]
    return "score line {} {{ {} }}".format(subject.name, "; ".join(rows)), value


# ---- a case --------------------------------------------------------------------------------------

class Case:
    def __init__(self, seed):
        self.rng = rng = random.Random(seed)
        self.declared, self.items, self.facts, self.fields = [], [], {}, {}
        self.missing = []
        for i in range(rng.randint(1, 4)):
            self.item(i)
        self.round = rng.choice([None, None, 0, 1])
        self.grades = self.make_grades()

    def subject(self, i, k, field=False):
        rng = self.rng
        name = "{}{}".format("fgh"[k], "abcdefgh"[i])
        s = Subject(rng, name, rng.choice(["number", "number", "level", "yes"]), self.declared)
        if not field:
            self.declared.append("fact {}: {}".format(name, s.type))
        if rng.random() < 0.85 or field:
            self.missing.append(name)
        return s

    def item(self, i):
        rng, name = self.rng, "item{}".format("abcdefgh"[i])
        before, r = len(self.missing), rng.random()
        record = r < 0.15
        subjects = [self.subject(i, 0, record)]
        if 0.15 <= r < 0.35:
            subjects.append(self.subject(i, 1))
            body, value = table(rng, subjects)
            body = "score " + body
        elif r < 0.15:
            body, value = self.deduction(i, subjects[0])
        elif r < 0.6:
            body, value = in_turn(rng, subjects[0])
        elif r < 0.75 and subjects[0].sort == "number":
            body, value = line(rng, subjects[0])
        else:
            body, value = table(rng, subjects)
            body = "score " + body
        for s in subjects:
            if s.name not in self.missing[before:]:
                self.facts[s.name] = s.one(rng)
        self.items.append((name, "item {} max {}\n  {}".format(name, MAX, body), value, subjects))

    def deduction(self, i, subject):
        """Points per record by a field of it; one record is filed."""
        body, value = table(self.rng, [subject])
        record = "event" + "abcdefgh"[i]
        self.declared.append("record {} {{ {}: {} }}".format(record, subject.name, subject.type))
        self.fields[subject.name] = record
        text = "deduct {} per {}".format(body, record)

        def rest(facts):
            v = value(facts)
            return None if v is None else MAX - v
        return text, rest

    def make_grades(self):
        """Bands of the total from the top, that cover all: with `otherwise` or to the end."""
        rng = self.rng
        top = MAX * len(self.items)
        cuts = sorted({F(rng.randint(1, 2 * top - 1), 2) for _ in range(rng.randint(1, 3))},
                      reverse=True)
        closed, out, above = rng.random() < 0.5, [], None
        for k, cut in enumerate(cuts + [None]):
            if cut is None and not closed:
                text = "otherwise"
            elif cut is None:
                text = "when total < {}".format(plain(above))
            elif closed and above is not None:
                text = "when total >= {} and total < {}".format(plain(cut), plain(above))
            else:
                text = "when total >= {}".format(plain(cut))
            out.append(("grade g{} {}".format("abcd"[k], text), "g" + "abcd"[k], cut))
            above = cut
        return out

    def text(self):
        head = "scheme exact year 2013" + ("" if self.round is None else " round {} half_up".format(self.round))
        return "\n".join([head] + self.declared + [t for _, t, _, _ in self.items]
                         + [t for t, _, _ in self.grades]) + "\n"

    def file(self):
        """The unit with what is not missing."""
        def word(v):
            return "缺" if v is None else {True: "yes", False: "no"}.get(v, v) \
                if isinstance(v, (bool, str)) else plain(v)
        lines = ["unit u"]
        for _, _, _, subjects in self.items:
            for s in subjects:
                record = self.fields.get(s.name)
                lines.append("  {}{} {}".format("{} 2013-01-01 ".format(record) if record else "", s.name,
                                                word(self.facts.get(s.name))))
        return "\n".join(lines) + "\n"

    # ---- what is possible ----------------------------------------------------------------

    def item_range(self, value, subjects):
        """None stands for no value: then the item is anywhere in its range."""
        options = [[self.facts[s.name]] if s.name in self.facts else s.values() for s in subjects]
        seen = set()
        for chosen in itertools.product(*options):
            v = value(dict(zip((s.name for s in subjects), chosen)))
            seen |= {F(0), F(MAX)} if v is None else {min(F(MAX), max(F(0), v))}
        return min(seen), max(seen)

    def grades_between(self, low, high):
        """Those of the totals there: at the lines, beside them, between them."""
        step = None if self.round is None else F(1, 10 ** self.round)
        near = step or NEAR
        tried = {low, high} | {c + d for _, _, c in self.grades if c is not None
                               for d in (F(0), near, -near)}
        if step:
            tried |= {c // step * step + d for _, _, c in self.grades if c is not None
                      for d in (F(0), near)}
        fits = [t for t in tried if low <= t <= high and (not step or t % step == 0)]
        return sorted({next(n for _, n, c in self.grades if c is None or t >= c) for t in fits})

    def check(self, got):
        low = high = F(0)
        for name, _, value, subjects in self.items:
            a, b = self.item_range(value, subjects)
            low, high = low + a, high + b
            item = next(i for i in got["items"] if i["path"][-1] == name)
            self.expect_range(item, a, b, name)
        if self.round is not None:
            low, high = (rounded(x, self.round, "half_up") for x in (low, high))
        self.expect_range(got, low, high, "total")
        expect(sorted(got["grades"] or [got["grade"]]), self.grades_between(low, high), "grades")

    @staticmethod
    def expect_range(figure, low, high, what):
        have = figure["exact_range"] if figure["range"] is not None else [figure["exact"]] * 2
        expect([exact(x) for x in have], [low, high], what)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--times", type=int, default=400)
    p.add_argument("--from", dest="first", type=int, default=1)
    p.add_argument("--keep")
    a = p.parse_args()
    program = Program(a.kaohe)
    failed = ranges = 0
    for seed in range(a.first, a.first + a.times):
        case = Case(seed)
        try:
            paths = [program.put("f.facts", case.file())]
            got = program.eval(case.text(), paths, status=(0, 5))["u"]
            ranges += got["range"] is not None
            case.check(got)
        except (Failure, KeyError, ValueError) as e:
            failed += 1
            print("seed {}: {}: {}".format(seed, type(e).__name__, str(e)[:1500]))
            if a.keep:
                keep(program, a.keep, seed)
    program.close()
    if ranges < a.times // 4:
        failed += 1
        print("only {} totals are open: the cases say nothing".format(ranges))
    print("{} passed, {} failed".format(a.times - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
