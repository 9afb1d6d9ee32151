#!/usr/bin/env python3
"""run.py KAOHE [--update]: every example in README.md and grammar/README.md is run.

How examples are written, so that people read them and this program runs them:

* A fenced block ```rules is a scheme, ```facts ```csv ```json a file of facts. When the line above
  ends with a name in backquotes and a colon (… `单位.csv`：) that is the file's name; otherwise it is
  方案.rules, 事实.facts, 事实.csv, 事实.json.
* ```result is what the scheme gives for the facts: kaohe eval SCHEME FACTS --format csv, with the
  columns that its first line names (in English when they are English; by item when 项目 or item is
  one of them). Of several ```rules blocks that follow each other each one must give it: the same
  scheme in Chinese and in English.
* ```console holds commands, behind `$ `, and what they print, results and messages together. A line
  with only … stands for any lines. The commands run, one after the other, in a folder with the
  files that were named so far, and with rules/ and examples/ of the project.
* A ```rules block that no result follows must pass kaohe check.
* Facts given behind a result or a console take the place of those before it. A heading starts
  anew: no files. Other fenced blocks and indented ones are only read.
"""
import os
import pathlib
import re
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent / "support"))
import cases  # noqa: E402

DOCUMENTS = ("README.md", "grammar/README.md")
FACTS = ("facts", "csv", "json")
NAMED = re.compile(r"`([^`]+\.[a-z]+)`\s*[:：]\s*$")


class Block:
    def __init__(self, kind, name, lines, line):
        self.kind, self.name, self.lines, self.line = kind, name, lines, line

    @property
    def text(self):
        return "".join(line + "\n" for line in self.lines)


def blocks(text):
    """The fenced blocks, and a Block("heading") where a heading stands."""
    found, above, fence = [], "", None
    for number, line in enumerate(text.split("\n"), 1):
        if fence is None and line.startswith("```"):
            named = NAMED.search(above)
            fence = Block(line[3:].strip(), named.group(1) if named else "", [], number)
        elif fence is not None and line == "```":
            found.append(fence)
            fence, above = None, ""
        elif fence is not None:
            fence.lines.append(line)
        else:
            if re.match(r"#+ ", line):
                found.append(Block("heading", line, [], number))
            above = line if line.strip() else above
    return found


