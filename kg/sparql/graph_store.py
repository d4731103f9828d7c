"""Reads a request of the SPARQL 1.1 Graph Store HTTP Protocol: which graph it means, and what its body holds.

A graph is named indirectly, by `?graph=` or `?default` (section 4.2), or directly: its IRI is the very address of the
request (section 4.1), taken as the client wrote it. Nothing here turns an address into a path of the file system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from kg.errors import BadRequest, UnsupportedMediaType
from kg.sparql.protocol import read_iri, read_media_type, read_parameters, read_single

MULTIPART = "multipart/form-data"

_MOST_PARTS = 100
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/\-]|%[0-9A-Fa-f]{2})*")
_DOTS = re.compile(r"(?:\.|%2e){1,2}", re.IGNORECASE)


def read_graph(query_string: bytes) -> str | None:
    """The IRI that `?graph=` names, or `None` for the default graph by `?default`.

    Raises `BadRequest` for neither and for both.
    """
    parameters = read_parameters(query_string)
    graph = read_single(parameters, "graph")
    if "default" in parameters:
        if graph is not None or parameters["default"] != [""]:
            raise BadRequest("name one graph: either graph=IRI, or default without a value")
        return None
    if graph is None:
        raise BadRequest("no graph is named: add ?graph=IRI, or ?default for the default graph")
    return read_iri("graph", graph)


def names_graph(query_string: bytes) -> bool:
    """Whether a query string names a graph at all."""
    return not {"graph", "default"}.isdisjoint(read_parameters(query_string))


def direct_iri(origin: str, target: str) -> str:
    """The IRI of the graph that a request means whose target (RFC 9112, section 3.2) is this, at this origin.

    Raises `BadRequest` for a path that is not an IRI's, or that would be another one to who resolves it.
    """
    path = target.partition("?")[0]
    if not path.startswith("/"):
        path = urlsplit(path).path
    if not _PATH.fullmatch(path):
        raise BadRequest("the path of this address is none of an IRI: percent-encode what is not ASCII")
    if any(map(_DOTS.fullmatch, path.split("/"))):
        raise BadRequest("the path of this address has a segment of dots, which is no part of a graph's name")
    return read_iri("the address", origin.rstrip("/") + path)


def read_parts(content_type: str | None, body: bytes, formats: frozenset[str]) -> list[tuple[str, bytes]]:
    """What a body holds: its one document, or those of a form (section 5.5), each with its media type.

    Raises `UnsupportedMediaType` for other media types than these `formats`, and `BadRequest` for a broken form.
    """
    media_type, options = parse_options_header(content_type)
    if media_type.lower() == MULTIPART:
        parts = list(_read_form(options.get("boundary", ""), body))
        return [(_read_format(type_, formats), octets) for type_, octets in parts]
    return [(_read_format(content_type, formats), body)]


def _read_format(content_type: str | None, formats: frozenset[str]) -> str:
    media_type = read_media_type(content_type)
    if media_type not in formats:
        named = f"“{media_type}” is not read here" if media_type else "the body has no Content-Type"
        raise UnsupportedMediaType(f"{named}: send a graph as {', '.join(sorted(formats))}")
    return media_type


def _read_form(boundary: str, body: bytes) -> Iterator[tuple[str | None, bytes]]:
    try:
        decoder = MultipartDecoder(boundary.encode("ascii"), max_parts=_MOST_PARTS)
        decoder.receive_data(body)
        decoder.receive_data(None)
        content_type, octets = None, bytearray()
        while not isinstance(event := decoder.next_event(), Epilogue | NeedData):
            if isinstance(event, File | Field):
                content_type, octets = event.headers.get("Content-Type"), bytearray()
            elif isinstance(event, Data):
                octets += event.data
                if not event.more_data:
                    yield content_type, bytes(octets)
    except RequestEntityTooLarge as error:
        raise BadRequest(f"the form has more than {_MOST_PARTS} parts") from error
    except ValueError as error:
        raise BadRequest("the form is broken: its parts do not stand between its boundaries") from error
    if not isinstance(event, Epilogue):
        raise BadRequest("the form ends before its last part is whole")
