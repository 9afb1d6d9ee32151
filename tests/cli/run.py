#!/usr/bin/env python3
"""run.py KAOHE: the command line, in cases tests/cli/*.case.

    === file NAME [cut|crlf|gb18030|utf-8-sig|utf-16]    files in the folder where the case runs
    === run            lines for sh; $KAOHE is the program
    === status N       of the last line; otherwise 0
    === out, === err   what is printed, exactly; nothing when the section is not there;
                       `=== err contains`: each line must be part of a line, in this order
"""
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import cases  # noqa: E402

KNOWN = ("file", "run", "status", "out", "err")


def compare(section, what, got):
    if section is None:
        return cases.difference(what, "", got)
    if not section.arguments:
        return cases.difference(what, section.text, got)
    if section.arguments != ["contains"]:
        raise cases.CaseError(f"line {section.line}: only `contains` may stand behind {what}")
    lines = iter(got.splitlines())
    for wanted in section.text.splitlines():
        if not any(wanted in line for line in lines):
            shown = "".join(f"    | {line}\n" for line in got.splitlines()[:40])
            return f"    {what} has no further line with: {wanted}\n{shown}"
    return ""


def run_case(program, options, path, folder):
    case = cases.Case(path)
    case.expect(KNOWN)
    script = case.one("run")
    if script is None:
        raise cases.CaseError("there is no section run")
    cases.write_files(folder, case.all("file"))
    status, out, err = program.shell(script.text, folder)
    if options.update:
        known = ("file", "run")
        if status or case.one("status"):
            cases.put_section(case, "status", [str(status)], "", known)
        for name, got in (("out", out), ("err", err)):
            section = case.one(name)
            if (got or section) and not (section and section.arguments):
                cases.put_section(case, name, [], got, known + ("status", "out"))
        case.write()
    wanted = case.one("status")
    wrong = cases.difference("status", wanted.arguments[0] if wanted else "0", str(status))
    wrong += compare(case.one("out"), "out", out)
    return wrong + compare(case.one("err"), "err", err)


def main():
    options = cases.arguments("the command line")
    program = cases.Program(options.kaohe)
    paths = cases.find(HERE, options.only)
    return cases.run_all(paths, options, lambda p, d: run_case(program, options, p, d),
                         lambda p: p.relative_to(HERE))


if __name__ == "__main__":
    sys.exit(main())