class Examples:
    """The examples of one document, in order; every check is a test: (name, what is wrong). With
    `update` a block that says something else than the program is no failure, but a change."""

    def __init__(self, program, document, found, update=False):
        self.program, self.document, self.found = program, document, found
        self.update = update
        self.results = []
        self.changes = {}  # line of a block → its new lines
        self.folder = None

    def run(self):
        for block in self.found + [Block("heading", "", [], 0)]:
            if block.kind == "heading":
                self.start_anew()
            elif block.kind == "rules":
                self.scheme(block)
            elif block.kind in FACTS:
                self.fact_file(block)
            elif block.kind == "result":
                self.check(block, lambda b=block: self.result(b))
            elif block.kind == "console":
                self.check(block, lambda b=block: self.console(b))
        shutil.rmtree(self.folder)
        return self.results

    def start_anew(self):
        if self.folder:
            self.close_schemes()
            shutil.rmtree(self.folder)
        self.folder = tempfile.mkdtemp(prefix="kaohe-docs-")
        for name in ("rules", "examples"):
            os.symlink(ROOT / name, os.path.join(self.folder, name))
        os.mkdir(os.path.join(self.folder, "bin"))
        os.symlink(self.program.path, os.path.join(self.folder, "bin", "kaohe"))
        self.schemes, self.facts, self.used, self.answered = [], [], True, False

    def close_schemes(self):
        """Schemes that nothing ran are checked."""
        if not self.used:
            for block in self.schemes:
                self.check(block, lambda b=block: self.accepted(b))
        self.used = True

    def put(self, name, block):
        pathlib.Path(self.folder, name).write_text(block.text, encoding="utf-8")
        self.facts = [f for f in self.facts if f != name]

    def fact_file(self, block):
        if self.answered:
            self.facts, self.answered = [], False
        name = block.name or "事实." + block.kind
        self.put(name, block)
        self.facts.append(name)

    def scheme(self, block):
        if self.used or self.schemes and (self.schemes[0].name != block.name):
            self.close_schemes()
            self.schemes = []
        self.schemes.append(block)
        self.used = False
        self.put(block.name or "方案.rules", block)

    def check(self, block, test):
        try:
            answer = test()
        except cases.CaseError as error:
            answer = f"    {error}\n"
        self.results.append((f"{self.document}:{block.line}", answer))

    def accepted(self, block):
        self.put(block.name or "方案.rules", block)
        status, out, _ = self.program.run(["check", block.name or "方案.rules"], self.folder)
        return "" if status == 0 else "".join(f"    | {line}\n" for line in out.splitlines())

    def result(self, block):
        if not self.schemes:
            raise cases.CaseError("no scheme stands above")
        self.used = self.answered = True
        columns = block.lines[0].split(",")
        options = ["--format", "csv", "--columns", block.lines[0]]
        if any(c in ("unit", "total", "item", "score") for c in columns):
            options += ["--lang", "en"]
        if any(c in ("项目", "item") for c in columns):
            options.append("--by-item")
        wrong, wanted = "", block.text
        for scheme in self.schemes:
            name = scheme.name or "方案.rules"
            self.put(name, scheme)
            status, out, err = self.program.run(["eval", name] + self.facts + options, self.folder)
            if self.update and scheme is self.schemes[0] and status in (0, 5):
                if out != wanted:
                    self.changes[block.line] = out.splitlines()
                wanted = out  # what the others must give as well
            part = cases.difference("result", wanted, out)
            if not part and status not in (0, 5):
                part = f"    status {status}\n"
            if part:
                part += "".join(f"    | {line}\n" for line in err.splitlines()[:12])
                wrong += f"    scheme at line {scheme.line}:\n" + part
        return wrong

    def console(self, block):
        self.used = self.answered = True
        status, shown, wanted = 0, [], []
        for line in block.lines:
            if line.startswith("$ "):
                wanted.append((line, []))
            elif not wanted:
                raise cases.CaseError("the block does not begin with `$ `")
            else:
                wanted[-1][1].append(line)
        wrong = ""
        for line, expected in wanted:
            path = os.path.join(self.folder, "bin") + ":" + self.program.environment["PATH"]
            script = f"(exit {status})\n{line[2:]}"
            status, out, _ = self.program.shell("exec 2>&1\n" + script, self.folder, PATH=path)
            got = out.splitlines()
            shown += [line] + (expected if matches(expected, got) else got)
            if not matches(expected, got):
                wrong += cases.difference(line, "\n".join(expected), "\n".join(got))
        if self.update and wrong:
            self.changes[block.line] = shown
            return ""
        return wrong


def matches(expected, got):
    """Whether the lines are equal; … stands for any lines."""
    if "…" not in expected:
        return expected == got
    at = expected.index("…")
    if got[:at] != expected[:at]:
        return False
    rest = expected[at + 1:]
    return any(matches(rest, got[i:]) for i in range(at, len(got) + 1))


def rewrite(path, text, changes):
    lines = text.split("\n")
    for start in sorted(changes, reverse=True):
        end = lines.index("```", start)
        lines[start:end] = changes[start]
    path.write_text("\n".join(lines), encoding="utf-8")


def main():
    options = cases.arguments("the examples of the documents")
    program = cases.Program(options.kaohe)
    results = []
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        examples = Examples(program, document, blocks(text), options.update)
        results += examples.run()
        if examples.changes:
            rewrite(ROOT / document, text, examples.changes)
            print("".join(f"{document}:{line}: updated\n" for line in sorted(examples.changes)), end="")
    return cases.finish(results, options)


if __name__ == "__main__":
    sys.exit(main())
