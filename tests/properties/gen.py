"""Random schemes and facts. A scheme is a plain tree of dictionaries and tuples, from which text.py
makes the text and model.py the results; neither knows of the other. The same seed gives the same
case on every machine.

Expressions: ("num", x) ("fact", n) ("param", n) ("let", n) ("node", n) ("total",) ("max",)
("+"|"-"|"*"|"/", a, b) ("larger"|"smaller", [..]) ("limit", x, a, b) ("abs", x)
("round", x, places, mode) ("table", key, [(band, value)], otherwise) ("cases", [(cond, value)],
otherwise) ("line", x, [(x, y)]) ("field", n) ("count", set) ("sum"|"mean"|"highest"|"lowest", e, set)
Conditions: ("yes", fact) ("has", field) ("cmp", op, a, b) ("chain", low, op, e, op, high)
("in", e, [x]) ("level", e, name) ("any", set) ("and"|"or", [..]) ("not", c) ("veto", n)
A set: (kind of record, condition or None). A band: ("cmp", op, x), ("range", a, b, open) or a level.
"""
import random
from fractions import Fraction as F

MISSING, NA = "missing", "n/a"
MODES = ["half_up", "half_even", "up", "down"]
KINDS = ["基层所", "机关股室", "局属单位", "县分局"]
LEVELS = [["满意", "较满意", "基本满意", "不太满意", "不满意"], ["good", "fair", "poor"],
          ["好", "中", "差"], ["甲级", "乙级", "丙级", "丁级"]]
GRADES = [["优秀", "良好", "合格", "不合格"], ["A", "B", "C", "D", "E"], ["合格", "不合格"]]
STRANGE = ["第{}季度", "a-b ({})", "=SUM(A{})", "<b>{}</b>", "%s%n{}", "甲，乙,{}", "总分（县{}）",
           "it's {}", "2013年第{}号", "x;y{}", "{}% 以上"]
UNIT_NAMES = ["城关", "城关所", "城关所一", "A", "AB", "ABC", "=1+{}", "<script>{}</script>",
              "甲,乙{}", "say \"hi\" {}", "../..{}", "%d{}", "O'Neill {}", "司法所（第{}）", "unit", "缺口{}"]
YEAR = 2013


