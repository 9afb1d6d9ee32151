"""Relations between runs of a scheme and the same scheme changed in a way whose effect is known."""
import copy
import random
from fractions import Fraction as F

import facts
import text
from gen_terms import NA
from program import Failure, brief, exact, expect, nodes, same
from relations_facts import case, rated


def node(name, most, **parts):
    return dict({"type": "item", "name": name, "max": most, "base": None, "cap": None, "floor": None,
                 "for": [], "gate": None, "weight": None, "round": None, "rules": [], "children": [],
                 "value": None}, **parts)


def rule(verb, amount, per=None, **parts):
    return dict({"verb": verb, "amount": ("num", F(amount)), "per": per, "if": None, "when": None,
                 "unless": None, "upto": None}, **parts)


def record(kind, **parts):
    return dict({"kind": kind, "item": None, "date": None, "period": None, "count": 1, "amount": None,
                 "level": None, "by": None, "fields": {}}, **parts)


def with_checks(rng, s):
    """Adds an item that loses p points per finding; returns (name, p)."""
    p, most = rng.choice([F(1), F(1, 2), F(3, 10), F(7, 4), F(2)]), F(rng.choice([3, 5, 10]))
    s["records"].setdefault("finding", {"fields": {}})
    s["nodes"].append(node("抽查", most, start=most, rules=[rule("deduct", p, ("rec", "finding", None))]))
    return "抽查", p


def r06_one_finding_more(program, seed):
    rng, s, units = case(seed, simple=True)
    name, p = with_checks(rng, s)
    for u in units:
        u["records"] += [record("finding", item=name) for _ in range(rng.randint(0, 9))]
    before = program.of(s, units)
    u = rng.choice(units)
    u["records"].append(record("finding", item=name))
    after = program.of(s, units)
    was = nodes(before[u["name"]])[name]
    lost = min(p, was)
    expect(nodes(after[u["name"]])[name], was - lost, "item")
    expect(exact(after[u["name"]]["exact"]), exact(before[u["name"]]["exact"]) - lost, "total")


def r07_floor(program, seed):
    rng, s, units = case(seed, simple=True)
    name, _ = with_checks(rng, s)
    u = rng.choice(units)
    u["records"].append(record("finding", item=name, count=40))
    before = program.of(s, units)
    expect(nodes(before[u["name"]])[name], F(0), "floor")
    u["records"].append(record("finding", item=name, count=1000000))
    same(brief(program.of(s, units)), brief(before), "below the floor")


def scaled(s, k):
    """All points times k."""
    s = copy.deepcopy(s)
    times = lambda x: x if x in (None, "none") else x * k
    for n, _ in facts.walk(s["nodes"]):
        for part in ("max", "base", "cap", "floor", "start"):
            if part in n:
                n[part] = times(n[part])
        if n["gate"] and n["gate"][1] and n["gate"][1][0] == "num":  # others follow the max
            n["gate"] = (n["gate"][0], ("num", n["gate"][1][1] * k))
        for r in n["rules"]:
            r["amount"] = ("*", ("num", k), r["amount"])
            r["upto"] = times(r["upto"])
        how = n["value"]
        if how and how[0] == "expr":
            n["value"] = ("expr", ("*", ("num", k), how[1]))
        elif how and how[0] == "first":
            n["value"] = ("first", [(c, ("*", ("num", k), e)) for c, e in how[1]])
        elif how:
            s["scales"][how[2]] = [(l, p * k) for l, p in s["scales"][how[2]]]
    for g in s["grades"]:
        g["line"] = times(g["line"])
    return s


def r09_all_points_times_k(program, seed):
    rng, s, units = case(seed, simple=True)
    s["shows"] = []
    before = program.of(s, units)
    k = rng.choice([F(2), F(10), F(1, 2), F(7)])
    after = program.of(scaled(s, k), units)
    for name, r in after.items():
        was = before[name]
        total = exact(was["exact"])
        expect(exact(r["exact"]), None if total is None else total * k, "total of " + name)
        expect([r["grade"], r["rank"], r["selected"]], [was["grade"], was["rank"], was["selected"]],
               "results of " + name)


