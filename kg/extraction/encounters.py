"""A meeting as found in one place of the text, and the many mentions of one meeting made one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.analysis.dates import DateExpression
from kg.extraction.cast import Figure
from kg.extraction.names import Name
from kg.records import ActorType, MeetingKind, MeetingStatus, PartialDate, Span


@dataclass(frozen=True)
class Encounter:
    """One meeting as found: figures in place of ids."""

    kind: MeetingKind
    participants: tuple[Figure, ...]
    status: MeetingStatus
    evidence: Span
    rule: str
    date: PartialDate | None
    date_words: DateExpression | None
    place: Name | None


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
    if one.kind != other.kind or (one.status is MeetingStatus.HELD) != (other.status is MeetingStatus.HELD):
        return False
    mine, theirs = {id(f) for f in one.participants}, {id(f) for f in other.participants}
    return (mine <= theirs or theirs <= mine) and _agree(str(one.date or ""), str(other.date or ""))


def _agree(one: str, other: str) -> bool:
    """Whether two ISO dates may be the same, one being less precise or unknown: "2022-07" and "2022-07-04"."""
    return one.startswith(other) or other.startswith(one)


def _joined(one: Encounter, other: Encounter) -> Encounter:
    fuller = max((one, other), key=lambda e: len(e.participants))
    dated = max((one, other), key=lambda e: len(str(e.date or "")))
    return replace(
        one,
        participants=fuller.participants,
        status=other.status if one.status is MeetingStatus.PLANNED else one.status,
        date=dated.date,
        date_words=dated.date_words,
        place=one.place or other.place,
    )


def seat_meetings(found: list[Encounter]) -> list[Encounter]:
    """Give a meeting without a place that of the visit during which it took place, if the visitor makes only one.

    One speaks by telephone from anywhere; on a visit that is yet to come, or was called off, nobody has met.
    """
    visits = [e for e in found if e.kind is MeetingKind.VISIT and e.place is not None]
    seated = []
    for encounter in found:
        possible = [v for v in visits if v.status in (MeetingStatus.HELD, encounter.status)]
        hosts = [v for v in possible if v.participants[0] in encounter.participants]
        if encounter.place is None and len(hosts) == 1 and encounter.kind is not MeetingKind.PHONE_CALL:
            encounter = replace(encounter, place=hosts[0].place)
        seated.append(encounter)
    return seated


def drop_parts(found: list[Encounter]) -> list[Encounter]:
    """Leave out a meeting with a state's unnamed officials during a visit to that state: the visit says as much."""
    visits = [e for e in found if e.kind is MeetingKind.VISIT]
    return [e for e in found if not any(e.kind is MeetingKind.MEETING and _is_part(e, visit) for visit in visits)]


def _is_part(meeting: Encounter, visit: Encounter) -> bool:
    same = {id(f) for f in meeting.participants} == {id(f) for f in visit.participants}
    return same and any(f.type is ActorType.STATE for f in meeting.participants) and meeting.status is visit.status


def date_by_visits(found: list[Encounter]) -> list[Encounter]:
    """Give the month of a visit to the meetings during it, and of these to the visit, where nothing else dates them."""
    dated = []
    for encounter in found:
        if encounter.date is None and encounter.status is MeetingStatus.HELD:
            if encounter.kind is MeetingKind.VISIT:
                days = [e.date for e in found if e.date is not None and _is_during(e, encounter)]
            else:
                days = [v.date for v in found if v.date is not None and _is_during(encounter, v)]
            months = {(day.year, day.month) for day in days}
            if len(months) == 1:
                year, month = months.pop()
                encounter = replace(encounter, date=PartialDate(year, month))
        dated.append(encounter)
    return dated


def _is_during(meeting: Encounter, visit: Encounter) -> bool:
    """Whether the visitor met somebody of the host's side in the country that was visited."""
    if visit.kind is not MeetingKind.VISIT or meeting.kind in (MeetingKind.VISIT, MeetingKind.PHONE_CALL):
        return False
    if visit.participants[0] not in meeting.participants or meeting.status is not visit.status:
        return False
    host = visit.participants[-1]
    there = meeting.place is not None and meeting.place.state is not None and meeting.place.state.name == host.name
    return there or any(f.of == host.name for f in meeting.participants)
