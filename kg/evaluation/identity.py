"""Whether names stand for the right entries of the tables, and reports of one event, and of no other, share its IRI.

`identity.json` beside the annotated articles says who the persons in them are and which meetings are the same one; it
holds cases without a text, too, which are made to be hard. A wrong link or merge is worse than a missed one, so the
two are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from kg.errors import GoldError
from kg.evaluation.comparison import Comparison
from kg.evaluation.summary import Sheet
from kg.iris import person_iri
from kg.records import Actor, ActorType, Article, Extraction, Meeting, MeetingKind, MeetingStatus, PartialDate

FILE = "identity.json"

Link = Callable[[Article, Extraction], Extraction]
"""What fills in the IRIs of the records of an article; `kg.linking.Linker.link` does."""

_WORDS = (0, 1)
_RULE = "gold"


@dataclass(frozen=True, slots=True)
class Identities:
    """Who and what is meant: persons by article and name, `None` for those of whom the tables hold nothing; events.

    An event is told by the articles' meetings, each by its article and id. `persons_alone` and `meetings_alone` are the
    cases without a text: who is meant by a name; two tellings, and whether they tell of one meeting.
    """

    persons: Mapping[str, Mapping[str, str | None]]
    events: tuple[frozenset[tuple[str, str]], ...]
    persons_alone: tuple[tuple[Article, Actor, str | None], ...]
    meetings_alone: tuple[tuple[Extraction, Extraction, bool], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of persons to be linked, or of pairs of meetings to be merged or kept apart."""

    right: int
    wrong: int
    missed: int
    left: int
    """Rightly not linked or merged."""

    @property
    def accuracy(self) -> float | None:
        """Which part is right, linked or left."""
        every = self.right + self.wrong + self.missed + self.left
        return (self.right + self.left) / every if every else None

    @property
    def false_rate(self) -> float | None:
        """Which part of what was linked or merged is wrong."""
        made = self.right + self.wrong
        return self.wrong / made if made else None


def read_identities(folder: Path) -> Identities:
    """Read `identity.json` of a folder; `GoldError` says what is wrong with it."""
    path = folder / FILE
    try:
        content = json.loads(path.read_bytes())
        return Identities(
            persons=content["persons"],
            events=tuple(frozenset(map(tuple, event)) for event in content["events"]),
            persons_alone=tuple(map(_person_alone, content["persons_alone"])),
            meetings_alone=tuple(map(_meetings_alone, content["meetings_alone"])),
        )
    except OSError as error:
        raise GoldError(f"{path}: {error.strerror or error}") from error
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}: broken JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise GoldError(f"{path}: {type(error).__name__}: {error}; see tests/gold/README.md for its form") from error


def _person_alone(row: list[str | None]) -> tuple[Article, Actor, str | None]:
    name, office, of, day, person = row
    actor = Actor("a1", ActorType.PERSON, str(name), (_WORDS,), _RULE, office=office, of=of)
    return Article(text=f"{office} {name} of {of}", source=_RULE, published=date.fromisoformat(str(day))), actor, person


def _meetings_alone(row: list[Any]) -> tuple[Extraction, Extraction, bool]:
    one, other, is_same = row
    return _telling(one), _telling(other), bool(is_same)


def _telling(told: Mapping[str, Any]) -> Extraction:
    actors = tuple(
        Actor(f"a{number}", ActorType(kind), name, (_WORDS,), _RULE, office=office, of=of)
        for number, (kind, name, office, of) in enumerate(told["participants"], 1)
    )
    day = PartialDate.parse(told["date"]) if told["date"] else None
    kind, who = MeetingKind(told["kind"]), tuple(actor.id for actor in actors)
    return Extraction(actors, (Meeting("m1", kind, who, MeetingStatus.HELD, _WORDS, _RULE, date=day),))


def identity_sheet(identities: Identities, comparisons: Sequence[Comparison], link: Link) -> Sheet:
    """How persons and meetings are linked: those of the articles, as annotated and as read, and the hard cases."""
    documents = [comparison.document for comparison in comparisons]
    annotated = {document.name: link(document.article, document.gold) for document in documents}
    _check(identities, annotated)
    read = [(comparison, link(comparison.document.article, comparison.read)) for comparison in comparisons]
    same = {telling: number for number, event in enumerate(identities.events) for telling in event}
    rows = (
        ("persons, as annotated", _judge(_persons_annotated(identities, annotated))),
        ("persons, as read", _judge(_persons_read(identities, read))),
        ("persons, hard cases", _judge(_persons_alone(identities, link))),
        ("meetings, as annotated", _judge(_pairs(same, _meetings_annotated(annotated)))),
        ("meetings, as read", _judge(_pairs(same, _meetings_read(read)))),
        ("meetings, hard cases", _judge(_meeting_pairs_alone(identities, link))),
    )
    return Sheet(
        "who and what is meant",
        ("what", "rightly linked", "wrongly", "missed", "rightly not", "accuracy", "false among linked"),
        tuple((what, *_cells(outcome)) for what, outcome in rows),
    )


