"""A long article in parts that a model reads one by one, and what it says of them as one extraction again."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.analysis.document import Document
from kg.extraction.llm.verification import MENTIONS, identity
from kg.records import Actor, ActorType, Extraction, Meeting, Project, Span, Statement

_Identity = tuple[str, str]


def split(document: Document, span: Span, size: int) -> list[Span]:
    """The stretch in parts of at most so many characters, cut between paragraphs, or in a long one between sentences.

    A sentence that is longer is a part of its own.
    """
    parts: list[Span] = []
    for start, end in _units(document, span, size):
        if parts and end - parts[-1][0] <= size:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return parts


def _units(document: Document, span: Span, size: int) -> Iterator[Span]:
    for begin, stop in document.paragraphs:
        start, end = max(begin, span[0]), min(stop, span[1])
        ends = [s.end_char for s in document.doc.sents if start < s.end_char < end] if end - start > size else []
        if start < end:
            yield from itertools.pairwise([start, *ends, end])


def join(parts: Sequence[Extraction]) -> Extraction:
    """The records of all parts, numbered in the order of the text.

    Who has one type and one name in several parts is one actor. States and bodies that do nothing are left out.
    """
    return _Joining(parts).joined()


class _Joining:
    def __init__(self, parts: Sequence[Extraction]) -> None:
        self._parts = parts
        self._of_part = [{actor.id: identity(actor) for actor in part.actors} for part in parts]
        self._actors = _merge(actor for part in parts for actor in part.actors)
        acting = self._acting()
        ordered = sorted(acting, key=lambda who: self._actors[who].mentions)
        self._numbers = {who: f"a{number}" for number, who in enumerate(ordered, 1)}

    def _acting(self) -> set[_Identity]:
        """Everybody who is a person, does something, or has somebody in an office."""
        found = {who for who, actor in self._actors.items() if actor.type is ActorType.PERSON}
        for part, ids in zip(self._parts, self._of_part, strict=True):
            found |= {ids[i] for meeting in part.meetings for i in meeting.participants}
            found |= {ids[i] for project in part.projects for i in project.parties}
            named = {i for s in part.statements for i in (s.speaker, s.addressee, s.via)}
            found |= {who for i, who in ids.items() if i in named}
        owners = {self._actors[who].of for who in found}
        return found | {who for who, a in self._actors.items() if a.name in owners and a.type is not ActorType.STATE}

    def joined(self) -> Extraction:
        ids = [{i: self._numbers[who] for i, who in own.items() if who in self._numbers} for own in self._of_part]
        meetings = sorted(
            ((m, number) for number, part in enumerate(self._parts) for m in part.meetings),
            key=lambda found: found[0].evidence,
        )
        occasions = {(number, m.id): f"m{n}" for n, (m, number) in enumerate(meetings, 1)}
        statements = [
            _statement(s, ids[number], occasions.get((number, s.occasion or "")))
            for number, part in enumerate(self._parts)
            for s in part.statements
        ]
        projects = [_project(p, ids[number]) for number, part in enumerate(self._parts) for p in part.projects]
        return Extraction(
            actors=tuple(self._actor(who) for who in self._numbers),
            meetings=tuple(_meeting(m, ids[number], f"m{n}") for n, (m, number) in enumerate(meetings, 1)),
            statements=tuple(
                replace(s, id=f"s{n}") for n, s in enumerate(sorted(statements, key=lambda s: s.content), 1)
            ),
            projects=tuple(replace(p, id=f"p{n}") for n, p in enumerate(sorted(projects, key=lambda p: p.evidence), 1)),
        )

    def _actor(self, who: _Identity) -> Actor:
        actor = self._actors[who]
        bodies = {self._actors[w].name: i for w, i in self._numbers.items() if w[0] != ActorType.STATE}
        return replace(actor, id=self._numbers[who], of=bodies.get(actor.of or "", actor.of))


def _merge(actors: Iterable[Actor]) -> dict[_Identity, Actor]:
    """Each actor once, with the first mentions of all parts and the first office that is told."""
    merged: dict[_Identity, Actor] = {}
    for actor in actors:
        first = merged.get(identity(actor), actor)
        mentions = tuple(sorted({*first.mentions, *actor.mentions})[:MENTIONS])
        merged[identity(actor)] = replace(first if first.office else actor, mentions=mentions)
    return merged


def _meeting(meeting: Meeting, ids: dict[str, str], number: str) -> Meeting:
    return replace(meeting, id=number, participants=tuple(ids[i] for i in meeting.participants))


def _statement(statement: Statement, ids: dict[str, str], occasion: str | None) -> Statement:
    return replace(
        statement,
        speaker=ids[statement.speaker],
        addressee=ids.get(statement.addressee or ""),
        via=ids.get(statement.via or "", statement.via),
        occasion=occasion,
    )


def _project(project: Project, ids: dict[str, str]) -> Project:
    return replace(project, parties=tuple(ids[i] for i in project.parties))
