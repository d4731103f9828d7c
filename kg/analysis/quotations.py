"""Quotation marks paired into quotations, loosely enough for real pages: mixed glyphs, missing closing marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.records import Span

_MARK = re.compile(r"[\"“”„«»‘']")
_CLOSERS = {"„": '“”"', "“": '”"', "«": "»", "»": "«", '"': '"”'}
"""What may close a quotation, by the mark that opened it: German „…“ and »…« are English “…” the other way round."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks: `outer` with the marks, `inner` without them.

    `closed` is false where the paragraph ends before the closing mark: by the printer's rule the quotation goes on
    in the next paragraph.
    """

    outer: Span
    inner: Span
    closed: bool = True

    def holds(self, offset: int) -> bool:
        """Whether the character at the offset lies between the marks."""
        return self.inner[0] <= offset < self.inner[1]


# A single mark that closes is an apostrophe elsewhere. No letter follows it, but nor does one in "the leaders’ plan".
_SINGLE = {
    "‘": re.compile(r"(?<![\s‘])(?:(?<=[.,!?])’|’(?!\w))(?!(?<=s’)\s[a-z][^‘]{0,300}[^\ss]’(?!\w))"),
    "'": re.compile(r"(?<![\s'])(?:(?<=[.,!?])'|'(?!\w))(?!(?<=s')\s[a-z][^']{0,300}[^\ss]'(?!\w))"),
}
_LONGEST_SINGLE = 1200  # characters between single marks


def _single(text: str, at: int, end: int) -> int | None:
    """Where the single mark is that closes what the one at this place opens; none if this is an apostrophe."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if (before and not before.isspace() and before not in "([—–-") or not (after.isalpha() or after == "["):
        return None
    closing = _SINGLE[text[at]].search(text, at + 2, min(end, at + _LONGEST_SINGLE))
    return closing.start() if closing is not None else None


def _opens(text: str, at: int) -> bool:
    """Whether the mark at this place opens a quotation; one that may also close is judged by its neighbours."""
    mark = text[at]
    if mark in "“„«":
        return True
    if mark == "”":
        return False
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if before.isspace() or before in "([—–-":
        return not after.isspace()
    return after.isalnum() and not before.isalnum()


def _closes(text: str, opened: int, at: int) -> bool:
    """Whether the mark closes the quotation; one that stands before a word opens another one.

    So a new paragraph of the quotation begins: '"We can do it. "Show that you can."'.
    """
    if text[at] not in _CLOSERS[text[opened]]:
        return False
    stands_before = text[at - 1].isspace() and text[at + 1 : at + 2].isalnum()
    return text[at] != '"' or not stands_before or text[max(0, at - 3) : at].rstrip()[-1:] == ","


def _pair(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: int | None = None
    done = start
    for match in _MARK.finditer(text, start, end):
        at = match.start()
        if at < done:
            continue
        if opened is not None and _closes(text, opened, at):
            yield Quotation((opened, at + 1), (opened + 1, at))
            opened = None
        elif opened is None and text[at] in _SINGLE:
            if (closing := _single(text, at, end)) is not None:
                yield Quotation((at, closing + 1), (at + 1, closing))
                done = closing + 1
        elif opened is None and _opens(text, at):
            opened = at
    if opened is not None and end - opened > 1:
        yield Quotation((opened, end), (opened + 1, end), closed=False)


def find_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """All quotations in reading order; one that is left open goes on where the next paragraph opens it again.

    A second opening mark inside an open quotation is taken for a quotation within it and is passed over.
    """
    found: list[Quotation] = []
    for start, end in paragraphs:
        for quotation in _pair(text, start, end):
            if found and quotation.outer[0] == start and _goes_on(text, found[-1], start):
                outer, inner = found[-1].outer[0], found[-1].inner[0]
                found[-1] = Quotation((outer, quotation.outer[1]), (inner, quotation.inner[1]), quotation.closed)
            else:
                found.append(quotation)
    return [q for q in found if q.inner[1] > q.inner[0]]


def _goes_on(text: str, before: Quotation, start: int) -> bool:
    """Whether a quotation without its closing mark ends right before the paragraph that starts here."""
    return not before.closed and not text[before.outer[1] : start].strip()
