#!/usr/bin/env python3
"""Compares the program's results for examples/2013 and examples/oneline with those worked by hand.

    compare.py KAOHE

For each form of the facts (.facts, CSV, JSON) and for both spellings of the rules: total (exact),
grade, rank, selection, vetoes and every item in JSON; the shown texts in CSV, by item and in the
table; and that all forms give the same bytes. Then the run in which a fact is missing, other
parameters and dates, and the one-line scheme.
"""
import csv
import importlib.util
import io
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
spec = importlib.util.spec_from_file_location("by_hand", os.path.join(HERE, "2013_by_hand.py"))
by_hand = importlib.util.module_from_spec(spec)
spec.loader.exec_module(by_hand)
forms = by_hand.forms

RULES = [os.path.join(forms.ROOT, "rules", name) for name in ("2013.rules", "2013-zh.rules")]
FORMS = [os.path.join(forms.EXAMPLE, name) for name in ("facts", "csv", "json")]
PENDING = os.path.join(forms.EXAMPLE, "待补.facts")
ONELINE = os.path.join(forms.ROOT, "examples", "oneline")
HEADER = "单位,类别,总分,等次,名次,评选,否决,暂定".split(",")

program = None
failures = []


def expect(what, got, want):
    if got != want:
        failures.append("%s: got %r, worked by hand %r" % (what, got, want))


def run(*arguments, status=0):
    """Standard output of one run, as bytes; the language does not depend on the caller's."""
    env = {k: v for k, v in os.environ.items() if k != "KAOHE_LANG"}
    done = subprocess.run([program] + list(arguments), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env=env)
    if done.returncode != status:
        failures.append("%s: exit status %d, wanted %d\n%s" %
                        (" ".join(arguments), done.returncode, status,
                         done.stderr.decode("utf-8", "replace")))
    return done.stdout


def units_of(output, what):
    try:
        return json.loads(output.decode("utf-8"))["units"]
    except (ValueError, KeyError) as e:
        failures.append("%s: no results: %s" % (what, e))
        return []


def expected_rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8", newline="") as f:
        return {row["单位"]: row for row in csv.DictReader(f)}


def compare_results(what, output, results):
    """JSON output against compute() of 2013_by_hand.py."""
    units = {u["unit"]: u for u in units_of(output, what)}
    expect(what + ": units", sorted(units), sorted(results))
    for name in sorted(set(units) & set(results)):
        u, r, at = units[name], results[name], what + ": " + name
        expect(at + " kind", u["kind"], r["kind"])
        expect(at + " exact", u["exact"], str(r["total"]))
        expect(at + " total", u["total"], by_hand.shown(r["total"]))
        expect(at + " grade", u["grade"], r["grade"])
        expect(at + " rank", u["rank"], r["rank"])
        expect(at + " selected", u["selected"], ["先进"] if r["selected"] else [])
        expect(at + " vetoes", [v["name"] for v in u["vetoes"]], r["vetoes"])
        expect(at + " vetoes' clauses", {v["cite"] for v in u["vetoes"]} - {"五.4"}, set())
        expect(at + " open", [u["range"], u["grades"], u["rank_range"], u["vetoes_possible"],
                              u["selected_possible"], u["provisional"]],
               [None, None, None, [], [], False])
        expect(at + " items", {"/".join(i["path"]): (i["exact"], i["score"]) for i in u["items"]},
               {k: (str(v), by_hand.shown(v)) for k, v in r["items"].items()})


def compare_file(what, output):
    """JSON output against the file of expected results."""
    rows = expected_rows("2013.expected.csv")
    units = units_of(output, what)
    expect(what + ": units", sorted(u["unit"] for u in units), sorted(rows))
    for u in units:
        row = rows.get(u["unit"])
        if row is None:
            continue
        got = {"单位": u["unit"], "类别": u["kind"], "总分": u["exact"], "等次": u["grade"],
               "名次": str(u["rank"]), "评选": ";".join(u["selected"]),
               "否决": ";".join(v["name"] for v in u["vetoes"])}
        got.update({"/".join(i["path"]): i["exact"] for i in u["items"]})
        expect(what + ": " + u["unit"], got, dict(row))


