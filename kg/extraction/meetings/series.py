"""Series: meetings told only as another one of those told before: "The first round, in May, failed"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, children, has_child, objects_of
from kg.extraction.actors.cast import Figure, distinct
from kg.extraction.meetings.encounters import Encounter, agree
from kg.extraction.meetings.happenings import Happenings
from kg.extraction.meetings.occasions import NOUNS, event_of, kind_of
from kg.extraction.meetings.participants import Participants
from kg.extraction.meetings.sides import is_group
from kg.extraction.meetings.telling import is_event
from kg.extraction.rulebook import reads
from kg.records import ActorType, MeetingKind, MeetingStatus

_OTHERS = frozenset("first previous earlier last next another following further final new".split())
"""Words before a noun of meeting that tell it from the one told before."""
_PARTS = frozenset("round session".split())
_HOSTING = frozenset("host chair convene organise organize".split())
_YEARS = 2  # after which others may hold the offices
_TALKS = frozenset([MeetingKind.MEETING, MeetingKind.NEGOTIATION])


def is_another(noun: Token) -> bool:
    """Whether the noun names another meeting of a series by its place in it: "the | next | summit"."""
    word = noun.lemma_.lower()
    is_part = word in _PARTS and not any(t.lemma_.lower() not in NOUNS for t in objects_of(noun, ("of",)))
    return noun.pos_ == "NOUN" and (word in NOUNS or is_part) and has_child(noun, _OTHERS) and is_event(noun)


class Series:
    """Reads the other meetings of those that the article has told of."""

    def __init__(self, who: Participants, happenings: Happenings) -> None:
        self._who = who
        self._happenings = happenings

    @reads("meeting", "series")
    def of(self, noun: Token, found: Sequence[Encounter]) -> Encounter | None:
        """Read "The first round, in May, failed" of those whom the article first told of; None if it names others.

        It must be told when it was, and not on the day of the other; or be planned where that one was held.
        """
        kind = None if noun.lemma_.lower() in _PARTS else kind_of(noun)
        kinds = _TALKS if kind is None or kind in _TALKS else {kind}
        told = next((e for e in found if e.kind in kinds and self._is_in_series(e)), None)
        if told is None or self._named(noun):
            return None
        participants = distinct([*told.participants, *self._hosts(noun)])
        other = self._happenings.of(noun, told.kind, participants, "meeting.series")
        is_to_come = other.status is MeetingStatus.PLANNED and told.status is MeetingStatus.HELD
        is_of_other_day = other.date is not None and told.date is not None and not agree(other, told)
        if is_of_other_day and _is_years_before(other, told) and any(f.type is ActorType.PERSON for f in participants):
            return None  # who holds the offices today may not have met then
        return other if is_to_come or is_of_other_day else None

    def _is_in_series(self, encounter: Encounter) -> bool:
        """Whether those who took part are named: "X met lawmakers" is no series."""
        return len(encounter.participants) > 1 or is_group(encounter.participants[0])

    def _named(self, noun: Token) -> list[Figure]:
        """Who else takes part by the words of the noun: "the next round of | Iran-Iraq | talks"."""
        hosts, events = self._hosts(noun), (noun, event_of(noun))
        named = (f for event in events for f in (*self._who.named_by(event), *self._who.before(event)))
        return [f for f in named if f not in hosts]

    def _hosts(self, noun: Token) -> list[Figure]:
        """Who holds it: "a round hosted by | X |", "the next one, which | X | will host", "| X | will host another"."""
        verbs = [c for c in children(noun, "acl", "relcl") if c.lemma_ in _HOSTING]
        named = [t for verb in verbs for t in (*children(verb, *SUBJECTS), *objects_of(verb, ("by",)))]
        is_hosted = noun.dep_ == "dobj" and noun.head.lemma_ in _HOSTING
        hosts = [*self._who.figures(*named), *(self._who.subjects(noun.head) if is_hosted else [])]
        return [f for f in hosts if f.type in (ActorType.STATE, ActorType.PERSON)]


def _is_years_before(other: Encounter, told: Encounter) -> bool:
    return other.date is not None and told.date is not None and other.date.year <= told.date.year - _YEARS
