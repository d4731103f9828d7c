"""Annotated articles: `NNN.gold.json` in the public JSON of records, beside `NNN.txt` and `NNN.meta.json`.

Every span and reference is checked, so that a slip of the annotator's is named and not counted as an error of reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import GoldError
from kg.records import (
    Actor,
    ActorType,
    Article,
    Extraction,
    Meeting,
    MeetingKind,
    MeetingStatus,
    PartialDate,
    Project,
    ProjectKind,
    ProjectStatus,
    Span,
    Statement,
    StatementForm,
    StatementKind,
)

_ENDING = ".gold.json"
_RULE = "gold"
_DATE = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_Read = TypeVar("_Read", Actor, Meeting, Statement, Project)
_Choice = TypeVar("_Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Annotated:
    """One article with the records that a careful reader found in it."""

    name: str
    article: Article
    gold: Extraction


def read_gold(folder: Path, texts: Path, read_article: Callable[[Path], Article]) -> list[Annotated]:
    """All annotated articles of a folder, in the order of their names; their texts lie in the folder `texts`."""
    files = sorted(folder.glob(f"*{_ENDING}"))
    if not files:
        raise GoldError(f"{folder}: no *{_ENDING} in this folder" if folder.is_dir() else f"{folder}: no such folder")
    return [_read_document(file, texts, read_article) for file in files]


def _read_document(file: Path, texts: Path, read_article: Callable[[Path], Article]) -> Annotated:
    name = file.name.removesuffix(_ENDING)
    text = texts / f"{name}.txt"
    if not text.is_file():
        raise GoldError(f"{file}: its text {text} is missing; say with --texts where the texts lie")
    article = read_article(text)
    try:
        gold = parse_gold(json.loads(file.read_bytes()))
        gold.check_against(article.text)
    except json.JSONDecodeError as error:
        raise GoldError(f"{file}: broken JSON at line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (GoldError, ValueError, OSError) as error:
        raise GoldError(f"{file}: {error}") from error
    return Annotated(name, article, gold)


def parse_gold(content: object) -> Extraction:
    """The records of the public JSON; raises `GoldError` with the record and what is wrong with it."""
    if not isinstance(content, dict):
        raise GoldError("a JSON object with actors, meetings, statements and projects is needed")
    extraction = Extraction(
        actors=tuple(_parse(content, "actors", _actor)),
        meetings=tuple(_parse(content, "meetings", _meeting)),
        statements=tuple(_parse(content, "statements", _statement)),
        projects=tuple(_parse(content, "projects", _project)),
    )
    _check_references(extraction)
    return extraction


def _parse(content: Mapping[str, Any], layer: str, parse: Callable[[_Fields], _Read]) -> Iterator[_Read]:
    entries = content.get(layer)
    if not isinstance(entries, list):
        raise GoldError(f'"{layer}" is missing, or is not a list')
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        fields = _Fields(entry, f"{layer}, number {number}")
        identifier = fields.string("id")
        if identifier in seen:
            raise GoldError(f'{fields.where}: the id "{identifier}" comes twice')
        seen.add(identifier)
        try:
            yield parse(fields)
        except ValueError as error:
            raise GoldError(f"{fields.where}: {error}") from error


class _Fields:
    """The fields of one annotated record, each checked as it is read."""

    def __init__(self, entry: object, where: str) -> None:
        if not isinstance(entry, dict):
            raise GoldError(f"{where}: a JSON object is needed")
        self._entry: dict[str, Any] = entry
        self.where = f"{where} ({entry.get('id', 'without id')})"

    def _refuse(self, name: str, needed: str) -> GoldError:
        value = self._entry.get(name)
        return GoldError(f'{self.where}: "{name}" is {value!r:.80}, where {needed} is needed')

    def string(self, name: str) -> str:
        value = self._entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self._refuse(name, "a string")
        return value

    def maybe(self, name: str) -> str | None:
        return None if self._entry.get(name) in (None, "") else self.string(name)

    def strings(self, name: str) -> tuple[str, ...]:
        value = self._entry.get(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise self._refuse(name, "a list of strings")
        return tuple(value)

    def span(self, name: str) -> Span:
        return self._span(name, self._entry.get(name))

    def spans(self, name: str) -> tuple[Span, ...]:
        value = self._entry.get(name)
        if not isinstance(value, list) or not value:
            raise self._refuse(name, "a list of spans [start, end]")
        return tuple(self._span(name, item) for item in value)

    def _span(self, name: str, value: object) -> Span:
        if not isinstance(value, list) or len(value) != 2 or not all(type(offset) is int for offset in value):
            raise self._refuse(name, "a span [start, end]")
        if not 0 <= value[0] < value[1]:
            raise self._refuse(name, "a span [start, end] of at least one character")
        return value[0], value[1]

    def choice(self, name: str, choices: type[_Choice]) -> _Choice:
        try:
            return choices(str(self._entry.get(name)))
        except ValueError as error:
            raise self._refuse(name, f"one of {', '.join(choices)}") from error

    def date(self, name: str) -> PartialDate | None:
        value = self.maybe(name)
        if value is None:
            return None
        parts = _DATE.fullmatch(value)
        if parts is None:
            raise self._refuse(name, "YYYY-MM or YYYY-MM-DD")
        year, month, day = parts.groups()
        return PartialDate(int(year), int(month), int(day) if day else None)


def _actor(fields: _Fields) -> Actor:
    return Actor(
        id=fields.string("id"),
        type=fields.choice("type", ActorType),
        name=fields.string("name"),
        mentions=fields.spans("mentions"),
        rule=_RULE,
        office=fields.maybe("office"),
        of=fields.maybe("of"),
    )


def _meeting(fields: _Fields) -> Meeting:
    return Meeting(
        id=fields.string("id"),
        kind=fields.choice("kind", MeetingKind),
        participants=fields.strings("participants"),
        status=fields.choice("status", MeetingStatus),
        evidence=fields.span("evidence"),
        rule=_RULE,
        date=fields.date("date"),
        place=fields.maybe("place"),
    )


def _statement(fields: _Fields) -> Statement:
    content = fields.span("content")
    return Statement(
        id=fields.string("id"),
        speaker=fields.string("speaker"),
        form=fields.choice("form", StatementForm),
        content=content,
        cue=fields.string("cue"),
        evidence=content,
        rule=_RULE,
        addressee=fields.maybe("addressee"),
        via=fields.maybe("via"),
        kind=fields.choice("kind", StatementKind) if fields.maybe("kind") else None,
        occasion=fields.maybe("occasion"),
    )


def _project(fields: _Fields) -> Project:
    return Project(
        id=fields.string("id"),
        name=fields.string("name"),
        kind=fields.choice("kind", ProjectKind),
        parties=fields.strings("parties"),
        status=fields.choice("status", ProjectStatus),
        evidence=fields.span("evidence"),
        rule=_RULE,
    )


def _check_references(extraction: Extraction) -> None:
    known = {actor.id for actor in extraction.actors}
    for record, identifiers in _references(extraction):
        for identifier in identifiers:
            if identifier not in known:
                raise GoldError(f'{record}: there is no actor with the id "{identifier}"')
    events = {None, *(meeting.id for meeting in extraction.meetings)}
    for statement in extraction.statements:
        if statement.occasion not in events:
            raise GoldError(f'statement {statement.id}: there is no meeting with the id "{statement.occasion}"')


def _references(extraction: Extraction) -> Iterator[tuple[str, tuple[str, ...]]]:
    for meeting in extraction.meetings:
        yield f"meeting {meeting.id}", meeting.participants
    for statement in extraction.statements:
        yield f"statement {statement.id}", tuple(filter(None, (statement.speaker, statement.addressee)))
    for project in extraction.projects:
        yield f"project {project.id}", project.parties
