"""What an article is and what it says: the records that travel through the whole product.

Offsets are Unicode code points into the article's text as read, end exclusive. No record exists without the words
that support it. Records know nothing of RDF; `kg.mapping` turns them into triples.
"""

from __future__ import annotations

import calendar
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

Span = tuple[int, int]


def cover(one: Span, other: Span) -> Span:
    """The stretch of text from the first of two spans to the end of the last."""
    return min(one[0], other[0]), max(one[1], other[1])


def is_within(span: Span, other: Span) -> bool:
    """Whether all characters of the span are of the other one too."""
    return other[0] <= span[0] and span[1] <= other[1]


def length(span: Span) -> int:
    """How many characters a span has."""
    return span[1] - span[0]


class ActorType(StrEnum):
    """What kind of body acts."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    FORMAT = "format"
    GROUP = "group"


class MeetingKind(StrEnum):
    """How the participants came together."""

    MEETING = "meeting"
    VISIT = "visit"
    SUMMIT = "summit"
    PHONE_CALL = "phone-call"
    PRESS_CONFERENCE = "press-conference"
    NEGOTIATION = "negotiation"


class MeetingStatus(StrEnum):
    """What the article says of the meeting's taking place."""

    HELD = "held"
    PLANNED = "planned"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    DENIED = "denied"


class StatementForm(StrEnum):
    """Whether the whole content stands in quotation marks."""

    QUOTE = "quote"
    PARAPHRASE = "paraphrase"


class StatementKind(StrEnum):
    """What the speaker does by saying it."""

    CLAIM = "claim"
    COMMITMENT = "commitment"
    APPEAL = "appeal"
    WARNING = "warning"
    POSITION = "position"
    ASSESSMENT = "assessment"
    ANNOUNCEMENT = "announcement"


class ProjectKind(StrEnum):
    """The field in which the parties undertake something together."""

    INFRASTRUCTURE = "infrastructure"
    ENERGY = "energy"
    TRADE = "trade"
    TRANSPORT = "transport"
    MILITARY = "military"
    HUMANITARIAN = "humanitarian"
    CULTURE = "culture"
    AGREEMENT = "agreement"
    OTHER = "other"


class ProjectStatus(StrEnum):
    """How far an undertaking has come, as the article says."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    UNDERWAY = "underway"
    COMPLETED = "completed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as the text makes it: a year, a month ("in May 2022") or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse a date that no calendar has."""
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def of(cls, day: date) -> PartialDate:
        """The calendar day as a date of day precision."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read the ISO form that `str` gives; ValueError for anything else."""
        return cls(*map(int, text.split("-")))

    @property
    def not_before(self) -> date:
        """The first day that the words may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def not_after(self) -> date:
        """The last day that the words may mean."""
        if self.day is not None:
            return self.not_before
        month = self.month or 12
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def precision(self) -> str:
        """`day`, `month` or `year`."""
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    def __str__(self) -> str:
        """ISO 8601 with as many parts as are known: `2022-07-04`, `2022-07`, `2022`."""
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)


def text_digest(text: str) -> str:
    """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


UNDATED = (
    "no date of publication, so days without a year (“on Tuesday”, “June 3”) are known only where the text tells when "
    "it was written; give “date” with the text or in a side-car (NAME.meta.json)"
)


@dataclass(frozen=True, slots=True)
class Article:
    """One text with what its source says about it.

    `source` is where the text was read, as reports name it (a path, or a path with a line number); `locator` what
    tells it from all other texts where it has neither URL nor id; `identifier` the id that the source declares.
    `published` is the day from which relative dates ("on Monday") are counted. `notes` say what of it is doubtful, as
    a guessed encoding, a sentence each; they are for reports and no part of the graph.
    """

    text: str
    source: str
    url: str | None = None
    identifier: str | None = None
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    language: str = "en"
    locator: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same article when its text changes: its URL, else its declared id, else its locator."""
        return self.url or self.identifier or self.locator or self.source

    @property
    def doubts(self) -> tuple[str, ...]:
        """What of it is doubtful, and what its records lack for want of a date."""
        return (*self.notes, UNDATED) if self.published is None else self.notes

    @property
    def digest(self) -> str:
        """The SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
        return text_digest(self.text)


def _ordered(span: Span) -> bool:
    return 0 <= span[0] < span[1]


def _check_evidence(record: str, spans: Iterable[Span]) -> None:
    spans = list(spans)
    if not spans or not all(map(_ordered, spans)):
        raise ValueError(f"{record}: every record needs evidence, as spans of at least one character; got {spans}")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts in the article: a person, a state, an organisation, a format or a group.

    `id` is local to the article; `of` names the state or body of the office, by local id or by name; `is_former` says
    that the text speaks of the office as one that was left ("former Prime Minister X"). `mentions` are
    the name forms (a description only where the text gives no name). `iri` is filled in by `kg.linking`.
    """

    id: str
    type: ActorType
    name: str
    mentions: tuple[Span, ...]
    rule: str
    office: str | None = None
    of: str | None = None
    is_former: bool = False
    iri: str | None = None
    confidence: float | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an actor without a mention."""
        _check_evidence(f"actor {self.name}", self.mentions)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two or more actors came together, or were to, as one article reports it.

    `participants` are local actor ids. `place` is the city or site in the text's words, else the country.
    """

    id: str
    kind: MeetingKind
    participants: tuple[str, ...]
    status: MeetingStatus
    evidence: Span
    rule: str
    date: PartialDate | None = None
    date_words: str | None = None
    place: str | None = None
    iri: str | None = None
    confidence: float | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a meeting without evidence or of nobody."""
        _check_evidence(f"meeting {self.id}", [self.evidence])
        if not self.participants:
            raise ValueError(f"meeting {self.id}: a meeting needs a participant")


