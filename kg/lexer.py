"""The words of a SPARQL text, told apart without parsing it: names, keywords, strings, comments.

It never fails: what no rule of the grammar covers is a symbol of one character. It serves to judge a query
before the engine sees it, and to explain what the engine did not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# The characters of names: PN_CHARS_U and PN_CHARS of SPARQL 1.1, section 19.8. Python's \w knows no combining marks
# and no pictures, which both may stand in names, and takes digits for letters that may not.
_LETTER = (
    r"A-Za-z_\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_MARK = r"\u00B7\u0300-\u036F\u203F\u2040"
_IN_NAME = rf"[{_LETTER}0-9{_MARK}\-]"
_IRI = r"""(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>"""
_LOCAL = rf"(?:[{_LETTER}0-9{_MARK}\-:]++|%[0-9A-Fa-f]{{2}}|\\.)"

# Section 19.8 again, in the order of the grammar's choices: an unclosed long string is an empty short one and what
# follows it. IRIs may hold \u escapes, prefixed names escaped punctuation. A dot is part of a name only where more of
# the name follows. Before an IRI, `<` compares and begins no triple. So that the time is linear for any text, nothing
# that was read is given back a character at a time, a prefix has nine parts with dots or hyphens between them at most,
# and a backslash is taken with what follows it. White space goes with the token before it: one search less for each.
_TOKEN = re.compile(
    rf"""
  (?: (?P<comment> \#[^\n\r]*+)
    | (?P<iri> <{_IRI})
    | (?P<string> '''(?:[^'\\]++|\\.|'{{1,2}}+(?!'))*+''' | \"""(?:[^"\\]++|\\.|"{{1,2}}+(?!"))*+\"""
                | '(?:[^'\\\n\r]++|\\.)*+' | "(?:[^"\\\n\r]++|\\.)*+")
    | (?P<variable> [?$][{_LETTER}0-9][{_LETTER}0-9{_MARK}]*+)
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)
    | (?P<blank> _:[{_LETTER}0-9]{_IN_NAME}*+(?:\.++{_IN_NAME}++)*+)
    | (?P<name> (?:(?!_)[{_LETTER}][{_LETTER}0-9]*+(?:[.\-{_MARK}]++[{_LETTER}0-9]++){{0,8}}+[.\-{_MARK}]*+(?<!\.))?:
                (?:(?![-{_MARK}]){_LOCAL}(?:\.*+{_LOCAL})*+)?)
    | (?P<number> [0-9]++\.?[eE][+-]?[0-9]++ | (?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<word> [{_LETTER}0-9]++)
    | (?P<symbol> \^\^ | <<(?!{_IRI}) | >> | \\. | \S)
  )\s*+
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word of the text, with its kind (a group of the pattern above) and its offset in code points."""

    kind: str
    text: str
    start: int


def read_tokens(text: str) -> Iterator[Token]:
    """Each token of a SPARQL text in order, comments included, white space left out."""
    for match in _TOKEN.finditer(text, len(text) - len(text.lstrip())):
        yield Token(match.lastgroup or "symbol", match[match.lastindex or 0], match.start())


def locate(text: str, offset: int) -> tuple[int, int]:
    """The line and column, both counted from 1, of an offset; the column counts code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
