"""A meeting as found in one place of the text, and the many mentions of one meeting made one."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from kg.analysis.dates import DateExpression
from kg.extraction.actors.cast import Figure
from kg.extraction.actors.names import Name, NameKind
from kg.records import ActorType, MeetingKind, MeetingStatus, PartialDate, Span

_DAY = len("2022-07-04")
ASSEMBLY = "meeting.assembly"
"""The rule by which people attend an assembly."""
SUMMONING = "meeting.summon"
"""The rule by which a state summons an envoy."""

_RECEPTION = "meeting.receive"
"""The rule by which a host receives guests."""


@dataclass(frozen=True)
class Encounter:
    """One meeting as found: figures in place of ids.

    `is_half` if one side is not told but may be known; `is_recent` if it is told as news, `is_remote` if people did
    not come together for it, `is_named_only` if nothing says when it was ("X's trip follows a pattern"), `is_other` if
    it is told beside another one ("also met"), `is_long` if it is said to last days, `is_apart` if it is a visit that
    is named to say when something else was; `setting` is the body beside whose summit or assembly it was; `also` are
    the other places that tell of it.
    """

    kind: MeetingKind
    participants: tuple[Figure, ...]
    status: MeetingStatus
    evidence: Span
    rule: str
    date: PartialDate | None
    date_words: DateExpression | None
    place: Name | None
    is_half: bool = False
    is_recent: bool = False
    is_remote: bool = False
    is_named_only: bool = False
    is_other: bool = False
    setting: Figure | None = None
    is_long: bool = False
    is_apart: bool = False
    is_headline: bool = False
    also: tuple[Span, ...] = ()

    @property
    def mentions(self) -> tuple[Span, ...]:
        """Everywhere that the article tells of it."""
        return (self.evidence, *self.also)


def merge_mentions(found: Iterable[Encounter]) -> list[Encounter]:
    """Each meeting once, however often the article names it, with the fullest of what the mentions say."""
    kept: list[Encounter] = []
    for encounter in found:
        index = next((i for i, k in enumerate(kept) if _is_same(k, encounter)), None)
        if index is None:
            kept.append(encounter)
        else:
            kept[index] = _joined(kept[index], encounter)
    return kept


def _is_same(one: Encounter, other: Encounter) -> bool:
    """Whether two mentions may be of one meeting: same kind, nested participants, dates that do not contradict.

    What was held and what was not are two.
    """
    if not _are_alike(one, other) or not _may_be_one(one, other):
        return False
    if _names_states_of(one, other):
        return agree(one, other)
    if (one.rule == ASSEMBLY) is not (other.rule == ASSEMBLY):
        return False  # who met beside an assembly met, too
    mine, theirs = {id(f) for f in one.participants}, {id(f) for f in other.participants}
    if mine != theirs and (one.is_other or other.is_other):
        return False  # "X | also | met Y"
    is_planned = one.status is other.status is MeetingStatus.PLANNED
    if is_planned and mine < theirs and one.rule == other.rule == "meeting.meet" and len(mine) > 1:
        return False  # "X and Y will meet … | X, Y and Z | will meet"
    fewer, more = (one, other) if len(mine) < len(theirs) else (other, one)
    is_reception = more.rule == _RECEPTION and more.kind is MeetingKind.MEETING
    if len(fewer.participants) > 1 and mine != theirs and is_reception:
        return False  # "X and Y met … | Z received both |", but not "| Z received X and Y | for a summit"
    is_of_one = one.kind is MeetingKind.MEETING and min(len(mine), len(theirs)) == 1 and mine != theirs
    if is_of_one and not (one.is_half or other.is_half):
        return False  # "X met lawmakers" is another meeting than "X met Y"
    return (mine <= theirs or theirs <= mine or _are_to_one_host(one, other)) and agree(one, other)


def _are_alike(one: Encounter, other: Encounter) -> bool:
    """Whether both are of one kind; talks of two states in a headline may be those of their ministers."""
    is_of_states = one.is_headline and {one.kind, other.kind} == {MeetingKind.NEGOTIATION, MeetingKind.MEETING}
    return one.kind == other.kind or _is_of_call(other, one) or is_of_states


def _names_states_of(headline: Encounter, meeting: Encounter) -> bool:
    """Whether a headline names states of those who met: "X holds talks with | Poland | ¶ X met | Polish envoy Y |"."""
    named = [f for f in headline.participants if f not in meeting.participants]
    met = [f for f in meeting.participants if f not in headline.participants]
    are_states = bool(named) and all(f.type is ActorType.STATE for f in named)
    return headline.is_headline and are_states and {f.name for f in named} == {f.of for f in met}


def _are_to_one_host(one: Encounter, other: Encounter) -> bool:
    """Whether both are visits of the same to a state, of whom one tells whom of it the visitors saw."""
    if not one.kind is other.kind is MeetingKind.VISIT or one.participants[:-1] != other.participants[:-1]:
        return False
    return any(
        a.type is ActorType.STATE and b.type is ActorType.PERSON and b.of == a.name
        for a, b in itertools.permutations((one.participants[-1], other.participants[-1]))
    )


def _is_of_call(conversation: Encounter, call: Encounter) -> bool:
    """Whether a conversation may be the call told before: "A had a call with B … in | his conversation with B |"."""
    is_conversation = conversation.rule == "meeting.noun-conversation" and conversation.place is None
    return is_conversation and call.kind is MeetingKind.PHONE_CALL


def _may_be_one(one: Encounter, other: Encounter) -> bool:
    """Whether both were held or neither; what is only named may be planned: "X will go … | X's trip | comes"."""
    if (one.status is MeetingStatus.HELD) == (other.status is MeetingStatus.HELD):
        return True
    held, planned = (one, other) if one.status is MeetingStatus.HELD else (other, one)
    is_of_visit = planned.is_apart and planned.date is None  # "ahead of | his visit |", which may be over by now
    return (held.is_named_only or is_of_visit) and planned.status is MeetingStatus.PLANNED


def agree(one: Encounter, other: Encounter, length: int = _DAY) -> bool:
    """Whether both may be of one day, or month, a date being less precise or unknown: "2022-07" and "2022-07-04".

    `length` is how many characters of the ISO dates count.
    """
    mine, theirs = str(one.date or "")[:length], str(other.date or "")[:length]
    return mine.startswith(theirs) or theirs.startswith(mine)


def _joined(one: Encounter, other: Encounter) -> Encounter:
    is_told_below = _names_states_of(one, other)
    fuller = max((one, other), key=lambda e: (len(e.participants), e.participants[-1].type is ActorType.PERSON))
    fuller = other if is_told_below else fuller
    dated = max((one, other), key=lambda e: len(str(e.date or "")))
    return replace(
        one,
        kind=fuller.kind if is_told_below else one.kind,
        participants=fuller.participants,
        status=_surer(one, other),
        is_named_only=one.is_named_only and other.is_named_only,
        date=dated.date,
        date_words=dated.date_words,
        place=_finer(one.place, other.place),
        setting=one.setting or other.setting,
        is_recent=one.is_recent or other.is_recent,
        is_long=one.is_long or other.is_long,
        also=(*one.also, *other.mentions),
    )


def _surer(one: Encounter, other: Encounter) -> MeetingStatus:
    """The status of the mention that tells more: what is told before what is only named, held before planned."""
    if one.is_named_only != other.is_named_only:
        return other.status if one.is_named_only else one.status
    return other.status if one.status is MeetingStatus.PLANNED else one.status


def _finer(one: Name | None, other: Name | None) -> Name | None:
    """The place that tells more: a city rather than its state, else the first."""
    is_within = one is not None and other is not None and one.kind is NameKind.STATE is not other.kind
    if one is not None and other is not None and one.is_region is not other.is_region:
        return other if one.is_region else one
    return other if one is None or (is_within and other is not None and _lies_in(other, one)) else one


def _lies_in(place: Name, state: Name) -> bool:
    code = state.state.code if state.state is not None else None
    return code is not None and code == (
        place.state.code if place.state is not None else getattr(place.entry, "state", None)
    )


def join_trips(found: list[Encounter]) -> list[Encounter]:
    """Make a trip and the one meeting for which it was made one record: "flew to Moscow | for talks with X".

    The host is then whom the visitor met; if the visitor met others of the state as well, the state stays the host.
    """
    joined = list(found)
    for visit in (e for e in found if e.kind is MeetingKind.VISIT):
        during = [e for e in joined if e is not visit and _is_during(e, visit) and agree(e, visit)]
        if len(during) == 1 and _is_planned_for(visit, during[0]):
            joined[joined.index(during[0])] = _on_visit(during[0], visit)
            joined.remove(visit)
            continue
        if len(during) == 1 and _is_all_told_of(visit, during[0]):
            joined[joined.index(visit)] = _for_meeting(visit, during[0])
            joined.remove(during[0])
            continue
        purpose = [e for e in found if _is_purpose(e, visit)]
        others = [e for e in found if e not in purpose and _is_during(e, visit) and e.kind is MeetingKind.MEETING]
        if len(purpose) == 1 and not others:
            joined[joined.index(visit)] = _for_meeting(visit, purpose[0])
            joined.remove(purpose[0])
    return joined


def _for_meeting(visit: Encounter, meeting: Encounter) -> Encounter:
    """The visit to the one person whom the visitors met on it."""
    dated = max((visit, meeting), key=lambda e: len(str(e.date or "")))
    place = _finer(visit.place, meeting.place)
    is_recent = visit.is_recent or meeting.is_recent
    return replace(
        visit,
        participants=meeting.participants,
        date=dated.date,
        date_words=dated.date_words,
        place=place,
        is_recent=is_recent,
    )


def _is_all_told_of(visit: Encounter, meeting: Encounter) -> bool:
    """Whether the visitors met just one person of the state that they visited, and nobody else is told of."""
    host, visitors = visit.participants[-1], visit.participants[:-1]
    if meeting.kind is not MeetingKind.MEETING or visit.status is not MeetingStatus.HELD:
        return False
    met = [f for f in meeting.participants if f not in visitors]
    is_whole = len(met) == 1 and len(met) + len(visitors) == len(meeting.participants)
    if is_whole and met[0] is host:
        return True
    return is_whole and met[0].type is ActorType.PERSON and host.type is ActorType.STATE and met[0].of == host.name


def _is_planned_for(visit: Encounter, meeting: Encounter) -> bool:
    """Whether one will travel for a meeting told before or with it: "X will visit Y, where he will meet Z".

    So where the headline alone tells of the visit: "X to visit Y ¶ X will meet Z in Y on Friday".
    """
    is_to_come = visit.status is MeetingStatus.PLANNED and meeting.kind is not MeetingKind.NEGOTIATION
    is_only_headline = visit.is_headline and not visit.also
    return is_to_come and (is_only_headline or meeting.evidence[0] < visit.evidence[1])


def _on_visit(meeting: Encounter, visit: Encounter) -> Encounter:
    """The meeting for which one will travel, with what the visit tells of place and day."""
    dated = max((meeting, visit), key=lambda e: len(str(e.date or "")))
    place = meeting.place or visit.place
    return replace(meeting, place=place, date=dated.date, date_words=dated.date_words)


def _is_purpose(meeting: Encounter, visit: Encounter) -> bool:
    """Whether the words that tell of the visit tell of the visitors' meeting with one person, too."""
    if meeting.kind is not MeetingKind.MEETING or meeting.status is not visit.status:
        return False
    visitors = {id(f) for f in visit.participants[:-1]}
    met = [f for f in meeting.participants if id(f) not in visitors]
    overlaps = meeting.evidence[0] < visit.evidence[1] and visit.evidence[0] < meeting.evidence[1]
    is_one = len(met) == 1 and len(met) + len(visitors) == len(meeting.participants)
    is_there = meeting.place in (None, visit.place) and visit.evidence[0] <= meeting.evidence[0]
    hosts = (visit.participants[-1].name, *([None] if is_there else []))  # whose state is not told may be the host
    is_host = is_one and met[0].type is ActorType.PERSON and met[0].of in hosts
    return overlaps and is_host and agree(meeting, visit)


