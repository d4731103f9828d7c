"""When the machine takes two for one: rules that would rather miss a merge than make a wrong one.

Each looks at matters that no article tells apart, and names those that are surely one, with the reason in words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from rdflib import URIRef

from kg.identity import family
from kg.identity.matters import Days, Matter
from kg.iris import PARTICLES, fold, is_full_name
from kg.vocabulary import DIPLO

LONGEST_SPAN = timedelta(days=31)
"""Within which a meeting told without its day is sought."""

SAME_TERM = timedelta(days=366)
"""Between two days on which an office is attested of a name that is spelt in two ways."""

_CALLED_OFF = frozenset((DIPLO.Cancelled, DIPLO.Postponed, DIPLO.Denied))
_DOUBLED = re.compile(r"(.)\1+")
_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Found:
    """Two that are one, by which rule and why."""

    one: Matter
    other: Matter
    rule: str
    reason: str


def same_persons(matters: Iterable[Matter]) -> Iterator[Found]:
    """Persons of one full name, but for hyphens, particles and doubled letters, in one office within a year."""
    for alike in _alike(matters, _PERSON, _name_keys):
        for one, other in combinations(alike, 2):
            if office := _common_office(one, other):
                name = " of ".join(iri.rpartition("/")[2] for iri in office)
                yield Found(one, other, "person.same-office", f"one name in two spellings, both as {name}")


def same_projects(matters: Iterable[Matter]) -> Iterator[Found]:
    """Projects of one name, but for hyphens and doubled letters, between the same two parties or more."""
    for alike in _alike(matters, "project", _project_keys):
        for other in alike[1:]:
            yield Found(alike[0], other, "project.same-name", "one name in two spellings, the same parties")


def same_day(matters: Iterable[Matter]) -> Iterator[Found]:
    """Meetings of one kind, of the same participants, on the same day."""
    for alike in _alike(matters, "meeting", _day_keys):
        for other in alike[1:]:
            yield Found(alike[0], other, "meeting.same-day", f"the same participants on {other.day}")


def day_in_span(matters: Iterable[Matter]) -> Iterator[Found]:
    """A meeting of which words leave a span of days, and the only one of its kind and participants on a day in it."""
    for matter, other in _only_one(matters, lambda matter: matter.within):
        reason = f"the only one of these participants in the days of which the words tell is that on {other.day}"
        yield Found(other, matter, "meeting.day-in-span", reason)


def day_of_news(matters: Iterable[Matter]) -> Iterator[Found]:
    """A meeting told without any day, and the only one of its kind, participants and place just before the article."""
    for matter, other in _only_one(matters, lambda matter: set() if matter.within else matter.news):
        if not matter.places.isdisjoint(other.places):
            reason = (
                f"the only one of these participants just before the article, at the same place, is that on {other.day}"
            )
            yield Found(other, matter, "meeting.day-of-news", reason)


def _only_one(
    matters: Iterable[Matter], spans: Callable[[Matter], Collection[Days]]
) -> Iterator[tuple[Matter, Matter]]:
    """Meetings told without a day, each with the only one of its kind and participants that has a day in its span."""
    for alike in _alike(matters, "meeting", _gathering_keys):
        dated = [(matter, matter.day) for matter in alike if matter.day]
        for matter in alike:
            span = None if matter.day else _common(spans(matter))
            within = [other for other, day in dated if span and span[0] <= day <= span[1]]
            if len(within) == 1 and not _differ(matter, within[0]):
                yield matter, within[0]


RULES: tuple[Callable[[Iterable[Matter]], Iterator[Found]], ...] = (
    same_persons,
    same_projects,
    same_day,
    day_in_span,
    day_of_news,
)
"""In the order in which they apply: who somebody is tells which meetings are one."""


def are_told_apart(one: Matter, other: Matter) -> bool:
    """Whether an article tells of both, so that it takes them for two."""
    return not one.articles.keys().isdisjoint(other.articles)


def may_coincide(one: Iterable[Days], other: Iterable[Days]) -> bool:
    """Whether any of these days may be one of those; of what nobody dates nothing stands against it."""
    ours, theirs = list(one), list(other)
    return not (ours and theirs) or any(a[0] <= b[1] and b[0] <= a[1] for a in ours for b in theirs)


def _alike(
    matters: Iterable[Matter], kind: str, keys: Callable[[Matter], Iterable[Hashable]]
) -> Iterator[list[Matter]]:
    """Those of a family that have a key in common, the oldest first."""
    having: dict[Hashable, list[Matter]] = defaultdict(list)
    for matter in matters:
        if family(matter.iri) == kind:
            for key in set(keys(matter)):
                having[key].append(matter)
    return (alike for alike in having.values() if len(alike) > 1)


def _name_keys(matter: Matter) -> Iterator[str]:
    """With particles, for "El-Adib" and "Eladib", and without, for "Sisi" and "al-Sisi"."""
    for name in filter(is_full_name, matter.names):
        yield from (_letters(name), _letters(name, PARTICLES))


def _letters(name: str, without: Collection[str] = ()) -> str:
    words = re.findall(r"[^\W_]+", fold(name).lower().replace("'", ""))
    return "".join(_DOUBLED.sub(r"\1", word) for word in words if word not in without)


def _common_office(one: Matter, other: Matter) -> tuple[URIRef, URIRef] | None:
    """The office, and whose it is, that both held on days within a year of one another."""
    for office, owner, day in sorted(one.held):
        for second, of, then in other.held:
            if (office, owner) == (second, of) and abs(day - then) <= SAME_TERM:
                return office, owner
    return None


def _project_keys(matter: Matter) -> Iterator[Hashable]:
    if len(matter.actors) > 1:
        yield from ((_letters(name), frozenset(matter.actors)) for name in matter.names)


def _day_keys(matter: Matter) -> Iterator[Hashable]:
    day: date | None = matter.day
    if day and len(matter.actors) > 1:
        yield frozenset(matter.kinds), frozenset(matter.roles), day


def _gathering_keys(matter: Matter) -> Iterator[Hashable]:
    """Two persons or more, or a person whom a state or body has as a guest: bodies alone meet too often."""
    persons = sum(family(actor) == _PERSON for actor in matter.actors)
    if len(matter.actors) > 1 and persons >= (1 if DIPLO.Visit in matter.kinds else 2):
        yield frozenset(matter.kinds), frozenset(matter.roles)


def _common(spans: Collection[Days]) -> Days | None:
    """The days that all spans have in common, if there are any, and few enough."""
    first, last = (
        max((first for first, _ in spans), default=date.max),
        min((last for _, last in spans), default=date.min),
    )
    return (first, last) if first <= last and last - first <= LONGEST_SPAN else None


def _differ(one: Matter, other: Matter) -> bool:
    """Whether they are told to be at different places, or one was called off, which says nothing of the other."""
    is_elsewhere = bool(one.places and other.places) and one.places.isdisjoint(other.places)
    return is_elsewhere or not _CALLED_OFF.isdisjoint(one.statuses | other.statuses)
