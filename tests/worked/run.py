#!/usr/bin/env python3
"""run.py KAOHE RULES FACTS.csv EXPECTED.csv: a published result, recomputed: every value, rank and tier
to the last digit. The data stay where they are (KAOHE_WORKED, a folder); without them the test is
skipped, by name.
"""
import csv
import io
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
SKIPPED = 77


def rows(text, key):
    return {r[key]: r for r in csv.DictReader(io.StringIO(text))}


def same(wanted, got):
    """Numbers by value (0.95 is 0.950), everything else as written."""
    strip = lambda s: s.rstrip("0").rstrip(".") if "." in s else s
    return strip(wanted) == strip(got)


def main():
    program, rules, facts, expected = sys.argv[1:5]
    folder = os.environ.get("KAOHE_WORKED", "")
    facts, expected = (pathlib.Path(folder, name) for name in (facts, expected))
    if not folder or not facts.exists() or not expected.exists():
        print(f"skipped: {expected.name} is not there (KAOHE_WORKED={folder or 'not set'})")
        return SKIPPED
    done = subprocess.run([program, "eval", rules, str(facts), "--format", "csv", "--lang", "en",
                           "--columns", "unit,total,rank,grade"], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stderr)
        return 1
    got = rows(done.stdout, "unit")
    wanted = rows(expected.read_text(encoding="utf-8"), "unit")
    wrong = 0
    for unit, row in wanted.items():
        pairs = zip((row["hdi"], row["rank"], row["tier"]),
                    (got[unit]["total"], got[unit]["rank"], got[unit]["grade"]) if unit in got
                    else ("-", "-", "-"))
        bad = [f"{w} is wanted, {g} was given" for w, g in pairs if not same(w, g)]
        wrong += bool(bad)
        if bad:
            print(f"{unit}: {'; '.join(bad)}")
    extra = set(got) - set(wanted)
    print(f"{len(wanted) - wrong} of {len(wanted)} units agree; {len(extra)} units too many")
    return 1 if wrong or extra or len(wanted) != 193 else 0


if __name__ == "__main__":
    sys.exit(main())
