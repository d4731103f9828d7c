"""The layout of a text: its paragraphs, and which of them are page furniture rather than prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.records import Span

# A blank line always separates. A single line break does where the line before it is finished, or where the next
# one begins a new item; else it is taken for the wrapping of a long line.
_BREAK = re.compile(r"\n[^\S\n]*\n\s*|\s*\u2029\s*|(?<=[.!?:\"”’)])[^\S\n]*\n\s*|[^\S\n]*\n(?=\s*[-–•*\u2022]\s)")
_NARROWEST, _WIDEST = 50, 120  # columns at which people and programs wrap lines
_BLANK = re.compile(r"\s")
_TABLE_ROW = re.compile(r"\S\t+\S.*\S\t+\S")

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
)
_FURNITURE = re.compile(
    rf"""^\s*(?:
        (?:(?:last\ )?updated?|published|posted)\b(?=.*\d).{{0,60}}  # "Last update: May 3, 2023 08:15"
      | .{{0,40}}\blogo
      | by\ (?-i:[A-Z])[\w.'’-]+(?:\ (?-i:[A-Z])[\w.'’-]+){{1,4}}
        (?:,?\ (?:and\ (?-i:[A-Z]).{{0,40}}|{_MONTH}.{{0,20}}|in\ (?-i:[A-Z])\w+))?
      | (?:{_WEEKDAY},\ )?(?:{_MONTH}\ \d{{1,2}},?|\d{{1,2}}\ {_MONTH})\ \d{{4}}
      | (?:photo|image|source|credit)s?\s*(?:[:/|©]|by\b|courtesy\b).{{0,80}}  # but "Source of the crisis is Moscow"
      | (?:©|copyright\s*(?:[:/©]|\(c\)|\d{{4}})).{{0,80}}
      | read\ (?:more|also)\b.{{0,120}}
      | related(?:\ (?:news|articles?|stories))?:?
    )\s*$""",
    re.VERBOSE | re.IGNORECASE,
)

_CREDIT = re.compile(
    r"""\b(?:contribut(?:ed|ing)\ to\ this\ (?:report|story|article)
      | is\ an?\ (?:[\w’'-]+\ ){0,4}(?:writer|reporter|correspondent|editor|producer)\ (?:for|at|with|covering|based)
      | (?:report|writ|edit)ing\ by\ [A-Z])""",
    re.VERBOSE,
)


def find_paragraphs(text: str) -> Iterator[Span]:
    """Yield the span of each paragraph, without the white space around it.

    A blank line separates two; a line that is merely wrapped ends none, even where its last word ends a sentence.
    """
    start, width = 0, _width(text)
    breaks = [match.span() for match in _BREAK.finditer(text) if not _is_wrapping(text, match, width)]
    for end, following in [*breaks, (len(text), len(text))]:
        chunk = text[start:end]
        left = len(chunk) - len(chunk.lstrip())
        if chunk.strip():
            yield start + left, start + len(chunk.rstrip())
        start = following


def _width(text: str) -> int:
    """At how many columns the lines of the text are wrapped; 0 if they are not."""
    longest = max(map(len, text.split("\n")))
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def _is_wrapping(text: str, match: re.Match[str], width: int) -> bool:
    """Whether a line merely happens to end with its sentence: the next word would not have fitted on it."""
    if not width or match[0].count("\n") != 1 or "\u2029" in match[0]:
        return False
    line = match.start() - text.rfind("\n", 0, match.start()) - 1
    following = text[match.end() : match.end() + width].split(None, 1)
    return bool(following) and following[0][0].isalnum() and line + 1 + len(following[0]) > width


def is_furniture(paragraph: str) -> bool:
    """Whether a paragraph is a byline, a date line, a logo, a table or another part of the page that is no prose."""
    return bool(_FURNITURE.match(paragraph) or _TABLE_ROW.search(paragraph))


def is_credit(sentence: str) -> bool:
    """Whether a sentence at the end of an article names who made it: "Ann Lee contributed to this report"."""
    return bool(_CREDIT.search(sentence))


def unwrap(text: str, paragraphs: Iterable[Span]) -> str:
    """The text, equally long, with every white space within a paragraph as a blank: a wrapped line reads as one."""
    pieces, done = [], 0
    for start, end in paragraphs:
        pieces += [text[done:start], _BLANK.sub(" ", text[start:end])]
        done = end
    return "".join([*pieces, text[done:]])
