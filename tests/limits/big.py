"""The inputs of run.py: (what, statuses that are right, …). Sizes at a limit are stated as the limit
less one, the limit, one more."""
import random

ANY = (0, 1, 4, 5)
OK, WRONG, LIMIT = (0,), (1,), (4,)
MB = 1 << 20


def around(limit):
    """(size, what it may end with): at the limit and below it is no matter of limits."""
    return [(limit - 1, False), (limit, False), (limit + 1, True)]


def item(expression):
    return "fact x: number\nitem a max 10 score " + expression + "\n"


def nested(n, left, right, inside="x"):
    return left * n + inside + right * n


def schemes():
    yield "empty", ANY, b""
    yield from nesting()
    yield from long_ones()
    yield from many()
    yield from bytes_that_hurt()


def nesting():
    for n, over in around(200):
        # The expression itself stands one level deep or none: both counts are fair.
        status = LIMIT if over and n > 201 else ANY
        yield "{} brackets".format(n), status, item(nested(n, "(", ")"))
    yield "150 brackets", OK, item(nested(150, "(", ")"))
    for n in (250, 5000, 300000):
        yield "{} brackets".format(n), LIMIT, item(nested(n, "(", ")"))
        yield "{} open brackets".format(n), LIMIT, item("(" * n)
        yield "{} closed brackets".format(n), (1, 4), item("x" + ")" * n)
        yield "{} calls".format(n), LIMIT, item(nested(n, "abs(", ")"))
        yield "{} tables".format(n), LIMIT, item(nested(n, "table { x > 1: ", " ; otherwise: 1 }"))
        yield "{} sections".format(n), LIMIT, nested(n, "section a {\n", "}\n", "item b max 1 score 1\n")
        yield "{} open braces".format(n), ANY, "section a " + "{" * n
        yield "{} closed braces".format(n), (1, 4), "item a max 1 score 1 " + "}" * n
        yield "{} together".format(n), ANY, "item a max 10 " + nested(
            n, "together first only {", "}", "deduct 1 when y")
    for n in (250, 200000):
        yield "{} minus".format(n), ANY, item("- " * n + "x")
        yield "{} not".format(n), ANY, "item a max 10 deduct 1 when " + "not " * n + "y\n"
        yield "{} 非".format(n), ANY, "项目 甲 满分 10 扣 1 当 " + "非 " * n + "乙\n"
        yield "{} of".format(n), ANY, item("count(" + "a of " * n + "b)")
        yield "{} shares".format(n), ANY, item("5% of " * n + "x")
        yield "{} fields".format(n), ANY, item("x" + "'s y" * n)
        yield "{} percents".format(n), ANY, item("x" + " 的 5%" * n)


