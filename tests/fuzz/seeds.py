#!/usr/bin/env python3
"""Inputs for the fuzz targets, from what lies in the project already.

    seeds.py corpus scheme|facts|fmt FOLDER     a file per scheme or fact file of rules/, examples/ and
                                            tests/, none above 8 KB, beside the inputs that once failed
    seeds.py dictionary FILE                the words of grammar/keywords.def and of the facts
    seeds.py replay TARGET scheme|facts|fmt   runs a replay program on the corpus and on mutations of
                                            it that are the same every time
"""
import hashlib
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LARGEST = 8 << 10
FORMS = {".facts": b"\0", ".csv": b"\1", ".json": b"\2"}


def case_sections(path):
    """(heading, text) of a .case file."""
    parts = re.split(r"^=== (.*)\n", path.read_text(encoding="utf-8", errors="surrogateescape"),
                     flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2]))


def inputs(what):
    """The bytes of all seeds."""
    for path in sorted((HERE / "corpus" / what).glob("*")):
        yield path.read_bytes()
    for folder in ("rules", "examples", "tests"):
        for path in sorted((ROOT / folder).rglob("*")):
            if "fuzz" in path.parts or not path.is_file():
                continue
            if path.suffix == ".case":
                yield from from_case(path, what)
            elif what != "facts" and path.suffix == ".rules":
                yield path.read_bytes()
            elif what == "facts" and path.suffix in FORMS:
                yield FORMS[path.suffix] + path.read_bytes()


def from_case(path, what):
    for heading, text in case_sections(path):
        data = text.encode("utf-8", errors="surrogateescape")
        words = heading.split()
        if what != "facts" and words[:1] == ["rules"]:
            yield data
        elif what == "facts" and len(words) > 1 and words[0] in ("facts", "file"):
            form = FORMS.get(pathlib.PurePath(words[1]).suffix)
            if form is not None:
                yield form + data


def corpus(what):
    seen = {}
    for data in inputs(what):
        for piece in (data, data[:LARGEST]):
            if len(piece) <= LARGEST:
                seen.setdefault(hashlib.sha256(piece).hexdigest()[:16], piece)
    return seen


def write_corpus(what, folder):
    os.makedirs(folder, exist_ok=True)
    for name, data in corpus(what).items():
        (pathlib.Path(folder) / name).write_bytes(data)


def words():
    text = (ROOT / "grammar" / "keywords.def").read_text(encoding="utf-8")
    found = []
    for en, zh in re.findall(r'^KEYWORD\(\w+, \w+, "([^"]*)", "([^"]*)"', text, re.MULTILINE):
        found += en.split(",") + zh.split(",")
    text = (ROOT / "grammar" / "builtins.def").read_text(encoding="utf-8")
    for zh, en in re.findall(r'^BUILTIN\(\w+, \w+, "([^"]*)", "([^"]*)"', text, re.MULTILINE):
        found += zh.split(",") + en.split(",")
    text = (ROOT / "interp" / "facts" / "headings.def").read_text(encoding="utf-8")
    for zh, en in re.findall(r'^HEADING\(\w+, "([^"]*)", "([^"]*)"', text, re.MULTILINE):
        found += [zh, en]
    found += ["「", "」", "“", "”", "1-2-2-4", "2013-05-31", "2013Q2", "10分", "95%", "个百分点",
              "个工作日", ">=", "<=", "!=", "基层所", "满意", "不适用", "缺", "\u202e", "\ufeff"]
    return [w for w in dict.fromkeys(found) if w]


def dictionary(path):
    lines = ["\"" + "".join("\\x{:02x}".format(b) for b in w.encode()) + "\"" for w in words()]
    pathlib.Path(path).write_text("\n".join(lines) + "\n")


def mutations(seeds, count):
    """Bytes lost, doubled, changed, words put in, two files joined: always the same ones."""
    rng, table = random.Random(2013), [w.encode() for w in words()]
    seeds = sorted(seeds)
    for _ in range(count):
        data = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(data) + 1)
            how = rng.randrange(6)
            if how == 0:
                del data[at:at + rng.randint(1, 40)]
            elif how == 1:
                data[at:at] = data[max(0, at - rng.randint(1, 60)):at]
            elif how == 2 and data:
                data[min(at, len(data) - 1)] = rng.randrange(256)
            elif how == 3:
                data[at:at] = rng.choice(table)
            elif how == 4:
                data[at:at] = b" " + rng.choice(table) + b" "
            else:
                other = rng.choice(seeds)
                data[at:] = other[rng.randrange(len(other) + 1):]
        yield bytes(data[:LARGEST])


PIECE = re.compile(r'"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|#[^\n]*|[A-Za-z_]\w*|[\u4e00-\u9fff]+|[0-9.]+|\s+|.')
NAMES = ["full", "first", "more", "only", "days", "季", "年", "人", "半", "级", "记录", "level", "late", "max",
         "finding", "项目", "类别", "kinds", "最高", "mean", "「总分」", "「a b」", "低", "名次", "peers", "none",
         "不限", "yes", "很长的名称" * 6, "averylongname" * 4]
BETWEEN = ["\n", " # 说明\n", "\n# 独行\n", "\n\n", "  ", " # 一\n # 二\n\n", "\n   "]


def shaken(seeds, count):
    """Schemes that mostly can still be read: names replaced, line ends and comments put in."""
    rng = random.Random(2014)
    known = {part for word in words() for part in word.split()}
    readable = [s.decode("utf-8", errors="ignore") for s in sorted(seeds)]
    for _ in range(count):
        pieces = PIECE.findall(rng.choice(readable))
        names = [p for p in pieces if re.match(r"[A-Za-z_「\u4e00-\u9fff]", p) and p not in known]
        for _ in range(rng.randint(0, 3) if names else 0):
            old, new = rng.choice(names), rng.choice(NAMES)
            pieces = [new if p == old else p for p in pieces]
        rate = rng.choice([0, 0.05, 0.3])
        pieces = [rng.choice(BETWEEN) if p.isspace() and rng.random() < rate else p for p in pieces]
        yield "".join(pieces).encode()


def replay(target, what):
    with tempfile.TemporaryDirectory(prefix="kaohe-fuzz-") as folder:
        write_corpus(what, folder)
        seeds = [p.read_bytes() for p in pathlib.Path(folder).iterdir()]
        for i, data in enumerate(mutations(seeds, 1500)):
            (pathlib.Path(folder) / "m{:04}".format(i)).write_bytes(data)
        for i, data in enumerate(shaken(seeds, 1500 if what == "fmt" else 0)):
            (pathlib.Path(folder) / "s{:04}".format(i)).write_bytes(data)
        files = sorted(str(p) for p in pathlib.Path(folder).iterdir())
        done = subprocess.run([target, *files], stderr=subprocess.PIPE, timeout=500)
        if done.returncode != 0:
            sys.stderr.write(done.stderr[-4000:].decode(errors="replace"))
            last = [l for l in done.stderr.decode(errors="replace").split("\n") if folder in l]
            for line in last[-1:]:
                data = pathlib.Path(line.split()[0]).read_bytes()
                print("failing input:", data[:2000])
            print("exit status", done.returncode)
        return 1 if done.returncode else 0


def main():
    command, *rest = sys.argv[1:]
    if command == "corpus":
        write_corpus(*rest)
    elif command == "dictionary":
        dictionary(*rest)
    else:
        return replay(*rest)
    return 0


if __name__ == "__main__":
    sys.exit(main())
