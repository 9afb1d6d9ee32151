"""Relations between runs of one scheme on facts that were moved, copied, split or spelt otherwise.
Numbers are those of the project's list of relations."""
import copy
import os
import random
from fractions import Fraction as F

import facts
import text
from program import Failure, brief, exact, expect, same, scores


def case(seed, **flags):
    rng = random.Random(-seed)
    s, units = facts.make(seed, **flags)
    return rng, s, units


def by_total(s):
    """Ranks all units by total alone."""
    s["rank"] = {"keys": [(("total",), False)], "within": False, "ties": "1-2-2-4"}


def csv_files(program, rows_wide, rows_records, tag=""):
    paths = [program.put("wide{}.csv".format(tag), text.as_csv(rows_wide))]
    if rows_records:
        paths.append(program.put("records{}.csv".format(tag), text.as_csv(rows_records)))
    return paths


def wide_and_records(units):
    return list(text.wide_rows(units, "zh")), list(text.record_rows(units, "zh"))


def r01_rows_in_any_order(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    wide, records = wide_and_records(units)
    before = program.eval(rules, csv_files(program, wide, records))
    rng.shuffle(records)
    after = program.eval(rules, csv_files(program, wide, records))
    expect(list(after), list(before), "order")
    same(brief(after), brief(before), "rows shuffled")


def r02_units_in_any_order(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    before = program.eval_text(rules, program.facts(units), "--format", "csv")
    rng.shuffle(units)
    after = program.eval_text(rules, program.facts(units), "--format", "csv")
    expect(after, before, "units shuffled")


def r03_names_mean_nothing(program, seed):
    rng, s, units = case(seed)
    new = ["甲", "甲甲", "甲甲甲", "Z" * 3, "单位", "a-b", "<i>x</i>", "%n", "一，二", "0x10", "=2+2"]
    new = (new + ["改名{}".format(i) for i in range(len(units))])[:len(units)]
    rng.shuffle(new)
    names = {u["name"]: n for u, n in zip(units, new)}
    before = program.of(s, units)
    for u in units:
        u["name"] = names[u["name"]]
    after = program.of(s, units, "csv")
    same(brief(after), {names[n]: v for n, v in brief(before).items()}, "renamed")


def better(a, b):
    """Whether a stands before b by its total; one that does not apply stands nowhere."""
    return a["exact"] is not None and exact(a["exact"]) > exact(b["exact"])


def r04_one_unit_more(program, seed):
    rng, s, units = case(seed)
    by_total(s)
    s["selects"] = []
    for v in s["vetoes"]:
        v["effects"] = [e for e in v["effects"] if e[0] != "bars"] or [("to", s["grades"][-1]["name"])]
    rules = text.scheme_text(s)
    extra = copy.deepcopy(rng.choice(units))
    extra["name"] = "新来的单位"
    like = rng.choice([u for u in units if u["kind"] == extra["kind"]])
    extra["records"] = copy.deepcopy(like["records"])
    before = program.eval(rules, program.facts(units))
    after = program.eval(rules, program.facts(units + [extra]))
    z = after.pop(extra["name"])
    same(scores(after), scores(before), "a unit more")
    for name, r in after.items():
        was = before[name]["rank"]
        expect(r["rank"], was and was + better(z, r), "rank")


def rated(s):
    return {n["value"][1] for n, _ in facts.walk(s["nodes"]) if n["value"] and n["value"][0] == "rate"}


def r05_alone(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    whole = scores(program.eval(rules, program.facts(units)))
    for u in rng.sample(units, min(3, len(units))):
        alone = scores(program.eval(rules, program.facts([u], rng.choice(["facts", "csv", "json"]))))
        same(alone, {u["name"]: whole[u["name"]]}, "alone")


def r08_count_is_so_many_rows(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    before = program.eval(rules, program.facts(units))
    skip = rated(s) | ({s["duty"]["name"]} if s["duty"] else set())
    for u in units:
        rows = []
        for r in u["records"]:
            n = 1 if r["kind"] in skip else r["count"]
            rows += [dict(r, count=1)] * n
        u["records"] = rows
    same(brief(program.eval(rules, program.facts(units))), brief(before), "counts as rows")


def r15_twin(program, seed):
    rng, s, units = case(seed)
    twin = copy.deepcopy(rng.choice(units))
    other, twin["name"] = twin["name"], "孪生单位"
    got = brief(program.of(s, units + [twin]))
    expect(got["孪生单位"], got[other], "twin")


def r19_swapped(program, seed):
    rng, s, units = case(seed, units=8)
    u = rng.choice(units)
    others = [v for v in units if v["kind"] == u["kind"] and v is not u]
    if not others:
        return
    v = rng.choice(others)
    before = brief(program.of(s, units))
    u["name"], v["name"] = v["name"], u["name"]
    wanted = dict(before)
    wanted[u["name"]], wanted[v["name"]] = before[v["name"]], before[u["name"]]
    same(brief(program.of(s, units)), wanted, "swapped")


def r30_many_files(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    before = program.eval_text(rules, program.facts(units, "csv"), "--format", "json")
    wide, records = wide_and_records(units)
    parts = rng.randint(2, 5)
    files = []
    for i in range(parts):
        mine = wide[i * len(wide) // parts:(i + 1) * len(wide) // parts]
        if mine:
            files.append(program.put("w{}.csv".format(i), text.as_csv(mine)))
    piles = [[] for _ in range(parts)]
    for r in records:
        rng.choice(piles).append(r)
    for i, pile in enumerate(piles):
        if pile:
            form = rng.choice([("csv", text.as_csv), ("json", text.as_json)])
            files.append(program.put("r{}.{}".format(i, form[0]), form[1](pile)))
    rng.shuffle(files)
    after = program.eval_text(rules, files, "--format", "json")
    expect(after, before, "in many files")


def r31_forms(program, seed):
    rng, s, units = case(seed)
    rules, shown = text.scheme_text(s), rng.choice(["table", "csv", "json"])
    outs = {}
    for form in ("facts", "csv", "json"):
        for lang in ("zh", "en"):
            paths = program.facts(units, form, lang)
            outs[form, lang] = program.eval_text(rules, paths, "--format", shown)
    for key, out in outs.items():
        expect(out, outs["facts", "zh"], "form {}".format(key))


def r32_surroundings(program, seed):
    rng, s, units = case(seed)
    rules, paths = text.scheme_text(s), program.facts(units, rng.choice(["facts", "csv", "json"]))
    form = rng.choice(["table", "csv", "json"])
    before = program.eval_text(rules, paths, "--format", form)
    expect(program.eval_text(rules, paths, "--format", form), before, "again")
    for env in ({"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "zh_CN.GB18030"},
                {"LC_ALL": "C", "TZ": "Pacific/Kiritimati"}, {"TZ": "America/Adak", "HOME": "/nowhere"},
                {"MALLOC_PERTURB_": "165"}, {"COLUMNS": "20", "TERM": "dumb"}):
        expect(program.eval_text(rules, paths, "--format", form, env=env), before, str(env))
    old = os.umask(0o077)
    try:
        expect(program.eval_text(rules, paths, "--format", form, cwd="/"), before, "other folder")
    finally:
        os.umask(old)


def spell(rng):
    """A cell in one of the spellings that mean the same."""
    wide = str.maketrans("0123456789.", "０１２３４５６７８９．")

    def cell(v):
        t = text.cell(v)
        if v is True:
            return rng.choice(["是", "yes", "true", "1", "√"])
        if v is False:
            return rng.choice(["否", "no", "false", "0", "×"])
        if hasattr(v, "year"):
            return rng.choice(["{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}", "{0}年{1}月{2}日",
                               "{0}-{1}-{2}"]).format(v.year, v.month, v.day)
        if t in ("不适用", "n/a"):
            return rng.choice(["不适用", "n/a", "N/A", " 不适用 "])
        if isinstance(v, text.Percent):
            longer = t[:-1] + ("0%" if "." in t else ".0%")
            return rng.choice([t, longer, t.translate(wide), " " + t + " ", t[:-1] + "％"])
        if isinstance(v, text.F):
            longer = t + ("0" if "." in t else ".0")
            return rng.choice([t, longer, t.translate(wide), " " + t + " ", t + "分"])
        return rng.choice([t, " " + t, t + " "]) if t else t
    return cell


class OtherNumbers(text.Writer):
    """Numbers of a scheme with more zeros or in full-width digits."""

    def __init__(self, s, rng):
        super().__init__(s)
        self.rng = rng

    def num(self, x):
        t = super().num(x)
        if not t.replace(".", "").isdigit():
            return t
        longer = t + ("0" if "." in t else ".00")
        return self.rng.choice([t, longer, t.translate(str.maketrans("0123456789", "０１２３４５６７８９"))])


def r33_spellings(program, seed):
    rng, s, units = case(seed)
    rules = text.scheme_text(s)
    wide, records = wide_and_records(units)
    before = program.eval_text(rules, csv_files(program, wide, records), "--format", "csv")
    cell = spell(rng)
    paths = [program.put("wide.csv", "\ufeff" + text.as_csv(wide, cell).replace("\n", "\r\n"))]
    if records:
        for r in records:  # whole numbers only: a count or a day has no point
            if "次数" in r:
                r["次数"] = text.cell(r["次数"])
        paths.append(program.put("records.csv", text.as_csv(records, cell)))
    expect(program.eval_text(rules, paths, "--format", "csv"), before, "facts spelt otherwise")
    other = OtherNumbers(s, rng).scheme()
    expect(program.eval_text(other, paths, "--format", "csv"), before, "rules spelt otherwise")
    crlf = other.replace("\n", "\r\n# 注释\r\n\r\n")
    expect(program.eval_text(crlf, paths, "--format", "csv"), before, "rules with comments and CRLF")


def r10_parts_add_up(program, seed):
    """Every section is the sum of what is inside, the total that of the top nodes; with the rounding
    and limits of simple schemes, none. A node counts times its weight; one that does not apply may
    have something that stands in for it."""
    _, s, units = case(seed, simple=True)
    got = program.of(s, units)
    for r in got.values():
        values = {i["path"][-1]: exact(i["exact"]) for i in r["items"]}
        adds_up(exact(r["exact"]), s["nodes"], values, r["kind"], "total of " + r["unit"])
        for n, _ in facts.walk(s["nodes"]):
            if n["type"] == "section" and values[n["name"]] is not None:
                adds_up(values[n["name"]], n["children"], values, r["kind"], n["name"])


def adds_up(whole, parts, values, kind, what):
    """Each sum that the parts may have: a gate that is shut is not told from a value that is n/a."""
    sums = {(F(0), False)}
    for n in parts:
        value, factor = values[n["name"]], n["weight"] or 1
        options = [(value, True)] if value is not None else [(F(0), False)]
        if value is None and n["gate"]:
            options.append((stands_in(n, kind), True))
        sums = {(x + v * factor, some or there) for x, some in sums for v, there in options}
    if whole not in {x if some else None for x, some in sums}:
        raise Failure("{}: {} is none of {}".format(what, whole, sums))


def stands_in(n, kind):
    """For a node whose gate is shut: a number, its max or half of it."""
    absent = n["gate"][1]
    if absent is None:
        return F(0)
    return absent[1] if absent[0] == "num" else full(n, kind) / (1 if absent[0] == "max" else 2)


def full(n, kind):
    """Its max for units of that kind: stated, else that of what is inside."""
    if n["max"] is not None:
        return n["max"]
    return sum((full(c, kind) * (c["weight"] or 1) for c in n["children"]
                if c["type"] != "extra" and (not c["for"] or kind in c["for"])), F(0))


def r14_rank_formula(program, seed):
    _, s, units = case(seed)
    by_total(s)
    got = program.of(s, units)
    for r in got.values():
        if r["exact"] is None:
            expect(r["rank"], None, "rank of " + r["unit"])
        else:
            expect(r["rank"], 1 + sum(better(o, r) for o in got.values()), "rank of " + r["unit"])


ALL = [r01_rows_in_any_order, r02_units_in_any_order, r03_names_mean_nothing, r04_one_unit_more,
       r05_alone, r08_count_is_so_many_rows, r10_parts_add_up, r14_rank_formula, r15_twin,
       r19_swapped, r30_many_files, r31_forms, r32_surroundings, r33_spellings]
