"""Runs the program on cases of facts.py and reads what it prints."""
import json
import os
import shutil
import subprocess
import tempfile
from fractions import Fraction as F

import text

HERE = os.path.dirname(os.path.abspath(__file__))
RULES = os.path.join(HERE, "..", "..", "rules")


class Program:
    """The program with a folder of its own for its input files."""

    def __init__(self, path):
        self.path = os.path.abspath(path)
        self.folder = tempfile.mkdtemp(prefix="kaohe-properties-")
        self.runs = 0
        for year in ("2013", "2014"):
            shutil.copy(os.path.join(RULES, "calendars", "cn-{}.csv".format(year)), self.folder)
        self.put("plain.csv", "date,kind\n2013-01-01,work\n2014-01-01,work\n")

    def close(self):
        shutil.rmtree(self.folder)

    def put(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(content)
        return path

    def run(self, command, *arguments, **how):
        self.runs += 1
        env = dict(os.environ, **how.pop("env", {}))
        return subprocess.run([self.path, command, *arguments], capture_output=True, env=env,
                              timeout=120, cwd=how.pop("cwd", self.folder), **how)

    def facts(self, units, form="facts", lang="zh", tag=""):
        """The paths of fact files in that form: facts, csv or json."""
        if form == "facts":
            return [self.put("f{}.facts".format(tag), text.as_facts(units, lang))]
        write = text.as_csv if form == "csv" else text.as_json
        paths = [self.put("wide{}.{}".format(tag, form), write(text.wide_rows(units, lang)))]
        records = list(text.record_rows(units, lang))
        if records:
            paths.append(self.put("records{}.{}".format(tag, form), write(records)))
        return paths

    def eval_text(self, scheme, paths, *options, status=0, **how):
        """What eval prints for a scheme's text and fact files."""
        rules = self.put("s.rules", scheme)
        done = self.run("eval", rules, *paths, *options, **how)
        if done.returncode not in (status if isinstance(status, tuple) else (status,)):
            raise Failure("exit status {} instead of {}\n{}".format(
                done.returncode, status, done.stderr.decode(errors="replace")[:2000]))
        return done.stdout

    def eval(self, scheme, paths, *options, status=0, **how):
        """Unit → what the JSON says of it, in the order printed."""
        out = self.eval_text(scheme, paths, "--format", "json", *options, status=status, **how)
        return {u["unit"]: u for u in json.loads(out)["units"]}

    def of(self, s, units, form="facts", lang="zh", **how):
        return self.eval(text.scheme_text(s), self.facts(units, form, lang), **how)


class Failure(Exception):
    pass


def exact(value):
    return None if value is None else F(value)


def nodes(result):
    """Name → exact value of every node (names occur once)."""
    return {i["path"][-1]: exact(i["exact"]) for i in result["items"]}


def brief(results):
    """What two runs must have in common: total, nodes, grade, rank, selections, vetoes."""
    return {name: (exact(r["total"] and r["exact"]), nodes(r), r["grade"], r["rank"],
                   sorted(r["selected"]), [v["name"] for v in r["vetoes"]])
            for name, r in results.items()}


def scores(results):
    """Total, nodes and grade only."""
    return {name: (exact(r["exact"]), nodes(r), r["grade"]) for name, r in results.items()}


def expect(a, b, what):
    if a != b:
        raise Failure("{}: {!r} is not {!r}".format(what, a, b))


def same(a, b, what):
    """Two dictionaries by unit are equal; says where they are not."""
    expect(set(a), set(b), what + ": units")
    for name in a:
        if a[name] != b[name]:
            raise Failure("{}: unit {!r}: {!r} is not {!r}".format(what, name, a[name], b[name]))
