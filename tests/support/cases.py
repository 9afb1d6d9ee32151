"""File-driven tests: what the runners in tests/language, tests/errors, tests/cli and tests/docs share.

A case is a text file. What stands before the first section says what the case is about, with the
working by hand. A section begins with a line `=== NAME ARGUMENTS` and ends before the next one; one
blank line before the next section belongs to the layout and is left out.

    a runner: run.py KAOHE [--update] [--least N] [PART OF A NAME…]

`--update` writes what the program says now into the case, to be read in review before it is kept.
The last line is `N passed, N failed`; fewer cases than --least is a failure.
"""
import argparse
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

TIME_LIMIT = 60  # seconds; a sanitized program on a busy machine is slow


class CaseError(Exception):
    """The case itself is written wrongly, or the program did something no case may ask for."""


class Section:
    def __init__(self, name, arguments, text, line):
        self.name, self.arguments, self.text, self.line = name, arguments, text, line

    def bytes(self):
        """The file that the section stands for. Words behind its name say how it is saved."""
        text, encoding = self.text, "utf-8"
        for word in self.arguments[1:]:
            if word == "cut":  # without the last line end
                text = text[:-1]
            elif word == "crlf":
                text = text.replace("\n", "\r\n")
            elif word == "cr":
                text = text.replace("\n", "\r")
            elif word == "nul":  # ␀ stands for it in the case
                text = text.replace("␀", "\0")
            elif word in ("gb18030", "utf-8-sig", "utf-16"):
                encoding = word
            else:
                raise CaseError(f"line {self.line}: a file is not saved as {word!r}")
        return text.encode(encoding)


class Case:
    def __init__(self, path):
        self.path = path
        self.preamble, self.sections = [], []
        lines = path.read_text(encoding="utf-8").split("\n")
        if lines[-1] != "":
            raise CaseError(f"{path}: the last line has no line end")
        lines.pop()
        starts = [i for i, line in enumerate(lines) if line.startswith("=== ")]
        self.preamble = lines[:starts[0]] if starts else lines
        for start, end in zip(starts, starts[1:] + [None]):
            name, *arguments = lines[start][4:].split()
            body = lines[start + 1:end]
            if end is not None and body and body[-1] == "":
                body.pop()
            text = "".join(line + "\n" for line in body)
            self.sections.append(Section(name, arguments, text, start + 1))

    def all(self, name):
        return [s for s in self.sections if s.name == name]

    def one(self, name, default=None):
        found = self.all(name)
        if len(found) > 1:
            raise CaseError(f"{self.path}: two sections {name}")
        return found[0] if found else default

    def expect(self, known):
        for s in self.sections:
            if s.name not in known:
                raise CaseError(f"{self.path}:{s.line}: no section is called {s.name}")

    def write(self):
        out = "".join(line + "\n" for line in self.preamble)
        for i, s in enumerate(self.sections):
            last = i + 1 == len(self.sections)
            out += "=== " + " ".join([s.name] + s.arguments) + "\n" + s.text + ("" if last else "\n")
        self.path.write_text(out, encoding="utf-8")


def put_section(case, name, arguments, text, after):
    """Sets the section, making it behind the last of `after` when the case has none."""
    found = case.one(name)
    if found is None:
        at = max([i for i, s in enumerate(case.sections) if s.name in after], default=-1)
        case.sections.insert(at + 1, Section(name, arguments, text, 0))
    else:
        found.arguments, found.text = arguments, text


class Program:
    """kaohe, run in a clean environment: no language, no colour, no locale of the machine."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        keep = ("PATH", "ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "TMPDIR", "LLVM_PROFILE_FILE")
        self.environment = {k: v for k, v in os.environ.items() if k in keep}
        self.environment.update(LC_ALL="C", KAOHE=self.path)

    def run(self, arguments, folder, **extra):
        return self.start([self.path] + arguments, folder, extra)

    def shell(self, script, folder, **extra):
        # The program may stand in a folder with blanks in its name.
        return self.start(["/bin/sh", "-c", script.replace("$KAOHE", '"$KAOHE"')], folder, extra)

    def start(self, command, folder, extra):
        done = subprocess.run(command, cwd=folder, env={**self.environment, **extra},
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT)
        out, err = done.stdout.decode("utf-8", "backslashreplace"), \
            done.stderr.decode("utf-8", "backslashreplace")
        for sign in ("Sanitizer", "runtime error:", "Assertion"):
            if sign in err:
                raise CaseError("the program broke:\n" + err)
        if done.returncode < 0:
            raise CaseError(f"the program was ended by signal {-done.returncode}\n" + err)
        return done.returncode, out, err


def difference(what, wanted, got):
    """"" when equal, else a unified diff."""
    if wanted == got:
        return ""
    lines = difflib.unified_diff(wanted.splitlines(), got.splitlines(), f"{what} as expected",
                                 f"{what} as it is", lineterm="", n=2)
    text = "".join("    " + line + "\n" for line in lines)
    return text or f"    {what}: the line ends differ\n"


def write_files(folder, sections):
    """Writes them and returns what the command line says for them: KIND=FILE is a name as well."""
    names = []
    for s in sections:
        if not s.arguments:
            raise CaseError(f"line {s.line}: a file needs a name")
        path = pathlib.Path(folder, s.arguments[0].rpartition("=")[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(s.bytes())
        names.append(s.arguments[0])
    return names


def arguments(description, extra=None):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("kaohe")
    parser.add_argument("only", nargs="*", help="parts of names of cases")
    parser.add_argument("--update", action="store_true", help="rewrite what the cases expect")
    parser.add_argument("--least", type=int, default=1, help="fail when there are fewer cases")
    if extra:
        extra(parser)
    return parser.parse_args()


def find(folder, only):
    paths = sorted(pathlib.Path(folder).rglob("*.case"))
    return [p for p in paths if not only or any(part in str(p) for part in only)]


def run_all(paths, options, run_one, shown, afterwards=()):
    """run_one(path, folder) returns "" or what is wrong; each case has an empty folder of its own.
    `afterwards` are (name, check) pairs that look at all cases together, each one more test. Returns
    the exit status."""
    def guarded(path):
        with tempfile.TemporaryDirectory(prefix="kaohe-case-") as folder:
            try:
                return run_one(path, folder)
            except CaseError as error:
                return f"    {error}\n"
            except subprocess.TimeoutExpired:
                return f"    it ran for more than {TIME_LIMIT} seconds\n"

    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        answers = list(pool.map(guarded, paths))
    results = [(shown(path), answer) for path, answer in zip(paths, answers)]
    results += [(name, check()) for name, check in afterwards]
    return finish(results, options)


def finish(results, options):
    """Prints what is wrong in (name, answer) pairs, then the count. Returns the exit status."""
    if not options.only and len(results) < options.least:
        results.append(("the number of cases",
                        f"    only {len(results)}, at least {options.least} were expected\n"))
    failed = [(name, answer) for name, answer in results if answer]
    for name, answer in failed:
        print(f"{name}:\n{answer}", end="")
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0