def drop_parts(found: list[Encounter]) -> list[Encounter]:
    """Leave out a meeting with a state's unnamed officials during a visit to that state: the visit says as much.

    So are talks of the two states, with no day of their own, what the visit was for.
    """
    visits = [e for e in found if e.kind is MeetingKind.VISIT]
    return [
        e for e in found
        if not any(_is_part(e, visit) or _is_of_states(e, visit) or _is_tour_of(e, visit) for visit in visits)
    ]  # fmt: skip


def _is_tour_of(tour: Encounter, visit: Encounter) -> bool:
    """Whether the tour of a region is told state by state: "his Middle East tour … will | visit Egypt |"."""
    is_of_region = tour.kind is MeetingKind.VISIT and tour.place is not None and tour.place.is_region
    return is_of_region and len(tour.participants) == 1 and tour.participants[0] in visit.participants[:-1]


def _is_of_states(talks: Encounter, visit: Encounter) -> bool:
    """Whether the talks are of the visitor's state with the visited one: "went to Iraq … | the sides held talks |"."""
    if talks.kind not in (MeetingKind.MEETING, MeetingKind.NEGOTIATION) or talks.date_words is not None:
        return False
    states = {f.name for f in talks.participants if f.type is ActorType.STATE}
    sides = {f.of if f.type is ActorType.PERSON else f.name for f in visit.participants}
    is_all = len(states) == len(talks.participants) and states == sides
    return is_all and talks.status is visit.status and agree(talks, visit)


