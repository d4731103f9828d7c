"""One article as it was read beside how it was annotated: which records are pairs, which are missed or too many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.evaluation.agreement import (
    Names,
    dates_agree,
    offices_agree,
    overlap_share,
    pair_up,
    shared_length,
    told_date,
)
from kg.evaluation.gold import Annotated
from kg.records import Actor, Extraction, Meeting, Project, Span, Statement

Record = Actor | Meeting | Statement | Project
Item = TypeVar("Item", Actor, Meeting, Statement, Project, Span)
_LEAST_SHARED = 0.5  # of participants, of the words said, of parties

LAYERS = ("actors", "offices", "meetings", "statements", "statements, words only", "projects")
ATTRIBUTES = (
    "actor type", "office of", "meeting date", "meeting status", "meeting kind", "meeting place", "meeting evidence",
    "statement form", "statement via", "statement addressee", "statement kind", "statement occasion",
    "project status", "project kind", "project parties",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layer(Generic[Item]):
    """The records of one kind: pairs of what was annotated and what was read, and both without a partner."""

    pairs: tuple[tuple[Item, Item], ...]
    missed: tuple[Item, ...]
    extra: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether one attribute of a pair is right, with both its values in words."""

    attribute: str
    annotated: Record
    read: Record
    is_right: bool
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that can be counted of one article."""

    document: Annotated
    read: Extraction
    actors: Layer[Actor]
    offices: Layer[Actor]
    meetings: Layer[Meeting]
    statements: Layer[Statement]
    contents: Layer[Span]
    projects: Layer[Project]
    judgements: tuple[Judgement, ...]

    @property
    def layers(self) -> Mapping[str, Layer[Actor] | Layer[Meeting] | Layer[Statement] | Layer[Span] | Layer[Project]]:
        """The layers by the names of `LAYERS`."""
        found = (self.actors, self.offices, self.meetings, self.statements, self.contents, self.projects)
        return dict(zip(LAYERS, found, strict=True))


def compare(document: Annotated, read: Extraction, names: Names) -> Comparison:
    """Pair what was read with what was annotated."""
    gold = document.gold
    actors = _layer(gold.actors, read.actors, names.likeness)
    who = _Identities(actors, names, gold, read)
    meetings = _layer(gold.meetings, read.meetings, who.likeness_of_meetings)
    same_meeting = {(gold.id, read.id) for gold, read in meetings.pairs}
    statements = _layer(gold.statements, read.statements, who.likeness_of_statements)
    projects = _layer(gold.projects, read.projects, who.likeness_of_projects)
    judgements = (
        *(judgement for pair in actors.pairs for judgement in who.judge_actors(*pair)),
        *(judgement for pair in meetings.pairs for judgement in who.judge_meetings(*pair)),
        *(judgement for pair in statements.pairs for judgement in who.judge_statements(*pair, same_meeting)),
        *(judgement for pair in projects.pairs for judgement in who.judge_projects(*pair)),
    )
    contents = _layer(_contents(gold), _contents(read), _likeness_of_contents)
    return Comparison(
        document, read, actors, _offices(actors), meetings, statements, contents, projects, judgements
    )  # fmt: skip


def _layer(gold: Sequence[Item], read: Sequence[Item], likeness: Callable[[Item, Item], float]) -> Layer[Item]:
    partners = pair_up(len(gold), len(read), lambda i, j: likeness(gold[i], read[j]))
    taken = set(partners.values())
    return Layer(
        pairs=tuple((gold[i], read[j]) for i, j in sorted(partners.items())),
        missed=tuple(item for i, item in enumerate(gold) if i not in partners),
        extra=tuple(item for j, item in enumerate(read) if j not in taken),
    )


def _offices(actors: Layer[Actor]) -> Layer[Actor]:
    """The offices, as those who hold them: right where the same actor holds the same office."""
    right = tuple((a, b) for a, b in actors.pairs if a.office and b.office and offices_agree(a.office, b.office))
    annotated, read = {a.id for a, _ in right}, {b.id for _, b in right}
    gold = (*(a for a, _ in actors.pairs), *actors.missed)
    found = (*(b for _, b in actors.pairs), *actors.extra)
    return Layer(
        right,
        missed=tuple(a for a in gold if a.office and a.id not in annotated),
        extra=tuple(b for b in found if b.office and b.id not in read),
    )


def _contents(extraction: Extraction) -> list[Span]:
    return sorted({statement.content for statement in extraction.statements})


def _likeness_of_contents(one: Span, other: Span) -> float:
    share = overlap_share(one, other)
    return share if share >= _LEAST_SHARED else 0


class _Identities:
    """Says of each reader's actors which of the annotator's they are, and compares records by that."""

    def __init__(self, actors: Layer[Actor], names: Names, gold: Extraction, read: Extraction) -> None:
        self._names = names
        self._gold_of = {read.id: gold.id for gold, read in actors.pairs}
        self._gold_names = {actor.id: actor.name for actor in gold.actors}
        self._read_names = {actor.id: actor.name for actor in read.actors}
        self._gold_events = {meeting.id: _told(meeting, self._gold_names) for meeting in gold.meetings}
        self._read_events = {meeting.id: _told(meeting, self._read_names) for meeting in read.meetings}

    def _annotated(self, identifiers: Iterable[str]) -> set[str]:
        """The annotator's ids for the reader's; one that has none stays itself, marked, and equals nothing."""
        return {self._gold_of.get(i, f"unknown {i}") for i in identifiers}

    def likeness_of_meetings(self, gold: Meeting, read: Meeting) -> float:
        """Half of the participants agree and the dates may; the same words, day and kind decide between several."""
        mine, theirs = set(gold.participants), self._annotated(read.participants)
        share = len(mine & theirs) / len(mine | theirs)
        if share < _LEAST_SHARED or not dates_agree(gold.date, read.date):
            return 0
        same_day = bool(told_date(gold.date)) and told_date(gold.date) == told_date(read.date)
        same_words = shared_length(gold.evidence, read.evidence) > 0
        return share + 2 * same_words + 0.5 * same_day + 0.2 * (gold.kind is read.kind)

    def likeness_of_statements(self, gold: Statement, read: Statement) -> float:
        """The same speaker and half of the words."""
        share = _likeness_of_contents(gold.content, read.content)
        return share if self._gold_of.get(read.speaker) == gold.speaker else 0

    def likeness_of_projects(self, gold: Project, read: Project) -> float:
        """Words in common and a party in common."""
        common = set(gold.parties) & self._annotated(read.parties)
        return overlap_share(gold.evidence, read.evidence) if common else 0

    def judge_actors(self, gold: Actor, read: Actor) -> Iterator[Judgement]:
        """Type, and the state or body of the office where one was annotated."""
        yield _judge("actor type", gold, read, gold.type, read.type)
        if gold.office:
            wanted = self._gold_names.get(gold.of or "", gold.of)
            found = self._read_names.get(read.of or "", read.of)
            yield _judge("office of", gold, read, wanted, found, self._names.agree_loosely(wanted, found))

    def judge_meetings(self, gold: Meeting, read: Meeting) -> Iterator[Judgement]:
        """Date, status, kind, place, and whether the words are the same event's."""
        yield _judge("meeting date", gold, read, told_date(gold.date), told_date(read.date))
        yield _judge("meeting status", gold, read, gold.status, read.status)
        yield _judge("meeting kind", gold, read, gold.kind, read.kind)
        in_place = self._names.agree_loosely(gold.place, read.place)
        yield _judge("meeting place", gold, read, gold.place, read.place, in_place)
        same_words = shared_length(gold.evidence, read.evidence) > 0
        yield _judge("meeting evidence", gold, read, str(gold.evidence), str(read.evidence), same_words)

    def judge_statements(
        self, gold: Statement, read: Statement, same_meeting: Set[tuple[str, str]]
    ) -> Iterator[Judgement]:
        """Form, who relayed it, the one to whom it was said; kind and occasion where the annotation has a kind.

        Annotations without kinds tell no occasions either. Of several who are addressed an annotation names one.
        """
        yield _judge("statement form", gold, read, gold.form, read.form)
        wanted = self._gold_names.get(gold.via or "", gold.via)
        found = self._read_names.get(read.via or "", read.via)
        yield _judge("statement via", gold, read, wanted, found, self._names.agree_loosely(wanted, found))
        hears = set(filter(None, [gold.addressee])) == self._annotated(filter(None, [read.addressee]))
        wanted, found = self._gold_names.get(gold.addressee or ""), self._read_names.get(read.addressee or "")
        yield _judge("statement addressee", gold, read, wanted, found, hears)
        if gold.kind is not None:
            yield _judge("statement kind", gold, read, gold.kind, read.kind)
            is_there = read.occasion == gold.occasion is None or (gold.occasion, read.occasion) in same_meeting
            wanted, found = self._gold_events.get(gold.occasion or ""), self._read_events.get(read.occasion or "")
            yield _judge("statement occasion", gold, read, wanted, found, is_there)

    def judge_projects(self, gold: Project, read: Project) -> Iterator[Judgement]:
        """Status, kind, and whether half of the parties agree."""
        yield _judge("project status", gold, read, gold.status, read.status)
        yield _judge("project kind", gold, read, gold.kind, read.kind)
        mine, theirs = set(gold.parties), self._annotated(read.parties)
        wanted = ", ".join(self._gold_names[i] for i in gold.parties)
        found = ", ".join(self._read_names[i] for i in read.parties)
        shared = len(mine & theirs) >= _LEAST_SHARED * len(mine | theirs)
        yield _judge("project parties", gold, read, wanted, found, shared)


def _told(meeting: Meeting, names: Mapping[str, str]) -> str:
    """A meeting in words: "visit of Jeyhun Bayramov, Iran"."""
    return f"{meeting.kind} of {', '.join(names[i] for i in meeting.participants)}"


def _judge(
    attribute: str, gold: Record, read: Record, wanted: str | None, found: str | None, is_right: bool | None = None
) -> Judgement:
    right = wanted == found if is_right is None else is_right
    return Judgement(attribute, gold, read, right, str(wanted or "none"), str(found or "none"))
