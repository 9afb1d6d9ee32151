#!/usr/bin/env python3
"""run.py KAOHE: what each construct of the language means, in small cases: tests/language/*/*.case.

    === rules          the scheme; given twice (zh, en), both must give the same
    === file NAME      a file beside it: calendar, list of units
    === facts NAME     a fact file; all of them, in order, stand behind the scheme
    === columns NAMES  of the CSV that eval prints; otherwise 单位,总分
    === args ARGS      the whole command instead, such as: eval --format csv --by-item
    === out            what is printed on standard output, exactly
    === says CODES     the codes of all that is said on standard error, in order; otherwise nothing is
    === status N       otherwise 0

The results are worked out by hand, in the lines before the first section or beside the rules.
"""
import pathlib
import re
import shlex
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import cases  # noqa: E402

KNOWN = ("rules", "file", "facts", "columns", "args", "out", "says", "status")
CODE = re.compile(r"^\S.*: (?:error|warning|note): .*\[(E\d{4})\]$", re.MULTILINE)


def command(case):
    args, columns = case.one("args"), case.one("columns")
    if args:
        return shlex.split(" ".join(args.arguments))
    names = columns.arguments[0] if columns else "单位,总分"
    return ["eval", "--format", "csv", "--columns", names]


def run_case(program, options, path, folder):
    case = cases.Case(path)
    case.expect(KNOWN)
    if not case.all("rules"):
        raise cases.CaseError("there is no section rules")
    cases.write_files(folder, case.all("file"))
    facts = cases.write_files(folder, case.all("facts"))
    words = command(case)
    answers = []
    for scheme in case.all("rules"):
        pathlib.Path(folder, "scheme.rules").write_text(scheme.text, encoding="utf-8")
        status, out, err = program.run(words[:1] + ["scheme.rules"] + facts + words[1:], folder)
        answers.append((out, " ".join(CODE.findall(err)), str(status), err))
    out, says, status, err = answers[0]
    if options.update:
        known = ("rules", "file", "facts", "columns", "args")
        cases.put_section(case, "out", [], out, known)
        if says or case.one("says"):
            cases.put_section(case, "says", says.split(), "", known + ("out",))
        if status != "0" or case.one("status"):
            cases.put_section(case, "status", [status], "", known + ("out", "says"))
        case.write()
    wanted = [case.one(name) for name in ("out", "says", "status")]
    wrong = ""
    for number, (out, says, status, err) in enumerate(answers, 1):
        part = cases.difference("out", wanted[0].text if wanted[0] else "", out)
        part += cases.difference("says", " ".join(wanted[1].arguments) if wanted[1] else "", says)
        part += cases.difference("status", wanted[2].arguments[0] if wanted[2] else "0", status)
        if part and err:
            part += "".join("    | " + line + "\n" for line in err.splitlines()[:12])
        if part and len(answers) > 1:
            part = f"    with rules {number}:\n" + part
        wrong += part
    return wrong


def main():
    options = cases.arguments("the meaning of the language")
    program = cases.Program(options.kaohe)
    paths = cases.find(HERE, options.only)
    return cases.run_all(paths, options, lambda p, d: run_case(program, options, p, d),
                         lambda p: p.relative_to(HERE))


if __name__ == "__main__":
    sys.exit(main())
