"""Quoted words found in a stretch of text: which characters of it they are, or that they are not there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from kg.records import Span, length

# Models write straight marks and plain dashes for those of the page. One character for one: offsets stay.
_GLYPHS = str.maketrans("“”„«»‘’‚`´–—‒−‐‑\u00a0\u202f\u2009", "\"\"\"\"\"'''''------   ")


@dataclass(frozen=True)
class Passage:
    """A stretch of a text in which words are looked for, whole words only.

    White space counts as one blank, and glyphs of quotation marks and dashes do not count; else words are found as they
    are written, or not at all.
    """

    text: str
    span: Span
    _found: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @cached_property
    def _folded(self) -> str:
        return self.text.translate(_GLYPHS)

    def find(self, words: str) -> tuple[Span, ...]:
        """Each place where the words stand, in order."""
        if words not in self._found:
            pattern = _pattern(words)
            matches = pattern.finditer(self._folded, *self.span) if pattern else ()
            self._found[words] = tuple(match.span() for match in matches)
        return self._found[words]

    def nearest(self, words: str, to: Span) -> Span | None:
        """The place of the words nearest to a span, the earlier of two; `None` where they do not stand."""
        return min(self.find(words), key=lambda span: gap(span, to), default=None)


def gap(one: Span, other: Span) -> int:
    """How many characters lie between two spans; 0 where they touch or overlap."""
    return max(0, one[0] - other[1], other[0] - one[1])


def share_characters(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return length((max(one[0], other[0]), min(one[1], other[1]))) > 0


def _pattern(words: str) -> re.Pattern[str] | None:
    """The words as they may be spaced; their ends are ends of words: "Iran" does not stand in "Iranian"."""
    pieces = words.translate(_GLYPHS).split()
    if not pieces:
        return None
    before = r"(?<!\w)" if re.match(r"\w", pieces[0]) else ""
    behind = r"(?!\w)" if re.search(r"\w\Z", pieces[-1]) else ""
    return re.compile(before + r"\s+".join(map(re.escape, pieces)) + behind)
