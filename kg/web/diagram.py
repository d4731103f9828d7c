"""The core of the ontology as a drawing: its classes as boxes, its main properties as arrows between them.

Where a box stands is said here; what it is called and which classes a property joins, the ontology says. Colours are
those of the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rdflib import RDFS
from rdflib.term import URIRef

from kg.ontology import Ontology
from kg.vocabulary import DIPLO, SCHEMA

_WIDE, _HIGH = 150, 46  # a box
_ACROSS, _DOWN = 266, 100  # from one box to the next; the longest Russian name of a property fits between two
_MARGIN = 4
_LONGEST_LINE = 15  # letters that fit into a box or between two

_BOXES = {
    DIPLO.Passage: (0, 0, 1),
    DIPLO.Report: (1, 0, 1),
    DIPLO.Article: (2, 0, 1),
    DIPLO.Outlet: (3, 0, 1),
    DIPLO.ReportedMatter: (0, 1, 4),
    DIPLO.Topic: (4, 1, 1),
    DIPLO.OfficeHolding: (0, 2, 1),
    DIPLO.Project: (1, 2, 1),
    DIPLO.Statement: (2, 2, 1),
    DIPLO.Meeting: (3, 2, 1),
    DIPLO.Place: (4, 2, 1),
    DIPLO.Office: (0, 3, 1),
    DIPLO.Actor: (1, 3, 3),
    DIPLO.Person: (1, 4, 1),
    DIPLO.Organisation: (2, 4, 1),
    DIPLO.State: (3, 4, 1),
    DIPLO.Relation: (3, 5, 1),
    DIPLO.Tie: (4, 5, 1),
}
"""For each class that is drawn its column, its row, and how many columns it spans."""

_ARROWS = {
    DIPLO.evidence: ("left", "right"),
    DIPLO.inArticle: ("right", "left"),
    DIPLO.outlet: ("right", "left"),
    DIPLO.about: ("bottom", "top"),
    DIPLO.topic: ("right", "left"),
    DIPLO.saidAt: ("right", "left"),
    DIPLO.place: ("right", "left"),
    DIPLO.inState: ("bottom", "right"),
    DIPLO.office: ("bottom", "top"),
    DIPLO.holder: ("right", "left"),
    DIPLO.party: ("bottom", "top"),
    DIPLO.speaker: ("bottom", "top"),
    DIPLO.participant: ("bottom", "top"),
    DIPLO.between: ("top", "bottom"),
}
"""For each property that is drawn the side of the box where its arrow begins, and the side where it ends."""

_MATTERS = (DIPLO.OfficeHolding, DIPLO.Project, DIPLO.Statement, DIPLO.Meeting)
_ACTORS = (DIPLO.Person, DIPLO.Organisation, DIPLO.State)

_NOT_DRAWN = {(DIPLO.between, matter) for matter in _MATTERS}  # which states it is between, its actors tell
_NOT_DRAWN |= {(DIPLO.inState, DIPLO.Outlet), (DIPLO.outlet, DIPLO.Organisation)}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A class: where it stands, and its name in lines that fit."""

    term: URIRef
    left: float
    top: float
    width: float
    lines: list[str]
    height: float = _HIGH

    @property
    def middle(self) -> Point:
        """Where the name is centred."""
        return self.left + self.width / 2, self.top + self.height / 2

    def side(self, name: str, beside: Box) -> Point:
        """The point on a side; on a wide box above or below, the one that faces the other box."""
        x = beside.middle[0] if self.width > beside.width else self.middle[0]
        return {
            "left": (self.left, self.middle[1]),
            "right": (self.left + self.width, self.middle[1]),
            "top": (x, self.top),
            "bottom": (x, self.top + self.height),
        }[name]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A property from one class to another, or (`term` is `None`) from a class to the one above it."""

    term: URIRef | None
    start: URIRef
    end: URIRef
    points: list[Point]
    lines: list[str]

    @property
    def path(self) -> str:
        """The points as SVG wants them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)

    @property
    def middle(self) -> Point:
        """Where the name is centred: amid the longest stretch."""
        pairs = zip(self.points, self.points[1:], strict=False)
        (x, y), (to_x, to_y) = max(pairs, key=lambda p: abs(p[0][0] - p[1][0]) + abs(p[0][1] - p[1][1]))
        return (x + to_x) / 2, (y + to_y) / 2

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right, so that the name stands above it."""
        return self.points[0][1] == self.points[-1][1]


@dataclass(frozen=True, slots=True)
class Diagram:
    """All that is drawn, and how large the sheet is."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: float
    height: float


def draw(ontology: Ontology, language: str = "en") -> Diagram:
    """The core of the ontology, its names in a language."""

    def name(term: URIRef) -> list[str]:
        return _lines(ontology.label(term, language) or ontology.label(term) or "")

    boxes = {
        term: Box(term, _MARGIN + x * _ACROSS, _MARGIN + y * _DOWN, (span - 1) * _ACROSS + _WIDE, name(term))
        for term, (x, y, span) in _BOXES.items()
    }
    arrows = [
        Arrow(None, term, above, _route(boxes[term], boxes[above], "top", "bottom"), [])
        for term in (*_MATTERS, *_ACTORS)
        for above in ontology.above(term)
    ]
    for term, (start, end) in _ARROWS.items():
        arrows += [
            Arrow(term, one.term, other.term, _route(one, other, start, end), name(term))
            for one, other in _ends(ontology, term, boxes)
        ]
    return Diagram(
        list(boxes.values()),
        arrows,
        max(box.left + box.width for box in boxes.values()) + _MARGIN,
        max(box.top + box.height for box in boxes.values()) + _MARGIN,
    )


def _ends(ontology: Ontology, term: URIRef, boxes: dict[URIRef, Box]) -> Iterator[tuple[Box, Box]]:
    """The boxes that a property joins."""
    starts = ontology.values(term, RDFS.domain, SCHEMA.domainIncludes)
    for one, other in product(starts, ontology.values(term, RDFS.range, SCHEMA.rangeIncludes)):
        if one in boxes and other in boxes and _NOT_DRAWN.isdisjoint({(term, one), (term, other)}):
            yield boxes[URIRef(str(one))], boxes[URIRef(str(other))]


def _route(one: Box, other: Box, start: str, end: str) -> list[Point]:
    """A straight line, or one with corners in the free space between the boxes."""
    first, last = one.side(start, other), other.side(end, one)
    if start == "bottom" and end == "right":
        return [first, (first[0], last[1]), last]
    if (start, end) == ("right", "left") and first[1] != last[1]:
        amid = first[0] + (_ACROSS - _WIDE) / 2
        return [first, (amid, first[1]), (amid, last[1]), last]
    return [first, last]


def _lines(name: str) -> list[str]:
    """The name, cut in two at the space nearest its middle where it is long."""
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    if len(name) <= _LONGEST_LINE or not spaces:
        return [name]
    cut = min(spaces, key=lambda at: abs(at - len(name) / 2))
    return [name[:cut], name[cut + 1 :]]
