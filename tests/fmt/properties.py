#!/usr/bin/env python3
"""properties.py KAOHE [--random N] [PART OF A NAME…]: what holds of every scheme that `kaohe fmt` lays out.

The texts are all .rules files, the examples of the documents, the schemes of all cases and the texts
that may be misread (tests/language/parse), and random schemes (tests/properties/gen.py); those with
errors of syntax are refused, which is checked as well. For the others:

* Formatted text stays as it is; no comment is lost.
* Chinese keywords, then English ones, then Chinese ones give the same Chinese text, and both are
  laid out as fmt lays them out.
* `check` says the same, code by code, of all of them, and `eval` gives the same results where there
  are facts (the cases of tests/language, random facts). That the tree is the same is asserted by the
  program itself, each time.
"""
import concurrent.futures
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "support"))
sys.path.insert(0, str(HERE.parent / "properties"))
import cases  # noqa: E402
import facts as random_facts  # noqa: E402
import program as random_program  # noqa: E402
import text as random_text  # noqa: E402

CODE = re.compile(r"^\S.*: (error|warning|note): .*\[(E\d{4})\]$", re.MULTILINE)


class Facts:
    """Where a scheme is run: files beside it, and the command."""

    def __init__(self, files=(), command=None, units=None):
        self.files, self.command, self.units = files, command, units

    def of_case(case):
        args, columns = case.one("args"), case.one("columns")
        words = shlex.split(" ".join(args.arguments)) if args else \
            ["eval", "--format", "csv", "--columns",
             columns.arguments[0] if columns else "单位,总分"]
        if words[0] != "eval":
            return None
        return Facts(case.all("file") + case.all("facts"), words)

    def prepare(self, folder):
        """What stands behind the name of the scheme."""
        if self.units is not None:
            made = random_program.Program("kaohe")
            made.close()
            made.folder = folder
            os.symlink(ROOT / "rules/calendars/cn-2013.csv", os.path.join(folder, "cn-2013.csv"))
            os.symlink(ROOT / "rules/calendars/cn-2014.csv", os.path.join(folder, "cn-2014.csv"))
            made.put("plain.csv", "date,kind\n2013-01-01,work\n2014-01-01,work\n")
            return made.facts(self.units) + ["--format", "csv", "--by-item"]
        cases.write_files(folder, [s for s in self.files if s.name == "file"])
        return cases.write_files(folder, [s for s in self.files if s.name == "facts"]) + \
            self.command[1:]


def texts(count):
    """(name, text, facts or None) of all schemes."""
    for path in sorted(ROOT.rglob("*")):
        name = str(path.relative_to(ROOT))
        if not path.is_file() or name.startswith("build") or ".git/" in name:
            continue
        if path.suffix == ".rules":
            yield name, path.read_text(encoding="utf-8"), None
        elif path.suffix == ".case":
            case = cases.Case(path)
            facts = Facts.of_case(case) if "tests/language" in name else None
            for number, s in enumerate(case.sections):
                if s.name == "rules" or (s.name == "file" and s.arguments[0].endswith(".rules")):
                    yield f"{name}#{number}", s.text, facts
        elif path.suffix == ".md":
            blocks = re.findall(r"^```rules\n(.*?)^```", path.read_text(encoding="utf-8"),
                                re.MULTILINE | re.DOTALL)
            for number, block in enumerate(blocks):
                yield f"{name}#{number}", block, None
        elif path.parent.name == "parse" and path.suffix == ".txt":
            yield from cut_outs(path, name)
    for seed in range(count):
        scheme, units = random_facts.make(seed)
        yield f"random {seed}", random_text.scheme_text(scheme), Facts(units=units)


def cut_outs(path, name):
    """The indented texts of a file, each up to the next line that is not indented."""
    lines, start = [], 0
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n") + [""], 1):
        if line.startswith("    "):
            start = start if lines else number
            lines.append(line[4:])
        elif lines:
            yield f"{name}:{start}", "\n".join(lines) + "\n", None
            lines = []


