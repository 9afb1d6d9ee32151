#!/usr/bin/env python3
"""check_parts.py KAOHE SCHEME FACTS…: the ledger adds up (reliability R10).

For every unit and every node of `kaohe explain --format json` the exact figures of its parts and of
the nodes inside it add up to its own, as fractions, up to the total; and the figures are those of
`kaohe eval --format json`. Where facts are missing a figure is null: then one of its parts or of the
nodes inside must be null as well, and the unit provisional.
"""
import json
import subprocess
import sys
from fractions import Fraction

PART_TYPES = {"start", "score", "rate", "children", "deduct", "award", "limit", "highest", "together",
              "assumed", "floor", "cap", "forfeit", "becomes", "round", "weight", "absent",
              "rescale", "gate"}
# What may only take away, and what may only give.
NEVER_POSITIVE, NEVER_NEGATIVE = {"deduct", "cap"}, {"award", "floor"}


class Failure(Exception):
    pass


def ask(program, command, arguments):
    run = subprocess.run([program, command, "--format", "json", *arguments], capture_output=True)
    if run.returncode not in (0, 5):
        sys.exit(f"{command}: exit {run.returncode}\n{run.stderr.decode(errors='replace')}")
    return json.loads(run.stdout), run.returncode


def fraction(text):
    return None if text is None else Fraction(text)


def applies(node):
    return node.get("exact") is not None or node.get("range") is not None


def add_up(where, node):
    """Checks a node and what is inside; returns how many sums were compared."""
    terms = []
    for part in node["parts"]:
        if part["type"] not in PART_TYPES:
            raise Failure(f"{where}: a part of type {part['type']}")
        exact = fraction(part["exact"])
        if exact is not None and (exact > 0 and part["type"] in NEVER_POSITIVE
                                  or exact < 0 and part["type"] in NEVER_NEGATIVE):
            raise Failure(f"{where}: {part['type']} of {exact}")
        terms.append(exact)
    compared = 0
    for child in node["children"]:
        if applies(child):
            terms.append(fraction(child["exact"]))
        compared += add_up(f"{where}/{child['path'][-1]}", child)
    exact = fraction(node["exact"])
    if not applies(node):
        if node["parts"]:
            raise Failure(f"{where}: does not apply, but has parts")
        return compared
    if None in terms:
        return compared
    if exact is None:
        raise Failure(f"{where}: open, but all of its parts are settled")
    if sum(terms) != exact:
        raise Failure(f"{where}: parts give {sum(terms)}, the result is {exact}")
    return compared + 1


def flatten(node, found):
    for child in node["children"]:
        found.append({k: child.get(k) for k in ("path", "score", "exact", "max", "range")})
        flatten(child, found)
    return found


def check_unit(ledger, result):
    name = ledger["unit"]
    compared = add_up(name, ledger)
    if not ledger["provisional"] and ledger["exact"] is None and ledger["range"] is not None:
        raise Failure(f"{name}: open, but not provisional")
    for key in result:
        if key != "items" and ledger[key] != result[key]:
            raise Failure(f"{name}: {key} is {ledger[key]} in explain, {result[key]} in eval")
    items = [{k: i.get(k) for k in ("path", "score", "exact", "max", "range")}
             for i in result["items"]]
    if flatten(ledger, []) != items:
        raise Failure(f"{name}: the items of explain are not those of eval")
    return compared


def check(ledger, results):
    if [u["unit"] for u in ledger["units"]] != [u["unit"] for u in results["units"]]:
        raise Failure("explain and eval have other units, or another order")
    if ledger["kaohe"] != 1 or ledger["scheme"] != results["scheme"]:
        raise Failure("another scheme or format")
    return sum(check_unit(a, b) for a, b in zip(ledger["units"], results["units"]))


def main():
    program, arguments = sys.argv[1], sys.argv[2:]
    ledger, status = ask(program, "explain", arguments)
    results, other = ask(program, "eval", arguments)
    try:
        if status != other:
            raise Failure(f"explain exits with {status}, eval with {other}")
        compared = check(ledger, results)
        if not compared:
            raise Failure("nothing was compared")
    except Failure as failure:
        print(failure)
        return 1
    print(f"{len(ledger['units'])} units, {compared} sums")
    return 0


if __name__ == "__main__":
    sys.exit(main())
