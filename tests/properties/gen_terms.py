"""What random schemes are made of: numbers, facts, records with their fields, conditions and
expressions over them (gen.py says how they are written as tuples)."""
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


class Percent(F):
    """A number that is written with %."""


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


class Terms:
    """What rules and nodes are made from; the scheme grows as facts are asked for."""

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
        name = self.names.new({"yes": "yes", "number": "num", "share": "pct", "level": "lev"}[kind],
                              {"yes": "已办", "number": "数目", "share": "比率", "level": "层次"}[kind])
        fact = {"type": kind}
        if kind == "share":
            fact["low"], fact["high"] = Percent(0), Percent(self.rng.choice([1, 1, 2]))
            self.interesting[name] = [fact["low"], fact["high"]]
        if kind == "number":
            low = self.rng.choice([0, 0, 0, 2, -5])
            fact["low"], fact["high"] = F(low), F(low + self.rng.choice([5, 10, 20, 100]))
            self.interesting[name] = [fact["low"], fact["high"]]
        if kind == "level":
            fact["scale"] = self.scale(None)
        self.s["facts"][name] = fact
        return name

    def quantity(self):
        """A fact that is a number or a share."""
        return self.fact("share" if self.pick(0.25) else "number")

    def like(self, fact, x):
        """The number as one compares it with that fact: a share with per cents."""
        return Percent(x) if self.s["facts"][fact]["type"] == "share" else F(x)

    def step(self, fact):
        """1, or one percentage point."""
        return Percent(1, 100) if self.s["facts"][fact]["type"] == "share" else F(1)

    def threshold(self, fact):
        f, step = self.s["facts"][fact], self.step(fact)
        most = int((f["high"] - f["low"]) / step) * 2 - 1
        t = self.like(fact, f["low"] + step * F(self.rng.randint(1, most), 2))
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
                                    ("cls", "级差", "level"), ("part", "占比", "share")):
            if self.pick(0.2 if kind == "share" else 0.5):
                field = self.names.new(stem, chinese)
                fields[field] = {"type": kind}
                if kind == "number":
                    fields[field].update(low=F(0), high=F(5))
                if kind == "share":
                    fields[field].update(low=Percent(0), high=Percent(1))
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
        fact = self.quantity()
        t, step = self.threshold(fact), self.step(fact)
        beside = lambda n: self.like(fact, max(t + n * step, self.s["facts"][fact]["low"]))
        if r < 0.7:
            return ("chain", beside(-1), self.rng.choice(["<", "<="]), ("fact", fact),
                    self.rng.choice(["<", "<="]), beside(1))
        if r < 0.75:
            return ("in", ("fact", fact), [t, beside(1), beside(2)])
        return ("cmp", self.rng.choice(["<", "<=", ">", ">=", ">=", "<"]), ("fact", fact),
                ("num", t))

    def record_condition(self, kind):
        """About fields of the record; None when it has none."""
        yes, numbers, levels, shares = (self.fields(kind, t)
                                        for t in ("yes", "number", "level", "share"))
        options = []
        if yes:
            options.append(("has", self.rng.choice(yes)))
        if numbers:
            options.append(("cmp", self.rng.choice([">=", "<", ">"]),
                            ("field", self.rng.choice(numbers)), ("num", F(self.rng.randint(1, 4)))))
        if shares:
            options.append(("cmp", self.rng.choice([">=", "<", ">"]), ("field", self.rng.choice(shares)),
                            ("num", Percent(self.rng.randint(1, 19), 20))))
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
        fact = self.quantity()
        f = self.s["facts"][fact]
        x, span, share = ("fact", fact), f["high"] - f["low"], f["type"] == "share"
        if r < 0.25:
            return self.part_of_top(x, f, top)
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
            xs = sorted({self.like(fact, f["low"] + span * i / 4) for i in self.rng.sample(range(5), 3)})
            return ("line", x, [(p, F(self.rng.randint(0, int(top)))) for p in xs])
        scaled = (lambda e: ("*", e, ("num", F(top)))) if share else (lambda e: e)
        if r < 0.7:
            return scaled((self.rng.choice(["larger", "smaller"]), [x, ("num", self.threshold(fact))]))
        if r < 0.76 and share:
            return scaled(("limit", x, ("num", Percent(1, 20)), ("num", Percent(9, 10))))
        if r < 0.76:
            return ("limit", x, ("num", F(1)), ("num", F(top)))
        if r < 0.82:
            return scaled(("abs", ("-", x, ("num", self.threshold(fact)))))
        if r < 0.88 and not self.simple:
            return ("round", ("/", x, ("num", F(self.rng.choice([3, 7, 8])))),
                    self.rng.randint(0, 2), self.rng.choice(MODES))
        if r < 0.94:
            return ("cases", [(self.condition(0), ("num", F(top))),
                              (self.condition(0), ("num", F(top) / 2))], ("num", F(0)))
        if self.referable and not self.simple and not self.once:
            return ("*", ("node", self.rng.choice(self.referable)), ("num", F(1, 2)))
        return scaled(("+", x, ("num", self.step(fact))))

    def part_of_top(self, x, f, top):
        """A fact as so much of `top`."""
        if f["type"] == "share":
            return ("*", x, ("max",) if self.in_item and self.pick(0.5) else ("num", F(top)))
        if f["high"] > top:
            x = ("*", ("/", x, ("num", f["high"])), ("num", F(top)))
        if self.pick(0.2):
            return ("% of", Percent(self.rng.choice([5, 30, 50, 120]), 100), x)
        return x

    def aggregate(self):
        kind = self.record()
        where = self.record_condition(kind) if self.pick(0.5) else None
        numbers = self.fields(kind, "number")
        if not numbers or self.pick(0.4):
            return ("count", (kind, where))
        field = ("field", self.rng.choice(numbers))
        there = ("cmp", ">=", field, ("num", F(0)))  # no record has less; does not apply: false
        some = (kind, there if where is None else ("and", [where, there]))
        if self.pick(0.4):
            return self.gathered(field, (kind, where), some)
        how = self.rng.choice(["sum", "mean", "highest", "lowest"])
        e = (how, field, (kind, where))
        if how == "sum":
            return e
        return ("cases", [(("any", some), e)], ("num", F(0)))

    def gathered(self, field, of, some):
        """Trimmed, of the best, by rank; 0 where too few are left."""
        if self.pick(0.3):
            e, trim = ("percentile", field, F(self.rng.randint(0, 20), 20), of), 0
        else:
            trim = self.rng.randint(0, 1)
            how = self.rng.choice(["sum", "mean", "highest", "lowest", "median"])
            top = self.rng.choice([None, 1, 2, 3])
            e = ("gather", how, field, trim, top, self.pick(0.5), of)
        enough = ("cmp", ">", ("count", some), ("num", F(2 * trim)))
        return ("cases", [(enough, e)], ("num", F(0)))