def r11_bounds(program, seed):
    _, s, units = case(seed, simple=True)
    for r in program.of(s, units).values():
        for i in r["items"]:
            n = next(n for n, _ in facts.walk(s["nodes"]) if n["name"] == i["path"][-1])
            if n["type"] == "item" and i["exact"] is not None:
                if not 0 <= exact(i["exact"]) <= n["max"]:
                    raise Failure("{}: {} is outside 0 to {}".format(i["path"], i["exact"], n["max"]))


def r12_order_of_nodes(program, seed):
    rng, s, units = case(seed)

    def shuffle(tree):
        rng.shuffle(tree)
        for n in tree:
            shuffle(n["children"])
    before = program.of(s, units)
    shuffle(s["nodes"])
    same(brief(program.of(s, units)), brief(before), "nodes shuffled")


def r13_monotone_grades(program, seed):
    _, s, units = case(seed, units=20)
    if not s["grades"]:
        return
    s["vetoes"] = []
    s["grades"][0]["and"] = None
    facts.drop_unread(s, units)
    places = {g["name"]: i for i, g in enumerate(s["grades"])}
    got = [(exact(r["exact"]), places[r["grade"]]) for r in program.of(s, units).values()
           if r["exact"] is not None]
    got.sort(key=lambda x: (-x[0], x[1]))
    expect([g for _, g in got], sorted(g for _, g in got), "grades by total")


def r16_veto_and_exception(program, seed):
    rng, s, units = case(seed, units=8)
    if not s["grades"]:
        return
    worst = [g["name"] for g in s["grades"]]
    to = rng.randrange(len(worst))
    effect = rng.choice(["to", "to at most"])
    s["facts"].update({n: {"type": "yes"} for n in ("出了大案", "自查", "自报")})
    s["vetoes"].append({"name": "大案", "effects": [(effect, worst[to])], "when": ("yes", "出了大案"),
                        "unless": ("and", [("yes", "自查"), ("yes", "自报")])})
    for u in units:
        u["facts"].update({"出了大案": False, "自查": False, "自报": False})
    before = program.of(s, units)
    u = rng.choice(units)
    u["facts"]["出了大案"] = True
    u["facts"]["自查"] = rng.random() < 0.5
    vetoed = program.of(s, units)[u["name"]]
    was = before[u["name"]]
    expect(vetoed["grade"], worst[max(to, worst.index(was["grade"]))], "vetoed grade")
    expect([vetoed["exact"], nodes(vetoed)], [was["exact"], nodes(was)], "vetoed score")
    expect([v["name"] for v in vetoed["vetoes"]], [v["name"] for v in was["vetoes"]] + ["大案"], "listed")
    u["facts"]["自查"] = u["facts"]["自报"] = True
    same(brief(program.of(s, units)), brief(before), "with its exception")


def r17_at_the_line(program, seed):
    """A hair under, at and over a threshold; the shown figure decides nothing, a stated rounding does."""
    rng = random.Random(seed)
    t = F(rng.randint(100, 9900), rng.choice([100, 10, 1]))
    t = min(t, F(99))
    op = rng.choice([">=", ">"])
    scheme = ("scheme line year 2013{}\nitem a max 100 score x\nfact x: number\n"
              "grade good when total {} {}\ngrade bad otherwise\nshow seen = total round 2 half_up\n")
    rows = [{"unit": "u{}".format(i), "x": t + F(d, 1000)} for i, d in enumerate((-5, 0, 5, -1, 1))]
    path = program.put("x.csv", text.as_csv(rows))
    line = text.plain(t)
    got = program.eval(scheme.format("", op, line), [path])
    good = [r["x"] > t or (op == ">=" and r["x"] == t) for r in rows]
    expect([got[r["unit"]]["grade"] == "good" for r in rows], good, "at {} {}".format(op, line))
    half_up = [F((r["x"] * 100 + F(1, 2)).__floor__(), 100) for r in rows]
    expect([F(got[r["unit"]]["shown"]["seen"]["value"]) for r in rows], half_up, "shown")
    expect([F(got[r["unit"]]["shown"]["seen"]["exact"]) for r in rows], [r["x"] for r in rows], "exact")
    got = program.eval(scheme.format(" round 2 half_up", op, line), [path])
    good = [x > t or (op == ">=" and x == t) for x in half_up]
    expect([got[r["unit"]]["grade"] == "good" for r in rows], good, "rounded at {}".format(line))


