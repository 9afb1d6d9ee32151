#!/usr/bin/env python3
"""check_parts.py must notice what is wrong: it is given ledgers that do not add up."""
import copy
import unittest

import check_parts


def node(path, exact, parts, children=()):
    return {"path": path, "exact": exact, "score": exact, "max": None, "range": None,
            "parts": [{"type": t, "exact": e} for t, e in parts], "children": list(children)}


def unit():
    a = node(["节", "甲"], "0", [("start", "10"), ("deduct", "-12"), ("floor", "2")])
    b = node(["节", "乙"], "26/3", [("score", "26/3")])
    section = node(["节"], "26/3", [], [a, b])
    total = node(None, "9", [("round", "1/3")], [section])
    total.update(unit="某", total="9", provisional=False)
    return total


def results(ledger):
    plain = {k: v for k, v in ledger.items() if k not in ("parts", "children")}
    plain["items"] = check_parts.flatten(ledger, [])
    return plain


class CheckParts(unittest.TestCase):
    def refuse(self, change):
        ledger = unit()
        same = results(copy.deepcopy(ledger))
        change(ledger)
        with self.assertRaises(check_parts.Failure):
            check_parts.check_unit(ledger, same)

    def test_what_adds_up(self):
        self.assertEqual(check_parts.check_unit(unit(), results(unit())), 4)

    def test_a_part_that_is_missing(self):
        self.refuse(lambda u: u["parts"].clear())

    def test_a_hair(self):
        def change(u):
            u["children"][0]["children"][1]["parts"][0]["exact"] = "2600000000001/300000000000"
        self.refuse(change)

    def test_a_sign(self):
        def change(u):
            u["children"][0]["children"][0]["parts"][1]["exact"] = "12"
        self.refuse(change)

    def test_another_total_than_eval(self):
        self.refuse(lambda u: u.update(total="9.0"))

    def test_another_item_than_eval(self):
        self.refuse(lambda u: u["children"][0].update(score="8.7"))

    def test_open_without_reason(self):
        self.refuse(lambda u: u.update(exact=None, range=["1", "2"]))

    def test_an_unknown_part(self):
        def change(u):
            u["parts"].append({"type": "rest", "exact": "0"})
        self.refuse(change)

    def test_parts_of_what_does_not_apply(self):
        def change(u):
            u["children"][0]["children"][1]["exact"] = None
        self.refuse(change)


if __name__ == "__main__":
    unittest.main()
