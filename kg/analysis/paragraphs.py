"""The layout of a text: its paragraphs, and which of them are page furniture rather than prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.records import Span

# A blank line always separates. A single line break does where the line before it is finished, or where the next
# one begins a new item; else it is taken for the wrapping of a long line.
_BREAK = re.compile(r"\n[ \t\r]*\n\s*|(?<=[.!?:\"”’)])[ \t\r]*\n\s*|[ \t\r]*\n(?=\s*[-–•*\u2022]\s)")

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_FURNITURE = re.compile(
    rf"""^\s*(?:
        (?:last\ )?updated?\b.{{0,60}}                 # "Last update: May 3, 2023 08:15"
      | (?:published|posted)\b.{{0,60}}
      | .{{0,40}}\blogo
      | by\ (?-i:[A-Z])[\w.'’-]+(?:\ (?-i:[A-Z])[\w.'’-]+){{1,4}}
        (?:,?\ (?:and\ (?-i:[A-Z]).{{0,40}}|{_MONTH}.{{0,20}}|in\ (?-i:[A-Z])\w+))?
      | (?:{_WEEKDAY},\ )?(?:{_MONTH}\ \d{{1,2}},?|\d{{1,2}}\ {_MONTH})\ \d{{4}}
      | (?:photo|image|source|credit|copyright|©)\b.{{0,80}}
      | read\ (?:more|also)\b.{{0,120}}
      | related(?:\ (?:news|articles?|stories))?:?
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)


def find_paragraphs(text: str) -> Iterator[Span]:
    """Yield the span of each paragraph, without the white space around it.

    A blank line separates two; a line that is merely wrapped ends none.
    """
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _BREAK.finditer(text)), (len(text), len(text))]:
        chunk = text[start:end]
        left = len(chunk) - len(chunk.lstrip())
        if chunk.strip():
            yield start + left, start + len(chunk.rstrip())
        start = following


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a byline, a date line, a logo or another part of the page that is no prose."""
    return bool(_FURNITURE.match(paragraph))
