#!/usr/bin/env python3
"""run.py KAOHE: the layout, in cases tests/fmt/*.case.

    === rules       the text as it was written
    === fmt         what `kaohe fmt` makes of it
    === zh, === en  what --keywords makes of it; each section may be left out

What is printed must stay as it is when it is formatted again.
"""
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import cases  # noqa: E402

KNOWN = ("rules", "fmt", "zh", "en")


def fmt(program, folder, text, name):
    pathlib.Path(folder, "x.rules").write_text(text, encoding="utf-8")
    options = [] if name == "fmt" else ["--keywords", name]
    status, out, err = program.run(["fmt", "x.rules"] + options, folder)
    return out if status == 0 and not err else f"status {status}\n{err}"


def run_case(program, options, path, folder):
    case = cases.Case(path)
    case.expect(KNOWN)
    rules = case.one("rules")
    if rules is None or len(case.sections) < 2:
        raise cases.CaseError("a case has a section rules and one of fmt, zh, en")
    wrong = ""
    for section in case.sections:
        if section is rules:
            continue
        got = fmt(program, folder, rules.text, section.name)
        if options.update:
            section.text = got
        wrong += cases.difference(section.name, section.text, got)
        wrong += cases.difference(section.name + ", formatted again", got,
                                  fmt(program, folder, got, "fmt"))
    if options.update:
        case.write()
    return wrong


def main():
    options = cases.arguments("the layout of schemes")
    program = cases.Program(options.kaohe)
    paths = cases.find(HERE, options.only)
    return cases.run_all(paths, options, lambda p, d: run_case(program, options, p, d),
                         lambda p: p.relative_to(HERE))


if __name__ == "__main__":
    sys.exit(main())