@dataclass(frozen=True, slots=True)
class Statement:
    """An actor said something, as one article reports it.

    `content` is what was said, without cue, speaker and outer quotation marks; `pieces` are its parts where it is
    interrupted. `via` is the outlet or person that relayed it: a local actor id or a name. `occasion` is the local
    id of the meeting at which it was said. `evidence` is the sentence, with speaker and cue. `spans` has the words
    behind `cue`, `addressee` and `occasion`, the latter two often elsewhere in the text; `rules` names the rule of a
    single fact, where it is another than that of the record, and `confidences` how sure it makes that fact.
    """

    id: str
    speaker: str
    form: StatementForm
    content: Span
    cue: str
    evidence: Span
    rule: str
    addressee: str | None = None
    via: str | None = None
    topics: tuple[str, ...] = ()
    kind: StatementKind | None = None
    occasion: str | None = None
    negated: bool = False
    pieces: tuple[Span, ...] = ()
    iri: str | None = None
    confidence: float | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    confidences: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a statement without content, or said to the speaker."""
        _check_evidence(f"statement {self.id}", [self.content, self.evidence, *self.pieces])
        if self.addressee == self.speaker:
            raise ValueError(f"statement {self.id}: nobody is addressed by themselves")


@dataclass(frozen=True, slots=True)
class Project:
    """Something that states or organisations undertake together: works, an agreement, a programme, a pledged sum."""

    id: str
    name: str
    kind: ProjectKind
    parties: tuple[str, ...]
    status: ProjectStatus
    evidence: Span
    rule: str
    amount: str | None = None
    iri: str | None = None
    confidence: float | None = None
    spans: Mapping[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a project without evidence or parties."""
        _check_evidence(f"project {self.name}", [self.evidence])
        if not self.parties:
            raise ValueError(f"project {self.name}: a project needs a party")


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one article says, as read by one version of the extractor."""

    actors: tuple[Actor, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    statements: tuple[Statement, ...] = ()
    projects: tuple[Project, ...] = ()

    def check_against(self, text: str) -> None:
        """Refuse a span that points past the text or at white space: what cannot be shown supports nothing."""
        records: list[Actor | Meeting | Statement | Project] = [*self.actors, *self.meetings, *self.statements]
        for record in [*records, *self.projects]:
            for start, end in _spans_of(record):
                words = text[start:end]
                if end > len(text) or words != words.strip():
                    raise ValueError(f"{record.id}: the span {start}-{end} does not fit the words {words!r:.80}")

    def actor(self, identifier: str) -> Actor:
        """The actor with this local id; `KeyError` if there is none."""
        for actor in self.actors:
            if actor.id == identifier:
                return actor
        raise KeyError(identifier)


def _spans_of(record: Actor | Meeting | Statement | Project) -> Iterable[Span]:
    yield from record.spans.values()
    if isinstance(record, Actor):
        yield from record.mentions
    else:
        yield record.evidence
    if isinstance(record, Statement):
        yield from (record.content, *record.pieces)


_EXTRAS = ("confidence", "rule", "rules", "confidences", "spans", "pieces", "negated", "amount", "date_words")


def _render(record: Actor | Meeting | Statement | Project, *names: str) -> dict[str, Any]:
    """The named attributes, and those of the optional ones that have a value, ready for JSON."""
    rendered = {name: getattr(record, name) for name in names}
    extras = {name: getattr(record, name, None) for name in _EXTRAS}
    rendered |= {name: value for name, value in extras.items() if value}
    return rendered


def _render_meeting(meeting: Meeting) -> dict[str, Any]:
    rendered = _render(meeting, "id", "kind", "participants", "date", "place", "status", "evidence")
    known = meeting.date is not None and meeting.date.month is not None  # the format has no year alone
    return rendered | {"date": str(meeting.date) if known else None}


def render_extraction(article: Article, article_iri: str, extraction: Extraction) -> dict[str, Any]:
    """The article and its records as the public JSON object that `kg extract --format json` prints."""
    return {
        "article": {
            "iri": article_iri,
            "url": article.url,
            "title": article.title,
            "outlet": article.outlet,
            "authors": article.authors,
            "published": article.published.isoformat() if article.published else None,
            "language": article.language,
            "sha256": article.digest,
        },
        "actors": [_render(a, "id", "type", "name", "iri", "mentions", "office", "of") for a in extraction.actors],
        "meetings": [_render_meeting(meeting) for meeting in extraction.meetings],
        "statements": [
            _render(s, "id", "speaker", "addressee", "form", "content", "cue", "via", "topics", "kind", "occasion")
            for s in extraction.statements
        ],
        "projects": [_render(p, "id", "name", "kind", "parties", "status", "evidence") for p in extraction.projects],
    }
