"""C source as tokens: enough to tell code from comments and strings, also in .l and .y files.

A real C lexer for what it covers (line splices, both kinds of comments, strings and character
constants with escapes, preprocessing numbers, identifiers). flex patterns are not C, so a quote
that is not closed on its line is taken for a plain character, never for the start of a long string.
"""
import re
from typing import NamedTuple

TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* | /\*(?s:.*?)\*/ )
  | (?P<string>  (?:u8|[uUL])?"(?:[^"\\\n]|\\.)*" )
  | (?P<char>    [uUL]?'(?:[^'\\\n]|\\.)+' )
  | (?P<number>  \.?[0-9](?:[eEpP][+-]|[0-9A-Za-z_.])* )
  | (?P<word>    [A-Za-z_$\u0080-\U0010ffff][0-9A-Za-z_$\u0080-\U0010ffff]* )
  | (?P<space>   \s+ )
  | (?P<escape>  \\. )
  | (?P<other>   . )
    """,
    re.VERBOSE,
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"\n]+)"|<([^>\n]+)>)', re.MULTILINE)
SPLICE = re.compile(r"\\\r?\n")


class Token(NamedTuple):
    kind: str
    text: str
    line: int


def tokens(text):
    """The tokens that are code, with their lines; spaces and comments left out."""
    # A splice joins two lines into one; the joined line keeps the number of its first.
    starts, position = [], 0
    for piece in SPLICE.split(text):
        starts.append(position)
        position += len(piece)
    joined = SPLICE.sub("", text)
    line, seen, splices = 1, 0, 0
    for match in TOKEN.finditer(joined):
        line += joined.count("\n", seen, match.start())
        seen = match.start()
        while splices + 1 < len(starts) and starts[splices + 1] <= match.start():
            splices += 1
        if match.lastgroup not in ("space", "comment"):
            yield Token(match.lastgroup, match.group(), line + splices)


def without_comments(text):
    """The text with each comment blanked out, lines kept."""
    def blank(match):
        if match.lastgroup != "comment":
            return match.group()
        return re.sub(r"[^\n]", " ", match.group())
    return TOKEN.sub(blank, text)


def includes(text):
    """(line, path) of every #include that is not commented out."""
    clean = without_comments(text)
    for match in INCLUDE.finditer(clean):
        yield clean.count("\n", 0, match.start()) + 1, match.group(1) or match.group(2)


def is_floating(number):
    """Whether a preprocessing number is a floating constant."""
    if number[:2] in ("0x", "0X"):
        return "." in number or "p" in number.lower()
    return "." in number or "e" in number.lower()
