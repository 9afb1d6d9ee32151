"""Schemes of gen.py as rules text, in English or Chinese keywords and word order, and facts as .facts
text, CSV or JSON."""
import csv
import io
import json
from fractions import Fraction as F

from gen_terms import MISSING, NA, Percent

WORDS = {  # English: Chinese
    "scheme": "方案", "year": "年度", "kinds": "类别", "scale": "档次", "fact": "事实",
    "record": "记录", "param": "参数", "let": "设", "show": "列出", "duty": "应报",
    "calendar": "日历", "section": "板块", "item": "项目", "extra": "附加", "veto": "否决",
    "grade": "等次", "select": "评选", "rank": "排名", "max": "满分", "base": "基准", "cap": "封顶",
    "floor": "保底", "for": "适用", "round": "保留", "deduct": "扣", "award": "加", "score": "计分",
    "rate": "评", "if": "若", "when": "当", "unless": "除非", "where": "其中", "up to": "最多",
    "on": "用", "by": "按", "then": "再按", "lowest first": "由低到高", "top": "前", "of": "于",
    "from": "自", "to": "定为", "bars": "取消", "otherwise": "其余", "table": "查表", "line": "插值",
    "and": "且", "or": "或", "not": "非", "in": "属", "ties": "并列", "within": "同", "none": "不限",
    "total": "总分", "larger": "较大值", "smaller": "较小值", "limit": "限值", "abs": "绝对值",
    "count": "次数", "any": "有", "sum": "合计", "mean": "平均", "highest": "最高", "lowest": "最低",
    "median": "中位数", "percentile": "百分位", "trim": "去高低",
    "half_up": "四舍五入", "half_even": "四舍六入五成双", "up": "进一", "down": "舍去",
    "extend": "从宽", "cut": "从严", "yes_no": "是否", "number": "数", "quarterly": "按季",
    "due": "限", "after": "之后", "period_end": "期末", "kind": "类别", "finding": "发现问题",
    "属实": "属实", "未报": "未报", "迟报": "迟报", "迟报天数": "迟报天数", "missing as": "缺报视为",
    "yes": "是", "no": "否", "share": "比例", "weight": "权重", "only when": "仅当", "absent": "缺项",
    "percentage points": "个百分点",
}
ENGLISH_FIELDS = {"属实": "proven", "未报": "not_filed", "迟报": "late", "迟报天数": "days_late"}
SIGNS = {"<": "低于", "<=": "不超过", ">": "超过", ">=": "不低于"}
ENGLISH_SIGNS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


def plain(x):
    """A number as digits, or None when it has no end."""
    x = F(x)
    d, places = x.denominator, 0
    while d % 10 == 0:
        d //= 10
        places += 1
    twos = fives = 0
    while d % 2 == 0:
        d //= 2
        twos += 1
    while d % 5 == 0:
        d //= 5
        fives += 1
    if d != 1:
        return None
    places += max(twos, fives)
    digits = abs(x.numerator) * 10 ** places // x.denominator
    text = str(digits).rjust(places + 1, "0")
    sign = "-" if x < 0 else ""
    return sign + (text[:-places] + "." + text[-places:] if places else text)


