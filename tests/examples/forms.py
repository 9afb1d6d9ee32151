#!/usr/bin/env python3
"""The facts of examples/2013 in their three forms, read here without the program.

    forms.py        says whether .facts, CSV and JSON hold the same facts

Every form becomes the same two things: units {name: {fact: value}} and a sorted list of records.
A value is a Fraction, True, False, a date as ISO text, other text, NA (does not apply); what is
missing is left out.
"""
import csv
import json
import os
import re
import sys
from fractions import Fraction

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
EXAMPLE = os.path.join(ROOT, "examples", "2013")

NA = "不适用"
TRUTH = {"是": True, "否": False, "yes": True, "no": False, True: True, False: False}
ENGLISH = {"unit": "单位", "kind": "类别", "item": "项目", "date": "日期", "count": "次数",
           "level": "评价", "by": "评价人", "proven": "属实", "note": "备注", "period": "期间"}
RECORDS = {"finding": "发现问题", "发现问题": "发现问题", "投诉": "投诉", "季度填报": "季度填报",
           "领导评价": "领导评价"}


def value(raw):
    """One cell as written, to its meaning; None when it is missing."""
    if isinstance(raw, bool):
        return raw
    text = "" if raw is None else str(raw).strip()
    if text in ("", "缺", "-"):
        return None
    if text in (NA, "n/a"):
        return NA
    if text in TRUTH:
        return TRUTH[text]
    date = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text)
    if date:
        return "%s-%02d-%02d" % (date[1], int(date[2]), int(date[3]))
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return Fraction(text)
    return text


def tidy(cells):
    out = {k: value(v) for k, v in cells.items()}
    return {k: v for k, v in out.items() if v is not None}


def record(cells):
    out = tidy(cells)
    out["事项"] = RECORDS[out["事项"]]
    out.setdefault("次数", Fraction(1))
    return out


def read_csv(folder):
    with open(os.path.join(folder, "单位.csv"), encoding="utf-8", newline="") as f:
        units = {row["单位"]: tidy(row) for row in csv.DictReader(f)}
    with open(os.path.join(folder, "记录.csv"), encoding="utf-8", newline="") as f:
        records = [record(row) for row in csv.DictReader(f)]
    return units, records


def read_json(folder):
    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            return json.load(f, parse_float=str, parse_int=str)
    return {row["单位"]: tidy(row) for row in load("单位.json")}, [record(r) for r in load("记录.json")]


def read_facts_file(path, units, records):
    unit = None
    with open(path, encoding="utf-8") as f:
        for line in f:
            words = re.findall(r'"[^"]*"|\S+', line.split("#")[0])
            words = [w.strip('"') for w in words]
            if not words:
                continue
            if words[0] in ("单位", "unit"):
                unit = words[1]
                units[unit] = {"单位": unit, "类别": words[3]}
            elif words[0] in RECORDS:
                cells = {"单位": unit, "事项": words[0]}
                first = "评价" if words[0] == "领导评价" else "日期"
                cells[first] = words[1]
                for key, cell in zip(words[2::2], words[3::2]):
                    cells[ENGLISH.get(key, key)] = cell
                records.append(record(cells))
            else:
                assert len(words) == 2, line
                units[unit].update(tidy({words[0]: words[1]}))


def read_facts(folder):
    units, records = {}, []
    for name in sorted(os.listdir(folder)):
        read_facts_file(os.path.join(folder, name), units, records)
    return units, records


def in_order(records):
    return sorted(sorted((k, str(v)) for k, v in r.items()) for r in records)


def main():
    forms = {"facts": read_facts, "csv": read_csv, "json": read_json}
    read = {name: reader(os.path.join(EXAMPLE, name)) for name, reader in forms.items()}
    units, records = read["csv"]
    assert len(units) == 30, len(units)
    bad = 0
    for name, (other_units, other_records) in read.items():
        if other_units != units:
            bad += 1
            for u in sorted(set(units) | set(other_units)):
                if units.get(u) != other_units.get(u):
                    print("%s: unit %s: csv %s, %s %s" %
                          (name, u, units.get(u), name, other_units.get(u)))
        mine, other = in_order(records), in_order(other_records)
        if mine != other:
            bad += 1
            print("%s: records differ: only csv %s; only %s %s" %
                  (name, [r for r in mine if r not in other], name,
                   [r for r in other if r not in mine]))
    if not bad:
        print("%d units, %d records: the three forms hold the same facts" %
              (len(units), len(records)))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
