"""What a model is to answer: the JSON of `kg extract`, with quoted words where that has offsets.

The classes are the JSON Schema that the endpoint gets and the check of what comes back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from kg.records import ActorType, MeetingKind, MeetingStatus, ProjectKind, ProjectStatus, StatementKind

_LONGEST_NAME = 300  # characters


def _not_empty(text: str) -> str:
    if not text:
        raise ValueError("it is empty")
    return text


def _on_a_line(text: str) -> str:
    line = " ".join(text.split())
    if not line.isprintable() or len(line) > _LONGEST_NAME:
        raise ValueError("it is no name")
    return line


# Checks that stay out of the schema: endpoints that hold a model to one know few of its words.
Words = Annotated[str, AfterValidator(_not_empty)]
Name = Annotated[Words, AfterValidator(_on_a_line)]
Flag = Annotated[bool, BeforeValidator(bool)]


class _Told(BaseModel):
    model_config = ConfigDict(
        extra="ignore", frozen=True, str_strip_whitespace=True, json_schema_extra={"additionalProperties": False}
    )


class ToldActor(_Told):
    """Somebody who acts; `mentions` are the forms of the name, `office_words` those that tell the office."""

    id: Name
    type: ActorType
    name: Name
    mentions: list[Words]
    office: Name | None
    office_words: str | None
    of: Name | None
    is_former: Flag


class ToldMeeting(_Told):
    """A meeting; `date_words` are those that tell its date."""

    id: Name
    kind: MeetingKind
    participants: list[Name]
    status: MeetingStatus
    date_words: str | None
    place: str | None
    evidence: Words


class ToldStatement(_Told):
    """A speech act."""

    speaker: Words
    addressee: str | None
    content: Words
    cue: Words
    via: str | None
    kind: StatementKind | None
    negated: Flag
    occasion: str | None


class ToldProject(_Told):
    """An undertaking."""

    name: Name
    kind: ProjectKind
    parties: list[Name]
    status: ProjectStatus
    amount: str | None
    evidence: Words


class Told(_Told):
    """All that a model tells of one text."""

    actors: list[ToldActor]
    meetings: list[ToldMeeting]
    statements: list[ToldStatement]
    projects: list[ToldProject]


SCHEMA: Mapping[str, object] = Told.model_json_schema()
_OBJECT: TypeAdapter[dict[str, object]] = TypeAdapter(dict[str, object])
_Record = TypeVar("_Record", ToldActor, ToldMeeting, ToldStatement, ToldProject)


class UnusableAnswer(ValueError):
    """An answer as a whole is not what was asked for; the message says why."""


def read_answer(answer: str, drop: Callable[[str], None]) -> Told:
    """What an answer tells; a single record that is not as the schema demands is dropped, with a line that says why."""
    text = _unwrapped(answer)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnusableAnswer(f"it is not JSON ({error})" if text else "it is empty") from error
    if not isinstance(content, dict):
        raise UnusableAnswer("it is not a JSON object")
    if missing := [layer for layer in Told.model_fields if not isinstance(content.get(layer), list)]:
        raise UnusableAnswer(f"it has no list of {' and none of '.join(missing)}")
    reading = _Reading(content, drop)
    return Told(
        actors=reading.records("actors", ToldActor),
        meetings=reading.records("meetings", ToldMeeting),
        statements=reading.records("statements", ToldStatement),
        projects=reading.records("projects", ToldProject),
    )


def _unwrapped(answer: str) -> str:
    """The JSON alone: models held to no schema think aloud or talk before it, or put it into a Markdown block."""
    text = answer.strip()
    if text.startswith("<think>"):
        text = text.partition("</think>")[2].strip()
    _, fence, block = ("", "", "") if text.startswith("{") else text.partition("```")
    if fence:
        inside, closing, _ = block.rpartition("```")
        text = (inside if closing else block).removeprefix("json").strip()
    return text


@dataclass(frozen=True, slots=True)
class _Reading:
    content: Mapping[str, list[Any]]
    drop: Callable[[str], None]

    def records(self, layer: str, kind: type[_Record]) -> list[_Record]:
        read = []
        for number, entry in enumerate(self.content[layer], 1):
            try:
                read.append(kind.model_validate(dict.fromkeys(kind.model_fields) | _OBJECT.validate_python(entry)))
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                where = f"{'.'.join(map(str, first['loc']))}: " if first["loc"] else ""
                self.drop(f"{layer}, number {number}: not as the schema demands ({where}{first['msg']})")
        return read
