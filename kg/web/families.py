"""The families of entities that have pages: what they are called and how they are listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib.term import URIRef

from kg.vocabulary import DIPLO

PAGE_LENGTH = 50
"""Rows on a page of a list. The queries ask for one row more, which tells that there is a next page."""

_BEFORE_ALL = ""
_AFTER_ALL = "\uffff"  # sorts after every date and every name


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its name in paths, its heading, its classes and the query in `queries/pages` that lists it."""

    name: str
    heading: str
    classes: tuple[URIRef, ...]
    listing: str

    @property
    def start(self) -> str:
        """The key before the first row: dated lists run downwards, lists of names upwards."""
        return _BEFORE_ALL if self.listing == "list-names" else _AFTER_ALL


_ALL = (
    Family("article", "Articles", (DIPLO.Article,), "list-articles"),
    Family("meeting", "Meetings", (DIPLO.Meeting,), "list-meetings"),
    Family("statement", "Statements", (DIPLO.Statement,), "list-reported"),
    Family("project", "Projects", (DIPLO.Project,), "list-reported"),
    Family("person", "Persons", (DIPLO.Person,), "list-names"),
    Family("state", "States", (DIPLO.State,), "list-names"),
    Family("relation", "Relations", (DIPLO.Relation,), "list-names"),
    Family("tie", "Months of relations", (DIPLO.Tie,), "list-names"),
    Family("organisation", "Organisations", (DIPLO.Organisation, DIPLO.Format, DIPLO.Group), "list-names"),
    Family("office", "Offices", (DIPLO.Office,), "list-names"),
    Family("holding", "Holders of offices", (DIPLO.OfficeHolding,), "list-reported"),
    Family("place", "Places", (DIPLO.Place,), "list-names"),
    Family("vocab", "Topics", (DIPLO.Topic,), "list-names"),
)

FAMILIES: Mapping[str, Family] = {family.name: family for family in _ALL}