class Writer:
    def __init__(self, s):
        self.s, self.zh = s, s["lang"] == "zh"

    def w(self, word):
        return WORDS[word] if self.zh else word

    def num(self, x):
        """In brackets where it is a quotient."""
        if isinstance(x, Percent):
            return plain(x * 100) + "%"
        text = plain(x)
        if text is None:
            return "({} / {})".format(x.numerator, x.denominator)
        return "(0 - {})".format(text[1:]) if x < 0 else text

    def name(self, n):
        if n == "finding":
            return self.w("finding")
        if n in ENGLISH_FIELDS:
            return n if self.zh else ENGLISH_FIELDS[n]
        letters = all(c.isalpha() or c == "_" for c in n)
        ascii_name = n.isascii() and n[0].isalpha() and n.isalnum()
        return n if letters or ascii_name else "「" + n + "」"

    # ---- expressions ---------------------------------------------------------------------

    def number(self, e):
        op, n = e[0], self.number
        if op == "num":
            return self.num(e[1])
        if op in ("fact", "param", "let", "node", "field"):
            return self.name(e[1])
        if op in ("total", "max"):
            return self.w(op)
        if op in "+-*/":
            return "({} {} {})".format(n(e[1]), op, n(e[2]))
        if op in ("larger", "smaller"):
            return "{}({})".format(self.w(op), ", ".join(n(x) for x in e[1]))
        if op == "limit":
            return "{}({}, {}, {})".format(self.w(op), *(n(x) for x in e[1:]))
        if op == "abs":
            return "{}({})".format(self.w(op), n(e[1]))
        if op == "% of":
            return ("{1} 的 {0}" if self.zh else "{0} of {1}").format(self.num(e[1]), n(e[2]))
        if op == "round":
            return "{}({}, {}, {})".format(self.w(op), n(e[1]), e[2], self.w(e[3]))
        if op == "table":
            rows = ["{}: {}".format(self.band(b), self.num(v)) for b, v in e[2]]
            return "{} {} {{ {}; {}: {} }}".format(self.w("table"), n(e[1]), "; ".join(rows),
                                                   self.w("otherwise"), n(e[3]))
        if op == "cases":
            rows = ["{}: {}".format(self.condition(c), n(v)) for c, v in e[1]]
            return "{} {{ {}; {}: {} }}".format(self.w("table"), "; ".join(rows),
                                                self.w("otherwise"), n(e[2]))
        if op == "line":
            rows = ["{}: {}".format(self.bare(x), self.num(y)) for x, y in e[2]]
            return "{} {} {{ {} }}".format(self.w("line"), n(e[1]), "; ".join(rows))
        if op == "count":
            return "{}({})".format(self.w("count"), self.set(e[1]))
        if op == "percentile":
            return "{}({} {} {}, {})".format(self.w(op), n(e[1]), self.w("of"), self.set(e[3]),
                                             self.num(e[2]))
        if op == "gather":
            return self.gathered(e)
        return "{}({} {} {})".format(self.w(op), n(e[1]), self.w("of"), self.set(e[2]))

    def gathered(self, e):
        _, how, field, trim, top, lowest, of = e
        parts = [self.number(field), self.w("of"), self.set(of)]
        parts += [self.w("trim"), str(trim)] if trim else []
        if top is not None:
            parts += [self.w("top"), str(top)] + ([self.w("lowest first")] if lowest else [])
        return "{}({})".format(self.w(how), " ".join(parts))

    def bare(self, x):
        """A number where an expression may have a sign."""
        return self.num(x) if isinstance(x, Percent) else plain(x) or self.num(x)

    def band(self, b):
        if isinstance(b, str):
            return self.name(b)
        if b[0] == "cmp":
            return "{} {}".format(b[1], self.num(b[2]))
        _, low, high, open_end = b
        to = "至" if self.zh else "to"
        below = "{} ".format("低于" if self.zh else "below") if open_end else ""
        return "{} {} {}{}".format(self.bare(low), to, below, self.num(high))

    def set(self, of):
        kind, where = of
        text = self.name(kind)
        return text if where is None else "{} {} {}".format(text, self.w("where"),
                                                            self.condition(where))

    def sign(self, op, x):
        """A sign or, for half of the numbers, a word."""
        if F(x).numerator % 2:
            return op
        return SIGNS[op] if self.zh else ENGLISH_SIGNS[op]

    def condition(self, c):
        op = c[0]
        if op in ("yes", "has", "veto"):
            return self.name(c[1])
        if op == "cmp":
            word = self.sign(c[1], c[3][1]) if c[3][0] == "num" else c[1]
            return "{} {} {}".format(self.number(c[2]), word, self.number(c[3]))
        if op == "chain":
            return "{} {} {} {} {}".format(self.num(c[1]), c[2], self.number(c[3]), c[4],
                                           self.num(c[5]))
        if op == "in":
            return "{} {} ({})".format(self.number(c[1]), self.w("in"),
                                       ", ".join(self.num(x) for x in c[2]))
        if op == "level":
            return "{} = {}".format(self.number(c[1]), self.name(c[2]))
        if op == "any":
            return "{}({})".format(self.w("any"), self.set(c[1]))
        if op == "not":
            return "{} ({})".format(self.w("not"), self.condition(c[1]))
        word = " {} ".format(self.w(op))
        return "({})".format(word.join(self.inner(x) for x in c[1]))

    def inner(self, c):
        """A part of and/or; chains and lists of values in brackets of their own."""
        text = self.condition(c)
        return "({})".format(text) if c[0] in ("chain", "in", "cmp", "level") else text

    # ---- rules and nodes -----------------------------------------------------------------

    def amount(self, a):
        if a[0] == "chosen":
            return "{} {} {}".format(self.num(a[1]), "至" if self.zh else "to", self.num(a[2]))
        return self.number(a)

    def size(self, x):
        """Of a step; of a share so many percentage points."""
        if not isinstance(x, Percent):
            return self.num(x)
        return plain(x * 100) + ("" if self.zh else " ") + self.w("percentage points")

    def steps(self, size, how):
        size = self.size(size)
        if self.zh:
            return {"whole": "每满 {}", "started": "每不足 {}", "pro rata": "每 {} 按比例"}[how].format(size)
        return {"whole": "per full {}", "started": "per started {}",
                "pro rata": "per {} pro rata"}[how].format(size)

    def rule(self, r):
        per, w = r["per"], self.w
        condition = None if r["if"] is None else self.condition(r["if"])
        verb, amount = w(r["verb"]), self.amount(r["amount"])
        count = ""
        if per and per[0] == "rec":
            count = ("每次 " if self.zh else "per ") + self.set(per[1:])
        elif per and per[0] == "steps":
            e = self.number(per[3])
            count = self.steps(per[1], per[2]) + (" " if self.zh else " of ") + e
        elif per:
            _, fact, side, line, size, how = per
            word = {"below": "低于", "above": "超过"}[side] if self.zh else side
            condition = "{} {} {}".format(self.name(fact), word, self.num(line))
            if self.zh:
                each = {"below": "每低 ", "above": "每超 "}[side] if how != "started" else "每不足 "
                count = each + self.size(size) + (" 按比例" if how == "pro rata" else "")
            else:
                count = {"whole": "per ", "started": "per started ",
                         "pro rata": "per "}[how] + self.size(size)
                count += " pro rata" if how == "pro rata" else ""
        parts = []
        if condition is not None:
            parts.append("{} {}，".format(w("if"), condition) if self.zh
                         else "{} {},".format(w("if"), condition))
        parts += [count, verb, amount] if self.zh else [verb, amount, count]
        for word in ("when", "unless"):
            if r[word] is not None:
                parts += [w(word), self.condition(r[word])]
        if r["upto"] is not None:
            parts += [w("up to"), self.num(r["upto"])]
        return " ".join(p for p in parts if p)

    def value_rules(self, node):
        how, w = node["value"], self.w
        if how[0] == "expr":
            return ["{} {}".format(w("score"), self.number(how[1]))]
        if how[0] == "first":
            return ["{} {} {} {}".format(w("score"), self.number(e), w("when"), self.condition(c))
                    for c, e in how[1]]
        text = "{} {} {} {}".format(w("rate"), self.name(how[1]), w("on"), self.name(how[2]))
        return [text + (" {} {}".format(w("by"), w(how[3])) if how[3] else "")]

    def head(self, n):
        out = []
        for part in ("max", "base", "cap", "floor"):
            if n.get(part) is not None and not (part == "max" and n.get("max unsaid")):
                value = self.w("none") if n[part] == "none" else self.num(n[part])
                out.append("{} {}".format(self.w(part), value))
        if n.get("for"):
            out.append("{} {}".format(self.w("for"), ", ".join(self.name(k) for k in n["for"])))
        if n["weight"] is not None:
            out.append("{} {}".format(self.w("weight"), self.num(n["weight"])))
        if n["gate"]:
            condition, absent = n["gate"]
            out.append("{} {}".format(self.w("only when"), self.condition(condition)))
            if absent is not None:
                out.append("{} {}".format(self.w("absent"), self.number(absent)))
        if n.get("round"):
            out.append(self.rounding(n["round"]))
        if len(n["name"]) % 3 == 0:
            out.append("cite \"四(三)\" owner 办公室" if not self.zh else "依据 \"四(三)\" 责任 办公室")
        return out

    def rounding(self, r):
        return "{} {} {}".format(self.w("round"), r[0], self.w(r[1]))

    def node(self, n, indent):
        out = [indent + " ".join([self.w(n["type"]), self.name(n["name"])] + self.head(n))]
        for rule in (self.value_rules(n) if n["value"] else []) + [self.rule(r) for r in n["rules"]]:
            out.append(indent + "  " + rule)
        if n["children"]:
            out.append(indent + "{")
            for c in n["children"]:
                out += self.node(c, indent + "  ")
            out.append(indent + "}")
        return out

    # ---- the file ------------------------------------------------------------------------

    def declarations(self):
        s, w, out = self.s, self.w, []
        for name, levels in s["scales"].items():
            pairs = [self.name(l) + ("" if p is None else " " + self.num(p)) for l, p in levels]
            out.append("{} {} {{ {} }}".format(w("scale"), self.name(name), ", ".join(pairs)))
        for name, f in s["facts"].items():
            text = "{} {}: {}".format(w("fact"), self.name(name), self.type(f))
            if f.get("missing as") is not None:
                text += " {} {}".format(w("missing as"), w("yes" if f["missing as"] else "no"))
            out.append(text)
        for name, r in s["records"].items():
            if name != "finding":
                fields = ["{}: {}".format(self.name(n), self.type(f)) for n, f in r["fields"].items()]
                out.append("{} {}{}".format(w("record"), self.name(name), " {{ {} }}".format(
                    ", ".join(fields)) if fields else ""))
        for name, value in s["params"].items():
            out.append("{} {} = {}".format(w("param"), self.name(name), self.num(value)))
        for name, e, rounding in s["lets"]:
            out.append("{} {} = {}{}".format(w("let"), self.name(name), self.number(e),
                                             " " + self.rounding(rounding) if rounding else ""))
        if s["duty"]:
            out += self.duty(s["duty"])
        return out

    def type(self, f):
        if f["type"] == "yes":
            return self.w("yes_no")
        if f["type"] == "level":
            return self.name(f["scale"])
        word = "share" if f["type"] == "share" else "number"
        return "{} {} {} {} {}".format(self.w(word), self.w("in"), self.bare(f["low"]),
                                       "至" if self.zh else "to", self.bare(f["high"]))

    def duty(self, d):
        out = ["{} \"{}\"".format(self.w("calendar"), c) for c in
               (["plain.csv"] if d["calendar"] == "plain" else ["cn-2013.csv", "cn-2014.csv"])]
        start = " {} {}-{:02}-{:02}".format(self.w("from"), *d["from"]) if d["from"] else ""
        if self.zh:
            days = "{}个工作日" if d["working"] else "{}天"
            due = "限 期末 之后 " + days.format(d["days"])
        else:
            days = "{} working days" if d["working"] else "{} days"
            due = "due {} after period_end".format(days.format(d["days"]))
        out.append("{} {} {}{} {}".format(self.w("duty"), self.name(d["name"]), self.w("quarterly"),
                                          start, due))
        return out

    def results(self):
        s, w, out = self.s, self.w, []
        for v in s["vetoes"]:
            text = [w("veto"), self.name(v["name"])]
            for how, target in v["effects"]:
                word = {"to": w("to"), "to at most": "至 至多" if self.zh else "to at most",
                        "bars": w("bars")}[how]
                text += [word, self.name(target)]
            text += [w("when"), self.condition(v["when"])]
            if v["unless"]:
                text += [w("unless"), self.condition(v["unless"])]
            out.append(" ".join(text))
        for name, e, rounding in s["shows"]:
            out.append("{} {} = {}{}".format(w("show"), self.name(name), self.number(e),
                                             " " + self.rounding(rounding) if rounding else ""))
        if s["rank"]:
            r = s["rank"]
            within = " " + ("同 类别" if self.zh else "within kind") if r["within"] else ""
            out.append("{} {}{} {} {}".format(w("rank"), self.order(r["keys"]), within, w("ties"),
                                              r["ties"]))
        for c in s["selects"]:
            top = self.name(c["top"][1]) if isinstance(c["top"], tuple) else str(c["top"])
            within = " " + ("同 类别" if self.zh else "within kind") if c["within"] else ""
            out.append("{} {} {} {} {} {}{} {} {} {}".format(
                w("select"), self.name(c["name"]), w("top"), top, w("from"),
                ", ".join(self.name(g) for g in c["from"]), within, self.order(c["keys"]), w("ties"),
                w(c["ties"])))
        return out

    def order(self, keys):
        parts = []
        for i, (e, low) in enumerate(keys):
            parts.append("{} {}{}".format(self.w("then" if i else "by"), self.number(e),
                                          " " + self.w("lowest first") if low else ""))
        return " ".join(parts)

    def grade(self, g):
        text = [self.w("grade"), self.name(g["name"])]
        if g["op"] is None:
            return " ".join(text + [self.w("otherwise")])
        c = "{} {} {}".format(self.w("total"), g["op"], self.num(g["line"]))
        if g["and"]:
            c += " {} {}".format(self.w("and"), self.condition(g["and"]))
        return " ".join(text + [self.w("when"), c])

    def scheme(self, rng=None):
        """The text; `rng` shuffles the statements whose order means nothing."""
        s, w = self.s, self.w
        head = [w("scheme"), self.name(s["title"]), w("year"), "2013"]
        for part in ("cap", "floor"):
            if s[part] is not None:
                head.append("{} {}".format(w(part), self.num(s[part])))
        if s["round"]:
            head.append(self.rounding(s["round"]))
        out = self.declarations() + ["\n".join(self.node(n, "")) for n in s["nodes"]] + self.results()
        if rng:
            rng.shuffle(out)
        if s["kinds"]:
            out.insert(0, "{} {}".format(w("kinds"), ", ".join(self.name(k) for k in s["kinds"])))
        return "\n".join([" ".join(head)] + out + [self.grade(g) for g in s["grades"]]) + "\n"


