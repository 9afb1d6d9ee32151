#!/usr/bin/env python3
"""seventy.py KAOHE [--sets N]: random sets of eight one-decimal scores that add up to exactly 70 are
all 合格; the same sets, one score less by 0.001, are all 不合格. In binary floating point some six per
cent of them fall the wrong way each time; the closing line says how many of these sets would."""
import argparse
import csv
import io
import os
import random
import sys

sys.dont_write_bytecode = True
from program import Program  # noqa: E402

SCHEME = "方案 七十分线 年度 2013 满分 100\n" + "".join(
    "项目 第{0}项 满分 12.5 计分 得分{0}\n".format(n) for n in "甲乙丙丁戊己庚辛") + """\
等次 合格 当 总分 70分以上（含70分）
等次 不合格 其余
"""


def sets(rng, n):
    """Tenths of points, eight from 0 to 125 that add up to 700."""
    for _ in range(n):
        while True:
            s = [rng.randint(50, 125) for _ in range(7)]
            s.append(700 - sum(s))
            if 1 <= s[7] <= 125:
                rng.shuffle(s)
                yield s
                break


def rows(all_sets, less):
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["单位"] + ["得分" + n for n in "甲乙丙丁戊己庚辛"])
    for i, s in enumerate(all_sets):
        cells = ["{}.{}".format(t // 10, t % 10) for t in s]
        if less:
            at = i % 8
            thousandths = s[at] * 100 - 1
            cells[at] = "{}.{:03}".format(thousandths // 1000, thousandths % 1000)
        w.writerow(["u{}".format(i)] + cells)
    return out.getvalue()


def run(program, all_sets, less, want):
    """Whether all of the sets got the total and grade that they must have, each set once."""
    facts = program.put("less.csv" if less else "exact.csv", rows(all_sets, less))
    out = program.eval_text(SCHEME, [facts], "--format", "csv", "--columns", "单位,总分,等次")
    table = list(csv.reader(io.StringIO(out.decode())))[1:]
    good = {row[0] for row in table if row[1:] == want}
    wrong = [row for row in table if row[1:] != want]
    for row in wrong[:5]:
        print("wrong:", row, "not", want)
    return not wrong and len(table) == len(good) == len(all_sets)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--sets", type=int, default=200000)
    a = p.parse_args()
    rng = random.Random(70)
    all_sets = list(sets(rng, a.sets))
    program = Program(a.kaohe)
    try:
        good = [run(program, all_sets, False, ["70", "合格"]),
                run(program, all_sets, True, ["69.999", "不合格"])]
    finally:
        program.close()
    binary = sum(sum(t / 10 for t in s) != 70 for s in all_sets)
    print("{} sets; in binary floating point {} of them would not be 70".format(a.sets, binary))
    print("{} passed, {} failed".format(good.count(True), good.count(False)))
    return 0 if all(good) else 1


if __name__ == "__main__":
    os.environ.pop("KAOHE_LANG", None)
    sys.exit(main())
