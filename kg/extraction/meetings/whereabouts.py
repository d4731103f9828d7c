"""Where the events of an article took place: what their sentences say, else what the article tells elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, children, has_child, is_verb, objects_of, verb_over
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.datelines import city_of_dateline
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind
from kg.extraction.meetings.encounters import ASSEMBLY, SUMMONING, Encounter, agree
from kg.extraction.meetings.occasions import NOUNS, is_aside, is_assembly
from kg.extraction.meetings.participants import Participants
from kg.extraction.meetings.places import PLACES, is_beside, is_met_in, is_town, place_of
from kg.extraction.wording.circumstances import (
    HAPPENING,
    is_future,
)
from kg.records import ActorType, MeetingKind, MeetingStatus
from kg.reference import Place

_MONTH = len("2022-07")
_LEADING = frozenset("in at to from near outside left".split())  # words after which a city is where somebody is
_ROVING = (MeetingKind.PHONE_CALL, MeetingKind.VISIT)  # calls are held from anywhere, visits tell themselves where
_BEING = frozenset("be arrive land".split())
_REACH = 6  # words between a place and "where"
_INSIDE = frozenset("in at outside".split())
# With these words end the names of sites.
_SITES = frozenset(
    """airport palace house hall hotel castle residence villa ranch center centre base headquarters resort complex
    mansion lodge pavilion""".split()
)


class Whereabouts:
    """Places of the encounters of one article."""

    def __init__(self, cast: Cast, who: Participants) -> None:
        self._cast = cast
        self._who = who

    def told_at(self, trigger: Token) -> Name | None:
        """Where the sentence says that it was: "in Baku", "in the Azerbaijani capital", "the | Munich | conference"."""
        names = self._known(trigger.sent)
        if (there := self._named_by_where(names, trigger)) is not None:
            return there
        if place := place_of(self._cast.document, names, trigger):
            return place
        if self.dateline is not None and _is_here(trigger):
            return self.dateline
        if (place := self._where_somebody_is(trigger)) is not None:
            return place
        if (place := self._at_host(trigger)) is not None:
            return place
        words = trigger.doc[trigger.left_edge.i : trigger.i] if trigger.pos_ in ("NOUN", "PROPN") else ()
        named = (t for t in words if t.pos_ == "PROPN" and t.dep_ in ("compound", "nmod") and t.is_title)
        cities = (self._cast.city_called(t.text, (t.idx, t.idx + len(t))) for t in named)
        return next((city for city in cities if city is not None), None)

    def _at_host(self, trigger: Token) -> Name | None:
        """The state or city that hosts the event: "| Tehran | will host talks", "a summit hosted by | Brazil |"."""
        hostings = [t for t in (trigger, trigger.head, *children(trigger, "acl", "relcl")) if t.lemma_ == "host"]
        hosts = (t for verb in hostings for t in (*children(verb, "nsubj"), *objects_of(verb, ("by",))))
        names = (self._cast.names.at(t) for t in hosts)
        return next((n for n in names if n is not None and n.kind in PLACES and not n.is_region), None)

    def _where_somebody_is(self, trigger: Token) -> Name | None:
        """Where the subject is told to be: "X, | who is in Beirut | for talks, met Y"."""
        verb = trigger if is_verb(trigger) else verb_over(trigger)
        subjects = children(verb, *SUBJECTS) if verb is not None and not is_future(trigger) else ()
        stays = (
            c for s in subjects for n in (s, *children(s, "appos")) for c in children(n, "relcl") if c.lemma_ in _BEING
        )
        places = (p for stay in stays for t in objects_of(stay, ("in",)) for p in (self._cast.names.at(t),))
        return next((p for p in places if p is not None and p.kind in PLACES), None)

    def _named_by_where(self, names: Iterable[Name], trigger: Token) -> Name | None:
        """The place of which a clause tells: "flew to | Beijing |, where X was received"; in it may be a finer one."""
        verb = trigger if is_verb(trigger) else verb_over(trigger)
        clause = next((t for t in (verb, *verb.ancestors) if t.dep_ == "relcl"), None) if verb is not None else None
        where = next((t for t in clause.lefts if t.lower_ == "where"), None) if clause is not None else None
        if where is None or trigger.i < where.i:
            return None
        names = list(names)
        if (within := place_of(self._cast.document, [n for n in names if n.start > where.i], trigger)) is not None:
            return within
        before = [n for n in names if n.kind in PLACES and 0 < where.i - n.end < _REACH and n.start >= where.sent.start]
        return max(before, key=lambda n: n.start, default=None)

    def _sites(self, sentence: TokenSpan) -> Iterator[Name]:
        """Sites and towns that no table knows, behind "in" and "at": "at | Entebbe International Airport |"."""
        for preposition in (t for t in sentence if t.lower_ in _INSIDE):
            start = preposition.i + 1
            start += start < sentence.end and sentence.doc[start].lower_ == "the"
            end = start
            while end < sentence.end and sentence.doc[end].pos_ == "PROPN" and self._is_nobodys(sentence.doc[end]):
                end += 1
            words = sentence.doc[start:end]
            is_owning = sentence.doc[end : end + 1].text in POSSESSIVE  # not "in | Lula's | view"
            is_named = is_town(words) or self._is_in_state(words) or is_met_in(words, preposition)
            is_site = end > start and (words[-1].lower_ in _SITES or is_named) and not self._is_date(words)
            if is_site and not is_owning:
                place = Place(words.text, (), (), None, "venue", None)
                yield Name(NameKind.PLACE, place, start, end, (words.start_char, words.end_char))

    def _is_date(self, words: TokenSpan) -> bool:
        """Whether the words say when: "the first meeting in | June | 2021"."""
        return any(d.span[0] < words.end_char and words.start_char < d.span[1] for d in self._cast.document.dates)

    def _is_in_state(self, words: TokenSpan) -> bool:
        """Whether a state is named right after: "in | Apulia |, Italy"."""
        after = words.doc[words.end : words.end + 2]
        name = self._cast.names.at(after[1]) if len(after) == 2 and after[0].text == "," else None
        return name is not None and name.kind is NameKind.STATE

    def _is_nobodys(self, word: Token) -> bool:
        """Whether the word is part of no name that is known, nor of a person's."""
        figure = self._cast.named_at(word)
        return self._cast.names.at(word) is None and (figure is None or figure.type is not ActorType.PERSON)

    def own(self, noun: Token) -> Name | None:
        """Where the noun's phrase or the verb by which it came about says that it was: "the talks | in Baku"."""
        verb = noun.head if noun.dep_ in SUBJECTS and noun.head.lemma_ in HAPPENING else None
        place = place_of(self._cast.document, self._cast.names, noun)
        if place is None:
            return None
        before = noun.doc[place.start - 1]
        before = before.nbor(-1) if before.lower_ == "the" and before.i else before
        return place if before.head in (noun, verb) else None

    def is_told(self, verb: Token) -> bool:
        """Whether it says where, or at which event: "spoke with X | in Riyadh |", not "on objects | in the air |"."""
        place = self.told_at(verb)
        words = (verb.doc[place.start], *verb.doc[place.start].ancestors) if place is not None else ()
        above = list(itertools.takewhile(lambda t: t != verb, words))
        is_of_verb = 0 < len(above) < len(words) and all(t.pos_ in ("ADP", "PROPN") for t in above)
        return is_of_verb or self.setting(verb) is not None

    def behind(self, person: Token) -> Name | None:
        """The place right behind somebody's name, wherever the parser hangs it: "discussed it with X | in Riyadh |"."""
        link = person.doc[person.i + 1 : person.i + 2]
        if link.text not in _INSIDE:
            return None
        return next((n for n in self._known(person.sent) if n.start in (link.end, link.end + 1)), None)

    def _known(self, sentence: TokenSpan) -> list[Name]:
        capitals = (c for t in sentence if (c := self._cast.capital_at(t)) is not None)
        names = [*self._cast.names, *capitals, *self._sites(sentence)]
        return [n for n in names if n.kind in PLACES]

    def setting(self, trigger: Token) -> Figure | None:
        """The body beside or at whose event people met: "met X on the sidelines of | the G20 | summit"."""
        own = trigger if is_verb(trigger) else verb_over(trigger)
        for noun in trigger.sent:
            is_event = (
                NOUNS.get(noun.lemma_.lower()) is MeetingKind.SUMMIT or is_assembly(noun) or self._is_format(noun)
            )
            if noun == trigger or not (is_event or is_aside(noun)) or noun.dep_ != "pobj":
                continue
            is_near = is_beside(noun, trigger) if trigger in noun.ancestors else verb_over(noun) == own
            if is_near and (is_aside(noun) or noun.head.lower_ in ("at", "during")):
                bodies = [f for f in self._who.before(noun) if f.type is not ActorType.PERSON]
                if bodies:
                    return bodies[-1]
        return None

    def _is_format(self, noun: Token) -> bool:
        figure = self._cast.named_at(noun)
        return figure is not None and figure.type is ActorType.FORMAT  # "met at | the G7 |"

    def seat(self, found: list[Encounter]) -> list[Encounter]:
        """Give places to encounters that have none, and the city where only its state is told."""
        seated = [self._beside(e, found) for e in found]
        seated = [self._during(e, seated) for e in seated]
        seated = [self._in_city(self._at_summoner(self._at_dateline(e, seated))) for e in seated]
        return [remote if remote.is_remote else e for remote, e in zip(found, seated, strict=True)]

    def _beside(self, encounter: Encounter, found: Iterable[Encounter]) -> Encounter:
        """Seat a meeting where the summit is at which people met: "met X on the sidelines of | the G20 summit |"."""
        if encounter.place is not None or encounter.setting is None:
            return encounter
        events = (e for e in found if e.place is not None and encounter.setting in e.participants)
        event = next((e for e in events if e.kind is MeetingKind.SUMMIT or e.rule == ASSEMBLY), None)
        return encounter if event is None else replace(encounter, place=event.place)

    def _during(self, encounter: Encounter, found: Iterable[Encounter]) -> Encounter:
        """Seat a meeting where the visit led during which it took place.

        On a visit that is yet to come, or was called off, nobody has met.
        """
        if encounter.place is not None or encounter.kind in _ROVING:
            return encounter
        visits = [v for v in found if v.kind is MeetingKind.VISIT and v.place is not None and not v.place.is_region]
        visit = _visit_around(encounter, visits)
        is_elsewhere = visit is not None and visit.evidence[0] > encounter.evidence[0] and self._is_away(visit)
        return encounter if visit is None or is_elsewhere else replace(encounter, place=visit.place)

    def _is_away(self, visit: Encounter) -> bool:
        """Whether the visit was to another state than that from which the article reports."""
        if self.dateline is None or visit.place is None:
            return False
        return self._state_of(visit.place) != self._state_of(self.dateline)

    def _at_dateline(self, encounter: Encounter, found: Iterable[Encounter]) -> Encounter:
        """Seat a meeting with foreigners in the city from which its host's country reports: "TEHRAN – X met Y".

        But not if the article tells that the host was in another country.
        """
        city, is_event = self.dateline, encounter.kind not in (*_ROVING, MeetingKind.SUMMIT)
        if encounter.place is not None or city is None or not is_event or encounter.status is not MeetingStatus.HELD:
            return encounter
        state = self._state_of(city)
        hosts = [f for f in encounter.participants if state in (f.of, f.name)]
        told = (e.place for e in found if e.place is not None and any(f in e.participants for f in hosts))
        is_abroad = any((other := self._state_of(place)) is not None and other != state for place in told)
        is_visited = bool(hosts) and len(hosts) < len(encounter.participants) and not is_abroad
        is_visited = is_visited or (not hosts and self._faces_press_there(encounter, state, found))
        return replace(encounter, place=city) if is_visited else encounter

    def _faces_press_there(self, encounter: Encounter, state: str | None, found: Iterable[Encounter]) -> bool:
        """Whether a guest told the press of talks with somebody of the state: "told a press conference"."""
        if encounter.kind is not MeetingKind.PRESS_CONFERENCE or state is None:
            return False
        guests = encounter.participants
        talks = (e for e in found if e is not encounter and not e.is_remote and e.status is MeetingStatus.HELD)
        return any(guests[0] in e.participants and any(f.of == state for f in e.participants) for e in talks)

    def _at_summoner(self, encounter: Encounter) -> Encounter:
        """Seat an envoy who is summoned in the state that does so: "| Manila | summoned the Chinese ambassador"."""
        if encounter.place is not None or encounter.rule != SUMMONING:
            return encounter
        host = encounter.participants[0]
        owner = host.name if host.type is ActorType.STATE else host.of
        start, end = encounter.evidence
        here = (
            n for n in self._cast.names if start <= n.span[0] < end and n.kind in (NameKind.STATE, NameKind.CAPITAL)
        )
        named = next((n for n in here if owner is not None and self._state_of(n) == owner), None)
        return replace(encounter, place=named)

    def _in_city(self, encounter: Encounter) -> Encounter:
        """Name the city where people met in a state, if the article was in one: "visit to | China | … in Beijing".

        Who visits a state visits it, whichever cities; and of what is to come the city is not known.
        """
        is_held = encounter.kind is not MeetingKind.VISIT and encounter.status is MeetingStatus.HELD
        if encounter.place is None or encounter.place.kind is not NameKind.STATE or not is_held:
            return encounter
        state = self._state_of(encounter.place)
        cities = {city.entry: city for city in self._cities if self._state_of(city) == state}
        return replace(encounter, place=next(iter(cities.values()))) if len(cities) == 1 else encounter

    def _state_of(self, place: Name) -> str | None:
        return self._cast.name_of_state_at(place)

    @cached_property
    def _cities(self) -> tuple[Name, ...]:
        """The cities in which the article says that somebody was: "in Beijing", "to Doha", the one of the dateline."""
        return (*([self.dateline] if self.dateline else []), *self._cities_told())

    def _cities_told(self) -> Iterator[Name]:
        document = self._cast.document
        for name in self._cast.names:
            is_city = name.kind is NameKind.CAPITAL or (name.kind is NameKind.PLACE and name.entry.kind == "city")
            before = document.doc[name.start - 1].lower_ if name.start else ""
            if is_city and before in _LEADING and document.quotation_at(name.span[0]) is None:
                yield name

    @cached_property
    def dateline(self) -> Name | None:
        """The city from which the article reports."""
        return city_of_dateline(self._cast)


