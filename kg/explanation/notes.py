"""The records of an article laid over its text: which words each rests on, and what it tells, by paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.analysis.paragraphs import find_paragraphs
from kg.extraction.rulebook import Rule
from kg.records import Actor, Article, Extraction, Meeting, Project, Span, Statement, is_within

KINDS = ("statement", "meeting", "project", "actor")
"""The kinds of records, in the order in which their marks lie upon one another."""

Record = Actor | Meeting | Statement | Project
_LINE_BREAK = re.compile(r"\r\n?|\n")
_SAME_PLACE = 1  # character between the words of two records that are told one after the other


Fact = tuple[str, str]
"""What a record tells, by name and value."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Facts of a record that have words, a rule and a confidence of their own; a model may tell them without any words.

    They are inferred where these words stand elsewhere in the text than the record.
    """

    facts: tuple[Fact, ...]
    words: str | None
    rule: str
    confidence: float | None
    is_inferred: bool


@dataclass(frozen=True, slots=True)
class Note:
    """One record: what it tells, in named facts, the words it rests on, how sure it is and by which rule."""

    id: str
    kind: str
    heading: str
    facts: tuple[Fact, ...]
    spans: tuple[Span, ...]
    words: str
    rule: str
    confidence: float | None
    grounds: tuple[Ground, ...] = ()

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that read it: the record, then single facts."""
        return (self.rule, *(ground.rule for ground in self.grounds))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that all rest under the same notes, and which of these begin there."""

    words: str
    under: tuple[Note, ...]
    beginning: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph in stretches, and the notes whose words begin in it."""

    stretches: tuple[Stretch, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An article, its paragraphs with their notes, and the rules that read them."""

    article: Article
    paragraphs: tuple[Paragraph, ...]
    rules: Mapping[str, Rule]

    @property
    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        kinds = [note.kind for paragraph in self.paragraphs for note in paragraph.notes]
        return {kind: kinds.count(kind) for kind in KINDS}


def explain(article: Article, extraction: Extraction, rules: Mapping[str, Rule]) -> Explanation:
    """Lay the records over the text; only the rules that read one of them are kept."""
    notes = sorted(_notes(extraction, article.text), key=lambda note: (note.spans[0], KINDS.index(note.kind)))
    spans = list(find_paragraphs(article.text))
    ends = [*(start for start, _ in spans[1:]), len(article.text)]
    paragraphs = (
        Paragraph(
            tuple(_stretches(article.text, span, notes)),
            tuple(note for note in notes if (number == 0 or note.spans[0][0] >= span[0]) and note.spans[0][0] < end),
        )
        for number, (span, end) in enumerate(zip(spans, ends, strict=True))
    )
    used = {rule for note in notes for rule in note.rules}
    return Explanation(article, tuple(paragraphs), {name: rule for name, rule in rules.items() if name in used})


def _stretches(text: str, paragraph: Span, notes: Iterable[Note]) -> Iterator[Stretch]:
    start, end = paragraph
    near = [note for note in notes if any(a < end and start < b for a, b in note.spans)]
    edges = {offset for note in near for span in note.spans for offset in span if start < offset < end}
    cuts = sorted({start, end, *edges})
    for left, right in itertools.pairwise(cuts):
        under = [note for note in near if any(a <= left and right <= b for a, b in note.spans)]
        yield Stretch(
            _LINE_BREAK.sub(" ", text[left:right]),
            tuple(sorted(under, key=lambda note: KINDS.index(note.kind))),
            tuple(note for note in under if note.spans[0][0] == left),
        )


def _notes(extraction: Extraction, text: str) -> Iterator[Note]:
    names = {actor.id: actor.name for actor in extraction.actors}
    for actor in extraction.actors:
        yield _note(actor, "actor", actor.name, _facts_of_actor(actor, names), _spans_of_actor(actor), text)
    for meeting in extraction.meetings:
        heading = ", ".join(names[p] for p in meeting.participants)
        yield _note(meeting, "meeting", heading, _facts_of_meeting(meeting), (meeting.evidence,), text)
    for statement in extraction.statements:
        spans = statement.pieces or (statement.content,)
        facts, grounds = _facts_of_statement(statement, names), tuple(_grounds(statement, names, text))
        yield _note(statement, "statement", names[statement.speaker], facts, spans, text, grounds)
    for project in extraction.projects:
        yield _note(project, "project", project.name, _facts_of_project(project, names), (project.evidence,), text)


def _note(
    record: Record,
    kind: str,
    heading: str,
    facts: Iterable[tuple[str, object]],
    spans: tuple[Span, ...],
    text: str,
    grounds: tuple[Ground, ...] = (),
) -> Note:
    told = tuple((name, str(value)) for name, value in facts if value)
    words = " … ".join(_words(text, span) for span in spans)
    return Note(record.id, kind, heading, told, spans, words, record.rule, record.confidence, grounds)


def _words(text: str, span: Span) -> str:
    return " ".join(text[slice(*span)].split())


def _spans_of_actor(actor: Actor) -> tuple[Span, ...]:
    """The name forms, the first of them with the office that stands beside it."""
    first, *others = actor.mentions
    office = actor.spans.get("office")
    if office is None:
        return actor.mentions
    if office[1] + _SAME_PLACE == first[0]:
        return ((office[0], first[1]), *others)
    return (*actor.mentions, office)


def _facts_of_actor(actor: Actor, names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield "type", actor.type
    yield "office", actor.office
    yield "of", names.get(actor.of or "", actor.of)


def _facts_of_meeting(meeting: Meeting) -> Iterator[tuple[str, object]]:
    yield "kind", meeting.kind
    yield "status", meeting.status
    words = f" (“{meeting.date_words}”)" if meeting.date_words else ""
    yield "date", f"{meeting.date}{words}" if meeting.date else None
    yield "place", meeting.place


def _facts_of_statement(statement: Statement, names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield "form", statement.form
    yield "kind", statement.kind
    yield "cue", statement.cue
    yield "via", names.get(statement.via or "", statement.via)
    yield "negated", "yes" if statement.negated else None
    yield "topics", ", ".join(statement.topics)


def _grounds(statement: Statement, names: Mapping[str, str], text: str) -> Iterator[Ground]:
    """To whom it was said and at which meeting, together where the same words tell both by the same rule."""
    told: dict[tuple[Span | None, str, float | None], list[Fact]] = {}
    audience = (("to", "addressee", names.get(statement.addressee or "")), ("said at", "occasion", statement.occasion))
    for name, field, value in audience:
        if value is not None:
            by = statement.rules.get(field, statement.rule)
            told.setdefault((statement.spans.get(field), by, statement.confidences.get(field)), []).append(
                (name, value)
            )
    for (span, rule, confidence), facts in told.items():
        is_inferred = span is not None and not is_within(span, statement.evidence)
        yield Ground(tuple(facts), _words(text, span) if span is not None else None, rule, confidence, is_inferred)


def _facts_of_project(project: Project, names: Mapping[str, str]) -> Iterator[tuple[str, object]]:
    yield "kind", project.kind
    yield "status", project.status
    yield "parties", ", ".join(names[p] for p in project.parties)
    yield "amount", project.amount
