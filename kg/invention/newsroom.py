"""A newsroom that invents articles with their records, any number of them, the same ones for the same seed.

Who acts are the states of the reference tables and whoever held an office of them on the day. As in real news a few
states act in most articles, one meeting is told by several outlets, and some articles are the text of an earlier one in
another outlet.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import accumulate, count
from random import Random
from typing import TypeVar

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
from kg.reference import Reference, State

T = TypeVar("T")

_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3650
_OFFICES = ("foreign-minister", "president", "prime-minister", "defence-minister", "trade-minister", "energy-minister")
_RETOLD = 0.3  # share of meetings that an earlier article of the same week told too
_COPIED = 0.12  # share of articles that are the text of one of the last hundred in another outlet
_REMEMBERED = 100
_STATEMENTS = (3, 9)
_SPOKEN_OF = "trade energy transport security culture visas investment water education tourism".split()
_ADJECTIVES = "close new joint lasting regional bilateral economic mutual open difficult".split()
_NOUNS = "cooperation ties dialogue agreement partnership talks projects routes exchanges consultations".split()
_VERBS = "strengthen expand support discuss restore develop review deepen continue defend".split()
_GIVEN = (
    "Alma Boris Clara Daud Elena Farid Greta Hamid Irena Jonas Kamal Laila Marek Nadia Omar Petra Rustam Selma".split()
)
_FAMILY = (
    "Abdi Berg Costa Demir Ekho Falk Garo Hale Ismet Jurka Kovan Lorne Mirza Norda Orlo Pashan Quist Rovan".split()
)
_TOPICS = ("trade and economy", "energy", "transport", "war and security", "bilateral relations", "water")
_CUES = {
    "said that": StatementKind.CLAIM,
    "pledged that": StatementKind.COMMITMENT,
    "warned that": StatementKind.WARNING,
}


@dataclass(frozen=True, slots=True)
class _Official:
    """Somebody who acts for a state, with the title in the words of the news."""

    name: str
    title: str
    state: State


@dataclass(frozen=True, slots=True)
class _Encounter:
    """A meeting that several articles may tell."""

    guest: _Official
    host: _Official
    place: str
    day: date
    kind: MeetingKind


@dataclass(slots=True)
class _Draft:
    """An article in the making: its words, and the records that point into them."""

    words: str = ""
    actors: dict[str, Actor] = field(default_factory=dict)
    meetings: list[Meeting] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    def say(self, words: str) -> Span:
        """Append the words; where they stand."""
        start = len(self.words)
        self.words += words
        return start, len(self.words)

    def name(self, official: _Official, with_title: bool) -> str:
        """Name somebody, as an actor of the article; the local id."""
        title = self.say(f"{official.title} ")[0] if with_title else None
        mention = self.say(official.name)
        if (known := self.actors.get(official.name)) is None:
            self.state(official.state)
            spans = {} if title is None else {"office": (title, title + len(official.title))}
            known = Actor(
                f"a{len(self.actors)}",
                ActorType.PERSON,
                official.name,
                (mention,),
                "invention.actor",
                office=official.title,
                of=official.state.name,
                spans=spans,
            )
        self.actors[official.name] = replace(known, mentions=tuple(dict.fromkeys((*known.mentions, mention))))
        return known.id

    def state(self, state: State) -> None:
        """Make the state an actor; the article has named it in its first words."""
        start = self.words.find(state.name)
        if state.name not in self.actors and start >= 0:
            self.actors[state.name] = Actor(
                f"a{len(self.actors)}",
                ActorType.STATE,
                state.name,
                ((start, start + len(state.name)),),
                "invention.actor",
            )

    @property
    def extraction(self) -> Extraction:
        """The records."""
        actors = tuple(self.actors.values())
        return Extraction(actors, tuple(self.meetings), tuple(self.statements), tuple(self.projects))


class Newsroom:
    """Invents articles one after another, the earliest first; the same ones for the same tables and seed."""

    def __init__(self, reference: Reference, seed: int) -> None:
        self._reference = reference
        self._random = Random(seed)
        self._states = self._shuffled([state for state in reference.states if state.kind == "state" and state.capitals])
        self._outlets = self._shuffled(reference.outlets)[:60]
        self._recent: deque[_Encounter] = deque(maxlen=_REMEMBERED)
        self._printed: deque[tuple[Article, Extraction]] = deque(maxlen=_REMEMBERED)

    def articles(self) -> Iterator[tuple[Article, Extraction]]:
        """Articles without end, each with its records, not yet linked."""
        for number in count():
            day = _FIRST_DAY + timedelta(days=number * 7 // 20 % _DAYS)
            outlet = self._chosen(self._outlets).name
            source, identifier = f"invented/{number}", f"invented:{number}"
            if self._printed and self._random.random() < _COPIED:
                first, told = self._random.choice(self._printed)
                copy = replace(first, source=source, identifier=identifier, outlet=outlet, published=day)
                yield copy, told
                continue
            draft = self._draft(day)
            title = draft.words.partition(".")[0]
            article = Article(draft.words, source, identifier=identifier, title=title, outlet=outlet, published=day)
            self._printed.append((article, draft.extraction))
            yield article, draft.extraction

    def _draft(self, day: date) -> _Draft:
        draft = _Draft()
        encounter = self._encounter(day)
        present = self._tell_meeting(draft, encounter)
        draft.say("\n\n")
        for _ in range(self._random.randint(*_STATEMENTS)):
            self._tell_statement(draft, encounter, present)
        if self._random.random() < 1 / 3:
            self._tell_project(draft, encounter, present)
        draft.words = draft.words.rstrip()
        return draft

    def _encounter(self, day: date) -> _Encounter:
        recent = [told for told in self._recent if day - told.day < timedelta(days=7)]
        if recent and self._random.random() < _RETOLD:
            return self._random.choice(recent)
        host, guest = self._two_states()
        kind = self._random.choice(
            [MeetingKind.MEETING, MeetingKind.MEETING, MeetingKind.VISIT, MeetingKind.PHONE_CALL]
        )
        held = day - timedelta(days=self._random.randrange(3))
        officials = [self._official(state, held) for state in (guest, host)]
        self._recent.append(_Encounter(officials[0], officials[1], host.capitals[0], held, kind))
        return self._recent[-1]

    def _two_states(self) -> tuple[State, State]:
        host = guest = self._chosen(self._states)
        while guest is host:
            guest = self._chosen(self._states)
        return host, guest

    def _official(self, state: State, day: date) -> _Official:
        """Who held an office of the state on the day by the register, or somebody invented whom it does not know."""
        for office in self._random.sample(_OFFICES, 2):
            held = [
                p for p in self._reference.register.holders(office, state.code) if p.held(office, state.code, str(day))
            ]
            if held:
                person = self._random.choice(held)
                return _Official(person.name, self._reference.office_with_id(office).name, state)
        name = f"{self._random.choice(_GIVEN)} {self._random.choice(_FAMILY)}-{self._random.choice(_FAMILY)}"
        return _Official(name, self._random.choice(["Deputy Foreign Minister", "Ambassador", "Spokesperson"]), state)

    def _tell_meeting(self, draft: _Draft, met: _Encounter) -> tuple[str, str]:
        start = len(draft.words)
        draft.say(f"{met.guest.state.name} and {met.host.state.name}: ")
        guest = draft.name(met.guest, with_title=True)
        draft.say({MeetingKind.VISIT: " visited ", MeetingKind.PHONE_CALL: " called "}.get(met.kind, " met "))
        host = draft.name(met.host, with_title=True)
        spans: dict[str, Span] = {}
        place = None
        if met.kind is not MeetingKind.PHONE_CALL:
            draft.say(" in ")
            place, spans["place"] = met.place, draft.say(met.place)
        draft.say(" on ")
        words = f"{met.day.day} {met.day:%B %Y}"
        spans["date"] = draft.say(words)
        end = draft.say(".")[1]
        kind, evidence, day = met.kind, (start, end), PartialDate.of(met.day)
        draft.meetings.append(
            Meeting(
                "m0",
                kind,
                (guest, host),
                MeetingStatus.HELD,
                evidence,
                "invention.meeting",
                day,
                words,
                place,
                spans=spans,
            )
        )
        return guest, host

    def _tell_statement(self, draft: _Draft, met: _Encounter, present: tuple[str, str]) -> None:
        side = self._random.randrange(2)
        speaker, topic = (met.guest, met.host)[side], self._random.choice(_TOPICS)
        start, number = len(draft.words), len(draft.statements)
        clause = self._clause(met)
        if self._random.random() < 0.4:
            draft.say("“")
            content = draft.say(clause[0].upper() + clause[1:])
            draft.say(",” ")
            draft.name(speaker, with_title=False)
            cue, form, kind = "said", StatementForm.QUOTE, StatementKind.CLAIM
            draft.say(" said.")
        else:
            cue, kind = self._random.choice(list(_CUES.items()))
            form = StatementForm.PARAPHRASE
            draft.name(speaker, with_title=False)
            draft.say(f" {cue} ")
            content = draft.say(clause)
            draft.say(".")
        evidence = start, len(draft.words)
        draft.say(" " if self._random.random() < 0.7 else "\n\n")
        draft.statements.append(
            Statement(
                f"s{number}",
                present[side],
                form,
                content,
                cue.split()[0],
                evidence,
                "invention.statement",
                addressee=present[1 - side] if self._random.random() < 0.2 else None,
                topics=(topic,),
                kind=kind,
                occasion="m0" if self._random.random() < 0.5 else None,
            )
        )

    def _clause(self, met: _Encounter) -> str:
        pick = self._random.choice
        parts = (
            f"{met.guest.state.name} and {met.host.state.name} would {pick(_VERBS)} their {pick(_ADJECTIVES)}",
            f"{pick(_NOUNS)} in {pick(_SPOKEN_OF)} and {pick(_SPOKEN_OF)},",
            f"while {pick(_ADJECTIVES)} {pick(_NOUNS)} would {pick(_VERBS)} {pick(_SPOKEN_OF)}",
            f"by {self._random.randrange(2, 60)} percent until {met.day.year + self._random.randrange(1, 9)}",
        )
        return " ".join(parts[: self._random.randint(2, len(parts))]).rstrip(",")

    def _tell_project(self, draft: _Draft, met: _Encounter, parties: tuple[str, str]) -> None:
        kind = self._random.choice([ProjectKind.ENERGY, ProjectKind.TRANSPORT, ProjectKind.TRADE])
        name = f"{met.host.state.name} {self._random.choice(_ADJECTIVES)} {kind.value} corridor"
        start = draft.say("The two sides signed an agreement on the ")[0]
        named = draft.say(name)
        evidence = start, draft.say(".")[1]
        status = self._random.choice([ProjectStatus.PLANNED, ProjectStatus.UNDERWAY, ProjectStatus.PROPOSED])
        draft.projects.append(
            Project("p0", name, kind, parties, status, evidence, "invention.project", spans={"name": named})
        )

    def _chosen(self, things: Sequence[T]) -> T:
        """One of the things, the first more often than later ones (Zipf's law)."""
        return self._random.choices(things, cum_weights=_falling(len(things)))[0]

    def _shuffled(self, things: Sequence[T]) -> list[T]:
        return self._random.sample(things, len(things))


@cache
def _falling(number: int) -> list[float]:
    """The weights of so many things by Zipf's law, added up."""
    return list(accumulate(1 / rank for rank in range(1, number + 1)))
