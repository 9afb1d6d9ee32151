#!/usr/bin/env python3
"""checks.py KAOHE: what the check says of the texts that the grammar reads but that mean something else.

In misread-*.txt a text that is read as a tree may have a line `check: CODES · what is wrong`: the
codes of the errors and warnings of `kaohe check`, sorted, each once; `none` where the text is what
was meant, or where only facts can tell. A scheme without an item (E0496) is left out: the texts are
cut-outs. Every text that has no such line is looked at by the grammar's own test.
"""
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def texts():
    for path in sorted(HERE.glob("misread-*.txt")):
        name, lines, open_ = "", [], False
        for line in path.read_text(encoding="utf-8").split("\n"):
            if re.match(r"[A-E]\d\d ", line):
                name, lines, open_ = line, [], True
            elif open_ and line.startswith("    "):
                lines.append(line[4:])
            elif line.startswith("  check: "):
                yield name, "\n".join(lines) + "\n", line[len("  check: "):]
            elif line.startswith("  "):
                open_ = False


def codes_of(program, text):
    run = subprocess.run([program, "check", "-", "--format", "json", "--max-errors", "0"],
                         input=text.encode(), capture_output=True, timeout=60)
    found = json.loads(run.stdout)
    codes = {d["code"] for d in found if d["severity"] != "note"} - {"E0496"}
    return " ".join(sorted(codes)) or "none"


def main():
    passed = failed = 0
    for name, text, wanted in texts():
        wanted = wanted.split(" · ")[0]
        got = codes_of(sys.argv[1], text)
        if got == wanted:
            passed += 1
        else:
            failed += 1
            print(f"{name}\n  wanted {wanted}, got {got}")
    if passed + failed < 59:
        failed += 1
        print("texts are missing: at least 59 have a check")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
