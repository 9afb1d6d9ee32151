#!/usr/bin/env python3
"""The scheme of 2013 worked without the program: the clauses of the paper (as rules/2013.rules
cites them, with the readings that its comments state) as plain arithmetic with fractions over the
CSV files of examples/2013. It reads no rules file.

    2013_by_hand.py             prints 2013.expected.csv
    2013_by_hand.py --pending   prints 2013-pending.expected.csv: with the 31st unit, one of whose
                                marks is missing
    2013_by_hand.py --check     says whether both files, and the table in examples/2013/expected.md,
                                are what this computes
"""
import csv
import io
import os
import sys
from fractions import Fraction

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import forms  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
FIVE = {"满意": 10, "较满意": 8, "基本满意": 6, "不太满意": 4, "不满意": 2}
SATISFIED = {"满意": 5, "较满意": 4, "基本满意": 3, "不太满意": 2, "不满意": 1}
MARKS = [("着眼平安", "平安得分"), ("着眼法治", "法治得分"), ("着眼创新驱动", "创新得分"),
         ("着眼规范管理", "规范得分"), ("着眼强基固本", "强基得分"), ("着眼能力建设", "能力得分")]
# The seventh working day after each quarter, by the holiday notices for 2013 and 2014:
# Q2: 1 2 3 4 5 | 8 9 July.  Q3: 1-7 October off; 8 9 10 11 | Saturday 12 works | 14 15 October.
# Q4: 1 January off; 2 3 | 6 7 8 9 10 January.
DUE = [("2013Q2", "2013-04-01", "2013-07-09"), ("2013Q3", "2013-07-01", "2013-10-15"),
       ("2013Q4", "2013-10-01", "2014-01-10")]
WORK, DRIVE = "绩效管理工作内容", "效能建设内容"
ITEMS = ([WORK] + [WORK + "/" + name for name, _ in MARKS] + [DRIVE] +
         [DRIVE + "/" + n for n in ("制定绩效管理工作方案", "过程管理与日常考核", "察访核验", "督察督办",
                                    "领导评价", "满意度测评", "满意度测评/省群众满意度测评",
                                    "满意度测评/部门测评")])
VISITS = DRIVE + "/察访核验"


def filed_for(filings):
    """四(二): which filing answers which quarter: the one that it names; of those that name none,
    each the earliest quarter that has begun and has no filing yet. The first of a quarter counts.
    """
    answered = {}
    for f in sorted(filings, key=lambda r: ("期间" not in r, r["日期"])):
        quarter = f.get("期间")
        if quarter is None:
            quarter = next((q for q, begins, _ in DUE if begins <= f["日期"] and q not in answered),
                           None)
        if quarter is not None and quarter not in answered:
            answered[quarter] = f["日期"]
    return answered


def points(unit, records, date):
    """One unit's points by clause; `date`: the day as of which, or None when the year is over."""
    if date is not None:
        records = [r for r in records if r.get("日期", "") <= date]
    of = lambda what: [r for r in records if r["事项"] == what]
    found = lambda item: sum(r["次数"] for r in of("发现问题") if r["项目"] == item)
    p = {}
    for name, fact in MARKS:  # 三.1 to 三.6
        p[WORK + "/" + name] = unit[fact]
    p[WORK] = sum(unit[fact] for _, fact in MARKS)
    drive = {}
    drive["制定绩效管理工作方案"] = (2 - (0 if unit["已制定工作办法"] is True else 1)  # 四(一)
                                       - (0 if unit["已报送工作办法"] is True else 1))
    lost, filed = 0, filed_for(of("季度填报"))  # 四(二)
    for quarter, _, due in DUE:
        if date is not None and due > date:
            continue
        if quarter not in filed:
            lost += 2
        elif filed[quarter] > due:
            lost += 1
    drive["过程管理与日常考核"] = max(0, 4 - lost)
    drive["察访核验"] = max(0, 10 - found("察访核验"))  # 四(三)
    proven = sum(r["次数"] for r in of("投诉") if r["属实"] is True)
    drive["督察督办"] = max(0, 4 - found("督察督办") - proven)  # 四(四)
    leaders = [FIVE[r["评价"]] for r in of("领导评价")]  # 四(五)
    drive["领导评价"] = Fraction(sum(leaders), len(leaders))
    p[DRIVE] = sum(drive.values())
    halves = {n: SATISFIED[unit[n]] for n in ("省群众满意度测评", "部门测评")}  # 四(六)
    drive["满意度测评"] = sum(halves.values())
    p[DRIVE] += drive["满意度测评"]
    drive.update({"满意度测评/" + n: v for n, v in halves.items()})
    p.update({DRIVE + "/" + n: v for n, v in drive.items()})
    return {item: Fraction(p[item]) for item in ITEMS}


