"""Meetings told by verbs: who met, summoned, brought together, co-chaired or spoke with whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from kg.analysis.syntax import children, companions_of, has_child, is_verb, objects_of
from kg.extraction.actors.cast import Figure, distinct
from kg.extraction.meetings.encounters import Encounter
from kg.extraction.meetings.happenings import Happenings
from kg.extraction.meetings.occasions import DEVICES, NOUNS, antecedent, event_of, is_occasion
from kg.extraction.meetings.partaking import OFFICIALS, is_missive, is_people, tells_host
from kg.extraction.meetings.participants import Participants
from kg.extraction.meetings.sides import has_person, is_group, kind_of_talks, without_own_states
from kg.extraction.meetings.whereabouts import Whereabouts
from kg.extraction.rulebook import reads
from kg.extraction.wording.circumstances import TOPICAL
from kg.extraction.wording.meeting_verbs import (
    BRINGING,
    CHAIRING,
    GATHERING,
    MEETING,
    MEETING_OF_PERSONS,
    SPEAKING,
    act_of,
    called_on,
    is_of_leaders,
    is_reciprocal,
)
from kg.extraction.wording.reporting_verbs import telephoned
from kg.records import ActorType, MeetingKind

_PEOPLE = (ActorType.PERSON, ActorType.STATE)  # a state stands for its delegation
_COMPANIES = frozenset("group delegation team members cabinet family council".split())
_OVER = ("over", "by", "on", "via")
_APART = frozenset("individually separately bilaterally".split())
_CONFERRING = frozenset("discuss exchange".split())
_REACHING = frozenset("phone telephone contact".split())
_TALKING = _CONFERRING | {"speak", "talk"}


class Gatherings:
    """Reads the meetings that the verbs of one article tell."""

    def __init__(self, who: Participants, whereabouts: Whereabouts, happenings: Happenings) -> None:
        self._who = who
        self._whereabouts = whereabouts
        self._happenings = happenings

    def of_verb(self, verb: Token) -> Iterator[Encounter]:
        """The meetings that a verb of meeting tells."""
        act = act_of(verb)
        if act in SPEAKING:
            yield from self._spoke(verb)
        elif act == BRINGING:
            yield from self._brought_together(verb)
        elif act == CHAIRING:
            yield from self._chaired(verb)
        elif act is not None:
            yield from self._met(verb)

    @reads("meeting", *MEETING, *MEETING_OF_PERSONS, "group", "apart")
    def _met(self, verb: Token) -> Iterator[Encounter]:
        """Read "A met (with) B", "A and B met", "A received B", "B was received by A", "the ministry summoned B"."""
        patients = _patients(verb)
        if not self._may_be_met(verb, patients) or (act_of(verb) == "receive" and any(map(is_missive, patients))):
            return
        subjects, others = self._sides_of(verb, patients)
        if has_child(verb, _APART):
            yield from self._met_apart(verb, subjects, others)
            return
        act = act_of(verb)
        if act == "receive":  # a prize, which the language model may take for a body
            others = [f for f in others if f.rule != "actor.entity"]
        if act in ("call-on", "see"):
            others = [f for f in others if f.type is ActorType.PERSON]
        if act in MEETING_OF_PERSONS and patients and not others:
            subjects = subjects[:1]  # "X and Y | hosted | the last round" met nobody told
        participants = distinct([*subjects, *others])
        events = [event_of(t) for over in (verb, *patients) for t in objects_of(over, ("for", "at", "to"))]
        occasions = [t for t in events if is_occasion(t) and t.lemma_ != "briefing"]
        kind = next((kind_of_talks(t, participants) for t in occasions), MeetingKind.MEETING)
        if act in GATHERING and len(participants) == 1 and not patients and is_group(participants[0]):
            if any(True for t in occasions for _ in self._who.companions(t)):
                return  # "the bloc's ministers gathered for | talks with X |": the noun is read
            is_summit = participants[0].type is ActorType.FORMAT or is_of_leaders(verb)
            kind = MeetingKind.SUMMIT if is_summit else kind
            yield self._happenings.of(verb, kind, participants, "meeting.group")
            return
        # "X will host | African Union leaders |", but no body hosts or welcomes anybody
        told = subjects if any(t.lower_ in OFFICIALS for t in patients) else participants
        if act in MEETING_OF_PERSONS and not all(f.type in _PEOPLE for f in told):
            return
        if len(participants) > 1 or (participants and self._is_with_unnamed(verb, participants[0])):
            yield self._happenings.of(verb, kind, without_own_states(participants), f"meeting.{act}")

    def _met_apart(self, verb: Token, hosts: list[Figure], others: list[Figure]) -> Iterator[Encounter]:
        """Read "A met separately with B and C", "A and B separately met C and D": a meeting of each.

        Who together "met C and D separately" stay together.
        """
        is_each_apart = len(others) == 1 or any(t.i < verb.i for t in children(verb, "advmod") if t.lower_ in _APART)
        for host in [[h] for h in hosts] if is_each_apart else [hosts]:
            for figure in others:
                yield self._happenings.of(verb, MeetingKind.MEETING, distinct([*host, figure]), "meeting.apart")

    @reads("meeting", "visiting")
    def of_guest(self, guest: Token) -> Iterator[Encounter]:
        """Read "A told visiting B that …": who speaks to a guest has met the guest."""
        told = guest.head
        persons = [f for f in self._who.subjects(told) if f.type is ActorType.PERSON]
        guests = [f for f in self._who.figures(guest) if f.type is ActorType.PERSON]
        if persons and guests:
            participants = distinct([*persons, *guests])
            yield self._happenings.of(told, MeetingKind.MEETING, participants, "meeting.visiting")

    @reads("meeting", BRINGING)
    def _brought_together(self, verb: Token) -> Iterator[Encounter]:
        """Read "A brought B and C together", "A brought the sides to Washington": who makes others meet is there."""
        hosts = self._who.subjects(verb)  # none in "the deal brings together A and B"
        if verb.tag_ == "VBZ" and all(f.type not in _PEOPLE for f in hosts):
            return  # "the Quad | brings | together the United States and Japan": what it is, not what happened
        met = distinct(self._who.partners(*children(verb, "dobj"), *self._who.companions(verb)))
        if hosts and len(met) > 1:
            kind = MeetingKind.MEETING if has_person(met) else MeetingKind.NEGOTIATION
            yield self._happenings.of(verb, kind, distinct([*hosts, *met]), f"meeting.{BRINGING}")

    @reads("meeting", CHAIRING)
    def _chaired(self, verb: Token) -> Iterator[Encounter]:
        """Read "A and B co-chaired the Commission", "A co-chaired a session with B"; of talks the noun is read."""
        led = list(children(verb, "dobj"))
        if not led or any(antecedent(t).lemma_.lower() in NOUNS for t in led):
            return
        beside = [t for over in (verb, *led) for t in self._who.companions(over)]
        chairs = distinct([*self._who.subjects(verb), *self._who.partners(*beside)])
        if len(chairs) > 1 and all(f.type in _PEOPLE for f in chairs):
            sessions = self._who.figures(*led, *(t for noun in led for t in objects_of(noun, ("of",))))
            yield self._happenings.of(verb, MeetingKind.MEETING, distinct([*chairs, *sessions]), f"meeting.{CHAIRING}")

    def _sides_of(self, verb: Token, patients: Sequence[Token]) -> tuple[list[Figure], list[Figure]]:
        """Who meets and who is met."""
        others = self._who.partners(*patients, *self._who.companions(verb, ("with", "by")))
        subjects = self._who.subjects(verb)
        if act_of(verb) == "summon":
            others = others or self._who.envoys(*patients)
            subjects = subjects or self._who.bodies(*objects_of(verb, ("to",))) or self._who.accrediting(*patients)
        return subjects, others

    def _may_be_met(self, verb: Token, patients: Sequence[Token]) -> bool:
        """Whether the objects are those whom somebody meets."""
        if any(antecedent(p).lemma_ in NOUNS for p in patients):
            return False  # "hosted a summit": the noun is read
        if any(tells_host(verb, event) for event in verb.ancestors if event.lemma_ in NOUNS):
            return False  # "talks between X and Y, | hosted | by Z"
        if verb.lemma_ in MEETING_OF_PERSONS and patients:
            # not "X and Y welcomed the efforts"
            return any(is_people(t) for t in patients) or has_person(self._who.figures(*patients))
        # not "meet | challenges | together", "meet the deadline", "received | votes | with X", "| a welcome |, X said"
        return verb.lemma_ not in ("meet", "receive") or all(self._who.figures(p) or not _is_thing(p) for p in patients)

    def _is_with_unnamed(self, verb: Token, figure: Figure) -> bool:
        """Whether an official met several whom the text does not name: "met | with lawmakers |", "with a group of"."""
        if verb.lemma_ in ("convene", "host"):
            return figure.title is not None and any(is_people(t) for t in children(verb, "dobj"))
        if verb.lemma_ != "meet":
            return False
        met = list(self._who.companions(verb))
        if figure.title is not None and any(t.tag_ == "NNS" or t.lower_ in _COMPANIES for t in met):
            return True
        is_side = figure.title is not None or figure.type is not ActorType.PERSON
        return is_side and self._who.are_unnamed(*met, *children(verb, "dobj", "nsubj", "nsubjpass"))

    @reads("meeting", "spoke")
    def _spoke(self, verb: Token) -> Iterator[Encounter]:
        """Read "A spoke with B by telephone", "A telephoned B"."""
        if _is_at_meeting_told(verb):
            return
        speakers, partners = self._who.subjects(verb), _spoken_with(verb)
        others = self._others(verb, partners)
        here = next((p for t in partners if (p := self._whereabouts.behind(t)) is not None), None)
        is_there = here is not None or self._whereabouts.is_told(verb) or _is_where(verb) or _is_at_place(partners)
        if verb.lemma_ in _CONFERRING and not (_is_by_device(verb) or (others and is_there)):
            return  # what two discuss they may discuss anywhere
        if has_child(verb, _APART) and others:
            for other in distinct(others):
                yield self._happenings.of(verb, MeetingKind.PHONE_CALL, [*speakers, other], "meeting.apart")
            return
        by_telephone = any(t.lower_ in DEVICES for t in verb.subtree)
        told = distinct([*speakers, *others])
        are_unnamed = by_telephone and all(f.type is ActorType.STATE for f in told)  # "the X and Y ministers"
        are_unnamed |= verb.lemma_ in _REACHING  # "contacted | Thailand's foreign minister |"
        participants = [f for f in told if are_unnamed or f.type is ActorType.PERSON]
        is_of_two = len(participants) > len(speakers) or by_telephone or _is_talk_of_named(verb)
        if len(participants) < 2 or not is_of_two:
            return
        if by_telephone or not is_there:
            yield self._happenings.of(verb, MeetingKind.PHONE_CALL, participants, "meeting.spoke")
            return
        meeting = self._happenings.of(verb, MeetingKind.MEETING, participants, "meeting.spoke")
        yield meeting if here is None else replace(meeting, place=here)  # "X speaks with Y | in Riyadh |"

    def _others(self, verb: Token, partners: Sequence[Token]) -> list[Figure]:
        """With whom the subject spoke, or whom it called."""
        others = self._who.partners(*partners) if verb.lemma_ in _TALKING else []
        if verb.lemma_ in _REACHING:
            others += self._who.partners(*children(verb, "dobj"))
        if (called := telephoned(verb)) is not None:
            others += self._who.figures(called)
        return others


def _patients(verb: Token) -> list[Token]:
    """The nouns of those who are met; none where several do it to one another."""
    if is_reciprocal(verb):
        return []
    if act_of(verb) == "call-on":
        return called_on(verb)
    if verb.lemma_ == "play":
        return list(objects_of(verb, ("to",)))  # "played host | to X |"
    objects = list(children(verb, "dobj", "nsubjpass"))
    # "will meet | X | on Monday, the first such meeting": the parser may see a second object
    objects = [t for t in objects if t == objects[0] or t.left_edge.nbor(-1).text != ","]
    # "Senegal's ministry summoned | Ukraine's ambassador |, accusing him": the parser may see a second subject
    return objects or [t for t in children(verb, "nsubj") if t.i > verb.i]


def _spoken_with(verb: Token) -> list[Token]:
    """The nouns of those with whom one spoke, wherever the parser hangs them: "spoke by telephone | with B |"."""
    links = [verb, *(t for t in objects_of(verb, ("by", "over", "on")) if t.lower_ in DEVICES)]
    links += children(verb, "dobj") if verb.lemma_ in _CONFERRING else ()  # "exchanged views | with B |"
    return [t for link in links for t in companions_of(link, ("with", "to"))]


def _is_by_device(verb: Token) -> bool:
    return any(t.lower_ in DEVICES and t.head.lower_ in _OVER for t in verb.subtree)


def _is_at_meeting_told(verb: Token) -> bool:
    """Whether the clause only tells of what those who meet will speak: "meets X, | with whom he will talk | of it"."""
    is_with = any(t.tag_ == "WP" for t in objects_of(verb, ("with", "to")))
    return verb.dep_ == "relcl" and is_with and any(act_of(t) in MEETING for t in verb.ancestors if is_verb(t))


def _is_talk_of_named(verb: Token) -> bool:
    """Whether those named as the subject spoke with each other.

    "X and Y spoke about Z" does; "the two leaders spoke candidly" tells of no call.
    """
    if not any(t.pos_ == "PROPN" for t in children(verb, "nsubj")):
        return False
    is_on_a_matter = has_child(verb, TOPICAL) or any(children(verb, "advcl", "xcomp"))
    return verb.lemma_ == "talk" or (verb.lemma_ == "speak" and (is_on_a_matter or _is_only_dated(verb)))


def _is_at_place(partners: Sequence[Token]) -> bool:
    """Whether a place that no table knows stands right behind those spoken with: "with X | in El Alamein |"."""
    ends = [max((t, *children(t, "appos")), key=lambda t: t.i) for t in partners]
    places = (
        t
        for end in ends
        for word in end.doc[end.i + 1 : end.i + 3]
        if word.lower_ == "in"
        for t in children(word, "pobj")
    )
    return any(t.pos_ == "PROPN" and t.ent_type_ in ("GPE", "LOC", "FAC") for t in places)


def _is_where(verb: Token) -> bool:
    """Whether the clause tells what happened at a place named before it: "was in Oslo, | where he discussed | it"."""
    return verb.dep_ == "relcl" and verb.left_edge.lower_ == "where"


def _is_thing(noun: Token) -> bool:
    """Whether the noun names nobody: what one meets may be a deadline or a challenge."""
    return noun.pos_ == "NOUN" and not is_people(noun)


def _is_only_dated(verb: Token) -> bool:
    """Whether the words tell nothing but when, as of a talk of two: "X and Y last | spoke | in March"."""
    times = [*children(verb, "npadvmod"), *objects_of(verb, ("on", "in"))]
    links = list(children(verb, "prep"))
    return bool(times) and all(t.ent_type_ == "DATE" for t in times) and len(links) <= len(times)
