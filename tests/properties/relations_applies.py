"""Relations about what applies and how much it counts: n/a facts, gates, weights, shares."""
from fractions import Fraction as F

from gen_terms import NA, Percent
from program import brief, exact, expect, nodes, same
from relations_facts import case
from relations_rules import node, rule


def more(x, by):
    """A total and what is added to it; a total of nothing does not apply."""
    return by if x is None else x if by is None else x + by


def without_percents(x):
    """Shares as numbers: 95% is 0.95."""
    if isinstance(x, dict):
        return {k: without_percents(v) for k, v in x.items()}
    if isinstance(x, list):
        return [without_percents(v) for v in x]
    if isinstance(x, tuple) and x[:1] == ("% of",):
        return ("*", ("num", F(x[1])), without_percents(x[2]))
    if isinstance(x, tuple):
        return tuple(without_percents(v) for v in x)
    return F(x) if isinstance(x, Percent) else "number" if x == "share" else x


def share_is_a_number(program, seed):
    _, s, units = case(seed)
    before = program.of(s, units)
    same(brief(program.of(without_percents(s), without_percents(units))), brief(before), "as numbers")


def n_a_as_if_not_there(program, seed):
    """An item whose value does not apply adds nothing; where it does, its value."""
    rng, s, units = case(seed, simple=True)
    before = program.of(s, units)
    s["facts"]["新数"] = {"type": "number", "low": F(0), "high": F(10)}
    s["nodes"].append(node("新项", F(10), value=("expr", ("fact", "新数")), weight=Percent(1, 2)))
    for u in units:
        u["facts"]["新数"] = rng.choice([NA, NA, F(rng.randint(0, 100), 10)])
    after = program.of(s, units)
    for u in units:
        value = None if u["facts"]["新数"] == NA else u["facts"]["新数"]
        got, was = after[u["name"]], before[u["name"]]
        expect(nodes(got)["新项"], value, "item of " + u["name"])
        counted = None if value is None else value / 2
        expect(exact(got["exact"]), more(exact(was["exact"]), counted), "total of " + u["name"])


def n_a_lets_rules_not_act(program, seed):
    """A rule whose condition, amount or measure does not apply does nothing."""
    rng, s, units = case(seed, simple=True)
    s["facts"].update({"新是否": {"type": "yes"}, "新数": {"type": "number", "low": F(0), "high": F(9)}})
    for u in units:
        u["facts"].update({"新是否": NA, "新数": NA})
    low = ("cmp", "<", ("fact", "新数"), ("num", F(5)))
    rules = [rule("deduct", 1, when=("yes", "新是否")), rule("deduct", 1, unless=("yes", "新是否")),
             rule("deduct", 1, **{"if": ("not", ("yes", "新是否"))}), rule("deduct", 1, when=low),
             rule("deduct", 1, ("dist", "新数", "below", F(5), F(1), "whole")),
             rule("deduct", 1, ("steps", F(1), "started", ("fact", "新数")))]
    s["nodes"].append(node("新项", F(10), start=F(10), rules=rng.sample(rules, 3)))
    for name, r in program.of(s, units).items():
        expect(nodes(r)["新项"], F(10), "item of " + name)


def gate(program, seed):
    """Open, a gate changes nothing; shut, something else counts in the node's place."""
    rng, s, units = case(seed, simple=True)
    open_nodes = [n for n in s["nodes"] if n["type"] != "extra" and not n["for"] and not n["gate"]]
    if not open_nodes:
        return
    gated, absent = rng.choice(open_nodes), F(rng.randint(0, 9))
    s["facts"]["有职能"] = {"type": "yes"}
    for u in units:
        u["facts"]["有职能"] = True
    gated["gate"] = (("or", [("yes", "有职能"), ("not", ("yes", "有职能"))]), ("num", absent))
    before = program.of(s, units)
    gated["gate"] = (("yes", "有职能"), ("num", absent))
    same(brief(program.of(s, units)), brief(before), "gate open")
    u = rng.choice(units)
    u["facts"]["有职能"] = rng.choice([False, NA])
    after, was = program.of(s, units)[u["name"]], before[u["name"]]
    factor, value = gated["weight"] or 1, nodes(was)[gated["name"]]
    expect(nodes(after)[gated["name"]], None, "shut")
    if value is not None:
        expect(exact(after["exact"]), exact(was["exact"]) + (absent - value) * factor, "total")


def weight(program, seed):
    """Another weight of one node moves the total by its result."""
    rng, s, units = case(seed, simple=True)
    heavy = rng.choice([n for n in s["nodes"] if not n["gate"]] or [None])
    if heavy is None:
        return
    before = program.of(s, units)
    w = heavy["weight"] or F(1)
    heavy["weight"] = rng.choice([Percent(1, 4), F(2, 7), F(3), w])
    for name, r in program.of(s, units).items():
        value, was = nodes(before[name])[heavy["name"]], exact(before[name]["exact"])
        expect(nodes(r), nodes(before[name]), "nodes of " + name)
        moved = None if was is None else was + (value or 0) * (heavy["weight"] - w)
        expect(exact(r["exact"]), moved, "total of " + name)


ALL = [share_is_a_number, n_a_as_if_not_there, n_a_lets_rules_not_act, gate, weight]
