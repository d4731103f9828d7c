"""Lines of a list: an entity with its day and with what is reported of its standing.

An event in the graph need not have happened, so no list names one without its status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib.term import Literal, Node, URIRef

from kg.store import Row
from kg.vocabulary import DIPLO
from kg.web.services import Services

_KNOWN: dict[Node | None, int] = {DIPLO.Month: 7, DIPLO.Year: 4}  # characters of an ISO date
_EVENT_STATUSES = {DIPLO.Held, DIPLO.Planned, DIPLO.Cancelled, DIPLO.Postponed, DIPLO.Denied}


@dataclass(frozen=True, slots=True)
class Item:
    """An entity in a list.

    `first` and `last` bound its day, or its days if it is a term of office; where one is `None` nobody tells it, or the
    term goes on. `is_told` says that it is the day of an article, because no report dates the matter itself.
    """

    iri: Node
    first: Node | None
    last: Node | None
    is_told: bool
    statuses: list[Node]

    @property
    def is_undated_event(self) -> bool:
        """Whether it is a meeting whose own day nobody tells; for what is said the article's day is the day."""
        return self.is_told and not _EVENT_STATUSES.isdisjoint(self.statuses)


def read_items(services: Services, entities: Iterable[Node]) -> list[Item]:
    """A line for each entity, in the order given."""
    iris = [iri for iri in entities if isinstance(iri, URIRef)]
    days: dict[Node, list[Row]] = {}
    for row in services.rows("days", among=iris):
        days.setdefault(row["source"], []).append(row)
    statuses: dict[Node, list[Node]] = {}
    for row in services.rows("statuses", among=iris):
        statuses.setdefault(row["source"], []).append(row["status"])
    return [Item(iri, *_bounds(days.get(iri, [])), sorted(statuses.get(iri, []), key=str)) for iri in iris]


def _bounds(rows: list[Row]) -> tuple[Node | None, Node | None, bool]:
    """The narrowest bounds that a report gives; without any, the first day on which an article told of it.

    A term of office has its own.
    """
    begun, ended = (next((_as_known(row, name) for row in rows if name in row), None) for name in ("from", "until"))
    if begun or ended:
        return begun, ended, False
    known = [(row["first"], row["last"]) for row in rows if "first" in row]
    if known:
        return *min(known, key=_width), False
    issued = min((row["issued"] for row in rows), key=str, default=None)
    return issued, issued, True


def _as_known(row: Row, name: str) -> Node:
    """A bound cut to what is known of it: of the month "2020-07", of the year "2020"."""
    length = _KNOWN.get(row.get("precision"))
    return Literal(str(row[name])[:length]) if length else row[name]


def _width(bounds: tuple[Node, Node]) -> tuple[timedelta, str]:
    first, last = map(str, bounds)
    return date.fromisoformat(last[:10]) - date.fromisoformat(first[:10]), first


def item_terms(items: Iterable[Item]) -> Iterator[Node]:
    """The terms that need a label."""
    return (term for item in items for term in (item.iri, *item.statuses))


def by_day(items: Iterable[Item]) -> list[Item]:
    """The latest first, those without a day last, equal ones by IRI."""
    return sorted(sorted(items, key=lambda i: str(i.iri)), key=lambda i: str(i.first or i.last or ""), reverse=True)


def by_term(items: Iterable[Item]) -> list[Item]:
    """Terms of office: those that go on first, then those that ended, last what articles attest for a day."""
    return sorted(by_day(items), key=lambda i: (i.is_told, i.first is None or i.last is not None))