def scheme_text(s, rng=None):
    return Writer(s).scheme(rng)


# ---- facts -----------------------------------------------------------------------------------------

def cell(v):
    if v == MISSING or v is None:
        return ""
    if v is True or v is False:
        return "是" if v else "否"
    if isinstance(v, Percent):
        return plain(v * 100) + "%"
    return plain(v) if isinstance(v, F) else str(v)


HEADINGS = {"zh": {"unit": "单位", "kind": "类别", "what": "事项", "item": "项目", "date": "日期",
                   "period": "期间", "count": "次数", "amount": "分值", "level": "评价",
                   "by": "评价人", "属实": "属实", "finding": "发现问题", NA: "不适用"},
            "en": {"unit": "unit", "kind": "kind", "what": "what", "item": "item", "date": "date",
                   "period": "period", "count": "count", "amount": "amount", "level": "level",
                   "by": "by", "属实": "proven", "finding": "finding", NA: "n/a"}}


def wide_rows(units, lang):
    h = HEADINGS[lang]
    for u in units:
        row = {h["unit"]: u["name"]}
        if u["kind"]:
            row[h["kind"]] = u["kind"]
        row.update((n, h[NA] if v == NA else v) for n, v in u["facts"].items())
        yield row


def record_rows(units, lang):
    h = HEADINGS[lang]
    for u in units:
        for r in u["records"]:
            row = {h["unit"]: u["name"], h["what"]: h["finding"] if r["kind"] == "finding" else r["kind"]}
            for key in ("item", "date", "period", "amount", "level", "by"):
                if r[key] is not None:
                    row[h[key]] = r[key]
            if r["count"] != 1:
                row[h["count"]] = F(r["count"])
            for n, v in r["fields"].items():
                row[h["属实"] if n == "属实" else n] = v
            yield {k: h[NA] if v == NA else v for k, v in row.items()}


