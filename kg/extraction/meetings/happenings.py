"""When, where and whether the event of a word took place: an encounter with all that its words tell of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from spacy.tokens import Token

from kg.analysis.dates import DateExpression
from kg.analysis.syntax import has_child, is_verb, verb_over
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.meetings.dates import date_of, days_told_before, is_told_as_news
from kg.extraction.meetings.encounters import Encounter
from kg.extraction.meetings.members import Members
from kg.extraction.meetings.occasions import (
    REMOTE,
    comes_next,
    day_of_visit,
    is_aside,
    is_stage_of_visit,
    is_visit_apart,
    lasts_days,
)
from kg.extraction.meetings.participants import Participants
from kg.extraction.meetings.telling import clause, is_named_only, is_over, went_ahead
from kg.extraction.meetings.whereabouts import Whereabouts
from kg.extraction.wording.circumstances import (
    is_ahead,
    is_future,
    is_later_today,
    is_ongoing,
    is_past,
    is_told_as_scheduled,
    status_of,
)
from kg.records import MeetingKind, MeetingStatus, PartialDate

_BESIDE = frozenset("also separately".split())
_WHILE = timedelta(days=31)  # what lies ahead of what was done longer ago is over too


class Happenings:
    """Tells of the events of one article; relative dates count from `published`, which may be guessed (`is_dated`)."""

    def __init__(
        self, cast: Cast, who: Participants, whereabouts: Whereabouts, published: date | None, is_dated: bool
    ) -> None:
        self._cast = cast
        self._who = who
        self._whereabouts = whereabouts
        self._published = published
        self._is_dated = is_dated
        self._members = Members(cast)

    def of(self, trigger: Token, kind: MeetingKind, participants: Sequence[Figure], rule: str) -> Encounter:
        """The encounter of these with what the words around the trigger tell of it."""
        is_scheduled = is_told_as_scheduled(self._cast.document, trigger)
        is_to_come = is_scheduled or (is_future(trigger) and not is_over(trigger))
        when, words = self._day_of(trigger, is_to_come)
        is_around = is_aside(trigger) or (kind is MeetingKind.VISIT and is_stage_of_visit(trigger))
        if words is not None and is_around and not _is_below(self._cast.document.token_at(words.span[0]), trigger):
            # the day is that of those who met beside or during it
            when, words = _beginning(trigger, when) if when is not None else None, None
        place = self._whereabouts.told_at(trigger)
        status = self._status(trigger, kind, is_scheduled, when, words)
        if when is None:
            when = self._day_untold(trigger, kind, participants, status)
        is_recent = status is MeetingStatus.HELD and is_told_as_news(self._cast.document, trigger)
        is_remote = kind is MeetingKind.PHONE_CALL or has_child(trigger, REMOTE)
        setting = self._whereabouts.setting(trigger)
        headline = self._cast.document.headline
        return Encounter(
            kind,
            tuple(self._members.in_place_of_formats(trigger, participants)),
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
            is_apart=is_visit_apart(trigger),
            is_headline=headline is not None and headline[0] <= trigger.idx < headline[1],
        )

    def _status(
        self,
        trigger: Token,
        kind: MeetingKind,
        is_scheduled: bool,
        when: PartialDate | None,
        words: DateExpression | None,
    ) -> MeetingStatus:
        """Whether it came to pass, by its words, and by its day where that tells otherwise."""
        status = MeetingStatus.PLANNED if is_scheduled else status_of(trigger)
        is_told_later = is_ahead(trigger) and (self._is_long_ago(trigger) if when is None else self._is_over(when))
        if status is not MeetingStatus.HELD and not (went_ahead(trigger) or is_told_later):
            return status
        if when is None:
            is_planned = kind is MeetingKind.VISIT and comes_next(trigger)
        else:
            is_caption = words is not None and words.exact is not None  # "X attends talks, May 4, 2017"
            is_coming = words is not None and words.is_to_come and not is_past(trigger)
            is_planned = is_coming or self._is_to_come(when, trigger, is_caption)
        return MeetingStatus.PLANNED if is_planned else MeetingStatus.HELD

    def _day_untold(
        self, trigger: Token, kind: MeetingKind, participants: Sequence[Figure], status: MeetingStatus
    ) -> PartialDate | None:
        """When it was, where its sentence tells no day: the day or month of the news, or the day told just before."""
        published = self._published
        if self._is_dated and published is not None and is_later_today(trigger):
            return PartialDate.of(published)
        if published is not None and published.day > 1 and is_ongoing(trigger):
            return PartialDate(published.year, published.month)
        if status is not MeetingStatus.HELD or kind is MeetingKind.SUMMIT:
            return None
        when = self._day_told_before(trigger, participants)
        if when is not None and kind is MeetingKind.VISIT and len(participants) > 1:
            return PartialDate(when.year, when.month)  # one to a state has several days, one to a site has not
        return when

    def _day_told_before(self, trigger: Token, participants: Sequence[Figure]) -> PartialDate | None:
        """The day on which one of them spoke, told just before: "X said | on Monday | … At talks with Y, X said"."""
        told = days_told_before(self._cast.document, trigger, self._published)
        days = [day for verb, day in told if any(f in participants for f in self._who.subjects(verb))]
        return days[0] if days else None

    def _day_of(self, trigger: Token, is_to_come: bool) -> tuple[PartialDate | None, DateExpression | None]:
        when, words = date_of(self._cast.document, trigger, self._published, is_to_come)
        if not (is_ahead(trigger) and is_past(trigger)):
            return when, words
        if when is None:  # "before talks with X last year" goes back, though they were then to come
            when, words = date_of(self._cast.document, trigger, self._published, False, is_own=True)
        return (self._nearest(when, trigger) if when is not None else None), words

    def _nearest(self, when: PartialDate, trigger: Token) -> PartialDate:
        """The day to come, or the one before if that is nearer to publication: "spoke before a summit | on Monday |".

        It is not before that of what came before the event.
        """
        gone, _ = date_of(self._cast.document, trigger, self._published, False)
        if gone is None or self._published is None or when.not_before <= self._published:
            return when
        verb = verb_over(trigger)
        first, _ = date_of(self._cast.document, verb, self._published, False) if verb is not None else (None, None)
        is_nearer = self._published - gone.not_before < when.not_before - self._published
        return gone if is_nearer and (first is None or first.not_before <= gone.not_before) else when

    def _is_over(self, when: PartialDate) -> bool:
        return self._published is not None and when.not_after < self._published

    def _is_long_ago(self, trigger: Token) -> bool:
        """Whether what came before the event is so long ago that it is over too: "came | last May | before talks"."""
        verb = verb_over(trigger)
        before, _ = date_of(self._cast.document, verb, self._published, False) if verb is not None else (None, None)
        return before is not None and self._published is not None and before.not_after < self._published - _WHILE

    def _is_to_come(self, when: PartialDate, trigger: Token, is_caption: bool) -> bool:
        """Whether the day lies after publication, or is that day and the verb does not say that it is past.

        A caption tells in the present tense what a picture of that day shows.
        """
        if self._published is None or when.not_before < self._published or trigger.tag_ == "VBD":
            return False  # "met X on August 29" is told of what has happened, whatever the dateline says
        is_same_day = self._is_dated and when.day is not None and not (is_past(trigger) or is_caption)
        return when.not_before > self._published or is_same_day


def _beginning(event: Token, day: PartialDate) -> PartialDate:
    """When the event began of which the day is one: so many days before "its second day", else in that month."""
    number = day_of_visit(event)
    if number is None or day.day is None:
        return PartialDate(day.year, day.month)
    return PartialDate.of(day.not_before - timedelta(days=number - 1))


def _is_below(token: Token | None, above: Token) -> bool:
    return token is not None and above in token.ancestors