def _is_part(meeting: Encounter, visit: Encounter) -> bool:
    if meeting.kind is not MeetingKind.MEETING:
        return False
    met, visiting = {id(f) for f in meeting.participants}, {id(f) for f in visit.participants}
    if len(met) == 1 and met < visiting and visit.evidence[0] <= meeting.evidence[0] < visit.evidence[1]:
        return True  # "will visit Beirut | to meet officials |"
    return (
        met == visiting
        and any(f.type is ActorType.STATE for f in meeting.participants)
        and meeting.status is visit.status
    )


def date_by_visits(found: list[Encounter]) -> list[Encounter]:
    """Give the day of a visit to the meetings during it, and their month to the visit, where nothing else dates them.

    A visit of several days gives its meetings the month.
    """
    dated = []
    for encounter in found:
        if encounter.date is None and encounter.status in (MeetingStatus.HELD, MeetingStatus.PLANNED):
            days = [day for day in _days_around(encounter, found) if day is not None]
            if len({(day.year, day.month) for day in days}) == 1:
                encounter = replace(encounter, date=min(days, key=lambda day: day.day or 0))
        dated.append(encounter)
    return dated


def _days_around(encounter: Encounter, found: Iterable[Encounter]) -> Iterator[PartialDate | None]:
    """What dates the encounter: for a visit the month of what happened on it, else the visit during which it was."""
    for other in found:
        if encounter.kind is MeetingKind.VISIT and _is_during(other, encounter):
            yield _month(other.date)
        elif _is_during(encounter, other):
            is_of_one_day = other.date_words is not None and not _has_days(other)
            yield other.date if is_of_one_day else _month(other.date)
        elif _is_with_officials(other, encounter):
            yield other.date


