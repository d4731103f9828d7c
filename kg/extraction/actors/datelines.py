"""From where an article reports, as it says before its first sentence: "TEHRAN – ", "Cairo: "."""

from __future__ import annotations

import re

from kg.extraction.actors.cast import Cast
from kg.extraction.actors.names import Name, NameKind
from kg.records import Span
from kg.reference import Outlet, Reference

_CITY = re.compile(r"[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,2}")  # as date lines write it
_PARTICLE = re.compile(r"(?<=[ -])(?:Au|De|Del|Es|La|Le)(?=[ -])")  # "Port-au-Prince", "Dar es Salaam"
_AGENCY = re.compile(r"\(([^()]+)\)")
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


def agency_at_home(cast: Cast, reference: Reference) -> Outlet | None:
    """The agency that the date line names, in a city of its own state: "RIYADH (| SPA |)", not "Colombo (PTI)"."""
    document, city = cast.document, city_of_dateline(cast)
    words = (match[1] for span in document.datelines for match in _AGENCY.finditer(document.prose, *span))
    agency = next((outlet for word in words if (outlet := reference.outlet_named(word)) is not None), None)
    if agency is None or city is None or cast.name_of_state_at(city) != cast.name_of_state(agency.state):
        return None
    return agency


def _city_leading(cast: Cast, paragraph: Span) -> Name | None:
    """The city with which a paragraph begins, set off from its first sentence: "Cairo: ", "Dar es Salaam — "."""
    city, doc = _city_at(cast, paragraph[0]), cast.document.doc
    return city if city is not None and doc[city.end : city.end + 1].text in _SET_OFF else None


def _city_at(cast: Cast, offset: int) -> Name | None:
    first = cast.document.token_at(offset)
    name = cast.names.at(first) if first is not None else None
    is_city = name is not None and (name.kind is NameKind.CAPITAL or getattr(name.entry, "kind", None) == "city")
    return name if is_city else None
