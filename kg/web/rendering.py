"""How terms, dates and evidence look on a page: the filters and tests that the templates use."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from flask import Flask, Response, render_template, request
from markupsafe import Markup, escape
from rdflib.namespace import XSD
from rdflib.term import Literal, Node, URIRef

from kg.sparql.negotiation import HTML, choose
from kg.web.services import services

_DAYS = (XSD.date, XSD.gYearMonth)
# Not those of `calendar`: they follow the locale of the process, and the pages are English.
_MONTHS = "January February March April May June July August September October November December".split()


def register(app: Flask) -> None:
    """Give the templates their filters and tests."""
    app.add_template_filter(href)
    app.add_template_filter(day_text)
    app.add_template_filter(in_context)
    app.add_template_filter(literal_text)
    app.add_template_test(is_iri, "iri")
    app.add_template_test(is_number, "number_like")
    app.context_processor(lambda: {"is_plain": services().is_plain, "root": request.script_root})


def page(template: str, status: int = 200, **values: object) -> Response:
    """A page that exists as HTML only; raises `NotAcceptable` for who cannot read that."""
    choose(HTML, request.headers.get("Accept"), request.args.get("format"))
    return Response(render_template(template, **values), status)


def is_iri(term: object) -> bool:
    """Whether a term is an IRI."""
    return isinstance(term, URIRef)


def is_number(term: object) -> bool:
    """Whether a term is a literal with a number as its value."""
    return isinstance(term, Literal) and isinstance(term.value, int | float | Decimal) and term.datatype != XSD.boolean


def href(iri: Node) -> str | None:
    """Where a link to an IRI leads: here for the graph's own IRIs, out for the web's, nowhere for `javascript:`."""
    path = services().iris.path_of(str(iri))
    if path is not None and not path.startswith("//"):  # that would name another host
        return request.script_root + path
    return str(iri) if str(iri).startswith(("http://", "https://")) else None


def literal_text(term: Node) -> str:
    """A literal as people write it: dates and months in words, truth values as yes and no."""
    if isinstance(term, Literal) and term.datatype == XSD.boolean:
        return "yes" if str(term) in ("true", "1") else "no"
    return day_text(term) if isinstance(term, Literal) and term.datatype in _DAYS else str(term)


def day_text(first: object, last: object = None) -> str:
    """The days between two bounds in words, as precise as they are: "4 July 2022", "July 2022", "2022".

    A bound may itself be a month or a year (2022-07, 2022). What is no ISO date comes back as it is.
    """
    last = first if last is None else last
    try:
        start, end = _days_of(first)[0], _days_of(last)[1]
    except ValueError:
        return str(first)
    if start == end:
        return f"{start.day} {_MONTHS[start.month - 1]} {start.year}"
    if start.year == end.year and start.day == 1 and end.day == monthrange(end.year, end.month)[1]:
        if start.month == end.month:
            return f"{_MONTHS[start.month - 1]} {start.year}"
        if (start.month, end.month) == (1, 12):
            return str(start.year)
    return f"{day_text(first)} to {day_text(last)}"


def _days_of(bound: object) -> tuple[date, date]:
    """The first and the last day of a day, month or year in its ISO form."""
    year, *finer = (int(part) for part in str(bound)[:10].split("-"))
    first_month, last_month = (finer[0], finer[0]) if finer else (1, 12)
    first_day, last_day = (finer[1], finer[1]) if finer[1:] else (1, monthrange(year, last_month)[1])
    return date(year, first_month, first_day), date(year, last_month, last_day)


def in_context(sentence: object, words: object, needles: Iterable[object]) -> Markup:
    """The sentence with the needles marked in its words, and what surrounds the words set back."""
    before, found, after = str(sentence).partition(str(words))
    if not found:
        return marked(words, needles)
    around = Markup('<span class="context">{}</span>')
    pieces = [around.format(before) if before else "", marked(found, needles), around.format(after) if after else ""]
    return Markup().join(pieces)


def marked(text: object, needles: Iterable[object]) -> Markup:
    """The text, safe for HTML, with each of the needles in it marked; the longest wins where they overlap."""
    words = sorted({str(needle) for needle in needles if str(needle).strip()}, key=len, reverse=True)
    if not words:
        return escape(text)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words))
    pieces, end = [], 0
    for match in pattern.finditer(str(text)):
        pieces += [escape(str(text)[end : match.start()]), Markup("<mark>{}</mark>").format(match.group())]
        end = match.end()
    return Markup().join([*pieces, escape(str(text)[end:])])
