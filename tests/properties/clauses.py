#!/usr/bin/env python3
"""clauses.py KAOHE [SEEDS]: the clauses of rules with facts missing.

Random units of which up to three facts or fields are missing, beside each of them all its completions
as units of their own: every completion lies inside the range of the unit with the gaps, and, since
each item here reads a fact once, the ends of the range are reached.
"""
import csv
import itertools
import json
import pathlib
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

SCHEME = """
事实 a，b，c，d: 是否
事实 n: 数 属 0 至 3
记录 r { k, v 属 1 至 3, p: 是否, q: 是否 }
记录 t { k, v 属 1 至 3, p: 是否 }
项目 取先 满分 50
  合并 取先 { 扣 5分 当 a  每次 r 其中 p 扣 3分  扣 2分 当 b  每满 2 n 扣 4分  扣 1分 }
附加 限额 合并 当 a 最多 7分 { 每次 r 其中 p 加 2分  加 3分 当 b }
附加 两样 合并 除非 a { 加 4分 当 b  扣 7分 当 c }
附加 就高 每次 r 其中 p 加 v 就高 按 k 最多 5分
附加 几种 合并 就高 按 k { 每次 r 其中 p 加 v  每次 t 其中 p 加 v + 1 }
附加 全部 合并 当 d 就高 { 每次 r 其中 p 加 v  加 2分 当 a  每满 1 n 加 1分 }
附加 逐件 每次 r 其中 p 按 k 加 v 减半 当 q
附加 改 每次 r 加 v 减半 当 p 另加 2分 当 q
项目 不得 满分 20 每次 r 其中 p 扣 1分  不得分 当 a  改计 3 当 b
板块 折 {
  项目 甲 满分 20 仅当 a 缺项 折算 计分 n * 5
  项目 乙 满分 10 仅当 b 缺项 折算 计分 4
  项目 丙 满分 30 计分 21
}
"""
ITEMS = ("取先", "限额", "两样", "就高", "几种", "全部", "逐件", "改", "不得", "折")
FACTS, FIELDS = "abcdn", ("事项", "日期", "k", "v", "p", "q")
ANSWERS = ["是", "否"]
VALUES = {"n": ["0", "1", "2", "3"], "v": ["1", "2", "3"]}
UNITS = 150


def record(rng, what, day):
    return {"事项": what, "日期": f"2013-01-{day:02}", "k": rng.choice(["x", "y", ""]),
            "v": rng.choice(VALUES["v"]), "p": rng.choice(ANSWERS),
            "q": rng.choice(ANSWERS) if what == "r" else ""}


def unit(rng):
    """Facts, records, and the places that are missing: (None, fact) or (record, field)."""
    facts = {name: rng.choice(VALUES.get(name, ANSWERS)) for name in FACTS}
    records = [record(rng, "r", i + 1) for i in range(rng.randint(0, 3))]
    records += [record(rng, "t", i + 1) for i in range(rng.randint(0, 2))]
    places = [(None, name) for name in facts]
    places += [(i, f) for i, r in enumerate(records) for f in ("v", "p", "q") if r[f]]
    return facts, records, rng.sample(places, rng.randint(1, 3))


def filled(facts, records, places, values):
    facts, records = dict(facts), [dict(r) for r in records]
    for (at, name), value in zip(places, values):
        (facts if at is None else records[at])[name] = value
    return facts, records


def write(path, heading, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows([heading, *rows])


def ranges(node):
    """(low, high) of the item; None where it does not apply."""
    if node["exact"] is not None:
        return (Fraction(node["exact"]),) * 2
    if node["range"] is None:
        return None
    return tuple(None if end is None else Fraction(str(end))
                 for end in node.get("exact_range") or node["range"])


def evaluate(program, folder, units):
    folder = pathlib.Path(folder)
    (folder / "scheme.rules").write_text(SCHEME, encoding="utf-8")
    write(folder / "units.csv", ["单位", *FACTS],
          [[name, *(facts[f] for f in FACTS)] for name, facts, _ in units])
    write(folder / "records.csv", ["单位", *FIELDS],
          [[name, *(r[f] for f in FIELDS)] for name, _, records in units for r in records])
    run = subprocess.run([program, "eval", "--format", "json", "scheme.rules", "units.csv",
                          "records.csv"], cwd=folder, capture_output=True)
    if run.returncode != 5:
        sys.exit(f"eval: exit {run.returncode}\n{run.stderr.decode(errors='replace')}")
    return {u["unit"]: {i["path"][-1]: ranges(i) for i in u["items"]}
            for u in json.loads(run.stdout)["units"]}


def compare(name, item, got, values):
    """What is wrong with a range, given what all completions come to."""
    if got is None or not values:
        return None
    low, high = min(values), max(values)
    if got == (low, high):
        return None
    inside = (got[0] is None or got[0] <= low) and (got[1] is None or got[1] >= high)
    return f"{name} {item}: {got}, {'not exact' if inside else 'UNSOUND'}, {low} to {high}"


def check(program, seed):
    rng = random.Random(seed)
    units, completions = [], {}
    for i in range(UNITS):
        facts, records, places = unit(rng)
        name = f"u{i}"
        units.append((name, *filled(facts, records, places, ["缺"] * len(places))))
        choices = itertools.product(*(VALUES.get(f, ANSWERS) for _, f in places))
        completions[name] = []
        for n, values in enumerate(choices):
            units.append((f"{name}-{n}", *filled(facts, records, places, values)))
            completions[name].append(f"{name}-{n}")
    with tempfile.TemporaryDirectory() as folder:
        results = evaluate(program, folder, units)
    wrong = []
    for name, others in completions.items():
        for item in ITEMS:
            values = [results[o][item][0] for o in others if results[o][item]]
            wrong.append(compare(name, item, results[name][item], values))
    return [w for w in wrong if w]


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    failed = 0
    for seed in range(1, seeds + 1):
        for line in check(program, seed):
            print(f"seed {seed}: {line}")
            failed += 1
    print(f"{seeds * UNITS} units with gaps, {failed} wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
