"""Relations between an explanation and the results: the parts of every node add up, and what the
explanation does not cite has no influence."""
import json

import text
from program import exact, expect, same, scores
from relations_facts import case


def explained(program, s, paths):
    """Unit → its explanation."""
    rules = program.put("s.rules", text.scheme_text(s))
    done = program.run("explain", rules, *paths, "--format", "json")
    expect(done.returncode, 0, "explain: " + done.stderr.decode(errors="replace")[:500])
    return {u["unit"]: u for u in json.loads(done.stdout)["units"]}


def check_parts(node, name):
    """The parts of a node and its children add up to it, all the way down; with limits, rounding and
    weights as parts of their own."""
    value = exact(node["exact"])
    parts = [exact(p["exact"]) for p in node["parts"]]
    children = [exact(c["exact"]) for c in node["children"]]
    if value is not None:
        expect(sum(x for x in parts + children if x is not None), value, "parts of " + name)
    for c in node["children"]:
        check_parts(c, "{}/{}".format(name, c["path"][-1]))


def r10_explained_parts_add_up(program, seed):
    _, s, units = case(seed)
    paths = program.facts(units)
    got = program.eval(text.scheme_text(s), paths)
    for name, unit in explained(program, s, paths).items():
        check_parts(unit, name)
        for key in ("total", "exact", "grade", "rank", "selected"):
            expect(unit[key], got[name][key], key + " of " + name)


def cited(x):
    """The (file, line) of all facts that an explanation names as counted or asked for."""
    if isinstance(x, list):
        return set().union(*(cited(y) for y in x)) if x else set()
    if not isinstance(x, dict):
        return set()
    found = {(f["file"], f["line"]) for f in x.get("facts", [])}
    return found.union(*(cited(v) for k, v in x.items() if k != "not_counted"))


def r24_rows_not_cited(program, seed):
    """Without the records that no explanation cites every unit has the same scores."""
    _, s, units = case(seed)
    rules = text.scheme_text(s)
    paths = program.facts(units)
    before = program.eval(rules, paths)
    lines = {line for _, line in cited(list(explained(program, s, paths).values()))}
    with open(paths[0], encoding="utf-8") as f:
        rows = f.read().split("\n")
    names = tuple("  {} ".format(text.word(n)) for n in list(s["records"]) + ["发现问题"])
    kept = [r for i, r in enumerate(rows, 1) if i in lines or not (r + " ").startswith(names)]
    after = program.eval(rules, [program.put("kept.facts", "\n".join(kept))])
    same(scores(after), scores(before), "{} rows not cited".format(len(rows) - len(kept)))


ALL = [r10_explained_parts_add_up, r24_rows_not_cited]
