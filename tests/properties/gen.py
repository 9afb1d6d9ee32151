"""Random schemes and facts. A scheme is a plain tree of dictionaries and tuples, from which text.py
makes the text and model.py the results; neither knows of the other. The same seed gives the same
case on every machine.

Expressions: ("num", x) ("fact", n) ("param", n) ("let", n) ("node", n) ("total",) ("max",)
("+"|"-"|"*"|"/", a, b) ("larger"|"smaller", [..]) ("limit", x, a, b) ("abs", x)
("% of", p, x) ("round", x, places, mode) ("table", key, [(band, value)], otherwise)
("cases", [(cond, value)], otherwise) ("line", x, [(x, y)]) ("field", n) ("count", set)
("sum"|"mean"|"highest"|"lowest", e, set)
("percentile", e, share, set) ("gather", "sum"|…|"median", e, trim, top or None, lowest first, set)
Conditions: ("yes", fact) ("has", field) ("cmp", op, a, b) ("chain", low, op, e, op, high)
("in", e, [x]) ("level", e, name) ("any", set) ("and"|"or", [..]) ("not", c) ("veto", n)
A set: (kind of record, condition or None). A band: ("cmp", op, x), ("range", a, b, open) or a level.
A gate of a node: (condition, what counts where it does not hold, or None in an extra).
"""
import random
from fractions import Fraction as F

from gen_terms import KINDS, MODES, YEAR, Names, Percent, Terms


