#!/usr/bin/env python3
"""relations.py KAOHE [--times N] [--from SEED] [--only NAME] [--keep FOLDER]: relations that must hold
between runs of the program, each on N random cases. They need no model: what they compare is the
program with itself."""
import argparse
import sys

sys.dont_write_bytecode = True
import relations_applies  # noqa: E402
import relations_explain  # noqa: E402
import relations_facts  # noqa: E402
import relations_rules  # noqa: E402
from program import Failure, Program  # noqa: E402
from run import keep  # noqa: E402

ALL = relations_facts.ALL + relations_rules.ALL + relations_applies.ALL + relations_explain.ALL


def main():
    p = argparse.ArgumentParser()
    p.add_argument("kaohe")
    p.add_argument("--times", type=int, default=12)
    p.add_argument("--from", dest="first", type=int, default=100000)
    p.add_argument("--only", default="")
    p.add_argument("--keep")
    a = p.parse_args()
    program = Program(a.kaohe)
    passed = failed = 0
    for relation in ALL:
        if not relation.__name__.startswith(a.only):
            continue
        for seed in range(a.first, a.first + a.times):
            try:
                relation(program, seed)
                passed += 1
            except (Failure, KeyError, ValueError, IndexError) as e:
                failed += 1
                print("{} seed {}: {}: {}".format(relation.__name__, seed, type(e).__name__,
                                                  str(e)[:1200]))
                if a.keep:
                    keep(program, a.keep, seed)
    program.close()
    print("{} runs of the program".format(program.runs))
    print("{} passed, {} failed".format(passed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