def in_order(what, names, results):
    """Grouped by kind, best first, equal ones by name."""
    kinds = [results[n]["kind"] for n in names]
    groups = [k for i, k in enumerate(kinds) if i == 0 or kinds[i - 1] != k]
    expect(what + ": groups", len(groups), len(set(groups)))
    for kind in set(kinds):
        mine = [n for n in names if results[n]["kind"] == kind]
        expect(what + ": order of " + kind, mine,
               sorted(mine, key=lambda n: (-results[n]["total"], n)))


def compare_csv(what, output, results):
    rows = list(csv.reader(io.StringIO(output.decode("utf-8"))))
    expect(what + ": header", rows[0] if rows else None, HEADER)
    want = {n: [n, r["kind"], by_hand.shown(r["total"]), r["grade"], str(r["rank"]),
                "先进" if r["selected"] else "", ";".join(r["vetoes"]), "否"]
            for n, r in results.items()}
    expect(what + ": units", sorted(r[0] for r in rows[1:]), sorted(want))
    for row in rows[1:]:
        expect(what + ": " + row[0], row, want.get(row[0]))
    in_order(what, [r[0] for r in rows[1:] if r[0] in results], results)


def compare_by_item(what, output, results):
    rows = list(csv.DictReader(io.StringIO(output.decode("utf-8"))))
    got = {(r["单位"], r["项目"]): (r["类别"], r["得分"], r["暂定"]) for r in rows}
    want = {(n, item): (r["kind"], by_hand.shown(v), "否")
            for n, r in results.items() for item, v in r["items"].items()}
    expect(what + ": rows", len(rows), len(want))
    for key in sorted(set(got) | set(want)):
        expect("%s: %s %s" % ((what,) + key), got.get(key), want.get(key))
    most = {r["项目"]: r["满分"] for r in rows}
    expect(what + ": 满分", [most.get(i) for i in ("绩效管理工作内容", "效能建设内容",
                                                 "效能建设内容/满意度测评",
                                                 "效能建设内容/满意度测评/部门测评")],
           ["60", "40", "10", "5"])


def compare_table(what, output, results):
    """The table is for people: of each unit's line its words are compared, not the columns."""
    seen = []
    for line in output.decode("utf-8").splitlines():
        words = line.replace("│", " ").replace("|", " ").split()
        if not words or words[0] not in results:
            continue
        r = results[words[0]]
        seen.append(words[0])
        for word in [by_hand.shown(r["total"]), r["grade"], str(r["rank"])]:
            if word not in words:
                failures.append("%s: %s is not in the line %r" % (what, word, line))
        expect("%s: %s 先进" % (what, words[0]), "先进" in words, r["selected"])
        for veto in ("重大腐败案件", "失职渎职", "违反八项规定"):
            expect("%s: %s %s" % (what, words[0], veto), veto in line, veto in r["vetoes"])
    expect(what + ": units", sorted(seen), sorted(results))
    in_order(what, seen, results)


def compare_pending(rules):
    """With the 31st unit: what can still change is a range, what cannot is settled."""
    rows = expected_rows("2013-pending.expected.csv")
    shown = lambda text: by_hand.shown(by_hand.Fraction(text))
    first = None
    for form in FORMS:
        what = "pending, " + os.path.basename(form)
        output = run("eval", rules, form, PENDING, "--format", "json", status=5)
        first = first or output
        expect(what + ": same bytes", output == first, True)
        units = units_of(output, what)
        expect(what + ": units", sorted(u["unit"] for u in units), sorted(rows))
        for u in units:
            row, at = rows[u["unit"]], what + ": " + u["unit"]
            low, high = row["总分最低"], row["总分最高"]
            ends = [int(row["名次最前"]), int(row["名次最后"])]
            grades = row["等次"].split(";")
            settled = low == high
            expect(at + " exact", [u["exact"], u["total"], u["range"], u.get("exact_range")],
                   [low, shown(low), None, None] if settled
                   else [None, None, [shown(low), shown(high)], [low, high]])
            expect(at + " grade", [u["grade"], u["grades"]],
                   [grades[0], None] if len(grades) == 1 else [None, grades])
            expect(at + " rank", [u["rank"], u["rank_range"]],
                   [ends[0], None] if ends[0] == ends[1] else [None, ends])
            expect(at + " selected", [u["selected"], u["selected_possible"]],
                   {"是": [["先进"], []], "可能": [[], ["先进"]], "否": [[], []]}[row["先进"]])
            expect(at + " provisional", u["provisional"], row["暂定"] == "是")
            if not settled:
                item = next(i for i in u["items"] if i["path"][-1] == "着眼强基固本")
                expect(at + " item", [item["score"], item["exact"], item["range"]],
                       [None, None, ["0", "10"]])
    output = run("eval", rules, FORMS[0], PENDING, "--format", "csv", status=5)
    for line in list(csv.reader(io.StringIO(output.decode("utf-8"))))[1:]:
        row = rows[line[0]]
        span = lambda a, b: a if a == b else a + ".." + b
        expect("pending, CSV: " + line[0], line[2:5] + [line[7]],
               [span(shown(row["总分最低"]), shown(row["总分最高"])), row["等次"],
                span(row["名次最前"], row["名次最后"]), row["暂定"]])