def _is_with_officials(general: Encounter, particular: Encounter) -> bool:
    """Whether one tells at large what the other tells by name: "met | Polish leaders | on Thursday", "met | X"."""
    if general.kind is not MeetingKind.MEETING or particular.kind is not MeetingKind.MEETING:
        return False
    if general.status is not particular.status:
        return False
    states = [f for f in general.participants if f.type is ActorType.STATE]
    visitors = [f for f in general.participants if f in particular.participants and f.type is ActorType.PERSON]
    met = [f for f in particular.participants if f not in visitors]
    return bool(visitors) and len(states) == 1 and bool(met) and all(f.of == states[0].name for f in met)


def _month(day: PartialDate | None) -> PartialDate | None:
    return PartialDate(day.year, day.month) if day is not None else None


def date_by_context(found: list[Encounter], news: tuple[int, PartialDate] | None) -> list[Encounter]:
    """Give what is told as news the day and place of what was told before it, of one who took part in both.

    "X received Y in Z on Monday … | Y also met W |": until another day is told, the article tells of that one. `news`
    is where the sentence of the news ends, and its day: below it nothing goes on with an earlier day told above.
    """
    carried = list(found)
    for number, encounter in enumerate(carried):
        last = next((e for e in reversed(carried[:number]) if _is_of_a_day(e)), None)
        if last is None or _has_days(last) or _is_overtaken(last, encounter, news):
            continue
        if _goes_on(encounter, last):
            is_far = encounter.is_remote or last.is_remote or encounter.place is not None
            place = encounter.place if is_far else last.place
            carried[number] = replace(encounter, date=last.date, place=place)
    return carried