def r18_ratings_repeated(program, seed):
    rng, s, units = case(seed)
    for n, _ in facts.walk(s["nodes"]):
        if n["value"] and n["value"][0] == "rate" and n["value"][3] is None:
            _, name, scale, _ = n["value"]
            n["value"] = ("rate", name, scale, "mean")
            for r in (r for u in units for r in u["records"] if r["kind"] == name):
                if r["level"] == NA:  # the mean of none has no value
                    r["level"] = s["scales"][scale][0][0]
    before = brief(program.of(s, units))
    m = rng.randint(2, 4)
    for u in units:
        u["records"] += [dict(r, by="{} {}".format(r["by"], i)) for r in u["records"]
                         if r["kind"] in rated(s) for i in range(1, m)]
    same(brief(program.of(s, units)), before, "ratings repeated")


def part_of(s, units, tree):
    """The scheme with those top nodes only, and the facts that it reads."""
    s, units = copy.deepcopy(dict(s, nodes=tree, grades=[], vetoes=[], selects=[], rank=None,
                                  shows=[], params={})), copy.deepcopy(units)
    facts.drop_unread(s, units)
    read = rated(s) | {t[1] for t in facts.tuples(s["nodes"]) if t and t[0] == "rec"}
    read |= {t[-1][0] for t in facts.tuples(s["nodes"])
             if t and t[0] in ("count", "sum", "mean", "highest", "lowest", "any",
                              "percentile", "gather")}
    inside = {n["name"] for n, _ in facts.walk(tree)}
    s["records"] = {n: r for n, r in s["records"].items() if n in read}
    for u in units:
        u["records"] = [r for r in u["records"] if r["kind"] in read
                        and (r["item"] is None or r["item"] in inside)]
    return s, units


def r20_sections_add_up(program, seed):
    rng, s, units = case(seed, simple=True, size=8)
    tree = list(s["nodes"])
    if len(tree) < 2:
        return
    rng.shuffle(tree)
    cut = rng.randint(1, len(tree) - 1)
    sums = [program.of(*part_of(s, units, part)) for part in (tree, tree[:cut], tree[cut:])]
    for name in sums[0]:
        whole, a, b = (exact(x[name]["exact"]) or 0 for x in sums)
        expect(a + b, whole, "sum of both parts for " + name)


def ladder(rng):
    """A scheme whose best facts are known: (scheme, best facts, best records)."""
    s, _ = facts.make(0, units=1, size=1)
    s.update(kinds=[], scales={}, facts={}, records={"finding": {"fields": {}}}, params={}, lets=[],
             duty=None, nodes=[], round=None, vetoes=[], selects=[], shows=[], cap=None, floor=None,
             rank={"keys": [(("total",), False)], "within": False, "ties": "1-2-2-4"})
    best, records = {}, []
    for i in range(rng.randint(3, 8)):
        name, most, how = "项" + "甲乙丙丁戊己庚辛"[i], F(rng.choice([2, 5, 10])), rng.randrange(4)
        if how == 0:
            s["nodes"].append(node(name, most, start=most,
                                   rules=[rule("deduct", 1, ("rec", "finding", None))]))
        elif how == 1:
            s["scales"]["档" + name] = [("好", most), ("中", most / 2), ("差", F(0))]
            s["nodes"].append(node(name, most, value=("rate", name, "档" + name, "mean")))
            records += [record(name, level="好", by=by) for by in ("张", "李", "王")]
        elif how == 2:
            s["facts"]["办" + name] = {"type": "yes"}
            best["办" + name] = True
            s["nodes"].append(node(name, most, start=most,
                                   rules=[rule("deduct", 1, unless=("yes", "办" + name))]))
        else:
            s["facts"]["数" + name] = {"type": "number", "low": F(0), "high": F(7)}
            best["数" + name] = F(7)
            e = ("*", ("/", ("fact", "数" + name), ("num", F(7))), ("max",))
            s["nodes"].append(node(name, most, value=("expr", e)))
    top = sum(n["max"] for n in s["nodes"])
    s["grades"] = [{"name": g, "op": op, "line": line, "and": None} for g, op, line in
                   (("优秀", ">=", top), ("合格", ">=", top / 2), ("不合格", None, None))]
    return s, best, records


def worse(rng, s, best, records):
    """Facts of a unit that is nowhere better than the best."""
    own = {n: (rng.random() < 0.5 if v is True else F(rng.randint(0, 70), 10)) for n, v in best.items()}
    rated_at = [dict(r, level=rng.choice(["好", "中", "差"])) for r in records]
    under = [n["name"] for n in s["nodes"] if n["rules"] and n["rules"][0]["per"]]
    found = [record("finding", item=rng.choice(under)) for _ in range(rng.randint(0, 9)) if under]
    return own, rated_at + found