class Names:
    """Names that occur once in a scheme, now and then one that must be quoted."""

    def __init__(self, rng):
        self.rng = rng
        self.counts = {}

    def new(self, stem, chinese):
        n = self.counts[stem] = self.counts.get(stem, 0) + 1
        style = self.rng.random()
        if style < 0.12:
            return self.rng.choice(STRANGE).format(chinese + str(n))
        if style < 0.5:
            return chinese + "甲乙丙丁戊己庚辛壬癸"[n % 10] + "子丑寅卯辰巳午未申酉"[n // 10 % 10]
        return stem + str(n)


class Generator:
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
                  "selects": [], "shows": [], "cap": None, "floor": None}
        self.referable = []  # names of nodes that every unit has and that are complete
        self.interesting = {}
        self.fresh = False  # facts that no other rule reads

    # ---- numbers and facts ---------------------------------------------------------------

    def pick(self, p):
        return self.rng.random() < p

    def points(self, top=5):
        r = self.rng.random()
        if r < 0.6:
            return F(self.rng.randint(1, top))
        if r < 0.9 or self.simple:
            return F(self.rng.randint(1, top * 10), 10)
        return F(self.rng.randint(1, top * 3), self.rng.choice([3, 7, 8]))

    def fact(self, kind):
        """A fact of that type; in `once` never the same twice."""
        old = [n for n, f in self.s["facts"].items() if f["type"] == kind]
        if old and not self.once and not self.fresh and self.pick(0.3):
            return self.rng.choice(old)
        name = self.names.new({"yes": "yes", "number": "num", "level": "lev"}[kind],
                              {"yes": "已办", "number": "数目", "level": "层次"}[kind])
        fact = {"type": kind}
        if kind == "number":
            low = self.rng.choice([0, 0, 0, 2, -5])
            fact["low"], fact["high"] = F(low), F(low + self.rng.choice([5, 10, 20, 100]))
            self.interesting[name] = [fact["low"], fact["high"]]
        if kind == "level":
            fact["scale"] = self.scale(None)
        self.s["facts"][name] = fact
        return name

    def threshold(self, fact):
        f = self.s["facts"][fact]
        t = f["low"] + F(self.rng.randint(1, int(f["high"] - f["low"]) * 2 - 1), 2)
        self.interesting[fact].append(t)
        return t

    def scale(self, best):
        """A scale whose best level gives `best` points (None: levels without points)."""
        name = self.names.new("scale", "档")
        levels = self.rng.choice(LEVELS)
        n = len(levels)
        self.s["scales"][name] = [(l, None if best is None else best * (n - i) / n)
                                  for i, l in enumerate(levels)]
        if best is not None and any(p.denominator not in (1, 2, 4, 5, 10, 20, 25)
                                    for _, p in self.s["scales"][name]):
            self.s["scales"][name] = [(l, F(int(best * 10 * (n - i) / n), 10))
                                      for i, l in enumerate(levels)]
        return name

    def record(self):
        old = [n for n in self.s["records"] if n != "finding"]
        if old and not self.once and self.pick(0.4):
            return self.rng.choice(old)
        name = self.names.new("rec", "事件")
        fields = {}
        for stem, chinese, kind in (("sev", "轻重", "number"), ("grave", "重大", "yes"),
                                    ("cls", "级差", "level")):
            if self.pick(0.5):
                field = self.names.new(stem, chinese)
                fields[field] = {"type": kind}
                if kind == "number":
                    fields[field].update(low=F(0), high=F(5))
                if kind == "level":
                    fields[field]["scale"] = self.scale(None)
        self.s["records"][name] = {"fields": fields}
        return name

    def fields(self, kind, of):
        return [n for n, f in self.s["records"][kind]["fields"].items() if f["type"] == of]

    # ---- conditions ----------------------------------------------------------------------

    def condition(self, deep=1):
        r = self.rng.random()
        if deep and r < 0.15:
            return (self.rng.choice(["and", "or"]),
                    [self.condition(deep - 1) for _ in range(self.rng.randint(2, 3))])
        if deep and r < 0.22:
            return ("not", self.condition(deep - 1))
        if r < 0.5:
            return ("yes", self.fact("yes"))
        if r < 0.6:
            fact = self.fact("level")
            levels = self.s["scales"][self.s["facts"][fact]["scale"]]
            return ("level", ("fact", fact), self.rng.choice(levels)[0])
        fact = self.fact("number")
        t = self.threshold(fact)
        if r < 0.7:
            return ("chain", t - 1, self.rng.choice(["<", "<="]), ("fact", fact),
                    self.rng.choice(["<", "<="]), t + 1)
        if r < 0.75:
            return ("in", ("fact", fact), [t, t + 1, t + 2])
        return ("cmp", self.rng.choice(["<", "<=", ">", ">=", ">=", "<"]), ("fact", fact),
                ("num", t))

    def record_condition(self, kind):
        """About fields of the record; None when it has none."""
        yes, numbers, levels = (self.fields(kind, t) for t in ("yes", "number", "level"))
        options = []
        if yes:
            options.append(("has", self.rng.choice(yes)))
        if numbers:
            options.append(("cmp", self.rng.choice([">=", "<", ">"]),
                            ("field", self.rng.choice(numbers)), ("num", F(self.rng.randint(1, 4)))))
        if levels:
            field = self.rng.choice(levels)
            scale = self.s["scales"][self.s["records"][kind]["fields"][field]["scale"]]
            options.append(("level", ("field", field), self.rng.choice(scale)[0]))
        options.append(("has", "属实"))
        chosen = self.rng.sample(options, 2 if len(options) > 2 and self.pick(0.2) else 1)
        if ("has", "属实") in chosen:
            self.s["records"][kind]["proven"] = True
        c = ("and", chosen) if len(chosen) > 1 else chosen[0]
        return ("not", c) if self.pick(0.15) else c

    # ---- expressions ---------------------------------------------------------------------

    def expression(self, top):
        """A number of the unit; `top`: about how large it may be."""
        r = self.rng.random()
        fact = self.fact("number")
        f = self.s["facts"][fact]
        x, span = ("fact", fact), f["high"] - f["low"]
        if r < 0.25:
            return x if f["high"] <= top else ("*", ("/", x, ("num", f["high"])), ("num", F(top)))
        if r < 0.4:
            cuts = sorted({self.threshold(fact) for _ in range(self.rng.randint(1, 3))}, reverse=True)
            rows, value = [], F(top)
            for c in cuts:
                rows.append((("cmp", self.rng.choice([">=", ">"]), c), value))
                value = value * self.rng.choice([F(1, 2), F(3, 4), F(1, 3)])
            return ("table", x, rows, ("num", F(0)))
        if r < 0.5:
            a = self.threshold(fact)
            return ("table", x, [(("range", f["low"], a, True), F(1)),
                                 (("range", a, f["high"], False), F(top))], ("num", F(0)))
        if r < 0.6:
            xs = sorted({f["low"] + span * i / 4 for i in self.rng.sample(range(5), 3)})
            return ("line", x, [(p, F(self.rng.randint(0, int(top)))) for p in xs])
        if r < 0.7:
            return (self.rng.choice(["larger", "smaller"]), [x, ("num", self.threshold(fact))])
        if r < 0.76:
            return ("limit", x, ("num", F(1)), ("num", F(top)))
        if r < 0.82:
            return ("abs", ("-", x, ("num", self.threshold(fact))))
        if r < 0.88 and not self.simple:
            return ("round", ("/", x, ("num", F(self.rng.choice([3, 7, 8])))),
                    self.rng.randint(0, 2), self.rng.choice(MODES))
        if r < 0.94:
            return ("cases", [(self.condition(0), ("num", F(top))),
                              (self.condition(0), ("num", F(top) / 2))], ("num", F(0)))
        if self.referable and not self.simple and not self.once:
            return ("*", ("node", self.rng.choice(self.referable)), ("num", F(1, 2)))
        return ("+", x, ("num", F(1)))

    def aggregate(self):
        kind = self.record()
        where = self.record_condition(kind) if self.pick(0.5) else None
        numbers = self.fields(kind, "number")
        if not numbers or self.pick(0.4):
            return ("count", (kind, where))
        how = self.rng.choice(["sum", "mean", "highest", "lowest"])
        e = (how, ("field", self.rng.choice(numbers)), (kind, where))
        if how == "sum":
            return e
        return ("cases", [(("any", (kind, where)), e)], ("num", F(0)))

    # ---- rules ---------------------------------------------------------------------------

    def amount(self, kind, top):
        """Points per record of that kind."""
        numbers, levels = self.fields(kind, "number"), self.fields(kind, "level")
        r = self.rng.random()
        if numbers and r < 0.2:
            e = ("field", self.rng.choice(numbers))
            return e if self.pick(0.5) else ("*", ("num", F(1, 2)), e)
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
            size = F(self.rng.choice([1, 2, 3, 7, 5]))
            how = self.rng.choice(["whole", "started", "pro rata"])
            fact = self.fact("number")
            if self.pick(0.5):
                e = ("fact", fact) if self.pick(0.7) or self.once else self.aggregate()
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

    def item(self, depth, kinds, extra=False):
        node = {"type": "extra" if extra else "item", "name": self.names.new("item", "项"),
                "max": None, "base": None, "cap": None, "floor": None, "for": [], "round": None,
                "rules": [], "children": [], "value": None}
        if kinds and self.s["kinds"] and self.pick(0.12):
            node["for"] = self.rng.sample(self.s["kinds"], self.rng.randint(1, len(self.s["kinds"])))
        top = F(self.rng.choice([2, 4, 5, 10, 10, 20]))
        if self.pick(0.08) and not self.simple:
            top = top + F(1, 2)
        if extra:
            verb = self.rng.choice(["award", "deduct"])
            node["rules"] = [self.rule(verb, 3) for _ in range(self.rng.randint(1, 2))]
            node["start"] = F(0)
            if self.pick(0.5):
                node["cap"] = F(self.rng.randint(0, 6))
            if self.pick(0.5):
                node["floor"] = -F(self.rng.randint(0, 6))
            return node
        if depth < 2 and self.pick(0.12):
            node["children"] = [self.item(depth + 1, False) for _ in range(self.rng.randint(2, 3))]
            node["max"] = sum(c["max"] for c in node["children"])
            if self.pick(0.4):
                node["rules"] = [self.rule("deduct", 2)]
        else:
            self.fill(node, top)
        if not self.simple:
            if self.pick(0.15):
                node["round"] = (self.rng.randint(0, 2), self.rng.choice(MODES))
            if self.pick(0.08):
                node["floor"] = "none"
            if self.pick(0.06):
                node["cap"] = "none"
        return node

    def fill(self, node, top):
        r = self.rng.random()
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
            if self.pick(0.3):
                self.fresh = True
                node["value"] = ("first", [(self.condition(0), self.expression(top))
                                           for _ in range(2)])
                self.fresh = False
            elif self.pick(0.3) and not self.once:
                node["value"] = ("expr", self.aggregate())
            else:
                node["value"] = ("expr", self.expression(top))
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
        node = {"type": "section", "name": self.names.new("part", "部分"), "max": None, "base": None,
                "cap": None, "floor": None, "for": [], "round": None, "rules": [], "children": [],
                "value": None}
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
            node["max"] = sum(c["max"] for c in node["children"] if c["type"] != "extra")
        if not self.simple:
            if self.pick(0.08):
                node["round"] = (self.rng.randint(0, 1), self.rng.choice(MODES))
            if self.pick(0.06):
                node["floor"] = F(0)
        return node, used

    # ---- the whole -----------------------------------------------------------------------

    def scheme(self):
        s = self.s
        if self.pick(0.75):
            s["kinds"] = KINDS[:self.rng.randint(1, 4)]
        self.tree()
        if not self.simple and self.pick(0.35):
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
        return {"type": "item", "name": self.names.new("item", "项"), "max": F(10), "base": None,
                "cap": None, "floor": None, "for": [], "round": None, "rules": [], "children": [],
                "value": ("expr", ("let", name))}

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
        item = {"type": "item", "name": self.names.new("item", "项"), "max": F(8), "base": None,
                "cap": None, "floor": None, "for": [], "round": None, "rules": rules, "children": [],
                "value": None, "start": F(8)}
        self.s["nodes"].append(item)
