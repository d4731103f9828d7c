"""Meetings: verbs and nouns of coming together, with who took part, where, when and whether it was held."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from spacy.tokens import Token

from kg.analysis.syntax import (
    children,
    companions_of,
    has_child,
    is_verb,
    objects_of,
    verb_over,
)
from kg.extraction.cast import Cast, Figure, distinct
from kg.extraction.circumstances import (
    TOPICAL,
    is_future,
    is_hoped,
    is_later_today,
    is_ongoing,
    is_past,
    is_told_as_scheduled,
    status_of,
)
from kg.extraction.coreference import Resolver
from kg.extraction.encounters import (
    ASSEMBLY,
    Encounter,
    date_by_context,
    date_by_news,
    date_by_publication,
    date_by_visits,
    drop_parts,
    join_trips,
    merge_mentions,
)
from kg.extraction.event_dates import date_of, date_within, days_told_before, is_told_as_news
from kg.extraction.journeys import VISITING, Journey, Journeys, is_stay
from kg.extraction.meeting_verbs import (
    BRINGING,
    CHAIRING,
    GATHERING,
    MEETING,
    MEETING_OF_PERSONS,
    SPEAKING,
    act_of,
    is_of_leaders,
)
from kg.extraction.occasions import (
    DEVICES,
    NOUNS,
    REMOTE,
    antecedent,
    event_of,
    is_aside,
    is_assembly,
    is_hypothetical,
    is_occasion,
    is_of_meeting,
    is_stage_of_visit,
    is_telephone,
    kind_of,
    lasts_days,
    whole_of,
)
from kg.extraction.participants import Participants, is_people, tells_host
from kg.extraction.reporting_verbs import telephoned
from kg.extraction.rulebook import reads
from kg.extraction.sides import Sides, are_enough
from kg.extraction.telling import clause, is_event, is_named_only, told_status, undone
from kg.extraction.whereabouts import Whereabouts
from kg.extraction.writing_day import news_lead, writing_day
from kg.records import ActorType, MeetingKind, MeetingStatus, PartialDate

_PEOPLE = (ActorType.PERSON, ActorType.STATE)  # a state stands for its delegation
_COMPANIES = frozenset("group delegation team members cabinet family council".split())
_OVER = ("over", "by", "on", "via")
_BESIDE = frozenset("also separately".split())
_APART = frozenset("individually separately".split())
_CONFERRING = frozenset("discuss exchange".split())
_TALKING = _CONFERRING | {"speak", "talk"}
_DISPUTED = frozenset("peace ceasefire truce nuclear indirect reconciliation reunification accession".split())
_MEETINGS = {MeetingKind.MEETING, MeetingKind.NEGOTIATION, MeetingKind.SUMMIT}
_SENTENCES_BEFORE = 2  # in which a meeting was told of which the text tells more


class MeetingFinder:
    """Finds the meetings of one article; `published` is the day from which its relative dates count."""

    def __init__(self, cast: Cast, resolver: Resolver, published: date | None) -> None:
        self._cast = cast
        self._who = Participants(cast, resolver)
        self._sides = Sides(self._who)
        self._journeys = Journeys(cast, self._who)
        self._whereabouts = Whereabouts(cast, self._who)
        self._published = published or writing_day(cast)
        self._is_dated = published is not None

    def find(self) -> list[Encounter]:
        """All meetings in reading order, each once however often the article names it."""
        found: list[Encounter] = []
        for token in itertools.chain.from_iterable(self._cast.document.sentences):
            if encounters := list(self._read(token)):
                found += (self._with_partner(e, token, found) for e in encounters)
            elif self._tells_more(token):
                self._undo(token, found)
                self._add(token, found)
        seated = self._whereabouts.seat(merge_mentions(found))
        dated = date_by_context(date_by_visits(seated))
        joined = join_trips(drop_parts(self._with_day_of_news(dated)))
        return date_by_publication(joined, self._published) if self._is_dated else joined

    def _with_day_of_news(self, found: list[Encounter]) -> list[Encounter]:
        """The day told first of all for what those did whom its sentence names, or whose state it names."""
        lead = news_lead(self._cast.document, self._published)
        if lead is None:
            return found
        sentence, day = lead
        figures = (self._cast.named_at(token) for token in sentence)
        states = (self._cast.name_of_state_at(n) for t in sentence if (n := self._cast.names.at(t)) is not None)
        named = {f.name for f in figures if f is not None} | {state for state in states if state is not None}
        return date_by_news(found, day, (sentence.start_char, sentence.end_char), named)

    def _with_partner(self, encounter: Encounter, noun: Token, found: Sequence[Encounter]) -> Encounter:
        """A joint press conference of one with the other of the two who met just before."""
        alone = encounter.participants
        if encounter.kind is not MeetingKind.PRESS_CONFERENCE or len(alone) > 1 or not has_child(noun, ("joint",)):
            return encounter
        pairs = [e.participants for e in reversed(found) if alone[0] in e.participants and _are_two_persons(e)]
        peers = (pair for pair in pairs if len({f.title.office for f in pair if f.title is not None}) == 1)
        return replace(encounter, participants=next(peers, pairs[0] if pairs else alone))

    def _tells_more(self, noun: Token) -> bool:
        """Whether the noun may name a meeting told before: "| the | talks", "| their | meeting"."""
        is_noun = noun.pos_ in ("NOUN", "PROPN") and noun.lemma_.lower() in NOUNS
        is_other = any(objects_of(noun, ("by", "of", "to", "with", "between")))
        return is_noun and not is_other and has_child(noun, ("the", "that", "this", "their"))

    @reads("meeting", "undone")
    def _undo(self, noun: Token, found: list[Encounter]) -> None:
        """Call off the meeting planned last in the paragraph where the noun tells so."""
        status = undone(noun)
        if status is None:
            return
        start, _ = self._cast.document.paragraph_at(noun.idx)
        planned = (e for e in reversed(found) if e.status is MeetingStatus.PLANNED and e.kind is kind_of(noun))
        last = next((e for e in planned if e.evidence[0] >= start), None)
        if last is not None:
            found[found.index(last)] = replace(last, status=status, evidence=clause(noun), rule="meeting.undone")

    def _add(self, noun: Token, found: list[Encounter]) -> None:
        """Add what the noun tells of the meeting told just before: "A met B. | The talks | took place on Friday"."""
        kind = kind_of(noun)
        before = noun.sent
        for _ in range(_SENTENCES_BEFORE):
            before = noun.doc[before.start - 1].sent if before.start else before
        kinds = {kind} if noun.lemma_.lower() == "summit" or kind not in _MEETINGS else _MEETINGS
        last = next((e for e in reversed(found) if e.kind in kinds), None)
        if last is None or not before.start_char < last.evidence[1] <= noun.sent.start_char:
            return
        if any(f not in last.participants for f in self._who.named_by(noun)):
            return
        when, words = date_of(self._cast.document, noun, self._published, is_future(noun), is_own=True)
        place = self._whereabouts.own(noun)
        if when is not None and (last.date is None or (str(when).startswith(str(last.date)))):
            last = self._told(last, replace(last, date=when, date_words=words), found)
        if place is not None and last.place is None and not last.is_remote and last.kind is not MeetingKind.VISIT:
            self._told(last, replace(last, place=place), found)

    def _told(self, encounter: Encounter, fuller: Encounter, found: list[Encounter]) -> Encounter:
        found[found.index(encounter)] = fuller
        return fuller

    def _read(self, token: Token) -> Iterator[Encounter]:
        if not ((act_of(token) or is_stay(token)) if is_verb(token) else is_of_meeting(token)):
            return
        status = told_status(token) if is_event(token) else None
        if status is MeetingStatus.HELD:
            yield from (e for e in self._encounters_of(token) if e.date is not None or not is_hoped(token))
        elif status is not None:
            yield from (replace(e, status=status) for e in self._encounters_of(token) if len(e.participants) > 1)

    def _encounters_of(self, token: Token) -> Iterator[Encounter]:
        if not is_verb(token):
            yield from self._assembly(token) if is_assembly(token) else self._noun(token, kind_of(token))
            return
        act = act_of(token)
        if act in VISITING:
            yield from self._visits(self._journeys.of_verb(token), f"meeting.{act}")
        elif is_stay(token):
            yield from self._visits(self._journeys.of_stay(token), "meeting.stay")
        elif act in SPEAKING:
            yield from self._conversation_verb(token)
        elif act == BRINGING:
            yield from self._bringing_verb(token)
        elif act == CHAIRING:
            yield from self._chairing_verb(token)
        else:
            yield from self._meeting_verb(token)

    @reads("meeting", *MEETING, *MEETING_OF_PERSONS, "group", "apart")
    def _meeting_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A met (with) B", "A and B met", "A received B", "B was received by A", "the ministry summoned B"."""
        patients = list(objects_of(verb, ("on",)) if act_of(verb) == "call-on" else children(verb, "dobj", "nsubjpass"))
        # "Senegal's ministry summoned | Ukraine's ambassador |, accusing him": the parser may see a second subject
        patients += [t for t in children(verb, "nsubj") if t.i > verb.i and not patients]
        if not self._may_be_met(verb, patients):
            return
        subjects, others = self._sides_of(verb, patients)
        if has_child(verb, _APART):
            yield from (self._encounter(verb, MeetingKind.MEETING, [*subjects, f], "meeting.apart") for f in others)
            return
        act = act_of(verb)
        if act == "receive":  # a prize, which the language model may take for a body
            others = [f for f in others if f.rule != "actor.entity"]
        if act in ("call-on", "see"):
            others = [f for f in others if f.type is ActorType.PERSON]
        if act in MEETING_OF_PERSONS and patients and not others:
            subjects = subjects[:1]  # "X and Y | hosted | the last round" met nobody told
        participants = distinct([*subjects, *others])
        told = [event_of(t) for over in (verb, *patients) for t in objects_of(over, ("for", "at", "to"))]
        occasions = (t for t in told if is_occasion(t) and t.lemma_ != "briefing")
        kind = next((_kind_of_talks(t, participants) for t in occasions), MeetingKind.MEETING)
        if act in GATHERING and len(participants) == 1 and not patients and _is_group(participants[0]):
            is_summit = participants[0].type is ActorType.FORMAT or is_of_leaders(verb)
            kind = MeetingKind.SUMMIT if is_summit else kind
            yield self._encounter(verb, kind, participants, "meeting.group")
            return
        if act in MEETING_OF_PERSONS and not all(f.type in _PEOPLE for f in participants):
            return
        if len(participants) > 1 or (participants and self._is_with_unnamed(verb, participants[0])):
            yield self._encounter(verb, kind, participants, f"meeting.{act}")

    @reads("meeting", BRINGING)
    def _bringing_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A brought B and C together", "A brought the sides to Washington": who makes others meet is there."""
        hosts = self._who.subjects(verb)  # none in "the deal brings together A and B"
        met = distinct(self._who.partners(*children(verb, "dobj"), *self._who.companions(verb)))
        if hosts and len(met) > 1:
            kind = MeetingKind.MEETING if _has_person(met) else MeetingKind.NEGOTIATION
            yield self._encounter(verb, kind, distinct([*hosts, *met]), f"meeting.{BRINGING}")

    @reads("meeting", CHAIRING)
    def _chairing_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A and B co-chaired the Commission", "A co-chaired a session with B"; of talks the noun is read."""
        led = list(children(verb, "dobj"))
        if not led or any(antecedent(t).lemma_.lower() in NOUNS for t in led):
            return
        beside = [t for over in (verb, *led) for t in self._who.companions(over)]
        chairs = distinct([*self._who.subjects(verb), *self._who.partners(*beside)])
        if len(chairs) > 1 and all(f.type in _PEOPLE for f in chairs):
            sessions = self._who.figures(*led, *(t for noun in led for t in objects_of(noun, ("of",))))
            yield self._encounter(verb, MeetingKind.MEETING, distinct([*chairs, *sessions]), f"meeting.{CHAIRING}")

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
            return any(is_people(t) for t in patients) or _has_person(self._who.figures(*patients))
        # not "meet | challenges | together", "meet the deadline"
        return verb.lemma_ != "meet" or all(self._who.figures(p) or not _is_thing(p) for p in patients)

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

    def _is_told_by_verb(self, noun: Token) -> bool:
        """Whether the verb over the noun tells of the same meeting: "they | met | for a summit"."""
        verb = verb_over(noun)
        if verb is None or noun.dep_ != "pobj":
            return False
        link = whole_of(noun).head
        is_to = link.lower_ == "to" and verb.lemma_ in MEETING_OF_PERSONS  # "welcomed X to | a summit"
        is_for = link.head == verb and is_occasion(noun) and verb.lemma_ in MEETING
        return (is_to or is_for) and any(self._meeting_verb(verb))

    @reads("meeting", "spoke")
    def _conversation_verb(self, verb: Token) -> Iterator[Encounter]:
        """Read "A spoke with B by telephone", "A telephoned B"."""
        speakers = self._who.subjects(verb)
        # "spoke by telephone | with B": the parser may hang B on the telephone
        links = [verb, *(t for t in objects_of(verb, ("by", "over", "on")) if t.lower_ in DEVICES)]
        links += children(verb, "dobj") if verb.lemma_ in _CONFERRING else ()  # "exchanged views | with B |"
        partners = [t for link in links for t in companions_of(link, ("with", "to"))]
        others = self._who.partners(*partners) if verb.lemma_ in _TALKING else []
        if verb.lemma_ in ("phone", "telephone"):
            others += self._who.figures(*children(verb, "dobj"))
        if (called := telephoned(verb)) is not None:
            others += self._who.figures(called)
        participants = [f for f in distinct([*speakers, *others]) if f.type is ActorType.PERSON]
        by_telephone = any(t.lower_ in DEVICES for t in verb.subtree)
        by_device = any(t.lower_ in DEVICES and t.head.lower_ in _OVER for t in verb.subtree)
        here = next((p for t in partners if (p := self._whereabouts.behind(t)) is not None), None)
        is_there = here is not None or self._whereabouts.is_told(verb)
        if verb.lemma_ in _CONFERRING and not (by_device or (others and is_there)):
            return  # what two discuss they may discuss anywhere
        if has_child(verb, _APART) and others:
            for other in distinct(others):
                yield self._encounter(verb, MeetingKind.PHONE_CALL, [*speakers, other], "meeting.apart")
            return
        # "The two leaders spoke candidly" tells of no call; "spoke with B" and "spoke by phone" do.
        is_named = any(t.pos_ == "PROPN" for t in children(verb, "nsubj")) and (
            verb.lemma_ == "talk"
            or (verb.lemma_ == "speak" and (has_child(verb, TOPICAL) or any(children(verb, "advcl", "xcomp"))))
        )
        if len(participants) > 1 and (len(participants) > len(speakers) or by_telephone or is_named):
            if by_telephone or not is_there:
                yield self._encounter(verb, MeetingKind.PHONE_CALL, participants, "meeting.spoke")
                return
            meeting = self._encounter(verb, MeetingKind.MEETING, participants, "meeting.spoke")
            yield meeting if here is None else replace(meeting, place=here)  # "X speaks with Y | in Riyadh |"

    @reads("meeting", *VISITING, "stay", "noun-visit")
    def _visits(self, journey: Journey, rule: str) -> Iterator[Encounter]:
        """Read who travels to which state, as `Journeys` finds them."""
        visits = list(self._journeys.visits(journey)) or list(self._journeys.visits(self._at_dateline(journey)))
        for number, visit in enumerate(visits):
            encounter = self._encounter(journey.trigger, MeetingKind.VISIT, visit.participants, rule)
            if len(visits) > 1 and visit.place is not None:
                following = visits[number + 1].place if number + 1 < len(visits) else None
                end = following.span[0] if following is not None else journey.trigger.sent.end_char
                within = visit.place.span[1], end
                day, words = date_within(self._cast.document, within, self._published, is_future(journey.trigger))
                encounter = encounter if day is None else replace(encounter, date=day, date_words=words)
            if visit.is_over and encounter.date is not None:  # nothing tells its first day
                when = PartialDate(encounter.date.year, encounter.date.month)
                encounter = replace(encounter, date=when, date_words=None)
            yield encounter if visit.place is None else replace(encounter, place=visit.place)

    def _at_dateline(self, journey: Journey) -> Journey:
        """A visit of which the text does not say where leads to where it is written: "TOKYO – On his visit, X said"."""
        noun, city = journey.trigger, self._whereabouts.dateline
        if city is None or journey.destinations or is_verb(noun) or any(objects_of(noun, ("to", "in", "of"))):
            return journey
        return replace(journey, destinations=(city,))

    @reads("meeting", *(f"noun-{noun}" for noun, kind in NOUNS.items() if kind is not MeetingKind.VISIT))
    def _noun(self, noun: Token, kind: MeetingKind) -> Iterator[Encounter]:
        """Read "talks between A and B", "at a summit with B", "a telephone conversation with B"."""
        if kind is MeetingKind.VISIT:
            yield from self._visits(self._journeys.of_noun(noun), "meeting.noun-visit")
            return
        if self._is_told_by_verb(noun):
            return  # "met for their seventh summit": the verb is read
        participants = self._sides.at_event(noun, kind)
        is_half = len(participants) == 1 and self._sides.is_half_named(noun, participants[0])
        is_of_group = len(participants) == 1 and kind is MeetingKind.MEETING and _is_group(participants[0])
        if not (is_half or is_of_group or are_enough(kind, participants)) or (
            not _has_person(participants) and is_hypothetical(noun)
        ):
            return
        if noun.lemma_ == "conversation" and not is_telephone(noun):
            kind = MeetingKind.MEETING
        links = (noun, noun.head) if noun.dep_ == "dobj" else (noun,)
        if any(t.lower_ in DEVICES for link in links for t in objects_of(link, _OVER)):
            kind = MeetingKind.PHONE_CALL  # "talks | over the telephone |"
        else:
            kind = _kind_of_talks(noun, participants, kind)
        if len(sides := self._sides.apart(noun, kind)) > 1:
            yield from (self._encounter(noun, kind, each, "meeting.apart") for each in sides)
            return
        encounter = self._encounter(noun, kind, participants, f"meeting.noun-{noun.lemma_.lower()}")
        if is_of_group and encounter.date is None and encounter.place is None:
            return  # "decisions of | the Security Council meetings |"
        yield replace(encounter, is_half=is_half and self._sides.may_be_known(noun, participants[0]))

    @reads("meeting", "assembly")
    def _assembly(self, noun: Token) -> Iterator[Encounter]:
        """Read who attends an assembly with a name: "X spoke at | the General Assembly", "Y addressed the Forum"."""
        event = self._cast.named_at(noun)
        attendees = [f for f in self._who.governing(noun) if f.type is ActorType.PERSON]
        if event is not None and attendees:
            yield self._encounter(noun, MeetingKind.MEETING, distinct([*attendees, event]), ASSEMBLY)

    def _encounter(self, trigger: Token, kind: MeetingKind, participants: Sequence[Figure], rule: str) -> Encounter:
        is_scheduled = is_told_as_scheduled(self._cast.document, trigger)
        when, words = date_of(self._cast.document, trigger, self._published, is_scheduled or is_future(trigger))
        is_around = is_aside(trigger) or (kind is MeetingKind.VISIT and is_stage_of_visit(trigger))
        if words is not None and is_around and not _is_below(self._cast.document.token_at(words.span[0]), trigger):
            # the day is that of those who met beside or during it
            when, words = PartialDate(when.year, when.month) if when is not None else None, None
        place = self._whereabouts.told_at(trigger)
        status = MeetingStatus.PLANNED if is_scheduled else status_of(trigger)
        is_ahead = words is not None and words.is_to_come and not is_past(trigger)
        if status is MeetingStatus.HELD and when is not None and (is_ahead or self._is_to_come(when, trigger)):
            status = MeetingStatus.PLANNED
        if when is None and self._is_dated and self._published is not None and is_later_today(trigger):
            when = PartialDate.of(self._published)
        is_month_known = self._published is not None and self._published.day > 1
        if when is None and self._published is not None and is_month_known and is_ongoing(trigger):
            when = PartialDate(self._published.year, self._published.month)
        if when is None and status is MeetingStatus.HELD and kind is not MeetingKind.SUMMIT:
            when = self._day_told_before(trigger, participants)
            if when is not None and kind is MeetingKind.VISIT:
                when = PartialDate(when.year, when.month)  # it has several days
        is_recent = status is MeetingStatus.HELD and is_told_as_news(self._cast.document, trigger)
        is_remote = kind is MeetingKind.PHONE_CALL or has_child(trigger, REMOTE)
        setting = self._whereabouts.setting(trigger)
        return Encounter(
            kind,
            tuple(participants),
            status,
            evidence=clause(trigger),
            rule=rule,
            date=when,
            date_words=words,
            place=None if is_remote else place,
            is_recent=is_recent,
            is_remote=is_remote,
            is_named_only=is_named_only(trigger, words),
            is_other=is_verb(trigger) and has_child(trigger, _BESIDE),
            setting=setting if setting not in participants else None,
            is_long=kind is MeetingKind.VISIT and lasts_days(trigger),
        )

    def _day_told_before(self, trigger: Token, participants: Sequence[Figure]) -> PartialDate | None:
        """The day on which one of them spoke, told just before: "X said | on Monday | … At talks with Y, X said"."""
        told = days_told_before(self._cast.document, trigger, self._published)
        days = [day for verb, day in told if any(f in participants for f in self._who.subjects(verb))]
        return days[0] if days else None

    def _is_to_come(self, when: PartialDate, trigger: Token) -> bool:
        """Whether the day lies after publication, or is that day and the verb does not say that it is past."""
        if self._published is None or when.not_before < self._published or trigger.tag_ == "VBD":
            return False  # "met X on August 29" is told of what has happened, whatever the dateline says
        is_same_day = self._is_dated and when.day is not None and not is_past(trigger)
        return when.not_before > self._published or is_same_day


def _kind_of_talks(noun: Token, participants: Sequence[Figure], kind: MeetingKind | None = None) -> MeetingKind:
    """The kind that the noun names; talks of states, or on peace, are negotiations."""
    is_negotiation = noun.lower_ == "talks" and (has_child(noun, _DISPUTED) or not _has_person(participants))
    return MeetingKind.NEGOTIATION if is_negotiation else kind or kind_of(noun)


def _is_thing(noun: Token) -> bool:
    """Whether the noun names nobody: what one meets may be a deadline or a challenge."""
    return noun.pos_ == "NOUN" and not is_people(noun)


def _are_two_persons(encounter: Encounter) -> bool:
    return len(encounter.participants) == 2 and all(f.type is ActorType.PERSON for f in encounter.participants)


def _has_person(figures: Sequence[Figure]) -> bool:
    return any(f.type is ActorType.PERSON for f in figures)


def _is_group(figure: Figure) -> bool:
    """Whether the figure is a body of states whose members come together: "| the G7 | will meet in Bari"."""
    return figure.type is ActorType.FORMAT or (figure.rule == "actor.organisation" and figure.of is None)


def _is_below(token: Token | None, above: Token) -> bool:
    return token is not None and above in token.ancestors