def long_ones():
    for n, over in around(255):
        yield "name of {} bytes".format(n), LIMIT if over else OK, "item {} max 1 score 1\n".format("n" * n)
        yield "quoted name of {} bytes".format(n), LIMIT if over else OK, \
            "item 「{}」 max 1 score 1\n".format("n" * n)
    for n, over in around(64 << 10):
        yield "text of {} bytes".format(n), LIMIT if over else OK, \
            "item a max 1 cite \"{}\" score 1\n".format("t" * n)
    for n, over in around(30):
        yield "{} digits".format(n), LIMIT if over else OK, \
            "item a max {} score 1\n".format("9" * n)
        yield "{} digits behind the point".format(n), LIMIT if over else OK, \
            "item a max 0.{} score 0\n".format("9" * (n - 1))
    for n, over in around(16 * MB):
        text = b"item a max 1 score 1\n#"
        yield "file of {} bytes".format(n), LIMIT if over else OK, \
            text + b"x" * (n - len(text) - 1) + b"\n"
    big = 16 * MB - 100
    for what, before, one, after in (
            ("name", "item ", "n", " max 1\n"), ("Chinese name", "item ", "名", " max 1\n"),
            ("text", "omit \"", "t", "\" because \"x\"\n"), ("number", "item a max ", "9", "\n"),
            ("fraction", "item a max 0.", "9", "\n"), ("quoted name", "item 「", "n", "」 max 1\n"),
            ("open text", "omit \"", "t", ""), ("open name", "item 「", "n", ""),
            ("strange signs", "item a max ", "@", "\n"), ("dots", "item a max 1", ".", "\n"),
            ("minus", "item a max 1", "-", "\n"), ("operators", "item a max 1", ">", "\n")):
        yield "16 MB of " + what, (1, 4), before + one * (big // len(one.encode())) + after
    yield "16 MB of blanks", ANY, "item a max 1 score 1" + " " * big
    yield "16 MB of line ends", ANY, "item a max 1 score 1" + "\n" * big
    yield "16 MB of comment lines", ANY, "item a max 1 score 1\n" + "# x\n" * (big // 4)
    yield "a line of 4 MB", ANY, "item a max 1 score 1 " + "cite \"x\" " * (4 * MB // 9)


def many():
    for n, over in around(10000):
        yield "sum of {} terms".format(n), LIMIT if over else OK, item("+".join(["1"] * n))
    million = 1000000
    for sign in "+-*/":
        yield "a million " + sign, LIMIT, item((" " + sign + " ").join(["1"] * million))
    yield from members()
    yield "a million semicolons", ANY, "item a max 1 score 1" + ";" * million
    yield "100,000 errors", WRONG + LIMIT, "item max max\n" * 100000
    yield "100,000 errors in a line", WRONG + LIMIT, "item a max 1 score 1 " + "} " * 100000
    yield "100,000 unknown words", WRONG + LIMIT, "item a max 1 " + "foo " * 100000
    yield "20,000 grades", ANY, "item a max 1 score 1\n" + "".join(
        "grade g{} when total >= {}\n".format(i, 20000 - i) for i in range(20000))
    yield "20,000 rules", ANY, "item a max 1\n" + "deduct 1 per finding\n" * 20000
    yield "20,000 items", ANY, "".join("item i{} max 1 score 1\n".format(i) for i in range(20000))
    yield "64 doublings", ANY, "let v0 = 1\n" + "".join(
        "let v{} = v{} + v{}\n".format(i + 1, i, i) for i in range(64)) + item("v64 * 0")
    yield "a circle of 5,000", ANY, "".join(
        "let v{} = v{} + 1\n".format(i, (i + 1) % 5000) for i in range(5000)) + item("v0")
    yield "a chain of 5,000", ANY, "let v0 = 1\n" + "".join(
        "let v{} = v{} + 1\n".format(i + 1, i) for i in range(5000)) + item("v5000 * 0")
    yield "huge powers", ANY, "let v0 = 99999999999999999999\n" + "".join(
        "let v{} = v{} * v{}\n".format(i + 1, i, i) for i in range(30)) + item("v30 * 0")


def members():
    """What may stand side by side, 10,000 in one place: at the limit, and as many as a file holds."""
    start = "fact x: number\nfact y: yes_no\nitem a max 1 "
    kinds = [("operands of " + word, start + "deduct 1 when ", "y", " " + word + " ", "\n")
             for word in ("and", "or", "且", "或")]
    kinds += [
        ("operands in brackets", start + "deduct 1 when (", "y", " or ", ")\n"),
        ("numbers in a list", start + "deduct 1 when x in (", "{}", ", ", ")\n"),
        ("arguments", start + "score larger(", "x", ",", ")\n"),
        ("rows", start + "score table x { ", "{0}: {0}", "; ", " }\n"),
        ("owners", start + "score x owner ", "b", ",", "\n")]
    for what, before, one, between, after in kinds:
        for n, over in around(10000):
            yield "{} {}".format(n, what), LIMIT if over else OK, before + between.join(
                one.format(i) for i in range(n)) + after
        n = (16 * MB - 1000) // len((one.format(1) + between).encode())
        yield "16 MB of {}".format(what), LIMIT, before + between.join([one.format(1)] * n) + after
    for what, before, one in (("levels", "scale s { ", "b 1"), ("kinds", "kinds ", "b")):
        n = (16 * MB - 1000) // len(one + ",")
        yield "16 MB of {}".format(what), LIMIT, before + ",".join([one] * n)


def bytes_that_hurt():
    rng = random.Random(8)
    line = b"item a max 10 deduct 1 per finding\n"
    for at in (0, 1, 7, len(line) // 2, len(line) - 1, len(line)):
        yield "NUL at {}".format(at), WRONG, line[:at] + b"\0" + line[at:]
    yield "a NUL", WRONG, b"a\0"
    yield "16 MB of NUL", WRONG + LIMIT, b"\0" * (16 * MB - 1)
    yield "64 KB of anything", WRONG, bytes(rng.randrange(256) for _ in range(65536))
    yield "64 KB of high bytes", WRONG, bytes(rng.randrange(128, 256) for _ in range(65536))
    yield "100,000 ﷺ", ANY, "item " + "\ufdfa" * 100000 + " max 1\n"
    yield "a million marks", ANY, "item a" + "\u0301" * 1000000 + " max 1\n"
    yield "100,000 bidi signs", WRONG, "# " + "\u202e" * 100000 + "\n"
    yield "100,000 full-width", ANY, "item a max 1 score " + "１" * 100000
    yield "only a mark", ANY, b"\xef\xbb\xbf"
    yield "UTF-16", WRONG, "\ufeff".encode("utf-16") + line.decode().encode("utf-16-le")


ONE = "item a max 10 deduct 1 per finding\n"
WIDE = "fact x: number\nitem a max 10 score x\n"
TEXT = "fact t: text unused\nfact x: number\nitem a max 10 score x\n"


def facts():
    yield from csv_files()
    yield from json_files()
    yield from facts_files()


def csv_files():
    for n, over in around(64 << 10):
        yield "cell of {} bytes".format(n), LIMIT if over else OK, TEXT, "f.csv", \
            "unit,x,t\nu,1,{}\n".format("c" * n)
        yield "quoted cell of {} bytes".format(n), LIMIT if over else OK, TEXT, "f.csv", \
            "unit,x,t\nu,1,\"{}\"\n".format("c" * n)
    columns = "".join("fact f{}: text unused\n".format(i) for i in range(998))
    for n, over in around(1000):
        names = ["unit", "x"] + ["f{}".format(i) for i in range(n - 2)]
        yield "{} columns".format(n), LIMIT if over else OK, columns + WIDE, "f.csv", \
            ",".join(names) + "\nu,1" + ",z" * (n - 2) + "\n"
    for n, over in around(MB):
        # 20 columns share a row of n bytes.
        head = "unit,x," + ",".join("f{}".format(i) for i in range(18))
        rest = n - len("u,1,") - 17
        cells = [rest // 18 + (i < rest % 18) for i in range(18)]
        yield "row of {} bytes".format(n), LIMIT if over else OK, columns + WIDE, "f.csv", \
            head + "\nu,1," + ",".join("c" * c for c in cells) + "\n"
    yield "a row of 16 MB", WRONG + LIMIT, WIDE, "f.csv", "unit,x\nu," + "1" * (16 * MB)
    yield "100,000 lines behind an open quote", WRONG + LIMIT, WIDE, "f.csv", \
        "unit,x\nu,\"" + "1\n" * 100000
    yield "100,000 columns", LIMIT, WIDE, "f.csv", "unit" + ",x" * 100000 + "\n"
    yield "100,000 bad rows", WRONG, WIDE, "f.csv", "unit,x\n" + "u,nonsense\n" * 100000
    yield "a million bad rows", WRONG, WIDE, "f.csv", "unit,x\n" + "u,?\n" * 1000000
    yield "a million short rows", WRONG, WIDE, "f.csv", "unit,x\n" + "u\n" * 1000000
    yield "100,000 short rows", WRONG, WIDE, "f.csv", "unit,x\n" + "u\n" * 100000
    yield "100,000 blank lines", ANY, WIDE, "f.csv", "unit,x\nu,1\n" + "\n" * 100000
    for n, over in around(30):
        yield "{} digits".format(n), WRONG + LIMIT if over else OK, WIDE, "f.csv", \
            "unit,x\nu,{}\n".format("9" * n)
    for number in ("1e1000000000", "1E9", "10^10", "0x10", "NaN", "inf", "1_000", "+1", ".5", "5.",
                   "-0", "007", "1,5", "--1", "9" * 60000, "0." + "1" * 60000, "1e", "１e5"):
        yield "number {}".format(number[:20]), WRONG + LIMIT, WIDE, "f.csv", "unit,x\nu,\"{}\"\n".format(number)
    for count, status in (("1000000", OK), ("1000001", WRONG), ("0", OK), ("-1", WRONG), ("1.5", WRONG),
                          ("9" * 30, WRONG + LIMIT), ("1e3", WRONG + LIMIT), ("", OK)):
        yield "count {}".format(count), status, ONE, "f.csv", "unit,what,count\nu,finding,{}\n".format(count)
    yield "a NUL", WRONG, WIDE, "f.csv", b"unit,x\nu,\0001\n"
    yield "nothing", WRONG, WIDE, "f.csv", b""
    yield "only a mark", WRONG, WIDE, "f.csv", b"\xef\xbb\xbf"
    yield "only line ends", WRONG, WIDE, "f.csv", b"\n\n\n"
    yield "64 KB of anything", WRONG, WIDE, "f.csv", bytes(
        random.Random(9).randrange(256) for _ in range(65536))
    yield "half a character", WRONG, WIDE, "f.csv", "unit,x\nu单,1\n".encode()[:-4]


def json_files():
    def row(value):
        return "[{\"unit\": \"u\", \"x\": " + value + "}]\n"
    for n in (62, 63, 64, 65, 66):
        status = WRONG if n <= 62 else WRONG + LIMIT if n < 66 else LIMIT
        yield "{} deep".format(n + 2), status, WIDE, "f.json", row("[" * n + "]" * n)
    for n in (100000, 1000000):
        yield "{} open lists".format(n), LIMIT, WIDE, "f.json", "[" * n
        yield "{} deep objects".format(n), LIMIT, WIDE, "f.json", "[" + "{\"a\":" * n
    for number in ("1e1000000000", "1E-1000000000", "1e3", "1" * 31, "0." + "1" * 30, "-", "01",
                   "1.", "1" * MB, "NaN", "Infinity"):
        yield "number {}".format(number[:20]), WRONG + LIMIT, WIDE, "f.json", row(number)
    yield "30 digits", OK, WIDE, "f.json", row("1" * 30)
    for text in ("\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"a\tb\"", "\"\\x\"", "\"",
                 "\"" + "a" * 70000 + "\"", "\"\\u0031\\u0030\"", "tru", "nul", "{}", "[]"):
        yield "value {}".format(text[:16]), ANY, WIDE, "f.json", row(text)
    yield "a key twice", WRONG, WIDE, "f.json", "[{\"unit\": \"u\", \"x\": 1, \"\\u0078\": 1}]"
    yield "two documents", WRONG, WIDE, "f.json", row("1") + row("2")
    yield "a NUL behind", WRONG, WIDE, "f.json", row("1").encode() + b"\0"
    yield "100,000 rows", ANY, WIDE, "f.json", "[" + ",".join(
        "{{\"unit\": \"u{}\", \"x\": {}}}".format(i, i % 11) for i in range(100000)) + "]"
    yield "100,000 wrong rows", WRONG, WIDE, "f.json", "[" + ",".join(["{\"a\": 1}"] * 100000) + "]"
    yield "a million commas", WRONG, WIDE, "f.json", "[" + "," * 1000000 + "]"
    yield "16 MB of a string", WRONG + LIMIT, WIDE, "f.json", row("\"" + "a" * (16 * MB) + "\"")
    yield "64 KB of anything", WRONG, WIDE, "f.json", bytes(
        random.Random(10).randrange(256) for _ in range(65536))


def facts_files():
    for n, over in around(64 << 10):
        yield "word of {} bytes".format(n), LIMIT if over else OK, TEXT, "f.facts", \
            "unit u\n  x 1\n  t {}\n".format("w" * n)
    for n, over in around(MB):
        yield "line of {} bytes".format(n), LIMIT if over else OK, WIDE, "f.facts", \
            "unit u\n" + ("  x 1" + " " * n)[:n] + "\n"
    yield "a line of 16 MB", WRONG + LIMIT, WIDE, "f.facts", "unit u\n  x 1 " + "y " * (8 * MB)
    yield "100,000 wrong lines", WRONG, WIDE, "f.facts", "unit u\n" + "  y\n" * 100000
    yield "100,000 units", ANY, WIDE, "f.facts", "".join(
        "unit u{}\n  x 1\n".format(i) for i in range(50000))
    yield "a million words", WRONG + LIMIT, WIDE, "f.facts", "unit u\n  x 1" + " a b" * 250000
    yield "an open quote", WRONG, WIDE, "f.facts", "unit 「u\n  x 1\n"
    yield "a NUL", WRONG, WIDE, "f.facts", b"unit u\n  x \0001\n"
    yield "nothing", WRONG, WIDE, "f.facts", b""
    yield "64 KB of anything", WRONG, WIDE, "f.facts", bytes(
        random.Random(11).randrange(256) for _ in range(65536))