def as_csv(rows, spell=cell):
    rows = list(rows)
    columns = list(dict.fromkeys(c for r in rows for c in r))
    out = io.StringIO()
    w = csv.writer(out, lineterminator="\n")
    w.writerow(columns)
    for r in rows:
        w.writerow([spell(r.get(c)) if c in r else "" for c in columns])
    return out.getvalue()


def as_json(rows):
    """Numbers as numbers, their text unchanged."""
    def value(v):
        if v == MISSING:
            return "null"
        if v is True or v is False:
            return "true" if v else "false"
        bare = isinstance(v, F) and not isinstance(v, Percent)
        return plain(v) if bare else json.dumps(cell(v), ensure_ascii=False)
    lines = ["  {" + ", ".join(json.dumps(k, ensure_ascii=False) + ": " + value(v)
                               for k, v in r.items()) + "}" for r in rows]
    return "[\n" + ",\n".join(lines) + "\n]\n"


def word(text):
    plain_word = text and all(c.isalnum() or c in "-._" for c in text) and text not in (
        w for h in HEADINGS.values() for w in h.values())
    return text if plain_word or text == HEADINGS["en"][NA] else "「" + text + "」"


def as_facts(units, lang):
    h, out = HEADINGS[lang], []
    for u in units:
        out.append("{} {}".format(h["unit"], word(u["name"]))
                   + (" {} {}".format(h["kind"], word(u["kind"])) if u["kind"] else ""))
        for n, v in u["facts"].items():
            value = "缺" if v == MISSING else h[NA] if v == NA else cell(v)
            out.append("  {} {}".format(word(n), word(value)))
        for row in record_rows([u], lang):
            row = dict(row)
            del row[h["unit"]]
            what = row.pop(h["what"])
            line = "  " + (what if what == h["finding"] else word(what))
            date = row.pop(h["date"], None)
            line += " {}".format(date) if date else ""
            for k, v in row.items():
                key = k if k in h.values() else word(k)
                line += " {} {}".format(key, "缺" if v == MISSING else word(cell(v)))
            out.append(line)
    return "\n".join(out) + "\n"
