"""Date expressions found in a text and resolved against the day of publication, no more precisely than they are."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from kg.records import PartialDate, Span

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_MONTH = r"(?P<month>" + "|".join(sorted((m.capitalize() for m in _MONTHS), key=len, reverse=True)) + r")\b\.?"
_WEEKDAY = r"(?P<weekday>" + "|".join(d.capitalize() for d in _WEEKDAYS) + r")"
_AND_WEEKDAY = r"(?:\s(?:and|to)\s(?:" + "|".join(d.capitalize() for d in _WEEKDAYS) + r"))?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_UNTIL = r"(?:\s?(?:-|–|to|and|through)\s?[0-3]?\d(?:st|nd|rd|th)?)?"
_OTHER_MONTH = "(?:" + "|".join(name for name in calendar.month_name if name) + ")"
_UNTIL_DAY_OF_MONTH = rf"(?:\s(?:-|–|to|through)\s{_OTHER_MONTH}\s[0-3]?\d(?:st|nd|rd|th)?)?"  # "May 31 | to June 2 |"
_UNTIL_DAY = rf"(?:\s(?:-|–|to|through)\s[0-3]?\d(?:st|nd|rd|th)?\s{_OTHER_MONTH})?"  # "31 May | to 2 June |"
_SPAN = re.compile(r"\d(?:st|nd|rd|th)?(?:\s[A-Z]\w+)?\s?(?:-|–|to\b|and\b|through\b)\s?(?:[A-Z]\w+\s)?\d")
_ORDINALS = r"(?:\s?(?:-|–|to|and|through)\s(?:the\s)?[0-3]?\d(?:st|nd|rd|th)?)?"
_YEAR = r"(?:,?\s(?P<year>(?:19|20)\d\d))"

_EVENT = r"(?:[\w.’'-]+\s){0,4}(?:[Ss]ummit|[Mm]eeting|[Vv]isit|[Tt]rip|talks|session)\b"  # "the June summit"

_SATURDAY = 5
_WEEKS = {"last": -1, "this": 0, "next": 1}
_NEAR = {"yesterday": -1, "last night": -1, "the day before yesterday": -2, "tomorrow": 1, "the day after tomorrow": 2}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}

# How an expression may begin: at any other character of a text none need be tried, which halves the time.
_INITIALS = r"\dADEFJLMNOSTWacdefilmnopsty"
_EXPRESSION = re.compile(
    rf"""(?=[{_INITIALS}])(?:
      (?P<iso>(?:19|20)\d\d-\d\d-\d\d)
    | (?:{_WEEKDAY},?\s)?(?:{_MONTH}\s{_DAY}{_UNTIL_DAY_OF_MONTH}{_UNTIL}{_YEAR}?(?!\d|[:.]\d)
    | {_DAY.replace("day", "day2")}{_UNTIL}\s(?:of\s)?
      {_MONTH.replace("month", "month2")}{_UNTIL_DAY}{_YEAR.replace("year", "year2")}?)
    | (?:(?P<side>early|mid|late)[\s-]|(?P<which>last|next|this|in|since|during|of|for)\s)
      {_MONTH.replace("month", "month3")}(?:(?:\sof)?{_YEAR.replace("year", "year3")})?(?!\s\d)
    | {_MONTH.replace("month", "month4")}{_YEAR.replace("year", "year4")}
    | (?:the\s)?{_DAY.replace("day", "day7")}{_ORDINALS}\sof\s(?P<period7>(?:this|next|last)\smonth)\b
    | on\sthe\s(?P<ordinal>[0-3]?\d(?:st|nd|rd|th))(?=[.,;)]|$|\s(?:and|to|for|in|at|with|after|before)\b)
    | {_WEEKDAY.replace("weekday", "weekday3")}{_AND_WEEKDAY},?\s(?:of\s)?(?P<week>last|next|this)\sweek\b
    | (?:(?P<turn>last|next|this|past|coming)\s)?{_WEEKDAY.replace("weekday", "weekday2")}\b
    | (?P<near>(?i:the)\sday\s(?:before\syesterday|after\stomorrow)|today|tonight|yesterday|tomorrow
      |this\s(?:morning|afternoon|evening)|last\snight)\b
    | (?P<period>(?:earlier\s|later\s)?(?:last|next|this)\s(?:week|month|year|weekend))\b
    | (?P<again>(?i:(?:(?:on|later|earlier)\s)?(?:the\ssame|that(?:\ssame)?)\sday|(?:later|earlier)\sin\sthe\sday))\b
    | (?P<count>(?i:an?|one|two|three|four|five|six|seven|\d{{1,2}}))\sdays?\s(?P<sense>later|earlier)\b
    | (?P<neighbour>(?i:(?:on\s)?the\s(?:next|following|previous)\sday\b|the\sday\s(?:before|after)(?=[.,;]|$)))
    | (?!May\b){_MONTH.replace("month", "month5")}(?=\s{_EVENT})
    | (?P<ago>(?i:an?|one|two|three|four|five|six|seven|\d{{1,2}}))\s(?P<unit>day|week|month)s?\sago\b
    | (?i:over|at|during)\sthe\s(?P<past>weekend)\b
    | (?:in|since|during)\s(?P<year5>(?:19|20)\d\d)\b
    | (?P<year6>(?:19|20)\d\d)(?=\s{_EVENT})
    )""",
    re.VERBOSE,
)
# Words of dates that begin a sentence: "Today", "This afternoon", "Last week", "In April".
_LOWER = re.compile(
    r"\b(?:(?i:today|tonight|yesterday|tomorrow)"
    r"|(?:Last|Next|This|Coming|In|Since|During|For|Early|Mid|Late|Earlier|Later)(?=[\s-]))\b"
)


def number_of(word: str) -> int:
    """How many a word says there are, "two" or "12"; 0 if it is no such word."""
    return _NUMBERS.get(word.lower()) or (int(word) if word.isdecimal() else 0)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """Words that name a day, a month or a year; `resolve` says which, seen from a day of publication.

    `parts` are the pieces of the words by name: `weekday`, `day`, `month`, `year`, `turn` ("last", "next") and so on.
    """

    span: Span
    words: str
    parts: Mapping[str, str]

    @property
    def is_span(self) -> bool:
        """Whether the words name several days: "January 18-20", "4 to 6 July"."""
        return _SPAN.search(self.words) is not None

    @property
    def is_year(self) -> bool:
        """Whether the words name a year and no more of it: "in 2023", "this year"."""
        return set(self.parts) == {"year"} or self.parts.get("period", "").endswith("year")

    @property
    def exact(self) -> date | None:
        """The day, where the words give it with its year."""
        named = self.resolve(None)
        return named.not_before if named is not None and named.day is not None else None

    @property
    def weekday(self) -> int | None:
        """The weekday where it stands alone: "on Tuesday" gives 1."""
        is_alone = set(self.parts) == {"weekday"}
        return _WEEKDAYS[self.parts["weekday"].lower()] if is_alone else None

    @property
    def is_to_come(self) -> bool:
        """Whether the words themselves look ahead: "tomorrow", "next week", "later this month"."""
        words = self.words.lower().split()
        return not {"next", "coming", "tomorrow"}.isdisjoint(words) or words[:2] == ["later", "this"]

    @property
    def is_gone(self) -> bool:
        """Whether the words themselves look back: "yesterday", "last month", "two days ago"."""
        return not {"last", "past", "ago", "yesterday"}.isdisjoint(self.words.lower().split())

    @property
    def shift(self) -> int | None:
        """How many days after the day named last, where the words count from it: "the same day", "two days later"."""
        if "again" in self.parts:
            return 0
        if "neighbour" in self.parts:
            return -1 if self.parts["neighbour"].lower().endswith(("previous day", "before")) else 1
        if "count" in self.parts:
            days = number_of(self.parts["count"])
            return days if self.parts["sense"] == "later" else -days
        return None

    @property
    def is_in_the_day(self) -> bool:
        """Whether the words tell the time of a day: "earlier in the day"."""
        return self.words.lower().endswith("in the day")

    def shifted(self, day: date) -> PartialDate | None:
        """The day meant, counted from the day named last."""
        return _moved(day, self.shift or 0)

    def resolve(self, published: date | None, future: bool = False) -> PartialDate | None:
        """The date meant; `future` when the sentence speaks of what is to come ("will meet on Monday").

        Without a day of publication only expressions with a year can be resolved.
        """
        if "iso" in self.parts:
            return PartialDate.of(date.fromisoformat(self.parts["iso"]))
        year = int(self.parts["year"]) if "year" in self.parts else None
        if published is None:
            if year is None:
                return None
            published = date(year, 12, 31)
        if "month" in self.parts:
            return self._in_month(_MONTHS[self.parts["month"].lower().rstrip(".")], year, published, future)
        if "ordinal" in self.parts:
            return _day_near(int(self.parts["ordinal"][:-2]), published, future)
        if "weekday" in self.parts:
            return self._on_weekday(_WEEKDAYS[self.parts["weekday"].lower()], published, future)
        if "period" in self.parts:
            return _period_of(self.parts["period"], published, int(self.parts.get("day", 0)) or None)
        return _in_calendar(year) if year else self._counted(published)

    def _counted(self, published: date) -> PartialDate | None:
        """What "yesterday", "over the weekend" and "two weeks ago" mean, which count from the day of publication."""
        if "near" in self.parts:
            return _near(self.parts["near"], published)
        if "past" in self.parts:
            return _weekend_before(published)
        if "ago" in self.parts:
            return _ago(number_of(self.parts["ago"]), self.parts["unit"], published)
        return None

    def _on_weekday(self, weekday: int, published: date, future: bool) -> PartialDate | None:
        if "week" in self.parts:
            return _moved(published, _WEEKS[self.parts["week"]] * 7 + weekday - published.weekday())
        return _weekday_of(weekday, self.parts.get("turn"), published, future)

    def _in_month(self, month: int, year: int | None, published: date, future: bool) -> PartialDate | None:
        if "day" in self.parts:
            return _day_of(month, int(self.parts["day"]), year, published, future)
        return _month_of(month, year, published, future, self.parts.get("which"))


def _moved(day: date, days: int) -> PartialDate | None:
    """The day so many days later; none where the calendar ends."""
    try:
        return PartialDate.of(day + timedelta(days=days))
    except OverflowError:
        return None


def _in_calendar(year: int, month: int | None = None) -> PartialDate | None:
    """The year or month; none where the calendar does not reach."""
    return PartialDate(year, month) if MINYEAR <= year <= MAXYEAR else None


def _day_of(month: int, day: int, year: int | None, published: date, future: bool) -> PartialDate | None:
    """The named day in its own year, else in the year that puts it on the right side of publication.

    A day up to a month after publication needs no future tense: programmes of visits are written so.
    """
    if year is None:
        days_ahead = (month - published.month) * 30 + day - published.day
        year = published.year + (1 if future and days_ahead < -60 else 0) - (1 if not future and days_ahead > 31 else 0)
    if not MINYEAR <= year <= MAXYEAR or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def _month_of(month: int, year: int | None, published: date, future: bool, which: str | None) -> PartialDate | None:
    if year is None:
        year = published.year
        if which == "next" or (future and month < published.month):
            year += 1 if month <= published.month else 0
        elif month > published.month and not future:
            year -= 1
    return _in_calendar(year, month)


def _weekday_of(weekday: int, turn: str | None, published: date, future: bool) -> PartialDate | None:
    back = (published.weekday() - weekday) % 7
    if turn in ("next", "coming") or (future and turn in (None, "this")):
        return _moved(published, (weekday - published.weekday()) % 7 or (7 if turn in ("next", "coming") else 0))
    if turn in ("last", "past"):
        back = back or 7
    return _moved(published, -back)


def _day_near(day: int, published: date, future: bool) -> PartialDate | None:
    """The day of a month that goes unsaid: the last one of that number, or with `future` the next."""
    step = (published.day > day) if future else -(published.day < day)
    index = published.year * 12 + published.month - 1 + step
    return _day_of(index % 12 + 1, day, index // 12, published, future)


def _near(words: str, published: date) -> PartialDate | None:
    return _moved(published, _NEAR.get(words.lower(), 0))


def _period_of(words: str, published: date, day: int | None = None) -> PartialDate | None:
    """The month meant by "last month", or a day of it, or the first day of a weekend to come.

    A week has no place here unless one month holds it.
    """
    turn, unit = words.lower().split()[-2:]
    step = _WEEKS[turn]
    if unit == "year":
        return _in_calendar(published.year + step)
    if unit == "month":
        index = published.year * 12 + published.month - 1 + step
        month = _in_calendar(index // 12, index % 12 + 1)
        return month if month is None or day is None else _day_of(index % 12 + 1, day, index // 12, published, False)
    to_monday = step * 7 - published.weekday()
    if unit == "weekend":  # what is to last both days begins on the first
        return _weekend_before(published) if step < 0 else _moved(published, to_monday + _SATURDAY)
    monday, sunday = _moved(published, to_monday), _moved(published, to_monday + 6)
    if monday is None or sunday is None or monday.month != sunday.month:
        return None
    return PartialDate(monday.year, monday.month)


def _weekend_before(published: date) -> PartialDate | None:
    """The month of the last Saturday, if the Sunday after it lies in the same month."""
    saturday = _moved(published, -((published.weekday() - 5) % 7))
    sunday = _moved(saturday.not_before, 1) if saturday is not None else None
    if saturday is None or sunday is None or saturday.month != sunday.month:
        return None
    return PartialDate(saturday.year, saturday.month)


def _ago(count: int, unit: str, published: date) -> PartialDate | None:
    """The day so many days before; of weeks and months, which are counted roughly, the month."""
    if unit == "month":
        index = published.year * 12 + published.month - 1 - count
        return _in_calendar(index // 12, index % 12 + 1)
    day = _moved(published, -count * (7 if unit == "week" else 1))
    return day if day is None or unit == "day" else PartialDate(day.year, day.month)


def _parts(match: re.Match[str]) -> dict[str, str]:
    """The named pieces of a match; the numbered names of the alternatives are one name."""
    return {name.rstrip("0123456789"): value for name, value in match.groupdict().items() if value is not None}


def find_dates(text: str) -> list[DateExpression]:
    """All date expressions of the text, in order: "on July 4", "last Friday", "in May 2022", "yesterday", "Sunday"."""
    folded = _LOWER.sub(lambda m: m[0].lower(), text)
    return [
        DateExpression(match.span(), text[match.start() : match.end()], _parts(match))
        for match in _EXPRESSION.finditer(folded)
        if _is_valid(match)
    ]


def _is_valid(match: re.Match[str]) -> bool:
    """Whether the calendar has the matched day: "2022-13-45" is a number, not a date."""
    if not match["iso"]:
        return True
    try:
        date.fromisoformat(match["iso"])
    except ValueError:
        return False
    return True
