#!/usr/bin/env python3
"""missing.py KAOHE [--times N] [--from SEED] [--keep FOLDER]: facts are taken out, and the program
must say what is still possible. For every completion of the missing facts the slow model gives the
results: each must lie inside the interval, the set of grades, the range of ranks that the program
printed; where each missing fact is read once, the intervals must be no wider than that."""
import argparse
import itertools
import json
import random
import sys
from fractions import Fraction as F

sys.dont_write_bytecode = True
import facts  # noqa: E402
import model  # noqa: E402
import text  # noqa: E402
from gen_terms import MISSING  # noqa: E402
from program import Failure, Program, exact, expect  # noqa: E402
from run import keep  # noqa: E402

MOST = 400  # completions of a case


def constants(x):
    """All numbers inside."""
    if isinstance(x, F):
        yield x
    for y in x if isinstance(x, (list, tuple)) else ():
        yield from constants(y)


def readers(s, name):
    """What reads a fact or field: the expressions and conditions around it."""
    refs = (("fact", name), ("field", name))
    return [t for t in facts.tuples(s) if any(x in refs for x in t) or t[:2] == ("dist", name)]


def values(s, f, name):
    """What a missing cell of that type may turn out to be: all of it, or of the numbers those
    between which nothing changes its course."""
    if f["type"] == "yes":
        return [True, False]
    if f["type"] == "level":
        return [l for l, _ in s["scales"][f["scale"]]]
    steps = set(constants(readers(s, name)))
    for t in readers(s, name):
        if t[0] == "dist":
            steps |= {t[3] + k * t[4] for k in range(-3, 4)}
    near = {x + d for x in steps for d in (0, F(1, 1000), -F(1, 1000))}
    return sorted({f["low"], f["high"]} | {x for x in near if f["low"] < x < f["high"]})


class Holes:
    """Cells taken out: (put(value), possible values), and whether each is read once."""

    def __init__(self, rng, s, units):
        self.rng, self.s, self.units = rng, s, units
        self.cells, self.once, self.size = [], True, 1

    def add(self, put, options, once):
        if self.size * len(options) > MOST:
            return
        self.size *= len(options)
        self.cells.append((put, options))
        self.once = self.once and once
        put(MISSING)

    def fact(self, u):
        names = [n for n in u["facts"] if u["facts"][n] != MISSING]
        if not names:
            return
        name = self.rng.choice(sorted(names))
        f = self.s["facts"][name]
        if f.get("missing as") is not None:
            u["facts"][name] = MISSING
            return
        reads = sum(t in (("fact", name), ("yes", name)) or (t and t[0] == "dist" and t[1] == name)
                    for t in facts.tuples([v for k, v in self.s.items() if k != "facts"]))

        def put(value):
            u["facts"][name] = value
        self.add(put, values(self.s, f, name), reads == 1)

    def field(self, u):
        rows = [r for r in u["records"] if r["fields"]]
        if not rows:
            return
        r = self.rng.choice(rows)
        name = self.rng.choice(sorted(r["fields"]))
        if r["fields"][name] == MISSING:
            return
        f = self.s["records"][r["kind"]]["fields"].get(name, {"type": "yes"})
        rules = [x for _, _, x in facts.rules_of(self.s) if x["per"] and x["per"][1] == r["kind"]]
        reads = sum(t in (("field", name), ("has", name)) for t in facts.tuples(rules))

        def put(value):
            r["fields"][name] = value
        self.add(put, values(self.s, f, name), reads <= 1)

    def level(self, u):
        rows = [r for r in u["records"] if r["level"] not in (None, MISSING)]
        if not rows:
            return
        r = self.rng.choice(rows)
        scale = next(n["value"][2] for n, _ in facts.walk(self.s["nodes"])
                     if n["value"] and n["value"][0] == "rate" and n["value"][1] == r["kind"])

        def put(value):
            r["level"] = value
        self.add(put, [l for l, _ in self.s["scales"][scale]], True)

    def completions(self):
        """The model's results for each."""
        for chosen in itertools.product(*(options for _, options in self.cells)):
            for (put, _), value in zip(self.cells, chosen):
                put(value)
            yield model.evaluate(self.s, self.units)


def inside(got, value, what):
    """A settled value is that value, an open one lies in its range, or does not apply where that is
    said to be possible."""
    if got["range"] is None:
        expect(exact(got["exact"]), value, what + " is settled")
    elif value is None:
        expect(got.get("may_not_apply"), True, what + " may not apply")
    else:
        low, high = (exact(x) for x in got["exact_range"])
        if (low is not None and value < low) or (high is not None and value > high):
            raise Failure("{}: {} is outside {}".format(what, value, got["exact_range"]))


