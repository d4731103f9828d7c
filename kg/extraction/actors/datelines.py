"""From where an article reports, as it says before its first sentence: "TEHRAN – ", "Cairo: "."""

from __future__ import annotations

import re

from kg.extraction.actors.cast import Cast
from kg.extraction.actors.names import Name, NameKind
from kg.records import Span

_CITY = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,2}")  # as date lines write it
_PARTICLE = re.compile(r"(?<=[ -])(?:Au|De|Del|Es|La|Le)(?=[ -])")  # "Port-au-Prince", "Dar es Salaam"
_SET_OFF = frozenset([":", "-", "–", "—", "--"])
_LEADS = 3  # paragraphs at the top, one of which may begin with a city


def city_of_dateline(cast: Cast) -> Name | None:
    """The city from which the article reports, in capitals before its first sentence: "TEHRAN – "."""
    document = cast.document
    for start, end in document.datelines:
        words = _CITY.match(document.prose, start, end)
        name = _PARTICLE.sub(lambda part: part[0].lower(), words[0].title()) if words is not None else ""
        if words is not None and (city := cast.city_called(name, words.span())):
            return city
        if (city := _city_at(cast, start)) is not None:
            return city
    return next((city for p in document.paragraphs[:_LEADS] if (city := _city_leading(cast, p))), None)


def _city_leading(cast: Cast, paragraph: Span) -> Name | None:
    """The city with which a paragraph begins, set off from its first sentence: "Cairo: ", "Dar es Salaam — "."""
    city, doc = _city_at(cast, paragraph[0]), cast.document.doc
    return city if city is not None and doc[city.end : city.end + 1].text in _SET_OFF else None


def _city_at(cast: Cast, offset: int) -> Name | None:
    first = cast.document.token_at(offset)
    name = cast.names.at(first) if first is not None else None
    is_city = name is not None and (name.kind is NameKind.CAPITAL or getattr(name.entry, "kind", None) == "city")
    return name if is_city else None