def compare_others():
    """Parameters, dates, one unit, files one by one, the other language's headings."""
    units, records = by_hand.load()
    for form in FORMS:
        name = os.path.basename(form)
        for quota in (1, 2, 4, 5, 100):
            compare_results("%s, quota %d" % (name, quota),
                            run("eval", RULES[0], form, "--format", "json", "--set",
                                "先进名额=%d" % quota), by_hand.compute(units, records, quota))
        compare_results(name + ", 优秀线 89.8",
                        run("eval", RULES[0], form, "--format", "json", "--set", "优秀线=89.8"),
                        by_hand.compute(units, records, excellent=by_hand.Fraction("89.8")))
        for date in ("2013-07-08", "2013-07-09", "2013-10-14", "2013-10-15", "2014-01-10"):
            compare_results("%s, as of %s" % (name, date),
                            run("eval", RULES[0], form, "--format", "json", "--date", date),
                            by_hand.compute(units, records, date=date))
        one = units_of(run("eval", RULES[0], form, "--format", "json", "--unit", "柳林镇司法所"), name)
        expect(name + ": --unit", [(u["unit"], u["exact"], u["rank"]) for u in one],
               [("柳林镇司法所", "70", 9)])
    whole = run("eval", RULES[0], FORMS[1], "--format", "json")
    files = [os.path.join(FORMS[1], n) for n in ("记录.csv", "单位.csv")]
    expect("records before units: same bytes",
           run("eval", RULES[0], *files, "--format", "json") == whole, True)
    english = run("eval", RULES[0], FORMS[0], "--format", "csv", "--lang", "en").decode("utf-8")
    expect("English header", english.splitlines()[0] if english else None,
           "unit,kind,total,grade,rank,selected,vetoes,provisional")


def compare_oneline():
    files = [os.path.join(ONELINE, n) for n in ("one.rules", "findings.csv")]
    output = run("eval", files[0], "--units", os.path.join(ONELINE, "units.txt"), files[1],
                 "--format", "csv")
    with open(os.path.join(ONELINE, "expected.txt"), "rb") as f:
        expect("oneline", output.decode("utf-8").replace("\r\n", "\n"), f.read().decode("utf-8"))


def main():
    global program
    if len(sys.argv) != 2:
        print("usage: compare.py KAOHE", file=sys.stderr)
        return 2
    program = sys.argv[1]
    results = by_hand.compute(*by_hand.load())
    checks = [(["--format", "json"], compare_file),
              (["--format", "json"], lambda w, o: compare_results(w, o, results)),
              (["--format", "csv"], lambda w, o: compare_csv(w, o, results)),
              (["--format", "csv", "--by-item"], lambda w, o: compare_by_item(w, o, results)),
              (["--format", "table"], lambda w, o: compare_table(w, o, results))]
    for options, compare in checks:
        first = None
        for rules in RULES:
            for form in FORMS:
                what = "%s %s %s" % (os.path.basename(rules), os.path.basename(form),
                                     " ".join(options[1:]))
                output = run("eval", rules, form, *options)
                if first is None:
                    first = output
                    compare(what, output)
                expect(what + ": same bytes as the first form", output == first, True)
    for rules in RULES:
        compare_pending(rules)
    compare_others()
    compare_oneline()
    if failures:
        shown = failures if len(failures) <= 40 else failures[:40]
        print("\n".join(shown))
        print("%d differences" % len(failures))
        return 1
    print("all results are as worked by hand")
    return 0


if __name__ == "__main__":
    sys.exit(main())