class Checker:
    def __init__(self, program):
        self.program = program

    def fmt(self, folder, text, *options):
        (pathlib.Path(folder) / "x.rules").write_text(text, encoding="utf-8", newline="")
        status, out, err = self.program.run(["fmt", "x.rules", *options], folder)
        return status, out, err

    def codes(self, folder, text):
        (pathlib.Path(folder) / "x.rules").write_text(text, encoding="utf-8", newline="")
        _, out, _ = self.program.run(["check", "x.rules", "--max-errors", "0"], folder)
        return sorted(code for _, code in CODE.findall(out) if code != "E0110")

    def results(self, folder, text, arguments):
        (pathlib.Path(folder) / "x.rules").write_text(text, encoding="utf-8", newline="")
        status, out, _ = self.program.run(["eval", "x.rules", *arguments], folder)
        return out + f"status {status}\n"

    def check(self, text, facts, folder):
        status, once, err = self.fmt(folder, text)
        if status:
            wrong = "" if once == "" else "    a text with errors is printed\n"
            wrong += "" if CODE.search(err) else f"    status {status} without an error: {err}\n"
            return wrong
        _, zh, err_zh = self.fmt(folder, text, "--keywords", "zh")
        _, en, err_en = self.fmt(folder, zh, "--keywords", "en")
        wrong = same("formatted twice", once, self.fmt(folder, once)[1])
        wrong += same("comments", comments(text), comments(once))
        wrong += same("comments in Chinese keywords", comments(text), comments(zh))
        wrong += same("comments in English keywords", comments(text), comments(en))
        wrong += same("Chinese keywords, formatted", zh, self.fmt(folder, zh)[1])
        wrong += same("English keywords, formatted", en, self.fmt(folder, en)[1])
        wrong += same("zh, en, zh", zh, self.fmt(folder, en, "--keywords", "zh")[1])
        wrong += same("en, zh, en", self.fmt(folder, text, "--keywords", "en")[1], en)
        said = self.codes(folder, text)
        for what, other in (("formatted", once), ("in Chinese", zh), ("in English", en)):
            says = self.codes(folder, other)
            # E0290: a clause that began a line stands behind its rule now.
            # E1006: 加扣 in an award is 另加 in the other set of words.
            gone = {"E0290", "E1006"} - set(says)
            said = [code for code in said if code not in gone]
            wrong += same(f"check, {what}", "\n".join(said) + "\n", "\n".join(says) + "\n")
        if facts:
            arguments = facts.prepare(folder)
            given = self.results(folder, text, arguments)
            for what, other in (("formatted", once), ("in Chinese", zh), ("in English", en)):
                wrong += same(f"results, {what}", given, self.results(folder, other, arguments))
        return wrong + (err_zh + err_en if wrong else "")


def comments(text):
    """The comments, in order of their texts: quotes are taken into account."""
    found = re.findall(r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|([#＃][^\n]*)', text)
    return "".join(sorted(c.replace("＃", "#").rstrip() + "\n" for c in found if c))


def same(what, wanted, got):
    return cases.difference(what, wanted, got)


def main():
    options = cases.arguments("what holds of every formatted text",
                              lambda p: p.add_argument("--random", type=int, default=60))
    checker = Checker(cases.Program(options.kaohe))
    chosen = [item for item in texts(options.random)
              if not options.only or any(part in item[0] for part in options.only)]

    def one(item):
        with tempfile.TemporaryDirectory(prefix="kaohe-fmt-") as folder:
            try:
                return item[0], checker.check(item[1], item[2], folder)
            except (cases.CaseError, subprocess.TimeoutExpired) as error:
                return item[0], f"    {error}\n"

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(one, chosen))
    return cases.finish(results, options)


if __name__ == "__main__":
    sys.exit(main())
