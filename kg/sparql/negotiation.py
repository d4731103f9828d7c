"""Which media type an answer gets: by the `Accept` header (RFC 9110, section 12.5.1) or by a `format` parameter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptable
from kg.formats import GRAPH, SOLUTIONS, SYNONYMS

HTML = {"html": "text/html"}
"""The one representation of a page that is made for reading."""

SEARCH = HTML | {"json": "application/json"}
"""The representations of what a search finds."""

CHANGES = {"json": "application/json", "atom": "application/atom+xml", "rdfp": "application/rdf-patch"}
"""The representations of what has changed between two versions: lists of articles, and a patch of quads."""

CITATION = {
    "text": "text/plain",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
    "jsonld": "application/ld+json",
}
"""The representations of a citation."""

PAGE = HTML | GRAPH
"""The representations of an entity and of the ontology."""

# What clients also send for the same bytes. The answer then carries the name that the client asked for.
_ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "application/x-turtle": ("text/turtle",),
}
_FALLBACKS = {"json": "jsonld", "xml": "rdf"}


def choose(formats: Mapping[str, str], accept: str | None, format_: str | None = None) -> str:
    """The media type to answer with, out of `formats` (short name to media type, the default first).

    `format_`, a short name or a media type, wins over `accept`. Raises `NotAcceptable`, naming what can be had.
    """
    if format_ is not None:
        return _named(formats, format_)
    if accept is None or not accept.strip():
        return next(iter(formats.values()))
    chosen = _best(accept, offered(formats))
    if chosen is None:
        raise NotAcceptable(f"“{accept}” cannot be had here; this can: {', '.join(formats.values())}")
    return chosen


def written_as(formats: Mapping[str, str], media_type: str) -> str:
    """The media type of `formats` whose bytes answer to `media_type`, which `choose` gave."""
    if media_type in formats.values():
        return media_type
    return next(target for target in _ALIASES[media_type] if target in formats.values())


def content_type(media_type: str) -> str:
    """The media type as a header; text says its charset, the other formats fix it themselves."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def prefers_html(accept: str | None) -> bool:
    """Whether a person sits in front of the client: it names HTML and likes nothing we have better."""
    if accept is None or "text/html" not in accept:
        return False
    return _best(accept, ["text/html", *SOLUTIONS.values(), *GRAPH.values()]) == "text/html"


def _best(accept: str, offers: Iterable[str]) -> str | None:
    # Parameters of a range (charset, a JSON-LD profile) do not matter to any format here.
    ranges = parse_accept_header(accept, MIMEAccept)
    return MIMEAccept((name.partition(";")[0].strip(), quality) for name, quality in ranges).best_match(offers)


def offered(formats: Mapping[str, str]) -> list[str]:
    """Every media type that `choose` may give out of `formats`."""
    own = formats.values()
    return [*own, *(alias for alias, targets in _ALIASES.items() if not set(own).isdisjoint(targets))]


def _named(formats: Mapping[str, str], name: str) -> str:
    short = SYNONYMS.get(name.lower(), name.lower())
    for candidate in (short, _FALLBACKS.get(short, short)):
        if candidate in formats:
            return formats[candidate]
    if short in formats.values():
        return short
    raise NotAcceptable(f"the format “{name}” cannot be had here; these can: {', '.join(formats)}")