def _is_overtaken(last: Encounter, encounter: Encounter, news: tuple[int, PartialDate] | None) -> bool:
    """Whether the news of a later day was told between the two: a caption of last year, the lead, and what goes on."""
    if news is None or last.date is None:
        return False
    end, day = news
    return last.evidence[0] < end <= encounter.evidence[0] and last.date.not_before < day.not_before


def date_by_news(found: list[Encounter], day: PartialDate, lead: Span, told_of: Collection[str]) -> list[Encounter]:
    """Give the day of the news to what is told as news without a day, below the words that tell it.

    `told_of` is whom and which states these name. What is told in them takes no day from them: "the ministry said on
    Tuesday that X met Y". Nor does what was elsewhere than an event of that day.
    """
    places = [e.place for e in found if e.date == day]
    return [replace(e, date=day) if _is_of_news(e, lead, told_of, places) else e for e in found]


def _is_of_news(encounter: Encounter, lead: Span, told_of: Collection[str], places: Iterable[Name | None]) -> bool:
    is_event = encounter.is_recent and encounter.date is None and encounter.kind is not MeetingKind.VISIT
    is_below = encounter.evidence[0] >= lead[1]
    are_there = any(f.name in told_of or f.of in told_of for f in encounter.participants)
    return is_event and is_below and are_there and not any(_is_elsewhere(encounter.place, p) for p in places)


def _is_of_a_day(encounter: Encounter) -> bool:
    return encounter.status is MeetingStatus.HELD and encounter.date is not None and encounter.date.day is not None


def _has_days(visit: Encounter) -> bool:
    """Whether the visit lasts several days, of which only the first is known."""
    return visit.is_long or (visit.date_words is not None and visit.date_words.is_span)


def _goes_on(encounter: Encounter, last: Encounter) -> bool:
    is_news = encounter.is_recent or encounter.kind is MeetingKind.PRESS_CONFERENCE
    is_of_the_day = is_news if encounter.date is None else encounter.date == last.date
    is_event = encounter.status is MeetingStatus.HELD and encounter.kind is not MeetingKind.VISIT
    return (
        is_of_the_day
        and is_event
        and not _is_elsewhere(encounter.place, last.place)
        and any(f in last.participants for f in encounter.participants)
    )


def _is_elsewhere(one: Name | None, other: Name | None) -> bool:
    if one is None or other is None or one.entry == other.entry:
        return False
    return not (_lies_in(one, other) or _lies_in(other, one))


def _is_during(meeting: Encounter, visit: Encounter) -> bool:
    """Whether the visitor met somebody of the host's side in the country that was visited."""
    if visit.kind is not MeetingKind.VISIT or meeting.kind in (MeetingKind.VISIT, MeetingKind.PHONE_CALL):
        return False
    if visit.participants[0] not in meeting.participants or meeting.status is not visit.status:
        return False
    host = visit.participants[-1]
    where = meeting.place.state if meeting.place is not None else None
    there = where is not None and where.name == host.name
    if where is not None and host.type is ActorType.STATE and not there:
        return False
    is_there_too = host.type is ActorType.STATE and host in meeting.participants
    return there or is_there_too or any(f.of == host.name for f in meeting.participants)


def date_by_publication(found: list[Encounter], published: date | None) -> list[Encounter]:
    """Give the month of publication to what is told as news without a day: "X met Y in Baku and said that …"."""
    if published is None:
        return found
    if published.day == 1:
        return found  # the news is of the day before as likely
    month = PartialDate(published.year, published.month)
    return [replace(e, date=month) if e.date is None and e.is_recent else e for e in found]