def _visit_around(encounter: Encounter, visits: Iterable[Encounter]) -> Encounter | None:
    """The visit during which the visitor met somebody: to the other's state, else the one told last before it."""
    possible = [
        v for v in visits
        if len(v.participants) > 1 and v.participants[0] in encounter.participants
        and v.status in (MeetingStatus.HELD, encounter.status) and agree(v, encounter, _MONTH)
    ]  # fmt: skip
    hosted = [v for v in possible if any(f.of == v.participants[-1].name for f in encounter.participants)]
    if not hosted:
        possible = [v for v in possible if not v.is_apart or v.evidence[1] <= encounter.evidence[0]]
    if not hosted and _is_with_others(encounter, possible):
        possible = [v for v in possible if v.evidence[0] <= encounter.evidence[0] < v.evidence[1]]
    if not hosted and encounter.kind in (MeetingKind.SUMMIT, MeetingKind.NEGOTIATION):
        # one between others may have been anywhere, unless it was what one came for: "flew to Bari | for a summit"
        possible = [v for v in possible if v.evidence[0] == encounter.evidence[0]]
    before = [v for v in hosted or possible if v.evidence[0] <= encounter.evidence[0]]
    return before[-1] if before else (possible[0] if len(possible) == 1 else None)


def _is_with_others(encounter: Encounter, visits: Iterable[Encounter]) -> bool:
    """Whether a visitor met somebody of a state that none of the visits was to: that may have been anywhere."""
    visitors = [f for v in visits for f in v.participants[:-1]]
    home = {f.of for f in visitors}
    return any(f.of is not None and f.of not in home for f in encounter.participants if f not in visitors)


def _is_here(trigger: Token) -> bool:
    """Whether the event was where the article is written: "held talks | here | on Monday"."""
    own = trigger if is_verb(trigger) else verb_over(trigger)
    return has_child(trigger, ("here",)) or (own is not None and has_child(own, ("here",)))
