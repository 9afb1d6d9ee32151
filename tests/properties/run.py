#!/usr/bin/env python3
"""run.py KAOHE [--units N] [--from SEED] [--keep FOLDER]: the program against the slow model
(model.py) on random schemes and facts: every node, total, grade, rank, selection and veto of every
unit, and shown figures. A case is one seed; a failing case is written to FOLDER."""
import argparse
import datetime
import os
import random
import sys
from fractions import Fraction as F

sys.dont_write_bytecode = True
import facts  # noqa: E402
import model  # noqa: E402
import text  # noqa: E402
from program import Failure, Program, exact, expect, nodes  # noqa: E402


def shown_text(x, places):
    """As the language says: the places of the last rounding, else in full or six places and `…`."""
    if x is None:
        return None
    if places is not None:
        digits = text.plain(x)
        whole, _, rest = digits.partition(".")
        return whole + ("." + rest.ljust(places, "0") if places else "")
    if text.plain(x) is not None:
        return text.plain(x)
    cut = abs(x) * 10 ** 6
    digits = str(cut.numerator // cut.denominator).rjust(7, "0")
    return ("-" if x < 0 else "") + digits[:-6] + "." + digits[-6:] + "…"


def compare(s, wanted, got):
    """One unit."""
    expect(got["kind"], wanted["kind"], "kind")
    expect(nodes(got), wanted["nodes"], "nodes")
    expect(exact(got["exact"]), wanted["total"], "total")
    unrounded = not any_rounding(s)
    if s["round"] or unrounded:
        expect(got["total"], shown_text(wanted["total"], s["round"] and s["round"][0]), "shown total")
    expect(got["grade"], wanted["grade"], "grade")
    expect(got["rank"], wanted["rank"], "rank")
    expect(sorted(got["selected"]), sorted(wanted["selected"]), "selected")
    expect(sorted(v["name"] for v in got["vetoes"]), sorted(wanted["vetoes"]), "vetoes")
    expect({n: exact(v["exact"]) for n, v in got["shown"].items()}, wanted["shown"], "shown")
    expect([got["provisional"], got["missing"], got["range"], got["grades"], got["rank_range"]],
           [False, [], None, None, None], "provisional")
    for i in got["items"]:
        own = [n["round"] for n, _ in facts.walk(s["nodes"]) if n["name"] == i["path"][-1]][0]
        if i["exact"] is not None and (own or unrounded):
            expect(i["score"], shown_text(F(i["exact"]), own and own[0]), "shown " + i["path"][-1])


def any_rounding(s):
    return (s["round"] or any(n["round"] for n, _ in facts.walk(s["nodes"]))
            or any(l[2] for l in s["lets"]) or any(t[0] == "round" for t in facts.tuples(s) if t))


def check_order(s, units, got):
    """Units are printed by kind, best first, equal ones by code point."""
    kinds = {k: i for i, k in enumerate(s["kinds"])}
    results = list(got.values())
    last = len(units) + 1  # of those whose total does not apply
    keys = [(kinds.get(r["kind"], 0), r["rank"] or last, r["unit"]) for r in results]
    if s["rank"]:
        expect(keys, sorted(keys), "order")
    expect(sorted(got), sorted(u["name"] for u in units), "units")


def one_case(program, seed):
    rng = random.Random(-seed)
    s, units = facts.make(seed)
    options = []
    if rng.random() < 0.15:
        s["date"] = datetime.date(2013, 1, 1) + datetime.timedelta(days=rng.randrange(500))
        options = ["--date", str(s["date"])]
    name = rng.choice(sorted(s["params"]) or [""])
    if name and "=" not in name and rng.random() < 0.5:
        s["params"][name] += 1
        options += ["--set", "{}={}".format(name, text.plain(s["params"][name]))]
        given = dict(s, params=dict(s["params"], **{name: s["params"][name] - 1}))
    else:
        given = s
    try:
        wanted = model.evaluate(s, units)
    except StopIteration:
        return None  # with --date no grade may hold, which is an error of its own
    rules = text.scheme_text(given, rng if rng.random() < 0.5 else None)
    paths = program.facts(units, rng.choice(["facts", "csv", "json"]), rng.choice(["zh", "en"]))
    got = program.eval(rules, paths, *options)
    check_order(s, units, got)
    for u in units:
        try:
            compare(s, wanted[u["name"]], got[u["name"]])
        except Failure as e:
            raise Failure("unit {}: {}".format(u["name"], e)) from None
    return len(units)


def keep(program, folder, seed):
    """The case as files, to be looked at."""
    place = os.path.join(folder, "seed-{}".format(seed))
    os.makedirs(place, exist_ok=True)
    for name in os.listdir(program.folder):
        with open(os.path.join(program.folder, name), "rb") as f, \
                open(os.path.join(place, name), "wb") as out:
            out.write(f.read())


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--units", type=int, default=6000)
    p.add_argument("--from", dest="first", type=int, default=1)
    p.add_argument("--keep")
    a = p.parse_args()
    program = Program(a.kaohe)
    done = failed = 0
    seed = a.first
    while done < a.units and failed < 20:
        for f in os.listdir(program.folder):
            if f[0] in "fwr":
                os.remove(os.path.join(program.folder, f))
        try:
            done += one_case(program, seed) or 0
        except (Failure, KeyError, ValueError) as e:
            failed += 1
            print("seed {}: {}: {}".format(seed, type(e).__name__, str(e)[:1500]))
            if a.keep:
                keep(program, a.keep, seed)
        seed += 1
    program.close()
    print("{} schemes, {} units".format(seed - a.first, done))
    print("{} passed, {} failed".format(seed - a.first - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
