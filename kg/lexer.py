"""The words of a SPARQL text, told apart without parsing it: names, keywords, strings, comments.

It never fails: what no rule of the grammar covers is a symbol of one character. It serves to judge a query
before the engine sees it, and to explain what the engine did not understand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# SPARQL 1.1, section 19.8, in the order of the grammar's choices: an unclosed long string is an empty short one and
# what follows it. IRIs may hold \u escapes, prefixed names escaped punctuation. The bound on prefixes keeps the time
# linear for a text of words and dots alone.
_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\n\r]*)
  | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string> '''(?:'{0,2}(?:[^'\\]|\\.))*''' | \"""(?:"{0,2}(?:[^"\\]|\\.))*\"""
              | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
  | (?P<variable> [?$]\w+)
  | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank> _:[\w\-·.]+)
  | (?P<name> (?:[^\W\d_][\w\-·.]{0,200})?:
              (?:(?:[\w\-·:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w\-·:.]|%[0-9A-Fa-f]{2}|\\.)*)?)
  | (?P<number> (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word> \w+)
  | (?P<symbol> \^\^|\S)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the text, with its kind (a group of the pattern above) and its offset in code points."""

    kind: str
    text: str
    start: int


def read_tokens(text: str) -> Iterator[Token]:
    """Each token of a SPARQL text in order, comments included, white space left out."""
    for match in _TOKEN.finditer(text):
        yield Token(match.lastgroup or "symbol", match.group(), match.start())


def locate(text: str, offset: int) -> tuple[int, int]:
    """The line and column, both counted from 1, of an offset; the column counts code points."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