def vetoes(unit):
    """五.4, in the order of the paper."""
    yes = lambda fact: unit.get(fact) is True
    held = []
    if yes("腐败案件") and not (yes("主动发现") and yes("主动报告") and yes("积极配合")):
        held.append("重大腐败案件")
    if yes("失职渎职") and yes("造成重大损失") and yes("造成恶劣影响"):
        held.append("失职渎职")
    if yes("违反八项规定") and yes("造成不良影响"):
        held.append("违反八项规定")
    return held


def compute(units, records, quota=3, excellent=90, date=None):
    """五: {unit: dict(kind, total, grade, rank, selected, vetoes, items)}."""
    out = {}
    for name, unit in units.items():
        items = points(unit, [r for r in records if r["单位"] == name], date)
        total = items[WORK] + items[DRIVE]
        held = vetoes(unit)
        grade = "不合格" if held or total < 70 else "优秀" if total >= excellent else "合格"
        out[name] = {"kind": unit["类别"], "total": total, "grade": grade, "vetoes": held,
                     "items": items}
    for r in out.values():
        r["rank"] = 1 + sum(o["kind"] == r["kind"] and o["total"] > r["total"]
                            for o in out.values())
    key = lambda r: (r["total"], r["items"][VISITS])
    fit = sorted((key(r) for r in out.values() if r["grade"] != "不合格"), reverse=True)
    edge = fit[min(quota, len(fit)) - 1] if fit and quota > 0 else None
    for r in out.values():
        r["selected"] = edge is not None and r["grade"] != "不合格" and key(r) >= edge
    return out


def load():
    return forms.read_csv(os.path.join(forms.EXAMPLE, "csv"))


def expected():
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["单位", "类别", "总分", "等次", "名次", "评选", "否决"] + ITEMS)
    for name, r in compute(*load()).items():
        w.writerow([name, r["kind"], r["total"], r["grade"], r["rank"],
                    "先进" if r["selected"] else "", ";".join(r["vetoes"])] +
                   [r["items"][i] for i in ITEMS])
    return out.getvalue()


def possible():
    """With the 31st unit: every result for every mark that its missing one may turn out to be. Only
    the order of totals and the grades' lines decide, so the marks at which its total meets another
    unit's or a line, one between each two of these, and both ends are all that can differ."""
    units, records = load()
    forms.read_facts_file(os.path.join(forms.EXAMPLE, "待补.facts"), units, records)
    name, fact = next((n, f) for n, u in units.items() for _, f in MARKS if f not in u)
    runs = []

    def with_mark(mark):
        return compute({**units, name: {**units[name], fact: mark}}, records)

    zero = with_mark(Fraction(0))
    meets = {r["total"] - zero[name]["total"] for r in zero.values()}
    meets |= {line - zero[name]["total"] for line in (70, 90)}
    marks = sorted({m for m in meets if 0 <= m <= 10} | {Fraction(0), Fraction(10)})
    marks += [(a + b) / 2 for a, b in zip(marks, marks[1:])]
    for mark in marks:
        runs.append(with_mark(mark))
    return runs