class Generator(Terms):
    """Makes one scheme and its facts. `simple`: no references between nodes, no rounding, no duty:
    for relations that hold for such schemes only. `once`: every fact is read in one place."""

    def __init__(self, seed, simple=False, once=False, units=None, size=None):
        self.rng = random.Random(seed)
        self.simple, self.once = simple, once
        self.names = Names(self.rng)
        self.unit_count = units or self.rng.choice([1, 3, 8, 20, 40])
        self.size = size or self.rng.randint(2, 9)
        self.s = {"title": "random scheme", "seed": seed, "lang": self.rng.choice(["en", "zh"]),
                  "kinds": [], "scales": {}, "facts": {}, "records": {}, "params": {}, "lets": [],
                  "duty": None, "nodes": [], "round": None, "grades": [], "vetoes": [], "rank": None,
                  "selects": [], "shows": [], "cap": None, "floor": None,
                  "n/a": self.rng.choice([F(0), F(0), F(1, 20), F(1, 5), F(3, 5)])}  # so many cells
        self.scored = not size and self.rng.random() < 0.1  # few items, of which none may apply
        if self.scored:
            self.size, self.s["n/a"] = self.rng.randint(1, 2), F(3, 5)
        self.referable = []  # names of nodes that every unit has and that are complete
        self.interesting = {}
        self.in_item = False  # where its max can be read
        self.fresh = False  # facts that no other rule reads

    # ---- rules ---------------------------------------------------------------------------

    def amount(self, kind, top):
        """Points per record of that kind."""
        numbers, levels = self.fields(kind, "number"), self.fields(kind, "level")
        r = self.rng.random()
        if numbers and r < 0.2:
            e = ("field", self.rng.choice(numbers))
            return e if self.pick(0.5) else ("*", ("num", F(1, 2)), e)
        shares = self.fields(kind, "share")
        if shares and self.pick(0.3):
            return ("*", ("num", F(top)), ("field", self.rng.choice(shares)))
        if levels and r < 0.4:
            field = self.rng.choice(levels)
            scale = self.s["scales"][self.s["records"][kind]["fields"][field]["scale"]]
            return ("table", ("field", field), [(l, self.points(top)) for l, _ in scale[:-1]],
                    ("num", self.points(top)))
        if r < 0.5 and not self.simple:
            return ("chosen", F(1), F(self.rng.randint(2, 5)))
        return ("num", self.points(top))

    def rule(self, verb, top):
        rule = {"verb": verb, "per": None, "if": None, "when": None, "unless": None, "upto": None}
        r = self.rng.random()
        if r < 0.6:
            finding = self.pick(0.4)
            kind = "finding" if finding else self.record()
            if finding:
                self.s["records"].setdefault("finding", {"fields": {}})
            where = None
            if not finding and self.pick(0.4):
                where = self.record_condition(kind)
            rule["per"] = ("rec", kind, where)
            rule["amount"] = self.amount(kind, 2)
            if self.pick(0.15):
                rule["when"] = self.condition(0)
            elif self.pick(0.1) and not finding:
                rule["when"] = self.record_condition(kind)
            if self.pick(0.1):
                rule["unless"] = self.condition(0)
        elif r < 0.75:
            rule["amount"] = ("num", self.points(2))
            how = self.rng.choice(["whole", "started", "pro rata"])
            fact = self.quantity()
            size = self.like(fact, self.rng.choice([1, 2, 3, 7, 5]) * self.step(fact))
            if self.pick(0.5):
                e = ("fact", fact)
                if not self.once and not isinstance(size, Percent) and self.pick(0.3):
                    e = self.aggregate()
                rule["per"] = ("steps", size, how, e)
            else:
                line = self.threshold(fact)
                self.interesting[fact] += [line - size, line + size, line - size / 2]
                rule["per"] = ("dist", fact, self.rng.choice(["below", "above"]), line, size, how)
        else:
            rule["amount"] = ("num", self.points(top))
            word = self.rng.choice(["when", "unless", "when", "if"])
            self.fresh = True
            rule[word] = self.condition()
            if word == "when" and self.pick(0.25):
                rule["unless"] = self.condition(0)
            self.fresh = False
        if self.pick(0.25):
            rule["upto"] = self.points(4)
        return rule

    # ---- nodes ---------------------------------------------------------------------------

    def node(self, type_, name, **parts):
        """A node with nothing in it."""
        return dict({"type": type_, "name": name, "max": None, "base": None, "cap": None, "floor": None,
                     "for": [], "gate": None, "weight": None, "round": None, "rules": [], "children": [],
                     "value": None}, **parts)

    def gate(self, node):
        """Now and then: only when a condition holds; else so much counts in its place."""
        if not self.pick(0.3 if node["type"] == "extra" else 0.1):
            return
        absent = self.rng.choice([("num", F(0)), ("num", self.points()), ("max",),
                                  ("*", ("max",), ("num", Percent(1, 2)))])
        if node["type"] == "extra" and absent[0] != "num":
            absent = ("num", F(3))
        if node["type"] == "extra" and self.pick(0.5):
            absent = None
        self.fresh = True
        node["gate"] = (self.condition(), absent)
        self.fresh = False

    def weight(self):
        return self.rng.choice([Percent(3, 10), Percent(1, 2), F(3, 2), F(1, 3), Percent(6, 5), F(2)])

    def item(self, depth, kinds, extra=False, most=None):
        """`most`: its max is given."""
        node = self.node("extra" if extra else "item", self.names.new("item", "项"))
        if kinds and self.s["kinds"] and self.pick(0.12):
            node["for"] = self.rng.sample(self.s["kinds"], self.rng.randint(1, len(self.s["kinds"])))
        top = most or F(self.rng.choice([2, 4, 5, 10, 10, 20]))
        if self.pick(0.08) and not self.simple and not most:
            top = top + F(1, 2)
        if self.pick(0.06):
            node["weight"] = self.weight()
        if extra:
            verb = self.rng.choice(["award", "deduct"])
            node["rules"] = [self.rule(verb, 3) for _ in range(self.rng.randint(1, 2))]
            node["start"] = F(0)
            if self.pick(0.5):
                node["cap"] = F(self.rng.randint(0, 6))
            if self.pick(0.5):
                node["floor"] = -F(self.rng.randint(0, 6))
            self.gate(node)
            return node
        if depth < 2 and not most and self.pick(0.12):
            node["children"] = [self.item(depth + 1, False) for _ in range(self.rng.randint(2, 3))]
            node["max"] = self.full(node["children"])
            if self.pick(0.4):
                node["rules"] = [self.rule("deduct", 2)]
        else:
            self.fill(node, top)
        self.gate(node)
        if not self.simple:
            if self.pick(0.15):
                node["round"] = (self.rng.randint(0, 2), self.rng.choice(MODES))
            if self.pick(0.08):
                node["floor"] = "none"
            if self.pick(0.06):
                node["cap"] = "none"
        return node

    def full(self, nodes):
        """What the maxima of nodes add up to, each times its weight."""
        return sum(n["max"] * (n["weight"] or 1) for n in nodes if n["type"] != "extra")

    def fill(self, node, top):
        r = self.rng.random() if not self.scored else self.rng.choice([0.7, 0.7, 0.9])
        node["max"] = top
        if r < 0.4:
            node["rules"] = [self.rule("deduct", 3) for _ in range(self.rng.randint(1, 3))]
            node["start"] = top
        elif r < 0.52:
            node["rules"] = [self.rule("award", 3) for _ in range(self.rng.randint(1, 3))]
            node["start"] = F(0)
        elif r < 0.62:
            node["base"] = node["start"] = top / 2
            node["rules"] = [self.rule("award", 3), self.rule("deduct", 3)]
        elif r < 0.78:
            self.in_item = not self.simple
            if self.pick(0.3):
                self.fresh = True
                node["value"] = ("first", [(self.condition(0), self.expression(top))
                                           for _ in range(2)])
                self.fresh = False
            elif self.pick(0.3) and not self.once:
                node["value"] = ("expr", self.aggregate())
            else:
                node["value"] = ("expr", self.expression(top))
            self.in_item = False
            if self.pick(0.25):
                node["rules"] = [self.rule("deduct", 2)]
        else:
            name = node["name"] if self.pick(0.5) else self.names.new("rated", "测评")
            how = self.rng.choice([None, "mean", "mean", "mean", "highest", "lowest"])
            node["value"] = ("rate", name, self.scale(top), how)
            if self.pick(0.15):
                node["rules"] = [self.rule("deduct", 2)]

    def tree(self):
        """Items in sections of up to two levels, now and then at the top; extras among them."""
        left = self.size
        while left > 0:
            if self.pick(0.15):
                node = self.item(0, left < self.size)
                left -= 1
                self.note_referable(node)
            else:
                node, used = self.section(0, left)
                left -= used
            self.s["nodes"].append(node)
        if not any(self.for_all(n) for n in self.s["nodes"]):
            node = self.item(1, False)
            self.s["nodes"].append(node)
            self.note_referable(node)
        if self.pick(0.25):
            self.s["nodes"].append(self.item(2, False, extra=True))

    def for_all(self, node):
        return not node["for"] and (not node["children"]
                                    or any(self.for_all(c) for c in node["children"]))

    def note_referable(self, node):
        if node["for"]:
            return
        for n in node["children"]:
            self.note_referable(n)
        if node["type"] == "item":
            self.referable.append(node["name"])

    def section(self, depth, left):
        if self.pick(0.1):
            return self.weighted(depth)
        node = self.node("section", self.names.new("part", "部分"))
        used, count = 0, min(left, self.rng.randint(1, 4))
        while used < count:
            if depth < 1 and count > 1 and self.pick(0.1):
                child, n = self.section(depth + 1, 2)
                used += n
            else:
                child = self.item(depth, True)
                used += 1
                self.note_referable(child)
            node["children"].append(child)
        if not any(self.for_all(c) for c in node["children"]):
            child = self.item(2, False)
            node["children"].append(child)
            self.note_referable(child)
        if self.pick(0.1):
            node["children"].append(self.item(2, False, extra=True))
        flat = all(not c["for"] and c["max"] is not None
                   for c in node["children"] if c["type"] != "extra")
        if flat and self.pick(0.6):
            node["max"] = self.full(node["children"])
        if self.pick(0.06):
            node["weight"] = self.weight()
        self.gate(node)
        if not self.simple:
            if self.pick(0.08):
                node["round"] = (self.rng.randint(0, 1), self.rng.choice(MODES))
            if self.pick(0.06):
                node["floor"] = F(0)
        return node, used

    def weighted(self, depth):
        """Items whose weights add up to one; some do not state their max: it is the section's."""
        top, parts = F(self.rng.choice([10, 20, 100])), self.rng.choice(
            [[Percent(3, 10), Percent(7, 10)], [F(1, 3), F(2, 3)], [F(1, 2), Percent(3, 10), F(1, 5)]])
        node = self.node("section", self.names.new("part", "部分"), max=top)
        for w in parts:
            child = self.item(depth, False, most=top)
            child["weight"] = w
            child["max unsaid"] = self.pick(0.5) and child["base"] is None
            node["children"].append(child)
            self.note_referable(child)
        return node, len(parts)

    # ---- the whole -----------------------------------------------------------------------

    def scheme(self):
        s = self.s
        if self.pick(0.75):
            s["kinds"] = KINDS[:self.rng.randint(1, 4)]
        self.tree()
        if not self.simple and not self.scored and self.pick(0.35):
            self.duty()
        if not self.simple and not self.once:
            if self.pick(0.3):
                s["lets"].append((self.names.new("val", "设值"), self.expression(10),
                                  self.rng.choice([None, (1, "half_up")])))
                s["nodes"].append(self.let_item(s["lets"][0][0]))
            if self.pick(0.25):
                s["round"] = (self.rng.randint(0, 2), self.rng.choice(MODES))
            if self.pick(0.1):
                s["cap"] = F(100)
            if self.pick(0.1):
                s["floor"] = F(0)
        return s

    def let_item(self, name):
        return self.node("item", self.names.new("item", "项"), max=F(10), value=("expr", ("let", name)))

    def duty(self):
        working = self.pick(0.7)
        name = self.names.new("duty", "填报")
        self.s["duty"] = {"name": name, "from": self.rng.choice([None, (YEAR, 4, 1), (YEAR, 7, 1)]),
                          "days": self.rng.randint(1, 15), "working": working,
                          "calendar": self.rng.choice(["plain", "real"])}
        rules = []
        for where, amount in ((("has", "未报"), 2), (("has", "迟报"), 1)):
            rules.append({"verb": "deduct", "per": ("rec", name, where), "amount": ("num", F(amount)),
                          "if": None, "when": None, "unless": None, "upto": None})
        if self.pick(0.4):
            rules[1]["amount"] = ("*", ("num", F(1, 5)), ("field", "迟报天数"))
        self.s["nodes"].append(self.node("item", self.names.new("item", "项"), max=F(8), rules=rules,
                                         start=F(8)))
