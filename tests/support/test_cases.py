#!/usr/bin/env python3
"""The runners themselves: each kind of difference makes a case fail. A shell script stands in for the
program: it prints its files, a note and a status."""
import importlib.util
import os
import pathlib
import sys
import tempfile
import types

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import cases  # noqa: E402

STAND_IN = """#!/bin/sh
case $1 in
check) cat "$2.json"; exit 1 ;;
eval) shift; cat "$1"; echo "x:1:1: note: said [E0647]" >&2; exit 5 ;;
esac
"""
DIAGNOSTIC = ('[{"code": "E0401", "severity": "error", "file": "方案.rules", "line": 1, "column": 3, '
              '"end_line": 1, "end_column": 5, "message": "坏", "hint": null, "fix": "好", '
              '"related": []}]\n')
LANGUAGE = "=== rules\n7\n=== out\n7\n=== says E0647\n=== status 5\n"
CLI = "=== run\necho a; echo b >&2; exit 2\n=== status 2\n=== out\na\n=== err contains\nb\n"
ERRORS = ("=== rules\nx\n=== file 方案.rules.json\n" + DIAGNOSTIC +
          "=== errors\nE0401 error 1:3-1:4 方案.rules\nfix: 好\n")
DOCUMENT = "# h\n\n```rules\n单位\n```\n```result\n单位\n```\n```console\n$ echo a; echo b\n…\nb\n```\n"


def load(name):
    spec = importlib.util.spec_from_file_location("run_" + name, HERE.parent / name / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Tries:
    def __init__(self, folder):
        self.folder, self.results = pathlib.Path(folder), []
        stand_in = self.folder / "kaohe"
        stand_in.write_text(STAND_IN)
        stand_in.chmod(0o755)
        self.program = cases.Program(str(stand_in))
        self.options = types.SimpleNamespace(update=False, only=[], least=1)

    def case(self, run_case, text):
        path = self.folder / "x.case"
        path.write_text(text, encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            try:
                return run_case(path, folder)
            except cases.CaseError as error:
                return str(error)

    def good(self, name, answer):
        self.results.append((name + " passes", answer))

    def bad(self, name, answer):
        self.results.append((name + " is found out", "" if answer else "    it passed\n"))

    def language(self):
        module = load("language")

        def run(text):
            return self.case(lambda p, d: module.run_case(self.program, self.options, p, d), text)
        self.good("language", run(LANGUAGE))
        self.bad("language: another output", run(LANGUAGE.replace("out\n7", "out\n8")))
        self.bad("language: another status", run(LANGUAGE.replace("status 5", "status 0")))
        self.bad("language: what is said", run(LANGUAGE.replace("=== says E0647\n", "")))
        self.bad("language: the second spelling", run("=== rules\n7\n" + LANGUAGE.replace("7", "6")))
        self.bad("language: an unknown section", run(LANGUAGE + "=== outt\n"))

    def cli(self):
        module = load("cli")

        def run(text):
            return self.case(lambda p, d: module.run_case(self.program, self.options, p, d), text)
        self.good("cli", run(CLI))
        self.bad("cli: another output", run(CLI.replace("out\na", "out\nb")))
        self.bad("cli: a part that is not there", run(CLI.replace("contains\nb", "contains\nc")))
        self.bad("cli: output that none expects", run(CLI.replace("=== out\na\n", "")))
        self.bad("cli: another status", run(CLI.replace("status 2", "status 1")))

    def errors(self):
        module = load("errors")
        errors = module.Errors(self.program, self.options)

        def run(text):
            return self.case(errors.run_case, text)
        self.good("errors", run(ERRORS))
        self.bad("errors: another place", run(ERRORS.replace("1:3-1:4 ", "1:3-1:5 ")))
        self.bad("errors: another fix", run(ERRORS.replace("fix: 好", "fix: 坏")))
        self.bad("errors: another code", run(ERRORS.replace("E0401 error", "E0402 error")))
        self.bad("errors: an unpinned wording", errors.wording([self.folder / "x.case"]))

    def documents(self):
        module = load("docs")

        def run(text):
            examples = module.Examples(self.program, "x.md", module.blocks(text))
            results = examples.run()
            return "".join(answer for _, answer in results) if len(results) == 2 else "too few"
        self.good("docs", run(DOCUMENT))
        self.bad("docs: another result", run(DOCUMENT.replace("rules\n单位", "rules\n总分")))
        self.bad("docs: another output", run(DOCUMENT.replace("…\nb\n", "…\nc\n")))
        self.documents_updated(module, run)

    def documents_updated(self, module, run):
        """An update says no old difference, and what it writes then passes; nothing else changes."""
        def update(text):
            examples = module.Examples(self.program, "x.md", module.blocks(text), update=True)
            answer = "".join(answer for _, answer in examples.run())
            path = self.folder / "x.md"
            path.write_text(text, encoding="utf-8")
            module.rewrite(path, text, examples.changes)
            return answer, sorted(examples.changes), path.read_text(encoding="utf-8")
        old = DOCUMENT.replace("rules\n单位", "rules\n总分").replace("…\nb\n", "…\nc\n")
        answer, lines, text = update(old)
        self.good("docs: an update", answer or run(text) or
                  ("" if lines == [6, 9] else f"    changed at {lines}\n"))
        answer, lines, text = update(DOCUMENT)
        self.good("docs: an update of nothing",
                  answer or ("" if text == DOCUMENT and not lines else f"    {text}\n"))
        two = DOCUMENT.replace("```result", "```rules\n总分\n```\n```result")
        self.bad("docs: an update when two schemes differ", update(two)[0])

    def shared(self):
        case = self.folder / "y.case"
        case.write_text("# about\n=== file a gb18030 cut\n甲\n", encoding="utf-8")
        section = cases.Case(case).one("file")
        self.results.append(("a file as it is saved",
                             "" if section.bytes() == b"\xbc\xd7" else f"    {section.bytes()}\n"))
        self.bad("a sanitizer's report", self.case(
            lambda p, d: self.program.shell("echo AddressSanitizer >&2", d) and "", "=== run\n"))
        few = types.SimpleNamespace(only=[], least=2)
        silent = open(os.devnull, "w", encoding="utf-8")
        out, sys.stdout = sys.stdout, silent
        status = cases.finish([("one", "")], few)
        sys.stdout = out
        self.bad("fewer cases than stated", "found" if status else "")


def main():
    with tempfile.TemporaryDirectory() as folder:
        tries = Tries(folder)
        for topic in (tries.language, tries.cli, tries.errors, tries.documents, tries.shared):
            topic()
    return cases.finish(tries.results, types.SimpleNamespace(only=[], least=25))


if __name__ == "__main__":
    sys.exit(main())