def r22_lifted_to_the_best(program, seed):
    rng = random.Random(seed)
    s, best, records = ladder(rng)
    units = []
    for i in range(6):
        own, filed = worse(rng, s, best, records)
        units.append({"name": "u{}".format(i), "kind": None, "facts": own, "records": filed})
    before = program.of(s, units)
    units[3].update(facts=dict(best), records=[dict(r) for r in records])
    after = program.of(s, units)["u3"]
    expect([exact(after["exact"]), after["grade"], after["rank"]],
           [sum(n["max"] for n in s["nodes"]), "优秀", 1], "the best")
    if before["u3"]["rank"] < after["rank"]:
        raise Failure("the rank became worse")


def r47_one_level_up(program, seed):
    rng = random.Random(seed)
    s, best, records = ladder(rng)
    units = []
    for i in range(5):
        own, filed = worse(rng, s, best, records)
        units.append({"name": "u{}".format(i), "kind": None, "facts": own, "records": filed})
    before = program.of(s, units)["u2"]
    ratings = [r for r in units[2]["records"] if r["level"]]
    if ratings:
        r = rng.choice(ratings)
        r["level"] = {"差": "中", "中": "好", "好": "好"}[r["level"]]
    after = program.of(s, units)["u2"]
    grades = ["优秀", "合格", "不合格"]
    if (exact(after["exact"]) < exact(before["exact"]) or after["rank"] > before["rank"]
            or grades.index(after["grade"]) > grades.index(before["grade"])):
        raise Failure("a better rating made it worse")


def r23_half_up_once(program, seed):
    rng, s, units = case(seed)
    places = rng.randint(0, 3)
    s["round"] = None
    s["cap"] = s["floor"] = None
    s["grades"], s["vetoes"], s["selects"] = [], [], []
    facts.drop_unread(s, units)
    whole = program.of(s, units)
    s["round"] = (places, "half_up")
    for name, r in program.of(s, units).items():
        if r["exact"] is None:
            expect(whole[name]["exact"], None, name)
            continue
        t, shown = exact(whole[name]["exact"]), F(r["total"])
        half = F(1, 2 * 10 ** places)
        fits = -half <= t - shown < half if t >= 0 else -half < t - shown <= half
        if not fits or (shown * 10 ** places).denominator != 1 or shown != exact(r["exact"]):
            raise Failure("{}: {} is not {} rounded".format(name, shown, t))


def r25_lines_raised(program, seed):
    rng, s, units = case(seed)
    before = program.of(s, units)
    for g in s["grades"]:
        if g["line"] is not None:
            g["line"] += F(1, 2)
    order = [g["name"] for g in s["grades"]]
    for name, r in program.of(s, units).items():
        expect(r["exact"], before[name]["exact"], "total")
        if order and order.index(r["grade"]) < order.index(before[name]["grade"]):
            raise Failure("a higher line made the grade better")


def r43_every_unit_once(program, seed):
    _, s, units = case(seed)
    got = program.of(s, units)
    expect(sorted(got), sorted(u["name"] for u in units), "units")
    if s["grades"]:
        known = {g["name"] for g in s["grades"]}
        expect([r["grade"] for r in got.values() if r["grade"] not in known], [], "grades")


def r44_selections(program, seed):
    _, s, units = case(seed)
    got = program.of(s, units)
    for c in s["selects"]:
        top = s["params"][c["top"][1]] if isinstance(c["top"], tuple) else c["top"]
        taken = [r for r in got.values() if c["name"] in r["selected"]]
        expect([r["unit"] for r in taken if r["grade"] not in c["from"]], [], "not eligible")
        if c["ties"] == "cut" and not c["within"] and len(taken) > top:
            raise Failure("more than the quota under cut")


ALL = [r06_one_finding_more, r07_floor, r09_all_points_times_k, r11_bounds, r12_order_of_nodes,
       r13_monotone_grades, r16_veto_and_exception, r17_at_the_line, r18_ratings_repeated,
       r20_sections_add_up, r22_lifted_to_the_best, r23_half_up_once, r25_lines_raised,
       r43_every_unit_once, r44_selections, r47_one_level_up]
