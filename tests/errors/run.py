#!/usr/bin/env python3
"""run.py KAOHE: wrong inputs and what is said about them: tests/errors/*/*.case.

    === rules [cut]    the scheme, 方案.rules
    === file NAME      a file beside it
    === facts NAME     a fact file; all of them, in order, stand behind the scheme
    === args ARGS      otherwise: check
    === errors         a line per diagnostic, in order, and what belongs to it:
                         E0412 error 3:5-3:12 方案.rules      (`-` for place and file: it has none)
                         related: 1:3-1:9 方案.rules
                         fix: the line as it should be
    === status N       otherwise 1

The end column is the last one underlined. The wording is pinned once per code, in wording.txt:
`E0412 | Chinese sentence | English sentence`, as the first case with that code prints it. --update
rewrites both.
"""
import json
import pathlib
import shlex
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
import cases  # noqa: E402

KNOWN = ("rules", "file", "facts", "args", "errors", "status")
WORDING = HERE / "wording.txt"
SCHEME = "方案.rules"


def place(d):
    if d["file"] is None:
        return "- -"
    end = max(d["end_column"] - 1, d["column"] if d["end_line"] == d["line"] else 1)
    return f"{d['line']}:{d['column']}-{d['end_line']}:{end} {d['file']}"


def listing(found):
    lines = []
    for d in found:
        lines.append(f"{d['code']} {d['severity']} {place(d)}")
        lines += [f"related: {place(r)}" for r in d["related"]]
        lines += [f"fix: {line}" for line in (d["fix"] or "").splitlines()]
    return "".join(line + "\n" for line in lines)


class Errors:
    def __init__(self, program, options):
        self.program, self.options = program, options
        self.said = {}  # path → [(code, zh, en)]

    def ask(self, case, folder, lang):
        args = case.one("args")
        words = shlex.split(" ".join(args.arguments)) if args else ["check"]
        facts = [s.arguments[0] for s in case.all("facts")]
        status, out, err = self.program.run(
            words[:1] + [SCHEME] + facts + words[1:] + ["--format", "json"], folder,
            KAOHE_LANG=lang)
        text = out if words[0] == "check" else err
        try:
            return status, json.loads(text)
        except ValueError:
            raise cases.CaseError(f"the diagnostics are no JSON:\n{out}{err}") from None

    def run_case(self, path, folder):
        case = cases.Case(path)
        case.expect(KNOWN)
        cases.write_files(folder, case.all("file") + case.all("facts"))
        scheme = case.one("rules")
        if scheme is None:
            raise cases.CaseError("there is no section rules")
        named = cases.Section("file", [SCHEME] + scheme.arguments, scheme.text, scheme.line)
        cases.write_files(folder, [named])
        status, zh = self.ask(case, folder, "zh")
        _, en = self.ask(case, folder, "en")
        if [d["code"] for d in zh] != [d["code"] for d in en]:
            raise cases.CaseError("the two languages say different things")
        self.said[path] = [(z["code"], z["message"], e["message"]) for z, e in zip(zh, en)]
        if self.options.update:
            known = ("rules", "file", "facts", "args")
            cases.put_section(case, "errors", [], listing(zh), known)
            if status != 1 or case.one("status"):
                cases.put_section(case, "status", [str(status)], "", known + ("errors",))
            case.write()
        wanted = case.one("errors")
        stated = case.one("status")
        wrong = cases.difference("errors", wanted.text if wanted else "", listing(zh))
        wrong += cases.difference("status", stated.arguments[0] if stated else "1", str(status))
        if wrong:
            wrong += "".join(f"    | {d['message']}\n" for d in zh)
        return wrong

    def wording(self, paths):
        first = {}
        for path in paths:
            for code, zh, en in self.said.get(path, []):
                first.setdefault(code, f"{code} | {zh} | {en}")
        text = "".join(first[code] + "\n" for code in sorted(first))
        if self.options.update and not self.options.only:
            WORDING.write_text(text, encoding="utf-8")
        pinned = WORDING.read_text(encoding="utf-8") if WORDING.exists() else ""
        if self.options.only:
            pinned = "".join(line + "\n" for line in pinned.splitlines() if line[:5] in first)
        return cases.difference("wording.txt", pinned, text)


def main():
    options = cases.arguments("wrong inputs")
    errors = Errors(cases.Program(options.kaohe), options)
    paths = cases.find(HERE, options.only)
    return cases.run_all(paths, options, errors.run_case, lambda p: p.relative_to(HERE),
                         afterwards=[("wording.txt", lambda: errors.wording(paths))])


if __name__ == "__main__":
    sys.exit(main())