def _cells(found: Outcome) -> tuple[str, ...]:
    figures = ("" if value is None else f"{value:.2f}" for value in (found.accuracy, found.false_rate))
    return (*map(str, (found.right, found.wrong, found.missed, found.left)), *figures)


def _check(identities: Identities, annotated: Mapping[str, Extraction]) -> None:
    """Refuse an article, person or meeting that is not annotated."""
    known = {(name, actor.name) for name, extraction in annotated.items() for actor in extraction.actors}
    known |= {(name, meeting.id) for name, extraction in annotated.items() for meeting in extraction.meetings}
    told = {(name, person) for name, persons in identities.persons.items() for person in persons}
    if unknown := sorted(told.union(*identities.events) - known):
        raise GoldError(f"{FILE}: {unknown[0][1]} is not annotated in {unknown[0][0]}")


def _judge(cases: Iterable[tuple[object, object]]) -> Outcome:
    """What became of cases, each as what it should be and what it is; `None` is not linked, or no one event."""
    seen = list(cases)
    return Outcome(
        right=sum(wanted is not None and wanted == found for wanted, found in seen),
        wrong=sum(found is not None and wanted != found for wanted, found in seen),
        missed=sum(wanted is not None and found is None for wanted, found in seen),
        left=sum(wanted is None and found is None for wanted, found in seen),
    )


def _known_person(actor: Actor) -> str | None:
    """The id in the tables of the person for whom an actor stands."""
    iri, prefix = str(actor.iri), person_iri("")
    return iri.removeprefix(prefix) if iri.startswith(prefix) else None


def _persons_annotated(
    identities: Identities, annotated: Mapping[str, Extraction]
) -> Iterator[tuple[str | None, str | None]]:
    for name, persons in identities.persons.items():
        actors = {actor.name: actor for actor in annotated[name].actors}
        for person, wanted in persons.items():
            yield wanted, _known_person(actors[person])


def _persons_read(
    identities: Identities, read: Iterable[tuple[Comparison, Extraction]]
) -> Iterator[tuple[str | None, str | None]]:
    for comparison, linked in read:
        persons = identities.persons.get(comparison.document.name, {})
        for gold, found in comparison.actors.pairs:
            if gold.name in persons:
                yield persons[gold.name], _known_person(linked.actor(found.id))


def _persons_alone(identities: Identities, link: Link) -> Iterator[tuple[str | None, str | None]]:
    for article, actor, wanted in identities.persons_alone:
        yield wanted, _known_person(link(article, Extraction(actors=(actor,))).actors[0])


def _meetings_annotated(annotated: Mapping[str, Extraction]) -> Iterator[tuple[tuple[str, str], str | None]]:
    for name, extraction in annotated.items():
        for meeting in extraction.meetings:
            yield (name, meeting.id), meeting.iri


def _meetings_read(
    read: Iterable[tuple[Comparison, Extraction]],
) -> Iterator[tuple[tuple[str, str], str | None]]:
    for comparison, linked in read:
        iris = {meeting.id: meeting.iri for meeting in linked.meetings}
        for gold, found in comparison.meetings.pairs:
            yield (comparison.document.name, gold.id), iris[found.id]


def _pairs(
    same: Mapping[tuple[str, str], int], told: Iterable[tuple[tuple[str, str], str | None]]
) -> Iterator[tuple[object, object]]:
    """For each two tellings whether they should be merged and whether they are."""
    for (one, iri), (other, other_iri) in combinations(told, 2):
        yield _one(one in same and same[one] == same.get(other)), _one(iri == other_iri)


def _meeting_pairs_alone(identities: Identities, link: Link) -> Iterator[tuple[object, object]]:
    for one, other, is_same in identities.meetings_alone:
        first, second = (
            link(_alone(number, told), told).meetings[0].iri for number, told in (("1", one), ("2", other))
        )
        yield _one(is_same), _one(first == second)


def _alone(identifier: str, told: Extraction) -> Article:
    """An article of the day of its one meeting."""
    day = told.meetings[0].date
    return Article(text="-", source=_RULE, identifier=identifier, published=day.not_before if day else None)


def _one(is_same: bool) -> bool | None:
    return True if is_same else None