def check_unit(got, want, seen):
    """One completion of one unit; notes the values of what is open."""
    name = got["unit"]
    figures = [("total", got, want["total"])]
    figures += [(i["path"][-1], i, want["nodes"][i["path"][-1]]) for i in got["items"]]
    figures += [("shown " + n, v, want["shown"][n]) for n, v in got["shown"].items()]
    for what, figure, value in figures:
        inside(figure, value, "{} {}".format(name, what))
        seen.setdefault((name, what), set()).add(value)
    if want["grade"] is not None and want["grade"] not in (got["grades"] or [got["grade"]]):
        raise Failure("{}: grade {} is not among {}".format(name, want["grade"], got["grades"]))
    if want["rank"] is None:
        expect(got["rank"] is None or got.get("may_not_apply"), True, name + " may have no rank")
    else:
        low, high = got["rank_range"] or [got["rank"] or 0, got["rank"] or 0]
        if not low <= want["rank"] <= high:
            raise Failure("{}: rank {} outside {}".format(name, want["rank"], [low, high]))
    lists = (("selected", got["selected"], got["selected_possible"]),
             ("vetoes", [v["name"] for v in got["vetoes"]],
              [v["name"] for v in got["vetoes_possible"]]))
    for key, certain, possible in lists:
        if not set(certain) <= set(want[key]) <= set(certain) | set(possible):
            raise Failure("{}: {} {} but certain {}, possible {}".format(name, key, want[key], certain,
                                                                         possible))
    outcome = repr((want["total"], want["nodes"], want["grade"], want["rank"], want["selected"],
                    want["vetoes"], want["shown"]))
    seen.setdefault((name, "outcome"), set()).add(outcome)


def check_tight(got, seen):
    """The intervals are those of the completions."""
    for r in got.values():
        figures = [("total", r)] + [(i["path"][-1], i) for i in r["items"]]
        for what, figure in figures:
            if figure["range"] is not None:
                values_seen = seen[r["unit"], what] - {None}
                expect([exact(x) for x in figure["exact_range"]], [min(values_seen), max(values_seen)],
                       "{} {}: interval".format(r["unit"], what))
                expect(figure.get("may_not_apply", False), None in seen[r["unit"], what],
                       "{} {}: may not apply".format(r["unit"], what))


def make_case(seed):
    rng = random.Random(-seed)
    s, units = facts.make(seed, once=True, units=rng.choice([1, 2, 4, 6]))
    for name, f in s["facts"].items():
        if f["type"] == "yes" and rng.random() < 0.15:
            f["missing as"] = rng.random() < 0.5
    holes = Holes(rng, s, units)
    for _ in range(rng.randint(1, 4)):
        u = rng.choice(units)
        rng.choice([holes.fact, holes.fact, holes.fact, holes.field, holes.field, holes.level])(u)
    return rng, s, units, holes


def check_explained(program, rules, paths, got):
    """The explanation says of every figure what the results say."""
    path = program.put("s.rules", rules)
    for form in ("json", "table"):
        done = program.run("explain", path, *paths, "--format", form)
        expect(done.returncode in (0, 5), True, "explain: status {}".format(done.returncode))
        for u in json.loads(done.stdout)["units"] if form == "json" else ():
            keys = ("exact", "range", "exact_range", "may_not_apply", "grades", "rank_range")
            expect([u.get(k) for k in keys], [got[u["unit"]].get(k) for k in keys], "explained")


def one_case(program, seed):
    rng, s, units, holes = make_case(seed)
    rules = text.scheme_text(s)
    paths = program.facts(units, rng.choice(["facts", "csv", "json"]))
    got = program.eval(rules, paths, status=(0, 5))
    seen = {}
    for results in holes.completions():
        for name, want in results.items():
            check_unit(got[name], want, seen)
    for name, r in got.items():
        if len(seen[name, "outcome"]) > 1 and not r["provisional"]:
            raise Failure("{}: results differ, but it is not provisional".format(name))
    if holes.once and not s["round"]:
        check_tight(got, seen)
    if rng.random() < 0.3:
        check_explained(program, rules, paths, got)
    return holes.once


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--times", type=int, default=200)
    p.add_argument("--from", dest="first", type=int, default=500000)
    p.add_argument("--keep")
    a = p.parse_args()
    program = Program(a.kaohe)
    passed = failed = tight = 0
    for seed in range(a.first, a.first + a.times):
        try:
            tight += one_case(program, seed)
            passed += 1
        except (Failure, KeyError, ValueError, TypeError) as e:
            failed += 1
            print("seed {}: {}: {}".format(seed, type(e).__name__, str(e)[:1200]))
            if a.keep:
                keep(program, a.keep, seed)
    program.close()
    print("{} cases with every missing fact read once".format(tight))
    print("{} passed, {} failed".format(passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
