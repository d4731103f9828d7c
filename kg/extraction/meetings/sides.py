"""The sides of talks: who takes part in the event of a noun, and whether those named are enough for a meeting."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.analysis.syntax import has_child, objects_of, verb_over
from kg.extraction.actors.cast import Figure, distinct
from kg.extraction.meetings.occasions import is_aside, is_hypothetical, is_topic, kind_of, whole_of
from kg.extraction.meetings.partaking import OFFICIALS, is_attendance
from kg.extraction.meetings.participants import MISSING, Participants
from kg.extraction.wording.circumstances import SPEAKING_OF, is_future, is_prospect
from kg.records import ActorType, MeetingKind

_DISPUTED = frozenset("peace ceasefire truce nuclear indirect reconciliation reunification accession".split())
_APART = ("separate", "individual")
_PROPOSING = frozenset("invite propose".split())  # whose subject takes part


class Sides:
    """Finds who takes part in the meetings that nouns name."""

    def __init__(self, who: Participants) -> None:
        self._who = who

    def is_half_named(self, noun: Token, figure: Figure) -> bool:
        """Whether the text names one side of talks and not the other: "X held talks with | rebels |"."""
        is_side = figure.title is not None or figure.type is not ActorType.PERSON
        is_consulting = noun.lemma_ == "consultation"  # "in | consultation | with its partners"
        is_missed = noun.dep_ == "dobj" and noun.head.lemma_ in MISSING
        verb = verb_over(noun)
        is_attended = verb is not None and is_attendance(verb)  # "was present | at talks | with X", held by others
        is_event = not (is_consulting or is_missed or is_attended or is_topic(noun) or is_prospect(noun))
        return is_side and is_event and not is_hypothetical(noun) and self._is_with(noun, figure)

    def _is_with(self, noun: Token, figure: Figure) -> bool:
        """Whether there is another side, unnamed or not told: "it came up during talks | with X |"."""
        return self._is_met(noun, figure) or self._who.are_with_unnamed(noun) or _is_of_officials(noun)

    def _is_met(self, noun: Token, figure: Figure) -> bool:
        return figure.type is ActorType.PERSON and figure in self._who.figures(*objects_of(noun, ("with",)))

    def may_be_known(self, noun: Token, figure: Figure) -> bool:
        """Whether the other side may be one told before: "in talks with X", "in X's talks with | the party chief |"."""
        met = (t for t in objects_of(noun, ("with",)) if t.tag_ == "NN")
        return self._is_met(noun, figure) or any(has_child(t, ("the", "his", "her")) for t in met)

    def at_event(self, noun: Token, kind: MeetingKind) -> list[Figure]:
        """Who takes part in the event of the noun: whom its phrase names, and who does something at it or beside it."""
        named, before = self._who.named_by(noun), self._who.before(noun)
        if is_prospect(noun) and not named and not {noun.head.lemma_, noun.head.head.lemma_} & _PROPOSING:
            # who prepares, announces or discusses a meeting that names nobody need not take part in it
            return distinct(before)
        if _is_spoken_of(noun) and len(states := [f for f in before if f.type is ActorType.STATE]) > 1:
            return states  # "X and Y discussed | the Iran-Iraq talks |"
        if is_aside(noun):  # those who met "on the sidelines of | the G20 summit" were at it
            return distinct([*self._who.governing(noun), *before] if before and not is_future(noun) else before)
        if not named and kind in (MeetingKind.MEETING, MeetingKind.PHONE_CALL):
            named = self._who.addressed(noun)
        is_complete = (
            has_child(noun, ("between", "among")) or is_topic(noun) or len(self._who.owning_together(noun)) > 1
        )
        is_complete = is_complete or sum(f.type is ActorType.PERSON for f in before) > 1  # "the X-Y | talks |"
        is_open = kind is MeetingKind.SUMMIT or len(named) < 2 or noun.dep_ in ("dobj", "pobj")
        return distinct([*self._who.governing(noun), *named, *before] if is_open and not is_complete else named)

    def apart(self, noun: Token, kind: MeetingKind) -> list[list[Figure]]:
        """Who was in each of several: "held | separate talks | with A and B", "phone | calls | with A and B"."""
        is_each = has_child(noun, _APART) or has_child(noun.head, ("respectively", "separately"))
        are_many = noun.tag_ == "NNS" and (kind is MeetingKind.PHONE_CALL or is_each)
        holders = self._who.governing(noun) if are_many and noun.dep_ == "dobj" else []
        others = [f for f in self._who.named_by(noun) if f not in holders] if len(holders) == 1 else []
        return [[*holders, other] for other in distinct(others)]


def _is_of_officials(noun: Token) -> bool:
    """Whether somebody attends what is told as a meeting of several: "attended a meeting of | foreign ministers |"."""
    attended = noun.head if noun.dep_ == "dobj" else noun.head.head if noun.dep_ == "pobj" else None
    is_attended = attended is not None and (
        attended.lemma_ in ("attend", "join", "participate") or has_child(attended, ("part",))
    )
    return is_attended and any(t.tag_ in ("NNS", "NNPS") and t.lower_ in OFFICIALS for t in objects_of(noun, ("of",)))


def _is_spoken_of(noun: Token) -> bool:
    """Whether the event is what others talk about: "discussed | the talks", "discussed preparations for | them"."""
    part = whole_of(noun)
    verb = verb_over(part)
    on = part.head.head if part.dep_ == "pobj" and part.head.lower_ in ("for", "of") else part
    return verb is not None and verb.lemma_ in SPEAKING_OF and on.dep_ == "dobj"


def are_enough(kind: MeetingKind, participants: Sequence[Figure]) -> bool:
    """Whether those named make a meeting: two, or one who faces the press, or a body whose members hold a summit."""
    if len(participants) != 1:
        return len(participants) > 1
    is_body = kind is MeetingKind.SUMMIT and participants[0].type is not ActorType.STATE
    return kind is MeetingKind.PRESS_CONFERENCE or is_body


def kind_of_talks(noun: Token, participants: Sequence[Figure], kind: MeetingKind | None = None) -> MeetingKind:
    """The kind that the noun names; talks of states, or on peace, are negotiations."""
    is_negotiation = noun.lower_ == "talks" and (has_child(noun, _DISPUTED) or not has_person(participants))
    return MeetingKind.NEGOTIATION if is_negotiation else kind or kind_of(noun)


def has_person(figures: Sequence[Figure]) -> bool:
    """Whether somebody is among them."""
    return any(f.type is ActorType.PERSON for f in figures)


def without_own_states(figures: Sequence[Figure]) -> list[Figure]:
    """Those who met without the states of the persons among them: "X and other | US | officials hosted Y"."""
    homes = {f.of for f in figures if f.type is ActorType.PERSON}
    return [f for f in figures if f.type is not ActorType.STATE or f.name not in homes]


def is_group(figure: Figure) -> bool:
    """Whether the figure is a body of states whose members come together: "| the G7 | will meet in Bari"."""
    return figure.type is ActorType.FORMAT or (figure.rule == "actor.organisation" and figure.of is None)