def pending():
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(["单位", "类别", "总分最低", "总分最高", "等次", "名次最前", "名次最后", "先进", "暂定"])
    runs = possible()
    for name in runs[0]:
        mine = [r[name] for r in runs]
        totals = [r["total"] for r in mine]
        ranks = [r["rank"] for r in mine]
        grades = [g for g in ("优秀", "合格", "不合格") if any(r["grade"] == g for r in mine)]
        selected = {r["selected"] for r in mine}
        chosen = "可能" if len(selected) > 1 else "是" if True in selected else "否"
        open_still = (min(totals) != max(totals) or min(ranks) != max(ranks) or len(grades) > 1
                      or len(selected) > 1)
        w.writerow([name, mine[0]["kind"], min(totals), max(totals), ";".join(grades), min(ranks),
                    max(ranks), chosen, "是" if open_still else "否"])
    return out.getvalue()


def table_of_md():
    """The summary table of expected.md: | 单位 | 类别 | 总分 | 分数 | 等次 | 名次 | 评选 | 否决 |"""
    rows = {}
    with open(os.path.join(forms.EXAMPLE, "expected.md"), encoding="utf-8") as f:
        for line in f:
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            if line.startswith("|") and len(cells) == 8 and cells[0] not in ("单位", ""):
                if not set(cells[0]) <= set("-: "):
                    rows[cells[0]] = cells[1:]
    return rows


def pencil_of_md():
    """The units worked step by step: a heading `### 单位：…`, the total in bold below it."""
    totals, unit = {}, None
    with open(os.path.join(forms.EXAMPLE, "expected.md"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                unit = line[4:].split("：")[0] if line.startswith("### ") and "：" in line else None
            elif unit and "**" in line:
                totals[unit] = Fraction(line.split("**")[1])
    return totals


def shown(x):
    """language.md §4.3: in full when the decimal ends, else six places cut off and an ellipsis."""
    d = x.denominator
    for p in (2, 5):
        while d % p == 0:
            d //= p
    if d != 1:
        whole = abs(x.numerator) * 10**6 // x.denominator
        return "%s%d.%06d…" % ("-" if x < 0 else "", whole // 10**6, whole % 10**6)
    places = 0
    while (x * 10**places).denominator != 1:
        places += 1
    digits = str(abs(int(x * 10**places))).rjust(places + 1, "0")
    text = digits[:len(digits) - places] + ("." + digits[-places:] if places else "")
    return ("-" if x < 0 else "") + text


def check():
    bad = 0
    for name, text in (("2013.expected.csv", expected()),
                       ("2013-pending.expected.csv", pending())):
        with open(os.path.join(HERE, name), encoding="utf-8") as f:
            if f.read() != text:
                print("%s is not what the clauses give" % name)
                bad += 1
    rows = table_of_md()
    results = compute(*load())
    if set(rows) != set(results):
        print("expected.md: other units: %s" % (set(rows) ^ set(results)))
        bad += 1
    for name, r in results.items():
        want = [r["kind"], shown(r["total"]), str(r["total"]), r["grade"], str(r["rank"]),
                "先进" if r["selected"] else "", "、".join(r["vetoes"])]
        if rows.get(name) != want:
            print("expected.md: %s: %s, computed %s" % (name, rows.get(name), want))
            bad += 1
    pencil = pencil_of_md()
    if len(pencil) < 8:
        print("expected.md: only %d units are worked step by step" % len(pencil))
        bad += 1
    for name, total in pencil.items():
        if total != results[name]["total"]:
            print("expected.md: %s by steps: %s, computed %s" % (name, total,
                                                                 results[name]["total"]))
            bad += 1
    if not bad:
        print("the expected results are what the clauses give")
    return 1 if bad else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        sys.exit(check())
    print(pending() if sys.argv[1:] == ["--pending"] else expected(), end="")
