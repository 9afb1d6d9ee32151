#!/usr/bin/env python3
"""golden.py KAOHE [--rewrite]: the ledger of single units of the example, as people read it.

A file NAME.ledger here begins with the arguments of `kaohe explain`, a line of them, then what it must
print, to the byte. It runs in the project's folder, so that paths are the same everywhere; --rewrite
writes what was printed (to be read in review).
"""
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def explain(program, line):
    command = [program, "explain", *shlex.split(line)]
    run = subprocess.run(command, capture_output=True, cwd=ROOT)
    if run.returncode not in (0, 5):
        sys.exit(f"{line}: exit {run.returncode}\n{run.stderr.decode(errors='replace')}")
    return run.stdout.decode("utf-8")


def main():
    program, rewrite = str(pathlib.Path(sys.argv[1]).resolve()), "--rewrite" in sys.argv[2:]
    cases = sorted(HERE.glob("*.ledger"))
    failed = 0 if cases else 1
    for case in cases:
        line, expected = case.read_text("utf-8").split("\n", 1)
        printed = explain(program, line)
        if rewrite:
            case.write_text(f"{line}\n{printed}", "utf-8", newline="\n")
        elif printed != expected:
            failed += 1
            pairs = zip(expected.split("\n"), printed.split("\n"))
            first = next(((i, a, b) for i, (a, b) in enumerate(pairs, 2) if a != b), None)
            where = "{}:{}: wanted {!r}, printed {!r}".format(case.name, *first) if first else (
                f"{case.name}: one of the two goes on")
            print(where)
    print(f"{len(cases) - failed} of {len(cases)} ledgers as expected")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
